'use strict';

/*
 * Strings that the IAB's own encoders make, read by privacy-scan --decide:
 * the decision must be the one that was put in.  Prints TAP.
 */

const { execFileSync } = require('child_process');
const { GVL, TCModel, TCString, PurposeRestriction,
        RestrictionType } = require('@iabtechlabtcf/core');
const { GppModel, UsNat, UsCa, UsVa, UsCo, UsUt, UsCt, UsFl, UsMt, UsOr,
        UsTx, UsDe, UsIa, UsNe, UsNh, UsNj, UsTn, UsMn, UsMd, UsIn, UsKy,
        UsRi, TcfCaV1, TcfEuV2, UspV1 } = require('@iabgpp/cmpapi');

const scan = process.env.PRIVACY_SCAN || 'build/privacy-scan';
const ADROLL = 130;

let tests = 0;
let failures = 0;
let seed = 20260115;


/* the same numbers at every run */

function random(n) {
    seed = (seed * 1103515245 + 12345) & 0x7fffffff;
    return (seed >> 8) % n;
}


function ok(good, name, ...rest) {
    tests++;
    failures += good ? 0 : 1;
    console.log(`${good ? 'ok' : 'not ok'} ${tests} - ${name}`);

    if (!good) {
        console.log('# ' + JSON.stringify(rest));
    }
}


function decide(cookie, ...options) {
    return JSON.parse(execFileSync(scan, [`--decide=Cookie: ${cookie}`,
                                          '--vendor=adroll', ...options]));
}


/* a vendor list of our own: 1,200 vendors, all purposes by consent */

function gvl() {
    const list = {
        gvlSpecificationVersion: 3, vendorListVersion: 17,
        tcfPolicyVersion: 5, lastUpdated: '2026-01-01T00:00:00Z',
        purposes: {}, specialPurposes: {}, features: {}, specialFeatures: {},
        stacks: {}, dataCategories: {}, vendors: {}
    };
    const ids = [];

    for (let id = 1; id <= 11; id++) {
        ids.push(id);
        list.purposes[id] = { id, name: `p${id}`, description: '',
                              illustrations: [] };
    }

    for (let id = 1; id <= 2; id++) {
        list.specialFeatures[id] = { id, name: `f${id}`, description: '',
                                     illustrations: [] };
    }

    for (let id = 1; id <= 1200; id++) {
        list.vendors[id] = {
            id, name: `v${id}`, purposes: ids, legIntPurposes: [],
            flexiblePurposes: [], specialPurposes: [], features: [],
            specialFeatures: [], cookieMaxAgeSeconds: 1, usesCookies: true,
            usesNonCookieAccess: false, urls: []
        };
    }

    return new GVL(list);
}


function tcf() {
    const list = gvl();

    for (let i = 0; i < 60; i++) {

        const model = new TCModel(list);
        const purposes = new Set();
        const some = random(3);
        const restricted = random(5) === 0;
        let consent;

        model.cmpId = 300;
        model.cmpVersion = 2;
        model.isServiceSpecific = true;

        for (let p = 1; p <= 11; p++) {
            if (random(4)) {
                model.purposeConsents.set(p);
                purposes.add(p);
            }
        }

        /* none, few (ranges), or many (a bit each) */

        for (let v = 1; v <= 1200; v++) {
            if (some && random(some === 1 ? 40 : 2) === 0) {
                model.vendorConsents.set(v);
            }
        }

        if (random(2)) {
            model.vendorConsents.set(ADROLL);
        }

        consent = model.vendorConsents.has(ADROLL);

        if (restricted) {
            const r = new PurposeRestriction();

            r.purposeId = 3;
            r.restrictionType = RestrictionType.NOT_ALLOWED;
            model.publisherRestrictions.add(ADROLL, r);
        }

        for (let v = 1; v <= 1200; v++) {
            model.vendorsDisclosed.set(v);
        }

        const undisclosed = random(6) === 0;

        if (undisclosed) {
            model.vendorsDisclosed.unset(ADROLL);
        }

        const string = TCString.encode(model);
        const want = {
            functional: purposes.has(1),
            analytics: purposes.has(1) && purposes.has(8),
            marketing: [1, 3, 4].every(p => purposes.has(p))
        };
        const vendor = want.marketing && consent && !restricted
                       && !undisclosed;

        /* the encoder may leave an undisclosed vendor out of the consents:
           what it wrote is what counts */

        const got = decide(`euconsent-v2=${string}`);

        ok(got.decided && got.source === 'tcf'
           && Object.keys(want).every(
               c => got.consent.includes(c) === want[c])
           && got.vendor.granted === vendor,
           `TC string ${i}, ${string.length} bytes`,
           { want, vendor, consent, restricted, undisclosed, got, string });
    }
}


