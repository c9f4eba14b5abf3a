
/*
 * privacy-scan: the engine without nginx.
 */


#ifndef _PRV_SCAN_H_INCLUDED_
#define _PRV_SCAN_H_INCLUDED_


#include "base/prv_arena.h"
#include "gate/prv_gate.h"
#include "html/prv_rewriter.h"
#include "scan/prv_scan_decide.h"


#define PRV_SCAN_CLEAN    0
#define PRV_SCAN_FOUND    1
#define PRV_SCAN_TROUBLE  2

#define PRV_SCAN_LIMIT    (64 * 1024)       /* as privacy_buffer_size */


typedef struct {
    prv_arena_t           arena;
    prv_catalog_t         catalog;
    prv_tables_t          tables;
    prv_rules_t           rules;
    prv_decision_t        decision;
    prv_gate_t            gate;
    prv_rewriter_conf_t   conf;
    size_t                chunk;        /* 0: as much as is there */
    unsigned              json:1;
    unsigned              summary:1;    /* of --format: it alone */
    double                seconds;      /* of --bench */
    prv_str_t             state;        /* --state, empty where none */
    prv_str_t             last;         /* --last-start-tag, lower case */
    prv_scan_decide_t     decide;       /* --decide and its options */
} prv_scan_t;


/* what was found of a vendor, or with none of a category */

typedef struct {
    const prv_vendor_t   *vendor;       /* or NULL */
    prv_category_e        category;
    size_t                findings;
    size_t                pages;
    size_t                last;         /* number of the last page */
} prv_scan_sum_t;


/* a report of many pages */

typedef struct {
    int                 (*page)(void *data, const char *name);
    void                 *data;
    prv_scan_sum_t       *sums;
    size_t                nsums;
    size_t                findings;
    size_t                pages;        /* read so far, from 1 */
    size_t                found;        /* of those, with findings */
    size_t                others;       /* files that were no pages */
    size_t                last;
    size_t                pages_of[PRV_CATEGORIES];
    size_t                seen[PRV_CATEGORIES];
} prv_scan_site_t;


/* prv_scan_trouble(): a line on standard error; returns PRV_SCAN_TROUBLE */

int prv_scan_trouble(const char *fmt, ...)
    __attribute__((format(printf, 1, 2)));

/*
 * prv_scan_read(): a whole file ("-": standard input), its bytes owned by
 * mem.  PRV_OK, or PRV_ERROR with a line on standard error.
 */

int prv_scan_read(prv_mem_t *mem, const char *name, prv_str_t *text);

/*
 * prv_scan_list(): "FILE:CATEGORY" into scan->tables.  PRV_OK, or PRV_ERROR
 * with a line on standard error; there is one also of what is ignored.
 */

int prv_scan_list(prv_scan_t *scan, const char *value);

/*
 * prv_scan_site(): calls site->page for each file in a directory and below,
 * in order of their names; links are not followed.  depth is 0.  PRV_OK, or
 * PRV_ERROR when there was trouble with some of them.
 */

int prv_scan_site(prv_scan_site_t *site, const char *name, unsigned depth);

/* prv_scan_is_page(): whether a file is HTML, by its name or beginning */

int prv_scan_is_page(const char *name, const prv_str_t *text);

/*
 * prv_scan_sums(): room for a sum of each vendor; PRV_OK or PRV_ERROR.
 * prv_scan_sum(): one more finding, in the page that site->pages counted
 * last.  prv_scan_summary(): all of them, on standard output.
 */

int prv_scan_sums(prv_scan_site_t *site, const prv_catalog_t *catalog,
    prv_mem_t *mem);
void prv_scan_sum(prv_scan_site_t *site, const prv_match_t *match);
void prv_scan_summary(prv_scan_site_t *site);

/*
 * prv_scan_document(): the text through a rewriter of its own, in chunks of
 * scan->chunk.  PRV_OK, or PRV_ERROR without memory or from the sink.
 */

int prv_scan_document(prv_scan_t *scan, const prv_sink_t *sink,
    const prv_str_t *text);

/* the modes; each returns the exit status */

int prv_scan_report(prv_scan_t *scan, char **files, int n);
int prv_scan_filter(prv_scan_t *scan);
int prv_scan_bench(prv_scan_t *scan, const char *file);
int prv_scan_tokens(prv_scan_t *scan, const char *file);


#endif /* _PRV_SCAN_H_INCLUDED_ */
