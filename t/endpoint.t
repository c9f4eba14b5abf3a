use lib 't/lib';
use Test::Nginx::Socket 'no_plan';

# the endpoint: who may choose, what is kept, and where it leads

our $HttpConfig = <<'EOF';
    privacy_catalog off;
    privacy_vendor one { name "One & <b>"; category marketing;
                         host .one.test; cookie _one*; }
    privacy_vendor two { category analytics; host .two.test; }
    privacy_vendor own { category necessary; host .own.test; }
EOF

our $Config = <<'EOF';
    privacy on;
    location /privacy/ { privacy_endpoint; }
EOF

our $Same = "Sec-Fetch-Site: same-origin\n"
            . "Content-Type: application/x-www-form-urlencoded\n";

our $Old = "Cookie: privacy_consent=v1&t=" . time()
           . "&c=necessary+analytics&n=two&i=abc";

no_long_string();
run_tests();

__DATA__

=== TEST 1: undecided, as JSON
--- http_config eval: $::HttpConfig
--- config eval: $::Config
--- request
GET /privacy/consent
--- response_body chomp
{"consent":["necessary"],"decided":false,"source":"regime","regime":"opt-in","gpc":false,"vendors_granted":[],"vendors_refused":[],"id":null,"policy":null,"time":null}
--- response_headers
Content-Type: application/json
Cache-Control: no-store
X-Content-Type-Options: nosniff



=== TEST 2: accept, and back to where it came from
--- http_config eval: $::HttpConfig
--- config eval: $::Config
--- request
POST /privacy/consent
action=accept&return=%2Fshop%3Fa%3Db
--- more_headers eval: $::Same
--- error_code: 303
--- raw_response_headers_like chop
(?s)(?=.*Location: /shop\?a=b\r)(?=.*Set-Cookie: privacy_consent=v1&t=\d+&c=necessary\+functional\+analytics\+marketing&i=[0-9a-f]{32}; Path=/; Max-Age=15552000; SameSite=Lax\r)(?=.*Cache-Control: no-store\r)



=== TEST 3: reject
--- http_config eval: $::HttpConfig
--- config eval: $::Config
--- request
POST /privacy/consent
action=reject
--- more_headers eval: $::Same
--- error_code: 303
--- raw_response_headers_like chop
(?s)(?=.*Location: /privacy/\r)(?=.*&c=necessary&i=)



=== TEST 4: save, JSON, and the id stays
--- http_config eval: $::HttpConfig
--- config eval: $::Config
--- request
POST /privacy/consent
action=save&category=marketing&refuse=one
--- more_headers eval: $::Same . "Accept: application/json\n" . $::Old
--- response_body_like chop
^\{"consent":\["necessary","marketing"\],"decided":true,"source":"native","regime":"opt-in","gpc":false,"vendors_granted":\[\],"vendors_refused":\["one"\],"id":"abc","policy":null,"time":\d+\}$
--- raw_response_headers_like chop
Set-Cookie: privacy_consent=v1&t=\d+&c=necessary\+marketing&n=one&i=abc;



=== TEST 5: one vendor, by an undecided visitor
--- http_config eval: $::HttpConfig
--- config eval: $::Config
--- request
POST /privacy/optout/one
return=/x
--- more_headers eval: $::Same
--- error_code: 303
--- raw_response_headers_like chop
(?s)(?=.*Location: /x\r)(?=.*Set-Cookie: privacy_consent=v1&t=\d+&n=one&i=[0-9a-f]{32};)



=== TEST 6: one vendor more, and all else stays
--- http_config eval: $::HttpConfig
--- config eval: $::Config
--- request
POST /privacy/consent
refuse=one
--- more_headers eval: $::Same . $::Old
--- error_code: 303
--- raw_response_headers_like chop
Set-Cookie: privacy_consent=v1&t=\d+&c=necessary\+analytics&n=one\+two&i=abc;



=== TEST 7: GPC does not take away what was granted before
--- http_config eval: $::HttpConfig
--- config eval: $::Config
--- request
POST /privacy/optout/two
--- more_headers eval
$::Same . "Sec-GPC: 1\nCookie: privacy_consent=v1&t=" . time()
. "&c=necessary+marketing&i=abc"
--- error_code: 303
--- raw_response_headers_like chop
(?s)(?=.*Location: /privacy/optout/two\r)(?=.*&c=necessary\+marketing&n=two&i=abc;)



=== TEST 8: withdraw
--- http_config eval: $::HttpConfig
--- config eval: $::Config
--- request
POST /privacy/consent
action=withdraw
--- more_headers eval: $::Same . "Accept: application/json\n" . $::Old
--- response_body_like: "decided":false
--- raw_response_headers_like chop
Set-Cookie: privacy_consent=; Path=/; Expires=Thu, 01-Jan-1970 00:00:01 GMT; Max-Age=0; SameSite=Lax



