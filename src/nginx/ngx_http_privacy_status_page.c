
/*
 * The counters as a page: who was held back today, and from whom.  It takes
 * nothing from anywhere, and shows what is largest of tables that may be long.
 */


#include "nginx/ngx_http_privacy_status.h"


/* lines of a section */

#define NGX_HTTP_PRIVACY_STATUS_BARS  20

/* what visitors said */

#define NGX_HTTP_PRIVACY_AGREED       0
#define NGX_HTTP_PRIVACY_PARTLY       1
#define NGX_HTTP_PRIVACY_REFUSED      2
#define NGX_HTTP_PRIVACY_UNDECIDED    3
#define NGX_HTTP_PRIVACY_ANSWERS      4


/* a line of a section */

typedef struct {
    prv_str_t                name;
    prv_str_t                note;
    prv_str_t                category;      /* or empty */
    uint64_t                 tags;
    uint64_t                 cookies;
    uint64_t                 click_ids;
    uint64_t                 today;
    uint64_t                 all;
} ngx_http_privacy_bar_t;


/* what is summed up; of today, if nothing else is said */

typedef struct {
    uint64_t                 requests;
    uint64_t                 answers[NGX_HTTP_PRIVACY_ANSWERS];
    uint64_t                 documents;
    uint64_t                 filtered;      /* or looked at */
    uint64_t                 unfilterable;
    uint64_t                 tags;
    uint64_t                 cookies;
    uint64_t                 other;         /* for want of room */
    uint64_t                 every;         /* documents filtered, ever */
} ngx_http_privacy_sums_t;


static void ngx_http_privacy_status_sum(ngx_http_privacy_status_t *st,
    ngx_http_privacy_sums_t *sums);
static void ngx_http_privacy_status_sum_document(ngx_http_privacy_sums_t *sums,
    const char *result, const char *reason, uint64_t today, uint64_t all);
static ngx_uint_t ngx_http_privacy_status_answer(
    ngx_http_privacy_counter_t *c);
static void ngx_http_privacy_status_top(ngx_http_privacy_status_t *st,
    ngx_http_privacy_sums_t *sums);
static void ngx_http_privacy_status_tile(ngx_http_privacy_status_t *st,
    const char *title, uint64_t n, const char *unit, const char *class);
static void ngx_http_privacy_status_answers(ngx_http_privacy_status_t *st,
    ngx_http_privacy_sums_t *sums);
static ngx_int_t ngx_http_privacy_status_vendors(
    ngx_http_privacy_status_t *st);
static ngx_int_t ngx_http_privacy_status_kind(ngx_http_privacy_status_t *st,
    ngx_uint_t kind);
static ngx_uint_t ngx_http_privacy_status_merge(ngx_http_privacy_bar_t *bars,
    ngx_uint_t n);
static void ngx_http_privacy_status_bars(ngx_http_privacy_status_t *st,
    const char *title, const char *column, ngx_http_privacy_bar_t *bars,
    ngx_uint_t n, ngx_uint_t vendors);
static void ngx_http_privacy_status_bar(ngx_http_privacy_status_t *st,
    ngx_http_privacy_bar_t *bar, uint64_t most, ngx_uint_t vendors);
static void ngx_http_privacy_status_name(ngx_http_privacy_status_t *st,
    prv_str_t *name);
static void ngx_http_privacy_status_foot(ngx_http_privacy_status_t *st,
    ngx_http_privacy_sums_t *sums);
static void ngx_http_privacy_status_cell(ngx_http_privacy_status_t *st,
    uint64_t n);
static void ngx_http_privacy_status_width(ngx_http_privacy_status_t *st,
    uint64_t n, uint64_t of);
static int ngx_libc_cdecl ngx_http_privacy_status_cmp_names(const void *one,
    const void *two);
static int ngx_http_privacy_status_cmp_str(const prv_str_t *a,
    const prv_str_t *b);
static int ngx_libc_cdecl ngx_http_privacy_status_cmp_bars(const void *one,
    const void *two);


