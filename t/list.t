use lib 't/lib';
use File::Temp;
use Test::Nginx::Socket 'no_plan';
use Privacy;

# privacy_list: what lists of each form refuse and exempt, what is said of
# them at start, and which are an error

our $Dir = File::Temp->newdir('privacy-list.XXXXXX', TMPDIR => 1);
chmod 0755, "$Dir";

our ($Reject, $Accept) = ($reject, $accept);
our $Analytics = cookie('c=necessary+analytics');
our $NoTrk = cookie('c=necessary+functional+analytics+marketing&n=trk');


sub put {
    my ($name, $text) = @_;

    open my $out, '>:raw', "$Dir/$name" or die "$name: $!";
    print $out $text;
    close $out;
}


put('abp.txt', <<'_EOC_');
[Adblock Plus 2.0]
! Title: ours
||ads.test^
||path.test/px/
||path.test/*/beacon.js?
||third.test^$third-party
||scripts.test^$script
||images.test^$image
||frames.test^$subdocument
||some.test^$domain=site.test|~sub.site.test
||noxhr.test^$xmlhttprequest
||case.test/Track.js$match-case
||hard.test^$important
@@||hard.test^
@@||good.ads.test^
@@||ads.test/allowed.js$script
@@||path.test/px/needed.gif$domain=site.test
||example.test^$csp=script-src 'none'
||noop.test^$script,redirect=noopjs
||example.test^$removeparam=utm_source
/generic/pixel.gif?
site.test##.banner
site.test#@#.banner
_EOC_

put('hosts.txt', <<'_EOC_');
# comment
127.0.0.1 localhost
::1 localhost
fe80::1%lo0 localhost
0.0.0.0 hosts-a.test hosts-b.test # both
0.0.0.0 hosts-c.test
not a line
_EOC_

put('domains.txt', "# comment\nplain.test\n*.star.test\nbad_line here\n");
put('empty.txt', '');
put('page.txt', "<!doctype html>\n<p>404 Not Found</p>\n");
put('binary.txt', "||ads.test^\n\0\n");
put('big.txt', '');
truncate "$Dir/big.txt", 64 * 1024 * 1024 + 1;
mkdir "$Dir/folder.txt";

system('mkfifo', "$Dir/fifo.txt");


# a page of elements, each on a line of its own; "-" marks what must go

sub lines {
    my @lines = map { [ /^([-+]) (.*)$/ ] } split /\n/, shift;
    my $top = "<!doctype html>\n<html><body>\n";

    return ($top . join('', map { "$_->[1]\n" } @lines) . "</body></html>\n",
            $top . join('', map { ($_->[0] eq '-' ? '' : $_->[1]) . "\n" }
                            @lines)
            . "</body></html>\n");
}

our ($Abp, $AbpLeft) = lines(<<'_EOC_');
- <script src="https://ads.test/a.js"></script>
- <script src="https://cdn.ads.test/a.js"></script>
- <img src="//ads.test/p.gif">
+ <script src="https://notads.test/a.js"></script>
+ <script src="https://ads.test.example/a.js"></script>
+ <script src="https://good.ads.test/a.js"></script>
+ <script src="https://ads.test/allowed.js"></script>
- <img src="https://ads.test/allowed.js">
- <img src="https://path.test/px/1.gif">
+ <img src="https://path.test/px/needed.gif">
+ <img src="https://path.test/photo.jpg">
- <script src="https://path.test/v2/beacon.js?site=1"></script>
+ <script src="https://path.test/v2/beacon.json"></script>
- <script src="https://third.test/t.js"></script>
- <script src="https://scripts.test/t.js"></script>
+ <img src="https://scripts.test/t.gif">
+ <iframe src="https://scripts.test/t"></iframe>
+ <script src="https://images.test/t.js"></script>
- <img src="https://images.test/t.gif">
- <iframe src="https://frames.test/f"></iframe>
+ <img src="https://frames.test/f.gif">
- <script src="https://some.test/s.js"></script>
+ <script src="https://noxhr.test/s.js"></script>
- <script src="https://case.test/Track.js"></script>
+ <script src="https://case.test/track.js"></script>
- <script src="https://hard.test/h.js"></script>
+ <script src="https://example.test/e.js"></script>
- <script src="https://noop.test/n.js"></script>
+ <script src="https://other.test/generic/pixel.gif?"></script>
+ <script>load("https://ads.test/a.js");</script>
+ <a href="https://ads.test/">a link</a>
+ <p>ads.test</p>
_EOC_

our ($Sub, $SubLeft) = lines(<<'_EOC_');
+ <script src="https://some.test/s.js"></script>
- <script src="https://ads.test/a.js"></script>
_EOC_

our ($Own, $OwnLeft) = lines(<<'_EOC_');
+ <script src="https://www.third.test/t.js"></script>
+ <script src="/t.js"></script>
+ <script src="https://third.test/t.js"></script>
- <script src="https://ads.test/t.js"></script>
_EOC_

our ($Hosts, $HostsLeft) = lines(<<'_EOC_');
- <script src="https://hosts-a.test/a.js"></script>
- <img src="https://hosts-b.test/p.gif">
- <link rel="preconnect" href="https://hosts-c.test">
+ <script src="https://www.hosts-a.test/a.js"></script>
+ <script src="http://localhost/a.js"></script>
- <script src="https://plain.test/a.js"></script>
- <script src="https://www.plain.test/a.js"></script>
- <script src="https://a.star.test/a.js"></script>
+ <script src="https://unplain.test/a.js"></script>
+ <script src="https://here/a.js"></script>
_EOC_

our ($Text, $TextLeft) = lines(<<'_EOC_');
- <script>load("https://ads.test/a.js");</script>
- <script>var u = '//cdn.ads.test/a.js';</script>
+ <script>load("https://good.ads.test/a.js");</script>
+ <script>load("https://notads.test/a.js");</script>
+ <script>// see ads.test</script>
+ <script type="application/json">{"u": "https://ads.test/"}</script>
_EOC_

our ($Catalog, $CatalogLeft) = lines(<<'_EOC_');
- <script src="https://stats.test/s.js"></script>
- <script src="https://plain.test/s.js"></script>
_EOC_

our $One = "<!doctype html>\n<p>x<script src=\"https://ads.test/a\"></script>\n";
our $OneLeft = "<!doctype html>\n<p>x\n";


sub conf {
    return <<"_EOC_";
    privacy_catalog off;

    privacy_vendor trk { category marketing; host .trk.test; }
    privacy_vendor stats { category analytics; host stats.test; }

    privacy on;
    privacy_placeholder off;
@_
_EOC_
}

sub list {
    return conf("    privacy_list $Dir/$_[0];\n");
}

our $Locations = "location ~ \\.html\$ { }";

no_long_string();
run_tests();

__DATA__

=== TEST 1: Adblock Plus: options, exceptions, paths
--- http_config eval: ::list('abp.txt category=marketing')
--- config eval: $::Locations
--- user_files eval: ">>> t.html\n$::Abp"
--- request
GET /t.html
--- more_headers eval: "Host: www.site.test"
--- response_body eval: $::AbpLeft
--- no_error_log
[error]



=== TEST 2: accepted: the same page
--- http_config eval: ::list('abp.txt category=marketing')
--- config eval: $::Locations
--- user_files eval: ">>> t.html\n$::Abp"
--- request
GET /t.html
--- more_headers eval: "Host: www.site.test\nCookie: $::Accept"
--- response_body eval: $::Abp



=== TEST 3: a site that the rule is not for
--- http_config eval: ::list('abp.txt category=marketing')
--- config eval: $::Locations
--- user_files eval: ">>> t.html\n$::Sub"
--- request
GET /t.html
--- more_headers
Host: sub.site.test
--- response_body eval: $::SubLeft



=== TEST 4: third parties alone, seen from the site itself
--- http_config eval: ::list('abp.txt category=marketing')
--- config eval: $::Locations
--- user_files eval: ">>> t.html\n$::Own"
--- request
GET /t.html
--- more_headers
Host: shop.third.test
--- response_body eval: $::OwnLeft



=== TEST 5: the category that the directive names
--- http_config eval: ::list('abp.txt category=analytics')
--- config eval: $::Locations
--- user_files eval: ">>> t.html\n$::One"
--- request eval
["GET /t.html", "GET /t.html", "GET /t.html"]
--- more_headers eval
["Cookie: $::Reject", "Cookie: $::Analytics", "Sec-GPC: 1"]
--- response_body eval
[$::OneLeft, $::One, $::OneLeft]



=== TEST 6: hosts files and plain domains, together
--- http_config eval
::conf("privacy_list $::Dir/hosts.txt category=marketing;
        privacy_list $::Dir/domains.txt category=marketing;")
--- config eval: $::Locations
--- user_files eval: ">>> t.html\n$::Hosts"
--- request
GET /t.html
--- response_body eval: $::HostsLeft



=== TEST 7: a format that is named
--- http_config eval
::conf("privacy_list $::Dir/hosts.txt category=marketing format=hosts;
        privacy_list $::Dir/domains.txt category=marketing format=domains;")
--- config eval: $::Locations
--- user_files eval: ">>> t.html\n$::Hosts"
--- request
GET /t.html
--- response_body eval: $::HostsLeft



=== TEST 8: inline=off is the default: text that names a host stays
--- http_config eval: ::list('abp.txt category=marketing inline=off')
--- config eval: $::Locations
--- user_files eval: ">>> t.html\n$::Text"
--- request
GET /t.html
--- response_body eval: $::Text



=== TEST 9: inline=on
--- http_config eval: ::list('abp.txt category=marketing inline=on')
--- config eval: $::Locations
--- user_files eval: ">>> t.html\n$::Text"
--- request
GET /t.html
--- response_body eval: $::TextLeft



=== TEST 10: vendor=: refused by name is refused here, too, and told
--- http_config eval
::list('abp.txt category=marketing vendor=trk')
. "add_trailer X-Vendors \$privacy_vendors;"
--- config eval: $::Locations
--- user_files eval: ">>> t.html\n$::One"
--- request eval
["GET /t.html", "GET /t.html"]
--- more_headers eval
["Cookie: $::NoTrk", "Cookie: $::Accept"]
--- response_body eval
[$::OneLeft, $::One]



=== TEST 11: beside the catalog, which it does not replace
--- http_config eval: ::list('domains.txt category=marketing')
--- config eval: $::Locations
--- user_files eval: ">>> t.html\n$::Catalog"
--- request
GET /t.html
--- response_body eval: $::CatalogLeft



=== TEST 12: what a location allows or calls its own, and block mode
--- http_config eval: ::list('abp.txt category=marketing')
--- config
    location = /a.html { privacy_allow host=.ads.test; }
    location = /b.html { privacy_first_party ads.test; }
    location = /c.html { privacy_tags block; }
    location = /d.html { privacy off; }
    location = /e.html { privacy_allow host=other.test; }
--- user_files eval
CORE::join '', map { ">>> $_.html\n$::One" } 'a' .. 'e'
--- request eval
[map { "GET /$_.html" } 'a' .. 'e']
--- response_body_like eval
[qr/src="https:/, qr/src="https:/, qr/text\/plain.*data-privacy-src="https:/,
 qr/src="https:/, qr/^((?!script).)*$/s]



=== TEST 13: a list of nothing else than comments is one
--- http_config eval: ::list('empty.txt category=marketing')
--- config eval: $::Locations
--- user_files eval: ">>> t.html\n$::One"
--- request
GET /t.html
--- response_body eval: $::One
--- error_log eval
qr/\[notice\].*privacy_list ".*empty\.txt": 0 rules/
--- no_error_log
[warn]



=== TEST 14: relative to nginx.conf, as of files of nginx
--- http_config eval
::conf("privacy_list ../html/l.txt category=marketing;")
--- config eval: $::Locations
--- user_files eval: ">>> t.html\n$::One>>> l.txt\nads.test\n"
--- request
GET /t.html
--- response_body eval: $::OneLeft



=== TEST 15: one line at start: what was taken, and what was not and why
--- http_config eval: ::list('abp.txt category=marketing')
--- config eval: $::Locations
--- user_files eval: ">>> t.html\n$::One"
--- request
GET /t.html
--- response_body eval: $::OneLeft
--- grep_error_log eval
qr/\[notice\].*privacy_list ".*abp\.txt": .*/
--- grep_error_log_out eval
qr/^[^\n]*: 15 rules \(10 hosts, 5 paths; 4 of them exceptions\); ignored: 2 cosmetic, 3 with other options, 1 that name no host\n$/



