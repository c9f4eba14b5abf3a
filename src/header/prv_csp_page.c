
#include "header/prv_csp_page.h"


/* a list of sources: section 2.3.1 */

typedef struct {
    prv_str_t  value;           /* empty, with data NULL: no such directive */
    prv_str_t  nonce;           /* the first */
    unsigned   any:1;           /* it lists a source */
    unsigned   wide:1;          /* 'unsafe-inline' */
    unsigned   strict:1;        /* what makes 'unsafe-inline' void */
    unsigned   given:1;         /* the nonce that was asked for */
} prv_sources_t;


static int prv_csp_policy(prv_str_t *field, prv_str_t *policy);
static void prv_csp_directive(prv_sources_t *src, const prv_str_t *policy,
    const char *const *names, const prv_str_t *nonce);
static void prv_csp_sources(prv_sources_t *src, const prv_str_t *nonce);
static int prv_csp_find(const prv_str_t *policy, const char *name,
    prv_str_t *value);
static int prv_csp_is(const prv_str_t *s, const char *prefix, size_t len);


static const char *const  prv_csp_script[] = {
    "script-src-elem", "script-src", "default-src", NULL
};

static const char *const  prv_csp_style[] = {
    "style-src-elem", "style-src", "default-src", NULL
};


void
prv_csp_page_read(prv_csp_page_t *page, const prv_str_t *field)
{
    prv_str_t      rest, policy;
    prv_sources_t  src;

    rest = *field;

    while (prv_csp_policy(&rest, &policy)) {

        prv_csp_directive(&src, &policy, prv_csp_script, NULL);

        if (page->script.len == 0) {
            page->script = src.nonce;
        }

        if (src.value.data != NULL && !src.any) {
            page->inert = 1;
        }

        prv_csp_directive(&src, &policy, prv_csp_style, NULL);

        if (page->style.len == 0) {
            page->style = src.nonce;
        }
    }
}


int
prv_csp_page_allow(prv_buf_t *b, const prv_str_t *field,
    const prv_str_t *nonce, const prv_str_t *hash)
{
    int                   changed;
    prv_str_t             rest, policy;
    prv_sources_t         src;
    const unsigned char  *p, *at;

    rest = *field;
    p = field->data;
    changed = 0;

    while (prv_csp_policy(&rest, &policy)) {

        prv_csp_directive(&src, &policy, prv_csp_script, nonce);

        if (src.value.data == NULL || src.given
            || (src.wide && !src.strict))
        {
            continue;
        }

        at = src.value.data + src.value.len;

        prv_buf_add(b, p, (size_t) (at - p));
        prv_buf_char(b, ' ');
        prv_buf_str(b, hash);

        p = at;
        changed = 1;
    }

    prv_buf_add(b, p, (size_t) (field->data + field->len - p));

    return changed;
}


/* the next policy of a field; 0 behind the last */

static int
prv_csp_policy(prv_str_t *field, prv_str_t *policy)
{
    size_t  i;

    if (field->len == 0) {
        return 0;
    }

    for (i = 0; i < field->len && field->data[i] != ','; i++) { /* void */ }

    policy->data = field->data;
    policy->len = i;

    if (i < field->len) {
        i++;
    }

    field->data += i;
    field->len -= i;

    return 1;
}


/* the sources of the first of these directives that is there */

static void
prv_csp_directive(prv_sources_t *src, const prv_str_t *policy,
    const char *const *names, const prv_str_t *nonce)
{
    memset(src, 0, sizeof(prv_sources_t));

    for ( /* void */ ; *names != NULL; names++) {

        if (prv_csp_find(policy, *names, &src->value)) {
            prv_csp_sources(src, nonce);
            return;
        }
    }
}


static void
prv_csp_sources(prv_sources_t *src, const prv_str_t *nonce)
{
    size_t     i;
    prv_str_t  s, value;

    for (i = 0; i < src->value.len; i += s.len) {

        s.data = src->value.data + i;
        s.len = 0;

        while (i + s.len < src->value.len && !prv_is_space(s.data[s.len])) {
            s.len++;
        }

        if (s.len == 0) {
            s.len = 1;
            continue;
        }

        /* among others it is void */

        if (prv_lower_eq(s.data, s.len, "'none'")) {
            continue;
        }

        src->any = 1;

        if (prv_lower_eq(s.data, s.len, "'unsafe-inline'")) {
            src->wide = 1;

        } else if (prv_lower_eq(s.data, s.len, "'strict-dynamic'")
                   || prv_csp_is(&s, "'sha256-", 8)
                   || prv_csp_is(&s, "'sha384-", 8)
                   || prv_csp_is(&s, "'sha512-", 8))
        {
            src->strict = 1;

        } else if (prv_csp_is(&s, "'nonce-", 7)) {

            src->strict = 1;

            value.data = s.data + 7;
            value.len = s.len - 8;

            if (src->nonce.len == 0) {
                src->nonce = value;
            }

            if (nonce != NULL && nonce->len && prv_str_eq(nonce, &value)) {
                src->given = 1;
            }
        }
    }
}


/*
 * Section 2.2.1: directives end at ";", their names have no case, and of
 * several with one name the first counts.
 */

static int
prv_csp_find(const prv_str_t *policy, const char *name, prv_str_t *value)
{
    unsigned char  *p, *end, *last, *word;

    p = policy->data;
    last = p + policy->len;

    while (p < last) {

        end = memchr(p, ';', (size_t) (last - p));

        if (end == NULL) {
            end = last;
        }

        while (p < end && prv_is_space(*p)) {
            p++;
        }

        for (word = p; p < end && !prv_is_space(*p); p++) { /* void */ }

        if (prv_lower_eq(word, (size_t) (p - word), name)) {

            while (end > p && prv_is_space(end[-1])) {
                end--;
            }

            value->data = p;
            value->len = (size_t) (end - p);

            return 1;
        }

        p = end + 1;
    }

    return 0;
}


/* a quoted source of that kind, whose value is base64 and no more */

static int
prv_csp_is(const prv_str_t *s, const char *prefix, size_t len)
{
    size_t  i;

    if (s->len < len + 2 || s->data[s->len - 1] != '\'') {
        return 0;
    }

    for (i = 0; i < len; i++) {
        if (prv_lower(s->data[i]) != (unsigned char) prefix[i]) {
            return 0;
        }
    }

    for (i = len; i < s->len - 1; i++) {
        if (!prv_is_alnum(s->data[i]) && s->data[i] != '+'
            && s->data[i] != '/' && s->data[i] != '-' && s->data[i] != '_'
            && s->data[i] != '=')
        {
            return 0;
        }
    }

    return 1;
}