static const char  ngx_http_privacy_status_head[] =
    "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
    "<meta name=\"viewport\" content=\"width=device-width, "
    "initial-scale=1\">\n<meta name=\"robots\" content=\"noindex\">\n"
    "<title>Privacy status</title>\n<style>\n"
    ":root{color-scheme:light dark;--ink:#16202b;--soft:#586777;"
    "--paper:#f3f5f7;--card:#fff;--line:#e1e6ea;--rail:#eef1f4;"
    "--necessary:#64748b;--functional:#2f74c0;--analytics:#8a5cc7;"
    "--marketing:#c74b6f;--plain:#2f7d68;--warn:#a4510b}\n"
    "@media(prefers-color-scheme:dark){:root{--ink:#e8edf2;--soft:#9dabb9;"
    "--paper:#11161c;--card:#1a2129;--line:#2a343f;--rail:#242d37;"
    "--necessary:#8fa0b3;--functional:#6aa9ec;--analytics:#b592ea;"
    "--marketing:#ef85a5;--plain:#5db79d;--warn:#f0a35c}}\n"
    "*{box-sizing:border-box}\n"
    "body{margin:0;background:var(--paper);color:var(--ink);"
    "font:15px/1.5 system-ui,-apple-system,\"Segoe UI\",sans-serif}\n"
    "main{max-width:70rem;margin:0 auto;padding:2.2rem 1.2rem 3rem}\n"
    "h1{font-size:1.7rem;letter-spacing:-.02em;margin:0}\n"
    "h2{font-size:1rem;margin:0 0 .8rem}\n"
    ".soft,small,th,footer{color:var(--soft)}\n"
    ".soft{margin:.2rem 0 1.6rem}\n"
    ".tiles{display:grid;gap:.9rem;margin-bottom:.9rem;"
    "grid-template-columns:repeat(auto-fit,minmax(9.5rem,1fr))}\n"
    ".cards{columns:28rem 2;column-gap:.9rem}\n"
    ".tile,section{background:var(--card);border:1px solid var(--line);"
    "border-radius:.8rem;padding:1rem 1.2rem;min-width:0}\n"
    "section{margin-bottom:.9rem;break-inside:avoid}\n"
    ".tile b{display:block;font-size:1.75rem;line-height:1.25;"
    "font-weight:650;letter-spacing:-.02em;"
    "font-variant-numeric:tabular-nums}\n"
    ".tile b i{font-size:1rem;font-style:normal;font-weight:500;"
    "letter-spacing:0}\n"
    ".tile span{color:var(--soft);font-size:.9rem}\n"
    ".warn b{color:var(--warn)}\n"
    ".stack{display:flex;gap:2px;height:1.1rem;border-radius:.35rem;"
    "overflow:hidden;background:var(--rail)}\n"
    ".stack i,.bar i{display:block;background:var(--plain)}\n"
    ".keys{display:flex;flex-wrap:wrap;gap:.3rem 1.4rem;margin:.7rem 0 0;"
    "padding:0;list-style:none}\n"
    ".keys b,.n{font-variant-numeric:tabular-nums}\n"
    ".dot{display:inline-block;width:.62rem;height:.62rem;"
    "border-radius:50%;margin-right:.45rem;background:var(--plain)}\n"
    "table{border-collapse:collapse;width:100%;table-layout:fixed}\n"
    "th{font-weight:400;text-align:left;font-size:.85rem;padding:0 0 .4rem}\n"
    "tbody th{color:inherit;font-size:inherit;padding:.4rem .8rem .45rem 0;"
    "overflow-wrap:anywhere}\n"
    "td{padding:.4rem 0}tbody tr>*{border-top:1px solid var(--line)}\n"
    ".n{text-align:right;width:5.4rem;vertical-align:top}\n"
    ".bar{height:.4rem;margin-top:.3rem;border-radius:.2rem;"
    "background:var(--rail);overflow:hidden}\n"
    ".bar i{height:100%;border-radius:.2rem}\n"
    ".necessary i,i.necessary{background:var(--necessary)}\n"
    ".functional i,i.functional{background:var(--functional)}\n"
    ".analytics i,i.analytics{background:var(--analytics)}\n"
    ".marketing i,i.marketing{background:var(--marketing)}\n"
    "small{font-size:.85rem;margin-left:.15rem}\n"
    ".more{margin:.6rem 0 0;color:var(--soft);font-size:.9rem}\n"
    "footer{margin-top:1.4rem;font-size:.9rem}\n"
    "@media(max-width:34rem){main{padding:1.4rem .8rem 2rem}"
    ".tiles{grid-template-columns:1fr 1fr;gap:.6rem}"
    ".tile,section{padding:.8rem .9rem}.tile b{font-size:1.4rem}"
    ".n{width:4.2rem}.wide{display:none}}\n"
    "</style>\n</head>\n<body>\n<main>\n<h1>Privacy status</h1>\n";


