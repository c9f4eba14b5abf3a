
/*
 * What a page's own policy says of a script that is put into it.
 */


#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <cmocka.h>

#include "base/prv_arena.h"
#include "header/prv_csp_page.h"


#define HASH  "'sha256-AAAA'"


static void
str(prv_str_t *s, const char *text)
{
    s->data = (unsigned char *) text;
    s->len = strlen(text);
}


/* the field as it is to be, or NULL for "as it was" */

static void
allow(const char *field, const char *want)
{
    int             changed;
    prv_buf_t       b;
    prv_str_t       f, hash, out;
    prv_arena_t     mem;
    prv_csp_page_t  page;

    prv_arena_init(&mem, 0);
    memset(&page, 0, sizeof(page));

    str(&f, field);
    str(&hash, HASH);

    prv_csp_page_read(&page, &f);

    prv_buf_init(&b, &mem.mem, 0);
    changed = prv_csp_page_allow(&b, &f, &page.script, &hash);

    assert_int_equal(prv_buf_done(&b, &out), PRV_OK);
    assert_int_equal(changed, want != NULL);

    str(&f, want ? want : field);

    if (!prv_str_eq(&out, &f)) {
        fail_msg("%s\n got %.*s\nwant %s", field, (int) out.len,
                 (char *) out.data, (char *) f.data);
    }

    prv_arena_destroy(&mem);
}


static void
hashes(void **state)
{
    (void) state;

    /* nothing is said, or 'unsafe-inline' counts */

    allow("", NULL);
    allow("img-src 'self'; object-src 'none'", NULL);
    allow("script-src 'self' 'unsafe-inline'", NULL);
    allow("default-src 'unsafe-inline'", NULL);
    allow("SCRIPT-SRC 'UNSAFE-INLINE'", NULL);
    allow("script-src-elem 'unsafe-inline'; script-src 'self'", NULL);

    /* the nonce is enough */

    allow("script-src 'nonce-r4nd+/=='", NULL);
    allow("script-src 'strict-dynamic' 'nonce-x' https: 'unsafe-inline'",
          NULL);
    allow("default-src 'self' 'nonce-x'", NULL);

    /* the hash, where the script's sources are, and nowhere else */

    allow("script-src 'self'", "script-src 'self' " HASH);
    allow("default-src 'self'; img-src *",
          "default-src 'self' " HASH "; img-src *");
    allow("default-src 'self';script-src  https: ;",
          "default-src 'self';script-src  https: " HASH " ;");
    allow("script-src 'self'; script-src-elem 'self'",
          "script-src 'self'; script-src-elem 'self' " HASH);
    allow("script-src 'self'; script-src *",
          "script-src 'self' " HASH "; script-src *");

    /* 'unsafe-inline' does not count beside these */

    allow("script-src 'unsafe-inline' 'sha256-abc='",
          "script-src 'unsafe-inline' 'sha256-abc=' " HASH);
    allow("script-src 'unsafe-inline' 'strict-dynamic'",
          "script-src 'unsafe-inline' 'strict-dynamic' " HASH);

    /* and these are neither */

    allow("script-src 'unsafe-inline' 'sha1-abc'", NULL);
    allow("script-src 'unsafe-inline' 'nonce-'", NULL);
    allow("script-src 'unsafe-inline' 'nonce-a\"b'", NULL);

    /* several policies */

    allow("script-src 'self', script-src 'nonce-x'",
          "script-src 'self' " HASH ", script-src 'nonce-x'");
    allow("script-src 'nonce-x',script-src 'nonce-y' 'nonce-x'", NULL);
    allow("script-src 'nonce-x', default-src 'nonce-y'",
          "script-src 'nonce-x', default-src 'nonce-y' " HASH);
    allow(",;, script-src 'self'", ",;, script-src 'self' " HASH);
}


static void
page(const char *field, const char *script, const char *style, unsigned inert)
{
    prv_str_t       f, s;
    prv_csp_page_t  page;

    memset(&page, 0, sizeof(page));
    str(&f, field);
    prv_csp_page_read(&page, &f);

    str(&s, script);
    assert_true(prv_str_eq(&page.script, &s));

    str(&s, style);
    assert_true(prv_str_eq(&page.style, &s));

    assert_int_equal(page.inert, inert);
}


static void
pages(void **state)
{
    (void) state;

    page("", "", "", 0);
    page("script-src 'nonce-a'; style-src 'nonce-b'", "a", "b", 0);
    page("style-src 'nonce-b'", "", "b", 0);
    page("default-src 'Nonce-D'", "D", "D", 0);
    page("img-src 'nonce-a'", "", "", 0);
    page("script-src 'self', script-src 'nonce-z' 'nonce-y'", "z", "", 0);
    page("script-src 'none'", "", "", 1);
    page("script-src", "", "", 1);
    page("script-src 'none' 'nonce-q'", "q", "", 0);
    page("default-src 'none'; script-src 'self'", "", "", 0);
    page("default-src 'none'", "", "", 1);
}


int
main(void)
{
    const struct CMUnitTest  tests[] = {
        cmocka_unit_test(hashes),
        cmocka_unit_test(pages)
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
