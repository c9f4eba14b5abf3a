
/*
 * What the rewriter makes of markup, with one vendor.
 */

#include "html_filter.h"


static void
elements(void **state)
{
    (void) state;

    strip("a<script src=" T "></script>b", "a<script>S</script>b");
    strip("<script src=" T " nonce=n1></script><script src=" T "></script>",
          "<script nonce=\"n1\">S</script>");
    strip("<script>x=1;track_id=2</script>c", "<script>S</script>c");
    same("<script>mytrack_id=2</script>");
    same("<script type=application/json>track_id</script>");
    same("<script type=text/template src=" T "></script>");
    strip("<body><img src=" T ">x", "<body>x");
    strip("<p><iframe src=" T ">y</iframe>x", "<p>x");
    strip("<link rel=preload href=" T "><link rel=canonical href=" T ">",
          "<link rel=canonical href=" T ">");
    strip("<a ping=" T " href=/>x</a>", "<a href=/>x</a>");
    strip("<meta http-equiv=refresh content='0; url=" T "'>x", "x");
    strip("<p><object data=" T "><b>f</b><object></object>g</object>x",
          "<p>x");
    strip("<p><video poster=" T " src=/v></video>",
          "<p><video src=/v></video>");
    strip("<p><img src=/a srcset='" T " 1x, /b 2x'>",
          "<p><img src=/a srcset='/b 2x'>");
    strip("<body background=" T " class=x>", "<body class=x>");
    strip("<p><input type=image src=" T ">x", "<p>x");
    strip("<p><iframe srcdoc=\"<img src=" T ">k\"></iframe>",
          "<p><iframe srcdoc=\"&lt;img&gt;k\"></iframe>");
    strip("<base href=https:" T "><p><img src=y>z",
          "<base href=https:" T "><p>z");
    strip("<noscript><p><img src=" T ">t</noscript>",
          "<noscript><p>t</noscript>");
    strip("<p><img src='&#x2f;/t.ex&#97;mple/'>x", "<p>x");
    strip("<p><img SRC='\\\\T.EXAMPLE:80/'>x", "<p>x");
    strip("<p><img data-src=" T " src=/a>", "<p><img data-src=" T " src=/a>");
    strip("<p><div data-privacy-category=marketing><div>a</div>b</div>c",
          "<p><div></div>c");
    strip("<p></p><div data-privacy-category=marketing>a</div>c",
          "<p></p>c");
    strip("<p>a</p><p data-privacy-category=marketing>b</p>c", "<p>a</p>c");
    same("<p><div data-privacy-category=necessary><div>a</div>b</div>c");
    same("<script data-privacy-category=necessary src=" T "></script>");
}


static void
block(const char *in, const char *want)
{
    expect_limit(in, want, PRV_TAGS_BLOCK, 65536, 0);
}


