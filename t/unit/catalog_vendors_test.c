
/*
 * The built-in catalog holds what docs/vendors.md promises: each vendor is
 * found by each of its own hosts, paths, cookies and fingerprints.
 */

#include "base/prv_arena.h"
#include "catalog/prv_tables.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>


typedef struct {
    prv_arena_t    arena;
    prv_catalog_t  catalog;
    prv_tables_t   tables;
} fixture_t;


static int
setup(void **state)
{
    size_t          i;
    fixture_t      *f;
    prv_error_t     err;
    prv_vendor_t  **vendors;

    f = calloc(1, sizeof(fixture_t));
    if (f == NULL) {
        return -1;
    }

    prv_arena_init(&f->arena, 0);
    prv_catalog_init(&f->catalog, &f->arena.mem);
    prv_tables_init(&f->tables, &f->arena.mem);

    if (prv_catalog_parse(&f->catalog, &prv_embed_vendors_conf, &err)
        != PRV_OK)
    {
        fprintf(stderr, "vendors.conf:%u: %s\n", err.line, err.text);
        return -1;
    }

    vendors = f->catalog.vendors.elts;

    for (i = 0; i < f->catalog.vendors.n; i++) {
        if (prv_tables_add(&f->tables, vendors[i], &err) != PRV_OK) {
            fprintf(stderr, "%s: %s\n", (char *) vendors[i]->id.data,
                    err.text);
            return -1;
        }
    }

    if (prv_tables_build(&f->tables) != PRV_OK) {
        return -1;
    }

    *state = f;

    return 0;
}


static int
teardown(void **state)
{
    fixture_t  *f;

    f = *state;

    if (f != NULL) {
        prv_arena_destroy(&f->arena);
        free(f);
    }

    return 0;
}


/* whether a rule, or another owner of its key, is the vendor's */

static int
owned(const prv_rule_t *rule, const prv_vendor_t *vendor)
{
    for ( /* void */ ; rule != NULL; rule = rule->same) {
        if (rule->vendor == vendor) {
            return 1;
        }
    }

    return 0;
}


/* a text that a pattern with "*" matches */

static prv_str_t
example(const prv_str_t *pattern, const char *prefix, char *buf, size_t size)
{
    size_t     i, n;
    prv_str_t  s;

    n = (size_t) snprintf(buf, size, "%s", prefix);

    for (i = 0; i < pattern->len && n + 2 < size; i++) {
        if (pattern->data[i] == '*') {
            buf[n++] = 'x';
            continue;
        }

        buf[n++] = (char) pattern->data[i];
    }

    s.data = (unsigned char *) buf;
    s.len = n;

    return s;
}


static void
test_hosts(void **state)
{
    char               host[512], path[512];
    size_t             i, k;
    prv_str_t          h, p;
    fixture_t         *f;
    prv_host_t        *hosts;
    prv_vendor_t     **vendors;
    const prv_rule_t  *rule;

    f = *state;
    vendors = f->catalog.vendors.elts;

    for (i = 0; i < f->catalog.vendors.n; i++) {

        hosts = vendors[i]->hosts.elts;

        for (k = 0; k < vendors[i]->hosts.n; k++) {

            /* the domain itself may be an exception */

            h = example(&hosts[k].host, hosts[k].subdomains ? "a.b." : "",
                        host, sizeof(host));
            p = example(&hosts[k].path, "", path, sizeof(path));

            if (h.len == 0) {
                rule = prv_paths_match(&f->tables.hosts, &p, 1);

            } else {
                rule = prv_hosts_match(&f->tables.hosts, &h, &p, 1);
            }

            if (!owned(rule, vendors[i])
                || (rule->allow && !hosts[k].except))
            {
                fail_msg("%.*s: %.*s%.*s is not found",
                         (int) vendors[i]->id.len,
                         (char *) vendors[i]->id.data, (int) h.len, host,
                         (int) p.len, path);
            }

            if (!hosts[k].subdomains) {
                continue;
            }

            h = example(&hosts[k].host, "not", host, sizeof(host));
            assert_false(owned(prv_hosts_match(&f->tables.hosts, &h, &p, 1),
                               vendors[i]));
        }
    }
}


static void
test_cookies(void **state)
{
    char             name[256];
    size_t           i, k;
    prv_str_t        n;
    fixture_t       *f;
    prv_vendor_t   **vendors;
    prv_pattern_t   *patterns;

    f = *state;
    vendors = f->catalog.vendors.elts;

    for (i = 0; i < f->catalog.vendors.n; i++) {

        patterns = vendors[i]->cookies.elts;

        for (k = 0; k < vendors[i]->cookies.n; k++) {

            if (patterns[k].type == PRV_PATTERN_REGEX) {
                continue;
            }

            n = example(&patterns[k].text, "", name, sizeof(name));

            if (!owned(prv_names_match(&f->tables.cookies, &n), vendors[i])) {
                fail_msg("%.*s: cookie %.*s is not found",
                         (int) vendors[i]->id.len,
                         (char *) vendors[i]->id.data, (int) n.len, name);
            }
        }

        patterns = vendors[i]->keeps.elts;

        for (k = 0; k < vendors[i]->keeps.n; k++) {

            if (patterns[k].type == PRV_PATTERN_REGEX) {
                continue;
            }

            n = example(&patterns[k].text, "", name, sizeof(name));
            assert_non_null(prv_names_match(&f->tables.keeps, &n));
        }
    }
}


