
/*
 * What holds for all sources but the native cookie: names of the site's own,
 * age, escapes, floods of cookies, memory, and the hash of a decision.
 */


#include "base/prv_arena.h"
#include "base/prv_hash.h"
#include "consent/prv_text.h"

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

/* purposes 1, 3 and 4, for vendor 130 of 2026-01-15 and of 2026-01-20, for
   vendor 131, and purpose 1 alone */

#define TC_130   "CQeEcwAQeEcwAEsABBENAwEgALAAAAAAAAqIBBQAQBBAAAAA"
#define TC_LATE  "CQeU7cAQeU7cAEsABBENAwEgALAAAAAAAAqIBBQAQBBAAAAA"
#define TC_131   "CQeEcwAQeEcwAEsABBENAwEgALAAAAAAAAqIBBwAQBBgAAAA"
#define TC_P1    "CQeEcwAQeEcwAEsABBENAwEgAIAAAAAAAAqIBBQAQBBAAAAA"
#define TC_DAY   1768435200


/* an arena that counts */

typedef struct {
    prv_mem_t              mem;
    prv_arena_t            arena;
    size_t                 n;
} counter_t;


typedef struct {
    prv_arena_t            arena;
    counter_t              counter;
    prv_catalog_t          catalog;
    prv_consent_conf_t     conf;
    prv_consent_request_t  request;
    prv_str_t              field;
    prv_decision_t         decision;
} bench_t;


static const char  catalog_text[] =
    "adroll { category marketing; host .adroll.com; tcf 130; }\n"
    "other { category marketing; host .other.test; tcf 131; }\n"
    "meta { category marketing; host .facebook.net; }\n"
    "ga { category analytics; host .google-analytics.com; }\n";


static void
decide(bench_t *t, const char *cookies)
{
    t->field.data = (unsigned char *) cookies;
    t->field.len = strlen(cookies);

    t->counter.n = 0;

    assert_int_equal(prv_consent_decide(&t->decision, &t->conf, &t->request,
                                        &t->counter.mem, NULL, NULL),
                     PRV_OK);
}


