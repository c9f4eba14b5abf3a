
/* --list=FILE:CATEGORY */

#include "scan/prv_scan.h"

#include <stdio.h>
#include <stdlib.h>


int
prv_scan_list(prv_scan_t *scan, const char *value)
{
    int                rc;
    char              *name;
    size_t             len;
    prv_str_t          text;
    const char        *colon;
    prv_error_t        err;
    prv_list_conf_t    conf;
    prv_list_count_t   n;

    colon = strrchr(value, ':');
    len = colon ? (size_t) (colon - value) : 0;

    memset(&conf, 0, sizeof(prv_list_conf_t));

    conf.category = colon ? prv_category((const unsigned char *) colon + 1,
                                         strlen(colon + 1))
                          : PRV_CATEGORIES;

    if (len == 0 || conf.category == PRV_CATEGORIES) {
        prv_scan_trouble("--list is a file, \":\" and a category");
        return PRV_ERROR;
    }

    name = malloc(len + 1);
    if (name == NULL) {
        prv_scan_trouble("no memory");
        return PRV_ERROR;
    }

    memcpy(name, value, len);
    name[len] = '\0';

    rc = prv_scan_read(&scan->arena.mem, name, &text);

    if (rc == PRV_OK && text.len && memchr(text.data, '\0', text.len) != NULL)
    {
        prv_scan_trouble("%s: is not a text", name);
        rc = PRV_ERROR;
    }

    if (rc == PRV_OK) {

        rc = prv_tables_list(&scan->tables, &conf, &text, &n, &err);

        if (rc != PRV_OK) {
            prv_scan_trouble("%s: %s", name, err.text);

        } else if (n.cosmetic + n.options + n.others) {
            prv_scan_trouble("%s: %zu rules; ignored: %zu cosmetic, %zu with "
                             "other options, %zu that name no host", name,
                             n.hosts + n.paths, n.cosmetic, n.options,
                             n.others);
        }
    }

    free(name);

    return rc;
}
