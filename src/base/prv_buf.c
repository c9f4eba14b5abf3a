
#include "base/prv_buf.h"


#define PRV_BUF_DEFAULT  256


static size_t prv_utf8_length(const unsigned char *p, size_t len);


void
prv_buf_init(prv_buf_t *b, prv_mem_t *mem, size_t size)
{
    memset(b, 0, sizeof(prv_buf_t));

    b->mem = mem;
    b->size = size ? size : PRV_BUF_DEFAULT;

    b->data = prv_alloc(mem, b->size);

    if (b->data == NULL) {
        b->size = 0;
        b->failed = 1;
    }
}


void
prv_buf_free(prv_buf_t *b)
{
    if (b->data != NULL) {
        prv_free(b->mem, b->data);
        b->data = NULL;
    }
}


void
prv_buf_reserve(prv_buf_t *b, size_t len)
{
    size_t          size;
    unsigned char  *p;

    if (b->failed || len <= b->size - b->len) {
        return;
    }

    if (b->size > SIZE_MAX / 4 || len > SIZE_MAX / 4) {
        b->failed = 1;
        return;
    }

    size = b->size * 2;

    if (size < b->len + len) {
        size = b->len + len;
    }

    p = prv_alloc(b->mem, size);
    if (p == NULL) {
        b->failed = 1;
        return;
    }

    memcpy(p, b->data, b->len);
    prv_free(b->mem, b->data);

    b->data = p;
    b->size = size;
}


void
prv_buf_add(prv_buf_t *b, const void *data, size_t len)
{
    if (b->failed || len == 0) {
        return;
    }

    if (b->max && (len > b->max || b->len > b->max - len)) {
        b->failed = 1;
        return;
    }

    if (len > b->size - b->len) {

        prv_buf_reserve(b, len);

        if (b->failed) {
            return;
        }
    }

    memcpy(b->data + b->len, data, len);
    b->len += len;
}


void
prv_buf_str(prv_buf_t *b, const prv_str_t *s)
{
    prv_buf_add(b, s->data, s->len);
}


void
prv_buf_uint(prv_buf_t *b, uint64_t n)
{
    size_t         i;
    unsigned char  digits[20];

    i = sizeof(digits);

    do {
        digits[--i] = (unsigned char) ('0' + n % 10);
        n /= 10;
    } while (n);

    prv_buf_add(b, digits + i, sizeof(digits) - i);
}


void
prv_buf_html(prv_buf_t *b, const prv_str_t *s)
{
    size_t  i, from;

    from = 0;

    for (i = 0; i < s->len; i++) {

        switch (s->data[i]) {

        case '&':
        case '<':
        case '>':
        case '"':
        case '\'':
            break;

        default:
            continue;
        }

        prv_buf_add(b, s->data + from, i - from);
        from = i + 1;

        switch (s->data[i]) {

        case '&':
            prv_buf_lit(b, "&amp;");
            break;

        case '<':
            prv_buf_lit(b, "&lt;");
            break;

        case '>':
            prv_buf_lit(b, "&gt;");
            break;

        case '"':
            prv_buf_lit(b, "&quot;");
            break;

        default: /* '\'' */
            prv_buf_lit(b, "&#39;");
            break;
        }
    }

    prv_buf_add(b, s->data + from, i - from);
}


void
prv_buf_json(prv_buf_t *b, const prv_str_t *s)
{
    size_t                      i, n;
    unsigned char               c, u[6];
    static const unsigned char  hex[] = "0123456789abcdef";

    prv_buf_char(b, '"');

    for (i = 0; i < s->len; i += n) {

        c = s->data[i];
        n = prv_utf8_length(s->data + i, s->len - i);

        if (n > 1) {
            prv_buf_add(b, s->data + i, n);
            continue;
        }

        if (n == 0) {
            prv_buf_lit(b, "\xef\xbf\xbd");
            n = 1;
            continue;
        }

        if (c == '"' || c == '\\') {
            prv_buf_char(b, '\\');
            prv_buf_char(b, c);

        } else if (c < 0x20 || c == 0x7f
                   || c == '<' || c == '>' || c == '&')
        {
            memcpy(u, "\\u00", 4);
            u[4] = hex[c >> 4];
            u[5] = hex[c & 15];
            prv_buf_add(b, u, 6);

        } else {
            prv_buf_char(b, c);
        }
    }

    prv_buf_char(b, '"');
}


/* the length of the character at p, or 0 where it is not UTF-8 (RFC 3629) */

static size_t
prv_utf8_length(const unsigned char *p, size_t len)
{
    size_t         i, n;
    unsigned char  low, high;

    low = 0x80;
    high = 0xbf;

    if (p[0] < 0x80) {
        return 1;

    } else if (p[0] >= 0xc2 && p[0] <= 0xdf) {
        n = 2;

    } else if (p[0] >= 0xe0 && p[0] <= 0xef) {
        n = 3;

        if (p[0] == 0xe0) {
            low = 0xa0;

        } else if (p[0] == 0xed) {
            high = 0x9f;
        }

    } else if (p[0] >= 0xf0 && p[0] <= 0xf4) {
        n = 4;

        if (p[0] == 0xf0) {
            low = 0x90;

        } else if (p[0] == 0xf4) {
            high = 0x8f;
        }

    } else {
        return 0;
    }

    if (n > len || p[1] < low || p[1] > high) {
        return 0;
    }

    for (i = 2; i < n; i++) {
        if (p[i] < 0x80 || p[i] > 0xbf) {
            return 0;
        }
    }

    return n;
}


int
prv_buf_done(prv_buf_t *b, prv_str_t *s)
{
    if (b->failed) {
        return PRV_ERROR;
    }

    s->data = b->data;
    s->len = b->len;

    return PRV_OK;
}
