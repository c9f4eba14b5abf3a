
/*
 * The state of a request.  It hangs on the main request's pool, where an
 * internal redirect, which clears r->ctx, does not reach it.
 */


#include "nginx/ngx_http_privacy.h"
#include "base/prv_hash.h"


static void ngx_http_privacy_cleanup(void *data);
static ngx_int_t ngx_http_privacy_read(ngx_http_request_t *r,
    ngx_http_privacy_ctx_t *ctx);
static ngx_int_t ngx_http_privacy_read_cookies(ngx_http_request_t *r,
    ngx_http_privacy_ctx_t *ctx);
static ngx_int_t ngx_http_privacy_read_host(ngx_http_request_t *r,
    ngx_http_privacy_ctx_t *ctx);
static ngx_http_privacy_dest_e ngx_http_privacy_dest(ngx_str_t *value);
static ngx_int_t ngx_http_privacy_ask(ngx_http_request_t *r,
    const ngx_http_privacy_consent_t *consent,
    prv_consent_request_t *request);


ngx_http_privacy_ctx_t *
ngx_http_privacy_get_ctx(ngx_http_request_t *r)
{
    ngx_pool_cleanup_t      *cln;
    ngx_http_privacy_ctx_t  *ctx;

    r = r->main;

    ctx = ngx_http_get_module_ctx(r, ngx_http_privacy_module);

    if (ctx != NULL) {
        return ctx;
    }

    for (cln = r->pool->cleanup; cln; cln = cln->next) {
        if (cln->handler == ngx_http_privacy_cleanup) {
            ctx = cln->data;

            /* without memory it was read in part, a refusal perhaps not */

            if (!ctx->read) {
                return NULL;
            }

            ngx_http_set_ctx(r, ctx, ngx_http_privacy_module);
            return ctx;
        }
    }

    cln = ngx_pool_cleanup_add(r->pool, sizeof(ngx_http_privacy_ctx_t));
    if (cln == NULL) {
        return NULL;
    }

    ctx = cln->data;

    ngx_memzero(ctx, sizeof(ngx_http_privacy_ctx_t));
    ngx_http_privacy_mem_request(&ctx->mem, r->connection->log);

    cln->handler = ngx_http_privacy_cleanup;

    if (ngx_http_privacy_read(r, ctx) != NGX_OK) {
        return NULL;
    }

    ctx->read = 1;

    ngx_http_set_ctx(r, ctx, ngx_http_privacy_module);

    return ctx;
}


static void
ngx_http_privacy_cleanup(void *data)
{
    ngx_http_privacy_ctx_t *ctx = data;

    ngx_http_privacy_mem_free(&ctx->mem);
}


static ngx_int_t
ngx_http_privacy_read(ngx_http_request_t *r, ngx_http_privacy_ctx_t *ctx)
{
    ngx_table_elt_t           *h;
    ngx_http_privacy_field_t   it;

    ngx_http_privacy_fields(&it, &r->headers_in.headers);

    while ((h = ngx_http_privacy_next(&it, NULL)) != NULL) {

        switch (h->key.len) {

        case 3:
            if (ngx_strncmp(h->lowcase_key, "dnt", 3) == 0
                && h->value.len == 1 && h->value.data[0] == '1')
            {
                ctx->dnt = 1;
            }

            break;

        case 7:
            if (ngx_strncmp(h->lowcase_key, "sec-gpc", 7) == 0
                && h->value.len == 1 && h->value.data[0] == '1')
            {
                ctx->gpc = 1;
            }

            break;

        case 14:
            if (ngx_strncmp(h->lowcase_key, "sec-fetch-dest", 14) == 0) {
                ctx->dest = ngx_http_privacy_dest(&h->value);
            }

            break;
        }
    }

    if (ngx_http_privacy_read_cookies(r, ctx) != NGX_OK) {
        return NGX_ERROR;
    }

    return ngx_http_privacy_read_host(r, ctx);
}


