
#include "html/prv_charref.h"
#include "html/prv_html.h"


static int prv_strip_again(prv_rewriter_t *rw, uint64_t end);


/* the start tag goes, with something in its place where that is needed */

int
prv_strip_tag(prv_rewriter_t *rw, const prv_verdict_t *v,
    const unsigned char *raw, size_t len, int implied)
{
    size_t                 nonce_len;
    prv_str_t              html, tag;
    prv_finding_t          finding;
    prv_tokenizer_t       *tk;
    const unsigned char   *nonce;
    const prv_element_t   *e;

    tk = &rw->tk;
    e = tk->element;

    if (tk->start >= tk->base && prv_out_flush(rw, tk->start) != PRV_OK) {
        return PRV_ERROR;
    }

    if (implied && tk->name_len <= PRV_NAME_MAX) {

        /* it had closed or begun something: its name does that again */

        if (prv_out_lit(rw, "<") != PRV_OK
            || prv_out_copy(rw, tk->name, tk->name_len) != PRV_OK
            || prv_out_lit(rw, ">") != PRV_OK)
        {
            return PRV_ERROR;
        }

        if (e == NULL || !(e->flags & PRV_EF_VOID)) {

            if (prv_out_lit(rw, "</") != PRV_OK
                || prv_out_copy(rw, tk->name, tk->name_len) != PRV_OK
                || prv_out_lit(rw, ">") != PRV_OK)
            {
                return PRV_ERROR;
            }
        }

    } else if (prv_out_joint(rw, tk->start) != PRV_OK) {
        return PRV_ERROR;
    }

    if (e == NULL || rw->noscript || (prv_tree_is_foreign(rw) && !rw->xml)) {
        return PRV_OK;
    }

    if (e->id == PRV_EL_SCRIPT) {

        /* without a prefix it may be of another language there */

        if (tk->prefixed) {
            return PRV_OK;
        }

        nonce = NULL;
        nonce_len = 0;

        if (tk->seen & prv_at(PRV_AT_NONCE)) {
            nonce = raw + tk->attrs[PRV_AT_NONCE].value;
            nonce_len = (size_t) tk->attrs[PRV_AT_NONCE].len;
        }

        return prv_edit_surrogate(rw, v, nonce, nonce_len);
    }

    if (rw->sink->placeholder == NULL
        || (v->kind != PRV_FOUND_FRAME && v->kind != PRV_FOUND_EMBED)
        || e->id == PRV_EL_FRAME || e->id == PRV_EL_PARAM)
    {
        return PRV_OK;
    }

    memset(&finding, 0, sizeof(prv_finding_t));

    finding.kind = v->kind;
    finding.offset = tk->start;
    finding.length = prv_token_offset(tk) - tk->start;
    finding.element.len = e->len;
    finding.element.data = (unsigned char *) e->name;
    finding.match = &v->match;
    finding.host = v->host;
    finding.refused = 1;

    tag.data = (unsigned char *) raw;
    tag.len = len;
    html.len = 0;
    html.data = NULL;

    if (rw->sink->placeholder(rw->sink->data, &finding, &tag, &html)
        != PRV_OK)
    {
        return PRV_ERROR;
    }

    return prv_out_copy(rw, html.data, html.len);
}


/* the content of the element whose start tag went goes too */

void
prv_strip_content(prv_rewriter_t *rw)
{
    prv_tokenizer_t      *tk;
    const prv_element_t  *e;

    tk = &rw->tk;
    e = tk->element;

    prv_tree_raw(rw);

    if (tk->state != PRV_ST_DATA) {
        rw->mode = PRV_MODE_DROP_RAW;

    } else if (prv_tree_void(tk)) {

        /* XML has an end tag for it, where it does not close itself */

        rw->emptied = (rw->xml && !tk->self_closing) ? prv_tree_key(tk) : 0;

    } else if (!(tk->self_closing
                 && (prv_tree_is_foreign(rw)
                     || (e != NULL && (e->id == PRV_EL_SVG
                                       || e->id == PRV_EL_MATH)))))
    {
        rw->mode = PRV_MODE_DROP_TREE;
        rw->drop_depth = 0;
        rw->drop_over = 0;
        prv_drop_push(rw);
        rw->drop_ns = rw->ns_depth;
        rw->broken = 0;
        rw->inner = 0;
        prv_tree_foreign(rw);
    }

    prv_tree_every(rw);
}


/*
 * Block mode, an element that the operator marked: its content goes into a
 * template, as text: however a browser reads it, none of it is markup until
 * it is taken out.
 */

int
prv_strip_keep(prv_rewriter_t *rw)
{
    prv_strip_content(rw);

    if (rw->mode != PRV_MODE_DROP_TREE) {
        rw->mode = PRV_MODE_PASS;
        prv_tree_every(rw);
        return PRV_OK;
    }

    if (prv_out_lit(rw, "<template data-privacy-content>") != PRV_OK) {
        return PRV_ERROR;
    }

    rw->keep = 1;

    return PRV_OK;
}


/* in frames, in svg, and where svg may be, a template is none: then it goes */

