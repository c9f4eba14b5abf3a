
#include "notice/prv_context.h"


#define PRV_REPLACEMENT  0xfffd


typedef struct {
    const char       *name;
    prv_attribute_e   type;
} prv_attribute_row_t;


static void prv_context_tag(prv_context_t *ctx, unsigned char c);
static void prv_context_tag_end(prv_context_t *ctx);
static void prv_context_raw(prv_context_t *ctx, unsigned char c);
static void prv_context_script(prv_context_t *ctx, unsigned char c);
static int prv_context_is(const char *name, unsigned len, const char *lower);
static prv_attribute_e prv_context_attribute(const prv_context_t *ctx);
static uint32_t prv_utf8_next(const prv_str_t *s, size_t *i);
static void prv_utf8_add(prv_buf_t *b, uint32_t c);
static void prv_escape_char(prv_buf_t *b, uint32_t c, unsigned ascii);
static void prv_escape_percent(prv_buf_t *b, const prv_str_t *s,
    const char *keep);
static void prv_escape_url(prv_buf_t *b, const prv_str_t *s);
static void prv_escape_string(prv_buf_t *b, const prv_str_t *s);
static void prv_escape_unit(prv_buf_t *b, uint32_t c);
static void prv_escape_hex(prv_buf_t *b, uint32_t c, int digits);


static const prv_attribute_row_t  prv_attributes[] = {
    { "href", PRV_ATTRIBUTE_URL },
    { "src", PRV_ATTRIBUTE_URL },
    { "action", PRV_ATTRIBUTE_URL },
    { "formaction", PRV_ATTRIBUTE_URL },
    { "poster", PRV_ATTRIBUTE_URL },
    { "cite", PRV_ATTRIBUTE_URL },
    { "data", PRV_ATTRIBUTE_URL },
    { "background", PRV_ATTRIBUTE_URL },
    { "xlink:href", PRV_ATTRIBUTE_URL },
    { "style", PRV_ATTRIBUTE_UNSAFE },
    { "srcdoc", PRV_ATTRIBUTE_UNSAFE },
    { "srcset", PRV_ATTRIBUTE_UNSAFE },
    { "ping", PRV_ATTRIBUTE_UNSAFE },
    { "http-equiv", PRV_ATTRIBUTE_UNSAFE },
    { NULL, PRV_ATTRIBUTE_PLAIN }
};


void
prv_context_feed(prv_context_t *ctx, unsigned char c)
{
    switch (ctx->at) {

    case PRV_AT_DATA:

        if (c == '<') {
            ctx->at = PRV_AT_TAG_OPEN;
            ctx->end_tag = 0;
        }

        return;

    case PRV_AT_TEXT:
    case PRV_AT_SCRIPT:
    case PRV_AT_STYLE:
        prv_context_raw(ctx, c);
        return;

    case PRV_AT_COMMENT:

        if (c == '-') {
            ctx->dashes = (ctx->dashes < 2) ? ctx->dashes + 1 : 2;

        } else if (c == '>' && ctx->dashes == 2) {
            ctx->at = PRV_AT_DATA;

        } else {
            ctx->dashes = 0;
        }

        return;

    case PRV_AT_MARKUP:

        if (c == '-') {

            if (++ctx->dashes == 2) {
                ctx->at = PRV_AT_COMMENT;
                ctx->dashes = 0;
            }

        } else if (c == '>') {
            ctx->at = PRV_AT_DATA;

        } else {
            ctx->dashes = 0;
        }

        return;

    default:
        prv_context_tag(ctx, c);
    }
}


