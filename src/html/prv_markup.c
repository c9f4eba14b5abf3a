
#include "html/prv_states.h"


/* what begins with "<!": sections 13.2.5.41 to 13.2.5.71 */

int
prv_markup_next(prv_tokenizer_t *tk)
{
    unsigned char         c;
    const unsigned char  *p, *end;

    p = tk->p;
    end = tk->end;

    switch (tk->state) {
    case PRV_ST_MARKUP:                  goto markup;
    case PRV_ST_MARKUP_DASH:             goto markup_dash;
    case PRV_ST_MARKUP_DOCTYPE:          goto markup_doctype;
    case PRV_ST_MARKUP_CDATA:            goto markup_cdata;
    case PRV_ST_BOGUS:                   goto bogus;
    case PRV_ST_PI:                      goto pi;
    case PRV_ST_DOCTYPE:                 goto doctype;
    case PRV_ST_COMMENT_START:           goto comment_start;
    case PRV_ST_COMMENT_START_DASH:      goto comment_start_dash;
    case PRV_ST_COMMENT:                 goto comment;
    case PRV_ST_COMMENT_DASH:            goto comment_dash;
    case PRV_ST_COMMENT_END:             goto comment_end;
    case PRV_ST_COMMENT_BANG:            goto comment_bang;
    case PRV_ST_CDATA:                   goto cdata;
    case PRV_ST_CDATA_BRACKET:           goto cdata_bracket;
    case PRV_ST_CDATA_END:               goto cdata_end;
    default:
        break;
    }

markup:

    prv_need(PRV_ST_MARKUP);

    tk->data = prv_at_offset(p);
    c = *p;

    if (c == '-') {
        p++;
        goto markup_dash;
    }

    if (c == 'd' || c == 'D') {
        tk->match = 0;
        goto markup_doctype;
    }

    if (c == '[' && tk->doubt) {
        tk->match = 1;
        tk->state = PRV_ST_BOGUS;
        tk->p = p + 1;
        return PRV_TK_BRACKET;
    }

    if (c == '[' && tk->foreign) {
        tk->match = 0;
        goto markup_cdata;
    }

    goto bogus;

markup_dash:

    prv_need(PRV_ST_MARKUP_DASH);

    if (*p != '-') {
        goto bogus;
    }

    p++;
    tk->data = prv_at_offset(p);
    goto comment_start;

markup_doctype:

    while (tk->match < 7) {

        prv_need(PRV_ST_MARKUP_DOCTYPE);

        if (prv_lower(*p) != (unsigned char) "doctype"[tk->match]) {
            goto bogus;
        }

        p++;
        tk->match++;
    }

    tk->data = prv_at_offset(p);
    tk->match = 0;

doctype:

    if (tk->xml) {

        /* in quotes it does not; and what is declared may hold markup */

        while (p < end && (tk->match || (*p != '>' && *p != '['))) {

            if (tk->match == *p) {
                tk->match = 0;

            } else if (!tk->match && (*p == '"' || *p == '\'')) {
                tk->match = *p;
            }

            p++;
        }

        prv_need(PRV_ST_DOCTYPE);

        if (*p == '[') {
            tk->subset = 1;
            tk->state = PRV_ST_DATA;
            tk->p = p + 1;
            return PRV_TK_DOCTYPE;
        }
    }

    /* quotes or not, ">" ends it */

    p = prv_scan(p, end, '>');
    prv_need(PRV_ST_DOCTYPE);

    tk->data_end = prv_at_offset(p);
    p++;

    if (tk->every || tk->watch) {
        tk->state = PRV_ST_DATA;
        tk->p = p;
        return PRV_TK_DOCTYPE;
    }

    tk->p = p;

    return PRV_STATE_DATA;

markup_cdata:

    while (tk->match < 7) {

        prv_need(PRV_ST_MARKUP_CDATA);

        if (*p != (unsigned char) "[CDATA["[tk->match]) {
            goto bogus;
        }

        p++;
        tk->match++;
    }

    tk->data = prv_at_offset(p);

cdata:

    p = prv_scan(p, end, ']');
    prv_need(PRV_ST_CDATA);

    p++;

cdata_bracket:

    prv_need(PRV_ST_CDATA_BRACKET);

    if (*p != ']') {
        goto cdata;
    }

    p++;

cdata_end:

    prv_need(PRV_ST_CDATA_END);

    c = *p;

    if (c == ']') {
        p++;
        goto cdata_end;
    }

    if (c != '>') {
        goto cdata;
    }

    tk->data_end = prv_at_offset(p) - 2;
    p++;

    if (tk->every) {
        tk->state = PRV_ST_DATA;
        tk->p = p;
        return PRV_TK_CDATA;
    }

    tk->p = p;

    return PRV_STATE_DATA;

pi:

    while (p < end && !(tk->match && *p == '>')) {
        tk->match = (*p++ == '?');
    }

    prv_need(PRV_ST_PI);

    tk->state = PRV_ST_DATA;
    tk->p = p + 1;

    return PRV_TK_PI;

bogus:

    p = prv_scan(p, end, '>');
    prv_need(PRV_ST_BOGUS);

    tk->data_end = prv_at_offset(p);
    p++;
    goto comment_done;

comment_start:

    prv_need(PRV_ST_COMMENT_START);

    c = *p;

    if (c == '>') {
        tk->data_end = prv_at_offset(p);
        p++;
        goto comment_done;
    }

    if (c != '-') {
        goto comment;
    }

    p++;

comment_start_dash:

    prv_need(PRV_ST_COMMENT_START_DASH);

    c = *p;

    if (c == '>') {
        tk->data_end = tk->data;
        p++;
        goto comment_done;
    }

    if (c != '-') {
        goto comment;
    }

    p++;
    goto comment_end;

comment:

    p = prv_scan(p, end, '-');
    prv_need(PRV_ST_COMMENT);

    p++;

comment_dash:

    prv_need(PRV_ST_COMMENT_DASH);

    if (*p != '-') {
        goto comment;
    }

    p++;

comment_end:

    prv_need(PRV_ST_COMMENT_END);

    c = *p;

    if (c == '-') {
        p++;
        goto comment_end;
    }

    if (c == '!') {
        p++;
        goto comment_bang;
    }

    if (c != '>') {
        goto comment;
    }

    tk->data_end = prv_at_offset(p) - 2;
    p++;
    goto comment_done;

comment_bang:

    prv_need(PRV_ST_COMMENT_BANG);

    c = *p;

    if (c == '-') {
        p++;
        goto comment_dash;
    }

    if (c != '>') {
        goto comment;
    }

    tk->data_end = prv_at_offset(p) - 3;
    p++;

comment_done:

    if (tk->every) {
        tk->state = PRV_ST_DATA;
        tk->p = p;
        return PRV_TK_COMMENT;
    }

    tk->p = p;

    return PRV_STATE_DATA;
}
