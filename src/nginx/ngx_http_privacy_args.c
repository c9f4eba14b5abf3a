
/*
 * Click identifiers: arguments by which a vendor knows a visitor again, out
 * of what goes upstream.
 */


#include "nginx/ngx_http_privacy.h"


ngx_int_t
ngx_http_privacy_cut_args(ngx_http_request_t *r, ngx_http_privacy_ctx_t *ctx)
{
    u_char     *p, *end, *start, *dst;
    ngx_str_t   args;
    prv_str_t   name;
    ngx_uint_t  cut;

    if (r->args.len == 0) {
        return NGX_OK;
    }

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

        if (name.len && !prv_gate_arg(&ctx->gate, &name, NULL)) {
            cut = 1;

            ngx_log_error(NGX_LOG_DEBUG, r->connection->log, 0,
                          "privacy: argument \"%*s\" does not go upstream",
                          ngx_min(name.len, 128), name.data);

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

    args.len = dst - args.data;

    ctx->args = r->args;
    ctx->cut_args = args.data;

    r->args = args;

    /* what is passed upstream is made of uri and args, not as it came */

    r->valid_unparsed_uri = 0;

    return NGX_OK;
}


/* before another location's turn; one that has set its own keeps them */

void
ngx_http_privacy_restore_args(ngx_http_request_t *r,
    ngx_http_privacy_ctx_t *ctx)
{
    if (ctx->cut_args != NULL && r->args.data == ctx->cut_args) {
        r->args = ctx->args;
    }

    ctx->cut_args = NULL;
}
