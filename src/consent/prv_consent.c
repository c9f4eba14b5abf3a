
#include "consent/prv_text.h"
#include "header/prv_cookie.h"

#include <stdio.h>


#define PRV_COOKIES_MAX  64         /* consent cookies of one request … */
#define PRV_WORK_MAX     65536      /* … and bytes that are read of them: a
                                       name that comes again is read with all
                                       that stands beside it */
#define PRV_WHY_MAX      256
#define PRV_ID_MAX       64         /* of a consent */
#define PRV_DAY          (24 * 60 * 60)


typedef struct {
    const prv_format_name_t      *row;
    prv_cookie_t                  cookie;
} prv_found_t;


typedef struct {
    prv_reader_t                  reader;
    prv_answer_t                  answer;     /* of all, so far */
    const prv_format_t           *source;
    const prv_format_t           *decided;    /* nobody is asked after it */

    prv_found_t                   found[PRV_COOKIES_MAX];
    size_t                        nfound;
    uint64_t                      present;    /* formats of those, by bit */
    unsigned                      together:1; /* several cookies, one answer */

    prv_consent_trace_pt          trace;
    void                         *data;
} prv_consent_state_t;


static void prv_consent_collect(prv_consent_state_t *state);
static void prv_consent_sources(prv_consent_state_t *state);
static void prv_consent_ask(prv_consent_state_t *state, size_t index,
    const char *over);
static void prv_consent_reading(prv_reader_t *reader,
    prv_answer_t *answer);
static void prv_consent_select(prv_reader_t *reader,
    const prv_found_t *found);
static void prv_consent_passed_over(prv_consent_state_t *state,
    uint64_t asked);
static void prv_consent_not_read(prv_consent_state_t *state);
static void prv_consent_tell(prv_consent_state_t *state,
    const prv_found_t *found, const prv_answer_t *answer, const char *over);
static size_t prv_consent_list(char *why, size_t n, const char *verb,
    unsigned categories);
static void prv_consent_apply(prv_decision_t *decision,
    prv_consent_state_t *state);
static void prv_consent_signals(prv_decision_t *decision,
    const prv_consent_conf_t *conf, const prv_consent_request_t *request);


static const prv_str_t  prv_source_regime = prv_string("regime");
static const prv_str_t  prv_source_gpc = prv_string("gpc");
static const prv_str_t  prv_source_dnt = prv_string("dnt");
static const prv_str_t  prv_source_if = prv_string("if");

static const char  prv_why_flood[] =
    "more cookies of consent than a browser has: none is believed";


int
prv_consent_decide(prv_decision_t *decision, const prv_consent_conf_t *conf,
    const prv_consent_request_t *request, prv_mem_t *mem,
    prv_consent_trace_pt trace, void *data)
{
    prv_consent_state_t  state;

    memset(decision, 0, sizeof(prv_decision_t));

    decision->regime = request->regime;
    decision->source = prv_source_regime;

    memset(&state.reader, 0, sizeof(prv_reader_t));
    memset(&state.answer, 0, sizeof(prv_answer_t));

    state.reader.conf = conf;
    state.reader.request = request;
    state.reader.mem = mem;
    state.reader.size = (conf->catalog->vendors.n + 7) / 8;
    state.source = NULL;
    state.decided = NULL;
    state.nfound = 0;
    state.present = 0;
    state.together = 0;
    state.trace = trace;
    state.data = data;

    prv_consent_collect(&state);

    if (state.nfound && !state.reader.flood) {
        prv_consent_sources(&state);

    } else if (trace != NULL) {
        prv_consent_not_read(&state);
    }

    if (state.reader.failed || state.reader.flood) {
        decision->granted = prv_bit(PRV_NECESSARY);
        decision->refused = PRV_ALL & ~prv_bit(PRV_NECESSARY);

        return state.reader.failed ? PRV_ERROR : PRV_OK;
    }

    prv_consent_apply(decision, &state);
    prv_consent_signals(decision, conf, request);

    return PRV_OK;
}


