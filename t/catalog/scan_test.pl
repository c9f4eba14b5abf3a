#!/usr/bin/perl

# privacy-scan's report, its forms, a saved site, lists and catalogs

use strict;
use warnings;

use FindBin;
use lib $FindBin::Bin;
use JSON::PP;
use Scan;
use Test::More;


my $page = <<'_EOC_';
<!doctype html>
<p>first</p><script src="https://s.adroll.com/j/roundtrip.js"></script>
<iframe src='https://www.youtube.com/embed/x"y'></iframe>
<script src="https://ads.test/a.js"></script>
_EOC_

my $clean = "<!doctype html>\n<p>nothing</p>\n";

my $one = put('one.html', $page);
my $two = put('two.html', $clean);
my $list = put('list.txt', "||ads.test^\n##.banner\n||x.test^\$csp=a\n/y?\n");


# a row per finding

my ($out, $err, $code) = run('', $one);

is($code, 1, 'found: 1');
is($err, '', 'nothing on standard error');
is($out =~ tr/\n//, 2, 'a row per finding, and no more');
like($out, qr/^\Q$one\E:2:13: script +script +adroll +marketing +s\.adroll\.com$/m,
     'file, line and column, element, kind, vendor, category, host');
like($out, qr/^\Q$one\E:3:1: iframe +frame +youtube +marketing +www\.youtube\.com$/m,
     'the other one');

($out, $err, $code) = run('', $two);
is("$out$err$code", '0', 'nothing found: 0, and no row');

($out, $err, $code) = run('', "$dir/missing.html");
is($code, 2, 'trouble: 2');
like($err, qr/missing\.html: No such file/, 'and it says which');

($out, $err, $code) = run('', "$dir/missing.html", $one);
is($code, 2, 'trouble with one file is trouble');
like($out, qr/adroll/, 'but the others are reported');

($out, $err, $code) = run($page, '-');
like($out, qr/^-:2:13: script/m, 'standard input');


# JSON

($out, $err, $code) = run('', '--format=json', $one, $two);
is($code, 1, 'json: found');

my $found = decode_json($out);

is(scalar @$found, 2, 'json: one array, an object per finding');
is_deeply([sort keys %{ $found->[0] }],
          [sort qw/ file line column offset length element kind vendor
                    category host url /],
          'json: the members');
is_deeply($found->[0], {
    file => $one, line => 2, column => 13, offset => 28, length => 50,
    element => 'script', kind => 'script', vendor => 'adroll',
    category => 'marketing', host => 's.adroll.com',
    url => 'https://s.adroll.com/j/roundtrip.js' }, 'json: a finding');
is(substr($page, $found->[1]{offset}, $found->[1]{length}),
   q{<iframe src='https://www.youtube.com/embed/x"y'>},
   'json: offset and length are the tag\'s');
is($found->[1]{url}, 'https://www.youtube.com/embed/x"y', 'json: a quote');

($out, $err, $code) = run('', '--format=json', $two);
is_deeply(decode_json($out), [], 'json: nothing found is an empty array');
is($code, 0, 'json: and 0');


# lists

($out, $err, $code) = run('', "--list=$list:analytics", $one);
like($out, qr/:4:1: script +script +- +analytics +ads\.test$/m, 'a list');
like($err, qr/\Q$list\E: 1 rules; ignored: 1 cosmetic, 1 with other options, 1 that name no host$/m,
     'a list: what was ignored');

($out, $err, $code) = run('', '--format=json', "--list=$list:marketing",
                          $one);
is(decode_json($out)->[2]{vendor}, undef, 'json: a list\'s host has no vendor');

like(filter($page, "--list=$list:marketing"), qr/^((?!ads\.test).)*$/s,
     '--filter heeds it');
like(filter($page, "--list=$list:analytics", '--consent=analytics'),
     qr/ads\.test/, '--filter: consent to its category');

my $hosts = put('hosts.txt', "0.0.0.0 ads.test\n");
my $colon = put('a:b.txt', "ads.test\n");

($out, $err) = run('', "--list=$hosts:marketing", "--list=$colon:analytics",
                   $one);
like($out, qr/ - +marketing +ads\.test$/m, 'two lists: the gravest');
is($err, '', 'nothing ignored, nothing said');

for my $bad ($list, "$list:", "$list:sales", ':marketing',
             "$dir/missing:marketing", "$dir:marketing") {

    ($out, $err, $code) = run('', "--list=$bad", $one);
    is($code, 2, "--list=$bad is trouble");
    isnt($err, '', 'and said');
}

($out, $err, $code) = run('', '--list=' . put('nul.txt', "a.b\0\n")
                          . ':marketing', $one);
is($code, 2, 'a list that is no text');


# catalogs

my $own = put('own.conf', 'mine { category analytics; host ads.test; }');

($out) = run('', "--catalog=$own", $one);
like($out, qr/mine +analytics +ads\.test/, 'a catalog beside the built-in');
like($out, qr/adroll/, 'which is there, too');

($out) = run('', '--catalog=off', "--catalog=$own", $one);
unlike($out, qr/adroll/, 'a catalog instead of it');

($out, $err, $code) = run('', '--catalog=' . put('bad.conf', "a {\n x y; }"),
                          $one);
is($code, 2, 'a catalog that is wrong');
like($err, qr/bad\.conf:2: /, 'with its line');


# a saved site

mkdir "$dir/site";
mkdir "$dir/site/deep";
mkdir "$dir/site/empty";

my $pages = 0;

for my $i (1 .. 300) {
    my $kind = $i % 3;

    put(sprintf('site/%sp%03d.html', $i % 2 ? 'deep/' : '', $i),
        $kind == 0 ? $clean : $kind == 1 ? $page
        : '<script src=//cdn.adroll.com/x></script>'
          . '<script src=//www.google-analytics.com/analytics.js></script>');
    $pages++;
}

put('site/index.php@id=1', "\n <!DOCTYPE html>\n<img src=//d.adroll.com/p>");
put('site/style.css', 'a { background: url(//d.adroll.com/p) }');
put('site/logo.png', "\x89PNG\r\n\0");
symlink '..', "$dir/site/deep/loop";

($out, $err, $code) = run('', "$dir/site");
is($code, 1, 'a site: found');
is($err, '', 'a site: no trouble');
is(scalar(() = $out =~ /^\Q$dir\E\/site\/\S+:\d+:\d+: /mg), 401,
   'a site: all of its pages, each once');

my $summary = <<'_EOC_';
category    vendor                    findings  pages  name
marketing   adroll                         201    201  AdRoll
marketing   youtube                        100    100  YouTube
analytics   google-analytics               100    100  Google Analytics

category      vendors  findings  pages
marketing           2       301    201
analytics           1       100    100

401 findings in 201 of 301 pages (2 other files passed over)
_EOC_

like($out, qr/\n\n\Q$summary\E$/, 'a site: and a summary');

($out, $err, $code) = run('', '--format=summary', "$dir/site");
is($out, $summary, 'a site: the summary alone');
is($code, 1, 'a site: the same status');

($out) = run('', '--format=summary', $two);
is($out, "0 findings in 0 of 1 pages\n", 'a summary of nothing');

($out, $err, $code) = run('', '--format=json', "$dir/site", $one);
is(scalar @{ decode_json($out) }, 403, 'a site as json, and a file');

($out) = run('', $one, $two);
like($out, qr/^2 findings in 1 of 2 pages$/m, 'a summary of several files');

my @order = $out =~ /^\Q$dir\E\/(\w+)/mg;
is("@order", 'one one', 'rows come first');

($out, $err, $code) = run('', "$dir/site/empty");
is($out, "0 findings in 0 of 0 pages\n", 'a directory without pages');
is($code, 0, 'is clean');


# options that are wrong

for my $bad (['--format=xml', $one], ['--nonsense', $one], [],
             ['--chunk=0', '--filter'], ['--tags=off', '--filter'],
             ['--consent=sales', '--filter']) {

    ($out, $err, $code) = run('', @$bad);
    is($code, 2, "trouble: @$bad");
    isnt($err, '', 'and said');
}

done_testing();
