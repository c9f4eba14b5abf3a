
/*
 * AdRoll's own banner: a string in the form of a TC string, but for a list of
 * vendors of its own, then "#" and the advertiser.  It consents for AdRoll
 * alone.
 */


#include "consent/prv_tcf.h"
#include "consent/prv_text.h"


#define PRV_ADROLL_PURPOSES  (1u << 1 | 1u << 3 | 1u << 4)


void
prv_adroll_read(prv_reader_t *reader, prv_answer_t *answer)
{
    int          yes;
    prv_str_t    s, core, advertiser, name = prv_string("adroll");
    prv_tcf_t    tcf;
    const char  *why;

    if (prv_value_text(reader, 0, &s) != PRV_OK
        || !prv_text_pair(&s, '#', &core, &advertiser)
        || advertiser.len == 0)
    {
        prv_invalid(answer, "no advertiser behind the string");
        return;
    }

    why = prv_tcf_parse(&tcf, &core);

    if (why != NULL) {
        prv_invalid(answer, why);
        return;
    }

    yes = (tcf.purposes & PRV_ADROLL_PURPOSES) == PRV_ADROLL_PURPOSES;

    answer->says = PRV_SAYS_SO;
    answer->time = tcf.updated;

    prv_answer_category(answer, PRV_MARKETING, yes);
    (void) prv_answer_service(reader, answer, &name, yes);

    if (yes) {
        answer->named |= prv_bit(PRV_MARKETING);
    }
}
