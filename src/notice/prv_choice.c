
#include "notice/prv_choice.h"


static int prv_choice_field(prv_choice_t *choice,
    const prv_catalog_t *catalog, const prv_str_t *name,
    const prv_str_t *value, prv_mem_t *mem);
static int prv_choice_bit(unsigned char **bits, const prv_catalog_t *catalog,
    unsigned index, prv_mem_t *mem);
static int prv_choice_copy(unsigned char **bits, const prv_catalog_t *catalog,
    prv_mem_t *mem);
static void prv_form_decode(prv_str_t *dst, const prv_str_t *src,
    unsigned char *out);


static const prv_str_t  prv_action_names[] = {
    prv_null_string,
    prv_string("accept"),
    prv_string("reject"),
    prv_string("save"),
    prv_string("withdraw")
};


int
prv_choice_parse(prv_choice_t *choice, const prv_catalog_t *catalog,
    const prv_str_t *body, prv_mem_t *mem)
{
    int             rc;
    size_t          i;
    unsigned        n;
    prv_str_t       name, value;
    unsigned char  *out;

    memset(choice, 0, sizeof(prv_choice_t));

    /* decoding makes nothing longer */

    out = prv_alloc(mem, body->len + 1);
    if (out == NULL) {
        return PRV_ERROR;
    }

    n = 0;

    for (i = 0; i < body->len; i++) {

        if (n++ == PRV_CHOICE_FIELDS_MAX) {
            return PRV_DECLINED;
        }

        name.data = body->data + i;

        while (i < body->len && body->data[i] != '&' && body->data[i] != '=')
        {
            i++;
        }

        name.len = body->data + i - name.data;

        value.data = body->data + i;
        value.len = 0;

        if (i < body->len && body->data[i] == '=') {

            value.data = body->data + ++i;

            while (i < body->len && body->data[i] != '&') {
                i++;
            }

            value.len = body->data + i - value.data;
        }

        prv_form_decode(&name, &name, out);
        out += name.len;

        prv_form_decode(&value, &value, out);
        out += value.len;

        rc = prv_choice_field(choice, catalog, &name, &value, mem);

        if (rc != PRV_OK) {
            return rc;
        }
    }

    if (choice->action == PRV_ACTION_NONE && choice->once == NULL
        && choice->yes == NULL && choice->no == NULL)
    {
        return PRV_DECLINED;
    }

    return PRV_OK;
}


static int
prv_choice_field(prv_choice_t *choice, const prv_catalog_t *catalog,
    const prv_str_t *name, const prv_str_t *value, prv_mem_t *mem)
{
    unsigned             i;
    prv_category_e       category;
    const prv_vendor_t  *vendor;

    if (prv_lower_eq(name->data, name->len, "action")) {

        for (i = PRV_ACTION_ACCEPT; i <= PRV_ACTION_WITHDRAW; i++) {

            if (!prv_str_eq(&prv_action_names[i], value)) {
                continue;
            }

            if (choice->action != PRV_ACTION_NONE && choice->action != i) {
                return PRV_DECLINED;
            }

            choice->action = (prv_action_e) i;
            return PRV_OK;
        }

        return PRV_DECLINED;
    }

    if (prv_lower_eq(name->data, name->len, "category")) {

        category = prv_category(value->data, value->len);

        if (category != PRV_CATEGORIES) {
            choice->categories |= prv_bit(category);
        }

        return PRV_OK;
    }

    if (prv_lower_eq(name->data, name->len, "vendor")
        || prv_lower_eq(name->data, name->len, "refuse"))
    {
        vendor = prv_catalog_find(catalog, value);

        if (vendor == NULL) {
            return PRV_OK;
        }

        return prv_choice_vendor(choice, catalog, vendor,
                                 prv_lower(name->data[0]) == 'v', mem);
    }

    if (prv_lower_eq(name->data, name->len, "once")) {
        choice->once = prv_catalog_find(catalog, value);
        return PRV_OK;
    }

    if (prv_lower_eq(name->data, name->len, "return")
        && prv_choice_return(value))
    {
        choice->back = *value;
    }

    return PRV_OK;
}


int
prv_choice_vendor(prv_choice_t *choice, const prv_catalog_t *catalog,
    const prv_vendor_t *vendor, int granted, prv_mem_t *mem)
{
    return prv_choice_bit(granted ? &choice->yes : &choice->no, catalog,
                          vendor->index, mem);
}


