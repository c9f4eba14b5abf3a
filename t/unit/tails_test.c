
/* a host that ends like a domain is let through, few others are */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <cmocka.h>

#include "base/prv_arena.h"
#include "base/prv_tails.h"


#define DOMAINS  3000


static size_t
name(char *dst, size_t size, int i, int of)
{
    return (size_t) snprintf(dst, size, "%.*s%d.%s", i % 9, "trackers",
                             i, of ? "com" : "io");
}


static void
test_tails(void **state)
{
    int          i, n;
    char         text[80];
    size_t       len, below;
    prv_str_t    host;
    prv_arena_t  arena;
    prv_tails_t  tails;

    (void) state;

    prv_arena_init(&arena, 0);
    assert_int_equal(prv_tails_init(&tails, &arena.mem, DOMAINS), PRV_OK);

    /* even numbers alone, the shortest has four bytes: "0.io" */

    for (i = 0; i < 2 * DOMAINS; i += 2) {
        len = name(text, sizeof(text), i, i & 4);
        prv_tails_add(&tails, (unsigned char *) text, len);
    }

    for (i = 0; i < 2 * DOMAINS; i += 2) {

        below = (size_t) snprintf(text, sizeof(text), "www.a-b.");
        len = name(text + below, sizeof(text) - below, i, i & 4);

        host.data = (unsigned char *) text + below;
        host.len = len;
        assert_true(prv_tails_may(&tails, &host));

        host.data = (unsigned char *) text;
        host.len = below + len;
        assert_true(prv_tails_may(&tails, &host));
    }

    n = 0;

    for (i = 1; i < 2 * DOMAINS; i += 2) {

        host.data = (unsigned char *) text;
        host.len = (size_t) snprintf(text, sizeof(text), "www.site%d.org", i);
        n += prv_tails_may(&tails, &host);
    }

    assert_in_range(n, 0, DOMAINS / 10);

    prv_arena_destroy(&arena);
}


int
main(void)
{
    const struct CMUnitTest  tests[] = {
        cmocka_unit_test(test_tails)
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
