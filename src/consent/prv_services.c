
/*
 * Platforms that ask for single services: their names are looked up in the
 * catalog, by id or alias.
 */


#include "consent/prv_text.h"


static unsigned prv_service_groups(prv_reader_t *reader,
    prv_answer_t *answer, size_t groups);
static void prv_service_list(prv_reader_t *reader, prv_answer_t *answer,
    size_t list);
static void prv_didomi_vendors(prv_reader_t *reader, prv_answer_t *answer,
    size_t list, int yes);
static void prv_didomi_purposes(prv_reader_t *reader, prv_answer_t *answer,
    size_t list, int yes);


/* Klaro: {"service":true,…}; what is not true is refused */

void
prv_klaro_read(prv_reader_t *reader, prv_answer_t *answer)
{
    prv_json_t  *json;

    json = &reader->scratch->json;

    if (prv_value_object(reader, answer, 0) != PRV_OK) {
        return;
    }

    if (prv_json_first(json, 0) == 0) {
        answer->why = "names no service";
        return;
    }

    prv_answer_members(reader, answer, 0, PRV_WORDS|PRV_SERVICES);

    answer->says = PRV_SAYS_SO;
    prv_answer_services(answer);
}


/*
 * tarteaucitron: "!service=true!service=wait".  The cookie lists what the
 * pages so far have had, so a visitor has decided of marketing only where a
 * service of it is answered, and not while one waits.
 */

void
prv_tarteaucitron_read(prv_reader_t *reader, prv_answer_t *answer)
{
    int        yes, wait;
    unsigned   marketing;
    prv_str_t  list, word, name, value;

    if (prv_value_text(reader, 0, &list) != PRV_OK
        || list.len == 0 || list.data[0] != '!')
    {
        prv_invalid(answer, "not a list as the platform writes it");
        return;
    }

    wait = 0;

    (void) prv_text_next(&list, '!', &word);

    while (prv_text_next(&list, '!', &word)) {

        if (!prv_text_pair(&word, '=', &name, &value)) {
            prv_invalid(answer, "not a list as the platform writes it");
            return;
        }

        if (prv_text_is(&value, "wait")) {
            wait = 1;
            continue;
        }

        yes = prv_text_is(&value, "true");

        if (yes || prv_text_is(&value, "false")) {
            (void) prv_answer_service(reader, answer, &name, yes);
            continue;
        }

        if (!prv_text_is(&name, "id")) {
            prv_invalid(answer, "neither true, false nor wait");
            return;
        }
    }

    marketing = (answer->some | answer->none) & prv_bit(PRV_MARKETING);

    if (wait || !marketing) {
        answer->why = wait ? "a service waits for an answer"
                           : "no service of marketing is answered";
        return;
    }

    answer->says = PRV_SAYS_SO;
    prv_answer_services(answer);
}


/*
 * orestbida's cookieconsent, versions 2 and 3: "categories" holds those
 * accepted, "services" of version 3 which services of them.
 */

void
prv_vanilla_read(prv_reader_t *reader, prv_answer_t *answer)
{
    int          whole;
    size_t       categories, services, id, id2;
    unsigned     listed;
    prv_json_t  *json;

    json = &reader->scratch->json;

    if (prv_value_object(reader, answer, 0) != PRV_OK) {
        return;
    }

    categories = prv_json_get(json, 0, "categories");
    id = prv_json_get(json, 0, "consentId");
    id2 = prv_json_get(json, 0, "consent_uuid");
    services = prv_json_get(json, 0, "services");

    if (!categories || prv_json_type(json, categories) != PRV_JSON_ARRAY
        || (prv_json_str(json, id).len == 0
            && prv_json_str(json, id2).len == 0))
    {
        answer->why = "no categories under a consent's id";
        return;
    }

    /* version 3 writes both, and a list for every category */

    whole = prv_json_get(json, 0, "expirationTime") != 0;

    if (whole && !services) {
        prv_invalid(answer, "its services are missing");
        return;
    }

    prv_answer_list(reader, answer, categories, 1);

    answer->time = prv_json_time(json,
                                 prv_json_get(json, 0,
                                              "lastConsentTimestamp"));

    if (answer->time == 0) {
        answer->time = prv_json_time(json,
                                     prv_json_get(json, 0,
                                                  "last_consent_update"));
    }

    answer->says = PRV_SAYS_SO;
    prv_answer_rest(answer);

    listed = prv_service_groups(reader, answer, services);

    if (whole) {
        answer->named |= answer->granted & ~answer->denied & ~listed;
    }
}


/* Borlabs: {"consents":{"marketing":["facebook-pixel"]}}, absent is denied */

void
prv_borlabs_read(prv_reader_t *reader, prv_answer_t *answer)
{
    size_t       i, consents;
    prv_str_t    word;
    prv_json_t  *json;

    json = &reader->scratch->json;

    if (prv_value_object(reader, answer, 0) != PRV_OK) {
        return;
    }

    consents = prv_json_get(json, 0, "consents");

    if (!consents || prv_json_type(json, consents) != PRV_JSON_OBJECT) {
        answer->why = "holds no consents";
        return;
    }

    for (i = prv_json_member(json, consents, 0); i;
         i = prv_json_member(json, consents, i))
    {
        word = prv_json_str(json, i);
        (void) prv_answer_word(reader, answer, &word,
                               prv_json_first(json, i + 1) != 0);
    }

    answer->says = PRV_SAYS_SO;
    prv_answer_rest(answer);

    (void) prv_service_groups(reader, answer, consents);
}


/*
 * {"marketing":["adroll"]}: where services of a category are listed, only
 * they are meant.  The categories that have a list, even an empty one.
 */

