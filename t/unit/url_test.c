
#include "header/prv_url.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>


#define NELTS(a)  (sizeof(a) / sizeof((a)[0]))


typedef struct {
    const char  *text;
    prv_url_e    type;
    const char  *host;
    const char  *path;
} url_case_t;


static prv_str_t
str(const char *s)
{
    prv_str_t  t;

    t.data = (unsigned char *) s;
    t.len = strlen(s);

    return t;
}


static void
check(const url_case_t *c, const prv_url_t *base)
{
    char        host[512], path[PRV_URL_MAX + 1];
    prv_url_t   url;
    prv_str_t   text;

    text = str(c->text);

    prv_url_parse(&url, base, &text);

    snprintf(host, sizeof(host), "%.*s", (int) url.host.len,
             (char *) url.host.data);
    snprintf(path, sizeof(path), "%.*s", (int) url.path.len,
             (char *) url.path.data);

    if (url.type != c->type
        || (c->host && strcmp(host, c->host) != 0)
        || (c->path && strcmp(path, c->path) != 0))
    {
        fail_msg("\"%s\": type %d host \"%s\" path \"%s\"", c->text,
                 (int) url.type, host, path);
    }
}


static void
test_references(void **state)
{
    size_t                   i;
    static const url_case_t  cases[] = {
        { "https://s.adroll.com/j/x.js", PRV_URL_HTTP, "s.adroll.com",
          "/j/x.js" },
        { "//s.adroll.com", PRV_URL_HTTP, "s.adroll.com", "/" },
        { "\\\\s.adroll.com\\j", PRV_URL_HTTP, "s.adroll.com", "/j" },
        { "/\\s.adroll.com/j", PRV_URL_HTTP, "s.adroll.com", "/j" },
        { "///s.adroll.com/j", PRV_URL_HTTP, "s.adroll.com", "/j" },
        { "https:/s.adroll.com/j", PRV_URL_HTTP, "s.adroll.com", "/j" },
        { "https:s.adroll.com/j", PRV_URL_HTTP, "s.adroll.com", "/j" },
        { "HTTPS://S.AdRoll.COM/J?A#b", PRV_URL_HTTP, "s.adroll.com",
          "/J?A" },
        { "  \n//s.adroll.com/j\t ", PRV_URL_HTTP, "s.adroll.com", "/j" },
        { "ht\ntps:/\t/s.ad\rroll.com/\nj", PRV_URL_HTTP, "s.adroll.com",
          "/j" },
        { "//s.adroll.com:443/j", PRV_URL_HTTP, "s.adroll.com", "/j" },
        { "//s.adroll.com.:443", PRV_URL_HTTP, "s.adroll.com", "/" },
        { "//user:p%40ss@s.adroll.com/j", PRV_URL_HTTP, "s.adroll.com",
          "/j" },
        { "//example.com@s.adroll.com/j", PRV_URL_HTTP, "s.adroll.com",
          "/j" },
        { "//s.adroll.com/@example.com", PRV_URL_HTTP, "s.adroll.com",
          "/@example.com" },
        { "//s%2eadroll.c%6fm/j", PRV_URL_HTTP, "s.adroll.com", "/j" },
        { "//s.adroll.com?x=1", PRV_URL_HTTP, "s.adroll.com", "/?x=1" },
        { "//s.adroll.com#x", PRV_URL_HTTP, "s.adroll.com", "/" },
        { "//s\xef\xbc\x8e" "adroll\xe3\x80\x82" "com/", PRV_URL_HTTP,
          "s.adroll.com", "/" },
        { "//\xef\xbd\x81\xef\xbd\x84roll.com/", PRV_URL_HTTP, "adroll.com",
          "/" },
        { "//ad\xc2\xadroll.com/", PRV_URL_HTTP, "adroll.com", "/" },
        { "//\xe2\x93\x90" "droll.com/", PRV_URL_HTTP, "adroll.com", "/" },
        { "//\xf0\x9d\x90\x9a" "droll.com/", PRV_URL_HTTP, "adroll.com",
          "/" },
        { "//m\xc3\xbcnchen.de/", PRV_URL_HTTP, "xn--mnchen-3ya.de", "/" },
        { "//M\xc3\x9cNCHEN.de/", PRV_URL_HTTP, "xn--mnchen-3ya.de", "/" },
        { "//\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e.jp", PRV_URL_HTTP,
          "xn--wgv71a119e.jp", "/" },
        { "//0x7f.1/", PRV_URL_HTTP, "127.0.0.1", "/" },
        { "//2130706433/", PRV_URL_HTTP, "127.0.0.1", "/" },
        { "//127.0.0.1:8080/", PRV_URL_HTTP, "127.0.0.1", "/" },
        { "//[2001:DB8::1]:80/x", PRV_URL_HTTP, "[2001:db8::1]", "/x" },
        { "wss://s.adroll.com/x", PRV_URL_HTTP, "s.adroll.com", "/x" },
        { "//www.facebook.com/a/../tr?id=1", PRV_URL_HTTP,
          "www.facebook.com", "/tr?id=1" },
        { "//www.facebook.com/%74r/./x/%2e%2E/", PRV_URL_HTTP,
          "www.facebook.com", "/tr/" },
        { "/roundtrip.js?id=1", PRV_URL_SAME, "", "/roundtrip.js?id=1" },
        { "roundtrip.js", PRV_URL_SAME, "", "/roundtrip.js" },
        { "", PRV_URL_SAME, "", "/" },
        { "#top", PRV_URL_SAME, "", "/" },
        { "?q=1", PRV_URL_SAME, "", "/?q=1" },
        { "a:b", PRV_URL_NONE, NULL, NULL },
        { "1:b", PRV_URL_SAME, "", "/1:b" },
        { "data:text/html,x", PRV_URL_DATA, NULL, NULL },
        { "java\nscript:alert(1)", PRV_URL_SCRIPT, NULL, NULL },
        { "mailto:a@s.adroll.com", PRV_URL_NONE, NULL, NULL },
        { "about:blank", PRV_URL_NONE, NULL, NULL },
        { "https://", PRV_URL_NONE, NULL, NULL },
        { "//a b/", PRV_URL_NONE, NULL, NULL },
        { "//a:b/", PRV_URL_NONE, NULL, NULL },
        { "//a%00b/", PRV_URL_NONE, NULL, NULL },
        { "//1.2.3.4.5/", PRV_URL_NONE, NULL, NULL },
        { "//256.1.1.1/", PRV_URL_NONE, NULL, NULL },
    };

    (void) state;

    for (i = 0; i < NELTS(cases); i++) {
        check(&cases[i], NULL);
    }
}


