use lib 't/lib';
use Test::Nginx::Socket 'no_plan';
use Privacy;

our $HttpConfig = $http;
our ($Accept, $Reject) = ($accept, $reject);
our $Analytics = cookie('c=necessary+analytics');
our $Vendor = cookie('c=necessary&y=trk&i=abcDEF123');

our $Return = <<'_EOC_';
    location = /t {
        return 200 "$privacy_consent|$privacy_functional$privacy_analytics$privacy_marketing|$privacy_decided|$privacy_source|$privacy_regime|$privacy_consent_id\n";
    }
_EOC_

no_long_string();
run_tests();

__DATA__

=== TEST 1: undecided, opt-in
--- http_config eval: $::HttpConfig
--- config eval: $::Return
--- request
GET /t
--- response_body
necessary|000|0|regime|opt-in|



=== TEST 2: undecided, opt-out
--- http_config eval: $::HttpConfig
--- config eval: "privacy_regime opt-out;" . $::Return
--- request
GET /t
--- response_body
necessary,functional,analytics,marketing|111|0|regime|opt-out|



=== TEST 3: accepted
--- http_config eval: $::HttpConfig
--- config eval: $::Return
--- request
GET /t
--- more_headers eval: "Cookie: a=b; $::Accept; c=d"
--- response_body
necessary,functional,analytics,marketing|111|1|native|opt-in|



=== TEST 4: one category
--- http_config eval: $::HttpConfig
--- config eval: $::Return
--- request
GET /t
--- more_headers eval: "Cookie: $::Analytics"
--- response_body
necessary,analytics|010|1|native|opt-in|



=== TEST 5: the cookie's id
--- http_config eval: $::HttpConfig
--- config eval: $::Return
--- request
GET /t
--- more_headers eval: "Cookie: $::Vendor"
--- response_body
necessary|000|1|native|opt-in|abcDEF123



=== TEST 6: GPC of exactly "1" refuses marketing
--- http_config eval: $::HttpConfig
--- config eval: $::Return
--- request
GET /t
--- more_headers eval: "Sec-GPC: 1\nCookie: $::Accept"
--- response_body_like: ^necessary,functional,analytics\|110\|1\|



=== TEST 7: GPC of anything else says nothing
--- http_config eval: $::HttpConfig
--- config eval: $::Return
--- request
GET /t
--- more_headers eval: "Sec-GPC: 1, 1\nCookie: $::Accept"
--- response_body
necessary,functional,analytics,marketing|111|1|native|opt-in|



=== TEST 8: privacy_gpc off
--- http_config eval: $::HttpConfig
--- config eval: "privacy_gpc off;" . $::Return
--- request
GET /t
--- more_headers eval: "Sec-GPC: 1\nCookie: $::Accept"
--- response_body
necessary,functional,analytics,marketing|111|1|native|opt-in|



=== TEST 9: GPC against an undecided visitor in an opt-out regime
--- http_config eval: $::HttpConfig
--- config eval: "privacy_regime opt-out;" . $::Return
--- request
GET /t
--- more_headers
Sec-GPC: 1
--- response_body
necessary,functional,analytics|110|0|gpc|opt-out|



=== TEST 10: DNT counts where it is asked for
--- http_config eval: $::HttpConfig
--- config eval: "privacy_regime opt-out; privacy_dnt on;" . $::Return
--- request
GET /t
--- more_headers
DNT: 1
--- response_body
necessary,functional|100|0|dnt|opt-out|



=== TEST 11: a regime by variable; what is unknown is strict
--- http_config eval: $::HttpConfig
--- config
    privacy_regime $arg_r;
    location = /t { return 200 "$privacy_regime $privacy_marketing\n"; }
--- request eval: ["GET /t?r=opt-out", "GET /t?r=opt-in", "GET /t?r=", "GET /t"]
--- response_body eval: ["opt-out 1\n", "opt-in 0\n", "opt-in 0\n", "opt-in 0\n"]



=== TEST 12: privacy_consent_if stands over cookies
--- http_config eval: $::HttpConfig
--- config
    privacy_consent_if marketing $arg_m;
    location = /t { return 200 "$privacy_consent\n"; }
--- request eval: ["GET /t?m=1", "GET /t?m=0", "GET /t?m=", "GET /t"]
--- more_headers eval
["Cookie: $::Reject", "Cookie: $::Accept", "Cookie: $::Accept",
 "Cookie: $::Accept"]
