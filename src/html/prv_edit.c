
#include "html/prv_html.h"
#include "html/prv_piece.h"
#include "html/prv_srcset.h"


static int prv_edit_quoted(prv_rewriter_t *rw, const unsigned char *p,
    size_t len);
static int prv_edit_srcset(prv_rewriter_t *rw, const prv_piece_t *piece,
    prv_found_e kind);

#define prv_edit_add(rw, s)  prv_out_copy(rw, (s)->data, (s)->len)


/*
 * The tag again, attribute by attribute: every one of a name, as the second
 * would take the place of the first.
 */

int
prv_edit_tag(prv_rewriter_t *rw, const unsigned char *raw, size_t len,
    const prv_verdict_t *v, int block)
{
    int                    typed, next, refused;
    prv_ats_t              edit;
    prv_at_e               attr;
    prv_piece_t            piece;
    const unsigned char   *from;
    const prv_element_t   *e;

    e = (v->kind == PRV_FOUND_INLINE) ? NULL : rw->tk.element;

    /* what a type makes text: a script, and a style that is marked */

    typed = (v->kind == PRV_FOUND_INLINE)
            || (e != NULL && (e->id == PRV_EL_SCRIPT
                              || (e->id == PRV_EL_STYLE && v->marked)));


    edit = v->edit;

    if (v->refused) {
        edit |= (e != NULL) ? e->want & PRV_AT_URLS : 0;

        if (e != NULL && e->id == PRV_EL_META) {
            edit |= prv_at(PRV_AT_EQUIV);
        }

        if (e != NULL && e->id == PRV_EL_PARAM) {
            edit |= prv_at(PRV_AT_VALUE);
        }

        if (typed) {
            edit |= prv_at(PRV_AT_TYPE);
        }
    }

    prv_piece_init(&piece, raw, len);

    if (prv_out_copy(rw, raw, (size_t) (piece.p - raw)) != PRV_OK) {
        return PRV_ERROR;
    }

    if (block && v->refused) {

        if (typed && prv_out_lit(rw, " type=\"text/plain\"") != PRV_OK) {
            return PRV_ERROR;
        }

        if (v->kind == PRV_FOUND_INLINE
            || !(rw->tk.seen & prv_at(PRV_AT_MARK)))
        {

            if (prv_out_lit(rw, " data-privacy-category=\"") != PRV_OK
                || prv_edit_add(rw, &prv_category_names[v->match.category])
                   != PRV_OK
                || prv_out_lit(rw, "\"") != PRV_OK)
            {
                return PRV_ERROR;
            }
        }

        if (v->match.vendor != NULL
            && (prv_out_lit(rw, " data-privacy-vendor=\"") != PRV_OK
                || prv_edit_add(rw, &v->match.vendor->id) != PRV_OK
                || prv_out_lit(rw, "\"") != PRV_OK))
        {
            return PRV_ERROR;
        }
    }

    from = piece.p;

    while (prv_piece_next(&piece)) {

        attr = prv_attribute(piece.name.data, piece.name.len, edit);

        if (attr == PRV_AT_NONE) {
            continue;
        }

        if (prv_out_copy(rw, from, (size_t) (piece.start - from)) != PRV_OK) {
            return PRV_ERROR;
        }

        /* what comes next may follow without white space */

        next = (piece.p < piece.end && !prv_is_space(*piece.p)
                && *piece.p != '/' && *piece.p != '>');

        if (attr == PRV_AT_SRCDOC && !v->refused) {

            if ((v->kept & prv_at(attr))
                && (prv_out_lit(rw, " srcdoc=\"") != PRV_OK
                    || prv_edit_quoted(rw, rw->srcdoc.data, rw->srcdoc.len)
                       != PRV_OK
                    || prv_out_lit(rw, "\"") != PRV_OK))
            {
                return PRV_ERROR;
            }

            from = piece.p;

            if (next && prv_out_lit(rw, " ") != PRV_OK) {
                return PRV_ERROR;
            }

            continue;
        }

        if (prv_at(attr) & PRV_AT_CSS) {

            if (prv_style_attr(rw, raw, attr, 0, &refused) != PRV_OK
                || prv_edit_style(rw, &piece.name) != PRV_OK)
            {
                return PRV_ERROR;
            }

        } else if (!v->refused && (v->kept & prv_at(attr))
                   && prv_edit_srcset(rw, &piece, v->kind) != PRV_OK)
        {
            return PRV_ERROR;
        }

        if (block) {

            if (prv_out_lit(rw, " data-privacy-") != PRV_OK) {
                return PRV_ERROR;
            }

            from = piece.name.data;

        } else {
            from = piece.p;

            if (next && prv_out_lit(rw, " ") != PRV_OK) {
                return PRV_ERROR;
            }
        }
    }

    prv_buf_free(&rw->srcdoc);

    return prv_out_copy(rw, from, (size_t) (piece.end - from));
}


