
/*
 * Google's Consent Mode, version 2: what a page tells Google's tags that
 * they may do, before any of them asks.
 */


#ifndef _PRV_CONSENT_MODE_H_INCLUDED_
#define _PRV_CONSENT_MODE_H_INCLUDED_


#include "base/prv_buf.h"
#include "consent/prv_decision.h"


/*
 * prv_consent_mode(): adds the text of a script, without its element, that
 * sets the defaults: ad_* from marketing, analytics_storage from analytics,
 * functionality_storage and personalization_storage from functional; a
 * category of which a vendor that "obeys" is refused counts as denied.
 * What the visitor decides without a reload ("privacy" events of notice.js)
 * follows as an update.
 */

void prv_consent_mode(prv_buf_t *b, const prv_decision_t *decision,
    const prv_catalog_t *catalog);


#endif /* _PRV_CONSENT_MODE_H_INCLUDED_ */
