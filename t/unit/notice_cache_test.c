
/* a kept notice is the notice that would have been rendered */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>

#include "base/prv_arena.h"
#include "notice/prv_cache.h"


/* memory that is counted, and can fail at one allocation */

static size_t  live, allocations, fail_at;


static void *
counted_alloc(prv_mem_t *mem, size_t size)
{
    (void) mem;

    if (++allocations == fail_at) {
        return NULL;
    }

    live++;

    return malloc(size ? size : 1);
}


static void
counted_free(prv_mem_t *mem, void *p)
{
    (void) mem;

    if (p != NULL) {
        live--;
        free(p);
    }
}


static prv_mem_t      counted = { counted_alloc, counted_free };
static prv_arena_t    arena;
static prv_catalog_t  catalog;
static prv_pages_t    pages;
static prv_langs_t    langs;


static prv_str_t
str(const char *s)
{
    prv_str_t  r;

    r.data = (unsigned char *) s;
    r.len = strlen(s);

    return r;
}


static int
setup(void **state)
{
    prv_str_t    text;
    prv_error_t  err;

    (void) state;

    prv_arena_init(&arena, 0);
    prv_catalog_init(&catalog, &arena.mem);

    text = str("one { name One; category marketing; host .one.test; }\n"
               "two { name Two; category marketing; host .two.test; }\n"
               "three { name Three; category analytics; host .t.test; }\n");

    return prv_catalog_parse(&catalog, &text, &err) != PRV_OK
           || prv_pages_init(&pages, &arena.mem, &err) != PRV_OK
           || prv_langs_init(&langs, &arena.mem, &err) != PRV_OK;
}


static int
teardown(void **state)
{
    (void) state;

    prv_arena_destroy(&arena);

    return 0;
}


static void
begin(prv_page_t *page, prv_decision_t *decision)
{
    prv_str_t  tag;

    memset(decision, 0, sizeof(prv_decision_t));
    memset(page, 0, sizeof(prv_page_t));

    decision->granted = prv_bit(PRV_NECESSARY);

    tag = str("en");

    page->endpoint = str("/privacy/");
    page->back = str("/a");
    page->version = str("01234567");
    page->lang = prv_langs_find(&langs, &tag);
    page->catalog = &catalog;
    page->decision = decision;
    page->due = 1;
    page->choices = 1;

    assert_non_null(page->lang);
}


/* both ways, and whether it was there already */

static void
same(prv_cache_t *cache, const prv_page_t *page, const prv_template_t *tpl,
    uint64_t hits)
{
    uint64_t   before;
    prv_buf_t  kept, fresh;

    before = cache->hits;

    prv_buf_init(&kept, &arena.mem, 0);
    prv_buf_init(&fresh, &arena.mem, 0);

    prv_cache_render(cache, page, tpl, &kept);
    prv_page_render(page, tpl, &fresh);

    assert_false(kept.failed);
    assert_int_equal(kept.len, fresh.len);
    assert_memory_equal(kept.data, fresh.data, fresh.len);
    assert_int_equal(cache->hits - before, hits);
}


static void
differences(void **state)
{
    prv_str_t             tag;
    prv_page_t            page;
    prv_cache_t           cache;
    prv_decision_t        decision;
    const prv_vendor_t   *held[2], *const *vendors;

    (void) state;

    vendors = (const prv_vendor_t *const *) catalog.vendors.elts;

    prv_cache_init(&cache, &arena.mem);
    begin(&page, &decision);

    same(&cache, &page, &pages.notice, 0);
    same(&cache, &page, &pages.notice, 1);

    /* the holes differ, the rest is the same */

    page.back = str("/\"><script>alert('1')</script>?a=b&c=\xc3\xa9");
    same(&cache, &page, &pages.notice, 1);
    page.ascii = 1;
    same(&cache, &page, &pages.notice, 0);
    same(&cache, &page, &pages.notice, 1);
    page.ascii = 0;
    page.back = str("");
    same(&cache, &page, &pages.notice, 0);
    same(&cache, &page, &pages.notice, 1);
    page.back = str("/b");
    prv_cache_clear(&cache);
    same(&cache, &page, &pages.notice, 0);
    page.back = str("/c");
    same(&cache, &page, &pages.notice, 1);

    page.nonce = str("abc+/=");
    same(&cache, &page, &pages.notice, 0);
    page.nonce = str("another");
    same(&cache, &page, &pages.notice, 1);
    page.nonce.len = 0;

    /* everything else makes another notice */

    tag = str("ar");
    page.lang = prv_langs_find(&langs, &tag);
    same(&cache, &page, &pages.notice, 0);
    tag = str("en");
    page.lang = prv_langs_find(&langs, &tag);

    page.policy_url = str("/policy");
    same(&cache, &page, &pages.notice, 0);
    page.policy_url = str("/police");
    same(&cache, &page, &pages.notice, 0);
    same(&cache, &page, &pages.notice, 1);
    page.policy_url.len = 0;

    page.endpoint = str("/prvacy/");
    same(&cache, &page, &pages.notice, 0);
    page.endpoint = str("/privacy/");

    page.position = PRV_POSITION_DIALOG;
    same(&cache, &page, &pages.notice, 0);
    page.position = PRV_POSITION_BOTTOM;

    page.gpc = 1;
    same(&cache, &page, &pages.notice, 0);
    page.gpc = 0;

    page.choices = 0;
    same(&cache, &page, &pages.notice, 0);
    page.choices = 1;

    page.block = 1;
    same(&cache, &page, &pages.notice, 0);
    page.block = 0;

    decision.regime = PRV_OPT_OUT;
    decision.granted = PRV_ALL;
    same(&cache, &page, &pages.notice, 0);
    decision.regime = PRV_OPT_IN;
    same(&cache, &page, &pages.notice, 0);
    decision.granted = prv_bit(PRV_NECESSARY) | prv_bit(PRV_ANALYTICS);
    same(&cache, &page, &pages.notice, 0);
    decision.granted = prv_bit(PRV_NECESSARY);

    held[0] = vendors[0];
    page.held = held;
    page.nheld = 1;
    same(&cache, &page, &pages.notice, 0);
    held[0] = vendors[2];
    same(&cache, &page, &pages.notice, 0);
    held[1] = vendors[1];
    page.nheld = 2;
    same(&cache, &page, &pages.notice, 0);
    same(&cache, &page, &pages.notice, 1);
    held[1] = vendors[0];
    same(&cache, &page, &pages.notice, 0);
}


