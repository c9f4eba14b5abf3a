use strict;
use warnings;

use lib 't/lib';
use Test::More;

use Nginx;
use Privacy;
use Upstream;

# the main job with nothing else in nginx: no cache, gzip, SSI, PCRE, rewrite;
# "make test-matrix" runs it with an nginx that has none of them

my $up = Upstream::start(sub {
    my ($path, $f) = @_;

    return "HTTP/1.1 304 Not Modified\r\nETag: \"a\"\r\nConnection: close\r\n\r\n"
        if ($f->{'if-none-match'} // '') eq '"a"';

    return Upstream::http("cookie=[" . ($f->{cookie} // '') . ']',
                          'Content-Type: text/plain') if $path eq '/p/echo';

    return Upstream::chunked(7, $page, 'ETag: "a"', 'Set-Cookie: _trk=1',
                             'Set-Cookie: sid=1');
});

my $nginx = Nginx->new(http => $http . '
        privacy_zone z:1m;
        privacy_vendor fancy { category marketing; cookie "~^fancy[0-9]+$"; }
    ', server => "
        privacy_notice on;
        privacy_csp on;
        privacy_consent_mode basic;
        location / { privacy_tags strip; }
        location /p/ { proxy_pass http://127.0.0.1:$up; proxy_http_version 1.1; }
        location /off/ { privacy off; alias %DIR%/html/; }
        location /privacy/ { privacy_endpoint; }
        location /status { privacy_status json; }
    ", files => { 'a.html' => $page });

my ($head, $body, $whole);

for my $path ('/a.html', '/p/a') {
    ($head, $body, $whole) = $nginx->get($path, 'Cookie: _trk=1; a=2');
    ok($whole, "$path: whole");
    unlike($body, qr/trk\.test|stats\.test/, "$path: filtered");
    like($body, qr/own\.js/, "$path: and the rest is there");
    like($body, qr{<head>\s*<script>window\.dataLayer}, "$path: Consent Mode");
    like($body, qr{action="/privacy/consent"}, "$path: the notice");
    like(Nginx::field($head, 'Content-Security-Policy'), qr/default-src/,
         "$path: a policy");
    like(join('|', Nginx::field($head, 'Set-Cookie')), qr/_trk=; Expires=/,
         "$path: what may not be kept is expired");
    unlike($head, qr/_trk=1/, "$path: nor set");

    my ($tag) = Nginx::field($head, 'ETag');

    ($head) = $nginx->get($path, "If-None-Match: $tag");
    like($head, qr/^HTTP\/1.1 304/, "$path: revalidated");

    ($head, $body) = $nginx->get($path, "If-None-Match: $tag",
                                 "Cookie: $accept");
    like($head, qr/^HTTP\/1.1 200/, "$path: not for another decision");
    like($body, qr/trk\.test/, "$path: accepted: with tags");
}

($head, $body) = $nginx->get('/p/echo', 'Cookie: a=1; _trk=2; fancy12=3; fancyx=4');
is($body, 'cookie=[a=1; fancyx=4]', 'what goes upstream is clean');

($head, $body) = $nginx->get('/off/a.html');
is($body, $page, 'privacy off: as it was');

my $s = $nginx->connect;
print $s join "\r\n", 'POST /privacy/consent HTTP/1.1', 'Host: localhost',
    'Sec-Fetch-Site: same-origin', 'Connection: close',
    'Content-Type: application/x-www-form-urlencoded', 'Content-Length: 13',
    '', 'action=accept';
($head) = Nginx::parse(Nginx::drain($s), 'POST');
close $s;
like($head, qr/^HTTP\/1.1 303 .*^Set-Cookie: privacy_consent=v1/ms,
     'a choice is taken');

($head, $body) = $nginx->get('/privacy/');
like($body, qr/<form/, 'the preference page');

($head, $body) = $nginx->get('/status');
like($body, qr/"tags"/, 'and the counters');

undef $nginx;

done_testing();
