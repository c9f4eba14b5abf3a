
/* languages: which one a visitor gets, and the files of an operator's own */

#include "base/prv_arena.h"
#include "notice/prv_text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>


#define NELTS(a)  (sizeof(a) / sizeof((a)[0]))


static prv_arena_t  arena;
static prv_langs_t  langs;


static prv_str_t
str(const char *s)
{
    prv_str_t  r;

    r.data = (unsigned char *) s;
    r.len = strlen(s);

    return r;
}


static int
setup(void **state)
{
    prv_error_t  err;

    (void) state;

    prv_arena_init(&arena, 0);

    return prv_langs_init(&langs, &arena.mem, &err);
}


static int
teardown(void **state)
{
    (void) state;

    prv_arena_destroy(&arena);

    return 0;
}


static void
is(const prv_lang_t *lang, const char *of, const char *tag)
{
    if (tag == NULL) {
        assert_null(lang);
        return;
    }

    if (lang == NULL || lang->tag.len != strlen(tag)
        || memcmp(lang->tag.data, tag, lang->tag.len) != 0)
    {
        fail_msg("%s: %.*s, not %s", of, lang ? (int) lang->tag.len : 4,
                 lang ? (char *) lang->tag.data : "none", tag);
    }
}


static void
accepted(void **state)
{
    size_t     i, n;
    char       many[1024];
    prv_str_t  field;

    static const struct {
        const char  *field;
        const char  *tag;
    } cases[] = {
        { "", "en" },
        { "de", "de" },
        { "DE-ch", "de" },
        { "de-CH-1996, fr", "de" },
        { "tlh, fr", "fr" },
        { "fr;q=0.5, de;q=0.8, it;q=0.1", "de" },
        { "fr;q=0.5,de ; Q=0.501", "de" },
        { "fr;q=0.8, de;q=0.8", "fr" },
        { "fr;q=0, de;q=0.001", "de" },
        { "fr;q=2, de", "fr" },
        { "fr;q=x, de;q=0.1", "de" },
        { "fr;p=1, de;q=0.1", "de" },
        { "fr;q=, de;q=0.1", "de" },
        { "fr x, de;q=0.1", "de" },
        { "*", "en" },
        { "*;q=0.5, de;q=0.1", "en" },
        { "tlh;q=1, *;q=0.5, de;q=0.6", "de" },
        { ",,;,;;q=1,de", "de" },
        { "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz, de", "de" }
    };

    (void) state;

    for (i = 0; i < NELTS(cases); i++) {
        field = str(cases[i].field);
        is(prv_langs_accept(&langs, &field), cases[i].field, cases[i].tag);
    }

    /* of a hostile field the first 32 ranges count */

    for (n = 31; n < 33; n++) {
        many[0] = '\0';

        for (i = 0; i < n; i++) {
            strcat(many, "tlh,");
        }

        strcat(many, "de");
        field = str(many);
        is(prv_langs_accept(&langs, &field), "many", n == 31 ? "de" : "en");
    }
}


static void
found(void **state)
{
    size_t     i;
    prv_str_t  tag;

    static const struct {
        const char  *tag;
        const char  *found;
    } cases[] = {
        { "de", "de" }, { "dE-aT", "de" }, { "de-x-y", "de" }, { "", NULL },
        { "tlh", NULL }, { "d", NULL }, { "deu", NULL }, { "-de", NULL }
    };

    (void) state;

    for (i = 0; i < NELTS(cases); i++) {
        tag = str(cases[i].tag);
        is(prv_langs_find(&langs, &tag), cases[i].tag, cases[i].found);
    }
}


static void
added(void **state)
{
    prv_str_t           tag, text;
    prv_error_t         err;
    const prv_lang_t   *lang, *english;

    (void) state;

    tag = str("en");
    english = prv_langs_find(&langs, &tag);

    /* what a new one leaves out is English */

    tag = str("tlh-Latn");
    text = str("# ours\n\n  name \t tlhIngan Hol\r\ndirection ltr\n"
               "plural none\nlist.comma \" / \"\n");

    assert_int_equal(prv_langs_add(&langs, &tag, &text, &err), PRV_OK);

    lang = prv_langs_find(&langs, &tag);
    is(lang, "new", "tlh-Latn");
    assert_int_equal(lang->rtl, 0);
    assert_int_equal(lang->texts[PRV_TEXT_LIST_COMMA].len, 3);
    assert_true(prv_str_eq(&lang->texts[PRV_TEXT_LIST_AND],
                           &english->texts[PRV_TEXT_LIST_AND]));

    /* of a known one, what it was */

    text = str("direction rtl\nlist.comma ;");
    assert_int_equal(prv_langs_add(&langs, &tag, &text, &err), PRV_OK);
    assert_ptr_equal(prv_langs_find(&langs, &tag), lang);
    assert_int_equal(lang->rtl, 1);
    assert_int_equal(lang->texts[PRV_TEXT_LIST_COMMA].len, 1);
    assert_int_equal(lang->plural(1), PRV_FORM_OTHER);
}


static void
errors(void **state)
{
    size_t       i;
    prv_str_t    tag, text;
    prv_error_t  err;

    static const struct {
        const char  *tag;
        const char  *text;
        unsigned     line;
        const char  *error;
    } cases[] = {
        { "", "", 0, "invalid language tag" },
        { "d_e", "", 0, "invalid language tag" },
        { "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghi",
          "", 0, "invalid language tag" },
        { "de", "name Deutsch\nlist.comma\n", 2, "no text for \"list.comma\"" },
        { "de", "list.comma \"\"\n", 1, "no text for" },
        { "de", "\n\nnothing like it\n", 3, "unknown text \"nothing\"" },
        { "de", "direction up", 1, "direction is" },
        { "de", "plural klingon", 1, "unknown plural rule \"klingon\"" },
        { "de", "minutes.one {n} {m} Minute", 1, "unknown \"{m}\"" },
        { "de", "minutes.five {n}", 1, "unknown text \"minutes.five\"" },

        /* texts that would be made of themselves, in one step or in more */

        { "de", "for {for}", 1, "\"{for}\" may not stand in \"for\"" },
        { "de", "name x\nfor \" {vendors}\"", 2, "\"{vendors}\" may not" },
        { "de", "for {vendor}", 1, "\"{vendor}\" may not stand" },
        { "de", "more.one {vendors}", 1, "may not stand in \"more.one\"" },
        { "de", "more.other {n} {for}", 1, "\"{for}\" may not stand" },
        { "de", "days.zero {time}", 1, "may not stand in \"days.zero\"" },
        { "de", "minutes.other {time}", 1, "\"{time}\" may not stand" },
        { "de", "services.many {date}", 1, "\"{date}\" may not stand" },
        { "de", "list.and \" {n} \"", 1, "\"{n}\" may not stand" }
    };

    (void) state;

    for (i = 0; i < NELTS(cases); i++) {
        tag = str(cases[i].tag);
        text = str(cases[i].text);
        memset(&err, 0, sizeof(err));

        assert_int_equal(prv_langs_add(&langs, &tag, &text, &err), PRV_ERROR);

        if (strstr(err.text, cases[i].error) == NULL
            || err.line != cases[i].line)
        {
            fail_msg("[%s]: %u: %s", cases[i].text, err.line, err.text);
        }
    }
}


int
main(void)
{
    const struct CMUnitTest  tests[] = {
        cmocka_unit_test(accepted),
        cmocka_unit_test(found),
        cmocka_unit_test(added),
        cmocka_unit_test(errors)
    };

    return cmocka_run_group_tests(tests, setup, teardown);
}
