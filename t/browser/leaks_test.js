/*
 * Every way that makes a browser load, each towards a host that is refused,
 * in Chromium: without the module most of them do, behind it none does,
 * stripped or blocked, with scripts and without.  Then a blocked page comes
 * to life, in the order of the document.
 */

'use strict';

const { is, nginx, ok, run, sleep } = require('./lib');

const H = '//s.adroll.com/';
const U = 'https:' + H;

const q = text => text.replace(/&/g, '&amp;').replace(/"/g, '&quot;');

/* NAME: markup that loads U + NAME; those in pages of their own below */

const WAYS = {
    'img': n => `<img src="${U}${n}">`,
    'img-bare': n => `<img src=${H}${n}>`,
    'img-upper': n => `<IMG SRC='HTTPS:${H.toUpperCase()}${n}'>`,
    'img-srcset': n => `<img srcset="${U}${n} 1x">`,
    'img-srcset-2': n => `<img src=/ok.png srcset="/ok.png 7w, ${U}${n} 900w">`,
    'img-lazy-eager': n => `<img loading=eager src="${U}${n}">`,
    'img-twice': n => `<img src="${U}${n}" src=/ok.png>`,
    'img-slash': n => `<img/src="${U}${n}"/>`,
    'img-reference': n => `<img src="&#x2f;&sol;s&period;adroll&#46;com/${n}">`,
    'img-space': n => `<img src="\n\t  ${U}${n}  ">`,
    'img-control': n => `<img src="&#1;&#31;${U}${n}">`,
    'img-inner': n => `<img src="ht\ntp\ts:/\n${H.slice(1)}${n}">`,
    'img-padded': n => `<img src="${' '.repeat(5000)}${U}${n}">`,
    'img-backslash': n => `<img src="\\\\s.adroll.com\\${n}">`,
    'img-slashes': n => `<img src="https:////s.adroll.com/${n}">`,
    'img-none': n => `<img src="https:s.adroll.com/${n}">`,
    'img-user': n => `<img src="https://a:b@s.adroll.com/${n}">`,
    'img-port': n => `<img src="https://s.adroll.com:8443/${n}">`,
    'img-dot': n => `<img src="https://s.adroll.com./${n}">`,
    'img-percent': n => `<img src="https://s%2Eadrol%6C.com/${n}">`,
    'img-wide': n => `<img src="https://s\u3002\uff41droll.com/${n}">`,
    'img-picture': n => `<picture><source srcset="${U}${n}"><img></picture>`,
    'img-image': n => `<image src="${U}${n}">`,
    'img-in-select': n => `<select><option><img src="${U}${n}"></select>`,
    'img-cdata': n => `<p><![CDATA[><img src="${U}${n}">]]>`,
    'img-cdata-svg': n => `<svg></p></svg></b><svg></i><![CDATA[><b title="`
        + `]]><img src='${U}${n}'>"></b></svg>`,
    'img-comment': n => `<!--><img src="${U}${n}">-->`,
    'img-comment-bang': n => `<!-- --!><img src="${U}${n}">`,
    'img-end': n => `</p a="<img src='${U}${n}'>"><img src="${U}${n}">`,
    'img-unquoted': n => `<b a=">"><img src="${U}${n}"></b>`,
    'img-math': n => `<math><mtext><img src="${U}${n}"></mtext></math>`,
    'img-foreign': n => '<svg><foreignObject><img src="' + U + n
        + '"></foreignObject></svg>',
    'img-attribution': n => `<img src=/ok.png attributionsrc="${U}${n}">`,
    'input': n => `<input type=image src="${U}${n}">`,
    'video': n => `<video preload=auto src="${U}${n}"></video>`,
    'video-source': n => `<video preload=auto><source src="${U}${n}"></video>`,
    'video-poster': n => `<video poster="${U}${n}"></video>`,
    'video-track': n => '<video preload=auto src=/ok.webm crossorigin><track'
        + ` default src="${U}${n}"></video>`,
    'audio': n => `<audio preload=auto src="${U}${n}"></audio>`,
    'iframe': n => `<iframe src="${U}${n}"></iframe>`,
    'iframe-srcdoc': n => `<iframe srcdoc="${q(`<img src="${U}${n}">`)}">`
        + '</iframe>',
    'iframe-srcdoc-2': n => '<iframe srcdoc="' + q('<iframe srcdoc="'
        + q(`<script src="${U}${n}"></script>`) + '"></iframe>')
        + '"></iframe>',
    'iframe-data': n => `<iframe src="data:text/html,<img src='${U}${n}'>">`
        + '</iframe>',
    'iframe-javascript': n => '<iframe src="javascript:'
        + `'<img src=${U}${n}>'"></iframe>`,
    'embed': n => `<embed src="${U}${n}">`,
    'object': n => `<object data="${U}${n}"></object>`,
    'link-stylesheet': n => `<link rel=stylesheet href="${U}${n}">`,
    'link-alternate': n => '<link rel="alternate stylesheet" title=a href="'
        + `${U}${n}">`,
    'link-preload': n => `<link rel=preload as=script href="${U}${n}">`,
    'link-preload-set': n => '<link rel=preload as=image imagesrcset="'
        + `${U}${n} 1x">`,
    'link-modulepreload': n => `<link rel=modulepreload href="${U}${n}">`,
    'link-prefetch': n => `<link rel=prefetch href="${U}${n}">`,
    'link-icon': n => `<link rel="shortcut icon" href="${U}${n}">`,
    'link-manifest': n => `<link rel=manifest href="${U}${n}">`,
    'script': n => `<script src="${U}${n}"></script>`,
    'script-async': n => `<script async src="${U}${n}"></script>`,
    'script-module': n => `<script type=module src="${U}${n}"></script>`,
    'script-type': n => `<script type="${' '.repeat(3000)}text/javascript" `
        + `src="${U}${n}"></script>`,
    'script-language': n => `<script language=JavaScript src="${U}${n}">`
        + '</script>',
    'script-self': n => `<script src="${U}${n}"/></script>`,
    'script-data': n => '<script src="data:text/javascript,'
        + `(new Image).src='${U}${n}'"></script>`,
    'script-inline': n => `<script>(new Image).src = '${U}${n}';</script>`,
    'script-import': n => `<script type=module>import '${U}${n}';</script>`,
    'script-fetch': n => `<script>fetch("${U}${n}").catch(() => {})</script>`,
    'script-beacon': n => `<script>navigator.sendBeacon('${U}${n}')</script>`,
    'script-escaped': n => '<script>(new Image).src = "https:\\/\\/'
        + `s.adroll.com\\/${n}";</script>`,
    'script-hex': n => '<script>(new Image).src = "https://'
        + `s.adroll\\u002ecom/${n}";</script>`,
    'script-write': n => `<script>document.write('<scr' + 'ipt src="${U}${n}">`
        + `</scr' + 'ipt>')</script>`,
    'script-comment': n => '<script><!--\n(new Image).src = '
        + `'${U}${n}';\n//--></script>`,
    'script-svg': n => `<svg><script href="${U}${n}"></script></svg>`,
    'script-svg-xlink': n => `<svg><script xlink:href="${U}${n}"></script>`
        + '</svg>',
    'script-svg-inline': n => '<svg><script>(new Image).src = &#39;'
        + `https:&#47;/s.adroll.com/${n}&#39;;</script></svg>`,
    'svg-image': n => `<svg><image href="${U}${n}"/></svg>`,
    'svg-image-xlink': n => `<svg><image xlink:href="${U}${n}"/></svg>`,
    'svg-feimage': n => '<svg><filter id=f><feImage href="' + U + n
        + '"/></filter><rect width=9 height=9 filter="url(#f)"/></svg>',
    'background-body': n => `<body background="${U}${n}">`,
    'background-table': n => `<table background="${U}${n}"><tr><td>`
        + '</table>',
    'background-cell': n => `<table><tr><td background="${U}${n}">`
        + '</table>',
    'shadow': n => '<div><template shadowrootmode=open><img src="' + U + n
        + '"></template></div>',
    'event': n => `<img src=/none onerror="(new Image).src = '${U}${n}'">`,
};

/* these end the page, or need one of their own */

const PAGES = {
    'refresh': n => `<meta http-equiv=refresh content="0;url=${U}${n}">`,
    'refresh-bare': n => '<meta http-equiv="Refresh" content=" .5, '
        + `'${U}${n}'">`,
    'base': n => `<base href="${U}"><img src="${n}">`,
    'base-svg': n => '<svg><base href="/x/"></base></svg>'
        + `<base href="${U}"><img src="${n}">`,
    'base-noscript': n => '<noscript><base href="/x/"></noscript>'
        + `<base href="${U}"><img src="${n}">`,
    'base-no-scripts': n => `<noscript><base href="${U}"></noscript>`
        + `<base href="/x/"><img src="${n}">`,
    'base-table': n => '<body><table><tr><td><base href="/x/"></td><tr>'
        + `<base href="${U}"></table><img src="${n}">`,
    'base-srcdoc': n => '<base href="/x/"><iframe srcdoc="'
        + q(`<base href="${U}"><img src="${n}">`) + '"></iframe>',
    'frame': n => `<frameset><frame src="${U}${n}"></frameset>`,
    'frameset-script': n => `<frameset><script src="${U}${n}"></script>`
        + `<frame src="${U}${n}"></frameset>`,
    'unclosed': n => `<p>a<script src="${U}${n}"></script><img src='${U}${n}'`,
    'long': n => `<img alt="${'x'.repeat(70000)}" src="${U}${n}">`,
    'long-srcset': n => '<img srcset="' + '/ok.png 1x, '.repeat(9000)
        + `${U}${n} 2x">`,
    'long-srcdoc': n => `<iframe srcdoc="${'x'.repeat(70000)}`
        + q(`<img src="${U}${n}">`) + '"></iframe>',
    'noscript': n => `<noscript><img src="${U}${n}"></noscript>`,
    'noscript-comment': n => '<noscript><!-- </noscript>'
        + `<img src="${U}${n}"> -->`,
    'noscript-value': n => '<noscript><b title="</noscript>'
        + `<img src='${U}${n}'>"></b>`,
    'noscript-style': n => `<noscript><style></noscript><img src="${U}${n}">`,
};

/* what style sheets and style attributes say */

const STYLES = {
    'css-import': n => `<style>@import "${U}${n}";</style>`,
    'css-image': n => `<p style="background: url(${U}${n})">x</p>`,
    'css-svg': n => `<svg><style>@import "${U}${n}";</style></svg>`,
};

/* on* attributes are no elements and no scripts of their own either */

const EVENTS = ['event'];

const html = (ways) => '<!DOCTYPE html><title>x</title><body>' + Object
    .entries(ways).map(([n, way]) => way(n)).join('\n<p>\n') + '\n';

function files() {
    const all = {
        'ok.html': 'ok',
        'all.html': html(WAYS),
        'css.html': html(STYLES),
    };

    for (const [n, way] of Object.entries(PAGES)) {
        all[`page-${n}.html`] = '<!DOCTYPE html>' + way(n) + '\n';
    }

    all['ping.html'] = `<!DOCTYPE html><a href=/ok.html ping="${U}ping">x</a>`;

    all['order.html'] = '<!DOCTYPE html><title>x</title><body>'
        + `<script>log = [];</script><script src="${U}j/one.js"></script>`
        + `<script>log.push(2, '${U}');</script>`
        + '<div id=kept data-privacy-category=marketing><b>inside</b>'
        + '<script>log.push(3);</script></div>'
        + `<script>log.push(4, '${U}');</script>`
        + `<style data-privacy-category=marketing>b { color: red }</style>`
        + `<img id=pixel src="${U}pixel">`
        + '<script>log.push(1);</script>';

    all['part.html'] = '<!DOCTYPE html><title>x</title><body>'
        + '<div data-privacy-category=analytics><b>inside</b>'
        + `<img src="${U}part"></div><script>seen = 1;</script>`;

    return all;
}


/* names of the ways by which the refused host was asked */

async function asked(context, web, base, pages, click) {
    const page = await context.newPage();

    web.take();

    for (const name of pages) {
        await page.goto(base + name, { waitUntil: 'load' }).catch(() => {});

        if (click) {
            await page.click('a[href="/ok.html"]');
        }

        await sleep(pages.length > 1 ? 200 : 1200);
    }

    await page.close();

    return [...new Set(web.take().filter(u => /adroll/i.test(u))
        .map(u => u.replace(/^[^/]*\//, '').replace(/\?.*/, '')))].sort();
}


run(async (web, chrome) => {
    const server = await nginx(`
        privacy_zone z:1m;
        server {
            listen 127.0.0.1:PORT;
            error_page 404 =204 @none;
            location @none { return 204; }
            location /strip/ { privacy on; alias PREFIX/html/; }
            location /block/ { privacy on; privacy_tags block;
                               alias PREFIX/html/; }
            location /live/ { privacy on; privacy_tags block;
                              privacy_notice on; alias PREFIX/html/; }
            location /csp/ { privacy on; privacy_csp on;
                             alias PREFIX/html/; }
            location /open/ { privacy off; alias PREFIX/html/; }
            location /privacy/ { privacy on; privacy_tags block;
                                 privacy_endpoint; }
            location / { privacy off; }
        }`, files());
    const pages = Object.keys(PAGES).map(n => `page-${n}.html`);

    try {
        for (const scripts of [true, false]) {
            const context = await chrome.newContext(
                { javaScriptEnabled: scripts });
            const how = scripts ? 'scripts' : 'no scripts';
            const open = server.url + '/open/';

            /* the ways are ways: without the module they are taken */

            const all = await asked(context, web, open, ['all.html']);
            const names = Object.keys(WAYS);
            const dead = names.filter(n => !all.includes(n)
                && !all.includes(n.toUpperCase()));

            ok(all.length >= (scripts ? 55 : 38),
               `${how}: ${all.length} of ${names.length} ways load, open`,
               dead.join(' '));

            const single = await asked(context, web, open, pages);

            ok(single.length >= (scripts ? 9 : 7),
               `${how}: ${single.length} of ${pages.length} pages load, open`,
               single.join(' '));

            for (const mode of ['strip', 'block']) {
                const base = `${server.url}/${mode}/`;

                is((await asked(context, web, base, ['all.html']))
                   .filter(n => !EVENTS.includes(n)), [],
                   `${how}, ${mode}: no way is left`);
                is(await asked(context, web, base, pages), [],
                   `${how}, ${mode}: no page is left`);
            }

            const css = await asked(context, web, open, ['css.html']);

            ok(css.length === Object.keys(STYLES).length,
               `${how}: stylesheets load, open`, css.join(' '));
            is(await asked(context, web, server.url + '/strip/', ['css.html']),
               [], `${how}: stylesheets do not load, strip`);
            is(await asked(context, web, server.url + '/block/', ['css.html']),
               [], `${how}: stylesheets do not load, block`);
            is(await asked(context, web, server.url + '/csp/', ['all.html']),
               [], `${how}: with privacy_csp nothing at all does`);

            if (scripts) {
                is(await asked(context, web, open, ['ping.html'], true),
                   ['ping'], 'a ping is sent, open');
                is(await asked(context, web, server.url + '/strip/',
                               ['ping.html'], true), [],
                   'a ping is not sent, strip');
                is(await asked(context, web, server.url + '/block/',
                               ['ping.html'], true), [],
                   'a ping is not sent, block');
            }

            await context.close();
        }

        /* block mode, and a change of mind */

        const context = await chrome.newContext();
        const page = await context.newPage();
        const errors = [];

        page.on('pageerror', e => errors.push(e.message));
        web.take();

        await page.goto(server.url + '/live/order.html',
                        { waitUntil: 'load' });
        await sleep(200);

        is(await page.evaluate('log'), [1], 'blocked: the others alone ran');
        is(await page.locator('#kept > b').count(), 0,
           'blocked: what is marked shows nothing');
        is(web.take().filter(u => /adroll/.test(u)), [],
           'blocked: nothing is asked for');

        await page.click('button[value=accept]');
        await page.waitForFunction('log.length > 4', null, { timeout: 5000 })
            .catch(() => {});
        await sleep(300);

        const log = await page.evaluate('log');

        is(log.filter(x => typeof x === 'number'), [1, 2, 3, 4],
           'revived: in the order of the document, without a reload');
        is(await page.locator('#kept > b').count(), 1,
           'revived: what is marked is there');
        is(await page.evaluate('getComputedStyle(document.querySelector("b"))'
                               + '.color'), 'rgb(255, 0, 0)',
           'revived: its style too');

        const seen = web.take();

        ok(seen.some(u => u.endsWith('/j/one.js')), 'revived: a script loads',
           seen.join('\n'));
        ok(seen.some(u => u.endsWith('/pixel')), 'revived: an image loads',
           seen.join('\n'));
        is(errors, [], 'nothing throws');

        await context.clearCookies();

        /* what a mark lets through is not all that is in it */

        await page.goto(server.url + '/live/part.html',
                        { waitUntil: 'load' });
        await page.click('summary');
        await page.check('input[value=analytics]');
        web.take();
        await page.click('button[value=save]');
        await page.waitForSelector('b', { timeout: 5000 });
        await sleep(300);

        is(web.take().filter(u => /adroll/.test(u)), [],
           'a part is granted: what is refused in it does not load');

        await context.close();

    } finally {
        await server.stop();
    }
});
