
/*
 * The header filter: cleans the fields of the response, and says whether its
 * body has to be rewritten.
 */


#include "nginx/ngx_http_privacy_page.h"


static ngx_int_t ngx_http_privacy_header_filter(ngx_http_request_t *r);
#if (nginx_version >= 1029000)
static ngx_int_t ngx_http_privacy_early_hints_filter(ngx_http_request_t *r);
#endif
static ngx_int_t ngx_http_privacy_same(ngx_http_request_t *r,
    ngx_http_privacy_ctx_t *ctx);
static ngx_int_t ngx_http_privacy_page(ngx_http_request_t *r,
    ngx_http_privacy_ctx_t *ctx);
static ngx_int_t ngx_http_privacy_look(ngx_http_request_t *r,
    ngx_http_privacy_ctx_t *ctx);
static ngx_int_t ngx_http_privacy_rewrite(ngx_http_request_t *r,
    ngx_http_privacy_ctx_t *ctx);
static ngx_uint_t ngx_http_privacy_untyped(ngx_http_request_t *r,
    ngx_http_privacy_ctx_t *ctx);
static ngx_uint_t ngx_http_privacy_is_xml(ngx_str_t *type);
static ngx_uint_t ngx_http_privacy_has_body(ngx_http_request_t *r);
static ngx_uint_t ngx_http_privacy_readable(ngx_http_request_t *r);
static ngx_uint_t ngx_http_privacy_foreign(ngx_str_t *s);
static ngx_int_t ngx_http_privacy_unfilterable(ngx_http_request_t *r,
    ngx_http_privacy_ctx_t *ctx, const char *why, ngx_str_t *what);
static void ngx_http_privacy_set_not_modified(ngx_http_request_t *r);


static ngx_http_output_header_filter_pt  ngx_http_next_header_filter;
#if (nginx_version >= 1029000)
static ngx_http_output_header_filter_pt  ngx_http_next_early_hints_filter;
#endif


ngx_int_t
ngx_http_privacy_init_header_filter(ngx_conf_t *cf)
{
    ngx_http_next_header_filter = ngx_http_top_header_filter;
    ngx_http_top_header_filter = ngx_http_privacy_header_filter;

#if (nginx_version >= 1029000)
    ngx_http_next_early_hints_filter = ngx_http_top_early_hints_filter;
    ngx_http_top_early_hints_filter = ngx_http_privacy_early_hints_filter;
#endif

    return NGX_OK;
}


#if (nginx_version >= 1029000)

/* 103: the browser loads by its links before it sees the response's own */

static ngx_int_t
ngx_http_privacy_early_hints_filter(ngx_http_request_t *r)
{
    ngx_http_privacy_ctx_t       *ctx;
    ngx_http_privacy_loc_conf_t  *plcf;

    plcf = ngx_http_get_module_loc_conf(r, ngx_http_privacy_module);

    if (r != r->main || plcf->enable != NGX_HTTP_PRIVACY_ON) {
        return ngx_http_next_early_hints_filter(r);
    }

    ctx = ngx_http_privacy_decide(r);
    if (ctx == NULL) {
        return NGX_ERROR;
    }

    ctx->report = 0;

    if ((plcf->cookies & NGX_HTTP_PRIVACY_COOKIES_RESPONSE)
        && ngx_http_privacy_set_cookies(r, ctx) != NGX_OK)
    {
        return NGX_ERROR;
    }

    if (plcf->tags != PRV_TAGS_OFF && !prv_gate_open(&ctx->gate)
        && ngx_http_privacy_links(r, ctx) != NGX_OK)
    {
        return NGX_ERROR;
    }

    return ngx_http_next_early_hints_filter(r);
}

#endif


