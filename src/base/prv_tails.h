
/*
 * What domains end with.  Most hosts end like none of those that a table
 * holds, which is known by their last eight bytes, without hashing them.
 */


#ifndef _PRV_TAILS_H_INCLUDED_
#define _PRV_TAILS_H_INCLUDED_


#include "base/prv_base.h"


#define PRV_TAIL  8


typedef struct {
    unsigned char  *bits;
    unsigned        shift;
    unsigned        shorts;         /* lengths of domains below PRV_TAIL */
} prv_tails_t;


/*
 * prv_tails_init(): for n domains at most; PRV_OK, or PRV_ERROR without
 * memory.  prv_tails_add(): one of them.
 */

int prv_tails_init(prv_tails_t *tails, prv_mem_t *mem, size_t n);
void prv_tails_add(prv_tails_t *tails, const unsigned char *domain,
    size_t len);


static inline size_t
prv_tails_bit(const prv_tails_t *tails, uint64_t tail)
{
    return (size_t) ((tail * 0x9e3779b97f4a7c15u) >> tails->shift);
}


/* prv_tails_may(): 0 where the host is none of the domains, and below none */

static inline int
prv_tails_may(const prv_tails_t *tails, const prv_str_t *host)
{
    size_t                bit, n;
    uint64_t              tail;
    unsigned              shorts;
    const unsigned char  *end;

    if (host->len < PRV_TAIL) {
        return 1;
    }

    end = host->data + host->len;

    memcpy(&tail, end - PRV_TAIL, PRV_TAIL);
    bit = prv_tails_bit(tails, tail);

    if (tails->bits[bit / 8] & (1 << (bit & 7))) {
        return 1;
    }

    for (shorts = tails->shorts; shorts; shorts &= shorts - 1) {

        n = (size_t) __builtin_ctz(shorts);

        if (end[-1 - (ptrdiff_t) n] != '.') {
            continue;
        }

        tail = 0;
        memcpy(&tail, end - n, n);
        bit = prv_tails_bit(tails, tail);

        if (tails->bits[bit / 8] & (1 << (bit & 7))) {
            return 1;
        }
    }

    return 0;
}


#endif /* _PRV_TAILS_H_INCLUDED_ */
