use strict;
use warnings;

use lib 't/lib';
use Test::More;

use File::Temp qw/ tempdir /;
use Time::HiRes qw/ sleep /;

use Nginx;
use Privacy;

# what operators bring themselves: templates and texts, escaped by the place
# that a value stands in, and refused by "nginx -t" where they are wrong; where
# a notice stands, and the record of a choice

my %templates = (
    'notice.html' => <<'END',
<aside lang="$privacy_lang" title="$arg_x">
<p>$arg_x</p>
<a href="$arg_x">a</a>
<a href="/x/$arg_x?y=$arg_x#$arg_x">b</a>
<img alt='$arg_x' src="${privacy_endpoint}i">
<script>var x = $arg_x, y = "$arg_x", z = 'a $arg_x';</script>
<textarea>$arg_x</textarea>
<b>$$5 {{text accept}}</b>
{{if privacy_decided}}decided{{else}}undecided{{end}}
{{if not privacy_gpc}}no signal{{end}}
{{each categories}}[$category_id:{{each vendors}}$vendor_id {{end}}]{{end}}
<i>$privacy_sentence</i>
</aside>
END
    'preferences.html' => "<p>my preferences\n{{text choices}}, "
                          . "\$request_method\n</p>",
    'optout.html' => '<p>my page of ${vendor_name}</p>',
    'declaration.html' => '<p>my declaration</p>',
    'error.html' => '<p>my error</p>',
    'box.html' => '<div class="mine $privacy_class" '
                  . 'data-w="$privacy_width">$vendor_name: {{text load.once}}'
                  . '</div>',
    'nds.lang' => "# Plattdüütsch\n\nname Plattdüütsch\nplural one\n"
                  . "accept  Allens annehmen\n",
    'en.lang' => "reject  No, thanks <b>\n",
);

# of a page whose URLs are another host's

my %based = (
    foreign => '<base href="https://cdn.test/x/">',
    noscript => '<noscript><base href="https://cdn.test/x/"></noscript>',
    own => '<base href="https://LOCALHOST/x/">',
    path => '<base href="/x/">',
    svg => '<svg><base href="https://cdn.test/x/"></base></svg>',
);

my $main = $http . <<'END';
    privacy_vendor video { name "Video & Co"; category functional;
                           embed video.test; }
    privacy_page preferences %DIR%/html/preferences.html;
    privacy_page optout %DIR%/html/optout.html;
    privacy_page declaration %DIR%/html/declaration.html;
    privacy_page error %DIR%/html/error.html;
    privacy_texts en %DIR%/html/en.lang;
    privacy_texts nds %DIR%/html/nds.lang;

    log_format consent escape=json
        '$privacy_choice|$privacy_consent_id|$privacy_consent_time|'
        '$privacy_consent_policy|$privacy_consent_text|$privacy_consent|'
        '$privacy_vendors_granted|$privacy_vendors_refused';
END

my $nginx = Nginx->new(
    http => $main,
    server => <<'END',
        charset utf-8;
        privacy_notice %DIR%/html/notice.html;
        privacy_placeholder %DIR%/html/box.html;

        location /privacy/ {
            privacy_endpoint;
            privacy_policy_version 7;
            access_log %DIR%/logs/consent.log consent;
        }

        location /built-in/ {
            alias %DIR%/html/;
            privacy_notice on;
            privacy_notice_position top;
            privacy_placeholder on;
        }

        location /hidden/ { alias %DIR%/html/; privacy_placeholder off; }
        location /when/ {
            alias %DIR%/html/;
            privacy_notice_when $arg_when;
        }
        location /always/ { alias %DIR%/html/; privacy_notice_when always; }
        location /quiet/ {
            alias %DIR%/html/;
            privacy_notice on;
            privacy_choices off;
        }
        location /gpc/ { alias %DIR%/html/; privacy_notice off; }
END
    files => {
        %templates,
        'p.html' => $page,
        'f.html' => "<!doctype html><body><iframe class='a b\" onload=x' "
                    . "width=\"50%\" src=https://video.test/v></iframe>",
        'part.html' => '<p>a part of a page</p>',
        map({ ("base-$_.html" => "<!doctype html><head>$based{$_}</head>"
               . '<body><p>x<iframe src=https://video.test/v></iframe>') }
            keys %based),
        'data.json' => '{}',
    });


# what a page is resolved against is not where a choice goes

