
/*
 * The streaming HTML rewriter: bytes in, the same bytes out but for what
 * the gate refuses.  WHATWG HTML, section 13.2.5 (tokenization), and of
 * section 13.2.6 (tree construction) what decides what is markup.
 */


#ifndef _PRV_REWRITER_H_INCLUDED_
#define _PRV_REWRITER_H_INCLUDED_


#include "base/prv_buf.h"
#include "gate/prv_gate.h"


typedef enum {
    PRV_TAGS_STRIP = 0,
    PRV_TAGS_BLOCK,
    PRV_TAGS_OFF                /* look and tell, change nothing */
} prv_tags_e;


typedef enum {
    PRV_FOUND_SCRIPT = 0,       /* a script's src */
    PRV_FOUND_INLINE,           /* an inline script's text */
    PRV_FOUND_IMAGE,
    PRV_FOUND_FRAME,
    PRV_FOUND_LINK,             /* stylesheet, hint, icon … */
    PRV_FOUND_EMBED,            /* embed, object, applet */
    PRV_FOUND_MEDIA,            /* video, audio, source, track */
    PRV_FOUND_PING,
    PRV_FOUND_REFRESH,
    PRV_FOUND_MARK,             /* data-privacy-category */
    PRV_FOUND_OTHER
} prv_found_e;


/* what was found; everything in it lives as long as the callback runs */

typedef struct {
    prv_found_e            kind;
    uint64_t               offset;      /* of the element's "<", from the
                                           document's first byte */
    uint64_t               length;      /* of its start tag; of an inline
                                           script, with its end tag; 0 where
                                           not known yet */
    prv_str_t              element;     /* its name, lower case */
    const prv_match_t     *match;
    prv_str_t              host;        /* empty where none */
    prv_str_t              url;         /* as written, empty where none */
    unsigned               refused:1;
} prv_finding_t;


/*
 * Where output and findings go.  pass() gives bytes of the chunk now fed,
 * which may be passed on by reference; copy() gives bytes that are void when
 * it returns, and keep() what head() and body() have given; where it is NULL,
 * copy() gets that, too.  They come in order.  head(), asked once behind
 * <head>, and body(), once behind <body> (or where the standard implies
 * them), may fill *html with what to insert there; its bytes must live as
 * long as the rewriter.  placeholder() may fill
 * *html with what stands for a stripped frame or embed.  found() is told
 * every match, and with all set every third-party URL.  All but pass() and
 * copy() may be NULL.  They return PRV_OK, or PRV_ERROR, which ends the
 * document and is returned by the call that met it.
 */

typedef struct {
    int    (*pass)(void *data, const unsigned char *p, size_t len);
    int    (*copy)(void *data, const unsigned char *p, size_t len);
    int    (*keep)(void *data, const unsigned char *p, size_t len);
    int    (*head)(void *data, prv_str_t *html);
    int    (*body)(void *data, prv_str_t *html);
    int    (*placeholder)(void *data, const prv_finding_t *finding,
               const prv_str_t *start_tag, prv_str_t *html);
    int    (*found)(void *data, const prv_finding_t *finding);
    void    *data;
} prv_sink_t;


typedef struct {
    prv_tags_e    tags;
    unsigned      surrogates:1;
    unsigned      all:1;        /* found() is told unknown hosts too */
    unsigned      brief:1;      /* with all granted, found() is told nothing
                                   of what stands behind <body> */
    unsigned      report:1;     /* with PRV_TAGS_OFF: what is in an element
                                   that a strip would take is not told */
    unsigned      charset:1;    /* the header named a character set: <meta>
                                   decides nothing */
    unsigned      refuse:1;     /* a document whose characters are not what
                                   its bytes say ends with PRV_ERROR; else
                                   it passes as it is */
    unsigned      xml:1;        /* XHTML: every element may close itself, no
                                   text is raw, no tag is implied */
    size_t        limit;        /* privacy_buffer_size: the most that one
                                   document may hold back, bytes, but for
                                   what may begin a "</noscript" */
} prv_rewriter_conf_t;


typedef struct prv_rewriter_s  prv_rewriter_t;


/*
 * prv_rewriter_create(): all four must outlive it.  Memory is taken from
 * mem: a few kilobytes, and up to conf->limit while something is held back.
 * NULL without memory.
 */

prv_rewriter_t *prv_rewriter_create(const prv_rewriter_conf_t *conf,
    const prv_gate_t *gate, const prv_sink_t *sink, prv_mem_t *mem);

/*
 * prv_rewriter_feed(): the next len bytes of the document; what passes is
 * handed to the sink before it returns, but for the token that is not whole
 * yet (it is copied).  PRV_OK, or PRV_ERROR without memory or from the sink.
 */

int prv_rewriter_feed(prv_rewriter_t *rw, const unsigned char *p, size_t len);

/* prv_rewriter_finish(): the document has ended; PRV_OK or PRV_ERROR */

int prv_rewriter_finish(prv_rewriter_t *rw);

/*
 * prv_rewriter_held(): bytes held back now: 0 means that all that was fed
 * has been passed on, dropped or replaced.
 */

size_t prv_rewriter_held(const prv_rewriter_t *rw);

/*
 * prv_rewriter_readable(): 0 once a byte order mark or a <meta> has said
 * UTF-16 or ISO-2022-JP (WHATWG HTML, section 13.2.3.2, and Encoding,
 * section 6), or in XML a doctype has an internal subset, whose entities may
 * hold markup: from there on everything passes as it is.
 */

int prv_rewriter_readable(const prv_rewriter_t *rw);

/*
 * prv_rewriter_utf8(): 1 when the first <meta> that names a character set
 * has said UTF-8; where conf->charset is set, nobody looks.
 */

int prv_rewriter_utf8(const prv_rewriter_t *rw);

/*
 * prv_rewriter_document(): 1 when a doctype, <html>, <head>, <body> or
 * <frameset> was read so far, that is, when this does not look like a
 * fragment.  For head() and body() to ask.
 */

int prv_rewriter_document(const prv_rewriter_t *rw);

/*
 * prv_rewriter_rebased(): 1 when a <base href> that was read so far may
 * resolve what names no host against another host than the page's (WHATWG
 * HTML, section 2.4.3).  For body() and placeholder() to ask.
 */

int prv_rewriter_rebased(const prv_rewriter_t *rw);


#endif /* _PRV_REWRITER_H_INCLUDED_ */
