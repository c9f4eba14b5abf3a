
/*
 * Content-Security-Policy: the page's own, which what is put into the page
 * obeys, and one more that allows those alone who may be here.
 */


#include "nginx/ngx_http_privacy_page.h"
#include "header/prv_csp.h"
#include "notice/prv_consent_mode.h"

#include <openssl/evp.h>


#define NGX_HTTP_PRIVACY_CSP_FIELD   "content-security-policy"
#define NGX_HTTP_PRIVACY_CSP_WATCH   "content-security-policy-report-only"

/* what a proxy in front takes that nobody has given larger buffers */

#define NGX_HTTP_PRIVACY_CSP_HEAD    4096

#define NGX_HTTP_PRIVACY_CSP_HASH                                             \
    (sizeof("'sha256-'") - 1 + ngx_base64_encoded_length(32))


static ngx_int_t ngx_http_privacy_csp_mode(ngx_http_request_t *r,
    ngx_http_privacy_ctx_t *ctx);
static ngx_int_t ngx_http_privacy_csp_allow(ngx_http_request_t *r,
    ngx_http_privacy_ctx_t *ctx, const prv_str_t *script);
static ngx_int_t ngx_http_privacy_csp_hash(const prv_str_t *script,
    u_char *text, prv_str_t *hash);
static void ngx_http_privacy_csp_sources(prv_buf_t *b,
    ngx_http_privacy_loc_conf_t *plcf, const prv_rules_t *rules,
    ngx_http_privacy_ctx_t *ctx);
static ngx_uint_t ngx_http_privacy_csp_used(
    ngx_http_privacy_loc_conf_t *plcf, const prv_vendor_t *vendor);
static void ngx_http_privacy_csp_hosts(prv_buf_t *b, const prv_vec_t *hosts);


static const char *const  ngx_http_privacy_csp_names[] = {
    NGX_HTTP_PRIVACY_CSP_FIELD,
    NGX_HTTP_PRIVACY_CSP_WATCH
};


/* privacy_csp off | report | on [max=SIZE] */

char *
ngx_http_privacy_csp_conf(ngx_conf_t *cf, ngx_command_t *cmd, void *conf)
{
    char                         *rc;
    ssize_t                       max;
    ngx_str_t                    *value, s;
    ngx_http_privacy_loc_conf_t  *plcf = conf;

    rc = ngx_http_privacy_enum_slot(cf, cmd, conf);

    if (rc != NGX_CONF_OK || cf->args->nelts == 2) {
        return rc;
    }

    value = cf->args->elts;

    if (ngx_strncmp(value[2].data, "max=", 4) != 0) {
        return ngx_http_privacy_invalid_parameter(cf, cmd, &value[2],
                                                  "\"max=SIZE\"");
    }

    s.len = value[2].len - 4;
    s.data = value[2].data + 4;

    max = ngx_parse_size(&s);

    if (max == NGX_ERROR || max == 0) {
        return ngx_http_privacy_invalid_parameter(cf, cmd, &value[2],
                                                  "\"max=SIZE\"");
    }

    plcf->csp_max = max;

    return NGX_CONF_OK;
}


/* frames have tags, too; what a script fetches is in a page that has it */

ngx_uint_t
ngx_http_privacy_mode_due(ngx_http_request_t *r, ngx_http_privacy_ctx_t *ctx)
{
    ngx_http_privacy_loc_conf_t  *plcf;

    plcf = ngx_http_get_module_loc_conf(r, ngx_http_privacy_module);

    if (plcf->consent_mode == NGX_HTTP_PRIVACY_MODE_OFF
        || plcf->enable != NGX_HTTP_PRIVACY_ON
        || plcf->endpoint || r != r->main)
    {
        return 0;
    }

    return ctx->dest == NGX_HTTP_PRIVACY_DEST_DOCUMENT
           || (ctx->dest == NGX_HTTP_PRIVACY_DEST_UNKNOWN
               && ngx_http_privacy_find(r, "x-requested-with") == NULL);
}


/*
 * What is put into a document shows the nonce of its policy.  One that is
 * enforced comes first, whatever the order of the fields.
 */

