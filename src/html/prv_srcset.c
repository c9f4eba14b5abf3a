
#include "base/prv_bytes.h"
#include "html/prv_charref.h"
#include "html/prv_srcset.h"


static int prv_srcset_plain(prv_srcset_t *set, size_t size, prv_str_t *url);
static unsigned char prv_srcset_char(const prv_srcset_t *set,
    const unsigned char *p, size_t *used, unsigned char *out, size_t *n);


void
prv_srcset_init(prv_srcset_t *set, const prv_str_t *value)
{
    set->p = value->data;
    set->end = value->data + value->len;
    set->written.data = value->data;
    set->written.len = 0;
    set->plain = prv_scan(set->p, set->end, '&') == set->end;
}


int
prv_srcset_next(prv_srcset_t *set, unsigned char *dst, size_t size,
    prv_str_t *url)
{
    size_t                used, n, len, parens;
    unsigned char         c, last, out[PRV_CHARREF_MAX];
    const unsigned char  *p, *stop;

    if (set->plain && prv_srcset_plain(set, size, url)) {
        return 1;
    }

    p = set->p;

    while (p < set->end) {

        c = prv_srcset_char(set, p, &used, out, &n);

        if (!prv_is_space(c) && c != ',') {
            break;
        }

        p += used;
    }

    if (p == set->end) {
        return 0;
    }

    set->written.data = (unsigned char *) p;
    set->truncated = 0;
    len = 0;
    last = 0;
    stop = p;

    while (p < set->end) {

        c = prv_srcset_char(set, p, &used, out, &n);

        if (prv_is_space(c)) {
            break;
        }

        if (len == 0 && n == 1 && out[0] <= ' ') {

            /* none of the URL's: URL, section 4.4 */

        } else if (n <= size - len) {
            memcpy(dst + len, out, n);
            len += n;

        } else {
            set->truncated = 1;
        }

        last = c;
        p += used;

        if (c != ',') {
            stop = p;
        }
    }

    if (last == ',') {

        /* commas at its end are none of the URL's, and end it */

        while (len && dst[len - 1] == ',') {
            len--;
        }

    } else {

        parens = 0;

        while (p < set->end) {

            c = prv_srcset_char(set, p, &used, out, &n);

            if (c == '(') {
                parens = 1;

            } else if (c == ')') {
                parens = 0;

            } else if (c == ',' && !parens) {
                break;
            }

            p += used;
        }

        stop = p;
    }

    set->written.len = (size_t) (stop - set->written.data);
    set->p = p;

    url->data = dst;
    url->len = len;

    return 1;
}


/*
 * The same without character references, where it is nothing but what stands
 * there; 0 where that is not so, or at the end.
 */

static int
prv_srcset_plain(prv_srcset_t *set, size_t size, prv_str_t *url)
{
    size_t                parens;
    const unsigned char  *p, *start, *stop;

    p = set->p;

    while (p < set->end && (prv_is_space(*p) || *p == ',')) {
        p++;
    }

    start = p;
    p = prv_scan_low(p, set->end, ' ');

    if (p == start || (size_t) (p - start) > size
        || (p < set->end && !prv_is_space(*p)))
    {
        return 0;
    }

    stop = p;

    if (p[-1] == ',') {

        while (stop > start && stop[-1] == ',') {
            stop--;
        }

        url->len = (size_t) (stop - start);

    } else {

        url->len = (size_t) (p - start);
        parens = 0;

        for ( /* void */ ; p < set->end && (*p != ',' || parens); p++) {

            if (*p == '(') {
                parens = 1;

            } else if (*p == ')') {
                parens = 0;
            }
        }

        stop = p;
    }

    set->truncated = 0;
    set->written.data = (unsigned char *) start;
    set->written.len = (size_t) (stop - start);
    set->p = p;

    url->data = (unsigned char *) start;

    return 1;
}


/* one character, of the value as a browser sees it; 0 for none of ASCII */

static unsigned char
prv_srcset_char(const prv_srcset_t *set, const unsigned char *p,
    size_t *used, unsigned char *out, size_t *n)
{
    *used = prv_charref_char(p, set->end, out, n);

    return (*n == 1) ? out[0] : 0;
}
