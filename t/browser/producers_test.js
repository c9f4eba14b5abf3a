/*
 * Consent platforms for real: their own script on a page behind the module, a
 * click on their own buttons, and what the next page may load.
 */

'use strict';

const { HOME, is, nginx, ok, run, sleep, to } = require('./lib');
const fs = require('fs');
const path = require('path');


const TAGS = `
<script src="https://s.adroll.com/j/ABCDEFGHIJKLMNOPQRSTUV/roundtrip.js"
></script>
<script src="https://www.googletagmanager.com/gtag/js?id=G-1"></script>`;


/* a file of a package, by its path below node_modules */

function file(name) {
    for (const dir of (process.env.NODE_PATH || '').split(path.delimiter)) {
        if (fs.existsSync(path.join(dir, name))) {
            return fs.readFileSync(path.join(dir, name), 'utf8');
        }
    }

    throw new Error(name + ' is in no package');
}


/* a module and what it imports, in one script */

function bundle(source) {
    return require('esbuild').buildSync({
        stdin: { contents: source, resolveDir: '/' },
        nodePaths: (process.env.NODE_PATH || '').split(path.delimiter),
        define: { 'process.env.NODE_ENV': '"production"' },
        bundle: true, minify: true, write: false, logLevel: 'silent',
    }).outputFiles[0].text;
}


/* what docs/consent.md tells pages whose platform writes no cookie */

function documented() {
    return fs.readFileSync(path.join(HOME, 'docs/consent.md'), 'utf8')
             .match(/^```js\n([^]*?)^```/m)[1];
}


/* "accept", "reject" and "save" (analytics alone) are clicks one by one */

const PRODUCERS = {

    'vanilla-cookieconsent': {
        files: {
            'vanilla.js':
                () => file('vanilla-cookieconsent/dist/cookieconsent.umd.js'),
            'vanilla.css':
                () => file('vanilla-cookieconsent/dist/cookieconsent.css'),
        },
        page: `<link rel="stylesheet" href="vanilla.css">
<script src="vanilla.js"></script>
<script>
CookieConsent.run({ hideFromBots: false,
    categories: {
        necessary: { enabled: true, readOnly: true },
        analytics: { services: { 'google-analytics': { label: 'GA' } } },
        marketing: { services: { adroll: { label: 'AdRoll' } } }
    },
    language: { default: 'en', translations: { en: {
        consentModal: { title: 'Cookies', acceptAllBtn: 'Yes',
            acceptNecessaryBtn: 'No', showPreferencesBtn: 'Choose' },
        preferencesModal: { title: 'Choose', acceptAllBtn: 'Yes',
            acceptNecessaryBtn: 'No', savePreferencesBtn: 'Save',
            sections: [
                { title: 'Analytics', linkedCategory: 'analytics' },
                { title: 'Marketing', linkedCategory: 'marketing' }
            ] }
    } } }
});
</script>`,
        cookie: 'cc_cookie',
        accept: ['.cm button[data-role=all]'],
        reject: ['.cm button[data-role=necessary]'],
        save: ['.cm button[data-role=show]',
               '.pm .section__toggle[value=analytics]',
               '.pm button[data-role=save]'],
    },

    klaro: {
        files: { 'klaro.js': () => file('klaro/dist/klaro.js') },
        page: `<script>
var klaroConfig = {
    version: 1, storageMethod: 'cookie', mustConsent: true, acceptAll: true,
    lang: 'en',
    services: [
        { name: 'adroll', title: 'AdRoll', purposes: ['marketing'] },
        { name: 'google-analytics', title: 'GA', purposes: ['analytics'] }
    ]
};
</script>
<script defer data-config="klaroConfig" src="klaro.js"></script>`,
        cookie: 'klaro',
        accept: ['.cookie-modal .cm-btn-accept-all'],
        reject: ['.cookie-modal .cn-decline'],
        save: ['#purpose-item-analytics',
               '.cookie-modal .cm-btn-accept:not(.cm-btn-accept-all)'],
    },

    tarteaucitron: {
        files: {
            'tac/tarteaucitron.js':
                () => file('tarteaucitronjs/tarteaucitron.js'),
            'tac/tarteaucitron.services.js':
                () => file('tarteaucitronjs/tarteaucitron.services.js'),
            'tac/lang/tarteaucitron.en.js':
                () => file('tarteaucitronjs/lang/tarteaucitron.en.js'),
            'tac/css/tarteaucitron.css':
                () => file('tarteaucitronjs/css/tarteaucitron.css'),
        },
        page: `<script>var tarteaucitronForceLanguage = 'en';</script>
<script src="tac/tarteaucitron.js"></script>
<script>
tarteaucitron.init({ orientation: 'bottom', showIcon: false,
    DenyAllCta: true, AcceptAllCta: true, highPrivacy: true,
    useExternalCss: false, useExternalJs: false, googleConsentMode: false,
    bingConsentMode: false });
tarteaucitron.services.adroll = { key: 'adroll', type: 'ads',
    name: 'AdRoll', uri: '', needConsent: true, cookies: [],
    js: function () {}, fallback: function () {} };
tarteaucitron.services['google-analytics'] = { key: 'google-analytics',
    type: 'analytic', name: 'GA', uri: '', needConsent: true, cookies: [],
    js: function () {}, fallback: function () {} };
(tarteaucitron.job = tarteaucitron.job || []).push('adroll',
                                                   'google-analytics');
</script>`,
        cookie: 'tarteaucitron',
        wait: 1200,             /* it binds its buttons half a second late */
        accept: ['#tarteaucitronPersonalize2'],
        reject: ['#tarteaucitronAllDenied2'],
        save: ['#tarteaucitronCloseAlert', '#google-analyticsAllowed',
               '#adrollDenied'],
    },

    c15t: {
        files: {
            'c15t.js': () => bundle(`
import { createElement as h } from 'react';
import { createRoot } from 'react-dom/client';
import { ConsentManagerProvider, ConsentBanner, ConsentDialog }
    from '@c15t/react';

createRoot(document.getElementById('c15t')).render(
    h(ConsentManagerProvider, { options: {
        mode: 'offline',
        consentCategories: ['necessary', 'measurement', 'marketing']
    } }, h(ConsentBanner), h(ConsentDialog)));`),
        },
        page: `<div id="c15t"></div><script src="c15t.js"></script>`,
        cookie: 'c15t',
        wait: 1500,
        accept: ['button:has-text("Accept All")'],
        reject: ['button:has-text("Reject All")'],
        save: ['button:has-text("Customize")',
               '[data-testid=consent-widget-switch-measurement]',
               'button:has-text("Save Settings")'],
    },

    'a platform without a cookie': {
        files: { 'told.js': documented },
        page: `<script src="told.js"></script>
<button onclick="keep(['functional', 'analytics', 'marketing'])">Yes</button>
<button onclick="keep([])">No</button>
<button onclick="keep(['analytics'])">Some</button>
<script>
function keep(categories) {
    localStorage.setItem('decision', JSON.stringify(categories));
    tellPrivacy(categories);
}
</script>`,
        cookie: 'privacy_consent',
        accept: ['button:has-text("Yes")'],
        reject: ['button:has-text("No")'],
        save: ['button:has-text("Some")'],
    },

    cookieconsent: {
        files: {
            'insites.js':
                () => file('cookieconsent/build/cookieconsent.min.js'),
            'insites.css':
                () => file('cookieconsent/build/cookieconsent.min.css'),
        },
        page: `<link rel="stylesheet" href="insites.css">
<script src="insites.js"></script>
<script>
window.addEventListener('load', function () {
    window.cookieconsent.initialise({ type: 'opt-in',
        palette: { popup: { background: '#000' },
                   button: { background: '#fff' } } });
});
</script>`,
        cookie: 'cookieconsent_status',
        accept: ['.cc-allow'],
        reject: ['.cc-deny'],
    },
};


