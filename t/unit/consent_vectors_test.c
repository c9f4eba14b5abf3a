
/*
 * The decisions that vectors of real strings and cookies stand for
 * (PRIVACY_DATA, by default ../shared/data; skipped where it is absent).
 */


#include "base/prv_arena.h"
#include "consent/prv_consent.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <cmocka.h>

#include <cjson/cJSON.h>


/* what is created from then on under an older policy grants nothing */

#define POLICY_UNTIL  "2023-10-01"


typedef struct {
    unsigned  granted;
    int       decided;
    int       adroll;
} result_t;


static prv_arena_t         arena;
static prv_catalog_t       catalog;
static prv_consent_conf_t  conf;


static cJSON *
vectors(const char *name)
{
    char         path[512], *text;
    FILE        *f;
    long         size;
    cJSON       *json;
    const char  *dir;

    dir = getenv("PRIVACY_DATA");

    snprintf(path, sizeof(path), "%s/consent/%s",
             dir != NULL ? dir : "../shared/data", name);

    f = fopen(path, "rb");
    if (f == NULL) {
        printf("skipped: no %s\n", path);
        skip();
    }

    fseek(f, 0, SEEK_END);
    size = ftell(f);
    rewind(f);

    text = malloc((size_t) size + 1);
    assert_non_null(text);
    assert_int_equal(fread(text, 1, (size_t) size, f), (size_t) size);
    text[size] = '\0';

    fclose(f);

    json = cJSON_Parse(text);
    assert_non_null(json);

    free(text);

    return json;
}


static result_t
decide(const char *name, const char *value, prv_regime_e regime)
{
    size_t                  n, len;
    result_t                result;
    prv_str_t               field, id = prv_string("adroll");
    prv_arena_t             mem;
    prv_vendor_t           *adroll;
    prv_decision_t          d;
    prv_consent_request_t   request;

    n = strlen(name);
    len = strlen(value);

    field.len = n + len;
    field.data = malloc(field.len ? field.len : 1);
    assert_non_null(field.data);

    memcpy(field.data, name, n);
    memcpy(field.data + n, value, len);

    memset(&request, 0, sizeof(prv_consent_request_t));

    request.cookies = &field;
    request.ncookies = 1;
    request.regime = regime;
    request.now = (int64_t) time(NULL);

    prv_arena_init(&mem, 0);

    assert_int_equal(prv_consent_decide(&d, &conf, &request, &mem.mem, NULL,
                                        NULL),
                     PRV_OK);

    adroll = prv_catalog_find(&catalog, &id);
    assert_non_null(adroll);

    result.granted = d.granted;
    result.decided = d.decided;
    result.adroll = prv_decision_vendor(&d, adroll, adroll->category);

    prv_arena_destroy(&mem);
    free(field.data);

    return result;
}


static const char *
text(const cJSON *object, const char *name)
{
    const char  *s;

    s = cJSON_GetStringValue(cJSON_GetObjectItem(object, name));
    assert_non_null(s);

    return s;
}


static int
is(const cJSON *object, const char *name)
{
    return cJSON_IsTrue(cJSON_GetObjectItem(object, name));
}


static void
test_platforms(void **state)
{
    size_t                    i, n;
    cJSON                    *json, *v, *expect, *decided, *want;
    result_t                  r;
    static const char *const  names[] = {
        "functional", "analytics", "marketing"
    };

    (void) state;

    n = 0;
    json = vectors("cmp-vectors.json");

    cJSON_ArrayForEach(v, cJSON_GetObjectItem(json, "vectors")) {

        expect = cJSON_GetObjectItem(v, "expect");
        decided = cJSON_GetObjectItem(expect, "decided");

        r = decide("", text(v, "cookieHeader"), PRV_OPT_IN);
        n++;

        if (cJSON_IsNull(decided)) {
            continue;           /* cannot be told from the cookie */
        }

        if (r.decided != cJSON_IsTrue(decided)) {
            fail_msg("%s: decided %d", text(v, "name"), r.decided);
        }

        for (i = 0; i < 3; i++) {

            want = cJSON_GetObjectItem(expect, names[i]);

            if (!r.decided ? (r.granted & prv_bit(i + 1)) != 0
                           : cJSON_IsBool(want)
                             && (r.granted >> (i + 1) & 1)
                                != (unsigned) cJSON_IsTrue(want))
            {
                fail_msg("%s: %s", text(v, "name"), names[i]);
            }
        }

        want = cJSON_GetObjectItem(expect, "saleOptOut");

        if (r.decided && cJSON_IsBool(want)
            && (r.granted >> PRV_MARKETING & 1)
               == (unsigned) cJSON_IsTrue(want))
        {
            fail_msg("%s: sale", text(v, "name"));
        }
    }

    assert_true(n > 100);

    cJSON_Delete(json);
}


