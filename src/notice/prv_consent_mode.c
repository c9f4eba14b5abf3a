
#include "notice/prv_consent_mode.h"


static void prv_consent_mode_object(prv_buf_t *b, const int *granted);
static int prv_consent_mode_granted(const prv_decision_t *decision,
    const prv_catalog_t *catalog, prv_category_e category);


static const struct {
    const char      *name;
    prv_category_e   category;
} prv_consent_modes[] = {
    { "ad_storage", PRV_MARKETING },
    { "ad_user_data", PRV_MARKETING },
    { "ad_personalization", PRV_MARKETING },
    { "analytics_storage", PRV_ANALYTICS },
    { "functionality_storage", PRV_FUNCTIONAL },
    { "personalization_storage", PRV_FUNCTIONAL },
    { "security_storage", PRV_NECESSARY }
};


void
prv_consent_mode(prv_buf_t *b, const prv_decision_t *decision,
    const prv_catalog_t *catalog)
{
    int           granted[PRV_CATEGORIES], all;
    unsigned int  c;

    all = 1;

    for (c = 0; c < PRV_CATEGORIES; c++) {
        granted[c] = prv_consent_mode_granted(decision, catalog,
                                              (prv_category_e) c);
        all = all && granted[c];
    }

    prv_buf_lit(b, "window.dataLayer=window.dataLayer||[];"
                   "function gtag(){dataLayer.push(arguments)}"
                   "gtag('consent','default',");
    prv_consent_mode_object(b, granted);
    prv_buf_lit(b, ");");

    if (!granted[PRV_MARKETING]) {
        prv_buf_lit(b, "gtag('set','ads_data_redaction',true);");
    }

    if (all) {
        return;
    }

    prv_buf_lit(b, "document.addEventListener('privacy',function(e){var u=");
    prv_consent_mode_object(b, NULL);
    prv_buf_lit(b, ",k;for(k in u)u[k]=e.detail.consent.includes(u[k])"
                   "?'granted':'denied';gtag('consent','update',u);"
                   "gtag('set','ads_data_redaction',u.ad_storage=='denied')"
                   "});");
}


/* without "granted": whose word counts, instead of the word */

static void
prv_consent_mode_object(prv_buf_t *b, const int *granted)
{
    size_t            i;
    const char       *name;
    prv_category_e    category;
    const prv_str_t  *value;

    static const prv_str_t  values[] = {
        prv_string("denied"), prv_string("granted")
    };

    for (i = 0; i < sizeof(prv_consent_modes) / sizeof(prv_consent_modes[0]);
         i++)
    {
        name = prv_consent_modes[i].name;
        category = prv_consent_modes[i].category;
        value = granted ? &values[granted[category]]
                        : &prv_category_names[category];

        prv_buf_char(b, i ? ',' : '{');
        prv_buf_char(b, '\'');
        prv_buf_add(b, name, strlen(name));
        prv_buf_lit(b, "':'");
        prv_buf_str(b, value);
        prv_buf_char(b, '\'');
    }

    prv_buf_char(b, '}');
}


static int
prv_consent_mode_granted(const prv_decision_t *decision,
    const prv_catalog_t *catalog, prv_category_e category)
{
    int             granted;
    size_t          i;
    prv_vendor_t  **vendors;

    vendors = catalog->vendors.elts;
    granted = -1;

    for (i = 0; i < catalog->vendors.n; i++) {

        if (vendors[i]->obeys.n == 0 || vendors[i]->category != category) {
            continue;
        }

        if (!prv_decision_vendor(decision, vendors[i], category)) {
            return 0;
        }

        granted = 1;
    }

    return granted > 0 || prv_decision_vendor(decision, NULL, category);
}
