#!/usr/bin/perl

# What a decision costs, in instructions (callgrind): the figures of
# docs/consent.md, each with a quarter to spare, and that hostile cookies cost
# what their length costs.  Prints TAP.

use strict;
use warnings;

use File::Temp qw(tempdir);
use FindBin;
use Test::More;

my $home = $ENV{PRIVACY_HOME} || "$FindBin::Bin/../..";
my $tmp = tempdir(CLEANUP => 1);
my $bench = "$tmp/consent-cost";

system('command -v valgrind >/dev/null 2>&1') == 0
    && -e '/usr/include/valgrind/callgrind.h'
    or plan skip_all => 'no valgrind';

system($ENV{CC} || 'cc', '-O2', "-I$home/src", '-o', $bench,
       "$home/t/bench/consent.c", "$home/build/libprivacy.a",
       qw(-lpcre2-8 -lcrypto -lz)) == 0
    or BAIL_OUT('t/bench/consent.c does not compile');


sub cost {
    my ($cookies, @vendors) = @_;

    open my $f, '>', "$tmp/cookies" or die "cookies: $!";
    print $f $cookies;
    close $f;

    my $out = `valgrind --tool=callgrind --instr-atstart=no \\
               --collect-atstart=no --callgrind-out-file=/dev/null \\
               $bench @vendors <$tmp/cookies 2>&1`;

    return $out =~ /Collected : (\d+)/ ? $1 : die "$out\n";
}


# a TC string: purposes 1, 3 and 4 for these vendors, a bit or a range each

sub tc {
    my ($ranges, @vendors) = @_;
    my $bits = join '', map { sprintf "%0$_->[1]b", $_->[0] }
        [ 2, 6 ], [ 17684352000, 36 ], [ 17684352000, 36 ], [ 300, 12 ],
        [ 1, 12 ], [ 1, 6 ], [ 131, 12 ], [ 48, 12 ], [ 4, 6 ], [ 1, 1 ],
        [ 0, 13 ];

    $bits .= '1011' . '0' x 20 . '0' x 24 . '0' . sprintf '%012b', 337;

    if ($ranges) {
        $bits .= sprintf '%016b1%012b', 65535, scalar @vendors;
        $bits .= join '', map { sprintf '1%016b%016b', $_, $_ } @vendors;

    } else {
        my $max = (sort { $a <=> $b } @vendors)[-1];
        my %has = map { $_ => 1 } @vendors;

        $bits .= sprintf '%016b0', $max;
        $bits .= join '', map { $has{$_} ? 1 : 0 } 1 .. $max;
    }

    $bits .= '0' x 17 . '0' x 12;
    $bits .= '0' x (-length($bits) % 6);

    my @digits = ('A' .. 'Z', 'a' .. 'z', 0 .. 9, '-', '_');

    return join '', map { $digits[oct "0b$_"] } $bits =~ /.{6}/g;
}


my $forty = join '; ', map { chr(97 + $_ * 7 % 26) . "ookie_name_$_="
                             . 'v' x ($_ % 40 + 10) } 1 .. 40;
my $native = 'privacy_consent=v1&t=1799990000&c=necessary+functional'
             . '+analytics+marketing&i=0123456789abcdef';
my $thousand = tc(0, grep { $_ % 6 } 1 .. 1200);
my $onetrust = 'OptanonConsent=isGpcEnabled=0&datestamp=Fri+Mar+07+2025+19%3A51'
    . '%3A06+GMT%2B0100&version=202409.1.0&isIABGlobal=false&hosts=&consentId='
    . 'f9c105b8-1&interactionCount=1&landingPath=NotLandingPage&groups=C0001'
    . '%3A1%2CC0002%3A1%2CC0003%3A1%2CC0004%3A1; '
    . 'OptanonAlertBoxClosed=2025-03-07T18:51:06.120Z';

for my $case (
    [ '40 cookies, none of them of consent', $forty, 15_500 ],
    [ 'the same and the native cookie', "$forty; $native", 18_000 ],
    [ 'a TC string with 1,000 vendors, one of them asked for',
      "euconsent-v2=$thousand", 5_600, 'adroll' ],
    [ 'OneTrust', $onetrust, 9_000 ],
    [ 'Klaro, three services',
      'klaro=%7B%22adroll%22%3Atrue%2C%22google-analytics%22%3Afalse%2C%22'
      . 'session%22%3Atrue%7D', 15_000 ],
) {
    my ($name, $cookies, $most, @vendors) = @$case;
    my $n = cost($cookies, @vendors);

    cmp_ok($n, '<=', $most,
           "$name, " . length($cookies) . " bytes: $n instructions");
}


# twice as much costs twice as much

my %hostile = (
    'TC ranges' => sub {
        return 'euconsent-v2=' . tc(1, map { $_ * 2 } 1 .. $_[0] / 6);
    },
    'members of one name' => sub {
        return 'klaro={' . join(',', ('"service":true') x ($_[0] / 16)) . '}';
    },
    'a cookie of one name' => sub {
        return join '; ', ('usprivacy=1YNN') x ($_[0] / 100);
    },
    'names of no cookie' => sub {
        return join '; ', map { "wp_consent_x$_=1" } 1 .. $_[0] / 16;
    },
    'vendors of the native cookie' => sub {
        return 'privacy_consent=v1&t=1799990000&y='
               . join '+', map { "v$_" } 1 .. $_[0] / 6;
    },
    'bytes that are escaped' => sub {
        return 'cookieyes-consent=' . 'a%3Ayes%2C' x ($_[0] / 10) . 'a:yes';
    },
    'nesting' => sub { return 'klaro=' . '[' x $_[0] },
    'sections of GPP' => sub { return '__gpp=DBABMA' . '~AA' x ($_[0] / 3) },
);

for my $name (sort keys %hostile) {
    my ($half, $whole) = map { cost($hostile{$name}->($_)) } 1900, 3800;

    cmp_ok($whole, '<', 2.6 * $half + 2000,
           "$name: $half instructions, twice as many $whole");
}


# the most that a request can ask for: all that is read is read up to the
# bound, in JSON of names to look up, again and again

my $json = '{' . join(',', map { "\"service-of-a-name-$_\":true" } 1 .. 240)
           . '}';
my $worst = cost("cmplz_consented_services=$json; "
                 . join '; ', ('cmplz_marketing=allow') x 60);

cmp_ok($worst, '<', 8_000_000, "the worst request: $worst instructions");

done_testing();
