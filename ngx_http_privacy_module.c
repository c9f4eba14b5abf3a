
/*
 * The front door: directives, configurations, and which hook calls what.
 */


#include "nginx/ngx_http_privacy.h"


static ngx_int_t ngx_http_privacy_init(ngx_conf_t *cf);
static char *ngx_http_privacy_size_bounds(ngx_conf_t *cf, void *post,
    void *data);
static void *ngx_http_privacy_create_main_conf(ngx_conf_t *cf);
static char *ngx_http_privacy_init_main_conf(ngx_conf_t *cf, void *conf);
static void *ngx_http_privacy_create_loc_conf(ngx_conf_t *cf);
static char *ngx_http_privacy_merge_loc_conf(ngx_conf_t *cf, void *parent,
    void *child);


#define NGX_HTTP_PRIVACY_ANY  NGX_HTTP_MAIN_CONF|NGX_HTTP_SRV_CONF            \
                              |NGX_HTTP_LOC_CONF


static ngx_conf_enum_t  ngx_http_privacy_modes[] = {
    { ngx_string("off"), NGX_HTTP_PRIVACY_OFF },
    { ngx_string("on"), NGX_HTTP_PRIVACY_ON },
    { ngx_string("report"), NGX_HTTP_PRIVACY_REPORT },
    { ngx_null_string, 0 }
};


static ngx_conf_enum_t  ngx_http_privacy_gpcs[] = {
    { ngx_string("on"), PRV_GPC_ON },
    { ngx_string("undecided"), PRV_GPC_UNDECIDED },
    { ngx_string("off"), PRV_GPC_OFF },
    { ngx_null_string, 0 }
};


static ngx_conf_enum_t  ngx_http_privacy_tags[] = {
    { ngx_string("strip"), PRV_TAGS_STRIP },
    { ngx_string("block"), PRV_TAGS_BLOCK },
    { ngx_string("off"), PRV_TAGS_OFF },
    { ngx_null_string, 0 }
};


static ngx_conf_enum_t  ngx_http_privacy_positions[] = {
    { ngx_string("bottom"), NGX_HTTP_PRIVACY_POSITION_BOTTOM },
    { ngx_string("top"), NGX_HTTP_PRIVACY_POSITION_TOP },
    { ngx_string("dialog"), NGX_HTTP_PRIVACY_POSITION_DIALOG },
    { ngx_null_string, 0 }
};


static ngx_conf_enum_t  ngx_http_privacy_errors[] = {
    { ngx_string("pass"), NGX_HTTP_PRIVACY_PASS },
    { ngx_string("block"), NGX_HTTP_PRIVACY_BLOCK },
    { ngx_null_string, 0 }
};


static ngx_conf_enum_t  ngx_http_privacy_csps[] = {
    { ngx_string("off"), NGX_HTTP_PRIVACY_CSP_OFF },
    { ngx_string("report"), NGX_HTTP_PRIVACY_CSP_REPORT },
    { ngx_string("on"), NGX_HTTP_PRIVACY_CSP_ON },
    { ngx_null_string, 0 }
};


static ngx_conf_enum_t  ngx_http_privacy_ids[] = {
    { ngx_string("off"), NGX_HTTP_PRIVACY_IDS_OFF },
    { ngx_string("strip"), NGX_HTTP_PRIVACY_IDS_STRIP },
    { ngx_null_string, 0 }
};


static ngx_conf_enum_t  ngx_http_privacy_consent_modes[] = {
    { ngx_string("off"), NGX_HTTP_PRIVACY_MODE_OFF },
    { ngx_string("basic"), NGX_HTTP_PRIVACY_MODE_BASIC },
    { ngx_string("advanced"), NGX_HTTP_PRIVACY_MODE_ADVANCED },
    { ngx_null_string, 0 }
};


static ngx_str_t  ngx_http_privacy_default_types[] = {
    ngx_string("text/html"),
    ngx_string("application/xhtml+xml"),
    ngx_null_string
};


