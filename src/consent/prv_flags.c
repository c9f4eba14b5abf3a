
/*
 * Platforms that keep one word a cookie.
 */


#include "consent/prv_text.h"


static int prv_flag(const prv_str_t *value, const char *yes, const char *no);
static int prv_flag_categories(prv_reader_t *reader, prv_answer_t *answer,
    const prv_category_e *categories, size_t n, const char *yes,
    const char *no);


/* 1, 0, PRV_DECLINED for an absent cookie, PRV_ERROR for another word */

static int
prv_flag(const prv_str_t *value, const char *yes, const char *no)
{
    if (value->data == NULL) {
        return PRV_DECLINED;
    }

    if (prv_text_is(value, yes)) {
        return 1;
    }

    return prv_text_is(value, no) ? 0 : PRV_ERROR;
}


/* a role for each category, from role 0 on; PRV_ERROR where one is broken */

static int
prv_flag_categories(prv_reader_t *reader, prv_answer_t *answer,
    const prv_category_e *categories, size_t n, const char *yes,
    const char *no)
{
    int     flag;
    size_t  i;

    for (i = 0; i < n; i++) {

        flag = prv_flag(&reader->values[i], yes, no);

        if (flag == PRV_ERROR) {
            prv_invalid(answer, "a word that the platform does not write");
            return PRV_ERROR;
        }

        if (flag != PRV_DECLINED) {
            answer->says = PRV_SAYS_SO;
            prv_answer_category(answer, categories[i], flag);
        }
    }

    return PRV_OK;
}


/* cmplz_CATEGORY=allow|deny; "functional" is what is always allowed */

void
prv_complianz_read(prv_reader_t *reader, prv_answer_t *answer)
{
    static const prv_category_e  categories[] = {
        PRV_MARKETING, PRV_ANALYTICS, PRV_FUNCTIONAL, PRV_NECESSARY
    };

    if (prv_flag_categories(reader, answer, categories, 4, "allow", "deny")
        != PRV_OK)
    {
        return;
    }

    if ((answer->granted | answer->denied) == 0) {
        answer->says = PRV_SAYS_NOTHING;
        answer->why = "holds no category";
    }

    /* {"adroll":true,…}: what the visitor said of single services, or "" */

    if (reader->values[4].len == 0) {
        return;
    }

    if (prv_value_json(reader, 4) != PRV_OK
        || prv_json_type(&reader->scratch->json, 0) != PRV_JSON_OBJECT)
    {
        prv_answer_weaken(reader, answer, "its services are malformed");
        return;
    }

    prv_answer_members(reader, answer, 0, PRV_SERVICES);
}


/* wp_consent_CATEGORY=allow|deny, with the same services beside them */

void
prv_wp_consent_read(prv_reader_t *reader, prv_answer_t *answer)
{
    prv_complianz_read(reader, answer);
}


/* "cookieconsent" by Insites, later Osano: allow, deny, dismiss */

void
prv_insites_read(prv_reader_t *reader, prv_answer_t *answer)
{
    int  flag;

    if (prv_text_is(&reader->values[0], "dismiss")) {

        /* the notice was closed: under opt-out that changes nothing */

        if (reader->request->regime == PRV_OPT_OUT) {
            answer->why = "the notice was closed";
            return;
        }

        prv_answer_all(answer, 0);
        answer->why = "the notice was closed, which is no consent";
        return;
    }

    flag = prv_flag(&reader->values[0], "allow", "deny");

    if (flag == PRV_ERROR) {
        prv_invalid(answer, "neither allow, deny nor dismiss");
        return;
    }

    prv_answer_all(answer, flag);
}


/* Cookie Notice: true or false, in capitals from old versions */

void
prv_cookie_notice_read(prv_reader_t *reader, prv_answer_t *answer)
{
    const prv_str_t  *value;

    value = &reader->values[0];

    if (prv_text_is(value, "true") || prv_text_is(value, "TRUE")) {
        prv_answer_all(answer, 1);

    } else if (prv_text_is(value, "false") || prv_text_is(value, "FALSE")) {
        prv_answer_all(answer, 0);

    } else {
        prv_invalid(answer, "neither true nor false");
    }
}


/* Matomo's own consent, which is for Matomo alone; a removal wins */

