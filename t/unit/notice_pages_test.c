
/*
 * The built-in pages, in every language: whole, escaped, in ASCII where that
 * is asked for; plurals; the decision as JSON; Consent Mode.
 */

#include "base/prv_arena.h"
#include "notice/prv_consent_mode.h"
#include "notice/prv_page.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>

#include <cjson/cJSON.h>


#define NELTS(a)  (sizeof(a) / sizeof((a)[0]))

#define HOSTILE  "/x?\"'><script>alert(1)</script>&\\"


static prv_arena_t    arena;
static prv_catalog_t  catalog;
static prv_pages_t    pages;
static prv_langs_t    langs;


static prv_str_t
str(const char *s)
{
    prv_str_t  r;

    r.data = (unsigned char *) s;
    r.len = strlen(s);

    return r;
}


static int
setup(void **state)
{
    prv_str_t    text;
    prv_error_t  err;

    (void) state;

    prv_arena_init(&arena, 0);
    prv_catalog_init(&catalog, &arena.mem);

    text = str("one { name \"One & <zz>\"; category marketing;\n"
               "      host .one.test;\n"
               "      cookie _one*; purpose \"Shows <zy>\"; lifetime 90d;\n"
               "      optout https://one.test/?a=1&b=2; tcf 130;\n"
               "      policy https://one.test/p; }\n"
               "two { name Two; category analytics; host .two.test;\n"
               "      cookie a=2y b=session c; lifetime 1d; }\n"
               "tag { name Tag; category functional; host .tag.test;\n"
               "      obeys tag.test/gtag; lifetime 30m; }\n"
               "own { name Own; category necessary; host .own.test; }\n");

    return prv_catalog_parse(&catalog, &text, &err) != PRV_OK
           || prv_pages_init(&pages, &arena.mem, &err) != PRV_OK
           || prv_langs_init(&langs, &arena.mem, &err) != PRV_OK;
}


static int
teardown(void **state)
{
    (void) state;

    prv_arena_destroy(&arena);

    return 0;
}


static void
begin(prv_page_t *page, prv_decision_t *decision)
{
    memset(decision, 0, sizeof(prv_decision_t));
    memset(page, 0, sizeof(prv_page_t));

    decision->granted = prv_bit(PRV_NECESSARY);
    decision->source = str("regime");

    page->endpoint = str("/privacy/");
    page->back = str(HOSTILE);
    page->policy_url = str("/policy?" HOSTILE);
    page->version = str("01234567");
    page->nonce = str("abc");
    page->width = str("100%");
    page->height = str("2\"");
    page->catalog = &catalog;
    page->decision = decision;
    page->due = 1;
    page->choices = 1;
}


static int
has_text(const prv_str_t *s, const unsigned char *what, size_t len)
{
    size_t  i;

    for (i = 0; i + len <= s->len; i++) {
        if (memcmp(s->data + i, what, len) == 0) {
            return 1;
        }
    }

    return 0;
}


static int
has(const prv_str_t *s, const char *what)
{
    return has_text(s, (const unsigned char *) what, strlen(what));
}


static void
check(const prv_page_t *page, const prv_template_t *tpl, const char *name,
    prv_mem_t *mem)
{
    size_t      i;
    prv_buf_t   b;
    prv_str_t   out;
    const char  *tag;

    tag = (const char *) page->lang->tag.data;

    prv_buf_init(&b, mem, 0);
    prv_page_render(page, tpl, &b);

    if (prv_buf_done(&b, &out) != PRV_OK || out.len < 100) {
        fail_msg("%s, %.2s: %zu bytes", name, tag, out.len);
    }

    if (has(&out, "<script>alert") || has(&out, "<zz>") || has(&out, "<zy>")) {
        fail_msg("%s, %.2s: markup of a value", name, tag);
    }

    if (has(&out, "{{") || has(&out, "}}")) {
        fail_msg("%s, %.2s: a template's own words", name, tag);
    }

    for (i = 0; i < out.len; i++) {
        if (page->ascii && out.data[i] > 0x7f) {
            fail_msg("%s, %.2s: not ASCII", name, tag);
        }
    }
}


