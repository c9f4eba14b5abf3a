
/*
 * The request hook: what the visitor has refused does not go upstream, and
 * nothing is asked for that could not be filtered.  The changed fields are
 * a list of this request's own, so that a redirect to a location where
 * privacy is off finds them as they came.
 */


#include "nginx/ngx_http_privacy.h"
#include "header/prv_cookie.h"
#include "header/prv_etag.h"


typedef struct {
    ngx_table_elt_t             *field;
    ngx_str_t                    value;
    unsigned                     drop:1;
} ngx_http_privacy_edit_t;


/* Cookie fields, and five others */

#define NGX_HTTP_PRIVACY_EDITS  8


static void ngx_http_privacy_count_cookies(ngx_http_request_t *r,
    ngx_http_privacy_ctx_t *ctx);
static ngx_int_t ngx_http_privacy_edit_field(ngx_http_request_t *r,
    ngx_http_privacy_ctx_t *ctx, ngx_table_elt_t *h, ngx_uint_t filter,
    ngx_array_t *edits);
static ngx_int_t ngx_http_privacy_edit_cookie(ngx_http_request_t *r,
    ngx_http_privacy_ctx_t *ctx, ngx_table_elt_t *h, ngx_array_t *edits);
static ngx_int_t ngx_http_privacy_edit_encoding(ngx_http_request_t *r,
    ngx_http_privacy_ctx_t *ctx, ngx_table_elt_t *h, ngx_array_t *edits);
static ngx_int_t ngx_http_privacy_edit_match(ngx_http_request_t *r,
    ngx_http_privacy_ctx_t *ctx, ngx_array_t *edits);
static ngx_uint_t ngx_http_privacy_may_filter(ngx_http_request_t *r,
    ngx_http_privacy_ctx_t *ctx);
static ngx_http_privacy_edit_t *ngx_http_privacy_edit(ngx_array_t *edits,
    ngx_table_elt_t *h);
static ngx_int_t ngx_http_privacy_apply(ngx_http_request_t *r,
    ngx_array_t *edits, ngx_uint_t first);
static void ngx_http_privacy_apply_field(ngx_http_request_t *r,
    ngx_table_elt_t *old, ngx_table_elt_t *h);
static void ngx_http_privacy_save(ngx_http_request_t *r,
    ngx_http_privacy_fields_t *fields);
static void ngx_http_privacy_restore(ngx_http_request_t *r,
    ngx_http_privacy_fields_t *fields);


ngx_int_t
ngx_http_privacy_request_handler(ngx_http_request_t *r)
{
    ngx_uint_t                    open, filter, first;
    ngx_array_t                   edits;
    ngx_table_elt_t              *h;
    ngx_http_privacy_ctx_t       *ctx;
    ngx_http_privacy_field_t      it;
    ngx_http_privacy_loc_conf_t  *plcf;

    plcf = ngx_http_get_module_loc_conf(r, ngx_http_privacy_module);

    if (r == r->main) {
        ctx = ngx_http_get_module_ctx(r, ngx_http_privacy_module);

        if (ctx == NULL && r->internal) {
            ctx = ngx_http_privacy_get_ctx(r);
            if (ctx == NULL) {
                return NGX_ERROR;
            }
        }

        if (ctx != NULL && ctx->edited) {
            ngx_http_privacy_restore(r, &ctx->fields);
            ctx->edited = 0;
            ctx->encoding = 0;
            ctx->restored = 0;
            ctx->plain_match.len = 0;
            ctx->since.len = 0;
        }

        if (ctx != NULL) {
            ngx_http_privacy_restore_args(r, ctx);
        }
    }

    if (plcf->enable == NGX_HTTP_PRIVACY_OFF) {
        return NGX_DECLINED;
    }

    if (plcf->enable == NGX_HTTP_PRIVACY_ON
        && ngx_http_privacy_gpc_json(r) == NGX_OK)
    {
        return NGX_DECLINED;
    }

    ctx = ngx_http_privacy_decide(r);
    if (ctx == NULL) {
        return plcf->enable == NGX_HTTP_PRIVACY_REPORT ? NGX_DECLINED
                                                       : NGX_ERROR;
    }

    /* where all is granted no cookie has to be looked at */

    open = prv_gate_open(&ctx->gate);

    /* once for the visitor's request, however often it is redirected */

    if (!open && !ctx->counted
        && (plcf->cookies & NGX_HTTP_PRIVACY_COOKIES_REQUEST))
    {
        ngx_http_privacy_count_cookies(r, ctx);
    }

    if (r == r->main && plcf->click_ids == NGX_HTTP_PRIVACY_IDS_STRIP
        && ngx_http_privacy_cut_args(r, ctx) != NGX_OK
        && plcf->enable != NGX_HTTP_PRIVACY_REPORT)
    {
        return NGX_ERROR;
    }

    if (plcf->enable == NGX_HTTP_PRIVACY_REPORT) {
        return NGX_DECLINED;
    }

    if (ngx_array_init(&edits, r->pool, NGX_HTTP_PRIVACY_EDITS,
                       sizeof(ngx_http_privacy_edit_t))
        != NGX_OK)
    {
        return NGX_ERROR;
    }

    if (r == r->main
        && (r->headers_in.if_none_match != NULL
            || r->headers_in.if_modified_since != NULL)
        && ngx_http_privacy_edit_match(r, ctx, &edits) != NGX_OK)
    {
        return NGX_ERROR;
    }

    first = edits.nelts;
    filter = ngx_http_privacy_may_filter(r, ctx);

    if (!open || filter) {

        ngx_http_privacy_fields(&it, &r->headers_in.headers);

        while ((h = ngx_http_privacy_next(&it, NULL)) != NULL) {

            if (ngx_http_privacy_edit_field(r, ctx, h, filter, &edits)
                != NGX_OK)
            {
                return NGX_ERROR;
            }
        }
    }

    if (edits.nelts == 0) {
        return NGX_DECLINED;
    }

    if (r == r->main) {
        ngx_http_privacy_save(r, &ctx->fields);
        ctx->edited = 1;
    }

    return ngx_http_privacy_apply(r, &edits, first) == NGX_OK ? NGX_DECLINED
                                                              : NGX_ERROR;
}


