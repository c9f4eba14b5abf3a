
/*
 * What is put into documents: the notice, the way back to the choices, and
 * placeholders.
 */


#include "nginx/ngx_http_privacy_page.h"
#include "base/prv_hash.h"
#include "header/prv_cookie.h"
#include "html/prv_piece.h"
#include "notice/prv_choice.h"
#include "notice/prv_frame.h"


static int ngx_http_privacy_template_value(void *data, unsigned index,
    prv_str_t *s);
static ngx_int_t ngx_http_privacy_page_language(ngx_http_request_t *r,
    ngx_http_privacy_notice_main_t *pnmcf, prv_page_t *page);
static ngx_int_t ngx_http_privacy_page_held(ngx_http_request_t *r,
    ngx_http_privacy_ctx_t *ctx, prv_page_t *page);
static ngx_int_t ngx_http_privacy_page_document(ngx_http_request_t *r,
    ngx_http_privacy_ctx_t *ctx, prv_page_t *page);
static ngx_int_t ngx_http_privacy_page_host(ngx_http_request_t *r,
    prv_str_t *endpoint);
static ngx_uint_t ngx_http_privacy_placeholder_size(const prv_str_t *tag,
    prv_page_t *page, prv_str_t *style);
static ngx_uint_t ngx_http_privacy_placeholder_small(const prv_str_t *size);
static ngx_uint_t ngx_http_privacy_placeholder_hidden(const prv_str_t *style);


static const prv_str_t  ngx_http_privacy_once_name =
                                                prv_string("privacy_once");


static int
ngx_http_privacy_template_value(void *data, unsigned index, prv_str_t *s)
{
    ngx_http_request_t         *r = data;

    ngx_http_variable_value_t  *vv;

    vv = ngx_http_get_indexed_variable(r, index);

    if (vv == NULL || vv->not_found) {
        return PRV_DECLINED;
    }

    s->len = vv->len;
    s->data = vv->data;

    return PRV_OK;
}


ngx_uint_t
ngx_http_privacy_notice_due(ngx_http_request_t *r,
    ngx_http_privacy_ctx_t *ctx)
{
    ngx_str_t                    *field, value;
    ngx_uint_t                    due;
    ngx_http_privacy_loc_conf_t  *plcf;

    plcf = ngx_http_get_module_loc_conf(r, ngx_http_privacy_module);

    if (r != r->main || plcf->endpoint || plcf->notice_data == NULL
        || plcf->enable != NGX_HTTP_PRIVACY_ON
        || plcf->notice == NGX_HTTP_PRIVACY_NOTICE_OFF)
    {
        return 0;
    }

    /* a frame has no visitor of its own, and a fragment no place for it */

    field = ngx_http_privacy_find(r, "sec-fetch-dest");

    if (field != NULL) {

        if (field->len != 8
            || ngx_strncmp(field->data, "document", 8) != 0)
        {
            return 0;
        }

    } else if (ngx_http_privacy_find(r, "x-requested-with") != NULL) {
        return 0;
    }

    switch (plcf->notice_when) {

    case NGX_HTTP_PRIVACY_WHEN_ALWAYS:
        due = 1;
        break;

    case NGX_HTTP_PRIVACY_WHEN_VALUE:

        if (ngx_http_complex_value(r, plcf->notice_when_value, &value)
            != NGX_OK)
        {
            return 0;
        }

        if (value.len == 9 && ngx_strncmp(value.data, "undecided", 9) == 0) {
            due = !ctx->decision.decided;

        } else {
            due = value.len && (value.len > 1 || value.data[0] != '0');
        }

        break;

    default: /* NGX_HTTP_PRIVACY_WHEN_UNDECIDED */
        due = !ctx->decision.decided;
    }

    if (due) {
        return NGX_HTTP_PRIVACY_DUE_NOTICE;
    }

    return plcf->choices ? NGX_HTTP_PRIVACY_DUE_CHOICES : 0;
}


uint32_t
ngx_http_privacy_notice_hash(ngx_http_request_t *r,
    ngx_http_privacy_ctx_t *ctx, uint32_t hash)
{
    ngx_uint_t                       due;
    prv_page_t                       page;
    ngx_http_privacy_loc_conf_t     *plcf;
    ngx_http_privacy_notice_conf_t  *pncf;

    due = ngx_http_privacy_notice_due(r, ctx);

    if (!due) {
        return hash;
    }

    plcf = ngx_http_get_module_loc_conf(r, ngx_http_privacy_module);
    pncf = plcf->notice_data;

    if (ngx_http_privacy_page_init(r, ctx, &page) != NGX_OK) {
        return hash;
    }

    hash = prv_hash(hash, due);
    hash = prv_hash_bytes(hash, pncf->place->uri.data, pncf->place->uri.len);
    hash = prv_hash_bytes(hash, page.policy_url.data, page.policy_url.len);
    hash = prv_hash_bytes(hash, page.lang->tag.data, page.lang->tag.len);

    return prv_hash_bytes(hash, pncf->main->version, PRV_PAGE_VERSION);
}


