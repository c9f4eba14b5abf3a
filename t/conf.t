use lib 't/lib';
use Test::Nginx::Socket 'no_plan';
use Privacy;

# what "nginx -t" says, with file and line, and what a level inherits

our $HttpConfig = $http;

no_long_string();
run_tests();

__DATA__

=== TEST 1: privacy: unknown value
--- http_config
    privacy maybe;
--- config
    location = /t { }
--- must_die
--- error_log eval
qr/\[emerg\].*\Qinvalid value "maybe" in "privacy" directive, it must be "off", "on" or "report"\E.* in .*nginx\.conf:\d+/



=== TEST 2: privacy: twice
--- http_config
    privacy on; privacy off;
--- config
    location = /t { }
--- must_die
--- error_log eval
qr/\[emerg\].*\Q"privacy" directive is duplicate\E.* in .*nginx\.conf:\d+/



=== TEST 3: privacy_regime: unknown value
--- http_config
    privacy_regime optional;
--- config
    location = /t { }
--- must_die
--- error_log eval
qr/\[emerg\].*\Qinvalid value "optional" in "privacy_regime" directive, it must be "opt-in", "opt-out" or have variables\E.* in .*nginx\.conf:\d+/



=== TEST 4: privacy_regime: twice
--- http_config
    privacy_regime opt-in; privacy_regime opt-out;
--- config
    location = /t { }
--- must_die
--- error_log eval
qr/\[emerg\].*\Q"privacy_regime" directive is duplicate\E.* in .*nginx\.conf:\d+/



=== TEST 5: privacy_gpc: unknown value
--- http_config
    privacy_gpc 1;
--- config
    location = /t { }
--- must_die
--- error_log eval
qr/\[emerg\].*\Qinvalid value "1" in "privacy_gpc" directive, it must be "on", "undecided" or "off"\E.* in .*nginx\.conf:\d+/



=== TEST 6: privacy_dnt: no flag
--- http_config
    privacy_dnt yes;
--- config
    location = /t { }
--- must_die
--- error_log eval
qr/\[emerg\].*\Qinvalid value "yes" in "privacy_dnt" directive, it must be "on" or "off"\E.* in .*nginx\.conf:\d+/



=== TEST 7: privacy_consent_from: unknown format
--- http_config
    privacy_consent_from native cookiemonster;
--- config
    location = /t { }
--- must_die
--- error_log eval
qr/\[emerg\].*\Qunknown consent format "cookiemonster" in "privacy_consent_from" directive, it must be "auto", "native" or one\E.* in .*nginx\.conf:\d+/



=== TEST 8: privacy_consent_if: unknown category
--- http_config
    privacy_consent_if sales $arg_a;
--- config
    location = /t { }
--- must_die
--- error_log eval
qr/\[emerg\].*\Qinvalid value "sales" in "privacy_consent_if" directive, it must be "functional", "analytics" or "marketing"\E.* in .*nginx\.conf:\d+/



=== TEST 9: privacy_consent_if: necessary is always granted
--- http_config
    privacy_consent_if necessary $arg_a;
--- config
    location = /t { }
--- must_die
--- error_log eval
qr/\[emerg\].*\Qinvalid value "necessary" in "privacy_consent_if" directive, it must be "functional", "analytics" or "marketing"\E.* in .*nginx\.conf:\d+/



=== TEST 10: privacy_consent_cookie: a name no cookie may have
--- http_config
    privacy_consent_cookie "a;b";
--- config
    location = /t { }
--- must_die
--- error_log eval
qr/\[emerg\].*\Qinvalid value "a;b" in "privacy_consent_cookie" directive, it must be a cookie's name\E.* in .*nginx\.conf:\d+/



=== TEST 11: privacy_consent_cookie: unknown parameter
--- http_config
    privacy_consent_cookie a colour=red;
--- config
    location = /t { }
