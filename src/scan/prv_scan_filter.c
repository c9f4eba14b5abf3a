
#include "scan/prv_scan.h"

#include <stdio.h>
#include <time.h>


#define PRV_FILTER_CHUNK  65536


static int prv_filter_write(void *data, const unsigned char *p, size_t len);
static int prv_bench_count(void *data, const unsigned char *p, size_t len);
static double prv_bench_time(void);


int
prv_scan_filter(prv_scan_t *scan)
{
    size_t           n, size;
    prv_sink_t       sink;
    prv_rewriter_t  *rw;
    unsigned char   *chunk;

    memset(&sink, 0, sizeof(prv_sink_t));

    sink.pass = prv_filter_write;
    sink.copy = prv_filter_write;

    size = scan->chunk ? scan->chunk : PRV_FILTER_CHUNK;

    chunk = prv_alloc(&scan->arena.mem, size);

    rw = prv_rewriter_create(&scan->conf, &scan->gate, &sink,
                             &scan->arena.mem);

    if (chunk == NULL || rw == NULL) {
        return prv_scan_trouble("no memory");
    }

    while ((n = fread(chunk, 1, size, stdin)) != 0) {
        if (prv_rewriter_feed(rw, chunk, n) != PRV_OK) {
            return prv_scan_trouble("cannot be filtered");
        }
    }

    if (ferror(stdin)) {
        return prv_scan_trouble("standard input cannot be read");
    }

    if (prv_rewriter_finish(rw) != PRV_OK) {
        return prv_scan_trouble("cannot be filtered");
    }

    return PRV_SCAN_CLEAN;
}


static int
prv_filter_write(void *data, const unsigned char *p, size_t len)
{
    (void) data;

    return fwrite(p, 1, len, stdout) == len ? PRV_OK : PRV_ERROR;
}


/* the rewriter over the file, again and again, and nothing else */

int
prv_scan_bench(prv_scan_t *scan, const char *file)
{
    size_t      n;
    double      from, took, once, best;
    uint64_t    bytes;
    prv_str_t   text;
    prv_sink_t  sink;

    if (prv_scan_read(&scan->arena.mem, file, &text) != PRV_OK) {
        return PRV_SCAN_TROUBLE;
    }

    memset(&sink, 0, sizeof(prv_sink_t));

    sink.pass = prv_bench_count;
    sink.copy = prv_bench_count;
    sink.data = &bytes;

    bytes = 0;
    best = 0;
    took = 0;

    for (n = 0; n == 0 || took < scan->seconds; n++) {

        from = prv_bench_time();

        if (prv_scan_document(scan, &sink, &text) != PRV_OK) {
            return prv_scan_trouble("%s: cannot be filtered", file);
        }

        once = prv_bench_time() - from;
        took += once;

        if (n == 0 || once < best) {
            best = once;
        }
    }

    printf("%s: %zu bytes, %zu times, %.0f MB/s (best %.0f), "
           "%.0f bytes out\n", file, text.len, n,
           (double) text.len * (double) n / took / 1e6,
           best > 0 ? (double) text.len / best / 1e6 : 0.0,
           (double) bytes / (double) n);

    return PRV_SCAN_CLEAN;
}


static int
prv_bench_count(void *data, const unsigned char *p, size_t len)
{
    (void) p;

    *(uint64_t *) data += len;

    return PRV_OK;
}


static double
prv_bench_time(void)
{
    struct timespec  ts;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &ts);

    return (double) ts.tv_sec + (double) ts.tv_nsec / 1e9;
}
