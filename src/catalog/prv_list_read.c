
/* files of block lists, line by line */

#include "catalog/prv_list.h"

#include <stdio.h>


/* lines that are looked at in order to tell the format */

#define PRV_LIST_LOOK  100


static int prv_list_reserve(prv_lists_t *lists, prv_list_e format,
    const prv_str_t *file);
static int prv_list_grow(prv_mem_t *mem, void *place, size_t n, size_t alloc,
    size_t size);
static prv_list_e prv_list_guess(const prv_str_t *file);
static int prv_list_line(const unsigned char **p, const unsigned char *end,
    prv_str_t *line);
static void prv_list_hosts(prv_lists_t *lists, const prv_str_t *line,
    prv_list_count_t *count);
static void prv_list_domains(prv_lists_t *lists, const prv_str_t *line,
    prv_list_count_t *count);
static int prv_list_word(const unsigned char **p, const unsigned char *end,
    prv_str_t *word);
static int prv_list_address(const prv_str_t *word);
static int prv_list_domain(const prv_str_t *word);
static int prv_list_local(const prv_str_t *word);


int
prv_lists_read(prv_lists_t *lists, const prv_list_conf_t *conf,
    const prv_str_t *file, prv_list_count_t *count, prv_error_t *err)
{
    prv_str_t             line;
    prv_list_e            format;
    prv_list_rule_t      *rule;
    const unsigned char  *p, *end;

    memset(count, 0, sizeof(prv_list_count_t));

    if (lists->rules.n == PRV_LIST_MAX) {
        snprintf(err->text, sizeof(err->text), "more than %d lists",
                 PRV_LIST_MAX);
        return PRV_ERROR;
    }

    if (file->len >= UINT32_MAX - lists->len) {
        snprintf(err->text, sizeof(err->text), "lists of more than 4 GB");
        return PRV_ERROR;
    }

    format = conf->format;

    if (format == PRV_LIST_AUTO) {
        format = prv_list_guess(file);
    }

    rule = prv_vec_push(&lists->rules);

    if (rule == NULL || prv_list_reserve(lists, format, file) != PRV_OK) {
        snprintf(err->text, sizeof(err->text), "no memory");
        return PRV_ERROR;
    }

    rule->rule.vendor = conf->vendor;
    rule->rule.category = conf->category;
    rule->texts = conf->texts;

    p = file->data;
    end = p + file->len;

    while (prv_list_line(&p, end, &line)) {

        if (line.len == 0) {
            continue;
        }

        switch (format) {

        case PRV_LIST_ABP:
            prv_list_abp(lists, line.data, line.data + line.len, count);
            break;

        case PRV_LIST_HOSTS:
            prv_list_hosts(lists, &line, count);
            break;

        default:
            prv_list_domains(lists, &line, count);
            break;
        }
    }

    return PRV_OK;
}


int
prv_list_format(const prv_str_t *name)
{
    size_t  i;

    static const char *const  names[] = { "auto", "domains", "hosts", "abp" };

    for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        if (strlen(names[i]) == name->len
            && memcmp(names[i], name->data, name->len) == 0)
        {
            return (int) i;
        }
    }

    return PRV_ERROR;
}


/*
 * Room for all that the file may hold: an entry for each line or, in hosts
 * files, for each word, of which the shortest is "a.b".
 */

static int
prv_list_reserve(prv_lists_t *lists, prv_list_e format, const prv_str_t *file)
{
    size_t                entries, mores, word;
    const unsigned char  *p, *end;

    entries = 1;
    word = 0;

    for (p = file->data, end = p + file->len; p < end; p++) {

        if (format != PRV_LIST_HOSTS) {
            entries += *p == '\n' || *p == '\r';
            continue;
        }

        word = prv_is_space(*p) ? 0 : word + 1;
        entries += word == 3;
    }

    mores = (format == PRV_LIST_ABP) ? entries : 0;

    if (prv_list_grow(lists->mem, &lists->entries, lists->n,
                      lists->n + entries, sizeof(prv_list_entry_t))
        != PRV_OK
        || prv_list_grow(lists->mem, &lists->mores, lists->nmores,
                         lists->nmores + mores, sizeof(prv_list_more_t))
           != PRV_OK
        || prv_list_grow(lists->mem, &lists->text, lists->len,
                         lists->len + file->len, 1)
           != PRV_OK)
    {
        return PRV_ERROR;
    }

    lists->alloc = lists->n + entries;
    lists->mores_alloc = lists->nmores + mores;
    lists->size = lists->len + file->len;

    return PRV_OK;
}


static int
prv_list_grow(prv_mem_t *mem, void *place, size_t n, size_t alloc,
    size_t size)
{
    void  *p, *old;

    memcpy(&old, place, sizeof(void *));

    p = prv_calloc(mem, alloc + 1, size);
    if (p == NULL) {
        return PRV_ERROR;
    }

    if (old != NULL) {
        memcpy(p, old, n * size);
        prv_free(mem, old);
    }

    memcpy(place, &p, sizeof(void *));

    return PRV_OK;
}


static prv_list_e
prv_list_guess(const prv_str_t *file)
{
    unsigned              n;
    prv_str_t             line, word;
    const unsigned char  *p, *end, *q;

    p = file->data;
    end = p + file->len;

    for (n = 0; n < PRV_LIST_LOOK && prv_list_line(&p, end, &line); /**/) {

        if (line.len == 0) {
            continue;
        }

        if (line.data[0] == '[' || line.data[0] == '!'
            || (line.len > 2
                && (memcmp(line.data, "||", 2) == 0
                    || memcmp(line.data, "@@", 2) == 0
                    || memcmp(line.data, "##", 2) == 0)))
        {
            return PRV_LIST_ABP;
        }

        if (line.data[0] == '#') {
            continue;
        }

        q = line.data;

        if (prv_list_word(&q, line.data + line.len, &word)
            && prv_list_address(&word))
        {
            return PRV_LIST_HOSTS;
        }

        n++;
    }

    return PRV_LIST_DOMAINS;
}


