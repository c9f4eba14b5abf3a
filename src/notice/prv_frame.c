
#include "notice/prv_frame.h"


#define PRV_FRAME_VALUE_MAX  128


static void prv_frame_declaration(const prv_str_t *name,
    const prv_str_t *value, prv_buf_t *b);
static void prv_frame_attribute(const char *name, const prv_str_t *value,
    int styled, prv_buf_t *b);
static int prv_frame_named(const prv_str_t *name);
static int prv_frame_plain(const prv_str_t *value);
static void prv_frame_trim(prv_str_t *s);


/* size and place, and none of them takes a URL */

static const char *const  prv_frame_properties[] = {
    "align-self", "aspect-ratio", "border", "border-radius", "border-style",
    "border-width", "bottom", "box-sizing", "display", "flex", "flex-basis",
    "flex-grow", "flex-shrink", "float", "grid-area", "grid-column",
    "grid-row", "height", "inset", "justify-self", "left", "margin",
    "margin-bottom", "margin-left", "margin-right", "margin-top",
    "max-height", "max-width", "min-height", "min-width", "position", "right",
    "top", "vertical-align", "width", NULL
};


void
prv_frame_style(const prv_str_t *width, const prv_str_t *height,
    const prv_str_t *style, prv_buf_t *b)
{
    prv_str_t             name, value;
    const unsigned char  *p, *end, *colon, *from;

    prv_frame_attribute("width", width, style->len != 0, b);
    prv_frame_attribute("height", height, style->len != 0, b);

    end = style->data + style->len;

    for (p = style->data; p < end; p++) {

        from = p;
        colon = NULL;

        while (p < end && *p != ';') {

            if (*p == ':' && colon == NULL) {
                colon = p;
            }

            p++;
        }

        if (colon == NULL) {
            continue;
        }

        name.data = (unsigned char *) from;
        name.len = colon - from;
        value.data = (unsigned char *) colon + 1;
        value.len = p - (colon + 1);

        prv_frame_trim(&name);
        prv_frame_trim(&value);

        prv_frame_declaration(&name, &value, b);
    }
}


static void
prv_frame_declaration(const prv_str_t *name, const prv_str_t *value,
    prv_buf_t *b)
{
    if (!prv_frame_named(name) || !prv_frame_plain(value)) {
        return;
    }

    /* a frame that is inline has a size, and what stands for it has none */

    if (prv_lower_eq(name->data, name->len, "display")
        && !prv_lower_eq(value->data, value->len, "block"))
    {
        return;
    }

    prv_buf_str(b, name);
    prv_buf_char(b, ':');
    prv_buf_str(b, value);
    prv_buf_char(b, ';');
}


/* pixels are needed where a style may make a block of it, which is wide */

static void
prv_frame_attribute(const char *name, const prv_str_t *value, int styled,
    prv_buf_t *b)
{
    unsigned char  last;

    last = value->len ? value->data[value->len - 1] : 0;

    if (last == 0 || (last != '%' && !styled)) {
        return;
    }

    prv_buf_add(b, name, strlen(name));
    prv_buf_char(b, ':');
    prv_buf_str(b, value);

    if (prv_is_digit(last)) {
        prv_buf_lit(b, "px");
    }

    prv_buf_char(b, ';');
}


static int
prv_frame_named(const prv_str_t *name)
{
    size_t  i;

    for (i = 0; prv_frame_properties[i] != NULL; i++) {
        if (prv_lower_eq(name->data, name->len, prv_frame_properties[i])) {
            return 1;
        }
    }

    return 0;
}


/* no string, no escape, no comment, and each bracket with its other */

static int
prv_frame_plain(const prv_str_t *value)
{
    size_t         i;
    unsigned       depth;
    unsigned char  c;

    if (value->len == 0 || value->len > PRV_FRAME_VALUE_MAX) {
        return 0;
    }

    depth = 0;

    for (i = 0; i < value->len; i++) {

        c = value->data[i];

        if (c == '(') {
            depth++;

        } else if (c == ')') {

            if (depth-- == 0) {
                return 0;
            }

        } else if (i && ((c == '*' && value->data[i - 1] == '/')
                         || (c == '/' && value->data[i - 1] == '*')))
        {
            return 0;

        } else if (!prv_is_alnum(c) && !prv_is_space(c)
                   && (c == '\0' || strchr(".%+-*/,!#", c) == NULL))
        {
            return 0;
        }
    }

    return depth == 0;
}


static void
prv_frame_trim(prv_str_t *s)
{
    while (s->len && prv_is_space(*s->data)) {
        s->data++;
        s->len--;
    }

    while (s->len && prv_is_space(s->data[s->len - 1])) {
        s->len--;
    }
}
