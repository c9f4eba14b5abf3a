
/*
 * What the files of the rewriter share; nobody else includes it.
 */


#ifndef _PRV_HTML_H_INCLUDED_
#define _PRV_HTML_H_INCLUDED_


#include "base/prv_buf.h"
#include "html/prv_css.h"
#include "html/prv_rewriter.h"
#include "html/prv_token.h"


#define PRV_NS_DEPTH    64
#define PRV_SRCDOC_MAX  3
#define PRV_SRCDOC_GROWS  4         /* times the limit, at most */
#define PRV_DROP_DEPTH  64
#define PRV_BASES       3


typedef enum {
    PRV_MODE_PASS = 0,
    PRV_MODE_INLINE,            /* an inline script is being held */
    PRV_MODE_STYLE,             /* a style sheet passes */
    PRV_MODE_DROP_RAW,          /* to the end tag of the raw text element */
    PRV_MODE_DROP_TREE          /* to the end tag that matches */
} prv_mode_e;


typedef enum {
    PRV_NS_HTML = 0,
    PRV_NS_SVG,
    PRV_NS_MATH,
    PRV_NS_POINT                /* HTML again, inside of either */
} prv_ns_e;


/* what is to become of a tag that is longer than the limit */

typedef enum {
    PRV_LONG_NONE = 0,
    PRV_LONG_PASS,
    PRV_LONG_TAG,               /* the tag goes, its content stays */
    PRV_LONG_STRIP
} prv_long_e;


/* what to do with an element */

typedef struct {
    prv_match_t                 match;      /* of what is refused */
    prv_found_e                 kind;
    prv_str_t                   host;
    prv_ats_t                   edit;       /* prv_at() to take away, or, in
                                               block mode, to rename */
    prv_ats_t                   kept;       /* of these, the sets of which
                                               some candidates stay */
    unsigned                    refused:1;  /* the element as a whole */
    unsigned                    marked:1;   /* because of the operator's mark */
} prv_verdict_t;


struct prv_rewriter_s {
    const prv_rewriter_conf_t  *conf;
    prv_rewriter_conf_t         open;       /* where nothing is refused */
    const prv_gate_t           *gate;
    const prv_sink_t           *sink;
    prv_mem_t                  *mem;

    /* [from, …) of the chunk has not been passed on yet, nor has what is
       held; the held bytes come right before it */

    const unsigned char        *from;
    unsigned char              *hold;
    size_t                      hold_len;
    size_t                      hold_size;

    prv_mode_e                  mode;
    prv_long_e                  too_long;
    prv_long_e                  css_long;   /* of an attribute behind that */
    prv_long_e                  pi_long;    /* of an instruction of XML */
    uint64_t                    script;     /* offset of an inline script,
                                               or a style sheet */
    uint64_t                    text;       /* offset of its text */
    uint64_t                    pre;        /* offset behind <pre> */
    uint64_t                    point;      /* … behind <foreignObject> … */
    uint32_t                    nonce;      /* its nonce, in the tag */
    uint32_t                    nonce_len;

    unsigned                    xml:1;
    unsigned                    headed:1;   /* <head> is behind us */
    unsigned                    placed:1;   /* <body> is behind us */
    unsigned                    inserted:1;
    unsigned                    document:1;
    unsigned                    noscript:1;
    unsigned                    ending:1;   /* its end tag has begun */
    unsigned                    based:1;    /* a <base href> that counts */
    unsigned                    settled:1;  /* … and no other does */
    unsigned                    rebased:1;  /* … not what counts without */
    unsigned                    vague:1;    /* more than PRV_BASES may be */
    unsigned                    inherits:1; /* without, it is outer's */
    unsigned                    scripted:1; /* in an inline script */
    unsigned                    prefixed:1; /* … whose name has a prefix */
    unsigned                    columns:1;  /* in a column group, maybe */
    unsigned                    rowed:1;    /* a table's tag since <template> */
    unsigned                    stuck:1;    /* in columns to </template> */
    unsigned                    templates;
    unsigned                    shields;    /* templates in what is not over */

    unsigned                    frameset:1; /* no body, no script: frames */
    unsigned                    selects:1;  /* in a select, maybe */
    unsigned                    annotated:1;  /* right in annotation-xml */
    unsigned                    unsure:1;   /* prv_tree_unsure() */
    unsigned                    point_open:1;   /* … also behind a <meta> */
    unsigned                    begun:1;    /* <body>, or what implies it */
    unsigned                    keep:1;     /* what is "dropped" stays, as
                                               text, in a template */
    unsigned                    unreadable:1;
    unsigned                    full:1;     /* srcdoc is too large */
    unsigned                    truncated:1;  /* value[] is not all */
    unsigned                    named:1;        /* a <meta> named … */
    unsigned                    utf8:1;         /* … this character set */
    unsigned                    transient:1;  /* the chunk is our own copy */

