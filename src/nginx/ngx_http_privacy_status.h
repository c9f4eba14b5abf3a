
/*
 * The counters as they are told: what the forms of privacy_status share.
 */


#ifndef _NGX_HTTP_PRIVACY_STATUS_H_INCLUDED_
#define _NGX_HTTP_PRIVACY_STATUS_H_INCLUDED_


#include "nginx/ngx_http_privacy_zone.h"


/* what is written, and from what */

typedef struct {
    prv_buf_t                      b;
    ngx_http_request_t            *request;
    const prv_catalog_t           *catalog;
    ngx_http_privacy_counters_t   *counters;
    ngx_http_privacy_counter_t   **rows;        /* not zero; by kind, and key */
    ngx_uint_t                     nrows;
    ngx_atomic_uint_t              today;
    ngx_chain_t                   *out;         /* pieces that are whole */
    ngx_chain_t                  **last;
    off_t                          size;        /* theirs */
} ngx_http_privacy_status_t;


/*
 * A form each, written to st->b, and piece by piece to st->out; a failure
 * shows in st->b at its end.
 * ngx_http_privacy_status_page() is NGX_OK, or NGX_ERROR without memory.
 */

ngx_int_t ngx_http_privacy_status_page(ngx_http_privacy_status_t *st);
void ngx_http_privacy_status_json(ngx_http_privacy_status_t *st);
void ngx_http_privacy_status_prometheus(ngx_http_privacy_status_t *st);

/*
 * ngx_http_privacy_status_used(): counters that the zone holds.
 *
 * ngx_http_privacy_status_today(): what a counter has counted today.
 *
 * ngx_http_privacy_status_piece(): behind each row; takes what st->b has, once
 * it has enough for a buffer of its own.
 *
 * ngx_http_privacy_status_label(): the next of a counter's labels; p is moved
 * behind it, and was the key or was moved so before.
 *
 * ngx_http_privacy_status_add(): a C string.
 *
 * ngx_http_privacy_status_number(): 1234567 as 1,234,567.
 */

ngx_uint_t ngx_http_privacy_status_used(ngx_http_privacy_status_t *st);
uint64_t ngx_http_privacy_status_today(ngx_http_privacy_status_t *st,
    ngx_http_privacy_counter_t *c);
void ngx_http_privacy_status_piece(ngx_http_privacy_status_t *st);
prv_str_t ngx_http_privacy_status_label(u_char **p);
void ngx_http_privacy_status_add(ngx_http_privacy_status_t *st,
    const char *s);
void ngx_http_privacy_status_number(ngx_http_privacy_status_t *st, uint64_t n);


#endif /* _NGX_HTTP_PRIVACY_STATUS_H_INCLUDED_ */
