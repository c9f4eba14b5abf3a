use lib 't/lib';
use Test::Nginx::Socket 'no_plan';
use Privacy;

# pages: what leaves them, what stays, and which are not touched

our $HttpConfig = $http;
our ($Page, $Clean) = ($page, $clean);
our ($Accept, $Reject) = ($accept, $reject);
our $Vendor = cookie('c=necessary&y=trk');
our $Refused = cookie('c=necessary+functional+analytics+marketing&n=trk');

our $Stripped = $page;
$Stripped =~ s{<script src="https://cdn.trk.test/a.js"></script>}
              {<script>window.trk=window.trk||function(){};</script>};
$Stripped =~ s{<script src="https://stats.test/s.js"></script>}{};
$Stripped =~ s{<img src="https://px.trk.test/p.gif">}{};

our $Files = ">>> t.html\n$page>>> clean.html\n$clean";

no_long_string();
run_tests();

__DATA__

=== TEST 1: undecided: strip
--- http_config eval: $::HttpConfig
--- config
    location ~ \.html$ { }
--- user_files eval: $::Files
--- request
GET /t.html
--- response_body eval: $::Stripped
--- response_headers
! Content-Length
! Accept-Ranges
Vary: Cookie, Sec-GPC
--- no_error_log
[error]



=== TEST 2: refused
--- http_config eval: $::HttpConfig
--- config
    location ~ \.html$ { }
--- user_files eval: $::Files
--- request
GET /t.html
--- more_headers eval: "Cookie: $::Reject"
--- response_body eval: $::Stripped



=== TEST 3: accepted: untouched, length included
--- http_config eval: $::HttpConfig
--- config
    location ~ \.html$ { }
--- user_files eval: $::Files
--- request
GET /t.html
--- more_headers eval: "Cookie: $::Accept"
--- response_body eval: $::Page
--- response_headers eval
"Content-Length: " . length($::Page) . "\nAccept-Ranges: bytes"



=== TEST 4: one vendor by name, and no other
--- http_config eval: $::HttpConfig
--- config
    location ~ \.html$ { }
--- user_files eval: $::Files
--- request
GET /t.html
--- more_headers eval: "Cookie: $::Vendor"
--- response_body_like: ^((?!stats\.test).)*cdn\.trk\.test/a\.js((?!stats\.test).)*px\.trk\.test((?!stats\.test).)*$



=== TEST 5: all but one vendor
--- http_config eval: $::HttpConfig
--- config
    location ~ \.html$ { }
--- user_files eval: $::Files
--- request
GET /t.html
--- more_headers eval: "Cookie: $::Refused"
--- response_body_like: ^((?!trk\.test).)*stats\.test/s\.js((?!trk\.test).)*$



=== TEST 6: a clean page, byte for byte
--- http_config eval: $::HttpConfig
--- config
    location ~ \.html$ { }
--- user_files eval: $::Files
--- request
GET /clean.html
--- response_body eval: $::Clean



=== TEST 7: block
--- http_config eval: $::HttpConfig
--- config
    privacy_tags block;
    location ~ \.html$ { }
--- user_files eval: $::Files
--- request
GET /t.html
--- response_body_like
<script (?=[^>]*type="text/plain")(?=[^>]*data-privacy-src="https://cdn\.trk\.test/a\.js")(?=[^>]*data-privacy-category="marketing")(?=[^>]*data-privacy-vendor="trk")[^>]*></script>



=== TEST 8: no surrogates
--- http_config eval: $::HttpConfig
--- config
    privacy_surrogates off;
    location ~ \.html$ { }
--- user_files eval: $::Files
--- request
GET /t.html
--- response_body_unlike: window\.trk



=== TEST 9: tags off: cookies alone
--- http_config eval: $::HttpConfig
--- config
    privacy_tags off;
    location ~ \.html$ { add_header Set-Cookie _trk=1; }
--- user_files eval: $::Files
--- request
GET /t.html
--- response_body eval: $::Page
--- response_headers eval
"! Set-Cookie\nContent-Length: " . length($::Page)



=== TEST 10: off: every field as it was
--- http_config eval: $::HttpConfig
--- config
    location ~ \.html$ { privacy off; add_header Set-Cookie _trk=1; etag on; }
