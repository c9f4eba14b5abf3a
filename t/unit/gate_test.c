
#include "base/prv_arena.h"
#include "gate/prv_gate.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>


static const char  catalog_text[] =
    "adroll {\n"
    "    category marketing;\n"
    "    host .adroll.com;\n"
    "    path /roundtrip.js?id=;\n"
    "    inline adroll_adv_id __adroll_load*;\n"
    "    cookie __adroll* __ar_v4;\n"
    "    keep __adroll_opt_out;\n"
    "    arg adroll_fpc;\n"
    "}\n"
    "tube {\n"
    "    category functional;\n"
    "    embed www.tube.example/embed/;\n"
    "}\n"
    "meta {\n"
    "    category marketing;\n"
    "    host www.facebook.com/tr;\n"
    "    host connect.facebook.net;\n"
    "    cookie _fbp;\n"
    "}\n"
    "tags {\n"
    "    category analytics;\n"
    "    host www.tags.example .stats.example;\n"
    "    inline TagsObject;\n"
    "    obeys www.tags.example/js/ tags(;\n"
    "}\n"
    "shared {\n"
    "    category analytics;\n"
    "    host connect.facebook.net;\n"
    "}\n";


typedef struct {
    prv_arena_t      arena;
    prv_catalog_t    catalog;
    prv_tables_t     tables;
    prv_rules_t      rules;
    prv_decision_t   decision;
    prv_gate_t       gate;
    unsigned char    no[1];
} fixture_t;


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
    fixture_t      *f;
    prv_str_t       text;
    prv_error_t     err;
    prv_vendor_t  **vendors;

    f = calloc(1, sizeof(fixture_t));
    assert_non_null(f);

    prv_arena_init(&f->arena, 0);
    prv_catalog_init(&f->catalog, &f->arena.mem);

    text = str(catalog_text);
    assert_int_equal(prv_catalog_parse(&f->catalog, &text, &err), PRV_OK);

    prv_tables_init(&f->tables, &f->arena.mem);
    vendors = f->catalog.vendors.elts;

    for (i = 0; i < f->catalog.vendors.n; i++) {
        assert_int_equal(prv_tables_add(&f->tables, vendors[i], &err),
                         PRV_OK);
    }

    assert_int_equal(prv_tables_build(&f->tables), PRV_OK);

    prv_rules_init(&f->rules, &f->catalog, &f->tables, &f->arena.mem);

    f->decision.granted = prv_bit(PRV_NECESSARY);
    f->gate.rules = &f->rules;
    f->gate.decision = &f->decision;
    f->gate.host = str("shop.example");

    *state = f;

    return 0;
}


static int
teardown(void **state)
{
    fixture_t  *f;

    f = *state;
    prv_arena_destroy(&f->arena);
    free(f);

    return 0;
}


/* 1, 0, with the vendor's id in who ("-" for a rule without one) */

static int
url(fixture_t *f, const char *text, prv_load_e load, const char **who)
{
    int          rc;
    prv_str_t    s;
    prv_url_t    u;
    prv_match_t  match;

    s = str(text);
    prv_url_parse(&u, NULL, &s);

    rc = prv_gate_url(&f->gate, &u, load, &match);

    *who = !match.known ? NULL
           : (match.vendor ? (char *) match.vendor->id.data : "-");

    return rc;
}


#define assert_url(f, text, load, allowed, id)                               \
    assert_int_equal(url(f, text, load, &who), allowed);                     \
    if (id == NULL) {                                                        \
        assert_null(who);                                                    \
    } else {                                                                 \
        assert_non_null(who);                                                \
        assert_memory_equal(who, (const char *) id, strlen(id));             \
    }