static void
languages(void **state)
{
    size_t                 i, j, k;
    prv_str_t              tag;
    prv_arena_t            mem;
    prv_page_t             page;
    unsigned char          yes, no;
    prv_decision_t         decision;
    const prv_lang_t      *english, *lang;
    const prv_vendor_t    *held[2];
    prv_lang_t           **list;

    const struct {
        const prv_template_t  *tpl;
        const char            *name;
    } all[] = {
        { &pages.notice, "notice" },
        { &pages.preferences, "preferences" },
        { &pages.optout, "optout" },
        { &pages.declaration, "declaration" },
        { &pages.placeholder, "placeholder" },
        { &pages.error, "error" }
    };

    (void) state;

    list = langs.langs.elts;
    assert_true(langs.langs.n >= 31);

    tag = str("en");
    english = prv_langs_find(&langs, &tag);

    held[0] = prv_catalog_find(&catalog, &(prv_str_t) prv_string("one"));
    held[1] = prv_catalog_find(&catalog, &(prv_str_t) prv_string("two"));

    for (i = 0; i < langs.langs.n; i++) {

        lang = list[i];

        /* a language of its own, not English under another name */

        if (lang != english) {
            size_t  differ = 0;

            for (k = 0; k < PRV_TEXTS; k++) {
                differ += !prv_str_eq(&lang->texts[k], &english->texts[k]);
            }

            assert_true(differ > PRV_TEXTS / 2);
        }

        for (j = 0; j < NELTS(all); j++) {

            prv_arena_init(&mem, 0);
            begin(&page, &decision);

            page.lang = lang;
            page.vendor = held[0];
            page.held = held;
            page.nheld = 2;
            page.ascii = 0;
            check(&page, all[j].tpl, all[j].name, &mem.mem);

            page.ascii = 1;
            page.fragment = 1;
            page.gpc = 1;
            page.block = 1;
            page.position = (prv_position_e) (j % 3);
            check(&page, all[j].tpl, all[j].name, &mem.mem);

            decision.decided = 1;
            decision.granted = PRV_ALL;
            decision.time = 1800000000;
            decision.id = str("abc");
            yes = 1;
            no = 2;
            decision.yes = &yes;
            decision.no = &no;
            page.nheld = 0;
            check(&page, all[j].tpl, all[j].name, &mem.mem);

            prv_arena_destroy(&mem);
        }
    }
}


/* each cookie with its time, the vendor with its own */

static void
lifetimes(void **state)
{
    size_t          i, j;
    prv_buf_t       b;
    prv_str_t       out, tag;
    prv_page_t      page;
    prv_decision_t  decision;

    static const char  *const cookies[] = {
        "<code>a</code> <bdi>(2 years)</bdi>",
        "<code>b</code> <bdi>(until you close the browser)</bdi>",
        "<code>c</code></span>"
    };

    const struct {
        const prv_template_t  *tpl;
        const char            *own;
    } all[] = {
        { &pages.preferences, "<dd>1 day</dd>" },
        { &pages.optout, "<dd>1 day</dd>" },
        { &pages.declaration, "<td>1 day</td>" }
    };

    (void) state;

    for (i = 0; i < NELTS(all); i++) {

        begin(&page, &decision);

        tag = str("en");
        page.lang = prv_langs_find(&langs, &tag);
        page.vendor = prv_catalog_find(&catalog,
                                       &(prv_str_t) prv_string("two"));

        prv_buf_init(&b, &arena.mem, 0);
        prv_page_render(&page, all[i].tpl, &b);
        assert_int_equal(prv_buf_done(&b, &out), PRV_OK);

        for (j = 0; j < NELTS(cookies); j++) {
            if (!has(&out, cookies[j])) {
                fail_msg("%zu: %s", i, cookies[j]);
            }
        }

        if (!has(&out, all[i].own)) {
            fail_msg("%zu: %s", i, all[i].own);
        }

        /* the others' beside it, and no cookie's as a vendor's */

        if (all[i].tpl != &pages.optout
            && (!has(&out, "30 minutes") || !has(&out, ">90 days<")
                || has(&out, ">2 years<")))
        {
            fail_msg("%zu: other vendors", i);
        }
    }
}


/* one sentence for several is true of each of them, in every language */

