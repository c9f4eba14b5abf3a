
/*
 * Texts with their arguments: the sentence that says who wants what, lists of
 * names, times and counts, as a language has them.
 */


#ifndef _PRV_SAY_H_INCLUDED_
#define _PRV_SAY_H_INCLUDED_


#include "notice/prv_page.h"


/* where a rendering is */

typedef struct {
    const prv_page_t       *page;
    prv_vec_t              *holes;      /* prv_hole_t, or NULL */
    unsigned                failed:1;   /* no memory for one */
    prv_category_e          category;
    const prv_vendor_t     *vendor;
    size_t                  next;       /* vendor of the catalog */
    size_t                  item;       /* cookie or host */

    /* of a sentence */

    const prv_vendor_t    **names;
    size_t                  nnames;
    int64_t                 seconds;    /* the longest of them */
    unsigned                most:1;     /* others have less */
    uint64_t                n;
} prv_say_t;


/* prv_say(): adds a text, whose arguments are known to be right */

void prv_say(prv_say_t *say, const prv_str_t *text, prv_buf_t *b);

/* prv_say_services(): whom this site's pages name, *n of them */

const prv_vendor_t *const *prv_say_services(const prv_page_t *page,
    size_t *n);

/*
 * prv_say_sentences(): who wants what: a sentence for each category of the
 * vendors that this page held back, else of those that the site names, where
 * they are few; nobody can make sense of a list of hundreds.
 */

void prv_say_sentences(prv_say_t *say, prv_buf_t *b);

/*
 * prv_say_time(): a time of that many seconds, in its largest unit, or that
 * of a session (PRV_LIFETIME_SESSION); nothing for none
 */

void prv_say_time(prv_say_t *say, int64_t seconds, prv_buf_t *b);

/* prv_say_plural(): the text of a plural, from its first form, for n */

void prv_say_plural(prv_say_t *say, prv_text_e first, uint64_t n,
    prv_buf_t *b);

/*
 * prv_say_date(): Unix seconds as YYYY-MM-DD (ISO 8601), which every
 * language reads alike
 */

void prv_say_date(int64_t time, prv_buf_t *b);


#endif /* _PRV_SAY_H_INCLUDED_ */
