
#include "html/prv_html.h"


#define PRV_HOLD_MIN  1024

#define prv_offset(rw, p)                                                     \
    ((rw)->tk.base + (uint64_t) ((p) - (rw)->tk.chunk))


static int prv_rewriter_hold(prv_rewriter_t *rw, const unsigned char *end);
static int prv_rewriter_rest(prv_rewriter_t *rw);
static int prv_rewriter_tag(prv_rewriter_t *rw);
static int prv_rewriter_start_tag(prv_rewriter_t *rw);
static int prv_rewriter_end_tag(prv_rewriter_t *rw);
static int prv_rewriter_strip(prv_rewriter_t *rw, const prv_verdict_t *v,
    const unsigned char *raw, size_t len, int implied);
static int prv_rewriter_long(prv_rewriter_t *rw);
static int prv_rewriter_inline(prv_rewriter_t *rw, uint64_t text_end,
    int ended);
static int prv_rewriter_dropped(prv_rewriter_t *rw);
static int prv_rewriter_body(prv_rewriter_t *rw, uint64_t at);
static int prv_rewriter_joint(prv_rewriter_t *rw);
static void prv_rewriter_content(prv_rewriter_t *rw);
static void prv_rewriter_raw(prv_rewriter_t *rw);
static void prv_rewriter_foreign(prv_rewriter_t *rw);
static void prv_rewriter_every(prv_rewriter_t *rw);
static int prv_breaks_out(const prv_tokenizer_t *tk);
static int prv_is_void(const prv_tokenizer_t *tk);
static uint32_t prv_name_key(const prv_tokenizer_t *tk);

#define prv_ns(rw)                                                            \
    ((rw)->ns_depth ? (rw)->ns[(rw)->ns_depth - 1] : PRV_NS_HTML)

#define prv_is_foreign(rw)                                                    \
    (prv_ns(rw) == PRV_NS_SVG || prv_ns(rw) == PRV_NS_MATH)


prv_rewriter_t *
prv_rewriter_create(const prv_rewriter_conf_t *conf, const prv_gate_t *gate,
    const prv_sink_t *sink, prv_mem_t *mem)
{
    prv_rewriter_t  *rw;

    rw = prv_calloc(mem, 1, sizeof(prv_rewriter_t));
    if (rw == NULL) {
        return NULL;
    }

    rw->conf = conf;
    rw->gate = gate;
    rw->sink = sink;
    rw->mem = mem;

    prv_token_init(&rw->tk);

    if (sink->body == NULL) {
        rw->placed = 1;
    }

    prv_rewriter_every(rw);

    return rw;
}


int
prv_rewriter_feed(prv_rewriter_t *rw, const unsigned char *p, size_t len)
{
    int  rc;

    if (len == 0) {
        return PRV_OK;
    }

    prv_token_feed(&rw->tk, p, len);
    rw->from = p;

    for ( ;; ) {

        switch (prv_token_next(&rw->tk)) {

        case PRV_TK_MORE:
            return prv_rewriter_rest(rw);

        case PRV_TK_TAG:
            rc = prv_rewriter_tag(rw);
            break;

        case PRV_TK_TEXT:
            rc = PRV_OK;

            if (!rw->templates && !rw->noscript) {
                rc = prv_rewriter_body(rw, rw->tk.text);
            }

            break;

        case PRV_TK_DOCTYPE:
            rw->document = 1;
            rc = PRV_OK;
            break;

        default: /* PRV_TK_COMMENT, PRV_TK_CDATA */
            rc = PRV_OK;
            break;
        }

        if (rc != PRV_OK) {
            return rc;
        }
    }
}


