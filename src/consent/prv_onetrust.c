
/*
 * OneTrust and Cookiebot.
 */


#include "consent/prv_text.h"


static int prv_onetrust_groups(const prv_reader_t *reader,
    prv_answer_t *answer, const prv_str_t *s);
static int prv_cookiebot_member(const prv_reader_t *reader,
    prv_answer_t *answer, prv_str_t *s, int *seen);


/*
 * OptanonConsent: a form, of which "groups" holds "C0001:1,C0002:0".  Before a
 * choice the groups show the region's default, so only a visitor who closed
 * the banner or was counted has decided.
 */

void
prv_onetrust_read(prv_reader_t *reader, prv_answer_t *answer)
{
    int        known, decided, again;
    prv_str_t  form, word, name, value, groups;

    known = 0;
    again = 0;
    decided = reader->values[1].len != 0;

    groups.len = 0;
    groups.data = NULL;

    form = reader->values[0];

    if (form.data == NULL) {
        answer->why = "no groups beside it";
        return;
    }

    while (prv_text_next(&form, '&', &word)) {

        if (!prv_text_pair(&word, '=', &name, &value)) {
            continue;
        }

        if (prv_text_is(&name, "groups")) {
            groups = value;
            known = 1;

        } else if (prv_text_is(&name, "interactionCount")) {
            known = 1;
            decided |= prv_text_number(&value)
                       && !prv_text_is(&value, "0");

        } else if (prv_text_is(&name, "AwaitingReconsent")) {
            again |= !prv_text_is(&value, "false");

        } else if (prv_text_is(&name, "consentId")) {
            known = 1;
            answer->id = value;
        }
    }

    if (!known) {
        prv_invalid(answer, "not a form as the platform writes it");
        return;
    }

    if (again || !decided) {
        answer->why = again ? "the platform is about to ask again"
                            : "the banner was not answered";
        return;
    }

    if (groups.len == 0) {
        answer->why = "holds no groups";
        return;
    }

    answer->time = prv_text_time(&reader->values[1]);

    if (prv_text_decode(reader, &groups, &groups) != PRV_OK
        || prv_onetrust_groups(reader, answer, &groups) != PRV_OK)
    {
        prv_invalid(answer, "malformed groups");
        return;
    }

    answer->says = PRV_SAYS_SO;
}


static int
prv_onetrust_groups(const prv_reader_t *reader, prv_answer_t *answer,
    const prv_str_t *s)
{
    int        yes;
    prv_str_t  list, word, name, value;

    list = *s;

    while (prv_text_next(&list, ',', &word)) {

        if (word.len == 0 && list.data == NULL) {
            break;              /* a comma at the end */
        }

        if (!prv_text_pair(&word, ':', &name, &value)) {
            return PRV_ERROR;
        }

        yes = prv_text_is(&value, "1");

        if (!yes && !prv_text_is(&value, "0")) {
            return PRV_ERROR;
        }

        if (prv_answer_name(reader, answer, &name, yes)) {
            continue;
        }

        if (prv_text_is(&name, "C0002")) {
            prv_answer_category(answer, PRV_ANALYTICS, yes);

        } else if (prv_text_is(&name, "C0003")) {
            prv_answer_category(answer, PRV_FUNCTIONAL, yes);

        } else if (prv_text_is(&name, "C0004")) {
            prv_answer_category(answer, PRV_MARKETING, yes);
        }
    }

    return PRV_OK;
}


/*
 * Cookiebot: "0" is a refusal, "-1" a visitor whom it need not ask, else an
 * object literal of JavaScript without quotes around its names.
 */

void
prv_cookiebot_read(prv_reader_t *reader, prv_answer_t *answer)
{
    int        seen;
    prv_str_t  s;

    if (prv_value_text(reader, 0, &s) != PRV_OK) {
        prv_invalid(answer, "too long");
        return;
    }

    if (prv_text_is(&s, "0")) {
        prv_answer_all(answer, 0);
        return;
    }

    if (prv_text_is(&s, "-1")) {
        prv_answer_all(answer, 1);
        answer->why = "implied: the platform does not ask there";
        return;
    }

    if (s.len < 2 || s.data[0] != '{' || s.data[s.len - 1] != '}') {
        prv_invalid(answer, "of another tool than Cookiebot");
        return;
    }

    s.data++;
    s.len -= 2;

    seen = 0;

    while (s.len) {
        if (prv_cookiebot_member(reader, answer, &s, &seen) != PRV_OK) {
            prv_invalid(answer, "malformed");
            return;
        }
    }

    if (seen != 3) {
        prv_invalid(answer, "holds not all of the categories");
        return;
    }

    answer->says = PRV_SAYS_SO;
}


/* name:true, name:12, name:'text', and the comma behind it */

static int
prv_cookiebot_member(const prv_reader_t *reader, prv_answer_t *answer,
    prv_str_t *s, int *seen)
{
    int             yes;
    size_t          n;
    prv_str_t       name, value;
    unsigned char  *p;

    p = memchr(s->data, ':', s->len);
    if (p == NULL) {
        return PRV_ERROR;
    }

    name.data = s->data;
    name.len = (size_t) (p - s->data);

    n = name.len + 1;
    value.data = s->data + n;

    if (n < s->len && s->data[n] == '\'') {

        p = memchr(s->data + n + 1, '\'', s->len - n - 1);
        if (p == NULL) {
            return PRV_ERROR;
        }

        n = (size_t) (p - s->data) + 1;

    } else {
        while (n < s->len && s->data[n] != ',') {
            n++;
        }
    }

    value.len = (size_t) (s->data + n - value.data);

    if (n < s->len) {
        if (s->data[n] != ',' || n + 1 == s->len) {
            return PRV_ERROR;
        }

        n++;
    }

    s->data += n;
    s->len -= n;

    if (prv_text_is(&name, "utc")) {
        answer->time = prv_text_time(&value);
        return PRV_OK;
    }

    if (!prv_text_is(&name, "preferences")
        && !prv_text_is(&name, "statistics")
        && !prv_text_is(&name, "marketing"))
    {
        return PRV_OK;
    }

    yes = prv_text_is(&value, "true");

    if (!yes && !prv_text_is(&value, "false")) {
        return PRV_ERROR;
    }

    (*seen)++;
    (void) prv_answer_word(reader, answer, &name, yes);

    return PRV_OK;
}
