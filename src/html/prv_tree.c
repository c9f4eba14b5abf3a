
#include "html/prv_html.h"


/* which elements' text is none of markup */

void
prv_tree_raw(prv_rewriter_t *rw)
{
    prv_tokenizer_t  *tk;

    tk = &rw->tk;

    if (tk->element == NULL || prv_tree_is_foreign(rw)) {
        return;
    }

    if (rw->frameset
        && (tk->name_len != sizeof("noframes") - 1
            || memcmp(tk->name, "noframes", tk->name_len) != 0))
    {
        return;
    }

    switch (tk->element->id) {

    case PRV_EL_SCRIPT:
        prv_token_raw(tk, PRV_ST_SCRIPT, tk->name, tk->name_len);
        break;

    case PRV_EL_STYLE:
    case PRV_EL_RAW:
    case PRV_EL_IFRAME:
        prv_token_raw(tk, PRV_ST_RAWTEXT, tk->name, tk->name_len);
        break;

    case PRV_EL_RCDATA:
        prv_token_raw(tk, PRV_ST_RCDATA, tk->name, tk->name_len);
        break;

    case PRV_EL_PLAINTEXT:
        prv_token_raw(tk, PRV_ST_PLAINTEXT, tk->name, tk->name_len);
        break;

    default:
        break;
    }
}


/* what the tokenizer must tell from here on */

void
prv_tree_every(prv_rewriter_t *rw)
{
    rw->tk.xml = rw->xml;
    rw->tk.foreign = prv_tree_is_foreign(rw);

    /* whether a CDATA section may stand here is not known for sure */

    rw->tk.doubt = (rw->ns_depth && !prv_tree_is_foreign(rw))
                   || rw->unsure || rw->selects
                   || prv_tree_in_columns(rw);

    rw->tk.every = !rw->placed
                   || rw->ns_depth
                   || rw->columns
                   || (rw->unsure && !rw->point_open)
                   || rw->emptied
                   || rw->too_long != PRV_LONG_NONE
                   || rw->mode == PRV_MODE_DROP_TREE
                   || rw->mode == PRV_MODE_INLINE
                   || (rw->xml && (rw->mode == PRV_MODE_STYLE
                                   || rw->mode == PRV_MODE_DROP_RAW));

    /* in XML no text begins a body */

    if (!rw->placed && !rw->templates && !rw->noscript && !rw->xml) {
        rw->tk.watch = 1;
    }
}


/* the start tags that end foreign content: section 13.2.6.5 */

int
prv_tree_breaks(const prv_tokenizer_t *tk)
{
    return prv_tree_named(tk,
        " b big blockquote body br center code dd div dl dt em embed h1 h2 h3"
        " h4 h5 h6 head hr i img li listing menu meta nobr ol p pre ruby s"
        " small span strong strike sub sup table tt u ul var ");
}


/*
 * Does a start tag that is to go mean something to what stands behind it?
 * The marked may end a <p> (section 13.2.6.4.7), where one may be open; what
 * is first in a template says how that is read (section 13.2.6.4.18).
 */

int
prv_tree_means(const prv_rewriter_t *rw, const prv_verdict_t *v)
{
    unsigned                open;
    const prv_element_t    *e;
    const prv_tokenizer_t  *tk;

    tk = &rw->tk;
    e = tk->element;

    if (rw->templates && !prv_tree_is_foreign(rw)
        && (e == NULL || !(e->flags & PRV_EF_HEAD)))
    {
        return 1;
    }

    open = (tk->name_len == 1 && tk->name[0] == 'p') ? tk->para >> 1
                                                     : tk->para & 1;

    return open && v->marked
           && (prv_tree_ends_p(tk) || prv_tree_named(tk, " table "));
}


int
prv_tree_ends_p(const prv_tokenizer_t *tk)
{
    /* a table does not where there is no doctype */

    return prv_tree_named(tk,
        " address article aside blockquote center dd details dialog dir div"
        " dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6"
        " header hgroup hr li listing main menu nav ol p plaintext pre search"
        " section summary ul xmp ");
}


int
prv_tree_named(const prv_tokenizer_t *tk, const char *names)
{
    size_t       i;
    const char  *p;

    if (tk->name_len > PRV_NAME_MAX) {
        return 0;
    }

    for (p = names + 1; *p != '\0'; p++) {

        for (i = 0;
             i < tk->name_len && (unsigned char) p[i] == tk->name[i];
             i++)
        {
            /* void */
        }

        if (i == tk->name_len && p[i] == ' ') {
            return 1;
        }

        while (*p != ' ') {
            p++;
        }
    }

    return 0;
}


