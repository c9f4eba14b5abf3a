use strict;
use warnings;

use lib 't/lib';
use Test::More;

use Digest::SHA qw/ sha256_base64 /;

use Nginx;
use Privacy;
use Upstream;

# what is put into a page, under every policy that the page may have; and the
# policy of privacy_csp itself

my $tag = '<script src=//cdn.trk.test/a.js></script>';
my $google = '<script async src="https://www.googletagmanager.com/gtag/js?id=G-1"></script>'
             . "<script>gtag('js',new Date());gtag('config', 'G-1')</script>"
             . '<noscript><iframe src="https://www.googletagmanager.com/ns.html?id=GTM-1"></iframe></noscript>';
my $doc = "<!doctype html><html><head><title>t</title>$tag</head><body><p>text\n";

my $up = Upstream::start(sub {
    my ($path, $f) = @_;

    my @fields = map { s/%([0-9a-f]{2})/chr hex $1/gier }
                 ($path =~ /[?&]((?:content-)[^&]*)/gi);

    return Upstream::http("<p>part$tag", @fields) if $path =~ /fragment/;
    return Upstream::http("<!doctype html>$google<p>x", @fields)
        if $path =~ /google/;

    return "HTTP/1.1 304 Not Modified\r\nETag: \"e\"\r\nConnection: close\r\n\r\n"
        if ($f->{'if-none-match'} // '') eq '"e"';

    return Upstream::http($doc, 'ETag: "e"') if $path =~ /etag/;

    return Upstream::http($doc =~ s/<script/<script nonce=s/r, @fields)
        if $path =~ /nonce\?/;

    return Upstream::http($doc, @fields);
});

my $nginx = Nginx->new(http => $http . '
        privacy_zone z:1m;
        privacy_vendor google-tag-manager {
            category marketing;
            host www.googletagmanager.com;
            obeys www.googletagmanager.com/gtag/js gtag(;
        }
        privacy_vendor google-analytics {
            category analytics;
            inline "gtag(\'config\', \'G-" GoogleAnalyticsObject;
            host .google-analytics.com;
            cookie _ga;
            obeys www.googletagmanager.com/gtag/js gtag(;
        }
    ', server => "
        location / { proxy_pass http://127.0.0.1:$up; privacy_consent_mode basic; }
        location /advanced/ { proxy_pass http://127.0.0.1:$up; privacy_consent_mode advanced; privacy_csp on; }
        location /tagsoff/ { proxy_pass http://127.0.0.1:$up; privacy_consent_mode basic; privacy_tags off; }
        location /off/ { proxy_pass http://127.0.0.1:$up; }
        location /notice/ { proxy_pass http://127.0.0.1:$up; privacy_notice on; }
        location /watch/ { proxy_pass http://127.0.0.1:$up; privacy_csp report; }
        location /privacy/ { privacy_endpoint; }
        location /status { privacy_status prometheus; }
    ");

sub page {
    my ($path, @policies) = @_;
    my @cookies = grep /^(?:Cookie|Sec-|X-)/, @policies;
    my $args = join '&', map { s/([^\w-])/sprintf '%%%02x', ord $1/ger }
                         grep !/^(?:Cookie|Sec-|X-)/, @policies;

    return $nginx->get("$path?$args", @cookies);
}

my $csp = 'Content-Security-Policy';
my $watch = "$csp-Report-Only";
my ($head, $body);


# Consent Mode: what the defaults say

($head, $body) = page('/');
my ($script) = $body =~ m{<head><script>(.*?)</script><title>};
ok($script, 'the first script of the page');
like($script, qr/gtag\('consent','default',\{'ad_storage':'denied','ad_user_data':'denied','ad_personalization':'denied','analytics_storage':'denied','functionality_storage':'denied','personalization_storage':'denied','security_storage':'granted'\}\)/,
     'nothing is granted');
unlike($body, qr/trk\.test/, 'and the page is filtered');
is(Nginx::field($head, $csp), undef, 'no policy where there was none');

($head, $body) = page('/', "Cookie: $accept");
like($body, qr/<head><script>[^<]*'ad_storage':'granted'[^<]*'analytics_storage':'granted'[^<]*'functionality_storage':'granted'/,
     'accepted: granted');
like($body, qr/trk\.test/, 'accepted: with the tags');
is(Nginx::field($head, 'Content-Length'), undef, 'accepted: another length');

($head, $body) = page('/', 'Cookie: ' . cookie('c=necessary+analytics'));
like($body, qr/'ad_storage':'denied'[^<]*'analytics_storage':'granted'/,
     'by category');

($head, $body) = page('/', 'Cookie: ' . cookie('c=necessary+analytics&n=google-analytics'));
like($body, qr/'analytics_storage':'denied'/, 'unless it is refused by name');

($head, $body) = page('/', 'Cookie: ' . cookie('c=necessary&y=google-analytics'));
like($body, qr/'ad_storage':'denied'[^<]*'analytics_storage':'granted'/,
     'granted by name');

for my $field ('Sec-Fetch-Dest: empty', 'X-Requested-With: XMLHttpRequest',
               'Sec-Fetch-Dest: script')
{
    ($head, $body) = page('/', $field);
    unlike($body, qr/gtag/, "$field: none");
}

($head, $body) = page('/', 'Sec-Fetch-Dest: iframe');
like($body, qr/gtag/, 'a frame has tags, too');

($head, $body) = page('/fragment');
unlike($body, qr/gtag/, 'a fragment stays one');

($head, $body) = page('/off/');
unlike($body, qr/gtag/, 'off is the default');

($head, $body) = page('/tagsoff/');
like($body, qr/<head><script>[^<]*<\/script><title>t<\/title>\Q$tag\E/,
     'privacy_tags off: the defaults, and the tags');

my $with = (page('/', 'Sec-Fetch-Dest: document'))[0];
is(Nginx::field($with, 'Vary'), 'Cookie, Sec-GPC, Sec-Fetch-Dest, X-Requested-With',
   'it depends on the visitor, and on who asks');


# one without them is never revalidated into use as one that has them

($head) = $nginx->get('/etag', 'Sec-Fetch-Dest: empty');
my ($tag_of) = Nginx::field($head, 'ETag');
($head) = $nginx->get('/etag', 'Sec-Fetch-Dest: empty',
                      "If-None-Match: $tag_of");
like($head, qr/^HTTP\/1.1 304/, 'fetched again: 304');
($head, $body) = $nginx->get('/etag', 'Sec-Fetch-Dest: document',
                             "If-None-Match: $tag_of");
like($head, qr/^HTTP\/1.1 200/, 'fetched by a script, then visited: 200');
like($body, qr/gtag/, 'with the defaults');


# basic and advanced

($head, $body) = page('/google');
unlike($body, qr/googletagmanager|config/, 'basic: no tags without consent');

($head, $body) = page('/advanced/google');
like($body, qr/^<!doctype html><script>window\.dataLayer.*?<\/script><script async/s,
     'advanced: the defaults, ahead of the tags');
like($body, qr/gtag\/js\?id=G-1/, 'advanced: the tags stay');
like($body, qr/gtag\('config'/, 'and what starts them');
unlike($body, qr/ns\.html/, 'but not what cannot be told');
like(Nginx::field($head, $csp), qr/ www\.googletagmanager\.com/,
     'and privacy_csp lets them load');

($head, $body) = page('/advanced/google', 'Cookie: ' . cookie('c=necessary&n=google-analytics'));
unlike($body, qr/gtag\('config'/, 'advanced: a refusal by name holds');


# every policy of the page

my $hash = "'sha256-" . sha256_base64($script) . "='";

for my $case (
    [ 'unsafe-inline', "script-src 'self' 'unsafe-inline'", undef ],
    [ 'other sources', "img-src 'self'; object-src 'none'", undef ],
    [ 'hosts', "script-src 'self' https://x.test; img-src *",
      "script-src 'self' https://x.test $hash; img-src *" ],
    [ 'default-src', "default-src 'self'", "default-src 'self' $hash" ],
    [ 'a hash', "script-src 'sha256-abc=' 'unsafe-inline'",
      "script-src 'sha256-abc=' 'unsafe-inline' $hash" ],
    [ 'strict-dynamic', "script-src 'strict-dynamic' 'sha256-abc=' https:",
      "script-src 'strict-dynamic' 'sha256-abc=' https: $hash" ],
    [ 'two in one', "script-src 'self', script-src 'unsafe-inline'",
      "script-src 'self' $hash, script-src 'unsafe-inline'" ],
) {
    my ($name, $policy, $want) = @$case;

    for my $field ($csp, $watch) {
        ($head, $body) = page('/', "$field: $policy");
        is(Nginx::field($head, $field), $want // $policy, "$field: $name");
        like($body, qr/<head><script>\Q$script\E<\/script>/,
             "$field: $name: the same script");
    }
}

for my $policy ("script-src 'nonce-r4nd'", "default-src 'self' 'nonce-r4nd'",
                "script-src 'strict-dynamic' 'nonce-r4nd' 'unsafe-inline' https:")
{
    ($head, $body) = page('/', "$csp: $policy");
    is(Nginx::field($head, $csp), $policy, "$policy: as it was");
    like($body, qr/<head><script nonce="r4nd">/, "$policy: the nonce");
}

($head, $body) = page('/', "$watch: script-src 'nonce-a'",
                      "$csp: script-src 'nonce-b'", "$csp: script-src 'self'");
like($body, qr/<script nonce="b">/, 'several: the nonce that is enforced');
is_deeply([ Nginx::field($head, $csp) ],
          [ "script-src 'nonce-b'", "script-src 'self' $hash" ],
          'several: each by itself');
is(Nginx::field($head, $watch), "script-src 'nonce-a' $hash",
   'several: nothing to report');

($head, $body) = page('/', "$csp: script-src 'none'");
is(Nginx::field($head, $csp), "script-src 'none'", 'no script: as it was');
unlike($body, qr/gtag/, 'no script: nobody to tell');

($head, $body) = page('/', "$watch: script-src 'none'");
like($body, qr/gtag/, 'no script, reported alone: there is');

($head) = $nginx->get('HEAD /?content-security-policy%3a%20script-src%20%27self%27');
is(Nginx::field($head, $csp), "script-src 'self' $hash", 'HEAD says the same');


# the notice is files of this site: it shows the nonce, and adds nothing

for my $policy ("default-src 'self'", "script-src 'none'; style-src 'none'",
                "script-src 'strict-dynamic' 'sha256-abc='")
{
    ($head, $body) = page('/notice/', "$csp: $policy");
    is(Nginx::field($head, $csp), $policy, "notice: $policy: as it was");
    like($body, qr{<body><link rel="stylesheet" href="/privacy/notice.css[^>]*>.*<form method="post" action="/privacy/consent"}s,
         "notice: $policy: the form is there");
    unlike($body =~ s/.*<body>//sr, qr/<script>|<style>| style=| on[a-z]+=/,
           "notice: $policy: nothing inline");
}

($head, $body) = page('/notice/', "$csp: script-src 'nonce-s'; style-src 'nonce-t'");
like($body, qr/<script src="[^"]*" nonce="s"/, 'notice: the nonce');

($head, $body) = page('/notice/', "$csp: style-src 'nonce-t'");
like($body, qr/<link [^>]*nonce="t"/, 'notice: that of styles');

# a surrogate shows the nonce of what it stands for, and no other

($head, $body) = page('/off/nonce', "$csp: script-src 'nonce-s'");
like($body, qr{<script nonce="s">window\.trk=}, 'a surrogate: its nonce');
is(Nginx::field($head, $csp), "script-src 'nonce-s'",
   'a surrogate: the policy as it was');

($head, $body) = page('/off/', "$csp: script-src 'nonce-s'");
like($body, qr{<script>window\.trk=}, 'a surrogate: none where it had none');


# privacy_csp: where to report, and what comes of it

($head) = page('/watch/');
like(Nginx::field($head, $watch), qr{; report-uri /privacy/report$},
     'the endpoint takes reports');
is(Nginx::field($head, $csp), undef, 'nothing is enforced');

($head) = page('/watch/', "Cookie: $accept");
is(Nginx::field($head, $watch), undef, 'accepted: no policy');

sub report {
    my ($type, $json, $chunked) = @_;
    my $s = $nginx->connect;
    my $length = 'Content-Length: ' . length $json;

    if ($chunked) {
        $length = 'Transfer-Encoding: chunked';
        $json = sprintf "%x\r\n%s\r\n0\r\n\r\n", length $json, $json;
    }

    print $s join "\r\n", 'POST /privacy/report HTTP/1.1', 'Host: localhost',
                          "Content-Type: $type", 'Connection: close',
                          $length, '', $json;

    return (Nginx::parse(Nginx::drain($s), 'POST'))[0];
}

like(report('application/csp-report', '{"csp-report":{"document-uri":"https://localhost/",'
            . '"blocked-uri":"https://New.Tracker.test/x.js?a=1","violated-directive":"script-src-elem",'
            . '"effective-directive":"script-src-elem"}}'),
     qr/^HTTP\/1.1 204/, 'a report is taken');

like(report('application/reports+json', '[{"type":"csp-violation","body":{"blockedURL":"https://img.tracker.test/p",'
            . '"effectiveDirective":"img-src"}},{"type":"csp-violation","body":{"blockedURL":"inline",'
            . '"effectiveDirective":"script-src-attr"}},{"type":"deprecation","body":{"id":"x"}}]'),
     qr/^HTTP\/1.1 204/, 'several, too');

like(report('application/json', '{"csp-report":{"blocked-uri":"https://x.test\" evil}{","violated-directive":"a b\\n"}}'),
     qr/^HTTP\/1.1 204/, 'anything is taken');
like(report('application/json', '[' x 10000), qr/^HTTP\/1.1 204/,
     'whatever it is');

for my $chunked (0, 1) {
    like(report('application/json', ' ' x 65537, $chunked), qr/^HTTP\/1.1 413/,
         'but none without an end' . ($chunked ? ', in chunks' : ''));
}

(undef, $body) = $nginx->get('/status');
like($body, qr/csp_reports_total\{host="new\.tracker\.test",directive="script-src-elem"\} 1/,
     'and is counted');
like($body, qr/csp_reports_total\{host="img\.tracker\.test",directive="img-src"\} 1/,
     'each of them');
like($body, qr/csp_reports_total\{host="inline",directive="script-src-attr"\} 1/,
     'what is no URL, too');
unlike($body, qr/evil/, 'and nothing else');

undef $nginx;


# an end to the field: first what default-src stands for, then all of it

sub partly {
    my ($where) = @_;
    my $cookie = 'Cookie: ' . cookie('c=necessary+analytics');
    my ($head) = $nginx->get("$where/", $cookie);
    return Nginx::field($head, $csp);
}

$nginx = Nginx->new(http => '
        privacy on;
        privacy_allow host=cdn.mine.test;
        privacy_first_party own.test;
    ', server => '
        location /all/ { privacy_csp on; alias %DIR%/html/; }
        location /short/ { privacy_csp on max=4k; alias %DIR%/html/;
            location /short/inherits/ { alias %DIR%/html/; }
            location /short/own/ { privacy_csp on; alias %DIR%/html/; }
        }
        location /long/ { privacy_csp on max=32k; alias %DIR%/html/; }
        location /tiny/ { privacy_csp on max=1; alias %DIR%/html/; }
        location /used/ { privacy_csp on max=4k; alias %DIR%/html/;
            privacy_services google-analytics meta; }
        location /named/ { privacy_csp on; alias %DIR%/html/;
            privacy_services google-analytics meta; }
    ', files => { 'index.html' => '<!doctype html><p>x' });

($head) = $nginx->get('/all/');
my $whole = Nginx::field($head, $csp);
cmp_ok(length "$csp: $whole\r\n", '<=', 3072, 'no end: no longer than 3 KB');
like($whole, qr/^default-src [^;]* own\.test [^;]*$/,
     'no end: what default-src says');

($head) = $nginx->get('/short/');
is(Nginx::field($head, $csp), $whole, 'an end, with room: the same');

for my $where ('/long', '/short/own') {
    is(partly($where), partly('/all'), "$where: the whole policy");
}

cmp_ok(length partly('/all'), '>', 4096, 'with consent: longer');
is(partly($_), undef, "$_: too long with consent: none")
    for '/short', '/short/inherits', '/tiny';
is(() = $nginx->log =~ /\[warn\].*a policy of \d+ bytes is longer than "privacy_csp max=4096" and is not sent.*privacy_services/g,
   1, 'and it is said');
is(() = $nginx->log =~ /and is not sent/g, 1, 'once');

my $used = partly('/used');
like($used, qr/ \*\.google-analytics\.com/, 'services: one that is allowed');
unlike($used, qr/facebook|clarity|hotjar/, 'services: nobody else');
like($used, qr/ cdn\.mine\.test/, 'services: privacy_allow');
like($used, qr/ own\.test/, 'services: first parties');
like($used, qr/; script-src /, 'services: with room for all');
like(partly('/all'), qr/hotjar/, 'no services: all who have consent');

my $named = partly('/named');
cmp_ok(length "$csp: $named\r\n", '<=', 4096, 'no end, services: 4 KB');
like($named, qr/ \*\.google-analytics\.com/, 'no end, services: one of them');
unlike($named, qr/facebook|clarity|hotjar/, 'no end, services: nobody else');
like($named, qr/ cdn\.jsdelivr\.net/, 'no end, services: who always may');
unlike($used, qr/ cdn\.jsdelivr\.net/, 'an end, services: not for want of room');

is(() = $nginx->log =~ /"privacy_csp" makes fields of up to \d+ bytes/g, 1,
   'at start it is said how long they may be, once');

undef $nginx;

done_testing();
