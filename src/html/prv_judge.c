
#include "html/prv_charref.h"
#include "html/prv_html.h"
#include "html/prv_srcset.h"


static int prv_judge_url(prv_rewriter_t *rw, const unsigned char *raw,
    prv_at_e attr, prv_verdict_t *v, int *refused);
static int prv_judge_srcset(prv_rewriter_t *rw, const unsigned char *raw,
    prv_at_e attr, prv_verdict_t *v, int *refused);
static int prv_judge_list(prv_rewriter_t *rw, const unsigned char *raw,
    prv_at_e attr, prv_verdict_t *v, int *refused);
static int prv_judge_values(prv_rewriter_t *rw, const unsigned char *raw,
    prv_verdict_t *v, int *refused);
static int prv_link_loads(const unsigned char *rel, size_t len);


/* what lists call what was found; a link may be anything */

const prv_load_e  prv_judge_loads[] = {
    PRV_LOAD_SCRIPT, PRV_LOAD_TEXT, PRV_LOAD_IMAGE, PRV_LOAD_FRAME,
    PRV_LOAD_TAG, PRV_LOAD_OBJECT, PRV_LOAD_MEDIA, PRV_LOAD_PING,
    PRV_LOAD_OTHER, PRV_LOAD_TAG, PRV_LOAD_TAG
};


