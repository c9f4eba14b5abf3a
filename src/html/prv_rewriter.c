
#include "html/prv_html.h"


static int prv_rewriter_through(prv_rewriter_t *rw, const unsigned char *p,
    size_t len);
static int prv_rewriter_run(prv_rewriter_t *rw, const unsigned char *p,
    size_t len);
static int prv_rewriter_rest(prv_rewriter_t *rw);
static int prv_rewriter_bracket(prv_rewriter_t *rw);


prv_rewriter_t *
prv_rewriter_create(const prv_rewriter_conf_t *conf, const prv_gate_t *gate,
    const prv_sink_t *sink, prv_mem_t *mem)
{
    prv_rewriter_t  *rw;

    rw = prv_alloc(mem, sizeof(prv_rewriter_t));
    if (rw == NULL) {
        return NULL;
    }

    memset(rw, 0, offsetof(prv_rewriter_t, url));

    rw->conf = conf;
    rw->gate = gate;
    rw->sink = sink;
    rw->mem = mem;

    if (prv_gate_open(gate)) {

        /* nothing is taken out: not what is read in two ways, either */

        rw->open = *conf;
        rw->open.tags = PRV_TAGS_OFF;
        rw->conf = &rw->open;
    }

    rw->xml = conf->xml;

    prv_token_init(&rw->tk);
    rw->tk.limit = conf->limit;

    prv_tree_every(rw);

    return rw;
}


int
prv_rewriter_feed(prv_rewriter_t *rw, const unsigned char *p, size_t len)
{
    int            rc;
    size_t         n;
    unsigned char  pend[sizeof(rw->pend) + 1];

    if (len == 0) {
        return PRV_OK;
    }

    if (rw->conf == &rw->open && rw->conf->brief && rw->placed
        && rw->pending == 0)
    {
        return prv_rewriter_through(rw, p, len);
    }

    while (rw->pending) {

        /* what could begin "</noscript" goes first, once it is known */

        n = rw->pending;
        memcpy(pend, rw->pend, n);

        while (len && n < sizeof(pend) - 1) {

            pend[n++] = *p++;
            len--;

            if (n == sizeof("</noscript") || !prv_noscript_partial(pend, n)) {
                break;
            }
        }

        if (len == 0 && n < sizeof("</noscript")
            && prv_noscript_partial(pend, n))
        {
            memcpy(rw->pend, pend, n);
            rw->pending = (unsigned) n;
            return PRV_OK;
        }

        rw->pending = 0;
        rw->transient = 1;
        rc = prv_rewriter_run(rw, pend, n);
        rw->transient = 0;

        if (rc != PRV_OK) {
            return rc;
        }
    }

    if (len == 1 && *p >= 0xfe && prv_out_offset(rw, rw->tk.end) == 0) {

        /* half of a byte order mark */

        rw->pend[0] = *p;
        rw->pending = 1;

        return PRV_OK;
    }

    return len ? prv_rewriter_run(rw, p, len) : PRV_OK;
}


/* nothing is refused, and all that is put in is there */

static int
prv_rewriter_through(prv_rewriter_t *rw, const unsigned char *p, size_t len)
{
    prv_token_feed(&rw->tk, p, len);

    rw->from = p;
    rw->tk.p = rw->tk.end;
    rw->tk.state = PRV_ST_DATA;
    rw->tk.in_tag = 0;
    rw->mode = PRV_MODE_PASS;

    return prv_out_flush(rw, prv_token_offset(&rw->tk));
}


