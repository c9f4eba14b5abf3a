
/*
 * What loads from elsewhere than an attribute's URL: scripts and documents in
 * URLs, scripts that wait, style sheets, and what SVG animates.
 */

#include "html_filter.h"


static void
in_urls(void **state)
{
    (void) state;

    strip("<script src=\"data:text/javascript,track_id=1\"></script>x",
          "<script>S</script>x");
    strip("<script src=data:,track%5Fid=1></script>x", "<script>S</script>x");
    strip("<script src=' DATA:text/javascript;base64,dHJhY2tfa Wq9MQ=='>"
          "</script>x", "<script src=' DATA:text/javascript;base64,"
          "dHJhY2tfa Wq9MQ=='></script>x");
    strip("<script src=' DA\nTA:text/javascript; base64,dHJhY2tfa WQ9MQ=='>"
          "</script>x", "<script>S</script>x");
    strip("<script src=data:;base64,dHJhY2tfaWQ></script>x",
          "<script>S</script>x");
    same("<script src=data:,mytrack_id=1></script>");
    same("<script src='data:,x#track_id'></script>");
    same("<script src=data:></script>");
    same("<script src=data:;base64></script>");
    same("<script src=data:;base64,></script>");
    same("<script src=data:;base64,dHJhY2tfaWQ9!AAA></script>");

    strip("<p><iframe src='data:text/html,<img src=" T ">'>f</iframe>x",
          "<p>x");
    strip("<p><iframe src='data:image/svg+xml,<svg><image href=" T " />'>"
          "</iframe>x", "<p>x");
    strip("<p><object data='data:text/html;charset=utf-8,<iframe src=\""
          "data:text/html,<script>track_id</script>\">'></object>x", "<p>x");
    strip("<p><iframe src=\"javascript:'<script src=" T ">'\"></iframe>x",
          "<p>x");
    strip("<p><link rel=stylesheet href='data:text/css,@import url(" T ")'>x",
          "<p>x");
    strip("<p><link rel=stylesheet href='data:text/css,p{background:"
          "url(" T ")}'>x", "<p>x");
    strip("<style>@import url(\"data:text/css,@import url(" T ")\");"
          "</style>", "<style>@import url(\"about:invalid\");</style>");
    strip("<style>@import 'data:text/css,@import \"data:text/css,"
          "@import %2522" T "%2522\"';</style>",
          "<style>@import 'about:invalid';</style>");
    same("<p><link rel=stylesheet href='data:text/css,p{color:red}'>");
    same("<p><link rel=icon href='data:image/svg+xml,<style>@import url("
         T ")</style>'>");
    same("<style>@import url(\"data:text/css,@import url(/a)\");</style>");
    same("<style>@import 'data:text/css,@import \"data:text/css,"
         "@import %2522data:text/css,@import %252522/a%252522%2522\"';"
         "</style>");
    strip("<style>@import 'data:text/css,@import \"data:text/css,"
          "@import %2522data:text/css,@import %252522data:text/css,"
          "%252522%2522\"';</style>",
          "<style>@import 'about:invalid';</style>");

    /* in characters that are not what their bytes say */

    strip("<p><iframe src='data:text/html;charset=utf-16le;base64,PABwAD4A'>"
          "</iframe>x", "<p>x");
    strip("<p><iframe src='data:text/html;charset=\"ut\\f-16le\";base64,"
          "PABwAD4A'></iframe>x", "<p>x");
    strip("<p><iframe src='data:text/html,%ff%fe<%00p%00>%00'></iframe>"
          "x", "<p>x");
    strip("<p><iframe src='data:text/xml,%00<%00p%00/%00>'></iframe>x",
          "<p>x");
    strip("<p><iframe src='data:text/html,<meta charset=ISO-2022-JP>%1b$B"
          "<img src=/a>'></iframe>x", "<p>x");
    strip("<p><object data='data:text/html,<meta http-equiv=content-type "
          "content=\"text/html; charset=iso-2022-jp\">a'></object>x", "<p>x");
    strip("<p><iframe src='data:text/xml,<?xml version=\"1.0\" "
          "encoding=\"iso-2022-jp\"?><a/>'></iframe>x", "<p>x");
    same("<p><iframe src='data:text/xml,<?xml version=\"1.0\" "
         "encoding=\"utf-8\"?><a>2022</a>'></iframe>");
    strip("<p><iframe srcdoc='\xff\xfe<img src=" T ">'></iframe>x",
          "<p><iframe srcdoc=\"\xff\xfe\"></iframe>x");
    strip("<p><iframe srcdoc='<meta charset=iso-2022-jp><img src=" T ">'>"
          "</iframe>x",
          "<p><iframe srcdoc=\"&lt;meta charset=iso-2022-jp&gt;&lt;img&gt;\">"
          "</iframe>x");
    strip("<p><script src='data:text/javascript;charset=UTF-16,a'></script>"
          "x", "<p>x");
    strip("<p><script src='data:,%fe%ff%00a'></script>x", "<p>x");
    same("<p><iframe src='data:text/html;charset=utf-8,<p>'></iframe>");
    same("<p><iframe src='data:text/html;charset=iso-8859-1,<p>'></iframe>");

    same("<p><iframe src='data:text/html,<img src=/a>'></iframe>");
    same("<p><iframe src='data:text/plain,<img src=" T ">'></iframe>");
    same("<p><img src='data:image/svg+xml,<image href=" T "/>'>");
    same("<p><a href=\"javascript:track_id()\">x</a>");

    /* what makes a script one without a type, and an object's parameters */

    strip("<script language=JavaScript src=" T "></script>x",
          "<script>S</script>x");
    strip("<script language='' src=" T "></script>x", "<script>S</script>x");
    strip("<script type='' src=" T "></script>x", "<script>S</script>x");
    strip("<script type=' text/javascript\t' src=" T "></script>x",
          "<script>S</script>x");
    same("<script language=vbscript src=" T "></script>x");
    same("<script type=javascript src=" T "></script>x");
    strip("<object><param name=SRC value=" T "><param name=url value=" T ">"
          "<param name=code value=" T "><param name=data value=" T ">"
          "<param name=quality value=" T "><param value=" T "></object>x",
          "<object><param name=quality value=" T "><param value=" T ">"
          "</object>x");

    /* what a library turns into a script later */

    strip("<script type=text/partytown src=" T "></script>x",
          "<script>S</script>x");
    strip("<script type=rocketlazyloadscript data-rocket-src=" T "></script>",
          "<script>S</script>");
    strip("<script type=litespeed/javascript data-src=" T "></script>x",
          "<script>S</script>x");
    strip("<script type=pmdelayedscript>track_id</script>x",
          "<script>S</script>x");
    same("<script type=text/plain data-src=" T ">track_id</script>");
}


