
/*
 * The native cookie, signals and regimes, and the order of power.
 */


#include "base/prv_arena.h"
#include "consent/prv_consent.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>


#define NOW   1800000000
#define DAY   (24 * 60 * 60)

#define N     prv_bit(PRV_NECESSARY)
#define F     prv_bit(PRV_FUNCTIONAL)
#define A     prv_bit(PRV_ANALYTICS)
#define M     prv_bit(PRV_MARKETING)


typedef struct {
    prv_arena_t            arena;
    prv_catalog_t          catalog;
    prv_consent_conf_t     conf;
    prv_consent_request_t  request;
    prv_str_t              field;
    prv_decision_t         decision;
} bench_t;


static const char  catalog_text[] =
    "adroll { category marketing; host .adroll.com; tcf 130; }\n"
    "meta { category marketing; host .facebook.net; }\n"
    "ga { category analytics; host .google-analytics.com; }\n";


static int setup(void **state);
static int teardown(void **state);
static void decide(bench_t *t, const char *cookies);
static void expect(bench_t *t, const char *cookies, unsigned granted,
    int decided, const char *source);
static int vendor(bench_t *t, const char *id);
static const char *written(bench_t *t);


static void
test_reads(void **state)
{
    bench_t  *t = *state;

    expect(t, "privacy_consent=v1&t=1799999990&c=necessary+analytics",
           N | A, 1, "native");
    expect(t, "a=b; privacy_consent=v1&t=1799999990"
              "&c=necessary+functional+analytics+marketing&i=x1; c=d",
           PRV_ALL, 1, "native");
    assert_int_equal(t->decision.id.len, 2);
    assert_int_equal(t->decision.time, 1799999990);

    expect(t, "privacy_consent=v1&t=1799999990&c=", N, 1, "native");
    expect(t, "privacy_consent=v1&t=1799999990&c=necessary", N, 1, "native");
    expect(t, "privacy_consent=v1&t=1799999990", N, 0, "regime");
    expect(t, "privacy_consent=v1&c=analytics&t=1799999990", N | A, 1,
           "native");
    expect(t, "", N, 0, "regime");

    t->request.regime = PRV_OPT_OUT;

    expect(t, "privacy_consent=v1&t=1799999990&c=necessary", N, 1, "native");
    expect(t, "privacy_consent=v1&t=1799999990", PRV_ALL, 0, "regime");
    expect(t, "x=y", PRV_ALL, 0, "regime");
}


static void
test_no_decision(void **state)
{
    size_t              i, n;
    char                cookie[8192];
    bench_t            *t = *state;
    static const char  *values[] = {
        "", "v", "v1", "v2&t=1799999990&c=analytics",
        "v1&c=analytics", "v1&t=&c=analytics",
        "v1&t=17x&c=analytics", "v1&t=-1&c=analytics",
        "v1&t=1799999990000&c=analytics",
        "v1&t=1799999990&c=analytics&c=marketing",
        "v1&t=1799999990&z=1&c=analytics",
        "v1&t=1799999990&c=analytics&",
        "v1&t=1799999990&c=analytics+",
        "v1&t=1799999990&c=+analytics",
        "v1&t=1799999990&c=analytics++marketing",
        "v1&t=1799999990&c=Analytics",
        "v1&t=1799999990&c=analytics,marketing",
        "v1&t=1799999990&c=analytics%2Bmarketing",
        "v1t=1799999990&c=analytics",
        "v1&t=1799999990&c=analytics&i=",
        "v1&t=1799999990&c=analytics&i=<b>",
        "v1&t=1799999990&c=analytics&p=",
        "v1&t=1799999990&c=analytics&p=a b",
        "v1&t=1799999990&c=analytics&y=ad roll",
        "v1&t=1799999990&c=analytics&n=adroll+",
        "v1&t=1799999990&s=x&c=analytics",
        "\"v1&t=1799999990&c=analytics\"",
        "v1&t=1800086401&c=analytics",      /* a day and a second ahead */
        "v1&t=1784447999&c=analytics",      /* 180 days and a second ago */
        "v1&t=0&c=analytics"
    };

    for (i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
        snprintf(cookie, sizeof(cookie), "privacy_consent=%s", values[i]);
        decide(t, cookie);

        if (t->decision.granted != N || t->decision.decided) {
            fail_msg("%s: %x", values[i], t->decision.granted);
        }
    }

    expect(t, "privacy_consent=v1&t=1800086400&c=analytics", N | A, 1,
           "native");
    expect(t, "privacy_consent=v1&t=1784448000&c=analytics", N | A, 1,
           "native");

    /* oversized */

    n = (size_t) sprintf(cookie,
                         "privacy_consent=v1&t=1799999990&c=analytics&y=a");
    memset(cookie + n, 'a', 5000);
    cookie[n + 5000] = '\0';

    expect(t, cookie, N, 0, "regime");

    /* a name is case-sensitive, and whole */

    expect(t, "Privacy_consent=v1&t=1799999990&c=analytics", N, 0, "regime");
    expect(t, "xprivacy_consent=v1&t=1799999990&c=analytics", N, 0,
           "regime");
    expect(t, "a=b,privacy_consent=v1&t=1799999990&c=analytics", N, 0,
           "regime");
    expect(t, "a=\"privacy_consent=v1&t=1799999990&c=analytics\"", N, 0,
           "regime");
}