/* a line without the white space around it; 0 at the end */

static int
prv_list_line(const unsigned char **p, const unsigned char *end,
    prv_str_t *line)
{
    const unsigned char  *q, *start;

    if (*p == end) {
        return 0;
    }

    start = *p;

    for (q = start; q < end && *q != '\n' && *q != '\r'; q++) { /* void */ }

    *p = q < end ? q + 1 : end;

    while (q > start && prv_is_space(q[-1])) {
        q--;
    }

    while (start < q && prv_is_space(*start)) {
        start++;
    }

    if (q - start >= 3 && memcmp(start, "\xef\xbb\xbf", 3) == 0) {
        start += 3;
    }

    line->data = (unsigned char *) start;
    line->len = (size_t) (q - start);

    return 1;
}


/* "0.0.0.0 host host # comment" */

static void
prv_list_hosts(prv_lists_t *lists, const prv_str_t *line,
    prv_list_count_t *count)
{
    prv_str_t             word;
    const unsigned char  *p, *end;
    prv_list_line_t       entry;

    p = line->data;
    end = p + line->len;

    if (!prv_list_word(&p, end, &word)) {
        return;
    }

    if (!prv_list_address(&word)) {
        count->others++;
        return;
    }

    memset(&entry, 0, sizeof(prv_list_line_t));
    entry.types = PRV_LIST_ANY;

    while (prv_list_word(&p, end, &entry.host)) {

        if (prv_list_local(&entry.host)) {
            continue;
        }

        if (!prv_list_domain(&entry.host)
            || prv_list_add(lists, &entry) != PRV_OK)
        {
            count->others++;
            continue;
        }

        count->hosts++;
    }
}


/* "host", ".host", "*.host", "# comment" */

static void
prv_list_domains(prv_lists_t *lists, const prv_str_t *line,
    prv_list_count_t *count)
{
    prv_str_t             more;
    const unsigned char  *p, *end;
    prv_list_line_t       entry;

    p = line->data;
    end = p + line->len;

    memset(&entry, 0, sizeof(prv_list_line_t));
    entry.types = PRV_LIST_ANY;
    entry.flags = PRV_LIST_BELOW;

    if (!prv_list_word(&p, end, &entry.host)) {
        return;
    }

    if (entry.host.len > 2 && memcmp(entry.host.data, "*.", 2) == 0) {
        entry.host.data += 2;
        entry.host.len -= 2;

    } else if (entry.host.data[0] == '.') {
        entry.host.data++;
        entry.host.len--;
    }

    if (!prv_list_domain(&entry.host)
        || prv_list_word(&p, end, &more)
        || prv_list_add(lists, &entry) != PRV_OK)
    {
        count->others++;
        return;
    }

    count->hosts++;
}


/* up to white space; a "#" begins a comment */

static int
prv_list_word(const unsigned char **p, const unsigned char *end,
    prv_str_t *word)
{
    const unsigned char  *q;

    for (q = *p; q < end && prv_is_space(*q); q++) { /* void */ }

    word->data = (unsigned char *) q;

    for ( /* void */ ; q < end && !prv_is_space(*q) && *q != '#'; q++) {
        /* void */
    }

    word->len = (size_t) (q - word->data);
    *p = q;

    return word->len != 0;
}


static int
prv_list_address(const prv_str_t *word)
{
    size_t    i;
    unsigned  dots, colons, letters;

    dots = 0;
    colons = 0;
    letters = 0;

    for (i = 0; i < word->len; i++) {

        if (word->data[i] == '.') {
            dots++;

        } else if (word->data[i] == ':') {
            colons++;

        } else if (word->data[i] == '%' && colons >= 2) {
            break;

        } else if (prv_hex(word->data[i]) < 0) {
            return 0;

        } else {
            letters += !prv_is_digit(word->data[i]);
        }
    }

    return colons >= 2 || (colons == 0 && dots == 3 && letters == 0);
}


/* two labels at least: a list that names "com" would name half the web */

static int
prv_list_domain(const prv_str_t *word)
{
    size_t    i, label;
    unsigned  dots;

    label = 0;
    dots = 0;

    for (i = 0; i < word->len; i++) {

        if (word->data[i] == '.') {

            if (label == 0) {
                return 0;
            }

            label = 0;
            dots++;
            continue;
        }

        if (!prv_is_alnum(word->data[i]) && word->data[i] != '-'
            && word->data[i] != '_')
        {
            return 0;
        }

        label++;
    }

    return dots && label && word->len <= 253;
}


/* what hosts files say of the machine itself */

static int
prv_list_local(const prv_str_t *word)
{
    size_t  i;

    static const char *const  names[] = {
        "localhost", "localhost.localdomain", "local", "broadcasthost",
        "ip6-localhost", "ip6-loopback", "ip6-localnet", "ip6-mcastprefix",
        "ip6-allnodes", "ip6-allrouters", "ip6-allhosts", "0.0.0.0", NULL
    };

    for (i = 0; names[i] != NULL; i++) {
        if (prv_lower_eq(word->data, word->len, names[i])) {
            return 1;
        }
    }

    return 0;
}
