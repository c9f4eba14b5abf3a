
/*
 * URLs as a browser resolves them: WHATWG URL, section 4.4 (basic URL
 * parser) and section 3.5 (host parser), as far as they decide which host
 * is asked, and with which path.
 */


#ifndef _PRV_URL_H_INCLUDED_
#define _PRV_URL_H_INCLUDED_


#include "base/prv_base.h"


/* the most of a URL that is looked at; what is behind decides nothing */

#define PRV_URL_MAX   2048

#define prv_is_slash(c)  ((c) == '/' || (c) == '\\')


typedef enum {
    PRV_URL_NONE = 0,   /* invalid, or nothing that is fetched from a host */
    PRV_URL_HTTP,       /* http, https, ws, wss, ftp: host and path are set */
    PRV_URL_SAME,       /* the document's own host; path is set */
    PRV_URL_DATA,       /* data: */
    PRV_URL_SCRIPT      /* javascript: */
} prv_url_e;


typedef struct {
    prv_url_e      type;
    prv_str_t      host;        /* lower case, percent-decoded, IDNA to
                                   ASCII, no port, no trailing dot */
    prv_str_t      path;        /* path and query, "/" first, no fragment */
    unsigned char  data[PRV_URL_MAX + 256];
} prv_url_t;


/*
 * prv_url_parse(): resolves a reference (an attribute's value, character
 * references decoded) against base, which is the document's <base href> or
 * NULL for the document itself.  url owns its bytes; base may not be url.
 * Returns url->type.
 */

prv_url_e prv_url_parse(prv_url_t *url, const prv_url_t *base,
    const prv_str_t *text);

/*
 * prv_url_in_text(): the same for a URL inside a script, p at the byte
 * behind "//" (or "\/\/"): a host, and the path up to the first byte that
 * cannot be in a URL.  "\/" is read as "/", JavaScript's \xNN and \uNNNN
 * likewise.  PRV_URL_HTTP, or PRV_URL_NONE where no host with a dot stands
 * there.  Host and path may be those of the script, which has to stay.
 */

prv_url_e prv_url_in_text(prv_url_t *url, const unsigned char *p,
    const unsigned char *end);

/*
 * prv_host_normalize(): a Host header field's value or a directive's host
 * into dst (at least len bytes): lower case, without port and trailing dot.
 */

void prv_host_normalize(prv_str_t *host, unsigned char *dst,
    const prv_str_t *value);

/* bytes of a host that are not read as something else, in lower case; or 0 */

extern const unsigned char  prv_url_host_bytes[256];


#endif /* _PRV_URL_H_INCLUDED_ */
