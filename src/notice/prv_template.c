
#include "notice/prv_template.h"

#include "base/prv_hash.h"

#include <stdarg.h>
#include <stdio.h>

#include "notice/prv_context.h"


#define PRV_TEMPLATE_DEPTH   16
#define PRV_TEMPLATE_WORDS   4
#define PRV_TEMPLATE_LOOPS   10000


typedef enum {
    PRV_OP_LITERAL = 0,
    PRV_OP_VALUE,
    PRV_OP_VARIABLE,
    PRV_OP_TEXT,
    PRV_OP_IF,                  /* of a value */
    PRV_OP_IF_VARIABLE,
    PRV_OP_ELSE,
    PRV_OP_EACH,
    PRV_OP_AGAIN
} prv_op_e;


typedef struct {
    prv_op_e              type;
    prv_escape_e          how;
    prv_spot_e            at;           /* of a literal */
    unsigned              not:1;
    int                   index;
    size_t                jump;         /* op to go on with */
    prv_str_t             text;
} prv_op_t;


/* an open {{if}} or {{each}} */

typedef struct {
    size_t                op;
    size_t                branch;       /* its {{else}} + 1, 0 for none */
    unsigned              line;
    prv_context_t         start;
    prv_context_t         end;          /* of the first branch */
} prv_block_t;


typedef struct {
    prv_template_t             *tpl;
    const prv_template_conf_t  *conf;
    prv_error_t                *err;

    const unsigned char        *p;
    const unsigned char        *end;
    unsigned                    line;
    unsigned                    depth;
    unsigned char               last;   /* byte written last */

    unsigned char              *out;    /* literals, as they are sent */
    prv_str_t                   literal;
    prv_spot_e                  at;
    prv_context_t               ctx;

    prv_block_t                 blocks[PRV_TEMPLATE_DEPTH];
} prv_compiler_t;


static int prv_compile_literal(prv_compiler_t *c);
static int prv_compile_flush(prv_compiler_t *c);
static int prv_compile_dollar(prv_compiler_t *c);
static int prv_compile_directive(prv_compiler_t *c);
static int prv_compile_output(prv_compiler_t *c, prv_op_e type, int index,
    const prv_str_t *name);
static int prv_compile_begin(prv_compiler_t *c, const prv_str_t *words,
    unsigned n);
static int prv_compile_else(prv_compiler_t *c);
static int prv_compile_end(prv_compiler_t *c);
static int prv_compile_name(prv_compiler_t *c, const prv_str_t *name,
    prv_name_e type, int *variable);
static prv_op_t *prv_compile_op(prv_compiler_t *c, prv_op_e type);
static int prv_compile_fail(prv_compiler_t *c, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));


int
prv_template_compile(prv_template_t *tpl, const prv_str_t *text,
    const prv_template_conf_t *conf, prv_mem_t *mem, prv_error_t *err)
{
    int             rc;
    prv_compiler_t  c;

    memset(&c, 0, sizeof(prv_compiler_t));

    prv_vec_init(&tpl->ops, mem, sizeof(prv_op_t));
    tpl->literals = 0;
    tpl->variables = 0;
    tpl->hash = prv_hash_bytes(PRV_HASH_INIT, text->data, text->len);

    c.tpl = tpl;
    c.conf = conf;
    c.err = err;
    c.p = text->data;
    c.end = text->data + text->len;
    c.line = 1;
    c.last = '>';

    c.out = prv_alloc(mem, text->len + 1);
    if (c.out == NULL) {
        return prv_compile_fail(&c, "no memory");
    }

    c.literal.data = c.out;

    while (c.p < c.end) {

        if (*c.p == '$') {
            rc = prv_compile_dollar(&c);

        } else if (*c.p == '{' && c.end - c.p > 1 && c.p[1] == '{') {
            rc = prv_compile_directive(&c);

        } else {
            rc = prv_compile_literal(&c);
        }

        if (rc != PRV_OK) {
            return PRV_ERROR;
        }
    }

    if (c.depth) {
        c.line = c.blocks[c.depth - 1].line;
        return prv_compile_fail(&c, "no \"{{end}}\" for what begins here");
    }

    return prv_compile_flush(&c);
}


/* one byte, or in compact templates one run of white space with a newline */

