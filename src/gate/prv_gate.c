
#include "gate/prv_gate.h"


/* what a script is, for vendors whose scripts do as they are told */

typedef struct {
    const prv_url_t      *url;
    const unsigned char  *text;
    size_t                len;
} prv_asked_t;


static int prv_gate_first_party(const prv_gate_t *gate,
    const prv_str_t *host);
static const prv_rule_t *prv_gate_list(const prv_gate_t *gate,
    const prv_url_t *url, prv_load_e load);
static int prv_gate_rule(const prv_gate_t *gate, const prv_rule_t *rule,
    const prv_asked_t *asked, prv_match_t *match);
static int prv_gate_obeys(const prv_gate_t *gate, const prv_vendor_t *vendor,
    const prv_asked_t *asked);
static int prv_gate_text(const prv_gate_t *gate, const prv_inline_t *inlines,
    int urls, const unsigned char *text, size_t len, prv_match_t *match,
    size_t *offset);


static const prv_match_t  prv_nobody;


int
prv_gate_url(const prv_gate_t *gate, const prv_url_t *url, prv_load_e load,
    prv_match_t *match)
{
    int                 own;
    prv_asked_t         asked;
    const prv_str_t    *host;
    const prv_rule_t   *rule;
    const prv_rules_t  *rules;

    rules = gate->rules;

    if (match != NULL) {
        *match = prv_nobody;
    }

    switch (url->type) {

    case PRV_URL_HTTP:
        host = &url->host;
        own = prv_gate_first_party(gate, host);
        break;

    case PRV_URL_SAME:
        host = &gate->host;
        own = 1;
        break;

    default:
        return 1;
    }

    /* the operator's word, then who is known, by host or by path */

    rule = prv_hosts_match(&rules->own.hosts, host, &url->path,
                           load != PRV_LOAD_TEXT);

    if (rule == NULL && rules->tables != NULL) {

        if (!own) {
            rule = prv_hosts_match(&rules->tables->hosts, host, &url->path,
                                   load != PRV_LOAD_TEXT);
        }

        if (rule == NULL) {
            rule = prv_paths_match(&rules->tables->hosts, &url->path,
                                   load != PRV_LOAD_TEXT);
        }

        if (rule == NULL && !own) {
            rule = prv_gate_list(gate, url, load);
        }
    }

    if (rule != NULL) {

        if (load != PRV_LOAD_SCRIPT && load != PRV_LOAD_TEXT) {
            return prv_gate_rule(gate, rule, NULL, match);
        }

        asked.url = url;

        return prv_gate_rule(gate, rule, &asked, match);
    }

    if (own || !rules->deny_hosts || load == PRV_LOAD_TEXT) {
        return 1;
    }

    if (match != NULL) {
        match->category = PRV_MARKETING;
    }

    return prv_gate_category(gate, PRV_MARKETING);
}


int
prv_gate_inline(const prv_gate_t *gate, const unsigned char *text,
    size_t len, prv_match_t *match, size_t *offset)
{
    int                 known;
    prv_match_t         found;
    const prv_rules_t  *rules;

    rules = gate->rules;
    known = 0;

    if (match == NULL) {
        match = &found;
    }

    *match = prv_nobody;

    if (!prv_gate_text(gate, rules->tables ? &rules->tables->inlines : NULL,
                       1, text, len, match, offset))
    {
        return 0;
    }

    if (rules->own.inlines.rules.n == 0) {
        return 1;
    }

    /* what was found first is told, unless the second pass refuses */

    if (match->known) {
        found = *match;
        known = 1;
    }

    *match = prv_nobody;

    if (!prv_gate_text(gate, &rules->own.inlines, 0, text, len, match,
                       known ? NULL : offset))
    {
        return 0;
    }

    if (known) {
        *match = found;
    }

    return 1;
}


int
prv_gate_cookie(const prv_gate_t *gate, const prv_str_t *name,
    prv_match_t *match)
{
    const prv_rule_t    *rule;
    const prv_rules_t   *rules;
    const prv_tables_t  *tables;

    rules = gate->rules;

    if (match != NULL) {
        *match = prv_nobody;
    }

    /* most cookies are nobody's, and what is kept is asked of the rest */

    tables = rules->tables;
    rule = prv_names_match(&rules->own.cookies, name);

    if (rule != NULL) {
        tables = NULL;

    } else if (tables != NULL) {
        rule = prv_names_match(&tables->cookies, name);
    }

    if (rule == NULL && !rules->deny_cookies) {
        return 1;
    }

    if (prv_names_match(&rules->own.keeps, name) != NULL
        || (tables != NULL && prv_names_match(&tables->keeps, name) != NULL))
    {
        return 1;
    }

    if (rule != NULL) {
        return prv_gate_rule(gate, rule, NULL, match);
    }

    if (match != NULL) {
        match->category = PRV_MARKETING;
    }

    return prv_gate_category(gate, PRV_MARKETING);
}


int
prv_gate_arg(const prv_gate_t *gate, const prv_str_t *name,
    prv_match_t *match)
{
    prv_str_t          plain;
    unsigned char      buf[PRV_ARG_MAX];
    const prv_rule_t  *rule;

    if (match != NULL) {
        *match = prv_nobody;
    }

    if (gate->rules->tables == NULL) {
        return 1;
    }

    plain = *name;

    if (name->len && name->len <= PRV_ARG_MAX
        && memchr(name->data, '%', name->len) != NULL)
    {
        plain.data = buf;
        plain.len = prv_unescape(buf, name->data, name->len);
    }

    rule = prv_names_match(&gate->rules->tables->args, &plain);

    return rule == NULL || prv_gate_rule(gate, rule, NULL, match);
}


int
prv_gate_category(const prv_gate_t *gate, prv_category_e category)
{
    return prv_decision_vendor(gate->decision, NULL, category);
}