    unsigned                    ns_depth;   /* svg, math and all in them */
    unsigned char               ns[PRV_NS_DEPTH];
    uint32_t                    names[PRV_NS_DEPTH];

    /* the beginning of a "</noscript" at a chunk's end, not read yet */

    unsigned                    pending;
    unsigned char               pend[12];

    unsigned                    level;      /* of srcdoc in srcdoc */
    prv_rewriter_t             *outer;      /* the document around it */
    prv_verdict_t              *verdict;    /* where it is refused whole */
    prv_buf_t                  *out;
    prv_buf_t                   srcdoc;     /* rewritten */
    prv_buf_t                   style;      /* an attribute, likewise */

    uint32_t                    emptied;    /* whose end tag goes, too */
    unsigned                    drop_depth;
    unsigned                    drop_over;
    unsigned                    drop_ns;    /* ns_depth before it … */
    unsigned                    broken:1;   /* … and what it ended of that */
    unsigned                    inner;      /* templates open in it */
    uint32_t                    drop[PRV_DROP_DEPTH];
    uint16_t                    kinds[PRV_DROP_DEPTH];

    unsigned char              *surrogates; /* bit per vendor: given */
    size_t                      surrogates_len;

    size_t                      tail_len;   /* the last bytes passed on */
    unsigned char               tail[40];

    prv_at_e                    partial;    /* whose value the limit cut */
    prv_css_t                   css;
    unsigned                    css_cut:1;  /* what is refused there has not
                                               ended yet */

    unsigned                    bases_n;    /* any of which may count */
    prv_url_t                  *bases[PRV_BASES];

    prv_tokenizer_t             tk;

    /* what follows is large, written before it is read, and not cleared */

    prv_url_t                   url;
    unsigned char               value[PRV_URL_MAX];
};


#define prv_out_offset(rw, p)                                                 \
    ((rw)->tk.base + (uint64_t) ((p) - (rw)->tk.chunk))

#define prv_tree_ns(rw)                                                       \
    ((rw)->ns_depth ? (rw)->ns[(rw)->ns_depth - 1]                            \
                    : (rw)->xml ? PRV_NS_SVG : PRV_NS_HTML)

/* the rules of XML are those of foreign content, of all of it */

#define prv_tree_is_foreign(rw)                                               \
    (prv_tree_ns(rw) == PRV_NS_SVG || prv_tree_ns(rw) == PRV_NS_MATH)

/* a template counts in a select's svg, too, which may be none */

#define prv_tree_in_columns(rw)                                               \
    ((rw)->columns && ((rw)->templates || (rw)->shields))


/*
 * Output: what was read and not decided goes out, or not, up to a place in
 * the document.  These return PRV_OK, or PRV_ERROR from the sink or without
 * memory.
 */

int prv_out_flush(prv_rewriter_t *rw, uint64_t upto);
void prv_out_skip(prv_rewriter_t *rw, uint64_t upto);
int prv_out_copy(prv_rewriter_t *rw, const unsigned char *p, size_t len);
int prv_out_keep(prv_rewriter_t *rw, const unsigned char *p, size_t len);

#define prv_out_lit(rw, s)                                                    \
    prv_out_copy(rw, (const unsigned char *) s, sizeof(s) - 1)

/* prv_out_hold(): keeps the chunk's bytes up to end */

int prv_out_hold(prv_rewriter_t *rw, const unsigned char *end);

/* prv_out_raw(): a range in one piece, or NULL without memory */

const unsigned char *prv_out_raw(prv_rewriter_t *rw, uint64_t from,
    uint64_t upto);

/* prv_out_joint(): keeps apart what a strip from there on would join */

int prv_out_joint(prv_rewriter_t *rw, uint64_t from);


/* what of tree construction decides what is markup: prv_tree.c */

void prv_tree_raw(prv_rewriter_t *rw);
void prv_tree_every(prv_rewriter_t *rw);
void prv_tree_foreign(prv_rewriter_t *rw);
void prv_tree_end(prv_rewriter_t *rw);
void prv_tree_break(prv_rewriter_t *rw);
void prv_tree_unsure(prv_rewriter_t *rw);
int prv_tree_sure(prv_rewriter_t *rw);
int prv_tree_doubtful(const prv_rewriter_t *rw);
int prv_tree_breaks(const prv_tokenizer_t *tk);
int prv_tree_means(const prv_rewriter_t *rw, const prv_verdict_t *v);
int prv_tree_void(const prv_tokenizer_t *tk);
uint32_t prv_tree_key(const prv_tokenizer_t *tk);

/* prv_tree_named(): is its name one of these, each with spaces around it? */

