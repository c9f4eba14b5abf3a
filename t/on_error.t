use strict;
use warnings;

use lib 't/lib';
use Test::More;

use Compress::Zlib;
use Encode;

use Nginx;
use Privacy;
use Upstream;

# documents that cannot be filtered: passed or blocked, and told once

my $tag = '<script src=//cdn.trk.test/a.js></script>';
my $html = "<!doctype html><title>t</title>$tag<p>" . 'x' x 5000;
my $gzip = Compress::Zlib::memGzip($html);
my $mail = '<!doctype html><meta charset=iso-2022-jp>' . $tag;
my $error = "<!doctype html><title>error</title>$tag<p>sorry";

my %bodies = (
    zstd    => [ $html, 'Content-Encoding: zstd' ],
    stacked => [ $html, 'Content-Encoding: gzip, br' ],
    header  => [ $html, 'Content-Type: text/html; charset=utf-16le' ],
    bom     => [ "\xff\xfe" . encode('UTF-16LE', $html) ],
    meta    => [ $mail ],
);

my $up = Upstream::start(sub {
    my ($path) = @_;

    return Upstream::http(substr($gzip, 0, 40) . 'x' x 90,
                          'Content-Encoding: gzip') if $path =~ /broken/;
    return Upstream::http($error, 'Content-Encoding: zstd')
        if $path =~ /err/;

    my ($name, $size) = $path =~ m{(\w+)/(\d+)};
    return Upstream::chunked($size || 65536, @{ $bodies{$name} });
});

my $nginx = Nginx->new(http => $http . "privacy_zone z:1m;", server => "
    proxy_http_version 1.1;
    location /pass/ { proxy_pass http://127.0.0.1:$up; }
    location /block/ { privacy_on_error block; proxy_pass http://127.0.0.1:$up; }
    location /page/ {
        privacy_on_error block; proxy_pass http://127.0.0.1:$up;
        error_page 502 =503 /error.html;
    }
    location /unread/ {
        privacy_on_error block; proxy_pass http://127.0.0.1:$up;
        error_page 502 /err;
    }
    location = /err { privacy_on_error block; proxy_pass http://127.0.0.1:$up; }
    location /off/ { privacy off; proxy_pass http://127.0.0.1:$up; }
    location /report/ { privacy report; privacy_on_error block; proxy_pass http://127.0.0.1:$up; }
    location /status { privacy_status prometheus; }
", files => { 'error.html' => $error });

my ($head, $body, $whole);


# the lines that a request adds to the error log

my $seen = 0;

sub ask {
    ($head, $body, $whole) = $nginx->get(@_);

    my @lines = split /\n/, $nginx->log;
    my @new = grep /privacy:/, @lines[$seen .. $#lines];
    $seen = @lines;

    return grep !/\[(?:info|debug)\]/, @new;
}


for my $name (sort keys %bodies) {
    for my $size (1, 0) {
        my $raw = $bodies{$name}[0];

        my @told = ask("/pass/$name/$size");

        like($head, qr/^HTTP\/1.1 200/, "pass: $name, $size: 200");
        ok($body eq $raw && $whole, "pass: $name, $size: as it came");
        is(scalar @told, 1, "pass: $name, $size: told once");
        like($told[0], qr/\[error\] .*document that cannot be filtered is passed/,
             "pass: $name, $size: at level error");

        @told = ask("/block/$name/$size");

        unlike($body, qr/t\0?r\0?k\0?\./, "block: $name, $size: no tag");
        is(scalar @told, 1, "block: $name, $size: told once");
        like($told[0], qr/\[error\] .*document that cannot be filtered is blocked/,
             "block: $name, $size: at level error");

        # what stands in the body shows when the head is on its way

        if ($name =~ /bom|meta/) {
            ok(!$whole || $head eq '', "block: $name, $size: it ends there");

        } else {
            like($head, qr/^HTTP\/1.1 502/, "block: $name, $size: 502");
        }

        @told = ask("/pass/$name/$size", "Cookie: $accept");
        ok($body eq $raw && $whole, "accepted: $name, $size: as it came");
        is(scalar @told, 0, "accepted: $name, $size: nothing to tell");

        @told = ask("/report/$name/$size");
        ok($body eq $raw && $whole, "report: $name, $size: as it came");
        is(scalar @told, 0, "report: $name, $size: nothing to tell");
    }
}

my @told = ask('/page/zstd/0');
like($head, qr/^HTTP\/1.1 503/, 'error_page: its status');
like($body, qr/sorry/, 'error_page: is shown');
unlike($body, qr/trk\./, 'error_page: filtered');
is(scalar @told, 1, 'error_page: told once');

@told = ask('/unread/zstd/0');
like($head, qr/^HTTP\/1.1 502/, 'one that cannot be read either: its status');
is($body, '', 'and nothing else');
is(scalar @told, 1, 'and told once');

@told = ask('/pass/broken');
ok(!$whole || $head eq '', 'a broken body: ends');
is(scalar @told, 1, 'and is told once');
like($told[0], qr/\[error\] .*inflate\(\) failed/, 'at level error');

ask('/off/zstd/0');
is($body, $html, 'privacy off: as it came');

(undef, $body) = $nginx->get('/status');
like($body, qr/documents_total\{result="unfilterable",reason="content_encoding"\} 4/,
     'passed documents are counted');
like($body, qr/documents_total\{result="unfilterable",reason="character_set"\} 6/,
     'by what was wrong');
like($body, qr/documents_total\{result="blocked",reason="character_set"\} 6/,
     'and blocked ones');

undef $nginx;

done_testing();
