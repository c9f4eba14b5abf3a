
/*
 * Content codings of an upstream (RFC 9110, section 8.4.1; RFC 1950, 1951,
 * 1952, 7932).  Decoding is streamed: a decoder holds its window and no more.
 */


#include "nginx/ngx_http_privacy.h"

#if (NGX_HTTP_PRIVACY_ZLIB)
#include <zlib.h>
#endif

#if (NGX_HTTP_PRIVACY_BROTLI)
#include <brotli/decode.h>
#endif


/* so much may come of anything; what is more must not be a bomb's share */

#define NGX_HTTP_PRIVACY_BOMB_SIZE   (16 * 1024 * 1024)
#define NGX_HTTP_PRIVACY_BOMB_RATIO  256


typedef enum {
    NGX_HTTP_PRIVACY_IDENTITY = 0,
    NGX_HTTP_PRIVACY_GZIP,
    NGX_HTTP_PRIVACY_DEFLATE,
    NGX_HTTP_PRIVACY_BR
} ngx_http_privacy_coding_e;


struct ngx_http_privacy_decoder_s {
    ngx_http_privacy_coding_e   coding;
    prv_mem_t                  *mem;
    ngx_log_t                  *log;

    off_t                       in;
    off_t                       out;

#if (NGX_HTTP_PRIVACY_ZLIB)
    z_stream                    z;
    u_char                      head[2];    /* tells zlib from raw deflate */
    unsigned                    nhead;
#endif

#if (NGX_HTTP_PRIVACY_BROTLI)
    BrotliDecoderState         *br;
#endif

    unsigned                    started:1;
    unsigned                    ended:1;
    unsigned                    member:1;   /* not the first of the body */
    unsigned                    trailing:1; /* the rest is no data of ours */
};


typedef struct {
    ngx_str_t                   name;
    ngx_http_privacy_coding_e   coding;
} ngx_http_privacy_coding_t;


static ngx_http_privacy_coding_t *ngx_http_privacy_find_coding(u_char *name,
    size_t len);

#if (NGX_HTTP_PRIVACY_ZLIB)
static ngx_int_t ngx_http_privacy_inflate_start(
    ngx_http_privacy_decoder_t *d, u_char **in, u_char *last);
static ssize_t ngx_http_privacy_inflate(ngx_http_privacy_decoder_t *d,
    u_char **in, u_char *last, u_char *out, size_t size);
static void *ngx_http_privacy_zalloc(void *opaque, u_int items, u_int size);
static void ngx_http_privacy_zfree(void *opaque, void *p);
#endif

#if (NGX_HTTP_PRIVACY_BROTLI)
static ssize_t ngx_http_privacy_unbrotli(ngx_http_privacy_decoder_t *d,
    u_char **in, u_char *last, u_char *out, size_t size);
static void *ngx_http_privacy_bralloc(void *opaque, size_t size);
static void ngx_http_privacy_brfree(void *opaque, void *p);
#endif


static ngx_http_privacy_coding_t  ngx_http_privacy_codings[] = {
    { ngx_string("identity"), NGX_HTTP_PRIVACY_IDENTITY },
    { ngx_string("none"), NGX_HTTP_PRIVACY_IDENTITY },
#if (NGX_HTTP_PRIVACY_ZLIB)
    { ngx_string("gzip"), NGX_HTTP_PRIVACY_GZIP },
    { ngx_string("x-gzip"), NGX_HTTP_PRIVACY_GZIP },
    { ngx_string("deflate"), NGX_HTTP_PRIVACY_DEFLATE },
#endif
#if (NGX_HTTP_PRIVACY_BROTLI)
    { ngx_string("br"), NGX_HTTP_PRIVACY_BR },
#endif
    { ngx_null_string, 0 }
};


static ngx_http_privacy_coding_t *
ngx_http_privacy_find_coding(u_char *name, size_t len)
{
    ngx_http_privacy_coding_t  *coding;

    for (coding = ngx_http_privacy_codings; coding->name.len; coding++) {
        if (coding->name.len == len
            && ngx_strncasecmp(coding->name.data, name, len) == 0)
        {
            return coding;
        }
    }

    return NULL;
}


