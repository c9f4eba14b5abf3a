
#include "notice/prv_page.h"

#include "base/prv_hash.h"
#include "notice/prv_choice.h"
#include "notice/prv_say.h"


typedef enum {
    PRV_PAGE_ENDPOINT = 0,
    PRV_PAGE_RETURN,
    PRV_PAGE_LANGUAGE,
    PRV_PAGE_DIRECTION,
    PRV_PAGE_NONCE,
    PRV_PAGE_POLICY_URL,
    PRV_PAGE_POSITION,
    PRV_PAGE_SENTENCE,
    PRV_PAGE_STYLE,
    PRV_PAGE_PAGE_STYLE,
    PRV_PAGE_PLACEHOLDER_STYLE,
    PRV_PAGE_SCRIPT,
    PRV_PAGE_DIALOG,
    PRV_PAGE_OPEN,
    PRV_PAGE_DUE,
    PRV_PAGE_CHOICES,
    PRV_PAGE_BLOCK,
    PRV_PAGE_FRAGMENT,
    PRV_PAGE_WIDTH,
    PRV_PAGE_HEIGHT,
    PRV_PAGE_CLASS,
    PRV_PAGE_ROOM,
    PRV_PAGE_WIDE,
    PRV_PAGE_STYLESHEET,
    PRV_PAGE_DATE,
    PRV_PAGE_DECIDED,
    PRV_PAGE_GPC,
    PRV_PAGE_OPTOUT,
    PRV_PAGE_CATEGORY_ID,
    PRV_PAGE_CATEGORY_NAME,
    PRV_PAGE_CATEGORY_TEXT,
    PRV_PAGE_CATEGORY_SERVICES,
    PRV_PAGE_CATEGORY_FIXED,
    PRV_PAGE_CATEGORY_GRANTED,
    PRV_PAGE_VENDOR_ID,
    PRV_PAGE_VENDOR_NAME,
    PRV_PAGE_VENDOR_PURPOSE,
    PRV_PAGE_VENDOR_LIFETIME,
    PRV_PAGE_VENDOR_OPTOUT,
    PRV_PAGE_VENDOR_POLICY,
    PRV_PAGE_VENDOR_GRANTED,
    PRV_PAGE_VENDOR_ALLOWED,
    PRV_PAGE_VENDOR_REFUSED,
    PRV_PAGE_VENDOR_COOKIE,
    PRV_PAGE_VENDOR_COOKIE_LIFETIME,
    PRV_PAGE_VENDOR_HOST,
    PRV_PAGE_CATEGORIES,
    PRV_PAGE_VENDORS,
    PRV_PAGE_VENDOR_COOKIES,
    PRV_PAGE_VENDOR_HOSTS
} prv_page_name_e;


static int prv_page_leave(void *data, unsigned name, int how, size_t at);
static void prv_page_value(void *data, unsigned name, prv_buf_t *b);
static void prv_page_vendor_value(prv_say_t *ctx, unsigned name,
    prv_buf_t *b);
static int64_t prv_page_cookie_lifetime(const prv_say_t *ctx);
static int prv_page_test(void *data, unsigned name);
static int prv_page_next(void *data, unsigned name, unsigned i);
static void prv_page_text(void *data, unsigned text, prv_buf_t *b);
static int prv_page_variable(void *data, unsigned index, prv_str_t *s);
static size_t prv_page_count(const prv_page_t *page,
    prv_category_e category);
static int prv_page_any(const prv_catalog_t *catalog,
    const unsigned char *bits);
static int prv_page_text_key(void *data, const prv_str_t *key);


/* in the order of prv_page_name_e */

