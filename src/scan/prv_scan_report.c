
#include "scan/prv_scan.h"

#include <stdio.h>
#include <sys/stat.h>


typedef struct {
    prv_scan_t           *scan;
    const char           *file;
    const prv_str_t      *text;
    size_t                offset;       /* up to here lines are counted */
    size_t                line;
    size_t                start;        /* of that line */
    unsigned              named:1;      /* on the command line */
    prv_scan_site_t       site;
} prv_report_t;


static int prv_report_page(void *data, const char *name);
static int prv_report_drop(void *data, const unsigned char *p, size_t len);
static int prv_report_found(void *data, const prv_finding_t *finding);
static void prv_report_row(prv_report_t *report, const prv_finding_t *f,
    size_t column);
static int prv_report_json(prv_report_t *report, const prv_finding_t *f,
    size_t column);
static void prv_report_name(prv_buf_t *b, const char *name,
    const prv_str_t *value);


static const char  *prv_kinds[] = {
    "script", "inline", "image", "frame", "link", "embed", "media", "ping",
    "refresh", "mark", "other"
};


int
prv_scan_report(prv_scan_t *scan, char **files, int n)
{
    int           i, rc, many;
    struct stat   st;
    prv_report_t  report;

    memset(&report, 0, sizeof(prv_report_t));

    report.scan = scan;
    report.site.page = prv_report_page;
    report.site.data = &report;

    if (prv_scan_sums(&report.site, &scan->catalog, &scan->arena.mem)
        != PRV_OK)
    {
        return PRV_SCAN_TROUBLE;
    }

    /* what is there, not what one visitor would get */

    scan->conf.tags = PRV_TAGS_OFF;

    rc = PRV_OK;
    many = n > 1 || scan->summary;

    if (scan->json) {
        fputc('[', stdout);
    }

    for (i = 0; i < n; i++) {

        report.named = 1;

        if (stat(files[i], &st) == 0 && S_ISDIR(st.st_mode)) {

            many = 1;
            report.named = 0;

            if (prv_scan_site(&report.site, files[i], 0) != PRV_OK) {
                rc = PRV_ERROR;
            }

        } else if (prv_report_page(&report, files[i]) != PRV_OK) {
            rc = PRV_ERROR;
        }
    }

    if (scan->json) {
        fputs(report.site.findings ? "\n]\n" : "]\n", stdout);

    } else if (many) {

        if (!scan->summary && report.site.findings) {
            fputc('\n', stdout);
        }

        prv_scan_summary(&report.site);
    }

    if (rc != PRV_OK) {
        return PRV_SCAN_TROUBLE;
    }

    return report.site.findings ? PRV_SCAN_FOUND : PRV_SCAN_CLEAN;
}


/* a file that was named is a page; of those in a directory some are */

static int
prv_report_page(void *data, const char *name)
{
    int            rc;
    prv_str_t      text;
    prv_sink_t     sink;
    prv_arena_t    arena;
    prv_report_t  *report;

    report = data;

    memset(&sink, 0, sizeof(prv_sink_t));

    sink.pass = prv_report_drop;
    sink.copy = prv_report_drop;
    sink.found = prv_report_found;
    sink.data = report;

    prv_arena_init(&arena, 0);

    rc = prv_scan_read(&arena.mem, name, &text);

    if (rc != PRV_OK) {
        prv_arena_destroy(&arena);
        return rc;
    }

    if (!report->named && !prv_scan_is_page(name, &text)) {
        report->site.others++;
        prv_arena_destroy(&arena);
        return PRV_OK;
    }

    report->file = name;
    report->text = &text;
    report->offset = 0;
    report->line = 1;
    report->start = 0;
    report->site.pages++;

    rc = prv_scan_document(report->scan, &sink, &text);

    if (rc != PRV_OK) {
        prv_scan_trouble("%s: no memory", name);
    }

    prv_arena_destroy(&arena);

    return rc;
}