int
prv_judge_tag(prv_rewriter_t *rw, const unsigned char *raw, size_t len,
    prv_verdict_t *v)
{
    int                   i, rc, refused;
    size_t                n;
    prv_str_t             none;
    prv_ats_t             urls, left;
    prv_category_e        category;
    prv_tokenizer_t      *tk;
    const prv_element_t  *e;

    /* what takes the element with it; the rest are attributes alone */

    static const prv_ats_t  own = prv_at(PRV_AT_SRC) | prv_at(PRV_AT_HREF)
                                 | prv_at(PRV_AT_XLINK)
                                 | prv_at(PRV_AT_DATA)
                                 | prv_at(PRV_AT_CODE)
                                 | prv_at(PRV_AT_ARCHIVE)
                                 | prv_at(PRV_AT_CODEBASE)
                                 | prv_at(PRV_AT_CONFIG)
                                 | prv_at(PRV_AT_DATASRC)
                                 | prv_at(PRV_AT_ROCKETSRC)
                                 | prv_at(PRV_AT_TO)
                                 | prv_at(PRV_AT_FROM)
                                 | prv_at(PRV_AT_BY)
                                 | prv_at(PRV_AT_VALUES);

    memset(v, 0, sizeof(prv_verdict_t));

    tk = &rw->tk;
    e = tk->element;
    v->kind = (e != NULL) ? (prv_found_e) e->kind : PRV_FOUND_OTHER;

    category = PRV_CATEGORIES;

    if (tk->seen & prv_at(PRV_AT_MARK)) {

        category = prv_mark(rw, raw, len);

        if (category == PRV_NECESSARY) {
            goto stays;
        }
    }

    if ((tk->seen & PRV_AT_CSS)
        && (category == PRV_CATEGORIES
            || !prv_gate_category(rw->gate, category)))
    {
        for (i = PRV_AT_INLINE_STYLE; i < PRV_ATTRS; i++) {

            if (!(tk->seen & prv_at(i))) {
                continue;
            }

            rc = prv_style_attr(rw, raw, (prv_at_e) i, 1, &refused);
            if (rc != PRV_OK) {
                return rc;
            }

            v->edit |= refused ? prv_at(i) : 0;
        }
    }

    if (category != PRV_CATEGORIES) {

        v->match.known = 1;
        v->match.category = category;
        none.len = 0;
        none.data = NULL;

        refused = !prv_gate_category(rw->gate, category);

        rc = prv_judge_found(rw, PRV_FOUND_MARK, &v->match, &none, &none,
                             refused);

        if (rc != PRV_OK) {
            return rc;
        }

        if (!refused) {
            goto stays;
        }

        v->refused = 1;
        v->marked = 1;

        return PRV_OK;
    }

    if (e == NULL) {
        return PRV_OK;
    }

    urls = tk->seen & e->want & PRV_AT_URLS;

    /* in HTML "href" loads nothing for these; where unsure, it may */

    if (!rw->unsure && !prv_tree_is_foreign(rw)
        && e->id != PRV_EL_LINK && e->id != PRV_EL_A)
    {
        urls &= ~(prv_at(PRV_AT_HREF) | prv_at(PRV_AT_XLINK));
    }

    switch (e->id) {

    case PRV_EL_SCRIPT:

        if (!prv_is_script(rw, raw, len)) {
            return PRV_OK;
        }

        break;

    case PRV_EL_LINK:

        /* what is not known of a longer one counts as if it loads */

        if (!(tk->seen & prv_at(PRV_AT_REL))) {

            if (!tk->over) {
                return PRV_OK;
            }

            break;
        }

        n = prv_value(rw, raw, PRV_AT_REL, PRV_VALUE_WORDS);

        if (!rw->truncated && !prv_link_loads(rw->value, n)) {
            return PRV_OK;
        }

        break;

    case PRV_EL_ANIMATE:

        if (!rw->unsure && !prv_tree_is_foreign(rw)) {
            return PRV_OK;
        }

        break;

    case PRV_EL_INPUT:

        if (!(tk->seen & prv_at(PRV_AT_TYPE))) {
            return PRV_OK;
        }

        n = prv_value(rw, raw, PRV_AT_TYPE, PRV_VALUE_EXACT);

        if (!prv_lower_eq(rw->value, n, "image")) {
            return PRV_OK;
        }

        break;

    case PRV_EL_PARAM:

        if (!(tk->seen & prv_at(PRV_AT_NAME))
            || !(tk->seen & prv_at(PRV_AT_VALUE)))
        {
            return PRV_OK;
        }

        n = prv_value(rw, raw, PRV_AT_NAME, PRV_VALUE_EXACT);

        if (!prv_lower_eq(rw->value, n, "movie")
            && !prv_lower_eq(rw->value, n, "src")
            && !prv_lower_eq(rw->value, n, "url")
            && !prv_lower_eq(rw->value, n, "code")
            && !prv_lower_eq(rw->value, n, "data"))
        {
            return PRV_OK;
        }

        rc = prv_judge_url(rw, raw, PRV_AT_VALUE, v, &refused);
        v->refused = (refused != 0);

        return rc;

    case PRV_EL_META:

        prv_meta_charset(rw, raw);

        rc = prv_meta_refresh(rw, raw, v, &refused);
        v->refused = (refused != 0);

        return rc;

    case PRV_EL_BASE:
        return prv_base_tag(rw, raw, v);

    default:
        break;
    }

    for (left = urls; left; left &= left - 1) {

        i = __builtin_ctzll(left);

        switch (i) {

        case PRV_AT_SRCDOC:

            if (rw->partial == PRV_AT_SRCDOC) {
                rc = prv_judge_cut(rw, v, &refused);
                break;
            }

            rc = prv_srcdoc(rw, raw + tk->attrs[i].value,
                            (size_t) tk->attrs[i].len, &refused);

            if (refused == 1) {
                refused = PRV_SRCSET_SOME;

            } else if (refused) {
                refused = PRV_SRCSET_ALL;
            }

            break;

        case PRV_AT_SRCSET:
        case PRV_AT_IMAGESRCSET:
            rc = prv_judge_srcset(rw, raw, (prv_at_e) i, v, &refused);
            break;

        case PRV_AT_VALUES:
            rc = prv_judge_values(rw, raw, v, &refused);
            break;

        case PRV_AT_PING:
        case PRV_AT_ATTRSRC:
            rc = prv_judge_list(rw, raw, (prv_at_e) i, v, &refused);
            break;

        default:
            rc = prv_judge_url(rw, raw, (prv_at_e) i, v, &refused);
            break;
        }

        if (rc != PRV_OK) {
            return rc;
        }

        if (!refused) {
            continue;
        }

        if (own & prv_at(i)) {
            v->refused = 1;
            return PRV_OK;
        }

        v->edit |= prv_at(i);
        v->kept |= (refused == PRV_SRCSET_SOME) ? prv_at(i) : 0;
    }

    /* nothing is left that it could show */

    if ((v->edit & ~v->kept
         & (prv_at(PRV_AT_SRCSET) | prv_at(PRV_AT_IMAGESRCSET)))
        && !(urls & own))
    {
        v->refused = 1;
    }

    return PRV_OK;

stays:

    /* what others are resolved against is not its affair alone */

    return (e != NULL && e->id == PRV_EL_BASE) ? prv_base_tag(rw, raw, v)
                                               : PRV_OK;
}


