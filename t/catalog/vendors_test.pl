#!/usr/bin/perl

# The vendors' own snippets, each stripped, and pages that link to vendors or
# speak of them, which stay as they are.

use strict;
use warnings;

use FindBin;
use lib $FindBin::Bin;
use JSON::PP;
use Scan;
use Test::More;


my $vendors = catalog();
my $top = "<!doctype html>\n<title>shop</title>\n<p>before</p>\n";
my $end = "<p>after</p>\n";

cmp_ok(scalar keys %$vendors, '>=', 400, 'at least 400 vendors');


sub squeeze { return shift =~ s/>\s+</></gr =~ s/^\s+|\s+$//gr }


# without surrogates, of whatever vendor, and without empty noscripts

sub bare {
    my ($out) = @_;

    for my $surrogate (map { $_->{surrogate} ? $_->{surrogate}[0] : () }
                           values %$vendors) {
        $out =~ s{<script[^>]*>\Q$surrogate\E</script>}{}g;
    }

    return squeeze($out =~ s{<noscript>\s*</noscript>}{}gr);
}


# what consent tools call a vendor is one vendor's name alone

my (%named, @twice);

for my $id (sort keys %$vendors) {
    my %own = map { lc(s/[-_. ]//gr) => 1 } $id, @{ $vendors->{$id}{alias} // [] };

    for my $name (keys %own) {
        push @twice, "$name: $named{$name} and $id" if $named{$name};
        $named{$name} = $id;
    }
}

is("@twice", '', 'no two vendors of one name');


# what vendors themselves say of their cookies: see docs/vendors.md

my %said = (
    'adroll'              => '__adroll_fpc=1y __ar_v4=1y keep:__adroll_opt_out',
    'meta'                => '_fbp=90d _fbc=90d _fbi=90d',
    'google-analytics'    => '_ga=2y _ga_*=2y _gid=1d _gat=1m',
    'tiktok'              => '_ttp=13M ttclid=13M',
    'pinterest'           => '_pin_unauth _epik _derived_epik _pinterest_ct_ua'
                             . ' _pinterest_ct _pinterest_ct_rt _routing_id'
                             . ' _pinterest_sess',
    'klaviyo'             => '__kla_id=2y keep:__kla_off',
    'kameleoon'           => 'kameleoon*=1y keep:kameleoonOptout',
    'dynamic-yield'       => '_dyid_server=1y keep:_dycnst',
    'hubspot'             => 'keep:__hs_do_not_track',
    'microsoft-clarity'   => '_clck=1y _clsk=1d CLID',
    'mixpanel'            => 'mp_*_mixpanel=1y keep:__mp_opt_in_out_*',
    'segment'             => 'ajs_user_id=1y ajs_anonymous_id=1y'
                             . ' ajs_group_id=1y',
    'amplitude'           => 'AMP_*=1y',
    'snowplow'            => '_sp_id.*=2y _sp_ses.*=30m',
    'yandex-metrica'      => '_ym_uid=1y _ym_d=1y',
    'piano'               => '_pcid=395d _pctx=395d keep:pa_privacy',
    'adobe-launch'        => 'kndctr_* keep:kndctr_*_consent',
    'heap'                => '_hp2_id.*=13M _hp2_ses_props.*=30m'
                             . ' userty.core.p.*=2y',
    'contentsquare'       => '_cs_id=13M _cs_s=30m _cs_c=13M _cs_i=3d',
);

for my $id (sort keys %said) {
    my %has = ((map { ("keep:$_" => 1) } @{ $vendors->{$id}{keep} // [] }),
               map { ($_ => 1, s/=.*//r => 1) } @{ $vendors->{$id}{cookie} });

    is(join(' ', grep { !$has{$_} } split ' ', $said{$id}), '',
       "$id: cookies as it describes them");
}

cmp_ok((scalar grep { /^[^~].*=/ } map { @{ $_->{cookie} // [] } }
                                       values %$vendors),
       '>=', 700, 'cookies with lifetimes');


# what vendors tell sites to put into their pages

my %seen;

my @snippets = split /^== (\S+)\n/m, slurp("$home/t/catalog/snippets.txt");

shift @snippets;

while (my ($id, $text) = splice @snippets, 0, 2) {
    my ($snippet, $left) = split /^--\n/m, $text;
    my $name = "$id " . ++$seen{$id};
    my $page = $top . $snippet . $end;

    if (!$vendors->{$id}) {
        fail("$name: is in the catalog");
        next;
    }

    my ($found, $err, $code) = run($page, '--format=json', '-');

    ok((grep { ($_->{vendor} // '') eq $id } @{ decode_json($found) }),
       "$name: is found")
        or diag($found);

    my $out = filter($page, '--host=shop.example');

    is(bare($out), squeeze($top . ($left // '') . $end),
       "$name: is stripped");

    # the same paths for all: a sanitizer needs no more of them

    next if $scan =~ /sanitize/;

    $out = filter($page, '--host=shop.example',
                  '--consent=functional,analytics,marketing');
    ok($out eq $page, "$name: with consent it stays");

    $out = filter($page, '--host=shop.example', '--tags=block');
    my ($active) = run($out, '--format=json', '--host=shop.example', '-');
    is_deeply([grep { $_->{kind} ne 'mark' } @{ decode_json($active) }], [],
              "$name: blocked, it loads nothing");
}

cmp_ok(scalar keys %seen, '>=', 100, 'a hundred vendors and more');


# an embed is stripped, and whoever speaks of it or links to it stays

sub url {
    my ($entry) = @_;

    $entry =~ s{^\*?/}{any.example/};
    $entry =~ s/^\./any./;
    $entry =~ s/\*/x/g;

    return 'https://' . $entry . ($entry =~ m{/} ? '' : '/');
}

sub mentions {
    my ($url) = @_;
    my $bare = $url =~ s{^https://}{}r;

    return <<"_EOC_";
<p>See <a href="$url">$bare</a>, or <a href='//$bare' rel="noopener">there</a>.</p>
<pre><code>&lt;iframe src="$url"&gt;&lt;/iframe&gt;</code></pre>
<!-- <script src="$url"></script> -->
<textarea><script src="$url"></script></textarea>
<script type="application/json">{"url": "$url"}</script>
<script type="application/ld+json">{"\@type": "VideoObject", "embedUrl": "$url"}</script>
<template><p title="$url">$url</p></template>
<meta property="og:video" content="$url">
<link rel="canonical" href="$url">
_EOC_
}

my $embeds = 0;

for my $id (sort keys %$vendors) {
    my $vendor = $vendors->{$id};
    my $entries = $vendor->{embed} or next;
    my $page = $top;

    for my $entry (@$entries) {
        my $url = url($entry);

        # a script that holds the address is no loader of it; but hosts that
        # others may only name with a path stand in its text

        $page .= mentions($url) . "<script>var link = \"$url\";</script>\n";
    }

    my $out = filter($page . $end, '--host=shop.example');
    ok($out eq $page . $end, "$id: links and mentions stay")
        or diag($out);

    next if $vendor->{category}[0] eq 'necessary';

    $embeds++;
    $page = join '', map {
        my $url = url($_);
        "<iframe src=\"$url\"></iframe><script src=\"$url\"></script>"
        . "<link rel=stylesheet href=\"$url\"><img src=\"$url\">\n"
    } @$entries;

    is(bare(filter($top . $page . $end, '--host=shop.example')),
       squeeze($top . $end), "$id: elements that load it do not");
}

cmp_ok($embeds, '>=', 40, 'embeds of many');


# all that the catalog knows, in one page that loads none of it

my $page = $top;

for my $id (sort keys %$vendors) {
    for my $entry (map { @{ $vendors->{$id}{$_} // [] } } qw/ host embed /) {
        $page .= mentions(url($entry));
    }
}

$page .= $end;

for my $mode ('strip', 'block') {
    ok(filter($page, '--host=shop.example', "--tags=$mode") eq $page,
       "links to all vendors stay: $mode");
}

is((run($page, '-'))[2], 0, 'and nothing is found in them');

done_testing();
