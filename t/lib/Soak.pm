package Soak;

# The traffic of t/soak: its pages, its visitors, an upstream's faults, and a
# client that knows what each answer has to be.

use strict;
use warnings;

use Compress::Zlib;
use File::Path qw/ make_path remove_tree /;
use IO::Select;
use IO::Socket::INET;
use Socket qw/ SOL_SOCKET SO_RCVBUF SO_LINGER /;
use Time::HiRes qw/ sleep time /;

use Nginx;
use Upstream;


my @tags = (
    '<script src="https://s.adroll.com/j/AAA/roundtrip.js"></script>',
    '<script async src=//www.googletagmanager.com/gtag/js?id=G-1></script>',
    "<script>!function(f){f.fbq=function(){}}(window);fbq('init','1');"
        . "var s='https://connect.facebook.net/en_US/fbevents.js';</script>",
    '<script>adroll_adv_id="A";adroll_pix_id="B";</script>',
    '<noscript><img height=1 src="https://www.facebook.com/tr?id=1&amp;ev=P"></noscript>',
    '<iframe src="https://www.googletagmanager.com/ns.html?id=GTM-1"></iframe>',
    '<img src="https://d.adroll.com/pixel/a/b?x=1" alt="">',
    '<img srcset="/a.png 1x, https://d.adroll.com/p.png 2x">',
    '<link rel=preconnect href="https://connect.facebook.net">',
    '<link rel=preload as=script href=https://www.google-analytics.com/analytics.js>',
    '<svg><image href="https://d.adroll.com/p.svg"/></svg>',
    '<iframe srcdoc="&lt;img src=https://d.adroll.com/p&gt;text"></iframe>',
    '<a href=/x ping="https://www.google-analytics.com/collect">x</a>',
    '<script data-privacy-category=marketing src=/own-tag.js></script>',
    '<div data-privacy-category="analytics"><p>counted</p></div>',
    '<template><script src=//s.adroll.com/a.js></script></template>',
);

my @plain = (
    "<p>plain text &amp; an entity, \xc3\xa4\xc3\xb6\xc3\xbc</p>\n",
    '<img src=/own.png alt="a > b">', '<script>var own = "</" + "p>";</script>',
    '<style>p > a { color: red }</style>', '<a href="/next?a=1&b=2">next</a>',
    '<script type="application/ld+json">{"@id":"https://s.adroll.com/"}</script>',
    '<!-- a comment with <script> in it -->', '<textarea><script></textarea>',
    "<table><tr><td>1<td>2</table>\n", '<select><option>1<option>2</select>',
    '<button onclick="go(1 < 2)">go</button>', '<title>t</title>',
);

# what hostile pages are made of

my @broken = (
    '<', '</', '<!', '<!--', '-->', '--!>', '>', '"', "'", '=', '/', "\0", "\x80",
    '<script', '</script', '<script>', '</script>', '<!--<script>', '<plaintext',
    '<svg>', '<math>', '<![CDATA[', ']]>', '<noscript>', '</noscript>', '<select>',
    '<frameset>', '<template>', '<iframe srcdoc="', '&lt;', '&#x3c', '&#0;',
    ' src=', ' src="https://s.adroll.com/', 'href=//d.adroll.com ', '<base href=//x/>',
    'style="', '<style>', '</style', '<textarea>', '<xmp>', '<object data=', "\r\n",
    '<embed src=', '<input type=image src=', ' data-privacy-category=marketing ',
);

# how often a client does what

our %weight = (
    static => 20, keepalive => 20, pipelined => 10, gzip => 10, proxied => 20,
    direct => 6, small => 6, slow => 2, slow_request => 2, aborted => 8,
    notice => 8, h2 => 2, fault => 6, post => 6, garbage => 6, head => 3,
    conditional => 3, old => 3, ssi => 3,
);


sub pick { return $_[int rand @_] }


