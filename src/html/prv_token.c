
#include "html/prv_css.h"
#include "html/prv_states.h"


static const unsigned char *prv_token_local(prv_tokenizer_t *tk,
    const unsigned char *p, const unsigned char *end);


/* 1: ends a tag name or an attribute's name; 2: "=" ends the latter too */

const unsigned char  prv_name_end[256] = {
    ['\t'] = 1, ['\n'] = 1, ['\f'] = 1, ['\r'] = 1, [' '] = 1,
    ['/'] = 1, ['>'] = 1, ['='] = 2
};


/* the decoder takes it off the document's beginning */

static const unsigned char  prv_bom[3] = { 0xef, 0xbb, 0xbf };


void
prv_token_init(prv_tokenizer_t *tk)
{
    memset(tk, 0, sizeof(prv_tokenizer_t));
}


void
prv_token_feed(prv_tokenizer_t *tk, const unsigned char *p, size_t len)
{
    tk->base += (uint64_t) (tk->end - tk->chunk);
    tk->chunk = p;
    tk->p = p;
    tk->end = p + len;
}


/*
 * Forgets the CSS that loads nothing, unless the base is another host's: most
 * of it names colors, lengths and what stands in the same document.
 */

void
prv_token_css(prv_tokenizer_t *tk)
{
    int                    id;
    size_t                 i, len;
    prv_ats_t              left;
    const unsigned char   *p;

    if (tk->start < tk->base || tk->abroad) {
        return;
    }

    for (left = tk->seen & PRV_AT_CSS; left; left &= left - 1) {

        id = __builtin_ctzll(left);

        p = tk->chunk + (tk->start - tk->base) + tk->attrs[id].value;
        len = (size_t) tk->attrs[id].len;

        if (len && memchr(p, '&', len) != NULL) {
            continue;
        }

        i = len;

        if (prv_css_may(p, len)) {

            for (i = 0; i < len; i++) {
                if (p[i] == ':' || p[i] == '/' || p[i] == '\\') {
                    break;
                }
            }
        }

        if (i == len) {
            tk->seen &= ~prv_at(id);
        }
    }
}


void
prv_token_raw(prv_tokenizer_t *tk, prv_state_e state,
    const unsigned char *name, size_t len)
{
    tk->state = state;
    tk->back = state;

    if (len > PRV_NAME_MAX) {
        len = PRV_NAME_MAX;
    }

    memcpy(tk->raw, name, len);
    tk->raw_len = len;
}


static inline void
prv_token_value(prv_tokenizer_t *tk, uint64_t end)
{
    if (tk->attr != PRV_AT_NONE) {
        tk->attrs[tk->attr].value = tk->value - tk->start;
        tk->attrs[tk->attr].len = end - tk->value;
    }
}


/* Namespaces in XML, section 4: whatever the prefix, this may be of ours */

static const unsigned char *
prv_token_local(prv_tokenizer_t *tk, const unsigned char *p,
    const unsigned char *end)
{
    while (p < end && prv_name_end[*p] != 1) {

        if (*p == ':') {
            memset(tk->name, 0, PRV_NAME_MAX);
            tk->name_len = 0;
            tk->prefixed = 1;
            p++;
            continue;
        }

        if (tk->name_len < PRV_NAME_MAX) {
            tk->name[tk->name_len] = prv_lower(*p);
        }

        tk->name_len++;
        p++;
    }

    return p;
}


