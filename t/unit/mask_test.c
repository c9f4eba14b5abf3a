
/* each way of looking at a block sees the same */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <cmocka.h>

#include "base/prv_bytes.h"
#include "base/prv_mask.h"
#include "header/prv_url.h"


static uint64_t  seed = 1;


static unsigned
rnd(unsigned n)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;

    return (unsigned) (seed >> 33) % n;
}


#if (PRV_WIDE)

PRV_WIDE_TARGET
static void
wide(prv_mask_t *m, const unsigned char *p)
{
    prv_mask_wide(m, p);
}

#endif


static void
test_masks(void **state)
{
    int            i, k;
    prv_mask_t     a, b, c;
    unsigned char  block[PRV_MASK_BLOCK + 1];

    (void) state;

    for (i = 0; i < 20000; i++) {

        for (k = 0; k < PRV_MASK_BLOCK + 1; k++) {
            block[k] = (unsigned char) (i < 256 ? i : (int) rnd(256));
        }

        prv_mask_portable(&a, block + (i & 1));
        prv_mask_block(&b, block + (i & 1));
        c = b;

#if (PRV_WIDE)

        if (prv_wide()) {
            wide(&c, block + (i & 1));
        }

#endif

        assert_memory_equal(&a, &b, sizeof(prv_mask_t));
        assert_memory_equal(&a, &c, sizeof(prv_mask_t));
    }
}


/* what is looked for, from each place to each end, is where it first is */

static void
test_scans(void **state)
{
    int                   i, k;
    size_t                from, to, p;
    unsigned char         text[200];
    const unsigned char  *s, *end;

    static const unsigned char  some[] = "ab<\"'=> \t\x01&,\x7f\x80\xff/.-07A`{:";

    (void) state;

    for (i = 0; i < 20000; i++) {

        for (k = 0; k < (int) sizeof(text); k++) {
            text[k] = rnd(40) ? 'x' : some[rnd(sizeof(some))];
        }

        from = rnd(40);
        to = from + rnd(sizeof(text) - 40);
        s = text + from;
        end = text + to;

        for (p = from; p < to && text[p] != '<'; p++) { /* void */ }
        assert_ptr_equal(prv_scan(s, end, '<'), text + p);

        for (p = from; p < to && text[p] != '"' && text[p] != '='; p++) {
            /* void */
        }
        assert_ptr_equal(prv_scan2(s, end, '"', '='), text + p);

        for (p = from; p < to && text[p] > ' ' && text[p] != '&'; p++) {
            /* void */
        }
        assert_ptr_equal(prv_scan_low(s, end, '&'), text + p);

        for (p = from;
             p < to && text[p] != 'A' && text[p] != '_'
             && prv_url_host_bytes[text[p]];
             p++)
        {
            /* void */
        }
        assert_ptr_equal(prv_scan_host(s, end), text + p);
    }
}


int
main(void)
{
    const struct CMUnitTest  tests[] = {
        cmocka_unit_test(test_masks),
        cmocka_unit_test(test_scans)
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
