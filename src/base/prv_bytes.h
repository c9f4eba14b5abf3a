
/*
 * Looking for bytes, sixteen at a time where the machine can (SSE2, NEON),
 * one at a time elsewhere or with PRV_PORTABLE; both find the same.  The
 * distances in markup are short: a call costs more than the search.
 */


#ifndef _PRV_BYTES_H_INCLUDED_
#define _PRV_BYTES_H_INCLUDED_


#include "base/prv_base.h"


#if !defined(PRV_PORTABLE) && defined(__SSE2__)

#include <emmintrin.h>

#define PRV_V16  1

typedef __m128i  prv_v16_t;

/* prv_v16_load(): sixteen bytes from anywhere */

#define prv_v16_load(p)   _mm_loadu_si128((const __m128i *) (const void *) (p))

/*
 * All ones where a byte is c, is at most c, is one of the n + 1 from c on, is
 * not ASCII, or where either or both have ones.
 */

#define prv_v16_eq(v, c)  _mm_cmpeq_epi8(v, _mm_set1_epi8((char) (c)))
#define prv_v16_le(v, c)                                                      \
    _mm_cmpeq_epi8(_mm_min_epu8(v, _mm_set1_epi8((char) (c))), v)
#define prv_v16_from(v, c, n)                                                 \
    prv_v16_le(_mm_sub_epi8(v, _mm_set1_epi8((char) (c))), n)
#define prv_v16_high(v)   _mm_cmplt_epi8(v, _mm_setzero_si128())
#define prv_v16_or(a, b)  _mm_or_si128(a, b)
#define prv_v16_and(a, b) _mm_and_si128(a, b)

/*
 * prv_v16_mask(): 0 where no byte is set; prv_v16_first(): else the first;
 * prv_v16_bits(): a bit for each byte, the first in bit 0.
 */

#define prv_v16_mask(v)   ((uint64_t) (unsigned) _mm_movemask_epi8(v))
#define prv_v16_first(m)  ((size_t) __builtin_ctzll(m))
#define prv_v16_bits(v)   prv_v16_mask(v)

/* are all bytes the same? */

#define prv_v16_same(a, b)                                                    \
    (_mm_movemask_epi8(_mm_cmpeq_epi8(a, b)) == 0xffff)

/* a byte with 0x20 set: letters in lower case */

#define prv_v16_fold(v)   _mm_or_si128(v, _mm_set1_epi8(0x20))

/* prv_v16_store(): the sixteen bytes to anywhere */

#define prv_v16_store(p, v)                                                   \
    _mm_storeu_si128((__m128i *) (void *) (p), v)
#define prv_v16_20        _mm_set1_epi8(0x20)

#elif !defined(PRV_PORTABLE) && defined(__aarch64__) && defined(__ARM_NEON)

#include <arm_neon.h>

#define PRV_V16  1

typedef uint8x16_t  prv_v16_t;

#define prv_v16_load(p)   vld1q_u8(p)
#define prv_v16_eq(v, c)  vceqq_u8(v, vdupq_n_u8((uint8_t) (c)))
#define prv_v16_le(v, c)  vcleq_u8(v, vdupq_n_u8((uint8_t) (c)))
#define prv_v16_from(v, c, n)                                                 \
    prv_v16_le(vsubq_u8(v, vdupq_n_u8((uint8_t) (c))), n)
#define prv_v16_high(v)   vcgeq_u8(v, vdupq_n_u8(0x80))
#define prv_v16_or(a, b)  vorrq_u8(a, b)
#define prv_v16_and(a, b) vandq_u8(a, b)

/* four bits for each byte */

#define prv_v16_mask(v)                                                       \
    vget_lane_u64(vreinterpret_u64_u8(                                        \
                      vshrn_n_u16(vreinterpretq_u16_u8(v), 4)), 0)
#define prv_v16_first(m)  ((size_t) __builtin_ctzll(m) / 4)
#define prv_v16_same(a, b)                                                    \
    (prv_v16_mask(vceqq_u8(a, b)) == UINT64_MAX)
