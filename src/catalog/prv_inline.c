
#include "base/prv_hash.h"
#include "catalog/prv_inline.h"

#include <stdio.h>


#define PRV_IDENT_MIN  3
#define PRV_KEY        4

#define prv_filter_set(in, k)                                                \
    (in)->filter[((k) % PRV_INLINE_FILTER) / 8] |=                           \
        (unsigned char) (1 << ((k) & 7))

#define prv_filter_has(in, k)                                                \
    ((in)->filter[((k) % PRV_INLINE_FILTER) / 8] & (1 << ((k) & 7)))


static uint32_t prv_inline_key(const unsigned char *p, size_t len);
static const prv_rule_t *prv_inline_find(const prv_inline_t *in,
    prv_inline_scan_t *scan);
static int prv_inline_verify(const prv_inline_rule_t *r,
    const prv_inline_scan_t *scan, const unsigned char *p);


/* 1: a byte of an identifier; 2: a slash */

static const unsigned char  prv_js_class[256] = {
    ['$'] = 1, ['_'] = 1, ['/'] = 2,
    ['0'] = 1, ['1'] = 1, ['2'] = 1, ['3'] = 1, ['4'] = 1,
    ['5'] = 1, ['6'] = 1, ['7'] = 1, ['8'] = 1, ['9'] = 1,
    ['A'] = 1, ['B'] = 1, ['C'] = 1, ['D'] = 1, ['E'] = 1, ['F'] = 1,
    ['G'] = 1, ['H'] = 1, ['I'] = 1, ['J'] = 1, ['K'] = 1, ['L'] = 1,
    ['M'] = 1, ['N'] = 1, ['O'] = 1, ['P'] = 1, ['Q'] = 1, ['R'] = 1,
    ['S'] = 1, ['T'] = 1, ['U'] = 1, ['V'] = 1, ['W'] = 1, ['X'] = 1,
    ['Y'] = 1, ['Z'] = 1,
    ['a'] = 1, ['b'] = 1, ['c'] = 1, ['d'] = 1, ['e'] = 1, ['f'] = 1,
    ['g'] = 1, ['h'] = 1, ['i'] = 1, ['j'] = 1, ['k'] = 1, ['l'] = 1,
    ['m'] = 1, ['n'] = 1, ['o'] = 1, ['p'] = 1, ['q'] = 1, ['r'] = 1,
    ['s'] = 1, ['t'] = 1, ['u'] = 1, ['v'] = 1, ['w'] = 1, ['x'] = 1,
    ['y'] = 1, ['z'] = 1
};

#define prv_js_ident(c)  (prv_js_class[c] == 1 || (c) >= 0x80)


void
prv_inline_init(prv_inline_t *in, prv_mem_t *mem)
{
    memset(in, 0, sizeof(prv_inline_t));
    prv_vec_init(&in->rules, mem, sizeof(prv_inline_rule_t));
}


int
prv_inline_add(prv_inline_t *in, const prv_pattern_t *pattern,
    const prv_vendor_t *vendor, prv_category_e category, prv_error_t *err)
{
    size_t              i, n, best, at;
    unsigned            prefix;
    const prv_str_t    *text;
    prv_inline_rule_t  *r;

    text = &pattern->text;
    best = 0;
    at = 0;
    prefix = 0;

    if (pattern->type != PRV_PATTERN_REGEX) {

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
                snprintf(err->text, sizeof(err->text), "\"*\" may only stand "
                         "at the end of an identifier in \"%.*s\"",
                         (int) (text->len > 80 ? 80 : text->len),
                         (char *) text->data);
                return PRV_ERROR;
            }

            /* before the first "*" offsets are fixed, longest is rarest */

            if (n > best && !prefix) {
                best = n;
                at = i;
            }

            if (n && i + n < text->len && text->data[i + n] == '*') {
                prefix = 1;
            }
        }

        if (best < PRV_IDENT_MIN) {
            snprintf(err->text, sizeof(err->text), "\"%.*s\" has no "
                     "identifier of %d characters to be found by",
                     (int) (text->len > 80 ? 80 : text->len),
                     (char *) text->data, PRV_IDENT_MIN);
            return PRV_ERROR;
        }

        prefix = at + best < text->len && text->data[at + best] == '*';

        if (prefix && best < PRV_KEY) {
            snprintf(err->text, sizeof(err->text), "\"%.*s\" must have %d "
                     "characters before \"*\"",
                     (int) (text->len > 80 ? 80 : text->len),
                     (char *) text->data, PRV_KEY);
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
    r->anchor = at;
    r->len = best;
    r->prefix = prefix;

    return PRV_OK;
}


