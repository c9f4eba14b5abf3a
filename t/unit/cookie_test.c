
/*
 * The Cookie and Set-Cookie fields.
 */


#include "header/prv_cookie.h"

#include <stdarg.h>
#include <setjmp.h>
#include <stdlib.h>
#include <cmocka.h>


static void test_pairs(void **state);
static void test_no_pairs(void **state);
static void test_set_cookie(void **state);
static void expect_pairs(const char *field, const char **pairs);
static void expect_str(const prv_str_t *s, const char *text);


int
main(void)
{
    const struct CMUnitTest  tests[] = {
        cmocka_unit_test(test_pairs),
        cmocka_unit_test(test_no_pairs),
        cmocka_unit_test(test_set_cookie)
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}


static void
test_pairs(void **state)
{
    (void) state;

    expect_pairs("a=1; b=2",
                 (const char *[]) { "a", "1", "b", "2", NULL });

    /* ";" alone ends a pair: a comma and a quote are part of the value */

    expect_pairs("a={\"x\":1,b=2}; c=\"d;e\"",
                 (const char *[]) { "a", "{\"x\":1,b=2}", "c", "\"d",
                                    "", "e\"", NULL });

    expect_pairs(" \ta \t= b=c == \t;d=",
                 (const char *[]) { "a", "b=c ==", "d", "", NULL });

    expect_pairs("A=1;a=2;=3;;  ; x",
                 (const char *[]) { "A", "1", "a", "2", "", "3", "", "x",
                                    NULL });
}


static void
test_no_pairs(void **state)
{
    (void) state;

    expect_pairs("", (const char *[]) { NULL });
    expect_pairs(";", (const char *[]) { NULL });
    expect_pairs(" ; \t;", (const char *[]) { NULL });
}


static void
expect_pairs(const char *field, const char **pairs)
{
    size_t          len;
    prv_str_t       rest;
    prv_cookie_t    cookie;
    unsigned char  *block;

    /* a copy of its very size: a sanitizer sees a read past the end */

    len = strlen(field);
    block = malloc(len ? len : 1);
    assert_non_null(block);
    memcpy(block, field, len);

    rest.len = len;
    rest.data = block;

    while (prv_cookie_next(&rest, &cookie)) {
        assert_non_null(pairs[0]);
        expect_str(&cookie.name, pairs[0]);
        expect_str(&cookie.value, pairs[1]);
        pairs += 2;
    }

    assert_null(pairs[0]);

    free(block);
}


static void
test_set_cookie(void **state)
{
    prv_str_t     field, attributes, name, value;
    prv_cookie_t  cookie;

    (void) state;

    field = (prv_str_t) prv_string("id=a=b ; Max-Age = 5; Secure;;"
                                   "Path=/x ; expires=Mon, 1 Jan 2024");

    prv_set_cookie_parse(&field, &cookie, &attributes);

    expect_str(&cookie.name, "id");
    expect_str(&cookie.value, "a=b");

    assert_int_equal(prv_attribute_next(&attributes, &name, &value), 1);
    expect_str(&name, "Max-Age");
    expect_str(&value, "5");

    assert_int_equal(prv_attribute_next(&attributes, &name, &value), 1);
    expect_str(&name, "Secure");
    expect_str(&value, "");

    assert_int_equal(prv_attribute_next(&attributes, &name, &value), 1);
    expect_str(&name, "Path");
    expect_str(&value, "/x");

    assert_int_equal(prv_attribute_next(&attributes, &name, &value), 1);
    expect_str(&name, "expires");
    expect_str(&value, "Mon, 1 Jan 2024");

    assert_int_equal(prv_attribute_next(&attributes, &name, &value), 0);

    field = (prv_str_t) prv_string("bare");
    prv_set_cookie_parse(&field, &cookie, &attributes);
    expect_str(&cookie.name, "");
    expect_str(&cookie.value, "bare");
    assert_int_equal(attributes.len, 0);

    field = (prv_str_t) prv_string("=_ga=1; Path=/");
    prv_set_cookie_parse(&field, &cookie, &attributes);
    expect_str(&cookie.name, "_ga");
    expect_str(&cookie.value, "1");
    expect_str(&attributes, " Path=/");

    field = (prv_str_t) prv_string(" = = _ga =a=b");
    prv_set_cookie_parse(&field, &cookie, &attributes);
    expect_str(&cookie.name, "_ga");
    expect_str(&cookie.value, "a=b");

    field = (prv_str_t) prv_string("==");
    prv_set_cookie_parse(&field, &cookie, &attributes);
    expect_str(&cookie.name, "");
    expect_str(&cookie.value, "");

    field = (prv_str_t) prv_null_string;
    prv_set_cookie_parse(&field, &cookie, &attributes);
    expect_str(&cookie.name, "");
    expect_str(&cookie.value, "");
    assert_int_equal(prv_attribute_next(&attributes, &name, &value), 0);
}


static void
expect_str(const prv_str_t *s, const char *text)
{
    assert_int_equal(s->len, strlen(text));

    if (s->len) {
        assert_memory_equal(s->data, text, s->len);
    }
}
