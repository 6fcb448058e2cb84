import { afterAll, expect, it } from '@jest/globals';
import { check } from '../../src/check/check.js';
import { stepLine } from '../../src/core/step-line.js';
import { changedPlaces } from '../../src/deployed-images/changed-places.js';
import { notScanned, unscannedNote } from '../../src/deployed-images/gaps.js';
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
const note = (references: string[], scanned: string[]) =>
  unscannedNote(
    unscannedReferences(named(...references), scanned),
    (one) => `Add ${one}`,
  ).notes.map(({ message }) => message);

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
  expect(note([reference], ['shop.tar', scanned])).toEqual([]);
});

it('counts the files that name an image that was not scanned', () => {
  expect(note(['ghcr.io/acme/shop:1', 'ghcr.io/acme/shop:1'], ['ghcr.io/acme/shop:2'])).toEqual([
    '2 files name ghcr.io/acme/shop:1, which was not scanned. Add it.',
  ]);
});

it('reports a digest that was not scanned, also if the tag was', () => {
  expect(note([`shop:1@${DIGEST}`], ['shop:1'])).toHaveLength(1);
});

it('names some of many images in one note', () => {
  const references = Array.from({ length: 8 }, (_, index) => `shop:${index}`);
  expect(note(references, ['shop:0'])).toEqual([
    '7 files name 7 images that were not scanned: shop:1, shop:2, shop:3, shop:4, shop:5 and 2 more. Add them.',
  ]);
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
  expect(report.notes.map(({ message }) => message)).toContain(
    '1 file names postgres:18, which was not scanned. To scan it, compare with a base branch (--baseline-ref), or write deployed-images: all in the policy.',
  );
});
