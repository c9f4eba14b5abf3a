
/*
 * Templates and languages are read once for a configuration; an endpoint's
 * location makes itself known to the notices of its server.
 */


#include "nginx/ngx_http_privacy_page.h"


#define NGX_HTTP_PRIVACY_TEMPLATE_MAX  (256 * 1024)


typedef struct {
    ngx_str_t           name;
    size_t              offset;
} ngx_http_privacy_page_name_t;


static ngx_http_privacy_notice_main_t *ngx_http_privacy_notice_main(
    ngx_conf_t *cf);
static void ngx_http_privacy_notice_forget(void *data);
static ngx_http_privacy_place_t *ngx_http_privacy_notice_place(
    ngx_conf_t *cf, ngx_http_privacy_notice_main_t *pnmcf,
    ngx_http_privacy_loc_conf_t *conf);
static char *ngx_http_privacy_notice_pages(ngx_conf_t *cf,
    ngx_http_privacy_notice_main_t *pnmcf);
static char *ngx_http_privacy_notice_template(ngx_conf_t *cf,
    ngx_http_privacy_notice_main_t *pnmcf, prv_template_t *tpl,
    ngx_http_privacy_word_t *word);
static char *ngx_http_privacy_notice_services(ngx_conf_t *cf,
    ngx_http_privacy_notice_conf_t *pncf, ngx_array_t *services);
static int ngx_http_privacy_template_variable(void *data,
    const prv_str_t *name);


static ngx_http_privacy_page_name_t  ngx_http_privacy_page_names[] = {
    { ngx_string("preferences"), offsetof(prv_pages_t, preferences) },
    { ngx_string("optout"), offsetof(prv_pages_t, optout) },
    { ngx_string("declaration"), offsetof(prv_pages_t, declaration) },
    { ngx_string("error"), offsetof(prv_pages_t, error) },
    { ngx_null_string, 0 }
};


char *
ngx_http_privacy_endpoint(ngx_conf_t *cf, ngx_command_t *cmd, void *conf)
{
    uintptr_t                        escape;
    ngx_str_t                       *name;
    ngx_http_core_loc_conf_t        *clcf;
    ngx_http_privacy_place_t        *place;
    ngx_http_privacy_loc_conf_t     *plcf = conf;
    ngx_http_privacy_notice_main_t  *pnmcf;

    if (plcf->endpoint) {
        return "is duplicate";
    }

    clcf = ngx_http_conf_get_module_loc_conf(cf, ngx_http_core_module);

    if (clcf->noname || clcf->named || clcf->exact_match
#if (NGX_PCRE)
        || clcf->regex != NULL
#endif
        || clcf->name.len == 0)
    {
        return "serves the addresses below its location, which has to be a "
               "prefix, as in \"location /privacy/\"";
    }

    pnmcf = ngx_http_privacy_notice_main(cf);
    if (pnmcf == NULL) {
        return NGX_CONF_ERROR;
    }

    place = ngx_array_push(&pnmcf->places);
    if (place == NULL) {
        return NGX_CONF_ERROR;
    }

    place->server = ngx_http_conf_get_module_srv_conf(cf,
                                                      ngx_http_core_module);
    place->location = plcf;
    place->name = clcf->name;

    name = &clcf->name;
    escape = 2 * ngx_escape_uri(NULL, name->data, name->len, NGX_ESCAPE_URI);

    place->uri.data = ngx_pnalloc(cf->pool, name->len + escape + 1);
    if (place->uri.data == NULL) {
        return NGX_CONF_ERROR;
    }

    if (escape) {
        (void) ngx_escape_uri(place->uri.data, name->data, name->len,
                              NGX_ESCAPE_URI);
    } else {
        ngx_memcpy(place->uri.data, name->data, name->len);
    }

    place->uri.len = name->len + escape;

    if (place->uri.data[place->uri.len - 1] != '/') {
        place->uri.data[place->uri.len++] = '/';

    } else {
        clcf->auto_redirect = 1;
    }

    clcf->handler = ngx_http_privacy_endpoint_handler;

    plcf->endpoint = 1;

    return NGX_CONF_OK;
}


