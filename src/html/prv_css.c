
#include "base/prv_bytes.h"
#include "html/prv_charref.h"
#include "html/prv_css.h"


static const unsigned char *prv_css_skip(const unsigned char *p,
    const unsigned char *end);
static void prv_css_tail(prv_css_t *css);
static int prv_css_name(prv_css_t *css, unsigned char c);
static void prv_css_named(prv_css_t *css, uint32_t c);
static int prv_css_is_bare(const prv_css_t *css, const unsigned char *p);
static unsigned prv_css_begun(const prv_css_t *css, const unsigned char *p);
static int prv_css_before(const prv_css_t *css, uint64_t offset);
static int prv_css_behind(const prv_css_t *css, uint64_t offset,
    uint64_t from);
static int prv_css_is_name(int c);
static int prv_css_is_line(unsigned char c);
static size_t prv_css_escape(const unsigned char *p, size_t len,
    uint32_t *code);


#define PRV_CSS_OTHER  UINT32_MAX       /* a name that is none of ours */


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

    p = css->p;
    end = css->end;

    for ( /* void */ ; p < end; p++) {

        c = *p;

        switch (css->state) {

        case PRV_CSS_NAME:
        case PRV_CSS_NAME_ESCAPE:
        case PRV_CSS_NAME_HEX:
        case PRV_CSS_NAME_CR:

            if (prv_css_name(css, c)) {
                continue;
            }

            css->floor = prv_css_offset(css, p);
            css->text = 1;
            css->state = PRV_CSS_TOP;

            if (css->keyword) {
                css->import = (css->matched == sizeof("import") - 1);

            } else if (c == '(' && css->matched == sizeof("url") - 1) {
                css->bracket = 0;
                css->depth += (css->depth < UINT32_MAX);
                css->state = PRV_CSS_OPEN;
                continue;
            }

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

            if (c == '/') {
                css->floor = prv_css_offset(css, p) + 1;
                css->text = 0;
                css->state = PRV_CSS_TOP;

            } else if (c != '*') {
                css->state = PRV_CSS_COMMENT;
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

            if (c != css->quote && !prv_css_is_line(c)) {
                continue;
            }

            css->floor = prv_css_offset(css, p) + 1;
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
            css->bare = 0;
            css->text = 0;
            css->imported = css->import;
            css->import = 0;

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
                css->floor = prv_css_offset(css, p) + 1;
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
            css->bare = !css->import && !css->depth && !css->bracket
                        && prv_css_is_bare(css, p);
            css->loads = css->import || css->bare
                         || (css->depth && !css->bracket);
            css->text = !css->loads;
            css->imported = css->import;
            css->import = 0;
            css->state = PRV_CSS_STRING;
            break;

        case '(':
            css->bracket = 0;
            css->depth += (css->depth < UINT32_MAX);

            if (prv_css_begun(css, p) == sizeof("url") - 1) {
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
            css->matched = prv_css_begun(css, p);
            css->keyword = 0;
            css->state = PRV_CSS_NAME_ESCAPE;
            break;

        case '@':
            css->matched = 0;
            css->keyword = 1;
            css->bracket = 0;
            css->state = PRV_CSS_NAME;
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

    if (len >= PRV_CSS_BACK) {
        memcpy(css->back, css->end - PRV_CSS_BACK, PRV_CSS_BACK);
        css->back_len = PRV_CSS_BACK;
        return;
    }

    keep = PRV_CSS_BACK - len;

    if (css->back_len > keep) {
        memmove(css->back, css->back + css->back_len - keep, keep);
        css->back_len = (unsigned) keep;
    }

    if (len) {
        memcpy(css->back + css->back_len, css->chunk, len);
    }

    css->back_len += (unsigned) len;
}


/* reads a name with its escapes, 4.3.11; 0 when c is not of it any more */

static int
prv_css_name(prv_css_t *css, unsigned char c)
{
    int  digit;

    switch (css->state) {

    case PRV_CSS_NAME_ESCAPE:

        /* "\" before a line's end is no escape, but stands for itself */

        if (prv_css_is_line(c)) {
            return 0;
        }

        css->code = 0;
        css->digits = 0;
        css->state = PRV_CSS_NAME_HEX;

        /* fall through */

    case PRV_CSS_NAME_HEX:

        digit = (css->digits < 6) ? prv_hex(c) : -1;

        if (digit >= 0) {
            css->code = css->code << 4 | (uint32_t) digit;
            css->digits++;
            return 1;
        }

        css->state = PRV_CSS_NAME;

        if (css->digits == 0) {
            prv_css_named(css, c);
            return 1;
        }

        prv_css_named(css, css->code);

        if (prv_is_space(c)) {
            css->state = (c == '\r') ? PRV_CSS_NAME_CR : PRV_CSS_NAME;
            return 1;
        }

        break;

    case PRV_CSS_NAME_CR:
        css->state = PRV_CSS_NAME;

        if (c == '\n') {
            return 1;
        }

        break;

    default: /* PRV_CSS_NAME */
        break;
    }

    if (c == '\\') {
        css->state = PRV_CSS_NAME_ESCAPE;
        return 1;
    }

    if (!prv_css_is_name(c)) {
        return 0;
    }

    prv_css_named(css, c);

    return 1;
}


static void
prv_css_named(prv_css_t *css, uint32_t c)
{
    const char  *word;

    word = css->keyword ? "import" : "url";

    if (css->matched != PRV_CSS_OTHER && c && c < 0x80
        && (unsigned char) word[css->matched] == prv_lower((unsigned char) c))
    {
        css->matched++;

    } else {
        css->matched = PRV_CSS_OTHER;
    }
}


/*
 * May the string that begins at p, in no function, become a URL by var()?
 * That of "content" and "quotes" does not, nor one behind a word or a "=": no
 * function that loads has those there.
 */

static int
prv_css_is_bare(const prv_css_t *css, const unsigned char *p)
{
    int            c;
    size_t         n;
    uint64_t       end, string;
    unsigned char  name[sizeof("content") - 1];

    string = prv_css_offset(css, p);
    end = string;

    while ((c = prv_css_behind(css, end, string)) > 0 && prv_is_space(c)) {
        end--;
    }

    if (c < 0) {
        return end > css->floor || !css->text;
    }

    if (c != ':') {
        return c != '=' && !prv_css_is_name(c);
    }

    while ((c = prv_css_behind(css, --end, string)) > 0 && prv_is_space(c)) {
        /* void */
    }

    for (n = 0; prv_css_is_name(c); c = prv_css_behind(css, --end, string)) {

        if (n == sizeof(name)) {
            return 1;
        }

        n++;
        name[sizeof(name) - n] = (unsigned char) c;
    }

    p = name + sizeof(name) - n;

    return !prv_lower_eq(p, n, "content") && !prv_lower_eq(p, n, "quotes");
}


int
prv_css_may(const unsigned char *p, size_t len)
{
    return len && (memchr(p, '(', len) != NULL || memchr(p, '"', len) != NULL
                   || memchr(p, '\'', len) != NULL);
}


int
prv_css_is_text(const prv_css_t *css, const prv_str_t *written)
{
    return css->bare && (written->len == 0
                         || (memchr(written->data, '/', written->len) == NULL
                             && memchr(written->data, ':', written->len)
                                == NULL
                             && memchr(written->data, '\\', written->len)
                                == NULL));
}


/*
 * How much of "url" the name before p has: all of it is a part of that.  What
 * "#" or a digit begins is another token; "<!--" is one of its own.
 */

static unsigned
prv_css_begun(const prv_css_t *css, const unsigned char *p)
{
    unsigned  i, n;
    uint64_t  end;

    static const char  url[] = "url";

    end = prv_css_offset(css, p);

    for (n = 0; prv_css_is_name(prv_css_before(css, end - n)); n++) {
        if (n == sizeof("--url") - 1) {
            return PRV_CSS_OTHER;
        }
    }

    if (n > 1 && prv_css_before(css, end - n) == '!'
        && prv_css_before(css, end - n - 1) == '<'
        && prv_css_before(css, end - n + 1) == '-'
        && prv_css_before(css, end - n + 2) == '-')
    {
        n -= 2;

    } else if (prv_css_before(css, end - n) == '#') {
        return PRV_CSS_OTHER;
    }

    if (n > sizeof(url) - 1) {
        return PRV_CSS_OTHER;
    }

    for (i = 0; i < n; i++) {
        if (prv_lower((unsigned char) prv_css_before(css, end - n + i + 1))
            != (unsigned char) url[i])
        {
            return PRV_CSS_OTHER;
        }
    }

    return n;
}


/* the byte before that offset, or -1 where another token has ended */

static int
prv_css_before(const prv_css_t *css, uint64_t offset)
{
    if (offset <= css->floor) {
        return -1;
    }

    offset--;

    if (offset >= css->base) {
        return css->chunk[offset - css->base];
    }

    offset = css->base - offset;

    return (offset <= css->back_len) ? css->back[css->back_len - offset] : -1;
}


/* … likewise, but no more than is at hand wherever a chunk begins */

static int
prv_css_behind(const prv_css_t *css, uint64_t offset, uint64_t from)
{
    if (from - offset >= PRV_CSS_BACK) {
        return -1;
    }

    return prv_css_before(css, offset);
}


static int
prv_css_is_name(int c)
{
    return c == '-' || c == '_' || c >= 0x80 || c == '\0'
           || (c > 0 && prv_is_alnum((unsigned char) c));
}


static int
prv_css_is_line(unsigned char c)
{
    return c == '\n' || c == '\r' || c == '\f';
}


size_t
prv_css_decode(unsigned char *dst, size_t size, const unsigned char *p,
    size_t len)
{
    size_t                n, k;
    uint32_t              code;
    const unsigned char  *end;
    unsigned char         utf8[4];

    end = p + len;
    n = 0;

    while (p < end && n < size) {

        if (*p != '\\') {
            dst[n++] = *p++;
            continue;
        }

        if (end - p > 1 && prv_css_is_line(p[1])) {

            /* a line that goes on: section 4.3.5 */

            p += (end - p > 2 && p[1] == '\r' && p[2] == '\n') ? 3 : 2;
            continue;
        }

        if (end - p > 1 && prv_hex(p[1]) < 0) {
            dst[n++] = p[1];
            p += 2;
            continue;
        }

        p += prv_css_escape(p, (size_t) (end - p), &code);
        k = prv_charref_utf8(utf8, code);

        if (k > size - n) {
            break;
        }

        memcpy(dst + n, utf8, k);
        n += k;
    }

    return n;
}


/* the hexadecimal escape at p: section 4.3.7.  Returns its length. */

static size_t
prv_css_escape(const unsigned char *p, size_t len, uint32_t *code)
{
    int       digit;
    size_t    i;
    uint32_t  c;

    c = 0;

    for (i = 1; i < 7 && i < len; i++) {

        digit = prv_hex(p[i]);
        if (digit < 0) {
            break;
        }

        c = c << 4 | (uint32_t) digit;
    }

    if (i < len && prv_is_space(p[i])) {
        i += (p[i] == '\r' && len - i > 1 && p[i + 1] == '\n') ? 2 : 1;
    }

    *code = (c == 0 || c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff)) ? 0xfffd
                                                                     : c;
    return i;
}
