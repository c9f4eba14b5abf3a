
#include "notice/prv_context.h"


#define PRV_REPLACEMENT  0xfffd


static uint32_t prv_utf8_next(const prv_str_t *s, size_t *i);
static void prv_escape_reference(prv_buf_t *b, uint32_t c);
static void prv_escape_percent(prv_buf_t *b, const prv_str_t *s,
    const char *keep);
static void prv_escape_url(prv_buf_t *b, const prv_str_t *s);
static void prv_escape_string(prv_buf_t *b, const prv_str_t *s);
static void prv_escape_unit(prv_buf_t *b, uint32_t c);
static void prv_escape_hex(prv_buf_t *b, uint32_t c, int digits);


void
prv_escape(prv_buf_t *b, prv_escape_e how, const prv_str_t *s, unsigned ascii)
{
    size_t     i;
    prv_str_t  run;

    switch (how) {

    case PRV_ESCAPE_HTML:

        if (!ascii) {
            prv_buf_html(b, s);
            return;
        }

        for (i = 0; i < s->len; /* void */ ) {

            run.data = s->data + i;
            run.len = 0;

            while (i < s->len && s->data[i] < 0x80) {
                run.len++;
                i++;
            }

            prv_buf_html(b, &run);

            if (i < s->len) {
                prv_escape_reference(b, prv_utf8_next(s, &i));
            }
        }

        return;

    case PRV_ESCAPE_URL:
        prv_escape_url(b, s);
        return;

    case PRV_ESCAPE_PATH:
        prv_escape_percent(b, s, "/:@");
        return;

    case PRV_ESCAPE_ARGUMENT:
        prv_escape_percent(b, s, "/");
        return;

    case PRV_ESCAPE_SCRIPT:
        prv_buf_char(b, '"');
        prv_escape_string(b, s);
        prv_buf_char(b, '"');
        return;

    default: /* PRV_ESCAPE_STRING */
        prv_escape_string(b, s);
    }
}


void
prv_escape_literal(prv_buf_t *b, prv_spot_e at, const prv_str_t *s)
{
    size_t    i, from;
    uint32_t  c;

    for (i = 0; i < s->len; /* void */ ) {

        from = i;

        while (i < s->len && s->data[i] < 0x80) {
            i++;
        }

        prv_buf_add(b, s->data + from, i - from);

        if (i == s->len) {
            return;
        }

        c = prv_utf8_next(s, &i);

        if (at == PRV_IN_SCRIPT) {
            prv_escape_unit(b, c);

        } else if (at == PRV_IN_STYLE) {
            prv_buf_char(b, '\\');
            prv_escape_hex(b, c, 6);

        } else {
            prv_escape_reference(b, c);
        }
    }
}


/* the character at *i, which is advanced; U+FFFD for a byte out of place */

static uint32_t
prv_utf8_next(const prv_str_t *s, size_t *i)
{
    size_t          k, n;
    uint32_t        c, low;
    unsigned char  *p;

    p = s->data + (*i)++;

    if (*p < 0x80) {
        return *p;
    }

    if (*p >= 0xc2 && *p <= 0xdf) {
        n = 1;
        c = *p & 0x1f;
        low = 0x80;

    } else if (*p >= 0xe0 && *p <= 0xef) {
        n = 2;
        c = *p & 0x0f;
        low = 0x800;

    } else if (*p >= 0xf0 && *p <= 0xf4) {
        n = 3;
        c = *p & 0x07;
        low = 0x10000;

    } else {
        return PRV_REPLACEMENT;
    }

    if (s->len - *i < n) {
        return PRV_REPLACEMENT;
    }

    for (k = 1; k <= n; k++) {

        if ((p[k] & 0xc0) != 0x80) {
            return PRV_REPLACEMENT;
        }

        c = c << 6 | (p[k] & 0x3f);
    }

    if (c < low || c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff)) {
        return PRV_REPLACEMENT;
    }

    *i += n;

    return c;
}


/* what is not ASCII, by its number */

