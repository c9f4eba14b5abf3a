use strict;
use warnings;

use lib 't/lib';
use Test::More;

use Compress::Zlib;

use Nginx;
use Privacy;
use Upstream;

# "privacy report" decides, counts and logs, and changes no byte: each
# response, and each request that goes upstream, is compared with that of the
# same server with the module off

my $many = join '', "<!doctype html>\n", map {
    "<p>$_</p><script src=//cdn.trk.test/$_.js></script>"
    . "<script>var trk_pixel_id = $_;</script><img src=//nobody.test/$_.png>\n"
} 1 .. 2000;

my %pages = (
    page => $page, clean => $clean, many => $many, empty => '',
    open => '<!doctype html><script src="//cdn.trk.test/', text => 'a < b',
    frame => '<!doctype html><iframe src=//x.trk.test/>no</iframe>',
    utf16 => "\xff\xfe<\0p\0>\0", nul => "<scr\0ipt src=//cdn.trk.test>",
);

my $up = Upstream::start(sub {
    my ($path, $f) = @_;

    if ($path =~ m{/echo}) {
        my $all = join '', map { "$_: $f->{$_}\n" }
                           sort grep { $_ ne ':body' } keys %$f;
        return Upstream::http("$path\n$all", 'Content-Type: text/plain');
    }

    my ($name, $how) = $path =~ m{^/up/(\w+)/(\w+)};
    my $body = $pages{$name};

    my @fields = ('Set-Cookie: _trk=1; Path=/; Max-Age=99999999',
                  'Set-Cookie: sid=1', 'ETag: "abc"',
                  'Last-Modified: Mon, 02 Nov 2026 10:00:00 GMT',
                  'Link: <https://cdn.trk.test/a.js>; rel=preload; as=script',
                  'Content-Security-Policy: script-src \'nonce-r4nd0m\'',
                  'Permissions-Policy: geolocation=()');

    return Upstream::http(Compress::Zlib::memGzip($body), @fields,
                          'Content-Encoding: gzip')
        if $how eq 'gzip';
    return Upstream::http(substr(Compress::Zlib::memGzip($body), 0, -9),
                          @fields, 'Content-Encoding: gzip')
        if $how eq 'cut';
    return Upstream::http(substr(Compress::Zlib::memGzip($body), 0, 60)
                          . 'x' x 200, @fields, 'Content-Encoding: gzip')
        if $how eq 'broken';
    return Upstream::http($body, @fields, 'Content-Encoding: zstd')
        if $how eq 'zstd';
    return Upstream::http($body, @fields,
                          'Content-Type: text/html; charset=utf-16')
        if $how eq 'utf16';
    return Upstream::http($body, @fields, 'Content-Type: application/json')
        if $how eq 'json';
    return Upstream::chunked(700, $body, @fields) if $how eq 'chunked';
    return Upstream::http(substr($body, 0, 10), @fields,
                          'Content-Range: bytes 0-9/500') =~ s/200 OK/206 P/r
        if $how eq 'part';
    return Upstream::http($body, @fields);
});