--- must_die
--- error_log eval
qr/\[emerg\].*\Qinvalid parameter "colour=red" in "privacy_consent_cookie" directive, it must be "max_age=TIME", "domain=NAME", "path=\E.* in .*nginx\.conf:\d+/



=== TEST 12: privacy_consent_cookie: no time
--- http_config
    privacy_consent_cookie a max_age=long;
--- config
    location = /t { }
--- must_die
--- error_log eval
qr/\[emerg\].*\Qinvalid parameter "max_age=long" in "privacy_consent_cookie" directive\E.* in .*nginx\.conf:\d+/



=== TEST 13: privacy_consent_cookie: a domain that would end the field
--- http_config
    privacy_consent_cookie a "domain=a;b";
--- config
    location = /t { }
--- must_die
--- error_log eval
qr/\[emerg\].*\Qinvalid parameter "domain=a;b" in "privacy_consent_cookie" directive\E.* in .*nginx\.conf:\d+/



=== TEST 14: privacy_consent_cookie: a relative path
--- http_config
    privacy_consent_cookie a path=x;
--- config
    location = /t { }
--- must_die
--- error_log eval
qr/\[emerg\].*\Qinvalid parameter "path=x" in "privacy_consent_cookie" directive\E.* in .*nginx\.conf:\d+/



=== TEST 15: privacy_consent_cookie: samesite
--- http_config
    privacy_consent_cookie a samesite=maybe;
--- config
    location = /t { }
--- must_die
--- error_log eval
qr/\[emerg\].*\Qinvalid parameter "samesite=maybe" in "privacy_consent_cookie" directive\E.* in .*nginx\.conf:\d+/



=== TEST 16: privacy_consent_cookie: samesite=none needs secure
--- http_config
    privacy_consent_cookie a samesite=none secure=off;
--- config
    location = /t { }
--- must_die
--- error_log eval
qr/\[emerg\].*\Qwhich browsers take with "secure=on" only\E.* in .*nginx\.conf:\d+/



=== TEST 17: privacy_consent_cookie: __Host- has no domain
--- http_config
    privacy_consent_cookie __Host-a domain=a.b;
--- config
    location = /t { }
--- must_die
--- error_log eval
qr/\[emerg\].*\Qhas a "__Host-" name\E.* in .*nginx\.conf:\d+/



=== TEST 18: privacy_consent_key: a file that is missing
--- http_config
    privacy_consent_key /nonexistent/key;
--- config
    location = /t { }
--- must_die
--- error_log eval
qr/\[emerg\].*\Q"privacy_consent_key": open() "\E\/\Qnonexistent\E\/\Qkey" failed (2: No such file or directory)\E.* in .*nginx\.conf:\d+/



=== TEST 19: privacy_consent_key: too short
--- http_config
    privacy_consent_key /dev/null;
--- config
    location = /t { }
--- must_die
--- error_log eval
qr/\[emerg\].*\Q"privacy_consent_key": the key in "\E\/\Qdev\E\/\Qnull" must have from 16 to 4096 bytes\E.* in .*nginx\.conf:\d+/



=== TEST 20: privacy_tcf_purposes: no purpose
--- http_config
    privacy_tcf_purposes marketing=1,x;
--- config
    location = /t { }
--- must_die
--- error_log eval
qr/\[emerg\].*\Qinvalid parameter "marketing=1,x" in "privacy_tcf_purposes" directive, it must be "functional=", "analytics=" or "marketing=", each once, and purposes from 1 to 24\E.* in .*nginx\.conf:\d+/



=== TEST 21: privacy_tcf_purposes: out of range
--- http_config
    privacy_tcf_purposes marketing=25;
--- config
    location = /t { }
--- must_die
--- error_log eval
qr/\[emerg\].*\Qinvalid parameter "marketing=25" in "privacy_tcf_purposes" directive\E.* in .*nginx\.conf:\d+/



=== TEST 22: privacy_catalog: a file that is missing
--- http_config
    privacy_catalog /nonexistent/v.conf;
