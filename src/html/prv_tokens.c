
#include "base/prv_vec.h"
#include "html/prv_charref.h"
#include "html/prv_piece.h"
#include "html/prv_tokens.h"


typedef enum {
    PRV_TEXT_DATA = 0,
    PRV_TEXT_RCDATA,
    PRV_TEXT_RAW,
    PRV_TEXT_CDATA
} prv_text_e;


/* what is decoded of a text */

#define PRV_DECODE_REFS   0x01
#define PRV_DECODE_ATTR   0x02      /* references as in an attribute */
#define PRV_DECODE_LOWER  0x04
#define PRV_DECODE_NUL    0x08      /* U+0000 becomes U+FFFD */


typedef struct {
    prv_buf_t        *out;
    const prv_str_t  *text;
    prv_buf_t         chars;        /* text that is not written yet */
    prv_text_e        type;
    uint64_t          from;         /* where text goes on */
    size_t            n;
    prv_tokenizer_t   tk;
} prv_tokens_t;


static int prv_tokens_event(prv_tokens_t *t, prv_token_e event);
static void prv_tokens_end(prv_tokens_t *t);
static void prv_tokens_text(prv_tokens_t *t, uint64_t to);
static void prv_tokens_flush(prv_tokens_t *t);
static void prv_tokens_open(prv_tokens_t *t, const char *type);
static int prv_tokens_tag(prv_tokens_t *t);
static void prv_tokens_comment(prv_tokens_t *t, uint64_t from, uint64_t to);
static void prv_tokens_doctype(prv_tokens_t *t, uint64_t from, uint64_t to,
    int ended);
static const unsigned char *prv_doctype_id(const unsigned char *p,
    const unsigned char *end, prv_str_t *id, int *correct);
static void prv_tokens_decode(prv_buf_t *b, const unsigned char *p,
    size_t len, unsigned flags);
static void prv_tokens_string(prv_tokens_t *t, const unsigned char *p,
    size_t len, unsigned flags);


int
prv_tokens_state(const prv_str_t *name, prv_state_e *state)
{
    size_t  i;

    static const struct {
        prv_str_t    name;
        prv_state_e  state;
    } states[] = {
        { prv_string("Data state"), PRV_ST_DATA },
        { prv_string("RCDATA state"), PRV_ST_RCDATA },
        { prv_string("RAWTEXT state"), PRV_ST_RAWTEXT },
        { prv_string("Script data state"), PRV_ST_SCRIPT },
        { prv_string("PLAINTEXT state"), PRV_ST_PLAINTEXT },
        { prv_string("CDATA section state"), PRV_ST_CDATA }
    };

    for (i = 0; i < sizeof(states) / sizeof(states[0]); i++) {
        if (prv_str_eq(&states[i].name, name)) {
            *state = states[i].state;
            return PRV_OK;
        }
    }

    return PRV_DECLINED;
}


int
prv_tokens_json(prv_buf_t *out, const prv_str_t *text, prv_state_e state,
    const prv_str_t *last, const size_t *cuts, size_t n)
{
    size_t         i, at, to;
    prv_token_e    event;
    prv_tokens_t  *t;

    t = prv_calloc(out->mem, 1, sizeof(prv_tokens_t));
    if (t == NULL) {
        return PRV_ERROR;
    }

    t->out = out;
    t->text = text;

    prv_buf_init(&t->chars, out->mem, 0);
    prv_token_init(&t->tk);
    prv_token_raw(&t->tk, state, last->data, last->len);

    t->tk.every = 1;

    switch (state) {

    case PRV_ST_DATA:
        t->type = PRV_TEXT_DATA;
        break;

    case PRV_ST_RCDATA:
        t->type = PRV_TEXT_RCDATA;
        break;

    case PRV_ST_CDATA:
        t->type = PRV_TEXT_CDATA;
        break;

    default:
        t->type = PRV_TEXT_RAW;
        break;
    }

    prv_buf_char(out, '[');

    at = 0;

    for (i = 0; i <= n; i++) {

        to = (i < n) ? cuts[i] : text->len;

        prv_token_feed(&t->tk, text->data + at, to - at);
        at = to;

        do {
            event = prv_token_next(&t->tk);

            if (prv_tokens_event(t, event) != PRV_OK) {
                return PRV_ERROR;
            }

        } while (event != PRV_TK_MORE);
    }

    prv_tokens_end(t);
    prv_buf_char(out, ']');

    i = out->failed || t->chars.failed;

    if (t->chars.data != NULL) {
        prv_free(out->mem, t->chars.data);
    }

    prv_free(out->mem, t);

    return i ? PRV_ERROR : PRV_OK;
}


