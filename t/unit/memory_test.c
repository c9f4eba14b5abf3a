
/*
 * Memory that runs out: each allocation of a piece of work fails in turn.
 * What then comes is an error, or what would have come, and never a page with
 * its tags or a consent that nobody has given.
 */

#include "base/prv_arena.h"
#include "catalog/prv_tables.h"
#include "consent/prv_consent.h"
#include "header/prv_csp_page.h"
#include "header/prv_etag.h"
#include "header/prv_lifetime.h"
#include "header/prv_permissions.h"
#include "html/prv_rewriter.h"
#include "notice/prv_choice.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>


#define NELTS(a)  (sizeof(a) / sizeof((a)[0]))

#define NOW  1800000000


/* an arena whose n-th allocation fails; 0 for none */

typedef struct {
    prv_mem_t        mem;
    prv_arena_t      arena;
    size_t           n;
    unsigned         failed:1;
} scarce_t;


/* what came; the n-th piece is not taken, 0 for none */

typedef struct {
    unsigned char    data[65536];
    size_t           len;
    size_t           n;
} out_t;


static const char  catalog_text[] =
    "track {\n"
    "    category marketing;\n"
    "    host .t.example;\n"
    "    inline track_id;\n"
    "    surrogate \"S\";\n"
    "    tcf 130;\n"
    "}\n"
    "stats { category analytics; host s.example; alias Stats; }\n";

static const char *const  pages[] = {
    "<!doctype html><html><head><title>t</title>\n"
    "<script src=//t.example/a.js></script><script>track_id=1</script>\n"
    "<script>var own = 1;</script><link rel=preload href=//t.example/l>\n"
    "<style>@import '//t.example/c.css'; p { color: red }</style>\n"
    "</head><body><p style=\"background:url(//t.example/b)\">text\n"
    "<noscript><img src=//t.example/n.gif></noscript>\n"
    "<img srcset='/a.png 1x, //t.example/b.png 2x' alt=x>\n"
    "<iframe srcdoc='&lt;img src=//t.example/i&gt;&lt;p&gt;inner'></iframe>\n"
    "<iframe src=//t.example/f></iframe>\n"
    "<svg><image href=//t.example/s /><script>track_id=2</script></svg>\n"
    "<div data-privacy-category=marketing><img src=/own></div>\n"
    "<select><title>x</title><option>1</select></body></html>\n",

    "<meta http-equiv=refresh content=\"5; url='//t.example/r'\">\n"
    "<meta content='0;URL=//t.example/r x' http-equiv=Refresh>\n"
    "<meta http-equiv=refresh content='7 //t.example/r'>\n"
    "<object data=//t.example/o><param name=movie value=//t.example/m>\n"
    "<p>instead</object><embed src=//t.example/e width=1 height=2>\n"
    "<input type=image src=//t.example/i><a href=/ ping=//t.example/p>a</a>\n"
    "<video poster=//t.example/v src=/own><track src=//t.example/t></video>\n"
    "<amp-pixel src=//t.example/p></amp-pixel><body background=//t.example/b>",

    "<p><svg><script>track<g>x</g>_id</script><g data-privacy-category="
    "marketing><g></g><path/></g><style>*{fill:url(//t.example/f)}</style>"
    "<script href=//t.example/s>1</script></svg><math><mi>x</math>\n"
    "<svg data-privacy-category=marketing><p>out</svg>"
    "<div data-privacy-vendor=track data-privacy-category=marketing><div>"
    "<script src=/own.js></script></div><img></div>after",

    "<p><noscript><!-- x</noscript><noscript><img src=\"//t.example/q>"
    "</noscript><noscript><svg><![CDATA[x</noscript><noscript><style>x"
    "</noscript><noscript>text<iframe src=//t.example/f></iframe>more"
    "</noscript><noscript><p data-privacy-category=marketing><img src=/a>"
    "</p></noscript>end",

    "<script>/* long */ var a = '0123456789012345678901234567890123456789"
    "0123456789012345678901234567890123456789012345678901234567890123456789"
    "0123456789012345678901234567890123456789012345678901234567890123456789"
    "'; track_id = 1</script><img alt='0123456789012345678901234567890123456"
    "789012345678901234567890123456789012345678901234567890123456789012345678"
    "901234567890123456789012345678901234567890123456789012345678901234567890"
    "' src=//t.example/late><iframe name='012345678901234567890123456789012345"
    "67890123456789012345678901234567890123456789012345678901234567890123456'"
    " src=//t.example/late>x</iframe><p>end"
};