static void
prv_consent_collect(prv_consent_state_t *state)
{
    size_t                        i;
    prv_str_t                     field;
    prv_found_t                  *found;
    prv_cookie_t                  cookie;
    const prv_format_name_t      *row;
    const prv_consent_request_t  *request;

    request = state->reader.request;

    for (i = 0; i < request->ncookies; i++) {

        field = request->cookies[i];

        while (prv_cookie_next(&field, &cookie)) {

            row = prv_consent_name(state->reader.conf, &cookie.name);

            if (row == NULL) {
                continue;
            }

            /* what says nothing here is for the trace alone */

            if (state->trace == NULL
                && (!row->read
                    || (state->reader.conf->formats >> row->format & 1) == 0))
            {
                continue;
            }

            if (state->nfound == PRV_COOKIES_MAX) {
                state->reader.flood = 1;
                return;
            }

            found = &state->found[state->nfound++];
            found->row = row;
            found->cookie = cookie;

            if (row->read) {
                state->present |= (uint64_t) 1 << row->format;
            }
        }
    }
}


static void
prv_consent_sources(prv_consent_state_t *state)
{
    size_t                     i, index;
    uint64_t                   asked;
    prv_scratch_t              scratch;
    const prv_consent_conf_t  *conf;

    state->reader.scratch = &scratch;

    asked = 0;
    conf = state->reader.conf;

    if (conf->automatic) {

        for (i = 0; i < prv_nformats && state->present >> i; i++) {
            if (state->present >> i & 1) {
                prv_consent_ask(state, i, NULL);
                asked |= (uint64_t) 1 << i;

                /* the native cookie decides alone, others together */

                if (state->decided != NULL) {
                    break;
                }
            }
        }

    } else {

        for (i = 0; i < conf->nfrom && state->decided == NULL; i++) {
            index = (size_t) (conf->from[i] - prv_formats);

            if ((state->present & ~asked) >> index & 1) {
                prv_consent_ask(state, index, NULL);
                asked |= (uint64_t) 1 << index;
            }
        }
    }

    if (state->trace != NULL) {
        prv_consent_passed_over(state, asked);
    }

    state->reader.scratch = NULL;
}


/*
 * What a format says: of every reading that its cookies allow (a name may
 * come twice), the most restrictive.
 */

static void
prv_consent_ask(prv_consent_state_t *state, size_t index, const char *over)
{
    size_t              i, n;
    unsigned            bits;
    prv_found_t        *found, *first[PRV_ROLES];
    prv_answer_t        all, one, again;
    prv_reader_t       *reader;
    const prv_format_t *format;

    reader = &state->reader;
    format = &prv_formats[index];

    reader->format = format;

    memset(reader->values, 0, sizeof(reader->values));
    memset(first, 0, sizeof(first));
    memset(&all, 0, sizeof(prv_answer_t));
    memset(&one, 0, sizeof(prv_answer_t));

    n = 0;

    for (i = 0; i < state->nfound && !format->single; i++) {
        found = &state->found[i];

        if (found->row->format == index && found->row->read
            && first[found->row->role] == NULL)
        {
            first[found->row->role] = found;
            prv_consent_select(reader, found);
            n++;
        }
    }

    state->together = n > 1;

    if (reader->sets != NULL) {
        memset(prv_answer_sets(reader, 1), 0, 2 * reader->size);
    }

    if (!format->single) {
        prv_consent_reading(reader, &one);
        prv_answer_merge(reader, &all, 1, &one);
    }

    for (i = 0; i < state->nfound; i++) {
        found = &state->found[i];

        if (found->row->format != index || !found->row->read) {
            continue;
        }

        if (first[found->row->role] == found) {
            prv_consent_tell(state, found, &one, over);
            continue;
        }

        prv_consent_select(reader, found);
        prv_consent_reading(reader, &again);
        prv_answer_merge(reader, &all, 1, &again);

        if (!format->single) {
            prv_consent_select(reader, first[found->row->role]);
        }

        prv_consent_tell(state, found, &again, over);
    }

    if (over != NULL) {
        return;
    }

    /* the last one that takes away something is the source */

    bits = state->answer.granted & ~state->answer.denied
           & (all.denied | (all.named & ~state->answer.named));

    if ((all.says == PRV_SAYS_SO || all.weak)
        && (state->source == NULL || bits))
    {
        state->source = format;
    }

    prv_answer_merge(reader, &state->answer, 0, &all);

    if (all.says == PRV_SAYS_SO
        && (!reader->conf->automatic || index == 0))
    {
        state->decided = format;
    }
}


