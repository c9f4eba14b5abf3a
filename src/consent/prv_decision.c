
#include "consent/prv_tcf.h"


int
prv_decision_vendor(const prv_decision_t *decision,
    const prv_vendor_t *vendor, prv_category_e category)
{
    unsigned       bit;
    size_t         byte;
    unsigned char  mask;

    bit = prv_bit(category);

    if (vendor == NULL) {
        return (decision->granted & bit) != 0;
    }

    byte = vendor->index / 8;
    mask = (unsigned char) (1 << vendor->index % 8);

    if (decision->no != NULL && (decision->no[byte] & mask)) {
        return 0;
    }

    if (decision->refused & bit) {
        return 0;
    }

    if (decision->yes == NULL || (decision->yes[byte] & mask) == 0) {

        if ((decision->granted & bit) == 0
            || (decision->named & bit) != 0)
        {
            return 0;
        }
    }

    if (decision->tcf == NULL || vendor->tcf == 0 || (decision->over & bit)
        || category == PRV_NECESSARY)
    {
        return 1;
    }

    return prv_tcf_vendor(decision->tcf, vendor->tcf, category);
}