static prv_arena_t    arena;
static prv_catalog_t  catalog;
static prv_tables_t   tables;
static prv_rules_t    rules;


static prv_str_t
str(const char *s)
{
    prv_str_t  t;

    t.data = (unsigned char *) s;
    t.len = strlen(s);

    return t;
}


static void *
scarce_alloc(prv_mem_t *mem, size_t size)
{
    scarce_t  *s = (scarce_t *) mem;

    if (s->n && --s->n == 0) {
        s->failed = 1;
        return NULL;
    }

    return prv_alloc(&s->arena.mem, size);
}


static void
scarce_free(prv_mem_t *mem, void *p)
{
    prv_free(&((scarce_t *) mem)->arena.mem, p);
}


static void
scarce_init(scarce_t *s, size_t n)
{
    s->mem.alloc = scarce_alloc;
    s->mem.free = scarce_free;
    s->n = n;
    s->failed = 0;

    prv_arena_init(&s->arena, 0);
}


static int
setup(void **state)
{
    size_t          i;
    prv_str_t       text;
    prv_error_t     err;
    prv_vendor_t  **vendors;

    (void) state;

    prv_arena_init(&arena, 0);
    prv_catalog_init(&catalog, &arena.mem);
    prv_tables_init(&tables, &arena.mem);

    text = str(catalog_text);

    if (prv_catalog_parse(&catalog, &text, &err) != PRV_OK) {
        return -1;
    }

    vendors = catalog.vendors.elts;

    for (i = 0; i < catalog.vendors.n; i++) {
        if (prv_tables_add(&tables, vendors[i], &err) != PRV_OK) {
            return -1;
        }
    }

    if (prv_tables_build(&tables) != PRV_OK) {
        return -1;
    }

    prv_rules_init(&rules, &catalog, &tables, &arena.mem);

    return prv_rules_build(&rules);
}


static int
teardown(void **state)
{
    (void) state;

    prv_arena_destroy(&arena);

    return 0;
}


static int
take(void *data, const unsigned char *p, size_t len)
{
    out_t  *out = data;

    assert_true(sizeof(out->data) - out->len > len);

    if (out->n && --out->n == 0) {
        return PRV_ERROR;
    }

    memcpy(out->data + out->len, p, len);
    out->len += len;
    out->data[out->len] = '\0';

    return PRV_OK;
}


static int
notice(void *data, prv_str_t *html)
{
    (void) data;

    *html = str("[notice]");

    return PRV_OK;
}


static int
placeholder(void *data, const prv_finding_t *finding,
    const prv_str_t *start_tag, prv_str_t *html)
{
    (void) data;
    (void) finding;
    (void) start_tag;

    *html = str("[instead]");

    return PRV_OK;
}


static int
filter(out_t *out, prv_mem_t *mem, const char *page, prv_tags_e tags,
    size_t chunk)
{
    size_t                n, at, len;
    prv_gate_t            gate;
    prv_sink_t            sink;
    prv_decision_t        decision;
    prv_rewriter_t       *rw;
    prv_rewriter_conf_t   conf;

    memset(&gate, 0, sizeof(gate));
    memset(&sink, 0, sizeof(sink));
    memset(&conf, 0, sizeof(conf));
    memset(&decision, 0, sizeof(decision));

    out->len = 0;
    out->data[0] = '\0';

    decision.granted = prv_bit(PRV_NECESSARY);
    gate.rules = &rules;
    gate.decision = &decision;
    gate.host = str("shop.example");

    conf.tags = tags;
    conf.surrogates = 1;
    conf.limit = 128;

    sink.pass = take;
    sink.copy = take;
    sink.body = notice;
    sink.placeholder = placeholder;
    sink.data = out;

    rw = prv_rewriter_create(&conf, &gate, &sink, mem);
    if (rw == NULL) {
        return PRV_ERROR;
    }

    len = strlen(page);

    for (at = 0; at < len; at += n) {
        n = len - at;
        n = n < chunk ? n : chunk;

        if (prv_rewriter_feed(rw, (const unsigned char *) page + at, n)
            != PRV_OK)
        {
            return PRV_ERROR;
        }
    }

    return prv_rewriter_finish(rw);
}


