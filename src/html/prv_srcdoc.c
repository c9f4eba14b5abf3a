
#include "html/prv_charref.h"
#include "html/prv_html.h"


static int prv_srcdoc_rewrite(prv_rewriter_t *rw, const unsigned char *text,
    size_t len, prv_buf_t *out, prv_verdict_t *v);
static int prv_srcdoc_out(void *data, const unsigned char *p, size_t len);
static int prv_srcdoc_found(void *data, const prv_finding_t *finding);


/*
 * A document in an attribute goes through a rewriter of its own: *changed is
 * 1 where rw->srcdoc then holds what is to stand there, and 2 where it is
 * nested too deep to be looked at, or grows too much in block mode.
 */

int
prv_srcdoc(prv_rewriter_t *rw, const unsigned char *value, size_t len,
    int *changed)
{
    int             rc;
    size_t          n;
    prv_str_t       html;
    prv_buf_t       out;
    unsigned char  *text;

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

    prv_buf_init(&out, rw->mem, n + 64);
    rw->full = 0;

    rc = prv_srcdoc_rewrite(rw, text, n, &out, NULL);

    if (rc == PRV_OK) {
        rc = prv_buf_done(&out, &html);
    }

    if (rc == PRV_OK && rw->full) {
        *changed = 2;

    } else if (rc == PRV_OK
               && (html.len != n || memcmp(html.data, text, n) != 0))
    {
        prv_buf_free(&rw->srcdoc);
        rw->srcdoc = out;
        out.data = NULL;
        *changed = 1;
    }

    prv_buf_free(&out);
    prv_free(rw->mem, text);

    return rc;
}


int
prv_srcdoc_text(prv_rewriter_t *rw, const unsigned char *text, size_t len,
    prv_verdict_t *v, int *refused)
{
    int            rc;
    prv_verdict_t  inner;

    if (rw->level == PRV_SRCDOC_MAX) {
        *refused = 1;
        return PRV_OK;
    }

    memset(&inner, 0, sizeof(prv_verdict_t));
    inner.kind = v->kind;

    rc = prv_srcdoc_rewrite(rw, text, len, NULL, &inner);

    *refused = inner.refused;

    if (inner.refused) {
        v->match = inner.match;
    }

    return rc;
}


/* what it has become goes to out, or, without one, whose it is to v */

static int
prv_srcdoc_rewrite(prv_rewriter_t *rw, const unsigned char *text, size_t len,
    prv_buf_t *out, prv_verdict_t *v)
{
    int              rc, refused;
    prv_sink_t       sink;
    prv_rewriter_t  *inner;

    memset(&sink, 0, sizeof(prv_sink_t));

    sink.pass = prv_srcdoc_out;
    sink.copy = prv_srcdoc_out;

    if (rw->sink->found != NULL || v != NULL) {
        sink.found = prv_srcdoc_found;
    }

    inner = prv_rewriter_create(rw->conf, rw->gate, &sink, rw->mem);
    if (inner == NULL) {
        return PRV_ERROR;
    }

    /* it is HTML, whatever the document around it */

    inner->xml = 0;
    prv_tree_every(inner);

    inner->level = rw->level + 1;
    inner->outer = rw;
    inner->out = out;
    inner->verdict = v;
    sink.data = inner;

    /* in an attribute it has the base of the document that it stands in */

    inner->inherits = (out != NULL);
    inner->tk.abroad = (out != NULL) && rw->tk.abroad;

    rc = prv_rewriter_feed(inner, text, len);

    if (rc == PRV_OK) {
        rc = prv_rewriter_finish(inner);
    }

    if (rc == PRV_OK && v != NULL && inner->unreadable) {

        /* a document in a URL names characters that hide what it says */

        rc = prv_judge_cut(rw, v, &refused);
        v->refused |= (refused != 0);
    }

    if (inner->hold != NULL) {
        prv_free(rw->mem, inner->hold);
    }

    if (inner->surrogates != NULL) {
        prv_free(rw->mem, inner->surrogates);
    }

    while (inner->bases_n) {
        prv_free(rw->mem, inner->bases[--inner->bases_n]);
    }

    prv_buf_free(&inner->srcdoc);
    prv_buf_free(&inner->style);

    prv_free(rw->mem, inner);

    return rc;
}


static int
prv_srcdoc_out(void *data, const unsigned char *p, size_t len)
{
    prv_rewriter_t  *inner;

    inner = data;

    if (inner->out == NULL) {
        return PRV_OK;
    }

    if (len > PRV_SRCDOC_GROWS * inner->conf->limit - inner->out->len) {
        inner->outer->full = 1;
        return PRV_OK;
    }

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

    if (inner->verdict != NULL && finding->refused
        && !inner->verdict->refused)
    {
        inner->verdict->refused = 1;
        inner->verdict->match = *finding->match;
    }

    if (inner->outer->sink->found == NULL) {
        return PRV_OK;
    }

    f = *finding;

    f.offset = inner->outer->tk.start;
    f.length = 0;

    return inner->outer->sink->found(inner->outer->sink->data, &f);
}