static void
blocked(void **state)
{
    (void) state;

#define MARKED  " data-privacy-category=\"marketing\""                        \
                " data-privacy-vendor=\"track\""

    block("<script async src=" T "></script>",
          "<script type=\"text/plain\"" MARKED " async data-privacy-src=" T
          "></script>");
    block("<script type=module>track_id</script>",
          "<script type=\"text/plain\"" MARKED
          " data-privacy-type=module>track_id</script>");
    block("<p><img src=" T " src=//t.example/2>",
          "<p><img" MARKED " data-privacy-src=" T
          " data-privacy-src=//t.example/2>");
    block("<p><div data-privacy-category=marketing><div><img src=" T "></div>"
          "</template><b>x</div>y",
          "<p><div data-privacy-category=marketing>"
          "<template data-privacy-content>&lt;div>&lt;img src=" T ">&lt;/div>"
          "&lt;/template>&lt;b>x</template></div>y");
    strip("<template><b data-privacy-category=marketing>x</template>y",
          "<template><b></b></template>y");
    strip("<template><img src=" T "><td>y", "<template><img><td>y");
    block("<script attributionsrc=" T ">x</script>y",
          "<script type=\"text/plain\"" MARKED " data-privacy-attributionsrc="
          T ">x</script>y");
    block("<p><style data-privacy-category=marketing>a</style>x",
          "<p><style type=\"text/plain\" data-privacy-category=marketing>a"
          "</style>x");
    block("<p><select><b data-privacy-category=marketing>a</b>x",
          "<p><select>x");
    block("<p><svg><g data-privacy-category=marketing>a</g>x",
          "<p><svg>x");
    block("<noscript><i data-privacy-category=marketing>-<!--</noscript >x",
          "<noscript><i data-privacy-category=marketing>"
          "<template data-privacy-content>-&lt;!--</template></noscript >x");
    block("<noscript><i data-privacy-category=marketing>-<a b='</noscript>x",
          "<noscript><i data-privacy-category=marketing>"
          "<template data-privacy-content>-&lt;a b='</template></noscript>x");
    block("<p><b data-privacy-category=marketing><template>a</b>c</p></body>d",
          "<p><b data-privacy-category=marketing>"
          "<template data-privacy-content>&lt;template>a</template>"
          "</b>c</p></body>d");

    /* what is kept is markup for no way of reading it */

    block("<p><i data-privacy-category=marketing><select><style></template>"
          "<img src=" T "></style></select>&amp;<svg></x><style></template>"
          "</i>y",
          "<p><i data-privacy-category=marketing>"
          "<template data-privacy-content>&lt;select>&lt;style>&lt;/template>"
          "&lt;img src=" T ">&lt;/style>&lt;/select>&amp;amp;&lt;svg>&lt;/x>"
          "&lt;style>&lt;/template>&lt;/i>y");
}


static void
charsets(void **state)
{
    (void) state;

    same("\xff\xfe<script src=" T ">");
    same("\xfe\xff<script src=" T ">");
    same("<meta charset=iso-2022-jp><script src=" T ">");
    same("<meta http-equiv=Content-Type content='text/html; "
         "charset=\"ISO-2022-JP\"'><script src=" T ">");
    strip("<meta charset=utf-16><script src=" T "></script>",
          "<meta charset=utf-16><script>S</script>");
    strip("\xef\xbb\xbf<script src=" T "></script>",
          "\xef\xbb\xbf<script>S</script>");
}