int
prv_edit_style(prv_rewriter_t *rw, const prv_str_t *name)
{
    if (prv_out_lit(rw, " ") != PRV_OK
        || prv_edit_add(rw, name) != PRV_OK
        || prv_out_lit(rw, "=\"") != PRV_OK
        || prv_out_copy(rw, rw->style.data, rw->style.len) != PRV_OK)
    {
        return PRV_ERROR;
    }

    return prv_out_lit(rw, "\"");
}


/* text in a value that double quotes are around */

static int
prv_edit_quoted(prv_rewriter_t *rw, const unsigned char *p, size_t len)
{
    int                    rc;
    const unsigned char   *q, *end;

    for (end = p + len; p < end; p = q + 1) {

        for (q = p; q < end && *q != '"' && *q != '&' && *q != '<'
                        && *q != '>'; q++)
        {
            /* void */
        }

        if (prv_out_copy(rw, p, (size_t) (q - p)) != PRV_OK) {
            return PRV_ERROR;
        }

        if (q == end) {
            break;
        }

        rc = (*q == '"') ? prv_out_lit(rw, "&quot;")
             : (*q == '&') ? prv_out_lit(rw, "&amp;")
             : (*q == '<') ? prv_out_lit(rw, "&lt;")
                           : prv_out_lit(rw, "&gt;");

        if (rc != PRV_OK) {
            return PRV_ERROR;
        }
    }

    return PRV_OK;
}


/* the candidates that may stay */

static int
prv_edit_srcset(prv_rewriter_t *rw, const prv_piece_t *piece,
    prv_found_e kind)
{
    size_t         n;
    prv_str_t      url;
    prv_match_t    match;
    prv_srcset_t   set;
    unsigned char  quote;

    quote = piece->quote ? piece->quote : '"';

    if (prv_out_lit(rw, " ") != PRV_OK
        || prv_edit_add(rw, &piece->name) != PRV_OK
        || prv_out_lit(rw, "=") != PRV_OK
        || prv_out_copy(rw, &quote, 1) != PRV_OK)
    {
        return PRV_ERROR;
    }

    prv_srcset_init(&set, &piece->value);

    for (n = 0;
         prv_srcset_next(&set, rw->value, sizeof(rw->value), &url);
         /* void */)
    {
        rw->truncated = set.truncated;

        if (!prv_value_url(rw, &url, prv_judge_loads[kind], &match)) {
            continue;
        }

        if ((n++ && prv_out_lit(rw, ", ") != PRV_OK)
            || prv_edit_add(rw, &set.written) != PRV_OK)
        {
            return PRV_ERROR;
        }
    }

    return prv_out_copy(rw, &quote, 1);
}


int
prv_edit_surrogate(prv_rewriter_t *rw, const prv_verdict_t *v,
    const unsigned char *nonce, size_t len)
{
    size_t               i, n, bit;
    const prv_vendor_t  *vendor;

    vendor = v->match.vendor;

    /* what is blocked runs later, and must not find that it has run */

    if (!rw->conf->surrogates || rw->conf->tags != PRV_TAGS_STRIP
        || vendor == NULL
        || vendor->surrogate.len == 0)
    {
        return PRV_OK;
    }

    if (rw->surrogates == NULL) {

        n = (rw->gate->rules != NULL && rw->gate->rules->catalog != NULL)
            ? rw->gate->rules->catalog->vendors.n : vendor->index + 1;

        rw->surrogates = prv_calloc(rw->mem, n / 8 + 1, 1);
        if (rw->surrogates == NULL) {
            return PRV_ERROR;
        }

        rw->surrogates_len = n / 8 + 1;
    }

    bit = vendor->index;

    if (bit / 8 < rw->surrogates_len) {

        if (rw->surrogates[bit / 8] & (1 << (bit & 7))) {
            return PRV_OK;
        }

        rw->surrogates[bit / 8] |= (unsigned char) (1 << (bit & 7));
    }

    /* a nonce is base64: anything else would have to be quoted again */

    for (i = 0; i < len; i++) {
        if (!prv_is_alnum(nonce[i]) && strchr("+/=-_", nonce[i]) == NULL) {
            len = 0;
        }
    }

    if (len && (prv_out_lit(rw, "<script nonce=\"") != PRV_OK
                || prv_out_copy(rw, nonce, len) != PRV_OK
                || prv_out_lit(rw, "\">") != PRV_OK))
    {
        return PRV_ERROR;
    }

    if (len == 0 && prv_out_lit(rw, "<script>") != PRV_OK) {
        return PRV_ERROR;
    }

    /* in XML these would be markup */

    if (!rw->xml
        || (memchr(vendor->surrogate.data, '<', vendor->surrogate.len) == NULL
            && memchr(vendor->surrogate.data, '&', vendor->surrogate.len)
               == NULL))
    {

        if (prv_edit_add(rw, &vendor->surrogate) != PRV_OK) {
            return PRV_ERROR;
        }

        return prv_out_lit(rw, "</script>");
    }

    if (prv_out_lit(rw, "//<![CDATA[\n") != PRV_OK
        || prv_edit_add(rw, &vendor->surrogate) != PRV_OK)
    {
        return PRV_ERROR;
    }

    return prv_out_lit(rw, "\n//]]></script>");
}
