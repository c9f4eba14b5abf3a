
#include "consent/prv_format.h"


#define PRV_NELTS(a)  (sizeof(a) / sizeof((a)[0]))


/* the index of a format; the order is that in which "auto" asks */

typedef enum {
    PRV_F_NATIVE = 0,
    PRV_F_TCF,
    PRV_F_GPP,
    PRV_F_USP,
    PRV_F_ADROLL,
    PRV_F_AXEPTIO,
    PRV_F_BORLABS,
    PRV_F_C15T,
    PRV_F_CIVIC,
    PRV_F_COMMANDERSACT,
    PRV_F_COMPLIANZ,
    PRV_F_COOKIEBOT,
    PRV_F_COOKIEFIRST,
    PRV_F_COOKIEINFORMATION,
    PRV_F_COOKIELAWINFO,
    PRV_F_COOKIENOTICE,
    PRV_F_COOKIESCRIPT,
    PRV_F_COOKIEYES,
    PRV_F_DIDOMI,
    PRV_F_DRUPAL,
    PRV_F_FIDES,
    PRV_F_FUNDINGCHOICES,
    PRV_F_HUBSPOT,
    PRV_F_INSITES,
    PRV_F_IUBENDA,
    PRV_F_KETCH,
    PRV_F_KLARO,
    PRV_F_MAGENTO,
    PRV_F_MATOMO,
    PRV_F_MOOVE,
    PRV_F_ONETRUST,
    PRV_F_RCB,
    PRV_F_SHOPIFY,
    PRV_F_TARTEAUCITRON,
    PRV_F_TRANSCEND,
    PRV_F_TRUSTARC,
    PRV_F_TYPO3,
    PRV_F_VANILLA,
    PRV_F_WPCONSENT,
    PRV_F_WPL,
    PRV_F_LAST
} prv_format_e;


#define PRV_FORMAT(index, name, read, single)                                \
    [index] = { prv_string(name), read, single }


const prv_format_t  prv_formats[] = {
    PRV_FORMAT(PRV_F_NATIVE, "native", prv_native_read, 1),
    PRV_FORMAT(PRV_F_TCF, "tcf", prv_tcf_read, 1),
    PRV_FORMAT(PRV_F_GPP, "gpp", prv_gpp_read, 0),
    PRV_FORMAT(PRV_F_USP, "usp", prv_usp_read, 1),
    PRV_FORMAT(PRV_F_ADROLL, "adroll", prv_adroll_read, 1),
    PRV_FORMAT(PRV_F_AXEPTIO, "axeptio", prv_axeptio_read, 1),
    PRV_FORMAT(PRV_F_BORLABS, "borlabs", prv_borlabs_read, 1),
    PRV_FORMAT(PRV_F_C15T, "c15t", prv_c15t_read, 1),
    PRV_FORMAT(PRV_F_CIVIC, "civic", prv_civic_read, 1),
    PRV_FORMAT(PRV_F_COMMANDERSACT, "commandersact",
               prv_commandersact_read, 1),
    PRV_FORMAT(PRV_F_COMPLIANZ, "complianz", prv_complianz_read, 0),
    PRV_FORMAT(PRV_F_COOKIEBOT, "cookiebot", prv_cookiebot_read, 1),
    PRV_FORMAT(PRV_F_COOKIEFIRST, "cookiefirst", prv_cookiefirst_read, 1),
    PRV_FORMAT(PRV_F_COOKIEINFORMATION, "cookieinformation",
               prv_cookieinformation_read, 1),
    PRV_FORMAT(PRV_F_COOKIELAWINFO, "cookielawinfo-legacy",
               prv_cookielawinfo_read, 0),
    PRV_FORMAT(PRV_F_COOKIENOTICE, "cookie-notice",
               prv_cookie_notice_read, 1),
    PRV_FORMAT(PRV_F_COOKIESCRIPT, "cookiescript", prv_cookiescript_read, 1),
    PRV_FORMAT(PRV_F_COOKIEYES, "cookieyes", prv_cookieyes_read, 1),
    PRV_FORMAT(PRV_F_DIDOMI, "didomi", prv_didomi_read, 1),
    PRV_FORMAT(PRV_F_DRUPAL, "drupal", prv_drupal_read, 0),
    PRV_FORMAT(PRV_F_FIDES, "fides", prv_fides_read, 1),
    PRV_FORMAT(PRV_F_FUNDINGCHOICES, "fundingchoices",
               prv_fundingchoices_read, 1),
    PRV_FORMAT(PRV_F_HUBSPOT, "hubspot", prv_hubspot_read, 0),
    PRV_FORMAT(PRV_F_INSITES, "osano-insites", prv_insites_read, 1),
    PRV_FORMAT(PRV_F_IUBENDA, "iubenda", prv_iubenda_read, 1),
    PRV_FORMAT(PRV_F_KETCH, "ketch", prv_ketch_read, 1),
    PRV_FORMAT(PRV_F_KLARO, "klaro", prv_klaro_read, 1),
    PRV_FORMAT(PRV_F_MAGENTO, "magento", prv_magento_read, 1),
    PRV_FORMAT(PRV_F_MATOMO, "matomo", prv_matomo_read, 0),
    PRV_FORMAT(PRV_F_MOOVE, "moove", prv_moove_read, 1),
    PRV_FORMAT(PRV_F_ONETRUST, "onetrust", prv_onetrust_read, 0),
    PRV_FORMAT(PRV_F_RCB, "real-cookie-banner", prv_rcb_read, 0),
    PRV_FORMAT(PRV_F_SHOPIFY, "shopify", prv_shopify_read, 1),
    PRV_FORMAT(PRV_F_TARTEAUCITRON, "tarteaucitron",
               prv_tarteaucitron_read, 1),
    PRV_FORMAT(PRV_F_TRANSCEND, "transcend", prv_transcend_read, 1),
    PRV_FORMAT(PRV_F_TRUSTARC, "trustarc", prv_trustarc_read, 0),
    PRV_FORMAT(PRV_F_TYPO3, "typo3-sg", prv_typo3_read, 1),
    PRV_FORMAT(PRV_F_VANILLA, "vanilla-cookieconsent", prv_vanilla_read, 1),
    PRV_FORMAT(PRV_F_WPCONSENT, "wp-consent-api", prv_wp_consent_read, 0),
    PRV_FORMAT(PRV_F_WPL, "wp-cookie-consent", prv_wpl_read, 0)
};