static void
expect(bench_t *t, const char *cookies, unsigned granted, int decided)
{
    decide(t, cookies);

    if (t->decision.granted != granted
        || (int) t->decision.decided != decided)
    {
        fail_msg("%s: granted %x, decided %d", cookies, t->decision.granted,
                 t->decision.decided);
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


/* privacy_consent_names */

static void
test_names(void **state)
{
    bench_t                         *t = *state;
    static const prv_consent_word_t  words[] = {
        { prv_string("bg18"), PRV_MARKETING },
        { prv_string("3"), PRV_MARKETING },
        { prv_string("messung"), PRV_ANALYTICS },
        { prv_string("c0003"), PRV_ANALYTICS },
        { prv_string("targeting"), PRV_FUNCTIONAL }
    };
    static const char  *onetrust = "OptanonAlertBoxClosed=x; OptanonConsent="
        "groups=C0001%3A1%2CC0003%3A1%2CBG18%3A1";
    static const char  *typo3 = "cookie_optin=essential:1|Mes-sung:1|BG18:0";
    static const char  *act = "TC_PRIVACY=0@002@12@34@1%2C3@1,1,1@";
    static const char  *rcb = "real_cookie_banner=1768435200:0b7e9d2a-3c1f-"
        "4f5e-8a6b-1c2d3e4f5a6b:5d41402abc4b2a76b9719d911017c592:"
        "{\"d\":{\"3\":[12],\"4\":[1]},\"bc\":\"main_custom\"}";
    static const char  *none = "real_cookie_banner=1768435200:0b7e9d2a-3c1f-"
        "4f5e-8a6b-1c2d3e4f5a6b:5d41402abc4b2a76b9719d911017c592:"
        "{\"d\":{\"3\":[]},\"bc\":\"main_custom\"}";

    expect(t, onetrust, N | F, 1);
    expect(t, typo3, N, 1);
    expect(t, act, N, 1);
    expect(t, rcb, N, 1);

    t->conf.words = words;
    t->conf.nwords = sizeof(words) / sizeof(words[0]);

    expect(t, onetrust, N | A | M, 1);
    expect(t, "OptanonAlertBoxClosed=x; OptanonConsent="
              "groups=C0003%3A1%2CBG18%3A1%2CC0004%3A0", N | A, 1);
    expect(t, typo3, N | A, 1);
    expect(t, act, N | M, 1);
    expect(t, rcb, N | M, 1);
    expect(t, none, N, 1);

    /* the operator's word before the table's */

    expect(t, "CookieScriptConsent={\"action\":\"accept\",\"categories\":"
              "\"[\\\"targeting\\\"]\"}", N | F, 1);

    /* a list of what was accepted refuses the others, under any regime */

    t->request.regime = PRV_OPT_OUT;
    expect(t, "TC_PRIVACY=0@002@12@34@1@1,1,1@", N, 1);
}


/* privacy_tcf_purposes: what a category needs, and its vendors */

static void
test_purposes(void **state)
{
    bench_t  *t = *state;

    expect(t, "euconsent-v2=" TC_P1, N | F, 1);
    expect(t, "euconsent-v2=" TC_130, N | F | M, 1);

    t->conf.purposes[PRV_MARKETING] = 1u << 1;

    expect(t, "euconsent-v2=" TC_P1, N | F | M, 1);
    assert_int_equal(vendor(t, "adroll"), 1);
    assert_int_equal(vendor(t, "other"), 0);
    assert_int_equal(vendor(t, "meta"), 1);

    t->conf.purposes[PRV_MARKETING] = 1u << 1 | 1u << 3 | 1u << 4 | 1u << 7;
    t->conf.purposes[PRV_ANALYTICS] = 1u << 3;

    expect(t, "euconsent-v2=" TC_130, N | F | A, 1);
    expect(t, "__gpp=DBABMA~" TC_130, N | F | A, 1);
    assert_int_equal(vendor(t, "adroll"), 0);
    assert_int_equal(vendor(t, "ga"), 1);
}


/* categories in cookies of their own, and services beside them */

static void
test_services(void **state)
{
    size_t    i;
    bench_t  *t = *state;

    static const struct {
        const char  *services;
        unsigned     granted;
        int          adroll, meta, ga;
    } cases[] = {
        { "", N | M, 1, 1, 0 },
        { "%7B%7D", N | M, 1, 1, 0 },
        { "{\"meta\":false}", N | M, 1, 0, 0 },
        { "%7B%22meta%22%3Afalse%2C%22ga%22%3Atrue%7D", N | M, 1, 0, 1 },
        { "{\"meta\":true,\"meta\":false}", N | M, 1, 0, 0 },

        /* a refusal may have been in it */

        { "{\"meta\":fals}", N, 0, 0, 0 },
        { "[\"ga\"]", N, 0, 0, 0 },
        { "x", N, 0, 0, 0 }
    };
    char  cookies[256];

    for (i = 0; i < 2 * sizeof(cases) / sizeof(cases[0]); i++) {

        snprintf(cookies, sizeof(cookies), "%s_marketing=allow; "
                 "%s_statistics=deny; %s_consented_services=%s",
                 i & 1 ? "wp_consent" : "cmplz",
                 i & 1 ? "wp_consent" : "cmplz",
                 i & 1 ? "wp_consent" : "cmplz", cases[i / 2].services);

        expect(t, cookies, cases[i / 2].granted, cases[i / 2].adroll);

        assert_int_equal(vendor(t, "adroll"), cases[i / 2].adroll);
        assert_int_equal(vendor(t, "meta"), cases[i / 2].meta);
        assert_int_equal(vendor(t, "ga"), cases[i / 2].ga);
    }

    /* what was refused beside them stays refused */

    t->request.regime = PRV_OPT_OUT;
    expect(t, "cmplz_marketing=allow; cmplz_statistics=deny; "
              "cmplz_consented_services=x", N | F | M, 0);
}


/* privacy_consent_max_age: an old yes is none, an old no holds */

static void
test_age(void **state)
{
    size_t    i;
    bench_t  *t = *state;

    static const struct {
        unsigned     granted;
        const char  *cookies;
    } cases[] = {
        { F | M, "euconsent-v2=" TC_130 },
        { M, "__gpp=DBABMA~" TC_130 },
        { A, "c15t=c.necessary:1,c.measurement:1,i.t:1768435200000,"
             "i.sid:sub_2Qm" },
        { F | A | M, "CookieConsent={stamp:'x',necessary:true,preferences:"
             "true,statistics:true,marketing:true,ver:1,utc:1768435200000}" },
        { M, "OptanonAlertBoxClosed=2026-01-15T00:00:00.000Z; "
             "OptanonConsent=groups=C0004:1" },
        { A, "cc_cookie={\"categories\":[\"analytics\"],\"consent_uuid\":"
             "\"x-2\",\"last_consent_update\":\"2026-01-15T00:00:00.000Z\"}" },
        { M, "cc_cookie={\"categories\":[\"marketing\"],\"consentId\":"
             "\"x-2\",\"lastConsentTimestamp\":\"2026-01-15T00:00:00.000Z\"}"
        },
        { A, "CookieControl={\"optionalCookies\":{\"analytics\":\"accepted\"}"
             ",\"interactedWith\":true,\"consentDate\":1768435200000}" },
        { M, "cookiefirst-consent={\"necessary\":true,\"advertising\":true,"
             "\"timestamp\":1768435200}" },
        { A, "mtm_consent=1768435200000" },
        { F | A | M, "real_cookie_banner=1768435200:0b7e9d2a-3c1f-4f5e-8a6b-"
             "1c2d3e4f5a6b:5d41402abc4b2a76b9719d911017c592:"
             "{\"d\":{},\"bc\":\"main_all\"}" },
        { M, "_iub_cs-1={\"timestamp\":\"2026-01-15T00:00:00.000Z\","
             "\"purposes\":{\"5\":true}}" },
        { A, "fides_consent={\"consent\":{\"analytics\":true},\"fides_meta\":"
             "{\"updatedAt\":\"2026-01-15T00:00:00.000Z\"}}" },
        { A, "tcm={\"purposes\":{\"Analytics\":true},\"confirmed\":true,"
             "\"timestamp\":\"2026-01-15T00:00:00.000Z\"}" },
        { M, "CookieScriptConsent={\"action\":\"accept\",\"consenttime\":"
             "1768435200,\"categories\":\"[\\\"targeting\\\"]\"}" },
        { M, "cookieyes-consent=action:yes,advertisement:yes,"
             "lastRenewedDate:1768435200000" },

        /* {"updated":"2026-01-15T00:00:00.000Z",
            "purposes":{"enabled":["analytics"]}} */

        { A, "didomi_token=eyJ1cGRhdGVkIjoiMjAyNi0wMS0xNVQwMDowMDowMC4wMDBaIi"
             "wicHVycG9zZXMiOnsiZW5hYmxlZCI6WyJhbmFseXRpY3MiXX19" }
    };

    for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {

        t->conf.others_age = 0;
        t->request.now = TC_DAY + 1000 * DAY;

        decide(t, cases[i].cookies);
        assert_int_equal(t->decision.time, TC_DAY);
        assert_int_equal(t->decision.granted & cases[i].granted,
                         cases[i].granted);
        assert_int_equal(t->decision.decided, 1);

        t->conf.others_age = 30 * DAY;
        t->request.now = TC_DAY + 30 * DAY;

        decide(t, cases[i].cookies);
        assert_int_equal(t->decision.granted & cases[i].granted,
                         cases[i].granted);

        t->request.now++;
        expect(t, cases[i].cookies, N, 0);

        /* nor does what is to be given yet */

        t->request.now = TC_DAY - DAY - 1;
        expect(t, cases[i].cookies, N, 0);
    }

    /* the refusal stands when the grant beside it has lapsed */

    t->request.now = TC_DAY + 31 * DAY;
    t->request.regime = PRV_OPT_OUT;

    expect(t, "euconsent-v2=" TC_P1, N | F, 0);
    expect(t, "euconsent-v2=" TC_130, PRV_ALL & ~A, 0);

    /* no time, nothing to judge; and the native cookie has its own age */

    t->request.regime = PRV_OPT_IN;

    expect(t, "cookie_notice_accepted=true", PRV_ALL, 1);
    expect(t, "privacy_consent=v1&t=1768435200&c=marketing", N | M, 1);
}


static void
test_time(void **state)
{
    size_t     i;
    prv_str_t  s;

    static const struct {
        const char  *text;
        int64_t      time;
    } cases[] = {
        { "1970-01-01T00:00:00Z", 0 },
        { "1972-02-29T00:00:00", 68169600 },
        { "1972-03-01T00:00:00", 68256000 },
        { "2000-02-29T12:34:56.789Z", 951827696 },
        { "2026-11-25 17:00:01", 1795626001 },
        { "2100-03-01T00:00:00Z", 4107542400 },
        { "1768435200", 1768435200 },
        { "1768435200123", 1768435200 },
        { "99999999999999999999", 0 },
        { "2026-13-01T00:00:00Z", 0 },
        { "2026-00-01T00:00:00Z", 0 },
        { "2026-01-32T00:00:00Z", 0 },
        { "2026-01-15", 0 },
        { "x026-01-15T00:00:00Z", 0 },
        { "Fri Mar 07 2025 19:51:06", 0 },
        { "", 0 }
    };

    (void) state;

    for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        s.data = (unsigned char *) cases[i].text;
        s.len = strlen(cases[i].text);

        if (prv_text_time(&s) != cases[i].time) {
            fail_msg("%s: %lld", cases[i].text,
                     (long long) prv_text_time(&s));
        }
    }
}


/* which sections of a GPP string are in force: 6 grants, 8 refuses */

static void
test_sections(void **state)
{
    size_t    i;
    char      cookies[128];
    bench_t  *t = *state;

    static const struct {
        const char  *sid;
        unsigned     granted;
        int          decided;
    } cases[] = {
        { "6", N | M, 1 },
        { "8", N, 1 },
        { "6,8", N, 1 },
        { "6%2C8", N, 1 },
        { "6%2c8", N, 1 },
        { "8_6", N, 1 },
        { "68", N, 0 },
        { "-1", N, 0 },
        { "0", N, 0 },
        { "99999999999999999999", N, 0 },
        { "", N, 1 },
        { "all", N, 1 }                 /* no list: every section counts */
    };

    for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        snprintf(cookies, sizeof(cookies),
                 "__gpp=DBACTMA~1YNN~BUUAAACA.QA; __gpp_sid=%s",
                 cases[i].sid);
        expect(t, cookies, cases[i].granted, cases[i].decided);
    }
}