int
prv_inline_build(prv_inline_t *in)
{
    size_t              i;
    uint32_t           *bucket, key;
    prv_inline_rule_t  *rules, *r;

    if (in->rules.n == 0) {
        return PRV_OK;
    }

    in->mask = prv_hash_size(in->rules.n) - 1;

    in->buckets = prv_calloc(in->rules.mem, in->mask + 1, sizeof(uint32_t));
    if (in->buckets == NULL) {
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

        key = prv_inline_key(r->pattern->text.data + r->anchor, r->len);

        prv_filter_set(in, key);

        bucket = &in->buckets[key & in->mask];
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
    scan->p = text;
}


int
prv_inline_next(const prv_inline_t *in, prv_inline_scan_t *scan)
{
    uint32_t                  key;
    const unsigned char      *p, *end, *ident;
    const prv_inline_rule_t  *rules, *r;

    p = scan->p;
    end = scan->end;
    scan->rule = NULL;
    scan->url = NULL;

    if (scan->chain) {
        scan->rule = prv_inline_find(in, scan);
        if (scan->rule != NULL) {
            return 1;
        }
    }

    while (p < end) {

        if (prv_js_ident(*p)) {

            ident = p;

            do {
                p++;
            } while (p < end && prv_js_ident(*p));

            if (in == NULL || in->buckets == NULL
                || p - ident < PRV_IDENT_MIN)
            {
                continue;
            }

            key = prv_inline_key(ident, (size_t) (p - ident));

            if (!prv_filter_has(in, key)) {
                continue;
            }

            scan->p = p;
            scan->ident = ident;
            scan->chain = in->buckets[key & in->mask];

            scan->rule = prv_inline_find(in, scan);
            if (scan->rule != NULL) {
                return 1;
            }

            continue;
        }

        if (*p++ != '/') {
            continue;
        }

        /* "//" and, as JSON and minifiers write it, "\/\/" */

        if (p < end && *p == '/') {
            p++;

        } else if (end - p >= 2 && p[0] == '\\' && p[1] == '/') {
            p += 2;

        } else {
            continue;
        }

        scan->url = p;
        scan->p = p;
        return 1;
    }

    scan->p = p;

    if (in == NULL || in->buckets == NULL) {
        return 0;
    }

    if (!scan->done) {
        scan->done = 1;
        scan->slow = in->slow;
    }

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


/* the first bytes of an identifier, all of a short one */

static uint32_t
prv_inline_key(const unsigned char *p, size_t len)
{
    uint32_t  k;

    k = 0;
    memcpy(&k, p, len < PRV_KEY ? len : PRV_KEY);

    k *= 2654435761u;

    return k ^ (k >> 15);
}


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
            && prv_inline_verify(r, scan, scan->ident))
        {
            return &r->rule;
        }
    }

    return NULL;
}


/* the whole fingerprint, its anchor standing at p */

static int
prv_inline_verify(const prv_inline_rule_t *r, const prv_inline_scan_t *scan,
    const unsigned char *p)
{
    size_t                i;
    const prv_str_t      *text;
    const unsigned char  *s;

    text = &r->pattern->text;

    if ((size_t) (p - scan->start) < r->anchor) {
        return 0;
    }

    s = p - r->anchor;

    if (s > scan->start
        && prv_js_ident(text->data[0]) && prv_js_ident(s[-1]))
    {
        return 0;
    }

    for (i = 0; i < text->len; i++) {

        if (text->data[i] == '*') {
            while (s < scan->end && prv_js_ident(*s)) {
                s++;
            }

            continue;
        }

        if (s == scan->end || *s != text->data[i]) {
            return 0;
        }

        s++;
    }

    return text->data[text->len - 1] == '*'
           || !prv_js_ident(text->data[text->len - 1])
           || s == scan->end
           || !prv_js_ident(*s);
}