static void
style_sheets(void **state)
{
    (void) state;

    strip("<style>a{b:url(" T ")}</style>x",
          "<style>a{b:url(about:invalid)}</style>x");
    strip("<style>a{b:URL( '" T "' )}</style>",
          "<style>a{b:URL( 'about:invalid' )}</style>");
    strip("<style>@import \"" T "\";@import url(" T ") print</style>",
          "<style>@import \"about:invalid\";@import url(about:invalid) print"
          "</style>");
    strip("<style>@\\69mport '" T "';a{b:u\\72 l(" T ")}</style>",
          "<style>@\\69mport 'about:invalid';a{b:u\\72 l(about:invalid)}"
          "</style>");
    strip("<style>a{b:url(\\2f/t\\.example/x)}</style>",
          "<style>a{b:url(about:invalid)}</style>");
    strip("<style>a{b:image-set('/a' 1x, '" T "' 2x)}</style>",
          "<style>a{b:image-set('/a' 1x, 'about:invalid' 2x)}</style>");
    strip("<style>a{b:url(" T "</style>x",
          "<style>a{b:url(about:invalid</style>x");
    strip("<style>a{b:url(" T, "<style>a{b:url(about:invalid");
    strip("<style>@import '" T, "<style>@import 'about:invalid");
    strip("<style>a{b:url(/</st)}c{d:url(" T "</st)}</style>x",
          "<style>a{b:url(/</st)}c{d:url(about:invalid)}</style>x");
    strip("<p><svg><style><![CDATA[@import '" T "';]]></style></svg>",
          "<p><svg><style><![CDATA[@import 'about:invalid';]]></style></svg>");
    strip("<p><svg><style>a{b:url(" T "<b a=)></style>x",
          "<p><svg><style>a{b:url(about:invalid<b a=)></style>x");
    strip("<noscript><style>a{b:url(" T "</noscript>x",
          "<noscript><style>a{b:url(about:invalid--></style></noscript>x");

    same("<style>/* url(" T ") @import '" T "' */</style>");
    same("<style>a{content:'url(" T ")'}</style>");
    same("<style>a[href='" T "']{content:\"" T "\"}</style>");
    same("<style>b:not([href^='" T "']){c:curl(/" T ")}</style>");
    same("<style>@namespace '" T "';@important '" T "'</style>");
    same("<style data-privacy-category=necessary>a{b:url(" T ")}</style>");
    same("<title>a{b:url(" T ")}</title>");

    strip("<p style='a:url(" T ")'>x", "<p style=\"a:url(about:invalid)\">x");
    strip("<p><b style=a:url(" T ") c>x",
          "<p><b style=\"a:url(about:invalid)\" c>x");
    strip("<p><b style='a:url(&quot;" T "&quot;);d:\"<\"' c>x",
          "<p><b style=\"a:url(&quot;about:invalid&quot;);d:&quot;&lt;&quot;\" "
          "c>x");
    strip("<p><b style=a:url(" T ">x", "<p><b style=\"a:url(about:invalid\">x");
    strip("<p><img src=" T " style='a:url(" T ")'>x", "<p>x");
    same("<p><b style='a:url(/x);b:calc(1px + 2px)'>x");
    same("<p><b style=\"content:'url(" T ")'\">x");
    same("<p><b data-style='a:url(" T ")'>x");

    strip("<p><svg><g fill='url(" T ")' mask=url(#m) style=a:url(" T ") >",
          "<p><svg><g fill=\"url(about:invalid)\" mask=url(#m) "
          "style=\"a:url(about:invalid)\" >");
    strip("<p><svg mask=url(" T ") >", "<p><svg mask=\"url(about:invalid)\" >");
    same("<p><svg><g fill='url(#a)' stroke='rgb(1,2,3)' cursor=url(/c)>");
    same("<p><g fill='url(" T ")'>");

    strip("<p><svg><image><set attributeName=href to=" T " /></image></svg>",
          "<p><svg><image></image></svg>");
    strip("<p><svg><image><animate values='/a; " T ";' /></image></svg>",
          "<p><svg><image></image></svg>");
    same("<p><svg><animate values='/a;/b' from=#a to='1' by=2 /></svg>");
    same("<p><set to=" T ">");

    /* what passes the limit is decided on its beginning */

    expect_limit("<style>a{b:url(//t.example/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
                 "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa)"
                 "}</style>x", "<style>a{b:url(about:invalid)}</style>x",
                 PRV_TAGS_STRIP, 64, 0);
    expect_limit("<style>a{b:url(//u.example/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
                 "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa)"
                 "}</style>x", "<style>a{b:url(//u.example/aaaaaaaaaaaaaaaaaaa"
                 "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
                 "aaaaaaaaaaaaaaa)}</style>x",
                 PRV_TAGS_STRIP, 64, 0);
}


