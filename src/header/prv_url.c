
#include "base/prv_bytes.h"
#include "header/prv_idna.h"
#include "header/prv_url.h"


#define PRV_SCHEME_MAX  16


/* the bytes of a URL: tab, LF and CR count nowhere (URL, section 4.4) */

typedef struct {
    const unsigned char  *p;
    const unsigned char  *end;
} prv_url_in_t;


static int prv_url_plain(prv_url_t *url, const prv_url_t *base,
    const prv_str_t *text);
static const unsigned char *prv_url_odd(const unsigned char *p,
    const unsigned char *end);
static int prv_url_peek(prv_url_in_t *in);
static prv_url_e prv_url_scheme(prv_url_in_t *in);
static int prv_url_authority(prv_url_t *url, prv_url_in_t *in);
static void prv_url_path(prv_url_t *url, prv_url_in_t *in,
    const prv_str_t *base);
static size_t prv_url_dots(unsigned char *path, size_t len);
static int prv_url_unreserved(int c);


const unsigned char  prv_url_host_bytes[256] = {
    ['-'] = '-', ['.'] = '.', ['_'] = '_',
    ['0'] = '0', ['1'] = '1', ['2'] = '2', ['3'] = '3', ['4'] = '4',
    ['5'] = '5', ['6'] = '6', ['7'] = '7', ['8'] = '8', ['9'] = '9',
    ['A'] = 'a', ['B'] = 'b', ['C'] = 'c', ['D'] = 'd', ['E'] = 'e',
    ['F'] = 'f', ['G'] = 'g', ['H'] = 'h', ['I'] = 'i', ['J'] = 'j',
    ['K'] = 'k', ['L'] = 'l', ['M'] = 'm', ['N'] = 'n', ['O'] = 'o',
    ['P'] = 'p', ['Q'] = 'q', ['R'] = 'r', ['S'] = 's', ['T'] = 't',
    ['U'] = 'u', ['V'] = 'v', ['W'] = 'w', ['X'] = 'x', ['Y'] = 'y',
    ['Z'] = 'z',
    ['a'] = 'a', ['b'] = 'b', ['c'] = 'c', ['d'] = 'd', ['e'] = 'e',
    ['f'] = 'f', ['g'] = 'g', ['h'] = 'h', ['i'] = 'i', ['j'] = 'j',
    ['k'] = 'k', ['l'] = 'l', ['m'] = 'm', ['n'] = 'n', ['o'] = 'o',
    ['p'] = 'p', ['q'] = 'q', ['r'] = 'r', ['s'] = 's', ['t'] = 't',
    ['u'] = 'u', ['v'] = 'v', ['w'] = 'w', ['x'] = 'x', ['y'] = 'y',
    ['z'] = 'z'
};


prv_url_e
prv_url_parse(prv_url_t *url, const prv_url_t *base, const prv_str_t *text)
{
    int           c;
    prv_str_t     base_path;
    prv_url_in_t  in, ahead;

    if (prv_url_plain(url, base, text)) {
        return url->type;
    }

    in.p = text->data;
    in.end = text->data + text->len;

    while (in.p < in.end && *in.p <= ' ') {
        in.p++;
    }

    while (in.p < in.end && in.end[-1] <= ' ') {
        in.end--;
    }

    url->host.len = 0;
    url->host.data = url->data;
    url->path.len = 0;
    url->path.data = url->data;

    base_path.len = 0;
    base_path.data = NULL;

    url->type = prv_url_scheme(&in);

    if (url->type == PRV_URL_HTTP) {

        /*
         * "https:host" is relative where the document's scheme is the same;
         * it is read as a host here, as it is on a page of the other scheme
         */

        while (prv_is_slash(prv_url_peek(&in))) {
            in.p++;
        }

        if (prv_url_authority(url, &in) != PRV_OK) {
            url->type = PRV_URL_NONE;
            return url->type;
        }

        prv_url_path(url, &in, &base_path);

        return url->type;
    }

    if (url->type != PRV_URL_SAME) {
        return url->type;
    }

    c = prv_url_peek(&in);

    if (prv_is_slash(c)) {
        ahead = in;
        ahead.p++;

        if (prv_is_slash(prv_url_peek(&ahead))) {

            while (prv_is_slash(prv_url_peek(&in))) {
                in.p++;
            }

            url->type = PRV_URL_HTTP;

            if (prv_url_authority(url, &in) != PRV_OK) {
                url->type = PRV_URL_NONE;
                return url->type;
            }

            prv_url_path(url, &in, &base_path);

            return url->type;
        }
    }

    if (base != NULL) {

        if (base->type == PRV_URL_HTTP) {
            memcpy(url->data, base->host.data, base->host.len);
            url->host.len = base->host.len;
            url->type = PRV_URL_HTTP;
        }

        base_path = base->path;
    }

    prv_url_path(url, &in, &base_path);

    return url->type;
}


/*
 * What most URLs are: "https://host/path", "//host/path" or "/path", with
 * nothing that is read as something else.  0, and nothing done, for others.
 */

