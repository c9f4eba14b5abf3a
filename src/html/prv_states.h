
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
#define PRV_STATE_ATTR     -3   /* in a tag, before an attribute */
#define PRV_STATE_TEXT     -4   /* behind a tag, where text may stand */


/* 1: ends a tag name or an attribute's name; 2: "=" ends the latter too */

extern const unsigned char  prv_name_end[256];


/*
 * prv_markup_next(): comments, doctypes, CDATA sections, from tk->state and
 * tk->p on.  prv_script_next(): the text of a script.
 */

int prv_markup_next(prv_tokenizer_t *tk);
int prv_script_next(prv_tokenizer_t *tk);

/*
 * prv_quick_next(): from a "<" at tk->p, or end, past tags of which nothing
 * counts.  PRV_TK_TAG; or where to go on at tk->p: PRV_STATE_TEXT,
 * PRV_STATE_ATTR, PRV_STATE_DATA at a "<" or end.
 */

int prv_quick_next(prv_tokenizer_t *tk, const unsigned char *end);

/* prv_token_css(): forgets the CSS of a whole tag that loads nothing */

void prv_token_css(prv_tokenizer_t *tk);


/* does the caller have to know of a tag? */

static inline int
prv_token_counts(const prv_element_t *e, int end_tag, prv_ats_t seen)
{
    if (seen & (prv_at(PRV_AT_MARK) | PRV_AT_CSS)) {
        return 1;
    }

    if (e == NULL) {
        return 0;
    }

    return end_tag ? (e->flags & PRV_EF_END) != 0
                   : (seen || !(e->flags & PRV_EF_ATTR));
}


/* where a value without quotes ends, or end */

static inline const unsigned char *
prv_token_bare(const unsigned char *p, const unsigned char *end)
{
    for ( ;; ) {

        p = prv_scan_low(p, end, '>');

        if (p == end || *p == '>' || prv_is_space(*p)) {
            return p;
        }

        p++;
    }
}


#endif /* _PRV_STATES_H_INCLUDED_ */
