
#include "header/prv_csp.h"


static int prv_csp_safe(const prv_str_t *s);


/* what a host list must not take away from a page */

#define PRV_CSP_LOCAL  " 'self' data: blob:"
#define PRV_CSP_CODE   " 'unsafe-inline' 'unsafe-eval'"


/*
 * default-src stands for each of the others.  They say the same, and say so
 * for those who read the field, as far as there is room: what stands between
 * this server and the browser may take heads of 4 KB and no more.
 */

static const struct {
    const char  *name;
    const char  *local;
} prv_csp_directives[] = {
    { "default-src", PRV_CSP_LOCAL " mediastream:" PRV_CSP_CODE },
    { "script-src", PRV_CSP_LOCAL PRV_CSP_CODE },
    { "img-src", PRV_CSP_LOCAL },
    { "connect-src", PRV_CSP_LOCAL },
    { "frame-src", PRV_CSP_LOCAL },
    { "style-src", PRV_CSP_LOCAL PRV_CSP_CODE },
    { "font-src", PRV_CSP_LOCAL },
    { "media-src", PRV_CSP_LOCAL " mediastream:" },
    { "object-src", PRV_CSP_LOCAL }
};

#define PRV_CSP_ROOM   3072
#define PRV_CSP_WORDS  64       /* what a directive has besides the hosts */


void
prv_csp_source(prv_buf_t *b, const prv_str_t *host, const prv_str_t *path,
    int subdomains)
{
    prv_str_t       p;
    unsigned char  *query;

    if (host->len == 0 || !prv_csp_safe(host)) {
        return;
    }

    if (subdomains) {
        prv_buf_lit(b, " *.");
        prv_buf_str(b, host);
    }

    prv_buf_char(b, ' ');
    prv_buf_str(b, host);

    p = *path;

    query = p.len ? memchr(p.data, '?', p.len) : NULL;

    if (query != NULL) {
        p.len = (size_t) (query - p.data);
    }

    /* a path that does not end in "/" would be exact: the host is enough */

    if (p.len && p.data[p.len - 1] == '/' && prv_csp_safe(&p)) {
        prv_buf_str(b, &p);
    }
}


size_t
prv_csp_write(prv_buf_t *b, const prv_str_t *sources, const prv_str_t *report,
    size_t max)
{
    int     reports;
    size_t  i, n, size, least;

    reports = report->len && prv_csp_safe(report);

    size = reports ? sizeof("; report-uri ") - 1 + report->len : 0;
    least = 0;

    for (n = 0;
         n < sizeof(prv_csp_directives) / sizeof(prv_csp_directives[0]);
         n++)
    {
        if (n && (n + 1) * (sources->len + PRV_CSP_WORDS) > PRV_CSP_ROOM) {
            break;
        }

        size += (n ? 2 : 0) + strlen(prv_csp_directives[n].name)
                + strlen(prv_csp_directives[n].local) + sources->len;

        if (n == 0) {
            least = size;
        }

        if (max && size > max) {
            break;
        }
    }

    if (n == 0) {
        return least;
    }

    for (i = 0; i < n; i++) {

        if (i) {
            prv_buf_lit(b, "; ");
        }

        prv_buf_add(b, prv_csp_directives[i].name,
                    strlen(prv_csp_directives[i].name));
        prv_buf_add(b, prv_csp_directives[i].local,
                    strlen(prv_csp_directives[i].local));
        prv_buf_str(b, sources);
    }

    if (reports) {
        prv_buf_lit(b, "; report-uri ");
        prv_buf_str(b, report);
    }

    return least;
}


static int
prv_csp_safe(const prv_str_t *s)
{
    size_t  i;

    for (i = 0; i < s->len; i++) {
        if (s->data[i] <= ' ' || s->data[i] >= 0x7f || s->data[i] == ';'
            || s->data[i] == ',' || s->data[i] == '\'' || s->data[i] == '"')
        {
            return 0;
        }
    }

    return 1;
}
