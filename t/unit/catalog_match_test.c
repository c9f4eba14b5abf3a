
#include "base/prv_arena.h"
#include "catalog/prv_tables.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>


#define NELTS(a)  (sizeof(a) / sizeof((a)[0]))


typedef struct {
    const char     *text;
    const char     *id;         /* NULL: nothing is found */
} case_t;


typedef struct {
    const char     *host;
    const char     *path;
    int             embeds;
    const char     *id;
} host_case_t;


typedef struct {
    prv_arena_t     arena;
    prv_catalog_t   catalog;
    prv_tables_t    tables;
} fixture_t;


static const char  catalog[] =
    "ads {\n"
    "    category  marketing;\n"
    "    host      .ads.example one.example/pixel/ two.example/*/t.js;\n"
    "    embed     play.example/v/;\n"
    "    except    www.ads.example help.ads.example/faq;\n"
    "    path      /collect?id= */tag.js?id=T-;\n"
    "    inline    ads_id __adsLoaded \"adq('init'\" ads_opt_* fbq\n"
    "              ads.example/tag.js \"new AdTag(\";\n"
    "    cookie    _ads _adsid* *_track '~^v[0-9]{2}$' _adsidx*;\n"
    "    keep      ads_out*;\n"
    "}\n"
    "stats {\n"
    "    category  analytics;\n"
    "    host      s.ads.example .ads.example/stats/ ads.example;\n"
    "    cookie    _ads _adsid_long;\n"
    "    inline    ~s\\.count\\([0-9]+\\);\n"
    "}\n";


static prv_str_t
str(const char *s)
{
    prv_str_t  t;

    t.data = (unsigned char *) s;
    t.len = strlen(s);

    return t;
}


