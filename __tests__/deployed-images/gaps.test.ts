import { afterAll, expect, it } from '@jest/globals';
import { check } from '../../src/check/check.js';
import { stepLine } from '../../src/core/step-line.js';
import { changedPlaces } from '../../src/deployed-images/changed-places.js';
import { notScanned } from '../../src/deployed-images/gaps.js';
import { type DeployedImage, unscannedReferences } from '../../src/manifests/select.js';
import { readOptions } from '../../src/options/read-options.js';
import { dockerArchive, tar, temporaryFolder } from '../image/build-tar.js';
import { NOW } from '../now.js';
import { quietHost } from '../vulnerabilities/fixtures.js';

const DIGEST = `sha256:${'a'.repeat(64)}`;
const named = (...references: string[]) =>
  references.map((reference, index) => {
    const path = `${index}.yaml`;
    const location = { path, startLine: 1, startColumn: 1, endLine: 1, endColumn: 2 };
    return { reference, path, place: 'web', location };
  });
const rows = (references: string[], scanned: string[], isAsked = false) =>
  notScanned(unscannedReferences(named(...references), scanned), 'add it', () => isAsked)
    .coverage ?? [];

it('the log does not say that nothing was found in an image that was not read', () => {
  const left = notScanned(unscannedReferences(named('app:1'), []), 'offline', () => true);
  expect(stepLine('image app:1', left)).toBe('image app:1: not checked');
});

it.each([
  ['ghcr.io/acme/shop:1', 'registry:ghcr.io/acme/shop:1'],
  ['nginx', 'docker.io/library/nginx:latest'],
  [`ghcr.io/acme/shop:1@${DIGEST}`, DIGEST],
  [`ghcr.io/acme/shop@${DIGEST}`, `ghcr.io/acme/shop@${DIGEST}`],
])('%s is scanned as %s', (reference, scanned) => {
  expect(rows([reference], ['shop.tar', scanned])).toEqual([]);
});

it('an image that manifests only name has one row, which is informational', () => {
  expect(rows(['ghcr.io/acme/shop:1', 'ghcr.io/acme/shop:1'], ['ghcr.io/acme/shop:2'])).toEqual([
    {
      check: 'vulnerability',
      target: 'ghcr.io/acme/shop:1',
      state: 'not-covered',
      reason: 'A manifest names it, and it was not scanned: add it',
      informational: true,
    },
  ]);
});

it('reports a digest that was not scanned, also if the tag was', () => {
  expect(rows([`shop:1@${DIGEST}`], ['shop:1'])).toHaveLength(1);
});

it.each([
  [20, 20, undefined],
  [21, 21, undefined],
  [22, 21, '2 more images'],
])('of %i images that nobody asked for, %i rows are reported', (count, most, last) => {
  const references = Array.from({ length: count }, (_, index) => `shop:${index}`);
  expect(rows(references, []).length).toBe(most);
  expect(rows(references, []).at(-1)?.target).toBe(last ?? `shop:${count - 1}`);
  expect(rows(references, [], true)).toHaveLength(count);
});

/** `path place reference` of each. */
function placesOf(texts: readonly string[]): DeployedImage[] {
  return texts.map((text) => {
    const [path = '', place = '', reference = ''] = text.split(' ');
    const location = { path, startLine: 1, startColumn: 1, endLine: 1, endColumn: 2 };
    return { path, place, reference, location };
  });
}

it.each<[string, string[], string[], string[]]>([
  ['another tag', ['a web nginx:1'], ['a web nginx:2'], ['a web nginx:1 → nginx:2']],
  [
    'another spelling and a digest',
    [`a web nginx:1@${DIGEST}`],
    ['a web docker.io/library/nginx:2'],
    [`a web nginx:1@${DIGEST} → docker.io/library/nginx:2`],
  ],
  ['another repository', ['a web acme/nginx:1'], ['a web nginx:2'], ['a web → nginx:2']],
  [
    'a registry with a port',
    ['a w h:5000/app:1'],
    ['a w h:5000/app:2'],
    ['a w h:5000/app:1 → h:5000/app:2'],
  ],
  ['nothing', ['a web nginx:1', 'a db pg:1'], ['a db pg:1', 'a web nginx:1'], []],
  [
    'a tag that another file has',
    ['a web app:1', 'tests t app:bad'],
    ['a web app:bad', 'tests t app:bad'],
    ['a web app:1 → app:bad'],
  ],
  [
    'a tag that another service of the file has',
    ['a one app:1', 'a two app:2'],
    ['a one app:2', 'a two app:2'],
    ['a one app:1 → app:2'],
  ],
  [
    'two tags that are swapped',
    ['a b i:1', 'a c i:2'],
    ['a b i:2', 'a c i:1'],
    ['a b i:1 → i:2', 'a c i:2 → i:1'],
  ],
  ['a new service', ['a one app:1'], ['a one app:1', 'a two app:1'], ['a two → app:1']],
  [
    'a new service, where another file lost one',
    ['a one x:1', 'tests t app:1', 'tests u x:1'],
    ['a one x:1', 'a two app:1', 'tests u x:1'],
    ['a two → app:1'],
  ],
  ['a service with another name', ['a one app:1'], ['a two app:1'], ['a two app:1 → app:1']],
  ['a file that moves', ['a one app:1', 'a two x:1'], ['b one app:1', 'b two x:1'], []],
  ['a file that moves, and a tag', ['a one app:1'], ['b one app:2'], ['b one app:1 → app:2']],
  [
    'one of several equal places',
    ['a w i:1', 'a w i:2'],
    ['a w i:2', 'a w i:2'],
    ['a w i:1 → i:2'],
  ],
])('finds what a change names: %s', (_, before, now, expected) => {
  const changed = changedPlaces(placesOf(now), placesOf(before));
  expect(
    [...changed].map(([{ path, place, reference }, old]) =>
      [path, place, ...(old ? [old.reference] : []), '→', reference].join(' '),
    ),
  ).toEqual(expected);
});

const folder = temporaryFolder();
afterAll(() => folder.remove());

it('the names of a saved image are those of its tags', async () => {
  const layer = tar([{ name: 'a', body: 'a' }]);
  const archive = folder.write(
    'shop.tar',
    dockerArchive([layer], { tags: ['ghcr.io/acme/shop:1'] }),
  );
  const images = ['ghcr.io/acme/shop:1', 'postgres:18'];
  folder.write(
    'repo/compose.yaml',
    `services:\n${images.map((i, n) => `  s${n}: { image: "${i}" }\n`).join('')}`,
  );
  const words = ['--offline', '--image', archive];
  const options = readOptions('check', words, { path: '', noColor: true }, NOW);
  const { report } = await check(`${folder.path}/repo`, options, quietHost());
  expect(report.coverage.filter(({ target }) => images.includes(target))).toEqual([
    {
      check: 'vulnerability',
      target: 'postgres:18',
      state: 'not-covered',
      reason:
        'A manifest names it, and it was not scanned: compare with a base branch (--baseline-ref), or write deployed-images: all in the policy',
      informational: true,
    },
  ]);
});
