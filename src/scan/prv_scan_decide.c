
#include "scan/prv_scan.h"
#include "scan/prv_scan_decide.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>


static void prv_scan_decide_trace(void *data, const prv_str_t *cookie,
    const prv_str_t *format, const char *result, const char *why);
static void prv_scan_decide_member(prv_buf_t *b, const char *name,
    const char *text);
static void prv_scan_decide_vendors(prv_buf_t *b, const prv_catalog_t *catalog,
    const prv_decision_t *decision, int granted);
static int prv_scan_decide_named(const prv_decision_t *decision,
    const prv_vendor_t *vendor);


int
prv_scan_decide_from(prv_scan_decide_t *decide, const char *list)
{
    prv_str_t            name;
    const prv_format_t  *format;

    decide->nfrom = 0;

    if (strcmp(list, "auto") == 0) {
        return PRV_OK;
    }

    for ( ;; ) {

        name.data = (unsigned char *) list;
        name.len = strcspn(list, ", ");

        if (name.len) {
            format = prv_consent_format(&name);

            if (format == NULL || decide->nfrom == PRV_SCAN_FROM_MAX) {
                prv_scan_trouble("unknown consent format \"%.*s\"",
                                 (int) name.len, list);
                return PRV_ERROR;
            }

            decide->from[decide->nfrom++] = format;
        }

        if (list[name.len] == '\0') {
            break;
        }

        list += name.len + 1;
    }

    if (decide->nfrom == 0) {
        prv_scan_trouble("--from names no format");
        return PRV_ERROR;
    }

    return PRV_OK;
}


int
prv_scan_decide_regime(prv_scan_decide_t *decide, const char *name)
{
    if (strcmp(name, "opt-in") == 0) {
        decide->regime = PRV_OPT_IN;
        return PRV_OK;
    }

    if (strcmp(name, "opt-out") == 0) {
        decide->regime = PRV_OPT_OUT;
        return PRV_OK;
    }

    prv_scan_trouble("--regime is \"opt-in\" or \"opt-out\"");

    return PRV_ERROR;
}


int
prv_scan_decide_names(prv_scan_decide_t *decide, const char *list)
{
    size_t               n;
    prv_str_t            name;
    const char          *end;
    prv_category_e       category;
    prv_consent_word_t  *word;

    n = strcspn(list, "=");
    category = prv_category((const unsigned char *) list, n);

    if (list[n] == '\0' || category == PRV_CATEGORIES
        || category == PRV_NECESSARY)
    {
        prv_scan_trouble("--names is CATEGORY=NAME,NAME …");
        return PRV_ERROR;
    }

    for (list += n + 1; /* void */ ; list = end + 1) {

        end = list + strcspn(list, ",");

        name.data = (unsigned char *) list;
        name.len = (size_t) (end - list);

        n = decide->nnames;

        if (n == PRV_SCAN_NAMES_MAX) {
            prv_scan_trouble("more names than --names takes");
            return PRV_ERROR;
        }

        word = &decide->names[n];

        word->category = category;
        word->word.data = decide->letters[n];
        word->word.len = prv_consent_word(decide->letters[n], &name);

        if (word->word.len == 0) {
            prv_scan_trouble("--names has an empty name, or one too long");
            return PRV_ERROR;
        }

        decide->nnames++;

        if (*end == '\0') {
            return PRV_OK;
        }
    }
}


int
prv_scan_decide_age(prv_scan_decide_t *decide, const char *days)
{
    char  *end;
    long   n;

    n = strtol(days, &end, 10);

    if (end == days || *end != '\0' || n < 1 || n > 36500) {
        prv_scan_trouble("--max-age is a number of days");
        return PRV_ERROR;
    }

    decide->max_age = (int64_t) n * 24 * 60 * 60;

    return PRV_OK;
}


