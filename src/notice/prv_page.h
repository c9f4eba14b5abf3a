
/*
 * What the visitor sees: the notice and the pages of the endpoint, made of
 * templates and the texts of a language.
 */


#ifndef _PRV_PAGE_H_INCLUDED_
#define _PRV_PAGE_H_INCLUDED_


#include "consent/prv_decision.h"
#include "notice/prv_template.h"
#include "notice/prv_text.h"


typedef enum {
    PRV_POSITION_BOTTOM = 0,
    PRV_POSITION_TOP,
    PRV_POSITION_DIALOG
} prv_position_e;


/*
 * What one page is made of; it must outlive the rendering.  What is added
 * here and differs between requests is also named in prv_cache.c.
 */

typedef struct {
    prv_str_t              endpoint;    /* its URI, with a "/" at the end,
                                           or "//host" and that */
    prv_str_t              back;        /* path to come back to; may be empty */
    prv_str_t              policy_url;  /* empty where none */
    prv_str_t              stylesheet;  /* of the site, for its pages */
    prv_str_t              nonce;       /* of the page's own CSP, or empty */
    prv_str_t              version;     /* of the static files */
    prv_position_e         position;
    const prv_lang_t      *lang;
    const prv_catalog_t   *catalog;
    const prv_decision_t  *decision;

    const prv_vendor_t   **services;    /* whom pages name, in the catalog's
                                           order; NULL: all of it */
    size_t                 nservices;
    const prv_vendor_t   **held;        /* vendors that this page held back,
                                           where it is known */
    size_t                 nheld;
    const prv_vendor_t    *vendor;      /* whom an opt-out page or a
                                           placeholder is about, or NULL */

    int                  (*variable)(void *data, unsigned index,
                               prv_str_t *s);
    void                  *data;

    prv_str_t              width;       /* of what a placeholder stands for */
    prv_str_t              height;
    prv_str_t              css_class;
    prv_str_t              room;        /* prv_frame_style() */

    unsigned               gpc:1;       /* the signal counts here */
    unsigned               due:1;       /* the notice is shown … */
    unsigned               choices:1;   /* … and a link to the choices */
    unsigned               block:1;     /* what is held back can be revived */
    unsigned               fragment:1;  /* of a declaration */
    unsigned               ascii:1;     /* see prv_template_env_t */
} prv_page_t;


/* a value that is left out of a rendering */

typedef struct {
    size_t                 at;          /* offset in what was rendered */
    int                    how;         /* prv_escape_e */
    unsigned               nonce:1;     /* that, or the path */
} prv_hole_t;


/* the built-in templates, compiled once */

typedef struct {
    prv_template_t         notice;
    prv_template_t         preferences;
    prv_template_t         optout;
    prv_template_t         declaration;
    prv_template_t         placeholder;
    prv_template_t         error;
} prv_pages_t;


/* prv_pages_init(): PRV_OK, or PRV_ERROR with *err filled */

int prv_pages_init(prv_pages_t *pages, prv_mem_t *mem, prv_error_t *err);

/*
 * prv_page_compile(): an operator's template.  variable() is as in
 * prv_template_conf_t.  PRV_OK, or PRV_ERROR with *err filled.
 */

int prv_page_compile(prv_template_t *tpl, const prv_str_t *text,
    int (*variable)(void *data, const prv_str_t *name), void *data,
    prv_mem_t *mem, prv_error_t *err);

/* prv_page_render(): adds the page to b; a failure shows in prv_buf_done() */

void prv_page_render(const prv_page_t *page, const prv_template_t *tpl,
    prv_buf_t *b);

/*
 * prv_page_render_holes(): the same without the path to come back to and
 * without the nonce; where they belong is added to holes (prv_hole_t).
 * PRV_OK, or PRV_ERROR without memory for these.
 *
 * prv_page_hole(): what stands there on a page.
 */

int prv_page_render_holes(const prv_page_t *page, const prv_template_t *tpl,
    prv_vec_t *holes, prv_buf_t *b);
const prv_str_t *prv_page_hole(const prv_page_t *page,
    const prv_hole_t *hole);

/*
 * prv_page_json(): adds the decision as JSON:
 *     consent            array of granted categories
 *     decided            boolean
 *     source, regime     strings
 *     gpc                boolean, the signal counts
 *     vendors_granted, vendors_refused    arrays of ids
 *     id, policy         strings, or null
 *     time               Unix seconds, or null
 */

void prv_page_json(const prv_page_t *page, prv_buf_t *b);

/*
 * prv_page_version(): hexadecimal digits over the static files
 */

#define PRV_PAGE_VERSION  8

void prv_page_version(unsigned char dst[PRV_PAGE_VERSION]);

/*
 * prv_page_words(): which words a visitor had before him: a hash over the
 * texts of a language and the templates of the notice and the choices.
 */

uint32_t prv_page_words(const prv_lang_t *lang, const prv_template_t *notice,
    const prv_template_t *preferences);


extern const prv_str_t  prv_embed_notice_css;
extern const prv_str_t  prv_embed_notice_js;
extern const prv_str_t  prv_embed_page_css;
extern const prv_str_t  prv_embed_placeholder_css;


#endif /* _PRV_PAGE_H_INCLUDED_ */