int
prv_tree_void(const prv_tokenizer_t *tk)
{
    if (tk->element != NULL) {
        return (tk->element->flags & PRV_EF_VOID)
               || (tk->name_len == 3 && memcmp(tk->name, "col", 3) == 0);
    }

    return (tk->name_len == 2 && (memcmp(tk->name, "br", 2) == 0
                                  || memcmp(tk->name, "hr", 2) == 0))
           || (tk->name_len == 3 && memcmp(tk->name, "wbr", 3) == 0)
           || (tk->name_len == 6 && memcmp(tk->name, "keygen", 6) == 0);
}


uint32_t
prv_tree_key(const prv_tokenizer_t *tk)
{
    size_t    i;
    uint32_t  h;

    h = (uint32_t) tk->name_len;

    for (i = 0; i < PRV_NAME_MAX; i++) {
        h = (h ^ tk->name[i]) * 16777619u;
    }

    return h;
}


/* svg, math, and where HTML goes on inside of them: a start tag */

void
prv_tree_foreign(prv_rewriter_t *rw)
{
    unsigned              ns, top;
    prv_tokenizer_t      *tk;
    const prv_element_t  *e;

    tk = &rw->tk;
    e = tk->element;
    top = prv_tree_ns(rw);

    if (rw->xml) {
        return;
    }

    if (rw->unsure && e != NULL
        && (e->id == PRV_EL_POINT || e->id == PRV_EL_ANNOTATION))
    {
        rw->point_open = 1;
    }

    if (rw->unsure && !rw->point_open && rw->ns_depth == 0
        && rw->mode == PRV_MODE_PASS && prv_tree_breaks(tk))
    {
        /* the page itself has made sure */

        rw->unsure = 0;
        prv_tree_every(rw);
    }

    if (rw->ns_depth == 0
        && (e == NULL || (e->id != PRV_EL_SVG && e->id != PRV_EL_MATH)))
    {
        return;
    }

    if (rw->frameset) {
        return;
    }

    ns = top;

    if (e != NULL && e->id == PRV_EL_SVG
        && (!prv_tree_is_foreign(rw) || rw->annotated))
    {
        ns = PRV_NS_SVG;

    } else if (e != NULL && e->id == PRV_EL_MATH
               && !prv_tree_is_foreign(rw))
    {
        ns = PRV_NS_MATH;

    } else if (top == PRV_NS_SVG && e != NULL
               && (e->id == PRV_EL_RCDATA
                   ? tk->name_len == sizeof("title") - 1
                   : e->id == PRV_EL_POINT && tk->name[0] != 'm'))
    {
        ns = PRV_NS_POINT;

    } else if (top == PRV_NS_MATH && e != NULL
               && (e->id == PRV_EL_ANNOTATION
                   ? (tk->seen & prv_at(PRV_AT_ENCODING)) != 0
                   : e->id == PRV_EL_POINT && tk->name[0] == 'm'))
    {
        ns = PRV_NS_POINT;

    } else if (top == PRV_NS_POINT || top == PRV_NS_HTML) {

        if (tk->state != PRV_ST_DATA || prv_tree_void(tk)) {
            return;
        }

        ns = PRV_NS_HTML;
    }

    if (tk->self_closing && ns != PRV_NS_HTML) {
        return;
    }

    if (rw->ns_depth == PRV_NS_DEPTH) {

        /* too deep to be told apart */

        rw->point_open = 1;
        prv_tree_unsure(rw);
        return;
    }

    /* right in an annotation-xml, an svg is one of SVG */

    rw->annotated = (e != NULL && e->id == PRV_EL_ANNOTATION);

    if (ns == PRV_NS_POINT) {
        rw->point = prv_token_offset(tk);
    }

    rw->names[rw->ns_depth] = prv_tree_key(tk);
    rw->ns[rw->ns_depth++] = (unsigned char) ns;

    prv_tree_every(rw);
}


/* … and an end tag */

