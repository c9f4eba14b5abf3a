
/*
 * The notice in documents, and what it shares with the endpoint: templates
 * and languages are read once for a configuration.
 */


#include "nginx/ngx_http_privacy_page.h"
#include "base/prv_hash.h"
#include "notice/prv_choice.h"


#define NGX_HTTP_PRIVACY_TEMPLATE_MAX  (256 * 1024)


static ngx_http_privacy_notice_main_t *ngx_http_privacy_notice_main(
    ngx_conf_t *cf);
static char *ngx_http_privacy_notice_template(ngx_conf_t *cf,
    ngx_http_privacy_notice_conf_t *pncf, ngx_str_t *name);
static ngx_int_t ngx_http_privacy_read_file(ngx_conf_t *cf, ngx_str_t *name,
    prv_str_t *text);
static int ngx_http_privacy_template_variable(void *data,
    const prv_str_t *name);
static int ngx_http_privacy_template_value(void *data, unsigned index,
    prv_str_t *s);
static ngx_int_t ngx_http_privacy_page_language(ngx_http_request_t *r,
    ngx_http_privacy_notice_main_t *pnmcf, prv_page_t *page);
static void ngx_http_privacy_page_nonce(ngx_http_request_t *r,
    prv_page_t *page);
static ngx_int_t ngx_http_privacy_page_held(ngx_http_request_t *r,
    ngx_http_privacy_ctx_t *ctx, prv_page_t *page);


char *
ngx_http_privacy_endpoint(ngx_conf_t *cf, ngx_command_t *cmd, void *conf)
{
    uintptr_t                        escape;
    ngx_str_t                       *name;
    ngx_http_core_loc_conf_t        *clcf;
    ngx_http_privacy_place_t        *place;
    ngx_http_privacy_loc_conf_t     *plcf = conf;
    ngx_http_privacy_notice_main_t  *pnmcf;

    if (plcf->endpoint) {
        return "is duplicate";
    }

    clcf = ngx_http_conf_get_module_loc_conf(cf, ngx_http_core_module);

    if (clcf->noname || clcf->named || clcf->exact_match
#if (NGX_PCRE)
        || clcf->regex != NULL
#endif
        || clcf->name.len == 0)
    {
        return "serves the addresses below its location, which has to be a "
               "prefix, as in \"location /privacy/\"";
    }

    pnmcf = ngx_http_privacy_notice_main(cf);
    if (pnmcf == NULL) {
        return NGX_CONF_ERROR;
    }

    place = ngx_array_push(&pnmcf->places);
    if (place == NULL) {
        return NGX_CONF_ERROR;
    }

    place->server = ngx_http_conf_get_module_srv_conf(cf,
                                                      ngx_http_core_module);
    place->name = clcf->name;

    name = &clcf->name;
    escape = 2 * ngx_escape_uri(NULL, name->data, name->len, NGX_ESCAPE_URI);

    place->uri.data = ngx_pnalloc(cf->pool, name->len + escape + 1);
    if (place->uri.data == NULL) {
        return NGX_CONF_ERROR;
    }

    if (escape) {
        (void) ngx_escape_uri(place->uri.data, name->data, name->len,
                              NGX_ESCAPE_URI);
    } else {
        ngx_memcpy(place->uri.data, name->data, name->len);
    }

    place->uri.len = name->len + escape;

    if (place->uri.data[place->uri.len - 1] != '/') {
        place->uri.data[place->uri.len++] = '/';

    } else {
        clcf->auto_redirect = 1;
    }

    clcf->handler = ngx_http_privacy_endpoint_handler;

    plcf->endpoint = 1;

    return NGX_CONF_OK;
}


static ngx_http_privacy_notice_main_t *
ngx_http_privacy_notice_main(ngx_conf_t *cf)
{
    prv_error_t                      err;
    ngx_http_privacy_main_conf_t    *pmcf;
    ngx_http_privacy_notice_main_t  *pnmcf;

    pmcf = ngx_http_conf_get_module_main_conf(cf, ngx_http_privacy_module);

    if (pmcf->notice_data != NULL) {
        return pmcf->notice_data;
    }

    pnmcf = ngx_pcalloc(cf->pool, sizeof(ngx_http_privacy_notice_main_t));
    if (pnmcf == NULL) {
        return NULL;
    }

    if (ngx_array_init(&pnmcf->places, cf->pool, 4,
                       sizeof(ngx_http_privacy_place_t))
        != NGX_OK)
    {
        return NULL;
    }

    ngx_http_privacy_mem_pool(&pnmcf->mem, cf->pool);
    prv_page_version(pnmcf->version);

    if (prv_pages_init(&pnmcf->pages, &pnmcf->mem.mem, &err) != PRV_OK
        || prv_langs_init(&pnmcf->langs, &pnmcf->mem.mem, &err) != PRV_OK)
    {
        ngx_conf_log_error(NGX_LOG_EMERG, cf, 0, "%s in line %ui of a "
                           "built-in file", err.text, (ngx_uint_t) err.line);
        return NULL;
    }

    pmcf->notice_data = pnmcf;

    return pnmcf;
}


