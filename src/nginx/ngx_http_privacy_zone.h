
/*
 * Counters: what is counted, and how it lies in shared memory.
 */


#ifndef _NGX_HTTP_PRIVACY_ZONE_H_INCLUDED_
#define _NGX_HTTP_PRIVACY_ZONE_H_INCLUDED_


#include "nginx/ngx_http_privacy.h"


#define NGX_HTTP_PRIVACY_LABELS  3
#define NGX_HTTP_PRIVACY_KEY     212


typedef struct {
    ngx_atomic_t                count;
    ngx_atomic_t                before;     /* of it, those before the day */
    ngx_atomic_t                day;
    ngx_atomic_t                ready;
    uint32_t                    hash;
    u_short                     kind;
    u_short                     len;
    u_char                      key[NGX_HTTP_PRIVACY_KEY];
} ngx_http_privacy_counter_t;


typedef struct {
    ngx_uint_t                  layout;
    time_t                      start;
    ngx_uint_t                  size;       /* without the "other"s */
    ngx_uint_t                  used[NGX_HTTP_PRIVACY_COUNTS];

    ngx_atomic_t                bytes_in;
    ngx_atomic_t                bytes_out;
    ngx_atomic_t                nanoseconds;

    ngx_http_privacy_counter_t  counters[1];    /* an "other" for each kind,
                                                   then the table */
} ngx_http_privacy_counters_t;


/* a row for each ngx_http_privacy_count_e */

typedef struct {
    ngx_str_t                   name;       /* in JSON, and the metric's */
    ngx_str_t                   title;
    ngx_str_t                   help;
    ngx_uint_t                  nlabels;
    ngx_str_t                   labels[NGX_HTTP_PRIVACY_LABELS];
    ngx_uint_t                  share;      /* of the table: one in share */
} ngx_http_privacy_kind_t;


extern ngx_http_privacy_kind_t  ngx_http_privacy_kinds[];


/*
 * ngx_http_privacy_today(): the day of the server's local time.
 *
 * ngx_http_privacy_is_day(): 1 when a counter's day is the one that a worker
 * sees.  Clocks that workers keep differ by the time that an event takes, and
 * the end of summer time sets them back: one day ahead is the same day still.
 */

ngx_atomic_uint_t ngx_http_privacy_today(void);
ngx_uint_t ngx_http_privacy_is_day(ngx_http_privacy_counter_t *c,
    ngx_atomic_uint_t today);


#endif /* _NGX_HTTP_PRIVACY_ZONE_H_INCLUDED_ */
