
#include "catalog/prv_catalog.h"

#include <stdarg.h>
#include <stdio.h>


#define PRV_WORDS_MAX  512
#define PRV_ID_MAX     64


typedef struct {
    const unsigned char  *p;
    const unsigned char  *end;
    unsigned              line;
    prv_mem_t            *mem;
} prv_lexer_t;


typedef enum {
    PRV_TOKEN_END = 0,
    PRV_TOKEN_WORD,
    PRV_TOKEN_SEMICOLON,
    PRV_TOKEN_OPEN,
    PRV_TOKEN_CLOSE,
    PRV_TOKEN_ERROR
} prv_token_e;


typedef struct {
    const char  *name;
    size_t       offset;
    int        (*set)(prv_catalog_t *catalog, prv_vendor_t *vendor,
                     size_t offset, const prv_str_t *words, size_t n,
                     prv_error_t *err);
} prv_parameter_t;


static prv_token_e prv_lexer_next(prv_lexer_t *lx, prv_str_t *word,
    prv_error_t *err);
static prv_token_e prv_lexer_quoted(prv_lexer_t *lx, prv_str_t *word,
    prv_error_t *err);
static int prv_set_text(prv_catalog_t *catalog, prv_vendor_t *vendor,
    size_t offset, const prv_str_t *words, size_t n, prv_error_t *err);
static int prv_set_url(prv_catalog_t *catalog, prv_vendor_t *vendor,
    size_t offset, const prv_str_t *words, size_t n, prv_error_t *err);
static int prv_set_surrogate(prv_catalog_t *catalog, prv_vendor_t *vendor,
    size_t offset, const prv_str_t *words, size_t n, prv_error_t *err);
static int prv_set_category(prv_catalog_t *catalog, prv_vendor_t *vendor,
    size_t offset, const prv_str_t *words, size_t n, prv_error_t *err);
static int prv_set_tcf(prv_catalog_t *catalog, prv_vendor_t *vendor,
    size_t offset, const prv_str_t *words, size_t n, prv_error_t *err);
static int prv_set_lifetime(prv_catalog_t *catalog, prv_vendor_t *vendor,
    size_t offset, const prv_str_t *words, size_t n, prv_error_t *err);
static int prv_set_hosts(prv_catalog_t *catalog, prv_vendor_t *vendor,
    size_t offset, const prv_str_t *words, size_t n, prv_error_t *err);
static int prv_set_embeds(prv_catalog_t *catalog, prv_vendor_t *vendor,
    size_t offset, const prv_str_t *words, size_t n, prv_error_t *err);
static int prv_set_paths(prv_catalog_t *catalog, prv_vendor_t *vendor,
    size_t offset, const prv_str_t *words, size_t n, prv_error_t *err);
static int prv_set_patterns(prv_catalog_t *catalog, prv_vendor_t *vendor,
    size_t offset, const prv_str_t *words, size_t n, prv_error_t *err);
static int prv_set_aliases(prv_catalog_t *catalog, prv_vendor_t *vendor,
    size_t offset, const prv_str_t *words, size_t n, prv_error_t *err);
static int prv_single(const prv_str_t *words, size_t n, prv_error_t *err);
static int prv_fail(prv_error_t *err, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));


static const prv_parameter_t  prv_parameters[] = {
    { "name", offsetof(prv_vendor_t, name), prv_set_text },
    { "category", 0, prv_set_category },
    { "alias", 0, prv_set_aliases },
    { "purpose", offsetof(prv_vendor_t, purpose), prv_set_text },
    { "host", 0, prv_set_hosts },
    { "embed", 0, prv_set_embeds },
    { "path", 0, prv_set_paths },
    { "inline", offsetof(prv_vendor_t, inlines), prv_set_patterns },
    { "cookie", offsetof(prv_vendor_t, cookies), prv_set_patterns },
    { "keep", offsetof(prv_vendor_t, keeps), prv_set_patterns },
    { "arg", offsetof(prv_vendor_t, args), prv_set_patterns },
    { "surrogate", offsetof(prv_vendor_t, surrogate), prv_set_surrogate },
    { "lifetime", 0, prv_set_lifetime },
    { "optout", offsetof(prv_vendor_t, optout), prv_set_url },
    { "policy", offsetof(prv_vendor_t, policy), prv_set_url },
    { "tcf", 0, prv_set_tcf },
    { NULL, 0, NULL }
};


