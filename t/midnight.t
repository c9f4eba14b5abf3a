# What is counted "today", around midnight: two workers do not see the new day
# at once, and a clock may be set back.  A clock that the test sets is one
# worker's or the other's.

use strict;
use warnings;

use FindBin;
use lib "$FindBin::Bin/lib";
use Test::More;

use File::Temp qw/ tempdir /;
use JSON::PP;

use Nginx;

my $dir = tempdir('privacy-clock-XXXXXX', TMPDIR => 1, CLEANUP => 1);
my $cc = $ENV{CC} || 'cc';
my $lib = "$FindBin::Bin/lib/clock.c";

system("$cc -shared -fPIC -O1 -Wall -o '$dir/clock.so' '$lib' 2>'$dir/cc.log'") == 0
    or plan skip_all => 'no library to preload can be built';

# a day's first second

my $day = 86400;
my $midnight = 20_400 * $day;


# in one piece: it may be read at any time

sub clock {
    my ($at) = @_;

    open my $f, '>', "$dir/clock.new" or die "clock: $!";
    print $f $at;
    close $f;
    rename "$dir/clock.new", "$dir/clock" or die "clock: $!";
}

clock($midnight - 60);

my $nginx = do {
    local $ENV{TZ} = 'UTC';
    local $ENV{CLOCK_FILE} = "$dir/clock";
    local $ENV{LD_PRELOAD} = "$dir/clock.so";
    local $ENV{ASAN_OPTIONS} = join ':', 'verify_asan_link_order=0',
                                    $ENV{ASAN_OPTIONS} // ();

    chmod 0755, $dir;

    Nginx->new(main => "env TZ;\n", http => 'privacy_zone z:64k;', server => '
        location = /json { privacy_status json; }
        location / { privacy on; }
    ', files => { 'page.html' => '<!doctype html><body>a</body>' });
};


# at(TIME, PAGES): the counts of requests, today and ever, when so many more
# pages have been asked for then

sub at {
    my ($at, $pages) = @_;

    clock($at);

    # a worker reads the clock when it wakes

    $nginx->get('/json');
    $nginx->get('/page.html') for 1 .. $pages;

    my (undef, $json) = $nginx->get('/json');
    my $counts = decode_json($json)->{requests};

    return join ' of ', map { $counts->[0]{$_} } qw/ today count /;
}


is(at($midnight - 1, 3), '3 of 3', 'before midnight');
is(at($midnight + 1, 0), '0 of 3', 'behind it, nothing has been counted');
is(at($midnight + 1, 2), '2 of 5', 'a worker that sees the new day begins it');
is(at($midnight - 1, 1), '3 of 6', 'one that does not, yet, counts in it');
is(at($midnight + 2, 0), '3 of 6', 'and has not taken the day back');
is(at($midnight + 2, 1), '4 of 7', 'nor is it begun again');

is(at($midnight + $day - 3600, 1), '5 of 8', 'later on that day');
is(at($midnight + $day, 1), '1 of 9', 'and the next day');
is(at($midnight + 9 * $day, 1), '1 of 10', 'and days without any request');
is(at($midnight + 2 * $day, 1), '1 of 11', 'a clock set back by days');
is(at($midnight + 2 * $day, 1), '2 of 12', 'goes on from there');

undef $nginx;

done_testing();
