
/*
 * The formats of consent: what a reader is handed and what it answers.  A
 * format is a file (or a row of a family's file) and a row in prv_format.c.
 */


#ifndef _PRV_FORMAT_H_INCLUDED_
#define _PRV_FORMAT_H_INCLUDED_


#include "consent/prv_consent.h"


#define PRV_ROLES      12           /* cookies that one format looks at */
#define PRV_VALUE_MAX  8192         /* bytes of one cookie's value */


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
    unsigned                   names:1;     /* a vendor was named */
    unsigned                   weak:1;      /* refuses without a decision */
} prv_answer_t;


typedef void (*prv_read_pt)(prv_reader_t *reader, prv_answer_t *answer);


struct prv_format_s {
    prv_str_t                  name;
    prv_read_pt                read;
    unsigned                   data;        /* the reader's own */
};


/* a cookie that a format reads, or has beside it (read is 0) */

typedef struct {
    prv_str_t                  name;
    unsigned char              format;      /* index in prv_formats[] */
    unsigned char              role;        /* index in values[] */
    unsigned char              read;
} prv_format_name_t;


struct prv_reader_s {
    const prv_consent_conf_t  *conf;
    const prv_consent_request_t
                              *request;
    const prv_format_t        *format;
    prv_mem_t                 *mem;
    prv_str_t                  values[PRV_ROLES];
                                            /* data is NULL where absent */
    prv_str_t                  names[PRV_ROLES];
                                            /* of those cookies, whole */
    unsigned char             *sets;        /* bit sets of vendors, yes and no
                                               of each level of merging */
    size_t                     size;        /* of one of them, bytes */
    unsigned                   failed:1;    /* no memory */
};


extern const prv_format_t       prv_formats[];
extern const prv_format_name_t  prv_format_names[];     /* exact */
extern const size_t             prv_nformats;
extern const size_t             prv_nformat_names;


/*
 * prv_answer_vendor(): the answer names a vendor of the catalog, yes or no;
 * where both are said, no holds.
 */

void prv_answer_vendor(prv_reader_t *reader, prv_answer_t *answer,
    const prv_vendor_t *vendor, int yes);


/* the readers */

void prv_native_read(prv_reader_t *reader, prv_answer_t *answer);
void prv_usp_read(prv_reader_t *reader, prv_answer_t *answer);

/*
 * prv_usp_opted_out(): 1 or 0 of a US Privacy string, PRV_DECLINED where it
 * does not say, PRV_ERROR for what is none.
 */

int prv_usp_opted_out(const prv_str_t *s);


#endif /* _PRV_FORMAT_H_INCLUDED_ */
