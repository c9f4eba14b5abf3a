
#include "consent/prv_json.h"

#define JSMN_STATIC
#define JSMN_STRICT
#define JSMN_PARENT_LINKS
#include <jsmn.h>


typedef struct {
    unsigned char    *text;
    size_t            len;
    size_t            at;                       /* what was looked at */
    const jsmntok_t  *tokens;
    prv_json_t       *json;
    size_t            depth;
    size_t            open[PRV_JSON_DEPTH];     /* containers, by index */
    size_t            last[PRV_JSON_DEPTH];     /* their last child, or 0 */
} prv_json_check_t;


static int prv_json_node(prv_json_check_t *check, size_t i);
static int prv_json_gap(prv_json_check_t *check, size_t end,
    unsigned char mark);
static int prv_json_close(prv_json_check_t *check);
static int prv_json_primitive(const unsigned char *p, size_t len);
static int prv_json_number(const unsigned char *p, size_t len);
static int prv_json_unescape(unsigned char *text, prv_json_node_t *node);
static int prv_json_unicode(const unsigned char *p, const unsigned char *end,
    uint32_t *code);
static size_t prv_json_utf8(unsigned char *dst, uint32_t code);
static int prv_json_shadowed(const prv_json_t *json, size_t name);


int
prv_json_parse(prv_json_t *json, unsigned char *text, size_t len)
{
    int               n;
    size_t            i;
    jsmntok_t         tokens[PRV_JSON_NODES];
    jsmn_parser       parser;
    prv_json_check_t  check;

    json->text = text;
    json->n = 0;

    jsmn_init(&parser);

    n = jsmn_parse(&parser, (char *) text, len, tokens, PRV_JSON_NODES);
    if (n <= 0) {
        return PRV_ERROR;
    }

    check.text = text;
    check.len = len;
    check.at = 0;
    check.tokens = tokens;
    check.json = json;
    check.depth = 0;

    for (i = 0; i < (size_t) n; i++) {
        if (prv_json_node(&check, i) != PRV_OK) {
            json->n = 0;
            return PRV_ERROR;
        }

        json->n = i + 1;
    }

    while (check.depth) {
        if (prv_json_close(&check) != PRV_OK) {
            json->n = 0;
            return PRV_ERROR;
        }
    }

    if (prv_json_gap(&check, len, '\0') != PRV_OK) {
        json->n = 0;
        return PRV_ERROR;
    }

    return PRV_OK;
}


/* a token in its place: the right mark before it, the right kind of parent */

static int
prv_json_node(prv_json_check_t *check, size_t i)
{
    size_t            quote, level;
    unsigned char     mark;
    prv_json_node_t  *node;
    const jsmntok_t  *token, *parent;

    token = &check->tokens[i];
    parent = token->parent < 0 ? NULL : &check->tokens[token->parent];
    node = &check->json->nodes[i];

    if (token->start < 0 || token->end < token->start) {
        return PRV_ERROR;
    }

    node->start = (uint32_t) token->start;
    node->len = (uint32_t) (token->end - token->start);
    node->size = (uint16_t) token->size;
    node->next = 0;
    node->mark = 0;

    quote = token->type == JSMN_STRING;

    if (parent != NULL && parent->type == JSMN_STRING) {

        /* a member's value, right behind its name, and no name itself */

        if (i == 0 || (size_t) token->parent != i - 1
            || (token->type == JSMN_STRING && token->size != 0))
        {
            return PRV_ERROR;
        }

        mark = ':';

    } else if (parent == NULL) {

        if (i != 0) {
            return PRV_ERROR;
        }

        mark = '\0';

    } else {

        while (check->depth
               && check->open[check->depth - 1] != (size_t) token->parent)
        {
            if (prv_json_close(check) != PRV_OK) {
                return PRV_ERROR;
            }
        }

        if (check->depth == 0) {
            return PRV_ERROR;
        }

        level = check->depth - 1;
        mark = check->last[level] ? ',' : '\0';

        if (check->last[level]) {
            check->json->nodes[check->last[level]].next = (uint16_t) i;
        }

        check->last[level] = i;

        if (parent->type == JSMN_OBJECT
            && (token->type != JSMN_STRING || token->size != 1))
        {
            return PRV_ERROR;
        }

        if (parent->type == JSMN_ARRAY && token->type == JSMN_STRING
            && token->size != 0)
        {
            return PRV_ERROR;
        }
    }

    if (prv_json_gap(check, (size_t) token->start - quote, mark) != PRV_OK) {
        return PRV_ERROR;
    }

    check->at = (size_t) token->end + quote;

    switch (token->type) {

    case JSMN_OBJECT:
    case JSMN_ARRAY:

        if (check->depth == PRV_JSON_DEPTH) {
            return PRV_ERROR;
        }

        check->open[check->depth] = i;
        check->last[check->depth] = 0;
        check->depth++;

        check->at = (size_t) token->start + 1;
        node->type = token->type == JSMN_OBJECT ? PRV_JSON_OBJECT
                                                : PRV_JSON_ARRAY;
        return PRV_OK;

    case JSMN_STRING:
        node->type = PRV_JSON_STRING;
        return prv_json_unescape(check->text, node);

    default:
        node->type = (unsigned char)
                     prv_json_primitive(check->text + token->start,
                                        node->len);
        return node->type == PRV_JSON_NONE ? PRV_ERROR : PRV_OK;
    }
}


