
/*
 * The formats of consent: what a reader is handed and what it answers.  A
 * format is a file (or a row of a family's file) and a row in prv_format.c.
 */


#ifndef _PRV_FORMAT_H_INCLUDED_
#define _PRV_FORMAT_H_INCLUDED_


#include "consent/prv_consent.h"
#include "consent/prv_json.h"


#define PRV_ROLES      12           /* cookies that one format looks at */
#define PRV_VALUE_MAX  16384        /* bytes of one cookie's value … */
#define PRV_TEXT_MAX   8192         /* … and of one that is decoded */
#define PRV_LEVELS     3            /* of sets: the decision's, a format's, a
                                       reading's */


typedef enum {
    PRV_SAYS_NOTHING = 0,           /* undecided */
    PRV_SAYS_SO,                    /* a decision */
    PRV_SAYS_RUBBISH                /* invalid: never a decision */
} prv_says_e;


typedef struct prv_reader_s  prv_reader_t;


/* what one format says; zeroed before its reader is called */

typedef struct {
    prv_says_e                 says;
    unsigned                   granted;     /* categories; one in neither is */
    unsigned                   denied;      /* not known to the source.  denied
                                               wins over granted */
    unsigned                   named;       /* as in prv_decision_t */
    const char                *why;         /* a sentence, or NULL */
    prv_str_t                  id;
    prv_str_t                  policy;
    int64_t                    time;
    prv_tcf_t                 *tcf;
    unsigned                   some;        /* categories that have a service
                                               granted … */
    unsigned                   none;        /* … and refused */
    unsigned                   names:1;     /* a vendor was named */
    unsigned                   weak:1;      /* refuses without a decision */
} prv_answer_t;


typedef void (*prv_read_pt)(prv_reader_t *reader, prv_answer_t *answer);


struct prv_format_s {
    prv_str_t                  name;
    prv_read_pt                read;
    unsigned                   single:1;    /* each cookie is read alone */
};


/* a cookie that a format reads, or has beside it (read is 0) */

typedef struct {
    prv_str_t                  name;
    prv_str_t                  suffix;      /* of names known by a prefix */
    unsigned char              format;      /* index in prv_formats[] */
    unsigned char              role;        /* index in values[] */
    unsigned char              read;
} prv_format_name_t;


/* where a value is decoded, one at a time */

typedef struct {
    prv_json_t                 json;
    unsigned char              text[PRV_TEXT_MAX];
} prv_scratch_t;


struct prv_reader_s {
    const prv_consent_conf_t  *conf;
    const prv_consent_request_t
                              *request;
    const prv_format_t        *format;
    size_t                     role;        /* of the cookie, where each is
                                               read alone (in values[0]) */
    prv_mem_t                 *mem;
    prv_str_t                  values[PRV_ROLES];
                                            /* data is NULL where absent */
    unsigned char             *sets;        /* bit sets of vendors, yes and no
                                               of each level of merging */
    size_t                     size;        /* of one of them, bytes */
    size_t                     work;        /* bytes read so far */
    prv_scratch_t             *scratch;
    unsigned                   failed:1;    /* no memory */
    unsigned                   flood:1;     /* more than anybody has */
};


extern const prv_format_t       prv_formats[];
extern const prv_format_name_t  prv_format_names[];     /* exact */
extern const prv_format_name_t  prv_format_aliases[];   /* of formats */
extern const prv_format_name_t  prv_format_prefixes[];  /* the longer first */
extern const size_t             prv_nformats;
extern const size_t             prv_nformat_names;
extern const size_t             prv_nformat_prefixes;
extern const size_t             prv_nformat_aliases;


/*
 * prv_answer_vendor(): the answer names a vendor of the catalog, yes or no;
 * where both are said, no holds.
 */

void prv_answer_vendor(prv_reader_t *reader, prv_answer_t *answer,
    const prv_vendor_t *vendor, int yes);

/*
 * prv_answer_category(): yes or no to a category.  prv_answer_rest(): no to
 * all that has no yes.  prv_answer_all(): a decision, yes or no to all.
 */

void prv_answer_category(prv_answer_t *answer, prv_category_e category,
    int yes);
void prv_answer_rest(prv_answer_t *answer);
void prv_answer_all(prv_answer_t *answer, int yes);

/*
 * prv_answer_word(): yes or no to the category that the operator
 * (privacy_consent_names) or else platforms call so; 1, or 0 where the word is
 * not known.  prv_answer_name(): the same of the operator's names alone.
 */

int prv_answer_word(const prv_reader_t *reader, prv_answer_t *answer,
    const prv_str_t *word, int yes);
int prv_answer_name(const prv_reader_t *reader, prv_answer_t *answer,
    const prv_str_t *word, int yes);

/*
 * prv_answer_named(): no to what the operator has a name for and has no yes:
 * after a list of what was accepted, in names of the site's own.
 */

void prv_answer_named(const prv_reader_t *reader, prv_answer_t *answer);

/*
 * prv_answer_members(): the members of the scratch's object, true or anything
 * else, as words of categories, as services, or as the first of both that is
 * known.  prv_answer_list(): the strings of its array as words, with a yes or
 * with a no.
 */

#define PRV_WORDS     1
#define PRV_SERVICES  2

void prv_answer_members(prv_reader_t *reader, prv_answer_t *answer,
    size_t object, unsigned as);
