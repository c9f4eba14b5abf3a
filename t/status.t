# privacy_zone and privacy_status: what is counted, and the forms it is told in

use FindBin;
use lib "$FindBin::Bin/lib";
use Test::Nginx::Socket 'no_plan';

use Prometheus;

repeat_each(1);
no_shuffle();
no_root_location();

our $http = <<'_EOC_';
    privacy_zone    stats:64k;
    privacy_catalog off;
    privacy_vendor trk { category marketing; host .trk.test; cookie _trk*; arg trkid; }
_EOC_

our $config = <<'_EOC_';
    location /page {
        privacy      on;
        default_type text/html;
        add_header   Set-Cookie "_trk=1; Path=/";
        return 200 '<!DOCTYPE html><body><script src="//a.trk.test/x.js"></script><img src="//cdn.nobody.test/p.gif">';
    }
    location /look {
        privacy      report;
        default_type text/html;
        return 200 '<!DOCTYPE html><body><script src="//a.trk.test/x.js"></script>';
    }
    location /plain {
        default_type text/html;
        return 200 '<!DOCTYPE html>nobody $args';
    }
    location /ids {
        privacy           on;
        privacy_click_ids strip;
        error_page        404 /front;
        try_files         /none =404;
    }
    location /seen {
        privacy           report;
        privacy_click_ids strip;
        proxy_pass        http://127.0.0.1:$TEST_NGINX_SERVER_PORT/plain;
    }
    location /front {
        privacy    on;
        proxy_pass http://127.0.0.1:$TEST_NGINX_SERVER_PORT/plain;
    }
    location = /json { privacy_status json; }
    location = /prometheus { privacy_status prometheus; }
    location = /html { privacy_status html; }
    location = /status { privacy on; privacy_notice on; privacy_status; }
    location /privacy/ { privacy_endpoint; }
_EOC_

run_tests();

__DATA__

=== tags, cookies, unknown hosts and requests are counted
--- http_config eval: $::http
--- config eval: $::config
--- pipelined_requests eval
["GET /page", "GET /page", "GET /look", "GET /json"]
--- response_body_like eval
["nobody", "nobody", "trk",
 qr/"requests":\[\n
    \{"consent":"necessary","source":"regime","decided":"0","count":3,"today":3\}\],\n
    "documents":\[\n
    \{"result":"filtered","reason":"","count":2,"today":2\},\n
    \{"result":"report","reason":"filtered","count":1,"today":1\}\],\n
    "tags":\[\n
    \{"vendor":"trk","category":"marketing","action":"report","count":1,"today":1\},\n
    \{"vendor":"trk","category":"marketing","action":"strip","count":2,"today":2\}\],\n
    "cookies":\[\n
    \{"vendor":"trk","category":"marketing","direction":"response","count":2,"today":2\}\],\n
    "click_ids":\[\],\n
    "unknown":\[\n
    \{"host":"cdn\.nobody\.test","element":"img","count":2,"today":2\}\],\n
   /x]
--- no_error_log
[alert]


=== cookies that come from the browser
--- http_config eval: $::http
--- config eval: $::config
--- more_headers
Cookie: _trk=5; a=b
--- pipelined_requests eval
["GET /front", "GET /json"]
--- response_body_like eval
["nobody",
 qr/"direction":"expire","count":1.*\n.*"direction":"request","count":1/]


=== click identifiers, each once, with their vendor
--- http_config eval: $::http
--- config eval: $::config
--- request eval
["GET /ids?trkid=1&a=2&trkid=3", "GET /seen?trkid=1", "GET /front?trkid=1",
 "GET /json", "GET /prometheus", "GET /html"]
--- error_code eval: [404, 200, 200, 200, 200, 200]
--- response_body_like eval
["nobody", "nobody trkid=1", "nobody trkid=1",
 qr/"click_ids":\[\n
    \{"vendor":"trk","category":"marketing","action":"report","count":1,"today":1\},\n
    \{"vendor":"trk","category":"marketing","action":"strip","count":2,"today":2\}\],\n
   /x,
 qr/\nnginx_privacy_click_ids_total\{vendor="trk",category="marketing",action="strip"\}\ 2\n/,
 qr{trk\ <small>marketing</small>.*
    (<td\ class="n\ wide">0</td>){2}<td\ class="n\ wide">3</td>
    <td\ class="n">3</td>}x]


=== a request that is redirected inside is one
--- http_config eval: $::http
--- config
    location / { privacy on; try_files /none /front; }
    location /front {
        privacy    on;
        proxy_pass http://127.0.0.1:$TEST_NGINX_SERVER_PORT/plain;
    }
    location /plain { default_type text/html; return 200 '<!DOCTYPE html>nobody'; }
    location = /json { privacy_status json; }
