
/* Elements that an operator has marked: where they end, and how. */


#include "html_filter.h"


#define MARK   " data-privacy-category=marketing"
#define LONG   "0123456789012345678901234567890123456789"
#define SHORT  64


static void
cut(const char *in, const char *stripped, const char *blocked)
{
    expect_limit(in, stripped, PRV_TAGS_STRIP, SHORT, 0);
    expect_limit(in, blocked, PRV_TAGS_BLOCK, SHORT, 0);
    reported(in, SHORT);
}


/* an end tag that is longer than what may be held */

static void
long_ends(void **state)
{
    (void) state;

#define KEPT     "<p><i" MARK "><template data-privacy-content>"
#define LONGEST  " a=" LONG LONG

    cut("<p><i" MARK ">x</i" LONGEST ">y", "<p>y",
        KEPT "x</template></i>y");
    cut("<p><i" MARK ">x<b>y</b" LONGEST ">z</i>", "<p>",
        KEPT "x<b>y</b>z</template></i>");
    cut("<p><i" MARK ">x</body" LONGEST ">y", "<p></body>y",
        KEPT "x</template></body>y");
    cut("<p><i" MARK ">x</template" LONGEST ">y</i>z", "<p>z",
        KEPT "xy</template></i>z");
    cut("<template><i" MARK ">x</template" LONGEST ">y",
        "<template><i></i></template>y",
        "<template><i" MARK "><template data-privacy-content>x</template>"
        "</template>y");

    same("<p><i data-privacy-category=necessary>x</i" LONGEST ">y");

    /* what closes the svg around it ends it, and closes that */

    cut("<p><svg><g" MARK ">x</svg" LONGEST "><style><img src=" T "></style>",
        "<p><svg></svg><style><img src=" T "></style>",
        "<p><svg></svg><style><img src=" T "></style>");
    cut("<p><svg><a-name-of-many-letters><g" MARK ">x"
        "</a-name-of-many-letters" LONGEST "><style>a</style>",
        "<p><svg><a-name-of-many-letters><meta><style>a</style>",
        "<p><svg><a-name-of-many-letters><meta><style>a</style>");
}


/* what is put at the beginning of the body is not put into what is kept */

static void
kept_heads(void **state)
{
    (void) state;

    expect_limit("<html><head><noscript" MARK ">x</noscript></head><body>y",
                 "<html><head>[H]<noscript" MARK ">"
                 "<template data-privacy-content>x</template></noscript>"
                 "</head><body>[B]y", PRV_TAGS_BLOCK, 1024, 2);
    expect_limit("<html><head><noscript" MARK ">x</noscript></head><body>y",
                 "<html><head>[H]</head><body>[B]y", PRV_TAGS_STRIP, 1024, 2);
}


int
main(void)
{
    const struct CMUnitTest  tests[] = {
        cmocka_unit_test(long_ends),
        cmocka_unit_test(kept_heads)
    };

    return cmocka_run_group_tests(tests, setup, teardown);
}
