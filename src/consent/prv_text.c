
#include "consent/prv_text.h"


static prv_str_t prv_text_unquote(const prv_str_t *s);


int
prv_value_text(prv_reader_t *reader, size_t role, prv_str_t *text)
{
    int             a, b;
    size_t          i, n;
    prv_str_t       s;
    unsigned char  *dst;

    s = prv_text_unquote(&reader->values[role]);

    if (s.len == 0 || memchr(s.data, '%', s.len) == NULL) {
        *text = s;
        return PRV_OK;
    }

    if (s.len > PRV_TEXT_MAX) {
        return PRV_ERROR;
    }

    dst = reader->scratch->text;
    n = 0;

    for (i = 0; i < s.len; i++) {

        if (s.data[i] == '%' && s.len - i > 2) {
            a = prv_hex(s.data[i + 1]);
            b = prv_hex(s.data[i + 2]);

            if (a >= 0 && b >= 0) {
                dst[n++] = (unsigned char) (a << 4 | b);
                i += 2;
                continue;
            }
        }

        dst[n++] = s.data[i];
    }

    text->data = dst;
    text->len = n;

    return PRV_OK;
}


int
prv_value_json(prv_reader_t *reader, size_t role)
{
    prv_str_t       s;
    prv_scratch_t  *scratch;

    scratch = reader->scratch;
    scratch->json.n = 0;

    s = prv_text_unquote(&reader->values[role]);

    if (s.len == 0 || s.len > PRV_TEXT_MAX) {
        return PRV_ERROR;
    }

    if (s.data[0] != '%') {
        memcpy(scratch->text, s.data, s.len);

        if (prv_json_parse(&scratch->json, scratch->text, s.len) == PRV_OK) {
            return PRV_OK;
        }

        if (memchr(s.data, '%', s.len) == NULL) {
            return PRV_ERROR;
        }
    }

    if (prv_value_text(reader, role, &s) != PRV_OK) {
        return PRV_ERROR;
    }

    return prv_json_parse(&scratch->json, s.data, s.len);
}


int
prv_value_base64(prv_reader_t *reader, size_t role)
{
    ptrdiff_t       n;
    prv_str_t       s;
    prv_scratch_t  *scratch;

    scratch = reader->scratch;
    scratch->json.n = 0;

    if (prv_value_text(reader, role, &s) != PRV_OK) {
        return PRV_ERROR;
    }

    /* s may be in the same place: a group of four becomes three at most */

    n = prv_base64(scratch->text, PRV_TEXT_MAX, &s);
    if (n < 0) {
        return PRV_ERROR;
    }

    return prv_json_parse(&scratch->json, scratch->text, (size_t) n);
}


static prv_str_t
prv_text_unquote(const prv_str_t *s)
{
    prv_str_t  text;

    text = *s;

    if (text.len > 1 && text.data[0] == '"'
        && text.data[text.len - 1] == '"')
    {
        text.data++;
        text.len -= 2;
    }

    return text;
}


int
prv_text_next(prv_str_t *list, unsigned char separator, prv_str_t *word)
{
    unsigned char  *p;

    if (list->data == NULL) {
        return 0;
    }

    *word = *list;

    p = list->len ? memchr(list->data, separator, list->len) : NULL;

    if (p == NULL) {
        list->len = 0;
        list->data = NULL;
        return 1;
    }

    word->len = (size_t) (p - list->data);

    list->data += word->len + 1;
    list->len -= word->len + 1;

    return 1;
}


int
prv_text_pair(const prv_str_t *word, unsigned char separator,
    prv_str_t *name, prv_str_t *value)
{
    unsigned char  *p;

    p = word->len ? memchr(word->data, separator, word->len) : NULL;

    if (p == NULL) {
        return 0;
    }

    name->data = word->data;
    name->len = (size_t) (p - word->data);

    value->data = p + 1;
    value->len = word->len - name->len - 1;

    return 1;
}


int
prv_text_is(const prv_str_t *text, const char *literal)
{
    return text->len == strlen(literal)
           && memcmp(text->data, literal, text->len) == 0;
}


int
prv_text_word(const prv_str_t *text, const char *more, size_t max)
{
    size_t  i;

    if (text->len == 0 || text->len > max) {
        return 0;
    }

    for (i = 0; i < text->len; i++) {
        if (!prv_is_alnum(text->data[i])
            && (text->data[i] == '\0'
                || strchr(more, text->data[i]) == NULL))
        {
            return 0;
        }
    }

    return 1;
}


int
prv_text_number(const prv_str_t *text)
{
    size_t  i;

    for (i = 0; i < text->len; i++) {
        if (!prv_is_digit(text->data[i])) {
            return 0;
        }
    }

    return text->len != 0;
}


void
prv_invalid(prv_answer_t *answer, const char *why)
{
    memset(answer, 0, sizeof(prv_answer_t));

    answer->says = PRV_SAYS_RUBBISH;
    answer->why = why;
}
