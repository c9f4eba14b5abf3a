use strict;
use warnings;

use lib 't/lib';
use Test::More;

use Nginx;
use Privacy;

# what is added to a head has to pass the proxy in front, which takes 4 KB:
# nginx's own default

my $front = Nginx::port();

my $proxy = "
    server {
        listen 127.0.0.1:$front;
        privacy off;

        location / {
            proxy_pass http://127.0.0.1:%PORT%;
            proxy_set_header Host \$host;
            proxy_buffer_size 4k;
            proxy_buffers 8 4k;
        }
    }
";

my $nginx = Nginx->new(http => $http . $proxy, files => { 'index.html' => '<!doctype html><p>x' });

sub front {
    local $nginx->{port} = $front;
    return $nginx->get(@_);
}


# a browser, with its cookies, that comes back until there is nothing to do

sub visit {
    my ($host, $jar, $stays, $path) = @_;
    my ($n, %seen) = (0);

    while ($n < 40) {
        my @names = ((grep $stays->{$_}, sort keys %$jar),
                     (grep !$stays->{$_}, sort keys %$jar));
        my ($head) = front($path || '/index.html', "Host: $host",
                           'Cookie: ' . join '; ', map "$_=1", @names);

        like($head, qr{^HTTP/1.1 200}, "$host: the proxy in front passes it")
            or return $n;

        my %of;
        push @{ $of{(split /=/)[0]} }, $_
            for grep /Max-Age=0/, Nginx::field($head, 'Set-Cookie');

        last if !%of;
        $n++;

        my $labels = $host =~ tr/.//;
        my @parts = grep @{ $of{$_} } != $labels + 1, keys %of;
        is("@parts", '', "$host: whole cookies");

        my $size = 0;
        $size += length("Set-Cookie: $_\r\n") for map @$_, values %of;
        cmp_ok($size, '<=', 2560, "$host: no more than 2.5 KB")
            if keys %of > 1;

        $seen{$_}++ for keys %of;
        delete $jar->{$_} for grep !$stays->{$_}, keys %of;
        last if !grep !$stays->{$_}, keys %$jar;
    }

    return $n;
}

my %jar = map { ("_trk_$_" => 1) } 1 .. 40;
my $visits = visit('www.shop.test', \%jar, {});
is_deeply(\%jar, {}, 'a full jar: everything is expired');
cmp_ok($visits, '>', 1, 'a full jar: not at once');

%jar = map { ("_trk_$_" => 1) } 1 .. 6;
is(visit('www.shop.test', \%jar, {}), 1, 'what fits is expired at once');

%jar = ('_trk_' . 'x' x 1000 => 1, _trk_b => 1);
visit('www.shop.test', \%jar, {});
is_deeply(\%jar, {}, 'one that has no room beside others: by itself');


# one that was set for a path comes first, and stays; it keeps out nobody

my %stays = map { ("_trk_s$_" => 1) } 1 .. 20;
%jar = (%stays, _trk_z => 1);
visit('www.shop.test', \%jar, \%stays);
ok(!$jar{_trk_z}, 'behind those that stay: expired');
undef $nginx;


# the policy, over the whole catalog, beside a full jar

$nginx = Nginx->new(http => "privacy on; $proxy", server => '
        server_name www.shop.test;
        location /all/ { privacy_csp on; alias %DIR%/html/; }
        location /named/ {
            privacy_csp on;
            privacy_services youtube google-analytics meta adroll;
            alias %DIR%/html/;
        }
        location /short/ {
            privacy_csp on max=1k;
            privacy_services youtube google-analytics;
            alias %DIR%/html/;
        }
    ', files => { 'index.html' => '<!doctype html><p>x' });

my @full = ('Host: www.shop.test',
            'Cookie: ' . join('; ', map "_ga_$_=1", 1 .. 40));

my ($head) = front('/all/', @full);
like($head, qr{^HTTP/1.1 200}, 'the policy as it is by default: it passes');
like($head, qr{^Content-Security-Policy: }m, 'by default: it is sent');
like($head, qr{^Set-Cookie: _ga_}m, 'by default: beside what expires');

my @partly = ('Host: www.shop.test',
              'Cookie: ' . cookie('c=necessary+analytics'));

($head) = front('/named/', @partly);
like($head, qr{^HTTP/1.1 200}, 'services, partly agreed: it passes');
like($head, qr{^Content-Security-Policy: .*google-analytics}m,
     'services, partly agreed: with whom has consent');

like((front('/all/', @partly))[0], qr{^HTTP/1.1 502},
     'all that have consent, partly agreed: it does not pass');
like($nginx->log, qr/\[warn\].*"privacy_csp" makes fields of up to \d+ bytes, and a proxy in front may take heads of no more than 4096; "privacy_services" /,
     'all that have consent: and it is said at start');

for my $path ('/all/', '/named/') {
    %jar = map { ("_ga_$_" => 1) } 1 .. 12;
    visit('www.shop.test', \%jar, {}, $path);
    is_deeply(\%jar, {}, "$path: everything is expired");
}

($head) = front('/short/', @full);
like($head, qr{^HTTP/1.1 200}, 'a policy with an end: it passes');
like($head, qr{^Content-Security-Policy: }m, 'a policy with an end: it is sent');
like($head, qr{^Set-Cookie: _ga_}m, 'a policy with an end: beside what expires');

undef $nginx;


# of thousands of fields, as many as the buffers hold, each is looked at once

my $binary = $ENV{TEST_NGINX_BINARY} || 'nginx';
my $many = `grep -c max_headers "\$(command -v $binary)"` > 0
           ? 'max_headers 20000;' : '';

$nginx = Nginx->new(http => "$http $many large_client_header_buffers 8 1m;",
                    server => '
        privacy_notice on;
        location /off/ { privacy off; alias %DIR%/html/; }
        location /privacy/ { privacy_endpoint; }
    ', files => { 'index.html' => '<!doctype html><p>x' });

sub spent {
    my ($path, @fields) = @_;

    my $busy = sub {
        my $ticks = 0;

        for my $file (glob '/proc/[0-9]*/stat') {
            open my $f, '<', $file or next;
            my @v = split ' ', (<$f> // '') =~ s/^.*\) //sr;
            $ticks += $v[11] + $v[12] if @v && $v[1] == $nginx->{pid};
        }

        return $ticks;
    };

    my $before = $busy->();
    my ($head) = $nginx->get($path, @fields);

    like($head, qr{^HTTP/1.1 200}, "$path: thousands of fields");

    return $busy->() - $before;
}

for my $case ([ 'Cookie:_trk=1' ], [ 'Accept-Encoding:x', "Cookie: $accept" ]) {
    my ($field, @fields) = @$case;
    my @all = (@fields, ($field) x 16000);
    my $off = spent('/off/', @all);
    my $on = spent('/', @all);

    cmp_ok($on, '<', 3 * $off + 10,
           "$field, 16000 times: $on ticks of the clock, without $off");
}

undef $nginx;

done_testing();
