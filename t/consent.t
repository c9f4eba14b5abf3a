use strict;
use warnings;

use lib 't/lib';
use Digest::SHA qw/ hmac_sha256_base64 /;
use File::Temp qw/ tempdir /;
use Test::More;

use Nginx;
use Privacy;

# where a decision comes from, and what it costs and changes: keys, one
# vendor's opt-out beside a platform's cookie, regimes by country, names and
# ages of what other platforms keep, and once a request

my $now = time;
my $everything = "c=necessary+functional+analytics+marketing";


sub signed {
    my ($key, $value) = @_;
    my $mac = hmac_sha256_base64($value, $key);

    $mac =~ tr{+/}{-_};

    return "privacy_consent=$value&s=$mac";
}


my ($old, $new) = ('o' x 32, 'n' x 16);

my $nginx = Nginx->new(
    level => 'debug',
    http => $http . q{
        privacy_vendor alpha { category marketing; host .alpha.test;
                               tcf 130; }
        privacy_vendor beta  { category marketing; host .beta.test;
                               tcf 131; }

        map $http_x_country $by_country {
            default  opt-in;
            US       opt-out;
            XX       maybe;
        }

        log_format decided "$privacy_decided$privacy_marketing $privacy_source";
    },
    server => q{
        location /v { return 200 "$privacy_variant\n"; }
        location /s { return 200
            "$privacy_consent|$privacy_decided|$privacy_source\n"; }

        location /one {
            privacy_consent_key %DIR%/html/new;
            return 200 "$privacy_consent|$privacy_decided\n";
        }

        location /two {
            privacy_consent_key %DIR%/html/new %DIR%/html/old;
            return 200 "$privacy_consent|$privacy_decided\n";
        }

        location /country {
            privacy_regime $by_country;
            return 200 "$privacy_regime|$privacy_consent\n";
        }

        location /old {
            privacy_consent_max_age 30d;
            return 200 "$privacy_consent|$privacy_decided|$privacy_source\n";
        }

        location /purposes {
            privacy_tcf_purposes marketing=1,3 analytics=4;
            return 200 "$privacy_consent\n";
        }

        location /names {
            privacy_consent_names marketing=BG18,C0008 "analytics=Reich weite";
            return 200 "$privacy_consent|$privacy_decided\n";
        }

        location /privacy/ {
            privacy_regime $by_country;
            privacy_endpoint;
        }

        location = /page.html {
            add_header Set-Cookie _trk1=1;
            add_header X-Consent "$privacy_consent $privacy_variant";
            access_log %DIR%/logs/access decided;
        }

        location /off/ { privacy off; alias %DIR%/html/; }
    },
    files => { 'page.html' => $page, old => $old, new => "$new\n" },
);


sub body {
    my (undef, $body) = $nginx->get(@_);

    chomp $body;
    return $body;
}


# keys: the second one verifies, and nothing else does

my $value = "v1&t=$now&$everything";
my $all = 'necessary,functional,analytics,marketing';

is(body('/one', 'Cookie: ' . signed($new, $value)), "$all|1",
   'the key, its line feed aside');
is(body('/one', 'Cookie: ' . signed($old, $value)), 'necessary|0',
   'the old key after it was dropped');
is(body('/two', 'Cookie: ' . signed($old, $value)), "$all|1",
   'the old key while it is kept');
is(body('/two', 'Cookie: ' . signed($new, $value)), "$all|1",
   'the new key');
is(body('/two', "Cookie: privacy_consent=$value"), 'necessary|0',
   'no signature');
is(body('/two', 'Cookie: ' . signed('x' x 32, $value)), 'necessary|0',
   'a key of nobody');

{
    my $keyed = Nginx->new(
        http => $http,
        server => q{
            privacy_consent_key %DIR%/html/new %DIR%/html/old;
            location /privacy/ { privacy_endpoint; }
        },
        files => { old => $old, new => $new },
    );

    my @fields = ('Sec-Fetch-Site: same-origin', 'Content-Length: 0',
                  'Cookie: ' . signed($old, $value));
    my ($head) = $keyed->get('POST /privacy/consent', @fields);
    my ($accept) = $keyed->get('POST /privacy/optout/trk', @fields);
    my ($set, $mac) = $accept
        =~ /^Set-Cookie: privacy_consent=([^;\r]+)&s=([^;\r]+)/mi;

    unlike($head, qr/^Set-Cookie/mi, 'nothing asked, nothing written');
    like($set, qr/&c=necessary\+functional\+analytics\+marketing&n=trk&i=/,
         'what the old key had signed is kept');
    is("privacy_consent=$set&s=$mac", signed($new, $set),
       'the new key signs');
}


# one vendor's opt-out beside the cookie of a platform: that goes on deciding