static ngx_conf_post_t  ngx_http_privacy_size_post = {
    ngx_http_privacy_size_bounds
};


static ngx_command_t  ngx_http_privacy_commands[] = {

    { ngx_string("privacy"),
      NGX_HTTP_PRIVACY_ANY|NGX_CONF_TAKE1,
      ngx_http_privacy_enum_slot,
      NGX_HTTP_LOC_CONF_OFFSET,
      offsetof(ngx_http_privacy_loc_conf_t, enable),
      &ngx_http_privacy_modes },

    { ngx_string("privacy_regime"),
      NGX_HTTP_PRIVACY_ANY|NGX_CONF_TAKE1,
      ngx_http_privacy_regime,
      NGX_HTTP_LOC_CONF_OFFSET,
      0,
      NULL },

    { ngx_string("privacy_gpc"),
      NGX_HTTP_PRIVACY_ANY|NGX_CONF_TAKE1,
      ngx_http_privacy_enum_slot,
      NGX_HTTP_LOC_CONF_OFFSET,
      offsetof(ngx_http_privacy_loc_conf_t, gpc),
      &ngx_http_privacy_gpcs },

    { ngx_string("privacy_dnt"),
      NGX_HTTP_PRIVACY_ANY|NGX_CONF_FLAG,
      ngx_conf_set_flag_slot,
      NGX_HTTP_LOC_CONF_OFFSET,
      offsetof(ngx_http_privacy_loc_conf_t, dnt),
      NULL },

    { ngx_string("privacy_consent_from"),
      NGX_HTTP_PRIVACY_ANY|NGX_CONF_1MORE,
      ngx_http_privacy_consent_from,
      NGX_HTTP_LOC_CONF_OFFSET,
      0,
      NULL },

    { ngx_string("privacy_consent_if"),
      NGX_HTTP_PRIVACY_ANY|NGX_CONF_TAKE2,
      ngx_http_privacy_consent_if,
      NGX_HTTP_LOC_CONF_OFFSET,
      0,
      NULL },

    { ngx_string("privacy_consent_cookie"),
      NGX_HTTP_PRIVACY_ANY|NGX_CONF_1MORE,
      ngx_http_privacy_consent_cookie,
      NGX_HTTP_LOC_CONF_OFFSET,
      0,
      NULL },

    { ngx_string("privacy_consent_key"),
      NGX_HTTP_PRIVACY_ANY|NGX_CONF_TAKE12,
      ngx_http_privacy_consent_key,
      NGX_HTTP_LOC_CONF_OFFSET,
      0,
      NULL },

    { ngx_string("privacy_consent_max_age"),
      NGX_HTTP_PRIVACY_ANY|NGX_CONF_TAKE1,
      ngx_conf_set_sec_slot,
      NGX_HTTP_LOC_CONF_OFFSET,
      offsetof(ngx_http_privacy_loc_conf_t, others_age),
      NULL },

    { ngx_string("privacy_consent_names"),
      NGX_HTTP_PRIVACY_ANY|NGX_CONF_1MORE,
      ngx_http_privacy_consent_names,
      NGX_HTTP_LOC_CONF_OFFSET,
      0,
      NULL },

    { ngx_string("privacy_tcf_purposes"),
      NGX_HTTP_PRIVACY_ANY|NGX_CONF_TAKE123,
      ngx_http_privacy_tcf_purposes,
      NGX_HTTP_LOC_CONF_OFFSET,
      0,
      NULL },

    { ngx_string("privacy_policy_version"),
      NGX_HTTP_PRIVACY_ANY|NGX_CONF_TAKE1,
      ngx_conf_set_str_slot,
      NGX_HTTP_LOC_CONF_OFFSET,
      offsetof(ngx_http_privacy_loc_conf_t, policy_version),
      NULL },

    { ngx_string("privacy_catalog"),
      NGX_HTTP_MAIN_CONF|NGX_CONF_1MORE,
      ngx_http_privacy_catalog,
      NGX_HTTP_MAIN_CONF_OFFSET,
      0,
      NULL },

    { ngx_string("privacy_vendor"),
      NGX_HTTP_MAIN_CONF|NGX_CONF_BLOCK|NGX_CONF_TAKE1,
      ngx_http_privacy_vendor,
      NGX_HTTP_MAIN_CONF_OFFSET,
      0,
      NULL },

    { ngx_string("privacy_list"),
      NGX_HTTP_MAIN_CONF|NGX_CONF_2MORE,
      ngx_http_privacy_list,
      NGX_HTTP_MAIN_CONF_OFFSET,
      0,
      NULL },

    { ngx_string("privacy_allow"),
      NGX_HTTP_PRIVACY_ANY|NGX_CONF_1MORE,
      ngx_http_privacy_allow,
      NGX_HTTP_LOC_CONF_OFFSET,
      0,
      NULL },

    { ngx_string("privacy_deny"),
      NGX_HTTP_PRIVACY_ANY|NGX_CONF_2MORE,
      ngx_http_privacy_deny,
      NGX_HTTP_LOC_CONF_OFFSET,
      0,
      NULL },

    { ngx_string("privacy_unknown"),
      NGX_HTTP_PRIVACY_ANY|NGX_CONF_TAKE12,
      ngx_http_privacy_unknown,
      NGX_HTTP_LOC_CONF_OFFSET,
      0,
      NULL },

    { ngx_string("privacy_first_party"),
      NGX_HTTP_PRIVACY_ANY|NGX_CONF_1MORE,
      ngx_http_privacy_first_party,
      NGX_HTTP_LOC_CONF_OFFSET,
      0,
      NULL },

    { ngx_string("privacy_tags"),
      NGX_HTTP_PRIVACY_ANY|NGX_CONF_TAKE1,
      ngx_http_privacy_enum_slot,
      NGX_HTTP_LOC_CONF_OFFSET,
      offsetof(ngx_http_privacy_loc_conf_t, tags),
      &ngx_http_privacy_tags },

    { ngx_string("privacy_surrogates"),
      NGX_HTTP_PRIVACY_ANY|NGX_CONF_FLAG,
      ngx_conf_set_flag_slot,
      NGX_HTTP_LOC_CONF_OFFSET,
      offsetof(ngx_http_privacy_loc_conf_t, surrogates),
      NULL },

    { ngx_string("privacy_cookies"),
      NGX_HTTP_PRIVACY_ANY|NGX_CONF_1MORE,
      ngx_http_privacy_cookies,
      NGX_HTTP_LOC_CONF_OFFSET,
      0,
      NULL },

    { ngx_string("privacy_cookie_max_age"),
      NGX_HTTP_PRIVACY_ANY|NGX_CONF_TAKE1,
      ngx_conf_set_sec_slot,
      NGX_HTTP_LOC_CONF_OFFSET,
      offsetof(ngx_http_privacy_loc_conf_t, cookie_max_age),
      NULL },

    { ngx_string("privacy_click_ids"),
      NGX_HTTP_PRIVACY_ANY|NGX_CONF_TAKE1,
      ngx_http_privacy_enum_slot,
      NGX_HTTP_LOC_CONF_OFFSET,
      offsetof(ngx_http_privacy_loc_conf_t, click_ids),
      &ngx_http_privacy_ids },

    { ngx_string("privacy_csp"),
      NGX_HTTP_PRIVACY_ANY|NGX_CONF_TAKE12,
      ngx_http_privacy_csp_conf,
      NGX_HTTP_LOC_CONF_OFFSET,
      offsetof(ngx_http_privacy_loc_conf_t, csp),
      &ngx_http_privacy_csps },

    { ngx_string("privacy_permissions_policy"),
      NGX_HTTP_PRIVACY_ANY|NGX_CONF_FLAG,
      ngx_conf_set_flag_slot,
      NGX_HTTP_LOC_CONF_OFFSET,
      offsetof(ngx_http_privacy_loc_conf_t, permissions_policy),
      NULL },

    { ngx_string("privacy_consent_mode"),
      NGX_HTTP_PRIVACY_ANY|NGX_CONF_TAKE1,
      ngx_http_privacy_enum_slot,
      NGX_HTTP_LOC_CONF_OFFSET,
      offsetof(ngx_http_privacy_loc_conf_t, consent_mode),
      &ngx_http_privacy_consent_modes },

    { ngx_string("privacy_notice"),
      NGX_HTTP_PRIVACY_ANY|NGX_CONF_TAKE1,
      ngx_http_privacy_notice,
      NGX_HTTP_LOC_CONF_OFFSET,
      0,
      NULL },

    { ngx_string("privacy_notice_when"),
      NGX_HTTP_PRIVACY_ANY|NGX_CONF_TAKE1,
      ngx_http_privacy_notice_when,
      NGX_HTTP_LOC_CONF_OFFSET,
      0,
      NULL },

    { ngx_string("privacy_notice_position"),
      NGX_HTTP_PRIVACY_ANY|NGX_CONF_TAKE1,
      ngx_http_privacy_enum_slot,
      NGX_HTTP_LOC_CONF_OFFSET,
      offsetof(ngx_http_privacy_loc_conf_t, notice_position),
      &ngx_http_privacy_positions },

    { ngx_string("privacy_stylesheet"),
      NGX_HTTP_PRIVACY_ANY|NGX_CONF_TAKE1,
      ngx_http_set_complex_value_slot,
      NGX_HTTP_LOC_CONF_OFFSET,
      offsetof(ngx_http_privacy_loc_conf_t, stylesheet),
      NULL },

    { ngx_string("privacy_policy_url"),
      NGX_HTTP_PRIVACY_ANY|NGX_CONF_TAKE1,
      ngx_http_set_complex_value_slot,
      NGX_HTTP_LOC_CONF_OFFSET,
      offsetof(ngx_http_privacy_loc_conf_t, policy_url),
      NULL },

    { ngx_string("privacy_language"),
      NGX_HTTP_PRIVACY_ANY|NGX_CONF_TAKE1,
      ngx_http_privacy_language,
      NGX_HTTP_LOC_CONF_OFFSET,
      0,
      NULL },

    { ngx_string("privacy_choices"),
      NGX_HTTP_PRIVACY_ANY|NGX_CONF_FLAG,
      ngx_conf_set_flag_slot,
      NGX_HTTP_LOC_CONF_OFFSET,
      offsetof(ngx_http_privacy_loc_conf_t, choices),
      NULL },

    { ngx_string("privacy_services"),
      NGX_HTTP_PRIVACY_ANY|NGX_CONF_1MORE,
      ngx_http_privacy_services,
      NGX_HTTP_LOC_CONF_OFFSET,
      0,
      NULL },

    { ngx_string("privacy_placeholder"),
      NGX_HTTP_PRIVACY_ANY|NGX_CONF_TAKE1,
      ngx_http_privacy_placeholder,
      NGX_HTTP_LOC_CONF_OFFSET,
      0,
      NULL },

    { ngx_string("privacy_page"),
      NGX_HTTP_MAIN_CONF|NGX_CONF_TAKE2,
      ngx_http_privacy_page_file,
      NGX_HTTP_MAIN_CONF_OFFSET,
      0,
      NULL },

    { ngx_string("privacy_texts"),
      NGX_HTTP_MAIN_CONF|NGX_CONF_TAKE2,
      ngx_http_privacy_texts,
      NGX_HTTP_MAIN_CONF_OFFSET,
      0,
      NULL },

    { ngx_string("privacy_endpoint"),
      NGX_HTTP_LOC_CONF|NGX_CONF_NOARGS,
      ngx_http_privacy_endpoint,
      NGX_HTTP_LOC_CONF_OFFSET,
      0,
      NULL },

    { ngx_string("privacy_zone"),
      NGX_HTTP_MAIN_CONF|NGX_CONF_TAKE1,
      ngx_http_privacy_zone,
      NGX_HTTP_MAIN_CONF_OFFSET,
      0,
      NULL },

    { ngx_string("privacy_status"),
      NGX_HTTP_LOC_CONF|NGX_CONF_NOARGS|NGX_CONF_TAKE1,
      ngx_http_privacy_status,
      NGX_HTTP_LOC_CONF_OFFSET,
      0,
      NULL },

    { ngx_string("privacy_types"),
      NGX_HTTP_PRIVACY_ANY|NGX_CONF_1MORE,
      ngx_http_types_slot,
      NGX_HTTP_LOC_CONF_OFFSET,
      offsetof(ngx_http_privacy_loc_conf_t, types_keys),
      &ngx_http_privacy_default_types[0] },

    { ngx_string("privacy_buffer_size"),
      NGX_HTTP_PRIVACY_ANY|NGX_CONF_TAKE1,
      ngx_conf_set_size_slot,
      NGX_HTTP_LOC_CONF_OFFSET,
      offsetof(ngx_http_privacy_loc_conf_t, buffer_size),
      &ngx_http_privacy_size_post },

    { ngx_string("privacy_decode"),
      NGX_HTTP_PRIVACY_ANY|NGX_CONF_FLAG,
      ngx_conf_set_flag_slot,
      NGX_HTTP_LOC_CONF_OFFSET,
      offsetof(ngx_http_privacy_loc_conf_t, decode),
      NULL },

    { ngx_string("privacy_vary"),
      NGX_HTTP_PRIVACY_ANY|NGX_CONF_FLAG,
      ngx_conf_set_flag_slot,
      NGX_HTTP_LOC_CONF_OFFSET,
      offsetof(ngx_http_privacy_loc_conf_t, vary),
      NULL },

    { ngx_string("privacy_on_error"),
      NGX_HTTP_PRIVACY_ANY|NGX_CONF_TAKE1,
      ngx_http_privacy_enum_slot,
      NGX_HTTP_LOC_CONF_OFFSET,
      offsetof(ngx_http_privacy_loc_conf_t, on_error),
      &ngx_http_privacy_errors },

      ngx_null_command
};