static int
prv_tokens_event(prv_tokens_t *t, prv_token_e event)
{
    prv_tokenizer_t  *tk;

    tk = &t->tk;

    switch (event) {

    case PRV_TK_TAG:
        prv_tokens_text(t, tk->start);

        if (prv_tokens_tag(t) != PRV_OK) {
            return PRV_ERROR;
        }

        break;

    case PRV_TK_COMMENT:
        prv_tokens_text(t, tk->start);
        prv_tokens_comment(t, tk->data, tk->data_end);
        break;

    case PRV_TK_DOCTYPE:
        prv_tokens_text(t, tk->start);
        prv_tokens_doctype(t, tk->data, tk->data_end, 1);
        break;

    case PRV_TK_CDATA:
        prv_tokens_text(t, tk->data_end);
        break;

    case PRV_TK_NOTHING:
        prv_tokens_text(t, tk->start);
        break;

    default: /* PRV_TK_MORE, PRV_TK_TEXT */
        return PRV_OK;
    }

    t->from = prv_token_offset(tk);
    t->type = PRV_TEXT_DATA;

    return PRV_OK;
}


/* the input ended: what an unfinished token still gives */

static void
prv_tokens_end(prv_tokens_t *t)
{
    uint64_t          end;
    prv_tokenizer_t  *tk;

    tk = &t->tk;
    end = t->text->len;

    switch (tk->state) {

    case PRV_ST_TAG_NAME:
    case PRV_ST_BEFORE_ATTR:
    case PRV_ST_ATTR_NAME:
    case PRV_ST_AFTER_NAME:
    case PRV_ST_BEFORE_VALUE:
    case PRV_ST_VALUE_DOUBLE:
    case PRV_ST_VALUE_SINGLE:
    case PRV_ST_VALUE:
    case PRV_ST_SELF_CLOSING:
        prv_tokens_text(t, tk->start);
        break;

    case PRV_ST_MARKUP:
        prv_tokens_text(t, tk->start);
        prv_tokens_comment(t, end, end);
        break;

    case PRV_ST_MARKUP_DASH:
    case PRV_ST_MARKUP_DOCTYPE:
    case PRV_ST_BOGUS:
    case PRV_ST_COMMENT_START:
    case PRV_ST_COMMENT:
        prv_tokens_text(t, tk->start);
        prv_tokens_comment(t, tk->data, end);
        break;

    case PRV_ST_COMMENT_START_DASH:
    case PRV_ST_COMMENT_DASH:
        prv_tokens_text(t, tk->start);
        prv_tokens_comment(t, tk->data, end - 1);
        break;

    case PRV_ST_COMMENT_END:
        prv_tokens_text(t, tk->start);
        prv_tokens_comment(t, tk->data, end - 2);
        break;

    case PRV_ST_COMMENT_BANG:
        prv_tokens_text(t, tk->start);
        prv_tokens_comment(t, tk->data, end - 3);
        break;

    case PRV_ST_DOCTYPE:
        prv_tokens_text(t, tk->start);
        prv_tokens_doctype(t, tk->data, end, 0);
        break;

    default:
        prv_tokens_text(t, end);
        break;
    }

    prv_tokens_flush(t);
}


static void
prv_tokens_text(prv_tokens_t *t, uint64_t to)
{
    unsigned  flags;

    switch (t->type) {

    case PRV_TEXT_DATA:
        flags = PRV_DECODE_REFS;
        break;

    case PRV_TEXT_RCDATA:
        flags = PRV_DECODE_REFS|PRV_DECODE_NUL;
        break;

    case PRV_TEXT_RAW:
        flags = PRV_DECODE_NUL;
        break;

    default: /* PRV_TEXT_CDATA */
        flags = 0;
        break;
    }

    prv_tokens_decode(&t->chars, t->text->data + t->from,
                      (size_t) (to - t->from), flags);

    t->from = to;
}


