package Examples;

# What each of conf-examples promises, asked of the nginx that runs it.  A row
# is called with an object that asks, and that knows the example's name, its
# text, its directory and its ports.

use strict;
use warnings;

use JSON::PP;
use Test::More;


our $tag = 's.adroll.com';


# the visitor's cookie of each consent platform, for all and for nothing

sub onetrust {
    my ($on) = @_;

    return 'OptanonAlertBoxClosed=2026-11-01T10:00:00.000Z; OptanonConsent='
        . 'isGpcEnabled=0&datestamp=x&version=202401.1.0&interactionCount=1&'
        . "groups=C0001%3A1%2CC0002%3A$on%2CC0003%3A$on%2CC0004%3A$on";
}


sub cookiebot {
    my ($on) = @_;
    my $is = $on ? 'true' : 'false';

    return "CookieConsent={stamp:'x',necessary:true,preferences:$is,"
        . "statistics:$is,marketing:$is,method:'explicit',ver:1,"
        . "utc:1762000000000,region:'de'}";
}


# IAB TCF 2.2, the core segment: all purposes, and all vendors up to 1000

sub tcf {
    my ($on) = @_;
    my $bits = '';
    my $add = sub { $bits .= sprintf "%0$_[1]b", $_[0] };
    my $now = time * 10;

    $add->(2, 6);                           # version
    $add->($now, 36) for 1, 2;              # created, updated
    $add->(300, 12);                        # the platform
    $add->(1, 12);
    $add->(1, 6);
    $add->(ord($_) - 65, 6) for 'E', 'N';
    $add->(120, 12);                        # the list of vendors
    $add->(5, 6);                           # its policy
    $add->(1, 1);
    $add->(0, 1);
    $add->(0, 12);
    $bits .= $on x 24;                      # purposes
    $bits .= '0' x 24;
    $add->(0, 1);
    $add->(ord($_) - 65, 6) for 'D', 'E';
    $add->(1000, 16);
    $add->(0, 1);
    $bits .= $on x 1000;
    $add->(0, 16);
    $add->(0, 1);
    $add->(0, 12);

    $bits .= '0' x (-length($bits) % 24);

    my @set = ('A' .. 'Z', 'a' .. 'z', 0 .. 9, '-', '_');
    my $text = join '', map { $set[oct "0b$_"] } $bits =~ /(.{6})/g;

    return "euconsent-v2=$text";
}


sub platform {
    my ($say) = @_;

    return sub {
        my ($x) = @_;

        $x->agreed($say->(1));
        $x->refused($say->(0));

        # and the opt-out of one vendor stands beside the platform

        my $got = $x->get('/privacy/optout/adroll');
        like($got, qr/AdRoll/, "$x->{name}: a page for one vendor");
    };
}


sub notice {
    my ($x) = @_;

    like($x->get, qr/value="accept"/, "$x->{name}: undecided: a notice");
}


# what most of them are: a site whose notice asks

sub asks {
    my ($x) = @_;

    notice($x);

    my $cookie = $x->choose('accept');
    $x->agreed($cookie);
    unlike($x->get('/', "Cookie: $cookie"), qr/value="accept"/,
           "$x->{name}: agreed: no notice");
    $x->refused($x->choose('reject'));

    return $cookie;
}


