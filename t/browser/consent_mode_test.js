/*
 * Google's Consent Mode, in a browser: what the tags would see, in the order
 * in which they would.
 */

'use strict';

const { is, nginx, ok, run, sleep, to } = require('./lib');

const PAGE = `<!doctype html><html><head><title>t</title>
<script async src="https://www.googletagmanager.com/gtag/js?id=G-1"></script>
<script>
    window.dataLayer = window.dataLayer || [];
    function gtag(){dataLayer.push(arguments)}
    gtag('js', new Date());
    gtag('config', 'G-1');
</script>
<script src="https://s.adroll.com/j/a.js"></script>
<noscript><iframe src="https://www.googletagmanager.com/ns.html?id=GTM-1"></iframe></noscript>
</head><body><p>text</p>
<script>gtag('event', 'page');</script>
</body></html>
`;


/* commands, in order: "consent default denied denied" is of ads, analytics */

function commands(page) {
    return page.evaluate(() => [...window.dataLayer].map(c =>
        c[0] === 'consent' ? `${c[0]} ${c[1]} ${c[2].ad_storage} `
                             + c[2].analytics_storage
                           : String(c[0])));
}


async function visit(chrome, web, name, conf, fn) {
    const site = await nginx(`
        server {
            listen 127.0.0.1:PORT;
            root html;
            privacy on;
            privacy_notice on;
            ${conf}
            location /privacy/ { privacy_endpoint; }
        }
    `, { 'index.html': PAGE });
    const context = await chrome.newContext();
    const page = await context.newPage();
    const errors = [];

    page.on('pageerror', e => errors.push(e.message));
    web.take();

    try {
        await page.goto(site.url + '/');
        await sleep(300);
        await fn(page, context);
        is(errors, [], `${name}: nothing throws`);
    } finally {
        await context.close();
        await site.stop();
    }
}


const DENIED = 'consent default denied denied';
const GRANTED = 'consent default granted granted';


async function accept(page) {
    await Promise.all([
        page.waitForNavigation(),
        page.click('#prv button[value=accept]'),
    ]);
    await sleep(300);
}


run(async (web, chrome) => {
    await visit(chrome, web, 'basic', 'privacy_consent_mode basic;',
        async page => {
            is((await commands(page))[0], DENIED, 'basic: denied, first');
            is(to('google', web.take()), [], 'basic: Google is not asked');

            await accept(page);
            is((await commands(page)).slice(0, 2), [GRANTED, 'js'],
               'basic: granted after the choice, first');
            ok(to('google', web.take()).length > 0,
               'basic: and Google is asked');
        });

    await visit(chrome, web, 'advanced', 'privacy_consent_mode advanced;',
        async (page, context) => {
            const requests = web.take();

            is(await commands(page), [DENIED, 'set', 'js', 'config', 'event'],
               'advanced: denied, ahead of what the page tells');
            ok(to('google', requests).some(u => /gtag\/js/.test(u)),
               'advanced: the tag loads', requests);
            ok(!requests.some(u => /ns\.html/.test(u)),
               'advanced: what cannot be told does not', requests);
            is(to('adroll', requests), [], 'advanced: nor do others');

            await accept(page);
            is((await commands(page))[0], GRANTED, 'advanced: granted');
            ok(to('adroll', web.take()).length > 0, 'advanced: and others');

            await page.goto(page.url() + 'privacy/?return=/');
            await page.locator('button[value=withdraw], button[value=reject]')
                      .first().click();
            await page.waitForLoadState('load');
            await page.goto(page.url().replace(/privacy.*/, ''));
            is((await commands(page))[0], DENIED, 'advanced: withdrawn');
        });

    await visit(chrome, web, 'block',
        'privacy_consent_mode basic; privacy_tags block;',
        async page => {
            is(await commands(page), [DENIED, 'set', 'event'],
               'block: denied');

            await page.click('#prv button[value=accept]');
            await page.waitForFunction(() => window.dataLayer.length > 5);
            is(await commands(page),
               [DENIED, 'set', 'event', 'consent update granted granted',
                'set', 'js', 'config'],
               'block: granted before what comes alive');
            await sleep(300);
            ok(to('google', web.take()).length > 0, 'block: and loads');
        });
});