/* cookies that came and are refused; with "privacy report" they go on */

static void
ngx_http_privacy_count_cookies(ngx_http_request_t *r,
    ngx_http_privacy_ctx_t *ctx)
{
    prv_str_t                    *cookies, field;
    prv_match_t                   match;
    ngx_uint_t                    i;
    prv_cookie_t                  cookie;
    ngx_http_privacy_loc_conf_t  *plcf;

    plcf = ngx_http_get_module_loc_conf(r, ngx_http_privacy_module);

    ctx->counted = 1;

    cookies = ctx->cookies.elts;

    for (i = 0; i < ctx->cookies.nelts; i++) {
        field = cookies[i];

        while (prv_cookie_next(&field, &cookie)) {

            if (prv_consent_is_cookie(&ctx->consent->engine, &cookie.name)
                || prv_gate_cookie(&ctx->gate, &cookie.name, &match))
            {
                continue;
            }

            ngx_http_privacy_found(ctx, &match);
            ctx->stripped++;

            ngx_http_privacy_count_match(r, NGX_HTTP_PRIVACY_COUNT_COOKIE,
                                         &match, "request");

            ngx_log_error(NGX_LOG_DEBUG, r->connection->log, 0,
                          "privacy: cookie \"%*s\" %s upstream",
                          ngx_min(cookie.name.len, 128), cookie.name.data,
                          plcf->enable == NGX_HTTP_PRIVACY_REPORT
                          ? "would not go" : "does not go");
        }
    }
}


static ngx_int_t
ngx_http_privacy_edit_field(ngx_http_request_t *r,
    ngx_http_privacy_ctx_t *ctx, ngx_table_elt_t *h, ngx_uint_t filter,
    ngx_array_t *edits)
{
    ngx_http_privacy_loc_conf_t  *plcf;

    switch (h->key.len) {

    case 5:
        if (r != r->main || ngx_strncmp(h->lowcase_key, "range", 5) != 0) {
            return NGX_OK;
        }

        break;

    case 6:
        if (ngx_strncmp(h->lowcase_key, "cookie", 6) != 0) {
            return NGX_OK;
        }

        plcf = ngx_http_get_module_loc_conf(r, ngx_http_privacy_module);

        if (!(plcf->cookies & NGX_HTTP_PRIVACY_COOKIES_REQUEST)) {
            return NGX_OK;
        }

        return ngx_http_privacy_edit_cookie(r, ctx, h, edits);

    case 8:
        if (r != r->main || ngx_strncmp(h->lowcase_key, "if-range", 8) != 0) {
            return NGX_OK;
        }

        break;

    case 15:
        if (r != r->main || !filter
            || ngx_strncmp(h->lowcase_key, "accept-encoding", 15) != 0)
        {
            return NGX_OK;
        }

        return ngx_http_privacy_edit_encoding(r, ctx, h, edits);

    default:
        return NGX_OK;
    }

    /* Range, If-Range: a part of a document cannot be filtered */

    if (ctx->dest == NGX_HTTP_PRIVACY_DEST_DOCUMENT && filter
        && ngx_http_privacy_edit(edits, h) == NULL)
    {
        return NGX_ERROR;
    }

    return NGX_OK;
}