void
prv_tree_end(prv_rewriter_t *rw)
{
    unsigned          i, foreign;
    uint32_t          key;
    prv_tokenizer_t  *tk;

    tk = &rw->tk;

    if (rw->ns_depth == 0) {
        return;
    }

    foreign = prv_tree_is_foreign(rw);

    if (foreign
        && ((tk->name_len == 1 && tk->name[0] == 'p')
            || (tk->name_len == 2 && memcmp(tk->name, "br", 2) == 0)))
    {
        prv_tree_break(rw);
        return;
    }

    key = prv_tree_key(tk);

    for (i = rw->ns_depth; i; i--) {

        if (rw->names[i - 1] == key) {

            /* what it passes over was not closed: then it may be ignored */

            if (!foreign && i != rw->ns_depth) {
                prv_tree_unsure(rw);
                return;
            }

            rw->ns_depth = i - 1;
            rw->annotated = 0;

            prv_tree_every(rw);
            return;
        }

        if (foreign && rw->ns[i - 1] != PRV_NS_SVG
            && rw->ns[i - 1] != PRV_NS_MATH)
        {
            break;
        }
    }

    /* it may close what stands around all this, which no script can be */

    if (tk->element == NULL || tk->element->id != PRV_EL_SCRIPT) {
        prv_tree_unsure(rw);
    }
}


/* out of svg and math, to the next HTML */

void
prv_tree_break(prv_rewriter_t *rw)
{
    while (rw->ns_depth && prv_tree_is_foreign(rw)) {
        rw->ns_depth--;
    }

    /* of what goes, this stays */

    if (rw->mode == PRV_MODE_DROP_TREE && rw->ns_depth < rw->drop_ns) {
        rw->broken = 1;
        rw->drop_ns = rw->ns_depth;
    }

    prv_tree_every(rw);
}


/*
 * Whether svg and math go on cannot be told without a tree.  From here on it
 * is read as HTML, and before what another reading would hide markup with
 * stands a tag that makes it so (prv_tree_sure()).
 */

void
prv_tree_unsure(prv_rewriter_t *rw)
{
    unsigned  i;

    for (i = 0; i < rw->ns_depth; i++) {
        if (rw->ns[i] == PRV_NS_POINT) {
            rw->point_open = 1;
        }
    }

    rw->ns_depth = 0;
    rw->unsure = 1;

    prv_tree_every(rw);
}


int
prv_tree_sure(prv_rewriter_t *rw)
{
    /* in an svg that was opened since, it is one of SVG for everybody */

    if (!rw->unsure || rw->conf->tags == PRV_TAGS_OFF || rw->frameset
        || prv_tree_is_foreign(rw))
    {
        return PRV_OK;
    }

    switch (rw->tk.element->id) {

    case PRV_EL_SCRIPT:
    case PRV_EL_STYLE:
    case PRV_EL_RAW:
    case PRV_EL_RCDATA:
    case PRV_EL_IFRAME:
    case PRV_EL_PLAINTEXT:

        if (prv_out_flush(rw, rw->tk.start) != PRV_OK) {
            return PRV_ERROR;
        }

        /* it ends svg, and all is one again but inside of <foreignObject> */

        if (rw->ns_depth == 0 && !rw->point_open) {
            rw->unsure = 0;
            prv_tree_every(rw);
        }

        return prv_out_lit(rw, "<meta>");

    default:
        return PRV_OK;
    }
}


/*
 * A start tag that one reading takes for the beginning of raw text and
 * another passes over: such a one may not stay.  In a select, as browsers
 * read it before and after customizable selects; in a template behind a
 * column.  And a frameset where there may be a body already.
 */

int
prv_tree_doubtful(const prv_rewriter_t *rw)
{
    int                   foreign, columns;
    const prv_element_t  *e;

    e = rw->tk.element;
    foreign = prv_tree_is_foreign(rw);

    if (e != NULL && e->id == PRV_EL_FRAMESET && !rw->frameset && !foreign
        && (rw->placed || rw->templates || rw->noscript))
    {
        return 1;
    }

    columns = prv_tree_in_columns(rw);

    if (e == NULL || rw->frameset || (!rw->selects && !columns)) {
        return 0;
    }

    /* in svg there, each is one of SVG for the ones alone */

    switch (e->id) {

    case PRV_EL_STYLE:
    case PRV_EL_RAW:
    case PRV_EL_IFRAME:
    case PRV_EL_PLAINTEXT:
        return 1;

    case PRV_EL_RCDATA:
        return rw->tk.name_len == sizeof("title") - 1 || columns
               || foreign;

    case PRV_EL_SCRIPT:
        return columns || foreign;

    default:
        return 0;
    }
}
