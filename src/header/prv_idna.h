
/*
 * The host of a URL: WHATWG URL, section 3.5 (host parsing).
 */


#ifndef _PRV_IDNA_H_INCLUDED_
#define _PRV_IDNA_H_INCLUDED_


#include "base/prv_base.h"


#define PRV_HOST_MAX  253


/*
 * prv_idna_host(): the host that stands in [p, end) as a browser asks for
 * it: percent-decoded, mapped, each label that is not ASCII in punycode (RFC
 * 3492), IPv4 numbers in dotted decimal, without a trailing dot.  dst has
 * PRV_HOST_MAX + 1 bytes at least and becomes host->data.  Of UTS #46 the
 * mappings to ASCII are known (fullwidth, circled and mathematical letters,
 * the dots, what is ignored) and the case of Latin, Greek and Cyrillic.
 * PRV_OK, or PRV_ERROR for what a browser does not fetch.
 */

int prv_idna_host(prv_str_t *host, unsigned char *dst, const unsigned char *p,
    const unsigned char *end);


#endif /* _PRV_IDNA_H_INCLUDED_ */
