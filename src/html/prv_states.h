
/*
 * What the files of the tokenizer share; nobody else includes it.
 */


#ifndef _PRV_STATES_H_INCLUDED_
#define _PRV_STATES_H_INCLUDED_


#include "base/prv_bytes.h"
#include "html/prv_token.h"


#define prv_at_offset(p)  (tk->base + (uint64_t) ((p) - tk->chunk))

/* the chunk ends here: go on in that state */

#define prv_stop(st)                                                          \
    do {                                                                      \
        tk->state = (st);                                                     \
        tk->p = p;                                                            \
        return PRV_TK_MORE;                                                   \
    } while (0)

#define prv_need(st)                                                          \
    if (p == end) {                                                           \
        prv_stop(st);                                                         \
    }


/* where the caller is to go on, beside what prv_token_next() returns */

#define PRV_STATE_DATA     -1
#define PRV_STATE_END_TAG  -2   /* of raw text, at its "/" */


/* 1: ends a tag name or an attribute's name; 2: "=" ends the latter too */

extern const unsigned char  prv_name_end[256];


/*
 * prv_markup_next(): comments, doctypes, CDATA sections, from tk->state and
 * tk->p on.  prv_script_next(): the text of a script.
 */

int prv_markup_next(prv_tokenizer_t *tk);
int prv_script_next(prv_tokenizer_t *tk);


#endif /* _PRV_STATES_H_INCLUDED_ */
