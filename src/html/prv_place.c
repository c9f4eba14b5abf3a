
#include "html/prv_html.h"


static int prv_place_insert(prv_rewriter_t *rw, uint64_t at,
    int (*ask)(void *data, prv_str_t *html));


int
prv_place_tag(prv_rewriter_t *rw, int *implied)
{
    prv_tokenizer_t      *tk;
    const prv_element_t  *e;

    tk = &rw->tk;

    if (rw->placed || rw->templates || rw->noscript) {
        return PRV_OK;
    }

    /* of a tag that is too long perhaps not even the name is known */

    e = (tk->in_tag && tk->state == PRV_ST_TAG_NAME) ? NULL : tk->element;

    if (tk->end_tag) {

        if (e == NULL) {

            if (tk->name_len != 2 || memcmp(tk->name, "br", 2) != 0) {
                return PRV_OK;
            }

        } else if (e->id == PRV_EL_BODY || e->id == PRV_EL_HTML) {
            rw->document = 1;

        } else {
            return PRV_OK;
        }

        return prv_place_body(rw, tk->start);
    }

    if (e != NULL) {

        if (e->id == PRV_EL_HTML || e->id == PRV_EL_HEAD) {
            rw->document = 1;
            return PRV_OK;
        }

        if (e->id == PRV_EL_BODY || e->id == PRV_EL_FRAMESET) {
            rw->document = 1;
            return prv_place_head(rw, tk->start);
        }

        if (e->flags & PRV_EF_HEAD) {
            return prv_place_head(rw, tk->start);
        }
    }

    if (prv_place_body(rw, tk->start) != PRV_OK) {
        return PRV_ERROR;
    }

    if (!rw->inserted) {
        *implied = 1;
    }

    return PRV_OK;
}


/* here <head> begins, or what there is in its stead */

int
prv_place_head(prv_rewriter_t *rw, uint64_t at)
{
    if (rw->headed) {
        return PRV_OK;
    }

    rw->headed = 1;

    return prv_place_insert(rw, at, rw->sink->head);
}


/* here <body> begins */

int
prv_place_body(prv_rewriter_t *rw, uint64_t at)
{
    if (prv_place_head(rw, at) != PRV_OK) {
        return PRV_ERROR;
    }

    rw->placed = 1;
    rw->tk.watch = 0;
    prv_tree_every(rw);

    return prv_place_insert(rw, at, rw->sink->body);
}


static int
prv_place_insert(prv_rewriter_t *rw, uint64_t at,
    int (*ask)(void *data, prv_str_t *html))
{
    prv_str_t  html;

    if (ask == NULL) {
        return PRV_OK;
    }

    html.len = 0;
    html.data = NULL;

    if (ask(rw->sink->data, &html) != PRV_OK) {
        return PRV_ERROR;
    }

    if (html.len == 0) {
        return PRV_OK;
    }

    if (rw->placed) {
        rw->inserted = 1;
    }

    if (prv_out_flush(rw, at) != PRV_OK) {
        return PRV_ERROR;
    }

    return prv_out_keep(rw, html.data, html.len);
}
