
/*
 * The texts that visitors read: a file per language, "KEY text" a line.
 * src/notice/files/en.lang is the model for those who add one.
 */


#ifndef _PRV_TEXT_H_INCLUDED_
#define _PRV_TEXT_H_INCLUDED_


#include "base/prv_buf.h"
#include "catalog/prv_catalog.h"


/*
 * The keys.  PRV_PLURAL has a form for each plural category of CLDR:
 * "KEY.zero", "KEY.one", "KEY.two", "KEY.few", "KEY.many", "KEY.other";
 * those that a language does not need are left out of its file.
 */

#define PRV_TEXT_KEYS(PRV_TEXT, PRV_PLURAL)                                  \
    PRV_TEXT(NAME,              "name")                                      \
    PRV_TEXT(LIST_COMMA,        "list.comma")                                \
    PRV_TEXT(LIST_AND,          "list.and")                                  \
    PRV_TEXT(FOR,               "for")                                       \
    PRV_TEXT(FOR_MOST,          "for.most")                                  \
    PRV_TEXT(SESSION,           "session")                                   \
    PRV_PLURAL(MINUTES,         "minutes")                                   \
    PRV_PLURAL(HOURS,           "hours")                                     \
    PRV_PLURAL(DAYS,            "days")                                      \
    PRV_PLURAL(YEARS,           "years")                                     \
    PRV_PLURAL(MORE,            "more")                                      \
    PRV_PLURAL(SERVICES,        "services")                                  \
    PRV_TEXT(NOTICE_TITLE,      "notice.title")                              \
    PRV_TEXT(ASK_MARKETING_1,   "ask.marketing.one")                         \
    PRV_TEXT(ASK_MARKETING_N,   "ask.marketing.more")                        \
    PRV_TEXT(ASK_ANALYTICS_1,   "ask.analytics.one")                         \
    PRV_TEXT(ASK_ANALYTICS_N,   "ask.analytics.more")                        \
    PRV_TEXT(ASK_FUNCTIONAL_1,  "ask.functional.one")                        \
    PRV_TEXT(ASK_FUNCTIONAL_N,  "ask.functional.more")                       \
    PRV_TEXT(ASK_ANYBODY,       "ask.anybody")                               \
    PRV_TEXT(NOTICE_FREE,       "notice.free")                               \
    PRV_TEXT(ACCEPT,            "accept")                                    \
    PRV_TEXT(REJECT,            "reject")                                    \
    PRV_TEXT(CHOOSE,            "choose")                                    \
    PRV_TEXT(SAVE,              "save")                                      \
    PRV_TEXT(DETAILS,           "details")                                   \
    PRV_TEXT(POLICY,            "policy")                                    \
    PRV_TEXT(BACK,              "back")                                      \
    PRV_TEXT(CHOICES,           "choices")                                   \
    PRV_TEXT(ALWAYS_ON,         "always_on")                                 \
    PRV_TEXT(NECESSARY_NAME,    "necessary.name")                            \
    PRV_TEXT(NECESSARY_TEXT,    "necessary.text")                            \
    PRV_TEXT(FUNCTIONAL_NAME,   "functional.name")                           \
    PRV_TEXT(FUNCTIONAL_TEXT,   "functional.text")                           \
    PRV_TEXT(ANALYTICS_NAME,    "analytics.name")                            \
    PRV_TEXT(ANALYTICS_TEXT,    "analytics.text")                            \
    PRV_TEXT(MARKETING_NAME,    "marketing.name")                            \
    PRV_TEXT(MARKETING_TEXT,    "marketing.text")                            \
    PRV_TEXT(PAGE_INTRO,        "page.intro")                                \
    PRV_TEXT(STATE_OPTIN,       "state.undecided")                           \
    PRV_TEXT(STATE_OPTOUT,      "state.running")                             \
    PRV_TEXT(STATE_DECIDED,     "state.decided")                             \
    PRV_TEXT(STATE_GPC,         "state.gpc")                                 \
    PRV_TEXT(PURPOSE,           "purpose")                                   \
    PRV_TEXT(COOKIES,           "cookies")                                   \
    PRV_TEXT(LIFETIME,          "lifetime")                                  \
    PRV_TEXT(RECIPIENT,         "recipient")                                 \
    PRV_TEXT(SERVICE,           "service")                                   \
    PRV_TEXT(CATEGORY,          "category")                                  \
    PRV_TEXT(VENDOR_OPTOUT,     "vendor.optout")                             \
    PRV_TEXT(ALLOW,             "allow")                                     \
    PRV_TEXT(REFUSE,            "refuse")                                    \
    PRV_TEXT(WITHDRAW,          "withdraw")                                  \
    PRV_TEXT(OPTOUT_TITLE,      "optout.title")                              \
    PRV_TEXT(OPTOUT_TEXT,       "optout.text")                               \
    PRV_TEXT(OPTOUT_DONE,       "optout.done")                               \
    PRV_TEXT(OPTOUT_UNDO,       "optout.undo")                               \
    PRV_TEXT(SELL_TITLE,        "sell.title")                                \
    PRV_TEXT(SELL_TEXT,         "sell.text")                                 \
    PRV_TEXT(SELL_BUTTON,       "sell.button")                               \
    PRV_TEXT(SELL_KEEP,         "sell.keep")                                 \
    PRV_TEXT(GPC_TITLE,         "gpc.title")                                 \
    PRV_TEXT(GPC_TEXT,          "gpc.text")                                  \
    PRV_TEXT(GPC_BUTTON,        "gpc.button")                                \
    PRV_TEXT(DECLARATION_TITLE, "declaration.title")                         \
    PRV_TEXT(DECLARATION_TEXT,  "declaration.text")                          \
    PRV_TEXT(BLOCKED,           "blocked")                                   \
    PRV_TEXT(LOAD_ONCE,         "load.once")                                 \
    PRV_TEXT(LOAD_ALWAYS,       "load.always")                               \
    PRV_TEXT(ERROR_TITLE,       "error.title")                               \
    PRV_TEXT(ERROR_TEXT,        "error.text")


