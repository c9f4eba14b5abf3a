
#include "consent/prv_tcf.h"
#include "consent/prv_text.h"


#define PRV_TCF_DISCLOSED      1
#define PRV_TCF_POLICY_2_2     4
#define PRV_TCF_POLICY_2_3     5
#define PRV_TCF_RANGE          0x10000u     /* of the 17 bits of an entry */

/* older policies are void in what is created from 2023-10-01 on */

#define PRV_TCF_POLICY_UNTIL   1696118400


static int prv_tcf_grants_all(const prv_reader_t *reader,
    const prv_tcf_t *tcf);
static const char *prv_tcf_segments(prv_tcf_t *tcf, const prv_str_t *s);
static const char *prv_tcf_vendors(const prv_tcf_t *tcf, prv_bits_t *bits);
static const char *prv_tcf_restrictions(const prv_tcf_t *tcf,
    prv_bits_t *bits);
static const char *prv_tcf_entries(prv_bits_t *bits, uint32_t n);
static int prv_tcf_in_vendors(const prv_tcf_t *tcf, prv_bits_t bits,
    unsigned id);
static int prv_tcf_in_entries(prv_bits_t *bits, uint32_t n, unsigned id);
static int prv_tcf_in_groups(prv_bits_t *bits, uint32_t n, unsigned id);
static int prv_tcf_restricted(const prv_tcf_t *tcf, unsigned id,
    uint32_t purposes);
static int prv_tcf_one(const prv_tcf_t *tcf, unsigned id,
    prv_category_e category);
static uint32_t prv_tcf_purposes(uint32_t field);


void
prv_tcf_read(prv_reader_t *reader, prv_answer_t *answer)
{
    int        escaped;
    prv_str_t  s;

    escaped = prv_value_escaped(reader, 0, &s);

    prv_tcf_answer(reader, answer, &s, escaped, 0);

    if (escaped && answer->says == PRV_SAYS_SO) {
        prv_answer_weaken(reader, answer, PRV_ESCAPED);
    }
}


void
prv_tcf_answer(prv_reader_t *reader, prv_answer_t *answer,
    const prv_str_t *s, int copy, int canada)
{
    int          i, dated;
    prv_str_t    text;
    prv_tcf_t    parsed, *tcf, **last;
    const char  *why;

    text = *s;
    dated = 0;

    why = canada ? prv_tcf_parse_ca(&parsed, &text)
                 : prv_tcf_parse(&parsed, &text);

    if (why == NULL && !canada) {

        if (!parsed.specific) {
            why = "a TC string of global scope is not valid any more";
        }

        /* what was void when it was made may refuse, and grants nothing */

        dated = parsed.policy < PRV_TCF_POLICY_2_2
                && parsed.created >= PRV_TCF_POLICY_UNTIL;
    }

    if (why == NULL && dated && prv_tcf_grants_all(reader, &parsed)) {
        why = "a TC string under a policy that was void when it was made";
    }

    if (why != NULL) {
        answer->says = PRV_SAYS_RUBBISH;
        answer->why = why;
        return;
    }

    tcf = prv_alloc(reader->mem, sizeof(prv_tcf_t));

    if (tcf == NULL
        || (copy && prv_dup(reader->mem, &text, s) != PRV_OK))
    {
        reader->failed = 1;
        return;
    }

    *tcf = parsed;

    if (copy) {
        tcf->vendors.text = text.data + (parsed.vendors.text - s->data);
        tcf->restrictions.text = text.data
                                 + (parsed.restrictions.text - s->data);

        if (parsed.disclosed.text != NULL) {
            tcf->disclosed.text = text.data
                                  + (parsed.disclosed.text - s->data);
        }
    }

    memcpy(tcf->need, reader->conf->purposes, sizeof(tcf->need));

    for (i = PRV_FUNCTIONAL; i < PRV_CATEGORIES; i++) {

        if (tcf->need[i] & ~tcf->purposes) {
            prv_answer_category(answer, (prv_category_e) i, 0);

        } else if (!dated) {
            prv_answer_category(answer, (prv_category_e) i, 1);
        }
    }

    answer->says = PRV_SAYS_SO;
    answer->time = tcf->updated;

    for (last = &answer->tcf; *last != NULL; last = &(*last)->next) {
        /* void */
    }

    *last = tcf;
}


