
/*
 * Adblock Plus rules that name a host: "||host^", "||host/path",
 * "|https://host/path", with "@@" before and options behind.
 */

#include "catalog/prv_list.h"


typedef struct {
    const char  *name;
    unsigned     types;         /* what the option stands for, or */
    unsigned     flag;
} prv_list_option_t;


static int prv_list_cosmetic(const unsigned char *p,
    const unsigned char *end);
static int prv_list_anchor(const unsigned char **p,
    const unsigned char *end, prv_list_line_t *line);
static const unsigned char *prv_list_dollar(const unsigned char *p,
    const unsigned char *end);
static int prv_list_options(const unsigned char *p, const unsigned char *end,
    prv_list_line_t *line);
static int prv_list_option(const prv_str_t *name, int not,
    prv_list_line_t *line, unsigned *types, unsigned *without);


static const prv_list_option_t  prv_list_names[] = {
    { "script", PRV_LIST_SCRIPT, 0 },
    { "image", PRV_LIST_IMAGE, 0 },
    { "subdocument", PRV_LIST_FRAME, 0 },
    { "frame", PRV_LIST_FRAME, 0 },
    { "stylesheet", PRV_LIST_STYLE, 0 },
    { "css", PRV_LIST_STYLE, 0 },
    { "object", PRV_LIST_OBJECT, 0 },
    { "object-subrequest", PRV_LIST_OBJECT, 0 },
    { "media", PRV_LIST_MEDIA, 0 },
    { "ping", PRV_LIST_PING, 0 },
    { "beacon", PRV_LIST_PING, 0 },
    { "font", PRV_LIST_OTHER, 0 },
    { "other", PRV_LIST_OTHER, 0 },
    { "all", PRV_LIST_ANY, 0 },
    { "third-party", 0, PRV_LIST_THIRD },
    { "3p", 0, PRV_LIST_THIRD },
    { "first-party", 0, PRV_LIST_FIRST },
    { "1p", 0, PRV_LIST_FIRST },
    { "important", 0, PRV_LIST_IMPORTANT },
    { "match-case", 0, PRV_LIST_CASE },

    /* what an element in a page cannot be */

    { "xmlhttprequest", 0, 0 },
    { "xhr", 0, 0 },
    { "websocket", 0, 0 },
    { "webrtc", 0, 0 },
    { "popup", 0, 0 },
    { "document", 0, 0 },
    { "doc", 0, 0 },
    { "background", 0, 0 },
    { NULL, 0, 0 }
};


void
prv_list_abp(prv_lists_t *lists, const unsigned char *p,
    const unsigned char *end, prv_list_count_t *count)
{
    const unsigned char  *dollar;
    prv_list_line_t       line;

    if (*p == '!' || *p == '[') {
        return;
    }

    if (prv_list_cosmetic(p, end)) {
        count->cosmetic++;
        return;
    }

    if (*p == '#') {
        return;
    }

    memset(&line, 0, sizeof(prv_list_line_t));
    line.types = PRV_LIST_ANY;

    if (end - p > 2 && p[0] == '@' && p[1] == '@') {
        line.flags |= PRV_LIST_EXCEPT;
        p += 2;
    }

    dollar = prv_list_dollar(p, end);

    if (!prv_list_anchor(&p, dollar, &line)) {
        count->others++;
        return;
    }

    if (dollar < end && !prv_list_options(dollar + 1, end, &line)) {
        count->options++;
        return;
    }

    if (prv_list_add(lists, &line) != PRV_OK) {
        count->others++;
        return;
    }

    if (line.path.len) {
        count->paths++;

    } else {
        count->hosts++;
    }

    if (line.flags & PRV_LIST_EXCEPT) {
        count->excepts++;
    }
}


/* "##", "#@#", "#?#", "#$#", "#%#" and the like: a "#" twice, near */

static int
prv_list_cosmetic(const unsigned char *p, const unsigned char *end)
{
    const unsigned char  *q;

    for ( /* void */ ; p < end; p++) {

        if (*p != '#') {
            continue;
        }

        for (q = p + 1; q < end && q - p <= 3 && *q != '#'; q++) {
            if (*q != '@' && *q != '?' && *q != '$' && *q != '%') {
                break;
            }
        }

        if (q < end && *q == '#') {
            return 1;
        }
    }

    return 0;
}


/* the host, and the path behind it; 1, or 0 where there is none */

