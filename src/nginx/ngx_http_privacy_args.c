
/*
 * Click identifiers: arguments by which a vendor knows a visitor again, out
 * of what goes upstream.
 */


#include "nginx/ngx_http_privacy.h"


static void ngx_http_privacy_count_arg(ngx_http_request_t *r,
    ngx_http_privacy_ctx_t *ctx, const prv_match_t *match, ngx_uint_t look);


ngx_int_t
ngx_http_privacy_cut_args(ngx_http_request_t *r, ngx_http_privacy_ctx_t *ctx)
{
    u_char                       *p, *end, *start, *dst;
    ngx_str_t                     args;
    prv_str_t                     name;
    ngx_uint_t                    cut, look;
    prv_match_t                   match;
    ngx_http_privacy_loc_conf_t  *plcf;

    if (r->args.len == 0) {
        return NGX_OK;
    }

    plcf = ngx_http_get_module_loc_conf(r, ngx_http_privacy_module);
    look = (plcf->enable == NGX_HTTP_PRIVACY_REPORT);

    args.data = ngx_pnalloc(r->pool, r->args.len);
    if (args.data == NULL) {
        return NGX_ERROR;
    }

    dst = args.data;
    p = r->args.data;
    end = p + r->args.len;
    cut = 0;

    while (p < end) {
        start = p;
        name.data = p;

        while (p < end && *p != '&' && *p != '=') {
            p++;
        }

        name.len = p - start;

        while (p < end && *p != '&') {
            p++;
        }

        if (name.len && !prv_gate_arg(&ctx->gate, &name, &match)) {
            cut = 1;

            ngx_http_privacy_count_arg(r, ctx, &match, look);

            ngx_log_error(NGX_LOG_DEBUG, r->connection->log, 0,
                          "privacy: argument \"%*s\" %s upstream",
                          ngx_min(name.len, 128), name.data,
                          look ? "would not go" : "does not go");

        } else {

            if (dst != args.data) {
                *dst++ = '&';
            }

            dst = ngx_cpymem(dst, start, p - start);
        }

        p++;
    }

    if (!cut) {
        return NGX_OK;
    }

    ctx->args_counted = 1;

    if (look) {
        return NGX_OK;
    }

    args.len = dst - args.data;

    ctx->args = r->args;
    ctx->cut_args = args;

    r->args = args;

    /* what is passed upstream is made of uri and args, not as it came */

    r->valid_unparsed_uri = 0;

    return NGX_OK;
}


/* once for the visitor's request, however often it is redirected */

static void
ngx_http_privacy_count_arg(ngx_http_request_t *r,
    ngx_http_privacy_ctx_t *ctx, const prv_match_t *match, ngx_uint_t look)
{
    if (ctx->args_counted) {
        return;
    }

    ctx->click_ids++;

    ngx_http_privacy_found(ctx, match);
    ngx_http_privacy_count_match(r, NGX_HTTP_PRIVACY_COUNT_CLICK_ID, match,
                                 look ? "report" : "strip");
}


/* before another location's turn; one that has set its own keeps them */

void
ngx_http_privacy_restore_args(ngx_http_request_t *r,
    ngx_http_privacy_ctx_t *ctx)
{
    /* try_files leaves the address of no arguments at all as it happens to be */

    if (ctx->cut_args.data != NULL && r->args.len == ctx->cut_args.len
        && (r->args.len == 0 || r->args.data == ctx->cut_args.data))
    {
        r->args = ctx->args;
    }

    ngx_str_null(&ctx->cut_args);
}