static int
prv_compile_literal(prv_compiler_t *c)
{
    prv_spot_e     at;
    unsigned char  ch;

    ch = *c->p++;
    at = c->ctx.at;

    if (ch == '\n') {
        c->line++;

        if (c->conf->compact && (at == PRV_IN_DATA || at == PRV_IN_TAG)) {

            while (c->p < c->end && prv_is_space(*c->p)) {
                c->line += (*c->p++ == '\n');
            }

            if (at == PRV_IN_DATA && (c->last == '>' || c->last == ' ')) {
                return PRV_OK;
            }

            ch = ' ';
        }
    }

    prv_context_feed(&c->ctx, ch);

    /* the context of a literal is that of its first byte */

    if (c->literal.len == 0) {
        c->at = at;

    } else if (at != c->at && (at == PRV_IN_SCRIPT || at == PRV_IN_STYLE
                               || c->at == PRV_IN_SCRIPT
                               || c->at == PRV_IN_STYLE))
    {
        if (prv_compile_flush(c) != PRV_OK) {
            return PRV_ERROR;
        }

        c->at = at;
    }

    *c->out++ = ch;
    c->literal.len++;
    c->last = ch;

    return PRV_OK;
}


static int
prv_compile_flush(prv_compiler_t *c)
{
    prv_op_t  *op;

    if (c->literal.len) {

        op = prv_compile_op(c, PRV_OP_LITERAL);
        if (op == NULL) {
            return PRV_ERROR;
        }

        op->text = c->literal;
        op->at = c->at;

        c->tpl->literals += (unsigned) c->literal.len;
    }

    c->literal.data = c->out;
    c->literal.len = 0;

    return PRV_OK;
}


static int
prv_compile_dollar(prv_compiler_t *c)
{
    int                   index, variable;
    unsigned              braces;
    prv_str_t             name;
    const unsigned char  *p;

    p = c->p + 1;

    if (p < c->end && *p == '$') {
        c->p++;
        return prv_compile_literal(c);
    }

    braces = (p < c->end && *p == '{');
    p += braces;

    name.data = (unsigned char *) p;

    /* a price is no variable */

    if (p == c->end || (!prv_is_alpha(*p) && *p != '_')) {

        if (braces) {
            return prv_compile_fail(c, "invalid variable name");
        }

        return prv_compile_literal(c);
    }

    while (p < c->end && (prv_is_alnum(*p) || *p == '_')) {
        p++;
    }

    name.len = p - name.data;

    if (braces) {

        if (p == c->end || *p != '}') {
            return prv_compile_fail(c, "no \"}\" behind \"${%.*s\"",
                                    (int) name.len, name.data);
        }

        p++;
    }

    index = prv_compile_name(c, &name, PRV_NAME_VALUE, &variable);

    if (index < 0) {
        return prv_compile_fail(c, "unknown \"%.*s\" variable",
                                (int) name.len, name.data);
    }

    c->p = p;

    return prv_compile_output(c, variable ? PRV_OP_VARIABLE : PRV_OP_VALUE,
                              index, &name);
}


static int
prv_compile_directive(prv_compiler_t *c)
{
    int                   index;
    unsigned              n;
    prv_str_t             words[PRV_TEMPLATE_WORDS];
    const unsigned char  *p;

    p = c->p + 2;

    for (n = 0; n < PRV_TEMPLATE_WORDS; n++) {

        while (p < c->end && (*p == ' ' || *p == '\t')) {
            p++;
        }

        words[n].data = (unsigned char *) p;

        while (p < c->end && !prv_is_space(*p) && *p != '}') {
            p++;
        }

        words[n].len = p - words[n].data;

        if (words[n].len == 0) {
            break;
        }
    }

    if (c->end - p < 2 || p[0] != '}' || p[1] != '}') {
        return prv_compile_fail(c, "no \"}}\" behind \"{{\"");
    }

    c->p = p + 2;

    /* a directive may follow an attribute's name at once */

    if (c->ctx.at == PRV_IN_NAME
        && (c->p == c->end || prv_is_space(*c->p) || *c->p == '>'
            || *c->p == '/' || *c->p == '{'))
    {
        c->ctx.at = PRV_IN_TAG;
    }

    if (n == 1 && prv_lower_eq(words[0].data, words[0].len, "end")) {
        return prv_compile_end(c);
    }

    if (n == 1 && prv_lower_eq(words[0].data, words[0].len, "else")) {
        return prv_compile_else(c);
    }

    if (n == 2 && prv_lower_eq(words[0].data, words[0].len, "text")) {

        index = c->conf->text(c->conf->data, &words[1]);

        if (index < 0) {
            return prv_compile_fail(c, "unknown text \"%.*s\"",
                                    (int) words[1].len, words[1].data);
        }

        return prv_compile_output(c, PRV_OP_TEXT, index, &words[1]);
    }

    if (n > 1 && (prv_lower_eq(words[0].data, words[0].len, "if")
                  || prv_lower_eq(words[0].data, words[0].len, "each")))
    {
        return prv_compile_begin(c, words, n);
    }

    return prv_compile_fail(c, "invalid \"{{%.*s …}}\"", (int) words[0].len,
                            words[0].data);
}


