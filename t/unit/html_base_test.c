
/* <base href>: what the URLs of a page are resolved against. */


#include "html_filter.h"


#define BASE   "<base href=" T ">"
#define OTHER  "<base href=/a/>"
#define IMG    "<img src=y>"


static void
first(void **state)
{
    (void) state;

    strip(BASE OTHER "<p>" IMG "z", BASE OTHER "<p>z");
    same(OTHER BASE "<p>" IMG);
    same("<base href=data:,x>" BASE "<p>" IMG);
    strip("<base>" BASE "<p>" IMG, "<base>" BASE "<p>");
    strip("<base data-privacy-category=necessary href=" T "><p>" IMG,
          "<base data-privacy-category=necessary href=" T "><p>");
    strip("<base data-privacy-category=marketing href=" T "><p>" IMG,
          "<p>" IMG);

    /* CSS that names no host may load, too: some browsers ask for "#y" */

    strip(BASE "<svg><rect fill='url(y)' mask='url(#y)'/><p style='x'>",
          BASE "<svg><rect fill=\"url(about:invalid)\""
          " mask=\"url(about:invalid)\"/><p style='x'>");
    same(OTHER "<svg><rect fill='url(y)' mask='url(#y)'/><p style='x'>");
    strip(BASE "<style>p{--a:'y';content:'y'}</style>",
          BASE "<style>p{--a:'about:invalid';content:'y'}</style>");
    same(OTHER "<style>p{--a:'y';content:'y'}</style>");
}


/* of svg, math or a template it is none */

static void
elsewhere(void **state)
{
    (void) state;

    same("<p><svg>" BASE "</base></svg>" IMG);
    strip("<p><svg>" OTHER "</base></svg>" BASE IMG,
          "<p><svg>" OTHER "</base></svg>" BASE);
    strip("<math>" OTHER "</base></math>" BASE IMG,
          "<math>" OTHER "</base></math>" BASE);
    same("<template>" BASE "</template>" IMG);
    strip("<svg><desc>" BASE "</desc></svg>" IMG,
          "<svg><desc>" BASE "</desc></svg>");
}


/* where it may be the one, so may others */

static void
perhaps(void **state)
{
    (void) state;

    strip("<noscript>" BASE "</noscript>" OTHER "<p>" IMG,
          "<noscript>" BASE "</noscript>" OTHER "<p>");
    strip("<noscript>" OTHER "</noscript>" BASE "<p>" IMG,
          "<noscript>" OTHER "</noscript>" BASE "<p>");
    strip("<p><svg></i>" OTHER BASE IMG, "<p><svg></i>" OTHER BASE);
    strip("<p><select>" BASE "</select>" IMG,
          "<p><select>" BASE "</select>");
    strip("<table><td>" OTHER "</td>" BASE "</table>" IMG,
          "<table><td>" OTHER "</td>" BASE "</table>");

    /* too many */

    strip("<p><base href=//a/><base href=//b/><base href=//c/>" IMG
          "<base href=//a/>" IMG "<base href=//d/>" IMG "<img src=//e/>",
          "<p><base href=//a/><base href=//b/><base href=//c/>" IMG
          "<base href=//a/>" IMG "<base href=//d/><img src=//e/>");
}


static void
documents(void **state)
{
    (void) state;

#define SRCDOC(s)  "<iframe srcdoc=\"" s "\"></iframe>"

    strip(BASE SRCDOC(IMG "z"), BASE SRCDOC("&lt;img&gt;z"));
    strip(OTHER SRCDOC(BASE IMG "z"),
          OTHER SRCDOC("&lt;base href=" T "&gt;&lt;img&gt;z"));
    same(BASE SRCDOC("<base href=//a/>" IMG));
    strip(BASE SRCDOC(OTHER IMG "z"),
          BASE SRCDOC("&lt;base href=/a/&gt;&lt;img&gt;z"));
}


/* one whose host is not in sight goes */

static void
hidden(void **state)
{
    (void) state;

#define LONG  "0123456789012345678901234567890123456789"

    expect_limit("<base a=" LONG " href=" T "><p>" IMG,
                 "<base a=" LONG "  ><p>" IMG, PRV_TAGS_STRIP, 32, 0);
    expect_limit("<base href='                          " T "'><p>" IMG,
                 "<base ><p>" IMG, PRV_TAGS_STRIP, 32, 0);
    expect_limit("<base href='" T LONG LONG "/'><p>" IMG,
                 "<base href='" T LONG LONG "/'><p>", PRV_TAGS_STRIP, 32, 0);
}


int
main(void)
{
    const struct CMUnitTest  tests[] = {
        cmocka_unit_test(first),
        cmocka_unit_test(elsewhere),
        cmocka_unit_test(perhaps),
        cmocka_unit_test(documents),
        cmocka_unit_test(hidden)
    };

    return cmocka_run_group_tests(tests, setup, teardown);
}
