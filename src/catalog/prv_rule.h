
/*
 * What a match of any table says: whose it is, and which category it needs.
 */


#ifndef _PRV_RULE_H_INCLUDED_
#define _PRV_RULE_H_INCLUDED_


#include "catalog/prv_catalog.h"


typedef struct prv_rule_s  prv_rule_t;

struct prv_rule_s {
    const prv_vendor_t  *vendor;        /* NULL: a list or an operator's rule */
    prv_category_e       category;
    unsigned             allow:1;       /* "privacy_allow": exempt */
    const prv_rule_t    *same;          /* another owner of the same key */
};


#endif /* _PRV_RULE_H_INCLUDED_ */