int
prv_strip_can_keep(const prv_rewriter_t *rw)
{
    const prv_element_t  *e;

    e = rw->tk.element;

    if (prv_tree_is_foreign(rw)
        || (e != NULL && (e->id == PRV_EL_SVG || e->id == PRV_EL_MATH)))
    {
        return 0;
    }

    return (!rw->tk.doubt && !rw->frameset) || prv_tree_void(&rw->tk)
           || (e != NULL && e->id == PRV_EL_SCRIPT);
}


/* ends what prv_strip_keep() began */

int
prv_strip_kept(prv_rewriter_t *rw)
{
    rw->keep = 0;

    return prv_out_lit(rw, "</template>");
}


/*
 * Forgets what is before that offset, or, in a template, or where nothing is
 * changed, passes it on.
 */

int
prv_strip_drop(prv_rewriter_t *rw, uint64_t upto)
{
    if (rw->keep || rw->conf->tags == PRV_TAGS_OFF) {
        return prv_out_flush(rw, upto);
    }

    prv_out_skip(rw, upto);

    return PRV_OK;
}


/* such an element has ended where a start tag stands */

int
prv_strip_ended(prv_rewriter_t *rw)
{
    rw->mode = PRV_MODE_PASS;

    if (rw->keep) {

        if ((rw->tk.start >= rw->tk.base
             && prv_out_flush(rw, rw->tk.start) != PRV_OK)
            || prv_strip_kept(rw) != PRV_OK)
        {
            return PRV_ERROR;
        }

    } else if (prv_strip_drop(rw, rw->tk.start) != PRV_OK) {
        return PRV_ERROR;
    }

    prv_tree_every(rw);

    return PRV_OK;
}


/* a tag inside of an element that goes */

int
prv_strip_dropped(prv_rewriter_t *rw)
{
    int               again, template, closed, kept;
    unsigned          i, unsure;
    uint32_t          key;
    uint64_t          end;
    prv_tokenizer_t  *tk;

    tk = &rw->tk;
    kept = rw->keep;
    key = prv_tree_key(tk);
    end = prv_token_offset(tk);

    if (tk->raw_end) {
        return prv_strip_drop(rw, end);
    }

    if (!tk->end_tag) {

        if (prv_strip_drop(rw, end) != PRV_OK) {
            return PRV_ERROR;
        }

        if (rw->ns_depth && prv_tree_is_foreign(rw) && prv_tree_breaks(tk)) {
            prv_tree_break(rw);
        }

        prv_tree_raw(rw);
        prv_tree_foreign(rw);

        if (tk->state != PRV_ST_DATA || prv_tree_void(tk)
            || (tk->self_closing && prv_tree_is_foreign(rw)))
        {
            return PRV_OK;
        }

        if (tk->element != NULL && tk->element->id == PRV_EL_TEMPLATE
            && !prv_tree_is_foreign(rw))
        {
            rw->inner++;
        }

        prv_drop_push(rw);

        return PRV_OK;
    }

    template = (tk->element != NULL && tk->element->id == PRV_EL_TEMPLATE);
    again = (tk->over && rw->conf->tags != PRV_TAGS_OFF);
    closed = 0;
    i = 0;

    if (tk->element != NULL
        && (tk->element->id == PRV_EL_BODY
            || tk->element->id == PRV_EL_HTML))
    {
        /* nothing goes on behind these: it was never closed */

        rw->drop_depth = 0;

    } else if (rw->drop_over) {
        rw->drop_over--;
        i = 1;

    } else {

        for (i = rw->drop_depth; i; i--) {
            if (rw->drop[i - 1] == key) {
                rw->drop_depth = i - 1;
                break;
            }
        }

        if (i == 0 && prv_drop_closed(rw)) {
            rw->drop_depth = 0;
        }
    }

    if (template && rw->inner) {
        rw->inner--;

    } else if (template && i == 0 && rw->templates) {

        /* of the template around it */

        rw->drop_depth = 0;
    }

    if (rw->drop_depth != 0) {

        unsure = rw->unsure;
        rw->unsure = 0;
        prv_tree_end(rw);

        /* what closes the svg around it ends here too */

        if (i == 0 && rw->ns_depth < rw->drop_ns && !rw->unsure
            && !rw->broken)
        {
            rw->drop_depth = 0;
        }

        rw->unsure |= unsure;

        if (rw->drop_depth != 0) {

            if (again && rw->keep
                && (prv_out_flush(rw, tk->start) != PRV_OK
                    || prv_strip_again(rw, end) != PRV_OK))
            {
                return PRV_ERROR;
            }

            return prv_strip_drop(rw, end);
        }

        closed = 1;
    }

    rw->mode = PRV_MODE_PASS;

    if (!rw->keep) {

        /* its own end tag goes with it, one that is not its own stays */

        again &= (i == 0);

        if (prv_strip_drop(rw, i ? end : tk->start) != PRV_OK) {
            return PRV_ERROR;
        }

    } else if ((tk->start >= tk->base
                && prv_out_flush(rw, tk->start) != PRV_OK)
               || prv_strip_kept(rw) != PRV_OK)
    {
        return PRV_ERROR;
    }

    if (rw->broken) {

        if (rw->conf->tags != PRV_TAGS_OFF
            && prv_out_lit(rw, "<meta>") != PRV_OK)
        {
            return PRV_ERROR;
        }

        /* an svg that was opened behind it has gone */

        if (!kept && rw->ns_depth > rw->drop_ns) {
            rw->ns_depth = rw->drop_ns;
        }
    }

    if (!closed && prv_tag_end(rw) != PRV_OK) {
        return PRV_ERROR;
    }

    if (again && prv_strip_again(rw, end) != PRV_OK) {
        return PRV_ERROR;
    }

    prv_tree_every(rw);

    return PRV_OK;
}


