
#include "html/prv_html.h"


/* what an element in one that goes is, to those that may end it */

#define PRV_KIND_P         0x0001
#define PRV_KIND_LI        0x0002
#define PRV_KIND_DD        0x0004
#define PRV_KIND_OPTION    0x0008
#define PRV_KIND_OPTGROUP  0x0010
#define PRV_KIND_RUBY      0x0020
#define PRV_KIND_CELL      0x0040
#define PRV_KIND_ROW       0x0080
#define PRV_KIND_ROWS      0x0100
#define PRV_KIND_CAPTION   0x0200
#define PRV_KIND_COLS      0x0400
#define PRV_KIND_TABLE     0x0800       /* no part of a table is told of
                                           what is around this */
#define PRV_KIND_SCOPE     0x1000       /* … nor another element */
#define PRV_KIND_BUTTON    0x2000       /* … nor a <p> */
#define PRV_KIND_SPECIAL   0x4000       /* … nor an item of a list */

#define PRV_KIND_FLOW                                                         \
    (PRV_KIND_P|PRV_KIND_LI|PRV_KIND_DD|PRV_KIND_RUBY)

#define PRV_KIND_CHOICE  (PRV_KIND_OPTION|PRV_KIND_OPTGROUP)


typedef struct {
    const char  *names;
    unsigned     kind;
} prv_kind_t;


/* WHATWG HTML, section 13.2.4.2 */

static const prv_kind_t  prv_kinds[] = {
    { " p ", PRV_KIND_P },
    { " li ", PRV_KIND_LI|PRV_KIND_SPECIAL },
    { " dd dt ", PRV_KIND_DD|PRV_KIND_SPECIAL },
    { " option ", PRV_KIND_OPTION },
    { " optgroup ", PRV_KIND_OPTGROUP },
    { " rb rp rt rtc ", PRV_KIND_RUBY },
    { " td th ", PRV_KIND_CELL|PRV_KIND_SCOPE|PRV_KIND_SPECIAL },
    { " tr ", PRV_KIND_ROW|PRV_KIND_SPECIAL },
    { " tbody tfoot thead ", PRV_KIND_ROWS|PRV_KIND_SPECIAL },
    { " caption ", PRV_KIND_CAPTION|PRV_KIND_SCOPE|PRV_KIND_SPECIAL },
    { " colgroup ", PRV_KIND_COLS|PRV_KIND_SPECIAL },
    { " table template ", PRV_KIND_TABLE|PRV_KIND_SCOPE|PRV_KIND_SPECIAL },
    { " applet marquee object select ", PRV_KIND_SCOPE|PRV_KIND_SPECIAL },
    { " button ", PRV_KIND_BUTTON|PRV_KIND_SPECIAL },
    { " article aside blockquote center details dir dl fieldset figcaption"
      " figure footer form h1 h2 h3 h4 h5 h6 header hgroup listing main menu"
      " nav noscript ol pre search section summary ul ", PRV_KIND_SPECIAL }
};


/* what a start tag ends, and what it does not look beyond */

typedef struct {
    const char  *names;
    unsigned     ends;
    unsigned     stop;
} prv_opens_t;


#define PRV_KIND_PARTS  (PRV_KIND_CELL|PRV_KIND_CAPTION|PRV_KIND_COLS)

static const prv_opens_t  prv_opens[] = {
    { " li ", PRV_KIND_LI, PRV_KIND_SPECIAL },
    { " dd dt ", PRV_KIND_DD, PRV_KIND_SPECIAL },
    { " option ", PRV_KIND_OPTION, PRV_KIND_SCOPE },
    { " optgroup ", PRV_KIND_CHOICE, PRV_KIND_SCOPE },
    { " rb rp rt rtc ", PRV_KIND_RUBY, PRV_KIND_SCOPE },
    { " td th ", PRV_KIND_PARTS, PRV_KIND_TABLE },
    { " tr ", PRV_KIND_PARTS|PRV_KIND_ROW, PRV_KIND_TABLE },
    { " caption col colgroup tbody tfoot thead ",
      PRV_KIND_PARTS|PRV_KIND_ROW|PRV_KIND_ROWS, PRV_KIND_TABLE }
};


/* what may be around it, whose end tag ends it */

typedef struct {
    unsigned     kinds;
    unsigned     stop;
    const char  *names;
} prv_closes_t;


