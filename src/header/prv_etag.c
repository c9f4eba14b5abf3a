
#include "header/prv_etag.h"


#define PRV_VARIANT_HASH  8


typedef struct {
    prv_str_t   whole;          /* as it stands in the list */
    prv_str_t   opaque;         /* between the quotes */
    unsigned    weak:1;
} prv_etag_t;


static int prv_etag_next(prv_str_t *field, prv_etag_t *tag);
static size_t prv_etag_variant(const prv_str_t *opaque);
static void prv_etag_list(prv_buf_t *b);


void
prv_etag_write(prv_buf_t *b, const prv_str_t *etag, const prv_str_t *variant)
{
    size_t      i;
    prv_str_t   field;
    prv_etag_t  tag;

    field = *etag;

    if (!prv_etag_next(&field, &tag)) {
        return;
    }

    prv_buf_lit(b, "W/\"");

    for (i = 0; i < tag.opaque.len; i++) {
        if (tag.opaque.data[i] > ' ' && tag.opaque.data[i] != '"'
            && tag.opaque.data[i] != 0x7f)
        {
            prv_buf_char(b, tag.opaque.data[i]);
        }
    }

    if (tag.weak) {
        prv_buf_lit(b, ";w");
    }

    prv_buf_char(b, ';');
    prv_buf_str(b, variant);
    prv_buf_char(b, '"');
}


void
prv_etag_sort(const prv_str_t *field, const prv_str_t *variant,
    prv_buf_t *own, prv_buf_t *plain)
{
    size_t      n;
    prv_str_t   rest, name;
    prv_etag_t  tag;

    rest = *field;

    while (prv_etag_next(&rest, &tag)) {
        n = prv_etag_variant(&tag.opaque);

        if (n == 0) {
            prv_etag_list(plain);
            prv_buf_str(plain, &tag.whole);
            continue;
        }

        name.len = n;
        name.data = tag.opaque.data + tag.opaque.len - n;

        if (!prv_str_eq(&name, variant)) {
            continue;
        }

        tag.opaque.len -= n + 1;
        prv_etag_list(own);

        if (tag.opaque.len > 2
            && memcmp(tag.opaque.data + tag.opaque.len - 2, ";w", 2) == 0)
        {
            tag.opaque.len -= 2;
            prv_buf_lit(own, "W/");
        }

        prv_buf_char(own, '"');
        prv_buf_str(own, &tag.opaque);
        prv_buf_char(own, '"');
    }
}


int
prv_etag_match(const prv_str_t *field, const prv_str_t *etag)
{
    prv_str_t   rest;
    prv_etag_t  tag, wanted;

    rest = *etag;

    if (!prv_etag_next(&rest, &wanted)) {
        wanted.opaque.data = NULL;
    }

    rest = *field;

    while (prv_etag_next(&rest, &tag)) {

        if (tag.whole.len == 1 && tag.whole.data[0] == '*') {
            return 1;
        }

        if (wanted.opaque.data != NULL
            && prv_str_eq(&tag.opaque, &wanted.opaque))
        {
            return 1;
        }
    }

    return 0;
}


/* the next of a list; what has no quotes ends at a comma */

static int
prv_etag_next(prv_str_t *field, prv_etag_t *tag)
{
    unsigned char  *p, *end, *start;

    p = field->data;
    end = p + field->len;

    while (p < end && (*p == ' ' || *p == '\t' || *p == ',')) {
        p++;
    }

    if (p == end) {
        return 0;
    }

    tag->whole.data = p;
    tag->weak = 0;

    if (end - p > 2 && p[0] == 'W' && p[1] == '/') {
        tag->weak = 1;
        p += 2;
    }

    if (*p == '"') {
        start = ++p;

        while (p < end && *p != '"') {
            p++;
        }

        tag->opaque.len = (size_t) (p - start);

        if (p < end) {
            p++;
        }

    } else {
        start = p;

        while (p < end && *p != ',' && *p != ' ' && *p != '\t') {
            p++;
        }

        tag->opaque.len = (size_t) (p - start);
    }

    tag->opaque.data = start;
    tag->whole.len = (size_t) (p - tag->whole.data);

    field->len = (size_t) (end - p);
    field->data = p;

    return 1;
}


/* the length of a variant's name at the end, 0 where there is none */

static size_t
prv_etag_variant(const prv_str_t *opaque)
{
    size_t  i, n, start;

    if (opaque->len < sizeof(";n-") - 1 + PRV_VARIANT_HASH) {
        return 0;
    }

    i = opaque->len - PRV_VARIANT_HASH;

    for (n = i; n < opaque->len; n++) {
        if (prv_hex(opaque->data[n]) == -1) {
            return 0;
        }
    }

    if (opaque->data[--i] != '-') {
        return 0;
    }

    start = i;

    while (i > 0 && start - i < PRV_CATEGORIES
           && memchr("nfam", opaque->data[i - 1], PRV_CATEGORIES) != NULL)
    {
        i--;
    }

    if (i == start || i == 0 || opaque->data[i - 1] != ';') {
        return 0;
    }

    return opaque->len - i;
}


static void
prv_etag_list(prv_buf_t *b)
{
    if (b->len) {
        prv_buf_lit(b, ", ");
    }
}
