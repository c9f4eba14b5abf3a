
#include "notice/prv_context.h"


typedef struct {
    const char       *name;
    prv_attribute_e   type;
} prv_attribute_row_t;


static void prv_context_comment(prv_context_t *ctx, unsigned char c);
static void prv_context_open(prv_context_t *ctx, unsigned char c);
static void prv_context_tag(prv_context_t *ctx, unsigned char c);
static void prv_context_tag_end(prv_context_t *ctx);
static void prv_context_raw(prv_context_t *ctx, unsigned char c);
static void prv_context_hidden(prv_context_t *ctx, unsigned char c);
static void prv_context_script(prv_context_t *ctx, unsigned char c);
static int prv_context_is(const char *name, unsigned len, const char *lower);
static prv_attribute_e prv_context_attribute(const prv_context_t *ctx);


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
    { "style", PRV_ATTRIBUTE_STYLE },
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

    case PRV_IN_DATA:

        if (c == '<') {
            ctx->at = PRV_IN_TAG_OPEN;
            ctx->end_tag = 0;
        }

        return;

    case PRV_IN_TEXT:
    case PRV_IN_SCRIPT:
    case PRV_IN_STYLE:
        prv_context_raw(ctx, c);
        return;

    case PRV_IN_COMMENT:
        prv_context_comment(ctx, c);
        return;

    case PRV_IN_MARKUP:

        if (c == '-' && ctx->dash) {
            ctx->at = PRV_IN_COMMENT;
            ctx->comment = PRV_COMMENT_START;
            return;
        }

        if (c == '-') {
            ctx->dash = 1;
            return;
        }

        ctx->at = PRV_IN_BOGUS;
        /* fall through */

    case PRV_IN_BOGUS:

        if (c == '>') {
            ctx->at = PRV_IN_DATA;
        }

        return;

    default:
        prv_context_tag(ctx, c);
    }
}


static void
prv_context_comment(prv_context_t *ctx, unsigned char c)
{
    prv_comment_e  was;

    was = ctx->comment;
    ctx->comment = PRV_COMMENT_TEXT;

    if (c == '-') {
        ctx->comment = (was == PRV_COMMENT_START) ? PRV_COMMENT_START_DASH
                       : (was == PRV_COMMENT_TEXT || was == PRV_COMMENT_BANG)
                         ? PRV_COMMENT_DASH : PRV_COMMENT_END;

    } else if (c == '!' && was == PRV_COMMENT_END) {
        ctx->comment = PRV_COMMENT_BANG;

    } else if (c == '>' && was != PRV_COMMENT_TEXT && was != PRV_COMMENT_DASH)
    {
        ctx->at = PRV_IN_DATA;
    }
}


/* WHATWG HTML, sections 13.2.5.6 and 7 */

static void
prv_context_open(prv_context_t *ctx, unsigned char c)
{
    if (prv_is_alpha(c)) {
        ctx->at = PRV_IN_TAG_NAME;
        ctx->element[0] = (char) prv_lower(c);
        ctx->element_len = 1;
        ctx->name_len = 0;
        ctx->slash = 0;

    } else if (ctx->end_tag) {
        ctx->at = (c == '>') ? PRV_IN_DATA : PRV_IN_BOGUS;

    } else if (c == '/') {
        ctx->end_tag = 1;

    } else if (c == '!') {
        ctx->at = PRV_IN_MARKUP;
        ctx->dash = 0;

    } else if (c == '?') {
        ctx->at = PRV_IN_BOGUS;

    } else if (c != '<') {
        ctx->at = PRV_IN_DATA;
    }
}


static void
prv_context_tag(prv_context_t *ctx, unsigned char c)
{
    switch (ctx->at) {

    case PRV_IN_TAG_OPEN:
        prv_context_open(ctx, c);
        return;

    case PRV_IN_TAG_NAME:

        if (!prv_is_space(c) && c != '/' && c != '>') {

            if (ctx->element_len < sizeof(ctx->element)) {
                ctx->element[ctx->element_len++] = (char) prv_lower(c);
            }

            return;
        }

        ctx->at = PRV_IN_TAG;
        break;

    case PRV_IN_NAME:

        if (c == '=') {
            ctx->at = PRV_IN_EQUALS;
            ctx->attribute = prv_context_attribute(ctx);
            return;
        }

        if (!prv_is_space(c) && c != '/' && c != '>') {

            if (ctx->name_len < sizeof(ctx->name)) {
                ctx->name[ctx->name_len++] = (char) prv_lower(c);
            }

            return;
        }

        ctx->at = PRV_IN_TAG;
        break;

    case PRV_IN_EQUALS:

        if (prv_is_space(c)) {
            return;
        }

        ctx->started = 0;
        ctx->query = 0;

        if (c == '"' || c == '\'') {
            ctx->at = PRV_IN_VALUE;
            ctx->quote = c;
            return;
        }

        ctx->at = PRV_IN_UNQUOTED;
        /* fall through */

    case PRV_IN_UNQUOTED:

        if (!prv_is_space(c) && c != '>') {
            return;
        }

        ctx->at = PRV_IN_TAG;
        ctx->name_len = 0;
        break;

    case PRV_IN_VALUE:

        if (c == ctx->quote) {
            ctx->at = PRV_IN_TAG;
            ctx->name_len = 0;
            ctx->slash = 0;
            return;
        }

        ctx->started = 1;

        if (c == '?' || c == '#') {
            ctx->query = 1;
        }

        return;

    default: /* PRV_IN_TAG */
        break;
    }

    if (c == '>') {
        prv_context_tag_end(ctx);
        return;
    }

    ctx->slash = (c == '/');

    if (c == '=' && ctx->name_len) {

        /* white space stood between a name and its "=" */

        ctx->at = PRV_IN_EQUALS;
        ctx->attribute = prv_context_attribute(ctx);

    } else if (c == '/') {
        ctx->name_len = 0;

    } else if (!prv_is_space(c)) {

        /* also a "=" with no name before it, which is the name's beginning */

        ctx->at = PRV_IN_NAME;
        ctx->name[0] = (char) prv_lower(c);
        ctx->name_len = 1;
    }
}


