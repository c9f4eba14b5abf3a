
/*
 * An arena over malloc(), for privacy-scan and the tests.  In nginx the
 * pools take its place.
 */


#ifndef _PRV_ARENA_H_INCLUDED_
#define _PRV_ARENA_H_INCLUDED_


#include "base/prv_base.h"


typedef struct prv_arena_block_s  prv_arena_block_t;

struct prv_arena_block_s {
    prv_arena_block_t  *next;
    size_t              pad;
};


typedef struct {
    prv_mem_t           mem;
    prv_arena_block_t  *blocks;
    size_t              limit;      /* bytes still allowed */
} prv_arena_t;


/*
 * prv_arena_init(): limit is the most bytes that may ever be handed out,
 * 0 for no limit (tests use it to make an allocation fail).
 */

void prv_arena_init(prv_arena_t *arena, size_t limit);

/* prv_arena_destroy(): frees every block at once */

void prv_arena_destroy(prv_arena_t *arena);


#endif /* _PRV_ARENA_H_INCLUDED_ */