/* whether what answers may be a document that has to be rewritten */

static ngx_uint_t
ngx_http_privacy_may_filter(ngx_http_request_t *r,
    ngx_http_privacy_ctx_t *ctx)
{
    return ctx->dest != NGX_HTTP_PRIVACY_DEST_PART
           && (!prv_gate_open(&ctx->gate)
               || ngx_http_privacy_mode_due(r, ctx)
               || ngx_http_privacy_notice_due(r, ctx));
}


static ngx_int_t
ngx_http_privacy_edit_cookie(ngx_http_request_t *r,
    ngx_http_privacy_ctx_t *ctx, ngx_table_elt_t *h, ngx_array_t *edits)
{
    u_char                    *p, *start;
    prv_str_t                  field;
    prv_match_t                match;
    prv_cookie_t               cookie;
    ngx_http_privacy_edit_t   *edit;

    field.len = h->value.len;
    field.data = h->value.data;
    edit = NULL;
    p = NULL;

    for ( ;; ) {
        start = field.data;

        if (!prv_cookie_next(&field, &cookie)) {
            break;
        }

        if (!prv_consent_is_cookie(&ctx->consent->engine, &cookie.name)
            && !prv_gate_cookie(&ctx->gate, &cookie.name, &match))
        {
            if (edit != NULL) {
                continue;
            }

            edit = ngx_http_privacy_edit(edits, h);
            if (edit == NULL) {
                return NGX_ERROR;
            }

            /* a ";" may become a "; " */

            edit->value.data = ngx_pnalloc(r->pool, 2 * h->value.len);
            if (edit->value.data == NULL) {
                return NGX_ERROR;
            }

            /* what stood before it, without its separator */

            p = ngx_cpymem(edit->value.data, h->value.data,
                           start - h->value.data);

            while (p > edit->value.data
                   && (p[-1] == ';' || p[-1] == ' ' || p[-1] == '\t'))
            {
                p--;
            }

            continue;
        }

        if (edit == NULL) {
            continue;
        }

        while (start < field.data && (*start == ' ' || *start == '\t')) {
            start++;
        }

        if (p != edit->value.data) {
            *p++ = ';';
            *p++ = ' ';
        }

        p = ngx_cpymem(p, start, field.data - start);

        if (p[-1] == ';') {
            p--;
        }
    }

    if (edit != NULL) {
        edit->value.len = p - edit->value.data;
        edit->drop = (edit->value.len == 0);
    }

    return NGX_OK;
}


/* the codings that can be decoded, of those that the client takes */

static ngx_int_t
ngx_http_privacy_edit_encoding(ngx_http_request_t *r,
    ngx_http_privacy_ctx_t *ctx, ngx_table_elt_t *h, ngx_array_t *edits)
{
    u_char                   *p, *end, *start, *stop, *dst;
    ngx_str_t                 name;
    ngx_uint_t                drop;
    ngx_http_privacy_edit_t  *edit;

    /* a "," may become a ", "; nginx reads it up to a zero */

    dst = ngx_pnalloc(r->pool, 2 * h->value.len + 1);
    if (dst == NULL) {
        return NGX_ERROR;
    }

    drop = 0;
    name.data = dst;
    p = h->value.data;
    end = p + h->value.len;

    while (p < end) {

        while (p < end && (*p == ' ' || *p == '\t' || *p == ',')) {
            p++;
        }

        start = p;

        while (p < end && *p != ',') {
            p++;
        }

        for (stop = start;
             stop < p && *stop != ';' && *stop != ' ' && *stop != '\t';
             stop++)
        {
            /* void */
        }

        if (stop == start) {
            continue;
        }

        if (!ngx_http_privacy_coding(start, stop - start)) {
            drop = 1;
            continue;
        }

        if (dst != name.data) {
            *dst++ = ',';
            *dst++ = ' ';
        }

        dst = ngx_cpymem(dst, start, p - start);
    }

    if (!drop) {
        return NGX_OK;
    }

    *dst = '\0';
    name.len = dst - name.data;

    edit = ngx_http_privacy_edit(edits, h);
    if (edit == NULL) {
        return NGX_ERROR;
    }

    edit->value = name;
    edit->drop = (name.len == 0);

    ctx->encoding = 1;

    return NGX_OK;
}


