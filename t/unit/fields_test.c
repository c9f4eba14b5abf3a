
/* Link, entity tags, and what a cookie may live */

#include "base/prv_arena.h"
#include "header/prv_etag.h"
#include "header/prv_lifetime.h"
#include "header/prv_link.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>


#define NELTS(a)  (sizeof(a) / sizeof((a)[0]))

#define NOW  1800000000         /* Fri, 15 Jan 2027 08:00:00 GMT */
#define DAY  (24 * 60 * 60)


static prv_str_t
str(const char *s)
{
    prv_str_t  t;

    t.data = (unsigned char *) s;
    t.len = strlen(s);

    return t;
}


static void
same(const char *of, const prv_str_t *got, const char *want)
{
    if (got->len != strlen(want)
        || (got->len && memcmp(got->data, want, got->len) != 0))
    {
        fail_msg("%s: got [%.*s], want [%s]", of, (int) got->len,
                 (char *) got->data, want);
    }
}


static void
links(void **state)
{
    size_t      i, n;
    prv_str_t   field;
    prv_link_t  link;

    static const struct {
        const char  *field;
        const char  *uris[3];
        unsigned     loads[3];
    } cases[] = {
        { "", { NULL }, { 0 } },
        { " , ,", { NULL }, { 0 } },
        { "</a>; rel=preload", { "/a", NULL }, { 1 } },
        { "</a>;rel=\"next preconnect\", <//b/c,d>; rel=stylesheet",
          { "/a", "//b/c,d", NULL }, { 1, 1 } },
        { "</a>; rel=canonical, </b>", { "/a", "/b", NULL }, { 0, 0 } },
        { "</a>; title=\"x, <y>; rel=preload\"; rel=next",
          { "/a", NULL }, { 0 } },
        { "</a>; title=\"\\\"\"; REL = PRELOAD", { "/a", NULL }, { 1 } },
        { "</a>; rel=next; rel=preload", { "/a", NULL }, { 0 } },
        { "nonsense, </b>; rel=dns-prefetch", { "", "/b", NULL }, { 0, 1 } },
        { "</a; rel=preload", { "/a; rel=preload", NULL }, { 0 } }
    };

    (void) state;

    for (i = 0; i < NELTS(cases); i++) {
        field = str(cases[i].field);

        for (n = 0; prv_link_next(&field, &link); n++) {

            if (n == 2 || cases[i].uris[n] == NULL) {
                fail_msg("%s: more than there are", cases[i].field);
            }

            same(cases[i].field, &link.uri, cases[i].uris[n]);

            if (link.loads != cases[i].loads[n]) {
                fail_msg("%s, %zu: loads %u", cases[i].field, n, link.loads);
            }
        }

        assert_null(cases[i].uris[n]);
    }

    /* as it stands, to be put together again */

    field = str(" </a>; rel=preload; as=\"x,y\" \t, </b>");

    assert_int_equal(prv_link_next(&field, &link), 1);
    same("whole", &link.whole, "</a>; rel=preload; as=\"x,y\"");
    assert_int_equal(prv_link_next(&field, &link), 1);
    same("whole", &link.whole, "</b>");
    assert_int_equal(prv_link_next(&field, &link), 0);
}


static void
etags(void **state)
{
    size_t       i;
    prv_buf_t    b, own, plain;
    prv_str_t    tag, variant, out;
    prv_arena_t  arena;

    static const struct {
        const char  *tag;
        const char  *written;
    } writes[] = {
        { "\"abc\"", "W/\"abc;nf-01234567\"" },
        { "W/\"abc\"", "W/\"abc;w;nf-01234567\"" },
        { "abc", "W/\"abc;nf-01234567\"" },
        { "\"a b\x7f" "c", "W/\"abc;nf-01234567\"" },
        { "\"\"", "W/\";nf-01234567\"" },
        { " ", "" }
    };

    static const struct {
        const char  *field;
        const char  *own;
        const char  *plain;
    } sorts[] = {
        { "", "", "" },
        { "*", "", "*" },
        { "\"a\", W/\"b\"", "", "\"a\", W/\"b\"" },
        { "W/\"a;nf-01234567\"", "\"a\"", "" },
        { "W/\"a;w;nf-01234567\", \"c\"", "W/\"a\"", "\"c\"" },
        { "W/\"a;n-01234567\"", "", "" },
        { "W/\"a;nf-76543210\"", "", "" },
        { "W/\"a;xx-01234567\"", "", "W/\"a;xx-01234567\"" },
        { "W/\"a;nf-0123456g\"", "", "W/\"a;nf-0123456g\"" },
        { "\"nf-01234567\"", "", "\"nf-01234567\"" },
        { "\";nf-01234567\", \"x\", W/\"y;nf-01234567\"", "\"\", \"y\"",
          "\"x\"" }
    };

    (void) state;

    prv_arena_init(&arena, 0);

    variant = str("nf-01234567");

    for (i = 0; i < NELTS(writes); i++) {
        tag = str(writes[i].tag);
        prv_buf_init(&b, &arena.mem, 0);
        prv_etag_write(&b, &tag, &variant);
        assert_int_equal(prv_buf_done(&b, &out), PRV_OK);
        same(writes[i].tag, &out, writes[i].written);
    }

    for (i = 0; i < NELTS(sorts); i++) {
        tag = str(sorts[i].field);
        prv_buf_init(&own, &arena.mem, 0);
        prv_buf_init(&plain, &arena.mem, 0);
        prv_etag_sort(&tag, &variant, &own, &plain);
        assert_int_equal(prv_buf_done(&own, &out), PRV_OK);
        same(sorts[i].field, &out, sorts[i].own);
        assert_int_equal(prv_buf_done(&plain, &out), PRV_OK);
        same(sorts[i].field, &out, sorts[i].plain);
    }

    tag = str("\"a\"");

    for (i = 0; i < 4; i++) {
        static const char *const  fields[] = {
            "*", "\"b\", W/\"a\"", "\"b\"", ""
        };

        out = str(fields[i]);
        assert_int_equal(prv_etag_match(&out, &tag), i < 2);
    }

    prv_arena_destroy(&arena);
}


