
#include "base/prv_bytes.h"
#include "base/prv_mask.h"

#if !defined(PRV_PORTABLE) && defined(__x86_64__)
#include <immintrin.h>
#endif


const unsigned char  prv_js_class[256] = {
    ['$'] = 1, ['_'] = 1,
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


void
prv_mask_portable(prv_mask_t *m, const unsigned char *p)
{
    uint64_t  bit;
    unsigned  i;

    m->ident = 0;
    m->slash = 0;
    m->back = 0;

    for (i = 0; i < PRV_MASK_BLOCK; i++) {

        bit = (uint64_t) 1 << i;

        if (prv_js_ident(p[i])) {
            m->ident |= bit;

        } else if (p[i] == '/') {
            m->slash |= bit;

        } else if (p[i] == '\\') {
            m->back |= bit;
        }
    }
}


#if (PRV_V16)

void
prv_mask_block(prv_mask_t *m, const unsigned char *p)
{
    unsigned   i;
    prv_v16_t  v, ident;

    m->ident = 0;
    m->slash = 0;
    m->back = 0;

    for (i = 0; i < PRV_MASK_BLOCK; i += 16) {

        v = prv_v16_load(p + i);

        ident = prv_v16_from(prv_v16_fold(v), 'a', 25);
        ident = prv_v16_or(ident, prv_v16_from(v, '0', 9));
        ident = prv_v16_or(ident, prv_v16_eq(v, '_'));
        ident = prv_v16_or(ident, prv_v16_eq(v, '$'));
        ident = prv_v16_or(ident, prv_v16_high(v));

        m->ident |= prv_v16_bits(ident) << i;
        m->slash |= prv_v16_bits(prv_v16_eq(v, '/')) << i;
        m->back |= prv_v16_bits(prv_v16_eq(v, '\\')) << i;
    }
}

#else

void
prv_mask_block(prv_mask_t *m, const unsigned char *p)
{
    prv_mask_portable(m, p);
}

#endif


#if !defined(PRV_PORTABLE) && defined(__x86_64__)

#define prv_v32_bits(v)   ((uint64_t) (uint32_t) _mm256_movemask_epi8(v))

/*
 * The kinds of a byte are those that its upper and its lower half have in
 * common: 1 "/", 2 "\", 4 "$", 8 digits, 16 and 32 the letters up to "O" and
 * from "P" on, 64 "_".
 */

#define PRV_KIND_BACK  2


__attribute__((target("avx2")))
static void
prv_mask_avx2(prv_mask_t *m, const unsigned char *p)
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


prv_mask_pt
prv_mask_best(void)
{
#if !defined(PRV_PORTABLE) && defined(__x86_64__)

    if (__builtin_cpu_supports("avx2")) {
        return prv_mask_avx2;
    }

#endif

    return prv_mask_block;
}