static void
structure(void **state)
{
    (void) state;

    /* what makes sure does so, whatever the cut leaves of its attributes */

    same("<p><svg></s><s/style><style></style>");

    /* one of SVG */

    same("<p><svg><frameset></frameset></svg>");

    /* what is no markup is none */

    same("<p><!-- <img src=" T "> --><style><img src=" T "></style>");
    same("<title><img src=" T "></title><textarea><img src=" T
         "></textarea>");
    same("<script><!-- <script> </script> <img src=/> --></script>");
    same("<p title='<img src=" T ">'>");
    same("<p><svg><![CDATA[<img src=" T ">]]></svg>");

    /* and what is markup is */

    strip("<p><![CDATA[>]]><img src=" T ">x", "<p><![CDATA[>]]>x");
    strip("<p><svg><style><image href=" T " /></style></svg>",
          "<p><svg><style></style></svg>");
    strip("<p><a ='><img src=" T ">'>", "<p><a ='>'>");
    same("<p><a =x='><img src=" T ">'>");

    /* what svg may be around is made sure, where it is not known */

    strip("<svg></s><script>track_id",
          "<svg></s><meta><script>S</script>");
    strip("<svg></s><style></style><style></style>",
          "<svg></s><meta><style></style><style></style>");
    strip("<svg></s><desc><style></style></desc><style></style>",
          "<svg></s><desc><meta><style></style></desc><meta><style></style>");
    same("<svg></s><meta><style></style>");
    same("<svg></s><svg><script/>track_id");
    same("<svg></s><svg><style/>x");
    strip("<select><svg><script/>track_id<b>", "<select><svg>track_id<b>");

    /* where a CDATA section may begin, or not, none does */

    same("<p><svg><desc><![CDATA[<img src=" T ">]]></desc></svg>");
    strip("<p><svg><desc>x<![CDATA[><b a=']]><img src=" T ">'>",
          "<p><svg><desc>x<! CDATA[><b a=']]><img src=" T ">'>");
    strip("<svg></b><![CDATA[><b a=']]><img src=" T ">'>",
          "<svg></b><! CDATA[><b a=']]><img src=" T ">'>");

    /* a browser with scripting ends a noscript here */

    strip("<script attributionsrc=" T ">x</script>y", "<script>S</script>y");
    same("<p><noscript><!x></noscript>y");
    strip("<p><noscript><!x</noscript>y", "<p><noscript><!x></noscript>y");
    strip("<p><noscript><!-- </noscript><img src=" T ">",
          "<p><noscript><!-- --></noscript>");
    strip("<p><noscript><b a='</noscript><img src=" T ">",
          "<p><noscript></noscript>");

    strip("<p><select><style></select><img src=" T ">",
          "<p><select></select>");

    /* a second select may be the end of one, or the next */

    strip("<td><select><td><select><title><img src=" T ">",
          "<td><select><td><select>");
    strip("<p><select><input><select><title><img src=" T ">",
          "<p><select><input><select>");
    strip("<p><select></select><title><img src=" T ">",
          "<p><select></select><title><img src=" T ">");

    /* and what is in a template does not close the one around it */

    strip("<p><select><template></select></template><title><img src=" T ">",
          "<p><select><template></select></template>");
    strip("<p><select><svg><template></svg></select></template><title>"
          "<img src=" T ">",
          "<p><select><svg><template></svg></select></template>");
    strip("<p><select><template><noscript></template></noscript></select>"
          "</template><title><img src=" T ">",
          "<p><select><template><noscript></template></noscript></select>"
          "</template>");
    strip("<p><select><template></template></select><title><img src=" T ">",
          "<p><select><template></template></select><title>"
          "<img src=" T ">");

    /* a column that is a template's first tag has no group that a row ends */

    strip("<p><template><col><td><script><template><img src=" T ">",
          "<p><template><col><td><template><img>");
    strip("<p><template><col></colgroup><title><template><img src=" T ">",
          "<p><template><col></colgroup><template><img>");
    strip("<p><template><col><template><table></template><td><title><template>"
          "<img src=" T ">",
          "<p><template><col><template><table></template><td><template><img>");
    strip("<p><template><col><select><textarea><template><img src=" T ">",
          "<p><template><col><select><template><img>");
    strip("<p><select><svg><template><col></i><script>x<template><img src=" T
          ">", "<p><select><svg><template><col></i>x<template><img>");
    strip("<p><template><colgroup><col><td><title><img src=" T ">",
          "<p><template><colgroup><col><td><title><img src=" T ">");
    strip("<p><template><col></template><table><col><td><title><img src=" T ">",
          "<p><template><col></template><table><col><td><title>"
          "<img src=" T ">");

    /* what stood on both sides does not grow together */

    strip("<p><<img src=" T ">img src=" T ">", "<p><<!---->img src=" T ">");
    strip("<p>&am<img src=" T ">p;", "<p>&am<!---->p;");
    strip("<pre><img src=" T ">\nx", "<pre><!---->\nx");
    strip("<pre><script>track_id</script>\nx",
          "<pre><!----><script>S</script>\nx");

    strip("<a href=/ ping='" T "'<script>x", "<a href=/ <script>x");

    strip("<template><col data-privacy-category=marketing><script></template>"
          "<img src=" T "></script>x",
          "<template><col></col></template><img></script>x");

    /* what a stripped tag had closed stays closed */

    strip("<p><math><s data-privacy-category=marketing>a</s><path><style>x",
          "<p><math><s></s><path><style>x");
    strip("<p><math><g data-privacy-category=marketing><img></g><style>x",
          "<p><math><meta><style>x");
    strip("<p><math><g data-privacy-category=marketing>a</math>x",
          "<p><math></math>x");

    strip("<p><svg><g><img src=" T "><b>x", "<p><svg><g><img><b>x");
    strip("<svg><script href=" T "><p><svg></script><style>"
          "<g a={}b{c:url(" T ")}>",
          "<svg><meta><style><g a={}b{c:url(about:invalid)}>");
}


