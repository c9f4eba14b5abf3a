
/* templates: escaping by place, blocks, and what is an error */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <cmocka.h>

#include "base/prv_arena.h"
#include "notice/prv_template.h"


#define BAD  "\"'<>&/\\javascript:`$\n"


static const prv_name_t  names[] = {
    { prv_string("v"), PRV_NAME_VALUE, 0 },
    { prv_string("empty"), PRV_NAME_VALUE, 0 },
    { prv_string("url"), PRV_NAME_VALUE, 0 },
    { prv_string("list"), PRV_NAME_LIST, 0 },
    { prv_string("room"), PRV_NAME_VALUE, 1 },
    { prv_null_string, PRV_NAME_VALUE, 0 }
};

static const char  *value_v, *value_url;
static unsigned     item;


static void
value(void *data, unsigned name, prv_buf_t *b)
{
    (void) data;

    if (name == 0) {
        prv_buf_add(b, value_v, strlen(value_v));

    } else if (name == 2) {
        prv_buf_add(b, value_url, strlen(value_url));

    } else if (name == 4) {
        prv_buf_lit(b, "width:1px;\"");
    }
}


static int
test_value(void *data, unsigned name)
{
    (void) data;

    return name != 1;
}


static int
next(void *data, unsigned name, unsigned i)
{
    (void) data;
    (void) name;

    item = i;

    return i < 3;
}


static void
text(void *data, unsigned index, prv_buf_t *b)
{
    (void) data;
    (void) index;

    prv_buf_lit(b, "gr\xc3\xbc\xc3\x9f <you>");
}


static int
text_key(void *data, const prv_str_t *key)
{
    (void) data;

    return prv_lower_eq(key->data, key->len, "hello") ? 0 : -1;
}


static int
variable_name(void *data, const prv_str_t *name)
{
    (void) data;

    return prv_lower_eq(name->data, name->len, "host") ? 7 : -1;
}


static int
variable(void *data, unsigned index, prv_str_t *s)
{
    (void) data;

    assert_int_equal(index, 7);

    s->data = (unsigned char *) "a<b";
    s->len = 3;

    return PRV_OK;
}


static int
compile(prv_arena_t *arena, prv_template_t *tpl, const char *source,
    prv_error_t *err)
{
    prv_str_t            s;
    prv_template_conf_t  conf = { names, text_key, variable_name, NULL, 0 };

    s.data = (unsigned char *) source;
    s.len = strlen(source);

    return prv_template_compile(tpl, &s, &conf, &arena->mem, err);
}


static void
renders(const char *source, unsigned ascii, const char *wanted)
{
    prv_buf_t            b;
    prv_str_t            out;
    prv_arena_t          arena;
    prv_error_t          err;
    prv_template_t       tpl;
    prv_template_env_t   env = { value, test_value, next, text, variable,
                                 NULL, 0, NULL };

    prv_arena_init(&arena, 0);

    if (compile(&arena, &tpl, source, &err) != PRV_OK) {
        fail_msg("%s: %s (line %u)", source, err.text, err.line);
    }

    env.ascii = ascii;

    prv_buf_init(&b, &arena.mem, 0);
    prv_template_render(&tpl, &env, &b);
    prv_buf_char(&b, '\0');
    assert_int_equal(prv_buf_done(&b, &out), PRV_OK);
    assert_string_equal((char *) out.data, wanted);

    prv_arena_destroy(&arena);
}


static void
fails(const char *source, unsigned line, const char *with)
{
    prv_arena_t     arena;
    prv_error_t     err;
    prv_template_t  tpl;

    prv_arena_init(&arena, 0);
    memset(&err, 0, sizeof(err));

    if (compile(&arena, &tpl, source, &err) == PRV_OK) {
        fail_msg("%s is taken", source);
    }

    assert_int_equal(err.line, line);

    if (strstr(err.text, with) == NULL) {
        fail_msg("%s: \"%s\" is not in \"%s\"", source, with, err.text);
    }

    prv_arena_destroy(&arena);
}


/* a value between two pieces of markup */

static void
renders_v(const char *before, const char *after, const char *wanted)
{
    char  source[256];

    (void) snprintf(source, sizeof(source), "%s${v}%s", before, after);

    renders(source, 0, wanted);
}


/*
 * WHATWG HTML, section 13.2.5: where a value stands is what browsers say. A
 * text has quotes as references, a script has them behind a "\".
 */

#define TEXT    "&quot;</p>"
#define SCRIPT  "\"\\u0022\";</script>"

