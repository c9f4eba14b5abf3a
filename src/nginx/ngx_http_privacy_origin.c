
/*
 * Who asks: a page of this site, or another's.
 */


#include "nginx/ngx_http_privacy_page.h"
#include "notice/prv_choice.h"


static ngx_uint_t ngx_http_privacy_twice(ngx_http_request_t *r,
    const char *name);
static ngx_uint_t ngx_http_privacy_own(ngx_http_request_t *r, ngx_str_t *url,
    ngx_str_t *path);


/*
 * Fetch Metadata Request Headers, section 2.3, where the browser sends it;
 * else the origin, else the page that it comes from.  A request that says
 * nothing of the kind is not taken: every browser says something, and none
 * says it twice.
 */

ngx_uint_t
ngx_http_privacy_same_origin(ngx_http_request_t *r)
{
    ngx_str_t  *field, path;

    if (ngx_http_privacy_twice(r, "sec-fetch-site")
        || ngx_http_privacy_twice(r, "origin")
        || ngx_http_privacy_twice(r, "referer"))
    {
        return 0;
    }

    field = ngx_http_privacy_find(r, "sec-fetch-site");

    if (field != NULL) {
        return field->len == sizeof("same-origin") - 1
               && ngx_strncmp(field->data, "same-origin", field->len) == 0;
    }

    field = ngx_http_privacy_find(r, "origin");

    if (field != NULL) {
        return ngx_http_privacy_own(r, field, &path) && path.len == 0;
    }

    field = ngx_http_privacy_find(r, "referer");

    return field != NULL && ngx_http_privacy_own(r, field, &path);
}


static ngx_uint_t
ngx_http_privacy_twice(ngx_http_request_t *r, const char *name)
{
    ngx_http_privacy_field_t  it;

    ngx_http_privacy_fields(&it, &r->headers_in.headers);

    return ngx_http_privacy_next(&it, name) != NULL
           && ngx_http_privacy_next(&it, name) != NULL;
}


void
ngx_http_privacy_referer(ngx_http_request_t *r, prv_str_t *back)
{
    ngx_str_t  *field, path;

    back->len = 0;
    back->data = NULL;

    field = ngx_http_privacy_find(r, "referer");

    if (field == NULL || !ngx_http_privacy_own(r, field, &path)) {
        return;
    }

    back->len = path.len;
    back->data = path.data;

    if (!prv_choice_return(back)) {
        back->len = 0;
    }
}


/*
 * An http or https URL of the host and port that the request names.  The
 * scheme itself does not count: TLS may end in front of this server.
 */

static ngx_uint_t
ngx_http_privacy_own(ngx_http_request_t *r, ngx_str_t *url, ngx_str_t *path)
{
    u_char     *p, *end;
    ngx_str_t   host, own;

    if (r->headers_in.host == NULL) {
        return 0;
    }

    own = r->headers_in.host->value;

    p = url->data;
    end = p + url->len;

    if (url->len > 7 && ngx_strncasecmp(p, (u_char *) "http://", 7) == 0) {
        p += 7;

    } else if (url->len > 8
               && ngx_strncasecmp(p, (u_char *) "https://", 8) == 0)
    {
        p += 8;

    } else {
        return 0;
    }

    host.data = p;

    while (p < end && *p != '/' && *p != '?' && *p != '#' && *p != '\\') {
        p++;
    }

    host.len = p - host.data;
    path->len = end - p;
    path->data = p;

    /* browsers leave out a port that the scheme implies */

    if (own.len > 3 && ngx_strncmp(own.data + own.len - 3, ":80", 3) == 0) {
        own.len -= 3;

    } else if (own.len > 4
               && ngx_strncmp(own.data + own.len - 4, ":443", 4) == 0)
    {
        own.len -= 4;
    }

    return own.len && host.len == own.len
           && ngx_strncasecmp(host.data, own.data, own.len) == 0;
}


ngx_str_t *
ngx_http_privacy_find(ngx_http_request_t *r, const char *name)
{
    ngx_table_elt_t           *h;
    ngx_http_privacy_field_t   it;

    ngx_http_privacy_fields(&it, &r->headers_in.headers);

    h = ngx_http_privacy_next(&it, name);

    return (h != NULL) ? &h->value : NULL;
}