static void
test_hosts(void **state)
{
    fixture_t   *f;
    const char  *who, *nobody;

    f = *state;
    nobody = NULL;

    assert_int_equal(prv_rules_build(&f->rules), PRV_OK);

    assert_url(f, "//s.adroll.com/j", PRV_LOAD_TAG, 0, "adroll");
    assert_url(f, "//adroll.com/", PRV_LOAD_TAG, 0, "adroll");
    assert_url(f, "//notadroll.com/", PRV_LOAD_TAG, 1, nobody);
    assert_url(f, "//adroll.com.example/", PRV_LOAD_TAG, 1, nobody);
    assert_url(f, "//www.facebook.com/tr?id=1", PRV_LOAD_TAG, 0, "meta");
    assert_url(f, "//www.facebook.com/page", PRV_LOAD_TAG, 1, nobody);
    assert_url(f, "//facebook.com/tr", PRV_LOAD_TAG, 1, nobody);
    assert_url(f, "//sub.www.facebook.com/tr", PRV_LOAD_TAG, 1, nobody);

    /* on any host, the site's own included */

    assert_url(f, "/roundtrip.js?id=1", PRV_LOAD_TAG, 0, "adroll");
    assert_url(f, "//x.example/roundtrip.js?id=1", PRV_LOAD_TAG, 0,
               "adroll");
    assert_url(f, "/roundtrip.js", PRV_LOAD_TAG, 1, nobody);

    /* content is no loader */

    assert_url(f, "//www.tube.example/embed/x", PRV_LOAD_TAG, 0, "tube");
    assert_url(f, "//www.tube.example/embed/x", PRV_LOAD_TEXT, 1, nobody);

    f->decision.granted |= prv_bit(PRV_FUNCTIONAL);
    assert_url(f, "//www.tube.example/embed/x", PRV_LOAD_TAG, 1, "tube");

    /* two owners: both must be granted */

    f->decision.granted |= prv_bit(PRV_MARKETING);
    assert_url(f, "//connect.facebook.net/x", PRV_LOAD_TAG, 0, "shared");
    f->decision.granted = PRV_ALL;
    assert_url(f, "//connect.facebook.net/x", PRV_LOAD_TAG, 1, "meta");

    /* by name */

    f->decision.no = f->no;
    f->no[0] = 1;
    assert_url(f, "//s.adroll.com/", PRV_LOAD_TAG, 0, "adroll");
    assert_false(prv_gate_open(&f->gate));
    f->decision.no = NULL;
    assert_true(prv_gate_open(&f->gate));
}