static int
prv_list_anchor(const unsigned char **pos, const unsigned char *end,
    prv_list_line_t *line)
{
    size_t                dots;
    const unsigned char  *p;

    p = *pos;

    if (end - p > 2 && p[0] == '|' && p[1] == '|') {
        line->flags |= PRV_LIST_BELOW;
        p += 2;

        if (end - p > 2 && p[0] == '*' && p[1] == '.') {
            p += 2;
        }

    } else if (end - p > 9 && memcmp(p, "|https://", 9) == 0) {
        p += 9;

    } else if (end - p > 8 && memcmp(p, "|http://", 8) == 0) {
        p += 8;

    } else {
        return 0;
    }

    line->host.data = (unsigned char *) p;
    dots = 0;

    while (p < end && (prv_is_alnum(*p) || *p == '-' || *p == '_'
                       || *p == '.'))
    {
        dots += *p == '.';
        p++;
    }

    line->host.len = (size_t) (p - line->host.data);

    /* "||ads." and "||ads*." are no hosts, "||example.com:8080" is a port */

    if (dots == 0
        || line->host.data[0] == '.'
        || p[-1] == '.'
        || memchr(line->host.data, '.', line->host.len) == NULL
        || (p < end && *p != '/' && *p != '^' && *p != '|' && *p != '?'))
    {
        return 0;
    }

    line->path.data = (unsigned char *) p;
    line->path.len = (size_t) (end - p);

    /* what says no more than the host */

    if ((line->path.len == 1 && (*p == '^' || *p == '/' || *p == '|'))
        || (line->path.len == 2 && memcmp(p, "^|", 2) == 0)
        || (line->path.len == 2 && memcmp(p, "^*", 2) == 0))
    {
        line->path.len = 0;
    }

    *pos = p;

    return 1;
}


/* where the options begin: behind the last "$" that letters follow */

static const unsigned char *
prv_list_dollar(const unsigned char *p, const unsigned char *end)
{
    const unsigned char  *q;

    for (q = end; q > p; q--) {
        if (q[-1] == '$' && q < end && (*q == '~' || prv_is_alnum(*q))) {
            return q - 1;
        }
    }

    return end;
}


/* 1, or 0 where the rule means something else than an element's load */

static int
prv_list_options(const unsigned char *p, const unsigned char *end,
    prv_list_line_t *line)
{
    int                   not;
    unsigned              types, without;
    prv_str_t             name;
    const unsigned char  *next, *value;

    types = 0;
    without = 0;

    for ( /* void */ ; p < end; p = next + 1) {

        next = memchr(p, ',', (size_t) (end - p));

        if (next == NULL) {
            next = end;
        }

        not = p < next && *p == '~';
        p += not;

        for (value = p; value < next && *value != '='; value++) {
            /* void */
        }

        name.data = (unsigned char *) p;
        name.len = (size_t) (value - p);

        if (value < next) {

            if (!not && value + 1 < next
                && (prv_lower_eq(name.data, name.len, "domain")
                    || prv_lower_eq(name.data, name.len, "from")))
            {
                line->sites.data = (unsigned char *) value + 1;
                line->sites.len = (size_t) (next - value - 1);
                continue;
            }

            /* blocked, and something else in its place: half of it is done */

            if (!not && (prv_lower_eq(name.data, name.len, "redirect")
                         || prv_lower_eq(name.data, name.len, "rewrite")))
            {
                continue;
            }

            return 0;
        }

        if (!prv_list_option(&name, not, line, &types, &without)) {
            return 0;
        }
    }

    line->types = (types ? types : PRV_LIST_ANY) & ~without & PRV_LIST_ANY;

    types = PRV_LIST_THIRD|PRV_LIST_FIRST;

    if ((line->flags & types) == types) {
        line->flags &= ~types;
    }

    return line->types != 0;
}


/*
 * A rule that is for requests of scripts alone is for no element: a type
 * beyond PRV_LIST_ANY, which does no harm beside another.
 */

static int
prv_list_option(const prv_str_t *name, int not, prv_list_line_t *line,
    unsigned *types, unsigned *without)
{
    const prv_list_option_t  *o;

    for (o = prv_list_names; o->name != NULL; o++) {

        if (!prv_lower_eq(name->data, name->len, o->name)) {
            continue;
        }

        if (o->types) {
            *(not ? without : types) |= o->types;
            return 1;
        }

        switch (o->flag) {

        case 0:
            *types |= not ? 0 : PRV_LIST_ANY + 1;
            return 1;

        case PRV_LIST_THIRD:
            line->flags |= not ? PRV_LIST_FIRST : PRV_LIST_THIRD;
            return 1;

        case PRV_LIST_FIRST:
            line->flags |= not ? PRV_LIST_THIRD : PRV_LIST_FIRST;
            return 1;

        default:
            line->flags |= not ? 0 : o->flag;
            return 1;
        }
    }

    return 0;
}
