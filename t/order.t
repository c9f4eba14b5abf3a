use strict;
use warnings;

use Test::More;

use File::Temp;

# a filter that would compress pages before they are read is told at start

my ($brotli) = grep { -e } $ENV{PRIVACY_BROTLI} || (),
               '/usr/lib/nginx/modules/ngx_http_brotli_filter_module.so';

my $nginx = $ENV{TEST_NGINX_BINARY} || 'nginx';
my ($module) = grep /privacy/, split ' ', $ENV{TEST_NGINX_LOAD_MODULES} || '';

plan skip_all => 'no brotli module' if !$brotli;
plan skip_all => 'no dynamic module' if !$module;

sub configured {
    my $conf = File::Temp->new;

    print $conf map("load_module $_;\n", @_), "events { } http { }\n";
    $conf->flush;

    return scalar `$nginx -t -c $conf -e stderr -g 'pid $conf.pid;' 2>&1`;
}

my $right = configured($brotli, $module);

plan skip_all => 'the brotli module is for another nginx'
    if $right =~ /is not binary compatible|version \d+ instead/;

plan tests => 2;

like($right, qr/syntax is ok/, 'brotli, then privacy');
like(configured($module, $brotli),
     qr/\[emerg\].*"ngx_http_brotli_filter_module" would compress pages before "ngx_http_privacy_module" reads them: load it earlier/,
     'privacy, then brotli');
