
/*
 * The catalog: privacy_catalog and privacy_vendor, built once behind the http
 * block, with the lists.
 */


#include "nginx/ngx_http_privacy.h"


static char *ngx_http_privacy_statement(ngx_conf_t *cf, ngx_command_t *dummy,
    void *conf);
static void ngx_http_privacy_catalog_cleanup(void *data);
static void ngx_http_privacy_done(const prv_vec_t *patterns);
static ngx_int_t ngx_http_privacy_expressions(ngx_conf_t *cf,
    ngx_http_privacy_main_conf_t *pmcf, const prv_vec_t *patterns);
static char *ngx_http_privacy_catalog_file(ngx_conf_t *cf,
    ngx_http_privacy_main_conf_t *pmcf, ngx_http_privacy_word_t *word);
static char *ngx_http_privacy_statements(ngx_conf_t *cf,
    ngx_http_privacy_main_conf_t *pmcf);


char *
ngx_http_privacy_catalog(ngx_conf_t *cf, ngx_command_t *cmd, void *conf)
{
    ngx_http_privacy_main_conf_t *pmcf = conf;

    return ngx_http_privacy_words(cf, &pmcf->files);
}


char *
ngx_http_privacy_vendor(ngx_conf_t *cf, ngx_command_t *cmd, void *conf)
{
    char                           *rv;
    ngx_str_t                      *value;
    ngx_conf_t                      save;
    ngx_http_privacy_statement_t   *st;
    ngx_http_privacy_main_conf_t   *pmcf = conf;

    if (pmcf->statements == NULL) {
        pmcf->statements = ngx_array_create(cf->pool, 16,
                                         sizeof(ngx_http_privacy_statement_t));
        if (pmcf->statements == NULL) {
            return NGX_CONF_ERROR;
        }
    }

    value = cf->args->elts;

    st = ngx_array_push(pmcf->statements);
    if (st == NULL) {
        return NGX_CONF_ERROR;
    }

    ngx_memzero(st, sizeof(ngx_http_privacy_statement_t));
    ngx_http_privacy_set_word(cf, &st->place, &value[1]);
    st->head = 1;

    save = *cf;
    cf->handler = ngx_http_privacy_statement;
    cf->handler_conf = conf;

    rv = ngx_conf_parse(cf, NULL);

    *cf = save;

    return rv;
}


static char *
ngx_http_privacy_statement(ngx_conf_t *cf, ngx_command_t *dummy, void *conf)
{
    prv_str_t                     *word;
    ngx_str_t                     *value;
    ngx_uint_t                     i;
    ngx_http_privacy_statement_t  *st;
    ngx_http_privacy_main_conf_t  *pmcf = conf;

    value = cf->args->elts;

    st = ngx_array_push(pmcf->statements);
    if (st == NULL) {
        return NGX_CONF_ERROR;
    }

    ngx_memzero(st, sizeof(ngx_http_privacy_statement_t));
    ngx_http_privacy_set_word(cf, &st->place, &value[0]);
    ngx_str_set(&st->place.directive, "privacy_vendor");

    if (ngx_array_init(&st->words, cf->pool, cf->args->nelts,
                       sizeof(prv_str_t))
        != NGX_OK)
    {
        return NGX_CONF_ERROR;
    }

    for (i = 0; i < cf->args->nelts; i++) {
        word = ngx_array_push(&st->words);
        if (word == NULL) {
            return NGX_CONF_ERROR;
        }

        word->len = value[i].len;
        word->data = value[i].data;
    }

    return NGX_CONF_OK;
}


char *
ngx_http_privacy_build_catalog(ngx_conf_t *cf,
    ngx_http_privacy_main_conf_t *pmcf)
{
    size_t                    i;
    prv_error_t               err;
    prv_vendor_t            **vendors;
    prv_str_t                 text;
    ngx_uint_t                n, builtin;
    ngx_pool_cleanup_t       *cln;
    ngx_http_privacy_word_t  *word;

    cln = ngx_pool_cleanup_add(cf->pool, 0);
    if (cln == NULL) {
        return NGX_CONF_ERROR;
    }

    ngx_http_privacy_mem_pool(&pmcf->mem, cf->pool);
    prv_catalog_init(&pmcf->catalog, &pmcf->mem.mem);
    prv_tables_init(&pmcf->tables, &pmcf->mem.mem);

    cln->handler = ngx_http_privacy_catalog_cleanup;
    cln->data = &pmcf->catalog;

    word = NULL;
    builtin = 1;

    if (pmcf->files != NULL) {
        word = pmcf->files->elts;

        for (n = 0; n < pmcf->files->nelts; n++) {
            if (ngx_strcmp(word[n].text.data, "off") == 0) {
                builtin = 0;
            }
        }
    }

    /* first, wherever it is named: files and blocks stand over it */

    if (builtin) {
        text = prv_embed_vendors_conf;

        if (prv_catalog_parse(&pmcf->catalog, &text, &err) != PRV_OK) {
            ngx_log_error(NGX_LOG_EMERG, cf->log, 0,
                          "built-in catalog: %s in line %ui", err.text,
                          (ngx_uint_t) err.line);
            return NGX_CONF_ERROR;
        }
    }

    for (n = 0; pmcf->files != NULL && n < pmcf->files->nelts; n++) {

        if (ngx_strcmp(word[n].text.data, "builtin") == 0) {

            if (!builtin) {
                ngx_log_error(NGX_LOG_EMERG, cf->log, 0,
                              "\"privacy_catalog\" is both \"builtin\" and "
                              "\"off\" in %V:%ui", &word[n].file,
                              word[n].line);
                return NGX_CONF_ERROR;
            }

            continue;
        }

        if (ngx_strcmp(word[n].text.data, "off") == 0) {
            continue;
        }

        if (ngx_http_privacy_catalog_file(cf, pmcf, &word[n])
            != NGX_CONF_OK)
        {
            return NGX_CONF_ERROR;
        }
    }

    if (ngx_http_privacy_statements(cf, pmcf) != NGX_CONF_OK) {
        return NGX_CONF_ERROR;
    }

    vendors = pmcf->catalog.vendors.elts;

    for (i = 0; i < pmcf->catalog.vendors.n; i++) {
        err.text[0] = '\0';

        if (prv_tables_add(&pmcf->tables, vendors[i], &err) != PRV_OK) {
            ngx_log_error(NGX_LOG_EMERG, cf->log, 0,
                          "vendor \"%*s\": %s", vendors[i]->id.len,
                          vendors[i]->id.data, err.text);
            return NGX_CONF_ERROR;
        }

        if (ngx_http_privacy_expressions(cf, pmcf, &vendors[i]->cookies)
            != NGX_OK
            || ngx_http_privacy_expressions(cf, pmcf, &vendors[i]->keeps)
               != NGX_OK
            || ngx_http_privacy_expressions(cf, pmcf, &vendors[i]->args)
               != NGX_OK
            || ngx_http_privacy_expressions(cf, pmcf, &vendors[i]->inlines)
               != NGX_OK)
        {
            return NGX_CONF_ERROR;
        }
    }

    if (ngx_http_privacy_build_lists(cf, pmcf) != NGX_CONF_OK
        || prv_tables_build(&pmcf->tables) != PRV_OK)
    {
        return NGX_CONF_ERROR;
    }

    return NGX_CONF_OK;
}


