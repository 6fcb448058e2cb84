import { describe, expect, it } from '@jest/globals';
import { applyAllFixes } from '../../src/core/apply-fixes.js';
import type { Finding } from '../../src/core/finding.js';
import { lintDockerfile } from '../../src/dockerfile/lint.js';
import { parseDockerfile } from '../../src/dockerfile/parser/parse.js';
import { AWKWARD, corpus } from './corpus.js';

const now = new Date('2026-11-24');
const lint = (text: string) => lintDockerfile(parseDockerfile('Dockerfile', text), { now });

/** How often each rule speaks. */
function counts(findings: readonly Finding[]): Map<string, number> {
  const all = new Map<string, number>();
  for (const { rule, aliases } of findings)
    for (const name of [rule, ...aliases]) all.set(name, (all.get(name) ?? 0) + 1);
  return all;
}

/** What is wrong about fixing this file; empty when all properties hold. */
function violations(text: string): string[] {
  const before = lint(text);
  const { text: fixed } = applyAllFixes(text, lint);
  if (fixed === text) return [];
  const after = lint(fixed);
  const [was, is] = [counts(before), counts(after)];
  const wrong = [...is]
    .filter(([rule, n]) => n > (was.get(rule) ?? 0))
    .map(([rule]) => `${rule} is new`);
  for (const { rule, fix, location } of after)
    if (fix) wrong.push(`${rule} still offers a fix on line ${location?.startLine}`);
  const [parsed, reparsed] = [parseDockerfile('', text), parseDockerfile('', fixed)];
  if (reparsed.problems.length > parsed.problems.length) wrong.push('it parses no more');
  if (applyAllFixes(fixed, lint).text !== fixed) wrong.push('a second run changes it');
  return wrong;
}

describe.each([
  ['our awkward files', AWKWARD],
  ['the corpus beside the checkout', corpus()],
])('after all fixes of %s', (name, texts) => {
  if (texts === undefined) {
    it(`is skipped: ${name} is not here`, () => expect(corpus()).toBeUndefined());
    return;
  }

  it('the file parses, nothing new is found, and a second run changes nothing', () => {
    const wrong = texts.flatMap((text, index) =>
      violations(text).map((violation) => `file ${index}: ${violation}`),
    );
    expect(wrong).toEqual([]);
  }, 300_000);

  it('line breaks, byte order marks and the end of the file are as they were', () => {
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
