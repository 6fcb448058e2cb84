import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  changeLines,
  comparePair,
  mutatedPair,
  PLACES,
} from '../__tests__/image-diff/samples/mutated-pair.js';
import { mutationsOf } from '../__tests__/image-diff/samples/mutations.js';
import { TEN_IMAGES } from '../__tests__/image-diff/samples/ten-images.js';

/**
 * Changes ten images in every way that is known, each alone, and counts what is reported with the right sentence, risk and
 * line of the Dockerfile, and nothing else: by reports that keep the images, and without lines by reading both images.
 *   node scripts/run.mjs bench/mutations.ts [IMAGE…]
 */
const wanted = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'portside-mutations-'));
/** The files that accounts and packages are in are listed, too. */
const OF_ACCOUNTS = /^info: Changed file etc\/(?:passwd|group) \(content\) /;
let reported = 0;
let total = 0;
try {
  console.log('| image | kinds | in the layer | in a layer above |\n|---|---|---|---|');
  for (const image of TEN_IMAGES) {
    if (wanted.length > 0 && !wanted.includes(image.name)) continue;
    const mutations = mutationsOf(image);
    const misses: string[] = [];
    const counts = [];
    for (const place of PLACES) {
      let right = 0;
      for (const mutation of mutations) {
        const pair = mutatedPair(image, mutation, place);
        const { kept, live } = await comparePair(pair, folder);
        const expected = mutation.expected.map((one) => `${one} @${pair.line}`);
        const found = changeLines(kept).filter(
          (line) => !OF_ACCOUNTS.test(line) && !isOfBase(line),
        );
        const seen = changeLines(live).map((line) => line.replace(/ @-$/, ''));
        const isRight =
          found.join('\n') === expected.join('\n') &&
          mutation.expected.every((one) => seen.includes(one)) &&
          kept.gaps.length === 0;
        if (isRight) right++;
        else
          misses.push(
            `  ${place}: ${mutation.name}`,
            ...expected.map((one) => `    - ${one}`),
            ...found.map((one) => `    + ${one}`),
            ...kept.gaps,
          );
      }
      counts.push(`${right} of ${mutations.length}`);
      reported += right;
      total += mutations.length;
    }
    console.log(`| ${image.name} | ${mutations.length} | ${counts.join(' | ')} |`);
    for (const miss of misses) console.log(miss);
  }
  console.log(`${reported} of ${total}`);
} finally {
  rmSync(folder, { recursive: true });
}

/** The base image of one of the ten was built again. */
function isOfBase(line: string): boolean {
  return line.startsWith('info: Base image base:1 has other layers');
}
