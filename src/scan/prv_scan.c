
#include "scan/prv_scan.h"

#include <errno.h>
#include <getopt.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>


typedef enum {
    PRV_MODE_REPORT = 0,
    PRV_MODE_FILTER,
    PRV_MODE_BENCH,
    PRV_MODE_TOKENS,
    PRV_MODE_DECIDE
} prv_mode_e;


enum {
    PRV_OPTION_FORMAT = 256,
    PRV_OPTION_FILTER,
    PRV_OPTION_CONSENT,
    PRV_OPTION_TAGS,
    PRV_OPTION_CHUNK,
    PRV_OPTION_HOST,
    PRV_OPTION_CATALOG,
    PRV_OPTION_LIST,
    PRV_OPTION_BENCH,
    PRV_OPTION_TOKENS,
    PRV_OPTION_STATE,
    PRV_OPTION_LAST,
    PRV_OPTION_DECIDE,
    PRV_OPTION_GPC,
    PRV_OPTION_DNT,
    PRV_OPTION_REGIME,
    PRV_OPTION_FROM,
    PRV_OPTION_NAMES,
    PRV_OPTION_MAX_AGE,
    PRV_OPTION_VENDOR,
    PRV_OPTION_HELP
};


static int prv_scan_options(prv_scan_t *scan, int argc, char **argv,
    prv_mode_e *mode);
static int prv_scan_host(prv_scan_t *scan, const char *name);
static int prv_scan_catalog(prv_scan_t *scan, const char *name);
static int prv_scan_consent(prv_scan_t *scan, const char *list);
static int prv_scan_ready(prv_scan_t *scan);
static int prv_scan_number(const char *text, size_t *n);
static int prv_scan_seconds(const char *text, double *seconds);
static void prv_scan_usage(FILE *out);


static const struct option  prv_options[] = {
    { "format", required_argument, NULL, PRV_OPTION_FORMAT },
    { "filter", no_argument, NULL, PRV_OPTION_FILTER },
    { "consent", required_argument, NULL, PRV_OPTION_CONSENT },
    { "tags", required_argument, NULL, PRV_OPTION_TAGS },
    { "chunk", required_argument, NULL, PRV_OPTION_CHUNK },
    { "host", required_argument, NULL, PRV_OPTION_HOST },
    { "catalog", required_argument, NULL, PRV_OPTION_CATALOG },
    { "list", required_argument, NULL, PRV_OPTION_LIST },
    { "bench", required_argument, NULL, PRV_OPTION_BENCH },
    { "tokens", no_argument, NULL, PRV_OPTION_TOKENS },
    { "state", required_argument, NULL, PRV_OPTION_STATE },
    { "last-start-tag", required_argument, NULL, PRV_OPTION_LAST },
    { "decide", required_argument, NULL, PRV_OPTION_DECIDE },
    { "gpc", no_argument, NULL, PRV_OPTION_GPC },
    { "dnt", no_argument, NULL, PRV_OPTION_DNT },
    { "regime", required_argument, NULL, PRV_OPTION_REGIME },
    { "from", required_argument, NULL, PRV_OPTION_FROM },
    { "names", required_argument, NULL, PRV_OPTION_NAMES },
    { "max-age", required_argument, NULL, PRV_OPTION_MAX_AGE },
    { "vendor", required_argument, NULL, PRV_OPTION_VENDOR },
    { "help", no_argument, NULL, PRV_OPTION_HELP },
    { NULL, 0, NULL, 0 }
};


int
main(int argc, char **argv)
{
    int                rc;
    prv_mode_e         mode;
    static prv_scan_t  scan;

    prv_arena_init(&scan.arena, 0);
    prv_catalog_init(&scan.catalog, &scan.arena.mem);
    prv_tables_init(&scan.tables, &scan.arena.mem);

    scan.decision.granted = prv_bit(PRV_NECESSARY);
    scan.conf.surrogates = 1;
    scan.conf.limit = PRV_SCAN_LIMIT;

    rc = prv_scan_options(&scan, argc, argv, &mode);

    if (rc == PRV_AGAIN) {

        switch (mode) {

        case PRV_MODE_FILTER:
            rc = optind == argc
                 ? prv_scan_filter(&scan)
                 : prv_scan_trouble("--filter reads standard input, no files");
            break;

        case PRV_MODE_BENCH:
            rc = optind + 1 == argc
                 ? prv_scan_bench(&scan, argv[optind])
                 : prv_scan_trouble("--bench takes one file");
            break;

        case PRV_MODE_TOKENS:
            rc = optind + 1 >= argc
                 ? prv_scan_tokens(&scan, optind < argc ? argv[optind] : "-")
                 : prv_scan_trouble("--tokens takes one file");
            break;

        case PRV_MODE_DECIDE:
            rc = optind == argc
                 ? prv_scan_decide(&scan.decide, &scan.catalog,
                                   &scan.arena.mem)
                 : prv_scan_trouble("--decide takes no files");
            break;

        default: /* PRV_MODE_REPORT */
            rc = prv_scan_report(&scan, argv + optind, argc - optind);
        }
    }

    if (fflush(stdout) != 0 && rc != PRV_SCAN_TROUBLE) {
        rc = prv_scan_trouble("standard output: %s", strerror(errno));
    }

    prv_arena_destroy(&scan.arena);

    return rc;
}


