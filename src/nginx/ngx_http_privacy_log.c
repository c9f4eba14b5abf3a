
/*
 * What is told of a request when it is over: one line in the error log, and
 * counters.
 */


#include "nginx/ngx_http_privacy.h"


static void ngx_http_privacy_log_limits(ngx_http_request_t *r);
static void ngx_http_privacy_count_document(ngx_http_request_t *r,
    ngx_http_privacy_ctx_t *ctx);
static void ngx_http_privacy_count_request(ngx_http_request_t *r,
    ngx_http_privacy_ctx_t *ctx);


static prv_str_t  ngx_http_privacy_rule = prv_string("rule");
static prv_str_t  ngx_http_privacy_nobody = prv_string("unknown");


void
ngx_http_privacy_count_match(ngx_http_request_t *r,
    ngx_http_privacy_count_e kind, const prv_match_t *match, const char *how)
{
    prv_str_t  labels[3];

    labels[0] = match->vendor ? match->vendor->id
                : match->known ? ngx_http_privacy_rule
                : ngx_http_privacy_nobody;
    labels[1] = prv_category_names[match->category];
    labels[2].len = ngx_strlen(how);
    labels[2].data = (u_char *) how;

    ngx_http_privacy_count(r, kind, labels);
}


void
ngx_http_privacy_document(ngx_http_privacy_ctx_t *ctx, const char *result,
    const char *reason)
{
    /* the error page in place of a blocked document is not another one */

    if (ctx->blocked) {
        return;
    }

    ctx->result = result;
    ctx->reason = reason;

    ngx_log_error(NGX_LOG_DEBUG, ctx->mem.log, 0,
                  "privacy: document: %s%s%s", result, *reason ? ", " : "",
                  reason);
}


u_char *
ngx_http_privacy_granted(ngx_http_privacy_ctx_t *ctx, u_char *text)
{
    u_char      *p;
    ngx_uint_t   i;

    p = text;

    for (i = 0; i < PRV_CATEGORIES; i++) {

        if (!(ctx->decision.granted & prv_bit(i))) {
            continue;
        }

        if (p != text) {
            *p++ = ',';
        }

        p = ngx_cpymem(p, prv_category_names[i].data,
                       prv_category_names[i].len);
    }

    return p;
}


ngx_int_t
ngx_http_privacy_log_handler(ngx_http_request_t *r)
{
    ngx_str_t                      ids;
    ngx_http_privacy_ctx_t        *ctx;
    ngx_http_privacy_loc_conf_t   *plcf;
    ngx_http_privacy_main_conf_t  *pmcf;

    plcf = ngx_http_get_module_loc_conf(r, ngx_http_privacy_module);

    if (plcf->enable == NGX_HTTP_PRIVACY_OFF) {
        return NGX_OK;
    }

    ctx = ngx_http_get_module_ctx(r, ngx_http_privacy_module);

    if (ctx == NULL || ctx->consent == NULL) {
        return NGX_OK;
    }

    ngx_http_privacy_log_limits(r);

    pmcf = ngx_http_get_module_main_conf(r, ngx_http_privacy_module);

    if (pmcf->zone != NULL) {

        ngx_http_privacy_count_request(r, ctx);

        if (ctx->result != NULL) {
            ngx_http_privacy_count_document(r, ctx);
        }

        if (ctx->bytes_in) {
            ngx_http_privacy_count_work(r, ctx->bytes_in, ctx->bytes_out,
                                        ctx->nanoseconds);
        }
    }

    if ((ctx->tags == 0 && ctx->stripped == 0 && ctx->click_ids == 0)
        || r->connection->log->log_level < NGX_LOG_INFO)
    {
        return NGX_OK;
    }

    if (ngx_http_privacy_vendor_ids(r, ctx, ctx->vendors, &ids) != NGX_OK) {
        return NGX_ERROR;
    }

    ngx_log_error(NGX_LOG_INFO, r->connection->log, 0,
                  "privacy: tags: %ui, cookies: %ui, click ids: %ui of "
                  "\"%V\" %s, decided by %*s",
                  ctx->tags, ctx->stripped, ctx->click_ids, &ids,
                  plcf->enable == NGX_HTTP_PRIVACY_REPORT
                  ? "would be held back" : "held back",
                  ctx->decision.source.len, ctx->decision.source.data);

    return NGX_OK;
}


/* an expression that took too long: told once by each worker */

static void
ngx_http_privacy_log_limits(ngx_http_request_t *r)
{
    ngx_uint_t                      i;
    const prv_pattern_t           **expression;
    ngx_http_privacy_main_conf_t   *pmcf;

    pmcf = ngx_http_get_module_main_conf(r, ngx_http_privacy_module);

    if (pmcf->expressions == NULL) {
        return;
    }

    expression = pmcf->expressions->elts;

    for (i = 0; i < pmcf->expressions->nelts; i++) {

        if (*expression[i]->stopped != 1) {
            continue;
        }

        *expression[i]->stopped = 2;

        ngx_log_error(NGX_LOG_WARN, r->connection->log, 0,
                      "privacy: expression \"~%*s\" ran into its match "
                      "limit and counts as no match",
                      expression[i]->text.len, expression[i]->text.data);
    }
}


static void
ngx_http_privacy_count_document(ngx_http_request_t *r,
    ngx_http_privacy_ctx_t *ctx)
{
    prv_str_t  labels[2];

    labels[0].len = ngx_strlen(ctx->result);
    labels[0].data = (u_char *) ctx->result;
    labels[1].len = ngx_strlen(ctx->reason);
    labels[1].data = (u_char *) ctx->reason;

    ngx_http_privacy_count(r, NGX_HTTP_PRIVACY_COUNT_DOCUMENT, labels);
}


static void
ngx_http_privacy_count_request(ngx_http_request_t *r,
    ngx_http_privacy_ctx_t *ctx)
{
    u_char     text[NGX_HTTP_PRIVACY_GRANTED];
    prv_str_t  labels[3];

    labels[0].len = ngx_http_privacy_granted(ctx, text) - text;
    labels[0].data = text;
    labels[1] = ctx->decision.source;
    labels[2].len = 1;
    labels[2].data = (u_char *) (ctx->decision.decided ? "1" : "0");

    ngx_http_privacy_count(r, NGX_HTTP_PRIVACY_COUNT_REQUEST, labels);
}
