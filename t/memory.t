use strict;
use warnings;

use lib 't/lib';
use Test::More;

use IO::Socket::INET;
use Socket;
use Time::HiRes qw/ sleep /;

use Nginx;

# what a request takes beyond nginx's own buffers: clients that ask for a large
# page and do not read it hold a worker's memory as long as they like

plan skip_all => 'a sanitizer has a memory of its own'
    if $ENV{ASAN_OPTIONS} || $ENV{PRIVACY_VALGRIND};

my $clients = 60;
my $page = "<!doctype html><html><head><title>large</title>\n"
           . "<script src=https://s.adroll.com/j/X/roundtrip.js></script>\n"
           . "</head>\n<body>\n";

for my $i (1 .. 30000) {
    $page .= "<p class=c$i>paragraph $i <a href=/$i>link</a></p>\n";
    $page .= "<img src=https://cdn.example/$i.gif>\n" if $i % 7 == 0;
    $page .= "<script>var a$i = '" . 'x' x 300 . "';</script>\n"
        if $i % 50 == 0;
    $page .= "<script src=https://s.adroll.com/j/$i.js></script>\n"
        if $i % 200 == 0;
}

# private memory alone: that of the program is shared

sub rss {
    my ($worker) = @_;

    open my $in, '<', "/proc/$worker/status" or die "$worker: $!";
    my ($kb) = join('', <$in>) =~ /^RssAnon:\s+(\d+) kB/m or die;
    return $kb;
}


# KB that a request holds of a worker that served one before

sub stalled {
    my ($conf) = @_;

    my $nginx = Nginx->new(
        files  => { 'large.html' => $page },
        level  => 'error',
        listen => ' sndbuf=16k',
        server => "
            sendfile off;
            location /privacy/ { privacy_endpoint; }
            location /page/ { alias %DIR%/html/; $conf }
        ",
    );

    my ($worker) = map { (split)[0] } `ps -o pid= --ppid $nginx->{pid}`;

    my (undef, $body) = $nginx->get('/page/large.html');
    my $before = rss($worker);
    my @sockets;

    for (1 .. $clients) {
        my $s = IO::Socket::INET->new(Proto => 'tcp', Type => SOCK_STREAM);

        $s->setsockopt(SOL_SOCKET, SO_RCVBUF, 2048) or die;
        $s->connect(pack_sockaddr_in($nginx->{port},
                                     inet_aton('127.0.0.1'))) or die;
        $s->autoflush(1);
        print $s "GET /page/large.html HTTP/1.1\r\nHost: localhost\r\n\r\n";
        push @sockets, $s;
    }

    # until it grows no more

    my $now = $before;

    for (1 .. 50) {
        sleep 0.2;
        my $then = $now;
        $now = rss($worker);
        last if $now == $then && $now > $before;
    }

    close $_ for @sockets;

    return (($now - $before) / $clients, $body);
}


plan skip_all => 'no /proc here' if !-r '/proc/self/status'
                                    || `ps -o pid= -p $$` !~ /\d/;

my ($off) = stalled('');
my ($on, $body) = stalled('privacy on; privacy_notice on;');

like($body, qr/id="prv"/, 'the notice is there');
unlike($body, qr/adroll\.com/, 'and no tracker');

diag(sprintf '%.1f KB a request without, %.1f KB with', $off, $on)
    if $ENV{VERBOSE};

cmp_ok($off, '>', 32, 'without, a request takes its buffers');
cmp_ok($on - $off, '<=', 16, 'with, at most 16 KB more');

done_testing();