static int
prv_tcf_grants_all(const prv_reader_t *reader, const prv_tcf_t *tcf)
{
    int  i;

    for (i = PRV_FUNCTIONAL; i < PRV_CATEGORIES; i++) {
        if (reader->conf->purposes[i] & ~tcf->purposes) {
            return 0;
        }
    }

    return 1;
}


const char *
prv_tcf_parse(prv_tcf_t *tcf, const prv_str_t *s)
{
    prv_str_t       core, rest;
    prv_bits_t      bits;
    const char     *why;
    unsigned char  *p;

    memset(tcf, 0, sizeof(prv_tcf_t));

    if (s->len > PRV_TCF_MAX) {
        return "too long";
    }

    core = *s;
    rest.len = 0;
    rest.data = NULL;

    p = s->len ? memchr(s->data, '.', s->len) : NULL;

    if (p != NULL) {
        core.len = (size_t) (p - s->data);
        rest.data = p + 1;
        rest.len = s->len - core.len - 1;
    }

    if (prv_bits_init(&bits, core.data, core.len) != PRV_OK) {
        return "not a TC string: a character that none has";
    }

    switch (prv_bits_get(&bits, 6)) {

    case 2:
        break;

    case 1:
        return "a TC string of version 1 is not valid any more";

    default:
        return "not a TC string of version 2";
    }

    tcf->created = (int64_t) prv_bits_get(&bits, 20) << 16;
    tcf->created = (tcf->created | prv_bits_get(&bits, 16)) / 10;
    tcf->updated = (int64_t) prv_bits_get(&bits, 20) << 16;
    tcf->updated = (tcf->updated | prv_bits_get(&bits, 16)) / 10;
    tcf->cmp = prv_bits_get(&bits, 12);

    /* CmpVersion, ConsentScreen, ConsentLanguage, VendorListVersion */

    prv_bits_skip(&bits, 12 + 6 + 12 + 12);

    tcf->policy = prv_bits_get(&bits, 6);
    tcf->specific = prv_bits_get(&bits, 1) & 1;

    /* UseNonStandardTexts, SpecialFeatureOptIns */

    prv_bits_skip(&bits, 1 + 12);

    tcf->purposes = prv_tcf_purposes(prv_bits_get(&bits, 24));

    /* PurposesLITransparency, PurposeOneTreatment, PublisherCC */

    prv_bits_skip(&bits, 24 + 1 + 12);

    tcf->vendors = bits;

    why = prv_tcf_vendors(tcf, &bits);

    if (why == NULL) {
        why = prv_tcf_vendors(tcf, &bits);      /* VendorLI */
    }

    if (why == NULL) {
        tcf->restrictions = bits;
        why = prv_tcf_restrictions(tcf, &bits);
    }

    if (why == NULL) {
        why = prv_tcf_segments(tcf, &rest);
    }

    return why;
}


