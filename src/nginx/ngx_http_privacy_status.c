
/*
 * privacy_status: the counters, in the form that is asked for.
 */


#include "nginx/ngx_http_privacy_status.h"


/* a zone may be large: what it says goes out as buffers of this size */

#define NGX_HTTP_PRIVACY_STATUS_PIECE  65536


static ngx_int_t ngx_http_privacy_status_handler(ngx_http_request_t *r);
static ngx_uint_t ngx_http_privacy_status_form(ngx_http_request_t *r,
    ngx_uint_t form);
static ngx_int_t ngx_http_privacy_status_rows(ngx_http_privacy_status_t *st);
static void ngx_http_privacy_status_take(ngx_http_privacy_status_t *st);
static int ngx_libc_cdecl ngx_http_privacy_status_cmp(const void *one,
    const void *two);


static ngx_conf_enum_t  ngx_http_privacy_status_forms[] = {
    { ngx_string("html"), NGX_HTTP_PRIVACY_STATUS_HTML },
    { ngx_string("json"), NGX_HTTP_PRIVACY_STATUS_JSON },
    { ngx_string("prometheus"), NGX_HTTP_PRIVACY_STATUS_PROMETHEUS },
    { ngx_null_string, 0 }
};


char *
ngx_http_privacy_status(ngx_conf_t *cf, ngx_command_t *cmd, void *conf)
{
    ngx_str_t                    *value;
    ngx_http_core_loc_conf_t     *clcf;
    ngx_http_privacy_loc_conf_t  *plcf = conf;

    if (plcf->status != NGX_HTTP_PRIVACY_STATUS_NONE) {
        return "is duplicate";
    }

    plcf->status = NGX_HTTP_PRIVACY_STATUS_ACCEPT;

    if (cf->args->nelts == 2) {
        value = cf->args->elts;

        if (ngx_http_privacy_enum(ngx_http_privacy_status_forms, &value[1],
                                  &plcf->status)
            != NGX_OK)
        {
            return ngx_http_privacy_invalid_value(cf, cmd, &value[1],
                                          ngx_http_privacy_status_forms, 0);
        }
    }

    clcf = ngx_http_conf_get_module_loc_conf(cf, ngx_http_core_module);
    clcf->handler = ngx_http_privacy_status_handler;

    return NGX_CONF_OK;
}