#define prv_v16_fold(v)   vorrq_u8(v, vdupq_n_u8(0x20))
#define prv_v16_store(p, v)  vst1q_u8(p, v)
#define prv_v16_20        vdupq_n_u8(0x20)

static inline uint64_t
prv_v16_bits(prv_v16_t v)
{
    static const uint8_t  bits[16] = {
        1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128
    };

    v = vandq_u8(v, vld1q_u8(bits));

    return (uint64_t) vaddv_u8(vget_low_u8(v))
           | (uint64_t) vaddv_u8(vget_high_u8(v)) << 8;
}

#else

#define PRV_V16  0

#endif


#if (PRV_V16)

/* prv_v16_lower(): ASCII's capitals in lower case, the rest as it is */

#define prv_v16_lower(v)                                                      \
    prv_v16_or(v, prv_v16_and(prv_v16_from(v, 'A', 25), prv_v16_20))

#endif


#define PRV_SCAN_SHORT  64


/* prv_scan(): the first byte c in [p, end), or end */

static inline const unsigned char *
prv_scan(const unsigned char *p, const unsigned char *end, unsigned char c)
{
    const unsigned char  *q;

#if (PRV_V16)

    uint64_t              m;
    const unsigned char  *stop;

    stop = (end - p > PRV_SCAN_SHORT) ? p + PRV_SCAN_SHORT : end;

    while (stop - p >= 16) {

        m = prv_v16_mask(prv_v16_eq(prv_v16_load(p), c));

        if (m) {
            return p + prv_v16_first(m);
        }

        p += 16;
    }

#endif

    if (p == end) {
        return end;
    }

    q = memchr(p, c, (size_t) (end - p));

    return q != NULL ? q : end;
}


/* prv_scan2(): the first byte that is a or b, or end */

static inline const unsigned char *
prv_scan2(const unsigned char *p, const unsigned char *end, unsigned char a,
    unsigned char b)
{
#if (PRV_V16)

    uint64_t   m;
    prv_v16_t  v;

    while (end - p >= 16) {

        v = prv_v16_load(p);
        m = prv_v16_mask(prv_v16_or(prv_v16_eq(v, a), prv_v16_eq(v, b)));

        if (m) {
            return p + prv_v16_first(m);
        }

        p += 16;
    }

#endif

    while (p < end && *p != a && *p != b) {
        p++;
    }

    return p;
}


/*
 * prv_scan_low(): the first byte that is c, a space or a control character,
 * or end.
 */

static inline const unsigned char *
prv_scan_low(const unsigned char *p, const unsigned char *end,
    unsigned char c)
{
#if (PRV_V16)

    uint64_t   m;
    prv_v16_t  v;

    while (end - p >= 16) {

        v = prv_v16_load(p);
        m = prv_v16_mask(prv_v16_or(prv_v16_le(v, ' '), prv_v16_eq(v, c)));

        if (m) {
            return p + prv_v16_first(m);
        }

        p += 16;
    }

#endif

    while (p < end && *p > ' ' && *p != c) {
        p++;
    }

    return p;
}


/*
 * prv_scan_host(): the first byte that is no letter in lower case, digit, "-"
 * or ".", or end.
 */

static inline const unsigned char *
prv_scan_host(const unsigned char *p, const unsigned char *end)
{
#if (PRV_V16)

    uint64_t   m;
    prv_v16_t  v, host;

    while (end - p >= 16) {

        v = prv_v16_load(p);
        host = prv_v16_or(prv_v16_from(v, 'a', 25), prv_v16_from(v, '0', 9));
        host = prv_v16_or(host, prv_v16_from(v, '-', 1));
        m = prv_v16_mask(prv_v16_eq(host, 0));

        if (m) {
            return p + prv_v16_first(m);
        }

        p += 16;
    }

#endif

    while (p < end
           && ((*p >= 'a' && *p <= 'z') || prv_is_digit(*p) || *p == '-'
               || *p == '.'))
    {
        p++;
    }

    return p;
}


#endif /* _PRV_BYTES_H_INCLUDED_ */
