
/*
 * The body filter.  What passes goes on by reference: a derived buffer names
 * bytes of the one that came in, which is given back when the last of them
 * has been sent.  What the rewriter had to keep, and what a decoder wrote,
 * is in buffers of our own, of which there are few: when none is free, input
 * waits until the client has taken some.
 */


#include "nginx/ngx_http_privacy_body.h"


static ngx_int_t ngx_http_privacy_body_filter(ngx_http_request_t *r,
    ngx_chain_t *in);
static ngx_int_t ngx_http_privacy_body_start(ngx_http_privacy_body_t *body);
static void ngx_http_privacy_body_look(ngx_http_privacy_body_t *body,
    ngx_chain_t *in);
static ngx_int_t ngx_http_privacy_body_empty(ngx_http_request_t *r,
    ngx_chain_t *in);
static ngx_int_t ngx_http_privacy_body_work(ngx_http_privacy_body_t *body);
static int ngx_http_privacy_body_read(ngx_http_privacy_body_t *body,
    u_char *p, size_t len);
static int ngx_http_privacy_body_parse(ngx_http_privacy_body_t *body,
    u_char *p, size_t len);
static ngx_int_t ngx_http_privacy_body_feed(ngx_http_privacy_body_t *body,
    ngx_buf_t *b);
static ngx_int_t ngx_http_privacy_body_decode(ngx_http_privacy_body_t *body,
    ngx_buf_t *b);
static ngx_int_t ngx_http_privacy_body_end(ngx_http_privacy_body_t *body,
    ngx_buf_t *b);
static ngx_int_t ngx_http_privacy_body_flush(ngx_http_privacy_body_t *body);
static ngx_int_t ngx_http_privacy_body_output(ngx_http_privacy_body_t *body);
static ngx_int_t ngx_http_privacy_body_reclaim(ngx_http_privacy_body_t *body);


static ngx_http_output_body_filter_pt    ngx_http_next_body_filter;


/* their addresses tell whose a buffer is */

u_char  ngx_http_privacy_copy_tag;
u_char  ngx_http_privacy_decode_tag;


ngx_int_t
ngx_http_privacy_init_body_filter(ngx_conf_t *cf)
{
    ngx_http_next_body_filter = ngx_http_top_body_filter;
    ngx_http_top_body_filter = ngx_http_privacy_body_filter;

    return NGX_OK;
}


ngx_int_t
ngx_http_privacy_body_create(ngx_http_request_t *r,
    ngx_http_privacy_ctx_t *ctx, ngx_http_privacy_decoder_t *decoder,
    off_t length)
{
    ngx_http_privacy_body_t      *body;
    ngx_http_privacy_loc_conf_t  *plcf;

    plcf = ngx_http_get_module_loc_conf(r, ngx_http_privacy_module);

    body = ngx_pcalloc(r->pool, sizeof(ngx_http_privacy_body_t));
    if (body == NULL) {
        return NGX_ERROR;
    }

    body->request = r;
    body->ctx = ctx;
    body->decoder = decoder;
    body->last_out = &body->out;
    body->unflushed = 1;
    body->left = (decoder == NULL && length > 0) ? length : 0;
    body->look = (plcf->enable == NGX_HTTP_PRIVACY_REPORT);

    ngx_http_privacy_sink(body);

    ctx->body = body;

    r->main_filter_need_in_memory = 1;

    return NGX_OK;
}


ngx_int_t
ngx_http_privacy_body_discard(ngx_http_request_t *r,
    ngx_http_privacy_ctx_t *ctx)
{
    ctx->body = ngx_pcalloc(r->pool, sizeof(ngx_http_privacy_body_t));
    if (ctx->body == NULL) {
        return NGX_ERROR;
    }

    ctx->body->discard = 1;

    return NGX_OK;
}