/* white space, and the mark once where there is one */

static int
prv_json_gap(prv_json_check_t *check, size_t end, unsigned char mark)
{
    unsigned char  c;

    if (end < check->at || end > check->len) {
        return PRV_ERROR;
    }

    while (check->at < end) {
        c = check->text[check->at++];

        if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
            continue;
        }

        if (c != mark || mark == '\0') {
            return PRV_ERROR;
        }

        mark = '\0';
    }

    return mark == '\0' ? PRV_OK : PRV_ERROR;
}


static int
prv_json_close(prv_json_check_t *check)
{
    size_t  end;

    end = (size_t) check->tokens[check->open[check->depth - 1]].end;

    if (prv_json_gap(check, end - 1, '\0') != PRV_OK) {
        return PRV_ERROR;
    }

    check->at = end;
    check->depth--;

    return PRV_OK;
}


static int
prv_json_primitive(const unsigned char *p, size_t len)
{
    if (len == 4 && memcmp(p, "true", 4) == 0) {
        return PRV_JSON_TRUE;
    }

    if (len == 5 && memcmp(p, "false", 5) == 0) {
        return PRV_JSON_FALSE;
    }

    if (len == 4 && memcmp(p, "null", 4) == 0) {
        return PRV_JSON_NULL;
    }

    return prv_json_number(p, len) ? PRV_JSON_NUMBER : PRV_JSON_NONE;
}


static int
prv_json_number(const unsigned char *p, size_t len)
{
    size_t  i, from;

    i = 0;

    if (i < len && p[i] == '-') {
        i++;
    }

    from = i;

    while (i < len && prv_is_digit(p[i])) {
        i++;
    }

    if (i == from || (p[from] == '0' && i - from > 1)) {
        return 0;
    }

    if (i < len && p[i] == '.') {
        from = ++i;

        while (i < len && prv_is_digit(p[i])) {
            i++;
        }

        if (i == from) {
            return 0;
        }
    }

    if (i < len && (p[i] | 0x20) == 'e') {
        i++;

        if (i < len && (p[i] == '+' || p[i] == '-')) {
            i++;
        }

        from = i;

        while (i < len && prv_is_digit(p[i])) {
            i++;
        }

        if (i == from) {
            return 0;
        }
    }

    return i == len;
}


static int
prv_json_unescape(unsigned char *text, prv_json_node_t *node)
{
    int             n;
    uint32_t        code;
    unsigned char  *p, *end, *dst;

    p = text + node->start;
    end = p + node->len;
    dst = p;

    while (p < end) {

        if (*p < 0x20) {
            return PRV_ERROR;
        }

        if (*p != '\\') {
            *dst++ = *p++;
            continue;
        }

        if (end - p < 2) {
            return PRV_ERROR;
        }

        switch (p[1]) {

        case '"':
        case '\\':
        case '/':
            *dst++ = p[1];
            break;

        case 'b':
            *dst++ = '\b';
            break;

        case 'f':
            *dst++ = '\f';
            break;

        case 'n':
            *dst++ = '\n';
            break;

        case 'r':
            *dst++ = '\r';
            break;

        case 't':
            *dst++ = '\t';
            break;

        case 'u':
            n = prv_json_unicode(p, end, &code);
            if (n == 0) {
                return PRV_ERROR;
            }

            dst += prv_json_utf8(dst, code);
            p += n;
            continue;

        default:
            return PRV_ERROR;
        }

        p += 2;
    }

    node->len = (uint32_t) (dst - (text + node->start));

    for (p = text + node->start; p < dst; p++) {
        node->mark = (uint16_t) (node->mark * 31 + *p);
    }

    return PRV_OK;
}


