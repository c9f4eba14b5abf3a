
#include "html/prv_elements.h"
#include "html/prv_rewriter.h"


#define prv_row(first, second, last, name, id, kind, want, flags)             \
    [prv_name_hash(first, second, last, sizeof(name) - 1)] =                  \
        { name, sizeof(name) - 1, id, kind, want, flags }


/* "attributionsrc" reports to whom it names, from any of these */

#define PRV_W_SCRIPT  (prv_at(PRV_AT_SRC) | prv_at(PRV_AT_TYPE)               \
                       | prv_at(PRV_AT_LANGUAGE) | prv_at(PRV_AT_NONCE)       \
                       | prv_at(PRV_AT_HREF) | prv_at(PRV_AT_XLINK)           \
                       | prv_at(PRV_AT_ATTRSRC) | prv_at(PRV_AT_DATASRC)      \
                       | prv_at(PRV_AT_ROCKETSRC))

#define PRV_W_IMG     (prv_at(PRV_AT_SRC) | prv_at(PRV_AT_SRCSET)             \
                       | prv_at(PRV_AT_HREF) | prv_at(PRV_AT_XLINK)           \
                       | prv_at(PRV_AT_LOWSRC) | prv_at(PRV_AT_DYNSRC)        \
                       | prv_at(PRV_AT_ATTRSRC))

#define PRV_W_HREF    (prv_at(PRV_AT_HREF) | prv_at(PRV_AT_XLINK))

#define PRV_W_ANIMATE (prv_at(PRV_AT_TO) | prv_at(PRV_AT_FROM)                \
                       | prv_at(PRV_AT_BY) | prv_at(PRV_AT_VALUES))

#define PRV_W_LINK    (prv_at(PRV_AT_HREF) | prv_at(PRV_AT_REL)               \
                       | prv_at(PRV_AT_IMAGESRCSET))

#define PRV_W_OBJECT  (prv_at(PRV_AT_DATA) | prv_at(PRV_AT_CODEBASE)          \
                       | prv_at(PRV_AT_ARCHIVE) | prv_at(PRV_AT_CODE))

#define PRV_W_MEDIA   (prv_at(PRV_AT_SRC) | prv_at(PRV_AT_POSTER))

#define PRV_W_META    (prv_at(PRV_AT_CONTENT) | prv_at(PRV_AT_EQUIV)          \
                       | prv_at(PRV_AT_CHARSET))

#define PRV_W_PING    (prv_at(PRV_AT_PING) | prv_at(PRV_AT_ATTRSRC))

#define PRV_W_AMP     (prv_at(PRV_AT_SRC) | prv_at(PRV_AT_TYPE)               \
                       | prv_at(PRV_AT_CONFIG) | prv_at(PRV_AT_SRCSET))


