
/*
 * Block lists of any size: Adblock Plus, hosts files, plain domains.  Each
 * entry takes 20 bytes and its own text, a look-up of what ends like one of
 * them hashes the host once, from its end, and probes once a label, and once
 * more for the entries that have a path: those are found by its first bytes,
 * too.
 */


#ifndef _PRV_LIST_H_INCLUDED_
#define _PRV_LIST_H_INCLUDED_


#include "base/prv_tails.h"
#include "catalog/prv_rule.h"


#define PRV_LIST_MAX  255           /* lists of one configuration */


typedef enum {
    PRV_LIST_AUTO = 0,
    PRV_LIST_DOMAINS,
    PRV_LIST_HOSTS,
    PRV_LIST_ABP
} prv_list_e;


/* what an element loads, one bit each */

#define PRV_LIST_SCRIPT   0x01
#define PRV_LIST_IMAGE    0x02
#define PRV_LIST_FRAME    0x04
#define PRV_LIST_STYLE    0x08
#define PRV_LIST_OBJECT   0x10
#define PRV_LIST_MEDIA    0x20
#define PRV_LIST_PING     0x40
#define PRV_LIST_OTHER    0x80
#define PRV_LIST_ANY      0xff


/* whose the entries of a file are, and how it is read */

typedef struct {
    const prv_vendor_t  *vendor;    /* or NULL */
    prv_category_e       category;
    prv_list_e           format;
    unsigned             texts:1;   /* "inline=on": inline text, too */
} prv_list_conf_t;


/* what became of a file's lines; comments and empty lines are not counted */

typedef struct {
    size_t               hosts;     /* entries without a path */
    size_t               paths;     /* entries with one */
    size_t               excepts;   /* of both, those that exempt */
    size_t               cosmetic;  /* rules that hide elements */
    size_t               options;   /* rules with options of other worlds */
    size_t               others;    /* rules without a host, and nonsense */
} prv_list_count_t;


typedef struct {
    uint32_t             hash;
    uint32_t             host;      /* offset in text */
    uint32_t             more;      /* index + 1 in mores, 0 for none */
    uint32_t             next;      /* in the bucket: index + 1 */
    uint8_t              len;
    uint8_t              types;
    uint8_t              flags;
    uint8_t              list;
} prv_list_entry_t;


/* what few entries have: a path, or the sites that they are for */

typedef struct {
    uint32_t             path;      /* offset in text */
    uint32_t             path_len;
    uint32_t             sites;
    uint32_t             sites_len;
} prv_list_more_t;


typedef struct {
    prv_rule_t           rule;
    unsigned             texts:1;
} prv_list_rule_t;


typedef struct {
    prv_list_entry_t    *entries;
    prv_list_more_t     *mores;
    unsigned char       *text;
    uint32_t            *buckets;
    size_t               mask;
    prv_tails_t          tails;
    size_t               n, alloc;          /* of entries */
    size_t               nmores, mores_alloc;
    size_t               len, size;         /* of text */
    unsigned             keyed:1;           /* some are found by their path */
    prv_vec_t            rules;             /* prv_list_rule_t */
    prv_mem_t           *mem;
} prv_lists_t;


/* a URL that may be listed */

typedef struct {
    const prv_str_t     *host;      /* lower case */
    const prv_str_t     *path;      /* and the query */
    const prv_str_t     *own;       /* the document's host, may be empty */
    unsigned             types;     /* PRV_LIST_* that it may be */
    unsigned             text:1;    /* it stands in an inline script */
} prv_list_url_t;


void prv_lists_init(prv_lists_t *lists, prv_mem_t *mem);

/*
 * prv_lists_read(): adds the entries of a file, whose bytes are copied.
 * PRV_OK with *count filled, or PRV_ERROR with *err filled: no memory, too
 * many lists, or more than 4 GB.  A line that is not understood is counted.
 */

int prv_lists_read(prv_lists_t *lists, const prv_list_conf_t *conf,
    const prv_str_t *file, prv_list_count_t *count, prv_error_t *err);

/*
 * prv_lists_build(): once after the last file; gives back what was taken too
 * much.  PRV_OK or PRV_ERROR.
 */

int prv_lists_build(prv_lists_t *lists);

/*
 * prv_lists_match(): the rule of a listed URL that no exception exempts, of
 * several the one of the gravest category; NULL where there is none.
 */

const prv_rule_t *prv_lists_match(const prv_lists_t *lists,
    const prv_list_url_t *url);

/* prv_list_format(): the format of that name, PRV_ERROR for another */

int prv_list_format(const prv_str_t *name);


/* between the parts of the room */

#define PRV_LIST_BELOW      0x01    /* and all below the host */
#define PRV_LIST_EXCEPT     0x02    /* "@@" */
#define PRV_LIST_IMPORTANT  0x04    /* no exception exempts */
#define PRV_LIST_THIRD      0x08    /* third parties alone */
#define PRV_LIST_FIRST      0x10    /* the site's own hosts alone */
#define PRV_LIST_CASE       0x20    /* the path's case counts */

typedef struct {
    prv_str_t            host;
    prv_str_t            path;
    prv_str_t            sites;
    unsigned             types;
    unsigned             flags;
} prv_list_line_t;

/* prv_list_add(): an entry; there is room, for one a line was reserved */

int prv_list_add(prv_lists_t *lists, const prv_list_line_t *line);

/* prv_list_abp(): one line of an Adblock Plus list */

void prv_list_abp(prv_lists_t *lists, const unsigned char *p,
    const unsigned char *end, prv_list_count_t *count);


#endif /* _PRV_LIST_H_INCLUDED_ */
