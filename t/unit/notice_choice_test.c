
/* posted choices, and paths to come back to */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <cmocka.h>

#include "base/prv_arena.h"
#include "notice/prv_choice.h"


static prv_arena_t    arena;
static prv_catalog_t  catalog;


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

    text = str("one { category marketing; host .one.test; }\n"
               "two { category marketing; host .two.test; }\n"
               "three { category analytics; host .three.test; }\n");

    return prv_catalog_parse(&catalog, &text, &err);
}


static int
teardown(void **state)
{
    (void) state;

    prv_arena_destroy(&arena);

    return 0;
}


static int
parse(prv_choice_t *choice, const char *body)
{
    prv_str_t  s;

    s = str(body);

    return prv_choice_parse(choice, &catalog, &s, &arena.mem);
}


static int
named(const unsigned char *bits, unsigned index)
{
    return bits != NULL && (bits[index / 8] >> index % 8 & 1);
}


static void
test_parse(void **state)
{
    prv_choice_t  c;

    (void) state;

    assert_int_equal(parse(&c, "action=accept&return=%2Fa%3Fb%3D1"), PRV_OK);
    assert_int_equal(c.action, PRV_ACTION_ACCEPT);
    assert_int_equal(c.back.len, 6);
    assert_memory_equal(c.back.data, "/a?b=1", 6);

    assert_int_equal(parse(&c, "category=analytics&action=save&category=x&"
                           "vendor=one&refuse=t%77o&vendor=nobody"), PRV_OK);
    assert_int_equal(c.categories, prv_bit(PRV_ANALYTICS));
    assert_true(named(c.yes, 0) && !named(c.yes, 1));
    assert_true(named(c.no, 1) && !named(c.no, 0));

    assert_int_equal(parse(&c, "refuse=one"), PRV_OK);
    assert_int_equal(c.action, PRV_ACTION_NONE);

    assert_int_equal(parse(&c, ""), PRV_DECLINED);
    assert_int_equal(parse(&c, "&&==&%&a"), PRV_DECLINED);
    assert_int_equal(parse(&c, "action=ACCEPT"), PRV_DECLINED);
    assert_int_equal(parse(&c, "action=accept&action=reject"), PRV_DECLINED);
    assert_int_equal(parse(&c, "category=marketing"), PRV_DECLINED);
    assert_int_equal(parse(&c, "vendor=nobody"), PRV_DECLINED);
    assert_int_equal(parse(&c, "action=accept%00"), PRV_DECLINED);
}


static void
test_many(void **state)
{
    char          body[2 * PRV_CHOICE_FIELDS_MAX + 16];
    size_t        i;
    prv_choice_t  c;

    (void) state;

    for (i = 0; i < PRV_CHOICE_FIELDS_MAX; i++) {
        memcpy(body + 2 * i, "a&", 2);
    }

    strcpy(body + 2 * i, "action=accept");

    assert_int_equal(parse(&c, body), PRV_DECLINED);
    assert_int_equal(parse(&c, body + 2), PRV_OK);
}


static void
test_return(void **state)
{
    size_t       i;
    prv_str_t    s;
    const char  *good[] = { "/", "/a", "/a/b?c=d&e=//f", "/%2F/x", "/a:b" };
    const char  *bad[] = { "", "a", "//evil.test", "///x", "/\\evil.test",
                           "/a\\b", "/a\r\nX: y", "/a b", "/\t/evil",
                           "http://evil.test/", "\\/evil", "/\xc3\xa4",
                           "/a\x7f" };

    (void) state;

    for (i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
        s = str(good[i]);
        assert_int_equal(prv_choice_return(&s), 1);
    }

    for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        s = str(bad[i]);
        assert_int_equal(prv_choice_return(&s), 0);
    }

    s.data = (unsigned char *) "/\0/x";
    s.len = 4;
    assert_int_equal(prv_choice_return(&s), 0);
}


static void
test_apply(void **state)
{
    prv_choice_t    c;
    prv_decision_t  d;

    (void) state;

    memset(&d, 0, sizeof(prv_decision_t));
    d.granted = prv_bit(PRV_NECESSARY);

    /* vendors alone leave the visitor undecided */

    parse(&c, "refuse=one&vendor=two");
    assert_int_equal(prv_choice_apply(&c, &d, &catalog, &arena.mem), PRV_OK);
    assert_int_equal(d.decided, 0);
    assert_true(named(d.no, 0) && named(d.yes, 1));

    /* a later word on one of them takes back the earlier one alone */

    parse(&c, "vendor=one");
    assert_int_equal(prv_choice_apply(&c, &d, &catalog, &arena.mem), PRV_OK);
    assert_true(named(d.yes, 0) && !named(d.no, 0) && named(d.yes, 1));

    /* refused beats granted */

    parse(&c, "action=save&category=marketing&vendor=one&refuse=one");
    assert_int_equal(prv_choice_apply(&c, &d, &catalog, &arena.mem), PRV_OK);
    assert_int_equal(d.decided, 1);
    assert_int_equal(d.granted, prv_bit(PRV_NECESSARY)
                                | prv_bit(PRV_MARKETING));
    assert_true(named(d.no, 0) && !named(d.yes, 0));

    parse(&c, "action=reject");
    assert_int_equal(prv_choice_apply(&c, &d, &catalog, &arena.mem), PRV_OK);
    assert_int_equal(d.granted, prv_bit(PRV_NECESSARY));
    assert_null(d.no);

    parse(&c, "action=accept&refuse=three");
    assert_int_equal(prv_choice_apply(&c, &d, &catalog, &arena.mem), PRV_OK);
    assert_int_equal(d.granted, PRV_ALL);
    assert_true(named(d.no, 2));
}


int
main(void)
{
    const struct CMUnitTest  tests[] = {
        cmocka_unit_test(test_parse),
        cmocka_unit_test(test_many),
        cmocka_unit_test(test_return),
        cmocka_unit_test(test_apply)
    };

    return cmocka_run_group_tests(tests, setup, teardown);
}