my $locations = "
    location / { ssi on; }
    location /zip/ { alias %DIR%/html/; gzip on; gzip_min_length 0; }
    location /up/ { proxy_pass http://127.0.0.1:$up; proxy_http_version 1.1; }
    location /direct/ { rewrite ^/direct(.*) /up\$1 break;
        proxy_pass http://127.0.0.1:$up; proxy_buffering off; }
    location /try/ { try_files /nothing /up/page/plain; }
    location /moved { return 302 /page.html; }
    location /said { default_type text/html; return 200 '<!doctype html><script src=//cdn.trk.test/a.js></script>'; }
    location /internal/ { internal; alias %DIR%/html/; }
    error_page 404 /page.html;
";

my $off = Nginx::port();
my $nginx = Nginx->new(level => 'debug', http => $http . "
    privacy_zone z:256k;
    privacy_click_ids strip;
    privacy_cookie_max_age 1d;
    privacy_csp on;
    privacy_notice on;
    privacy_dnt on;
    privacy_consent_mode advanced;
    privacy_tags block;
    privacy_unknown host=deny cookie=deny;
    privacy_on_error block;
    server {
        listen 127.0.0.1:$off;
        privacy off;
        $locations
    }
", server => "
        privacy report;
        $locations
        location = /status { privacy_status json; }
        location /privacy/ { privacy_endpoint; }
", files => {
    (map { ("$_.html" => $pages{$_}) } keys %pages),
    'ssi.html' => '<!doctype html><!--#include virtual="/up/page/plain" -->'
                  . '<!--#include virtual="/up/echo" --><p>end',
});


# all that comes, but the date; where a chunk ends is a matter of time

sub raw {
    my ($port, $request) = @_;

    my $s = IO::Socket::INET->new("127.0.0.1:$port") or die "connect: $!";
    print $s $request;

    my $all = Nginx::drain($s);

    $all =~ s/^Date: .*?\r\n//m;
    $all =~ s/localhost:\Q$port\E/HOST/g;

    my ($head, $body, $whole) = Nginx::parse($all, $request =~ /^(\w+)/);

    return "$head\r\n\r\n$body" . ($whole ? '' : '[not whole]');
}


my @paths = (
    (map { "/$_.html" } sort(keys %pages), 'ssi', 'none'),
    (map { "/zip/$_.html" } qw/ page many empty /),
    (map { my $p = $_; map { "/up/$p/$_" } qw/ plain gzip cut broken zstd
                                               utf16 json chunked part / } qw/ page many /),
    (map { "/direct/$_" } qw{ page/plain many/gzip many/chunked clean/plain }),
    '/up/echo?gclid=1&a=2', '/up/empty/plain', '/up/utf16/plain', '/try/x',
    '/moved', '/said',
);

my $cookies = 'Cookie: _trk=5; _st=7; sid=1; x=y';

my %visitors = (
    nobody  => [],
    tracked => [$cookies, 'Sec-Fetch-Dest: document'],
    agreed  => ["Cookie: _trk=5; $accept"],
    refused => ["Cookie: _trk=5; $reject", 'Sec-GPC: 1', 'DNT: 1'],
    zipped  => [$cookies, 'Accept-Encoding: br, zstd, gzip'],
    again   => ['If-None-Match: "abc"', 'Accept-Language: de', $cookies],
    since   => ['If-Modified-Since: Mon, 02 Nov 2026 10:00:00 GMT'],
    partly  => ['Range: bytes=3-40', 'Sec-Fetch-Dest: document'],
);

my ($n, $same) = (0, 0);

for my $visitor (sort keys %visitors) {
    for my $path (@paths) {
        for my $method (qw/ GET HEAD /) {
            my $request = join "\r\n", "$method $path HTTP/1.1",
                'Host: localhost', 'Connection: close', @{$visitors{$visitor}},
                '', '';

            my ($one, $two) = map { raw($_, $request) } $off, $nginx->{port};

            $n++;

            if ($one eq $two) {
                $same++;

            } elsif ($n - $same < 5) {
                my $at = 0;
                $at++ while substr($one, $at, 1) eq substr($two, $at, 1);
                diag("$visitor: $method $path differs at byte $at:\n",
                     substr($one, $at, 300), "\n--\n", substr($two, $at, 300));
            }
        }
    }
}

ok($n > 400, "$n responses were compared");
is($same, $n, 'all are the same as with the module off');


# and yet it has decided, counted and logged

my (undef, $status) = $nginx->get('/status');

like($status, qr/"source":"regime","decided":"0","count":\d\d/, 'requests');
like($status, qr/"source":"native","decided":"1","count":\d\d/,
     'and who decided');
my ($documents) = $status =~ /"documents":\[(.*?)\]/s;

like($documents, qr/"result":"report","reason":"$_","count":[1-9]/,
     "documents: $_")
    for qw/ filtered granted range character_set content_encoding broken /;
unlike($documents, qr/"result":"(?!report)/, 'of which none was changed');
like($status, qr/"vendor":"trk","category":"marketing","action":"report",
                 "count":\d\d\d/x, 'tags');
like($status, qr/"vendor":"trk","category":"marketing","direction":"$_",
                 "count":\d\d/x, "cookies: $_")
    for qw/ request response expire /;
like($status, qr/"vendor":"unknown","category":"marketing",
                 "direction":"request"/x, 'cookies that nobody knows');
like($status, qr/"host":"nobody\.test"/, 'hosts that nobody knows');
like($status, qr/"bytes":\{"in":[1-9]/, 'bytes');

my $log = join "\n", grep { /privacy:/ } split /\n/, $nginx->log;

ok($log =~ m/privacy: tags: \d+, cookies: \d+, click ids: \d+ of "trk(?:,stats)?" would be held/,
   'a line for a document');
ok($log =~ m/cookie "_trk" would $_/, "debug: would $_")
    for 'not go upstream', 'be expired', 'not be set';

undef $nginx;

done_testing();
