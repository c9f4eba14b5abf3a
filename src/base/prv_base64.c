
#include "base/prv_base64.h"


static int prv_base64_digit(unsigned char c);


ptrdiff_t
prv_base64(unsigned char *dst, size_t size, const prv_str_t *src)
{
    int       digit;
    size_t    i, n, len;
    uint32_t  bits;
    unsigned  nbits;

    len = src->len;

    while (len && src->len - len < 2 && src->data[len - 1] == '=') {
        len--;
    }

    if (len % 4 == 1 || len / 4 * 3 + 3 > size) {
        return -1;
    }

    n = 0;
    bits = 0;
    nbits = 0;

    for (i = 0; i < len; i++) {

        digit = prv_base64_digit(src->data[i]);
        if (digit < 0) {
            return -1;
        }

        bits = (bits << 6 | (uint32_t) digit) & 0xffffff;
        nbits += 6;

        if (nbits >= 8) {
            nbits -= 8;
            dst[n++] = (unsigned char) (bits >> nbits);
        }
    }

    return (ptrdiff_t) n;
}


static int
prv_base64_digit(unsigned char c)
{
    if (c >= 'A' && c <= 'Z') {
        return c - 'A';
    }

    if (c >= 'a' && c <= 'z') {
        return c - 'a' + 26;
    }

    if (c >= '0' && c <= '9') {
        return c - '0' + 52;
    }

    if (c == '+' || c == '-') {
        return 62;
    }

    return (c == '/' || c == '_') ? 63 : -1;
}
