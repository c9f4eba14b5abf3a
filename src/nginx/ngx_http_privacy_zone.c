
/*
 * Counters shared by the workers: a table in shared memory that only grows.
 * A counter is found without a lock, raised by an atomic addition, and made
 * under the zone's lock; when the table is full, or one kind has had its
 * share of it, the rest is counted under "other".
 */


#include "nginx/ngx_http_privacy_zone.h"
#include "base/prv_hash.h"


#define NGX_HTTP_PRIVACY_PROBES  64

/* what old workers and new ones must agree on; the version is raised when a
   counter's fields come to mean something else */

#define NGX_HTTP_PRIVACY_VERSION  1

#define NGX_HTTP_PRIVACY_LAYOUT                                               \
    ((sizeof(ngx_http_privacy_counter_t) << 16)                               \
     + (NGX_HTTP_PRIVACY_VERSION << 8) + NGX_HTTP_PRIVACY_COUNTS)


static ngx_int_t ngx_http_privacy_zone_init(ngx_shm_zone_t *shm_zone,
    void *data);
static size_t ngx_http_privacy_zone_key(u_char *key,
    const prv_str_t *labels, ngx_uint_t n);
static ngx_http_privacy_counter_t *ngx_http_privacy_zone_find(
    ngx_http_privacy_counters_t *counters, ngx_slab_pool_t *shpool,
    ngx_uint_t kind, u_char *key, size_t len);
static ngx_uint_t ngx_http_privacy_zone_is(ngx_http_privacy_counter_t *c,
    ngx_uint_t kind, uint32_t hash, u_char *key, size_t len);
static void ngx_http_privacy_zone_set(ngx_http_privacy_counter_t *c,
    ngx_uint_t kind, uint32_t hash, u_char *key, size_t len);
static ngx_http_privacy_counters_t *ngx_http_privacy_zone_of(
    ngx_http_request_t *r, ngx_slab_pool_t **shpool);


ngx_http_privacy_kind_t  ngx_http_privacy_kinds[] = {

    { ngx_string("requests"), ngx_string("Requests"),
      ngx_string("Requests by what the visitor has consented to."),
      3, { ngx_string("consent"), ngx_string("source"),
           ngx_string("decided") }, 4 },

    { ngx_string("documents"), ngx_string("Documents"),
      ngx_string("Documents by what became of them."),
      2, { ngx_string("result"), ngx_string("reason"), ngx_null_string },
      4 },

    { ngx_string("tags"), ngx_string("Tags held back"),
      ngx_string("Refused tags by vendor."),
      3, { ngx_string("vendor"), ngx_string("category"),
           ngx_string("action") }, 2 },

    { ngx_string("cookies"), ngx_string("Cookies held back"),
      ngx_string("Refused cookies by vendor."),
      3, { ngx_string("vendor"), ngx_string("category"),
           ngx_string("direction") }, 2 },

    { ngx_string("click_ids"), ngx_string("Click identifiers held back"),
      ngx_string("Refused click identifiers by vendor."),
      3, { ngx_string("vendor"), ngx_string("category"),
           ngx_string("action") }, 8 },

    { ngx_string("unknown"), ngx_string("Third parties that no catalog knows"),
      ngx_string("What pages load from hosts that no catalog entry knows."),
      2, { ngx_string("host"), ngx_string("element"), ngx_null_string }, 4 },

    { ngx_string("csp_reports"), ngx_string("What browsers refused"),
      ngx_string("Reports of the Content Security Policy."),
      2, { ngx_string("host"), ngx_string("directive"), ngx_null_string },
      8 },

    { ngx_string("choices"), ngx_string("Choices"),
      ngx_string("What visitors chose."),
      1, { ngx_string("action"), ngx_null_string, ngx_null_string }, 8 }
};


