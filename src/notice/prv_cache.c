
#include "notice/prv_cache.h"
#include "notice/prv_context.h"


#define PRV_CACHE_KEY  2048             /* bytes; longer ones are not kept */


/* what the rendering depends on besides the bytes that stand behind it */

typedef struct {
    prv_page_t             page;        /* what differs between requests and
                                           is compared by value: cleared */
    const prv_template_t  *tpl;
    size_t                 endpoint;    /* lengths of what stands behind */
    size_t                 policy_url;
    size_t                 held;
    unsigned               granted;
    unsigned               refused;
    unsigned               over;
    unsigned               named;
    prv_regime_e           regime;
    unsigned               back;        /* 1: not empty */
    unsigned               nonce;
} prv_cache_fixed_t;


struct prv_cached_s {
    uint64_t               hash;
    prv_str_t              key;
    prv_str_t              text;
    prv_vec_t              holes;       /* prv_hole_t */
};


typedef union {
    prv_cache_fixed_t      fixed;
    unsigned char          bytes[PRV_CACHE_KEY];
    uint64_t               words[PRV_CACHE_KEY / 8];
} prv_cache_key_t;


static size_t prv_cache_key(prv_cache_key_t *key, const prv_page_t *page,
    const prv_template_t *tpl);
static uint64_t prv_cache_hash(const prv_cache_key_t *key, size_t len);
static prv_cached_t *prv_cache_make(prv_cache_t *cache,
    const prv_page_t *page, const prv_template_t *tpl, const prv_str_t *key);
static void prv_cache_free(prv_mem_t *mem, prv_cached_t *cached);


void
prv_cache_init(prv_cache_t *cache, prv_mem_t *mem)
{
    memset(cache, 0, sizeof(prv_cache_t));
    cache->mem = mem;
}


void
prv_cache_clear(prv_cache_t *cache)
{
    size_t  i;

    for (i = 0; i < PRV_CACHE_SLOTS; i++) {

        if (cache->slots[i] != NULL) {
            prv_cache_free(cache->mem, cache->slots[i]);
            cache->slots[i] = NULL;
        }
    }
}


void
prv_cache_render(prv_cache_t *cache, const prv_page_t *page,
    const prv_template_t *tpl, prv_buf_t *b)
{
    size_t             i, at;
    uint64_t           hash;
    prv_str_t          s;
    prv_cached_t      *cached, **slot;
    prv_cache_key_t    key;
    const prv_hole_t  *holes;

    s.len = 0;

    if (page->due && !page->decision->decided && page->decision->yes == NULL
        && page->decision->no == NULL && page->decision->tcf == NULL
        && page->vendor == NULL && tpl->variables == 0)
    {
        s.len = prv_cache_key(&key, page, tpl);
        s.data = key.bytes;
    }

    if (s.len == 0) {
        prv_page_render(page, tpl, b);
        return;
    }

    hash = prv_cache_hash(&key, s.len);
    slot = &cache->slots[hash % PRV_CACHE_SLOTS];
    cached = *slot;

    if (cached == NULL || cached->hash != hash
        || !prv_str_eq(&cached->key, &s))
    {
        cached = prv_cache_make(cache, page, tpl, &s);

        if (cached == NULL) {
            prv_page_render(page, tpl, b);
            return;
        }

        cached->hash = hash;

        if (*slot != NULL) {
            prv_cache_free(cache->mem, *slot);
        }

        *slot = cached;

    } else {
        cache->hits++;
    }

    holes = cached->holes.elts;
    at = 0;

    /* what is escaped may make it grow once more */

    prv_buf_reserve(b, cached->text.len
                       + cached->holes.n * (page->back.len + 16));

    for (i = 0; i < cached->holes.n; i++) {

        prv_buf_add(b, cached->text.data + at, holes[i].at - at);
        at = holes[i].at;

        prv_escape(b, (prv_escape_e) holes[i].how,
                   prv_page_hole(page, &holes[i]), page->ascii);
    }

    prv_buf_add(b, cached->text.data + at, cached->text.len - at);
}


/* its length, or 0 for one that is too long */