static void
prv_context_tag(prv_context_t *ctx, unsigned char c)
{
    switch (ctx->at) {

    case PRV_AT_TAG_OPEN:

        if (c == '/' && !ctx->end_tag) {
            ctx->end_tag = 1;

        } else if (prv_is_alpha(c)) {
            ctx->at = PRV_AT_TAG_NAME;
            ctx->element[0] = (char) prv_lower(c);
            ctx->element_len = 1;

        } else if (c == '!' || c == '?') {
            ctx->at = PRV_AT_MARKUP;
            ctx->dashes = 0;

        } else {
            ctx->at = PRV_AT_DATA;
        }

        return;

    case PRV_AT_TAG_NAME:

        if (!prv_is_space(c) && c != '/' && c != '>') {

            if (ctx->element_len < sizeof(ctx->element)) {
                ctx->element[ctx->element_len++] = (char) prv_lower(c);
            }

            return;
        }

        ctx->at = PRV_AT_TAG;
        break;

    case PRV_AT_NAME:

        if (c == '=') {
            ctx->at = PRV_AT_EQUALS;
            ctx->attribute = prv_context_attribute(ctx);
            return;
        }

        if (!prv_is_space(c) && c != '/' && c != '>') {

            if (ctx->name_len < sizeof(ctx->name)) {
                ctx->name[ctx->name_len++] = (char) prv_lower(c);
            }

            return;
        }

        ctx->at = PRV_AT_TAG;
        break;

    case PRV_AT_EQUALS:

        if (prv_is_space(c)) {
            return;
        }

        ctx->started = 0;
        ctx->query = 0;

        if (c == '"' || c == '\'') {
            ctx->at = PRV_AT_VALUE;
            ctx->quote = c;
            return;
        }

        ctx->at = PRV_AT_UNQUOTED;
        /* fall through */

    case PRV_AT_UNQUOTED:

        if (!prv_is_space(c) && c != '>') {
            return;
        }

        ctx->at = PRV_AT_TAG;
        break;

    case PRV_AT_VALUE:

        if (c == ctx->quote) {
            ctx->at = PRV_AT_TAG;
            return;
        }

        ctx->started = 1;

        if (c == '?' || c == '#') {
            ctx->query = 1;
        }

        return;

    default: /* PRV_AT_TAG */
        break;
    }

    if (c == '>') {
        prv_context_tag_end(ctx);

    } else if (c == '=' && ctx->name_len) {

        /* white space stood between a name and its "=" */

        ctx->at = PRV_AT_EQUALS;
        ctx->attribute = prv_context_attribute(ctx);

    } else if (!prv_is_space(c) && c != '/') {
        ctx->at = PRV_AT_NAME;
        ctx->name[0] = (char) prv_lower(c);
        ctx->name_len = 1;
    }
}


static void
prv_context_tag_end(prv_context_t *ctx)
{
    const char  *e;

    e = ctx->element;
    ctx->at = PRV_AT_DATA;
    ctx->name_len = 0;

    if (ctx->end_tag) {
        return;
    }

    if (prv_context_is(e, ctx->element_len, "script")) {
        ctx->at = PRV_AT_SCRIPT;
        ctx->quote = 0;
        ctx->escaped = 0;

    } else if (prv_context_is(e, ctx->element_len, "title")
               || prv_context_is(e, ctx->element_len, "textarea"))
    {
        ctx->at = PRV_AT_TEXT;

    } else if (prv_context_is(e, ctx->element_len, "style")
               || prv_context_is(e, ctx->element_len, "xmp")
               || prv_context_is(e, ctx->element_len, "iframe")
               || prv_context_is(e, ctx->element_len, "noembed")
               || prv_context_is(e, ctx->element_len, "noframes"))
    {
        ctx->at = PRV_AT_STYLE;
    }
}


/* raw text ends at its own end tag; "name" collects it from its "<" */

static void
prv_context_raw(prv_context_t *ctx, unsigned char c)
{
    if (ctx->at == PRV_AT_SCRIPT) {
        prv_context_script(ctx, c);
    }

    if (c == '<') {
        ctx->name[0] = '<';
        ctx->name_len = 1;
        return;
    }

    if (ctx->name_len == 0) {
        return;
    }

    if (ctx->name_len == 1) {

        if (c == '/') {
            ctx->name_len = 2;

        } else {
            ctx->name_len = 0;
        }

        return;
    }

    if (ctx->name_len - 2 < ctx->element_len) {

        if (prv_lower(c) == (unsigned char) ctx->element[ctx->name_len - 2]) {
            ctx->name_len++;

        } else {
            ctx->name_len = 0;
        }

        return;
    }

    if (c == '>') {
        ctx->at = PRV_AT_DATA;

    } else if (prv_is_space(c) || c == '/') {
        ctx->at = PRV_AT_TAG;
        ctx->end_tag = 1;
    }

    ctx->name_len = 0;
}


/*
 * Strings of a script.  Comments and regular expressions are not told apart:
 * prv_escape_string() leaves nothing that could do harm where the guess is
 * wrong.
 */

static void
prv_context_script(prv_context_t *ctx, unsigned char c)
{
    if (ctx->escaped) {
        ctx->escaped = 0;
        return;
    }

    if (ctx->quote == 0) {

        if (c == '"' || c == '\'' || c == '`') {
            ctx->quote = c;
        }

        return;
    }

    if (c == '\\') {
        ctx->escaped = 1;

    } else if (c == ctx->quote || (c == '\n' && ctx->quote != '`')) {
        ctx->quote = 0;
    }
}


static int
prv_context_is(const char *name, unsigned len, const char *lower)
{
    return strlen(lower) == len && memcmp(name, lower, len) == 0;
}