static void
prv_consent_select(prv_reader_t *reader, const prv_found_t *found)
{
    reader->role = found->row->role;
    reader->values[reader->format->single ? 0 : reader->role]
                                                    = found->cookie.value;
}


static void
prv_consent_reading(prv_reader_t *reader, prv_answer_t *answer)
{
    size_t  i;

    memset(answer, 0, sizeof(prv_answer_t));

    if (reader->sets != NULL) {
        memset(prv_answer_sets(reader, PRV_LEVELS - 1), 0, 2 * reader->size);
    }

    for (i = 0; i < PRV_ROLES; i++) {
        if (reader->values[i].len > PRV_VALUE_MAX) {
            prv_invalid(answer, "too long");
            return;
        }

        reader->work += reader->values[i].len;
    }

    if (reader->work > PRV_WORK_MAX) {
        reader->flood = 1;
        prv_invalid(answer, prv_why_flood);
        return;
    }

    reader->format->read(reader, answer);

    answer->granted &= ~answer->denied & PRV_ALL;
    answer->named &= answer->granted;

    /* an old yes is none any more, an old no holds */

    if (reader->conf->others_age > 0 && reader->format != &prv_formats[0]
        && answer->time != 0
        && (answer->time < reader->request->now - reader->conf->others_age
            || answer->time > reader->request->now + PRV_DAY))
    {
        prv_answer_weaken(reader, answer,
                          "was given longer ago than consent holds here");
    }

    if (!prv_text_word(&answer->id, "-_", PRV_ID_MAX)) {
        answer->id.len = 0;
        answer->id.data = NULL;
    }
}


/* for the trace: what else is there, and why it does not count */

static void
prv_consent_passed_over(prv_consent_state_t *state, uint64_t asked)
{
    size_t              i;
    char                why[PRV_WHY_MAX];
    uint64_t            formats;
    prv_answer_t        nothing;
    const prv_found_t  *found;

    formats = state->reader.conf->formats;
    state->together = 0;

    memset(&nothing, 0, sizeof(prv_answer_t));
    nothing.why = "belongs to the platform and says nothing itself";

    for (i = 0; i < state->nfound; i++) {
        found = &state->found[i];

        if (!found->row->read) {
            prv_consent_tell(state, found, &nothing, NULL);
        }
    }

    for (i = 0; i < prv_nformats; i++) {

        if ((state->present & ~asked) >> i & 1) {

            if ((formats >> i & 1) == 0) {
                prv_consent_ask(state, i, "passed over: this format is not "
                                          "listened to");

            } else {
                snprintf(why, sizeof(why), "passed over: %.*s has decided",
                         (int) state->decided->name.len,
                         (const char *) state->decided->name.data);
                prv_consent_ask(state, i, why);
            }
        }
    }
}


/* for the trace: the first of a flood */

static void
prv_consent_not_read(prv_consent_state_t *state)
{
    size_t        i;
    prv_answer_t  answer;

    prv_invalid(&answer, prv_why_flood);

    for (i = 0; i < state->nfound; i++) {
        prv_consent_tell(state, &state->found[i], &answer, NULL);
    }
}


static void
prv_consent_tell(prv_consent_state_t *state, const prv_found_t *found,
    const prv_answer_t *answer, const char *over)
{
    char         why[PRV_WHY_MAX];
    size_t       n;
    const char  *result;

    if (state->trace == NULL) {
        return;
    }

    n = 0;
    why[0] = '\0';

    switch (answer->says) {

    case PRV_SAYS_SO:
        result = (answer->granted & ~prv_bit(PRV_NECESSARY))
                 ? "granted" : "denied";

        n = prv_consent_list(why, n, "grants", answer->granted);
        n = prv_consent_list(why, n, "refuses", answer->denied);
        break;

    case PRV_SAYS_RUBBISH:
        result = "invalid";
        break;

    default: /* PRV_SAYS_NOTHING */
        result = "undecided";

        if (answer->weak) {
            n = prv_consent_list(why, n, "refuses", answer->denied);
        }
    }

    if (answer->names) {
        n += (size_t) snprintf(why + n, sizeof(why) - n, "%snames vendors",
                               n ? "; " : "");
    }

    if (answer->why != NULL) {
        n += (size_t) snprintf(why + n, sizeof(why) - n, "%s%s",
                               n ? "; " : "", answer->why);
    }

    if (n == 0) {
        n = (size_t) snprintf(why, sizeof(why), "says nothing of a category");
    }

    if (state->together) {
        n += (size_t) snprintf(why + n, sizeof(why) - n,
                               "; read with the others of its format");
    }

    if (over != NULL) {
        snprintf(why + n, sizeof(why) - n, "; %s", over);
    }

    state->trace(state->data, &found->cookie.name,
                 &prv_formats[found->row->format].name, result, why);
}


