
/*
 * Fields of the response.
 */


#include "nginx/ngx_http_privacy.h"
#include "header/prv_cookie.h"
#include "header/prv_lifetime.h"


/* names, and fields that expire them, in one response: both have an end */

#define NGX_HTTP_PRIVACY_EXPIRE_MAX  48


static ngx_int_t ngx_http_privacy_cap_cookie(ngx_http_privacy_ctx_t *ctx,
    ngx_table_elt_t *h, time_t max);
static ngx_int_t ngx_http_privacy_expire_one(ngx_http_request_t *r,
    ngx_http_privacy_ctx_t *ctx, prv_str_t *name, ngx_uint_t *left);
static ngx_int_t ngx_http_privacy_expire_field(ngx_http_request_t *r,
    prv_str_t *name, ngx_str_t *domain, ngx_uint_t secure);


void
ngx_http_privacy_fields(ngx_http_privacy_field_t *it, ngx_list_t *list)
{
    it->part = &list->part;
    it->i = 0;
}


ngx_table_elt_t *
ngx_http_privacy_next(ngx_http_privacy_field_t *it, const char *name)
{
    size_t            len;
    ngx_table_elt_t  *h;

    len = (name != NULL) ? ngx_strlen(name) : 0;

    for ( ;; ) {

        if (it->i >= it->part->nelts) {

            if (it->part->next == NULL) {
                return NULL;
            }

            it->part = it->part->next;
            it->i = 0;
            continue;
        }

        h = (ngx_table_elt_t *) it->part->elts + it->i++;

        if (h->hash == 0) {
            continue;
        }

        if (name == NULL
            || (h->key.len == len
                && ngx_strncasecmp(h->key.data, (u_char *) name, len) == 0))
        {
            return h;
        }
    }
}


ngx_table_elt_t *
ngx_http_privacy_add_field(ngx_http_request_t *r, const char *name,
    ngx_str_t *value)
{
    ngx_table_elt_t  *h;

    h = ngx_list_push(&r->headers_out.headers);
    if (h == NULL) {
        return NULL;
    }

    ngx_memzero(h, sizeof(ngx_table_elt_t));

    h->hash = 1;
    h->key.len = ngx_strlen(name);
    h->key.data = (u_char *) name;
    h->value = *value;

    return h;
}


/* cookies that are refused are not set, whoever has set them */

ngx_int_t
ngx_http_privacy_set_cookies(ngx_http_request_t *r,
    ngx_http_privacy_ctx_t *ctx)
{
    prv_str_t                     field, attributes;
    prv_match_t                   match;
    prv_cookie_t                  cookie;
    ngx_table_elt_t              *h;
    ngx_http_privacy_field_t      it;
    ngx_http_privacy_loc_conf_t  *plcf;

    plcf = ngx_http_get_module_loc_conf(r, ngx_http_privacy_module);

    if (plcf->cookie_max_age == 0 && prv_gate_open(&ctx->gate)) {
        return NGX_OK;
    }

    ngx_http_privacy_fields(&it, &r->headers_out.headers);

    while ((h = ngx_http_privacy_next(&it, "set-cookie")) != NULL) {

        field.len = h->value.len;
        field.data = h->value.data;

        prv_set_cookie_parse(&field, &cookie, &attributes);

        if (prv_consent_is_cookie(&ctx->consent->engine, &cookie.name)) {
            continue;
        }

        if (prv_gate_cookie(&ctx->gate, &cookie.name, &match)) {

            if (plcf->cookie_max_age && !ctx->report && match.known
                && match.category != PRV_NECESSARY
                && ngx_http_privacy_cap_cookie(ctx, h,
                                               plcf->cookie_max_age)
                   != NGX_OK)
            {
                return NGX_ERROR;
            }

            continue;
        }

        ngx_http_privacy_found(ctx, &match);
        ctx->stripped++;

        ngx_http_privacy_count_match(r, NGX_HTTP_PRIVACY_COUNT_COOKIE, &match,
                                     "response");

        ngx_log_error(NGX_LOG_DEBUG, r->connection->log, 0,
                      "privacy: cookie \"%*s\" %s",
                      ngx_min(cookie.name.len, 128), cookie.name.data,
                      plcf->enable == NGX_HTTP_PRIVACY_REPORT
                      ? "would not be set" : "is not set");

        if (plcf->enable == NGX_HTTP_PRIVACY_ON) {
            h->hash = 0;
        }
    }

    return NGX_OK;
}


