
#include "header/prv_idna.h"

#include <stdio.h>


#define PRV_IGNORED  0xffffffff


/* of one host: code points, mapped, "." between labels */

typedef struct {
    uint32_t  c[PRV_HOST_MAX + 1];
    size_t    n;
    unsigned  wide:1;                   /* some of them are not ASCII */
} prv_idna_t;


static int prv_idna_read(prv_idna_t *idna, const unsigned char *p,
    const unsigned char *end);
static int prv_idna_byte(const unsigned char **pp, const unsigned char *end);
static uint32_t prv_idna_map(uint32_t c);
static int prv_idna_forbidden(uint32_t c);
static int prv_punycode(unsigned char *dst, size_t *len, const uint32_t *c,
    size_t n);
static size_t prv_punycode_number(unsigned char *dst, size_t len, size_t max,
    uint32_t q, uint32_t bias);
static int prv_ipv4(prv_str_t *host);


int
prv_idna_host(prv_str_t *host, unsigned char *dst, const unsigned char *p,
    const unsigned char *end)
{
    size_t      i, len, from;
    prv_idna_t  idna;

    host->data = dst;
    host->len = 0;

    if (p < end && *p == '[') {

        /* an IPv6 address */

        for (len = 0; p < end; p++) {

            if (*p == '\t' || *p == '\n' || *p == '\r') {
                continue;
            }

            if (len == PRV_HOST_MAX) {
                return PRV_ERROR;
            }

            dst[len++] = prv_lower(*p);
        }

        host->len = len;

        return dst[len - 1] == ']' ? PRV_OK : PRV_ERROR;
    }

    if (prv_idna_read(&idna, p, end) != PRV_OK) {
        return PRV_ERROR;
    }

    if (idna.n && idna.c[idna.n - 1] == '.') {
        idna.n--;
    }

    if (idna.n == 0 || idna.n > PRV_HOST_MAX) {
        return PRV_ERROR;
    }

    if (!idna.wide) {

        for (i = 0; i < idna.n; i++) {
            dst[i] = (unsigned char) idna.c[i];
        }

        host->len = idna.n;

        return prv_ipv4(host);
    }

    len = 0;
    from = 0;

    for (i = 0; i <= idna.n; i++) {

        if (i < idna.n && idna.c[i] != '.') {
            continue;
        }

        if (prv_punycode(dst, &len, idna.c + from, i - from) != PRV_OK) {
            return PRV_ERROR;
        }

        if (i < idna.n) {

            if (len == PRV_HOST_MAX) {
                return PRV_ERROR;
            }

            dst[len++] = '.';
        }

        from = i + 1;
    }

    host->len = len;

    return PRV_OK;
}


/* percent-decoding, UTF-8, mapping */

static int
prv_idna_read(prv_idna_t *idna, const unsigned char *p,
    const unsigned char *end)
{
    int       b, more;
    uint32_t  c;

    idna->n = 0;
    idna->wide = 0;

    for ( ;; ) {

        b = prv_idna_byte(&p, end);

        if (b < 0) {
            return PRV_OK;
        }

        if (b < 0x80) {
            c = (uint32_t) b;

            if (prv_idna_forbidden(c)) {
                return PRV_ERROR;
            }

            c = prv_lower((unsigned char) c);

        } else {

            if (b >= 0xc2 && b <= 0xdf) {
                c = (uint32_t) b & 0x1f;
                more = 1;

            } else if (b >= 0xe0 && b <= 0xef) {
                c = (uint32_t) b & 0x0f;
                more = 2;

            } else if (b >= 0xf0 && b <= 0xf4) {
                c = (uint32_t) b & 0x07;
                more = 3;

            } else {
                return PRV_ERROR;
            }

            while (more--) {

                b = prv_idna_byte(&p, end);

                if (b < 0x80 || b > 0xbf) {
                    return PRV_ERROR;
                }

                c = (c << 6) | ((uint32_t) b & 0x3f);
            }

            c = prv_idna_map(c);

            if (c == PRV_IGNORED) {
                continue;
            }

            if (c >= 0x80) {
                idna->wide = 1;
            }
        }

        if (idna->n > PRV_HOST_MAX) {
            return PRV_ERROR;
        }

        idna->c[idna->n++] = c;
    }
}


