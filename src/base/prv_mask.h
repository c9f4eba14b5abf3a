
/*
 * Where bytes of a kind stand in 64 bytes of a script's text, as bits.  There
 * is a way for each kind of processor, all with one result; which is chosen
 * when the program runs.
 */


#ifndef _PRV_MASK_H_INCLUDED_
#define _PRV_MASK_H_INCLUDED_


#include "base/prv_base.h"


#define PRV_MASK_BLOCK  64


/* the first byte of the block is in bit 0 */

typedef struct {
    uint64_t  ident;            /* of an identifier, or beyond ASCII */
    uint64_t  slash;
    uint64_t  back;             /* "\" */
} prv_mask_t;


typedef void (*prv_mask_pt)(prv_mask_t *m, const unsigned char *p);


/*
 * prv_mask_block(): with what the compiler may take for granted;
 * prv_mask_portable(): a byte at a time; prv_mask_best(): the quickest way
 * on this processor.
 */

void prv_mask_block(prv_mask_t *m, const unsigned char *p);
void prv_mask_portable(prv_mask_t *m, const unsigned char *p);
prv_mask_pt prv_mask_best(void);


/* bytes of identifiers; all beyond ASCII are taken for such */

extern const unsigned char  prv_js_class[256];

#define prv_js_ident(c)  (prv_js_class[c] || (c) >= 0x80)


#endif /* _PRV_MASK_H_INCLUDED_ */