static void
inserted(const char *in, const char *want)
{
    expect_limit(in, want, PRV_TAGS_STRIP, 65536, 1);
}


static void
insertion(void **state)
{
    (void) state;

    inserted("<html><head></head><body class=a>x",
             "<html><head></head><body class=a>[B]x");
    inserted("<!doctype html><title><body></title><p>x",
             "<!doctype html><title><body></title>[B]<p>x");
    inserted(" <!-- <body> --> x<body>", " <!-- <body> --> [B]x<body>");
    inserted("<head><noscript><p>a</p></noscript></head>b",
             "<head><noscript><p>a</p></noscript></head>[B]b");
    inserted("<script>'<body>'</script></html>",
             "<script>'<body>'</script>[B]</html>");
    inserted("<frameset><frame src=" T "></frameset>",
             "<frameset></frameset>");
}


/* with a unit a few thousand times in place of "%s" */

static void
vague(const char *format, const char *unit, const char *want)
{
    out_t        out;
    char        *in, *many;
    size_t       i, n;
    const char  *mark;

    n = strlen(unit);
    many = malloc(3000 * n + 1);
    assert_non_null(many);

    for (i = 0; i < 3000; i++) {
        memcpy(many + i * n, unit, n);
    }

    many[3000 * n] = '\0';

    n = 3000 * n + strlen(format) + 1;
    in = malloc(n);
    assert_non_null(in);
    mark = strstr(format, "%s");
    assert_non_null(mark);
    snprintf(in, n, "%.*s%s%s", (int) (mark - format), format, many,
             mark + 2);

    filter(&out, in, strlen(in), 4096, PRV_TAGS_STRIP, 65536, 0);

    if (strcmp((char *) out.data, want) != 0) {
        fail_msg("%s with many \"%s\": %.80s", format, unit,
                 (char *) out.data);
    }

    free(out.data);
    free(many);
    free(in);
}


#define LONG  "0123456789012345678901234567890123456789"

static void
limited(const char *in, const char *want)
{
    expect_limit(in, want, PRV_TAGS_STRIP, 32, 0);
    reported(in, 32);
}


