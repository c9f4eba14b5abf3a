
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
        KEPT "x&lt;b>y&lt;/b>z</template></i>");
    cut("<p><i" MARK ">x</body" LONGEST ">y", "<p></body>y",
        KEPT "x</template></body>y");
    cut("<p><i" MARK ">x</template" LONGEST ">y</i>z", "<p>z",
        KEPT "x&lt;/template>y</template></i>z");
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


/* an end tag that may be left out: where the element ends without it */

static void
implied(const char *in, const char *stripped, const char *blocked)
{
    strip(in, stripped);
    expect_limit(in, blocked, PRV_TAGS_BLOCK, 65536, 0);
}


static void
no_ends(void **state)
{
    (void) state;

#define TPL  "<template data-privacy-content>"
#define END  "</template>"

    implied("<ul><li>a<li" MARK ">b<li>c</ul>d",
            "<ul><li>a<li>c</ul>d",
            "<ul><li>a<li" MARK ">" TPL "b" END "<li>c</ul>d");
    implied("<ul><li" MARK ">b</ul>d", "<ul></ul>d",
            "<ul><li" MARK ">" TPL "b" END "</ul>d");
    implied("<ul><li" MARK ">b<ul><li>x<li>y</ul>z<li>c</ul>d",
            "<ul><li>c</ul>d",
            "<ul><li" MARK ">" TPL "b&lt;ul>&lt;li>x&lt;li>y&lt;/ul>z" END "<li>c</ul>d");
    implied("<ul><li" MARK ">a<section>b<li>c</section></li>e</ul>d",
            "<ul>e</ul>d",
            "<ul><li" MARK ">" TPL "a&lt;section>b&lt;li>c&lt;/section>" END
            "</li>e</ul>d");
    implied("<div><p" MARK ">b<b>c<div>d</div>e</div>f",
            "<div><div>d</div>e</div>f",
            "<div><p" MARK ">" TPL "b&lt;b>c" END "<div>d</div>e</div>f");
    implied("<div><p" MARK ">b</i>c</div>f", "<div></div>f",
            "<div><p" MARK ">" TPL "b&lt;/i>c" END "</div>f");
    implied("<div><p" MARK ">b<button><p>c</button>d<hr>e</div>",
            "<div><hr>e</div>",
            "<div><p" MARK ">" TPL "b&lt;button>&lt;p>c&lt;/button>d" END
            "<hr>e</div>");
    implied("<dl><dt" MARK ">a<dd>b<dt>c</dl>", "<dl><dd>b<dt>c</dl>",
            "<dl><dt" MARK ">" TPL "a" END "<dd>b<dt>c</dl>");
    implied("<p><select><option" MARK ">a<option>b</select>c",
            "<p><select><option>b</select>c",
            "<p><select><option>b</select>c");
    implied("<p><select><optgroup" MARK "><option>a</select>c",
            "<p><select></select>c", "<p><select></select>c");
    implied("<table><tr><td" MARK ">a<td>b</table>d",
            "<table><tr><td>b</table>d",
            "<table><tr><td" MARK ">" TPL "a" END "<td>b</table>d");
    implied("<table><tr><td" MARK ">a<table><tr><td>x</table>y</table>d",
            "<table><tr></table>d",
            "<table><tr><td" MARK ">" TPL "a&lt;table>&lt;tr>&lt;td>x&lt;/table>y" END
            "</table>d");
    implied("<table><tr" MARK "><td>a<td>b<tr><td>c</table>",
            "<table><tr><td>c</table>",
            "<table><tr" MARK ">" TPL "&lt;td>a&lt;td>b" END "<tr><td>c</table>");
    implied("<table><tr><td><ul><li" MARK ">x<td>y</table>",
            "<table><tr><td><ul><td>y</table>",
            "<table><tr><td><ul><li" MARK ">" TPL "x" END "<td>y</table>");
    implied("<ruby>a<rt" MARK ">b<rt>c</ruby>d", "<ruby>a<rt>c</ruby>d",
            "<ruby>a<rt" MARK ">" TPL "b" END "<rt>c</ruby>d");

    /* in another, which has its end tag */

    implied("<p></p><div" MARK "><p>a<div>b</p></div>c</div>d", "<p></p>d",
            "<p></p><div" MARK ">" TPL "&lt;p>a&lt;div>b&lt;/p>&lt;/div>c" END "</div>d");

    /* what ends it is longer than what may be held */

    cut("<ul><li" MARK ">a<li" LONGEST ">b</ul>c",
        "<ul><li" LONGEST ">b</ul>c",
        "<ul><li" MARK ">" TPL "a" END "<li" LONGEST ">b</ul>c");
    cut("<ul><li" MARK ">a</ul" LONGEST ">c", "<ul></ul>c",
        "<ul><li" MARK ">" TPL "a" END "</ul>c");
}


int
main(void)
{
    const struct CMUnitTest  tests[] = {
        cmocka_unit_test(long_ends),
        cmocka_unit_test(kept_heads),
        cmocka_unit_test(no_ends)
    };

    return cmocka_run_group_tests(tests, setup, teardown);
}
