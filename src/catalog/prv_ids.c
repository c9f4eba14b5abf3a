
#include "catalog/prv_ids.h"
#include "base/prv_hash.h"


typedef struct {
    prv_str_t        name;
    void            *owner;
    unsigned         index;
    uint32_t         hash;
    uint32_t         next;          /* index + 1, 0 the end */
    unsigned         alias:1;
} prv_id_t;


static int prv_ids_grow(prv_ids_t *ids);
static uint32_t prv_ids_hash(const prv_str_t *name);
static int prv_ids_same(const prv_str_t *a, const prv_str_t *b);
static int prv_ids_separator(unsigned char c);


void
prv_ids_init(prv_ids_t *ids, prv_mem_t *mem)
{
    prv_vec_init(&ids->names, mem, sizeof(prv_id_t));

    ids->buckets = NULL;
    ids->mask = 0;
}


int
prv_ids_add(prv_ids_t *ids, const prv_str_t *name, void *owner,
    unsigned index, int alias)
{
    prv_id_t  *id;
    uint32_t  *bucket;

    if (ids->names.n >= UINT32_MAX - 1) {
        return PRV_ERROR;
    }

    id = prv_vec_push(&ids->names);
    if (id == NULL) {
        return PRV_ERROR;
    }

    id->name = *name;
    id->owner = owner;
    id->index = index;
    id->alias = alias != 0;
    id->hash = prv_ids_hash(name);

    if (ids->buckets == NULL || ids->names.n > ids->mask) {
        return prv_ids_grow(ids);
    }

    bucket = &ids->buckets[id->hash & ids->mask];
    id->next = *bucket;
    *bucket = (uint32_t) ids->names.n;

    return PRV_OK;
}


static int
prv_ids_grow(prv_ids_t *ids)
{
    size_t     i, size;
    prv_id_t  *id;
    uint32_t  *bucket, *buckets;

    size = prv_hash_size(ids->names.n);

    buckets = prv_calloc(ids->names.mem, size, sizeof(uint32_t));
    if (buckets == NULL) {
        return PRV_ERROR;
    }

    if (ids->buckets != NULL) {
        prv_free(ids->names.mem, ids->buckets);
    }

    ids->buckets = buckets;
    ids->mask = size - 1;

    id = ids->names.elts;

    for (i = 0; i < ids->names.n; i++) {
        bucket = &buckets[id[i].hash & ids->mask];
        id[i].next = *bucket;
        *bucket = (uint32_t) (i + 1);
    }

    return PRV_OK;
}


void *
prv_ids_find(const prv_ids_t *ids, void **owners, const prv_str_t *name)
{
    uint32_t         hash, k;
    const prv_id_t  *id;

    if (ids->buckets == NULL) {
        return NULL;
    }

    hash = prv_ids_hash(name);

    for (k = ids->buckets[hash & ids->mask]; k; k = id->next) {
        id = (const prv_id_t *) ids->names.elts + k - 1;

        if (id->hash == hash && !id->alias && prv_str_eq(&id->name, name)
            && owners[id->index] == id->owner)
        {
            return id->owner;
        }
    }

    return NULL;
}


void *
prv_ids_service(const prv_ids_t *ids, void **owners, const prv_str_t *name)
{
    void            *owner;
    uint32_t         hash, k;
    const prv_id_t  *id;

    hash = prv_ids_hash(name);

    if (ids->buckets == NULL || hash == PRV_HASH_INIT) {
        return NULL;
    }

    owner = NULL;

    for (k = ids->buckets[hash & ids->mask]; k; k = id->next) {
        id = (const prv_id_t *) ids->names.elts + k - 1;

        if (id->hash != hash || owners[id->index] != id->owner
            || !prv_ids_same(&id->name, name))
        {
            continue;
        }

        if (!id->alias) {
            return id->owner;
        }

        if (owner == NULL) {
            owner = id->owner;
        }
    }

    return owner;
}


static uint32_t
prv_ids_hash(const prv_str_t *name)
{
    size_t    i;
    uint32_t  hash;

    hash = PRV_HASH_INIT;

    for (i = 0; i < name->len; i++) {
        if (prv_is_alnum(name->data[i])) {
            hash = prv_hash(hash, prv_lower(name->data[i]));
        }
    }

    return hash;
}


static int
prv_ids_same(const prv_str_t *a, const prv_str_t *b)
{
    size_t  i, k;

    /* a separator stands between letters or digits, not around them */

    if (b->len == 0 || !prv_is_alnum(b->data[0])
        || !prv_is_alnum(b->data[b->len - 1]))
    {
        return 0;
    }

    i = 0;
    k = 0;

    for ( ;; ) {

        while (i < a->len && prv_ids_separator(a->data[i])) {
            i++;
        }

        while (k < b->len && prv_ids_separator(b->data[k])) {
            k++;
        }

        if (i == a->len || k == b->len) {
            return i == a->len && k == b->len;
        }

        if (prv_lower(a->data[i++]) != prv_lower(b->data[k++])) {
            return 0;
        }
    }
}


static int
prv_ids_separator(unsigned char c)
{
    return c == '-' || c == '_' || c == '.' || c == ' ';
}