static ngx_http_module_t  ngx_http_privacy_module_ctx = {
    ngx_http_privacy_add_variables,        /* preconfiguration */
    ngx_http_privacy_init,                 /* postconfiguration */

    ngx_http_privacy_create_main_conf,     /* create main configuration */
    ngx_http_privacy_init_main_conf,       /* init main configuration */

    NULL,                                  /* create server configuration */
    NULL,                                  /* merge server configuration */

    ngx_http_privacy_create_loc_conf,      /* create location configuration */
    ngx_http_privacy_merge_loc_conf        /* merge location configuration */
};


ngx_module_t  ngx_http_privacy_module = {
    NGX_MODULE_V1,
    &ngx_http_privacy_module_ctx,          /* module context */
    ngx_http_privacy_commands,             /* module directives */
    NGX_HTTP_MODULE,                       /* module type */
    NULL,                                  /* init master */
    ngx_http_privacy_init_module,          /* init module */
    NULL,                                  /* init process */
    NULL,                                  /* init thread */
    NULL,                                  /* exit thread */
    NULL,                                  /* exit process */
    NULL,                                  /* exit master */
    NGX_MODULE_V1_PADDING
};


static ngx_int_t
ngx_http_privacy_init(ngx_conf_t *cf)
{
    ngx_http_handler_pt        *h;
    ngx_http_core_main_conf_t  *cmcf;

    if (ngx_http_privacy_check_order(cf) != NGX_OK) {
        return NGX_ERROR;
    }

    cmcf = ngx_http_conf_get_module_main_conf(cf, ngx_http_core_module);

    h = ngx_array_push(&cmcf->phases[NGX_HTTP_PREACCESS_PHASE].handlers);
    if (h == NULL) {
        return NGX_ERROR;
    }

    *h = ngx_http_privacy_request_handler;

    h = ngx_array_push(&cmcf->phases[NGX_HTTP_LOG_PHASE].handlers);
    if (h == NULL) {
        return NGX_ERROR;
    }

    *h = ngx_http_privacy_log_handler;

    if (ngx_http_privacy_init_header_filter(cf) != NGX_OK) {
        return NGX_ERROR;
    }

    return ngx_http_privacy_init_body_filter(cf);
}