int
prv_scan_trouble(const char *fmt, ...)
{
    va_list  args;

    fputs("privacy-scan: ", stderr);

    va_start(args, fmt);
    vfprintf(stderr, fmt, args);
    va_end(args);

    fputc('\n', stderr);

    return PRV_SCAN_TROUBLE;
}


int
prv_scan_read(prv_mem_t *mem, const char *name, prv_str_t *text)
{
    int             error;
    FILE           *in;
    size_t          n;
    prv_buf_t       b;
    unsigned char   data[65536];

    in = strcmp(name, "-") == 0 ? stdin : fopen(name, "rb");

    if (in == NULL) {
        prv_scan_trouble("%s: %s", name, strerror(errno));
        return PRV_ERROR;
    }

    prv_buf_init(&b, mem, sizeof(data));

    while ((n = fread(data, 1, sizeof(data), in)) != 0) {
        prv_buf_add(&b, data, n);
    }

    error = ferror(in);

    if (in != stdin) {
        fclose(in);
    }

    if (error) {
        prv_scan_trouble("%s: cannot be read", name);
        return PRV_ERROR;
    }

    if (prv_buf_done(&b, text) != PRV_OK) {
        prv_scan_trouble("%s: no memory", name);
        return PRV_ERROR;
    }

    return PRV_OK;
}


int
prv_scan_document(prv_scan_t *scan, const prv_sink_t *sink,
    const prv_str_t *text)
{
    int              rc;
    size_t           at, len;
    prv_arena_t      arena;
    prv_rewriter_t  *rw;

    prv_arena_init(&arena, 0);

    rw = prv_rewriter_create(&scan->conf, &scan->gate, sink, &arena.mem);
    rc = rw ? PRV_OK : PRV_ERROR;

    for (at = 0; rc == PRV_OK && at < text->len; at += len) {

        len = text->len - at;

        if (scan->chunk && len > scan->chunk) {
            len = scan->chunk;
        }

        rc = prv_rewriter_feed(rw, text->data + at, len);
    }

    if (rc == PRV_OK) {
        rc = prv_rewriter_finish(rw);
    }

    prv_arena_destroy(&arena);

    return rc;
}


/* PRV_AGAIN to go on with a mode, else the exit status */