static const prv_name_t  prv_page_names[] = {
    { prv_string("privacy_endpoint"), PRV_NAME_VALUE, 0 },
    { prv_string("privacy_return"), PRV_NAME_VALUE, 0 },
    { prv_string("privacy_lang"), PRV_NAME_VALUE, 0 },
    { prv_string("privacy_dir"), PRV_NAME_VALUE, 0 },
    { prv_string("privacy_nonce"), PRV_NAME_VALUE, 0 },
    { prv_string("privacy_policy_url"), PRV_NAME_VALUE, 0 },
    { prv_string("privacy_position"), PRV_NAME_VALUE, 0 },
    { prv_string("privacy_sentence"), PRV_NAME_VALUE, 0 },
    { prv_string("privacy_style"), PRV_NAME_VALUE, 0 },
    { prv_string("privacy_page_style"), PRV_NAME_VALUE, 0 },
    { prv_string("privacy_placeholder_style"), PRV_NAME_VALUE, 0 },
    { prv_string("privacy_script"), PRV_NAME_VALUE, 0 },
    { prv_string("privacy_dialog"), PRV_NAME_VALUE, 0 },
    { prv_string("privacy_open"), PRV_NAME_VALUE, 0 },
    { prv_string("privacy_due"), PRV_NAME_VALUE, 0 },
    { prv_string("privacy_choices"), PRV_NAME_VALUE, 0 },
    { prv_string("privacy_block"), PRV_NAME_VALUE, 0 },
    { prv_string("privacy_fragment"), PRV_NAME_VALUE, 0 },
    { prv_string("privacy_width"), PRV_NAME_VALUE, 0 },
    { prv_string("privacy_height"), PRV_NAME_VALUE, 0 },
    { prv_string("privacy_class"), PRV_NAME_VALUE, 0 },
    { prv_string("privacy_room"), PRV_NAME_VALUE, 1 },
    { prv_string("privacy_wide"), PRV_NAME_VALUE, 0 },
    { prv_string("privacy_stylesheet"), PRV_NAME_VALUE, 0 },
    { prv_string("privacy_date"), PRV_NAME_VALUE, 0 },
    { prv_string("privacy_decided"), PRV_NAME_VALUE, 0 },
    { prv_string("privacy_gpc"), PRV_NAME_VALUE, 0 },
    { prv_string("privacy_optout"), PRV_NAME_VALUE, 0 },
    { prv_string("category_id"), PRV_NAME_VALUE, 0 },
    { prv_string("category_name"), PRV_NAME_VALUE, 0 },
    { prv_string("category_text"), PRV_NAME_VALUE, 0 },
    { prv_string("category_services"), PRV_NAME_VALUE, 0 },
    { prv_string("category_fixed"), PRV_NAME_VALUE, 0 },
    { prv_string("category_granted"), PRV_NAME_VALUE, 0 },
    { prv_string("vendor_id"), PRV_NAME_VALUE, 0 },
    { prv_string("vendor_name"), PRV_NAME_VALUE, 0 },
    { prv_string("vendor_purpose"), PRV_NAME_VALUE, 0 },
    { prv_string("vendor_lifetime"), PRV_NAME_VALUE, 0 },
    { prv_string("vendor_optout"), PRV_NAME_VALUE, 0 },
    { prv_string("vendor_policy"), PRV_NAME_VALUE, 0 },
    { prv_string("vendor_granted"), PRV_NAME_VALUE, 0 },
    { prv_string("vendor_allowed"), PRV_NAME_VALUE, 0 },
    { prv_string("vendor_refused"), PRV_NAME_VALUE, 0 },
    { prv_string("vendor_cookie"), PRV_NAME_VALUE, 0 },
    { prv_string("vendor_cookie_lifetime"), PRV_NAME_VALUE, 0 },
    { prv_string("vendor_host"), PRV_NAME_VALUE, 0 },
    { prv_string("categories"), PRV_NAME_LIST, 0 },
    { prv_string("vendors"), PRV_NAME_LIST, 0 },
    { prv_string("vendor_cookies"), PRV_NAME_LIST, 0 },
    { prv_string("vendor_hosts"), PRV_NAME_LIST, 0 },
    { prv_null_string, PRV_NAME_VALUE, 0 }
};


static const prv_text_e  prv_page_category_names[PRV_CATEGORIES] = {
    PRV_TEXT_NECESSARY_NAME,
    PRV_TEXT_FUNCTIONAL_NAME,
    PRV_TEXT_ANALYTICS_NAME,
    PRV_TEXT_MARKETING_NAME
};

static const prv_text_e  prv_page_category_texts[PRV_CATEGORIES] = {
    PRV_TEXT_NECESSARY_TEXT,
    PRV_TEXT_FUNCTIONAL_TEXT,
    PRV_TEXT_ANALYTICS_TEXT,
    PRV_TEXT_MARKETING_TEXT
};

static const char *const  prv_page_positions[] = { "bottom", "top", "dialog" };

/* from PRV_PAGE_STYLE on */