#define prv_field(vendor, offset, type)                                      \
    ((type *) (void *) ((unsigned char *) (vendor) + (offset)))


void
prv_catalog_init(prv_catalog_t *catalog, prv_mem_t *mem)
{
    prv_vec_init(&catalog->vendors, mem, sizeof(prv_vendor_t *));
    prv_ids_init(&catalog->ids, mem);
    catalog->mem = mem;
}


int
prv_catalog_parse(prv_catalog_t *catalog, const prv_str_t *text,
    prv_error_t *err)
{
    size_t         n;
    unsigned       line;
    prv_str_t      words[PRV_WORDS_MAX], word;
    prv_lexer_t    lx;
    prv_token_e    token;
    prv_vendor_t  *vendor;

    lx.p = text->data;
    lx.end = text->data + text->len;
    lx.line = 1;
    lx.mem = catalog->mem;

    if (text->len >= 3 && memcmp(text->data, "\xef\xbb\xbf", 3) == 0) {
        lx.p += 3;
    }

    vendor = NULL;
    line = 1;
    n = 0;

    for ( ;; ) {

        token = prv_lexer_next(&lx, &word, err);

        if (n == 0) {
            line = lx.line;
        }

        err->line = lx.line;

        switch (token) {

        case PRV_TOKEN_ERROR:
            return PRV_ERROR;

        case PRV_TOKEN_END:

            if (vendor != NULL) {
                return prv_fail(err, "unexpected end of file, \"}\" is "
                                "missing for \"%.*s\"",
                                (int) vendor->id.len,
                                (char *) vendor->id.data);
            }

            if (n) {
                return prv_fail(err, "unexpected end of file, \"{\" is "
                                "missing");
            }

            return PRV_OK;

        case PRV_TOKEN_WORD:

            if (n == PRV_WORDS_MAX) {
                return prv_fail(err, "too many words in one directive");
            }

            words[n++] = word;
            continue;

        case PRV_TOKEN_OPEN:

            if (vendor != NULL || n != 1) {
                return prv_fail(err, "unexpected \"{\"");
            }

            vendor = prv_catalog_vendor(catalog, &words[0], err);
            if (vendor == NULL) {
                return PRV_ERROR;
            }

            break;

        case PRV_TOKEN_SEMICOLON:

            if (vendor == NULL || n == 0) {
                return prv_fail(err, "unexpected \";\"");
            }

            err->line = line;

            if (prv_catalog_set(catalog, vendor, words, n, err) != PRV_OK) {
                return PRV_ERROR;
            }

            break;

        case PRV_TOKEN_CLOSE:

            if (vendor == NULL || n != 0) {
                return prv_fail(err, "unexpected \"}\"");
            }

            if (prv_catalog_end(vendor, err) != PRV_OK) {
                return PRV_ERROR;
            }

            vendor = NULL;
            break;
        }

        n = 0;
    }
}