ngx_uint_t
ngx_http_privacy_coding(u_char *name, size_t len)
{
    return ngx_http_privacy_find_coding(name, len) != NULL;
}


ngx_int_t
ngx_http_privacy_decoder(ngx_http_request_t *r, prv_mem_t *mem,
    ngx_str_t *encoding, ngx_http_privacy_decoder_t **decoder)
{
    u_char                      *p;
    size_t                       len;
    ngx_http_privacy_coding_t   *coding;
    ngx_http_privacy_decoder_t  *d;

    *decoder = NULL;

    p = encoding->data;
    len = encoding->len;

    while (len && (p[len - 1] == ' ' || p[len - 1] == '\t')) {
        len--;
    }

    if (len == 0) {
        return NGX_OK;
    }

    coding = ngx_http_privacy_find_coding(p, len);

    if (coding == NULL) {
        return NGX_DECLINED;
    }

    if (coding->coding == NGX_HTTP_PRIVACY_IDENTITY) {
        return NGX_OK;
    }

    d = prv_calloc(mem, 1, sizeof(ngx_http_privacy_decoder_t));
    if (d == NULL) {
        return NGX_ERROR;
    }

    d->coding = coding->coding;
    d->mem = mem;
    d->log = r->connection->log;

    *decoder = d;

    return NGX_OK;
}


ssize_t
ngx_http_privacy_decode(ngx_http_privacy_decoder_t *d, u_char **in,
    u_char *last, u_char *out, size_t size)
{
    u_char   *start;
    ssize_t   n;

    start = *in;
    n = NGX_ERROR;

#if (NGX_HTTP_PRIVACY_BROTLI)

    if (d->coding == NGX_HTTP_PRIVACY_BR) {
        n = ngx_http_privacy_unbrotli(d, in, last, out, size);
    }

#endif

#if (NGX_HTTP_PRIVACY_ZLIB)

    if (d->coding == NGX_HTTP_PRIVACY_GZIP
        || d->coding == NGX_HTTP_PRIVACY_DEFLATE)
    {
        n = ngx_http_privacy_inflate(d, in, last, out, size);
    }

#endif

    if (n == NGX_ERROR) {
        return NGX_ERROR;
    }

    d->in += *in - start;
    d->out += n;

    if (d->out > NGX_HTTP_PRIVACY_BOMB_SIZE
        && d->out / NGX_HTTP_PRIVACY_BOMB_RATIO > d->in)
    {
        ngx_log_error(NGX_LOG_ERR, d->log, 0,
                      "privacy: %O compressed bytes became %O",
                      d->in, d->out);
        return NGX_ERROR;
    }

    return n;
}


ngx_uint_t
ngx_http_privacy_decoded(ngx_http_privacy_decoder_t *d)
{
    return d->ended || d->in == 0;
}


#if (NGX_HTTP_PRIVACY_ZLIB)

/* "deflate" is zlib's format by the standard and the bare one by custom */

static ngx_int_t
ngx_http_privacy_inflate_start(ngx_http_privacy_decoder_t *d, u_char **in,
    u_char *last)
{
    int  rc, bits;

    bits = MAX_WBITS + 16;

    if (d->coding == NGX_HTTP_PRIVACY_DEFLATE) {

        while (d->nhead < 2 && *in < last) {
            d->head[d->nhead++] = *(*in)++;
        }

        if (d->nhead < 2) {
            return NGX_AGAIN;
        }

        bits = ((d->head[0] & 0x0f) == Z_DEFLATED
                && (d->head[0] * 256 + d->head[1]) % 31 == 0)
               ? MAX_WBITS : -MAX_WBITS;
    }

    d->z.zalloc = ngx_http_privacy_zalloc;
    d->z.zfree = ngx_http_privacy_zfree;
    d->z.opaque = d->mem;

    rc = inflateInit2(&d->z, bits);

    if (rc != Z_OK) {
        ngx_log_error(NGX_LOG_ALERT, d->log, 0,
                      "inflateInit2() failed: %d", rc);
        return NGX_ERROR;
    }

    d->started = 1;

    return NGX_OK;
}


