
/*
 * What a location's decision depends on, put together once for all levels
 * that share it.
 */


#include "nginx/ngx_http_privacy.h"
#include "base/prv_hash.h"


static ngx_uint_t ngx_http_privacy_inherit_consent(
    ngx_http_privacy_loc_conf_t *prev, ngx_http_privacy_loc_conf_t *conf);
static ngx_http_privacy_consent_t *ngx_http_privacy_build_consent(
    ngx_conf_t *cf, ngx_http_privacy_loc_conf_t *conf);


char *
ngx_http_privacy_merge_consent(ngx_conf_t *cf,
    ngx_http_privacy_loc_conf_t *prev, ngx_http_privacy_loc_conf_t *conf)
{
    ngx_uint_t  own;

    own = ngx_http_privacy_inherit_consent(prev, conf);

    if (!own && prev->consent != NULL) {
        conf->consent = prev->consent;
        return NGX_CONF_OK;
    }

    conf->consent = ngx_http_privacy_build_consent(cf, conf);

    if (conf->consent == NULL) {
        return NGX_CONF_ERROR;
    }

    /* the http level is not merged itself: its servers share the first's */

    if (!own) {
        prev->consent = conf->consent;
        prev->cookie = conf->cookie;
    }

    return NGX_CONF_OK;
}


/* 1 when this level says anything of its own */

static ngx_uint_t
ngx_http_privacy_inherit_consent(ngx_http_privacy_loc_conf_t *prev,
    ngx_http_privacy_loc_conf_t *conf)
{
    ngx_uint_t  own;

    own = conf->regime != NGX_CONF_UNSET_UINT
          || conf->gpc != NGX_CONF_UNSET_UINT
          || conf->dnt != NGX_CONF_UNSET
          || conf->from != NULL
          || conf->ifs != NULL
          || conf->keys != NULL
          || conf->words != NULL
          || conf->others_age != NGX_CONF_UNSET
          || conf->purposes != NULL
          || conf->policy_version.data != NULL
          || conf->cookie != NULL;

    if (conf->regime == NGX_CONF_UNSET_UINT) {
        conf->regime_value = prev->regime_value;
    }

    ngx_conf_merge_uint_value(conf->regime, prev->regime, PRV_OPT_IN);
    ngx_conf_merge_uint_value(conf->gpc, prev->gpc, PRV_GPC_ON);
    ngx_conf_merge_value(conf->dnt, prev->dnt, 0);
    ngx_conf_merge_str_value(conf->policy_version, prev->policy_version, "");

    if (conf->from == NULL) {
        conf->from = prev->from;
    }

    if (conf->ifs == NULL) {
        conf->ifs = prev->ifs;
    }

    if (conf->keys == NULL) {
        conf->keys = prev->keys;
    }

    ngx_conf_merge_sec_value(conf->others_age, prev->others_age, 0);

    if (conf->words == NULL) {
        conf->words = prev->words;
    }

    if (conf->purposes == NULL) {
        conf->purposes = prev->purposes;
    }

    if (conf->cookie == NULL) {
        conf->cookie = prev->cookie;
    }

    return own;
}


static ngx_http_privacy_consent_t *
ngx_http_privacy_build_consent(ngx_conf_t *cf,
    ngx_http_privacy_loc_conf_t *conf)
{
    ngx_uint_t                     i;
    prv_str_t                     *keys;
    prv_consent_conf_t            *engine;
    ngx_http_privacy_consent_t    *consent;
    ngx_http_privacy_main_conf_t  *pmcf;

    pmcf = ngx_http_conf_get_module_main_conf(cf, ngx_http_privacy_module);

    consent = ngx_pcalloc(cf->pool, sizeof(ngx_http_privacy_consent_t));
    if (consent == NULL) {
        return NULL;
    }

    if (conf->cookie == NULL) {
        conf->cookie = ngx_pcalloc(cf->pool,
                                   sizeof(ngx_http_privacy_cookie_conf_t));
        if (conf->cookie == NULL) {
            return NULL;
        }

        ngx_str_set(&conf->cookie->name, PRV_CONSENT_DEFAULT_COOKIE);
        ngx_str_set(&conf->cookie->path, "/");
        conf->cookie->max_age = PRV_CONSENT_DEFAULT_MAX_AGE;
    }

    consent->regime_value = conf->regime_value;
    consent->regime = conf->regime;
    consent->ifs = conf->ifs;

    engine = &consent->engine;

    engine->catalog = &pmcf->catalog;
    engine->gpc = conf->gpc;
    engine->dnt = conf->dnt ? 1 : 0;
    engine->cookie.len = conf->cookie->name.len;
    engine->cookie.data = conf->cookie->name.data;
    engine->max_age = conf->cookie->max_age;
    engine->policy.len = conf->policy_version.len;
    engine->policy.data = conf->policy_version.data;

    if (conf->from == NULL || conf->from->nelts == 0) {
        engine->automatic = 1;

    } else {
        engine->from = conf->from->elts;
        engine->nfrom = conf->from->nelts;
    }

    if (conf->keys != NULL) {
        keys = conf->keys->elts;

        for (i = 0; i < conf->keys->nelts; i++) {
            engine->keys[i] = keys[i];
        }
    }

    engine->others_age = conf->others_age;

    if (conf->words != NULL) {
        engine->words = conf->words->elts;
        engine->nwords = conf->words->nelts;
    }

    if (conf->purposes != NULL) {
        ngx_memcpy(engine->purposes, conf->purposes,
                   sizeof(engine->purposes));
    }

    prv_consent_init(engine);

    return consent;
}


/* what of the configuration shapes a page, its rules aside */

uint32_t
ngx_http_privacy_digest(ngx_http_privacy_loc_conf_t *conf)
{
    uint32_t                  hash;
    ngx_uint_t                i;
    ngx_http_privacy_word_t  *ids;

    hash = prv_hash(PRV_HASH_INIT, conf->enable);
    hash = prv_hash(hash, conf->tags);
    hash = prv_hash(hash, conf->surrogates);
    hash = prv_hash(hash, conf->csp);
    hash = prv_hash_bytes(hash, (u_char *) &conf->csp_max,
                          sizeof(conf->csp_max));
    hash = prv_hash(hash, conf->permissions_policy);
    hash = prv_hash(hash, conf->consent_mode);
    hash = prv_hash(hash, conf->notice);
    hash = prv_hash(hash, conf->notice_position);

    if (conf->notice == NGX_HTTP_PRIVACY_NOTICE_FILE) {
        hash = prv_hash_bytes(hash, conf->notice_word.text.data,
                              conf->notice_word.text.len);
    }

    if (conf->services != NULL) {
        ids = conf->services->elts;

        for (i = 0; i < conf->services->nelts; i++) {
            hash = prv_hash_bytes(hash, ids[i].text.data, ids[i].text.len);
            hash = prv_hash(hash, 0);
        }
    }

    return prv_hash_bytes(hash, (u_char *) &conf->buffer_size,
                          sizeof(conf->buffer_size));
}