--- config
    location = /t { }
--- must_die
--- error_log eval
qr/\[emerg\].*\Q"privacy_catalog" directive: open() "\E\/\Qnonexistent\E\/\Qv.conf" failed\E.* in .*nginx\.conf:\d+/



=== TEST 23: privacy_catalog: both
--- http_config
    privacy_catalog builtin off;
--- config
    location = /t { }
--- must_die
--- error_log eval
qr/\[emerg\].*\Q"privacy_catalog" is both "builtin" and "off"\E.* in .*nginx\.conf:\d+/



=== TEST 24: privacy_vendor: unknown parameter
--- http_config
    privacy_vendor v { category marketing; hosts a.b; }
--- config
    location = /t { }
--- must_die
--- error_log eval
qr/\[emerg\].*\Qunknown parameter "hosts"\E.* in .*nginx\.conf:\d+/



=== TEST 25: privacy_vendor: unknown category
--- http_config
    privacy_vendor v { category sales; host a.b; }
--- config
    location = /t { }
--- must_die
--- error_log eval
qr/\[emerg\].*\Q"privacy_vendor" directive: unknown category "sales"\E.* in .*nginx\.conf:\d+/



=== TEST 26: privacy_vendor: a bad id
--- http_config
    privacy_vendor "a b" { category marketing; host a.b; }
--- config
    location = /t { }
--- must_die
--- error_log eval
qr/\[emerg\].*\Q"a b"\E.* in .*nginx\.conf:\d+/



=== TEST 27: privacy_allow: unknown vendor
--- http_config
    privacy_allow vendor=nobody;
--- config
    location = /t { }
--- must_die
--- error_log eval
qr/\[emerg\].*\Qunknown vendor "nobody"\E.* in .*nginx\.conf:\d+/



=== TEST 28: privacy_allow: unknown parameter
--- http_config
    privacy_allow thing=a;
--- config
    location = /t { }
--- must_die
--- error_log eval
qr/\[emerg\].*\Q"privacy_allow" directive: "vendor=", "host=" or "cookie=" must precede a value; invalid parameter "thing=a"\E.* in .*nginx\.conf:\d+/



=== TEST 28a: privacy_allow: a vendor's id alone
--- http_config
    privacy_allow adroll;
--- config
    location = /t { }
--- must_die
--- error_log eval
qr/\[emerg\].*\Q"privacy_allow" directive: a vendor is named as "vendor=ID"; invalid parameter "adroll"\E in .*nginx\.conf:\d+/



=== TEST 29: privacy_deny: no category
--- http_config
    privacy_deny host=a.b cookie=c;
--- config
    location = /t { }
--- must_die
--- error_log eval
qr/\[emerg\].*\Qinvalid parameter "host=a.b" in "privacy_deny" directive, it must be "category=" and "necessary", "functional", "analytics" or "marketing"\E.* in .*nginx\.conf:\d+/



=== TEST 30: privacy_deny: unknown category
--- http_config
    privacy_deny category=x host=a.b;
--- config
    location = /t { }
--- must_die
--- error_log eval
qr/\[emerg\].*\Qinvalid parameter "category=x" in "privacy_deny" directive, it must be "category=" and "necessary", "functional", "analytics" or "marketing"\E.* in .*nginx\.conf:\d+/



=== TEST 31: privacy_deny: a bad expression
--- http_config
    privacy_deny category=marketing "cookie=~(";
--- config
    location = /t { }
--- must_die
--- error_log eval
qr/\[emerg\].*\Q"privacy_deny" directive\E.* in .*nginx\.conf:\d+/



=== TEST 32: privacy_unknown: value
--- http_config
    privacy_unknown host=maybe;
--- config
    location = /t { }
--- must_die
--- error_log eval
qr/\[emerg\].*\Qinvalid parameter "host=maybe" in "privacy_unknown" directive, it must be "host=allow|deny" or "cookie=allow|deny"\E.* in .*nginx\.conf:\d+/