static ngx_int_t
ngx_http_privacy_cap_cookie(ngx_http_privacy_ctx_t *ctx, ngx_table_elt_t *h,
    time_t max)
{
    prv_buf_t  b;
    prv_str_t  field;

    prv_buf_init(&b, &ctx->mem.mem, h->value.len + 32);

    field.len = h->value.len;
    field.data = h->value.data;

    if (!prv_lifetime_cap(&b, &field, ngx_time(), max)) {
        return NGX_OK;
    }

    if (prv_buf_done(&b, &field) != PRV_OK) {
        return NGX_ERROR;
    }

    h->value.len = field.len;
    h->value.data = field.data;

    return NGX_OK;
}


/* cookies that the browser still sends and may not keep */

ngx_int_t
ngx_http_privacy_expire(ngx_http_request_t *r, ngx_http_privacy_ctx_t *ctx)
{
    prv_str_t     *cookies, field, *seen;
    prv_match_t    match;
    prv_cookie_t   cookie;
    ngx_uint_t     i, n, left;
    ngx_array_t    names;

    if (ctx->cookies.nelts == 0 || prv_gate_open(&ctx->gate)) {
        return NGX_OK;
    }

    if (ngx_array_init(&names, r->pool, 4, sizeof(prv_str_t)) != NGX_OK) {
        return NGX_ERROR;
    }

    cookies = ctx->cookies.elts;
    left = NGX_HTTP_PRIVACY_EXPIRE_MAX;

    for (i = 0; i < ctx->cookies.nelts && left; i++) {
        field = cookies[i];

        while (left && names.nelts < NGX_HTTP_PRIVACY_EXPIRE_MAX
               && prv_cookie_next(&field, &cookie))
        {
            if (cookie.name.len == 0
                || prv_consent_is_cookie(&ctx->consent->engine, &cookie.name)
                || prv_gate_cookie(&ctx->gate, &cookie.name, &match))
            {
                continue;
            }

            seen = names.elts;

            for (n = 0; n < names.nelts; n++) {
                if (prv_str_eq(&seen[n], &cookie.name)) {
                    break;
                }
            }

            if (n < names.nelts) {
                continue;
            }

            seen = ngx_array_push(&names);
            if (seen == NULL) {
                return NGX_ERROR;
            }

            *seen = cookie.name;

            /* one that was kept from upstream has been counted there */

            if (!ctx->counted) {
                ngx_http_privacy_found(ctx, &match);
                ctx->stripped++;
            }

            ngx_http_privacy_count_match(r, NGX_HTTP_PRIVACY_COUNT_COOKIE,
                                         &match, "expire");

            ngx_log_error(NGX_LOG_DEBUG, r->connection->log, 0,
                          "privacy: cookie \"%*s\" %s",
                          ngx_min(cookie.name.len, 128), cookie.name.data,
                          ctx->report ? "would be expired" : "is expired");

            if (ctx->report) {
                continue;
            }

            if (ngx_http_privacy_expire_one(r, ctx, &cookie.name, &left)
                != NGX_OK)
            {
                return NGX_ERROR;
            }
        }
    }

    return NGX_OK;
}


/*
 * A cookie's domain is not told, so it is expired for the host alone and for
 * each domain above it that has a dot; a browser ignores those that nobody
 * may set cookies for.
 */

