
/* candidate lists that are read in one go, and one character at a time */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <cmocka.h>

#include "html/prv_srcset.h"


static void
test_plain(void **state)
{
    int              more;
    char             text[256];
    size_t           i, k, n, words, candidates;
    uint64_t         seed;
    prv_str_t        value, one, other;
    prv_srcset_t     quick, slow;
    unsigned char    a[24], b[24];

    static const char  *const  pieces[] = {
        ",", ",,", " ", "\n", "  ", "(", ")", "/a", "/b.jpg", "1x", "2x",
        "100w", "https://cdn.example/", "a", "\x01", "\x0b", "&", ";",
        "averylongname", "\xc3\xa9", "\t"
    };

    (void) state;

    seed = 1;
    candidates = 0;

    for (i = 0; i < 200000; i++) {

        n = 0;
        seed = seed * 6364136223846793005u + 1442695040888963407u;
        words = (seed >> 33) % 12;
        text[0] = '\0';

        for (k = 0; k < words; k++) {
            seed = seed * 6364136223846793005u + 1442695040888963407u;
            n += (size_t) snprintf(text + n, sizeof(text) - n, "%s",
                                   pieces[(seed >> 33)
                                          % (sizeof(pieces)
                                             / sizeof(pieces[0]))]);
        }

        value.data = (unsigned char *) text;
        value.len = n;

        prv_srcset_init(&quick, &value);
        prv_srcset_init(&slow, &value);

        assert_int_equal(quick.plain, strchr(text, '&') == NULL);
        slow.plain = 0;

        do {
            more = prv_srcset_next(&quick, a, sizeof(a), &one);

            assert_int_equal(prv_srcset_next(&slow, b, sizeof(b), &other),
                             more);

            if (!more) {
                break;
            }

            candidates++;

            if (!prv_str_eq(&one, &other) || quick.p != slow.p
                || !prv_str_eq(&quick.written, &slow.written)
                || quick.truncated != slow.truncated)
            {
                fail_msg("\"%s\" is two things: \"%.*s\" and \"%.*s\"", text,
                         (int) one.len, one.data, (int) other.len,
                         other.data);
            }
        } while (more);
    }

    assert_true(candidates > 100000);
}


int
main(void)
{
    const struct CMUnitTest  tests[] = {
        cmocka_unit_test(test_plain)
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