static int
setup(void **state)
{
    size_t          i;
    prv_str_t       text;
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

    text = str(catalog);

    if (prv_catalog_parse(&f->catalog, &text, &err) != PRV_OK) {
        fprintf(stderr, "%u: %s\n", err.line, err.text);
        return -1;
    }

    vendors = f->catalog.vendors.elts;

    for (i = 0; i < f->catalog.vendors.n; i++) {
        if (prv_tables_add(&f->tables, vendors[i], &err) != PRV_OK) {
            fprintf(stderr, "%s\n", err.text);
            return -1;
        }
    }

    *state = f;

    return prv_tables_build(&f->tables);
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


static void
check(const char *what, const prv_rule_t *rule, const char *id)
{
    const char  *found;

    found = rule == NULL || rule->allow ? NULL
            : (const char *) rule->vendor->id.data;

    if ((found == NULL) != (id == NULL)
        || (id != NULL && strncmp(found, id, strlen(id)) != 0))
    {
        fail_msg("%s: %s, not %s", what, found ? "found" : "not found",
                 id ? id : "nothing");
    }
}


static void
test_hosts(void **state)
{
    size_t              i;
    prv_str_t           host, path;
    fixture_t          *f;
    const host_case_t  *c;

    static const host_case_t  cases[] = {
        { "ads.example", "/", 0, "stats" },
        { "x.ads.example", "/", 0, "ads" },
        { "x.y.ads.example", "/", 0, "ads" },
        { "notads.example", "/", 0, NULL },
        { "ads.example.com", "/", 0, NULL },
        { "example", "/", 0, NULL },
        { "", "/", 0, NULL },
        { "ads", "/", 0, NULL },

        /* the longest domain, then the longest path */

        { "s.ads.example", "/", 0, "stats" },
        { "t.s.ads.example", "/", 0, "ads" },
        { "x.ads.example", "/stats/1", 0, "stats" },
        { "www.ads.example", "/", 0, NULL },
        { "a.www.ads.example", "/", 0, "ads" },
        { "help.ads.example", "/faq/1", 0, NULL },
        { "help.ads.example", "/pixel", 0, "ads" },

        /* mixed hosts */

        { "one.example", "/", 0, NULL },
        { "one.example", "/pixel", 0, NULL },
        { "one.example", "/pixel/1", 0, "ads" },
        { "www.one.example", "/pixel/1", 0, NULL },
        { "two.example", "/a/b/t.js?1", 0, "ads" },
        { "two.example", "/t.js", 0, NULL },
        { "play.example", "/v/1", 0, NULL },
        { "play.example", "/v/1", 1, "ads" },
        { "play.example", "/u/1", 1, NULL }
    };

    static const case_t  paths[] = {
        { "/collect?id=1", "ads" },
        { "/x/collect?id=1", NULL },
        { "/tag.js?id=T-1", "ads" },
        { "/a/b/tag.js?id=T-1", "ads" },
        { "/a?b=/tag.js?id=T-1", NULL },
        { "/tag.js?id=U-1", NULL },
        { "/xtag.js?id=T-1", NULL },
        { "/tag", NULL },
        { "/", NULL },
        { "////////////////tag.js?id=T-", "ads" }
    };

    f = *state;

    for (i = 0; i < NELTS(cases); i++) {
        c = &cases[i];
        host = str(c->host);
        path = str(c->path);
        check(c->host, prv_hosts_match(&f->tables.hosts, &host, &path,
                                       c->embeds), c->id);
    }

    for (i = 0; i < NELTS(paths); i++) {
        path = str(paths[i].text);
        check(paths[i].text, prv_paths_match(&f->tables.hosts, &path, 1),
              paths[i].id);
    }
}


static void
test_names(void **state)
{
    size_t             i;
    prv_str_t          name;
    fixture_t         *f;
    const prv_rule_t  *rule;

    static const case_t  cases[] = {
        { "_ads", "ads" },
        { "_ads2", NULL },
        { "_Ads", NULL },
        { "_adsid", "ads" },
        { "_adsid_1", "ads" },
        { "_adsid_long", "stats" },
        { "_adsid_longer", "ads" },
        { "my_track", "ads" },
        { "my_track2", NULL },
        { "v12", "ads" },
        { "v123", NULL },
        { "", NULL }
    };

    f = *state;

    for (i = 0; i < NELTS(cases); i++) {
        name = str(cases[i].text);
        check(cases[i].text, prv_names_match(&f->tables.cookies, &name),
              cases[i].id);
    }

    /* one name, two owners */

    name = str("_ads");
    rule = prv_names_match(&f->tables.cookies, &name);
    assert_non_null(rule->same);
    assert_null(rule->same->same);
    assert_ptr_not_equal(rule->vendor, rule->same->vendor);

    name = str("ads_out_all");
    assert_non_null(prv_names_match(&f->tables.keeps, &name));
}


/* the first fingerprint at every place of a block, with and without room */

static void
test_inline(void **state)
{
    char                buf[512];
    size_t              i, pad, tail, len;
    fixture_t          *f;
    unsigned char      *text;
    prv_inline_scan_t   scan;

    static const case_t  cases[] = {
        { "ads_id=1", "ads" },
        { "ads_id", "ads" },
        { "my_ads_id", NULL },
        { "ads_idx", NULL },
        { "$ads_id", NULL },
        { "a.ads_id", "ads" },
        { "ads_i", NULL },
        { "fbq", "ads" },
        { "fbq(1)", "ads" },
        { "afbq(1)", NULL },
        { "fbqs", NULL },
        { "ads_opt_", "ads" },
        { "ads_opt_out=1", "ads" },
        { "ads_op", NULL },
        { "adq('init',1)", "ads" },
        { "adq(\"init\",1)", "ads" },
        { "adq( `init`)", "ads" },
        { "adq\n\t(\n'init'", "ads" },
        { "adq('initial'", NULL },
        { "badq('init'", NULL },
        { "adq['init'", NULL },
        { "new AdTag({", "ads" },
        { "new  AdTag ({", "ads" },
        { "newAdTag({", NULL },
        { "renew AdTag({", NULL },
        { "'ads.example/tag.js'", "ads" },
        { "'ads.example\\/tag.js'", "ads" },
        { "'ads.example/tag.jsx'", NULL },
        { "'ads_example/tag.js'", NULL },
        { "\xc3\xa4" "ads_id", NULL },
        { "s.count(12)", "stats" },
        { "s.count(x)", NULL }
    };

    f = *state;

    for (i = 0; i < NELTS(cases); i++) {
        for (pad = 0; pad < 132; pad++) {
            for (tail = 0; tail < 70; tail += 69) {

                len = (size_t) snprintf(buf, sizeof(buf), "%*s%s%*s",
                                        (int) pad, "", cases[i].text,
                                        (int) tail, "");

                /* exactly as long as it is, for the sanitizer */

                text = malloc(len);
                assert_non_null(text);
                memcpy(text, buf, len);

                prv_inline_start(&scan, text, len);

                while (prv_inline_next(&f->tables.inlines, &scan)) {
                    if (scan.rule != NULL) {
                        break;
                    }
                }

                check(cases[i].text, scan.rule, cases[i].id);
                free(text);
            }
        }
    }
}


static void
test_inline_urls(void **state)
{
    char                buf[256];
    size_t              pad, n, len;
    fixture_t          *f;
    unsigned char      *text;
    prv_inline_scan_t   scan;

    static const char  urls[] = "//a \\/\\/b /c \\/d /\\e '//f";

    f = *state;

    for (pad = 0; pad < 132; pad++) {

        len = (size_t) snprintf(buf, sizeof(buf), "%*s%s", (int) pad, "",
                                urls);
        text = malloc(len);
        assert_non_null(text);
        memcpy(text, buf, len);

        prv_inline_start(&scan, text, len);
        n = 0;

        while (prv_inline_next(pad % 2 ? &f->tables.inlines : NULL, &scan)) {
            assert_non_null(scan.url);
            assert_int_equal(*scan.url, "abf"[n]);
            n++;
        }

        assert_int_equal(n, 3);
        free(text);
    }
}


/* as many fingerprints as stand there, none twice */

static void
test_inline_all(void **state)
{
    size_t              n;
    fixture_t          *f;
    prv_inline_scan_t   scan;

    static const char  text[] = "ads_id;fbq;ads_id;ads_opt_x//x\nads_id";

    f = *state;
    n = 0;

    prv_inline_start(&scan, (const unsigned char *) text, sizeof(text) - 1);

    while (prv_inline_next(&f->tables.inlines, &scan)) {
        n++;
    }

    assert_int_equal(n, 6);
    assert_false(prv_inline_next(&f->tables.inlines, &scan));
}


static void
test_pattern(void **state)
{
    size_t         i, k;
    char           error[128], subject[4096];
    prv_str_t      text;
    fixture_t     *f;
    prv_pattern_t  pattern;

    static const char *const  globs[][3] = {
        { "a*b", "axxb", "axxbc" },
        { "*a*", "bab", "bbb" },
        { "a**b*", "ab", "ac" },
        { "*", "", NULL },
        { "a", "a", "A" }
    };

    f = *state;

    for (i = 0; i < NELTS(globs); i++) {

        text = str(globs[i][0]);
        assert_int_equal(prv_pattern_init(&pattern, &f->arena.mem, &text,
                                          error, sizeof(error)), PRV_OK);

        for (k = 1; k < 3 && globs[i][k] != NULL; k++) {
            assert_int_equal(prv_pattern_match(&pattern,
                                     (const unsigned char *) globs[i][k],
                                     strlen(globs[i][k])), k == 1);
        }
    }

    text = str("~(");
    assert_int_equal(prv_pattern_init(&pattern, &f->arena.mem, &text, error,
                                      sizeof(error)), PRV_ERROR);
    assert_non_null(strstr(error, "at offset"));

    /* an expression that would take years stops at its limit */

    text = str("~^(([a-z]+)+)+!$");
    assert_int_equal(prv_pattern_init(&pattern, &f->arena.mem, &text, error,
                                      sizeof(error)), PRV_OK);

    memset(subject, 'a', sizeof(subject));
    subject[sizeof(subject) - 2] = '!';

    assert_int_equal(prv_pattern_match(&pattern, (unsigned char *) "a!", 2),
                     1);
    assert_int_equal(prv_pattern_match(&pattern, (unsigned char *) "1", 1),
                     0);
    assert_int_equal(*pattern.stopped, 0);
    assert_int_equal(prv_pattern_match(&pattern, (unsigned char *) subject,
                                       sizeof(subject)), PRV_ERROR);
    assert_int_equal(*pattern.stopped, 1);

    prv_pattern_done(&pattern);
}


/* of each cookie, and of the vendor, whose own goes before its cookies' */

static void
test_cookie_lifetimes(void **state)
{
    size_t          i, j;
    char            buf[128];
    prv_str_t       text;
    prv_arena_t     arena;
    prv_error_t     err;
    prv_vendor_t   *vendor;
    prv_pattern_t  *cookies;
    prv_catalog_t   cat;

    static const struct {
        const char  *text;
        const char  *names[3];
        int64_t      seconds[3];
        int64_t      lifetime;
    } cases[] = {
        { "cookie a b;", { "a", "b" }, { 0, 0 }, 0 },
        { "cookie a=90d b c*=session;", { "a", "b", "c*" },
          { 7776000, 0, -1 }, 7776000 },
        { "cookie a=session; cookie b;", { "a", "b" }, { -1, 0 }, -1 },
        { "lifetime 90d; cookie a=1d b=SESSION;", { "a", "b" },
          { 86400, -1 }, 7776000 },
        { "cookie a=2y; lifetime 90d;", { "a" }, { 63072000 }, 7776000 },
        { "cookie a=1d b=2y;", { "a", "b" }, { 86400, 63072000 }, 63072000 },
        { "cookie ~^a(?=b) ~x=1d;", { "^a(?=b)", "x=1d" }, { 0, 0 }, 0 }
    };

    (void) state;

    for (i = 0; i < NELTS(cases); i++) {

        prv_arena_init(&arena, 0);
        prv_catalog_init(&cat, &arena.mem);

        snprintf(buf, sizeof(buf), "v { category marketing; %s }",
                 cases[i].text);
        text = str(buf);

        assert_int_equal(prv_catalog_parse(&cat, &text, &err), PRV_OK);

        vendor = *(prv_vendor_t **) cat.vendors.elts;
        cookies = vendor->cookies.elts;

        assert_int_equal(vendor->lifetimes.n, vendor->cookies.n);
        assert_int_equal(prv_catalog_lifetime(vendor), cases[i].lifetime);

        for (j = 0; j < vendor->cookies.n; j++) {
            text = str(cases[i].names[j]);
            assert_true(prv_str_eq(&cookies[j].text, &text));
            assert_int_equal(((int64_t *) vendor->lifetimes.elts)[j],
                             cases[i].seconds[j]);

            prv_pattern_done(&cookies[j]);
        }

        assert_true(j == NELTS(cases[i].names)
                    || cases[i].names[j] == NULL);

        prv_arena_destroy(&arena);
    }
}


/* what a catalog may not say, and where it says it */

static void
test_lifetimes(void **state)
{
    size_t          i;
    char            buf[64];
    prv_str_t       text;
    prv_arena_t     arena;
    prv_error_t     err;
    prv_catalog_t   cat;

    static const struct {
        const char  *text;
        int64_t      seconds;
    } cases[] = {
        { "7", 7 }, { "7s", 7 }, { "2m", 120 }, { "3h", 10800 },
        { "90d", 7776000 }, { "1w", 604800 }, { "2M", 5184000 },
        { "1y", 31536000 }
    };

    (void) state;

    for (i = 0; i < NELTS(cases); i++) {

        prv_arena_init(&arena, 0);
        prv_catalog_init(&cat, &arena.mem);

        snprintf(buf, sizeof(buf), "a { category marketing; lifetime %s; }",
                 cases[i].text);
        text = str(buf);

        assert_int_equal(prv_catalog_parse(&cat, &text, &err), PRV_OK);
        assert_int_equal((*(prv_vendor_t **) cat.vendors.elts)->lifetime,
                         cases[i].seconds);

        prv_arena_destroy(&arena);
    }
}


static void
test_errors(void **state)
{
    size_t         i;
    prv_str_t      text;
    prv_arena_t    arena;
    prv_error_t    err;
    prv_catalog_t  cat;

    static const struct {
        unsigned     line;
        const char  *text;
        const char  *error;
    } cases[] = {
        { 1, "a", "\"{\" is missing" },
        { 1, "a {", "\"}\" is missing" },
        { 1, "}", "unexpected \"}\"" },
        { 1, ";", "unexpected \";\"" },
        { 1, "a b { }", "unexpected \"{\"" },
        { 1, "a { b { } }", "unexpected \"{\"" },
        { 1, "a/b { }", "invalid vendor id" },
        { 1, "a { }", "has no \"category\"" },
        { 2, "a {\n category x; }", "unknown category" },
        { 2, "a {\n category\nmarketing\nb; }", "takes one value" },
        { 1, "a { category marketing; category marketing; }", "duplicate" },
        { 1, "a { color red; }", "unknown parameter \"color\"" },
        { 1, "a { host; }", "has no value" },
        { 1, "a { host https://a.example; }", "no scheme" },
        { 1, "a { host a.example:80; }", "no scheme and no port" },
        { 1, "a { host a..b; }", "invalid host" },
        { 1, "a { host .; }", "invalid host" },
        { 1, "a { host *.a.example; }", "invalid host" },
        { 1, "a { except /x; }", "invalid host" },
        { 1, "a { path x.js; }", "must begin with" },
        { 1, "a { path /a; }", "must begin with" },
        { 1, "a { path /*/a.js; }", "must begin with" },
        { 1, "a { tcf 0; }", "must be a number" },
        { 1, "a { tcf 99999; }", "must be a number" },
        { 1, "a { lifetime soon; }", "must be a time" },
        { 1, "a { lifetime d; }", "must be a time" },
        { 1, "a { lifetime 9999999999s; }", "must be a time" },
        { 1, "a { lifetime 1d 2d; }", "takes one value" },
        { 1, "a { cookie b=; }", "a time or \"session\" behind" },
        { 1, "a { cookie b=soon; }", "a time or \"session\" behind" },
        { 1, "a { cookie b=0; }", "a time or \"session\" behind" },
        { 1, "a { cookie =1d; }", "a time or \"session\" behind" },
        { 1, "a { tcf 1 2; }", "takes one value" },
        { 1, "a { tcf x1; }", "must be a number" },
        { 1, "a { name x y; }", "takes one value" },
        { 1, "a { name x; name y; }", "duplicate" },
        { 1, "a { obeys ab; }", "takes a host with a path" },
        { 1, "a { obeys a..b/c; }", "invalid host" },
        { 1, "a { policy http://a.example; }", "must be an \"https://\"" },
        { 1, "a { surrogate \"x</script>\"; }", "may not hold" },
        { 1, "a { cookie ~[; }", "at offset" },
        { 1, "a { name \"x", "not closed" },
        { 1, "a { name x\"y\"; }", "unexpected quote" }
    };

    (void) state;

    for (i = 0; i < NELTS(cases); i++) {

        prv_arena_init(&arena, 0);
        prv_catalog_init(&cat, &arena.mem);

        text = str(cases[i].text);
        memset(&err, 0, sizeof(prv_error_t));

        assert_int_equal(prv_catalog_parse(&cat, &text, &err), PRV_ERROR);

        if (strstr(err.text, cases[i].error) == NULL
            || err.line != cases[i].line)
        {
            fail_msg("%s: %u: %s", cases[i].text, err.line, err.text);
        }

        prv_arena_destroy(&arena);
    }
}


/* with too little memory each step fails, and says so */

static void
test_memory(void **state)
{
    size_t          i, limit;
    prv_str_t       text;
    prv_arena_t     arena;
    prv_error_t     err;
    prv_tables_t    tables;
    prv_catalog_t   cat;
    prv_vendor_t  **vendors;
    int             rc;

    (void) state;

    text = str(catalog);

    for (limit = 1; limit < 4000000; limit += 997) {

        prv_arena_init(&arena, limit);
        prv_catalog_init(&cat, &arena.mem);
        prv_tables_init(&tables, &arena.mem);

        rc = prv_catalog_parse(&cat, &text, &err);
        vendors = cat.vendors.elts;

        for (i = 0; rc == PRV_OK && i < cat.vendors.n; i++) {
            rc = prv_tables_add(&tables, vendors[i], &err);
        }

        if (rc == PRV_OK) {
            rc = prv_tables_build(&tables);
        }

        prv_arena_destroy(&arena);

        if (rc == PRV_OK) {
            return;
        }
    }

    fail_msg("never enough");
}


int
main(void)
{
    const struct CMUnitTest  tests[] = {
        cmocka_unit_test(test_hosts),
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_inline),
        cmocka_unit_test(test_inline_urls),
        cmocka_unit_test(test_inline_all),
        cmocka_unit_test(test_pattern),
        cmocka_unit_test(test_lifetimes),
        cmocka_unit_test(test_cookie_lifetimes),
        cmocka_unit_test(test_errors),
        cmocka_unit_test(test_memory)
    };

    return cmocka_run_group_tests(tests, setup, teardown);
}
