use strict;
use warnings;

use lib 't/lib';
use Test::More;

use Nginx;
use Privacy;
use Upstream;

# the error log: with "debug" it explains a request from its decision to each
# tag and cookie, in the order in which things happen; with "info" it has one
# line for a document of which something was held back, and none for others

my $up = Upstream::start(sub {
    return Upstream::http('{}', 'Content-Type: application/json')
        if $_[0] =~ /json/;
    return Upstream::http($clean) if $_[0] =~ /clean/;
    return Upstream::http($page, 'Set-Cookie: _trk=1', 'Set-Cookie: sid=2',
                          'Link: <https://cdn.trk.test/a.js>; rel=preload');
});

my $vendor = $http =~ s/surrogate/arg trkid; surrogate/r;


sub lines {
    my ($nginx, $level) = @_;

    return map { /\Q[$level]\E .*?\d+ (privacy: .*?)(?: while |, client|$)/ }
           grep { /privacy: / } split /\n/, $nginx->log;
}


my $server = "
    privacy_click_ids strip;
    ssi on;
    location / { proxy_pass http://127.0.0.1:$up; }
    location /ssi.html { }
    location /try/ { try_files /none /page; }
    location /privacy/ { privacy_endpoint; }
";

my $nginx = Nginx->new(level => 'debug', http => $vendor, server => "
    privacy_notice on;
    $server
");

$nginx->get('/page?trkid=1&a=2', 'Cookie: _trk=5; a=b', 'Sec-GPC: 1');
sleep 1;

my @debug = lines($nginx, 'debug');

is_deeply([ map { s/\d+ bytes/N bytes/r =~ s/byte \d+/byte N/r } @debug ], [
    'privacy: granted: necessary, by gpc, undecided; gpc:1 dnt:0',
    'privacy: cookie "_trk" does not go upstream',
    'privacy: argument "trkid" does not go upstream',
    'privacy: cookie "_trk" is not set',
    'privacy: link to "https://cdn.trk.test/a.js" is not sent',
    'privacy: cookie "_trk" is expired',
    'privacy: document: filtered',
    'privacy: takes "script" of "trk" (marketing) at byte N',
    'privacy: takes "script" of "stats" (analytics) at byte N',
    'privacy: puts in a notice of N bytes',
    'privacy: takes "img" of "trk" (marketing) at byte N',
], 'debug: one request, from its decision to each tag')
    or diag(join "\n", @debug);

undef $nginx;


$nginx = Nginx->new(level => 'info', http => $vendor, server => $server,
                    files => { 'ssi.html' =>
    '<!doctype html><!--#include virtual="/page" -->'
    . '<!--#include virtual="/page" -->' });

$nginx->get('/page', 'Cookie: _trk=5');
$nginx->get('/try/x?trkid=1&a=2&trkid=3', 'Cookie: _trk=5');
$nginx->get('/ssi.html', 'Cookie: _trk=5');
$nginx->get($_) for '/clean', '/json', '/json?trkid=1';
$nginx->get('/page?trkid=1', "Cookie: $accept");
sleep 1;

my @info = lines($nginx, 'info');

is_deeply(\@info, [
    'privacy: tags: 4, cookies: 2, click ids: 0 of "trk,stats" held back, '
    . 'decided by regime',
    'privacy: tags: 4, cookies: 2, click ids: 2 of "trk,stats" held back, '
    . 'decided by regime',
    'privacy: tags: 6, cookies: 1, click ids: 0 of "trk,stats" held back, '
    . 'decided by regime',
    'privacy: tags: 0, cookies: 0, click ids: 1 of "trk" held back, decided by '
    . 'regime',
], 'info: a line for each document with something in it, and no other');
is(scalar(lines($nginx, 'debug')), 0, 'and nothing else');

undef $nginx;

done_testing();
