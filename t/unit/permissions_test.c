
/* the Permissions-Policy field, and what is a Dictionary at all */

#include "base/prv_arena.h"
#include "header/prv_permissions.h"
#include "header/prv_sf.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>


#define NELTS(a)  (sizeof(a) / sizeof((a)[0]))

#define REFUSED                                                              \
    "browsing-topics=(), attribution-reporting=(), run-ad-auction=(), "      \
    "join-ad-interest-group=(), interest-cohort=()"


static prv_str_t
str(const char *s)
{
    prv_str_t  t;

    t.data = (unsigned char *) s;
    t.len = strlen(s);

    return t;
}


static void
dictionaries(void **state)
{
    size_t                    i;
    prv_str_t                 field;
    static const char *const  good[] = {
        "", "  ", "a", "a, b", "a ,\tb", "*a.b_-2", "a=1", "a=-1.5", "a=?0",
        "a=(), b=(self \"https://a.test\")", "a=*", "a=self", "a=(  *  )",
        "a=\"q\\\"\\\\,\"", "a=:YWJj=:", "a;p;q=1, b;c=\"x\"", "a=(b;c d);e",
        "a=123456789012345", "a=123456789012.123", "a=T!#$%&'*+-.^_`|~:/0",
        "a ", "a=1;  b"
    };
    static const char *const  bad[] = {
        ",", "a,", "a, ", "a,,b", "A", "1", "a b", "camera 'none'", "a='self'",
        "a=", "a=(", "a=(b", "a=(b,c)", "a=(b\tc)", "a=(b(c))", "a=\"", "a=\"\\",
        "a=\"\\n\"", "a=\"\x7f\"", "a=\"\xc3\xa4\"", "a=?2", "a=?", "a=:a", "a=:*:",
        "a=-", "a=1.", "a=1.1234", "a=1234567890123456", "a=1234567890123.1",
        "a;", "a;P", "a;p=", "a=1;p=(", "a=b\"c", "\xff", "a\t\t;b", "a=@"
    };

    (void) state;

    for (i = 0; i < NELTS(good); i++) {
        field = str(good[i]);
        if (!prv_sf_dictionary(&field)) {
            fail_msg("refused: [%s]", good[i]);
        }
    }

    for (i = 0; i < NELTS(bad); i++) {
        field = str(bad[i]);
        if (prv_sf_dictionary(&field)) {
            fail_msg("taken: [%s]", bad[i]);
        }
    }
}


static void
refused(void **state)
{
    size_t       i;
    prv_buf_t    b;
    prv_str_t    field, out;
    prv_arena_t  arena;
    static const struct {
        const char  *field;
        const char  *want;
    } cases[] = {
        { "", REFUSED },
        { "camera=()", "camera=(), " REFUSED },
        { "camera=(self \"https://a, b\"), usb=*",
          "camera=(self \"https://a, b\"), usb=*, " REFUSED },
        { "browsing-topics=*, a=1, interest-cohort=(self)", "a=1, " REFUSED },
        { "browsing-topics;a=1", REFUSED },
        { "browsing-topics-not=()", "browsing-topics-not=(), " REFUSED },

        /* what browsers ignore would take the refusals along */

        { "camera 'none'; usb 'self'", REFUSED },
        { "camera=(), usb=\"", REFUSED },
        { "camera=(),", REFUSED },
        { "camera=(", REFUSED }
    };

    (void) state;

    for (i = 0; i < NELTS(cases); i++) {
        prv_arena_init(&arena, 0);
        prv_buf_init(&b, &arena.mem, 0);

        field = str(cases[i].field);
        prv_permissions_refuse(&b, &field);

        assert_int_equal(prv_buf_done(&b, &out), PRV_OK);

        if (out.len != strlen(cases[i].want)
            || memcmp(out.data, cases[i].want, out.len) != 0)
        {
            fail_msg("[%s] became [%.*s]", cases[i].field, (int) out.len,
                     (char *) out.data);
        }

        prv_arena_destroy(&arena);
    }
}


int
main(void)
{
    const struct CMUnitTest  tests[] = {
        cmocka_unit_test(dictionaries),
        cmocka_unit_test(refused)
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
