
#include "base/prv_arena.h"

#include <stdlib.h>


static void *prv_arena_alloc(prv_mem_t *mem, size_t size);
static void prv_arena_free(prv_mem_t *mem, void *p);


void
prv_arena_init(prv_arena_t *arena, size_t limit)
{
    arena->mem.alloc = prv_arena_alloc;
    arena->mem.free = prv_arena_free;
    arena->blocks = NULL;
    arena->limit = limit ? limit : SIZE_MAX;
}


void
prv_arena_destroy(prv_arena_t *arena)
{
    prv_arena_block_t  *b, *next;

    for (b = arena->blocks; b != NULL; b = next) {
        next = b->next;
        free(b);
    }

    arena->blocks = NULL;
}


/* one malloc() a piece: a sanitizer sees each piece's bounds */

static void *
prv_arena_alloc(prv_mem_t *mem, size_t size)
{
    prv_arena_t        *arena;
    prv_arena_block_t  *b;

    arena = (prv_arena_t *) mem;

    if (size > arena->limit
        || size > SIZE_MAX - sizeof(prv_arena_block_t))
    {
        return NULL;
    }

    b = malloc(sizeof(prv_arena_block_t) + size);
    if (b == NULL) {
        return NULL;
    }

    arena->limit -= size;

    b->next = arena->blocks;
    arena->blocks = b;

    return b + 1;
}


static void
prv_arena_free(prv_mem_t *mem, void *p)
{
    /* freed with the arena */

    (void) mem;
    (void) p;
}
