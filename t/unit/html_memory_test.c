
/*
 * What one document may take: counted at its peak, against the bounds that
 * docs/rewriter.md promises.
 */

#include "html_vendor.h"


#define LIMIT   16384
#define ITSELF  16384               /* "a few kilobytes" */


typedef struct block_s  block_t;

struct block_s {
    block_t        *prev;
    block_t        *next;
    size_t          size;
    size_t          pad;        /* what follows is aligned for any type */
};

typedef struct {
    prv_mem_t    mem;
    size_t       now;
    size_t       peak;
    size_t       blocks;
    block_t     *list;
} counted_t;


typedef struct {
    const char  *name;
    const char  *before;
    const char  *unit;
    const char  *behind;
    size_t       bound;
} hostile_t;


/* nothing but the tag or script that is held, twice where it is read anew */

#define HELD    (2 * LIMIT + ITSELF)

/* a document in an attribute: its text, and what that becomes */

#define SRCDOC  (7 * LIMIT + ITSELF)

static const hostile_t  hostile[] = {
    { "text", "", "x y ", "", ITSELF },
    { "tags", "", "<p a=b>c</p>", "", ITSELF },
    { "pixels", "", "<img src=" T ">", "", ITSELF },
    { "nesting", "", "<svg><g><desc><template>", "", ITSELF },
    { "objects", "", "<object data=" T ">", "", ITSELF },
    { "marks", "", "<b data-privacy-category=marketing>", "", ITSELF },
    { "noscript", "", "<noscript></noscrip", "", ITSELF },
    { "less than", "", "<", "", ITSELF },
    { "comments", "", "<!--", "", ITSELF },
    { "a name", "<", "x", ">", HELD },
    { "a value", "<p a='", "x", "'>", HELD },
    { "a URL", "<img src='", " ", T "'>", HELD },
    { "a set", "<img src=/ srcset='", T " 1x, ", "'>", HELD },
    { "a data: URL", "<iframe src='data:text/html,", "&lt;b>", "'>",
      HELD + ITSELF },
    { "attributes", "<img ", "a b=c ", "src=" T ">", HELD },
    { "a script", "<script>", "a = 1; ", "track_id</script>", HELD },
    { "a script of SVG", "<svg><script>", "&#97; ", "</script>", HELD },
    { "a style", "<style>", "a{b:url(" T ")}", "</style>", HELD },
    { "srcdoc", "<iframe srcdoc='", "<img src=" T ">&amp;quot;", "'>",
      HELD + SRCDOC },
    { "srcdoc of quotes", "<iframe srcdoc='<img src=" T ">", "&quot;",
      "'></iframe>", HELD + SRCDOC },
    { "srcdoc in srcdoc", "<iframe srcdoc='<iframe srcdoc=\""
      "&lt;iframe srcdoc=&amp;quot;", "&amp;lt;img src=" T "&amp;gt;",
      "&amp;quot;>\">'></iframe>", HELD + 3 * SRCDOC }
};


static void *
take(prv_mem_t *mem, size_t size)
{
    block_t    *b;
    counted_t  *c;

    c = (counted_t *) mem;

    b = malloc(sizeof(block_t) + size);
    assert_non_null(b);

    b->size = size;
    b->prev = NULL;
    b->next = c->list;

    if (b->next != NULL) {
        b->next->prev = b;
    }

    c->list = b;
    c->blocks++;
    c->now += size;
    c->peak = c->now > c->peak ? c->now : c->peak;

    return b + 1;
}


static void
give(prv_mem_t *mem, void *p)
{
    block_t    *b;
    counted_t  *c;

    c = (counted_t *) mem;
    b = (block_t *) p - 1;

    if (b->next != NULL) {
        b->next->prev = b->prev;
    }

    if (b->prev != NULL) {
        b->prev->next = b->next;

    } else {
        c->list = b->next;
    }

    c->blocks--;
    c->now -= b->size;
    free(b);
}


static int
out(void *data, const unsigned char *p, size_t len)
{
    (void) p;

    *(size_t *) data += len;

    return PRV_OK;
}


/* the document with its unit until it is len bytes long, in pieces */

static size_t
peak(const hostile_t *h, size_t len, size_t chunk, prv_tags_e tags)
{
    char                 *text, *p;
    size_t                n, written;
    counted_t             mem;
    prv_gate_t            gate;
    prv_sink_t            sink;
    prv_decision_t        decision;
    prv_rewriter_t       *rw;
    prv_rewriter_conf_t   conf;

    memset(&mem, 0, sizeof(mem));
    memset(&gate, 0, sizeof(gate));
    memset(&sink, 0, sizeof(sink));
    memset(&conf, 0, sizeof(conf));
    memset(&decision, 0, sizeof(decision));

    mem.mem.alloc = take;
    mem.mem.free = give;

    decision.granted = prv_bit(PRV_NECESSARY);
    gate.rules = &rules;
    gate.decision = &decision;
    gate.host.data = (unsigned char *) "shop.example";
    gate.host.len = sizeof("shop.example") - 1;

    conf.tags = tags;
    conf.surrogates = 1;
    conf.limit = LIMIT;

    sink.pass = out;
    sink.copy = out;
    sink.data = &written;
    written = 0;

    text = malloc(len + 1024);
    assert_non_null(text);

    p = text + sprintf(text, "%s", h->before);

    while ((size_t) (p - text) < len) {
        p += sprintf(p, "%s", h->unit);
    }

    p += sprintf(p, "%s", h->behind);
    len = (size_t) (p - text);

    rw = prv_rewriter_create(&conf, &gate, &sink, &mem.mem);
    assert_non_null(rw);

    for (p = text; len; p += n, len -= n) {

        n = len < chunk ? len : chunk;

        assert_int_equal(prv_rewriter_feed(rw, (unsigned char *) p, n),
                         PRV_OK);
        assert_true(prv_rewriter_held(rw) <= LIMIT);
    }

    assert_int_equal(prv_rewriter_finish(rw), PRV_OK);

    free(text);

    /* all that is left is what a request's pool takes back at its end */

    assert_true(mem.now <= ITSELF + 2 * LIMIT);
    assert_true(mem.blocks <= 4);

    n = mem.peak;

    while (mem.list != NULL) {
        give(&mem.mem, mem.list + 1);
    }

    return n;
}


static void
bounded(void **state)
{
    size_t  i, k, n, most;

    static const size_t  lens[] = { 100, LIMIT - 200, 40 * LIMIT };
    static const size_t  chunks[] = { 61, 4096, 1 << 24 };

    (void) state;

    for (i = 0; i < NELTS(hostile); i++) {

        most = 0;

        for (k = 0; k < NELTS(lens) * NELTS(chunks) * 2; k++) {

            n = peak(&hostile[i], lens[k % NELTS(lens)],
                     chunks[k / NELTS(lens) % NELTS(chunks)],
                     k & 1 ? PRV_TAGS_BLOCK : PRV_TAGS_STRIP);

            most = n > most ? n : most;
        }

        print_message("%s: %zu bytes of %zu\n", hostile[i].name, most,
                      hostile[i].bound);

        if (most > hostile[i].bound) {
            fail_msg("%s takes %zu bytes, which is more than %zu",
                     hostile[i].name, most, hostile[i].bound);
        }
    }
}


int
main(void)
{
    const struct CMUnitTest  tests[] = {
        cmocka_unit_test(bounded)
    };

    return cmocka_run_group_tests(tests, setup, teardown);
}
