
/*
 * What a machine can do at most, to measure the rewriter by: memcpy,
 * memchr('<'), and a skeleton that finds the end of each tag and skips the
 * text of scripts and styles, and does nothing else; and, built with
 * -DLIMITS_LEXBOR -llexbor, lexbor's tokenizer.
 *
 *     limits MODE SECONDS FILE      prints MB/s of CPU time
 */


#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#ifdef LIMITS_LEXBOR
#include <lexbor/html/tokenizer.h>
#endif


typedef size_t (*limits_pt)(const char *p, size_t len);


#define LIMITS_CHUNK  16384


static char  limits_copy[LIMITS_CHUNK];


static size_t
limits_memcpy(const char *p, size_t len)
{
    size_t  n, sum;

    for (sum = 0; len != 0; p += n, len -= n) {
        n = len < LIMITS_CHUNK ? len : LIMITS_CHUNK;

        memcpy(limits_copy, p, n);
        __asm__ volatile ("" : : "r" (limits_copy) : "memory");
        sum += n;
    }

    return sum;
}


static size_t
limits_memchr(const char *p, size_t len)
{
    size_t       n;
    const char  *end;

    end = p + len;

    for (n = 0; (p = memchr(p, '<', end - p)) != NULL; p++) {
        n++;
    }

    return n;
}


static const char *
limits_raw(const char *p, const char *end, const char *name, size_t len)
{
    while ((p = memchr(p, '<', end - p)) != NULL) {

        if ((size_t) (end - p) > len + 2 && p[1] == '/'
            && strncasecmp(p + 2, name, len) == 0)
        {
            return p;
        }

        p++;
    }

    return end;
}


static size_t
limits_skeleton(const char *p, size_t len)
{
    size_t       n;
    const char  *end, *tag;

    end = p + len;
    n = 0;

    while ((p = memchr(p, '<', end - p)) != NULL) {
        tag = ++p;

        while (p < end && *p != '>') {

            if (*p == '"' || *p == '\'') {
                p = memchr(p + 1, *p, end - p - 1);

                if (p == NULL) {
                    return n;
                }
            }

            p++;
        }

        n++;

        if (end - tag > 6 && (tag[0] | 0x20) == 's') {

            if (strncasecmp(tag, "script", 6) == 0) {
                p = limits_raw(p, end, "script", 6);

            } else if (strncasecmp(tag, "style", 5) == 0) {
                p = limits_raw(p, end, "style", 5);
            }
        }

        if (p >= end) {
            break;
        }
    }

    return n;
}


#ifdef LIMITS_LEXBOR

static lxb_html_token_t *
limits_token(lxb_html_tokenizer_t *tkz, lxb_html_token_t *token, void *ctx)
{
    (void) tkz;

    (*(size_t *) ctx)++;

    return token;
}


static size_t
limits_lexbor(const char *p, size_t len)
{
    size_t                 n, tokens;
    lxb_html_tokenizer_t  *tkz;

    tokens = 0;

    tkz = lxb_html_tokenizer_create();
    lxb_html_tokenizer_init(tkz);
    lxb_html_tokenizer_callback_token_done_set(tkz, limits_token, &tokens);
    lxb_html_tokenizer_begin(tkz);

    for ( /* void */ ; len != 0; p += n, len -= n) {
        n = len < LIMITS_CHUNK ? len : LIMITS_CHUNK;
        lxb_html_tokenizer_chunk(tkz, (const lxb_char_t *) p, n);
    }

    lxb_html_tokenizer_end(tkz);
    lxb_html_tokenizer_destroy(tkz);

    return tokens;
}

#endif


static double
limits_now(void)
{
    struct timespec  ts;

    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &ts);

    return ts.tv_sec + ts.tv_nsec / 1e9;
}


int
main(int argc, char **argv)
{
    FILE            *f;
    char            *page;
    size_t           len, cap, n, rounds;
    double           start, spent, seconds;
    limits_pt        fn;
    volatile size_t  sink;

    if (argc != 4) {
        fprintf(stderr, "usage: limits memcpy|memchr|skeleton SECONDS FILE\n");
        return 2;
    }

    fn = strcmp(argv[1], "memcpy") == 0 ? limits_memcpy
#ifdef LIMITS_LEXBOR
         : strcmp(argv[1], "lexbor") == 0 ? limits_lexbor
#endif
         : strcmp(argv[1], "memchr") == 0 ? limits_memchr
         : limits_skeleton;

    seconds = atof(argv[2]);

    f = fopen(argv[3], "rb");
    if (f == NULL) {
        perror(argv[3]);
        return 2;
    }

    cap = 1 << 24;
    page = malloc(cap);

    if (page == NULL) {
        return 2;
    }

    len = fread(page, 1, cap, f);
    fclose(f);

    if (len == 0 || len == cap) {
        fprintf(stderr, "%s: empty, or too large\n", argv[3]);
        return 2;
    }

    sink = fn(page, len);
    start = limits_now();
    rounds = 0;

    do {
        for (n = 0; n < 16; n++) {
            sink += fn(page, len);
        }

        rounds += 16;
        spent = limits_now() - start;

    } while (spent < seconds);

    printf("%.0f\n", (double) len * rounds / spent / 1e6);
    free(page);

    return 0;
}