/* what came is what had to come, up to where it ends */

static void
check(const out_t *out, const out_t *whole, int rc, int failed, size_t n)
{
    if (out->len > whole->len || memcmp(out->data, whole->data, out->len) != 0
        || (rc == PRV_OK && out->len != whole->len))
    {
        fail_msg("%zu: %s", n, (char *) out->data);
    }

    assert_int_equal(rc, failed ? PRV_ERROR : PRV_OK);
}


static void
rewriter(void **state)
{
    int           rc;
    size_t        i, j, n;
    scarce_t      scarce;
    prv_tags_e    tags;
    static out_t  whole, out;

    static const size_t  chunks[] = { 1, 7, 65536 };

    (void) state;

    for (i = 0; i < 2 * NELTS(pages); i++) {

        tags = (i & 1) ? PRV_TAGS_BLOCK : PRV_TAGS_STRIP;

        for (j = 0; j < NELTS(chunks); j++) {

            scarce_init(&scarce, 0);
            whole.n = 0;
            rc = filter(&whole, &scarce.mem, pages[i / 2], tags, chunks[j]);
            assert_int_equal(rc, PRV_OK);
            prv_arena_destroy(&scarce.arena);

            assert_non_null(strstr((char *) whole.data, "[notice]"));

            if (tags == PRV_TAGS_STRIP
                && strstr((char *) whole.data, "//t.example") != NULL)
            {
                fail_msg("%s", (char *) whole.data);
            }

            /* no memory */

            for (n = 1; n < 10000; n++) {
                scarce_init(&scarce, n);
                out.n = 0;
                rc = filter(&out, &scarce.mem, pages[i / 2], tags, chunks[j]);
                prv_arena_destroy(&scarce.arena);

                check(&out, &whole, rc, scarce.failed, n);

                if (!scarce.failed) {
                    break;
                }
            }

            assert_true(n > 1 && n < 10000);

            /* nobody who takes what comes out */

            for (n = 1; n < 10000; n++) {
                scarce_init(&scarce, 0);
                out.n = n;
                rc = filter(&out, &scarce.mem, pages[i / 2], tags, chunks[j]);
                prv_arena_destroy(&scarce.arena);

                check(&out, &whole, rc, out.n == 0, n);

                if (rc == PRV_OK) {
                    break;
                }
            }

            assert_true(n > 2 && n < 10000);
        }
    }
}


static void
consent(void **state)
{
    int                     rc;
    size_t                  i, n, most;
    scarce_t                scarce;
    prv_str_t               field;
    prv_decision_t          decision, whole;
    prv_consent_conf_t      conf;
    prv_consent_request_t   request;

    static const char *const  cookies[] = {
        "privacy_consent=v1&t=1799999990&c=necessary+marketing&y=track&n=stats",
        "CookieConsent={stamp:'x',necessary:true,preferences:false,"
            "statistics:true,marketing:false,method:'explicit',ver:1}",
        "euconsent-v2=COtybn4PA_zT4KjACBENAPCIAEBAAECAAIAAAAAAAAAA",
        "cookieyes-consent=consentid:x,consent:yes,action:yes,necessary:yes,"
            "functional:no,analytics:yes,performance:yes,advertisement:no",
        "OptanonConsent=groups=C0001%3A1%2CC0002%3A1%2CC0004%3A0&"
            "interactionCount=1",
        "klaro={\"stats\":true,\"track\":false}",
        "cc_cookie={\"categories\":[\"necessary\",\"analytics\"],"
            "\"services\":{\"analytics\":[\"stats\"]}}"
    };

    (void) state;

    most = 0;

    memset(&conf, 0, sizeof(conf));
    memset(&request, 0, sizeof(request));

    conf.catalog = &catalog;
    conf.automatic = 1;
    conf.cookie = str("privacy_consent");
    conf.max_age = 180 * 24 * 60 * 60;
    prv_consent_init(&conf);

    request.cookies = &field;
    request.ncookies = 1;
    request.now = NOW;

    for (i = 0; i < NELTS(cookies); i++) {

        field = str(cookies[i]);

        scarce_init(&scarce, 0);
        assert_int_equal(prv_consent_decide(&whole, &conf, &request,
                                            &scarce.mem, NULL, NULL), PRV_OK);
        prv_arena_destroy(&scarce.arena);

        for (n = 1; n < 1000; n++) {

            scarce_init(&scarce, n);
            rc = prv_consent_decide(&decision, &conf, &request, &scarce.mem,
                                    NULL, NULL);
            prv_arena_destroy(&scarce.arena);

            if (rc == PRV_ERROR) {
                assert_int_equal(decision.granted, prv_bit(PRV_NECESSARY));
                continue;
            }

            if (decision.granted & ~whole.granted) {
                fail_msg("%s, allocation %zu: %x", cookies[i], n,
                         decision.granted);
            }

            if (!scarce.failed) {
                assert_int_equal(decision.granted, whole.granted);
                break;
            }
        }

        assert_true(n < 1000);
        most = n > most ? n : most;
    }

    assert_true(most > 1);
}


