
/*
 * Fields by which the browser itself loads, or refuses to: Link and
 * Permissions-Policy.
 */


#include "nginx/ngx_http_privacy.h"
#include "header/prv_link.h"
#include "header/prv_permissions.h"


static ngx_int_t ngx_http_privacy_link(ngx_http_request_t *r,
    ngx_http_privacy_ctx_t *ctx, ngx_table_elt_t *h);
static ngx_int_t ngx_http_privacy_permissions(ngx_http_request_t *r,
    ngx_http_privacy_ctx_t *ctx);


/* links to hosts that are refused leave the response, whatever its type */

ngx_int_t
ngx_http_privacy_links(ngx_http_request_t *r, ngx_http_privacy_ctx_t *ctx)
{
    ngx_table_elt_t           *h;
    ngx_http_privacy_field_t   it;

    ngx_http_privacy_fields(&it, &r->headers_out.headers);

    while ((h = ngx_http_privacy_next(&it, "link")) != NULL) {

        if (ngx_http_privacy_link(r, ctx, h) != NGX_OK) {
            return NGX_ERROR;
        }
    }

    return NGX_OK;
}


static ngx_int_t
ngx_http_privacy_link(ngx_http_request_t *r, ngx_http_privacy_ctx_t *ctx,
    ngx_table_elt_t *h)
{
    prv_buf_t    b;
    prv_str_t    field, kept;
    prv_url_t    url;
    prv_link_t   link;
    prv_match_t  match;
    ngx_uint_t   refused;

    prv_buf_init(&b, &ctx->mem.mem, h->value.len + 1);

    field.len = h->value.len;
    field.data = h->value.data;
    refused = 0;

    while (prv_link_next(&field, &link)) {

        if (link.loads
            && prv_url_parse(&url, NULL, &link.uri) == PRV_URL_HTTP
            && !prv_gate_url(&ctx->gate, &url, PRV_LOAD_TAG, &match))
        {
            ngx_http_privacy_found(ctx, &match);
            ngx_http_privacy_count_match(r, NGX_HTTP_PRIVACY_COUNT_TAG,
                                         &match,
                                         ctx->report ? "report" : "link");

            ngx_log_error(NGX_LOG_DEBUG, r->connection->log, 0,
                          "privacy: link to \"%*s\" %s",
                          ngx_min(link.uri.len, 128), link.uri.data,
                          ctx->report ? "would not be sent"
                                      : "is not sent");

            ctx->tags++;
            refused = 1;
            continue;
        }

        if (b.len) {
            prv_buf_lit(&b, ", ");
        }

        prv_buf_str(&b, &link.whole);
    }

    if (prv_buf_done(&b, &kept) != PRV_OK) {
        return NGX_ERROR;
    }

    if (!refused || ctx->report) {
        return NGX_OK;
    }

    if (kept.len == 0) {
        h->hash = 0;
    }

    h->value.len = kept.len;
    h->value.data = kept.data;

    return NGX_OK;
}


/* what a page's browser is told */

ngx_int_t
ngx_http_privacy_policies(ngx_http_request_t *r, ngx_http_privacy_ctx_t *ctx)
{
    ngx_http_privacy_loc_conf_t  *plcf;

    plcf = ngx_http_get_module_loc_conf(r, ngx_http_privacy_module);

    /* the page's own policy, before there is one more */

    if ((ctx->notice || ctx->mode)
        && ngx_http_privacy_csp_page(r, ctx) != NGX_OK)
    {
        return NGX_ERROR;
    }

    if (plcf->permissions_policy
        && !(ctx->decision.granted & prv_bit(PRV_MARKETING))
        && ngx_http_privacy_permissions(r, ctx) != NGX_OK)
    {
        return NGX_ERROR;
    }

    if (plcf->csp == NGX_HTTP_PRIVACY_CSP_OFF || prv_gate_open(&ctx->gate)) {
        return NGX_OK;
    }

    return ngx_http_privacy_csp(r, ctx);
}


/* several fields are one: they become the first */

static ngx_int_t
ngx_http_privacy_permissions(ngx_http_request_t *r,
    ngx_http_privacy_ctx_t *ctx)
{
    prv_buf_t                  all, b;
    prv_str_t                  field, out;
    ngx_str_t                  value;
    ngx_table_elt_t           *h;
    ngx_http_privacy_field_t   it;

    all.len = 0;

    ngx_http_privacy_fields(&it, &r->headers_out.headers);

    while ((h = ngx_http_privacy_next(&it, "permissions-policy")) != NULL) {

        if (all.len) {
            prv_buf_lit(&all, ", ");

        } else {
            prv_buf_init(&all, &ctx->mem.mem, 0);
        }

        prv_buf_add(&all, h->value.data, h->value.len);
        h->hash = 0;
    }

    field.len = 0;
    field.data = (u_char *) "";

    if (all.len && prv_buf_done(&all, &field) != PRV_OK) {
        return NGX_ERROR;
    }

    prv_buf_init(&b, &ctx->mem.mem, 0);
    prv_permissions_refuse(&b, &field);

    if (prv_buf_done(&b, &out) != PRV_OK) {
        return NGX_ERROR;
    }

    value.len = out.len;
    value.data = out.data;

    return ngx_http_privacy_add_field(r, "Permissions-Policy", &value) != NULL
           ? NGX_OK : NGX_ERROR;
}
