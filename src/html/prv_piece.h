
/*
 * The attributes of a tag that is there as a whole: WHATWG HTML, sections
 * 13.2.5.32 to 13.2.5.40.
 */


#ifndef _PRV_PIECE_H_INCLUDED_
#define _PRV_PIECE_H_INCLUDED_


#include "base/prv_base.h"


typedef struct {
    const unsigned char  *p;
    const unsigned char  *end;
    const unsigned char  *start;        /* with the white space before it */
    prv_str_t             name;         /* as written */
    prv_str_t             value;        /* as written, without quotes */
    unsigned char         quote;        /* 0 where there is none */
} prv_piece_t;


/*
 * prv_piece_init(): tag is "<name …" up to and with its ">", or the first
 * bytes of that; it must outlive piece.
 */

void prv_piece_init(prv_piece_t *piece, const unsigned char *tag, size_t len);

/* prv_piece_next(): the next attribute, also one of a name again; 1 or 0 */

int prv_piece_next(prv_piece_t *piece);

/* prv_piece_same(): are these names one, whatever the case? */

int prv_piece_same(const prv_str_t *a, const prv_str_t *b);


#endif /* _PRV_PIECE_H_INCLUDED_ */
