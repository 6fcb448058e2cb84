import { expect, it, test } from '@jest/globals';
import { differingNames, splitNames } from '../../../src/reports/rows/sentence-names.js';

test.each([
  ['Service "web" runs privileged', ['web']],
  ['Container "app" of Deployment "shop" has no memory limit', ['app', 'shop']],
  ['Image redis:8 is not pinned by digest', ['redis:8']],
  ['Value of SESSION_SECRET looks like a secret', ['SESSION_SECRET']],
  ['npm access token (32 to 63 characters) in /srv/.npmrc, deleted', ['/srv/.npmrc']],
  ['Service "cache" shares the host’s network', ['cache']],
  ['Last USER is root, so the container runs as root', []],
])('%s has the names %j', (sentence, names) => {
  expect(splitNames(sentence).names).toEqual(names);
});

it('the same problem of two objects has the same pattern, another problem has not', () => {
  const [web, api, other] = [
    'Service "web" has no memory limit',
    'Service "a b" has no memory limit',
    'Service "web" has no process limit',
  ].map((sentence) => splitNames(sentence).pattern);
  expect(api).toBe(web);
  expect(other).not.toBe(web);
});

it.each([
  [
    ['Service "web" runs', 'Service "api" runs', 'Service "web" runs'],
    ['web', 'api'],
  ],
  [
    ['"app" of Pod "a" runs', '"app" of Pod "b" runs'],
    ['a', 'b'],
  ],
  [
    ['"x" of Pod "a" runs', '"y" of Pod "b" runs'],
    ['x', 'y'],
  ],
  [['Service "web" runs', 'Service "web" runs'], []],
  [[], []],
])('of %j, the names that differ are %j', (sentences, names) => {
  expect(differingNames(sentences.map(splitNames))).toEqual(names);
});

it('a long sentence of quotation marks is split in time that grows with its length', () => {
  const sentence = '"'.repeat(100_000);
  expect(splitNames(sentence).names).toHaveLength(50_000);
});
