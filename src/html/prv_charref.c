
#include "html/prv_charref.h"


static size_t prv_charref_number(const unsigned char *p,
    const unsigned char *end, unsigned char *out, size_t *n);
static size_t prv_charref_utf8(unsigned char *out, uint32_t c);


typedef struct {
    prv_str_t      name;
    unsigned char  c;
    unsigned char  bare;        /* known without ";" */
} prv_charref_name_t;


static const prv_charref_name_t  prv_charref_names[] = {
    { prv_string("amp"), '&', 1 },
    { prv_string("AMP"), '&', 1 },
    { prv_string("lt"), '<', 1 },
    { prv_string("gt"), '>', 1 },
    { prv_string("quot"), '"', 1 },
    { prv_string("apos"), '\'', 0 },
    { prv_string("colon"), ':', 0 },
    { prv_string("sol"), '/', 0 },
    { prv_string("bsol"), '\\', 0 },
    { prv_string("period"), '.', 0 },
    { prv_string("num"), '#', 0 },
    { prv_string("quest"), '?', 0 },
    { prv_string("equals"), '=', 0 },
    { prv_string("commat"), '@', 0 },
    { prv_string("percnt"), '%', 0 },
    { prv_string("lowbar"), '_', 0 },
    { prv_string("Tab"), '\t', 0 },
    { prv_string("NewLine"), '\n', 0 }
};


size_t
prv_charref(const unsigned char *p, const unsigned char *end, int attribute,
    unsigned char *out, size_t *n)
{
    size_t                     i, left;
    const prv_charref_name_t  *name;

    p++;
    left = (size_t) (end - p);

    if (left && *p == '#') {
        return prv_charref_number(p + 1, end, out, n);
    }

    for (i = 0; i < sizeof(prv_charref_names) / sizeof(*name); i++) {

        name = &prv_charref_names[i];

        if (left < name->name.len
            || memcmp(p, name->name.data, name->name.len) != 0)
        {
            continue;
        }

        out[0] = name->c;
        *n = 1;

        if (left > name->name.len && p[name->name.len] == ';') {
            return name->name.len + 2;
        }

        if (!name->bare
            || (attribute && left > name->name.len
                && (p[name->name.len] == '='
                    || prv_is_alnum(p[name->name.len]))))
        {
            continue;
        }

        return name->name.len + 1;
    }

    return 0;
}


/* p is behind "&#" */

static size_t
prv_charref_number(const unsigned char *p, const unsigned char *end,
    unsigned char *out, size_t *n)
{
    int                    d;
    uint32_t               c;
    const unsigned char   *start, *digits;

    /* what Windows has at 80 to 9F: WHATWG HTML, section 13.2.5.80 */

    static const uint16_t  windows[32] = {
        0x20ac, 0x81, 0x201a, 0x192, 0x201e, 0x2026, 0x2020, 0x2021,
        0x2c6, 0x2030, 0x160, 0x2039, 0x152, 0x8d, 0x17d, 0x8f,
        0x90, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
        0x2dc, 0x2122, 0x161, 0x203a, 0x153, 0x9d, 0x17e, 0x178
    };

    start = p - 2;
    c = 0;

    if (p < end && (*p == 'x' || *p == 'X')) {

        for (digits = ++p; p < end && (d = prv_hex(*p)) >= 0; p++) {
            c = (c > 0x10ffff) ? c : c * 16 + (uint32_t) d;
        }

    } else {

        for (digits = p; p < end && prv_is_digit(*p); p++) {
            c = (c > 0x10ffff) ? c : c * 10 + (uint32_t) (*p - '0');
        }
    }

    if (p == digits) {
        return 0;
    }

    if (p < end && *p == ';') {
        p++;
    }

    if (c == 0 || c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff)) {
        c = 0xfffd;

    } else if (c >= 0x80 && c <= 0x9f) {
        c = windows[c - 0x80];
    }

    *n = prv_charref_utf8(out, c);

    return (size_t) (p - start);
}


static size_t
prv_charref_utf8(unsigned char *out, uint32_t c)
{
    if (c < 0x80) {
        out[0] = (unsigned char) c;
        return 1;
    }

    if (c < 0x800) {
        out[0] = (unsigned char) (0xc0 | c >> 6);
        out[1] = (unsigned char) (0x80 | (c & 0x3f));
        return 2;
    }

    if (c < 0x10000) {
        out[0] = (unsigned char) (0xe0 | c >> 12);
        out[1] = (unsigned char) (0x80 | (c >> 6 & 0x3f));
        out[2] = (unsigned char) (0x80 | (c & 0x3f));
        return 3;
    }

    out[0] = (unsigned char) (0xf0 | c >> 18);
    out[1] = (unsigned char) (0x80 | (c >> 12 & 0x3f));
    out[2] = (unsigned char) (0x80 | (c >> 6 & 0x3f));
    out[3] = (unsigned char) (0x80 | (c & 0x3f));

    return 4;
}


size_t
prv_charref_decode(unsigned char *dst, size_t size, const unsigned char *p,
    size_t len)
{
    size_t                n, got, used;
    unsigned char         out[PRV_CHARREF_MAX];
    const unsigned char  *end;

    end = p + len;
    n = 0;

    while (p < end && n < size) {

        if (*p == '&') {

            used = prv_charref(p, end, 1, out, &got);

            if (used) {

                if (got > size - n) {
                    break;
                }

                memcpy(dst + n, out, got);
                n += got;
                p += used;
                continue;
            }
        }

        dst[n++] = *p++;
    }

    return n;
}
