
#include "header/prv_link.h"


static unsigned char *prv_link_params(prv_link_t *link, unsigned char *p,
    unsigned char *end);
static int prv_link_loads(const unsigned char *p, size_t len);


int
prv_link_next(prv_str_t *field, prv_link_t *link)
{
    unsigned char  *p, *end;

    p = field->data;
    end = p + field->len;

    while (p < end && (*p == ' ' || *p == '\t' || *p == ',')) {
        p++;
    }

    if (p == end) {
        return 0;
    }

    link->whole.data = p;
    link->uri.len = 0;
    link->uri.data = p;
    link->loads = 0;

    if (*p == '<') {
        link->uri.data = ++p;

        while (p < end && *p != '>') {
            p++;
        }

        link->uri.len = (size_t) (p - link->uri.data);
    }

    p = prv_link_params(link, p, end);

    field->len = (size_t) (end - p);
    field->data = p;

    while (p > link->whole.data && (p[-1] == ' ' || p[-1] == '\t')) {
        p--;
    }

    link->whole.len = (size_t) (p - link->whole.data);

    return 1;
}


/* up to the comma that ends the link; quotes hide commas */

static unsigned char *
prv_link_params(prv_link_t *link, unsigned char *p, unsigned char *end)
{
    int             rel;
    size_t          len;
    unsigned char  *start, *name;

    rel = 0;

    while (p < end && *p != ',') {

        if (*p++ != ';') {
            continue;
        }

        while (p < end && (*p == ' ' || *p == '\t')) {
            p++;
        }

        name = p;

        while (p < end && (prv_is_alnum(*p) || *p == '*' || *p == '-')) {
            p++;
        }

        len = (size_t) (p - name);

        while (p < end && (*p == ' ' || *p == '\t')) {
            p++;
        }

        if (p == end || *p != '=') {
            continue;
        }

        p++;

        while (p < end && (*p == ' ' || *p == '\t')) {
            p++;
        }

        if (p < end && *p == '"') {
            start = ++p;

            while (p < end && *p != '"') {
                p += (*p == '\\' && p + 1 < end) ? 2 : 1;
            }

        } else {
            start = p;

            while (p < end && *p != ',' && *p != ';') {
                p++;
            }
        }

        /* the first "rel" is the one that counts */

        if (!rel && prv_lower_eq(name, len, "rel")) {
            rel = 1;
            link->loads = prv_link_loads(start, (size_t) (p - start))
                          ? 1 : 0;
        }

        if (p < end && *p == '"') {
            p++;
        }
    }

    return p;
}


static int
prv_link_loads(const unsigned char *p, size_t len)
{
    size_t                    i;
    const unsigned char      *end, *start;
    static const char *const  names[] = {
        "preload", "modulepreload", "preconnect", "dns-prefetch",
        "prefetch", "prerender", "stylesheet", "icon", "manifest",
        "compression-dictionary"
    };

    end = p + len;

    while (p < end) {

        while (p < end && prv_is_space(*p)) {
            p++;
        }

        start = p;

        while (p < end && !prv_is_space(*p)) {
            p++;
        }

        for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
            if (prv_lower_eq(start, (size_t) (p - start), names[i])) {
                return 1;
            }
        }
    }

    return 0;
}
