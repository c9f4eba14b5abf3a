
/*
 * The US Privacy string (IAB, US Privacy String, version 1): "1", then
 * notice given, opted out of the sale, transaction covered by the LSPA, each
 * "Y", "N" or "-".
 */


#include "consent/prv_format.h"


static void prv_usp_one(const prv_str_t *value, prv_answer_t *answer);


void
prv_usp_read(prv_reader_t *reader, prv_answer_t *answer)
{
    int           i;
    prv_answer_t  one;

    for (i = 0; i < 2; i++) {

        if (reader->values[i].data == NULL) {
            continue;
        }

        memset(&one, 0, sizeof(prv_answer_t));
        prv_usp_one(&reader->values[i], &one);

        if (one.says != PRV_SAYS_SO) {

            if (answer->says != PRV_SAYS_SO) {
                *answer = one;
            }

            continue;
        }

        answer->says = PRV_SAYS_SO;
        answer->why = NULL;
        answer->granted |= one.granted;
        answer->denied |= one.denied;
    }
}


static void
prv_usp_one(const prv_str_t *value, prv_answer_t *answer)
{
    int  out;

    out = prv_usp_opted_out(value);

    if (out == PRV_ERROR) {
        answer->says = PRV_SAYS_RUBBISH;
        answer->why = "not a US Privacy string of version 1";
        return;
    }

    if (out == PRV_DECLINED) {
        answer->why = "says that US privacy law does not apply";
        return;
    }

    answer->says = PRV_SAYS_SO;

    if (out) {
        answer->denied = prv_bit(PRV_MARKETING);

    } else {
        answer->granted = prv_bit(PRV_MARKETING);
    }
}


int
prv_usp_opted_out(const prv_str_t *s)
{
    size_t  i;

    if (s->len != 4 || s->data[0] != '1') {
        return PRV_ERROR;
    }

    for (i = 1; i < 4; i++) {
        if (s->data[i] != 'Y' && s->data[i] != 'N' && s->data[i] != '-') {
            return PRV_ERROR;
        }
    }

    if (s->data[2] == 'Y') {
        return 1;
    }

    if (s->data[2] == '-') {
        return PRV_DECLINED;
    }

    return 0;
}
