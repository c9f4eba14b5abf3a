
/*
 * The endpoint: "location /privacy/ { privacy_endpoint; }".
 */


#include "nginx/ngx_http_privacy_page.h"
#include "notice/prv_choice.h"


/* nothing but its own files, and nobody frames it */

#define NGX_HTTP_PRIVACY_PAGE_POLICY                                         \
    "default-src 'none'; style-src 'self'; script-src 'self'; "              \
    "img-src 'self' data:; font-src 'self'; connect-src 'self'; "            \
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"


typedef struct {
    ngx_str_t           name;
    const char         *type;
    const prv_str_t    *body;
} ngx_http_privacy_file_t;


static ngx_int_t ngx_http_privacy_route(ngx_http_request_t *r,
    ngx_http_privacy_ctx_t *ctx, ngx_str_t *path);
static ngx_int_t ngx_http_privacy_optout(ngx_http_request_t *r,
    ngx_http_privacy_ctx_t *ctx, ngx_str_t *id);
static ngx_int_t ngx_http_privacy_preferences(ngx_http_request_t *r,
    ngx_http_privacy_ctx_t *ctx);
static ngx_int_t ngx_http_privacy_declaration(ngx_http_request_t *r,
    ngx_http_privacy_ctx_t *ctx);
static ngx_int_t ngx_http_privacy_page(ngx_http_request_t *r,
    ngx_http_privacy_ctx_t *ctx, ngx_uint_t status, prv_page_t *page,
    prv_template_t *tpl);
static ngx_int_t ngx_http_privacy_file(ngx_http_request_t *r,
    ngx_http_privacy_file_t *file);
static ngx_int_t ngx_http_privacy_output(ngx_http_request_t *r,
    ngx_uint_t status, const char *type, const prv_str_t *body);
static ngx_int_t ngx_http_privacy_allow_methods(ngx_http_request_t *r,
    ngx_uint_t methods);
static ngx_int_t ngx_http_privacy_return(ngx_http_request_t *r,
    prv_str_t *back);
static ngx_int_t ngx_http_privacy_field(ngx_http_request_t *r,
    const char *name, const char *value);


static ngx_http_privacy_file_t  ngx_http_privacy_files[] = {
    { ngx_string("notice.css"), "text/css", &prv_embed_notice_css },
    { ngx_string("page.css"), "text/css", &prv_embed_page_css },
    { ngx_string("placeholder.css"), "text/css",
      &prv_embed_placeholder_css },
    { ngx_string("notice.js"), "text/javascript", &prv_embed_notice_js },
    { ngx_null_string, NULL, NULL }
};


ngx_int_t
ngx_http_privacy_endpoint_handler(ngx_http_request_t *r)
{
    ngx_str_t                        path, *name;
    ngx_http_privacy_ctx_t          *ctx;
    ngx_http_privacy_file_t         *file;
    ngx_http_privacy_loc_conf_t     *plcf;
    ngx_http_privacy_notice_conf_t  *pncf;

    plcf = ngx_http_get_module_loc_conf(r, ngx_http_privacy_module);
    pncf = plcf->notice_data;
    name = &pncf->place->name;

    /* "rewrite … break" leaves the location, and makes the URI another one */

    if (r->uri.len < name->len
        || ngx_strncmp(r->uri.data, name->data, name->len) != 0)
    {
        return NGX_HTTP_NOT_FOUND;
    }

    path.len = r->uri.len - name->len;
    path.data = r->uri.data + name->len;

    /* "location /privacy" serves "/privacy" and "/privacy/…" alone */

    if (name->data[name->len - 1] != '/') {

        if (path.len && *path.data != '/') {
            return NGX_HTTP_NOT_FOUND;
        }

        if (path.len) {
            path.data++;
            path.len--;
        }
    }

    for (file = ngx_http_privacy_files; file->name.len; file++) {
        if (file->name.len == path.len
            && ngx_strncmp(file->name.data, path.data, path.len) == 0)
        {
            return ngx_http_privacy_file(r, file);
        }
    }

    ctx = ngx_http_privacy_decide(r);
    if (ctx == NULL) {
        return NGX_HTTP_INTERNAL_SERVER_ERROR;
    }

    return ngx_http_privacy_route(r, ctx, &path);
}


