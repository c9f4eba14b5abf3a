
/*
 * A choice that is posted: who may ask, what it says, and the cookie that
 * keeps it.
 */


#include "nginx/ngx_http_privacy_page.h"
#include "header/prv_cookie.h"
#include "notice/prv_choice.h"

#include <openssl/rand.h>


#define NGX_HTTP_PRIVACY_BODY_MAX    (32 * 1024)
#define NGX_HTTP_PRIVACY_COOKIE_MAX  3800
#define NGX_HTTP_PRIVACY_ID          16


static void ngx_http_privacy_post_handler(ngx_http_request_t *r);
static ngx_int_t ngx_http_privacy_forget(ngx_http_request_t *r);
static ngx_int_t ngx_http_privacy_choose(ngx_http_request_t *r,
    ngx_http_privacy_ctx_t *ctx, prv_choice_t *choice);
static ngx_int_t ngx_http_privacy_before(ngx_http_request_t *r,
    ngx_http_privacy_ctx_t *ctx, prv_decision_t *decision);
static ngx_int_t ngx_http_privacy_new_id(ngx_http_request_t *r,
    prv_str_t *id);
static ngx_int_t ngx_http_privacy_write_cookie(ngx_http_request_t *r,
    prv_str_t *value);
static ngx_int_t ngx_http_privacy_take_cookie(ngx_http_request_t *r,
    ngx_http_privacy_ctx_t *ctx, prv_str_t *value);
static ngx_int_t ngx_http_privacy_see_other(ngx_http_request_t *r,
    prv_str_t *back, const prv_vendor_t *vendor);
static ngx_uint_t ngx_http_privacy_wants_json(ngx_http_request_t *r);
static ngx_uint_t ngx_http_privacy_is_form(ngx_http_request_t *r);


/* in the order of prv_action_e */

static const prv_str_t  ngx_http_privacy_actions[] = {
    prv_string("vendor"),
    prv_string("accept"),
    prv_string("reject"),
    prv_string("save"),
    prv_string("withdraw")
};


ngx_int_t
ngx_http_privacy_post(ngx_http_request_t *r, const prv_vendor_t *vendor)
{
    ngx_int_t                 rc;
    ngx_http_privacy_ctx_t   *ctx;

    if (!ngx_http_privacy_same_origin(r)) {
        ngx_log_error(NGX_LOG_INFO, r->connection->log, 0,
                      "privacy: a choice from another site is not taken");
        return NGX_HTTP_FORBIDDEN;
    }

    if (r->headers_in.content_length_n > NGX_HTTP_PRIVACY_BODY_MAX) {
        return NGX_HTTP_REQUEST_ENTITY_TOO_LARGE;
    }

    if (!ngx_http_privacy_is_form(r)) {
        return NGX_HTTP_UNSUPPORTED_MEDIA_TYPE;
    }

    ctx = ngx_http_privacy_get_ctx(r);
    if (ctx == NULL) {
        return NGX_HTTP_INTERNAL_SERVER_ERROR;
    }

    ctx->optout = vendor;

    r->request_body_in_single_buf = 1;

    rc = ngx_http_read_client_request_body(r, ngx_http_privacy_post_handler);

    if (rc >= NGX_HTTP_SPECIAL_RESPONSE) {
        return rc;
    }

    return NGX_DONE;
}


