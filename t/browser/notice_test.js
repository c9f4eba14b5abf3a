/*
 * The notice in a browser: choosing with and without script, by keyboard, in
 * block mode without a reload; what is said to a screen reader; that nothing
 * moves; and placeholders.
 */

'use strict';

const { is, ok, run, sleep, to } = require('./lib');
const { decided, page, site } = require('./site');


/* scripts in block mode: some are slow, and all have to wait for each other */

const mark = 'data-privacy-category="marketing"';

const ORDER = page(`
<script>window.order = [];</script>
<script ${mark}>order.push(1);</script>
<script ${mark} src="/slow.js?2"></script>
<script ${mark}>order.push(3, document.currentScript.nonce);</script>
<script data-privacy-category="analytics">order.push('analytics');</script>
<script nonce="abc" ${mark}>window.nonced = true;</script>
<script src="https://s.adroll.com/j/x/roundtrip.js"></script>
`, `
<div id="marked" ${mark}><p>Shown later</p><script>order.push(4);</script>
<script src="/slow.js?5"></script></div>
<script ${mark} type="module">order.push(6);</script>
<script ${mark} type="text/javascript" src="/fast.js?7"></script>
<iframe title="A map" src="https://www.youtube.com/embed/map"></iframe>
`);

const FILES = {
    'order.html': ORDER,
    'based.html': page('<base href="https://cdn.example/x/">', '<p>x</p>'),
    'based-late.html': page('', '<base href="https://cdn.example/x/"><p>x'),
    'slow.js': '',
    'fast.js': '',
    'frames.html': page('', `
<iframe id="a" title="A" width="560" height="315"
        src="https://www.youtube.com/embed/a"></iframe>
<iframe id="b" title="B" width="100%" height="200"
        src="https://www.youtube.com/embed/b"></iframe>
<iframe id="c" title="C" src="https://www.youtube.com/embed/c"></iframe>
<iframe title="D" width="0" height="0"
        src="https://www.youtube.com/embed/d"></iframe>
<iframe title="E" src="https://www.youtube.com/embed/e"
        style="width: 9px; Display : none"></iframe>
<iframe title="F" hidden src="https://www.youtube.com/embed/f"></iframe>
`),
};

const cookie = async context =>
    (await context.cookies()).find(c => c.name === 'privacy_consent');


async function visit(chrome, url, options = {}, cookies = []) {
    const context = await chrome.newContext({ reducedMotion: 'reduce',
                                              ...options });

    await context.addCookies(cookies);

    const tab = await context.newPage();

    /* each script says which it was, the slow ones late */

    await tab.route(/\/(slow|fast)\.js/, async route => {
        const request = route.request().url();

        await sleep(request.includes('slow') ? 120 : 0);
        await route.fulfill({
            contentType: 'text/javascript',
            body: `order.push(${request.split('?')[1]});`,
        });
    });

    tab.posts = [];
    tab.loads = 0;
    tab.on('request', r => r.method() === 'POST'
           && r.url().startsWith(new URL(url).origin) && tab.posts.push(r));
    tab.on('load', () => tab.loads++);

    await tab.goto(url, { waitUntil: 'load' });
    return { context, tab };
}


async function gone(tab) {
    await tab.locator('#prv').waitFor({ state: 'detached', timeout: 5000 });
}


