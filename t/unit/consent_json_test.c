
/*
 * JSON as cookies have it: RFC 8259, and no more of it than a consent needs.
 */


#include "consent/prv_json.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>


static prv_json_t  json;


/* in a block of its very size: a sanitizer sees a read past the end */

static int
parse(unsigned char **text, const char *s, size_t len)
{
    *text = malloc(len ? len : 1);
    assert_non_null(*text);
    memcpy(*text, s, len);

    return prv_json_parse(&json, *text, len);
}


static void
test_good(void **state)
{
    size_t          i;
    unsigned char  *text;

    static const char *const  good[] = {
        "{}", "[]", " { } ", "\t[\n]\r ", "{\"a\":1}", "{ \"a\" : [ ] }",
        "[1,2,3]", "[1 , 2]", "[[[[[[[[]]]]]]]]", "[null]", "[true]", "[false]",
        "\"\"", "\"a\"", "[0]", "[-0]", "[10]", "[-1]", "[0.5]", "[1.25]",
        "[1e3]", "[1E3]", "[1e+3]", "[1e-3]", "[-1.5e10]", "[null,true,false,0,\"\",{},[]]",
        "{\"\":0}", "{\"a\":{\"b\":{\"c\":{}}}}", "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"",
        "\"\\u0041\"", "\"\\ud83d\\ude00\"", "\"\303\244\"",
        "{\"a\":1,\"a\":2}"
    };

    (void) state;

    for (i = 0; i < sizeof(good) / sizeof(good[0]); i++) {

        if (parse(&text, good[i], strlen(good[i])) != PRV_OK) {
            fail_msg("%s", good[i]);
        }

        assert_int_not_equal(json.n, 0);
        free(text);
    }
}


static void
test_bad(void **state)
{
    size_t          i;
    unsigned char  *text;

    static const char *const  bad[] = {
        "", " ", "{", "}", "[", "]", "{]", "[}", "{}}", "[]]", "{}{}", "[][]",
        "{} x", "x {}", "{\"a\"}", "{\"a\":}", "{\"a\" 1}", "{\"a\"::1}",
        "{:1}", "{1:1}", "{a:1}", "{'a':1}", "{\"a\":1,}", "{,\"a\":1}",
        "{\"a\":1,,\"b\":2}", "{\"a\":1 \"b\":2}", "{\"a\":1;\"b\":2}",
        "{\"a\":1:2}", "{\"a\",\"b\"}", "{{}:1}", "{[]:1}", "{true:1}",
        "[1,]", "[,1]", "[1,,2]", "[1 2]", "[1:2]", "[\"a\":1]", "[1}",
        "[tru]", "[truex]", "[True]", "[nul]", "[nan]", "[undefined]", "[+1]",
        "[01]", "[1.]", "[.5]", "[1e]", "[1e+]", "[--1]", "[1.2.3]", "[0x1]",
        "[1a]", "[-]", "1", "true", "\"", "\"a",
        "a\"", "\"\\\"", "\"\\x\"", "\"\\u\"", "\"\\u00\"", "\"\\u00g0\"",
        "\"\\ud83d\"", "\"\\ud83dx\"", "\"\\ud83d\\u0041\"", "\"\\ude00\"",
        "\"\\ud83d\\ud83d\"", "\"a\nb\"", "\"a\001b\"", "[[[[[[[[[]]]]]]]]]",
        "{\"a\":\"b\":\"c\"}", "\"a\" \"b\"", "1 2", "[\"a\" \"b\"]",
        "{\"a\":[1,2}", "[{\"a\":1]}", "\357\273\277{}", "/**/{}", "{}//"
    };

    (void) state;

    for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {

        if (parse(&text, bad[i], strlen(bad[i])) != PRV_ERROR) {
            fail_msg("%s", bad[i]);
        }

        /* and nothing of it is left to be read */

        assert_int_equal(json.n, 0);
        assert_int_equal(prv_json_get(&json, 0, "a"), 0);
        assert_int_equal(prv_json_first(&json, 0), 0);
        assert_int_equal(prv_json_member(&json, 0, 0), 0);

        free(text);
    }

    assert_int_equal(parse(&text, "{\0}", 3), PRV_ERROR);
    free(text);
    assert_int_equal(parse(&text, "{}\0", 3), PRV_ERROR);
    free(text);
    assert_int_equal(parse(&text, "\"a\0b\"", 5), PRV_ERROR);
    free(text);
}


