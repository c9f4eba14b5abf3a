
/*
 * Patterns of cookie names, fingerprints and arguments: exact, with "*"
 * (any run of bytes), or a PCRE2 expression behind "~".
 */


#ifndef _PRV_PATTERN_H_INCLUDED_
#define _PRV_PATTERN_H_INCLUDED_


#include "base/prv_base.h"


typedef enum {
    PRV_PATTERN_EXACT = 0,
    PRV_PATTERN_GLOB,
    PRV_PATTERN_REGEX
} prv_pattern_e;


typedef struct {
    prv_str_t        text;          /* as written, without the "~" */
    prv_pattern_e    type;
    void            *code;          /* pcre2_code of a regular expression */
    void            *context;       /* pcre2_match_context, with the limit */
    void            *match;         /* pcre2_match_data, without captures */
    unsigned char   *stopped;       /* of an expression: not 0 once it ran
                                       into its limit; whoever tells of it
                                       may write another value than 1 */
} prv_pattern_t;


/*
 * prv_pattern_init(): the text must outlive the pattern.  What PCRE2 takes
 * comes from mem.  PRV_OK, or PRV_ERROR with a sentence in error[size].
 */

int prv_pattern_init(prv_pattern_t *pattern, prv_mem_t *mem,
    const prv_str_t *text, char *error, size_t size);

/*
 * prv_pattern_done(): gives back what is not mem's: machine code of an
 * expression.  The pattern may not be used any more.
 */

void prv_pattern_done(prv_pattern_t *pattern);

/*
 * prv_pattern_match(): 1 when the whole of the subject matches (a regular
 * expression: when it matches anywhere), 0 when not, PRV_ERROR when the
 * expression ran into its match limit, which callers take for no match.
 */

int prv_pattern_match(const prv_pattern_t *pattern,
    const unsigned char *subject, size_t len);


#endif /* _PRV_PATTERN_H_INCLUDED_ */
