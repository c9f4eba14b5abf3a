
/*
 * FNV-1a, 32 bits, a byte at a time: a host is hashed from its end, and at
 * each label boundary the value is that of the domain which begins there.
 * Keys are compared after a hit, so collisions cost time, not truth.
 */


#ifndef _PRV_HASH_H_INCLUDED_
#define _PRV_HASH_H_INCLUDED_


#include "base/prv_base.h"


#define PRV_HASH_INIT     2166136261u
#define prv_hash(h, c)    (((h) ^ (uint32_t) (c)) * 16777619u)


/* prv_hash_bytes(): the hash h, continued over the bytes */

static inline uint32_t
prv_hash_bytes(uint32_t h, const unsigned char *p, size_t len)
{
    size_t  i;

    for (i = 0; i < len; i++) {
        h = prv_hash(h, p[i]);
    }

    return h;
}


/* prv_hash_reverse(): the same from the last byte to the first */

static inline uint32_t
prv_hash_reverse(uint32_t h, const unsigned char *p, size_t len)
{
    while (len) {
        h = prv_hash(h, p[--len]);
    }

    return h;
}


/* prv_hash_size(): the power of two that n entries fill half at most */

static inline size_t
prv_hash_size(size_t n)
{
    size_t  size;

    for (size = 8; size / 2 < n && size <= SIZE_MAX / 4; size *= 2) {
        /* void */
    }

    return size;
}


#endif /* _PRV_HASH_H_INCLUDED_ */