/* what a format is called besides in privacy_consent_from */

static void
test_aliases(void **state)
{
    size_t     i;
    prv_str_t  name;

    static const char *const  names[][2] = {
        { "usprivacy", "usp" },
        { "vanilla2", "vanilla-cookieconsent" },
        { "cookieconsent", "vanilla-cookieconsent" },
        { "insites", "osano-insites" },
        { "osano", "osano-insites" },
        { "klaro", "klaro" }
    };

    (void) state;

    for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        name.data = (unsigned char *) names[i][0];
        name.len = strlen(names[i][0]);

        assert_non_null(prv_consent_format(&name));
        assert_true(prv_text_is(&prv_consent_format(&name)->name,
                                names[i][1]));
    }
}


/* what the IAB's encoders leave alone and somebody escaped */

static void
test_escaped(void **state)
{
    bench_t  *t = *state;

    expect(t, "__gpp=DBABLA~BVQqAAAAAgA.QA", N | M, 1);
    expect(t, "__gpp=DBABLA%7EBVQqAAAAAgA.QA", N, 0);
    expect(t, "__gpp=\"DBABLA~BVQqAAAAAgA.QA\"", N, 0);
    expect(t, "euconsent-v2=\"" TC_130 "\"", N, 0);
    expect(t, "euconsent-v2=%43" "QeEcwAQeEcwAEsABBENAwEgALAAAAAAAAqIBBQAQBBAA"
              "AAA", N, 0);

    t->request.regime = PRV_OPT_OUT;

    expect(t, "__gpp=DBABLA%7EBVQqAAAAAgA.QA", PRV_ALL, 0);
    expect(t, "__gpp=DBABLA%7EBVQVAAAAAAGA.YA", PRV_ALL & ~M, 0);
    expect(t, "euconsent-v2=\"" TC_P1 "\"", N | F, 0);
    expect(t, "euconsent-v2=%zz" TC_P1, PRV_ALL, 0);

    /* beside one that is as it should be, the more restrictive */

    expect(t, "__gpp=DBABLA~BVQqAAAAAgA.QA; "
              "OTGPPConsent=DBABLA%7EBVQVAAAAAAGA.YA", PRV_ALL & ~M, 1);
    expect(t, "__gpp=rubbish; OTGPPConsent=DBABLA~BVQqAAAAAgA.QA",
           PRV_ALL, 1);
}


