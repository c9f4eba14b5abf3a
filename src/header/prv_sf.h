
/*
 * Structured Field Values (RFC 9651): whether a field is one.  A browser
 * ignores all of a field that is none, what was put into it included.
 */


#ifndef _PRV_SF_H_INCLUDED_
#define _PRV_SF_H_INCLUDED_


#include "base/prv_base.h"


/* prv_sf_dictionary(): 1 when the field is a Dictionary (section 4.2.2) */

int prv_sf_dictionary(const prv_str_t *field);


#endif /* _PRV_SF_H_INCLUDED_ */