for my $case ([ 'foreign', 'http://localhost' ], [ 'noscript', 'http://localhost' ],
    [ 'own', '' ], [ 'path', '' ], [ 'svg', '' ])
{
    my ($name, $host) = @$case;
    my (undef, $body) = $nginx->get("/built-in/base-$name.html");
    my @urls = $body =~ m{(?:href|action|src)="([^"]*/privacy/[^"?]*)}g;

    is(scalar(grep m{^\Q$host\E/privacy/}, @urls), scalar @urls,
       "a base, $name: @urls");
    is(scalar(grep m{consent$}, @urls), 2,
       "a base, $name: the notice's form, and a placeholder's");
}

my (undef, $ported) = $nginx->get('/built-in/base-foreign.html',
                                  'Host: Shop.test:8443',
                                  'X-Forwarded-Proto: https');

like($ported, qr{action="https://Shop\.test:8443/privacy/consent"},
     'a base: the host that was asked for, its port, and TLS in front');


# escaping

my $raw = Nginx->new(
    http => $http,
    server => <<'END',
        charset utf-8;
        privacy_notice %DIR%/html/notice.html;
        location /privacy/ { privacy_endpoint; }
END
    files => {
        'notice.html' => $templates{'notice.html'} =~ s/\$arg_x/\$http_x/gr,
        'p.html' => $page,
    });

sub notice {
    my ($value, @fields) = @_;

    my (undef, $body) = $raw->get('/p.html', "X: $value", @fields);
    my ($notice) = $body =~ m{<body>(<aside.*</aside>)}s;
    return defined $notice ? $notice : $body;
}

my $text = notice(q{"'<>&/\javascript:`});
my $html = '&quot;&#39;&lt;&gt;&amp;/\javascript:`';
my $js = join '', map { /\w/ ? $_ : sprintf '\u%04X', ord }
         split //, q{"'<>&/\javascript:`};

like($text, qr/<p>\Q$html\E<\/p>/, 'text');
like($text, qr/title="\Q$html\E"/, 'a value in double quotes');
like($text, qr/alt='\Q$html\E'/, 'a value in single quotes');
like($text, qr/<textarea>\Q$html\E<\/textarea>/, 'a textarea');
like($text, qr/var x = "\Q$js\E",/, 'a script: a string with its quotes');
like($text, qr/y = "\Q$js\E", z = 'a \Q$js\E';/, 'inside of strings');
like($text, qr{href="/x/%22%27%3C%3E%26/%5Cjavascript:%60\?y=%22%27%3C%3E%26/%5Cjavascript%3A%60#},
     'pieces of a URL');

for my $url ('javascript:alert(1)', 'data:text/html,x', '//evil.test/',
             '/\evil.test/', ' javascript:x', 'JavaScript:x', 'vbscript:x')
{
    like(notice($url), qr/<a href="#">a/, "no address: $url");
}

for my $url ('/a?b=c&d', 'https://ok.test/x', 'mailto:a@b.test') {
    (my $want = $url) =~ s/&/&amp;/g;
    like(notice($url), qr/<a href="\Q$want\E">a/, "an address: $url");
}

like($text, qr/<b>\$5 Accept all<\/b>/, 'a dollar sign, and a text');
like($text, qr/undecided\s*no signal/, 'conditions');
like($text, qr/\[marketing:trk \]/, 'lists in lists');
like($text, qr/<aside lang="en"/, 'variables of the module');
like($text, qr/<i>trk would like to recognize/, 'who wants what');


# pages, placeholders, texts

my ($head, $body) = $nginx->get('/privacy/');
like($body, qr/^<p>my preferences\s+Privacy choices, GET\s+<\/p>$/,
     'a page of preferences');
like($head, qr/Content-Security-Policy: default-src 'none'/,
     'with the policy of all pages');
like(($nginx->get('/privacy/optout/video'))[1],
     qr/^<p>my page of Video &amp; Co<\/p>/, 'a page of one vendor');
like(($nginx->get('/privacy/declaration'))[1], qr/my declaration/,
     'a declaration');
like(($nginx->get('/p.html', 'Accept-Language: nds'))[1],
     qr/Allens annehmen/, 'a language of one\'s own');
like(($nginx->get('/built-in/p.html', 'Accept-Language: nds'))[1],
     qr/<section id="prv" class="prv-top" lang="nds" dir="ltr".*Allens annehmen.*No, thanks &lt;b&gt;/s,
     'what it leaves out is English, other texts and all');
like(($nginx->get('/f.html'))[1],
     qr/<div class="mine a b&quot; onload=x" data-w="50%">Video &amp; Co: Load once<\/div>/,
     'a placeholder');
like(($nginx->get('/built-in/f.html'))[1],
     qr/class="prv-p prv-w a b&quot; onload=x".*<svg width="50%"/s,
     'the built-in one');
unlike(($nginx->get('/hidden/f.html'))[1], qr/mine|iframe/,
       'privacy_placeholder off');


# a style sheet of the site

my $style = Nginx->new(
    http => $http,
    server => 'privacy_stylesheet $arg_css;
               location /privacy/ { privacy_endpoint; }');

for my $path ('', 'optout/trk', 'declaration') {
    like(($style->get("/privacy/$path?css=/brand.css"))[1],
         qr{<link rel="stylesheet" href="/privacy/page\.css\?v=\w{8}"><link rel="stylesheet" href="/brand\.css">},
         "privacy_stylesheet: /privacy/$path");
}

unlike(($style->get('/privacy/'))[1], qr/rel="stylesheet" href=""/,
       'privacy_stylesheet: an empty one is none');
like(($style->get('/privacy/?css=//evil.test/x.css'))[1],
     qr/rel="stylesheet" href="#"/, 'privacy_stylesheet: an address alone');


# where a notice stands

sub has {
    my ($path, @fields) = @_;

    my (undef, $body) = $nginx->get($path, @fields);
    return $body =~ /<aside|id="prv"/ ? 1 : 0;
}

for my $case (
    [ 1, '/p.html' ],
    [ 1, '/p.html', 'Sec-Fetch-Dest: document' ],
    [ 0, '/p.html', 'Sec-Fetch-Dest: iframe' ],
    [ 0, '/p.html', 'Sec-Fetch-Dest: empty' ],
    [ 0, '/p.html', 'Sec-Fetch-Dest: object' ],
    [ 0, '/p.html', 'X-Requested-With: XMLHttpRequest' ],
    [ 0, '/part.html' ],
    [ 1, '/part.html', 'Sec-Fetch-Dest: document' ],
    [ 0, '/data.json' ],
    [ 0, '/p.html', "Cookie: $reject" ],
    [ 1, '/always/p.html', "Cookie: $reject" ],
    [ 1, '/when/p.html?when=1', "Cookie: $reject" ],
    [ 0, '/when/p.html?when=0' ],
    [ 0, '/when/p.html' ],
    [ 0, '/privacy/' ],
) {
    my ($want, @request) = @$case;

    is(has(@request), $want, ($want ? 'a notice: ' : 'none: ')
                             . join ', ', @request);
}

like(($nginx->get('/built-in/p.html', "Cookie: $reject"))[1],
     qr/<body><link [^>]*><nav id="prv-c"[^>]*><a href="\/privacy\/\?return=\/built-in\/p.html"/,
     'the way back to the choices, for those who decided');
unlike(($nginx->get('/quiet/p.html', "Cookie: $reject"))[1], qr/prv/,
       'privacy_choices off');


# characters: as they are where the page says UTF-8, else as references

my $meta = '<!doctype html><head>%s</head><body>';
my $greek = Nginx->new(
    http => $http,
    server => 'privacy_notice on; privacy_language el;
               location /privacy/ { privacy_endpoint; }
               location /latin/ { alias %DIR%/html/; charset iso-8859-7; }
               location /utf-8/ { alias %DIR%/html/; charset utf-8; }',
    files => {
        'none.html' => sprintf($meta, ''),
        'meta.html' => sprintf($meta, '<meta charset="UTF-8">'),
        'equiv.html' => sprintf($meta, '<meta http-equiv=Content-Type '
                                . 'content="text/html; charset=utf-8">'),
        'other.html' => sprintf($meta, '<meta charset=greek>'
                                       . '<meta charset=utf-8>'),
    });

for my $case ([ 0, '/none.html' ], [ 1, '/meta.html' ], [ 1, '/equiv.html' ],
              [ 0, '/other.html' ], [ 0, '/latin/meta.html' ],
              [ 1, '/utf-8/none.html' ])
{
    my ($utf8, $path) = @$case;
    my (undef, $body) = $greek->get($path);

    is($body =~ /[\x80-\xff]/ ? 1 : 0, $utf8,
       "$path: " . ($utf8 ? 'UTF-8' : 'ASCII'));
    like($body, $utf8 ? qr/>\xce\x91\xcf\x80\xce\xbf/ : qr/>&#913;&#960;&#959;/,
         "$path: in Greek");
}


# the declaration, included in a page of the site's own

my $policy = '<!doctype html><html><body><h1>Policy</h1>'
             . '<!--# include virtual="/privacy/declaration?fragment" -->'
             . '<script src="//trk.test/t.js"></script><p>end</p>';

my $ssi = Nginx->new(
    http => $http . 'log_subrequest on;',
    server => 'privacy_notice on; privacy_services trk;
               location /privacy/ { privacy_endpoint; }
               location /policy/ { alias %DIR%/html/; ssi on; charset utf-8; }',
    files => { 'policy.html' => $policy });

for my $case (
    [ 'undecided', [], 'en', 1, 0 ],
    [ 'undecided, in German', [ 'Accept-Language: de' ], 'de', 1, 0 ],
    [ 'decided, in Arabic',
      [ 'Accept-Language: ar',
        'Cookie: privacy_consent=v1&t=' . time . '&c=necessary+marketing' ],
      'ar', 0, 1 ],
) {
    my ($what, $fields, $lang, $asks, $granted) = @$case;

    ($head, $body) = $ssi->get('/policy/policy.html',
                               'Sec-Fetch-Dest: document', @$fields);

    like($head, qr{^HTTP/1.1 200}, "included, $what: a page");
    is(() = $body =~ /<!doctype/gi, 1, "included, $what: one doctype");
    is(() = $body =~ /<body/gi, 1, "included, $what: one body");
    is(() = $body =~ /id="prv"/g, $asks,
       "included, $what: one notice, or none");
    ok($body =~ /id="prv/ && $-[0] < index($body, '<h1>Policy'),
       "included, $what: what is put in stands before the page");
    my $dir = $lang eq 'ar' ? 'rtl' : 'ltr';

    like($body, qr{<h1>Policy</h1><div\ class="privacy-declaration"
                   \ lang="$lang"\ dir="$dir"><p>.*<table>.*</table>.*</div>
                   .*<p>end</p>$}sx,
         "included, $what: in the visitor's language, and the page goes on");
    like($body, qr/<div class="scroll" style="overflow-x: auto"/,
         "included, $what: a table that is too wide is scrolled");
    is($body =~ m{//trk\.test/t\.js} ? 1 : 0, $granted,
       "included, $what: the page is filtered as it was decided");
}


# /.well-known/gpc.json

($head, $body) = $nginx->get('/.well-known/gpc.json');
like($head, qr{^HTTP/1.1 200.*Content-Type: application/json}s, 'gpc.json');
like($body, qr/^\{"gpc":\s*true,\s*"lastUpdate":\s*"\d{4}-\d\d-\d\d"\}\s*$/,
     'says so, and since when');

my $off = Nginx->new(
    http => $http . 'privacy_gpc off;',
    server => 'location /privacy/ { privacy_endpoint; }');

like(($off->get('/.well-known/gpc.json'))[0], qr/^HTTP\/1.1 404/,
     'privacy_gpc off: nobody says it');


# the record of a choice

sub post {
    my ($form, @fields) = @_;

    sleep 0.1;
    my $before = () = $nginx->slurp('logs/consent.log') =~ /\n/g;
    my $s = $nginx->connect;
    print $s join "\r\n", 'POST /privacy/consent HTTP/1.1', 'Host: localhost',
                  'Sec-Fetch-Site: same-origin', 'Connection: close',
                  'Content-Length: ' . length $form, @fields, '', $form;
    shutdown $s, 1;
    my ($head) = Nginx::parse(Nginx::drain($s), 'POST');

    my ($cookie) = $head =~ /^Set-Cookie: ([^;\r]*)/m;

    # a line is written once its answer has gone

    for (1 .. 100) {
        my @lines = split /\n/, $nginx->slurp('logs/consent.log');

        if (@lines > $before) {
            return ($lines[-1], $cookie, $head);
        }

        sleep 0.05;
    }

    return ('', $cookie, $head);
}

my ($line, $cookie) = post('action=save&category=analytics&vendor=trk'
                           . '&refuse=stats', 'Accept-Language: nds');
my ($id) = $cookie =~ /&i=(\w+)/;
my ($time) = $cookie =~ /&t=(\d+)/;

like($line, qr/^save\|$id\|$time\|7\|nds-[0-9a-f]{8}\|necessary,analytics\|trk\|stats$/,
     'a record: what, whose, when, under which policy and words');

my ($words) = $line =~ /\|nds-(\w+)\|/;
my ($second) = post('action=accept', 'Accept-Language: nds',
                    "Cookie: $cookie");

like($second, qr/^accept\|$id\|\d+\|7\|nds-$words\|/,
     'the id stays, and the words do');

my ($third) = post('action=reject', "Cookie: $cookie");
like($third, qr/^reject\|$id\|\d+\|7\|en-(?!$words)\w{8}\|necessary\|/,
     'another language has other words');

my ($last, $expired) = post('action=withdraw', "Cookie: $cookie");
like($last, qr/^withdraw\|$id\|\|\|en-\w{8}\|necessary\|\|$/,
     'withdrawn: whose choice it was is on record');

my ($none, undef, $refused) = post('action=steal');
like($none, qr/^\|\|/, 'what is no choice leaves none');
like($refused, qr/^HTTP\/1.1 400/, 'and is answered with an error');

my ($other) = post('action=accept');
unlike($other, qr/\Q$id\E/, 'another visitor has another id');


# cookies over TLS, which another server of this nginx speaks

my $tls = Nginx::port();

system("openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=t "
       . "-keyout $nginx->{dir}/tls.key -out $nginx->{dir}/tls.crt "
       . "2>/dev/null") == 0 or die 'openssl';

my $secure = Nginx->new(
    http => "$http
        server {
            listen 127.0.0.1:$tls ssl;
            ssl_certificate $nginx->{dir}/tls.crt;
            ssl_certificate_key $nginx->{dir}/tls.key;
            location /privacy/ { privacy_endpoint; }
        }",
    server => "privacy off;
        location / {
            proxy_pass https://127.0.0.1:$tls;
            proxy_ignore_client_abort on;
            proxy_set_header Host \$host;
        }");

for my $case ([ $secure, 1, 'TLS' ], [ $nginx, 0, 'plain text' ]) {
    my ($server, $want, $by) = @$case;
    my $form = 'action=accept&once=trk';
    my $s = $server->connect;

    print $s join "\r\n", 'POST /privacy/consent HTTP/1.0', 'Host: localhost',
                  'Sec-Fetch-Site: same-origin',
                  'Content-Length: ' . length $form, '', $form;
    shutdown $s, 1;

    my ($head) = Nginx::parse(Nginx::drain($s), 'POST');

    for my $name ('privacy_consent', 'privacy_once') {
        my ($cookie) = $head =~ /^(Set-Cookie: $name=[^\r]*)/m;

        like($cookie, qr/; SameSite=Lax/, "$by: $name is SameSite=Lax");
        is($cookie =~ /; Secure/ ? 1 : 0, $want,
           "$by: $name is " . ($want ? '' : 'not ') . 'Secure');
    }
}


# whom the pages name

my $few = Nginx->new(
    http => $http . <<'END',
        privacy_vendor other {
            name "Other"; category analytics; host other.test; lifetime 1d;
        }
        privacy_services stats trk;
END
    server => <<'END',
        privacy_notice on;
        location /privacy/ { privacy_endpoint; }
END
    files => { 'p.html' => $page, 'plain.html' => '<!doctype html><body>' });

for my $path ('/privacy/', '/privacy/declaration', '/privacy/declaration?fragment') {
    my (undef, $body) = $few->get($path);

    like($body, qr/trk/, "$path: a service of the site");
    unlike($body, qr/Other/, "$path: nobody else's");
}

like(($few->get('/plain.html'))[1], qr/<p [^<]*stats[^<]*</,
     'a notice where nobody is held back: the services');
unlike(($few->get('/plain.html'))[1], qr/Other/, 'and nobody else');
like(($few->get('/privacy/optout/other'))[1], qr/Other/,
     'an opt-out is there for everybody');

undef $few;


# wrong ones

sub test {
    my ($name, %conf) = @_;

    my $dir = tempdir('privacy-XXXXXX', TMPDIR => 1, CLEANUP => 1);

    for my $file (keys %{ $conf{files} }) {
        open my $f, '>', "$dir/$file" or die;
        print $f $conf{files}{$file};
        close $f;
    }

    system('mkfifo', "$dir/fifo") == 0 or die if $conf{server} =~ /fifo/;

    my $module = $ENV{TEST_NGINX_LOAD_MODULES} || '';
    my $load = join '', map "load_module $_;\n", split ' ', $module;
    my $text = $load . "pid $dir/pid; error_log stderr; events { }
http { access_log off; client_body_temp_path $dir/b; proxy_temp_path $dir/p;
fastcgi_temp_path $dir/f; uwsgi_temp_path $dir/u; scgi_temp_path $dir/s;
$http $conf{http}
server { listen 127.0.0.1:8;
location /privacy/ { privacy_endpoint; } $conf{server} } }";

    $text =~ s/%DIR%/$dir/g;

    open my $f, '>', "$dir/nginx.conf" or die;
    print $f $text;
    close $f;

    my $nginx = $ENV{TEST_NGINX_BINARY} || 'nginx';
    my $said = `$nginx -t -p $dir -e stderr -c $dir/nginx.conf 2>&1`;

    $said =~ s/\Q$dir\E/DIR/g;
    return $said;
}

for my $case (
    [ 'an unknown variable', "<p>\n\n\$privcy_lang", 3,
      qr/unknown "privcy_lang" variable/ ],
    [ 'an unknown text', "a\n{{text acept}}", 2, qr/unknown text "acept"/ ],
    [ 'an unknown condition', "{{if dry}}x{{end}}", 1, qr/unknown .*"dry"/ ],
    [ 'an unknown list', "\n{{each dogs}}x{{end}}", 2, qr/unknown .*"dogs"/ ],
    [ 'no end', "\n\n{{if privacy_gpc}}\nx", 3, qr/no "\{\{end\}\}"/ ],
    [ 'an end too many', "x\n{{end}}", 2, qr/"\{\{end\}\}" without/ ],
    [ 'an else too many', "{{else}}", 1, qr/"\{\{else\}\}" without/ ],
    [ 'what is no instruction', "{{loop}}", 1, qr/invalid "\{\{loop/ ],
    [ 'no closing braces', "\n{{text accept", 2, qr/no "\}\}"/ ],
    [ 'no closing brace', "\n\${host", 2, qr/no "\}"/ ],
    [ 'a value without quotes', "<a\nhref=\$host>", 2, qr/without quotes/ ],
    [ 'an event handler', '<a onclick="$host">', 1, qr/may not stand in/ ],
    [ 'a style attribute', '<a style="$host">', 1, qr/may not stand in/ ],
    [ 'srcdoc', '<iframe srcdoc="$host">', 1, qr/may not stand in/ ],
    [ 'srcset', '<img srcset="$host">', 1, qr/may not stand in/ ],
    [ 'a style', "<style>\na { color: \$host }</style>", 2,
      qr/may not stand in a style/ ],
    [ 'a comment', "<!-- \n\n\$host -->", 3, qr/may not stand in a comment/ ],
    [ 'a name of a tag', '<$host>', 1, qr/may not stand in/ ],
    [ 'an attribute\'s name', '<a $host="x">', 1, qr/may not stand in/ ],
    [ 'markup that only one branch closes',
      "\n<a {{if privacy_gpc}}title=\"{{else}}>{{end}}x", 2, qr/markup/ ],
) {
    my ($what, $template, $at, $why) = @$case;

    for my $use (
        [ 'privacy_notice %DIR%/x;', '' ],
        [ 'privacy_placeholder %DIR%/x;', '' ],
        [ '', 'privacy_page preferences %DIR%/x;' ],
    ) {
        my $said = test($what, files => { x => $template }, http => $use->[1],
                        server => $use->[0]);

        like($said, qr/\[emerg\].*$why.* in DIR\/x:$at in DIR\/nginx.conf:\d+/s,
             "$what: " . join ' ', grep $_, @$use);
    }
}

for my $case (
    [ 'an unknown text', "\naccpt x", 2, qr/unknown text "accpt"/ ],
    [ 'no text', "#\n\naccept", 3, qr/no text for "accept"/ ],
    [ 'an unknown argument', 'accept {vendr}', 1, qr/unknown "\{vendr\}"/ ],
    [ 'a text made of itself', "name x\nfor {for}", 2,
      qr/"\{for\}" may not stand in "for"/ ],
    [ 'names in a count of them', 'more.other {vendors}', 1,
      qr/"\{vendors\}" may not stand in "more.other"/ ],
    [ 'a time in a count of days', 'days.other {time}', 1,
      qr/"\{time\}" may not stand in "days.other"/ ],
    [ 'an unknown plural', 'plural klingon', 1, qr/unknown plural rule/ ],
    [ 'an unknown direction', 'direction up', 1, qr/direction is/ ],
) {
    my ($what, $texts, $at, $why) = @$case;

    like(test($what, files => { x => $texts },
              http => 'privacy_texts xx %DIR%/x;', server => ''),
         qr/\[emerg\].*"privacy_texts" directive: .*$why.* in DIR\/x:$at in DIR\/nginx.conf:\d+/s,
         "texts: $what");
}

for my $case (
    [ 'privacy_notice %DIR%/missing;', '',
      qr/"privacy_notice" directive: open\(\) "DIR\/missing" failed/ ],
    [ 'privacy_notice %DIR%;', '',
      qr/"privacy_notice" directive: "DIR" is not a file/ ],
    [ '', 'privacy_texts xx %DIR%/missing;',
      qr/"privacy_texts" directive: open\(\) "DIR\/missing" failed/ ],
    [ '', 'privacy_page error %DIR%/missing;',
      qr/"privacy_page" directive: open\(\) "DIR\/missing" failed/ ],
    [ 'privacy_notice %DIR%/fifo;', '', qr/is not a file/ ],
    [ '', 'privacy_page prefs %DIR%/x;', qr/invalid parameter "prefs" in "privacy_page" directive, it must be "preferences"/ ],
    [ '', 'privacy_page error %DIR%/x; privacy_page error %DIR%/x;',
      qr/is duplicate/ ],
    [ '', 'privacy_texts ../x %DIR%/x;', qr/invalid language tag/ ],
    [ 'privacy_services trk nobody;', '',
      qr/unknown vendor "nobody" in "privacy_services"/ ],
    [ 'privacy_services trk trk;', '', qr/vendor "trk" is named twice in "privacy_services" directive/ ],
    [ 'privacy_language xx;', '', qr/no texts for "privacy_language xx"/ ],
) {
    my ($server, $main, $why) = @$case;

    like(test('', files => { x => '' }, http => $main, server => $server),
         qr/\[emerg\].*$why.* in DIR\/nginx.conf:\d+/s, "$server$main");
}

# errors that show at the end of a server name the directive's own line

for my $wrong ('privacy_services nobody;', 'privacy_language xx;',
    'privacy_notice /missing;', 'privacy_placeholder /missing;')
{
    my $conf = "server { listen 127.0.0.1:9;\nprivacy on;\n"
               . "location /p/ { privacy_endpoint; }\n$wrong\n\n\n}";
    my $text = test('', files => {}, http => $conf, server => '');
    my ($line) = $text =~ /in DIR\/nginx\.conf:(\d+)/;
    my ($end) = test('', files => {}, http => $conf =~ s/\Q$wrong\E/wrong_name;/r,
                     server => '') =~ /in DIR\/nginx\.conf:(\d+)/;

    is($line, $end, "$wrong: its line");
}

{
    my $conf = "server { listen 127.0.0.1:9;\nprivacy on;\nWRONG\n\n\n}";
    my ($line) = test('', files => {}, server => '',
                      http => $conf =~ s/WRONG/privacy_notice on;/r)
                 =~ /"privacy_notice" is on, but .* in DIR\/nginx\.conf:(\d+)/;
    my ($end) = test('', files => {}, server => '',
                     http => $conf =~ s/WRONG/wrong_name;/r)
                =~ /in DIR\/nginx\.conf:(\d+)/;

    is($line, $end, 'privacy_notice without an endpoint: its line');
}


# without an endpoint, too

for my $wrong ('privacy_placeholder /missing;', 'privacy_services nobody;') {
    my $text = test('', files => {}, http => 'server { listen 127.0.0.1:9; '
                                             . $wrong . ' }', server => '');

    like($text, qr/\[emerg\].*(?:open\(\) "\/missing"|unknown vendor)/s,
         "$wrong without an endpoint");
}

undef $_ for $nginx, $raw, $greek, $off, $style, $secure, $ssi;

done_testing();