static ngx_int_t
ngx_http_privacy_status_handler(ngx_http_request_t *r)
{
    ngx_int_t                      rc;
    ngx_uint_t                     form;
    ngx_chain_t                   *cl;
    ngx_table_elt_t               *h;
    ngx_http_privacy_mem_t         mem;
    ngx_http_privacy_status_t      st;
    ngx_http_privacy_loc_conf_t   *plcf;
    ngx_http_privacy_main_conf_t  *pmcf;
    static ngx_str_t               no_store = ngx_string("no-store");
    static ngx_str_t               csp = ngx_string("default-src 'none'; "
                                             "style-src 'unsafe-inline'");
    static ngx_str_t               types[] = {
        ngx_string("text/html; charset=utf-8"),
        ngx_string("application/json"),
        ngx_string("text/plain; version=0.0.4; charset=utf-8")
    };

    if (!(r->method & (NGX_HTTP_GET|NGX_HTTP_HEAD))) {
        return NGX_HTTP_NOT_ALLOWED;
    }

    rc = ngx_http_discard_request_body(r);
    if (rc != NGX_OK) {
        return rc;
    }

    pmcf = ngx_http_get_module_main_conf(r, ngx_http_privacy_module);

    if (pmcf->zone == NULL) {
        ngx_log_error(NGX_LOG_ERR, r->connection->log, 0,
                      "privacy_status has no privacy_zone to show");
        return NGX_HTTP_NOT_FOUND;
    }

    plcf = ngx_http_get_module_loc_conf(r, ngx_http_privacy_module);
    form = ngx_http_privacy_status_form(r, plcf->status);

    ngx_http_privacy_mem_pool(&mem, r->pool);

    prv_buf_init(&st.b, &mem.mem, 8192);
    st.out = NULL;
    st.last = &st.out;
    st.size = 0;
    st.request = r;
    st.catalog = &pmcf->catalog;
    st.counters = pmcf->zone->data;
    st.today = ngx_http_privacy_today();

    if (ngx_http_privacy_status_rows(&st) != NGX_OK) {
        return NGX_HTTP_INTERNAL_SERVER_ERROR;
    }

    switch (form) {

    case NGX_HTTP_PRIVACY_STATUS_JSON:
        ngx_http_privacy_status_json(&st);
        break;

    case NGX_HTTP_PRIVACY_STATUS_PROMETHEUS:
        ngx_http_privacy_status_prometheus(&st);
        break;

    default:
        if (ngx_http_privacy_status_page(&st) != NGX_OK) {
            return NGX_HTTP_INTERNAL_SERVER_ERROR;
        }

        break;
    }

    ngx_http_privacy_status_take(&st);

    if (st.b.failed) {
        return NGX_HTTP_INTERNAL_SERVER_ERROR;
    }

    r->headers_out.status = NGX_HTTP_OK;
    r->headers_out.content_length_n = st.size;
    r->headers_out.content_type = types[form - NGX_HTTP_PRIVACY_STATUS_HTML];
    r->headers_out.content_type_len = r->headers_out.content_type.len;

    if (ngx_http_privacy_add_field(r, "Cache-Control", &no_store) == NULL) {
        return NGX_HTTP_INTERNAL_SERVER_ERROR;
    }

    if (form == NGX_HTTP_PRIVACY_STATUS_HTML) {
        h = ngx_http_privacy_add_field(r, "Content-Security-Policy", &csp);
        if (h == NULL) {
            return NGX_HTTP_INTERNAL_SERVER_ERROR;
        }
    }

    rc = ngx_http_send_header(r);

    if (rc == NGX_ERROR || rc > NGX_OK || r->header_only) {
        return rc;
    }

    for (cl = st.out; cl->next != NULL; cl = cl->next) { /* void */ }

    cl->buf->last_buf = (r == r->main) ? 1 : 0;
    cl->buf->last_in_chain = 1;

    return ngx_http_output_filter(r, st.out);
}


void
ngx_http_privacy_status_piece(ngx_http_privacy_status_t *st)
{
    prv_mem_t  *mem;

    if (st->b.len < NGX_HTTP_PRIVACY_STATUS_PIECE) {
        return;
    }

    ngx_http_privacy_status_take(st);

    if (!st->b.failed) {
        mem = st->b.mem;
        prv_buf_init(&st->b, mem, NGX_HTTP_PRIVACY_STATUS_PIECE
                                  + NGX_HTTP_PRIVACY_STATUS_PIECE / 8);
    }
}


/* what is written becomes a buffer of the chain; it is never empty */

static void
ngx_http_privacy_status_take(ngx_http_privacy_status_t *st)
{
    ngx_buf_t    *b;
    prv_str_t     piece;
    ngx_chain_t  *cl;

    if (prv_buf_done(&st->b, &piece) != PRV_OK) {
        return;
    }

    b = ngx_calloc_buf(st->request->pool);
    cl = ngx_alloc_chain_link(st->request->pool);

    if (b == NULL || cl == NULL) {
        st->b.failed = 1;
        return;
    }

    b->pos = piece.data;
    b->last = piece.data + piece.len;
    b->memory = 1;

    cl->buf = b;
    cl->next = NULL;

    *st->last = cl;
    st->last = &cl->next;
    st->size += piece.len;
}


/* by Accept: a browser asks for html, a scraper for text/plain before that */