my $tcf = 'CQeEcwAQeEcwAEsABBENAwEgALAAAAAAAAqIBBQAQBBAAAAA';
my $tcf131 = 'CQeEcwAQeEcwAEsABBENAwEgALAAAAAAAAqIBBwAQBBgAAAA';

sub opt_out {
    my ($head) = $nginx->get('POST /privacy/optout/trk',
                             'Sec-Fetch-Site: same-origin',
                             'Content-Length: 0', @_);

    return $head =~ /^Set-Cookie: (privacy_consent=[^;\r]+)/mi ? $1 : '';
}

for my $case (
    [ 'cookie_notice_accepted=true', "$all|1|cookie-notice" ],
    [ 'cookie_notice_accepted=false', 'necessary|1|cookie-notice' ],
    [ "euconsent-v2=$tcf", 'necessary,functional,marketing|1|tcf' ],
    [ 'x=1', 'necessary|0|regime' ],
) {
    my ($cookie, $want) = @$case;
    my $native = opt_out("Cookie: $cookie");

    like($native, qr/^privacy_consent=v1&t=\d+&n=trk&i=\w+$/,
         "$cookie: the name alone is written");
    is(body('/s', "Cookie: $cookie"), $want, "$cookie: before");
    is(body('/s', "Cookie: $cookie; $native"), $want,
       "$cookie: and after it the same");
}

like(opt_out('Cookie: x=1', 'X-Country: US'), qr/=v1&t=\d+&n=trk&i=\w+$/,
     'under opt-out an undecided visitor stays so');
like(opt_out("Cookie: privacy_consent=v1&t=$now&c=necessary+marketing; "
                         . 'cookie_notice_accepted=false'),
     qr/&c=necessary\+marketing&n=trk&i=/,
     'what was said to the module itself is kept');

{
    my $native = opt_out('Cookie: cookie_notice_accepted=true');
    my (undef, $html) = $nginx->get('/page.html',
        "Cookie: cookie_notice_accepted=true; $native");

    unlike($html, qr/trk\.test/, 'the vendor is gone');
    like($html, qr/stats\.test/, 'and nobody else');
}


# the variant is of the whole decision

my %variant = map { $_ => body('/v', "Cookie: $_") } (
    "euconsent-v2=$tcf", "euconsent-v2=$tcf131",
    "eupubconsent-v2=$tcf", "eupubconsent-v2=$tcf131",
    "__gpp=DBABMA~$tcf", "__gpp=DBABMA~$tcf131",
    'klaro={"alpha":true}', 'klaro={"beta":true}',
    "privacy_consent=v1&t=$now&c=necessary+marketing&y=alpha",
);

isnt($variant{"euconsent-v2=$tcf"}, $variant{"euconsent-v2=$tcf131"},
     'a TC string');
isnt($variant{"eupubconsent-v2=$tcf"}, $variant{"eupubconsent-v2=$tcf131"},
     'in whatever cookie');
isnt($variant{"__gpp=DBABMA~$tcf"}, $variant{"__gpp=DBABMA~$tcf131"},
     'in a GPP string');
is($variant{"euconsent-v2=$tcf"}, $variant{"eupubconsent-v2=$tcf"},
   'and the same choice is the same variant');
isnt($variant{'klaro={"alpha":true}'}, $variant{'klaro={"beta":true}'},
     'services');
isnt($variant{'klaro={"alpha":true}'},
     $variant{"privacy_consent=v1&t=$now&c=necessary+marketing&y=alpha"},
     'one vendor of a category, or the category and him');


# regimes

is(body('/country'), 'opt-in|necessary', 'no country');
is(body('/country', 'X-Country: US'), "opt-out|$all", 'a country of opt-out');
is(body('/country', 'X-Country: DE'), 'opt-in|necessary', 'one of opt-in');
is(body('/country', 'X-Country: XX'), 'opt-in|necessary',
   'what is no regime is the strict one');


# the example of conf-examples over a real GeoIP database

SKIP: {
    my $geoip = '/usr/lib/nginx/modules/ngx_http_geoip_module.so';
    my $data = '/usr/share/GeoIP/GeoIP.dat';

    skip 'no GeoIP module of this nginx', 4
        if !-e $geoip || !-e $data
           || ($ENV{TEST_NGINX_BINARY} // '') ne '/usr/sbin/nginx';

    open my $f, '<', 'conf-examples/geoip.conf' or die "geoip.conf: $!";
    my $maps = join "\n", do { local $/; <$f> } =~ /^ {4}(map .*?^ {4}\})/msg;

    is(($maps =~ s/\$http_cf_ipcountry/\$geoip_country_code/), 1,
       'the example maps a country');

    my $world = Nginx->new(
        main => "load_module $geoip;\n",
        http => "$http geoip_country $data; geoip_proxy 127.0.0.1; $maps",
        server => q{
            location / {
                privacy_regime $regime;
                return 200 "$geoip_country_code|$privacy_regime|$ask";
            }
        },
    );

    for my $case ([ '8.8.8.8', 'US|opt-out|0' ],
                  [ '193.99.144.80', 'DE|opt-in|1' ],
                  [ '10.0.0.1', '|opt-in|1' ]) {
        my (undef, $body) = $world->get('/', "X-Forwarded-For: $case->[0]");

        is($body, $case->[1], "$case->[0]");
    }
}


