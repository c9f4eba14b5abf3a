
#include "base/prv_bytes.h"
#include "html/prv_css.h"


static const unsigned char *prv_css_skip(const unsigned char *p,
    const unsigned char *end);
static void prv_css_tail(prv_css_t *css);
static int prv_css_is_url(const prv_css_t *css, const unsigned char *p);
static int prv_css_is_name(unsigned char c);
static size_t prv_css_escape(const unsigned char *p, size_t len,
    unsigned char *c);


#define prv_css_offset(css, p)                                                \
    ((css)->base + (uint64_t) ((p) - (css)->chunk))


/* what ends a run of bytes that decide nothing */

static const unsigned char  prv_css_stops[256] = {
    ['"'] = 1, ['\''] = 1, ['('] = 1, [')'] = 1, ['/'] = 1, ['@'] = 1,
    ['['] = 1, ['\\'] = 1, [']'] = 1
};


void
prv_css_init(prv_css_t *css)
{
    memset(css, 0, sizeof(prv_css_t));
}


void
prv_css_feed(prv_css_t *css, const unsigned char *p, size_t len,
    uint64_t offset)
{
    css->chunk = p;
    css->p = p;
    css->end = p + len;
    css->base = offset;
}


int
prv_css_next(prv_css_t *css)
{
    unsigned char         c;
    const unsigned char  *p, *end;

    static const char  import[] = "import";

    p = css->p;
    end = css->end;

    for ( /* void */ ; p < end; p++) {

        c = *p;

        switch (css->state) {

        case PRV_CSS_AT:

            if (css->matched < sizeof(import) - 1
                && prv_lower(c) == (unsigned char) import[css->matched])
            {
                css->matched++;
                continue;
            }

            /* "@\69mport" is "@import", and "@important" is not */

            css->import = (css->matched == sizeof(import) - 1
                           && !prv_css_is_name(c))
                          || c == '\\';
            css->state = PRV_CSS_TOP;

            break;

        case PRV_CSS_SLASH:

            if (c == '*') {
                css->state = PRV_CSS_COMMENT;
                continue;
            }

            css->state = PRV_CSS_TOP;
            break;

        case PRV_CSS_COMMENT:

            p = memchr(p, '*', (size_t) (end - p));

            if (p == NULL) {
                p = end;
                goto more;
            }

            css->state = PRV_CSS_COMMENT_STAR;
            continue;

        case PRV_CSS_COMMENT_STAR:

            if (c != '*') {
                css->state = (c == '/') ? PRV_CSS_TOP : PRV_CSS_COMMENT;
            }

            continue;

        case PRV_CSS_STRING_CR:

            css->state = PRV_CSS_STRING;

            if (c == '\n') {
                continue;
            }

            /* fall through */

        case PRV_CSS_STRING:

            if (c == '\\') {
                css->state = PRV_CSS_STRING_ESCAPE;
                continue;
            }

            if (c != css->quote && c != '\n' && c != '\r' && c != '\f') {
                continue;
            }

            css->state = PRV_CSS_TOP;

            if (css->loads) {
                p++;
                goto url;
            }

            continue;

        case PRV_CSS_STRING_ESCAPE:
            css->state = (c == '\r') ? PRV_CSS_STRING_CR : PRV_CSS_STRING;
            continue;

        case PRV_CSS_OPEN:

            if (prv_is_space(c)) {
                continue;
            }

            css->loads = 1;
            css->imported = css->import;

            if (c == '"' || c == '\'') {
                css->quote = c;
                css->start = prv_css_offset(css, p) + 1;
                css->state = PRV_CSS_STRING;
                continue;
            }

            css->start = prv_css_offset(css, p);
            css->state = PRV_CSS_URL;

            /* fall through */

        case PRV_CSS_URL:

            while (c != '\\' && c != ')' && ++p < end) {
                c = *p;
            }

            if (p == end) {
                goto more;
            }

            if (c == '\\') {
                css->state = PRV_CSS_URL_ESCAPE;

            } else if (c == ')') {
                css->state = PRV_CSS_TOP;
                css->depth -= (css->depth != 0);

                if (css->loads) {
                    p++;
                    goto url;
                }
            }

            continue;

        case PRV_CSS_URL_ESCAPE:
            css->state = PRV_CSS_URL;
            continue;

        case PRV_CSS_ESCAPE:
            css->state = PRV_CSS_TOP;
            continue;

        case PRV_CSS_TOP:
            break;
        }

        /* in no token of those: section 4.3.1 */

        p = prv_css_skip(p, end);

        if (p == end) {
            break;
        }

        switch (*p) {

        case '"':
        case '\'':
            css->quote = *p;
            css->start = prv_css_offset(css, p) + 1;
            css->loads = css->import || (css->depth && !css->bracket);
            css->imported = css->import;
            css->import = 0;
            css->state = PRV_CSS_STRING;
            break;

        case '(':
            css->bracket = 0;
            css->depth += (css->depth < UINT32_MAX);

            if (prv_css_is_url(css, p)) {
                css->state = PRV_CSS_OPEN;
            }

            break;

        case ')':
            css->depth -= (css->depth != 0);
            break;

        case '/':
            css->state = PRV_CSS_SLASH;
            break;

        case '\\':
            css->state = PRV_CSS_ESCAPE;
            break;

        case '@':
            css->matched = 0;
            css->bracket = 0;
            css->state = PRV_CSS_AT;
            break;

        case '[':
            css->bracket = 1;
            break;

        default: /* "]" */
            css->bracket = 0;
            break;
        }
    }

more:

    css->p = p;
    prv_css_tail(css);

    return 0;

url:

    css->p = p;
    css->stop = prv_css_offset(css, p) - 1;
    css->loads = 0;
    css->import = 0;
    css->name_len = 0;

    return 1;
}