--- response_body eval
["necessary,marketing\n", "necessary,functional,analytics\n",
 "necessary,functional,analytics\n", "necessary,functional,analytics\n"]



=== TEST 13: a decision that asks for itself has no answer, and does no harm
--- http_config eval: $::HttpConfig
--- config
    privacy_consent_if marketing $privacy_marketing;
    location = /t { return 200 "[$privacy_marketing]\n"; }
--- request
GET /t
--- more_headers eval: "Cookie: $::Accept"
--- response_body
[0]



=== TEST 14: a forged cookie in another's value is no decision
--- http_config eval: $::HttpConfig
--- config eval: $::Return
--- request
GET /t
--- more_headers eval: "Cookie: a=1,$::Accept"
--- response_body
necessary|000|0|regime|opt-in|



=== TEST 15: names are case-sensitive
--- http_config eval: $::HttpConfig
--- config eval: $::Return
--- request
GET /t
--- more_headers eval: my $c = $::Accept; $c =~ s/^p/P/; "Cookie: $c"
--- response_body
necessary|000|0|regime|opt-in|



=== TEST 16: several Cookie fields are one; the more restrictive holds
--- http_config eval: $::HttpConfig
--- config eval: $::Return
--- request
GET /t
--- more_headers eval: "Cookie: $::Accept\nCookie: $::Reject"
--- response_body
necessary|000|1|native|opt-in|



=== TEST 17: another name, another age
--- http_config eval: $::HttpConfig
--- config
    privacy_consent_cookie choice max_age=1h;
    location = /t { return 200 "$privacy_decided\n"; }
--- request eval: ["GET /t", "GET /t"]
--- more_headers eval
my $old = time - 7200;
["Cookie: choice=v1&t=" . time . "&c=necessary",
 "Cookie: choice=v1&t=$old&c=necessary"]
--- response_body eval: ["1\n", "0\n"]



=== TEST 18: another policy version is no decision
--- http_config eval: $::HttpConfig
--- config
    privacy_policy_version 7;
    location = /t { return 200 "$privacy_decided\n"; }
--- request eval: ["GET /t", "GET /t"]
--- more_headers eval
["Cookie: $::Accept",
 "Cookie: privacy_consent=v1&t=" . time . "&p=7&c=necessary"]
--- response_body eval: ["0\n", "1\n"]



=== TEST 19: privacy_consent_from
--- http_config eval: $::HttpConfig
--- config
    privacy_consent_from usp;
    location = /t { return 200 "$privacy_decided $privacy_source\n"; }
--- request
GET /t
--- more_headers eval: "Cookie: $::Accept"
--- response_body
0 regime



=== TEST 20: the variant: letters, and what else shapes a page
--- http_config eval: $::HttpConfig
--- config
    location = /t { return 200 "$privacy_variant\n"; }
--- request eval: ["GET /t", "GET /t"]
--- more_headers eval: ["Cookie: $::Accept", "Cookie: $::Analytics"]
--- response_body_like eval: ['^nfam-[0-9a-f]{8}$', '^na-[0-9a-f]{8}$']



=== TEST 21: the variant knows vendors by name
--- http_config eval: $::HttpConfig
--- config
    location = /t { return 200 "$privacy_variant\n"; }
    location = /v {
        set $a $privacy_variant;
        proxy_set_header Cookie "";
        proxy_pass http://127.0.0.1:$server_port/t;
    }
--- request eval: ["GET /t", "GET /v"]
--- more_headers eval: ["Cookie: $::Vendor", "Cookie: $::Vendor"]
--- response_body_like eval: ['^n-[0-9a-f]{8}$', '^n-[0-9a-f]{8}$']



=== TEST 22: counts and vendors of a page, in the log
--- http_config eval
$::HttpConfig . q{
    log_format p "tags=$privacy_tags_stripped cookies=$privacy_cookies_stripped vendors=$privacy_vendors";
}
--- config
    location = /t.html {
        add_header Set-Cookie _trk1=1;
        add_header Set-Cookie _st=1;
        add_header Set-Cookie sid=1;
        access_log logs/error.log p;
    }
--- user_files eval: ">>> t.html\n$::page"
--- request
GET /t.html
--- response_body_like: own.js
--- wait: 0.1
--- error_log
tags=3 cookies=2 vendors=trk,stats