static int
prv_rewriter_run(prv_rewriter_t *rw, const unsigned char *p, size_t len)
{
    int                    rc, found, looked;
    const unsigned char   *end;

    prv_token_feed(&rw->tk, p, len);
    rw->from = p;
    end = p + len;
    found = 0;

    if (rw->tk.base == 0 && len >= 2
        && ((p[0] == 0xff && p[1] == 0xfe) || (p[0] == 0xfe && p[1] == 0xff)))
    {
        if (prv_rewriter_unreadable(rw) != PRV_OK) {
            return PRV_ERROR;
        }
    }

    looked = (rw->noscript && !rw->ending);

    if (looked) {
        rw->tk.end = prv_noscript_find(p, end, &found);
    }

    for ( ;; ) {

        switch (prv_token_next(&rw->tk)) {

        case PRV_TK_MORE:

            if (rw->tk.in_tag && !rw->tk.raw_end && !rw->tk.over
                && prv_token_offset(&rw->tk) - rw->tk.start
                   >= rw->conf->limit)
            {
                rw->tk.over = 1;

                if (rw->mode == PRV_MODE_STYLE
                    && prv_style_end(rw, rw->tk.start) != PRV_OK)
                {
                    return PRV_ERROR;
                }

                if (rw->mode == PRV_MODE_INLINE
                    && prv_strip_over(rw, 1) != PRV_OK)
                {
                    return PRV_ERROR;
                }

                if (rw->mode == PRV_MODE_DROP_TREE
                    && rw->tk.state != PRV_ST_TAG_NAME && prv_drop_opened(rw)
                    && prv_strip_ended(rw) != PRV_OK)
                {
                    return PRV_ERROR;
                }

                if (rw->mode == PRV_MODE_PASS
                    && prv_long_tag(rw) != PRV_OK)
                {
                    return PRV_ERROR;
                }

                continue;
            }

            if (found && rw->tk.end < end) {

                /* with scripting, a noscript ends here whatever this is */

                if (rw->tk.state != PRV_ST_DATA
                    || rw->mode != PRV_MODE_PASS)
                {
                    if (rw->mode == PRV_MODE_INLINE
                        && prv_token_offset(&rw->tk) - rw->script
                           >= rw->conf->limit
                        && prv_strip_over(rw, rw->tk.in_tag) != PRV_OK)
                    {
                        return PRV_ERROR;
                    }

                    if (prv_noscript_cut(rw) != PRV_OK) {
                        return PRV_ERROR;
                    }
                }

                rw->tk.end = end;
                rw->ending = 1;
                found = 0;
                continue;
            }

            if (prv_rewriter_rest(rw) != PRV_OK) {
                return PRV_ERROR;
            }

            rw->pending = (unsigned) (end - rw->tk.end);
            memcpy(rw->pend, rw->tk.end, rw->pending);

            return PRV_OK;

        case PRV_TK_TAG:

            rc = prv_tag(rw);

            /* once for each: what was looked through has none */

            if (!rw->noscript) {
                looked = 0;

            } else if (!rw->ending && !looked) {
                rw->tk.end = prv_noscript_find(rw->tk.p, end, &found);
                looked = 1;
            }

            break;

        case PRV_TK_TEXT:
            rc = PRV_OK;

            if (!rw->templates && !rw->noscript
                && rw->mode != PRV_MODE_DROP_TREE)
            {
                rc = prv_place_body(rw, rw->tk.text);
            }

            break;

        case PRV_TK_BRACKET:
            rc = prv_rewriter_bracket(rw);
            break;

        case PRV_TK_ATTR:
            rc = prv_out_flush(rw, rw->tk.attr_start);
            break;

        case PRV_TK_VALUE:
            rc = prv_long_value(rw);
            break;

        case PRV_TK_PI:
            rc = (rw->mode == PRV_MODE_PASS && !rw->scripted)
                 ? prv_pi_read(rw, prv_token_offset(&rw->tk), 1) : PRV_OK;
            break;

        case PRV_TK_DOCTYPE:
            rw->document = 1;
            rc = rw->tk.subset ? prv_rewriter_unreadable(rw) : PRV_OK;
            break;

        default: /* comments, CDATA, "</>" */
            rc = PRV_OK;
            break;
        }

        if (rc != PRV_OK) {
            return rc;
        }
    }
}


/*
 * "<![": right behind the tag of an integration point a CDATA section may
 * begin.  Elsewhere it may or may not, and with a " " for the "[" it does not.
 */

