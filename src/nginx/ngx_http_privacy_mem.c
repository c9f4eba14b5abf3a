
/*
 * Memory for the engine.  A configuration's comes from its pool.  That of a
 * request is freed one by one: a page may hold back and let go of bytes for
 * hours, and a pool would keep them all.
 */


#include "nginx/ngx_http_privacy.h"


struct ngx_http_privacy_block_s {
    ngx_http_privacy_block_t   *next;
    ngx_http_privacy_block_t  **prev;
};


static void *ngx_http_privacy_pool_alloc(prv_mem_t *mem, size_t size);
static void ngx_http_privacy_pool_free(prv_mem_t *mem, void *p);
static void *ngx_http_privacy_block_alloc(prv_mem_t *mem, size_t size);
static void ngx_http_privacy_block_free(prv_mem_t *mem, void *p);


void
ngx_http_privacy_mem_pool(ngx_http_privacy_mem_t *mem, ngx_pool_t *pool)
{
    mem->mem.alloc = ngx_http_privacy_pool_alloc;
    mem->mem.free = ngx_http_privacy_pool_free;
    mem->pool = pool;
    mem->log = pool->log;
    mem->blocks = NULL;
}


void
ngx_http_privacy_mem_request(ngx_http_privacy_mem_t *mem, ngx_log_t *log)
{
    mem->mem.alloc = ngx_http_privacy_block_alloc;
    mem->mem.free = ngx_http_privacy_block_free;
    mem->pool = NULL;
    mem->log = log;
    mem->blocks = NULL;
}


void
ngx_http_privacy_mem_free(ngx_http_privacy_mem_t *mem)
{
    while (mem->blocks != NULL) {
        ngx_http_privacy_block_free(&mem->mem, mem->blocks + 1);
    }
}


static void *
ngx_http_privacy_pool_alloc(prv_mem_t *mem, size_t size)
{
    return ngx_palloc(((ngx_http_privacy_mem_t *) mem)->pool, size);
}


static void
ngx_http_privacy_pool_free(prv_mem_t *mem, void *p)
{
    if (p != NULL) {
        (void) ngx_pfree(((ngx_http_privacy_mem_t *) mem)->pool, p);
    }
}


static void *
ngx_http_privacy_block_alloc(prv_mem_t *mem, size_t size)
{
    ngx_http_privacy_mem_t    *m = (ngx_http_privacy_mem_t *) mem;
    ngx_http_privacy_block_t  *block;

    if (size > SIZE_MAX - sizeof(ngx_http_privacy_block_t)) {
        return NULL;
    }

    block = ngx_alloc(size + sizeof(ngx_http_privacy_block_t), m->log);
    if (block == NULL) {
        return NULL;
    }

    block->next = m->blocks;
    block->prev = &m->blocks;

    if (block->next != NULL) {
        block->next->prev = &block->next;
    }

    m->blocks = block;

    return block + 1;
}


static void
ngx_http_privacy_block_free(prv_mem_t *mem, void *p)
{
    ngx_http_privacy_block_t  *block;

    if (p == NULL) {
        return;
    }

    block = (ngx_http_privacy_block_t *) p - 1;

    *block->prev = block->next;

    if (block->next != NULL) {
        block->next->prev = block->prev;
    }

    ngx_free(block);
}
