
/*
 * Where a style sheet names what it loads: CSS Syntax 3, section 4.3, as far
 * as it decides what is a URL: url(), with and without quotes, and the
 * strings of @import and of functions (image-set(), src() and the like).
 * Each byte is read once, however the input was cut, and none is kept.
 */


#ifndef _PRV_CSS_H_INCLUDED_
#define _PRV_CSS_H_INCLUDED_


#include "base/prv_base.h"


#define PRV_CSS_BACK  32            /* how far back is looked at the most */


typedef enum {
    PRV_CSS_TOP = 0,
    PRV_CSS_NAME,               /* with escapes, or behind "@" */
    PRV_CSS_NAME_ESCAPE,
    PRV_CSS_NAME_HEX,
    PRV_CSS_NAME_CR,
    PRV_CSS_SLASH,
    PRV_CSS_COMMENT,
    PRV_CSS_COMMENT_STAR,
    PRV_CSS_STRING,
    PRV_CSS_STRING_ESCAPE,
    PRV_CSS_STRING_CR,
    PRV_CSS_OPEN,               /* behind "url(" and white space */
    PRV_CSS_URL,
    PRV_CSS_URL_ESCAPE
} prv_css_state_e;


typedef struct {
    const unsigned char  *chunk;
    const unsigned char  *p;
    const unsigned char  *end;
    uint64_t              base;         /* offset of the chunk's first byte */

    prv_css_state_e       state;
    uint64_t              floor;        /* where the last token that was no
                                           run of bytes ended */
    uint32_t              code;         /* of an escape in a name */
    unsigned              digits;       /* and how many it has */
    unsigned              matched;      /* of "import" or "url" */
    unsigned              depth;        /* of parentheses */
    unsigned              keyword:1;    /* a name behind "@" */
    unsigned              bracket:1;    /* in [], of a selector */
    unsigned              import:1;     /* behind @import */
    unsigned              imported:1;   /* what begins at start was */
    unsigned              loads:1;      /* … and is a URL that is loaded */
    unsigned              bare:1;       /* … or one where var() brings it */
    unsigned              text:1;       /* such a string or a word ended last */
    unsigned char         quote;
    uint64_t              start;        /* of the string or URL, its quote not
                                           included */
    uint64_t              stop;         /* and its end, when it was whole */

    unsigned              back_len;     /* the last bytes of the chunk before */
    unsigned char         back[PRV_CSS_BACK];
} prv_css_t;


/* prv_css_init(): at the beginning of a style sheet or of declarations */

void prv_css_init(prv_css_t *css);

/* prv_css_feed(): the next len bytes, the first of which has that offset */

void prv_css_feed(prv_css_t *css, const unsigned char *p, size_t len,
    uint64_t offset);

/*
 * prv_css_next(): reads on to the end of the next URL, [start, stop), and
 * returns 1, with its end behind it; the rest may be fed anew.  0 at the
 * chunk's end: then, where css->loads is set, a URL has begun at css->start
 * and not ended; a caller that clears it is not told of its end.
 */

int prv_css_next(prv_css_t *css);

/* prv_css_may(): 0 for CSS in which there is no function and no string */

int prv_css_may(const unsigned char *p, size_t len);

/*
 * prv_css_is_text(): 1 for a string of no function, written is what stands in
 * it, that can name no host: most of those are names of fonts.
 */

int prv_css_is_text(const prv_css_t *css, const prv_str_t *written);

/*
 * prv_css_decode(): a URL as written, without its escapes (section 4.3.7),
 * into dst, at most size bytes.  Returns the number of bytes.
 */

size_t prv_css_decode(unsigned char *dst, size_t size, const unsigned char *p,
    size_t len);


#endif /* _PRV_CSS_H_INCLUDED_ */
