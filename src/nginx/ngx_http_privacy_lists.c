
/*
 * privacy_list: block lists, read once, behind the http block, into the one
 * table that all locations and workers share.
 */


#include "nginx/ngx_http_privacy.h"


static ngx_int_t ngx_http_privacy_list_param(ngx_http_privacy_list_t *list,
    ngx_str_t *param);
static ngx_uint_t ngx_http_privacy_list_is(ngx_str_t *param, const char *name,
    prv_str_t *value);
static char *ngx_http_privacy_list_read(ngx_conf_t *cf,
    ngx_http_privacy_main_conf_t *pmcf, ngx_http_privacy_list_t *list);


char *
ngx_http_privacy_list(ngx_conf_t *cf, ngx_command_t *cmd, void *conf)
{
    ngx_str_t                     *value, name;
    ngx_uint_t                     i;
    ngx_http_privacy_list_t       *list, *other;
    ngx_http_privacy_main_conf_t  *pmcf = conf;

    if (pmcf->lists == NULL) {
        pmcf->lists = ngx_array_create(cf->pool, 4,
                                       sizeof(ngx_http_privacy_list_t));
        if (pmcf->lists == NULL) {
            return NGX_CONF_ERROR;
        }
    }

    value = cf->args->elts;
    name = value[1];

    if (ngx_conf_full_name(cf->cycle, &name, 1) != NGX_OK) {
        return NGX_CONF_ERROR;
    }

    other = pmcf->lists->elts;

    for (i = 0; i < pmcf->lists->nelts; i++) {

        if (other[i].word.text.len == name.len
            && ngx_strncmp(other[i].word.text.data, name.data, name.len) == 0)
        {
            ngx_conf_log_error(NGX_LOG_EMERG, cf, 0,
                               "duplicate \"privacy_list\" of \"%V\"", &name);
            return NGX_CONF_ERROR;
        }
    }

    list = ngx_array_push(pmcf->lists);
    if (list == NULL) {
        return NGX_CONF_ERROR;
    }

    ngx_memzero(list, sizeof(ngx_http_privacy_list_t));

    ngx_http_privacy_set_word(cf, &list->word, &name);
    list->conf.category = PRV_CATEGORIES;

    for (i = 2; i < cf->args->nelts; i++) {

        if (ngx_http_privacy_list_param(list, &value[i]) != NGX_OK) {
            return ngx_http_privacy_invalid_parameter(cf, cmd, &value[i],
                       "\"category=necessary|functional|analytics|marketing\", "
                       "\"vendor=ID\", \"format=auto|domains|hosts|abp\" or "
                       "\"inline=on|off\", each once");
        }
    }

    if (list->conf.category == PRV_CATEGORIES) {
        ngx_conf_log_error(NGX_LOG_EMERG, cf, 0,
                           "\"privacy_list\" must have \"category=\"");
        return NGX_CONF_ERROR;
    }

    return NGX_CONF_OK;
}


/* NGX_DECLINED for one that is unknown, wrong, or there twice */

static ngx_int_t
ngx_http_privacy_list_param(ngx_http_privacy_list_t *list, ngx_str_t *param)
{
    int        format;
    prv_str_t  value;

    if (ngx_http_privacy_list_is(param, "category=", &value)) {

        if (list->conf.category != PRV_CATEGORIES) {
            return NGX_DECLINED;
        }

        list->conf.category = prv_category(value.data, value.len);

        return list->conf.category == PRV_CATEGORIES ? NGX_DECLINED : NGX_OK;
    }

    if (ngx_http_privacy_list_is(param, "vendor=", &value)) {

        if (list->vendor.len || value.len == 0) {
            return NGX_DECLINED;
        }

        list->vendor = value;

        return NGX_OK;
    }

    if (ngx_http_privacy_list_is(param, "format=", &value)) {

        format = prv_list_format(&value);

        if (list->formatted || format == PRV_ERROR) {
            return NGX_DECLINED;
        }

        list->conf.format = (prv_list_e) format;
        list->formatted = 1;

        return NGX_OK;
    }

    if (ngx_http_privacy_list_is(param, "inline=", &value)) {

        if (list->inlined) {
            return NGX_DECLINED;
        }

        list->inlined = 1;

        if (ngx_strcmp(value.data, "on") == 0) {
            list->conf.texts = 1;
            return NGX_OK;
        }

        return ngx_strcmp(value.data, "off") == 0 ? NGX_OK : NGX_DECLINED;
    }

    return NGX_DECLINED;
}