static void
test_vendors(void **state)
{
    bench_t  *t = *state;

    decide(t, "privacy_consent=v1&t=1799999990&c=necessary+marketing"
              "&n=adroll+gone");

    assert_int_equal(vendor(t, "adroll"), 0);
    assert_int_equal(vendor(t, "meta"), 1);
    assert_int_equal(vendor(t, "ga"), 0);

    decide(t, "privacy_consent=v1&t=1799999990&c=necessary&y=adroll");

    assert_int_equal(vendor(t, "adroll"), 1);
    assert_int_equal(vendor(t, "meta"), 0);

    /* no holds over yes */

    decide(t, "privacy_consent=v1&t=1799999990&c=necessary"
              "&y=adroll+meta&n=adroll");

    assert_int_equal(vendor(t, "adroll"), 0);
    assert_int_equal(vendor(t, "meta"), 1);

    /* without "c" names count, and nothing is decided */

    t->request.regime = PRV_OPT_OUT;
    decide(t, "privacy_consent=v1&t=1799999990&n=adroll");

    assert_int_equal(t->decision.decided, 0);
    assert_int_equal(vendor(t, "adroll"), 0);
    assert_int_equal(vendor(t, "meta"), 1);

    /* and what another source decides is not lost by them */

    t->request.regime = PRV_OPT_IN;
    decide(t, "usprivacy=1YNN; privacy_consent=v1&t=1799999990&n=adroll");

    assert_int_equal(t->decision.granted, N | M);
    assert_int_equal(t->decision.decided, 1);
    assert_int_equal(vendor(t, "adroll"), 0);
    assert_int_equal(vendor(t, "meta"), 1);

    decide(t, "usprivacy=1YYN; privacy_consent=v1&t=1799999990&y=adroll");

    assert_int_equal(t->decision.granted, N);
    assert_int_equal(vendor(t, "adroll"), 0);
}


static void
test_twice(void **state)
{
    bench_t  *t = *state;

    expect(t, "privacy_consent=v1&t=1799999990&c=necessary+analytics; "
              "privacy_consent=v1&t=1799999991&c=necessary+marketing",
           N, 1, "native");
    expect(t, "privacy_consent=v1&t=1799999990&c=necessary; "
              "privacy_consent=v1&t=1799999991&c=necessary+marketing",
           N, 1, "native");
    expect(t, "privacy_consent=rubbish; "
              "privacy_consent=v1&t=1799999991&c=necessary+marketing",
           N | M, 1, "native");

    decide(t, "privacy_consent=v1&t=1799999990&c=marketing; "
              "privacy_consent=v1&t=1799999991&c=marketing&n=adroll; "
              "privacy_consent=v1&t=1799999991&c=marketing&y=ga");

    assert_int_equal(vendor(t, "meta"), 1);
    assert_int_equal(vendor(t, "adroll"), 0);
    assert_int_equal(vendor(t, "ga"), 0);
}


