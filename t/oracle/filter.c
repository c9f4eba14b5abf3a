
/*
 * The rewriter as a server on standard input and output, for the oracle:
 * "LENGTH MODE CHUNK\n" and the bytes in, "LENGTH\n" and the bytes out.
 * MODE is s (strip) or b (block); CHUNK is how many bytes are fed at a time.
 * The one vendor is t.example, with the fingerprint track_id.
 */

#include "base/prv_arena.h"
#include "html/prv_rewriter.h"

#include <stdio.h>
#include <stdlib.h>


static const char  vendors[] =
    "track { category marketing; host .t.example; inline track_id; }\n";


static int
out_add(void *data, const unsigned char *p, size_t len)
{
    prv_buf_add(data, p, len);

    return ((prv_buf_t *) data)->failed ? PRV_ERROR : PRV_OK;
}


int
main(void)
{
    char                  mode;
    size_t                n, at, len, chunk;
    prv_str_t             text, html;
    prv_buf_t             out;
    prv_gate_t            gate;
    prv_sink_t            sink;
    prv_error_t           err;
    prv_rules_t           rules;
    prv_arena_t           arena, mem;
    prv_vendor_t        **v;
    unsigned char        *doc;
    prv_tables_t          tables;
    prv_catalog_t         catalog;
    prv_decision_t        decision;
    prv_rewriter_t       *rw;
    prv_rewriter_conf_t   conf;

    memset(&gate, 0, sizeof(gate));
    memset(&sink, 0, sizeof(sink));
    memset(&conf, 0, sizeof(conf));
    memset(&decision, 0, sizeof(decision));

    prv_arena_init(&arena, 0);
    prv_catalog_init(&catalog, &arena.mem);
    prv_tables_init(&tables, &arena.mem);

    text.data = (unsigned char *) vendors;
    text.len = sizeof(vendors) - 1;

    if (prv_catalog_parse(&catalog, &text, &err) != PRV_OK) {
        fprintf(stderr, "%s\n", err.text);
        return 1;
    }

    v = catalog.vendors.elts;

    prv_rules_init(&rules, &catalog, &tables, &arena.mem);

    if (prv_tables_add(&tables, v[0], &err) != PRV_OK
        || prv_tables_build(&tables) != PRV_OK
        || prv_rules_build(&rules) != PRV_OK)
    {
        return 1;
    }

    decision.granted = prv_bit(PRV_NECESSARY);
    gate.rules = &rules;
    gate.decision = &decision;
    gate.host.data = (unsigned char *) "shop.example";
    gate.host.len = sizeof("shop.example") - 1;

    conf.limit = 65536;

    sink.pass = out_add;
    sink.copy = out_add;
    sink.data = &out;

    while (scanf("%zu %c %zu", &len, &mode, &chunk) == 3
           && getchar() == '\n')
    {
        doc = malloc(len + 1);

        if (doc == NULL || chunk == 0 || fread(doc, 1, len, stdin) != len) {
            return 1;
        }

        conf.tags = (mode == 'b') ? PRV_TAGS_BLOCK : PRV_TAGS_STRIP;

        prv_arena_init(&mem, 0);
        prv_buf_init(&out, &mem.mem, len + 256);

        rw = prv_rewriter_create(&conf, &gate, &sink, &mem.mem);

        if (rw == NULL) {
            return 1;
        }

        for (at = 0; at < len; at += n) {

            n = len - at < chunk ? len - at : chunk;

            if (prv_rewriter_feed(rw, doc + at, n) != PRV_OK) {
                return 1;
            }
        }

        if (prv_rewriter_finish(rw) != PRV_OK
            || prv_buf_done(&out, &html) != PRV_OK)
        {
            return 1;
        }

        printf("%zu\n", html.len);
        fwrite(html.data, 1, html.len, stdout);

        prv_arena_destroy(&mem);
        free(doc);
    }

    prv_arena_destroy(&arena);

    return fflush(stdout) == 0 ? 0 : 1;
}