static int
prv_compile_output(prv_compiler_t *c, prv_op_e type, int index,
    const prv_str_t *name)
{
    int          how;
    unsigned     style;
    prv_op_t    *op;
    const char  *why;

    if (prv_compile_flush(c) != PRV_OK) {
        return PRV_ERROR;
    }

    style = (type == PRV_OP_VALUE && c->conf->names[index].style);

    how = prv_context_escape(&c->ctx, style, &why);

    if (how < 0) {
        return prv_compile_fail(c, "\"%.*s\" may not stand in %s",
                                (int) name->len, name->data, why);
    }

    op = prv_compile_op(c, type);
    if (op == NULL) {
        return PRV_ERROR;
    }

    op->index = index;
    op->how = how;
    c->last = 0;

    return PRV_OK;
}


static int
prv_compile_begin(prv_compiler_t *c, const prv_str_t *words, unsigned n)
{
    int           each, index, not, variable;
    prv_op_t     *op;
    prv_str_t     name;
    prv_block_t  *block;

    each = (prv_lower(words[0].data[0]) == 'e');
    not = (!each && n == 3
           && prv_lower_eq(words[1].data, words[1].len, "not"));

    if (n != 2 + (unsigned) not) {
        return prv_compile_fail(c, "invalid \"{{%.*s …}}\"",
                                (int) words[0].len, words[0].data);
    }

    name = words[1 + not];

    if (name.data[0] == '$') {
        name.data++;
        name.len--;
    }

    index = prv_compile_name(c, &name, each ? PRV_NAME_LIST : PRV_NAME_VALUE,
                             &variable);

    if (index < 0 && !each) {
        index = prv_compile_name(c, &name, PRV_NAME_LIST, &variable);
    }

    if (index < 0 || (each && variable)) {
        return prv_compile_fail(c, "unknown %s \"%.*s\"",
                                each ? "list" : "variable", (int) name.len,
                                name.data);
    }

    if (c->depth == PRV_TEMPLATE_DEPTH) {
        return prv_compile_fail(c, "too many \"{{if}}\" and \"{{each}}\" "
                                "inside of each other");
    }

    if (prv_compile_flush(c) != PRV_OK) {
        return PRV_ERROR;
    }

    block = &c->blocks[c->depth++];
    memset(block, 0, sizeof(prv_block_t));

    block->op = c->tpl->ops.n;
    block->line = c->line;
    block->start = c->ctx;

    op = prv_compile_op(c, each ? PRV_OP_EACH
                                : variable ? PRV_OP_IF_VARIABLE : PRV_OP_IF);
    if (op == NULL) {
        return PRV_ERROR;
    }

    op->index = index;
    op->not = not;

    return PRV_OK;
}


static int
prv_compile_else(prv_compiler_t *c)
{
    prv_op_t     *ops;
    prv_block_t  *block;

    if (prv_compile_flush(c) != PRV_OK) {
        return PRV_ERROR;
    }

    block = c->depth ? &c->blocks[c->depth - 1] : NULL;
    ops = c->tpl->ops.elts;

    if (block == NULL || block->branch
        || ops[block->op].type == PRV_OP_EACH)
    {
        return prv_compile_fail(c, "\"{{else}}\" without \"{{if}}\"");
    }

    if (prv_compile_op(c, PRV_OP_ELSE) == NULL) {
        return PRV_ERROR;
    }

    block->branch = c->tpl->ops.n;
    block->end = c->ctx;
    c->ctx = block->start;

    return PRV_OK;
}


static int
prv_compile_end(prv_compiler_t *c)
{
    prv_op_t       *ops;
    prv_block_t    *block;
    prv_context_t  *other;

    if (prv_compile_flush(c) != PRV_OK) {
        return PRV_ERROR;
    }

    if (c->depth == 0) {
        return prv_compile_fail(c, "\"{{end}}\" without \"{{if}}\" or "
                                "\"{{each}}\"");
    }

    block = &c->blocks[c->depth - 1];

    other = block->branch ? &block->end : &block->start;

    if (!prv_context_same(&c->ctx, other)) {
        return prv_compile_fail(c, "markup that begins behind line %u must "
                                "also end there", block->line);
    }

    c->ctx.query |= other->query;

    if (c->ctx.at == PRV_IN_TAG) {

        /* a name that may be there is none that a "=" could follow */

        c->ctx.name_len = 0;
    }

    ops = c->tpl->ops.elts;

    if (ops[block->op].type == PRV_OP_EACH) {

        if (prv_compile_op(c, PRV_OP_AGAIN) == NULL) {
            return PRV_ERROR;
        }

        ops = c->tpl->ops.elts;
        ops[c->tpl->ops.n - 1].jump = block->op;
        ops[block->op].jump = c->tpl->ops.n;

    } else if (block->branch) {
        ops[block->op].jump = block->branch;
        ops[block->branch - 1].jump = c->tpl->ops.n;

    } else {
        ops[block->op].jump = c->tpl->ops.n;
    }

    c->depth--;

    return PRV_OK;
}


