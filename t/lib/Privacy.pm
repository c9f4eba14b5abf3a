package Privacy;

# What the tests of the module share.

use strict;
use warnings;

use lib 't/lib';
use Exporter 'import';

our @EXPORT = qw/ $http $page $clean $accept $reject cookie /;


# vendors of our own: the tests do not depend on the built-in catalog

our $http = <<'_EOC_';
    privacy_catalog off;

    privacy_vendor trk {
        category  marketing;
        host      .trk.test;
        inline    trk_pixel_id;
        cookie    _trk*;
        keep      _trk_optout;
        surrogate "window.trk=window.trk||function(){};";
    }

    privacy_vendor stats {
        category  analytics;
        host      stats.test;
        cookie    _st;
    }

    privacy on;
_EOC_


our $page = <<'_EOC_';
<!doctype html>
<html><head><title>t</title>
<script src="https://cdn.trk.test/a.js"></script>
<script src="https://stats.test/s.js"></script>
<script src="/own.js"></script>
</head><body><p>text</p>
<noscript>no <img src="https://px.trk.test/p.gif"> script</noscript>
</body></html>
_EOC_


our $clean = <<'_EOC_';
<!doctype html>
<html><head><title>t</title>
<script src="/own.js"></script>
</head><body><p>a &amp; b</p><img src=/a.png>
</body></html>
_EOC_


sub cookie {
    my ($rest) = @_;

    return 'privacy_consent=v1&t=' . time . "&$rest";
}


our $accept = cookie('c=necessary+functional+analytics+marketing');
our $reject = cookie('c=necessary');


1;