int
prv_scan_decide(const prv_scan_decide_t *decide,
    const prv_catalog_t *catalog, prv_mem_t *mem)
{
    int                     i;
    prv_buf_t               b, cookies;
    prv_str_t               field, text;
    const char             *comma;
    prv_decision_t          decision;
    const prv_vendor_t     *vendor;
    prv_consent_conf_t      conf;
    prv_consent_request_t   request;

    field.data = (unsigned char *) decide->cookies;
    field.len = strlen(decide->cookies);

    if (field.len >= 7 && prv_lower_eq(field.data, 7, "cookie:")) {
        field.data += 7;
        field.len -= 7;
    }

    vendor = NULL;

    if (decide->vendor != NULL) {
        text.data = (unsigned char *) decide->vendor;
        text.len = strlen(decide->vendor);

        vendor = prv_catalog_find(catalog, &text);

        if (vendor == NULL) {
            return prv_scan_trouble("no vendor \"%s\" in the catalog",
                                    decide->vendor);
        }
    }

    memset(&conf, 0, sizeof(prv_consent_conf_t));

    conf.catalog = catalog;
    conf.dnt = decide->dnt;
    conf.automatic = decide->nfrom == 0;
    conf.from = (const prv_format_t **) decide->from;
    conf.nfrom = decide->nfrom;
    conf.cookie = (prv_str_t) prv_string(PRV_CONSENT_DEFAULT_COOKIE);
    conf.max_age = PRV_CONSENT_DEFAULT_MAX_AGE;
    conf.others_age = decide->max_age;
    conf.words = decide->names;
    conf.nwords = decide->nnames;

    prv_consent_init(&conf);

    memset(&request, 0, sizeof(prv_consent_request_t));

    request.cookies = &field;
    request.ncookies = 1;
    request.regime = decide->regime;
    request.now = (int64_t) time(NULL);
    request.gpc = decide->gpc;
    request.dnt = decide->dnt;

    prv_buf_init(&b, mem, 0);
    prv_buf_init(&cookies, mem, 0);

    if (prv_consent_decide(&decision, &conf, &request, mem,
                           prv_scan_decide_trace, &cookies)
        != PRV_OK)
    {
        return prv_scan_trouble("no memory");
    }

    prv_buf_lit(&b, "{\"consent\":[");
    comma = "";

    for (i = 0; i < PRV_CATEGORIES; i++) {

        if (decision.granted & prv_bit(i)) {
            prv_buf_add(&b, comma, strlen(comma));
            prv_buf_json(&b, &prv_category_names[i]);
            comma = ",";
        }
    }

    prv_buf_lit(&b, "],\"source\":");
    prv_buf_json(&b, &decision.source);
    prv_buf_lit(&b, ",\"decided\":");
    prv_buf_add(&b, decision.decided ? "true" : "false",
                decision.decided ? 4 : 5);
    prv_buf_lit(&b, ",\"vendors_granted\":");
    prv_scan_decide_vendors(&b, catalog, &decision, 1);
    prv_buf_lit(&b, ",\"vendors_refused\":");
    prv_scan_decide_vendors(&b, catalog, &decision, 0);
    prv_buf_lit(&b, ",\"cookies\":[");

    if (prv_buf_done(&cookies, &text) != PRV_OK) {
        return prv_scan_trouble("no memory");
    }

    prv_buf_str(&b, &text);
    prv_buf_char(&b, ']');

    if (vendor != NULL) {
        prv_buf_lit(&b, ",\"vendor\":{\"id\":");
        prv_buf_json(&b, &vendor->id);
        prv_buf_lit(&b, ",\"granted\":");

        if (prv_decision_vendor(&decision, vendor, vendor->category)) {
            prv_buf_lit(&b, "true}");

        } else {
            prv_buf_lit(&b, "false}");
        }
    }

    prv_buf_lit(&b, "}\n");

    if (prv_buf_done(&b, &text) != PRV_OK) {
        return prv_scan_trouble("no memory");
    }

    (void) fwrite(text.data, 1, text.len, stdout);

    return PRV_SCAN_CLEAN;
}


static void
prv_scan_decide_trace(void *data, const prv_str_t *cookie,
    const prv_str_t *format, const char *result, const char *why)
{
    prv_buf_t  *b = data;

    if (b->len) {
        prv_buf_char(b, ',');
    }

    prv_buf_lit(b, "{\"name\":");
    prv_buf_json(b, cookie);
    prv_buf_lit(b, ",\"format\":");
    prv_buf_json(b, format);
    prv_scan_decide_member(b, ",\"result\":", result);
    prv_scan_decide_member(b, ",\"why\":", why);
    prv_buf_char(b, '}');
}


static void
prv_scan_decide_member(prv_buf_t *b, const char *name, const char *text)
{
    prv_str_t  s;

    s.data = (unsigned char *) text;
    s.len = strlen(text);

    prv_buf_add(b, name, strlen(name));
    prv_buf_json(b, &s);
}


static void
prv_scan_decide_vendors(prv_buf_t *b, const prv_catalog_t *catalog,
    const prv_decision_t *decision, int granted)
{
    size_t          i;
    const char     *comma;
    prv_vendor_t  **vendors;

    prv_buf_char(b, '[');

    comma = "";
    vendors = catalog->vendors.elts;

    for (i = 0; i < catalog->vendors.n; i++) {

        if (!prv_scan_decide_named(decision, vendors[i])
            || prv_decision_vendor(decision, vendors[i],
                                   vendors[i]->category) != granted)
        {
            continue;
        }

        prv_buf_add(b, comma, strlen(comma));
        prv_buf_json(b, &vendors[i]->id);
        comma = ",";
    }

    prv_buf_char(b, ']');
}


/* a TC string names the vendors that have an id in it */

static int
prv_scan_decide_named(const prv_decision_t *decision,
    const prv_vendor_t *vendor)
{
    size_t         byte;
    unsigned char  mask;

    byte = vendor->index / 8;
    mask = (unsigned char) (1 << vendor->index % 8);

    return (decision->yes != NULL && (decision->yes[byte] & mask))
           || (decision->no != NULL && (decision->no[byte] & mask))
           || (decision->tcf != NULL && vendor->tcf
               && (decision->granted & prv_bit(vendor->category)));
}
