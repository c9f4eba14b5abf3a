
/*
 * Values of cookies: decoding and splitting.
 */


#ifndef _PRV_CONSENT_TEXT_H_INCLUDED_
#define _PRV_CONSENT_TEXT_H_INCLUDED_


#include "base/prv_base64.h"
#include "consent/prv_format.h"


/*
 * prv_value_text(): a cookie's value without surrounding quotes, percent
 * escapes resolved once ("+" is no space).  *text is the value itself or in
 * the reader's scratch.  PRV_OK, or PRV_ERROR where it is too long.
 */

int prv_value_text(prv_reader_t *reader, size_t role, prv_str_t *text);

/* prv_text_decode(): the same of a part of a value */

int prv_text_decode(prv_reader_t *reader, const prv_str_t *part,
    prv_str_t *text);

/*
 * prv_value_json(): a value that is JSON as it stands, or after one decoding;
 * prv_value_base64(): one that is JSON in base64 of either alphabet, padded
 * or not.  The result is the scratch's.  PRV_OK or PRV_ERROR.
 */

int prv_value_json(prv_reader_t *reader, size_t role);
int prv_value_base64(prv_reader_t *reader, size_t role);

/*
 * prv_value_object(): the value of role 0 as a JSON object, in base64 where
 * that is set.  PRV_OK, or PRV_ERROR and an invalid answer.
 */

int prv_value_object(prv_reader_t *reader, prv_answer_t *answer, int base64);

/*
 * prv_value_escaped(): 1 where a value is not what its encoder made of it, but
 * has percent escapes in it or quotes around it; *text is then as by
 * prv_value_text() (empty where it is too long), else the value.
 */

int prv_value_escaped(prv_reader_t *reader, size_t role, prv_str_t *text);

/*
 * prv_text_next(): the next word up to a separator, which may be empty; the
 * rest stays in *list.  1, or 0 where the list is at its end.
 */

int prv_text_next(prv_str_t *list, unsigned char separator,
    prv_str_t *word);

/* prv_text_pair(): splits at the first separator; 0 where there is none */

int prv_text_pair(const prv_str_t *word, unsigned char separator,
    prv_str_t *name, prv_str_t *value);

/* prv_text_is(): 1 where the text is that literal */

int prv_text_is(const prv_str_t *text, const char *literal);

/*
 * prv_text_word(): 1 where the text is letters, digits and bytes of more, at
 * least one and at most max
 */

int prv_text_word(const prv_str_t *text, const char *more, size_t max);

/*
 * prv_text_time(): Unix seconds of a number of seconds or milliseconds, or of
 * an ISO 8601 date and time in UTC; 0 of anything else
 */

int64_t prv_text_time(const prv_str_t *text);

/* prv_json_time(): the same of a node, 0 where there is none */

int64_t prv_json_time(const prv_json_t *json, size_t node);

/* prv_text_number(): 1 where the text is digits alone, one at least */

int prv_text_number(const prv_str_t *text);

/* why what the IAB's encoders did not write so grants nothing */

#define PRV_ESCAPED  "escaped as no encoder writes it: grants nothing"

/* prv_invalid(): the answer to a value that is broken */

void prv_invalid(prv_answer_t *answer, const char *why);


#endif /* _PRV_CONSENT_TEXT_H_INCLUDED_ */