/* "\uXXXX", or two of them that are one character; the bytes taken, or 0 */

static int
prv_json_unicode(const unsigned char *p, const unsigned char *end,
    uint32_t *code)
{
    int       i, k, hex;
    uint32_t  part[2];

    for (k = 0; k < 2; k++) {

        if (end - p < 6 || p[0] != '\\' || p[1] != 'u') {
            return 0;
        }

        part[k] = 0;

        for (i = 2; i < 6; i++) {
            hex = prv_hex(p[i]);
            if (hex < 0) {
                return 0;
            }

            part[k] = part[k] << 4 | (uint32_t) hex;
        }

        p += 6;

        if (k == 0 && (part[0] < 0xd800 || part[0] > 0xdfff)) {
            *code = part[0];
            return 6;
        }
    }

    if (part[0] > 0xdbff || part[1] < 0xdc00 || part[1] > 0xdfff) {
        return 0;
    }

    *code = 0x10000 + ((part[0] - 0xd800) << 10) + (part[1] - 0xdc00);

    return 12;
}


/* never longer than the escape that it stands for */

static size_t
prv_json_utf8(unsigned char *dst, uint32_t code)
{
    if (code < 0x80) {
        dst[0] = (unsigned char) code;
        return 1;
    }

    if (code < 0x800) {
        dst[0] = (unsigned char) (0xc0 | code >> 6);
        dst[1] = (unsigned char) (0x80 | (code & 0x3f));
        return 2;
    }

    if (code < 0x10000) {
        dst[0] = (unsigned char) (0xe0 | code >> 12);
        dst[1] = (unsigned char) (0x80 | (code >> 6 & 0x3f));
        dst[2] = (unsigned char) (0x80 | (code & 0x3f));
        return 3;
    }

    dst[0] = (unsigned char) (0xf0 | code >> 18);
    dst[1] = (unsigned char) (0x80 | (code >> 12 & 0x3f));
    dst[2] = (unsigned char) (0x80 | (code >> 6 & 0x3f));
    dst[3] = (unsigned char) (0x80 | (code & 0x3f));

    return 4;
}


size_t
prv_json_get(const prv_json_t *json, size_t node, const char *name)
{
    size_t  i, found;

    if (prv_json_type(json, node) != PRV_JSON_OBJECT) {
        return 0;
    }

    found = 0;

    for (i = prv_json_first(json, node); i; i = prv_json_next(json, i)) {
        if (prv_json_is(json, i, name)) {
            found = i + 1;
        }
    }

    return found;
}


size_t
prv_json_first(const prv_json_t *json, size_t node)
{
    switch (prv_json_type(json, node)) {

    case PRV_JSON_OBJECT:
    case PRV_JSON_ARRAY:
        return json->nodes[node].size ? node + 1 : 0;

    default:
        return 0;
    }
}


size_t
prv_json_member(const prv_json_t *json, size_t object, size_t i)
{
    if (prv_json_type(json, object) != PRV_JSON_OBJECT) {
        return 0;
    }

    i = i ? prv_json_next(json, i) : prv_json_first(json, object);

    while (i && prv_json_shadowed(json, i)) {
        i = prv_json_next(json, i);
    }

    return i;
}


static int
prv_json_shadowed(const prv_json_t *json, size_t name)
{
    size_t     i;
    prv_str_t  a, b;

    a = prv_json_str(json, name);

    for (i = prv_json_next(json, name); i; i = prv_json_next(json, i)) {

        if (json->nodes[i].mark != json->nodes[name].mark) {
            continue;
        }

        b = prv_json_str(json, i);

        if (prv_str_eq(&a, &b)) {
            return 1;
        }
    }

    return 0;
}


prv_str_t
prv_json_str(const prv_json_t *json, size_t node)
{
    prv_str_t  s = prv_null_string;

    switch (prv_json_type(json, node)) {

    case PRV_JSON_STRING:
    case PRV_JSON_NUMBER:
        s.data = json->text + json->nodes[node].start;
        s.len = json->nodes[node].len;
        break;

    default:
        break;
    }

    return s;
}


int
prv_json_is(const prv_json_t *json, size_t node, const char *text)
{
    size_t  len;

    len = strlen(text);

    return prv_json_type(json, node) == PRV_JSON_STRING
           && json->nodes[node].len == len
           && memcmp(json->text + json->nodes[node].start, text, len) == 0;
}
