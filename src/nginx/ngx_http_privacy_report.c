
/*
 * What is said to and by browsers beside pages: support of GPC, and reports
 * of what a policy of ours refused.
 */


#include "nginx/ngx_http_privacy_page.h"


#define NGX_HTTP_PRIVACY_REPORT_MAX   (64 * 1024)
#define NGX_HTTP_PRIVACY_REPORT_URL   256
#define NGX_HTTP_PRIVACY_REPORT_URLS  20
#define NGX_HTTP_PRIVACY_REPORT_WORD  32


typedef struct {
    prv_str_t  blocked;
    prv_str_t  directive;
} ngx_http_privacy_violation_t;


static ngx_int_t ngx_http_privacy_gpc_handler(ngx_http_request_t *r);
static void ngx_http_privacy_report_handler(ngx_http_request_t *r);
static void ngx_http_privacy_report_log(ngx_http_request_t *r,
    prv_str_t *body);
static void ngx_http_privacy_report_member(ngx_http_privacy_violation_t *v,
    prv_str_t *name, prv_str_t *value);
static ngx_uint_t ngx_http_privacy_report_is(prv_str_t *name,
    const char *what);
static void ngx_http_privacy_report_count(ngx_http_request_t *r,
    ngx_http_privacy_violation_t *v);
static ngx_uint_t ngx_http_privacy_report_word(prv_str_t *s);


/*
 * Global Privacy Control, section 4.1.  An operator's own location for it
 * stays his.
 */

ngx_int_t
ngx_http_privacy_gpc_json(ngx_http_request_t *r)
{
    ngx_http_core_loc_conf_t      *clcf;
    ngx_http_core_srv_conf_t      *cscf;
    ngx_http_privacy_loc_conf_t   *plcf;
    ngx_http_privacy_main_conf_t  *pmcf;
    static ngx_str_t               name = ngx_string("/.well-known/gpc.json");

    if (r != r->main || r->uri.len != name.len
        || ngx_strncmp(r->uri.data, name.data, name.len) != 0)
    {
        return NGX_DECLINED;
    }

    plcf = ngx_http_get_module_loc_conf(r, ngx_http_privacy_module);
    pmcf = ngx_http_get_module_main_conf(r, ngx_http_privacy_module);
    clcf = ngx_http_get_module_loc_conf(r, ngx_http_core_module);
    cscf = ngx_http_get_module_srv_conf(r, ngx_http_core_module);

    if (plcf->gpc != PRV_GPC_ON || clcf->exact_match
        || pmcf->notice_data == NULL
        || ngx_http_privacy_place(pmcf->notice_data, cscf) == NULL)
    {
        return NGX_DECLINED;
    }

    r->content_handler = ngx_http_privacy_gpc_handler;

    return NGX_OK;
}


static ngx_int_t
ngx_http_privacy_gpc_handler(ngx_http_request_t *r)
{
    u_char                          *p;
    ngx_tm_t                         tm;
    prv_str_t                        body;
    ngx_http_privacy_main_conf_t    *pmcf;
    ngx_http_privacy_notice_main_t  *pnmcf;

    if (!(r->method & (NGX_HTTP_GET|NGX_HTTP_HEAD))) {
        return NGX_HTTP_NOT_ALLOWED;
    }

    pmcf = ngx_http_get_module_main_conf(r, ngx_http_privacy_module);
    pnmcf = pmcf->notice_data;

    body.data = ngx_pnalloc(r->pool, sizeof("{\"gpc\":true,\"lastUpdate\":"
                                            "\"2026-01-01\"}\n"));
    if (body.data == NULL) {
        return NGX_HTTP_INTERNAL_SERVER_ERROR;
    }

    ngx_gmtime(pnmcf->since, &tm);

    p = ngx_sprintf(body.data,
                    "{\"gpc\":true,\"lastUpdate\":\"%4d-%02d-%02d\"}\n",
                    tm.ngx_tm_year, tm.ngx_tm_mon, tm.ngx_tm_mday);

    body.len = p - body.data;

    return ngx_http_privacy_send_json_text(r, &body);
}


ngx_int_t
ngx_http_privacy_report(ngx_http_request_t *r)
{
    ngx_int_t  rc;

    if (r->headers_in.content_length_n > NGX_HTTP_PRIVACY_REPORT_MAX) {
        return NGX_HTTP_REQUEST_ENTITY_TOO_LARGE;
    }

    r->request_body_in_single_buf = 1;

    rc = ngx_http_read_client_request_body(r,
                                           ngx_http_privacy_report_handler);

    return (rc >= NGX_HTTP_SPECIAL_RESPONSE) ? rc : NGX_DONE;
}


