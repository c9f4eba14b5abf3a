
/*
 * Values that are one of a few words; an error names the directive and them.
 */


#include "nginx/ngx_http_privacy.h"


ngx_int_t
ngx_http_privacy_enum(ngx_conf_enum_t *e, ngx_str_t *value, ngx_uint_t *n)
{
    for ( /* void */ ; e->name.len; e++) {
        if (e->name.len == value->len
            && ngx_strncmp(e->name.data, value->data, value->len) == 0)
        {
            *n = e->value;
            return NGX_OK;
        }
    }

    return NGX_DECLINED;
}


/* what ngx_conf_set_enum_slot() does, with more to say */

char *
ngx_http_privacy_enum_slot(ngx_conf_t *cf, ngx_command_t *cmd, void *conf)
{
    ngx_str_t   *value;
    ngx_uint_t  *field;

    field = (ngx_uint_t *) (void *) ((u_char *) conf + cmd->offset);

    if (*field != NGX_CONF_UNSET_UINT) {
        return "is duplicate";
    }

    value = cf->args->elts;

    if (ngx_http_privacy_enum(cmd->post, &value[1], field) == NGX_OK) {
        return NGX_CONF_OK;
    }

    return ngx_http_privacy_invalid_value(cf, cmd, &value[1], cmd->post, 0);
}


char *
ngx_http_privacy_invalid_value(ngx_conf_t *cf, ngx_command_t *cmd,
    ngx_str_t *value, ngx_conf_enum_t *e, ngx_uint_t variable)
{
    u_char       buf[256], *p, *last;
    const char  *before;

    p = buf;
    last = buf + sizeof(buf);

    for ( /* void */ ; e->name.len; e++) {

        before = (p == buf) ? "" : (e[1].name.len || variable) ? ", " : " or ";

        p = ngx_slprintf(p, last, "%s\"%V\"", before, &e->name);
    }

    if (variable) {
        p = ngx_slprintf(p, last, " or have variables");
    }

    ngx_conf_log_error(NGX_LOG_EMERG, cf, 0,
                       "invalid value \"%V\" in \"%V\" directive, "
                       "it must be %*s",
                       value, &cmd->name, (size_t) (p - buf), buf);

    return NGX_CONF_ERROR;
}


char *
ngx_http_privacy_invalid_parameter(ngx_conf_t *cf, ngx_command_t *cmd,
    ngx_str_t *param, const char *form)
{
    ngx_conf_log_error(NGX_LOG_EMERG, cf, 0,
                       "invalid parameter \"%V\" in \"%V\" directive, "
                       "it must be %s", param, &cmd->name, form);

    return NGX_CONF_ERROR;
}