static ssize_t
ngx_http_privacy_inflate(ngx_http_privacy_decoder_t *d, u_char **in,
    u_char *last, u_char *out, size_t size)
{
    int        rc;
    u_char    *from;
    ngx_int_t  started;

    if (!d->started) {
        started = ngx_http_privacy_inflate_start(d, in, last);

        if (started != NGX_OK) {
            return started == NGX_AGAIN ? 0 : NGX_ERROR;
        }
    }

    d->z.next_out = out;
    d->z.avail_out = size;

    while (d->z.avail_out) {

        if (d->ended && *in < last && !d->trailing) {

            /* another member (RFC 1952, section 2.2), or nothing of ours */

            if (d->coding == NGX_HTTP_PRIVACY_GZIP && **in == 0x1f
                && inflateReset(&d->z) == Z_OK)
            {
                d->ended = 0;
                d->member = 1;

            } else {
                d->trailing = 1;
            }
        }

        if (d->ended) {
            *in = last;
            break;
        }

        /* the bytes that were looked at come first */

        if (d->nhead) {
            d->z.next_in = d->head + 2 - d->nhead;
            d->z.avail_in = d->nhead;

        } else {
            d->z.next_in = *in;
            d->z.avail_in = last - *in;
        }

        from = d->z.next_in;

        rc = inflate(&d->z, Z_NO_FLUSH);

        if (d->nhead) {
            d->nhead -= d->z.next_in - from;

        } else {
            *in = d->z.next_in;
        }

        if (rc == Z_STREAM_END) {
            d->ended = 1;
            continue;
        }

        if (rc == Z_BUF_ERROR) {
            break;
        }

        if (rc != Z_OK) {

            if (d->member && d->z.total_out == 0) {

                /* it did but look like one */

                d->trailing = 1;
                d->ended = 1;
                continue;
            }

            ngx_log_error(NGX_LOG_ERR, d->log, 0,
                          "privacy: inflate() failed: %d", rc);
            return NGX_ERROR;
        }
    }

    return size - d->z.avail_out;
}


static void *
ngx_http_privacy_zalloc(void *opaque, u_int items, u_int size)
{
    return prv_calloc(opaque, items, size);
}


static void
ngx_http_privacy_zfree(void *opaque, void *p)
{
    prv_free((prv_mem_t *) opaque, p);
}

#endif


#if (NGX_HTTP_PRIVACY_BROTLI)

static ssize_t
ngx_http_privacy_unbrotli(ngx_http_privacy_decoder_t *d, u_char **in,
    u_char *last, u_char *out, size_t size)
{
    size_t               avail_in, avail_out;
    uint8_t             *next_out;
    const uint8_t       *next_in;
    BrotliDecoderResult  rc;

    if (d->ended) {
        *in = last;
        return 0;
    }

    if (!d->started) {
        d->br = BrotliDecoderCreateInstance(ngx_http_privacy_bralloc,
                                            ngx_http_privacy_brfree, d->mem);
        if (d->br == NULL) {
            return NGX_ERROR;
        }

        d->started = 1;
    }

    next_in = *in;
    avail_in = last - *in;
    next_out = out;
    avail_out = size;

    rc = BrotliDecoderDecompressStream(d->br, &avail_in, &next_in, &avail_out,
                                       &next_out, NULL);

    *in = last - avail_in;

    if (rc == BROTLI_DECODER_RESULT_ERROR) {
        ngx_log_error(NGX_LOG_ERR, d->log, 0,
                      "privacy: BrotliDecoderDecompressStream() failed: %s",
                      BrotliDecoderErrorString(
                                        BrotliDecoderGetErrorCode(d->br)));
        return NGX_ERROR;
    }

    if (rc == BROTLI_DECODER_RESULT_SUCCESS) {
        d->ended = 1;
    }

    return size - avail_out;
}


static void *
ngx_http_privacy_bralloc(void *opaque, size_t size)
{
    return prv_alloc((prv_mem_t *) opaque, size);
}


static void
ngx_http_privacy_brfree(void *opaque, void *p)
{
    if (p != NULL) {
        prv_free((prv_mem_t *) opaque, p);
    }
}

#endif
