
/*
 * The IAB Global Privacy Platform string: "Consent String Specification" and
 * its sections.
 */


#include "consent/prv_tcf.h"
#include "consent/prv_text.h"


#define PRV_GPP_SECTIONS   64       /* of one string */
#define PRV_GPP_TYPE       3
#define PRV_GPP_VERSION    1

#define PRV_GPP_TCF_EU     2
#define PRV_GPP_TCF_CA     5
#define PRV_GPP_USP        6
#define PRV_GPP_US_FIRST   7
#define PRV_GPP_HEADERS    24       /* sections from this on may have one */

#define PRV_GPP_USNAT_V1   60       /* bits of the first layout … */
#define PRV_GPP_USNAT_V1_CHILD  48  /* … and where its child list begins */
#define PRV_GPP_NONE       0xff


/* the cookies: a string, and the sections that are in force */

#define PRV_GPP_ROLE           0
#define PRV_GPP_ROLE_ONETRUST  1
#define PRV_GPP_ROLE_SID       2
#define PRV_GPP_ROLE_PARTS     3
#define PRV_GPP_PARTS          4


/* where in a US section's core the fields stand, in bits */

typedef struct {
    unsigned char  sale;
    unsigned char  sharing;
    unsigned char  targeted;
    unsigned char  child;           /* known child consents, 2 bits each … */
    unsigned char  children;        /* … and how many */
    unsigned char  bits;            /* of the whole core */
    unsigned char  gpc;             /* it has a GPC subsection */
    unsigned char  version;         /* the highest that is known */
} prv_gpp_layout_t;


#define NONE  PRV_GPP_NONE

static const prv_gpp_layout_t  prv_gpp_layouts[] = {
    { 18, 20, 22, 56, 3, 70, 1, 2 },        /*  7 usnat */
    { 12, 14, NONE, 34, 2, 46, 1, 1 },      /*  8 usca */
    { 12, NONE, 14, 32, 1, 40, 0, 1 },      /*  9 usva */
    { 12, NONE, 14, 30, 1, 38, 1, 1 },      /* 10 usco */
    { 14, NONE, 16, 34, 1, 42, 0, 1 },      /* 11 usut */
    { 12, NONE, 14, 32, 3, 44, 1, 1 },      /* 12 usct */
    { 12, NONE, 14, 32, 3, 46, 0, 1 },      /* 13 usfl */
    { 12, NONE, 14, 32, 3, 46, 1, 1 },      /* 14 usmt */
    { 12, NONE, 14, 38, 3, 52, 1, 1 },      /* 15 usor */
    { 12, NONE, 14, 32, 1, 42, 1, 1 },      /* 16 ustx */
    { 12, NONE, 14, 34, 5, 52, 1, 1 },      /* 17 usde */
    { 14, NONE, 16, 34, 1, 42, 1, 1 },      /* 18 usia */
    { 12, NONE, 14, 32, 1, 42, 1, 1 },      /* 19 usne */
    { 12, NONE, 14, 32, 3, 46, 1, 1 },      /* 20 usnh */
    { 12, NONE, 14, 36, 5, 54, 1, 1 },      /* 21 usnj */
    { 12, NONE, 14, 32, 1, 42, 1, 1 },      /* 22 ustn */
    { 12, NONE, 14, 32, 1, 42, 1, 1 },      /* 23 usmn */
    { 16, NONE, 18, 0, 0, 22, 1, 1 },       /* 24 usmd */
    { 16, NONE, 18, 20, 1, 24, 0, 1 },      /* 25 usin */
    { 16, NONE, 18, 20, 1, 24, 0, 1 },      /* 26 usky */
    { 16, NONE, 18, 20, 1, 24, 0, 1 }       /* 27 usri */
};

#undef NONE


static void prv_gpp_one(prv_reader_t *reader, prv_answer_t *answer,
    prv_str_t *s, int escaped);
