
/*
 * One reader on any bytes: they stand in each of its cookies, and are a whole
 * Cookie field.  Nothing may be granted without a decision under opt-in, and
 * what is written of a decision is read back.
 *
 * FUZZ_PART=list prints the names of the readers.  With the name of one in
 * FUZZ_PART, FUZZ_SEEDS=DIR writes its samples to that directory and their
 * words to DIR.dict.  At the end stands how often the reader said what.
 */


#include "base/prv_arena.h"
#include "consent/prv_format.h"
#include "../unit/consent_samples.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>


#define FUZZ_NOW    1800000000
#define FUZZ_NAMES  (PRV_ROLES * 2)


static prv_arena_t         fuzz_arena;
static prv_catalog_t       fuzz_catalog;
static prv_consent_conf_t  fuzz_conf;

static const prv_format_t  *fuzz_format;
static prv_str_t            fuzz_names[FUZZ_NAMES];
static size_t               fuzz_nnames;
static size_t               fuzz_said[4];


int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);


/* the cookies of the reader; one for all that begin with a prefix */

static void
fuzz_collect(void)
{
    size_t                    i;
    prv_buf_t                 b;
    const prv_format_name_t  *row;

    if (fuzz_format == &prv_formats[0]) {
        fuzz_names[fuzz_nnames++] = fuzz_conf.cookie;
        return;
    }

    for (i = 0; i < prv_nformat_names + prv_nformat_prefixes; i++) {

        row = i < prv_nformat_names
              ? &prv_format_names[i]
              : &prv_format_prefixes[i - prv_nformat_names];

        if (&prv_formats[row->format] != fuzz_format || !row->read
            || fuzz_nnames == FUZZ_NAMES)
        {
            continue;
        }

        prv_buf_init(&b, &fuzz_arena.mem, 0);
        prv_buf_str(&b, &row->name);

        if (i >= prv_nformat_names) {
            prv_buf_char(&b, '1');
            prv_buf_str(&b, &row->suffix);
        }

        if (prv_buf_done(&b, &fuzz_names[fuzz_nnames++]) != PRV_OK) {
            abort();
        }
    }
}


static FILE *
fuzz_open(const char *dir, const char *end)
{
    char   name[1024];
    FILE  *f;

    snprintf(name, sizeof(name), "%s%s", dir, end);

    f = fopen(name, "w");
    if (f == NULL) {
        perror(name);
        exit(1);
    }

    return f;
}


/* words as libFuzzer reads them: a line each, in quotes */

static void
fuzz_words(FILE *f, const char *s)
{
    size_t  n;

    while (*s) {

        for (n = 0; isalnum((unsigned char) s[n]) || s[n] == '_'
                    || s[n] == '-' || s[n] == '.'; n++)
        {
            /* void */
        }

        if (n > 1 && n < 64) {
            fprintf(f, "\"%.*s\"\n", (int) n, s);
        }

        s += n ? n : 1;
    }
}


static void
fuzz_seeds(const char *dir)
{
    char         name[32];
    FILE        *dict, *f;
    size_t       i;
    const char  *s;

    dict = fuzz_open(dir, ".dict");

    for (i = 0; i < CONSENT_SAMPLES; i++) {

        if (strlen(consent_samples[i].format) != fuzz_format->name.len
            || memcmp(consent_samples[i].format, fuzz_format->name.data,
                      fuzz_format->name.len) != 0)
        {
            continue;
        }

        /* the whole field, and the first cookie's value alone */

        s = consent_samples[i].cookies;

        snprintf(name, sizeof(name), "/%zu-field", i);
        f = fuzz_open(dir, name);
        fprintf(f, "%s", s);
        fclose(f);

        fuzz_words(dict, s);

        s = strchr(s, '=') + 1;

        snprintf(name, sizeof(name), "/%zu-value", i);
        f = fuzz_open(dir, name);
        fprintf(f, "%.*s", (int) strcspn(s, ";"), s);
        fclose(f);
    }

    fclose(dict);
}


static void
fuzz_report(void)
{
    fprintf(stderr, "stat::reader:%.*s granted:%zu denied:%zu undecided:%zu "
            "invalid:%zu\n", (int) fuzz_format->name.len,
            (const char *) fuzz_format->name.data, fuzz_said[0],
            fuzz_said[1], fuzz_said[2], fuzz_said[3]);
}


