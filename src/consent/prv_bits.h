
/*
 * Bits of a base64url text (RFC 4648, section 5, without padding), read where
 * they stand.  The first bit of a character is its most significant one.
 */


#ifndef _PRV_BITS_H_INCLUDED_
#define _PRV_BITS_H_INCLUDED_


#include "base/prv_base.h"


typedef struct {
    const unsigned char  *text;
    size_t                at;           /* the next bit */
    size_t                end;
    unsigned              failed:1;     /* a read went past the end */
} prv_bits_t;


/*
 * prv_bits_init(): PRV_ERROR where a character is none of the alphabet; the
 * text must outlive the reader.
 */

int prv_bits_init(prv_bits_t *bits, const unsigned char *text, size_t len);

/* prv_bits_get(): the next n bits, at most 32; past the end 0 and failed */

uint32_t prv_bits_get(prv_bits_t *bits, unsigned n);

/* prv_bits_skip(): passes over n bits */

void prv_bits_skip(prv_bits_t *bits, size_t n);

/*
 * prv_bits_fibonacci(): the next Fibonacci coded number (IAB GPP, "Fibonacci
 * Encoding"); 0 and failed where there is none below 2^24.
 */

uint32_t prv_bits_fibonacci(prv_bits_t *bits);


#endif /* _PRV_BITS_H_INCLUDED_ */
