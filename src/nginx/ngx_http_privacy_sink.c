
/*
 * What comes out of the rewriter: buffers for the next filter, what is put
 * into the page, and what is told of what was found.
 */


#include "nginx/ngx_http_privacy_body.h"


static int ngx_http_privacy_sink_pass(void *data, const unsigned char *p,
    size_t len);
static int ngx_http_privacy_sink_keep(void *data, const unsigned char *p,
    size_t len);
static ngx_buf_t *ngx_http_privacy_sink_refer(ngx_http_privacy_body_t *body,
    const unsigned char *p, size_t len);
static int ngx_http_privacy_sink_copy(void *data, const unsigned char *p,
    size_t len);
static int ngx_http_privacy_sink_drop(void *data, const unsigned char *p,
    size_t len);
static int ngx_http_privacy_sink_mode(void *data, prv_str_t *html);
static void ngx_http_privacy_sink_heard(ngx_http_privacy_body_t *body);
static int ngx_http_privacy_sink_notice(void *data, prv_str_t *html);
static int ngx_http_privacy_sink_placeholder(void *data,
    const prv_finding_t *finding, const prv_str_t *start_tag,
    prv_str_t *html);
static int ngx_http_privacy_sink_found(void *data,
    const prv_finding_t *finding);


void
ngx_http_privacy_sink(ngx_http_privacy_body_t *body)
{
    ngx_http_request_t            *r;
    ngx_http_privacy_ctx_t        *ctx;
    ngx_http_privacy_loc_conf_t   *plcf;
    ngx_http_privacy_main_conf_t  *pmcf;

    r = body->request;
    ctx = body->ctx;

    plcf = ngx_http_get_module_loc_conf(r, ngx_http_privacy_module);

    body->conf.tags = body->look ? PRV_TAGS_OFF : plcf->tags;
    body->conf.report = body->look;
    body->conf.surrogates = plcf->surrogates ? 1 : 0;
    body->conf.limit = plcf->buffer_size;
    body->conf.xml = ctx->xml;
    body->conf.charset = (r->headers_out.charset.len != 0);
    body->conf.refuse = (!body->look
                         && plcf->on_error == NGX_HTTP_PRIVACY_BLOCK);

    /* a zone counts what no catalog knows, too, and the time it takes */

    pmcf = ngx_http_get_module_main_conf(r, ngx_http_privacy_module);

    body->counting = (pmcf->zone != NULL);
    body->conf.all = body->counting;
    body->conf.brief = !body->counting;

    body->sink.pass = body->look ? ngx_http_privacy_sink_drop
                                 : ngx_http_privacy_sink_pass;
    body->sink.copy = body->look ? ngx_http_privacy_sink_drop
                                 : ngx_http_privacy_sink_copy;
    body->sink.head = ctx->mode ? ngx_http_privacy_sink_mode : NULL;
    body->sink.keep = body->look ? NULL : ngx_http_privacy_sink_keep;
    body->sink.body = ctx->notice ? ngx_http_privacy_sink_notice : NULL;
    body->sink.placeholder = (plcf->placeholder && plcf->notice_data != NULL
                              && !body->look && !ctx->xml)
                             ? ngx_http_privacy_sink_placeholder : NULL;
    body->sink.found = ngx_http_privacy_sink_found;
    body->sink.data = body;
}


/* an empty buffer with memory of our own */

ngx_chain_t *
ngx_http_privacy_body_own(ngx_http_privacy_body_t *body, ngx_chain_t **free,
    size_t size, void *tag)
{
    ngx_buf_t    *b;
    ngx_chain_t  *cl;

    if (*free != NULL) {
        cl = *free;
        *free = cl->next;

        b = cl->buf;
        b->pos = b->start;
        b->last = b->start;
        b->flush = 0;
        b->last_buf = 0;
        b->last_in_chain = 0;

    } else {
        cl = ngx_alloc_chain_link(body->request->pool);
        if (cl == NULL) {
            return NULL;
        }

        cl->buf = ngx_create_temp_buf(body->request->pool, size);
        if (cl->buf == NULL) {
            return NULL;
        }

        cl->buf->tag = (ngx_buf_tag_t) tag;
    }

    cl->next = NULL;

    return cl;
}


void
ngx_http_privacy_body_append(ngx_http_privacy_body_t *body, ngx_chain_t *cl)
{
    cl->next = NULL;

    *body->last_out = cl;
    body->last_out = &cl->next;
}


/* bytes of the input: no copy, and no file behind them any more */

static int
ngx_http_privacy_sink_pass(void *data, const unsigned char *p, size_t len)
{
    ngx_buf_t                *b;
    ngx_http_privacy_body_t  *body = data;

    if (len == 0) {
        return PRV_OK;
    }

    body->ctx->bytes_out += len;

    if (body->ref != NULL && body->ref == body->tail && body->ref->last == p) {
        body->ref->last += len;
        body->ref->end = body->ref->last;
        return PRV_OK;
    }

    b = ngx_http_privacy_sink_refer(body, p, len);
    if (b == NULL) {
        return PRV_ERROR;
    }

    body->ref = b;

    return PRV_OK;
}


/* bytes that live as long as the request */

static int
ngx_http_privacy_sink_keep(void *data, const unsigned char *p, size_t len)
{
    ngx_http_privacy_body_t  *body = data;

    body->ctx->bytes_out += len;

    return ngx_http_privacy_sink_refer(body, p, len) != NULL ? PRV_OK
                                                             : PRV_ERROR;
}


