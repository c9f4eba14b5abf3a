
/*
 * What caches are told: Vary, Cache-Control, and validators that name a
 * variant.
 */


#include "nginx/ngx_http_privacy.h"
#include "header/prv_etag.h"


/* what a page may not say that is not shared, and one that is not stored */

#define NGX_HTTP_PRIVACY_CACHE_SHARE  3
#define NGX_HTTP_PRIVACY_CACHE_STORE  9


static ngx_uint_t ngx_http_privacy_vary_has(ngx_http_request_t *r,
    const char *name, size_t len);
static ngx_uint_t ngx_http_privacy_cache_targeted(ngx_table_elt_t *h);
static void ngx_http_privacy_cache_keep(prv_buf_t *b, ngx_str_t *value,
    ngx_uint_t ngone);
static ngx_uint_t ngx_http_privacy_since(ngx_http_request_t *r,
    ngx_http_privacy_ctx_t *ctx);


/* what a stored response of this page depends on */

ngx_int_t
ngx_http_privacy_vary_add(ngx_http_request_t *r, ngx_http_privacy_ctx_t *ctx)
{
    size_t                        len;
    u_char                       *p;
    ngx_str_t                     value;
    ngx_uint_t                    i, n, some;
    const char                   *names[8];
    ngx_http_privacy_field_t      it;
    ngx_http_privacy_loc_conf_t  *plcf;

    plcf = ngx_http_get_module_loc_conf(r, ngx_http_privacy_module);

    if (!plcf->vary) {
        return NGX_OK;
    }

    n = 0;
    names[n++] = "Cookie";

    if (plcf->gpc != PRV_GPC_OFF) {
        names[n++] = "Sec-GPC";
    }

    if (plcf->dnt) {
        names[n++] = "DNT";
    }

    if (plcf->notice != NGX_HTTP_PRIVACY_NOTICE_OFF
        || plcf->consent_mode != NGX_HTTP_PRIVACY_MODE_OFF)
    {
        names[n++] = "Sec-Fetch-Dest";
        names[n++] = "X-Requested-With";
    }

    if (plcf->notice != NGX_HTTP_PRIVACY_NOTICE_OFF
        && plcf->language == NULL)
    {
        names[n++] = "Accept-Language";
    }

    len = 0;

    for (i = 0; i < n; i++) {
        len += ngx_strlen(names[i]) + 2;
    }

    p = ngx_pnalloc(r->pool, len);
    if (p == NULL) {
        return NGX_ERROR;
    }

    value.data = p;

    ngx_http_privacy_fields(&it, &r->headers_out.headers);
    some = (ngx_http_privacy_next(&it, "vary") != NULL);

    for (i = 0; i < n; i++) {
        len = ngx_strlen(names[i]);

        if (some && ngx_http_privacy_vary_has(r, names[i], len)) {
            continue;
        }

        if (p != value.data) {
            *p++ = ',';
            *p++ = ' ';
        }

        p = ngx_cpymem(p, names[i], len);
    }

    value.len = p - value.data;

    if (value.len == 0) {
        return NGX_OK;
    }

    return ngx_http_privacy_add_field(r, "Vary", &value) != NULL ? NGX_OK
                                                                 : NGX_ERROR;
}


static ngx_uint_t
ngx_http_privacy_vary_has(ngx_http_request_t *r, const char *name, size_t len)
{
    u_char                    *p, *end, *start, *stop;
    ngx_table_elt_t           *h;
    ngx_http_privacy_field_t   it;

    ngx_http_privacy_fields(&it, &r->headers_out.headers);

    while ((h = ngx_http_privacy_next(&it, "vary")) != NULL) {

        p = h->value.data;
        end = p + h->value.len;

        while (p < end) {
            start = p;

            while (p < end && *p != ',') {
                p++;
            }

            stop = p;
            p += (p < end);

            while (start < stop && (*start == ' ' || *start == '\t')) {
                start++;
            }

            while (stop > start && (stop[-1] == ' ' || stop[-1] == '\t')) {
                stop--;
            }

            if (stop - start == 1 && *start == '*') {
                return 1;
            }

            if ((size_t) (stop - start) == len
                && ngx_strncasecmp(start, (u_char *) name, len) == 0)
            {
                return 1;
            }
        }
    }

    return 0;
}


