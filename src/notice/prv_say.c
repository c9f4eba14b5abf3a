
#include "notice/prv_say.h"


#define PRV_NAMES_SHOWN    3
#define PRV_CATALOG_SHORT  5


static void prv_say_argument(prv_say_t *say, const prv_str_t *name,
    prv_buf_t *b);
static void prv_say_vendors(prv_say_t *say, prv_buf_t *b);
static void prv_say_name(prv_say_t *say, const prv_str_t *name,
    prv_buf_t *b);


/* what is asked for: of one vendor, and of several */

static const prv_text_e  prv_say_asks[PRV_CATEGORIES][2] = {
    { PRV_TEXT_ASK_ANYBODY, PRV_TEXT_ASK_ANYBODY },
    { PRV_TEXT_ASK_FUNCTIONAL_1, PRV_TEXT_ASK_FUNCTIONAL_N },
    { PRV_TEXT_ASK_ANALYTICS_1, PRV_TEXT_ASK_ANALYTICS_N },
    { PRV_TEXT_ASK_MARKETING_1, PRV_TEXT_ASK_MARKETING_N }
};


void
prv_say(prv_say_t *say, const prv_str_t *text, prv_buf_t *b)
{
    size_t     i, from;
    prv_str_t  name;

    for (i = 0; i < text->len; /* void */ ) {

        from = i;

        while (i < text->len && text->data[i] != '{') {
            i++;
        }

        prv_buf_add(b, text->data + from, i - from);

        if (i == text->len) {
            return;
        }

        from = ++i;

        while (i < text->len && text->data[i] != '}') {
            i++;
        }

        name.data = text->data + from;
        name.len = i++ - from;

        prv_say_argument(say, &name, b);
    }
}


static void
prv_say_argument(prv_say_t *say, const prv_str_t *name, prv_buf_t *b)
{
    if (prv_lower_eq(name->data, name->len, "vendor")) {

        if (say->vendor != NULL) {
            prv_say_name(say, &say->vendor->name, b);
        }

    } else if (prv_lower_eq(name->data, name->len, "vendors")) {
        prv_say_vendors(say, b);

    } else if (prv_lower_eq(name->data, name->len, "for")) {

        if (say->seconds) {
            prv_say(say, &say->page->lang->texts[say->most ? PRV_TEXT_FOR_MOST
                                                           : PRV_TEXT_FOR],
                    b);
        }

    } else if (prv_lower_eq(name->data, name->len, "time")) {
        prv_say_time(say, say->seconds, b);

    } else if (prv_lower_eq(name->data, name->len, "date")) {
        prv_say_date(say->page->decision->time, b);

    } else { /* "n" */
        prv_buf_uint(b, say->n);
    }
}


const prv_vendor_t *const *
prv_say_services(const prv_page_t *page, size_t *n)
{
    if (page->services != NULL) {
        *n = page->nservices;
        return page->services;
    }

    *n = page->catalog->vendors.n;

    return page->catalog->vendors.elts;
}


void
prv_say_sentences(prv_say_t *say, prv_buf_t *b)
{
    int                   said;
    size_t                i, n;
    prv_category_e        category;
    const prv_page_t     *page;
    const prv_vendor_t  **names, *const *from;

    page = say->page;
    from = (const prv_vendor_t *const *) page->held;
    n = page->nheld;

    if (n == 0) {
        from = prv_say_services(page, &n);

        if (n > PRV_CATALOG_SHORT) {
            n = 0;
        }
    }

    names = prv_calloc(b->mem, n + 1, sizeof(prv_vendor_t *));

    if (names == NULL) {
        b->failed = 1;
        return;
    }

    say->names = names;
    said = 0;

    for (category = PRV_MARKETING; category > PRV_NECESSARY; category--) {

        say->nnames = 0;
        say->seconds = 0;
        say->most = 0;

        for (i = 0; i < n; i++) {

            if (from[i]->category != category) {
                continue;
            }

            names[say->nnames++] = from[i];

            /* what is not true of each of them is the most of all */

            if (say->nnames > 1 && from[i]->lifetime != say->seconds) {
                say->most = 1;
            }

            if (say->seconds < from[i]->lifetime) {
                say->seconds = from[i]->lifetime;
            }
        }

        if (say->nnames == 0) {
            continue;
        }

        if (said++) {
            prv_buf_char(b, ' ');
        }

        prv_say(say, &page->lang->texts[prv_say_asks[category]
                                                  [say->nnames > 1]], b);
    }

    say->names = NULL;
    say->nnames = 0;

    prv_free(b->mem, names);

    if (!said) {
        prv_say(say, &page->lang->texts[PRV_TEXT_ASK_ANYBODY], b);
    }
}


