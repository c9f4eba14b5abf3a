
#include "base/prv_bytes.h"
#include "base/prv_hash.h"
#include "catalog/prv_hosts.h"


/* a path of any host is found by its first bytes */

#define PRV_PATH_KEY  4

/* which of 64 bits two bytes behind a "/" are */

#define prv_path_bit(p)  ((uint64_t) 1 << (((p)[1] * 5u + (p)[2]) & 63))


static const prv_host_rule_t *prv_hosts_probe(const prv_hosts_t *hosts,
    uint32_t hash, const prv_str_t *domain, int whole,
    const prv_str_t *path, int embeds);
static int prv_path_prefix(const prv_str_t *prefix, const prv_str_t *path);
static size_t prv_path_floating(const prv_host_t *host);
static int prv_hosts_same(const prv_host_t *a, const prv_host_t *b);


void
prv_hosts_init(prv_hosts_t *hosts, prv_mem_t *mem)
{
    prv_vec_init(&hosts->rules, mem, sizeof(prv_host_rule_t));
    hosts->buckets = NULL;
    hosts->mask = 0;
    hosts->begin = 0;
}


int
prv_hosts_add(prv_hosts_t *hosts, const prv_host_t *host,
    const prv_vendor_t *vendor, prv_category_e category)
{
    prv_host_rule_t  *r;

    if (hosts->rules.n >= UINT32_MAX - 1) {
        return PRV_ERROR;
    }

    r = prv_vec_push(&hosts->rules);
    if (r == NULL) {
        return PRV_ERROR;
    }

    r->host = *host;
    r->rule.vendor = vendor;
    r->rule.category = category;
    r->rule.allow = host->except;

    return PRV_OK;
}


int
prv_hosts_build(prv_hosts_t *hosts)
{
    size_t            i;
    uint32_t         *bucket, k;
    prv_host_rule_t  *rules, *r, *other;

    if (hosts->rules.n == 0) {
        return PRV_OK;
    }

    hosts->mask = prv_hash_size(hosts->rules.n) - 1;

    hosts->buckets = prv_calloc(hosts->rules.mem, hosts->mask + 1,
                                sizeof(uint32_t));
    if (hosts->buckets == NULL
        || prv_tails_init(&hosts->tails, hosts->rules.mem, hosts->rules.n)
           != PRV_OK)
    {
        return PRV_ERROR;
    }

    rules = hosts->rules.elts;

    for (i = 0; i < hosts->rules.n; i++) {

        r = &rules[i];

        if (r->host.host.len) {
            r->hash = prv_hash_reverse(PRV_HASH_INIT, r->host.host.data,
                                       r->host.host.len);
            prv_tails_add(&hosts->tails, r->host.host.data,
                          r->host.host.len);
        } else {
            r->hash = prv_hash_bytes(PRV_HASH_INIT, r->host.path.data
                                                    + prv_path_floating(
                                                          &r->host),
                                     PRV_PATH_KEY);
            hosts->begin |= prv_path_bit(r->host.path.data
                                         + prv_path_floating(&r->host));
        }

        bucket = &hosts->buckets[r->hash & hosts->mask];

        for (k = *bucket; k; k = other->next) {

            other = &rules[k - 1];

            if (other->hash == r->hash
                && prv_hosts_same(&other->host, &r->host))
            {
                /* one key, several owners: all of them are asked */
                r->rule.same = other->rule.same;
                other->rule.same = &r->rule;
                break;
            }
        }

        if (k == 0) {
            r->next = *bucket;
            *bucket = (uint32_t) (i + 1);
        }
    }

    return PRV_OK;
}


const prv_rule_t *
prv_hosts_match(const prv_hosts_t *hosts, const prv_str_t *host,
    const prv_str_t *path, int embeds)
{
    size_t                  i;
    uint32_t                hash;
    prv_str_t               domain;
    const prv_host_rule_t  *r, *best;

    if (hosts->buckets == NULL || !prv_tails_may(&hosts->tails, host)) {
        return NULL;
    }

    best = NULL;
    hash = PRV_HASH_INIT;

    for (i = host->len; i > 0; /* void */) {

        i--;
        hash = prv_hash(hash, host->data[i]);

        if (i != 0 && host->data[i - 1] != '.') {
            continue;
        }

        domain.data = host->data + i;
        domain.len = host->len - i;

        r = prv_hosts_probe(hosts, hash, &domain, i == 0, path, embeds);

        if (r != NULL) {
            best = r;
        }
    }

    return best ? &best->rule : NULL;
}


