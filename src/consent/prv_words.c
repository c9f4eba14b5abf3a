
/*
 * What platforms and their sites call the categories, without case and
 * without "-", "_", "." and " " inside.
 */


#include "consent/prv_format.h"


typedef struct {
    const char      *word;
    prv_category_e   category;
} prv_word_t;


static int prv_word_of_site(const prv_reader_t *reader, prv_answer_t *answer,
    const unsigned char *letters, size_t n, int yes);


static const prv_word_t  prv_words[] = {
    { "necessary", PRV_NECESSARY },
    { "essential", PRV_NECESSARY },
    { "strict", PRV_NECESSARY },
    { "strictlynecessary", PRV_NECESSARY },
    { "required", PRV_NECESSARY },
    { "essenziell", PRV_NECESSARY },
    { "notwendig", PRV_NECESSARY },
    { "cookiecatnecessary", PRV_NECESSARY },
    { "functional", PRV_FUNCTIONAL },
    { "functionality", PRV_FUNCTIONAL },
    { "preferences", PRV_FUNCTIONAL },
    { "preference", PRV_FUNCTIONAL },
    { "personalization", PRV_FUNCTIONAL },
    { "experience", PRV_FUNCTIONAL },
    { "funktional", PRV_FUNCTIONAL },
    { "cookiecatfunctional", PRV_FUNCTIONAL },
    { "analytics", PRV_ANALYTICS },
    { "analytical", PRV_ANALYTICS },
    { "statistics", PRV_ANALYTICS },
    { "statistic", PRV_ANALYTICS },
    { "statistik", PRV_ANALYTICS },
    { "statistiken", PRV_ANALYTICS },
    { "performance", PRV_ANALYTICS },
    { "measurement", PRV_ANALYTICS },
    { "cookiecatstatistic", PRV_ANALYTICS },
    { "marketing", PRV_MARKETING },
    { "advertising", PRV_MARKETING },
    { "advertisement", PRV_MARKETING },
    { "advertisements", PRV_MARKETING },
    { "ads", PRV_MARKETING },
    { "targeting", PRV_MARKETING },
    { "retargeting", PRV_MARKETING },
    { "targetedadvertising", PRV_MARKETING },
    { "behavioraladvertising", PRV_MARKETING },
    { "werbung", PRV_MARKETING },
    { "datasales", PRV_MARKETING },
    { "datasalesandsharing", PRV_MARKETING },
    { "salesharing", PRV_MARKETING },
    { "saleofdata", PRV_MARKETING },
    { "cookiecatmarketing", PRV_MARKETING }
};


int
prv_answer_word(const prv_reader_t *reader, prv_answer_t *answer,
    const prv_str_t *word, int yes)
{
    size_t         i, n;
    unsigned char  letters[PRV_CONSENT_WORD_MAX];

    n = prv_consent_word(letters, word);

    if (n == 0) {
        return 0;
    }

    if (prv_word_of_site(reader, answer, letters, n, yes)) {
        return 1;
    }

    for (i = 0; i < sizeof(prv_words) / sizeof(prv_words[0]); i++) {

        if (letters[0] == (unsigned char) prv_words[i].word[0]
            && n == strlen(prv_words[i].word)
            && memcmp(letters, prv_words[i].word, n) == 0)
        {
            prv_answer_category(answer, prv_words[i].category, yes);
            return 1;
        }
    }

    return 0;
}


int
prv_answer_name(const prv_reader_t *reader, prv_answer_t *answer,
    const prv_str_t *word, int yes)
{
    size_t         n;
    unsigned char  letters[PRV_CONSENT_WORD_MAX];

    n = prv_consent_word(letters, word);

    return n && prv_word_of_site(reader, answer, letters, n, yes);
}


static int
prv_word_of_site(const prv_reader_t *reader, prv_answer_t *answer,
    const unsigned char *letters, size_t n, int yes)
{
    size_t                     i;
    const prv_consent_conf_t  *conf;

    conf = reader->conf;

    for (i = 0; i < conf->nwords; i++) {

        if (conf->words[i].word.len == n
            && memcmp(conf->words[i].word.data, letters, n) == 0)
        {
            prv_answer_category(answer, conf->words[i].category, yes);
            return 1;
        }
    }

    return 0;
}


void
prv_answer_named(const prv_reader_t *reader, prv_answer_t *answer)
{
    size_t    i;
    unsigned  bit;

    for (i = 0; i < reader->conf->nwords; i++) {
        bit = prv_bit(reader->conf->words[i].category);

        if ((answer->granted & bit) == 0) {
            answer->denied |= bit & ~prv_bit(PRV_NECESSARY);
        }
    }
}


size_t
prv_consent_word(unsigned char *dst, const prv_str_t *name)
{
    size_t         i, n;
    unsigned char  c;

    n = 0;

    for (i = 0; i < name->len; i++) {

        c = prv_lower(name->data[i]);

        if (n && (c == '-' || c == '_' || c == '.' || c == ' ')) {
            continue;
        }

        if (n == PRV_CONSENT_WORD_MAX) {
            return 0;
        }

        dst[n++] = c;
    }

    return n;
}
