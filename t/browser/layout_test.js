/*
 * In every language: the notice weighs less than 8 KB, nothing of it runs out
 * of its box or out of reach, and what is pressed has 44 px.
 */

'use strict';

const { is, ok, run } = require('./lib');
const { LANGUAGES, decided, site } = require('./site');

const LONG = process.env.PRIVACY_LONG;

const SIZES = [
    [320, 640], [375, 740], [1280, 800],
    [640, 400],         /* a desktop at 200 % */
];


/* what is too small, too wide or cut; runs in the page */

function wrong(root) {
    const found = [];
    const seen = e => e.checkVisibility({ visibilityProperty: true })
                      && e.getClientRects().length;

    if (document.documentElement.scrollWidth > innerWidth) {
        found.push('the page runs out at the side: '
                   + document.documentElement.scrollWidth);
    }

    for (const e of document.querySelectorAll(root + ' *')) {
        if (!seen(e) || e.closest('svg') || getComputedStyle(e).clipPath
                                            !== 'none')
        {
            continue;
        }

        const box = e.getBoundingClientRect();
        const name = `${e.localName} "${e.textContent.trim().slice(0, 40)}"`;

        if (!e.closest('.scroll')
            && (box.left < -.5 || box.right > innerWidth + .5))
        {
            found.push(`${name} is out of the window`);
        }

        if (e.scrollWidth > e.clientWidth + 1 && e.clientWidth
            && !e.matches('.scroll'))
        {
            found.push(`${name} runs out of its box`);
        }

        if (e.matches('a, button, summary, label:has(input), .switch')
            && !e.closest('h2') && !e.closest('td, th'))
        {
            const h = e.matches('.switch') ? box.height + 14 : box.height;

            if (h < 43.5 || box.width < 43.5) {
                found.push(`${name} is ${box.width} by ${box.height}`);
            }
        }
    }

    return found;
}


async function sizes(server) {
    const get = async (path, lang) => Buffer.from(await (await fetch(
        server.url + path + (lang ? '?lang=' + lang : ''),
        { headers: { 'Sec-Fetch-Dest': 'document' } })).arrayBuffer());

    const style = (await get('/privacy/notice.css')).length;
    const script = (await get('/privacy/notice.js')).length;

    ok(script < 3 * 1024, 'the script has less than 3 KB', script);

    for (const lang of LANGUAGES) {
        for (const [what, path] of [['bottom', '/bottom/many.html'],
                                    ['dialog', '/dialog/many.html']])
        {
            const page = await get(path, lang);
            const from = page.indexOf('<body>') + '<body>'.length;
            const to = page.indexOf('\n<header>');
            const all = to - from + style + script;

            ok(to > from && all < 8 * 1024,
               `${lang}, ${what}: less than 8 KB in all`, all);
        }
    }
}


async function layout(chrome, server, lang, size) {
    const context = await chrome.newContext({
        viewport: { width: size[0], height: size[1] },
        reducedMotion: 'reduce',
        isMobile: size[0] < 400,
    });

    await context.addInitScript(`window.wrong = ${wrong}`);

    const tab = await context.newPage();
    const at = `${lang}, ${size.join(' x ')}`;
    const look = async (root, name) =>
        is(await tab.evaluate(css => wrong(css), root), [], `${at}: ${name}`);

    try {
        for (const [name, path, open] of [
            ['bottom', '/bottom/many.html?', 1],
            ['dialog', '/dialog/many.html?', 1],
            ['do not sell', '/top/?regime=opt-out&', 0],
        ]) {
            await tab.goto(`${server.url}${path}lang=${lang}`,
                           { waitUntil: 'load' });
            await look('#prv', name);

            if (open) {
                await tab.locator('#prv summary').click();
                await look('#prv', name + ', open');

                /* the last of it can be scrolled to */

                const save = tab.locator('#prv button[value=save]');

                await save.scrollIntoViewIfNeeded();

                const box = await save.boundingBox();

                ok(box.y >= 0 && box.y + box.height <= size[1],
                   `${at}: ${name}, what saves is in reach`,
                   JSON.stringify(box));
            }
        }

        await context.addCookies(decided(server.url, 'necessary'));
        await tab.goto(`${server.url}/bottom/?lang=${lang}`,
                       { waitUntil: 'load' });
        await look('#prv-c', 'the way back');
        await look('.prv-p', 'a placeholder');

        for (const path of ['', 'optout/adroll', 'declaration']) {
            await tab.goto(`${server.url}/privacy/${path}?lang=${lang}`,
                           { waitUntil: 'load' });
            await tab.evaluate(() => document.querySelectorAll('details')
                                     .forEach(e => { e.open = true; }));
            await look('body', '/privacy/' + path);
        }

    } finally {
        await context.close();
    }
}


run(async (web, chrome) => {
    const server = await site();

    try {
        await sizes(server);

        /* every language at one width at least, the widest at all */

        for (const [i, lang] of LANGUAGES.entries()) {
            const some = LONG || ['ar', 'de', 'el'].includes(lang)
                         ? SIZES : [SIZES[i % SIZES.length]];

            for (const size of some) {
                await layout(chrome, server, lang, size);
            }
        }

    } finally {
        await server.stop();
    }
});
