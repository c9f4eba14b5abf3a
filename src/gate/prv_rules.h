
/*
 * The rules of one location: the catalog, lists, and what the operator
 * allows, denies and calls his own.  Built at configuration, read-only then.
 */


#ifndef _PRV_RULES_H_INCLUDED_
#define _PRV_RULES_H_INCLUDED_


#include "catalog/prv_tables.h"


typedef struct {
    const prv_catalog_t  *catalog;
    const prv_tables_t   *tables;       /* of the catalog and lists, shared
                                           by all locations; NULL for none */
    prv_tables_t          own;          /* allow and deny of this location */
    prv_vec_t             vendors;      /* const prv_vendor_t *: allowed */
    prv_vec_t             first;        /* prv_host_t: first parties */
    unsigned              deny_hosts:1; /* privacy_unknown host=deny */
    unsigned              deny_cookies:1;
    uint32_t              digest;       /* of all of the above */
    prv_mem_t            *mem;
} prv_rules_t;


void prv_rules_init(prv_rules_t *rules, const prv_catalog_t *catalog,
    const prv_tables_t *tables, prv_mem_t *mem);

/*
 * One parameter of a directive, as written, which must outlive the rules:
 *   privacy_allow        vendor=ID  host=H[/path]  cookie=PATTERN
 *   privacy_deny         host=H[/path]  cookie=PATTERN  inline=TEXT, all of
 *                        the category that the directive names
 *   privacy_first_party  HOST or .HOST
 * PRV_OK, or PRV_ERROR with *err filled.
 */

int prv_rules_allow(prv_rules_t *rules, const prv_str_t *word,
    prv_error_t *err);
int prv_rules_deny(prv_rules_t *rules, prv_category_e category,
    const prv_str_t *word, prv_error_t *err);
int prv_rules_first_party(prv_rules_t *rules, const prv_str_t *word,
    prv_error_t *err);

/* prv_rules_build(): once, after the last of them; PRV_OK or PRV_ERROR */

int prv_rules_build(prv_rules_t *rules);


#endif /* _PRV_RULES_H_INCLUDED_ */