static void
sentences(void **state)
{
    size_t               i, j, k, n;
    prv_buf_t            b;
    prv_str_t            out, ours, theirs;
    prv_arena_t          mem;
    prv_page_t           page;
    prv_vendor_t         vendors[3];
    const prv_vendor_t  *held[3];
    prv_decision_t       decision;
    prv_lang_t          *const *all;

    static const struct {
        int64_t      days[3];
        const char  *says;
    } cases[] = {
        { { 90, -1, -1 }, "A would like to recognize this browser for "
                          "90 days," },
        { { 90, 90, -1 }, "A and B would like to recognize this browser for "
                          "90 days," },
        { { 90, 30, -1 }, "this browser for up to 90 days," },
        { { 30, 90, 90 }, "this browser for up to 90 days," },
        { { 0, 1, -1 }, "this browser for up to 1 day," },
        { { 1, 1, 0 }, "this browser for up to 1 day," },
        { { 730, 365, 1 }, "this browser for up to 2 years," },
        { { 0, 0, -1 }, "A and B would like to recognize this browser, to" },
    };

    (void) state;

    all = langs.langs.elts;

    for (i = 0; i < NELTS(cases); i++) {

        memset(vendors, 0, sizeof(vendors));

        for (n = 0; n < 3 && cases[i].days[n] >= 0; n++) {
            vendors[n].name = str(n == 0 ? "A" : n == 1 ? "B" : "C");
            vendors[n].category = PRV_MARKETING;
            vendors[n].lifetime = cases[i].days[n] * 86400;
            held[n] = &vendors[n];
        }

        for (j = 0; j < langs.langs.n; j++) {

            prv_arena_init(&mem, 0);
            begin(&page, &decision);

            page.lang = all[j];
            page.held = held;
            page.nheld = n;

            prv_buf_init(&b, &mem.mem, 0);
            prv_page_render(&page, &pages.notice, &b);
            assert_int_equal(prv_buf_done(&b, &out), PRV_OK);

            if (j == 0 && !has(&out, cases[i].says)) {
                fail_msg("%.*s: %s", (int) out.len, out.data, cases[i].says);
            }

            /* what leads to the time: of "up to" where they differ alone */

            theirs = page.lang->texts[PRV_TEXT_FOR];
            ours = page.lang->texts[PRV_TEXT_FOR_MOST];

            assert_false(prv_str_eq(&ours, &theirs));
            assert_true(j == 0 || !prv_str_eq(&ours,
                                       &all[0]->texts[PRV_TEXT_FOR_MOST]));

            for (k = 0; k < ours.len && ours.data[k] != '{'; k++) {
                /* void */
            }

            if (i == 3 && !has_text(&out, ours.data, k)) {
                fail_msg("%.*s: %.*s", (int) page.lang->tag.len,
                         page.lang->tag.data, (int) out.len, out.data);
            }

            prv_arena_destroy(&mem);
        }
    }
}


static void
plurals(void **state)
{
    size_t        i, j;
    prv_str_t     name;
    prv_plural_t  rule;

    /* CLDR: Zero, One, tWo, Few, Many, Other of these numbers */

    static const uint64_t  numbers[] = {
        0, 1, 2, 3, 4, 5, 6, 7, 10, 11, 12, 19, 20, 21, 22, 25, 100, 101, 102,
        103, 111, 112, 121
    };

    static const struct {
        const char  *rule;
        const char  *forms;
    } cases[] = {
        { "none",       "OOOOOOOOOOOOOOOOOOOOOOO" },
        { "one",        "O1OOOOOOOOOOOOOOOOOOOOO" },
        { "zero-one",   "11OOOOOOOOOOOOOOOOOOOOO" },
        { "arabic",     "Z1WFFFFFFMMMMMMMOOOFMMM" },
        { "croatian",   "O1FFFOOOOOOOO1FOO1FFOO1" },
        { "czech",      "O1FFFOOOOOOOOOOOOOOOOOO" },
        { "hebrew",     "O1WOOOOOOOOOOOOOOOOOOOO" },
        { "icelandic",  "O1OOOOOOOOOOO1OOO1OOOO1" },
        { "irish",      "O1WFFFFMMOOOOOOOOOOOOOO" },
        { "latvian",    "Z1OOOOOOZZZZZ1OOZ1OOZZ1" },
        { "lithuanian", "O1FFFFFFOOOOO1FFO1FFOO1" },
        { "maltese",    "F1WFFFFFFMMMOOOOOOOFMMO" },
        { "polish",     "M1FFFMMMMMMMMMFMMMFFMMM" },
        { "romanian",   "F1FFFFFFFFFFOOOOOFFFFFO" },
        { "russian",    "M1FFFMMMMMMMM1FMM1FFMM1" },
        { "slovenian",  "O1WFFOOOOOOOOOOOO1WFOOO" }
    };

    static const char  letters[] = "Z1WFMO";

    (void) state;

    for (i = 0; i < NELTS(cases); i++) {
        name = str(cases[i].rule);
        rule = prv_plural_rule(&name);
        assert_non_null(rule);

        for (j = 0; j < NELTS(numbers); j++) {
            if (letters[rule(numbers[j])] != cases[i].forms[j]) {
                fail_msg("%s, %d: %c", cases[i].rule, (int) numbers[j],
                         letters[rule(numbers[j])]);
            }
        }
    }

    name = str("klingon");
    assert_null(prv_plural_rule(&name));
}