=== TEST 9: attributes of the cookie
--- http_config eval: $::HttpConfig
--- config
    privacy on;
    privacy_consent_cookie choice max_age=1d domain=example.test path=/a samesite=strict secure=on;
    location /p { privacy_endpoint; }
--- request
POST /p/consent
action=reject
--- more_headers eval: $::Same
--- error_code: 303
--- raw_response_headers_like chop
Set-Cookie: choice=v1&t=\d+&c=necessary&i=[0-9a-f]{32}; Path=/a; Domain=example.test; Max-Age=86400; SameSite=Strict; Secure\r



=== TEST 10: from another site
--- http_config eval: $::HttpConfig
--- config eval: $::Config
--- request
POST /privacy/consent
action=accept
--- more_headers
Sec-Fetch-Site: cross-site
Origin: http://localhost
--- error_code: 403
--- response_headers
! Set-Cookie



=== TEST 11: from a sibling
--- http_config eval: $::HttpConfig
--- config eval: $::Config
--- request
POST /privacy/consent
action=accept
--- more_headers
Sec-Fetch-Site: same-site
--- error_code: 403



=== TEST 12: origins
--- http_config eval: $::HttpConfig
--- config eval: $::Config
--- request eval
[ map { "POST /privacy/consent\naction=accept" } 1 .. 7 ]
--- more_headers eval
[
    "Origin: http://localhost",
    "Origin: https://LOCALHOST",
    "Origin: null",
    "Origin: http://localhost.evil.test",
    "Origin: http://localhost:81",
    "Origin: http://localhost/",
    "Origin: localhost",
]
--- error_code eval
[ 303, 303, 403, 403, 403, 403, 403 ]



=== TEST 13: referrers
--- http_config eval: $::HttpConfig
--- config eval: $::Config
--- request eval
[ map { "POST /privacy/consent\naction=accept" } 1 .. 6 ]
--- more_headers eval
[
    "Referer: http://localhost/a/b?c",
    "Referer: https://localhost",
    "Referer: http://localhost\@evil.test/",
    "Referer: http://evil.test/localhost/",
    "Referer: javascript:alert(1)",
    "X: none",
]
--- error_code eval
[ 303, 303, 403, 403, 403, 403 ]



=== TEST 14: nowhere else
--- http_config eval: $::HttpConfig
--- config eval: $::Config
--- request eval
[ map { "POST /privacy/consent\naction=accept&return=$_" }
      "//evil.test", "%2F%2Fevil.test", "/%5Cevil.test", "http://evil.test",
      "/a%0d%0aX:%20y", "javascript:alert(1)", "/%00", "%09//evil.test" ]
--- more_headers eval: $::Same
--- error_code eval
[ map { 303 } 1 .. 8 ]
--- raw_response_headers_like eval
[ map { qr{Location: /privacy/\r} } 1 .. 8 ]



=== TEST 15: no choice at all
--- http_config eval: $::HttpConfig
--- config eval: $::Config
--- request eval
[ map { "POST /privacy/consent\n$_" }
      "", "action=", "action=steal", "category=marketing", "vendor=nobody",
      "action=accept&action=reject", "\0\0\0", "%", "=&=&=" ]
--- more_headers eval: $::Same
--- error_code eval
[ map { 400 } 1 .. 9 ]
--- response_headers eval
[ map { "! Set-Cookie" } 1 .. 9 ]



=== TEST 16: too much
--- http_config eval: $::HttpConfig
--- config eval: $::Config
--- request eval
"POST /privacy/consent\naction=accept&x=" . ("y" x 40000)
--- more_headers eval: $::Same
--- error_code: 413



=== TEST 17: a body that goes to a file
--- http_config eval: $::HttpConfig
--- config
    privacy on;
    client_body_buffer_size 1k;
    location /privacy/ { privacy_endpoint; }
--- request eval
"POST /privacy/consent\nx=" . ("y" x 20000) . "&action=reject"
--- more_headers eval: $::Same
--- error_code: 303
--- raw_response_headers_like: &c=necessary&



=== TEST 18: not a form
--- http_config eval: $::HttpConfig
--- config eval: $::Config
--- request
POST /privacy/consent
{"action":"accept"}
--- more_headers
Sec-Fetch-Site: same-origin
Content-Type: application/json
--- error_code: 415



