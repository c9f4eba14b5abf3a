use strict;
use warnings;

use lib 't/lib';
use Test::More;

use Compress::Zlib;
use File::Temp;

use Nginx;
use Privacy;
use Upstream;

# every module that compresses or decompresses, in one configuration

my ($brotli) = grep { -e } $ENV{PRIVACY_BROTLI} || (),
               '/usr/lib/nginx/modules/ngx_http_brotli_filter_module.so';
my $binary = $ENV{TEST_NGINX_BINARY} || 'nginx';
my $modules = $ENV{TEST_NGINX_LOAD_MODULES} || '';
my $built = `$binary -V 2>&1`;

# one for another release of nginx is no use

if ($brotli) {
    my $conf = File::Temp->new;
    print $conf "load_module $brotli; events { } http { }\n";
    $conf->flush;
    $brotli = undef
        if `$binary -t -c $conf -e stderr -g 'pid $conf.pid;' 2>&1`
           !~ /test is successful/;
}

plan skip_all => 'no gunzip and gzip_static in this nginx'
    if $built !~ /http_gunzip/ || $built !~ /http_gzip_static/;

local $ENV{TEST_NGINX_LOAD_MODULES} = join ' ', grep $_, $brotli, $modules;

sub coded {
    my ($how, $body) = @_;

    return $body if $how eq 'identity';
    return Compress::Zlib::memGzip($body) if $how eq 'gzip';

    my $in = File::Temp->new;
    binmode $in;
    print $in $body;
    $in->flush;
    return scalar `brotli -c < $in`;
}

sub decoded {
    my ($head, $body) = @_;
    my $how = Nginx::field($head, 'Content-Encoding') // 'identity';

    return (identity => $body) if $how eq 'identity';
    return (gzip => Compress::Zlib::memGunzip($body)) if $how eq 'gzip';

    my $in = File::Temp->new;
    binmode $in;
    print $in $body;
    $in->flush;
    return ($how => scalar `brotli -dc < $in`);
}

my @up = ('identity', 'gzip', -x '/usr/bin/brotli' ? 'br' : ());
my %bodies = map { $_ => coded($_, $page) } @up;

my $up = Upstream::start(sub {
    my ($path) = @_;
    my ($how) = $path =~ m{/(\w+)$};

    return Upstream::http($bodies{$how},
                          $how eq 'identity' ? () : "Content-Encoding: $how");
});

my $all = "
    gunzip on; gzip on; gzip_static on; gzip_min_length 1; gzip_vary on;
" . ($brotli ? 'brotli on; brotli_min_length 1;' : '');

my $nginx = Nginx->new(http => $http, server => "
    $all
    location / { }
    location /static/ { alias %DIR%/html/; }
    location /always/ { alias %DIR%/html/; gzip_static always; }
    location /p/ { proxy_pass http://127.0.0.1:$up/; }
    location /raw/ { privacy_decode off; proxy_pass http://127.0.0.1:$up/; }
    location /off/ { privacy off; proxy_pass http://127.0.0.1:$up/; }
", files => { 'a.html' => $page, 'a.html.gz' => $bodies{gzip},
              'c.html' => $clean, 'c.html.gz' => coded('gzip', $clean) });

my ($head, $body);
(undef, my $want) = $nginx->get('/p/identity');

like($want, qr/own\.js/, 'the page');
unlike($want, qr/trk\.test|stats\.test/, 'is filtered');

# what the client takes decides what it gets, whatever the source is in

my %gets = ('' => 'identity', 'gzip' => 'gzip', 'identity' => 'identity',
            'gzip;q=0' => 'identity',
            'gzip, br' => $brotli ? 'br' : 'gzip',
            'br' => $brotli ? 'br' : 'identity', 'zstd' => 'identity');

for my $take (sort keys %gets) {
    my @take = $take eq '' ? () : "Accept-Encoding: $take";

    for my $path ((map "/p/$_", @up), '/a.html', '/static/a.html',
                  '/always/a.html')
    {
        ($head, $body) = $nginx->get($path, @take);
        my ($how, $text) = decoded($head, $body);

        is($text, $want, "$path, client takes '$take': the page");
        is($how, $gets{$take}, "$path, client takes '$take': $gets{$take}");
        is(scalar(my @e = Nginx::field($head, 'Content-Encoding')),
           $how eq 'identity' ? 0 : 1, "$path, client takes '$take': once");
        is(Nginx::field($head, 'Content-Length'), undef,
           "$path, client takes '$take': no length of another");
    }
}

# nothing to decode for those who have agreed: it goes on as it came

for my $how (@up) {
    ($head, $body) = $nginx->get("/p/$how", "Cookie: $accept",
                                 'Accept-Encoding: gzip, br');
    my ($got, $text) = decoded($head, $body);
    is($text, $page, "accepted, $how: the page");
    is($got, $how, "accepted, $how: as it came") if $how ne 'identity';
}

($head, $body) = $nginx->get('/a.html', "Cookie: $accept",
                             'Accept-Encoding: gzip');
is($body, $bodies{gzip}, 'accepted: the file that is compressed');

($head, $body) = $nginx->get('/c.html', 'Accept-Encoding: gzip');
is((decoded($head, $body))[1], $clean, 'a clean page, byte for byte');

($head, $body) = $nginx->get('/raw/gzip', 'Accept-Encoding: gzip');
is($body, $bodies{gzip}, 'privacy_decode off: as it came');

# gunzip runs before this filter

($head, $body) = $nginx->get('/raw/gzip');
is($body, $want, 'privacy_decode off, gunzip: filtered');

($head, $body) = $nginx->get('/off/gzip', 'Accept-Encoding: gzip');
is($body, $bodies{gzip}, 'privacy off: as it came');

undef $nginx;

done_testing();
