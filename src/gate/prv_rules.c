
#include "base/prv_hash.h"
#include "gate/prv_rules.h"

#include <stdio.h>


static int prv_rules_host(prv_rules_t *rules, const prv_str_t *value,
    prv_category_e category, unsigned allow, prv_error_t *err);
static int prv_rules_cookie(prv_rules_t *rules, const prv_str_t *value,
    prv_category_e category, unsigned allow, prv_error_t *err);
static prv_pattern_t *prv_rules_pattern(prv_rules_t *rules,
    const prv_str_t *value, prv_error_t *err);
static int prv_rules_param(const prv_str_t *word, const char *name,
    prv_str_t *value);
static int prv_rules_fail(prv_error_t *err, const char *text,
    const prv_str_t *word);


void
prv_rules_init(prv_rules_t *rules, const prv_catalog_t *catalog,
    const prv_tables_t *tables, prv_mem_t *mem)
{
    memset(rules, 0, sizeof(prv_rules_t));

    rules->catalog = catalog;
    rules->tables = tables;
    rules->mem = mem;

    prv_tables_init(&rules->own, mem);
    prv_vec_init(&rules->vendors, mem, sizeof(const prv_vendor_t *));
    prv_vec_init(&rules->first, mem, sizeof(prv_host_t));
}


int
prv_rules_allow(prv_rules_t *rules, const prv_str_t *word, prv_error_t *err)
{
    prv_str_t             value;
    const prv_vendor_t   *vendor, **place;

    prv_tables_mix(&rules->own, word);

    if (prv_rules_param(word, "vendor=", &value)) {

        vendor = rules->catalog ? prv_catalog_find(rules->catalog, &value)
                                : NULL;
        if (vendor == NULL) {
            return prv_rules_fail(err, "unknown vendor", &value);
        }

        place = prv_vec_push(&rules->vendors);
        if (place == NULL) {
            return prv_rules_fail(err, "no memory for", word);
        }

        *place = vendor;

        return PRV_OK;
    }

    if (prv_rules_param(word, "host=", &value)) {
        return prv_rules_host(rules, &value, PRV_NECESSARY, 1, err);
    }

    if (prv_rules_param(word, "cookie=", &value)) {
        return prv_rules_cookie(rules, &value, PRV_NECESSARY, 1, err);
    }

    if (rules->catalog && prv_catalog_find(rules->catalog, word) != NULL) {
        return prv_rules_fail(err, "a vendor is named as \"vendor=ID\"; "
                              "invalid parameter", word);
    }

    return prv_rules_fail(err, "\"vendor=\", \"host=\" or \"cookie=\" must "
                          "precede a value; invalid parameter", word);
}


int
prv_rules_deny(prv_rules_t *rules, prv_category_e category,
    const prv_str_t *word, prv_error_t *err)
{
    prv_str_t             value;
    const prv_pattern_t  *pattern;

    prv_tables_mix(&rules->own, word);
    prv_tables_mix(&rules->own, &prv_category_names[category]);

    if (prv_rules_param(word, "host=", &value)) {
        return prv_rules_host(rules, &value, category, 0, err);
    }

    if (prv_rules_param(word, "cookie=", &value)) {
        return prv_rules_cookie(rules, &value, category, 0, err);
    }

    if (prv_rules_param(word, "inline=", &value)) {

        pattern = prv_rules_pattern(rules, &value, err);
        if (pattern == NULL) {
            return PRV_ERROR;
        }

        return prv_inline_add(&rules->own.inlines, pattern, NULL, category,
                              err);
    }

    return prv_rules_fail(err, "\"host=\", \"cookie=\" or \"inline=\" must "
                          "precede a value; invalid parameter", word);
}


int
prv_rules_first_party(prv_rules_t *rules, const prv_str_t *word,
    prv_error_t *err)
{
    prv_host_t  *host;

    prv_tables_mix(&rules->own, word);

    host = prv_vec_push(&rules->first);
    if (host == NULL) {
        return prv_rules_fail(err, "no memory for", word);
    }

    if (prv_host_parse(host, rules->mem, word, err) != PRV_OK) {
        return PRV_ERROR;
    }

    if (host->path.len) {
        return prv_rules_fail(err, "a first party has no path:", word);
    }

    return PRV_OK;
}


int
prv_rules_build(prv_rules_t *rules)
{
    uint32_t  digest;

    if (prv_tables_build(&rules->own) != PRV_OK) {
        return PRV_ERROR;
    }

    digest = rules->own.digest;

    if (rules->tables != NULL) {
        digest = prv_hash_bytes(digest,
                                (const unsigned char *) &rules->tables->digest,
                                sizeof(uint32_t));
    }

    digest = prv_hash(digest, rules->deny_hosts);
    digest = prv_hash(digest, rules->deny_cookies);

    rules->digest = digest;

    return PRV_OK;
}


static int
prv_rules_host(prv_rules_t *rules, const prv_str_t *value,
    prv_category_e category, unsigned allow, prv_error_t *err)
{
    prv_host_t        host;
    prv_host_rule_t  *rule;

    if (prv_host_parse(&host, rules->mem, value, err) != PRV_OK) {
        return PRV_ERROR;
    }

    if (prv_hosts_add(&rules->own.hosts, &host, NULL, category) != PRV_OK) {
        return prv_rules_fail(err, "no memory for", value);
    }

    rule = (prv_host_rule_t *) rules->own.hosts.rules.elts
           + rules->own.hosts.rules.n - 1;
    rule->rule.allow = allow;

    return PRV_OK;
}


static int
prv_rules_cookie(prv_rules_t *rules, const prv_str_t *value,
    prv_category_e category, unsigned allow, prv_error_t *err)
{
    prv_pattern_t  *pattern;

    pattern = prv_rules_pattern(rules, value, err);
    if (pattern == NULL) {
        return PRV_ERROR;
    }

    if (prv_names_add(allow ? &rules->own.keeps : &rules->own.cookies,
                      pattern, NULL, category)
        != PRV_OK)
    {
        return prv_rules_fail(err, "no memory for", value);
    }

    return PRV_OK;
}


static prv_pattern_t *
prv_rules_pattern(prv_rules_t *rules, const prv_str_t *value,
    prv_error_t *err)
{
    prv_pattern_t  *pattern;

    pattern = prv_calloc(rules->mem, 1, sizeof(prv_pattern_t));

    if (pattern == NULL) {
        (void) prv_rules_fail(err, "no memory for", value);
        return NULL;
    }

    if (prv_pattern_init(pattern, rules->mem, value, err->text,
                         sizeof(err->text))
        != PRV_OK)
    {
        return NULL;
    }

    return pattern;
}


static int
prv_rules_param(const prv_str_t *word, const char *name, prv_str_t *value)
{
    size_t  len;

    len = strlen(name);

    if (word->len < len || memcmp(word->data, name, len) != 0) {
        return 0;
    }

    value->data = word->data + len;
    value->len = word->len - len;

    return 1;
}


static int
prv_rules_fail(prv_error_t *err, const char *text, const prv_str_t *word)
{
    snprintf(err->text, sizeof(err->text), "%s \"%.*s\"", text,
             (int) (word->len > 80 ? 80 : word->len), (char *) word->data);

    return PRV_ERROR;
}
