
#include "base/prv_arena.h"
#include "catalog/prv_list.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>


#define NELTS(a)  (sizeof(a) / sizeof((a)[0]))


typedef struct {
    prv_arena_t       arena;
    prv_lists_t       lists;
    prv_list_count_t  count;
} fixture_t;


typedef struct {
    const char       *host;
    const char       *path;
    const char       *own;
    unsigned          types;
    int               listed;
} case_t;


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
    fixture_t  *f;

    f = calloc(1, sizeof(fixture_t));
    if (f == NULL) {
        return -1;
    }

    prv_arena_init(&f->arena, 0);
    prv_lists_init(&f->lists, &f->arena.mem);

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


static void
read_list(fixture_t *f, const char *text, prv_list_e format,
    prv_category_e category, unsigned texts)
{
    prv_str_t        file;
    prv_error_t      err;
    prv_list_conf_t  conf;

    memset(&conf, 0, sizeof(prv_list_conf_t));
    conf.category = category;
    conf.format = format;
    conf.texts = texts;

    file = str(text);

    assert_int_equal(prv_lists_read(&f->lists, &conf, &file, &f->count, &err),
                     PRV_OK);
}


static const prv_rule_t *
match(fixture_t *f, const char *host, const char *path, const char *own,
    unsigned types, unsigned text)
{
    prv_str_t       h, p, o;
    prv_list_url_t  url;

    h = str(host);
    p = str(path);
    o = str(own);

    url.host = &h;
    url.path = &p;
    url.own = &o;
    url.types = types;
    url.text = text;

    return prv_lists_match(&f->lists, &url);
}


static void
check(fixture_t *f, const case_t *cases, size_t n)
{
    size_t  i;

    for (i = 0; i < n; i++) {
        if ((match(f, cases[i].host, cases[i].path, cases[i].own,
                   cases[i].types, 0)
             != NULL)
            != cases[i].listed)
        {
            fail_msg("%zu: %s%s from %s: %s", i, cases[i].host,
                     cases[i].path, cases[i].own,
                     cases[i].listed ? "not listed" : "listed");
        }
    }
}


