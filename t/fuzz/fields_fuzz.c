
/*
 * Fields whose value is edited: policies, links, entity tags.  The first
 * byte says which.  What is made is read as what was meant.
 */


#include "base/prv_arena.h"
#include "header/prv_csp_page.h"
#include "header/prv_etag.h"
#include "header/prv_link.h"
#include "header/prv_permissions.h"

#include <stdlib.h>


int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);


static prv_str_t
fuzz_done(prv_buf_t *b)
{
    prv_str_t  s;

    if (prv_buf_done(b, &s) != PRV_OK) {
        abort();
    }

    return s;
}


static void
fuzz_csp(prv_mem_t *mem, const prv_str_t *field)
{
    int               changed;
    prv_buf_t         b;
    prv_str_t         out;
    prv_csp_page_t    page, again;
    static prv_str_t  hash = prv_string("'sha256-AAAA'");

    memset(&page, 0, sizeof(page));

    prv_csp_page_read(&page, field);

    if (page.script.len > field->len || page.style.len > field->len) {
        abort();
    }

    if (page.inert) {

        /* no script may run: none is put in */

        return;
    }

    prv_buf_init(&b, mem, 0);

    changed = prv_csp_page_allow(&b, field, &page.script, &hash);

    if (!changed) {
        return;
    }

    out = fuzz_done(&b);

    /* a longer one, whose nonces are the same */

    if (out.len < field->len + hash.len) {
        abort();
    }

    memset(&again, 0, sizeof(again));

    prv_csp_page_read(&again, &out);

    if (again.inert != page.inert
        || !prv_str_eq(&again.script, &page.script)
        || !prv_str_eq(&again.style, &page.style))
    {
        abort();
    }
}


static void
fuzz_permissions(prv_mem_t *mem, const prv_str_t *field)
{
    prv_buf_t  b;
    prv_str_t  once, twice;

    prv_buf_init(&b, mem, 0);
    prv_permissions_refuse(&b, field);
    once = fuzz_done(&b);

    prv_buf_init(&b, mem, 0);
    prv_permissions_refuse(&b, &once);
    twice = fuzz_done(&b);

    if (!prv_str_eq(&once, &twice)) {
        abort();
    }
}


static void
fuzz_link(const prv_str_t *field)
{
    size_t      n;
    prv_str_t   rest;
    prv_link_t  link;

    rest = *field;

    for (n = 0; prv_link_next(&rest, &link); n++) {

        if (n > field->len || link.whole.len > field->len
            || link.whole.data < field->data
            || link.whole.data + link.whole.len > field->data + field->len
            || (link.uri.len && (link.uri.data < link.whole.data
                                 || link.uri.data + link.uri.len
                                    > field->data + field->len)))
        {
            abort();
        }
    }
}


static void
fuzz_etag(prv_mem_t *mem, const prv_str_t *field)
{
    size_t            i;
    prv_buf_t         b, own, plain;
    prv_str_t         tag, list;
    static prv_str_t  mine = prv_string("nf-01234567");
    static prv_str_t  other = prv_string("n-76543210");

    /* any list, for the bytes it may hold */

    prv_buf_init(&own, mem, 0);
    prv_buf_init(&plain, mem, 0);
    prv_etag_sort(field, &mine, &own, &plain);
    (void) fuzz_done(&own);
    (void) fuzz_done(&plain);

    /* a tag of ours: it is one, and known again as ours and nobody else's */

    prv_buf_init(&b, mem, 0);
    prv_etag_write(&b, field, &mine);
    tag = fuzz_done(&b);

    if (tag.len == 0) {
        return;
    }

    for (i = 0; i < tag.len; i++) {
        if (tag.data[i] < 0x20 || tag.data[i] == 0x7f) {
            abort();
        }
    }

    if (!prv_etag_match(&tag, &tag)) {
        abort();
    }

    prv_buf_init(&own, mem, 0);
    prv_buf_init(&plain, mem, 0);
    prv_etag_sort(&tag, &mine, &own, &plain);
    list = fuzz_done(&own);

    if (list.len == 0 || fuzz_done(&plain).len != 0) {
        abort();
    }

    prv_buf_init(&own, mem, 0);
    prv_buf_init(&plain, mem, 0);
    prv_etag_sort(&tag, &other, &own, &plain);

    if (fuzz_done(&own).len != 0 || fuzz_done(&plain).len != 0) {
        abort();
    }
}


int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    prv_str_t    field;
    prv_arena_t  arena;

    if (size < 1) {
        return 0;
    }

    field.data = (unsigned char *) data + 1;
    field.len = size - 1;

    prv_arena_init(&arena, 0);

    switch (data[0] % 4) {

    case 0:
        fuzz_csp(&arena.mem, &field);
        break;

    case 1:
        fuzz_permissions(&arena.mem, &field);
        break;

    case 2:
        fuzz_link(&field);
        break;

    default:
        fuzz_etag(&arena.mem, &field);
    }

    prv_arena_destroy(&arena);

    return 0;
}
