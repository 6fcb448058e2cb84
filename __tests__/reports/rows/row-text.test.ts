import { describe, expect, it } from '@jest/globals';
import { ruleBook } from '../../../src/check/rule-book.js';
import type { Finding } from '../../../src/core/finding.js';
import { findingPlaces } from '../../../src/reports/finding-places.js';
import { problemRows } from '../../../src/reports/rows/problem-rows.js';
import { adviceOf, describeRows } from '../../../src/reports/rows/row-text.js';
import { packagesByPurl } from '../../../src/reports/vulnerability-facts.js';
import { lint, report, vulnerability } from '../sample.js';

function textsOf(
  findings: readonly Finding[],
  steps = false,
  fails?: (finding: Finding) => boolean,
) {
  const one = report({ findings });
  const whole = steps ? one : { ...one, plan: { steps: [] } };
  const facts = { packages: packagesByPurl(whole), rules: ruleBook, fails };
  const rows = problemRows(findings, facts);
  return describeRows(rows, { ...facts, report: whole, places: findingPlaces(whole) });
}

const at = (startLine: number) =>
  ({ path: 'Dockerfile', startLine, startColumn: 1, endLine: startLine, endColumn: 2 }) as const;

describe('a row in words', () => {
  it('has the message of one finding, its line and what to do', () => {
    const [row] = textsOf([lint({ rule: 'DL3020', message: 'Use COPY for "a".' })]);
    expect(row).toMatchObject({
      what: 'Use COPY for "a"',
      names: [],
      advice: 'Use COPY for local files',
    });
    expect(row?.places.map(({ startLine }) => startLine)).toEqual([3]);
  });

  it('has the title of the rule and the names for several', () => {
    const findings = ['a.js', 'b.js'].map((name, i) =>
      lint({
        rule: 'DL3020',
        message: `Use COPY instead of ADD for "${name}"`,
        location: at(i + 4),
      }),
    );
    expect(textsOf(findings)).toEqual([
      expect.objectContaining({
        what: 'ADD is used for local files',
        names: ['a.js', 'b.js'],
        places: [at(4), at(5)],
      }),
    ]);
  });

  const ended = (image: string, line: number, more: Partial<Finding> = {}) =>
    lint({
      rule: 'PS0029',
      message: `Base image "${image}" has reached end of life`,
      location: at(line),
      advice: `Use base image ${image}-new`,
      ...more,
    } as never);

  it.each([
    [['a', 'a'], 'Use base image a-new'],
    // The edit of the first place would be wrong at the second one.
    [['a', 'b'], ruleBook.get('PS0029')?.remediation],
  ])('of %j has the advice for all places', (images, expected) => {
    const [row, ...others] = textsOf(images.map((image, i) => ended(image, i + 1)));
    expect(others).toEqual([]);
    expect(row?.advice).toBe(expected);
  });

  it.each([
    ['x', ' (lowered from high: x)'],
    ['y', ' (lowered from high)'],
  ])('says what its severity was lowered from, and why: x, %s', (reason, expected) => {
    const lowered = (why: string) => ({ lowered: { from: 'high', reason: why } }) as const;
    const [row] = textsOf([ended('a', 1, lowered('x')), ended('a', 2, lowered(reason))]);
    expect(row?.what).toBe(`Base image "a" has reached end of life${expected}`);
  });

  it.each([
    ['medium', 'medium', ['fails']],
    ['medium', 'high', ['fails']],
    ['high', 'medium', []],
  ] as const)(
    'that fails is marked next to one that is as severe and does not: %s, %s',
    (one, other, expected) => {
      const findings = [
        ended('a', 1, { severity: one }),
        lint({ rule: 'DL3020', location: at(2), severity: other }),
      ];
      const rows = textsOf(findings, false, ({ rule }) => rule === 'PS0029');
      expect(rows.map(({ marks }) => marks)).toEqual([expected, []]);
    },
  );

  it('names what objects lack, and each object once', () => {
    const lacking = (service: string) =>
      ['DEP-MEMLIMIT', 'DEP-PIDS'].map((rule) =>
        lint({
          check: 'manifest',
          rule,
          message: `Service "${service}" lacks it`,
          location: at(service.length),
          identity: { holder: service, value: rule },
        }),
      );
    const [one] = textsOf(lacking('web'));
    expect(one).toMatchObject({ what: 'Service "web"', names: [], ids: [] });
    expect(one?.settings.map(({ title }) => title)).toEqual([
      'no memory limit',
      'no process limit',
    ]);
    const [several] = textsOf([...lacking('web'), ...lacking('worker')]);
    expect(several).toMatchObject({ what: '2 services', names: ['web', 'worker'] });
  });

  it('says of a package with several versions that the fix depends on them', () => {
    const findings = [
      vulnerability('CVE-1', 'qs', { location: at(1), details: { installed: '1', fixed: '1.1' } }),
      vulnerability('CVE-1', 'qs', { location: at(2), details: { installed: '2', fixed: '2.1' } }),
    ];
    expect(textsOf(findings)).toEqual([
      expect.objectContaining({
        what: expect.stringMatching(/^qs \d and 1 other version/),
        advice: 'The fix depends on the installed version',
      }),
    ]);
  });

  it('says a step that clears several rows at the first of them only', () => {
    const findings = ['zlib', 'tar'].map((name) =>
      vulnerability('CVE-1', name, { location: at(1) }),
    );
    const shown = textsOf(findings, true).map(({ advice }) => advice);
    expect(shown).toEqual([expect.stringMatching(/^Rebuild .*; it also clears (?:tar|zlib)$/), '']);
  });

  it('has what rules of the policy say about it, in at most two messages', () => {
    const host = lint({ check: 'manifest', rule: 'DEP-PRIV', advice: 'Do not' });
    const policy = (i: number) =>
      ({
        ...lint({ rule: `SHOP-${i}`, message: `reason ${i}`, severity: 'low' }),
        check: 'policy',
        details: { about: 'DEP-PRIV' },
      }) as Finding;
    expect(textsOf([host, policy(1)]).map(({ advice }) => advice)).toEqual([
      'Do not. SHOP-1: reason 1',
    ]);
    expect(textsOf([host, ...[1, 2, 3, 4].map(policy)]).map(({ advice }) => advice)).toEqual([
      'Do not. SHOP-1: reason 1. SHOP-2: reason 2. And 2 more rules of the policy',
    ]);
  });

  it('cuts long advice at a clause', () => {
    const advice = `Revoke the secret; ${'then do something else '.repeat(9)}`;
    expect(adviceOf(lint({ advice }), ruleBook)).toBe('Revoke the secret');
    const endless = adviceOf(lint({ advice: 'word '.repeat(60) }), ruleBook);
    expect(endless).toMatch(/word…$/);
    expect(endless.length).toBeLessThanOrEqual(121);
  });

  it('names the worst place first, and production before tests, however a file is called', () => {
    const findings = ['aaa-tests/fixtures/x.yaml', 'src/x.yaml', 'zzz.yaml'].map((path) =>
      lint({
        rule: 'DL3020',
        message: `Use COPY instead of ADD for "${path}"`,
        location: { ...at(1), path },
        fix: path === 'zzz.yaml' ? { description: 'Use COPY', edits: [] } : undefined,
      }),
    );
    const [row] = textsOf(findings);
    const order = ['zzz.yaml', 'src/x.yaml', 'aaa-tests/fixtures/x.yaml'];
    expect(row?.names).toEqual(order);
    expect(row?.places.map(({ path }) => path)).toEqual(order);
  });

  it('is marked as existing among new ones only', () => {
    const existing = lint({ rule: 'OLD', status: 'existing' });
    expect(textsOf([lint(), existing]).map(({ marks }) => marks)).toEqual([[], ['existing']]);
    expect(textsOf([existing]).map(({ marks }) => marks)).toEqual([[]]);
  });

  it('has the ids of all that it is about, and the advice of the finding that says most', () => {
    const [joined] = textsOf([lint({ rule: 'DEP-SSHPORT', aliases: ['DEP-ADMINPORT', 'KSV-1'] })]);
    expect(joined?.ids.map(({ rule }) => rule)).toEqual(['DEP-SSHPORT', 'DEP-ADMINPORT']);
    const advice = 'Use base image debian:13';
    const base = lint({ check: 'hardening', rule: 'BASE-IMAGE', severity: 'info', advice });
    const [row] = textsOf([lint({ rule: 'PS0029', severity: 'high' }), base]);
    expect(row?.advice).toBe(advice);
    expect(row?.ids.map(({ rule }) => rule)).toEqual(['PS0029', 'BASE-IMAGE']);
  });
});
