use strict;
use warnings;

use lib 't/lib';
use Test::More;

use Nginx;
use Privacy;
use Upstream;

# pages that are put together, and requests that go round: whatever makes the
# page, what leaves is what the filter says

my $tag = '<script src="//cdn.trk.test/a.js"></script>';
my $stand_in = '<script>window.trk=window.trk||function(){};</script>';
my $doc = "<!doctype html><title>t</title>$tag<p>text</p>\n";
my $want = "<!doctype html><title>t</title>$stand_in<p>text</p>\n";

my $up = Upstream::start(sub {
    my ($path, $f) = @_;

    return Upstream::http("cookie=[" . ($f->{cookie} // 'none') . ']',
                          'Content-Type: text/plain')
        if $path =~ /echo/;

    # a piece of the tag, /piece/FROM/LENGTH

    return Upstream::chunked(1, substr $tag, $1, $2)
        if $path =~ m{/piece/(\d+)/(\d+)};

    return Upstream::chunked(1, '<!doctype html><title>t</title>MARK<p>text</p>' . "\n")
        if $path =~ /mark/;

    return "HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        if $path =~ /deny/;

    return Upstream::http('', "X-Seen: " . ($f->{cookie} // 'none'),
                          'Set-Cookie: _trk=1', 'Set-Cookie: sid=1')
        if $path =~ /authed|mirrored/;

    return join "\r\n", 'HTTP/1.1 500 Oops', 'Content-Type: text/html',
                        'Connection: close', '', $doc
        if $path =~ /broken/;

    return Upstream::http('', 'X-Accel-Redirect: /files/doc.html',
                          'Set-Cookie: _trk=1', 'Set-Cookie: sid=1')
        if $path =~ /accel/;

    return Upstream::http($doc, 'Set-Cookie: _trk=1', 'Set-Cookie: sid=1');
});

my %ssi;

for my $at (1 .. length($tag) - 1) {
    my $rest = length($tag) - $at;
    my $how = ('', ' wait="yes"')[$at % 2];

    $ssi{"cut$at.html"} = '<!doctype html><title>t</title>'
        . "<!--#include virtual=\"/up/piece/0/$at\"$how -->"
        . "<!--#include virtual=\"/up/piece/$at/$rest\" -->"
        . "<p>text</p>\n";
}

my $slice = Nginx::port();
my $built = `$ENV{TEST_NGINX_BINARY} -V 2>&1`;
my $sliced = $built =~ /http_slice/;

my $nginx = Nginx->new(http => $http . "
        log_format seen '\$request_uri [\$http_cookie]';
        server {
            listen 127.0.0.1:$slice;
            privacy off;
            access_log logs/seen.log seen;
        }
    ", server => "
        proxy_http_version 1.1;
        log_subrequest on;

        location /up/ { proxy_pass http://127.0.0.1:$up; }
        location /ssi/ { ssi on; alias %DIR%/html/; }
        location /ssi-off/ { privacy off; ssi on; alias %DIR%/html/; }
        location /ssi-gzip/ { ssi on; gzip on; gzip_min_length 1; alias %DIR%/html/; }
        location /files-plain/ { default_type text/plain; alias %DIR%/html/; }
        location /files/ { internal; alias %DIR%/html/; }

        location /sub/ {
            proxy_pass http://127.0.0.1:$up;
            sub_filter MARK '$tag';
        }
        location /sub-split/ {
            proxy_pass http://127.0.0.1:$up; proxy_buffering off;
            sub_filter MA '<script src=//cdn.t';
            sub_filter RK 'rk.test/a.js></script>';
        }
        location /addition/ {
            alias %DIR%/html/;
            add_before_body /up/piece/0/9;
            add_after_body /up/page;
        }
        location /auth/ {
            auth_request /authed;
            auth_request_set \$seen \$upstream_http_x_seen;
            auth_request_set \$set \$upstream_http_set_cookie;
            add_header X-Seen \$seen;
            add_header Set-Cookie \$set;
            proxy_pass http://127.0.0.1:$up;
        }
        location = /authed { internal; proxy_pass http://127.0.0.1:$up; }
        location /auth-off/ {
            privacy off;
            auth_request /authed;
            auth_request_set \$seen \$upstream_http_x_seen;
            add_header X-Seen \$seen;
            proxy_pass http://127.0.0.1:$up;
        }
        location /denied/ { auth_request /deny; error_page 401 /doc.html; }
        location = /deny { internal; proxy_pass http://127.0.0.1:$up; }
        location /mirror/ { mirror /mirrored; proxy_pass http://127.0.0.1:$up; }
        location /mirror-off/ {
            privacy off;
            mirror /mirrored;
            proxy_pass http://127.0.0.1:$up;
        }
        location = /mirrored {
            internal;
            proxy_pass http://127.0.0.1:$slice\$request_uri;
        }

        location /missing/ { error_page 404 /doc.html; }
        location /missing200/ { error_page 404 =200 /doc.html; }
        location /named/ { error_page 404 = \@fallback; }
        location /upstream-error/ {
            proxy_pass http://127.0.0.1:$up/broken; proxy_intercept_errors on;
            error_page 500 \@fallback;
        }
        location /broken/ { proxy_pass http://127.0.0.1:$up; }
        location /try/ { try_files /none.html \@fallback; }
        location /try-file/ { try_files /doc.html =404; }
        location \@fallback { proxy_pass http://127.0.0.1:$up; }
        location /accel/ { proxy_pass http://127.0.0.1:$up; }
        location /rewrite/ { rewrite ^ /doc.html last; }
        location /if/ { if (\$arg_a) { proxy_pass http://127.0.0.1:$up; } }
        location /return/ { default_type text/html; return 200 '$doc'; }

        location /on-off/ { error_page 404 /off/echo; }
        location /off/ { privacy off; proxy_pass http://127.0.0.1:$up; }
        location /off-on/ { privacy off; error_page 404 /up/echo; }
        location /off-page/ { privacy off; error_page 404 =200 /doc.html; }

        location /postpone0/ { postpone_output 0; proxy_pass http://127.0.0.1:$up; }
        location /postpone/ { postpone_output 100k; proxy_pass http://127.0.0.1:$up; }
        " . ($sliced ? "
        location /slice/ {
            slice 20; proxy_set_header Range \$slice_range;
            proxy_pass http://127.0.0.1:$slice/;
        }
        " : '') . "
        location /privacy/ { privacy_endpoint; }
    ", files => {
        'doc.html' => $doc, 'body.html' => $doc =~ s/.*?<title>/<title>/sr,
        %ssi,
        'set.html' => '<!doctype html><title>t</title><!--#set var="a" value="1" --><!--#include virtual="/up/piece/0/100" set="tag" --><!--#echo var="tag" encoding="none" --><p>text</p>' . "\n",
        'set-file.html' => '<!doctype html><title>t</title><!--#include virtual="/files-plain/tag.txt" set="tag" --><!--#echo var="tag" encoding="none" --><p>text</p>' . "\n",
        'set-halves.html' => '<!doctype html><title>t</title><!--#include virtual="/up/piece/0/17" set="a" --><!--#include virtual="/up/piece/17/99" set="b" --><!--#echo var="a" encoding="none" --><!--#echo var="b" encoding="none" --><p>text</p>' . "\n",
        'set-echo.html' => '<!doctype html><!--#include virtual="/up/echo" set="c" --><!--#echo var="c" encoding="none" -->',
        'tag.txt' => $tag,
        'stub.html' => '<!doctype html><title>t</title><!--# block name="one" -->' . $tag . '<!--# endblock --><!--#include virtual="/none" stub="one" --><p>text</p>' . "\n",
        'var.html' => '<!doctype html><p><!--#echo var="privacy_consent" default="?" --><!--#if expr="$privacy_marketing = 1" -->yes<!--#else -->no<!--#endif -->',
        'declaration.html' => '<!doctype html><title>t</title><!--#include virtual="/privacy/declaration?fragment" --><p>end',
    });

my ($head, $body, $whole);

sub page {
    my ($path, $expected, @fields) = @_;

    ($head, $body, $whole) = $nginx->get($path, @fields);
    is($body, $expected, "$path: the page") if defined $expected;
    ok($whole, "$path: and its end");
    unlike($head, qr/_trk/, "$path: no refused cookie");
}


# SSI: a tag that is split over includes, at each of its bytes

for my $name (sort keys %ssi) {
    ($head, $body, $whole) = $nginx->get("/ssi/$name");
    ok($body eq $want && $whole, "SSI: $name") or diag($body);
}

page('/ssi/set.html', $want);
page('/ssi/set-file.html', $want);
page('/ssi/set-halves.html', $want);

(undef, $body) = $nginx->get('/ssi/set-echo.html', 'Cookie: _trk=1; a=2');
is($body, '<!doctype html>cookie=[a=2]',
   'in memory: sees no refused cookie, either');

(undef, $body) = $nginx->get('/ssi-off/set-echo.html', 'Cookie: _trk=1; a=2');
is($body, '<!doctype html>cookie=[a=2]',
   'a subrequest where privacy is on, of a page where it is off: sees none');

page('/ssi/stub.html', $want);
page('/ssi/var.html', '<!doctype html><p>necessaryno');
page('/ssi/var.html', '<!doctype html><p>necessary,functional,analytics,marketingyes',
     "Cookie: $accept");

page('/ssi/declaration.html', undef);
like($body, qr/<table.*<p>end$/s, 'SSI: the declaration in a page of the site');

($head, $body) = $nginx->get('/ssi-gzip/cut9.html', 'Accept-Encoding: gzip');
is(Nginx::field($head, 'Content-Encoding'), 'gzip', 'SSI: compressed');


# filters that write into the page

page('/sub/mark', $want);
page('/sub-split/mark', $want);

page('/addition/doc.html', undef);
unlike($body, qr/cdn\.trk/, 'addition: before, in and after');
like($body, qr/text.*text/s, 'addition: all three');


# subrequests beside the page

($head, $body) = $nginx->get('/auth/page', 'Cookie: _trk=1; a=2');
is($body, $want, 'auth_request: the page');
is(Nginx::field($head, 'X-Seen'), 'a=2', 'auth_request: sees no refused cookie');
unlike($head, qr/_trk=1/, 'auth_request: and passes none on');

# … of a page where nothing is refused, too

($head, $body) = $nginx->get('/auth-off/page', 'Cookie: _trk=1; a=2');
is($body, $doc, 'auth_request: of a location with "privacy off"');
is(Nginx::field($head, 'X-Seen'), 'a=2',
   'auth_request: sees no refused cookie there either');

page('/denied/page', $want);
like($head, qr/^HTTP\/1.1 401/, 'auth_request: denied, with a page');

for my $path ('/mirror/page', '/mirror-off/page') {
    ($head, $body) = $nginx->get($path, 'Cookie: _trk=1; a=2');
    is($body, $path =~ /off/ ? $doc : $want, "$path: the page");

    my $seen = '';
    for (1 .. 100) {
        $seen = $nginx->slurp('logs/seen.log');
        last if $seen =~ /^$path /m;
        select undef, undef, undef, .05;
    }

    like($seen, qr/^$path \[a=2\]$/m, "mirror: sees no refused cookie, $path");
}


# requests that go round

for my $path ('/missing/x', '/missing200/x', '/named/x', '/upstream-error/x',
              '/try/x', '/try-file/x', '/accel/x', '/rewrite/x', '/if/x?a=1',
              '/return/x', '/broken/x', '/off-page/x')
{
    page($path, $want);
}

like((page('/missing/x', $want), $head)[-1], qr/^HTTP\/1.1 404/,
     'error_page: its status');

# what was learned of the request survives, and so do its fields

page('/named/echo', 'cookie=[a=2]', 'Cookie: _trk=1; a=2');
page('/on-off/x', 'cookie=[_trk=1; a=2]', 'Cookie: _trk=1; a=2');
page('/off-on/x', 'cookie=[a=2]', 'Cookie: _trk=1; a=2');

($head, $body) = $nginx->get('/accel/x', "Cookie: $accept");
is($body, $doc, 'X-Accel-Redirect: accepted: as it came');
is(scalar(my @c = Nginx::field($head, 'Set-Cookie')), 2,
   'X-Accel-Redirect: accepted: with its cookies');


# output

page('/postpone0/x', $want);
page('/postpone/x', $want);

SKIP: {
    skip 'no slice in this nginx', 3 if !$sliced;
    page('/slice/doc.html', $want);
}


# 100: a client that asks first

my $s = $nginx->connect;
print $s join "\r\n", 'POST /privacy/consent HTTP/1.1', 'Host: localhost',
    'Sec-Fetch-Site: same-origin', 'Connection: close', 'Expect: 100-continue',
    'Content-Type: application/x-www-form-urlencoded', 'Content-Length: 13',
    '', '';

my $got = '';
while ($got !~ /\r\n\r\n/ && sysread $s, my $part, 4096) { $got .= $part }
like($got, qr/^HTTP\/1.1 100 /, '100: go on');
print $s 'action=reject';
$got = Nginx::drain($s);
close $s;
like($got, qr/^HTTP\/1.1 303 /, '100: and the answer');

undef $nginx;

done_testing();
