
/*
 * Where bytes of a kind stand in 64 bytes of a script's text, as bits.  There
 * is a way for each kind of processor, all with one result; which is chosen
 * when the program runs, outside of the loop: a call for each block would cost
 * as much as the masks.
 */


#ifndef _PRV_MASK_H_INCLUDED_
#define _PRV_MASK_H_INCLUDED_


#include "base/prv_base.h"

#if !defined(PRV_PORTABLE) && defined(__x86_64__)
#include <immintrin.h>
#define PRV_WIDE  1
#else
#define PRV_WIDE  0
#endif


#define PRV_MASK_BLOCK  64


/* the first byte of the block is in bit 0 */

typedef struct {
    uint64_t  ident;            /* of an identifier, or beyond ASCII */
    uint64_t  slash;
    uint64_t  back;             /* "\" */
} prv_mask_t;


/*
 * prv_mask_block(): with what the compiler may take for granted;
 * prv_mask_portable(): a byte at a time.
 */

void prv_mask_block(prv_mask_t *m, const unsigned char *p);
void prv_mask_portable(prv_mask_t *m, const unsigned char *p);


/*
 * PRV_WIDE: there is prv_mask_wide(), for functions that are PRV_WIDE_TARGET
 * and for processors of which prv_wide() says 1.
 */

#define PRV_WIDE_TARGET  __attribute__((target("avx2,bmi,bmi2")))

int prv_wide(void);

#if (PRV_WIDE)

#define prv_v32_bits(v)   ((uint64_t) (uint32_t) _mm256_movemask_epi8(v))

/*
 * The kinds of a byte are those that its upper and its lower half have in
 * common: 1 "/", 2 "\", 4 "$", 8 digits, 16 and 32 the letters up to "O" and
 * from "P" on, 64 "_".
 */

#define PRV_KIND_BACK  2


PRV_WIDE_TARGET
static inline void
prv_mask_wide(prv_mask_t *m, const unsigned char *p)
{
    __m256i   v, kind, low, high, half;
    unsigned  i;

    low = _mm256_broadcastsi128_si256(_mm_setr_epi8(
              40, 56, 56, 56, 60, 56, 56, 56, 56, 56, 48, 16, 18, 16, 16, 81));
    high = _mm256_broadcastsi128_si256(_mm_setr_epi8(
              0, 0, 5, 8, 16, 98, 16, 32, 0, 0, 0, 0, 0, 0, 0, 0));

    half = _mm256_set1_epi8(0x0f);

    m->ident = 0;
    m->slash = 0;
    m->back = 0;

#pragma GCC unroll 2

    for (i = 0; i < PRV_MASK_BLOCK; i += 32) {

        v = _mm256_loadu_si256((const __m256i *) (const void *) (p + i));

        /* where the high bit is set, a shuffle gives zero */

        kind = _mm256_and_si256(
                   _mm256_shuffle_epi8(low, v),
                   _mm256_shuffle_epi8(high, _mm256_and_si256(half,
                                           _mm256_srli_epi16(v, 4))));

        m->slash |= prv_v32_bits(_mm256_slli_epi16(kind, 7)) << i;
        m->back |= prv_v32_bits(_mm256_slli_epi16(kind, 6)) << i;

        /* above two there is nothing but parts of identifiers */

        kind = _mm256_cmpgt_epi8(kind, _mm256_set1_epi8(PRV_KIND_BACK));

        m->ident |= prv_v32_bits(_mm256_or_si256(kind, v)) << i;
    }
}

#endif


/* bytes of identifiers; all beyond ASCII are taken for such */

extern const unsigned char  prv_js_class[256];

#define prv_js_ident(c)  (prv_js_class[c] || (c) >= 0x80)


#endif /* _PRV_MASK_H_INCLUDED_ */
