
/*
 * URLs: whatever is parsed, host and path lie in the structure's own bytes,
 * and a host is what the tables can look up.
 */


#include "header/prv_url.h"

#include <stdlib.h>


int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);


static void
fuzz_check(const prv_url_t *url)
{
    size_t                i;
    const unsigned char  *end;

    end = url->data + sizeof(url->data);

    if (url->type != PRV_URL_HTTP) {
        return;
    }

    if (url->host.len == 0
        || url->host.data < url->data || url->host.data > end
        || url->host.len > (size_t) (end - url->host.data)
        || url->path.data < url->data || url->path.data > end
        || url->path.len > (size_t) (end - url->path.data))
    {
        abort();
    }

    for (i = 0; i < url->host.len; i++) {
        if (url->host.data[i] >= 'A' && url->host.data[i] <= 'Z') {
            abort();
        }
    }
}


int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    size_t            n;
    prv_str_t         text;
    static prv_url_t  base, url;

    if (size < 1) {
        return 0;
    }

    n = 1 + data[0] % size;

    text.data = (unsigned char *) data + 1;
    text.len = n - 1;
    prv_url_parse(&base, NULL, &text);
    fuzz_check(&base);

    text.data = (unsigned char *) data + n;
    text.len = size - n;
    prv_url_parse(&url, base.type == PRV_URL_HTTP ? &base : NULL, &text);
    fuzz_check(&url);

    prv_url_in_text(&url, data, data + size);

    return 0;
}