static void
test_abp(void **state)
{
    fixture_t  *f;

    static const char  text[] =
        "\xef\xbb\xbf[Adblock Plus 2.0]\r\n"
        "! comment\r\n"
        "||ads.example^\r\n"
        "||mixed.example/pixel/\r\n"
        "||mixed.example/*/Track.js\r\n"
        "||case.example/Track.js$match-case\r\n"
        "||sep.example^id=*&end|\r\n"
        "||third.example^$third-party\r\n"
        "||script.example^$script,third-party\r\n"
        "||noimg.example^$~image\r\n"
        "||sites.example^$domain=one.example|two.example|~x.two.example\r\n"
        "||others.example^$domain=~one.example\r\n"
        "|https://exact.example/\r\n"
        "||plain.example\r\n"
        "@@||ok.ads.example^\r\n"
        "@@||ads.example/free.js$script\r\n"
        "||strict.example^$important\r\n"
        "@@||strict.example^\r\n"
        "||frame.example^$subdocument\r\n"
        "||redirect.example/x.js$redirect=noop.js\r\n"
        "||*.any.example^\r\n"
        /* counted, not loaded */
        "example.com##.ad\r\n"
        "###banner\r\n"
        "example.com#@#.ad\r\n"
        "example.com#?#div:has(.ad)\r\n"
        "/banner/*/ads.\r\n"
        "&ad_box_\r\n"
        "||ads.\r\n"
        "||ads*.example^\r\n"
        "||com^\r\n"
        "||port.example:8080^\r\n"
        "/^https?:\\/\\/x/\r\n"
        "||xhr.example^$xmlhttprequest\r\n"
        "||popup.example^$popup\r\n"
        "||csp.example^$csp=script-src 'none'\r\n"
        "||param.example^$removeparam=utm\r\n"
        "@@||doc.example^$document\r\n"
        "@@||hide.example^$elemhide\r\n";

    static const case_t  cases[] = {
        { "ads.example", "/", "site.example", PRV_LIST_SCRIPT, 1 },
        { "a.b.ads.example", "/", "site.example", PRV_LIST_IMAGE, 1 },
        { "badads.example", "/", "site.example", PRV_LIST_ANY, 0 },
        { "ads.example.com", "/", "site.example", PRV_LIST_ANY, 0 },
        { "mixed.example", "/", "s.example", PRV_LIST_ANY, 0 },
        { "mixed.example", "/pixel", "s.example", PRV_LIST_ANY, 0 },
        { "mixed.example", "/pixel/1", "s.example", PRV_LIST_ANY, 1 },
        { "mixed.example", "/PIXEL/1", "s.example", PRV_LIST_ANY, 1 },
        { "mixed.example", "/a/track.js?x", "s.example", PRV_LIST_ANY, 1 },
        { "mixed.example", "/track.js", "s.example", PRV_LIST_ANY, 0 },
        { "case.example", "/Track.js", "s.example", PRV_LIST_ANY, 1 },
        { "case.example", "/track.js", "s.example", PRV_LIST_ANY, 0 },
        { "sep.example", "/id=1&end", "s.example", PRV_LIST_ANY, 1 },
        { "sep.example", "/id=1&end2", "s.example", PRV_LIST_ANY, 0 },
        { "sep.example", "/id=1&end&end", "s.example", PRV_LIST_ANY, 1 },
        { "third.example", "/", "site.other", PRV_LIST_ANY, 1 },
        { "third.example", "/", "www.third.example", PRV_LIST_ANY, 0 },
        { "third.example", "/", "", PRV_LIST_ANY, 1 },
        { "script.example", "/", "s.other", PRV_LIST_SCRIPT, 1 },
        { "script.example", "/", "s.other", PRV_LIST_IMAGE, 0 },
        { "noimg.example", "/", "s.other", PRV_LIST_IMAGE, 0 },
        { "noimg.example", "/", "s.other", PRV_LIST_FRAME, 1 },
        { "sites.example", "/", "one.example", PRV_LIST_ANY, 1 },
        { "sites.example", "/", "www.two.example", PRV_LIST_ANY, 1 },
        { "sites.example", "/", "a.x.two.example", PRV_LIST_ANY, 0 },
        { "sites.example", "/", "notone.example", PRV_LIST_ANY, 0 },
        { "sites.example", "/", "", PRV_LIST_ANY, 0 },
        { "others.example", "/", "a.one.example", PRV_LIST_ANY, 0 },
        { "others.example", "/", "three.example", PRV_LIST_ANY, 1 },
        { "exact.example", "/", "s.other", PRV_LIST_ANY, 1 },
        { "a.exact.example", "/", "s.other", PRV_LIST_ANY, 0 },
        { "a.plain.example", "/x", "s.other", PRV_LIST_ANY, 1 },
        { "ok.ads.example", "/", "s.other", PRV_LIST_ANY, 0 },
        { "a.ok.ads.example", "/", "s.other", PRV_LIST_ANY, 0 },
        { "ads.example", "/free.js", "s.other", PRV_LIST_SCRIPT, 0 },
        { "ads.example", "/free.js", "s.other", PRV_LIST_IMAGE, 1 },
        { "strict.example", "/", "s.other", PRV_LIST_ANY, 1 },
        { "frame.example", "/", "s.other", PRV_LIST_FRAME, 1 },
        { "frame.example", "/", "s.other", PRV_LIST_SCRIPT, 0 },
        { "xhr.example", "/", "s.other", PRV_LIST_ANY, 0 },
        { "doc.example", "/", "s.other", PRV_LIST_ANY, 0 },
        { "redirect.example", "/x.js", "s.other", PRV_LIST_ANY, 1 },
        { "redirect.example", "/y.js", "s.other", PRV_LIST_ANY, 0 },
        { "a.any.example", "/", "s.other", PRV_LIST_ANY, 1 },
        { "example.com", "/", "s.other", PRV_LIST_ANY, 0 },
        { "", "/", "s.other", PRV_LIST_ANY, 0 }
    };

    f = *state;

    read_list(f, text, PRV_LIST_AUTO, PRV_MARKETING, 0);
    assert_int_equal(prv_lists_build(&f->lists), PRV_OK);

    check(f, cases, NELTS(cases));

    assert_int_equal(f->count.hosts, 13);
    assert_int_equal(f->count.paths, 6);
    assert_int_equal(f->count.excepts, 3);
    assert_int_equal(f->count.cosmetic, 4);
    assert_int_equal(f->count.others, 7);
    assert_int_equal(f->count.options, 6);

    /* no entry counts in inline text, unless the list says so */

    assert_null(match(f, "ads.example", "/", "s.other", PRV_LIST_SCRIPT, 1));
}


