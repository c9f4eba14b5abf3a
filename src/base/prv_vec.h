
/*
 * A typed array that grows while a configuration is read.
 */


#ifndef _PRV_VEC_H_INCLUDED_
#define _PRV_VEC_H_INCLUDED_


#include "base/prv_base.h"


typedef struct {
    void       *elts;
    size_t      n;
    size_t      alloc;
    size_t      size;       /* of one element, bytes */
    prv_mem_t  *mem;
} prv_vec_t;


/* prv_vec_init(): an empty array of elements of size bytes; cannot fail */

void prv_vec_init(prv_vec_t *v, prv_mem_t *mem, size_t size);

/*
 * prv_vec_push(): a zeroed element at the end, or NULL without memory.
 * Pointers to earlier elements are void after it.
 */

void *prv_vec_push(prv_vec_t *v);


#endif /* _PRV_VEC_H_INCLUDED_ */
