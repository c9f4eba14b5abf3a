
#include "html/prv_piece.h"


void
prv_piece_init(prv_piece_t *piece, const unsigned char *tag, size_t len)
{
    const unsigned char  *p, *end;

    memset(piece, 0, sizeof(prv_piece_t));

    end = tag + len;

    for (p = tag + 1; p < end; p++) {

        if (prv_is_space(*p) || *p == '>' || (*p == '/' && p != tag + 1)) {
            break;
        }
    }

    piece->p = p;
    piece->end = end;
}


int
prv_piece_next(prv_piece_t *piece)
{
    const unsigned char  *p, *end;

    p = piece->p;
    end = piece->end;
    piece->start = p;

    while (p < end && (prv_is_space(*p) || *p == '/')) {
        p++;
    }

    if (p == end || *p == '>') {
        return 0;
    }

    piece->name.data = (unsigned char *) p++;

    while (p < end && !prv_is_space(*p) && *p != '/' && *p != '>'
           && *p != '=')
    {
        p++;
    }

    piece->name.len = (size_t) (p - piece->name.data);
    piece->p = p;
    piece->quote = 0;
    piece->value.data = (unsigned char *) p;
    piece->value.len = 0;

    while (p < end && prv_is_space(*p)) {
        p++;
    }

    if (p == end || *p != '=') {
        return 1;
    }

    p++;

    while (p < end && prv_is_space(*p)) {
        p++;
    }

    if (p == end || *p == '>') {
        piece->p = p;
        return 1;
    }

    if (*p == '"' || *p == '\'') {

        piece->quote = *p++;
        piece->value.data = (unsigned char *) p;

        while (p < end && *p != piece->quote) {
            p++;
        }

        piece->value.len = (size_t) (p - piece->value.data);
        piece->p = p + (p < end);

        return 1;
    }

    piece->value.data = (unsigned char *) p;

    while (p < end && !prv_is_space(*p) && *p != '>') {
        p++;
    }

    piece->value.len = (size_t) (p - piece->value.data);
    piece->p = p;

    return 1;
}


int
prv_piece_same(const prv_str_t *a, const prv_str_t *b)
{
    size_t  i;

    if (a->len != b->len) {
        return 0;
    }

    for (i = 0; i < a->len; i++) {
        if (prv_lower(a->data[i]) != prv_lower(b->data[i])) {
            return 0;
        }
    }

    return 1;
}