=== TEST 33: privacy_unknown: name
--- http_config
    privacy_unknown script=deny;
--- config
    location = /t { }
--- must_die
--- error_log eval
qr/\[emerg\].*\Qinvalid parameter "script=deny" in "privacy_unknown" directive\E.* in .*nginx\.conf:\d+/



=== TEST 34: privacy_unknown: twice
--- http_config
    privacy_unknown host=deny; privacy_unknown cookie=deny;
--- config
    location = /t { }
--- must_die
--- error_log eval
qr/\[emerg\].*\Q"privacy_unknown" directive is duplicate\E.* in .*nginx\.conf:\d+/



=== TEST 35: privacy_first_party: with a path
--- http_config
    privacy_first_party a.b/c;
--- config
    location = /t { }
--- must_die
--- error_log eval
qr/\[emerg\].*\Q"privacy_first_party" directive\E.* in .*nginx\.conf:\d+/



=== TEST 36: privacy_tags: unknown value
--- http_config
    privacy_tags hide;
--- config
    location = /t { }
--- must_die
--- error_log eval
qr/\[emerg\].*\Qinvalid value "hide" in "privacy_tags" directive, it must be "strip", "block" or "off"\E.* in .*nginx\.conf:\d+/



=== TEST 37: privacy_surrogates: no flag
--- http_config
    privacy_surrogates x;
--- config
    location = /t { }
--- must_die
--- error_log eval
qr/\[emerg\].*\Qinvalid value "x" in "privacy_surrogates" directive\E.* in .*nginx\.conf:\d+/



=== TEST 38: privacy_cookies: unknown value
--- http_config
    privacy_cookies all;
--- config
    location = /t { }
--- must_die
--- error_log eval
qr/\[emerg\].*\Qinvalid value "all" in "privacy_cookies" directive, it must be "off", "response", "request" or "expire"\E.* in .*nginx\.conf:\d+/



=== TEST 39: privacy_cookies: off and more
--- http_config
    privacy_cookies off expire;
--- config
    location = /t { }
--- must_die
--- error_log eval
qr/\[emerg\].*\Qhas "off" beside other values\E.* in .*nginx\.conf:\d+/



=== TEST 40: privacy_cookies: twice
--- http_config
    privacy_cookies off; privacy_cookies off;
--- config
    location = /t { }
--- must_die
--- error_log eval
qr/\[emerg\].*\Q"privacy_cookies" directive is duplicate\E.* in .*nginx\.conf:\d+/



=== TEST 41: privacy_buffer_size: no size
--- http_config
    privacy_buffer_size big;
--- config
    location = /t { }
--- must_die
--- error_log eval
qr/\[emerg\].*\Qinvalid value\E.* in .*nginx\.conf:\d+/



=== TEST 42: privacy_buffer_size: too small
--- http_config
    privacy_buffer_size 100;
--- config
    location = /t { }
--- must_die
--- error_log eval
qr/\[emerg\].*\Qmust be at least 1k\E.* in .*nginx\.conf:\d+/



=== TEST 43: privacy_decode: no flag
--- http_config
    privacy_decode gzip;
--- config
    location = /t { }
--- must_die
--- error_log eval
qr/\[emerg\].*\Qinvalid value "gzip"\E.* in .*nginx\.conf:\d+/



=== TEST 44: privacy_on_error: unknown value
--- http_config
    privacy_on_error die;
--- config
    location = /t { }
--- must_die
--- error_log eval
qr/\[emerg\].*\Qinvalid value "die" in "privacy_on_error" directive, it must be "pass" or "block"\E.* in .*nginx\.conf:\d+/



=== TEST 45: privacy_vary: no flag
--- http_config
    privacy_vary all;
--- config
    location = /t { }