static void
test_policy(void **state)
{
    bench_t    *t = *state;
    prv_str_t   policy;

    t->conf.policy = (prv_str_t) prv_string("2026-01");

    expect(t, "privacy_consent=v1&t=1799999990&p=2026-01&c=marketing",
           N | M, 1, "native");
    expect(t, "privacy_consent=v1&t=1799999990&p=2025-01&c=marketing",
           N, 0, "regime");
    expect(t, "privacy_consent=v1&t=1799999990&c=marketing", N, 0, "regime");

    policy = (prv_str_t) prv_string("a&c=marketing");
    assert_int_equal(prv_consent_policy(&policy), 0);

    policy = (prv_str_t) prv_string("2026-01_a.b:c");
    assert_int_equal(prv_consent_policy(&policy), 1);

    policy.len = 0;
    assert_int_equal(prv_consent_policy(&policy), 0);
}


static void
test_signature(void **state)
{
    char      *value, cookie[512];
    size_t     i;
    bench_t   *t = *state;

    t->conf.keys[0] = (prv_str_t) prv_string("0123456789abcdef0123456789");

    decide(t, "");
    t->decision.decided = 1;
    t->decision.time = NOW;
    t->decision.granted = N | M;

    value = strdup(written(t));
    assert_non_null(strstr(value, "&s="));

    snprintf(cookie, sizeof(cookie), "privacy_consent=%s", value);
    expect(t, cookie, N | M, 1, "native");

    /* every byte is bound */

    for (i = strlen("privacy_consent="); cookie[i] != '\0'; i++) {
        cookie[i] ^= 1;
        expect(t, cookie, N, 0, "regime");
        cookie[i] ^= 1;
    }

    /* and so is the length of the signature */

    cookie[strlen(cookie) - 1] = '\0';
    expect(t, cookie, N, 0, "regime");

    snprintf(cookie, sizeof(cookie), "privacy_consent=%s",
             "v1&t=1799999990&c=necessary+marketing");
    expect(t, cookie, N, 0, "regime");

    /* rotation: the old key still verifies */

    t->conf.keys[1] = t->conf.keys[0];
    t->conf.keys[0] = (prv_str_t) prv_string("another key of some length");

    snprintf(cookie, sizeof(cookie), "privacy_consent=%s", value);
    expect(t, cookie, N | M, 1, "native");

    t->conf.keys[1].len = 0;
    expect(t, cookie, N, 0, "regime");

    free(value);

    /* computed with: openssl dgst -sha256 -hmac Jefe -binary | base64 */

    t->conf.keys[0] = (prv_str_t) prv_string("Jefe");
    memset(&t->decision, 0, sizeof(t->decision));
    assert_string_equal(written(t), "v1&t=0&s=Nw4wJl3xno4vpwacnLWO"
                        "es-rQ5gnBsr5se7xC9pfjGA");
}


static void
test_writes(void **state)
{
    bench_t    *t = *state;
    prv_str_t   id;

    decide(t, "privacy_consent=v1&t=1799999990&c=necessary+marketing"
              "&y=ga&n=adroll+meta&i=abc");
    assert_string_equal(written(t),
                        "v1&t=1799999990&c=necessary+marketing&y=ga"
                        "&n=adroll+meta&i=abc");

    t->conf.policy = (prv_str_t) prv_string("7");
    decide(t, "");
    t->decision.time = NOW;
    assert_string_equal(written(t), "v1&t=1800000000&p=7");

    t->decision.decided = 1;
    assert_string_equal(written(t), "v1&t=1800000000&p=7&c=necessary");

    /* a category of which only named vendors are meant is not granted */

    t->decision.granted = N | A | M;
    t->decision.named = M;
    id = (prv_str_t) prv_string("q");
    t->decision.id = id;
    assert_string_equal(written(t),
                        "v1&t=1800000000&p=7&c=necessary+analytics&i=q");
}


static void
test_signals(void **state)
{
    bench_t     *t = *state;
    const char  *all, *none;

    all = "privacy_consent=v1&t=1799999990"
          "&c=necessary+functional+analytics+marketing&y=adroll";
    none = "privacy_consent=v1&t=1799999990&c=necessary";

    t->request.gpc = 1;

    expect(t, all, N | F | A, 1, "gpc");
    assert_int_equal(vendor(t, "adroll"), 0);
    expect(t, none, N, 1, "native");
    expect(t, "", N, 0, "gpc");

    t->request.regime = PRV_OPT_OUT;
    expect(t, "", N | F | A, 0, "gpc");
    assert_int_equal(vendor(t, "adroll"), 0);
    assert_int_equal(vendor(t, "ga"), 1);

    t->conf.gpc = PRV_GPC_UNDECIDED;
    expect(t, "", N | F | A, 0, "gpc");
    expect(t, all, PRV_ALL, 1, "native");

    t->conf.gpc = PRV_GPC_OFF;
    expect(t, "", PRV_ALL, 0, "regime");

    t->request.gpc = 0;
    t->request.dnt = 1;
    expect(t, "", PRV_ALL, 0, "regime");

    t->conf.dnt = 1;
    expect(t, "", N | F, 0, "dnt");
    expect(t, all, PRV_ALL, 1, "native");

    t->conf.gpc = PRV_GPC_ON;
    t->request.gpc = 1;
    expect(t, "", N | F, 0, "gpc");
}


