
/*
 * What each location allows, denies and calls its own, merged into one table
 * for each configuration that differs from the others.
 */


#include "nginx/ngx_http_privacy.h"


static void ngx_http_privacy_rules_cleanup(void *data);
static ngx_int_t ngx_http_privacy_rules_expressions(ngx_conf_t *cf,
    ngx_http_privacy_main_conf_t *pmcf, prv_rules_t *rules);
static ngx_uint_t ngx_http_privacy_inherit_rules(
    ngx_http_privacy_loc_conf_t *prev, ngx_http_privacy_loc_conf_t *conf);
static char *ngx_http_privacy_share_rules(ngx_conf_t *cf,
    ngx_http_privacy_loc_conf_t *conf);
static ngx_uint_t ngx_http_privacy_same_rules(
    ngx_http_privacy_loc_conf_t *one, ngx_http_privacy_loc_conf_t *two);
static ngx_uint_t ngx_http_privacy_same_words(ngx_array_t *one,
    ngx_array_t *two);
static char *ngx_http_privacy_build_rules(ngx_conf_t *cf,
    ngx_http_privacy_loc_conf_t *conf);


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
    ngx_str_t                    *value;
    ngx_uint_t                    i;
    prv_category_e                category;
    ngx_http_privacy_rule_t      *rule;
    ngx_http_privacy_loc_conf_t  *plcf = conf;

    value = cf->args->elts;

    category = PRV_CATEGORIES;

    if (ngx_strncmp(value[1].data, "category=", 9) == 0) {
        category = prv_category(value[1].data + 9, value[1].len - 9);
    }

    if (category == PRV_CATEGORIES) {
        return ngx_http_privacy_invalid_parameter(cf, cmd, &value[1],
                   "\"category=\" and \"necessary\", \"functional\", "
                   "\"analytics\" or \"marketing\", before what is denied");
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

    return ngx_http_privacy_invalid_parameter(cf, cmd, &value[i],
               "\"host=allow|deny\" or \"cookie=allow|deny\", each once");
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


static ngx_int_t
ngx_http_privacy_rules_expressions(ngx_conf_t *cf,
    ngx_http_privacy_main_conf_t *pmcf, prv_rules_t *rules)
{
    size_t              i;
    prv_name_rule_t    *cookies, *keeps;
    prv_inline_rule_t  *inlines;

    cookies = rules->own.cookies.rules.elts;
    keeps = rules->own.keeps.rules.elts;
    inlines = rules->own.inlines.rules.elts;

    for (i = 0; i < rules->own.cookies.rules.n; i++) {
        if (ngx_http_privacy_expression(cf, pmcf, cookies[i].pattern)
            != NGX_OK)
        {
            return NGX_ERROR;
        }
    }

    for (i = 0; i < rules->own.keeps.rules.n; i++) {
        if (ngx_http_privacy_expression(cf, pmcf, keeps[i].pattern) != NGX_OK)
        {
            return NGX_ERROR;
        }
    }

    for (i = 0; i < rules->own.inlines.rules.n; i++) {
        if (ngx_http_privacy_expression(cf, pmcf, inlines[i].pattern)
            != NGX_OK)
        {
            return NGX_ERROR;
        }
    }

    return NGX_OK;
}


ngx_int_t
ngx_http_privacy_expression(ngx_conf_t *cf,
    ngx_http_privacy_main_conf_t *pmcf, const prv_pattern_t *pattern)
{
    const prv_pattern_t  **expression;

    if (pattern->type != PRV_PATTERN_REGEX) {
        return NGX_OK;
    }

    if (pmcf->expressions == NULL) {
        pmcf->expressions = ngx_array_create(cf->pool, 8,
                                             sizeof(const prv_pattern_t *));
        if (pmcf->expressions == NULL) {
            return NGX_ERROR;
        }
    }

    expression = ngx_array_push(pmcf->expressions);
    if (expression == NULL) {
        return NGX_ERROR;
    }

    *expression = pattern;

    return NGX_OK;
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

    if (ngx_http_privacy_share_rules(cf, conf) != NGX_CONF_OK) {
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


/* levels that say the same share what was made of it */

static char *
ngx_http_privacy_share_rules(ngx_conf_t *cf,
    ngx_http_privacy_loc_conf_t *conf)
{
    ngx_uint_t                      i;
    ngx_http_privacy_loc_conf_t   **built;
    ngx_http_privacy_main_conf_t   *pmcf;

    pmcf = ngx_http_conf_get_module_main_conf(cf, ngx_http_privacy_module);

    if (pmcf->built == NULL) {
        pmcf->built = ngx_array_create(cf->pool, 16,
                                       sizeof(ngx_http_privacy_loc_conf_t *));
        if (pmcf->built == NULL) {
            return NGX_CONF_ERROR;
        }
    }

    built = pmcf->built->elts;

    for (i = 0; i < pmcf->built->nelts; i++) {

        if (ngx_http_privacy_same_rules(built[i], conf)) {
            conf->rules = built[i]->rules;
            return NGX_CONF_OK;
        }
    }

    if (ngx_http_privacy_build_rules(cf, conf) != NGX_CONF_OK) {
        return NGX_CONF_ERROR;
    }

    built = ngx_array_push(pmcf->built);
    if (built == NULL) {
        return NGX_CONF_ERROR;
    }

    *built = conf;

    return NGX_CONF_OK;
}


static ngx_uint_t
ngx_http_privacy_same_rules(ngx_http_privacy_loc_conf_t *one,
    ngx_http_privacy_loc_conf_t *two)
{
    ngx_uint_t                i;
    ngx_http_privacy_rule_t  *a, *b;

    if (one->unknown_hosts != two->unknown_hosts
        || one->unknown_cookies != two->unknown_cookies
        || !ngx_http_privacy_same_words(one->allow, two->allow)
        || !ngx_http_privacy_same_words(one->first_party, two->first_party))
    {
        return 0;
    }

    if (one->deny == two->deny) {
        return 1;
    }

    if (one->deny == NULL || two->deny == NULL
        || one->deny->nelts != two->deny->nelts)
    {
        return 0;
    }

    a = one->deny->elts;
    b = two->deny->elts;

    for (i = 0; i < one->deny->nelts; i++) {

        if (a[i].category != b[i].category
            || a[i].word.text.len != b[i].word.text.len
            || ngx_memcmp(a[i].word.text.data, b[i].word.text.data,
                          a[i].word.text.len)
               != 0)
        {
            return 0;
        }
    }

    return 1;
}


static ngx_uint_t
ngx_http_privacy_same_words(ngx_array_t *one, ngx_array_t *two)
{
    ngx_uint_t                i;
    ngx_http_privacy_word_t  *a, *b;

    if (one == two) {
        return 1;
    }

    if (one == NULL || two == NULL || one->nelts != two->nelts) {
        return 0;
    }

    a = one->elts;
    b = two->elts;

    for (i = 0; i < one->nelts; i++) {

        if (a[i].text.len != b[i].text.len
            || ngx_memcmp(a[i].text.data, b[i].text.data, a[i].text.len) != 0)
        {
            return 0;
        }
    }

    return 1;
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
            return ngx_http_privacy_failed(cf, word, &err);
        }
    }

    for (i = 0; conf->deny != NULL && i < conf->deny->nelts; i++) {
        rule = (ngx_http_privacy_rule_t *) conf->deny->elts + i;
        text.len = rule->word.text.len;
        text.data = rule->word.text.data;

        if (prv_rules_deny(rules, rule->category, &text, &err) != PRV_OK) {
            return ngx_http_privacy_failed(cf, &rule->word, &err);
        }
    }

    for (i = 0; conf->first_party != NULL && i < conf->first_party->nelts; i++)
    {
        word = (ngx_http_privacy_word_t *) conf->first_party->elts + i;
        text.len = word->text.len;
        text.data = word->text.data;

        if (prv_rules_first_party(rules, &text, &err) != PRV_OK) {
            return ngx_http_privacy_failed(cf, word, &err);
        }
    }

    if (prv_rules_build(rules) != PRV_OK
        || ngx_http_privacy_rules_expressions(cf, pmcf, rules) != NGX_OK)
    {
        return NGX_CONF_ERROR;
    }

    conf->rules = rules;

    return NGX_CONF_OK;
}


/* the words of a repeatable directive, each with its place */

char *
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
    ngx_str_t  *value;

    value = cf->args->elts;

    word->text = *text;
    word->directive = value[0];

    if (cf->conf_file != NULL) {
        word->file = cf->conf_file->file.name;
        word->line = cf->conf_file->line;
    }
}


/* an error of the engine, told where the configuration caused it */

char *
ngx_http_privacy_failed(ngx_conf_t *cf, ngx_http_privacy_word_t *word,
    prv_error_t *err)
{
    ngx_log_error(NGX_LOG_EMERG, cf->log, 0, "\"%V\" directive: %s in %V:%ui",
                  &word->directive, err->text, &word->file, word->line);

    return NGX_CONF_ERROR;
}