/*
 * A validator names a variant.  Upstream and nginx's own comparison get the
 * tags of this variant as the page had them at first.  What names no variant
 * may belong to anything but a page, so it is kept until the answer's type
 * is known, unless the browser has said that it does not ask for a page.
 */

static ngx_int_t
ngx_http_privacy_edit_match(ngx_http_request_t *r,
    ngx_http_privacy_ctx_t *ctx, ngx_array_t *edits)
{
    prv_buf_t                 own, plain;
    prv_str_t                 value, variant, out, rest;
    ngx_str_t                 v;
    ngx_table_elt_t          *match, *since;
    ngx_http_privacy_edit_t  *edit;

    match = r->headers_in.if_none_match;
    since = r->headers_in.if_modified_since;

    out.len = 0;
    rest.len = 0;

    if (match != NULL) {

        if (ngx_http_privacy_variant(r, ctx, &v) != NGX_OK) {
            return NGX_ERROR;
        }

        variant.len = v.len;
        variant.data = v.data;
        value.len = match->value.len;
        value.data = match->value.data;

        prv_buf_init(&own, &ctx->mem.mem, value.len + 1);
        prv_buf_init(&plain, &ctx->mem.mem, value.len + 1);

        prv_etag_sort(&value, &variant, &own, &plain);

        if (prv_buf_done(&own, &out) != PRV_OK
            || prv_buf_done(&plain, &rest) != PRV_OK)
        {
            return NGX_ERROR;
        }
    }

    if (ctx->dest == NGX_HTTP_PRIVACY_DEST_PART) {

        /* not a page: only another variant's tags are void */

        if (match == NULL
            || (out.len == 0 && rest.len == match->value.len))
        {
            return NGX_OK;
        }

        if (rest.len) {
            out = rest;
        }

        ctx->restored = (rest.len == 0 && out.len != 0);

    } else {
        ctx->restored = (out.len != 0);
        ctx->plain_match.len = rest.len;
        ctx->plain_match.data = rest.data;

        if (since != NULL && (match == NULL || rest.len)) {
            ctx->since = since->value;
        }
    }

    if (since != NULL) {
        edit = ngx_http_privacy_edit(edits, since);
        if (edit == NULL) {
            return NGX_ERROR;
        }

        edit->drop = 1;
    }

    if (match != NULL) {
        edit = ngx_http_privacy_edit(edits, match);
        if (edit == NULL) {
            return NGX_ERROR;
        }

        edit->value.len = out.len;
        edit->value.data = out.data;
        edit->drop = (out.len == 0);
    }

    return NGX_OK;
}


static ngx_http_privacy_edit_t *
ngx_http_privacy_edit(ngx_array_t *edits, ngx_table_elt_t *h)
{
    ngx_http_privacy_edit_t  *edit;

    edit = ngx_array_push(edits);
    if (edit == NULL) {
        return NULL;
    }

    edit->field = h;
    edit->value.len = 0;
    edit->value.data = NULL;
    edit->drop = 1;

    return edit;
}


/*
 * The first edits, which are few, stand in any order, the others in that of
 * the list: of thousands of fields each is looked at once.
 */