static int
prv_url_plain(prv_url_t *url, const prv_url_t *base, const prv_str_t *text)
{
    size_t                n, left;
    unsigned char         c, *path;
    const unsigned char  *p, *end, *host, *label;

    p = text->data;
    end = p + text->len;

    if (text->len < 2 || text->len > PRV_URL_MAX) {
        return 0;
    }

    n = 0;

    if (p[0] == '/' && p[1] != '/') {

        if (base != NULL) {
            return 0;
        }

        url->type = PRV_URL_SAME;
        goto path;
    }

    if (p[0] == '/') {
        p += 2;

    } else if (text->len > 8 && memcmp(p, "https://", 8) == 0) {
        p += 8;

    } else if (text->len > 7 && memcmp(p, "http://", 7) == 0) {
        p += 7;

    } else {
        return 0;
    }

    host = p;
    p = prv_scan_host(p, end);
    n = (size_t) (p - host);

    if (n > PRV_HOST_MAX) {
        return 0;
    }

    memcpy(url->data, host, n);

    /* those that are not in lower case */

    while (p < end && (c = prv_url_host_bytes[*p]) != 0) {

        if (n == PRV_HOST_MAX) {
            return 0;
        }

        url->data[n++] = c;
        p++;
    }

    label = url->data + n;

    while (label > url->data && label[-1] != '.') {
        label--;
    }

    /* a label of digits may be an address, and the last is not empty */

    if (label == url->data + n || prv_is_digit(*label)
        || (p < end && *p != '/' && *p != '?'))
    {
        return 0;
    }

    url->type = PRV_URL_HTTP;

path:

    if (prv_url_odd(p, end) != end) {
        return 0;
    }

    url->host.data = url->data;
    url->host.len = n;

    path = url->data + n;
    left = (size_t) (end - p);

    url->path.data = path;
    url->path.len = left;

    if (left == 0 || *p == '?') {
        *path++ = '/';
        url->path.len++;
    }

    memcpy(path, p, left);

    return 1;
}


/*
 * The first byte that does not stand for itself: white space, control
 * characters, "\\", "%", "#", what is not ASCII, and "/" before "."; or end.
 */

static const unsigned char *
prv_url_odd(const unsigned char *p, const unsigned char *end)
{
#if (PRV_V16)

    uint64_t              m;
    prv_v16_t             v, odd;
    const unsigned char  *start;

    for (start = p; end - start >= 17 && end - p > 1; p += 16) {

        /* the last ones with some that were seen before */

        if (end - p < 17) {
            p = end - 17;
        }

        v = prv_v16_load(p);

        odd = prv_v16_or(prv_v16_le(v, ' '), prv_v16_high(v));
        odd = prv_v16_or(odd, prv_v16_eq(v, '\\'));
        odd = prv_v16_or(odd, prv_v16_or(prv_v16_eq(v, '%'),
                                         prv_v16_eq(v, '#')));
        odd = prv_v16_or(odd, prv_v16_and(prv_v16_eq(v, '/'),
                                   prv_v16_eq(prv_v16_load(p + 1), '.')));

        m = prv_v16_mask(odd);

        if (m) {
            return p + prv_v16_first(m);
        }
    }

#endif

    while (p < end) {

        if (*p <= ' ' || *p >= 0x80 || *p == '\\' || *p == '%' || *p == '#'
            || (*p == '/' && end - p > 1 && p[1] == '.'))
        {
            break;
        }

        p++;
    }

    return p;
}


void
prv_host_normalize(prv_str_t *host, unsigned char *dst,
    const prv_str_t *value)
{
    size_t  i, len;

    host->data = dst;

    for (i = 0, len = 0; i < value->len; i++) {

        if (value->data[i] == ':'
            && (len == 0 || dst[0] != '[' || dst[len - 1] == ']'))
        {
            break;
        }

        dst[len++] = prv_lower(value->data[i]);
    }

    if (len && dst[len - 1] == '.') {
        len--;
    }

    host->len = len;
}


/* the next byte, which stays, or -1 at the end */

static int
prv_url_peek(prv_url_in_t *in)
{
    while (in->p < in->end
           && (*in->p == '\t' || *in->p == '\n' || *in->p == '\r'))
    {
        in->p++;
    }

    return in->p < in->end ? *in->p : -1;
}


/* takes the scheme with its ":"; PRV_URL_SAME, and nothing taken, for none */

static prv_url_e
prv_url_scheme(prv_url_in_t *in)
{
    int            c;
    size_t         i, n;
    prv_url_in_t   ahead;
    unsigned char  name[PRV_SCHEME_MAX];

    static const struct {
        const char  *name;
        prv_url_e    type;
    } schemes[] = {
        { "https", PRV_URL_HTTP },
        { "http", PRV_URL_HTTP },
        { "wss", PRV_URL_HTTP },
        { "ws", PRV_URL_HTTP },
        { "ftp", PRV_URL_HTTP },
        { "data", PRV_URL_DATA },
        { "javascript", PRV_URL_SCRIPT },
    };

    ahead = *in;
    c = prv_url_peek(&ahead);

    if (c < 0 || !prv_is_alpha((unsigned char) c)) {
        return PRV_URL_SAME;
    }

    n = 0;

    while (c >= 0 && c != ':') {

        if (!prv_is_alnum((unsigned char) c)
            && c != '+' && c != '-' && c != '.')
        {
            return PRV_URL_SAME;
        }

        if (n < PRV_SCHEME_MAX) {
            name[n++] = prv_lower((unsigned char) c);
        }

        ahead.p++;
        c = prv_url_peek(&ahead);
    }

    if (c < 0) {
        return PRV_URL_SAME;
    }

    ahead.p++;
    *in = ahead;

    for (i = 0; i < sizeof(schemes) / sizeof(schemes[0]); i++) {
        if (prv_lower_eq(name, n, schemes[i].name)) {
            return schemes[i].type;
        }
    }

    return PRV_URL_NONE;
}


