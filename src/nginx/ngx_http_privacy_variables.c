
/*
 * Variables: what the visitor has said, and what was done about it.
 */


#include "nginx/ngx_http_privacy.h"


#define NGX_HTTP_PRIVACY_WORD_DECIDED  PRV_CATEGORIES
#define NGX_HTTP_PRIVACY_WORD_REGIME   (PRV_CATEGORIES + 1)


static ngx_int_t ngx_http_privacy_consent_variable(ngx_http_request_t *r,
    ngx_http_variable_value_t *v, uintptr_t data);
static ngx_int_t ngx_http_privacy_word_variable(ngx_http_request_t *r,
    ngx_http_variable_value_t *v, uintptr_t data);
static ngx_int_t ngx_http_privacy_string_variable(ngx_http_request_t *r,
    ngx_http_variable_value_t *v, uintptr_t data);
static ngx_int_t ngx_http_privacy_time_variable(ngx_http_request_t *r,
    ngx_http_variable_value_t *v, uintptr_t data);
static ngx_int_t ngx_http_privacy_text_variable(ngx_http_request_t *r,
    ngx_http_variable_value_t *v, uintptr_t data);
static ngx_int_t ngx_http_privacy_variant_variable(ngx_http_request_t *r,
    ngx_http_variable_value_t *v, uintptr_t data);
static ngx_int_t ngx_http_privacy_count_variable(ngx_http_request_t *r,
    ngx_http_variable_value_t *v, uintptr_t data);
static ngx_int_t ngx_http_privacy_vendors_variable(ngx_http_request_t *r,
    ngx_http_variable_value_t *v, uintptr_t data);
static void ngx_http_privacy_value_set(ngx_http_variable_value_t *v,
    u_char *data, size_t len);


static ngx_http_variable_t  ngx_http_privacy_vars[] = {

    { ngx_string("privacy_consent"), NULL,
      ngx_http_privacy_consent_variable, 0,
      NGX_HTTP_VAR_NOCACHEABLE, 0 },

    { ngx_string("privacy_functional"), NULL,
      ngx_http_privacy_word_variable, PRV_FUNCTIONAL,
      NGX_HTTP_VAR_NOCACHEABLE, 0 },

    { ngx_string("privacy_analytics"), NULL,
      ngx_http_privacy_word_variable, PRV_ANALYTICS,
      NGX_HTTP_VAR_NOCACHEABLE, 0 },

    { ngx_string("privacy_marketing"), NULL,
      ngx_http_privacy_word_variable, PRV_MARKETING,
      NGX_HTTP_VAR_NOCACHEABLE, 0 },

    { ngx_string("privacy_decided"), NULL,
      ngx_http_privacy_word_variable, NGX_HTTP_PRIVACY_WORD_DECIDED,
      NGX_HTTP_VAR_NOCACHEABLE, 0 },

    { ngx_string("privacy_source"), NULL,
      ngx_http_privacy_string_variable,
      offsetof(ngx_http_privacy_ctx_t, decision.source),
      NGX_HTTP_VAR_NOCACHEABLE, 0 },

    { ngx_string("privacy_consent_id"), NULL,
      ngx_http_privacy_string_variable,
      offsetof(ngx_http_privacy_ctx_t, decision.id),
      NGX_HTTP_VAR_NOCACHEABLE, 0 },

    { ngx_string("privacy_consent_time"), NULL,
      ngx_http_privacy_time_variable, 0,
      NGX_HTTP_VAR_NOCACHEABLE, 0 },

    { ngx_string("privacy_consent_policy"), NULL,
      ngx_http_privacy_string_variable,
      offsetof(ngx_http_privacy_ctx_t, decision.policy),
      NGX_HTTP_VAR_NOCACHEABLE, 0 },

    { ngx_string("privacy_consent_text"), NULL,
      ngx_http_privacy_text_variable, 0,
      NGX_HTTP_VAR_NOCACHEABLE, 0 },

    { ngx_string("privacy_choice"), NULL,
      ngx_http_privacy_string_variable,
      offsetof(ngx_http_privacy_ctx_t, choice),
      NGX_HTTP_VAR_NOCACHEABLE, 0 },

    { ngx_string("privacy_regime"), NULL,
      ngx_http_privacy_word_variable, NGX_HTTP_PRIVACY_WORD_REGIME,
      NGX_HTTP_VAR_NOCACHEABLE, 0 },

    { ngx_string("privacy_variant"), NULL,
      ngx_http_privacy_variant_variable, 0,
      NGX_HTTP_VAR_NOCACHEABLE, 0 },

    { ngx_string("privacy_tags_stripped"), NULL,
      ngx_http_privacy_count_variable,
      offsetof(ngx_http_privacy_ctx_t, tags),
      NGX_HTTP_VAR_NOCACHEABLE, 0 },

    { ngx_string("privacy_cookies_stripped"), NULL,
      ngx_http_privacy_count_variable,
      offsetof(ngx_http_privacy_ctx_t, stripped),
      NGX_HTTP_VAR_NOCACHEABLE, 0 },

    { ngx_string("privacy_vendors"), NULL,
      ngx_http_privacy_vendors_variable,
      offsetof(ngx_http_privacy_ctx_t, vendors),
      NGX_HTTP_VAR_NOCACHEABLE, 0 },

    { ngx_string("privacy_vendors_granted"), NULL,
      ngx_http_privacy_vendors_variable,
      offsetof(ngx_http_privacy_ctx_t, decision.yes),
      NGX_HTTP_VAR_NOCACHEABLE, 0 },

    { ngx_string("privacy_vendors_refused"), NULL,
      ngx_http_privacy_vendors_variable,
      offsetof(ngx_http_privacy_ctx_t, decision.no),
      NGX_HTTP_VAR_NOCACHEABLE, 0 },

      ngx_http_null_variable
};


