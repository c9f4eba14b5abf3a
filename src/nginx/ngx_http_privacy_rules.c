
/*
 * Who is who, as the configuration has it: the catalog, built once behind
 * the http block, and what each location allows, denies and calls its own.
 */


#include "nginx/ngx_http_privacy.h"


static char *ngx_http_privacy_statement(ngx_conf_t *cf, ngx_command_t *dummy,
    void *conf);
static char *ngx_http_privacy_words(ngx_conf_t *cf, ngx_array_t **words);
static char *ngx_http_privacy_failed(ngx_conf_t *cf,
    ngx_http_privacy_word_t *word, const char *directive, prv_error_t *err);
static void ngx_http_privacy_catalog_cleanup(void *data);
static void ngx_http_privacy_rules_cleanup(void *data);
static void ngx_http_privacy_done(const prv_vec_t *patterns);
static char *ngx_http_privacy_catalog_file(ngx_conf_t *cf,
    ngx_http_privacy_main_conf_t *pmcf, ngx_http_privacy_word_t *word);
static char *ngx_http_privacy_catalog_text(ngx_conf_t *cf,
    ngx_http_privacy_main_conf_t *pmcf, ngx_http_privacy_word_t *word,
    ngx_str_t *name, prv_str_t *text);
static char *ngx_http_privacy_statements(ngx_conf_t *cf,
    ngx_http_privacy_main_conf_t *pmcf);
static ngx_uint_t ngx_http_privacy_inherit_rules(
    ngx_http_privacy_loc_conf_t *prev, ngx_http_privacy_loc_conf_t *conf);
static char *ngx_http_privacy_build_rules(ngx_conf_t *cf,
    ngx_http_privacy_loc_conf_t *conf);
static char *ngx_http_privacy_category(ngx_conf_t *cf, ngx_str_t *value,
    prv_category_e *category);


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
ngx_http_privacy_allow(ngx_conf_t *cf, ngx_command_t *cmd, void *conf)
{
    ngx_http_privacy_loc_conf_t *plcf = conf;

    return ngx_http_privacy_words(cf, &plcf->allow);
}


char *
ngx_http_privacy_first_party(ngx_conf_t *cf, ngx_command_t *cmd, void *conf)
{
    ngx_http_privacy_loc_conf_t *plcf = conf;

    return ngx_http_privacy_words(cf, &plcf->first_party);
}


char *
ngx_http_privacy_deny(ngx_conf_t *cf, ngx_command_t *cmd, void *conf)
{
    ngx_str_t                    *value, name;
    ngx_uint_t                    i;
    prv_category_e                category;
    ngx_http_privacy_rule_t      *rule;
    ngx_http_privacy_loc_conf_t  *plcf = conf;

    value = cf->args->elts;

    if (ngx_strncmp(value[1].data, "category=", 9) != 0) {
        ngx_conf_log_error(NGX_LOG_EMERG, cf, 0,
                           "\"privacy_deny\" must begin with \"category=\"");
        return NGX_CONF_ERROR;
    }

    name.len = value[1].len - 9;
    name.data = value[1].data + 9;

    if (ngx_http_privacy_category(cf, &name, &category) != NGX_CONF_OK) {
        return NGX_CONF_ERROR;
    }

    if (plcf->deny == NULL) {
        plcf->deny = ngx_array_create(cf->pool, 4,
                                      sizeof(ngx_http_privacy_rule_t));
        if (plcf->deny == NULL) {
            return NGX_CONF_ERROR;
        }
    }

    for (i = 2; i < cf->args->nelts; i++) {
        rule = ngx_array_push(plcf->deny);
        if (rule == NULL) {
            return NGX_CONF_ERROR;
        }

        ngx_http_privacy_set_word(cf, &rule->word, &value[i]);
        rule->category = category;
    }

    return NGX_CONF_OK;
}


char *
ngx_http_privacy_unknown(ngx_conf_t *cf, ngx_command_t *cmd, void *conf)
{
    u_char                       *p;
    ngx_str_t                    *value, s;
    ngx_uint_t                    i, deny, *field;
    ngx_http_privacy_loc_conf_t  *plcf = conf;

    if (plcf->unknown_hosts != NGX_CONF_UNSET_UINT
        || plcf->unknown_cookies != NGX_CONF_UNSET_UINT)
    {
        return "is duplicate";
    }

    value = cf->args->elts;

    for (i = 1; i < cf->args->nelts; i++) {

        if (ngx_strncmp(value[i].data, "host=", 5) == 0) {
            field = &plcf->unknown_hosts;

        } else if (ngx_strncmp(value[i].data, "cookie=", 7) == 0) {
            field = &plcf->unknown_cookies;

        } else {
            goto invalid;
        }

        p = (u_char *) ngx_strchr(value[i].data, '=') + 1;

        s.data = p;
        s.len = value[i].data + value[i].len - p;

        if (s.len == 5 && ngx_strncmp(s.data, "allow", 5) == 0) {
            deny = 0;

        } else if (s.len == 4 && ngx_strncmp(s.data, "deny", 4) == 0) {
            deny = 1;

        } else {
            goto invalid;
        }

        if (*field != NGX_CONF_UNSET_UINT) {
            goto invalid;
        }

        *field = deny;
    }

    /* what the directive leaves out is its default, not the parent's */

    if (plcf->unknown_hosts == NGX_CONF_UNSET_UINT) {
        plcf->unknown_hosts = 0;
    }

    if (plcf->unknown_cookies == NGX_CONF_UNSET_UINT) {
        plcf->unknown_cookies = 0;
    }

    return NGX_CONF_OK;

invalid:

    ngx_conf_log_error(NGX_LOG_EMERG, cf, 0, "invalid parameter \"%V\"",
                       &value[i]);

    return NGX_CONF_ERROR;
}