static int
edit(prv_mem_t *mem, unsigned which, prv_str_t *out)
{
    prv_buf_t       b, plain;
    prv_str_t       field, hash, nonce;

    prv_buf_init(&b, mem, 0);

    switch (which) {

    case 0:
        field = str("a=b; Max-Age=99999999; Path=/");
        (void) prv_lifetime_cap(&b, &field, NOW, 3600);
        break;

    case 1:
        field = str("default-src 'self', script-src 'nonce-a'");
        nonce = str("");
        hash = str("'sha256-AAAA'");
        (void) prv_csp_page_allow(&b, &field, &nonce, &hash);
        break;

    case 2:
        field = str("camera=(), usb=(self)");
        prv_permissions_refuse(&b, &field);
        break;

    case 3:
        field = str("W/\"abc\"");
        nonce = str("n-01234567");
        prv_etag_write(&b, &field, &nonce);
        break;

    default:
        field = str("\"a;n-01234567\", \"b\"");
        nonce = str("n-01234567");
        prv_buf_init(&plain, mem, 0);
        prv_etag_sort(&field, &nonce, &b, &plain);

        if (prv_buf_done(&plain, out) != PRV_OK) {
            return PRV_ERROR;
        }
    }

    return prv_buf_done(&b, out);
}


static void
fields(void **state)
{
    int        rc;
    size_t     n;
    scarce_t   scarce, full;
    unsigned   which;
    prv_str_t  whole, out;

    (void) state;

    for (which = 0; which < 5; which++) {

        scarce_init(&full, 0);
        assert_int_equal(edit(&full.mem, which, &whole), PRV_OK);
        assert_true(whole.len > 0);

        for (n = 1; ; n++) {
            scarce_init(&scarce, n);
            rc = edit(&scarce.mem, which, &out);

            assert_int_equal(rc, scarce.failed ? PRV_ERROR : PRV_OK);

            if (rc == PRV_OK) {
                assert_true(prv_str_eq(&out, &whole));
            }

            prv_arena_destroy(&scarce.arena);

            if (!scarce.failed) {
                break;
            }
        }

        assert_true(n > 1);
        prv_arena_destroy(&full.arena);
    }
}


static void
forms(void **state)
{
    int             rc;
    size_t          n;
    scarce_t        scarce;
    prv_str_t       body;
    prv_choice_t    choice;
    prv_decision_t  decision;

    (void) state;

    body = str("action=save&category=analytics&vendor=track&refuse=stats"
               "&return=%2Fa");

    for (n = 1; n < 100; n++) {
        memset(&decision, 0, sizeof(decision));
        decision.granted = prv_bit(PRV_NECESSARY);

        scarce_init(&scarce, n);
        rc = prv_choice_parse(&choice, &catalog, &body, &scarce.mem);

        if (rc == PRV_OK) {
            rc = prv_choice_apply(&choice, &decision, &catalog, &scarce.mem);
        }

        assert_int_equal(rc, scarce.failed ? PRV_ERROR : PRV_OK);
        prv_arena_destroy(&scarce.arena);

        if (!scarce.failed) {
            assert_int_equal(decision.granted, prv_bit(PRV_NECESSARY)
                                               | prv_bit(PRV_ANALYTICS));
            break;
        }
    }

    assert_true(n > 1 && n < 100);
}


int
main(void)
{
    const struct CMUnitTest  tests[] = {
        cmocka_unit_test(rewriter),
        cmocka_unit_test(consent),
        cmocka_unit_test(fields),
        cmocka_unit_test(forms)
    };

    return cmocka_run_group_tests(tests, setup, teardown);
}
