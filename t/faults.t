use strict;
use warnings;

use lib 't/lib';
use Test::More;

use Compress::Zlib;
use Time::HiRes qw/ sleep time /;

use Nginx;
use Privacy;
use Prometheus;
use Upstream;

# upstreams that break, clients that wait, and bytes that have to leave early

my $half = "<!doctype html><title>t</title><p>first</p>\n";
my $tag = '<script src=//cdn.trk.test/a.js></script>';
my $big = join '', "<!doctype html><title>big</title>\n",
               map { "<p>line $_ of a long page</p>$tag\n" } 1 .. 120_000;

# nothing but what has to be held: a script each, up to the limit

my $held = '<!doctype html>' . ('<script>' . 'var x=1;' x 7000 . '</script>') x 120;

# what is left of it has been copied, all of it

my $edited = '<!doctype html><div data-privacy-category=marketing>'
             . '<b>y</b>' x 1500000 . '</div>';

my $tight = Compress::Zlib::memGzip($held);
my $bomb = Compress::Zlib::memGzip('<p>' x (8 * 1024 * 1024));
my $good = Compress::Zlib::memGzip($page);

my $up = Upstream::start(sub {
    my ($path, $f) = @_;

    my $head = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
               . "Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n";
    my $chunk = sub { sprintf "%x\r\n%s\r\n", length $_[0], $_[0] };

    return ($head, $chunk->($half), { sleep => 1.5 },
            $chunk->("$tag<p>second"), "0\r\n\r\n")
        if $path =~ /slow/;

    return ($head, $chunk->($half . '<script src=//cdn.trk'), { sleep => 0.3 })
        if $path =~ /aborted/;

    return ($head, $chunk->($half), { sleep => 0.3 }, { reset => 1 })
        if $path =~ /reset/;

    return "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
           . "Content-Length: 100\r\nConnection: close\r\n\r\n"
        if $path =~ /nothing/;

    return (Upstream::http($big)) if $path =~ /big/;
    return (Upstream::http($tight, 'Content-Encoding: gzip'))
        if $path =~ /tight/;
    return (Upstream::http($edited)) if $path =~ /edited/;
    return (Upstream::chunked(1000, $held)) if $path =~ /held/;
    return (Upstream::http($bomb, 'Content-Encoding: gzip')) if $path =~ /bomb/;

    return (Upstream::http(substr($good, 0, length($good) - 12),
                           'Content-Encoding: gzip'))
        if $path =~ /truncated/;

    return (Upstream::http(substr($good, 0, 60) . 'x' x 200,
                           'Content-Encoding: gzip'))
        if $path =~ /broken/;

    return (Upstream::http($page, "Content-Encoding: $1"))
        if $path =~ m{coding/(.+)};

    # a page that does not say that it is one, /untyped/FIELD

    if ($path =~ m{untyped(?:/(.*))?}) {
        my $field = $1 ? ($1 =~ s/%20/ /gr) . "\r\n" : '';
        return ("HTTP/1.1 200 OK\r\n${field}ETag: \"u\"\r\n"
                . "Content-Length: " . length($page)
                . "\r\nConnection: close\r\n\r\n$page");
    }

    return "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n"
        if $path =~ /204/;

    if ($path =~ /slices/) {
        my ($from, $to) = ($f->{range} // '') =~ /(\d+)-(\d+)/;
        my $part = substr $page, $from, $to - $from + 1;
        $to = $from + length($part) - 1;

        return "HTTP/1.1 206 Partial Content\r\nContent-Type: text/html\r\n"
               . "Content-Range: bytes $from-$to/" . length($page) . "\r\n"
               . "Content-Length: " . length($part) . "\r\n"
               . "Connection: close\r\n\r\n$part";
    }

    return "HTTP/1.1 206 Partial Content\r\nContent-Type: text/html\r\n"
           . "Content-Range: bytes 0-9/100\r\nContent-Length: 10\r\n"
           . "Connection: close\r\n\r\n0123456789"
        if $path =~ /206/;

    return ("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n", $page)
        if $path =~ /old/;

    return Upstream::http("ae=[" . ($f->{'accept-encoding'} // 'none') . ']',
                          'Content-Type: text/plain')
        if $path =~ /echo/;

    return ("HTTP/1.1 103 Early Hints\r\n"
            . "Link: <https://cdn.trk.test/a.js>; rel=preload; as=script\r\n"
            . "Link: </own.css>; rel=preload; as=style\r\n"
            . "Set-Cookie: _trk=1\r\nSet-Cookie: sid=1\r\n\r\n",
            Upstream::http($page))
        if $path =~ /hints/;

    return Upstream::http($page);
});

my ($version) = `$ENV{TEST_NGINX_BINARY} -v 2>&1` =~ m{nginx/1\.(\d+)};

my $hints = ($version || 0) >= 29 ? 'early_hints $arg_h;' : '';

my $nginx = Nginx->new(listen => ' sndbuf=65536', http => $http . '
        log_format p "$uri tags=$privacy_tags_stripped";
    ', server => "
        access_log %DIR%/logs/p.log p;
        proxy_http_version 1.1;
        proxy_read_timeout 5s;
        $hints
        location /asked/ { privacy_notice on; privacy_consent_mode basic; proxy_pass http://127.0.0.1:$up; }
        location /privacy/ { privacy_endpoint; }
        location /off/ { privacy off; proxy_buffering off; proxy_pass http://127.0.0.1:$up; }
        location /p/ { proxy_pass http://127.0.0.1:$up; }
        location /direct/edited {
            proxy_pass http://127.0.0.1:$up; proxy_buffering off; privacy_tags block;
        }
        location /direct/ { proxy_pass http://127.0.0.1:$up; proxy_buffering off; }
        location /block/ { privacy_on_error block; proxy_pass http://127.0.0.1:$up; }
        location /raw/ { privacy_decode off; proxy_pass http://127.0.0.1:$up; }
        location /gzip/ { gzip on; proxy_pass http://127.0.0.1:$up; }
        location /postpone/ { postpone_output 1m; proxy_pass http://127.0.0.1:$up; }
        location /sliced/ {
            slice 60; proxy_set_header Range \$slice_range;
            proxy_pass http://127.0.0.1:$up;
        }
        location /gone/ { proxy_pass http://127.0.0.1:1; error_page 502 /err.html; }
        location /auth/ { auth_request /authed; proxy_pass http://127.0.0.1:$up; }
        location = /authed { internal; proxy_pass http://127.0.0.1:$up/204; }
        location /mirror/ { mirror /mirrored; proxy_pass http://127.0.0.1:$up; }
        location = /mirrored { internal; proxy_pass http://127.0.0.1:$up/m; }
    ", files => { 'err.html' => $page, 'a.html' => $page });

my ($head, $body, $whole);


# the first bytes leave before the upstream has finished

for my $where ('p', 'direct', 'gzip') {
    my $s = $nginx->connect;
    my $start = time;
    my $got = '';

    print $s "GET /$where/slow HTTP/1.1\r\nHost: localhost\r\n"
             . "Connection: close\r\n\r\n";

    while ($got !~ /first/ && sysread $s, my $part, 65536) { $got .= $part }

    cmp_ok(time - $start, '<', 1, "$where: the first bytes are not held")
        if $where ne 'p';
    like($got, qr/first/, "$where: they are there");

    $got .= Nginx::drain($s);
    like($got, qr/second/, "$where: and so is the rest");
    unlike($got, qr/trk\.test/, "$where: without the tag");
}


# what had arrived is delivered, and the end is not a whole one

for my $fault ('aborted', 'reset') {
    for my $where ('p', 'direct') {
        ($head, $body, $whole) = $nginx->get("/$where/$fault");
        like($body, qr/^\Q$half\E/, "$where, $fault: what had arrived");
        unlike($body, qr/trk/, "$where, $fault: and no part of a tag");
        ok(!$whole, "$where, $fault: the client is told") if $fault eq 'reset';
    }
}


# of a page that never came the head is all there is

for my $where ('off', 'p', 'direct') {
    ($head, $body, $whole) = $nginx->get("/$where/nothing");
    like($head, qr/^HTTP\/1.1 200/, "$where, no body: the head");
    ok(!$whole, 'and no whole response');
}


# what says no type is a page to a browser that goes there, and to nobody else

for my $case ([ 0, '', 'Sec-Fetch-Dest: document' ],
              [ 0, '', 'Accept: text/html,*/*;q=0.8' ],
              [ 0, '/Content-Type:%20*/*', 'Sec-Fetch-Dest: iframe' ],
              [ 1, '' ], [ 1, '', 'Accept: */*' ],
              [ 1, '', 'Sec-Fetch-Dest: empty', 'Accept: text/html' ],
              [ 1, '', 'Sec-Fetch-Dest: image' ],
              [ 1, '', 'Sec-Fetch-Dest: document', "Cookie: $accept" ],
              [ 1, '/Content-Type:%20text/plain', 'Sec-Fetch-Dest: document' ],
              [ 1, '/Content-Disposition:%20attachment', 'Sec-Fetch-Dest: document' ],
              [ 1, '/X-Content-Type-Options:%20nosniff', 'Sec-Fetch-Dest: document' ])
{
    my ($left, $field, @fields) = @$case;
    ($head, $body, $whole) = $nginx->get("/asked/untyped$field", @fields);
    is($body =~ /trk\.test/ ? 1 : 0, $left, "no type: $field @fields");
    unlike($body, qr/<form|dataLayer/, 'no type: nothing is put into it');
    ok($whole, 'no type: its end');
    is(Nginx::field($head, 'ETag'), '"u"', 'no type: as it came')
        if $left && "@fields" !~ /Cookie/;
}


# compressed bodies with faults

($head, $body, $whole) = $nginx->get('/p/bomb');
ok(!$whole, 'a bomb ends the response');
like($nginx->log, qr/compressed bytes became/, 'and is told');

($head, $body) = $nginx->get('/p/truncated');
like($body, qr/own\.js/, 'truncated: what had arrived');
like($nginx->log, qr/the compressed body has no end/, 'and it is told');

($head, $body, $whole) = $nginx->get('/p/broken');
ok(!$whole || $head eq '', 'broken: no whole response');
unlike($body, qr/trk\.test/, 'and no tag');
like($nginx->log, qr/inflate\(\) failed/, 'and it is told');

for my $coding ('zstd', 'gzip, br', 'x-unknown') {
    (my $path = $coding) =~ s/ /%20/;
    ($head, $body) = $nginx->get("/p/coding/$coding" =~ s/ //r);
    is($body, $page, "$coding: passed as it is");
    like(Nginx::field($head, 'Content-Encoding'), qr/./, 'with its coding');

    ($head, $body) = $nginx->get("/block/coding/$coding" =~ s/ //r);
    like($head, qr/^HTTP\/1.1 502/, "$coding: blocked where that is asked for");
    unlike($body, qr/trk\.test/, 'with nothing of the page');
}

($head, $body) = $nginx->get('/p/coding/identity');
unlike($body, qr/trk\.test/, 'identity is no coding');

($head, $body) = $nginx->get('/raw/coding/gzip');
is($body, $page, 'privacy_decode off: passed');


# what is asked for

my @ask = ('Accept-Encoding: zstd, gzip;q=0.8, br, *;q=0.1');

(undef, $body) = $nginx->get('/p/echo', @ask);
like($body, qr/^ae=\[gzip;q=0\.8(, br)?\]$/, 'codings that can be decoded');

(undef, $body) = $nginx->get('/p/echo', @ask, 'Sec-Fetch-Dest: script');
is($body, 'ae=[zstd, gzip;q=0.8, br, *;q=0.1]', 'for a page alone');

(undef, $body) = $nginx->get('/p/echo', @ask, "Cookie: $accept");
is($body, 'ae=[zstd, gzip;q=0.8, br, *;q=0.1]', 'that has to be read');


# kinds of responses

($head) = $nginx->get('/p/204');
like($head, qr/^HTTP\/1.1 204/, 'no content');

($head, $body) = $nginx->get('/p/206');
like($head, qr/^HTTP\/1.1 416/, '206: a part of a page is not given');
unlike($body, qr/0123/, 'nothing of it');

($head, $body) = $nginx->get('/p/206', "Cookie: $accept");
like($head, qr/^HTTP\/1.1 206/, 'accepted: it is');

SKIP: {
    skip 'no slices in this nginx', 7
        if `$ENV{TEST_NGINX_BINARY} -V 2>&1` !~ /with-http_slice_module/;

    my (undef, $all) = $nginx->get('/sliced/slices');
    unlike($all, qr/trk\.test/, 'slices: a tag that two of them share');
    like($all, qr/own\.js.*<\/html>/s, 'and the whole page');

    ($head, $body) = $nginx->get('/sliced/slices', 'Range: bytes=0-9');
    like($head, qr/^HTTP\/1.1 200/, 'slices, a range at the beginning: no part');
    is($body, $all, 'but the page');

    ($head, $body) = $nginx->get('/sliced/slices', 'Range: bytes=70-79');
    like($head, qr/^HTTP\/1.1 416/, 'slices, a range inside: not given');

    ($head, $body) = $nginx->get('/sliced/slices', 'Range: bytes=70-79',
                                 "Cookie: $accept");
    like($head, qr/^HTTP\/1.1 206/, 'accepted: it is');
    is($body, substr($page, 70, 10), 'as it was asked for');
}

($head, $body) = $nginx->get('/p/old');
unlike($body, qr/trk\.test/, 'without a length');

($head, $body) = $nginx->get('HEAD /p/x');
is(Nginx::field($head, 'Content-Length'), undef, 'HEAD: no length');
is($body, '', 'and no body');

($head, $body) = $nginx->get('/gone/x');
like($head, qr/^HTTP\/1.1 502/, 'an error page');
unlike($body, qr/trk\.test/, 'is filtered');

($head, $body) = $nginx->get('/auth/x');
unlike($body, qr/trk\.test/, 'auth_request');
like($body, qr/own\.js/, 'and the page');

($head, $body) = $nginx->get('/mirror/x');
unlike($body, qr/trk\.test/, 'mirror');

for my $path ('/postpone/held', '/postpone/tight') {
    ($head, $body, $whole) = $nginx->get($path);
    ok($whole, "postpone_output does not stop what waits for room, $path");
    is(length $body, length $held, 'and nothing is lost');
}


# HTTP/1.0, keepalive, pipelining

my $s = $nginx->connect;
print $s "GET /p/x HTTP/1.0\r\nHost: localhost\r\n\r\n";
my $all = Nginx::drain($s);
unlike($all, qr/Transfer-Encoding|trk\.test/, 'HTTP/1.0: no chunks, no tag');
like($all, qr/<\/html>\s*$/, 'and the end');

$s = $nginx->connect;
print $s "GET /a.html HTTP/1.1\r\nHost: localhost\r\n\r\n"
         . "GET /a.html HTTP/1.1\r\nHost: localhost\r\nCookie: $accept\r\n\r\n"
         . "GET /a.html HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
$all = Nginx::drain($s);
is(scalar(() = $all =~ /^HTTP\/1.1 200/mg), 3, 'pipelined: three answers');
is(scalar(() = $all =~ /cdn\.trk\.test/g), 1, 'each by its own decision');


# clients that do not read: memory stays bounded, and nothing is lost

sub memory {
    my $kb = 0;

    for my $pid (map { s/\s.*//sr } grep { / $nginx->{pid}\s/ }
                 map { s/^\s+//r } split /\n/, `ps -eo pid,ppid,rss`)
    {
        open my $f, '<', "/proc/$pid/status" or next;
        while (<$f>) { $kb += $1 if /^VmRSS:\s+(\d+)/ }
    }

    return $kb;
}

for my $path ('/direct/big', '/direct/held', '/p/held', '/direct/tight',
              '/direct/edited')
{
    my $before = memory();
    my @clients = map {
        my $c = $nginx->connect;
        setsockopt $c, Socket::SOL_SOCKET(), Socket::SO_RCVBUF(), 65536;
        print $c "GET $path HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
        $c;
    } 1 .. 8;

    sleep 1.5;

    my $each = (memory() - $before) / @clients;

    SKIP: {
        skip 'a sanitizer has a memory of its own, and so has valgrind', 1
            if $ENV{ASAN_OPTIONS} || $ENV{PRIVACY_VALGRIND};
        cmp_ok($each, '<', 400, "$path: a client that does not read costs "
                                . int($each) . ' KB');
    }

    my $c = shift @clients;
    my (undef, $text, $end) = Nginx::parse(Nginx::drain($c), 'GET');

    ok($end, "$path: the slow client gets the end");
    unlike($text, qr/trk\.test/, "$path: and no tag");
    is(length $text, length $held, "$path: and all of it")
        if $path =~ /held|tight/;
    is($text =~ tr/y//, 1 + $edited =~ tr/y//, "$path: and all of it")
        if $path =~ /edited/;

    close $_ for @clients;
}

sleep 0.3;


# a client that goes away

for (1 .. 5) {
    my $c = $nginx->connect;
    print $c "GET /direct/big HTTP/1.1\r\nHost: localhost\r\n\r\n";
    sysread $c, my $part, 1000;
    close $c;
}

($head, $body) = $nginx->get('/a.html');
like($body, qr/own\.js/, 'and the next is served');


# early hints

SKIP: {
    skip 'no early hints in this nginx', 10 if !$hints;

    my $first = sub {
        my ($path, @fields) = @_;
        my $c = $nginx->connect;

        print $c join "\r\n", "GET $path?h=1 HTTP/1.1", 'Host: localhost',
                              'Connection: close', @fields, '', '';

        my $got = Nginx::drain($c);
        my ($hint, $rest) = $got =~ /^(HTTP\/1.1 103.*?\r\n\r\n)(.*)/s;
        like($rest // '', qr/^HTTP\/1.1 200/, "103: and then the page, $path");
        return ($hint // '', $rest // '');
    };

    my ($hint, $rest) = $first->('/p/hints');
    like($hint, qr/own\.css/, '103: its own links');
    unlike("$hint$rest", qr/trk\.test/, 'and no refused ones');
    unlike($hint, qr/_trk/, '103: nor a refused cookie');

    for my $case ([ '/p/hints', "Cookie: $accept" ], [ '/off/hints' ]) {
        my ($path, @fields) = @$case;
        ($hint) = $first->($path, @fields);
        like($hint, qr/cdn\.trk\.test.*own\.css/s, "103: all links: @$case");
        like($hint, qr/_trk=1.*sid=1/s, "103: as it came: @$case");
    }
}


# reloads, while pages are on their way

$s = $nginx->connect;
print $s "GET /direct/slow HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
sleep 0.3;
$nginx->signal('HUP');
$all = Nginx::drain($s);
like($all, qr/second/, 'a reload lets a page end');

($head, $body) = $nginx->get('/a.html');
unlike($body, qr/trk\.test/, 'and the next is filtered as before');

undef $nginx;


# a catalog and a list that a reload cannot take: the log says which and where,
# and those that were read go on, whole

my %whole = (
    catalog => "trk { category marketing; host .trk.test; }\n"
               . "ads { category marketing; host .ads.test; }\n",
    list => ".listed.test\n",
);

my $sources = join '', map "<img src=//a.$_.test/x.gif>", qw/ trk ads listed new /;

$nginx = Nginx->new(quiet => 1, files => {
    'a.html' => "<!doctype html>$sources", %whole,
}, http => '
    privacy_zone     z:64k;
    privacy_catalog  off %DIR%/html/catalog;
    privacy_list     %DIR%/html/list category=marketing format=domains;
    privacy          on;
', server => '
    location = /metrics { privacy off; privacy_status prometheus; }
');

my $dir = "$nginx->{dir}/html";
my $served = 0;

sub left {
    (undef, my $text) = $nginx->get('/a.html');
    $served++;
    return join ' ', $text =~ m{//a\.(\w+)\.test}g;
}

# reload(PATTERN): until the log has one more such line

sub reload {
    my ($said) = @_;
    my $before = () = $nginx->log =~ /$said/g;

    $nginx->signal('HUP');

    for (1 .. 200) {
        return 1 if $before < (() = $nginx->log =~ /$said/g);
        sleep 0.02;
    }

    return 0;
}

is(left(), 'new', 'the catalog and the list are read');

for my $name (qw/ catalog list /) {
    my $file = "$dir/$name";
    my $directive = "privacy_$name";

    for my $case (
        [ 'is not there', sub { },
          qr/open\(\) "\Q$file\E" failed in \S+nginx\.conf:\d+ \(2: / ],
        [ 'is a directory', sub { mkdir $file },
          qr/"\Q$file\E" is not a file/ ],
        [ 'cannot be opened', sub { symlink $name, $file },
          qr/open\(\) "\Q$file\E" failed in \S+nginx\.conf:\d+ \(/ ],
        [ 'is a pipe', sub { system 'mkfifo', $file },
          qr/"\Q$file\E" is not a file/ ],
        $name eq 'list' ? () : (
            [ 'ends in a block',
              sub { $nginx->write("html/$name", substr $whole{$name}, 0, -3) },
              qr/.+ in \Q$file\E:\d+ in \S+nginx\.conf:\d+/ ],
            [ 'ends in a word',
              sub { $nginx->write("html/$name", substr $whole{$name}, 0, 60) },
              qr/.+ in \Q$file\E:2 in \S+nginx\.conf:\d+/ ]),
    ) {
        my ($what, $break, $said) = @$case;

        rename $file, "$file.whole";
        $break->();

        ok(reload(qr/\[emerg\] .*"$directive" directive: $said/),
           "$name, a reload when it $what: refused, and told");
        is(left(), 'new', 'what was read goes on');

        rmdir $file or unlink $file;
        rename "$file.whole", $file;
    }
}

$nginx->write('html/catalog.new', "new { category marketing; host .new.test; }\n");
rename "$dir/catalog.new", "$dir/catalog";

ok(reload(qr/worker process \d+ exited with code 0/),
   'one that is whole is taken');
is(left(), 'trk ads', 'and the one before is gone');

my (undef, $metrics) = $nginx->get('/metrics');
my ($samples) = Prometheus::parse($metrics);

is(Prometheus::sum($samples, 'documents_total'), $served,
   'the counters are those of before');
unlike($nginx->log, qr/\[alert\]|signal 11/, 'no alert in the error log');

undef $nginx;

done_testing();
