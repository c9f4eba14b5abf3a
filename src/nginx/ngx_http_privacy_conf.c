
/*
 * Directives whose value is more than a flag or a number.
 */


#include "nginx/ngx_http_privacy.h"


#define NGX_HTTP_PRIVACY_KEY_MAX  4096


static char *ngx_http_privacy_value(ngx_conf_t *cf, ngx_str_t *value,
    ngx_http_complex_value_t **cv);
static char *ngx_http_privacy_cookie_param(ngx_conf_t *cf,
    ngx_http_privacy_cookie_conf_t *cookie, ngx_str_t *param);
static ngx_uint_t ngx_http_privacy_cookie_text(ngx_str_t *s, u_char *not);
static u_char *ngx_http_privacy_category_list(ngx_str_t *value,
    prv_category_e *category);


static ngx_conf_enum_t  ngx_http_privacy_regimes[] = {
    { ngx_string("opt-in"), PRV_OPT_IN },
    { ngx_string("opt-out"), PRV_OPT_OUT },
    { ngx_null_string, 0 }
};


static ngx_conf_enum_t  ngx_http_privacy_whens[] = {
    { ngx_string("undecided"), NGX_HTTP_PRIVACY_WHEN_UNDECIDED },
    { ngx_string("always"), NGX_HTTP_PRIVACY_WHEN_ALWAYS },
    { ngx_null_string, 0 }
};


static ngx_conf_enum_t  ngx_http_privacy_cookie_sides[] = {
    { ngx_string("off"), NGX_HTTP_PRIVACY_COOKIES_OFF },
    { ngx_string("response"), NGX_HTTP_PRIVACY_COOKIES_RESPONSE },
    { ngx_string("request"), NGX_HTTP_PRIVACY_COOKIES_REQUEST },
    { ngx_string("expire"), NGX_HTTP_PRIVACY_COOKIES_EXPIRE },
    { ngx_null_string, 0 }
};


static ngx_conf_enum_t  ngx_http_privacy_samesites[] = {
    { ngx_string("lax"), NGX_HTTP_PRIVACY_SAMESITE_LAX },
    { ngx_string("strict"), NGX_HTTP_PRIVACY_SAMESITE_STRICT },
    { ngx_string("none"), NGX_HTTP_PRIVACY_SAMESITE_NONE },
    { ngx_null_string, 0 }
};


static ngx_conf_enum_t  ngx_http_privacy_secures[] = {
    { ngx_string("auto"), NGX_HTTP_PRIVACY_SECURE_AUTO },
    { ngx_string("on"), NGX_HTTP_PRIVACY_SECURE_ON },
    { ngx_string("off"), NGX_HTTP_PRIVACY_SECURE_OFF },
    { ngx_null_string, 0 }
};


static ngx_conf_enum_t  ngx_http_privacy_categories[] = {
    { ngx_string("functional"), PRV_FUNCTIONAL },
    { ngx_string("analytics"), PRV_ANALYTICS },
    { ngx_string("marketing"), PRV_MARKETING },
    { ngx_null_string, 0 }
};


char *
ngx_http_privacy_regime(ngx_conf_t *cf, ngx_command_t *cmd, void *conf)
{
    ngx_str_t                    *value;
    ngx_http_privacy_loc_conf_t  *plcf = conf;

    if (plcf->regime != NGX_CONF_UNSET_UINT) {
        return "is duplicate";
    }

    value = cf->args->elts;

    if (ngx_http_privacy_enum(ngx_http_privacy_regimes, &value[1],
                              &plcf->regime)
        == NGX_OK)
    {
        plcf->regime_value = NULL;
        return NGX_CONF_OK;
    }

    if (ngx_http_script_variables_count(&value[1]) == 0) {
        return ngx_http_privacy_invalid_value(cf, cmd, &value[1],
                                              ngx_http_privacy_regimes, 1);
    }

    plcf->regime = PRV_OPT_IN;

    return ngx_http_privacy_value(cf, &value[1], &plcf->regime_value);
}