static void
test_hosts(void **state)
{
    fixture_t  *f;

    static const char  text[] =
        "# a hosts file\n"
        "127.0.0.1 localhost localhost.localdomain\n"
        "::1 ip6-localhost\n"
        "fe80::1%lo0 localhost\n"
        "ff00::0 ip6-mcastprefix\n"
        "0.0.0.0 Ads.Example tracker.example # two\n"
        "\n"
        "0.0.0.0\t pixel.example\n"
        "0.0.0.0 bad..host\n"
        "0.0.0.0 com\n"
        "nonsense\n";

    static const case_t  cases[] = {
        { "ads.example", "/", "s.other", PRV_LIST_ANY, 1 },
        { "tracker.example", "/", "s.other", PRV_LIST_ANY, 1 },
        { "pixel.example", "/", "s.other", PRV_LIST_ANY, 1 },
        { "a.ads.example", "/", "s.other", PRV_LIST_ANY, 0 },
        { "two", "/", "s.other", PRV_LIST_ANY, 0 },
        { "localhost", "/", "s.other", PRV_LIST_ANY, 0 },
        { "a.com", "/", "s.other", PRV_LIST_ANY, 0 }
    };

    f = *state;

    read_list(f, text, PRV_LIST_AUTO, PRV_MARKETING, 0);
    assert_int_equal(prv_lists_build(&f->lists), PRV_OK);

    check(f, cases, NELTS(cases));

    assert_int_equal(f->count.hosts, 3);
    assert_int_equal(f->count.others, 3);
}


static void
test_domains(void **state)
{
    fixture_t         *f;
    const prv_rule_t  *rule;

    static const char  text[] =
        "# domains\n"
        "ads.example\n"
        ".dot.example  # and below\n"
        "*.star.example\r"
        "two words\n"
        "/path\n"
        "ads.example\n"
        "both.example";

    static const case_t  cases[] = {
        { "ads.example", "/", "s.other", PRV_LIST_ANY, 1 },
        { "a.ads.example", "/", "s.other", PRV_LIST_ANY, 1 },
        { "dot.example", "/", "s.other", PRV_LIST_ANY, 1 },
        { "a.star.example", "/", "s.other", PRV_LIST_ANY, 1 },
        { "both.example", "/", "s.other", PRV_LIST_ANY, 1 },
        { "example", "/", "s.other", PRV_LIST_ANY, 0 }
    };

    f = *state;

    read_list(f, text, PRV_LIST_AUTO, PRV_MARKETING, 0);

    assert_int_equal(f->count.hosts, 5);
    assert_int_equal(f->count.others, 2);

    read_list(f, "both.example\ntext.example", PRV_LIST_DOMAINS,
              PRV_ANALYTICS, 1);

    assert_int_equal(prv_lists_build(&f->lists), PRV_OK);

    check(f, cases, NELTS(cases));

    /* a twin within one list is one entry, in two lists it is two */

    assert_int_equal(f->lists.n, 6);

    rule = match(f, "both.example", "/", "s.other", PRV_LIST_ANY, 0);
    assert_non_null(rule);
    assert_int_equal(rule->category, PRV_MARKETING);

    rule = match(f, "both.example", "/", "s.other", PRV_LIST_ANY, 1);
    assert_non_null(rule);
    assert_int_equal(rule->category, PRV_ANALYTICS);
}


/* a site's own hosts, where nobody has the public suffix list */

static void
test_third(void **state)
{
    fixture_t  *f;

    static const char  text[] =
        "||shop.co.uk^$third-party\n"
        "||own.example^$~third-party\n";

    static const case_t  cases[] = {
        { "a.shop.co.uk", "/", "www.shop.co.uk", PRV_LIST_ANY, 0 },
        { "a.shop.co.uk", "/", "www.other.co.uk", PRV_LIST_ANY, 1 },
        { "own.example", "/", "www.own.example", PRV_LIST_ANY, 1 },
        { "own.example", "/", "www.other.example", PRV_LIST_ANY, 0 }
    };

    f = *state;

    read_list(f, text, PRV_LIST_AUTO, PRV_MARKETING, 0);
    assert_int_equal(prv_lists_build(&f->lists), PRV_OK);

    check(f, cases, NELTS(cases));
}


/* many entries, each found, and none that is not there */