static ngx_int_t
ngx_http_privacy_body_filter(ngx_http_request_t *r, ngx_chain_t *in)
{
    ngx_int_t                 rc;
    ngx_http_privacy_ctx_t   *ctx;
    ngx_http_privacy_body_t  *body;

    ctx = ngx_http_get_module_ctx(r, ngx_http_privacy_module);

    if (ctx == NULL || ctx->body == NULL || r != r->main) {
        return ngx_http_next_body_filter(r, in);
    }

    body = ctx->body;

    if (body->failed) {
        return NGX_ERROR;
    }

    if (body->discard) {
        return ngx_http_privacy_body_empty(r, in);
    }

    if (body->rewriter == NULL && !body->finished
        && ngx_http_privacy_body_start(body) != NGX_OK)
    {
        if (!body->look) {
            goto failed;
        }

        /* what cannot be looked at goes on all the same */

        ngx_http_privacy_document(ctx, "report", "memory");
        body->finished = 1;
    }

    if (body->look) {
        ngx_http_privacy_body_look(body, in);
        return ngx_http_next_body_filter(r, in);
    }

    if (in == NULL && body->in == NULL && body->busy == NULL) {
        return ngx_http_next_body_filter(r, in);
    }

    if (in != NULL && ngx_chain_add_copy(r->pool, &body->in, in) != NGX_OK) {
        goto failed;
    }

    ngx_log_debug1(NGX_LOG_DEBUG_HTTP, r->connection->log, 0,
                   "http privacy filter \"%V\"", &r->uri);

    /* what has been sent since makes room */

    if (body->busy != NULL && ngx_http_privacy_body_reclaim(body) != NGX_OK) {
        goto failed;
    }

    for ( ;; ) {
        rc = ngx_http_privacy_body_work(body);

        if (rc == NGX_ERROR) {

            if (!body->unreadable) {
                ngx_http_privacy_document(ctx, "blocked", "broken");
            }

            goto failed;
        }

        if (rc == NGX_AGAIN
            && ngx_http_privacy_body_flush(body) != NGX_OK)
        {
            goto failed;
        }

        if (body->out == NULL && body->busy == NULL) {
            return NGX_OK;
        }

        if (ngx_http_privacy_body_output(body) == NGX_ERROR) {
            goto failed;
        }

        if (rc == NGX_OK) {
            return body->busy != NULL ? NGX_AGAIN : NGX_OK;
        }

        /* no room: once more, if the client has made some */

        if (body->ncopies >= NGX_HTTP_PRIVACY_BUFS
            || body->ndecoded >= NGX_HTTP_PRIVACY_BUFS)
        {
            return NGX_AGAIN;
        }
    }

failed:

    body->failed = 1;

    return NGX_ERROR;
}


static ngx_int_t
ngx_http_privacy_body_start(ngx_http_privacy_body_t *body)
{
    body->rewriter = prv_rewriter_create(&body->conf, &body->ctx->gate,
                                         &body->sink, &body->ctx->mem.mem);

    return body->rewriter != NULL ? NGX_OK : NGX_ERROR;
}


/* "privacy report": an error ends the looking, not the response */

static void
ngx_http_privacy_body_look(ngx_http_privacy_body_t *body, ngx_chain_t *in)
{
    int         rc;
    u_char     *p, out[NGX_HTTP_PRIVACY_DECODE_SIZE];
    ssize_t     n;
    ngx_buf_t  *b;

    for ( /* void */ ; in != NULL && !body->finished; in = in->next) {
        b = in->buf;
        rc = PRV_OK;

        if (ngx_buf_in_memory(b) && b->pos < b->last) {

            if (body->decoder == NULL) {
                rc = ngx_http_privacy_body_read(body, b->pos,
                                                b->last - b->pos);

            } else {
                p = b->pos;

                do {
                    n = ngx_http_privacy_decode(body->decoder, &p, b->last,
                                                out, sizeof(out));
                    if (n > 0) {
                        rc = ngx_http_privacy_body_read(body, out, n);
                    }

                } while (n > 0 && rc == PRV_OK);

                if (n == NGX_ERROR) {
                    rc = PRV_ERROR;
                }
            }
        }

        if (rc == PRV_OK && b->last_buf) {
            (void) prv_rewriter_finish(body->rewriter);
        }

        if (rc != PRV_OK) {
            ngx_http_privacy_document(body->ctx, "report", "broken");
        }

        if (rc != PRV_OK || b->last_buf) {
            body->finished = 1;
        }
    }
}


