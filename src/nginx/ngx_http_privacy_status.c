
/*
 * The counters as a page, as JSON and as Prometheus text.
 */


#include "nginx/ngx_http_privacy_zone.h"


#define NGX_HTTP_PRIVACY_STATUS_MAX  (16 * 1024 * 1024)

/* bars that a section of the page shows */

#define NGX_HTTP_PRIVACY_BARS        25


/* what is written, and from what */

typedef struct {
    prv_buf_t                      b;
    ngx_http_privacy_counters_t   *counters;
    ngx_http_privacy_counter_t   **rows;        /* by kind, largest first */
    ngx_uint_t                     nrows;
} ngx_http_privacy_status_t;


static ngx_int_t ngx_http_privacy_status_handler(ngx_http_request_t *r);
static ngx_uint_t ngx_http_privacy_status_form(ngx_http_request_t *r,
    ngx_uint_t form);
static ngx_int_t ngx_http_privacy_status_rows(ngx_http_request_t *r,
    ngx_http_privacy_status_t *st);
static int ngx_libc_cdecl ngx_http_privacy_status_cmp(const void *one,
    const void *two);
static void ngx_http_privacy_status_html(ngx_http_privacy_status_t *st);
static void ngx_http_privacy_status_bars(ngx_http_privacy_status_t *st,
    ngx_uint_t kind);
static void ngx_http_privacy_status_tile(ngx_http_privacy_status_t *st,
    const char *title, uint64_t n, const char *unit);
static void ngx_http_privacy_status_json(ngx_http_privacy_status_t *st);
static void ngx_http_privacy_status_prometheus(ngx_http_privacy_status_t *st);
static void ngx_http_privacy_status_metric(ngx_http_privacy_status_t *st,
    const char *name, const char *help, const char *type);
static uint64_t ngx_http_privacy_status_sum(ngx_http_privacy_status_t *st,
    ngx_uint_t kind, ngx_uint_t today, const char *first);
static ngx_atomic_uint_t ngx_http_privacy_count_today(
    ngx_http_privacy_counter_t *c);
static void ngx_http_privacy_add(prv_buf_t *b, const char *s);
static void ngx_http_privacy_seconds(prv_buf_t *b, uint64_t nanoseconds);


static ngx_conf_enum_t  ngx_http_privacy_status_forms[] = {
    { ngx_string("html"), NGX_HTTP_PRIVACY_STATUS_HTML },
    { ngx_string("json"), NGX_HTTP_PRIVACY_STATUS_JSON },
    { ngx_string("prometheus"), NGX_HTTP_PRIVACY_STATUS_PROMETHEUS },
    { ngx_null_string, 0 }
};


ngx_http_privacy_kind_t  ngx_http_privacy_kinds[] = {

    { ngx_string("requests"), ngx_string("Requests"),
      ngx_string("Requests by what the visitor has consented to."),
      3, { ngx_string("consent"), ngx_string("source"),
           ngx_string("decided") }, 4 },

    { ngx_string("documents"), ngx_string("Documents"),
      ngx_string("Documents by what became of them."),
      2, { ngx_string("result"), ngx_string("reason"), ngx_null_string },
      4 },

    { ngx_string("tags"), ngx_string("Tags held back"),
      ngx_string("Refused tags by vendor."),
      3, { ngx_string("vendor"), ngx_string("category"),
           ngx_string("action") }, 2 },

    { ngx_string("cookies"), ngx_string("Cookies held back"),
      ngx_string("Refused cookies by vendor."),
      3, { ngx_string("vendor"), ngx_string("category"),
           ngx_string("direction") }, 2 },

    { ngx_string("unknown"), ngx_string("Third parties that no catalog knows"),
      ngx_string("What pages load from hosts that no catalog entry knows."),
      2, { ngx_string("host"), ngx_string("element"), ngx_null_string }, 4 },

    { ngx_string("csp_reports"), ngx_string("What browsers refused"),
      ngx_string("Reports of the Content Security Policy."),
      2, { ngx_string("host"), ngx_string("directive"), ngx_null_string },
      8 },

    { ngx_string("choices"), ngx_string("Choices"),
      ngx_string("What visitors chose."),
      1, { ngx_string("action"), ngx_null_string, ngx_null_string }, 8 }
};


