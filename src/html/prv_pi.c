
#include "html/prv_html.h"
#include "html/prv_piece.h"


#define PRV_PI_SHEET  "<?xml-stylesheet"


static int prv_pi_sheet(prv_rewriter_t *rw, const unsigned char *raw,
    size_t len, int *refused);


/*
 * Associating Style Sheets with XML, section 4: an instruction of XML that
 * loads one.  It is held up to the limit; one that is longer may name anybody.
 */

int
prv_pi_read(prv_rewriter_t *rw, uint64_t upto, int ended)
{
    int                    lost, refused, sheet;
    size_t                 len;
    uint64_t               start;
    prv_verdict_t          v;
    const unsigned char   *raw;

    start = rw->tk.start;

    if (start >= rw->tk.base && prv_out_flush(rw, start) != PRV_OK) {
        return PRV_ERROR;
    }

    if (rw->pi_long == PRV_LONG_NONE) {

        len = (size_t) (upto - start);

        if (len <= rw->conf->limit && !ended) {
            return prv_out_hold(rw, rw->tk.end);
        }

        raw = prv_out_raw(rw, start, len <= rw->conf->limit
                                     ? upto : start + sizeof(PRV_PI_SHEET));
        if (raw == NULL) {
            return PRV_ERROR;
        }

        sheet = len > sizeof(PRV_PI_SHEET) - 1
                && memcmp(raw, PRV_PI_SHEET, sizeof(PRV_PI_SHEET) - 1) == 0;
        refused = 0;

        if (sheet && len <= rw->conf->limit) {

            if (prv_pi_sheet(rw, raw, len, &refused) != PRV_OK) {
                return PRV_ERROR;
            }

        } else if (sheet) {

            memset(&v, 0, sizeof(prv_verdict_t));
            v.kind = PRV_FOUND_LINK;

            if (prv_judge_cut(rw, &v, &refused) != PRV_OK) {
                return PRV_ERROR;
            }
        }

        rw->pi_long = (refused && rw->conf->tags != PRV_TAGS_OFF)
                      ? PRV_LONG_STRIP : PRV_LONG_PASS;
    }

    lost = (rw->pi_long == PRV_LONG_STRIP);

    if (ended) {
        rw->pi_long = PRV_LONG_NONE;
    }

    if (lost) {
        prv_out_skip(rw, upto);
        return PRV_OK;
    }

    return prv_out_flush(rw, upto);
}


/* it is a <link> to a style sheet */

static int
prv_pi_sheet(prv_rewriter_t *rw, const unsigned char *raw, size_t len,
    int *refused)
{
    int               rc;
    prv_piece_t       piece;
    prv_verdict_t     v;
    prv_tokenizer_t  *tk;

    tk = &rw->tk;
    rc = PRV_OK;

    memset(tk->name, 0, PRV_NAME_MAX);
    memcpy(tk->name, "link", 4);
    tk->name_len = 4;
    tk->element = prv_element(tk->name, tk->name_len);
    tk->seen = prv_at(PRV_AT_HREF);

    /* without a "rel" a longer one counts */

    tk->over = 1;

    prv_piece_init(&piece, raw, len);

    while (rc == PRV_OK && !*refused && prv_piece_next(&piece)) {

        if (!prv_lower_eq(piece.name.data, piece.name.len, "href")) {
            continue;
        }

        tk->attrs[PRV_AT_HREF].value = (uint64_t) (piece.value.data - raw);
        tk->attrs[PRV_AT_HREF].len = piece.value.len;

        if (piece.value.len == 0) {
            continue;
        }

        rc = prv_judge_tag(rw, raw, len, &v);
        *refused = v.refused;
    }

    tk->over = 0;
    tk->seen = 0;
    tk->element = NULL;

    return rc;
}