int
prv_judge_inline(prv_rewriter_t *rw, const unsigned char *text, size_t len,
    uint64_t whole, prv_verdict_t *v)
{
    int               allowed;
    prv_finding_t     finding;

    memset(v, 0, sizeof(prv_verdict_t));

    v->kind = PRV_FOUND_INLINE;
    allowed = prv_gate_inline(rw->gate, text, len, &v->match, NULL);
    v->refused = !allowed;

    if (rw->sink->found == NULL || (!v->match.known && allowed)) {
        return PRV_OK;
    }

    memset(&finding, 0, sizeof(prv_finding_t));

    finding.kind = PRV_FOUND_INLINE;
    finding.offset = rw->script;
    finding.length = whole;
    finding.element.data = (unsigned char *) "script";
    finding.element.len = sizeof("script") - 1;
    finding.match = &v->match;
    finding.refused = !allowed;

    return rw->sink->found(rw->sink->data, &finding);
}


/* WHATWG HTML, section 4.12.1.1 (prepare the script element) */

int
prv_is_script(prv_rewriter_t *rw, const unsigned char *raw, size_t len)
{
    size_t                i, n, first;
    const unsigned char  *p;

    static const char  *types[] = {
        "application/ecmascript", "application/javascript",
        "application/x-ecmascript", "application/x-javascript",
        "text/ecmascript", "text/javascript", "text/javascript1.0",
        "text/javascript1.1", "text/javascript1.2", "text/javascript1.3",
        "text/javascript1.4", "text/javascript1.5", "text/jscript",
        "text/livescript", "text/x-ecmascript", "text/x-javascript",
        "module"
    };

    /* what no browser runs before a library on the page makes it a script */

    static const char  *delayed[] = {
        "text/partytown", "rocketlazyloadscript", "litespeed/javascript",
        "pmdelayedscript", "javascript/blocked", "text/psajs"
    };

    (void) len;

    if (rw->tk.seen & prv_at(PRV_AT_TYPE)) {

        n = prv_value(rw, raw, PRV_AT_TYPE, PRV_VALUE_WORDS);
        p = rw->value;

        if (rw->tk.attrs[PRV_AT_TYPE].len == 0) {
            return 1;
        }

        while (n && prv_is_space(p[n - 1])) {
            n--;
        }

        first = 0;

    } else if (rw->tk.seen & prv_at(PRV_AT_LANGUAGE)) {

        n = prv_value(rw, raw, PRV_AT_LANGUAGE, PRV_VALUE_EXACT);
        p = rw->value;

        if (n == 0) {
            return 1;
        }

        /* "text/" and the language */

        first = sizeof("text/") - 1;

    } else {
        return 1;
    }

    for (i = 0; i < sizeof(types) / sizeof(types[0]); i++) {

        if (first && memcmp(types[i], "text/", first) != 0) {
            continue;
        }

        if (prv_lower_eq(p, n, types[i] + first)) {
            return 1;
        }
    }

    for (i = 0; !first && i < sizeof(delayed) / sizeof(delayed[0]); i++) {
        if (prv_lower_eq(p, n, delayed[i])) {
            return 1;
        }
    }

    return 0;
}