static int
prv_idna_byte(const unsigned char **pp, const unsigned char *end)
{
    int                   high, low;
    const unsigned char  *p;

    p = *pp;

    while (p < end && (*p == '\t' || *p == '\n' || *p == '\r')) {
        p++;
    }

    if (p == end) {
        *pp = p;
        return -1;
    }

    if (*p == '%' && end - p > 2) {
        high = prv_hex(p[1]);
        low = prv_hex(p[2]);

        if (high >= 0 && low >= 0) {
            *pp = p + 3;
            return high * 16 + low;
        }
    }

    *pp = p + 1;

    return *p;
}


/* UTS #46, the mappings that matter for hosts written to deceive */

static uint32_t
prv_idna_map(uint32_t c)
{
    switch (c) {

    case 0x3002:
    case 0xff0e:
    case 0xff61:
        return '.';

    case 0x00ad:
    case 0x034f:
    case 0x200b:
    case 0x2060:
    case 0x2064:
    case 0xfeff:
        return PRV_IGNORED;

    case 0x017f:
        return 's';

    case 0x212a:
        return 'k';
    }

    if (c >= 0xfe00 && c <= 0xfe0f) {
        return PRV_IGNORED;
    }

    if (c >= 0xff01 && c <= 0xff5e) {
        c -= 0xfee0;
        return prv_lower((unsigned char) c);
    }

    if (c >= 0x24b6 && c <= 0x24cf) {
        return 'a' + c - 0x24b6;
    }

    if (c >= 0x24d0 && c <= 0x24e9) {
        return 'a' + c - 0x24d0;
    }

    if (c >= 0x1d400 && c <= 0x1d6a3) {
        return 'a' + (c - 0x1d400) % 26;
    }

    if (c >= 0x1d7ce && c <= 0x1d7ff) {
        return '0' + (c - 0x1d7ce) % 10;
    }

    if ((c >= 0x00c0 && c <= 0x00de && c != 0x00d7)
        || (c >= 0x0391 && c <= 0x03a9)
        || (c >= 0x0410 && c <= 0x042f))
    {
        return c + 0x20;
    }

    if (c >= 0x0400 && c <= 0x040f) {
        return c + 0x50;
    }

    return c;
}


/* URL, section 3.5: forbidden domain code points */

static int
prv_idna_forbidden(uint32_t c)
{
    if (c <= ' ' || c == 0x7f) {
        return 1;
    }

    switch (c) {

    case '#':
    case '%':
    case '/':
    case ':':
    case '<':
    case '>':
    case '?':
    case '@':
    case '[':
    case '\\':
    case ']':
    case '^':
    case '|':
        return 1;
    }

    return 0;
}


/* one label, behind dst[*len] */

static int
prv_punycode(unsigned char *dst, size_t *len, const uint32_t *c, size_t n)
{
    size_t    i, at, basic, done;
    uint32_t  next, code, delta, bias, step;

    at = *len;

    for (i = 0, basic = 0; i < n; i++) {
        basic += c[i] < 0x80;
    }

    if (at + n + 4 > PRV_HOST_MAX) {
        return PRV_ERROR;
    }

    if (basic != n) {
        memcpy(dst + at, "xn--", 4);
        at += 4;
    }

    for (i = 0; i < n; i++) {
        if (c[i] < 0x80) {
            dst[at++] = (unsigned char) c[i];
        }
    }

    if (basic == n) {
        *len = at;
        return PRV_OK;
    }

    if (basic) {
        dst[at++] = '-';
    }

    code = 0x80;
    delta = 0;
    bias = 72;
    done = basic;

    while (done < n) {

        next = UINT32_MAX;

        for (i = 0; i < n; i++) {
            if (c[i] >= code && c[i] < next) {
                next = c[i];
            }
        }

        /* 253 code points of 21 bits: no overflow of 32 bits */

        delta += (next - code) * (uint32_t) (done + 1);
        code = next;

        for (i = 0; i < n; i++) {

            if (c[i] < code) {
                delta++;
            }

            if (c[i] != code) {
                continue;
            }

            at = prv_punycode_number(dst, at, PRV_HOST_MAX, delta, bias);

            if (at == 0) {
                return PRV_ERROR;
            }

            delta = done == basic ? delta / 700 : delta / 2;
            delta += delta / (uint32_t) (done + 1);

            for (step = 0; delta > 455; step += 36) {
                delta /= 35;
            }

            bias = step + 36 * delta / (delta + 38);
            delta = 0;
            done++;
        }

        delta++;
        code++;
    }

    *len = at;

    return PRV_OK;
}