static unsigned
prv_service_groups(prv_reader_t *reader, prv_answer_t *answer,
    size_t groups)
{
    size_t        i;
    prv_str_t     word;
    prv_json_t   *json;
    prv_answer_t  seen;

    json = &reader->scratch->json;

    memset(&seen, 0, sizeof(prv_answer_t));

    for (i = groups ? prv_json_member(json, groups, 0) : 0; i;
         i = prv_json_member(json, groups, i))
    {
        word = prv_json_str(json, i);

        if (prv_json_first(json, i + 1) == 0) {
            (void) prv_answer_word(reader, &seen, &word, 1);
            continue;
        }

        (void) prv_answer_word(reader, &seen, &word, 0);
        prv_service_list(reader, answer, i + 1);
    }

    answer->named |= seen.denied & answer->granted & ~answer->denied;

    return seen.granted | seen.denied;
}


static void
prv_service_list(prv_reader_t *reader, prv_answer_t *answer, size_t list)
{
    size_t       i;
    prv_str_t    name;
    prv_json_t  *json;

    json = &reader->scratch->json;

    if (prv_json_type(json, list) != PRV_JSON_ARRAY) {
        return;
    }

    for (i = prv_json_first(json, list); i; i = prv_json_next(json, i)) {
        name = prv_json_str(json, i);
        (void) prv_answer_service(reader, answer, &name, 1);
    }
}


/* Didomi: base64 of JSON with lists of purposes and vendors */

void
prv_didomi_read(prv_reader_t *reader, prv_answer_t *answer)
{
    size_t       vendors, purposes;
    prv_json_t  *json;

    json = &reader->scratch->json;

    if (prv_value_object(reader, answer, 1) != PRV_OK) {
        return;
    }

    vendors = prv_json_get(json, 0, "vendors");
    purposes = prv_json_get(json, 0, "purposes");

    if (prv_json_first(json, vendors) == 0 || vendors == 0) {
        vendors = 0;
    }

    if (prv_json_first(json, purposes) == 0 || purposes == 0) {
        purposes = 0;
    }

    if (!vendors && !purposes) {
        answer->why = "holds neither vendors nor purposes";
        return;
    }

    answer->says = PRV_SAYS_SO;
    answer->time = prv_json_time(json, prv_json_get(json, 0, "updated"));

    if (purposes) {
        prv_didomi_purposes(reader, answer,
                            prv_json_get(json, purposes, "enabled"), 1);
        prv_didomi_purposes(reader, answer,
                            prv_json_get(json, purposes, "disabled"), 0);
    }

    if (vendors) {
        prv_didomi_vendors(reader, answer,
                           prv_json_get(json, vendors, "enabled"), 1);
        prv_didomi_vendors(reader, answer,
                           prv_json_get(json, vendors, "disabled"), 0);
    }
}


/* vendors of the customer's own are "c:name" or "c:name-RANDOMID" */

static void
prv_didomi_vendors(prv_reader_t *reader, prv_answer_t *answer, size_t list,
    int yes)
{
    size_t       i;
    prv_str_t    name;
    prv_json_t  *json;

    json = &reader->scratch->json;

    if (list == 0 || prv_json_type(json, list) != PRV_JSON_ARRAY) {
        return;
    }

    for (i = prv_json_first(json, list); i; i = prv_json_next(json, i)) {

        name = prv_json_str(json, i);

        if (name.len > 2 && memcmp(name.data, "c:", 2) == 0) {
            name.data += 2;
            name.len -= 2;
        }

        if (prv_answer_service(reader, answer, &name, yes)) {
            continue;
        }

        if (name.len > 9 && name.data[name.len - 9] == '-') {
            name.len -= 9;
            (void) prv_answer_service(reader, answer, &name, yes);
        }
    }
}


static void
prv_didomi_purposes(prv_reader_t *reader, prv_answer_t *answer, size_t list,
    int yes)
{
    size_t                    i, k;
    prv_str_t                 name;
    prv_json_t               *json;
    static const char *const  marketing[] = {
        "advertising_personalization", "create_ads_profile",
        "select_personalized_ads", NULL
    };
    static const char *const  analytics[] = {
        "analytics", "measure_content_performance", "market_research", NULL
    };

    json = &reader->scratch->json;

    if (list == 0 || prv_json_type(json, list) != PRV_JSON_ARRAY) {
        return;
    }

    for (i = prv_json_first(json, list); i; i = prv_json_next(json, i)) {

        name = prv_json_str(json, i);

        for (k = 0; marketing[k] != NULL; k++) {
            if (prv_text_is(&name, marketing[k])) {
                prv_answer_category(answer, PRV_MARKETING, yes);
            }
        }

        for (k = 0; analytics[k] != NULL; k++) {
            if (prv_text_is(&name, analytics[k])) {
                prv_answer_category(answer, PRV_ANALYTICS, yes);
            }
        }

        (void) prv_answer_word(reader, answer, &name, yes);
    }
}


/* Axeptio: flags of the site's own names, "$$completed" tells a choice */

void
prv_axeptio_read(prv_reader_t *reader, prv_answer_t *answer)
{
    size_t       completed;
    prv_json_t  *json;

    json = &reader->scratch->json;

    if (prv_value_object(reader, answer, 0) != PRV_OK) {
        return;
    }

    completed = prv_json_get(json, 0, "$$completed");

    if (!completed || prv_json_type(json, completed) != PRV_JSON_TRUE) {
        answer->why = "the choice was not completed";
        return;
    }

    prv_answer_members(reader, answer, 0, PRV_SERVICES);

    answer->says = PRV_SAYS_SO;
    prv_answer_services(answer);
}
