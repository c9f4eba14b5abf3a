
#include "base/prv_base64.h"
#include "html/prv_charref.h"
#include "html/prv_html.h"


#define PRV_DATAURL_DEPTH  3        /* of style sheets in style sheets */


static size_t prv_dataurl_plain(unsigned char *p, size_t len);
static int prv_dataurl_split(unsigned char *p, size_t len, prv_str_t *type,
    prv_str_t *body);
static size_t prv_dataurl_base64(unsigned char *p, size_t len);
static int prv_dataurl_is_base64(prv_str_t *type);
static prv_str_t prv_dataurl_essence(const prv_str_t *type);
static int prv_dataurl_is_css(const prv_str_t *type);
static int prv_dataurl_is_document(const prv_str_t *type);
static int prv_dataurl_unreadable(const prv_str_t *type,
    const prv_str_t *body);
static int prv_dataurl_label(const prv_str_t *s);
static int prv_dataurl_css(prv_rewriter_t *rw, const prv_str_t *text,
    unsigned depth, prv_verdict_t *v, int *refused);
static int prv_dataurl_script(prv_rewriter_t *rw, const prv_str_t *written,
    const prv_str_t *text, prv_verdict_t *v, int *refused);


/*
 * A script or a document that stands in a URL: RFC 2397, and the Fetch
 * standard's "data: URL processor", section 6.  Plug-ins that delay scripts
 * write inline ones like this.
 */

int
prv_dataurl(prv_rewriter_t *rw, const unsigned char *value, size_t len,
    prv_verdict_t *v, int *refused)
{
    int             rc;
    size_t          n;
    prv_str_t       written, type, body;
    unsigned char  *p, *text;

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
    n -= (size_t) (p - text);

    if (rw->url.type == PRV_URL_SCRIPT) {

        body.data = p;
        body.len = prv_unescape(p, p, n);

        rc = prv_dataurl_script(rw, &written, &body, v, refused);

        goto done;
    }

    if (!prv_dataurl_split(p, n, &type, &body)) {
        goto done;
    }

    if (v->kind == PRV_FOUND_SCRIPT) {

        rc = prv_dataurl_unreadable(&type, &body)
             ? prv_judge_cut(rw, v, refused)
             : prv_dataurl_script(rw, &written, &body, v, refused);

    } else if (v->kind == PRV_FOUND_LINK ? prv_dataurl_is_css(&type)
                                         : prv_dataurl_is_document(&type))
    {
        if (rw->partial != PRV_AT_NONE || prv_dataurl_unreadable(&type, &body))
        {
            rc = prv_judge_cut(rw, v, refused);

        } else if (v->kind == PRV_FOUND_LINK) {
            rc = prv_dataurl_css(rw, &body, 0, v, refused);

        } else {
            rc = prv_srcdoc_text(rw, body.data, body.len, v, refused);
        }
    }

done:

    prv_free(rw->mem, text);

    return rc;
}