char *
ngx_http_privacy_build_catalog(ngx_conf_t *cf,
    ngx_http_privacy_main_conf_t *pmcf)
{
    size_t                    i;
    prv_error_t               err;
    prv_vendor_t            **vendors;
    ngx_str_t                 name = ngx_string("built-in catalog");
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

        if (ngx_http_privacy_catalog_text(cf, pmcf, NULL, &name, &text)
            != NGX_CONF_OK)
        {
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
ngx_http_privacy_rules_cleanup(void *data)
{
    size_t              i;
    prv_rules_t        *rules = data;
    prv_name_rule_t    *names;
    prv_inline_rule_t  *inlines;

    names = rules->own.cookies.rules.elts;

    for (i = 0; i < rules->own.cookies.rules.n; i++) {
        prv_pattern_done((prv_pattern_t *) names[i].pattern);
    }

    names = rules->own.keeps.rules.elts;

    for (i = 0; i < rules->own.keeps.rules.n; i++) {
        prv_pattern_done((prv_pattern_t *) names[i].pattern);
    }

    inlines = rules->own.inlines.rules.elts;

    for (i = 0; i < rules->own.inlines.rules.n; i++) {
        prv_pattern_done((prv_pattern_t *) inlines[i].pattern);
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


static char *
ngx_http_privacy_catalog_file(ngx_conf_t *cf,
    ngx_http_privacy_main_conf_t *pmcf, ngx_http_privacy_word_t *word)
{
    ngx_str_t  name;
    prv_str_t  text;

    name = word->text;

    if (ngx_conf_full_name(cf->cycle, &name, 1) != NGX_OK
        || ngx_http_privacy_load_file(cf, cf->pool, word, &name, &text)
           != NGX_OK)
    {
        return NGX_CONF_ERROR;
    }

    return ngx_http_privacy_catalog_text(cf, pmcf, word, &name, &text);
}


static char *
ngx_http_privacy_catalog_text(ngx_conf_t *cf,
    ngx_http_privacy_main_conf_t *pmcf, ngx_http_privacy_word_t *word,
    ngx_str_t *name, prv_str_t *text)
{
    prv_error_t  err;

    if (prv_catalog_parse(&pmcf->catalog, text, &err) == PRV_OK) {
        return NGX_CONF_OK;
    }

    ngx_log_error(NGX_LOG_EMERG, cf->log, 0, "%s in %V:%ui",
                  err.text, name, (ngx_uint_t) err.line);

    return NGX_CONF_ERROR;
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
            return ngx_http_privacy_failed(cf, &st[i].place, "privacy_vendor",
                                           &err);
        }
    }

    return NGX_CONF_OK;
}


char *
ngx_http_privacy_merge_rules(ngx_conf_t *cf,
    ngx_http_privacy_loc_conf_t *prev, ngx_http_privacy_loc_conf_t *conf)
{
    ngx_uint_t  own;

    own = ngx_http_privacy_inherit_rules(prev, conf);

    if (!own && prev->rules != NULL) {
        conf->rules = prev->rules;
        return NGX_CONF_OK;
    }

    if (ngx_http_privacy_build_rules(cf, conf) != NGX_CONF_OK) {
        return NGX_CONF_ERROR;
    }

    /* the http level is not merged itself: its servers share the first's */

    if (!own) {
        prev->rules = conf->rules;
    }

    return NGX_CONF_OK;
}


/* 1 when this level says anything of its own */

static ngx_uint_t
ngx_http_privacy_inherit_rules(ngx_http_privacy_loc_conf_t *prev,
    ngx_http_privacy_loc_conf_t *conf)
{
    ngx_uint_t  own;

    own = conf->allow != NULL || conf->deny != NULL
          || conf->first_party != NULL
          || conf->unknown_hosts != NGX_CONF_UNSET_UINT;

    if (conf->allow == NULL) {
        conf->allow = prev->allow;
    }

    if (conf->deny == NULL) {
        conf->deny = prev->deny;
    }

    if (conf->first_party == NULL) {
        conf->first_party = prev->first_party;
    }

    ngx_conf_merge_uint_value(conf->unknown_hosts, prev->unknown_hosts, 0);
    ngx_conf_merge_uint_value(conf->unknown_cookies, prev->unknown_cookies, 0);

    return own;
}


static char *
ngx_http_privacy_build_rules(ngx_conf_t *cf,
    ngx_http_privacy_loc_conf_t *conf)
{
    prv_str_t                      text;
    ngx_uint_t                     i;
    prv_error_t                    err;
    prv_rules_t                   *rules;
    ngx_pool_cleanup_t            *cln;
    ngx_http_privacy_rule_t       *rule;
    ngx_http_privacy_word_t       *word;
    ngx_http_privacy_main_conf_t  *pmcf;

    pmcf = ngx_http_conf_get_module_main_conf(cf, ngx_http_privacy_module);

    rules = ngx_palloc(cf->pool, sizeof(prv_rules_t));
    if (rules == NULL) {
        return NGX_CONF_ERROR;
    }

    cln = ngx_pool_cleanup_add(cf->pool, 0);
    if (cln == NULL) {
        return NGX_CONF_ERROR;
    }

    prv_rules_init(rules, &pmcf->catalog, &pmcf->tables, &pmcf->mem.mem);

    cln->handler = ngx_http_privacy_rules_cleanup;
    cln->data = rules;

    rules->deny_hosts = conf->unknown_hosts ? 1 : 0;
    rules->deny_cookies = conf->unknown_cookies ? 1 : 0;

    for (i = 0; conf->allow != NULL && i < conf->allow->nelts; i++) {
        word = (ngx_http_privacy_word_t *) conf->allow->elts + i;
        text.len = word->text.len;
        text.data = word->text.data;

        if (prv_rules_allow(rules, &text, &err) != PRV_OK) {
            return ngx_http_privacy_failed(cf, word, "privacy_allow", &err);
        }
    }

    for (i = 0; conf->deny != NULL && i < conf->deny->nelts; i++) {
        rule = (ngx_http_privacy_rule_t *) conf->deny->elts + i;
        text.len = rule->word.text.len;
        text.data = rule->word.text.data;

        if (prv_rules_deny(rules, rule->category, &text, &err) != PRV_OK) {
            return ngx_http_privacy_failed(cf, &rule->word, "privacy_deny",
                                           &err);
        }
    }

    for (i = 0; conf->first_party != NULL && i < conf->first_party->nelts; i++)
    {
        word = (ngx_http_privacy_word_t *) conf->first_party->elts + i;
        text.len = word->text.len;
        text.data = word->text.data;

        if (prv_rules_first_party(rules, &text, &err) != PRV_OK) {
            return ngx_http_privacy_failed(cf, word, "privacy_first_party",
                                           &err);
        }
    }

    if (prv_rules_build(rules) != PRV_OK) {
        return NGX_CONF_ERROR;
    }

    conf->rules = rules;

    return NGX_CONF_OK;
}


/* the words of a repeatable directive, each with its place */

static char *
ngx_http_privacy_words(ngx_conf_t *cf, ngx_array_t **words)
{
    ngx_str_t                *value;
    ngx_uint_t                i;
    ngx_http_privacy_word_t  *word;

    if (*words == NULL) {
        *words = ngx_array_create(cf->pool, 4,
                                  sizeof(ngx_http_privacy_word_t));
        if (*words == NULL) {
            return NGX_CONF_ERROR;
        }
    }

    value = cf->args->elts;

    for (i = 1; i < cf->args->nelts; i++) {
        word = ngx_array_push(*words);
        if (word == NULL) {
            return NGX_CONF_ERROR;
        }

        ngx_http_privacy_set_word(cf, word, &value[i]);
    }

    return NGX_CONF_OK;
}


void
ngx_http_privacy_set_word(ngx_conf_t *cf, ngx_http_privacy_word_t *word,
    ngx_str_t *text)
{
    word->text = *text;

    if (cf->conf_file != NULL) {
        word->file = cf->conf_file->file.name;
        word->line = cf->conf_file->line;
    }
}


/* an error of the engine, told where the configuration caused it */

static char *
ngx_http_privacy_failed(ngx_conf_t *cf, ngx_http_privacy_word_t *word,
    const char *directive, prv_error_t *err)
{
    ngx_log_error(NGX_LOG_EMERG, cf->log, 0, "\"%s\" directive: %s in %V:%ui",
                  directive, err->text, &word->file, word->line);

    return NGX_CONF_ERROR;
}


static char *
ngx_http_privacy_category(ngx_conf_t *cf, ngx_str_t *value,
    prv_category_e *category)
{
    *category = prv_category(value->data, value->len);

    if (*category == PRV_CATEGORIES) {
        ngx_conf_log_error(NGX_LOG_EMERG, cf, 0,
                           "unknown category \"%V\"", value);
        return NGX_CONF_ERROR;
    }

    return NGX_CONF_OK;
}
