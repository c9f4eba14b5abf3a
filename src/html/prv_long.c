
#include "html/prv_html.h"


static int prv_long_style(prv_rewriter_t *rw, uint64_t upto);
static int prv_long_begun(prv_rewriter_t *rw, uint64_t seen);
static int prv_long_blind(prv_rewriter_t *rw, const unsigned char *raw,
    size_t len);


/*
 * A tag that passed the limit is decided on what was seen of it.  Where it
 * stays, what else it could load by, further on, does not: prv_rewriter_run()
 * takes these attributes out one by one.
 */

int
prv_long_tag(prv_rewriter_t *rw)
{
    int                    rc, off, css, exempt, implied, pending;
    size_t                 len;
    uint64_t               seen;
    prv_verdict_t          v;
    prv_tokenizer_t       *tk;
    const unsigned char   *raw;
    const prv_element_t   *e;

    tk = &rw->tk;
    off = (rw->conf->tags == PRV_TAGS_OFF);
    rw->too_long = PRV_LONG_PASS;

    if (prv_place_tag(rw, &implied) != PRV_OK) {
        return PRV_ERROR;
    }

    prv_tree_every(rw);

    /* is the attribute that is read one whose value goes on? */

    pending = (tk->state == PRV_ST_AFTER_NAME
               || tk->state == PRV_ST_BEFORE_VALUE);

    rw->partial = PRV_AT_NONE;

    if (tk->state == PRV_ST_VALUE_DOUBLE || tk->state == PRV_ST_VALUE_SINGLE
        || tk->state == PRV_ST_VALUE)
    {
        rw->partial = tk->attr;
    }

    /* CSS, and a name that is not whole, is left for what follows */

    css = (pending || rw->partial != PRV_AT_NONE)
          && (prv_at(tk->attr) & PRV_AT_CSS);

    if (css) {
        pending = 0;
        rw->partial = PRV_AT_NONE;
        tk->seen &= ~prv_at(tk->attr);
    }

    seen = (css || tk->state == PRV_ST_ATTR_NAME ? tk->attr_start
                                                 : prv_token_offset(tk))
           - tk->start;

    if (rw->partial != PRV_AT_NONE) {
        tk->attrs[tk->attr].value = tk->value - tk->start;
        tk->attrs[tk->attr].len = seen - tk->attrs[tk->attr].value;
    }

    if (tk->end_tag) {
        return prv_long_begun(rw, seen);
    }

    if (tk->state == PRV_ST_TAG_NAME) {

        /* no element of ours has such a name */

        tk->cut = PRV_AT_CSS;

        return prv_long_begun(rw, seen);
    }

    e = tk->element;

    if (prv_tree_doubtful(rw)) {
        rw->too_long = PRV_LONG_TAG;
        return prv_long_begun(rw, seen);
    }

    if (e != NULL && prv_tree_sure(rw) != PRV_OK) {
        return PRV_ERROR;
    }

    len = (size_t) seen;

    raw = prv_out_raw(rw, tk->start, tk->start + seen);
    if (raw == NULL) {
        return PRV_ERROR;
    }

    if (prv_judge_tag(rw, raw, len, &v) != PRV_OK) {
        return PRV_ERROR;
    }

    exempt = (tk->seen & prv_at(PRV_AT_MARK))
             && prv_mark(rw, raw, len) == PRV_NECESSARY;

    tk->cut = exempt ? 0 : PRV_AT_CSS;

    if (off) {

        rw->partial = PRV_AT_NONE;
        tk->cutting = (unsigned) (css && tk->cut) & 1;

        rc = prv_long_begun(rw, seen);

        if (v.refused && rw->conf->report) {
            rw->too_long = PRV_LONG_STRIP;
            tk->cut = 0;
            tk->cutting = 0;
        }

        return rc;
    }

    if (v.refused || (!exempt && prv_long_blind(rw, raw, len))) {

        rw->too_long = PRV_LONG_STRIP;
        tk->cut = 0;

        if (tk->start >= tk->base && prv_out_flush(rw, tk->start) != PRV_OK) {
            return PRV_ERROR;
        }

        rc = prv_strip_tag(rw, &v, raw, len, 0);
        rw->partial = PRV_AT_NONE;
        prv_out_skip(rw, prv_token_offset(tk));

        return rc;
    }

    if (e != NULL && !exempt) {

        tk->cut |= e->want & PRV_AT_URLS;

        if (e->id == PRV_EL_META) {
            tk->cut |= prv_at(PRV_AT_EQUIV);
        }
    }

    /* the value to come, or its rest, goes with the name */

    pending &= ((tk->cut & prv_at(tk->attr)) != 0);

    if (pending) {
        v.edit |= prv_at(tk->attr);

    } else if (rw->partial != PRV_AT_NONE) {
        pending = ((v.edit & prv_at(rw->partial)) != 0);
    }

    rw->partial = PRV_AT_NONE;
    tk->cutting = (unsigned) (pending || (css && tk->cut)) & 1;

    if (v.edit == 0) {
        return prv_long_begun(rw, seen);
    }

    if ((tk->start >= tk->base && prv_out_flush(rw, tk->start) != PRV_OK)
        || prv_edit_tag(rw, raw, len, &v, 0) != PRV_OK)
    {
        return PRV_ERROR;
    }

    prv_out_skip(rw, tk->start + seen);

    return PRV_OK;
}


