
#include "notice/prv_text.h"

#include <stdarg.h>
#include <stdio.h>


#define PRV_RANGES_MAX  32
#define PRV_TAG_MAX     35


typedef struct {
    prv_str_t         key;
    prv_text_e        first;
    unsigned          plural:1;
} prv_text_row_t;


/*
 * A text is put into others, and what it asks for may be made of others in
 * turn.  It asks for what stands on its own level or below, and is itself
 * made for one above: nothing ever comes back to where it began.
 */

typedef enum {
    PRV_LEVEL_BARE = 0,         /* put in as it is */
    PRV_LEVEL_COUNT,            /* plurals: a number */
    PRV_LEVEL_TIME,             /* "for": a time, which is a plural */
    PRV_LEVEL_WHOLE             /* of all these, and of names */
} prv_level_e;


typedef struct {
    prv_str_t         name;
    prv_level_e       level;
} prv_text_argument_t;


typedef struct {
    const char       *tag;
    const prv_str_t  *file;
} prv_lang_file_t;


static int prv_lang_parse(prv_lang_t *lang, const prv_str_t *text,
    prv_error_t *err);
static int prv_lang_set(prv_lang_t *lang, const prv_str_t *key,
    const prv_str_t *value, prv_error_t *err);
static int prv_lang_arguments(prv_text_e text, const prv_str_t *key,
    const prv_str_t *value, prv_error_t *err);
static prv_level_e prv_text_level(prv_text_e text);
static prv_text_e prv_text_find(const prv_str_t *key);
static unsigned prv_lang_quality(const unsigned char *p,
    const unsigned char *end);
static int prv_lang_fail(prv_error_t *err, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));


