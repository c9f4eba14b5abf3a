/*
 * A placeholder takes the room of the frame that it stands for, however that
 * is sized, at every width; and what it says can be read and pressed there.
 */

'use strict';

const { is, ok, run } = require('./lib');
const { LANGUAGES, decided, page, site } = require('./site');

const WIDTHS = [320, 360, 640, 1280];

const SRC = 'src="https://www.youtube.com/embed/x" title="A video"';

/* how vendors and frameworks document their frames; some styles are theirs */

const FRAMES = {
    youtube: `<iframe width="560" height="315" ${SRC} frameborder="0"
        allow="autoplay" allowfullscreen></iframe>`,
    maps: `<iframe ${SRC} width="600" height="450" style="border:0;"
        allowfullscreen="" loading="lazy"></iframe>`,
    vimeo: `<div style="padding:56.25% 0 0 0;position:relative;"><iframe
        ${SRC} frameborder="0" allow="autoplay" style="position:absolute;` +
        `top:0;left:0;width:100%;height:100%;"></iframe></div>`,
    bare: `<iframe ${SRC}></iframe>`,
    bordered: `<iframe ${SRC} width="400" height="300"></iframe>`,
    wide: `<iframe ${SRC} width="100%" height="400" frameborder="0"></iframe>`,
    half: `<iframe ${SRC} width="50%" height="400" frameborder="0"></iframe>`,
    styled: `<iframe ${SRC} style="width: 80%; aspect-ratio: 16 / 9;
        border: none; max-width:500px"></iframe>`,
    shrinking: `<iframe ${SRC} width="560" height="315" frameborder="0"
        style="max-width:100%"></iframe>`,
    ratio: `<iframe ${SRC} width="560" height="315" frameborder="0"
        style="max-width: 100%; height: auto; aspect-ratio: 560 / 315">` +
        `</iframe>`,
    classed: `<div class="ratio"><iframe ${SRC} class="ratio-item"
        frameborder="0" allowfullscreen></iframe></div>`,
    tall: `<iframe ${SRC} width="300" height="700" frameborder="0"></iframe>`,
    centered: `<iframe ${SRC} width="300" height="200" frameborder="0"
        style="display:block;margin:0 auto;max-width:100%"></iframe>`,
};

const STYLES = `<style>
main > div[id] { text-align: left }
.ratio { position: relative; padding-top: 56.25%; height: 0 }
.ratio-item { position: absolute; inset: 0; width: 100%; height: 100% }
</style>`;

const FILES = {
    'plain.html': page(STYLES, Object.entries(FRAMES)
        .map(([id, html]) => `<div id="${id}">${html}</div>`).join('\n')),
    'video.html': page('', FRAMES.youtube),
    'small.html': page('', FRAMES.bare),
};


/* where the frame or its placeholder is, in its own box */

function boxes() {
    const all = {};

    for (const e of document.querySelectorAll('main > div[id]')) {
        const at = e.getBoundingClientRect();
        const box = e.querySelector('iframe, .prv-p').getBoundingClientRect();

        all[e.id] = [box.x - at.x, box.y - at.y, box.width, box.height]
                    .map(Math.round);
    }

    return all;
}


async function visit(chrome, server, path, width, categories, more) {
    const context = await chrome.newContext({
        viewport: { width, height: 740 }, javaScriptEnabled: true, ...more });

    await context.addCookies(decided(server.url, categories));

    const tab = await context.newPage();

    await tab.goto(server.url + path, { waitUntil: 'load' });

    return tab;
}


async function sizes(chrome, server, width) {
    let tab = await visit(chrome, server, '/bottom/plain.html', width,
                          'necessary+functional');
    const frames = await tab.evaluate(boxes);

    await tab.context().close();

    tab = await visit(chrome, server, '/bottom/plain.html', width,
                      'necessary');

    const places = await tab.evaluate(boxes);

    await tab.context().close();

    /* a border that no attribute speaks of has two pixels at each side */

    for (const id of Object.keys(FRAMES)) {
        const border = ['bare', 'bordered'].includes(id) ? 4 : 0;

        ok(frames[id].every((n, i) => Math.abs(n - places[id][i]) <= border),
           `${width} px: ${id} takes the room of its frame`,
           JSON.stringify([places[id], frames[id]]));
    }
}


/* in a video of the usual size all of it is seen; in less, it is in reach */

async function words(chrome, server, lang) {
    let tab = await visit(chrome, server, '/bottom/video.html?lang=' + lang,
                          320, 'necessary');
    const look = () => tab.evaluate(() => {
        const form = document.querySelector('.prv-p form');

        return [form.scrollWidth - form.clientWidth,
                form.scrollHeight - form.clientHeight,
                document.documentElement.scrollWidth - innerWidth];
    });

    is(await look(), [0, 0, 0], `${lang}: fits at 320 px`);
    await tab.context().close();

    tab = await visit(chrome, server, '/bottom/small.html?lang=' + lang,
                      320, 'necessary');

    const small = await look();

    is([small[0], small[2]], [0, 0], `${lang}: none is cut in 300 by 150`);

    const link = tab.locator('.prv-p a');

    await link.focus();

    const [at, form] = [await link.boundingBox(),
                        await tab.locator('.prv-p form').boundingBox()];

    ok(at.y >= form.y - 1 && at.y + at.height <= form.y + form.height + 1,
       `${lang}: the last of it is seen when it is reached`,
       JSON.stringify([at, form]));
    await tab.context().close();
}


run(async (web, chrome) => {
    const server = await site('', FILES);

    try {
        for (const lang of LANGUAGES) {
            await words(chrome, server, lang);
        }

        for (const width of WIDTHS) {
            await sizes(chrome, server, width);
        }

    } finally {
        await server.stop();
    }
});
