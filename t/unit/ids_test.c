
/*
 * Vendors by id, and by the names of consent tools.
 */


#include "base/prv_arena.h"
#include "catalog/prv_catalog.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>


static const char *
service(prv_catalog_t *catalog, const char *name)
{
    prv_str_t      s;
    static char    id[80];
    prv_vendor_t  *vendor;

    s.data = (unsigned char *) name;
    s.len = strlen(name);

    vendor = prv_catalog_service(catalog, &s);

    if (vendor == NULL) {
        return "";
    }

    snprintf(id, sizeof(id), "%.*s", (int) vendor->id.len,
             (char *) vendor->id.data);

    return id;
}


static void
test_service(void **state)
{
    prv_str_t      text, id;
    prv_error_t    err;
    prv_arena_t    arena;
    prv_catalog_t  catalog;

    (void) state;

    prv_arena_init(&arena, 0);
    prv_catalog_init(&catalog, &arena.mem);

    assert_string_equal(service(&catalog, "meta"), "");

    text = (prv_str_t) prv_string(
        "meta { category marketing; alias facebook-pixel fbq; }\n"
        "ga { category analytics; alias \"Google Analytics\" gtag; }\n"
        "gtag { category marketing; }\n");

    assert_int_equal(prv_catalog_parse(&catalog, &text, &err), PRV_OK);

    assert_string_equal(service(&catalog, "meta"), "meta");
    assert_string_equal(service(&catalog, "META"), "meta");
    assert_string_equal(service(&catalog, "facebookPixel"), "meta");
    assert_string_equal(service(&catalog, "Facebook Pixel"), "meta");
    assert_string_equal(service(&catalog, "facebook"), "");
    assert_string_equal(service(&catalog, "xfbq"), "");
    assert_string_equal(service(&catalog, "fbqx"), "");
    assert_string_equal(service(&catalog, "google_analytics"), "ga");
    assert_string_equal(service(&catalog, ""), "");
    assert_string_equal(service(&catalog, "--"), "");

    /* an id comes before an alias */

    assert_string_equal(service(&catalog, "gtag"), "gtag");

    /* an id is exact, an alias is none */

    id = (prv_str_t) prv_string("Meta");
    assert_null(prv_catalog_find(&catalog, &id));
    id = (prv_str_t) prv_string("fbq");
    assert_null(prv_catalog_find(&catalog, &id));
    id = (prv_str_t) prv_string("meta");
    assert_non_null(prv_catalog_find(&catalog, &id));

    /* a vendor that is replaced takes its aliases with it */

    text = (prv_str_t) prv_string(
        "meta { category marketing; alias pixel; }\n");
    assert_int_equal(prv_catalog_parse(&catalog, &text, &err), PRV_OK);

    assert_string_equal(service(&catalog, "fbq"), "");
    assert_string_equal(service(&catalog, "pixel"), "meta");
    assert_int_equal(catalog.vendors.n, 3);

    prv_arena_destroy(&arena);
}


static void
test_many(void **state)
{
    int            i;
    char           name[32];
    prv_str_t      id;
    prv_error_t    err;
    prv_arena_t    arena;
    prv_vendor_t  *vendor;
    prv_catalog_t  catalog;

    (void) state;

    prv_arena_init(&arena, 0);
    prv_catalog_init(&catalog, &arena.mem);

    id.data = (unsigned char *) name;

    for (i = 0; i < 5000; i++) {
        id.len = (size_t) sprintf(name, "v%d", i);
        assert_non_null(prv_catalog_vendor(&catalog, &id, &err));
    }

    for (i = 0; i < 5000; i++) {
        id.len = (size_t) sprintf(name, "v%d", i);
        vendor = prv_catalog_find(&catalog, &id);
        assert_non_null(vendor);
        assert_int_equal(vendor->index, i);
    }

    prv_arena_destroy(&arena);
}


int
main(void)
{
    const struct CMUnitTest  tests[] = {
        cmocka_unit_test(test_service),
        cmocka_unit_test(test_many)
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