static void
test_context(void **state)
{
    size_t  i;
    char    wanted[256];

    static const char *const  texts[] = {

        /* comments that are over at once, and one that is no comment */

        "<!-->", "<!--->", "<!---->", "<!--x-->", "<!--x--!>", "<!--x---!>",
        "<!--x--!-->", "<!--x--!--!>", "<!----!>", "<!--x--->", "<!>", "<!->",
        "<!-x>", "<!x--y>", "<!DOCTYPE a--b>", "<?--x>", "<?>", "</>", "</ x>",
        "</!-- x>", "<!-x-->", "<!x -- y -->", "<!--<!-->", "<!-- <!--x-->",
        "<!--<script>-->", "</ <script>",

        /* what only looks like a tag, and a tag behind it */

        "<<b>", "< <b>", "<1<b>", "<<!--x-->", "a < b",

        /* a "=" that begins a name */

        "<a x='y'=\"z\">", "<a x='y' =\"z\">", "<a =\"z>", "<a x=y =\"z>",
        "<a x/=\"z>", "<a x / =\"z>", "<a x = 'z>'>", "<a x\n=\n'z>'>",
        "<a x=>", "<a x=\"y\"z='>'>", "<a x=y\"z>", "<a x=y/>"
    };

    static const char *const  scripts[] = {
        "<!--><script>x = ", "<!---><script>x = ", "<!--x--!><script>x = ",
        "</ x><script>x = ", "<<script>x = ", "<a x='y'=\"><script>x = ",
        "<script/x>x = ", "<script x='/'>x = ", "<script x=/>x = ",
        "<script><!--\nx = ", "<script><!-- <script-x> -->x = ",
        "<script>x = '<script>'; y = ", "<script>x = '<scr' + 'ipt>'; y = ",
    };

    static const char *const  comments[] = {
        "<!-- --x>", "<!--!>", "<!---!>", "<!-- ->", "<!-- --!x>",
        "<!-- --!->", "<!--x-!>", "<!-- <!-- ", "<?x ", "<!x '", "</ ", "<!-",
        "<!--", "<!----", "<!----x>", "<!--x--!-x>"
    };

    (void) state;

    value_v = "\"";

    for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        (void) snprintf(wanted, sizeof(wanted), "%s" TEXT, texts[i]);
        renders_v(texts[i], "</p>", wanted);
    }

    for (i = 0; i < sizeof(scripts) / sizeof(scripts[0]); i++) {
        (void) snprintf(wanted, sizeof(wanted), "%s" SCRIPT, scripts[i]);
        renders_v(scripts[i], ";</script>", wanted);
    }

    for (i = 0; i < sizeof(comments) / sizeof(comments[0]); i++) {
        (void) snprintf(wanted, sizeof(wanted), "%s$v", comments[i]);
        fails(wanted, 1, "may not stand in a comment");
    }

    fails("<a x='y' =\"$v\">", 1, "quoted value");
    fails("<a x='y'=\"$v\">", 1, "quoted value");
    fails("<a x/=\"$v\">", 1, "quoted value");
    fails("<a {{if v}}href {{end}}=\"$v\">", 1, "quoted value");

    /* what ends the one in svg, and not elsewhere */

    fails("<svg><title/><a href=\"$v\">", 1, "may or may not end");
    fails("<script src='x' />$v", 1, "may or may not end");

    /* a script in a comment in a script: the first end tag is not its end */

    fails("<script><!-- <script> </script> $v", 1, "may or may not end");
    fails("<script><!-- <SCRIPT/x> $v", 1, "may or may not end");
}


static void
test_escape(void **state)
{
    (void) state;

    value_v = "<\"'&>";
    renders("<p>$v</p>", 0, "<p>&lt;&quot;&#39;&amp;&gt;</p>");
    renders("<p title=\"$v\">", 0, "<p title=\"&lt;&quot;&#39;&amp;&gt;\">");
    renders("<p title='${v}x'>", 0,
            "<p title='&lt;&quot;&#39;&amp;&gt;x'>");
    renders("<title>$v</title>", 0,
            "<title>&lt;&quot;&#39;&amp;&gt;</title>");
    renders("costs $5 or $$v, $", 0, "costs $5 or $v, $");
    renders("$host", 0, "a&lt;b");

    renders("<p style=\"$room\">", 0, "<p style=\"width:1px;&quot;\">");

    value_v = "</script>";
    renders("<script>x = $v;</script>", 0,
            "<script>x = \"\\u003C\\u002Fscript\\u003E\";</script>");
    renders("<script>x = \"$v\";</script>", 0,
            "<script>x = \"\\u003C\\u002Fscript\\u003E\";</script>");

    /* a quote inside of a regular expression is no string: only a name is
       left of the value */

    value_v = "alert(1)//";
    renders("<script>x = /\"/; y = $v</script>", 0,
            "<script>x = /\"/; y = alert\\u00281\\u0029\\u002F\\u002F"
            "</script>");
}


