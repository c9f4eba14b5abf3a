
/* JSON: what was read can be walked, and all that it names lies in the text */


#include "consent/prv_json.h"

#include <stdlib.h>


int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);


int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    size_t               i, n, m;
    prv_str_t            s;
    unsigned char       *text;
    static prv_json_t    json;

    text = malloc(size + 1);
    if (text == NULL) {
        abort();
    }

    memcpy(text, data, size);

    if (prv_json_parse(&json, text, size) != PRV_OK) {
        free(text);
        return 0;
    }

    if (json.n == 0 || json.n > PRV_JSON_NODES) {
        abort();
    }

    for (i = 0; i < json.n; i++) {

        s = prv_json_str(&json, i);

        if (s.len && (s.data < text || s.data + s.len > text + size)) {
            abort();
        }

        for (n = prv_json_first(&json, i), m = 0; n; n = json.nodes[n].next) {
            if (n <= i || n >= json.n || ++m > json.n) {
                abort();
            }
        }

        for (n = prv_json_member(&json, i, 0), m = 0; n;
             n = prv_json_member(&json, i, n))
        {
            if (n >= json.n || ++m > json.n) {
                abort();
            }
        }

        (void) prv_json_get(&json, i, "a");
    }

    free(text);

    return 0;
}
