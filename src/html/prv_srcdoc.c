
#include "html/prv_charref.h"
#include "html/prv_html.h"


static int prv_srcdoc_out(void *data, const unsigned char *p, size_t len);
static int prv_srcdoc_found(void *data, const prv_finding_t *finding);


/*
 * A document in an attribute goes through a rewriter of its own: *changed is
 * 1 where rw->srcdoc then holds what is to stand there, escaped for quotes,
 * and 2 where it is nested too deep to be looked at.
 */

int
prv_srcdoc(prv_rewriter_t *rw, const unsigned char *value, size_t len,
    int *changed)
{
    int              rc;
    size_t           n;
    prv_str_t        html;
    prv_buf_t        out;
    prv_sink_t       sink;
    unsigned char   *text;
    prv_rewriter_t  *inner;

    *changed = 0;

    if (rw->level == PRV_SRCDOC_MAX) {
        *changed = 2;
        return PRV_OK;
    }

    text = prv_alloc(rw->mem, len + 1);
    if (text == NULL) {
        return PRV_ERROR;
    }

    n = prv_charref_decode(text, len, value, len);

    memset(&sink, 0, sizeof(prv_sink_t));
    memset(&out, 0, sizeof(prv_buf_t));

    sink.pass = prv_srcdoc_out;
    sink.copy = prv_srcdoc_out;
    sink.found = rw->sink->found != NULL ? prv_srcdoc_found : NULL;

    prv_buf_init(&out, rw->mem, n + 64);

    rc = PRV_ERROR;
    inner = prv_rewriter_create(rw->conf, rw->gate, &sink, rw->mem);

    if (inner != NULL) {

        inner->level = rw->level + 1;
        inner->outer = rw;
        inner->out = &out;
        sink.data = inner;

        /* it has the base of the document that it stands in */

        inner->based = rw->based;
        inner->base_ok = rw->base_ok;

        if (rw->base_ok) {
            inner->base = rw->base;
            inner->base.host.data = inner->base.data
                                    + (rw->base.host.data - rw->base.data);
            inner->base.path.data = inner->base.data
                                    + (rw->base.path.data - rw->base.data);
        }

        rc = prv_rewriter_feed(inner, text, n);

        if (rc == PRV_OK) {
            rc = prv_rewriter_finish(inner);
        }

        if (inner->hold != NULL) {
            prv_free(rw->mem, inner->hold);
        }

        if (inner->surrogates != NULL) {
            prv_free(rw->mem, inner->surrogates);
        }

        if (inner->srcdoc.data != NULL) {
            prv_free(rw->mem, inner->srcdoc.data);
        }

        prv_free(rw->mem, inner);
    }

    if (rc == PRV_OK) {
        rc = prv_buf_done(&out, &html);
    }

    if (rc == PRV_OK && (html.len != n || memcmp(html.data, text, n) != 0)) {

        if (rw->srcdoc.data != NULL) {
            prv_free(rw->mem, rw->srcdoc.data);
        }

        prv_buf_init(&rw->srcdoc, rw->mem, html.len + html.len / 8 + 64);
        prv_buf_html(&rw->srcdoc, &html);

        rc = rw->srcdoc.failed ? PRV_ERROR : PRV_OK;
        *changed = 1;
    }

    if (out.data != NULL) {
        prv_free(rw->mem, out.data);
    }

    prv_free(rw->mem, text);

    return rc;
}


static int
prv_srcdoc_out(void *data, const unsigned char *p, size_t len)
{
    prv_rewriter_t  *inner;

    inner = data;
    prv_buf_add(inner->out, p, len);

    return inner->out->failed ? PRV_ERROR : PRV_OK;
}


/* a finding stands where the frame's tag does */

static int
prv_srcdoc_found(void *data, const prv_finding_t *finding)
{
    prv_finding_t    f;
    prv_rewriter_t  *inner;

    inner = data;
    f = *finding;

    f.offset = inner->outer->tk.start;
    f.length = 0;

    return inner->outer->sink->found(inner->outer->sink->data, &f);
}