ngx_int_t
ngx_http_privacy_text_version(ngx_http_request_t *r,
    ngx_http_privacy_ctx_t *ctx, ngx_str_t *version)
{
    u_char                          *p;
    prv_page_t                       page;
    ngx_http_privacy_loc_conf_t     *plcf;
    ngx_http_privacy_notice_conf_t  *pncf;

    plcf = ngx_http_get_module_loc_conf(r, ngx_http_privacy_module);
    pncf = plcf->notice_data;

    if (pncf == NULL || ngx_http_privacy_page_init(r, ctx, &page) != NGX_OK) {
        return NGX_DECLINED;
    }

    p = ngx_pnalloc(r->pool, page.lang->tag.len + 1 + 8);
    if (p == NULL) {
        return NGX_ERROR;
    }

    version->data = p;
    version->len = ngx_sprintf(p, "%*s-%08xD", page.lang->tag.len,
                               page.lang->tag.data,
                               prv_page_words(page.lang, &pncf->notice,
                                              &pncf->main->pages.preferences))
                   - p;

    return NGX_OK;
}


ngx_int_t
ngx_http_privacy_notice_html(ngx_http_request_t *r,
    ngx_http_privacy_ctx_t *ctx, prv_str_t *html)
{
    prv_buf_t                        b;
    prv_page_t                       page;
    ngx_http_privacy_loc_conf_t     *plcf;
    ngx_http_privacy_notice_conf_t  *pncf;

    plcf = ngx_http_get_module_loc_conf(r, ngx_http_privacy_module);
    pncf = plcf->notice_data;

    if (ngx_http_privacy_page_document(r, ctx, &page) != NGX_OK
        || ngx_http_privacy_page_held(r, ctx, &page) != NGX_OK)
    {
        return NGX_ERROR;
    }

    page.due = (ngx_http_privacy_notice_due(r, ctx)
                == NGX_HTTP_PRIVACY_DUE_NOTICE);
    page.choices = plcf->choices ? 1 : 0;

    prv_buf_init(&b, &ctx->mem.mem, 16);

    /* an operator's template asks; the way back to the choices is ours */

    prv_cache_render(&pncf->main->cache, &page,
                     page.due ? &pncf->notice : &pncf->main->pages.notice, &b);

    return (prv_buf_done(&b, html) == PRV_OK) ? NGX_OK : NGX_ERROR;
}


ngx_int_t
ngx_http_privacy_placeholder_html(ngx_http_request_t *r,
    ngx_http_privacy_ctx_t *ctx, const prv_finding_t *finding,
    const prv_str_t *tag, prv_str_t *html)
{
    prv_buf_t                        b;
    prv_str_t                        style;
    prv_page_t                       page;
    prv_vendor_t                     nobody;
    ngx_http_privacy_loc_conf_t     *plcf;
    ngx_http_privacy_notice_conf_t  *pncf;

    plcf = ngx_http_get_module_loc_conf(r, ngx_http_privacy_module);
    pncf = plcf->notice_data;

    if (ngx_http_privacy_page_document(r, ctx, &page) != NGX_OK) {
        return NGX_ERROR;
    }

    page.vendor = finding->match->vendor;

    if (page.vendor == NULL) {

        /* of a list or a rule: there is a host, and nobody to allow by name */

        ngx_memzero(&nobody, sizeof(prv_vendor_t));

        nobody.name = finding->host;
        nobody.category = finding->match->category;
        page.vendor = &nobody;
    }

    if (!ngx_http_privacy_placeholder_size(tag, &page, &style)) {
        return NGX_OK;
    }

    /* what browsers give a frame (WHATWG HTML, section 15.5.12) */

    if (page.width.len == 0) {
        page.width.len = 3;
        page.width.data = (u_char *) "300";
    }

    /* a height that nobody has named may follow from the width */

    prv_buf_init(&b, &ctx->mem.mem, 64);
    prv_frame_style(&page.width, &page.height, &style, &b);

    if (prv_buf_done(&b, &page.room) != PRV_OK) {
        return NGX_ERROR;
    }

    if (page.height.len == 0) {
        page.height.len = 3;
        page.height.data = (u_char *) "150";
    }

    prv_buf_init(&b, &ctx->mem.mem, 2048);
    prv_page_render(&page, &pncf->placeholder, &b);

    return (prv_buf_done(&b, html) == PRV_OK) ? NGX_OK : NGX_ERROR;
}