static ngx_buf_t *
ngx_http_privacy_sink_refer(ngx_http_privacy_body_t *body,
    const unsigned char *p, size_t len)
{
    ngx_buf_t    *b;
    ngx_chain_t  *cl;

    cl = ngx_chain_get_free_buf(body->request->pool, &body->free);
    if (cl == NULL) {
        return NULL;
    }

    b = cl->buf;

    ngx_memzero(b, sizeof(ngx_buf_t));

    b->tag = (ngx_buf_tag_t) &ngx_http_privacy_module;
    b->start = (u_char *) p;
    b->pos = (u_char *) p;
    b->last = b->pos + len;
    b->end = b->last;
    b->memory = 1;

    ngx_http_privacy_body_append(body, cl);

    body->tail = b;
    body->unflushed = 1;

    return b;
}


static int
ngx_http_privacy_sink_copy(void *data, const unsigned char *p, size_t len)
{
    size_t                    n;
    ngx_buf_t                *b;
    ngx_chain_t              *cl;
    ngx_http_privacy_body_t  *body = data;

    body->ctx->bytes_out += len;

    while (len) {
        b = body->tail;

        if (b == NULL || b->last == b->end
            || b->tag != (ngx_buf_tag_t) &ngx_http_privacy_copy_tag)
        {
            cl = ngx_http_privacy_body_own(body, &body->copies,
                                           NGX_HTTP_PRIVACY_COPY_SIZE,
                                           &ngx_http_privacy_copy_tag);
            if (cl == NULL) {
                return PRV_ERROR;
            }

            ngx_http_privacy_body_append(body, cl);

            b = cl->buf;

            body->ncopies++;
            body->tail = b;
            body->unflushed = 1;
        }

        n = ngx_min(len, (size_t) (b->end - b->last));

        b->last = ngx_cpymem(b->last, p, n);
        p += n;
        len -= n;
    }

    return PRV_OK;
}


static int
ngx_http_privacy_sink_drop(void *data, const unsigned char *p, size_t len)
{
    ngx_http_privacy_body_t  *body = data;

    body->ctx->bytes_out += len;

    return PRV_OK;
}


/* a fragment's page has it already */

static int
ngx_http_privacy_sink_mode(void *data, prv_str_t *html)
{
    ngx_http_privacy_body_t  *body = data;

    if (body->ctx->dest == NGX_HTTP_PRIVACY_DEST_DOCUMENT
        || prv_rewriter_document(body->rewriter))
    {
        *html = body->ctx->mode_html;
    }

    return PRV_OK;
}


/* what the page has said of itself, for what is put into it */

static void
ngx_http_privacy_sink_heard(ngx_http_privacy_body_t *body)
{
    body->ctx->utf8 = prv_rewriter_utf8(body->rewriter) ? 1 : 0;
    body->ctx->rebased = prv_rewriter_rebased(body->rewriter) ? 1 : 0;
}


/* none in a fragment; without its notice a document is still a document */

static int
ngx_http_privacy_sink_notice(void *data, prv_str_t *html)
{
    ngx_http_privacy_body_t  *body = data;

    if (body->ctx->dest != NGX_HTTP_PRIVACY_DEST_DOCUMENT
        && !prv_rewriter_document(body->rewriter))
    {
        html->len = 0;
        return PRV_OK;
    }

    ngx_http_privacy_sink_heard(body);

    if (ngx_http_privacy_notice_html(body->request, body->ctx, html)
        != NGX_OK)
    {
        html->len = 0;
    }

    ngx_log_error(NGX_LOG_DEBUG, body->request->connection->log, 0,
                  "privacy: puts in a notice of %uz bytes", html->len);

    return PRV_OK;
}


static int
ngx_http_privacy_sink_placeholder(void *data, const prv_finding_t *finding,
    const prv_str_t *start_tag, prv_str_t *html)
{
    ngx_http_privacy_body_t  *body = data;

    ngx_http_privacy_sink_heard(body);

    if (ngx_http_privacy_placeholder_html(body->request, body->ctx, finding,
                                          start_tag, html)
        != NGX_OK)
    {
        html->len = 0;
    }

    return PRV_OK;
}


static int
ngx_http_privacy_sink_found(void *data, const prv_finding_t *finding)
{
    prv_str_t                 labels[2];
    const char               *action;
    const prv_str_t          *category;
    const prv_vendor_t       *vendor;
    ngx_http_privacy_body_t  *body = data;

    if (!finding->match->known && finding->host.len) {
        labels[0] = finding->host;
        labels[1] = finding->element;

        ngx_http_privacy_count(body->request, NGX_HTTP_PRIVACY_COUNT_UNKNOWN,
                               labels);
    }

    if (!finding->refused
        || (body->conf.tags == PRV_TAGS_OFF && !body->look))
    {
        return PRV_OK;
    }

    body->ctx->tags++;

    ngx_http_privacy_found(body->ctx, finding->match);

    action = body->look ? "report"
             : body->conf.tags == PRV_TAGS_BLOCK ? "block" : "strip";

    ngx_http_privacy_count_match(body->request, NGX_HTTP_PRIVACY_COUNT_TAG,
                                 finding->match, action);

    vendor = finding->match->vendor;
    category = &prv_category_names[finding->match->category];

    ngx_log_error(NGX_LOG_DEBUG, body->request->connection->log, 0,
                  "privacy: %s \"%*s\" of \"%*s\" (%*s) at byte %uL",
                  body->look ? "would take" : "takes",
                  finding->element.len, finding->element.data,
                  vendor ? vendor->id.len : finding->host.len,
                  vendor ? vendor->id.data : finding->host.data,
                  category->len, category->data, finding->offset);

    return PRV_OK;
}