prv_token_e
prv_token_next(prv_tokenizer_t *tk)
{
    int                   rc;
    size_t                n, part;
    unsigned char         c;
    const unsigned char  *p, *end, *q;

    p = tk->p;
    end = tk->end;

    if (tk->in_tag && !tk->raw_end && !tk->over && tk->limit
        && prv_at_offset(end) - tk->start > tk->limit)
    {
        end = tk->chunk + (tk->start + tk->limit - tk->base);
    }

    switch (tk->state) {
    case PRV_ST_DATA:               goto data;
    case PRV_ST_RCDATA:
    case PRV_ST_RAWTEXT:            goto rawtext;
    case PRV_ST_SCRIPT:            goto script;
    case PRV_ST_PLAINTEXT:          goto plaintext;
    case PRV_ST_CDATA:             goto special;
    case PRV_ST_ESCAPED:           goto script;
    case PRV_ST_ESCAPED_DASH:      goto script;
    case PRV_ST_ESCAPED_DASH_DASH: goto script;
    case PRV_ST_ESCAPED_LT:        goto script;
    case PRV_ST_ESCAPE_START:      goto script;
    case PRV_ST_ESCAPE_START_DASH: goto script;
    case PRV_ST_DOUBLE_START:      goto script;
    case PRV_ST_DOUBLE:            goto script;
    case PRV_ST_DOUBLE_DASH:       goto script;
    case PRV_ST_DOUBLE_DASH_DASH:  goto script;
    case PRV_ST_DOUBLE_LT:         goto script;
    case PRV_ST_DOUBLE_END:        goto script;
    case PRV_ST_SCRIPT_LT:         goto script;
    case PRV_ST_RAW_LT:             goto raw_lt;
    case PRV_ST_RAW_NAME:           goto raw_name;
    case PRV_ST_TAG_OPEN:           goto tag_open;
    case PRV_ST_END_OPEN:           goto end_open;
    case PRV_ST_TAG_NAME:           goto tag_name;
    case PRV_ST_BEFORE_ATTR:        goto before_attr;
    case PRV_ST_ATTR_NAME:          goto attr_name;
    case PRV_ST_AFTER_NAME:         goto after_name;
    case PRV_ST_BEFORE_VALUE:       goto before_value;
    case PRV_ST_VALUE_DOUBLE:       goto value_double;
    case PRV_ST_VALUE_SINGLE:       goto value_single;
    case PRV_ST_VALUE:              goto value;
    case PRV_ST_SELF_CLOSING:       goto self_closing;
    case PRV_ST_MARKUP:            goto special;
    case PRV_ST_MARKUP_DASH:       goto special;
    case PRV_ST_MARKUP_DOCTYPE:    goto special;
    case PRV_ST_MARKUP_CDATA:      goto special;
    case PRV_ST_BOGUS:             goto special;
    case PRV_ST_PI:                goto special;
    case PRV_ST_DOCTYPE:           goto special;
    case PRV_ST_COMMENT_START:     goto special;
    case PRV_ST_COMMENT_START_DASH: goto special;
    case PRV_ST_COMMENT:           goto special;
    case PRV_ST_COMMENT_DASH:      goto special;
    case PRV_ST_COMMENT_END:       goto special;
    case PRV_ST_COMMENT_BANG:      goto special;
    case PRV_ST_CDATA_BRACKET:     goto special;
    case PRV_ST_CDATA_END:         goto special;
    }

data:

    if (tk->watch) {

        while (p < end
               && (prv_is_space(*p)
                   || (prv_at_offset(p) < 3
                       && *p == prv_bom[prv_at_offset(p)])))
        {
            p++;
        }

        if (p < end && *p != '<') {
            tk->text = prv_at_offset(p);
            goto text;
        }
    }

    p = prv_scan(p, end, '<');

#if (PRV_V16)

    tk->p = p;
    rc = prv_quick_next(tk, end);
    p = tk->p;

    switch (rc) {

    case PRV_TK_TAG:
        return PRV_TK_TAG;

    case PRV_STATE_TEXT:
        goto data;

    case PRV_STATE_ATTR:

        if (tk->limit && prv_at_offset(end) - tk->start > tk->limit) {
            end = tk->chunk + (tk->start + tk->limit - tk->base);
        }

        goto before_attr;
    }

#endif

    prv_need(PRV_ST_DATA);

    tk->start = prv_at_offset(p);
    tk->in_tag = 1;
    tk->raw_end = 0;
    tk->over = 0;

    if (tk->limit && (uint64_t) (end - p) > tk->limit) {
        end = p + tk->limit;
    }

    p++;

tag_open:

    prv_need(PRV_ST_TAG_OPEN);

    c = *p;

    if (prv_is_alpha(c)) {
        tk->end_tag = 0;
        goto tag_begin;
    }

    if (c == '/') {
        p++;
        goto end_open;
    }

    if (c == '!') {
        p++;
        tk->in_tag = 0;
        end = tk->end;
        tk->state = PRV_ST_MARKUP;
        goto special;
    }

    if (c == '?') {
        tk->in_tag = 0;
        end = tk->end;
        tk->data = prv_at_offset(p);
        tk->state = PRV_ST_BOGUS;

        if (tk->xml) {
            p++;
            tk->match = 0;
            tk->state = PRV_ST_PI;
        }

        goto special;
    }

    tk->in_tag = 0;
    end = tk->end;

    if (tk->watch) {
        tk->text = tk->start;
        goto text;
    }

    goto data;

end_open:

    prv_need(PRV_ST_END_OPEN);

    c = *p;

    if (prv_is_alpha(c)) {
        tk->end_tag = 1;
        goto tag_begin;
    }

    tk->in_tag = 0;
    end = tk->end;

    if (c == '>') {

        /* "</>" is nothing at all */

        p++;

        if (tk->every) {
            tk->state = PRV_ST_DATA;
            tk->p = p;
            return PRV_TK_NOTHING;
        }

        goto data;
    }

    tk->data = prv_at_offset(p);
    tk->state = PRV_ST_BOGUS;
    goto special;

text:

    tk->watch = 0;
    tk->state = PRV_ST_DATA;
    tk->p = p;

    return PRV_TK_TEXT;

tag_begin:

    memset(tk->name, 0, PRV_NAME_MAX);
    tk->name_len = 0;
    tk->prefixed = 0;

tag_name:

    if (tk->xml) {
        p = prv_token_local(tk, p, end);
        prv_need(PRV_ST_TAG_NAME);
        goto tag_named;
    }

    n = tk->name_len;

    while (p < end && prv_name_end[*p] != 1) {

        if (n < PRV_NAME_MAX) {
            tk->name[n] = prv_lower(*p);
        }

        n++;
        p++;
    }

    tk->name_len = n;

    prv_need(PRV_ST_TAG_NAME);

tag_named:

    tk->element = prv_element(tk->name, tk->name_len);
    tk->want = prv_at(PRV_AT_MARK)
               | (tk->foreign ? PRV_AT_CSS : prv_at(PRV_AT_INLINE_STYLE));

    if (tk->end_tag) {
        tk->want = 0;

    } else if (tk->element != NULL) {
        tk->want |= tk->element->want;
    }

    tk->seen = 0;
    tk->self_closing = 0;

before_attr:

    for ( ;; ) {

        prv_need(PRV_ST_BEFORE_ATTR);

        c = *p;

        if (c == '>') {
            goto tag_done;
        }

        if (c == '/') {
            p++;
            goto self_closing;
        }

        if (!prv_is_space(c)) {
            break;
        }

        p++;
    }

    tk->attr_len = 0;
    tk->attr_start = prv_at_offset(p);

attr_name:

    /* a first "=" is part of the name */

    q = p;
    p += (tk->attr_len == 0);


    while (p < end && prv_name_end[*p] == 0) {
        p++;
    }

    n = (size_t) (p - q);

    if (p == end || tk->attr_len) {

        if (tk->attr_len < PRV_ATTR_NAME_MAX) {
            part = PRV_ATTR_NAME_MAX - tk->attr_len;
            memcpy(tk->attr_name + tk->attr_len, q, n < part ? n : part);
        }

        tk->attr_len += n;
        prv_need(PRV_ST_ATTR_NAME);

        q = tk->attr_name;
        n = tk->attr_len;
    }

    tk->attr = prv_attribute_wanted(n, *q, tk->want)
               ? prv_attribute(q, n, tk->want) : PRV_AT_NONE;

    if (tk->attr != PRV_AT_NONE) {

        /* the first of a name counts */

        tk->want &= ~prv_at(tk->attr);
        tk->seen |= prv_at(tk->attr);
        tk->attrs[tk->attr].value = 0;
        tk->attrs[tk->attr].len = 0;

        if (tk->cut & prv_at(tk->attr)) {
            tk->cutting = 1;
            tk->state = PRV_ST_AFTER_NAME;
            tk->p = p;
            return PRV_TK_ATTR;
        }
    }

    /* what most attributes are: name="value" */

    if (end - p > 1 && p[0] == '=' && p[1] == '"') {
        p += 2;
        tk->value = prv_at_offset(p);
        goto value_double;
    }

after_name:

    for ( ;; ) {

        prv_need(PRV_ST_AFTER_NAME);

        c = *p;

        if (c == '=') {
            p++;
            break;
        }

        if (!prv_is_space(c)) {
            goto attr_done;
        }

        p++;
    }

before_value:

    for ( ;; ) {

        prv_need(PRV_ST_BEFORE_VALUE);

        c = *p;

        if (!prv_is_space(c)) {
            break;
        }

        p++;
    }

    if (c == '>') {
        goto attr_done;
    }

    if (c == '"') {
        p++;
        tk->value = prv_at_offset(p);
        goto value_double;
    }

    if (c == '\'') {
        p++;
        tk->value = prv_at_offset(p);
        goto value_single;
    }

    tk->value = prv_at_offset(p);

value:

    p = prv_token_bare(p, end);
    prv_need(PRV_ST_VALUE);

    prv_token_value(tk, prv_at_offset(p));

attr_done:

    if (tk->cutting) {
        tk->cutting = 0;
        tk->state = PRV_ST_BEFORE_ATTR;
        tk->p = p;
        return PRV_TK_VALUE;
    }

    goto before_attr;

value_double:

    p = prv_scan(p, end, '"');
    prv_need(PRV_ST_VALUE_DOUBLE);

    prv_token_value(tk, prv_at_offset(p));
    p++;

    if (!tk->cutting && end - p > 1 && p[0] == ' '
        && prv_name_end[p[1]] == 0)
    {
        p++;
        tk->attr_len = 0;
        tk->attr_start = prv_at_offset(p);
        goto attr_name;
    }

    goto attr_done;

value_single:

    p = prv_scan(p, end, '\'');
    prv_need(PRV_ST_VALUE_SINGLE);

    prv_token_value(tk, prv_at_offset(p));
    p++;
    goto attr_done;

self_closing:

    prv_need(PRV_ST_SELF_CLOSING);

    if (*p != '>') {
        goto before_attr;
    }

    tk->self_closing = 1;

tag_done:

    p++;
    end = tk->end;
    tk->in_tag = 0;
    tk->cut = 0;
    tk->state = PRV_ST_DATA;

    if (tk->name_len == 1 && tk->name[0] == 'p') {
        tk->para = (tk->para << 1 | !tk->end_tag) & 3;
    }

    if (tk->seen & PRV_AT_CSS) {
        prv_token_css(tk);
    }

    if (tk->every || tk->raw_end
        || prv_token_counts(tk->element, tk->end_tag, tk->seen))
    {
        tk->p = p;
        return PRV_TK_TAG;
    }

    goto data;

rawtext:

    p = prv_scan(p, end, '<');
    prv_need(tk->state);

    tk->start = prv_at_offset(p);
    p++;

raw_lt:

    prv_need(PRV_ST_RAW_LT);

    if (*p != '/') {
        goto raw_back;
    }

raw_end_open:

    p++;
    tk->match = 0;

raw_name:

    while (tk->match < tk->raw_len) {

        prv_need(PRV_ST_RAW_NAME);

        if (prv_lower(*p) != tk->raw[tk->match]) {
            goto raw_back;
        }

        p++;
        tk->match++;
    }

    prv_need(PRV_ST_RAW_NAME);

    if (prv_name_end[*p] != 1 || tk->raw_len == 0) {
        goto raw_back;
    }

    memset(tk->name, 0, PRV_NAME_MAX);
    memcpy(tk->name, tk->raw, tk->raw_len);
    tk->name_len = tk->raw_len;
    tk->end_tag = 1;
    tk->raw_end = 1;
    tk->in_tag = 1;

    goto tag_named;

raw_back:

    tk->state = tk->back;

    if (tk->back != PRV_ST_SCRIPT && tk->back != PRV_ST_ESCAPED) {
        goto rawtext;
    }

script:

    tk->p = p;
    rc = prv_script_next(tk);

    if (rc != PRV_STATE_END_TAG) {
        return (prv_token_e) rc;
    }

    p = tk->p;
    goto raw_end_open;

special:

    tk->p = p;
    rc = prv_markup_next(tk);

    if (rc != PRV_STATE_DATA) {
        return (prv_token_e) rc;
    }

    p = tk->p;
    goto data;

plaintext:

    p = end;
    prv_stop(PRV_ST_PLAINTEXT);
}