static ngx_http_privacy_notice_main_t *
ngx_http_privacy_notice_main(ngx_conf_t *cf)
{
    prv_error_t                      err;
    ngx_pool_cleanup_t              *cln;
    ngx_http_privacy_main_conf_t    *pmcf;
    ngx_http_privacy_notice_main_t  *pnmcf;

    pmcf = ngx_http_conf_get_module_main_conf(cf, ngx_http_privacy_module);

    if (pmcf->notice_data != NULL) {
        return pmcf->notice_data;
    }

    pnmcf = ngx_pcalloc(cf->pool, sizeof(ngx_http_privacy_notice_main_t));
    if (pnmcf == NULL) {
        return NULL;
    }

    if (ngx_array_init(&pnmcf->places, cf->pool, 4,
                       sizeof(ngx_http_privacy_place_t))
        != NGX_OK)
    {
        return NULL;
    }

    ngx_http_privacy_mem_pool(&pnmcf->mem, cf->pool);
    prv_page_version(pnmcf->version);
    pnmcf->since = ngx_time();

    if (prv_pages_init(&pnmcf->pages, &pnmcf->mem.mem, &err) != PRV_OK
        || prv_langs_init(&pnmcf->langs, &pnmcf->mem.mem, &err) != PRV_OK)
    {
        ngx_conf_log_error(NGX_LOG_EMERG, cf, 0, "%s in line %ui of a "
                           "built-in file", err.text, (ngx_uint_t) err.line);
        return NULL;
    }

    /* filled by each worker for itself */

    cln = ngx_pool_cleanup_add(cf->pool, 0);
    if (cln == NULL) {
        return NULL;
    }

    cln->handler = ngx_http_privacy_notice_forget;
    cln->data = pnmcf;

    ngx_http_privacy_mem_request(&pnmcf->cache_mem, &cf->cycle->new_log);
    prv_cache_init(&pnmcf->cache, &pnmcf->cache_mem.mem);

    pmcf->notice_data = pnmcf;

    return pnmcf;
}


static void
ngx_http_privacy_notice_forget(void *data)
{
    ngx_http_privacy_notice_main_t  *pnmcf = data;

    ngx_http_privacy_mem_free(&pnmcf->cache_mem);
}


char *
ngx_http_privacy_placeholder(ngx_conf_t *cf, ngx_command_t *cmd, void *conf)
{
    ngx_str_t                    *value;
    ngx_http_privacy_loc_conf_t  *plcf = conf;

    if (plcf->placeholder != NGX_CONF_UNSET_UINT) {
        return "is duplicate";
    }

    value = cf->args->elts;

    plcf->placeholder = 1;

    if (ngx_strcmp(value[1].data, "off") == 0) {
        plcf->placeholder = 0;

    } else if (ngx_strcmp(value[1].data, "on") != 0) {

        ngx_http_privacy_set_word(cf, &plcf->placeholder_word, &value[1]);

        if (ngx_conf_full_name(cf->cycle, &plcf->placeholder_word.text, 1)
            != NGX_OK)
        {
            return NGX_CONF_ERROR;
        }
    }

    return NGX_CONF_OK;
}


/* privacy_services all | ID ... */

char *
ngx_http_privacy_services(ngx_conf_t *cf, ngx_command_t *cmd, void *conf)
{
    ngx_str_t                    *value;
    ngx_uint_t                    i, j;
    ngx_http_privacy_word_t      *id;
    ngx_http_privacy_loc_conf_t  *plcf = conf;

    if (plcf->services != NULL) {
        return "is duplicate";
    }

    value = cf->args->elts;

    plcf->services = ngx_array_create(cf->pool, cf->args->nelts - 1,
                                      sizeof(ngx_http_privacy_word_t));
    if (plcf->services == NULL) {
        return NGX_CONF_ERROR;
    }

    if (cf->args->nelts == 2 && ngx_strcmp(value[1].data, "all") == 0) {
        return NGX_CONF_OK;
    }

    for (i = 1; i < cf->args->nelts; i++) {

        for (j = 1; j < i; j++) {
            if (ngx_strcmp(value[i].data, value[j].data) == 0) {
                ngx_conf_log_error(NGX_LOG_EMERG, cf, 0,
                                   "vendor \"%V\" is named twice in \"%V\" "
                                   "directive", &value[i], &cmd->name);
                return NGX_CONF_ERROR;
            }
        }

        id = ngx_array_push(plcf->services);
        ngx_http_privacy_set_word(cf, id, &value[i]);
    }

    return NGX_CONF_OK;
}


/* privacy_texts TAG FILE */