async function choosing(web, chrome, server) {
    let { context, tab } = await visit(chrome, server.url + '/bottom/');

    web.take();
    await tab.evaluate(() => { window.stayed = true; });
    await tab.getByRole('button', { name: 'Reject all' }).click();
    await gone(tab);

    ok(await tab.evaluate(() => window.stayed), 'reject: no reload');
    ok(/&c=necessary&/.test((await cookie(context)).value),
       'reject: is remembered');
    is(web.take(), [], 'reject: nobody is asked');
    is(tab.posts.map(r => new URL(r.url()).pathname), ['/privacy/consent'],
       'reject: one request');
    await context.close();


    ({ context, tab } = await visit(chrome, server.url + '/bottom/'));
    await tab.getByRole('button', { name: 'Accept all' }).click();
    await gone(tab);
    await tab.waitForLoadState('load');
    await sleep(200);

    ok(to('adroll', web.take()).length > 0, 'accept: what was stripped comes '
       + 'with a reload');
    is(tab.posts.length, 1, 'accept: one post');
    await context.close();


    /* what runs already cannot be taken back: the page is loaded again */

    ({ context, tab } = await visit(chrome,
                                server.url + '/bottom/?regime=opt-out'));
    await tab.evaluate(() => { window.stayed = true; });
    await tab.getByRole('button', { name: 'Do not sell or share my data' })
        .click();
    await gone(tab);
    await tab.waitForLoadState('load');
    await tab.waitForFunction(() => !window.stayed);

    ok(/&c=necessary\+functional\+analytics&/
       .test((await cookie(context)).value),
       'do not sell: all but marketing, and a reload');
    await context.close();


    /* a server that does not answer as it should: the plain form is sent */

    ({ context, tab } = await visit(chrome, server.url + '/bottom/'));
    await tab.route('**/privacy/consent', route =>
        route.request().headers().accept === 'application/json'
        ? route.fulfill({ status: 500, body: 'no' }) : route.continue());
    await tab.getByRole('button', { name: 'Reject all' }).click();
    await gone(tab);

    ok(/&c=necessary&/.test((await cookie(context)).value),
       'a request that fails: the form is posted instead');
    await context.close();
}


async function blocked(web, chrome, server) {
    web.take();

    let { context, tab } = await visit(chrome,
                                       server.url + '/block/order.html');

    await sleep(300);
    is(await tab.evaluate(() => order), [], 'block: nothing runs before');
    is(web.take(), [], 'block: nobody is asked before');
    ok(!await tab.getByText('Shown later').isVisible(),
       'block: marked content is not there before');

    await tab.evaluate(() => {
        window.stayed = true;
        document.addEventListener('privacy', e => { window.told = e.detail; });
    });
    await tab.getByRole('button', { name: 'Accept all' }).click();
    await gone(tab);
    await tab.waitForFunction(() => order.includes(7));

    const order = await tab.evaluate(() => order);

    is(order.filter(n => typeof n === 'number' && n !== 6),
       [1, 2, 3, 4, 5, 7], 'block: scripts run in the order of the document');
    ok(order.includes(6), 'block: modules run, too');
    ok(order.includes('analytics'), 'block: all categories');
    ok(await tab.evaluate(() => window.stayed), 'block: no reload');
    ok(await tab.getByText('Shown later').isVisible(),
       'block: marked content is there');
    await sleep(200);

    const asked = web.take();

    ok(to('adroll', asked).length > 0, 'block: a blocked tag is asked');
    ok(to('youtube', asked).length > 0, 'block: a blocked frame is asked');
    is(await tab.evaluate(() => window.told.consent),
       ['necessary', 'functional', 'analytics', 'marketing'],
       'block: the page is told');
    await context.close();


    /* one category of several */

    ({ context, tab } = await visit(chrome, server.url +
                                    '/block-dialog/order.html'));
    await tab.getByText('Choose', { exact: true }).click();
    await tab.getByRole('checkbox', { name: 'Statistics' }).check();
    await tab.getByRole('button', { name: 'Save my choice' }).click();
    await gone(tab);
    await sleep(300);

    is(await tab.evaluate(() => order), ['analytics'],
       'choose: one category alone');
    is(web.take(), [], 'choose: nobody else is asked');
    ok(/&c=necessary\+analytics&/.test((await cookie(context)).value),
       'choose: is remembered');
    await context.close();


    /* a page with a policy of its own: nonces are kept */

    ({ context, tab } = await visit(chrome,
                                    server.url + '/strict/order.html'));
    await tab.getByRole('button', { name: 'Accept all' }).click();
    await gone(tab);
    await sleep(600);
    ok((await tab.evaluate(() => window.order)) === undefined,
       'a policy: scripts without its nonce do not run');
    ok(await tab.evaluate(() => window.nonced),
       'a policy: those that have it do');
    await context.close();
}