static ngx_uint_t
ngx_http_privacy_status_form(ngx_http_request_t *r, ngx_uint_t form)
{
    ngx_str_t                 *v;
    ngx_table_elt_t           *h;
    ngx_http_privacy_field_t   it;

    if (form != NGX_HTTP_PRIVACY_STATUS_ACCEPT) {
        return form;
    }

    ngx_http_privacy_fields(&it, &r->headers_in.headers);

    while ((h = ngx_http_privacy_next(&it, "accept")) != NULL) {

        v = &h->value;

        if (ngx_strlcasestrn(v->data, v->data + v->len,
                             (u_char *) "text/html", 9 - 1)
            != NULL)
        {
            return NGX_HTTP_PRIVACY_STATUS_HTML;
        }

        if (ngx_strlcasestrn(v->data, v->data + v->len,
                             (u_char *) "application/json", 16 - 1)
            != NULL)
        {
            return NGX_HTTP_PRIVACY_STATUS_JSON;
        }

        if (ngx_strlcasestrn(v->data, v->data + v->len,
                             (u_char *) "text/plain", 10 - 1)
            != NULL
            || ngx_strlcasestrn(v->data, v->data + v->len,
                                (u_char *) "openmetrics-text", 16 - 1)
               != NULL)
        {
            return NGX_HTTP_PRIVACY_STATUS_PROMETHEUS;
        }
    }

    return NGX_HTTP_PRIVACY_STATUS_HTML;
}


static ngx_int_t
ngx_http_privacy_status_rows(ngx_http_privacy_status_t *st)
{
    ngx_uint_t                   i, n;
    ngx_http_privacy_counter_t  *c;

    n = st->counters->size + NGX_HTTP_PRIVACY_COUNTS;

    st->rows = ngx_palloc(st->request->pool,
                          n * sizeof(ngx_http_privacy_counter_t *));
    if (st->rows == NULL) {
        return NGX_ERROR;
    }

    st->nrows = 0;

    for (i = 0; i < n; i++) {
        c = &st->counters->counters[i];

        if (c->ready && c->count) {
            st->rows[st->nrows++] = c;
        }
    }

    ngx_memory_barrier();

    ngx_qsort(st->rows, st->nrows, sizeof(ngx_http_privacy_counter_t *),
              ngx_http_privacy_status_cmp);

    return NGX_OK;
}


/* by what does not change while it sorts: kind and key */

static int ngx_libc_cdecl
ngx_http_privacy_status_cmp(const void *one, const void *two)
{
    size_t                       len;
    ngx_int_t                    rc;
    ngx_http_privacy_counter_t  *a, *b;

    a = *(ngx_http_privacy_counter_t **) one;
    b = *(ngx_http_privacy_counter_t **) two;

    if (a->kind != b->kind) {
        return a->kind < b->kind ? -1 : 1;
    }

    len = ngx_min(a->len, b->len);
    rc = ngx_memcmp(a->key, b->key, len);

    return rc != 0 ? (int) rc : (int) a->len - (int) b->len;
}


ngx_uint_t
ngx_http_privacy_status_used(ngx_http_privacy_status_t *st)
{
    ngx_uint_t  kind, used;

    used = 0;

    for (kind = 0; kind < NGX_HTTP_PRIVACY_COUNTS; kind++) {
        used += st->counters->used[kind];
    }

    return used;
}


uint64_t
ngx_http_privacy_status_today(ngx_http_privacy_status_t *st,
    ngx_http_privacy_counter_t *c)
{
    uint64_t  before;

    if (!ngx_http_privacy_is_day(c, st->today)) {
        return 0;
    }

    before = c->before;

    return c->count - before;
}


void
ngx_http_privacy_status_add(ngx_http_privacy_status_t *st, const char *s)
{
    prv_buf_add(&st->b, s, ngx_strlen(s));
}


void
ngx_http_privacy_status_number(ngx_http_privacy_status_t *st, uint64_t n)
{
    size_t   i, len;
    u_char   text[NGX_INT64_LEN];

    len = ngx_sprintf(text, "%uL", n) - text;

    for (i = 0; i < len; i++) {

        if (i && (len - i) % 3 == 0) {
            prv_buf_char(&st->b, ',');
        }

        prv_buf_char(&st->b, text[i]);
    }
}


prv_str_t
ngx_http_privacy_status_label(u_char **p)
{
    prv_str_t  s;

    s.data = *p;
    s.len = ngx_strlen(s.data);

    *p += s.len + 1;

    return s;
}