char *
ngx_http_privacy_endpoint_init(ngx_conf_t *cf,
    ngx_http_privacy_loc_conf_t *prev, ngx_http_privacy_loc_conf_t *conf)
{
    char                            *rv;
    prv_str_t                        tag;
    ngx_uint_t                       i;
    ngx_http_core_srv_conf_t        *cscf;
    ngx_http_privacy_place_t        *places;
    ngx_http_privacy_notice_main_t  *pnmcf;
    ngx_http_privacy_notice_conf_t  *pncf;

    if (!conf->endpoint
        && (conf->enable == NGX_HTTP_PRIVACY_OFF
            || conf->notice == NGX_HTTP_PRIVACY_NOTICE_OFF))
    {
        return NGX_CONF_OK;
    }

    pnmcf = ngx_http_privacy_notice_main(cf);
    if (pnmcf == NULL) {
        return NGX_CONF_ERROR;
    }

    if (conf->language != NULL && conf->language->lengths == NULL) {

        tag.len = conf->language->value.len;
        tag.data = conf->language->value.data;

        if (prv_langs_find(&pnmcf->langs, &tag) == NULL) {
            ngx_conf_log_error(NGX_LOG_EMERG, cf, 0,
                               "no texts for \"privacy_language %V\"",
                               &conf->language->value);
            return NGX_CONF_ERROR;
        }
    }

    pncf = ngx_pcalloc(cf->pool, sizeof(ngx_http_privacy_notice_conf_t));
    if (pncf == NULL) {
        return NGX_CONF_ERROR;
    }

    pncf->main = pnmcf;
    pncf->notice = &pnmcf->pages.notice;

    cscf = ngx_http_conf_get_module_srv_conf(cf, ngx_http_core_module);
    places = pnmcf->places.elts;

    for (i = 0; i < pnmcf->places.nelts; i++) {
        if (places[i].server == cscf) {
            pncf->place = &places[i];
            break;
        }
    }

    if (pncf->place == NULL) {
        ngx_conf_log_error(NGX_LOG_EMERG, cf, 0,
                           "\"privacy_notice\" is on, but server \"%V\" has "
                           "no location with \"privacy_endpoint\" that "
                           "could take the visitor's choice",
                           &cscf->server_name);
        return NGX_CONF_ERROR;
    }

    if (conf->notice == NGX_HTTP_PRIVACY_NOTICE_FILE) {

        /* levels that name the same file share what was made of it */

        if (prev->notice_data != NULL
            && prev->notice_file.data == conf->notice_file.data)
        {
            pncf->notice = ((ngx_http_privacy_notice_conf_t *)
                                                 prev->notice_data)->notice;

        } else {
            rv = ngx_http_privacy_notice_template(cf, pncf,
                                                  &conf->notice_file);
            if (rv != NGX_CONF_OK) {
                return rv;
            }
        }
    }

    conf->notice_data = pncf;

    return NGX_CONF_OK;
}


static char *
ngx_http_privacy_notice_template(ngx_conf_t *cf,
    ngx_http_privacy_notice_conf_t *pncf, ngx_str_t *name)
{
    prv_str_t    text;
    prv_error_t  err;

    if (ngx_http_privacy_read_file(cf, name, &text) != NGX_OK) {
        return NGX_CONF_ERROR;
    }

    pncf->notice = ngx_palloc(cf->pool, sizeof(prv_template_t));
    if (pncf->notice == NULL) {
        return NGX_CONF_ERROR;
    }

    if (prv_page_compile(pncf->notice, &text,
                         ngx_http_privacy_template_variable, cf,
                         &pncf->main->mem.mem, &err)
        != PRV_OK)
    {
        ngx_conf_log_error(NGX_LOG_EMERG, cf, 0, "%s in %V:%ui", err.text,
                           name, (ngx_uint_t) err.line);
        return NGX_CONF_ERROR;
    }

    return NGX_CONF_OK;
}