--- must_die
--- error_log eval
qr/\[emerg\].*\Qinvalid value "all"\E.* in .*nginx\.conf:\d+/



=== TEST 46: privacy_notice: twice
--- http_config
    privacy_notice on; privacy_notice off;
--- config
    location = /t { }
--- must_die
--- error_log eval
qr/\[emerg\].*\Q"privacy_notice" directive is duplicate\E.* in .*nginx\.conf:\d+/



=== TEST 47: privacy_notice_when: unknown value
--- http_config
    privacy_notice_when never;
--- config
    location = /t { }
--- must_die
--- error_log eval
qr/\[emerg\].*\Qinvalid value "never" in "privacy_notice_when" directive, it must be "undecided", "always" or have variables\E.* in .*nginx\.conf:\d+/



=== TEST 48: privacy_notice_position: unknown value
--- http_config
    privacy_notice_position left;
--- config
    location = /t { }
--- must_die
--- error_log eval
qr/\[emerg\].*\Qinvalid value "left" in "privacy_notice_position" directive, it must be "bottom", "top" or "dialog"\E.* in .*nginx\.conf:\d+/



=== TEST 49: privacy_endpoint: not at this level
--- http_config
    privacy_endpoint;
--- config
    location = /t { }
--- must_die
--- error_log eval
qr/\[emerg\].*\Q"privacy_endpoint" directive is not allowed here\E.* in .*nginx\.conf:\d+/



=== TEST 50: privacy_catalog: not in a location
--- config
    location /x { privacy_catalog off; }
--- must_die
--- error_log eval
qr/\[emerg\].*\Q"privacy_catalog" directive is not allowed here\E.* in .*nginx\.conf:\d+/



=== TEST 51: a location inherits, and may say otherwise
--- http_config
    privacy_catalog off;
    privacy on;
    privacy_regime opt-out;
--- config
    location = /t { return 200 "$privacy_regime $privacy_marketing\n"; }
    location = /u {
        privacy_regime opt-in;
        return 200 "$privacy_regime $privacy_marketing\n";
    }
    location = /v {
        privacy_gpc off;
        return 200 "$privacy_regime $privacy_marketing\n";
    }
--- request eval: ["GET /t", "GET /u", "GET /v"]
--- more_headers eval: ["Sec-GPC: 1", "", "Sec-GPC: 1"]
--- response_body eval: ["opt-out 0\n", "opt-in 0\n", "opt-out 1\n"]



=== TEST 52: rules are inherited as nginx's lists are: whole or not at all
--- http_config eval
$::HttpConfig . q{
    privacy_allow host=cdn.trk.test;
}
--- config
    location = /a.html { }
    location = /b.html { privacy_allow host=stats.test; }
    location = /c.html { privacy_unknown host=deny; }
--- user_files eval
">>> a.html
$::page
>>> b.html
$::page
>>> c.html
$::page"
--- request eval: ["GET /a.html", "GET /b.html", "GET /c.html"]
--- response_body_like eval
["cdn.trk.test/a.js((?!stats.test).)*own.js",
 "^((?!cdn.trk.test).)*stats.test((?!cdn.trk.test).)*\$",
 "cdn.trk.test/a.js"]



=== TEST 53: the same, with server and http levels between
--- http_config eval
$::HttpConfig . q{
    privacy_deny category=marketing cookie=own_track;
}
--- config
    privacy_first_party cdn.trk.test;
    location = /a.html { add_header Set-Cookie own_track=1; }
--- user_files eval
">>> a.html
$::page"
--- request
GET /a.html
--- response_body_like: cdn.trk.test/a.js
--- response_headers
! Set-Cookie



=== TEST 54: files of vendors stand over the built-in ones
--- http_config
    privacy on;
    privacy_catalog $TEST_NGINX_SERVER_ROOT/html/mine.conf;
--- config
    location = /a.html { }