int prv_tree_named(const prv_tokenizer_t *tk, const char *names);

/* prv_tree_ends_p(): does such a start tag end a <p>, in any page? */

int prv_tree_ends_p(const prv_tokenizer_t *tk);


/* what goes: prv_strip.c */

int prv_strip_tag(prv_rewriter_t *rw, const prv_verdict_t *v,
    const unsigned char *raw, size_t len, int implied);
void prv_strip_content(prv_rewriter_t *rw);
int prv_strip_keep(prv_rewriter_t *rw);
int prv_strip_can_keep(const prv_rewriter_t *rw);
int prv_strip_kept(prv_rewriter_t *rw);
int prv_strip_drop(prv_rewriter_t *rw, uint64_t upto);
int prv_strip_dropped(prv_rewriter_t *rw);
int prv_strip_ended(prv_rewriter_t *rw);
int prv_strip_inline(prv_rewriter_t *rw, uint64_t text_end, int ended);
int prv_strip_over(prv_rewriter_t *rw, int in_tag);
int prv_strip_mixed(prv_rewriter_t *rw);


/*
 * Where an element that goes ends without its end tag, prv_drop.c:
 * prv_drop_push() on a start tag in it, or its own; prv_drop_opened(), ahead
 * of that, is 1 where the tag ends it, prv_drop_closed() where an end tag of
 * none in it does.
 */

void prv_drop_push(prv_rewriter_t *rw);
int prv_drop_opened(prv_rewriter_t *rw);
int prv_drop_closed(const prv_rewriter_t *rw);


/*
 * A tag that is longer than the limit, prv_long.c: prv_long_tag() decides on
 * what was seen of it, prv_long_value() on an attribute behind the limit that
 * has ended, prv_long_css() on one of CSS that is read up to an offset.
 */

int prv_long_tag(prv_rewriter_t *rw);
int prv_long_value(prv_rewriter_t *rw);
int prv_long_css(prv_rewriter_t *rw, uint64_t upto, int ended);


/* prv_pi_read(): an instruction of XML that is read up to an offset */

int prv_pi_read(prv_rewriter_t *rw, uint64_t upto, int ended);


/*
 * prv_noscript_find(): where "</noscript" stands next; *found is 1.  Else
 * end, or where the last bytes could begin one (prv_noscript_partial() says
 * that of a few).  prv_noscript_cut() ends what such an end cuts short.
 */

const unsigned char *prv_noscript_find(const unsigned char *p,
    const unsigned char *end, int *found);
int prv_noscript_partial(const unsigned char *p, size_t len);
int prv_noscript_cut(prv_rewriter_t *rw);

/* prv_tag(): a tag was read */

int prv_tag(prv_rewriter_t *rw);

/* prv_meta_refresh(), prv_meta_charset(): what a <meta> says */

int prv_meta_refresh(prv_rewriter_t *rw, const unsigned char *raw,
    prv_verdict_t *v, int *refused);
void prv_meta_charset(prv_rewriter_t *rw, const unsigned char *raw);

/* prv_rewriter_unreadable(): markup is not what its bytes say */

int prv_rewriter_unreadable(prv_rewriter_t *rw);

/* prv_place_head(): here <head> begins, or what there is in its stead */

int prv_place_head(prv_rewriter_t *rw, uint64_t at);

/* prv_tag_end(): what follows from an end tag that stays */

int prv_tag_end(prv_rewriter_t *rw);

/* prv_place_body(): <body> begins at that offset */

int prv_place_body(prv_rewriter_t *rw, uint64_t at);

/*
 * prv_place_tag(): begins what the tag that was just read implies, ahead
 * of it.  *implied is 1 where it is <body>, and nothing was put there.
 */

int prv_place_tag(prv_rewriter_t *rw, int *implied);


/*
 * prv_judge_tag(): asks the gate about the start tag that was just read; raw
 * are its bytes, len of them (of a tag that is too long, the first).
 * PRV_OK, or PRV_ERROR from the sink.
 */

int prv_judge_tag(prv_rewriter_t *rw, const unsigned char *raw, size_t len,
    prv_verdict_t *v);

/* prv_judge_inline(): the same of an inline script's text */

int prv_judge_inline(prv_rewriter_t *rw, const unsigned char *text,
    size_t len, uint64_t whole, prv_verdict_t *v);

/* prv_is_script(): is this script element one that a browser runs? */

int prv_is_script(prv_rewriter_t *rw, const unsigned char *raw, size_t len);

/* prv_mark(): the operator's mark; PRV_CATEGORIES where there is none */

prv_category_e prv_mark(prv_rewriter_t *rw, const unsigned char *raw,
    size_t len);

/* what lists call what was found, by prv_found_e */

extern const prv_load_e  prv_judge_loads[];


