
/*
 * Platforms that keep a JSON object of categories.
 */


#include "consent/prv_tcf.h"
#include "consent/prv_text.h"


static int prv_object_status(const prv_json_t *json, size_t node);


/* CookieFirst: {"necessary":true,"performance":false,…} */

void
prv_cookiefirst_read(prv_reader_t *reader, prv_answer_t *answer)
{
    prv_json_t  *json;

    if (prv_value_object(reader, answer, 0) != PRV_OK) {
        return;
    }

    json = &reader->scratch->json;

    if (prv_json_get(json, 0, "necessary") == 0) {
        answer->why = "holds no categories";
        return;
    }

    prv_answer_members(reader, answer, 0, PRV_WORDS);
    answer->time = prv_json_time(json, prv_json_get(json, 0, "timestamp"));

    answer->says = PRV_SAYS_SO;
    prv_answer_rest(answer);
}


/* CookieScript: "categories" is a string that holds a JSON array */

void
prv_cookiescript_read(prv_reader_t *reader, prv_answer_t *answer)
{
    size_t       action, categories;
    prv_str_t    list;
    prv_json_t  *json;

    if (prv_value_object(reader, answer, 0) != PRV_OK) {
        return;
    }

    json = &reader->scratch->json;

    action = prv_json_get(json, 0, "action");
    categories = prv_json_get(json, 0, "categories");

    if (action == 0) {
        answer->why = "holds no action of the visitor";
        return;
    }

    answer->time = prv_json_time(json,
                                 prv_json_get(json, 0, "consenttime"));

    if (prv_json_is(json, action, "reject")) {
        prv_answer_all(answer, 0);
        return;
    }

    list = prv_json_str(json, categories);

    if (!prv_json_is(json, action, "accept") || list.len == 0
        || prv_json_parse(json, list.data, list.len) != PRV_OK
        || prv_json_type(json, 0) != PRV_JSON_ARRAY)
    {
        prv_invalid(answer, "no list of categories in its string");
        return;
    }

    prv_answer_list(reader, answer, 0, 1);

    answer->says = PRV_SAYS_SO;
    prv_answer_rest(answer);
}


/* Cookie Information: "consents_approved" and "consents_denied" */

void
prv_cookieinformation_read(prv_reader_t *reader, prv_answer_t *answer)
{
    size_t       approved, denied;
    prv_json_t  *json;

    if (prv_value_object(reader, answer, 0) != PRV_OK) {
        return;
    }

    json = &reader->scratch->json;

    approved = prv_json_get(json, 0, "consents_approved");
    denied = prv_json_get(json, 0, "consents_denied");

    if (approved == 0 || prv_json_type(json, approved) != PRV_JSON_ARRAY) {
        answer->why = "holds no consents";
        return;
    }

    prv_answer_list(reader, answer, approved, 1);

    if (denied && prv_json_type(json, denied) == PRV_JSON_ARRAY) {
        prv_answer_list(reader, answer, denied, 0);
    }

    answer->says = PRV_SAYS_SO;
    prv_answer_rest(answer);
}


/*
 * Civic: "optionalCookies" of the site's own names, accepted, revoked or of
 * legitimate interest, which is neither.  In its IAB mode a TC string, too.
 */

void
prv_civic_read(prv_reader_t *reader, prv_answer_t *answer)
{
    size_t       i, node;
    prv_str_t    name;
    prv_json_t  *json;

    if (prv_value_object(reader, answer, 0) != PRV_OK) {
        return;
    }

    json = &reader->scratch->json;

    node = prv_json_get(json, 0, "interactedWith");

    if (node == 0 || prv_json_type(json, node) != PRV_JSON_TRUE) {
        answer->why = "the visitor did not interact with it";
        return;
    }

    node = prv_json_get(json, 0, "iabConsent");
    name = prv_json_str(json, node);

    if (node && name.len) {
        prv_tcf_answer(reader, answer, &name, 1, 0);

        if (answer->says == PRV_SAYS_RUBBISH) {
            return;
        }
    }

    node = prv_json_get(json, 0, "optionalCookies");

    for (i = node ? prv_json_member(json, node, 0) : 0; i;
         i = prv_json_member(json, node, i))
    {
        name = prv_json_str(json, i);

        if (!prv_json_is(json, i + 1, "legitimate interest")) {
            (void) prv_answer_word(reader, answer, &name,
                                   prv_json_is(json, i + 1, "accepted"));
        }
    }

    answer->time = prv_json_time(json, prv_json_get(json, 0, "consentDate"));
    answer->says = PRV_SAYS_SO;
}


/* Moove: "thirdparty" is what measures, with "advanced" what advertises */

void
prv_moove_read(prv_reader_t *reader, prv_answer_t *answer)
{
    int          third, advanced;
    prv_json_t  *json;

    if (prv_value_object(reader, answer, 0) != PRV_OK) {
        return;
    }

    json = &reader->scratch->json;

    if (prv_json_get(json, 0, "strict") == 0) {
        answer->why = "holds no categories";
        return;
    }

    third = prv_json_is(json, prv_json_get(json, 0, "thirdparty"), "1");
    advanced = prv_json_is(json, prv_json_get(json, 0, "advanced"), "1");

    answer->says = PRV_SAYS_SO;
    prv_answer_category(answer, PRV_ANALYTICS, third);
    prv_answer_category(answer, PRV_MARKETING, third && advanced);
    prv_answer_rest(answer);
}