static void
test_urls(void **state)
{
    (void) state;

    value_url = "javascript:alert(1)";
    renders("<a href=\"$url\">", 0, "<a href=\"#\">");
    value_url = " javascript:alert(1)";
    renders("<a href=\"$url\">", 0, "<a href=\"#\">");
    value_url = "java\tscript:alert(1)";
    renders("<a href=\"$url\">", 0, "<a href=\"#\">");
    value_url = "//evil.test/";
    renders("<a href=\"$url\">", 0, "<a href=\"#\">");
    value_url = "/\\evil.test/";
    renders("<a href=\"$url\">", 0, "<a href=\"#\">");
    value_url = "data:text/html,x";
    renders("<form action='$url'>", 0, "<form action='#'>");
    value_url = "https://a.test/?x=1&y=\"";
    renders("<a href=\"$url\">", 0,
            "<a href=\"https://a.test/?x=1&amp;y=%22\">");
    value_url = "/a?b=/c#d";
    renders("<a href=\"/x?r=$url\">", 0, "<a href=\"/x?r=/a%3Fb%3D/c%23d\">");
    renders("<a href=\"/x/$url\">", 0, "<a href=\"/x//a%3Fb%3D/c%23d\">");
}


static void
test_blocks(void **state)
{
    (void) state;

    value_v = "1";
    renders("{{if v}}a{{else}}b{{end}}", 0, "a");
    renders("{{if empty}}a{{else}}b{{end}}", 0, "b");
    renders("{{if not empty}}a{{end}}c", 0, "ac");
    renders("{{each list}}<i>$v</i>{{end}}", 0,
            "<i>1</i><i>1</i><i>1</i>");
    renders("{{each list}}{{if v}}{{each list}}x{{end}}{{end}}{{end}}", 0,
            "xxxxxxxxx");
    renders("<input a{{if v}} checked{{end}}>", 0, "<input a checked>");
    renders("<a href=\"/x{{if v}}?a=$v{{end}}\">", 0, "<a href=\"/x?a=1\">");
    renders("{{if $host}}h{{end}}", 0, "h");
}


static void
test_ascii(void **state)
{
    (void) state;

    value_v = "\xe2\x82\xac\xff";
    renders("\xc3\xa4 $v {{text hello}}", 1,
            "&#228; &#8364;&#65533; gr&#252;&#223; &lt;you&gt;");
    renders("<script>\"\xf0\x9f\x98\x80\"</script>\xc3\xa4", 1,
            "<script>\"\\uD83D\\uDE00\"</script>&#228;");
    renders("<style>a::before{content:\"\xc3\xa4\"}</style>", 1,
            "<style>a::before{content:\"\\0000E4\"}</style>");
    renders("\xc3\xa4", 0, "\xc3\xa4");
}


/* a byte that is not UTF-8 is U+FFFD, and takes none behind it along */

static void
test_utf8(void **state)
{
    size_t  i;

    static const struct {
        const char  *value, *script, *html;
    } rows[] = {
        { "\xc2\x80", "\\u0080", "&#128;" },
        { "\xdf\xbf", "\\u07FF", "&#2047;" },
        { "\xe0\xa0\x80", "\\u0800", "&#2048;" },
        { "\xed\x9f\xbf", "\\uD7FF", "&#55295;" },
        { "\xee\x80\x80", "\\uE000", "&#57344;" },
        { "\xf0\x90\x80\x80", "\\uD800\\uDC00", "&#65536;" },
        { "\xf4\x8f\xbf\xbf", "\\uDBFF\\uDFFF", "&#1114111;" },

        /* a quote in more bytes than it has, a surrogate, too large, cut */

        { "\xc0\xa2", "\\uFFFD\\uFFFD", "&#65533;&#65533;" },
        { "\xe0\x80\xa2", "\\uFFFD\\uFFFD\\uFFFD",
          "&#65533;&#65533;&#65533;" },
        { "\xf0\x80\x80\xa2", "\\uFFFD\\uFFFD\\uFFFD\\uFFFD",
          "&#65533;&#65533;&#65533;&#65533;" },
        { "\xed\xa0\x80", "\\uFFFD\\uFFFD\\uFFFD",
          "&#65533;&#65533;&#65533;" },
        { "\xf4\x90\x80\x80", "\\uFFFD\\uFFFD\\uFFFD\\uFFFD",
          "&#65533;&#65533;&#65533;&#65533;" },
        { "\xf5", "\\uFFFD", "&#65533;" },
        { "\xe2\x82", "\\uFFFD\\uFFFD", "&#65533;&#65533;" },
        { "\xe2\"x", "\\uFFFD\\u0022x", "&#65533;&quot;x" },
        { "\xf0\x90<x", "\\uFFFD\\uFFFD\\u003Cx",
          "&#65533;&#65533;&lt;x" }
    };

    char  wanted[256];

    (void) state;

    for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        value_v = rows[i].value;

        snprintf(wanted, sizeof(wanted), "<script>x=\"%s\"</script>",
                 rows[i].script);
        renders("<script>x=\"$v\"</script>", 0, wanted);

        renders("$v", 1, rows[i].html);
    }
}