--- more_headers
Cookie: _trk=5; a=b
--- pipelined_requests eval
["GET /any", "GET /json"]
--- response_body_like eval
["nobody",
 qr/"requests":\[\n[^\n]*"count":1,"today":1\}\],.*"direction":"expire","count":1,.*"direction":"request","count":1,/s]


=== a blocked document is one, whatever stands in its place
--- http_config eval: $::http
--- config
    privacy          on;
    privacy_on_error block;
    location /x { types { } charset utf-16; default_type text/html; return 200 "x"; }
    location = /json { privacy_status json; }
--- request eval
["GET /x", "GET /json"]
--- error_code eval: [502, 200]
--- response_body_like eval
["^\$",
 qr/"documents":\[\n\{"result":"blocked","reason":"character_set","count":1,"today":1\}\]/]


=== documents that are granted all: with something put in, or none
--- http_config eval: $::http
--- config
    privacy on;
    location /with { default_type text/html; return 200 '<!DOCTYPE html><body>a'; privacy_notice on; }
    location /none { default_type text/html; return 200 '<!DOCTYPE html><body>a'; }
    location = /json { privacy_status json; }
    location /privacy/ { privacy_endpoint; }
--- more_headers eval
"Cookie: privacy_consent=v1&t=" . CORE::time . "&c=necessary+functional+analytics+marketing"
--- request eval
["GET /with", "GET /none", "GET /json"]
--- response_body_like eval
["/privacy/", "a", qr/"documents":\[\n
  \{"result":"filtered","reason":"notice","count":1,"today":1\},\n
  \{"result":"passed","reason":"granted","count":1,"today":1\}\]/x]


=== Prometheus text
--- http_config eval: $::http
--- config eval: $::config
--- pipelined_requests eval
["GET /page", "GET /prometheus"]
--- response_body_like eval
["nobody",
 qr/\#\ HELP\ nginx_privacy_tags_total\ \S.*\n
    \#\ TYPE\ nginx_privacy_tags_total\ counter\n
    nginx_privacy_tags_total\{vendor="trk",category="marketing",action="strip"\}\ 1\n
   /x]


=== every line of it is in form
--- http_config eval: $::http
--- config eval: $::config
--- request eval
["GET /page", "GET /page?a", "GET /look", "GET /prometheus"]
--- more_headers
Cookie: _trk=5
--- response_body_filters eval
sub {
    my ($body) = @_;
    return $body if $body !~ /^# HELP/;
    my ($samples, @errors) = Prometheus::parse($body);
    return CORE::join "\n", @errors, Prometheus::sum($samples, 'tags_total'),
                     Prometheus::sum($samples, 'cookies_total', qr/expire/);
}
--- response_body_like eval
["nobody", "nobody", "trk", "\\A3\n3\\z"]


=== a page, which takes nothing from anywhere
--- http_config eval: $::http
--- config eval: $::config
--- request
GET /html
--- response_headers
Content-Type: text/html; charset=utf-8
Cache-Control: no-store
Content-Security-Policy: default-src 'none'; style-src 'unsafe-inline'
--- response_body_unlike: (src|href)=
--- response_body_like: Privacy status


=== who was held back today, with bars
--- http_config eval: $::http
--- config eval: $::config
--- pipelined_requests eval
["GET /page", "GET /page", "GET /html"]
--- response_body_like eval
["nobody", "nobody",
 qr{not\ decided\ <b>2</b>.*
    <tr><th\ scope="row">trk\ <small>marketing</small>
    <div\ class="bar\ marketing"\ aria-hidden="true">
    <i\ class=""\ style="width:100\.0%"></i></div></th>
    <td\ class="n\ wide">2</td><td\ class="n\ wide">2</td>
    <td\ class="n\ wide">0</td>
    <td\ class="n">4</td><td\ class="n">4</td></tr>\n.*
    <tr><th\ scope="row">cdn\.nobody\.test\ <small>img</small>
   }xs]


=== a list of categories breaks at its commas alone
--- http_config eval: $::http
--- config eval: $::config
--- more_headers eval
"Cookie: privacy_consent=v1&t=" . CORE::time . "&c=necessary+analytics"
--- request eval
["GET /front", "GET /html"]
--- response_body_like eval
["nobody", qr{<th\ scope="row">necessary,<wbr>analytics\ <small>native</small>}x]


=== and before anybody was
--- http_config eval: $::http
--- config eval: $::config
--- request
GET /html
--- response_body_like: Nothing has been counted yet


=== the form that is asked for: a browser
--- http_config eval: $::http
--- config eval: $::config
--- request
GET /status
--- more_headers
Accept: text/html,application/xhtml+xml,*/*;q=0.8
--- response_headers
Content-Type: text/html; charset=utf-8


=== the form that is asked for: a scraper
--- http_config eval: $::http
--- config eval: $::config
--- request
GET /status
--- more_headers
Accept: application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.4,*/*;q=0.1
--- response_headers
Content-Type: text/plain; version=0.0.4; charset=utf-8


