
/*
 * Fields of the response.
 */


#include "nginx/ngx_http_privacy.h"
#include "header/prv_cookie.h"
#include "header/prv_lifetime.h"


/*
 * Names, and the domains of each, in one response: both have an end.  So have
 * the bytes: what stands in front may take heads of 4 KB and no more.  Of
 * these a policy of our own has 1 KB, and what it needs besides.
 */

#define NGX_HTTP_PRIVACY_EXPIRE_MAX   48
#define NGX_HTTP_PRIVACY_EXPIRE_SIZE  2560
#define NGX_HTTP_PRIVACY_EXPIRE_CSP   1024

#define NGX_HTTP_PRIVACY_EXPIRE_TEXT                                          \
    "=; Expires=Thu, 01 Jan 1970 00:00:01 GMT; Max-Age=0; Path=/"


typedef struct {
    prv_str_t                    name;
    prv_match_t                  match;
    unsigned                     host:1;        /* of the host alone */
    unsigned                     secure:1;
} ngx_http_privacy_expiry_t;


static ngx_int_t ngx_http_privacy_cap_cookie(ngx_http_privacy_ctx_t *ctx,
    ngx_table_elt_t *h, time_t max);
static ngx_int_t ngx_http_privacy_expire_names(ngx_http_privacy_ctx_t *ctx,
    ngx_array_t *names);
static ngx_uint_t ngx_http_privacy_expire_named(ngx_array_t *names,
    prv_str_t *name);
static ngx_uint_t ngx_http_privacy_expire_domain(ngx_http_privacy_ctx_t *ctx,
    ngx_http_privacy_expiry_t *expiry, ngx_str_t *domain);
static size_t ngx_http_privacy_expire_size(ngx_http_privacy_ctx_t *ctx,
    ngx_http_privacy_expiry_t *expiry);
static ngx_int_t ngx_http_privacy_expire_one(ngx_http_request_t *r,
    ngx_http_privacy_ctx_t *ctx, ngx_http_privacy_expiry_t *expiry);
static ngx_int_t ngx_http_privacy_expire_field(ngx_http_request_t *r,
    ngx_http_privacy_expiry_t *expiry, ngx_str_t *domain);


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


/*
 * Cookies that the browser still sends and may not keep.  What one response
 * has no room for goes with the next; where to begin is drawn, because one
 * that was set for a path stays, comes first, and would keep out the others.
 */

ngx_int_t
ngx_http_privacy_expire(ngx_http_request_t *r, ngx_http_privacy_ctx_t *ctx)
{
    size_t                      left, size;
    ngx_uint_t                  i, start;
    ngx_array_t                 names;
    ngx_http_privacy_expiry_t  *all, *expiry;

    if (ctx->cookies.nelts == 0 || prv_gate_open(&ctx->gate)) {
        return NGX_OK;
    }

    if (ngx_array_init(&names, r->pool, 4, sizeof(ngx_http_privacy_expiry_t))
        != NGX_OK
        || ngx_http_privacy_expire_names(ctx, &names) != NGX_OK)
    {
        return NGX_ERROR;
    }

    all = names.elts;
    size = 0;
    start = 0;

    for (i = 0; i < names.nelts; i++) {
        size += ngx_http_privacy_expire_size(ctx, &all[i]);
    }

    left = NGX_HTTP_PRIVACY_EXPIRE_SIZE;

    if (ctx->csp_size > NGX_HTTP_PRIVACY_EXPIRE_CSP) {
        left -= ngx_min(left, ctx->csp_size - NGX_HTTP_PRIVACY_EXPIRE_CSP);
    }

    if (size > left) {
        start = (ngx_uint_t) ngx_random() % names.nelts;
    }

    for (i = 0; i < names.nelts; i++) {
        expiry = &all[(start + i) % names.nelts];

        if (!ctx->report) {
            size = ngx_http_privacy_expire_size(ctx, expiry);

            if (i && size > left) {
                continue;
            }

            left -= ngx_min(size, left);
        }

        /* one that was kept from upstream has been counted there */

        if (!ctx->counted) {
            ngx_http_privacy_found(ctx, &expiry->match);
            ctx->stripped++;
        }

        ngx_http_privacy_count_match(r, NGX_HTTP_PRIVACY_COUNT_COOKIE,
                                     &expiry->match, "expire");

        ngx_log_error(NGX_LOG_DEBUG, r->connection->log, 0,
                      "privacy: cookie \"%*s\" %s",
                      ngx_min(expiry->name.len, 128), expiry->name.data,
                      ctx->report ? "would be expired" : "is expired");

        if (!ctx->report
            && ngx_http_privacy_expire_one(r, ctx, expiry) != NGX_OK)
        {
            return NGX_ERROR;
        }
    }

    return NGX_OK;
}


/* those that are refused, once each */

