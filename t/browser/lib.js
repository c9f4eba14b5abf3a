/*
 * What the browser tests share: TAP, nginx with the module, every tracker of
 * the world on one local port, and a Chromium that believes it.
 *
 * The environment says where things are: PRIVACY_HOME (the checkout),
 * PRIVACY_NGINX (the binary), PRIVACY_MODULE (the .so), PRIVACY_TMP (a
 * directory of the test's own, which must be readable by all).
 */

'use strict';

const { chromium } = require('playwright-core');
const { execFileSync, spawn } = require('child_process');
const fs = require('fs');
const http = require('http');
const net = require('net');
const path = require('path');
const tls = require('tls');

const HOME = process.env.PRIVACY_HOME || path.resolve(__dirname, '../..');
const TMP = process.env.PRIVACY_TMP;

let count = 0;
let failed = 0;


function ok(condition, name, detail) {
    count++;
    console.log((condition ? 'ok ' : 'not ok ') + count + ' - ' + name);

    if (!condition) {
        failed++;
        if (detail !== undefined) {
            console.log('# ' + String(detail).replace(/\n/g, '\n# '));
        }
    }

    return condition;
}


function is(got, want, name) {
    const g = JSON.stringify(got), w = JSON.stringify(want);

    return ok(g === w, name, 'got  ' + g + '\nwant ' + w);
}


function done() {
    console.log('1..' + count);
    process.exitCode = failed ? 1 : 0;
}


function sleep(ms) {
    return new Promise(resolve => setTimeout(resolve, ms));
}


function freePort() {
    return new Promise((resolve, reject) => {
        const s = net.createServer();
        s.once('error', reject);
        s.listen(0, '127.0.0.1', () => {
            const port = s.address().port;
            s.close(() => resolve(port));
        });
    });
}


async function waitPort(port, child) {
    for (let i = 0; i < 200; i++) {
        if (child && child.exitCode !== null) {
            throw new Error('ended with code ' + child.exitCode);
        }

        const up = await new Promise(resolve => {
            const c = net.connect(port, '127.0.0.1');
            c.once('connect', () => { c.destroy(); resolve(true); });
            c.once('error', () => resolve(false));
        });

        if (up) {
            return;
        }

        await sleep(50);
    }

    throw new Error('nothing listens on port ' + port);
}


function end(child) {
    return new Promise(resolve => {
        if (child.exitCode !== null || child.signalCode !== null) {
            resolve();
            return;
        }
        child.once('exit', resolve);
        child.kill('SIGTERM');
    });
}


/* a command in the foreground until it listens on port */

async function start(command, args, port, env) {
    const child = spawn(command, args, {
        env: { ...process.env, ...env },
        stdio: ['ignore', 'pipe', 'pipe'],
    });
    let log = '';

    child.stdout.on('data', data => { log += data; });
    child.stderr.on('data', data => { log += data; });

    try {
        await waitPort(port, child);
    } catch (e) {
        await end(child);
        throw new Error(command + ': ' + e.message + '\n' + log);
    }

    return { log: () => log, stop: () => end(child) };
}


/*
 * nginx with the module: http is what stands in its http block, files (name:
 * text) are laid in its html directory; PORT in either becomes its port.
 */

async function nginx(httpText, files = {}) {
    const port = await freePort();
    const prefix = fs.mkdtempSync(path.join(TMP, 'nginx-'));
    const set = text => text.replaceAll('PORT', String(port))
                            .replaceAll('PREFIX', prefix);

    fs.chmodSync(prefix, 0o755);
    fs.mkdirSync(prefix + '/html');

    for (const [name, text] of Object.entries(files)) {
        fs.mkdirSync(path.dirname(prefix + '/html/' + name),
                     { recursive: true });
        fs.writeFileSync(prefix + '/html/' + name, set(text));
    }

    fs.writeFileSync(prefix + '/nginx.conf', `
load_module ${process.env.PRIVACY_MODULE};
daemon off;
worker_processes 1;
pid nginx.pid;
error_log stderr notice;
events { worker_connections 128; }
http {
    types { text/html html; text/css css; text/javascript js; }
    access_log off;
    client_body_temp_path body;
    proxy_temp_path proxy;
    fastcgi_temp_path fastcgi;
    uwsgi_temp_path uwsgi;
    scgi_temp_path scgi;
    ${set(httpText)}
}
`);

    const server = await start(process.env.PRIVACY_NGINX,
                               ['-e', 'stderr', '-p', prefix + '/',
                                '-c', prefix + '/nginx.conf'], port);

    return { ...server, port, prefix, url: 'http://127.0.0.1:' + port };
}


/*
 * What the trackers' own scripts do, in short: set a cookie on the page,
 * report the visit.  Keys are a host and the beginning of a path.
 */