=== TEST 16: the same of a hosts file
--- http_config eval: ::list('hosts.txt category=marketing')
--- config eval: $::Locations
--- user_files eval: ">>> t.html\n$::One"
--- request
GET /t.html
--- response_body eval: $::One
--- error_log eval
qr/\[notice\].*hosts\.txt": 3 rules \(3 hosts, 0 paths; 0 of them exceptions\); ignored: 0 cosmetic, 0 with other options, 1 that name/



=== TEST 17: nothing in it is a rule: a warning
--- http_config eval: ::list('page.txt category=marketing')
--- config eval: $::Locations
--- user_files eval: ">>> t.html\n$::One"
--- request
GET /t.html
--- response_body eval: $::One
--- error_log eval
qr/\[warn\].*page\.txt": 0 rules/



=== TEST 18: no category
--- http_config eval: ::list('abp.txt format=abp')
--- config eval: $::Locations
--- must_die
--- error_log eval
qr/\[emerg\].*\Q"privacy_list" must have "category="\E in .*nginx\.conf:\d+/



=== TEST 19: unknown category
--- http_config eval: ::list('abp.txt category=ads')
--- config eval: $::Locations
--- must_die
--- error_log eval
qr/\[emerg\].*\Qinvalid parameter "category=ads" in "privacy_list" directive, it must be "category=necessary|functional|analytics|marketing", \E.* in .*nginx\.conf:\d+/