--- user_files
>>> mine.conf
mine { category marketing; host .mine.test; }
>>> a.html
<!doctype html><script src=//a.mine.test/x></script><script src=//s.adroll.com/j/roundtrip.js></script><p>x
--- request
GET /a.html
--- response_body_unlike: mine.test|adroll.com
--- no_error_log
[error]



=== TEST 55: an error in a file of vendors is told with its own line
--- http_config
    privacy_catalog $TEST_NGINX_SERVER_ROOT/html/mine.conf;
--- config
    location = /t { }
--- user_files
>>> mine.conf
mine {
    category marketing;
    colour red;
}
--- must_die
--- error_log eval
qr/\[emerg\].*"colour".* in .*mine\.conf:3/



=== TEST 56: a key of a file signs
--- http_config
    privacy_catalog off;
    privacy on;
    privacy_consent_key $TEST_NGINX_SERVER_ROOT/html/key;
--- config
    location = /t { return 200 "$privacy_decided\n"; }
--- user_files
>>> key
0123456789abcdef0123456789abcdef
--- request
GET /t
--- more_headers eval: "Cookie: $Privacy::accept"
--- response_body
0



=== TEST 57: privacy_consent_names: no category
--- http_config
    privacy_consent_names ads=C0008;
--- config
    location = /t { }
--- must_die
--- error_log eval
qr/\[emerg\].*\Qinvalid parameter "ads=C0008" in "privacy_consent_names" directive\E.* in .*nginx\.conf:\d+/



=== TEST 58: privacy_consent_names: an empty name
--- http_config
    privacy_consent_names marketing=C0008,;
--- config
    location = /t { }
--- must_die
--- error_log eval
qr/\[emerg\].*\Qinvalid parameter "marketing=C0008," in "privacy_consent_names" directive\E.* in .*nginx\.conf:\d+/



=== TEST 59: privacy_consent_names: a name too long
--- http_config
    privacy_consent_names marketing=xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx;
--- config
    location = /t { }
--- must_die
--- error_log eval
qr/\[emerg\].*\Qinvalid parameter "marketing=xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx" in "privacy_consent_names" directive\E.* in .*nginx\.conf:\d+/



=== TEST 60: privacy_consent_names: twice
--- http_config
    privacy_consent_names marketing=a; privacy_consent_names analytics=b;
--- config
    location = /t { }
--- must_die
--- error_log eval
qr/\[emerg\].*\Q"privacy_consent_names" directive is duplicate\E.* in .*nginx\.conf:\d+/



=== TEST 61: privacy_consent_max_age: no time
--- http_config
    privacy_consent_max_age old;
--- config
    location = /t { }
--- must_die
--- error_log eval
qr/\[emerg\].*\Q"privacy_consent_max_age" directive invalid value\E.* in .*nginx\.conf:\d+/



=== TEST 62: privacy_csp: an end that is no size
--- http_config
    privacy_csp on max=big;
--- config
    location = /t { }
--- must_die
--- error_log eval
qr/\[emerg\].*invalid parameter "max=big" in "privacy_csp" directive.* in .*nginx\.conf:\d+/



=== TEST 63: privacy_csp: an end that is nothing
--- http_config
    privacy_csp on max=0;
--- config
    location = /t { }
--- must_die
--- error_log eval
qr/\[emerg\].*invalid parameter "max=0" in "privacy_csp" directive.* in .*nginx\.conf:\d+/



=== TEST 64: privacy_csp: an end that is empty
--- http_config
    privacy_csp on max=;
--- config
    location = /t { }
--- must_die
--- error_log eval
qr/\[emerg\].*invalid parameter "max=" in "privacy_csp" directive.* in .*nginx\.conf:\d+/



=== TEST 65: privacy_csp: an end that is no name
--- http_config
    privacy_csp on 4k;
--- config
    location = /t { }
--- must_die
--- error_log eval
qr/\[emerg\].*invalid parameter "4k" in "privacy_csp" directive.* in .*nginx\.conf:\d+/
