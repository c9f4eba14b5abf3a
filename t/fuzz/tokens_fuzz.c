
/*
 * The tokenizer on any bytes, in any of its initial states: cut in two
 * anywhere it sees the same tokens.
 */


#include "base/prv_arena.h"
#include "html/prv_tokens.h"

#include <stdlib.h>


int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);


static prv_str_t
fuzz_tokens(prv_arena_t *arena, const prv_str_t *text, unsigned state,
    const size_t *cuts, size_t n)
{
    prv_buf_t           b;
    prv_str_t           json;
    static prv_str_t    last = prv_string("script");

    prv_buf_init(&b, &arena->mem, 0);

    if (prv_tokens_json(&b, text, (prv_state_e) state, &last, cuts, n)
        != PRV_OK
        || prv_buf_done(&b, &json) != PRV_OK)
    {
        abort();
    }

    return json;
}


int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    size_t       cut;
    unsigned     state;
    prv_str_t    text, whole, parts;
    prv_arena_t  arena;

    if (size < 2) {
        return 0;
    }

    state = data[0] % (PRV_ST_CDATA + 1);
    text.data = (unsigned char *) data + 2;
    text.len = size - 2;
    cut = text.len ? data[1] % text.len : 0;

    prv_arena_init(&arena, 0);

    whole = fuzz_tokens(&arena, &text, state, NULL, 0);
    parts = fuzz_tokens(&arena, &text, state, &cut, 1);

    if (!prv_str_eq(&whole, &parts)) {
        abort();
    }

    prv_arena_destroy(&arena);

    return 0;
}