const prv_element_t  prv_elements[256] = {

    prv_row('s', 'c', 't', "script", PRV_EL_SCRIPT, PRV_FOUND_SCRIPT,
            PRV_W_SCRIPT, PRV_EF_HEAD|PRV_EF_OKAY),

    prv_row('i', 'm', 'g', "img", PRV_EL_IMG, PRV_FOUND_IMAGE, PRV_W_IMG,
            PRV_EF_VOID|PRV_EF_BREAK),
    prv_row('i', 'm', 'e', "image", PRV_EL_IMAGE, PRV_FOUND_IMAGE, PRV_W_IMG,
            PRV_EF_VOID),
    prv_row('f', 'e', 'e', "feimage", PRV_EL_FEIMAGE, PRV_FOUND_IMAGE,
            PRV_W_HREF, 0),
    prv_row('u', 's', 'e', "use", PRV_EL_USE, PRV_FOUND_IMAGE, PRV_W_HREF,
            PRV_EF_ATTR),
    prv_row('s', 'e', 't', "set", PRV_EL_ANIMATE, PRV_FOUND_IMAGE,
            PRV_W_ANIMATE, PRV_EF_ATTR),
    prv_row('a', 'n', 'e', "animate", PRV_EL_ANIMATE, PRV_FOUND_IMAGE,
            PRV_W_ANIMATE, PRV_EF_ATTR),
    prv_row('s', 'o', 'e', "source", PRV_EL_SOURCE, PRV_FOUND_MEDIA,
            prv_at(PRV_AT_SRC)|prv_at(PRV_AT_SRCSET),
            PRV_EF_VOID|PRV_EF_OKAY),

    prv_row('i', 'f', 'e', "iframe", PRV_EL_IFRAME, PRV_FOUND_FRAME,
            prv_at(PRV_AT_SRC)|prv_at(PRV_AT_SRCDOC), 0),
    prv_row('f', 'r', 'e', "frame", PRV_EL_FRAME, PRV_FOUND_FRAME,
            prv_at(PRV_AT_SRC), PRV_EF_VOID|PRV_EF_OKAY),

    prv_row('l', 'i', 'k', "link", PRV_EL_LINK, PRV_FOUND_LINK, PRV_W_LINK,
            PRV_EF_HEAD|PRV_EF_VOID|PRV_EF_OKAY),

    prv_row('e', 'm', 'd', "embed", PRV_EL_EMBED, PRV_FOUND_EMBED,
            prv_at(PRV_AT_SRC), PRV_EF_VOID|PRV_EF_BREAK),
    prv_row('o', 'b', 't', "object", PRV_EL_OBJECT, PRV_FOUND_EMBED,
            PRV_W_OBJECT, 0),
    prv_row('a', 'p', 't', "applet", PRV_EL_APPLET, PRV_FOUND_EMBED,
            PRV_W_OBJECT, 0),
    prv_row('p', 'a', 'm', "param", PRV_EL_PARAM, PRV_FOUND_EMBED,
            prv_at(PRV_AT_NAME)|prv_at(PRV_AT_VALUE),
            PRV_EF_VOID|PRV_EF_OKAY),

    prv_row('v', 'i', 'o', "video", PRV_EL_MEDIA, PRV_FOUND_MEDIA,
            PRV_W_MEDIA, PRV_EF_OKAY),
    prv_row('a', 'u', 'o', "audio", PRV_EL_MEDIA, PRV_FOUND_MEDIA,
            PRV_W_MEDIA, PRV_EF_OKAY),
    prv_row('b', 'g', 'd', "bgsound", PRV_EL_TRACK, PRV_FOUND_MEDIA,
            prv_at(PRV_AT_SRC), PRV_EF_HEAD|PRV_EF_VOID|PRV_EF_OKAY),
    prv_row('t', 'r', 'k', "track", PRV_EL_TRACK, PRV_FOUND_MEDIA,
            prv_at(PRV_AT_SRC), PRV_EF_VOID|PRV_EF_OKAY),

    prv_row('i', 'n', 't', "input", PRV_EL_INPUT, PRV_FOUND_IMAGE,
            prv_at(PRV_AT_SRC)|prv_at(PRV_AT_TYPE),
            PRV_EF_VOID|PRV_EF_ATTR),

    prv_row('m', 'e', 'a', "meta", PRV_EL_META, PRV_FOUND_REFRESH,
            PRV_W_META, PRV_EF_HEAD|PRV_EF_VOID|PRV_EF_BREAK|PRV_EF_OKAY),
    prv_row('b', 'a', 'e', "base", PRV_EL_BASE, PRV_FOUND_OTHER,
            prv_at(PRV_AT_HREF), PRV_EF_HEAD|PRV_EF_VOID|PRV_EF_OKAY),
    prv_row('b', 'a', 't', "basefont", PRV_EL_OTHER, PRV_FOUND_OTHER, 0,
            PRV_EF_HEAD|PRV_EF_VOID|PRV_EF_ATTR|PRV_EF_OKAY),

    prv_row('a', '\0', 'a', "a", PRV_EL_A, PRV_FOUND_PING, PRV_W_PING,
            PRV_EF_ATTR|PRV_EF_OKAY),
    prv_row('a', 'r', 'a', "area", PRV_EL_A, PRV_FOUND_PING, PRV_W_PING,
            PRV_EF_ATTR|PRV_EF_VOID),

    prv_row('a', 'm', 'l', "amp-pixel", PRV_EL_AMP, PRV_FOUND_IMAGE,
            PRV_W_AMP, 0),
    prv_row('a', 'm', 's', "amp-analytics", PRV_EL_AMP, PRV_FOUND_SCRIPT,
            PRV_W_AMP, 0),
    prv_row('a', 'm', 'd', "amp-ad", PRV_EL_AMP, PRV_FOUND_FRAME,
            PRV_W_AMP, 0),
    prv_row('a', 'm', 'e', "amp-iframe", PRV_EL_AMP, PRV_FOUND_FRAME,
            PRV_W_AMP, 0),
    prv_row('a', 'm', 'g', "amp-img", PRV_EL_AMP, PRV_FOUND_IMAGE,
            PRV_W_AMP, 0),

    prv_row('n', 'o', 't', "noscript", PRV_EL_NOSCRIPT, PRV_FOUND_OTHER, 0,
            PRV_EF_HEAD|PRV_EF_END|PRV_EF_OKAY),

    prv_row('s', 'v', 'g', "svg", PRV_EL_SVG, PRV_FOUND_OTHER, PRV_AT_CSS,
            PRV_EF_END),
    prv_row('m', 'a', 'h', "math", PRV_EL_MATH, PRV_FOUND_OTHER, 0,
            PRV_EF_END),
    prv_row('f', 'o', 't', "foreignobject", PRV_EL_POINT, PRV_FOUND_OTHER, 0,
            PRV_EF_END),
    prv_row('d', 'e', 'c', "desc", PRV_EL_POINT, PRV_FOUND_OTHER, 0,
            PRV_EF_END),
    prv_row('a', 'n', 'l', "annotation-xml", PRV_EL_ANNOTATION,
            PRV_FOUND_OTHER, prv_at(PRV_AT_ENCODING), PRV_EF_END),
    prv_row('m', 'i', 'i', "mi", PRV_EL_POINT, PRV_FOUND_OTHER, 0,
            PRV_EF_END),
    prv_row('m', 'o', 'o', "mo", PRV_EL_POINT, PRV_FOUND_OTHER, 0,
            PRV_EF_END),
    prv_row('m', 'n', 'n', "mn", PRV_EL_POINT, PRV_FOUND_OTHER, 0,
            PRV_EF_END),
    prv_row('m', 's', 's', "ms", PRV_EL_POINT, PRV_FOUND_OTHER, 0,
            PRV_EF_END),
    prv_row('m', 't', 't', "mtext", PRV_EL_POINT, PRV_FOUND_OTHER, 0,
            PRV_EF_END),

    prv_row('t', 'e', 'e', "template", PRV_EL_TEMPLATE, PRV_FOUND_OTHER, 0,
            PRV_EF_HEAD|PRV_EF_END|PRV_EF_OKAY),
    prv_row('s', 'e', 't', "select", PRV_EL_SELECT, PRV_FOUND_OTHER, 0,
            PRV_EF_END),
    prv_row('f', 'r', 't', "frameset", PRV_EL_FRAMESET, PRV_FOUND_OTHER, 0,
            PRV_EF_END|PRV_EF_OKAY),

    prv_row('h', 't', 'l', "html", PRV_EL_HTML, PRV_FOUND_OTHER, 0,
            PRV_EF_HEAD|PRV_EF_END|PRV_EF_OKAY),
    prv_row('h', 'e', 'd', "head", PRV_EL_HEAD, PRV_FOUND_OTHER, 0,
            PRV_EF_HEAD|PRV_EF_END|PRV_EF_OKAY),
    prv_row('b', 'o', 'y', "body", PRV_EL_BODY, PRV_FOUND_IMAGE,
            prv_at(PRV_AT_BACKGROUND), PRV_EF_END),

    prv_row('s', 't', 'e', "style", PRV_EL_STYLE, PRV_FOUND_OTHER, 0,
            PRV_EF_HEAD|PRV_EF_OKAY),
    prv_row('x', 'm', 'p', "xmp", PRV_EL_RAW, PRV_FOUND_OTHER, 0, 0),
    prv_row('n', 'o', 'd', "noembed", PRV_EL_RAW, PRV_FOUND_OTHER, 0,
            PRV_EF_OKAY),
    prv_row('n', 'o', 's', "noframes", PRV_EL_RAW, PRV_FOUND_OTHER, 0,
            PRV_EF_HEAD|PRV_EF_OKAY),
    prv_row('t', 'i', 'e', "title", PRV_EL_RCDATA, PRV_FOUND_OTHER, 0,
            PRV_EF_HEAD|PRV_EF_END|PRV_EF_OKAY),
    prv_row('t', 'e', 'a', "textarea", PRV_EL_RCDATA, PRV_FOUND_OTHER, 0, 0),
    prv_row('p', 'l', 't', "plaintext", PRV_EL_PLAINTEXT, PRV_FOUND_OTHER, 0,
            0),

    prv_row('c', 'o', 'l', "col", PRV_EL_COL, PRV_FOUND_OTHER, 0,
            PRV_EF_OKAY),
    prv_row('c', 'o', 'p', "colgroup", PRV_EL_COL, PRV_FOUND_OTHER, 0,
            PRV_EF_END|PRV_EF_OKAY),

    prv_row('t', 'a', 'e', "table", PRV_EL_ROW, PRV_FOUND_IMAGE,
            prv_at(PRV_AT_BACKGROUND), PRV_EF_ATTR),
    prv_row('t', 'b', 'y', "tbody", PRV_EL_ROW, PRV_FOUND_IMAGE,
            prv_at(PRV_AT_BACKGROUND), 0),
    prv_row('t', 'h', 'd', "thead", PRV_EL_ROW, PRV_FOUND_IMAGE,
            prv_at(PRV_AT_BACKGROUND), 0),
    prv_row('t', 'f', 't', "tfoot", PRV_EL_ROW, PRV_FOUND_IMAGE,
            prv_at(PRV_AT_BACKGROUND), 0),
    prv_row('t', 'r', 'r', "tr", PRV_EL_ROW, PRV_FOUND_IMAGE,
            prv_at(PRV_AT_BACKGROUND), PRV_EF_ATTR),
    prv_row('t', 'd', 'd', "td", PRV_EL_ROW, PRV_FOUND_IMAGE,
            prv_at(PRV_AT_BACKGROUND), PRV_EF_ATTR),
    prv_row('t', 'h', 'h', "th", PRV_EL_ROW, PRV_FOUND_IMAGE,
            prv_at(PRV_AT_BACKGROUND), PRV_EF_ATTR),

    prv_row('p', 'r', 'e', "pre", PRV_EL_PRE, PRV_FOUND_OTHER, 0,
            0),
    prv_row('l', 'i', 'g', "listing", PRV_EL_PRE, PRV_FOUND_OTHER, 0,
            0)
};