/* an attribute behind the limit has ended: it goes, but for its CSS */

int
prv_long_value(prv_rewriter_t *rw)
{
    uint64_t  end;

    end = prv_token_offset(&rw->tk);

    if (prv_at(rw->tk.attr) & PRV_AT_CSS) {
        return prv_long_css(rw, end, 1);
    }

    prv_out_skip(rw, end);

    /* what comes next may follow without white space */

    return prv_out_lit(rw, " ");
}


/* without its style a page is not what it was: that is held by itself */

int
prv_long_css(prv_rewriter_t *rw, uint64_t upto, int ended)
{
    int               lost, refused;
    prv_verdict_t     v;
    prv_tokenizer_t  *tk;

    tk = &rw->tk;

    if (rw->css_long == PRV_LONG_NONE) {

        if (upto - tk->attr_start <= rw->conf->limit) {
            return ended ? prv_long_style(rw, upto)
                         : prv_out_hold(rw, tk->end);
        }

        memset(&v, 0, sizeof(prv_verdict_t));
        v.kind = PRV_FOUND_IMAGE;

        if (prv_judge_cut(rw, &v, &refused) != PRV_OK) {
            return PRV_ERROR;
        }

        rw->css_long = (refused && rw->conf->tags != PRV_TAGS_OFF)
                       ? PRV_LONG_STRIP : PRV_LONG_PASS;
    }

    lost = (rw->css_long == PRV_LONG_STRIP);

    if (ended) {
        rw->css_long = PRV_LONG_NONE;
    }

    if (!lost) {
        return prv_out_flush(rw, upto);
    }

    prv_out_skip(rw, upto);

    return ended ? prv_out_lit(rw, " ") : PRV_OK;
}


static int
prv_long_style(prv_rewriter_t *rw, uint64_t upto)
{
    int                    rc, refused;
    prv_attr_t             attr;
    prv_tokenizer_t       *tk;
    const unsigned char   *raw;

    tk = &rw->tk;

    raw = prv_out_raw(rw, tk->attr_start, upto);
    if (raw == NULL) {
        return PRV_ERROR;
    }

    /* its beginning is the only one that is here */

    attr = tk->attrs[tk->attr];

    if (attr.len) {
        tk->attrs[tk->attr].value -= tk->attr_start - tk->start;
    }

    rc = prv_style_attr(rw, raw, tk->attr, 1, &refused);

    tk->attrs[tk->attr] = attr;

    if (rc != PRV_OK) {
        return rc;
    }

    if (!refused || rw->conf->tags == PRV_TAGS_OFF) {
        return prv_out_flush(rw, upto);
    }

    prv_out_skip(rw, upto);

    return prv_edit_style(rw, &prv_attribute_names[tk->attr]);
}


/* what was read of a tag that is too long goes out, or not */

static int
prv_long_begun(prv_rewriter_t *rw, uint64_t seen)
{
    uint64_t  upto;

    upto = rw->tk.start + seen;

    if (rw->too_long == PRV_LONG_PASS || rw->conf->tags == PRV_TAGS_OFF) {
        return prv_out_flush(rw, upto);
    }

    if (rw->tk.start >= rw->tk.base
        && prv_out_flush(rw, rw->tk.start) != PRV_OK)
    {
        return PRV_ERROR;
    }

    prv_out_skip(rw, upto);

    return PRV_OK;
}


/* what it is stands behind the limit, and no attribute alone can be taken */

static int
prv_long_blind(prv_rewriter_t *rw, const unsigned char *raw, size_t len)
{
    size_t            n;
    prv_tokenizer_t  *tk;

    tk = &rw->tk;

    if (tk->element == NULL) {
        return 0;
    }

    switch (tk->element->id) {

    case PRV_EL_SCRIPT:
        return !(tk->seen & prv_at(PRV_AT_SRC)) && prv_is_script(rw, raw, len);

    case PRV_EL_PARAM:
        return 1;

    case PRV_EL_META:

        if (!(tk->seen & prv_at(PRV_AT_EQUIV))
            || ((tk->seen & prv_at(PRV_AT_CONTENT))
                && rw->partial != PRV_AT_CONTENT
                && rw->partial != PRV_AT_EQUIV))
        {
            return 0;
        }

        n = prv_value(rw, raw, PRV_AT_EQUIV, PRV_VALUE_EXACT);

        return rw->truncated || prv_lower_eq(rw->value, n, "refresh");

    default:
        return 0;
    }
}
