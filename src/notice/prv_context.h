
/*
 * Where in the markup a byte of a template stands, and how a value must be
 * escaped to stand there too.
 */


#ifndef _PRV_CONTEXT_H_INCLUDED_
#define _PRV_CONTEXT_H_INCLUDED_


#include "base/prv_buf.h"


typedef enum {
    PRV_IN_DATA = 0,
    PRV_IN_TAG_OPEN,            /* behind "<" */
    PRV_IN_TAG_NAME,
    PRV_IN_TAG,                 /* inside a tag, before an attribute */
    PRV_IN_NAME,                /* an attribute's name */
    PRV_IN_EQUALS,              /* behind "=" */
    PRV_IN_VALUE,               /* a quoted value */
    PRV_IN_UNQUOTED,
    PRV_IN_MARKUP,              /* "<!" */
    PRV_IN_BOGUS,               /* "<?", "<!x", "</ ": to the next ">" */
    PRV_IN_COMMENT,
    PRV_IN_TEXT,                /* title, textarea: character references */
    PRV_IN_SCRIPT,
    PRV_IN_STYLE                /* style and other raw text */
} prv_spot_e;


typedef enum {
    PRV_ATTRIBUTE_PLAIN = 0,
    PRV_ATTRIBUTE_URL,
    PRV_ATTRIBUTE_STYLE,
    PRV_ATTRIBUTE_UNSAFE        /* on…, srcdoc, srcset */
} prv_attribute_e;


typedef enum {
    PRV_ESCAPE_HTML = 0,
    PRV_ESCAPE_URL,             /* a whole URL, scheme and all */
    PRV_ESCAPE_PATH,            /* a piece of a URL's path */
    PRV_ESCAPE_ARGUMENT,        /* a piece behind "?" or "#" */
    PRV_ESCAPE_SCRIPT,          /* a JavaScript string, with its quotes */
    PRV_ESCAPE_STRING           /* inside of one */
} prv_escape_e;


/* where in a comment (WHATWG HTML, sections 13.2.5.43 to 52) */

typedef enum {
    PRV_COMMENT_TEXT = 0,
    PRV_COMMENT_START,          /* "<!--" */
    PRV_COMMENT_START_DASH,     /* "<!---" */
    PRV_COMMENT_DASH,           /* "-" */
    PRV_COMMENT_END,            /* "--" */
    PRV_COMMENT_BANG            /* "--!" */
} prv_comment_e;


typedef struct {
    prv_spot_e       at;
    prv_attribute_e  attribute;
    unsigned char    quote;         /* of a value, or of a script's string */
    unsigned         started:1;     /* the value has a first byte */
    unsigned         query:1;       /* and a "?" or "#" */
    unsigned         end_tag:1;
    unsigned         escaped:1;     /* behind a "\" in a script */
    unsigned         dash:1;        /* behind "<!-" */
    unsigned         slash:1;       /* behind a "/" in a tag */
    unsigned         hidden:1;      /* behind "<!--" in a script */
    unsigned         lost:1;        /* browsers may read it in two ways */
    prv_comment_e    comment;
    uint64_t         tail;          /* a script's last eight bytes */
    unsigned         name_len;      /* 0: no attribute's name is open */
    unsigned         element_len;
    char             name[16];      /* of an attribute or an end tag */
    char             element[16];
} prv_context_t;


/* prv_context_feed(): follows the markup over one byte */

void prv_context_feed(prv_context_t *ctx, unsigned char c);

/*
 * prv_context_same(): 1 when both mean the same for what follows, but for
 * "query", where the one that is set is right for both.
 */

int prv_context_same(const prv_context_t *a, const prv_context_t *b);

/*
 * prv_context_escape(): how a value must be escaped here, or -1 with a
 * reason in *why where no escaping is safe; with style set the value is one
 * of our own making that may stand in a style attribute, and only there.
 * The context is advanced over the value.
 */

int prv_context_escape(prv_context_t *ctx, unsigned style, const char **why);

/*
 * prv_escape(): adds s, escaped; with ascii set as ASCII alone.  Bytes that
 * are not UTF-8 become U+FFFD then, and in scripts always.
 */

void prv_escape(prv_buf_t *b, prv_escape_e how, const prv_str_t *s,
    unsigned ascii);

/*
 * prv_escape_literal(): adds a template's own text as ASCII: in markup with
 * character references, in scripts and styles with their own escapes.
 */

void prv_escape_literal(prv_buf_t *b, prv_spot_e at, const prv_str_t *s);


#endif /* _PRV_CONTEXT_H_INCLUDED_ */
