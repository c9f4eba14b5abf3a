
/*
 * A byte string that grows: pages, header values, JSON.  A failed allocation
 * is remembered, further writes do nothing, and prv_buf_done() reports it,
 * so that a writer checks once, at the end.
 */


#ifndef _PRV_BUF_H_INCLUDED_
#define _PRV_BUF_H_INCLUDED_


#include "base/prv_base.h"


typedef struct {
    unsigned char  *data;
    size_t          len;
    size_t          size;
    size_t          max;        /* 0 is no limit */
    prv_mem_t      *mem;
    unsigned        failed:1;
} prv_buf_t;


/* prv_buf_init(): size is what is allocated first, 0 for the default */

void prv_buf_init(prv_buf_t *b, prv_mem_t *mem, size_t size);

/* prv_buf_free(): gives its bytes back, of one all zeroes too */

void prv_buf_free(prv_buf_t *b);

/* prv_buf_reserve(): makes room for len more bytes at once */

void prv_buf_reserve(prv_buf_t *b, size_t len);

void prv_buf_add(prv_buf_t *b, const void *data, size_t len);
void prv_buf_str(prv_buf_t *b, const prv_str_t *s);
void prv_buf_uint(prv_buf_t *b, uint64_t n);

static inline void
prv_buf_char(prv_buf_t *b, unsigned char c)
{
    if (b->len < b->size && b->max == 0) {
        b->data[b->len++] = c;
        return;
    }

    prv_buf_add(b, &c, 1);
}

#define prv_buf_lit(b, s)  prv_buf_add(b, s, sizeof(s) - 1)

/*
 * prv_buf_html(): text escaped for an HTML text node or a quoted attribute
 * value (&, <, >, " and '; WHATWG HTML, "serialising HTML fragments").
 */

void prv_buf_html(prv_buf_t *b, const prv_str_t *s);

/*
 * prv_buf_json(): a JSON string with its quotes (RFC 8259, section 7);
 * "<", ">" and "&" are escaped too, so that it may stand in a script
 * element, and a byte that is not part of valid UTF-8 becomes U+FFFD.
 */

void prv_buf_json(prv_buf_t *b, const prv_str_t *s);

/*
 * prv_buf_done(): PRV_OK with the bytes in *s (owned by mem), or PRV_ERROR
 * when an allocation failed or the limit was passed.
 */

int prv_buf_done(prv_buf_t *b, prv_str_t *s);


#endif /* _PRV_BUF_H_INCLUDED_ */