const size_t  prv_nformats = PRV_NELTS(prv_formats);

_Static_assert(PRV_NELTS(prv_formats) == PRV_F_LAST && PRV_F_LAST <= 64,
               "a row for each format, and a bit");


/* other names of a format in privacy_consent_from */

const prv_format_name_t  prv_format_aliases[] = {
    { prv_string("usprivacy"), prv_null_string, PRV_F_USP, 0, 0 },
    { prv_string("vanilla2"), prv_null_string, PRV_F_VANILLA, 0, 0 },
    { prv_string("cookieconsent"), prv_null_string, PRV_F_VANILLA, 0, 0 },
    { prv_string("insites"), prv_null_string, PRV_F_INSITES, 0, 0 },
    { prv_string("osano"), prv_null_string, PRV_F_INSITES, 0, 0 }
};

const size_t  prv_nformat_aliases = PRV_NELTS(prv_format_aliases);


/*
 * Names of cookies.  read: the reader finds it in values[role]; beside: it
 * belongs to the platform and is left alone, but says nothing.
 */

#define PRV_READ(name, format, role)                                         \
    { prv_string(name), prv_null_string, format, role, 1 }
#define PRV_BESIDE(name, format)                                             \
    { prv_string(name), prv_null_string, format, 0, 0 }


