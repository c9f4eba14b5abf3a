
/*
 * What one source says, and two of them together.
 */


#include "consent/prv_tcf.h"


static void prv_answer_merge_names(prv_reader_t *reader, prv_answer_t *to,
    size_t level, const prv_answer_t *from);
static int prv_answer_restricts(const prv_answer_t *answer, unsigned bit);


void
prv_answer_category(prv_answer_t *answer, prv_category_e category, int yes)
{
    if (category == PRV_NECESSARY || category == PRV_CATEGORIES) {
        return;
    }

    if (yes) {
        answer->granted |= prv_bit(category);

    } else {
        answer->denied |= prv_bit(category);
    }
}


void
prv_answer_rest(prv_answer_t *answer)
{
    answer->denied |= PRV_ALL & ~prv_bit(PRV_NECESSARY) & ~answer->granted;
}


void
prv_answer_all(prv_answer_t *answer, int yes)
{
    answer->says = PRV_SAYS_SO;

    if (yes) {
        answer->granted = PRV_ALL;

    } else {
        answer->denied = PRV_ALL & ~prv_bit(PRV_NECESSARY);
    }
}


int
prv_answer_service(prv_reader_t *reader, prv_answer_t *answer,
    const prv_str_t *name, int yes)
{
    const prv_vendor_t  *vendor;

    vendor = prv_catalog_service(reader->conf->catalog, name);

    if (vendor == NULL) {
        return 0;
    }

    prv_answer_vendor(reader, answer, vendor, yes);

    if (yes) {
        answer->some |= prv_bit(vendor->category);

    } else {
        answer->none |= prv_bit(vendor->category);
    }

    return 1;
}


void
prv_answer_services(prv_answer_t *answer)
{
    unsigned  unknown;

    unknown = PRV_ALL & ~prv_bit(PRV_NECESSARY)
              & ~(answer->granted | answer->denied);

    answer->denied |= unknown & answer->none;

    unknown &= answer->some & ~answer->none;

    answer->granted |= unknown;
    answer->named |= unknown;
}


void
prv_answer_members(prv_reader_t *reader, prv_answer_t *answer, size_t object,
    unsigned as)
{
    int          yes;
    size_t       i;
    prv_str_t    name;
    prv_json_t  *json;

    json = &reader->scratch->json;

    for (i = prv_json_member(json, object, 0); i;
         i = prv_json_member(json, object, i))
    {
        name = prv_json_str(json, i);
        yes = prv_json_type(json, i + 1) == PRV_JSON_TRUE;

        if ((as & PRV_WORDS) && prv_answer_word(reader, answer, &name, yes)) {
            continue;
        }

        if (as & PRV_SERVICES) {
            (void) prv_answer_service(reader, answer, &name, yes);
        }
    }
}


void
prv_answer_list(const prv_reader_t *reader, prv_answer_t *answer,
    size_t list, int yes)
{
    size_t       i;
    prv_str_t    word;
    prv_json_t  *json;

    json = &reader->scratch->json;

    if (prv_json_type(json, list) != PRV_JSON_ARRAY) {
        return;
    }

    for (i = prv_json_first(json, list); i; i = prv_json_next(json, i)) {
        word = prv_json_str(json, i);
        (void) prv_answer_word(reader, answer, &word, yes);
    }
}


void
prv_answer_weaken(prv_reader_t *reader, prv_answer_t *answer,
    const char *why)
{
    if (reader->sets != NULL) {
        memset(prv_answer_sets(reader, PRV_LEVELS - 1), 0, reader->size);
    }

    answer->granted = 0;
    answer->named = 0;
    answer->tcf = NULL;
    answer->why = why;

    if (answer->says == PRV_SAYS_SO) {
        answer->says = PRV_SAYS_NOTHING;
        answer->weak = answer->denied != 0;
    }
}


void
prv_answer_vendor(prv_reader_t *reader, prv_answer_t *answer,
    const prv_vendor_t *vendor, int yes)
{
    size_t          byte;
    unsigned char  *sets, mask;

    if (reader->sets == NULL) {

        reader->sets = prv_calloc(reader->mem, 2 * PRV_LEVELS, reader->size);

        if (reader->sets == NULL) {
            reader->failed = 1;
            return;
        }
    }

    sets = prv_answer_sets(reader, PRV_LEVELS - 1);

    byte = vendor->index / 8;
    mask = (unsigned char) (1 << vendor->index % 8);

    if (!yes) {
        sets[byte] &= (unsigned char) ~mask;
        sets[reader->size + byte] |= mask;

    } else if ((sets[reader->size + byte] & mask) == 0) {
        sets[byte] |= mask;
    }

    answer->names = 1;
}


/* yes and, behind it, no */

unsigned char *
prv_answer_sets(const prv_reader_t *reader, size_t level)
{
    return reader->sets + 2 * level * reader->size;
}


/*
 * Two answers in one, the more restrictive of them in each point.  What is
 * undecided or invalid says nothing of categories, but names may stand.
 */

void
prv_answer_merge(prv_reader_t *reader, prv_answer_t *to, size_t level,
    const prv_answer_t *from)
{
    prv_tcf_t  **last;

    if (to->why == NULL) {
        to->why = from->why;
    }

    if (from->says == PRV_SAYS_RUBBISH) {
        return;
    }

    if (from->names || to->names) {
        prv_answer_merge_names(reader, to, level, from);
        to->names = 1;
    }

    if (to->id.data == NULL) {
        to->id = from->id;
        to->policy = from->policy;
        to->time = from->time;
    }

    if (from->weak) {
        to->denied |= from->denied;
        to->weak = 1;
    }

    if (from->says != PRV_SAYS_SO) {
        return;
    }

    to->says = PRV_SAYS_SO;
    to->denied |= from->denied;
    to->granted |= from->granted;
    to->named |= from->named;

    for (last = &to->tcf; *last != NULL; last = &(*last)->next) {
        /* void */
    }

    *last = from->tcf;
}


static void
prv_answer_merge_names(prv_reader_t *reader, prv_answer_t *to, size_t level,
    const prv_answer_t *from)
{
    size_t          i, n;
    unsigned        bit, mask;
    unsigned char  *a, *b, one;
    prv_vendor_t  **vendors;

    if (reader->sets == NULL) {
        return;
    }

    n = reader->size;
    a = prv_answer_sets(reader, level);
    b = prv_answer_sets(reader, level + 1);
    vendors = reader->conf->catalog->vendors.elts;

    for (i = 0; i < n; i++) {

        a[n + i] |= b[n + i];
        one = a[i] ^ b[i];
        a[i] |= b[i];
        a[i] &= (unsigned char) ~a[n + i];

        /* a grant by name on one side yields to a refusal on the other */

        one &= a[i];

        for (bit = 0; one; bit++, one >>= 1) {

            if ((one & 1) == 0) {
                continue;
            }

            mask = prv_bit(vendors[i * 8 + bit]->category);

            if (prv_answer_restricts((b[i] >> bit & 1) ? to : from, mask)) {
                a[i] &= (unsigned char) ~(1 << bit);
            }
        }
    }
}


static int
prv_answer_restricts(const prv_answer_t *answer, unsigned bit)
{
    return (answer->says == PRV_SAYS_SO || answer->weak)
           && ((answer->denied | answer->named) & bit);
}