static void
test_strings(void **state)
{
    size_t          i;
    prv_str_t       s;
    unsigned char  *text;

    static const char *const  cases[][2] = {
        { "\"\\u0041\\u00e4\\u20ac\"", "A\303\244\342\202\254" },
        { "\"\\uD83D\\uDE00!\"", "\360\237\230\200!" },
        { "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\/\b\f\n\r\t" },
        { "\"plain\"", "plain" },
        { "\"\"", "" },
        { "\"-12.5e3\"", "-12.5e3" }
    };

    (void) state;

    for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {

        assert_int_equal(parse(&text, cases[i][0], strlen(cases[i][0])),
                         PRV_OK);

        s = prv_json_str(&json, 0);

        assert_int_equal(s.len, strlen(cases[i][1]));
        assert_memory_equal(s.data, cases[i][1], s.len);

        free(text);
    }
}


static void
test_members(void **state)
{
    size_t          i, a, b;
    unsigned char  *text;
    const char     *s = "{\"a\":1,\"b\":[true,\"x\"],\"c\":{\"a\":3},"
                        "\"\\u0061\":2,\"d\":null}";

    (void) state;

    assert_int_equal(parse(&text, s, strlen(s)), PRV_OK);

    /* the last of a name, however it is written */

    a = prv_json_get(&json, 0, "a");
    assert_int_equal(prv_json_type(&json, a), PRV_JSON_NUMBER);
    assert_int_equal(prv_json_str(&json, a).data[0], '2');

    b = prv_json_get(&json, 0, "b");
    assert_int_equal(prv_json_type(&json, b), PRV_JSON_ARRAY);
    assert_int_equal(prv_json_type(&json, prv_json_first(&json, b)),
                     PRV_JSON_TRUE);
    assert_true(prv_json_is(&json, prv_json_next(&json,
                                                 prv_json_first(&json, b)),
                            "x"));

    assert_int_equal(prv_json_get(&json, 0, "x"), 0);
    assert_int_equal(prv_json_get(&json, b, "a"), 0);

    /* b, c, a, d: the first a is shadowed */

    i = prv_json_member(&json, 0, 0);
    assert_true(prv_json_is(&json, i, "b"));
    i = prv_json_member(&json, 0, i);
    assert_true(prv_json_is(&json, i, "c"));
    i = prv_json_member(&json, 0, i);
    assert_true(prv_json_is(&json, i, "a"));
    assert_int_equal(i + 1, a);
    i = prv_json_member(&json, 0, i);
    assert_true(prv_json_is(&json, i, "d"));
    assert_int_equal(prv_json_member(&json, 0, i), 0);

    /* an array has elements, no members */

    assert_int_equal(prv_json_member(&json, b, 0), 0);

    free(text);
}


static void
test_bounds(void **state)
{
    size_t          i, n;
    char            s[8192];
    unsigned char  *text;

    (void) state;

    for (i = PRV_JSON_NODES - 2; i <= PRV_JSON_NODES + 1; i++) {

        s[0] = '[';

        for (n = 1; n < 2 * i; n++) {
            s[n] = n & 1 ? '0' : ',';
        }

        s[n++] = ']';

        /* as many elements, and the array itself */

        assert_int_equal(parse(&text, s, n),
                         i + 1 <= PRV_JSON_NODES ? PRV_OK : PRV_ERROR);
        free(text);
    }

    /* deep, and without an end */

    memset(s, '[', sizeof(s));
    assert_int_equal(parse(&text, s, sizeof(s)), PRV_ERROR);
    free(text);
}


int
main(void)
{
    const struct CMUnitTest  tests[] = {
        cmocka_unit_test(test_good),
        cmocka_unit_test(test_bad),
        cmocka_unit_test(test_strings),
        cmocka_unit_test(test_members),
        cmocka_unit_test(test_bounds)
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
