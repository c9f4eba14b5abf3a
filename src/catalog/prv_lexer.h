
/*
 * The words of a catalog: those of nginx.conf, with its separators, quotes,
 * escapes and comments.
 */


#ifndef _PRV_LEXER_H_INCLUDED_
#define _PRV_LEXER_H_INCLUDED_


#include "catalog/prv_catalog.h"


typedef enum {
    PRV_TOKEN_END = 0,
    PRV_TOKEN_WORD,
    PRV_TOKEN_SEMICOLON,
    PRV_TOKEN_OPEN,
    PRV_TOKEN_CLOSE,
    PRV_TOKEN_ERROR
} prv_token_e;


typedef struct {
    const unsigned char  *p;
    const unsigned char  *end;
    unsigned              line;     /* of p, from 1 */
    prv_mem_t            *mem;
} prv_lexer_t;


/* prv_lexer_init(): the text must outlive the words; cannot fail */

void prv_lexer_init(prv_lexer_t *lx, prv_mem_t *mem, const prv_str_t *text);

/*
 * prv_lexer_next(): the next token; a word is in *word, in the text itself
 * or, where it was quoted, owned by mem.  PRV_TOKEN_ERROR with *err filled.
 */

prv_token_e prv_lexer_next(prv_lexer_t *lx, prv_str_t *word,
    prv_error_t *err);

/* prv_fail(): fills err->text, at most its size; returns PRV_ERROR */

int prv_fail(prv_error_t *err, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));


#endif /* _PRV_LEXER_H_INCLUDED_ */