/* sentences are short: PRV_WHY_MAX holds the longest of them together */

static size_t
prv_consent_list(char *why, size_t n, const char *verb, unsigned categories)
{
    int          i;
    const char  *comma;

    categories &= ~prv_bit(PRV_NECESSARY);

    if (categories == 0) {
        return n;
    }

    n += (size_t) snprintf(why + n, PRV_WHY_MAX - n, "%s%s", n ? "; " : "",
                           verb);

    comma = "";

    for (i = 0; i < PRV_CATEGORIES; i++) {

        if (categories & prv_bit(i)) {
            n += (size_t) snprintf(why + n, PRV_WHY_MAX - n, "%s %.*s",
                                   comma, (int) prv_category_names[i].len,
                                   (const char *) prv_category_names[i].data);
            comma = ",";
        }
    }

    return n;
}


static void
prv_consent_apply(prv_decision_t *decision, prv_consent_state_t *state)
{
    unsigned        known;
    prv_answer_t   *answer;
    unsigned char  *sets;

    answer = &state->answer;

    known = answer->granted | answer->denied;

    decision->granted = state->reader.request->regime == PRV_OPT_OUT
                        ? PRV_ALL : 0;

    decision->granted &= ~known;
    decision->granted |= answer->granted & ~answer->denied;
    decision->granted |= prv_bit(PRV_NECESSARY);

    decision->named = answer->named & decision->granted;
    decision->decided = answer->says == PRV_SAYS_SO;

    if (state->source != NULL) {
        decision->source = state->source->name;
    }

    decision->id = answer->id;
    decision->policy = answer->policy;
    decision->time = answer->time;
    decision->tcf = answer->tcf;

    if (answer->names) {
        sets = prv_answer_sets(&state->reader, 0);

        decision->yes = sets;
        decision->no = sets + state->reader.size;
    }
}


/*
 * What stands below the sources (DNT) and above them (GPC for marketing,
 * privacy_consent_if for all).  The source is the strongest voice that made
 * a difference, or the only one.
 */

static void
prv_consent_signals(prv_decision_t *decision, const prv_consent_conf_t *conf,
    const prv_consent_request_t *request)
{
    unsigned  mask, before;

    if (conf->dnt && request->dnt && !decision->decided) {
        decision->granted &= ~(prv_bit(PRV_ANALYTICS)
                               | prv_bit(PRV_MARKETING));
        decision->source = prv_source_dnt;
    }

    if (request->gpc
        && (conf->gpc == PRV_GPC_ON
            || (conf->gpc == PRV_GPC_UNDECIDED && !decision->decided)))
    {
        before = decision->granted;
        decision->granted &= ~prv_bit(PRV_MARKETING);

        if (conf->gpc == PRV_GPC_ON) {
            decision->refused |= prv_bit(PRV_MARKETING);
        }

        if (!decision->decided || decision->granted != before) {
            decision->source = prv_source_gpc;
        }
    }

    mask = request->if_mask & PRV_ALL & ~prv_bit(PRV_NECESSARY);

    if (mask) {
        before = decision->granted;

        decision->granted &= ~mask;
        decision->granted |= request->if_granted & mask;

        decision->refused &= ~mask;
        decision->refused |= mask & ~request->if_granted;

        decision->over = mask & request->if_granted;
        decision->named &= ~mask;

        if (!decision->decided || decision->granted != before) {
            decision->source = prv_source_if;
        }
    }

    decision->named &= decision->granted;
}
