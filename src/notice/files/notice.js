/* The notice without a reload, where nothing needs one. */

(function (d) {
    'use strict';

    var box = d.getElementById('prv');

    if (!box || !window.fetch) {
        return;
    }

    var form = box.querySelector('form');
    var plain;
    var dialog = box.getAttribute('role') === 'dialog';

    /* a dialog holds the focus */

    function still(inert) {
        Array.from(d.body.children).forEach(function (e) {
            e.inert = inert && e !== box;
        });
    }

    function close() {
        still(false);
        box.remove();
        (d.getElementById('prv-c') || d.body).focus();
    }

    /* what block mode made inert, in the order of the document */

    function revive(now) {
        var scripts = [];

        function copy(from, to) {
            Array.from(from.attributes).forEach(function (a) {
                var name = a.name.replace(/^data-privacy-(?!category|vendor)/,
                                          '');

                if (name !== a.name || to !== from && name !== 'type') {
                    from === to && to.removeAttribute(a.name);
                    to.setAttribute(name, a.value);
                }
            });
        }

        /* the content of what the site marked stands in a template */

        function unwrap(e) {
            var t = e.firstElementChild;

            if (!t || !t.hasAttribute('data-privacy-content')) {
                return;
            }

            t.content.querySelectorAll('script').forEach(function (s) {
                s.setAttribute('data-privacy-type', s.type);
                s.type = 'text/plain';
                scripts.push(s);
            });

            t.replaceWith(t.content);
        }

        function run() {
            var old = scripts.shift(), s;

            if (!old) {
                return;
            }

            s = d.createElement('script');
            copy(old, s);
            s.nonce = old.nonce;
            s.text = old.text;

            if (s.src && !s.hasAttribute('async')) {
                s.async = false;
                s.onload = s.onerror = run;
                old.replaceWith(s);
            } else {
                old.replaceWith(s);
                run();
            }
        }

        d.querySelectorAll('[data-privacy-category]').forEach(function (e) {
            var vendor = e.dataset.privacyVendor;

            if (now.vendors_refused.includes(vendor)
                || !now.consent.includes(e.dataset.privacyCategory)
                   && !now.vendors_granted.includes(vendor))
            {
                return;
            }

            if (e.localName !== 'script') {
                e.localName === 'style' && e.removeAttribute('type');
                copy(e, e);
                unwrap(e);

            } else if (e.type === 'text/plain') {
                scripts.push(e);
            }
        });

        run();
    }

    form.addEventListener('submit', function (event) {
        var body = new URLSearchParams(new FormData(form));
        var button = event.submitter;

        if (plain || !button) {
            return;
        }

        event.preventDefault();
        body.set('action', button.value);

        fetch(form.getAttribute('action'), {
            method: 'POST',
            headers: { Accept: 'application/json' },
            referrerPolicy: 'same-origin',
            body: body

        }).then(function (response) {
            return response.ok ? response.json() : Promise.reject();

        }).then(function (now) {
            if (box.hasAttribute('data-open')
                || now.consent.length > 1 && !box.hasAttribute('data-block'))
            {
                location.reload();
                return;
            }

            /* in what a site marked, others may be who are refused yet */

            if ((now.consent.length < 4 || now.vendors_refused.length)
                && d.querySelector('template[data-privacy-content]'))
            {
                location.reload();
                return;
            }

            revive(now);
            close();
            d.dispatchEvent(new CustomEvent('privacy', { detail: now }));

        }, function () {
            plain = true;
            button.click();
        });
    });

    if (dialog) {
        still(true);
        box.setAttribute('aria-modal', 'true');
        box.focus();

        box.addEventListener('keydown', function (event) {
            if (event.key === 'Escape') {
                close();
            }
        });
    }
})(document);