static ngx_int_t
ngx_http_privacy_route(ngx_http_request_t *r, ngx_http_privacy_ctx_t *ctx,
    ngx_str_t *path)
{
    ngx_int_t  rc;
    ngx_str_t  id;

    if (path->len == 0) {
        rc = ngx_http_privacy_allow_methods(r, NGX_HTTP_GET|NGX_HTTP_HEAD);

        return (rc == NGX_OK) ? ngx_http_privacy_preferences(r, ctx) : rc;
    }

    if (path->len == 7 && ngx_strncmp(path->data, "consent", 7) == 0) {

        rc = ngx_http_privacy_allow_methods(r, NGX_HTTP_GET|NGX_HTTP_HEAD
                                               |NGX_HTTP_POST);
        if (rc != NGX_OK) {
            return rc;
        }

        return (r->method == NGX_HTTP_POST)
               ? ngx_http_privacy_post(r, NULL)
               : ngx_http_privacy_send_json(r, ctx);
    }

    if (path->len == 11 && ngx_strncmp(path->data, "declaration", 11) == 0) {
        rc = ngx_http_privacy_allow_methods(r, NGX_HTTP_GET|NGX_HTTP_HEAD);

        return (rc == NGX_OK) ? ngx_http_privacy_declaration(r, ctx) : rc;
    }

    if (path->len == 6 && ngx_strncmp(path->data, "report", 6) == 0) {
        rc = ngx_http_privacy_allow_methods(r, NGX_HTTP_POST);

        return (rc == NGX_OK) ? ngx_http_privacy_report(r) : rc;
    }

    if (path->len > 7 && ngx_strncmp(path->data, "optout/", 7) == 0) {

        id.len = path->len - 7;
        id.data = path->data + 7;

        return ngx_http_privacy_optout(r, ctx, &id);
    }

    return NGX_HTTP_NOT_FOUND;
}


static ngx_int_t
ngx_http_privacy_optout(ngx_http_request_t *r, ngx_http_privacy_ctx_t *ctx,
    ngx_str_t *id)
{
    ngx_int_t                        rc;
    prv_page_t                       page;
    prv_str_t                        name;
    const prv_vendor_t              *vendor;
    ngx_http_privacy_loc_conf_t     *plcf;
    ngx_http_privacy_notice_conf_t  *pncf;

    name.len = id->len;
    name.data = id->data;

    vendor = prv_catalog_find(ctx->consent->engine.catalog, &name);

    if (vendor == NULL || vendor->category == PRV_NECESSARY) {
        return NGX_HTTP_NOT_FOUND;
    }

    rc = ngx_http_privacy_allow_methods(r, NGX_HTTP_GET|NGX_HTTP_HEAD
                                           |NGX_HTTP_POST);
    if (rc != NGX_OK) {
        return rc;
    }

    if (r->method == NGX_HTTP_POST) {
        return ngx_http_privacy_post(r, vendor);
    }

    plcf = ngx_http_get_module_loc_conf(r, ngx_http_privacy_module);
    pncf = plcf->notice_data;

    if (ngx_http_privacy_page_init(r, ctx, &page) != NGX_OK
        || ngx_http_privacy_return(r, &page.back) != NGX_OK)
    {
        return NGX_HTTP_INTERNAL_SERVER_ERROR;
    }

    page.vendor = vendor;

    return ngx_http_privacy_page(r, ctx, NGX_HTTP_OK, &page,
                                 &pncf->main->pages.optout);
}


static ngx_int_t
ngx_http_privacy_preferences(ngx_http_request_t *r,
    ngx_http_privacy_ctx_t *ctx)
{
    prv_page_t                       page;
    ngx_http_privacy_loc_conf_t     *plcf;
    ngx_http_privacy_notice_conf_t  *pncf;

    plcf = ngx_http_get_module_loc_conf(r, ngx_http_privacy_module);
    pncf = plcf->notice_data;

    if (ngx_http_privacy_page_init(r, ctx, &page) != NGX_OK
        || ngx_http_privacy_return(r, &page.back) != NGX_OK)
    {
        return NGX_HTTP_INTERNAL_SERVER_ERROR;
    }

    return ngx_http_privacy_page(r, ctx, NGX_HTTP_OK, &page,
                                 &pncf->main->pages.preferences);
}


/* "?fragment" is for an include in a page of the site's own */

static ngx_int_t
ngx_http_privacy_declaration(ngx_http_request_t *r,
    ngx_http_privacy_ctx_t *ctx)
{
    ngx_str_t                        value;
    prv_page_t                       page;
    ngx_http_privacy_loc_conf_t     *plcf;
    ngx_http_privacy_notice_conf_t  *pncf;

    plcf = ngx_http_get_module_loc_conf(r, ngx_http_privacy_module);
    pncf = plcf->notice_data;

    if (ngx_http_privacy_page_init(r, ctx, &page) != NGX_OK) {
        return NGX_HTTP_INTERNAL_SERVER_ERROR;
    }

    page.fragment = (ngx_http_arg(r, (u_char *) "fragment", 8, &value)
                     == NGX_OK
                     || (r->args.len == 8
                         && ngx_strncmp(r->args.data, "fragment", 8) == 0));

    return ngx_http_privacy_page(r, ctx, NGX_HTTP_OK, &page,
                                 &pncf->main->pages.declaration);
}