const SCRIPTS = {
    's.adroll.com/j/':
        "document.cookie = '__adroll_fpc=1; path=/; max-age=31536000';" +
        "document.cookie = '__ar_v4=1; path=/; max-age=31536000';" +
        "new Image().src = 'https://d.adroll.com/pixel/a/b';",
    'connect.facebook.net/':
        "document.cookie = '_fbp=fb.1.1.1; path=/; max-age=7776000';" +
        "new Image().src = 'https://www.facebook.com/tr/?ev=PageView';",
    'www.googletagmanager.com/gtag/js':
        "document.cookie = '_ga=GA1.1.1.1; path=/; max-age=63072000';" +
        "navigator.sendBeacon('https://www.google-analytics.com/g/collect');",
    'www.googletagmanager.com/gtm.js':
        "window.google_tag_manager = {};",
};


/* what Chromium asks for of its own accord, whatever the page */

const OWN = new RegExp('^(accounts\\.google\\.com/ListAccounts'
    + '|(clients\\d*|update|android\\.clients)\\.google(apis)?\\.com/'
    + '|[a-z-]+-pa\\.googleapis\\.com/|content-autofill\\.googleapis\\.com/'
    + '|edgedl\\.me\\.gvt1\\.com/|redirector\\.gvt1\\.com/|www\\.google\\.com/async/)');


/*
 * Every host but the sites under test: answers all with TLS or without,
 * keeps what it was asked for in requests ("host/path").
 */

async function trackers() {
    const key = TMP + '/trackers.key', crt = TMP + '/trackers.crt';
    const requests = [];

    if (!fs.existsSync(crt)) {
        execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048',
                                 '-nodes', '-days', '2', '-subj',
                                 '/CN=trackers', '-keyout', key, '-out', crt],
                     { stdio: 'ignore' });
    }

    const app = http.createServer((req, res) => {
        const url = (req.headers.host || '').replace(/:\d+$/, '') + req.url;
        const found = Object.keys(SCRIPTS).find(k => url.startsWith(k));
        const kind = req.headers['sec-fetch-dest'];

        if (!OWN.test(url)) {
            requests.push(url);
        }
        req.resume();
        res.setHeader('Access-Control-Allow-Origin', '*');

        if (found || kind === 'script') {
            res.setHeader('Content-Type', 'text/javascript');
            res.end(found ? SCRIPTS[found] : '');

        } else if (kind === 'iframe' || kind === 'document') {
            res.setHeader('Content-Type', 'text/html');
            res.end('<!DOCTYPE html><title>frame</title>');

        } else {
            res.writeHead(204);
            res.end();
        }
    });

    const secure = tls.createServer({ key: fs.readFileSync(key),
                                      cert: fs.readFileSync(crt) },
                                    socket => app.emit('connection', socket));
    const sockets = new Set();

    secure.on('tlsClientError', () => {});

    /* a TLS record begins with 22, which no method does */

    const port = await freePort();
    const door = net.createServer(socket => {
        sockets.add(socket);
        socket.on('close', () => sockets.delete(socket));
        socket.on('error', () => {});
        socket.once('data', first => {
            socket.pause();
            socket.unshift(first);
            (first[0] === 22 ? secure : app).emit('connection', socket);
            process.nextTick(() => socket.resume());
        });
    });

    await new Promise(resolve => door.listen(port, '127.0.0.1', resolve));

    return {
        port,
        requests,

        /* requests to hosts that end in one of these, and forgets all */
        take() { return requests.splice(0); },

        stop() {
            door.close();
            sockets.forEach(socket => socket.destroy());
        },
    };
}


/* requests among a list that went to this vendor */

const HOSTS = {
    adroll: /^([^/]*\.)?adroll\.com\//,
    meta: /^([^/]*\.)?facebook\.(com|net)\//,
    google: /^([^/]*\.)?(googletagmanager|google-analytics)\.com\//,
    youtube: /^([^/]*\.)?youtube(-nocookie)?\.com\//,
};

function to(vendor, requests) {
    return requests.filter(url => HOSTS[vendor].test(url));
}


function browser(trackerPort, options) {
    return chromium.launch({
        executablePath: process.env.PRIVACY_CHROMIUM || '/usr/bin/chromium',
        args: ['--headless', '--no-sandbox', '--disable-gpu',
               '--disable-quic', '--no-first-run',
               '--disable-background-networking',
               '--disable-component-update', '--disable-sync',
               '--disable-features=HttpsUpgrades,OptimizationHints',
               '--ignore-certificate-errors',
               '--host-resolver-rules=MAP * 127.0.0.1:' + trackerPort +
               ', EXCLUDE 127.0.0.1'],
        ...options,
    });
}


/* a test's whole life: fn gets the trackers and the browser */

async function run(fn, options) {
    let web, chrome;

    try {
        web = await trackers();
        chrome = await browser(web.port, options);
        await fn(web, chrome);
    } catch (e) {
        ok(false, 'ran to its end', e.stack || e);
    }

    if (chrome) {
        await chrome.close();
    }
    if (web) {
        web.stop();
    }

    done();
}


module.exports = { HOME, TMP, browser, done, freePort, is, nginx, ok, run,
                   sleep, start, to, trackers, waitPort };