--- user_files eval: $::Files
--- request
GET /t.html
--- more_headers
Cookie: _trk=1
--- response_body eval: $::Page
--- response_headers eval
"Set-Cookie: _trk=1\n! Vary\nAccept-Ranges: bytes\nContent-Length: "
. length($::Page)
--- response_headers_like
ETag: "[0-9a-f-]+"



=== TEST 11: report: the same, and a count
--- http_config eval
$::HttpConfig . q{
    log_format p "tags=$privacy_tags_stripped cookies=$privacy_cookies_stripped of $privacy_vendors";
}
--- config
    location ~ \.html$ {
        privacy report;
        add_header Set-Cookie _trk=1;
        access_log logs/error.log p;
    }
--- user_files eval: $::Files
--- request
GET /t.html
--- more_headers
Cookie: _trk=1
--- response_body eval: $::Page
--- response_headers eval
"Set-Cookie: _trk=1\n! Vary\nAccept-Ranges: bytes\nContent-Length: "
. length($::Page)
--- response_headers_like
ETag: "[0-9a-f-]+"
--- wait: 0.1
--- error_log
tags=3 cookies=2 of trk,stats
privacy: would take "script" of "trk" (marketing)



=== TEST 12: only pages, by type
--- http_config eval: $::HttpConfig
--- config
    location = /a { default_type text/plain; alias $TEST_NGINX_SERVER_ROOT/html/t.html; types { } }
    location = /b { default_type application/xhtml+xml; alias $TEST_NGINX_SERVER_ROOT/html/t.html; types { } }
    location = /c {
        privacy_types application/x-page;
        default_type application/x-page; alias $TEST_NGINX_SERVER_ROOT/html/t.html; types { }
    }
    location = /d {
        privacy_types application/x-page;
        default_type text/html; alias $TEST_NGINX_SERVER_ROOT/html/t.html; types { }
    }
--- user_files eval: $::Files
--- request eval: ["GET /a", "GET /b", "GET /c", "GET /d"]
--- response_body eval
[$::Page, $::Stripped, $::Stripped, $::Stripped]



=== TEST 13: privacy_allow by vendor
--- http_config eval: $::HttpConfig
--- config
    privacy_allow vendor=trk;
    location ~ \.html$ { }
--- user_files eval: $::Files
--- request
GET /t.html
--- response_body_like: ^((?!stats\.test).)*cdn\.trk\.test/a\.js((?!stats\.test).)*$



=== TEST 14: privacy_deny, of hosts and inline text
--- http_config eval: $::HttpConfig
--- config
    privacy_deny category=marketing host=.evil.test inline=evilTracker;
    location ~ \.html$ { }
--- user_files
>>> e.html
<!doctype html><title>t</title><script src=//a.evil.test/x.js></script><script>evilTracker("x")</script><p>stays
--- request
GET /e.html
--- response_body
<!doctype html><title>t</title><p>stays



=== TEST 15: privacy_unknown host=deny, and first parties
--- http_config eval: $::HttpConfig
--- config
    privacy_unknown host=deny;
    privacy_first_party .mine.test;
    location ~ \.html$ { }
--- user_files
>>> e.html
<!doctype html><title>t</title><script src=//who.test/x.js></script><script src=//cdn.mine.test/y.js></script><script src=/z.js></script>
--- request
GET /e.html
--- response_body
<!doctype html><title>t</title><script src=//cdn.mine.test/y.js></script><script src=/z.js></script>



=== TEST 16: the request's own host is a first party
--- http_config eval: $::HttpConfig
--- config
    server_name www.shop.test;
    privacy_unknown host=deny;
    location ~ \.html$ { }
--- user_files
>>> e.html
<!doctype html><title>t</title><script src=//www.shop.test/x.js></script><script src=//who.test/x.js></script>
--- request
GET /e.html
--- more_headers
Host: WWW.Shop.test:8080
--- response_body
<!doctype html><title>t</title><script src=//www.shop.test/x.js></script>



=== TEST 17: HEAD answers as GET would
--- http_config eval: $::HttpConfig
--- config
    location ~ \.html$ { add_header Set-Cookie _trk=1; add_header Set-Cookie a=1; }