static void
prv_context_tag_end(prv_context_t *ctx)
{
    const char  *e;

    e = ctx->element;
    ctx->at = PRV_IN_DATA;
    ctx->name_len = 0;

    if (ctx->end_tag) {
        return;
    }

    if (prv_context_is(e, ctx->element_len, "script")) {
        ctx->at = PRV_IN_SCRIPT;
        ctx->quote = 0;
        ctx->escaped = 0;
        ctx->hidden = 0;
        ctx->tail = 0;

    } else if (prv_context_is(e, ctx->element_len, "title")
               || prv_context_is(e, ctx->element_len, "textarea"))
    {
        ctx->at = PRV_IN_TEXT;

    } else if (prv_context_is(e, ctx->element_len, "style")
               || prv_context_is(e, ctx->element_len, "xmp")
               || prv_context_is(e, ctx->element_len, "iframe")
               || prv_context_is(e, ctx->element_len, "noembed")
               || prv_context_is(e, ctx->element_len, "noframes"))
    {
        ctx->at = PRV_IN_STYLE;
    }

    /* "<title/>" is whole in svg, and begins a text elsewhere */

    ctx->lost |= (ctx->slash && ctx->at != PRV_IN_DATA);
}


/* raw text ends at its own end tag; "name" collects it from its "<" */

static void
prv_context_raw(prv_context_t *ctx, unsigned char c)
{
    if (ctx->at == PRV_IN_SCRIPT) {
        prv_context_hidden(ctx, c);
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
        ctx->at = PRV_IN_DATA;

    } else if (prv_is_space(c) || c == '/') {
        ctx->at = PRV_IN_TAG;
        ctx->end_tag = 1;
    }

    ctx->name_len = 0;
}


/*
 * A script in a comment in a script does not end that one (WHATWG HTML,
 * section 13.2.5.26, script data double escaped); which of both does is
 * nothing to build on.
 */

static void
prv_context_hidden(prv_context_t *ctx, unsigned char c)
{
    ctx->tail = ctx->tail << 8 | prv_lower(c);

    if ((ctx->tail & 0xffffffff) == 0x3c212d2d) {           /* <!-- */
        ctx->hidden = 1;

    } else if ((ctx->tail & 0xffffff) == 0x2d2d3e) {        /* --> */
        ctx->hidden = 0;

    } else if (ctx->tail >> 8 == 0x3c736372697074           /* <script */
               && (prv_is_space(c) || c == '/' || c == '>'))
    {
        ctx->lost |= ctx->hidden;
    }
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
    if (a->at != b->at || a->lost != b->lost) {
        return 0;
    }

    switch (a->at) {

    case PRV_IN_VALUE:
        return a->quote == b->quote && a->attribute == b->attribute
               && a->started == b->started;

    case PRV_IN_SCRIPT:
        return a->quote == b->quote && a->escaped == b->escaped
               && a->hidden == b->hidden
               && a->name_len == 0 && b->name_len == 0;

    case PRV_IN_TEXT:
    case PRV_IN_STYLE:
        return a->element_len == b->element_len
               && memcmp(a->element, b->element, a->element_len) == 0
               && a->name_len == 0 && b->name_len == 0;

    case PRV_IN_DATA:
        return 1;

    case PRV_IN_TAG:
        return a->end_tag == b->end_tag && a->element_len == b->element_len
               && memcmp(a->element, b->element, a->element_len) == 0;

    default:
        return 0;
    }
}


int
prv_context_escape(prv_context_t *ctx, unsigned style, const char **why)
{
    unsigned  started;

    if (ctx->lost) {
        *why = "what follows an element that browsers may or may not end";
        return -1;
    }

    if (style && (ctx->at != PRV_IN_VALUE
                  || ctx->attribute != PRV_ATTRIBUTE_STYLE))
    {
        *why = "anything but a style attribute";
        return -1;
    }

    switch (ctx->at) {

    case PRV_IN_DATA:
    case PRV_IN_TEXT:
        ctx->name_len = 0;
        return PRV_ESCAPE_HTML;

    case PRV_IN_SCRIPT:
        ctx->name_len = 0;
        ctx->escaped = 0;
        ctx->tail = 0;
        return ctx->quote ? PRV_ESCAPE_STRING : PRV_ESCAPE_SCRIPT;

    case PRV_IN_VALUE:

        started = ctx->started;
        ctx->started = 1;

        if (ctx->attribute == PRV_ATTRIBUTE_PLAIN || style) {
            return PRV_ESCAPE_HTML;
        }

        if (ctx->attribute != PRV_ATTRIBUTE_URL) {
            *why = "a style, a script or a list of URLs";
            return -1;
        }

        if (!started) {
            return PRV_ESCAPE_URL;
        }

        return ctx->query ? PRV_ESCAPE_ARGUMENT : PRV_ESCAPE_PATH;

    case PRV_IN_EQUALS:
    case PRV_IN_UNQUOTED:
        *why = "an attribute's value without quotes";
        return -1;

    case PRV_IN_STYLE:
        *why = "a style";
        return -1;

    case PRV_IN_COMMENT:
    case PRV_IN_BOGUS:
    case PRV_IN_MARKUP:
        *why = "a comment";
        return -1;

    default:
        *why = "a tag, outside of a quoted value";
        return -1;
    }
}