/* the code of expressions is not in the pool, and would outlive a reload */

static void
ngx_http_privacy_catalog_cleanup(void *data)
{
    size_t           i;
    prv_vendor_t   **vendors;
    prv_catalog_t   *catalog = data;

    vendors = catalog->vendors.elts;

    for (i = 0; i < catalog->vendors.n; i++) {
        ngx_http_privacy_done(&vendors[i]->inlines);
        ngx_http_privacy_done(&vendors[i]->cookies);
        ngx_http_privacy_done(&vendors[i]->keeps);
        ngx_http_privacy_done(&vendors[i]->args);
    }
}


static void
ngx_http_privacy_done(const prv_vec_t *patterns)
{
    size_t          i;
    prv_pattern_t  *pattern;

    pattern = patterns->elts;

    for (i = 0; i < patterns->n; i++) {
        prv_pattern_done(&pattern[i]);
    }
}


static ngx_int_t
ngx_http_privacy_expressions(ngx_conf_t *cf,
    ngx_http_privacy_main_conf_t *pmcf, const prv_vec_t *patterns)
{
    size_t          i;
    prv_pattern_t  *pattern;

    pattern = patterns->elts;

    for (i = 0; i < patterns->n; i++) {
        if (ngx_http_privacy_expression(cf, pmcf, &pattern[i]) != NGX_OK) {
            return NGX_ERROR;
        }
    }

    return NGX_OK;
}


static char *
ngx_http_privacy_catalog_file(ngx_conf_t *cf,
    ngx_http_privacy_main_conf_t *pmcf, ngx_http_privacy_word_t *word)
{
    ngx_str_t    name;
    prv_str_t    text;
    prv_error_t  err;

    name = word->text;

    if (ngx_conf_full_name(cf->cycle, &name, 1) != NGX_OK
        || ngx_http_privacy_load_file(cf, cf->pool, word, &name,
                                      NGX_HTTP_PRIVACY_FILE_MAX, &text)
           != NGX_OK)
    {
        return NGX_CONF_ERROR;
    }

    if (prv_catalog_parse(&pmcf->catalog, &text, &err) != PRV_OK) {
        return ngx_http_privacy_file_failed(cf, word, &name, &err);
    }

    return NGX_CONF_OK;
}


static char *
ngx_http_privacy_statements(ngx_conf_t *cf,
    ngx_http_privacy_main_conf_t *pmcf)
{
    int                            rc;
    ngx_uint_t                     i, n;
    prv_str_t                      id;
    prv_error_t                    err;
    prv_vendor_t                  *vendor;
    ngx_http_privacy_statement_t  *st;

    if (pmcf->statements == NULL) {
        return NGX_CONF_OK;
    }

    st = pmcf->statements->elts;
    n = pmcf->statements->nelts;
    vendor = NULL;

    for (i = 0; i < n; i++) {

        if (st[i].head) {
            id.len = st[i].place.text.len;
            id.data = st[i].place.text.data;

            vendor = prv_catalog_vendor(&pmcf->catalog, &id, &err);
            rc = (vendor == NULL) ? PRV_ERROR : PRV_OK;

        } else {
            rc = prv_catalog_set(&pmcf->catalog, vendor, st[i].words.elts,
                                 st[i].words.nelts, &err);
        }

        if (rc == PRV_OK && (i + 1 == n || st[i + 1].head)) {
            rc = prv_catalog_end(vendor, &err);
        }

        if (rc != PRV_OK) {
            return ngx_http_privacy_failed(cf, &st[i].place, &err);
        }
    }

    return NGX_CONF_OK;
}