--- user_files eval: $::Files
--- request
HEAD /t.html
--- response_body
--- response_headers
! Content-Length
! Accept-Ranges
Set-Cookie: a=1
Vary: Cookie, Sec-GPC
--- no_error_log
[error]



=== TEST 18: an error page is a page
--- http_config eval: $::HttpConfig
--- config
    error_page 404 /t.html;
    location ~ \.html$ { }
--- user_files eval: $::Files
--- request
GET /missing
--- error_code: 404
--- response_body eval: $::Stripped



=== TEST 19: the decision survives internal redirects
--- http_config eval: $::HttpConfig
--- config
    location = /a { rewrite ^ /b last; }
    location = /b { set $x $privacy_consent; try_files /none /c; }
    location = /c { error_page 418 = @d; return 418; }
    location @d { return 200 "$privacy_consent $privacy_source\n"; }
--- request
GET /a
--- more_headers eval: "Cookie: $::Accept"
--- response_body
necessary,functional,analytics,marketing native



=== TEST 20: a location with another regime decides anew
--- http_config eval: $::HttpConfig
--- config
    set $x $privacy_marketing;
    location = /a { privacy_regime opt-out; return 200 "$x$privacy_marketing\n"; }
--- request
GET /a
--- response_body
01



=== TEST 21: an empty page
--- http_config eval: $::HttpConfig
--- config
    location ~ \.html$ { }
--- user_files eval: ">>> e.html\n"
--- request
GET /e.html
--- response_body:
--- response_headers
Content-Length: 0
--- no_error_log
[error]



=== TEST 22: nginx's own gzip compresses the result
--- http_config eval: $::HttpConfig
--- config
    gzip on;
    gzip_min_length 1;
    location ~ \.html$ { }
--- user_files eval: $::Files
--- request
GET /t.html
--- more_headers
Accept-Encoding: gzip
--- response_headers
Content-Encoding: gzip
--- response_body_filters eval
sub { require Compress::Zlib; Compress::Zlib::memGunzip($_[0]) }
--- response_body eval: $::Stripped



=== TEST 23: a page in UTF-16 cannot be filtered: pass
--- http_config eval: $::HttpConfig
--- config
    location ~ \.html$ { charset utf-16; }
--- user_files eval: $::Files
--- request
GET /t.html
--- response_body eval: $::Page
--- error_log
a document that cannot be filtered is passed: its character set is "utf-16"



=== TEST 24: the same: block
--- http_config eval: $::HttpConfig
--- config
    privacy_on_error block;
    location ~ \.html$ { charset utf-16; }
--- user_files eval: $::Files
--- request
GET /t.html
--- error_code: 502
--- response_body_unlike: trk\.test
--- error_log
a document that cannot be filtered is blocked: its character set is "utf-16"



=== TEST 25: subrequests: tags of included parts, and split over them
--- http_config eval: $::HttpConfig
--- config
    location ~ \.html$ { ssi on; }
--- user_files
>>> s.html
<!doctype html><title>t</title><!--#include virtual="/i.html" --><script src="//cdn.trk<!--#include virtual="/j.html" --><p>end
>>> i.html
<script src="https://stats.test/s.js"></script><b>i</b>
>>> j.html
.test/a.js"></script>
--- request
GET /s.html
--- response_body_like
^<!doctype html><title>t</title>\s*<b>i</b>\s*<script>window\.trk=window\.trk\|\|function\(\)\{\};</script>\s*<p>end\s*$
--- no_error_log
[error]



=== TEST 26: sub_filter and addition run before
--- http_config eval: $::HttpConfig
--- config
    location ~ \.html$ {
        sub_filter MARK '<script src=//cdn.trk.test/a.js></script>';
        add_after_body /after.html;
    }
    location = /after.html { }
--- user_files
>>> m.html
<!doctype html><title>t</title>MARK<p>x
>>> after.html
<script src=//stats.test/s.js></script><p>after
--- request
GET /m.html
--- response_body
<!doctype html><title>t</title><script>window.trk=window.trk||function(){};</script><p>x
<p>after
--- no_error_log
[error]