=== TEST 19: methods
--- http_config eval: $::HttpConfig
--- config eval: $::Config
--- request eval
[
    "PUT /privacy/consent", "DELETE /privacy/optout/one",
    "POST /privacy/\naction=accept", "POST /privacy/notice.css\nx",
    "PATCH /privacy/consent"
]
--- more_headers eval: $::Same
--- error_code eval
[ 405, 405, 405, 405, 405 ]
--- response_headers eval
[
    "Allow: GET, HEAD, POST", "Allow: GET, HEAD, POST",
    "Allow: GET, HEAD", "Allow: GET, HEAD", "Allow: GET, HEAD, POST"
]



=== TEST 20: nothing there
--- http_config eval: $::HttpConfig
--- config eval: $::Config
--- request eval
[
    "GET /privacy/x", "GET /privacy/optout/", "GET /privacy/optout/nobody",
    "GET /privacy/optout/own", "POST /privacy/optout/nobody\nx=y",
    "GET /privacy/consent/", "GET /privacy/optout/one/"
]
--- more_headers eval: $::Same
--- error_code eval
[ map { 404 } 1 .. 7 ]



=== TEST 21: the preference page
--- http_config eval: $::HttpConfig
--- config eval: $::Config
--- request
GET /privacy/?return=%2Fshop
--- response_body_like eval
qr{(?s)<!DOCTYPE html>.*name="return" value="/shop".*One &amp; &lt;b&gt;.*name="action" value="accept".*name="action" value="reject".*name="action" value="save"}
--- raw_response_headers_like chop
(?s)(?=.*Content-Type: text/html; charset=utf-8\r)(?=.*Content-Security-Policy: default-src 'none';)(?=.*Cache-Control: no-store\r)



=== TEST 22: nothing that is sent comes back unescaped
--- http_config eval: $::HttpConfig
--- config eval: $::Config
--- request eval
[ map { "GET /privacy/?return=$_" }
      "/%22%3E%3Cscript%3Ealert(1)%3C/script%3E", "//evil.test",
      "/%0d%0aX:%20y", "javascript:alert(1)" ]
--- response_body_unlike eval
[ map { qr{<script|evil|javascript|X: y} } 1 .. 4 ]



=== TEST 23: the page for one vendor
--- http_config eval: $::HttpConfig
--- config eval: $::Config
--- request eval
[ "GET /privacy/optout/one", "GET /privacy/optout/one",
  "GET /privacy/optout/two" ]
--- more_headers eval
[ "X: y", "Accept-Language: de", $::Old ]
--- response_body_like eval
[
    qr{Opt out of One &amp; &lt;b&gt;.*<code>_one\*</code>.*<form class="row" method="post" action="/privacy/optout/one">},
    qr{<html lang="de" dir="ltr">.*One &amp; &lt;b&gt; ablehnen},
    qr{You have opted out of two}
]



=== TEST 24: static files
--- http_config eval: $::HttpConfig
--- config eval: $::Config
--- request eval
[ "GET /privacy/notice.css", "GET /privacy/notice.js?v=0",
  "HEAD /privacy/page.css" ]
--- error_code eval
[ 200, 200, 200 ]
--- response_headers eval
[
    "Content-Type: text/css; charset=utf-8\nCache-Control: public, max-age=300",
    "Content-Type: text/javascript; charset=utf-8",
    "Content-Type: text/css; charset=utf-8"
]



=== TEST 25: HEAD
--- http_config eval: $::HttpConfig
--- config eval: $::Config
--- request
HEAD /privacy/consent
--- response_headers
Content-Type: application/json
--- response_body



=== TEST 26: chunked, and too much
--- http_config eval: $::HttpConfig
--- config eval: $::Config
--- raw_request eval
"POST /privacy/consent HTTP/1.1\r
Host: localhost\r
Connection: close\r
Sec-Fetch-Site: same-origin\r
Transfer-Encoding: chunked\r
\r
" . (sprintf("%x\r\n", 40000) . ("x" x 40000) . "\r\n") . "0\r\n\r\n"
--- error_code: 413



=== TEST 27: where a visitor comes from
--- http_config eval: $::HttpConfig
--- config eval: $::Config
--- request eval
[ "GET /privacy/", "GET /privacy/", "GET /privacy/" ]
--- more_headers eval
[ "Referer: http://localhost/from?x", "Referer: http://evil.test/from",
  "Referer: http://localhost/privacy/optout/one" ]
--- response_body_like eval
[ qr{name="return" value="/from\?x"}, qr{href="/">}, qr{href="/">} ]



=== TEST 28: policy version and key
--- http_config eval: $::HttpConfig
--- config
    privacy on;
    privacy_policy_version 2026-1;
    privacy_consent_key ../html/key;
    location /privacy/ { privacy_endpoint; }
--- user_files
>>> key
0123456789abcdef0123456789abcdef
--- request
POST /privacy/consent
action=accept
--- more_headers eval: $::Same . "Accept: application/json"
--- response_body_like: "decided":true,.*"policy":"2026-1"
--- raw_response_headers_like: &p=2026-1&c=.*&s=[\w-]{43};



