
#include "base/prv_hash.h"
#include "base/prv_mask.h"
#include "catalog/prv_inline.h"

#include <stdio.h>


#define PRV_IDENT_MIN   3
#define PRV_KEY         4
#define PRV_BLOCK       PRV_MASK_BLOCK
#define PRV_INLINE_LOAD (PRV_BLOCK + PRV_KEY)
#define PRV_GAP_MAX     64              /* white space between two tokens */


static size_t prv_inline_anchor(const prv_str_t *text, size_t *anchor,
    prv_error_t *err);
static unsigned prv_inline_common(const unsigned char *p, size_t len);
static uint32_t prv_inline_key(const unsigned char *p);
static void prv_inline_filter(prv_inline_t *in, const prv_inline_rule_t *r);
static const unsigned char *prv_inline_load(const prv_inline_scan_t *scan,
    unsigned char *last);
static void prv_inline_block(const prv_inline_t *in, prv_inline_scan_t *scan,
    const unsigned char *p, const prv_mask_t *m);
static void prv_inline_run(const prv_inline_t *in, prv_inline_scan_t *scan);
#if (PRV_WIDE)
static void prv_inline_run_wide(const prv_inline_t *in,
    prv_inline_scan_t *scan);
#endif
static const prv_rule_t *prv_inline_find(const prv_inline_t *in,
    prv_inline_scan_t *scan);
static int prv_inline_verify(const prv_inline_rule_t *r,
    const prv_inline_scan_t *scan);
static int prv_inline_behind(const prv_inline_rule_t *r,
    const prv_inline_scan_t *scan);
static int prv_inline_before(const prv_inline_rule_t *r,
    const prv_inline_scan_t *scan);
static int prv_inline_same(unsigned char a, unsigned char b);


/* words that every other script holds make poor anchors */

static const char  *const prv_js_words[] = {
    "window", "document", "script", "init", "config", "load", "create",
    "push", "track", "function", "start", "com", "https", "www", "var",
    "set", "data", "static", "cdn", "tag", "tags", "api", "src", "id", "net",
    NULL
};


void
prv_inline_init(prv_inline_t *in, prv_mem_t *mem)
{
    memset(in, 0, sizeof(prv_inline_t));
    prv_vec_init(&in->rules, mem, sizeof(prv_inline_rule_t));
    in->run = prv_inline_run;

#if (PRV_WIDE)

    if (prv_wide()) {
        in->run = prv_inline_run_wide;
    }

#endif
}


int
prv_inline_add(prv_inline_t *in, const prv_pattern_t *pattern,
    const prv_vendor_t *vendor, prv_category_e category, prv_error_t *err)
{
    size_t              anchor, len;
    const prv_str_t    *text;
    prv_inline_rule_t  *r;

    text = &pattern->text;
    anchor = 0;
    len = 0;

    if (pattern->type != PRV_PATTERN_REGEX) {
        len = prv_inline_anchor(text, &anchor, err);
        if (len == 0) {
            return PRV_ERROR;
        }
    }

    r = NULL;

    if (in->rules.n < UINT32_MAX - 1) {
        r = prv_vec_push(&in->rules);
    }

    if (r == NULL) {
        snprintf(err->text, sizeof(err->text), "no memory");
        return PRV_ERROR;
    }

    r->pattern = pattern;
    r->rule.vendor = vendor;
    r->rule.category = category;
    r->anchor = anchor;
    r->len = len;
    r->prefix = anchor + len < text->len && text->data[anchor + len] == '*';

    return PRV_OK;
}


int
prv_inline_build(prv_inline_t *in)
{
    size_t              i;
    uint32_t           *bucket;
    prv_inline_rule_t  *rules, *r;

    if (in->rules.n == 0) {
        return PRV_OK;
    }

    in->mask = prv_hash_size(in->rules.n) - 1;

    in->buckets = prv_calloc(in->rules.mem, in->mask + 1, sizeof(uint32_t));
    in->filter = prv_calloc(in->rules.mem, PRV_INLINE_FILTER / 32,
                            sizeof(uint32_t));

    if (in->buckets == NULL || in->filter == NULL) {
        return PRV_ERROR;
    }

    rules = in->rules.elts;

    for (i = 0; i < in->rules.n; i++) {

        r = &rules[i];

        if (r->pattern->type == PRV_PATTERN_REGEX) {
            r->next = in->slow;
            in->slow = (uint32_t) (i + 1);
            continue;
        }

        /* three bytes are the key of a short anchor and of no other */

        r->key = prv_hash_bytes(PRV_HASH_INIT,
                                r->pattern->text.data + r->anchor,
                                r->len < PRV_KEY ? r->len : PRV_KEY);

        prv_inline_filter(in, r);

        bucket = &in->buckets[r->key & in->mask];
        r->next = *bucket;
        *bucket = (uint32_t) (i + 1);
    }

    return PRV_OK;
}