=== TEST 20: category twice
--- http_config eval: ::list('abp.txt category=marketing category=analytics')
--- config eval: $::Locations
--- must_die
--- error_log eval
qr/\[emerg\].*\Qinvalid parameter "category=analytics" in "privacy_list" directive, it must be "category=necessary|functional|analytics|marketing", \E.* in .*nginx\.conf:\d+/



=== TEST 21: unknown format
--- http_config eval: ::list('abp.txt category=marketing format=adguard')
--- config eval: $::Locations
--- must_die
--- error_log eval
qr/\[emerg\].*\Qinvalid parameter "format=adguard" in "privacy_list" directive, it must be "category=necessary|functional|analytics|marketing", \E.* in .*nginx\.conf:\d+/



=== TEST 22: inline is on or off
--- http_config eval: ::list('abp.txt category=marketing inline=yes')
--- config eval: $::Locations
--- must_die
--- error_log eval
qr/\[emerg\].*\Qinvalid parameter "inline=yes" in "privacy_list" directive, it must be "category=necessary|functional|analytics|marketing", \E.* in .*nginx\.conf:\d+/



=== TEST 23: unknown vendor
--- http_config eval: ::list('abp.txt category=marketing vendor=nobody')
--- config eval: $::Locations
--- must_die
--- error_log eval
qr/\[emerg\].*\Q"privacy_list" directive: unknown vendor "nobody"\E in .*nginx\.conf:\d+/