int
prv_dataurl_import(prv_rewriter_t *rw, const prv_str_t *url, unsigned depth,
    prv_verdict_t *v, int *refused)
{
    int             rc;
    size_t          n;
    prv_str_t       type, body;
    unsigned char  *p, *text;

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

    if (p != NULL
        && prv_dataurl_split(p + 1, n - (size_t) (p + 1 - text), &type, &body)
        && prv_dataurl_is_css(&type))
    {
        rc = prv_dataurl_unreadable(&type, &body)
             ? prv_judge_cut(rw, v, refused)
             : prv_dataurl_css(rw, &body, depth, v, refused);
    }

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


/*
 * The type and the body behind "data:", which is decoded where it stands and
 * may take four bytes more than it has
 */

static int
prv_dataurl_split(unsigned char *p, size_t len, prv_str_t *type,
    prv_str_t *body)
{
    int             base64;
    unsigned char  *comma;

    comma = memchr(p, ',', len);
    if (comma == NULL) {
        return 0;
    }

    type->data = p;
    type->len = (size_t) (comma - p);

    base64 = prv_dataurl_is_base64(type);

    comma++;

    body->data = comma;
    body->len = prv_unescape(comma, comma, len - (size_t) (comma - p));

    if (base64) {
        body->len = prv_dataurl_base64(comma, body->len);
    }

    return 1;
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
prv_dataurl_is_base64(prv_str_t *type)
{
    size_t                n;
    const unsigned char  *p;

    p = type->data;
    n = type->len;

    if (n < 6 || !prv_lower_eq(p + n - 6, 6, "base64")) {
        return 0;
    }

    for (n -= 6; n && p[n - 1] == ' '; n--) {
        /* void */
    }

    if (n == 0 || p[n - 1] != ';') {
        return 0;
    }

    type->len = n - 1;

    return 1;
}


/* MIME Sniffing standard, section 4.1: without parameters */

static prv_str_t
prv_dataurl_essence(const prv_str_t *type)
{
    prv_str_t             s;
    const unsigned char  *semicolon;

    s = *type;

    semicolon = s.len ? memchr(s.data, ';', s.len) : NULL;
    if (semicolon != NULL) {
        s.len = (size_t) (semicolon - s.data);
    }

    while (s.len && *s.data == ' ') {
        s.data++;
        s.len--;
    }

    while (s.len && s.data[s.len - 1] == ' ') {
        s.len--;
    }

    return s;
}


static int
prv_dataurl_is_css(const prv_str_t *type)
{
    prv_str_t  s;

    s = prv_dataurl_essence(type);

    return prv_lower_eq(s.data, s.len, "text/css");
}


/* MIME Sniffing standard, section 4.6: HTML and XML, that of SVG included */

static int
prv_dataurl_is_document(const prv_str_t *type)
{
    prv_str_t  s;

    s = prv_dataurl_essence(type);

    return prv_lower_eq(s.data, s.len, "text/html")
           || prv_lower_eq(s.data, s.len, "text/xml")
           || prv_lower_eq(s.data, s.len, "application/xml")
           || (s.len > 4 && prv_lower_eq(s.data + s.len - 4, 4, "+xml"));
}


/* a style sheet in a URL: one refused in it is enough */

static int
prv_dataurl_css(prv_rewriter_t *rw, const prv_str_t *text, unsigned depth,
    prv_verdict_t *v, int *refused)
{
    int          rc;
    prv_css_t    css;
    prv_str_t    url, written;
    prv_match_t  match;

    *refused = 0;

    prv_css_init(&css);
    prv_css_feed(&css, text->data, text->len, 0);

    for ( ;; ) {

        if (!prv_css_next(&css)) {

            if (!css.loads) {
                return PRV_OK;
            }

            css.stop = text->len;
            css.loads = 0;
        }

        written.data = text->data + css.start;
        written.len = (size_t) (css.stop - css.start);

        if (prv_css_is_text(&css, &written)) {
            continue;
        }

        rw->truncated = (written.len > PRV_URL_MAX);

        if (rw->truncated) {
            written.len = PRV_URL_MAX;
        }

        url.data = rw->value;
        url.len = prv_css_decode(rw->value, sizeof(rw->value), written.data,
                                 written.len);

        if (prv_judge_ask(rw, &url, css.imported ? PRV_FOUND_LINK
                                                 : PRV_FOUND_IMAGE,
                          &match, refused))
        {
            rc = prv_judge_found(rw, v->kind, &match, &rw->url.host, &written,
                                 *refused);
            if (rc != PRV_OK) {
                return rc;
            }
        }

        if (*refused) {
            v->match = match;
            v->host = rw->url.host;
            return PRV_OK;
        }

        if (css.imported && rw->url.type == PRV_URL_DATA) {

            rc = prv_dataurl_import(rw, &url, depth + 1, v, refused);
            if (rc != PRV_OK || *refused) {
                return rc;
            }
        }
    }
}


/*
 * In UTF-16 or ISO-2022-JP, whose bytes hide what they say: by a label of the
 * Encoding standard, section 4.2 (one that is quoted may have "\\" in it), by
 * a byte order mark, or, in XML, by the zeros of its first characters or its
 * declaration.
 */

static int
prv_dataurl_unreadable(const prv_str_t *type, const prv_str_t *body)
{
    prv_str_t             xml;
    const unsigned char  *p;

    if (prv_dataurl_label(type)) {
        return 1;
    }

    if (body->len > 5 && memcmp(body->data, "<?xml", 5) == 0) {

        p = memchr(body->data, '>', body->len);

        xml = *body;
        xml.len = (p != NULL) ? (size_t) (p - xml.data) : xml.len;

        if (prv_dataurl_label(&xml)) {
            return 1;
        }
    }

    p = body->data;

    if (body->len > 1 && ((p[0] == 0xfe && p[1] == 0xff)
                          || (p[0] == 0xff && p[1] == 0xfe)))
    {
        return 1;
    }

    return body->len && memchr(p, '\0', body->len < 4 ? body->len : 4) != NULL;
}


static int
prv_dataurl_label(const prv_str_t *s)
{
    size_t  i, k, size;

    static const char  *labels[] = {
        "utf-16", "ucs-2", "unicode", "2022", "\\"
    };

    for (k = 0; k < sizeof(labels) / sizeof(labels[0]); k++) {

        size = strlen(labels[k]);

        for (i = 0; i + size <= s->len; i++) {
            if (prv_lower_eq(s->data + i, size, labels[k])) {
                return 1;
            }
        }
    }

    return 0;
}


static int
prv_dataurl_script(prv_rewriter_t *rw, const prv_str_t *written,
    const prv_str_t *text, prv_verdict_t *v, int *refused)
{
    prv_str_t    none;
    prv_match_t  match;

    memset(&match, 0, sizeof(prv_match_t));

    *refused = !prv_gate_inline(rw->gate, text->data, text->len, &match,
                                NULL);

    if (*refused) {
        v->match = match;

    } else if (!match.known) {
        return PRV_OK;
    }

    none.len = 0;
    none.data = NULL;

    return prv_judge_found(rw, v->kind, &match, &none, written, *refused);
}