sub pages {
    my @pages = ('', 'text without a tag', "<!doctype html><title>t</title>\n");

    for my $size (3, 10, 40, 150, 600, 2500) {
        for my $share (0, 0.1, 0.6) {
            push @pages, "<!doctype html><html><head><title>$size</title></head><body>"
                . join('', map { rand() < $share ? pick(@tags) : pick(@plain) } 1 .. $size)
                . "</body></html>\n";
        }
    }

    for my $size (5, 20, 80, 80, 400, 400, 3000) {
        push @pages, join '', map { pick(@broken, @broken, @tags, @plain) } 1 .. $size;
    }

    # a page whose bytes have been changed, cut and doubled

    for (1 .. 12) {
        my $page = $pages[6 + int rand 12];

        for (1 .. 1 + rand 20) {
            my $at = int rand(length($page) || 1);
            my $len = int rand 12;
            substr $page, $at, $len, pick('', chr(int rand 256), pick(@broken),
                                          substr($page, int(rand(1 + length $page)), 20));
        }

        push @pages, $page;
    }

    push @pages, '<script>' . 'a=1;' x 40000 . pick(@tags) . '</script>' . pick(@tags);
    push @pages, '<img alt="' . 'x' x 90000 . '" src="https://d.adroll.com/p">' . pick(@tags);
    push @pages, '<p>' . pick(@tags) x 20000;
    push @pages, '<' x 30000 . '<div ' x 3000;

    # an unknown character set, or one that cannot be filtered, is another
    # test's matter

    return grep { !/\A(?:\xff\xfe|\xfe\xff)|charset/i } @pages;
}


# [what is granted, fields …]

sub visitors {
    my $now = time;
    my $native = sub { 'Cookie: privacy_consent=v1&t=' . int($now) . "&$_[0]" };
    my $yes = $native->('c=necessary+functional+analytics+marketing');
    my $all = 'functional,analytics,marketing';

    return (
        [''], [''], ['', $native->('c=necessary')], ['', $native->('c=')],
        [$all, $yes], [$all, $yes], [$all, 'Cookie: a=1', $yes, 'Cookie: b=2'],
        ['analytics', $native->('c=necessary+analytics')],
        ['functional,analytics', $native->('c=necessary+functional+analytics')],
        ['functional,analytics', $yes, 'Sec-GPC: 1'],
        [$all, $yes, 'Sec-GPC: 0'], [$all, $yes, 'Sec-GPC: 1, 1'],
        ['', $yes, $native->('c=necessary')],
        ['', "$yes; privacy_consent=v1&t=" . int($now) . '&c=necessary'],
        ['', 'Cookie: x=1, privacy_consent=v1&t=' . int($now) . '&c=necessary+marketing'],
        ['', 'Cookie: privacy_consent=v1&t=' . int($now + 900000) . '&c=necessary+marketing'],
        ['', 'Cookie: privacy_consent=v2&t=1&c=marketing'],
        ['', 'Cookie: privacy_consent=' . 'v1&c=marketing' x 300],
        ['', 'Cookie: ' . join '; ', map { "c$_=$_" } 1 .. 300],
        ['', 'Cookie: ;;;=;=; =privacy_consent; privacy_consent'],
        ['', 'Cookie: euconsent-v2=CP' . 'A' x 2000],
        ['', 'Cookie: euconsent-v2=COtybn4PA_zT4KjACBENAPCIAEBAAECAAIAAAAAAAAAA.====' ],
        ['', 'Cookie: usprivacy=1YYY; CookieConsent={stamp:%27' . '%' x 900 . '%27'],
        ['', 'Cookie: OptanonConsent=groups=' . '1:1,' x 100 . '%'],
        ['', "Cookie: _fbp=1; _ga=2; __adroll_fpc=3; \x80\xff=\xfe"],
        ['', map { "Cookie: _ga_$_=$_" } 1 .. 60],
    );
}


# what the upstream does with a page