/* Ketch: base64 of {"analytics":{"status":"granted"},…} */

void
prv_ketch_read(prv_reader_t *reader, prv_answer_t *answer)
{
    size_t       i, status;
    prv_str_t    name;
    prv_json_t  *json;

    if (prv_value_object(reader, answer, 1) != PRV_OK) {
        return;
    }

    json = &reader->scratch->json;

    for (i = prv_json_member(json, 0, 0); i;
         i = prv_json_member(json, 0, i))
    {
        status = prv_json_get(json, i + 1, "status");

        if (status == 0) {
            continue;
        }

        name = prv_json_str(json, i);

        answer->says = PRV_SAYS_SO;
        (void) prv_answer_word(reader, answer, &name,
                               prv_json_is(json, status, "granted"));
    }

    if (answer->says == PRV_SAYS_NOTHING) {
        answer->why = "holds no purposes";
    }
}


/* Transcend: true, false, or "Auto", which is the region's default */

void
prv_transcend_read(prv_reader_t *reader, prv_answer_t *answer)
{
    int          yes;
    size_t       i, node;
    prv_str_t    name;
    prv_json_t  *json;

    if (prv_value_object(reader, answer, 0) != PRV_OK) {
        return;
    }

    json = &reader->scratch->json;

    node = prv_json_get(json, 0, "confirmed");

    if (node == 0 || prv_json_type(json, node) != PRV_JSON_TRUE) {
        answer->why = "the choice was not confirmed";
        return;
    }

    node = prv_json_get(json, 0, "purposes");

    if (node == 0) {
        answer->why = "holds no purposes";
        return;
    }

    for (i = prv_json_member(json, node, 0); i;
         i = prv_json_member(json, node, i))
    {
        yes = prv_json_type(json, i + 1) == PRV_JSON_TRUE;
        name = prv_json_str(json, i);

        if (yes || prv_json_type(json, i + 1) == PRV_JSON_FALSE) {
            (void) prv_answer_word(reader, answer, &name, yes);
        }
    }

    answer->time = prv_json_time(json, prv_json_get(json, 0, "timestamp"));
    answer->says = PRV_SAYS_SO;
}


/*
 * iubenda: purposes 1 necessary, 2 functionality, 3 experience, 4 measurement
 * and 5 marketing.  The cookie is there before a choice.  "-uspr" beside it
 * says what a visitor from the US still allows.
 */

void
prv_iubenda_read(prv_reader_t *reader, prv_answer_t *answer)
{
    size_t                       i, node, value;
    prv_json_t                  *json;
    static const char *const     keys[] = { "2", "3", "4", "5" };
    static const char *const     us[] = { "s", "sh", "adv" };
    static const prv_category_e  categories[] = {
        PRV_FUNCTIONAL, PRV_FUNCTIONAL, PRV_ANALYTICS, PRV_MARKETING
    };

    if (prv_value_object(reader, answer, 0) != PRV_OK) {
        return;
    }

    json = &reader->scratch->json;

    if (reader->role == 1) {

        for (i = 0; i < 3; i++) {
            node = prv_json_get(json, 0, us[i]);

            if (node && prv_json_type(json, node) != PRV_JSON_TRUE) {
                answer->says = PRV_SAYS_SO;
                prv_answer_category(answer, PRV_MARKETING, 0);
            }
        }

        return;
    }

    answer->time = prv_json_time(json, prv_json_get(json, 0, "timestamp"));

    node = prv_json_get(json, 0, "consent");

    if (node && (prv_json_type(json, node) == PRV_JSON_TRUE
                 || prv_json_type(json, node) == PRV_JSON_FALSE))
    {
        prv_answer_all(answer, prv_json_type(json, node) == PRV_JSON_TRUE);
        return;
    }

    node = prv_json_get(json, 0, "purposes");

    if (node == 0 || prv_json_first(json, node) == 0) {
        answer->why = "holds no purposes";
        return;
    }

    answer->says = PRV_SAYS_SO;

    for (i = 0; i < 4; i++) {
        value = prv_json_get(json, node, keys[i]);

        if (value) {
            prv_answer_category(answer, categories[i],
                                prv_json_type(json, value)
                                == PRV_JSON_TRUE);
        }
    }
}


/*
 * Shopify: version 2.1 has "1", "0" or "" for a, m, p and s; version 3 is a
 * token whose letters are capitals where granted, without a sign whether
 * anybody was asked: its refusals hold, its grants say nothing.
 */