static const char  ngx_http_privacy_status_head[] =
    "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
    "<meta name=\"viewport\" content=\"width=device-width, "
    "initial-scale=1\">\n<meta name=\"robots\" content=\"noindex\">\n"
    "<title>Privacy status</title>\n<style>\n"
    ":root{color-scheme:light dark;--ink:#1d2733;--soft:#5d6b7a;"
    "--paper:#f5f6f8;--card:#fff;--line:#dfe3e8;--bar:#3f7d6b}\n"
    "@media(prefers-color-scheme:dark){:root{--ink:#e6eaee;--soft:#9aa7b4;"
    "--paper:#14191f;--card:#1c232b;--line:#2d3742;--bar:#5fb39a}}\n"
    "body{margin:0;background:var(--paper);color:var(--ink);"
    "font:15px/1.5 system-ui,sans-serif}\n"
    "main{max-width:60rem;margin:0 auto;padding:2rem 1rem 4rem}\n"
    "h1{font-size:1.5rem;margin:0}h2{font-size:1.05rem;margin:0 0 .6rem}\n"
    ".soft{color:var(--soft);margin:.2rem 0 1.5rem}\n"
    ".tiles{display:grid;gap:1rem;margin-bottom:1rem;"
    "grid-template-columns:repeat(auto-fit,minmax(8.5rem,1fr))}\n"
    ".tile,section{background:var(--card);border:1px solid var(--line);"
    "border-radius:.7rem;padding:1rem 1.2rem}\n"
    "section{margin-bottom:1rem;overflow-x:auto}\n"
    ".tile b{display:block;font-size:1.7rem;font-weight:600;"
    "font-variant-numeric:tabular-nums}\n"
    ".tile span{color:var(--soft)}\n"
    "table{border-collapse:collapse;width:100%}\n"
    "th{font-weight:400;color:var(--soft);text-align:left;"
    "padding:.15rem .8rem .3rem 0}\n"
    "td{padding:.15rem .8rem .15rem 0;border-top:1px solid var(--line);"
    "overflow-wrap:anywhere}\n"
    ".n{text-align:right;white-space:nowrap;"
    "font-variant-numeric:tabular-nums}\n"
    "td.bar{width:30%}meter{width:100%;height:.9rem}\n"
    "meter::-webkit-meter-bar{background:none;border:0}\n"
    "meter::-webkit-meter-optimum-value{background:var(--bar);"
    "border-radius:.2rem}\nmeter::-moz-meter-bar{background:var(--bar)}\n"
    "meter{background:none;border:0}\n"
    "</style>\n</head>\n<body>\n<main>\n<h1>Privacy status</h1>\n";


