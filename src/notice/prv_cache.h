
/*
 * Rendered notices, kept.  Undecided visitors of one language get the same
 * notice on every page of a kind, but for the path to come back to and the
 * nonce of the page's policy: these are holes that each page fills.
 */


#ifndef _PRV_CACHE_H_INCLUDED_
#define _PRV_CACHE_H_INCLUDED_


#include "notice/prv_page.h"


#define PRV_CACHE_SLOTS  64
#define PRV_CACHE_MAX    32768          /* bytes of one that is kept */


typedef struct prv_cached_s  prv_cached_t;


typedef struct {
    prv_mem_t      *mem;
    prv_cached_t   *slots[PRV_CACHE_SLOTS];
    uint64_t        hits;
} prv_cache_t;


/*
 * prv_cache_init(): mem must outlive it, and its free() must give memory
 * back; prv_cache_clear() forgets all that is kept.
 */

void prv_cache_init(prv_cache_t *cache, prv_mem_t *mem);
void prv_cache_clear(prv_cache_t *cache);

/*
 * prv_cache_render(): the same as prv_page_render(), which it calls for what
 * it does not keep: notices of visitors who have decided, and templates with
 * variables of the server.  Everything that page points at, but decision,
 * back, nonce, policy_url, endpoint and held, must live as long as the cache.
 */

void prv_cache_render(prv_cache_t *cache, const prv_page_t *page,
    const prv_template_t *tpl, prv_buf_t *b);


#endif /* _PRV_CACHE_H_INCLUDED_ */
