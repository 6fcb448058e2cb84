import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CHAPTERS } from './life/chapters.js';
import { type Life, startLife } from './life/life.js';
import { liveRandomly } from './life/random.js';

/**
 * A repository's life on GitHub: runs of the Action one after the other, or at once, with the cache and all that they leave
 * there. What is expected after each run comes from the trees of the commits alone. PORTSIDE_SAMPLE=all runs all of it.
 */

const all = process.env.PORTSIDE_SAMPLE === 'all';
let work: string;
let lives = 0;
beforeAll(() => {
  // @actions/cache passes paths to tar without quotes: no space is in this one.
  work = mkdtempSync('/tmp/portside-life-');
});
afterAll(() => rmSync(work, { recursive: true, force: true }));

async function nothingIsWrong(isShallow: boolean, live: (life: Life) => Promise<void>) {
  const life = await startLife(join(work, String(++lives)), isShallow);
  try {
    await live(life);
  } finally {
    await life.close();
  }
  expect(life.wrong).toEqual([]);
}

describe('all that a repository sees is right when', () => {
  const chapters = CHAPTERS.filter(({ isSampled }) => all || isSampled);
  it.each(chapters.map((one) => [one.title, one] as const))('%s', (_, { isShallow, live }) =>
    nothingIsWrong(isShallow, live),
  );
});

describe('a random life', () => {
  const [count, events] = all ? [10, 100] : [1, 15];
  it.each(Array.from({ length: count }, (_, seed) => seed))('%i is right', (seed) =>
    nothingIsWrong(seed % 2 === 0, (life) => liveRandomly(life, seed, events)),
  );
});
