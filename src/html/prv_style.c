
#include "html/prv_charref.h"
#include "html/prv_html.h"


#define PRV_STYLE_NONE  "about:invalid"


static int prv_style_url(prv_rewriter_t *rw, uint64_t upto, int ended);
static int prv_style_judge(prv_rewriter_t *rw, const prv_css_t *css,
    const prv_str_t *written, uint64_t offset, const prv_str_t *element,
    int *refused);
static size_t prv_style_cut(prv_rewriter_t *rw, uint64_t len);
static size_t prv_style_most(const prv_rewriter_t *rw);


/* the text of a <style> begins */

void
prv_style_begin(prv_rewriter_t *rw)
{
    prv_css_init(&rw->css);

    rw->mode = PRV_MODE_STYLE;
    rw->script = rw->tk.start;
    rw->text = prv_token_offset(&rw->tk);
    rw->css_cut = 0;

    prv_tree_every(rw);
}


/*
 * Reads its text on to that offset: what is refused in it becomes a URL that
 * is none.  *keep is from where on what was read is to be held.
 */

int
prv_style_read(prv_rewriter_t *rw, uint64_t upto, uint64_t *keep)
{
    uint64_t              stop;
    prv_css_t            *css;
    const unsigned char  *p;

    css = &rw->css;

    while (rw->text < upto) {

        stop = upto;

        if (rw->text >= rw->tk.base) {
            p = rw->tk.chunk + (rw->text - rw->tk.base);

        } else {

            /* what could have begun an end tag, and was held */

            if (stop > rw->tk.base) {
                stop = rw->tk.base;
            }

            p = prv_out_raw(rw, rw->text, stop);
            if (p == NULL) {
                return PRV_ERROR;
            }
        }

        prv_css_feed(css, p, (size_t) (stop - rw->text), rw->text);

        if (!prv_css_next(css)) {
            rw->text = stop;
            continue;
        }

        rw->text = css->stop + 1;

        if (prv_style_url(rw, css->stop, 1) != PRV_OK) {
            return PRV_ERROR;
        }
    }

    *keep = upto;

    if (rw->css_cut) {
        prv_out_skip(rw, upto);
        return PRV_OK;
    }

    if (!css->loads) {
        return PRV_OK;
    }

    if (upto - css->start <= prv_style_most(rw)) {
        *keep = css->start;
        return PRV_OK;
    }

    /* the rest of it decides nothing */

    return prv_style_url(rw, upto, 0);
}


/* it ends there, a URL in it perhaps not whole: that is one nevertheless */

int
prv_style_end(prv_rewriter_t *rw, uint64_t at)
{
    uint64_t  keep;

    if (prv_style_read(rw, at, &keep) != PRV_OK) {
        return PRV_ERROR;
    }

    if (rw->css.loads && prv_style_url(rw, at, 1) != PRV_OK) {
        return PRV_ERROR;
    }

    rw->mode = PRV_MODE_PASS;
    prv_tree_every(rw);

    /* what is held then begins with the tag that ends it */

    return prv_out_flush(rw, at);
}


static int
prv_style_url(prv_rewriter_t *rw, uint64_t upto, int ended)
{
    int         refused;
    prv_css_t  *css;
    prv_str_t   written, element;

    css = &rw->css;

    if (rw->css_cut) {
        prv_out_skip(rw, upto);
        rw->css_cut = !ended;
        return PRV_OK;
    }

    written.len = prv_style_cut(rw, upto - css->start);

    written.data = (unsigned char *) prv_out_raw(rw, css->start,
                                                 css->start + written.len);
    if (written.data == NULL) {
        return PRV_ERROR;
    }

    element.data = (unsigned char *) "style";
    element.len = sizeof("style") - 1;

    if (prv_style_judge(rw, css, &written, rw->script, &element, &refused)
        != PRV_OK)
    {
        return PRV_ERROR;
    }

    if (!refused || rw->conf->tags == PRV_TAGS_OFF) {
        css->loads = 0;
        return PRV_OK;
    }

    if (prv_out_flush(rw, css->start) != PRV_OK
        || prv_out_lit(rw, PRV_STYLE_NONE) != PRV_OK)
    {
        return PRV_ERROR;
    }

    prv_out_skip(rw, upto);
    rw->css_cut = !ended;

    return PRV_OK;
}


