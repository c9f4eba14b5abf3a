
#include "base/prv_hash.h"
#include "catalog/prv_tables.h"

#include <stdio.h>


static int prv_tables_names(prv_names_t *names, const prv_vec_t *patterns,
    const prv_vendor_t *vendor);
static void prv_tables_digest(prv_tables_t *tables, const prv_vec_t *patterns);


void
prv_tables_init(prv_tables_t *tables, prv_mem_t *mem)
{
    prv_hosts_init(&tables->hosts, mem);
    prv_names_init(&tables->cookies, mem);
    prv_names_init(&tables->keeps, mem);
    prv_names_init(&tables->args, mem);
    prv_inline_init(&tables->inlines, mem);
    prv_lists_init(&tables->lists, mem);

    tables->digest = PRV_HASH_INIT;
}


int
prv_tables_add(prv_tables_t *tables, const prv_vendor_t *vendor,
    prv_error_t *err)
{
    size_t                i;
    const prv_host_t     *hosts;
    const prv_pattern_t  *inlines;

    hosts = vendor->hosts.elts;

    for (i = 0; i < vendor->hosts.n; i++) {

        if (prv_hosts_add(&tables->hosts, &hosts[i], vendor,
                          vendor->category)
            != PRV_OK)
        {
            goto nomem;
        }

        prv_tables_mix(tables, &hosts[i].host);
        prv_tables_mix(tables, &hosts[i].path);
    }

    if (prv_tables_names(&tables->cookies, &vendor->cookies, vendor) != PRV_OK
        || prv_tables_names(&tables->keeps, &vendor->keeps, vendor) != PRV_OK
        || prv_tables_names(&tables->args, &vendor->args, vendor) != PRV_OK)
    {
        goto nomem;
    }

    inlines = vendor->inlines.elts;

    for (i = 0; i < vendor->inlines.n; i++) {

        if (prv_inline_add(&tables->inlines, &inlines[i], vendor,
                           vendor->category, err)
            != PRV_OK)
        {
            return PRV_ERROR;
        }
    }

    prv_tables_mix(tables, &vendor->id);
    prv_tables_mix(tables, &vendor->surrogate);
    prv_tables_mix(tables, &prv_category_names[vendor->category]);

    prv_tables_digest(tables, &vendor->cookies);
    prv_tables_digest(tables, &vendor->keeps);
    prv_tables_digest(tables, &vendor->inlines);

    return PRV_OK;

nomem:

    snprintf(err->text, sizeof(err->text), "no memory");

    return PRV_ERROR;
}


int
prv_tables_list(prv_tables_t *tables, const prv_list_conf_t *conf,
    const prv_str_t *file, prv_list_count_t *count, prv_error_t *err)
{
    if (prv_lists_read(&tables->lists, conf, file, count, err) != PRV_OK) {
        return PRV_ERROR;
    }

    prv_tables_mix(tables, file);
    prv_tables_mix(tables, &prv_category_names[conf->category]);

    if (conf->vendor != NULL) {
        prv_tables_mix(tables, &conf->vendor->id);
    }

    return PRV_OK;
}


int
prv_tables_build(prv_tables_t *tables)
{
    if (prv_hosts_build(&tables->hosts) != PRV_OK
        || prv_names_build(&tables->cookies) != PRV_OK
        || prv_names_build(&tables->keeps) != PRV_OK
        || prv_names_build(&tables->args) != PRV_OK
        || prv_inline_build(&tables->inlines) != PRV_OK
        || prv_lists_build(&tables->lists) != PRV_OK)
    {
        return PRV_ERROR;
    }

    return PRV_OK;
}


void
prv_tables_mix(prv_tables_t *tables, const prv_str_t *s)
{
    tables->digest = prv_hash_bytes(tables->digest, s->data, s->len);
    tables->digest = prv_hash(tables->digest, 0xff);
}


static int
prv_tables_names(prv_names_t *names, const prv_vec_t *patterns,
    const prv_vendor_t *vendor)
{
    size_t                i;
    const prv_pattern_t  *p;

    p = patterns->elts;

    for (i = 0; i < patterns->n; i++) {
        if (prv_names_add(names, &p[i], vendor, vendor->category) != PRV_OK) {
            return PRV_ERROR;
        }
    }

    return PRV_OK;
}


static void
prv_tables_digest(prv_tables_t *tables, const prv_vec_t *patterns)
{
    size_t                i;
    const prv_pattern_t  *p;

    p = patterns->elts;

    for (i = 0; i < patterns->n; i++) {
        prv_tables_mix(tables, &p[i].text);
    }
}
