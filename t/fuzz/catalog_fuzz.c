
/*
 * Catalogs: any text is read or refused with a line, and what was read can be
 * built and asked.  The first byte may let the memory run out.
 */


#include "base/prv_arena.h"
#include "catalog/prv_tables.h"

#include <stdlib.h>


int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);


static void
fuzz_done(const prv_vec_t *patterns)
{
    size_t          i;
    prv_pattern_t  *pattern;

    pattern = patterns->elts;

    for (i = 0; i < patterns->n; i++) {
        prv_pattern_done(&pattern[i]);
    }
}


static int
fuzz_excepts(const prv_vendor_t *vendor)
{
    size_t       i;
    prv_host_t  *host;

    host = vendor->hosts.elts;

    for (i = 0; i < vendor->hosts.n; i++) {
        if (host[i].except) {
            return 1;
        }
    }

    return 0;
}


/* every host of the text, and its first bytes as everything else */

static void
fuzz_ask(const prv_tables_t *tables, const prv_vendor_t *vendor,
    const prv_str_t *text, int excepts)
{
    size_t             i;
    prv_str_t          path;
    prv_host_t        *host;
    prv_inline_scan_t  scan;

    host = vendor->hosts.elts;

    for (i = 0; i < vendor->hosts.n; i++) {
        path = host[i].path;

        if (host[i].host.len == 0) {
            (void) prv_paths_match(&tables->hosts, &path, 1);
            continue;
        }

        if (host[i].except || (path.len && path.data[0] != '/')) {
            continue;
        }

        /* a "*" in a path stands for what only the page knows */

        if ((path.len == 0 || memchr(path.data, '*', path.len) == NULL)
            && prv_hosts_match(&tables->hosts, &host[i].host, &path, 1) == NULL
            && !excepts)
        {
            abort();
        }
    }

    path = *text;
    path.len = text->len < 64 ? text->len : 64;

    (void) prv_names_match(&tables->cookies, &path);
    (void) prv_names_match(&tables->keeps, &path);
    (void) prv_names_match(&tables->args, &path);

    prv_inline_start(&scan, text->data, text->len);

    for (i = 0; prv_inline_next(&tables->inlines, &scan); i++) {
        if (i > text->len * (4 + tables->inlines.rules.n)) {
            abort();
        }
    }
}


int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    int              rc, excepts;
    size_t           i;
    prv_str_t        text;
    prv_arena_t      arena;
    prv_error_t      err;
    prv_tables_t     tables;
    prv_vendor_t   **vendors;
    prv_catalog_t    catalog;

    if (size < 1) {
        return 0;
    }

    text.data = (unsigned char *) data + 1;
    text.len = size - 1;

    prv_arena_init(&arena, data[0] < 128 ? 0 : (size_t) (data[0] - 127) * 256);
    prv_catalog_init(&catalog, &arena.mem);
    prv_tables_init(&tables, &arena.mem);

    memset(&err, 0, sizeof(err));

    rc = prv_catalog_parse(&catalog, &text, &err);

    if (rc != PRV_OK && (err.text[0] == '\0'
                         || memchr(err.text, '\0', sizeof(err.text)) == NULL))
    {
        abort();
    }

    vendors = catalog.vendors.elts;

    for (i = 0; rc == PRV_OK && i < catalog.vendors.n; i++) {
        rc = prv_tables_add(&tables, vendors[i], &err);
    }

    if (rc == PRV_OK && prv_tables_build(&tables) == PRV_OK) {

        excepts = 0;

        for (i = 0; i < catalog.vendors.n; i++) {
            excepts |= fuzz_excepts(vendors[i]);
        }

        for (i = 0; i < catalog.vendors.n; i++) {

            if (prv_catalog_find(&catalog, &vendors[i]->id) != vendors[i]) {
                abort();
            }

            fuzz_ask(&tables, vendors[i], &text, excepts);
        }
    }

    for (i = 0; i < catalog.vendors.n; i++) {
        fuzz_done(&vendors[i]->inlines);
        fuzz_done(&vendors[i]->cookies);
        fuzz_done(&vendors[i]->keeps);
        fuzz_done(&vendors[i]->args);
    }

    prv_arena_destroy(&arena);

    return 0;
}
