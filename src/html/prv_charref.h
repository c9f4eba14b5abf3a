
/*
 * Character references: WHATWG HTML, section 13.2.5.72 and what follows it.
 */


#ifndef _PRV_CHARREF_H_INCLUDED_
#define _PRV_CHARREF_H_INCLUDED_


#include "base/prv_base.h"


#define PRV_CHARREF_MAX  8          /* the most UTF-8 that one stands for */


/*
 * prv_charref(): the reference that begins with the "&" at p, as UTF-8 in
 * out (PRV_CHARREF_MAX bytes), *n of them.  In an attribute's value a name
 * without ";" before "=" or a letter or digit is none.  Returns how many
 * bytes the reference has, or 0 where there is none.
 */

size_t prv_charref(const unsigned char *p, const unsigned char *end,
    int attribute, unsigned char *out, size_t *n);

/*
 * prv_charref_char(): the character at p of an attribute's value, as a
 * browser sees it, into out (PRV_CHARREF_MAX bytes), *n of them.  Returns
 * how many bytes stand for it; p is before end.
 */

size_t prv_charref_char(const unsigned char *p, const unsigned char *end,
    unsigned char *out, size_t *n);

/*
 * prv_charref_decode(): an attribute's value as a browser sees it, at most
 * size bytes of it, into dst.  Returns the number of bytes.
 */

size_t prv_charref_decode(unsigned char *dst, size_t size,
    const unsigned char *p, size_t len);

/*
 * prv_charref_utf8(): a character as UTF-8 into out, which has room for four
 * bytes.  Returns their number.
 */

size_t prv_charref_utf8(unsigned char *out, uint32_t c);


#endif /* _PRV_CHARREF_H_INCLUDED_ */
