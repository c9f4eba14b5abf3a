
#include "consent/prv_text.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>


#define PRV_NATIVE_MAX     4096     /* bytes: what a browser keeps */
#define PRV_NATIVE_ID_MAX  64
#define PRV_NATIVE_DAY     (24 * 60 * 60)
#define PRV_NATIVE_MAC     43       /* base64url of 32 bytes, unpadded */


/* the fields in the order in which they are written */

static const unsigned char  prv_native_fields[] = "tpcynis";


static const char *prv_native_fill(prv_reader_t *reader,
    prv_answer_t *answer, const prv_str_t *value);
static const char *prv_native_split(const prv_str_t *value,
    prv_str_t *fields, size_t *signed_len);
static int prv_native_time(const prv_str_t *s, int64_t *time);
static int prv_native_categories(const prv_str_t *s, unsigned *granted);
static int prv_native_vendors(prv_reader_t *reader, prv_answer_t *answer,
    const prv_str_t *s, int yes);
static int prv_native_next(prv_str_t *list, prv_str_t *word);
static int prv_native_verify(const prv_consent_conf_t *conf,
    const unsigned char *data, size_t len, const prv_str_t *mac);
static int prv_native_sign(const prv_str_t *key, const unsigned char *data,
    size_t len, unsigned char *mac);
static void prv_native_names(prv_buf_t *b, const char *field,
    const prv_catalog_t *catalog, const unsigned char *set);


void
prv_native_read(prv_reader_t *reader, prv_answer_t *answer)
{
    const char  *why;

    why = prv_native_fill(reader, answer, &reader->values[0]);

    if (why != NULL) {
        memset(answer, 0, sizeof(prv_answer_t));
        answer->says = PRV_SAYS_RUBBISH;
        answer->why = why;
    }
}


/* NULL, or what is wrong with the cookie */

static const char *
prv_native_fill(prv_reader_t *reader, prv_answer_t *answer,
    const prv_str_t *value)
{
    size_t                     len;
    int64_t                    now;
    prv_str_t                  fields[sizeof(prv_native_fields) - 1];
    const char                *why;
    const prv_consent_conf_t  *conf;

    conf = reader->conf;
    now = reader->request->now;

    why = prv_native_split(value, fields, &len);
    if (why != NULL) {
        return why;
    }

    if (conf->keys[0].len) {

        if (fields[6].data == NULL) {
            return "not signed";
        }

        if (!prv_native_verify(conf, value->data, len, &fields[6])) {
            return "the signature is wrong";
        }
    }

    if (prv_native_time(&fields[0], &answer->time) != PRV_OK) {
        return "no time, or a malformed one";
    }

    if (answer->time > now && answer->time - now > PRV_NATIVE_DAY) {
        return "its time is in the future";
    }

    if (conf->max_age > 0 && answer->time < now
        && now - answer->time > conf->max_age)
    {
        return "expired";
    }

    if (conf->policy.len && !prv_str_eq(&conf->policy, &fields[1])) {
        return "given under another policy version";
    }

    if (fields[1].data != NULL && !prv_consent_policy(&fields[1])) {
        return "malformed policy version";
    }

    if (fields[5].data != NULL
        && !prv_text_word(&fields[5], "-_", PRV_NATIVE_ID_MAX))
    {
        return "malformed id";
    }

    answer->policy = fields[1];
    answer->id = fields[5];

    if (fields[2].data != NULL) {

        if (prv_native_categories(&fields[2], &answer->granted) != PRV_OK) {
            return "malformed categories";
        }

        answer->denied = PRV_ALL & ~answer->granted
                         & ~prv_bit(PRV_NECESSARY);
        answer->says = PRV_SAYS_SO;

    } else {
        answer->why = "holds no categories";
    }

    if (prv_native_vendors(reader, answer, &fields[3], 1) != PRV_OK
        || prv_native_vendors(reader, answer, &fields[4], 0) != PRV_OK)
    {
        return "malformed list of vendors";
    }

    return NULL;
}


