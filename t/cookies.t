use lib 't/lib';
use Test::Nginx::Socket 'no_plan';
use Privacy;
use Upstream;

# cookies: not set, not passed on, not left on the browser

our $HttpConfig = $http;
our ($Page, $Accept, $Reject) = ($page, $accept, $reject);

our $Port = Upstream::start(sub {
    my ($path, $f) = @_;

    return Upstream::http("cookie=[" . ($f->{cookie} // 'none') . "]",
                          "Content-Type: text/plain")
        if $path =~ m{^/echo};

    return Upstream::http("coding=[" . ($f->{'accept-encoding'} // 'none')
                          . "]", "Content-Type: text/plain")
        if $path =~ m{^/coding};

    return Upstream::http("x", "Content-Type: image/png",
                          "Set-Cookie: _trk_a=1", "Set-Cookie: sid=1")
        if $path =~ m{^/image};

    return Upstream::http("<!doctype html><p>x",
                          "Set-Cookie: _trk_a=1; Domain=.shop.test",
                          "set-cookie: sid=2; HttpOnly",
                          "SET-COOKIE:   _st = 3",
                          "Set-Cookie: _trk_optout=1",
                          "Set-Cookie: privacy_consent=v1&t=1&c=necessary");
});

our $Proxy = "
    location /up/ { proxy_pass http://127.0.0.1:$Port/; }
";


add_block_preprocessor(sub {
    my $block = shift;

    $block->set_value('http_config', $HttpConfig)
        if !defined $block->http_config;
});

no_long_string();
run_tests();

__DATA__

=== TEST 1: Set-Cookie of an upstream, by name, whatever it looks like
--- config eval: $::Proxy
--- request
GET /up/page
--- raw_response_headers_unlike: (?i)(_trk_a|_st)
--- raw_response_headers_like: (?s)sid=2; HttpOnly.*_trk_optout=1.*privacy_consent=v1



=== TEST 2: of any type of response
--- config eval: $::Proxy
--- request
GET /up/image
--- response_headers
Set-Cookie: sid=1



=== TEST 3: accepted
--- config eval: $::Proxy
--- request
GET /up/page
--- more_headers eval: "Cookie: $::Accept"
--- raw_response_headers_like: (?s)_trk_a=1.*sid=2.*_st = 3



=== TEST 4: add_header, userid, error pages, internal redirects
--- config
    userid on;
    userid_name _trk_uid;
    location = /a { add_header Set-Cookie _trk1=1 always; return 404; }
    location = /b { add_header Set-Cookie _st=1 always; rewrite ^ /c last; }
    location = /c { add_header Set-Cookie _st=1 always; add_header Set-Cookie x=1; return 200 c; }
--- request eval: ["GET /a", "GET /b"]
--- error_code eval: [404, 200]
--- raw_response_headers_unlike eval: ["Set-Cookie", "_st|_trk"]



=== TEST 5: what is refused does not go upstream
--- config eval: $::Proxy
--- request eval
["GET /up/echo", "GET /up/echo", "GET /up/echo", "GET /up/echo",
 "GET /up/echo", "GET /up/echo"]
--- more_headers eval
["Cookie: a=1; _trk1=2; b=3", "Cookie: _trk1=2; b=3", "Cookie: a=1; _st=2",
 "Cookie: _trk1=2;_st=3", "Cookie: a=1;b=\"_trk;c=3", "Cookie: a; _trk_optout=1;;x=2"]
--- response_body eval
["cookie=[a=1; b=3]", "cookie=[b=3]", "cookie=[a=1]", "cookie=[none]",
 "cookie=[a=1;b=\"_trk;c=3]", "cookie=[a; _trk_optout=1;;x=2]"]



=== TEST 6: several Cookie fields
--- config eval: $::Proxy
--- request
GET /up/echo
--- more_headers
Cookie: a=1; _trk=2
Cookie: _st=1
Cookie: b=1
--- response_body_like: ^cookie=\[a=1(\||; )b=1\]$



=== TEST 7: the choice itself goes upstream
--- config eval: $::Proxy
--- request
GET /up/echo
--- more_headers eval: "Cookie: _trk=1; $::Reject"
--- response_body eval: "cookie=[$::Reject]"



=== TEST 8: $http_cookie is what goes upstream; a log sees the choice
--- config
    location = /t { return 200 "$http_cookie|$cookie_a|$cookie__trk|$privacy_decided"; }
    location = /u { try_files /none /v; }
    location = /v { return 200 "$http_cookie|$cookie_a|$cookie__trk|$privacy_decided"; }
--- request eval: ["GET /t", "GET /u"]
--- more_headers eval: ["Cookie: _trk=1; a=5; $::Reject", "Cookie: _trk=1; a=5; $::Reject"]
--- response_body_like eval: ['^[^|]*_trk=1[^|]*\|5\|1\|1$', '^a=5; privacy_consent[^|]*\|5\|\|1$']



=== TEST 9: a location where privacy is off finds the request as it came
--- config eval
"
    location = /echo { try_files /none \@off; }
    location \@off {
        privacy off;
        proxy_pass http://127.0.0.1:$::Port;
    }
"
--- request
GET /echo
--- more_headers
Cookie: a=1; _trk=2
If-None-Match: "x"
--- error_code: 200
--- response_body chomp
cookie=[a=1; _trk=2]



=== TEST 10: privacy_cookies: only the response
--- config eval: "privacy_cookies response;" . $::Proxy
--- request eval: ["GET /up/echo", "GET /up/page"]
--- more_headers eval: ["Cookie: _trk=1", "Cookie: _trk=1"]
--- response_body_like eval: ['^cookie=\[_trk=1\]$', "<p>x"]
--- raw_response_headers_unlike eval: ["Set-Cookie", "_trk_a|Expires="]



=== TEST 11: privacy_cookies off
--- config eval: "privacy_cookies off;" . $::Proxy
--- request eval: ["GET /up/echo", "GET /up/page"]
--- more_headers eval: ["Cookie: _trk=1", "Cookie: _trk=1"]
--- response_body_like eval: ['^cookie=\[_trk=1\]$', "<p>x"]
--- raw_response_headers_like eval: ["text/plain", "_trk_a=1"]



=== TEST 12: what the browser may not keep is expired, for each domain
--- config eval: "server_name www.shop.test;" . $::Proxy
--- request
GET /up/page
--- more_headers
Host: www.shop.test
Cookie: sid=1; _trk_b=1; _trk_b=2; _trk_optout=1
--- response_body_like: <p>x
--- raw_response_headers_like
Set-Cookie: _trk_b=; Expires=Thu, 01 Jan 1970 00:00:01 GMT; Max-Age=0; Path=/\r
Set-Cookie: _trk_b=; Expires=Thu, 01 Jan 1970 00:00:01 GMT; Max-Age=0; Path=/; Domain=www.shop.test\r
Set-Cookie: _trk_b=; Expires=Thu, 01 Jan 1970 00:00:01 GMT; Max-Age=0; Path=/; Domain=shop.test\r
--- raw_response_headers_unlike: Domain=test|sid=;|_trk_optout=;



=== TEST 13: an address has no parent domains
--- config eval: $::Proxy
--- request
GET /up/page
--- more_headers
Host: 127.0.0.1
Cookie: _trk_b=1
--- raw_response_headers_like: _trk_b=; Expires
--- raw_response_headers_unlike: Domain=127|Domain=0



=== TEST 14: prefixes
--- http_config eval
$::HttpConfig . q{
    privacy_deny category=marketing cookie=__Host-t cookie=__Secure-t;
}
--- config
    server_name shop.test;
    location ~ html$ { }
--- user_files
>>> t.html
<!doctype html><p>x
--- request
GET /t.html
--- more_headers
Host: shop.test
Cookie: __Host-t=1; __Secure-t=2
--- raw_response_headers_like
Set-Cookie: __Host-t=; Expires=[^;]*; Max-Age=0; Path=/; Secure\r
Set-Cookie: __Secure-t=; Expires=[^;]*; Max-Age=0; Path=/; Secure\r
Set-Cookie: __Secure-t=; Expires=[^;]*; Max-Age=0; Path=/; Domain=shop.test; Secure\r
--- raw_response_headers_unlike: __Host-t[^\r]*Domain



=== TEST 15: on documents only
--- config eval: $::Proxy
--- request eval: ["GET /up/image", "GET /up/page"]
--- more_headers eval
["Cookie: _trk=1", "Cookie: _trk=1\nSec-Fetch-Dest: empty"]
--- raw_response_headers_unlike eval: ["Expires=", "Expires="]



=== TEST 16: a header has an end
--- config
    server_name a.b.c.d.e.f.g.shop.test;
    location ~ html$ { }
--- user_files
>>> t.html
<!doctype html><p>x
--- request
GET /t.html
--- more_headers eval
"Host: a.b.c.d.e.f.g.shop.test\nCookie: " . CORE::join('; ', map "_trk$_=1", 1 .. 100)
--- error_code: 200
--- raw_response_headers_like: (?s)(?:Set-Cookie: _trk\d+=; Expires.*?){18}
--- raw_response_headers_unlike: (?s)(?:Set-Cookie: _trk\d+=; Expires.*?){28}



=== TEST 17: control bytes in a name are not sent back
--- config
    privacy_unknown cookie=deny;
    location ~ html$ { }
--- user_files
>>> t.html
<!doctype html><p>x
--- raw_request eval
"GET /t.html HTTP/1.1\r\nHost: x.test\r\nConnection: close\r\nCookie: a\x01b=1; ok=1\r\n\r\n"
--- raw_response_headers_like: ok=; Expires
--- raw_response_headers_unlike: b=; Expires



=== TEST 18: unknown cookies need marketing where the operator says so
--- config eval: "privacy_unknown cookie=deny;" . $::Proxy
--- request eval: ["GET /up/page", "GET /up/page"]
--- more_headers eval: ["", "Cookie: $::Accept"]
--- raw_response_headers_unlike eval: ["sid=2", "nothing"]



=== TEST 19: report changes nothing
--- config eval: "privacy report;" . $::Proxy
--- request eval: ["GET /up/page", "GET /up/echo"]
--- more_headers eval: ["Cookie: _trk=1", "Cookie: _trk=1"]
--- response_body_like eval: ["<p>x", '^cookie=\[_trk=1\]$']
--- raw_response_headers_like eval: ["_trk_a=1", "text/plain"]
--- raw_response_headers_unlike eval: ["Max-Age=0|Vary", "Vary"]



=== TEST 20: fields that grow: a ";" becomes a "; ", a "," a ", "
--- config eval: $::Proxy
--- request eval
["GET /up/echo", "GET /up/coding", "GET /up/coding"]
--- more_headers eval
["Cookie: _trk1=2;" . ("a;" x 3000) . "b",
 "Accept-Encoding: x," . ("gzip," x 1500) . "gzip",
 "Accept-Encoding: " . ("gzip," x 6) . "zstd"]
--- response_body eval
["cookie=[" . ("a; " x 3000) . "b]",
 "coding=[" . ("gzip, " x 1500) . "gzip]",
 "coding=[" . join(", ", ("gzip") x 6) . "]"]
--- no_error_log
[alert]
[crit]



=== TEST 21: report: as many names as would be expired, and no more
--- config
    privacy report;
    location ~ html$ { }
--- user_files
>>> t.html
<!doctype html><p>x
--- request
GET /t.html
--- more_headers eval
"Cookie: " . CORE::join('; ', map "_trk$_=1", 1 .. 100)
--- error_code: 200
--- log_level: debug
--- grep_error_log eval: qr/would be expired/
--- grep_error_log_out eval: "would be expired\n" x 48