static ngx_int_t
ngx_http_privacy_apply(ngx_http_request_t *r, ngx_array_t *edits,
    ngx_uint_t first)
{
    ngx_uint_t                 i, n, next;
    ngx_list_t                 old;
    ngx_list_part_t           *part;
    ngx_table_elt_t           *from, *h;
    ngx_http_privacy_edit_t   *edit;
#if (nginx_version >= 1023000)
    ngx_table_elt_t          **last;
#else
    ngx_table_elt_t          **cookie;
#endif

    old = r->headers_in.headers;
    edit = edits->elts;
    next = first;

    /* a list of one part has its own address in "last" */

    if (ngx_list_init(&r->headers_in.headers, r->pool, 20,
                      sizeof(ngx_table_elt_t))
        != NGX_OK)
    {
        return NGX_ERROR;
    }

#if (nginx_version >= 1023000)
    r->headers_in.cookie = NULL;
    last = &r->headers_in.cookie;
#else
    if (ngx_array_init(&r->headers_in.cookies, r->pool, 2,
                       sizeof(ngx_table_elt_t *))
        != NGX_OK)
    {
        return NGX_ERROR;
    }
#endif

    part = &old.part;
    from = part->elts;

    for (i = 0; /* void */ ; i++) {

        if (i >= part->nelts) {
            if (part->next == NULL) {
                break;
            }

            part = part->next;
            from = part->elts;
            i = 0;
        }

        if (next < edits->nelts && edit[next].field == &from[i]) {
            n = next++;

        } else {
            for (n = 0; n < first && edit[n].field != &from[i]; n++) {
                /* void */
            }

            if (n == first) {
                n = edits->nelts;
            }
        }

        if (n < edits->nelts && edit[n].drop) {
            ngx_http_privacy_apply_field(r, &from[i], NULL);
            continue;
        }

        h = ngx_list_push(&r->headers_in.headers);
        if (h == NULL) {
            return NGX_ERROR;
        }

        *h = from[i];

        if (n < edits->nelts) {
            h->value = edit[n].value;
        }

        ngx_http_privacy_apply_field(r, &from[i], h);

        if (h->key.len != 6 || ngx_strncmp(h->lowcase_key, "cookie", 6) != 0) {
            continue;
        }

#if (nginx_version >= 1023000)

        h->next = NULL;
        *last = h;
        last = &h->next;

#else

        cookie = ngx_array_push(&r->headers_in.cookies);
        if (cookie == NULL) {
            return NGX_ERROR;
        }

        *cookie = h;

#endif
    }

    return NGX_OK;
}


/* what points at a field of the old list points at that of the new one */

static void
ngx_http_privacy_apply_field(ngx_http_request_t *r, ngx_table_elt_t *old,
    ngx_table_elt_t *h)
{
    ngx_http_headers_in_t  *in;

    in = &r->headers_in;

    if (in->if_modified_since == old) {
        in->if_modified_since = h;

    } else if (in->if_none_match == old) {
        in->if_none_match = h;

    } else if (in->range == old) {
        in->range = h;

    } else if (in->if_range == old) {
        in->if_range = h;

#if (NGX_HTTP_GZIP || NGX_HTTP_HEADERS)
    } else if (in->accept_encoding == old) {
        in->accept_encoding = h;
#endif
    }
}


static void
ngx_http_privacy_save(ngx_http_request_t *r,
    ngx_http_privacy_fields_t *fields)
{
    fields->headers = r->headers_in.headers;
#if (nginx_version >= 1023000)
    fields->cookie = r->headers_in.cookie;
#else
    fields->cookies = r->headers_in.cookies;
#endif
    fields->if_modified_since = r->headers_in.if_modified_since;
    fields->if_none_match = r->headers_in.if_none_match;
    fields->range = r->headers_in.range;
    fields->if_range = r->headers_in.if_range;
#if (NGX_HTTP_GZIP || NGX_HTTP_HEADERS)
    fields->accept_encoding = r->headers_in.accept_encoding;
#endif
}


static void
ngx_http_privacy_restore(ngx_http_request_t *r,
    ngx_http_privacy_fields_t *fields)
{
    r->headers_in.headers = fields->headers;
#if (nginx_version >= 1023000)
    r->headers_in.cookie = fields->cookie;
#else
    r->headers_in.cookies = fields->cookies;
#endif
    r->headers_in.if_modified_since = fields->if_modified_since;
    r->headers_in.if_none_match = fields->if_none_match;
    r->headers_in.range = fields->range;
    r->headers_in.if_range = fields->if_range;
#if (NGX_HTTP_GZIP || NGX_HTTP_HEADERS)
    r->headers_in.accept_encoding = fields->accept_encoding;
#endif
}


/* nginx's own compression asks what the client takes, not what we do */

void
ngx_http_privacy_restore_encoding(ngx_http_request_t *r,
    ngx_http_privacy_ctx_t *ctx)
{
#if (NGX_HTTP_GZIP || NGX_HTTP_HEADERS)

    if (!ctx->encoding) {
        return;
    }

    r->headers_in.accept_encoding = ctx->fields.accept_encoding;

#if (NGX_HTTP_GZIP)
    r->gzip_tested = 0;
    r->gzip_ok = 0;
#endif

#endif
}
