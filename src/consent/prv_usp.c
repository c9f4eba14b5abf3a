
/*
 * The US Privacy string (IAB, US Privacy String, version 1): "1", then
 * notice given, opted out of the sale, transaction covered by the LSPA, each
 * "Y", "N" or "-".  iubenda keeps it in a JSON object of the same cookie.
 */


#include "consent/prv_text.h"


void
prv_usp_read(prv_reader_t *reader, prv_answer_t *answer)
{
    int        out;
    size_t     node;
    prv_str_t  s;

    s = reader->values[0];

    if (prv_value_json(reader, 0) == PRV_OK) {
        node = prv_json_get(&reader->scratch->json, 0, "uspString");

        if (prv_json_type(&reader->scratch->json, node) == PRV_JSON_STRING
            && node)
        {
            s = prv_json_str(&reader->scratch->json, node);
        }
    }

    out = prv_usp_opted_out(&s);

    if (out == PRV_ERROR) {
        prv_invalid(answer, "not a US Privacy string of version 1");
        return;
    }

    if (out == PRV_DECLINED) {
        answer->why = "says nothing of a sale";
        return;
    }

    answer->says = PRV_SAYS_SO;
    prv_answer_category(answer, PRV_MARKETING, !out);
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

    if (s->data[2] == '-') {
        return PRV_DECLINED;
    }

    return s->data[2] == 'Y';
}