prv_category_e
prv_mark(prv_rewriter_t *rw, const unsigned char *raw, size_t len)
{
    size_t  n;

    (void) len;

    n = prv_value(rw, raw, PRV_AT_MARK, PRV_VALUE_EXACT);

    return prv_category(rw->value, n);
}


static int
prv_judge_url(prv_rewriter_t *rw, const unsigned char *raw, prv_at_e attr,
    prv_verdict_t *v, int *refused)
{
    int        rc;
    prv_str_t  url, written;

    written.data = (unsigned char *) raw + rw->tk.attrs[attr].value;
    written.len = (size_t) rw->tk.attrs[attr].len;

    url.len = prv_value(rw, raw, attr, PRV_VALUE_URL);
    url.data = rw->value;

    rc = prv_judge_text(rw, &url, &written, v, refused);

    if (rc == PRV_OK && !*refused
        && (rw->url.type == PRV_URL_DATA || rw->url.type == PRV_URL_SCRIPT)
        && (v->kind == PRV_FOUND_SCRIPT || v->kind == PRV_FOUND_FRAME
            || v->kind == PRV_FOUND_EMBED || v->kind == PRV_FOUND_LINK))
    {
        return prv_dataurl(rw, written.data, written.len, v, refused);
    }

    return rc;
}


int
prv_judge_text(prv_rewriter_t *rw, const prv_str_t *url,
    const prv_str_t *written, prv_verdict_t *v, int *refused)
{
    int          tell;
    prv_match_t  match;

    tell = prv_judge_ask(rw, url, v->kind, &match, refused);

    if (*refused) {
        v->match = match;
        v->host = rw->url.host;
    }

    if (!tell) {
        return PRV_OK;
    }

    return prv_judge_found(rw, v->kind, &match, &rw->url.host, written,
                           *refused);
}


int
prv_judge_ask(prv_rewriter_t *rw, const prv_str_t *url, prv_found_e kind,
    prv_match_t *match, int *refused)
{
    memset(match, 0, sizeof(prv_match_t));

    *refused = !prv_value_url(rw, url, prv_judge_loads[kind], match);

    return match->known || *refused
           || (rw->conf->all && rw->url.type == PRV_URL_HTTP
               && !prv_str_eq(&rw->url.host, &rw->gate->host));
}


static int
prv_judge_srcset(prv_rewriter_t *rw, const unsigned char *raw, prv_at_e attr,
    prv_verdict_t *v, int *refused)
{
    int           rc, one;
    size_t        bad, good;
    prv_str_t     written, url;
    prv_srcset_t  set;

    written.data = (unsigned char *) raw + rw->tk.attrs[attr].value;
    written.len = (size_t) rw->tk.attrs[attr].len;

    if (attr == rw->partial) {
        return prv_judge_cut(rw, v, refused);
    }

    bad = 0;
    good = 0;

    prv_srcset_init(&set, &written);

    while (prv_srcset_next(&set, rw->value, sizeof(rw->value), &url)) {

        rw->truncated = set.truncated;

        rc = prv_judge_text(rw, &url, &set.written, v, &one);
        if (rc != PRV_OK) {
            return rc;
        }

        if (one) {
            bad++;

        } else {
            good++;
        }
    }

    *refused = (bad == 0) ? 0 : (good ? PRV_SRCSET_SOME : PRV_SRCSET_ALL);

    return PRV_OK;
}


/* URLs with white space between them: one refused is enough */

