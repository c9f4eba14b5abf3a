
#include "base/prv_base64.h"
#include "html/prv_charref.h"
#include "html/prv_html.h"
#include "html/prv_srcset.h"


#define PRV_DATAURL_DEPTH  3        /* of style sheets in style sheets */


static size_t prv_dataurl_plain(unsigned char *p, size_t len);
static size_t prv_dataurl_base64(unsigned char *p, size_t len);
static int prv_dataurl_is_base64(const unsigned char *p, size_t *len);
static int prv_dataurl_is(const unsigned char *p, size_t len, const char *name);
static int prv_dataurl_is_document(const unsigned char *p, size_t len);
static int prv_dataurl_unreadable(const unsigned char *type, size_t len,
    const unsigned char *body, size_t n);
static int prv_dataurl_css(prv_rewriter_t *rw, const unsigned char *p,
    size_t len, unsigned depth, prv_verdict_t *v, int *refused);
static int prv_dataurl_script(prv_rewriter_t *rw, const prv_str_t *written,
    const unsigned char *text, size_t len, prv_verdict_t *v, int *refused);


/*
 * A script or a document that stands in a URL: RFC 2397, and the Fetch
 * standard's "data: URL processor", section 6.  Plug-ins that delay scripts
 * write inline ones like this.
 */

int
prv_dataurl(prv_rewriter_t *rw, const unsigned char *value, size_t len,
    prv_verdict_t *v, int *refused)
{
    int             rc, base64;
    size_t          n, type;
    prv_str_t       written;
    unsigned char  *p, *text, *body;

    *refused = 0;

    /* what stands for four bytes may take six when it was padded */

    text = prv_alloc(rw->mem, len + 4);
    if (text == NULL) {
        return PRV_ERROR;
    }

    written.data = (unsigned char *) value;
    written.len = len;

    n = prv_charref_decode(text, len, value, len);
    n = prv_dataurl_plain(text, n);

    rc = PRV_OK;

    p = memchr(text, ':', n);
    if (p == NULL) {
        goto done;
    }

    p++;

    if (rw->url.type == PRV_URL_SCRIPT) {

        n = prv_unescape(p, p, n - (size_t) (p - text));
        rc = prv_dataurl_script(rw, &written, p, n, v, refused);

        goto done;
    }

    body = memchr(p, ',', n - (size_t) (p - text));
    if (body == NULL) {
        goto done;
    }

    type = (size_t) (body - p);
    base64 = prv_dataurl_is_base64(p, &type);

    body++;
    n -= (size_t) (body - text);

    n = prv_unescape(body, body, n);

    if (base64) {
        n = prv_dataurl_base64(body, n);
    }

    if (v->kind == PRV_FOUND_LINK) {

        if (prv_dataurl_is(p, type, "text/css")) {
            rc = (rw->partial != PRV_AT_NONE
                  || prv_dataurl_unreadable(p, type, body, n))
                 ? prv_judge_cut(rw, v, refused)
                 : prv_dataurl_css(rw, body, n, 0, v, refused);
        }

    } else if ((v->kind == PRV_FOUND_SCRIPT
                || prv_dataurl_is_document(p, type))
               && prv_dataurl_unreadable(p, type, body, n))
    {
        rc = prv_judge_cut(rw, v, refused);

    } else if (v->kind == PRV_FOUND_SCRIPT) {
        rc = prv_dataurl_script(rw, &written, body, n, v, refused);

    } else if (prv_dataurl_is_document(p, type)) {

        if (rw->partial != PRV_AT_NONE) {
            rc = prv_judge_cut(rw, v, refused);
            goto done;
        }

        rc = prv_srcdoc_text(rw, body, n, v, refused);
    }

done:

    prv_free(rw->mem, text);

    return rc;
}


/* WHATWG URL, section 4.4: without what its parser takes out, or a fragment */

static size_t
prv_dataurl_plain(unsigned char *p, size_t len)
{
    size_t  i, n;

    for (i = 0; i < len && p[i] <= ' '; i++) {
        /* void */
    }

    for (n = 0; i < len && p[i] != '#'; i++) {
        if (p[i] != '\t' && p[i] != '\n' && p[i] != '\r') {
            p[n++] = p[i];
        }
    }

    return n;
}


/* Infra standard, section 7: white space in it is no error */

static size_t
prv_dataurl_base64(unsigned char *p, size_t len)
{
    size_t      i, n;
    ptrdiff_t   size;
    prv_str_t   s;

    for (i = 0, n = 0; i < len; i++) {
        if (!prv_is_space(p[i])) {
            p[n++] = p[i];
        }
    }

    /* of a value that was cut, the last digit may be alone */

    s.data = p;
    s.len = (n % 4 == 1) ? n - 1 : n;

    size = prv_base64(p, len + 4, &s);

    return (size < 0) ? 0 : (size_t) size;
}


/* ";base64" at the end of the type leaves it */

static int
prv_dataurl_is_base64(const unsigned char *p, size_t *len)
{
    size_t  n;

    n = *len;

    if (n < 6 || !prv_lower_eq(p + n - 6, 6, "base64")) {
        return 0;
    }

    for (n -= 6; n && p[n - 1] == ' '; n--) {
        /* void */
    }

    if (n == 0 || p[n - 1] != ';') {
        return 0;
    }

    *len = n - 1;

    return 1;
}


static int
prv_dataurl_is(const unsigned char *p, size_t len, const char *name)
{
    size_t                n;
    const unsigned char  *semicolon;

    semicolon = len ? memchr(p, ';', len) : NULL;
    n = (semicolon != NULL) ? (size_t) (semicolon - p) : len;

    while (n && *p == ' ') {
        p++;
        n--;
    }

    while (n && p[n - 1] == ' ') {
        n--;
    }

    return prv_lower_eq(p, n, name);
}