typedef enum {
    PRV_VALUE_EXACT = 0,
    PRV_VALUE_URL,              /* without what no URL has */
    PRV_VALUE_WORDS             /* runs of white space are one, none first */
} prv_value_e;


/*
 * prv_value(): the value as a browser sees it, into rw->value; where that is
 * not all of it, rw->truncated is 1.  Returns its length.
 */

size_t prv_value(prv_rewriter_t *rw, const unsigned char *raw,
    prv_at_e attr, prv_value_e how);

/*
 * prv_value_word(): takes the next word of a list, as written, into
 * rw->value; 1, or 0 at the end.
 */

int prv_value_word(prv_rewriter_t *rw, prv_str_t *list, prv_str_t *word);

/* prv_value_url(): asks the gate; rw->truncated says whether url is whole */

int prv_value_url(prv_rewriter_t *rw, const prv_str_t *url, prv_load_e load,
    prv_match_t *match);

/* prv_value_vague(): is the end of its host behind what is here of a URL? */

int prv_value_vague(const prv_str_t *url);

/*
 * prv_base_tag(): a <base> that stays.  prv_base_ask(): asks the gate about a
 * URL, resolved against all that may be the base; into rw->url, where one is
 * refused that.
 */

int prv_base_tag(prv_rewriter_t *rw, const unsigned char *raw,
    prv_verdict_t *v);
int prv_base_ask(prv_rewriter_t *rw, const prv_str_t *url, prv_load_e load,
    prv_match_t *match);

/*
 * prv_judge_ask(): asks about one URL, as a browser sees it.  Returns 1 where
 * found() is to be told.
 */

int prv_judge_ask(prv_rewriter_t *rw, const prv_str_t *url, prv_found_e kind,
    prv_match_t *match, int *refused);

/* prv_judge_found(): tells of what was found in the tag just read */

int prv_judge_found(prv_rewriter_t *rw, prv_found_e kind,
    const prv_match_t *match, const prv_str_t *host, const prv_str_t *url,
    int refused);

/* prv_judge_text(): asks about a URL, and what was written for it */

int prv_judge_text(prv_rewriter_t *rw, const prv_str_t *url,
    const prv_str_t *written, prv_verdict_t *v, int *refused);

/* prv_judge_cut(): what goes on behind the limit may name anybody */

int prv_judge_cut(prv_rewriter_t *rw, prv_verdict_t *v, int *refused);

/*
 * prv_srcdoc(): a document in an attribute.  prv_srcdoc_text(): one in a URL,
 * as plain text: it cannot be written anew, so *refused takes all of it, and
 * v says for whom.  prv_dataurl(): what stands in a data: or javascript: URL,
 * which is in rw->url.  prv_dataurl_import(): a style sheet in one that a
 * style sheet imports, depth sheets deep.  PRV_OK or PRV_ERROR.
 */

int prv_srcdoc(prv_rewriter_t *rw, const unsigned char *value, size_t len,
    int *changed);
int prv_srcdoc_text(prv_rewriter_t *rw, const unsigned char *text, size_t len,
    prv_verdict_t *v, int *refused);
int prv_dataurl(prv_rewriter_t *rw, const unsigned char *value, size_t len,
    prv_verdict_t *v, int *refused);
int prv_dataurl_import(prv_rewriter_t *rw, const prv_str_t *url,
    unsigned depth, prv_verdict_t *v, int *refused);

/*
 * Style sheets, prv_style.c: prv_style_begin() behind a <style> that stays,
 * prv_style_read() and prv_style_end() on its text, and prv_style_attr() on
 * an attribute of the tag just read: *refused is 1 where rw->style holds what
 * is to stand there, escaped for quotes; tell: findings go to found().
 * PRV_OK or PRV_ERROR.
 */

void prv_style_begin(prv_rewriter_t *rw);
int prv_style_read(prv_rewriter_t *rw, uint64_t upto, uint64_t *keep);
int prv_style_end(prv_rewriter_t *rw, uint64_t at);
int prv_style_attr(prv_rewriter_t *rw, const unsigned char *raw, prv_at_e at,
    int tell, int *refused);

/* prv_edit_tag(): writes the tag without, or with renamed, attributes */

int prv_edit_tag(prv_rewriter_t *rw, const unsigned char *raw, size_t len,
    const prv_verdict_t *v, int block);

/* prv_edit_style(): writes an attribute, its value rw->style */

int prv_edit_style(prv_rewriter_t *rw, const prv_str_t *name);

/* prv_edit_surrogate(): what stands for a vendor's loader, once */

int prv_edit_surrogate(prv_rewriter_t *rw, const prv_verdict_t *v,
    const unsigned char *nonce, size_t len);


#endif /* _PRV_HTML_H_INCLUDED_ */
