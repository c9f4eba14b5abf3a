
#include "base/prv_bytes.h"
#include "html/prv_html.h"


static int prv_lower_prefix(const unsigned char *p, size_t len,
    const char *lower);


/* could more bytes make "</noscript" of these? */

int
prv_noscript_partial(const unsigned char *p, size_t len)
{
    return len < sizeof("</noscript")
           && prv_lower_prefix(p, len, "</noscript");
}


/*
 * Where "</noscript" stands next, as a browser with scripting looks for it:
 * in attributes, comments and scripts too; *found is 1.  Else end, or where
 * the last bytes could begin one.
 */

const unsigned char *
prv_noscript_find(const unsigned char *p, const unsigned char *end,
    int *found)
{
    size_t  left;

    for (p = prv_scan(p, end, '<'); p < end; p = prv_scan(p + 1, end, '<')) {

        left = (size_t) (end - p);

        if (left < sizeof("</noscript")) {

            if (prv_lower_prefix(p, left, "</noscript")) {
                *found = 0;
                return p;
            }

            continue;
        }

        if (prv_lower_prefix(p, sizeof("</noscript") - 1, "</noscript")
            && (prv_is_space(p[10]) || p[10] == '/' || p[10] == '>'))
        {
            *found = 1;
            return p;
        }
    }

    *found = 0;

    return end;
}


/* what a noscript's end cuts short ends too, for browsers without scripting */

int
prv_noscript_cut(prv_rewriter_t *rw)
{
    uint64_t          at;
    prv_tokenizer_t  *tk;

    tk = &rw->tk;
    at = prv_token_offset(tk);

    if (rw->mode == PRV_MODE_STYLE
        && prv_style_end(rw, tk->in_tag ? tk->start : at) != PRV_OK)
    {
        return PRV_ERROR;
    }

    if (tk->cutting && (prv_at(tk->attr) & PRV_AT_CSS)
        && prv_long_css(rw, at, 0) != PRV_OK)
    {
        return PRV_ERROR;
    }

    if (rw->keep || rw->conf->tags == PRV_TAGS_OFF) {

        if (prv_out_flush(rw, at) != PRV_OK) {
            return PRV_ERROR;
        }

        goto done;
    }

    if (rw->mode != PRV_MODE_PASS
        || (tk->in_tag && !tk->raw_end && tk->state != PRV_ST_TAG_OPEN))
    {
        /* a tag that was not whole, or what was going already */

        if (rw->mode == PRV_MODE_PASS
            && rw->too_long == PRV_LONG_NONE
            && tk->start >= tk->base
            && prv_out_flush(rw, tk->start) != PRV_OK)
        {
            return PRV_ERROR;
        }

        if (rw->too_long == PRV_LONG_PASS) {

            /* its beginning is gone: any end will do */

            if (tk->cutting) {
                prv_out_skip(rw, at);
            }

            if (prv_out_flush(rw, at) != PRV_OK
                || prv_out_lit(rw, "\"'>") != PRV_OK)
            {
                return PRV_ERROR;
            }
        }

        prv_out_skip(rw, at);

        goto done;
    }

    if (prv_out_flush(rw, at) != PRV_OK) {
        return PRV_ERROR;
    }

    switch (tk->state) {

    case PRV_ST_DATA:
    case PRV_ST_TAG_OPEN:
        break;

    case PRV_ST_COMMENT_START:
    case PRV_ST_COMMENT_START_DASH:
    case PRV_ST_COMMENT:
    case PRV_ST_COMMENT_DASH:
    case PRV_ST_COMMENT_END:
    case PRV_ST_COMMENT_BANG:

        if (prv_out_lit(rw, "-->") != PRV_OK) {
            return PRV_ERROR;
        }

        break;

    case PRV_ST_MARKUP:
    case PRV_ST_MARKUP_DASH:
    case PRV_ST_MARKUP_DOCTYPE:
    case PRV_ST_MARKUP_CDATA:
    case PRV_ST_BOGUS:
    case PRV_ST_DOCTYPE:

        if (prv_out_lit(rw, ">") != PRV_OK) {
            return PRV_ERROR;
        }

        break;

    case PRV_ST_CDATA:
    case PRV_ST_CDATA_BRACKET:
    case PRV_ST_CDATA_END:

        if (prv_out_lit(rw, "]]>") != PRV_OK) {
            return PRV_ERROR;
        }

        break;

    default:

        /* in raw text, of a script perhaps in a comment of its own */

        if (prv_out_lit(rw, "--></") != PRV_OK
            || prv_out_copy(rw, tk->raw, tk->raw_len) != PRV_OK
            || prv_out_lit(rw, ">") != PRV_OK)
        {
            return PRV_ERROR;
        }
    }

done:

    if (rw->keep && prv_strip_kept(rw) != PRV_OK) {
        return PRV_ERROR;
    }

    tk->state = PRV_ST_DATA;
    tk->in_tag = 0;
    tk->raw_end = 0;
    tk->cut = 0;
    tk->cutting = 0;
    rw->too_long = PRV_LONG_NONE;
    rw->css_long = PRV_LONG_NONE;
    rw->mode = PRV_MODE_PASS;

    prv_tree_every(rw);

    return PRV_OK;
}


/* are these the first bytes of that, in any case? */

static int
prv_lower_prefix(const unsigned char *p, size_t len, const char *lower)
{
    size_t  i;

    for (i = 0; i < len; i++) {
        if (lower[i] == '\0' || prv_lower(p[i]) != (unsigned char) lower[i]) {
            return 0;
        }
    }

    return 1;
}