static int prv_gpp_join(prv_reader_t *reader, prv_str_t *s);
static const char *prv_gpp_string(prv_reader_t *reader, prv_answer_t *answer,
    const prv_str_t *s, const prv_str_t *sid);
static const char *prv_gpp_header(const prv_str_t *s, unsigned *ids,
    size_t *n);
static int prv_gpp_in_force(const prv_str_t *sid, unsigned id);
static const char *prv_gpp_tcf(prv_reader_t *reader, prv_answer_t *answer,
    const prv_str_t *s, unsigned id, int count);
static const char *prv_gpp_us(prv_answer_t *answer, const prv_str_t *s,
    unsigned id, int count);
static void prv_gpp_field(prv_bits_t core, unsigned at, int *out, int *in);


void
prv_gpp_read(prv_reader_t *reader, prv_answer_t *answer)
{
    int        escaped;
    size_t     role;
    prv_str_t  s;

    for (role = PRV_GPP_ROLE; role <= PRV_GPP_ROLE_ONETRUST; role++) {

        if (reader->values[role].data != NULL) {
            escaped = prv_value_escaped(reader, role, &s);
            prv_gpp_one(reader, answer, &s, escaped);
        }
    }

    if (reader->values[PRV_GPP_ROLE_PARTS].data != NULL
        && prv_gpp_join(reader, &s) == PRV_OK)
    {
        prv_gpp_one(reader, answer, &s, 0);
    }

    if (answer->says == PRV_SAYS_NOTHING && answer->why == NULL) {
        answer->why = "there is no string that it belongs to";
    }
}


/* of several strings the most restrictive, and none if all are broken */

static void
prv_gpp_one(prv_reader_t *reader, prv_answer_t *answer, prv_str_t *s,
    int escaped)
{
    prv_answer_t  one;
    const char   *why;

    memset(&one, 0, sizeof(prv_answer_t));

    if (s->len && s->data[0] == 'C') {
        prv_tcf_answer(reader, &one, s, escaped, 0);

    } else {
        why = prv_gpp_string(reader, &one, s,
                             &reader->values[PRV_GPP_ROLE_SID]);

        if (why != NULL) {
            prv_invalid(&one, why);
        }
    }

    if (escaped && one.says == PRV_SAYS_SO) {
        prv_answer_weaken(reader, &one, PRV_ESCAPED);
    }

    prv_answer_merge(reader, answer, PRV_LEVELS - 1, &one);

    if (one.says == PRV_SAYS_RUBBISH && answer->says == PRV_SAYS_NOTHING
        && !answer->weak)
    {
        answer->says = PRV_SAYS_RUBBISH;
    }
}


/* a string that OneTrust cut into cookies of 4,000 bytes */

static int
prv_gpp_join(prv_reader_t *reader, prv_str_t *s)
{
    size_t            i, len;
    const prv_str_t  *parts;

    parts = &reader->values[PRV_GPP_ROLE_PARTS];
    len = 0;

    for (i = 0; i < PRV_GPP_PARTS && parts[i].data != NULL; i++) {
        len += parts[i].len;
    }

    s->data = prv_alloc(reader->mem, len ? len : 1);
    s->len = 0;

    if (s->data == NULL) {
        reader->failed = 1;
        return PRV_ERROR;
    }

    for (i = 0; i < PRV_GPP_PARTS && parts[i].data != NULL; i++) {
        memcpy(s->data + s->len, parts[i].data, parts[i].len);
        s->len += parts[i].len;
    }

    return PRV_OK;
}


/* NULL, or what is wrong with the string as a whole */