const char *
prv_tcf_parse_ca(prv_tcf_t *tcf, const prv_str_t *s)
{
    prv_str_t       core;
    prv_bits_t      bits;
    const char     *why;
    unsigned char  *p;

    memset(tcf, 0, sizeof(prv_tcf_t));

    tcf->fibonacci = 1;

    if (s->len > PRV_TCF_MAX) {
        return "too long";
    }

    core = *s;
    p = s->len ? memchr(s->data, '.', s->len) : NULL;

    if (p != NULL) {
        core.len = (size_t) (p - s->data);
    }

    if (prv_bits_init(&bits, core.data, core.len) != PRV_OK) {
        return "not a TCF string: a character that none has";
    }

    if (prv_bits_get(&bits, 6) != 1) {
        return "not a Canadian TCF string of version 1";
    }

    tcf->created = (int64_t) prv_bits_get(&bits, 20) << 16;
    tcf->created = (tcf->created | prv_bits_get(&bits, 16)) / 10;
    tcf->updated = (int64_t) prv_bits_get(&bits, 20) << 16;
    tcf->updated = (tcf->updated | prv_bits_get(&bits, 16)) / 10;
    tcf->cmp = prv_bits_get(&bits, 12);

    prv_bits_skip(&bits, 12 + 6 + 12 + 12);

    tcf->policy = prv_bits_get(&bits, 6);

    /* UseNonStandardStacks, SpecialFeatureExpressConsent */

    prv_bits_skip(&bits, 1 + 12);

    tcf->purposes = prv_tcf_purposes(prv_bits_get(&bits, 24));

    prv_bits_skip(&bits, 24);                   /* PurposesImpliedConsent */

    tcf->vendors = bits;

    why = prv_tcf_vendors(tcf, &bits);

    if (why == NULL) {
        why = prv_tcf_vendors(tcf, &bits);      /* VendorImpliedConsent */
    }

    if (why == NULL) {
        tcf->restrictions = bits;
        why = prv_tcf_restrictions(tcf, &bits);
    }

    return why;
}


/* a field of 24 bits, of which the first is purpose 1 */

static uint32_t
prv_tcf_purposes(uint32_t field)
{
    int       i;
    uint32_t  purposes;

    purposes = 0;

    for (i = 1; i <= 24; i++) {
        purposes |= (field >> (24 - i) & 1) << i;
    }

    return purposes;
}


static const char *
prv_tcf_segments(prv_tcf_t *tcf, const prv_str_t *s)
{
    size_t          n;
    prv_str_t       rest;
    prv_bits_t      bits, list;
    const char     *why;
    unsigned char  *p;

    rest = *s;

    while (rest.len) {

        p = memchr(rest.data, '.', rest.len);
        n = p != NULL ? (size_t) (p - rest.data) : rest.len;

        if (prv_bits_init(&bits, rest.data, n) != PRV_OK) {
            return "not a TC string: a character that none has";
        }

        rest.data += p != NULL ? n + 1 : n;
        rest.len -= p != NULL ? n + 1 : n;

        if (n == 0) {
            continue;
        }

        switch (prv_bits_get(&bits, 3)) {

        case 0:
            return "a TC string with two core segments";

        case PRV_TCF_DISCLOSED:
            list = bits;

            why = prv_tcf_vendors(tcf, &bits);
            if (why != NULL) {
                return why;
            }

            bits = list;

            if (prv_bits_get(&bits, 16) != 0) {
                tcf->disclosed = list;
            }

            break;

        default:

            /* VendorsAllowed, PublisherTC: not asked */

            break;
        }
    }

    return NULL;
}


/* passes over a list of vendors */

static const char *
prv_tcf_vendors(const prv_tcf_t *tcf, prv_bits_t *bits)
{
    uint32_t  max, n;

    max = prv_bits_get(bits, 16);

    if (prv_bits_get(bits, 1) == 0) {
        prv_bits_skip(bits, max);
        return bits->failed ? "truncated" : NULL;
    }

    n = prv_bits_get(bits, 12);

    if (!tcf->fibonacci) {
        return prv_tcf_entries(bits, n);
    }

    (void) prv_tcf_in_groups(bits, n, 0);

    return bits->failed ? "truncated" : NULL;
}


static const char *
prv_tcf_entries(prv_bits_t *bits, uint32_t n)
{
    uint32_t  i, start;

    for (i = 0; i < n && !bits->failed; i++) {

        /* a bit that tells a range from an id, and the first 16 bits of it */

        start = prv_bits_get(bits, 17);

        if ((start & PRV_TCF_RANGE)
            && (start & ~PRV_TCF_RANGE) > prv_bits_get(bits, 16)
            && !bits->failed)
        {
            return "a range that ends before it starts";
        }
    }

    return bits->failed ? "truncated" : NULL;
}


