
/*
 * The Link field (RFC 8288, section 3) as far as a browser loads by it.
 */


#ifndef _PRV_LINK_H_INCLUDED_
#define _PRV_LINK_H_INCLUDED_


#include "base/prv_base.h"


typedef struct {
    prv_str_t   whole;          /* the link as it stands in the field */
    prv_str_t   uri;            /* between "<" and ">" */
    unsigned    loads:1;        /* by its "rel": preload, preconnect … */
} prv_link_t;


/*
 * prv_link_next(): takes the next link off the field, which is advanced; one
 * that is malformed ends at the next comma and has no uri.
 * 1, or 0 at the end.
 */

int prv_link_next(prv_str_t *field, prv_link_t *link);


#endif /* _PRV_LINK_H_INCLUDED_ */
