
/*
 * Every reader on any bytes: the first one picks the format, the rest stands
 * in each of its cookies, alone and twice.  Nothing may be granted without a
 * decision under opt-in, and what is written of a decision is read back.
 */


#include "base/prv_arena.h"
#include "consent/prv_format.h"

#include <stdlib.h>


#define FUZZ_NOW  1800000000


static prv_arena_t         fuzz_arena;
static prv_catalog_t       fuzz_catalog;
static prv_consent_conf_t  fuzz_conf;


int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);


int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
    prv_error_t  err;

    (void) argc;
    (void) argv;

    prv_arena_init(&fuzz_arena, 0);
    prv_catalog_init(&fuzz_catalog, &fuzz_arena.mem);

    if (prv_catalog_parse(&fuzz_catalog, &prv_embed_vendors_conf, &err)
        != PRV_OK)
    {
        abort();
    }

    fuzz_conf.catalog = &fuzz_catalog;
    fuzz_conf.automatic = 1;
    fuzz_conf.cookie = (prv_str_t) prv_string("privacy_consent");

    prv_consent_init(&fuzz_conf);

    return 0;
}


static void
fuzz_trace(void *data, const prv_str_t *cookie, const prv_str_t *format,
    const char *result, const char *why)
{
    (void) data;
    (void) cookie;
    (void) format;

    if (strlen(result) > 16 || strlen(why) > 255) {
        abort();
    }
}


static void
fuzz_decide(const prv_str_t *cookies, size_t n)
{
    size_t                  i;
    prv_buf_t               b;
    prv_str_t               written;
    prv_arena_t             arena;
    prv_vendor_t          **vendors;
    prv_decision_t          d, again;
    prv_consent_request_t   request;

    memset(&request, 0, sizeof(prv_consent_request_t));

    request.cookies = cookies;
    request.ncookies = n;
    request.now = FUZZ_NOW;

    prv_arena_init(&arena, 0);

    if (prv_consent_decide(&d, &fuzz_conf, &request, &arena.mem, fuzz_trace,
                           NULL)
        != PRV_OK)
    {
        abort();
    }

    if (!d.decided && d.granted != prv_bit(PRV_NECESSARY)) {
        abort();
    }

    vendors = fuzz_catalog.vendors.elts;

    for (i = 0; i < fuzz_catalog.vendors.n; i++) {
        (void) prv_decision_vendor(&d, vendors[i], vendors[i]->category);
    }

    d.time = FUZZ_NOW;

    prv_buf_init(&b, &arena.mem, 0);
    prv_buf_lit(&b, "privacy_consent=");
    prv_native_write(&b, &fuzz_conf, &d);

    if (prv_buf_done(&b, &written) != PRV_OK) {
        abort();
    }

    request.cookies = &written;
    request.ncookies = 1;

    if (prv_consent_decide(&again, &fuzz_conf, &request, &arena.mem, NULL,
                           NULL)
        != PRV_OK
        || again.decided != d.decided
        || again.granted != ((d.granted & ~d.named)
                             | prv_bit(PRV_NECESSARY)))
    {
        abort();
    }

    prv_arena_destroy(&arena);
}


int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    size_t                    i, n, format;
    prv_str_t                 fields[PRV_ROLES * 2 + 2];
    const prv_str_t          *name;
    const prv_format_name_t  *row;

    if (size == 0) {
        return 0;
    }

    format = data[0] % prv_nformats;
    data++;
    size--;

    n = 0;

    for (i = 0; i < prv_nformat_names + 1 && n < PRV_ROLES * 2; i++) {

        if (i == prv_nformat_names) {

            if (format != 0) {
                break;
            }

            name = &fuzz_conf.cookie;

        } else {
            row = &prv_format_names[i];
            name = &row->name;

            if (row->format != format) {
                continue;
            }
        }

        fields[n].len = name->len + 1 + size;
        fields[n].data = malloc(fields[n].len);

        if (fields[n].data == NULL) {
            abort();
        }

        memcpy(fields[n].data, name->data, name->len);
        fields[n].data[name->len] = '=';
        memcpy(fields[n].data + name->len + 1, data, size);

        fuzz_decide(&fields[n], 1);

        n++;
    }

    /* the bytes as a whole field of their own, too */

    fields[n].len = size;
    fields[n].data = malloc(size ? size : 1);

    if (fields[n].data == NULL) {
        abort();
    }

    memcpy(fields[n].data, data, size);

    n++;
    fuzz_decide(fields, n);

    while (n) {
        free(fields[--n].data);
    }

    return 0;
}