static ngx_int_t
ngx_http_privacy_header_filter(ngx_http_request_t *r)
{
    ngx_int_t                     rc;
    ngx_uint_t                    page;
    ngx_http_privacy_ctx_t       *ctx;
    ngx_http_privacy_loc_conf_t  *plcf;

    if (r != r->main) {
        return ngx_http_next_header_filter(r);
    }

    plcf = ngx_http_get_module_loc_conf(r, ngx_http_privacy_module);

    if (plcf->enable == NGX_HTTP_PRIVACY_OFF) {
        ctx = ngx_http_get_module_ctx(r, ngx_http_privacy_module);

        if (ctx != NULL) {
            ctx->body = NULL;
        }

        return ngx_http_next_header_filter(r);
    }

    ctx = ngx_http_privacy_decide(r);
    if (ctx == NULL) {
        return plcf->enable == NGX_HTTP_PRIVACY_REPORT
               ? ngx_http_next_header_filter(r) : NGX_ERROR;
    }

    ctx->body = NULL;
    ctx->notice = 0;
    ctx->mode = 0;
    ctx->csp_size = 0;
    ctx->report = (plcf->enable == NGX_HTTP_PRIVACY_REPORT);

    ngx_http_privacy_restore_encoding(r, ctx);

    if ((plcf->cookies & NGX_HTTP_PRIVACY_COOKIES_RESPONSE)
        && ngx_http_privacy_set_cookies(r, ctx) != NGX_OK)
    {
        return NGX_ERROR;
    }

    if (plcf->tags != PRV_TAGS_OFF && !prv_gate_open(&ctx->gate)
        && ngx_http_privacy_links(r, ctx) != NGX_OK)
    {
        return NGX_ERROR;
    }

    page = (ngx_http_test_content_type(r, &plcf->types) != NULL);

    if (!page && r->headers_out.content_type.len
        && r->headers_out.content_type_lowcase == NULL)
    {
        /* no memory to look at the type, which is no type to pass by */

        return NGX_ERROR;
    }

    ctx->untyped = (!page && ngx_http_privacy_untyped(r, ctx)) ? 1 : 0;

    if (page || ctx->untyped) {

        ctx->xml = ngx_http_privacy_is_xml(&r->headers_out.content_type);

        if (plcf->enable == NGX_HTTP_PRIVACY_REPORT) {
            rc = ngx_http_privacy_look(r, ctx);

        } else {
            rc = ngx_http_privacy_page(r, ctx);
        }

        if (rc != NGX_OK) {
            return rc;
        }

    } else if (r->headers_out.status == NGX_HTTP_NOT_MODIFIED) {

        if (ctx->restored && ngx_http_privacy_same(r, ctx) != NGX_OK) {
            return NGX_ERROR;
        }

    } else if (ngx_http_privacy_not_modified(r, ctx)) {
        ngx_http_privacy_set_not_modified(r);
    }

    return ngx_http_next_header_filter(r);
}


/* 304: what is said of the page holds for the one that is stored */

static ngx_int_t
ngx_http_privacy_same(ngx_http_request_t *r, ngx_http_privacy_ctx_t *ctx)
{
    if (ngx_http_privacy_cache_control(r, ctx,
                                       ngx_http_privacy_notice_due(r, ctx)
                                       == NGX_HTTP_PRIVACY_DUE_NOTICE)
        != NGX_OK
        || ngx_http_privacy_etag(r, ctx) != NGX_OK)
    {
        return NGX_ERROR;
    }

    return ngx_http_privacy_vary_add(r, ctx);
}


static ngx_int_t
ngx_http_privacy_page(ngx_http_request_t *r, ngx_http_privacy_ctx_t *ctx)
{
    ngx_uint_t                    due;
    ngx_http_privacy_loc_conf_t  *plcf;

    plcf = ngx_http_get_module_loc_conf(r, ngx_http_privacy_module);

    /*
     * What is not XML would end a page of XHTML; and what has no type may
     * be a text.
     */

    due = (ctx->xml || ctx->untyped) ? 0
                                     : ngx_http_privacy_notice_due(r, ctx);

    ctx->notice = due ? 1 : 0;
    ctx->mode = (!ctx->untyped && ngx_http_privacy_mode_due(r, ctx)) ? 1 : 0;

    if (ngx_http_privacy_cache_control(r, ctx,
                                       due == NGX_HTTP_PRIVACY_DUE_NOTICE)
        != NGX_OK
        || ngx_http_privacy_vary_add(r, ctx) != NGX_OK
        || ngx_http_privacy_etag(r, ctx) != NGX_OK
        || ngx_http_privacy_policies(r, ctx) != NGX_OK)
    {
        return NGX_ERROR;
    }

    /* behind the policy, which leaves them room or not */

    if ((plcf->cookies & NGX_HTTP_PRIVACY_COOKIES_EXPIRE)
        && (ctx->dest == NGX_HTTP_PRIVACY_DEST_UNKNOWN
            || ctx->dest == NGX_HTTP_PRIVACY_DEST_DOCUMENT)
        && ngx_http_privacy_expire(r, ctx) != NGX_OK)
    {
        return NGX_ERROR;
    }

    if (ctx->once && ngx_http_privacy_once_cookie(r, NULL) != NGX_OK) {
        return NGX_ERROR;
    }

    if (!ngx_http_privacy_has_body(r)) {
        return NGX_OK;
    }

    if (!ctx->notice && !ctx->mode
        && (plcf->tags == PRV_TAGS_OFF || prv_gate_open(&ctx->gate)))
    {
        ngx_http_privacy_document(ctx, "passed",
                                  plcf->tags == PRV_TAGS_OFF
                                  ? "tags_off" : "granted");
        return NGX_OK;
    }

    return ngx_http_privacy_rewrite(r, ctx);
}