const prv_str_t  prv_attribute_names[PRV_ATTRS] = {
    [PRV_AT_NONE] = prv_null_string,
    [PRV_AT_MARK] = prv_string("data-privacy-category"),
    [PRV_AT_SRC] = prv_string("src"),
    [PRV_AT_SRCSET] = prv_string("srcset"),
    [PRV_AT_HREF] = prv_string("href"),
    [PRV_AT_XLINK] = prv_string("xlink:href"),
    [PRV_AT_TYPE] = prv_string("type"),
    [PRV_AT_LANGUAGE] = prv_string("language"),
    [PRV_AT_NONCE] = prv_string("nonce"),
    [PRV_AT_REL] = prv_string("rel"),
    [PRV_AT_DATASRC] = prv_string("data-src"),
    [PRV_AT_ROCKETSRC] = prv_string("data-rocket-src"),
    [PRV_AT_IMAGESRCSET] = prv_string("imagesrcset"),
    [PRV_AT_CONTENT] = prv_string("content"),
    [PRV_AT_EQUIV] = prv_string("http-equiv"),
    [PRV_AT_CHARSET] = prv_string("charset"),
    [PRV_AT_DATA] = prv_string("data"),
    [PRV_AT_PING] = prv_string("ping"),
    [PRV_AT_BACKGROUND] = prv_string("background"),
    [PRV_AT_POSTER] = prv_string("poster"),
    [PRV_AT_SRCDOC] = prv_string("srcdoc"),
    [PRV_AT_CODE] = prv_string("code"),
    [PRV_AT_ARCHIVE] = prv_string("archive"),
    [PRV_AT_CODEBASE] = prv_string("codebase"),
    [PRV_AT_CONFIG] = prv_string("config"),
    [PRV_AT_ENCODING] = prv_string("encoding"),
    [PRV_AT_NAME] = prv_string("name"),
    [PRV_AT_VALUE] = prv_string("value"),
    [PRV_AT_ATTRSRC] = prv_string("attributionsrc"),
    [PRV_AT_LOWSRC] = prv_string("lowsrc"),
    [PRV_AT_DYNSRC] = prv_string("dynsrc"),
    [PRV_AT_TO] = prv_string("to"),
    [PRV_AT_FROM] = prv_string("from"),
    [PRV_AT_BY] = prv_string("by"),
    [PRV_AT_VALUES] = prv_string("values"),
    [PRV_AT_INLINE_STYLE] = prv_string("style"),
    [PRV_AT_FILL] = prv_string("fill"),
    [PRV_AT_STROKE] = prv_string("stroke"),
    [PRV_AT_FILTER] = prv_string("filter"),
    [PRV_AT_MASK] = prv_string("mask"),
    [PRV_AT_CLIP_PATH] = prv_string("clip-path"),
    [PRV_AT_CURSOR] = prv_string("cursor"),
    [PRV_AT_MARKER_START] = prv_string("marker-start"),
    [PRV_AT_MARKER_MID] = prv_string("marker-mid"),
    [PRV_AT_MARKER_END] = prv_string("marker-end")
};


