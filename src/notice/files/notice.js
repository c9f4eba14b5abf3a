(function () {
    'use strict';

    var box = document.getElementById('privacy-notice');

    if (!box || !window.fetch) {
        return;
    }

    var form = box.querySelector('form');

    function close() {
        box.remove();
    }

    form.addEventListener('submit', function (event) {
        var button = event.submitter;
        var body = new URLSearchParams(new FormData(form));

        if (!button) {
            return;
        }

        event.preventDefault();
        body.set('action', button.value);

        fetch(form.action, {
            method: 'POST',
            headers: { 'Accept': 'application/json' },
            body: body,
            credentials: 'same-origin'

        }).then(function (response) {
            if (!response.ok) {
                throw response.status;
            }

            return response.json();

        }).then(function (now) {

            /* what was never loaded need not be unloaded */

            if (now.consent.length < 2 && !box.hasAttribute('data-open')) {
                close();

            } else {
                location.reload();
            }

        }).catch(function () {
            var field = document.createElement('input');

            field.type = 'hidden';
            field.name = 'action';
            field.value = button.value;

            form.appendChild(field);
            form.submit();
        });
    });

    if (box.className === 'pv-dialog') {
        box.focus();

        box.addEventListener('keydown', function (event) {
            var all, first, last;

            if (event.key === 'Escape') {
                close();
                return;
            }

            if (event.key !== 'Tab') {
                return;
            }

            all = Array.prototype.filter.call(
                box.querySelectorAll('a,button,summary,input'),
                function (e) {
                    return e.offsetParent && !e.disabled;
                });

            first = all[0];
            last = all[all.length - 1];

            if (event.shiftKey
                && (document.activeElement === first
                    || document.activeElement === box))
            {
                event.preventDefault();
                last.focus();

            } else if (!event.shiftKey && document.activeElement === last) {
                event.preventDefault();
                first.focus();
            }
        });
    }
})();
