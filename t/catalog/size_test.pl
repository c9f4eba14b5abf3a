#!/usr/bin/perl

# A list of 100,000 hosts: how long it takes to load, what memory it takes in
# nginx and how often, and that a page costs what it costs with 100.  Figures
# go to standard output as comments.

use strict;
use warnings;

use FindBin;
use lib $FindBin::Bin;
use IO::Socket::INET;
use POSIX ();
use Scan;
use Test::More;
use Time::HiRes qw(sleep time);

plan(skip_all => 'a sanitizer counts its own') if $scan =~ /sanitize/;

my $nginx = $ENV{PRIVACY_NGINX} || '/usr/sbin/nginx';
my $module = $ENV{PRIVACY_MODULE} || "$home/build/ngx_http_privacy_module.so";
my @sizes = (100, 10_000, 100_000);
my $started;

END { kill 'TERM', $started if $started }


# hosts as lists have them: many below few, and none that the catalog knows

sub host {
    my ($i) = @_;

    return sprintf('%s%d.net%d.example%s', ('ads', 'px', 't')[$i % 3], $i,
                   $i % 977, ('', '-tracking', '.co')[$i % 7 % 3]);
}

my %list;

for my $n (@sizes) {
    $list{$n} = put("$n.txt", "[Adblock Plus 2.0]\n" .
                    join '', map { '||' . host($_) . "^\n" } 1 .. $n);
}

# and as many paths on one host

my %paths;

for my $n (@sizes) {
    $paths{$n} = put("p$n.txt", join '',
                     map { "||cdn7.shop7.example/p$_/pixel\n" } 1 .. $n);
}

# one in ten of the URLs is listed in all of the lists, and the rest is not

my $page = put('page.html', join "\n", '<!doctype html>', (map {
    my $host = $_ % 10 ? "cdn$_.shop" . $_ % 17 . '.example' : host($_ % 99 + 1);

    $_ % 2 ? "<p>words and more of them</p><img src=\"https://$host/$_.png\">"
           : "<script src=\"https://$host/a/$_.js\"></script>"
} 1 .. 1000), map {
    "<img src=\"https://cdn7.shop7.example/p$_/" . ($_ % 5 ? 'a' : 'pixel')
    . '">'
} 1 .. 90);


# instructions of the rewriter over the page, and of nothing else

sub instructions {
    my ($list) = @_;
    my $out = "$dir/callgrind";

    system("valgrind --tool=callgrind --callgrind-out-file=$out"
           . ' --collect-atstart=no --toggle-collect=prv_scan_document'
           . " $scan --list=$list:marketing --bench=0.000000001 $page"
           . " >$out.log 2>&1") == 0
        or die slurp("$out.log");

    my ($times) = slurp("$out.log") =~ /: \d+ bytes, (\d+) times/;
    my ($total) = slurp($out) =~ /^(?:summary|totals): (\d+)/m;

    return $total / $times;
}

SKIP: {
    skip('no valgrind', 6) if system('command -v valgrind >/dev/null 2>&1');

    for my $what (['hosts', \%list], ['paths', \%paths]) {
        my ($name, $lists) = @$what;
        my %cost = map { $_ => instructions($lists->{$_}) } @sizes;

        cmp_ok($cost{100}, '>', 100_000, "$name: there is something to count");

        for my $n (@sizes) {
            print "# $n $name: ", int($cost{$n}), " instructions a page\n";
        }

        for my $n (@sizes[1, 2]) {
            my $more = $cost{$n} / $cost{100} - 1;

            cmp_ok(abs $more, '<', 0.02,
                   sprintf('%d %s cost what 100 cost: %+.2f %%', $n, $name,
                           100 * $more));
        }
    }
}


# in nginx: the same configuration with and without

my $port = IO::Socket::INET->new(LocalAddr => '127.0.0.1', Listen => 1)
           ->sockport;