void prv_answer_list(const prv_reader_t *reader, prv_answer_t *answer,
    size_t list, int yes);

/*
 * prv_answer_weaken(): what was granted is not; what was refused is, and no
 * decision any more.
 */

void prv_answer_weaken(prv_reader_t *reader, prv_answer_t *answer,
    const char *why);

/*
 * prv_answer_service(): yes or no to the vendor that is called so; 1, or 0
 * where the catalog has none.  prv_answer_services(): once after the last;
 * a category of which a service was refused is refused, and one of which
 * services were granted is granted to those.
 */

int prv_answer_service(prv_reader_t *reader, prv_answer_t *answer,
    const prv_str_t *name, int yes);
void prv_answer_services(prv_answer_t *answer);

/*
 * prv_answer_merge(): two answers in one, the more restrictive of them in
 * each point.  The sets of to are at the level, those of from one above.
 */

void prv_answer_merge(prv_reader_t *reader, prv_answer_t *to, size_t level,
    const prv_answer_t *from);

/* prv_answer_sets(): the sets of a level: yes and, behind it, no */

unsigned char *prv_answer_sets(const prv_reader_t *reader, size_t level);


/* the readers */

void prv_native_read(prv_reader_t *reader, prv_answer_t *answer);
void prv_tcf_read(prv_reader_t *reader, prv_answer_t *answer);
void prv_gpp_read(prv_reader_t *reader, prv_answer_t *answer);
void prv_usp_read(prv_reader_t *reader, prv_answer_t *answer);
void prv_adroll_read(prv_reader_t *reader, prv_answer_t *answer);
void prv_axeptio_read(prv_reader_t *reader, prv_answer_t *answer);
void prv_borlabs_read(prv_reader_t *reader, prv_answer_t *answer);
void prv_c15t_read(prv_reader_t *reader, prv_answer_t *answer);
void prv_civic_read(prv_reader_t *reader, prv_answer_t *answer);
void prv_commandersact_read(prv_reader_t *reader, prv_answer_t *answer);
void prv_complianz_read(prv_reader_t *reader, prv_answer_t *answer);
void prv_cookiebot_read(prv_reader_t *reader, prv_answer_t *answer);
void prv_cookiefirst_read(prv_reader_t *reader, prv_answer_t *answer);
void prv_cookieinformation_read(prv_reader_t *reader, prv_answer_t *answer);
void prv_cookielawinfo_read(prv_reader_t *reader, prv_answer_t *answer);
void prv_cookie_notice_read(prv_reader_t *reader, prv_answer_t *answer);
void prv_cookiescript_read(prv_reader_t *reader, prv_answer_t *answer);
void prv_cookieyes_read(prv_reader_t *reader, prv_answer_t *answer);
void prv_didomi_read(prv_reader_t *reader, prv_answer_t *answer);
void prv_drupal_read(prv_reader_t *reader, prv_answer_t *answer);
void prv_fides_read(prv_reader_t *reader, prv_answer_t *answer);
void prv_fundingchoices_read(prv_reader_t *reader, prv_answer_t *answer);
void prv_hubspot_read(prv_reader_t *reader, prv_answer_t *answer);
void prv_insites_read(prv_reader_t *reader, prv_answer_t *answer);
void prv_iubenda_read(prv_reader_t *reader, prv_answer_t *answer);
void prv_ketch_read(prv_reader_t *reader, prv_answer_t *answer);
void prv_klaro_read(prv_reader_t *reader, prv_answer_t *answer);
void prv_magento_read(prv_reader_t *reader, prv_answer_t *answer);
void prv_matomo_read(prv_reader_t *reader, prv_answer_t *answer);
void prv_moove_read(prv_reader_t *reader, prv_answer_t *answer);
void prv_onetrust_read(prv_reader_t *reader, prv_answer_t *answer);
void prv_rcb_read(prv_reader_t *reader, prv_answer_t *answer);
void prv_shopify_read(prv_reader_t *reader, prv_answer_t *answer);
void prv_tarteaucitron_read(prv_reader_t *reader, prv_answer_t *answer);
void prv_transcend_read(prv_reader_t *reader, prv_answer_t *answer);
void prv_trustarc_read(prv_reader_t *reader, prv_answer_t *answer);
void prv_typo3_read(prv_reader_t *reader, prv_answer_t *answer);
void prv_vanilla_read(prv_reader_t *reader, prv_answer_t *answer);
void prv_wp_consent_read(prv_reader_t *reader, prv_answer_t *answer);
void prv_wpl_read(prv_reader_t *reader, prv_answer_t *answer);

/*
 * prv_consent_name(): the row of a cookie of that name, the native one's
 * included; NULL where it holds no consent.  The conf has been through
 * prv_consent_init().
 */

const prv_format_name_t *prv_consent_name(const prv_consent_conf_t *conf,
    const prv_str_t *name);

/* prv_fides_object(): the scratch holds what the cookie held */

void prv_fides_object(prv_reader_t *reader, prv_answer_t *answer);

/*
 * prv_usp_opted_out(): 1 or 0 of a US Privacy string, PRV_DECLINED where it
 * does not say, PRV_ERROR for what is none.
 */

int prv_usp_opted_out(const prv_str_t *s);


#endif /* _PRV_FORMAT_H_INCLUDED_ */
