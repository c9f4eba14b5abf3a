/*
 * The back button after a withdrawal: neither the page that the browser has
 * kept alive, nor one that it has stored, goes on with its trackers.
 */

'use strict';

const { is, nginx, ok, run, sleep, to } = require('./lib');

const PAGE = `<!doctype html><html><head><title>NAME</title>
<script src="https://s.adroll.com/j/NAME.js"></script>
<script>
    addEventListener('pageshow', e => { window.shown = e.persisted; });
    setInterval(() => {
        if (document.querySelector('script[src*=adroll]'))
            new Image().src = 'https://d.adroll.com/alive/' + Date.now();
    }, 100);
</script></head><body><p>text</p><a id="next" href="/b.html">b</a></body></html>
`;

const FILES = {
    'a.html': PAGE.replaceAll('NAME', 'a'),
    'b.html': PAGE.replaceAll('NAME', 'b'),
};

const SITE = `
    server {
        listen 127.0.0.1:PORT;
        root html;
        privacy on;
        privacy_notice on;
        CACHE
        location /privacy/ { privacy_endpoint; }
    }
`;


/* a page that was kept alive is not loaded again */

async function back(page) {
    await page.evaluate(() => history.back()).catch(() => {});
    await sleep(600);
}


async function visit(chrome, web, name, cache) {
    const site = await nginx(SITE.replace('CACHE', cache), FILES);
    const context = await chrome.newContext();
    const page = await context.newPage();

    try {
        await page.goto(site.url + '/a.html');
        await Promise.all([
            page.waitForNavigation(),
            page.click('button[value=accept]'),
        ]);
        await page.waitForFunction(
            () => document.querySelector('script[src*=adroll]'));
        await sleep(300);
        ok(to('adroll', web.take()).length > 1, `${name}: the tracker runs`);

        /* that a page is kept alive is what this is about */

        await page.click('#next');
        await page.waitForURL('**/b.html');
        await back(page);
        ok(to('adroll', web.take()).length > 0,
           `${name}: and after Back, too`);
        console.log(`# ${name}: from the back/forward cache: `
                    + await page.evaluate(() => window.shown));

        await page.goto(site.url + '/privacy/?return=/b.html');
        await page.locator('button[value=withdraw], button[value=reject]')
                  .first().click();
        await page.waitForLoadState('load');
        await sleep(200);
        web.take();

        for (let i = 0; i < 3; i++) {
            await back(page);

            const where = page.url().replace(site.url, '');

            is(to('adroll', web.take()), [],
               `${name}: Back to ${where}: no request`);
            is(await page.locator('script[src*=adroll]').count(), 0,
               `${name}: Back to ${where}: no tag`);
        }
    } finally {
        await context.close();
        await site.stop();
    }
}


run(async (web, chrome) => {
    await visit(chrome, web, 'plain', '');
    await visit(chrome, web, 'fresh for an hour',
                'add_header Cache-Control max-age=3600;');
}, { ignoreDefaultArgs: ['--disable-back-forward-cache'] });