/* where to come back to: as asked for, else where the visitor came from */

static ngx_int_t
ngx_http_privacy_return(ngx_http_request_t *r, prv_str_t *back)
{
    u_char                          *dst, *src;
    ngx_str_t                        value;
    ngx_http_privacy_loc_conf_t     *plcf;
    ngx_http_privacy_notice_conf_t  *pncf;

    if (ngx_http_arg(r, (u_char *) "return", 6, &value) == NGX_OK) {

        dst = ngx_pnalloc(r->pool, value.len + 1);
        if (dst == NULL) {
            return NGX_ERROR;
        }

        back->data = dst;
        src = value.data;

        ngx_unescape_uri(&dst, &src, value.len, 0);

        back->len = dst - back->data;

        if (!prv_choice_return(back)) {
            back->len = 0;
        }

        return NGX_OK;
    }

    ngx_http_privacy_referer(r, back);

    plcf = ngx_http_get_module_loc_conf(r, ngx_http_privacy_module);
    pncf = plcf->notice_data;

    if (back->len >= pncf->place->uri.len
        && ngx_strncmp(back->data, pncf->place->uri.data,
                       pncf->place->uri.len)
           == 0)
    {
        back->len = 0;
    }

    return NGX_OK;
}


static ngx_int_t
ngx_http_privacy_page(ngx_http_request_t *r, ngx_http_privacy_ctx_t *ctx,
    ngx_uint_t status, prv_page_t *page, prv_template_t *tpl)
{
    ngx_str_t                     value;
    prv_buf_t                     b;
    prv_str_t                     body;
    ngx_http_privacy_loc_conf_t  *plcf;

    plcf = ngx_http_get_module_loc_conf(r, ngx_http_privacy_module);

    if (plcf->stylesheet != NULL) {

        if (ngx_http_complex_value(r, plcf->stylesheet, &value) != NGX_OK) {
            return NGX_HTTP_INTERNAL_SERVER_ERROR;
        }

        page->stylesheet.len = value.len;
        page->stylesheet.data = value.data;
    }

    prv_buf_init(&b, &ctx->mem.mem, 16384);
    prv_page_render(page, tpl, &b);

    if (prv_buf_done(&b, &body) != PRV_OK) {
        return NGX_HTTP_INTERNAL_SERVER_ERROR;
    }

    return ngx_http_privacy_send(r, status, "text/html", &body);
}


ngx_int_t
ngx_http_privacy_send_json(ngx_http_request_t *r, ngx_http_privacy_ctx_t *ctx)
{
    prv_buf_t   b;
    prv_str_t   body;
    prv_page_t  page;

    if (ngx_http_privacy_page_init(r, ctx, &page) != NGX_OK) {
        return NGX_HTTP_INTERNAL_SERVER_ERROR;
    }

    prv_buf_init(&b, &ctx->mem.mem, 512);
    prv_page_json(&page, &b);

    if (prv_buf_done(&b, &body) != PRV_OK) {
        return NGX_HTTP_INTERNAL_SERVER_ERROR;
    }

    return ngx_http_privacy_send_json_text(r, &body);
}


ngx_int_t
ngx_http_privacy_send_json_text(ngx_http_request_t *r, prv_str_t *body)
{
    return ngx_http_privacy_send(r, NGX_HTTP_OK, "application/json", body);
}


ngx_int_t
ngx_http_privacy_send_error(ngx_http_request_t *r, ngx_uint_t status)
{
    prv_page_t                       page;
    ngx_http_privacy_ctx_t          *ctx;
    ngx_http_privacy_loc_conf_t     *plcf;
    ngx_http_privacy_notice_conf_t  *pncf;

    plcf = ngx_http_get_module_loc_conf(r, ngx_http_privacy_module);
    pncf = plcf->notice_data;

    ctx = ngx_http_privacy_decide(r);

    if (ctx == NULL || ngx_http_privacy_page_init(r, ctx, &page) != NGX_OK) {
        return NGX_HTTP_INTERNAL_SERVER_ERROR;
    }

    return ngx_http_privacy_page(r, ctx, status, &page,
                                 &pncf->main->pages.error);
}


ngx_int_t
ngx_http_privacy_send(ngx_http_request_t *r, ngx_uint_t status,
    const char *type, prv_str_t *body)
{
    if (ngx_http_privacy_field(r, "Cache-Control", "no-store") != NGX_OK
        || ngx_http_privacy_field(r, "Content-Security-Policy",
                                  NGX_HTTP_PRIVACY_PAGE_POLICY)
           != NGX_OK
        || ngx_http_privacy_field(r, "Referrer-Policy", "same-origin")
           != NGX_OK
        || ngx_http_privacy_field(r, "X-Content-Type-Options", "nosniff")
           != NGX_OK)
    {
        return NGX_HTTP_INTERNAL_SERVER_ERROR;
    }

    return ngx_http_privacy_output(r, status, type, body);
}


