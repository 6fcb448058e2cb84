/**
 * The comparison of 5,000 findings of manifests with a baseline, as they are and with each holder renamed, and of reading the
 * same findings as JSON:
 *
 *   node scripts/run.mjs bench/comparison.ts
 */
import { compareWithBaseline } from '../src/baseline/compare.js';
import type { Finding } from '../src/core/finding.js';
import { fingerprint } from '../src/core/fingerprint.js';
import type { Holder } from '../src/core/holder.js';
import { sketch } from '../src/core/sketch.js';

const FINDINGS = 5_000;
const HOLDERS = 500;
const RUNS = 9;

const idOf = (...parts: readonly string[]) => fingerprint(...parts).slice(0, 16);
const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);

function findingsOf(prefix: string): Finding[] {
  return numbers(FINDINGS).map((n) => ({
    rule: `RULE-${n % 50}`,
    aliases: [],
    check: 'manifest',
    severity: 'medium',
    confidence: 'high',
    tags: [],
    message: `Message ${n}`,
    location: { path: `${n % 100}.yaml`, startLine: n, startColumn: 1, endLine: n, endColumn: 2 },
    fingerprint: fingerprint(prefix, String(n)),
    subjectId: fingerprint('subject', prefix, String(n)),
    identity: { holder: idOf(prefix, String(n % HOLDERS)), value: idOf('value', String(n)) },
    variants: ['overlays/dev', 'overlays/prod'],
    status: 'new',
  }));
}

function holdersOf(prefix: string): Holder[] {
  return numbers(HOLDERS).map((n) => ({
    id: idOf(prefix, String(n)),
    kind: 'service',
    sketch: sketch(numbers(20).map((setting) => `${n} ${setting}`)),
    exposure: ['production'],
  }));
}

function median(run: () => void): number {
  const times = numbers(RUNS).map(() => {
    const start = performance.now();
    run();
    return performance.now() - start;
  });
  return times.sort((a, b) => a - b)[RUNS >> 1] ?? 0;
}

const before = { findings: findingsOf('a'), holders: holdersOf('a') };
const text = JSON.stringify(before.findings);
const read = median(() => JSON.parse(text));
for (const [name, prefix] of [
  ['as they are', 'a'],
  ['all renamed', 'b'],
] as const) {
  const now = { findings: findingsOf(prefix), holders: holdersOf(prefix) };
  const compare = () =>
    compareWithBaseline(
      now.findings,
      { name: 'main', checks: new Set(['manifest']), ...before },
      { targets: [], incomplete: [], wholeRepository: true, holders: now.holders },
    ).findings;
  const other = compare().filter(({ status }) => status !== 'existing').length;
  const time = median(compare);
  console.log(
    `${name}: ${time.toFixed(0)} ms, ${(time / read).toFixed(1)} times JSON.parse; ${other} not existing`,
  );
}