sub conf {
    my ($list, $rule) = @_;
    my $locations = join '', map { "location /$_/ { "
                                   . ($rule // 'privacy_allow host=a%d.test;')
                                     =~ s/%d/$_/r . " }\n" }
                             1 .. 500;

    return put('nginx.conf', <<"_EOC_");
load_module $module;
daemon off;
worker_processes 2;
pid $dir/pid;
error_log $dir/error.log notice;
events { worker_connections 64; }
http {
    access_log off;
    client_body_temp_path $dir/b; proxy_temp_path $dir/p;
    fastcgi_temp_path $dir/f; uwsgi_temp_path $dir/u; scgi_temp_path $dir/s;
    privacy on;
    $list
    server { listen 127.0.0.1:$port; $locations }
}
_EOC_
}

sub cpu {
    my @t = POSIX::times();
    return ($t[3] + $t[4]) / POSIX::sysconf(POSIX::_SC_CLK_TCK());
}

sub load {
    my ($list) = @_;
    my $conf = conf($list);
    my $from = cpu();

    system("$nginx -t -q -e $dir/error.log -c $conf >$dir/log 2>&1") == 0
        or die slurp("$dir/log");

    return cpu() - $from;
}

my $list = "privacy_list $list{100_000} category=marketing;";
my $took = load($list) - load('');

print "# nginx -t takes ", sprintf('%.2f', $took), " s more with it\n";
cmp_ok($took, '<', 1, 'it loads in less than a second');


# kilobytes of memory that are a process's own, and not shared

sub own {
    my ($pid) = @_;
    my $text = slurp("/proc/$pid/smaps_rollup");
    my $sum = 0;

    $sum += $1 while $text =~ /^Private_(?:Dirty|Clean):\s+(\d+) kB/mg;

    return $sum;
}

sub resident {
    my ($pid) = @_;
    return slurp("/proc/$pid/status") =~ /^RssAnon:\s+(\d+) kB/m ? $1 : 0;
}

# master's memory, and the most of a worker's own

sub memory {
    my $conf = conf(@_);
    my ($master, @workers);

    my $pid = fork // die "fork: $!";

    if ($pid == 0) {
        open STDOUT, '>', "$dir/log";
        open STDERR, '>&', \*STDOUT;
        exec $nginx, '-e', "$dir/error.log", '-c', $conf
            or POSIX::_exit(127);
    }

    $started = $pid;

    for (1 .. 100) {
        @workers = split ' ', slurp("/proc/$pid/task/$pid/children");
        last if @workers == 2;
        sleep 0.1;
    }

    # workers that have answered have all that they take

    for (1 .. 8) {
        my $s = IO::Socket::INET->new(PeerAddr => "127.0.0.1:$port") or next;
        print $s "GET / HTTP/1.0\r\n\r\n";
        1 while <$s>;
    }

    $master = resident($pid);
    my ($own) = sort { $b <=> $a } map { own($_) } @workers;

    kill 'TERM', $pid;
    waitpid $pid, 0;
    $started = undef;

    die "nginx did not start: " . slurp("$dir/log") if @workers != 2;

    return ($master, $own);
}

SKIP: {
    skip('no smaps_rollup', 5) unless -r '/proc/self/smaps_rollup';

    my ($master, $worker) = memory('');
    my ($more, $own) = memory($list);

    print '# it takes ', $more - $master, " kB, and ", $own - $worker,
          " kB more of a worker's own\n";

    cmp_ok($more - $master, '<', 16 * 1024, 'one copy of less than 16 MB');
    cmp_ok($own - $worker, '<', 512, 'which workers share');

    # one table for each configuration that differs, however many locations

    my ($none) = memory('', '');
    my ($same) = memory('', 'privacy_deny category=marketing inline=tag1;');
    my ($each) = memory('', 'privacy_deny category=marketing inline=tag%d;');

    print '# 500 locations with one rule: ', $same - $none, ' kB, with 500: ',
          $each - $none, " kB\n";

    cmp_ok($each - $none, '>', 4096, 'what a table takes can be seen');
    cmp_ok($same - $none, '<', 1024, 'locations that say the same share one');
    cmp_ok($more - $master, '>', 1024, 'as of a list');
}

done_testing();