void
prv_shopify_read(prv_reader_t *reader, prv_answer_t *answer)
{
    size_t                       i, node, value;
    prv_str_t                    s;
    prv_json_t                  *json;
    static const char *const     keys[] = { "a", "m", "p", "s" };
    static const unsigned char   letters[] = "amps";
    static const prv_category_e  categories[] = {
        PRV_ANALYTICS, PRV_MARKETING, PRV_FUNCTIONAL, PRV_MARKETING
    };

    s = reader->values[0];

    if (s.len > 2 && s.data[0] == '3' && s.data[1] == '.') {

        if (s.len < 7 || s.data[6] != '_') {
            prv_invalid(answer, "malformed token");
            return;
        }

        for (i = 0; i < 4; i++) {

            if (prv_lower(s.data[2 + i]) != letters[i]) {
                prv_invalid(answer, "malformed token");
                return;
            }

            if (s.data[2 + i] == letters[i]) {
                answer->weak = 1;
                prv_answer_category(answer, categories[i], 0);
            }
        }

        answer->why = "does not tell a choice from a default";
        return;
    }

    if (prv_value_object(reader, answer, 0) != PRV_OK) {
        return;
    }

    json = &reader->scratch->json;

    node = prv_json_get(json, 0, "con");
    node = node ? prv_json_get(json, node, "CMP") : 0;

    if (node == 0) {
        answer->why = "holds no answers";
        return;
    }

    for (i = 0; i < 4; i++) {

        value = prv_json_get(json, node, keys[i]);

        if (value == 0 || prv_json_is(json, value, "")) {
            continue;
        }

        /* what is allowed to be sold is not what may be advertised with */

        if (i == 3 && prv_json_is(json, value, "1")) {
            continue;
        }

        answer->says = PRV_SAYS_SO;
        prv_answer_category(answer, categories[i],
                            prv_json_is(json, value, "1"));
    }

    if (answer->says == PRV_SAYS_NOTHING) {
        answer->why = "no question was answered";
    }
}


/* Magento 2: {"1":1} by website; it can only be accepted, and as a whole */

void
prv_magento_read(prv_reader_t *reader, prv_answer_t *answer)
{
    size_t       i;
    prv_str_t    s;
    prv_json_t  *json;

    if (prv_value_object(reader, answer, 0) != PRV_OK) {
        return;
    }

    json = &reader->scratch->json;

    if (prv_json_first(json, 0) == 0) {
        answer->why = "names no website";
        return;
    }

    for (i = prv_json_first(json, 0); i; i = prv_json_next(json, i)) {

        s = prv_json_str(json, i + 1);

        if (prv_json_type(json, i + 1) != PRV_JSON_NUMBER
            || !prv_text_is(&s, "1"))
        {
            prv_invalid(answer, "not a list as the platform writes it");
            return;
        }
    }

    prv_answer_all(answer, 1);
}


/* Google's Funding Choices: [null,null,null,["TC string",…],…] */

void
prv_fundingchoices_read(prv_reader_t *reader, prv_answer_t *answer)
{
    int          n;
    size_t       i;
    prv_str_t    s;
    prv_json_t  *json;

    json = &reader->scratch->json;

    if (prv_value_json(reader, 0) != PRV_OK
        || prv_json_type(json, 0) != PRV_JSON_ARRAY)
    {
        prv_invalid(answer, "not a JSON array");
        return;
    }

    i = prv_json_first(json, 0);

    for (n = 0; n < 3 && i; n++) {
        i = prv_json_next(json, i);
    }

    i = i ? prv_json_first(json, i) : 0;
    s = prv_json_str(json, i);

    if (i == 0 || prv_json_type(json, i) != PRV_JSON_STRING) {
        answer->why = "holds no TC string";
        return;
    }

    prv_tcf_answer(reader, answer, &s, 1, 0);
}


/* Fides: true, false, or a word; sales of data are marketing */

static int
prv_object_status(const prv_json_t *json, size_t node)
{
    if (prv_json_type(json, node) == PRV_JSON_TRUE
        || prv_json_is(json, node, "opt_in")
        || prv_json_is(json, node, "acknowledge"))
    {
        return 1;
    }

    if (prv_json_is(json, node, "not_applicable")) {
        return PRV_DECLINED;
    }

    return 0;
}


void
prv_fides_object(prv_reader_t *reader, prv_answer_t *answer)
{
    int          yes;
    size_t       i, node;
    prv_str_t    name;
    prv_json_t  *json;

    json = &reader->scratch->json;

    if (prv_json_type(json, 0) != PRV_JSON_OBJECT) {
        prv_invalid(answer, "not a JSON object");
        return;
    }

    node = prv_json_get(json, 0, "fides_meta");
    node = node ? prv_json_get(json, node, "updatedAt") : 0;

    if (node == 0 || prv_json_str(json, node).len == 0) {
        answer->why = "was never updated by the visitor";
        return;
    }

    answer->time = prv_json_time(json, node);

    node = prv_json_get(json, 0, "consent");

    if (node == 0 || prv_json_type(json, node) != PRV_JSON_OBJECT) {
        answer->why = "holds no consent";
        return;
    }

    for (i = prv_json_member(json, node, 0); i;
         i = prv_json_member(json, node, i))
    {
        yes = prv_object_status(json, i + 1);
        name = prv_json_str(json, i);

        if (yes != PRV_DECLINED) {
            (void) prv_answer_word(reader, answer, &name, yes);
        }
    }

    answer->says = PRV_SAYS_SO;
}
