#!/usr/bin/perl

# Pages that speak of trackers and load none: they leave byte for byte, in
# whatever way they are cut, and nothing is found in them.

use strict;
use warnings;

use FindBin;
use lib $FindBin::Bin;
use Scan;
use Test::More;


my @pages = sort glob("$home/t/data/mentions/*.html");

cmp_ok(scalar @pages, '>=', 15, 'there are some');

for my $file (@pages) {
    my $name = $file =~ s{.*/}{}r;
    my $page = slurp($file);
    my ($found, $err, $code) = run('', '--host=shop.example', $file);

    # what is necessary is found, and stays

    is(join('', grep { !/ necessary / } split /^/, $found), '',
       "$name: nothing is found that could be refused");

    for my $mode ('strip', 'block') {
        for my $chunk (1048576, 1, 13) {
            my $out = filter($page, '--host=shop.example', "--tags=$mode",
                             "--chunk=$chunk");

            ok($out eq $page, "$name: the same page: $mode, by $chunk")
                or diag(difference($page, $out));
        }
    }
}


sub difference {
    my ($a, $b) = @_;
    my $i = 0;

    $i++ while $i < length $a && $i < length $b
               && substr($a, $i, 1) eq substr($b, $i, 1);

    return "at $i: " . substr($a, $i > 60 ? $i - 60 : 0, 120) . "\n   is: "
           . substr($b, $i > 60 ? $i - 60 : 0, 120);
}

done_testing();
