use strict;
use warnings;

use lib 't/lib';
use Test::More;

use Compress::Zlib;
use File::Temp;

use Nginx;
use Privacy;
use Upstream;

# transport × encoding × page × chunks: what arrives is what the engine says,
# byte for byte

my $scan = $ENV{PRIVACY_SCAN} || 'build/privacy-scan';

plan skip_all => "$scan is not there" if !-x $scan;


sub deflated {
    my ($data, $bits) = @_;

    my ($d) = deflateInit(-WindowBits => $bits);
    my ($one) = $d->deflate($data);
    my ($two) = $d->flush;
    return $one . $two;
}


sub filtered {
    my ($html) = @_;

    my $catalog = File::Temp->new;
    my ($text) = $http =~ /privacy_catalog off;(.*)privacy on;/s;
    $text =~ s/privacy_vendor //g;
    print $catalog $text;
    $catalog->flush;

    my $in = File::Temp->new;
    binmode $in;
    print $in $html;
    $in->flush;

    return scalar `$scan --filter --catalog=off --catalog=$catalog --host=localhost < $in`;
}


my $big = "<!doctype html><html><head><title>big</title>\n";

for my $i (1 .. 1500) {
    $big .= "<p class=\"c$i\">paragraph $i &amp; more text</p>\n";
    $big .= "<script src=\"https://cdn.trk.test/$i.js\"></script>" if $i % 9 == 0;
    $big .= "<script>var a$i = \"" . 'x' x ($i % 700) . "\";</script>\n"
        if $i % 7 == 0;
    $big .= "<img src=//px.trk.test/$i.gif alt=\"" . 'y' x 300 . "\">"
        if $i % 31 == 0;
}

my $plain = $big;
$plain =~ s/trk\.test/own.test/g;

my %pages = (small => $page, clean => $clean, big => $big, plain => $plain);

my %codings = (
    identity => ['', sub { $_[0] }],
    gzip     => ['gzip', sub { Compress::Zlib::memGzip($_[0]) }],
    members  => ['gzip', sub {
        my $half = int(length($_[0]) / 2);
        return Compress::Zlib::memGzip(substr $_[0], 0, $half)
               . Compress::Zlib::memGzip(substr $_[0], $half);
    }],
    trailing => ['gzip', sub {
        Compress::Zlib::memGzip($_[0]) . "\x1f\x00garbage"
    }],
    zlib     => ['deflate', sub { deflated($_[0], 15) }],
    raw      => ['deflate', sub { deflated($_[0], -15) }],
);

if (`sh -c 'command -v brotli'`) {
    $codings{br} = ['br', sub {
        my $in = File::Temp->new;
        binmode $in;
        print $in $_[0];
        $in->flush;
        return scalar `brotli -c < $in`;
    }];
}

my %bodies;

for my $p (keys %pages) {
    for my $c (keys %codings) {
        $bodies{"$p/$c"} = $codings{$c}[1]->($pages{$p});
    }
}

# /PAGE/CODING/CHUNK

sub answer {
    my ($path) = @_;

    my ($p, $c, $size) = $path =~ m{^/\w+/(\w+)/(\w+)/(\d+)};
    my @fields = $codings{$c}[0] ? "Content-Encoding: $codings{$c}[0]" : ();

    return ($bodies{"$p/$c"}, $size, @fields);
}

my $up = Upstream::start(sub {
    my ($body, $size, @fields) = answer(@_);

    return Upstream::http($body, @fields) if $size == 0;
    return Upstream::chunked($size, $body, @fields);
});

# those of CGI's kind: no chunks, and the end is the end

my %cgi = map {
    $_ => Upstream::start(sub {
        my ($body, $size, @fields) = answer(@_);

        return (join("\r\n", 'HTTP/1.1 200 OK', 'Content-Type: text/html',
                     @fields, '', ''),
                $size ? unpack "(a$size)*", $body : $body);
    }, $_)
} qw/ fastcgi scgi uwsgi /;

