
/*
 * The ground of the engine: strings, memory, categories, small helpers.
 *
 * The engine (base, consent, header, catalog, gate, html, notice) includes
 * no nginx header, keeps no global state and allocates only through the
 * prv_mem_t that its caller hands in.
 */


#ifndef _PRV_BASE_H_INCLUDED_
#define _PRV_BASE_H_INCLUDED_


#include <stddef.h>
#include <stdint.h>
#include <string.h>


/* the layout is that of ngx_str_t; the data is not null-terminated */

typedef struct {
    size_t          len;
    unsigned char  *data;
} prv_str_t;


#define prv_string(s)     { sizeof(s) - 1, (unsigned char *) s }
#define prv_null_string   { 0, NULL }


#define PRV_OK      0
#define PRV_ERROR  -1
#define PRV_AGAIN  -2
#define PRV_DECLINED  -5


/*
 * Memory that the caller hands in.  alloc() returns size bytes aligned for
 * any type or NULL; free() gives them back, and may do nothing (an arena).
 * A caller embeds prv_mem_t as the first member of its own structure.
 */

typedef struct prv_mem_s  prv_mem_t;

struct prv_mem_s {
    void  *(*alloc)(prv_mem_t *mem, size_t size);
    void   (*free)(prv_mem_t *mem, void *p);
};


#define prv_alloc(mem, size)  (mem)->alloc(mem, size)
#define prv_free(mem, p)      (mem)->free(mem, p)


/*
 * prv_calloc(mem, n, size): n zeroed objects of size bytes, or NULL when
 * the memory is exhausted or the product does not fit size_t.
 */

void *prv_calloc(prv_mem_t *mem, size_t n, size_t size);

/*
 * prv_dup(mem, dst, src): copies the bytes of src; PRV_ERROR without memory.
 * dst may be src.
 */

int prv_dup(prv_mem_t *mem, prv_str_t *dst, const prv_str_t *src);


/* the categories of consent, in the order in which they are written */

typedef enum {
    PRV_NECESSARY = 0,
    PRV_FUNCTIONAL,
    PRV_ANALYTICS,
    PRV_MARKETING,
    PRV_CATEGORIES
} prv_category_e;


#define prv_bit(category)  (1u << (category))
#define PRV_ALL            ((1u << PRV_CATEGORIES) - 1)


/* the categories' names, indexed by prv_category_e */

extern const prv_str_t  prv_category_names[PRV_CATEGORIES];

/*
 * prv_category(name, len): the category of that name (exact case), or
 * PRV_CATEGORIES for any other name.
 */

prv_category_e prv_category(const unsigned char *name, size_t len);


static inline unsigned char
prv_lower(unsigned char c)
{
    return (c >= 'A' && c <= 'Z') ? (unsigned char) (c | 0x20) : c;
}


static inline int
prv_is_alpha(unsigned char c)
{
    c |= 0x20;
    return c >= 'a' && c <= 'z';
}


static inline int
prv_is_digit(unsigned char c)
{
    return c >= '0' && c <= '9';
}


static inline int
prv_is_alnum(unsigned char c)
{
    return prv_is_alpha(c) || prv_is_digit(c);
}


/* white space of HTML: tab, line feed, form feed, carriage return, space */

static inline int
prv_is_space(unsigned char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r' && c != '\v');
}


static inline int
prv_str_eq(const prv_str_t *a, const prv_str_t *b)
{
    return a->len == b->len
           && (a->len == 0 || memcmp(a->data, b->data, a->len) == 0);
}


/* ASCII case-insensitive comparison with a lower-case literal */

int prv_lower_eq(const unsigned char *p, size_t len, const char *lower);

/*
 * prv_hex(c): the value of a hexadecimal digit, or -1.
 */

int prv_hex(unsigned char c);

/*
 * prv_unescape(): percent-decodes len bytes into dst, which has as many and
 * may be p itself: WHATWG URL, section 1.3.  The length of what there is then.
 */

size_t prv_unescape(unsigned char *dst, const unsigned char *p, size_t len);


#endif /* _PRV_BASE_H_INCLUDED_ */