sub answer {
    my ($how, $page, $n) = @_;

    my @set = ('Set-Cookie: _fbp=1; Path=/; Max-Age=9999999', 'Set-Cookie: sid=1; Path=/',
               'Link: <https://connect.facebook.net/x.js>; rel=preload; as=script');

    return Upstream::http($page, @set) if $how eq 'whole' || length $page > 400_000;
    return Upstream::chunked(1 + ($n * 37) % 5000 + int(length($page) / 300), $page, @set)
        if $how eq 'cut';
    return Upstream::http(Compress::Zlib::memGzip($page), @set, 'Content-Encoding: gzip')
        if $how eq 'packed';
    return Upstream::http(Compress::Zlib::compress($page), @set, 'Content-Encoding: deflate')
        if $how eq 'deflated';

    my $half = substr $page, 0, int(length($page) / 2);
    my $head = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n"
               . "Content-Length: " . (length($page) + 1) . "\r\n\r\n";

    return ($head, $half, { sleep => 0.05 }, { reset => 1 }) if $how eq 'reset';
    return ($head, $half) if $how eq 'short';
    return ({ reset => 1 }) if $how eq 'gone';
    return ("HTTP/1.1 two\r\n\0\r\n\r\n", $page) if $how eq 'nonsense';

    if ($how eq 'broken') {
        my $bytes = Compress::Zlib::memGzip($half);
        substr $bytes, int(length($bytes) / 2), 3, 'xyz';
        return Upstream::http($bytes, @set, 'Content-Encoding: gzip');
    }

    if ($how eq 'late') {
        my @steps = Upstream::chunked(1 + int(length($page) / 3), $page, @set);
        return map { ($_, { sleep => 0.03 }) } @steps;
    }

    return Upstream::http($page);
}


sub spew {
    my ($file, $text) = @_;

    open my $f, '>', $file or die "$file: $!";
    binmode $f;
    print $f $text;
    close $f;
}


sub slurp {
    my ($file) = @_;

    open my $f, '<', $file or return '';
    binmode $f;
    local $/;
    return scalar(<$f>) // '';
}


sub workers {
    my ($master) = @_;
    my $list = slurp("/proc/$master/task/$master/children");

    return split ' ', $list;
}


sub rss {
    my $kb = 0;

    for my $pid (@_) {
        $kb += $1 if slurp("/proc/$pid/status") =~ /^VmRSS:\s+(\d+)/m;
    }

    return $kb;
}


sub top {
    return (sort { $b <=> $a } grep { defined } @_)[0] || 0;
}


# one client

sub new {
    my ($class, %self) = @_;

    make_path($self{tmp});
    return bless { %self, count => {}, bad => [] }, $class;
}


sub run {
    my ($self) = @_;
    my @kinds = map { ($_) x $weight{$_} }
                grep { $self->{h2} || $_ ne 'h2' } sort keys %weight;

    $SIG{PIPE} = 'IGNORE';

    while (time < $self->{until}) {
        my $kind = pick(@kinds);
        my $nginx = pick(@{ $self->{nginx} });

        $self->{now} = $kind;
        $self->$kind($nginx);
        $self->{count}{$kind}++;
    }
}


sub wrong {
    my ($self, $what) = @_;

    $what =~ s/([^\x20-\x7e])/sprintf '\\x%02x', ord $1/ge;
    push @{ $self->{bad} }, ($self->{now} || '') . ": $what" if @{ $self->{bad} } < 20;
}


sub write {
    my ($self) = @_;

    spew($self->{report}, join '', (map { "$_\t$self->{count}{$_}\n" } sort keys %{ $self->{count} }),
                                   map { "wrong\t$_\n" } @{ $self->{bad} });
    remove_tree($self->{tmp});
}


