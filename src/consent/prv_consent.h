
/*
 * From cookies and signals to a decision.
 */


#ifndef _PRV_CONSENT_H_INCLUDED_
#define _PRV_CONSENT_H_INCLUDED_


#include "base/prv_buf.h"
#include "consent/prv_decision.h"


#define PRV_CONSENT_DEFAULT_COOKIE   "privacy_consent"
#define PRV_CONSENT_DEFAULT_MAX_AGE  (180 * 24 * 60 * 60)

#define PRV_CONSENT_NAMES            512
#define PRV_CONSENT_KEY_MIN          16     /* bytes of a usable HMAC key */


/* a row for each format; the order is the index in prv_consent_conf_t */

typedef struct prv_format_s  prv_format_t;


#define PRV_CONSENT_WORD_MAX  32


/* what a site calls a category (privacy_consent_names) */

typedef struct {
    prv_str_t              word;        /* by prv_consent_word() */
    prv_category_e         category;
} prv_consent_word_t;


/* what a configuration says of it; made once, read by every request */

typedef struct {
    const prv_catalog_t   *catalog;     /* to find vendors by id */
    prv_gpc_e              gpc;
    unsigned               dnt:1;       /* "DNT: 1" counts */
    unsigned               automatic:1; /* privacy_consent_from auto */
    const prv_format_t   **from;        /* else: these, in this order */
    size_t                 nfrom;

    prv_str_t              cookie;      /* name of the native cookie */
    int64_t                max_age;     /* seconds, 0 for no limit */
    int64_t                others_age;  /* seconds that what other sources
                                           grant holds, 0 for no limit */
    const prv_consent_word_t
                          *words;
    size_t                 nwords;
    prv_str_t              policy;      /* privacy_policy_version, or empty */
    prv_str_t              keys[2];     /* HMAC keys, empty where none: the
                                           first signs, both verify */
    uint32_t               purposes[PRV_CATEGORIES];
                                        /* TCF purposes that a category needs:
                                           bit n is purpose n; 0 = default */

    unsigned char          names[PRV_CONSENT_NAMES];
                                        /* prv_consent_init()'s: the cookie
                                           names by hash … */
    uint64_t               prefixes;    /* … bit n % 64 for each byte n that a
                                           name known by a prefix has first … */
    uint64_t               formats;     /* … and the formats that count */
} prv_consent_conf_t;


/* one request's part */

typedef struct {
    const prv_str_t       *cookies;     /* values of the Cookie fields */
    size_t                 ncookies;
    prv_regime_e           regime;
    int64_t                now;         /* Unix seconds */
    unsigned               gpc:1;       /* a Sec-GPC field is exactly "1" */
    unsigned               dnt:1;       /* DNT is exactly "1" */
    unsigned               if_mask;     /* categories that have a
                                           privacy_consent_if … */
    unsigned               if_granted;  /* … and those it grants */
} prv_consent_request_t;


/* what was seen on the way, for privacy-scan --decide and debug logs */

typedef void (*prv_consent_trace_pt)(void *data, const prv_str_t *cookie,
    const prv_str_t *format, const char *result, const char *why);


/*
 * prv_consent_init(): once, when all else of conf is set (zeroed fields mean
 * none, "from" of NULL without "automatic" means nobody); makes ready the
 * table of cookie names and the purposes.  Cannot fail.
 */

void prv_consent_init(prv_consent_conf_t *conf);

/*
 * prv_consent_decide(): fills *decision; it points into the cookies, the
 * catalog and mem (the request's), which must outlive it.  result of the
 * trace is "granted" (something beyond the necessary is), "denied" (nothing
 * is), "undecided" or "invalid", and why a sentence without a full stop that
 * lives for the call; there is one call for each cookie that a known format
 * reads.  trace may be NULL; with it, what is passed over is read too.
 * PRV_OK, or PRV_ERROR without memory, when *decision holds what is safe:
 * nothing but necessary.
 */

int prv_consent_decide(prv_decision_t *decision,
    const prv_consent_conf_t *conf, const prv_consent_request_t *request,
    prv_mem_t *mem, prv_consent_trace_pt trace, void *data);

/* prv_consent_format(): the format of that name ("native", "tcf", …), or
   NULL */

const prv_format_t *prv_consent_format(const prv_str_t *name);

/* prv_consent_is_cookie(): 1 when some reader of conf reads a cookie of
   that name: it is never stripped, expired or withheld */

int prv_consent_is_cookie(const prv_consent_conf_t *conf,
    const prv_str_t *name);

/*
 * prv_consent_word(): a name as names are compared, without case and without
 * "-", "_", "." and " " inside; dst has PRV_CONSENT_WORD_MAX bytes.  The
 * bytes written, 0 where it is empty or too long.
 */

size_t prv_consent_word(unsigned char *dst, const prv_str_t *name);

/*
 * prv_consent_policy(): 1 when a policy version can stand in a native cookie:
 * letters, digits, "-", "_", ".", ":", at most 64
 */

int prv_consent_policy(const prv_str_t *policy);

/*
 * prv_native_write(): the value of the native cookie (docs/consent.md) for a
 * decision: its categories (no "c" where decided is 0, and none of "named",
 * whose vendors stand by name), its vendors by name, time, id and conf's
 * policy version, signed with the first key where there is one.  To add a
 * name for a visitor who is decided by another source than "native", clear
 * decided first: that source then goes on deciding.  Adds to b; a failure
 * shows in prv_buf_done().
 */

void prv_native_write(prv_buf_t *b, const prv_consent_conf_t *conf,
    const prv_decision_t *decision);


#endif /* _PRV_CONSENT_H_INCLUDED_ */