static void
ngx_http_privacy_post_handler(ngx_http_request_t *r)
{
    int                      rc;
    unsigned                 before;
    ngx_int_t                n;
    prv_str_t                body, value, id;
    prv_choice_t             choice;
    const prv_catalog_t     *catalog;
    ngx_http_privacy_ctx_t  *ctx;

    ctx = ngx_http_privacy_decide(r);

    if (ctx == NULL) {
        n = NGX_HTTP_INTERNAL_SERVER_ERROR;
        goto done;
    }

    n = ngx_http_privacy_body(r, NGX_HTTP_PRIVACY_BODY_MAX, &body);

    if (n != NGX_OK) {
        goto done;
    }

    catalog = ctx->consent->engine.catalog;
    before = ctx->decision.granted;

    rc = prv_choice_parse(&choice, catalog, &body, &ctx->mem.mem);

    if (rc != PRV_ERROR && ctx->optout != NULL) {

        /* the address says all; of the form "return" alone counts */

        choice.action = PRV_ACTION_NONE;
        choice.yes = NULL;
        choice.no = NULL;
        choice.once = NULL;

        rc = prv_choice_vendor(&choice, catalog, ctx->optout, 0,
                               &ctx->mem.mem);
    }

    if (rc == PRV_ERROR) {
        n = NGX_HTTP_INTERNAL_SERVER_ERROR;
        goto done;
    }

    if (rc == PRV_DECLINED) {
        n = ngx_http_privacy_send_error(r, NGX_HTTP_BAD_REQUEST);
        goto done;
    }

    id.len = 0;

    if (choice.action == PRV_ACTION_WITHDRAW) {
        id = ctx->decision.id;
        value.len = 0;
        value.data = NULL;

        n = ngx_http_privacy_write_cookie(r, &value);

        if (n == NGX_OK) {
            ngx_http_privacy_count(r, NGX_HTTP_PRIVACY_COUNT_CHOICE,
                             &ngx_http_privacy_actions[PRV_ACTION_WITHDRAW]);

            n = ngx_http_privacy_take_cookie(r, ctx, &value);
        }

    } else if (choice.action != PRV_ACTION_NONE || choice.yes != NULL
               || choice.no != NULL)
    {
        n = ngx_http_privacy_choose(r, ctx, &choice);
    }

    if (n == NGX_OK && (before & ~ctx->decision.granted || choice.no != NULL))
    {
        n = ngx_http_privacy_forget(r);
    }

    if (n == NGX_OK && choice.once != NULL) {
        n = ngx_http_privacy_once_cookie(r, choice.once);
    }

    if (n == NGX_ERROR) {
        n = NGX_HTTP_INTERNAL_SERVER_ERROR;

    } else if (n == NGX_OK) {

        ctx->choice = ngx_http_privacy_actions[choice.action];

        n = ngx_http_privacy_wants_json(r)
            ? ngx_http_privacy_send_json(r, ctx)
            : ngx_http_privacy_see_other(r, &choice.back, ctx->optout);

        /* for a record of it, which has to say whose choice is withdrawn */

        if (id.len) {
            ctx->decision.id = id;
        }
    }

done:

    ngx_http_finalize_request(r, n);
}


ngx_int_t
ngx_http_privacy_body(ngx_http_request_t *r, size_t max, prv_str_t *body)
{
    off_t         size;
    size_t        len;
    u_char       *p;
    ssize_t       n;
    ngx_buf_t    *b;
    ngx_chain_t  *cl;

    body->len = 0;
    body->data = NULL;

    if (r->request_body == NULL || r->request_body->bufs == NULL) {
        return NGX_OK;
    }

    size = 0;

    for (cl = r->request_body->bufs; cl; cl = cl->next) {

        size += ngx_buf_size(cl->buf);

        if (size > (off_t) max) {
            return NGX_HTTP_REQUEST_ENTITY_TOO_LARGE;
        }
    }

    p = ngx_pnalloc(r->pool, (size_t) size + 1);
    if (p == NULL) {
        return NGX_HTTP_INTERNAL_SERVER_ERROR;
    }

    body->data = p;

    for (cl = r->request_body->bufs; cl; cl = cl->next) {

        b = cl->buf;
        len = (size_t) ngx_buf_size(b);

        if (ngx_buf_in_memory(b)) {
            p = ngx_cpymem(p, b->pos, len);
            continue;
        }

        /* an empty body is an empty buffer, in no memory and no file */

        if (!b->in_file) {
            continue;
        }

        n = ngx_read_file(b->file, p, len, b->file_pos);

        if (n == NGX_ERROR || (size_t) n != len) {
            return NGX_HTTP_INTERNAL_SERVER_ERROR;
        }

        p += n;
    }

    body->len = p - body->data;

    return NGX_OK;
}


/*
 * Clear Site Data, section 3.1: pages that the browser holds, alive or not,
 * have what is refused from now on.
 */

