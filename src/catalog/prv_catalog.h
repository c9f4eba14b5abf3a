
/*
 * The catalog: who is who among third parties.  One text format (DESIGN of
 * the project, docs/vendors.md) for the built-in catalog, for the files of
 * privacy_catalog and for privacy_vendor blocks:
 *
 *     ID {
 *         name "…"; category marketing; host .example.com; …
 *     }
 */


#ifndef _PRV_CATALOG_H_INCLUDED_
#define _PRV_CATALOG_H_INCLUDED_


#include "base/prv_base.h"
#include "base/prv_vec.h"
#include "catalog/prv_ids.h"
#include "catalog/prv_pattern.h"


/* a "host", "embed", "except" or "path" parameter */

typedef struct {
    prv_str_t        host;          /* lower case, no leading or trailing
                                       dot; empty: any host ("path") */
    prv_str_t        path;          /* empty, or a prefix with "/" first;
                                       any host: or with a "*" before it */
    unsigned         subdomains:1;  /* written ".host": and all below it */
    unsigned         embed:1;
    unsigned         except:1;      /* not the vendor's after all */
} prv_host_t;


/*
 * An "obeys" parameter: of a tag that does without consent what Google's
 * Consent Mode tells it to, its URL, or a text that stands in it
 */

typedef struct {
    prv_host_t       host;          /* empty for a text */
    prv_str_t        text;
} prv_obeys_t;


#define PRV_LIFETIME_SESSION  (-1)     /* until the browser is closed */


typedef struct {
    prv_str_t        id;
    prv_str_t        name;          /* the id where none was given */
    prv_str_t        purpose;
    prv_str_t        optout;        /* URL, empty where none */
    prv_str_t        policy;        /* URL, empty where none */
    prv_str_t        surrogate;     /* JavaScript, empty where none */

    prv_category_e   category;
    unsigned         index;         /* its place in the catalog */
    unsigned         tcf;           /* IAB vendor id, 0 where none */
    int64_t          lifetime;      /* seconds, 0 where none was given: how
                                       long it remembers */

    prv_vec_t        hosts;         /* prv_host_t */
    prv_vec_t        inlines;       /* prv_pattern_t */
    prv_vec_t        cookies;       /* prv_pattern_t */
    prv_vec_t        lifetimes;     /* int64_t, one for each of cookies:
                                       seconds, PRV_LIFETIME_SESSION, or 0
                                       where none was given */
    prv_vec_t        keeps;         /* prv_pattern_t */
    prv_vec_t        args;          /* prv_pattern_t */
    prv_vec_t        obeys;         /* prv_obeys_t */
} prv_vendor_t;


typedef struct {
    prv_vec_t        vendors;       /* prv_vendor_t *, in order of id's first
                                       appearance; index is the position */
    prv_ids_t        ids;           /* of those vendors, and their "alias"es */
    prv_mem_t       *mem;
} prv_catalog_t;


/* what was wrong: a sentence without a full stop, and the line it is on */

typedef struct {
    unsigned         line;          /* from 1, 0 where there is none */
    char             text[256];
} prv_error_t;


/* prv_catalog_init(): an empty catalog; everything it takes comes from mem */

void prv_catalog_init(prv_catalog_t *catalog, prv_mem_t *mem);

/*
 * prv_catalog_parse(): adds the vendors of a text; one whose id is known
 * replaces it.  The text must live as long as the catalog.
 * PRV_OK, or PRV_ERROR with *err filled.
 */

int prv_catalog_parse(prv_catalog_t *catalog, const prv_str_t *text,
    prv_error_t *err);

/*
 * prv_catalog_vendor(): begins a vendor that replaces any of the same id;
 * NULL with *err filled where the id is not one (letters, digits, "-", "_",
 * ".", at most 64) or the memory is exhausted.
 */

prv_vendor_t *prv_catalog_vendor(prv_catalog_t *catalog, const prv_str_t *id,
    prv_error_t *err);

/*
 * prv_catalog_set(): one parameter of a vendor, words[0] its name.
 * PRV_OK, or PRV_ERROR with *err filled (err->line is left alone).
 */

int prv_catalog_set(prv_catalog_t *catalog, prv_vendor_t *vendor,
    const prv_str_t *words, size_t n, prv_error_t *err);

/*
 * prv_catalog_end(): what must hold of a vendor once it is whole.
 * PRV_OK, or PRV_ERROR with *err filled.
 */

int prv_catalog_end(prv_vendor_t *vendor, prv_error_t *err);

/* prv_catalog_find(): the vendor of that id, or NULL */

prv_vendor_t *prv_catalog_find(const prv_catalog_t *catalog,
    const prv_str_t *id);

/*
 * prv_catalog_service(): the vendor that a consent tool calls by that name:
 * its id, or else one of its "alias" parameters, without case and without
 * "-", "_", "." and " " inside; or NULL.
 */

prv_vendor_t *prv_catalog_service(const prv_catalog_t *catalog,
    const prv_str_t *name);

/*
 * prv_catalog_lifetime(): how long the vendor remembers, in seconds: its own
 * "lifetime", or else the longest time of its cookies; PRV_LIFETIME_SESSION
 * where all that is known is a session's; 0 where nothing is.
 */

int64_t prv_catalog_lifetime(const prv_vendor_t *vendor);

/*
 * prv_host_parse(): "HOST", ".HOST", either with "/path" behind it, as host,
 * embed and the directives have it.  The bytes are copied into mem.
 * PRV_OK, or PRV_ERROR with *err filled (err->line is left alone).
 */

int prv_host_parse(prv_host_t *host, prv_mem_t *mem, const prv_str_t *word,
    prv_error_t *err);

/*
 * prv_path_check(): PRV_OK where a "path" begins as one must: "/", or "*"
 * and "/" for any depth, and three bytes that are no "*".
 */

int prv_path_check(const prv_str_t *path);

/* the built-in catalog's text: src/catalog/vendors.conf */

extern const prv_str_t  prv_embed_vendors_conf;


#endif /* _PRV_CATALOG_H_INCLUDED_ */
