
#include "base/prv_bytes.h"
#include "base/prv_mask.h"


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


int
prv_wide(void)
{
#if (PRV_WIDE)
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi")
           && __builtin_cpu_supports("bmi2");
#else
    return 0;
#endif
}
