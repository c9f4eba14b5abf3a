use strict;
use warnings;

use lib 't/lib';
use Test::More;

use Nginx;
use Privacy;
use Upstream;

# fields by which a browser loads, or is told not to; lifetimes; click ids

my $far = 'Fri, 31 Dec 2100 23:59:59 GMT';

my $up = Upstream::start(sub {
    my ($path, $f) = @_;

    return Upstream::http("<!doctype html><p>$path",
        'Link: </own.css>; rel=preload; as=style, <https://cdn.trk.test/a.js>; rel="preload"; as=script, <https://px.trk.test/next>; rel=next',
        'Link: <//cdn.trk.test>; rel=preconnect',
        'Link: <https://cdn.trk.test/a,b>; title="x, <y>"; rel="foo dns-prefetch"',
        'Permissions-Policy: camera=(), browsing-topics=*, geolocation=(self "https://a.test, b")',
        "Set-Cookie: _trk1=1; Path=/; Expires=$far; HttpOnly",
        'Set-Cookie: _trk2=1; Max-Age=99999999; Domain=shop.test',
        'Set-Cookie: _trk3=1; max-age=60',
        'Set-Cookie: _trk4=1; Expires=Thu, 01 Jan 1970 00:00:01 GMT',
        'Set-Cookie: _trk5=1',
        'Set-Cookie: sid=1; Max-Age=99999999',
        'Content-MD5: x', 'Digest: sha-256=x', 'Repr-Digest: sha-256=:x:',
        'Accept-Ranges: bytes', 'Vary: Accept-Encoding, cookie');
});

my $vendors = $http;
$vendors =~ s/(cookie    _trk\*;)/$1 arg trkid fb*;/;

