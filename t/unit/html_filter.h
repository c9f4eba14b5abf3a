
/*
 * What the rewriter makes of markup: whole, and cut into pieces of every
 * size, which must not change the result.
 */


#ifndef _HTML_FILTER_H_INCLUDED_
#define _HTML_FILTER_H_INCLUDED_


#include "html_vendor.h"


typedef struct {
    unsigned char  *data;
    size_t          len;
    size_t          size;
    size_t          passes;
    size_t          found;
} out_t;


static unsigned        granted = prv_bit(PRV_NECESSARY);
static unsigned        brief;


static int
take(void *data, const unsigned char *p, size_t len)
{
    out_t  *out = data;

    if (out->size - out->len < len + 1) {
        out->size = (out->len + len) * 2 + 256;
        out->data = realloc(out->data, out->size);
        assert_non_null(out->data);
    }

    memcpy(out->data + out->len, p, len);
    out->len += len;
    out->data[out->len] = '\0';

    return PRV_OK;
}


static int
pass(void *data, const unsigned char *p, size_t len)
{
    ((out_t *) data)->passes++;

    return take(data, p, len);
}


static int
found(void *data, const prv_finding_t *finding)
{
    (void) finding;

    ((out_t *) data)->found++;

    return PRV_OK;
}


static int
body(void *data, prv_str_t *html)
{
    (void) data;

    html->data = (unsigned char *) "[B]";
    html->len = 3;

    return PRV_OK;
}


static int
head(void *data, prv_str_t *html)
{
    (void) data;

    html->data = (unsigned char *) "[H]";
    html->len = 3;

    return PRV_OK;
}


static void
filter(out_t *out, const char *text, size_t len, size_t chunk,
    prv_tags_e tags, size_t limit, int insert)
{
    size_t                n;
    prv_gate_t            gate;
    prv_sink_t            sink;
    prv_arena_t           mem;
    unsigned char        *copy;
    prv_decision_t        decision;
    prv_rewriter_t       *rw;
    prv_rewriter_conf_t   conf;

    memset(out, 0, sizeof(*out));
    memset(&gate, 0, sizeof(gate));
    memset(&sink, 0, sizeof(sink));
    memset(&conf, 0, sizeof(conf));
    memset(&decision, 0, sizeof(decision));

    take(out, (const unsigned char *) "", 0);

    decision.granted = granted;
    gate.rules = &rules;
    gate.decision = &decision;
    gate.host.data = (unsigned char *) "shop.example";
    gate.host.len = sizeof("shop.example") - 1;

    conf.tags = tags;
    conf.report = 1;
    conf.surrogates = 1;
    conf.limit = limit;
    conf.brief = brief;

    sink.pass = pass;
    sink.copy = take;
    sink.found = found;
    conf.xml = insert == 3;

    sink.head = insert == 2 ? head : NULL;
    sink.body = insert == 1 || insert == 2 ? body : NULL;
    sink.data = out;

    prv_arena_init(&mem, 0);

    rw = prv_rewriter_create(&conf, &gate, &sink, &mem.mem);
    assert_non_null(rw);

    while (len) {

        /* a piece of its own, so that nothing is read beyond it */

        n = len < chunk ? len : chunk;
        copy = malloc(n);
        assert_non_null(copy);
        memcpy(copy, text, n);

        assert_int_equal(prv_rewriter_feed(rw, copy, n), PRV_OK);
        assert_true(prv_rewriter_held(rw) <= limit);

        free(copy);
        text += n;
        len -= n;
    }

    assert_int_equal(prv_rewriter_finish(rw), PRV_OK);
    assert_int_equal(prv_rewriter_held(rw), 0);

    prv_arena_destroy(&mem);
}


static void
expect_limit(const char *in, const char *want, prv_tags_e tags, size_t limit,
    int insert)
{
    out_t   out;
    size_t  chunk, len;

    len = strlen(in);

    for (chunk = len + 1; chunk; chunk--) {

        filter(&out, in, len, chunk, tags, limit, insert);

        if (strcmp((char *) out.data, want) != 0) {
            fail_msg("%zu at a time: %s\n got %s\nwant %s", chunk, in,
                     (char *) out.data, want);
        }

        free(out.data);
    }
}


/* a report finds what a strip takes, and changes nothing */

static void
reported(const char *in, size_t limit)
{
    out_t   out;
    size_t  len, took;

    len = strlen(in);

    filter(&out, in, len, len + 1, PRV_TAGS_STRIP, limit, 0);
    took = out.found;
    free(out.data);

    filter(&out, in, len, 1, PRV_TAGS_OFF, limit, 0);
    assert_string_equal((char *) out.data, in);

    if (out.found != took) {
        fail_msg("%s: %zu found, %zu reported", in, took, out.found);
    }

    free(out.data);
}


static void
strip(const char *in, const char *want)
{
    expect_limit(in, want, PRV_TAGS_STRIP, 65536, 0);
    reported(in, 65536);
}


static void
same(const char *in)
{
    strip(in, in);
}


#endif /* _HTML_FILTER_H_INCLUDED_ */