/* a name that comes again is read with all beside it: that is bounded */

static void
test_flood(void **state)
{
    char     *cookies;
    size_t    i, n;
    bench_t  *t = *state;

    cookies = malloc(65536);
    assert_non_null(cookies);

    n = (size_t) sprintf(cookies, "cmplz_consented_services={\"a\":1");

    while (n < 7000) {
        n += (size_t) sprintf(cookies + n, ",\"%030zu\":true", n);
    }

    n += (size_t) sprintf(cookies + n, "}");

    for (i = 0; i < 8; i++) {
        n += (size_t) sprintf(cookies + n, "; cmplz_marketing=allow");
    }

    expect(t, cookies, N | M, 1);

    for (i = 0; i < 8; i++) {
        n += (size_t) sprintf(cookies + n, "; cmplz_marketing=allow");
    }

    t->request.regime = PRV_OPT_OUT;

    expect(t, cookies, N, 0);
    assert_int_equal(vendor(t, "adroll"), 0);

    free(cookies);
}


/* no memory for a cookie; a decision needs some for names and TC strings */

static void
test_memory(void **state)
{
    size_t    i, n;
    char      cookies[8192];
    bench_t  *t = *state;

    for (i = 0, n = 0; i < 40; i++) {
        n += (size_t) sprintf(cookies + n, "name%zu=value%zu; ", i, i);
    }

    decide(t, cookies);
    assert_int_equal(t->counter.n, 0);

    n += (size_t) sprintf(cookies + n, "privacy_consent=v1&t=1799999990"
                          "&c=marketing; cookie_notice_accepted=true; "
                          "usprivacy=1YNN; OptanonAlertBoxClosed=x; "
                          "OptanonConsent=groups=C0004:1; "
                          "cc_cookie={\"categories\":[\"marketing\"],"
                          "\"consentId\":\"x\"}; "
                          "CookieConsent=-1; cookiefirst-consent="
                          "{\"necessary\":true,\"advertising\":true}; ");

    decide(t, cookies);
    assert_int_equal(t->decision.decided, 1);
    assert_int_equal(t->counter.n, 0);

    /* once for all names … */

    decide(t, "klaro={\"adroll\":true,\"meta\":false,\"ga\":true}; "
              "tarteaucitron=!meta=true; axeptio_cookies={\"ga\":true,"
              "\"$$completed\":true}");
    assert_int_equal(t->counter.n, 1);

    /* … and once for a string that is asked */

    decide(t, "euconsent-v2=" TC_130);
    assert_int_equal(t->counter.n, 1);
}