/* URL, section 4.4: authority, host and port state; in is left behind it */

static int
prv_url_authority(prv_url_t *url, prv_url_in_t *in)
{
    int                   c, bracket;
    const unsigned char  *start, *end, *p, *port;

    start = in->p;
    port = NULL;
    bracket = 0;

    for (p = in->p; p < in->end; p++) {

        c = *p;

        if (c == '/' || c == '\\' || c == '?' || c == '#') {
            break;
        }

        if (c == '@') {
            start = p + 1;
            port = NULL;
            bracket = 0;

        } else if (c == '[') {
            bracket = 1;

        } else if (c == ']') {
            bracket = 0;

        } else if (c == ':' && !bracket && port == NULL) {
            port = p;
        }
    }

    in->p = p;
    end = port ? port : p;

    if (port != NULL) {
        for (port++; port < p; port++) {
            if (!prv_is_digit(*port) && *port != '\t' && *port != '\n'
                && *port != '\r')
            {
                return PRV_ERROR;
            }
        }
    }

    return prv_idna_host(&url->host, url->data, start, end);
}


/*
 * The path and the query, behind the host in url->data.  base is the base's
 * path and query, empty where the reference has a host of its own.
 */

static void
prv_url_path(prv_url_t *url, prv_url_in_t *in, const prv_str_t *base)
{
    int             c, query, high, low;
    size_t          len, n, max;
    prv_url_in_t    ahead;
    unsigned char  *path;

    path = url->data + url->host.len;
    max = sizeof(url->data) - url->host.len;

    if (max > PRV_URL_MAX) {
        max = PRV_URL_MAX;
    }

    c = prv_url_peek(in);
    query = 0;
    len = 0;

    if (!prv_is_slash(c) && base->len) {

        /* relative: the base's path up to its last "/", or all of it */

        len = base->len;

        if (c == '?' || (c >= 0 && c != '#')) {

            for (n = 0; n < len && base->data[n] != '?'; n++) {
                /* void */
            }

            len = n;
        }

        if (c >= 0 && c != '?' && c != '#') {
            while (len && base->data[len - 1] != '/') {
                len--;
            }
        }

        if (len > max) {
            len = max;
        }

        memcpy(path, base->data, len);
    }

    if (len == 0 && !prv_is_slash(c)) {
        path[len++] = '/';
    }

    for ( /* void */ ; len < max; in->p++) {

        c = prv_url_peek(in);

        if (c < 0 || c == '#') {
            break;
        }

        if (!query) {

            if (c == '\\') {
                c = '/';

            } else if (c == '?') {
                len = prv_url_dots(path, len);
                query = 1;

            } else if (c == '%') {

                /* a server reads "%74r" as "tr" */

                ahead = *in;
                ahead.p++;
                high = prv_url_peek(&ahead);
                high = high < 0 ? -1 : prv_hex((unsigned char) high);

                if (high >= 0) {
                    ahead.p++;
                    low = prv_url_peek(&ahead);
                    low = low < 0 ? -1 : prv_hex((unsigned char) low);

                    if (low >= 0 && prv_url_unreserved(high * 16 + low)) {
                        c = high * 16 + low;
                        *in = ahead;
                    }
                }
            }
        }

        path[len++] = (unsigned char) c;
    }

    if (!query) {
        len = prv_url_dots(path, len);
    }

    url->path.data = path;
    url->path.len = len;
}


/* takes "." and ".." segments out of a path, in place; its new length */

static size_t
prv_url_dots(unsigned char *path, size_t len)
{
    size_t  s, d, n;

    d = 0;

    for (s = 0; s < len; s += n) {

        /* path[s] is "/" */

        for (n = 1; s + n < len && path[s + n] != '/'; n++) {
            /* void */
        }

        if (n == 2 && path[s + 1] == '.') {

            if (s + n == len) {
                path[d++] = '/';
            }

            continue;
        }

        if (n == 3 && path[s + 1] == '.' && path[s + 2] == '.') {

            while (d && path[--d] != '/') {
                /* void */
            }

            if (s + n == len) {
                path[d++] = '/';
            }

            continue;
        }

        memmove(path + d, path + s, n);
        d += n;
    }

    return d;
}


static int
prv_url_unreserved(int c)
{
    return prv_is_alnum((unsigned char) c)
           || c == '-' || c == '.' || c == '_' || c == '~';
}