static void
test_base(void **state)
{
    size_t                   i;
    prv_str_t                text;
    prv_url_t                base;
    static const url_case_t  cases[] = {
        { "x.js", PRV_URL_HTTP, "cdn.example", "/lib/x.js" },
        { "../x.js", PRV_URL_HTTP, "cdn.example", "/x.js" },
        { "/x.js", PRV_URL_HTTP, "cdn.example", "/x.js" },
        { "?y", PRV_URL_HTTP, "cdn.example", "/lib/index?y" },
        { "", PRV_URL_HTTP, "cdn.example", "/lib/index?z" },
        { "//s.adroll.com/x", PRV_URL_HTTP, "s.adroll.com", "/x" },
    };

    (void) state;

    text = str("https://cdn.example/lib/index?z");
    assert_int_equal(prv_url_parse(&base, NULL, &text), PRV_URL_HTTP);

    for (i = 0; i < NELTS(cases); i++) {
        check(&cases[i], &base);
    }
}


static void
test_in_text(void **state)
{
    size_t                   i;
    prv_url_t                url;
    const unsigned char     *p;
    static const url_case_t  cases[] = {
        { "s.adroll.com/j/x.js';", PRV_URL_HTTP, "s.adroll.com", "/j/x.js" },
        { "s.adroll.com\\/j\\/x.js\"", PRV_URL_HTTP, "s.adroll.com",
          "/j/x.js" },
        { "s\\x2eadroll\\u002ecom/j`", PRV_URL_HTTP, "s.adroll.com", "/j" },
        { "s.adroll.com", PRV_URL_HTTP, "s.adroll.com", "/" },
        { " a comment about s.adroll.com", PRV_URL_NONE, NULL, NULL },
        { "localhost/x", PRV_URL_NONE, NULL, NULL },
        { "'+host+'/x.js", PRV_URL_NONE, NULL, NULL },
        { "", PRV_URL_NONE, NULL, NULL },
    };

    (void) state;

    for (i = 0; i < NELTS(cases); i++) {

        p = (const unsigned char *) cases[i].text;

        assert_int_equal(prv_url_in_text(&url, p, p + strlen(cases[i].text)),
                         cases[i].type);

        if (cases[i].host) {
            assert_int_equal(url.host.len, strlen(cases[i].host));
            assert_memory_equal(url.host.data, cases[i].host, url.host.len);
            assert_int_equal(url.path.len, strlen(cases[i].path));
            assert_memory_equal(url.path.data, cases[i].path, url.path.len);
        }
    }
}


