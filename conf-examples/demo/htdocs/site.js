/* The shop's own script: the basket, and the demo's panel. */

(function () {
    'use strict';

    var count = document.getElementById('count');
    var items = Number(sessionStorage.getItem('basket') || 0);

    function show() {
        count.textContent = items;
        count.parentNode.setAttribute('aria-label',
                                      'Basket, ' + items + ' items');
    }

    document.querySelectorAll('[data-add]').forEach(function (button) {
        button.addEventListener('click', function () {
            items++;
            sessionStorage.setItem('basket', items);
            button.textContent = 'In your basket';
            show();
            window.fbq && fbq('track', 'AddToCart');
            window.adroll && adroll.track && adroll.track('addToCart');
        });
    });

    show();


    function list(node, names, none) {
        node.textContent = '';

        if (names.length === 0) {
            node.className = 'none';
            node.textContent = none;
            return;
        }

        node.className = '';

        names.forEach(function (name) {
            var code = document.createElement('code');
            code.textContent = name;
            node.appendChild(code);
        });
    }

    function look() {
        var hosts = {}, cookies;

        function add(url) {
            try {
                url = new URL(url, location.href);
            } catch (e) {
                return;
            }

            if (/^http/.test(url.protocol) && url.host !== location.host) {
                hosts[url.host] = 1;
            }
        }

        document.querySelectorAll('script[src], img[src], iframe[src]')
                .forEach(function (node) { add(node.src); });

        performance.getEntriesByType('resource')
                   .forEach(function (entry) { add(entry.name); });

        cookies = document.cookie.split('; ').map(function (pair) {
            return pair.split('=')[0];
        }).filter(Boolean);

        list(document.getElementById('seen-hosts'),
             Object.keys(hosts).sort(), 'none');
        list(document.getElementById('seen-cookies'), cookies.sort(), 'none');
    }

    look();
    window.addEventListener('load', look);
    setTimeout(look, 1500);
})();