static void
test_if(void **state)
{
    bench_t     *t = *state;
    const char  *all, *none;

    all = "privacy_consent=v1&t=1799999990&c=analytics+marketing&y=adroll";
    none = "privacy_consent=v1&t=1799999990&c=necessary&n=meta";

    t->request.if_mask = M;

    expect(t, all, N | A, 1, "if");
    assert_int_equal(vendor(t, "adroll"), 0);
    expect(t, none, N, 1, "native");

    t->request.if_granted = M;

    expect(t, none, N | M, 1, "if");
    assert_int_equal(vendor(t, "adroll"), 1);
    assert_int_equal(vendor(t, "meta"), 0);
    expect(t, "", N | M, 0, "if");

    t->request.gpc = 1;
    expect(t, "", N | M, 0, "if");
    assert_int_equal(vendor(t, "adroll"), 1);

    /* what no privacy_consent_if speaks of is untouched by it */

    t->request.if_granted = M | A;
    expect(t, "", N | M, 0, "if");
}


static void
test_lists(void **state)
{
    prv_str_t            name;
    bench_t             *t = *state;
    const char          *both;
    const prv_format_t  *from[2];

    both = "usprivacy=1YNN; privacy_consent=v1&t=1799999990&c=necessary";

    name = (prv_str_t) prv_string("usp");
    from[0] = prv_consent_format(&name);
    name = (prv_str_t) prv_string("native");
    from[1] = prv_consent_format(&name);
    assert_non_null(from[0]);
    assert_non_null(from[1]);

    name = (prv_str_t) prv_string("no-such");
    assert_null(prv_consent_format(&name));

    expect(t, both, N, 1, "native");

    t->conf.automatic = 0;
    t->conf.from = from;
    t->conf.nfrom = 2;
    prv_consent_init(&t->conf);

    expect(t, both, N | M, 1, "usp");
    expect(t, "usprivacy=1---; privacy_consent=v1&t=1799999990&c=analytics",
           N | A, 1, "native");

    name = (prv_str_t) prv_string("usprivacy");
    assert_int_equal(prv_consent_is_cookie(&t->conf, &name), 1);

    t->conf.from = from + 1;
    t->conf.nfrom = 1;
    prv_consent_init(&t->conf);

    expect(t, "usprivacy=1YNN", N, 0, "regime");
    assert_int_equal(prv_consent_is_cookie(&t->conf, &name), 0);

    name = (prv_str_t) prv_string("privacy_consent");
    assert_int_equal(prv_consent_is_cookie(&t->conf, &name), 1);

    t->conf.nfrom = 0;
    prv_consent_init(&t->conf);
    expect(t, both, N, 0, "regime");
    assert_int_equal(prv_consent_is_cookie(&t->conf, &name), 0);
}


static void
test_limits(void **state)
{
    size_t       i, n;
    char         cookie[4096];
    bench_t     *t = *state;
    prv_arena_t  none;

    /* too many consent cookies for one browser: nothing is believed */

    t->request.regime = PRV_OPT_OUT;

    for (i = 0, n = 0; i < 65; i++) {
        n += (size_t) sprintf(cookie + n, "usprivacy=1YNN; ");
    }

    expect(t, cookie, N, 0, "regime");

    cookie[n - strlen("usprivacy=1YNN; ")] = '\0';
    expect(t, cookie, PRV_ALL, 1, "usp");

    /* what only stands beside them is not counted */

    for (i = 0, n = 0; i < 65; i++) {
        n += (size_t) sprintf(cookie + n, "cmplz_x%zu=1; ", i);
    }

    expect(t, cookie, PRV_ALL, 0, "regime");

    /* no memory: nothing but necessary */

    prv_arena_init(&none, 1);

    none.limit = 0;

    decide(t, "privacy_consent=v1&t=1799999990&c=marketing&y=adroll");

    assert_int_equal(prv_consent_decide(&t->decision, &t->conf, &t->request,
                                        &none.mem, NULL, NULL),
                     PRV_ERROR);
    assert_int_equal(t->decision.granted, N);
    assert_int_equal(vendor(t, "adroll"), 0);
}