int
prv_choice_apply(const prv_choice_t *choice, prv_decision_t *decision,
    const prv_catalog_t *catalog, prv_mem_t *mem)
{
    size_t  i, n;

    n = (catalog->vendors.n + 7) / 8;

    switch (choice->action) {

    case PRV_ACTION_ACCEPT:
        decision->granted = PRV_ALL;
        break;

    case PRV_ACTION_REJECT:
        decision->granted = prv_bit(PRV_NECESSARY);
        break;

    case PRV_ACTION_SAVE:
        decision->granted = prv_bit(PRV_NECESSARY) | choice->categories;
        break;

    default:

        /* vendors alone: all that was said before stays */

        if (prv_choice_copy(&decision->yes, catalog, mem) != PRV_OK
            || prv_choice_copy(&decision->no, catalog, mem) != PRV_OK)
        {
            return PRV_ERROR;
        }

        for (i = 0; i < n; i++) {

            if (choice->yes != NULL) {
                decision->yes[i] |= choice->yes[i];
                decision->no[i] &= (unsigned char) ~choice->yes[i];
            }

            if (choice->no != NULL) {
                decision->no[i] |= choice->no[i];
                decision->yes[i] &= (unsigned char) ~choice->no[i];
            }
        }

        return PRV_OK;
    }

    decision->decided = 1;
    decision->yes = choice->yes;
    decision->no = choice->no;

    /* who is named both ways is refused */

    if (choice->yes != NULL && choice->no != NULL) {

        if (prv_choice_copy(&decision->yes, catalog, mem) != PRV_OK) {
            return PRV_ERROR;
        }

        for (i = 0; i < n; i++) {
            decision->yes[i] &= (unsigned char) ~choice->no[i];
        }
    }

    return PRV_OK;
}


int
prv_choice_return(const prv_str_t *s)
{
    size_t  i;

    if (s->len == 0 || s->len > PRV_CHOICE_RETURN_MAX || s->data[0] != '/') {
        return 0;
    }

    if (s->len > 1 && s->data[1] == '/') {
        return 0;
    }

    for (i = 0; i < s->len; i++) {
        if (s->data[i] <= ' ' || s->data[i] >= 0x7f || s->data[i] == '\\') {
            return 0;
        }
    }

    return 1;
}


int
prv_choice_named(const unsigned char *bits, const prv_vendor_t *vendor)
{
    return bits != NULL
           && (bits[vendor->index / 8] & (1u << vendor->index % 8)) != 0;
}


static int
prv_choice_bit(unsigned char **bits, const prv_catalog_t *catalog,
    unsigned index, prv_mem_t *mem)
{
    if (*bits == NULL) {

        *bits = prv_calloc(mem, (catalog->vendors.n + 7) / 8, 1);
        if (*bits == NULL) {
            return PRV_ERROR;
        }
    }

    (*bits)[index / 8] |= 1u << index % 8;

    return PRV_OK;
}


/* the caller's own copy; an empty one where there was none */

static int
prv_choice_copy(unsigned char **bits, const prv_catalog_t *catalog,
    prv_mem_t *mem)
{
    size_t          n;
    unsigned char  *copy;

    n = (catalog->vendors.n + 7) / 8;

    copy = prv_calloc(mem, n ? n : 1, 1);
    if (copy == NULL) {
        return PRV_ERROR;
    }

    if (*bits != NULL) {
        memcpy(copy, *bits, n);
    }

    *bits = copy;

    return PRV_OK;
}


static void
prv_form_decode(prv_str_t *dst, const prv_str_t *src, unsigned char *out)
{
    int             high, low;
    size_t          i;
    unsigned char  *start;

    start = out;

    for (i = 0; i < src->len; i++) {

        if (src->data[i] == '+') {
            *out++ = ' ';
            continue;
        }

        if (src->data[i] == '%' && src->len - i > 2) {

            high = prv_hex(src->data[i + 1]);
            low = prv_hex(src->data[i + 2]);

            if (high >= 0 && low >= 0) {
                *out++ = (unsigned char) (high << 4 | low);
                i += 2;
                continue;
            }
        }

        *out++ = src->data[i];
    }

    dst->data = start;
    dst->len = out - start;
}