/*
 * "560", "100%", "640px": digits and a unit, nothing else.  0 where nobody
 * sees the frame: of a tracker, that is, rather than of content.
 */

static ngx_uint_t
ngx_http_privacy_placeholder_size(const prv_str_t *tag, prv_page_t *page,
    prv_str_t *style)
{
    size_t       i;
    prv_str_t   *dst;
    prv_piece_t  piece;

    style->len = 0;
    style->data = NULL;

    prv_piece_init(&piece, tag->data, tag->len);

    while (prv_piece_next(&piece)) {

        if (prv_lower_eq(piece.name.data, piece.name.len, "width")) {
            dst = &page->width;

        } else if (prv_lower_eq(piece.name.data, piece.name.len, "height")) {
            dst = &page->height;

        } else if (prv_lower_eq(piece.name.data, piece.name.len, "class")) {

            if (page->css_class.len == 0) {
                page->css_class = piece.value;
            }

            continue;

        } else if (prv_lower_eq(piece.name.data, piece.name.len, "hidden")) {
            return 0;

        } else if (prv_lower_eq(piece.name.data, piece.name.len, "style")) {

            if (ngx_http_privacy_placeholder_hidden(&piece.value)) {
                return 0;
            }

            if (style->len == 0) {
                *style = piece.value;
            }

            continue;

        } else {
            continue;
        }

        for (i = 0; i < piece.value.len; i++) {
            if (!prv_is_digit(piece.value.data[i])) {
                break;
            }
        }

        if (dst->len || i == 0 || i > 5
            || (i < piece.value.len
                && !(piece.value.len - i == 1 && piece.value.data[i] == '%')
                && !prv_lower_eq(piece.value.data + i, piece.value.len - i,
                                 "px")))
        {
            continue;
        }

        *dst = piece.value;
    }

    return !ngx_http_privacy_placeholder_small(&page->width)
           && !ngx_http_privacy_placeholder_small(&page->height);
}


/* less than ten pixels or percent */

static ngx_uint_t
ngx_http_privacy_placeholder_small(const prv_str_t *size)
{
    return size->len && (size->len == 1 || !prv_is_digit(size->data[1]));
}


/* CSS Display Level 3, sections 2 and 4: what is not shown */

static ngx_uint_t
ngx_http_privacy_placeholder_hidden(const prv_str_t *style)
{
    u_char            *p, *end, *value;
    ngx_uint_t         i;
    static ngx_str_t   properties[] = {
        ngx_string("display:none"),
        ngx_string("visibility:hidden")
    };

    for (i = 0; i < 2; i++) {

        value = properties[i].data;
        end = style->data + style->len;

        for (p = style->data; p < end; p++) {

            /* white space may stand around the colon */

            if (prv_is_space(*p)) {
                continue;
            }

            value = (prv_lower(*p) == *value) ? value + 1
                    : properties[i].data
                      + (prv_lower(*p) == properties[i].data[0]);

            if (*value == '\0') {
                return 1;
            }
        }
    }

    return 0;
}


/* a page's description for what stands in a document of the site */

static ngx_int_t
ngx_http_privacy_page_document(ngx_http_request_t *r,
    ngx_http_privacy_ctx_t *ctx, prv_page_t *page)
{
    prv_str_t                     uri;
    ngx_http_privacy_loc_conf_t  *plcf;

    plcf = ngx_http_get_module_loc_conf(r, ngx_http_privacy_module);

    if (plcf->notice_data == NULL
        || ngx_http_privacy_page_init(r, ctx, page) != NGX_OK)
    {
        return NGX_ERROR;
    }

    uri.len = r->unparsed_uri.len;
    uri.data = r->unparsed_uri.data;

    if (prv_choice_return(&uri)) {
        page->back = uri;

    } else {
        page->back.len = 1;
        page->back.data = (u_char *) "/";
    }

    if (ctx->rebased
        && ngx_http_privacy_page_host(r, &page->endpoint) != NGX_OK)
    {
        return NGX_ERROR;
    }

    page->block = (plcf->tags == PRV_TAGS_BLOCK);

    page->ascii = !ctx->utf8
                  && (r->headers_out.charset.len != 5
                      || ngx_strncasecmp(r->headers_out.charset.data,
                                         (u_char *) "utf-8", 5)
                         != 0);

    page->nonce = ctx->csp.script.len ? ctx->csp.script : ctx->csp.style;

    return NGX_OK;
}