static prv_attribute_e
prv_context_attribute(const prv_context_t *ctx)
{
    const prv_attribute_row_t  *row;

    /* event handlers */

    if (ctx->name_len > 2 && ctx->name[0] == 'o' && ctx->name[1] == 'n') {
        return PRV_ATTRIBUTE_UNSAFE;
    }

    for (row = prv_attributes; row->name != NULL; row++) {
        if (prv_context_is(ctx->name, ctx->name_len, row->name)) {
            return row->type;
        }
    }

    return PRV_ATTRIBUTE_PLAIN;
}


int
prv_context_same(const prv_context_t *a, const prv_context_t *b)
{
    if (a->at != b->at) {
        return 0;
    }

    switch (a->at) {

    case PRV_AT_VALUE:
        return a->quote == b->quote && a->attribute == b->attribute
               && a->started == b->started;

    case PRV_AT_SCRIPT:
        return a->quote == b->quote && a->escaped == b->escaped
               && a->name_len == 0 && b->name_len == 0;

    case PRV_AT_TEXT:
    case PRV_AT_STYLE:
        return a->element_len == b->element_len
               && memcmp(a->element, b->element, a->element_len) == 0
               && a->name_len == 0 && b->name_len == 0;

    case PRV_AT_DATA:
        return 1;

    case PRV_AT_TAG:
        return a->end_tag == b->end_tag && a->element_len == b->element_len
               && memcmp(a->element, b->element, a->element_len) == 0;

    default:
        return 0;
    }
}


int
prv_context_escape(prv_context_t *ctx, const char **why)
{
    unsigned  started;

    switch (ctx->at) {

    case PRV_AT_DATA:
    case PRV_AT_TEXT:
        ctx->name_len = 0;
        return PRV_ESCAPE_HTML;

    case PRV_AT_SCRIPT:
        ctx->name_len = 0;
        ctx->escaped = 0;
        return ctx->quote ? PRV_ESCAPE_STRING : PRV_ESCAPE_SCRIPT;

    case PRV_AT_VALUE:

        started = ctx->started;
        ctx->started = 1;

        if (ctx->attribute == PRV_ATTRIBUTE_PLAIN) {
            return PRV_ESCAPE_HTML;
        }

        if (ctx->attribute == PRV_ATTRIBUTE_UNSAFE) {
            *why = "a style, a script or a list of URLs";
            return -1;
        }

        if (!started) {
            return PRV_ESCAPE_URL;
        }

        return ctx->query ? PRV_ESCAPE_ARGUMENT : PRV_ESCAPE_PATH;

    case PRV_AT_EQUALS:
    case PRV_AT_UNQUOTED:
        *why = "an attribute's value without quotes";
        return -1;

    case PRV_AT_STYLE:
        *why = "a style";
        return -1;

    case PRV_AT_COMMENT:
    case PRV_AT_MARKUP:
        *why = "a comment";
        return -1;

    default:
        *why = "a tag, outside of a quoted value";
        return -1;
    }
}


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
                prv_escape_char(b, prv_utf8_next(s, &i), 1);
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
prv_escape_literal(prv_buf_t *b, prv_at_e at, const prv_str_t *s)
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

        if (at == PRV_AT_SCRIPT) {
            prv_escape_unit(b, c);

        } else if (at == PRV_AT_STYLE) {
            prv_buf_char(b, '\\');
            prv_escape_hex(b, c, 6);

        } else {
            prv_escape_char(b, c, 1);
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


static void
prv_utf8_add(prv_buf_t *b, uint32_t c)
{
    if (c >= 0x10000) {
        prv_buf_char(b, 0xf0 | c >> 18);
        prv_buf_char(b, 0x80 | (c >> 12 & 0x3f));
        prv_buf_char(b, 0x80 | (c >> 6 & 0x3f));
        prv_buf_char(b, 0x80 | (c & 0x3f));

    } else if (c >= 0x800) {
        prv_buf_char(b, 0xe0 | c >> 12);
        prv_buf_char(b, 0x80 | (c >> 6 & 0x3f));
        prv_buf_char(b, 0x80 | (c & 0x3f));

    } else if (c >= 0x80) {
        prv_buf_char(b, 0xc0 | c >> 6);
        prv_buf_char(b, 0x80 | (c & 0x3f));

    } else {
        prv_buf_char(b, (unsigned char) c);
    }
}


static void
prv_escape_char(prv_buf_t *b, uint32_t c, unsigned ascii)
{
    prv_str_t      s;
    unsigned char  byte;

    if (c < 0x80) {
        byte = (unsigned char) c;
        s.data = &byte;
        s.len = 1;
        prv_buf_html(b, &s);

    } else if (ascii) {
        prv_buf_lit(b, "&#");
        prv_buf_uint(b, c);
        prv_buf_char(b, ';');

    } else {
        prv_utf8_add(b, c);
    }
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