char *
ngx_http_privacy_consent_from(ngx_conf_t *cf, ngx_command_t *cmd, void *conf)
{
    ngx_str_t                    *value;
    prv_str_t                     name;
    ngx_uint_t                    i;
    const prv_format_t           *format, **place;
    ngx_http_privacy_loc_conf_t  *plcf = conf;

    if (plcf->from != NULL) {
        return "is duplicate";
    }

    value = cf->args->elts;

    plcf->from = ngx_array_create(cf->pool, cf->args->nelts,
                                  sizeof(const prv_format_t *));
    if (plcf->from == NULL) {
        return NGX_CONF_ERROR;
    }

    if (cf->args->nelts == 2 && ngx_strcmp(value[1].data, "auto") == 0) {
        return NGX_CONF_OK;
    }

    for (i = 1; i < cf->args->nelts; i++) {
        name.len = value[i].len;
        name.data = value[i].data;

        format = prv_consent_format(&name);

        if (format == NULL) {
            ngx_conf_log_error(NGX_LOG_EMERG, cf, 0,
                               "unknown consent format \"%V\" in \"%V\" "
                               "directive, it must be \"auto\", \"native\" "
                               "or one that docs/consent.md has",
                               &value[i], &cmd->name);
            return NGX_CONF_ERROR;
        }

        place = ngx_array_push(plcf->from);
        if (place == NULL) {
            return NGX_CONF_ERROR;
        }

        *place = format;
    }

    return NGX_CONF_OK;
}


char *
ngx_http_privacy_consent_if(ngx_conf_t *cf, ngx_command_t *cmd, void *conf)
{
    ngx_str_t                         *value;
    ngx_uint_t                         category;
    ngx_http_privacy_if_t             *pif;
    ngx_http_compile_complex_value_t   ccv;
    ngx_http_privacy_loc_conf_t       *plcf = conf;

    value = cf->args->elts;

    if (ngx_http_privacy_enum(ngx_http_privacy_categories, &value[1],
                              &category)
        != NGX_OK)
    {
        return ngx_http_privacy_invalid_value(cf, cmd, &value[1],
                                              ngx_http_privacy_categories, 0);
    }

    if (plcf->ifs == NULL) {
        plcf->ifs = ngx_array_create(cf->pool, 4,
                                     sizeof(ngx_http_privacy_if_t));
        if (plcf->ifs == NULL) {
            return NGX_CONF_ERROR;
        }
    }

    pif = ngx_array_push(plcf->ifs);
    if (pif == NULL) {
        return NGX_CONF_ERROR;
    }

    pif->category = (prv_category_e) category;

    ngx_memzero(&ccv, sizeof(ngx_http_compile_complex_value_t));

    ccv.cf = cf;
    ccv.value = &value[2];
    ccv.complex_value = &pif->value;

    if (ngx_http_compile_complex_value(&ccv) != NGX_OK) {
        return NGX_CONF_ERROR;
    }

    return NGX_CONF_OK;
}