static int
prv_rewriter_bracket(prv_rewriter_t *rw)
{
    uint64_t          at;
    prv_tokenizer_t  *tk;

    tk = &rw->tk;
    at = prv_token_offset(tk) - 1;

    /* the rest of a script of SVG is not held, nor in one piece either */

    if (rw->mode == PRV_MODE_INLINE && at - rw->script >= rw->conf->limit
        && prv_strip_over(rw, 0) != PRV_OK)
    {
        return PRV_ERROR;
    }

    if (prv_tree_ns(rw) == PRV_NS_POINT && tk->start == rw->point
        && !rw->unsure && !rw->selects && !prv_tree_in_columns(rw))
    {
        tk->state = PRV_ST_MARKUP_CDATA;
        return PRV_OK;
    }

    if (rw->conf->tags == PRV_TAGS_OFF
        || rw->mode != PRV_MODE_PASS)
    {
        return PRV_OK;
    }

    if (prv_out_flush(rw, at) != PRV_OK) {
        return PRV_ERROR;
    }

    prv_out_skip(rw, at + 1);

    /* "<!" alone could begin what is behind: "--" or a doctype */

    return prv_out_lit(rw, " ");
}


int
prv_rewriter_finish(prv_rewriter_t *rw)
{
    int       rc;
    unsigned  n;

    n = rw->pending;

    if (n) {
        rw->pending = 0;
        rw->transient = 1;

        prv_token_feed(&rw->tk, rw->pend, n);
        rw->from = rw->pend;

        do {
            rc = prv_token_next(&rw->tk);
        } while (rc != PRV_TK_MORE);

        rc = prv_rewriter_rest(rw);
        rw->transient = 0;

        if (rc != PRV_OK) {
            return rc;
        }
    }

    prv_token_feed(&rw->tk, (const unsigned char *) "", 0);
    rw->from = rw->tk.p;

    if (rw->mode == PRV_MODE_INLINE
        && prv_strip_inline(rw, prv_token_offset(&rw->tk), 0) != PRV_OK)
    {
        return PRV_ERROR;
    }

    if (rw->mode == PRV_MODE_STYLE
        && prv_style_end(rw, rw->tk.in_tag ? rw->tk.start
                                           : prv_token_offset(&rw->tk))
           != PRV_OK)
    {
        return PRV_ERROR;
    }

    /* what is still held never became a token */

    if ((rw->mode == PRV_MODE_PASS || rw->keep
         || rw->conf->tags == PRV_TAGS_OFF)
        && prv_out_flush(rw, prv_token_offset(&rw->tk)) != PRV_OK)
    {
        return PRV_ERROR;
    }

    rw->hold_len = 0;

    if (!rw->placed && !rw->templates && !rw->noscript
        && rw->tk.state == PRV_ST_DATA)
    {
        return prv_place_body(rw, prv_token_offset(&rw->tk));
    }

    return PRV_OK;
}


size_t
prv_rewriter_held(const prv_rewriter_t *rw)
{
    return rw->hold_len + rw->pending;
}


int
prv_rewriter_readable(const prv_rewriter_t *rw)
{
    return !rw->unreadable;
}


int
prv_rewriter_utf8(const prv_rewriter_t *rw)
{
    return rw->utf8;
}


/* markup is not what its bytes say */

int
prv_rewriter_unreadable(prv_rewriter_t *rw)
{
    if (rw->outer != NULL && rw->verdict == NULL) {

        /* srcdoc is text already: nothing that it names changes that */

        rw->unreadable = 0;
        return PRV_OK;
    }

    rw->unreadable = 1;

    if (rw->conf->refuse && rw->outer == NULL) {
        return PRV_ERROR;
    }

    rw->placed = 1;
    rw->tk.watch = 0;
    rw->tk.state = PRV_ST_PLAINTEXT;

    prv_tree_every(rw);

    return PRV_OK;
}


