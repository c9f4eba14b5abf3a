
#include "base/prv_tails.h"


#define PRV_TAILS_LEAST  16         /* 2^16 bits */
#define PRV_TAILS_MOST   32


int
prv_tails_init(prv_tails_t *tails, prv_mem_t *mem, size_t n)
{
    unsigned  log;

    for (log = PRV_TAILS_LEAST;
         log < PRV_TAILS_MOST && ((size_t) 1 << log) / 16 < n;
         log++)
    {
        /* void */
    }

    tails->shift = 64 - log;
    tails->shorts = 0;
    tails->bits = prv_calloc(mem, (size_t) 1 << (log - 3), 1);

    return tails->bits != NULL ? PRV_OK : PRV_ERROR;
}


void
prv_tails_add(prv_tails_t *tails, const unsigned char *domain, size_t len)
{
    size_t    bit;
    uint64_t  tail;

    tail = 0;

    if (len < PRV_TAIL) {
        tails->shorts |= 1u << len;
        memcpy(&tail, domain, len);

    } else {
        memcpy(&tail, domain + len - PRV_TAIL, PRV_TAIL);
    }

    bit = prv_tails_bit(tails, tail);
    tails->bits[bit / 8] |= (unsigned char) (1 << (bit & 7));
}