/* where a token of CSS ends decides what is a URL: CSS Syntax 3, section 4 */

static void
tokens_of_css(void **state)
{
    static const char  *before[] = {
        "#url(a \")\"", "#\\75rl(a \")\"", "@url(a \")\"",
        "@\\75rl(a \")\"", "5url(a \")\"", "5\\75rl(a \")\"",
        "-url(a \")\"", "\\-url(a \")\"", "\\<!--url(a \")\"",
        "xurl(a \")\"", "urlx(a \")\"", "url\\x(a \")\"",
        "url\\\n(a \")\"", "\xc3\xa9url(a \")\"", "url/**/(a \")\"",
        "\\66 url(a \")\"", "\\000066url(a \")\"", "\\\"", "\\'", "\\(",
        "\\\n", "\\\r\n", "\\\f", "\"a\n", "'a\r", "\"\\\r\n\"",
        "url(a \" b)", "url(a(b)", "url(\\) \")", "<!--", "-->",
        "<!--url(a\"b)",
        "<!--\\75rl(a\"b)", "\\000075\r\n\\000072\r\n\\00006c\r\n(a\"b)",
        "u\\\nrl(a \")\"", "#/**/", "5/**/", "#", "5%", "5.", "+", "@#", "@",
        "u+0", "u+0-7f", "u+??", "5-", "5--"
    };

    size_t  i;
    char    in[256], want[256];

    (void) state;

    for (i = 0; i < sizeof(before) / sizeof(before[0]); i++) {

        (void) snprintf(in, sizeof(in), "<style>%s;a{b:url(" T ")}</style>x",
                        before[i]);
        (void) snprintf(want, sizeof(want), "<style>%s;a{b:url(about:invalid)}"
                        "</style>x", before[i]);

        strip(in, want);
    }

    strip("<style><!--url(" T ")</style>",
          "<style><!--url(about:invalid)</style>");
    strip("<style>5%url(" T ")5.url(" T ")</style>",
          "<style>5%url(about:invalid)5.url(about:invalid)</style>");
    strip("<style>/*#*/url(" T ")'#'url(" T ")</style>",
          "<style>/*#*/url(about:invalid)'#'url(about:invalid)</style>");
    strip("<style>a{b:\\\nurl(" T ")}</style>",
          "<style>a{b:\\\nurl(about:invalid)}</style>");
    strip("<style>@\\000069mp\\6f rt'" T "'</style>",
          "<style>@\\000069mp\\6f rt'about:invalid'</style>");
    strip("<style>a{b:url(//\\ff54 .example/x)}</style>",
          "<style>a{b:url(about:invalid)}</style>");
    same("<style>#url(" T ")@url(" T ")5url(" T ")</style>");
    same("<style>@i\\mport2 '" T "'</style>");
}


