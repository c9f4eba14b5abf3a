
/* a saved site: its pages, and a summary of what they load */

#include "scan/prv_scan.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>


/* directories in one another, and bytes in which a page shows itself */

#define PRV_SITE_DEPTH  64
#define PRV_SITE_LOOK   1024


static int prv_site_entry(prv_scan_site_t *site, const char *dir,
    const char *name, unsigned depth);
static int prv_site_order(const void *a, const void *b);
static void prv_site_vendors(const prv_scan_site_t *site);
static void prv_site_categories(const prv_scan_site_t *site);


int
prv_scan_site(prv_scan_site_t *site, const char *name, unsigned depth)
{
    int              i, n, rc;
    struct dirent  **entries;

    if (depth == PRV_SITE_DEPTH) {
        prv_scan_trouble("%s: more than %d directories in one another", name,
                         PRV_SITE_DEPTH);
        return PRV_ERROR;
    }

    n = scandir(name, &entries, NULL, alphasort);

    if (n < 0) {
        prv_scan_trouble("%s: %s", name, strerror(errno));
        return PRV_ERROR;
    }

    rc = PRV_OK;

    for (i = 0; i < n; i++) {

        if (strcmp(entries[i]->d_name, ".") != 0
            && strcmp(entries[i]->d_name, "..") != 0
            && prv_site_entry(site, name, entries[i]->d_name, depth)
               != PRV_OK)
        {
            rc = PRV_ERROR;
        }

        free(entries[i]);
    }

    free(entries);

    return rc;
}


static int
prv_site_entry(prv_scan_site_t *site, const char *dir, const char *name,
    unsigned depth)
{
    int           rc;
    char         *path;
    size_t        len;
    struct stat   st;

    len = strlen(dir) + strlen(name) + 2;

    path = malloc(len);
    if (path == NULL) {
        prv_scan_trouble("no memory");
        return PRV_ERROR;
    }

    snprintf(path, len, "%s%s%s", dir,
             dir[strlen(dir) - 1] == '/' ? "" : "/", name);

    /* what a link points to is found where it is, or is not of the site */

    rc = PRV_OK;

    if (lstat(path, &st) != 0) {
        prv_scan_trouble("%s: %s", path, strerror(errno));
        rc = PRV_ERROR;

    } else if (S_ISDIR(st.st_mode)) {
        rc = prv_scan_site(site, path, depth + 1);

    } else if (S_ISREG(st.st_mode)) {
        rc = site->page(site->data, path);
    }

    free(path);

    return rc;
}


/* what tools save under ".php?id=1" shows itself by how it begins */

int
prv_scan_is_page(const char *name, const prv_str_t *text)
{
    size_t                i, len;
    const char           *dot;
    const unsigned char  *p, *end;

    static const char *const  names[] = {
        ".html", ".htm", ".xhtml", ".xht", ".shtml"
    };

    static const char *const  tags[] = { "<!doctype html", "<html" };

    dot = strrchr(name, '.');

    for (i = 0; dot != NULL && i < sizeof(names) / sizeof(names[0]); i++) {
        if (prv_lower_eq((const unsigned char *) dot, strlen(dot), names[i]))
        {
            return 1;
        }
    }

    p = text->data;
    end = p + (text->len < PRV_SITE_LOOK ? text->len : PRV_SITE_LOOK);

    if (end - p >= 3 && memcmp(p, "\xef\xbb\xbf", 3) == 0) {
        p += 3;
    }

    while (p < end && prv_is_space(*p)) {
        p++;
    }

    for (i = 0; i < sizeof(tags) / sizeof(tags[0]); i++) {

        len = strlen(tags[i]);

        if ((size_t) (end - p) >= len && prv_lower_eq(p, len, tags[i])) {
            return 1;
        }
    }

    return 0;
}


