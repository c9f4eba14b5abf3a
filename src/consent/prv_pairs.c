
/*
 * Platforms that keep lists of words: "name:value,name:value" and the like.
 */


#include "consent/prv_text.h"


typedef int (*prv_pair_pt)(const prv_reader_t *reader, prv_answer_t *answer,
    void *data, const prv_str_t *name, const prv_str_t *value);


static int prv_pairs(prv_reader_t *reader, prv_answer_t *answer,
    unsigned char between, unsigned char within, prv_pair_pt handler,
    void *data);
static int prv_yes_no(const prv_reader_t *reader, prv_answer_t *answer,
    const prv_str_t *name, const prv_str_t *value, const char *yes,
    const char *no);
static int prv_cookieyes_pair(const prv_reader_t *reader,
    prv_answer_t *answer, void *data, const prv_str_t *name,
    const prv_str_t *value);
static int prv_c15t_pair(const prv_reader_t *reader,
    prv_answer_t *answer, void *data, const prv_str_t *name,
    const prv_str_t *value);
static int prv_typo3_pair(const prv_reader_t *reader,
    prv_answer_t *answer, void *data, const prv_str_t *name,
    const prv_str_t *value);
static int prv_hubspot_pair(const prv_reader_t *reader,
    prv_answer_t *answer, void *data, const prv_str_t *name,
    const prv_str_t *value);
static int prv_trustarc_levels(const prv_str_t *s, unsigned first,
    unsigned *levels);


/* PRV_ERROR, and an invalid answer, where a pair or a word is malformed */

static int
prv_pairs(prv_reader_t *reader, prv_answer_t *answer, unsigned char between,
    unsigned char within, prv_pair_pt handler, void *data)
{
    prv_str_t  list, word, name, value;

    if (prv_value_text(reader, 0, &list) != PRV_OK) {
        prv_invalid(answer, "too long");
        return PRV_ERROR;
    }

    while (prv_text_next(&list, between, &word)) {

        if (!prv_text_pair(&word, within, &name, &value)
            || handler(reader, answer, data, &name, &value) != PRV_OK)
        {
            prv_invalid(answer, "not a list as the platform writes it");
            return PRV_ERROR;
        }
    }

    return PRV_OK;
}


static int
prv_yes_no(const prv_reader_t *reader, prv_answer_t *answer,
    const prv_str_t *name, const prv_str_t *value, const char *yes,
    const char *no)
{
    int           flag;
    prv_answer_t  known;

    flag = prv_text_is(value, yes);

    if (flag || prv_text_is(value, no)) {
        (void) prv_answer_word(reader, answer, name, flag);
        return PRV_OK;
    }

    /* a broken word of a category is none of another key's values */

    memset(&known, 0, sizeof(prv_answer_t));

    return prv_answer_word(reader, &known, name, 0) ? PRV_ERROR : PRV_OK;
}


/*
 * CookieYes: "consent" is not read, under opt-out laws its "yes" is the
 * refusal; "action" tells a choice from the defaults.
 */

void
prv_cookieyes_read(prv_reader_t *reader, prv_answer_t *answer)
{
    int  decided;

    decided = 0;

    if (prv_pairs(reader, answer, ',', ':', prv_cookieyes_pair, &decided)
        != PRV_OK)
    {
        return;
    }

    if (!decided) {
        answer->why = "holds no action of the visitor";
        return;
    }

    answer->says = PRV_SAYS_SO;
    prv_answer_rest(answer);
}


static int
prv_cookieyes_pair(const prv_reader_t *reader, prv_answer_t *answer, void *data,
    const prv_str_t *name, const prv_str_t *value)
{
    int  *decided = data;

    if (prv_text_is(name, "action")) {

        if (value->len && !prv_text_is(value, "yes")) {
            return PRV_ERROR;
        }

        *decided = value->len != 0;
        return PRV_OK;
    }

    if (prv_text_is(name, "lastRenewedDate")) {
        answer->time = prv_text_time(value);
        return PRV_OK;
    }

    return prv_yes_no(reader, answer, name, value, "yes", "no");
}