my $nginx = Nginx->new(http => $http . "
        proxy_cache_path %DIR%/cache keys_zone=c:1m;
    ", server => join('', map "
        location /$_/ {
            ${_}_pass 127.0.0.1:$cgi{$_};
            ${_}_param REQUEST_URI \$request_uri;
            ${_}_param REQUEST_METHOD \$request_method;
        }
    ", sort keys %cgi) . "
    location /cached/ { proxy_pass http://127.0.0.1:$up; proxy_http_version 1.1;
                        proxy_cache c; proxy_cache_valid 200 1h; }
    location /old/ { proxy_pass http://127.0.0.1:$up; proxy_http_version 1.1; }
    location /buffered/ { proxy_pass http://127.0.0.1:$up; proxy_http_version 1.1; }
    location /direct/ { proxy_pass http://127.0.0.1:$up; proxy_http_version 1.1;
                        proxy_buffering off; }
    location /tiny/ { proxy_pass http://127.0.0.1:$up; proxy_http_version 1.1;
                      proxy_buffer_size 512; proxy_buffers 2 512;
                      proxy_busy_buffers_size 512; }
    location /gzip/ { proxy_pass http://127.0.0.1:$up; proxy_http_version 1.1;
                      gzip on; gzip_min_length 0; gzip_comp_level 1; }
    location /off/ { privacy off; proxy_pass http://127.0.0.1:$up;
                     proxy_http_version 1.1; }
");

# HTTP/1.0: no chunks, the end of the connection is the end

sub old {
    my ($path) = @_;
    my $s = $nginx->connect;

    print $s "GET $path HTTP/1.0\r\nHost: localhost\r\n\r\n";

    return Nginx::parse(Nginx::drain($s), 'GET');
}

my %expected = map { $_ => filtered($pages{$_}) } keys %pages;

is($expected{clean}, $clean, 'the engine leaves a clean page as it is');
is($expected{plain}, $plain, 'and a long one');
unlike($expected{big}, qr/trk\.test/, 'and takes what is refused');

for my $p (sort keys %pages) {
    my @sizes = length $pages{$p} > 10000 ? (0, 61, 4096) : (0, 1, 2, 7, 61);

    for my $c (sort keys %codings) {
        for my $size (@sizes) {
            for my $t (qw/ buffered direct tiny gzip cached old /,
                       sort keys %cgi)
            {
                next if $size == 61 && length $pages{$p} > 10000
                        && $t !~ /^(buffered|direct|gzip)$/;

                my @fields = $t eq 'gzip' ? 'Accept-Encoding: gzip' : ();

                # of a cache, what comes out of it

                $nginx->get("/$t/$p/$c/$size") if $t eq 'cached';

                my ($head, $body, $whole) = $t eq 'old'
                    ? old("/$t/$p/$c/$size")
                    : $nginx->get("/$t/$p/$c/$size", @fields);

                $body = Compress::Zlib::memGunzip($body)
                    if $head =~ /^content-encoding: gzip/mi;

                my $name = "$p, $c in chunks of $size, $t";

                if (!$whole || !defined $body || $body ne $expected{$p}) {
                    my $n = 0;
                    $n++ while $n < length($body // '')
                               && substr($body, $n, 1)
                                  eq substr($expected{$p}, $n, 1);
                    fail($name);
                    diag(sprintf "whole: %d, %d bytes of %d, differs at %d",
                                 $whole, length($body // ''),
                                 length $expected{$p}, $n);
                    diag($head) if $n == 0;
                    next;
                }

                pass($name);
            }
        }
    }
}

for my $c (sort keys %codings) {
    my ($head, $body) = $nginx->get("/off/big/$c/4096");
    ok($body eq $bodies{"big/$c"}, "off: $c, as it came");
}

undef $nginx;

done_testing();
