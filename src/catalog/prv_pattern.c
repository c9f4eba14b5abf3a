
#define PCRE2_CODE_UNIT_WIDTH  8

#include "catalog/prv_pattern.h"

#include <pcre2.h>
#include <stdio.h>


/* bounds what one hostile cookie name can cost */

#define PRV_PATTERN_MATCH_LIMIT  10000


static int prv_glob_match(const prv_str_t *glob,
    const unsigned char *subject, size_t len);
static void *prv_pcre2_alloc(size_t size, void *data);
static void prv_pcre2_free(void *p, void *data);


int
prv_pattern_init(prv_pattern_t *pattern, prv_mem_t *mem,
    const prv_str_t *text, char *error, size_t size)
{
    int                     code;
    PCRE2_SIZE              offset;
    PCRE2_UCHAR             message[128];
    pcre2_general_context  *general;
    pcre2_compile_context  *compile;

    memset(pattern, 0, sizeof(prv_pattern_t));

    if (text->len == 0) {
        snprintf(error, size, "empty pattern");
        return PRV_ERROR;
    }

    if (text->data[0] != '~') {
        pattern->text = *text;
        pattern->type = memchr(text->data, '*', text->len)
                        ? PRV_PATTERN_GLOB : PRV_PATTERN_EXACT;
        return PRV_OK;
    }

    pattern->text.data = text->data + 1;
    pattern->text.len = text->len - 1;
    pattern->type = PRV_PATTERN_REGEX;

    if (pattern->text.len == 0) {
        snprintf(error, size, "empty pattern");
        return PRV_ERROR;
    }

    general = pcre2_general_context_create(prv_pcre2_alloc, prv_pcre2_free,
                                           mem);
    if (general == NULL) {
        goto nomem;
    }

    compile = pcre2_compile_context_create(general);
    pattern->context = pcre2_match_context_create(general);
    pattern->match = pcre2_match_data_create(1, general);
    pattern->stopped = prv_calloc(mem, 1, 1);

    if (compile == NULL || pattern->context == NULL
        || pattern->match == NULL || pattern->stopped == NULL)
    {
        goto nomem;
    }

    pcre2_set_match_limit(pattern->context, PRV_PATTERN_MATCH_LIMIT);

    pattern->code = pcre2_compile(pattern->text.data, pattern->text.len, 0,
                                  &code, &offset, compile);

    if (pattern->code == NULL) {
        pcre2_get_error_message(code, message, sizeof(message));
        snprintf(error, size, "\"%.*s\": %s at offset %u",
                 (int) (pattern->text.len < 64 ? pattern->text.len : 64),
                 (char *) pattern->text.data, (char *) message,
                 (unsigned) offset);
        return PRV_ERROR;
    }

    /* where there is no JIT, or no memory for it, the interpreter serves */

    (void) pcre2_jit_compile(pattern->code, PCRE2_JIT_COMPLETE);

    return PRV_OK;

nomem:

    snprintf(error, size, "no memory");

    return PRV_ERROR;
}


void
prv_pattern_done(prv_pattern_t *pattern)
{
    if (pattern->code != NULL) {
        pcre2_code_free(pattern->code);
        pattern->code = NULL;
    }
}


int
prv_pattern_match(const prv_pattern_t *pattern, const unsigned char *subject,
    size_t len)
{
    int  rc;

    switch (pattern->type) {

    case PRV_PATTERN_EXACT:
        return pattern->text.len == len
               && memcmp(pattern->text.data, subject, len) == 0;

    case PRV_PATTERN_GLOB:
        return prv_glob_match(&pattern->text, subject, len);

    default: /* PRV_PATTERN_REGEX */

        rc = pcre2_match(pattern->code, subject, len, 0, 0, pattern->match,
                         pattern->context);

        if (rc >= 0) {
            return 1;
        }

        if (rc == PCRE2_ERROR_NOMATCH) {
            return 0;
        }

        if (*pattern->stopped == 0) {
            *pattern->stopped = 1;
        }

        return PRV_ERROR;
    }
}


/* "*" alone is special; time is O(pattern * subject) */

static int
prv_glob_match(const prv_str_t *glob, const unsigned char *subject,
    size_t len)
{
    size_t  g, s, star, mark;

    g = 0;
    s = 0;
    star = SIZE_MAX;
    mark = 0;

    while (s < len) {

        if (g < glob->len && glob->data[g] == '*') {
            star = g++;
            mark = s;
            continue;
        }

        if (g < glob->len && glob->data[g] == subject[s]) {
            g++;
            s++;
            continue;
        }

        if (star == SIZE_MAX) {
            return 0;
        }

        g = star + 1;
        s = ++mark;
    }

    while (g < glob->len && glob->data[g] == '*') {
        g++;
    }

    return g == glob->len;
}


static void *
prv_pcre2_alloc(size_t size, void *data)
{
    return prv_alloc((prv_mem_t *) data, size);
}


static void
prv_pcre2_free(void *p, void *data)
{
    if (p != NULL) {
        prv_free((prv_mem_t *) data, p);
    }
}
