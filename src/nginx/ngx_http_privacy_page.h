
/*
 * What notice and endpoint share: the templates and languages of a
 * configuration, and one request's view of them.
 */


#ifndef _NGX_HTTP_PRIVACY_PAGE_H_INCLUDED_
#define _NGX_HTTP_PRIVACY_PAGE_H_INCLUDED_


#include "nginx/ngx_http_privacy.h"
#include "notice/prv_cache.h"


/* a location with privacy_endpoint, and the server that it is in */

typedef struct {
    ngx_http_core_srv_conf_t          *server;
    ngx_http_privacy_loc_conf_t       *location;
    ngx_str_t                          name;       /* as it was written */
    ngx_str_t                          uri;        /* escaped, "/" last */
} ngx_http_privacy_place_t;


/* of one configuration: main_conf->notice_data */

typedef struct {
    ngx_http_privacy_mem_t             mem;
    prv_pages_t                        pages;
    prv_langs_t                        langs;
    u_char                             version[PRV_PAGE_VERSION];
    ngx_array_t                        places;     /* place_t */
    ngx_http_privacy_word_t            files[4];   /* privacy_page */
    time_t                             since;      /* of this configuration */
    ngx_http_privacy_mem_t             cache_mem;
    prv_cache_t                        cache;      /* this worker's */
    unsigned                           ready:1;    /* they are compiled */
} ngx_http_privacy_notice_main_t;


/* of one location: loc_conf->notice_data */

typedef struct {
    ngx_http_privacy_notice_main_t    *main;
    ngx_http_privacy_place_t          *place;      /* its own endpoint, or
                                                      the server's first */
    prv_template_t                     notice;     /* the operator's, or
                                                      those of main->pages */
    prv_template_t                     placeholder;
    const prv_vendor_t               **services;   /* NULL: the catalog */
    size_t                             nservices;
} ngx_http_privacy_notice_conf_t;


/* ngx_http_privacy_place(): the first endpoint of a server, or NULL */

ngx_http_privacy_place_t *ngx_http_privacy_place(
    ngx_http_privacy_notice_main_t *pnmcf, ngx_http_core_srv_conf_t *cscf);

/*
 * ngx_http_privacy_page_init(): fills page for this request: language,
 * decision, addresses.  NGX_OK or NGX_ERROR.
 */

ngx_int_t ngx_http_privacy_page_init(ngx_http_request_t *r,
    ngx_http_privacy_ctx_t *ctx, prv_page_t *page);

/*
 * ngx_http_privacy_post(): a choice, posted; vendor is that of an opt-out
 * page, or NULL.  What a content handler returns.
 */

ngx_int_t ngx_http_privacy_post(ngx_http_request_t *r,
    const prv_vendor_t *vendor);

/* ngx_http_privacy_same_origin(): 1 when a page of this site asks */

ngx_uint_t ngx_http_privacy_same_origin(ngx_http_request_t *r);

/*
 * ngx_http_privacy_referer(): the path of the page that asks, where it is on
 * this site; else empty.
 */

void ngx_http_privacy_referer(ngx_http_request_t *r, prv_str_t *path);

/* ngx_http_privacy_secure(): 1 when a cookie of that name is set "Secure" */

ngx_uint_t ngx_http_privacy_secure(ngx_http_request_t *r,
    const ngx_str_t *name);

/* ngx_http_privacy_find(): a request field by its lower-case name, or NULL */

ngx_str_t *ngx_http_privacy_find(ngx_http_request_t *r, const char *name);

/*
 * ngx_http_privacy_send(): a whole response, which must live as long as the
 * request; the endpoint's own fields are added.
 */

ngx_int_t ngx_http_privacy_send(ngx_http_request_t *r, ngx_uint_t status,
    const char *type, prv_str_t *body);

/* ngx_http_privacy_send_json_text(): the same, of JSON that is there */

ngx_int_t ngx_http_privacy_send_json_text(ngx_http_request_t *r,
    prv_str_t *body);

/* ngx_http_privacy_send_json(): the decision of ctx */

ngx_int_t ngx_http_privacy_send_json(ngx_http_request_t *r,
    ngx_http_privacy_ctx_t *ctx);

/* ngx_http_privacy_send_error(): a page that says so */

ngx_int_t ngx_http_privacy_send_error(ngx_http_request_t *r,
    ngx_uint_t status);

/* ngx_http_privacy_report(): what a browser refused by a policy of ours */

ngx_int_t ngx_http_privacy_report(ngx_http_request_t *r);

/*
 * ngx_http_privacy_body(): the request's body, read before, at most max
 * bytes; NGX_OK or a status.
 */

ngx_int_t ngx_http_privacy_body(ngx_http_request_t *r, size_t max,
    prv_str_t *body);

ngx_int_t ngx_http_privacy_endpoint_handler(ngx_http_request_t *r);


#endif /* _NGX_HTTP_PRIVACY_PAGE_H_INCLUDED_ */
