import { expect, test } from '@jest/globals';
import { type SeenByRun, unmatchedEntries } from '../../src/policy/unmatched.js';
import { policyOf } from './policy-of.js';

const SEEN: SeenByRun = {
  verified: ['ghcr.io/acme/app:1', 'debian:12'],
  compared: ['debian:12', 'ghcr.io/acme/base:2'],
  coverage: [{ check: 'manifest', target: 'charts/web', state: 'not-covered', reason: 'r' }],
  narrowed: false,
  now: new Date('2026-11-27'),
};
const unmatched = (text: string, more: Partial<SeenByRun> = {}) =>
  unmatchedEntries(policyOf(text, 'p.yml'), { ...SEEN, ...more }).map(
    ({ rule, severity, message, location }) =>
      `${rule} ${severity} ${location?.path}:${location?.startLine} ${message}`,
  );
const trust = (images: string) =>
  `extends: recommended\ntrust:\n  - images: ${images}\n    signed-by: { key: k.pub }\n`;

test.each<[string, string, Partial<SeenByRun>, string[]]>([
  ['trust that matches', trust('ghcr.io/acme/**'), {}, []],
  ['trust of a short name', trust('docker.io/library/debian'), {}, []],
  [
    'misspelled trust',
    trust('ghcr.io/acmee/app'),
    {},
    [
      'PSP002 medium p.yml:3 The entry "ghcr.io/acmee/app" of trust matches nothing. Did you mean "ghcr.io/acme/app"?',
    ],
  ],
  [
    'trust of an image of another job',
    trust('quay.io/**'),
    { narrowed: true },
    ['PSP002 low p.yml:3 The entry "quay.io/**" of trust matches nothing'],
  ],
  [
    'trust where there is no image',
    trust('quay.io/**'),
    { verified: [] },
    ['PSP002 low p.yml:3 The entry "quay.io/**" of trust matches nothing'],
  ],
  [
    'registries',
    'registries:\n  - docker.io/library\n  - ghcr.io/acm\n  - ghcr.io\n',
    {},
    [
      'PSP002 low p.yml:3 The entry "ghcr.io/acm" of registries matches nothing. Did you mean "ghcr.io/acme"?',
    ],
  ],
  ['registries where no image was compared', 'registries: [quay.io]\n', { compared: [] }, []],
  [
    'allowed gaps',
    'allow-uncovered:\n  - { check: manifest, target: charts/** }\n  - { check: manifest, target: chart/web }\n',
    {},
    [
      'PSP002 low p.yml:3 The entry "chart/web" of allow-uncovered matches nothing. Did you mean "charts/web"?',
    ],
  ],
  [
    'allowed gaps that have expired: a note says it',
    'allow-uncovered:\n  - { check: manifest, target: other, until: 2026-11-26 }\n  - { check: manifest, target: more, until: 2026-11-27 }\n',
    {},
    ['PSP002 low p.yml:3 The entry "more" of allow-uncovered matches nothing'],
  ],
  [
    'allowed gaps of a check that did not run',
    'allow-uncovered:\n  - { check: secret, target: x }\n',
    {},
    [],
  ],
  [
    'trust of any signer',
    'trust:\n  - images: ghcr.io/acme/**\n    signed-by: { issuer: "**", subject: "**" }\n',
    {},
    ['PSP003 medium p.yml:2 The entry "ghcr.io/acme/**" of trust accepts a signature by anyone'],
  ],
  [
    'trust of any subject of an issuer',
    'trust:\n  - images: ghcr.io/acme/**\n    signed-by: { issuer: https://i.example, subject: "**" }\n',
    {},
    [],
  ],
])('the findings on %s', (_, text, more, expected) => {
  expect(unmatched(text, more)).toEqual(expected);
});
