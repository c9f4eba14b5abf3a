use strict;
use warnings;

use lib 't/lib';
use Test::More;

use Time::HiRes qw/ sleep time /;

use Nginx;
use Upstream;

# where the upstream says how long a page is, its end goes out with its last
# bytes: once, neither too early nor for a page that is not whole

my $head = "<!doctype html><html><head><title>t</title></head><body>";
my $tag = '<script src=//s.adroll.com/j/X/roundtrip.js></script>';
my $page = "$head<p>one$tag<p>two</body></html>\n";
my $clean = "$head<p>one<p>two</body></html>\n";

sub answer {
    my ($path) = @_;

    my $n = length $page;
    my $start = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n";

    return ("${start}Content-Length: $n\r\n\r\n", $page)
        if $path eq '/one';

    return ({ keepalive => 1 }, "${start}Content-Length: $n\r\n\r\n",
            substr($page, 0, 70), { sleep => 0.2 }, substr($page, 70))
        if $path eq '/two';

    return ("${start}Content-Length: $n\r\n\r\n", map { substr $page, $_, 1 }
                                                  0 .. $n - 1)
        if $path eq '/bytes';

    return ("${start}Content-Length: $n\r\n\r\n",
            substr($page, 0, $n - 10))
        if $path eq '/short';

    return ("${start}Content-Length: $n\r\n\r\n", "$page<p>more")
        if $path eq '/long';

    # the last that comes is taken out: nothing is left to go with the end

    return ("${start}Content-Length: " . length("$head$tag") . "\r\n\r\n",
            $head, { sleep => 0.2 }, $tag)
        if $path eq '/taken';

    return ("${start}\r\n", $page);
}

my $port = Upstream::start(\&answer);

my $nginx = Nginx->new(
    level  => 'warn',
    http   => "upstream up { server 127.0.0.1:$port; keepalive 4; }
               proxy_http_version 1.1;
               proxy_set_header Connection '';",
    server => "
        privacy on;
        privacy_surrogates off;
        location / { proxy_pass http://up; }
        location /unbuffered/ {
            proxy_buffering off;
            proxy_pass http://up/;
        }
    ",
);

for my $prefix ('', '/unbuffered') {
    for my $path (qw(/one /two /bytes /long /unknown)) {
        my ($top, $body, $whole) = $nginx->get("$prefix$path");

        is($body, $clean, "$prefix$path: the page");
        ok($whole, "$prefix$path: and its end");
    }

    my ($top, $body, $whole) = $nginx->get("$prefix/short");

    ok(!$whole, "$prefix/short: a page that is not whole has no end");

    ($top, $body, $whole) = $nginx->get("$prefix/taken");

    is($body, $head, "$prefix/taken: what is left");
    ok($whole, "$prefix/taken: and its end");
}

# one connection of the client's, one page behind the other

my $s = $nginx->connect;
my $request = "GET /two HTTP/1.1\r\nHost: localhost\r\n";

print $s "$request\r\n" x 3, "${request}Connection: close\r\n\r\n";

my $all = Nginx::drain($s);
close $s;
sleep 0.2;
my $n = () = $all =~ /\Q<p>two<\E/g;
my $ends = () = $all =~ /^0\r\n\r\n/mg;

is($n, 4, 'four pages on one connection');
is($ends, 4, 'four ends');

unlike($nginx->log, qr/\[(alert|crit|emerg)\]/, 'nothing alarming');

undef $nginx;
done_testing();
