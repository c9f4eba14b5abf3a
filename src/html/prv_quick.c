
/*
 * What most tags are, all of it in the chunk and nothing strange in it, read
 * with what is known of them in registers.  prv_token_next() reads all else.
 */


#include "html/prv_states.h"


#if (PRV_V16)


/* what is left of a chunk when the name of an attribute is looked at */

#define PRV_QUICK_LEFT  32


/* from the n-th before the middle on: what is kept of n bytes of sixteen */

static const unsigned char  prv_quick_keep[32] = {
    255, 255, 255, 255, 255, 255, 255, 255,
    255, 255, 255, 255, 255, 255, 255, 255
};


int
prv_quick_next(prv_tokenizer_t *tk, const unsigned char *end)
{
    int                    rc, end_tag, self_closing;
    size_t                 n, len;
    uint64_t               m, limit, value, value_len;
    prv_at_e               at;
    prv_ats_t              base, want, seen;
    prv_v16_t              v, stop, name;
    const unsigned char   *p, *q, *edge, *start;
    const prv_element_t   *e;

    p = tk->p;

    if (end - p < 2 * PRV_QUICK_LEFT || tk->xml || tk->cut) {
        return PRV_STATE_DATA;
    }

    edge = end - PRV_QUICK_LEFT;
    limit = tk->limit ? tk->limit : UINT64_MAX;
    base = prv_at(PRV_AT_MARK)
           | (tk->foreign ? PRV_AT_CSS : prv_at(PRV_AT_INLINE_STYLE));

    for ( ;; ) {

        /* at a "<", from which the long way goes on */

        start = p;
        end_tag = (p[1] == '/');
        p += 1 + end_tag;

        if (!prv_is_alpha(*p)) {
            return PRV_STATE_DATA;
        }

        v = prv_v16_load(p);
        stop = prv_v16_or(prv_v16_le(v, ' '), prv_v16_eq(v, '>'));
        stop = prv_v16_or(stop, prv_v16_eq(v, '/'));
        m = prv_v16_mask(stop);

        /* a control character may be part of it */

        if (m == 0 || prv_name_end[p[prv_v16_first(m)]] != 1) {
            return PRV_STATE_DATA;
        }

        len = prv_v16_first(m);
        name = prv_v16_and(prv_v16_lower(v),
                           prv_v16_load(prv_quick_keep + 16 - len));

        prv_v16_store(tk->name, name);

        e = prv_element_row(tk->name, len);

        if (!prv_v16_same(name, prv_v16_load(e->name))) {
            e = NULL;
        }

        p += len;
        seen = 0;
        want = 0;
        self_closing = 0;

        if (!end_tag) {
            want = base | (e != NULL ? e->want : 0);
        }

        while (*p != '>') {

            if (p >= edge) {
                goto slow;
            }

            if (prv_is_space(*p)) {
                p++;
                continue;
            }

            if (*p == '/') {

                if (p[1] != '>') {
                    goto slow;
                }

                self_closing = 1;
                p++;
                break;
            }

            v = prv_v16_load(p);
            stop = prv_v16_or(prv_v16_le(v, ' '), prv_v16_eq(v, '='));
            stop = prv_v16_or(stop, prv_v16_eq(v, '>'));
            stop = prv_v16_or(stop, prv_v16_eq(v, '/'));
            m = prv_v16_mask(stop);

            if (m == 0) {
                goto slow;
            }

            n = prv_v16_first(m);
            q = p + n;

            /* a first "=" is part of the name, and so is what controls */

            if (n == 0 || prv_name_end[*q] == 0) {
                goto slow;
            }

            at = prv_attribute_wanted(n, *p, want)
                 ? prv_attribute(p, n, want) : PRV_AT_NONE;

            value = 0;
            value_len = 0;

            if (*q == '=') {
                q++;

                if (*q == '"' || *q == '\'') {
                    value = (uint64_t) (q + 1 - start);
                    q = prv_scan(q + 1, end, *q);

                    if (q == end) {
                        goto slow;
                    }

                    value_len = (uint64_t) (q - start) - value;
                    q++;

                } else {

                    if (*q == '>' || prv_is_space(*q)) {
                        goto slow;
                    }

                    value = (uint64_t) (q - start);
                    q = prv_token_bare(q, end);
                    value_len = (uint64_t) (q - start) - value;
                }

                if (q == end) {
                    goto slow;
                }

            } else if (prv_is_space(*q)
                       && (q[1] == '=' || prv_is_space(q[1])))
            {
                goto slow;
            }

            p = q;

            if (at != PRV_AT_NONE) {

                /* the first of a name counts */

                want &= ~prv_at(at);
                seen |= prv_at(at);
                tk->attrs[at].value = value;
                tk->attrs[at].len = value_len;
            }
        }

        p++;

        if ((uint64_t) (p - start) > limit) {
            return PRV_STATE_DATA;
        }

        if (len == 1 && tk->name[0] == 'p') {
            tk->para = (tk->para << 1 | !end_tag) & 3;
        }

        if (seen & PRV_AT_CSS) {
            tk->start = prv_at_offset(start);
            tk->seen = seen;
            prv_token_css(tk);
            seen = tk->seen;
        }

        if (tk->every || prv_token_counts(e, end_tag, seen)) {

            tk->state = PRV_ST_DATA;
            rc = PRV_TK_TAG;
            break;
        }

        tk->p = p;

        if (tk->watch) {
            return PRV_STATE_TEXT;
        }

        p = prv_scan(p, end, '<');
        tk->p = p;

        if (end - p < 2 * PRV_QUICK_LEFT) {
            return PRV_STATE_DATA;
        }

        continue;

    slow:

        /* what ends a bare value or a name is behind it */

        if ((uint64_t) (p - start) >= limit) {
            return PRV_STATE_DATA;
        }

        rc = PRV_STATE_ATTR;
        break;
    }

    tk->start = prv_at_offset(start);
    tk->in_tag = (rc == PRV_STATE_ATTR);
    tk->raw_end = 0;
    tk->over = 0;
    tk->prefixed = 0;
    tk->end_tag = (unsigned) end_tag & 1;
    tk->self_closing = (unsigned) self_closing & 1;
    tk->name_len = len;
    tk->element = e;
    tk->want = want;
    tk->seen = seen;
    tk->p = p;

    return rc;
}


#endif