static void
prv_tokens_flush(prv_tokens_t *t)
{
    prv_str_t  s;

    if (t->chars.len == 0) {
        return;
    }

    s.data = t->chars.data;
    s.len = t->chars.len;

    if (t->n++) {
        prv_buf_char(t->out, ',');
    }

    prv_buf_lit(t->out, "[\"Character\",");
    prv_buf_json(t->out, &s);
    prv_buf_char(t->out, ']');

    t->chars.len = 0;
}


/* all before it, then the beginning of a token */

static void
prv_tokens_open(prv_tokens_t *t, const char *type)
{
    prv_tokens_flush(t);

    if (t->n++) {
        prv_buf_char(t->out, ',');
    }

    prv_buf_lit(t->out, "[\"");
    prv_buf_add(t->out, type, strlen(type));
    prv_buf_lit(t->out, "\",");
}


static int
prv_tokens_tag(prv_tokens_t *t)
{
    size_t                 i, n;
    prv_vec_t              names;
    prv_str_t             *name, *seen;
    prv_piece_t            piece;
    prv_tokenizer_t       *tk;
    const unsigned char   *start;

    tk = &t->tk;
    start = t->text->data + tk->start;

    prv_tokens_open(t, tk->end_tag ? "EndTag" : "StartTag");
    prv_tokens_string(t, start + 1 + tk->end_tag, tk->name_len,
                      PRV_DECODE_LOWER|PRV_DECODE_NUL);

    if (tk->end_tag) {
        prv_buf_char(t->out, ']');
        return PRV_OK;
    }

    prv_buf_lit(t->out, ",{");
    prv_vec_init(&names, t->out->mem, sizeof(prv_str_t));

    prv_piece_init(&piece, start,
                   (size_t) (prv_token_offset(tk) - tk->start));

    n = 0;

    while (prv_piece_next(&piece)) {

        /* the first of a name counts */

        seen = names.elts;

        for (i = 0; i < names.n; i++) {
            if (prv_piece_same(&piece.name, &seen[i])) {
                break;
            }
        }

        if (i < names.n) {
            continue;
        }

        name = prv_vec_push(&names);
        if (name == NULL) {
            return PRV_ERROR;
        }

        *name = piece.name;

        if (n++) {
            prv_buf_char(t->out, ',');
        }

        prv_tokens_string(t, piece.name.data, piece.name.len,
                          PRV_DECODE_LOWER|PRV_DECODE_NUL);
        prv_buf_char(t->out, ':');
        prv_tokens_string(t, piece.value.data, piece.value.len,
                          PRV_DECODE_REFS|PRV_DECODE_ATTR|PRV_DECODE_NUL);
    }

    if (names.elts != NULL) {
        prv_free(t->out->mem, names.elts);
    }

    prv_buf_char(t->out, '}');

    if (tk->self_closing) {
        prv_buf_lit(t->out, ",true");
    }

    prv_buf_char(t->out, ']');

    return PRV_OK;
}


static void
prv_tokens_comment(prv_tokens_t *t, uint64_t from, uint64_t to)
{
    prv_tokens_open(t, "Comment");
    prv_tokens_string(t, t->text->data + from, (size_t) (to - from),
                      PRV_DECODE_NUL);
    prv_buf_char(t->out, ']');
}


/* WHATWG HTML, sections 13.2.5.53 to 68; from is behind "<!DOCTYPE" */

