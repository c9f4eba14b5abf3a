
/*
 * A catalog, or one configuration's own rules, made ready for look-ups.
 */


#ifndef _PRV_TABLES_H_INCLUDED_
#define _PRV_TABLES_H_INCLUDED_


#include "catalog/prv_hosts.h"
#include "catalog/prv_inline.h"
#include "catalog/prv_list.h"
#include "catalog/prv_names.h"


typedef struct {
    prv_hosts_t          hosts;         /* "host", "embed" and "path" */
    prv_names_t          cookies;
    prv_names_t          keeps;
    prv_names_t          args;
    prv_inline_t         inlines;
    prv_lists_t          lists;
    uint32_t             digest;        /* of all that went in */
} prv_tables_t;


void prv_tables_init(prv_tables_t *tables, prv_mem_t *mem);

/*
 * prv_tables_add(): everything of a vendor, which must outlive the tables.
 * PRV_OK, or PRV_ERROR with *err filled.
 */

int prv_tables_add(prv_tables_t *tables, const prv_vendor_t *vendor,
    prv_error_t *err);

/* prv_tables_list(): a file of entries; see prv_lists_read() */

int prv_tables_list(prv_tables_t *tables, const prv_list_conf_t *conf,
    const prv_str_t *file, prv_list_count_t *count, prv_error_t *err);

/* prv_tables_mix(): one more string into the digest */

void prv_tables_mix(prv_tables_t *tables, const prv_str_t *s);

/* prv_tables_build(): once, after the last addition; PRV_OK or PRV_ERROR */

int prv_tables_build(prv_tables_t *tables);


#endif /* _PRV_TABLES_H_INCLUDED_ */