ngx_int_t
ngx_http_privacy_csp_page(ngx_http_request_t *r, ngx_http_privacy_ctx_t *ctx)
{
    prv_str_t                  field;
    ngx_uint_t                 n, inert;
    ngx_table_elt_t           *h;
    ngx_http_privacy_field_t   it;

    ngx_memzero(&ctx->csp, sizeof(prv_csp_page_t));

    for (n = 0; n < 2; n++) {

        inert = ctx->csp.inert;

        ngx_http_privacy_fields(&it, &r->headers_out.headers);

        while ((h = ngx_http_privacy_next(&it, ngx_http_privacy_csp_names[n]))
               != NULL)
        {
            field.len = h->value.len;
            field.data = h->value.data;

            prv_csp_page_read(&ctx->csp, &field);
        }

        if (n) {
            ctx->csp.inert = inert & 1;
        }
    }

    if (ctx->mode && ctx->csp.inert) {

        /* there is nobody to tell */

        ctx->mode = 0;
    }

    return ctx->mode ? ngx_http_privacy_csp_mode(r, ctx) : NGX_OK;
}


/* the script of Consent Mode, and where it needs it, its hash */

static ngx_int_t
ngx_http_privacy_csp_mode(ngx_http_request_t *r, ngx_http_privacy_ctx_t *ctx)
{
    prv_buf_t  b;
    prv_str_t  script;

    prv_buf_init(&b, &ctx->mem.mem, 1024);
    prv_consent_mode(&b, &ctx->decision, ctx->consent->engine.catalog);

    if (prv_buf_done(&b, &script) != PRV_OK
        || ngx_http_privacy_csp_allow(r, ctx, &script) != NGX_OK)
    {
        return NGX_ERROR;
    }

    prv_buf_init(&b, &ctx->mem.mem, script.len + 64);
    prv_buf_lit(&b, "<script");

    if (ctx->csp.script.len) {
        prv_buf_lit(&b, " nonce=\"");
        prv_buf_html(&b, &ctx->csp.script);
        prv_buf_char(&b, '"');
    }

    prv_buf_char(&b, '>');
    prv_buf_str(&b, &script);
    prv_buf_lit(&b, "</script>");

    return (prv_buf_done(&b, &ctx->mode_html) == PRV_OK) ? NGX_OK : NGX_ERROR;
}


static ngx_int_t
ngx_http_privacy_csp_allow(ngx_http_request_t *r, ngx_http_privacy_ctx_t *ctx,
    const prv_str_t *script)
{
    int                        changed;
    u_char                     text[NGX_HTTP_PRIVACY_CSP_HASH];
    prv_buf_t                  b;
    prv_str_t                  field, hash;
    ngx_uint_t                 n;
    ngx_table_elt_t           *h;
    ngx_http_privacy_field_t   it;

    hash.len = 0;

    for (n = 0; n < 2; n++) {

        ngx_http_privacy_fields(&it, &r->headers_out.headers);

        while ((h = ngx_http_privacy_next(&it, ngx_http_privacy_csp_names[n]))
               != NULL)
        {
            if (hash.len == 0
                && ngx_http_privacy_csp_hash(script, text, &hash) != NGX_OK)
            {
                return NGX_ERROR;
            }

            field.len = h->value.len;
            field.data = h->value.data;

            prv_buf_init(&b, &ctx->mem.mem,
                         field.len + NGX_HTTP_PRIVACY_CSP_HASH + 1);

            changed = prv_csp_page_allow(&b, &field, &ctx->csp.script, &hash);

            if (prv_buf_done(&b, &field) != PRV_OK) {
                return NGX_ERROR;
            }

            if (changed) {
                h->value.len = field.len;
                h->value.data = field.data;
            }
        }
    }

    return NGX_OK;
}


/* section 6.7.2.1 of CSP Level 3: base64 of the digest of the text */

static ngx_int_t
ngx_http_privacy_csp_hash(const prv_str_t *script, u_char *text,
    prv_str_t *hash)
{
    u_char     *p, digest[EVP_MAX_MD_SIZE];
    unsigned    n;
    ngx_str_t   src, dst;

    if (EVP_Digest(script->data, script->len, digest, &n, EVP_sha256(), NULL)
        != 1)
    {
        return NGX_ERROR;
    }

    p = ngx_cpymem(text, "'sha256-", sizeof("'sha256-") - 1);

    src.data = digest;
    src.len = n;
    dst.data = p;

    ngx_encode_base64(&dst, &src);

    p += dst.len;
    *p++ = '\'';

    hash->data = text;
    hash->len = p - text;

    return NGX_OK;
}