int
prv_rewriter_document(const prv_rewriter_t *rw)
{
    return rw->document;
}


/* the chunk is read: pass on what is decided, keep what is not */

static int
prv_rewriter_rest(prv_rewriter_t *rw)
{
    uint64_t               start, end;
    const unsigned char   *p;

    end = prv_out_offset(rw, rw->tk.end);

    switch (rw->mode) {

    case PRV_MODE_DROP_RAW:
        return prv_strip_drop(rw, end);

    case PRV_MODE_INLINE:

        if (end - rw->script < rw->conf->limit) {
            return prv_out_hold(rw, rw->tk.end);
        }

        if (prv_strip_over(rw, rw->tk.in_tag) != PRV_OK) {
            return PRV_ERROR;
        }

        return prv_rewriter_rest(rw);

    case PRV_MODE_DROP_TREE:

        if (!rw->tk.in_tag || rw->tk.raw_end || rw->tk.over) {

            /* of an end tag prv_strip_dropped() writes what stays */

            if (rw->keep && rw->tk.in_tag && rw->tk.end_tag
                && !rw->tk.raw_end)
            {
                if (rw->tk.start >= rw->tk.base
                    && prv_out_flush(rw, rw->tk.start) != PRV_OK)
                {
                    return PRV_ERROR;
                }

                prv_out_skip(rw, end);

                return PRV_OK;
            }

            return prv_strip_drop(rw, end);
        }

        if (rw->tk.start >= rw->tk.base
            && prv_strip_drop(rw, rw->tk.start) != PRV_OK)
        {
            return PRV_ERROR;
        }

        return prv_out_hold(rw, rw->tk.end);

    case PRV_MODE_STYLE:

        if (rw->tk.in_tag && rw->tk.raw_end) {

            if (prv_style_end(rw, rw->tk.start) != PRV_OK) {
                return PRV_ERROR;
            }

            break;
        }

        /* the beginning of an end tag, or of any tag in SVG */

        start = (rw->tk.in_tag || rw->tk.state == PRV_ST_RAW_LT
                 || rw->tk.state == PRV_ST_RAW_NAME)
                ? rw->tk.start : end;

        if (prv_style_read(rw, start, &start) != PRV_OK
            || prv_out_flush(rw, start) != PRV_OK)
        {
            return PRV_ERROR;
        }

        if (rw->tk.in_tag && end - start > rw->conf->limit) {

            /* not both are held: it is a tag of SVG, and ends the style */

            if (prv_style_end(rw, rw->tk.start) != PRV_OK) {
                return PRV_ERROR;
            }

            break;
        }

        return (start == end) ? PRV_OK : prv_out_hold(rw, rw->tk.end);

    default: /* PRV_MODE_PASS */
        break;
    }

    start = end;

    if (rw->tk.state == PRV_ST_PI && !rw->scripted) {
        return prv_pi_read(rw, end, 0);
    }

    if (rw->tk.in_tag && !rw->tk.raw_end) {

        switch (rw->too_long) {

        case PRV_LONG_PASS:

            if (rw->tk.cutting) {

                if (prv_at(rw->tk.attr) & PRV_AT_CSS) {
                    return prv_long_css(rw, end, 0);
                }

                prv_out_skip(rw, end);
                return PRV_OK;
            }

            if (rw->tk.cut && rw->tk.state == PRV_ST_ATTR_NAME
                && rw->tk.attr_len <= PRV_ATTR_NAME_MAX)
            {
                start = rw->tk.attr_start;
            }

            break;

        case PRV_LONG_TAG:
        case PRV_LONG_STRIP:
            return prv_strip_drop(rw, end);

        default: /* PRV_LONG_NONE */
            start = rw->tk.start;
            break;
        }
    }

    if (start == end || start >= rw->tk.base) {
        if (prv_out_flush(rw, start) != PRV_OK) {
            return PRV_ERROR;
        }
    }

    p = rw->tk.end;

    return (start == end) ? PRV_OK : prv_out_hold(rw, p);
}
