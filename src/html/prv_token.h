
/*
 * The tokenization stage of WHATWG HTML, section 13.2.5, as far as it
 * decides where tags, attributes, comments and text begin and end.  It reads
 * each byte once, however the input was cut, keeps no byte of it, and stops
 * only where the caller has something to decide.
 */


#ifndef _PRV_TOKEN_H_INCLUDED_
#define _PRV_TOKEN_H_INCLUDED_


#include "html/prv_elements.h"


/* why prv_token_next() returned */

typedef enum {
    PRV_TK_MORE = 0,            /* the chunk is read to its end */
    PRV_TK_TAG,                 /* a whole tag, [tk->start, tk->p) */
    PRV_TK_TEXT,                /* "watch": text that is not white space
                                   stands at tk->text; asked once */
    PRV_TK_COMMENT,             /* "every": a whole comment, also a bogus
                                   one, its text [tk->data, tk->data_end) */
    PRV_TK_DOCTYPE,             /* "every", or "watch" */
    PRV_TK_PI,                  /* "xml": a whole processing instruction */
    PRV_TK_CDATA,               /* "every": its text, as of a comment */
    PRV_TK_NOTHING,             /* "every": "</>" */
    PRV_TK_BRACKET,             /* "doubt": "<![" at tk->start was read: of a
                                   CDATA section, or of a bogus comment */
    PRV_TK_ATTR,                /* "cut": an attribute of tk->cut begins at
                                   tk->attr_start … */
    PRV_TK_VALUE                /* … and has ended */
} prv_token_e;


typedef enum {
    PRV_ST_DATA = 0,
    PRV_ST_RCDATA,
    PRV_ST_RAWTEXT,
    PRV_ST_SCRIPT,
    PRV_ST_PLAINTEXT,
    PRV_ST_CDATA,

    PRV_ST_ESCAPED,             /* script data escaped, and so on: the names
                                   are the standard's */
    PRV_ST_ESCAPED_DASH,
    PRV_ST_ESCAPED_DASH_DASH,
    PRV_ST_ESCAPED_LT,
    PRV_ST_ESCAPE_START,
    PRV_ST_ESCAPE_START_DASH,
    PRV_ST_DOUBLE_START,
    PRV_ST_DOUBLE,
    PRV_ST_DOUBLE_DASH,
    PRV_ST_DOUBLE_DASH_DASH,
    PRV_ST_DOUBLE_LT,
    PRV_ST_DOUBLE_END,
    PRV_ST_SCRIPT_LT,
    PRV_ST_RAW_LT,
    PRV_ST_RAW_NAME,

    PRV_ST_TAG_OPEN,
    PRV_ST_END_OPEN,
    PRV_ST_TAG_NAME,
    PRV_ST_BEFORE_ATTR,
    PRV_ST_ATTR_NAME,
    PRV_ST_AFTER_NAME,
    PRV_ST_BEFORE_VALUE,
    PRV_ST_VALUE_DOUBLE,
    PRV_ST_VALUE_SINGLE,
    PRV_ST_VALUE,
    PRV_ST_SELF_CLOSING,

    PRV_ST_MARKUP,
    PRV_ST_MARKUP_DASH,
    PRV_ST_MARKUP_DOCTYPE,
    PRV_ST_MARKUP_CDATA,
    PRV_ST_BOGUS,
    PRV_ST_PI,                  /* of XML, which "?>" ends */
    PRV_ST_DOCTYPE,
    PRV_ST_COMMENT_START,
    PRV_ST_COMMENT_START_DASH,
    PRV_ST_COMMENT,
    PRV_ST_COMMENT_DASH,
    PRV_ST_COMMENT_END,
    PRV_ST_COMMENT_BANG,

    PRV_ST_CDATA_BRACKET,
    PRV_ST_CDATA_END
} prv_state_e;


/* a value as written, relative to the tag's "<" */

typedef struct {
    uint64_t              value;
    uint64_t              len;
} prv_attr_t;


typedef struct {

    /* the chunk; base is the document offset of its first byte */

    const unsigned char  *chunk;
    const unsigned char  *p;
    const unsigned char  *end;
    uint64_t              base;

    prv_state_e           state;
    prv_state_e           back;         /* where a failed end tag returns to */

    /* what the caller asks for */

    unsigned              every:1;      /* all tags; comments and doctypes */
    unsigned              watch:1;      /* the first text of DATA */
    unsigned              foreign:1;    /* CDATA sections are some */
    unsigned              doubt:1;      /* … or are they? */
    unsigned              abroad:1;     /* URLs are relative to another host */
    unsigned              xml:1;        /* names have prefixes, and so on */
    uint64_t              limit;        /* a tag stops there once, 0: never:
                                           PRV_TK_MORE before tk->end */
    prv_ats_t             cut;          /* tell of these attributes, prv_at(),
                                           from here to the tag's end */

    /* the tag: read these when PRV_TK_TAG was returned */

    unsigned              end_tag:1;
    unsigned              self_closing:1;
    unsigned              para:2;       /* a <p> may be open: now, and
                                           before the last of <p>, </p> */
    unsigned              raw_end:1;    /* it ended a raw text element */
    unsigned              in_tag:1;     /* a tag has begun and not ended */
    unsigned              over:1;       /* it has passed the limit */
    unsigned              prefixed:1;   /* its name had one */
    unsigned              subset:1;     /* the doctype has one inside */
    unsigned              cutting:1;
    uint64_t              start;        /* document offset of "<" */
    uint64_t              text;
    uint64_t              data;
    uint64_t              data_end;
    size_t                name_len;     /* may pass PRV_NAME_MAX */
    unsigned char         name[PRV_NAME_MAX + 8];
    const prv_element_t  *element;      /* or NULL */
    prv_ats_t             seen;         /* prv_at() of what attrs[] holds */
    prv_attr_t            attrs[PRV_ATTRS];

    /* raw text */

    unsigned char         raw[PRV_NAME_MAX];
    size_t                raw_len;
    size_t                match;

    /* the attribute that is being read */

    prv_ats_t             want;
    prv_at_e              attr;
    uint64_t              attr_start;   /* document offset of its name */
    uint64_t              value;        /* … and of its value */
    size_t                attr_len;     /* of the part of its name that is in
                                           attr_name, and beyond */
    unsigned char         attr_name[PRV_ATTR_NAME_MAX];
} prv_tokenizer_t;


/* prv_token_init(): at the beginning of a document, in the data state */

void prv_token_init(prv_tokenizer_t *tk);

/*
 * prv_token_feed(): the next chunk, which must live until prv_token_next()
 * has returned PRV_TK_MORE.
 */

void prv_token_feed(prv_tokenizer_t *tk, const unsigned char *p, size_t len);

/*
 * prv_token_next(): reads on to what the caller must know.  Behind a start
 * tag the state is data; a caller that knows better calls prv_token_raw().
 */

prv_token_e prv_token_next(prv_tokenizer_t *tk);

/*
 * prv_token_raw(): what follows is the text of an element of that name
 * (lower case, at most PRV_NAME_MAX bytes), which only its end tag ends;
 * state is PRV_ST_RCDATA, PRV_ST_RAWTEXT, PRV_ST_SCRIPT or PRV_ST_PLAINTEXT.
 */

void prv_token_raw(prv_tokenizer_t *tk, prv_state_e state,
    const unsigned char *name, size_t len);

/* document offset of the next byte */

#define prv_token_offset(tk)                                                  \
    ((tk)->base + (uint64_t) ((tk)->p - (tk)->chunk))


#endif /* _PRV_TOKEN_H_INCLUDED_ */