static const struct {
    const char  *name;
    const char  *class;
} ngx_http_privacy_status_words[] = {
    { "agreed to all", "" },
    { "agreed to some", "functional" },
    { "refused all", "marketing" },
    { "not decided", "necessary" }
};


ngx_int_t
ngx_http_privacy_status_page(ngx_http_privacy_status_t *st)
{
    ngx_uint_t               i;
    ngx_http_privacy_sums_t  sums;
    static const ngx_uint_t  kinds[] = {
        NGX_HTTP_PRIVACY_COUNT_UNKNOWN, NGX_HTTP_PRIVACY_COUNT_CSP,
        NGX_HTTP_PRIVACY_COUNT_DOCUMENT, NGX_HTTP_PRIVACY_COUNT_REQUEST,
        NGX_HTTP_PRIVACY_COUNT_CHOICE
    };

    ngx_http_privacy_status_sum(st, &sums);

    ngx_http_privacy_status_add(st, ngx_http_privacy_status_head);
    ngx_http_privacy_status_top(st, &sums);

    if (st->nrows == 0) {
        ngx_http_privacy_status_add(st, "<section><h2>Nothing has been "
            "counted yet</h2>Requests count here where <code>privacy</code> "
            "is <code>on</code> or <code>report</code>.</section>\n");
    }

    ngx_http_privacy_status_answers(st, &sums);

    if (ngx_http_privacy_status_vendors(st) != NGX_OK) {
        return NGX_ERROR;
    }

    ngx_http_privacy_status_add(st, "<div class=\"cards\">\n");

    for (i = 0; i < sizeof(kinds) / sizeof(ngx_uint_t); i++) {
        if (ngx_http_privacy_status_kind(st, kinds[i]) != NGX_OK) {
            return NGX_ERROR;
        }
    }

    ngx_http_privacy_status_add(st, "</div>\n");
    ngx_http_privacy_status_foot(st, &sums);

    return NGX_OK;
}


static void
ngx_http_privacy_status_sum(ngx_http_privacy_status_t *st,
    ngx_http_privacy_sums_t *sums)
{
    char                        *key;
    uint64_t                     today;
    ngx_uint_t                   i;
    ngx_http_privacy_counter_t  *c;

    ngx_memzero(sums, sizeof(ngx_http_privacy_sums_t));

    for (i = 0; i < st->nrows; i++) {
        c = st->rows[i];
        key = (char *) c->key;
        today = ngx_http_privacy_status_today(st, c);

        if (c < &st->counters->counters[NGX_HTTP_PRIVACY_COUNTS]) {
            sums->other += c->count;
        }

        switch (c->kind) {

        case NGX_HTTP_PRIVACY_COUNT_REQUEST:
            sums->requests += today;
            sums->answers[ngx_http_privacy_status_answer(c)] += today;
            break;

        case NGX_HTTP_PRIVACY_COUNT_DOCUMENT:
            ngx_http_privacy_status_sum_document(sums, key,
                                                 key + ngx_strlen(key) + 1,
                                                 today, c->count);
            break;

        case NGX_HTTP_PRIVACY_COUNT_TAG:
            sums->tags += today;
            break;

        case NGX_HTTP_PRIVACY_COUNT_COOKIE:
            sums->cookies += today;
            break;
        }
    }
}


static void
ngx_http_privacy_status_sum_document(ngx_http_privacy_sums_t *sums,
    const char *result, const char *reason, uint64_t today, uint64_t all)
{
    sums->documents += today;

    if (ngx_strcmp(result, "filtered") == 0
        || ngx_strcmp(reason, "filtered") == 0)
    {
        sums->filtered += today;
        sums->every += all;
        return;
    }

    if (ngx_strcmp(reason, "granted") != 0
        && ngx_strcmp(reason, "tags_off") != 0)
    {
        sums->unfilterable += today;
    }
}