/*
 * The longest field that a visitor may get here, who has agreed to all but
 * one: it is told while somebody reads it, and once.
 */

ngx_int_t
ngx_http_privacy_csp_check(ngx_conf_t *cf, ngx_http_privacy_loc_conf_t *plcf)
{
    size_t                         max, size;
    prv_buf_t                      sources, b;
    prv_str_t                      list, none;
    ngx_http_privacy_mem_t         mem;
    ngx_http_privacy_main_conf_t  *pmcf;

    pmcf = ngx_http_conf_get_module_main_conf(cf, ngx_http_privacy_module);

    if (plcf->csp == NGX_HTTP_PRIVACY_CSP_OFF
        || plcf->enable != NGX_HTTP_PRIVACY_ON || pmcf->csp_told)
    {
        return NGX_OK;
    }

    ngx_http_privacy_mem_pool(&mem, cf->temp_pool);

    prv_buf_init(&sources, &mem.mem, 0);
    prv_buf_init(&b, &mem.mem, 0);

    ngx_http_privacy_csp_sources(&sources, plcf, plcf->rules, NULL);

    if (prv_buf_done(&sources, &list) != PRV_OK) {
        return NGX_ERROR;
    }

    ngx_memzero(&none, sizeof(prv_str_t));

    max = plcf->csp_max ? plcf->csp_max : NGX_HTTP_PRIVACY_CSP_HEAD;

    size = sizeof(NGX_HTTP_PRIVACY_CSP_FIELD ": " CRLF) - 1
           + prv_csp_write(&b, &list, &none, 1);

    if (size <= max) {
        return NGX_OK;
    }

    pmcf->csp_told = 1;

    ngx_log_error(NGX_LOG_WARN, cf->log, 0,
                  "\"privacy_csp\" makes fields of up to %uz bytes, %s %uz; "
                  "\"privacy_services\" with those that the site uses makes "
                  "them short",
                  size,
                  plcf->csp_max ? "and sends none that is longer than"
                  : "and a proxy in front may take heads of no more than",
                  max);

    return NGX_OK;
}


ngx_int_t
ngx_http_privacy_csp(ngx_http_request_t *r, ngx_http_privacy_ctx_t *ctx)
{
    size_t                           max, size;
    prv_buf_t                        sources, b;
    prv_str_t                        list, out, report;
    ngx_str_t                        value;
    const char                      *name;
    ngx_http_privacy_loc_conf_t     *plcf;
    ngx_http_privacy_main_conf_t    *pmcf;
    ngx_http_privacy_notice_conf_t  *pncf;

    plcf = ngx_http_get_module_loc_conf(r, ngx_http_privacy_module);

    prv_buf_init(&sources, &ctx->mem.mem, 0);
    prv_buf_init(&b, &ctx->mem.mem, 1024);

    ngx_http_privacy_csp_sources(&sources, plcf, ctx->gate.rules, ctx);

    if (prv_buf_done(&sources, &list) != PRV_OK) {
        return NGX_ERROR;
    }

    /* the endpoint of this server takes what browsers report */

    ngx_memzero(&report, sizeof(prv_str_t));
    pncf = plcf->notice_data;

    if (pncf != NULL) {
        report.len = pncf->place->uri.len + sizeof("report") - 1;
        report.data = ngx_pnalloc(r->pool, report.len);
        if (report.data == NULL) {
            return NGX_ERROR;
        }

        ngx_memcpy(ngx_cpymem(report.data, pncf->place->uri.data,
                              pncf->place->uri.len),
                   "report", sizeof("report") - 1);
    }

    name = (plcf->csp == NGX_HTTP_PRIVACY_CSP_REPORT)
           ? "Content-Security-Policy-Report-Only"
           : "Content-Security-Policy";

    /* the whole field, as it is sent; every policy is longer than 1 byte */

    max = plcf->csp_max;
    size = ngx_strlen(name) + sizeof(": " CRLF) - 1;

    if (max) {
        max = (max > size) ? max - size : 1;
    }

    size += prv_csp_write(&b, &list, &report, max);

    if (prv_buf_done(&b, &out) != PRV_OK) {
        return NGX_ERROR;
    }

    if (out.len == 0) {
        pmcf = ngx_http_get_module_main_conf(r, ngx_http_privacy_module);

        if (!pmcf->csp_long) {
            pmcf->csp_long = 1;

            ngx_log_error(NGX_LOG_WARN, r->connection->log, 0,
                          "privacy: a policy of %uz bytes is longer than "
                          "\"privacy_csp max=%uz\" and is not sent; it "
                          "is shorter where \"privacy_services\" names "
                          "those that the site uses",
                          size, plcf->csp_max);
        }

        return NGX_OK;
    }

    value.len = out.len;
    value.data = out.data;

    ctx->csp_size = ngx_strlen(name) + sizeof(": " CRLF) - 1 + out.len;

    return ngx_http_privacy_add_field(r, name, &value) != NULL ? NGX_OK
                                                               : NGX_ERROR;
}