static void
test_operator(void **state)
{
    size_t                    i;
    fixture_t                *f;
    prv_str_t                 word;
    prv_error_t               err;
    const char               *who, *nobody;
    static const char *const  allow[] = {
        "vendor=meta", "host=ok.adroll.com", "cookie=__adroll_fpc", NULL
    };
    static const char *const  deny[] = {
        "host=.tracker.example", "host=shop.example/beacon/",
        "cookie=visitor~", "cookie=~^trk_[0-9]+$", "inline=trackVisitor",
        NULL
    };

    f = *state;
    nobody = NULL;

    for (i = 0; allow[i]; i++) {
        word = str(allow[i]);
        assert_int_equal(prv_rules_allow(&f->rules, &word, &err), PRV_OK);
    }

    for (i = 0; deny[i]; i++) {
        word = str(deny[i]);
        assert_int_equal(prv_rules_deny(&f->rules, PRV_ANALYTICS, &word,
                                        &err), PRV_OK);
    }

    word = str(".partner.adroll.com");
    assert_int_equal(prv_rules_first_party(&f->rules, &word, &err), PRV_OK);

    assert_int_equal(prv_rules_build(&f->rules), PRV_OK);

    assert_url(f, "//connect.facebook.net/x", PRV_LOAD_TAG, 0, "shared");
    assert_url(f, "//www.facebook.com/tr", PRV_LOAD_TAG, 1, "meta");
    assert_url(f, "//ok.adroll.com/x", PRV_LOAD_TAG, 1, "-");
    assert_url(f, "//no.adroll.com/x", PRV_LOAD_TAG, 0, "adroll");
    assert_url(f, "//a.partner.adroll.com/x", PRV_LOAD_TAG, 1, nobody);
    assert_url(f, "//partner.adroll.com/x", PRV_LOAD_TAG, 1, nobody);
    assert_url(f, "//notpartner.adroll.com/x", PRV_LOAD_TAG, 0, "adroll");
    assert_url(f, "//a.tracker.example/", PRV_LOAD_TEXT, 0, "-");
    assert_url(f, "/beacon/1", PRV_LOAD_TAG, 0, "-");
    assert_url(f, "/beacons", PRV_LOAD_TAG, 1, nobody);
    assert_url(f, "//unknown.example/", PRV_LOAD_TAG, 1, nobody);

    f->rules.deny_hosts = 1;
    assert_url(f, "//unknown.example/", PRV_LOAD_TAG, 0, nobody);
    assert_url(f, "/x", PRV_LOAD_TAG, 1, nobody);
    f->decision.granted |= prv_bit(PRV_MARKETING);
    assert_url(f, "//unknown.example/", PRV_LOAD_TAG, 1, nobody);

    f->decision.granted = prv_bit(PRV_NECESSARY);

    word = str("__adroll_fpc");
    assert_int_equal(prv_gate_cookie(&f->gate, &word, NULL), 1);
    word = str("__adroll_x");
    assert_int_equal(prv_gate_cookie(&f->gate, &word, NULL), 0);
    word = str("__adroll_opt_out");
    assert_int_equal(prv_gate_cookie(&f->gate, &word, NULL), 1);
    word = str("trk_12");
    assert_int_equal(prv_gate_cookie(&f->gate, &word, NULL), 0);
    word = str("trk_x");
    assert_int_equal(prv_gate_cookie(&f->gate, &word, NULL), 1);
    word = str("_FBP");
    assert_int_equal(prv_gate_cookie(&f->gate, &word, NULL), 1);
    word = str("_fbp");
    assert_int_equal(prv_gate_cookie(&f->gate, &word, NULL), 1);
    word = str("adroll_fpc");
    assert_int_equal(prv_gate_arg(&f->gate, &word, NULL), 0);
    word = str("%61droll%5ffpc");
    assert_int_equal(prv_gate_arg(&f->gate, &word, NULL), 0);
    word = str("%61droll%5Ffp%63");
    assert_int_equal(prv_gate_arg(&f->gate, &word, NULL), 0);
    word = str("adroll_fp%6");
    assert_int_equal(prv_gate_arg(&f->gate, &word, NULL), 1);
    word = str("adroll_fpc+");
    assert_int_equal(prv_gate_arg(&f->gate, &word, NULL), 1);
    word = str("adroll%2Bfpc");
    assert_int_equal(prv_gate_arg(&f->gate, &word, NULL), 1);
    word = str("adroll_fpc%00");
    assert_int_equal(prv_gate_arg(&f->gate, &word, NULL), 1);
    word = str("adroll%255ffpc");
    assert_int_equal(prv_gate_arg(&f->gate, &word, NULL), 1);
}


static int
inline_text(fixture_t *f, const char *text, prv_match_t *match,
    size_t *offset)
{
    *offset = 0;

    return prv_gate_inline(&f->gate, (const unsigned char *) text,
                           strlen(text), match, offset);
}


static void
test_inline(void **state)
{
    size_t       offset;
    fixture_t   *f;
    prv_str_t    word;
    prv_match_t  match;
    prv_error_t  err;

    f = *state;

    word = str("inline=trackVisitor");
    assert_int_equal(prv_rules_deny(&f->rules, PRV_ANALYTICS, &word, &err),
                     PRV_OK);
    assert_int_equal(prv_rules_build(&f->rules), PRV_OK);

    assert_int_equal(inline_text(f, "var adroll_adv_id='X'", &match,
                                 &offset), 0);
    assert_memory_equal(match.vendor->id.data, "adroll", 6);

    assert_int_equal(inline_text(f, "my_adroll_adv_id=1", &match, &offset),
                     1);
    assert_false(match.known);

    assert_int_equal(inline_text(f, "s.src='https:\\/\\/s.adroll.com\\/j'",
                                 &match, &offset), 0);
    assert_int_equal(inline_text(f, "a='//notadroll.com/'", &match, &offset),
                     1);
    assert_int_equal(inline_text(f, "v='//www.tube.example/embed/1'", &match,
                                 &offset), 1);
    assert_int_equal(inline_text(f, "trackVisitor()", &match, &offset), 0);
    assert_null(match.vendor);
    assert_int_equal(match.category, PRV_ANALYTICS);

    /* the refused one is told, wherever it stands */

    f->decision.granted |= prv_bit(PRV_MARKETING);
    assert_int_equal(inline_text(f, "adroll_adv_id;trackVisitor()", &match,
                                 &offset), 0);
    assert_null(match.vendor);

    f->decision.granted = PRV_ALL;
    assert_int_equal(inline_text(f, "x;adroll_adv_id;trackVisitor()", &match,
                                 &offset), 1);
    assert_true(match.known);
    assert_memory_equal(match.vendor->id.data, "adroll", 6);
}


