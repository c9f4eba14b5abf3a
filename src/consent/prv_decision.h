
/*
 * What the visitor has said: the decision of one request.
 */


#ifndef _PRV_DECISION_H_INCLUDED_
#define _PRV_DECISION_H_INCLUDED_


#include "catalog/prv_catalog.h"


typedef enum {
    PRV_OPT_IN = 0,             /* undecided: nothing but necessary */
    PRV_OPT_OUT                 /* undecided: all but what a signal refuses */
} prv_regime_e;


typedef enum {
    PRV_GPC_ON = 0,             /* refuses marketing, whatever a cookie says */
    PRV_GPC_UNDECIDED,          /* only until the visitor decides */
    PRV_GPC_OFF
} prv_gpc_e;


typedef struct prv_tcf_s  prv_tcf_t;


typedef struct {
    unsigned             granted;       /* prv_bit() of categories; that of
                                           PRV_NECESSARY is always set */
    unsigned             refused;       /* categories that hold against a
                                           vendor granted by name: a signal's
                                           and privacy_consent_if's */
    unsigned             over;          /* categories that privacy_consent_if
                                           grants: no TC string is asked */
    unsigned             named;         /* granted categories of which only
                                           the vendors in "yes" are meant */
    unsigned             decided:1;
    prv_regime_e         regime;
    prv_str_t            source;        /* "native", "tcf" … "gpc", "dnt",
                                           "if", "regime" */
    prv_str_t            id;            /* consent id, empty where none */
    prv_str_t            policy;        /* policy version, empty where none */
    int64_t              time;          /* of the choice, Unix seconds; 0 */

    unsigned char       *yes;           /* vendors granted by name … */
    unsigned char       *no;            /* … and refused: bit n of byte n / 8
                                           is vendor->index n of the catalog;
                                           NULL where none is named */

    const prv_tcf_t     *tcf;           /* the TC string that decides, NULL
                                           where none: a vendor with a "tcf"
                                           id needs its own bit besides */
} prv_decision_t;


/*
 * prv_decision_vendor(): may this vendor (of this category) act?  A refusal
 * by name beats a signal's or privacy_consent_if's refusal of the category,
 * that a grant by name, and that the category.  A vendor with a "tcf" id also
 * needs the TC string where one decides, however it was granted.  A vendor of
 * NULL is nobody in particular: the category alone.  1 or 0.
 */

int prv_decision_vendor(const prv_decision_t *decision,
    const prv_vendor_t *vendor, prv_category_e category);

/*
 * prv_decision_hash(): the hash (prv_hash.h), continued over all that
 * prv_decision_vendor() looks at and the set of granted categories does not
 * say, for a catalog of n vendors.  What is in a TC string and decides
 * nothing, like its dates, is left out: two visitors who chose the same have
 * the same hash.
 */

uint32_t prv_decision_hash(const prv_decision_t *decision, size_t n,
    uint32_t hash);


#endif /* _PRV_DECISION_H_INCLUDED_ */
