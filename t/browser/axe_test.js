/*
 * axe-core over all that visitors see: every state, theme, position and
 * language. Without PRIVACY_LONG the product of them is sampled.
 */

'use strict';

const fs = require('fs');
const { is, ok, run } = require('./lib');
const { LANGUAGES, decided, site } = require('./site');

const AXE = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const LONG = process.env.PRIVACY_LONG;

const OPTIONS = {
    resultTypes: ['violations', 'incomplete'],
    rules: { 'target-size': { enabled: true } },
};

const ALL = 'necessary+functional+analytics+marketing';

const PAGES = {
    bottom: { path: '/bottom/' },
    top: { path: '/top/' },
    dialog: { path: '/dialog/' },
    'bottom, open': { path: '/bottom/many.html', open: 1 },
    'dialog, open': { path: '/dialog/', open: 1 },
    'do not sell': { path: '/bottom/', regime: 'opt-out' },
    'do not sell, GPC': { path: '/bottom/', regime: 'opt-out', gpc: 1 },
    'opt-in, GPC': { path: '/dialog/', gpc: 1 },
    'a placeholder and the way back': { path: '/bottom/',
                                        cookie: 'necessary' },
    preferences: { path: '/privacy/', details: 1 },
    'preferences, decided': { path: '/privacy/?return=%2Fbottom%2F',
                              cookie: ALL, rest: '&n=adroll', details: 1 },
    'preferences, GPC': { path: '/privacy/', gpc: 1 },
    'one vendor': { path: '/privacy/optout/adroll' },
    'one vendor, refused': { path: '/privacy/optout/adroll', cookie: ALL,
                             rest: '&n=adroll' },
    declaration: { path: '/privacy/declaration' },
    error: { path: '/privacy/consent', post: 'action=nothing' },
};


async function look(chrome, server, name, lang, theme) {
    const what = PAGES[name];
    const context = await chrome.newContext({
        viewport: theme.includes('phone') ? { width: 375, height: 740 }
                                          : { width: 1280, height: 800 },
        colorScheme: theme.includes('dark') ? 'dark' : 'light',
        forcedColors: theme.includes('forced') ? 'active' : 'none',
        reducedMotion: 'reduce',
        extraHTTPHeaders: what.gpc ? { 'Sec-GPC': '1' } : {},
    });
    const page = await context.newPage();
    const label = `${name}, ${theme}, ${lang}`;

    try {
        if (what.cookie) {
            await context.addCookies(decided(server.url, what.cookie,
                                             what.rest));
        }

        const url = new URL(server.url + what.path);

        url.searchParams.set('lang', lang);
        if (what.regime) {
            url.searchParams.set('regime', what.regime);
        }

        if (what.post) {
            await page.goto(server.url + '/policy.html');
            await page.evaluate(([action, body]) => {
                const form = document.createElement('form');

                form.method = 'post';
                form.action = action;
                for (const [name, value] of new URLSearchParams(body)) {
                    const field = document.createElement('input');
                    field.name = name;
                    field.value = value;
                    form.append(field);
                }
                document.body.append(form);
                form.submit();
            }, [url.href, what.post]);
            await page.waitForURL(url.href);

        } else {
            await page.goto(url.href, { waitUntil: 'load' });
        }

        if (what.open) {
            await page.locator('#prv summary').click();
        }
        if (what.details) {
            await page.evaluate(() => document.querySelectorAll('details')
                                      .forEach(e => { e.open = true; }));
        }

        await page.evaluate(AXE);

        const found = await page.evaluate(options => axe.run(options),
                                          OPTIONS);
        const tell = list => list.flatMap(rule => rule.nodes.map(node =>
            `${rule.id}: ${node.target.join(' ')} ${node.failureSummary}`));

        is(tell(found.violations), [], label);

        /* what it could not measure is not known to be right; of a table on
           a phone a part is scrolled out of sight */

        if (!theme.includes('forced')) {
            is(tell(found.incomplete.filter(
                   rule => rule.id === 'color-contrast'))
                   .filter(line => !/phone/.test(theme)
                                   || !/^\S+ (.* )?(table|tr\S*) >/.test(line)),
               [],
               label + ': all contrasts were measured');
        }

    } finally {
        await context.close();
    }
}


run(async (web, chrome) => {
    const server = await site();

    try {
        const themes = ['desk light', 'phone dark', 'desk forced',
                        'phone light', 'desk dark'];

        if (LONG) {
            for (const lang of LANGUAGES) {
                for (const theme of themes) {
                    for (const name of Object.keys(PAGES)) {
                        await look(chrome, server, name, lang, theme);
                    }
                }
            }
            return;
        }

        /* every page in light and dark, and every language on some page */

        const rest = LANGUAGES.slice();

        for (const [i, name] of Object.keys(PAGES).entries()) {
            for (const theme of themes.slice(i % 2 ? 3 : 0, i % 2 ? 5 : 2)) {
                await look(chrome, server, name, rest.pop() || 'en', theme);
            }
        }

        for (const name of ['bottom, open', 'preferences']) {
            await look(chrome, server, name, 'en', 'desk forced');
        }

        ok(rest.length === 0, 'every language was looked at', rest);

    } finally {
        await server.stop();
    }
});