/*
 * A page with a notice is of one visitor, and of this moment: it is asked
 * for again once he has decided.  One that depends on a value of the
 * configuration, which may be the visitor's country and is no field of the
 * request, is of one visitor.  What says nothing of how long to store stays
 * as it was (RFC 9111, section 5.2.2).
 */

ngx_int_t
ngx_http_privacy_cache_control(ngx_http_request_t *r,
    ngx_http_privacy_ctx_t *ctx, ngx_uint_t notice)
{
    prv_buf_t                     b;
    prv_str_t                     out;
    ngx_str_t                     value;
    ngx_uint_t                    ngone;
    ngx_http_privacy_field_t      it;
    ngx_table_elt_t              *h, *first;
    ngx_http_privacy_loc_conf_t  *plcf;

    plcf = ngx_http_get_module_loc_conf(r, ngx_http_privacy_module);

    if (!plcf->vary
        || (!notice && ctx->consent->regime_value == NULL
            && ctx->consent->ifs == NULL
            && plcf->notice_when != NGX_HTTP_PRIVACY_WHEN_VALUE))
    {
        return NGX_OK;
    }

    prv_buf_init(&b, &ctx->mem.mem, 64);

    if (notice) {
        prv_buf_lit(&b, "private, no-cache");
        ngone = NGX_HTTP_PRIVACY_CACHE_STORE;

    } else {
        prv_buf_lit(&b, "private");
        ngone = NGX_HTTP_PRIVACY_CACHE_SHARE;
    }

    /* to shared caches some fields say more than Cache-Control (RFC 9213) */

    ngx_http_privacy_fields(&it, &r->headers_out.headers);

    while ((h = ngx_http_privacy_next(&it, NULL)) != NULL) {
        if (ngx_http_privacy_cache_targeted(h)) {
            h->hash = 0;
        }
    }

    first = NULL;

    ngx_http_privacy_fields(&it, &r->headers_out.headers);

    while ((h = ngx_http_privacy_next(&it, "cache-control")) != NULL) {

        if (ngx_strlcasestrn(h->value.data, h->value.data + h->value.len,
                             (u_char *) "no-store", 8 - 1)
            != NULL)
        {
            return NGX_OK;
        }

        ngx_http_privacy_cache_keep(&b, &h->value, ngone);

        if (first == NULL) {
            first = h;
        }
    }

    if (prv_buf_done(&b, &out) != PRV_OK) {
        return NGX_ERROR;
    }

    value.len = out.len;
    value.data = out.data;

    if (first == NULL) {
        return ngx_http_privacy_add_field(r, "Cache-Control", &value) != NULL
               ? NGX_OK : NGX_ERROR;
    }

    ngx_http_privacy_fields(&it, &r->headers_out.headers);

    while ((h = ngx_http_privacy_next(&it, "cache-control")) != NULL) {
        h->hash = 0;
    }

    first->hash = 1;
    first->value = value;

    return NGX_OK;
}


static ngx_uint_t
ngx_http_privacy_cache_targeted(ngx_table_elt_t *h)
{
    ngx_uint_t         i;
    ngx_str_t          key;
    static ngx_str_t   names[] = {
        ngx_string("surrogate-control"), ngx_string("x-accel-expires"),
        ngx_string("-cache-control")
    };

    for (i = 0; i < sizeof(names) / sizeof(ngx_str_t); i++) {
        key = h->key;

        if (names[i].data[0] == '-' && key.len > names[i].len) {
            key.data += key.len - names[i].len;
            key.len = names[i].len;
        }

        if (key.len == names[i].len
            && ngx_strncasecmp(key.data, names[i].data, key.len) == 0)
        {
            return 1;
        }
    }

    return 0;
}