static ngx_int_t
ngx_http_privacy_read_file(ngx_conf_t *cf, ngx_str_t *name, prv_str_t *text)
{
    off_t       size;
    ssize_t     n;
    ngx_fd_t    fd;
    ngx_int_t   rc;
    ngx_file_t  file;

    fd = ngx_open_file(name->data, NGX_FILE_RDONLY, NGX_FILE_OPEN, 0);

    if (fd == NGX_INVALID_FILE) {
        ngx_conf_log_error(NGX_LOG_EMERG, cf, ngx_errno,
                           ngx_open_file_n " \"%V\" failed", name);
        return NGX_ERROR;
    }

    rc = NGX_ERROR;

    ngx_memzero(&file, sizeof(ngx_file_t));

    file.fd = fd;
    file.name = *name;
    file.log = cf->log;

    if (ngx_fd_info(fd, &file.info) == NGX_FILE_ERROR) {
        ngx_conf_log_error(NGX_LOG_EMERG, cf, ngx_errno,
                           ngx_fd_info_n " \"%V\" failed", name);
        goto done;
    }

    size = ngx_file_size(&file.info);

    if (!ngx_is_file(&file.info) || size > NGX_HTTP_PRIVACY_TEMPLATE_MAX) {
        ngx_conf_log_error(NGX_LOG_EMERG, cf, 0,
                           "\"%V\" is not a file, or too large", name);
        goto done;
    }

    text->data = ngx_pnalloc(cf->pool, (size_t) size + 1);
    if (text->data == NULL) {
        goto done;
    }

    n = ngx_read_file(&file, text->data, (size_t) size, 0);

    if (n == NGX_ERROR) {
        ngx_conf_log_error(NGX_LOG_EMERG, cf, ngx_errno,
                           ngx_read_file_n " \"%V\" failed", name);
        goto done;
    }

    text->len = n;
    rc = NGX_OK;

done:

    if (ngx_close_file(fd) == NGX_FILE_ERROR) {
        ngx_log_error(NGX_LOG_ALERT, cf->log, ngx_errno,
                      ngx_close_file_n " \"%V\" failed", name);
    }

    return rc;
}


/* all modules have told their variables before configurations are merged */

static int
ngx_http_privacy_template_variable(void *data, const prv_str_t *name)
{
    ngx_conf_t                 *cf = data;

    u_char                     *lower;
    ngx_str_t                   copy;
    ngx_uint_t                  i, known;
    ngx_hash_key_t             *key;
    ngx_http_variable_t        *v;
    ngx_http_core_main_conf_t  *cmcf;

    cmcf = ngx_http_conf_get_module_main_conf(cf, ngx_http_core_module);

    lower = ngx_pnalloc(cf->pool, name->len + 1);
    if (lower == NULL) {
        return -1;
    }

    ngx_strlow(lower, name->data, name->len);

    copy.len = name->len;
    copy.data = lower;
    known = 0;

    key = cmcf->variables_keys->keys.elts;

    for (i = 0; i < cmcf->variables_keys->keys.nelts; i++) {
        if (key[i].key.len == copy.len
            && ngx_strncmp(key[i].key.data, lower, copy.len) == 0)
        {
            known = 1;
            break;
        }
    }

    v = cmcf->prefix_variables.elts;

    for (i = 0; i < cmcf->prefix_variables.nelts; i++) {
        if (copy.len > v[i].name.len
            && ngx_strncmp(v[i].name.data, lower, v[i].name.len) == 0)
        {
            known = 1;
            break;
        }
    }

    if (!known) {
        return -1;
    }

    return (int) ngx_http_get_variable_index(cf, &copy);
}


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
        return 1;

    case NGX_HTTP_PRIVACY_WHEN_VALUE:

        if (ngx_http_complex_value(r, plcf->notice_when_value, &value)
            != NGX_OK)
        {
            return 0;
        }

        if (value.len == 6 && ngx_strncmp(value.data, "always", 6) == 0) {
            return 1;
        }

        if (value.len == 9 && ngx_strncmp(value.data, "undecided", 9) == 0) {
            return !ctx->decision.decided;
        }

        return value.len && (value.len > 1 || value.data[0] != '0');

    default: /* NGX_HTTP_PRIVACY_WHEN_UNDECIDED */
        return !ctx->decision.decided;
    }
}