sub read_report {
    my ($file) = @_;
    my (%count, @wrong);

    for (split /\n/, slurp($file)) {
        my ($name, $value) = split /\t/, $_, 2;
        $name eq 'wrong' ? push @wrong, $value : ($count{$name} += $value);
    }

    push @wrong, "$file: a client has left nothing" if !%count;

    return (\%count, \@wrong);
}


# a page, who asks for it, and what has to come

sub draw {
    my ($self, $tags) = @_;
    my $n = int rand @{ $self->{pages} };
    my ($granted, @fields) = @{ pick(@{ $self->{visitors} }) };

    return ($n, $self->{expect}{"$n $tags $granted"}, @fields);
}


sub dial {
    my ($nginx, $window) = @_;

    for (1 .. 5) {
        my $s = IO::Socket::INET->new(Proto => 'tcp') or last;
        setsockopt $s, SOL_SOCKET, SO_RCVBUF, $window if $window;
        return $s if connect $s, Socket::pack_sockaddr_in(
            $nginx->{port}, Socket::inet_aton('127.0.0.1'));
        sleep 0.05;
    }

    die "cannot connect: $!\n";
}


sub request {
    my ($method, $path, @fields) = @_;

    return join "\r\n", "$method $path HTTP/1.1", 'Host: localhost', @fields, '', '';
}


# reader(SOCKET): the responses that come on it, one after the other; each is
# [head, body, whole]

sub response {
    my ($s, $buf, $method) = @_;

    my $more = sub {
        my $r = '';
        vec($r, fileno($s), 1) = 1;
        return 0 if select($r, undef, undef, 40) <= 0;
        return sysread $s, $$buf, 262144, length $$buf;
    };

    while ($$buf !~ /\r\n\r\n/) { $more->() or return ['', $$buf, 0] }

    $$buf =~ s/\A(.*?\r\n)\r\n//s;
    my ($head, $body) = ($1, '');

    return response($s, $buf, $method) if $head =~ /\AHTTP\/1.1 1/;
    return [$head, '', 1] if $method eq 'HEAD' || $head =~ /\AHTTP\/1.1 (?:304|204)/;

    if ($head =~ /^content-length: (\d+)/mi) {
        while (length $$buf < $1) {
            $more->() or return [$head, $$buf, 0];
        }

        return [$head, substr($$buf, 0, $1, ''), 1];
    }

    if ($head =~ /^transfer-encoding: chunked/mi) {
        for ( ;; ) {
            while ($$buf !~ /\A[0-9a-fA-F]+\r\n/) {
                $more->() or return [$head, $body, 0];
            }

            $$buf =~ s/\A([0-9a-fA-F]+)\r\n//;
            my $size = hex $1;

            while (length $$buf < $size + 2) {
                $more->() or return [$head, $body . substr($$buf, 0, $size), 0];
            }

            $body .= substr $$buf, 0, $size, '';
            substr $$buf, 0, 2, '';
            return [$head, $body, 1] if $size == 0;
        }
    }

    while ($more->()) { }

    $body = $$buf;
    $$buf = '';

    return [$head, $body, 1];
}


sub same {
    my ($self, $got, $want, $what) = @_;
    my ($head, $body, $whole) = @$got;

    $self->{count}{responses}++;
    $self->{count}{bytes} += length $body;

    if ($head !~ /\AHTTP\/1.1 200/) {
        return $self->wrong("$what: " . ($head =~ /\A([^\r]*)/)[0]);
    }

    return $self->wrong("$what: not whole, " . length($body) . ' bytes of ' . length $want) if !$whole;

    if ($head =~ /^content-encoding: gzip/mi) {
        $body = Compress::Zlib::memGunzip($body) // 'cannot be unpacked';

    } elsif ($head =~ /^content-encoding: deflate/mi) {
        $body = Compress::Zlib::uncompress($body) // 'cannot be unpacked';
    }

    return if $body eq $want;

    my $at = common($body, $want);
    $self->wrong(sprintf '%s: differs at %d: got [%s], want [%s]', $what, $at,
                 substr($body, $at, 60), substr($want, $at, 60));
}