prv_vendor_t *
prv_catalog_vendor(prv_catalog_t *catalog, const prv_str_t *id,
    prv_error_t *err)
{
    size_t          i;
    prv_mem_t      *mem;
    prv_vendor_t   *vendor, *old, **place;

    for (i = 0; i < id->len; i++) {
        if (!prv_is_alnum(id->data[i])
            && id->data[i] != '-' && id->data[i] != '_'
            && id->data[i] != '.')
        {
            break;
        }
    }

    if (i != id->len || i == 0 || i > PRV_ID_MAX) {
        (void) prv_fail(err, "invalid vendor id \"%.*s\"",
                        (int) (id->len > 80 ? 80 : id->len),
                        (char *) id->data);
        return NULL;
    }

    mem = catalog->mem;

    vendor = prv_calloc(mem, 1, sizeof(prv_vendor_t));
    if (vendor == NULL) {
        goto nomem;
    }

    if (prv_dup(mem, &vendor->id, id) != PRV_OK) {
        goto nomem;
    }

    vendor->category = PRV_CATEGORIES;

    prv_vec_init(&vendor->hosts, mem, sizeof(prv_host_t));
    prv_vec_init(&vendor->inlines, mem, sizeof(prv_pattern_t));
    prv_vec_init(&vendor->cookies, mem, sizeof(prv_pattern_t));
    prv_vec_init(&vendor->keeps, mem, sizeof(prv_pattern_t));
    prv_vec_init(&vendor->args, mem, sizeof(prv_pattern_t));

    old = prv_catalog_find(catalog, id);

    if (old != NULL) {
        vendor->index = old->index;
        place = (prv_vendor_t **) catalog->vendors.elts + old->index;

    } else {
        vendor->index = (unsigned) catalog->vendors.n;
        place = prv_vec_push(&catalog->vendors);

        if (place == NULL) {
            goto nomem;
        }
    }

    *place = vendor;

    if (prv_ids_add(&catalog->ids, &vendor->id, vendor, vendor->index, 0)
        != PRV_OK)
    {
        goto nomem;
    }

    return vendor;

nomem:

    (void) prv_fail(err, "no memory");

    return NULL;
}


int
prv_catalog_set(prv_catalog_t *catalog, prv_vendor_t *vendor,
    const prv_str_t *words, size_t n, prv_error_t *err)
{
    const prv_parameter_t  *param;

    for (param = prv_parameters; param->name != NULL; param++) {

        if (words[0].len != strlen(param->name)
            || memcmp(words[0].data, param->name, words[0].len) != 0)
        {
            continue;
        }

        if (n < 2) {
            return prv_fail(err, "\"%s\" has no value", param->name);
        }

        return param->set(catalog, vendor, param->offset, words, n, err);
    }

    return prv_fail(err, "unknown parameter \"%.*s\" of a vendor",
                    (int) (words[0].len > 80 ? 80 : words[0].len),
                    (char *) words[0].data);
}


int
prv_catalog_end(prv_vendor_t *vendor, prv_error_t *err)
{
    if (vendor->category == PRV_CATEGORIES) {
        return prv_fail(err, "vendor \"%.*s\" has no \"category\"",
                        (int) vendor->id.len, (char *) vendor->id.data);
    }

    if (vendor->name.len == 0) {
        vendor->name = vendor->id;
    }

    return PRV_OK;
}


prv_vendor_t *
prv_catalog_find(const prv_catalog_t *catalog, const prv_str_t *id)
{
    return prv_ids_find(&catalog->ids, catalog->vendors.elts, id);
}


prv_vendor_t *
prv_catalog_service(const prv_catalog_t *catalog, const prv_str_t *name)
{
    return prv_ids_service(&catalog->ids, catalog->vendors.elts, name);
}


/* the words of nginx.conf: its separators, quotes, escapes and comments */

static prv_token_e
prv_lexer_next(prv_lexer_t *lx, prv_str_t *word, prv_error_t *err)
{
    unsigned char  c;

    for ( ;; ) {

        if (lx->p == lx->end) {
            return PRV_TOKEN_END;
        }

        c = *lx->p;

        if (c == '\n') {
            lx->line++;
        }

        if (prv_is_space(c)) {
            lx->p++;
            continue;
        }

        if (c == '#') {
            while (lx->p < lx->end && *lx->p != '\n') {
                lx->p++;
            }

            continue;
        }

        break;
    }

    switch (c) {

    case ';':
        lx->p++;
        return PRV_TOKEN_SEMICOLON;

    case '{':
        lx->p++;
        return PRV_TOKEN_OPEN;

    case '}':
        lx->p++;
        return PRV_TOKEN_CLOSE;

    case '"':
    case '\'':
        return prv_lexer_quoted(lx, word, err);
    }

    word->data = (unsigned char *) lx->p;

    while (lx->p < lx->end) {

        c = *lx->p;

        if (prv_is_space(c) || c == ';' || c == '{' || c == '}') {
            break;
        }

        if (c == '"' || c == '\'' || c == '\0') {
            err->line = lx->line;
            (void) prv_fail(err, "unexpected %s in a word",
                            c ? "quote" : "NUL byte");
            return PRV_TOKEN_ERROR;
        }

        lx->p++;
    }

    word->len = (size_t) (lx->p - word->data);

    return PRV_TOKEN_WORD;
}


