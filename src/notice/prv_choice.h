
/*
 * What a visitor chose: the form that is posted to the endpoint (WHATWG URL,
 * section 5.1, application/x-www-form-urlencoded), and what follows from it.
 */


#ifndef _PRV_CHOICE_H_INCLUDED_
#define _PRV_CHOICE_H_INCLUDED_


#include "consent/prv_decision.h"


#define PRV_CHOICE_FIELDS_MAX  2048
#define PRV_CHOICE_RETURN_MAX  2048


typedef enum {
    PRV_ACTION_NONE = 0,        /* vendors alone */
    PRV_ACTION_ACCEPT,
    PRV_ACTION_REJECT,
    PRV_ACTION_SAVE,
    PRV_ACTION_WITHDRAW
} prv_action_e;


typedef struct {
    prv_action_e     action;
    unsigned         categories;    /* prv_bit() of those named */
    unsigned char   *yes;           /* vendors named, as in prv_decision_t; */
    unsigned char   *no;            /* NULL where none is */
    const prv_vendor_t  *once;      /* granted for one page, or NULL */
    prv_str_t        back;          /* "return", empty unless it is a path on
                                       this site */
} prv_choice_t;


/*
 * prv_choice_parse(): a posted body.  Categories and vendors that are not
 * known are passed over: the page may be older than the catalog.  PRV_OK;
 * PRV_DECLINED where it is no choice (an unknown action, or neither an action
 * nor a vendor, or too many fields); PRV_ERROR without memory.
 */

int prv_choice_parse(prv_choice_t *choice, const prv_catalog_t *catalog,
    const prv_str_t *body, prv_mem_t *mem);

/* prv_choice_vendor(): names one more vendor: granted, or refused */

int prv_choice_vendor(prv_choice_t *choice, const prv_catalog_t *catalog,
    const prv_vendor_t *vendor, int granted, prv_mem_t *mem);

/*
 * prv_choice_apply(): what holds after the choice, where *decision holds
 * what the visitor has said before: categories, decided, yes and no are
 * changed.  Not for PRV_ACTION_WITHDRAW.  PRV_OK, or PRV_ERROR without
 * memory.
 */

int prv_choice_apply(const prv_choice_t *choice, prv_decision_t *decision,
    const prv_catalog_t *catalog, prv_mem_t *mem);

/*
 * prv_choice_return(): 1 when s is a path that keeps a browser on this site:
 * "/" first, no second one or "\" behind it, printable ASCII, of bounded
 * length.
 */

int prv_choice_return(const prv_str_t *s);

/* prv_choice_named(): 1 when bits, as in prv_decision_t, name the vendor */

int prv_choice_named(const unsigned char *bits, const prv_vendor_t *vendor);


#endif /* _PRV_CHOICE_H_INCLUDED_ */
