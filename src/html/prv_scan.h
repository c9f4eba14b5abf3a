
/*
 * Scanning for a byte: the distances in markup are short, so that a call
 * costs more than the search.
 */


#ifndef _PRV_SCAN_H_INCLUDED_
#define _PRV_SCAN_H_INCLUDED_


#include "base/prv_base.h"

#if (__SSE2__)
#include <emmintrin.h>
#endif


#define PRV_SCAN_SHORT  64


/* prv_scan(): the first byte c in [p, end), or end */

static inline const unsigned char *
prv_scan(const unsigned char *p, const unsigned char *end, unsigned char c)
{
    const unsigned char  *q;

#if (__SSE2__)

    int                   m;
    __m128i               v;
    const unsigned char  *stop;

    v = _mm_set1_epi8((char) c);
    stop = (end - p > PRV_SCAN_SHORT) ? p + PRV_SCAN_SHORT : end;

    while (stop - p >= 16) {

        m = _mm_movemask_epi8(_mm_cmpeq_epi8(
                                  _mm_loadu_si128((const __m128i *) p), v));
        if (m) {
            return p + __builtin_ctz((unsigned) m);
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
#if (__SSE2__)

    int      m;
    __m128i  va, vb, v;

    va = _mm_set1_epi8((char) a);
    vb = _mm_set1_epi8((char) b);

    while (end - p >= 16) {

        v = _mm_loadu_si128((const __m128i *) p);
        m = _mm_movemask_epi8(_mm_or_si128(_mm_cmpeq_epi8(v, va),
                                           _mm_cmpeq_epi8(v, vb)));
        if (m) {
            return p + __builtin_ctz((unsigned) m);
        }

        p += 16;
    }

#endif

    while (p < end && *p != a && *p != b) {
        p++;
    }

    return p;
}


#endif /* _PRV_SCAN_H_INCLUDED_ */