static prv_token_e
prv_lexer_quoted(prv_lexer_t *lx, prv_str_t *word, prv_error_t *err)
{
    unsigned              line;
    unsigned char         quote, *d;
    const unsigned char  *p;

    line = lx->line;
    quote = *lx->p++;

    for (p = lx->p; p < lx->end && *p != quote; p++) {
        if (*p == '\\' && p + 1 < lx->end) {
            p++;
        }
    }

    if (p == lx->end) {
        err->line = line;
        (void) prv_fail(err, "a quoted word is not closed");
        return PRV_TOKEN_ERROR;
    }

    d = prv_alloc(lx->mem, (size_t) (p - lx->p) + 1);
    if (d == NULL) {
        (void) prv_fail(err, "no memory");
        return PRV_TOKEN_ERROR;
    }

    word->data = d;

    while (*lx->p != quote) {

        if (*lx->p == '\\' && (lx->p[1] == quote || lx->p[1] == '\\')) {
            lx->p++;
        }

        if (*lx->p == '\n') {
            lx->line++;
        }

        *d++ = *lx->p++;
    }

    lx->p++;

    word->len = (size_t) (d - word->data);

    return PRV_TOKEN_WORD;
}


static int
prv_set_text(prv_catalog_t *catalog, prv_vendor_t *vendor, size_t offset,
    const prv_str_t *words, size_t n, prv_error_t *err)
{
    prv_str_t  *text;

    (void) catalog;

    text = prv_field(vendor, offset, prv_str_t);

    if (prv_single(words, n, err) != PRV_OK) {
        return PRV_ERROR;
    }

    if (text->data != NULL) {
        return prv_fail(err, "\"%.*s\" is duplicate", (int) words[0].len,
                        (char *) words[0].data);
    }

    return prv_dup(catalog->mem, text, &words[1]) == PRV_OK
           ? PRV_OK : prv_fail(err, "no memory");
}


/* these links stand on pages that visitors see */

static int
prv_set_url(prv_catalog_t *catalog, prv_vendor_t *vendor, size_t offset,
    const prv_str_t *words, size_t n, prv_error_t *err)
{
    if (words[1].len < sizeof("https://") - 1
        || memcmp(words[1].data, "https://", sizeof("https://") - 1) != 0)
    {
        return prv_fail(err, "\"%.*s\" must be an \"https://\" URL",
                        (int) words[0].len, (char *) words[0].data);
    }

    return prv_set_text(catalog, vendor, offset, words, n, err);
}


/* a surrogate stands inside a script element and must not end it */

static int
prv_set_surrogate(prv_catalog_t *catalog, prv_vendor_t *vendor,
    size_t offset, const prv_str_t *words, size_t n, prv_error_t *err)
{
    size_t                i;
    const unsigned char  *p;

    p = words[1].data;

    for (i = 0; i < words[1].len; i++) {
        if (p[i] == '<'
            && i + 1 < words[1].len
            && (p[i + 1] == '/' || p[i + 1] == '!'
                || (words[1].len - i >= 7
                    && prv_lower_eq(p + i, 7, "<script"))))
        {
            return prv_fail(err, "\"surrogate\" may not hold \"</\", "
                            "\"<!\" or \"<script\"");
        }
    }

    return prv_set_text(catalog, vendor, offset, words, n, err);
}


static int
prv_set_category(prv_catalog_t *catalog, prv_vendor_t *vendor,
    size_t offset, const prv_str_t *words, size_t n, prv_error_t *err)
{
    (void) catalog;
    (void) offset;

    if (prv_single(words, n, err) != PRV_OK) {
        return PRV_ERROR;
    }

    if (vendor->category != PRV_CATEGORIES) {
        return prv_fail(err, "\"category\" is duplicate");
    }

    vendor->category = prv_category(words[1].data, words[1].len);

    if (vendor->category == PRV_CATEGORIES) {
        return prv_fail(err, "unknown category \"%.*s\"",
                        (int) (words[1].len > 80 ? 80 : words[1].len),
                        (char *) words[1].data);
    }

    return PRV_OK;
}