static void
prv_escape_reference(prv_buf_t *b, uint32_t c)
{
    prv_buf_lit(b, "&#");
    prv_buf_uint(b, c);
    prv_buf_char(b, ';');
}


/*
 * What begins a URL: a path, or http, https, mailto or tel with what follows;
 * anything else, and "//host" and its disguises, goes nowhere.
 */

static void
prv_escape_url(prv_buf_t *b, const prv_str_t *s)
{
    size_t     i;
    prv_str_t  scheme;

    scheme.data = s->data;

    for (i = 0; i < s->len; i++) {

        if (s->data[i] <= ' ') {
            prv_buf_char(b, '#');
            return;
        }

        if (s->data[i] == ':' || s->data[i] == '/' || s->data[i] == '?'
            || s->data[i] == '#' || s->data[i] == '\\')
        {
            break;
        }
    }

    scheme.len = i;

    if (i < s->len && s->data[i] == ':'
        && !prv_lower_eq(scheme.data, scheme.len, "http")
        && !prv_lower_eq(scheme.data, scheme.len, "https")
        && !prv_lower_eq(scheme.data, scheme.len, "mailto")
        && !prv_lower_eq(scheme.data, scheme.len, "tel"))
    {
        prv_buf_char(b, '#');
        return;
    }

    if (i == 0 && s->len
        && (s->data[0] == '\\'
            || (s->len > 1 && s->data[0] == '/'
                && (s->data[1] == '/' || s->data[1] == '\\'))))
    {
        prv_buf_char(b, '#');
        return;
    }

    prv_escape_percent(b, s, "/:@?#&=%+,;!$()*[]");
}


/* percent-encodes all but RFC 3986's unreserved bytes, "/" and those to keep */

static void
prv_escape_percent(prv_buf_t *b, const prv_str_t *s, const char *keep)
{
    size_t         i, from;
    unsigned char  c;

    from = 0;

    for (i = 0; i < s->len; i++) {

        c = s->data[i];

        if (prv_is_alnum(c) || c == '/' || c == '-' || c == '.' || c == '_'
            || c == '~' || (c && c != '&' && strchr(keep, c) != NULL))
        {
            continue;
        }

        prv_buf_add(b, s->data + from, i - from);
        from = i + 1;

        if (c == '&' && strchr(keep, c) != NULL) {
            prv_buf_lit(b, "&amp;");

        } else {
            prv_buf_char(b, '%');
            prv_escape_hex(b, c, 2);
        }
    }

    prv_buf_add(b, s->data + from, i - from);
}


/*
 * Every byte but letters, digits and "_" becomes \uNNNN: neither quotes nor
 * operators are left, so that the text is a string's inside or, where the
 * template's strings were misread, at most a name.
 */

static void
prv_escape_string(prv_buf_t *b, const prv_str_t *s)
{
    size_t    i;
    uint32_t  c;

    for (i = 0; i < s->len; /* void */ ) {

        c = prv_utf8_next(s, &i);

        if (c < 0x80 && (prv_is_alnum((unsigned char) c) || c == '_')) {
            prv_buf_char(b, (unsigned char) c);

        } else {
            prv_escape_unit(b, c);
        }
    }
}


/* \uNNNN, and above U+FFFF two of them (UTF-16) */

static void
prv_escape_unit(prv_buf_t *b, uint32_t c)
{
    prv_buf_lit(b, "\\u");

    if (c >= 0x10000) {
        c -= 0x10000;
        prv_escape_hex(b, 0xd800 | c >> 10, 4);
        prv_buf_lit(b, "\\u");
        c = 0xdc00 | (c & 0x3ff);
    }

    prv_escape_hex(b, c, 4);
}


static void
prv_escape_hex(prv_buf_t *b, uint32_t c, int digits)
{
    static const char  hex[] = "0123456789ABCDEF";

    while (digits--) {
        prv_buf_char(b, (unsigned char) hex[c >> (digits * 4) & 15]);
    }
}
