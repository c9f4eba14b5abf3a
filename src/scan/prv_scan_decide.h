
/*
 * privacy-scan --decide: what a request's cookies and signals come to.
 */


#ifndef _PRV_SCAN_DECIDE_H_INCLUDED_
#define _PRV_SCAN_DECIDE_H_INCLUDED_


#include "consent/prv_consent.h"


#define PRV_SCAN_FROM_MAX  64


typedef struct {
    const char           *cookies;      /* "Cookie: …", the name optional */
    const char           *vendor;       /* NULL, or an id to ask for */
    const prv_format_t   *from[PRV_SCAN_FROM_MAX];
    size_t                nfrom;        /* 0: auto */
    prv_regime_e          regime;
    unsigned              gpc:1;
    unsigned              dnt:1;
} prv_scan_decide_t;


/*
 * prv_scan_decide_from(), prv_scan_decide_regime(): an option's value.
 * PRV_OK, or PRV_ERROR with a line on standard error.
 */

int prv_scan_decide_from(prv_scan_decide_t *decide, const char *list);
int prv_scan_decide_regime(prv_scan_decide_t *decide, const char *name);

/*
 * prv_scan_decide(): the decision as one JSON object on standard output; the
 * exit status.  What it allocates is mem's.
 */

int prv_scan_decide(const prv_scan_decide_t *decide,
    const prv_catalog_t *catalog, prv_mem_t *mem);


#endif /* _PRV_SCAN_DECIDE_H_INCLUDED_ */
