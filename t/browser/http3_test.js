/*
 * HTTP/3, where the nginx has it: Chromium is the client.
 */

'use strict';

const crypto = require('crypto');
const { execFileSync } = require('child_process');
const { TMP, browser, done, is, nginx, ok } = require('./lib');

const BIG = Array.from({ length: 5000 }, (_, i) =>
    `<p>paragraph ${i}</p><script src="https://s.adroll.com/${i}.js"></script>`
).join('\n');

const PAGE = '<!doctype html><html><head><title>t</title>\n'
    + '<script>window.own = 1</script></head><body>' + BIG
    + '<p id="end">end</p></body></html>';


/* a built-in flag of nginx, by its -V */

function has(name) {
    try {
        return execFileSync('sh', ['-c',
            '"$0" -V 2>&1', process.env.PRIVACY_NGINX]).includes(name);
    } catch (e) {
        return false;
    }
}


async function main() {
    const key = TMP + '/site.key', crt = TMP + '/site.crt';

    execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes',
                             '-days', '2', '-subj', '/CN=site.test',
                             '-addext', 'subjectAltName=DNS:site.test',
                             '-keyout', key, '-out', crt],
                 { stdio: 'ignore' });

    const spki = crypto.createHash('sha256').update(
        execFileSync('sh', ['-c', 'openssl x509 -in "$0" -pubkey -noout'
            + ' | openssl pkey -pubin -outform der', crt])).digest('base64');

    const site = await nginx(`
        server {
            listen 127.0.0.1:PORT quic reuseport;
            listen 127.0.0.1:PORT ssl;
            ssl_certificate ${crt};
            ssl_certificate_key ${key};
            ssl_protocols TLSv1.3;
            root html;
            privacy on;
            privacy_notice on;
            location / {
                add_header Set-Cookie "__adroll_fpc=1; Path=/";
                add_header Set-Cookie "sid=1; Path=/";
            }
            location /privacy/ { privacy_endpoint; }
            location = /echo { default_type text/plain; return 200 "[$http_cookie]"; }
        }
    `, { 'index.html': PAGE });

    const origin = 'https://site.test:' + site.port;
    const chrome = await browser(0, {
        args: ['--headless', '--no-sandbox', '--disable-gpu', '--enable-quic',
               '--origin-to-force-quic-on=site.test:' + site.port,
               '--ignore-certificate-errors-spki-list=' + spki,
               '--host-resolver-rules=MAP site.test 127.0.0.1, MAP * ~NOTFOUND'
               + ', EXCLUDE 127.0.0.1'],
    });

    try {
        const context = await chrome.newContext();
        const page = await context.newPage();
        const protocol = () => page.evaluate(() =>
            performance.getEntriesByType('navigation')[0].nextHopProtocol);
        const tags = () => page.locator('script[src*="adroll"]').count();
        const names = async () =>
            (await context.cookies()).map(c => c.name).sort();

        await page.goto(origin + '/');
        is(await protocol(), 'h3', 'HTTP/3');
        is(await tags(), 0, 'undecided: no tags');
        is(await page.locator('#end').count(), 1, 'and the whole page');
        is(await names(), ['sid'], 'no refused cookie');

        await Promise.all([
            page.waitForNavigation({ waitUntil: 'commit' }),
            page.click('#prv button[value=accept]'),
        ]);
        await page.locator('#end').waitFor({ state: 'attached' });
        is(await protocol(), 'h3', 'accepted: HTTP/3 still');
        is(await tags(), 5000, 'accepted: all tags');
        is(await names(), ['__adroll_fpc', 'privacy_consent', 'sid'],
           'accepted: all cookies');

        await page.evaluate(() => fetch('/privacy/consent', {
            method: 'POST', body: new URLSearchParams('action=reject') }));
        await page.reload();
        is(await tags(), 0, 'rejected: no tags');
        is(await names(), ['privacy_consent', 'sid'],
           'rejected: the cookie is expired');

        const echo = await page.evaluate(() =>
            fetch('/echo').then(r => r.text()));
        ok(/sid=1/.test(echo) && !/adroll/.test(echo),
           'rejected: what goes upstream is clean', echo);
    } finally {
        await chrome.close();
        await site.stop();
    }
}


if (has('http_v3_module')) {
    main().catch(e => ok(false, 'ran to its end', e.stack || e)).then(done);

} else {
    console.log('1..0 # SKIP no HTTP/3 in this nginx');
}
