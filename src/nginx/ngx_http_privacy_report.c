
/*
 * What is said to and by browsers beside pages: support of GPC, and reports
 * of what a policy of ours refused.
 */


#include "nginx/ngx_http_privacy_page.h"


#define NGX_HTTP_PRIVACY_REPORT_MAX   (64 * 1024)
#define NGX_HTTP_PRIVACY_REPORT_URL   256
#define NGX_HTTP_PRIVACY_REPORT_URLS  20


static ngx_int_t ngx_http_privacy_gpc_handler(ngx_http_request_t *r);
static void ngx_http_privacy_report_handler(ngx_http_request_t *r);
static void ngx_http_privacy_report_log(ngx_http_request_t *r,
    prv_str_t *body);


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
 * CSP Level 2, section 4.4 ("blocked-uri"), and the Reporting API
 * ("blockedURL").  Anybody may send anything: what is logged is printable
 * and short, and of the first reports alone.
 */

static void
ngx_http_privacy_report_log(ngx_http_request_t *r, prv_str_t *body)
{
    u_char      *p, *end, *start;
    ngx_uint_t   n;

    p = body->data;
    end = p + body->len;

    for (n = 0; n < NGX_HTTP_PRIVACY_REPORT_URLS; n++) {

        while (p < end
               && !(end - p > 12
                    && (ngx_strncmp(p, "\"blocked-uri\"", 13) == 0
                        || ngx_strncmp(p, "\"blockedURL\"", 12) == 0)))
        {
            p++;
        }

        if (p == end) {
            return;
        }

        p += (p[8] == '-') ? 13 : 12;

        while (p < end && (*p == ':' || *p == ' ')) {
            p++;
        }

        if (p == end || *p++ != '"') {
            continue;
        }

        start = p;

        while (p < end && *p > ' ' && *p < 0x7f && *p != '"' && *p != '\\'
               && p - start < NGX_HTTP_PRIVACY_REPORT_URL)
        {
            p++;
        }

        ngx_log_error(NGX_LOG_INFO, r->connection->log, 0,
                      "privacy: a browser reports \"%*s\"",
                      (size_t) (p - start), start);
    }
}