/* c15t: what is false is left out; without time and subject no consent */

void
prv_c15t_read(prv_reader_t *reader, prv_answer_t *answer)
{
    unsigned  parts;

    parts = 0;

    if (prv_pairs(reader, answer, ',', ':', prv_c15t_pair, &parts)
        != PRV_OK)
    {
        return;
    }

    if (parts != 3) {
        answer->why = "no time and subject of a consent";
        return;
    }

    answer->says = PRV_SAYS_SO;
    prv_answer_rest(answer);
}


static int
prv_c15t_pair(const prv_reader_t *reader, prv_answer_t *answer, void *data,
    const prv_str_t *name, const prv_str_t *value)
{
    unsigned   *parts = data;
    prv_str_t   word;

    if (prv_text_is(name, "i.t") && prv_text_number(value)) {
        answer->time = prv_text_time(value);
        *parts |= 1;
        return PRV_OK;
    }

    if (prv_text_is(name, "i.sid") && value->len) {
        *parts |= 2;
        return PRV_OK;
    }

    if (name->len > 2 && memcmp(name->data, "c.", 2) == 0) {
        word.data = name->data + 2;
        word.len = name->len - 2;

        return prv_yes_no(reader, answer, &word, value, "1", "0");
    }

    return PRV_OK;
}


/* TYPO3's sg_cookie_optin: "group:1|group:0", groups named by the site */

void
prv_typo3_read(prv_reader_t *reader, prv_answer_t *answer)
{
    if (prv_pairs(reader, answer, '|', ':', prv_typo3_pair, NULL) != PRV_OK) {
        return;
    }

    answer->says = PRV_SAYS_SO;
    prv_answer_rest(answer);
}


static int
prv_typo3_pair(const prv_reader_t *reader, prv_answer_t *answer, void *data,
    const prv_str_t *name, const prv_str_t *value)
{
    (void) data;

    if (!prv_text_is(value, "0") && !prv_text_is(value, "1")) {
        return PRV_ERROR;
    }

    return prv_yes_no(reader, answer, name, value, "1", "0");
}


/*
 * HubSpot: 1 analytics, 2 advertisement, 3 functionality; the separator was
 * a comma and became an underscore.  Refusals beside it win.
 */

void
prv_hubspot_read(prv_reader_t *reader, prv_answer_t *answer)
{
    const prv_str_t  *pref, *opt_out, *do_not_track;

    pref = &reader->values[0];
    opt_out = &reader->values[1];
    do_not_track = &reader->values[2];

    /* a word that is not "no" may have been a refusal */

    if ((opt_out->data != NULL && !prv_text_is(opt_out, "no"))
        || (do_not_track->data != NULL && !prv_text_is(do_not_track, "no")))
    {
        prv_answer_all(answer, 0);
        return;
    }

    if (pref->data != NULL) {

        if (prv_pairs(reader, answer,
                      memchr(pref->data, '_', pref->len) ? '_' : ',', ':',
                      prv_hubspot_pair, NULL)
            != PRV_OK)
        {
            return;
        }

        answer->says = PRV_SAYS_SO;
        prv_answer_rest(answer);
        return;
    }

    if (opt_out->data != NULL) {
        prv_answer_all(answer, 1);
    }
}


static int
prv_hubspot_pair(const prv_reader_t *reader, prv_answer_t *answer, void *data,
    const prv_str_t *name, const prv_str_t *value)
{
    int                          flag;
    static const prv_category_e  categories[] = {
        PRV_ANALYTICS, PRV_MARKETING, PRV_FUNCTIONAL
    };

    (void) reader;
    (void) data;

    flag = prv_text_is(value, "true");

    if ((!flag && !prv_text_is(value, "false"))
        || !prv_text_number(name))
    {
        return PRV_ERROR;
    }

    if (name->len == 1 && name->data[0] >= '1' && name->data[0] <= '3') {
        prv_answer_category(answer, categories[name->data[0] - '1'], flag);
    }

    return PRV_OK;
}


