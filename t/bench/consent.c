
/*
 * Counts the instructions of one decision under callgrind: a Cookie field's
 * value on standard input, and as arguments the vendors to ask for.
 *
 *     make engine
 *     cc -O2 -Isrc -o build/consent-cost t/bench/consent.c build/libprivacy.a \
 *         -lpcre2-8 -lcrypto -lz
 *     valgrind --tool=callgrind --instr-atstart=no --collect-atstart=no \
 *         build/consent-cost adroll <cookies
 */


#include "base/prv_arena.h"
#include "consent/prv_consent.h"

#include <stdio.h>
#include <valgrind/callgrind.h>


#define BENCH_NOW  1800000000


int
main(int argc, char **argv)
{
    int                     i, granted;
    prv_str_t               field, id;
    prv_error_t             err;
    prv_arena_t             arena;
    prv_catalog_t           catalog;
    prv_decision_t          decision;
    prv_consent_conf_t      conf;
    static prv_vendor_t    *vendors[64];
    static unsigned char    cookies[65536];
    prv_consent_request_t   request;

    prv_arena_init(&arena, 0);
    prv_catalog_init(&catalog, &arena.mem);

    if (prv_catalog_parse(&catalog, &prv_embed_vendors_conf, &err) != PRV_OK)
    {
        return 1;
    }

    memset(&conf, 0, sizeof(prv_consent_conf_t));

    conf.catalog = &catalog;
    conf.automatic = 1;
    conf.cookie = (prv_str_t) prv_string(PRV_CONSENT_DEFAULT_COOKIE);

    prv_consent_init(&conf);

    field.data = cookies;
    field.len = fread(cookies, 1, sizeof(cookies), stdin);

    while (field.len && cookies[field.len - 1] == '\n') {
        field.len--;
    }

    memset(&request, 0, sizeof(prv_consent_request_t));

    request.cookies = &field;
    request.ncookies = 1;
    request.now = BENCH_NOW;

    for (i = 1; i < argc && i < 64; i++) {
        id.data = (unsigned char *) argv[i];
        id.len = strlen(argv[i]);

        vendors[i] = prv_catalog_find(&catalog, &id);

        if (vendors[i] == NULL) {
            return 1;
        }
    }

    granted = 0;

    /* once before: the second run is not the linker's */

    if (prv_consent_decide(&decision, &conf, &request, &arena.mem, NULL, NULL)
        != PRV_OK)
    {
        return 1;
    }

    CALLGRIND_START_INSTRUMENTATION;
    CALLGRIND_TOGGLE_COLLECT;

    if (prv_consent_decide(&decision, &conf, &request, &arena.mem, NULL, NULL)
        != PRV_OK)
    {
        return 1;
    }

    for (i = 1; i < argc && i < 64; i++) {
        granted += prv_decision_vendor(&decision, vendors[i],
                                       vendors[i]->category);
    }

    CALLGRIND_TOGGLE_COLLECT;
    CALLGRIND_STOP_INSTRUMENTATION;

    printf("categories %x, %d of %d vendors\n", decision.granted, granted,
           argc - 1);

    prv_arena_destroy(&arena);

    return 0;
}
