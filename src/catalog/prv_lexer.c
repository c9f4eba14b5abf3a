
#include "catalog/prv_lexer.h"

#include <stdarg.h>
#include <stdio.h>


static prv_token_e prv_lexer_quoted(prv_lexer_t *lx, prv_str_t *word,
    prv_error_t *err);


void
prv_lexer_init(prv_lexer_t *lx, prv_mem_t *mem, const prv_str_t *text)
{
    lx->p = text->data;
    lx->end = text->data + text->len;
    lx->line = 1;
    lx->mem = mem;

    if (text->len >= 3 && memcmp(text->data, "\xef\xbb\xbf", 3) == 0) {
        lx->p += 3;
    }
}


prv_token_e
prv_lexer_next(prv_lexer_t *lx, prv_str_t *word, prv_error_t *err)
{
    unsigned char  c;

    for ( ;; ) {

        if (lx->p == lx->end) {
            return PRV_TOKEN_END;
        }

        c = *lx->p;

        if (c == '\n') {
            lx->line++;
        }

        if (prv_is_space(c)) {
            lx->p++;
            continue;
        }

        if (c == '#') {
            while (lx->p < lx->end && *lx->p != '\n') {
                lx->p++;
            }

            continue;
        }

        break;
    }

    switch (c) {

    case ';':
        lx->p++;
        return PRV_TOKEN_SEMICOLON;

    case '{':
        lx->p++;
        return PRV_TOKEN_OPEN;

    case '}':
        lx->p++;
        return PRV_TOKEN_CLOSE;

    case '"':
    case '\'':
        return prv_lexer_quoted(lx, word, err);
    }

    word->data = (unsigned char *) lx->p;

    while (lx->p < lx->end) {

        c = *lx->p;

        if (prv_is_space(c) || c == ';' || c == '{' || c == '}') {
            break;
        }

        if (c == '"' || c == '\'' || c == '\0') {
            err->line = lx->line;
            (void) prv_fail(err, "unexpected %s in a word",
                            c ? "quote" : "NUL byte");
            return PRV_TOKEN_ERROR;
        }

        lx->p++;
    }

    word->len = (size_t) (lx->p - word->data);

    return PRV_TOKEN_WORD;
}


static prv_token_e
prv_lexer_quoted(prv_lexer_t *lx, prv_str_t *word, prv_error_t *err)
{
    unsigned              line;
    unsigned char         quote, *d;
    const unsigned char  *p;

    line = lx->line;
    quote = *lx->p++;

    for (p = lx->p; p < lx->end && *p != quote; p++) {
        if (*p == '\\' && p + 1 < lx->end) {
            p++;
        }
    }

    if (p == lx->end) {
        err->line = line;
        (void) prv_fail(err, "a quoted word is not closed");
        return PRV_TOKEN_ERROR;
    }

    d = prv_alloc(lx->mem, (size_t) (p - lx->p) + 1);
    if (d == NULL) {
        (void) prv_fail(err, "no memory");
        return PRV_TOKEN_ERROR;
    }

    word->data = d;

    while (*lx->p != quote) {

        if (*lx->p == '\\' && (lx->p[1] == quote || lx->p[1] == '\\')) {
            lx->p++;
        }

        if (*lx->p == '\n') {
            lx->line++;
        }

        *d++ = *lx->p++;
    }

    lx->p++;

    word->len = (size_t) (d - word->data);

    return PRV_TOKEN_WORD;
}


int
prv_fail(prv_error_t *err, const char *fmt, ...)
{
    va_list  args;

    va_start(args, fmt);
    vsnprintf(err->text, sizeof(err->text), fmt, args);
    va_end(args);

    return PRV_ERROR;
}
