import { describe, expect, it } from '@jest/globals';
import { ruleBook } from '../../../src/check/rule-book.js';
import type { Finding } from '../../../src/core/finding.js';
import { problemRows, rowsWithBaseImages } from '../../../src/reports/rows/problem-rows.js';
import { lint, vulnerability } from '../sample.js';

const FACTS = { packages: new Map(), rules: ruleBook };
const rulesOf = (findings: readonly Finding[]) =>
  problemRows(findings, FACTS).map((row) => [row.kind, ...row.findings.map(({ rule }) => rule)]);
const place = (path: string, startLine: number) =>
  ({ path, startLine, startColumn: 1, endLine: startLine, endColumn: 2 }) as const;

/** What a service of a Compose file lacks. */
function setting(rule: string, service: string, over: Partial<Finding> = {}): Finding {
  const message = `Service "${service}" lacks ${rule}`;
  const identity = { holder: service, value: rule };
  const location = place('compose.yaml', service.length);
  return lint({ check: 'manifest', rule, message, location, identity, severity: 'low', ...over });
}

describe('the rows of findings', () => {
  it('have each finding exactly once, the most urgent row first', () => {
    const findings = [
      setting('A', 'web'),
      setting('B', 'web'),
      lint({ rule: 'C', severity: 'critical' }),
      vulnerability('CVE-1', 'zlib', { severity: 'high' }),
      ...Array.from({ length: 50 }, (_, i) => lint({ rule: `R${i % 7}`, severity: 'info' })),
    ];
    const rows = problemRows(findings, FACTS);
    expect(rows.flatMap((row) => row.findings)).toHaveLength(findings.length);
    expect(new Set(rows.flatMap((row) => row.findings)).size).toBe(findings.length);
    expect(rows[0]?.findings[0].rule).toBe('C');
    expect(rows[1]?.kind).toBe('package');
  });

  it('join the same problem of several objects, and no other one', () => {
    const say = (rule: string, message: string) => lint({ rule, message });
    expect(
      rulesOf([
        say('A', 'Image "x" has no tag'),
        say('A', 'Image "y" has no tag'),
        say('A', 'Image "y" has no digest'),
        say('B', 'Image "x" has no tag'),
      ]),
    ).toEqual([
      ['problem', 'A', 'A'],
      ['problem', 'A'],
      ['problem', 'B'],
    ]);
  });

  it('join three objects or more that a bare word names, in time that does not grow with their square', () => {
    const say = (word: string) => lint({ rule: 'A', message: `Image ${word} has no tag` });
    expect(rulesOf(['one', 'two', 'three'].map(say))).toEqual([['problem', 'A', 'A', 'A']]);
    expect(rulesOf(['one', 'two'].map(say))).toHaveLength(2);
    const letters = (n: number) =>
      [...String(n)].map((digit) => 'abcdefghij'[Number(digit)]).join('');
    const many = Array.from({ length: 20_000 }, (_, i) =>
      lint({ rule: 'B', message: `It ${letters(i)} says ${letters(7 * i)} of the same` }),
    );
    expect(rulesOf(many)).toHaveLength(20_000);
  });

  it('never join findings of another status', () => {
    const findings = (['new', 'existing'] as const).map((status) => lint({ status }));
    expect(problemRows(findings, FACTS)).toHaveLength(2);
  });

  it('have one row for what a service lacks, also of services that lack the same', () => {
    expect(
      rulesOf([
        ...['A', 'B'].flatMap((rule) => [setting(rule, 'web'), setting(rule, 'worker')]),
        ...['A', 'C'].map((rule) => setting(rule, 'database')),
      ]),
    ).toEqual([
      ['settings', 'A', 'B', 'A', 'B'],
      ['settings', 'A', 'C'],
    ]);
  });

  it('have a row for each problem whose message names no object', () => {
    const message = 'Anyone can read the token';
    const findings = ['A', 'B'].map((rule) => setting(rule, 'job', { message }));
    expect(rulesOf(findings).map(([kind]) => kind)).toEqual(['problem', 'problem']);
  });

  it('have a row of its own for what is high or above', () => {
    const high = setting('P', 'web', { severity: 'high' });
    expect(rulesOf([setting('A', 'web'), setting('B', 'web'), high])[0]).toEqual(['problem', 'P']);
  });

  it('join all versions and places of a package, but not a malicious one', () => {
    const findings = [
      vulnerability('CVE-1', 'qs', { location: place('Dockerfile', 3) }),
      vulnerability('CVE-2', 'qs', { location: place('web/Dockerfile', 7) }),
      vulnerability('MAL-1', 'qs', { check: 'malware' }),
      vulnerability('CVE-1', 'lodash'),
    ];
    expect(rulesOf(findings).map(([, ...rules]) => rules)).toEqual([
      ['MAL-1'],
      ['CVE-1'],
      ['CVE-1', 'CVE-2'],
    ]);
  });

  it('join duplicates at one line that the same edit clears, and keep what has to leave the image apart', () => {
    const at = place('Dockerfile', 9);
    const duplicates = ['IMG-ROOT', 'DL3002'].map((rule) => lint({ rule, location: at }));
    const parts = ['IMG-COMPILER', 'IMG-JUNK'].map((rule) => lint({ rule, location: at }));
    expect(
      rulesOf([...duplicates, ...parts])
        .map(({ length }) => length)
        .sort(),
    ).toEqual([2, 2, 3]);
  });

  it('join what another base image clears with the advice that names it, at its line', () => {
    const at = (line: number) => ({ location: place('Dockerfile', line) });
    const eol = lint({
      check: 'vulnerability',
      rule: 'end-of-life',
      details: { endOfLife: '2020' },
      ...at(1),
    });
    const findings = [
      lint({ rule: 'PS0029', severity: 'high', ...at(1) }),
      lint({ check: 'hardening', rule: 'BASE-IMAGE', severity: 'info', ...at(1) }),
      eol,
      lint({ check: 'hardening', rule: 'BASE-IMAGE', severity: 'info', ...at(4) }),
    ];
    expect(rulesOf(findings).map(([, ...rules]) => rules)).toEqual([
      ['PS0029', 'end-of-life', 'BASE-IMAGE'],
      ['BASE-IMAGE'],
    ]);
  });

  it('join what a version of the image of one container clears', () => {
    const image = (rule: string, service: string) =>
      setting(rule, service, { message: `Image of "${service}" ${rule}` });
    const names = ['DEP-LATEST', 'DEP-REPULL'].flatMap((rule) => [
      image(rule, 'web'),
      image(rule, 'db'),
    ]);
    expect(
      rulesOf(names).every(([kind, ...rules]) => kind === 'problem' && new Set(rules).size === 2),
    ).toBe(true);
  });

  it('have a rule of the policy in the row of the finding that it is about', () => {
    const at = place('compose.yaml', 5);
    const about = lint({ check: 'manifest', rule: 'DEP-PRIV', location: at });
    const { details: _, ...rest } = lint({ rule: 'SHOP-1', location: at });
    const policy = { ...rest, check: 'policy', details: { about: 'DEP-PRIV' } } as Finding;
    expect(rulesOf([about, policy])).toEqual([['problem', 'DEP-PRIV', 'SHOP-1']]);
    expect(rulesOf([policy])).toEqual([['problem', 'SHOP-1']]);
  });

  it('stand above those that do not fail, and name what fails first', () => {
    const fails = ({ rule }: Finding) => rule.startsWith('F');
    const details = { baseImage: 'debian:13', fixed: '1.1' };
    const findings = [
      lint({ rule: 'C', severity: 'critical' }),
      vulnerability('CVE-1', 'qs', { severity: 'critical' }),
      vulnerability('F-2', 'qs', { severity: 'medium' }),
      vulnerability('CVE-3', 'zlib', { severity: 'critical', details }),
      vulnerability('F-4', 'zlib', { severity: 'high', details }),
      lint({ rule: 'F-5', severity: 'low' }),
    ];
    const rows = rowsWithBaseImages(findings, { ...FACTS, fails });
    expect(rows.map(({ findings: [{ rule }] }) => rule)).toEqual(['F-4', 'F-2', 'F-5', 'C']);
  });

  it('leave to a base image what a newer one resolves', () => {
    const details = { baseImage: 'debian:13', fixed: '1.1' };
    const findings = ['a', 'b'].map((name) => vulnerability('CVE-1', name, { details }));
    const rows = rowsWithBaseImages([...findings, lint({ severity: 'info' })], FACTS);
    expect(rows.map(({ kind, findings: { length } }) => [kind, length])).toEqual([
      ['base-image', 2],
      ['problem', 1],
    ]);
  });
});