/* "privacy report": the page is read, and goes on as it is */

static ngx_int_t
ngx_http_privacy_look(ngx_http_request_t *r, ngx_http_privacy_ctx_t *ctx)
{
    ngx_int_t                     rc;
    ngx_http_privacy_decoder_t   *decoder;
    ngx_http_privacy_loc_conf_t  *plcf;

    plcf = ngx_http_get_module_loc_conf(r, ngx_http_privacy_module);

    if ((plcf->cookies & NGX_HTTP_PRIVACY_COOKIES_EXPIRE)
        && (ctx->dest == NGX_HTTP_PRIVACY_DEST_UNKNOWN
            || ctx->dest == NGX_HTTP_PRIVACY_DEST_DOCUMENT)
        && ngx_http_privacy_expire(r, ctx) != NGX_OK)
    {
        return NGX_ERROR;
    }

    if (!ngx_http_privacy_has_body(r)) {
        return NGX_OK;
    }

    if (plcf->tags == PRV_TAGS_OFF) {
        ngx_http_privacy_document(ctx, "report", "tags_off");
        return NGX_OK;
    }

    if (prv_gate_open(&ctx->gate)) {
        ngx_http_privacy_document(ctx, "report", "granted");
        return NGX_OK;
    }

    if (r->headers_out.status == NGX_HTTP_PARTIAL_CONTENT) {
        ngx_http_privacy_document(ctx, "report", "range");
        return NGX_OK;
    }

    if (!ngx_http_privacy_readable(r)) {
        ngx_http_privacy_document(ctx, "report", "character set");
        return NGX_OK;
    }

    decoder = NULL;

    if (r->headers_out.content_encoding != NULL) {
        rc = plcf->decode
             ? ngx_http_privacy_decoder(r, &ctx->mem.mem,
                                     &r->headers_out.content_encoding->value,
                                     &decoder)
             : NGX_DECLINED;

        if (rc == NGX_DECLINED) {
            ngx_http_privacy_document(ctx, "report", "content encoding");
            return NGX_OK;
        }

        if (rc != NGX_OK) {
            return NGX_ERROR;
        }
    }

    ngx_http_privacy_document(ctx, "report", "filtered");

    return ngx_http_privacy_body_create(r, ctx, decoder, -1);
}