/* prv_at() of all the attributes whose names have that length */

const prv_ats_t  prv_attribute_lens[PRV_ATTR_NAME_MAX + 1] = {
    [2] = prv_at(PRV_AT_TO) | prv_at(PRV_AT_BY),
    [3] = prv_at(PRV_AT_SRC) | prv_at(PRV_AT_REL),
    [4] = prv_at(PRV_AT_HREF) | prv_at(PRV_AT_TYPE) | prv_at(PRV_AT_DATA)
          | prv_at(PRV_AT_PING) | prv_at(PRV_AT_CODE) | prv_at(PRV_AT_NAME)
          | prv_at(PRV_AT_FROM) | prv_at(PRV_AT_FILL) | prv_at(PRV_AT_MASK),
    [5] = prv_at(PRV_AT_NONCE) | prv_at(PRV_AT_VALUE)
          | prv_at(PRV_AT_INLINE_STYLE),
    [6] = prv_at(PRV_AT_SRCSET) | prv_at(PRV_AT_POSTER)
          | prv_at(PRV_AT_SRCDOC) | prv_at(PRV_AT_CONFIG)
          | prv_at(PRV_AT_LOWSRC) | prv_at(PRV_AT_DYNSRC)
          | prv_at(PRV_AT_VALUES) | prv_at(PRV_AT_STROKE)
          | prv_at(PRV_AT_FILTER) | prv_at(PRV_AT_CURSOR),
    [7] = prv_at(PRV_AT_CONTENT) | prv_at(PRV_AT_CHARSET)
          | prv_at(PRV_AT_ARCHIVE),
    [8] = prv_at(PRV_AT_LANGUAGE) | prv_at(PRV_AT_CODEBASE)
          | prv_at(PRV_AT_ENCODING) | prv_at(PRV_AT_DATASRC),
    [9] = prv_at(PRV_AT_CLIP_PATH),
    [10] = prv_at(PRV_AT_XLINK) | prv_at(PRV_AT_EQUIV)
           | prv_at(PRV_AT_BACKGROUND) | prv_at(PRV_AT_MARKER_MID)
           | prv_at(PRV_AT_MARKER_END),
    [11] = prv_at(PRV_AT_IMAGESRCSET),
    [12] = prv_at(PRV_AT_MARKER_START),
    [14] = prv_at(PRV_AT_ATTRSRC),
    [15] = prv_at(PRV_AT_ROCKETSRC),
    [21] = prv_at(PRV_AT_MARK)
};


