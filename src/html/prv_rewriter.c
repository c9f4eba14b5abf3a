
#include "html/prv_html.h"
#include "base/prv_bytes.h"


static int prv_rewriter_through(prv_rewriter_t *rw, const unsigned char *p,
    size_t len);
static int prv_rewriter_partial(const unsigned char *p, size_t len);
static int prv_lower_prefix(const unsigned char *p, size_t len,
    const char *lower);
static int prv_rewriter_run(prv_rewriter_t *rw, const unsigned char *p,
    size_t len);
static int prv_rewriter_unreadable(prv_rewriter_t *rw);
static int prv_rewriter_rest(prv_rewriter_t *rw);
static int prv_rewriter_tag(prv_rewriter_t *rw);
static int prv_rewriter_start_tag(prv_rewriter_t *rw);
static int prv_rewriter_head(prv_rewriter_t *rw, uint64_t at);
static int prv_rewriter_insert(prv_rewriter_t *rw, uint64_t at,
    int (*ask)(void *data, prv_str_t *html));
static const unsigned char *prv_rewriter_noscript(const unsigned char *p,
    const unsigned char *end, int *found);
static int prv_rewriter_bracket(prv_rewriter_t *rw);
static int prv_rewriter_cut(prv_rewriter_t *rw);


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

            if (n == sizeof("</noscript") || !prv_rewriter_partial(pend, n)) {
                break;
            }
        }

        if (len == 0 && n < sizeof("</noscript")
            && prv_rewriter_partial(pend, n))
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


/* could more bytes make "</noscript" of these? */

