
#include "consent/prv_bits.h"


#define PRV_FIBONACCI_MAX  (1u << 24)


/* the value of a base64url character, 64 of any other */

static const unsigned char  prv_bits_values[256] = {
    64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64,
    64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64,
    64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 62, 64, 64,
    52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 64, 64, 64, 64, 64, 64,
    64,  0,  1,  2,  3,  4,  5,  6,  7,  8,  9, 10, 11, 12, 13, 14,
    15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 64, 64, 64, 64, 63,
    64, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40,
    41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, 64, 64, 64, 64, 64,
    64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64,
    64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64,
    64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64,
    64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64,
    64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64,
    64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64,
    64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64,
    64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64
};


int
prv_bits_init(prv_bits_t *bits, const unsigned char *text, size_t len)
{
    size_t         i;
    unsigned char  all;

    all = 0;

    for (i = 0; i < len; i++) {
        all |= prv_bits_values[text[i]];
    }

    bits->text = text;
    bits->at = 0;
    bits->end = len * 6;
    bits->failed = (all & 64) != 0;

    return bits->failed ? PRV_ERROR : PRV_OK;
}


uint32_t
prv_bits_get(prv_bits_t *bits, unsigned n)
{
    size_t    i;
    uint64_t  value;
    unsigned  have;

    if (bits->failed || n > bits->end - bits->at) {
        bits->failed = 1;
        return 0;
    }

    if (n == 0) {
        return 0;
    }

    i = bits->at / 6;
    have = 6 - (unsigned) (bits->at % 6);
    value = prv_bits_values[bits->text[i]] & ((1u << have) - 1);

    while (have < n) {
        value = value << 6 | prv_bits_values[bits->text[++i]];
        have += 6;
    }

    bits->at += n;

    return (uint32_t) (value >> (have - n));
}


void
prv_bits_skip(prv_bits_t *bits, size_t n)
{
    if (bits->failed || n > bits->end - bits->at) {
        bits->failed = 1;
        return;
    }

    bits->at += n;
}


/* bit n stands for the n-th of 1, 2, 3, 5, 8 …; two ones in a row end it */

uint32_t
prv_bits_fibonacci(prv_bits_t *bits)
{
    uint32_t  bit, last, value, fib, next;

    last = 0;
    value = 0;
    fib = 1;
    next = 2;

    for ( ;; ) {
        bit = prv_bits_get(bits, 1);

        if (bits->failed || fib > PRV_FIBONACCI_MAX) {
            bits->failed = 1;
            return 0;
        }

        if (bit && last) {
            return value;
        }

        if (bit) {
            value += fib;
        }

        last = bit;
        next += fib;
        fib = next - fib;
    }
}