static ngx_uint_t
ngx_http_privacy_list_is(ngx_str_t *param, const char *name, prv_str_t *value)
{
    size_t  len;

    len = ngx_strlen(name);

    if (ngx_strncmp(param->data, name, len) != 0) {
        return 0;
    }

    value->data = param->data + len;
    value->len = param->len - len;

    return 1;
}


char *
ngx_http_privacy_build_lists(ngx_conf_t *cf,
    ngx_http_privacy_main_conf_t *pmcf)
{
    ngx_uint_t                i;
    ngx_http_privacy_list_t  *list;

    if (pmcf->lists == NULL) {
        return NGX_CONF_OK;
    }

    list = pmcf->lists->elts;

    for (i = 0; i < pmcf->lists->nelts; i++) {
        if (ngx_http_privacy_list_read(cf, pmcf, &list[i]) != NGX_CONF_OK) {
            return NGX_CONF_ERROR;
        }
    }

    return NGX_CONF_OK;
}


static char *
ngx_http_privacy_list_read(ngx_conf_t *cf,
    ngx_http_privacy_main_conf_t *pmcf, ngx_http_privacy_list_t *list)
{
    char         *rv;
    prv_str_t     text;
    prv_error_t   err;

    if (list->vendor.len) {

        list->conf.vendor = prv_catalog_find(&pmcf->catalog, &list->vendor);

        if (list->conf.vendor == NULL) {
            ngx_log_error(NGX_LOG_EMERG, cf->log, 0,
                          "\"privacy_list\" directive: unknown vendor \"%*s\" in "
                          "%V:%ui",
                          list->vendor.len, list->vendor.data,
                          &list->word.file, list->word.line);
            return NGX_CONF_ERROR;
        }
    }

    if (ngx_http_privacy_load_file(cf, cf->temp_pool, &list->word,
                                   &list->word.text,
                                   NGX_HTTP_PRIVACY_FILE_MAX, &text)
        != NGX_OK)
    {
        return NGX_CONF_ERROR;
    }

    rv = NGX_CONF_OK;

    /* a compressed list is the likely one: say so, rather than count lines */

    if (memchr(text.data, '\0', text.len) != NULL) {
        ngx_log_error(NGX_LOG_EMERG, cf->log, 0,
                      "\"privacy_list\" directive: \"%V\" is not a text in %V:%ui",
                      &list->word.text, &list->word.file, list->word.line);
        rv = NGX_CONF_ERROR;

    } else if (prv_tables_list(&pmcf->tables, &list->conf, &text,
                               &list->count, &err)
               != PRV_OK)
    {
        ngx_log_error(NGX_LOG_EMERG, cf->log, 0,
                      "\"privacy_list\" directive: \"%V\": %s in %V:%ui",
                      &list->word.text, err.text, &list->word.file,
                      list->word.line);
        rv = NGX_CONF_ERROR;
    }

    (void) ngx_pfree(cf->temp_pool, text.data);

    return rv;
}