/* what a visitor has chosen is his own, and so is what names him */

static void
not_kept(void **state)
{
    prv_str_t        text;
    prv_page_t       page;
    prv_error_t      err;
    prv_cache_t      cache;
    prv_decision_t   decision;
    prv_template_t   tpl;
    unsigned char    bits[1];

    (void) state;

    prv_cache_init(&cache, &counted);
    begin(&page, &decision);

    decision.decided = 1;
    decision.time = 1700000000;
    same(&cache, &page, &pages.notice, 0);
    same(&cache, &page, &pages.notice, 0);
    decision.decided = 0;

    bits[0] = 1;
    decision.yes = bits;
    same(&cache, &page, &pages.notice, 0);
    same(&cache, &page, &pages.notice, 0);
    decision.yes = NULL;

    decision.no = bits;
    same(&cache, &page, &pages.notice, 0);
    same(&cache, &page, &pages.notice, 0);
    decision.no = NULL;

    page.due = 0;
    same(&cache, &page, &pages.notice, 0);
    same(&cache, &page, &pages.notice, 0);
    page.due = 1;

    text = str("<p>$privacy_return</p>{{each vendors}}$vendor_name{{end}}");
    assert_int_equal(prv_page_compile(&tpl, &text, NULL, NULL, &arena.mem,
                                      &err),
                     PRV_OK);
    tpl.variables = 1;
    same(&cache, &page, &tpl, 0);
    same(&cache, &page, &tpl, 0);

    assert_int_equal(live, 0);

    tpl.variables = 0;
    same(&cache, &page, &tpl, 0);
    same(&cache, &page, &tpl, 1);

    /* another template of the same page */

    same(&cache, &page, &pages.notice, 0);

    prv_cache_clear(&cache);
    assert_int_equal(live, 0);
}


/* as many addresses as there are: what is kept stays bounded */

static void
bounded(void **state)
{
    int              i;
    char             url[32];
    size_t           most;
    prv_page_t       page;
    prv_cache_t      cache;
    prv_decision_t   decision;

    (void) state;

    prv_cache_init(&cache, &counted);
    begin(&page, &decision);

    most = 0;

    for (i = 0; i < 2000; i++) {
        snprintf(url, sizeof(url), "/policy/%d", i);
        page.policy_url = str(url);
        same(&cache, &page, &pages.notice, 0);

        if (live > most) {
            most = live;
        }
    }

    assert_true(most <= 4 * (PRV_CACHE_SLOTS + 1));

    prv_cache_clear(&cache);
    assert_int_equal(live, 0);
}


/* without memory it is rendered as if there were no cache */

static void
no_memory(void **state)
{
    size_t           before;
    prv_page_t       page;
    prv_cache_t      cache;
    prv_decision_t   decision;

    (void) state;

    begin(&page, &decision);

    for (fail_at = 1; fail_at < 100; fail_at++) {

        allocations = 0;
        before = live;

        prv_cache_init(&cache, &counted);
        same(&cache, &page, &pages.notice, 0);

        if (allocations < fail_at) {
            break;
        }

        assert_int_equal(live, before);
    }

    assert_in_range(fail_at, 4, 99);
    fail_at = 0;

    prv_cache_clear(&cache);
    assert_int_equal(live, 0);
}


int
main(void)
{
    const struct CMUnitTest  tests[] = {
        cmocka_unit_test(differences),
        cmocka_unit_test(not_kept),
        cmocka_unit_test(bounded),
        cmocka_unit_test(no_memory)
    };

    return cmocka_run_group_tests(tests, setup, teardown);
}