const prv_format_name_t  prv_format_names[] = {

    PRV_READ("euconsent-v2", PRV_F_TCF, 0),
    PRV_READ("eupubconsent-v2", PRV_F_TCF, 0),
    PRV_READ("dm-euconsent-v2", PRV_F_TCF, 0),
    PRV_READ("__lxG__consent__v2_daisybit", PRV_F_TCF, 0),
    PRV_READ("lpubconsent", PRV_F_TCF, 0),
    PRV_READ("ez-consent-tcf", PRV_F_TCF, 0),
    PRV_READ("CookieControlTC", PRV_F_TCF, 0),
    PRV_READ("euconsent", PRV_F_TCF, 0),
    PRV_READ("eupubconsent", PRV_F_TCF, 0),
    PRV_BESIDE("addtl_consent", PRV_F_TCF),

    PRV_READ("__gpp", PRV_F_GPP, 0),
    PRV_READ("OTGPPConsent", PRV_F_GPP, 1),
    PRV_READ("__gpp_sid", PRV_F_GPP, 2),
    PRV_READ("OTGPPConsent1", PRV_F_GPP, 3),
    PRV_READ("OTGPPConsent2", PRV_F_GPP, 4),
    PRV_READ("OTGPPConsent3", PRV_F_GPP, 5),
    PRV_READ("OTGPPConsent4", PRV_F_GPP, 6),

    PRV_READ("usprivacy", PRV_F_USP, 0),
    PRV_READ("us_privacy", PRV_F_USP, 0),

    PRV_READ("__adroll_consent", PRV_F_ADROLL, 0),
    PRV_BESIDE("__adroll_consent_params", PRV_F_ADROLL),

    PRV_READ("axeptio_cookies", PRV_F_AXEPTIO, 0),
    PRV_BESIDE("axeptio_authorized_vendors", PRV_F_AXEPTIO),
    PRV_BESIDE("axeptio_all_vendors", PRV_F_AXEPTIO),

    PRV_READ("borlabs-cookie", PRV_F_BORLABS, 0),

    PRV_READ("c15t", PRV_F_C15T, 0),

    PRV_READ("CookieControl", PRV_F_CIVIC, 0),

    PRV_READ("TC_PRIVACY", PRV_F_COMMANDERSACT, 0),

    PRV_READ("cmplz_marketing", PRV_F_COMPLIANZ, 0),
    PRV_READ("cmplz_statistics", PRV_F_COMPLIANZ, 1),
    PRV_READ("cmplz_preferences", PRV_F_COMPLIANZ, 2),
    PRV_READ("cmplz_functional", PRV_F_COMPLIANZ, 3),
    PRV_READ("cmplz_consented_services", PRV_F_COMPLIANZ, 4),
    PRV_READ("cmplz_rt_marketing", PRV_F_COMPLIANZ, 0),
    PRV_READ("cmplz_rt_statistics", PRV_F_COMPLIANZ, 1),
    PRV_READ("cmplz_rt_preferences", PRV_F_COMPLIANZ, 2),
    PRV_READ("cmplz_rt_functional", PRV_F_COMPLIANZ, 3),
    PRV_READ("cmplz_rt_consented_services", PRV_F_COMPLIANZ, 4),

    PRV_READ("CookieConsent", PRV_F_COOKIEBOT, 0),

    PRV_READ("cookiefirst-consent", PRV_F_COOKIEFIRST, 0),

    PRV_READ("CookieInformationConsent", PRV_F_COOKIEINFORMATION, 0),

    PRV_READ("cookielawinfo-checkbox-advertisement", PRV_F_COOKIELAWINFO, 0),
    PRV_READ("cookielawinfo-checkbox-analytics", PRV_F_COOKIELAWINFO, 1),
    PRV_READ("cookielawinfo-checkbox-functional", PRV_F_COOKIELAWINFO, 2),
    PRV_READ("cookielawinfo-checkbox-performance", PRV_F_COOKIELAWINFO, 3),
    PRV_READ("viewed_cookie_policy", PRV_F_COOKIELAWINFO, 4),
    PRV_READ("CookieLawInfoConsent", PRV_F_COOKIELAWINFO, 5),

    PRV_READ("cookie_notice_accepted", PRV_F_COOKIENOTICE, 0),

    PRV_READ("CookieScriptConsent", PRV_F_COOKIESCRIPT, 0),

    PRV_READ("cookieyes-consent", PRV_F_COOKIEYES, 0),
    PRV_READ("fazcookie-consent", PRV_F_COOKIEYES, 0),

    PRV_READ("didomi_token", PRV_F_DIDOMI, 0),

    PRV_READ("cookie-agreed", PRV_F_DRUPAL, 0),
    PRV_READ("cookie-agreed-categories", PRV_F_DRUPAL, 1),
    PRV_BESIDE("cookie-agreed-version", PRV_F_DRUPAL),

    PRV_READ("fides_consent", PRV_F_FIDES, 0),

    PRV_READ("FCCDCF", PRV_F_FUNDINGCHOICES, 0),

    PRV_READ("__hs_cookie_cat_pref", PRV_F_HUBSPOT, 0),
    PRV_READ("__hs_opt_out", PRV_F_HUBSPOT, 1),
    PRV_READ("__hs_do_not_track", PRV_F_HUBSPOT, 2),
    PRV_BESIDE("__hs_initial_opt_in", PRV_F_HUBSPOT),
    PRV_BESIDE("__hs_gpc_banner_dismiss", PRV_F_HUBSPOT),

    PRV_READ("cookieconsent_status", PRV_F_INSITES, 0),

    PRV_READ("_ketch_consent_v1_", PRV_F_KETCH, 0),

    PRV_READ("klaro", PRV_F_KLARO, 0),

    PRV_READ("user_allowed_save_cookie", PRV_F_MAGENTO, 0),

    PRV_READ("mtm_consent", PRV_F_MATOMO, 0),
    PRV_READ("mtm_cookie_consent", PRV_F_MATOMO, 1),
    PRV_READ("mtm_consent_removed", PRV_F_MATOMO, 2),
    PRV_BESIDE("matomo_ignore", PRV_F_MATOMO),

    PRV_READ("moove_gdpr_popup", PRV_F_MOOVE, 0),

    PRV_READ("OptanonConsent", PRV_F_ONETRUST, 0),
    PRV_READ("OptanonAlertBoxClosed", PRV_F_ONETRUST, 1),
    PRV_BESIDE("OTAdditionalConsentString", PRV_F_ONETRUST),
    PRV_BESIDE("OneTrustWPCCPAGoogleOptOut", PRV_F_ONETRUST),

    PRV_READ("real_cookie_banner", PRV_F_RCB, 0),

    PRV_READ("_tracking_consent", PRV_F_SHOPIFY, 0),
    PRV_BESIDE("_cmp_a", PRV_F_SHOPIFY),

    PRV_READ("tarteaucitron", PRV_F_TARTEAUCITRON, 0),

    PRV_READ("tcm", PRV_F_TRANSCEND, 0),

    PRV_READ("cmapi_cookie_privacy", PRV_F_TRUSTARC, 0),
    PRV_READ("notice_gdpr_prefs", PRV_F_TRUSTARC, 1),
    PRV_BESIDE("notice_preferences", PRV_F_TRUSTARC),
    PRV_BESIDE("notice_behavior", PRV_F_TRUSTARC),
    PRV_BESIDE("cmapi_gtm_bl", PRV_F_TRUSTARC),
    PRV_BESIDE("TAconsentID", PRV_F_TRUSTARC),
    PRV_BESIDE("gpcishonored", PRV_F_TRUSTARC),

    PRV_READ("cookie_optin", PRV_F_TYPO3, 0),

    PRV_READ("cc_cookie", PRV_F_VANILLA, 0),

    PRV_READ("wp_consent_marketing", PRV_F_WPCONSENT, 0),
    PRV_READ("wp_consent_statistics", PRV_F_WPCONSENT, 1),
    PRV_READ("wp_consent_preferences", PRV_F_WPCONSENT, 2),
    PRV_READ("wp_consent_functional", PRV_F_WPCONSENT, 3),
    PRV_READ("wp_consent_consented_services", PRV_F_WPCONSENT, 4),
    PRV_BESIDE("wp_consent_statistics-anonymous", PRV_F_WPCONSENT),

    PRV_READ("wpl_viewed_cookie", PRV_F_WPL, 0),
    PRV_READ("wpl_user_preference", PRV_F_WPL, 1),
    PRV_READ("wpl_optout_cookie", PRV_F_WPL, 2)
};

