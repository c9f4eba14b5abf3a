
#include "html/prv_html.h"


/* WHATWG HTML, section 4.2.5.3 (shared declarative refresh steps) */

int
prv_meta_refresh(prv_rewriter_t *rw, const unsigned char *raw,
    prv_verdict_t *v, int *refused)
{
    size_t           n;
    prv_str_t        url;
    unsigned char   *p, *end, quote;

    *refused = 0;

    if (!(rw->tk.seen & prv_at(PRV_AT_EQUIV))
        || !(rw->tk.seen & prv_at(PRV_AT_CONTENT)))
    {
        return PRV_OK;
    }

    n = prv_value(rw, raw, PRV_AT_EQUIV, PRV_VALUE_EXACT);

    if (!prv_lower_eq(rw->value, n, "refresh")) {
        return PRV_OK;
    }

    p = rw->value;
    end = p + prv_value(rw, raw, PRV_AT_CONTENT, PRV_VALUE_WORDS);

    if (p == end || (!prv_is_digit(*p) && *p != '.')) {
        return PRV_OK;
    }

    while (p < end && (prv_is_digit(*p) || *p == '.')) {
        p++;
    }

    if (p == end && rw->truncated) {
        return prv_judge_cut(rw, v, refused);
    }

    if (p == end || (!prv_is_space(*p) && *p != ';' && *p != ',')) {
        return PRV_OK;
    }

    while (p < end && prv_is_space(*p)) {
        p++;
    }

    if (p < end && (*p == ';' || *p == ',')) {
        p++;
    }

    while (p < end && prv_is_space(*p)) {
        p++;
    }

    if (end - p >= 3 && prv_lower_eq(p, 3, "url")) {

        url.data = p;
        p += 3;

        while (p < end && prv_is_space(*p)) {
            p++;
        }

        if (p < end && *p == '=') {

            p++;

            while (p < end && prv_is_space(*p)) {
                p++;
            }

        } else {
            p = url.data;
        }
    }

    if (p < end && (*p == '"' || *p == '\'')) {

        quote = *p++;
        url.data = p;

        while (p < end && *p != quote) {
            p++;
        }

        end = p;

    } else {
        url.data = p;
    }

    url.len = (size_t) (end - url.data);

    if (url.len == 0) {
        return PRV_OK;
    }

    return prv_judge_text(rw, &url, &url, v, refused);
}


/*
 * WHATWG HTML, section 13.2.3.2: of what a <meta> may say, UTF-16 counts as
 * UTF-8; what is left that hides markup are these.
 */

void
prv_meta_charset(prv_rewriter_t *rw, const unsigned char *raw)
{
    size_t                 n;
    const unsigned char   *p, *end;

    /* the page's head says nothing of a document in a URL */

    if (rw->verdict == NULL && (rw->conf->charset || rw->level)) {
        return;
    }

    if (rw->tk.seen & prv_at(PRV_AT_CHARSET)) {
        n = prv_value(rw, raw, PRV_AT_CHARSET, PRV_VALUE_EXACT);
        p = rw->value;

    } else if ((rw->tk.seen & prv_at(PRV_AT_EQUIV))
               && (rw->tk.seen & prv_at(PRV_AT_CONTENT)))
    {
        n = prv_value(rw, raw, PRV_AT_EQUIV, PRV_VALUE_EXACT);

        if (!prv_lower_eq(rw->value, n, "content-type")) {
            return;
        }

        n = prv_value(rw, raw, PRV_AT_CONTENT, PRV_VALUE_WORDS);
        p = rw->value;
        end = p + n;

        while (end - p >= 8 && !prv_lower_eq(p, 7, "charset")) {
            p++;
        }

        if (end - p < 8) {
            return;
        }

        for (p += 7; p < end && (prv_is_space(*p) || *p == '='
                                 || *p == '"' || *p == '\''); p++)
        {
            /* void */
        }

        n = (size_t) (end - p);

    } else {
        return;
    }

    for (end = p + n; p < end && prv_is_space(*p); p++) {
        /* void */
    }

    n = (size_t) (end - p);

    if ((n >= 11 && prv_lower_eq(p, 11, "iso-2022-jp"))
        || (n >= 11 && prv_lower_eq(p, 11, "csiso2022jp")))
    {
        rw->unreadable = 1;
    }

    /* the first that is given counts (Encoding, section 4.2, labels) */

    while (n && prv_is_space(p[n - 1])) {
        n--;
    }

    if (!rw->named && !rw->noscript && !rw->templates) {
        rw->named = 1;
        rw->utf8 = prv_lower_eq(p, n, "utf-8") || prv_lower_eq(p, n, "utf8");
    }
}