/* "A", "A and B", "A, B and C", "A, B and 4 more" */

static void
prv_say_vendors(prv_say_t *say, prv_buf_t *b)
{
    size_t            i, shown;
    const prv_str_t  *texts;

    texts = say->page->lang->texts;
    shown = say->nnames;

    if (shown > PRV_NAMES_SHOWN) {
        shown = PRV_NAMES_SHOWN - 1;
    }

    for (i = 0; i < shown; i++) {

        if (i) {
            prv_buf_str(b, (i + 1 == say->nnames)
                           ? &texts[PRV_TEXT_LIST_AND]
                           : &texts[PRV_TEXT_LIST_COMMA]);
        }

        prv_say_name(say, &say->names[i]->name, b);
    }

    if (shown < say->nnames) {
        prv_buf_str(b, &texts[PRV_TEXT_LIST_AND]);
        prv_say_plural(say, PRV_TEXT_MORE, say->nnames - shown, b);
    }
}


/* names are Latin: isolated (U+2068, U+2069) in text from right to left */

static void
prv_say_name(prv_say_t *say, const prv_str_t *name, prv_buf_t *b)
{
    if (say->page->lang->rtl) {
        prv_buf_lit(b, "\xe2\x81\xa8");
        prv_buf_str(b, name);
        prv_buf_lit(b, "\xe2\x81\xa9");
        return;
    }

    prv_buf_str(b, name);
}


void
prv_say_time(prv_say_t *say, int64_t seconds, prv_buf_t *b)
{
    if (seconds == PRV_LIFETIME_SESSION) {
        prv_buf_str(b, &say->page->lang->texts[PRV_TEXT_SESSION]);

    } else if (seconds >= 365 * 86400 && seconds % (365 * 86400) == 0) {
        prv_say_plural(say, PRV_TEXT_YEARS, seconds / (365 * 86400), b);

    } else if (seconds >= 86400) {
        prv_say_plural(say, PRV_TEXT_DAYS, seconds / 86400, b);

    } else if (seconds >= 3600) {
        prv_say_plural(say, PRV_TEXT_HOURS, seconds / 3600, b);

    } else if (seconds > 0) {
        prv_say_plural(say, PRV_TEXT_MINUTES, (seconds + 59) / 60, b);
    }
}


void
prv_say_plural(prv_say_t *say, prv_text_e first, uint64_t n,
    prv_buf_t *b)
{
    uint64_t  outer;

    outer = say->n;
    say->n = n;

    prv_say(say, prv_text_plural(say->page->lang, first, n), b);

    say->n = outer;
}


void
prv_say_date(int64_t time, prv_buf_t *b)
{
    int64_t        days, era, doe, yoe, doy, mp, year, month;
    unsigned char  text[10];

    if (time < 0 || time > INT64_C(253402300799)) {
        return;
    }

    /* the civil calendar, its years counted from March */

    days = time / 86400 + 719468;
    era = days / 146097;
    doe = days % 146097;
    yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    mp = (5 * doy + 2) / 153;
    month = (mp < 10) ? mp + 3 : mp - 9;
    year = yoe + era * 400 + (month <= 2);
    days = doy - (153 * mp + 2) / 5 + 1;

    text[0] = '0' + year / 1000;
    text[1] = '0' + year / 100 % 10;
    text[2] = '0' + year / 10 % 10;
    text[3] = '0' + year % 10;
    text[4] = '-';
    text[5] = '0' + month / 10;
    text[6] = '0' + month % 10;
    text[7] = '-';
    text[8] = '0' + days / 10;
    text[9] = '0' + days % 10;

    prv_buf_add(b, text, sizeof(text));
}
