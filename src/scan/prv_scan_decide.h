
/*
 * privacy-scan --decide: what a request's cookies and signals come to.
 */


#ifndef _PRV_SCAN_DECIDE_H_INCLUDED_
#define _PRV_SCAN_DECIDE_H_INCLUDED_


#include "consent/prv_consent.h"


#define PRV_SCAN_FROM_MAX   64
#define PRV_SCAN_NAMES_MAX  64


typedef struct {
    const char           *cookies;      /* "Cookie: …", the name optional */
    const char           *vendor;       /* NULL, or an id to ask for */
    const prv_format_t   *from[PRV_SCAN_FROM_MAX];
    size_t                nfrom;        /* 0: auto */
    prv_consent_word_t    names[PRV_SCAN_NAMES_MAX];
    unsigned char         letters[PRV_SCAN_NAMES_MAX][PRV_CONSENT_WORD_MAX];
    size_t                nnames;
    int64_t               max_age;      /* of others than the native cookie */
    prv_regime_e          regime;
    unsigned              gpc:1;
    unsigned              dnt:1;
} prv_scan_decide_t;


/*
 * prv_scan_decide_from(), prv_scan_decide_regime(), prv_scan_decide_names()
 * (CATEGORY=NAME,NAME, more of them at each call) and prv_scan_decide_age()
 * (days): an option's value.  PRV_OK, or PRV_ERROR with a line on standard
 * error.
 */

int prv_scan_decide_from(prv_scan_decide_t *decide, const char *list);
int prv_scan_decide_regime(prv_scan_decide_t *decide, const char *name);
int prv_scan_decide_names(prv_scan_decide_t *decide, const char *list);
int prv_scan_decide_age(prv_scan_decide_t *decide, const char *days);

/*
 * prv_scan_decide(): the decision as one JSON object on standard output; the
 * exit status.  What it allocates is mem's.
 */

int prv_scan_decide(const prv_scan_decide_t *decide,
    const prv_catalog_t *catalog, prv_mem_t *mem);


#endif /* _PRV_SCAN_DECIDE_H_INCLUDED_ */
