
/*
 * Base64: RFC 4648, sections 4 and 5.
 */


#ifndef _PRV_BASE64_H_INCLUDED_
#define _PRV_BASE64_H_INCLUDED_


#include "base/prv_base.h"


/*
 * prv_base64(): decodes a text of either alphabet, padded or not, into dst,
 * which has size bytes (as many as three for each four begun) and may be
 * where the text is.  Returns the number of bytes, or -1 for what is not
 * base64 or does not fit.
 */

ptrdiff_t prv_base64(unsigned char *dst, size_t size, const prv_str_t *src);


#endif /* _PRV_BASE64_H_INCLUDED_ */