static const prv_closes_t  prv_closes[] = {
    { PRV_KIND_CELL, PRV_KIND_TABLE, " table tbody tfoot thead tr " },
    { PRV_KIND_ROW, PRV_KIND_TABLE, " table tbody tfoot thead " },
    { PRV_KIND_ROWS|PRV_KIND_CAPTION|PRV_KIND_COLS, PRV_KIND_TABLE,
      " table " },
    { PRV_KIND_CHOICE, PRV_KIND_SCOPE, " datalist optgroup select " },
    { PRV_KIND_RUBY, PRV_KIND_SCOPE, " ruby " },
    { PRV_KIND_FLOW, PRV_KIND_SCOPE,
      " address applet article aside blockquote button caption center dd"
      " details dialog dir div dl dt fieldset figcaption figure footer form h1"
      " h2 h3 h4 h5 h6 header hgroup li listing main marquee menu nav object"
      " ol pre search section summary table tbody td tfoot th thead tr ul " }
};


static unsigned prv_drop_ends(const prv_rewriter_t *rw, unsigned ends,
    unsigned stop);


void
prv_drop_push(prv_rewriter_t *rw)
{
    size_t    i;
    unsigned  kind;

    if (rw->drop_depth == PRV_DROP_DEPTH) {
        rw->drop_over++;
        return;
    }

    kind = 0;

    for (i = 0; i < sizeof(prv_kinds) / sizeof(prv_kinds[0]); i++) {
        if (prv_tree_named(&rw->tk, prv_kinds[i].names)) {
            kind = prv_kinds[i].kind;
            break;
        }
    }

    rw->kinds[rw->drop_depth] = (uint16_t) kind;
    rw->drop[rw->drop_depth++] = prv_tree_key(&rw->tk);
}


/*
 * WHATWG HTML, sections 13.1.2.4 and 13.2.6.4.7: a start tag in an element
 * that goes ends what needs no end tag.  1 where it ends that element.
 */

int
prv_drop_opened(prv_rewriter_t *rw)
{
    size_t                i;
    unsigned              end, part;
    prv_tokenizer_t      *tk;
    const prv_opens_t    *o;

    tk = &rw->tk;

    /* in svg, and where it cannot be told, nothing is implied */

    if (tk->end_tag || rw->xml || rw->ns_depth || rw->drop_ns
        || rw->drop_over)
    {
        return 0;
    }

    for (i = 0; i < sizeof(prv_opens) / sizeof(prv_opens[0]); i++) {

        o = &prv_opens[i];

        if (!prv_tree_named(tk, o->names)) {
            continue;
        }

        end = prv_drop_ends(rw, o->ends, o->stop);
        part = (o->stop == PRV_KIND_TABLE);

        /* a part of a table ends what stands in the part before it */

        if (part && end == rw->drop_depth
            && (rw->kinds[0] & (PRV_KIND_FLOW|PRV_KIND_CHOICE)))
        {
            end = prv_drop_ends(rw, rw->kinds[0] & ~PRV_KIND_SPECIAL,
                                PRV_KIND_TABLE);
        }

        if (end == 0) {
            return 1;
        }

        rw->drop_depth = end;

        break;
    }

    if (!prv_tree_ends_p(tk)) {
        return 0;
    }

    end = prv_drop_ends(rw, PRV_KIND_P, PRV_KIND_SCOPE|PRV_KIND_BUTTON);

    if (end == 0) {
        return 1;
    }

    rw->drop_depth = end;

    return 0;
}


/* … and an end tag of none that is open in it, but around it perhaps */

int
prv_drop_closed(const prv_rewriter_t *rw)
{
    size_t               i;
    const prv_closes_t  *c;

    if (rw->xml || rw->ns_depth || rw->drop_ns) {
        return 0;
    }

    for (i = 0; i < sizeof(prv_closes) / sizeof(prv_closes[0]); i++) {

        c = &prv_closes[i];

        if ((rw->kinds[0] & c->kinds) && prv_tree_named(&rw->tk, c->names)
            && prv_drop_ends(rw, rw->kinds[0] & c->kinds, c->stop) == 0)
        {
            return 1;
        }
    }

    return 0;
}


/* how many of those in it stay open; all of them where none is ended */

static unsigned
prv_drop_ends(const prv_rewriter_t *rw, unsigned ends, unsigned stop)
{
    unsigned  i, end;

    end = rw->drop_depth;

    for (i = rw->drop_depth; i--; /* void */ ) {

        if (rw->kinds[i] & ends) {
            end = i;
        }

        if (rw->kinds[i] & stop) {
            break;
        }
    }

    return end;
}
