/*
 * A small shop for the tests of what visitors see. Its paths say how the
 * notice is shown: /bottom/, /top/, /dialog/ (tags stripped) and /block/; the
 * arguments lang, regime and choices say the rest.
 */

'use strict';

const fs = require('fs');
const { HOME, nginx } = require('./lib');

const LANGUAGES = fs.readdirSync(HOME + '/src/notice/files')
    .filter(name => name.endsWith('.lang')).map(name => name.slice(0, -5));

/* a catalog of few, so that pages of it are quick to look at */

const CATALOG = `
    privacy_catalog off;
    privacy_vendor adroll { name "AdRoll"; category marketing;
        purpose "Shows you our advertisements on other sites.";
        host .adroll.com; cookie __adroll*; lifetime 90d;
        optout "https://optout.test/"; policy "https://policy.test/"; }
    privacy_vendor meta { name "Meta Pixel"; category marketing;
        host connect.facebook.net; host www.facebook.com/tr; cookie _fbp;
        lifetime 90d; }
    privacy_vendor criteo { name "Criteo"; category marketing;
        host .criteo.net; lifetime 390d; }
    privacy_vendor tiktok { name "TikTok Pixel"; category marketing;
        host analytics.tiktok.com; }
    privacy_vendor google { name "Google Analytics"; category analytics;
        host www.googletagmanager.com; cookie _ga; lifetime 730d; }
    privacy_vendor hotjar { name "Hotjar"; category analytics;
        host static.hotjar.com; }
    privacy_vendor chat { name "Intercom"; category functional;
        host widget.intercom.io; }
    privacy_vendor youtube { name "YouTube"; category functional;
        embed www.youtube.com; }
    privacy_vendor own { name "Our own shop"; category necessary;
        host shop.test; }
`;

const TAGS = `
<script src="https://s.adroll.com/j/x/roundtrip.js" async></script>
<script src="https://connect.facebook.net/en_US/fbevents.js"></script>
<script src="https://www.googletagmanager.com/gtag/js?id=G-X" async></script>
`;

/* all that may be named in one notice */

const MANY = TAGS + `
<script src="https://static.criteo.net/c.js" async></script>
<script src="https://analytics.tiktok.com/t.js" async></script>
<script src="https://static.hotjar.com/h.js" async></script>
<script src="https://widget.intercom.io/i.js" async></script>
`;

function page(head, main) {
    return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Harbor Supply</title>
<style>
body { margin: 0; font: 17px/1.6 sans-serif; color: #222; background: #fff;
       text-align: center; letter-spacing: .02em }
header, main { max-width: 720px; margin: 0 auto; padding: 20px }
iframe, object { max-width: 100% }
button { background: pink; text-transform: uppercase }
label { float: left }
a { color: #a00 }
@media (prefers-color-scheme: dark) {
    body { color: #ddd; background: #151719 }
    a { color: #fbb }
}
</style>
${head}
</head>
<body>
<header><p>Harbor Supply</p></header>
<main>
<h1>Rope, canvas, brass</h1>
<p>Everything that a small boat needs.</p>
${main}
<p><a href="/policy.html">What we do with data</a></p>
</main>
</body>
</html>
`;
}

const VIDEO = '<iframe title="A video" width="560" height="315" ' +
              'src="https://www.youtube.com/embed/x"></iframe>';

const FILES = {
    'index.html': page(TAGS, VIDEO),
    'many.html': page(MANY, ''),
    'policy.html': page('', ''),
};


/* more: of the server; files: besides those above */

function site(more = '', files = {}) {
    const place = name => `location /${name}/ {
        alias PREFIX/html/;
        privacy_notice_position ${name};
    }`;

    return nginx(`
    ${CATALOG}
    map $arg_lang $tag { default $arg_lang; "" en; }
    map $arg_regime $how { default opt-in; opt-out opt-out; }

    server {
        listen 127.0.0.1:PORT;
        root html;

        privacy on;
        privacy_notice on;
        privacy_policy_url /policy.html;
        privacy_regime $how;
        privacy_language $tag;

        location /privacy/ { privacy_endpoint; }
        ${['bottom', 'top', 'dialog'].map(place).join('\n')}
        location /block/ { alias PREFIX/html/; privacy_tags block; }
        location /block-dialog/ {
            alias PREFIX/html/;
            privacy_tags block;
            privacy_notice_position dialog;
        }
        ${more}
    }
`, { ...FILES, ...files });
}


/* the cookie of a visitor who has chosen */

function decided(url, categories, rest = '') {
    return [{
        name: 'privacy_consent',
        value: `v1&t=${Math.floor(Date.now() / 1000)}&c=${categories}${rest}`,
        url,
    }];
}


module.exports = { LANGUAGES, decided, page, site };