static ngx_int_t
ngx_http_privacy_expire_one(ngx_http_request_t *r,
    ngx_http_privacy_ctx_t *ctx, prv_str_t *name, ngx_uint_t *left)
{
    size_t      i;
    u_char     *p, *end;
    ngx_str_t   domain;
    ngx_uint_t  host, secure;

    for (i = 0; i < name->len; i++) {

        /* what no field may hold cannot have been a cookie of anybody */

        if (name->data[i] < 0x20 || name->data[i] == 0x7f) {
            return NGX_OK;
        }
    }

    host = (name->len > 7
            && ngx_strncasecmp(name->data, (u_char *) "__Host-", 7) == 0);
    secure = host
             || (name->len > 9
                 && ngx_strncasecmp(name->data, (u_char *) "__Secure-", 9)
                    == 0);

    ngx_str_null(&domain);

    if (ngx_http_privacy_expire_field(r, name, &domain, secure) != NGX_OK) {
        return NGX_ERROR;
    }

    (*left)--;

    p = ctx->host.data;
    end = p + ctx->host.len;

    /* an address has no domains */

    if (host || p == end || *p == '[' || end[-1] <= '9') {
        return NGX_OK;
    }

    while (*left) {
        domain.data = p;
        domain.len = end - p;

        p = ngx_strlchr(p, end, '.');
        if (p == NULL) {
            break;
        }

        p++;

        if (ngx_http_privacy_expire_field(r, name, &domain, secure)
            != NGX_OK)
        {
            return NGX_ERROR;
        }

        (*left)--;
    }

    return NGX_OK;
}


static ngx_int_t
ngx_http_privacy_expire_field(ngx_http_request_t *r, prv_str_t *name,
    ngx_str_t *domain, ngx_uint_t secure)
{
    u_char     *p;
    ngx_str_t   value;

    p = ngx_pnalloc(r->pool, name->len + domain->len
                    + sizeof("=; Max-Age=0; Path=/; Domain=; Secure"
                             "; Expires=Thu, 01 Jan 1970 00:00:01 GMT"));
    if (p == NULL) {
        return NGX_ERROR;
    }

    value.data = p;

    p = ngx_cpymem(p, name->data, name->len);
    p = ngx_cpymem(p, "=; Expires=Thu, 01 Jan 1970 00:00:01 GMT"
                      "; Max-Age=0; Path=/",
                   sizeof("=; Expires=Thu, 01 Jan 1970 00:00:01 GMT"
                          "; Max-Age=0; Path=/") - 1);

    if (domain->len) {
        p = ngx_cpymem(p, "; Domain=", sizeof("; Domain=") - 1);
        p = ngx_cpymem(p, domain->data, domain->len);
    }

    if (secure) {
        p = ngx_cpymem(p, "; Secure", sizeof("; Secure") - 1);
    }

    value.len = p - value.data;

    return ngx_http_privacy_add_field(r, "Set-Cookie", &value) != NULL
           ? NGX_OK : NGX_ERROR;
}


/* digests of bytes that are not what will be sent (RFC 1864, 3230, 9530) */

void
ngx_http_privacy_clear_digests(ngx_http_request_t *r)
{
    ngx_uint_t                 n;
    ngx_table_elt_t           *h;
    ngx_http_privacy_field_t   it;
    static ngx_str_t           names[] = {
        ngx_string("content-md5"), ngx_string("digest"),
        ngx_string("content-digest"), ngx_string("repr-digest")
    };

    ngx_http_privacy_fields(&it, &r->headers_out.headers);

    while ((h = ngx_http_privacy_next(&it, NULL)) != NULL) {

        for (n = 0; n < sizeof(names) / sizeof(ngx_str_t); n++) {
            if (h->key.len == names[n].len
                && ngx_strncasecmp(h->key.data, names[n].data,
                                   names[n].len)
                   == 0)
            {
                h->hash = 0;
            }
        }
    }
}
