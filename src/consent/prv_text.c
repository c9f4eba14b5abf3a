
#include "consent/prv_text.h"


static prv_str_t prv_text_unquote(const prv_str_t *s);
static int prv_text_digits(const prv_str_t *text, size_t at, size_t n);


int
prv_value_text(prv_reader_t *reader, size_t role, prv_str_t *text)
{
    return prv_text_decode(reader, &reader->values[role], text);
}


int
prv_text_decode(prv_reader_t *reader, const prv_str_t *part,
    prv_str_t *text)
{
    prv_str_t  s;

    s = prv_text_unquote(part);

    if (s.len == 0 || memchr(s.data, '%', s.len) == NULL) {
        *text = s;
        return PRV_OK;
    }

    if (s.len > PRV_TEXT_MAX) {
        return PRV_ERROR;
    }

    text->data = reader->scratch->text;
    text->len = prv_unescape(text->data, s.data, s.len);

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


int
prv_value_object(prv_reader_t *reader, prv_answer_t *answer, int base64)
{
    int  rc;

    rc = base64 ? prv_value_base64(reader, 0) : prv_value_json(reader, 0);

    if (rc != PRV_OK
        || prv_json_type(&reader->scratch->json, 0) != PRV_JSON_OBJECT)
    {
        prv_invalid(answer, base64 ? "not a JSON object in base64"
                                   : "not a JSON object");
        return PRV_ERROR;
    }

    return PRV_OK;
}


int
prv_value_escaped(prv_reader_t *reader, size_t role, prv_str_t *text)
{
    const prv_str_t  *value;

    value = &reader->values[role];

    if (prv_value_text(reader, role, text) != PRV_OK) {
        text->len = 0;
        return 1;
    }

    return text->len != value->len;
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


int64_t
prv_text_time(const prv_str_t *text)
{
    int                  y, m, d;
    size_t               i;
    int64_t              t;
    static const short   days[] = {
        0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334
    };

    if (prv_text_number(text)) {

        if (text->len > 15) {
            return 0;
        }

        for (i = 0, t = 0; i < text->len; i++) {
            t = t * 10 + (text->data[i] - '0');
        }

        return t < 100000000000 ? t : t / 1000;
    }

    /* 2026-01-31T10:20:30 and what is behind it, or a space for the "T" */

    if (text->len < 19 || text->data[4] != '-' || text->data[7] != '-'
        || (text->data[10] != 'T' && text->data[10] != ' ')
        || text->data[13] != ':' || text->data[16] != ':')
    {
        return 0;
    }

    y = prv_text_digits(text, 0, 4);
    m = prv_text_digits(text, 5, 2);
    d = prv_text_digits(text, 8, 2);

    if (y < 1970 || m < 1 || m > 12 || d < 1 || d > 31) {
        return 0;
    }

    /* leap days before the first of March of that year count */

    t = (int64_t) (y - 1970) * 365 + days[m - 1] + d - 1;

    if (m < 3) {
        y--;
    }

    t += y / 4 - y / 100 + y / 400 - (1969 / 4 - 1969 / 100 + 1969 / 400);

    return ((t * 24 + prv_text_digits(text, 11, 2)) * 60
            + prv_text_digits(text, 14, 2)) * 60
           + prv_text_digits(text, 17, 2);
}


int64_t
prv_json_time(const prv_json_t *json, size_t node)
{
    prv_str_t  s;

    s = prv_json_str(json, node);

    return node ? prv_text_time(&s) : 0;
}


/* what is no digit counts as 0 */

static int
prv_text_digits(const prv_str_t *text, size_t at, size_t n)
{
    int     number;
    size_t  i;

    number = 0;

    for (i = at; i < at + n; i++) {
        number *= 10;

        if (prv_is_digit(text->data[i])) {
            number += text->data[i] - '0';
        }
    }

    return number;
}


void
prv_invalid(prv_answer_t *answer, const char *why)
{
    memset(answer, 0, sizeof(prv_answer_t));

    answer->says = PRV_SAYS_RUBBISH;
    answer->why = why;
}