static void
test_errors(void **state)
{
    (void) state;

    fails("a\n$nobody", 2, "unknown \"nobody\" variable");
    fails("\n\n{{text nothing}}", 3, "unknown text \"nothing\"");
    fails("{{each v}}{{end}}", 1, "unknown list");
    fails("x\n{{if v}}", 2, "no \"{{end}}\"");
    fails("{{end}}", 1, "without");
    fails("{{else}}", 1, "without");
    fails("{{if v", 1, "no \"}}\"");
    fails("{{frob v}}", 1, "invalid");
    fails("<p class=$v>", 1, "without quotes");
    fails("<p $v>", 1, "quoted value");
    fails("<p style=\"color:$v\">", 1, "may not stand");
    fails("<p title=\"$room\">", 1, "anything but a style attribute");
    fails("<p>$room</p>", 1, "anything but a style attribute");
    fails("<p srcdoc=\"$room\">", 1, "anything but a style attribute");
    fails("<p onclick=\"f('$v')\">", 1, "may not stand");
    fails("<iframe srcdoc=\"$v\">", 1, "may not stand");
    fails("<style>$v</style>", 1, "may not stand in a style");
    fails("<!-- $v -->", 1, "may not stand in a comment");
    fails("{{if v}}<p title=\"{{end}}x\">", 1, "must also end there");
    fails("{{if v}}<script>{{else}}{{end}}", 1, "must also end there");
    fails("${v", 1, "no \"}\"");
    fails("${}", 1, "invalid variable name");
}


/* whatever the template: no crash, and errors have a line */

static void
test_hostile(void **state)
{
    size_t              i, n;
    uint32_t            seed;
    prv_buf_t           b;
    prv_arena_t         arena;
    prv_error_t         err;
    prv_template_t      tpl;
    char                source[128];
    static const char  *pieces[] = {
        "{{if v}}", "{{else}}", "{{end}}", "{{each list}}", "$v", "${v}",
        "<script>", "</script>", "<style>", "</style>", "<a href=\"", "\"",
        ">", "<", "'", "<!--", "-->", "{{", "}}", "\n", "\xc3\xa4", "x="
    };
    prv_template_env_t  env = { value, test_value, next, text, variable,
                                NULL, 1, NULL };

    (void) state;

    value_v = BAD;
    value_url = BAD;
    seed = 1;

    for (i = 0; i < 20000; i++) {

        source[0] = '\0';

        for (n = 0; n < 6; n++) {
            seed = seed * 1103515245 + 12345;
            strcat(source, pieces[(seed >> 16) % (sizeof(pieces)
                                                  / sizeof(pieces[0]))]);
        }

        prv_arena_init(&arena, 1 << 20);

        if (compile(&arena, &tpl, source, &err) == PRV_OK) {
            prv_buf_init(&b, &arena.mem, 0);
            prv_template_render(&tpl, &env, &b);

        } else {
            assert_in_range(err.line, 1, 7);
        }

        prv_arena_destroy(&arena);
    }
}


int
main(void)
{
    const struct CMUnitTest  tests[] = {
        cmocka_unit_test(test_context),
        cmocka_unit_test(test_escape),
        cmocka_unit_test(test_urls),
        cmocka_unit_test(test_blocks),
        cmocka_unit_test(test_ascii),
        cmocka_unit_test(test_utf8),
        cmocka_unit_test(test_errors),
        cmocka_unit_test(test_hostile)
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