static int
prv_rewriter_partial(const unsigned char *p, size_t len)
{
    return len < sizeof("</noscript")
           && prv_lower_prefix(p, len, "</noscript");
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
        rw->tk.end = prv_rewriter_noscript(p, end, &found);
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

                if (rw->mode == PRV_MODE_PASS
                    && prv_strip_long(rw) != PRV_OK)
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
                    if (prv_rewriter_cut(rw) != PRV_OK) {
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

            rc = prv_rewriter_tag(rw);

            /* once for each: what was looked through has none */

            if (!rw->noscript) {
                looked = 0;

            } else if (!rw->ending && !looked) {
                rw->tk.end = prv_rewriter_noscript(rw->tk.p, end, &found);
                looked = 1;
            }

            break;

        case PRV_TK_TEXT:
            rc = PRV_OK;

            if (!rw->templates && !rw->noscript) {
                rc = prv_rewriter_body(rw, rw->tk.text);
            }

            break;

        case PRV_TK_BRACKET:
            rc = prv_rewriter_bracket(rw);
            break;

        case PRV_TK_ATTR:
            rc = prv_out_flush(rw, rw->tk.attr_start);
            break;

        case PRV_TK_VALUE:

            prv_out_skip(rw, prv_token_offset(&rw->tk));

            /* what comes next may follow without white space */

            rc = prv_out_lit(rw, " ");
            break;

        case PRV_TK_DOCTYPE:
            rw->document = 1;
            rc = PRV_OK;
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
 * begin.  Elsewhere it may or may not, and without the "[" it does not.
 */

static int
prv_rewriter_bracket(prv_rewriter_t *rw)
{
    uint64_t          at;
    prv_tokenizer_t  *tk;

    tk = &rw->tk;
    at = prv_token_offset(tk) - 1;

    if (prv_tree_ns(rw) == PRV_NS_POINT && tk->start == rw->point
        && !rw->unsure && !rw->selects && !(rw->templates && rw->columns))
    {
        tk->state = PRV_ST_MARKUP_CDATA;
        return PRV_OK;
    }

    if (rw->conf->tags == PRV_TAGS_OFF
        || (rw->mode != PRV_MODE_PASS && !rw->keep))
    {
        return PRV_OK;
    }

    if (prv_out_flush(rw, at) != PRV_OK) {
        return PRV_ERROR;
    }

    prv_out_skip(rw, at + 1);

    return PRV_OK;
}


/*
 * Where "</noscript" stands next, as a browser with scripting looks for it:
 * in attributes, comments and scripts too; *found is 1.  Else end, or where
 * the last bytes could begin one.
 */

static const unsigned char *
prv_rewriter_noscript(const unsigned char *p, const unsigned char *end,
    int *found)
{
    size_t  left;

    for (p = prv_scan(p, end, '<'); p < end; p = prv_scan(p + 1, end, '<')) {

        left = (size_t) (end - p);

        if (left < sizeof("</noscript")) {

            if (prv_lower_prefix(p, left, "</noscript")) {
                *found = 0;
                return p;
            }

            continue;
        }

        if (prv_lower_prefix(p, sizeof("</noscript") - 1, "</noscript")
            && (prv_is_space(p[10]) || p[10] == '/' || p[10] == '>'))
        {
            *found = 1;
            return p;
        }
    }

    *found = 0;

    return end;
}


/* what a noscript's end cuts short ends too, for browsers without scripting */

static int
prv_rewriter_cut(prv_rewriter_t *rw)
{
    uint64_t          at;
    prv_tokenizer_t  *tk;

    tk = &rw->tk;
    at = prv_token_offset(tk);

    if (rw->mode == PRV_MODE_STYLE
        && prv_style_end(rw, tk->in_tag ? tk->start : at) != PRV_OK)
    {
        return PRV_ERROR;
    }

    if (rw->conf->tags == PRV_TAGS_OFF) {

        if (prv_out_flush(rw, at) != PRV_OK) {
            return PRV_ERROR;
        }

        goto done;
    }

    if ((rw->mode != PRV_MODE_PASS && !rw->keep)
        || (tk->in_tag && !tk->raw_end && tk->state != PRV_ST_TAG_OPEN))
    {
        /* a tag that was not whole, or what was going already */

        if ((rw->mode == PRV_MODE_PASS || rw->keep)
            && rw->too_long == PRV_LONG_NONE
            && tk->start >= tk->base
            && prv_out_flush(rw, tk->start) != PRV_OK)
        {
            return PRV_ERROR;
        }

        if (rw->too_long == PRV_LONG_PASS && rw->tk.cutting == 0) {

            /* its beginning is gone: any end will do */

            if (prv_out_flush(rw, at) != PRV_OK
                || prv_out_lit(rw, "\"'>") != PRV_OK)
            {
                return PRV_ERROR;
            }
        }

        prv_out_skip(rw, at);

        goto done;
    }

    if (prv_out_flush(rw, at) != PRV_OK) {
        return PRV_ERROR;
    }

    switch (tk->state) {

    case PRV_ST_DATA:
    case PRV_ST_TAG_OPEN:
        break;

    case PRV_ST_COMMENT_START:
    case PRV_ST_COMMENT_START_DASH:
    case PRV_ST_COMMENT:
    case PRV_ST_COMMENT_DASH:
    case PRV_ST_COMMENT_END:
    case PRV_ST_COMMENT_BANG:

        if (prv_out_lit(rw, "-->") != PRV_OK) {
            return PRV_ERROR;
        }

        break;

    case PRV_ST_MARKUP:
    case PRV_ST_MARKUP_DASH:
    case PRV_ST_MARKUP_DOCTYPE:
    case PRV_ST_MARKUP_CDATA:
    case PRV_ST_BOGUS:
    case PRV_ST_DOCTYPE:

        if (prv_out_lit(rw, ">") != PRV_OK) {
            return PRV_ERROR;
        }

        break;

    case PRV_ST_CDATA:
    case PRV_ST_CDATA_BRACKET:
    case PRV_ST_CDATA_END:

        if (prv_out_lit(rw, "]]>") != PRV_OK) {
            return PRV_ERROR;
        }

        break;

    default:

        /* in raw text, of a script perhaps in a comment of its own */

        if (prv_out_lit(rw, "--></") != PRV_OK
            || prv_out_copy(rw, tk->raw, tk->raw_len) != PRV_OK
            || prv_out_lit(rw, ">") != PRV_OK)
        {
            return PRV_ERROR;
        }
    }

done:

    if (rw->keep && prv_strip_kept(rw) != PRV_OK) {
        return PRV_ERROR;
    }

    tk->state = PRV_ST_DATA;
    tk->in_tag = 0;
    tk->raw_end = 0;
    tk->cut = 0;
    tk->cutting = 0;
    rw->too_long = PRV_LONG_NONE;
    rw->mode = PRV_MODE_PASS;

    prv_tree_every(rw);

    return PRV_OK;
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
        return prv_rewriter_body(rw, prv_token_offset(&rw->tk));
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

static int
prv_rewriter_unreadable(prv_rewriter_t *rw)
{
    rw->unreadable = 1;

    if (rw->conf->refuse) {
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

    if (rw->tk.in_tag && !rw->tk.raw_end) {

        switch (rw->too_long) {

        case PRV_LONG_PASS:

            if (rw->tk.cutting) {
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


static int
prv_rewriter_tag(prv_rewriter_t *rw)
{
    uint32_t          emptied;
    prv_tokenizer_t  *tk;

    tk = &rw->tk;

    if (rw->emptied) {
        emptied = rw->emptied;
        rw->emptied = 0;

        prv_tree_every(rw);

        if (tk->end_tag && prv_tree_key(tk) == emptied) {

            if (prv_out_flush(rw, tk->start) != PRV_OK) {
                return PRV_ERROR;
            }

            prv_out_skip(rw, prv_token_offset(tk));

            return PRV_OK;
        }
    }

    if (rw->mode == PRV_MODE_INLINE) {

        if (tk->end_tag && tk->element != NULL
            && tk->element->id == PRV_EL_SCRIPT)
        {
            return prv_strip_inline(rw, tk->start, 1);
        }

        /* markup in a script of SVG: this is no script that anybody writes */

        if (prv_token_offset(tk) - rw->script >= rw->conf->limit) {

            if (prv_strip_over(rw, 1) != PRV_OK) {
                return PRV_ERROR;
            }

        } else if (prv_strip_mixed(rw) != PRV_OK) {
            return PRV_ERROR;
        }
    }

    if (rw->mode == PRV_MODE_STYLE && prv_style_end(rw, tk->start) != PRV_OK)
    {
        return PRV_ERROR;
    }

    if (rw->mode == PRV_MODE_DROP_RAW) {
        rw->mode = PRV_MODE_PASS;

        if (!tk->raw_end && tk->end_tag) {
            prv_tree_end(rw);
        }

        prv_tree_every(rw);

        return prv_strip_drop(rw, prv_token_offset(tk));
    }

    if (rw->mode == PRV_MODE_DROP_TREE) {
        return prv_strip_dropped(rw);
    }

    if (tk->raw_end) {
        return PRV_OK;
    }

    if (tk->end_tag) {

        if (rw->too_long != PRV_LONG_NONE) {
            rw->too_long = PRV_LONG_NONE;
            prv_tree_every(rw);
        }

        return prv_rewriter_end_tag(rw);
    }

    return prv_rewriter_start_tag(rw);
}


static int
prv_rewriter_start_tag(prv_rewriter_t *rw)
{
    int                    implied, marked, rc;
    size_t                 len;
    uint64_t               end;
    prv_verdict_t          v;
    prv_tokenizer_t       *tk;
    const unsigned char   *raw;
    const prv_element_t   *e;

    tk = &rw->tk;
    e = tk->element;
    end = prv_token_offset(tk);
    implied = 0;
    marked = 0;

    if (rw->ns_depth && prv_tree_is_foreign(rw) && prv_tree_breaks(tk)) {

        prv_tree_break(rw);
        implied = 1;
    }

    if (prv_rewriter_place(rw, &implied) != PRV_OK) {
        return PRV_ERROR;
    }

    if (!rw->placed && e != NULL && e->id == PRV_EL_FRAMESET
        && !rw->templates && !rw->noscript)
    {
        rw->placed = 1;
        rw->frameset = 1;
        rw->too_long = PRV_LONG_NONE;
        tk->watch = 0;
        prv_tree_every(rw);
        return PRV_OK;
    }

    if (rw->columns && e != NULL
        && (e->id == PRV_EL_SCRIPT || e->id == PRV_EL_IMG))
    {
        implied = 1;
    }

    if (rw->xml) {
        implied = 0;
    }

    if (e == NULL
        && !(tk->seen & (prv_at(PRV_AT_MARK) | PRV_AT_CSS)))
    {

        if (rw->too_long != PRV_LONG_NONE) {
            rw->too_long = PRV_LONG_NONE;
            prv_tree_every(rw);
        }

        prv_tree_foreign(rw);
        return PRV_OK;
    }

    rc = PRV_OK;

    if (rw->too_long == PRV_LONG_TAG) {
        rw->too_long = PRV_LONG_NONE;
        prv_tree_every(rw);

        if (rw->conf->tags == PRV_TAGS_OFF) {
            return PRV_OK;
        }

        prv_out_skip(rw, end);

        return prv_out_joint(rw);
    }

    if (rw->too_long == PRV_LONG_NONE && prv_tree_doubtful(rw)) {
        /* read as one thing here, as another there: it may not stay */

        if (rw->conf->tags == PRV_TAGS_OFF) {
            return PRV_OK;
        }

        if (tk->start >= tk->base
            && prv_out_flush(rw, tk->start) != PRV_OK)
        {
            return PRV_ERROR;
        }

        prv_out_skip(rw, end);

        return prv_out_joint(rw);
    }

    if (e != NULL && rw->too_long == PRV_LONG_NONE
        && prv_tree_sure(rw) != PRV_OK)
    {
        return PRV_ERROR;
    }

    if (rw->too_long == PRV_LONG_NONE
        && ((e != NULL && e->want) || tk->seen))
    {
        len = (size_t) (end - tk->start);

        raw = prv_out_raw(rw, tk->start, end);
        if (raw == NULL) {
            return PRV_ERROR;
        }

        if (prv_judge_tag(rw, raw, len, &v) != PRV_OK) {
            return PRV_ERROR;
        }

        if (rw->conf->tags == PRV_TAGS_OFF) {

            if (v.refused && rw->conf->report) {

                /* a strip would not have looked at what is in it */

                prv_strip_content(rw);

                return PRV_OK;
            }

        } else {

            if (v.refused
                && (rw->conf->tags == PRV_TAGS_STRIP
                    || (v.marked && !prv_strip_can_keep(rw))))
            {
                if (prv_tree_means(rw, &v)) {
                    implied = 1;
                }


                if (prv_strip_tag(rw, &v, raw, len, implied) != PRV_OK) {
                    return PRV_ERROR;
                }

                prv_out_skip(rw, end);
                prv_strip_content(rw);

                return PRV_OK;
            }

            if (v.refused || v.edit) {

                /* raw may be what is held: the tag begins it */

                if (tk->start >= tk->base
                    && prv_out_flush(rw, tk->start) != PRV_OK)
                {
                    return PRV_ERROR;
                }

                if (prv_edit_tag(rw, raw, len, &v,
                                 rw->conf->tags == PRV_TAGS_BLOCK)
                    != PRV_OK)
                {
                    return PRV_ERROR;
                }

                prv_out_skip(rw, end);

                if (v.refused && v.marked
                    && (e == NULL || e->id != PRV_EL_SCRIPT))
                {
                    return prv_strip_keep(rw);
                }

                if (v.refused && e != NULL && e->id == PRV_EL_SCRIPT) {

                    /* its text is none of a script's any more */

                    prv_tree_raw(rw);
                    prv_tree_foreign(rw);
                    return PRV_OK;
                }
            }
        }

        marked = (tk->seen & prv_at(PRV_AT_MARK))
                 && prv_mark(rw, raw, len) != PRV_CATEGORIES;

        if (e != NULL && e->id == PRV_EL_SCRIPT
            && !marked
            && !rw->frameset
            && !(tk->self_closing && prv_tree_is_foreign(rw))
            && prv_is_script(rw, raw, len)
            && !(tk->seen & (prv_tree_is_foreign(rw) && !rw->xml
                             ? prv_at(PRV_AT_HREF) | prv_at(PRV_AT_XLINK)
                             : prv_at(PRV_AT_SRC))))
        {
            if (tk->start >= tk->base
                && prv_out_flush(rw, tk->start) != PRV_OK)
            {
                return PRV_ERROR;
            }

            prv_tree_raw(rw);
            prv_tree_foreign(rw);
            rw->mode = PRV_MODE_INLINE;
            rw->script = tk->start;
            rw->text = end;

            rw->nonce_len = 0;

            if (tk->seen & prv_at(PRV_AT_NONCE)) {
                rw->nonce = (uint32_t) tk->attrs[PRV_AT_NONCE].value;
                rw->nonce_len = (uint32_t) tk->attrs[PRV_AT_NONCE].len;
            }

            prv_tree_every(rw);

            return PRV_OK;
        }
    }

    if (rw->too_long == PRV_LONG_STRIP) {
        rw->too_long = PRV_LONG_NONE;
        prv_strip_content(rw);
        return prv_strip_drop(rw, end);
    }

    if (rw->too_long != PRV_LONG_NONE) {
        rw->too_long = PRV_LONG_NONE;
        prv_tree_every(rw);
    }

    prv_tree_raw(rw);
    prv_tree_foreign(rw);

    if (e != NULL) {

        switch (e->id) {

        case PRV_EL_META:

            if (rw->unreadable && prv_rewriter_unreadable(rw) != PRV_OK) {
                return PRV_ERROR;
            }

            break;

        case PRV_EL_STYLE:

            if (marked) {
                break;
            }

            if (tk->state == PRV_ST_RAWTEXT
                || (prv_tree_ns(rw) == PRV_NS_SVG && !tk->self_closing))
            {
                prv_style_begin(rw);
            }

            break;

        case PRV_EL_HEAD:
            rc = prv_rewriter_head(rw, end);
            break;

        case PRV_EL_BODY:

            if (!rw->placed && !rw->templates && !rw->noscript) {
                rw->document = 1;
                rc = prv_rewriter_body(rw, end);
            }

            break;

        case PRV_EL_NOSCRIPT:

            if (!prv_tree_is_foreign(rw) && !rw->frameset) {
                rw->noscript = 1;
                rw->ending = 0;
            }

            break;

        case PRV_EL_TEMPLATE:

            if (!prv_tree_is_foreign(rw) && rw->templates < UINT32_MAX) {
                rw->templates++;
                prv_tree_every(rw);
            }

            break;

        case PRV_EL_COL:
            rw->columns = 1;
            prv_tree_every(rw);
            break;

        case PRV_EL_ROW:
            rw->columns = 0;
            prv_tree_every(rw);
            break;

        case PRV_EL_PRE:
            rw->pre = end;
            break;

        case PRV_EL_SELECT:
            rw->selects = !rw->selects;
            prv_tree_every(rw);
            break;

        default:
            break;
        }
    }

    return rc;
}


int
prv_rewriter_end_tag(prv_rewriter_t *rw)
{
    int                   implied;
    prv_tokenizer_t      *tk;
    const prv_element_t  *e;

    tk = &rw->tk;
    e = tk->element;

    prv_tree_end(rw);

    if (prv_rewriter_place(rw, &implied) != PRV_OK) {
        return PRV_ERROR;
    }

    if (e == NULL) {
        return PRV_OK;
    }

    switch (e->id) {

    case PRV_EL_NOSCRIPT:
        rw->noscript = 0;
        tk->watch = !rw->placed;
        break;

    case PRV_EL_TEMPLATE:

        if (rw->templates) {
            rw->templates--;
        }

        prv_tree_every(rw);
        tk->watch = !rw->placed && !rw->templates;
        break;

    case PRV_EL_COL:
        rw->columns = 0;
        prv_tree_every(rw);
        break;

    case PRV_EL_SELECT:
        rw->selects = 0;
        prv_tree_every(rw);
        break;

    default:
        break;
    }

    return PRV_OK;
}


int
prv_rewriter_place(prv_rewriter_t *rw, int *implied)
{
    prv_tokenizer_t      *tk;
    const prv_element_t  *e;

    tk = &rw->tk;

    if (rw->placed || rw->templates || rw->noscript) {
        return PRV_OK;
    }

    /* of a tag that is too long perhaps not even the name is known */

    e = (tk->in_tag && tk->state == PRV_ST_TAG_NAME) ? NULL : tk->element;

    if (tk->end_tag) {

        if (e == NULL) {

            if (tk->name_len != 2 || memcmp(tk->name, "br", 2) != 0) {
                return PRV_OK;
            }

        } else if (e->id == PRV_EL_BODY || e->id == PRV_EL_HTML) {
            rw->document = 1;

        } else {
            return PRV_OK;
        }

        return prv_rewriter_body(rw, tk->start);
    }

    if (e != NULL) {

        if (e->id == PRV_EL_HTML || e->id == PRV_EL_HEAD) {
            rw->document = 1;
            return PRV_OK;
        }

        if (e->id == PRV_EL_BODY || e->id == PRV_EL_FRAMESET) {
            rw->document = 1;
            return prv_rewriter_head(rw, tk->start);
        }

        if (e->flags & PRV_EF_HEAD) {
            return prv_rewriter_head(rw, tk->start);
        }
    }

    if (prv_rewriter_body(rw, tk->start) != PRV_OK) {
        return PRV_ERROR;
    }

    if (!rw->inserted) {
        *implied = 1;
    }

    return PRV_OK;
}


/* here <head> begins, or what there is in its stead */

static int
prv_rewriter_head(prv_rewriter_t *rw, uint64_t at)
{
    if (rw->headed) {
        return PRV_OK;
    }

    rw->headed = 1;

    return prv_rewriter_insert(rw, at, rw->sink->head);
}


/* here <body> begins */

int
prv_rewriter_body(prv_rewriter_t *rw, uint64_t at)
{
    if (prv_rewriter_head(rw, at) != PRV_OK) {
        return PRV_ERROR;
    }

    rw->placed = 1;
    rw->tk.watch = 0;
    prv_tree_every(rw);

    return prv_rewriter_insert(rw, at, rw->sink->body);
}


static int
prv_rewriter_insert(prv_rewriter_t *rw, uint64_t at,
    int (*ask)(void *data, prv_str_t *html))
{
    prv_str_t  html;

    if (ask == NULL) {
        return PRV_OK;
    }

    html.len = 0;
    html.data = NULL;

    if (ask(rw->sink->data, &html) != PRV_OK) {
        return PRV_ERROR;
    }

    if (html.len == 0) {
        return PRV_OK;
    }

    if (rw->placed) {
        rw->inserted = 1;
    }

    if (prv_out_flush(rw, at) != PRV_OK) {
        return PRV_ERROR;
    }

    return prv_out_keep(rw, html.data, html.len);
}


/* are these the first bytes of that, in any case? */

static int
prv_lower_prefix(const unsigned char *p, size_t len, const char *lower)
{
    size_t  i;

    for (i = 0; i < len; i++) {
        if (lower[i] == '\0' || prv_lower(p[i]) != (unsigned char) lower[i]) {
            return 0;
        }
    }

    return 1;
}
