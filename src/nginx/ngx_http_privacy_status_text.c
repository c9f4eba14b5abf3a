
/*
 * The counters as JSON, and as Prometheus text (its exposition format,
 * version 0.0.4).
 */


#include "nginx/ngx_http_privacy_status.h"


static void ngx_http_privacy_status_metric(ngx_http_privacy_status_t *st,
    const char *name, const char *help, const char *type);
static void ngx_http_privacy_status_seconds(ngx_http_privacy_status_t *st,
    uint64_t nanoseconds);


void
ngx_http_privacy_status_json(ngx_http_privacy_status_t *st)
{
    prv_str_t                    s;
    ngx_uint_t                   i, kind, label, first;
    ngx_http_privacy_kind_t     *k;
    ngx_http_privacy_counter_t  *c;

    ngx_http_privacy_status_add(st, "{\"start\":");
    prv_buf_uint(&st->b, st->counters->start);

    for (kind = 0; kind < NGX_HTTP_PRIVACY_COUNTS; kind++) {
        k = &ngx_http_privacy_kinds[kind];
        first = 1;

        ngx_http_privacy_status_add(st, ",\n\"");
        prv_buf_add(&st->b, k->name.data, k->name.len);
        ngx_http_privacy_status_add(st, "\":[");

        for (i = 0; i < st->nrows; i++) {
            c = st->rows[i];

            if (c->kind != kind) {
                continue;
            }

            ngx_http_privacy_status_add(st, first ? "\n{" : ",\n{");
            first = 0;
            s.data = c->key;

            for (label = 0; label < k->nlabels; label++) {
                s.len = ngx_strlen(s.data);

                prv_buf_char(&st->b, '"');
                prv_buf_add(&st->b, k->labels[label].data,
                            k->labels[label].len);
                ngx_http_privacy_status_add(st, "\":");
                prv_buf_json(&st->b, &s);
                prv_buf_char(&st->b, ',');

                s.data += s.len + 1;
            }

            ngx_http_privacy_status_add(st, "\"count\":");
            prv_buf_uint(&st->b, c->count);
            ngx_http_privacy_status_add(st, ",\"today\":");
            prv_buf_uint(&st->b, ngx_http_privacy_status_today(st, c));
            prv_buf_char(&st->b, '}');
            ngx_http_privacy_status_piece(st);
        }

        prv_buf_char(&st->b, ']');
    }

    ngx_http_privacy_status_add(st, ",\n\"bytes\":{\"in\":");
    prv_buf_uint(&st->b, st->counters->bytes_in);
    ngx_http_privacy_status_add(st, ",\"out\":");
    prv_buf_uint(&st->b, st->counters->bytes_out);
    ngx_http_privacy_status_add(st, "},\n\"seconds\":");
    ngx_http_privacy_status_seconds(st, st->counters->nanoseconds);
    ngx_http_privacy_status_add(st, ",\n\"zone\":{\"size\":");
    prv_buf_uint(&st->b, st->counters->size);
    ngx_http_privacy_status_add(st, ",\"used\":");
    prv_buf_uint(&st->b, ngx_http_privacy_status_used(st));
    ngx_http_privacy_status_add(st, "}}\n");
}


void
ngx_http_privacy_status_prometheus(ngx_http_privacy_status_t *st)
{
    u_char                      *p;
    ngx_uint_t                   i, kind, label;
    ngx_http_privacy_kind_t     *k;
    ngx_http_privacy_counter_t  *c;

    for (kind = 0; kind < NGX_HTTP_PRIVACY_COUNTS; kind++) {
        k = &ngx_http_privacy_kinds[kind];

        ngx_http_privacy_status_add(st, "# HELP nginx_privacy_");
        prv_buf_add(&st->b, k->name.data, k->name.len);
        ngx_http_privacy_status_add(st, "_total ");
        prv_buf_add(&st->b, k->help.data, k->help.len);
        ngx_http_privacy_status_add(st, "\n# TYPE nginx_privacy_");
        prv_buf_add(&st->b, k->name.data, k->name.len);
        ngx_http_privacy_status_add(st, "_total counter\n");

        for (i = 0; i < st->nrows; i++) {
            c = st->rows[i];

            if (c->kind != kind) {
                continue;
            }

            ngx_http_privacy_status_add(st, "nginx_privacy_");
            prv_buf_add(&st->b, k->name.data, k->name.len);
            ngx_http_privacy_status_add(st, "_total{");

            p = c->key;

            for (label = 0; label < k->nlabels; label++) {

                if (label) {
                    prv_buf_char(&st->b, ',');
                }

                prv_buf_add(&st->b, k->labels[label].data,
                            k->labels[label].len);
                ngx_http_privacy_status_add(st, "=\"");

                for ( /* void */ ; *p; p++) {
                    if (*p == '"' || *p == '\\') {
                        prv_buf_char(&st->b, '\\');
                    }

                    prv_buf_char(&st->b, *p);
                }

                prv_buf_char(&st->b, '"');
                p++;
            }

            ngx_http_privacy_status_add(st, "} ");
            prv_buf_uint(&st->b, c->count);
            prv_buf_char(&st->b, '\n');
            ngx_http_privacy_status_piece(st);
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
    ngx_http_privacy_status_seconds(st, st->counters->nanoseconds);

    ngx_http_privacy_status_metric(st, "zone_size",
                                   "Counters that the zone has room for.",
                                   "gauge");
    prv_buf_uint(&st->b, st->counters->size);

    ngx_http_privacy_status_metric(st, "zone_used",
                                   "Counters that the zone holds.", "gauge");
    prv_buf_uint(&st->b, ngx_http_privacy_status_used(st));

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

    ngx_http_privacy_status_add(st, "# HELP nginx_privacy_");
    ngx_http_privacy_status_add(st, name);
    prv_buf_char(&st->b, ' ');
    ngx_http_privacy_status_add(st, help);
    ngx_http_privacy_status_add(st, "\n# TYPE nginx_privacy_");
    ngx_http_privacy_status_add(st, name);
    prv_buf_char(&st->b, ' ');
    ngx_http_privacy_status_add(st, type);
    ngx_http_privacy_status_add(st, "\nnginx_privacy_");
    ngx_http_privacy_status_add(st, name);
    prv_buf_char(&st->b, ' ');
}


static void
ngx_http_privacy_status_seconds(ngx_http_privacy_status_t *st,
    uint64_t nanoseconds)
{
    u_char  text[NGX_INT64_LEN + 8], *p;

    p = ngx_sprintf(text, "%uL.%06uL", nanoseconds / 1000000000,
                    nanoseconds % 1000000000 / 1000);

    prv_buf_add(&st->b, text, p - text);
}