static ngx_int_t
ngx_http_privacy_read_cookies(ngx_http_request_t *r,
    ngx_http_privacy_ctx_t *ctx)
{
    prv_str_t         *value;
    ngx_table_elt_t   *h;
#if (nginx_version < 1023000)
    ngx_uint_t         i;
    ngx_table_elt_t  **cookies;
#endif

    if (ngx_array_init(&ctx->cookies, r->pool, 1, sizeof(prv_str_t))
        != NGX_OK)
    {
        return NGX_ERROR;
    }

#if (nginx_version >= 1023000)

    for (h = r->headers_in.cookie; h; h = h->next) {

#else

    cookies = r->headers_in.cookies.elts;

    for (i = 0; i < r->headers_in.cookies.nelts; i++) {
        h = cookies[i];

#endif

        value = ngx_array_push(&ctx->cookies);
        if (value == NULL) {
            return NGX_ERROR;
        }

        value->len = h->value.len;
        value->data = h->value.data;
    }

    return NGX_OK;
}


static ngx_int_t
ngx_http_privacy_read_host(ngx_http_request_t *r, ngx_http_privacy_ctx_t *ctx)
{
    prv_str_t                  host, name;
    ngx_http_core_srv_conf_t  *cscf;

    name.len = r->headers_in.server.len;
    name.data = r->headers_in.server.data;

    if (name.len == 0) {
        cscf = ngx_http_get_module_srv_conf(r, ngx_http_core_module);
        name.len = cscf->server_name.len;
        name.data = cscf->server_name.data;
    }

    host.data = ngx_pnalloc(r->pool, name.len + 1);
    if (host.data == NULL) {
        return NGX_ERROR;
    }

    prv_host_normalize(&host, host.data, &name);

    ctx->host.len = host.len;
    ctx->host.data = host.data;
    ctx->gate.host = host;

    return NGX_OK;
}


static ngx_http_privacy_dest_e
ngx_http_privacy_dest(ngx_str_t *value)
{
    ngx_uint_t         i;
    static ngx_str_t   documents[] = {
        ngx_string("document"), ngx_string("iframe"), ngx_string("frame"),
        ngx_string("embed"), ngx_string("object"), ngx_string("fencedframe")
    };

    for (i = 0; i < sizeof(documents) / sizeof(ngx_str_t); i++) {
        if (documents[i].len == value->len
            && ngx_strncmp(documents[i].data, value->data, value->len) == 0)
        {
            return NGX_HTTP_PRIVACY_DEST_DOCUMENT;
        }
    }

    if (value->len == 5 && ngx_strncmp(value->data, "empty", 5) == 0) {
        return NGX_HTTP_PRIVACY_DEST_EMPTY;
    }

    return value->len ? NGX_HTTP_PRIVACY_DEST_PART
                      : NGX_HTTP_PRIVACY_DEST_UNKNOWN;
}


ngx_http_privacy_ctx_t *
ngx_http_privacy_decide(ngx_http_request_t *r)
{
    u_char                       text[NGX_HTTP_PRIVACY_GRANTED];
    prv_consent_request_t        request;
    ngx_http_privacy_ctx_t      *ctx;
    ngx_http_privacy_consent_t  *consent;
    ngx_http_privacy_loc_conf_t *plcf;

    ctx = ngx_http_privacy_get_ctx(r);
    if (ctx == NULL) {
        return NULL;
    }

    r = r->main;

    plcf = ngx_http_get_module_loc_conf(r, ngx_http_privacy_module);

    ctx->gate.rules = plcf->rules;
    ctx->gate.decision = &ctx->decision;
    ctx->gate.obeyed = (plcf->consent_mode == NGX_HTTP_PRIVACY_MODE_ADVANCED);

    consent = plcf->consent;

    if (ctx->consent == consent) {
        return ctx;
    }

    /* a value of the decision that asks for the decision has no answer */

    if (ctx->deciding) {
        return NULL;
    }

    ngx_memzero(&request, sizeof(prv_consent_request_t));

    request.cookies = ctx->cookies.elts;
    request.ncookies = ctx->cookies.nelts;
    request.regime = consent->regime;
    request.now = ngx_time();
    request.gpc = ctx->gpc;
    request.dnt = ctx->dnt;

    ctx->deciding = 1;

    if (ngx_http_privacy_ask(r, consent, &request) != NGX_OK) {
        ctx->deciding = 0;
        return NULL;
    }

    ctx->deciding = 0;

    if (prv_consent_decide(&ctx->decision, &consent->engine, &request,
                           &ctx->mem.mem, NULL, NULL)
        != PRV_OK)
    {
        return NULL;
    }

    ctx->consent = consent;
    ctx->variant_conf = NULL;

    ngx_http_privacy_once(ctx);

    ngx_log_error(NGX_LOG_DEBUG, r->connection->log, 0,
                  "privacy: granted: %*s, by %*s, %s; gpc:%d dnt:%d",
                  ngx_http_privacy_granted(ctx, text) - text, text,
                  ctx->decision.source.len, ctx->decision.source.data,
                  ctx->decision.decided ? "decided" : "undecided",
                  (int) ctx->gpc, (int) ctx->dnt);

    return ctx;
}


/* what of the question is in values of the configuration */

static ngx_int_t
ngx_http_privacy_ask(ngx_http_request_t *r,
    const ngx_http_privacy_consent_t *consent,
    prv_consent_request_t *request)
{
    unsigned                bit, refused;
    ngx_str_t               value;
    ngx_uint_t              i;
    ngx_http_privacy_if_t  *pif;

    if (consent->regime_value != NULL) {

        if (ngx_http_complex_value(r, consent->regime_value, &value)
            != NGX_OK)
        {
            return NGX_ERROR;
        }

        /* anything unknown, a variable that is not set too, is the strict */

        request->regime = (value.len == 7
                           && ngx_strncmp(value.data, "opt-out", 7) == 0)
                          ? PRV_OPT_OUT : PRV_OPT_IN;
    }

    if (consent->ifs == NULL) {
        return NGX_OK;
    }

    pif = consent->ifs->elts;
    refused = 0;

    for (i = 0; i < consent->ifs->nelts; i++) {

        if (ngx_http_complex_value(r, &pif[i].value, &value) != NGX_OK) {
            return NGX_ERROR;
        }

        bit = prv_bit(pif[i].category);
        request->if_mask |= bit;

        if (value.len == 0 || (value.len == 1 && value.data[0] == '0')) {
            refused |= bit;

        } else {
            request->if_granted |= bit;
        }
    }

    request->if_granted &= ~refused;

    return NGX_OK;
}


ngx_int_t
ngx_http_privacy_variant(ngx_http_request_t *r, ngx_http_privacy_ctx_t *ctx,
    ngx_str_t *variant)
{
    int                           shift;
    u_char                       *p;
    uint32_t                      hash;
    ngx_uint_t                    i;
    static u_char                 letters[] = "nfam";
    static u_char                 hex[] = "0123456789abcdef";
    ngx_http_privacy_loc_conf_t  *plcf;

    r = r->main;

    plcf = ngx_http_get_module_loc_conf(r, ngx_http_privacy_module);

    if (ctx->variant_conf == plcf) {
        *variant = ctx->variant;
        return NGX_OK;
    }

    p = ngx_pnalloc(r->pool, PRV_CATEGORIES + sizeof("-01234567") - 1);
    if (p == NULL) {
        return NGX_ERROR;
    }

    ctx->variant.data = p;

    for (i = 0; i < PRV_CATEGORIES; i++) {
        if (ctx->decision.granted & prv_bit(i)) {
            *p++ = letters[i];
        }
    }

    hash = prv_hash_bytes(PRV_HASH_INIT, (u_char *) &plcf->digest,
                          sizeof(uint32_t));
    hash = prv_hash_bytes(hash, (u_char *) &plcf->rules->digest,
                          sizeof(uint32_t));
    hash = prv_decision_hash(&ctx->decision,
                             ctx->consent->engine.catalog->vendors.n, hash);
    hash = prv_hash(hash, ngx_http_privacy_mode_due(r, ctx));
    hash = ngx_http_privacy_notice_hash(r, ctx, hash);

    *p++ = '-';

    for (shift = 28; shift >= 0; shift -= 4) {
        *p++ = hex[hash >> shift & 15];
    }

    ctx->variant.len = p - ctx->variant.data;
    ctx->variant_conf = plcf;

    *variant = ctx->variant;

    return NGX_OK;
}


/* one more tag or cookie of somebody; the count is the caller's */

void
ngx_http_privacy_found(ngx_http_privacy_ctx_t *ctx, const prv_match_t *match)
{
    size_t    n;
    unsigned  i;

    if (match->vendor == NULL) {
        return;
    }

    if (ctx->vendors == NULL) {
        n = (ctx->consent->engine.catalog->vendors.n + 7) / 8;

        ctx->vendors = prv_calloc(&ctx->mem.mem, n, 1);
        if (ctx->vendors == NULL) {
            return;
        }
    }

    i = match->vendor->index;
    ctx->vendors[i / 8] |= (u_char) (1 << (i % 8));
}