static int
prv_scan_options(prv_scan_t *scan, int argc, char **argv, prv_mode_e *mode)
{
    int     option, builtin;
    size_t  i;

    *mode = PRV_MODE_REPORT;
    builtin = 1;

    while ((option = getopt_long(argc, argv, "h", prv_options, NULL)) != -1) {

        switch (option) {

        case PRV_OPTION_FORMAT:

            scan->json = strcmp(optarg, "json") == 0;
            scan->summary = strcmp(optarg, "summary") == 0;

            if (!scan->json && !scan->summary && strcmp(optarg, "table") != 0)
            {
                return prv_scan_trouble("--format is \"table\", \"json\" or "
                                        "\"summary\"");
            }

            break;

        case PRV_OPTION_FILTER:
            *mode = PRV_MODE_FILTER;
            break;

        case PRV_OPTION_CONSENT:

            if (prv_scan_consent(scan, optarg) != PRV_OK) {
                return PRV_SCAN_TROUBLE;
            }

            break;

        case PRV_OPTION_TAGS:

            if (strcmp(optarg, "strip") == 0) {
                scan->conf.tags = PRV_TAGS_STRIP;

            } else if (strcmp(optarg, "block") == 0) {
                scan->conf.tags = PRV_TAGS_BLOCK;

            } else {
                return prv_scan_trouble("--tags is \"strip\" or \"block\"");
            }

            break;

        case PRV_OPTION_CHUNK:

            if (prv_scan_number(optarg, &scan->chunk) != PRV_OK) {
                return prv_scan_trouble("--chunk is a number of bytes from 1 "
                                        "to 1073741824");
            }

            break;

        case PRV_OPTION_HOST:

            if (prv_scan_host(scan, optarg) != PRV_OK) {
                return prv_scan_trouble("no memory");
            }

            break;

        case PRV_OPTION_CATALOG:

            if (strcmp(optarg, "off") == 0) {
                builtin = 0;
                break;
            }

            if (strcmp(optarg, "builtin") == 0) {
                break;
            }

            /* the built-in one first: later vendors override by id */

            if (builtin) {
                builtin = 0;

                if (prv_scan_catalog(scan, NULL) != PRV_OK) {
                    return PRV_SCAN_TROUBLE;
                }
            }

            if (prv_scan_catalog(scan, optarg) != PRV_OK) {
                return PRV_SCAN_TROUBLE;
            }

            break;

        case PRV_OPTION_LIST:

            if (prv_scan_list(scan, optarg) != PRV_OK) {
                return PRV_SCAN_TROUBLE;
            }

            break;

        case PRV_OPTION_BENCH:
            *mode = PRV_MODE_BENCH;

            if (prv_scan_seconds(optarg, &scan->seconds) != PRV_OK) {
                return prv_scan_trouble("--bench is a number of seconds");
            }

            break;

        case PRV_OPTION_TOKENS:
            *mode = PRV_MODE_TOKENS;
            break;

        case PRV_OPTION_STATE:
            scan->state.data = (unsigned char *) optarg;
            scan->state.len = strlen(optarg);
            break;

        case PRV_OPTION_LAST:

            scan->last.data = (unsigned char *) optarg;
            scan->last.len = strlen(optarg);

            for (i = 0; i < scan->last.len; i++) {
                scan->last.data[i] = prv_lower(scan->last.data[i]);
            }

            break;

        case PRV_OPTION_DECIDE:
            *mode = PRV_MODE_DECIDE;
            scan->decide.cookies = optarg;
            break;

        case PRV_OPTION_GPC:
            scan->decide.gpc = 1;
            break;

        case PRV_OPTION_DNT:
            scan->decide.dnt = 1;
            break;

        case PRV_OPTION_REGIME:

            if (prv_scan_decide_regime(&scan->decide, optarg) != PRV_OK) {
                return PRV_SCAN_TROUBLE;
            }

            break;

        case PRV_OPTION_FROM:

            if (prv_scan_decide_from(&scan->decide, optarg) != PRV_OK) {
                return PRV_SCAN_TROUBLE;
            }

            break;

        case PRV_OPTION_NAMES:

            if (prv_scan_decide_names(&scan->decide, optarg) != PRV_OK) {
                return PRV_SCAN_TROUBLE;
            }

            break;

        case PRV_OPTION_MAX_AGE:

            if (prv_scan_decide_age(&scan->decide, optarg) != PRV_OK) {
                return PRV_SCAN_TROUBLE;
            }

            break;

        case PRV_OPTION_VENDOR:
            scan->decide.vendor = optarg;
            break;

        case 'h':
        case PRV_OPTION_HELP:
            prv_scan_usage(stdout);
            return PRV_SCAN_CLEAN;

        default:
            prv_scan_usage(stderr);
            return PRV_SCAN_TROUBLE;
        }
    }

    if (*mode == PRV_MODE_REPORT && optind == argc) {
        prv_scan_usage(stderr);
        return PRV_SCAN_TROUBLE;
    }

    if (builtin && prv_scan_catalog(scan, NULL) != PRV_OK) {
        return PRV_SCAN_TROUBLE;
    }

    return prv_scan_ready(scan) == PRV_OK ? PRV_AGAIN : PRV_SCAN_TROUBLE;
}


static int
prv_scan_host(prv_scan_t *scan, const char *name)
{
    prv_str_t       value;
    unsigned char  *data;

    value.data = (unsigned char *) name;
    value.len = strlen(name);

    data = prv_alloc(&scan->arena.mem, value.len + 1);
    if (data == NULL) {
        return PRV_ERROR;
    }

    prv_host_normalize(&scan->gate.host, data, &value);

    return PRV_OK;
}


/* name is NULL for the built-in one */

