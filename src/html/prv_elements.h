
/*
 * The elements and attributes that make a browser load, send or navigate,
 * or that decide what is markup.  A new element is a row.
 */


#ifndef _PRV_ELEMENTS_H_INCLUDED_
#define _PRV_ELEMENTS_H_INCLUDED_


#include "base/prv_base.h"


#define PRV_NAME_MAX       16       /* longer tag names are in no row */
#define PRV_ATTR_NAME_MAX  24


typedef enum {
    PRV_EL_NONE = 0,
    PRV_EL_OTHER,               /* nothing but its attributes count */
    PRV_EL_SCRIPT,
    PRV_EL_IMG,
    PRV_EL_IMAGE,               /* <img> in HTML, its own in SVG */
    PRV_EL_FEIMAGE,
    PRV_EL_USE,
    PRV_EL_ANIMATE,             /* set, animate */
    PRV_EL_SOURCE,
    PRV_EL_IFRAME,
    PRV_EL_FRAME,
    PRV_EL_LINK,
    PRV_EL_EMBED,
    PRV_EL_OBJECT,
    PRV_EL_APPLET,
    PRV_EL_PARAM,
    PRV_EL_MEDIA,               /* video, audio, bgsound */
    PRV_EL_TRACK,
    PRV_EL_INPUT,
    PRV_EL_META,
    PRV_EL_BASE,
    PRV_EL_A,
    PRV_EL_AMP,
    PRV_EL_NOSCRIPT,
    PRV_EL_SVG,
    PRV_EL_MATH,
    PRV_EL_POINT,               /* foreignObject, desc, mi … */
    PRV_EL_ANNOTATION,
    PRV_EL_TEMPLATE,
    PRV_EL_SELECT,
    PRV_EL_FRAMESET,
    PRV_EL_HTML,
    PRV_EL_HEAD,
    PRV_EL_BODY,
    PRV_EL_BR,
    PRV_EL_P,
    PRV_EL_STYLE,
    PRV_EL_RAW,                 /* xmp, noembed, noframes */
    PRV_EL_RCDATA,              /* title, textarea */
    PRV_EL_PLAINTEXT,
    PRV_EL_COL,
    PRV_EL_ROW,                 /* what ends a column group */
    PRV_EL_PRE
} prv_el_e;


typedef enum {
    PRV_AT_NONE = 0,
    PRV_AT_MARK,                /* data-privacy-category */
    PRV_AT_SRC,
    PRV_AT_SRCSET,
    PRV_AT_HREF,
    PRV_AT_XLINK,               /* xlink:href */
    PRV_AT_TYPE,
    PRV_AT_LANGUAGE,
    PRV_AT_NONCE,
    PRV_AT_REL,
    PRV_AT_DATASRC,             /* data-src, of scripts that wait */
    PRV_AT_ROCKETSRC,           /* data-rocket-src */
    PRV_AT_IMAGESRCSET,
    PRV_AT_CONTENT,
    PRV_AT_EQUIV,               /* http-equiv */
    PRV_AT_CHARSET,
    PRV_AT_DATA,
    PRV_AT_PING,
    PRV_AT_BACKGROUND,
    PRV_AT_POSTER,
    PRV_AT_SRCDOC,
    PRV_AT_CODE,
    PRV_AT_ARCHIVE,
    PRV_AT_CODEBASE,
    PRV_AT_CONFIG,
    PRV_AT_ENCODING,
    PRV_AT_NAME,
    PRV_AT_VALUE,
    PRV_AT_ATTRSRC,             /* attributionsrc */
    PRV_AT_LOWSRC,
    PRV_AT_DYNSRC,
    PRV_AT_TO,                  /* of what animates a reference */
    PRV_AT_FROM,
    PRV_AT_BY,
    PRV_AT_VALUES,
    PRV_AT_INLINE_STYLE,        /* of any element; and, in SVG, */
    PRV_AT_FILL,                /* what else holds a value of CSS */
    PRV_AT_STROKE,
    PRV_AT_FILTER,
    PRV_AT_MASK,
    PRV_AT_CLIP_PATH,
    PRV_AT_CURSOR,
    PRV_AT_MARKER_START,
    PRV_AT_MARKER_MID,
    PRV_AT_MARKER_END,
    PRV_ATTRS
} prv_at_e;