static const char *const  prv_page_files[] = {
    "notice.css",
    "page.css",
    "placeholder.css",
    "notice.js"
};


extern const prv_str_t  prv_embed_notice_html;
extern const prv_str_t  prv_embed_preferences_html;
extern const prv_str_t  prv_embed_optout_html;
extern const prv_str_t  prv_embed_error_html;
extern const prv_str_t  prv_embed_declaration_html;
extern const prv_str_t  prv_embed_placeholder_html;


static const struct {
    size_t            offset;
    const prv_str_t  *text;
} prv_page_templates[] = {
    { offsetof(prv_pages_t, notice), &prv_embed_notice_html },
    { offsetof(prv_pages_t, preferences), &prv_embed_preferences_html },
    { offsetof(prv_pages_t, optout), &prv_embed_optout_html },
    { offsetof(prv_pages_t, declaration), &prv_embed_declaration_html },
    { offsetof(prv_pages_t, placeholder), &prv_embed_placeholder_html },
    { offsetof(prv_pages_t, error), &prv_embed_error_html }
};


int
prv_pages_init(prv_pages_t *pages, prv_mem_t *mem, prv_error_t *err)
{
    size_t           i;
    prv_template_t  *tpl;

    for (i = 0; i < sizeof(prv_page_templates)
                    / sizeof(prv_page_templates[0]); i++)
    {
        tpl = (prv_template_t *) (void *)
              ((unsigned char *) pages + prv_page_templates[i].offset);

        if (prv_page_compile(tpl, prv_page_templates[i].text, NULL, NULL,
                             mem, err)
            != PRV_OK)
        {
            return PRV_ERROR;
        }
    }

    return PRV_OK;
}


int
prv_page_compile(prv_template_t *tpl, const prv_str_t *text,
    int (*variable)(void *data, const prv_str_t *name), void *data,
    prv_mem_t *mem, prv_error_t *err)
{
    prv_template_conf_t  conf;

    memset(&conf, 0, sizeof(prv_template_conf_t));

    conf.names = prv_page_names;
    conf.text = prv_page_text_key;
    conf.variable = variable;
    conf.data = data;
    conf.compact = 1;

    return prv_template_compile(tpl, text, &conf, mem, err);
}


void
prv_page_render(const prv_page_t *page, const prv_template_t *tpl,
    prv_buf_t *b)
{
    (void) prv_page_render_holes(page, tpl, NULL, b);
}


int
prv_page_render_holes(const prv_page_t *page, const prv_template_t *tpl,
    prv_vec_t *holes, prv_buf_t *b)
{
    prv_say_t           ctx;
    prv_template_env_t  env;

    memset(&ctx, 0, sizeof(prv_say_t));
    memset(&env, 0, sizeof(prv_template_env_t));

    ctx.page = page;
    ctx.holes = holes;
    ctx.vendor = page->vendor;

    if (page->vendor != NULL) {
        ctx.category = page->vendor->category;
    }

    env.value = prv_page_value;
    env.test = prv_page_test;
    env.next = prv_page_next;
    env.text = prv_page_text;
    env.variable = prv_page_variable;
    env.data = &ctx;
    env.ascii = page->ascii;
    env.hole = (holes != NULL) ? prv_page_leave : NULL;

    prv_template_render(tpl, &env, b);

    return ctx.failed ? PRV_ERROR : PRV_OK;
}


const prv_str_t *
prv_page_hole(const prv_page_t *page, const prv_hole_t *hole)
{
    return hole->nonce ? &page->nonce : &page->back;
}


static int
prv_page_leave(void *data, unsigned name, int how, size_t at)
{
    prv_say_t   *ctx = data;

    prv_hole_t  *hole;

    if (name != PRV_PAGE_RETURN && name != PRV_PAGE_NONCE) {
        return 0;
    }

    hole = prv_vec_push(ctx->holes);

    if (hole == NULL) {
        ctx->failed = 1;
        return 1;
    }

    hole->at = at;
    hole->how = how;
    hole->nonce = (name == PRV_PAGE_NONCE);

    return 1;
}


static int
prv_page_text_key(void *data, const prv_str_t *key)
{
    prv_text_e  text;

    (void) data;

    text = prv_text_key(key);

    return (text == PRV_TEXTS) ? -1 : (int) text;
}


