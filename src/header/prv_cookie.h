
/*
 * The Cookie and Set-Cookie fields (RFC 6265bis, sections 4.2 and 5.6).
 */


#ifndef _PRV_COOKIE_H_INCLUDED_
#define _PRV_COOKIE_H_INCLUDED_


#include "base/prv_base.h"


typedef struct {
    prv_str_t   name;           /* case-sensitive, trimmed of SP and HTAB */
    prv_str_t   value;          /* as sent, trimmed, quotes kept */
} prv_cookie_t;


/*
 * prv_cookie_next(): takes the next pair off a Cookie field's value, which
 * is advanced.  Pairs end at ";" and nowhere else; the name ends at the
 * first "=".  A pair without "=" has an empty name, as browsers send it.
 * 1, or 0 at the end.
 */

int prv_cookie_next(prv_str_t *field, prv_cookie_t *cookie);

/*
 * prv_set_cookie_parse(): name and value of a Set-Cookie field, with the
 * rest behind the first ";" in *attributes (empty where none).  Of one that
 * begins with "=" it is the cookie that browsers send back: "=a=b" is a.
 */

void prv_set_cookie_parse(const prv_str_t *field, prv_cookie_t *cookie,
    prv_str_t *attributes);

/*
 * prv_attribute_next(): the next attribute of a Set-Cookie field's rest,
 * which is advanced; value is empty where there is no "=".
 * 1, or 0 at the end.
 */

int prv_attribute_next(prv_str_t *attributes, prv_str_t *name,
    prv_str_t *value);


#endif /* _PRV_COOKIE_H_INCLUDED_ */