=== TEST 29: a second server, and none of both has directives of consent
--- http_config eval
$::HttpConfig . q{
    server { listen unix:$TEST_NGINX_HTML_DIR/first.sock; privacy on;
             location /privacy/ { privacy_endpoint; } }
}
--- config eval: $::Config
--- request
POST /privacy/consent
action=accept&return=%2F
--- more_headers eval: $::Same
--- error_code: 303
--- raw_response_headers_like: Set-Cookie: privacy_consent=v1&
--- no_error_log
[alert]



=== TEST 30: two that say who asks
--- http_config eval: $::HttpConfig
--- config eval: $::Config
--- request eval
[ map { "POST /privacy/consent\naction=accept" } 1 .. 3 ]
--- more_headers eval
[
    "Sec-Fetch-Site: same-origin\nSec-Fetch-Site: cross-site",
    "Origin: http://localhost\nOrigin: http://evil.test",
    "Referer: http://localhost/\nReferer: http://evil.test/",
]
--- error_code eval
[ 403, 403, 403 ]



=== TEST 31: several endpoints in a server, each below itself
--- http_config eval: $::HttpConfig
--- config
    privacy on;
    location /a-long-name/privacy/ { privacy_endpoint; }
    location /p/ { privacy_endpoint; }
    location /q { privacy_endpoint; }
--- request eval
[
    "GET /p/consent", "GET /q/consent", "GET /a-long-name/privacy/consent",
    "GET /p/", "GET /q/optout/one", "GET /p/x", "GET /qconsent", "GET /q",
    "GET /p/?return=/p/x"
]
--- error_code eval
[ 200, 200, 200, 200, 200, 404, 404, 200, 200 ]
--- response_body_like eval
[
    qr{^\{"consent"}, qr{^\{"consent"}, qr{^\{"consent"},
    qr{action="/p/consent"}, qr{action="/q/optout/one"}, qr{404}, qr{404},
    qr{action="/q/consent"}, qr{value="/p/x"}
]



=== TEST 32: several, and back to the one that was asked
--- http_config eval: $::HttpConfig
--- config
    privacy on;
    location /a-long-name/privacy/ { privacy_endpoint; }
    location /p/ { privacy_endpoint; }
--- request
POST /p/consent
action=reject
--- more_headers eval: $::Same
--- error_code: 303
--- response_headers
Location: /p/



=== TEST 33: a page asks the first of its server
--- http_config eval: $::HttpConfig
--- config
    privacy on;
    privacy_notice on;
    location /first/ { privacy_endpoint; }
    location /second/ { privacy_endpoint; }
    location /x { default_type text/html; return 200 "<body>"; }
--- request
GET /x
--- response_body_like: action="/first/consent"



=== TEST 34: an address that was rewritten inside of the location
--- http_config eval: $::HttpConfig
--- config
    privacy on;
    location /privacy/ { privacy_endpoint;
                         rewrite ^/privacy/break/(.*) /$1 break;
                         rewrite ^/privacy/other/(.*) /elsewhere/$1 break;
                         rewrite ^/privacy/same/(.*) /privacy/$1 break; }
    location /nested/ {
        location /nested/privacy/ { privacy_endpoint; }
    }
    location = /choices { rewrite ^ /privacy/ last; }
--- request eval
[
    "GET /privacy/break/", "GET /privacy/break/consent",
    "GET /privacy/other/consent", "GET /privacy/same/consent",
    "GET /nested/privacy/consent", "GET /choices"
]
--- error_code eval
[ 404, 404, 404, 200, 200, 200 ]
--- no_error_log
[alert]



=== TEST 35: "if" and "limit_except" in an endpoint, in a server that is off
--- http_config eval: $::HttpConfig
--- config
    location /privacy/ {
        privacy_endpoint;
        limit_except GET { allow all; }
        if ($arg_x) { set $y 1; }
    }
--- request eval
[
    "GET /privacy/consent?x=1", "POST /privacy/consent\naction=reject",
    "GET /privacy/?x=1"
]
--- more_headers eval: $::Same
--- error_code eval
[ 200, 303, 200 ]
--- response_body_like eval
[ qr{^\{"consent"}, qr{^$}, qr{action="/privacy/consent"} ]



=== TEST 36: no notice in the endpoint's own pages, behind "if" neither
--- http_config eval: $::HttpConfig
--- config
    privacy on;
    privacy_notice on;
    location /privacy/ { privacy_endpoint; if ($arg_x) { set $y 1; } }
--- request
GET /privacy/?x=1
--- response_body_unlike: id="prv"