static ngx_int_t
ngx_http_privacy_body_empty(ngx_http_request_t *r, ngx_chain_t *in)
{
    ngx_buf_t    *b;
    ngx_chain_t   out;

    b = NULL;

    for ( /* void */ ; in != NULL; in = in->next) {

        in->buf->pos = in->buf->last;
        in->buf->file_pos = in->buf->file_last;

        if (in->buf->last_buf) {
            b = ngx_calloc_buf(r->pool);
            if (b == NULL) {
                return NGX_ERROR;
            }

            b->last_buf = 1;
        }
    }

    if (b == NULL) {
        return ngx_http_next_body_filter(r, NULL);
    }

    out.buf = b;
    out.next = NULL;

    return ngx_http_next_body_filter(r, &out);
}


/* NGX_AGAIN: there is input, but no room */

static ngx_int_t
ngx_http_privacy_body_work(ngx_http_privacy_body_t *body)
{
    off_t         size;
    ngx_int_t     rc;
    ngx_buf_t    *b;
    ngx_chain_t  *cl;

    while (body->in != NULL) {
        b = body->in->buf;

        body->tail = NULL;

        if (body->ended) {
            b->pos = b->last;
            goto next;
        }

        if (body->ncopies >= NGX_HTTP_PRIVACY_BUFS) {
            return NGX_AGAIN;
        }

        if (ngx_buf_in_memory(b) && (b->pos < b->last || body->pending)) {

            size = b->last - b->pos;

            rc = (body->decoder != NULL)
                 ? ngx_http_privacy_body_decode(body, b)
                 : ngx_http_privacy_body_feed(body, b);

            if (rc != NGX_OK) {
                return rc;
            }

            /*
             * An upstream tells apart from its last bytes that they were the
             * last; where their number is known, the end goes out with them.
             */

            if (body->left && !b->last_buf) {
                body->left -= ngx_min(size, body->left);
                body->ended = (body->left == 0);
            }

        } else if (b->in_file && b->file_pos < b->file_last) {
            ngx_log_error(NGX_LOG_ALERT, body->request->connection->log, 0,
                          "privacy: a part of the page is not in memory");
            return NGX_ERROR;
        }

        if (ngx_http_privacy_body_end(body, b) != NGX_OK) {
            return NGX_ERROR;
        }

    next:

        cl = body->in;
        body->in = cl->next;

        ngx_free_chain(body->request->pool, cl);
    }

    return NGX_OK;
}


static int
ngx_http_privacy_body_read(ngx_http_privacy_body_t *body, u_char *p,
    size_t len)
{
    int              rc;
    struct timespec  start, end;

    if (!body->counting) {
        return ngx_http_privacy_body_parse(body, p, len);
    }

    clock_gettime(CLOCK_MONOTONIC, &start);

    rc = ngx_http_privacy_body_parse(body, p, len);

    clock_gettime(CLOCK_MONOTONIC, &end);

    body->ctx->bytes_in += len;
    body->ctx->nanoseconds += (end.tv_sec - start.tv_sec) * 1000000000LL
                              + (end.tv_nsec - start.tv_nsec);

    return rc;
}


/* a page may say what it is written in after it has begun */

