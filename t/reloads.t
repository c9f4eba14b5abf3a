use strict;
use warnings;

use lib 't/lib';
use Test::More;

use POSIX ();
use Time::HiRes qw/ sleep time /;

use Nginx;
use Prometheus;

# Four workers under load, and reloads all the while ($RELOADS, 20 if it is
# not set), each with another catalog: no request is lost, no page is cut or
# let through, and the counters add up to the last one.

my $reloads = $ENV{RELOADS} || 20;
my $clients = 4;
my $tags = 40;

my $page = join '', "<!doctype html><html><body>\n", map {
    "<p>paragraph $_</p><script src=\"https://cdn.trk.test/$_.js\"></script>\n"
} 1 .. $tags;

$page .= "<img src=//cdn.nobody.test/p.gif></body></html>\n";

(my $filtered = $page) =~ s{<script.*?</script>}{}g;

my @catalogs = map { "
    $_ { category marketing; host .trk.test; cookie _trk*; }
    unused-$_ { category analytics; host $_.test; }
" } qw/ odd even /;

my $nginx = Nginx->new(workers => 4, level => 'notice', files => {
    'page.html' => $page, 'catalog' => $catalogs[0],
}, http => '
    privacy_zone     z:256k;
    privacy_catalog  off;
    privacy_catalog  %DIR%/html/catalog;
    privacy          on;
', server => '
    location / { add_header Set-Cookie "_trk=1; Path=/"; }
    location = /metrics { privacy_status prometheus; }
');


# a client asks until it is told to stop, and says how many answers it had
# and how many were not what they should be

sub client {
    my ($stop) = @_;
    my ($n, $bad, $first) = (0, 0, '');

    while (!-e $stop) {
        my ($head, $body, $whole) = eval {
            $nginx->get('/page.html', 'Cookie: _trk=5');
        };

        $n++;

        next if $whole && $head =~ m{^HTTP/1.1 200 } && $body eq $filtered
                && $head !~ /^Set-Cookie: _trk=1/m;

        $bad++;
        $first ||= "request $n of $$: " . ($@ || "$head ...");
    }

    return "$n $bad $first";
}


my $dir = $nginx->{dir};
my %pids;

for my $i (1 .. $clients) {
    my $pid = fork;
    die "fork: $!" if !defined $pid;

    if ($pid == 0) {
        $nginx->write("client.$i", client("$dir/stop"));
        POSIX::_exit(0);
    }

    $pids{$pid} = $i;
}


# the master has read its configuration again when it starts other workers

sub reloaded {
    open my $log, '<', "$dir/logs/error.log" or return 0;
    return -1 + grep { /start worker processes/ } <$log>;
}


my $done = 0;
my $start = time;

for my $i (1 .. $reloads) {
    # in one piece: what is half written would be read, too

    $nginx->write('html/catalog.new', $catalogs[$i % 2]);
    rename "$dir/html/catalog.new", "$dir/html/catalog";
    $nginx->signal('HUP');

    for (1 .. 3000) {
        last if ($done = reloaded()) >= $i;
        sleep 0.01;
    }

    sleep 0.05;
}

$nginx->write('stop', '');

my ($n, $bad, @first) = (0, 0);

for my $pid (sort keys %pids) {
    waitpid $pid, 0;

    my ($had, $wrong, $first) = split ' ', $nginx->slurp("client.$pids{$pid}"),
                                      3;
    $n += $had || 0;
    $bad += $wrong // 1;
    push @first, $first if $first;
}

diag(sprintf '%d requests and %d reloads in %d s', $n, $done, time - $start);

is($done, $reloads, "$reloads reloads");
cmp_ok($n, '>', $ENV{PRIVACY_VALGRIND} ? 0 : $reloads, 'under load');
is($bad, 0, 'no request was lost, cut or let through') or diag(@first);


# what has ended is counted; a worker may be at its last request's end

sleep 0.5;

my (undef, $text) = $nginx->get('/metrics');
my ($samples, @errors) = Prometheus::parse($text);

is_deeply(\@errors, [], 'the metrics are in form');

is(Prometheus::sum($samples, 'requests_total'), $n, 'requests add up');
is(Prometheus::sum($samples, 'documents_total', qr/result="filtered"/), $n,
   'documents add up');
is(Prometheus::sum($samples, 'tags_total'), $n * $tags, 'tags add up');
is(Prometheus::sum($samples, 'cookies_total', qr/direction="$_"/), $n,
   "cookies add up: $_") for qw/ request response expire /;
is(Prometheus::sum($samples, 'unknown_total'), $n,
   'hosts that nobody knows add up');
is($samples->{nginx_privacy_filter_input_bytes_total}{''},
   $n * length $page, 'bytes in add up');
is($samples->{nginx_privacy_filter_output_bytes_total}{''},
   $n * length $filtered, 'bytes out add up');

# counters of a vendor that the catalog has no more are kept

cmp_ok(Prometheus::sum($samples, 'tags_total', qr/vendor="$_"/), '>', 0,
       "vendor $_ has its own") for qw/ odd even /;

undef $nginx;

done_testing();