static int
prv_judge_list(prv_rewriter_t *rw, const unsigned char *raw, prv_at_e attr,
    prv_verdict_t *v, int *refused)
{
    int        rc, one;
    prv_str_t  list, url;

    if (attr == rw->partial) {
        return prv_judge_cut(rw, v, refused);
    }

    *refused = 0;

    list.data = (unsigned char *) raw + rw->tk.attrs[attr].value;
    list.len = (size_t) rw->tk.attrs[attr].len;

    while (prv_value_word(rw, &list, &url)) {

        rc = prv_judge_text(rw, &url, &url, v, &one);
        if (rc != PRV_OK) {
            return rc;
        }

        *refused |= one;
    }

    return PRV_OK;
}


/* a list the rest of which is behind the limit: it may name anybody */

int
prv_judge_cut(prv_rewriter_t *rw, prv_verdict_t *v, int *refused)
{
    prv_str_t  none;

    *refused = 0;

    if (prv_gate_category(rw->gate, PRV_MARKETING)) {
        return PRV_OK;
    }

    *refused = PRV_SRCSET_ALL;

    memset(&v->match, 0, sizeof(prv_match_t));
    v->match.category = PRV_MARKETING;
    none.len = 0;
    none.data = NULL;

    return prv_judge_found(rw, v->kind, &v->match, &none, &none, 1);
}


/* SVG Animations, section 2.12: values with ";" between them */

static int
prv_judge_values(prv_rewriter_t *rw, const unsigned char *raw,
    prv_verdict_t *v, int *refused)
{
    int              rc, one;
    prv_str_t        url;
    unsigned char   *p, *end;

    *refused = 0;

    p = rw->value;
    end = p + prv_value(rw, raw, PRV_AT_VALUES, PRV_VALUE_EXACT);

    while (p < end) {

        url.data = p;

        while (p < end && *p != ';') {
            p++;
        }

        url.len = (size_t) (p - url.data);

        rc = prv_judge_text(rw, &url, &url, v, &one);
        if (rc != PRV_OK) {
            return rc;
        }

        *refused |= one;

        p++;
    }

    return PRV_OK;
}


int
prv_judge_found(prv_rewriter_t *rw, prv_found_e kind,
    const prv_match_t *match, const prv_str_t *host, const prv_str_t *url,
    int refused)
{
    prv_finding_t  finding;

    if (rw->sink->found == NULL) {
        return PRV_OK;
    }

    memset(&finding, 0, sizeof(prv_finding_t));

    finding.kind = kind;
    finding.offset = rw->tk.start;
    finding.length = rw->tk.in_tag ? 0
                                   : prv_token_offset(&rw->tk) - rw->tk.start;
    finding.element.data = rw->tk.name;
    finding.element.len = rw->tk.name_len < PRV_NAME_MAX
                          ? rw->tk.name_len : PRV_NAME_MAX;
    finding.match = match;
    finding.host = *host;
    finding.url = *url;
    finding.refused = (refused != 0);

    return rw->sink->found(rw->sink->data, &finding);
}


/* does a link of that "rel" make a browser ask somebody? */

static int
prv_link_loads(const unsigned char *rel, size_t len)
{
    size_t                i;
    const unsigned char  *p, *end, *word;

    static const char  *loads[] = {
        "stylesheet", "icon", "preload", "modulepreload", "prefetch",
        "preconnect", "dns-prefetch", "prerender", "manifest",
        "apple-touch-icon", "apple-touch-icon-precomposed",
        "apple-touch-startup-image", "mask-icon", "fluid-icon", "import",
        "next", "search", "compression-dictionary", "subresource"
    };

    p = rel;
    end = rel + len;

    while (p < end) {

        if (prv_is_space(*p)) {
            p++;
            continue;
        }

        word = p;

        while (p < end && !prv_is_space(*p)) {
            p++;
        }

        for (i = 0; i < sizeof(loads) / sizeof(loads[0]); i++) {
            if (prv_lower_eq(word, (size_t) (p - word), loads[i])) {
                return 1;
            }
        }
    }

    return 0;
}
