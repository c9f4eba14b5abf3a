
/*
 * Vendors by id, and by the names that consent tools give their services.
 */


#ifndef _PRV_IDS_H_INCLUDED_
#define _PRV_IDS_H_INCLUDED_


#include "base/prv_base.h"
#include "base/prv_vec.h"


typedef struct {
    prv_vec_t        names;         /* ids and aliases, all that ever were */
    uint32_t        *buckets;       /* index + 1, 0 the end */
    size_t           mask;
} prv_ids_t;


void prv_ids_init(prv_ids_t *ids, prv_mem_t *mem);

/*
 * prv_ids_add(): an id, or an alias, of the vendor with that index; its bytes
 * must outlive ids.  owner tells two vendors of one index apart, of which the
 * later replaced the other.  PRV_OK, or PRV_ERROR without memory.
 */

int prv_ids_add(prv_ids_t *ids, const prv_str_t *name, void *owner,
    unsigned index, int alias);

/*
 * prv_ids_find(): the owner of an id (exact), or NULL.  owners[index] is the
 * one that counts; an entry of another is stale.
 */

void *prv_ids_find(const prv_ids_t *ids, void **owners, const prv_str_t *id);

/*
 * prv_ids_service(): the owner of an id or else of an alias, without case and
 * without "-", "_", "." and " " inside: "Facebook Pixel", "facebook-pixel"
 * and "facebookPixel" are one.  NULL where there is none.
 */

void *prv_ids_service(const prv_ids_t *ids, void **owners,
    const prv_str_t *name);


#endif /* _PRV_IDS_H_INCLUDED_ */