=== TEST 24: unknown parameter
--- http_config eval: ::list('abp.txt category=marketing type=abp')
--- config eval: $::Locations
--- must_die
--- error_log eval
qr/\[emerg\].*\Qinvalid parameter "type=abp" in "privacy_list" directive, it must be "category=necessary|functional|analytics|marketing", \E.* in .*nginx\.conf:\d+/



=== TEST 25: the same file twice
--- http_config eval
::conf("privacy_list $::Dir/abp.txt category=marketing;
        privacy_list $::Dir/abp.txt category=analytics;")
--- config eval: $::Locations
--- must_die
--- error_log eval
qr/\[emerg\].*\Qduplicate "privacy_list" of "\E.*abp\.txt" in .*nginx\.conf:\d+/



=== TEST 26: a file that is not there
--- http_config eval: ::list('missing.txt category=marketing')
--- config eval: $::Locations
--- must_die
--- error_log eval
qr/\[emerg\].*"privacy_list" directive: open\(\) ".*missing\.txt" failed in .*nginx\.conf:\d+.*No such file/



=== TEST 27: a directory
--- http_config eval: ::list('folder.txt category=marketing')
--- config eval: $::Locations
--- must_die
--- error_log eval
qr/\[emerg\].*"privacy_list" directive: ".*folder\.txt" is not a file.* in .*nginx\.conf:\d+/



=== TEST 28: a pipe, which nobody waits for
--- http_config eval: ::list('fifo.txt category=marketing')
--- config eval: $::Locations
--- must_die
--- error_log eval
qr/\[emerg\].*fifo\.txt" is not a file.* in .*nginx\.conf:\d+/



=== TEST 29: larger than any list
--- http_config eval: ::list('big.txt category=marketing')
--- config eval: $::Locations
--- must_die
--- error_log eval
qr/\[emerg\].*big\.txt" is .*larger than 67108864 bytes in .*nginx\.conf:\d+/



=== TEST 30: no text
--- http_config eval: ::list('binary.txt category=marketing')
--- config eval: $::Locations
--- must_die
--- error_log eval
qr/\[emerg\].*"privacy_list" directive: ".*binary\.txt" is not a text in .*nginx\.conf:\d+/



=== TEST 31: not below http
--- http_config eval: ::conf('')
--- config eval: "privacy_list $::Dir/abp.txt category=marketing;"
--- must_die
--- error_log eval
qr/\[emerg\].*"privacy_list" directive is not allowed here in .*nginx\.conf:\d+/