typedef enum {
    PRV_FORM_ZERO = 0,
    PRV_FORM_ONE,
    PRV_FORM_TWO,
    PRV_FORM_FEW,
    PRV_FORM_MANY,
    PRV_FORM_OTHER,
    PRV_FORMS
} prv_form_e;


#define PRV_TEXT_ENUM(id, key)    PRV_TEXT_##id,
#define PRV_PLURAL_ENUM(id, key)                                             \
    PRV_TEXT_##id,                                                           \
    PRV_TEXT_##id##_LAST = PRV_TEXT_##id + PRV_FORM_OTHER,

typedef enum {
    PRV_TEXT_KEYS(PRV_TEXT_ENUM, PRV_PLURAL_ENUM)
    PRV_TEXTS
} prv_text_e;


/* the form of a count */

typedef prv_form_e  (*prv_plural_t)(uint64_t n);


typedef struct {
    prv_str_t        tag;                   /* BCP 47, as it is written in
                                               the lang attribute */
    prv_str_t        texts[PRV_TEXTS];      /* UTF-8; empty: not given */
    prv_plural_t     plural;
    unsigned         rtl:1;
} prv_lang_t;


typedef struct {
    prv_vec_t        langs;                 /* prv_lang_t *, English first */
    prv_mem_t       *mem;
} prv_langs_t;


/*
 * prv_langs_init(): all built-in languages.  PRV_OK, or PRV_ERROR with *err
 * filled: without memory, or a file of ours that does not parse.
 */

int prv_langs_init(prv_langs_t *langs, prv_mem_t *mem, prv_error_t *err);

/*
 * prv_langs_add(): a language's file, which must outlive langs.  What it
 * leaves out of a known language stays, of a new one is English.
 * PRV_OK, or PRV_ERROR with *err filled.
 */

int prv_langs_add(prv_langs_t *langs, const prv_str_t *tag,
    const prv_str_t *text, prv_error_t *err);

/*
 * prv_langs_find(): the language of a tag, or of the longest prefix of it
 * that is known (RFC 4647, section 3.4, lookup); NULL where none is.
 */

const prv_lang_t *prv_langs_find(const prv_langs_t *langs,
    const prv_str_t *tag);

/*
 * prv_langs_accept(): the best language for an Accept-Language field (RFC
 * 9110, section 12.5.4): by quality, then by order; English where nothing
 * fits.  Of a hostile field the first 32 ranges count.
 */

const prv_lang_t *prv_langs_accept(const prv_langs_t *langs,
    const prv_str_t *field);

/* prv_text_key(): the text of that key, or PRV_TEXTS.  The name of a plural
   is none. */

prv_text_e prv_text_key(const prv_str_t *key);

/* prv_text_plural(): the text of a plural for n, from its first form */

const prv_str_t *prv_text_plural(const prv_lang_t *lang, prv_text_e first,
    uint64_t n);

/*
 * prv_plural_rule(): the rule of that name (CLDR, "Language Plural Rules",
 * cardinal, for whole numbers), or NULL
 */

prv_plural_t prv_plural_rule(const prv_str_t *name);


#endif /* _PRV_TEXT_H_INCLUDED_ */
