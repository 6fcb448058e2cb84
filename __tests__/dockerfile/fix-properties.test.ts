import { describe, expect, it } from '@jest/globals';
import { applyAllFixes } from '../../src/core/apply-fixes.js';
import type { Finding } from '../../src/core/finding.js';
import { lintDockerfile } from '../../src/dockerfile/lint.js';
import { sample } from '../sample.js';
import { readCorpus, UNUSUAL } from './corpus.js';
import { parse } from './parse-text.js';

const now = new Date('2026-11-24');
const lint = (text: string) => lintDockerfile(parse(text), { now });

/** The number of findings of each rule. */
function countByRule(findings: readonly Finding[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { rule, aliases } of findings)
    for (const name of [rule, ...aliases]) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

/** What is wrong after all fixes of a file; empty when all properties hold. */
function violations(text: string): string[] {
  const before = lint(text);
  const { text: fixed } = applyAllFixes(text, lint);
  if (fixed === text) return [];
  const after = lint(fixed);
  const [countsBefore, countsAfter] = [countByRule(before), countByRule(after)];
  const found = [...countsAfter]
    .filter(([rule, count]) => count > (countsBefore.get(rule) ?? 0))
    .map(([rule]) => `${rule} has new findings`);
  for (const { rule, fix, location } of after)
    if (fix) found.push(`${rule} still has a fix in line ${location?.startLine}`);
  if (parse(fixed).problems.length > parse(text).problems.length)
    found.push('the file has new syntax problems');
  if (applyAllFixes(fixed, lint).text !== fixed) found.push('a second run changes the file');
  return found;
}

describe.each([
  ['files with unusual syntax', UNUSUAL],
  [
    'real Dockerfiles in ../shared',
    sample(readCorpus() ?? [], 10, ({ dockerfile }) => dockerfile).map((file) => file.dockerfile),
  ],
])('after all fixes, %s', (_name, texts) => {
  if (texts.length === 0) {
    it.skip('are not checked: ../shared/conformance is missing', () => {});
    return;
  }

  it('parse, have no new findings, and stay the same in a second run', () => {
    const found = texts.flatMap((text, index) =>
      violations(text).map((violation) => `file ${index}: ${violation}`),
    );
    expect(found).toEqual([]);
  }, 300_000);

  it('keep their line breaks, byte order mark and end of file', () => {
    for (const text of texts) {
      if (/[^\r]\n/.test(text) === false || text.includes('\r')) continue;
      const windows = `\ufeff${text.replaceAll('\n', '\r\n')}`;
      const { text: fixed } = applyAllFixes(windows, lint);
      expect(fixed.startsWith('\ufeff')).toBe(true);
      expect(fixed.replaceAll('\r\n', '')).not.toContain('\n');
      expect(fixed.endsWith('\n')).toBe(windows.endsWith('\n'));
    }
  }, 300_000);
});
