
#include "html/prv_html.h"


static int prv_tag_is_inline(const prv_rewriter_t *rw);
static int prv_tag_start(prv_rewriter_t *rw);
static void prv_tag_table(prv_rewriter_t *rw);


int
prv_tag(prv_rewriter_t *rw)
{
    uint32_t          emptied;
    prv_tokenizer_t  *tk;

    tk = &rw->tk;

    /* not by any tag: what no row names is not told of everywhere */

    if (tk->element != NULL && tk->element->id == PRV_EL_SCRIPT) {
        rw->scripted = 0;
    }

    if (rw->emptied) {
        emptied = rw->emptied;
        rw->emptied = 0;

        prv_tree_every(rw);

        if (tk->end_tag && prv_tree_key(tk) == emptied) {

            if (rw->conf->tags == PRV_TAGS_OFF) {
                return PRV_OK;
            }

            if (prv_out_flush(rw, tk->start) != PRV_OK) {
                return PRV_ERROR;
            }

            prv_out_skip(rw, prv_token_offset(tk));

            return PRV_OK;
        }
    }

    if (rw->mode == PRV_MODE_INLINE) {

        if (tk->end_tag && tk->element != NULL
            && tk->element->id == PRV_EL_SCRIPT)
        {
            return prv_strip_inline(rw, tk->start, 1);
        }

        /* markup in a script of SVG: this is no script that anybody writes */

        if (prv_token_offset(tk) - rw->script >= rw->conf->limit) {

            if (prv_strip_over(rw, 1) != PRV_OK) {
                return PRV_ERROR;
            }

        } else if (prv_strip_mixed(rw) != PRV_OK) {
            return PRV_ERROR;
        }
    }

    if (rw->mode == PRV_MODE_STYLE && prv_style_end(rw, tk->start) != PRV_OK)
    {
        return PRV_ERROR;
    }

    if (rw->mode == PRV_MODE_DROP_RAW) {
        rw->mode = PRV_MODE_PASS;

        if (!tk->raw_end && tk->end_tag) {
            prv_tree_end(rw);
        }

        prv_tree_every(rw);

        return prv_strip_drop(rw, prv_token_offset(tk));
    }

    if (rw->mode == PRV_MODE_DROP_TREE) {

        if (tk->raw_end || !prv_drop_opened(rw)) {
            return prv_strip_dropped(rw);
        }

        if (prv_strip_ended(rw) != PRV_OK) {
            return PRV_ERROR;
        }
    }

    if (tk->raw_end) {
        return PRV_OK;
    }

    if (tk->end_tag) {

        if (rw->too_long != PRV_LONG_NONE) {
            rw->too_long = PRV_LONG_NONE;
            prv_tree_every(rw);
        }

        return prv_tag_end(rw);
    }

    return prv_tag_start(rw);
}