/*
 * First parties, what is allowed here, and of those whom the site uses who
 * has consent; without a ctx all of them.
 */

static void
ngx_http_privacy_csp_sources(prv_buf_t *b, ngx_http_privacy_loc_conf_t *plcf,
    const prv_rules_t *rules, ngx_http_privacy_ctx_t *ctx)
{
    size_t                i;
    prv_vendor_t        **vendors;
    prv_host_rule_t      *own;
    const prv_vendor_t  **allowed;

    ngx_http_privacy_csp_hosts(b, &rules->first);

    own = rules->own.hosts.rules.elts;

    for (i = 0; i < rules->own.hosts.rules.n; i++) {
        if (own[i].rule.allow) {
            prv_csp_source(b, &own[i].host.host, &own[i].host.path,
                           own[i].host.subdomains);
        }
    }

    allowed = rules->vendors.elts;

    for (i = 0; i < rules->vendors.n; i++) {
        ngx_http_privacy_csp_hosts(b, &allowed[i]->hosts);
    }

    vendors = rules->catalog->vendors.elts;

    for (i = 0; i < rules->catalog->vendors.n; i++) {

        if ((ngx_http_privacy_csp_used(plcf, vendors[i])
             && (ctx == NULL
                 || prv_decision_vendor(&ctx->decision, vendors[i],
                                        vendors[i]->category)))
            || (ctx != NULL && ctx->gate.obeyed && vendors[i]->obeys.n))
        {
            ngx_http_privacy_csp_hosts(b, &vendors[i]->hosts);
        }
    }
}


/* who may always load is no service, and is left out for want of room alone */

static ngx_uint_t
ngx_http_privacy_csp_used(ngx_http_privacy_loc_conf_t *plcf,
    const prv_vendor_t *vendor)
{
    ngx_uint_t                i;
    ngx_http_privacy_word_t  *ids;

    if (plcf->services == NULL || plcf->services->nelts == 0
        || (plcf->csp_max == 0 && vendor->category == PRV_NECESSARY))
    {
        return 1;
    }

    ids = plcf->services->elts;

    for (i = 0; i < plcf->services->nelts; i++) {
        if (ids[i].text.len == vendor->id.len
            && ngx_memcmp(ids[i].text.data, vendor->id.data, vendor->id.len)
               == 0)
        {
            return 1;
        }
    }

    return 0;
}


/* a host is named once: not where another one, or "*." of it, covers it */

static void
ngx_http_privacy_csp_hosts(prv_buf_t *b, const prv_vec_t *hosts)
{
    size_t       i, j, tail;
    prv_host_t  *host, *h;

    host = hosts->elts;

    for (i = 0; i < hosts->n; i++) {

        for (j = 0; j < hosts->n; j++) {
            h = &host[j];

            if (j == i || h->path.len || h->host.len > host[i].host.len) {
                continue;
            }

            tail = host[i].host.len - h->host.len;

            if (memcmp(host[i].host.data + tail, h->host.data, h->host.len)
                != 0)
            {
                continue;
            }

            if (tail == 0) {
                if ((h->subdomains || !host[i].subdomains)
                    && (j < i || host[i].path.len
                        || h->subdomains != host[i].subdomains))
                {
                    break;
                }

            } else if (h->subdomains && host[i].host.data[tail - 1] == '.') {
                break;
            }
        }

        if (j == hosts->n) {
            prv_csp_source(b, &host[i].host, &host[i].path,
                           host[i].subdomains);
        }
    }
}
