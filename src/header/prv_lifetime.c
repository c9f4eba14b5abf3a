
#include "header/prv_cookie.h"
#include "header/prv_lifetime.h"


typedef struct {
    int       found_time;
    int       hour, minute, second;
    int       day, month, year;     /* month from 1; 0 for not found, a year
                                       of -1 */
} prv_date_t;


static void prv_date_token(prv_date_t *date, const unsigned char *p,
    size_t len);
static int prv_date_clock(prv_date_t *date, const unsigned char *p,
    size_t len);
static size_t prv_date_number(const unsigned char *p, size_t len, int *value);
static int prv_is_delimiter(unsigned char c);
static int64_t prv_max_age(const prv_str_t *value, int64_t max);


int64_t
prv_cookie_date(const prv_str_t *text)
{
    int64_t               days, y, era;
    prv_date_t            date;
    const unsigned char  *p, *end, *start;

    memset(&date, 0, sizeof(prv_date_t));
    date.year = -1;

    p = text->data;
    end = p + text->len;

    while (p < end) {

        while (p < end && prv_is_delimiter(*p)) {
            p++;
        }

        start = p;

        while (p < end && !prv_is_delimiter(*p)) {
            p++;
        }

        prv_date_token(&date, start, (size_t) (p - start));
    }

    if (date.year >= 70 && date.year <= 99) {
        date.year += 1900;

    } else if (date.year >= 0 && date.year <= 69) {
        date.year += 2000;
    }

    if (!date.found_time || date.day < 1 || date.day > 31 || date.month == 0
        || date.year < 1601 || date.hour > 23 || date.minute > 59
        || date.second > 59)
    {
        return PRV_ERROR;
    }

    /* days since 1970 in the Gregorian calendar, years beginning in March */

    y = date.year - (date.month <= 2);
    era = y / 400;
    days = era * 146097 + (y - era * 400) * 365 + (y - era * 400) / 4
           - (y - era * 400) / 100
           + (153 * (date.month + (date.month > 2 ? -3 : 9)) + 2) / 5
           + date.day - 1 - 719468;

    return ((days * 24 + date.hour) * 60 + date.minute) * 60 + date.second;
}


static void
prv_date_token(prv_date_t *date, const unsigned char *p, size_t len)
{
    int                       value;
    size_t                    i, n;
    static const char *const  months[] = {
        "jan", "feb", "mar", "apr", "may", "jun",
        "jul", "aug", "sep", "oct", "nov", "dec"
    };

    if (!date->found_time && prv_date_clock(date, p, len)) {
        return;
    }

    n = prv_date_number(p, len, &value);

    if (date->day == 0 && (n == 1 || n == 2)) {
        date->day = value;
        return;
    }

    if (date->month == 0 && len >= 3) {

        for (i = 0; i < 12; i++) {
            if (prv_lower_eq(p, 3, months[i])) {
                date->month = (int) i + 1;
                return;
            }
        }
    }

    if (date->year == -1 && n >= 2 && n <= 4) {
        date->year = value;
    }
}


static int
prv_date_clock(prv_date_t *date, const unsigned char *p, size_t len)
{
    int     i, part[3];
    size_t  n;

    for (i = 0; i < 3; i++) {
        n = prv_date_number(p, len, &part[i]);

        if (n < 1 || n > 2) {
            return 0;
        }

        p += n;
        len -= n;

        if (i < 2) {

            if (len == 0 || *p != ':') {
                return 0;
            }

            p++;
            len--;
        }
    }

    date->found_time = 1;
    date->hour = part[0];
    date->minute = part[1];
    date->second = part[2];

    return 1;
}


/* the number of digits at the beginning; the value of the first nine */

static size_t
prv_date_number(const unsigned char *p, size_t len, int *value)
{
    size_t  n;

    *value = 0;

    for (n = 0; n < len && n < 9 && prv_is_digit(p[n]); n++) {
        *value = *value * 10 + (p[n] - '0');
    }

    return n;
}


static int
prv_is_delimiter(unsigned char c)
{
    return c == '\t' || (c >= ' ' && c <= '/') || (c >= ';' && c <= '@')
           || (c >= '[' && c <= '`') || (c >= '{' && c <= '~');
}


int
prv_lifetime_cap(prv_buf_t *b, const prv_str_t *field, int64_t now,
    int64_t max)
{
    int            found;
    int64_t        age, date, left;
    prv_str_t      attributes, rest, name, value;
    prv_cookie_t   cookie;

    prv_set_cookie_parse(field, &cookie, &attributes);

    age = 0;
    date = 0;
    found = 0;
    rest = attributes;

    /* the last one of a name counts, and Max-Age before Expires */

    while (prv_attribute_next(&rest, &name, &value)) {

        if (prv_lower_eq(name.data, name.len, "max-age")) {
            left = prv_max_age(&value, max);

            if (left != PRV_ERROR) {
                age = left;
                found |= 1;
            }

        } else if (prv_lower_eq(name.data, name.len, "expires")) {
            left = prv_cookie_date(&value);

            if (left != PRV_ERROR) {
                date = left;
                found |= 2;
            }
        }
    }

    if (found == 0 || (found & 1 ? age <= max : date - now <= max)) {
        return 0;
    }

    prv_buf_add(b, field->data, (size_t) (attributes.data - field->data));

    /* without the ";" behind the value */

    if (attributes.len && b->len && !b->failed) {
        b->len--;
    }

    rest = attributes;

    while (prv_attribute_next(&rest, &name, &value)) {

        if (prv_lower_eq(name.data, name.len, "max-age")
            || prv_lower_eq(name.data, name.len, "expires"))
        {
            continue;
        }

        prv_buf_lit(b, "; ");
        prv_buf_str(b, &name);

        if (value.len) {
            prv_buf_char(b, '=');
            prv_buf_str(b, &value);
        }
    }

    prv_buf_lit(b, "; Max-Age=");
    prv_buf_uint(b, (uint64_t) max);

    return 1;
}


/* PRV_ERROR for what browsers ignore; what is larger than max is max + 1 */

static int64_t
prv_max_age(const prv_str_t *value, int64_t max)
{
    size_t   i;
    int64_t  age;

    if (value->len == 0) {
        return PRV_ERROR;
    }

    age = 0;
    i = (value->data[0] == '-');

    if (i == value->len) {
        return PRV_ERROR;
    }

    for ( /* void */ ; i < value->len; i++) {

        if (!prv_is_digit(value->data[i])) {
            return PRV_ERROR;
        }

        if (age <= max) {
            age = age * 10 + (value->data[i] - '0');
        }
    }

    return value->data[0] == '-' ? 0 : (age > max ? max + 1 : age);
}