char *
ngx_http_privacy_texts(ngx_conf_t *cf, ngx_command_t *cmd, void *conf)
{
    ngx_str_t                       *value;
    prv_str_t                        tag, text;
    prv_error_t                      err;
    ngx_http_privacy_word_t          word;
    ngx_http_privacy_notice_main_t  *pnmcf;

    value = cf->args->elts;

    ngx_http_privacy_set_word(cf, &word, &value[2]);

    pnmcf = ngx_http_privacy_notice_main(cf);

    if (pnmcf == NULL
        || ngx_conf_full_name(cf->cycle, &word.text, 1) != NGX_OK
        || ngx_http_privacy_load_file(cf, cf->pool, &word, &word.text,
                                      NGX_HTTP_PRIVACY_TEMPLATE_MAX, &text)
           != NGX_OK)
    {
        return NGX_CONF_ERROR;
    }

    tag.len = value[1].len;
    tag.data = value[1].data;

    if (prv_langs_add(&pnmcf->langs, &tag, &text, &err) != PRV_OK) {
        return ngx_http_privacy_file_failed(cf, &word, &word.text, &err);
    }

    return NGX_CONF_OK;
}


/* privacy_page NAME FILE */

char *
ngx_http_privacy_page_file(ngx_conf_t *cf, ngx_command_t *cmd, void *conf)
{
    ngx_str_t                       *value;
    ngx_uint_t                       i;
    ngx_http_privacy_word_t         *file;
    ngx_http_privacy_notice_main_t  *pnmcf;

    value = cf->args->elts;

    for (i = 0; ngx_http_privacy_page_names[i].name.len; i++) {

        if (value[1].len == ngx_http_privacy_page_names[i].name.len
            && ngx_strncmp(value[1].data,
                           ngx_http_privacy_page_names[i].name.data,
                           value[1].len)
               == 0)
        {
            break;
        }
    }

    if (ngx_http_privacy_page_names[i].name.len == 0) {
        return ngx_http_privacy_invalid_parameter(cf, cmd, &value[1],
                   "\"preferences\", \"optout\", \"declaration\" or "
                   "\"error\"");
    }

    pnmcf = ngx_http_privacy_notice_main(cf);
    if (pnmcf == NULL) {
        return NGX_CONF_ERROR;
    }

    file = &pnmcf->files[i];

    if (file->text.len) {
        return "is duplicate";
    }

    ngx_http_privacy_set_word(cf, file, &value[2]);

    return (ngx_conf_full_name(cf->cycle, &file->text, 1) == NGX_OK)
           ? NGX_CONF_OK : NGX_CONF_ERROR;
}


