
#include "base/prv_vec.h"


void
prv_vec_init(prv_vec_t *v, prv_mem_t *mem, size_t size)
{
    v->elts = NULL;
    v->n = 0;
    v->alloc = 0;
    v->size = size;
    v->mem = mem;
}


void *
prv_vec_push(prv_vec_t *v)
{
    void    *p;
    size_t   alloc;

    if (v->n == v->alloc) {
        alloc = v->alloc ? v->alloc * 2 : 4;

        p = prv_calloc(v->mem, alloc, v->size);
        if (p == NULL) {
            return NULL;
        }

        if (v->n) {
            memcpy(p, v->elts, v->n * v->size);
            prv_free(v->mem, v->elts);
        }

        v->elts = p;
        v->alloc = alloc;
    }

    p = (unsigned char *) v->elts + v->n * v->size;
    memset(p, 0, v->size);
    v->n++;

    return p;
}