int
main(void)
{
    const struct CMUnitTest  tests[] = {
        cmocka_unit_test_setup_teardown(test_reads, setup, teardown),
        cmocka_unit_test_setup_teardown(test_no_decision, setup, teardown),
        cmocka_unit_test_setup_teardown(test_vendors, setup, teardown),
        cmocka_unit_test_setup_teardown(test_twice, setup, teardown),
        cmocka_unit_test_setup_teardown(test_policy, setup, teardown),
        cmocka_unit_test_setup_teardown(test_signature, setup, teardown),
        cmocka_unit_test_setup_teardown(test_writes, setup, teardown),
        cmocka_unit_test_setup_teardown(test_signals, setup, teardown),
        cmocka_unit_test_setup_teardown(test_if, setup, teardown),
        cmocka_unit_test_setup_teardown(test_lists, setup, teardown),
        cmocka_unit_test_setup_teardown(test_limits, setup, teardown)
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}


static int
setup(void **state)
{
    bench_t      *t;
    prv_str_t     text = prv_string(catalog_text);
    prv_error_t   err;

    t = calloc(1, sizeof(bench_t));
    if (t == NULL) {
        return -1;
    }

    prv_arena_init(&t->arena, 0);
    prv_catalog_init(&t->catalog, &t->arena.mem);

    if (prv_catalog_parse(&t->catalog, &text, &err) != PRV_OK) {
        return -1;
    }

    t->conf.catalog = &t->catalog;
    t->conf.automatic = 1;
    t->conf.cookie = (prv_str_t) prv_string(PRV_CONSENT_DEFAULT_COOKIE);
    t->conf.max_age = PRV_CONSENT_DEFAULT_MAX_AGE;

    prv_consent_init(&t->conf);

    t->request.cookies = &t->field;
    t->request.ncookies = 1;
    t->request.now = NOW;

    *state = t;

    return 0;
}


static int
teardown(void **state)
{
    bench_t  *t = *state;

    free(t->field.data);
    prv_arena_destroy(&t->arena);
    free(t);

    return 0;
}


static void
decide(bench_t *t, const char *cookies)
{
    unsigned char  *old;

    /* a block of its very size: a sanitizer sees a read past the end */

    old = t->field.data;
    t->field.len = strlen(cookies);
    t->field.data = malloc(t->field.len ? t->field.len : 1);
    assert_non_null(t->field.data);
    memcpy(t->field.data, cookies, t->field.len);
    free(old);

    assert_int_equal(prv_consent_decide(&t->decision, &t->conf, &t->request,
                                        &t->arena.mem, NULL, NULL),
                     PRV_OK);
}


static void
expect(bench_t *t, const char *cookies, unsigned granted, int decided,
    const char *source)
{
    prv_decision_t  *d;

    decide(t, cookies);

    d = &t->decision;

    if (d->granted != granted || (int) d->decided != decided
        || d->source.len != strlen(source)
        || memcmp(d->source.data, source, d->source.len) != 0)
    {
        fail_msg("%s: granted %x, decided %d, source %.*s", cookies,
                 d->granted, d->decided, (int) d->source.len,
                 (char *) d->source.data);
    }
}


static int
vendor(bench_t *t, const char *id)
{
    prv_str_t            name;
    const prv_vendor_t  *v;

    name.data = (unsigned char *) id;
    name.len = strlen(id);

    v = prv_catalog_find(&t->catalog, &name);
    assert_non_null(v);

    return prv_decision_vendor(&t->decision, v, v->category);
}


static const char *
written(bench_t *t)
{
    prv_buf_t  b;
    prv_str_t  value;

    prv_buf_init(&b, &t->arena.mem, 0);
    prv_buf_lit(&b, "before");
    prv_native_write(&b, &t->conf, &t->decision);
    prv_buf_char(&b, '\0');

    assert_int_equal(prv_buf_done(&b, &value), PRV_OK);

    return (char *) value.data + strlen("before");
}