async function keyboard(chrome, server) {
    let { context, tab } = await visit(chrome, server.url + '/bottom/');
    const focused = () => tab.evaluate(() =>
        (document.activeElement.textContent || '').trim());
    const press = async (...keys) => {
        for (const key of keys) {
            await tab.keyboard.press(key);
        }
    };

    is(await focused() !== '' && await tab.evaluate(() =>
        document.activeElement === document.body), true,
       'a bar does not take the focus');

    await press('Tab');
    is(await focused(), 'Privacy policy', 'the notice comes first');
    await press('Tab', 'Tab');
    is(await focused(), 'Accept all', 'then its buttons');
    await press('Tab', 'Tab');
    is(await focused(), 'Choose', 'and what there is to choose');
    await press('Enter', 'Tab', 'Space', 'Tab', 'Tab', 'Tab');
    is(await focused(), 'Save my choice', 'checkboxes, and what saves them');
    await press('Enter');
    await gone(tab);
    await tab.waitForLoadState('load');
    ok(/&c=necessary\+functional&/.test((await cookie(context)).value),
       'chosen by keyboard alone');
    await context.close();


    ({ context, tab } = await visit(chrome, server.url + '/bottom/'));
    await press('Tab', 'Tab', 'Tab', 'Tab', 'Enter');
    await gone(tab);
    is(await focused(), 'Privacy choices',
       'the focus goes on at the way back to the choices');
    await press('Enter');
    await tab.waitForURL('**/privacy/**');
    is(await tab.title(), 'Privacy choices', 'which leads there');
    await context.close();


    ({ context, tab } = await visit(chrome, server.url + '/bottom/'));
    await press('Tab', 'Escape');
    await gone(tab);
    is(await cookie(context), undefined, 'Escape: no choice is made');
    await tab.reload();
    ok(await tab.locator('#prv').isVisible(), 'Escape: it asks again');
    await context.close();


    /* a dialog holds the focus */

    ({ context, tab } = await visit(chrome, server.url + '/dialog/'));
    is(await tab.evaluate(() => document.activeElement.id), 'prv',
       'dialog: takes the focus');

    const outside = [];

    for (let i = 0; i < 15; i++) {
        await press('Tab');
        outside.push(await tab.evaluate(() => {
            const e = document.activeElement;
            return e === document.body || e.closest('#prv') ? null
                   : e.outerHTML;
        }));
    }

    is(outside.filter(Boolean), [], 'dialog: Tab stays inside');

    const link = tab.locator('main a').first();

    await link.evaluate(e => e.focus());
    ok(!await link.evaluate(e => e === document.activeElement),
       'dialog: what is behind cannot take the focus');
    await tab.mouse.click(5, 5);
    await press('Escape');
    await gone(tab);
    is(await cookie(context), undefined, 'dialog: Escape makes no choice');
    await link.evaluate(e => e.focus());
    ok(await link.evaluate(e => e === document.activeElement),
       'dialog: the page is free again');
    await context.close();
}


async function said(chrome, server) {
    let { context, tab } = await visit(chrome, server.url + '/bottom/');
    const tree = await tab.locator('body').ariaSnapshot();

    ok(/^- region "Your privacy, your choice":/.test(tree),
       'a screen reader finds a region by its heading, first', tree);
    ok(/heading "Your privacy, your choice" \[level=2\]/.test(tree),
       'a heading', tree);
    ok(/AdRoll and Meta Pixel would like to recognize this browser for 90 days, to show you advertisements on other sites\. Google Analytics would like to measure/
       .test(tree), 'who wants what: those that the page held back', tree);
    for (const name of ['Accept all', 'Reject all']) {
        ok(tree.includes(`button "${name}"`), `a button: ${name}`, tree);
    }
    await context.close();


    ({ context, tab } = await visit(chrome, server.url + '/dialog/'));

    const dialog = tab.getByRole('dialog', {
        name: 'Your privacy, your choice',
        description: /AdRoll and Meta Pixel would like/,
    });

    is(await dialog.count(), 1, 'a dialog has a name and a description');
    is(await dialog.evaluate(e => e.matches(':modal')), true, 'and is modal');
    await context.close();


    ({ context, tab } = await visit(chrome, server.url + '/privacy/', {},
                               decided(server.url, 'necessary+analytics')));
    is(await tab.getByRole('switch', { checked: true }).count(), 1,
       'the page of choices has switches, that say what is on');
    ok(/You made this choice on \d{4}-\d\d-\d\d/
       .test(await tab.getByRole('status').textContent()),
       'and a status');

    await tab.getByRole('button', { name: 'Withdraw my choice' }).click();
    await tab.waitForLoadState('load');
    is(await cookie(context), undefined, 'withdrawn, in one click');
    await context.close();


    ({ context, tab } = await visit(chrome, server.url
                                    + '/bottom/?regime=opt-out', {
        extraHTTPHeaders: { 'Sec-GPC': '1' },
    }));
    ok(await tab.getByRole('region', { name: 'Opt-out signal honored' })
       .isVisible(), 'with GPC it says that the signal is honored');
    await tab.getByRole('button', { name: 'Got it' }).click();
    await gone(tab);
    await tab.waitForLoadState('load');
    is(await tab.locator('#prv').count(), 0, 'and asks no more');
    await context.close();
}