=== the form that is asked for: JSON
--- http_config eval: $::http
--- config eval: $::config
--- request
GET /status
--- more_headers
Accept: application/json
--- response_headers
Content-Type: application/json


=== nothing is posted to it
--- http_config eval: $::http
--- config eval: $::config
--- request
POST /json
--- error_code: 405


=== without a zone there is nothing to show
--- config
    location = /json { privacy_status json; }
--- request
GET /json
--- error_code: 404
--- error_log
privacy_status has no privacy_zone to show


=== hosts of a hostile page do not get to be markup
--- http_config eval: $::http
--- config
    location /page {
        privacy      on;
        default_type text/html;
        return 200 '<!DOCTYPE html><img src="//a&quot;&lt;b.test/">';
    }
    location = /json { privacy_status json; }
    location = /html { privacy_status html; }
--- pipelined_requests eval
["GET /page", "GET /html"]
--- response_body_unlike eval
["nothing", "<b\\.test"]


=== a full zone counts the rest under "other", and loses nothing
--- http_config
    privacy_zone    stats:32k;
    privacy_catalog off;
    privacy_vendor trk { category marketing; host .trk.test; }
--- config
    location /page.html { privacy on; }
    location = /json { privacy_status json; }
    location = /html { privacy_status html; }
--- user_files eval
">>> page.html\n<!DOCTYPE html><body>"
. CORE::join("", map { "<img src=//h$_.test/>" } 1 .. 300)
. '<script src="//a.trk.test/x.js"></script>'
--- pipelined_requests eval
["GET /page.html", "GET /page.html", "GET /json", "GET /html"]
--- response_body_like eval
["h300", "h300",
 qr/(?{ $::sum = 0; $::n = 0 })
    "tags":\[\n\{"vendor":"trk",[^\n]*"count":2,.*
    "unknown":\[
    (?:\n\{"host":"(?:h\d+\.test|other)","element":"(?:img|other)",
       "count":(\d+),"today":\d+\},?(?{ $::sum += $1; $::n++ }))+
    \](?(?{ $::sum == 600 && $::n < 60 })|(?!))
    .*\{"size":(\d+),"used":(\d+)\}(?(?{ $3 < $2 })|(?!))/xs,
 "were counted under .{3}other"]


=== a large zone is told whole, whatever it takes
--- http_config
    privacy_zone    stats:80m;
    privacy_catalog off;
--- config
    location /page.html { privacy on; }
    location = /json { privacy_status json; }
    location = /prometheus { privacy_status prometheus; }
    location = /html { privacy_status html; }
--- user_files eval
">>> page.html\n<!DOCTYPE html><body>"
. CORE::join "", map { "<img src=//h$_." . ("a" x 62 . ".") x 3 . "test/>" } 1 .. 80_000
--- request eval
["GET /page.html", "GET /json", "GET /prometheus", "GET /html"]
--- response_body_filters eval
sub {
    my ($body) = @_;
    return "page" if $body =~ /^<!DOCTYPE html><body><img/;
    return "html" if $body =~ m{^<!DOCTYPE html>.*</html>\s*\z}s;

    if ($body =~ /^# HELP/) {
        my ($samples, @errors) = Prometheus::parse($body);
        return CORE::join " ", "prometheus", @errors,
                         Prometheus::sum($samples, 'unknown_total');
    }

    my $large = CORE::length($body) > 16 * 1024 * 1024 ? "large" : "small";
    my ($n, $sum) = (0, 0);

    $body =~ s/\n\{"host":"[\w.]+","element":"\w+","count":(\d+),"today":\1\}/
               $n++; $sum += $1; 'row'/ge;
    $body =~ s/\[row(?:,row)*\]/[rows]/;

    return $n < 60_000 ? $n : "json $large $sum "
        . ($body =~ /\A\{"start":\d+(?:,\n"\w+":\[[^\[\]]*\])*,\n"bytes"/);
}
--- response_body eval
["page", "json large 80000 1", "prometheus 80000", "html"]


=== one zone
--- http_config
    privacy_zone a:64k;
    privacy_zone b:64k;
--- config
--- must_die
--- error_log
"privacy_zone" directive is duplicate


=== a zone has a size
--- http_config
    privacy_zone a;
--- config
--- must_die
--- error_log
invalid parameter "a" in "privacy_zone" directive, it must be a name and a size, as in "privacy:1m"


=== and not too small a one
--- http_config
    privacy_zone a:4k;
--- config
--- must_die
--- error_log
"privacy_zone": zone "a:4k" is too small, it must be at least 


=== a form that there is not
--- http_config eval: $::http
--- config
    location = /x { privacy_status xml; }
--- must_die
--- error_log
invalid value "xml" in "privacy_status" directive, it must be "html", "json" or "prometheus"
