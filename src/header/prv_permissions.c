
#include "header/prv_permissions.h"
#include "header/prv_sf.h"


static const char *const  prv_features[] = {
    "browsing-topics", "attribution-reporting", "run-ad-auction",
    "join-ad-interest-group", "interest-cohort"
};


#define PRV_FEATURES  (sizeof(prv_features) / sizeof(prv_features[0]))


static int prv_is_feature(const unsigned char *p, size_t len);


void
prv_permissions_refuse(prv_buf_t *b, const prv_str_t *field)
{
    int                   quoted;
    size_t                i, len;
    unsigned              depth;
    const unsigned char  *p, *end, *start, *name;

    p = field->data;
    end = prv_sf_dictionary(field) ? p + field->len : p;

    while (p < end) {

        while (p < end && (*p == ' ' || *p == '\t' || *p == ',')) {
            p++;
        }

        start = p;
        name = p;

        while (p < end && *p != '=' && *p != ',' && *p != ';') {
            p++;
        }

        len = (size_t) (p - name);

        while (len && (name[len - 1] == ' ' || name[len - 1] == '\t')) {
            len--;
        }

        quoted = 0;
        depth = 0;

        while (p < end && (quoted || depth || *p != ',')) {

            if (quoted && *p == '\\' && p + 1 < end) {
                p++;

            } else if (*p == '"') {
                quoted = !quoted;

            } else if (!quoted && *p == '(') {
                depth++;

            } else if (!quoted && *p == ')' && depth) {
                depth--;
            }

            p++;
        }

        if (p == start || prv_is_feature(name, len)) {
            continue;
        }

        prv_buf_add(b, start, (size_t) (p - start));
        prv_buf_lit(b, ", ");
    }

    for (i = 0; i < PRV_FEATURES; i++) {

        if (i) {
            prv_buf_lit(b, ", ");
        }

        prv_buf_add(b, prv_features[i], strlen(prv_features[i]));
        prv_buf_lit(b, "=()");
    }
}


static int
prv_is_feature(const unsigned char *p, size_t len)
{
    size_t  i;

    for (i = 0; i < PRV_FEATURES; i++) {
        if (strlen(prv_features[i]) == len
            && memcmp(prv_features[i], p, len) == 0)
        {
            return 1;
        }
    }

    return 0;
}