/* nothing moves, and nothing runs away */

async function calm(chrome, server) {
    for (const where of ['bottom', 'top', 'dialog']) {
        const { context, tab } = await visit(chrome,
                                             `${server.url}/${where}/`,
                                             { reducedMotion: 'no-preference' });
        const place = () => tab.locator('h1').boundingBox();
        const before = await place();

        await sleep(400);
        is(await tab.evaluate(() => new Promise(resolve => {
            new PerformanceObserver(list =>
                resolve(list.getEntries().map(e => e.value)))
                .observe({ type: 'layout-shift', buffered: true });
            setTimeout(resolve, 300, []);
        })), [], `${where}: no layout shift`);
        is(await tab.locator('#prv form').evaluate(e =>
            getComputedStyle(e).animationName), 'prv', `${where}: it moves`);

        await tab.emulateMedia({ reducedMotion: 'reduce' });
        is(await tab.locator('#prv form').evaluate(e =>
            getComputedStyle(e).animationName), 'none',
           `${where}: not where less motion is asked for`);

        await tab.locator('#prv').evaluate(e => e.remove());
        is(await place(), before, `${where}: the page is where it was`);
        await context.close();
    }

    const { context, tab } = await visit(chrome, server.url + '/bottom/',
        { colorScheme: 'dark' });

    /* Chromium asks for an icon by itself, sooner or later */

    is(await tab.evaluate(() => performance.getEntriesByType('resource')
           .map(e => new URL(e.name).pathname)
           .filter(path => path !== '/favicon.ico').sort()),
       ['/privacy/notice.css', '/privacy/notice.js',
        '/privacy/placeholder.css'],
       'nothing is loaded but styles and a script of its own');
    await context.close();
}


/* all of it as plain forms */

