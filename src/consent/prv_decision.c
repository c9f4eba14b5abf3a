
#include "base/prv_hash.h"
#include "consent/prv_tcf.h"


static uint32_t prv_decision_bits(const prv_bits_t *bits, uint32_t hash);


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


uint32_t
prv_decision_hash(const prv_decision_t *decision, size_t n, uint32_t hash)
{
    const prv_tcf_t  *tcf;

    n = (n + 7) / 8;

    hash = prv_hash(hash, decision->refused);
    hash = prv_hash(hash, decision->named);

    if (decision->yes != NULL) {
        hash = prv_hash_bytes(prv_hash(hash, 'y'), decision->yes, n);
    }

    if (decision->no != NULL) {
        hash = prv_hash_bytes(prv_hash(hash, 'n'), decision->no, n);
    }

    if (decision->tcf == NULL) {
        return hash;
    }

    hash = prv_hash(hash, decision->over);

    for (tcf = decision->tcf; tcf != NULL; tcf = tcf->next) {

        hash = prv_hash(hash, 't');
        hash = prv_hash_bytes(hash, (const unsigned char *) &tcf->purposes,
                              sizeof(tcf->purposes));
        hash = prv_decision_bits(&tcf->vendors, hash);

        if (tcf->disclosed.text != NULL) {
            hash = prv_hash(prv_hash(hash, 'd'), tcf->policy);
            hash = prv_decision_bits(&tcf->disclosed, hash);
        }
    }

    return hash;
}


/* all that is still to be read, by whole characters */

static uint32_t
prv_decision_bits(const prv_bits_t *bits, uint32_t hash)
{
    return prv_hash_bytes(hash, bits->text + bits->at / 6,
                          bits->end / 6 - bits->at / 6);
}