const size_t  prv_nformat_names = PRV_NELTS(prv_format_names);

_Static_assert(PRV_NELTS(prv_format_names) < 256
               && PRV_NELTS(prv_format_names) * 2 < PRV_CONSENT_NAMES,
               "the table of names is half empty");


/* names that begin so, and end so: the more particular ones first */

const prv_format_name_t  prv_format_prefixes[] = {
    { prv_string("_iub_cs-"), prv_string("-uspr"), PRV_F_IUBENDA, 1, 1 },
    { prv_string("_iub_cs-"), prv_string("-granular"), PRV_F_IUBENDA, 0, 0 },
    { prv_string("_iub_cs-"), prv_null_string, PRV_F_IUBENDA, 0, 1 },
    { prv_string("_iub_previous_preference_id"), prv_null_string,
      PRV_F_IUBENDA, 0, 0 },
    { prv_string("real_cookie_banner"), prv_string("-gcm"),
      PRV_F_RCB, 1, 1 },
    { prv_string("real_cookie_banner"), prv_string("-tcf"),
      PRV_F_RCB, 2, 1 },
    { prv_string("real_cookie_banner-"), prv_null_string, PRV_F_RCB, 0, 1 },
    { prv_string("fides_consent_"), prv_null_string, PRV_F_FIDES, 0, 1 },
    { prv_string("cmplz_"), prv_null_string, PRV_F_COMPLIANZ, 0, 0 },
    { prv_string("cookielawinfo-checkbox-"), prv_null_string,
      PRV_F_COOKIELAWINFO, 0, 0 }
};

const size_t  prv_nformat_prefixes = PRV_NELTS(prv_format_prefixes);