static ngx_int_t
ngx_http_privacy_expire_names(ngx_http_privacy_ctx_t *ctx, ngx_array_t *names)
{
    u_char                     *last;
    prv_str_t                  *cookies, field, *name;
    ngx_uint_t                  i;
    prv_match_t                 match;
    prv_cookie_t                cookie;
    ngx_http_privacy_expiry_t  *expiry;

    cookies = ctx->cookies.elts;
    name = &cookie.name;

    /* an address has no domains */

    last = ctx->host.len ? ctx->host.data + ctx->host.len - 1 : NULL;

    for (i = 0; i < ctx->cookies.nelts; i++) {
        field = cookies[i];

        while (names->nelts < NGX_HTTP_PRIVACY_EXPIRE_MAX
               && prv_cookie_next(&field, &cookie))
        {
            if (name->len == 0
                || prv_consent_is_cookie(&ctx->consent->engine, name)
                || prv_gate_cookie(&ctx->gate, name, &match)
                || ngx_http_privacy_expire_named(names, name))
            {
                continue;
            }

            expiry = ngx_array_push(names);
            if (expiry == NULL) {
                return NGX_ERROR;
            }

            expiry->name = *name;
            expiry->match = match;

            expiry->secure = (name->len > 9
                              && ngx_strncasecmp(name->data,
                                                 (u_char *) "__Secure-", 9)
                                 == 0);
            expiry->host = (last == NULL || ctx->host.data[0] == '['
                            || *last <= '9');

            if (name->len > 7
                && ngx_strncasecmp(name->data, (u_char *) "__Host-", 7) == 0)
            {
                expiry->secure = 1;
                expiry->host = 1;
            }
        }
    }

    return NGX_OK;
}


/*
 * What has been seen; and what no field may hold, which cannot have been a
 * cookie of anybody.
 */

static ngx_uint_t
ngx_http_privacy_expire_named(ngx_array_t *names, prv_str_t *name)
{
    size_t                      i;
    ngx_http_privacy_expiry_t  *seen;

    for (i = 0; i < name->len; i++) {
        if (name->data[i] < 0x20 || name->data[i] == 0x7f) {
            return 1;
        }
    }

    seen = names->elts;

    for (i = 0; i < names->nelts; i++) {
        if (prv_str_eq(&seen[i].name, name)) {
            return 1;
        }
    }

    return 0;
}


/*
 * A cookie's domain is not told, so it is expired for the host alone, which
 * is the empty domain, and for each domain above it that has a dot; a browser
 * ignores those that nobody may set cookies for.
 */

static ngx_uint_t
ngx_http_privacy_expire_domain(ngx_http_privacy_ctx_t *ctx,
    ngx_http_privacy_expiry_t *expiry, ngx_str_t *domain)
{
    u_char  *p, *end;

    if (expiry->host) {
        return 0;
    }

    end = ctx->host.data + ctx->host.len;

    /* one that was named has a dot */

    p = domain->len ? ngx_strlchr(domain->data, end, '.') + 1
                    : ctx->host.data;

    domain->data = p;
    domain->len = end - p;

    return ngx_strlchr(p, end, '.') != NULL;
}


/* of all its fields, as they are sent */

static size_t
ngx_http_privacy_expire_size(ngx_http_privacy_ctx_t *ctx,
    ngx_http_privacy_expiry_t *expiry)
{
    size_t      size, line;
    ngx_str_t   domain;
    ngx_uint_t  n;

    line = expiry->name.len
           + sizeof("Set-Cookie: " NGX_HTTP_PRIVACY_EXPIRE_TEXT CRLF) - 1
           + (expiry->secure ? sizeof("; Secure") - 1 : 0);

    size = line;
    ngx_str_null(&domain);

    for (n = 1; n < NGX_HTTP_PRIVACY_EXPIRE_MAX
                && ngx_http_privacy_expire_domain(ctx, expiry, &domain); n++)
    {
        size += line + sizeof("; Domain=") - 1 + domain.len;
    }

    return size;
}


static ngx_int_t
ngx_http_privacy_expire_one(ngx_http_request_t *r,
    ngx_http_privacy_ctx_t *ctx, ngx_http_privacy_expiry_t *expiry)
{
    ngx_str_t   domain;
    ngx_uint_t  n;

    ngx_str_null(&domain);

    for (n = 0; n < NGX_HTTP_PRIVACY_EXPIRE_MAX; n++) {

        if (ngx_http_privacy_expire_field(r, expiry, &domain) != NGX_OK) {
            return NGX_ERROR;
        }

        if (!ngx_http_privacy_expire_domain(ctx, expiry, &domain)) {
            break;
        }
    }

    return NGX_OK;
}


static ngx_int_t
ngx_http_privacy_expire_field(ngx_http_request_t *r,
    ngx_http_privacy_expiry_t *expiry, ngx_str_t *domain)
{
    u_char     *p;
    ngx_str_t   value;

    p = ngx_pnalloc(r->pool, expiry->name.len + domain->len
                    + sizeof(NGX_HTTP_PRIVACY_EXPIRE_TEXT
                             "; Domain=; Secure"));
    if (p == NULL) {
        return NGX_ERROR;
    }

    value.data = p;

    p = ngx_cpymem(p, expiry->name.data, expiry->name.len);
    p = ngx_cpymem(p, NGX_HTTP_PRIVACY_EXPIRE_TEXT,
                   sizeof(NGX_HTTP_PRIVACY_EXPIRE_TEXT) - 1);

    if (domain->len) {
        p = ngx_cpymem(p, "; Domain=", sizeof("; Domain=") - 1);
        p = ngx_cpymem(p, domain->data, domain->len);
    }

    if (expiry->secure) {
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
