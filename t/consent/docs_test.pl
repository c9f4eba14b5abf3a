#!/usr/bin/perl

# The table of docs/consent.md is what the code reads and the tests test.
# Prints TAP.

use strict;
use warnings;

use FindBin;
use Test::More;

my $home = $ENV{PRIVACY_HOME} || "$FindBin::Bin/../..";


sub slurp {
    my ($name) = @_;

    open my $f, '<', "$home/$name" or die "$name: $!";
    local $/;
    return scalar <$f>;
}


my $code = slurp('src/consent/prv_format.c');
my $docs = slurp('docs/consent.md');
my $samples = slurp('t/unit/consent_samples.h');
my $sources = slurp('t/unit/consent_sources_test.c');
my $producers = slurp('t/browser/producers_test.js');
my $packages = slurp('t/browser/package.json')
               . slurp('t/consent/package.json');

my %format = $code =~ /PRV_FORMAT\((\w+), "([\w-]+)"/g;
my %cookies;

push @{ $cookies{$2} }, $1
    while $code =~ /PRV_READ\("([\w-]+)", (\w+),/g;
push @{ $cookies{$2} }, $1
    while $code =~ /\{ prv_string\("([\w-]+)"\), prv_(?:null_)?string[^,]*,\s*(\w+), \d+, 1 \}/g;

my %row = map { /^\| `([\w-]+)` \|/ ? ($1 => [ split /\|/ ]) : () }
          split /\n/, $docs;

cmp_ok(scalar keys %format, '>=', 30, 'thirty formats and more');
is_deeply([ sort keys %row ], [ sort values %format ],
          'a row for each format, and none for another');

for my $id (sort keys %format) {
    my $name = $format{$id};
    my (undef, undef, $read, undef, $tests, $producer) = @{ $row{$name} };

    my @globs = map { my $p = quotemeta; $p =~ s/\\\*/.*/g;
                      $p =~ s/^\xe2\x80\xa6|^\\\xe2\\\x80\\\xa6/.*/; qr/^$p$/ }
                $read =~ /`([^`]+)`/g;

    for my $cookie (@{ $cookies{$id} || [] }) {
        ok((grep { $cookie =~ $_ } @globs)
           || ($read =~ /and so on/ && $cookie =~ /^OTGPPConsent\d$/),
           "$name: its row has $cookie");
    }

    like($samples, qr/\{ "\Q$name\E", [01], 1,/, "$name: a sample decides");

    if ($tests =~ /\bC\b/ && $name ne 'native') {
        my ($package) = $producer =~ /^ ([\w-]+) /;

        like($producers, qr/^    '?(?:\Q$name\E|\Q$package\E)'?: \{/m,
             "$name: $package runs in the browser");
    }

    if ($tests =~ /\bS\b/) {
        my @names = @{ $cookies{$id} || [] };

        # a family's cookies begin alike

        push @names, map { s/_[a-z]+$//r } @names if @names > 1;

        ok((grep { my $c = s/-$//r; $sources =~ /\Q$c\E/ } @names),
           "$name: in the test of sources");
    }

    while ($producer =~ m{(\@?[\w/-]+) (\d+\.\d+\.\d+)(?! recorded)}g) {
        my ($package, $version) = ($1, $2);

        next if $package eq 'c15t';         # by way of @c15t/react

        like($packages, qr/"\Q$package\E": "\Q$version\E"/,
             "$name: $package $version");
    }
}

done_testing();
