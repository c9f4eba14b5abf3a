
/*
 * A few cookies of each format, and what they say.
 */


#ifndef _CONSENT_SAMPLES_H_INCLUDED_
#define _CONSENT_SAMPLES_H_INCLUDED_


typedef struct {
    const char  *format;        /* and source of the decision */
    int          bits;          /* base64: any character stands for bits */
    int          decided;
    const char  *granted;       /* letters of categories */
    const char  *yes;           /* vendors that may act, of those below … */
    const char  *no;            /* … and that may not */
    const char  *cookies;
} consent_sample_t;


/* purposes 1, 3 and 4, vendor 130, which is disclosed; created 2026-01-15 */

#define TC_134  "CQeEcwAQeEcwAEsACBENARFgALAAAAAAAAqIBBQAQBBAAAAA.IBBQAQBBAAAA"


static const consent_sample_t  consent_samples[] = {

    { "native", 0, 1, "nm", "adroll", "ga",
      "privacy_consent=v1&t=1799999990&p=7&c=necessary+marketing&i=abc" },
    { "native", 0, 1, "na", "ga", "adroll meta",
      "privacy_consent=v1&t=1799999990&c=necessary+analytics&y=matomo" },

    { "tcf", 1, 1, "nfm", "adroll", "meta ga", "euconsent-v2=" TC_134 },
    { "tcf", 1, 1, "nfm", "adroll", "ga",
      "eupubconsent-v2=CQeEcwAQeEcwAEsACBENARFgALAAAAAAAAqIBBQAQBBAAAAA" },
    { "tcf", 1, 1, "n", "", "adroll meta",
      "euconsent-v2=CQH36sAQH36sAAGABBENBOFgAAAAAAAAAAZQAAAAAAAA."
      "YAAAAAAAAAAA" },
    { "tcf", 1, 0, "n", "", "adroll",
      "euconsent=BOEFEAyOEFEAyAHABDENAI4AAAB9vABAASA" },

    { "tcf", 1, 0, "n", "", "adroll",       /* of global scope */
      "euconsent-v2=CQeEcwAQeEcwAEsACBENARFAAP_gAAAAAAqIBBQAQBBAAAAA."
      "IBBQAQBBAAAA.YAAAAAAAAAAA" },

    { "gpp", 1, 1, "nm", "adroll", "ga", "__gpp=DBABLA~BVQqAAAAAgA.QA" },
    { "gpp", 1, 1, "n", "", "adroll", "OTGPPConsent=DBABLA~BVQVAAAAAAGA.YA" },
    { "gpp", 1, 1, "nm", "", "ga",
      "__gpp=DBACTMA~1YNN~BUUAAACA.QA; __gpp_sid=6" },
    { "gpp", 1, 1, "nfm", "adroll", "meta", "__gpp=DBABMA~" TC_134 },
    { "gpp", 1, 1, "nfm", "adroll", "meta",
      "OTGPPConsent1=DBABMA~CQeEcwAQeEcwAEsACBENARFgALAAAAAAAAqIBB; "
      "OTGPPConsent2=QAQBBAAAAA.IBBQAQBBAAAA" },
    { "gpp", 1, 0, "n", "", "adroll", "__gpp_sid=7" },
    { "gpp", 1, 0, "n", "", "adroll", "__gpp=DBAA" },
    { "gpp", 1, 0, "n", "", "adroll", "__gpp=DBABLA%7EBVQqAAAAAgA.QA" },

    { "usp", 0, 1, "nm", "adroll", "ga", "usprivacy=1YNN" },
    { "usp", 0, 1, "n", "", "adroll", "us_privacy=1YYN" },
    { "usp", 0, 1, "n", "", "adroll",
      "usprivacy=%7B%22uspString%22%3A%221YY-%22%2C%22optOutDate%22%3A"
      "%222026-04-30%22%7D" },
    { "usp", 0, 0, "n", "", "adroll", "usprivacy=1---" },

    { "adroll", 1, 1, "nm", "adroll", "meta",
      "__adroll_consent=CPiKMt9PiKMt9AAACBENAJCv_____3___wQAAQv____-AEL_"
      "____gAA%23ACJ6YJHXKNBNJBSFTNFVOF" },
    { "adroll", 1, 1, "n", "", "adroll meta",
      "__adroll_consent=CQONUAAQONUAAAAACBENAMFgAAAAAAAAABBoARwAAAjgAAAA"
      "%23U4ZFS2QH4VB65A54O43AEQ" },

    { "axeptio", 0, 1, "nm", "meta", "adroll ga",
      "axeptio_cookies={%22$$token%22:%22t%22%2C%22facebook_pixel%22:true"
      "%2C%22google_analytics%22:false%2C%22$$completed%22:true}" },
    { "axeptio", 0, 0, "n", "", "meta",
      "axeptio_cookies={%22facebook_pixel%22:true%2C%22$$completed%22:"
      "false}; axeptio_all_vendors=%2Ca%2C" },

    { "borlabs", 0, 1, "nm", "meta", "adroll ga",
      "borlabs-cookie=%7B%22consents%22%3A%7B%22essential%22%3A%5B%22borlabs"
      "-cookie%22%5D%2C%22marketing%22%3A%5B%22facebook-pixel%22%5D%7D%2C%22"
      "version%22%3A1%7D" },
    { "borlabs", 0, 1, "n", "", "meta",
      "borlabs-cookie=%7B%22consents%22%3A%7B%22essential%22%3A%5B%22borlabs"
      "-cookie%22%5D%7D%7D" },

    { "c15t", 0, 1, "na", "ga", "adroll",
      "c15t=c.necessary:1,c.measurement:1,i.t:1768435200000,i.sid:sub_2Qm" },
    { "c15t", 0, 0, "n", "", "adroll", "c15t=c.marketing:1,i.id:x" },

    { "civic", 0, 1, "na", "ga", "adroll",
      "CookieControl={\"necessaryCookies\":[\"A*\"],\"optionalCookies\":{"
      "\"analytics\":\"accepted\",\"Marketing\":\"revoked\"},"
      "\"interactedWith\":true,\"user\":\"x\"}" },
    { "civic", 0, 0, "n", "", "ga",
      "CookieControl={\"optionalCookies\":{\"analytics\":\"accepted\"},"
      "\"interactedWith\":false}" },

    { "civic", 1, 1, "nfm", "adroll", "ga meta",
      "CookieControl={\"optionalCookies\":{\"analytics\":\"legitimate "
      "interest\"},\"iabConsent\":\"" TC_134 "\",\"interactedWith\":true}"
    },

    { "commandersact", 0, 1, "n", "", "adroll",
      "TC_PRIVACY=1@002@12@34@@1592900933049,1592900933049,1626596933049@" },
    { "commandersact", 0, 1, "n", "", "adroll",
      "TC_PRIVACY=0@002@12@34@1%2C3@1592900933049,1592900933049,16265969@" },

    { "complianz", 0, 1, "na", "ga adroll", "meta",
      "cmplz_marketing=deny; cmplz_statistics=allow; cmplz_functional=allow; "
      "cmplz_banner-status=dismissed; "
      "cmplz_consented_services=%7B%22adroll%22%3Atrue%7D" },
    { "complianz", 0, 0, "n", "", "adroll", "cmplz_policy_id=14" },

    { "cookie-notice", 0, 1, "nfam", "adroll ga", "",
      "cookie_notice_accepted=true" },
    { "cookie-notice", 0, 1, "n", "", "adroll",
      "cookie_notice_accepted=false" },

    { "cookiebot", 0, 1, "na", "ga", "adroll",
      "CookieConsent={stamp:%27x+/=%27%2Cnecessary:true%2Cpreferences:false"
      "%2Cstatistics:true%2Cmarketing:false%2Cver:1%2Cregion:%27gb%27}" },
    { "cookiebot", 0, 1, "nfam", "adroll", "", "CookieConsent=-1" },
    { "cookiebot", 0, 0, "n", "", "adroll", "CookieConsent=true" },

    { "cookiefirst", 0, 1, "nf", "", "adroll ga",
      "cookiefirst-consent=%7B%22necessary%22%3Atrue%2C%22performance%22%3A"
      "false%2C%22functional%22%3Atrue%2C%22advertising%22%3Afalse%7D" },

    { "cookieinformation", 0, 1, "na", "ga", "adroll",
      "CookieInformationConsent=%7B%22consents_approved%22%3A%5B%22cookie_"
      "cat_necessary%22%2C%22cookie_cat_statistic%22%5D%2C%22consents_"
      "denied%22%3A%5B%22cookie_cat_marketing%22%5D%7D" },

    { "cookielawinfo-legacy", 0, 1, "na", "ga", "adroll",
      "viewed_cookie_policy=yes; cookielawinfo-checkbox-advertisement=no; "
      "cookielawinfo-checkbox-analytics=yes" },
    { "cookielawinfo-legacy", 1, 1, "nfa", "ga", "adroll",
      "viewed_cookie_policy=yes; CookieLawInfoConsent=eyJ2ZXIiOiIxIiwibmVjZX"
      "NzYXJ5Ijp0cnVlLCJmdW5jdGlvbmFsIjp0cnVlLCJhbmFseXRpY3MiOnRydWUsImFkdmV"
      "ydGlzZW1lbnQiOmZhbHNlfQ==" },
    { "cookielawinfo-legacy", 0, 1, "n", "", "adroll",
      "viewed_cookie_policy=no; cookielawinfo-checkbox-advertisement=yes" },

    { "cookielawinfo-legacy", 0, 0, "n", "", "adroll",
      "cookielawinfo-checkbox-advertisement=yes" },

    { "cookiescript", 0, 1, "na", "ga", "adroll",
      "CookieScriptConsent={\"action\":\"accept\",\"categories\":"
      "\"[\\\"performance\\\",\\\"strict\\\"]\",\"key\":\"x\"}" },
    { "cookiescript", 0, 1, "n", "", "adroll",
      "CookieScriptConsent=%7B%22bannershown%22%3A1%2C%22action%22%3A%22"
      "reject%22%2C%22categories%22%3A%22%5B%5D%22%7D" },

    { "cookieyes", 0, 1, "nf", "", "adroll ga",
      "cookieyes-consent=consentid:Y1d,consent:yes,action:yes,necessary:yes,"
      "functional:yes,analytics:no,performance:no,advertisement:no" },
    { "cookieyes", 0, 0, "n", "", "adroll",
      "fazcookie-consent=consentid:Y1d,consent:no,action:,necessary:yes,"
      "functional:yes,analytics:yes,performance:yes,advertisement:yes" },

    /* {"vendors":{"disabled":["c:nextroll"]},"purposes":{"enabled":
       ["analytics"],"disabled":["advertising_personalization"]}} */

    { "didomi", 1, 1, "na", "ga", "adroll meta",
      "didomi_token=eyJ2ZW5kb3JzIjp7ImRpc2FibGVkIjpbImM6bmV4dHJvbGwiXX0sInB1"
      "cnBvc2VzIjp7ImVuYWJsZWQiOlsiYW5hbHl0aWNzIl0sImRpc2FibGVkIjpbImFkdmVyd"
      "GlzaW5nX3BlcnNvbmFsaXphdGlvbiJdfX0=" },
    { "didomi", 1, 0, "n", "", "adroll",
      "didomi_token=eyJ1c2VyX2lkIjoieCIsInZlcnNpb24iOm51bGx9" },

    { "drupal", 0, 1, "na", "ga", "adroll",
      "cookie-agreed=2; cookie-agreed-categories=[\"essential\",\"statistics"
      "\"]; cookie-agreed-version=1.0.0" },
    { "drupal", 0, 1, "nfam", "adroll", "", "cookie-agreed=1" },
    { "drupal", 0, 1, "n", "", "adroll", "cookie-agreed=0" },

    { "drupal", 0, 0, "n", "", "adroll",
      "cookie-agreed-categories=[\"marketing\"]" },

    { "fides", 0, 1, "nf", "", "adroll",
      "fides_consent={\"consent\":{\"functional\":\"opt_in\",\"analytics\":"
      "\"not_applicable\"},\"fides_meta\":{\"updatedAt\":\"2026\"}}" },
    { "fides", 0, 1, "na", "ga", "adroll",
      "fides_consent=%7B%22consent%22%3A%7B%22analytics%22%3Atrue%2C%22"
      "advertising%22%3A%22opt_out%22%7D%2C%22fides_meta%22%3A%7B%22"
      "updatedAt%22%3A%222026-01-01%22%7D%7D" },
    { "fides", 1, 1, "nm", "adroll", "ga",
      "fides_consent=gzip%3AH4sIAAAAAAACA4WOwQqDQAxE_yVnV7Jr0eqt_9BTL5KabFm"
      "w2-Kugoj_3ogfUJhLhpmX2WD4xCQxQ7cBU6Y-0SgJujzNUgBFGtccBjU8jelweJEphxT"
      "i6wztBQRWQMjrwfB6pH5OMvUsSxikDwwdeJJGbM2majybCwqbp6OrIXRI3KLFmkFRZ_0"
      "tmQ6YvkrhE7WPZVsiFDBMQln4pnvBoasMWtXdug5RVSLiQ2Pzl__H9v0HMU2Uif4AAAA"
    },

    { "fundingchoices", 1, 1, "nfm", "adroll", "meta ga",
      "FCCDCF=%5Bnull%2Cnull%2Cnull%2C%5B%22" TC_134 "%22%2C%222~~dv.70.89"
      "%22%5D%2Cnull%5D" },
    { "fundingchoices", 1, 0, "n", "", "adroll",
      "FCCDCF=%5Bnull%2Cnull%2Cnull%2Cnull%2Cnull%5D" },

    { "hubspot", 0, 1, "nfa", "ga", "adroll",
      "__hs_cookie_cat_pref=1:true_2:false_3:true; __hs_initial_opt_in=true" },
    { "hubspot", 0, 1, "n", "", "ga",
      "__hs_cookie_cat_pref=1:true,2:true; __hs_do_not_track=yes" },
    { "hubspot", 0, 1, "n", "", "ga", "__hs_opt_out=yes" },

    { "iubenda", 0, 1, "na", "ga", "adroll",
      "_iub_cs-252372=%7B%22purposes%22%3A%7B%221%22%3Atrue%2C%223%22%3Afalse"
      "%2C%224%22%3Atrue%2C%225%22%3Afalse%7D%2C%22id%22%3A252372%7D" },
    { "iubenda", 0, 0, "n", "", "adroll",
      "_iub_cs-90483436=%7B%22id%22%3A90483436%7D; "
      "_iub_cs-90483436-uspr=%7B%22s%22%3Atrue%2C%22adv%22%3Atrue%7D" },
    { "iubenda", 0, 1, "n", "", "adroll",
      "_iub_cs-s12-uspr=%7B%22s%22%3Afalse%2C%22adv%22%3Atrue%7D" },

    { "iubenda", 0, 1, "nfam", "adroll ga", "", "_iub_cs-7={\"consent\":true}"
    },
    { "iubenda", 0, 1, "n", "", "adroll", "_iub_cs-7={\"consent\":false}" },

    { "ketch", 1, 0, "n", "", "ga", "_ketch_consent_v1_=e30=" },

    /* {"analytics":{"status":"granted"},
       "behavioral_advertising":{"status":"denied"}} */

    { "ketch", 1, 1, "na", "ga", "adroll",
      "_ketch_consent_v1_=eyJhbmFseXRpY3MiOnsic3RhdHVzIjoiZ3JhbnRlZCJ9LCJiZW"
      "hhdmlvcmFsX2FkdmVydGlzaW5nIjp7InN0YXR1cyI6ImRlbmllZCJ9fQ==" },

    { "klaro", 0, 1, "na", "ga", "adroll meta",
      "klaro=%7B%22adroll%22%3Afalse%2C%22google-analytics%22%3Atrue%7D" },
    { "klaro", 0, 1, "nm", "adroll", "meta ga",
      "klaro={\"adroll\":true,\"googleAnalytics\":false,\"session\":true}" },

    { "klaro", 0, 0, "n", "", "adroll", "klaro={}" },

    { "magento", 0, 1, "nfam", "adroll", "",
      "user_allowed_save_cookie=%7B%221%22%3A1%7D" },
    { "magento", 0, 0, "n", "", "adroll", "user_allowed_save_cookie=%7B%7D" },

    { "matomo", 0, 1, "na", "matomo", "ga adroll",
      "mtm_consent=1768435200000" },
    { "matomo", 0, 1, "n", "", "matomo ga",
      "mtm_consent=1; mtm_consent_removed=1768435300000" },

    { "moove", 0, 1, "na", "ga", "adroll",
      "moove_gdpr_popup=%7B%22strict%22%3A%221%22%2C%22thirdparty%22%3A%221"
      "%22%2C%22advanced%22%3A%220%22%7D" },

    { "onetrust", 0, 1, "na", "ga", "adroll",
      "OptanonConsent=isGpcEnabled=0&consentId=f9c105b8&interactionCount=1&"
      "landingPath=NotLandingPage&groups=C0001%3A1%2CC0002%3A1%2CC0004%3A0; "
      "OptanonAlertBoxClosed=2026-03-07T18:51:06.120Z" },
    { "onetrust", 0, 0, "n", "", "adroll",
      "OptanonConsent=interactionCount=0&groups=C0001%3A1%2CC0004%3A1" },

    { "onetrust", 0, 0, "n", "", "adroll",
      "OptanonAlertBoxClosed=2026-03-07T18:51:06.120Z" },

    { "osano-insites", 0, 1, "nfam", "adroll", "",
      "cookieconsent_status=allow" },
    { "osano-insites", 0, 1, "n", "", "adroll",
      "cookieconsent_status=dismiss" },

    { "real-cookie-banner", 0, 1, "nam", "adroll ga", "",
      "real_cookie_banner-v:3_blog:1_path:a1b2c3d=1768435200%3A0b7e9d2a-3c1f-"
      "4f5e-8a6b-1c2d3e4f5a6b%3A5d41402abc4b2a76b9719d911017c592%3A%7B%22d"
      "%22%3A%7B%223%22%3A%5B12%5D%7D%2C%22bc%22%3A%22main_custom%22%7D; "
      "real_cookie_banner-v:3_blog:1_path:a1b2c3d-gcm=%5B%22ad_storage%22%2C"
      "%22ad_user_data%22%2C%22ad_personalization%22%2C%22analytics_storage"
      "%22%5D" },
    { "real-cookie-banner", 0, 1, "n", "", "adroll",
      "real_cookie_banner=1768435200:0b7e9d2a-3c1f-4f5e-8a6b-1c2d3e4f5a6b:"
      "5d41402abc4b2a76b9719d911017c592:{\"d\":{},\"bc\":\"main_essential\"}"
    },

    { "real-cookie-banner", 1, 1, "nfm", "adroll", "meta ga",
      "real_cookie_banner=1768435200:0b7e9d2a-3c1f-4f5e-8a6b-1c2d3e4f5a6b:"
      "5d41402abc4b2a76b9719d911017c592:{\"d\":{},\"bc\":\"main_custom\"}; "
      "real_cookie_banner-tcf=" TC_134 },
    { "real-cookie-banner", 0, 0, "n", "", "ga",
      "real_cookie_banner-gcm=[\"analytics_storage\"]" },

    { "shopify", 0, 1, "nfa", "ga", "adroll",
      "_tracking_consent=%7B%22con%22%3A%7B%22CMP%22%3A%7B%22a%22%3A%221%22%2C"
      "%22m%22%3A%220%22%2C%22p%22%3A%221%22%2C%22s%22%3A%22%22%7D%7D%2C%22v"
      "%22%3A%222.1%22%7D" },
    { "shopify", 0, 0, "n", "", "adroll",
      "_tracking_consent=3.AMPS_VNHN_f_f_9QG*dzp5; _cmp_a=x" },

    { "tarteaucitron", 0, 1, "nm", "adroll", "meta ga",
      "tarteaucitron=!adroll=true!gtag=false" },
    { "tarteaucitron", 0, 0, "n", "ga", "adroll",
      "tarteaucitron=!adroll=wait!gtag=true" },
    { "tarteaucitron", 0, 0, "n", "", "adroll ga",
      "tarteaucitron=!xadroll=true!gtag=false" },

    { "transcend", 0, 1, "na", "ga", "adroll",
      "tcm=%7B%22purposes%22%3A%7B%22Advertising%22%3Afalse%2C%22Analytics"
      "%22%3Atrue%2C%22Functional%22%3A%22Auto%22%7D%2C%22confirmed%22%3A"
      "true%7D" },

    { "trustarc", 0, 1, "nfa", "ga", "adroll",
      "cmapi_cookie_privacy=permit 1,2; notice_gdpr_prefs=0,1:; "
      "notice_behavior=expressed|eu" },
    { "trustarc", 0, 1, "n", "", "ga",
      "cmapi_cookie_privacy=permit_1_required" },
    { "trustarc", 0, 1, "nfam", "adroll", "",
      "notice_gdpr_prefs=0%2C1%2C2::implied%2Ceu" },

    { "typo3-sg", 0, 1, "na", "ga", "adroll",
      "cookie_optin=essential:1|statistiken:1|marketing:0" },

    { "vanilla-cookieconsent", 0, 1, "nm", "adroll", "meta ga",
      "cc_cookie=%7B%22categories%22%3A%5B%22necessary%22%2C%22marketing%22"
      "%5D%2C%22consentId%22%3A%22x-1%22%2C%22services%22%3A%7B%22marketing"
      "%22%3A%5B%22adroll%22%5D%7D%2C%22expirationTime%22%3A1811196976%7D" },
    { "vanilla-cookieconsent", 0, 1, "na", "ga", "adroll",
      "cc_cookie={\"categories\":[\"necessary\",\"analytics\"],"
      "\"consent_uuid\":\"x-2\"}" },
    { "vanilla-cookieconsent", 0, 0, "n", "", "ga",
      "cc_cookie={\"categories\":[\"analytics\"]}" },

    { "wp-consent-api", 0, 1, "nm", "adroll", "ga",
      "wp_consent_functional=allow; wp_consent_statistics=deny; "
      "wp_consent_marketing=allow; wp_consent_statistics-anonymous=allow" },

    { "wp-cookie-consent", 0, 1, "na", "ga", "adroll",
      "wpl_viewed_cookie=yes; wpl_user_preference={\"necessary\":\"yes\","
      "\"marketing\":\"no\",\"analytics\":\"yes\"}" },
    { "wp-cookie-consent", 0, 0, "n", "", "ga",
      "wpl_viewed_cookie=unset; wpl_user_preference=%7B%22necessary%22%3A%22"
      "yes%22%2C%22analytics%22%3A%22yes%22%7D" },
    { "wp-cookie-consent", 0, 1, "n", "", "adroll",
      "wpl_viewed_cookie=no; wpl_user_preference={\"marketing\":\"yes\"}" },
    { "wp-cookie-consent", 0, 1, "n", "", "adroll",
      "wpl_viewed_cookie=yes; wpl_optout_cookie=yes; "
      "wpl_user_preference={\"marketing\":\"yes\"}" }
};


#define CONSENT_SAMPLES                                                      \
    (sizeof(consent_samples) / sizeof(consent_samples[0]))


static const char  consent_catalog[] =
    "adroll { category marketing; alias nextroll; host .adroll.com;"
    " tcf 130; }\n"
    "meta { category marketing; alias facebook-pixel;"
    " host .facebook.net; tcf 9999; }\n"
    "ga { category analytics; alias google-analytics gtag;"
    " host .google-analytics.com; }\n"
    "matomo { category analytics; host .matomo.cloud; }\n";


#endif /* _CONSENT_SAMPLES_H_INCLUDED_ */
