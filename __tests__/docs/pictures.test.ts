import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it, test } from '@jest/globals';
import {
  PICTURES,
  type PictureSources,
  pictureHashes,
  pictureSources,
  SOURCES,
} from '../../scripts/picture-sources.js';

/** The pictures in README.md show what examples/webapp gives today. */

let sources: PictureSources;

beforeAll(async () => {
  sources = await pictureSources();
});

test('the pictures are made from the current comment, report and script', () => {
  const stored = JSON.parse(readFileSync(SOURCES, 'utf8'));
  const stale = Object.entries(pictureHashes(sources))
    .filter(([name, hash]) => stored[name] !== hash)
    .map(([name]) => `The pictures of the ${name} are stale: renew them with npm run pictures`);
  expect(stale).toEqual([]);
});

test('the sources are the same in every run', async () => {
  expect(pictureHashes(await pictureSources())).toEqual(pictureHashes(sources));
});

test('only what the pictures show makes them stale', () => {
  const { comment, report, fleet } = sources;
  const changed = (one: PictureSources) => {
    const [before, after] = [pictureHashes(sources), pictureHashes(one)];
    return Object.keys(before).filter((name) => before[name] !== after[name]);
  };
  const folded = comment
    .replace('</summary>', '</summary>\n\nMore')
    .replace(/github\.com\/\w+\/portside/, 'github.com/acme/portside');
  expect(folded).toContain('(https://github.com/acme/portside/');
  const below = report.replace('</main>', 'More</main>');
  const rows = fleet.replace('</main>', 'More</main>');
  expect(changed({ comment: folded, report: below, fleet: rows })).toEqual([]);
  const seen = comment.replace('Fails the policy', 'Does not pass');
  const [more, title] = [report, fleet].map((page) => page.replace('<h1>', '<h1>More '));
  expect(changed({ comment: seen, report: String(more), fleet: String(title) })).toEqual([
    'comment',
    'report',
    'fleet',
  ]);
});

describe.each(
  ['comment', 'phone', 'report', 'fleet'].flatMap((one) => [`${one}-light`, `${one}-dark`]),
)('%s.png', (name) => {
  it('has double density and its width in pixels, and at most 200 KB', () => {
    const picture = readFileSync(`${PICTURES}/${name}.png`);
    expect(picture.readUInt32BE(16)).toBe(name.startsWith('phone') ? 780 : 1720);
    expect(picture.length).toBeLessThanOrEqual(200_000);
  });
});