our %checks = (

    'static.conf' => sub {
        my ($x) = @_;

        asks($x);

        my $css = $x->get('/site.css');

        like($css, qr/^Expires:/mi, "$x->{name}: files may be kept");
        unlike($css, qr/^Vary: .*Cookie/mi, "$x->{name}: for everybody");
        like($x->get('/', 'Accept-Encoding: gzip'),
             qr/^Content-Encoding: gzip/mi, "$x->{name}: pages are compressed");
    },

    'proxy.conf' => \&asks,

    'wordpress.conf' => sub {
        my ($x) = @_;

        asks($x);

        my $got = $x->get('/wp-admin/index.php');
        like($got, qr/$tag/, "$x->{name}: editors see the page as it is");
        unlike($got, qr/value="accept"/, "$x->{name}: and no notice");
    },

    'magento.conf' => sub {
        my ($x) = @_;

        asks($x);

        my $got = $x->get('/', 'Cookie: PHPSESSID=1; mage-cache=2; _ga=3');
        like($got, qr/^X-Cookie: PHPSESSID=1; mage-cache=2\r/mi,
             "$x->{name}: the shop gets its own cookies, and no other");

        for my $path ('/graphql', '/rest/V1/cart', '/admin_x1/dashboard') {
            like($x->get($path), qr/$tag/, "$x->{name}: $path is left alone");
        }
    },

    'spa.conf' => sub {
        my ($x) = @_;

        asks($x);
        like($x->get('/a/deep/route'), qr/the shop/,
             "$x->{name}: every route is the document");
        like($x->get('/'), qr/^Content-Security-Policy: .*script-src/mi,
             "$x->{name}: the browser refuses what scripts load");

        my $api = $x->get('/api/items');
        like($api, qr/$tag/, "$x->{name}: the interface is left alone");
        unlike($api, qr/^(?:Vary|Content-Security-Policy):/mi,
               "$x->{name}: its fields, too");
    },

    'onetrust.conf' => platform(\&onetrust),
    'cookiebot.conf' => platform(\&cookiebot),
    'tcf.conf' => platform(\&tcf),

    'gtm.conf' => sub {
        my ($x) = @_;
        my $default = qr/gtag\('consent','default',|"consent","default"/;

        my $cookie = asks($x);
        my $got = $x->get('/');

        like($got, qr/<head><script[^>]*>[^<]*consent/,
             "$x->{name}: the defaults are the first script");
        like($got, qr/'ad_storage': ?'denied'|"ad_storage": ?"denied"|ad_storage:'denied'/,
             "$x->{name}: which say no");
        unlike($got, qr/googletagmanager\.com/,
               "$x->{name}: basic: nothing of Google's");
        like($x->get('/', "Cookie: $cookie"),
             qr/ad_storage\W{1,4}granted.*googletagmanager\.com/s,
             "$x->{name}: agreed: the defaults say yes, and the tag is there");

        $got = $x->get('/landing/');
        like($got, qr/googletagmanager\.com/,
             "$x->{name}: advanced: the container stays");
        unlike($got, qr/$tag/, "$x->{name}: advanced: others do not");
        like($got, qr/^Content-Security-Policy:/mi,
             "$x->{name}: and the browser watches it");
    },

    'geoip.conf' => sub {
        my ($x) = @_;

        asks($x);

        my $got = $x->get('/', 'CF-IPCountry: US');
        like($got, qr/$tag/, "$x->{name}: opt-out: the tag");
        unlike($got, qr/value="accept"/, "$x->{name}: and no question");
        unlike($x->get('/', 'CF-IPCountry: US', 'Sec-GPC: 1'), qr/$tag/,
               "$x->{name}: opt-out: a signal refuses it");
        unlike($x->get('/', 'CF-IPCountry: DE'), qr/$tag/,
               "$x->{name}: opt-in elsewhere");
    },

    'strict.conf' => sub {
        my ($x) = @_;

        asks($x);

        my $got = $x->get('/?gclid=1&a=2', 'Cookie: session=1; other=2');
        unlike($got, qr/nobody\.test/, "$x->{name}: hosts that nobody knows");
        like($got, qr/^X-Cookie: session=1\r/mi,
             "$x->{name}: cookies that nobody knows");
        like($got, qr/^X-Uri: \/\?a=2\r/mi, "$x->{name}: click identifiers");
        like($got, qr/^Content-Security-Policy:/mi, "$x->{name}: a policy");
        like($x->get('/utf16'), qr/^HTTP\S+ 502/,
             "$x->{name}: what cannot be filtered is not served");
    },

    'cdn.conf' => sub {
        my ($x) = @_;

        my $cookie = asks($x);
        my $got = $x->get('/');

        like($got, qr/^Cache-Control: private, no-cache\r/mi,
             "$x->{name}: a page is nobody else's");

        my ($etag) = $got =~ /^ETag: (.*?)\r/mi;

        like($x->get('/', "If-None-Match: $etag"), qr/^HTTP\S+ 304/,
             "$x->{name}: and need not be sent again");
        like($x->get('/', "If-None-Match: $etag", "Cookie: $cookie"),
             qr/^HTTP\S+ 200/, "$x->{name}: but to one who has agreed since");
        like($x->get('/?cache=no-store'), qr/^Cache-Control: no-store\r/mi,
             "$x->{name}: nor kept where the application says so");
        is(join('|', $x->get('/?cache=public') =~ /^(\S*Control: .*)\r/mig),
           'Cache-Control: private, no-cache',
           "$x->{name}: and no CDN is told otherwise");
        unlike($x->get('/site.css'), qr/^Cache-Control: private/mi,
               "$x->{name}: a file may be kept for all");
        like($x->get('/api/me?cache=private'), qr/^Cache-Control: private\r/mi,
             "$x->{name}: but not what is somebody's");
    },

    'cdn-edge.conf' => sub {
        my ($x) = @_;

        asks($x);

        my $got = $x->get('/', 'Cookie: a=1', 'Referer: http://x.test/y');
        like($got, qr/^X-Cookie: -\r/mi,
             "$x->{name}: the CDN gets no cookie");
        unlike($got, qr/^Set-Cookie: session/mi, "$x->{name}: and sets none");
        like($x->get('/a.css', 'Authorization: x'), qr/^X-Asked: \[gzip\]\[\]\r/mi,
             "$x->{name}: nor a password");
        like($got, qr/^X-Host: pages\.example-cdn\.net\r/mi,
             "$x->{name}: it is asked by its own name");
    },

    'cache.conf' => sub {
        my ($x) = @_;

        my $cookie = asks($x);
        my ($one) = $x->get('/') =~ /^X-Count: (\d+)/mi;
        my ($two) = $x->get('/', "Cookie: $cookie") =~ /^X-Count: (\d+)/mi;

        is($two, $one, "$x->{name}: one cached page serves all visitors");
        like($x->get('/again', 'Accept-Encoding: gzip', 'Authorization: x'),
             qr/^X-Asked: \[\]\[\]\r/mi,
             "$x->{name}: and none of them in what it is asked for by");
        unlike($x->get('/account/'), qr/^X-Count: $one\r/mi,
               "$x->{name}: an account is not cached");
    },

    'machines.conf' => sub {
        my ($x) = @_;

        my $cookie = asks($x);

        like($cookie, qr/&s=/, "$x->{name}: a choice is signed");
        unlike($x->get('/', 'Cookie: ' . $cookie =~ s/&s=.{9}/&s=AAAAAAAAA/r),
               qr/$tag/, "$x->{name}: and counts with a right signature");

        # another machine, with the same files

        my $other = $x->another;
        like($other->get('/', "Cookie: $cookie"), qr/$tag/,
             "$x->{name}: and on any machine");

        my ($metrics) = $x->ask(9145, '/metrics') =~ /\r\n\r\n(.*)/s;
        require Prometheus;
        my ($samples, @errors) = Prometheus::parse($metrics);

        is_deeply(\@errors, [], "$x->{name}: a scraper is answered");
        is(Prometheus::sum($samples, 'choices_total', qr/"accept"/), 1,
           "$x->{name}: with what is so");

        my @records = map { decode_json($_) }
                      split /\n/, $x->slurp('var/log/nginx/consent.log');

        is(scalar @records, 2, "$x->{name}: a record of each choice");
        is($records[0]{consent}, 'necessary,functional,analytics,marketing',
           "$x->{name}: what was chosen");
        like($records[0]{id}, qr/^\S{8,}$/, "$x->{name}: under which id");
        like($cookie, qr/&i=\Q$records[0]{id}\E/,
             "$x->{name}: which is the one in the visitor's cookie");
    },

    'migration.conf' => \&asks,

    'report.conf' => sub {
        my ($x) = @_;

        my $got = $x->get('/', 'Cookie: __adroll=1');

        like($got, qr/$tag/, "$x->{name}: the page is as it was");
        like($got, qr/^Set-Cookie: __adroll_fpc=1/mi,
             "$x->{name}: its cookies, too");
        like($got, qr/^X-Cookie: __adroll=1\r/mi,
             "$x->{name}: and those of the visitor");
        like($x->get('/privacy-status', 'Accept: application/json'),
             qr/"vendor":"adroll","category":"marketing","action":"report"/,
             "$x->{name}: and all is counted");
        like($x->slurp('var/log/nginx/access.log'),
             qr/ necessary regime [1-9]\d* 2 adroll,/,
             "$x->{name}: logged, a line for people");

        my ($line) = grep { /"uri":"\/"/ }
                     split /\n/, $x->slurp('var/log/nginx/access.json.log');
        my $json = decode_json($line);

        is("$json->{consent} $json->{cookies}", 'necessary 2',
           "$x->{name}: and an object for machines");
        like($x->slurp('var/log/nginx/error.log'),
             qr/\[info\].*privacy: tags: \d+, cookies: 2, .* would be held/,
             "$x->{name}: and a line in the error log");
    },

    'ingress-nginx/configmap.yaml' => sub {
        my ($x) = @_;

        my $cookie = asks($x);

        like($cookie, qr/&s=/, "$x->{name}: a choice is signed");
        like($x->ask(9145, '/metrics'), qr/nginx_privacy_requests_total\{/,
             "$x->{name}: a scraper is answered");
    },
);


1;