/* prv_at() of all the attributes whose names begin with that letter */

const prv_ats_t  prv_attribute_firsts[32] = {
    ['a' & 31] = prv_at(PRV_AT_ARCHIVE) | prv_at(PRV_AT_ATTRSRC),
    ['b' & 31] = prv_at(PRV_AT_BACKGROUND) | prv_at(PRV_AT_BY),
    ['c' & 31] = prv_at(PRV_AT_CONTENT) | prv_at(PRV_AT_CHARSET)
          | prv_at(PRV_AT_CODE) | prv_at(PRV_AT_CODEBASE)
          | prv_at(PRV_AT_CONFIG) | prv_at(PRV_AT_CLIP_PATH)
          | prv_at(PRV_AT_CURSOR),
    ['d' & 31] = prv_at(PRV_AT_MARK) | prv_at(PRV_AT_DATASRC)
          | prv_at(PRV_AT_ROCKETSRC) | prv_at(PRV_AT_DATA)
          | prv_at(PRV_AT_DYNSRC),
    ['e' & 31] = prv_at(PRV_AT_ENCODING),
    ['f' & 31] = prv_at(PRV_AT_FROM) | prv_at(PRV_AT_FILL)
          | prv_at(PRV_AT_FILTER),
    ['h' & 31] = prv_at(PRV_AT_HREF) | prv_at(PRV_AT_EQUIV),
    ['i' & 31] = prv_at(PRV_AT_IMAGESRCSET),
    ['l' & 31] = prv_at(PRV_AT_LANGUAGE) | prv_at(PRV_AT_LOWSRC),
    ['m' & 31] = prv_at(PRV_AT_MASK) | prv_at(PRV_AT_MARKER_START)
          | prv_at(PRV_AT_MARKER_MID) | prv_at(PRV_AT_MARKER_END),
    ['n' & 31] = prv_at(PRV_AT_NONCE) | prv_at(PRV_AT_NAME),
    ['p' & 31] = prv_at(PRV_AT_PING) | prv_at(PRV_AT_POSTER),
    ['r' & 31] = prv_at(PRV_AT_REL),
    ['s' & 31] = prv_at(PRV_AT_SRC) | prv_at(PRV_AT_SRCSET)
          | prv_at(PRV_AT_SRCDOC) | prv_at(PRV_AT_INLINE_STYLE)
          | prv_at(PRV_AT_STROKE),
    ['t' & 31] = prv_at(PRV_AT_TYPE) | prv_at(PRV_AT_TO),
    ['v' & 31] = prv_at(PRV_AT_VALUE) | prv_at(PRV_AT_VALUES),
    ['x' & 31] = prv_at(PRV_AT_XLINK)
};


const prv_element_t *
prv_element(const unsigned char *name, size_t len)
{
    const prv_element_t  *e;

    if (len == 0 || len > PRV_NAME_MAX) {
        return NULL;
    }

    e = prv_element_row(name, len);

    if (e->len != len || memcmp(e->name, name, len) != 0) {
        return NULL;
    }

    return e;
}


prv_at_e
prv_attribute(const unsigned char *name, size_t len, prv_ats_t want)
{
    int                id;
    size_t             i;
    const prv_str_t   *s;

    if (len > PRV_ATTR_NAME_MAX) {
        return PRV_AT_NONE;
    }

    want &= prv_attribute_lens[len];

    for ( /* void */ ; want; want &= want - 1) {

        id = __builtin_ctzll(want);
        s = &prv_attribute_names[id];

        for (i = 0; i < len && prv_lower(name[i]) == s->data[i]; i++) {
            /* void */
        }

        if (i == len) {
            return (prv_at_e) id;
        }
    }

    return PRV_AT_NONE;
}