static const char *
prv_tcf_restrictions(const prv_tcf_t *tcf, prv_bits_t *bits)
{
    uint32_t     i, n;
    const char  *why;

    n = prv_bits_get(bits, 12);

    for (i = 0; i < n && !bits->failed; i++) {
        prv_bits_skip(bits, 6 + 2);

        if (tcf->fibonacci) {
            (void) prv_tcf_in_groups(bits, prv_bits_get(bits, 12), 0);
            continue;
        }

        why = prv_tcf_entries(bits, prv_bits_get(bits, 12));
        if (why != NULL) {
            return why;
        }
    }

    return bits->failed ? "truncated" : NULL;
}


int
prv_tcf_vendor(const prv_tcf_t *tcf, unsigned id, prv_category_e category)
{
    for ( /* void */ ; tcf != NULL; tcf = tcf->next) {
        if (!prv_tcf_one(tcf, id, category)) {
            return 0;
        }
    }

    return 1;
}


static int
prv_tcf_one(const prv_tcf_t *tcf, unsigned id, prv_category_e category)
{
    if ((tcf->need[category] & ~tcf->purposes)
        || !prv_tcf_in_vendors(tcf, tcf->vendors, id))
    {
        return 0;
    }

    if (!tcf->fibonacci && tcf->policy >= PRV_TCF_POLICY_2_3
        && tcf->disclosed.text != NULL
        && !prv_tcf_in_vendors(tcf, tcf->disclosed, id))
    {
        return 0;
    }

    return !prv_tcf_restricted(tcf, id, tcf->need[category]);
}


static int
prv_tcf_in_vendors(const prv_tcf_t *tcf, prv_bits_t bits, unsigned id)
{
    uint32_t  max, n;

    max = prv_bits_get(&bits, 16);

    if (prv_bits_get(&bits, 1) == 0) {

        if (id > max) {
            return 0;
        }

        prv_bits_skip(&bits, id - 1);

        return (int) prv_bits_get(&bits, 1);
    }

    n = prv_bits_get(&bits, 12);

    return tcf->fibonacci ? prv_tcf_in_groups(&bits, n, id)
                          : prv_tcf_in_entries(&bits, n, id);
}


/* all entries are passed over, so that what follows them can be read */

static int
prv_tcf_in_entries(prv_bits_t *bits, uint32_t n, unsigned id)
{
    int       in;
    uint32_t  i, start, end;

    in = 0;

    for (i = 0; i < n && !bits->failed; i++) {
        start = prv_bits_get(bits, 17);
        end = start;

        if (start & PRV_TCF_RANGE) {
            start &= ~PRV_TCF_RANGE;
            end = prv_bits_get(bits, 16);
        }

        in |= id >= start && id <= end;
    }

    return in;
}


/* the same for ranges as in the header of the GPP: offsets and lengths */

static int
prv_tcf_in_groups(prv_bits_t *bits, uint32_t n, unsigned id)
{
    int       in;
    uint32_t  i, last, start, group;

    in = 0;
    last = 0;

    for (i = 0; i < n && !bits->failed; i++) {
        group = prv_bits_get(bits, 1);
        start = last + prv_bits_fibonacci(bits);
        last = group ? start + prv_bits_fibonacci(bits) : start;

        if (last > 65535) {
            bits->failed = 1;
            return 0;
        }

        in |= id >= start && id <= last;
    }

    return in;
}


/* NumPubRestrictions: 1 (consent is required) restricts nothing here */

static int
prv_tcf_restricted(const prv_tcf_t *tcf, unsigned id, uint32_t purposes)
{
    int         in;
    uint32_t    i, n, m, purpose, type;
    prv_bits_t  bits;

    bits = tcf->restrictions;
    n = prv_bits_get(&bits, 12);

    for (i = 0; i < n && !bits.failed; i++) {
        purpose = prv_bits_get(&bits, 6);
        type = prv_bits_get(&bits, 2);

        m = prv_bits_get(&bits, 12);

        in = tcf->fibonacci ? prv_tcf_in_groups(&bits, m, id)
                            : prv_tcf_in_entries(&bits, m, id);

        if (in && type != 1 && purpose < 32 && (purposes >> purpose & 1)) {
            return 1;
        }
    }

    return 0;
}
