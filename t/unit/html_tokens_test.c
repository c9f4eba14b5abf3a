
/*
 * The tokenizer against the html5lib tests (PRIVACY_DATA, by default
 * ../shared/data beside the checkout): every case whole, a byte at a time,
 * and cut in two at every place.
 *
 * Left out: nothing but "errors" (parse errors have no part in what is
 * passed on), and lone surrogates, which UTF-8 does not have: in their place
 * stands a character of the private use area, that is as good a test.
 */

#include "base/prv_arena.h"
#include "html/prv_tokens.h"

#include <cjson/cJSON.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>


#define NELTS(a)  (sizeof(a) / sizeof((a)[0]))

/* cJSON ends strings at U+0000: U+E000 stands for it in what it reads */

#define NUL        "\\uE000"
#define SURROGATE  "\\uE001"


static size_t  cases, cuts_made;


static const char *
data_dir(void)
{
    const char  *dir;

    dir = getenv("PRIVACY_DATA");

    return dir != NULL ? dir : "../shared/data";
}


static char *
slurp(const char *name)
{
    char    path[512], *text;
    FILE   *f;
    long    size;

    snprintf(path, sizeof(path), "%s/html5lib-tests/tokenizer/%s",
             data_dir(), name);

    f = fopen(path, "rb");
    if (f == NULL) {
        return NULL;
    }

    fseek(f, 0, SEEK_END);
    size = ftell(f);
    rewind(f);

    text = malloc((size_t) size + 1);
    assert_non_null(text);
    assert_int_equal(fread(text, 1, (size_t) size, f), (size_t) size);
    text[size] = '\0';

    fclose(f);

    return text;
}


/* what cJSON cannot hold, in escapes of JSON text of either depth */

static void
tame(char *text)
{
    char      *p;
    unsigned   c;

    for (p = strstr(text, "\\u"); p != NULL; p = strstr(p + 2, "\\u")) {

        if (sscanf(p + 2, "%4x", &c) != 1) {
            continue;
        }

        if (c == 0) {
            memcpy(p, NUL, 6);

        } else if (c >= 0xd800 && c <= 0xdbff
                   && strncmp(p + 6, "\\u", 2) == 0
                   && (p[8] == 'd' || p[8] == 'D')
                   && strchr("cdefCDEF", p[9]) != NULL)
        {
            p += 6;

        } else if (c >= 0xd800 && c <= 0xdfff) {
            memcpy(p, SURROGATE, 6);
        }
    }
}


/* JSON text of a value, the strings of which are escaped once more */

static cJSON *
unescape(const cJSON *value)
{
    char   *text, *p, *q;
    cJSON  *out;

    text = cJSON_PrintUnformatted(value);

    for (p = q = text; *p; p++) {

        if (p[0] == '\\' && p[1] == '\\' && p[2] == 'u') {
            p++;
        }

        *q++ = *p;
    }

    *q = '\0';

    out = cJSON_Parse(text);
    free(text);

    return out;
}


static size_t
to_bytes(unsigned char *dst, const char *text)
{
    unsigned char  *p;

    for (p = dst; *text; text++) {

        if (memcmp(text, "\xee\x80\x80", 3) == 0) {
            *p++ = '\0';
            text += 2;

        } else {
            *p++ = (unsigned char) *text;
        }
    }

    return (size_t) (p - dst);
}


static prv_str_t
tokens(prv_arena_t *arena, const prv_str_t *text, prv_state_e state,
    const prv_str_t *last, const size_t *cuts, size_t n)
{
    prv_buf_t  b;
    prv_str_t  json;

    prv_buf_init(&b, &arena->mem, 0);

    assert_int_equal(prv_tokens_json(&b, text, state, last, cuts, n), PRV_OK);
    prv_buf_char(&b, '\0');
    assert_int_equal(prv_buf_done(&b, &json), PRV_OK);

    return json;
}