static void
prv_page_value(void *data, unsigned name, prv_buf_t *b)
{
    prv_say_t             *ctx = data;

    const char            *s;
    const prv_page_t      *page;
    const prv_decision_t  *decision;

    page = ctx->page;
    decision = page->decision;

    switch (name) {

    case PRV_PAGE_ENDPOINT:
        prv_buf_str(b, &page->endpoint);
        break;

    case PRV_PAGE_RETURN:
        prv_buf_str(b, &page->back);
        break;

    case PRV_PAGE_LANGUAGE:
        prv_buf_str(b, &page->lang->tag);
        break;

    case PRV_PAGE_DIRECTION:
        prv_buf_add(b, page->lang->rtl ? "rtl" : "ltr", 3);
        break;

    case PRV_PAGE_NONCE:
        prv_buf_str(b, &page->nonce);
        break;

    case PRV_PAGE_POLICY_URL:
        prv_buf_str(b, &page->policy_url);
        break;

    case PRV_PAGE_POSITION:

        /* where all is on, the question is a quiet one */

        s = prv_page_positions[(decision->regime == PRV_OPT_OUT
                                && page->position == PRV_POSITION_DIALOG)
                               ? PRV_POSITION_BOTTOM : page->position];
        prv_buf_add(b, s, strlen(s));
        break;

    case PRV_PAGE_SENTENCE:
        prv_say_sentences(ctx, b);
        break;

    case PRV_PAGE_STYLE:
    case PRV_PAGE_PAGE_STYLE:
    case PRV_PAGE_PLACEHOLDER_STYLE:
    case PRV_PAGE_SCRIPT:
        s = prv_page_files[name - PRV_PAGE_STYLE];
        prv_buf_str(b, &page->endpoint);
        prv_buf_add(b, s, strlen(s));
        prv_buf_lit(b, "?v=");
        prv_buf_str(b, &page->version);
        break;

    case PRV_PAGE_DATE:
        prv_say_date(decision->time, b);
        break;

    case PRV_PAGE_WIDTH:
        prv_buf_str(b, &page->width);
        break;

    case PRV_PAGE_HEIGHT:
        prv_buf_str(b, &page->height);
        break;

    case PRV_PAGE_CLASS:
        prv_buf_str(b, &page->css_class);
        break;

    case PRV_PAGE_ROOM:
        prv_buf_str(b, &page->room);
        break;

    case PRV_PAGE_STYLESHEET:
        prv_buf_str(b, &page->stylesheet);
        break;

    case PRV_PAGE_CATEGORY_ID:
        prv_buf_str(b, &prv_category_names[ctx->category]);
        break;

    case PRV_PAGE_CATEGORY_NAME:
        prv_say(ctx,
              &page->lang->texts[prv_page_category_names[ctx->category]], b);
        break;

    case PRV_PAGE_CATEGORY_TEXT:
        prv_say(ctx,
              &page->lang->texts[prv_page_category_texts[ctx->category]], b);
        break;

    case PRV_PAGE_CATEGORY_SERVICES:
        prv_say_plural(ctx, PRV_TEXT_SERVICES,
                        prv_page_count(page, ctx->category), b);
        break;

    default:

        if (ctx->vendor != NULL) {
            prv_page_vendor_value(ctx, name, b);
        }
    }
}


static void
prv_page_vendor_value(prv_say_t *ctx, unsigned name, prv_buf_t *b)
{
    const prv_host_t    *host;
    const prv_vendor_t  *vendor;

    vendor = ctx->vendor;

    switch (name) {

    case PRV_PAGE_VENDOR_ID:
        prv_buf_str(b, &vendor->id);
        break;

    case PRV_PAGE_VENDOR_NAME:
        prv_buf_str(b, &vendor->name);
        break;

    case PRV_PAGE_VENDOR_PURPOSE:
        prv_buf_str(b, &vendor->purpose);
        break;

    case PRV_PAGE_VENDOR_LIFETIME:

        prv_say_time(ctx, prv_catalog_lifetime(vendor), b);
        break;

    case PRV_PAGE_VENDOR_OPTOUT:
        prv_buf_str(b, &vendor->optout);
        break;

    case PRV_PAGE_VENDOR_POLICY:
        prv_buf_str(b, &vendor->policy);
        break;

    case PRV_PAGE_VENDOR_COOKIE:

        if (ctx->item < vendor->cookies.n) {
            prv_buf_str(b, &((prv_pattern_t *) vendor->cookies.elts)
                                                         [ctx->item].text);
        }

        break;

    case PRV_PAGE_VENDOR_COOKIE_LIFETIME:
        prv_say_time(ctx, prv_page_cookie_lifetime(ctx), b);
        break;

    case PRV_PAGE_VENDOR_HOST:

        if (ctx->item < vendor->hosts.n) {
            host = (const prv_host_t *) vendor->hosts.elts + ctx->item;
            prv_buf_str(b, &host->host);
            prv_buf_str(b, &host->path);
        }

        break;
    }
}