# how many bytes two strings begin with alike

sub common {
    my ($x, $y) = @_;

    ($x ^ $y) =~ /\A(\0*)/;
    my $n = length $1;
    my $min = length $x < length $y ? length $x : length $y;

    return $n < $min ? $n : $min;
}


sub fetch {
    my ($self, $nginx, $path, $want, @fields) = @_;
    my $s = dial($nginx);
    my $buf = '';

    syswrite $s, request('GET', $path, @fields, 'Connection: close');
    my $got = response($s, \$buf, 'GET');
    $self->same($got, $want, $path . ' ' . join '|', map { substr $_, 0, 80 } @fields);

    return $got;
}


sub static {
    my ($self, $nginx) = @_;
    my $tags = pick('strip', 'block');
    my ($n, $want, @fields) = $self->draw($tags);

    $self->fetch($nginx, "/$tags/$n.html", $want, @fields);
}


sub proxied {
    my ($self, $nginx) = @_;
    my ($n, $want, @fields) = $self->draw('strip');

    return $self->fetch($nginx, "/proxy/$n.html", $want, @fields) if rand() < 0.8;

    my $how = pick('whole', 'cut', 'packed', 'deflated', 'late');
    my $got = $self->fetch($nginx, "/up/$how/$n", $want, @fields);

    return if length $self->{pages}[$n] > 400_000;

    $self->wrong("$how: its own cookie is lost") if $got->[0] !~ /^set-cookie: sid=1/mi;
    $self->wrong("$how: a refused cookie is set")
        if $want ne $self->{pages}[$n] && $got->[0] =~ /^set-cookie: _fbp=1/mi;
}


sub direct {
    my ($self, $nginx) = @_;
    my ($n, $want, @fields) = $self->draw('strip');

    $self->fetch($nginx, '/direct/' . pick('cut', 'packed', 'late') . "/$n", $want, @fields);
}


sub small {
    my ($self, $nginx) = @_;
    my ($n, $want, @fields) = $self->draw('strip');

    $self->fetch($nginx, "/small/$n.html", $want, @fields);
}


sub ssi {
    my ($self, $nginx) = @_;
    my ($n, $want, @fields) = $self->draw('strip');

    # nginx's SSI loses what may begin a command where the page ends

    return $self->static($nginx) if $want =~ /<(?:!(?:--?)?)?\z/;

    $self->fetch($nginx, "/ssi/$n.html", $want, @fields);
}


sub gzip {
    my ($self, $nginx) = @_;
    my ($n, $want, @fields) = $self->draw('strip');

    $self->fetch($nginx, "/gzip/$n.html", $want, @fields, 'Accept-Encoding: gzip');
}


# a kept connection ends with a reload: what had not begun is asked for again

sub keepalive {
    my ($self, $nginx) = @_;
    my $s = dial($nginx);
    my $buf = '';

    for (1 .. 2 + rand 20) {
        my $tags = pick('strip', 'block');
        my ($n, $want, @fields) = $self->draw($tags);

        syswrite $s, request('GET', "/$tags/$n.html", @fields);
        my $got = response($s, \$buf, 'GET');
        return if $got->[0] eq '' && $got->[1] eq '' && $_ > 1;

        $self->same($got, $want, "/$tags/$n.html");
        return if $got->[0] =~ /^connection: close/mi;
    }
}


sub pipelined {
    my ($self, $nginx) = @_;
    my $s = dial($nginx);
    my ($buf, $all, @want) = ('', '');

    for (1 .. 2 + rand 6) {
        my ($n, $want, @fields) = $self->draw('strip');
        $all .= request('GET', "/strip/$n.html", @fields);
        push @want, $want;
    }

    syswrite $s, $all;

    for my $k (0 .. $#want) {
        my $got = response($s, \$buf, 'GET');
        return if $got->[0] eq '' && $got->[1] eq '' && $k > 0;

        $self->same($got, $want[$k], "pipelined $k");
        return if $got->[0] =~ /^connection: close/mi;
    }
}


