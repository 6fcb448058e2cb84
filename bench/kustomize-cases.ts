/**
 * Kustomize's own test cases, rendered by Portside: what is equal, what is a named gap, and what differs without a word.
 * node scripts/run.mjs bench/kustomize-cases.ts GIT_DIRECTORY [--show RESULT] [--installed]
 * GIT_DIRECTORY is a clone of kubernetes-sigs/kustomize, which is read as data. The cases are the tests of `api/krusty` that only
 * write files, render, and compare with a text or expect an error. --show prints the cases with a result, or those that are
 * `left` out. --installed compares with the installed Kustomize instead of the text in the test.
 */

import { krustyCases } from './kustomize-cases/go-tests.js';
import { comparedWith, compareWithKustomize, RESULTS, rootIn } from './kustomize-peer.js';

const [directory, ...options] = process.argv.slice(2);
if (!directory) {
  console.error('usage: kustomize-cases.ts GIT_DIRECTORY [--show RESULT] [--installed]');
  process.exit(2);
}
const shown = options.includes('--show') ? options[options.indexOf('--show') + 1] : undefined;
const { cases, left } = krustyCases(directory);
const counts = new Map<string, number>(RESULTS.map((name) => [name, 0]));
for (const { name, files, folder, expected } of cases) {
  const texts = Object.fromEntries(files);
  const { result, ours, theirs } = options.includes('--installed')
    ? compareWithKustomize(texts, folder)
    : comparedWith(
        expected === undefined ? {} : { text: expected },
        (path) => texts[path],
        rootIn(texts, folder),
      );
  counts.set(result, (counts.get(result) ?? 0) + 1);
  if (result === shown) console.log(`${name}\n  ours   ${ours}\n  theirs ${theirs}`);
}
if (shown === 'left') for (const [name, why] of left) console.log(`${name}: ${why}`);
console.log(`${cases.length} cases; ${left.size} tests are left out`);
console.log([...counts].map(([name, count]) => `${name} ${count}`).join(', '));
process.exitCode = counts.get('differs') || counts.get('only Kustomize refuses') ? 1 : 0;