static int
prv_scan_catalog(prv_scan_t *scan, const char *name)
{
    prv_str_t    text;
    prv_error_t  err;

    text = prv_embed_vendors_conf;

    if (name != NULL
        && prv_scan_read(&scan->arena.mem, name, &text) != PRV_OK)
    {
        return PRV_ERROR;
    }

    if (prv_catalog_parse(&scan->catalog, &text, &err) != PRV_OK) {
        prv_scan_trouble("%s:%u: %s", name ? name : "the built-in catalog",
                         err.line, err.text);
        return PRV_ERROR;
    }

    return PRV_OK;
}


static int
prv_scan_consent(prv_scan_t *scan, const char *list)
{
    size_t          len;
    prv_category_e  category;

    for ( ;; ) {

        len = strcspn(list, ",");

        if (len) {
            category = prv_category((const unsigned char *) list, len);

            if (category == PRV_CATEGORIES) {
                prv_scan_trouble("unknown category \"%.*s\"", (int) len,
                                 list);
                return PRV_ERROR;
            }

            scan->decision.granted |= prv_bit(category);
        }

        if (list[len] == '\0') {
            return PRV_OK;
        }

        list += len + 1;
    }
}


static int
prv_scan_ready(prv_scan_t *scan)
{
    size_t          i;
    prv_error_t     err;
    prv_vendor_t  **vendors;

    vendors = scan->catalog.vendors.elts;

    for (i = 0; i < scan->catalog.vendors.n; i++) {

        if (prv_tables_add(&scan->tables, vendors[i], &err) != PRV_OK) {
            prv_scan_trouble("vendor \"%.*s\": %s", (int) vendors[i]->id.len,
                             (char *) vendors[i]->id.data, err.text);
            return PRV_ERROR;
        }
    }

    prv_rules_init(&scan->rules, &scan->catalog, &scan->tables,
                   &scan->arena.mem);

    if (prv_tables_build(&scan->tables) != PRV_OK
        || prv_rules_build(&scan->rules) != PRV_OK)
    {
        prv_scan_trouble("no memory");
        return PRV_ERROR;
    }

    scan->decision.decided = 1;
    scan->gate.rules = &scan->rules;
    scan->gate.decision = &scan->decision;

    return PRV_OK;
}


static int
prv_scan_number(const char *text, size_t *n)
{
    char           *end;
    unsigned long   value;

    errno = 0;
    value = strtoul(text, &end, 10);

    if (errno || !prv_is_digit((unsigned char) text[0]) || *end != '\0'
        || value == 0 || value > 1073741824)
    {
        return PRV_ERROR;
    }

    *n = value;

    return PRV_OK;
}


static int
prv_scan_seconds(const char *text, double *seconds)
{
    char  *end;

    errno = 0;
    *seconds = strtod(text, &end);

    if (errno || end == text || *end != '\0'
        || !(*seconds > 0 && *seconds <= 3600))
    {
        return PRV_ERROR;
    }

    return PRV_OK;
}


static void
prv_scan_usage(FILE *out)
{
    fputs(
        "usage: privacy-scan [options] FILE...      what these pages load;\n"
        "                                           of a directory, all pages\n"
        "       privacy-scan --filter [options]     rewrites standard input\n"
        "       privacy-scan --bench=SECONDS FILE   MB/s of the rewriter\n"
        "       privacy-scan --tokens [FILE]        tokens as JSON\n"
        "       privacy-scan --decide='Cookie: ...' what a visitor has said\n"
        "\n"
        "  --format=FORMAT        of the report: table, json, or summary: by\n"
        "                         vendor and category alone\n"
        "  --consent=LIST         granted categories, comma-separated:\n"
        "                         functional,analytics,marketing\n"
        "  --tags=strip|block     what becomes of a refused tag\n"
        "  --chunk=N              feed N bytes at a time\n"
        "  --state=NAME           of --tokens: where to begin, "
        "\"RCDATA state\"\n"
        "  --last-start-tag=T     of --tokens: what ends that state\n"
        "  --host=H               the site's own host\n"
        "  --catalog=FILE         vendors besides the built-in ones; \"off\"\n"
        "                         before it: instead of them\n"
        "  --list=FILE:CATEGORY   a block list, and what its hosts need\n"
        "  --gpc, --dnt           of --decide: Sec-GPC: 1, DNT: 1\n"
        "  --regime=R             of --decide: opt-in, opt-out\n"
        "  --from=LIST            of --decide: auto, or formats in order\n"
        "  --names=CATEGORY=LIST  of --decide: what the site calls it\n"
        "  --max-age=DAYS         of --decide: how long others' consent holds\n"
        "  --vendor=ID            of --decide: may this vendor act\n"
        "\n"
        "Exit status: 0 nothing found, 1 found, 2 trouble.\n", out);
}