static ngx_int_t
ngx_http_privacy_forget(ngx_http_request_t *r)
{
    ngx_str_t  value;

    ngx_str_set(&value, "\"cache\"");

    return ngx_http_privacy_add_field(r, "Clear-Site-Data", &value) != NULL
           ? NGX_OK : NGX_ERROR;
}


static ngx_int_t
ngx_http_privacy_choose(ngx_http_request_t *r, ngx_http_privacy_ctx_t *ctx,
    prv_choice_t *choice)
{
    prv_buf_t            b;
    prv_str_t            value;
    prv_decision_t       decision;
    prv_consent_conf_t  *engine;

    engine = (prv_consent_conf_t *) &ctx->consent->engine;

    if (ngx_http_privacy_before(r, ctx, &decision) != NGX_OK
        || prv_choice_apply(choice, &decision, engine->catalog,
                            &ctx->mem.mem)
           != PRV_OK)
    {
        return NGX_ERROR;
    }

    decision.time = ngx_time();

    if (decision.id.len == 0
        && ngx_http_privacy_new_id(r, &decision.id) != NGX_OK)
    {
        return NGX_ERROR;
    }

    prv_buf_init(&b, &ctx->mem.mem, 256);
    prv_native_write(&b, engine, &decision);

    if (prv_buf_done(&b, &value) != PRV_OK) {
        return NGX_ERROR;
    }

    /* browsers drop what is too long, and the choice with it */

    if (value.len > NGX_HTTP_PRIVACY_COOKIE_MAX) {
        return NGX_HTTP_REQUEST_ENTITY_TOO_LARGE;
    }

    if (ngx_http_privacy_write_cookie(r, &value) != NGX_OK) {
        return NGX_ERROR;
    }

    ngx_http_privacy_count(r, NGX_HTTP_PRIVACY_COUNT_CHOICE,
                           &ngx_http_privacy_actions[choice->action]);

    return ngx_http_privacy_take_cookie(r, ctx, &value);
}


/* what this visitor has said here before, whatever signals say besides */

static ngx_int_t
ngx_http_privacy_before(ngx_http_request_t *r, ngx_http_privacy_ctx_t *ctx,
    prv_decision_t *decision)
{
    prv_str_t               name = prv_string("native");
    const prv_format_t     *native;
    prv_consent_conf_t      conf;
    prv_consent_request_t   request;

    native = prv_consent_format(&name);

    conf = ctx->consent->engine;
    conf.gpc = PRV_GPC_OFF;
    conf.dnt = 0;
    conf.automatic = 0;
    conf.from = &native;
    conf.nfrom = 1;

    prv_consent_init(&conf);

    ngx_memzero(&request, sizeof(prv_consent_request_t));

    request.cookies = ctx->cookies.elts;
    request.ncookies = ctx->cookies.nelts;
    request.regime = ctx->decision.regime;
    request.now = ngx_time();

    return prv_consent_decide(decision, &conf, &request, &ctx->mem.mem, NULL,
                              NULL)
           == PRV_OK ? NGX_OK : NGX_ERROR;
}


static ngx_int_t
ngx_http_privacy_new_id(ngx_http_request_t *r, prv_str_t *id)
{
    u_char  random[NGX_HTTP_PRIVACY_ID];

    if (RAND_bytes(random, NGX_HTTP_PRIVACY_ID) != 1) {
        ngx_log_error(NGX_LOG_ERR, r->connection->log, 0,
                      "privacy: RAND_bytes() failed");
        return NGX_ERROR;
    }

    id->len = 2 * NGX_HTTP_PRIVACY_ID;
    id->data = ngx_pnalloc(r->pool, id->len);

    if (id->data == NULL) {
        return NGX_ERROR;
    }

    (void) ngx_hex_dump(id->data, random, NGX_HTTP_PRIVACY_ID);

    return NGX_OK;
}