static void
test_errors(void **state)
{
    size_t                    i;
    fixture_t                *f;
    prv_str_t                 word;
    prv_error_t               err;
    static const char *const  bad[] = {
        "", "adroll", "vendor=nobody", "host=", "host=http://x.example/",
        "host=a b", "cookie=", "cookie=~(", "category=marketing", NULL
    };

    f = *state;

    for (i = 0; bad[i]; i++) {

        word = str(bad[i]);

        err.text[0] = '\0';
        assert_int_equal(prv_rules_allow(&f->rules, &word, &err), PRV_ERROR);
        assert_string_not_equal(err.text, "");

        err.text[0] = '\0';
        assert_int_equal(prv_rules_deny(&f->rules, PRV_MARKETING, &word,
                                        &err), PRV_ERROR);
        assert_string_not_equal(err.text, "");
    }

    word = str("inline=x");
    assert_int_equal(prv_rules_deny(&f->rules, PRV_MARKETING, &word, &err),
                     PRV_ERROR);
    word = str("a.example/path");
    assert_int_equal(prv_rules_first_party(&f->rules, &word, &err),
                     PRV_ERROR);
}


static int
text(fixture_t *f, const char *s)
{
    return prv_gate_inline(&f->gate, (const unsigned char *) s, strlen(s),
                           NULL, NULL);
}


static void
test_obeys(void **state)
{
    unsigned     i;
    fixture_t   *f;
    prv_str_t    id;
    const char  *who, *tags, *loader;

    f = *state;
    tags = "TagsObject; tags('x')";
    loader = "tags(1); s.src='https://www.tags.example/js/t.js'";

    assert_int_equal(prv_rules_build(&f->rules), PRV_OK);

    assert_url(f, "//www.tags.example/js/t.js", PRV_LOAD_SCRIPT, 0, "tags");
    assert_int_equal(text(f, tags), 0);
    assert_int_equal(text(f, loader), 0);

    f->gate.obeyed = 1;

    assert_url(f, "//www.tags.example/js/t.js", PRV_LOAD_SCRIPT, 1, "tags");
    assert_int_equal(text(f, tags), 1);
    assert_int_equal(text(f, loader), 1);

    /* what asks nobody, and what cannot ask */

    assert_url(f, "//www.tags.example/old.js", PRV_LOAD_SCRIPT, 0, "tags");
    assert_url(f, "//a.stats.example/js/t.js", PRV_LOAD_SCRIPT, 0, "tags");
    assert_url(f, "//www.tags.example/js/t.js", PRV_LOAD_FRAME, 0, "tags");
    assert_url(f, "//www.tags.example/js/t.js", PRV_LOAD_IMAGE, 0, "tags");
    assert_url(f, "//s.adroll.com/js/", PRV_LOAD_SCRIPT, 0, "adroll");
    assert_int_equal(text(f, "TagsObject"), 0);
    assert_int_equal(text(f, "TagsObject; tags(1); '//s.adroll.com/'"), 0);
    assert_int_equal(text(f, "tags(1); s='//www.tags.example/old.js'"), 0);

    /* a refusal by name holds */

    id = str("tags");
    i = prv_catalog_find(&f->catalog, &id)->index;
    f->no[0] = (unsigned char) (1 << i);
    f->decision.no = f->no;

    assert_url(f, "//www.tags.example/js/t.js", PRV_LOAD_SCRIPT, 0, "tags");
    assert_int_equal(text(f, tags), 0);
}


int
main(void)
{
    const struct CMUnitTest  tests[] = {
        cmocka_unit_test_setup_teardown(test_hosts, setup, teardown),
        cmocka_unit_test_setup_teardown(test_operator, setup, teardown),
        cmocka_unit_test_setup_teardown(test_inline, setup, teardown),
        cmocka_unit_test_setup_teardown(test_obeys, setup, teardown),
        cmocka_unit_test_setup_teardown(test_errors, setup, teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