static const unsigned char *
prv_css_skip(const unsigned char *p, const unsigned char *end)
{
#if (PRV_V16)

    uint64_t   m;
    prv_v16_t  v, stop;

    while (end - p >= 16) {

        v = prv_v16_load(p);

        stop = prv_v16_or(prv_v16_eq(v, '"'), prv_v16_eq(v, '/'));
        stop = prv_v16_or(stop, prv_v16_eq(v, '@'));

        /* "'()" and "[\]" are neighbors */

        stop = prv_v16_or(stop, prv_v16_from(v, '\'', 2));
        stop = prv_v16_or(stop, prv_v16_from(v, '[', 2));

        m = prv_v16_mask(stop);

        if (m) {
            return p + prv_v16_first(m);
        }

        p += 16;
    }

#endif

    while (p < end && !prv_css_stops[*p]) {
        p++;
    }

    return p;
}


/* the next chunk may begin in the middle of a name */

static void
prv_css_tail(prv_css_t *css)
{
    size_t  len, keep;

    len = (size_t) (css->end - css->chunk);

    if (len >= PRV_CSS_NAME_MAX) {
        memcpy(css->name, css->end - PRV_CSS_NAME_MAX, PRV_CSS_NAME_MAX);
        css->name_len = PRV_CSS_NAME_MAX;
        return;
    }

    keep = PRV_CSS_NAME_MAX - len;

    if (css->name_len > keep) {
        memmove(css->name, css->name + css->name_len - keep, keep);
        css->name_len = (unsigned) keep;
    }

    if (len) {
        memcpy(css->name + css->name_len, css->chunk, len);
    }

    css->name_len += (unsigned) len;
}


/* is it "url", of whatever escapes, that stands before this "("? */

static int
prv_css_is_url(const prv_css_t *css, const unsigned char *p)
{
    size_t          i, n, len;
    unsigned char   c, name[PRV_CSS_NAME_MAX], word[4];

    for (n = 0; n < PRV_CSS_NAME_MAX; n++) {

        i = (size_t) (p - css->chunk);

        if (n < i) {
            c = p[-1 - (ptrdiff_t) n];

        } else if (n - i < css->name_len) {
            c = css->name[css->name_len - 1 - (n - i)];

        } else {
            break;
        }

        if (!prv_css_is_name(c) && c != '\\' && !prv_is_space(c)) {
            break;
        }

        name[PRV_CSS_NAME_MAX - 1 - n] = c;
    }

    p = name + PRV_CSS_NAME_MAX - n;
    len = 0;

    while (n) {

        c = *p;

        if (c == '\\') {
            i = prv_css_escape(p, n, &c);

        } else {
            i = 1;

            if (prv_is_space(c)) {
                len = 0;
                p++;
                n--;
                continue;
            }
        }

        if (len < sizeof(word)) {
            word[len++] = c;
        }

        p += i;
        n -= i;
    }

    return prv_lower_eq(word, len, "url");
}


static int
prv_css_is_name(unsigned char c)
{
    return prv_is_alnum(c) || c == '-' || c == '_' || c >= 0x80;
}


size_t
prv_css_decode(unsigned char *dst, size_t size, const unsigned char *p,
    size_t len)
{
    size_t                i, n;
    const unsigned char  *end;

    end = p + len;
    n = 0;

    while (p < end && n < size) {

        if (*p != '\\') {
            dst[n++] = *p++;
            continue;
        }

        if (end - p > 1 && (p[1] == '\n' || p[1] == '\f' || p[1] == '\r')) {

            /* a line that goes on: section 4.3.5 */

            p += (end - p > 2 && p[1] == '\r' && p[2] == '\n') ? 3 : 2;
            continue;
        }

        i = prv_css_escape(p, (size_t) (end - p), &dst[n]);

        p += i;
        n++;
    }

    return n;
}


/*
 * The escape that begins with the "\" at p: section 4.3.7.  What is not
 * ASCII becomes 0xff: no name that is looked for has it.  Returns its length.
 */

static size_t
prv_css_escape(const unsigned char *p, size_t len, unsigned char *c)
{
    int       digit;
    size_t    i;
    uint32_t  code;

    if (len < 2) {
        *c = 0xff;
        return len;
    }

    if (prv_hex(p[1]) < 0) {
        *c = p[1];
        return 2;
    }

    code = 0;

    for (i = 1; i < 7 && i < len; i++) {

        digit = prv_hex(p[i]);
        if (digit < 0) {
            break;
        }

        code = code << 4 | (uint32_t) digit;
    }

    if (i < len && prv_is_space(p[i])) {
        i += (p[i] == '\r' && len - i > 1 && p[i + 1] == '\n') ? 2 : 1;
    }

    *c = (code && code < 0x80) ? (unsigned char) code : 0xff;

    return i;
}
