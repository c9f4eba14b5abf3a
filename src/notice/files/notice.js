/* The notice without a reload, where nothing needs one. */

(d => {
    const box = d.getElementById('prv');
    let plain;

    if (!box) {
        return;
    }

    const form = box.querySelector('form');

    /* the focus goes on where the choices are found from now on */

    const close = () => {
        const link = box.contains(d.activeElement)
                     && d.querySelector('#prv-c a');

        box.remove();

        if (link) {
            link.focus();
        }
    };

    /* what block mode made inert, in the order of the document */

    const revive = now => {
        const scripts = [];
        const all = (css, root = d) => [...root.querySelectorAll(css)];

        const may = ({ dataset: { privacyVendor: v, privacyCategory: c } }) =>
            !now.vendors_refused.includes(v)
            && (now.consent.includes(c) || now.vendors_granted.includes(v));

        const held = () => all('[data-privacy-content]')
            .find(e => may(e.parentNode));

        const copy = (from, to) => [...from.attributes].forEach(a => {
            const name = a.name.replace(/^data-privacy-(?!category|vendor)/, '');

            if (name !== a.name) {
                to.removeAttribute(a.name);

            } else if (from === to || name === 'type') {
                return;
            }

            to.setAttribute(name, a.value);
        });

        const run = () => {
            const old = scripts.shift();

            if (!old) {
                return;
            }

            const s = d.createElement('script');

            copy(old, s);
            s.nonce = old.nonce;
            s.text = old.text;

            const wait = s.src && !s.hasAttribute('async');

            if (wait) {
                s.async = false;
                s.onload = s.onerror = run;
            }

            old.replaceWith(s);

            if (!wait) {
                run();
            }
        };

        /*
         * A marked element's content may have others' tags, refused yet, and
         * be all that there was in it or not.
         */

        if ((!now.consent[3] || now.vendors_refused[0]
             || all('[data-privacy-content]+*')[0]) && held())
        {
            location.reload();
            return;
        }

        /* it is there as text; its scripts wait for their turn */

        for (let kept; (kept = held()); ) {
            const at = kept.parentNode;

            kept.outerHTML = kept.content.textContent;

            all('script:not([data-privacy-category])', at).forEach(s => {
                s.dataset.privacyType = s.type;
                s.dataset.privacyCategory = 'necessary';
                s.type = 'text/plain';
            });
        }

        all('[data-privacy-category]').filter(may).forEach(e => {
            if (e.localName === 'style') {
                e.removeAttribute('type');
            }

            if (e.localName !== 'script') {
                copy(e, e);

            } else if (e.type === 'text/plain') {
                scripts.push(e);
            }
        });

        run();
    };

    form.onsubmit = e => {
        const by = e.submitter;
        const body = new URLSearchParams(new FormData(form, by));

        if (plain || !by) {
            return;
        }

        e.preventDefault();

        /* no <base> further down may send a choice elsewhere */

        fetch(new URL(form.getAttribute('action'), location), {
            method: 'POST',
            headers: { Accept: 'application/json' },
            body

        }).then(r => r.ok ? r.json() : Promise.reject())
        .then(now => {
            if ('open' in box.dataset
                || now.consent[1] && !('block' in box.dataset))
            {
                location.reload();
                return;
            }

            close();

            /* tags that come alive ask what they may */

            d.dispatchEvent(new CustomEvent('privacy', { detail: now }));
            revive(now);

        }, () => {
            plain = 1;
            by.click();
        });
    };

    box.onkeydown = e => {
        if (e.key === 'Escape') {
            close();
        }
    };

    /* what is modal holds the focus; Escape may come from anywhere */

    if (box.showModal) {
        box.onclose = close;
        box.removeAttribute('open');
        box.showModal();
        box.focus();
    }
})(document);