static void
run(const char *file, const cJSON *test, const cJSON *input,
    const cJSON *output, const char *state_name)
{
    size_t         i, *cuts;
    cJSON         *got;
    prv_str_t      text, last, name, json, again;
    prv_state_e    state;
    const cJSON   *item;
    prv_arena_t    arena;

    prv_arena_init(&arena, 0);

    text.data = malloc(strlen(input->valuestring) + 1);
    assert_non_null(text.data);
    text.len = to_bytes(text.data, input->valuestring);

    last.len = 0;
    last.data = (unsigned char *) "";

    item = cJSON_GetObjectItem(test, "lastStartTag");

    if (item != NULL) {
        last.data = (unsigned char *) item->valuestring;
        last.len = strlen(item->valuestring);
    }

    name.data = (unsigned char *) state_name;
    name.len = strlen(state_name);

    assert_int_equal(prv_tokens_state(&name, &state), PRV_OK);

    json = tokens(&arena, &text, state, &last, NULL, 0);

    tame((char *) json.data);
    got = cJSON_Parse((char *) json.data);

    if (got == NULL || !cJSON_Compare(got, output, 1)) {
        fail_msg("%s: %s (%s)\n got %s\nwant %s", file,
                 cJSON_GetObjectItem(test, "description")->valuestring,
                 state_name, (char *) json.data,
                 cJSON_PrintUnformatted(output));
    }

    cJSON_Delete(got);

    /* cut in two everywhere, then at every byte */

    cuts = calloc(text.len + 1, sizeof(size_t));
    assert_non_null(cuts);

    json = tokens(&arena, &text, state, &last, NULL, 0);

    for (i = 1; i < text.len; i++) {

        cuts[0] = i;
        again = tokens(&arena, &text, state, &last, cuts, 1);
        cuts_made++;

        if (!prv_str_eq(&json, &again)) {
            fail_msg("%s: %s: cut at %zu\n got %s\nwant %s", file,
                     cJSON_GetObjectItem(test, "description")->valuestring,
                     i, (char *) again.data, (char *) json.data);
        }
    }

    for (i = 1; i < text.len; i++) {
        cuts[i - 1] = i;
    }

    again = tokens(&arena, &text, state, &last, cuts,
                   text.len ? text.len - 1 : 0);

    if (!prv_str_eq(&json, &again)) {
        fail_msg("%s: %s: byte for byte\n got %s\nwant %s", file,
                 cJSON_GetObjectItem(test, "description")->valuestring,
                 (char *) again.data, (char *) json.data);
    }

    cases++;

    free(cuts);
    free(text.data);
    prv_arena_destroy(&arena);
}


static void
run_file(const char *file)
{
    char         *text;
    int           twice;
    cJSON        *root, *input, *output;
    const cJSON  *test, *states, *state, *list;

    text = slurp(file);
    assert_non_null(text);

    tame(text);

    root = cJSON_Parse(text);
    assert_non_null(root);

    list = cJSON_GetObjectItem(root, "tests");

    if (list == NULL) {
        list = cJSON_GetObjectItem(root, "xmlViolationTests");
    }

    assert_non_null(list);

    for (test = list->child; test != NULL; test = test->next) {

        input = cJSON_GetObjectItem(test, "input");
        output = cJSON_GetObjectItem(test, "output");
        twice = cJSON_IsTrue(cJSON_GetObjectItem(test, "doubleEscaped"));

        if (twice) {
            input = unescape(input);
            output = unescape(output);
        }

        assert_non_null(input);
        assert_non_null(output);

        states = cJSON_GetObjectItem(test, "initialStates");

        if (states == NULL) {
            run(file, test, input, output, "Data state");

        } else {
            for (state = states->child; state != NULL; state = state->next) {
                run(file, test, input, output, state->valuestring);
            }
        }

        if (twice) {
            cJSON_Delete(input);
            cJSON_Delete(output);
        }
    }

    cJSON_Delete(root);
    free(text);
}


static void
html5lib(void **state)
{
    char    *text;
    size_t   i;

    static const char  *files[] = {
        "contentModelFlags.test", "domjs.test", "entities.test",
        "escapeFlag.test", "namedEntities.test", "numericEntities.test",
        "pendingSpecChanges.test", "test1.test", "test2.test", "test3.test",
        "test4.test", "unicodeChars.test", "unicodeCharsProblematic.test"
    };

    (void) state;

    text = slurp(files[0]);

    if (text == NULL) {
        print_message("%s has no html5lib-tests: skipped\n", data_dir());
        skip();
    }

    free(text);

    for (i = 0; i < NELTS(files); i++) {
        run_file(files[i]);
    }

    print_message("%zu cases, %zu cuts\n", cases, cuts_made);
}


/* a few of our own, so that there is a test without the data */

static void
own(void **state)
{
    size_t        i;
    prv_str_t     text, last, json;
    prv_arena_t   arena;

    static const char  *pairs[][2] = {
        { "<a b='&amp' c=d&ampx /e>f</a >",
          "[[\"StartTag\",\"a\",{\"b\":\"\\u0026\",\"c\":\"d\\u0026ampx\","
          "\"e\":\"\"}],[\"Character\",\"f\"],[\"EndTag\",\"a\"]]" },
        { "<a =x=y>", "[[\"StartTag\",\"a\",{\"=x\":\"y\"}]]" },
        { "x</>y<3</", "[[\"Character\",\"xy\\u003c3\\u003c/\"]]" },
        { "<!--a--!><!--->", "[[\"Comment\",\"a\"],[\"Comment\",\"\"]]" },
        { "&notit;&#x80;", "[[\"Character\",\"\xc2\xacit;\xe2\x82\xac\"]]" }
    };

    (void) state;

    prv_arena_init(&arena, 0);
    last.len = 0;
    last.data = (unsigned char *) "";

    for (i = 0; i < NELTS(pairs); i++) {
        text.data = (unsigned char *) pairs[i][0];
        text.len = strlen(pairs[i][0]);
        json = tokens(&arena, &text, PRV_ST_DATA, &last, NULL, 0);
        assert_string_equal((char *) json.data, pairs[i][1]);
    }

    prv_arena_destroy(&arena);
}


int
main(void)
{
    const struct CMUnitTest  tests[] = {
        cmocka_unit_test(own),
        cmocka_unit_test(html5lib)
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
