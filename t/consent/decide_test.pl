#!/usr/bin/perl

# privacy-scan --decide as support people read it: which cookie was read, as
# which format, what it says, and why the others do not count.  Prints TAP.

use strict;
use warnings;

use FindBin;
use JSON::PP;
use Test::More;

my $home = $ENV{PRIVACY_HOME} || "$FindBin::Bin/../..";
my $scan = $ENV{PRIVACY_SCAN} || "$home/build/privacy-scan";
my $now = time;


sub decide {
    my ($cookies, @options) = @_;

    open my $out, '-|', $scan, "--decide=Cookie: $cookies", @options
        or die "$scan: $!";
    local $/;
    return decode_json(scalar <$out>);
}


# NAME => [FORMAT, RESULT, WHY], in the order of the answer

sub told {
    my ($name, $got, @want) = @_;
    my @cookies = @{ $got->{cookies} };

    is(scalar @cookies, @want / 2, "$name: as many cookies")
        or diag(explain(\@cookies));

    for my $cookie (@cookies) {
        my ($who, $want) = splice @want, 0, 2;

        is_deeply([ @$cookie{qw(name format result)} ],
                  [ $who, @$want[0, 1] ], "$name: $who");
        like($cookie->{why}, $want->[2], "$name: why");
    }
}


my $got = decide("a=b; privacy_consent=v1&t=$now&c=analytics&n=adroll; "
                 . 'usprivacy=1YNN; cmplz_policy_id=14; CookieConsent=true');

is_deeply($got->{consent}, [ 'necessary', 'analytics' ], 'native decides');
is($got->{source}, 'native', 'and is the source');
is_deeply($got->{vendors_refused}, [ 'adroll' ], 'with a name');
ok($got->{decided}, 'decided');
told('native', $got,
     privacy_consent => [ 'native', 'granted',
         qr/^grants analytics; refuses functional, marketing; names vendors$/ ],
     cmplz_policy_id => [ 'complianz', 'undecided',
         qr/^belongs to the platform and says nothing itself$/ ],
     usprivacy => [ 'usp', 'granted',
         qr/^grants marketing; passed over: native has decided$/ ],
     CookieConsent => [ 'cookiebot', 'invalid',
         qr/^of another tool than Cookiebot; passed over: native/ ]);

$got = decide('privacy_consent=v1&t=1&c=analytics; OptanonConsent='
              . 'interactionCount=0&groups=C0004:1; usprivacy=1---');

ok(!$got->{decided}, 'nobody decides');
is($got->{source}, 'regime', 'but the regime');
told('nobody', $got,
     privacy_consent => [ 'native', 'invalid', qr/^expired$/ ],
     usprivacy => [ 'usp', 'undecided', qr/^says nothing of a sale$/ ],
     OptanonConsent => [ 'onetrust', 'undecided',
         qr/^the banner was not answered$/ ]);

$got = decide('usprivacy=1YNN; klaro={"adroll":true}', '--from=klaro,native');

is($got->{source}, 'klaro', 'a list of formats');
told('a list', $got,
     klaro => [ 'klaro', 'granted', qr/^grants marketing; names vendors$/ ],
     usprivacy => [ 'usp', 'granted',
         qr/^grants marketing; passed over: this format is not listened/ ]);

$got = decide('__gpp=DBABLA%7EBVQVAAAAAAGA.YA; __gpp_sid=7',
              '--regime=opt-out');

is_deeply($got->{consent}, [ 'necessary', 'functional', 'analytics' ],
          'an escaped string refuses');
told('escaped', $got,
     __gpp => [ 'gpp', 'undecided', qr/^refuses marketing; escaped as no / ],
     __gpp_sid => [ 'gpp', 'undecided',
         qr/read with the others of its format$/ ]);

$got = decide('klaro={"adroll":true}; klaro={"adroll":false}');

is_deeply($got->{consent}, [ 'necessary' ], 'a name twice');
told('twice', $got,
     klaro => [ 'klaro', 'granted', qr/^grants marketing/ ],
     klaro => [ 'klaro', 'denied', qr/^refuses marketing/ ]);

$got = decide(join('; ', ('usprivacy=1YNN') x 65), '--regime=opt-out');

is_deeply($got->{consent}, [ 'necessary' ], 'a flood grants nothing');
is($got->{cookies}[0]{result}, 'invalid', 'and is told');
like($got->{cookies}[0]{why}, qr/^more cookies of consent than/, 'so');

my $group = 'OptanonAlertBoxClosed=2026-01-15T00:00:00Z; '
            . 'OptanonConsent=groups=BG18%3A1';

$got = decide($group, '--names=marketing=C0008,bg-18', '--names=analytics=x');
is_deeply($got->{consent}, [ 'necessary', 'marketing' ], 'names');

$got = decide($group, '--names=marketing=BG18', '--max-age=30');
is_deeply($got->{consent}, [ 'necessary' ], 'and an age');
like($got->{cookies}[0]{why}, qr/longer ago than consent holds here/,
     'that is told');

for my $wrong ('--names=ads=x', '--names=marketing', '--names=marketing=',
               '--names=marketing=a,', '--max-age=x', '--max-age=0',
               '--max-age=1d') {
    is(system("$scan --decide=a=b $wrong >/dev/null 2>&1") >> 8, 2, $wrong);
}

$got = decide('klaro={"adroll":true}', '--gpc', '--vendor=adroll');

is($got->{source}, 'gpc', 'GPC');
is_deeply($got->{vendor}, { id => 'adroll', granted => JSON::PP::false },
          'whatever a name says');

done_testing();