int
prv_rewriter_finish(prv_rewriter_t *rw)
{
    prv_token_feed(&rw->tk, (const unsigned char *) "", 0);
    rw->from = rw->tk.p;

    if (rw->mode == PRV_MODE_INLINE
        && prv_rewriter_inline(rw, prv_token_offset(&rw->tk), 0) != PRV_OK)
    {
        return PRV_ERROR;
    }

    /* what is still held never became a token */

    if (rw->mode == PRV_MODE_PASS
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
    return rw->hold_len;
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

    end = prv_offset(rw, rw->tk.end);

    switch (rw->mode) {

    case PRV_MODE_DROP_RAW:
        prv_out_skip(rw, end);
        return PRV_OK;

    case PRV_MODE_INLINE:

        if (end - rw->script >= rw->conf->limit) {
            return prv_rewriter_inline(rw, end, 0);
        }

        return prv_rewriter_hold(rw, rw->tk.end);

    case PRV_MODE_DROP_TREE:

        if (!rw->tk.in_tag || rw->tk.raw_end) {
            prv_out_skip(rw, end);
            return PRV_OK;
        }

        if (rw->tk.start >= rw->tk.base) {
            prv_out_skip(rw, rw->tk.start);
        }

        if (end - rw->tk.start >= rw->conf->limit) {
            prv_out_skip(rw, end);
            return PRV_OK;
        }

        return prv_rewriter_hold(rw, rw->tk.end);

    default: /* PRV_MODE_PASS */
        break;
    }

    start = end;

    if (rw->tk.in_tag && !rw->tk.raw_end) {

        switch (rw->too_long) {

        case PRV_LONG_PASS:
            break;

        case PRV_LONG_STRIP:
            prv_out_skip(rw, end);
            return PRV_OK;

        default: /* PRV_LONG_NONE */

            start = rw->tk.start;

            if (end - start >= rw->conf->limit) {
                return prv_rewriter_long(rw);
            }
        }
    }

    if (start == end || start >= rw->tk.base) {
        if (prv_out_flush(rw, start) != PRV_OK) {
            return PRV_ERROR;
        }
    }

    p = rw->tk.end;

    return (start == end) ? PRV_OK : prv_rewriter_hold(rw, p);
}


static int
prv_rewriter_hold(prv_rewriter_t *rw, const unsigned char *end)
{
    size_t          len, size;
    unsigned char  *p;

    len = (size_t) (end - rw->from);

    if (len > rw->hold_size - rw->hold_len) {

        size = rw->hold_size ? rw->hold_size * 2 : PRV_HOLD_MIN;

        while (size < rw->hold_len + len) {
            size *= 2;
        }

        p = prv_alloc(rw->mem, size);
        if (p == NULL) {
            return PRV_ERROR;
        }

        if (rw->hold != NULL) {
            memcpy(p, rw->hold, rw->hold_len);
            prv_free(rw->mem, rw->hold);
        }

        rw->hold = p;
        rw->hold_size = size;
    }

    if (len) {
        memcpy(rw->hold + rw->hold_len, rw->from, len);
    }

    rw->hold_len += len;
    rw->from = end;

    return PRV_OK;
}


/* passes on everything before that offset */

int
prv_out_flush(prv_rewriter_t *rw, uint64_t upto)
{
    size_t    n;
    uint64_t  at;

    at = prv_offset(rw, rw->from) - rw->hold_len;

    if (upto <= at) {
        return PRV_OK;
    }

    if (rw->hold_len) {

        n = rw->hold_len;

        if (upto - at < n) {
            n = (size_t) (upto - at);
        }

        if (prv_out_copy(rw, rw->hold, n) != PRV_OK) {
            return PRV_ERROR;
        }

        rw->hold_len -= n;

        if (rw->hold_len) {
            memmove(rw->hold, rw->hold + n, rw->hold_len);
            return PRV_OK;
        }

        at += n;
    }

    n = (size_t) (upto - at);

    if (n == 0) {
        return PRV_OK;
    }

    if (rw->sink->pass(rw->sink->data, rw->from, n) != PRV_OK) {
        return PRV_ERROR;
    }

    rw->from += n;

    if (n >= sizeof(rw->tail)) {
        memcpy(rw->tail, rw->from - sizeof(rw->tail), sizeof(rw->tail));
        rw->tail_len = sizeof(rw->tail);
        return PRV_OK;
    }

    at = sizeof(rw->tail) - n;

    if (rw->tail_len > at) {
        memmove(rw->tail, rw->tail + rw->tail_len - at, (size_t) at);
        rw->tail_len = (size_t) at;
    }

    memcpy(rw->tail + rw->tail_len, rw->from - n, n);
    rw->tail_len += n;

    return PRV_OK;
}


/* forgets everything before that offset */

void
prv_out_skip(prv_rewriter_t *rw, uint64_t upto)
{
    size_t    n;
    uint64_t  at;

    at = prv_offset(rw, rw->from) - rw->hold_len;

    if (upto <= at) {
        return;
    }

    if (upto - at < rw->hold_len) {
        n = (size_t) (upto - at);
        rw->hold_len -= n;
        memmove(rw->hold, rw->hold + n, rw->hold_len);
        return;
    }

    rw->from += (size_t) (upto - at) - rw->hold_len;
    rw->hold_len = 0;
}


int
prv_out_copy(prv_rewriter_t *rw, const unsigned char *p, size_t len)
{
    size_t  keep;

    if (len == 0) {
        return PRV_OK;
    }

    if (rw->sink->copy(rw->sink->data, p, len) != PRV_OK) {
        return PRV_ERROR;
    }

    if (len >= sizeof(rw->tail)) {
        memcpy(rw->tail, p + len - sizeof(rw->tail), sizeof(rw->tail));
        rw->tail_len = sizeof(rw->tail);
        return PRV_OK;
    }

    keep = sizeof(rw->tail) - len;

    if (rw->tail_len > keep) {
        memmove(rw->tail, rw->tail + rw->tail_len - keep, keep);
        rw->tail_len = keep;
    }

    memcpy(rw->tail + rw->tail_len, p, len);
    rw->tail_len += len;

    return PRV_OK;
}


/* the bytes of that range in one piece, or NULL without memory */

const unsigned char *
prv_out_raw(prv_rewriter_t *rw, uint64_t from, uint64_t upto)
{
    uint64_t  at;

    if (from >= rw->tk.base) {
        return rw->tk.chunk + (from - rw->tk.base);
    }

    at = prv_offset(rw, rw->from) - rw->hold_len;

    if (at + rw->hold_len < upto
        && prv_rewriter_hold(rw, rw->tk.chunk + (upto - rw->tk.base))
           != PRV_OK)
    {
        return NULL;
    }

    return rw->hold + (from - at);
}


static int
prv_rewriter_tag(prv_rewriter_t *rw)
{
    prv_tokenizer_t  *tk;

    tk = &rw->tk;

    if (rw->mode == PRV_MODE_INLINE) {

        if (!tk->end_tag || tk->element == NULL
            || tk->element->id != PRV_EL_SCRIPT)
        {
            /* markup inside of a script of SVG */
            return PRV_OK;
        }

        return prv_rewriter_inline(rw, tk->start, 1);
    }

    if (rw->mode == PRV_MODE_DROP_RAW) {
        prv_out_skip(rw, prv_token_offset(tk));
        rw->mode = PRV_MODE_PASS;
        prv_rewriter_every(rw);

        return PRV_OK;
    }

    if (rw->mode == PRV_MODE_DROP_TREE) {
        return prv_rewriter_dropped(rw);
    }

    if (tk->raw_end) {
        return PRV_OK;
    }

    return tk->end_tag ? prv_rewriter_end_tag(rw)
                       : prv_rewriter_start_tag(rw);
}


static int
prv_rewriter_start_tag(prv_rewriter_t *rw)
{
    int                    implied, rc;
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

    if (rw->ns_depth && prv_is_foreign(rw) && prv_breaks_out(tk)) {

        while (rw->ns_depth && prv_is_foreign(rw)) {
            rw->ns_depth--;
        }

        implied = 1;
    }

    if (!rw->placed && !rw->templates && !rw->noscript) {

        if (e != NULL && (e->flags & PRV_EF_HEAD)) {

            if (e->id == PRV_EL_HTML || e->id == PRV_EL_HEAD) {
                rw->document = 1;
            }

        } else if (e != NULL && e->id == PRV_EL_FRAMESET) {
            rw->document = 1;
            rw->placed = 1;
            tk->watch = 0;
            prv_rewriter_every(rw);

        } else if (e == NULL || e->id != PRV_EL_BODY) {

            if (prv_rewriter_body(rw, tk->start) != PRV_OK) {
                return PRV_ERROR;
            }

            implied = !rw->inserted;
        }
    }

    if (rw->columns && e != NULL
        && (e->id == PRV_EL_SCRIPT || e->id == PRV_EL_IMG))
    {
        implied = 1;
    }

    if (e == NULL && !(tk->seen & prv_at(PRV_AT_MARK))) {
        return PRV_OK;
    }

    rc = PRV_OK;

    if (rw->too_long == PRV_LONG_NONE
        && ((e != NULL && e->want) || tk->seen))
    {
        len = (size_t) (end - tk->start);

        if (len >= rw->conf->limit) {

            /* decided as if the rest of it had not come yet */

            if (prv_rewriter_long(rw) != PRV_OK) {
                return PRV_ERROR;
            }

            goto known;
        }

        raw = prv_out_raw(rw, tk->start, end);
        if (raw == NULL) {
            return PRV_ERROR;
        }

        if (prv_judge_tag(rw, raw, len, &v) != PRV_OK) {
            return PRV_ERROR;
        }

        if (rw->conf->tags != PRV_TAGS_OFF) {

            if (v.refused && rw->conf->tags == PRV_TAGS_STRIP) {

                if (prv_rewriter_strip(rw, &v, raw, len, implied) != PRV_OK) {
                    return PRV_ERROR;
                }

                prv_out_skip(rw, end);
                prv_rewriter_content(rw);

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

                if (v.refused && e != NULL && e->id == PRV_EL_SCRIPT) {

                    /* its text is none of a script's any more */

                    prv_rewriter_raw(rw);
                    return PRV_OK;
                }
            }
        }

        if (e != NULL && e->id == PRV_EL_SCRIPT
            && !(tk->seen & prv_at(PRV_AT_MARK)
                 && prv_mark(rw, raw, len) != PRV_CATEGORIES)
            && !(tk->self_closing && prv_is_foreign(rw))
            && prv_is_script(rw, raw, len)
            && !(tk->seen & (prv_is_foreign(rw)
                             ? prv_at(PRV_AT_HREF) | prv_at(PRV_AT_XLINK)
                             : prv_at(PRV_AT_SRC))))
        {
            if (tk->start >= tk->base
                && prv_out_flush(rw, tk->start) != PRV_OK)
            {
                return PRV_ERROR;
            }

            rw->mode = PRV_MODE_INLINE;
            rw->script = tk->start;
            rw->text = end;

            rw->nonce_len = 0;

            if (tk->seen & prv_at(PRV_AT_NONCE)) {
                rw->nonce = (uint32_t) tk->attrs[PRV_AT_NONCE].value;
                rw->nonce_len = (uint32_t) tk->attrs[PRV_AT_NONCE].len;
            }

            prv_rewriter_raw(rw);
            prv_rewriter_every(rw);

            return PRV_OK;
        }
    }

known:

    if (rw->too_long == PRV_LONG_STRIP) {
        rw->too_long = PRV_LONG_NONE;
        prv_out_skip(rw, end);
        prv_rewriter_content(rw);
        return PRV_OK;
    }

    rw->too_long = PRV_LONG_NONE;

    prv_rewriter_foreign(rw);
    prv_rewriter_raw(rw);

    if (e != NULL) {

        switch (e->id) {

        case PRV_EL_BODY:

            if (!rw->placed && !rw->templates && !rw->noscript) {
                rw->document = 1;
                rc = prv_rewriter_body(rw, end);
            }

            break;

        case PRV_EL_NOSCRIPT:

            if (!prv_is_foreign(rw)) {
                rw->noscript = 1;
            }

            break;

        case PRV_EL_TEMPLATE:

            if (!prv_is_foreign(rw) && rw->templates < UINT32_MAX) {
                rw->templates++;
            }

            break;

        case PRV_EL_COL:
            rw->columns = 1;
            break;

        case PRV_EL_ROW:
            rw->columns = 0;
            break;

        default:
            break;
        }
    }

    return rc;
}


static int
prv_rewriter_end_tag(prv_rewriter_t *rw)
{
    unsigned               i;
    prv_tokenizer_t       *tk;
    const prv_element_t   *e;

    tk = &rw->tk;
    e = tk->element;

    if (e == NULL) {

        if (!rw->placed && !rw->templates && !rw->noscript
            && tk->name_len == 2 && memcmp(tk->name, "br", 2) == 0)
        {
            return prv_rewriter_body(rw, tk->start);
        }

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

        tk->watch = !rw->placed && !rw->templates;
        break;

    case PRV_EL_BODY:
    case PRV_EL_HTML:

        if (!rw->placed && !rw->templates && !rw->noscript) {
            rw->document = 1;
            return prv_rewriter_body(rw, tk->start);
        }

        break;

    case PRV_EL_COL:
        rw->columns = 0;
        break;

    case PRV_EL_SVG:
    case PRV_EL_MATH:

        if (rw->ns_over) {
            rw->ns_over--;
            break;
        }

        for (i = rw->ns_depth; i; i--) {

            if (rw->ns[i - 1] == (e->id == PRV_EL_SVG ? PRV_NS_SVG
                                                      : PRV_NS_MATH))
            {
                rw->ns_depth = i - 1;
                prv_rewriter_every(rw);
                break;
            }
        }

        break;

    case PRV_EL_POINT:
    case PRV_EL_ANNOTATION:
    case PRV_EL_RCDATA:

        if (prv_ns(rw) == PRV_NS_POINT && rw->ns_over == 0) {
            rw->ns_depth--;
            prv_rewriter_every(rw);
        }

        break;

    default:
        break;
    }

    return PRV_OK;
}


/* the start tag goes, with something in its place where that is needed */

static int
prv_rewriter_strip(prv_rewriter_t *rw, const prv_verdict_t *v,
    const unsigned char *raw, size_t len, int implied)
{
    size_t                 nonce_len;
    prv_str_t              html, tag;
    prv_finding_t          finding;
    prv_tokenizer_t       *tk;
    const unsigned char   *nonce;
    const prv_element_t   *e;

    tk = &rw->tk;
    e = tk->element;

    if (tk->start >= tk->base && prv_out_flush(rw, tk->start) != PRV_OK) {
        return PRV_ERROR;
    }

    if (implied && tk->name_len <= PRV_NAME_MAX) {

        /* it had closed or begun something: its name does that again */

        if (prv_out_lit(rw, "<") != PRV_OK
            || prv_out_copy(rw, tk->name, tk->name_len) != PRV_OK
            || prv_out_lit(rw, ">") != PRV_OK)
        {
            return PRV_ERROR;
        }

        if (e == NULL || !(e->flags & PRV_EF_VOID)) {

            if (prv_out_lit(rw, "</") != PRV_OK
                || prv_out_copy(rw, tk->name, tk->name_len) != PRV_OK
                || prv_out_lit(rw, ">") != PRV_OK)
            {
                return PRV_ERROR;
            }
        }

    } else if (prv_rewriter_joint(rw) != PRV_OK) {
        return PRV_ERROR;
    }

    if (e == NULL || rw->noscript || prv_is_foreign(rw)) {
        return PRV_OK;
    }

    if (e->id == PRV_EL_SCRIPT) {
        nonce = NULL;
        nonce_len = 0;

        if (tk->seen & prv_at(PRV_AT_NONCE)) {
            nonce = raw + tk->attrs[PRV_AT_NONCE].value;
            nonce_len = (size_t) tk->attrs[PRV_AT_NONCE].len;
        }

        return prv_edit_surrogate(rw, v, nonce, nonce_len);
    }

    if (rw->sink->placeholder == NULL
        || (v->kind != PRV_FOUND_FRAME && v->kind != PRV_FOUND_EMBED)
        || e->id == PRV_EL_FRAME || e->id == PRV_EL_PARAM)
    {
        return PRV_OK;
    }

    memset(&finding, 0, sizeof(prv_finding_t));

    finding.kind = v->kind;
    finding.offset = tk->start;
    finding.length = prv_token_offset(tk) - tk->start;
    finding.element = e->name;
    finding.match = &v->match;
    finding.host = v->host;
    finding.refused = 1;

    tag.data = (unsigned char *) raw;
    tag.len = len;
    html.len = 0;
    html.data = NULL;

    if (rw->sink->placeholder(rw->sink->data, &finding, &tag, &html)
        != PRV_OK)
    {
        return PRV_ERROR;
    }

    return prv_out_copy(rw, html.data, html.len);
}


/* the content of the element whose start tag went goes too */

static void
prv_rewriter_content(prv_rewriter_t *rw)
{
    prv_tokenizer_t      *tk;
    const prv_element_t  *e;

    tk = &rw->tk;
    e = tk->element;

    prv_rewriter_raw(rw);

    if (tk->state != PRV_ST_DATA) {
        rw->mode = PRV_MODE_DROP_RAW;

    } else if (!prv_is_void(tk)
               && !(tk->self_closing
                    && (prv_is_foreign(rw)
                        || (e != NULL && (e->id == PRV_EL_SVG
                                          || e->id == PRV_EL_MATH)))))
    {
        rw->mode = PRV_MODE_DROP_TREE;
        rw->drop[0] = prv_name_key(tk);
        rw->drop_depth = 1;
        rw->drop_over = 0;
        prv_rewriter_foreign(rw);
    }

    prv_rewriter_every(rw);
}


/* a tag inside of an element that goes */

static int
prv_rewriter_dropped(prv_rewriter_t *rw)
{
    unsigned          i;
    uint32_t          key;
    prv_tokenizer_t  *tk;

    tk = &rw->tk;
    key = prv_name_key(tk);

    if (tk->raw_end) {
        prv_out_skip(rw, prv_token_offset(tk));
        return PRV_OK;
    }

    if (!tk->end_tag) {

        prv_out_skip(rw, prv_token_offset(tk));

        if (rw->ns_depth && prv_is_foreign(rw) && prv_breaks_out(tk)) {
            while (rw->ns_depth && prv_is_foreign(rw)) {
                rw->ns_depth--;
            }
        }

        prv_rewriter_foreign(rw);
        prv_rewriter_raw(rw);

        if (tk->state != PRV_ST_DATA || prv_is_void(tk)
            || (tk->self_closing && prv_is_foreign(rw)))
        {
            return PRV_OK;
        }

        if (rw->drop_depth < PRV_DROP_DEPTH) {
            rw->drop[rw->drop_depth++] = key;

        } else {
            rw->drop_over++;
        }

        return PRV_OK;
    }

    if (tk->element != NULL
        && (tk->element->id == PRV_EL_BODY
            || tk->element->id == PRV_EL_HTML))
    {
        /* nothing goes on behind these: it was never closed */

        rw->drop_depth = 0;

    } else if (rw->drop_over) {
        rw->drop_over--;

    } else {

        for (i = rw->drop_depth; i; i--) {
            if (rw->drop[i - 1] == key) {
                rw->drop_depth = i - 1;
                break;
            }
        }

        if (rw->drop_depth == 0) {
            prv_out_skip(rw, prv_token_offset(tk));
        }
    }

    if (prv_rewriter_end_tag(rw) != PRV_OK) {
        return PRV_ERROR;
    }

    if (rw->drop_depth == 0) {
        prv_out_skip(rw, tk->start);
        rw->mode = PRV_MODE_PASS;
        prv_rewriter_every(rw);
        return PRV_OK;
    }

    prv_out_skip(rw, prv_token_offset(tk));

    return PRV_OK;
}


/* a tag that passed the limit is decided on what was seen of it */

static int
prv_rewriter_long(prv_rewriter_t *rw)
{
    int                    i, bare;
    size_t                 len;
    uint32_t               urls;
    uint64_t               limit, seen;
    prv_attr_t            *a;
    prv_verdict_t          v;
    prv_tokenizer_t       *tk;
    const unsigned char   *raw;
    const prv_element_t   *e;

    tk = &rw->tk;
    limit = rw->conf->limit;
    seen = prv_token_offset(tk) - tk->start;
    rw->too_long = PRV_LONG_PASS;

    e = (tk->state == PRV_ST_TAG_NAME) ? NULL : tk->element;

    if (tk->end_tag || e == NULL || e->want == 0) {
        return prv_out_flush(rw, prv_token_offset(tk));
    }

    if (tk->state == PRV_ST_VALUE_DOUBLE || tk->state == PRV_ST_VALUE_SINGLE
        || tk->state == PRV_ST_VALUE)
    {
        if (tk->attr != PRV_AT_NONE) {
            tk->attrs[tk->attr].value = tk->value - tk->start;
            tk->attrs[tk->attr].len = seen - tk->attrs[tk->attr].value;
        }
    }

    for (i = 1; i < PRV_ATTRS; i++) {

        if (!(tk->seen & prv_at(i))) {
            continue;
        }

        a = &tk->attrs[i];

        if (a->value >= limit) {
            tk->seen &= ~prv_at(i);

        } else if (a->len > limit - a->value) {
            a->len = limit - a->value;
        }
    }

    len = (size_t) limit;

    raw = prv_out_raw(rw, tk->start, tk->start + limit);
    if (raw == NULL) {
        return PRV_ERROR;
    }

    if (prv_judge_tag(rw, raw, len, &v) != PRV_OK) {
        return PRV_ERROR;
    }

    /* what it loads may stand behind the limit: then it does not load */

    urls = tk->seen & e->want & PRV_AT_URLS;
    bare = !(e->flags & PRV_EF_ATTR) && urls == 0 && e->id != PRV_EL_BODY;

    if (rw->conf->tags == PRV_TAGS_OFF || (!v.refused && !v.edit && !bare)) {
        return prv_out_flush(rw, prv_token_offset(tk));
    }

    rw->too_long = PRV_LONG_STRIP;

    if (tk->start >= tk->base && prv_out_flush(rw, tk->start) != PRV_OK) {
        return PRV_ERROR;
    }

    if (prv_rewriter_strip(rw, &v, raw, len, 0) != PRV_OK) {
        return PRV_ERROR;
    }

    prv_out_skip(rw, prv_token_offset(tk));

    return PRV_OK;
}


/* an inline script has ended, or is longer than what may be held */

static int
prv_rewriter_inline(prv_rewriter_t *rw, uint64_t text_end, int ended)
{
    size_t                 len, tag_len, room;
    uint64_t               end;
    prv_verdict_t          v;
    const unsigned char   *raw;

    end = ended ? prv_token_offset(&rw->tk) : text_end;
    tag_len = (size_t) (rw->text - rw->script);
    room = rw->conf->limit - tag_len;
    len = (text_end - rw->text < room) ? (size_t) (text_end - rw->text)
                                       : room;

    rw->mode = PRV_MODE_PASS;

    raw = prv_out_raw(rw, rw->script, rw->text + len);
    if (raw == NULL) {
        return PRV_ERROR;
    }

    if (prv_judge_inline(rw, raw + tag_len, len,
                         ended ? end - rw->script : 0, &v)
        != PRV_OK)
    {
        return PRV_ERROR;
    }

    if (!v.refused || rw->conf->tags == PRV_TAGS_OFF) {

        if (!ended && prv_out_flush(rw, end) != PRV_OK) {
            return PRV_ERROR;
        }

        goto done;
    }

    if (rw->conf->tags == PRV_TAGS_BLOCK) {

        if (prv_edit_tag(rw, raw, tag_len, &v, 1) != PRV_OK) {
            return PRV_ERROR;
        }

        prv_out_skip(rw, rw->text);

        if (!ended && prv_out_flush(rw, end) != PRV_OK) {
            return PRV_ERROR;
        }

        goto done;
    }

    if (rw->noscript || prv_is_foreign(rw)) {

        if (prv_rewriter_joint(rw) != PRV_OK) {
            return PRV_ERROR;
        }

    } else {

        if (prv_rewriter_joint(rw) != PRV_OK
            || prv_edit_surrogate(rw, &v, raw + rw->nonce, rw->nonce_len)
               != PRV_OK)
        {
            return PRV_ERROR;
        }
    }

    prv_out_skip(rw, end);

    if (!ended) {
        rw->mode = PRV_MODE_DROP_RAW;
    }

done:

    prv_rewriter_every(rw);

    return PRV_OK;
}


/* here <body> begins */

static int
prv_rewriter_body(prv_rewriter_t *rw, uint64_t at)
{
    prv_str_t  html;

    rw->placed = 1;
    rw->tk.watch = 0;
    prv_rewriter_every(rw);

    html.len = 0;
    html.data = NULL;

    if (rw->sink->body(rw->sink->data, &html) != PRV_OK) {
        return PRV_ERROR;
    }

    if (html.len == 0) {
        return PRV_OK;
    }

    rw->inserted = 1;

    if (prv_out_flush(rw, at) != PRV_OK) {
        return PRV_ERROR;
    }

    return prv_out_copy(rw, html.data, html.len);
}


/*
 * What stood on both sides of a strip must not grow together: a "<" or a
 * reference that was cut short, a line end behind <pre>, or half of CR LF.
 */

static int
prv_rewriter_joint(prv_rewriter_t *rw)
{
    size_t         i;
    unsigned char  c;

    if (rw->tail_len == 0) {
        return PRV_OK;
    }

    c = rw->tail[rw->tail_len - 1];

    if (c == '<' || c == '\r' || c == '&') {
        return prv_out_lit(rw, "<!---->");
    }

    if (c == '>') {

        for (i = 1; i <= 8 && i < rw->tail_len; i++) {
            if (rw->tail[rw->tail_len - 1 - i] == '<') {
                break;
            }
        }

        c = (i < rw->tail_len) ? rw->tail[rw->tail_len - i] : 0;

        return (prv_lower(c) == 'p' || prv_lower(c) == 'l' || i > 8)
               ? prv_out_lit(rw, "<!---->") : PRV_OK;
    }

    for (i = rw->tail_len; i; i--) {

        c = rw->tail[i - 1];

        if (c == '&') {
            return prv_out_lit(rw, "<!---->");
        }

        if (!prv_is_alnum(c) && c != '#') {
            return PRV_OK;
        }
    }

    return (rw->tail_len == sizeof(rw->tail)) ? prv_out_lit(rw, "<!---->")
                                              : PRV_OK;
}


/* which elements' text is none of markup */

static void
prv_rewriter_raw(prv_rewriter_t *rw)
{
    prv_tokenizer_t  *tk;

    tk = &rw->tk;

    if (tk->element == NULL || prv_is_foreign(rw)) {
        return;
    }

    switch (tk->element->id) {

    case PRV_EL_SCRIPT:
        prv_token_raw(tk, PRV_ST_SCRIPT, tk->name, tk->name_len);
        break;

    case PRV_EL_RAW:
    case PRV_EL_IFRAME:
        prv_token_raw(tk, PRV_ST_RAWTEXT, tk->name, tk->name_len);
        break;

    case PRV_EL_RCDATA:
        prv_token_raw(tk, PRV_ST_RCDATA, tk->name, tk->name_len);
        break;

    case PRV_EL_PLAINTEXT:
        prv_token_raw(tk, PRV_ST_PLAINTEXT, tk->name, tk->name_len);
        break;

    default:
        break;
    }
}


/* svg, math, and where HTML goes on inside of them */

static void
prv_rewriter_foreign(prv_rewriter_t *rw)
{
    unsigned          ns, top;
    prv_tokenizer_t  *tk;

    tk = &rw->tk;

    if (tk->element == NULL || tk->self_closing) {
        return;
    }

    top = prv_ns(rw);

    switch (tk->element->id) {

    case PRV_EL_SVG:
        ns = PRV_NS_SVG;
        break;

    case PRV_EL_MATH:
        ns = PRV_NS_MATH;
        break;

    case PRV_EL_RCDATA:

        if (top != PRV_NS_SVG || tk->name_len != sizeof("title") - 1) {
            return;
        }

        ns = PRV_NS_POINT;
        break;

    case PRV_EL_POINT:

        if (top != (tk->name[0] == 'm' ? PRV_NS_MATH : PRV_NS_SVG)) {
            return;
        }

        ns = PRV_NS_POINT;
        break;

    case PRV_EL_ANNOTATION:

        if (top != PRV_NS_MATH || !(tk->seen & prv_at(PRV_AT_ENCODING))) {
            return;
        }

        ns = PRV_NS_POINT;
        break;

    default:
        return;
    }

    if (rw->ns_depth == PRV_NS_DEPTH) {
        rw->ns_over++;
        return;
    }

    rw->ns[rw->ns_depth++] = (unsigned char) ns;
    prv_rewriter_every(rw);
}


/* what the tokenizer must tell from here on */

static void
prv_rewriter_every(prv_rewriter_t *rw)
{
    rw->tk.foreign = prv_is_foreign(rw);

    rw->tk.every = !rw->placed
                   || rw->ns_depth
                   || rw->mode == PRV_MODE_DROP_TREE
                   || rw->mode == PRV_MODE_INLINE;

    if (!rw->placed && !rw->templates && !rw->noscript) {
        rw->tk.watch = 1;
    }
}


/* the start tags that end foreign content: section 13.2.6.5 */

static int
prv_breaks_out(const prv_tokenizer_t *tk)
{
    const char         *p, *end;
    static const char   names[] =
        " b big blockquote body br center code dd div dl dt em embed h1 h2 h3"
        " h4 h5 h6 head hr i img li listing menu meta nobr ol p pre ruby s"
        " small span strong strike sub sup table tt u ul var ";

    if (tk->name_len > PRV_NAME_MAX) {
        return 0;
    }

    end = names + sizeof(names) - 1;

    for (p = names; p + 1 + tk->name_len < end; p = strchr(p + 1, ' ')) {

        if (memcmp(p + 1, tk->name, tk->name_len) == 0
            && p[tk->name_len + 1] == ' ')
        {
            return 1;
        }
    }

    return 0;
}


static int
prv_is_void(const prv_tokenizer_t *tk)
{
    if (tk->element != NULL) {
        return (tk->element->flags & PRV_EF_VOID)
               || (tk->name_len == 3 && memcmp(tk->name, "col", 3) == 0);
    }

    return (tk->name_len == 2 && (memcmp(tk->name, "br", 2) == 0
                                  || memcmp(tk->name, "hr", 2) == 0))
           || (tk->name_len == 3 && memcmp(tk->name, "wbr", 3) == 0)
           || (tk->name_len == 6 && memcmp(tk->name, "keygen", 6) == 0);
}


static uint32_t
prv_name_key(const prv_tokenizer_t *tk)
{
    size_t    i;
    uint32_t  h;

    h = (uint32_t) tk->name_len;

    for (i = 0; i < PRV_NAME_MAX; i++) {
        h = (h ^ tk->name[i]) * 16777619u;
    }

    return h;
}