/* RFC 3492, section 3.3: a generalized variable-length integer */

static size_t
prv_punycode_number(unsigned char *dst, size_t len, size_t max, uint32_t q,
    uint32_t bias)
{
    uint32_t  k, t, digit;

    for (k = 36; /* void */ ; k += 36) {

        if (len >= max) {
            return 0;
        }

        t = k <= bias ? 1 : (k >= bias + 26 ? 26 : k - bias);

        if (q < t) {
            dst[len++] = (unsigned char) (q < 26 ? 'a' + q : '0' + q - 26);
            return len;
        }

        digit = t + (q - t) % (36 - t);
        q = (q - t) / (36 - t);

        dst[len++] = (unsigned char)
                     (digit < 26 ? 'a' + digit : '0' + digit - 26);
    }
}


/*
 * URL, section 3.5: a host whose last label is a number is an IPv4 address,
 * of one to four numbers, decimal, octal or hexadecimal.
 */

static int
prv_ipv4(prv_str_t *host)
{
    int        h, numbers;
    char       text[16];
    size_t     i, from;
    uint64_t   part, address;
    unsigned   base, n;

    for (from = host->len; from && host->data[from - 1] != '.'; from--) {
        /* void */
    }

    numbers = from < host->len;

    for (i = from; i < host->len; i++) {
        if (!prv_is_digit(host->data[i])) {
            numbers = 0;
            break;
        }
    }

    if (!numbers
        && !(host->len - from >= 2
             && host->data[from] == '0' && host->data[from + 1] == 'x'))
    {
        return PRV_OK;
    }

    address = 0;
    n = 0;

    for (i = 0; i <= host->len; i++) {

        if (n == 4) {
            return PRV_ERROR;
        }

        base = 10;
        part = 0;

        if (i + 1 < host->len && host->data[i] == '0'
            && host->data[i + 1] != '.')
        {
            base = 8;
            i++;

            if (host->data[i] == 'x') {
                base = 16;
                i++;
            }

        } else if (i == host->len || host->data[i] == '.') {
            return PRV_ERROR;
        }

        for ( /* void */ ; i < host->len && host->data[i] != '.'; i++) {

            h = prv_hex(host->data[i]);

            if (h < 0 || (unsigned) h >= base) {
                return PRV_ERROR;
            }

            part = part * base + (unsigned) h;

            if (part > UINT32_MAX) {
                return PRV_ERROR;
            }
        }

        n++;

        if (i < host->len) {

            if (part > 255) {
                return PRV_ERROR;
            }

            address |= part << (8 * (4 - n));
            continue;
        }

        /* the last number fills what is left */

        if (part >= (uint64_t) 1 << (8 * (5 - n))) {
            return PRV_ERROR;
        }

        address |= part;
    }

    host->len = (size_t) snprintf(text, sizeof(text), "%u.%u.%u.%u",
                                  (unsigned) (address >> 24) & 255,
                                  (unsigned) (address >> 16) & 255,
                                  (unsigned) (address >> 8) & 255,
                                  (unsigned) address & 255);

    memcpy(host->data, text, host->len);

    return PRV_OK;
}