static ngx_int_t
ngx_http_privacy_rewrite(ngx_http_request_t *r, ngx_http_privacy_ctx_t *ctx)
{
    off_t                         length;
    ngx_int_t                     rc;
    ngx_uint_t                    open, sliced;
    ngx_table_elt_t              *encoding;
    ngx_http_privacy_decoder_t   *decoder;
    ngx_http_privacy_loc_conf_t  *plcf;

    plcf = ngx_http_get_module_loc_conf(r, ngx_http_privacy_module);

    /* for what is put into the page alone nothing is refused */

    open = (plcf->tags == PRV_TAGS_OFF || prv_gate_open(&ctx->gate));

    if (open) {
        ngx_http_privacy_document(ctx, "passed",
                                  plcf->tags == PRV_TAGS_OFF
                                  ? "tags_off" : "granted");
    }

    /* slices of a page begin where a range that was asked for does */

    sliced = (r->subrequest_ranges && r->headers_in.range != NULL);

    if (sliced && open) {
        return NGX_OK;
    }

    if (r->headers_out.status == NGX_HTTP_PARTIAL_CONTENT
        || (sliced && r->headers_out.content_offset != 0))
    {
        if (open) {
            return NGX_OK;
        }

        /* a part of a page cannot be read, and need not be given */

        ngx_http_privacy_document(ctx, "blocked", "range");
        ctx->blocked = 1;

        return ngx_http_filter_finalize_request(r, &ngx_http_privacy_module,
                                             NGX_HTTP_RANGE_NOT_SATISFIABLE);
    }

    if (!ngx_http_privacy_readable(r)) {

        if (open) {
            return NGX_OK;
        }

        return ngx_http_privacy_unfilterable(r, ctx, "character set",
                                             &r->headers_out.charset);
    }

    encoding = r->headers_out.content_encoding;
    decoder = NULL;

    if (encoding != NULL) {
        rc = plcf->decode ? ngx_http_privacy_decoder(r, &ctx->mem.mem,
                                                     &encoding->value,
                                                     &decoder)
                          : NGX_DECLINED;

        if (rc == NGX_DECLINED) {

            if (open) {
                return NGX_OK;
            }

            return ngx_http_privacy_unfilterable(r, ctx, "content encoding",
                                                 &encoding->value);
        }

        if (rc != NGX_OK) {
            return NGX_ERROR;
        }

        if (decoder != NULL) {
            encoding->hash = 0;
            r->headers_out.content_encoding = NULL;
        }
    }

    if (sliced) {

        /* the slices to come are not cut, either */

        r->headers_in.range->hash = 0;
        r->headers_in.range = NULL;
    }

    length = r->headers_out.content_length_n;

    ngx_http_clear_content_length(r);
    ngx_http_clear_accept_ranges(r);
    ngx_http_privacy_clear_digests(r);

    ngx_http_privacy_document(ctx, "filtered", open ? "notice" : "");

    return ngx_http_privacy_body_create(r, ctx, decoder, length);
}


/*
 * What has no type may be a page to a browser that goes there: it looks at
 * the first bytes (MIME Sniffing standard, section 7).
 */

static ngx_uint_t
ngx_http_privacy_untyped(ngx_http_request_t *r, ngx_http_privacy_ctx_t *ctx)
{
    ngx_str_t                    *accept, *type;
    ngx_uint_t                    i, key;
    ngx_table_elt_t              *h;
    ngx_http_privacy_field_t      it;
    ngx_http_privacy_loc_conf_t  *plcf;
    static u_char                 html[] = "text/html";
    static ngx_str_t              names[] = {
        ngx_string(""), ngx_string("unknown/unknown"),
        ngx_string("application/unknown"), ngx_string("*/*")
    };

    type = &r->headers_out.content_type;

    for (i = 0; i < sizeof(names) / sizeof(ngx_str_t); i++) {
        if (type->len == names[i].len
            && ngx_strncasecmp(type->data, names[i].data, type->len) == 0)
        {
            break;
        }
    }

    if (i == sizeof(names) / sizeof(ngx_str_t)
        || r->headers_out.status == NGX_HTTP_PARTIAL_CONTENT
        || r->headers_out.status == NGX_HTTP_NOT_MODIFIED
        || !ngx_http_privacy_has_body(r))
    {
        return 0;
    }

    plcf = ngx_http_get_module_loc_conf(r, ngx_http_privacy_module);

    key = ngx_hash_key(html, sizeof(html) - 1);

    if (ngx_hash_find(&plcf->types, key, html, sizeof(html) - 1) == NULL) {
        return 0;
    }

    if (ctx->dest != NGX_HTTP_PRIVACY_DEST_DOCUMENT) {

        accept = ngx_http_privacy_find(r, "accept");

        if (ctx->dest != NGX_HTTP_PRIVACY_DEST_UNKNOWN || accept == NULL
            || ngx_strlcasestrn(accept->data, accept->data + accept->len,
                                html, sizeof(html) - 2)
               == NULL)
        {
            return 0;
        }
    }

    ngx_http_privacy_fields(&it, &r->headers_out.headers);

    while ((h = ngx_http_privacy_next(&it, "x-content-type-options")) != NULL)
    {
        if (h->value.len == 7
            && ngx_strncasecmp(h->value.data, (u_char *) "nosniff", 7) == 0)
        {
            return 0;
        }
    }

    ngx_http_privacy_fields(&it, &r->headers_out.headers);

    while ((h = ngx_http_privacy_next(&it, "content-disposition")) != NULL) {
        if (h->value.len >= 10
            && ngx_strncasecmp(h->value.data, (u_char *) "attachment", 10)
               == 0)
        {
            return 0;
        }
    }

    return 1;
}