/* what a visitor said, by consent and "decided" */

static ngx_uint_t
ngx_http_privacy_status_answer(ngx_http_privacy_counter_t *c)
{
    u_char      *p;
    prv_str_t    consent, decided;
    ngx_uint_t   i, n;

    p = c->key;
    consent = ngx_http_privacy_status_label(&p);
    (void) ngx_http_privacy_status_label(&p);
    decided = ngx_http_privacy_status_label(&p);

    if (decided.len != 1 || decided.data[0] != '1') {
        return NGX_HTTP_PRIVACY_UNDECIDED;
    }

    n = 0;

    for (i = 0; i < consent.len; i++) {
        n += (consent.data[i] == ',');
    }

    return n == PRV_CATEGORIES - 1 ? NGX_HTTP_PRIVACY_AGREED
           : n ? NGX_HTTP_PRIVACY_PARTLY
           : NGX_HTTP_PRIVACY_REFUSED;
}


static void
ngx_http_privacy_status_top(ngx_http_privacy_status_t *st,
    ngx_http_privacy_sums_t *sums)
{
    u_char     date[64], *p;
    uint64_t   spent;
    prv_str_t  host;

    host.len = st->request->headers_in.server.len;
    host.data = st->request->headers_in.server.data;

    p = ngx_http_time(date, st->counters->start);

    ngx_http_privacy_status_add(st, "<p class=\"soft\">");

    if (host.len) {
        prv_buf_html(&st->b, &host);
        ngx_http_privacy_status_add(st, " \302\267 ");
    }

    ngx_http_privacy_status_add(st, "counted since ");
    prv_buf_add(&st->b, date, p - date);
    ngx_http_privacy_status_add(st, "</p>\n<div class=\"tiles\">\n");

    spent = sums->every ? st->counters->nanoseconds / 1000 / sums->every : 0;

    ngx_http_privacy_status_tile(st, "requests today", sums->requests, "",
                                 "");
    ngx_http_privacy_status_tile(st, "pages filtered today", sums->filtered,
                                 "", "");
    ngx_http_privacy_status_tile(st, "tags held back today", sums->tags, "",
                                 "");
    ngx_http_privacy_status_tile(st, "cookies held back today",
                                 sums->cookies, "", "");
    ngx_http_privacy_status_tile(st, "pages not filterable today",
                                 sums->unfilterable, "",
                                 sums->unfilterable ? " warn" : "");
    ngx_http_privacy_status_tile(st, "for a page, in the filter", spent,
                                 " \302\265s", "");

    ngx_http_privacy_status_add(st, "</div>\n");
}


static void
ngx_http_privacy_status_tile(ngx_http_privacy_status_t *st,
    const char *title, uint64_t n, const char *unit, const char *class)
{
    ngx_http_privacy_status_add(st, "<div class=\"tile");
    ngx_http_privacy_status_add(st, class);
    ngx_http_privacy_status_add(st, "\"><b>");
    ngx_http_privacy_status_number(st, n);
    ngx_http_privacy_status_add(st, "<i>");
    ngx_http_privacy_status_add(st, unit);
    ngx_http_privacy_status_add(st, "</i></b><span>");
    ngx_http_privacy_status_add(st, title);
    ngx_http_privacy_status_add(st, "</span></div>\n");
}


/* one bar of all requests */

static void
ngx_http_privacy_status_answers(ngx_http_privacy_status_t *st,
    ngx_http_privacy_sums_t *sums)
{
    ngx_uint_t  i;

    if (sums->requests == 0) {
        return;
    }

    ngx_http_privacy_status_add(st, "<section><h2>What visitors have said, "
                                "today</h2><div class=\"stack\" "
                                "aria-hidden=\"true\">");

    for (i = 0; i < NGX_HTTP_PRIVACY_ANSWERS; i++) {

        if (sums->answers[i] == 0) {
            continue;
        }

        ngx_http_privacy_status_add(st, "<i class=\"");
        ngx_http_privacy_status_add(st,
                                    ngx_http_privacy_status_words[i].class);
        ngx_http_privacy_status_width(st, sums->answers[i], sums->requests);
    }

    ngx_http_privacy_status_add(st, "</div><ul class=\"keys\">");

    for (i = 0; i < NGX_HTTP_PRIVACY_ANSWERS; i++) {
        ngx_http_privacy_status_add(st, "<li><i class=\"dot ");
        ngx_http_privacy_status_add(st,
                                    ngx_http_privacy_status_words[i].class);
        ngx_http_privacy_status_add(st, "\"></i>");
        ngx_http_privacy_status_add(st,
                                    ngx_http_privacy_status_words[i].name);
        ngx_http_privacy_status_add(st, " <b>");
        ngx_http_privacy_status_number(st, sums->answers[i]);
        ngx_http_privacy_status_add(st, "</b></li>");
    }

    ngx_http_privacy_status_add(st, "</ul></section>\n");
}


