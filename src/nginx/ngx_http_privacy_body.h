
/*
 * What body filter and sink share: the state of one body, and buffers.
 */


#ifndef _NGX_HTTP_PRIVACY_BODY_H_INCLUDED_
#define _NGX_HTTP_PRIVACY_BODY_H_INCLUDED_


#include "nginx/ngx_http_privacy.h"


#define NGX_HTTP_PRIVACY_BUFS         4
#define NGX_HTTP_PRIVACY_COPY_SIZE    2048  /* half of a block of the pool */
#define NGX_HTTP_PRIVACY_DECODE_SIZE  4096


struct ngx_http_privacy_body_s {
    ngx_http_request_t          *request;
    ngx_http_privacy_ctx_t      *ctx;

    prv_sink_t                   sink;
    prv_rewriter_conf_t          conf;
    prv_rewriter_t              *rewriter;
    ngx_http_privacy_decoder_t  *decoder;

    ngx_chain_t                 *in;        /* waits for room */
    ngx_chain_t                 *out;
    ngx_chain_t                **last_out;
    ngx_chain_t                 *busy;
    ngx_chain_t                 *free;      /* derived buffers */
    ngx_chain_t                 *copies;    /* our own, of the rewriter */
    ngx_chain_t                 *decoded;   /* our own, of the decoder */

    ngx_buf_t                   *tail;      /* put out last, of this input */
    ngx_buf_t                   *ref;       /* the same, derived from it */

    ngx_uint_t                   ncopies;   /* not free */
    ngx_uint_t                   ndecoded;

    off_t                        left;      /* of the input, 0: not known */

    unsigned                     look:1;    /* nothing is changed */
    unsigned                     counting:1;
    unsigned                     discard:1; /* nothing goes out */
    unsigned                     pending:1; /* in the decoder, without room */
    unsigned                     unflushed:1;   /* the head is, at first */
    unsigned                     unreadable:1;  /* and it has been told */
    unsigned                     finished:1;
    unsigned                     ended:1;   /* said so before the input did */
    unsigned                     failed:1;
};


extern u_char  ngx_http_privacy_copy_tag;
extern u_char  ngx_http_privacy_decode_tag;


/*
 * ngx_http_privacy_sink.c
 *
 * ngx_http_privacy_sink(): configures the rewriter, and says where to its
 * output goes: body->request, ctx and look are set.
 *
 * ngx_http_privacy_body_own(): an empty buffer of size bytes of our own, of
 * those that are free or a new one; NULL without memory.
 *
 * ngx_http_privacy_body_append(): at the end of what goes out.
 */

void ngx_http_privacy_sink(ngx_http_privacy_body_t *body);
ngx_chain_t *ngx_http_privacy_body_own(ngx_http_privacy_body_t *body,
    ngx_chain_t **free, size_t size, void *tag);
void ngx_http_privacy_body_append(ngx_http_privacy_body_t *body,
    ngx_chain_t *cl);


#endif /* _NGX_HTTP_PRIVACY_BODY_H_INCLUDED_ */
