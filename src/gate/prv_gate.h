
/*
 * One question, one answer: may this host, script, cookie be here, for this
 * visitor, in this location?
 */


#ifndef _PRV_GATE_H_INCLUDED_
#define _PRV_GATE_H_INCLUDED_


#include "consent/prv_decision.h"
#include "gate/prv_rules.h"
#include "header/prv_url.h"


/* one request's view of the rules; it lives on the caller's stack or pool */

typedef struct {
    const prv_rules_t     *rules;
    const prv_decision_t  *decision;
    prv_str_t              host;        /* the request's own, normalized */
    unsigned               obeyed:1;    /* the page tells Google's tags what
                                           they may: "obeys" */
} prv_gate_t;


/* who it was */

typedef struct {
    const prv_vendor_t    *vendor;      /* NULL: a list, an operator's rule,
                                           or unknown */
    prv_category_e         category;
    unsigned               known:1;     /* a rule matched, whatever follows
                                           from it */
} prv_match_t;


typedef enum {
    PRV_LOAD_TAG = 0,   /* an element or a field, of whatever kind */
    PRV_LOAD_TEXT,      /* a URL in an inline script: no "embed" counts */
    PRV_LOAD_SCRIPT,
    PRV_LOAD_IMAGE,
    PRV_LOAD_FRAME,
    PRV_LOAD_OBJECT,
    PRV_LOAD_MEDIA,
    PRV_LOAD_PING,
    PRV_LOAD_OTHER
} prv_load_e;


/*
 * Each answers 1 for "may be here", 0 for "refused", and says in *match
 * (which may be NULL) who was found; where nobody was, match->known is 0.
 */

/* prv_gate_url(): a URL that an element loads or a script names */

int prv_gate_url(const prv_gate_t *gate, const prv_url_t *url,
    prv_load_e load, prv_match_t *match);

/*
 * prv_gate_inline(): the text of an inline script.  Where several vendors
 * are found, the first refused one is told, else the first.  offset, where
 * not NULL, is set to the finding's place in the text.
 */

int prv_gate_inline(const prv_gate_t *gate, const unsigned char *text,
    size_t len, prv_match_t *match, size_t *offset);

/* prv_gate_cookie(): a cookie by name, in either direction */

int prv_gate_cookie(const prv_gate_t *gate, const prv_str_t *name,
    prv_match_t *match);

/*
 * prv_gate_arg(): a click identifier by its argument's name as it stands in
 * the URL, compared without its percent-encoding (WHATWG URL, section 5.1), as
 * servers read it; longer ones than PRV_ARG_MAX bytes as they are
 */

#define PRV_ARG_MAX  256

int prv_gate_arg(const prv_gate_t *gate, const prv_str_t *name,
    prv_match_t *match);

/* prv_gate_category(): an element that the operator marked */

int prv_gate_category(const prv_gate_t *gate, prv_category_e category);

/*
 * prv_gate_open(): 1 when nothing can be refused: all granted, no vendor
 * refused by name, no TC string: the caller may leave the page alone.
 */

int prv_gate_open(const prv_gate_t *gate);


#endif /* _PRV_GATE_H_INCLUDED_ */
