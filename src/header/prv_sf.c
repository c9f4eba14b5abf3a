
#include "header/prv_sf.h"


/*
 * Each of these reads one production from p and returns where it ends, or
 * NULL for what it is not.
 */

static const unsigned char *prv_sf_key(const unsigned char *p,
    const unsigned char *end);
static const unsigned char *prv_sf_value(const unsigned char *p,
    const unsigned char *end);
static const unsigned char *prv_sf_list(const unsigned char *p,
    const unsigned char *end);
static const unsigned char *prv_sf_item(const unsigned char *p,
    const unsigned char *end);
static const unsigned char *prv_sf_parameters(const unsigned char *p,
    const unsigned char *end);
static const unsigned char *prv_sf_bare(const unsigned char *p,
    const unsigned char *end);
static const unsigned char *prv_sf_number(const unsigned char *p,
    const unsigned char *end);
static const unsigned char *prv_sf_string(const unsigned char *p,
    const unsigned char *end);
static const unsigned char *prv_sf_binary(const unsigned char *p,
    const unsigned char *end);
static const unsigned char *prv_sf_spaces(const unsigned char *p,
    const unsigned char *end, int tabs);


int
prv_sf_dictionary(const prv_str_t *field)
{
    const unsigned char  *p, *end;

    p = field->data;
    end = p + field->len;

    p = prv_sf_spaces(p, end, 0);

    if (p == end) {
        return 1;
    }

    for ( ;; ) {

        p = prv_sf_key(p, end);
        if (p == NULL) {
            return 0;
        }

        p = (p < end && *p == '=') ? prv_sf_value(p + 1, end)
                                   : prv_sf_parameters(p, end);
        if (p == NULL) {
            return 0;
        }

        p = prv_sf_spaces(p, end, 1);

        if (p == end) {
            return 1;
        }

        if (*p++ != ',') {
            return 0;
        }

        p = prv_sf_spaces(p, end, 1);
    }
}


static const unsigned char *
prv_sf_key(const unsigned char *p, const unsigned char *end)
{
    if (p == end || !(*p == '*' || (*p >= 'a' && *p <= 'z'))) {
        return NULL;
    }

    while (p < end
           && ((*p >= 'a' && *p <= 'z') || prv_is_digit(*p) || *p == '_'
               || *p == '-' || *p == '.' || *p == '*'))
    {
        p++;
    }

    return p;
}


static const unsigned char *
prv_sf_value(const unsigned char *p, const unsigned char *end)
{
    return (p < end && *p == '(') ? prv_sf_list(p + 1, end)
                                  : prv_sf_item(p, end);
}


/* an Inner List, behind its "(" */

static const unsigned char *
prv_sf_list(const unsigned char *p, const unsigned char *end)
{
    for ( ;; ) {

        p = prv_sf_spaces(p, end, 0);

        if (p < end && *p == ')') {
            return prv_sf_parameters(p + 1, end);
        }

        p = prv_sf_item(p, end);

        if (p == NULL || p == end || (*p != ' ' && *p != ')')) {
            return NULL;
        }
    }
}


static const unsigned char *
prv_sf_item(const unsigned char *p, const unsigned char *end)
{
    p = prv_sf_bare(p, end);

    return (p != NULL) ? prv_sf_parameters(p, end) : NULL;
}


static const unsigned char *
prv_sf_parameters(const unsigned char *p, const unsigned char *end)
{
    while (p < end && *p == ';') {

        p = prv_sf_key(prv_sf_spaces(p + 1, end, 0), end);
        if (p == NULL) {
            return NULL;
        }

        if (p < end && *p == '=') {
            p = prv_sf_bare(p + 1, end);
            if (p == NULL) {
                return NULL;
            }
        }
    }

    return p;
}


static const unsigned char *
prv_sf_bare(const unsigned char *p, const unsigned char *end)
{
    if (p == end) {
        return NULL;
    }

    switch (*p) {

    case '"':
        return prv_sf_string(p + 1, end);

    case ':':
        return prv_sf_binary(p + 1, end);

    case '?':
        return (end - p > 1 && (p[1] == '0' || p[1] == '1')) ? p + 2 : NULL;

    case '-':
        return prv_sf_number(p + 1, end);

    default:
        break;
    }

    if (prv_is_digit(*p)) {
        return prv_sf_number(p, end);
    }

    if (*p != '*' && !prv_is_alpha(*p)) {
        return NULL;
    }

    /* a Token */

    while (p < end
           && (prv_is_alnum(*p) || memchr("!#$%&'*+-.^_`|~:/", *p, 17)))
    {
        p++;
    }

    return p;
}


/* an Integer of 15 digits, or a Decimal of 12 and 3 */

static const unsigned char *
prv_sf_number(const unsigned char *p, const unsigned char *end)
{
    size_t  whole, part;

    for (whole = 0; p < end && prv_is_digit(*p); p++) {
        whole++;
    }

    if (whole == 0) {
        return NULL;
    }

    if (p == end || *p != '.') {
        return (whole <= 15) ? p : NULL;
    }

    p++;

    for (part = 0; p < end && prv_is_digit(*p); p++) {
        part++;
    }

    return (whole <= 12 && part >= 1 && part <= 3) ? p : NULL;
}


static const unsigned char *
prv_sf_string(const unsigned char *p, const unsigned char *end)
{
    for ( /* void */ ; p < end; p++) {

        if (*p == '"') {
            return p + 1;
        }

        if (*p < 0x20 || *p > 0x7e) {
            return NULL;
        }

        if (*p == '\\') {
            p++;

            if (p == end || (*p != '"' && *p != '\\')) {
                return NULL;
            }
        }
    }

    return NULL;
}


static const unsigned char *
prv_sf_binary(const unsigned char *p, const unsigned char *end)
{
    while (p < end
           && (prv_is_alnum(*p) || *p == '+' || *p == '/' || *p == '='))
    {
        p++;
    }

    return (p < end && *p == ':') ? p + 1 : NULL;
}


static const unsigned char *
prv_sf_spaces(const unsigned char *p, const unsigned char *end, int tabs)
{
    while (p < end && (*p == ' ' || (tabs && *p == '\t'))) {
        p++;
    }

    return p;
}