/* what remembers a refusal stays, whoever it was that was refused */

static void
test_refusals(void **state)
{
    char            name[256];
    size_t          i, k, j, len;
    prv_str_t       n;
    fixture_t      *f;
    prv_vendor_t  **vendors;
    prv_pattern_t  *patterns;

    static const char *const  names[] = {
        "__adroll_opt_out", "__adroll_consent", "cto_optout", "optout",
        "GA_OPT_OUT", "ga-disable-UA-1-1", "__gpi_optout", "_hjOptOut",
        "__hs_opt_out", "__hs_do_not_track", "__hs_cookie_cat_pref",
        "__mp_opt_in_out_0", "mp_optout", "__ph_opt_in_out_phc",
        "mtm_consent_removed", "matomo_ignore", "piwik_ignore",
        "_stg_optout", "stg_global_opt_out", "ppms_privacy_0",
        "_global_lucky_opt_out", "_cs_optout", "optimizelyOptOut",
        "_vwo_global_opt_out", "_vis_opt_out", "ABTastyOptout",
        "kameleoonOptOut", "dtDisabled", "st_optout", "mkto_opt_out",
        "pi_opt_in1", "__cq_dnt", "ao_optin1", "ab.optOut", "OPTOUTMULTI",
        "CONSENTMGR", "WTLOPTOUT", "webtrekkOptOut", "emos_optout",
        "BizographicsOptOut", "cjConsent", "zaraz-consent", "consent-policy",
        "euconsent-v2", "OptanonConsent", "CookieConsent", "usprivacy",
        "didomi_token", "cookieyes-consent", "CookieScriptConsent"
    };

    static const char *const  ends[] = {
        "optout", "OptOut", "opt_out", "opt-out", "_OPT_OUT", "_do_not_track"
    };

    f = *state;

    for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        n.data = (unsigned char *) names[i];
        n.len = strlen(names[i]);

        if (prv_names_match(&f->tables.cookies, &n) != NULL
            && prv_names_match(&f->tables.keeps, &n) == NULL)
        {
            fail_msg("%s is taken", names[i]);
        }
    }

    /* those that a vendor's own patterns would take, too */

    vendors = f->catalog.vendors.elts;

    for (i = 0; i < f->catalog.vendors.n; i++) {

        patterns = vendors[i]->cookies.elts;

        for (k = 0; k < vendors[i]->cookies.n; k++) {

            len = patterns[k].text.len;

            if (patterns[k].type != PRV_PATTERN_GLOB
                || patterns[k].text.data[len - 1] != '*')
            {
                continue;
            }

            for (j = 0; j < sizeof(ends) / sizeof(ends[0]); j++) {

                n = example(&patterns[k].text, "", name, sizeof(name));
                (void) snprintf(name + n.len - 1, sizeof(name) - n.len, "%s",
                                ends[j]);
                n.len = strlen(name);

                if (prv_names_match(&f->tables.keeps, &n) == NULL) {
                    fail_msg("%s of %.*s is taken", name,
                             (int) vendors[i]->id.len,
                             (char *) vendors[i]->id.data);
                }
            }
        }
    }
}


static void
test_inlines(void **state)
{
    char                text[512];
    size_t              i, k;
    prv_str_t           t;
    fixture_t          *f;
    prv_vendor_t      **vendors;
    prv_pattern_t      *patterns;
    prv_inline_scan_t   scan;

    f = *state;
    vendors = f->catalog.vendors.elts;

    for (i = 0; i < f->catalog.vendors.n; i++) {

        patterns = vendors[i]->inlines.elts;

        for (k = 0; k < vendors[i]->inlines.n; k++) {

            t = example(&patterns[k].text, "var a=1; ", text, sizeof(text));
            prv_inline_start(&scan, t.data, t.len);

            while (prv_inline_next(&f->tables.inlines, &scan)) {
                if (owned(scan.rule, vendors[i])) {
                    break;
                }
            }

            if (!owned(scan.rule, vendors[i])) {
                fail_msg("%.*s: inline %.*s is not found",
                         (int) vendors[i]->id.len,
                         (char *) vendors[i]->id.data, (int) t.len, text);
            }
        }
    }
}


static void
test_words(void **state)
{
    size_t           i;
    fixture_t       *f;
    prv_vendor_t   **vendors, *v;

    f = *state;
    vendors = f->catalog.vendors.elts;

    assert_true(f->catalog.vendors.n >= 400);

    for (i = 0; i < f->catalog.vendors.n; i++) {

        v = vendors[i];

        if (v->name.len == 0 || v->purpose.len < 20
            || v->purpose.data[v->purpose.len - 1] != '.'
            || v->hosts.n == 0)
        {
            fail_msg("%.*s: incomplete", (int) v->id.len,
                     (char *) v->id.data);
        }
    }
}


int
main(void)
{
    const struct CMUnitTest  tests[] = {
        cmocka_unit_test(test_hosts),
        cmocka_unit_test(test_cookies),
        cmocka_unit_test(test_refusals),
        cmocka_unit_test(test_inlines),
        cmocka_unit_test(test_words)
    };

    return cmocka_run_group_tests(tests, setup, teardown);
}
