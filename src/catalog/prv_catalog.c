
#include "catalog/prv_catalog.h"
#include "catalog/prv_lexer.h"


#define PRV_WORDS_MAX  512
#define PRV_ID_MAX     64


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

    prv_lexer_init(&lx, catalog->mem, text);

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
    prv_vec_init(&vendor->lifetimes, mem, sizeof(int64_t));
    prv_vec_init(&vendor->keeps, mem, sizeof(prv_pattern_t));
    prv_vec_init(&vendor->args, mem, sizeof(prv_pattern_t));
    prv_vec_init(&vendor->obeys, mem, sizeof(prv_obeys_t));

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


int64_t
prv_catalog_lifetime(const prv_vendor_t *vendor)
{
    size_t          i;
    int64_t         longest;
    const int64_t  *lifetimes;

    if (vendor->lifetime) {
        return vendor->lifetime;
    }

    longest = 0;
    lifetimes = vendor->lifetimes.elts;

    for (i = 0; i < vendor->lifetimes.n; i++) {
        if (lifetimes[i] && (longest == 0 || lifetimes[i] > longest)) {
            longest = lifetimes[i];
        }
    }

    return longest;
}
