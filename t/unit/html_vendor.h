
/*
 * One vendor, for the tests of the rewriter.
 */


#ifndef _HTML_VENDOR_H_INCLUDED_
#define _HTML_VENDOR_H_INCLUDED_


#include "base/prv_arena.h"
#include "html/prv_rewriter.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>


#define NELTS(a)  (sizeof(a) / sizeof((a)[0]))

#define T  "//t.example/x"


static prv_arena_t     arena;
static prv_catalog_t   catalog;
static prv_tables_t    tables;
static prv_rules_t     rules;


static const char  vendors[] =
    "track {\n"
    "    name \"Track\";\n"
    "    category marketing;\n"
    "    host .t.example;\n"
    "    inline track_id;\n"
    "    surrogate \"S\";\n"
    "}\n";


static int
setup(void **state)
{
    size_t          i;
    prv_str_t       text;
    prv_error_t     err;
    prv_vendor_t  **v;

    (void) state;

    prv_arena_init(&arena, 0);
    prv_catalog_init(&catalog, &arena.mem);

    text.data = (unsigned char *) vendors;
    text.len = sizeof(vendors) - 1;

    if (prv_catalog_parse(&catalog, &text, &err) != PRV_OK) {
        print_error("%s\n", err.text);
        return -1;
    }

    prv_tables_init(&tables, &arena.mem);
    v = catalog.vendors.elts;

    for (i = 0; i < catalog.vendors.n; i++) {
        if (prv_tables_add(&tables, v[i], &err) != PRV_OK) {
            return -1;
        }
    }

    prv_rules_init(&rules, &catalog, &tables, &arena.mem);

    return (prv_tables_build(&tables) == PRV_OK
            && prv_rules_build(&rules) == PRV_OK)
           ? 0 : -1;
}


static int
teardown(void **state)
{
    (void) state;

    prv_arena_destroy(&arena);

    return 0;
}


#endif /* _HTML_VENDOR_H_INCLUDED_ */