char *
ngx_http_privacy_consent_cookie(ngx_conf_t *cf, ngx_command_t *cmd,
    void *conf)
{
    ngx_str_t                       *value;
    ngx_uint_t                       i;
    ngx_http_privacy_cookie_conf_t  *cookie;
    ngx_http_privacy_loc_conf_t     *plcf = conf;

    if (plcf->cookie != NULL) {
        return "is duplicate";
    }

    value = cf->args->elts;

    cookie = ngx_pcalloc(cf->pool, sizeof(ngx_http_privacy_cookie_conf_t));
    if (cookie == NULL) {
        return NGX_CONF_ERROR;
    }

    cookie->name = value[1];
    cookie->max_age = PRV_CONSENT_DEFAULT_MAX_AGE;
    ngx_str_set(&cookie->path, "/");

    if (cookie->name.len > 128
        || !ngx_http_privacy_cookie_text(&cookie->name,
                                         (u_char *) "()<>@,;:\\\"/[]?={}"))
    {
        ngx_conf_log_error(NGX_LOG_EMERG, cf, 0,
                           "invalid value \"%V\" in \"%V\" directive, it "
                           "must be a cookie's name: up to 128 visible "
                           "characters without ()<>@,;:\\\"/[]?={}",
                           &value[1], &cmd->name);
        return NGX_CONF_ERROR;
    }

    for (i = 2; i < cf->args->nelts; i++) {
        if (ngx_http_privacy_cookie_param(cf, cookie, &value[i])
            != NGX_CONF_OK)
        {
            return ngx_http_privacy_invalid_parameter(cf, cmd, &value[i],
                       "\"max_age=TIME\", \"domain=NAME\", \"path=/...\", "
                       "\"samesite=lax|strict|none\" or "
                       "\"secure=auto|on|off\"");
        }
    }

    if (cookie->samesite == NGX_HTTP_PRIVACY_SAMESITE_NONE
        && cookie->secure == NGX_HTTP_PRIVACY_SECURE_OFF)
    {
        return "has \"samesite=none\", which browsers take with "
               "\"secure=on\" only";
    }

    if (cookie->name.len > 7
        && ngx_strncmp(cookie->name.data, "__Host-", 7) == 0
        && (cookie->domain.len || cookie->path.len != 1
            || cookie->secure == NGX_HTTP_PRIVACY_SECURE_OFF))
    {
        return "has a \"__Host-\" name, which may have no domain, "
               "no other path than \"/\" and no \"secure=off\"";
    }

    plcf->cookie = cookie;

    return NGX_CONF_OK;
}


static char *
ngx_http_privacy_cookie_param(ngx_conf_t *cf,
    ngx_http_privacy_cookie_conf_t *cookie, ngx_str_t *param)
{
    time_t     age;
    ngx_str_t  s;

    if (ngx_strncmp(param->data, "max_age=", 8) == 0) {
        s.len = param->len - 8;
        s.data = param->data + 8;

        age = ngx_parse_time(&s, 1);
        if (age == (time_t) NGX_ERROR || age == 0) {
            return NGX_CONF_ERROR;
        }

        cookie->max_age = age;

        return NGX_CONF_OK;
    }

    if (ngx_strncmp(param->data, "domain=", 7) == 0) {
        cookie->domain.len = param->len - 7;
        cookie->domain.data = param->data + 7;

        if (!ngx_http_privacy_cookie_text(&cookie->domain, (u_char *) ";,"))
        {
            return NGX_CONF_ERROR;
        }

        return NGX_CONF_OK;
    }

    if (ngx_strncmp(param->data, "path=", 5) == 0) {
        cookie->path.len = param->len - 5;
        cookie->path.data = param->data + 5;

        if (!ngx_http_privacy_cookie_text(&cookie->path, (u_char *) ";")
            || cookie->path.data[0] != '/')
        {
            return NGX_CONF_ERROR;
        }

        return NGX_CONF_OK;
    }

    if (ngx_strncmp(param->data, "samesite=", 9) == 0) {
        s.len = param->len - 9;
        s.data = param->data + 9;

        return ngx_http_privacy_enum(ngx_http_privacy_samesites, &s,
                                     &cookie->samesite)
               == NGX_OK ? NGX_CONF_OK : NGX_CONF_ERROR;
    }

    if (ngx_strncmp(param->data, "secure=", 7) == 0) {
        s.len = param->len - 7;
        s.data = param->data + 7;

        return ngx_http_privacy_enum(ngx_http_privacy_secures, &s,
                                     &cookie->secure)
               == NGX_OK ? NGX_CONF_OK : NGX_CONF_ERROR;
    }

    return NGX_CONF_ERROR;
}


/* printable, not empty, and nothing of what ends or splits a field */

static ngx_uint_t
ngx_http_privacy_cookie_text(ngx_str_t *s, u_char *not)
{
    size_t  i;

    for (i = 0; i < s->len; i++) {
        if (s->data[i] <= 0x20 || s->data[i] >= 0x7f
            || ngx_strchr(not, s->data[i]) != NULL)
        {
            return 0;
        }
    }

    return s->len != 0;
}