char *
ngx_http_privacy_status(ngx_conf_t *cf, ngx_command_t *cmd, void *conf)
{
    ngx_str_t                    *value;
    ngx_conf_enum_t              *e;
    ngx_http_core_loc_conf_t     *clcf;
    ngx_http_privacy_loc_conf_t  *plcf = conf;

    if (plcf->status != NGX_HTTP_PRIVACY_STATUS_NONE) {
        return "is duplicate";
    }

    plcf->status = NGX_HTTP_PRIVACY_STATUS_ACCEPT;

    if (cf->args->nelts == 2) {
        value = cf->args->elts;

        for (e = ngx_http_privacy_status_forms; e->name.len; e++) {
            if (e->name.len == value[1].len
                && ngx_strcmp(e->name.data, value[1].data) == 0)
            {
                plcf->status = e->value;
                break;
            }
        }

        if (e->name.len == 0) {
            ngx_conf_log_error(NGX_LOG_EMERG, cf, 0, "invalid value \"%V\"",
                               &value[1]);
            return NGX_CONF_ERROR;
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
    ngx_buf_t                     *b;
    prv_str_t                      body;
    ngx_uint_t                     form;
    ngx_chain_t                    out;
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
    st.b.max = NGX_HTTP_PRIVACY_STATUS_MAX;
    st.counters = pmcf->zone->data;

    if (ngx_http_privacy_status_rows(r, &st) != NGX_OK) {
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
        ngx_http_privacy_status_html(&st);
        break;
    }

    if (prv_buf_done(&st.b, &body) != PRV_OK) {
        return NGX_HTTP_INTERNAL_SERVER_ERROR;
    }

    r->headers_out.status = NGX_HTTP_OK;
    r->headers_out.content_length_n = body.len;
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

    b = ngx_calloc_buf(r->pool);
    if (b == NULL) {
        return NGX_ERROR;
    }

    b->pos = body.data;
    b->last = body.data + body.len;
    b->memory = 1;
    b->last_buf = (r == r->main) ? 1 : 0;
    b->last_in_chain = 1;

    out.buf = b;
    out.next = NULL;

    return ngx_http_output_filter(r, &out);
}


/* by Accept: a browser asks for html, a scraper for text/plain before that */

static ngx_uint_t
ngx_http_privacy_status_form(ngx_http_request_t *r, ngx_uint_t form)
{
    ngx_uint_t        i;
    ngx_str_t        *v;
    ngx_list_part_t  *part;
    ngx_table_elt_t  *h;

    if (form != NGX_HTTP_PRIVACY_STATUS_ACCEPT) {
        return form;
    }

    part = &r->headers_in.headers.part;
    h = part->elts;

    for (i = 0; /* void */ ; i++) {

        if (i >= part->nelts) {
            if (part->next == NULL) {
                break;
            }

            part = part->next;
            h = part->elts;
            i = 0;
        }

        if (h[i].key.len != 6
            || ngx_strncmp(h[i].lowcase_key, "accept", 6) != 0)
        {
            continue;
        }

        v = &h[i].value;

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
ngx_http_privacy_status_rows(ngx_http_request_t *r,
    ngx_http_privacy_status_t *st)
{
    ngx_uint_t                   i, n;
    ngx_http_privacy_counter_t  *c;

    n = st->counters->size + NGX_HTTP_PRIVACY_COUNTS;

    st->rows = ngx_palloc(r->pool, n * sizeof(ngx_http_privacy_counter_t *));
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


static void
ngx_http_privacy_status_html(ngx_http_privacy_status_t *st)
{
    u_char      date[64], *p;
    ngx_uint_t  kind;

    ngx_http_privacy_add(&st->b, ngx_http_privacy_status_head);

    p = ngx_http_time(date, st->counters->start);

    ngx_http_privacy_add(&st->b, "<p class=\"soft\">Counted since ");
    prv_buf_add(&st->b, date, p - date);
    ngx_http_privacy_add(&st->b, "</p>\n<div class=\"tiles\">\n");

    ngx_http_privacy_status_tile(st, "requests today",
        ngx_http_privacy_status_sum(st, NGX_HTTP_PRIVACY_COUNT_REQUEST, 1,
                                    NULL), "");
    ngx_http_privacy_status_tile(st, "pages filtered today",
        ngx_http_privacy_status_sum(st, NGX_HTTP_PRIVACY_COUNT_DOCUMENT, 1,
                                    "filtered"), "");
    ngx_http_privacy_status_tile(st, "tags held back today",
        ngx_http_privacy_status_sum(st, NGX_HTTP_PRIVACY_COUNT_TAG, 1, NULL),
        "");
    ngx_http_privacy_status_tile(st, "cookies held back today",
        ngx_http_privacy_status_sum(st, NGX_HTTP_PRIVACY_COUNT_COOKIE, 1,
                                    NULL), "");
    ngx_http_privacy_status_tile(st, "read by the filter",
        st->counters->bytes_in / 1000000, " MB");
    ngx_http_privacy_status_tile(st, "spent in the filter",
        st->counters->nanoseconds / 1000000, " ms");

    ngx_http_privacy_add(&st->b, "</div>\n");

    for (kind = NGX_HTTP_PRIVACY_COUNT_TAG;
         kind < NGX_HTTP_PRIVACY_COUNTS;
         kind++)
    {
        ngx_http_privacy_status_bars(st, kind);
    }

    ngx_http_privacy_status_bars(st, NGX_HTTP_PRIVACY_COUNT_REQUEST);
    ngx_http_privacy_status_bars(st, NGX_HTTP_PRIVACY_COUNT_DOCUMENT);

    ngx_http_privacy_add(&st->b, "</main>\n</body>\n</html>\n");
}


static void
ngx_http_privacy_status_tile(ngx_http_privacy_status_t *st,
    const char *title, uint64_t n, const char *unit)
{
    ngx_http_privacy_add(&st->b, "<div class=\"tile\"><b>");
    prv_buf_uint(&st->b, n);
    ngx_http_privacy_add(&st->b, unit);
    ngx_http_privacy_add(&st->b, "</b><span>");
    ngx_http_privacy_add(&st->b, title);
    ngx_http_privacy_add(&st->b, "</span></div>\n");
}


/* the largest of today, of which there may be many */

static void
ngx_http_privacy_status_bars(ngx_http_privacy_status_t *st, ngx_uint_t kind)
{
    size_t                        len;
    uint64_t                      most, n;
    prv_str_t                     s;
    ngx_uint_t                    i, j, label, shown;
    ngx_http_privacy_kind_t      *k;
    ngx_http_privacy_counter_t   *c, *best[NGX_HTTP_PRIVACY_BARS];

    k = &ngx_http_privacy_kinds[kind];
    shown = 0;

    for (i = 0; i < st->nrows; i++) {
        c = st->rows[i];

        if (c->kind != kind) {
            continue;
        }

        for (j = shown; j > 0; j--) {

            if (ngx_http_privacy_count_today(best[j - 1])
                > ngx_http_privacy_count_today(c)
                || (ngx_http_privacy_count_today(best[j - 1])
                    == ngx_http_privacy_count_today(c)
                    && best[j - 1]->count >= c->count))
            {
                break;
            }

            if (j < NGX_HTTP_PRIVACY_BARS) {
                best[j] = best[j - 1];
            }
        }

        if (j < NGX_HTTP_PRIVACY_BARS) {
            best[j] = c;
            shown = ngx_min(shown + 1, NGX_HTTP_PRIVACY_BARS);
        }
    }

    if (shown == 0) {
        return;
    }

    ngx_http_privacy_add(&st->b, "<section><h2>");
    prv_buf_add(&st->b, k->title.data, k->title.len);
    ngx_http_privacy_add(&st->b, "</h2><table><thead><tr>");

    for (label = 0; label < k->nlabels; label++) {
        ngx_http_privacy_add(&st->b, "<th scope=\"col\">");
        prv_buf_add(&st->b, k->labels[label].data, k->labels[label].len);
        ngx_http_privacy_add(&st->b, "</th>");
    }

    ngx_http_privacy_add(&st->b, "<th></th><th scope=\"col\" class=\"n\">"
                         "today</th><th scope=\"col\" class=\"n\">in all"
                         "</th></tr></thead><tbody>\n");

    most = 1;

    for (i = 0; i < shown; i++) {
        most = ngx_max(most, ngx_http_privacy_count_today(best[i]));
    }

    for (i = 0; i < shown; i++) {
        c = best[i];
        s.data = c->key;

        ngx_http_privacy_add(&st->b, "<tr>");

        for (label = 0; label < k->nlabels; label++) {
            len = ngx_strlen(s.data);
            s.len = len;

            ngx_http_privacy_add(&st->b, "<td>");
            prv_buf_html(&st->b, &s);
            ngx_http_privacy_add(&st->b, "</td>");

            s.data += len + 1;
        }

        n = ngx_http_privacy_count_today(c);

        ngx_http_privacy_add(&st->b, "<td class=\"bar\"><meter max=\"");
        prv_buf_uint(&st->b, most);
        ngx_http_privacy_add(&st->b, "\" value=\"");
        prv_buf_uint(&st->b, ngx_min(n, most));
        ngx_http_privacy_add(&st->b, "\"></meter></td><td class=\"n\">");
        prv_buf_uint(&st->b, n);
        ngx_http_privacy_add(&st->b, "</td><td class=\"n\">");
        prv_buf_uint(&st->b, c->count);
        ngx_http_privacy_add(&st->b, "</td></tr>\n");
    }

    ngx_http_privacy_add(&st->b, "</tbody></table></section>\n");
}


static void
ngx_http_privacy_status_json(ngx_http_privacy_status_t *st)
{
    prv_str_t                    s;
    ngx_uint_t                   i, kind, label, first, used;
    ngx_http_privacy_kind_t     *k;
    ngx_http_privacy_counter_t  *c;

    used = 0;

    ngx_http_privacy_add(&st->b, "{\"start\":");
    prv_buf_uint(&st->b, st->counters->start);

    for (kind = 0; kind < NGX_HTTP_PRIVACY_COUNTS; kind++) {
        k = &ngx_http_privacy_kinds[kind];
        used += st->counters->used[kind];
        first = 1;

        ngx_http_privacy_add(&st->b, ",\n\"");
        prv_buf_add(&st->b, k->name.data, k->name.len);
        ngx_http_privacy_add(&st->b, "\":[");

        for (i = 0; i < st->nrows; i++) {
            c = st->rows[i];

            if (c->kind != kind) {
                continue;
            }

            ngx_http_privacy_add(&st->b, first ? "\n{" : ",\n{");
            first = 0;
            s.data = c->key;

            for (label = 0; label < k->nlabels; label++) {
                s.len = ngx_strlen(s.data);

                prv_buf_char(&st->b, '"');
                prv_buf_add(&st->b, k->labels[label].data,
                            k->labels[label].len);
                ngx_http_privacy_add(&st->b, "\":");
                prv_buf_json(&st->b, &s);
                prv_buf_char(&st->b, ',');

                s.data += s.len + 1;
            }

            ngx_http_privacy_add(&st->b, "\"count\":");
            prv_buf_uint(&st->b, c->count);
            ngx_http_privacy_add(&st->b, ",\"today\":");
            prv_buf_uint(&st->b, ngx_http_privacy_count_today(c));
            prv_buf_char(&st->b, '}');
        }

        prv_buf_char(&st->b, ']');
    }

    ngx_http_privacy_add(&st->b, ",\n\"bytes\":{\"in\":");
    prv_buf_uint(&st->b, st->counters->bytes_in);
    ngx_http_privacy_add(&st->b, ",\"out\":");
    prv_buf_uint(&st->b, st->counters->bytes_out);
    ngx_http_privacy_add(&st->b, "},\n\"seconds\":");
    ngx_http_privacy_seconds(&st->b, st->counters->nanoseconds);
    ngx_http_privacy_add(&st->b, ",\n\"zone\":{\"size\":");
    prv_buf_uint(&st->b, st->counters->size);
    ngx_http_privacy_add(&st->b, ",\"used\":");
    prv_buf_uint(&st->b, used);
    ngx_http_privacy_add(&st->b, "}}\n");
}


static void
ngx_http_privacy_status_prometheus(ngx_http_privacy_status_t *st)
{
    u_char                      *p;
    ngx_uint_t                   i, kind, label, used;
    ngx_http_privacy_kind_t     *k;
    ngx_http_privacy_counter_t  *c;

    used = 0;

    for (kind = 0; kind < NGX_HTTP_PRIVACY_COUNTS; kind++) {
        k = &ngx_http_privacy_kinds[kind];
        used += st->counters->used[kind];

        ngx_http_privacy_add(&st->b, "# HELP nginx_privacy_");
        prv_buf_add(&st->b, k->name.data, k->name.len);
        ngx_http_privacy_add(&st->b, "_total ");
        prv_buf_add(&st->b, k->help.data, k->help.len);
        ngx_http_privacy_add(&st->b, "\n# TYPE nginx_privacy_");
        prv_buf_add(&st->b, k->name.data, k->name.len);
        ngx_http_privacy_add(&st->b, "_total counter\n");

        for (i = 0; i < st->nrows; i++) {
            c = st->rows[i];

            if (c->kind != kind) {
                continue;
            }

            ngx_http_privacy_add(&st->b, "nginx_privacy_");
            prv_buf_add(&st->b, k->name.data, k->name.len);
            ngx_http_privacy_add(&st->b, "_total{");

            p = c->key;

            for (label = 0; label < k->nlabels; label++) {

                if (label) {
                    prv_buf_char(&st->b, ',');
                }

                prv_buf_add(&st->b, k->labels[label].data,
                            k->labels[label].len);
                ngx_http_privacy_add(&st->b, "=\"");

                for ( /* void */ ; *p; p++) {
                    if (*p == '"' || *p == '\\') {
                        prv_buf_char(&st->b, '\\');
                    }

                    prv_buf_char(&st->b, *p);
                }

                prv_buf_char(&st->b, '"');
                p++;
            }

            ngx_http_privacy_add(&st->b, "} ");
            prv_buf_uint(&st->b, c->count);
            prv_buf_char(&st->b, '\n');
        }
    }

    ngx_http_privacy_status_metric(st, "filter_input_bytes_total",
                                   "Bytes that the filter has read.",
                                   "counter");
    prv_buf_uint(&st->b, st->counters->bytes_in);

    ngx_http_privacy_status_metric(st, "filter_output_bytes_total",
                                   "Bytes that the filter has passed on.",
                                   "counter");
    prv_buf_uint(&st->b, st->counters->bytes_out);

    ngx_http_privacy_status_metric(st, "filter_seconds_total",
                                   "Time spent in the filter.", "counter");
    ngx_http_privacy_seconds(&st->b, st->counters->nanoseconds);

    ngx_http_privacy_status_metric(st, "zone_size",
                                   "Counters that the zone has room for.",
                                   "gauge");
    prv_buf_uint(&st->b, st->counters->size);

    ngx_http_privacy_status_metric(st, "zone_used",
                                   "Counters that the zone holds.", "gauge");
    prv_buf_uint(&st->b, used);

    ngx_http_privacy_status_metric(st, "start_time_seconds",
                                   "When counting began, Unix time.",
                                   "gauge");
    prv_buf_uint(&st->b, st->counters->start);

    prv_buf_char(&st->b, '\n');
}


/* the head of a metric without labels, up to its value */

static void
ngx_http_privacy_status_metric(ngx_http_privacy_status_t *st,
    const char *name, const char *help, const char *type)
{
    if (st->b.len != 0 && st->b.data[st->b.len - 1] != '\n') {
        prv_buf_char(&st->b, '\n');
    }

    ngx_http_privacy_add(&st->b, "# HELP nginx_privacy_");
    ngx_http_privacy_add(&st->b, name);
    prv_buf_char(&st->b, ' ');
    ngx_http_privacy_add(&st->b, help);
    ngx_http_privacy_add(&st->b, "\n# TYPE nginx_privacy_");
    ngx_http_privacy_add(&st->b, name);
    prv_buf_char(&st->b, ' ');
    ngx_http_privacy_add(&st->b, type);
    ngx_http_privacy_add(&st->b, "\nnginx_privacy_");
    ngx_http_privacy_add(&st->b, name);
    prv_buf_char(&st->b, ' ');
}


/* of one kind all, or those whose first label is that */

static uint64_t
ngx_http_privacy_status_sum(ngx_http_privacy_status_t *st, ngx_uint_t kind,
    ngx_uint_t today, const char *first)
{
    uint64_t                     sum;
    ngx_uint_t                   i;
    ngx_http_privacy_counter_t  *c;

    sum = 0;

    for (i = 0; i < st->nrows; i++) {
        c = st->rows[i];

        if (c->kind == kind
            && (first == NULL || ngx_strcmp(c->key, first) == 0))
        {
            sum += today ? ngx_http_privacy_count_today(c) : c->count;
        }
    }

    return sum;
}


static ngx_atomic_uint_t
ngx_http_privacy_count_today(ngx_http_privacy_counter_t *c)
{
    return c->day == ngx_http_privacy_today() ? c->today : 0;
}


static void
ngx_http_privacy_add(prv_buf_t *b, const char *s)
{
    prv_buf_add(b, s, ngx_strlen(s));
}


static void
ngx_http_privacy_seconds(prv_buf_t *b, uint64_t nanoseconds)
{
    u_char  text[NGX_INT64_LEN + 8], *p;

    p = ngx_sprintf(text, "%uL.%06uL", nanoseconds / 1000000000,
                    nanoseconds % 1000000000 / 1000);

    prv_buf_add(b, text, p - text);
}