async function plain(web, chrome, server) {
    let { context, tab } = await visit(chrome, server.url + '/bottom/?a=b',
                                       { javaScriptEnabled: false });

    await tab.getByText('Choose', { exact: true }).click();
    await tab.getByRole('checkbox', { name: 'Marketing' }).check();
    await tab.getByRole('button', { name: 'Save my choice' }).click();
    await tab.waitForLoadState('load');

    is(new URL(tab.url()).pathname + new URL(tab.url()).search,
       '/bottom/?a=b', 'without script: back where it was');
    ok(/&c=necessary\+marketing&/.test((await cookie(context)).value),
       'without script: is remembered');
    await context.close();


    ({ context, tab } = await visit(chrome, server.url + '/dialog/',
                                    { javaScriptEnabled: false }));
    await tab.getByRole('button', { name: 'Reject all' }).click();
    await tab.waitForLoadState('load');
    ok(/&c=necessary&/.test((await cookie(context)).value),
       'without script: a dialog, too');
    await context.close();


    /* without style it stands on top of the page, and works */

    ({ context, tab } = await visit(chrome, 'about:blank'));
    await tab.route('**/*.css*', route => route.abort());
    await tab.goto(server.url + '/bottom/');

    const top = async css => (await tab.locator(css).boundingBox()).y;

    ok(await top('#prv') < await top('header'),
       'without style: first on the page');
    for (const name of ['Accept all', 'Reject all', 'Save my choice']) {
        ok(await tab.getByRole('button', { name }).isVisible(),
           `without style: ${name}`);
    }
    await tab.getByRole('button', { name: 'Reject all' }).click();
    await gone(tab);
    ok(/&c=necessary&/.test((await cookie(context)).value),
       'without style: is remembered');
    await context.close();


    /* placeholders: the frame's size, and who would be there */

    const sizes = tab => tab.evaluate(() =>
        [...document.querySelectorAll('#a, #b, #c, .prv-p')]
        .map(e => e.getBoundingClientRect())
        .map(r => [Math.round(r.width), Math.round(r.height)]));

    ({ context, tab } = await visit(chrome, server.url
                                    + '/bottom/frames.html',
                                    { javaScriptEnabled: false },
                                    decided(server.url,
                                            'necessary+functional')));

    const frames = await sizes(tab);

    await context.close();

    ({ context, tab } = await visit(chrome, server.url
                                    + '/bottom/frames.html',
                                    { javaScriptEnabled: false },
                                    decided(server.url, 'necessary')));
    const boxes = await sizes(tab);

    /* a frame's border is outside of what its attributes say */

    is(boxes.map(([w, h], i) => Math.abs(w - frames[i][0]) <= 4
                                && Math.abs(h - frames[i][1]) <= 4),
       [true, true, true], 'placeholders have the size of their frames '
       + JSON.stringify([boxes, frames]));
    is(await tab.getByText('To show this content, your browser has to '
                           + 'contact YouTube.').count(), 3,
       'and say whose they are');

    web.take();
    await tab.getByRole('button', { name: 'Load once' }).first().click();
    await tab.waitForLoadState('load');
    await sleep(200);
    ok(to('youtube', web.take()).length > 0, 'load once: loads');
    await tab.reload({ waitUntil: 'load' });
    await sleep(200);
    is(to('youtube', web.take()), [], 'load once: is once');

    await tab.getByRole('button', { name: 'Always load YouTube' }).first()
        .click();
    await tab.waitForLoadState('load');
    await tab.reload({ waitUntil: 'load' });
    await sleep(200);
    ok(to('youtube', web.take()).length > 0, 'always: is always');
    ok(/&c=necessary&y=youtube&/.test((await cookie(context)).value),
       'always: one vendor, and nobody else');
    await context.close();
}


/* a choice stays here, wherever the page's own URLs lead */

async function based(web, chrome, server) {
    for (const [name, javaScriptEnabled] of [['based', true],
        ['based', false], ['based-late', true]])
    {
        const how = `${name}, ${javaScriptEnabled ? '' : 'no '}script`;

        web.take();

        const { context, tab } = await visit(chrome,
            `${server.url}/bottom/${name}.html`, { javaScriptEnabled });

        ok(await tab.evaluate(() => [...document.styleSheets]
            .some(s => /privacy.notice.css/.test(s.href))),
           `${how}: the notice has its style`);
        await tab.getByRole('button', { name: 'Reject all' }).click();
        await gone(tab);

        ok(/&c=necessary&/.test((await cookie(context)).value),
           `${how}: the choice is remembered`);
        is(web.take().filter(u => /cdn.example.*privacy/.test(u)), [],
           `${how}: another host is not told`);
        await context.close();
    }
}


run(async (web, chrome) => {
    const server = await site(`
        location /strict/ {
            alias PREFIX/html/;
            privacy_tags block;
            add_header Content-Security-Policy
                "script-src 'nonce-abc' 'self'; style-src 'nonce-abc' 'self'";
        }
    `, FILES);

    try {
        await choosing(web, chrome, server);
        await blocked(web, chrome, server);
        await keyboard(chrome, server);
        await said(chrome, server);
        await calm(chrome, server);
        await plain(web, chrome, server);
        await based(web, chrome, server);
    } finally {
        await server.stop();
    }
});
