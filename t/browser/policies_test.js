/*
 * What is put into a page, under the policies that pages have, in a browser:
 * the page's own scripts run as before, the defaults of Consent Mode are
 * there before them, and the notice can be answered, with its script or
 * without.
 */

'use strict';

const crypto = require('crypto');
const { is, nginx, ok, run, sleep, to } = require('./lib');

const OWN = "window.own = (window.dataLayer || []).length;";
const HASH = "'sha256-"
    + crypto.createHash('sha256').update(OWN).digest('base64') + "'";

/* name, policy, are the defaults told?, does notice.js run? */

const POLICIES = [
    ['none', '', true, true],
    ['unsafe-inline', "script-src 'self' 'unsafe-inline'", true, true],
    ['unsafe-inline in default-src',
     "default-src 'self' 'unsafe-inline'; img-src *", true, true],
    ['nonce', "default-src 'self'; script-src 'nonce-r4nd0m'", true, true],
    ['hash and self', `script-src 'self' ${HASH}`, true, true],
    ['hash', `script-src ${HASH}; style-src 'none'`, true, false],
    ['strict-dynamic, nonce',
     "script-src 'strict-dynamic' 'nonce-r4nd0m' 'unsafe-inline' https:",
     true, true],
    ['strict-dynamic, hash', `script-src 'strict-dynamic' ${HASH}`, true,
     false],
    ['several in one field',
     `default-src 'self' ${HASH}, script-src 'nonce-r4nd0m' ${HASH}`,
     true, true],
];


function page(head) {
    return '<!doctype html><html><head>' + head + '<title>t</title>'
        + `<script nonce="r4nd0m">${OWN}</script>`
        + '<script src="https://s.adroll.com/j/a.js"></script>'
        + '</head><body><p>text</p></body></html>';
}


async function visit(chrome, web, url, name, told, runs) {
    const context = await chrome.newContext();
    const view = await context.newPage();
    const errors = [];

    view.on('pageerror', e => errors.push(e.message));
    view.on('console', m => {
        if (/gtag|dataLayer|consent/.test(m.text())) {
            errors.push(m.text());
        }
    });

    web.take();
    await view.goto(url);

    const got = await view.evaluate(() => ({
        own: window.own,
        first: window.dataLayer && [...window.dataLayer[0]].slice(0, 2),
        storage: window.dataLayer && window.dataLayer[0][2].ad_storage,
    }));

    ok(got.own !== undefined, `${name}: the page's own script runs`);
    is(got.first, told ? ['consent', 'default'] : null,
       `${name}: the defaults are told`);
    is(got.storage, told ? 'denied' : null, `${name}: and deny`);
    ok(!told || got.own > 0, `${name}: before any other script`);

    const reject = view.locator('#prv button[value=reject]');

    ok(await reject.isVisible(), `${name}: the notice is there`);

    /* with its script there is no other page, without there is */

    const request = view.waitForRequest(r => r.method() === 'POST');

    await reject.click();
    is((await request).isNavigationRequest(), !runs,
       `${name}: it is answered ` + (runs ? 'by its script' : 'as a form'));
    await sleep(300);
    is(await view.locator('#prv').count(), 0, `${name}: and is gone`);

    is((await context.cookies()).map(c => c.name), ['privacy_consent'],
       `${name}: the choice is kept`);
    is(errors, [], `${name}: nothing of ours is complained of`);
    is(to('adroll', web.take()), [], `${name}: nobody else is asked`);

    await context.close();
}


run(async (web, chrome) => {
    const files = {};
    let locations = '';

    POLICIES.forEach(([, policy], i) => {
        files[`field${i}/index.html`] = page('');
        files[`meta${i}/index.html`] = page(policy
            ? `<meta http-equiv="Content-Security-Policy" content="${policy}">`
            : '');
        locations += `location /field${i}/ { `
            + (policy ? `add_header Content-Security-Policy "${policy}";` : '')
            + ' }\n';
    });

    const site = await nginx(`
        server {
            listen 127.0.0.1:PORT;
            root html;
            privacy on;
            privacy_notice on;
            privacy_consent_mode basic;
            location /privacy/ { privacy_endpoint; }
            ${locations}
        }
    `, files);

    try {
        for (let i = 0; i < POLICIES.length; i++) {
            const [name, , told, runs] = POLICIES[i];

            await visit(chrome, web, `${site.url}/field${i}/`,
                        `field: ${name}`, told, runs);
        }

        /* a meta's nonce is not known: files of the site alone may run */

        for (let i = 1; i < POLICIES.length; i++) {
            const [name, policy, told] = POLICIES[i];
            const scripts = /script-src ([^;]*)/.exec(policy);
            const runs = /'self'/.test(scripts ? scripts[1] : policy)
                         && !policy.includes(',');

            await visit(chrome, web, `${site.url}/meta${i}/`,
                        `meta: ${name}`, told, runs);
        }
    } finally {
        await site.stop();
    }
});