# a reader that takes its time

sub slow {
    my ($self, $nginx) = @_;
    my ($n, $want, @fields) = $self->draw('strip');
    my $s = dial($nginx, 4096);
    my ($all, $buf) = ('', '');
    my $where = pick("/strip/$n.html", "/proxy/$n.html", "/direct/cut/$n");

    syswrite $s, request('GET', $where, @fields, 'Connection: close');

    for (1 .. 60) {
        sysread $s, $all, 1 + rand 3000, length $all or last;
        sleep rand 0.03;
    }

    my $got = response($s, \$all, 'GET');
    $self->same($got, $want, "slow $where");
}


sub slow_request {
    my ($self, $nginx) = @_;
    my ($n, $want, @fields) = $self->draw('strip');
    my $s = dial($nginx);
    my $buf = '';
    my $all = request('GET', "/strip/$n.html", @fields, 'Connection: close');

    while (length $all) {
        syswrite $s, substr $all, 0, 1 + rand(length($all) / 4), '';
        sleep rand 0.02;
    }

    $self->same(response($s, \$buf, 'GET'), $want, 'slow request');
}


# one that goes away: what it got is what the page begins with

sub aborted {
    my ($self, $nginx) = @_;
    my ($n, $want, @fields) = $self->draw('strip');
    my $s = dial($nginx, 8192);
    my $all = '';
    my $where = pick("/strip/$n.html", "/proxy/$n.html", "/direct/late/$n", "/up/cut/$n");

    syswrite $s, request('GET', $where, @fields, 'Connection: close');

    for (1 .. rand 4) {
        sysread $s, $all, 1 + rand 9000, length $all or last;
    }

    setsockopt $s, SOL_SOCKET, SO_LINGER, pack('ii', 1, 0) if rand() < 0.5;
    close $s;

    my ($head, $body) = Nginx::parse($all, 'GET');
    $self->begins($body, $want, "aborted $where") if $head =~ /\AHTTP\/1.1 200/;
}


sub begins {
    my ($self, $body, $want, $what) = @_;

    return if $body eq substr $want, 0, length $body;

    my $at = common($body, $want);
    $self->wrong(sprintf '%s: differs at %d: got [%s], want [%s]', $what, $at,
                 substr($body, $at, 60), substr($want, $at, 60));
}


sub fault {
    my ($self, $nginx) = @_;
    my ($n, $want, @fields) = $self->draw('strip');
    my $how = pick('reset', 'short', 'gone', 'nonsense', 'broken');
    my $where = pick('up', 'direct');
    my $s = dial($nginx);
    my $buf = '';

    syswrite $s, request('GET', "/$where/$how/$n", @fields, 'Connection: close');

    my ($head, $body, $whole) = @{ response($s, \$buf, 'GET') };

    return if length $self->{pages}[$n] > 400_000;

    # what has no head of its own nginx passes as HTTP/0.9, which is no page

    return if $how eq 'nonsense';

    if ($how eq 'gone') {
        $self->wrong("$where $how: $head") if $head !~ /\AHTTP\/1.1 502/;
        return;
    }

    # of a page that has no end, what comes is a beginning, and is no whole
    # response; what is broken inside of its compression may be anything

    if ($how ne 'broken') {
        $self->wrong("$where $how $n: a whole response") if $whole && $body ne $want;
        $self->begins($body, $want, "$where $how $n") if $head =~ /\AHTTP\/1.1 200/;
    }

    $self->{count}{responses}++;
}


# with a notice the page has more in it, and nothing less

