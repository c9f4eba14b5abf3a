
/*
 * What platforms and their sites call the categories, without case and
 * without "-", "_", "." and " " inside.
 */


#include "consent/prv_format.h"


#define PRV_WORD_MAX  32


typedef struct {
    const char      *word;
    prv_category_e   category;
} prv_word_t;


static const prv_word_t  prv_words[] = {
    { "necessary", PRV_NECESSARY },
    { "essential", PRV_NECESSARY },
    { "strict", PRV_NECESSARY },
    { "strictlynecessary", PRV_NECESSARY },
    { "required", PRV_NECESSARY },
    { "essenziell", PRV_NECESSARY },
    { "notwendig", PRV_NECESSARY },
    { "functional", PRV_FUNCTIONAL },
    { "functionality", PRV_FUNCTIONAL },
    { "preferences", PRV_FUNCTIONAL },
    { "preference", PRV_FUNCTIONAL },
    { "personalization", PRV_FUNCTIONAL },
    { "experience", PRV_FUNCTIONAL },
    { "funktional", PRV_FUNCTIONAL },
    { "analytics", PRV_ANALYTICS },
    { "analytical", PRV_ANALYTICS },
    { "statistics", PRV_ANALYTICS },
    { "statistic", PRV_ANALYTICS },
    { "statistik", PRV_ANALYTICS },
    { "statistiken", PRV_ANALYTICS },
    { "performance", PRV_ANALYTICS },
    { "measurement", PRV_ANALYTICS },
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
    { "saleofdata", PRV_MARKETING }
};


int
prv_answer_word(prv_answer_t *answer, const prv_str_t *word, int yes)
{
    size_t         i, n;
    unsigned char  c, letters[PRV_WORD_MAX];

    n = 0;

    for (i = 0; i < word->len; i++) {

        c = prv_lower(word->data[i]);

        if (n && (c == '-' || c == '_' || c == '.' || c == ' ')) {
            continue;
        }

        if (n == PRV_WORD_MAX) {
            return 0;
        }

        letters[n++] = c;
    }

    if (n == 0) {
        return 0;
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