const prv_rule_t *
prv_paths_match(const prv_hosts_t *hosts, const prv_str_t *path, int embeds)
{
    uint32_t                hash;
    prv_str_t               any, rest;
    const unsigned char    *p, *end;
    const prv_host_rule_t  *r, *best;

    if (hosts->buckets == NULL || path->len < PRV_PATH_KEY) {
        return NULL;
    }

    any.len = 0;
    any.data = NULL;

    best = NULL;
    end = path->data + path->len;

    for (p = path->data; /* void */ ; p++) {

        p = prv_scan2(p, end, '/', '?');

        if (p == end || *p == '?') {
            break;
        }

        rest.data = (unsigned char *) p;
        rest.len = path->len - (size_t) (p - path->data);

        if (rest.len < PRV_PATH_KEY) {
            break;
        }

        if (!(hosts->begin & prv_path_bit(p))) {
            continue;
        }

        hash = prv_hash_bytes(PRV_HASH_INIT, p, PRV_PATH_KEY);
        r = prv_hosts_probe(hosts, hash, &any, p == path->data, &rest,
                            embeds);

        if (r != NULL
            && (best == NULL || r->host.path.len > best->host.path.len))
        {
            best = r;
        }
    }

    return best ? &best->rule : NULL;
}


int
prv_path_check(const prv_str_t *path)
{
    size_t  i, skip;

    skip = path->len && path->data[0] == '*';

    if (path->len < PRV_PATH_KEY + skip || path->data[skip] != '/') {
        return PRV_ERROR;
    }

    for (i = skip; i < skip + PRV_PATH_KEY; i++) {
        if (path->data[i] == '*') {
            return PRV_ERROR;
        }
    }

    return PRV_OK;
}


static const prv_host_rule_t *
prv_hosts_probe(const prv_hosts_t *hosts, uint32_t hash,
    const prv_str_t *domain, int whole, const prv_str_t *path, int embeds)
{
    uint32_t                k;
    prv_str_t               prefix;
    const prv_host_rule_t  *rules, *r, *best;

    best = NULL;
    rules = hosts->rules.elts;

    for (k = hosts->buckets[hash & hosts->mask]; k; k = r->next) {

        r = &rules[k - 1];

        if (r->hash != hash
            || !prv_str_eq(&r->host.host, domain)
            || (r->host.embed && !embeds))
        {
            continue;
        }

        prefix = r->host.path;

        if (prv_path_floating(&r->host)) {
            prefix.data++;
            prefix.len--;

        } else if (!whole && !r->host.subdomains) {
            continue;
        }

        if (!prv_path_prefix(&prefix, path)) {
            continue;
        }

        /* the longer path, and a host itself before all below it */

        if (best == NULL
            || r->host.path.len > best->host.path.len
            || (r->host.path.len == best->host.path.len
                && r->host.subdomains < best->host.subdomains))
        {
            best = r;
        }
    }

    return best;
}


/* "*" is any run of bytes; what follows the prefix does not matter */

static int
prv_path_prefix(const prv_str_t *prefix, const prv_str_t *path)
{
    size_t  g, s, star, mark;

    g = 0;
    s = 0;
    star = SIZE_MAX;
    mark = 0;

    while (g < prefix->len) {

        if (prefix->data[g] == '*') {
            star = g++;
            mark = s;
            continue;
        }

        if (s < path->len && prefix->data[g] == path->data[s]) {
            g++;
            s++;
            continue;
        }

        if (star == SIZE_MAX || mark >= path->len) {
            return 0;
        }

        g = star + 1;
        s = ++mark;
    }

    return 1;
}


/* 1 for a path on any host that may begin at any segment: "*" is first */

static size_t
prv_path_floating(const prv_host_t *host)
{
    return host->host.len == 0 && host->path.data[0] == '*';
}


static int
prv_hosts_same(const prv_host_t *a, const prv_host_t *b)
{
    return prv_str_eq(&a->host, &b->host)
           && prv_str_eq(&a->path, &b->path)
           && a->subdomains == b->subdomains
           && a->embed == b->embed
           && a->except == b->except;
}
