
#include "base/prv_bytes.h"
#include "html/prv_charref.h"
#include "html/prv_html.h"


/*
 * What counts of a value may stand behind any amount of what does not: white
 * space, and in URLs control characters.
 */

size_t
prv_value(prv_rewriter_t *rw, const unsigned char *raw, prv_at_e attr,
    prv_value_e how)
{
    size_t                n, got;
    unsigned char         c, out[PRV_CHARREF_MAX];
    const unsigned char  *p, *end;

    p = raw + rw->tk.attrs[attr].value;
    end = p + rw->tk.attrs[attr].len;

    rw->truncated = (attr == rw->partial);

    /* most hold nothing that is read as something else */

    n = (size_t) (end - p);

    if (n > sizeof(rw->value)) {
        n = sizeof(rw->value) + 1;
    }

    if (prv_scan_low(p, p + n, '&') == p + n) {

        if (n > sizeof(rw->value)) {
            rw->truncated = 1;
            n--;
        }

        memcpy(rw->value, p, n);

        return n;
    }

    for (n = 0; p < end; /* void */) {

        p += prv_charref_char(p, end, out, &got);
        c = (got == 1) ? out[0] : 0x80;

        if (how == PRV_VALUE_URL
            && ((n == 0 && c <= ' ') || c == '\t' || c == '\n' || c == '\r'))
        {
            continue;
        }

        if (how == PRV_VALUE_WORDS && prv_is_space(c)
            && (n == 0 || prv_is_space(rw->value[n - 1])))
        {
            continue;
        }

        if (got > sizeof(rw->value) - n) {
            rw->truncated = 1;
            break;
        }

        memcpy(rw->value + n, out, got);
        n += got;
    }

    return n;
}


int
prv_value_word(prv_rewriter_t *rw, prv_str_t *list, prv_str_t *word)
{
    size_t                n, got;
    unsigned char         c, out[PRV_CHARREF_MAX];
    const unsigned char  *p, *end;

    p = list->data;
    end = p + list->len;

    rw->truncated = 0;

    for (n = 0; p < end; /* void */) {

        p += prv_charref_char(p, end, out, &got);
        c = (got == 1) ? out[0] : 0x80;

        if (c <= ' ') {

            if (n && prv_is_space(c)) {
                break;
            }

            if (n == 0) {
                continue;
            }
        }

        if (got > sizeof(rw->value) - n) {
            rw->truncated = 1;
            continue;
        }

        memcpy(rw->value + n, out, got);
        n += got;
    }

    list->len = (size_t) (end - p);
    list->data = (unsigned char *) p;

    word->len = n;
    word->data = rw->value;

    return n != 0;
}


int
prv_value_url(prv_rewriter_t *rw, const prv_str_t *url, prv_load_e load,
    prv_match_t *match)
{
    if (rw->truncated && prv_value_vague(url)) {

        (void) prv_url_parse(&rw->url, NULL, url);

        /* nobody's page has such, and it is not known whom it asks */

        match->category = PRV_MARKETING;

        return prv_gate_category(rw->gate, PRV_MARKETING);
    }

    return prv_base_ask(rw, url, load, match);
}


int
prv_value_vague(const prv_str_t *url)
{
    size_t                i, n;
    const unsigned char  *p, *end;

    static const char  *special[] = {
        "http", "https", "ws", "wss", "ftp", "file"
    };

    p = url->data;
    end = p + url->len;

    while (p < end
           && (prv_is_alnum(*p) || *p == '+' || *p == '-' || *p == '.'))
    {
        p++;
    }

    n = (size_t) (p - url->data);

    if (p < end && *p == ':' && n) {

        for (i = 0; i < sizeof(special) / sizeof(special[0]); i++) {
            if (prv_lower_eq(url->data, n, special[i])) {
                break;
            }
        }

        if (i == sizeof(special) / sizeof(special[0])) {
            return 0;
        }

        p++;

    } else if (p == end && n <= sizeof("https") - 1) {
        return 1;

    } else {
        p = url->data;

        if (p < end && *p != '/' && *p != '\\') {

            /* relative, or of a scheme longer than those with a host */

            return 0;
        }
    }

    while (p < end && (*p == '/' || *p == '\\')) {
        p++;
    }

    while (p < end && *p != '/' && *p != '\\' && *p != '?' && *p != '#') {
        p++;
    }

    return p == end;
}
