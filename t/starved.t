use strict;
use warnings;

use lib 't/lib';
use Test::More;

use Compress::Zlib;
use File::Temp qw/ tempdir /;
use Time::HiRes qw/ sleep /;

use Nginx;
use Privacy;
use Upstream;

# memory that runs out at every single allocation, a disk that is full, and
# files that are broken when they are read again: a right answer or none,
# never a page with its tags, and never a crash

plan skip_all => 'a sanitizer has an allocator of its own'
    if $ENV{ASAN_OPTIONS} || $ENV{PRIVACY_VALGRIND};

my $dir = tempdir('privacy-starve-XXXXXX', TMPDIR => 1, CLEANUP => 1);
chmod 0755, $dir;

my $cc = $ENV{CC} || 'cc';
system("$cc -shared -fPIC -O1 -o '$dir/starve.so' t/lib/starve.c -ldl 2>'$dir/cc.log'") == 0
    or plan skip_all => 'no compiler for what makes memory scarce';

# how many allocations go well before one fails; whether the disk is full

my $counters = "$dir/counters";

sub left {
    open my $f, '<', $counters or die "$counters: $!";
    read $f, my $bytes, 8;
    return (unpack 'LL', $bytes)[0];
}

open my $fresh, '>', $counters or die;
print $fresh "\0" x 8;
close $fresh;
chmod 0666, $counters;

# written in place: the file is mapped

sub set {
    open my $f, '+<', $counters or die "$counters: $!";
    syswrite $f, pack 'LL', @_;
    close $f;
}

my $big = join '', "<!doctype html><title>big</title>\n",
               map { "<p>line $_ of a long page</p>\n<script src=//cdn.trk.test/a.js></script>\n" }
                   1 .. 300_000;

my $zipped = Compress::Zlib::memGzip($page);

my $up = Upstream::start(sub {
    my ($path) = @_;

    return Upstream::http($big) if $path =~ /big/;
    return Upstream::http($zipped, 'Content-Encoding: gzip', 'Set-Cookie: _trk=1',
                          'ETag: "x"')
        if $path =~ /zip/;
    return Upstream::chunked(7, $page, 'Set-Cookie: _trk=1', 'Set-Cookie: a=1',
                             'Link: <https://cdn.trk.test/x>; rel=preload');
});

my $vendors = "trk { category marketing; host .trk.test; }\n";
my $nginx;

