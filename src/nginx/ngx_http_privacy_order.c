
/*
 * Filters run in the reverse of their modules' order.  What adds to a page
 * has to run before this filter, and what compresses it behind; dynamic
 * modules can be loaded in an order where they do not.
 */


#include "nginx/ngx_http_privacy.h"


static const char  *ngx_http_privacy_before[] = {
    "ngx_http_postpone_filter_module",
    "ngx_http_ssi_filter_module",
    "ngx_http_charset_filter_module",
    "ngx_http_xslt_filter_module",
    "ngx_http_sub_filter_module",
    "ngx_http_addition_filter_module",
    "ngx_http_gunzip_filter_module",
    "ngx_http_userid_filter_module",
    "ngx_http_headers_filter_module",
    "ngx_http_headers_more_filter_module",
    "ngx_http_subs_filter_module",
    "ngx_http_replace_filter_module",
    "ngx_http_lua_module",
    "ngx_http_copy_filter_module",
    NULL
};


static const char  *ngx_http_privacy_behind[] = {
    "ngx_http_gzip_filter_module",
    "ngx_http_brotli_filter_module",
    "ngx_http_zstd_filter_module",
    "ngx_http_header_filter_module",
    NULL
};


static ngx_uint_t ngx_http_privacy_listed(const char **names, char *name);


ngx_int_t
ngx_http_privacy_check_order(ngx_conf_t *cf)
{
    ngx_uint_t     i, behind;
    ngx_module_t  *module;

    behind = 0;

    for (i = 0; cf->cycle->modules[i]; i++) {
        module = cf->cycle->modules[i];

        if (module == &ngx_http_privacy_module) {
            behind = 1;
            continue;
        }

        if (!behind
            && ngx_http_privacy_listed(ngx_http_privacy_before, module->name))
        {
            ngx_log_error(NGX_LOG_EMERG, cf->log, 0,
                          "\"%s\" would change pages behind "
                          "\"ngx_http_privacy_module\": load it later",
                          module->name);
            return NGX_ERROR;
        }

        if (behind
            && ngx_http_privacy_listed(ngx_http_privacy_behind, module->name))
        {
            ngx_log_error(NGX_LOG_EMERG, cf->log, 0,
                          "\"%s\" would compress pages before "
                          "\"ngx_http_privacy_module\" reads them: "
                          "load it earlier", module->name);
            return NGX_ERROR;
        }
    }

    return NGX_OK;
}


static ngx_uint_t
ngx_http_privacy_listed(const char **names, char *name)
{
    for ( /* void */ ; *names; names++) {
        if (ngx_strcmp(*names, name) == 0) {
            return 1;
        }
    }

    return 0;
}
