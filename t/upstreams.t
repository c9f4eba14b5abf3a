use strict;
use warnings;

use lib 't/lib';
use Test::More;

use Compress::Zlib;

use Nginx;
use Privacy;
use Upstream;

# every kind of upstream: FastCGI, SCGI, uwsgi and gRPC as HTTP

my $tag = '<script src=//cdn.trk.test/a.js></script>';
my $half = "<!doctype html><title>t</title><p>first</p>\n";
my $gzip = Compress::Zlib::memGzip($page);

sub answer {
    my ($path, $f) = @_;

    my @cookies = ('Set-Cookie: _trk1=1; Path=/', 'Set-Cookie: sid=2; Path=/',
                   'set-cookie: _TRK=3');

    return plain("cookie=[" . ($f->{cookie} // 'none') . '] ae=['
                 . ($f->{'accept-encoding'} // 'none') . ']',
                 'Content-Type: text/plain')
        if $path =~ /echo/;

    return plain($gzip, 'Content-Encoding: gzip', @cookies)
        if $path =~ /gzipped/;

    # one byte at a time

    return (head(@cookies), split //, $page) if $path =~ /bytes/;

    return (head(), $half . '<script src=//cdn.trk', { sleep => 0.1 },
            { abort => 1 })
        if $path =~ /aborted/;

    return "HTTP/1.1 304 Not Modified\r\nETag: \"one\"\r\n\r\n"
        if $path =~ /etag/ && ($f->{'if-none-match'} // '') eq '"one"';

    return plain($page, 'ETag: "one"', @cookies);
}

sub head {
    return join "\r\n", 'HTTP/1.1 200 OK', 'Content-Type: text/html', @_, '', '';
}

sub plain {
    my ($body, @fields) = @_;
    push @fields, 'Content-Type: text/html' if !grep /^content-type/i, @fields;

    return join("\r\n", 'HTTP/1.1 200 OK', @fields, '', '') . $body;
}

my %port = map { $_ => Upstream::start(\&answer, $_) } qw/ fastcgi scgi uwsgi /;

my $version = `$ENV{TEST_NGINX_BINARY} -V 2>&1`;
my $grpc = $version =~ /http_v2_module/ ? Nginx::port() : 0;

# HTTP/2 to upstreams came in 1.29.4

my ($minor, $patch) = $version =~ m{nginx/1\.(\d+)\.(\d+)};
my $h2 = $grpc && ($minor > 29 || $minor == 29 && $patch >= 4);

my ($locations, $caches, $servers) = ('', '', '');

for my $kind (sort keys %port) {
    my $params = join ' ', map "${kind}_param $_;",
        'REQUEST_METHOD $request_method', 'REQUEST_URI $request_uri';

    my $pass = "${kind}_pass 127.0.0.1:$port{$kind}; $params";

    $caches .= "${kind}_cache_path %DIR%/cache-$kind keys_zone=$kind:1m;\n";
    $locations .= "
        location /$kind/ { $pass }
        location /$kind-direct/ { $pass ${kind}_buffering off; }
        location /$kind-cache/ {
            $pass ${kind}_cache $kind; ${kind}_cache_valid 200 1h;
            ${kind}_cache_key \$uri; ${kind}_ignore_headers Set-Cookie;
        }
        location /$kind-gzip/ { $pass gzip on; gzip_min_length 1; }
    ";
}

if ($grpc) {
    $locations .= "
        location /grpc/ { grpc_pass grpc://127.0.0.1:$grpc; }
        location /grpc-gzip/ { grpc_pass grpc://127.0.0.1:$grpc; gzip on; gzip_min_length 1; }
    ";
    $locations .= "
        location /h2/ { proxy_pass http://127.0.0.1:$grpc; proxy_http_version 2; }
        location /h2-gzip/ {
            proxy_pass http://127.0.0.1:$grpc; proxy_http_version 2;
            gzip on; gzip_min_length 1;
        }
    " if $h2;

    $servers = "
        server {
            listen 127.0.0.1:$grpc http2;
            privacy off;
            add_header Set-Cookie _trk1=1;
            add_header Set-Cookie sid=2;
            default_type text/html;
            location ~ echo { default_type text/plain; return 200 'cookie=[\$http_cookie] ae=[\$http_accept_encoding]'; }
            location / { rewrite ^ /page.html break; }
        }
    ";
}

my $nginx = Nginx->new(http => $http . $caches . $servers,
                       server => $locations,
                       files => { 'page.html' => $page });

my ($head, $body, $whole);

# as the engine makes it

my $want = do {
    my $s = '';
    ($head, $s) = $nginx->get('/page.html');
    $s;
};

unlike($want, qr/trk\.test|stats\.test/, 'the page is filtered');

for my $kind (sort(keys %port), $grpc ? 'grpc' : (), $h2 ? 'h2' : ()) {
    ($head, $body, $whole) = $nginx->get("/$kind/page");

    is($body, $want, "$kind: the page");
    ok($whole, "$kind: and its end");
    is(join('|', map { s/;.*//r } Nginx::field($head, 'Set-Cookie')),
       $kind =~ /grpc|h2/ ? 'sid=2' : 'sid=2|_TRK=3',
       "$kind: no refused cookie is set");
    like(Nginx::field($head, 'ETag'), qr{^W/"[^;]+;n-[0-9a-f]{8}"$},
         "$kind: the tag names the variant");
    like(Nginx::field($head, 'Vary'), qr/Cookie, Sec-GPC/, "$kind: Vary");

    ($head, $body) = $nginx->get("/$kind/page", "Cookie: $accept");
    is($body, $page, "$kind: accepted: as it came");
    is(scalar(my @all = Nginx::field($head, 'Set-Cookie')),
       $kind =~ /grpc|h2/ ? 2 : 3, "$kind: accepted: all cookies");

    ($head, $body) = $nginx->get("/$kind/echo", 'Cookie: a=1; _trk9=2; b=3',
                                 'Accept-Encoding: zstd, gzip');
    is($body, 'cookie=[a=1; b=3] ae=[gzip]',
       "$kind: what goes upstream is clean");

    ($head, $body) = $nginx->get("/$kind/echo", 'Cookie: _trk9=2');
    like($body, qr/^cookie=\[(none)?\]/, "$kind: and may be nothing");

    ($head, $body) = $nginx->get("/$kind-gzip/page", 'Accept-Encoding: gzip');
    is(Compress::Zlib::memGunzip($body), $want, "$kind: compressed again");

    ($head) = $nginx->get("HEAD /$kind/page");
    unlike($head, qr/_trk1/, "$kind: HEAD: no refused cookie");

    # of an answer to HEAD over gRPC, nginx says that it is empty

    unlike($head, qr/^Content-Length/mi, "$kind: HEAD: no length")
        if $kind ne 'grpc';
}

for my $kind (sort keys %port) {

    for my $where ($kind, "$kind-direct") {
        ($head, $body) = $nginx->get("/$where/bytes");
        is($body, $want, "$where: a byte at a time");

        ($head, $body) = $nginx->get("/$where/gzipped");
        is($body, $want, "$where: compressed");
        is(Nginx::field($head, 'Content-Encoding'), undef, "$where: decoded");

        ($head, $body) = $nginx->get("/$where/aborted");
        like($body, qr/^\Q$half\E(<script src[^>]*)?$/,
             "$where: aborted: what had arrived, and no whole tag");
    }

    # stored once, filtered for each

    for my $visitor ([ $want ], [ $page, "Cookie: $accept" ], [ $want ]) {
        my ($expected, @fields) = @$visitor;
        ($head, $body) = $nginx->get("/$kind-cache/page", @fields);
        is($body, $expected, "$kind: cached: by the visitor's own decision");
        unlike($head, qr/_trk1/, "$kind: cached: no refused cookie")
            if !@fields;
    }

    ($head) = $nginx->get("/$kind-cache/page", "Cookie: $accept");
    my ($tag) = Nginx::field($head, 'ETag');

    ($head) = $nginx->get("/$kind-cache/page", "Cookie: $accept",
                          "If-None-Match: $tag");
    like($head, qr/^HTTP\/1.1 304/, "$kind: cached: the same variant: 304");

    ($head, $body) = $nginx->get("/$kind-cache/page", "If-None-Match: $tag");
    is($body, $want, "$kind: cached: withdrawn: no 304");

    ($head) = $nginx->get("/$kind/etag", "Cookie: $accept");
    ($tag) = Nginx::field($head, 'ETag');

    ($head) = $nginx->get("/$kind/etag", "Cookie: $accept",
                          "If-None-Match: $tag");
    like($head, qr/^HTTP\/1.1 304/, "$kind: the upstream's own 304");
    is(Nginx::field($head, 'ETag'), $tag, "$kind: under the same tag");

    ($head, $body) = $nginx->get("/$kind/etag", "If-None-Match: $tag");
    is($body, $want, "$kind: withdrawn: the upstream is not asked for one");
}

undef $nginx;

done_testing();
