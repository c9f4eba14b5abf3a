
/*
 * IAB TCF consent strings: "Consent string and vendor list formats v2", and
 * the Canadian section of the GPP.  The string is read where it stands;
 * vendors are tested for membership and lists are never expanded.
 */


#ifndef _PRV_TCF_H_INCLUDED_
#define _PRV_TCF_H_INCLUDED_


#include "consent/prv_bits.h"
#include "consent/prv_format.h"


#define PRV_TCF_MAX  16384          /* bytes of a string */


struct prv_tcf_s {
    prv_tcf_t           *next;      /* all must grant */

    unsigned             policy;    /* TcfPolicyVersion */
    unsigned             cmp;       /* CmpId */
    unsigned             specific:1;
                                    /* IsServiceSpecific */
    unsigned             fibonacci:1;
                                    /* ranges as in the GPP */
    int64_t              created;   /* Unix seconds */
    int64_t              updated;

    uint32_t             purposes;  /* consented, bit n is purpose n */
    uint32_t             need[PRV_CATEGORIES];

    prv_bits_t           vendors;   /* at VendorConsent */
    prv_bits_t           restrictions;
                                    /* at NumPubRestrictions */
    prv_bits_t           disclosed; /* at the segment's list; text is NULL
                                       where there is none or it is empty */
};


/*
 * prv_tcf_parse(): an EU string of version 2, prv_tcf_parse_ca(): a Canadian
 * section of version 1.  s must outlive *tcf.  NULL, or what is wrong.
 */

const char *prv_tcf_parse(prv_tcf_t *tcf, const prv_str_t *s);
const char *prv_tcf_parse_ca(prv_tcf_t *tcf, const prv_str_t *s);

/*
 * prv_tcf_vendor(): do the string and all that hang on ->next grant what the
 * category needs to the vendor with that IAB id?  1 or 0.
 */

int prv_tcf_vendor(const prv_tcf_t *tcf, unsigned id,
    prv_category_e category);

/*
 * prv_tcf_answer(): adds what a string says to the answer, PRV_SAYS_RUBBISH
 * where it must not be believed.  s is copied where copy is set, else it must
 * live as long as the request.
 */

void prv_tcf_answer(prv_reader_t *reader, prv_answer_t *answer,
    const prv_str_t *s, int copy, int canada);


#endif /* _PRV_TCF_H_INCLUDED_ */
