
/* what may stand in a vendor's block */

#include "catalog/prv_lexer.h"


typedef struct {
    const char  *name;
    size_t       offset;
    int        (*set)(prv_catalog_t *catalog, prv_vendor_t *vendor,
                     size_t offset, const prv_str_t *words, size_t n,
                     prv_error_t *err);
} prv_parameter_t;


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
static prv_host_t *prv_set_path(prv_catalog_t *catalog, prv_vendor_t *vendor,
    const prv_str_t *word, prv_error_t *err);
static int prv_set_embeds(prv_catalog_t *catalog, prv_vendor_t *vendor,
    size_t offset, const prv_str_t *words, size_t n, prv_error_t *err);
static int prv_set_excepts(prv_catalog_t *catalog, prv_vendor_t *vendor,
    size_t offset, const prv_str_t *words, size_t n, prv_error_t *err);
static int prv_set_paths(prv_catalog_t *catalog, prv_vendor_t *vendor,
    size_t offset, const prv_str_t *words, size_t n, prv_error_t *err);
static int prv_set_patterns(prv_catalog_t *catalog, prv_vendor_t *vendor,
    size_t offset, const prv_str_t *words, size_t n, prv_error_t *err);
static int prv_set_cookies(prv_catalog_t *catalog, prv_vendor_t *vendor,
    size_t offset, const prv_str_t *words, size_t n, prv_error_t *err);
static int prv_set_pattern(prv_catalog_t *catalog, prv_vec_t *patterns,
    const prv_str_t *word, prv_error_t *err);
static int prv_set_aliases(prv_catalog_t *catalog, prv_vendor_t *vendor,
    size_t offset, const prv_str_t *words, size_t n, prv_error_t *err);
static int prv_set_obeys(prv_catalog_t *catalog, prv_vendor_t *vendor,
    size_t offset, const prv_str_t *words, size_t n, prv_error_t *err);
static int prv_single(const prv_str_t *words, size_t n, prv_error_t *err);
static int64_t prv_seconds(const prv_str_t *word);


static const prv_parameter_t  prv_parameters[] = {
    { "name", offsetof(prv_vendor_t, name), prv_set_text },
    { "category", 0, prv_set_category },
    { "alias", 0, prv_set_aliases },
    { "purpose", offsetof(prv_vendor_t, purpose), prv_set_text },
    { "host", 0, prv_set_hosts },
    { "embed", 0, prv_set_embeds },
    { "except", 0, prv_set_excepts },
    { "path", 0, prv_set_paths },
    { "inline", offsetof(prv_vendor_t, inlines), prv_set_patterns },
    { "cookie", 0, prv_set_cookies },
    { "keep", offsetof(prv_vendor_t, keeps), prv_set_patterns },
    { "arg", offsetof(prv_vendor_t, args), prv_set_patterns },
    { "obeys", 0, prv_set_obeys },
    { "surrogate", offsetof(prv_vendor_t, surrogate), prv_set_surrogate },
    { "lifetime", 0, prv_set_lifetime },
    { "optout", offsetof(prv_vendor_t, optout), prv_set_url },
    { "policy", offsetof(prv_vendor_t, policy), prv_set_url },
    { "tcf", 0, prv_set_tcf },
    { NULL, 0, NULL }
};


#define prv_field(vendor, offset, type)                                      \
    ((type *) (void *) ((unsigned char *) (vendor) + (offset)))


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
    (void) catalog;
    (void) offset;

    if (prv_single(words, n, err) != PRV_OK) {
        return PRV_ERROR;
    }

    vendor->lifetime = prv_seconds(&words[1]);

    if (vendor->lifetime < 0) {
        return prv_fail(err, "\"lifetime\" must be a time such as 90d");
    }

    return PRV_OK;
}


static int
prv_set_host(prv_catalog_t *catalog, prv_vendor_t *vendor,
    const prv_str_t *words, size_t n, unsigned embed, unsigned except,
    prv_error_t *err)
{
    size_t       i;
    prv_host_t  *host;

    for (i = 1; i < n; i++) {

        /* content of any host that has this path */

        if (embed && words[i].len
            && (words[i].data[0] == '/' || words[i].data[0] == '*'))
        {
            host = prv_set_path(catalog, vendor, &words[i], err);
            if (host == NULL) {
                return PRV_ERROR;
            }

            host->embed = 1;
            continue;
        }

        host = prv_vec_push(&vendor->hosts);
        if (host == NULL) {
            return prv_fail(err, "no memory");
        }

        if (prv_host_parse(host, catalog->mem, &words[i], err) != PRV_OK) {
            return PRV_ERROR;
        }

        host->embed = embed;
        host->except = except;
    }

    return PRV_OK;
}


static int
prv_set_hosts(prv_catalog_t *catalog, prv_vendor_t *vendor, size_t offset,
    const prv_str_t *words, size_t n, prv_error_t *err)
{
    (void) offset;

    return prv_set_host(catalog, vendor, words, n, 0, 0, err);
}


static int
prv_set_embeds(prv_catalog_t *catalog, prv_vendor_t *vendor, size_t offset,
    const prv_str_t *words, size_t n, prv_error_t *err)
{
    (void) offset;

    return prv_set_host(catalog, vendor, words, n, 1, 0, err);
}


/* what serves no tags under a domain that else does */

