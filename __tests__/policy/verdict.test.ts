import { describe, expect, it } from '@jest/globals';
import type { Finding } from '../../src/core/finding.js';
import type { FailOn, Policy } from '../../src/policy/policy.js';
import { DEFAULT_POLICY, PRESETS } from '../../src/policy/presets.js';
import { decideVerdict, withSeverity } from '../../src/policy/verdict.js';

const finding = (more: object = {}): Finding =>
  ({
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
  }) as unknown as Finding;
const missing = {
  check: 'trust',
  target: 'app:1',
  reason: 'the registry does not answer',
} as const;

const today = new Date('2026-11-24T12:00:00Z');
const failOn = (more: Partial<FailOn>): Partial<Policy> => ({
  failOn: { ...DEFAULT_POLICY.failOn, ...more },
});
const low = (details: object, more: object = {}) => finding({ severity: 'low', details, ...more });

describe('judge', () => {
  const cases: [string, Finding[], (typeof missing)[], Partial<Policy>, string][] = [
    ['nothing found', [], [], {}, 'pass'],
    ['a high finding', [finding()], [], {}, 'fail'],
    ['a medium finding', [finding({ severity: 'medium' })], [], {}, 'pass'],
    ['a known finding', [finding({ status: 'existing' })], [], {}, 'pass'],
    [
      'a known finding, when old ones count',
      [finding({ status: 'existing' })],
      [],
      failOn({ new: false }),
      'fail',
    ],
    ['an excepted finding', [finding({ status: 'excepted' })], [], {}, 'pass'],
    ['a fixed finding', [finding({ status: 'fixed' })], [], failOn({ new: false }), 'pass'],
    ['a check that could not run', [], [missing], {}, 'incomplete'],
    ['one that the policy allows', [], [missing], { allowIncomplete: ['trust'] }, 'pass'],
    ['both: failing says more', [finding()], [missing], {}, 'fail'],
    [
      'one without a fix, when only fixable ones count',
      [finding()],
      [],
      failOn({ fixable: true }),
      'pass',
    ],
    [
      'one that a version fixes',
      [finding({ details: { fixed: '1.2' } })],
      [],
      failOn({ fixable: true }),
      'fail',
    ],
    [
      'anything, when no severity fails',
      [finding({ severity: 'critical' })],
      [],
      failOn({ severity: 'none' }),
      'pass',
    ],
    [
      'malware of any severity',
      [finding({ check: 'malware', severity: 'info' })],
      [],
      failOn({ severity: 'none', fixable: true }),
      'fail',
    ],
    [
      'exploited, of any severity',
      [low({ exploited: true })],
      [],
      failOn({ knownExploited: true }),
      'fail',
    ],
    [
      'exploited, without a fix and on its first day',
      [low({ exploited: true, published: '2026-11-24T00:00:00Z' })],
      [],
      failOn({ knownExploited: true, fixable: true, graceDays: 30 }),
      'fail',
    ],
    [
      'exploited, but known',
      [low({ exploited: true }, { status: 'existing' })],
      [],
      failOn({ knownExploited: true }),
      'pass',
    ],
    ['likely to be exploited', [low({ epss: 0.5 })], [], failOn({ epss: 0.5 }), 'fail'],
    ['less likely', [low({ epss: 0.49 })], [], failOn({ epss: 0.5 }), 'pass'],
    ['of unknown likelihood', [low({ epss: null })], [], failOn({ epss: 0 }), 'pass'],
    [
      'published yesterday, with a week of grace',
      [finding({ details: { published: '2026-11-23T12:00:00Z' } })],
      [],
      failOn({ graceDays: 7 }),
      'pass',
    ],
    [
      'published a week ago',
      [finding({ details: { published: '2026-11-17T12:00:00Z' } })],
      [],
      failOn({ graceDays: 7 }),
      'fail',
    ],
    [
      'published an hour ago, with a day of grace',
      [finding({ details: { published: '2026-11-24T11:00:00Z' } })],
      [],
      failOn({ graceDays: 1 }),
      'pass',
    ],
    ['published nobody knows when', [finding()], [], failOn({ graceDays: 7 }), 'fail'],
    [
      'published on no date',
      [finding({ details: { published: 'soon' } })],
      [],
      failOn({ graceDays: 7 }),
      'fail',
    ],
    [
      'a gate of the check itself',
      [low({}, { check: 'secret' })],
      [],
      failOn({ checks: { secret: { severity: 'low' } } }),
      'fail',
    ],
    [
      'a check whose gate is open',
      [finding({ check: 'lint' })],
      [],
      failOn({ checks: { lint: { severity: 'none' } } }),
      'pass',
    ],
    [
      'the strict preset on an old medium one',
      [finding({ severity: 'medium', status: 'existing' })],
      [],
      PRESETS.strict,
      'fail',
    ],
    [
      'the audit preset on anything',
      [finding({ check: 'malware', severity: 'critical' })],
      [missing],
      PRESETS.audit,
      'pass',
    ],
  ];
  it.each(cases)('%s', (_, findings, incomplete, policy, outcome) => {
    expect(
      decideVerdict(findings, incomplete, { ...DEFAULT_POLICY, ...policy }, today).outcome,
    ).toBe(outcome);
  });

  it('names each gate that failed, by how many findings', () => {
    const policy = {
      ...DEFAULT_POLICY,
      ...failOn({ knownExploited: true, epss: 0.2, checks: { secret: { severity: 'info' } } }),
    };
    const found = [
      finding(),
      finding({ severity: 'critical' }),
      low({ epss: 0.3 }),
      low({ exploited: true }),
      low({ exploited: true }),
      finding({ check: 'secret', severity: 'medium' }),
    ];
    expect(decideVerdict(found, [missing], policy, today).reasons).toEqual([
      '1 critical, 1 high findings at or above high',
      '1 medium finding at or above info (secret)',
      '1 low finding with an EPSS of 0.2 or more',
      '2 low findings known to be exploited',
      'the signature check of app:1 could not run: the registry does not answer',
    ]);
  });
});

describe('withSeverity', () => {
  it('sets one severity for all checks, and leaves malicious packages their own', () => {
    const policy = {
      ...DEFAULT_POLICY,
      ...failOn({
        checks: { ...DEFAULT_POLICY.failOn.checks, secret: { severity: 'info', new: false } },
      }),
    };
    const { severity, checks } = withSeverity(policy, 'critical').failOn;
    expect(severity).toBe('critical');
    expect(checks).toEqual({
      malware: DEFAULT_POLICY.failOn.checks.malware,
      secret: { new: false },
    });
  });
});
