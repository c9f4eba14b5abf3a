/*
 * The status page as an operator sees it: who was held back today, light and
 * dark, on a desk and on a phone, without a request to anywhere else.
 */

'use strict';

const fs = require('fs');
const { is, nginx, ok, run, to } = require('./lib');

const AXE = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

const HOSTS = Array.from({ length: 30 }, (_, i) =>
    `<img src="//a-long-name-that-nobody-knows-${i}.of-a-partner.test/">`);

const PAGE = `<!DOCTYPE html><html><body>
<script src="https://s.adroll.com/j/x/roundtrip.js"></script>
<script src="https://connect.facebook.net/en_US/fbevents.js"></script>
<script src="https://www.googletagmanager.com/gtag/js?id=G-X"></script>
${HOSTS.join('\n')}</body></html>`;

const THEMES = {
    'desk, light': [1200, 'light'], 'desk, dark': [1200, 'dark'],
    'phone, light': [360, 'light'], 'phone, dark': [360, 'dark'],
};


async function look(chrome, url, name) {
    const [width, colorScheme] = THEMES[name];
    const context = await chrome.newContext({
        viewport: { width, height: 800 }, colorScheme,
    });
    const page = await context.newPage();
    const asked = [], errors = [];

    page.on('request', r => asked.push(r.url()));
    page.on('console', m => m.type() === 'error' && errors.push(m.text()));
    page.on('pageerror', e => errors.push(e.message));

    await page.goto(url + '/status', { waitUntil: 'load' });

    is(asked.filter(u => !u.startsWith(url)), [],
       `${name}: it asks nobody else`);
    is(errors.filter(t => !t.includes('favicon')), [],
       `${name}: and is in no one's way`);
    ok(await page.evaluate(() =>
           document.documentElement.scrollWidth <= innerWidth),
       `${name}: nothing stands out of it`);

    const first = page.locator('tbody tr').first();

    ok(/AdRoll|Meta Pixel|Google Analytics/.test(await first.innerText()),
       `${name}: vendors have their names`, await first.innerText());
    is(await first.locator('.bar i').evaluate(e =>
           Math.round(e.offsetWidth / e.parentNode.offsetWidth * 100)), 100,
       `${name}: the largest has the longest bar`);
    ok(await first.locator('.bar i').evaluate(e =>
           e.offsetHeight > 3
           && getComputedStyle(e).backgroundColor !== 'rgba(0, 0, 0, 0)'),
       `${name}: which can be seen`);
    ok((await page.innerText('main')).includes('10 more'),
       `${name}: a long table is cut, and says so`);

    await page.evaluate(AXE);

    const found = await page.evaluate(() => axe.run());

    is(found.violations.flatMap(rule => rule.nodes.map(node =>
           `${rule.id}: ${node.target.join(' ')} ${node.failureSummary}`)),
       [], `${name}: axe finds nothing`);

    await context.close();
}


run(async (web, chrome) => {
    const server = await nginx(`
        privacy_zone z:256k;
        server {
            listen 127.0.0.1:PORT;
            root PREFIX/html;
            privacy on;
            location = /status { privacy_status; }
        }
    `, { 'index.html': PAGE });

    try {
        const context = await chrome.newContext();
        const page = await context.newPage();

        await page.goto(server.url + '/index.html');
        await page.goto(server.url + '/index.html');
        is(to('adroll', web.take()), [], 'a page is gated');
        await context.close();

        for (const name of Object.keys(THEMES)) {
            await look(chrome, server.url, name);
        }

    } finally {
        await server.stop();
    }
});
