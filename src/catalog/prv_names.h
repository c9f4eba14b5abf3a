
/*
 * Cookie names and the like: exact names and prefixes by hash, other globs
 * and regular expressions one after another.
 */


#ifndef _PRV_NAMES_H_INCLUDED_
#define _PRV_NAMES_H_INCLUDED_


#include "catalog/prv_rule.h"


typedef struct {
    prv_rule_t            rule;
    const prv_pattern_t  *pattern;
    uint32_t              next;         /* index + 1, 0 the end */
    uint32_t              hash;
    size_t                len;          /* of the exact name or prefix */
    unsigned              prefix:1;
} prv_name_rule_t;


typedef struct {
    prv_vec_t             rules;        /* prv_name_rule_t */
    uint32_t             *buckets;
    size_t                mask;
    uint64_t              lengths;      /* bit n: a prefix of n bytes */
    uint32_t              slow;         /* chain of what is not hashed */
} prv_names_t;


void prv_names_init(prv_names_t *names, prv_mem_t *mem);

/* prv_names_add(): pattern must outlive names; PRV_OK or PRV_ERROR */

int prv_names_add(prv_names_t *names, const prv_pattern_t *pattern,
    const prv_vendor_t *vendor, prv_category_e category);

/* prv_names_build(): once after the last addition; PRV_OK or PRV_ERROR */

int prv_names_build(prv_names_t *names);

/*
 * prv_names_match(): the rule of a name: exact before the longest prefix
 * before other patterns; other owners of the key hang on ->same.
 */

const prv_rule_t *prv_names_match(const prv_names_t *names,
    const prv_str_t *name);


#endif /* _PRV_NAMES_H_INCLUDED_ */