static int
ngx_http_privacy_body_parse(ngx_http_privacy_body_t *body, u_char *p,
    size_t len)
{
    int  rc;

    rc = prv_rewriter_feed(body->rewriter, p, len);

    if (!body->unreadable && !prv_rewriter_readable(body->rewriter)) {
        body->unreadable = 1;

        if (body->look) {
            ngx_http_privacy_document(body->ctx, "report", "character set");
            return rc;
        }

        ngx_http_privacy_document(body->ctx, body->conf.refuse
                                             ? "blocked" : "unfilterable",
                                  "character set");

        ngx_log_error(NGX_LOG_ERR, body->request->connection->log, 0,
                      "privacy: a document that cannot be filtered is %s: "
                      "it says a character set in which markup is not what "
                      "its bytes are",
                      body->conf.refuse ? "blocked" : "passed");
    }

    return rc;
}


/* b is given back now, or when the last that was derived from it is sent */

static ngx_int_t
ngx_http_privacy_body_feed(ngx_http_privacy_body_t *body, ngx_buf_t *b)
{
    body->ref = NULL;

    if (ngx_http_privacy_body_read(body, b->pos, b->last - b->pos)
        != PRV_OK)
    {
        return NGX_ERROR;
    }

    if (body->ref != NULL) {
        body->ref->shadow = b;
        body->ref->recycled = b->recycled;
        body->ref = NULL;

        if (b->tag == (ngx_buf_tag_t) &ngx_http_privacy_decode_tag) {
            body->ndecoded++;
        }

        return NGX_OK;
    }

    b->pos = b->last;

    return NGX_OK;
}


static ngx_int_t
ngx_http_privacy_body_decode(ngx_http_privacy_body_t *body, ngx_buf_t *b)
{
    ssize_t       n;
    ngx_buf_t    *d;
    ngx_chain_t  *cl;

    for ( ;; ) {

        if (body->ncopies >= NGX_HTTP_PRIVACY_BUFS
            || body->ndecoded >= NGX_HTTP_PRIVACY_BUFS)
        {
            body->pending = 1;
            return NGX_AGAIN;
        }

        cl = ngx_http_privacy_body_own(body, &body->decoded,
                                       NGX_HTTP_PRIVACY_DECODE_SIZE,
                                       &ngx_http_privacy_decode_tag);
        if (cl == NULL) {
            return NGX_ERROR;
        }

        d = cl->buf;

        n = ngx_http_privacy_decode(body->decoder, &b->pos, b->last, d->pos,
                                    d->end - d->pos);

        if (n > 0) {
            d->last += n;

            if (ngx_http_privacy_body_feed(body, d) != NGX_OK) {
                return NGX_ERROR;
            }
        }

        if (d->pos == d->last) {
            cl->next = body->decoded;
            body->decoded = cl;

        } else {
            ngx_free_chain(body->request->pool, cl);
        }

        if (n <= 0) {
            body->pending = 0;
            return n == 0 ? NGX_OK : NGX_ERROR;
        }
    }
}


/* what b says besides its bytes, said behind what came of them */

static ngx_int_t
ngx_http_privacy_body_end(ngx_http_privacy_body_t *body, ngx_buf_t *b)
{
    ngx_buf_t    *last;
    ngx_uint_t    end;
    ngx_chain_t  *cl;

    end = b->last_buf || body->ended;

    if (end && !body->finished) {
        body->finished = 1;

        if (body->decoder != NULL
            && !ngx_http_privacy_decoded(body->decoder))
        {
            ngx_log_error(NGX_LOG_ERR, body->request->connection->log, 0,
                          "privacy: the compressed body has no end");
        }

        if (prv_rewriter_finish(body->rewriter) != PRV_OK) {
            return NGX_ERROR;
        }
    }

    if (!end && !b->last_in_chain && !b->flush && !b->sync) {
        return NGX_OK;
    }

    last = body->tail;

    if (last == NULL) {

        if (b->flush && !body->unflushed && !end && !b->last_in_chain
            && !b->sync)
        {
            return NGX_OK;
        }

        cl = ngx_alloc_chain_link(body->request->pool);
        if (cl == NULL) {
            return NGX_ERROR;
        }

        if (ngx_buf_special(b)) {

            /* as it is: it takes nothing from us */

            cl->buf = b;

        } else {
            cl->buf = ngx_calloc_buf(body->request->pool);
            if (cl->buf == NULL) {
                return NGX_ERROR;
            }

            cl->buf->sync = 1;
        }

        ngx_http_privacy_body_append(body, cl);

        last = cl->buf;
    }

    if (last != b) {
        last->last_buf = end;
        last->last_in_chain = b->last_in_chain;
        last->flush = b->flush;
    }

    if (b->flush || end) {
        body->unflushed = 0;
    }

    return NGX_OK;
}