ngx_uint_t
ngx_http_privacy_secure(ngx_http_request_t *r, const ngx_str_t *name)
{
    ngx_http_privacy_loc_conf_t     *plcf;
    ngx_http_privacy_cookie_conf_t  *cookie;

    plcf = ngx_http_get_module_loc_conf(r, ngx_http_privacy_module);
    cookie = plcf->cookie;

#if (NGX_HTTP_SSL)
    if (cookie->secure == NGX_HTTP_PRIVACY_SECURE_AUTO
        && r->connection->ssl != NULL)
    {
        return 1;
    }
#endif

    return cookie->secure == NGX_HTTP_PRIVACY_SECURE_ON
           || cookie->samesite == NGX_HTTP_PRIVACY_SAMESITE_NONE
           || (name->len > 2 && ngx_strncmp(name->data, "__", 2) == 0);
}


/* RFC 6265bis, section 4.1; an empty value expires the cookie */

static ngx_int_t
ngx_http_privacy_write_cookie(ngx_http_request_t *r, prv_str_t *value)
{
    u_char                          *p;
    size_t                           len;
    ngx_str_t                        field;
    ngx_uint_t                       secure;
    ngx_http_privacy_loc_conf_t     *plcf;
    ngx_http_privacy_cookie_conf_t  *cookie;
    static const char               *samesites[] = { "Lax", "Strict", "None" };

    plcf = ngx_http_get_module_loc_conf(r, ngx_http_privacy_module);
    cookie = plcf->cookie;

    secure = ngx_http_privacy_secure(r, &cookie->name);

    len = cookie->name.len + 1 + value->len
          + sizeof("; Path=") - 1 + cookie->path.len
          + sizeof("; Domain=") - 1 + cookie->domain.len
          + sizeof("; Expires=Thu, 01-Jan-1970 00:00:01 GMT") - 1
          + sizeof("; Max-Age=") - 1 + NGX_TIME_T_LEN
          + sizeof("; SameSite=Strict; Secure") - 1;

    field.data = ngx_pnalloc(r->pool, len);
    if (field.data == NULL) {
        return NGX_ERROR;
    }

    p = ngx_cpymem(field.data, cookie->name.data, cookie->name.len);
    *p++ = '=';
    p = ngx_cpymem(p, value->data, value->len);
    p = ngx_sprintf(p, "; Path=%V", &cookie->path);

    if (cookie->domain.len) {
        p = ngx_sprintf(p, "; Domain=%V", &cookie->domain);
    }

    if (value->len == 0) {
        p = ngx_sprintf(p, "; Expires=Thu, 01-Jan-1970 00:00:01 GMT"
                        "; Max-Age=0");

    } else {
        p = ngx_sprintf(p, "; Max-Age=%T", cookie->max_age);
    }

    p = ngx_sprintf(p, "; SameSite=%s", samesites[cookie->samesite]);

    if (secure) {
        p = ngx_cpymem(p, "; Secure", sizeof("; Secure") - 1);
    }

    field.len = p - field.data;

    return ngx_http_privacy_add_field(r, "Set-Cookie", &field) != NULL
           ? NGX_OK : NGX_ERROR;
}


/* from here on the request is one that came with the new cookie */

static ngx_int_t
ngx_http_privacy_take_cookie(ngx_http_request_t *r,
    ngx_http_privacy_ctx_t *ctx, prv_str_t *value)
{
    size_t                           len;
    u_char                          *p;
    prv_str_t                       *cookies, field;
    ngx_uint_t                       i;
    prv_cookie_t                     cookie;
    ngx_http_privacy_loc_conf_t     *plcf;
    ngx_http_privacy_cookie_conf_t  *ccf;

    plcf = ngx_http_get_module_loc_conf(r, ngx_http_privacy_module);
    ccf = plcf->cookie;

    cookies = ctx->cookies.elts;
    len = ccf->name.len + 1 + value->len;

    for (i = 0; i < ctx->cookies.nelts; i++) {

        /* each pair may grow by "=" and "; " */

        len += 3 * cookies[i].len + 3;
    }

    field.data = ngx_pnalloc(r->pool, len);
    if (field.data == NULL) {
        return NGX_ERROR;
    }

    p = field.data;

    if (value->len) {
        p = ngx_cpymem(p, ccf->name.data, ccf->name.len);
        *p++ = '=';
        p = ngx_cpymem(p, value->data, value->len);
    }

    for (i = 0; i < ctx->cookies.nelts; i++) {

        while (prv_cookie_next(&cookies[i], &cookie)) {

            if (cookie.name.len == 0
                || (cookie.name.len == ccf->name.len
                    && ngx_strncmp(cookie.name.data, ccf->name.data,
                                   ccf->name.len)
                       == 0))
            {
                continue;
            }

            if (p != field.data) {
                *p++ = ';';
            }

            p = ngx_cpymem(p, cookie.name.data, cookie.name.len);
            *p++ = '=';
            p = ngx_cpymem(p, cookie.value.data, cookie.value.len);
        }
    }

    field.len = p - field.data;

    if (ngx_array_init(&ctx->cookies, r->pool, 1, sizeof(prv_str_t))
        != NGX_OK)
    {
        return NGX_ERROR;
    }

    cookies = ngx_array_push(&ctx->cookies);
    if (cookies == NULL) {
        return NGX_ERROR;
    }

    *cookies = field;

    ctx->consent = NULL;

    return ngx_http_privacy_decide(r) != NULL ? NGX_OK : NGX_ERROR;
}


