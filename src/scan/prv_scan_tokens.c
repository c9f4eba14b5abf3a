
#include "html/prv_tokens.h"
#include "scan/prv_scan.h"

#include <stdio.h>


int
prv_scan_tokens(prv_scan_t *scan, const char *file)
{
    size_t          i, n, *cuts;
    prv_buf_t       out;
    prv_str_t       text, json;
    prv_state_e     state;

    state = PRV_ST_DATA;

    if (scan->state.len
        && prv_tokens_state(&scan->state, &state) != PRV_OK)
    {
        return prv_scan_trouble("--state is one of the standard's: \"Data "
                                "state\", \"RCDATA state\" …");
    }

    if (prv_scan_read(&scan->arena.mem, file, &text) != PRV_OK) {
        return PRV_SCAN_TROUBLE;
    }

    n = scan->chunk ? text.len / scan->chunk : 0;

    cuts = prv_calloc(&scan->arena.mem, n + 1, sizeof(size_t));
    if (cuts == NULL) {
        return prv_scan_trouble("no memory");
    }

    for (i = 0; i < n; i++) {
        cuts[i] = (i + 1) * scan->chunk;
    }

    prv_buf_init(&out, &scan->arena.mem, 0);

    if (prv_tokens_json(&out, &text, state, &scan->last, cuts, n) != PRV_OK
        || prv_buf_done(&out, &json) != PRV_OK)
    {
        return prv_scan_trouble("no memory");
    }

    if (fwrite(json.data, 1, json.len, stdout) != json.len
        || fputc('\n', stdout) == EOF)
    {
        return prv_scan_trouble("standard output cannot be written");
    }

    return PRV_SCAN_CLEAN;
}