/* a string becomes a URL where var() brings it into image-set() */

static void
strings_of_css(void **state)
{
    (void) state;

    strip("<style>b{--x:\"" T "\";c:image-set(var(--x) 1x)}</style>",
          "<style>b{--x:\"about:invalid\";c:image-set(var(--x) 1x)}</style>");
    strip("<style>b{--x: '/a' 1x , '" T "' 2x}</style>",
          "<style>b{--x: '/a' 1x , 'about:invalid' 2x}</style>");
    strip("<style>b{--x:/**/'" T "'}</style>",
          "<style>b{--x:/**/'about:invalid'}</style>");
    /* behind more white space than is looked through */

#define SPACES  "                                 "

    strip("<style>@''" SPACES "'" T "'</style>",
          "<style>@''" SPACES "'about:invalid'</style>");

    strip("<style>b{--content:'" T "';--quot\\65s:'" T "'}</style>",
          "<style>b{--content:'about:invalid';--quot\\65s:'about:invalid'}"
          "</style>");
    strip("<style>b{--x:               \n                  '" T "'}</style>",
          "<style>b{--x:               \n                  'about:invalid'}"
          "</style>");
    strip("<style>@property --x{syntax:'*';initial-value:'" T "'}</style>",
          "<style>@property --x{syntax:'*';initial-value:'about:invalid'}"
          "</style>");
    strip("<style>b{--x:'\\2f/t.example'}</style>",
          "<style>b{--x:'about:invalid'}</style>");
    strip("<p style='--x:\"" T "\"'>x",
          "<p style=\"--x:&quot;about:invalid&quot;\">x");
    strip("<p><link rel=stylesheet href='data:text/css,p{--x:%22" T "%22}'>x",
          "<p>x");

    same("<style>b{content:'" T "' '" T "';quotes : \"" T "\" '" T "'}"
         "</style>");
    same("<style>b{--x:'t.example' '/x' '//u.example/x';font:a '" T "'}"
         "</style>");
    same("<style>@namespace svg '" T "';@charset '" T "';</style>");
    same("<p style='content:\"" T "\"'>x");
    same("<style><i><use href=\"" T "\"></style>");
}


int
main(void)
{
    const struct CMUnitTest  tests[] = {
        cmocka_unit_test(in_urls),
        cmocka_unit_test(style_sheets),
        cmocka_unit_test(tokens_of_css),
        cmocka_unit_test(strings_of_css)
    };

    return cmocka_run_group_tests(tests, setup, teardown);
}