/* to where the visitor came from, or to a page that shows what holds now */

static ngx_int_t
ngx_http_privacy_see_other(ngx_http_request_t *r, prv_str_t *back,
    const prv_vendor_t *vendor)
{
    u_char                          *p;
    ngx_str_t                        value, *uri;
    ngx_http_privacy_loc_conf_t     *plcf;
    ngx_http_privacy_notice_conf_t  *pncf;

    value.len = back->len;
    value.data = back->data;

    if (value.len == 0) {

        plcf = ngx_http_get_module_loc_conf(r, ngx_http_privacy_module);
        pncf = plcf->notice_data;
        uri = &pncf->place->uri;

        value = *uri;

        if (vendor != NULL) {

            p = ngx_pnalloc(r->pool, uri->len + 7 + vendor->id.len);
            if (p == NULL) {
                return NGX_HTTP_INTERNAL_SERVER_ERROR;
            }

            value.data = p;
            p = ngx_cpymem(p, uri->data, uri->len);
            p = ngx_cpymem(p, "optout/", 7);
            p = ngx_cpymem(p, vendor->id.data, vendor->id.len);
            value.len = p - value.data;
        }
    }

    /*
     * Not headers_out.location: nginx would make it absolute, with a scheme
     * and a port that are wrong behind whatever the visitor really talks to.
     */

    if (ngx_http_privacy_add_field(r, "Location", &value) == NULL) {
        return NGX_HTTP_INTERNAL_SERVER_ERROR;
    }

    value.len = sizeof("no-store") - 1;
    value.data = (u_char *) "no-store";

    if (ngx_http_privacy_add_field(r, "Cache-Control", &value) == NULL) {
        return NGX_HTTP_INTERNAL_SERVER_ERROR;
    }

    r->headers_out.status = NGX_HTTP_SEE_OTHER;
    r->headers_out.content_length_n = 0;
    r->header_only = 1;

    return ngx_http_send_header(r);
}


static ngx_uint_t
ngx_http_privacy_wants_json(ngx_http_request_t *r)
{
    ngx_str_t  *accept;

    accept = ngx_http_privacy_find(r, "accept");

    return accept != NULL
           && ngx_strlcasestrn(accept->data, accept->data + accept->len,
                               (u_char *) "application/json",
                               sizeof("application/json") - 2)
              != NULL;
}


static ngx_uint_t
ngx_http_privacy_is_form(ngx_http_request_t *r)
{
    ngx_str_t          *type;
    static const char   form[] = "application/x-www-form-urlencoded";

    if (r->headers_in.content_type == NULL) {
        return 1;
    }

    type = &r->headers_in.content_type->value;

    return type->len >= sizeof(form) - 1
           && ngx_strncasecmp(type->data, (u_char *) form, sizeof(form) - 1)
              == 0
           && (type->len == sizeof(form) - 1
               || type->data[sizeof(form) - 1] == ';'
               || type->data[sizeof(form) - 1] == ' ');
}