my $nginx = Nginx->new(http => $vendors, server => "
    server_name www.shop.test;
    location /p/ { proxy_pass http://127.0.0.1:$up/; }
    location /cap/ { privacy_cookie_max_age 30d; proxy_pass http://127.0.0.1:$up/; }
    location /csp/ {
        privacy_csp on;
        privacy_first_party .mine.test;
        privacy_allow host=.cdn.test;
        privacy_permissions_policy off;
        proxy_pass http://127.0.0.1:$up/;
    }
    location /cspreport/ { privacy_csp report; proxy_pass http://127.0.0.1:$up/; }
    location /ids/ { privacy_click_ids strip; proxy_pass http://127.0.0.1:$up; }
    location /ids2/ { privacy_click_ids strip; proxy_pass http://127.0.0.1:$up/q/; }
    location /idsoff/ { proxy_pass http://127.0.0.1:$up; }
    location /novary/ { privacy_vary off; proxy_pass http://127.0.0.1:$up/; }
    location /report/ { privacy report; privacy_csp on; proxy_pass http://127.0.0.1:$up/; }
");

my @host = ('Host: www.shop.test');
my @accept = (@host, "Cookie: $accept");
my @stats = (@host, 'Cookie: ' . cookie('c=necessary+analytics'));


# Link

my ($head) = $nginx->get('/p/', @host);
my @links = Nginx::field($head, 'Link');

is(join('|', @links), '</own.css>; rel=preload; as=style, <https://px.trk.test/next>; rel=next',
   'a link that loads from a refused host leaves the header');

($head) = $nginx->get('/p/', @accept);
is(scalar(() = join('|', Nginx::field($head, 'Link')) =~ /cdn\.trk\.test/g), 3,
   'accepted: all of them');

($head) = $nginx->get('/report/', @host);
is(scalar(() = join('|', Nginx::field($head, 'Link')) =~ /cdn\.trk\.test/g), 3,
   'report: all of them');


# Permissions-Policy

($head) = $nginx->get('/p/', @host);
is(join('|', Nginx::field($head, 'Permissions-Policy')),
   'camera=(), geolocation=(self "https://a.test, b"), browsing-topics=(), '
   . 'attribution-reporting=(), run-ad-auction=(), '
   . 'join-ad-interest-group=(), interest-cohort=()',
   'merged into the site\'s own');

($head) = $nginx->get('/p/', @accept);
like(Nginx::field($head, 'Permissions-Policy'), qr/browsing-topics=\*/,
     'accepted: the site\'s own');

($head) = $nginx->get('/csp/', @host);
like(Nginx::field($head, 'Permissions-Policy'), qr/browsing-topics=\*/,
     'off: the site\'s own');


# Content-Security-Policy

my $csp = Nginx::field($head, 'Content-Security-Policy');

for my $d (qw/ default script img connect frame font media object style /) {
    like($csp, qr/(?:^|; )$d-src 'self'[^;]* \*\.mine\.test mine\.test/,
         "$d-src: first parties");
    like($csp, qr/(?:^|; )$d-src [^;]* \*\.cdn\.test cdn\.test/,
         "$d-src: allowed hosts");
}

unlike($csp, qr/trk\.test|stats\.test/, 'and nobody refused');

($head) = $nginx->get('/csp/', @stats);
$csp = Nginx::field($head, 'Content-Security-Policy');
like($csp, qr/script-src [^;]* stats\.test/, 'who has consent may load');
unlike($csp, qr/trk\.test/, 'and nobody else');

($head) = $nginx->get('/csp/', @accept);
is(Nginx::field($head, 'Content-Security-Policy'), undef, 'accepted: none');

($head) = $nginx->get('/cspreport/', @host);
is(Nginx::field($head, 'Content-Security-Policy'), undef, 'report: none');
like(Nginx::field($head, 'Content-Security-Policy-Report-Only'),
     qr/script-src/, 'but one that only reports');

($head) = $nginx->get('/report/', @host);
unlike($head, qr/Content-Security/, 'privacy report: none at all');


# lifetimes

($head) = $nginx->get('/cap/', @accept);
my $set = join "\n", Nginx::field($head, 'Set-Cookie');

like($set, qr/^_trk1=1; Path=\/; HttpOnly; Max-Age=2592000$/m, 'Expires is capped');
like($set, qr/^_trk2=1; Domain=shop\.test; Max-Age=2592000$/m, 'Max-Age is capped');
like($set, qr/^_trk3=1; max-age=60$/m, 'what is shorter stays');
like($set, qr/^_trk4=1; Expires=Thu, 01 Jan 1970 00:00:01 GMT$/m, 'what has ended stays');
like($set, qr/^_trk5=1$/m, 'a session cookie stays');
like($set, qr/^sid=1; Max-Age=99999999$/m, 'what nobody knows stays');

($head) = $nginx->get('/p/', @accept);
like(join("\n", Nginx::field($head, 'Set-Cookie')), qr/^_trk1=1; Path=\/; Expires=\Q$far\E; HttpOnly$/m,
     'without a cap nothing is');


# click identifiers

my $body;

sub args {
    my ($path, @fields) = @_;

    (undef, $body) = $nginx->get($path, @fields);
    $body =~ s/^<!doctype html><p>//;
    return $body;
}

is(args('/ids/a?trkid=1&b=2', @host), '/ids/a?b=2', 'the first');
is(args('/ids/a?b=2&trkid=1', @host), '/ids/a?b=2', 'the last');
is(args('/ids/a?trkid=1', @host), '/ids/a', 'the only one');
is(args('/ids/a?a=1&fbclid=x&c&trkid&d=', @host), '/ids/a?a=1&c&d=', 'several');
is(args('/ids/a?%74rkid=1&fbcli%64&tr%6Bid=&b=%74', @host), '/ids/a?b=%74',
   'escaped');
is(args('/ids/a?trkid+=1&trkid%=2&tr%256Bid=3', @host),
   '/ids/a?trkid+=1&trkid%=2&tr%256Bid=3', 'not what is another name');
is(args('/ids2/a?fbclid=x&c=%26', @host), '/q/a?c=%26', 'with a URI of its own');
is(args('/ids/a?trkid2=1&xtrkid=2', @host), '/ids/a?trkid2=1&xtrkid=2', 'no others');
is(args('/ids/a%2Fb?x=1', @host), '/ids/a%2Fb?x=1', 'and the URI as it came');
is(args('/ids/a?trkid=1&b=2', @accept), '/ids/a?trkid=1&b=2', 'accepted: all');
is(args('/idsoff/a?trkid=1', @host), '/idsoff/a?trkid=1', 'off: all');


# digests, ranges, Vary

($head) = $nginx->get('/p/', @host);

for my $name (qw/ Content-MD5 Digest Repr-Digest Accept-Ranges
                  Content-Length /)
{
    is(Nginx::field($head, $name), undef, "$name is gone");
}

is(join('|', Nginx::field($head, 'Vary')), 'Accept-Encoding, cookie|Sec-GPC',
   'Vary says what it did not say yet');

($head) = $nginx->get('/novary/', @host);
is(join('|', Nginx::field($head, 'Vary')), 'Accept-Encoding, cookie',
   'privacy_vary off');

($head) = $nginx->get('/p/', @accept);
is(Nginx::field($head, 'Digest'), 'sha-256=x', 'accepted: a digest stays');

undef $nginx;

done_testing();