char *
ngx_http_privacy_endpoint_init(ngx_conf_t *cf,
    ngx_http_privacy_loc_conf_t *prev, ngx_http_privacy_loc_conf_t *conf)
{
    prv_str_t                        tag;
    ngx_http_core_loc_conf_t        *clcf;
    ngx_http_core_srv_conf_t        *cscf;
    ngx_http_privacy_notice_main_t  *pnmcf;
    ngx_http_privacy_notice_conf_t  *pncf, *above;

    /* "if" keeps the handler, "limit_except" gets it; both lead to it */

    clcf = ngx_http_conf_get_module_loc_conf(cf, ngx_http_core_module);
    above = prev->notice_data;

    if (clcf->noname && prev->endpoint) {

        conf->endpoint = 1;

        if (clcf->lmt_excpt && clcf->handler == NULL) {
            clcf->handler = ngx_http_privacy_endpoint_handler;
        }
    }

    if (!conf->endpoint && conf->enable == NGX_HTTP_PRIVACY_OFF) {
        return NGX_CONF_OK;
    }

    pnmcf = ngx_http_privacy_notice_main(cf);

    if (pnmcf == NULL
        || ngx_http_privacy_notice_pages(cf, pnmcf) != NGX_CONF_OK)
    {
        return NGX_CONF_ERROR;
    }

    if (conf->language != NULL && conf->language->lengths == NULL) {

        tag.len = conf->language->value.len;
        tag.data = conf->language->value.data;

        if (prv_langs_find(&pnmcf->langs, &tag) == NULL) {
            ngx_log_error(NGX_LOG_EMERG, cf->log, 0,
                          "no texts for \"privacy_language %V\" in %V:%ui",
                          &conf->language->value, &conf->language_word.file,
                          conf->language_word.line);
            return NGX_CONF_ERROR;
        }
    }

    pncf = ngx_pcalloc(cf->pool, sizeof(ngx_http_privacy_notice_conf_t));
    if (pncf == NULL) {
        return NGX_CONF_ERROR;
    }

    cscf = ngx_http_conf_get_module_srv_conf(cf, ngx_http_core_module);

    pncf->main = pnmcf;
    pncf->place = (clcf->noname && prev->endpoint)
                  ? above->place
                  : ngx_http_privacy_notice_place(cf, pnmcf, conf);

    if (pncf->place == NULL && conf->notice != NGX_HTTP_PRIVACY_NOTICE_OFF) {
        ngx_log_error(NGX_LOG_EMERG, cf->log, 0,
                      "\"privacy_notice\" is on, but server \"%V\" has "
                      "no location with \"privacy_endpoint\" that "
                      "could take the visitor's choice in %V:%ui",
                      &cscf->server_name, &conf->notice_word.file,
                      conf->notice_word.line);
        return NGX_CONF_ERROR;
    }

    /* levels that name the same file share what was made of it */

    pncf->notice = pnmcf->pages.notice;

    if (conf->notice == NGX_HTTP_PRIVACY_NOTICE_FILE) {

        if (above != NULL
            && prev->notice_word.text.data == conf->notice_word.text.data)
        {
            pncf->notice = above->notice;

        } else if (ngx_http_privacy_notice_template(cf, pnmcf, &pncf->notice,
                                                    &conf->notice_word)
                   != NGX_CONF_OK)
        {
            return NGX_CONF_ERROR;
        }
    }

    pncf->placeholder = pnmcf->pages.placeholder;

    if (conf->placeholder && conf->placeholder_word.text.len) {

        if (above != NULL
            && prev->placeholder_word.text.data
               == conf->placeholder_word.text.data)
        {
            pncf->placeholder = above->placeholder;

        } else if (ngx_http_privacy_notice_template(cf, pnmcf,
                                                    &pncf->placeholder,
                                                    &conf->placeholder_word)
                   != NGX_CONF_OK)
        {
            return NGX_CONF_ERROR;
        }
    }

    if (above != NULL && prev->services == conf->services) {
        pncf->services = above->services;
        pncf->nservices = above->nservices;

    } else if (conf->services != NULL && conf->services->nelts
               && ngx_http_privacy_notice_services(cf, pncf, conf->services)
                  != NGX_CONF_OK)
    {
        return NGX_CONF_ERROR;
    }

    /* what is wrong is said without an endpoint, too */

    if (pncf->place != NULL) {
        conf->notice_data = pncf;
    }

    return NGX_CONF_OK;
}


/* the vendors that are named, in the order of the catalog */

static char *
ngx_http_privacy_notice_services(ngx_conf_t *cf,
    ngx_http_privacy_notice_conf_t *pncf, ngx_array_t *services)
{
    size_t                        i, n;
    prv_str_t                     name;
    ngx_uint_t                    j;
    const prv_catalog_t          *catalog;
    const prv_vendor_t          **list, *const *vendors;
    ngx_http_privacy_word_t      *ids;
    ngx_http_privacy_main_conf_t *pmcf;

    pmcf = ngx_http_conf_get_module_main_conf(cf, ngx_http_privacy_module);

    catalog = &pmcf->catalog;
    ids = services->elts;

    for (j = 0; j < services->nelts; j++) {

        name.len = ids[j].text.len;
        name.data = ids[j].text.data;

        if (prv_catalog_find(catalog, &name) == NULL) {
            ngx_log_error(NGX_LOG_EMERG, cf->log, 0,
                          "unknown vendor \"%V\" in \"privacy_services\" "
                          "in %V:%ui", &ids[j].text, &ids[j].file,
                          ids[j].line);
            return NGX_CONF_ERROR;
        }
    }

    list = ngx_palloc(cf->pool, services->nelts * sizeof(prv_vendor_t *));
    if (list == NULL) {
        return NGX_CONF_ERROR;
    }

    vendors = (const prv_vendor_t *const *) catalog->vendors.elts;
    n = 0;

    for (i = 0; i < catalog->vendors.n; i++) {

        for (j = 0; j < services->nelts; j++) {

            name.len = ids[j].text.len;
            name.data = ids[j].text.data;

            if (prv_str_eq(&vendors[i]->id, &name)) {
                list[n++] = vendors[i];
                break;
            }
        }
    }

    pncf->services = list;
    pncf->nservices = n;

    return NGX_CONF_OK;
}


