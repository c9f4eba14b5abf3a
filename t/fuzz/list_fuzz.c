
/*
 * Block lists, in each format: any file is read, each line is an entry or is
 * counted, and what was read can be asked.
 */


#include "base/prv_arena.h"
#include "catalog/prv_list.h"

#include <stdlib.h>


int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);


int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    size_t            i, n, lines;
    prv_str_t         file, host, path, own;
    prv_arena_t       arena;
    prv_error_t       err;
    prv_lists_t       lists;
    prv_list_url_t    url;
    prv_list_conf_t   conf;
    prv_list_count_t  count;

    if (size < 3) {
        return 0;
    }

    file.data = (unsigned char *) data + 3;
    file.len = size - 3;

    memset(&conf, 0, sizeof(conf));
    memset(&count, 0, sizeof(count));

    conf.format = (prv_list_e) (data[0] % 4);
    conf.category = (prv_category_e) (data[0] / 4 % PRV_CATEGORIES);
    conf.texts = (data[0] >> 6) & 1;

    prv_arena_init(&arena, data[1] < 128 ? 0 : (size_t) (data[1] - 127) * 128);
    prv_lists_init(&lists, &arena.mem);

    if (prv_lists_read(&lists, &conf, &file, &count, &err) != PRV_OK
        || prv_lists_build(&lists) != PRV_OK)
    {
        if (data[1] < 128) {
            abort();
        }

        goto done;
    }

    lines = 1;

    for (i = 0; i < file.len; i++) {
        lines += (file.data[i] == '\n' || file.data[i] == '\r'
                  || file.data[i] == ' ' || file.data[i] == '\t');
    }

    if (count.hosts + count.paths > lines || lists.n > lines) {
        abort();
    }

    /* each entry's host, and pieces of the file, as URLs */

    url.host = &host;
    url.path = &path;
    url.own = &own;
    url.types = data[2] ? data[2] : PRV_LIST_ANY;

    own.data = (unsigned char *) "shop.example";
    own.len = 12;

    for (i = 0; i < lists.n && i < 64; i++) {
        host.data = lists.text + lists.entries[i].host;
        host.len = lists.entries[i].len;

        n = file.len / (i + 1);
        path.data = file.data + n;
        path.len = file.len - n;

        url.text = i & 1;
        (void) prv_lists_match(&lists, &url);

        if (host.len > lists.len || lists.entries[i].host > lists.len) {
            abort();
        }
    }

done:

    prv_arena_destroy(&arena);

    return 0;
}