/* what one vendor has, is one bar */

static ngx_int_t
ngx_http_privacy_status_vendors(ngx_http_privacy_status_t *st)
{
    u_char                      *p;
    uint64_t                     today;
    ngx_uint_t                   i, n;
    prv_vendor_t                *vendor;
    ngx_http_privacy_bar_t      *bars, *bar;
    ngx_http_privacy_counter_t  *c;

    bars = ngx_pcalloc(st->request->pool,
                       (st->nrows + 1) * sizeof(ngx_http_privacy_bar_t));
    if (bars == NULL) {
        return NGX_ERROR;
    }

    n = 0;

    for (i = 0; i < st->nrows; i++) {
        c = st->rows[i];

        if (c->kind != NGX_HTTP_PRIVACY_COUNT_TAG
            && c->kind != NGX_HTTP_PRIVACY_COUNT_COOKIE
            && c->kind != NGX_HTTP_PRIVACY_COUNT_CLICK_ID)
        {
            continue;
        }

        today = ngx_http_privacy_status_today(st, c);
        p = c->key;

        bar = &bars[n++];

        bar->name = ngx_http_privacy_status_label(&p);
        bar->category = ngx_http_privacy_status_label(&p);
        bar->note = bar->category;
        bar->today = today;
        bar->all = c->count;

        switch (c->kind) {

        case NGX_HTTP_PRIVACY_COUNT_TAG:
            bar->tags = today;
            break;

        case NGX_HTTP_PRIVACY_COUNT_COOKIE:
            bar->cookies = today;
            break;

        default:
            bar->click_ids = today;
        }
    }

    ngx_qsort(bars, n, sizeof(ngx_http_privacy_bar_t),
              ngx_http_privacy_status_cmp_names);

    n = ngx_http_privacy_status_merge(bars, n);

    ngx_qsort(bars, n, sizeof(ngx_http_privacy_bar_t),
              ngx_http_privacy_status_cmp_bars);

    for (i = 0; i < n; i++) {
        vendor = prv_catalog_find(st->catalog, &bars[i].name);

        /* a reload may have taken it out of the catalog */

        if (vendor != NULL) {
            bars[i].name = vendor->name;
        }
    }

    ngx_http_privacy_status_bars(st, "Held back today, by vendor", "vendor",
                                 bars, n, 1);

    return NGX_OK;
}


/* of counters with the same name and category, one */

static ngx_uint_t
ngx_http_privacy_status_merge(ngx_http_privacy_bar_t *bars, ngx_uint_t n)
{
    ngx_uint_t  i, last;

    if (n == 0) {
        return 0;
    }

    last = 0;

    for (i = 1; i < n; i++) {

        if (ngx_http_privacy_status_cmp_names(&bars[last], &bars[i]) != 0) {
            bars[++last] = bars[i];
            continue;
        }

        bars[last].tags += bars[i].tags;
        bars[last].cookies += bars[i].cookies;
        bars[last].click_ids += bars[i].click_ids;
        bars[last].today += bars[i].today;
        bars[last].all += bars[i].all;
    }

    return last + 1;
}