/* nothing goes on until what is out has been sent */

static ngx_int_t
ngx_http_privacy_body_flush(ngx_http_privacy_body_t *body)
{
    ngx_chain_t  *cl;

    if (!body->unflushed) {
        return NGX_OK;
    }

    if (body->tail != NULL) {
        body->tail->flush = 1;

    } else {
        cl = ngx_alloc_chain_link(body->request->pool);
        if (cl == NULL) {
            return NGX_ERROR;
        }

        cl->buf = ngx_calloc_buf(body->request->pool);
        if (cl->buf == NULL) {
            return NGX_ERROR;
        }

        cl->buf->flush = 1;

        ngx_http_privacy_body_append(body, cl);
    }

    body->unflushed = 0;

    return NGX_OK;
}


static ngx_int_t
ngx_http_privacy_body_output(ngx_http_privacy_body_t *body)
{
    ngx_int_t     rc;
    ngx_chain_t  *cl;

#if (NGX_DEBUG)
    ngx_buf_t    *b;

    b = NULL;

    for (cl = body->out; cl; cl = cl->next) {

        if (cl->buf == b) {
            ngx_log_error(NGX_LOG_ALERT, body->request->connection->log, 0,
                          "the same buf was used in privacy");
            ngx_debug_point();
            return NGX_ERROR;
        }

        b = cl->buf;
    }
#endif

    rc = ngx_http_next_body_filter(body->request, body->out);

    if (body->busy == NULL) {
        body->busy = body->out;

    } else {
        for (cl = body->busy; cl->next; cl = cl->next) { /* void */ }
        cl->next = body->out;
    }

    body->out = NULL;
    body->last_out = &body->out;
    body->tail = NULL;

    if (rc == NGX_ERROR) {
        return NGX_ERROR;
    }

    return ngx_http_privacy_body_reclaim(body);
}


static ngx_int_t
ngx_http_privacy_body_reclaim(ngx_http_privacy_body_t *body)
{
    ngx_buf_t    *b, *shadow;
    ngx_chain_t  *cl, *link;

    while (body->busy != NULL) {
        cl = body->busy;
        b = cl->buf;

        if (ngx_buf_size(b) != 0) {
            break;
        }

        body->busy = cl->next;

        if (b->tag == (ngx_buf_tag_t) &ngx_http_privacy_copy_tag) {
            cl->next = body->copies;
            body->copies = cl;
            body->ncopies--;
            continue;
        }

        if (b->tag != (ngx_buf_tag_t) &ngx_http_privacy_module) {

            /* no data, and somebody behind us may still hold it */

            ngx_free_chain(body->request->pool, cl);
            continue;
        }

        shadow = b->shadow;

        if (shadow != NULL) {
            shadow->pos = shadow->last;

            if (shadow->tag == (ngx_buf_tag_t) &ngx_http_privacy_decode_tag) {
                link = ngx_alloc_chain_link(body->request->pool);
                if (link == NULL) {
                    return NGX_ERROR;
                }

                link->buf = shadow;
                link->next = body->decoded;
                body->decoded = link;
                body->ndecoded--;
            }
        }

        cl->next = body->free;
        body->free = cl;
    }

    return NGX_OK;
}
