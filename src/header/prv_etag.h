
/*
 * ETag and If-None-Match (RFC 9110, sections 8.8.3 and 13.1.2).  A response
 * that depends on the visitor's choice carries the variant in its tag:
 * "abc" becomes W/"abc;nf-01234567", and W/"abc" becomes
 * W/"abc;w;nf-01234567", so that the tag can be given back as it was.
 */


#ifndef _PRV_ETAG_H_INCLUDED_
#define _PRV_ETAG_H_INCLUDED_


#include "base/prv_buf.h"


/*
 * prv_etag_write(): the tag of a variant, from a response's own.  A value
 * that is no entity tag is read as an opaque string, but for what may not
 * stand between quotes.  Adds to b.
 */

void prv_etag_write(prv_buf_t *b, const prv_str_t *etag,
    const prv_str_t *variant);

/*
 * prv_etag_sort(): parts the list of an If-None-Match field.  Tags of this
 * variant go to own, as the response had them at first; tags of others are
 * dropped; what names no variant, "*" too, goes to plain as it is.
 */

void prv_etag_sort(const prv_str_t *field, const prv_str_t *variant,
    prv_buf_t *own, prv_buf_t *plain);

/*
 * prv_etag_match(): 1 when the list of an If-None-Match field holds the tag
 * by weak comparison (RFC 9110, section 8.8.3.2), or is "*".
 */

int prv_etag_match(const prv_str_t *field, const prv_str_t *etag);


#endif /* _PRV_ETAG_H_INCLUDED_ */
