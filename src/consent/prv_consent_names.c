
/* which cookies hold consent: their names, hashed, and those of formats */

#include "consent/prv_format.h"


static uint32_t prv_name_hash(const prv_str_t *name);


static const prv_format_name_t  prv_native_name = {
    prv_null_string, prv_null_string, 0, 0, 1
};

/* TCF purposes that categories need where the operator names no others */

static const uint32_t  prv_default_purposes[PRV_CATEGORIES] = {
    0, 1u << 1, 1u << 1 | 1u << 8, 1u << 1 | 1u << 3 | 1u << 4
};


void
prv_consent_init(prv_consent_conf_t *conf)
{
    size_t    i;
    uint32_t  h;

    memset(conf->names, 0, sizeof(conf->names));

    for (i = 0; i < prv_nformat_names; i++) {

        h = prv_name_hash(&prv_format_names[i].name) % PRV_CONSENT_NAMES;

        while (conf->names[h]) {
            h = (h + 1) % PRV_CONSENT_NAMES;
        }

        conf->names[h] = (unsigned char) (i + 1);
    }

    conf->prefixes = 0;

    for (i = 0; i < prv_nformat_prefixes; i++) {
        conf->prefixes |= (uint64_t) 1
                          << prv_format_prefixes[i].name.data[0] % 64;
    }

    conf->formats = conf->automatic ? ~(uint64_t) 0 : 0;

    for (i = 0; !conf->automatic && i < conf->nfrom; i++) {
        conf->formats |= (uint64_t) 1 << (conf->from[i] - prv_formats);
    }

    for (i = 0; i < PRV_CATEGORIES; i++) {
        if (conf->purposes[i] == 0) {
            conf->purposes[i] = prv_default_purposes[i];
        }
    }
}


/* length, both ends and the middle tell the known names apart well enough */

static uint32_t
prv_name_hash(const prv_str_t *name)
{
    size_t    n;
    uint32_t  h;

    n = name->len;

    if (n == 0) {
        return 0;
    }

    h = (uint32_t) n;
    h = h * 31 + name->data[0];
    h = h * 31 + name->data[n / 2];
    h = h * 31 + name->data[n - 1];

    return h ^ h >> 9;
}


const prv_format_name_t *
prv_consent_name(const prv_consent_conf_t *conf, const prv_str_t *name)
{
    size_t                    i;
    uint32_t                  h;
    const prv_format_name_t  *row;

    if (prv_str_eq(name, &conf->cookie)) {
        return &prv_native_name;
    }

    h = prv_name_hash(name) % PRV_CONSENT_NAMES;

    while (conf->names[h]) {
        row = &prv_format_names[conf->names[h] - 1];

        if (prv_str_eq(name, &row->name)) {
            return row;
        }

        h = (h + 1) % PRV_CONSENT_NAMES;
    }

    if (name->len == 0 || (conf->prefixes >> name->data[0] % 64 & 1) == 0) {
        return NULL;
    }

    for (i = 0; i < prv_nformat_prefixes; i++) {
        row = &prv_format_prefixes[i];

        if (name->len >= row->name.len + row->suffix.len
            && name->data[0] == row->name.data[0]
            && memcmp(name->data, row->name.data, row->name.len) == 0
            && (row->suffix.len == 0
                || memcmp(name->data + name->len - row->suffix.len,
                          row->suffix.data, row->suffix.len) == 0))
        {
            return row;
        }
    }

    return NULL;
}


int
prv_consent_is_cookie(const prv_consent_conf_t *conf, const prv_str_t *name)
{
    const prv_format_name_t  *row;

    row = prv_consent_name(conf, name);

    return row != NULL && (conf->formats >> row->format & 1);
}


const prv_format_t *
prv_consent_format(const prv_str_t *name)
{
    size_t  i;

    for (i = 0; i < prv_nformats; i++) {
        if (prv_str_eq(name, &prv_formats[i].name)) {
            return &prv_formats[i];
        }
    }

    for (i = 0; i < prv_nformat_aliases; i++) {
        if (prv_str_eq(name, &prv_format_aliases[i].name)) {
            return &prv_formats[prv_format_aliases[i].format];
        }
    }

    return NULL;
}
