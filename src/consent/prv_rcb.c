
/*
 * Real Cookie Banner: "TIME:UUID[,UUID]:REVISION:JSON".  Its groups and
 * services are numbers of the site's own; which button was pressed is not,
 * and "-gcm" beside it lists what was granted in Google's words.
 */


#include "consent/prv_tcf.h"
#include "consent/prv_text.h"


static int prv_rcb_head(prv_answer_t *answer, prv_str_t *s);
static void prv_rcb_gcm(prv_reader_t *reader, prv_answer_t *answer);
static int prv_rcb_ends(const prv_str_t *s, const char *end);


void
prv_rcb_read(prv_reader_t *reader, prv_answer_t *answer)
{
    size_t       i, bc, groups;
    prv_str_t    s, button, name;
    prv_json_t  *json;

    if (reader->values[0].data == NULL) {
        answer->why = "the cookie that it stands beside is missing";
        return;
    }

    json = &reader->scratch->json;

    if (prv_value_text(reader, 0, &s) != PRV_OK
        || s.len > PRV_TEXT_MAX || prv_rcb_head(answer, &s) != PRV_OK)
    {
        prv_invalid(answer, "not a record as the platform writes it");
        return;
    }

    /* memmove: the value may have been decoded to this place */

    memmove(reader->scratch->text, s.data, s.len);

    if (prv_json_parse(json, reader->scratch->text, s.len) != PRV_OK
        || prv_json_type(json, 0) != PRV_JSON_OBJECT)
    {
        prv_invalid(answer, "its last part is no JSON object");
        return;
    }

    answer->says = PRV_SAYS_SO;

    bc = prv_json_get(json, 0, "bc");
    button = prv_json_str(json, bc);

    if (bc && prv_rcb_ends(&button, "_essential")) {
        prv_answer_all(answer, 0);
        return;
    }

    /* {"3":[12,14]}: groups of which services were accepted */

    groups = prv_json_get(json, 0, "d");

    for (i = groups ? prv_json_member(json, groups, 0) : 0; i;
         i = prv_json_member(json, groups, i))
    {
        name = prv_json_str(json, i);
        (void) prv_answer_name(reader, answer, &name,
                               prv_json_first(json, i + 1) != 0);
    }

    prv_answer_named(reader, answer);

    if (reader->values[1].data != NULL) {
        prv_rcb_gcm(reader, answer);

    } else if (bc && prv_rcb_ends(&button, "_all")) {
        prv_answer_all(answer, 1);

    } else {
        answer->why = "groups that only the site can name";
    }

    if (reader->values[2].data != NULL && answer->says == PRV_SAYS_SO) {
        prv_tcf_answer(reader, answer, &reader->values[2], 0, 0);
    }
}


/* past the head, to the JSON */

static int
prv_rcb_head(prv_answer_t *answer, prv_str_t *s)
{
    int        hex;
    size_t     i;
    prv_str_t  time, word;

    if (!prv_text_next(s, ':', &time) || !prv_text_number(&time)
        || !prv_text_next(s, ':', &word) || word.len < 36)
    {
        return PRV_ERROR;
    }

    answer->time = prv_text_time(&time);

    for (i = 0; i < word.len; i++) {
        hex = prv_hex(word.data[i]) >= 0;

        if (!hex && word.data[i] != '-' && word.data[i] != ',') {
            return PRV_ERROR;
        }
    }

    if (!prv_text_next(s, ':', &word) || word.len != 32) {
        return PRV_ERROR;
    }

    for (i = 0; i < word.len; i++) {
        if (prv_hex(word.data[i]) < 0) {
            return PRV_ERROR;
        }
    }

    return s->len ? PRV_OK : PRV_ERROR;
}


/* ["ad_storage",…]: marketing needs all three of its types */

static void
prv_rcb_gcm(prv_reader_t *reader, prv_answer_t *answer)
{
    size_t                    i, k;
    unsigned                  seen;
    prv_json_t               *json;
    static const char *const  types[] = {
        "ad_storage", "ad_user_data", "ad_personalization",
        "analytics_storage", "functionality_storage"
    };

    json = &reader->scratch->json;

    if (prv_value_json(reader, 1) != PRV_OK
        || prv_json_type(json, 0) != PRV_JSON_ARRAY)
    {
        prv_invalid(answer, "-gcm beside it is no JSON array");
        return;
    }

    seen = 0;

    for (i = prv_json_first(json, 0); i; i = prv_json_next(json, i)) {
        for (k = 0; k < sizeof(types) / sizeof(types[0]); k++) {
            if (prv_json_is(json, i, types[k])) {
                seen |= 1u << k;
            }
        }
    }

    prv_answer_category(answer, PRV_MARKETING, (seen & 7) == 7);
    prv_answer_category(answer, PRV_ANALYTICS, seen >> 3 & 1);
    prv_answer_category(answer, PRV_FUNCTIONAL, seen >> 4 & 1);
}


static int
prv_rcb_ends(const prv_str_t *s, const char *end)
{
    size_t  len;

    len = strlen(end);

    return s->len >= len
           && memcmp(s->data + s->len - len, end, len) == 0;
}