static void
long_tags(void)
{
    /* an attribute goes, what else it is stays */

    limited("<body background=" T " a=" LONG ">x", "<body a=" LONG ">x");
    limited("<body a=" LONG " background=" T " b>x",
            "<body a=" LONG "   b>x");
    limited("<p><a href=/ ping='" LONG " " T "' id=i>x</a>",
            "<p><a href=/  id=i>x</a>");
    limited("<p><a href=/ a=" LONG " ping=" T ">x</a>",
            "<p><a href=/ a=" LONG "  >x</a>");
    limited("<p><img a=01234567890123456789 src\n=" T ">x",
            "<p><img a=01234567890123456789\n >x");
    limited("<p><img a=0123456789012345678901 src=" T ">x",
            "<p><img a=0123456789012345678901  >x");
    limited("<p><img a=012345678901234567 src=https:" T ">x", "<p>x");
    limited("<p><img a=0123456789012345678 src=https:" T ">x", "<p>x");
    limited("<p><img a=0123456789 src=a0123456789>x",
            "<p><img a=0123456789 src=a0123456789>x");
    limited("<p><img src='                              " T "'>x", "<p>x");
    limited("<p><img src=data:image/gif;base64," LONG ">x",
            "<p><img src=data:image/gif;base64," LONG ">x");
    limited("<p><img src=/ok srcset='/a 1x, /b 2x, /c 3x, " T " 4x'>x",
            "<p><img src=/ok >x");
    limited("<p><iframe srcdoc='aaaaaaaaaaaaaaaaaaaaaaaaa<img src=" T
            ">'></iframe>", "<p><iframe ></iframe>");

    /* what it is stands in front, or the attribute that makes it so goes */

    limited("<p><input type=hidden value=" LONG ">x",
            "<p><input type=hidden value=" LONG ">x");
    limited("<p><input type=image value=" LONG " src=" T ">x",
            "<p><input type=image value=" LONG "  >x");
    limited("<meta name=description content=" LONG ">x",
            "<meta name=description content=" LONG ">x");
    limited("<meta content='0;url=" T LONG "' http-equiv=refresh>x",
            "<meta content='0;url=" T LONG "'  >x");
    limited("<link rel=icon href=data:image/gif;base64," LONG ">x",
            "<link rel=icon href=data:image/gif;base64," LONG ">x");
    limited("<link href=" T " title=" LONG " rel=stylesheet>x", "x");

    /* marks */

    limited("<p><i data-privacy-category=marketing a=" LONG ">x</i>y",
            "<p><i data-privacy-category=marketing a=" LONG ">x</i>y");
    expect_limit("<p><i data-privacy-category=marketing a=" LONG ">x</i>y",
                 "<p>y", PRV_TAGS_STRIP, 64, 0);
    expect_limit("<script data-privacy-category=necessary a=" LONG " src=" T
                 "></script>y",
                 "<script data-privacy-category=necessary a=" LONG " src=" T
                 "></script>y", PRV_TAGS_STRIP, 64, 0);

    /* read in two ways, it goes */

    limited("<p><select><style a=" LONG "></select><img src=" T ">x",
            "<p><select></select>x");

    limited("<frameset a=" LONG "><frame src=" T "></frameset>",
            "<frameset a=" LONG "></frameset>");

    /* <body> begins before it */

    expect_limit("<html><p a=" LONG ">x", "<html>[B]<p a=" LONG ">x",
                 PRV_TAGS_STRIP, 32, 1);
    expect_limit("<html></body a=" LONG ">x", "<html>[B]</body a=" LONG ">x",
                 PRV_TAGS_STRIP, 32, 1);

    /* the significant part of a value, behind any amount of what is none */

    vague("<p><img src='%s" T "'>x", " ", "<p>x");
    vague("<p><img src='%s" T "'>x", "&#1;", "<p>x");
    vague("<p><img src='/%s/t.example/'>x", "\n", "<p>x");
    vague("<p><img src='//%s@t.example/'>x", "u", "<p>x");
    vague("<p><img src='%s" T "'>x", "/", "<p>x");
    vague("<p><img srcset='%s" T " 2x'>x", "&#1;", "<p>x");
    vague("<p><a href=/ ping='%s" T "'>x", "/ok ", "<p><a href=/>x");
    vague("<script type='%stext/javascript' src=" T "></script>x", " ",
          "<script>S</script>x");
    vague("<link rel='%sstylesheet' href=" T ">x", "a ", "x");
    vague("<meta http-equiv=refresh content='%s0;url=" T "'>x", " ", "x");
    vague("<meta http-equiv=refresh content='%s0;url=" T "'>x", "0", "x");
}


static void
headed(const char *in, const char *want)
{
    expect_limit(in, want, PRV_TAGS_STRIP, 1024, 2);
}


static void
heads(void **state)
{
    char  in[4096], want[4096], x[2001];

    (void) state;

    headed("<!doctype html><!-- <head> --><html><head class=a><title>t</title>"
           "</head><body>x",
           "<!doctype html><!-- <head> --><html><head class=a>[H]<title>t"
           "</title></head><body>[B]x");
    headed("<!doctype html> <meta charset=utf-8><p>x",
           "<!doctype html> [H]<meta charset=utf-8>[B]<p>x");
    headed("<script src=" T "></script><title>t</title>x",
           "[H]<script>S</script><title>t</title>[B]x");
    headed("<html><body>x", "<html>[H]<body>[B]x");
    headed("<p>x<head>", "[H][B]<p>x<head>");
    headed("x", "[H][B]x");
    headed("<noscript><p>a</p></noscript><head>b",
           "[H]<noscript><p>a</p></noscript><head>[B]b");
    headed("<frameset><frame src=" T "></frameset>",
           "[H]<frameset></frameset>");
    headed("<iframe srcdoc='<p>x'></iframe>",
           "[H][B]<iframe srcdoc='<p>x'></iframe>");
    headed("</html>", "[H][B]</html>");
    headed("", "[H][B]");

    /* a tag that is on its way before it ends is not torn */

    memset(x, 'x', sizeof(x) - 1);
    x[sizeof(x) - 1] = '\0';

    (void) snprintf(in, sizeof(in), "<div title=%s>y", x);
    (void) snprintf(want, sizeof(want), "[H][B]<div title=%s>y", x);
    headed(in, want);

    (void) snprintf(in, sizeof(in), "<style title=%s></style>y", x);
    (void) snprintf(want, sizeof(want), "[H]<style title=%s></style>[B]y", x);
    headed(in, want);

    (void) snprintf(in, sizeof(in), "<html title=%s><head>y", x);
    (void) snprintf(want, sizeof(want), "<html title=%s><head>[H][B]y", x);
    headed(in, want);

    (void) snprintf(in, sizeof(in), "</html title=%s>y", x);
    (void) snprintf(want, sizeof(want), "[H][B]</html title=%s>y", x);
    headed(in, want);
}