ngx_int_t
ngx_http_privacy_load_file(ngx_conf_t *cf, ngx_pool_t *pool,
    ngx_http_privacy_word_t *word, ngx_str_t *name, size_t max,
    prv_str_t *text)
{
    ssize_t     n;
    ngx_fd_t    fd;
    ngx_int_t   rc;
    ngx_file_t  file;

    /* it may be a pipe, which an open would wait for */

    fd = ngx_open_file(name->data, NGX_FILE_RDONLY|NGX_FILE_NONBLOCK,
                       NGX_FILE_OPEN, 0);

    if (fd == NGX_INVALID_FILE) {
        ngx_log_error(NGX_LOG_EMERG, cf->log, ngx_errno,
                      "\"%V\" directive: " ngx_open_file_n " \"%V\" failed "
                      "in %V:%ui", &word->directive, name, &word->file,
                      word->line);
        return NGX_ERROR;
    }

    rc = NGX_ERROR;

    ngx_memzero(&file, sizeof(ngx_file_t));

    file.fd = fd;
    file.name = *name;
    file.log = cf->log;

    if (ngx_fd_info(fd, &file.info) == NGX_FILE_ERROR) {
        ngx_log_error(NGX_LOG_EMERG, cf->log, ngx_errno,
                      "\"%V\" directive: " ngx_fd_info_n " \"%V\" failed "
                      "in %V:%ui", &word->directive, name, &word->file,
                      word->line);
        goto done;
    }

    if (!ngx_is_file(&file.info)
        || ngx_file_size(&file.info) > (off_t) max)
    {
        ngx_log_error(NGX_LOG_EMERG, cf->log, 0,
                      "\"%V\" directive: \"%V\" is not a file, or is larger "
                      "than %uz bytes in %V:%ui", &word->directive, name, max,
                      &word->file, word->line);
        goto done;
    }

    text->len = (size_t) ngx_file_size(&file.info);

    text->data = ngx_palloc(pool, text->len + 1);
    if (text->data == NULL) {
        goto done;
    }

    /* a byte more: one that grows now is not whole, either */

    n = ngx_read_file(&file, text->data, text->len + 1, 0);

    if (n == NGX_ERROR || (size_t) n != text->len) {
        ngx_log_error(NGX_LOG_EMERG, cf->log, n == NGX_ERROR ? ngx_errno : 0,
                      "\"%V\" directive: " ngx_read_file_n " \"%V\" returned "
                      "%z bytes instead of %uz in %V:%ui", &word->directive,
                      name, n, text->len, &word->file, word->line);
        goto done;
    }

    rc = NGX_OK;

done:

    if (ngx_close_file(fd) == NGX_FILE_ERROR) {
        ngx_log_error(NGX_LOG_ALERT, cf->log, ngx_errno,
                      ngx_close_file_n " \"%V\" failed", name);
    }

    return rc;
}


char *
ngx_http_privacy_file_failed(ngx_conf_t *cf, ngx_http_privacy_word_t *word,
    ngx_str_t *name, prv_error_t *err)
{
    ngx_log_error(NGX_LOG_EMERG, cf->log, 0,
                  "\"%V\" directive: %s in %V:%ui in %V:%ui",
                  &word->directive, err->text, name, (ngx_uint_t) err->line,
                  &word->file, word->line);

    return NGX_CONF_ERROR;
}


ngx_int_t
ngx_http_privacy_init_module(ngx_cycle_t *cycle)
{
    size_t                         taken;
    ngx_uint_t                     i, level;
    prv_list_count_t              *n;
    ngx_http_privacy_list_t       *list;
    ngx_http_privacy_main_conf_t  *pmcf;

    pmcf = ngx_http_cycle_get_module_main_conf(cycle, ngx_http_privacy_module);

    if (pmcf == NULL || pmcf->lists == NULL) {
        return NGX_OK;
    }

    list = pmcf->lists->elts;

    for (i = 0; i < pmcf->lists->nelts; i++) {

        n = &list[i].count;
        taken = n->hosts + n->paths;

        /* an error page that was saved in its place, or another format */

        level = (taken == 0 && n->cosmetic + n->options + n->others)
                ? NGX_LOG_WARN : NGX_LOG_NOTICE;

        ngx_log_error(level, cycle->log, 0,
                      "privacy_list \"%V\": %uz rules (%uz hosts, "
                      "%uz paths; %uz of them exceptions); ignored: "
                      "%uz cosmetic, %uz with other options, "
                      "%uz that name no host",
                      &list[i].word.text, taken, n->hosts, n->paths,
                      n->excepts, n->cosmetic, n->options, n->others);
    }

    return NGX_OK;
}
