
#include "html/prv_html.h"


static int prv_base_add(prv_rewriter_t *rw);
static int prv_base_gate(prv_rewriter_t *rw, const prv_url_t *base,
    const prv_str_t *url, prv_load_e load, prv_match_t *match);


/*
 * WHATWG HTML, section 2.4.3: the first <base> of HTML with a "href" counts.
 * One in a noscript counts for some browsers, one where svg or a select may
 * be open perhaps: then so does what counted before.  And what stands in a
 * table comes before the table, and with it before others.
 */

int
prv_base_tag(prv_rewriter_t *rw, const unsigned char *raw, prv_verdict_t *v)
{
    int         fits, sure;
    prv_str_t   href;
    prv_url_e   type;

    if (rw->settled || !(rw->tk.seen & prv_at(PRV_AT_HREF))
        || rw->templates || rw->frameset
        || (prv_tree_is_foreign(rw) && !rw->xml))
    {
        return PRV_OK;
    }

    href.len = prv_value(rw, raw, PRV_AT_HREF, PRV_VALUE_URL);
    href.data = rw->value;

    if (rw->truncated && prv_value_vague(&href)
        && !prv_gate_category(rw->gate, PRV_MARKETING))
    {
        v->edit |= prv_at(PRV_AT_HREF);
        return PRV_OK;
    }

    type = prv_url_parse(&rw->url, NULL, &href);

    /* a path, in a document that has the base of another, is that one's */

    fits = (type == PRV_URL_HTTP || (type == PRV_URL_SAME && !rw->inherits));
    sure = !rw->noscript && !rw->unsure && !rw->selects && !rw->xml;

    if (sure && !rw->based) {
        rw->based = 1;
        rw->settled = !rw->placed;
        rw->rebased = (unsigned) fits & 1;

    } else if (!fits) {
        rw->rebased = 0;
    }

    return fits ? prv_base_add(rw) : PRV_OK;
}


/* rw->url may be the base, too */

static int
prv_base_add(prv_rewriter_t *rw)
{
    unsigned    i;
    prv_url_t  *url;

    for (i = 0; i < rw->bases_n; i++) {

        url = rw->bases[i];

        if (url->type == rw->url.type && prv_str_eq(&url->host, &rw->url.host)
            && prv_str_eq(&url->path, &rw->url.path))
        {
            return PRV_OK;
        }
    }

    if (i == PRV_BASES) {
        rw->vague = 1;
        rw->tk.abroad = 1;
        return PRV_OK;
    }

    if (rw->url.type == PRV_URL_HTTP
        && !prv_str_eq(&rw->url.host, &rw->gate->host))
    {
        rw->tk.abroad = 1;
    }

    url = prv_alloc(rw->mem, sizeof(prv_url_t));
    if (url == NULL) {
        return PRV_ERROR;
    }

    *url = rw->url;

    url->host.data = url->data + (rw->url.host.data - rw->url.data);
    url->path.data = url->data + (rw->url.path.data - rw->url.data);

    rw->bases[rw->bases_n++] = url;

    return PRV_OK;
}


int
prv_base_ask(prv_rewriter_t *rw, const prv_str_t *url, prv_load_e load,
    prv_match_t *match)
{
    unsigned         i;
    prv_rewriter_t  *doc;

    for (doc = rw; /* void */ ; doc = doc->outer) {

        if (doc->vague
            && prv_url_parse(&rw->url, NULL, url) == PRV_URL_SAME
            && !prv_gate_category(rw->gate, PRV_MARKETING))
        {
            match->category = PRV_MARKETING;
            return 0;
        }

        for (i = 0; i < doc->bases_n; i++) {
            if (!prv_base_gate(rw, doc->bases[i], url, load, match)) {
                return 0;
            }
        }

        if (doc->rebased) {
            return 1;
        }

        if (!doc->inherits) {
            return prv_base_gate(rw, NULL, url, load, match);
        }
    }
}


static int
prv_base_gate(prv_rewriter_t *rw, const prv_url_t *base, const prv_str_t *url,
    prv_load_e load, prv_match_t *match)
{
    return prv_url_parse(&rw->url, base, url) == PRV_URL_NONE
           || prv_gate_url(rw->gate, &rw->url, load, match);
}


int
prv_rewriter_rebased(const prv_rewriter_t *rw)
{
    return rw->tk.abroad;
}