static char *
ngx_http_privacy_size_bounds(ngx_conf_t *cf, void *post, void *data)
{
    size_t  *size = data;

    if (*size < 1024) {
        return "must be at least 1k";
    }

    return NGX_CONF_OK;
}


static void *
ngx_http_privacy_create_main_conf(ngx_conf_t *cf)
{
    return ngx_pcalloc(cf->pool, sizeof(ngx_http_privacy_main_conf_t));
}


static char *
ngx_http_privacy_init_main_conf(ngx_conf_t *cf, void *conf)
{
    return ngx_http_privacy_build_catalog(cf, conf);
}


static void *
ngx_http_privacy_create_loc_conf(ngx_conf_t *cf)
{
    ngx_http_privacy_loc_conf_t  *conf;

    conf = ngx_pcalloc(cf->pool, sizeof(ngx_http_privacy_loc_conf_t));
    if (conf == NULL) {
        return NULL;
    }

    /*
     * set by ngx_pcalloc():
     *
     *     conf->consent = NULL;
     *     conf->rules = NULL;
     *     conf->cookies = 0;
     *     conf->types = { NULL };
     *     conf->regime_value = NULL;
     *     conf->ifs, from, keys, words, purposes, cookie = NULL;
     *     conf->allow, deny, first_party = NULL;
     *     conf->notice_word = { 0 };
     *     conf->policy_url = NULL;
     *     conf->stylesheet = NULL;
     *     conf->endpoint = 0;
     *     conf->status = NGX_HTTP_PRIVACY_STATUS_NONE;
     */

    conf->enable = NGX_CONF_UNSET_UINT;
    conf->tags = NGX_CONF_UNSET_UINT;
    conf->surrogates = NGX_CONF_UNSET;
    conf->decode = NGX_CONF_UNSET;
    conf->vary = NGX_CONF_UNSET;
    conf->on_error = NGX_CONF_UNSET_UINT;
    conf->csp = NGX_CONF_UNSET_UINT;
    conf->permissions_policy = NGX_CONF_UNSET;
    conf->consent_mode = NGX_CONF_UNSET_UINT;
    conf->click_ids = NGX_CONF_UNSET_UINT;
    conf->cookie_max_age = NGX_CONF_UNSET;
    conf->buffer_size = NGX_CONF_UNSET_SIZE;

    conf->regime = NGX_CONF_UNSET_UINT;
    conf->gpc = NGX_CONF_UNSET_UINT;
    conf->dnt = NGX_CONF_UNSET;
    conf->others_age = NGX_CONF_UNSET;

    conf->unknown_hosts = NGX_CONF_UNSET_UINT;
    conf->unknown_cookies = NGX_CONF_UNSET_UINT;

    conf->notice = NGX_CONF_UNSET_UINT;
    conf->notice_when = NGX_CONF_UNSET_UINT;
    conf->notice_position = NGX_CONF_UNSET_UINT;
    conf->choices = NGX_CONF_UNSET;
    conf->placeholder = NGX_CONF_UNSET_UINT;
    conf->language = NGX_CONF_UNSET_PTR;

    return conf;
}