sub notice {
    my ($self, $nginx) = @_;
    my ($n, $want, @fields);

    # where there is no <body>, the notice may be what begins it

    do { ($n, $want, @fields) = $self->draw('strip') } until $want =~ /\A<!doctype html><html>.*<body>/;

    my $s = dial($nginx);
    my $buf = '';

    syswrite $s, request('GET', "/notice/$n.html", @fields, 'Sec-Fetch-Dest: document',
                         'Accept-Language: ' . pick('de', 'fr-CH, fr;q=0.9', '*', 'x' x 300, ';q=,'),
                         'Connection: close');

    my ($head, $body, $whole) = @{ response($s, \$buf, 'GET') };
    $self->{count}{responses}++;

    return $self->wrong("$n: " . substr $head, 0, 40) if $head !~ /\AHTTP\/1.1 200/ || !$whole;

    # the policy names who is granted; where nobody is, 8 KB are enough

    my ($policy) = $head =~ /^content-security-policy: (.*)/mi;
    my $room = "@fields" =~ /analytics/ ? 20000 : 7000;
    $self->wrong("$n: a policy of " . length $policy) if length($policy // '') > $room;

    # each piece of the page is there, in its order

    my ($from, $at) = (0, 0);

    for my $piece ($want =~ /(.{1,200})/gs) {
        my $common = common(substr($body, $from, length $piece), $piece);

        if ($common == length $piece) {
            $from += $common;
            next;
        }

        my $rest = substr $piece, $common;
        my $found = index $body, $rest, $from + $common;
        return $self->wrong("notice $n: a piece is lost: [" . substr($rest, 0, 60) . ']') if $found < 0;
        $from = $found + length $rest;
    }
}


sub h2 {
    my ($self, $nginx) = @_;
    my ($config, @want) = ('');
    my $visitor = pick(@{ $self->{visitors} });
    my (undef, @fields) = @$visitor;

    for my $k (0 .. 9) {
        my $n = int rand @{ $self->{pages} };
        my $tags = pick('strip', 'block');
        $config .= "url = \"http://127.0.0.1:$nginx->{h2}/$tags/$n.html\"\n"
                   . "output = \"$self->{tmp}/$k\"\n";
        push @want, $self->{expect}{"$n $tags $visitor->[0]"};
    }

    for (@fields, 'Host: localhost') {
        (my $field = $_) =~ s/(["\\])/\\$1/g;
        $config .= "header = \"$field\"\n";
    }

    spew("$self->{tmp}/config", $config);
    unlink map { "$self->{tmp}/$_" } 0 .. 9;

    my $said = `curl -s -S --parallel --parallel-immediate --http2-prior-knowledge --max-time 60 -K $self->{tmp}/config -w '%{http_code} %{exitcode} ' 2>&1`;

    for my $k (0 .. 9) {
        my $got = slurp("$self->{tmp}/$k");
        $self->{count}{responses}++;
        $self->{count}{bytes} += length $got;
        next if $got eq $want[$k];

        # a reload between dialing and asking

        next if $got eq '' && $nginx == $self->{nginx}[1];

        my $at = common($got, $want[$k]);
        $self->wrong(sprintf 'differs at %d: got [%s], want [%s], %s', $at, substr($got, $at, 60),
                     substr($want[$k], $at, 60), $said);
    }
}


sub post {
    my ($self, $nginx) = @_;
    my $s = dial($nginx);
    my $buf = '';

    my $body = pick('action=accept', 'action=reject', 'action=save&category=analytics&vendor=adroll',
                    'action=save&' . 'category=%' x 200, 'refuse=adroll&return=//evil.example',
                    'action=accept&action=reject', '&=&=&' x 100, "\0\xff" x 500, 'x' x 70000,
                    'return=' . '%2f' x 3000, '{"action":"accept"}');
    my $type = pick('application/x-www-form-urlencoded', 'text/plain', 'application/json');
    my $path = pick('consent', 'consent', 'optout/adroll', 'optout/' . '%2e' x 40, 'report', 'none');

    syswrite $s, request('POST', "/privacy/$path", pick('Sec-Fetch-Site: same-origin',
                         'Sec-Fetch-Site: cross-site', 'Origin: http://localhost', 'X: 1'),
                         "Content-Type: $type", 'Content-Length: ' . length $body,
                         'Connection: close') . $body;

    my ($head) = @{ response($s, \$buf, 'POST') };

    # a body that is refused before it was read may cost the answer

    $self->wrong("$path: " . substr $head, 0, 60)
        if $head ne '' && $head !~ /\AHTTP\/1.1 (?:200|204|303|4\d\d) /
           || $head eq '' && length $body < 5000;
    $self->wrong("$path: leads away") if $head =~ /^location: .*evil/mi;
    $self->{count}{responses}++;
}


sub garbage {
    my ($self, $nginx) = @_;
    my $s = dial($nginx);
    my $buf = '';
    my $bytes = join '', map { chr int rand 256 } 1 .. rand 400;

    my $all = pick($bytes, "GET /strip/0.html HTTP/1.1\r\nHost: localhost\r\nCookie: $bytes\r\n\r\n",
                   "GET /privacy/$bytes HTTP/1.1\r\nHost: localhost\r\n\r\n",
                   "GET /notice/5.html HTTP/1.0\r\nIf-None-Match: $bytes\r\nCookie: a=\"$bytes\r\n\r\n",
                   "GET /strip/3.html HTTP/1.1\r\nHost: localhost\r\nRange: bytes=0-1,$bytes\r\n\r\n");

    syswrite $s, $all;
    shutdown $s, 1;
    response($s, \$buf, 'GET');
    $self->{count}{responses}++;
}


sub head {
    my ($self, $nginx) = @_;
    my ($n, $want, @fields) = $self->draw('strip');
    my $s = dial($nginx);
    my $buf = '';

    syswrite $s, request('HEAD', "/strip/$n.html", @fields, 'Connection: close');

    my ($head, $body) = @{ response($s, \$buf, 'HEAD') };
    $self->wrong(substr $head, 0, 40) if $head !~ /\AHTTP\/1.1 200/;
    $self->wrong('a body') if $buf ne '';
    $self->{count}{responses}++;
}


sub conditional {
    my ($self, $nginx) = @_;
    my ($n, $want, @fields) = $self->draw('strip');
    my $got = $self->fetch($nginx, "/strip/$n.html", $want, @fields);
    my ($etag) = $got->[0] =~ /^etag: (.*?)\r$/mi or return;
    my $s = dial($nginx);
    my $buf = '';

    # the same visitor has it; another one does not

    syswrite $s, request('GET', "/strip/$n.html", @fields, "If-None-Match: $etag", 'Connection: close');
    $got = response($s, \$buf, 'GET');
    $self->wrong("$n: its own validator: " . substr $got->[0], 0, 40) if $got->[0] !~ /\AHTTP\/1.1 304/;

    ($n, $want, @fields) = ($n, $self->{expect}{"$n strip "}, 'Sec-GPC: 1');
    return if $want eq $self->{pages}[$n];

    my $yes = $self->{visitors}[4];
    $got = $self->fetch($nginx, "/strip/$n.html", $self->{pages}[$n], @$yes[1 .. $#$yes]);
    ($etag) = $got->[0] =~ /^etag: (.*?)\r$/mi or return;
    $self->fetch($nginx, "/strip/$n.html", $want, 'Sec-GPC: 1', "If-None-Match: $etag");
}


sub old {
    my ($self, $nginx) = @_;
    my ($n, $want, @fields) = $self->draw('strip');
    my $s = dial($nginx);
    my $buf = '';

    syswrite $s, join "\r\n", "GET /proxy/$n.html HTTP/1.0", 'Host: localhost', @fields, '', '';
    $self->same(response($s, \$buf, 'GET'), $want, 'HTTP/1.0');
}


1;
