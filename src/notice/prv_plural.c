
#include "notice/prv_text.h"


typedef struct {
    const char    *name;
    prv_plural_t   form;
} prv_plural_rule_t;


static prv_form_e prv_plural_none(uint64_t n);
static prv_form_e prv_plural_one(uint64_t n);
static prv_form_e prv_plural_zero_one(uint64_t n);
static prv_form_e prv_plural_arabic(uint64_t n);
static prv_form_e prv_plural_czech(uint64_t n);
static prv_form_e prv_plural_hebrew(uint64_t n);
static prv_form_e prv_plural_icelandic(uint64_t n);
static prv_form_e prv_plural_irish(uint64_t n);
static prv_form_e prv_plural_latvian(uint64_t n);
static prv_form_e prv_plural_lithuanian(uint64_t n);
static prv_form_e prv_plural_maltese(uint64_t n);
static prv_form_e prv_plural_polish(uint64_t n);
static prv_form_e prv_plural_romanian(uint64_t n);
static prv_form_e prv_plural_russian(uint64_t n);
static prv_form_e prv_plural_slovenian(uint64_t n);
static prv_form_e prv_plural_croatian(uint64_t n);


/* CLDR, "Language Plural Rules", cardinal, for whole numbers */

static const prv_plural_rule_t  prv_plural_rules[] = {
    { "none", prv_plural_none },
    { "one", prv_plural_one },
    { "zero-one", prv_plural_zero_one },
    { "arabic", prv_plural_arabic },
    { "croatian", prv_plural_croatian },
    { "czech", prv_plural_czech },
    { "hebrew", prv_plural_hebrew },
    { "icelandic", prv_plural_icelandic },
    { "irish", prv_plural_irish },
    { "latvian", prv_plural_latvian },
    { "lithuanian", prv_plural_lithuanian },
    { "maltese", prv_plural_maltese },
    { "polish", prv_plural_polish },
    { "romanian", prv_plural_romanian },
    { "russian", prv_plural_russian },
    { "slovenian", prv_plural_slovenian },
    { NULL, NULL }
};


prv_plural_t
prv_plural_rule(const prv_str_t *name)
{
    const prv_plural_rule_t  *rule;

    for (rule = prv_plural_rules; rule->name != NULL; rule++) {
        if (prv_lower_eq(name->data, name->len, rule->name)) {
            return rule->form;
        }
    }

    return NULL;
}


static prv_form_e
prv_plural_none(uint64_t n)
{
    (void) n;

    return PRV_FORM_OTHER;
}


static prv_form_e
prv_plural_one(uint64_t n)
{
    return (n == 1) ? PRV_FORM_ONE : PRV_FORM_OTHER;
}


static prv_form_e
prv_plural_zero_one(uint64_t n)
{
    return (n <= 1) ? PRV_FORM_ONE : PRV_FORM_OTHER;
}


static prv_form_e
prv_plural_arabic(uint64_t n)
{
    if (n <= 2) {
        return (n == 0) ? PRV_FORM_ZERO
                        : (n == 1) ? PRV_FORM_ONE : PRV_FORM_TWO;
    }

    n %= 100;

    if (n >= 3 && n <= 10) {
        return PRV_FORM_FEW;
    }

    return (n >= 11) ? PRV_FORM_MANY : PRV_FORM_OTHER;
}


static prv_form_e
prv_plural_czech(uint64_t n)
{
    if (n == 1) {
        return PRV_FORM_ONE;
    }

    return (n >= 2 && n <= 4) ? PRV_FORM_FEW : PRV_FORM_OTHER;
}


static prv_form_e
prv_plural_hebrew(uint64_t n)
{
    if (n == 1) {
        return PRV_FORM_ONE;
    }

    return (n == 2) ? PRV_FORM_TWO : PRV_FORM_OTHER;
}


static prv_form_e
prv_plural_icelandic(uint64_t n)
{
    return (n % 10 == 1 && n % 100 != 11) ? PRV_FORM_ONE : PRV_FORM_OTHER;
}


static prv_form_e
prv_plural_irish(uint64_t n)
{
    if (n == 1) {
        return PRV_FORM_ONE;
    }

    if (n == 2) {
        return PRV_FORM_TWO;
    }

    if (n >= 3 && n <= 6) {
        return PRV_FORM_FEW;
    }

    return (n >= 7 && n <= 10) ? PRV_FORM_MANY : PRV_FORM_OTHER;
}


static prv_form_e
prv_plural_latvian(uint64_t n)
{
    if (n % 10 == 0 || (n % 100 >= 11 && n % 100 <= 19)) {
        return PRV_FORM_ZERO;
    }

    return (n % 10 == 1) ? PRV_FORM_ONE : PRV_FORM_OTHER;
}


static prv_form_e
prv_plural_lithuanian(uint64_t n)
{
    if (n % 10 == 0 || (n % 100 >= 11 && n % 100 <= 19)) {
        return PRV_FORM_OTHER;
    }

    return (n % 10 == 1) ? PRV_FORM_ONE : PRV_FORM_FEW;
}


static prv_form_e
prv_plural_maltese(uint64_t n)
{
    if (n == 1) {
        return PRV_FORM_ONE;
    }

    if (n == 2) {
        return PRV_FORM_TWO;
    }

    if (n == 0 || (n % 100 >= 3 && n % 100 <= 10)) {
        return PRV_FORM_FEW;
    }

    return (n % 100 >= 11 && n % 100 <= 19) ? PRV_FORM_MANY
                                            : PRV_FORM_OTHER;
}


static prv_form_e
prv_plural_polish(uint64_t n)
{
    if (n == 1) {
        return PRV_FORM_ONE;
    }

    if (n % 10 >= 2 && n % 10 <= 4 && (n % 100 < 12 || n % 100 > 14)) {
        return PRV_FORM_FEW;
    }

    return PRV_FORM_MANY;
}


static prv_form_e
prv_plural_romanian(uint64_t n)
{
    if (n == 1) {
        return PRV_FORM_ONE;
    }

    return (n == 0 || (n % 100 >= 1 && n % 100 <= 19)) ? PRV_FORM_FEW
                                                       : PRV_FORM_OTHER;
}


static prv_form_e
prv_plural_russian(uint64_t n)
{
    if (n % 10 == 1 && n % 100 != 11) {
        return PRV_FORM_ONE;
    }

    if (n % 10 >= 2 && n % 10 <= 4 && (n % 100 < 12 || n % 100 > 14)) {
        return PRV_FORM_FEW;
    }

    return PRV_FORM_MANY;
}


static prv_form_e
prv_plural_slovenian(uint64_t n)
{
    switch (n % 100) {

    case 1:
        return PRV_FORM_ONE;

    case 2:
        return PRV_FORM_TWO;

    case 3:
    case 4:
        return PRV_FORM_FEW;

    default:
        return PRV_FORM_OTHER;
    }
}


static prv_form_e
prv_plural_croatian(uint64_t n)
{
    if (n % 10 == 1 && n % 100 != 11) {
        return PRV_FORM_ONE;
    }

    if (n % 10 >= 2 && n % 10 <= 4 && (n % 100 < 12 || n % 100 > 14)) {
        return PRV_FORM_FEW;
    }

    return PRV_FORM_OTHER;
}