static const char *
prv_gpp_string(prv_reader_t *reader, prv_answer_t *answer,
    const prv_str_t *s, const prv_str_t *sid)
{
    int          out, count;
    size_t       i, n;
    unsigned     ids[PRV_GPP_SECTIONS];
    prv_str_t    rest, section;
    const char  *why;

    if (s->len == 0) {
        return "empty";
    }

    rest = *s;

    (void) prv_text_next(&rest, '~', &section);

    why = prv_gpp_header(&section, ids, &n);
    if (why != NULL) {
        return why;
    }

    for (i = 0; prv_text_next(&rest, '~', &section); i++) {

        if (i == n || section.len == 0) {
            return "not as many sections as its header says";
        }

        count = prv_gpp_in_force(sid, ids[i]);

        if (ids[i] == PRV_GPP_TCF_EU || ids[i] == PRV_GPP_TCF_CA) {
            why = prv_gpp_tcf(reader, answer, &section, ids[i], count);

        } else if (ids[i] == PRV_GPP_USP) {

            out = prv_usp_opted_out(&section);

            if (out == PRV_ERROR) {
                return "a malformed US Privacy section";
            }

            if (count && out != PRV_DECLINED) {
                prv_answer_category(answer, PRV_MARKETING, !out);
            }

        } else {
            why = prv_gpp_us(answer, &section, ids[i], count);
        }

        if (why != NULL) {
            return why;
        }
    }

    if (i != n) {
        return "not as many sections as its header says";
    }

    if (answer->granted | answer->denied) {
        answer->says = PRV_SAYS_SO;

    } else {
        answer->why = "no section in force that says anything";
    }

    return NULL;
}


/* ids in ascending order, as ranges of Fibonacci coded offsets and lengths */

static const char *
prv_gpp_header(const prv_str_t *s, unsigned *ids, size_t *n)
{
    uint32_t    i, id, end, count, group;
    prv_bits_t  bits;

    *n = 0;

    if (prv_bits_init(&bits, s->data, s->len) != PRV_OK) {
        return "not a GPP string: a character that none has";
    }

    if (prv_bits_get(&bits, 6) != PRV_GPP_TYPE
        || prv_bits_get(&bits, 6) != PRV_GPP_VERSION)
    {
        return bits.failed ? "truncated" : "not a GPP string of version 1";
    }

    count = prv_bits_get(&bits, 12);
    end = 0;

    for (i = 0; i < count; i++) {
        group = prv_bits_get(&bits, 1);
        id = end + prv_bits_fibonacci(&bits);
        end = group ? id + prv_bits_fibonacci(&bits) : id;

        if (bits.failed) {
            return "truncated";
        }

        if (end - id >= PRV_GPP_SECTIONS - *n) {
            return "more sections than are believed";
        }

        while (id <= end) {
            ids[(*n)++] = id++;
        }
    }

    return bits.failed ? "truncated" : NULL;
}


/* the list's words are numbers, joined by "," or "_"; "-1" and "0" are none */

static int
prv_gpp_in_force(const prv_str_t *sid, unsigned id)
{
    size_t          i;
    unsigned        n;
    unsigned char   c;

    if (sid->len == 0) {
        return 1;
    }

    n = 0;

    for (i = 0; i < sid->len; i++) {
        c = sid->data[i];

        if (prv_is_digit(c)) {
            n = n > 9999 ? n : n * 10 + (c - '0');
            continue;
        }

        if (n == id) {
            return 1;
        }

        n = 0;

        /* "%2C" is a comma, too; what is no list restricts nothing */

        if (c == '%' && sid->len - i > 2
            && prv_lower_eq(sid->data + i, 3, "%2c"))
        {
            i += 2;
            continue;
        }

        if (c != ',' && c != '_' && c != '-' && c != ' ') {
            return 1;
        }
    }

    return n == id;
}


