
/* what is left of a frame's style: size and place, and nothing that loads */

#include "base/prv_arena.h"
#include "notice/prv_frame.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>


#define NELTS(a)  (sizeof(a) / sizeof((a)[0]))


typedef struct {
    const char  *width;
    const char  *height;
    const char  *style;
    const char  *room;
} frame_t;


static const frame_t  frames[] = {
    { "560", "315", "", "" },
    { "100%", "400", "", "width:100%;" },
    { "", "50%", "", "height:50%;" },
    { "600", "450px", "border:0;",
      "width:600px;height:450px;border:0;" },
    { "", "", "position:absolute;top:0;left:0;width:100%;height:100%;",
      "position:absolute;top:0;left:0;width:100%;height:100%;" },
    { "", "", " WIDTH : calc(100% - 2px) ; aspect-ratio: 16 / 9 !important",
      "WIDTH:calc(100% - 2px);aspect-ratio:16 / 9 !important;" },
    { "", "", ";;:;width;width:;:1px;height:1px", "height:1px;" },

    /* what is a block has a width, and stays one */

    { "300", "", "display:block;margin:0 auto",
      "width:300px;display:block;margin:0 auto;" },
    { "", "", "display:inline;display:flex;display:contents", "" },

    /* what loads, hides or paints */

    { "", "", "background:url(https://trk.test/x);width:1px", "width:1px;" },
    { "", "", "opacity:0;visibility:hidden;z-index:-1;color:red;"
              "transform:scale(0);clip-path:inset(100%)", "" },
    { "", "", "--x:1px;content:'a;width:1px';width:\\31px", "" },
    { "", "", "width:url(\"x\");width:1px/*;height:1px*/;top:1px", "top:1px;" },
    { "", "", "width:calc((1px);height:1px);left:1px", "left:1px;" },
    { "", "", "width:{1px};width:<b>;width:&quot;", "" },
    { "", "", "widths:1px;wid:1px;max-widt:1px", "" },
};


static void
rooms(void **state)
{
    size_t       i;
    prv_buf_t    b;
    prv_str_t    in[3], out;
    const char  *text[3];
    prv_arena_t  arena;

    (void) state;

    for (i = 0; i < NELTS(frames); i++) {

        text[0] = frames[i].width;
        text[1] = frames[i].height;
        text[2] = frames[i].style;

        for (int k = 0; k < 3; k++) {
            in[k].data = (unsigned char *) text[k];
            in[k].len = strlen(text[k]);
        }

        prv_arena_init(&arena, 0);
        prv_buf_init(&b, &arena.mem, 0);

        prv_frame_style(&in[0], &in[1], &in[2], &b);
        prv_buf_char(&b, '\0');

        assert_int_equal(prv_buf_done(&b, &out), PRV_OK);
        assert_string_equal((char *) out.data, frames[i].room);

        prv_arena_destroy(&arena);
    }
}


/* the end of the text is the end of the style */

static void
bounds(void **state)
{
    char         value[200];
    prv_buf_t    b;
    prv_str_t    none = prv_null_string, style, out;
    prv_arena_t  arena;

    (void) state;

    memset(value, '1', sizeof(value));
    memcpy(value, "width:", 6);

    prv_arena_init(&arena, 0);

    style.data = (unsigned char *) value;

    for (style.len = 0; style.len <= sizeof(value); style.len++) {

        prv_buf_init(&b, &arena.mem, 0);
        prv_frame_style(&none, &none, &style, &b);

        assert_int_equal(prv_buf_done(&b, &out), PRV_OK);
        assert_int_equal(out.len, style.len > 6 && style.len <= 6 + 128
                                  ? style.len + 1 : 0);
    }

    prv_arena_destroy(&arena);
}


int
main(void)
{
    const struct CMUnitTest  tests[] = {
        cmocka_unit_test(rooms),
        cmocka_unit_test(bounds)
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