/* MIME Sniffing standard, section 4.6: "/xml" or "+xml" */

static ngx_uint_t
ngx_http_privacy_is_xml(ngx_str_t *type)
{
    size_t  len;

    for (len = 0;
         len < type->len && type->data[len] != ';' && type->data[len] != ' ';
         len++)
    {
        /* void */
    }

    return len > 4 && (type->data[len - 4] == '/' || type->data[len - 4] == '+')
           && ngx_strncasecmp(type->data + len - 3, (u_char *) "xml", 3) == 0;
}


static ngx_uint_t
ngx_http_privacy_has_body(ngx_http_request_t *r)
{
    return r->headers_out.status >= NGX_HTTP_OK
           && r->headers_out.status != NGX_HTTP_NO_CONTENT
           && r->headers_out.content_length_n != 0;
}


/* character sets in which markup is not what its bytes say */

static ngx_uint_t
ngx_http_privacy_readable(ngx_http_request_t *r)
{
    return !ngx_http_privacy_foreign(&r->headers_out.charset)
           && !ngx_http_privacy_foreign(&r->headers_out.content_type);
}


static ngx_uint_t
ngx_http_privacy_foreign(ngx_str_t *s)
{
    ngx_uint_t         i;
    static ngx_str_t   names[] = {
        ngx_string("utf-16"), ngx_string("utf-32"), ngx_string("iso-2022-"),
        ngx_string("unicode"), ngx_string("ucs-2"), ngx_string("utf-7"),
        ngx_string("hz-gb-2312")
    };

    /* what most pages say, of a character set or of a type without one */

    if ((s->len == 5 && ngx_strncasecmp(s->data, (u_char *) "utf-8", 5) == 0)
        || (s->len == 9
            && ngx_strncasecmp(s->data, (u_char *) "text/html", 9) == 0))
    {
        return 0;
    }

    for (i = 0; s->len && i < sizeof(names) / sizeof(ngx_str_t); i++) {
        if (ngx_strlcasestrn(s->data, s->data + s->len, names[i].data,
                             names[i].len - 1)
            != NULL)
        {
            return 1;
        }
    }

    return 0;
}


static ngx_int_t
ngx_http_privacy_unfilterable(ngx_http_request_t *r,
    ngx_http_privacy_ctx_t *ctx, const char *why, ngx_str_t *what)
{
    ngx_http_privacy_loc_conf_t  *plcf;

    plcf = ngx_http_get_module_loc_conf(r, ngx_http_privacy_module);

    if (ctx->blocked) {

        /* the error page cannot be filtered either: its status is enough */

        ngx_http_clear_content_length(r);
        ngx_http_clear_accept_ranges(r);

        return ngx_http_privacy_body_discard(r, ctx);
    }

    ngx_log_error(NGX_LOG_ERR, r->connection->log, 0,
                  "privacy: a document that cannot be filtered is %s: "
                  "its %s is \"%V\"",
                  plcf->on_error == NGX_HTTP_PRIVACY_BLOCK ? "blocked"
                                                           : "passed",
                  why, what);

    ngx_http_privacy_document(ctx,
                              plcf->on_error == NGX_HTTP_PRIVACY_BLOCK
                              ? "blocked" : "unfilterable", why);

    if (plcf->on_error != NGX_HTTP_PRIVACY_BLOCK) {
        return NGX_OK;
    }

    ctx->blocked = 1;

    return ngx_http_filter_finalize_request(r, &ngx_http_privacy_module,
                                            NGX_HTTP_BAD_GATEWAY);
}


static void
ngx_http_privacy_set_not_modified(ngx_http_request_t *r)
{
    r->headers_out.status = NGX_HTTP_NOT_MODIFIED;
    r->headers_out.status_line.len = 0;
    r->headers_out.content_type.len = 0;

    ngx_http_clear_content_length(r);
    ngx_http_clear_accept_ranges(r);

    if (r->headers_out.content_encoding != NULL) {
        r->headers_out.content_encoding->hash = 0;
        r->headers_out.content_encoding = NULL;
    }
}