static int
prv_set_excepts(prv_catalog_t *catalog, prv_vendor_t *vendor, size_t offset,
    const prv_str_t *words, size_t n, prv_error_t *err)
{
    (void) offset;

    return prv_set_host(catalog, vendor, words, n, 0, 1, err);
}


static int
prv_set_paths(prv_catalog_t *catalog, prv_vendor_t *vendor, size_t offset,
    const prv_str_t *words, size_t n, prv_error_t *err)
{
    size_t  i;

    (void) offset;

    for (i = 1; i < n; i++) {
        if (prv_set_path(catalog, vendor, &words[i], err) == NULL) {
            return PRV_ERROR;
        }
    }

    return PRV_OK;
}


static prv_host_t *
prv_set_path(prv_catalog_t *catalog, prv_vendor_t *vendor,
    const prv_str_t *word, prv_error_t *err)
{
    prv_host_t  *host;

    if (prv_path_check(word) != PRV_OK) {
        (void) prv_fail(err, "a path must begin with \"/\" or \"*/\" and have "
                        "3 more characters without \"*\"");
        return NULL;
    }

    host = prv_vec_push(&vendor->hosts);

    if (host == NULL || prv_dup(catalog->mem, &host->path, word) != PRV_OK) {
        (void) prv_fail(err, "no memory");
        return NULL;
    }

    return host;
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
    size_t  i;

    for (i = 1; i < n; i++) {
        if (prv_set_pattern(catalog, prv_field(vendor, offset, prv_vec_t),
                            &words[i], err)
            != PRV_OK)
        {
            return PRV_ERROR;
        }
    }

    return PRV_OK;
}


/*
 * "NAME" or "NAME=TIME": no cookie's name has a "=", but an expression may
 * have one, and so has no time
 */

static int
prv_set_cookies(prv_catalog_t *catalog, prv_vendor_t *vendor, size_t offset,
    const prv_str_t *words, size_t n, prv_error_t *err)
{
    size_t                i;
    int64_t              *lifetime;
    prv_str_t             name, time;
    const unsigned char  *p;

    (void) offset;

    for (i = 1; i < n; i++) {

        lifetime = prv_vec_push(&vendor->lifetimes);
        if (lifetime == NULL) {
            return prv_fail(err, "no memory");
        }

        *lifetime = 0;
        name = words[i];

        p = (name.len && name.data[0] != '~')
            ? memchr(name.data, '=', name.len) : NULL;

        if (p != NULL) {
            time.data = (unsigned char *) p + 1;
            time.len = name.data + name.len - time.data;
            name.len = p - name.data;

            if (prv_lower_eq(time.data, time.len, "session")) {
                *lifetime = PRV_LIFETIME_SESSION;

            } else if (prv_seconds(&time) > 0) {
                *lifetime = prv_seconds(&time);
            }

            if (name.len == 0 || *lifetime == 0) {
                return prv_fail(err, "\"cookie\" takes names, a time or "
                                "\"session\" behind them: _id=90d");
            }
        }

        if (prv_set_pattern(catalog, &vendor->cookies, &name, err) != PRV_OK)
        {
            return PRV_ERROR;
        }
    }

    return PRV_OK;
}


static int
prv_set_pattern(prv_catalog_t *catalog, prv_vec_t *patterns,
    const prv_str_t *word, prv_error_t *err)
{
    prv_str_t       text;
    prv_pattern_t  *pattern;

    pattern = prv_vec_push(patterns);

    if (pattern == NULL || prv_dup(catalog->mem, &text, word) != PRV_OK) {
        return prv_fail(err, "no memory");
    }

    return prv_pattern_init(pattern, catalog->mem, &text, err->text,
                            sizeof(err->text));
}


static int
prv_set_obeys(prv_catalog_t *catalog, prv_vendor_t *vendor, size_t offset,
    const prv_str_t *words, size_t n, prv_error_t *err)
{
    size_t        i;
    prv_obeys_t  *obeys;

    (void) offset;

    for (i = 1; i < n; i++) {

        obeys = prv_vec_push(&vendor->obeys);
        if (obeys == NULL) {
            return prv_fail(err, "no memory");
        }

        memset(obeys, 0, sizeof(prv_obeys_t));

        if (words[i].len && memchr(words[i].data, '/', words[i].len) != NULL)
        {
            if (prv_host_parse(&obeys->host, catalog->mem, &words[i], err)
                != PRV_OK)
            {
                return PRV_ERROR;
            }

        } else if (words[i].len < 3) {
            return prv_fail(err, "\"obeys\" takes a host with a path, or a "
                            "text of 3 characters or more");

        } else if (prv_dup(catalog->mem, &obeys->text, &words[i]) != PRV_OK) {
            return prv_fail(err, "no memory");
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


/* seconds of "90", "90s", "90d" and so on; -1 where it is no time */

static int64_t
prv_seconds(const prv_str_t *word)
{
    size_t   i, len;
    int64_t  value, unit;

    len = word->len;
    unit = 1;

    switch (len ? word->data[len - 1] : 0) {

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

    for (i = 0; i < len && i < 9 && prv_is_digit(word->data[i]); i++) {
        value = value * 10 + (word->data[i] - '0');
    }

    return (i == 0 || i != len) ? -1 : value * unit;
}