static ngx_int_t
ngx_http_privacy_status_kind(ngx_http_privacy_status_t *st, ngx_uint_t kind)
{
    u_char                      *p;
    ngx_uint_t                   i, n;
    ngx_http_privacy_bar_t      *bars;
    ngx_http_privacy_kind_t     *k;
    ngx_http_privacy_counter_t  *c;

    k = &ngx_http_privacy_kinds[kind];

    bars = ngx_pcalloc(st->request->pool,
                       (st->nrows + 1) * sizeof(ngx_http_privacy_bar_t));
    if (bars == NULL) {
        return NGX_ERROR;
    }

    n = 0;

    for (i = 0; i < st->nrows; i++) {
        c = st->rows[i];

        if (c->kind != kind) {
            continue;
        }

        p = c->key;

        bars[n].name = ngx_http_privacy_status_label(&p);

        if (k->nlabels > 1) {
            bars[n].note = ngx_http_privacy_status_label(&p);
        }

        bars[n].today = ngx_http_privacy_status_today(st, c);
        bars[n].all = c->count;
        n++;
    }

    ngx_qsort(bars, n, sizeof(ngx_http_privacy_bar_t),
              ngx_http_privacy_status_cmp_bars);

    ngx_http_privacy_status_bars(st, (const char *) k->title.data,
                                 (const char *) k->labels[0].data, bars, n,
                                 0);

    return NGX_OK;
}


static void
ngx_http_privacy_status_bars(ngx_http_privacy_status_t *st,
    const char *title, const char *column, ngx_http_privacy_bar_t *bars,
    ngx_uint_t n, ngx_uint_t vendors)
{
    ngx_uint_t  i;

    if (n == 0) {
        return;
    }

    ngx_http_privacy_status_add(st, "<section><h2>");
    ngx_http_privacy_status_add(st, title);
    ngx_http_privacy_status_add(st, "</h2><table><thead><tr>"
                                "<th scope=\"col\">");
    ngx_http_privacy_status_add(st, column);
    ngx_http_privacy_status_add(st, "</th>");

    if (vendors) {
        ngx_http_privacy_status_add(st, "<th scope=\"col\" class=\"n wide\">"
            "tags</th><th scope=\"col\" class=\"n wide\">cookies</th>"
            "<th scope=\"col\" class=\"n wide\">click ids</th>");
    }

    ngx_http_privacy_status_add(st, "<th scope=\"col\" class=\"n\">today"
        "</th><th scope=\"col\" class=\"n\">in all</th></tr></thead>"
        "<tbody>\n");

    for (i = 0; i < n && i < NGX_HTTP_PRIVACY_STATUS_BARS; i++) {
        ngx_http_privacy_status_bar(st, &bars[i], bars[0].today, vendors);
    }

    ngx_http_privacy_status_add(st, "</tbody></table>");

    if (i < n) {
        ngx_http_privacy_status_add(st, "<p class=\"more\">and ");
        ngx_http_privacy_status_number(st, n - i);
        ngx_http_privacy_status_add(st, " more, in the JSON and Prometheus "
                                    "forms</p>");
    }

    ngx_http_privacy_status_add(st, "</section>\n");
}


static void
ngx_http_privacy_status_bar(ngx_http_privacy_status_t *st,
    ngx_http_privacy_bar_t *bar, uint64_t most, ngx_uint_t vendors)
{
    ngx_http_privacy_status_add(st, "<tr><th scope=\"row\">");
    ngx_http_privacy_status_name(st, &bar->name);

    if (bar->note.len) {
        ngx_http_privacy_status_add(st, " <small>");
        prv_buf_html(&st->b, &bar->note);
        ngx_http_privacy_status_add(st, "</small>");
    }

    ngx_http_privacy_status_add(st, "<div class=\"bar ");
    prv_buf_html(&st->b, &bar->category);
    ngx_http_privacy_status_add(st, "\" aria-hidden=\"true\"><i class=\"");
    ngx_http_privacy_status_width(st, bar->today, most);
    ngx_http_privacy_status_add(st, "</div></th>");

    if (vendors) {
        ngx_http_privacy_status_add(st, "<td class=\"n wide\">");
        ngx_http_privacy_status_cell(st, bar->tags);
        ngx_http_privacy_status_add(st, "<td class=\"n wide\">");
        ngx_http_privacy_status_cell(st, bar->cookies);
        ngx_http_privacy_status_add(st, "<td class=\"n wide\">");
        ngx_http_privacy_status_cell(st, bar->click_ids);
    }

    ngx_http_privacy_status_add(st, "<td class=\"n\">");
    ngx_http_privacy_status_cell(st, bar->today);
    ngx_http_privacy_status_add(st, "<td class=\"n\">");
    ngx_http_privacy_status_cell(st, bar->all);
    ngx_http_privacy_status_add(st, "</tr>\n");
}


