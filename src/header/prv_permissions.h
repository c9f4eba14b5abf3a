
/*
 * The Permissions-Policy field: a dictionary of structured fields (RFC 8941,
 * section 3.2) with a feature's allowlist as its member's value (W3C
 * Permissions Policy, section 5.2).
 */


#ifndef _PRV_PERMISSIONS_H_INCLUDED_
#define _PRV_PERMISSIONS_H_INCLUDED_


#include "base/prv_buf.h"


/*
 * prv_permissions_refuse(): the field, without what it says of the features
 * that advertising needs, and with a refusal of each of them.  An empty field
 * is none, and so is one that is no Dictionary (RFC 9651): browsers ignore
 * it, and would ignore the refusals in it.  Adds to b.
 */

void prv_permissions_refuse(prv_buf_t *b, const prv_str_t *field);


#endif /* _PRV_PERMISSIONS_H_INCLUDED_ */