static const char *
prv_gpp_tcf(prv_reader_t *reader, prv_answer_t *answer, const prv_str_t *s,
    unsigned id, int count)
{
    prv_tcf_t     parsed;
    prv_bits_t    bits;
    const char   *why;
    prv_answer_t  one;

    /* another version leaves the other sections alone, a broken string not */

    if (prv_bits_init(&bits, s->data, 1) == PRV_OK
        && prv_bits_get(&bits, 6) != (id == PRV_GPP_TCF_CA ? 1 : 2))
    {
        return NULL;
    }

    why = id == PRV_GPP_TCF_CA ? prv_tcf_parse_ca(&parsed, s)
                               : prv_tcf_parse(&parsed, s);
    if (why != NULL) {
        return why;
    }

    memset(&one, 0, sizeof(prv_answer_t));

    prv_tcf_answer(reader, &one, s, 0, id == PRV_GPP_TCF_CA);

    if (!count || one.says != PRV_SAYS_SO) {
        return NULL;
    }

    answer->granted |= one.granted;
    answer->denied |= one.denied;
    answer->time = one.time;

    one.tcf->next = answer->tcf;
    answer->tcf = one.tcf;

    return NULL;
}


static const char *
prv_gpp_us(prv_answer_t *answer, const prv_str_t *s, unsigned id, int count)
{
    int                      out, in;
    unsigned                 i, bits, child, children;
    prv_str_t                rest, part;
    prv_bits_t               core, sub;
    const prv_gpp_layout_t  *layout;

    if (id < PRV_GPP_US_FIRST
        || id - PRV_GPP_US_FIRST
           >= sizeof(prv_gpp_layouts) / sizeof(prv_gpp_layouts[0]))
    {
        return NULL;            /* a section that is not known here */
    }

    layout = &prv_gpp_layouts[id - PRV_GPP_US_FIRST];

    rest = *s;
    (void) prv_text_next(&rest, '.', &part);

    if (prv_bits_init(&core, part.data, part.len) != PRV_OK) {
        return "a section with a character that none has";
    }

    if (id >= PRV_GPP_HEADERS && prv_bits_get(&core, 6) == id) {

        if (!prv_text_next(&rest, '.', &part)
            || prv_bits_init(&core, part.data, part.len) != PRV_OK)
        {
            return "a section without its core";
        }
    }

    bits = layout->bits;
    child = layout->child;
    children = layout->children;
    core.at = 0;
    core.failed = 0;

    if (id == PRV_GPP_US_FIRST && core.end < bits) {

        /* usnat had shorter lists; the fields before them did not move */

        bits = PRV_GPP_USNAT_V1;
        child = PRV_GPP_USNAT_V1_CHILD;
        children = 2;
    }

    if (core.end < bits) {
        return "truncated";
    }

    out = 0;
    in = 0;

    if (prv_bits_get(&core, 6) > layout->version) {
        return NULL;
    }

    core.at = 0;

    prv_gpp_field(core, layout->sale, &out, &in);
    prv_gpp_field(core, layout->sharing, &out, &in);
    prv_gpp_field(core, layout->targeted, &out, &in);

    for (i = 0; i < children; i++) {
        sub = core;
        prv_bits_skip(&sub, child + 2 * i);

        out |= prv_bits_get(&sub, 2) == 1;
    }

    while (prv_text_next(&rest, '.', &part)) {

        if (prv_bits_init(&sub, part.data, part.len) != PRV_OK) {
            return "a section with a character that none has";
        }

        if (layout->gpc && part.len && prv_bits_get(&sub, 2) == 1
            && prv_bits_get(&sub, 1) == 1)
        {
            out = 1;
        }
    }

    if (count && (out || in)) {
        prv_answer_category(answer, PRV_MARKETING, !out);
    }

    return NULL;
}


/* 1 is opted out, 2 is not, 0 does not apply; 3 is reserved */

static void
prv_gpp_field(prv_bits_t core, unsigned at, int *out, int *in)
{
    if (at == PRV_GPP_NONE) {
        return;
    }

    prv_bits_skip(&core, at);

    switch (prv_bits_get(&core, 2)) {

    case 0:
        break;

    case 2:
        *in = 1;
        break;

    default:
        *out = 1;
    }
}