static int
prv_tag_start(prv_rewriter_t *rw)
{
    int                    implied, marked, rc;
    size_t                 len;
    uint64_t               end;
    prv_verdict_t          v;
    prv_tokenizer_t       *tk;
    const unsigned char   *raw;
    const prv_element_t   *e;

    tk = &rw->tk;
    e = tk->element;
    end = prv_token_offset(tk);
    implied = 0;
    marked = 0;

    if (rw->ns_depth && prv_tree_is_foreign(rw) && prv_tree_breaks(tk)) {

        prv_tree_break(rw);
        implied = 1;
    }

    if (prv_place_tag(rw, &implied) != PRV_OK) {
        return PRV_ERROR;
    }

    if (!rw->placed && e != NULL && e->id == PRV_EL_FRAMESET
        && !rw->templates && !rw->noscript
        && rw->too_long != PRV_LONG_STRIP)
    {
        rw->placed = 1;
        rw->frameset = 1;
        rw->too_long = PRV_LONG_NONE;
        tk->watch = 0;
        prv_tree_every(rw);
        return PRV_OK;
    }

    if (rw->columns && e != NULL
        && (e->id == PRV_EL_SCRIPT || e->id == PRV_EL_IMG))
    {
        implied = 1;
    }

    if (rw->xml) {
        implied = 0;
    }

    if (e == NULL
        && !(tk->seen & (prv_at(PRV_AT_MARK) | PRV_AT_CSS)))
    {

        if (rw->too_long != PRV_LONG_NONE) {
            rw->too_long = PRV_LONG_NONE;
            prv_tree_every(rw);
        }

        prv_tree_foreign(rw);
        return PRV_OK;
    }

    rc = PRV_OK;

    if (rw->too_long == PRV_LONG_TAG) {
        rw->too_long = PRV_LONG_NONE;
        prv_tree_every(rw);

        if (rw->conf->tags == PRV_TAGS_OFF) {
            return PRV_OK;
        }

        prv_out_skip(rw, end);

        return prv_out_joint(rw, tk->start);
    }

    if (rw->too_long == PRV_LONG_NONE && prv_tree_doubtful(rw)) {
        /* read as one thing here, as another there: it may not stay */

        if (rw->conf->tags == PRV_TAGS_OFF) {
            return PRV_OK;
        }

        if (tk->start >= tk->base
            && prv_out_flush(rw, tk->start) != PRV_OK)
        {
            return PRV_ERROR;
        }

        prv_out_skip(rw, end);

        return prv_out_joint(rw, tk->start);
    }

    if (e != NULL && rw->too_long == PRV_LONG_NONE
        && prv_tree_sure(rw) != PRV_OK)
    {
        return PRV_ERROR;
    }

    if (rw->too_long == PRV_LONG_NONE
        && ((e != NULL && e->want) || tk->seen))
    {
        len = (size_t) (end - tk->start);

        raw = prv_out_raw(rw, tk->start, end);
        if (raw == NULL) {
            return PRV_ERROR;
        }

        if (prv_judge_tag(rw, raw, len, &v) != PRV_OK) {
            return PRV_ERROR;
        }

        if (v.edit && prv_tag_is_inline(rw)) {

            /* its tag is needed until its text is known: all of it goes */

            v.refused = 1;
        }

        if (rw->conf->tags == PRV_TAGS_OFF) {

            if (v.refused && rw->conf->report) {

                /* a strip would not have looked at what is in it */

                prv_strip_content(rw);

                return PRV_OK;
            }

        } else {

            if (v.refused
                && (rw->conf->tags == PRV_TAGS_STRIP
                    || (v.marked && !prv_strip_can_keep(rw))))
            {
                if (prv_tree_means(rw, &v)) {
                    implied = 1;
                }


                if (prv_strip_tag(rw, &v, raw, len, implied) != PRV_OK) {
                    return PRV_ERROR;
                }

                if (implied) {
                    prv_tag_table(rw);
                }

                prv_out_skip(rw, end);
                prv_strip_content(rw);

                return PRV_OK;
            }

            if (v.refused || v.edit) {

                /* raw may be what is held: the tag begins it */

                if (tk->start >= tk->base
                    && prv_out_flush(rw, tk->start) != PRV_OK)
                {
                    return PRV_ERROR;
                }

                if (prv_edit_tag(rw, raw, len, &v,
                                 rw->conf->tags == PRV_TAGS_BLOCK)
                    != PRV_OK)
                {
                    return PRV_ERROR;
                }

                prv_out_skip(rw, end);

                if (v.refused && v.marked
                    && (e == NULL || e->id != PRV_EL_SCRIPT))
                {
                    return prv_strip_keep(rw);
                }

                if (v.refused && e != NULL && e->id == PRV_EL_SCRIPT) {

                    /* its text is none of a script's any more */

                    prv_tree_raw(rw);
                    prv_tree_foreign(rw);
                    return PRV_OK;
                }
            }
        }

        marked = (tk->seen & prv_at(PRV_AT_MARK))
                 && prv_mark(rw, raw, len) != PRV_CATEGORIES;

        if (e != NULL && e->id == PRV_EL_SCRIPT
            && !marked
            && !rw->frameset
            && !(tk->self_closing && prv_tree_is_foreign(rw))
            && prv_is_script(rw, raw, len)
            && prv_tag_is_inline(rw))
        {
            if (tk->start >= tk->base
                && prv_out_flush(rw, tk->start) != PRV_OK)
            {
                return PRV_ERROR;
            }

            prv_tree_raw(rw);
            prv_tree_foreign(rw);
            rw->mode = PRV_MODE_INLINE;
            rw->scripted = 1;
            rw->prefixed = tk->prefixed;
            rw->script = tk->start;
            rw->text = end;

            rw->nonce_len = 0;

            if (tk->seen & prv_at(PRV_AT_NONCE)) {
                rw->nonce = (uint32_t) tk->attrs[PRV_AT_NONCE].value;
                rw->nonce_len = (uint32_t) tk->attrs[PRV_AT_NONCE].len;
            }

            prv_tree_every(rw);

            return PRV_OK;
        }
    }

    if (rw->too_long == PRV_LONG_STRIP) {
        rw->too_long = PRV_LONG_NONE;
        prv_strip_content(rw);
        return prv_strip_drop(rw, end);
    }

    if (rw->too_long != PRV_LONG_NONE) {
        rw->too_long = PRV_LONG_NONE;
        prv_tree_every(rw);
    }

    prv_tree_raw(rw);
    prv_tree_foreign(rw);

    if (e != NULL) {

        switch (e->id) {

        case PRV_EL_META:

            if (rw->unreadable && prv_rewriter_unreadable(rw) != PRV_OK) {
                return PRV_ERROR;
            }

            break;

        case PRV_EL_STYLE:

            if (marked) {
                break;
            }

            if (tk->state == PRV_ST_RAWTEXT
                || (prv_tree_ns(rw) == PRV_NS_SVG && !tk->self_closing))
            {
                prv_style_begin(rw);
            }

            break;

        case PRV_EL_HEAD:
            rc = prv_place_head(rw, end);
            break;

        case PRV_EL_BODY:

            if (!rw->placed && !rw->templates && !rw->noscript) {
                rw->document = 1;
                rc = prv_place_body(rw, end);
            }

            break;

        case PRV_EL_NOSCRIPT:

            if (!prv_tree_is_foreign(rw) && !rw->frameset) {
                rw->noscript = 1;
                rw->ending = 0;
            }

            break;

        case PRV_EL_TEMPLATE:

            /* in a select svg may be none, and what is in it not foreign */

            if ((rw->selects || rw->stuck) && rw->shields < UINT32_MAX) {
                rw->shields++;
            }

            rw->rowed = 0;

            if (!prv_tree_is_foreign(rw) && rw->templates < UINT32_MAX) {
                rw->templates++;
                prv_tree_every(rw);
            }

            break;

        case PRV_EL_COL:
        case PRV_EL_ROW:
            prv_tag_table(rw);
            break;

        case PRV_EL_PRE:
            rw->pre = end;
            break;

        case PRV_EL_SELECT:

            /*
             * In one that is open it is an end tag; but whether one is, after
             * what else would have closed it, only the tree could tell.
             */

            rw->selects = 1;
            prv_tree_every(rw);
            break;

        default:
            break;
        }
    }

    return rc;
}


