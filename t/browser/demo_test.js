/*
 * The main job, end to end: the demo that "make run" serves, in a browser,
 * while every tracker host leads to a local server that counts.
 */

'use strict';

const { HOME, freePort, is, ok, run, sleep, start, to } = require('./lib');

const PAGES = ['/', '/blanket.html', '/journal.html', '/thanks.html'];

const COOKIES = {
    adroll: ['__adroll_fpc', '__ar_v4'],
    meta: ['_fbp'],
    google: ['_ga'],
};


/* visits every page and stays until its trackers have reported */

async function visit(context, base, web) {
    const page = await context.newPage();
    const seen = { errors: [], notices: 0, jsonld: 0, scripts: 0 };

    page.on('pageerror', e => seen.errors.push(e.message));
    web.take();

    for (const path of PAGES) {
        await page.goto(base + path, { waitUntil: 'load' });
        await sleep(250);

        seen.notices += await page.locator('button[value=accept]').count();
        seen.jsonld += await page
            .locator('script[type="application/ld+json"]').count();
        seen.scripts += await page.locator('script[src="/site.js"]').count();
    }

    seen.requests = web.take();
    seen.cookies = (await context.cookies()).map(c => c.name).sort();
    await page.close();

    return seen;
}


function refused(seen, vendors, state) {
    for (const vendor of vendors) {
        is(to(vendor, seen.requests), [], `${state}: no request to ${vendor}`);

        is((COOKIES[vendor] || []).filter(c => seen.cookies.includes(c)), [],
           `${state}: no cookie of ${vendor}`);
    }

    is(seen.errors, [], `${state}: no script of the page throws`);
}


function granted(seen, vendors, state) {
    for (const vendor of vendors) {
        ok(to(vendor, seen.requests).length > 0,
           `${state}: ${vendor} is asked`, seen.requests.join('\n'));

        is((COOKIES[vendor] || []).filter(c => !seen.cookies.includes(c)), [],
           `${state}: the cookies of ${vendor} are there`);
    }
}


function whole(seen, state) {
    is(seen.jsonld, PAGES.length, `${state}: structured data stays`);
    is(seen.scripts, PAGES.length, `${state}: the site's own script stays`);
    ok(seen.cookies.includes('shop_session'),
       `${state}: the session cookie stays`, seen.cookies);
}


const ALL = ['adroll', 'meta', 'google', 'youtube'];


async function choose(context, url, selector) {
    const page = await context.newPage();

    await page.goto(url, { waitUntil: 'load' });
    await Promise.all([
        page.waitForResponse(r => r.request().method() === 'POST'),
        page.locator(selector).first().click(),
    ]);
    await page.waitForLoadState('load');
    await sleep(250);
    await page.close();
}


run(async (web, chrome) => {
    const port = await freePort();
    const demo = await start(HOME + '/util/run', [], port, { PORT: port });
    const base = 'http://127.0.0.1:' + port;

    try {
        let context = await chrome.newContext();
        let seen = await visit(context, base, web);

        refused(seen, ALL, 'undecided');
        whole(seen, 'undecided');
        is(seen.notices, PAGES.length, 'undecided: one notice on each page');
        is(seen.requests, [], 'undecided: no request to anyone else');

        await choose(context, base + '/', 'button[name=action][value=accept]');
        seen = await visit(context, base, web);

        granted(seen, ALL, 'accepted');
        whole(seen, 'accepted');
        is(seen.notices, 0, 'accepted: no notice');

        await choose(context, base + '/privacy/optout/adroll',
                     'form[method=post] button, form[method=POST] button');
        seen = await visit(context, base, web);

        refused(seen, ['adroll'], 'without AdRoll');
        granted(seen, ['meta', 'google', 'youtube'], 'without AdRoll');
        whole(seen, 'without AdRoll');

        await choose(context, base + '/privacy/',
                     'button[name=action][value=reject]');
        seen = await visit(context, base, web);

        refused(seen, ALL, 'refused after all');
        whole(seen, 'refused after all');
        is(seen.notices, 0, 'refused after all: no notice');
        await context.close();


        context = await chrome.newContext();
        await choose(context, base + '/', 'button[name=action][value=reject]');
        seen = await visit(context, base, web);

        refused(seen, ALL, 'refused');
        whole(seen, 'refused');
        is(seen.notices, 0, 'refused: no notice');
        await context.close();


        context = await chrome.newContext();
        await choose(context, base + '/privacy/optout/adroll',
                     'form[method=post] button, form[method=POST] button');
        seen = await visit(context, base, web);

        refused(seen, ALL, 'undecided, without AdRoll');
        is(seen.notices, PAGES.length,
           'undecided, without AdRoll: the notice still asks');
        await context.close();


        context = await chrome.newContext({ javaScriptEnabled: false });
        seen = await visit(context, base, web);

        refused(seen, ALL, 'without JavaScript');
        is(seen.requests, [], 'without JavaScript: no request to anyone');

        await choose(context, base + '/', 'button[name=action][value=accept]');
        seen = await visit(context, base, web);

        ok(to('meta', seen.requests).length > 0
           && to('google', seen.requests).length > 0,
           'without JavaScript, accepted: the noscript tags load',
           seen.requests.join('\n'));
        await context.close();


        context = await chrome.newContext({
            extraHTTPHeaders: { 'Sec-GPC': '1' },
        });
        await choose(context, base + '/', 'button[name=action][value=accept]');
        seen = await visit(context, base, web);

        refused(seen, ['adroll', 'meta'], 'accepted, with Sec-GPC');
        ok(to('google', seen.requests).length > 0,
           'accepted, with Sec-GPC: analytics is not marketing',
           seen.requests.join('\n'));
        await context.close();

    } finally {
        await demo.stop();
    }
});
