
#include "html/prv_html.h"


#define PRV_HOLD_MIN  1024
#define PRV_PASS_MIN  256


static int prv_out_bytes(prv_rewriter_t *rw, const unsigned char *p,
    size_t len, int (*out)(void *data, const unsigned char *p, size_t len));
static void prv_out_tail(prv_rewriter_t *rw, const unsigned char *p,
    size_t len);


int
prv_out_hold(prv_rewriter_t *rw, const unsigned char *end)
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

    at = prv_out_offset(rw, rw->from) - rw->hold_len;

    if (upto <= at) {
        return PRV_OK;
    }

    if (rw->hold_len) {

        n = rw->hold_len;

        if (upto - at < n) {
            n = (size_t) (upto - at);
        }

        if (prv_out_bytes(rw, rw->hold, n, rw->sink->copy) != PRV_OK) {
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

    if (prv_out_bytes(rw, rw->from, n, rw->transient ? rw->sink->copy
                                                     : rw->sink->pass)
        != PRV_OK)
    {
        return PRV_ERROR;
    }

    rw->from += n;

    return PRV_OK;
}


/* bytes of the document, as they are, or as text where they are kept */

static int
prv_out_bytes(prv_rewriter_t *rw, const unsigned char *p, size_t len,
    int (*out)(void *data, const unsigned char *p, size_t len))
{
    size_t  n;

    if (!rw->keep) {

        if (out(rw->sink->data, p, len) != PRV_OK) {
            return PRV_ERROR;
        }

        prv_out_tail(rw, p, len);

        return PRV_OK;
    }

    for ( ;; ) {

        for (n = 0; n < len && p[n] != '<' && p[n] != '&'; n++) {
            /* void */
        }

        /* a reference to a few bytes costs more than they do */

        if (n && (n < PRV_PASS_MIN ? rw->sink->copy : out)(rw->sink->data, p,
                                                           n)
                 != PRV_OK)
        {
            return PRV_ERROR;
        }

        if (n == len) {
            return PRV_OK;
        }

        if ((p[n] == '<' ? prv_out_lit(rw, "&lt;") : prv_out_lit(rw, "&amp;"))
            != PRV_OK)
        {
            return PRV_ERROR;
        }

        p += n + 1;
        len -= n + 1;
    }
}


/* forgets everything before that offset */

void
prv_out_skip(prv_rewriter_t *rw, uint64_t upto)
{
    size_t    n;
    uint64_t  at;

    at = prv_out_offset(rw, rw->from) - rw->hold_len;

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
    if (len == 0) {
        return PRV_OK;
    }

    if (rw->sink->copy(rw->sink->data, p, len) != PRV_OK) {
        return PRV_ERROR;
    }

    prv_out_tail(rw, p, len);

    return PRV_OK;
}


/* bytes of the caller's, which stay where they are */

int
prv_out_keep(prv_rewriter_t *rw, const unsigned char *p, size_t len)
{
    if (rw->sink->keep == NULL) {
        return prv_out_copy(rw, p, len);
    }

    if (rw->sink->keep(rw->sink->data, p, len) != PRV_OK) {
        return PRV_ERROR;
    }

    prv_out_tail(rw, p, len);

    return PRV_OK;
}


/* these went out last */

static void
prv_out_tail(prv_rewriter_t *rw, const unsigned char *p, size_t len)
{
    size_t  keep;

    if (len >= sizeof(rw->tail)) {
        memcpy(rw->tail, p + len - sizeof(rw->tail), sizeof(rw->tail));
        rw->tail_len = sizeof(rw->tail);
        return;
    }

    keep = sizeof(rw->tail) - len;

    if (rw->tail_len > keep) {
        memmove(rw->tail, rw->tail + rw->tail_len - keep, keep);
        rw->tail_len = keep;
    }

    memcpy(rw->tail + rw->tail_len, p, len);
    rw->tail_len += len;
}


/* the bytes of that range in one piece, or NULL without memory or them */

const unsigned char *
prv_out_raw(prv_rewriter_t *rw, uint64_t from, uint64_t upto)
{
    uint64_t  at;

    if (from >= rw->tk.base) {
        return rw->tk.chunk + (from - rw->tk.base);
    }

    at = prv_out_offset(rw, rw->from) - rw->hold_len;

    /* what has been passed on cannot be had again */

    if (from < at) {
        return NULL;
    }

    if (at + rw->hold_len < upto
        && prv_out_hold(rw, rw->tk.chunk + (upto - rw->tk.base))
           != PRV_OK)
    {
        return NULL;
    }

    return rw->hold + (from - at);
}


/*
 * What stood on both sides of a strip must not grow together: a "<" or a
 * reference that was cut short, a line end behind <pre>, or half of CR LF.
 */

int
prv_out_joint(prv_rewriter_t *rw, uint64_t from)
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
        return (from == rw->pre) ? prv_out_lit(rw, "<!---->") : PRV_OK;
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