/* an end tag that was too long to be held stays: its name says it all */

static int
prv_strip_again(prv_rewriter_t *rw, uint64_t end)
{
    prv_out_skip(rw, end);

    if (rw->tk.name_len > PRV_NAME_MAX) {

        /* what it closed is open yet, or not */

        prv_tree_unsure(rw);

        return PRV_OK;
    }

    if ((rw->keep ? prv_out_lit(rw, "&lt;/") : prv_out_lit(rw, "</"))
        != PRV_OK
        || prv_out_copy(rw, rw->tk.name, rw->tk.name_len) != PRV_OK)
    {
        return PRV_ERROR;
    }

    return prv_out_lit(rw, ">");
}


/* an inline script has ended, or is longer than what may be held */

int
prv_strip_inline(prv_rewriter_t *rw, uint64_t text_end, int ended)
{
    size_t                 len, tag_len, room;
    uint64_t               end;
    unsigned char         *plain;
    prv_verdict_t          v;
    const unsigned char   *raw, *text;

    end = ended ? prv_token_offset(&rw->tk) : text_end;
    tag_len = (size_t) (rw->text - rw->script);
    room = rw->conf->limit - tag_len;
    len = (text_end - rw->text < room) ? (size_t) (text_end - rw->text)
                                       : room;

    rw->mode = PRV_MODE_PASS;

    raw = prv_out_raw(rw, rw->script, rw->text + len);
    if (raw == NULL) {
        return PRV_ERROR;
    }

    text = raw + tag_len;
    plain = NULL;

    if (prv_tree_is_foreign(rw) && len) {

        /* in SVG a script's text has references */

        plain = prv_alloc(rw->mem, len);
        if (plain == NULL) {
            return PRV_ERROR;
        }

        len = prv_charref_decode(plain, len, text, len);
        text = plain;
    }

    if (prv_judge_inline(rw, text, len, ended ? end - rw->script : 0, &v)
        != PRV_OK)
    {
        return PRV_ERROR;
    }

    if (plain != NULL) {
        prv_free(rw->mem, plain);
    }

    if (!v.refused || rw->conf->tags == PRV_TAGS_OFF) {

        if (!ended && prv_out_flush(rw, end) != PRV_OK) {
            return PRV_ERROR;
        }

        goto done;
    }

    if (rw->conf->tags == PRV_TAGS_BLOCK) {

        if (prv_edit_tag(rw, raw, tag_len, &v, 1) != PRV_OK) {
            return PRV_ERROR;
        }

        prv_out_skip(rw, rw->text);

        if (!ended && prv_out_flush(rw, end) != PRV_OK) {
            return PRV_ERROR;
        }

        goto done;
    }

    if (prv_out_joint(rw, rw->script) != PRV_OK) {
        return PRV_ERROR;
    }

    if (!rw->noscript && !rw->prefixed
        && (!prv_tree_is_foreign(rw) || rw->xml)
        && prv_edit_surrogate(rw, &v, raw + rw->nonce, rw->nonce_len)
           != PRV_OK)
    {
        return PRV_ERROR;
    }

    prv_out_skip(rw, end);

    if (!ended) {
        rw->mode = PRV_MODE_DROP_RAW;
    }

done:

    if (ended && !rw->tk.raw_end) {
        prv_tree_end(rw);
    }

    prv_tree_every(rw);

    return PRV_OK;
}


/* an inline script that has passed the limit, up to there, or to a tag */

int
prv_strip_over(prv_rewriter_t *rw, int in_tag)
{
    uint64_t  at;

    at = rw->script + rw->conf->limit;

    if (in_tag && rw->tk.start < at) {
        at = rw->tk.start;
    }

    return prv_strip_inline(rw, at, 0);
}


/* a script of SVG that has elements in it: it goes, what is in it stays */

int
prv_strip_mixed(prv_rewriter_t *rw)
{
    rw->mode = PRV_MODE_PASS;

    if (rw->conf->tags != PRV_TAGS_OFF) {

        prv_out_skip(rw, rw->tk.start);

        if (prv_out_joint(rw, rw->script) != PRV_OK) {
            return PRV_ERROR;
        }

    } else if (prv_out_flush(rw, rw->tk.start) != PRV_OK) {
        return PRV_ERROR;
    }

    if (rw->ns_depth) {
        rw->ns_depth--;
    }

    prv_tree_every(rw);

    return PRV_OK;
}