static void
xml(const char *in, const char *want)
{
    out_t   out;
    size_t  len;

    expect_limit(in, want, PRV_TAGS_STRIP, 1024, 3);

    /* a report changes nothing here, either */

    len = strlen(in);

    filter(&out, in, len, 1, PRV_TAGS_OFF, 1024, 3);
    assert_string_equal(out.data, in);
    free(out.data);
}


static void
xhtml(void **state)
{
    (void) state;

#define SURR  "<script>S</script>"
#define HEAD  "<?xml version='1.0'?><html><head><title/>"

    /* every element may close itself, and none is implied */

    xml(HEAD "<script src='/own.js'/><script src='" T "'/></head>"
        "<body><p>x</p><script src='" T "'/><p>y</p></body></html>",
        HEAD "<script src='/own.js'/>" SURR "</head><body><p>x</p><p>y</p>"
        "</body></html>");
    xml(HEAD "</head><body><iframe src='" T "'/><textarea/><p>y</p>"
        "<img src='" T "'/><img src='" T "'></img>z</body></html>",
        HEAD "</head><body><textarea/><p>y</p>z</body></html>");
    xml("<html><body><div/><select><img src='" T "'/></select></body></html>",
        "<html><body><div/><select></select></body></html>");

    /* what is HTML after all, and what closes what is empty */

    xml("<p><img src='" T "'>a<br><img src='" T "'>b</p></img>",
        "<p>a<br>b</p></img>");
    xml("<p><img src='" T "'>\n</img >a</p><img src='" T "'></IMG>",
        "<p>\na</p>");

    /* no text is raw: CDATA is, and what looks like a tag is one */

    xml("<style>a</style><script>//<![CDATA[\nif (a < b) x;\n//]]></script>"
        "<img src='" T "'/>",
        "<style>a</style><script>//<![CDATA[\nif (a < b) x;\n//]]></script>");
    xml("<script>//<![CDATA[\ntrack_id=1\n//]]></script><p>x</p>",
        SURR "<p>x</p>");
    xml("<script>track&#95;id=1</script><p>x</p>", SURR "<p>x</p>");
    xml("<title><img src='" T "'/>t</title><p>x</p>",
        "<title>t</title><p>x</p>");
    xml("<noscript><p><img src='" T "'/>t</p></noscript>x",
        "<noscript><p>t</p></noscript>x");
    xml("<svg><p><img src='" T "'/></p></svg><p/>",
        "<svg><p></p></svg><p/>");

    /* a prefix, an instruction, a doctype: what hides a tag in HTML alone */

    xml("<h:html><h:script src='" T "'/><a-long-prefix-of-ours:img src='" T
        "'/><h:script>track_id</h:script><h:p>x</h:p></h:html>",
        "<h:html><h:p>x</h:p></h:html>");
    xml("<?a > <!-- ?><img src='" T "'/><?b --> ?\?><p/>",
        "<?a > <!-- ?><?b --> ?\?><p/>");
    xml("<!DOCTYPE html SYSTEM \"a>'<!--\"><img src='" T "'/><p/>",
        "<!DOCTYPE html SYSTEM \"a>'<!--\"><p/>");

    /* one that loads a style sheet */

    xml("<?xml-stylesheet type='text/css' href='" T "'?><p/>", "<p/>");
    xml("<?xml-stylesheet href = \"&#47;/t.example/\"?>\n<p/>", "\n<p/>");
    xml("<?xml-stylesheet href='/ok'?><?xml-model href='" T "'?><p/>",
        "<?xml-stylesheet href='/ok'?><?xml-model href='" T "'?><p/>");
    expect_limit("<?xml-stylesheet title='" LONG "' href='/a'?><?a " LONG
                 "?><p/>", "<?a " LONG "?><p/>", PRV_TAGS_STRIP, 32, 3);

    /* entities may hold anything: what has some cannot be filtered */

    xml("<!DOCTYPE html [<!ENTITY a '<x/>'>]><img src='" T "'/>",
        "<!DOCTYPE html [<!ENTITY a '<x/>'>]><img src='" T "'/>");

    /* in a srcdoc is HTML */

    xml("<iframe srcdoc=\"&lt;title/>&lt;/title>&lt;img src=" T ">k\"/>",
        "<iframe srcdoc=\"&lt;title/&gt;&lt;/title&gt;&lt;img&gt;k\"/>");
}