typedef uint64_t  prv_ats_t;      /* a set of attributes */

#define prv_at(id)  (UINT64_C(1) << (id))


/* what a row says besides */

#define PRV_EF_HEAD    0x01     /* may stand before <body> */
#define PRV_EF_VOID    0x02     /* has no content */
#define PRV_EF_END     0x04     /* its end tag counts */
#define PRV_EF_ATTR    0x08     /* counts only with a wanted attribute */
#define PRV_EF_BREAK   0x10     /* ends svg and math */
#define PRV_EF_OKAY    0x20     /* "frameset-ok" survives it */


typedef struct {
    unsigned char  name[PRV_NAME_MAX];      /* padded with zeroes */
    size_t         len;
    prv_el_e       id;
    unsigned       kind;        /* prv_found_e */
    prv_ats_t      want;        /* prv_at() of what it loads by … */
    unsigned       flags;
} prv_element_t;


/* no two names share a value: the compiler refuses two of one index */

#define prv_name_hash(first, second, last, len)                               \
    (((first) * 255 + (second) * 203 + (last) * 153 + (len) * 92) & 255)

extern const prv_element_t  prv_elements[256];

/* prv_element_row(): the only row that a name may have, or an empty one */

#define prv_element_row(name, len)                                            \
    (&prv_elements[prv_name_hash((name)[0], (name)[1], (name)[(len) - 1],     \
                                 len)])

/*
 * prv_element(): the row of a tag name, lower case and padded with zeroes to
 * PRV_NAME_MAX bytes; NULL where there is none.
 */

const prv_element_t *prv_element(const unsigned char *name, size_t len);

/*
 * prv_attribute(): which of the wanted attributes is named; any case.
 * PRV_AT_NONE for any other.
 */

prv_at_e prv_attribute(const unsigned char *name, size_t len, prv_ats_t want);


/* prv_at() of all the attributes whose names have that length */

extern const prv_ats_t  prv_attribute_lens[PRV_ATTR_NAME_MAX + 1];

/* … and by the low five bits of the letter that they begin with */

extern const prv_ats_t  prv_attribute_firsts[32];

/* prv_attribute_wanted(): may one of those wanted have such a name? */

#define prv_attribute_wanted(len, first, want)                                \
    ((len) <= PRV_ATTR_NAME_MAX                                               \
     && ((want) & prv_attribute_lens[len]                                     \
         & prv_attribute_firsts[(first) & 31]))


/* the names, indexed by prv_at_e, and the attributes that hold URLs */

extern const prv_str_t  prv_attribute_names[PRV_ATTRS];

#define PRV_AT_URLS                                                           \
    (prv_at(PRV_AT_SRC) | prv_at(PRV_AT_SRCSET) | prv_at(PRV_AT_HREF)         \
     | prv_at(PRV_AT_XLINK) | prv_at(PRV_AT_IMAGESRCSET)                      \
     | prv_at(PRV_AT_DATA) | prv_at(PRV_AT_PING)                              \
     | prv_at(PRV_AT_BACKGROUND) | prv_at(PRV_AT_POSTER)                      \
     | prv_at(PRV_AT_SRCDOC) | prv_at(PRV_AT_CODE) | prv_at(PRV_AT_ARCHIVE)   \
     | prv_at(PRV_AT_CODEBASE) | prv_at(PRV_AT_CONFIG)                        \
     | prv_at(PRV_AT_ATTRSRC) | prv_at(PRV_AT_LOWSRC)                         \
     | prv_at(PRV_AT_DYNSRC) | prv_at(PRV_AT_DATASRC)                         \
     | prv_at(PRV_AT_ROCKETSRC) | prv_at(PRV_AT_TO)                           \
     | prv_at(PRV_AT_FROM) | prv_at(PRV_AT_BY) | prv_at(PRV_AT_VALUES))


/* … and those that hold CSS */

#define PRV_AT_CSS                                                            \
    (prv_at(PRV_ATTRS) - prv_at(PRV_AT_INLINE_STYLE))


#endif /* _PRV_ELEMENTS_H_INCLUDED_ */
