/*
 * A page that loads every vendor of the list, each by the script that sites
 * load it with, and then calls what that script would have defined: behind
 * the module nothing throws, a callback that a page waits for is called, and
 * nobody is asked.  Without surrogates it throws, which shows that the calls
 * are calls.  A nonce is inherited.
 */

'use strict';

const { is, nginx, ok, run, sleep } = require('./lib');

/* the loader, and what pages call */

const VENDORS = {
    gtag: ['https://www.googletagmanager.com/gtag/js?id=G-1',
           'gtag("js", new Date()); gtag("event", "x", '
           + '{ event_callback: function () { done("gtag"); } })'],
    dataLayer: ['https://www.googletagmanager.com/gtm.js?id=GTM-1',
                'dataLayer.push({ event: "x", '
                + 'eventCallback: function () { done("dataLayer"); } })'],
    fbq: ['https://connect.facebook.net/en_US/fbevents.js',
          'fbq("init", "1"); fbq("track", "PageView"); fbq.push(["track"])'],
    ttq: ['https://analytics.tiktok.com/i18n/pixel/events.js?sdkid=1',
          'ttq.load("1"); ttq.page(); ttq.track("x"); '
          + 'ttq.instance("1").track("y")'],
    twq: ['https://static.ads-twitter.com/uwt.js',
          'twq("config", "1"); twq("event", "x", {})'],
    pintrk: ['https://s.pinimg.com/ct/core.js',
             'pintrk("load", "1"); pintrk("page"); pintrk("track", "x")'],
    snaptr: ['https://sc-static.net/scevent.min.js',
             'snaptr("init", "1"); snaptr("track", "PAGE_VIEW")'],
    lintrk: ['https://snap.licdn.com/li.lms-analytics/insight.min.js',
             'lintrk("track", { conversion_id: 1 }); '
             + 'window._linkedin_data_partner_ids.push('
             + 'window._linkedin_partner_id)'],
    uetq: ['https://bat.bing.com/bat.js',
           'uetq.push("event", "x", {})'],
    __adroll: ['https://s.adroll.com/j/roundtrip.js',
               '__adroll.record_user({ adroll_segments: "x" })'],
    criteo_q: ['https://static.criteo.net/js/ld/ld.js',
               'criteo_q.push({ event: "setAccount", account: 1 })'],
    _taboola: ['https://cdn.taboola.com/libtrc/x/loader.js',
               '_taboola.push({ article: "auto" })'],
    obApi: ['https://amplify.outbrain.com/cp/obtp.js',
            'obApi("track", "PAGE_VIEW")'],
    hj: ['https://static.hotjar.com/c/hotjar-1.js?sv=6',
         'hj("event", "x")'],
    clarity: ['https://www.clarity.ms/tag/1', 'clarity("set", "a", "b")'],
    _hsq: ['https://js.hs-scripts.com/1.js', '_hsq.push(["trackPageView"])'],
    ym: ['https://mc.yandex.ru/metrika/tag.js',
         'ym(1, "reachGoal", "x", {}, function () { done("ym"); })'],
    mixpanel: ['https://cdn.mxpnl.com/libs/mixpanel-2-latest.min.js',
               'mixpanel.init("1"); mixpanel.track("x"); '
               + 'mixpanel.people.set({})'],
    analytics: ['https://cdn.segment.com/analytics.js/v1/1/analytics.min.js',
                'analytics.page(); analytics.track("x"); '
                + 'analytics.identify("1")'],
    amplitude: ['https://cdn.amplitude.com/libs/analytics-browser-2.js',
                'amplitude.init("1"); amplitude.track("x")'],
    heap: ['https://cdn.heapanalytics.com/js/heap-1.js',
           'heap.track("x"); heap.identify("1")'],
};


/* the site's own script: each call on its own, so that each may throw */

const site = 'window.threw = []; window.called = [];\n'
    + 'function done(name) { called.push(name); }\n'
    + Object.entries(VENDORS).map(([name, [, call]]) =>
        `try { ${call}; } catch (e) { threw.push("${name}: " + e); }`)
        .join('\n') + '\n';

const html = '<!DOCTYPE html><title>x</title><body>\n'
    + Object.values(VENDORS).map(([src]) =>
        `<script nonce=n1 src="${src}"></script>`).join('\n')
    + '\n<script nonce=n1 src=site.js></script>\n';


run(async (web, chrome) => {
    const server = await nginx(`
        server {
            listen 127.0.0.1:PORT;
            add_header Content-Security-Policy "script-src 'nonce-n1'";
            location /on/ { privacy on; alias PREFIX/html/; }
            location /off/ { privacy on; privacy_surrogates off;
                             alias PREFIX/html/; }
        }`, { 'index.html': html, 'site.js': site });

    async function visit(path) {
        const context = await chrome.newContext();
        const page = await context.newPage();
        const errors = [];

        page.on('pageerror', e => errors.push(e.message));
        web.take();

        await page.goto(server.url + path, { waitUntil: 'load' });
        await sleep(300);

        const seen = { ...await page.evaluate('({ threw, called })'), errors,
                       requests: web.take() };

        await context.close();

        return seen;
    }

    try {
        const on = await visit('/on/index.html');

        for (const name of Object.keys(VENDORS)) {
            is(on.threw.filter(t => t.startsWith(name + ':')), [],
               `${name}: what the page calls is there`);
        }

        is(on.called.sort(), ['dataLayer', 'gtag', 'ym'],
           'what a page waits for is called');
        is(on.errors, [], 'no surrogate throws');
        is(on.requests, [], 'nobody is asked');

        const off = await visit('/off/index.html');

        ok(off.threw.length === Object.keys(VENDORS).length,
           'without surrogates each of them throws', off.threw.join('\n'));
        is(off.requests, [], 'without surrogates nobody is asked either');

    } finally {
        await server.stop();
    }
});