/* hostile lengths: nothing beyond its buffer, and no host is overlooked */

static void
test_long(void **state)
{
    char        *text;
    size_t       i, n;
    prv_str_t    s;
    prv_url_t    url, base;

    (void) state;

    for (n = 1; n < 6000; n += 111) {

        text = malloc(2 * n + 64);
        assert_non_null(text);

        /* a long user name */

        memcpy(text, "//", 2);
        memset(text + 2, 'u', n);
        strcpy(text + 2 + n, "@s.adroll.com/x");
        s = str(text);
        assert_int_equal(prv_url_parse(&url, NULL, &s), PRV_URL_HTTP);
        assert_int_equal(url.host.len, 12);

        /* a long path, with a base as long */

        memset(text, 'p', n);
        text[0] = '/';
        text[n] = '\0';
        s = str(text);
        assert_int_equal(prv_url_parse(&base, NULL, &s), PRV_URL_SAME);
        memset(text, '.', n);

        for (i = 2; i < n; i += 3) {
            text[i] = '/';
        }

        assert_int_equal(prv_url_parse(&url, &base, &s), PRV_URL_SAME);
        assert_true(url.path.len <= PRV_URL_MAX);

        /* a host too long to be one */

        memset(text, 'h', n + 2);
        memcpy(text, "//", 2);
        text[n + 2] = '\0';
        s = str(text);
        assert_int_equal(prv_url_parse(&url, NULL, &s),
                         n <= 253 ? PRV_URL_HTTP : PRV_URL_NONE);

        free(text);
    }
}


/*
 * A URL that is read in one go means what it does to the parser: a space
 * behind it, which counts nowhere, leaves the short cut.
 */

static void
test_plain(void **state)
{
    int             both;
    char            text[256], spaced[260];
    size_t          i, k, n, words, seen[5];
    uint64_t        seed;
    prv_str_t       s, t, b;
    prv_url_t       one, other, base;

    static const char  *const  pieces[] = {
        "https://", "http://", "//", "/", "/", "/", ".", "..", "/.", "/..",
        "www", "Example", "shop", ".com", ".example", "1", "127", ".0", "0x7",
        "?", "#", "%2e", "%", "\\", ":", "@", ":80", "[", "-", "_", "a",
        "index.html", "a=b&c", "data:", "HTTPS://", "xn--a", ";", ",", "~",
        "\xc3\xa9", "\t", "!", "|", "averylongsegmentofapaththatisone"
    };

    (void) state;

    seed = 1;
    memset(seen, 0, sizeof(seen));
    b = str("https://base.example/dir/file?q");
    assert_int_equal(prv_url_parse(&base, NULL, &b), PRV_URL_HTTP);

    for (i = 0; i < 200000; i++) {

        n = 0;
        seed = seed * 6364136223846793005u + 1442695040888963407u;
        words = 1 + (seed >> 33) % 8;

        for (k = 0; k < words; k++) {
            seed = seed * 6364136223846793005u + 1442695040888963407u;
            n += (size_t) snprintf(text + n, sizeof(text) - n, "%s",
                                   pieces[(seed >> 33)
                                          % (sizeof(pieces)
                                             / sizeof(pieces[0]))]);
        }

        snprintf(spaced, sizeof(spaced), "%s ", text);

        s = str(text);
        t = str(spaced);

        for (both = 0; both < 2; both++) {

            prv_url_parse(&one, both ? &base : NULL, &s);
            prv_url_parse(&other, both ? &base : NULL, &t);

            seen[one.type]++;

            if (one.type != other.type
                || ((one.type == PRV_URL_HTTP || one.type == PRV_URL_SAME)
                    && (!prv_str_eq(&one.host, &other.host)
                        || !prv_str_eq(&one.path, &other.path))))
            {
                fail_msg("\"%s\" is two things: %d \"%.*s\" \"%.*s\", "
                         "%d \"%.*s\" \"%.*s\"", text, one.type,
                         (int) one.host.len, one.host.data,
                         (int) one.path.len, one.path.data, other.type,
                         (int) other.host.len, other.host.data,
                         (int) other.path.len, other.path.data);
            }
        }
    }

    assert_true(seen[PRV_URL_HTTP] > 10000);
    assert_true(seen[PRV_URL_SAME] > 10000);
    assert_true(seen[PRV_URL_NONE] > 1000);
}