char *
ngx_http_privacy_consent_key(ngx_conf_t *cf, ngx_command_t *cmd, void *conf)
{
    size_t                        size;
    ssize_t                       n;
    u_char                        buf[NGX_HTTP_PRIVACY_KEY_MAX + 1];
    ngx_fd_t                      fd;
    ngx_int_t                     access;
    ngx_str_t                    *value, name;
    ngx_uint_t                    i;
    prv_str_t                    *key;
    ngx_file_info_t               fi;
    ngx_http_privacy_loc_conf_t  *plcf = conf;

    if (plcf->keys == NULL) {
        plcf->keys = ngx_array_create(cf->pool, 2, sizeof(prv_str_t));
        if (plcf->keys == NULL) {
            return NGX_CONF_ERROR;
        }
    }

    value = cf->args->elts;

    for (i = 1; i < cf->args->nelts; i++) {

        if (plcf->keys->nelts == 2) {
            return "may name two keys: the one that signs, and the one "
                   "before it";
        }

        name = value[i];

        if (ngx_conf_full_name(cf->cycle, &name, 1) != NGX_OK) {
            return NGX_CONF_ERROR;
        }

        fd = ngx_open_file(name.data, NGX_FILE_RDONLY, NGX_FILE_OPEN, 0);

        if (fd == NGX_INVALID_FILE) {
            ngx_conf_log_error(NGX_LOG_EMERG, cf, ngx_errno,
                               "\"%V\": " ngx_open_file_n " \"%V\" failed",
                               &cmd->name, &name);
            return NGX_CONF_ERROR;
        }

        n = ngx_read_fd(fd, buf, sizeof(buf));

        if (n == -1) {
            ngx_conf_log_error(NGX_LOG_EMERG, cf, ngx_errno,
                               "\"%V\": " ngx_read_fd_n " \"%V\" failed",
                               &cmd->name, &name);
        }

        access = ngx_fd_info(fd, &fi) == NGX_FILE_ERROR ? 0
                                                        : ngx_file_access(&fi);

        if (ngx_close_file(fd) == NGX_FILE_ERROR) {
            ngx_log_error(NGX_LOG_ALERT, cf->log, ngx_errno,
                          ngx_close_file_n " \"%V\" failed", &name);
        }

        if (n == -1) {
            return NGX_CONF_ERROR;
        }

        size = n;

        /* editors end a file with a line feed */

        if (size && size < sizeof(buf) && buf[size - 1] == LF) {
            size--;

            if (size && buf[size - 1] == CR) {
                size--;
            }
        }

        if (size < PRV_CONSENT_KEY_MIN || size == sizeof(buf)) {
            ngx_conf_log_error(NGX_LOG_EMERG, cf, 0,
                               "\"%V\": the key in \"%V\" must have from "
                               "%d to %d bytes", &cmd->name, &name,
                               PRV_CONSENT_KEY_MIN, NGX_HTTP_PRIVACY_KEY_MAX);
            ngx_explicit_memzero(buf, sizeof(buf));
            return NGX_CONF_ERROR;
        }

        if (access & S_IWOTH) {
            ngx_conf_log_error(NGX_LOG_EMERG, cf, 0,
                               "\"%V\": the key in \"%V\" can be written "
                               "by anybody", &cmd->name, &name);
            ngx_explicit_memzero(buf, sizeof(buf));
            return NGX_CONF_ERROR;
        }

        if (access & S_IROTH) {
            ngx_conf_log_error(NGX_LOG_WARN, cf, 0,
                               "\"%V\": the key in \"%V\" can be read by "
                               "anybody, and whoever reads it can sign",
                               &cmd->name, &name);
        }

        key = ngx_array_push(plcf->keys);
        if (key == NULL) {
            return NGX_CONF_ERROR;
        }

        key->len = size;
        key->data = ngx_pnalloc(cf->pool, size);
        if (key->data == NULL) {
            return NGX_CONF_ERROR;
        }

        ngx_memcpy(key->data, buf, size);
        ngx_explicit_memzero(buf, sizeof(buf));
    }

    return NGX_CONF_OK;
}


