
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
    double                seconds;      /* of --bench */
    prv_str_t             state;        /* --state, empty where none */
    prv_str_t             last;         /* --last-start-tag, lower case */
    prv_scan_decide_t     decide;       /* --decide and its options */
} prv_scan_t;


/* prv_scan_trouble(): a line on standard error; returns PRV_SCAN_TROUBLE */

int prv_scan_trouble(const char *fmt, ...)
    __attribute__((format(printf, 1, 2)));

/*
 * prv_scan_read(): a whole file ("-": standard input), its bytes owned by
 * mem.  PRV_OK, or PRV_ERROR with a line on standard error.
 */

int prv_scan_read(prv_mem_t *mem, const char *name, prv_str_t *text);

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