char *
ngx_http_privacy_zone(ngx_conf_t *cf, ngx_command_t *cmd, void *conf)
{
    u_char                        *p;
    ssize_t                        size;
    ngx_str_t                     *value, name, s;
    ngx_http_privacy_main_conf_t  *pmcf = conf;

    if (pmcf->zone != NULL) {
        return "is duplicate";
    }

    value = cf->args->elts;

    p = (u_char *) ngx_strchr(value[1].data, ':');

    if (p == NULL || p == value[1].data) {
        goto invalid;
    }

    name.data = value[1].data;
    name.len = p - value[1].data;

    s.data = p + 1;
    s.len = value[1].data + value[1].len - s.data;

    size = ngx_parse_size(&s);

    if (size == NGX_ERROR) {
        goto invalid;
    }

    if (size < (ssize_t) (8 * ngx_pagesize)) {
        ngx_conf_log_error(NGX_LOG_EMERG, cf, 0,
                           "\"%V\": zone \"%V\" is too small, it must be at "
                           "least %uzk", &cmd->name, &value[1],
                           8 * ngx_pagesize / 1024);
        return NGX_CONF_ERROR;
    }

    pmcf->zone = ngx_shared_memory_add(cf, &name, size,
                                       &ngx_http_privacy_module);
    if (pmcf->zone == NULL) {
        return NGX_CONF_ERROR;
    }

    pmcf->zone->init = ngx_http_privacy_zone_init;

    return NGX_CONF_OK;

invalid:

    return ngx_http_privacy_invalid_parameter(cf, cmd, &value[1],
               "a name and a size, as in \"privacy:1m\"");
}


/* a zone of the same name and size keeps its counters over a reload */

static ngx_int_t
ngx_http_privacy_zone_init(ngx_shm_zone_t *shm_zone, void *data)
{
    size_t                        size;
    ngx_uint_t                    i, n;
    prv_str_t                     other[NGX_HTTP_PRIVACY_LABELS];
    u_char                        key[NGX_HTTP_PRIVACY_KEY];
    ngx_slab_pool_t              *shpool;
    ngx_http_privacy_counters_t  *counters;

    shpool = (ngx_slab_pool_t *) shm_zone->shm.addr;

    if (data != NULL || shm_zone->shm.exists) {
        counters = shpool->data;

        if (counters == NULL || counters->layout != NGX_HTTP_PRIVACY_LAYOUT) {
            ngx_log_error(NGX_LOG_EMERG, shm_zone->shm.log, 0,
                          "privacy_zone \"%V\" is of another version of the "
                          "module, restart nginx", &shm_zone->shm.name);
            return NGX_ERROR;
        }

        shm_zone->data = counters;

        return NGX_OK;
    }

    /* all that there is, in one piece */

    size = shpool->pfree * ngx_pagesize;

    counters = ngx_slab_calloc(shpool, size);

    if (counters == NULL) {
        ngx_log_error(NGX_LOG_EMERG, shm_zone->shm.log, 0,
                      "privacy_zone \"%V\" has no memory",
                      &shm_zone->shm.name);
        return NGX_ERROR;
    }

    n = (size - sizeof(ngx_http_privacy_counters_t))
        / sizeof(ngx_http_privacy_counter_t);

    counters->layout = NGX_HTTP_PRIVACY_LAYOUT;
    counters->start = ngx_time();
    counters->size = n - NGX_HTTP_PRIVACY_COUNTS;

    for (i = 0; i < NGX_HTTP_PRIVACY_LABELS; i++) {
        other[i].len = 5;
        other[i].data = (u_char *) "other";
    }

    for (i = 0; i < NGX_HTTP_PRIVACY_COUNTS; i++) {
        ngx_http_privacy_zone_set(&counters->counters[i], i, 0, key,
                                  ngx_http_privacy_zone_key(key, other,
                                        ngx_http_privacy_kinds[i].nlabels));
    }

    shpool->data = counters;
    shm_zone->data = counters;

    return NGX_OK;
}


static ngx_http_privacy_counters_t *
ngx_http_privacy_zone_of(ngx_http_request_t *r, ngx_slab_pool_t **shpool)
{
    ngx_http_privacy_main_conf_t  *pmcf;

    pmcf = ngx_http_get_module_main_conf(r, ngx_http_privacy_module);

    if (pmcf->zone == NULL) {
        return NULL;
    }

    *shpool = (ngx_slab_pool_t *) pmcf->zone->shm.addr;

    return pmcf->zone->data;
}


void
ngx_http_privacy_count(ngx_http_request_t *r, ngx_http_privacy_count_e kind,
    const prv_str_t *labels)
{
    size_t                        len;
    u_char                        key[NGX_HTTP_PRIVACY_KEY];
    ngx_slab_pool_t              *shpool;
    ngx_atomic_uint_t             before, today, day;
    ngx_http_privacy_counter_t   *c;
    ngx_http_privacy_counters_t  *counters;

    counters = ngx_http_privacy_zone_of(r, &shpool);
    if (counters == NULL) {
        return;
    }

    len = ngx_http_privacy_zone_key(key, labels,
                                    ngx_http_privacy_kinds[kind].nlabels);

    c = ngx_http_privacy_zone_find(counters, shpool, kind, key, len);

    before = ngx_atomic_fetch_add(&c->count, 1);

    /* who sees a new day begins it; those who do at once agree on where */

    today = ngx_http_privacy_today();

    if (ngx_http_privacy_is_day(c, today)) {
        return;
    }

    day = c->day;
    c->before = before;
    (void) ngx_atomic_cmp_set(&c->day, day, today);
}


