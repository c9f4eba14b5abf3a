
/*
 * Fides: JSON as it stands, in base64, or "gzip:" and base64 of its gzip.
 */


#include "consent/prv_text.h"

#include <zlib.h>


#define PRV_FIDES_GZIP  (15 + 16)       /* inflateInit2(): a gzip header */


static int prv_fides_inflate(prv_reader_t *reader, const prv_str_t *s);
static voidpf prv_fides_alloc(voidpf opaque, uInt items, uInt size);
static void prv_fides_free(voidpf opaque, voidpf p);


void
prv_fides_read(prv_reader_t *reader, prv_answer_t *answer)
{
    int        rc;
    prv_str_t  s;

    if (prv_value_text(reader, 0, &s) != PRV_OK) {
        prv_invalid(answer, "too long");
        return;
    }

    if (s.len > 5 && memcmp(s.data, "gzip:", 5) == 0) {
        s.data += 5;
        s.len -= 5;

        rc = prv_fides_inflate(reader, &s);

    } else if (s.len && s.data[0] == '{') {
        rc = prv_value_json(reader, 0);

    } else {
        rc = prv_value_base64(reader, 0);
    }

    if (rc != PRV_OK) {
        prv_invalid(answer, "not a JSON object in any of its forms");
        return;
    }

    prv_fides_object(reader, answer);
}


/* what does not fit the scratch is no consent cookie */

static int
prv_fides_inflate(prv_reader_t *reader, const prv_str_t *s)
{
    int             rc;
    z_stream        z;
    ptrdiff_t       n;
    prv_scratch_t  *scratch;
    unsigned char   packed[PRV_TEXT_MAX];

    n = prv_base64(packed, sizeof(packed), s);
    if (n < 0) {
        return PRV_ERROR;
    }

    scratch = reader->scratch;

    memset(&z, 0, sizeof(z_stream));

    z.zalloc = prv_fides_alloc;
    z.zfree = prv_fides_free;
    z.opaque = reader->mem;
    z.next_in = packed;
    z.avail_in = (uInt) n;
    z.next_out = scratch->text;
    z.avail_out = PRV_TEXT_MAX;

    if (inflateInit2(&z, PRV_FIDES_GZIP) != Z_OK) {
        return PRV_ERROR;
    }

    rc = inflate(&z, Z_FINISH);
    n = PRV_TEXT_MAX - (ptrdiff_t) z.avail_out;

    inflateEnd(&z);

    if (rc != Z_STREAM_END) {
        return PRV_ERROR;
    }

    return prv_json_parse(&scratch->json, scratch->text, (size_t) n);
}


static voidpf
prv_fides_alloc(voidpf opaque, uInt items, uInt size)
{
    return prv_calloc(opaque, items, size);
}


static void
prv_fides_free(voidpf opaque, voidpf p)
{
    prv_mem_t  *mem = opaque;

    prv_free(mem, p);
}
