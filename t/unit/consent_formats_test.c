
/*
 * Every reader over its samples, over every truncation of them and over
 * changes of every byte: nothing broken may grant.
 */


#include "base/prv_arena.h"
#include "consent/prv_format.h"
#include "consent_samples.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>


#define NOW  1800000000


typedef struct {
    prv_arena_t            arena;
    prv_catalog_t          catalog;
    prv_consent_conf_t     conf;
} bench_t;


typedef struct {
    unsigned               granted;
    unsigned               vendors;     /* bit n: vendor n may act */
    int                    decided;
    char                   source[32];
    char                   traced[512]; /* result and format of each cookie */
} result_t;


static void decide(bench_t *t, const char *cookies, size_t len,
    result_t *result);
static void not_wider(bench_t *t, const consent_sample_t *sample,
    const result_t *whole, const char *cookies, size_t len);


static const char  letters[] = "nfam";

/* of which each stands for bits, and is as good as another */

static const char  base64[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrst"
                              "uvwxyz0123456789+/-_=";


static unsigned
categories(const char *s)
{
    unsigned  mask;

    for (mask = 0; *s; s++) {
        mask |= prv_bit(strchr(letters, *s) - letters);
    }

    return mask;
}


static void
expect_vendors(bench_t *t, const consent_sample_t *sample,
    const result_t *result, const char *list, unsigned yes)
{
    size_t               n;
    prv_str_t            id;
    const prv_vendor_t  *vendor;

    for ( /* void */ ; *list; list += n + (list[n] == ' ')) {
        n = strcspn(list, " ");

        id.data = (unsigned char *) list;
        id.len = n;

        vendor = prv_catalog_find(&t->catalog, &id);
        assert_non_null(vendor);

        if ((result->vendors >> vendor->index & 1) != yes) {
            fail_msg("%s: %.*s %u", sample->cookies, (int) n, list, !yes);
        }
    }
}


static void
test_samples(void **state)
{
    size_t                   i;
    bench_t                 *t = *state;
    result_t                 result;
    const char              *source;
    const consent_sample_t  *sample;

    for (i = 0; i < CONSENT_SAMPLES; i++) {
        sample = &consent_samples[i];

        decide(t, sample->cookies, strlen(sample->cookies), &result);

        source = sample->decided ? sample->format : "regime";

        if (result.granted != categories(sample->granted)
            || result.decided != sample->decided
            || strcmp(result.source, source) != 0
            || strstr(result.traced, sample->format) == NULL)
        {
            fail_msg("%s: granted %x, decided %d, source %s, %s",
                     sample->cookies, result.granted, result.decided,
                     result.source, result.traced);
        }

        expect_vendors(t, sample, &result, sample->yes, 1);
        expect_vendors(t, sample, &result, sample->no, 0);
    }
}


/* no row of the table without a sample of its own */

static void
test_every_format(void **state)
{
    size_t  i, k;
    char    name[64];

    (void) state;

    for (i = 0; i < prv_nformats; i++) {

        snprintf(name, sizeof(name), "%.*s", (int) prv_formats[i].name.len,
                 (char *) prv_formats[i].name.data);

        for (k = 0; k < CONSENT_SAMPLES; k++) {
            if (consent_samples[k].decided
                && strcmp(consent_samples[k].format, name) == 0)
            {
                break;
            }
        }

        if (k == CONSENT_SAMPLES) {
            fail_msg("no sample of \"%s\"", name);
        }
    }
}


/* each cookie's value cut short, the others whole */

static void
test_truncations(void **state)
{
    char                     cut[4096];
    size_t                   i, from, to, len, n;
    bench_t                 *t = *state;
    result_t                 whole;
    const char              *s;
    const consent_sample_t  *sample;

    for (i = 0; i < CONSENT_SAMPLES; i++) {
        sample = &consent_samples[i];
        s = sample->cookies;
        len = strlen(s);
        assert_true(len < sizeof(cut));

        decide(t, s, len, &whole);

        for (from = 0; from < len; from = to + (s[to] == ';')) {

            to = from + strcspn(s + from, ";");

            for (n = from + strcspn(s + from, "=") + 1; n < to; n++) {
                memcpy(cut, s, n);
                memcpy(cut + n, s + to, len - to);

                not_wider(t, sample, &whole, cut, len - (to - n));
            }
        }
    }
}


/* what a change makes of a value that is none the less as it should be */

static int
another_value(const consent_sample_t *sample, unsigned char from,
    unsigned char to)
{
    size_t  i;

    static const struct {
        const char  *format;
        char         from;
        const char  *to;
    } changes[] = {
        { "", '0', "1" },
        { "usp", 'Y', "N" },
        { "usp", '-', "N" },
        { "drupal", '0', "2" },
        { "iubenda", '4', "3" },            /* the number of a purpose … */
        { "onetrust", '1', "3" },           /* … and of a group */
        { "onetrust", '2', "3" },
        { "onetrust", '0', "23456789" },    /* interactionCount */
        { "shopify", 'p', "m" },
        { "trustarc", '1', "23" }
    };

    if (sample->bits && to != '\0' && strchr(base64, to) != NULL) {
        return 1;
    }

    for (i = 0; i < sizeof(changes) / sizeof(changes[0]); i++) {

        if (from == (unsigned char) changes[i].from && to != '\0'
            && strchr(changes[i].to, to) != NULL
            && (changes[i].format[0] == '\0'
                || strcmp(changes[i].format, sample->format) == 0))
        {
            return 1;
        }
    }

    return 0;
}


static void
test_changes(void **state)
{
    int                      value;
    char                     changed[4096];
    size_t                   i, k, n, len;
    bench_t                 *t = *state;
    result_t                 whole;
    unsigned char            c;
    const consent_sample_t  *sample;

    for (i = 0; i < CONSENT_SAMPLES; i++) {
        sample = &consent_samples[i];
        len = strlen(sample->cookies);

        memcpy(changed, sample->cookies, len);
        decide(t, changed, len, &whole);

        value = 0;

        for (n = 0; n < len; n++) {
            c = (unsigned char) changed[n];

            /* a cookie of another name is another cookie */

            if (!value || c == ';') {
                value = c == '=';
                continue;
            }

            for (k = 0; k < 256; k++) {

                /* what is another value, and no broken one */

                if (k == c || another_value(sample, c, (unsigned char) k)) {
                    continue;
                }

                changed[n] = (char) k;
                not_wider(t, sample, &whole, changed, len);
            }

            changed[n] = (char) c;
        }
    }
}


static void
not_wider(bench_t *t, const consent_sample_t *sample, const result_t *whole,
    const char *cookies, size_t len)
{
    result_t  result;

    decide(t, cookies, len, &result);

    if ((result.granted & ~whole->granted)
        || (result.vendors & ~whole->vendors))
    {
        fail_msg("%s: %.*s: granted %x, not %x; vendors %x, not %x",
                 sample->format, (int) len, cookies, result.granted,
                 whole->granted, result.vendors, whole->vendors);
    }
}


static void
trace(void *data, const prv_str_t *cookie, const prv_str_t *format,
    const char *result, const char *why)
{
    size_t     n;
    result_t  *r = data;

    (void) cookie;

    assert_true(strlen(why) < 256);
    assert_true(why[0] != '\0');

    n = strlen(r->traced);

    snprintf(r->traced + n, sizeof(r->traced) - n, "%.*s: %s; ",
             (int) format->len, (char *) format->data, result);
}


static void
decide(bench_t *t, const char *cookies, size_t len, result_t *result)
{
    size_t                  i;
    prv_str_t               field;
    prv_arena_t             arena;
    prv_decision_t          d;
    prv_vendor_t          **vendors;
    prv_consent_request_t   request;

    memset(result, 0, sizeof(result_t));
    memset(&request, 0, sizeof(prv_consent_request_t));

    /* a block of its very size: a sanitizer sees a read past the end */

    field.len = len;
    field.data = malloc(len ? len : 1);
    assert_non_null(field.data);
    memcpy(field.data, cookies, len);

    request.cookies = &field;
    request.ncookies = 1;
    request.now = NOW;

    prv_arena_init(&arena, 0);

    assert_int_equal(prv_consent_decide(&d, &t->conf, &request, &arena.mem,
                                        trace, result),
                     PRV_OK);

    result->granted = d.granted;
    result->decided = d.decided;

    snprintf(result->source, sizeof(result->source), "%.*s",
             (int) d.source.len, (char *) d.source.data);

    vendors = t->catalog.vendors.elts;

    for (i = 0; i < t->catalog.vendors.n; i++) {
        if (prv_decision_vendor(&d, vendors[i], vendors[i]->category)) {
            result->vendors |= 1u << i;
        }
    }

    prv_arena_destroy(&arena);
    free(field.data);
}


/* two sources: the more restrictive in each point */

static void
test_together(void **state)
{
    size_t    i;
    bench_t  *t = *state;
    result_t  result;

    static const struct {
        const char  *granted, *source, *cookies;
        int          adroll, meta;
    } cases[] = {
        { "nam", "wp-consent-api",
          "cookie_notice_accepted=true; wp_consent_preferences=deny", 1, 1 },
        { "n", "cookie-notice",
          "cookieconsent_status=allow; cookie_notice_accepted=false", 0, 0 },
        { "nf", "c15t",
          "cookie_notice_accepted=true; c15t=c.functionality:1,i.t:1,i.sid:x",
          0, 0 },
        { "nm", "klaro",
          "usprivacy=1YNN; klaro={\"adroll\":true}", 1, 0 },
        { "n", "usp",
          "usprivacy=1YYN; klaro={\"adroll\":true}", 0, 0 },
        { "nm", "klaro", "klaro={\"adroll\":true}; "
          "cc_cookie={\"categories\":[\"marketing\"],\"consentId\":\"x\","
          "\"services\":{\"marketing\":[\"meta\"]}}", 0, 0 },
        { "nfm", "tcf",
          "euconsent-v2=" TC_134 "; cookie_notice_accepted=true", 1, 0 },
        { "nfam", "native",
          "cookie_notice_accepted=false; privacy_consent=v1&t=1799999999"
          "&c=necessary+functional+analytics+marketing", 1, 1 },

        /* what is undecided or broken does not speak */

        { "nfam", "cookie-notice",
          "cookie_notice_accepted=true; CookieConsent=x; usprivacy=1---",
          1, 1 },

        /* one name twice */

        { "n", "usp", "usprivacy=1YNN; usprivacy=1YYN", 0, 0 },
        { "nm", "klaro", "klaro={\"adroll\":true}; klaro={\"adroll\":true,"
          "\"meta\":true}", 1, 0 }
    };

    for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {

        decide(t, cases[i].cookies, strlen(cases[i].cookies), &result);

        if (result.granted != categories(cases[i].granted)
            || (result.vendors & 1) != (unsigned) cases[i].adroll
            || (result.vendors >> 1 & 1) != (unsigned) cases[i].meta
            || strcmp(result.source, cases[i].source) != 0)
        {
            fail_msg("%s: granted %x, vendors %x, source %s",
                     cases[i].cookies, result.granted, result.vendors,
                     result.source);
        }
    }
}


static int
setup(void **state)
{
    bench_t      *t;
    prv_str_t     text = prv_string(consent_catalog);
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

    *state = t;

    return 0;
}


static int
teardown(void **state)
{
    bench_t  *t = *state;

    prv_arena_destroy(&t->arena);
    free(t);

    return 0;
}


int
main(void)
{
    const struct CMUnitTest  tests[] = {
        cmocka_unit_test(test_samples),
        cmocka_unit_test(test_every_format),
        cmocka_unit_test(test_truncations),
        cmocka_unit_test(test_changes),
        cmocka_unit_test(test_together)
    };

    return cmocka_run_group_tests(tests, setup, teardown);
}
