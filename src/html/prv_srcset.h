
/*
 * Image candidate lists: WHATWG HTML, section 4.8.4.3.12 (parsing a srcset
 * attribute).
 */


#ifndef _PRV_SRCSET_H_INCLUDED_
#define _PRV_SRCSET_H_INCLUDED_


#include "base/prv_base.h"


#define PRV_SRCSET_ALL   1      /* every candidate is refused … */
#define PRV_SRCSET_SOME  2      /* … or some, and some stay */


typedef struct {
    prv_str_t             written;      /* the candidate with its descriptor,
                                           as written, no comma */
    const unsigned char  *p;
    const unsigned char  *end;
    unsigned              plain:1;      /* no character references */
    unsigned              truncated:1;  /* the URL is longer than dst */
} prv_srcset_t;


/* prv_srcset_init(): value is the attribute's, as written */

void prv_srcset_init(prv_srcset_t *set, const prv_str_t *value);

/*
 * prv_srcset_next(): the next candidate's URL, character references decoded,
 * in the value itself, or in dst (at most size bytes of it); 1, or 0 at the
 * end.
 */

int prv_srcset_next(prv_srcset_t *set, unsigned char *dst, size_t size,
    prv_str_t *url);


#endif /* _PRV_SRCSET_H_INCLUDED_ */