static char *
ngx_http_privacy_merge_loc_conf(ngx_conf_t *cf, void *parent, void *child)
{
    ngx_http_privacy_loc_conf_t *prev = parent;
    ngx_http_privacy_loc_conf_t *conf = child;

    /* the operator's page is not one of the site */

    if (conf->status != NGX_HTTP_PRIVACY_STATUS_NONE
        && conf->enable == NGX_CONF_UNSET_UINT)
    {
        conf->enable = NGX_HTTP_PRIVACY_OFF;
    }

    ngx_conf_merge_uint_value(conf->enable, prev->enable,
                              NGX_HTTP_PRIVACY_OFF);
    ngx_conf_merge_uint_value(conf->tags, prev->tags, PRV_TAGS_STRIP);
    ngx_conf_merge_value(conf->surrogates, prev->surrogates, 1);
    ngx_conf_merge_value(conf->decode, prev->decode, 1);
    ngx_conf_merge_value(conf->vary, prev->vary, 1);
    ngx_conf_merge_uint_value(conf->on_error, prev->on_error,
                              NGX_HTTP_PRIVACY_PASS);

    if (conf->csp == NGX_CONF_UNSET_UINT) {
        conf->csp_max = prev->csp_max;
    }

    ngx_conf_merge_uint_value(conf->csp, prev->csp, NGX_HTTP_PRIVACY_CSP_OFF);
    ngx_conf_merge_value(conf->permissions_policy, prev->permissions_policy,
                         1);
    ngx_conf_merge_uint_value(conf->consent_mode, prev->consent_mode,
                              NGX_HTTP_PRIVACY_MODE_OFF);
    ngx_conf_merge_uint_value(conf->click_ids, prev->click_ids,
                              NGX_HTTP_PRIVACY_IDS_OFF);
    ngx_conf_merge_sec_value(conf->cookie_max_age, prev->cookie_max_age, 0);
    ngx_conf_merge_size_value(conf->buffer_size, prev->buffer_size, 65536);

    ngx_conf_merge_bitmask_value(conf->cookies, prev->cookies,
                                 (NGX_CONF_BITMASK_SET
                                  |NGX_HTTP_PRIVACY_COOKIES_RESPONSE
                                  |NGX_HTTP_PRIVACY_COOKIES_REQUEST
                                  |NGX_HTTP_PRIVACY_COOKIES_EXPIRE));

    if (ngx_http_merge_types(cf, &conf->types_keys, &conf->types,
                             &prev->types_keys, &prev->types,
                             ngx_http_privacy_default_types)
        != NGX_OK)
    {
        return NGX_CONF_ERROR;
    }

    if (conf->notice == NGX_CONF_UNSET_UINT) {
        conf->notice_word = prev->notice_word;
    }

    ngx_conf_merge_uint_value(conf->notice, prev->notice,
                              NGX_HTTP_PRIVACY_NOTICE_OFF);

    if (conf->notice_when == NGX_CONF_UNSET_UINT) {
        conf->notice_when_value = prev->notice_when_value;
    }

    ngx_conf_merge_uint_value(conf->notice_when, prev->notice_when,
                              NGX_HTTP_PRIVACY_WHEN_UNDECIDED);
    ngx_conf_merge_uint_value(conf->notice_position, prev->notice_position,
                              NGX_HTTP_PRIVACY_POSITION_BOTTOM);

    if (conf->language == NGX_CONF_UNSET_PTR) {
        conf->language_word = prev->language_word;
    }

    ngx_conf_merge_ptr_value(conf->language, prev->language, NULL);
    ngx_conf_merge_value(conf->choices, prev->choices, 1);

    if (conf->services == NULL) {
        conf->services = prev->services;
    }

    if (conf->placeholder == NGX_CONF_UNSET_UINT) {
        conf->placeholder_word = prev->placeholder_word;
    }

    ngx_conf_merge_uint_value(conf->placeholder, prev->placeholder, 1);

    if (conf->stylesheet == NULL) {
        conf->stylesheet = prev->stylesheet;
    }

    if (conf->policy_url == NULL) {
        conf->policy_url = prev->policy_url;
    }

    if (ngx_http_privacy_merge_consent(cf, prev, conf) != NGX_CONF_OK
        || ngx_http_privacy_merge_rules(cf, prev, conf) != NGX_CONF_OK
        || ngx_http_privacy_endpoint_init(cf, prev, conf) != NGX_CONF_OK
        || ngx_http_privacy_csp_check(cf, conf) != NGX_OK)
    {
        return NGX_CONF_ERROR;
    }

    conf->digest = ngx_http_privacy_digest(conf);

    return NGX_CONF_OK;
}
