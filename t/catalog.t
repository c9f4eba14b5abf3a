use lib 't/lib';
use Test::Nginx::Socket 'no_plan';
use Privacy;
use Upstream;

# the built-in catalog in nginx: trackers in a site's own clothes, a vendor
# who is refused by name, and what operators say of their own

our ($Accept, $Reject) = ($accept, $reject);
our $NoAdroll = cookie('c=necessary+functional+analytics+marketing&n=adroll');
our $Adroll = cookie('c=necessary&y=adroll');

our $Port = Upstream::start(sub {
    my ($path, $f) = @_;

    return Upstream::http("cookie=[" . ($f->{cookie} // 'none') . "]",
                          "Content-Type: text/plain")
        if $path =~ m{^/echo};

    return Upstream::http("<!doctype html><p>x",
                          "Set-Cookie: _ga=GA1.1.1.1; Path=/; HttpOnly",
                          "Set-Cookie: FPID=FPID2.2.x; HttpOnly; Secure",
                          "Set-Cookie: FPLC=x",
                          "Set-Cookie: _fbp=fb.0.1.1; Domain=.shop.example",
                          "Set-Cookie: __adroll_fpc=x",
                          "Set-Cookie: __ar_v4=x",
                          "Set-Cookie: _pk_id.1.abcd=x",
                          "Set-Cookie: cto_bundle=x",
                          "Set-Cookie: __adroll_opt_out=1",
                          "Set-Cookie: _hjOptOut=1",
                          "Set-Cookie: __kla_id=x",
                          "Set-Cookie: __kla_off=true",
                          "Set-Cookie: kndctr_0A_AdobeOrg_identity=x",
                          "Set-Cookie: kndctr_0A_AdobeOrg_consent=general%3Dout",
                          "Set-Cookie: mtm_consent_removed=1",
                          "Set-Cookie: sid=1; HttpOnly",
                          "Set-Cookie: _gaming=1",
                          "Link: <https://s.adroll.com>; rel=preconnect, "
                          . "<https://static.criteo.net>; rel=preconnect, "
                          . "</a.css>; rel=preload; as=style");
});

our $Http = 'privacy on;';

our $Proxy = "
    location /up/ { proxy_pass http://127.0.0.1:$Port/; }
    location /csp/ { privacy_csp on; proxy_pass http://127.0.0.1:$Port/; }
";


# a page of elements, each on a line of its own; "-" marks what must go

sub page {
    my @lines = map { [ /^([-+]) (.*)$/ ] } split /\n/, shift;
    my $top = "<!doctype html>\n<html><body>\n";

    return ($top . CORE::join('', map { "$_->[1]\n" } @lines)
            . "</body></html>\n",
            $top . CORE::join('', map { ($_->[0] eq '-' ? '' : $_->[1]) . "\n" }
                              @lines)
            . "</body></html>\n");
}

our ($Own, $OwnLeft) = page(<<'_EOC_');
- <script src="/gtm.js?id=GTM-TEST000"></script>
- <script src="/metrics/gtm.js?id=GTM-TEST000&l=dataLayer"></script>
- <script src="https://gtm.shop.example/gtag/js?id=G-TEST000001"></script>
- <script src="/a/b/gtag/js?id=AW-1"></script>
- <script src="/x/gtag/js?l=layer&amp;id=DC-1"></script>
- <script async src="/metrics/?id=GTM-TEST000"></script>
- <script async src="/q7/?id=G-TEST000001"></script>
- <script src="/proxy/analytics.js/v1/KEY/analytics.min.js"></script>
- <iframe src="/metrics/ns.html?id=GTM-TEST000"></iframe>
- <img src="/g/collect?v=2&tid=G-1">
- <script src="/stats/matomo.js"></script>
- <img src="/stats/matomo.php?idsite=1&rec=1">
- <script src="//shop.example/piwik/piwik.js"></script>
- <script src="/cdn-cgi/zaraz/i.js"></script>
- <img src="https://metrics.shop.example/b/ss/shop/1/H.27/s1">
- <script>(function(w,l){w[l]=w[l]||[];w[l].push({'gtm.start':1});})(window,'dataLayer'); load('/metrics/gtm.js?id=GTM-1');</script>
+ <script src="/gtm.js"></script>
+ <script src="/js/gtag.js"></script>
+ <script src="/gtag/js/index.js"></script>
+ <img src="/collect?v=2">
+ <a href="/products/?id=GT-1">a shelf</a>
+ <img src="/products/?id=G1">
+ <script src="/js/analytics.js"></script>
+ <script src="/matomo-theme.js"></script>
+ <script src="/cdn-cgi/challenge-platform/h/b/x.js"></script>
+ <img src="https://img.shop.example/b/summer.gif">
_EOC_

our ($All, $AllLeft) = page(<<'_EOC_');
- <script src="https://s.adroll.com/j/roundtrip.js"></script>
- <script>adroll_adv_id = "X"; adroll_pix_id = "Y";</script>
- <img src="https://d.adroll.com/pixel/X/Y">
- <link rel="preconnect" href="https://s.adroll.com">
- <link rel="dns-prefetch" href="//d.adroll.com">
+ <script src="https://static.criteo.net/js/ld/ld.js"></script>
+ <link rel="preconnect" href="https://static.criteo.net">
+ <script>fbq('init', '1');</script>
_EOC_

# and the other way round: this one alone

our $OnlyLeft = $All;

$OnlyLeft =~ s{^<script src="https://static.criteo.*\n}{\n}m;
$OnlyLeft =~ s{^<link rel="preconnect" href="https://static.criteo.*\n}{\n}m;
$OnlyLeft =~ s{^<script>fbq.*\n}{\n}m;

our ($Deny, $DenyLeft) = page(<<'_EOC_');
- <script src="https://partner.test/px/1.js"></script>
+ <script src="https://partner.test/shop.js"></script>
+ <script src="https://www.partner.test/px/1.js"></script>
- <script src="https://any.below.test/1.js"></script>
- <script>partnerTag.load(1);</script>
+ <script>var my_partnerTag = 1;</script>
- <script>var pixel4711 = 1;</script>
+ <script>var pixel = 4711;</script>
+ <script src="https://unknown.test/1.js"></script>
+ <script src="https://www.google-analytics.com/analytics.js"></script>
+ <script src="https://cdn.below.test/ok/1.js"></script>
- <script src="https://s.adroll.com/j/roundtrip.js"></script>
_EOC_

our ($Unknown, $UnknownLeft) = page(<<'_EOC_');
- <script src="https://unknown.test/1.js"></script>
- <img src="//img.unknown.test/1.png">
+ <script src="https://js.stripe.com/v3/"></script>
+ <script src="https://cdn.mine.test/1.js"></script>
+ <script src="https://www.own.test/1.js"></script>
+ <script src="/own.js"></script>
+ <script>var link = "https://unknown.test/";</script>
+ <a href="https://unknown.test/">there</a>
_EOC_

our $Slow = 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!a';


add_block_preprocessor(sub {
    my $block = shift;

    $block->set_value('http_config', $Http)
        if !defined $block->http_config;
});

no_long_string();
run_tests();

__DATA__

=== TEST 1: server-side containers and proxied loaders on the site's own host
--- http_config
    privacy on; privacy_surrogates off; privacy_placeholder off;
    privacy_first_party .shop.example;
--- config
    location ~ \.html$ { }
--- user_files eval: ">>> t.html\n$::Own"
--- request
GET /t.html
--- more_headers
Host: shop.example
--- response_body eval: $::OwnLeft



=== TEST 2: with consent they stay
--- http_config
    privacy on; privacy_first_party .shop.example;
--- config
    location ~ \.html$ { }
--- user_files eval: ">>> t.html\n$::Own"
--- request
GET /t.html
--- more_headers eval
"Host: shop.example\nCookie: $::Accept"
--- response_body eval: $::Own



=== TEST 3: cookies that a server sets under a tracker's name; refusals stay
--- config eval: $::Proxy
--- request
GET /up/page
--- raw_response_headers_unlike: Set-Cookie: (?:_ga|FPID|FPLC|_fbp|__adroll_fpc|__ar_v4|_pk_id[^=]*|cto_bundle|__kla_id|kndctr_[^=]*_identity)=
--- raw_response_headers_like: (?s)__adroll_opt_out=1.*_hjOptOut=1.*__kla_off=true.*kndctr_0A_AdobeOrg_consent=.*mtm_consent_removed=1.*sid=1; HttpOnly.*_gaming=1



=== TEST 4: the same on their way to the server
--- config eval: $::Proxy
--- request
GET /up/echo
--- more_headers
Cookie: _ga=1; sid=2; FPID=3; __adroll_fpc=4; __adroll_opt_out=5; _fbp=6; _hjOptOut=7; _gaming=8
--- response_body chomp
cookie=[sid=2; __adroll_opt_out=5; _hjOptOut=7; _gaming=8]



=== TEST 5: refused by name: tags and hints in the page
--- http_config
    privacy on; privacy_surrogates off;
--- config
    location ~ \.html$ { }
--- user_files eval: ">>> t.html\n$::All"
--- request
GET /t.html
--- more_headers eval: "Cookie: $::NoAdroll"
--- response_body eval: $::AllLeft



=== TEST 6: granted by name: that one alone
--- http_config
    privacy on; privacy_surrogates off;
--- config
    location ~ \.html$ { }
--- user_files eval: ">>> t.html\n$::All"
--- request
GET /t.html
--- more_headers eval: "Cookie: $::Adroll"
--- response_body eval: $::OnlyLeft



=== TEST 7: refused by name: Set-Cookie and Link
--- config eval: $::Proxy
--- request
GET /up/page
--- more_headers eval: "Cookie: $::NoAdroll"
--- raw_response_headers_unlike: (__adroll_fpc|__ar_v4|s\.adroll\.com)
--- raw_response_headers_like: (?s)_fbp=.*cto_bundle=x.*__adroll_opt_out=1.*Link: <https://static\.criteo\.net>; rel=preconnect, </a\.css>



=== TEST 8: refused by name: Cookie
--- config eval: $::Proxy
--- request
GET /up/echo
--- more_headers eval: "Cookie: $::NoAdroll; __adroll_fpc=1; cto_bundle=2; __ar_v4=3"
--- response_body_like: cto_bundle=2\]$
--- response_body_unlike: (__adroll_fpc|__ar_v4)



=== TEST 9: refused by name: what is on the browser expires
--- config eval: $::Proxy
--- request
GET /up/page
--- more_headers eval: "Cookie: $::NoAdroll; __adroll_fpc=1; cto_bundle=2"
--- raw_response_headers_like: Set-Cookie: __adroll_fpc=;
--- raw_response_headers_unlike: Set-Cookie: cto_bundle=;



=== TEST 10: refused by name: Content-Security-Policy
--- config eval: $::Proxy
--- request
GET /csp/page
--- more_headers eval: "Cookie: $::NoAdroll"
--- raw_response_headers_like: Content-Security-Policy: [^\r]* \*\.criteo\.net
--- raw_response_headers_unlike: Content-Security-Policy: [^\r]*adroll



=== TEST 11: privacy_deny: hosts with and without a path, text, patterns
--- http_config
    privacy on; privacy_surrogates off;
--- config
    location ~ \.html$ {
        privacy_deny category=marketing host=partner.test/px/
                     host=.below.test inline=partnerTag "inline=~pixel\d+"
                     cookie=ours cookie=part_* "cookie=~^x\d+$";
        privacy_allow vendor=google-analytics host=cdn.below.test/ok/;
    }
--- user_files eval: ">>> t.html\n$::Deny"
--- request
GET /t.html
--- response_body eval: $::DenyLeft



=== TEST 12: privacy_deny and privacy_allow: cookies by pattern
--- config eval
"location /up/ {
    privacy_deny category=marketing cookie=ours cookie=part_*
                 \"cookie=~^x\\d+\$\" cookie=*_px;
    privacy_allow cookie=_ga cookie=part_cart;
    proxy_pass http://127.0.0.1:$::Port/;
}"
--- request
GET /up/echo
--- more_headers
Cookie: ours=1; part_a=2; x12=3; a_px=4; Ours=5; x12a=6; _px_=7; _ga=8; part_cart=9; _gid=10
--- response_body chomp
cookie=[Ours=5; x12a=6; _px_=7; _ga=8; part_cart=9]



=== TEST 13: an expression that runs into its limit is no match; told once by
a worker, since locations that say the same share what was made of it
--- config eval
"location /twice/ {
    privacy_deny category=marketing \"cookie=~^(([a-z]+)+)+!\$\";
    proxy_pass http://127.0.0.1:\$TEST_NGINX_SERVER_PORT/up/;
}
location /up/ {
    privacy_deny category=marketing \"cookie=~^(([a-z]+)+)+!\$\";
    proxy_pass http://127.0.0.1:$::Port/;
}"
--- request
GET /twice/echo
--- more_headers eval: "Cookie: $::Slow=1"
--- response_body eval: "cookie=[$::Slow=1]"
--- grep_error_log eval
qr/\[warn\].* ran into its match limit/
--- grep_error_log_out eval
qr/^[^\n]*limit\n$/



=== TEST 14: privacy_unknown host=deny, first parties, and who is necessary
--- config
    location ~ \.html$ {
        privacy_unknown host=deny;
        privacy_first_party .mine.test www.own.test;
    }
--- user_files eval: ">>> t.html\n$::Unknown"
--- request
GET /t.html
--- response_body eval: $::UnknownLeft



=== TEST 15: privacy_unknown cookie=deny
--- config eval
"location /up/ {
    privacy_unknown cookie=deny;
    privacy_allow cookie=sid;
    proxy_pass http://127.0.0.1:$::Port/;
}"
--- request
GET /up/echo
--- more_headers
Cookie: sid=1; other=2; __adroll_opt_out=3; CookieConsent=4
--- response_body chomp
cookie=[sid=1; __adroll_opt_out=3; CookieConsent=4]



=== TEST 16: a level's own word takes the place of the one above
--- config
    privacy_allow vendor=adroll;
    location = /a.html { }
    location = /b.html { privacy_allow vendor=criteo; }
    location = /c.html { privacy_deny category=marketing host=a.test; }
--- user_files eval
CORE::join '', map { ">>> $_.html\n<!doctype html><p><img src=//d.adroll.com/><img src=//a.test/>\n" } 'a' .. 'c'
--- request eval
["GET /a.html", "GET /b.html", "GET /c.html"]
--- response_body eval
["<!doctype html><p><img src=//d.adroll.com/><img src=//a.test/>\n",
 "<!doctype html><p><img src=//a.test/>\n",
 "<!doctype html><p><img src=//d.adroll.com/>\n"]



=== TEST 17: a vendor block stands over the catalog's vendor of that id
--- http_config
    privacy on;
    privacy_vendor adroll { category analytics; host .only.test; }
--- config
    location ~ \.html$ { }
--- user_files eval
">>> t.html\n<!doctype html><img src=//d.adroll.com/><img src=//a.only.test/>\n"
--- request
GET /t.html
--- response_body
<!doctype html><img src=//d.adroll.com/>



=== TEST 18: a path of the site's own, where a proxied loader was put
--- config
    location ~ \.html$ {
        privacy_deny category=analytics host=shop.example/metrics/;
    }
--- user_files eval
">>> t.html\n<!doctype html><script src=/metrics/></script><script src=/metrics.js></script>\n"
--- request
GET /t.html
--- more_headers
Host: shop.example
--- response_body
<!doctype html><script src=/metrics.js></script>



=== TEST 19: a cookie with its time: found by its name
--- http_config
    privacy on;
    privacy_vendor own {
        category analytics; host .own.test; lifetime 30d;
        cookie own_id=90d own_s*=session _gaming;
    }
--- config eval: $::Proxy
--- request
GET /up/echo
--- more_headers
Cookie: own_id=1; own_s2=2; own_id=90d; own_i=3
--- response_body chomp
cookie=[own_i=3]



=== TEST 20: and the declaration says so
--- http_config
    privacy on;
    privacy_vendor own {
        category analytics; host .own.test; lifetime 30d;
        cookie own_id=90d own_s*=session own_x;
    }
--- config
    location /privacy/ { privacy_endpoint; privacy_services own; }
--- request
GET /privacy/declaration?fragment
--- response_body_like: (?s)<code>own_id</code> <bdi>.90 days.</bdi>.*<code>own_s\*</code> <bdi>.until you close the browser.</bdi>.*<code>own_x</code></span>.*<td>30 days</td>
