
#include "base/prv_hash.h"
#include "catalog/prv_names.h"


#define PRV_PREFIX_MAX  64


static const prv_name_rule_t *prv_names_probe(const prv_names_t *names,
    uint32_t hash, const unsigned char *p, size_t len, unsigned prefix);


void
prv_names_init(prv_names_t *names, prv_mem_t *mem)
{
    memset(names, 0, sizeof(prv_names_t));
    prv_vec_init(&names->rules, mem, sizeof(prv_name_rule_t));
}


int
prv_names_add(prv_names_t *names, const prv_pattern_t *pattern,
    const prv_vendor_t *vendor, prv_category_e category)
{
    prv_name_rule_t  *r;

    if (names->rules.n >= UINT32_MAX - 1) {
        return PRV_ERROR;
    }

    r = prv_vec_push(&names->rules);
    if (r == NULL) {
        return PRV_ERROR;
    }

    r->pattern = pattern;
    r->rule.vendor = vendor;
    r->rule.category = category;

    return PRV_OK;
}


int
prv_names_build(prv_names_t *names)
{
    size_t                i;
    uint32_t             *bucket, k;
    const prv_str_t      *text;
    prv_name_rule_t      *rules, *r, *other;

    if (names->rules.n == 0) {
        return PRV_OK;
    }

    names->mask = prv_hash_size(names->rules.n) - 1;

    names->buckets = prv_calloc(names->rules.mem, names->mask + 1,
                                sizeof(uint32_t));
    if (names->buckets == NULL) {
        return PRV_ERROR;
    }

    rules = names->rules.elts;

    for (i = 0; i < names->rules.n; i++) {

        r = &rules[i];
        text = &r->pattern->text;
        r->len = text->len;

        switch (r->pattern->type) {

        case PRV_PATTERN_EXACT:
            break;

        case PRV_PATTERN_GLOB:

            if (memchr(text->data, '*', text->len)
                == text->data + text->len - 1
                && text->len - 1 < PRV_PREFIX_MAX)
            {
                r->prefix = 1;
                r->len--;
                names->lengths |= (uint64_t) 1 << r->len;
                break;
            }

            /* fall through */

        default:
            r->next = names->slow;
            names->slow = (uint32_t) (i + 1);
            continue;
        }

        r->hash = prv_hash_bytes(PRV_HASH_INIT, text->data, r->len);
        bucket = &names->buckets[r->hash & names->mask];

        for (k = *bucket; k; k = other->next) {

            other = &rules[k - 1];

            if (other->hash == r->hash && other->prefix == r->prefix
                && prv_str_eq(&other->pattern->text, text))
            {
                r->rule.same = other->rule.same;
                other->rule.same = &r->rule;
                break;
            }
        }

        if (k == 0) {
            r->next = *bucket;
            *bucket = (uint32_t) (i + 1);
        }
    }

    return PRV_OK;
}


const prv_rule_t *
prv_names_match(const prv_names_t *names, const prv_str_t *name)
{
    size_t                  i;
    uint32_t                hash, k;
    const prv_name_rule_t  *rules, *r, *best;

    if (names->buckets == NULL) {
        return NULL;
    }

    best = NULL;
    hash = PRV_HASH_INIT;

    for (i = 0; i < name->len; i++) {

        if (i < PRV_PREFIX_MAX && (names->lengths & ((uint64_t) 1 << i))) {

            r = prv_names_probe(names, hash, name->data, i, 1);

            if (r != NULL) {
                best = r;
            }
        }

        hash = prv_hash(hash, name->data[i]);
    }

    if (i < PRV_PREFIX_MAX && (names->lengths & ((uint64_t) 1 << i))) {

        r = prv_names_probe(names, hash, name->data, i, 1);

        if (r != NULL) {
            best = r;
        }
    }

    r = prv_names_probe(names, hash, name->data, name->len, 0);

    if (r != NULL) {
        best = r;
    }

    if (best != NULL) {
        return &best->rule;
    }

    rules = names->rules.elts;

    for (k = names->slow; k; k = rules[k - 1].next) {

        if (prv_pattern_match(rules[k - 1].pattern, name->data, name->len)
            == 1)
        {
            return &rules[k - 1].rule;
        }
    }

    return NULL;
}


static const prv_name_rule_t *
prv_names_probe(const prv_names_t *names, uint32_t hash,
    const unsigned char *p, size_t len, unsigned prefix)
{
    uint32_t                k;
    const prv_name_rule_t  *rules, *r;

    rules = names->rules.elts;

    for (k = names->buckets[hash & names->mask]; k; k = r->next) {

        r = &rules[k - 1];

        if (r->hash == hash && r->prefix == prefix && r->len == len
            && memcmp(r->pattern->text.data, p, len) == 0)
        {
            return r;
        }
    }

    return NULL;
}