static size_t
prv_cache_key(prv_cache_key_t *key, const prv_page_t *page,
    const prv_template_t *tpl)
{
    size_t           len, left;
    unsigned char   *p;
    prv_page_t      *kept;

    left = sizeof(prv_cache_key_t) - sizeof(prv_cache_fixed_t);

    if (page->endpoint.len > left
        || page->policy_url.len > left - page->endpoint.len
        || page->nheld > (left - page->endpoint.len - page->policy_url.len)
                         / sizeof(prv_vendor_t *))
    {
        return 0;
    }

    memset(&key->fixed, 0, sizeof(prv_cache_fixed_t));

    /* of a page as it is: what is not named here is compared, too */

    kept = &key->fixed.page;
    memcpy(kept, page, sizeof(prv_page_t));

    memset(&kept->endpoint, 0, sizeof(prv_str_t));
    memset(&kept->back, 0, sizeof(prv_str_t));
    memset(&kept->policy_url, 0, sizeof(prv_str_t));
    memset(&kept->nonce, 0, sizeof(prv_str_t));

    kept->decision = NULL;
    kept->held = NULL;
    kept->variable = NULL;
    kept->data = NULL;

    key->fixed.tpl = tpl;
    key->fixed.endpoint = page->endpoint.len;
    key->fixed.policy_url = page->policy_url.len;
    key->fixed.held = page->nheld;
    key->fixed.granted = page->decision->granted;
    key->fixed.refused = page->decision->refused;
    key->fixed.over = page->decision->over;
    key->fixed.named = page->decision->named;
    key->fixed.regime = page->decision->regime;
    key->fixed.back = (page->back.len != 0);
    key->fixed.nonce = (page->nonce.len != 0);

    p = key->bytes + sizeof(prv_cache_fixed_t);
    len = page->nheld * sizeof(prv_vendor_t *);

    if (len) {
        memcpy(p, page->held, len);
        p += len;
    }

    memcpy(p, page->endpoint.data, page->endpoint.len);
    p += page->endpoint.len;

    if (page->policy_url.len) {
        memcpy(p, page->policy_url.data, page->policy_url.len);
        p += page->policy_url.len;
    }

    return (size_t) (p - key->bytes);
}


static uint64_t
prv_cache_hash(const prv_cache_key_t *key, size_t len)
{
    size_t    i;
    uint64_t  h;

    h = len;

    for (i = 0; i < len / 8; i++) {
        h = (h ^ key->words[i]) * UINT64_C(0x9e3779b97f4a7c15);
        h ^= h >> 32;
    }

    for (i *= 8; i < len; i++) {
        h = (h ^ key->bytes[i]) * UINT64_C(0x9e3779b97f4a7c15);
        h ^= h >> 32;
    }

    return h;
}


/* NULL without memory, or for one that is too large to be kept */

static prv_cached_t *
prv_cache_make(prv_cache_t *cache, const prv_page_t *page,
    const prv_template_t *tpl, const prv_str_t *key)
{
    prv_buf_t      b;
    prv_cached_t  *cached;

    cached = prv_calloc(cache->mem, 1, sizeof(prv_cached_t));
    if (cached == NULL) {
        return NULL;
    }

    prv_vec_init(&cached->holes, cache->mem, sizeof(prv_hole_t));
    prv_buf_init(&b, cache->mem, 4096);

    b.max = PRV_CACHE_MAX;

    if (prv_page_render_holes(page, tpl, &cached->holes, &b) != PRV_OK
        || prv_buf_done(&b, &cached->text) != PRV_OK
        || prv_dup(cache->mem, &cached->key, key) != PRV_OK)
    {
        prv_free(cache->mem, b.data);
        cached->text.data = NULL;
        cached->key.data = NULL;
        prv_cache_free(cache->mem, cached);
        return NULL;
    }

    return cached;
}


static void
prv_cache_free(prv_mem_t *mem, prv_cached_t *cached)
{
    prv_free(mem, cached->text.data);
    prv_free(mem, cached->key.data);
    prv_free(mem, cached->holes.elts);
    prv_free(mem, cached);
}
