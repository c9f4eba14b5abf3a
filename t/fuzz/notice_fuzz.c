
/*
 * What the notice reads: forms that visitors post, Accept-Language, and an
 * operator's templates and texts.  The first byte says which.
 */


#include "base/prv_arena.h"
#include "notice/prv_choice.h"
#include "notice/prv_template.h"
#include "notice/prv_text.h"

#include <stdlib.h>


#define FUZZ_HOSTILE  "\"'<>&/\\javascript:`$\n</script><!--\xff\xc3\xa4"


static const prv_name_t  fuzz_names[] = {
    { prv_string("value"), PRV_NAME_VALUE, 0 },
    { prv_string("url"), PRV_NAME_VALUE, 0 },
    { prv_string("list"), PRV_NAME_LIST, 0 },
    { prv_null_string, PRV_NAME_VALUE, 0 }
};

static prv_arena_t     fuzz_arena;
static prv_langs_t     fuzz_langs;
static prv_catalog_t   fuzz_catalog;


int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);


static void
fuzz_value(void *data, unsigned name, prv_buf_t *b)
{
    (void) data;
    (void) name;

    prv_buf_lit(b, FUZZ_HOSTILE);
}


static int
fuzz_test(void *data, unsigned name)
{
    (void) data;

    return name & 1;
}


static int
fuzz_next(void *data, unsigned name, unsigned i)
{
    (void) data;
    (void) name;

    return i < 2;
}


static int
fuzz_key(void *data, const prv_str_t *key)
{
    (void) data;
    (void) key;

    return 0;
}


static int
fuzz_variable(void *data, unsigned index, prv_str_t *s)
{
    (void) data;
    (void) index;

    s->data = (unsigned char *) FUZZ_HOSTILE;
    s->len = sizeof(FUZZ_HOSTILE) - 1;

    return PRV_OK;
}


static void
fuzz_form(prv_arena_t *arena, const prv_str_t *text)
{
    int             rc;
    prv_choice_t    choice;
    prv_decision_t  decision;

    rc = prv_choice_parse(&choice, &fuzz_catalog, text, &arena->mem);

    if (rc != PRV_OK) {
        return;
    }

    if (choice.back.len && !prv_choice_return(&choice.back)) {
        abort();
    }

    memset(&decision, 0, sizeof(decision));
    decision.granted = prv_bit(PRV_NECESSARY);

    if (choice.action != PRV_ACTION_WITHDRAW
        && prv_choice_apply(&choice, &decision, &fuzz_catalog, &arena->mem)
           == PRV_OK
        && !(decision.granted & prv_bit(PRV_NECESSARY)))
    {
        abort();
    }

    if (choice.action == PRV_ACTION_REJECT
        && decision.granted & prv_bit(PRV_MARKETING))
    {
        abort();
    }
}


/* white space in it does not count: a template may lose that of its own */

static int
fuzz_has(const prv_str_t *text)
{
    size_t       i, k;
    const char  *p;

    for (i = 0; i < text->len; i++) {

        p = "</script><!--";

        for (k = i; k < text->len; k++) {

            if (text->data[k] == (unsigned char) *p) {
                p++;

                if (*p == '\0') {
                    return 1;
                }

                continue;
            }

            if (!prv_is_space(text->data[k])) {
                break;
            }
        }
    }

    return 0;
}


/* what a value holds of markup is not markup in the result */

static void
fuzz_template(prv_arena_t *arena, const prv_str_t *text, unsigned ascii)
{
    size_t               i;
    prv_buf_t            b;
    prv_str_t            out;
    prv_error_t          err;
    prv_template_t       tpl;
    prv_template_env_t   env = { fuzz_value, fuzz_test, fuzz_next, fuzz_value,
                                 fuzz_variable, NULL, 0, NULL };
    prv_template_conf_t  conf = { fuzz_names, fuzz_key, fuzz_key, NULL, 0 };

    conf.compact = ascii;
    env.ascii = ascii;

    if (prv_template_compile(&tpl, text, &conf, &arena->mem, &err) != PRV_OK) {
        return;
    }

    prv_buf_init(&b, &arena->mem, 0);
    prv_template_render(&tpl, &env, &b);

    if (prv_buf_done(&b, &out) != PRV_OK) {
        return;
    }

    for (i = 0; i < out.len; i++) {

        if (ascii && out.data[i] > 0x7f) {
            abort();
        }

    }

    if (fuzz_has(&out) && !fuzz_has(text)) {
        abort();
    }
}


int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
    prv_error_t  err;

    (void) argc;
    (void) argv;

    prv_arena_init(&fuzz_arena, 0);
    prv_catalog_init(&fuzz_catalog, &fuzz_arena.mem);

    if (prv_langs_init(&fuzz_langs, &fuzz_arena.mem, &err) != PRV_OK
        || prv_catalog_parse(&fuzz_catalog, &prv_embed_vendors_conf, &err)
           != PRV_OK)
    {
        abort();
    }

    return 0;
}


int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    prv_str_t    text;
    prv_arena_t  arena;
    prv_error_t  err;
    prv_langs_t  langs;

    if (size < 2) {
        return 0;
    }

    text.data = (unsigned char *) data + 2;
    text.len = size - 2;

    prv_arena_init(&arena, data[1] < 128 ? 0 : (size_t) (data[1] - 127) * 64);

    switch (data[0] % 4) {

    case 0:
        fuzz_form(&arena, &text);
        break;

    case 1:
        if (prv_langs_accept(&fuzz_langs, &text) == NULL) {
            abort();
        }

        (void) prv_langs_find(&fuzz_langs, &text);
        break;

    case 2:
        fuzz_template(&arena, &text, data[1] & 1);
        break;

    default:
        langs.mem = &arena.mem;
        prv_vec_init(&langs.langs, &arena.mem, sizeof(prv_lang_t *));

        (void) prv_langs_add(&langs, &text, &text, &err);
    }

    prv_arena_destroy(&arena);

    return 0;
}