/* $privacy_variant stands on it */

static uint32_t
hash(bench_t *t, const char *cookies)
{
    decide(t, cookies);

    return prv_decision_hash(&t->decision, t->catalog.vendors.n,
                             PRV_HASH_INIT);
}


static void
test_hash(void **state)
{
    bench_t   *t = *state;
    uint32_t   all, one, named, tcf;

    all = hash(t, "privacy_consent=v1&t=1&c=marketing");
    assert_int_equal(all, hash(t, "privacy_consent=v1&t=9&c=marketing"));

    one = hash(t, "privacy_consent=v1&t=1&c=marketing&n=adroll");
    assert_int_not_equal(all, one);
    assert_int_not_equal(one, hash(t, "privacy_consent=v1&t=1&c=marketing"
                                      "&y=adroll"));

    /* the same categories and the same names, but here they are all */

    named = hash(t, "klaro={\"meta\":true}");
    assert_int_equal(t->decision.granted, N | M);
    assert_int_equal(vendor(t, "other"), 0);

    assert_int_not_equal(named, hash(t, "privacy_consent=v1&t=1&c=marketing"
                                        "&y=meta"));
    assert_int_equal(t->decision.granted, N | M);
    assert_int_equal(vendor(t, "other"), 1);

    /* a TC string, in whatever cookie; its dates decide nothing */

    tcf = hash(t, "euconsent-v2=" TC_130);
    assert_int_not_equal(tcf, hash(t, "euconsent-v2=" TC_131));
    assert_int_not_equal(tcf, hash(t, "eupubconsent-v2=" TC_131));
    assert_int_equal(tcf, hash(t, "eupubconsent-v2=" TC_130));
    assert_int_equal(tcf, hash(t, "euconsent-v2=" TC_LATE));
    assert_int_not_equal(hash(t, "FCCDCF=[null,null,null,[\"" TC_130 "\"]]"),
                         hash(t, "FCCDCF=[null,null,null,[\"" TC_131 "\"]]"));

    /* and what is disclosed: 130, and another one */

    assert_int_not_equal(hash(t, "euconsent-v2=CQeEcwAQeEcwAEsACBENARFgALAAA"
                                 "AAAAAqIBBQAQBBAAAAA.IBBQAQBBAAAA"),
                         hash(t, "euconsent-v2=CQeEcwAQeEcwAEsACBENARFgALAAA"
                                 "AAAAAqIBBQAQBBAAAAA.IBBQAQBBgAAA"));
}