/* the module's own names stand before the server's variables */

static int
prv_compile_name(prv_compiler_t *c, const prv_str_t *name, prv_name_e type,
    int *variable)
{
    int                i;
    const prv_name_t  *names;

    *variable = 0;
    names = c->conf->names;

    for (i = 0; names[i].name.len; i++) {
        if (names[i].type == type && prv_str_eq(&names[i].name, name)) {
            return i;
        }
    }

    if (type == PRV_NAME_LIST || c->conf->variable == NULL) {
        return -1;
    }

    *variable = 1;

    return c->conf->variable(c->conf->data, name);
}


static prv_op_t *
prv_compile_op(prv_compiler_t *c, prv_op_e type)
{
    prv_op_t  *op;

    op = prv_vec_push(&c->tpl->ops);

    if (op == NULL) {
        (void) prv_compile_fail(c, "no memory");
        return NULL;
    }

    op->type = type;

    if (type == PRV_OP_VARIABLE || type == PRV_OP_IF_VARIABLE) {
        c->tpl->variables++;
    }

    return op;
}


static int
prv_compile_fail(prv_compiler_t *c, const char *fmt, ...)
{
    va_list  args;

    c->err->line = c->line;

    va_start(args, fmt);
    (void) vsnprintf(c->err->text, sizeof(c->err->text), fmt, args);
    va_end(args);

    return PRV_ERROR;
}


void
prv_template_render(const prv_template_t *tpl, const prv_template_env_t *env,
    prv_buf_t *b)
{
    int              yes;
    size_t           i;
    unsigned         depth, loops[PRV_TEMPLATE_DEPTH];
    prv_buf_t        plain;
    prv_str_t        value;
    const prv_op_t  *op;

    prv_buf_init(&plain, b->mem, 0);
    depth = 0;

    for (i = 0; i < tpl->ops.n; /* void */ ) {

        op = (const prv_op_t *) tpl->ops.elts + i++;
        plain.len = 0;

        switch (op->type) {

        case PRV_OP_LITERAL:

            if (env->ascii) {
                prv_escape_literal(b, op->at, &op->text);

            } else {
                prv_buf_str(b, &op->text);
            }

            break;

        case PRV_OP_VALUE:

            if (env->hole != NULL
                && env->hole(env->data, op->index, op->how, b->len))
            {
                continue;
            }

            env->value(env->data, op->index, &plain);
            break;

        case PRV_OP_TEXT:
            env->text(env->data, op->index, &plain);
            break;

        case PRV_OP_VARIABLE:

            /* what is not there is empty, in a script with its quotes */

            if (env->variable(env->data, op->index, &value) != PRV_OK) {
                value.len = 0;
            }

            prv_escape(b, op->how, &value, env->ascii);
            break;

        case PRV_OP_IF:

            if (env->test(env->data, op->index) == (int) op->not) {
                i = op->jump;
            }

            break;

        case PRV_OP_IF_VARIABLE:

            /* as nginx has it: neither empty nor "0" */

            yes = env->variable(env->data, op->index, &value) == PRV_OK
                  && value.len && (value.len > 1 || value.data[0] != '0');

            if (yes == (int) op->not) {
                i = op->jump;
            }

            break;

        case PRV_OP_ELSE:
            i = op->jump;
            break;

        case PRV_OP_EACH:

            loops[depth] = 0;

            if (env->next(env->data, op->index, 0)) {
                depth++;

            } else {
                i = op->jump;
            }

            break;

        case PRV_OP_AGAIN:

            op = (const prv_op_t *) tpl->ops.elts + op->jump;

            if (++loops[depth - 1] < PRV_TEMPLATE_LOOPS
                && env->next(env->data, op->index, loops[depth - 1]))
            {
                i = op - (const prv_op_t *) tpl->ops.elts + 1;

            } else {
                depth--;
            }

            break;
        }

        if (plain.failed) {
            b->failed = 1;
            break;
        }

        if (op->type == PRV_OP_VALUE || op->type == PRV_OP_TEXT) {
            value.data = plain.data;
            value.len = plain.len;
            prv_escape(b, op->how, &value, env->ascii);
        }
    }

    prv_free(b->mem, plain.data);
}