static int
prv_set_tcf(prv_catalog_t *catalog, prv_vendor_t *vendor, size_t offset,
    const prv_str_t *words, size_t n, prv_error_t *err)
{
    size_t    i;
    unsigned  id;

    (void) catalog;
    (void) offset;

    if (prv_single(words, n, err) != PRV_OK) {
        return PRV_ERROR;
    }

    id = 0;

    for (i = 0; i < words[1].len; i++) {

        if (!prv_is_digit(words[1].data[i])) {
            id = 0;
            break;
        }

        id = id * 10 + (words[1].data[i] - '0');

        if (id > 65535) {
            id = 0;
            break;
        }
    }

    if (id == 0) {
        return prv_fail(err, "\"tcf\" must be a number from 1 to 65535");
    }

    vendor->tcf = id;

    return PRV_OK;
}


static int
prv_set_lifetime(prv_catalog_t *catalog, prv_vendor_t *vendor,
    size_t offset, const prv_str_t *words, size_t n, prv_error_t *err)
{
    size_t   i, len;
    int64_t  value, unit;

    (void) catalog;
    (void) offset;

    if (prv_single(words, n, err) != PRV_OK) {
        return PRV_ERROR;
    }

    len = words[1].len;
    unit = 1;

    switch (len ? words[1].data[len - 1] : 0) {

    case 's':
        len--;
        break;

    case 'm':
        unit = 60;
        len--;
        break;

    case 'h':
        unit = 60 * 60;
        len--;
        break;

    case 'd':
        unit = 24 * 60 * 60;
        len--;
        break;

    case 'w':
        unit = 7 * 24 * 60 * 60;
        len--;
        break;

    case 'M':
        unit = 30 * 24 * 60 * 60;
        len--;
        break;

    case 'y':
        unit = 365 * 24 * 60 * 60;
        len--;
        break;
    }

    value = 0;

    for (i = 0; i < len && i < 9 && prv_is_digit(words[1].data[i]); i++) {
        value = value * 10 + (words[1].data[i] - '0');
    }

    if (i == 0 || i != len) {
        return prv_fail(err, "\"lifetime\" must be a time such as 90d");
    }

    vendor->lifetime = value * unit;

    return PRV_OK;
}


static int
prv_set_host(prv_catalog_t *catalog, prv_vendor_t *vendor,
    const prv_str_t *words, size_t n, unsigned embed, prv_error_t *err)
{
    size_t       i;
    prv_host_t  *host;

    for (i = 1; i < n; i++) {

        host = prv_vec_push(&vendor->hosts);
        if (host == NULL) {
            return prv_fail(err, "no memory");
        }

        if (prv_host_parse(host, catalog->mem, &words[i], err) != PRV_OK) {
            return PRV_ERROR;
        }

        host->embed = embed;
    }

    return PRV_OK;
}


static int
prv_set_hosts(prv_catalog_t *catalog, prv_vendor_t *vendor, size_t offset,
    const prv_str_t *words, size_t n, prv_error_t *err)
{
    (void) offset;

    return prv_set_host(catalog, vendor, words, n, 0, err);
}


static int
prv_set_embeds(prv_catalog_t *catalog, prv_vendor_t *vendor, size_t offset,
    const prv_str_t *words, size_t n, prv_error_t *err)
{
    (void) offset;

    return prv_set_host(catalog, vendor, words, n, 1, err);
}