int
prv_gate_open(const prv_gate_t *gate)
{
    return gate->decision->granted == PRV_ALL
           && gate->decision->named == 0
           && gate->decision->no == NULL
           && gate->decision->tcf == NULL;
}


static int
prv_gate_first_party(const prv_gate_t *gate, const prv_str_t *host)
{
    size_t             i, len;
    const prv_host_t  *first;

    if (prv_str_eq(host, &gate->host)) {
        return 1;
    }

    first = gate->rules->first.elts;

    for (i = 0; i < gate->rules->first.n; i++) {

        len = first[i].host.len;

        if (host->len < len
            || memcmp(host->data + host->len - len, first[i].host.data, len)
               != 0)
        {
            continue;
        }

        if (host->len == len
            || (first[i].subdomains && host->data[host->len - len - 1] == '.'))
        {
            return 1;
        }
    }

    return 0;
}


/* lists know less than the catalog, and are asked last */

static const prv_rule_t *
prv_gate_list(const prv_gate_t *gate, const prv_url_t *url, prv_load_e load)
{
    prv_list_url_t  listed;

    static const unsigned  types[] = {
        PRV_LIST_ANY,
        PRV_LIST_SCRIPT|PRV_LIST_IMAGE|PRV_LIST_FRAME,
        PRV_LIST_SCRIPT,
        PRV_LIST_IMAGE,
        PRV_LIST_FRAME,
        PRV_LIST_OBJECT,
        PRV_LIST_MEDIA,
        PRV_LIST_PING,
        PRV_LIST_OTHER
    };

    listed.host = &url->host;
    listed.path = &url->path;
    listed.own = &gate->host;
    listed.types = types[load];
    listed.text = load == PRV_LOAD_TEXT;

    return prv_lists_match(&gate->rules->tables->lists, &listed);
}


/* where a key has several owners, one that is refused is enough */

static int
prv_gate_rule(const prv_gate_t *gate, const prv_rule_t *rule,
    const prv_asked_t *asked, prv_match_t *match)
{
    size_t                i;
    const prv_rule_t     *r;
    const prv_vendor_t  **allowed;

    /* "except": not the vendor's after all */

    if (rule->allow && rule->vendor != NULL) {
        return 1;
    }

    if (match != NULL) {
        match->known = 1;
        match->vendor = rule->vendor;
        match->category = rule->category;
    }

    for (r = rule; r != NULL; r = r->same) {
        if (r->allow) {
            return 1;
        }
    }

    allowed = gate->rules->vendors.elts;

    for (r = rule; r != NULL; r = r->same) {

        if (prv_decision_vendor(gate->decision, r->vendor, r->category)) {
            continue;
        }

        for (i = 0; i < gate->rules->vendors.n; i++) {
            if (allowed[i] == r->vendor) {
                break;
            }
        }

        if (i < gate->rules->vendors.n) {
            continue;
        }

        if (gate->obeyed && asked != NULL && r->vendor != NULL
            && prv_gate_obeys(gate, r->vendor, asked))
        {
            continue;
        }

        if (match != NULL) {
            match->vendor = r->vendor;
            match->category = r->category;
        }

        return 0;
    }

    return 1;
}


/*
 * A script that asks for consent itself, and is told that there is none: it
 * stays, unless the visitor has refused the vendor by name.
 */

static int
prv_gate_obeys(const prv_gate_t *gate, const prv_vendor_t *vendor,
    const prv_asked_t *asked)
{
    size_t                 i, n;
    const prv_str_t       *s;
    const prv_obeys_t     *obeys;
    const prv_decision_t  *decision;

    decision = gate->decision;

    if (decision->no != NULL
        && (decision->no[vendor->index / 8] & 1 << vendor->index % 8))
    {
        return 0;
    }

    obeys = vendor->obeys.elts;

    for (i = 0; i < vendor->obeys.n; i++) {

        if (asked->url != NULL) {

            if (obeys[i].host.host.len == 0
                || !prv_str_eq(&asked->url->host, &obeys[i].host.host))
            {
                continue;
            }

            s = &obeys[i].host.path;

            if (asked->url->path.len >= s->len
                && memcmp(asked->url->path.data, s->data, s->len) == 0)
            {
                return 1;
            }

            continue;
        }

        s = &obeys[i].text;

        for (n = 0; s->len && n + s->len <= asked->len; n++) {
            if (memcmp(asked->text + n, s->data, s->len) == 0) {
                return 1;
            }
        }
    }

    return 0;
}


/* 0 as soon as one finding is refused, which is then in *match */

static int
prv_gate_text(const prv_gate_t *gate, const prv_inline_t *inlines, int urls,
    const unsigned char *text, size_t len, prv_match_t *match, size_t *offset)
{
    int                allowed;
    prv_url_t          url;
    prv_asked_t        asked;
    prv_match_t        found;
    prv_inline_scan_t  scan;

    asked.url = NULL;
    asked.text = text;
    asked.len = len;

    prv_inline_start(&scan, text, len);

    while (prv_inline_next(inlines, &scan)) {

        if (scan.rule != NULL) {
            allowed = prv_gate_rule(gate, scan.rule, &asked, &found);

        } else if (urls
                   && prv_url_in_text(&url, scan.url, text + len)
                      == PRV_URL_HTTP)
        {
            allowed = prv_gate_url(gate, &url, PRV_LOAD_TEXT, &found);

        } else {
            continue;
        }

        if (!found.known || (allowed && match->known)) {
            continue;
        }

        *match = found;

        if (offset != NULL) {
            *offset = (size_t) ((scan.url ? scan.url : scan.p) - text);
        }

        if (!allowed) {
            return 0;
        }
    }

    return 1;
}