/* CSS of a long tag is held by itself, up to the limit */

static void
long_css(void)
{
    limited("<p><i a=" LONG " style='color:red'b>x",
            "<p><i a=" LONG " style='color:red'b>x");
    limited("<p><i a=" LONG " style='a:url(" T ")'b>x",
            "<p><i a=" LONG "  style=\"a:url(about:invalid)\"b>x");
    limited("<p><i a=01 style='a:url(" T ")' b>x",
            "<p><i a=01  style=\"a:url(about:invalid)\" b>x");
    limited("<p><i a=01234567890123456789 style = a:url(" T ") b>x",
            "<p><i a=01234567890123456789  style=\"a:url(about:invalid)\""
            " b>x");
    limited("<p><i a=" LONG " style='" LONG "'b>x",
            "<p><i a=" LONG "  b>x");
    limited("<p><i" LONG " style='a:url(" T ")'>x",
            "<p><i" LONG "  style=\"a:url(about:invalid)\">x");
    limited("<p><img src=/ok alt=" LONG " style='a:url(" T ")'>x",
            "<p><img src=/ok alt=" LONG "  style=\"a:url(about:invalid)\""
            ">x");
    limited("<p><svg><path d=" LONG " fill=red stroke='url(" T "#a)'/>",
            "<p><svg><path d=" LONG " fill=red  stroke=\"url(about:invalid)\""
            "/>");
    limited("<p><path d=" LONG " fill=red stroke='url(" T "#a)'>",
            "<p><path d=" LONG " fill=red stroke='url(" T "#a)'>");
    limited("<noscript><i a=" LONG " style='a:url(//t</noscript>x",
            "<noscript><i a=" LONG " \"'></noscript>x");
    limited("<noscript><i a=" LONG " style='" LONG "</noscript>x",
            "<noscript><i a=" LONG " \"'></noscript>x");
    limited("<noscript><img a=" LONG " src='" T "</noscript>x",
            "<noscript><img a=" LONG " \"'></noscript>x");
    expect_limit("<p><i data-privacy-category=necessary a=" LONG
                 " style='a:url(" T ")'>x",
                 "<p><i data-privacy-category=necessary a=" LONG
                 " style='a:url(" T ")'>x", PRV_TAGS_STRIP, 48, 0);
}