void
prv_inline_start(prv_inline_scan_t *scan, const unsigned char *text,
    size_t len)
{
    memset(scan, 0, sizeof(prv_inline_scan_t));

    scan->start = text;
    scan->end = text + len;
    scan->block = text;
    scan->p = text;
}


int
prv_inline_next(const prv_inline_t *in, prv_inline_scan_t *scan)
{
    size_t                    len;
    uint32_t                  key;
    const unsigned char      *p;
    const prv_inline_rule_t  *rules, *r;

    if (in != NULL && in->buckets == NULL) {
        in = NULL;
    }

    scan->rule = NULL;
    scan->url = NULL;

    if (scan->chain) {
        scan->rule = prv_inline_find(in, scan);
        if (scan->rule != NULL) {
            return 1;
        }
    }

    for ( ;; ) {

        if (scan->events == 0) {

            (in != NULL ? in->run : prv_inline_run)(in, scan);

            if (scan->events == 0) {
                goto slow;
            }
        }

        p = scan->block - PRV_BLOCK + __builtin_ctzll(scan->events);
        scan->events &= scan->events - 1;

        if (*p == '/') {
            scan->url = p + (p[1] == '/' ? 2 : 3);
            scan->p = scan->url;
            return 1;
        }

        for (len = 1; p + len < scan->end && prv_js_ident(p[len]); len++) {
            /* void */
        }

        key = prv_hash_bytes(PRV_HASH_INIT, p, len < PRV_KEY ? len : PRV_KEY);

        scan->p = p + len;
        scan->ident = p;
        scan->chain = in->buckets[key & in->mask];

        scan->rule = prv_inline_find(in, scan);
        if (scan->rule != NULL) {
            return 1;
        }
    }

slow:

    if (in == NULL) {
        return 0;
    }

    if (!scan->done) {
        scan->done = 1;
        scan->slow = in->slow;
    }

    scan->p = scan->end;
    rules = in->rules.elts;

    while (scan->slow) {

        r = &rules[scan->slow - 1];
        scan->slow = r->next;

        if (prv_pattern_match(r->pattern, scan->start,
                              (size_t) (scan->end - scan->start))
            == 1)
        {
            scan->rule = &r->rule;
            return 1;
        }
    }

    return 0;
}


/* the length of the identifier to be found by, 0 with *err filled */

static size_t
prv_inline_anchor(const prv_str_t *text, size_t *anchor, prv_error_t *err)
{
    size_t    i, n, best;
    unsigned  weight, most, open;

    best = 0;
    most = 0;
    open = 0;

    /* what stands behind the first "*" has no fixed place */

    for (i = 0; i < text->len; i += n ? n : 1) {

        for (n = 0;
             i + n < text->len && prv_js_ident(text->data[i + n]);
             n++)
        {
            /* void */
        }

        if (text->data[i] == '*'
            && (i == 0 || !prv_js_ident(text->data[i - 1])
                || (i + 1 < text->len
                    && (text->data[i + 1] == '*'
                        || prv_js_ident(text->data[i + 1])))))
        {
            snprintf(err->text, sizeof(err->text), "\"*\" may only stand at "
                     "the end of an identifier in \"%.*s\"",
                     (int) (text->len > 80 ? 80 : text->len),
                     (char *) text->data);
            return 0;
        }

        if (text->data[i] == '*') {
            open = 1;
        }

        if (open || n < PRV_IDENT_MIN) {
            continue;
        }

        if (i + n < text->len && text->data[i + n] == '*' && n < PRV_KEY) {
            continue;
        }

        /* a common word only where there is nothing else */

        weight = prv_inline_common(text->data + i, n)
                 ? 1 : 2 + (unsigned) (n > 64 ? 64 : n);

        if (weight > most) {
            most = weight;
            best = n;
            *anchor = i;
        }
    }

    if (best == 0) {
        snprintf(err->text, sizeof(err->text), "\"%.*s\" has no identifier "
                 "of %d characters, or of %d before \"*\", to be found by",
                 (int) (text->len > 80 ? 80 : text->len),
                 (char *) text->data, PRV_IDENT_MIN, PRV_KEY);
    }

    return best;
}


