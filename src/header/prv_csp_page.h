
/*
 * What a page's own Content-Security-Policy (W3C CSP Level 3) says of a
 * script that is put into it, and the least that has to be added so that it
 * may run.
 */


#ifndef _PRV_CSP_PAGE_H_INCLUDED_
#define _PRV_CSP_PAGE_H_INCLUDED_


#include "base/prv_buf.h"


/* all zero before the first field */

typedef struct {
    prv_str_t  script;          /* a nonce for scripts, empty where none */
    prv_str_t  style;           /* and for style sheets */
    unsigned   inert:1;         /* no script may run, whatever it is */
} prv_csp_page_t;


/*
 * prv_csp_page_read(): one field's value, which may hold several policies
 * with commas between (section 2.2); several fields are read one after the
 * other.  The nonces are those of the first policy that has one; they point
 * into the field.
 */

void prv_csp_page_read(prv_csp_page_t *page, const prv_str_t *field);

/*
 * prv_csp_page_allow(): adds to b the field, with the hash of an inline
 * script (as in "'sha256-…'") in each of its policies that would refuse the
 * script, given the nonce (section 6.7.3.3): where 'unsafe-inline' counts, or
 * the nonce is listed, nothing changes.  1 when anything did, else 0.
 */

int prv_csp_page_allow(prv_buf_t *b, const prv_str_t *field,
    const prv_str_t *nonce, const prv_str_t *hash);


#endif /* _PRV_CSP_PAGE_H_INCLUDED_ */