void
ngx_http_privacy_count_work(ngx_http_request_t *r, uint64_t in, uint64_t out,
    uint64_t nanoseconds)
{
    ngx_slab_pool_t              *shpool;
    ngx_http_privacy_counters_t  *counters;

    counters = ngx_http_privacy_zone_of(r, &shpool);
    if (counters == NULL) {
        return;
    }

    (void) ngx_atomic_fetch_add(&counters->bytes_in, in);
    (void) ngx_atomic_fetch_add(&counters->bytes_out, out);
    (void) ngx_atomic_fetch_add(&counters->nanoseconds, nanoseconds);
}


ngx_atomic_uint_t
ngx_http_privacy_today(void)
{
    ngx_time_t  *tp;

    tp = ngx_timeofday();

    return (tp->sec + tp->gmtoff * 60) / 86400;
}


ngx_uint_t
ngx_http_privacy_is_day(ngx_http_privacy_counter_t *c,
    ngx_atomic_uint_t today)
{
    ngx_atomic_uint_t  day;

    day = c->day;

    return day == today || day == today + 1;
}


/*
 * Labels, each with a zero byte behind it, cut where the key ends.  Of what
 * comes from pages and visitors nothing but visible ASCII is kept.
 */

static size_t
ngx_http_privacy_zone_key(u_char *key, const prv_str_t *labels, ngx_uint_t n)
{
    size_t      left;
    u_char      c, *p;
    ngx_uint_t  i, j;

    p = key;

    for (i = 0; i < n; i++) {
        left = key + NGX_HTTP_PRIVACY_KEY - p - (n - i);

        for (j = 0; j < labels[i].len && left; j++, left--) {
            c = labels[i].data[j];
            *p++ = (c > 0x20 && c < 0x7f) ? c : '_';
        }

        *p++ = '\0';
    }

    return p - key;
}


static ngx_http_privacy_counter_t *
ngx_http_privacy_zone_find(ngx_http_privacy_counters_t *counters,
    ngx_slab_pool_t *shpool, ngx_uint_t kind, u_char *key, size_t len)
{
    uint32_t                     hash;
    ngx_uint_t                   i, n, locked;
    ngx_http_privacy_counter_t  *c, *table;

    hash = prv_hash_bytes(prv_hash(PRV_HASH_INIT, kind), key, len);
    table = &counters->counters[NGX_HTTP_PRIVACY_COUNTS];
    locked = 0;

    n = hash % counters->size;

    for (i = 0; i < NGX_HTTP_PRIVACY_PROBES; i++, n++) {

        c = &table[n < counters->size ? n : n - counters->size];

        if (!c->ready && !locked) {
            ngx_shmtx_lock(&shpool->mutex);
            locked = 1;
        }

        if (c->ready) {
            if (ngx_http_privacy_zone_is(c, kind, hash, key, len)) {
                goto done;
            }

            continue;
        }

        if (counters->used[kind]
            >= counters->size / ngx_http_privacy_kinds[kind].share)
        {
            break;
        }

        ngx_http_privacy_zone_set(c, kind, hash, key, len);
        counters->used[kind]++;

        goto done;
    }

    c = &counters->counters[kind];

done:

    if (locked) {
        ngx_shmtx_unlock(&shpool->mutex);
    }

    return c;
}


static ngx_uint_t
ngx_http_privacy_zone_is(ngx_http_privacy_counter_t *c, ngx_uint_t kind,
    uint32_t hash, u_char *key, size_t len)
{
    return c->hash == hash && c->kind == kind && c->len == len
           && ngx_memcmp(c->key, key, len) == 0;
}


/* what is ready does not change any more */

static void
ngx_http_privacy_zone_set(ngx_http_privacy_counter_t *c, ngx_uint_t kind,
    uint32_t hash, u_char *key, size_t len)
{
    c->day = ngx_http_privacy_today();
    c->hash = hash;
    c->kind = (u_short) kind;
    c->len = (u_short) len;
    ngx_memcpy(c->key, key, len);

    ngx_memory_barrier();

    c->ready = 1;
}
