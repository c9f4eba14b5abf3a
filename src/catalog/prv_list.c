
#include "base/prv_hash.h"
#include "catalog/prv_list.h"

#include <stdio.h>


/* the bytes of a path by which an entry is found, if none of them is "*" */

#define PRV_LIST_KEY    8

/* how far a bucket is searched for an entry that is there already */

#define PRV_LIST_TWINS  32


typedef struct {
    const prv_rule_t  *rule;        /* the gravest so far */
    unsigned           important:1;
    unsigned           exempt:1;
} prv_list_verdict_t;


static int prv_list_key(const prv_str_t *path, unsigned char *key);
static void prv_list_probe(const prv_lists_t *lists,
    const prv_list_url_t *url, uint32_t hash, size_t at,
    prv_list_verdict_t *v);
static int prv_list_applies(const prv_lists_t *lists,
    const prv_list_entry_t *e, const prv_list_url_t *url);
static int prv_list_path(const prv_lists_t *lists,
    const prv_list_entry_t *e, const prv_str_t *path);
static int prv_list_sites(const unsigned char *p, size_t len,
    const prv_str_t *own);
static int prv_list_third(const prv_str_t *host, const prv_str_t *own);
static size_t prv_list_site(const prv_str_t *host);
static int prv_list_below(const prv_str_t *host, const unsigned char *p,
    size_t len);
static int prv_list_twin(const prv_lists_t *lists, const prv_list_entry_t *a,
    const prv_list_entry_t *b);
static int prv_list_copy(prv_lists_t *lists, uint32_t *offset, uint32_t *len,
    const prv_str_t *s, int lower);
static int prv_list_fit(prv_mem_t *mem, void *place, size_t n, size_t size);


void
prv_lists_init(prv_lists_t *lists, prv_mem_t *mem)
{
    memset(lists, 0, sizeof(prv_lists_t));

    prv_vec_init(&lists->rules, mem, sizeof(prv_list_rule_t));
    lists->mem = mem;
}


int
prv_list_add(prv_lists_t *lists, const prv_list_line_t *line)
{
    uint32_t           len;
    unsigned char      key[PRV_LIST_KEY];
    prv_list_more_t   *more;
    prv_list_entry_t  *e;

    if (lists->n == lists->alloc || line->host.len == 0
        || line->host.len > 253)
    {
        return PRV_ERROR;
    }

    e = &lists->entries[lists->n];
    memset(e, 0, sizeof(prv_list_entry_t));

    if (prv_list_copy(lists, &e->host, &len, &line->host, 1) != PRV_OK) {
        return PRV_ERROR;
    }

    e->len = (uint8_t) len;
    e->hash = prv_hash_reverse(PRV_HASH_INIT, lists->text + e->host, len);
    e->types = (uint8_t) line->types;
    e->flags = (uint8_t) line->flags;
    e->list = (uint8_t) (lists->rules.n - 1);

    if (line->path.len || line->sites.len) {

        if (lists->nmores == lists->mores_alloc) {
            return PRV_ERROR;
        }

        more = &lists->mores[lists->nmores];

        if (prv_list_copy(lists, &more->path, &more->path_len, &line->path,
                          !(line->flags & PRV_LIST_CASE))
            != PRV_OK
            || prv_list_copy(lists, &more->sites, &more->sites_len,
                             &line->sites, 1)
               != PRV_OK)
        {
            return PRV_ERROR;
        }

        e->more = (uint32_t) ++lists->nmores;
    }

    if (prv_list_key(&line->path, key)
        && memchr(key, '*', PRV_LIST_KEY) == NULL
        && memchr(key, '^', PRV_LIST_KEY) == NULL
        && memchr(key, '|', PRV_LIST_KEY) == NULL)
    {
        e->hash = prv_hash_bytes(e->hash, key, PRV_LIST_KEY);
        lists->keyed = 1;
    }

    lists->n++;

    return PRV_OK;
}