/* a column or a row has begun, or a tag that stands for one */

static void
prv_tag_table(prv_rewriter_t *rw)
{
    const prv_tokenizer_t  *tk;

    tk = &rw->tk;

    if (tk->element == NULL) {
        return;
    }

    switch (tk->element->id) {

    case PRV_EL_COL:

        /* a template's first tag: there is no group that a row would end */

        rw->stuck |= (rw->templates || rw->shields) && !rw->rowed
                     && tk->name_len == sizeof("col") - 1;
        rw->rowed = 1;
        rw->columns = 1;
        break;

    case PRV_EL_ROW:
        rw->rowed = 1;
        rw->columns = rw->stuck;
        break;

    default:
        return;
    }

    prv_tree_every(rw);
}


/* is it a script without an address? */

static int
prv_tag_is_inline(const prv_rewriter_t *rw)
{
    const prv_tokenizer_t  *tk;

    tk = &rw->tk;

    return tk->element != NULL && tk->element->id == PRV_EL_SCRIPT
           && !(tk->seen & (prv_tree_is_foreign(rw) && !rw->xml
                            ? prv_at(PRV_AT_HREF) | prv_at(PRV_AT_XLINK)
                            : prv_at(PRV_AT_SRC)));
}


int
prv_tag_end(prv_rewriter_t *rw)
{
    int                   implied;
    prv_tokenizer_t      *tk;
    const prv_element_t  *e;

    tk = &rw->tk;
    e = tk->element;

    prv_tree_end(rw);

    if (prv_place_tag(rw, &implied) != PRV_OK) {
        return PRV_ERROR;
    }

    if (e == NULL) {
        return PRV_OK;
    }

    switch (e->id) {

    case PRV_EL_NOSCRIPT:
        rw->noscript = 0;
        tk->watch = !rw->placed;
        break;

    case PRV_EL_TEMPLATE:

        if (rw->templates) {
            rw->templates--;
        }

        /* in a noscript it may be text */

        if (!rw->noscript) {

            if (rw->shields) {
                rw->shields--;

            } else {
                rw->stuck = 0;
            }
        }

        rw->rowed = 0;

        prv_tree_every(rw);
        tk->watch = !rw->placed && !rw->templates;
        break;

    case PRV_EL_COL:
        rw->columns = rw->stuck;
        prv_tree_every(rw);
        break;

    case PRV_EL_SELECT:

        /* out of a template it closes nothing that stands around it */

        if (rw->shields == 0) {
            rw->selects = 0;
            prv_tree_every(rw);
        }

        break;

    default:
        break;
    }

    return PRV_OK;
}
