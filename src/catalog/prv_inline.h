
/*
 * Fingerprints in inline scripts.  The text is read once, 64 bytes at a
 * time: where identifiers begin and where "//" stands comes as a bit mask,
 * an identifier's first four bytes are held against a filter, and what
 * passes is compared.  The cost does not depend on how many there are.
 *
 * A fingerprint is a text with whole identifiers at its ends: "fbq" is not
 * in "my_fbq".  "*" behind an identifier's beginning is its rest.  One quote
 * is as good as another, and white space between tokens does not count:
 * "fbq('init'" is also found in fbq( "init" ).
 */


#ifndef _PRV_INLINE_H_INCLUDED_
#define _PRV_INLINE_H_INCLUDED_


#include "base/prv_mask.h"
#include "catalog/prv_rule.h"


#define PRV_INLINE_FILTER  65536        /* bits */


typedef struct {
    prv_rule_t            rule;
    const prv_pattern_t  *pattern;
    size_t                anchor;       /* offset of its rarest identifier */
    size_t                len;          /* of that identifier */
    unsigned              prefix:1;     /* the identifier ends in "*" */
    uint32_t              key;
    uint32_t              next;         /* index + 1, 0 the end */
} prv_inline_rule_t;


typedef struct prv_inline_s       prv_inline_t;
typedef struct prv_inline_scan_s  prv_inline_scan_t;


struct prv_inline_s {
    prv_vec_t             rules;        /* prv_inline_rule_t */
    uint32_t             *buckets;
    size_t                mask;
    uint32_t              slow;         /* chain of regular expressions */
    unsigned              brief:1;      /* some anchor has three bytes */
    uint32_t             *filter;       /* PRV_INLINE_FILTER bits */

    /* to the next block with something in it: the best that runs here */

    void                (*run)(const prv_inline_t *in,
                              prv_inline_scan_t *scan);
};


struct prv_inline_scan_s {
    const unsigned char  *p;            /* behind the finding */
    const unsigned char  *start, *end;  /* the text */
    const unsigned char  *block;        /* the next 64 bytes */
    uint64_t              events;       /* of the block before */
    uint64_t              carry;        /* 1: it ended in an identifier */
    const unsigned char  *ident;        /* its other fingerprints, from */
    uint32_t              chain;        /* this rule on */
    uint32_t              slow;
    unsigned              done:1;
    const prv_rule_t     *rule;         /* or NULL: a URL */
    const unsigned char  *url;          /* the byte behind "//" */
};


void prv_inline_init(prv_inline_t *in, prv_mem_t *mem);

/*
 * prv_inline_add(): pattern must outlive in.  PRV_OK, or PRV_ERROR with *err
 * filled: no identifier of three characters, or "*" where it may not stand.
 */

int prv_inline_add(prv_inline_t *in, const prv_pattern_t *pattern,
    const prv_vendor_t *vendor, prv_category_e category, prv_error_t *err);

/* prv_inline_build(): once after the last addition; PRV_OK or PRV_ERROR */

int prv_inline_build(prv_inline_t *in);

/* prv_inline_start(): a scan of len bytes; cannot fail */

void prv_inline_start(prv_inline_scan_t *scan, const unsigned char *text,
    size_t len);

/*
 * prv_inline_next(): the next finding, in scan->rule or scan->url; 1, or 0
 * at the end.  "//" counts also as "\/\/".  in may be NULL: URLs alone.
 */

int prv_inline_next(const prv_inline_t *in, prv_inline_scan_t *scan);


#endif /* _PRV_INLINE_H_INCLUDED_ */