{
    local $ENV{LD_PRELOAD} = "$dir/starve.so";
    local $ENV{STARVE_FILE} = $counters;

    $nginx = Nginx->new(quiet => 1, http => $http . "
        privacy_on_error block;
        privacy_zone starved:64k;
    ", server => "
        location /p/ { proxy_pass http://127.0.0.1:$up; }
        location /tags/ { privacy_tags block; proxy_pass http://127.0.0.1:$up; }
        location /notice/ {
            privacy_notice on; privacy_csp on; privacy_consent_mode basic;
            gzip on; alias %DIR%/html/;
        }
        location /privacy/ { privacy_endpoint; }
        location /status { privacy off; privacy_status json; }
    ", files => { 'a.html' => $page });
}


# one request, with each of its allocations failing in turn

my @cookies = ('Cookie: _trk=1; a=2; privacy_consent=v1&t=1; euconsent-v2=COtybn4PA_zT4KjACBENAPCIAEBAAECAAIAAAAAAAAAA',
               "Cookie: _trk=1; _st=2; $reject");

my $most = 3000;

for my $case (['/p/chunked', @cookies], ['/p/zip', 'If-None-Match: "x;n-00000000"'],
              ['/tags/zip'], ['/notice/a.html', 'Sec-Fetch-Dest: document', 'Accept-Encoding: gzip'],
              ['/privacy/', 'Accept-Language: de'], ['/privacy/consent', @cookies],
              ['/privacy/optout/trk'], ['/status'])
{
    my ($path, @fields) = @$case;
    my (%got, $n);

    set(0, 0);
    my ($head, $want) = $nginx->get($path, @fields);
    like($head, qr/^HTTP\/1.1 200/, "$path: as it should be");

    $want = '' if $path eq '/status';

    my @bad;

    for ($n = 1; $n <= $most; $n++) {
        set($n, 0);

        my ($h, $b, $whole) = $nginx->get($path, @fields);
        my $over = left();

        set(0, 0);

        my ($status) = $h =~ m{^HTTP/1.1 (\d+)};
        $got{$status // 'none'}++;

        $b = Compress::Zlib::memGunzip($b) // $b if $h =~ /^content-encoding: gzip/mi;

        push @bad, "$n: a tag" if "$h$b" =~ /(?<!privacy-)src="?(https:)?\/\/[a-z]*\.?trk\.test/;
        push @bad, "$n: a cookie" if $h =~ /^set-cookie: _trk=1/mi;
        push @bad, "$n: another page" if ($status // 0) == 200 && $whole && $want ne ''
                                         && $path !~ /^.privacy/ && $b ne $want
                                         && $h !~ /content-encoding/i;

        last if $over != 0;
    }

    is(join(', ', @bad), '', "$path: $n allocations: " . join ', ', map { "$_ $got{$_}" } sort keys %got);
    cmp_ok($n, '<=', $most, "$path: each of them");
    cmp_ok($n, '>', 2, "$path: there are some");
}

unlike($nginx->log, qr/exited on signal/, 'and no worker has died of it');
like($nginx->log, qr/\[(?:emerg|alert|crit)\].*(?:malloc|memalign)/, 'each is told');

my ($head, $body) = $nginx->get('/p/x');
like($body, qr/own\.js/, 'and the next page is served');
unlike($body, qr/trk\.test/, 'without its tag');


# a disk that is full: what has to wait for a client cannot wait there

my $s = $nginx->connect;
setsockopt $s, Socket::SOL_SOCKET(), Socket::SO_RCVBUF(), 8192;
set(0, 1);
print $s "GET /p/big HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
sleep 1.5;

my $all = Nginx::drain($s);
my (undef, $text, $whole) = Nginx::parse($all, 'GET');

ok(!$whole, 'a full disk: the response does not end as if it were whole');
unlike($text, qr/trk\.test/, 'and has no tag');
like($nginx->log, qr/\[crit\].*\(28: No space left/, 'and it is told');

$s = $nginx->connect;
print $s "POST /privacy/consent HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
         . "Sec-Fetch-Site: same-origin\r\nContent-Type: application/x-www-form-urlencoded\r\n"
         . "Content-Length: 40000\r\n\r\naction=accept&x=" . 'x' x 39984;
$all = Nginx::drain($s);
unlike($all, qr/set-cookie/i, 'a form that cannot be kept is no choice');
like($all, qr{^HTTP/1.1 (?:4\d\d|500)}, 'but an error');

set(0, 0);


undef $nginx;


# a catalog that is replaced while nginx reads it again: what is broken is not
# taken, what was taken stays

$nginx = Nginx->new(quiet => 1, http => "
        privacy on; privacy_catalog off; privacy_catalog %DIR%/html/vendors;
    ", files => { 'a.html' => $page, vendors => $vendors });

for my $broken ("trk { category marketing; host .trk.test;", '', "trk { category nothing; }",
                "\0\xff\xfe" x 1000)
{
    $nginx->write('html/vendors', $broken);
    $nginx->signal('HUP');
    sleep 0.4;

    (undef, $body) = $nginx->get('/a.html');

    if ($broken eq '') {
        like($body, qr/cdn\.trk\.test/, 'an empty file is a catalog, of nobody');
        next;
    }

    unlike($body, qr/trk\.test/, 'a broken catalog: the one before holds')
        if $broken =~ /host/;
}

like($nginx->log, qr/\[emerg\].*vendors:1/, 'and its line is told');

$nginx->write('html/vendors', $vendors);
$nginx->signal('HUP');
sleep 0.4;
(undef, $body) = $nginx->get('/a.html');
unlike($body, qr/trk\.test/, 'mended: it holds');

unlink "$nginx->{dir}/html/vendors";
$nginx->signal('HUP');
sleep 0.4;
(undef, $body) = $nginx->get('/a.html');
unlike($body, qr/trk\.test/, 'gone: the one before holds');
like($nginx->log, qr/\[emerg\].*vendors/, 'and that is told');

undef $nginx;


# a catalog that somebody writes while nginx reads it again, of which a half
# does not count, and a key that cannot be read

my $twice = $vendors . "more { category analytics; host .more.test; }\n";

{
    local $ENV{LD_PRELOAD} = "$dir/starve.so";
    local $ENV{STARVE_FILE} = $counters;

    $nginx = Nginx->new(quiet => 1, http => "
        privacy on; privacy_catalog off; privacy_catalog %DIR%/html/vendors;
        privacy_consent_key %DIR%/html/key;
    ", files => { 'a.html' => "$page<script src=//more.test/></script>",
                  vendors => $twice, key => "0123456789abcdef" x 4 });
}

sub reread {
    my ($what) = @_;
    my $was = length $nginx->log;

    $nginx->signal('HUP');
    sleep 0.4;
    set(0, 0);

    (undef, $body) = $nginx->get('/a.html');
    unlike($body, qr/trk\.test|more\.test/, "$what: the one before holds");

    return substr $nginx->log, $was;
}

for (['longer', 2], ['cut short', 3]) {
    my ($how, $mode) = @$_;

    set(0, $mode);
    like(reread("a catalog $how while it is read"),
         qr/\[emerg\].*vendors" returned \d+ bytes instead of/, 'and it is told');
    $nginx->write('html/vendors', $twice);
}

$nginx->write('html/key', 'short');
like(reread('a key too short'), qr/\[emerg\].*\/key"/, 'and its name is told');
unlink "$nginx->{dir}/html/key";
like(reread('no key'), qr/\[emerg\].*\/key".*No such file/, 'and its name is told');

$nginx->write('html/key', "0123456789abcdef" x 4);
my $told = reread('all mended');
unlike($told, qr/\[emerg\]/, 'and there is nothing to tell') or diag($told);

undef $nginx;

done_testing();