/* the same in a text: "\\x61" is an "a", and leaves the short cut */

static void
test_plain_text(void **state)
{
    char        text[640], slow[664];
    size_t      i, k, n, words, hosts;
    uint64_t    seed;
    prv_url_t   one, other;

    static const char  *const  pieces[] = {
        "/", "/", ".", "..", "/.", "www", "Example", "shop", ".com",
        ".example", ".example", "1", ".0", "?", "#", "%2e", "\\/", ":",
        "@", "-", "_", "a=b&c", ";", ",", "~", "\xc3\xa9", "\t", "!",
        "|", "\"", "'", " ", "\n", "(", ")", "{", "\\", "\\x2f", "$",
        "averylongsegmentofapaththatisone", "b/c/d/e/f/g/h/i/j/k/l/m/n/o/p/q",
        "\r", "^", "*"
    };

    (void) state;

    seed = 1;
    hosts = 0;

    for (i = 0; i < 200000; i++) {

        text[0] = 'a';
        text[1] = '\0';
        n = 1;
        seed = seed * 6364136223846793005u + 1442695040888963407u;
        words = 1 + (seed >> 33) % (i % 8 ? 12 : 60);

        for (k = 0; k < words; k++) {
            seed = seed * 6364136223846793005u + 1442695040888963407u;
            n += (size_t) snprintf(text + n, sizeof(text) - n, "%s",
                                   pieces[(seed >> 33)
                                          % (sizeof(pieces)
                                             / sizeof(pieces[0]))]);
        }

        snprintf(slow, sizeof(slow), "\\x61%s", text + 1);

        prv_url_in_text(&one, (unsigned char *) text,
                        (unsigned char *) text + n);
        prv_url_in_text(&other, (unsigned char *) slow,
                        (unsigned char *) slow + n + 3);

        hosts += (one.type == PRV_URL_HTTP);

        if (one.type != other.type
            || (one.type == PRV_URL_HTTP
                && (!prv_str_eq(&one.host, &other.host)
                    || !prv_str_eq(&one.path, &other.path))))
        {
            fail_msg("\"%s\" is two things: %d \"%.*s\" \"%.*s\", "
                     "%d \"%.*s\" \"%.*s\"", text, one.type,
                     (int) one.host.len, one.host.data,
                     (int) one.path.len, one.path.data, other.type,
                     (int) other.host.len, other.host.data,
                     (int) other.path.len, other.path.data);
        }
    }

    assert_true(hosts > 10000);
}


int
main(void)
{
    const struct CMUnitTest  tests[] = {
        cmocka_unit_test(test_references),
        cmocka_unit_test(test_base),
        cmocka_unit_test(test_in_text),
        cmocka_unit_test(test_long),
        cmocka_unit_test(test_plain),
        cmocka_unit_test(test_plain_text),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
