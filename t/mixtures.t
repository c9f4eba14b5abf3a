use strict;
use warnings;

use lib 't/lib';
use Test::More;

use Nginx;

# Directives at every level in random mixtures ($MIXTURES of them, 12 if it is
# not set; $SEED), three servers that share what they inherit, and requests of
# every kind to each: no worker ends, and no request is without an answer.

my $mixtures = $ENV{MIXTURES} || 12;
my $seed = $ENV{SEED} || 1;

srand $seed;

my @any = (
    'privacy on', 'privacy report', 'privacy off',
    'privacy_regime opt-out', 'privacy_regime $arg_r',
    'privacy_gpc off', 'privacy_gpc undecided', 'privacy_dnt on',
    'privacy_consent_from tcf native', 'privacy_consent_from onetrust',
    'privacy_consent_if analytics $arg_a',
    'privacy_consent_cookie choice max_age=90d',
    'privacy_consent_key %DIR%/html/key', 'privacy_consent_max_age 10d',
    'privacy_tcf_purposes marketing=1,2', 'privacy_policy_version 7',
    'privacy_allow vendor=adroll', 'privacy_allow cookie=_ga',
    'privacy_deny category=marketing host=.nobody.test cookie=zz* inline=a_b',
    'privacy_unknown host=deny cookie=deny',
    'privacy_first_party .example.com',
    'privacy_tags block', 'privacy_tags off', 'privacy_placeholder off',
    'privacy_surrogates off', 'privacy_cookies response',
    'privacy_cookies off', 'privacy_cookie_max_age 1d',
    'privacy_click_ids strip', 'privacy_csp on', 'privacy_csp report',
    'privacy_permissions_policy off', 'privacy_consent_mode basic',
    'privacy_consent_mode advanced', 'privacy_notice_when always',
    'privacy_notice_position dialog', 'privacy_policy_url /p',
    'privacy_language de', 'privacy_choices off', 'privacy_types *',
    'privacy_decode off', 'privacy_buffer_size 2k',
    'privacy_on_error block', 'privacy_vary off',
);

my $page = '<!doctype html><html><head><title>t</title>'
    . '<script src="https://s.adroll.com/j/x/roundtrip.js"></script>'
    . '<script>a_b()</script></head><body><img src=//cdn.nobody.test/p.gif>'
    . '<iframe src="https://www.youtube.com/embed/x"></iframe></body></html>';

my @paths = ('/a.html?gclid=1&r=opt-out', '/px/a.html', '/px/b', '/try',
             '/nope', '/privacy/', '/privacy/consent', '/privacy/optout/adroll',
             '/privacy/declaration', '/privacy/notice.css',
             '/privacy/notice.js', '/.well-known/gpc.json', '/status');

my @visitors = (
    [],
    ['Cookie: _ga=1; zz=1; x=y', 'Sec-GPC: 1', 'DNT: 1'],
    ['Cookie: privacy_consent=v1&t=' . time . '&c=necessary+analytics&n=adroll;'
     . ' choice=v1&t=' . time . '&c=necessary', 'Accept: application/json',
     'If-None-Match: "a;n-12345678"'],
);

my @posts = (
    (map { ['/privacy/consent', "action=$_"] }
         qw/ accept reject withdraw nothing /, 'save&category=analytics'),
    ['/privacy/consent', 'refuse=adroll'], ['/privacy/optout/adroll', ''],
    ['/privacy/report', '{"csp-report":{"blocked-uri":"https://x.test/"}}'],
);


# some of them, each directive once

sub pick {
    my ($n) = @_;
    my (%seen, @some);

    for (1 .. $n) {
        my $one = $any[rand @any];
        push @some, "$one;" if !$seen{(split ' ', $one)[0]}++;
    }

    return join "\n", @some;
}


sub server {
    my (@ports) = @_;
    my $notice = rand() < 0.6;

    return pick(rand 5)
        . ($notice ? "\nprivacy_notice on;" : '')
        . ($notice || rand() < 0.7
           ? "\nlocation /privacy/ { privacy_endpoint; " . pick(rand 3) . " }"
           : '')
        . "\nlocation /a { " . pick(rand 5) . " }"
        . "\nlocation /px/ { proxy_pass http://127.0.0.1:$ports[0]/; "
        . pick(rand 4)
        . " location /px/b { proxy_pass http://127.0.0.1:$ports[1]/a.html; "
        . pick(rand 3) . " } }"
        . "\nlocation /try { try_files /none /px/a.html; }"
        . "\nlocation = /status { privacy_status; }"
        . "\nerror_page 404 /a.html;\n";
}


sub ask {
    my ($port, $request) = @_;

    my $s = IO::Socket::INET->new("127.0.0.1:$port") or return '';
    print $s $request;
    return Nginx::drain($s, 20);
}


for my $i (1 .. $mixtures) {
    my @ports = map { Nginx::port() } 1, 2;
    my $http = join "\n", 'privacy_zone z:64k;', pick(rand 6), map {
        "server { listen 127.0.0.1:$_; root %DIR%/html;\n"
        . server(reverse @ports) . '}'
    } @ports;

    my $nginx = Nginx->new(http => $http, server => server(@ports), files => {
        'a.html' => $page, 'key' => 'k' x 44,
    }, main => 'env ASAN_OPTIONS; env UBSAN_OPTIONS;');

    my ($n, @without) = (0);

    for my $port (@ports, $nginx->{port}) {
        for my $path (@paths) {
            for my $visitor (@visitors) {
                my $got = ask($port, join "\r\n", "GET $path HTTP/1.1",
                              'Host: localhost', 'Connection: close',
                              @$visitor, '', '');
                $n++;
                push @without, $path if $got !~ m{^HTTP/1\.1 [2345]};
            }
        }

        for my $post (@posts) {
            my ($path, $body) = @$post;
            my $got = ask($port, join "\r\n", "POST $path HTTP/1.1",
                          'Host: localhost', 'Connection: close',
                          'Sec-Fetch-Site: same-origin',
                          'Content-Type: application/x-www-form-urlencoded',
                          'Content-Length: ' . length $body, '', $body);
            $n++;
            push @without, "$path $body" if $got !~ m{^HTTP/1\.1 [2345]};
        }
    }

    is(join(' ', @without), '', "mixture $seed.$i: each of $n requests has"
                                . ' its answer')
        or diag($http);
}

done_testing();