static void *
counter_alloc(prv_mem_t *mem, size_t size)
{
    counter_t  *counter = (counter_t *) mem;

    counter->n++;

    return prv_alloc(&counter->arena.mem, size);
}


static void
counter_free(prv_mem_t *mem, void *p)
{
    prv_free(&((counter_t *) mem)->arena.mem, p);
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
    prv_arena_init(&t->counter.arena, 0);
    prv_catalog_init(&t->catalog, &t->arena.mem);

    if (prv_catalog_parse(&t->catalog, &text, &err) != PRV_OK) {
        return -1;
    }

    t->counter.mem.alloc = counter_alloc;
    t->counter.mem.free = counter_free;

    t->conf.catalog = &t->catalog;
    t->conf.automatic = 1;
    t->conf.cookie = (prv_str_t) prv_string(PRV_CONSENT_DEFAULT_COOKIE);

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

    prv_arena_destroy(&t->counter.arena);
    prv_arena_destroy(&t->arena);
    free(t);

    return 0;
}


int
main(void)
{
    const struct CMUnitTest  tests[] = {
        cmocka_unit_test_setup_teardown(test_names, setup, teardown),
        cmocka_unit_test_setup_teardown(test_purposes, setup, teardown),
        cmocka_unit_test_setup_teardown(test_services, setup, teardown),
        cmocka_unit_test_setup_teardown(test_age, setup, teardown),
        cmocka_unit_test(test_time),
        cmocka_unit_test_setup_teardown(test_sections, setup, teardown),
        cmocka_unit_test(test_aliases),
        cmocka_unit_test_setup_teardown(test_escaped, setup, teardown),
        cmocka_unit_test_setup_teardown(test_flood, setup, teardown),
        cmocka_unit_test_setup_teardown(test_memory, setup, teardown),
        cmocka_unit_test_setup_teardown(test_hash, setup, teardown)
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