/* *signed_len is of what stands before "&s=" */

static const char *
prv_native_split(const prv_str_t *value, prv_str_t *fields,
    size_t *signed_len)
{
    size_t          i, n;
    prv_str_t       s;
    unsigned char  *p;

    memset(fields, 0, (sizeof(prv_native_fields) - 1) * sizeof(prv_str_t));

    if (value->len > PRV_NATIVE_MAX) {
        return "too long";
    }

    if (value->len < 2 || memcmp(value->data, "v1", 2) != 0) {
        return "not of version 1";
    }

    s.data = value->data + 2;
    s.len = value->len - 2;

    *signed_len = value->len;

    while (s.len) {

        if (s.len < 3 || s.data[0] != '&' || s.data[2] != '='
            || fields[6].data != NULL)
        {
            return "malformed";
        }

        p = memchr(prv_native_fields, s.data[1],
                   sizeof(prv_native_fields) - 1);
        if (p == NULL) {
            return "malformed: an unknown field";
        }

        i = (size_t) (p - prv_native_fields);

        if (fields[i].data != NULL) {
            return "malformed: a field twice";
        }

        if (i == 6) {
            *signed_len = (size_t) (s.data - value->data);
        }

        p = memchr(s.data + 3, '&', s.len - 3);
        n = p != NULL ? (size_t) (p - s.data) : s.len;

        fields[i].data = s.data + 3;
        fields[i].len = n - 3;

        s.data += n;
        s.len -= n;
    }

    return NULL;
}


static int
prv_native_time(const prv_str_t *s, int64_t *time)
{
    size_t   i;
    int64_t  t;

    if (s->data == NULL || s->len == 0 || s->len > 12) {
        return PRV_ERROR;
    }

    t = 0;

    for (i = 0; i < s->len; i++) {
        if (!prv_is_digit(s->data[i])) {
            return PRV_ERROR;
        }

        t = t * 10 + (s->data[i] - '0');
    }

    *time = t;

    return PRV_OK;
}


static int
prv_native_categories(const prv_str_t *s, unsigned *granted)
{
    prv_str_t       list, word;
    prv_category_e  category;

    list = *s;

    while (list.len) {

        if (prv_native_next(&list, &word) != PRV_OK) {
            return PRV_ERROR;
        }

        category = prv_category(word.data, word.len);
        if (category == PRV_CATEGORIES) {
            return PRV_ERROR;
        }

        *granted |= prv_bit(category);
    }

    return PRV_OK;
}


/* an id that the catalog does not know any more is passed over */

static int
prv_native_vendors(prv_reader_t *reader, prv_answer_t *answer,
    const prv_str_t *s, int yes)
{
    prv_str_t      list, word;
    prv_vendor_t  *vendor;

    list = *s;

    while (list.len) {

        if (prv_native_next(&list, &word) != PRV_OK
            || !prv_text_word(&word, "-_.", PRV_NATIVE_ID_MAX))
        {
            return PRV_ERROR;
        }

        vendor = prv_catalog_find(reader->conf->catalog, &word);

        if (vendor != NULL) {
            prv_answer_vendor(reader, answer, vendor, yes);
        }
    }

    return PRV_OK;
}


/* words joined by "+", none of them empty */

static int
prv_native_next(prv_str_t *list, prv_str_t *word)
{
    unsigned char  *p;

    *word = *list;

    p = memchr(list->data, '+', list->len);

    if (p == NULL) {
        list->len = 0;
        return PRV_OK;
    }

    word->len = (size_t) (p - list->data);

    list->data += word->len + 1;
    list->len -= word->len + 1;

    return (word->len && list->len) ? PRV_OK : PRV_ERROR;
}


int
prv_consent_policy(const prv_str_t *policy)
{
    return prv_text_word(policy, "-_.:", PRV_NATIVE_ID_MAX);
}


