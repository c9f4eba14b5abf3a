
/*
 * What the rewriter makes of markup, with one vendor: whole, and cut into
 * pieces of every size, which must not change the result.
 */

#include "base/prv_arena.h"
#include "html/prv_rewriter.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>


#define NELTS(a)  (sizeof(a) / sizeof((a)[0]))

#define T  "//t.example/x"


typedef struct {
    unsigned char  *data;
    size_t          len;
    size_t          size;
    size_t          passes;
    size_t          found;
} out_t;


static prv_arena_t     arena;
static prv_catalog_t   catalog;
static prv_tables_t    tables;
static prv_rules_t     rules;
static unsigned        granted = prv_bit(PRV_NECESSARY);
static unsigned        brief;


static const char  vendors[] =
    "track {\n"
    "    name \"Track\";\n"
    "    category marketing;\n"
    "    host .t.example;\n"
    "    inline track_id;\n"
    "    surrogate \"S\";\n"
    "}\n";


static int
take(void *data, const unsigned char *p, size_t len)
{
    out_t  *out = data;

    if (out->size - out->len < len + 1) {
        out->size = (out->len + len) * 2 + 256;
        out->data = realloc(out->data, out->size);
        assert_non_null(out->data);
    }

    memcpy(out->data + out->len, p, len);
    out->len += len;
    out->data[out->len] = '\0';

    return PRV_OK;
}


static int
pass(void *data, const unsigned char *p, size_t len)
{
    ((out_t *) data)->passes++;

    return take(data, p, len);
}


static int
found(void *data, const prv_finding_t *finding)
{
    (void) finding;

    ((out_t *) data)->found++;

    return PRV_OK;
}


static int
body(void *data, prv_str_t *html)
{
    (void) data;

    html->data = (unsigned char *) "[B]";
    html->len = 3;

    return PRV_OK;
}


static int
head(void *data, prv_str_t *html)
{
    (void) data;

    html->data = (unsigned char *) "[H]";
    html->len = 3;

    return PRV_OK;
}


static void
filter(out_t *out, const char *text, size_t len, size_t chunk,
    prv_tags_e tags, size_t limit, int insert)
{
    size_t                n;
    prv_gate_t            gate;
    prv_sink_t            sink;
    prv_arena_t           mem;
    unsigned char        *copy;
    prv_decision_t        decision;
    prv_rewriter_t       *rw;
    prv_rewriter_conf_t   conf;

    memset(out, 0, sizeof(*out));
    memset(&gate, 0, sizeof(gate));
    memset(&sink, 0, sizeof(sink));
    memset(&conf, 0, sizeof(conf));
    memset(&decision, 0, sizeof(decision));

    take(out, (const unsigned char *) "", 0);

    decision.granted = granted;
    gate.rules = &rules;
    gate.decision = &decision;
    gate.host.data = (unsigned char *) "shop.example";
    gate.host.len = sizeof("shop.example") - 1;

    conf.tags = tags;
    conf.report = 1;
    conf.surrogates = 1;
    conf.limit = limit;
    conf.brief = brief;

    sink.pass = pass;
    sink.copy = take;
    sink.found = found;
    conf.xml = insert == 3;

    sink.head = insert == 2 ? head : NULL;
    sink.body = insert == 1 || insert == 2 ? body : NULL;
    sink.data = out;

    prv_arena_init(&mem, 0);

    rw = prv_rewriter_create(&conf, &gate, &sink, &mem.mem);
    assert_non_null(rw);

    while (len) {

        /* a piece of its own, so that nothing is read beyond it */

        n = len < chunk ? len : chunk;
        copy = malloc(n);
        assert_non_null(copy);
        memcpy(copy, text, n);

        assert_int_equal(prv_rewriter_feed(rw, copy, n), PRV_OK);
        assert_true(prv_rewriter_held(rw) <= limit);

        free(copy);
        text += n;
        len -= n;
    }

    assert_int_equal(prv_rewriter_finish(rw), PRV_OK);
    assert_int_equal(prv_rewriter_held(rw), 0);

    prv_arena_destroy(&mem);
}


static void
expect_limit(const char *in, const char *want, prv_tags_e tags, size_t limit,
    int insert)
{
    out_t   out;
    size_t  chunk, len;

    len = strlen(in);

    for (chunk = len + 1; chunk; chunk--) {

        filter(&out, in, len, chunk, tags, limit, insert);

        if (strcmp((char *) out.data, want) != 0) {
            fail_msg("%zu at a time: %s\n got %s\nwant %s", chunk, in,
                     (char *) out.data, want);
        }

        free(out.data);
    }
}


/* a report finds what a strip takes, and changes nothing */