/*
 * TrustArc: levels 1 required, 2 functional (with analytics), 3 advertising.
 * cmapi_cookie_privacy counts from 1 behind "permit", notice_gdpr_prefs from
 * 0; where both are there, both must grant.
 */

void
prv_trustarc_read(prv_reader_t *reader, prv_answer_t *answer)
{
    size_t     role;
    unsigned   levels, all;
    prv_str_t  s;

    all = ~0u;

    for (role = 0; role < 2; role++) {

        if (reader->values[role].data == NULL) {
            continue;
        }

        if (prv_value_text(reader, role, &s) != PRV_OK) {
            prv_invalid(answer, "too long");
            return;
        }

        if (role == 0) {

            if (s.len < 7 || memcmp(s.data, "permit", 6) != 0
                || (s.data[6] != ' ' && s.data[6] != '_'))
            {
                prv_invalid(answer, "does not begin with permit");
                return;
            }

            s.data += 7;
            s.len -= 7;
        }

        if (prv_trustarc_levels(&s, role == 0, &levels) != PRV_OK) {
            prv_invalid(answer, "not a list of levels");
            return;
        }

        all &= levels;
    }

    answer->says = PRV_SAYS_SO;

    prv_answer_category(answer, PRV_FUNCTIONAL, all >> 1 & 1);
    prv_answer_category(answer, PRV_ANALYTICS, all >> 1 & 1);
    prv_answer_category(answer, PRV_MARKETING, all >> 2 & 1);
}


/* digits and commas; what is behind ":", " " or "_" is remarks */

static int
prv_trustarc_levels(const prv_str_t *s, unsigned first, unsigned *levels)
{
    size_t         i;
    unsigned char  c;

    *levels = 0;

    for (i = 0; i < s->len; i++) {
        c = s->data[i];

        if (i % 2 == 0) {

            if (!prv_is_digit(c) || (unsigned) (c - '0') < first) {
                return PRV_ERROR;
            }

            *levels |= 1u << ((unsigned) (c - '0') - first);
            continue;
        }

        if (c == ':' || c == ' ' || c == '_') {
            return PRV_OK;
        }

        if (c != ',') {
            return PRV_ERROR;
        }
    }

    return i % 2 ? PRV_OK : PRV_ERROR;
}


/*
 * Commanders Act: "STATUS@version@banner@site@categories@times@", status 0
 * for what was opted in to and 1 for opted out.  The categories are numbers
 * of the site's own, so an opt-in says nothing of those without a name
 * (privacy_consent_names).
 */

void
prv_commandersact_read(prv_reader_t *reader, prv_answer_t *answer)
{
    int        n;
    prv_str_t  list, word, status, accepted;

    if (prv_value_text(reader, 0, &list) != PRV_OK) {
        prv_invalid(answer, "too long");
        return;
    }

    status.len = 0;
    status.data = NULL;
    accepted = status;

    for (n = 0; prv_text_next(&list, '@', &word); n++) {

        if (n == 0) {
            status = word;

        } else if (n == 4) {
            accepted = word;
        }
    }

    if (n < 6 || (!prv_text_is(&status, "0") && !prv_text_is(&status, "1")))
    {
        prv_invalid(answer, "not a list as the platform writes it");
        return;
    }

    if (prv_text_is(&status, "1")) {
        prv_answer_all(answer, 0);
        return;
    }

    while (prv_text_next(&accepted, ',', &word)) {
        (void) prv_answer_name(reader, answer, &word, 1);
    }

    answer->says = PRV_SAYS_SO;
    answer->why = "opted in to categories that only the site can name";

    prv_answer_named(reader, answer);
}
