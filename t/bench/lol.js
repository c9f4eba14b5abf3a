/*
 * lol-html's share of the same work, by bun's HTMLRewriter: each URL of
 * script, img, iframe and link is looked up in a set of hosts.
 *
 *     bun lol.js SECONDS FILE       prints MB/s of CPU time
 */

'use strict';

const fs = require('fs');

const seconds = Number(process.argv[2]);
const page = fs.readFileSync(process.argv[3]);
const refused = new Set(['s.adroll.com', 'connect.facebook.net',
                         'www.googletagmanager.com']);

for (let i = 0; i < 197; i++) {
    refused.add('tracker' + i + '.example');
}

function look(attribute) {
    return {
        element(e) {
            const url = e.getAttribute(attribute);
            const host = /^(?:https?:)?\/\/([^/:?#]+)/.exec(url);

            if (host && refused.has(host[1])) {
                e.remove();
            }
        },
    };
}

async function once() {
    const rewriter = new HTMLRewriter()
        .on('script[src]', look('src'))
        .on('img[src]', look('src'))
        .on('iframe[src]', look('src'))
        .on('link[href]', look('href'));

    const body = new Response(new ReadableStream({
        start(controller) {
            for (let i = 0; i < page.length; i += 16384) {
                controller.enqueue(page.subarray(i, i + 16384));
            }
            controller.close();
        },
    }));

    return (await rewriter.transform(body).arrayBuffer()).byteLength;
}

(async () => {
    for (let i = 0; i < 5; i++) {
        await once();
    }

    const start = process.cpuUsage();
    let rounds = 0, spent;

    do {
        await once();
        rounds++;
        const now = process.cpuUsage(start);
        spent = (now.user + now.system) / 1e6;
    } while (spent < seconds);

    console.log(Math.round(page.length * rounds / spent / 1e6));
})();