int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
    size_t        i;
    prv_str_t     name, text = prv_string(consent_catalog);
    const char   *part, *seeds;
    prv_error_t   err;

    (void) argc;
    (void) argv;

    part = getenv("FUZZ_PART");
    seeds = getenv("FUZZ_SEEDS");

    if (part == NULL || strcmp(part, "list") == 0) {

        for (i = 0; i < prv_nformats; i++) {
            printf("%.*s\n", (int) prv_formats[i].name.len,
                   (const char *) prv_formats[i].name.data);
        }

        exit(part == NULL);
    }

    name.data = (unsigned char *) part;
    name.len = strlen(part);

    fuzz_format = prv_consent_format(&name);

    if (fuzz_format == NULL) {
        exit(1);
    }

    if (seeds != NULL) {
        fuzz_seeds(seeds);
        exit(0);
    }

    prv_arena_init(&fuzz_arena, 0);
    prv_catalog_init(&fuzz_catalog, &fuzz_arena.mem);

    if (prv_catalog_parse(&fuzz_catalog, &text, &err) != PRV_OK) {
        abort();
    }

    fuzz_conf.catalog = &fuzz_catalog;
    fuzz_conf.from = &fuzz_format;
    fuzz_conf.nfrom = 1;
    fuzz_conf.others_age = (int64_t) 3650 * 24 * 60 * 60;
    fuzz_conf.cookie = (prv_str_t) prv_string("privacy_consent");

    prv_consent_init(&fuzz_conf);
    fuzz_collect();

    atexit(fuzz_report);

    return 0;
}


static void
fuzz_trace(void *data, const prv_str_t *cookie, const prv_str_t *format,
    const char *result, const char *why)
{
    size_t                    i;
    static const char *const  results[] = {
        "granted", "denied", "undecided", "invalid"
    };

    (void) data;
    (void) cookie;

    if (strlen(why) > 255) {
        abort();
    }

    for (i = 0; strcmp(result, results[i]) != 0; i++) {
        if (i == 3) {
            abort();
        }
    }

    if (prv_str_eq(format, &fuzz_format->name)) {
        fuzz_said[i]++;
    }
}


static void
fuzz_decide(const prv_str_t *cookies, size_t n)
{
    size_t                  i;
    prv_buf_t               b;
    prv_str_t               written;
    prv_arena_t             arena;
    prv_vendor_t          **vendors;
    prv_decision_t          d, again;
    prv_consent_conf_t      conf;
    prv_consent_request_t   request;

    memset(&request, 0, sizeof(prv_consent_request_t));

    request.cookies = cookies;
    request.ncookies = n;
    request.now = FUZZ_NOW;

    prv_arena_init(&arena, 0);

    if (prv_consent_decide(&d, &fuzz_conf, &request, &arena.mem, fuzz_trace,
                           NULL)
        != PRV_OK)
    {
        abort();
    }

    if (!d.decided && d.granted != prv_bit(PRV_NECESSARY)) {
        abort();
    }

    vendors = fuzz_catalog.vendors.elts;

    for (i = 0; i < fuzz_catalog.vendors.n; i++) {
        (void) prv_decision_vendor(&d, vendors[i], vendors[i]->category);
    }

    d.time = FUZZ_NOW;

    prv_buf_init(&b, &arena.mem, 0);
    prv_buf_lit(&b, "privacy_consent=");
    prv_native_write(&b, &fuzz_conf, &d);

    if (prv_buf_done(&b, &written) != PRV_OK) {
        abort();
    }

    request.cookies = &written;
    request.ncookies = 1;

    conf = fuzz_conf;
    conf.automatic = 1;
    prv_consent_init(&conf);

    if (prv_consent_decide(&again, &conf, &request, &arena.mem, NULL,
                           NULL)
        != PRV_OK
        || again.decided != d.decided
        || again.granted != ((d.granted & ~d.named)
                             | prv_bit(PRV_NECESSARY)))
    {
        abort();
    }

    prv_arena_destroy(&arena);
}


int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    size_t      n;
    prv_str_t   fields[FUZZ_NAMES + 1];
    prv_str_t  *name;

    for (n = 0; n < fuzz_nnames; n++) {

        name = &fuzz_names[n];

        fields[n].len = name->len + 1 + size;
        fields[n].data = malloc(fields[n].len);

        if (fields[n].data == NULL) {
            abort();
        }

        memcpy(fields[n].data, name->data, name->len);
        fields[n].data[name->len] = '=';
        memcpy(fields[n].data + name->len + 1, data, size);

        fuzz_decide(&fields[n], 1);
    }

    /* a whole field of its own, and all of them together */

    fields[n].len = size;
    fields[n].data = malloc(size ? size : 1);

    if (fields[n].data == NULL) {
        abort();
    }

    memcpy(fields[n].data, data, size);

    fuzz_decide(&fields[n], 1);
    fuzz_decide(fields, n + 1);

    do {
        free(fields[n].data);
    } while (n--);

    return 0;
}