int
prv_lists_build(prv_lists_t *lists)
{
    size_t             i, n;
    uint32_t           k, *bucket;
    unsigned           twins;
    prv_list_entry_t  *e;

    if (lists->n == 0) {
        return PRV_OK;
    }

    lists->mask = prv_hash_size(lists->n) - 1;

    lists->buckets = prv_calloc(lists->mem, lists->mask + 1,
                                sizeof(uint32_t));
    if (lists->buckets == NULL
        || prv_tails_init(&lists->tails, lists->mem, lists->n) != PRV_OK)
    {
        return PRV_ERROR;
    }

    n = 0;

    for (i = 0; i < lists->n; i++) {

        e = &lists->entries[i];
        bucket = &lists->buckets[e->hash & lists->mask];
        twins = 0;

        prv_tails_add(&lists->tails, lists->text + e->host, e->len);

        for (k = *bucket; k && twins < PRV_LIST_TWINS; twins++) {

            if (prv_list_twin(lists, &lists->entries[k - 1], e)) {
                break;
            }

            k = lists->entries[k - 1].next;
        }

        if (k && twins < PRV_LIST_TWINS) {
            continue;
        }

        lists->entries[n] = *e;
        lists->entries[n].next = *bucket;
        *bucket = (uint32_t) ++n;
    }

    lists->n = n;

    if (prv_list_fit(lists->mem, &lists->entries, n,
                     sizeof(prv_list_entry_t))
        != PRV_OK
        || prv_list_fit(lists->mem, &lists->mores, lists->nmores,
                        sizeof(prv_list_more_t))
           != PRV_OK
        || prv_list_fit(lists->mem, &lists->text, lists->len, 1) != PRV_OK)
    {
        return PRV_ERROR;
    }

    lists->alloc = n;
    lists->mores_alloc = lists->nmores;
    lists->size = lists->len;

    return PRV_OK;
}


const prv_rule_t *
prv_lists_match(const prv_lists_t *lists, const prv_list_url_t *url)
{
    int                  keyed;
    size_t               i;
    uint32_t             hash;
    unsigned char        key[PRV_LIST_KEY];
    const prv_str_t     *host;
    prv_list_verdict_t   v;

    if (lists->buckets == NULL || !prv_tails_may(&lists->tails, url->host)) {
        return NULL;
    }

    memset(&v, 0, sizeof(prv_list_verdict_t));

    host = url->host;
    hash = PRV_HASH_INIT;
    keyed = lists->keyed && prv_list_key(url->path, key);

    for (i = host->len; i > 0; /* void */) {

        i--;
        hash = prv_hash(hash, host->data[i]);

        if (i == 0 || host->data[i - 1] == '.') {
            prv_list_probe(lists, url, hash, i, &v);

            if (keyed) {
                prv_list_probe(lists, url,
                               prv_hash_bytes(hash, key, PRV_LIST_KEY), i,
                               &v);
            }
        }
    }

    return v.exempt && !v.important ? NULL : v.rule;
}


/* the first bytes of a path, in lower case; 0 for a shorter one */

static int
prv_list_key(const prv_str_t *path, unsigned char *key)
{
    size_t  i;

    if (path->len < PRV_LIST_KEY) {
        return 0;
    }

    for (i = 0; i < PRV_LIST_KEY; i++) {
        key[i] = prv_lower(path->data[i]);
    }

    return 1;
}


static void
prv_list_probe(const prv_lists_t *lists, const prv_list_url_t *url,
    uint32_t hash, size_t at, prv_list_verdict_t *v)
{
    uint32_t                 k;
    const prv_list_rule_t   *rules, *r;
    const prv_list_entry_t  *e;

    rules = lists->rules.elts;

    for (k = lists->buckets[hash & lists->mask]; k; k = e->next) {

        e = &lists->entries[k - 1];

        if (e->hash != hash || e->len != url->host->len - at
            || (at != 0 && !(e->flags & PRV_LIST_BELOW))
            || memcmp(lists->text + e->host, url->host->data + at, e->len)
               != 0)
        {
            continue;
        }

        r = &rules[e->list];

        if ((url->text && !r->texts) || !prv_list_applies(lists, e, url)) {
            continue;
        }

        if (e->flags & PRV_LIST_EXCEPT) {
            v->exempt = 1;
            continue;
        }

        if (e->flags & PRV_LIST_IMPORTANT) {
            v->important = 1;
        }

        if (v->rule == NULL || r->rule.category > v->rule->category) {
            v->rule = &r->rule;
        }
    }
}


static int
prv_list_applies(const prv_lists_t *lists, const prv_list_entry_t *e,
    const prv_list_url_t *url)
{
    const prv_list_more_t  *more;

    if (!(e->types & url->types)) {
        return 0;
    }

    if ((e->flags & (PRV_LIST_THIRD|PRV_LIST_FIRST))
        && !(e->flags & (prv_list_third(url->host, url->own)
                         ? PRV_LIST_THIRD : PRV_LIST_FIRST)))
    {
        return 0;
    }

    if (e->more == 0) {
        return 1;
    }

    more = &lists->mores[e->more - 1];

    if (more->sites_len
        && !prv_list_sites(lists->text + more->sites, more->sites_len,
                           url->own))
    {
        return 0;
    }

    return more->path_len == 0 || prv_list_path(lists, e, url->path);
}


/*
 * What stands behind the host: "*" is any run of bytes, "^" a byte that is
 * neither a letter, a digit nor one of "_-.%", or the end, "|" at the end is
 * the end.  What follows else does not matter.
 */

