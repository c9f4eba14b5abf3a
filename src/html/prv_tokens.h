
/*
 * The tokens of a text as JSON, in the form of the html5lib tests: what the
 * rewriter's tokenizer saw, with the values decoded as a browser has them.
 */


#ifndef _PRV_TOKENS_H_INCLUDED_
#define _PRV_TOKENS_H_INCLUDED_


#include "base/prv_buf.h"
#include "html/prv_token.h"


/*
 * prv_tokens_state(): the initial state of that name ("Data state", "RCDATA
 * state" … as the standard has them) in *state; PRV_OK, or PRV_DECLINED for
 * any other.
 */

int prv_tokens_state(const prv_str_t *name, prv_state_e *state);

/*
 * prv_tokens_json(): appends the array to out.  text is the document, fed in
 * pieces that end at cuts[0 … n - 1] (ascending) and at its end; last is the
 * name of the last start tag, lower case, empty where there was none.
 * PRV_OK, or PRV_ERROR without memory.
 */

int prv_tokens_json(prv_buf_t *out, const prv_str_t *text, prv_state_e state,
    const prv_str_t *last, const size_t *cuts, size_t n);


#endif /* _PRV_TOKENS_H_INCLUDED_ */