const WANT = {
    accept: { adroll: true, google: true },
    reject: { adroll: false, google: false },
    save: { adroll: false, google: true },
};


run(async (web, chrome) => {
    const files = { 'next.html': `<!DOCTYPE html><html><head>
<meta charset="utf-8"><title>next</title>${TAGS}</head><body></body></html>` };

    for (const [name, producer] of Object.entries(PRODUCERS)) {
        files[name.replaceAll(' ', '-') + '.html'] = `<!DOCTYPE html><html><head>
<meta charset="utf-8"><title>${name}</title>${TAGS}</head><body><h1>${name}</h1>
${producer.page}</body></html>`;
    }

    const server = await nginx(`
    server {
        listen 127.0.0.1:PORT;
        root html;
        privacy on;
        privacy_notice off;
        add_header Cache-Control no-store;
        location /privacy/ { privacy_endpoint; }
    }`, files);

    try {
        for (const [name, producer] of Object.entries(PRODUCERS)) {

            /* as they are: nginx() puts its port into what it lays out */

            for (const [file, text] of Object.entries(producer.files)) {
                const to = path.join(server.prefix, 'html', file);

                fs.mkdirSync(path.dirname(to), { recursive: true });
                fs.writeFileSync(to, text());
            }

            for (const choice of ['accept', 'reject', 'save']) {
                if (producer[choice]) {
                    await one(web, chrome, server, name, producer, choice);
                }
            }
        }
    } finally {
        await server.stop();
    }
});


async function one(web, chrome, server, name, producer, choice) {
    const context = await chrome.newContext();
    const page = await context.newPage();

    try {
        web.take();
        await page.goto(`${server.url}/${name.replaceAll(' ', '-')}.html`, { waitUntil: 'load' });
        await sleep(producer.wait || 300);

        const before = web.take();

        is(to('adroll', before).concat(to('google', before)), [],
           `${name}, ${choice}: nothing is asked before`);

        for (const selector of producer[choice]) {
            const target = page.locator(selector).first();

            await target.waitFor({ state: 'attached', timeout: 5000 });

            /* a checkbox is hidden behind what stands for it */

            if (await target.evaluate(e => e.tagName) === 'INPUT') {
                await target.dispatchEvent('click');

            } else {
                await target.click({ timeout: 5000 });
            }

            await sleep(200);
        }

        const cookies = (await context.cookies()).map(c => c.name);

        ok(cookies.includes(producer.cookie),
           `${name}, ${choice}: writes its cookie`, cookies);

        await sleep(200);
        web.take();
        await page.goto(server.url + '/next.html', { waitUntil: 'load' });
        await sleep(300);

        const seen = web.take();

        for (const vendor of ['adroll', 'google']) {
            is(to(vendor, seen).length > 0, WANT[choice][vendor],
               `${name}, ${choice}: ${vendor}`);
        }

    } catch (e) {
        ok(false, `${name}, ${choice}`, e.stack || e);

    } finally {
        await context.close();
    }
}