void
prv_matomo_read(prv_reader_t *reader, prv_answer_t *answer)
{
    int        yes;
    size_t     i;
    prv_str_t  name = prv_string("matomo");

    yes = PRV_DECLINED;

    /* mtm_consent, mtm_cookie_consent, mtm_consent_removed */

    for (i = 0; i < 3; i++) {

        if (reader->values[i].data == NULL) {
            continue;
        }

        if (!prv_text_number(&reader->values[i])) {

            if (i == 2) {
                yes = 0;        /* whatever it holds */
                continue;
            }

            prv_invalid(answer, "not a time");
            return;
        }

        yes = i < 2;
        answer->time = prv_text_time(&reader->values[i]);
    }

    if (yes == PRV_DECLINED) {
        return;
    }

    answer->says = PRV_SAYS_SO;
    prv_answer_category(answer, PRV_ANALYTICS, yes);

    (void) prv_answer_service(reader, answer, &name, yes);

    if (yes) {
        answer->named |= prv_bit(PRV_ANALYTICS);
    }
}


/*
 * Drupal's EU Cookie Compliance: cookie-agreed is 0, 1 or 2 (thanked), and
 * with it may stand the categories that were agreed to.
 */

void
prv_drupal_read(prv_reader_t *reader, prv_answer_t *answer)
{
    const prv_str_t  *agreed;

    agreed = &reader->values[0];

    if (agreed->data == NULL) {
        answer->why = "nothing was agreed to or declined";
        return;
    }

    if (prv_text_is(agreed, "0")) {
        prv_answer_all(answer, 0);
        return;
    }

    if (!prv_text_is(agreed, "1") && !prv_text_is(agreed, "2")) {
        prv_invalid(answer, "neither 0, 1 nor 2");
        return;
    }

    if (reader->values[1].data == NULL) {
        prv_answer_all(answer, 1);
        return;
    }

    if (prv_value_json(reader, 1) != PRV_OK
        || prv_json_type(&reader->scratch->json, 0) != PRV_JSON_ARRAY)
    {
        prv_invalid(answer, "the categories are no list");
        return;
    }

    prv_answer_list(reader, answer, 0, 1);

    answer->says = PRV_SAYS_SO;
    prv_answer_rest(answer);
}


/*
 * cookie-law-info before CookieYes: viewed_cookie_policy is the decision, the
 * categories are in base64 or a cookie each.
 */

void
prv_cookielawinfo_read(prv_reader_t *reader, prv_answer_t *answer)
{
    int                          flag;
    static const prv_category_e  categories[] = {
        PRV_MARKETING, PRV_ANALYTICS, PRV_FUNCTIONAL, PRV_ANALYTICS
    };

    flag = prv_flag(&reader->values[4], "yes", "no");

    if (flag == PRV_DECLINED) {
        answer->why = "categories without a decision";
        return;
    }

    if (flag == PRV_ERROR) {
        prv_invalid(answer, "neither yes nor no");
        return;
    }

    if (flag == 0) {
        prv_answer_all(answer, 0);
        return;
    }

    if (prv_flag_categories(reader, answer, categories, 4, "yes", "no")
        != PRV_OK)
    {
        return;
    }

    if (reader->values[5].data != NULL) {

        if (prv_value_base64(reader, 5) != PRV_OK
            || prv_json_type(&reader->scratch->json, 0) != PRV_JSON_OBJECT)
        {
            prv_invalid(answer, "the categories are no object in base64");
            return;
        }

        prv_answer_members(reader, answer, 0, PRV_WORDS);
    }

    answer->says = PRV_SAYS_SO;
}


/*
 * WP Cookie Consent: wpl_viewed_cookie is the decision, wpl_user_preference
 * has a "yes" or "no" for each category and is there before it; from the US,
 * wpl_optout_cookie is "yes" where the sale of data was opted out of.
 */

void
prv_wpl_read(prv_reader_t *reader, prv_answer_t *answer)
{
    int          flag, out;
    size_t       i;
    prv_str_t    word;
    prv_json_t  *json;

    flag = prv_flag(&reader->values[0], "yes", "no");
    out = prv_flag(&reader->values[2], "yes", "no");

    if (out == 1 || out == PRV_ERROR) {
        answer->says = PRV_SAYS_SO;
        prv_answer_category(answer, PRV_MARKETING, 0);
    }

    if (flag == 0) {
        prv_answer_all(answer, 0);
        return;
    }

    if (flag != 1) {
        answer->why = "the banner was not answered";
        return;
    }

    json = &reader->scratch->json;

    if (reader->values[1].data == NULL || prv_value_json(reader, 1) != PRV_OK
        || prv_json_type(json, 0) != PRV_JSON_OBJECT)
    {
        prv_invalid(answer, "the categories are no JSON object");
        return;
    }

    for (i = prv_json_member(json, 0, 0); i; i = prv_json_member(json, 0, i))
    {
        word = prv_json_str(json, i);
        (void) prv_answer_word(reader, answer, &word,
                               prv_json_is(json, i + 1, "yes"));
    }

    answer->says = PRV_SAYS_SO;
    prv_answer_rest(answer);
}
