
/*
 * What a frame's own style says of the room that it takes, for what is shown
 * in its place.
 */


#ifndef _PRV_FRAME_H_INCLUDED_
#define _PRV_FRAME_H_INCLUDED_


#include "base/prv_buf.h"


/*
 * prv_frame_style(): adds declarations of size and place to b, as the text
 * of a style attribute (CSS Style Attributes, section 3): those of the
 * attributes width and height (WHATWG HTML, section 15.4.3; "560", "50%" or
 * "640px") as far as they are percentages or a style follows, then those of
 * the frame's style.  Whatever else the style says is left out, so that
 * nothing in it loads, hides or paints.
 */

void prv_frame_style(const prv_str_t *width, const prv_str_t *height,
    const prv_str_t *style, prv_buf_t *b);


#endif /* _PRV_FRAME_H_INCLUDED_ */