/* a list may break at its commas */

static void
ngx_http_privacy_status_name(ngx_http_privacy_status_t *st, prv_str_t *name)
{
    u_char     *p, *end, *comma;
    prv_str_t   part;

    p = name->data;
    end = p + name->len;

    for ( ;; ) {
        comma = ngx_strlchr(p, end, ',');

        part.data = p;
        part.len = (comma != NULL ? comma + 1 : end) - p;

        prv_buf_html(&st->b, &part);

        if (comma == NULL) {
            return;
        }

        ngx_http_privacy_status_add(st, "<wbr>");
        p = comma + 1;
    }
}


static void
ngx_http_privacy_status_foot(ngx_http_privacy_status_t *st,
    ngx_http_privacy_sums_t *sums)
{
    ngx_http_privacy_status_add(st, "<footer>The filter has read ");
    ngx_http_privacy_status_number(st, st->counters->bytes_in / 1000);
    ngx_http_privacy_status_add(st, " kB and passed on ");
    ngx_http_privacy_status_number(st, st->counters->bytes_out / 1000);
    ngx_http_privacy_status_add(st, " kB in ");
    ngx_http_privacy_status_number(st, st->counters->nanoseconds / 1000000);
    ngx_http_privacy_status_add(st, " ms. The zone holds ");
    ngx_http_privacy_status_number(st, ngx_http_privacy_status_used(st));
    ngx_http_privacy_status_add(st, " of ");
    ngx_http_privacy_status_number(st, st->counters->size);
    ngx_http_privacy_status_add(st, " counters");

    if (sums->other) {
        ngx_http_privacy_status_add(st, "; ");
        ngx_http_privacy_status_number(st, sums->other);
        ngx_http_privacy_status_add(st, " were counted under \342\200\234other"
                                    "\342\200\235 for want of room");
    }

    ngx_http_privacy_status_add(st, ".</footer>\n</main>\n</body>\n"
                                "</html>\n");
}


static void
ngx_http_privacy_status_cell(ngx_http_privacy_status_t *st, uint64_t n)
{
    ngx_http_privacy_status_number(st, n);
    ngx_http_privacy_status_add(st, "</td>");
}


/* the rest of an element that is as wide as n is of a whole */

static void
ngx_http_privacy_status_width(ngx_http_privacy_status_t *st, uint64_t n,
    uint64_t of)
{
    uint64_t  tenths;

    tenths = of ? ngx_min(n, of) * 1000 / of : 0;

    ngx_http_privacy_status_add(st, "\" style=\"width:");
    prv_buf_uint(&st->b, tenths / 10);
    prv_buf_char(&st->b, '.');
    prv_buf_uint(&st->b, tenths % 10);
    ngx_http_privacy_status_add(st, "%\"></i>");
}


static int ngx_libc_cdecl
ngx_http_privacy_status_cmp_names(const void *one, const void *two)
{
    int                            rc;
    const ngx_http_privacy_bar_t  *a, *b;

    a = one;
    b = two;

    rc = ngx_http_privacy_status_cmp_str(&a->name, &b->name);

    return rc ? rc : ngx_http_privacy_status_cmp_str(&a->note, &b->note);
}


static int
ngx_http_privacy_status_cmp_str(const prv_str_t *a, const prv_str_t *b)
{
    int     rc;
    size_t  len;

    len = ngx_min(a->len, b->len);
    rc = len ? ngx_memcmp(a->data, b->data, len) : 0;

    return rc ? rc : (a->len > b->len) - (a->len < b->len);
}


/* largest today first, then ever, then as they were */

static int ngx_libc_cdecl
ngx_http_privacy_status_cmp_bars(const void *one, const void *two)
{
    const ngx_http_privacy_bar_t  *a, *b;

    a = one;
    b = two;

    if (a->today != b->today) {
        return a->today > b->today ? -1 : 1;
    }

    if (a->all != b->all) {
        return a->all > b->all ? -1 : 1;
    }

    return ngx_http_privacy_status_cmp_names(one, two);
}