ngx_int_t
ngx_http_privacy_add_variables(ngx_conf_t *cf)
{
    ngx_http_variable_t  *var, *v;

    for (v = ngx_http_privacy_vars; v->name.len; v++) {
        var = ngx_http_add_variable(cf, &v->name, v->flags);
        if (var == NULL) {
            return NGX_ERROR;
        }

        var->get_handler = v->get_handler;
        var->data = v->data;
    }

    return NGX_OK;
}


static ngx_int_t
ngx_http_privacy_consent_variable(ngx_http_request_t *r,
    ngx_http_variable_value_t *v, uintptr_t data)
{
    u_char                  *p;
    ngx_http_privacy_ctx_t  *ctx;

    ctx = ngx_http_privacy_decide(r);
    if (ctx == NULL) {
        v->not_found = 1;
        return NGX_OK;
    }

    p = ngx_pnalloc(r->pool, NGX_HTTP_PRIVACY_GRANTED);
    if (p == NULL) {
        return NGX_ERROR;
    }

    ngx_http_privacy_value_set(v, p, ngx_http_privacy_granted(ctx, p) - p);

    return NGX_OK;
}


/* a category's number, or one of those behind them */

static ngx_int_t
ngx_http_privacy_word_variable(ngx_http_request_t *r,
    ngx_http_variable_value_t *v, uintptr_t data)
{
    const char              *word;
    ngx_http_privacy_ctx_t  *ctx;

    ctx = ngx_http_privacy_decide(r);
    if (ctx == NULL) {
        v->not_found = 1;
        return NGX_OK;
    }

    switch (data) {

    case NGX_HTTP_PRIVACY_WORD_REGIME:
        word = (ctx->decision.regime == PRV_OPT_OUT) ? "opt-out" : "opt-in";
        break;

    case NGX_HTTP_PRIVACY_WORD_DECIDED:
        word = ctx->decision.decided ? "1" : "0";
        break;

    default:
        word = (ctx->decision.granted & prv_bit(data)) ? "1" : "0";
    }

    ngx_http_privacy_value_set(v, (u_char *) word, ngx_strlen(word));

    return NGX_OK;
}


static ngx_int_t
ngx_http_privacy_string_variable(ngx_http_request_t *r,
    ngx_http_variable_value_t *v, uintptr_t data)
{
    prv_str_t               *s;
    ngx_http_privacy_ctx_t  *ctx;

    ctx = ngx_http_privacy_decide(r);
    if (ctx == NULL) {
        v->not_found = 1;
        return NGX_OK;
    }

    s = (prv_str_t *) ((u_char *) ctx + data);

    ngx_http_privacy_value_set(v, s->data, s->len);

    return NGX_OK;
}


static ngx_int_t
ngx_http_privacy_time_variable(ngx_http_request_t *r,
    ngx_http_variable_value_t *v, uintptr_t data)
{
    u_char                  *p;
    ngx_http_privacy_ctx_t  *ctx;

    ctx = ngx_http_privacy_decide(r);

    if (ctx == NULL || ctx->decision.time <= 0) {
        ngx_http_privacy_value_set(v, (u_char *) "", 0);
        return NGX_OK;
    }

    p = ngx_pnalloc(r->pool, NGX_INT64_LEN);
    if (p == NULL) {
        return NGX_ERROR;
    }

    ngx_http_privacy_value_set(v, p,
                        ngx_sprintf(p, "%L", ctx->decision.time) - p);

    return NGX_OK;
}