static void
dates(void **state)
{
    size_t     i;
    prv_str_t  text;

    static const struct {
        const char  *text;
        int64_t      date;
    } cases[] = {
        { "Thu, 01 Jan 1970 00:00:00 GMT", 0 },
        { "Fri, 15 Jan 2027 08:00:00 GMT", NOW },
        { "Friday, 15-Jan-27 08:00:00 GMT", NOW },
        { "Fri Jan 15 08:00:00 2027", NOW },
        { "15 january 2027 8:0:0", NOW },
        { "Wed, 31 Dec 1969 23:59:59 GMT", -1 },
        { "Tue, 29 Feb 2028 00:00:00 GMT", 1835395200 },
        { "Mon, 1 Mar 2100 00:00:00 GMT", 4107542400 },
        { "Thu, 01-Jan-70 00:00:01 GMT", 1 },
        { "01 Jan 69 00:00:00", 3124224000 },
        { "", PRV_ERROR },
        { "0", PRV_ERROR },
        { "Fri, 15 Jan 2027", PRV_ERROR },
        { "Fri, 15 Jan 08:00:00", PRV_ERROR },
        { "15 Foo 2027 08:00:00", PRV_ERROR },
        { "32 Jan 2027 08:00:00", PRV_ERROR },
        { "0 Jan 2027 08:00:00", PRV_ERROR },
        { "15 Jan 2027 24:00:00", PRV_ERROR },
        { "15 Jan 2027 08:60:00", PRV_ERROR },
        { "15 Jan 2027 08:00:60", PRV_ERROR },
        { "15 Jan 2027 08:00", PRV_ERROR },
        { "15 Jan 2027 108:00:00", PRV_ERROR },
        { "15 Jan 1600 08:00:00", PRV_ERROR },
        { "15 Jan 99999 08:00:00", PRV_ERROR }
    };

    (void) state;

    for (i = 0; i < NELTS(cases); i++) {
        text = str(cases[i].text);

        if (prv_cookie_date(&text) != cases[i].date) {
            fail_msg("%s: %lld", cases[i].text,
                     (long long) prv_cookie_date(&text));
        }
    }
}


static void
lifetimes(void **state)
{
    int          rc;
    size_t       i;
    prv_buf_t    b;
    prv_str_t    field, out;
    prv_arena_t  arena;

    /* capped to a day; NULL: left alone */

    static const struct {
        const char  *field;
        const char  *capped;
    } cases[] = {
        { "a=b", NULL },
        { "a=b; Path=/; Secure", NULL },
        { "a=b; Max-Age=86400", NULL },
        { "a=b; Max-Age=0", NULL },
        { "a=b; Max-Age=-99999999", NULL },
        { "a=b; Expires=Thu, 01 Jan 1970 00:00:00 GMT", NULL },
        { "a=b; Expires=Sat, 16 Jan 2027 08:00:00 GMT", NULL },
        { "a=b; Expires=never", NULL },
        { "a=b; Max-Age=", NULL },
        { "a=b; Max-Age=-", NULL },
        { "a=b; Max-Age=1e9", NULL },
        { "a=b; Max-Age=86401", "a=b; Max-Age=86400" },
        { "a=b;Max-Age=99999999999999999999999999;Path=/",
          "a=b; Path=/; Max-Age=86400" },
        { "a=b; Expires=Sat, 16 Jan 2027 08:00:01 GMT; HttpOnly; SameSite=Lax",
          "a=b; HttpOnly; SameSite=Lax; Max-Age=86400" },

        /* Max-Age stands before Expires, the last of two counts */

        { "a=b; Expires=Sat, 16 Jan 2099 08:00:01 GMT; max-age=5", NULL },
        { "a=b; Max-Age=99999999; EXPIRES=Thu, 01 Jan 1970 00:00:00 GMT",
          "a=b; Max-Age=86400" },
        { "a=b; Max-Age=5; Max-Age=999999", "a=b; Max-Age=86400" },
        { "a=b; Max-Age=999999; Max-Age=5", NULL },
        { "a=b; Max-Age=999999; Max-Age=x", "a=b; Max-Age=86400" }
    };

    (void) state;

    for (i = 0; i < NELTS(cases); i++) {
        prv_arena_init(&arena, 0);
        prv_buf_init(&b, &arena.mem, 0);

        field = str(cases[i].field);
        rc = prv_lifetime_cap(&b, &field, NOW, DAY);

        assert_int_equal(prv_buf_done(&b, &out), PRV_OK);

        if (rc != (cases[i].capped != NULL)) {
            fail_msg("%s: %d", cases[i].field, rc);
        }

        same(cases[i].field, &out, rc ? cases[i].capped : "");

        prv_arena_destroy(&arena);
    }
}


int
main(void)
{
    const struct CMUnitTest  tests[] = {
        cmocka_unit_test(links),
        cmocka_unit_test(etags),
        cmocka_unit_test(dates),
        cmocka_unit_test(lifetimes)
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