# purposes

is(body('/s', "Cookie: euconsent-v2=$tcf"),
   'necessary,functional,marketing|1|tcf', 'purposes 1, 3 and 4');
is(body('/purposes', "Cookie: euconsent-v2=$tcf"), $all,
   'are more where less is asked for');
is(body('/purposes', 'Cookie: euconsent-v2='
                     . 'CQeEcwAQeEcwAEsABBENAwEgAIAAAAAAAAqIBBQAQBBAAAAA'),
   'necessary,functional', 'and purpose 1 alone is not');


# ages and names

my $c15t = 'Cookie: c15t=c.necessary:1,c.marketing:1,i.sid:x,i.t:';

is(body('/old', $c15t . ($now - 29 * 86400) . '000'),
   'necessary,marketing|1|c15t', 'young enough');
is(body('/old', $c15t . ($now - 31 * 86400) . '000'), 'necessary|0|c15t',
   'an old yes is none; its no holds');
is(body('/s', $c15t . ($now - 31 * 86400) . '000'),
   'necessary,marketing|1|c15t', 'without a limit');

my $groups = 'OptanonAlertBoxClosed=x; OptanonConsent=groups=C0001%3A1%2C';

is(body('/names', "Cookie: $groups" . 'BG18%3A1'), 'necessary,marketing|1',
   'a group of the site\'s own');
is(body('/names', "Cookie: $groups" . 'BG18%3A1%2CC0008%3A0'), 'necessary|1',
   'two that are one category: a no is a no');
is(body('/names', 'Cookie: cookie_optin=reich-weite:1'),
   'necessary,analytics|1', 'without case and dashes');
is(body('/s', "Cookie: $groups" . 'BG18%3A1'), 'necessary|1|onetrust',
   'which are nothing without the directive');


# once a request, and only where somebody asks

sub decisions {
    my ($path) = @_;
    my $before = () = $nginx->log =~ /privacy: granted:/g;

    $nginx->get($path, "Cookie: $accept; $tcf");

    my $after = () = $nginx->log =~ /privacy: granted:/g;

    return $after - $before;
}

SKIP: {
    my $version = `$ENV{TEST_NGINX_BINARY} -V 2>&1` if $ENV{TEST_NGINX_BINARY};

    skip 'an nginx without its debug log', 3
        if ($version // '') !~ /--with-debug/;

    is(decisions('/page.html'), 1, 'cookies, page, variables: one decision');
    is(decisions('/s'), 1, 'variables alone: one');
    is(decisions('/off/page.html'), 0, 'nobody asks: none');
}


# the files of keys

SKIP: {
    my $dir = tempdir('privacy-XXXXXX', TMPDIR => 1, CLEANUP => 1);
    my $load = join '', map "load_module $_;\n",
                        split ' ', $ENV{TEST_NGINX_LOAD_MODULES} || '';

    my $test = sub {
        my ($mode, $bytes) = @_;

        open my $f, '>', "$dir/key" or die "key: $!";
        print $f 'k' x $bytes;
        close $f;
        chmod $mode, "$dir/key";

        open $f, '>', "$dir/nginx.conf" or die "nginx.conf: $!";
        print $f "$load pid $dir/pid; error_log stderr; events {}
                  http { privacy_catalog off; access_log off;
                         client_body_temp_path $dir/b;
                         proxy_temp_path $dir/p; fastcgi_temp_path $dir/f;
                         uwsgi_temp_path $dir/u; scgi_temp_path $dir/s;
                         privacy_consent_key key; server { listen 127.0.0.1:1; } }\n";
        close $f;

        return scalar `$ENV{TEST_NGINX_BINARY} -e stderr -p $dir -c $dir/nginx.conf -t 2>&1`;
    };

    skip 'no nginx named', 6 if !$ENV{TEST_NGINX_BINARY};

    my $ok = qr/test is successful/;

    like($test->(0600, 32), $ok, 'a key of its own');
    unlike($test->(0640, 32), qr/\[warn\]/, 'that a group may read');
    like($test->(0644, 32), qr/\[warn\].*can be read by anybody.*$ok/s,
         'read by all: a warning');
    like($test->(0606, 32), qr/\[emerg\].*can be written by anybody/,
         'written by all: no');
    like($test->(0600, 15), qr/\[emerg\].*must have from 16 to 4096 bytes/,
         'too short');
    like($test->(0600, 4097), qr/\[emerg\].*must have from 16 to 4096/,
         'too long');
}

undef $nginx;
done_testing();