int
prv_scan_sums(prv_scan_site_t *site, const prv_catalog_t *catalog,
    prv_mem_t *mem)
{
    size_t          i;
    prv_vendor_t  **vendors;

    site->nsums = catalog->vendors.n + PRV_CATEGORIES;

    site->sums = prv_calloc(mem, site->nsums, sizeof(prv_scan_sum_t));
    if (site->sums == NULL) {
        prv_scan_trouble("no memory");
        return PRV_ERROR;
    }

    vendors = catalog->vendors.elts;

    for (i = 0; i < site->nsums; i++) {

        if (i < PRV_CATEGORIES) {
            site->sums[i].category = (prv_category_e) i;
            continue;
        }

        site->sums[i].vendor = vendors[i - PRV_CATEGORIES];
        site->sums[i].category = site->sums[i].vendor->category;
    }

    return PRV_OK;
}


void
prv_scan_sum(prv_scan_site_t *site, const prv_match_t *match)
{
    size_t           i;
    prv_scan_sum_t  *sum;

    i = match->vendor ? match->vendor->index + PRV_CATEGORIES
                      : (size_t) match->category;

    sum = &site->sums[i];

    sum->findings++;
    site->findings++;

    if (sum->last != site->pages) {
        sum->last = site->pages;
        sum->pages++;
    }

    if (site->last != site->pages) {
        site->last = site->pages;
        site->found++;
    }

    if (site->seen[sum->category] != site->pages) {
        site->seen[sum->category] = site->pages;
        site->pages_of[sum->category]++;
    }
}


void
prv_scan_summary(prv_scan_site_t *site)
{
    if (site->findings) {
        qsort(site->sums, site->nsums, sizeof(prv_scan_sum_t),
              prv_site_order);

        prv_site_vendors(site);
        prv_site_categories(site);
    }

    printf("%zu findings in %zu of %zu pages", site->findings, site->found,
           site->pages);

    if (site->others) {
        printf(" (%zu other files passed over)", site->others);
    }

    fputc('\n', stdout);
}


/* the gravest category first, and in it who is found most */

static int
prv_site_order(const void *a, const void *b)
{
    const prv_scan_sum_t  *one, *two;

    one = a;
    two = b;

    if (one->category != two->category) {
        return one->category > two->category ? -1 : 1;
    }

    if (one->findings != two->findings) {
        return one->findings > two->findings ? -1 : 1;
    }

    if (one->vendor == NULL || two->vendor == NULL) {
        return (one->vendor == NULL) - (two->vendor == NULL);
    }

    return one->vendor->index < two->vendor->index ? -1 : 1;
}


static void
prv_site_vendors(const prv_scan_site_t *site)
{
    size_t                 i;
    const prv_str_t       *id, *name;
    const prv_scan_sum_t  *sum;

    static const prv_str_t  none = prv_string("-");
    static const prv_str_t  listed = prv_string("a list, or a mark");

    printf("%-11s %-24s %9s %6s  %s\n", "category", "vendor", "findings",
           "pages", "name");

    for (i = 0; i < site->nsums; i++) {

        sum = &site->sums[i];

        if (sum->findings == 0) {
            continue;
        }

        id = sum->vendor ? &sum->vendor->id : &none;
        name = sum->vendor ? &sum->vendor->name : &listed;

        printf("%-11s %-24.*s %9zu %6zu  %.*s\n",
               (char *) prv_category_names[sum->category].data,
               (int) id->len, (char *) id->data, sum->findings, sum->pages,
               (int) name->len, (char *) name->data);
    }

    fputc('\n', stdout);
}


static void
prv_site_categories(const prv_scan_site_t *site)
{
    size_t  i, c, findings, vendors;

    printf("%-11s %9s %9s %6s\n", "category", "vendors", "findings",
           "pages");

    for (c = PRV_CATEGORIES; c-- > 0; /* void */) {

        findings = 0;
        vendors = 0;

        for (i = 0; i < site->nsums; i++) {

            if ((size_t) site->sums[i].category == c) {
                findings += site->sums[i].findings;
                vendors += site->sums[i].findings
                           && site->sums[i].vendor != NULL;
            }
        }

        if (findings) {
            printf("%-11s %9zu %9zu %6zu\n",
                   (char *) prv_category_names[c].data, vendors, findings,
                   site->pages_of[c]);
        }
    }

    fputc('\n', stdout);
}