static int
prv_native_verify(const prv_consent_conf_t *conf, const unsigned char *data,
    size_t len, const prv_str_t *mac)
{
    int            ok;
    size_t         i;
    unsigned char  expected[PRV_NATIVE_MAC];

    ok = 0;

    for (i = 0; i < 2; i++) {

        if (conf->keys[i].len == 0
            || prv_native_sign(&conf->keys[i], data, len, expected)
               != PRV_OK)
        {
            continue;
        }

        ok |= mac->len == PRV_NATIVE_MAC
              && CRYPTO_memcmp(mac->data, expected, PRV_NATIVE_MAC) == 0;
    }

    return ok;
}


/* HMAC-SHA256 (RFC 2104) in base64url (RFC 4648, section 5) */

static int
prv_native_sign(const prv_str_t *key, const unsigned char *data, size_t len,
    unsigned char *mac)
{
    size_t                      i, n;
    unsigned                    bits, nbits, size;
    unsigned char               md[EVP_MAX_MD_SIZE];
    static const unsigned char  digits[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    size = 0;

    if (key->len > INT32_MAX
        || HMAC(EVP_sha256(), key->data, (int) key->len, data, len, md,
                &size) == NULL
        || size != 32)
    {
        return PRV_ERROR;
    }

    n = 0;
    bits = 0;
    nbits = 0;

    for (i = 0; i < size; i++) {
        bits = (bits << 8 | md[i]) & 0xffff;
        nbits += 8;

        while (nbits >= 6) {
            nbits -= 6;
            mac[n++] = digits[(bits >> nbits) & 63];
        }
    }

    mac[n] = digits[(bits << (6 - nbits)) & 63];

    return PRV_OK;
}


void
prv_native_write(prv_buf_t *b, const prv_consent_conf_t *conf,
    const prv_decision_t *decision)
{
    int            i, n;
    size_t         start;
    unsigned char  mac[PRV_NATIVE_MAC];

    start = b->len;

    prv_buf_lit(b, "v1&t=");
    prv_buf_uint(b, decision->time > 0 ? (uint64_t) decision->time : 0);

    if (conf->policy.len) {
        prv_buf_lit(b, "&p=");
        prv_buf_str(b, &conf->policy);
    }

    if (decision->decided) {
        prv_buf_lit(b, "&c=");

        n = 0;

        for (i = 0; i < PRV_CATEGORIES; i++) {

            if ((decision->granted & ~decision->named & prv_bit(i)) == 0) {
                continue;
            }

            if (n++) {
                prv_buf_char(b, '+');
            }

            prv_buf_str(b, &prv_category_names[i]);
        }
    }

    prv_native_names(b, "&y=", conf->catalog, decision->yes);
    prv_native_names(b, "&n=", conf->catalog, decision->no);

    if (decision->id.len) {
        prv_buf_lit(b, "&i=");
        prv_buf_str(b, &decision->id);
    }

    if (conf->keys[0].len == 0 || b->failed) {
        return;
    }

    if (prv_native_sign(&conf->keys[0], b->data + start, b->len - start, mac)
        != PRV_OK)
    {
        b->failed = 1;
        return;
    }

    prv_buf_lit(b, "&s=");
    prv_buf_add(b, mac, PRV_NATIVE_MAC);
}


static void
prv_native_names(prv_buf_t *b, const char *field,
    const prv_catalog_t *catalog, const unsigned char *set)
{
    size_t          i;
    unsigned        n;
    prv_vendor_t  **vendors;

    if (set == NULL) {
        return;
    }

    n = 0;
    vendors = catalog->vendors.elts;

    for (i = 0; i < catalog->vendors.n; i++) {

        if ((set[i / 8] & (1 << i % 8)) == 0) {
            continue;
        }

        if (n++) {
            prv_buf_char(b, '+');

        } else {
            prv_buf_add(b, field, strlen(field));
        }

        prv_buf_str(b, &vendors[i]->id);
    }
}