static unsigned
prv_inline_common(const unsigned char *p, size_t len)
{
    size_t  i;

    for (i = 0; prv_js_words[i] != NULL; i++) {
        if (strlen(prv_js_words[i]) == len
            && memcmp(prv_js_words[i], p, len) == 0)
        {
            return 1;
        }
    }

    return 0;
}


/* a bit of the filter for an identifier's first four bytes */

static uint32_t
prv_inline_key(const unsigned char *p)
{
    uint32_t  k;

    memcpy(&k, p, PRV_KEY);

    return (k * 2654435761u) >> 16;
}


/* behind a short anchor stands any byte that is none of an identifier */

static void
prv_inline_filter(prv_inline_t *in, const prv_inline_rule_t *r)
{
    unsigned       c;
    uint32_t       k;
    unsigned char  bytes[PRV_KEY];

    memcpy(bytes, r->pattern->text.data + r->anchor,
           r->len < PRV_KEY ? r->len : PRV_KEY);

    if (r->len >= PRV_KEY) {
        k = prv_inline_key(bytes);
        in->filter[k / 32] |= 1u << k % 32;
        return;
    }

    in->brief = 1;

    for (c = 0; c < 256; c++) {

        if (prv_js_ident(c)) {
            continue;
        }

        bytes[PRV_KEY - 1] = (unsigned char) c;
        k = prv_inline_key(bytes);
        in->filter[k / 32] |= 1u << k % 32;
    }
}


/* the next block, which goes on in zeroes where the text ends before it does */

static inline const unsigned char *
prv_inline_load(const prv_inline_scan_t *scan, unsigned char *last)
{
    size_t  left;

    left = (size_t) (scan->end - scan->block);

    if (left >= PRV_INLINE_LOAD) {
        return scan->block;
    }

    memset(last, 0, PRV_INLINE_LOAD);
    memcpy(last, scan->block, left);

    return last;
}


/* what of the block at p deserves a look: identifiers and "//" */

static inline void
prv_inline_block(const prv_inline_t *in, prv_inline_scan_t *scan,
    const unsigned char *p, const prv_mask_t *m)
{
    uint32_t              key;
    uint64_t              starts, next, slashes, events;
    const uint32_t       *filter;

    /*
     * The slashes of "//" and "\/\/": those at the block's end are looked
     * up in the bytes behind it, of which four are there.
     */

    slashes = m->slash;

    if (slashes) {
        next = m->slash >> 1 | (uint64_t) (p[64] == '/') << 63;

        slashes &= next
                   | ((m->back >> 1 | (uint64_t) (p[64] == '\\') << 63)
                      & (m->slash >> 2
                         | (uint64_t) (p[64] == '/') << 62
                         | (uint64_t) (p[65] == '/') << 63));
    }

    events = slashes;

    if (in != NULL) {

        starts = m->ident & ~(m->ident << 1 | scan->carry);

        /* too short ones are out; beyond the block anything may follow */

        next = m->ident >> 1 | (uint64_t) 1 << 63;
        starts &= next;
        next = next >> 1 | (uint64_t) 1 << 63;
        starts &= next;

        if (!in->brief) {
            next = next >> 1 | (uint64_t) 1 << 63;
            starts &= next;
        }

        filter = in->filter;

        while (starts) {

            key = prv_inline_key(p + __builtin_ctzll(starts));

            if (filter[key / 32] >> key % 32 & 1) {
                events |= starts & -starts;
            }

            starts &= starts - 1;
        }
    }

    scan->events = events;
    scan->carry = m->ident >> 63;
    scan->block += PRV_BLOCK;
}


/* the next block with something in it, or the text's end */

static void
prv_inline_run(const prv_inline_t *in, prv_inline_scan_t *scan)
{
    prv_mask_t            m;
    unsigned char         last[PRV_INLINE_LOAD];
    const unsigned char  *p;

    while (scan->events == 0 && scan->block < scan->end) {
        p = prv_inline_load(scan, last);
        prv_mask_block(&m, p);
        prv_inline_block(in, scan, p, &m);
    }
}