char *
ngx_http_privacy_consent_names(ngx_conf_t *cf, ngx_command_t *cmd, void *conf)
{
    u_char                       *p, *end;
    ngx_str_t                    *value;
    prv_str_t                     name;
    ngx_uint_t                    i;
    prv_category_e                category;
    prv_consent_word_t           *word;
    ngx_http_privacy_loc_conf_t  *plcf = conf;

    if (plcf->words != NULL) {
        return "is duplicate";
    }

    plcf->words = ngx_array_create(cf->pool, 4, sizeof(prv_consent_word_t));
    if (plcf->words == NULL) {
        return NGX_CONF_ERROR;
    }

    value = cf->args->elts;

    for (i = 1; i < cf->args->nelts; i++) {

        p = ngx_http_privacy_category_list(&value[i], &category);
        if (p == NULL) {
            goto invalid;
        }

        end = value[i].data + value[i].len;

        do {
            name.data = ++p;

            while (p < end && *p != ',') {
                p++;
            }

            name.len = p - name.data;

            word = ngx_array_push(plcf->words);
            if (word == NULL) {
                return NGX_CONF_ERROR;
            }

            word->category = category;
            word->word.data = ngx_pnalloc(cf->pool, PRV_CONSENT_WORD_MAX);
            if (word->word.data == NULL) {
                return NGX_CONF_ERROR;
            }

            word->word.len = prv_consent_word(word->word.data, &name);
            if (word->word.len == 0) {
                goto invalid;
            }

        } while (p < end);
    }

    return NGX_CONF_OK;

invalid:

    return ngx_http_privacy_invalid_parameter(cf, cmd, &value[i],
               "\"functional=\", \"analytics=\" or \"marketing=\" and what "
               "the site calls it, separated by commas");
}


/* CATEGORY=…: where the "=" is, or NULL */

static u_char *
ngx_http_privacy_category_list(ngx_str_t *value, prv_category_e *category)
{
    u_char  *p;

    p = (u_char *) ngx_strchr(value->data, '=');
    if (p == NULL) {
        return NULL;
    }

    *category = prv_category(value->data, p - value->data);

    return (*category == PRV_CATEGORIES || *category == PRV_NECESSARY) ? NULL
                                                                       : p;
}


char *
ngx_http_privacy_tcf_purposes(ngx_conf_t *cf, ngx_command_t *cmd, void *conf)
{
    u_char                       *p, *end, *digits;
    ngx_str_t                    *value;
    ngx_int_t                     n;
    ngx_uint_t                    i;
    prv_category_e                category;
    ngx_http_privacy_loc_conf_t  *plcf = conf;

    if (plcf->purposes != NULL) {
        return "is duplicate";
    }

    plcf->purposes = ngx_pcalloc(cf->pool, PRV_CATEGORIES * sizeof(uint32_t));
    if (plcf->purposes == NULL) {
        return NGX_CONF_ERROR;
    }

    value = cf->args->elts;

    for (i = 1; i < cf->args->nelts; i++) {

        p = ngx_http_privacy_category_list(&value[i], &category);

        if (p == NULL || plcf->purposes[category] != 0) {
            goto invalid;
        }

        end = value[i].data + value[i].len;

        do {
            digits = ++p;

            while (p < end && *p != ',') {
                p++;
            }

            n = ngx_atoi(digits, p - digits);

            if (n < 1 || n > 24) {
                goto invalid;
            }

            plcf->purposes[category] |= (uint32_t) 1 << n;

        } while (p < end);
    }

    return NGX_CONF_OK;

invalid:

    return ngx_http_privacy_invalid_parameter(cf, cmd, &value[i],
               "\"functional=\", \"analytics=\" or \"marketing=\", each once, "
               "and purposes from 1 to 24, separated by commas");
}


char *
ngx_http_privacy_cookies(ngx_conf_t *cf, ngx_command_t *cmd, void *conf)
{
    ngx_str_t                    *value;
    ngx_uint_t                    i, side;
    ngx_http_privacy_loc_conf_t  *plcf = conf;

    if (plcf->cookies) {
        return "is duplicate";
    }

    value = cf->args->elts;

    for (i = 1; i < cf->args->nelts; i++) {

        if (ngx_http_privacy_enum(ngx_http_privacy_cookie_sides, &value[i],
                                  &side)
            != NGX_OK)
        {
            return ngx_http_privacy_invalid_value(cf, cmd, &value[i],
                                          ngx_http_privacy_cookie_sides, 0);
        }

        if (plcf->cookies & side) {
            ngx_conf_log_error(NGX_LOG_WARN, cf, 0,
                               "duplicate value \"%V\"", &value[i]);
        }

        plcf->cookies |= side;
    }

    if ((plcf->cookies & NGX_HTTP_PRIVACY_COOKIES_OFF) && i > 2) {
        return "has \"off\" beside other values";
    }

    return NGX_CONF_OK;
}