static void
test_many(void **state)
{
    char        *text, host[64];
    size_t       i, n, len, size;
    fixture_t   *f;

    f = *state;
    n = 20000;
    size = n * 40;

    text = malloc(size);
    assert_non_null(text);

    for (i = 0, len = 0; i < n; i++) {
        len += (size_t) snprintf(text + len, size - len,
                                 "||t%zu.tracker%zu.example^\n", i, i % 997);
    }

    read_list(f, text, PRV_LIST_AUTO, PRV_MARKETING, 0);
    free(text);

    assert_int_equal(f->count.hosts, n);
    assert_int_equal(prv_lists_build(&f->lists), PRV_OK);
    assert_int_equal(f->lists.n, n);

    for (i = 0; i < n; i++) {

        snprintf(host, sizeof(host), "t%zu.tracker%zu.example", i, i % 997);
        assert_non_null(match(f, host, "/", "s.other", PRV_LIST_ANY, 0));

        snprintf(host, sizeof(host), "u%zu.tracker%zu.example", i, i % 997);
        assert_null(match(f, host, "/", "s.other", PRV_LIST_ANY, 0));
    }
}


/* nothing, nonsense, and too little memory */

static void
test_hostile(void **state)
{
    int               rc;
    size_t            i, k, limit;
    prv_str_t         file;
    fixture_t        *f;
    prv_arena_t       arena;
    prv_error_t       err;
    prv_lists_t       lists;
    unsigned char    *bytes;
    prv_list_conf_t   conf;

    static const char  alphabet[] = "|@$^*~,=#!.:/\\ \n\rabc0domain-";

    f = *state;

    read_list(f, "", PRV_LIST_AUTO, PRV_MARKETING, 0);
    assert_int_equal(prv_lists_build(&f->lists), PRV_OK);
    assert_null(match(f, "a.example", "/", "", PRV_LIST_ANY, 0));

    memset(&conf, 0, sizeof(prv_list_conf_t));
    srand(1);

    for (i = 0; i < 3000; i++) {

        file.len = (size_t) rand() % 80;
        bytes = malloc(file.len + 1);
        assert_non_null(bytes);

        for (k = 0; k < file.len; k++) {
            bytes[k] = (unsigned char) alphabet[(size_t) rand()
                                                % (sizeof(alphabet) - 1)];
        }

        /* as long as it is, for the sanitizer */

        file.data = realloc(bytes, file.len ? file.len : 1);
        conf.format = (prv_list_e) (i % 4);

        prv_arena_init(&arena, 0);
        prv_lists_init(&lists, &arena.mem);

        assert_int_equal(prv_lists_read(&lists, &conf, &file, &f->count,
                                        &err), PRV_OK);
        assert_int_equal(prv_lists_build(&lists), PRV_OK);

        prv_arena_destroy(&arena);
        free(file.data);
    }

    file = str("||a.example^\n||b.example/x$domain=c.example\n");
    conf.format = PRV_LIST_ABP;

    for (limit = 1; ; limit += 61) {

        prv_arena_init(&arena, limit);
        prv_lists_init(&lists, &arena.mem);

        rc = prv_lists_read(&lists, &conf, &file, &f->count, &err);

        if (rc == PRV_OK) {
            rc = prv_lists_build(&lists);
        }

        prv_arena_destroy(&arena);

        if (rc == PRV_OK) {
            break;
        }

        assert_true(limit < 100000);
    }
}


static void
test_format(void **state)
{
    prv_str_t  name;

    (void) state;

    name = str("abp");
    assert_int_equal(prv_list_format(&name), PRV_LIST_ABP);
    name = str("auto");
    assert_int_equal(prv_list_format(&name), PRV_LIST_AUTO);
    name = str("ab");
    assert_int_equal(prv_list_format(&name), PRV_ERROR);
}


int
main(void)
{
    const struct CMUnitTest  tests[] = {
        cmocka_unit_test_setup_teardown(test_abp, setup, teardown),
        cmocka_unit_test_setup_teardown(test_hosts, setup, teardown),
        cmocka_unit_test_setup_teardown(test_domains, setup, teardown),
        cmocka_unit_test_setup_teardown(test_third, setup, teardown),
        cmocka_unit_test_setup_teardown(test_many, setup, teardown),
        cmocka_unit_test_setup_teardown(test_hostile, setup, teardown),
        cmocka_unit_test(test_format)
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
