
/*
 * Content-Security-Policy (W3C CSP Level 3).  Policies add up: one more can
 * only restrict, so this one says which hosts may be asked and leaves to the
 * page's own what it says of inline scripts and the like.
 */


#ifndef _PRV_CSP_H_INCLUDED_
#define _PRV_CSP_H_INCLUDED_


#include "base/prv_buf.h"


/*
 * prv_csp_source(): one host source, of the host or, where subdomains is 1,
 * of the host and all below it; path may be empty.  Nothing is added for
 * what could not stand in a policy.  Adds to b, with a space before it.
 */

void prv_csp_source(prv_buf_t *b, const prv_str_t *host,
    const prv_str_t *path, int subdomains);

/*
 * prv_csp_write(): the policy, with the sources that prv_csp_source() has
 * made; report is where the browser reports to, or empty.  A long list of
 * sources stands in default-src, and in as many of the other directives as
 * have room.  Adds to b what is no longer than max, where max is not 0: the
 * directives that default-src stands for are left out as it needs.  Returns
 * the size of the shortest policy there is; where that is more than a max that
 * is not 0, nothing has been added.
 */

size_t prv_csp_write(prv_buf_t *b, const prv_str_t *sources,
    const prv_str_t *report, size_t max);


#endif /* _PRV_CSP_H_INCLUDED_ */
