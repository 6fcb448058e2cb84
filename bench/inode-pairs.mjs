import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { comparePairOfLayers } from '../__tests__/image-diff/samples/layered-pair.ts';

/**
 * Compares the difference of random pairs of layered images, and the facts of each of their files, with those of trees that
 * the layers are unpacked to. The layers have hard links, whiteouts, opaque folders, links, and files in place of folders.
 *   node scripts/run.mjs bench/inode-pairs.mjs [--count PAIRS] [--seed FIRST] [--show PAIRS]
 */
const option = (name, value) => {
  const at = process.argv.indexOf(`--${name}`);
  return Number(at < 0 ? value : process.argv[at + 1]);
};
const [count, first, show] = [option('count', 2000), option('seed', 1), option('show', 3)];
const folder = mkdtempSync(join(tmpdir(), 'portside-inodes-'));

const without = (lines, others) => {
  const left = new Set(others);
  return lines.filter((line) => !left.has(line));
};
const totals = { expected: 0, missed: 0, false: 0, files: 0, facts: 0, kept: 0, pairs: 0 };
let shown = 0;
try {
  for (let seed = first; seed < first + count; seed++) {
    const { changes, facts } = await comparePairOfLayers(seed, folder);
    const missed = without(changes.expected, changes.live);
    const extra = without(changes.live, changes.expected);
    const wrong = without(facts.found, facts.expected);
    const lost = without(facts.expected, facts.found);
    const kept =
      without(changes.expected, changes.kept).length +
      without(changes.kept, changes.expected).length;
    totals.expected += changes.expected.length;
    totals.missed += missed.length;
    totals.false += extra.length;
    totals.files += facts.expected.length;
    totals.facts += Math.max(wrong.length, lost.length);
    totals.kept += kept;
    if (missed.length + extra.length + wrong.length + lost.length + kept === 0) continue;
    totals.pairs++;
    if (shown++ < show)
      console.log(`pair ${seed}:`, {
        missed,
        extra,
        wrong,
        lost,
        kept: without(changes.kept, changes.expected),
        keptMissed: without(changes.expected, changes.kept),
      });
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.log(
  '| pairs | changes | missed | false | by reports: missed or false | facts | facts different | pairs with a difference |',
);
console.log('|---|---|---|---|---|---|---|---|');
console.log(
  `| ${count} | ${totals.expected} | ${totals.missed} | ${totals.false} | ${totals.kept} | ${totals.files} | ${totals.facts} | ${totals.pairs} |`,
);