static void
ngx_http_privacy_report_handler(ngx_http_request_t *r)
{
    ngx_int_t  rc;
    prv_str_t  body;

    rc = ngx_http_privacy_body(r, NGX_HTTP_PRIVACY_REPORT_MAX, &body);

    if (rc == NGX_OK) {
        ngx_http_privacy_report_log(r, &body);

        r->headers_out.status = NGX_HTTP_NO_CONTENT;
        r->header_only = 1;

        rc = ngx_http_send_header(r);
    }

    ngx_http_finalize_request(r, rc);
}


/*
 * CSP Level 3, section 5.3 ("blocked-uri"), and the Reporting API
 * ("blockedURL").  Anybody may send anything, so this looks for strings and
 * braces, and an object that has such a member is a report.
 */

static void
ngx_http_privacy_report_log(ngx_http_request_t *r, prv_str_t *body)
{
    u_char                        *p, *end, *start;
    prv_str_t                      text, name;
    ngx_uint_t                     n;
    ngx_http_privacy_violation_t   v;

    p = body->data;
    end = p + body->len;
    n = 0;
    name.len = 0;

    ngx_memzero(&v, sizeof(ngx_http_privacy_violation_t));

    while (p < end && n < NGX_HTTP_PRIVACY_REPORT_URLS) {

        switch (*p++) {

        case '{':
            ngx_memzero(&v, sizeof(ngx_http_privacy_violation_t));
            name.len = 0;
            continue;

        case '}':

            if (v.blocked.len) {
                ngx_http_privacy_report_count(r, &v);
                n++;
            }

            ngx_memzero(&v, sizeof(ngx_http_privacy_violation_t));
            continue;

        case '"':
            break;

        default:
            continue;
        }

        for (start = p; p < end && *p != '"'; p++) {
            if (*p == '\\' && end - p > 1) {
                p++;
            }
        }

        text.data = start;
        text.len = p - start;

        for (p += (p < end); p < end && *p <= ' '; p++) { /* void */ }

        if (p < end && *p == ':') {
            name = text;
            continue;
        }

        ngx_http_privacy_report_member(&v, &name, &text);
        name.len = 0;
    }
}


static void
ngx_http_privacy_report_member(ngx_http_privacy_violation_t *v,
    prv_str_t *name, prv_str_t *value)
{
    size_t      i;
    prv_str_t  *dst;

    if (ngx_http_privacy_report_is(name, "blocked-uri")
        || ngx_http_privacy_report_is(name, "blockedURL"))
    {
        dst = &v->blocked;

    } else if (ngx_http_privacy_report_is(name, "effective-directive")
               || ngx_http_privacy_report_is(name, "effectiveDirective"))
    {
        dst = &v->directive;

    } else if (ngx_http_privacy_report_is(name, "violated-directive")) {

        if (v->directive.len) {
            return;
        }

        dst = &v->directive;

    } else {
        return;
    }

    /* of CSP 2: the directive, with its sources behind it */

    for (i = 0; i < value->len && value->data[i] > ' '; i++) {

        if (value->data[i] >= 0x7f || value->data[i] == '\\'
            || i == NGX_HTTP_PRIVACY_REPORT_URL)
        {
            break;
        }
    }

    dst->data = value->data;
    dst->len = i;
}


static ngx_uint_t
ngx_http_privacy_report_is(prv_str_t *name, const char *what)
{
    return name->len == ngx_strlen(what)
           && ngx_strncmp(name->data, what, name->len) == 0;
}


static void
ngx_http_privacy_report_count(ngx_http_request_t *r,
    ngx_http_privacy_violation_t *v)
{
    prv_str_t  labels[2];
    prv_url_t  url;

    ngx_log_error(NGX_LOG_INFO, r->connection->log, 0,
                  "privacy: a browser reports \"%*s\"",
                  v->blocked.len, v->blocked.data);

    if (prv_url_parse(&url, NULL, &v->blocked) == PRV_URL_HTTP) {
        labels[0] = url.host;

    } else if (ngx_http_privacy_report_word(&v->blocked)) {

        /* "inline", "eval", "data" */

        labels[0] = v->blocked;

    } else {
        return;
    }

    labels[1] = v->directive;

    if (!ngx_http_privacy_report_word(&v->directive)) {
        labels[1].len = 0;
    }

    ngx_http_privacy_count(r, NGX_HTTP_PRIVACY_COUNT_CSP, labels);
}


static ngx_uint_t
ngx_http_privacy_report_word(prv_str_t *s)
{
    size_t  i;

    for (i = 0; i < s->len; i++) {
        if (!prv_is_alpha(s->data[i]) && s->data[i] != '-') {
            return 0;
        }
    }

    return s->len && s->len <= NGX_HTTP_PRIVACY_REPORT_WORD;
}