#if (PRV_WIDE)

PRV_WIDE_TARGET
static void
prv_inline_run_wide(const prv_inline_t *in, prv_inline_scan_t *scan)
{
    prv_mask_t            m;
    unsigned char         last[PRV_INLINE_LOAD];
    const unsigned char  *p;

    while (scan->events == 0 && scan->block < scan->end) {
        p = prv_inline_load(scan, last);
        prv_mask_wide(&m, p);
        prv_inline_block(in, scan, p, &m);
    }
}

#endif


/* the next fingerprint of the chain that stands at the identifier */

static const prv_rule_t *
prv_inline_find(const prv_inline_t *in, prv_inline_scan_t *scan)
{
    size_t                    len;
    const prv_inline_rule_t  *rules, *r;

    rules = in->rules.elts;
    len = (size_t) (scan->p - scan->ident);

    while (scan->chain) {

        r = &rules[scan->chain - 1];
        scan->chain = r->next;

        if ((r->prefix ? len >= r->len : len == r->len)
            && memcmp(scan->ident, r->pattern->text.data + r->anchor, r->len)
               == 0
            && prv_inline_verify(r, scan))
        {
            return &r->rule;
        }
    }

    return NULL;
}


/* the whole fingerprint, its anchor standing at scan->ident */

static int
prv_inline_verify(const prv_inline_rule_t *r, const prv_inline_scan_t *scan)
{
    return prv_inline_behind(r, scan) && prv_inline_before(r, scan);
}


static int
prv_inline_behind(const prv_inline_rule_t *r, const prv_inline_scan_t *scan)
{
    size_t                i, gap;
    const prv_str_t      *text;
    const unsigned char  *s;

    text = &r->pattern->text;
    s = scan->ident + r->len;

    for (i = r->anchor + r->len; i < text->len; i++) {

        if (text->data[i] == '*') {
            while (s < scan->end && prv_js_ident(*s)) {
                s++;
            }

            continue;
        }

        /* white space is a token's end and else nothing, on both sides */

        if (prv_is_space(text->data[i])) {
            continue;
        }

        for (gap = 0;
             s < scan->end && prv_is_space(*s) && gap < PRV_GAP_MAX;
             gap++)
        {
            s++;
        }

        if (text->data[i] == '/' && s < scan->end && *s == '\\') {
            s++;
        }

        if (s == scan->end || !prv_inline_same(text->data[i], *s)) {
            return 0;
        }

        /* "new X" is not "newX", nor the other way round */

        if (prv_js_ident(*s) && prv_js_ident(text->data[i - 1])
            != (s > scan->start && prv_js_ident(s[-1])))
        {
            return 0;
        }

        s++;
    }

    return text->data[text->len - 1] == '*'
           || !prv_js_ident(text->data[text->len - 1])
           || s == scan->end
           || !prv_js_ident(*s);
}


static int
prv_inline_before(const prv_inline_rule_t *r, const prv_inline_scan_t *scan)
{
    size_t                i, gap;
    const prv_str_t      *text;
    const unsigned char  *s;

    text = &r->pattern->text;
    s = scan->ident;

    for (i = r->anchor; i > 0; i--) {

        if (prv_is_space(text->data[i - 1])) {
            continue;
        }

        for (gap = 0;
             s > scan->start && prv_is_space(s[-1]) && gap < PRV_GAP_MAX;
             gap++)
        {
            s--;
        }

        if (s == scan->start || !prv_inline_same(text->data[i - 1], s[-1])) {
            return 0;
        }

        if (prv_js_ident(s[-1]) && prv_js_ident(text->data[i])
            != (s < scan->end && prv_js_ident(*s)))
        {
            return 0;
        }

        s--;

        if (*s == '/' && s > scan->start && s[-1] == '\\') {
            s--;
        }
    }

    return s == scan->start
           || !prv_js_ident(text->data[0])
           || !prv_js_ident(s[-1]);
}


static int
prv_inline_same(unsigned char a, unsigned char b)
{
    return a == b
           || ((a == '\'' || a == '"') && (b == '\'' || b == '"' || b == '`'));
}