char *
ngx_http_privacy_notice(ngx_conf_t *cf, ngx_command_t *cmd, void *conf)
{
    ngx_str_t                    *value;
    ngx_http_privacy_loc_conf_t  *plcf = conf;

    if (plcf->notice != NGX_CONF_UNSET_UINT) {
        return "is duplicate";
    }

    value = cf->args->elts;

    ngx_http_privacy_set_word(cf, &plcf->notice_word, &value[1]);

    if (ngx_strcmp(value[1].data, "off") == 0) {
        plcf->notice = NGX_HTTP_PRIVACY_NOTICE_OFF;
        return NGX_CONF_OK;
    }

    if (ngx_strcmp(value[1].data, "on") == 0) {
        plcf->notice = NGX_HTTP_PRIVACY_NOTICE_ON;
        return NGX_CONF_OK;
    }

    plcf->notice = NGX_HTTP_PRIVACY_NOTICE_FILE;

    if (ngx_conf_full_name(cf->cycle, &plcf->notice_word.text, 1) != NGX_OK) {
        return NGX_CONF_ERROR;
    }

    return NGX_CONF_OK;
}


char *
ngx_http_privacy_notice_when(ngx_conf_t *cf, ngx_command_t *cmd, void *conf)
{
    ngx_str_t                    *value;
    ngx_http_privacy_loc_conf_t  *plcf = conf;

    if (plcf->notice_when != NGX_CONF_UNSET_UINT) {
        return "is duplicate";
    }

    value = cf->args->elts;

    if (ngx_http_privacy_enum(ngx_http_privacy_whens, &value[1],
                              &plcf->notice_when)
        == NGX_OK)
    {
        plcf->notice_when_value = NULL;
        return NGX_CONF_OK;
    }

    if (ngx_http_script_variables_count(&value[1]) == 0) {
        return ngx_http_privacy_invalid_value(cf, cmd, &value[1],
                                              ngx_http_privacy_whens, 1);
    }

    plcf->notice_when = NGX_HTTP_PRIVACY_WHEN_VALUE;

    return ngx_http_privacy_value(cf, &value[1], &plcf->notice_when_value);
}


char *
ngx_http_privacy_language(ngx_conf_t *cf, ngx_command_t *cmd, void *conf)
{
    ngx_str_t                    *value;
    ngx_http_privacy_loc_conf_t  *plcf = conf;

    if (plcf->language != NGX_CONF_UNSET_PTR) {
        return "is duplicate";
    }

    value = cf->args->elts;

    if (ngx_strcmp(value[1].data, "auto") == 0) {
        plcf->language = NULL;
        return NGX_CONF_OK;
    }

    ngx_http_privacy_set_word(cf, &plcf->language_word, &value[1]);

    return ngx_http_privacy_value(cf, &value[1], &plcf->language);
}


static char *
ngx_http_privacy_value(ngx_conf_t *cf, ngx_str_t *value,
    ngx_http_complex_value_t **cv)
{
    ngx_http_compile_complex_value_t   ccv;

    *cv = ngx_palloc(cf->pool, sizeof(ngx_http_complex_value_t));
    if (*cv == NULL) {
        return NGX_CONF_ERROR;
    }

    ngx_memzero(&ccv, sizeof(ngx_http_compile_complex_value_t));

    ccv.cf = cf;
    ccv.value = value;
    ccv.complex_value = *cv;

    if (ngx_http_compile_complex_value(&ccv) != NGX_OK) {
        return NGX_CONF_ERROR;
    }

    return NGX_CONF_OK;
}
