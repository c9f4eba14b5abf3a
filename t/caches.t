use strict;
use warnings;

use lib 't/lib';
use Test::More;

use Nginx;
use Privacy;
use Upstream;

# what caches are told, and caches before and behind

my $up = Upstream::start(sub {
    my ($path, $f) = @_;

    my @fields = map { s/%([0-9a-f]{2})/chr hex $1/gier }
                 ($path =~ /[?&]((?:[^&]*cache|expires|surrogate|x-accel|vary)[^&]*)/gi);

    return "HTTP/1.1 304 Not Modified\r\nETag: \"t\"\r\n"
           . "Cache-Control: max-age=60\r\nConnection: close\r\n\r\n"
        if ($f->{'if-none-match'} // '') eq '"t"';

    return Upstream::http("a{}", 'Content-Type: text/css', @fields)
        if $path =~ /css/;

    return Upstream::http($page, 'ETag: "t"', @fields);
});

my ($front, $back, $vary, $truth) = map Nginx::port(), 1 .. 4;

my $nginx = Nginx->new(http => $http . "
        proxy_cache_path %DIR%/cache keys_zone=c:1m;

        # as docs/http.md has it: a shared cache with a key of its own

        map '\$privacy_decided:\$http_accept_language' \$lang {
            default  '';
            ~^0:de   de;
        }

        map '\$http_sec_fetch_dest:\$http_x_requested_with' \$place {
            default                                    part;
            ~^(document:|:\$)                          page;
            ~^(iframe|frame|embed|object|fencedframe):  frame;
        }

        map \$http_x_country \$regime {
            default  opt-in;
            US       opt-out;
        }

        map \$privacy_regime:\$privacy_decided \$ask {
            default   0;
            opt-in:0  1;
        }

        server {
            listen 127.0.0.1:$front;
            privacy report;
            location / {
                proxy_pass http://127.0.0.1:$back;
                proxy_cache c;
                proxy_cache_valid 200 1h;
                proxy_cache_key \$scheme\$host\$request_uri\$privacy_variant\$privacy_decided\$place\$lang;
                add_header X-Cache \$upstream_cache_status;
            }
        }

        server {
            listen 127.0.0.1:$back;
            privacy_vary off;
            privacy_notice on;
            location / { proxy_pass http://127.0.0.1:$up; }
            location /privacy/ { privacy_endpoint; }
        }

        # one that knows nothing of all this, but obeys Vary

        server {
            listen 127.0.0.1:$vary;
            privacy off;
            location / {
                proxy_pass http://127.0.0.1:$truth;
                proxy_cache c;
                proxy_cache_key vary\$request_uri;
                proxy_cache_revalidate on;
                add_header X-Cache \$upstream_cache_status;
            }
        }

        server {
            listen 127.0.0.1:$truth;
            privacy_notice on;
            privacy_choices off;
            privacy_consent_mode basic;
            location / { proxy_pass http://127.0.0.1:$up; }
            location /country/ {
                privacy_regime \$regime;
                privacy_notice_when \$ask;
                proxy_pass http://127.0.0.1:$up;
            }
            location /privacy/ { privacy_endpoint; }
        }
    ", server => "
        privacy_notice on;
        location / { proxy_pass http://127.0.0.1:$up; }
        location /quiet/ { privacy_notice off; proxy_pass http://127.0.0.1:$up; }
        location /novary/ { privacy_vary off; proxy_pass http://127.0.0.1:$up; }
        location /value/ {
            privacy_notice off; privacy_regime \$regime;
            proxy_pass http://127.0.0.1:$up;
        }
        location /if/ {
            privacy_notice off; privacy_consent_if analytics \$http_x_paid;
            proxy_pass http://127.0.0.1:$up;
        }
        location /when/ { privacy_notice_when \$ask; proxy_pass http://127.0.0.1:$up; }
        location /privacy/ { privacy_endpoint; }
    ");

sub page {
    my ($path, @fields) = @_;
    my $own = qr/^(?:[\w-]*Cache|Expires|Vary|Surrogate|X-Accel)/;
    my @own = grep /$own/, @fields;
    my $args = join '&', map { s/([^\w-])/sprintf '%%%02x', ord $1/ger } @own;

    return $nginx->get("$path?$args", grep !/$own/, @fields);
}

my ($head, $body);


# a page with a notice is one visitor's, until he has decided

for my $case (
    [ undef, 'private, no-cache' ],
    [ 'public, max-age=3600', 'private, no-cache' ],
    [ 'max-age=60, no-transform, s-maxage=9', 'private, no-cache, no-transform' ],
    [ 'private="x, y", must-revalidate', 'private, no-cache, must-revalidate' ],
    [ 'no-store', 'no-store' ],
    [ 'No-Store, max-age=0', 'No-Store, max-age=0' ],
) {
    my ($own, $want) = @$case;
    ($head) = page('/', defined $own ? "Cache-Control: $own" : ());
    is(Nginx::field($head, 'Cache-Control'), $want,
       'a notice: ' . ($own // 'nothing said'));
}

($head) = page('/', 'Cache-Control: public', 'Cache-Control: max-age=5');
is_deeply([ Nginx::field($head, 'Cache-Control') ], [ 'private, no-cache' ],
          'a notice: two fields become one');

($head) = page('/', 'CDN-Cache-Control: max-age=60', 'Cache-Control: no-store',
               'Surrogate-Control: max-age=60', 'Fine-Cache-Control: s-maxage=9');
unlike($head, qr/max-?age/i, 'a notice: no word to some shared caches alone');
like($head, qr/^Cache-Control: no-store\r?$/m, 'a notice: but to all');

my @long = 'Cache-Control: public, max-age=3600';

for my $case ([ '/quiet/' ], [ '/novary/' ], [ '/css' ],
              [ '/', "Cookie: $accept" ], [ '/', "Cookie: $reject" ],
              [ '/', 'Sec-Fetch-Dest: iframe' ])
{
    my ($path, @fields) = @$case;
    ($head) = page($path, @long, @fields);
    is(Nginx::field($head, 'Cache-Control'), 'public, max-age=3600',
       "no notice: as it was: @$case");
}

($head) = page('/');
is(Nginx::field($head, 'Vary'), 'Cookie, Sec-GPC, Sec-Fetch-Dest, '
   . 'X-Requested-With, Accept-Language', 'a notice: all it depends on');


# what no field of the request says: a page is one visitor's

for my $case ([ '/value/', 'X-Country: US' ], [ '/value/', "Cookie: $accept" ],
              [ '/if/', 'X-Paid: 1' ], [ '/when/', "Cookie: $reject" ])
{
    my ($path, @fields) = @$case;

    ($head) = page($path, 'Cache-Control: public, max-age=60, s-maxage=9',
                   'CDN-Cache-Control: max-age=60', @fields);
    is(Nginx::field($head, 'Cache-Control'), 'private, max-age=60',
       "a value: @$case: no shared cache");
    is(Nginx::field($head, 'CDN-Cache-Control'), undef, "nor a CDN's");

    ($head) = page($path, @fields);
    is(Nginx::field($head, 'Cache-Control'), 'private',
       "a value: @$case: nothing said");

    ($head) = page($path, @fields, 'If-None-Match: ' . Nginx::field($head, 'ETag'));
    like($head, qr/^HTTP\/1.1 304.*^Cache-Control: private/ms,
         "a value: @$case: 304 says so too");
}

($head) = page('/');
my ($tag) = Nginx::field($head, 'ETag');
($head) = page('/', "If-None-Match: $tag");
like($head, qr/^HTTP\/1.1 304/, 'a notice, the same: 304');
is(Nginx::field($head, 'Cache-Control'), 'private, no-cache',
   'which says the same of it');

($head, $body) = page('/', "If-None-Match: $tag", "Cookie: $reject");
like($head, qr/^HTTP\/1.1 200/, 'decided since: another page');


# whoever withdraws loses what the browser has kept

sub post {
    my ($form, @fields) = @_;
    my $s = $nginx->connect;

    print $s join "\r\n", 'POST /privacy/consent HTTP/1.1', 'Host: localhost',
                          'Sec-Fetch-Site: same-origin', 'Connection: close',
                          'Content-Type: application/x-www-form-urlencoded',
                          'Content-Length: ' . length $form, @fields, '', $form;

    my ($head) = Nginx::parse(Nginx::drain($s), 'POST');
    return Nginx::field($head, 'Clear-Site-Data');
}

is(post('action=withdraw', "Cookie: $accept"), '"cache"', 'withdrawn');
is(post('action=reject', "Cookie: $accept"), '"cache"', 'rejected');
is(post('action=save&category=analytics', "Cookie: $accept"), '"cache"',
   'less than before');
is(post('refuse=trk', "Cookie: $accept"), '"cache"', 'a vendor refused');
is(post('action=accept'), undef, 'accepted: nothing is lost');
is(post('action=save&category=analytics'), undef, 'more than before: nothing');
is(post('action=reject'), undef, 'nothing had been granted: nothing');


# a shared cache in front, by $privacy_variant: one copy for each kind of
# visitor, and nobody gets another's

sub at {
    my ($port, $path, @fields) = @_;

    local $nginx->{port} = $port;
    ($head, $body) = $nginx->get($path, @fields);
    return Nginx::field($head, 'X-Cache');
}

my $path = '/x';
sub front { return at($front, $path, @_) }

is(front("Cookie: $accept; a=1"), 'MISS', 'in front: accepted');
like($body, qr/trk\.test/, 'with everything');
is(front("Cookie: a=2; $accept"), 'HIT', 'in front: somebody else who has');
like($body, qr/trk\.test/, 'with everything');
is(front(), 'MISS', 'in front: undecided: a copy of its own');
unlike($body, qr/trk\.test/, 'without tags');
like($body, qr/action="\/privacy\/consent"/, 'with the notice');
is(front('Cookie: b=1'), 'HIT', 'in front: others who are');
is(front("Cookie: $accept", 'Sec-GPC: 1'), 'MISS', 'in front: with a signal');
unlike($body, qr/trk\.test/, 'without tags of marketing');
is(front("Cookie: $reject"), 'MISS', 'in front: rejected');
unlike($body, qr/trk\.test|<form/, 'without tags and notice');
is(front("Cookie: $reject"), 'HIT', 'in front: rejected, again');
unlike($body, qr/trk\.test|<form/, 'and so again');
is(front("Cookie: $reject", 'Accept-Language: de'), 'HIT',
   'in front: a language matters where there is a notice alone');
is(front('Accept-Language: de'), 'MISS', 'in front: in another language');
like($body, qr/lang="de"/, 'a notice of its own');

$path = '/frame';
is(front('Sec-Fetch-Dest: iframe'), 'MISS', 'in front: a frame');
unlike($body, qr/<form/, 'which has no notice');
is(front('X-Requested-With: XMLHttpRequest'), 'MISS', 'in front: a fragment');
unlike($body, qr/<form/, 'which has none');
is(front('Sec-Fetch-Dest: document'), 'MISS', 'in front: a page that nobody saw');
like($body, qr/<form/, 'it asks');
is(front(), 'HIT', 'in front: for a browser that does not say');
like($body, qr/<form/, 'it asks, too');


# a shared cache that obeys Vary, with a key that knows no visitors: each gets
# what belongs to him, whoever came before

my %visitors = (
    accepted  => [ 'all', "Cookie: $accept" ],
    rejected  => [ 'none', "Cookie: $reject" ],
    some      => [ 'stats', 'Cookie: ' . cookie('c=necessary+analytics') ],
    signal    => [ 'functional stats', "Cookie: $accept", 'Sec-GPC: 1' ],
    undecided => [ 'ask' ],
    german    => [ 'ask', 'Accept-Language: de' ],
    frame     => [ 'none', 'Sec-Fetch-Dest: iframe' ],
    fragment  => [ 'bare', 'X-Requested-With: XMLHttpRequest' ],
);

my %stored;

for my $order ([ sort keys %visitors ], [ reverse sort keys %visitors ]) {
    for my $path ('/a?Cache-Control:%20public,%20max-age%3d60',
                  '/b?Cache-Control:%20max-age%3d1')
    {
        for my $turn (1 .. 3) {
            for my $who (@$order) {
                my ($want, @fields) = @{ $visitors{$who} };
                $stored{at($vary, "$path&$order->[0]", @fields)}++;

                my $got = join ' ', grep $_,
                    $body =~ /trk\.test/ ? 'all' : '',
                    $body =~ /stats\.test/ ? 'stats' : '',
                    $body =~ /<form/ ? 'ask' : '',
                    $body =~ /dataLayer/ ? '' : 'bare';

                $want =~ s/^all$/all stats/;
                $want =~ s/^functional //;
                $want =~ s/^none$//;
                is($got, $want, "Vary: $who, turn $turn");
            }

            select undef, undef, undef, 1.1 if $path =~ m{^/b} && $turn == 2;
        }
    }
}

cmp_ok($stored{HIT} // 0, '>', 20, 'Vary: what may be stored is');

for my $turn (1, 2) {
    at($vary, '/country/?Cache-Control:%20public,%20max-age%3d60', 'X-Country: US');
    like($body, qr/trk\.test/, 'Vary: in a country where nobody has to ask');
    at($vary, '/country/?Cache-Control:%20public,%20max-age%3d60', 'X-Country: DE');
    unlike($body, qr/trk\.test/, 'Vary: in another: no tags');
    like($body, qr/<form/, 'Vary: in another: the notice');
}

undef $nginx;

done_testing();
