
/*
 * Cookie and Set-Cookie fields: pairs lie in the field and end at ";" alone,
 * and a capped cookie is the same one with a shorter life.
 */


#include "base/prv_arena.h"
#include "header/prv_cookie.h"
#include "header/prv_lifetime.h"

#include <stdlib.h>


#define FUZZ_NOW  1700000000


int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);


static void
fuzz_within(const prv_str_t *s, const prv_str_t *field)
{
    if (s->len != 0
        && (s->data < field->data || s->len > field->len
            || (size_t) (s->data - field->data) > field->len - s->len
            || memchr(s->data, ';', s->len) != NULL))
    {
        abort();
    }
}


static void
fuzz_pairs(const prv_str_t *field)
{
    size_t        n;
    prv_str_t     rest, name, value;
    prv_cookie_t  cookie;

    rest = *field;

    for (n = 0; prv_cookie_next(&rest, &cookie); n++) {

        fuzz_within(&cookie.name, field);
        fuzz_within(&cookie.value, field);

        if (n > field->len
            || (cookie.name.len
                && memchr(cookie.name.data, '=', cookie.name.len) != NULL))
        {
            abort();
        }
    }

    prv_set_cookie_parse(field, &cookie, &rest);

    fuzz_within(&cookie.name, field);
    fuzz_within(&cookie.value, field);

    for (n = 0; prv_attribute_next(&rest, &name, &value); n++) {

        fuzz_within(&name, field);
        fuzz_within(&value, field);

        if (n > field->len) {
            abort();
        }
    }
}


static void
fuzz_lifetime(const prv_str_t *field, int64_t max)
{
    prv_buf_t     b;
    prv_str_t     capped, rest;
    prv_arena_t   arena;
    prv_cookie_t  before, after;

    prv_arena_init(&arena, 0);
    prv_buf_init(&b, &arena.mem, 0);

    if (prv_lifetime_cap(&b, field, FUZZ_NOW, max)) {

        if (prv_buf_done(&b, &capped) != PRV_OK) {
            abort();
        }

        prv_set_cookie_parse(field, &before, &rest);
        prv_set_cookie_parse(&capped, &after, &rest);

        if (!prv_str_eq(&before.name, &after.name)
            || !prv_str_eq(&before.value, &after.value))
        {
            abort();
        }

        /* what lives no longer than that is left alone */

        prv_buf_init(&b, &arena.mem, 0);

        if (prv_lifetime_cap(&b, &capped, FUZZ_NOW, max)) {
            abort();
        }
    }

    prv_arena_destroy(&arena);
}


int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    prv_str_t  field;

    if (size < 2) {
        return 0;
    }

    field.data = (unsigned char *) data + 2;
    field.len = size - 2;

    fuzz_pairs(&field);
    fuzz_lifetime(&field, 1 + data[0] * 86400 + data[1] * 60);

    (void) prv_cookie_date(&field);

    return 0;
}