static void
test_tcf(void **state)
{
    int        void_, usable, want;
    size_t     n;
    cJSON     *json, *v, *expect, *decoded;
    result_t   r;

    (void) state;

    n = 0;
    json = vectors("tcf-vectors.json");

    cJSON_ArrayForEach(v, cJSON_GetObjectItem(json, "vectors")) {

        expect = cJSON_GetObjectItem(v, "expect");
        decoded = cJSON_GetObjectItem(expect, "decoded");

        usable = is(expect, "usable");
        void_ = usable && !is(expect, "policyCurrent")
                && strcmp(text(decoded, "created"), POLICY_UNTIL) >= 0;

        want = !void_ && is(cJSON_GetObjectItem(expect, "vendor130"),
                            "retargeting");

        r = decide("euconsent-v2=", text(v, "string"), PRV_OPT_IN);
        n++;

        if (r.adroll != want || (r.decided && !usable)
            || (!r.decided && usable && !void_))
        {
            fail_msg("%s: decided %d, adroll %d", text(v, "name"), r.decided,
                     r.adroll);
        }
    }

    assert_true(n > 50);

    cJSON_Delete(json);
}


static void
test_gpp(void **state)
{
    int        tcf, out, in;
    size_t     n;
    cJSON     *json, *v, *expect, *section, *usoptout;
    result_t   r, strict;

    (void) state;

    n = 0;
    json = vectors("gpp-vectors.json");

    cJSON_ArrayForEach(v, cJSON_GetObjectItem(json, "vectors")) {

        expect = cJSON_GetObjectItem(v, "expect");
        usoptout = cJSON_GetObjectItem(expect, "usOptOut");

        tcf = 0;

        cJSON_ArrayForEach(section, cJSON_GetObjectItem(
                               cJSON_GetObjectItem(expect, "decoded"),
                               "sections"))
        {
            tcf |= strncmp(text(section, "section"), "tcf", 3) == 0;
        }

        r = decide("__gpp=", text(v, "string"), PRV_OPT_OUT);
        strict = decide("__gpp=", text(v, "string"), PRV_OPT_IN);
        n++;

        out = (r.granted & prv_bit(PRV_MARKETING)) == 0;
        in = (strict.granted & prv_bit(PRV_MARKETING)) != 0;

        if (!is(expect, "wellformed") ? r.decided || out || in
            : cJSON_IsTrue(usoptout) ? !r.decided || !out || in
            : cJSON_IsFalse(usoptout) ? out && !tcf
            : !tcf && r.decided)
        {
            fail_msg("%s: decided %d, out %d, in %d", text(v, "name"),
                     r.decided, out, in);
        }
    }

    assert_true(n > 80);

    cJSON_Delete(json);
}


int
main(void)
{
    prv_error_t              err;
    const struct CMUnitTest  tests[] = {
        cmocka_unit_test(test_platforms),
        cmocka_unit_test(test_tcf),
        cmocka_unit_test(test_gpp)
    };

    prv_arena_init(&arena, 0);
    prv_catalog_init(&catalog, &arena.mem);

    if (prv_catalog_parse(&catalog, &prv_embed_vendors_conf, &err) != PRV_OK)
    {
        return 1;
    }

    conf.catalog = &catalog;
    conf.automatic = 1;
    conf.cookie = (prv_str_t) prv_string(PRV_CONSENT_DEFAULT_COOKIE);
    conf.max_age = PRV_CONSENT_DEFAULT_MAX_AGE;

    prv_consent_init(&conf);

    return cmocka_run_group_tests(tests, NULL, NULL);
}