static int
prv_set_paths(prv_catalog_t *catalog, prv_vendor_t *vendor, size_t offset,
    const prv_str_t *words, size_t n, prv_error_t *err)
{
    size_t       i;
    prv_host_t  *host;

    (void) offset;

    for (i = 1; i < n; i++) {

        if (words[i].len < 4 || words[i].data[0] != '/') {
            return prv_fail(err, "\"path\" must begin with \"/\" and have "
                            "4 characters at least");
        }

        host = prv_vec_push(&vendor->hosts);

        if (host == NULL
            || prv_dup(catalog->mem, &host->path, &words[i]) != PRV_OK)
        {
            return prv_fail(err, "no memory");
        }
    }

    return PRV_OK;
}


/* how consent tools call the vendor: names of Klaro's services and the like */

static int
prv_set_aliases(prv_catalog_t *catalog, prv_vendor_t *vendor, size_t offset,
    const prv_str_t *words, size_t n, prv_error_t *err)
{
    size_t     i;
    prv_str_t  name;

    (void) offset;

    for (i = 1; i < n; i++) {

        if (prv_dup(catalog->mem, &name, &words[i]) != PRV_OK
            || prv_ids_add(&catalog->ids, &name, vendor, vendor->index, 1)
               != PRV_OK)
        {
            return prv_fail(err, "no memory");
        }
    }

    return PRV_OK;
}


static int
prv_set_patterns(prv_catalog_t *catalog, prv_vendor_t *vendor,
    size_t offset, const prv_str_t *words, size_t n, prv_error_t *err)
{
    size_t          i;
    prv_str_t       text;
    prv_pattern_t  *pattern;

    for (i = 1; i < n; i++) {

        pattern = prv_vec_push(prv_field(vendor, offset, prv_vec_t));

        if (pattern == NULL
            || prv_dup(catalog->mem, &text, &words[i]) != PRV_OK)
        {
            return prv_fail(err, "no memory");
        }

        if (prv_pattern_init(pattern, catalog->mem, &text, err->text,
                             sizeof(err->text))
            != PRV_OK)
        {
            return PRV_ERROR;
        }
    }

    return PRV_OK;
}


int
prv_host_parse(prv_host_t *host, prv_mem_t *mem, const prv_str_t *word,
    prv_error_t *err)
{
    size_t         i, len, label;
    unsigned char  c;

    memset(host, 0, sizeof(prv_host_t));

    if (prv_dup(mem, &host->host, word) != PRV_OK) {
        return prv_fail(err, "no memory");
    }

    if (host->host.len && host->host.data[0] == '.') {
        host->host.data++;
        host->host.len--;
        host->subdomains = 1;
    }

    label = 0;

    for (i = 0; i < host->host.len; i++) {

        c = prv_lower(host->host.data[i]);

        if (c == '/') {
            break;
        }

        if (c == '.') {

            if (label == 0) {
                goto invalid;
            }

            label = 0;

        } else if (prv_is_alnum(c) || c == '-' || c == '_'
                   || c == '[' || c == ']' || c == ':')
        {
            label++;

        } else {
            goto invalid;
        }

        host->host.data[i] = c;
    }

    len = i;

    host->path.data = host->host.data + len;
    host->path.len = host->host.len - len;

    if (len && host->host.data[len - 1] == '.') {
        len--;
    }

    host->host.len = len;

    if (len == 0 || len > 253) {
        goto invalid;
    }

    if (host->host.data[0] != '['
        && memchr(host->host.data, ':', len) != NULL)
    {
        return prv_fail(err, "host \"%.*s\" must have no scheme and no port",
                        (int) (word->len > 80 ? 80 : word->len),
                        (char *) word->data);
    }

    return PRV_OK;

invalid:

    return prv_fail(err, "invalid host \"%.*s\"",
                    (int) (word->len > 80 ? 80 : word->len),
                    (char *) word->data);
}


static int
prv_single(const prv_str_t *words, size_t n, prv_error_t *err)
{
    if (n != 2) {
        return prv_fail(err, "\"%.*s\" takes one value", (int) words[0].len,
                        (char *) words[0].data);
    }

    return PRV_OK;
}


static int
prv_fail(prv_error_t *err, const char *fmt, ...)
{
    va_list  args;

    va_start(args, fmt);
    vsnprintf(err->text, sizeof(err->text), fmt, args);
    va_end(args);

    return PRV_ERROR;
}