static void
ngx_http_privacy_cache_keep(prv_buf_t *b, ngx_str_t *value, ngx_uint_t ngone)
{
    u_char            *p, *end, *start;
    size_t             n;
    ngx_uint_t         i;
    static ngx_str_t   gone[NGX_HTTP_PRIVACY_CACHE_STORE] = {
        ngx_string("public"), ngx_string("private"), ngx_string("s-maxage"),
        ngx_string("no-cache"), ngx_string("max-age"),
        ngx_string("immutable"), ngx_string("must-understand"),
        ngx_string("stale-while-revalidate"), ngx_string("stale-if-error")
    };

    p = value->data;
    end = p + value->len;

    while (p < end) {

        while (p < end && (*p == ' ' || *p == '\t' || *p == ',')) {
            p++;
        }

        /* a quoted value may hold commas: private="set-cookie, x" */

        for (start = p; p < end && *p != ','; p++) {
            if (*p == '"') {
                for (p++; p < end && *p != '"'; p++) { /* void */ }

                if (p == end) {
                    break;
                }
            }
        }

        for (n = 0;
             start + n < p && start[n] != '=' && start[n] != ' '
             && start[n] != '\t';
             n++)
        {
            /* void */
        }

        for (i = 0; i < ngone; i++) {
            if (gone[i].len == n
                && ngx_strncasecmp(gone[i].data, start, n) == 0)
            {
                break;
            }
        }

        if (n && i == ngone) {
            prv_buf_lit(b, ", ");
            prv_buf_add(b, start, p - start);
        }
    }
}


/* the tag names the variant */

ngx_int_t
ngx_http_privacy_etag(ngx_http_request_t *r, ngx_http_privacy_ctx_t *ctx)
{
    prv_buf_t                b;
    prv_str_t                etag, variant;
    ngx_str_t                v;
    ngx_table_elt_t         *h;
    ngx_http_privacy_mem_t   mem;

    h = r->headers_out.etag;

    if (h == NULL || h->hash == 0) {
        return NGX_OK;
    }

    if (ngx_http_privacy_variant(r, ctx, &v) != NGX_OK) {
        return NGX_ERROR;
    }

    etag.len = h->value.len;
    etag.data = h->value.data;
    variant.len = v.len;
    variant.data = v.data;

    /* as long as the request lives: no block of its own */

    ngx_http_privacy_mem_pool(&mem, r->pool);

    prv_buf_init(&b, &mem.mem, etag.len + variant.len + 16);
    prv_etag_write(&b, &etag, &variant);

    if (prv_buf_done(&b, &etag) != PRV_OK) {
        return NGX_ERROR;
    }

    h->value.len = etag.len;
    h->value.data = etag.data;

    return NGX_OK;
}


/*
 * Of a response that turned out to be no page: whether it is what the client
 * has already, by the fields that were kept back.
 */

ngx_uint_t
ngx_http_privacy_not_modified(ngx_http_request_t *r,
    ngx_http_privacy_ctx_t *ctx)
{
    prv_str_t  field, etag;

    if (r->headers_out.status != NGX_HTTP_OK) {
        return 0;
    }

    if (ctx->plain_match.len) {
        field.len = ctx->plain_match.len;
        field.data = ctx->plain_match.data;

        etag.len = 0;
        etag.data = NULL;

        if (r->headers_out.etag != NULL && r->headers_out.etag->hash) {
            etag.len = r->headers_out.etag->value.len;
            etag.data = r->headers_out.etag->value.data;
        }

        if (!prv_etag_match(&field, &etag)) {
            return 0;
        }

        return ctx->since.len == 0 || ngx_http_privacy_since(r, ctx);
    }

    return ctx->since.len && ngx_http_privacy_since(r, ctx);
}


static ngx_uint_t
ngx_http_privacy_since(ngx_http_request_t *r, ngx_http_privacy_ctx_t *ctx)
{
    time_t                     since, modified;
    ngx_http_core_loc_conf_t  *clcf;

    modified = r->headers_out.last_modified_time;

    clcf = ngx_http_get_module_loc_conf(r, ngx_http_core_module);

    if (modified == (time_t) -1
        || clcf->if_modified_since == NGX_HTTP_IMS_OFF)
    {
        return 0;
    }

    since = ngx_parse_http_time(ctx->since.data, ctx->since.len);

    if (since == modified) {
        return 1;
    }

    return clcf->if_modified_since == NGX_HTTP_IMS_BEFORE && since > modified;
}