/* an endpoint serves below itself; whoever has none asks the server's first */

static ngx_http_privacy_place_t *
ngx_http_privacy_notice_place(ngx_conf_t *cf,
    ngx_http_privacy_notice_main_t *pnmcf, ngx_http_privacy_loc_conf_t *conf)
{
    ngx_uint_t                 i;
    ngx_http_privacy_place_t  *places;

    places = pnmcf->places.elts;

    for (i = 0; i < pnmcf->places.nelts; i++) {
        if (places[i].location == conf) {
            return &places[i];
        }
    }

    return ngx_http_privacy_place(pnmcf,
                ngx_http_conf_get_module_srv_conf(cf, ngx_http_core_module));
}


ngx_http_privacy_place_t *
ngx_http_privacy_place(ngx_http_privacy_notice_main_t *pnmcf,
    ngx_http_core_srv_conf_t *cscf)
{
    ngx_uint_t                 i;
    ngx_http_privacy_place_t  *places;

    places = pnmcf->places.elts;

    for (i = 0; i < pnmcf->places.nelts; i++) {
        if (places[i].server == cscf) {
            return &places[i];
        }
    }

    return NULL;
}


/* the operator's own pages, when all variables are known */

static char *
ngx_http_privacy_notice_pages(ngx_conf_t *cf,
    ngx_http_privacy_notice_main_t *pnmcf)
{
    u_char      *pages;
    ngx_uint_t   i;

    if (pnmcf->ready) {
        return NGX_CONF_OK;
    }

    pnmcf->ready = 1;
    pages = (u_char *) &pnmcf->pages;

    for (i = 0; ngx_http_privacy_page_names[i].name.len; i++) {

        if (pnmcf->files[i].text.len
            && ngx_http_privacy_notice_template(cf, pnmcf,
                   (prv_template_t *) (void *)
                       (pages + ngx_http_privacy_page_names[i].offset),
                   &pnmcf->files[i])
               != NGX_CONF_OK)
        {
            return NGX_CONF_ERROR;
        }
    }

    return NGX_CONF_OK;
}


static char *
ngx_http_privacy_notice_template(ngx_conf_t *cf,
    ngx_http_privacy_notice_main_t *pnmcf, prv_template_t *tpl,
    ngx_http_privacy_word_t *word)
{
    prv_str_t    text;
    prv_error_t  err;

    if (ngx_http_privacy_load_file(cf, cf->pool, word, &word->text,
                                   NGX_HTTP_PRIVACY_TEMPLATE_MAX, &text)
        != NGX_OK)
    {
        return NGX_CONF_ERROR;
    }

    if (prv_page_compile(tpl, &text, ngx_http_privacy_template_variable, cf,
                         &pnmcf->mem.mem, &err)
        != PRV_OK)
    {
        return ngx_http_privacy_file_failed(cf, word, &word->text, &err);
    }

    return NGX_CONF_OK;
}


/* all modules have told their variables before configurations are merged */

static int
ngx_http_privacy_template_variable(void *data, const prv_str_t *name)
{
    ngx_conf_t                 *cf = data;

    u_char                     *lower;
    ngx_str_t                   copy;
    ngx_uint_t                  i, known;
    ngx_hash_key_t             *key;
    ngx_http_variable_t        *v;
    ngx_http_core_main_conf_t  *cmcf;

    cmcf = ngx_http_conf_get_module_main_conf(cf, ngx_http_core_module);

    lower = ngx_pnalloc(cf->pool, name->len + 1);
    if (lower == NULL) {
        return -1;
    }

    ngx_strlow(lower, name->data, name->len);

    copy.len = name->len;
    copy.data = lower;
    known = 0;

    key = cmcf->variables_keys->keys.elts;

    for (i = 0; i < cmcf->variables_keys->keys.nelts; i++) {
        if (key[i].key.len == copy.len
            && ngx_strncmp(key[i].key.data, lower, copy.len) == 0)
        {
            known = 1;
            break;
        }
    }

    v = cmcf->prefix_variables.elts;

    for (i = 0; i < cmcf->prefix_variables.nelts; i++) {
        if (copy.len > v[i].name.len
            && ngx_strncmp(v[i].name.data, lower, v[i].name.len) == 0)
        {
            known = 1;
            break;
        }
    }

    if (!known) {
        return -1;
    }

    return (int) ngx_http_get_variable_index(cf, &copy);
}