function gpp() {
    const states = [
        [UsNat, ['SaleOptOut', 'SharingOptOut', 'TargetedAdvertisingOptOut'],
         1],
        [UsCa, ['SaleOptOut', 'SharingOptOut'], 1]
    ];

    for (const s of [UsVa, UsUt, UsFl, UsIn, UsKy, UsRi]) {
        states.push([s, ['SaleOptOut', 'TargetedAdvertisingOptOut'], 0]);
    }

    for (const s of [UsCo, UsCt, UsMt, UsOr, UsTx, UsDe, UsIa, UsNe, UsNh,
                     UsNj, UsTn, UsMn, UsMd])
    {
        states.push([s, ['SaleOptOut', 'TargetedAdvertisingOptOut'], 1]);
    }

    for (const [section, fields, hasGpc] of states) {

        for (let i = 0; i < 1 << (fields.length + hasGpc); i++) {

            const model = new GppModel();
            let out = false;

            fields.forEach((field, n) => {
                const value = i >> n & 1 ? 1 : 2;

                out = out || value === 1;
                model.setFieldValue(section.NAME, field, value);
            });

            if (hasGpc) {
                const gpc = (i >> fields.length & 1) === 1;

                out = out || gpc;
                model.setFieldValue(section.NAME, 'Gpc', gpc);
            }

            const string = model.encode();
            const got = decide(`__gpp=${string}`);

            ok(got.decided && got.source === 'gpp'
               && got.consent.includes('marketing') === !out,
               `${section.NAME} ${i}: ${string}`, out, got);
        }
    }

    for (const value of ['1YNN', '1YYN', '1---']) {
        const model = new GppModel();

        model.setFieldValue(UspV1.NAME, 'Version', 1);
        model.setFieldValue(UspV1.NAME, 'Notice', value[1]);
        model.setFieldValue(UspV1.NAME, 'OptOutSale', value[2]);
        model.setFieldValue(UspV1.NAME, 'LspaCovered', value[3]);

        const got = decide(`__gpp=${model.encode()}`, '--regime=opt-out');

        ok(got.consent.includes('marketing') === (value !== '1YYN')
           && got.decided === (value !== '1---'), `uspv1 ${value}`, got);
    }
}


function sections() {
    for (let i = 0; i < 24; i++) {

        const canada = i % 2 === 1;
        const model = new GppModel();
        const name = canada ? TcfCaV1.NAME : TcfEuV2.NAME;
        const purposes = [];
        const vendors = [];

        for (let p = 1; p <= 24; p++) {
            purposes.push(p > 11 ? false : random(5) !== 0);
        }

        for (let v = 1; v < 600; v++) {
            if (random(i % 3 ? 100 : 3) === 0) {
                vendors.push(v);
            }
        }

        model.setFieldValue(name, 'CmpId', 300);
        model.setFieldValue(name, canada ? 'PurposesExpressConsent'
                                         : 'PurposeConsents', purposes);
        model.setFieldValue(name, canada ? 'VendorExpressConsent'
                                         : 'VendorConsents', vendors);
        model.setFieldValue(name, canada ? 'TcfPolicyVersion'
                                         : 'PolicyVersion', 4);

        if (!canada) {
            model.setFieldValue(name, 'IsServiceSpecific', true);
        }

        const string = model.encode();
        const got = decide(`__gpp=${string}`);
        const marketing = purposes[0] && purposes[2] && purposes[3];
        const vendor = marketing && vendors.includes(ADROLL);

        ok(got.decided && got.consent.includes('marketing') === marketing
           && got.vendor.granted === vendor, `${name} ${i}`,
           { marketing, vendor, got, string });
    }
}


tcf();
gpp();
sections();

console.log(`1..${tests}`);
process.exit(failures ? 1 : 0);
