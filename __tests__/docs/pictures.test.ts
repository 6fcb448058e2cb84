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

describe.each(['comment-light', 'comment-dark', 'report-light', 'report-dark'])(
  '%s.png',
  (name) => {
    it('is 860 pixels wide at double density, and at most 200 KB', () => {
      const picture = readFileSync(`${PICTURES}/${name}.png`);
      expect(picture.readUInt32BE(16)).toBe(1720);
      expect(picture.length).toBeLessThanOrEqual(200_000);
    });
  },
);
