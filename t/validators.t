use strict;
use warnings;

use lib 't/lib';
use Test::More;

use Nginx;
use Privacy;
use Upstream;

# a validator names a variant: nothing cached before a withdrawal is
# revalidated into use

my $date = 'Wed, 21 Oct 2015 07:28:00 GMT';

my $up = Upstream::start(sub {
    my ($path, $f) = @_;

    my ($type) = $path =~ /\.png/ ? 'image/png'
               : $path =~ /\.json/ ? 'application/json' : 'text/html';
    my $tag = $path =~ /weak/ ? 'W/"up;1"' : '"up,1"';
    my $inm = $f->{'if-none-match'} // '';
    my $ims = $f->{'if-modified-since'} // '';

    # an upstream that compares bytes, and says what it was asked

    my @fields = ("X-Asked: [$inm][$ims][" . ($f->{range} // '') . "]",
                  $path =~ /notag/ ? () : "ETag: $tag",
                  "Last-Modified: $date");

    return join "\r\n", 'HTTP/1.1 304 Not Modified', @fields,
                        'Connection: close', '', ''
        if $inm eq $tag || ($inm eq '' && $ims eq $date);

    push @fields, 'Cache-Control: max-age=1' if $path =~ /cached|stale/;

    return { reset => 1 } if $f->{'x-broken'};

    return Upstream::http($page, "Content-Type: $type", @fields);
});

my $nginx = Nginx->new(
    http => $http . "
        proxy_cache_path %DIR%/logs/cache keys_zone=c:1m;
    ",
    server => "
        location /p/ { proxy_pass http://127.0.0.1:$up; }
        location /cached/ {
            proxy_pass http://127.0.0.1:$up;
            proxy_cache c;
            proxy_cache_valid 200 1s;
            proxy_cache_revalidate on;
            proxy_cache_use_stale updating error;
            add_header X-Cache \$upstream_cache_status;
        }
        location /stale/ {
            proxy_pass http://127.0.0.1:$up;
            proxy_cache c;
            proxy_cache_use_stale error timeout;
            add_header X-Cache \$upstream_cache_status;
        }
        location /off/ { privacy off; alias %DIR%/html/; }
    ",
    files => { 'a.html' => $page, 'a.css' => 'a{}', 'a.json' => '{}' },
);

my @accept = ("Cookie: $accept");
my @reject = ("Cookie: $reject");


sub status { return $_[0] =~ m{^HTTP/1.1 (\d+)} ? $1 : 0 }


for my $uri ('/a.html', '/p/x', '/p/weak', '/cached/x') {

    my ($head) = $nginx->get($uri, @accept);
    my $granted = Nginx::field($head, 'ETag');
    my $modified = Nginx::field($head, 'Last-Modified');

    like($granted, qr{^W/".*;nfam-[0-9a-f]{8}"$}, "$uri: a tag of the variant");

    ($head) = $nginx->get($uri, @reject);
    my $refused = Nginx::field($head, 'ETag');

    like($refused, qr{^W/".*;n-[0-9a-f]{8}"$}, "$uri: another's");

    my $body;

    ($head, $body) = $nginx->get($uri, @reject, "If-None-Match: $granted");
    is(status($head), 200, "$uri: withdrawn, the old tag: 200");
    unlike($body, qr/trk\.test/, "$uri: and clean");

    ($head) = $nginx->get($uri, @reject, "If-Modified-Since: $modified");
    is(status($head), 200, "$uri: withdrawn, the old date: 200");

    ($head) = $nginx->get($uri, @reject, "If-None-Match: $granted",
                          "If-Modified-Since: $modified");
    is(status($head), 200, "$uri: both: 200");

    ($head) = $nginx->get($uri, @reject, "If-None-Match: $refused");
    is(status($head), 304, "$uri: the same variant: 304");
    is(Nginx::field($head, 'ETag'), $refused, "$uri: with its tag");
    like(join(',', Nginx::field($head, 'Vary')), qr/Cookie/, "$uri: and Vary");

    ($head) = $nginx->get($uri, @reject,
                          "If-None-Match: \"a,b\", $granted, $refused");
    is(status($head), 304, "$uri: in a list: 304");

    ($head) = $nginx->get($uri, @accept, "If-None-Match: $refused");
    is(status($head), 200, "$uri: accepted since: 200");

    ($head) = $nginx->get($uri, @accept, "If-None-Match: $granted");
    is(status($head), 304, "$uri: accepted before: 304");

    my $plain = $uri eq '/p/weak' ? 'W/"up;1"' : '"up,1"';

    if ($uri eq '/a.html') {
        ($head) = $nginx->get('/off/a.html');
        $plain = Nginx::field($head, 'ETag');
        like($plain, qr/^"/, 'off: a tag as it was');
    }

    ($head) = $nginx->get($uri, @reject, "If-None-Match: $plain");
    is(status($head), 200, "$uri: a tag without a variant: 200");

    ($head) = $nginx->get($uri, @reject, 'If-None-Match: *');
    is(status($head), 200, "$uri: any tag: 200");
}


# the cache: stale, revalidated, fresh

my ($head, $body) = $nginx->get('/stale/x', @accept);
is(Nginx::field($head, 'X-Cache'), 'MISS', 'not in the cache');
like($body, qr/trk\.test/, 'accepted: as it came');

my $stale = Nginx::field($head, 'ETag');

sleep 2;

($head, $body) = $nginx->get('/stale/x', @accept, "If-None-Match: $stale",
                             'X-Broken: 1');
is(Nginx::field($head, 'X-Cache'), 'STALE', 'the upstream is gone');
is(status($head), 304, 'the same variant: 304');

($head, $body) = $nginx->get('/stale/x', @reject, "If-None-Match: $stale",
                             "If-Modified-Since: $date", 'X-Broken: 1');
is(Nginx::field($head, 'X-Cache'), 'STALE', 'for others, too');
is(status($head), 200, 'withdrawn, a stale page: 200');
unlike($body, qr/trk\.test/, 'and clean');

($head) = $nginx->get('/cached/x', @accept, 'If-None-Match: "x"');
is(Nginx::field($head, 'X-Cache'), 'REVALIDATED', 'it has been revalidated');

my ($granted) = Nginx::field($head, 'ETag');

sleep 2;

($head, $body) = $nginx->get('/cached/x', @reject, "If-None-Match: $granted");
is(Nginx::field($head, 'X-Cache'), 'REVALIDATED',
   'withdrawn, revalidated meanwhile');
is(status($head), 200, 'and not to the visitor');
unlike($body, qr/trk\.test/, 'who gets a clean page');

for my $cookies (\@reject, \@accept) {
    ($head, $body) = $nginx->get('/cached/x', @$cookies);
    my $tag = Nginx::field($head, 'ETag');

    like($tag, qr/;n/, 'a cached page has the tag of its visitor');

    ($head) = $nginx->get('/cached/x', @$cookies, "If-None-Match: $tag");
    is(status($head), 304, 'and is revalidated by it');
}

($head, $body) = $nginx->get('/cached/x', @reject);
is(Nginx::field($head, 'X-Cache'), 'HIT', 'from the cache, fresh');
unlike($body, qr/trk\.test/, 'what is stored is filtered for each');

($head, $body) = $nginx->get('/cached/x', @accept);
like($body, qr/trk\.test/, 'as each has decided');


# what is no page keeps its validators

for my $uri ('/a.css', '/a.json', '/p/x.png', '/p/x.json', '/cached/x.png') {
    my ($head) = $nginx->get($uri, @reject);
    my $tag = Nginx::field($head, 'ETag');
    my $modified = Nginx::field($head, 'Last-Modified');

    unlike($tag, qr/;n/, "$uri: a tag as it was");

    for my $dest ('', 'Sec-Fetch-Dest: image', 'Sec-Fetch-Dest: empty') {
        ($head) = $nginx->get($uri, @reject, "If-None-Match: $tag",
                              $dest || ());
        is(status($head), 304, "$uri: 304 by tag; $dest");

        ($head) = $nginx->get($uri, @reject, "If-Modified-Since: $modified",
                              $dest || ());
        is(status($head), 304, "$uri: 304 by date; $dest");

        ($head) = $nginx->get($uri, @reject, 'If-None-Match: "other"',
                              $dest || ());
        is(status($head), 200, "$uri: 200; $dest");
    }
}


# ranges

($head) = $nginx->get('/a.html', @reject, 'Range: bytes=0-9');
is(status($head), 200, 'a page that is rewritten has no ranges');

($head) = $nginx->get('/a.html', @accept, 'Range: bytes=0-9');
is(status($head), 206, 'one that is not has');

($head) = $nginx->get('/a.css', @reject, 'Range: bytes=0-1');
is(status($head), 206, 'and so has what is no page');

($head) = $nginx->get('/p/x', @reject, 'Range: bytes=0-9',
                      'Sec-Fetch-Dest: document');
like($head, qr/^X-Asked: \[\]\[\]\[\]/m,
     'no range of a document is asked for upstream');

($head) = $nginx->get('/p/x.png', @reject, 'Range: bytes=0-9');
like($head, qr/^X-Asked: \[\]\[\]\[bytes=0-9\]/m, 'but of anything else');

undef $nginx;

done_testing();
