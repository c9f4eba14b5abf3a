
/*
 * The rewriter on any bytes: the first two say what to do and how to cut
 * them.  The result must not depend on the cut, a report changes nothing, and
 * in what was stripped nothing is left to strip.
 */


#include "base/prv_arena.h"
#include "catalog/prv_tables.h"
#include "html/prv_rewriter.h"

#include <stdlib.h>


typedef struct {
    unsigned char  *data;
    size_t          len;
    size_t          cap;
    size_t          refused;
} fuzz_out_t;


#define FUZZ_BLOCK       0x01
#define FUZZ_SURROGATES  0x02
#define FUZZ_BODY        0x04
#define FUZZ_OFF         0x08
#define FUZZ_SHORT       0x10
#define FUZZ_XML         0x20
#define FUZZ_HEAD        0x40


static prv_arena_t     fuzz_arena;
static prv_catalog_t   fuzz_catalog;
static prv_tables_t    fuzz_tables;
static prv_rules_t     fuzz_rules;


int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);


static int
fuzz_take(void *data, const unsigned char *p, size_t len)
{
    fuzz_out_t  *out = data;

    if (out->cap - out->len < len) {
        out->cap = (out->len + len) * 2 + 1024;
        out->data = realloc(out->data, out->cap);

        if (out->data == NULL) {
            abort();
        }
    }

    if (len != 0) {
        memcpy(out->data + out->len, p, len);
        out->len += len;
    }

    return PRV_OK;
}


static int
fuzz_found(void *data, const prv_finding_t *finding)
{
    fuzz_out_t  *out = data;

    out->refused += finding->refused;

    return PRV_OK;
}


static int
fuzz_body(void *data, prv_str_t *html)
{
    (void) data;

    html->data = (unsigned char *) "<div>notice</div>";
    html->len = 17;

    return PRV_OK;
}


/* what stands in a head, or it would begin the body */

static int
fuzz_head(void *data, prv_str_t *html)
{
    (void) data;

    html->data = (unsigned char *) "<meta name=x>";
    html->len = 13;

    return PRV_OK;
}


static void
fuzz_filter(const uint8_t *data, size_t size, size_t chunk, unsigned mode,
    fuzz_out_t *out)
{
    size_t               n;
    prv_gate_t           gate;
    prv_sink_t           sink;
    prv_arena_t          arena;
    prv_decision_t       decision;
    prv_rewriter_t      *rw;
    prv_rewriter_conf_t  conf;

    memset(&gate, 0, sizeof(gate));
    memset(&sink, 0, sizeof(sink));
    memset(&conf, 0, sizeof(conf));
    memset(&decision, 0, sizeof(decision));

    prv_arena_init(&arena, 0);

    decision.granted = prv_bit(PRV_NECESSARY);

    gate.rules = &fuzz_rules;
    gate.decision = &decision;
    gate.host.data = (unsigned char *) "shop.example";
    gate.host.len = 12;

    conf.tags = (mode & FUZZ_OFF) ? PRV_TAGS_OFF
                : (mode & FUZZ_BLOCK) ? PRV_TAGS_BLOCK : PRV_TAGS_STRIP;
    conf.surrogates = (mode & FUZZ_SURROGATES) != 0;
    conf.report = 1;
    conf.xml = (mode & FUZZ_XML) != 0;
    conf.limit = (mode & FUZZ_SHORT) ? 96 : 65536;

    sink.pass = fuzz_take;
    sink.copy = fuzz_take;
    sink.head = (mode & FUZZ_HEAD) ? fuzz_head : NULL;
    sink.body = (mode & FUZZ_BODY) ? fuzz_body : NULL;
    sink.found = fuzz_found;
    sink.data = out;

    rw = prv_rewriter_create(&conf, &gate, &sink, &arena.mem);
    if (rw == NULL) {
        abort();
    }

    while (size != 0) {
        n = size < chunk ? size : chunk;

        if (prv_rewriter_feed(rw, data, n) != PRV_OK) {
            abort();
        }

        if (prv_rewriter_held(rw) > conf.limit + sizeof("</noscript")) {
            abort();
        }

        data += n;
        size -= n;
    }

    if (prv_rewriter_finish(rw) != PRV_OK) {
        abort();
    }

    prv_arena_destroy(&arena);
}


int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
    size_t          i;
    prv_error_t     err;
    prv_vendor_t  **vendors;

    (void) argc;
    (void) argv;

    prv_arena_init(&fuzz_arena, 0);
    prv_catalog_init(&fuzz_catalog, &fuzz_arena.mem);

    if (prv_catalog_parse(&fuzz_catalog, &prv_embed_vendors_conf, &err)
        != PRV_OK)
    {
        abort();
    }

    prv_tables_init(&fuzz_tables, &fuzz_arena.mem);

    vendors = fuzz_catalog.vendors.elts;

    for (i = 0; i < fuzz_catalog.vendors.n; i++) {
        if (prv_tables_add(&fuzz_tables, vendors[i], &err) != PRV_OK) {
            abort();
        }
    }

    prv_rules_init(&fuzz_rules, &fuzz_catalog, &fuzz_tables,
                   &fuzz_arena.mem);

    if (prv_tables_build(&fuzz_tables) != PRV_OK
        || prv_rules_build(&fuzz_rules) != PRV_OK)
    {
        abort();
    }

    return 0;
}


int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    size_t      chunk;
    unsigned    mode;
    fuzz_out_t  whole, cut;

    if (size < 2) {
        return 0;
    }

    mode = data[0] & 127;
    chunk = 1 + data[1];
    data += 2;
    size -= 2;

    memset(&whole, 0, sizeof(whole));
    memset(&cut, 0, sizeof(cut));

    fuzz_filter(data, size, size + 1, mode, &whole);
    fuzz_filter(data, size, chunk, mode, &cut);

    if (whole.len != cut.len || whole.refused != cut.refused
        || (whole.len != 0 && memcmp(whole.data, cut.data, whole.len) != 0))
    {
        abort();
    }

    if ((mode & FUZZ_OFF) && !(mode & (FUZZ_BODY | FUZZ_HEAD))
        && (whole.len != size
            || (size != 0 && memcmp(whole.data, data, size) != 0)))
    {
        abort();
    }

    free(cut.data);

    /* what is no well-formed XML has no second reading */

    if (!(mode & (FUZZ_OFF | FUZZ_BLOCK | FUZZ_SURROGATES | FUZZ_SHORT
                  | FUZZ_XML)))
    {

        memset(&cut, 0, sizeof(cut));
        fuzz_filter(whole.data, whole.len, whole.len + 1, mode, &cut);

        if (cut.refused != 0) {
            abort();
        }

        free(cut.data);
    }

    free(whole.data);

    return 0;
}