int
prv_style_attr(prv_rewriter_t *rw, const unsigned char *raw, prv_at_e at,
    int tell, int *refused)
{
    int             rc, one;
    size_t          n, from;
    prv_css_t       css;
    prv_str_t       written, element;
    prv_attr_t     *attr;
    unsigned char  *text;

    *refused = 0;
    attr = &rw->tk.attrs[at];

    if (attr->len == 0
        || (!prv_css_may(raw + attr->value, (size_t) attr->len)
            && memchr(raw + attr->value, '&', (size_t) attr->len) == NULL))
    {
        return PRV_OK;
    }

    text = prv_alloc(rw->mem, (size_t) attr->len);
    if (text == NULL) {
        return PRV_ERROR;
    }

    n = prv_charref_decode(text, (size_t) attr->len, raw + attr->value,
                           (size_t) attr->len);

    element.data = rw->tk.name;
    element.len = rw->tk.name_len < PRV_NAME_MAX ? rw->tk.name_len
                                                 : PRV_NAME_MAX;
    rc = PRV_OK;
    from = 0;

    prv_css_init(&css);
    prv_css_feed(&css, text, n, 0);

    for ( ;; ) {

        if (!prv_css_next(&css)) {

            if (!css.loads) {
                break;
            }

            /* the end of the value ends it, too */

            css.stop = n;
            css.loads = 0;
        }

        written.data = text + css.start;
        written.len = prv_style_cut(rw, css.stop - css.start);

        rc = prv_style_judge(rw, &css, &written, rw->tk.start,
                             tell ? &element : NULL, &one);
        if (rc != PRV_OK) {
            break;
        }

        if (!one) {
            continue;
        }

        if (!*refused) {
            *refused = 1;
            prv_buf_free(&rw->style);
            prv_buf_init(&rw->style, rw->mem, n + sizeof(PRV_STYLE_NONE));
        }

        written.data = text + from;
        written.len = (size_t) css.start - from;

        prv_buf_html(&rw->style, &written);
        prv_buf_lit(&rw->style, PRV_STYLE_NONE);

        from = (size_t) css.stop;
    }

    if (*refused) {
        written.data = text + from;
        written.len = n - from;

        prv_buf_html(&rw->style, &written);

        if (rw->style.failed) {
            rc = PRV_ERROR;
        }
    }

    prv_free(rw->mem, text);

    return rc;
}


static int
prv_style_judge(prv_rewriter_t *rw, const prv_css_t *css,
    const prv_str_t *written, uint64_t offset, const prv_str_t *element,
    int *refused)
{
    prv_str_t      url;
    prv_match_t    match;
    prv_found_e    kind;
    prv_finding_t  finding;
    prv_verdict_t  v;

    if (!rw->tk.abroad && prv_css_is_text(css, written)) {
        *refused = 0;
        return PRV_OK;
    }

    url.data = rw->value;
    url.len = prv_css_decode(rw->value, sizeof(rw->value), written->data,
                             written->len);

    kind = css->imported ? PRV_FOUND_LINK : PRV_FOUND_IMAGE;

    if (prv_judge_ask(rw, &url, kind, &match, refused)
        && rw->sink->found != NULL && element != NULL)
    {
        memset(&finding, 0, sizeof(prv_finding_t));

        finding.kind = kind;
        finding.offset = offset;
        finding.element = *element;
        finding.match = &match;
        finding.host = rw->url.host;
        finding.url = *written;
        finding.refused = (*refused != 0);

        if (rw->sink->found(rw->sink->data, &finding) != PRV_OK) {
            return PRV_ERROR;
        }
    }

    if (*refused || !css->imported || rw->url.type != PRV_URL_DATA) {
        return PRV_OK;
    }

    memset(&v, 0, sizeof(prv_verdict_t));
    v.kind = kind;

    return prv_dataurl_import(rw, &url, 0, &v, refused);
}


/* how much of a URL is looked at, however it was cut */

static size_t
prv_style_cut(prv_rewriter_t *rw, uint64_t len)
{
    rw->truncated = (len > prv_style_most(rw));

    return rw->truncated ? prv_style_most(rw) : (size_t) len;
}


static size_t
prv_style_most(const prv_rewriter_t *rw)
{
    return rw->conf->limit / 2 < PRV_URL_MAX ? rw->conf->limit / 2
                                             : PRV_URL_MAX;
}