uint32_t
ngx_http_privacy_notice_hash(ngx_http_request_t *r,
    ngx_http_privacy_ctx_t *ctx, uint32_t hash)
{
    prv_page_t                       page;
    ngx_http_privacy_loc_conf_t     *plcf;
    ngx_http_privacy_notice_conf_t  *pncf;

    if (!ngx_http_privacy_notice_due(r, ctx)) {
        return hash;
    }

    plcf = ngx_http_get_module_loc_conf(r, ngx_http_privacy_module);
    pncf = plcf->notice_data;

    if (ngx_http_privacy_page_init(r, ctx, &page) != NGX_OK) {
        return hash;
    }

    hash = prv_hash_bytes(hash, pncf->place->uri.data, pncf->place->uri.len);
    hash = prv_hash_bytes(hash, page.policy_url.data, page.policy_url.len);
    hash = prv_hash_bytes(hash, page.lang->tag.data, page.lang->tag.len);

    return prv_hash_bytes(hash, pncf->main->version, PRV_PAGE_VERSION);
}


ngx_int_t
ngx_http_privacy_notice_html(ngx_http_request_t *r,
    ngx_http_privacy_ctx_t *ctx, prv_str_t *html)
{
    prv_buf_t                        b;
    prv_page_t                       page;
    prv_str_t                        uri;
    ngx_http_privacy_loc_conf_t     *plcf;
    ngx_http_privacy_notice_conf_t  *pncf;

    plcf = ngx_http_get_module_loc_conf(r, ngx_http_privacy_module);
    pncf = plcf->notice_data;

    if (pncf == NULL) {
        return NGX_DECLINED;
    }

    if (ngx_http_privacy_page_init(r, ctx, &page) != NGX_OK) {
        return NGX_ERROR;
    }

    uri.len = r->unparsed_uri.len;
    uri.data = r->unparsed_uri.data;

    if (prv_choice_return(&uri)) {
        page.back = uri;

    } else {
        page.back.len = 1;
        page.back.data = (u_char *) "/";
    }

    page.ascii = (r->headers_out.charset.len != 5
                  || ngx_strncasecmp(r->headers_out.charset.data,
                                     (u_char *) "utf-8", 5)
                     != 0);

    ngx_http_privacy_page_nonce(r, &page);

    if (ngx_http_privacy_page_held(r, ctx, &page) != NGX_OK) {
        return NGX_ERROR;
    }

    prv_buf_init(&b, &ctx->mem.mem, 4096);
    prv_page_render(&page, pncf->notice, &b);

    return (prv_buf_done(&b, html) == PRV_OK) ? NGX_OK : NGX_ERROR;
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


/* the first nonce of the page's own policy (CSP Level 3, section 2.3.1) */

static void
ngx_http_privacy_page_nonce(ngx_http_request_t *r, prv_page_t *page)
{
    u_char           *p, *end;
    ngx_uint_t        i;
    ngx_list_part_t  *part;
    ngx_table_elt_t  *h;

    part = &r->headers_out.headers.part;
    h = part->elts;

    for (i = 0; /* void */ ; i++) {

        if (i >= part->nelts) {
            if (part->next == NULL) {
                return;
            }

            part = part->next;
            h = part->elts;
            i = 0;
        }

        if (h[i].hash == 0 || h[i].key.len != 23
            || ngx_strncasecmp(h[i].key.data,
                               (u_char *) "content-security-policy", 23)
               != 0)
        {
            continue;
        }

        end = h[i].value.data + h[i].value.len;

        p = ngx_strlcasestrn(h[i].value.data, end, (u_char *) "'nonce-",
                             sizeof("'nonce-") - 2);
        if (p == NULL) {
            continue;
        }

        p += sizeof("'nonce-") - 1;
        page->nonce.data = p;

        while (p < end && (prv_is_alnum(*p) || *p == '+' || *p == '/'
                           || *p == '-' || *p == '_' || *p == '='))
        {
            p++;
        }

        page->nonce.len = p - page->nonce.data;

        return;
    }
}


/* who has been held back so far: what stands in the head */

static ngx_int_t
ngx_http_privacy_page_held(ngx_http_request_t *r,
    ngx_http_privacy_ctx_t *ctx, prv_page_t *page)
{
    ngx_uint_t            i, n;
    prv_vendor_t        **vendors;
    const prv_vendor_t  **held;

    if (ctx->vendors == NULL) {
        return NGX_OK;
    }

    vendors = page->catalog->vendors.elts;
    n = page->catalog->vendors.n;

    held = ngx_palloc(r->pool, n * sizeof(prv_vendor_t *));
    if (held == NULL) {
        return NGX_ERROR;
    }

    page->held = held;

    for (i = 0; i < n; i++) {
        if (ctx->vendors[i / 8] & (1 << (i % 8))) {
            held[page->nheld++] = vendors[i];
        }
    }

    return NGX_OK;
}
