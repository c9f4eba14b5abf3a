
#include "notice/prv_choice.h"
#include "notice/prv_page.h"


static void prv_page_json_vendors(const prv_page_t *page,
    const unsigned char *bits, prv_buf_t *b);
static void prv_page_json_string(const prv_str_t *s, prv_buf_t *b);


void
prv_page_json(const prv_page_t *page, prv_buf_t *b)
{
    int                    n;
    prv_category_e         category;
    const prv_decision_t  *decision;

    decision = page->decision;
    n = 0;

    prv_buf_lit(b, "{\"consent\":[");

    for (category = 0; category < PRV_CATEGORIES; category++) {

        if (!(decision->granted & prv_bit(category))) {
            continue;
        }

        if (n++) {
            prv_buf_char(b, ',');
        }

        prv_buf_json(b, &prv_category_names[category]);
    }

    prv_buf_lit(b, "],\"decided\":");

    if (decision->decided) {
        prv_buf_lit(b, "true");

    } else {
        prv_buf_lit(b, "false");
    }

    prv_buf_lit(b, ",\"source\":");
    prv_buf_json(b, &decision->source);

    if (decision->regime == PRV_OPT_OUT) {
        prv_buf_lit(b, ",\"regime\":\"opt-out\"");

    } else {
        prv_buf_lit(b, ",\"regime\":\"opt-in\"");
    }

    if (page->gpc) {
        prv_buf_lit(b, ",\"gpc\":true");

    } else {
        prv_buf_lit(b, ",\"gpc\":false");
    }

    prv_buf_lit(b, ",\"vendors_granted\":[");
    prv_page_json_vendors(page, decision->yes, b);

    prv_buf_lit(b, "],\"vendors_refused\":[");
    prv_page_json_vendors(page, decision->no, b);

    prv_buf_lit(b, "],\"id\":");
    prv_page_json_string(&decision->id, b);

    prv_buf_lit(b, ",\"policy\":");
    prv_page_json_string(&decision->policy, b);

    prv_buf_lit(b, ",\"time\":");

    if (decision->time > 0) {
        prv_buf_uint(b, (uint64_t) decision->time);

    } else {
        prv_buf_lit(b, "null");
    }

    prv_buf_char(b, '}');
}


static void
prv_page_json_vendors(const prv_page_t *page, const unsigned char *bits,
    prv_buf_t *b)
{
    int                         n;
    size_t                      i;
    const prv_vendor_t *const  *vendors;

    vendors = page->catalog->vendors.elts;
    n = 0;

    for (i = 0; i < page->catalog->vendors.n; i++) {

        if (!prv_choice_named(bits, vendors[i])) {
            continue;
        }

        if (n++) {
            prv_buf_char(b, ',');
        }

        prv_buf_json(b, &vendors[i]->id);
    }
}


static void
prv_page_json_string(const prv_str_t *s, prv_buf_t *b)
{
    if (s->len) {
        prv_buf_json(b, s);

    } else {
        prv_buf_lit(b, "null");
    }
}
