use strict;
use warnings;

use lib 't/lib';
use Test::More;

use Nginx;
use Privacy;

# XHTML as XML: what is well-formed stays so, and nothing hides behind an
# element that closes itself

my $open = '<?xml version="1.0"?>' . "\n"
    . '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "x">' . "\n"
    . '<html xmlns="http://www.w3.org/1999/xhtml"><head>';
my $own = '<title/><script src="/own.js"/>';
my $tag = '<script src="https://cdn.trk.test/a.js"/>';
my $cdata = "<script>//<![CDATA[\nif (a < b && c) x();\n//]]></script>";
my $rest = "</head><body><p>text</p>$tag<p>more</p><img src=\"//px.trk.test/p.gif\"/>"
    . "<iframe src=\"https://cdn.trk.test/f\"/><br/><p>end</p></body></html>\n";

my $page = "$open$own$tag$cdata$rest";
my $stand_in = '<script>window.trk=window.trk||function(){};</script>';

(my $want = $page) =~ s{<script src="[^"]*trk\.test[^"]*"/>}{$stand_in};
$want =~ s{<(script|img|iframe) src="[^"]*trk\.test[^"]*"/>}{}g;

my $nginx = Nginx->new(http => $http . '
    privacy_vendor and {
        category marketing; host and.test; surrogate "if(1<2&&3)window.a=1";
    }
', server => "
    types { application/xhtml+xml xhtml; image/svg+xml svg; }
    privacy_notice on;
    location / { }
    location /mode/ { alias %DIR%/html/; privacy_consent_mode basic; }
    location /block/ { alias %DIR%/html/; privacy_tags block; }
    location /privacy/ { privacy_endpoint; }
", files => { 'a.xhtml' => $page, 'a.svg' => $page,
            'and.xhtml' => $page =~ s/cdn\.trk\.test/and.test/r });

my ($head, $body) = $nginx->get('/a.xhtml');
is($body, $want, 'strip: tags alone, one of them with a stand-in');
unlike(Nginx::field($head, 'Cache-Control') // '', qr/private/, 'no notice');

(undef, $body) = $nginx->get('/and.xhtml');
like($body, qr{<script>//<!\[CDATA\[\nif\(1<2&&3\)window\.a=1\n//\]\]></script>},
     'a stand-in that XML would read as markup is CDATA');

($head, $body) = $nginx->get('/a.xhtml', "Cookie: $accept");
is($body, $page, 'accepted: as it came');

(undef, $body) = $nginx->get('/mode/a.xhtml');
like($body, qr{<head><script>[^<&]*</script><title/>},
     'Consent Mode: nothing that XML would stumble over');
unlike($body, qr/trk\.test/, 'Consent Mode: no tags');

(undef, $body) = $nginx->get('/block/a.xhtml');
like($body, qr{<script type="text/plain"[^>]* data-privacy-src="https://cdn\.trk\.test/a\.js"/>},
     'block: a script that closes itself still does');
like($body, qr{<p>end</p></body></html>$}, 'block: and the end');

(undef, $body) = $nginx->get('/a.svg');
is($body, $page, 'other types of XML are no pages');

undef $nginx;

done_testing();