/*
 * The endpoint as a page sees it whose <base> is another host's: with the
 * host that was asked for.  Who takes TLS off in front says so.
 */

static ngx_int_t
ngx_http_privacy_page_host(ngx_http_request_t *r, prv_str_t *endpoint)
{
    u_char                       *p;
    size_t                        i;
    ngx_str_t                    *field, host;
    ngx_uint_t                    secure;
    ngx_http_privacy_loc_conf_t  *plcf;

    plcf = ngx_http_get_module_loc_conf(r, ngx_http_privacy_module);

    secure = ngx_http_privacy_secure(r, &plcf->cookie->name);

#if (NGX_HTTP_SSL)
    secure |= (r->connection->ssl != NULL);
#endif

    field = ngx_http_privacy_find(r, "x-forwarded-proto");

    if (field != NULL && field->len == 5
        && ngx_strncasecmp(field->data, (u_char *) "https", 5) == 0)
    {
        secure = 1;
    }

    host = (r->headers_in.host != NULL) ? r->headers_in.host->value
                                        : r->headers_in.server;

    for (i = 0; i < host.len; i++) {
        if (!prv_is_alnum(host.data[i])
            && ngx_strchr("-._:[]", host.data[i]) == NULL)
        {
            break;
        }
    }

    if (i < host.len || i == 0) {

        /* a choice that would go elsewhere is none to ask for */

        return NGX_ERROR;
    }

    p = ngx_pnalloc(r->pool,
                    sizeof("https://") - 1 + host.len + endpoint->len);
    if (p == NULL) {
        return NGX_ERROR;
    }

    i = ngx_sprintf(p, "%s%V%*s", secure ? "https://" : "http://", &host,
                    endpoint->len, endpoint->data)
        - p;

    endpoint->len = i;
    endpoint->data = p;

    return NGX_OK;
}


/*
 * A vendor that was allowed for one page: the cookie says so until the page
 * has come, and names the vendor, nothing else.
 */

void
ngx_http_privacy_once(ngx_http_privacy_ctx_t *ctx)
{
    size_t                n;
    u_char               *sets;
    unsigned              i;
    prv_str_t            *cookies, field;
    ngx_uint_t            k;
    prv_cookie_t          cookie;
    const prv_vendor_t   *vendor;
    const prv_catalog_t  *catalog;

    catalog = ctx->consent->engine.catalog;
    cookies = ctx->cookies.elts;
    vendor = NULL;

    for (k = 0; k < ctx->cookies.nelts; k++) {

        field = cookies[k];

        while (prv_cookie_next(&field, &cookie)) {
            if (prv_str_eq(&cookie.name, &ngx_http_privacy_once_name)) {
                vendor = prv_catalog_find(catalog, &cookie.value);
                ctx->once = 1;
            }
        }
    }

    if (vendor == NULL) {
        return;
    }

    n = (catalog->vendors.n + 7) / 8;

    sets = prv_calloc(&ctx->mem.mem, 2, n);
    if (sets == NULL) {
        return;
    }

    if (ctx->decision.yes != NULL) {
        ngx_memcpy(sets, ctx->decision.yes, n);
    }

    if (ctx->decision.no != NULL) {
        ngx_memcpy(sets + n, ctx->decision.no, n);
    }

    i = vendor->index;
    sets[i / 8] |= (u_char) (1 << i % 8);
    sets[n + i / 8] &= (u_char) ~(1 << i % 8);

    ctx->decision.yes = sets;
    ctx->decision.no = sets + n;
}