/* the address holds a hash of the content: a stale one is not found in it */

static ngx_int_t
ngx_http_privacy_file(ngx_http_request_t *r, ngx_http_privacy_file_t *file)
{
    u_char                          *p;
    ngx_int_t                        rc;
    ngx_str_t                        value;
    const char                      *cache;
    ngx_table_elt_t                 *h;
    ngx_http_privacy_loc_conf_t     *plcf;
    ngx_http_privacy_notice_conf_t  *pncf;

    rc = ngx_http_privacy_allow_methods(r, NGX_HTTP_GET|NGX_HTTP_HEAD);
    if (rc != NGX_OK) {
        return rc;
    }

    plcf = ngx_http_get_module_loc_conf(r, ngx_http_privacy_module);
    pncf = plcf->notice_data;

    cache = "public, max-age=300";

    if (ngx_http_arg(r, (u_char *) "v", 1, &value) == NGX_OK
        && value.len == PRV_PAGE_VERSION
        && ngx_strncmp(value.data, pncf->main->version, PRV_PAGE_VERSION)
           == 0)
    {
        cache = "public, max-age=31536000, immutable";
    }

    if (ngx_http_privacy_field(r, "Cache-Control", cache) != NGX_OK
        || ngx_http_privacy_field(r, "X-Content-Type-Options", "nosniff")
           != NGX_OK)
    {
        return NGX_HTTP_INTERNAL_SERVER_ERROR;
    }

    p = ngx_pnalloc(r->pool, PRV_PAGE_VERSION + 2);
    if (p == NULL) {
        return NGX_HTTP_INTERNAL_SERVER_ERROR;
    }

    value.data = p;
    *p++ = '"';
    p = ngx_cpymem(p, pncf->main->version, PRV_PAGE_VERSION);
    *p++ = '"';
    value.len = p - value.data;

    h = ngx_http_privacy_add_field(r, "ETag", &value);
    if (h == NULL) {
        return NGX_HTTP_INTERNAL_SERVER_ERROR;
    }

    r->headers_out.etag = h;

    return ngx_http_privacy_output(r, NGX_HTTP_OK, file->type, file->body);
}


static ngx_int_t
ngx_http_privacy_output(ngx_http_request_t *r, ngx_uint_t status,
    const char *type, const prv_str_t *body)
{
    ngx_int_t     rc;
    ngx_buf_t    *b;
    ngx_chain_t   out;

    rc = ngx_http_discard_request_body(r);
    if (rc != NGX_OK) {
        return rc;
    }

    r->headers_out.status = status;
    r->headers_out.content_length_n = body->len;

    r->headers_out.content_type.len = ngx_strlen(type);
    r->headers_out.content_type.data = (u_char *) type;

    r->headers_out.content_type_len = r->headers_out.content_type.len;
    r->headers_out.content_type_lowcase = NULL;

    if (ngx_strncmp(type, "text/", 5) == 0) {
        ngx_str_set(&r->headers_out.charset, "utf-8");
    }

    rc = ngx_http_send_header(r);

    if (rc == NGX_ERROR || rc > NGX_OK || r->header_only) {
        return rc;
    }

    b = ngx_calloc_buf(r->pool);
    if (b == NULL) {
        return NGX_ERROR;
    }

    b->pos = body->data;
    b->last = body->data + body->len;
    b->memory = (body->len != 0);
    b->last_buf = (r == r->main);
    b->last_in_chain = 1;

    out.buf = b;
    out.next = NULL;

    return ngx_http_output_filter(r, &out);
}


static ngx_int_t
ngx_http_privacy_allow_methods(ngx_http_request_t *r, ngx_uint_t methods)
{
    if (r->method & methods) {
        return NGX_OK;
    }

    if (ngx_http_privacy_field(r, "Allow", (methods & NGX_HTTP_GET)
                                  ? (methods & NGX_HTTP_POST)
                                    ? "GET, HEAD, POST" : "GET, HEAD"
                                  : "POST")
        != NGX_OK)
    {
        return NGX_HTTP_INTERNAL_SERVER_ERROR;
    }

    return NGX_HTTP_NOT_ALLOWED;
}


static ngx_int_t
ngx_http_privacy_field(ngx_http_request_t *r, const char *name,
    const char *value)
{
    ngx_str_t  s;

    s.len = ngx_strlen(value);
    s.data = (u_char *) value;

    return ngx_http_privacy_add_field(r, name, &s) != NULL ? NGX_OK
                                                           : NGX_ERROR;
}