static int
prv_list_path(const prv_lists_t *lists, const prv_list_entry_t *e,
    const prv_str_t *path)
{
    int                     hit;
    size_t                  g, s, len, star, mark;
    unsigned char           c;
    const unsigned char    *glob;
    const prv_list_more_t  *more;

    more = &lists->mores[e->more - 1];
    glob = lists->text + more->path;
    len = more->path_len;

    g = 0;
    s = 0;
    star = SIZE_MAX;
    mark = 0;

    while (g < len) {

        if (glob[g] == '*') {
            star = g++;
            mark = s;
            continue;
        }

        if (s == path->len) {

            if (glob[g] == '^' || (glob[g] == '|' && g + 1 == len)) {
                g++;
                continue;
            }

            return 0;
        }

        c = path->data[s];

        if (!(e->flags & PRV_LIST_CASE)) {
            c = prv_lower(c);
        }

        hit = glob[g] == '^'
              ? !prv_is_alnum(c) && c != '_' && c != '-' && c != '.'
                && c != '%'
              : glob[g] == c && !(c == '|' && g + 1 == len);

        if (hit) {
            g++;
            s++;
            continue;
        }

        if (star == SIZE_MAX) {
            return 0;
        }

        g = star + 1;
        s = ++mark;
    }

    return 1;
}


/* "a.example|~b.a.example": the longest that holds the site decides */

static int
prv_list_sites(const unsigned char *p, size_t len, const prv_str_t *own)
{
    int                   is, not, named;
    size_t                n, longest;
    const unsigned char  *end, *next;

    end = p + len;
    longest = 0;
    named = 0;
    is = 0;

    for ( /* void */ ; p < end; p = next + 1) {

        next = memchr(p, '|', (size_t) (end - p));

        if (next == NULL) {
            next = end;
        }

        not = *p == '~';
        named |= !not;
        p += not;
        n = (size_t) (next - p);

        if (n > longest && prv_list_below(own, p, n)) {
            longest = n;
            is = !not;
        }
    }

    /* where exceptions alone are named, all the rest is meant */

    return longest ? is : !named;
}


/*
 * A third party shares not even the domain that one registers.  Without the
 * public suffix list: two labels, and three where the last two look like
 * "co.uk".
 */

static int
prv_list_third(const prv_str_t *host, const prv_str_t *own)
{
    size_t  len;

    len = prv_list_site(own);

    return !prv_list_below(host, own->data + own->len - len, len);
}


static size_t
prv_list_site(const prv_str_t *host)
{
    size_t  i, labels, dot, last;

    labels = 0;
    dot = host->len;
    last = 0;

    for (i = host->len; i > 0; i--) {

        if (host->data[i - 1] != '.') {
            continue;
        }

        labels++;

        if (labels == 1) {
            last = host->len - i;

        } else if (labels == 3 || last != 2 || dot - 1 - i > 3) {
            return host->len - i;
        }

        dot = i;
    }

    return host->len;
}


/* whether a host is that domain, or below it */

static int
prv_list_below(const prv_str_t *host, const unsigned char *p, size_t len)
{
    return len != 0
           && host->len >= len
           && memcmp(host->data + host->len - len, p, len) == 0
           && (host->len == len || host->data[host->len - len - 1] == '.');
}


/* whether the one says all that the other would */

static int
prv_list_twin(const prv_lists_t *lists, const prv_list_entry_t *a,
    const prv_list_entry_t *b)
{
    const prv_list_rule_t  *rules, *r, *s;

    if (a->hash != b->hash || a->len != b->len || a->types != b->types
        || a->flags != b->flags || a->more || b->more
        || memcmp(lists->text + a->host, lists->text + b->host, a->len) != 0)
    {
        return 0;
    }

    rules = lists->rules.elts;
    r = &rules[a->list];
    s = &rules[b->list];

    return r->rule.vendor == s->rule.vendor
           && r->rule.category == s->rule.category
           && r->texts == s->texts;
}


static int
prv_list_copy(prv_lists_t *lists, uint32_t *offset, uint32_t *len,
    const prv_str_t *s, int lower)
{
    size_t  i;

    if (lists->size - lists->len < s->len) {
        return PRV_ERROR;
    }

    *offset = (uint32_t) lists->len;
    *len = (uint32_t) s->len;

    for (i = 0; i < s->len; i++) {
        lists->text[lists->len++] = lower ? prv_lower(s->data[i])
                                          : s->data[i];
    }

    return PRV_OK;
}


/* place is that of the array: exactly n elements of it are kept */

static int
prv_list_fit(prv_mem_t *mem, void *place, size_t n, size_t size)
{
    void  *p, *old;

    memcpy(&old, place, sizeof(void *));

    if (old == NULL) {
        return PRV_OK;
    }

    p = prv_alloc(mem, n * size + 1);
    if (p == NULL) {
        return PRV_ERROR;
    }

    memcpy(p, old, n * size);
    prv_free(mem, old);
    memcpy(place, &p, sizeof(void *));

    return PRV_OK;
}
