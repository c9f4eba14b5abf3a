
#include "header/prv_cookie.h"


static void prv_trim(prv_str_t *s);
static int prv_field_next(prv_str_t *rest, prv_str_t *part);
static void prv_field_split(const prv_str_t *part, prv_str_t *name,
    prv_str_t *value, int bare_is_value);


int
prv_cookie_next(prv_str_t *field, prv_cookie_t *cookie)
{
    prv_str_t  part;

    if (!prv_field_next(field, &part)) {
        return 0;
    }

    prv_field_split(&part, &cookie->name, &cookie->value, 1);

    return 1;
}


void
prv_set_cookie_parse(const prv_str_t *field, prv_cookie_t *cookie,
    prv_str_t *attributes)
{
    prv_str_t       part;
    unsigned char  *p;

    part = *field;

    attributes->len = 0;
    attributes->data = field->data + field->len;

    p = field->len ? memchr(field->data, ';', field->len) : NULL;

    if (p != NULL) {
        part.len = (size_t) (p - field->data);
        attributes->data = p + 1;
        attributes->len = field->len - part.len - 1;
    }

    prv_trim(&part);
    prv_field_split(&part, &cookie->name, &cookie->value, 1);

    /* "=name=value" comes back as "name=value", and is that cookie */

    while (cookie->name.len == 0 && cookie->value.len
           && memchr(cookie->value.data, '=', cookie->value.len) != NULL)
    {
        part = cookie->value;
        prv_field_split(&part, &cookie->name, &cookie->value, 1);
    }
}


int
prv_attribute_next(prv_str_t *attributes, prv_str_t *name, prv_str_t *value)
{
    prv_str_t  part;

    if (!prv_field_next(attributes, &part)) {
        return 0;
    }

    prv_field_split(&part, name, value, 0);

    return 1;
}


/* the next part that is not empty, up to ";" */

static int
prv_field_next(prv_str_t *rest, prv_str_t *part)
{
    size_t          n;
    unsigned char  *p;

    while (rest->len) {

        p = memchr(rest->data, ';', rest->len);
        n = p != NULL ? (size_t) (p - rest->data) : rest->len;

        part->data = rest->data;
        part->len = n;

        if (p != NULL) {
            n++;
        }

        rest->data += n;
        rest->len -= n;

        prv_trim(part);

        if (part->len) {
            return 1;
        }
    }

    return 0;
}


static void
prv_field_split(const prv_str_t *part, prv_str_t *name, prv_str_t *value,
    int bare_is_value)
{
    unsigned char  *p;

    p = part->len ? memchr(part->data, '=', part->len) : NULL;

    if (p != NULL) {
        name->data = part->data;
        name->len = (size_t) (p - part->data);

        value->data = p + 1;
        value->len = part->len - name->len - 1;

        prv_trim(name);
        prv_trim(value);

        return;
    }

    *name = *part;
    *value = *part;

    if (bare_is_value) {
        name->len = 0;

    } else {
        value->data += part->len;
        value->len = 0;
    }
}


static void
prv_trim(prv_str_t *s)
{
    while (s->len && (s->data[0] == ' ' || s->data[0] == '\t')) {
        s->data++;
        s->len--;
    }

    while (s->len
           && (s->data[s->len - 1] == ' ' || s->data[s->len - 1] == '\t'))
    {
        s->len--;
    }
}
