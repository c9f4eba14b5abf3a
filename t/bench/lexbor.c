
/*
 * lexbor's tokenizer alone, for comparison: MB/s of CPU time.
 *
 *     lexbor SECONDS FILE
 */


#include <lexbor/html/tokenizer.h>

#include <stdio.h>
#include <stdlib.h>
#include <time.h>


#define CHUNK  16384


static size_t  tokens;


static lxb_html_token_t *
token_done(lxb_html_tokenizer_t *tkz, lxb_html_token_t *token, void *ctx)
{
    (void) tkz;
    (void) ctx;

    tokens++;

    return token;
}


static int
tokenize(const unsigned char *p, size_t len)
{
    int                    rc;
    size_t                 n;
    lxb_html_tokenizer_t  *tkz;

    tkz = lxb_html_tokenizer_create();
    rc = (lxb_html_tokenizer_init(tkz) == LXB_STATUS_OK);

    if (rc) {
        lxb_html_tokenizer_callback_token_done_set(tkz, token_done, NULL);
        rc = (lxb_html_tokenizer_begin(tkz) == LXB_STATUS_OK);
    }

    while (rc && len) {
        n = len < CHUNK ? len : CHUNK;
        rc = (lxb_html_tokenizer_chunk(tkz, p, n) == LXB_STATUS_OK);
        p += n;
        len -= n;
    }

    rc = rc && lxb_html_tokenizer_end(tkz) == LXB_STATUS_OK;

    lxb_html_tokenizer_destroy(tkz);

    return rc;
}


static double
cpu(void)
{
    struct timespec  ts;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &ts);

    return (double) ts.tv_sec + (double) ts.tv_nsec / 1e9;
}


int
main(int argc, char **argv)
{
    FILE           *f;
    long            len;
    double          seconds, start, spent;
    size_t          rounds;
    unsigned char  *page;

    if (argc != 3 || (f = fopen(argv[2], "rb")) == NULL) {
        fprintf(stderr, "usage: lexbor SECONDS FILE\n");
        return 2;
    }

    seconds = atof(argv[1]);

    fseek(f, 0, SEEK_END);
    len = ftell(f);
    rewind(f);

    page = malloc(len > 0 ? (size_t) len : 1);

    if (len <= 0 || page == NULL
        || fread(page, 1, (size_t) len, f) != (size_t) len)
    {
        fprintf(stderr, "%s: cannot be read\n", argv[2]);
        return 2;
    }

    fclose(f);

    start = cpu();
    rounds = 0;

    do {
        if (!tokenize(page, (size_t) len)) {
            fprintf(stderr, "%s: lexbor failed\n", argv[2]);
            return 2;
        }

        rounds++;
        spent = cpu() - start;

    } while (spent < seconds);

    printf("%.0f\n", (double) rounds * (double) len / 1e6 / spent);

    free(page);

    return tokens == 0;
}