ngx_int_t
ngx_http_privacy_once_cookie(ngx_http_request_t *r,
    const prv_vendor_t *vendor)
{
    u_char      *p;
    ngx_str_t    value, name;
    const char  *secure;

    name.len = ngx_http_privacy_once_name.len;
    name.data = ngx_http_privacy_once_name.data;

    secure = ngx_http_privacy_secure(r, &name) ? "; Secure" : "";

    if (vendor == NULL) {
        ngx_str_set(&value, "privacy_once=; Path=/; Max-Age=0");

    } else {
        value.data = ngx_pnalloc(r->pool, vendor->id.len
                                 + sizeof("privacy_once=; Path=/; Max-Age=60;"
                                          " SameSite=Lax; HttpOnly; Secure"));
        if (value.data == NULL) {
            return NGX_ERROR;
        }

        p = ngx_sprintf(value.data, "privacy_once=%*s; Path=/; Max-Age=60; "
                        "SameSite=Lax; HttpOnly%s", vendor->id.len,
                        vendor->id.data, secure);
        value.len = p - value.data;
    }

    return ngx_http_privacy_add_field(r, "Set-Cookie", &value) != NULL
           ? NGX_OK : NGX_ERROR;
}


ngx_int_t
ngx_http_privacy_page_init(ngx_http_request_t *r,
    ngx_http_privacy_ctx_t *ctx, prv_page_t *page)
{
    ngx_str_t                        value;
    ngx_http_privacy_loc_conf_t     *plcf;
    ngx_http_privacy_notice_conf_t  *pncf;
    ngx_http_privacy_notice_main_t  *pnmcf;

    plcf = ngx_http_get_module_loc_conf(r, ngx_http_privacy_module);
    pncf = plcf->notice_data;
    pnmcf = pncf->main;

    ngx_memzero(page, sizeof(prv_page_t));

    page->endpoint.len = pncf->place->uri.len;
    page->endpoint.data = pncf->place->uri.data;
    page->version.len = PRV_PAGE_VERSION;
    page->version.data = pnmcf->version;
    page->position = (prv_position_e) plcf->notice_position;
    page->catalog = ctx->consent->engine.catalog;
    page->services = pncf->services;
    page->nservices = pncf->nservices;
    page->decision = &ctx->decision;
    page->variable = ngx_http_privacy_template_value;
    page->data = r;

    page->gpc = ctx->gpc
                && (ctx->consent->engine.gpc == PRV_GPC_ON
                    || (ctx->consent->engine.gpc == PRV_GPC_UNDECIDED
                        && !ctx->decision.decided));

    if (plcf->policy_url != NULL) {

        if (ngx_http_complex_value(r, plcf->policy_url, &value) != NGX_OK) {
            return NGX_ERROR;
        }

        page->policy_url.len = value.len;
        page->policy_url.data = value.data;
    }

    return ngx_http_privacy_page_language(r, pnmcf, page);
}


static ngx_int_t
ngx_http_privacy_page_language(ngx_http_request_t *r,
    ngx_http_privacy_notice_main_t *pnmcf, prv_page_t *page)
{
    ngx_str_t                    *field, value;
    prv_str_t                     s;
    ngx_http_privacy_loc_conf_t  *plcf;

    plcf = ngx_http_get_module_loc_conf(r, ngx_http_privacy_module);

    if (plcf->language != NULL) {

        if (ngx_http_complex_value(r, plcf->language, &value) != NGX_OK) {
            return NGX_ERROR;
        }

        s.len = value.len;
        s.data = value.data;

        page->lang = prv_langs_find(&pnmcf->langs, &s);

        if (page->lang != NULL) {
            return NGX_OK;
        }
    }

    field = ngx_http_privacy_find(r, "accept-language");

    s.len = 0;
    s.data = NULL;

    if (field != NULL) {
        s.len = field->len;
        s.data = field->data;
    }

    page->lang = prv_langs_accept(&pnmcf->langs, &s);

    return NGX_OK;
}


/* who has been held back so far: what stands in the head */

static ngx_int_t
ngx_http_privacy_page_held(ngx_http_request_t *r,
    ngx_http_privacy_ctx_t *ctx, prv_page_t *page)
{
    ngx_uint_t            i, k, n;
    prv_vendor_t        **vendors;
    const prv_vendor_t  **held;

    if (ctx->vendors == NULL) {
        return NGX_OK;
    }

    vendors = page->catalog->vendors.elts;
    n = page->catalog->vendors.n;

    k = 0;

    for (i = 0; i < (n + 7) / 8; i++) {
        k += __builtin_popcount(ctx->vendors[i]);
    }

    held = ngx_palloc(r->pool, k * sizeof(prv_vendor_t *));
    if (held == NULL) {
        return NGX_ERROR;
    }

    page->held = held;

    for (i = 0; i < n; i++) {

        if (ctx->vendors[i / 8] == 0) {
            i |= 7;

        } else if (ctx->vendors[i / 8] & (1 << (i % 8))) {
            held[page->nheld++] = vendors[i];
        }
    }

    return NGX_OK;
}