static void
reported(const char *in, size_t limit)
{
    out_t   out;
    size_t  len, took;

    len = strlen(in);

    filter(&out, in, len, len + 1, PRV_TAGS_STRIP, limit, 0);
    took = out.found;
    free(out.data);

    filter(&out, in, len, 1, PRV_TAGS_OFF, limit, 0);
    assert_string_equal(out.data, in);

    if (out.found != took) {
        fail_msg("%s: %zu found, %zu reported", in, took, out.found);
    }

    free(out.data);
}


static void
strip(const char *in, const char *want)
{
    expect_limit(in, want, PRV_TAGS_STRIP, 65536, 0);
    reported(in, 65536);
}


static void
same(const char *in)
{
    strip(in, in);
}


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
    same("<p><iframe src='data:text/html,<img src=/a>'></iframe>");
    same("<p><iframe src='data:text/plain,<img src=" T ">'></iframe>");
    same("<p><img src='data:image/svg+xml,<image href=" T "/>'>");
    same("<p><a href=\"javascript:track_id()\">x</a>");

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
block(const char *in, const char *want)
{
    expect_limit(in, want, PRV_TAGS_BLOCK, 65536, 0);
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
          "<template data-privacy-content><div><img src=" T "></div><b>x"
          "</template></div>y");
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
          "<template data-privacy-content>-<!----></template></noscript >x");
    block("<noscript><i data-privacy-category=marketing>-<a b='</noscript>x",
          "<noscript><i data-privacy-category=marketing>"
          "<template data-privacy-content>-</template></noscript>x");
    block("<p><b data-privacy-category=marketing><template>a</b>c</p></body>d",
          "<p><b data-privacy-category=marketing>"
          "<template data-privacy-content><template>a</template></template>"
          "</b>c</p></body>d");
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
          "<p><svg><desc>x<!CDATA[><b a=']]><img src=" T ">'>");
    strip("<svg></b><![CDATA[><b a=']]><img src=" T ">'>",
          "<svg></b><!CDATA[><b a=']]><img src=" T ">'>");

    /* a browser with scripting ends a noscript here */

    strip("<script attributionsrc=" T ">x</script>y", "<script>S</script>y");
    strip("<p><noscript><!-- </noscript><img src=" T ">",
          "<p><noscript><!-- --></noscript>");
    strip("<p><noscript><b a='</noscript><img src=" T ">",
          "<p><noscript></noscript>");

    strip("<p><select><style></select><img src=" T ">",
          "<p><select></select>");

    /* what stood on both sides does not grow together */

    strip("<p><<img src=" T ">img src=" T ">", "<p><<!---->img src=" T ">");
    strip("<p>&am<img src=" T ">p;", "<p>&am<!---->p;");
    strip("<pre><img src=" T ">\nx", "<pre><!---->\nx");

    strip("<a href=/ ping='" T "'<script>x", "<a href=/ <script>x");

    /* what a stripped tag had closed stays closed */

    strip("<p><math><s data-privacy-category=marketing>a</s><path><style>x",
          "<p><math><s></s><path><style>x");
    strip("<p><math><g data-privacy-category=marketing><img></g><style>x",
          "<p><math><meta><style>x");
    strip("<p><math><g data-privacy-category=marketing>a</math>x",
          "<p><math></math>x");

    strip("<p><svg><g><img src=" T "><b>x", "<p><svg><g><img><b>x");
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
    expect_limit(in, want, PRV_TAGS_STRIP, 1024, 3);
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

    /* in a srcdoc is HTML */

    xml("<iframe srcdoc=\"&lt;title/>&lt;/title>&lt;img src=" T ">k\"/>",
        "<iframe srcdoc=\"&lt;title/&gt;&lt;/title&gt;&lt;img&gt;k\"/>");
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

    long_tags();

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


static int
setup(void **state)
{
    size_t          i;
    prv_str_t       text;
    prv_error_t     err;
    prv_vendor_t  **v;

    (void) state;

    prv_arena_init(&arena, 0);
    prv_catalog_init(&catalog, &arena.mem);

    text.data = (unsigned char *) vendors;
    text.len = sizeof(vendors) - 1;

    if (prv_catalog_parse(&catalog, &text, &err) != PRV_OK) {
        print_error("%s\n", err.text);
        return -1;
    }

    prv_tables_init(&tables, &arena.mem);
    v = catalog.vendors.elts;

    for (i = 0; i < catalog.vendors.n; i++) {
        if (prv_tables_add(&tables, v[i], &err) != PRV_OK) {
            return -1;
        }
    }

    prv_rules_init(&rules, &catalog, &tables, &arena.mem);

    return (prv_tables_build(&tables) == PRV_OK
            && prv_rules_build(&rules) == PRV_OK)
           ? 0 : -1;
}


static int
teardown(void **state)
{
    (void) state;

    prv_arena_destroy(&arena);

    return 0;
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
        cmocka_unit_test(in_urls),
        cmocka_unit_test(style_sheets),
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