static cJSON *
json(const prv_page_t *page)
{
    cJSON      *root;
    prv_buf_t   b;
    prv_str_t   out;

    prv_buf_init(&b, &arena.mem, 0);
    prv_page_json(page, &b);
    assert_int_equal(prv_buf_done(&b, &out), PRV_OK);

    root = cJSON_ParseWithLength((char *) out.data, out.len);
    assert_non_null(root);

    return root;
}


static void
as_json(void **state)
{
    cJSON          *root;
    prv_page_t      page;
    unsigned char   yes, no;
    prv_decision_t  decision;

    (void) state;

    begin(&page, &decision);
    page.lang = *(prv_lang_t **) langs.langs.elts;

    root = json(&page);
    assert_int_equal(cJSON_GetArraySize(cJSON_GetObjectItem(root, "consent")),
                     1);
    assert_true(cJSON_IsFalse(cJSON_GetObjectItem(root, "decided")));
    assert_true(cJSON_IsNull(cJSON_GetObjectItem(root, "id")));
    assert_true(cJSON_IsNull(cJSON_GetObjectItem(root, "time")));
    assert_string_equal(cJSON_GetObjectItem(root, "source")->valuestring,
                        "regime");
    cJSON_Delete(root);

    decision.decided = 1;
    decision.granted = PRV_ALL;
    decision.time = 1800000000;
    decision.id = str("a\"b");
    decision.policy = str("2");
    decision.source = str("native");
    decision.regime = PRV_OPT_OUT;
    yes = 1;
    no = 6;
    decision.yes = &yes;
    decision.no = &no;
    page.gpc = 1;

    root = json(&page);
    assert_int_equal(cJSON_GetArraySize(cJSON_GetObjectItem(root, "consent")),
                     4);
    assert_true(cJSON_IsTrue(cJSON_GetObjectItem(root, "decided")));
    assert_true(cJSON_IsTrue(cJSON_GetObjectItem(root, "gpc")));
    assert_string_equal(cJSON_GetObjectItem(root, "id")->valuestring, "a\"b");
    assert_string_equal(cJSON_GetObjectItem(root, "regime")->valuestring,
                        "opt-out");
    assert_int_equal(cJSON_GetArraySize(
                         cJSON_GetObjectItem(root, "vendors_granted")), 1);
    assert_int_equal(cJSON_GetArraySize(
                         cJSON_GetObjectItem(root, "vendors_refused")), 2);
    assert_int_equal((int) cJSON_GetObjectItem(root, "time")->valuedouble,
                     1800000000);
    cJSON_Delete(root);
}


static void
consent_mode(void **state)
{
    prv_buf_t       b;
    prv_str_t       out;
    unsigned char   no;
    prv_decision_t  decision;

    (void) state;

    memset(&decision, 0, sizeof(decision));
    decision.granted = prv_bit(PRV_NECESSARY) | prv_bit(PRV_FUNCTIONAL)
                       | prv_bit(PRV_ANALYTICS);

    prv_buf_init(&b, &arena.mem, 0);
    prv_consent_mode(&b, &decision, &catalog);
    assert_int_equal(prv_buf_done(&b, &out), PRV_OK);

    assert_true(has(&out, "'ad_storage':'denied'"));
    assert_true(has(&out, "'analytics_storage':'granted'"));
    assert_true(has(&out, "'functionality_storage':'granted'"));
    assert_false(has(&out, "</script"));

    /* a tag that obeys, and is refused by name */

    no = 4;
    decision.no = &no;

    prv_buf_init(&b, &arena.mem, 0);
    prv_consent_mode(&b, &decision, &catalog);
    assert_int_equal(prv_buf_done(&b, &out), PRV_OK);
    assert_true(has(&out, "'functionality_storage':'denied'"));
    assert_true(has(&out, "'analytics_storage':'granted'"));
}


int
main(void)
{
    const struct CMUnitTest  tests[] = {
        cmocka_unit_test(languages),
        cmocka_unit_test(lifetimes),
        cmocka_unit_test(sentences),
        cmocka_unit_test(plurals),
        cmocka_unit_test(as_json),
        cmocka_unit_test(consent_mode)
    };

    return cmocka_run_group_tests(tests, setup, teardown);
}
