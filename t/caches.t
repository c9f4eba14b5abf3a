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
                 ($path =~ /[?&]((?:cache|expires|vary)[^&]*)/gi);

    return "HTTP/1.1 304 Not Modified\r\nETag: \"t\"\r\n"
           . "Cache-Control: max-age=60\r\nConnection: close\r\n\r\n"
        if ($f->{'if-none-match'} // '') eq '"t"';

    return Upstream::http("a{}", 'Content-Type: text/css', @fields)
        if $path =~ /css/;

    return Upstream::http($page, 'ETag: "t"', @fields);
});

my $front = Nginx::port();
my $back = Nginx::port();

my $nginx = Nginx->new(http => $http . "
        proxy_cache_path %DIR%/cache keys_zone=c:1m;

        # as docs/http.md has it: a shared cache with a key of its own

        map '\$privacy_decided:\$http_accept_language' \$lang {
            default  '';
            ~^0:de   de;
        }

        server {
            listen 127.0.0.1:$front;
            privacy report;
            location / {
                proxy_pass http://127.0.0.1:$back;
                proxy_cache c;
                proxy_cache_valid 200 1h;
                proxy_cache_key \$scheme\$host\$request_uri\$privacy_variant\$privacy_decided\$lang;
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
    ", server => "
        privacy_notice on;
        location / { proxy_pass http://127.0.0.1:$up; }
        location /quiet/ { privacy_notice off; proxy_pass http://127.0.0.1:$up; }
        location /novary/ { privacy_vary off; proxy_pass http://127.0.0.1:$up; }
        location /privacy/ { privacy_endpoint; }
    ");

sub page {
    my ($path, @fields) = @_;
    my @own = grep /^(?:Cache|Expires|Vary)/, @fields;
    my $args = join '&', map { s/([^\w-])/sprintf '%%%02x', ord $1/ger } @own;

    return $nginx->get("$path?$args", grep !/^(?:Cache|Expires|Vary)/, @fields);
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

sub front {
    my (@fields) = @_;
    my $s = IO::Socket::INET->new("127.0.0.1:$front");

    print $s join "\r\n", 'GET /x HTTP/1.1', 'Host: localhost',
                          'Connection: close', @fields, '', '';

    ($head, $body) = Nginx::parse(Nginx::drain($s), 'GET');
    return Nginx::field($head, 'X-Cache');
}

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

undef $nginx;

done_testing();
