import { describe, expect, it, test } from '@jest/globals';
import type { Finding } from '../../src/findings/finding.js';
import { applyExceptions } from '../../src/policy/exceptions.js';
import { judge } from '../../src/policy/judge.js';
import { DEFAULT_POLICY, type Policy } from '../../src/policy/policy.js';

const finding = (more: Partial<Finding> = {}): Finding => ({
  rule: 'CVE-2030-1',
  aliases: ['GHSA-x'],
  check: 'vulnerability',
  severity: 'high',
  confidence: 'high',
  tags: [],
  message: 'm',
  fingerprint: 'f',
  status: 'new',
  details: { package: 'openssl' },
  ...more,
});
const missing = {
  check: 'trust',
  target: 'app:1',
  reason: 'the registry does not answer',
} as const;

describe('judge', () => {
  const cases: [string, Finding[], (typeof missing)[], Partial<Policy>, string][] = [
    ['nothing found', [], [], {}, 'pass'],
    ['a high finding', [finding()], [], {}, 'fail'],
    ['a medium finding', [finding({ severity: 'medium' })], [], {}, 'pass'],
    ['a known finding', [finding({ status: 'known' })], [], {}, 'pass'],
    ['an excepted finding', [finding({ status: 'excepted' })], [], {}, 'pass'],
    ['a check that could not run', [], [missing], {}, 'incomplete'],
    ['one that the policy allows', [], [missing], { allowIncomplete: ['trust'] }, 'pass'],
    ['both: failing says more', [finding()], [missing], {}, 'fail'],
    [
      'a finding without a fix, when only fixable ones count',
      [finding()],
      [],
      { failOn: { severity: 'high', fixable: true, new: true } },
      'pass',
    ],
    [
      'anything, when no severity fails',
      [finding({ severity: 'critical' })],
      [],
      { failOn: { severity: 'none', fixable: false, new: true } },
      'pass',
    ],
    [
      'malware of any severity',
      [finding({ check: 'malware', severity: 'info' })],
      [],
      { failOn: { severity: 'critical', fixable: true, new: true } },
      'fail',
    ],
  ];
  it.each(cases)('%s', (_, findings, incomplete, policy, outcome) => {
    expect(judge(findings, incomplete, { ...DEFAULT_POLICY, ...policy }).outcome).toBe(outcome);
  });

  it('gives the reasons in words', () => {
    const verdict = judge(
      [finding(), finding({ severity: 'critical' })],
      [missing],
      DEFAULT_POLICY,
    );
    expect(verdict.reasons).toEqual([
      '1 critical, 1 high findings at or above high',
      'the trust check of app:1 could not run: the registry does not answer',
    ]);
  });
});

describe('applyExceptions', () => {
  const today = new Date('2026-11-24T12:00:00Z');
  const exception = { rule: 'CVE-2030-1', reason: 'not reachable', line: 7 };
  const apply = (more: object, found = [finding()]) =>
    applyExceptions(
      found,
      { ...DEFAULT_POLICY, path: 'p.yml', exceptions: [{ ...exception, ...more }] },
      today,
    );

  it('marks what it covers and keeps the reason', () => {
    const [only] = apply({}).findings;
    expect(only?.status).toBe('excepted');
    expect(only?.exception).toEqual({
      rule: 'CVE-2030-1',
      reason: 'not reachable',
      policy: 'p.yml',
      line: 7,
    });
  });

  test.each([
    ['an alias of the rule', { rule: 'GHSA-x' }, 'excepted'],
    ['the right package', { package: 'openssl' }, 'excepted'],
    ['another package', { package: 'curl' }, 'new'],
    ['another rule', { rule: 'CVE-2030-2' }, 'new'],
    ['a path it does not have', { path: 'src/**' }, 'new'],
    ['its last day', { until: '2026-11-24' }, 'excepted'],
    ['the day after', { until: '2026-11-23' }, 'new'],
  ])('an exception for %s', (_, more, status) => {
    expect(apply(more).findings[0]?.status).toBe(status);
  });

  it('says which exception has expired, and which covers nothing', () => {
    expect(apply({ until: '2026-01-01' }).notes[0]?.message).toMatch(
      /p\.yml:7\) expired on 2026-01-01/,
    );
    expect(apply({ rule: 'CVE-1' }).notes[0]?.message).toMatch(/p\.yml:7\) covers nothing/);
    expect(apply({}).notes).toEqual([]);
  });
});
