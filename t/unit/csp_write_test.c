
/* the policy of our own: what it names, and how long it may be */

#include "base/prv_arena.h"
#include "header/prv_csp.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>


static prv_arena_t  arena;


static void
source(prv_buf_t *b, const char *host, const char *path, int subdomains)
{
    prv_str_t  h, p;

    h.data = (unsigned char *) host;
    h.len = strlen(host);
    p.data = (unsigned char *) path;
    p.len = strlen(path);

    prv_csp_source(b, &h, &p, subdomains);
}


static size_t
count(const prv_str_t *s, const char *what)
{
    size_t  i, n, len;

    len = strlen(what);

    for (i = 0, n = 0; i + len <= s->len; i++) {
        n += (memcmp(s->data + i, what, len) == 0);
    }

    return n;
}


static void
sources(void **state)
{
    size_t                    i;
    prv_buf_t                 b;
    prv_str_t                 out;
    static const char         want[] = " a.test *.b.test b.test c.test/dir/"
                                       " d.test e.test/dir/ f.test";
    static const char *const  bad[] = {
        "a;b.test", "a,b.test", "a b.test", "a'b.test", "\xc3\xa4.test", ""
    };

    (void) state;

    prv_buf_init(&b, &arena.mem, 0);

    source(&b, "a.test", "", 0);
    source(&b, "b.test", "", 1);
    source(&b, "c.test", "/dir/", 0);
    source(&b, "d.test", "/dir/file", 0);
    source(&b, "e.test", "/dir/?id=", 0);
    source(&b, "f.test", "/di;r/", 0);

    for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        source(&b, bad[i], "", 1);
    }

    assert_int_equal(prv_buf_done(&b, &out), PRV_OK);
    assert_int_equal(out.len, sizeof(want) - 1);
    assert_memory_equal(out.data, want, out.len);
}


static void
room(void **state)
{
    size_t     i, n, len;
    prv_buf_t  b, list;
    prv_str_t  out, hosts, report;

    (void) state;

    report.data = (unsigned char *) "/privacy/report";
    report.len = sizeof("/privacy/report") - 1;

    for (n = 1; n < 4096; n *= 2) {

        prv_buf_init(&b, &arena.mem, 0);
        prv_buf_init(&list, &arena.mem, 0);

        for (i = 0; i < n; i++) {
            source(&list, "host.test", "", 0);
        }

        assert_int_equal(prv_buf_done(&list, &hosts), PRV_OK);

        prv_csp_write(&b, &hosts, &report, 0);

        assert_int_equal(prv_buf_done(&b, &out), PRV_OK);

        /* default-src always; the others while the field stays short */

        len = hosts.len + 200;

        assert_int_equal(count(&out, "default-src "), 1);
        assert_int_equal(count(&out, "; report-uri /privacy/report"), 1);
        assert_true(out.len < (len > 3200 ? len : 3200));
        assert_int_equal(count(&out, " host.test"),
                         n * count(&out, "-src "));
        assert_int_equal(count(&out, "; script-src "), n <= 128);

        if (n == 1) {
            assert_int_equal(count(&out, "-src "), 9);
        }
    }
}


/* an end: less of what says the same, and at last nothing */

static void
end(void **state)
{
    size_t     max, least, n, last;
    prv_buf_t  b, list;
    prv_str_t  out, hosts, report;

    (void) state;

    report.data = (unsigned char *) "/r";
    report.len = 2;

    prv_buf_init(&list, &arena.mem, 0);

    for (n = 0; n < 25; n++) {
        source(&list, "host.test", "", 0);
    }

    assert_int_equal(prv_buf_done(&list, &hosts), PRV_OK);

    least = 0;
    last = 0;

    for (max = 1; max < 6400; max++) {

        prv_buf_init(&b, &arena.mem, 0);

        if (least) {
            assert_int_equal(prv_csp_write(&b, &hosts, &report, max), least);

        } else {
            least = prv_csp_write(&b, &hosts, &report, max);
        }

        assert_int_equal(prv_buf_done(&b, &out), PRV_OK);

        assert_true(out.len <= max);
        assert_int_equal(out.len != 0, max >= least);

        n = count(&out, "-src ");

        assert_true(n >= last);
        last = n;

        if (max >= least) {
            assert_int_equal(count(&out, "default-src "), 1);
            assert_int_equal(count(&out, "; report-uri /r"), 1);
            assert_int_equal(count(&out, " host.test"), 25 * n);
        }

        if (max == least) {
            assert_int_equal(out.len, least);
            assert_int_equal(n, 1);
        }
    }

    assert_int_equal(last, 9);
}


int
main(void)
{
    int  rc;

    const struct CMUnitTest  tests[] = {
        cmocka_unit_test(sources),
        cmocka_unit_test(room),
        cmocka_unit_test(end)
    };

    prv_arena_init(&arena, 0);
    rc = cmocka_run_group_tests(tests, NULL, NULL);
    prv_arena_destroy(&arena);

    return rc;
}