/* MIME Sniffing standard, section 4.6: HTML and XML, that of SVG included */

static int
prv_dataurl_is_document(const unsigned char *p, size_t len)
{
    size_t                n;
    const unsigned char  *semicolon;

    semicolon = len ? memchr(p, ';', len) : NULL;
    n = (semicolon != NULL) ? (size_t) (semicolon - p) : len;

    while (n && *p == ' ') {
        p++;
        n--;
    }

    while (n && p[n - 1] == ' ') {
        n--;
    }

    return prv_lower_eq(p, n, "text/html") || prv_lower_eq(p, n, "text/xml")
           || prv_lower_eq(p, n, "application/xml")
           || (n > 4 && prv_lower_eq(p + n - 4, 4, "+xml"));
}


int
prv_dataurl_import(prv_rewriter_t *rw, const prv_str_t *url, unsigned depth,
    prv_verdict_t *v, int *refused)
{
    int             rc, base64;
    size_t          n, type;
    unsigned char  *p, *text, *body;

    *refused = 0;

    if (rw->truncated || depth == PRV_DATAURL_DEPTH) {
        return prv_judge_cut(rw, v, refused);
    }

    text = prv_alloc(rw->mem, url->len + 4);
    if (text == NULL) {
        return PRV_ERROR;
    }

    memcpy(text, url->data, url->len);

    rc = PRV_OK;
    n = prv_dataurl_plain(text, url->len);

    p = memchr(text, ':', n);
    body = (p != NULL) ? memchr(p, ',', n - (size_t) (p - text)) : NULL;

    if (body == NULL) {
        goto done;
    }

    p++;

    type = (size_t) (body - p);
    base64 = prv_dataurl_is_base64(p, &type);

    body++;
    n = prv_unescape(body, body, n - (size_t) (body - text));

    if (base64) {
        n = prv_dataurl_base64(body, n);
    }

    if (!prv_dataurl_is(p, type, "text/css")) {
        goto done;
    }

    rc = prv_dataurl_unreadable(p, type, body, n)
         ? prv_judge_cut(rw, v, refused)
         : prv_dataurl_css(rw, body, n, depth, v, refused);

done:

    prv_free(rw->mem, text);

    return rc;
}


/* a style sheet in a URL: one refused in it is enough */

static int
prv_dataurl_css(prv_rewriter_t *rw, const unsigned char *p, size_t len,
    unsigned depth, prv_verdict_t *v, int *refused)
{
    int          rc, one, tell;
    prv_css_t    css;
    prv_str_t    url, written;
    prv_match_t  match;

    *refused = 0;

    prv_css_init(&css);
    prv_css_feed(&css, p, len, 0);

    for ( ;; ) {

        if (!prv_css_next(&css)) {

            if (!css.loads) {
                return PRV_OK;
            }

            css.stop = len;
            css.loads = 0;
        }

        written.data = (unsigned char *) p + css.start;
        written.len = (size_t) (css.stop - css.start);

        rw->truncated = (written.len > PRV_URL_MAX);

        if (rw->truncated) {
            written.len = PRV_URL_MAX;
        }

        url.data = rw->value;
        url.len = prv_css_decode(rw->value, sizeof(rw->value), written.data,
                                 written.len);

        tell = prv_judge_ask(rw, &url,
                             css.imported ? PRV_FOUND_LINK : PRV_FOUND_IMAGE,
                             &match, &one);

        if (one) {
            *refused = PRV_SRCSET_ALL;
            v->match = match;
            v->host = rw->url.host;
        }

        rc = tell ? prv_judge_found(rw, v->kind, &match, &rw->url.host,
                                    &written, one)
                  : PRV_OK;

        if (rc == PRV_OK && !one && css.imported
            && rw->url.type == PRV_URL_DATA)
        {
            rc = prv_dataurl_import(rw, &url, depth + 1, v, &one);
        }

        if (rc != PRV_OK || one) {
            *refused = one ? PRV_SRCSET_ALL : 0;
            return rc;
        }
    }
}


/*
 * In UTF-16 or ISO-2022-JP, whose bytes hide what they say: by a label of the
 * Encoding standard, section 4.2 (one that is quoted may have "\\" in it), by
 * a byte order mark, or, in XML, by the zeros of its first characters.
 */

static int
prv_dataurl_unreadable(const unsigned char *type, size_t len,
    const unsigned char *body, size_t n)
{
    size_t  i, k, size;

    static const char  *labels[] = {
        "utf-16", "ucs-2", "unicode", "2022", "\\"
    };

    for (k = 0; k < sizeof(labels) / sizeof(labels[0]); k++) {

        size = strlen(labels[k]);

        for (i = 0; i + size <= len; i++) {
            if (prv_lower_eq(type + i, size, labels[k])) {
                return 1;
            }
        }
    }

    if (n > 1 && ((body[0] == 0xfe && body[1] == 0xff)
                  || (body[0] == 0xff && body[1] == 0xfe)))
    {
        return 1;
    }

    return n && memchr(body, '\0', n < 4 ? n : 4) != NULL;
}


static int
prv_dataurl_script(prv_rewriter_t *rw, const prv_str_t *written,
    const unsigned char *text, size_t len, prv_verdict_t *v, int *refused)
{
    prv_str_t    none;
    prv_match_t  match;

    memset(&match, 0, sizeof(prv_match_t));

    *refused = !prv_gate_inline(rw->gate, text, len, &match, NULL);

    if (*refused) {
        v->match = match;

    } else if (!match.known) {
        return PRV_OK;
    }

    none.len = 0;
    none.data = NULL;

    return prv_judge_found(rw, v->kind, &match, &none, written, *refused);
}