static ngx_int_t
ngx_http_privacy_text_variable(ngx_http_request_t *r,
    ngx_http_variable_value_t *v, uintptr_t data)
{
    ngx_str_t                s;
    ngx_http_privacy_ctx_t  *ctx;

    ctx = ngx_http_privacy_decide(r);

    if (ctx == NULL || ngx_http_privacy_text_version(r, ctx, &s) != NGX_OK) {
        v->not_found = 1;
        return NGX_OK;
    }

    ngx_http_privacy_value_set(v, s.data, s.len);

    return NGX_OK;
}


static ngx_int_t
ngx_http_privacy_variant_variable(ngx_http_request_t *r,
    ngx_http_variable_value_t *v, uintptr_t data)
{
    ngx_str_t                s;
    ngx_http_privacy_ctx_t  *ctx;

    ctx = ngx_http_privacy_decide(r);
    if (ctx == NULL) {
        v->not_found = 1;
        return NGX_OK;
    }

    if (ngx_http_privacy_variant(r, ctx, &s) != NGX_OK) {
        return NGX_ERROR;
    }

    ngx_http_privacy_value_set(v, s.data, s.len);

    return NGX_OK;
}


static ngx_int_t
ngx_http_privacy_count_variable(ngx_http_request_t *r,
    ngx_http_variable_value_t *v, uintptr_t data)
{
    u_char                  *p;
    ngx_http_privacy_ctx_t  *ctx;

    ctx = ngx_http_privacy_get_ctx(r);
    if (ctx == NULL) {
        v->not_found = 1;
        return NGX_OK;
    }

    p = ngx_pnalloc(r->pool, NGX_INT_T_LEN);
    if (p == NULL) {
        return NGX_ERROR;
    }

    v->data = p;
    p = ngx_sprintf(p, "%ui", *(ngx_uint_t *) ((u_char *) ctx + data));

    ngx_http_privacy_value_set(v, v->data, p - v->data);

    return NGX_OK;
}


static ngx_int_t
ngx_http_privacy_vendors_variable(ngx_http_request_t *r,
    ngx_http_variable_value_t *v, uintptr_t data)
{
    ngx_str_t                ids;
    ngx_http_privacy_ctx_t  *ctx;

    ctx = ngx_http_privacy_get_ctx(r);
    if (ctx == NULL) {
        v->not_found = 1;
        return NGX_OK;
    }

    if (ngx_http_privacy_vendor_ids(r, ctx,
                                    *(u_char **) ((u_char *) ctx + data),
                                    &ids)
        != NGX_OK)
    {
        return NGX_ERROR;
    }

    ngx_http_privacy_value_set(v, ids.data, ids.len);

    return NGX_OK;
}


ngx_int_t
ngx_http_privacy_vendor_ids(ngx_http_request_t *r,
    ngx_http_privacy_ctx_t *ctx, const u_char *bits, ngx_str_t *ids)
{
    size_t          i, n, len;
    u_char         *p;
    prv_vendor_t  **vendors;

    if (bits == NULL) {
        ngx_str_set(ids, "");
        return NGX_OK;
    }

    vendors = ctx->consent->engine.catalog->vendors.elts;
    n = ctx->consent->engine.catalog->vendors.n;
    len = 0;

    for (i = 0; i < n; i++) {

        if (bits[i / 8] == 0) {
            i |= 7;

        } else if (bits[i / 8] & (1 << (i % 8))) {
            len += vendors[i]->id.len + 1;
        }
    }

    p = ngx_pnalloc(r->pool, len + 1);
    if (p == NULL) {
        return NGX_ERROR;
    }

    ids->data = p;

    for (i = 0; i < n; i++) {

        if (bits[i / 8] == 0) {
            i |= 7;

        } else if (bits[i / 8] & (1 << (i % 8))) {

            if (p != ids->data) {
                *p++ = ',';
            }

            p = ngx_cpymem(p, vendors[i]->id.data, vendors[i]->id.len);
        }
    }

    ids->len = p - ids->data;

    return NGX_OK;
}


static void
ngx_http_privacy_value_set(ngx_http_variable_value_t *v, u_char *data,
    size_t len)
{
    v->valid = 1;
    v->no_cacheable = 0;
    v->not_found = 0;
    v->len = len;
    v->data = data;
}