/* of the cookie that {{each vendor_cookies}} is at */

static int64_t
prv_page_cookie_lifetime(const prv_say_t *ctx)
{
    const prv_vec_t  *lifetimes;

    lifetimes = &ctx->vendor->lifetimes;

    return (ctx->item < lifetimes->n)
           ? ((const int64_t *) lifetimes->elts)[ctx->item] : 0;
}


static int
prv_page_test(void *data, unsigned name)
{
    prv_say_t             *ctx = data;

    const prv_page_t      *page;
    const prv_vendor_t    *vendor;
    const prv_decision_t  *decision;

    page = ctx->page;
    decision = page->decision;
    vendor = ctx->vendor;

    switch (name) {

    case PRV_PAGE_RETURN:
        return page->back.len != 0;

    case PRV_PAGE_NONCE:
        return page->nonce.len != 0;

    case PRV_PAGE_POLICY_URL:
        return page->policy_url.len != 0;

    case PRV_PAGE_STYLESHEET:
        return page->stylesheet.len != 0;

    case PRV_PAGE_DATE:
        return decision->decided && decision->time > 0;

    case PRV_PAGE_DIALOG:
        return page->position == PRV_POSITION_DIALOG
               && decision->regime == PRV_OPT_IN;

    case PRV_PAGE_DUE:
        return page->due;

    case PRV_PAGE_CHOICES:
        return page->choices;

    case PRV_PAGE_BLOCK:
        return page->block;

    case PRV_PAGE_FRAGMENT:
        return page->fragment;

    case PRV_PAGE_ROOM:
        return page->room.len != 0;

    case PRV_PAGE_WIDE:
        return page->width.len
               && page->width.data[page->width.len - 1] == '%';

    case PRV_PAGE_OPEN:
        return decision->granted != prv_bit(PRV_NECESSARY)
               || prv_page_any(page->catalog, decision->yes);

    case PRV_PAGE_DECIDED:
        return decision->decided;

    case PRV_PAGE_GPC:
        return page->gpc;

    case PRV_PAGE_OPTOUT:
        return decision->regime == PRV_OPT_OUT;

    case PRV_PAGE_CATEGORY_FIXED:
        return ctx->category == PRV_NECESSARY;

    case PRV_PAGE_CATEGORY_GRANTED:
        return (decision->granted & ~decision->named
                & prv_bit(ctx->category))
               != 0;

    case PRV_PAGE_CATEGORY_SERVICES:
    case PRV_PAGE_VENDORS:
        return prv_page_count(page, ctx->category) != 0;

    default:
        break;
    }

    if (vendor == NULL) {
        return name < PRV_PAGE_VENDOR_ID || name == PRV_PAGE_CATEGORIES;
    }

    switch (name) {

    case PRV_PAGE_VENDOR_ID:
        return vendor->id.len != 0;

    case PRV_PAGE_VENDOR_PURPOSE:
        return vendor->purpose.len != 0;

    case PRV_PAGE_VENDOR_LIFETIME:
        return prv_catalog_lifetime(vendor) != 0;

    case PRV_PAGE_VENDOR_COOKIE_LIFETIME:
        return prv_page_cookie_lifetime(ctx) != 0;

    case PRV_PAGE_VENDOR_OPTOUT:
        return vendor->optout.len != 0;

    case PRV_PAGE_VENDOR_POLICY:
        return vendor->policy.len != 0;

    case PRV_PAGE_VENDOR_GRANTED:
        return prv_decision_vendor(decision, vendor, vendor->category);

    case PRV_PAGE_VENDOR_ALLOWED:
        return prv_choice_named(decision->yes, vendor);

    case PRV_PAGE_VENDOR_REFUSED:
        return prv_choice_named(decision->no, vendor);

    case PRV_PAGE_VENDOR_COOKIES:
        return vendor->cookies.n != 0;

    case PRV_PAGE_VENDOR_HOSTS:
        return vendor->hosts.n != 0;

    default:
        return 1;
    }
}


