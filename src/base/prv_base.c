
#include "base/prv_base.h"


const prv_str_t  prv_category_names[PRV_CATEGORIES] = {
    prv_string("necessary"),
    prv_string("functional"),
    prv_string("analytics"),
    prv_string("marketing")
};


void *
prv_calloc(prv_mem_t *mem, size_t n, size_t size)
{
    void  *p;

    if (size != 0 && n > SIZE_MAX / size) {
        return NULL;
    }

    p = prv_alloc(mem, n * size);

    if (p != NULL) {
        memset(p, 0, n * size);
    }

    return p;
}


int
prv_dup(prv_mem_t *mem, prv_str_t *dst, const prv_str_t *src)
{
    unsigned char  *p;

    if (src->len == 0) {
        dst->len = 0;
        dst->data = (unsigned char *) "";
        return PRV_OK;
    }

    p = prv_alloc(mem, src->len);
    if (p == NULL) {
        return PRV_ERROR;
    }

    memcpy(p, src->data, src->len);

    dst->len = src->len;
    dst->data = p;

    return PRV_OK;
}


prv_category_e
prv_category(const unsigned char *name, size_t len)
{
    int  i;

    for (i = 0; i < PRV_CATEGORIES; i++) {
        if (prv_category_names[i].len == len
            && memcmp(prv_category_names[i].data, name, len) == 0)
        {
            break;
        }
    }

    return (prv_category_e) i;
}


int
prv_lower_eq(const unsigned char *p, size_t len, const char *lower)
{
    size_t  i;

    for (i = 0; i < len; i++) {
        if (lower[i] == '\0'
            || prv_lower(p[i]) != (unsigned char) lower[i])
        {
            return 0;
        }
    }

    return lower[len] == '\0';
}


int
prv_hex(unsigned char c)
{
    if (c >= '0' && c <= '9') {
        return c - '0';
    }

    c |= 0x20;

    if (c >= 'a' && c <= 'f') {
        return c - 'a' + 10;
    }

    return -1;
}


size_t
prv_unescape(unsigned char *dst, const unsigned char *p, size_t len)
{
    int     high, low;
    size_t  i, n;

    for (i = 0, n = 0; i < len; i++) {

        if (p[i] == '%' && len - i > 2) {
            high = prv_hex(p[i + 1]);
            low = prv_hex(p[i + 2]);

            if (high >= 0 && low >= 0) {
                dst[n++] = (unsigned char) (high << 4 | low);
                i += 2;
                continue;
            }
        }

        dst[n++] = p[i];
    }

    return n;
}