static int
prv_report_drop(void *data, const unsigned char *p, size_t len)
{
    (void) data;
    (void) p;
    (void) len;

    return PRV_OK;
}


static int
prv_report_found(void *data, const prv_finding_t *finding)
{
    size_t         offset;
    prv_report_t  *report;

    report = data;

    offset = finding->offset < report->text->len
             ? (size_t) finding->offset : report->text->len;

    if (offset < report->offset) {

        /* an element found late, behind what it holds */

        report->offset = 0;
        report->line = 1;
        report->start = 0;
    }

    for ( /* void */ ; report->offset < offset; report->offset++) {
        if (report->text->data[report->offset] == '\n') {
            report->line++;
            report->start = report->offset + 1;
        }
    }

    if (report->scan->json) {

        if (prv_report_json(report, finding, offset - report->start + 1)
            != PRV_OK)
        {
            return PRV_ERROR;
        }

    } else if (!report->scan->summary) {
        prv_report_row(report, finding, offset - report->start + 1);
    }

    prv_scan_sum(&report->site, finding->match);

    return PRV_OK;
}


static void
prv_report_row(prv_report_t *report, const prv_finding_t *f, size_t column)
{
    const prv_str_t         *vendor, *category;
    static const prv_str_t   none = prv_string("-");

    vendor = f->match->vendor ? &f->match->vendor->id : &none;
    category = &prv_category_names[f->match->category];

    printf("%s:%zu:%zu: %-8.*s %-8s %-20.*s %-10.*s %.*s\n", report->file,
           report->line, column, (int) f->element.len,
           (char *) f->element.data, prv_kinds[f->kind],
           (int) vendor->len, (char *) vendor->data,
           (int) category->len, (char *) category->data,
           (int) f->host.len, (char *) f->host.data);
}


static int
prv_report_json(prv_report_t *report, const prv_finding_t *f, size_t column)
{
    prv_buf_t    b;
    prv_str_t    s;
    prv_arena_t  arena;

    prv_arena_init(&arena, 0);
    prv_buf_init(&b, &arena.mem, 0);

    if (report->site.findings) {
        prv_buf_char(&b, ',');
    }

    prv_buf_lit(&b, "\n{");

    s.data = (unsigned char *) report->file;
    s.len = strlen(report->file);

    prv_report_name(&b, "\"file\":", &s);

    prv_buf_lit(&b, ",\"line\":");
    prv_buf_uint(&b, report->line);
    prv_buf_lit(&b, ",\"column\":");
    prv_buf_uint(&b, column);
    prv_buf_lit(&b, ",\"offset\":");
    prv_buf_uint(&b, f->offset);
    prv_buf_lit(&b, ",\"length\":");
    prv_buf_uint(&b, f->length);

    s.data = (unsigned char *) prv_kinds[f->kind];
    s.len = strlen(prv_kinds[f->kind]);

    prv_report_name(&b, ",\"element\":", &f->element);
    prv_report_name(&b, ",\"kind\":", &s);

    if (f->match->vendor != NULL) {
        prv_report_name(&b, ",\"vendor\":", &f->match->vendor->id);

    } else {
        prv_buf_lit(&b, ",\"vendor\":null");
    }

    prv_report_name(&b, ",\"category\":",
                    &prv_category_names[f->match->category]);
    prv_report_name(&b, ",\"host\":", &f->host);
    prv_report_name(&b, ",\"url\":", &f->url);
    prv_buf_char(&b, '}');

    if (prv_buf_done(&b, &s) != PRV_OK) {
        prv_arena_destroy(&arena);
        return PRV_ERROR;
    }

    fwrite(s.data, 1, s.len, stdout);

    prv_arena_destroy(&arena);

    return PRV_OK;
}


static void
prv_report_name(prv_buf_t *b, const char *name, const prv_str_t *value)
{
    prv_buf_add(b, name, strlen(name));
    prv_buf_json(b, value);
}
