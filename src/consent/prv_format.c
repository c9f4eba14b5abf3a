
#include "consent/prv_format.h"


typedef enum {
    PRV_F_NATIVE = 0,
    PRV_F_USP
} prv_format_e;


/* in the order in which "auto" asks: the native cookie is the first */

const prv_format_t  prv_formats[] = {
    { prv_string("native"), prv_native_read, 0 },
    { prv_string("usp"), prv_usp_read, 0 }
};


/* exact names: format, role, whether the reader reads it */

const prv_format_name_t  prv_format_names[] = {
    { prv_string("usprivacy"), PRV_F_USP, 0, 1 },
    { prv_string("us_privacy"), PRV_F_USP, 1, 1 }
};


const size_t  prv_nformats = sizeof(prv_formats) / sizeof(prv_formats[0]);

const size_t  prv_nformat_names = sizeof(prv_format_names)
                                  / sizeof(prv_format_names[0]);