static int
prv_page_next(void *data, unsigned name, unsigned i)
{
    prv_say_t                  *ctx = data;

    size_t                      n;
    const prv_host_t           *host;
    const prv_vendor_t *const  *vendors;

    switch (name) {

    case PRV_PAGE_CATEGORIES:

        if (i == PRV_CATEGORIES) {
            return 0;
        }

        ctx->category = (prv_category_e) i;

        return 1;

    case PRV_PAGE_VENDORS:

        vendors = prv_say_services(ctx->page, &n);

        if (i == 0) {
            ctx->next = 0;
        }

        while (ctx->next < n) {

            ctx->vendor = vendors[ctx->next++];

            if (ctx->vendor->category == ctx->category) {
                return 1;
            }
        }

        ctx->vendor = ctx->page->vendor;

        return 0;

    case PRV_PAGE_VENDOR_COOKIES:

        if (ctx->vendor == NULL || i == ctx->vendor->cookies.n) {
            return 0;
        }

        ctx->item = i;

        return 1;

    default: /* PRV_PAGE_VENDOR_HOSTS */

        if (ctx->vendor == NULL) {
            return 0;
        }

        /* a path on any host says nothing about who receives what, and an
           exception is who does not */

        ctx->item = i ? ctx->item + 1 : 0;

        for ( /* void */ ; ctx->item < ctx->vendor->hosts.n; ctx->item++) {

            host = (const prv_host_t *) ctx->vendor->hosts.elts + ctx->item;

            if (host->host.len && !host->except) {
                return 1;
            }
        }

        return 0;
    }
}


static void
prv_page_text(void *data, unsigned text, prv_buf_t *b)
{
    prv_say_t  *ctx = data;

    prv_say(ctx, &ctx->page->lang->texts[text], b);
}


static int
prv_page_variable(void *data, unsigned index, prv_str_t *s)
{
    prv_say_t  *ctx = data;

    if (ctx->page->variable == NULL) {
        return PRV_DECLINED;
    }

    return ctx->page->variable(ctx->page->data, index, s);
}


static size_t
prv_page_count(const prv_page_t *page, prv_category_e category)
{
    size_t                      i, n, count;
    const prv_vendor_t *const  *vendors;

    vendors = prv_say_services(page, &n);
    count = 0;

    for (i = 0; i < n; i++) {
        count += (vendors[i]->category == category);
    }

    return count;
}


static int
prv_page_any(const prv_catalog_t *catalog, const unsigned char *bits)
{
    size_t  i;

    for (i = 0; bits != NULL && i < (catalog->vendors.n + 7) / 8; i++) {
        if (bits[i]) {
            return 1;
        }
    }

    return 0;
}


void
prv_page_version(unsigned char dst[PRV_PAGE_VERSION])
{
    int                i;
    uint32_t           h;
    static const char  hex[] = "0123456789abcdef";

    h = prv_hash_bytes(PRV_HASH_INIT, prv_embed_notice_css.data,
                       prv_embed_notice_css.len);
    h = prv_hash_bytes(h, prv_embed_page_css.data, prv_embed_page_css.len);
    h = prv_hash_bytes(h, prv_embed_placeholder_css.data,
                       prv_embed_placeholder_css.len);
    h = prv_hash_bytes(h, prv_embed_notice_js.data, prv_embed_notice_js.len);

    for (i = 0; i < PRV_PAGE_VERSION; i++) {
        dst[i] = hex[h >> (28 - 4 * i) & 15];
    }
}


uint32_t
prv_page_words(const prv_lang_t *lang, const prv_template_t *notice,
    const prv_template_t *preferences)
{
    size_t    i;
    uint32_t  h;

    h = prv_hash(PRV_HASH_INIT, notice->hash);
    h = prv_hash(h, preferences->hash);

    for (i = 0; i < PRV_TEXTS; i++) {
        h = prv_hash_bytes(h, lang->texts[i].data, lang->texts[i].len);
    }

    return h;
}