#define PRV_TEXT_ROW(id, key)                                                \
    { prv_string(key), PRV_TEXT_##id, 0 },
#define PRV_PLURAL_ROW(id, key)                                              \
    { prv_string(key), PRV_TEXT_##id, 1 },

static const prv_text_row_t  prv_text_rows[] = {
    PRV_TEXT_KEYS(PRV_TEXT_ROW, PRV_PLURAL_ROW)
};


static const prv_str_t  prv_form_names[PRV_FORMS] = {
    prv_string("zero"),
    prv_string("one"),
    prv_string("two"),
    prv_string("few"),
    prv_string("many"),
    prv_string("other")
};


static const prv_str_t  prv_text_plural_default = prv_string("one");


/* what a text may ask for, in braces */

static const prv_text_argument_t  prv_text_arguments[] = {
    { prv_string("vendor"), PRV_LEVEL_WHOLE },
    { prv_string("vendors"), PRV_LEVEL_WHOLE },
    { prv_string("for"), PRV_LEVEL_WHOLE },
    { prv_string("date"), PRV_LEVEL_WHOLE },
    { prv_string("time"), PRV_LEVEL_TIME },
    { prv_string("n"), PRV_LEVEL_COUNT },
    { prv_null_string, PRV_LEVEL_BARE }
};


extern const prv_str_t  prv_embed_en_lang;
extern const prv_str_t  prv_embed_ar_lang;
extern const prv_str_t  prv_embed_bg_lang;
extern const prv_str_t  prv_embed_cs_lang;
extern const prv_str_t  prv_embed_da_lang;
extern const prv_str_t  prv_embed_de_lang;
extern const prv_str_t  prv_embed_el_lang;
extern const prv_str_t  prv_embed_es_lang;
extern const prv_str_t  prv_embed_et_lang;
extern const prv_str_t  prv_embed_fi_lang;
extern const prv_str_t  prv_embed_fr_lang;
extern const prv_str_t  prv_embed_ga_lang;
extern const prv_str_t  prv_embed_he_lang;
extern const prv_str_t  prv_embed_hr_lang;
extern const prv_str_t  prv_embed_hu_lang;
extern const prv_str_t  prv_embed_it_lang;
extern const prv_str_t  prv_embed_ja_lang;
extern const prv_str_t  prv_embed_lt_lang;
extern const prv_str_t  prv_embed_lv_lang;
extern const prv_str_t  prv_embed_mt_lang;
extern const prv_str_t  prv_embed_nb_lang;
extern const prv_str_t  prv_embed_nl_lang;
extern const prv_str_t  prv_embed_no_lang;
extern const prv_str_t  prv_embed_pl_lang;
extern const prv_str_t  prv_embed_pt_lang;
extern const prv_str_t  prv_embed_ro_lang;
extern const prv_str_t  prv_embed_sk_lang;
extern const prv_str_t  prv_embed_sl_lang;
extern const prv_str_t  prv_embed_sv_lang;
extern const prv_str_t  prv_embed_tr_lang;
extern const prv_str_t  prv_embed_uk_lang;
extern const prv_str_t  prv_embed_zh_lang;


static const prv_lang_file_t  prv_lang_files[] = {
    { "en", &prv_embed_en_lang },
    { "ar", &prv_embed_ar_lang },
    { "bg", &prv_embed_bg_lang },
    { "cs", &prv_embed_cs_lang },
    { "da", &prv_embed_da_lang },
    { "de", &prv_embed_de_lang },
    { "el", &prv_embed_el_lang },
    { "es", &prv_embed_es_lang },
    { "et", &prv_embed_et_lang },
    { "fi", &prv_embed_fi_lang },
    { "fr", &prv_embed_fr_lang },
    { "ga", &prv_embed_ga_lang },
    { "he", &prv_embed_he_lang },
    { "hr", &prv_embed_hr_lang },
    { "hu", &prv_embed_hu_lang },
    { "it", &prv_embed_it_lang },
    { "ja", &prv_embed_ja_lang },
    { "lt", &prv_embed_lt_lang },
    { "lv", &prv_embed_lv_lang },
    { "mt", &prv_embed_mt_lang },
    { "nb", &prv_embed_nb_lang },
    { "nl", &prv_embed_nl_lang },
    { "no", &prv_embed_no_lang },
    { "pl", &prv_embed_pl_lang },
    { "pt", &prv_embed_pt_lang },
    { "ro", &prv_embed_ro_lang },
    { "sk", &prv_embed_sk_lang },
    { "sl", &prv_embed_sl_lang },
    { "sv", &prv_embed_sv_lang },
    { "tr", &prv_embed_tr_lang },
    { "uk", &prv_embed_uk_lang },
    { "zh", &prv_embed_zh_lang },
    { NULL, NULL }
};


int
prv_langs_init(prv_langs_t *langs, prv_mem_t *mem, prv_error_t *err)
{
    prv_str_t               tag;
    const prv_lang_file_t  *file;

    prv_vec_init(&langs->langs, mem, sizeof(prv_lang_t *));
    langs->mem = mem;

    for (file = prv_lang_files; file->tag != NULL; file++) {

        tag.data = (unsigned char *) file->tag;
        tag.len = strlen(file->tag);

        if (prv_langs_add(langs, &tag, file->file, err) != PRV_OK) {
            return PRV_ERROR;
        }
    }

    return PRV_OK;
}


int
prv_langs_add(prv_langs_t *langs, const prv_str_t *tag,
    const prv_str_t *text, prv_error_t *err)
{
    size_t        i;
    prv_lang_t   *lang, **slot;
    prv_lang_t  **known;

    err->line = 0;

    if (tag->len == 0 || tag->len > PRV_TAG_MAX) {
        return prv_lang_fail(err, "invalid language tag");
    }

    for (i = 0; i < tag->len; i++) {
        if (!prv_is_alnum(tag->data[i]) && tag->data[i] != '-') {
            return prv_lang_fail(err, "invalid language tag");
        }
    }

    known = langs->langs.elts;

    for (i = 0; i < langs->langs.n; i++) {
        if (prv_str_eq(&known[i]->tag, tag)) {
            return prv_lang_parse(known[i], text, err);
        }
    }

    lang = prv_calloc(langs->mem, 1, sizeof(prv_lang_t));
    if (lang == NULL) {
        return prv_lang_fail(err, "no memory");
    }

    /* English is the first, and whole; its plurals have another rule */

    if (langs->langs.n) {

        *lang = *known[0];

        for (i = 0; i < sizeof(prv_text_rows) / sizeof(prv_text_rows[0]); i++)
        {
            if (prv_text_rows[i].plural) {
                memset(&lang->texts[prv_text_rows[i].first], 0,
                       PRV_FORM_OTHER * sizeof(prv_str_t));
            }
        }
    }

    lang->tag = *tag;
    lang->plural = prv_plural_rule(&prv_text_plural_default);

    if (prv_lang_parse(lang, text, err) != PRV_OK) {
        return PRV_ERROR;
    }

    slot = prv_vec_push(&langs->langs);
    if (slot == NULL) {
        return prv_lang_fail(err, "no memory");
    }

    *slot = lang;

    return PRV_OK;
}


static int
prv_lang_parse(prv_lang_t *lang, const prv_str_t *text, prv_error_t *err)
{
    prv_str_t             key, value;
    const unsigned char  *p, *end, *line;

    p = text->data;
    end = p + text->len;

    err->line = 0;

    while (p < end) {

        err->line++;
        line = p;

        while (p < end && *p != '\n') {
            p++;
        }

        key.data = (unsigned char *) line;
        value.len = p - line;

        if (p < end) {
            p++;
        }

        while (value.len && prv_is_space(key.data[value.len - 1])) {
            value.len--;
        }

        while (value.len && prv_is_space(*key.data)) {
            key.data++;
            value.len--;
        }

        if (value.len == 0 || *key.data == '#') {
            continue;
        }

        for (key.len = 0; key.len < value.len; key.len++) {
            if (prv_is_space(key.data[key.len])) {
                break;
            }
        }

        value.data = key.data + key.len;
        value.len -= key.len;

        while (value.len && prv_is_space(*value.data)) {
            value.data++;
            value.len--;
        }

        /* quotes keep white space at the ends */

        if (value.len > 1 && value.data[0] == '"'
            && value.data[value.len - 1] == '"')
        {
            value.data++;
            value.len -= 2;
        }

        if (value.len == 0) {
            return prv_lang_fail(err, "no text for \"%.*s\"",
                                 (int) key.len, key.data);
        }

        if (prv_lang_set(lang, &key, &value, err) != PRV_OK) {
            return PRV_ERROR;
        }
    }

    return PRV_OK;
}


static int
prv_lang_set(prv_lang_t *lang, const prv_str_t *key, const prv_str_t *value,
    prv_error_t *err)
{
    prv_text_e  text;

    if (prv_lower_eq(key->data, key->len, "direction")) {

        if (prv_lower_eq(value->data, value->len, "rtl")) {
            lang->rtl = 1;
            return PRV_OK;
        }

        if (prv_lower_eq(value->data, value->len, "ltr")) {
            lang->rtl = 0;
            return PRV_OK;
        }

        return prv_lang_fail(err, "direction is \"ltr\" or \"rtl\"");
    }

    if (prv_lower_eq(key->data, key->len, "plural")) {

        lang->plural = prv_plural_rule(value);

        if (lang->plural != NULL) {
            return PRV_OK;
        }

        return prv_lang_fail(err, "unknown plural rule \"%.*s\"",
                             (int) value->len, value->data);
    }

    text = prv_text_find(key);

    if (text == PRV_TEXTS) {
        return prv_lang_fail(err, "unknown text \"%.*s\"",
                             (int) key->len, key->data);
    }

    if (prv_lang_arguments(text, key, value, err) != PRV_OK) {
        return PRV_ERROR;
    }

    lang->texts[text] = *value;

    return PRV_OK;
}


static int
prv_lang_arguments(prv_text_e text, const prv_str_t *key,
    const prv_str_t *value, prv_error_t *err)
{
    size_t                      i, from;
    prv_str_t                   name;
    prv_level_e                 level;
    const prv_text_argument_t  *known;

    level = prv_text_level(text);

    for (i = 0; i < value->len; i++) {

        if (value->data[i] != '{') {
            continue;
        }

        from = ++i;

        while (i < value->len && value->data[i] != '}') {
            i++;
        }

        name.data = value->data + from;
        name.len = i - from;

        for (known = prv_text_arguments; known->name.len; known++) {
            if (prv_str_eq(&known->name, &name)) {
                break;
            }
        }

        if (known->name.len == 0 || i == value->len) {
            return prv_lang_fail(err, "unknown \"{%.*s}\" in \"%.*s\"",
                                 (int) name.len, name.data,
                                 (int) key->len, key->data);
        }

        if (known->level > level) {
            return prv_lang_fail(err, "\"{%.*s}\" may not stand in \"%.*s\"",
                                 (int) name.len, name.data,
                                 (int) key->len, key->data);
        }
    }

    return PRV_OK;
}


static prv_level_e
prv_text_level(prv_text_e text)
{
    size_t                 i;
    const prv_text_row_t  *row;

    switch (text) {

    case PRV_TEXT_NAME:
    case PRV_TEXT_LIST_COMMA:
    case PRV_TEXT_LIST_AND:
        return PRV_LEVEL_BARE;

    case PRV_TEXT_FOR:
    case PRV_TEXT_FOR_MOST:
        return PRV_LEVEL_TIME;

    default:
        break;
    }

    for (i = 0; i < sizeof(prv_text_rows) / sizeof(prv_text_rows[0]); i++) {

        row = &prv_text_rows[i];

        if (row->plural && text >= row->first
            && text < row->first + PRV_FORMS)
        {
            return PRV_LEVEL_COUNT;
        }
    }

    return PRV_LEVEL_WHOLE;
}


/* a key as files have it: that of a plural with its form */

static prv_text_e
prv_text_find(const prv_str_t *key)
{
    size_t                 i, n;
    prv_str_t              form;
    const prv_text_row_t  *row;

    for (i = 0; i < sizeof(prv_text_rows) / sizeof(prv_text_rows[0]); i++) {

        row = &prv_text_rows[i];

        if (!row->plural) {

            if (prv_str_eq(&row->key, key)) {
                return row->first;
            }

            continue;
        }

        if (key->len <= row->key.len + 1
            || memcmp(key->data, row->key.data, row->key.len) != 0
            || key->data[row->key.len] != '.')
        {
            continue;
        }

        form.data = key->data + row->key.len + 1;
        form.len = key->len - row->key.len - 1;

        for (n = 0; n < PRV_FORMS; n++) {
            if (prv_str_eq(&prv_form_names[n], &form)) {
                return row->first + n;
            }
        }
    }

    return PRV_TEXTS;
}


prv_text_e
prv_text_key(const prv_str_t *key)
{
    size_t  i;

    for (i = 0; i < sizeof(prv_text_rows) / sizeof(prv_text_rows[0]); i++) {

        if (!prv_text_rows[i].plural
            && prv_str_eq(&prv_text_rows[i].key, key))
        {
            return prv_text_rows[i].first;
        }
    }

    return PRV_TEXTS;
}


const prv_str_t *
prv_text_plural(const prv_lang_t *lang, prv_text_e first, uint64_t n)
{
    prv_form_e  form;

    form = lang->plural(n);

    if (lang->texts[first + form].len) {
        return &lang->texts[first + form];
    }

    return &lang->texts[first + PRV_FORM_OTHER];
}


const prv_lang_t *
prv_langs_find(const prv_langs_t *langs, const prv_str_t *tag)
{
    size_t        i, k, len;
    prv_lang_t  **known;

    known = langs->langs.elts;
    len = tag->len;

    while (len) {

        for (i = 0; i < langs->langs.n; i++) {

            if (known[i]->tag.len != len) {
                continue;
            }

            for (k = 0; k < len; k++) {
                if (prv_lower(known[i]->tag.data[k])
                    != prv_lower(tag->data[k]))
                {
                    break;
                }
            }

            if (k == len) {
                return known[i];
            }
        }

        while (len && tag->data[len - 1] != '-') {
            len--;
        }

        if (len) {
            len--;
        }

        /* a single letter or digit goes with what follows it */

        if (len > 1 && tag->data[len - 2] == '-') {
            len -= 2;
        }
    }

    return NULL;
}


const prv_lang_t *
prv_langs_accept(const prv_langs_t *langs, const prv_str_t *field)
{
    unsigned              best, n, quality;
    prv_str_t             range;
    const prv_lang_t     *found, *lang, *first;
    const unsigned char  *p, *end, *item;

    p = field->data;
    end = p + field->len;

    first = *(prv_lang_t **) langs->langs.elts;
    found = first;
    best = 0;

    for (n = 0; n < PRV_RANGES_MAX && p < end; n++) {

        item = p;

        while (p < end && *p != ',') {
            p++;
        }

        while (item < p && (*item == ' ' || *item == '\t')) {
            item++;
        }

        range.data = (unsigned char *) item;

        while (item < p
               && (prv_is_alnum(*item) || *item == '-' || *item == '*'))
        {
            item++;
        }

        range.len = item - range.data;

        quality = prv_lang_quality(item, p);

        if (p < end) {
            p++;
        }

        if (range.len == 0 || range.len > PRV_TAG_MAX || quality <= best) {
            continue;
        }

        lang = (*range.data == '*') ? first : prv_langs_find(langs, &range);

        if (lang != NULL) {
            found = lang;
            best = quality;
        }
    }

    return found;
}


/* RFC 9110, section 12.4.2: thousandths; what is malformed counts nothing */

static unsigned
prv_lang_quality(const unsigned char *p, const unsigned char *end)
{
    unsigned  scale, value;

    while (p < end && (*p == ' ' || *p == '\t')) {
        p++;
    }

    if (p == end) {
        return 1000;
    }

    if (*p++ != ';') {
        return 0;
    }

    while (p < end && (*p == ' ' || *p == '\t')) {
        p++;
    }

    if (end - p < 3 || prv_lower(p[0]) != 'q' || p[1] != '='
        || !prv_is_digit(p[2]))
    {
        return 0;
    }

    value = (p[2] - '0') * 1000;
    p += 3;

    if (p < end && *p == '.') {
        p++;

        for (scale = 100; p < end && prv_is_digit(*p); p++, scale /= 10) {
            value += (*p - '0') * scale;
        }
    }

    return (value > 1000) ? 1000 : value;
}


static int
prv_lang_fail(prv_error_t *err, const char *fmt, ...)
{
    va_list  args;

    va_start(args, fmt);
    (void) vsnprintf(err->text, sizeof(err->text), fmt, args);
    va_end(args);

    return PRV_ERROR;
}