static void
limits(void **state)
{
    out_t   out;
    char   *text;
    size_t  n;

    (void) state;

    /* a tag, a script longer than what may be held */

    expect_limit("<p><img alt='0123456789012345678901234567890123456789' src="
                 T " id=i>x",
                 "<p><img alt='0123456789012345678901234567890123456789' "
                 "  id=i>x", PRV_TAGS_STRIP, 32, 0);
    expect_limit("<p><img src='" T "0123456789012345678901234567890123456789'"
                 " id=i>x", "<p>x", PRV_TAGS_STRIP, 32, 0);
    expect_limit("<script a='0123456789012345678901234567890123456789' src="
                 T "></script>x", "x", PRV_TAGS_STRIP, 32, 0);
    expect_limit("<p><i a='0123456789012345678901234567890123456789'>"
                 "<img src=" T ">x",
                 "<p><i a='0123456789012345678901234567890123456789'>x",
                 PRV_TAGS_STRIP, 32, 0);
    expect_limit("<script>track_id;0123456789012345678901234567890</script>x",
                 "<script>S</script>x", PRV_TAGS_STRIP, 32, 0);
    expect_limit("<script>0123456789012345678901234567890 track_id</script>x",
                 "<script>0123456789012345678901234567890 track_id</script>x",
                 PRV_TAGS_STRIP, 32, 0);

    /* a script of SVG, where a tag stands at the limit */

    expect_limit("<p><svg><script>0123456789 track_id <g  ></script>x",
                 "<p><svg></script>x", PRV_TAGS_STRIP, 32, 0);
    expect_limit("<p><svg><script>012345678901234567890123 <g>track_id"
                 "</script>x",
                 "<p><svg><script>012345678901234567890123 <g>track_id"
                 "</script>x", PRV_TAGS_STRIP, 32, 0);

    /* what may begin a CDATA section does so or not, whatever the cut */

    expect_limit("<svg></g><svg><script>0123456789012345678901234<![a></p>",
                 "<svg></g><svg><script>0123456789012345678901234<! a></p>",
                 PRV_TAGS_STRIP, 32, 0);
    expect_limit("<script>" LONG "<?xml-stylesheet href='" T "'?></script>",
                 "<script>" LONG "<?xml-stylesheet href='" T "'?></script>",
                 PRV_TAGS_STRIP, 32, 3);

    long_tags();
    long_css();

    /* a clean page goes out in one piece */

    n = 1 << 20;
    text = malloc(n);
    assert_non_null(text);
    memset(text, 'x', n);
    memcpy(text, "<p class=a>", 11);

    filter(&out, text, n, n, PRV_TAGS_STRIP, 4096, 0);
    assert_int_equal(out.passes, 1);
    assert_int_equal(out.len, n);
    assert_memory_equal(out.data, text, n);

    free(out.data);
    free(text);
}


/* all granted: the page as it is, whatever could be read in two ways */

static void
open_gate(void **state)
{
    size_t                    i;
    static const char *const  pages[] = {
        "<select><title>t</title><iframe src=" T "></iframe></select>",
        "<p><frameset><frame src=" T "></frameset>",
        "<svg><b><style><img src=" T "></style></svg>",
        "<script src=" T "></script><script>track_id=1</script>",
        "<img alt=0123456789012345678901234567890123456789"
        "01234567890123456789012345678901234567890123456789 src=" T ">",
    };

    (void) state;

    granted = PRV_ALL;

    for (brief = 0; brief < 2; brief++) {

        for (i = 0; i < NELTS(pages); i++) {
            expect_limit(pages[i], pages[i], PRV_TAGS_STRIP, 64, 0);
            expect_limit(pages[i], pages[i], PRV_TAGS_BLOCK, 64, 0);
        }

        /* what is put in is put in once, wherever the page is cut */

        expect_limit("<html><head></head><body><p>a<script>track_id=1"
                     "</script><noscript></noscr<img src=" T "><p title='",
                     "<html><head>[H]</head><body>[B]<p>a<script>track_id=1"
                     "</script><noscript></noscr<img src=" T "><p title='",
                     PRV_TAGS_STRIP, 64, 2);
    }

    brief = 0;
    granted = prv_bit(PRV_NECESSARY);
}


int
main(void)
{
    const struct CMUnitTest  tests[] = {
        cmocka_unit_test(elements),
        cmocka_unit_test(blocked),
        cmocka_unit_test(charsets),
        cmocka_unit_test(structure),
        cmocka_unit_test(insertion),
        cmocka_unit_test(heads),
        cmocka_unit_test(xhtml),
        cmocka_unit_test(limits),
        cmocka_unit_test(open_gate)
    };

    return cmocka_run_group_tests(tests, setup, teardown);
}
