
#include "scan/prv_scan.h"

#include <stdio.h>


typedef struct {
    prv_scan_t           *scan;
    const char           *file;
    const prv_str_t      *text;
    size_t                offset;       /* up to here lines are counted */
    size_t                line;
    size_t                start;        /* of that line */
    size_t                n;            /* findings, of all files */
} prv_report_t;


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
    int           i, rc;
    prv_str_t     text;
    prv_sink_t    sink;
    prv_report_t  report;

    memset(&report, 0, sizeof(prv_report_t));
    memset(&sink, 0, sizeof(prv_sink_t));

    report.scan = scan;
    report.text = &text;

    sink.pass = prv_report_drop;
    sink.copy = prv_report_drop;
    sink.found = prv_report_found;
    sink.data = &report;

    /* what is there, not what one visitor would get */

    scan->conf.tags = PRV_TAGS_OFF;

    rc = PRV_SCAN_CLEAN;

    if (scan->json) {
        fputc('[', stdout);
    }

    for (i = 0; i < n; i++) {

        if (prv_scan_read(&scan->arena.mem, files[i], &text) != PRV_OK) {
            rc = PRV_SCAN_TROUBLE;
            continue;
        }

        report.file = files[i];
        report.offset = 0;
        report.line = 1;
        report.start = 0;

        if (prv_scan_document(scan, &sink, &text) != PRV_OK) {
            rc = prv_scan_trouble("%s: no memory", files[i]);
        }

        prv_free(&scan->arena.mem, text.data);
    }

    if (scan->json) {
        fputs(report.n ? "\n]\n" : "]\n", stdout);
    }

    if (rc == PRV_SCAN_CLEAN && report.n) {
        rc = PRV_SCAN_FOUND;
    }

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
        return prv_report_json(report, finding, offset - report->start + 1);
    }

    prv_report_row(report, finding, offset - report->start + 1);

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

    report->n++;
}


static int
prv_report_json(prv_report_t *report, const prv_finding_t *f, size_t column)
{
    prv_buf_t    b;
    prv_str_t    s;
    prv_arena_t  arena;

    prv_arena_init(&arena, 0);
    prv_buf_init(&b, &arena.mem, 0);

    prv_buf_str(&b, report->n ? &(prv_str_t) prv_string(",\n{")
                              : &(prv_str_t) prv_string("\n{"));

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
    report->n++;

    prv_arena_destroy(&arena);

    return PRV_OK;
}


static void
prv_report_name(prv_buf_t *b, const char *name, const prv_str_t *value)
{
    prv_buf_add(b, name, strlen(name));
    prv_buf_json(b, value);
}
