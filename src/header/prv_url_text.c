
#include "base/prv_bytes.h"
#include "header/prv_idna.h"
#include "header/prv_url.h"


#define PRV_TEXT_URL_MAX  320


static int prv_url_plain_text(prv_url_t *url, const unsigned char *p,
    const unsigned char *end);
static int prv_text_byte(const unsigned char **pp, const unsigned char *end);


/*
 * In a text: 1 stands for itself in a path, 2 ends a URL; other bytes mean
 * something else.
 */

static const unsigned char  prv_url_text_bytes[256] = {
    ['!'] = 1, ['$'] = 1, ['&'] = 1, ['('] = 1, [')'] = 1, ['*'] = 1,
    ['+'] = 1, [','] = 1, ['-'] = 1, ['.'] = 1, ['/'] = 1, [':'] = 1,
    [';'] = 1, ['='] = 1, ['?'] = 1, ['@'] = 1, ['['] = 1, [']'] = 1,
    ['_'] = 1, ['~'] = 1,
    ['0'] = 1, ['1'] = 1, ['2'] = 1, ['3'] = 1, ['4'] = 1, ['5'] = 1,
    ['6'] = 1, ['7'] = 1, ['8'] = 1, ['9'] = 1,
    ['A'] = 1, ['B'] = 1, ['C'] = 1, ['D'] = 1, ['E'] = 1, ['F'] = 1,
    ['G'] = 1, ['H'] = 1, ['I'] = 1, ['J'] = 1, ['K'] = 1, ['L'] = 1,
    ['M'] = 1, ['N'] = 1, ['O'] = 1, ['P'] = 1, ['Q'] = 1, ['R'] = 1,
    ['S'] = 1, ['T'] = 1, ['U'] = 1, ['V'] = 1, ['W'] = 1, ['X'] = 1,
    ['Y'] = 1, ['Z'] = 1,
    ['a'] = 1, ['b'] = 1, ['c'] = 1, ['d'] = 1, ['e'] = 1, ['f'] = 1,
    ['g'] = 1, ['h'] = 1, ['i'] = 1, ['j'] = 1, ['k'] = 1, ['l'] = 1,
    ['m'] = 1, ['n'] = 1, ['o'] = 1, ['p'] = 1, ['q'] = 1, ['r'] = 1,
    ['s'] = 1, ['t'] = 1, ['u'] = 1, ['v'] = 1, ['w'] = 1, ['x'] = 1,
    ['y'] = 1, ['z'] = 1,
    ['"'] = 2, ['\''] = 2, ['`'] = 2, ['<'] = 2, ['>'] = 2, ['{'] = 2,
    ['}'] = 2, [' '] = 2, ['\n'] = 2
};


prv_url_e
prv_url_in_text(prv_url_t *url, const unsigned char *p,
    const unsigned char *end)
{
    int             c;
    size_t          n, host;
    prv_str_t       text;
    unsigned char   buf[PRV_TEXT_URL_MAX];

    /* most of what stands behind "//" is a comment: not for long */

    url->type = PRV_URL_NONE;

    if (p == end || *p <= '"' || *p == '/' || *p == '\'') {
        return url->type;
    }

    if (prv_url_plain_text(url, p, end)) {
        return url->type;
    }

    buf[0] = '/';
    buf[1] = '/';
    host = 0;

    for (n = 2; n < PRV_TEXT_URL_MAX; n++) {

        c = prv_text_byte(&p, end);

        if (c < 0) {
            break;
        }

        if (host == 0 && (prv_is_slash(c) || c == '?' || c == '#')) {
            host = n;

            if (memchr(buf + 2, '.', n - 2) == NULL) {
                return url->type;
            }
        }

        buf[n] = (unsigned char) c;
    }

    if (host == 0 && memchr(buf + 2, '.', n - 2) == NULL) {
        return url->type;
    }

    text.data = buf;
    text.len = n;

    return prv_url_parse(url, NULL, &text);
}


/*
 * What most of them are, as prv_url_parse() has it for attributes: no longer
 * than what is looked at.  0, and nothing done, for others.
 */

static int
prv_url_plain_text(prv_url_t *url, const unsigned char *p,
    const unsigned char *end)
{
    const unsigned char  *host, *label, *path;
    static unsigned char  root[] = "/";

    if (end - p > PRV_TEXT_URL_MAX - 2) {
        end = p + (PRV_TEXT_URL_MAX - 2);
    }

    host = p;
    p = prv_scan_host(p, end);

    for (label = p; label > host && label[-1] != '.'; label--) { /* void */ }

    /*
     * a label of digits may be an address, the last is not empty, and there
     * is a "."
     */

    if (p == end || p - host > PRV_HOST_MAX || label == p || label == host
        || prv_is_digit(*label))
    {
        return 0;
    }

    url->host.data = (unsigned char *) host;
    url->host.len = (size_t) (p - host);

    if (*p != '/') {

        if (prv_url_text_bytes[*p] != 2) {
            return 0;
        }

        url->type = PRV_URL_HTTP;
        url->path.data = root;
        url->path.len = 1;

        return 1;
    }

    for (path = p; p < end && prv_url_text_bytes[*p] == 1; p++) {

        if (*p == '.' && p[-1] == '/') {
            return 0;
        }
    }

    /* it ends with the text, too, and where it gets too long */

    if (p < end && prv_url_text_bytes[*p] != 2) {
        return 0;
    }

    url->type = PRV_URL_HTTP;
    url->path.data = (unsigned char *) path;
    url->path.len = (size_t) (p - path);

    return 1;
}


/*
 * The next byte of a URL in a script's text, escapes read as JavaScript and
 * JSON read them, or -1 where the URL ends.
 */

static int
prv_text_byte(const unsigned char **pp, const unsigned char *end)
{
    int                   c, h, n;
    const unsigned char  *p;

    p = *pp;

    if (p == end) {
        return -1;
    }

    c = *p++;

    if (c == '\\') {

        if (p == end) {
            return -1;
        }

        c = *p++;

        if (c == 'x' || c == 'u') {

            n = c == 'x' ? 2 : 4;
            c = 0;

            while (n-- > 0) {

                h = p < end ? prv_hex(*p++) : -1;
                if (h < 0) {
                    return -1;
                }

                c = c * 16 + h;
            }

            if (c > 0x7f) {
                return -1;
            }

        } else if (c != '/') {
            return -1;
        }
    }

    switch (c) {

    case '"':
    case '\'':
    case '`':
    case '<':
    case '>':
    case '{':
    case '}':
    case '|':
    case '^':
    case '\\':
        return -1;
    }

    if (c <= ' ' || c == 0x7f) {
        return -1;
    }

    *pp = p;

    return c;
}
