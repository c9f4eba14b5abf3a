use strict;
use warnings;

use lib 't/lib';
use Test::More;

use File::Temp qw/ tempdir /;

use Nginx;
use Privacy;
use Upstream;

# HTTP/2: the same pages, several of them at once

my $curl = `sh -c 'command -v curl' 2>/dev/null`;
chomp $curl;

plan skip_all => 'no curl with HTTP/2'
    if !$curl || `$curl --version` !~ /HTTP2/;

my ($minor) = `$ENV{TEST_NGINX_BINARY} -v 2>&1` =~ m{nginx/1\.(\d+)};
my $on = $minor >= 25 ? ['', 'http2 on;'] : [' http2', ''];

my $big = join '', "<!doctype html><title>b</title>\n",
    map { "<p>paragraph $_</p><script src=//cdn.trk.test/$_.js></script>\n" }
        1 .. 20000;

my $up = Upstream::start(sub {
    my ($path, $f) = @_;

    return Upstream::http("cookie=[$f->{cookie}]", 'Content-Type: text/plain')
        if $path =~ /echo/;
    return Upstream::chunked(3000, $big, 'Set-Cookie: _trk=1', 'Set-Cookie: a=1');
});

my $nginx = Nginx->new(http => $http, listen => $on->[0], server => "
    $on->[1]
    location /p/ { proxy_pass http://127.0.0.1:$up; }
");

my $dir = tempdir(CLEANUP => 1);
my $url = "http://127.0.0.1:$nginx->{port}";
my @h2 = ('--http2-prior-knowledge', '-s');


sub run {
    open my $p, '-|', $curl, @h2, '--no-progress-meter', @_ or die "curl: $!";
    local $/;
    return scalar <$p>;
}

my $got = run('-i', '-b', "$accept", "$url/p/a");
like($got, qr/^HTTP\/2 200/, 'HTTP/2');
is(scalar(() = $got =~ /cdn\.trk\.test/g), 20000, 'accepted: all tags');
like($got, qr/^set-cookie: _trk=1/m, 'and cookies');

$got = run('-i', "$url/p/a");
unlike($got, qr/trk\.test|_trk/, 'undecided: none');
like($got, qr/^set-cookie: a=1/m, 'but its own');
is(scalar(() = $got =~ /paragraph/g), 20000, 'and the whole page');

$got = run('-H', 'Cookie: a=1; _trk=2', '-H', 'Cookie: _st=1; b=2', "$url/p/echo");
is($got, 'cookie=[a=1; b=2]', 'what is refused does not go upstream');

run('--parallel', '--parallel-immediate',
    map { ("$url/p/$_", '-o', "$dir/$_") } 1 .. 8);

for (1 .. 8) {
    open my $f, '<', "$dir/$_";
    local $/;
    my $text = <$f> // '';
    ok($text =~ /paragraph 20000</ && $text !~ /trk\.test/, "at once: $_");
}

undef $nginx;

done_testing();
