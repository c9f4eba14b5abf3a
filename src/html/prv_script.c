
#include "html/prv_states.h"


/* the text of a script: sections 13.2.5.4 and 13.2.5.15 to 13.2.5.31 */

int
prv_script_next(prv_tokenizer_t *tk)
{
    unsigned char         c;
    const unsigned char  *p, *end;

    p = tk->p;
    end = tk->end;

    switch (tk->state) {
    case PRV_ST_SCRIPT:                  goto script;
    case PRV_ST_SCRIPT_LT:               goto script_lt;
    case PRV_ST_ESCAPE_START:            goto escape_start;
    case PRV_ST_ESCAPE_START_DASH:       goto escape_start_dash;
    case PRV_ST_ESCAPED:                 goto escaped;
    case PRV_ST_ESCAPED_DASH:            goto escaped_dash;
    case PRV_ST_ESCAPED_DASH_DASH:       goto escaped_dash_dash;
    case PRV_ST_ESCAPED_LT:              goto escaped_lt;
    case PRV_ST_DOUBLE_START:            goto double_start;
    case PRV_ST_DOUBLE:                  goto doubly;
    case PRV_ST_DOUBLE_DASH:             goto double_dash;
    case PRV_ST_DOUBLE_DASH_DASH:        goto double_dash_dash;
    case PRV_ST_DOUBLE_LT:               goto double_lt;
    case PRV_ST_DOUBLE_END:              goto double_end;
    default:
        break;
    }

script:

    tk->back = PRV_ST_SCRIPT;

    p = prv_scan(p, end, '<');
    prv_need(PRV_ST_SCRIPT);

    tk->start = prv_at_offset(p);
    p++;

script_lt:

    prv_need(PRV_ST_SCRIPT_LT);

    if (*p == '/') {
        tk->p = p;
        return PRV_STATE_END_TAG;
    }

    if (*p != '!') {
        goto script;
    }

    p++;

escape_start:

    prv_need(PRV_ST_ESCAPE_START);

    if (*p != '-') {
        goto script;
    }

    p++;

escape_start_dash:

    prv_need(PRV_ST_ESCAPE_START_DASH);

    if (*p != '-') {
        goto script;
    }

    p++;
    tk->back = PRV_ST_ESCAPED;

    goto escaped_dash_dash;

escaped:

    tk->back = PRV_ST_ESCAPED;

    p = prv_scan2(p, end, '-', '<');
    prv_need(PRV_ST_ESCAPED);

    if (*p++ == '<') {
        goto escaped_less;
    }

escaped_dash:

    prv_need(PRV_ST_ESCAPED_DASH);

    c = *p++;

    if (c == '<') {
        goto escaped_less;
    }

    if (c != '-') {
        goto escaped;
    }

escaped_dash_dash:

    prv_need(PRV_ST_ESCAPED_DASH_DASH);

    c = *p++;

    if (c == '-') {
        goto escaped_dash_dash;
    }

    if (c == '>') {
        goto script;
    }

    if (c != '<') {
        goto escaped;
    }

escaped_less:

    tk->start = prv_at_offset(p) - 1;

escaped_lt:

    prv_need(PRV_ST_ESCAPED_LT);

    if (*p == '/') {
        tk->p = p;
        return PRV_STATE_END_TAG;
    }

    if (!prv_is_alpha(*p)) {
        goto escaped;
    }

    tk->match = 0;

double_start:

    /* the name so far is counted, and compared, in tk->match */

    for ( ;; ) {

        prv_need(PRV_ST_DOUBLE_START);

        c = *p;

        if (prv_name_end[c] == 1) {
            p++;

            if (tk->match == 6) {
                goto doubly;
            }

            goto escaped;
        }

        if (!prv_is_alpha(c)) {
            goto escaped;
        }

        tk->match = (tk->match < 6
                     && prv_lower(c) == (unsigned char) "script"[tk->match])
                    ? tk->match + 1 : 7;
        p++;
    }

doubly:

    p = prv_scan2(p, end, '-', '<');
    prv_need(PRV_ST_DOUBLE);

    if (*p++ == '<') {
        goto double_lt;
    }

double_dash:

    prv_need(PRV_ST_DOUBLE_DASH);

    c = *p++;

    if (c == '<') {
        goto double_lt;
    }

    if (c != '-') {
        goto doubly;
    }

double_dash_dash:

    prv_need(PRV_ST_DOUBLE_DASH_DASH);

    c = *p++;

    if (c == '-') {
        goto double_dash_dash;
    }

    if (c == '>') {
        goto script;
    }

    if (c != '<') {
        goto doubly;
    }

double_lt:

    prv_need(PRV_ST_DOUBLE_LT);

    if (*p != '/') {
        goto doubly;
    }

    p++;
    tk->match = 0;

double_end:

    for ( ;; ) {

        prv_need(PRV_ST_DOUBLE_END);

        c = *p;

        if (prv_name_end[c] == 1) {
            p++;

            if (tk->match == 6) {
                goto escaped;
            }

            goto doubly;
        }

        if (!prv_is_alpha(c)) {
            goto doubly;
        }

        tk->match = (tk->match < 6
                     && prv_lower(c) == (unsigned char) "script"[tk->match])
                    ? tk->match + 1 : 7;
        p++;
    }
}