static void
prv_tokens_doctype(prv_tokens_t *t, uint64_t from, uint64_t to, int ended)
{
    int                   correct;
    prv_str_t             name, public_id, system_id;
    const unsigned char  *p, *end, *word;

    p = t->text->data + from;
    end = t->text->data + to;
    correct = ended;

    name.data = NULL;
    public_id.data = NULL;
    system_id.data = NULL;

    while (p < end && prv_is_space(*p)) {
        p++;
    }

    if (p < end) {

        name.data = (unsigned char *) p;

        while (p < end && !prv_is_space(*p)) {
            p++;
        }

        name.len = (size_t) (p - name.data);

    } else {
        correct = 0;
    }

    while (p < end && prv_is_space(*p)) {
        p++;
    }

    if (p < end) {

        word = p;
        p += (end - p >= 6) ? 6 : 0;

        if (p != word && prv_lower_eq(word, 6, "public")) {
            p = prv_doctype_id(p, end, &public_id, &correct);

            if (public_id.data != NULL && p != NULL) {

                while (p < end && prv_is_space(*p)) {
                    p++;
                }

                if (p < end) {
                    p = prv_doctype_id(p, end, &system_id, &correct);
                }
            }

        } else if (p != word && prv_lower_eq(word, 6, "system")) {
            p = prv_doctype_id(p, end, &system_id, &correct);

        } else {
            correct = 0;
        }

        /* what is not understood behind all of it does no harm */

        if (system_id.data != NULL && p != NULL) {

            while (p < end && prv_is_space(*p)) {
                p++;
            }

            correct |= (p < end);
        }
    }

    prv_tokens_open(t, "DOCTYPE");

    if (name.data == NULL) {
        prv_buf_lit(t->out, "null");

    } else {
        prv_tokens_string(t, name.data, name.len,
                          PRV_DECODE_LOWER|PRV_DECODE_NUL);
    }

    prv_buf_char(t->out, ',');

    if (public_id.data == NULL) {
        prv_buf_lit(t->out, "null");

    } else {
        prv_tokens_string(t, public_id.data, public_id.len, PRV_DECODE_NUL);
    }

    prv_buf_char(t->out, ',');

    if (system_id.data == NULL) {
        prv_buf_lit(t->out, "null");

    } else {
        prv_tokens_string(t, system_id.data, system_id.len, PRV_DECODE_NUL);
    }

    if (correct) {
        prv_buf_lit(t->out, ",true]");

    } else {
        prv_buf_lit(t->out, ",false]");
    }
}


/*
 * An identifier in quotes; p behind it, or NULL where nothing behind it
 * counts.  id->data stays NULL where there is none.
 */

static const unsigned char *
prv_doctype_id(const unsigned char *p, const unsigned char *end,
    prv_str_t *id, int *correct)
{
    unsigned char  quote;

    while (p < end && prv_is_space(*p)) {
        p++;
    }

    if (p == end || (*p != '"' && *p != '\'')) {
        *correct = 0;
        return NULL;
    }

    quote = *p++;
    id->data = (unsigned char *) p;

    while (p < end && *p != quote) {
        p++;
    }

    id->len = (size_t) (p - id->data);

    if (p == end) {
        *correct = 0;
        return NULL;
    }

    return p + 1;
}


static void
prv_tokens_string(prv_tokens_t *t, const unsigned char *p, size_t len,
    unsigned flags)
{
    prv_buf_t  b;
    prv_str_t  s;

    prv_buf_init(&b, t->out->mem, len + 16);
    prv_tokens_decode(&b, p, len, flags);

    if (prv_buf_done(&b, &s) != PRV_OK) {
        t->out->failed = 1;
        return;
    }

    prv_buf_json(t->out, &s);
    prv_free(t->out->mem, s.data);
}


/* section 13.2.3.5 (CR LF), NUL and references */

static void
prv_tokens_decode(prv_buf_t *b, const unsigned char *p, size_t len,
    unsigned flags)
{
    size_t                n, used;
    unsigned char         out[PRV_CHARREF_MAX];
    const unsigned char  *end;

    for (end = p + len; p < end; p += used) {

        used = 1;

        if (*p == '\r') {
            used += (p + 1 < end && p[1] == '\n');
            prv_buf_char(b, '\n');

        } else if (*p == '\0' && (flags & PRV_DECODE_NUL)) {
            prv_buf_lit(b, "\xef\xbf\xbd");

        } else if (*p == '&' && (flags & PRV_DECODE_REFS)
                   && (used = prv_charref(p, end,
                                          (flags & PRV_DECODE_ATTR) != 0,
                                          out, &n))
                      != 0)
        {
            prv_buf_add(b, out, n);

        } else if (flags & PRV_DECODE_LOWER) {
            used = 1;
            prv_buf_char(b, prv_lower(*p));

        } else {
            used = 1;
            prv_buf_char(b, *p);
        }
    }
}
