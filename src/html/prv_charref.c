
#include "html/prv_charref.h"


static int prv_charref_name(const unsigned char *name, size_t len, int bare,
    unsigned char *out, size_t *n);
static size_t prv_charref_number(const unsigned char *p,
    const unsigned char *end, unsigned char *out, size_t *n);


/* the longest name, and the longest that may stand without ";" */

#define PRV_NAME_LONG  32
#define PRV_NAME_BARE  6


/*
 * src/html/charrefs.txt, a line for each name, in the order of bytes:
 * the name, "*" where it may stand without ";", and the code points.
 */

extern const prv_str_t  prv_embed_charrefs_txt;


size_t
prv_charref(const unsigned char *p, const unsigned char *end, int attribute,
    unsigned char *out, size_t *n)
{
    size_t  i, len, left;

    p++;
    left = (size_t) (end - p);

    if (left == 0) {
        return 0;
    }

    if (*p == '#') {
        return prv_charref_number(p + 1, end, out, n);
    }

    if (left >= 4 && memcmp(p, "amp;", 4) == 0) {
        out[0] = '&';
        *n = 1;
        return sizeof("&amp;") - 1;
    }

    for (len = 0;
         len < left && len <= PRV_NAME_LONG && prv_is_alnum(p[len]);
         len++)
    {
        /* void */
    }

    if (len < left && p[len] == ';' && prv_charref_name(p, len, 0, out, n)) {
        return len + 2;
    }

    for (i = (len < PRV_NAME_BARE) ? len : PRV_NAME_BARE; i > 1; i--) {

        if (!prv_charref_name(p, i, 1, out, n)) {
            continue;
        }

        if (attribute && i < left && (p[i] == '=' || prv_is_alnum(p[i]))) {
            return 0;
        }

        return i + 1;
    }

    return 0;
}


/* looks a name up: 1, or 0 where it is not known, or not without ";" */

static int
prv_charref_name(const unsigned char *name, size_t len, int bare,
    unsigned char *out, size_t *n)
{
    int                   d, rc;
    size_t                low, high, mid, word, left;
    uint32_t              c;
    const unsigned char  *text;

    text = prv_embed_charrefs_txt.data;
    low = 0;
    high = prv_embed_charrefs_txt.len;

    while (low < high) {

        /* the line that the middle is in */

        mid = low + (high - low) / 2;

        while (mid > low && text[mid - 1] != '\n') {
            mid--;
        }

        for (word = 0; prv_is_alnum(text[mid + word]); word++) {
            /* void */
        }

        left = mid + word;
        rc = memcmp(name, text + mid, len < word ? len : word);

        if (rc == 0) {
            rc = (len > word) - (len < word);
        }

        if (rc < 0) {
            high = mid;
            continue;
        }

        while (text[left] != '\n' && rc > 0) {
            left++;
        }

        if (rc > 0) {
            low = left + 1;
            continue;
        }

        if (text[left] == '*') {
            left++;

        } else if (bare) {
            return 0;
        }

        *n = 0;

        while (text[left] == ' ') {

            c = 0;

            while ((d = prv_hex(text[++left])) >= 0) {
                c = c * 16 + (uint32_t) d;
            }

            *n += prv_charref_utf8(out + *n, c);
        }

        return 1;
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


size_t
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
prv_charref_char(const unsigned char *p, const unsigned char *end,
    unsigned char *out, size_t *n)
{
    size_t  used;

    if (*p == '&') {

        used = prv_charref(p, end, 1, out, n);

        if (used) {
            return used;
        }
    }

    out[0] = *p;
    *n = 1;

    return 1;
}


size_t
prv_charref_decode(unsigned char *dst, size_t size, const unsigned char *p,
    size_t len)
{
    size_t                n, got, used;
    unsigned char         out[PRV_CHARREF_MAX];
    const unsigned char  *end;

    end = p + len;

    if (len <= size && memchr(p, '&', len) == NULL) {
        memcpy(dst, p, len);
        return len;
    }

    for (n = 0; p < end && n < size; p += used) {

        used = prv_charref_char(p, end, out, &got);

        if (got > size - n) {
            break;
        }

        memcpy(dst + n, out, got);
        n += got;
    }

    return n;
}
