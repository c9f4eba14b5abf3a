
/*
 * How long a cookie lives (RFC 6265bis, sections 5.1.1, 5.6.1 and 5.6.2).
 */


#ifndef _PRV_LIFETIME_H_INCLUDED_
#define _PRV_LIFETIME_H_INCLUDED_


#include "base/prv_buf.h"


/*
 * prv_cookie_date(): a date as browsers read it, in Unix seconds, or
 * PRV_ERROR for what is none.
 */

int64_t prv_cookie_date(const prv_str_t *text);

/*
 * prv_lifetime_cap(): a Set-Cookie field whose cookie lives no longer than
 * max seconds from now.  1 with the field added to b, or 0 with nothing
 * added where it does not anyway: it ends with the session, or before, or
 * has ended.
 */

int prv_lifetime_cap(prv_buf_t *b, const prv_str_t *field, int64_t now,
    int64_t max);


#endif /* _PRV_LIFETIME_H_INCLUDED_ */
