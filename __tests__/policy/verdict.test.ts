import { describe, expect, it } from '@jest/globals';
import type { Finding } from '../../src/core/finding.js';
import type { FailOn, Policy } from '../../src/policy/policy.js';
import { DEFAULT_POLICY, PRESETS } from '../../src/policy/presets.js';
import { decideVerdict, withSeverity } from '../../src/policy/verdict.js';
import { NOW } from '../now.js';

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
/** The default gate, also for vulnerabilities without a fix. */
const PLAIN: Policy = {
  ...DEFAULT_POLICY,
  failOn: { ...DEFAULT_POLICY.failOn, fixable: false, checks: { malware: { severity: 'info' } } },
};
const failOn = (more: Partial<FailOn>): Partial<Policy> => ({
  failOn: { ...PLAIN.failOn, ...more },
});
const low = (details: object, more: object = {}) => finding({ severity: 'low', details, ...more });

describe('the verdict on', () => {
  const cases: [string, Finding[], (typeof missing)[], Partial<Policy>, string][] = [
    ['no findings', [], [], {}, 'pass'],
    ['a high finding', [finding()], [], {}, 'fail'],
    ['a medium finding', [finding({ severity: 'medium' })], [], {}, 'pass'],
    ['an existing finding', [finding({ status: 'existing' })], [], {}, 'pass'],
    [
      'an existing finding, when existing ones fail',
      [finding({ status: 'existing' })],
      [],
      failOn({ new: false }),
      'fail',
    ],
    ['an excepted finding', [finding({ status: 'excepted' })], [], {}, 'pass'],
    ['a fixed finding', [finding({ status: 'fixed' })], [], failOn({ new: false }), 'pass'],
    ['a check that could not run', [], [missing], {}, 'incomplete'],
    [
      'a check that could not run, which the policy allows',
      [],
      [missing],
      { allowIncomplete: ['trust'] },
      'pass',
    ],
    ['a finding and a check that could not run', [finding()], [missing], {}, 'fail'],
    [
      'a finding without a fix, when only fixable ones fail',
      [finding()],
      [],
      failOn({ fixable: true }),
      'pass',
    ],
    [
      'a finding with a fixed version, when only fixable ones fail',
      [finding({ details: { fixed: '1.2' } })],
      [],
      failOn({ fixable: true }),
      'fail',
    ],
    ...(['lint', 'manifest', 'secret', 'hardening', 'trust', 'policy', 'malware'] as const).map(
      (check): [string, Finding[], (typeof missing)[], Partial<Policy>, string] => [
        `a finding of ${check} without a fix, when only fixable vulnerabilities fail`,
        [finding({ check, details: { package: 'a', published: '2026-11-24T00:00:00Z' } })],
        [],
        failOn({ fixable: true, graceDays: 30 }),
        'fail',
      ],
    ),
    [
      'a critical finding, when no severity fails',
      [finding({ severity: 'critical' })],
      [],
      failOn({ severity: 'none' }),
      'pass',
    ],
    [
      'malware of severity info, when no severity fails',
      [finding({ check: 'malware', severity: 'info' })],
      [],
      failOn({ severity: 'none', fixable: true }),
      'fail',
    ],
    [
      'a low exploited vulnerability',
      [low({ exploited: true })],
      [],
      failOn({ knownExploited: true }),
      'fail',
    ],
    [
      'a low exploited vulnerability without a fix in its grace period',
      [low({ exploited: true, published: '2026-11-24T00:00:00Z' })],
      [],
      failOn({ knownExploited: true, fixable: true, graceDays: 30 }),
      'fail',
    ],
    [
      'an existing exploited vulnerability',
      [low({ exploited: true }, { status: 'existing' })],
      [],
      failOn({ knownExploited: true }),
      'pass',
    ],
    ['a low vulnerability with the EPSS', [low({ epss: 0.5 })], [], failOn({ epss: 0.5 }), 'fail'],
    ['one with a lower EPSS', [low({ epss: 0.49 })], [], failOn({ epss: 0.5 }), 'pass'],
    ['one with an unknown EPSS', [low({ epss: null })], [], failOn({ epss: 0 }), 'pass'],
    [
      'a vulnerability published yesterday, with a week of grace',
      [finding({ details: { published: '2026-11-23T12:00:00Z' } })],
      [],
      failOn({ graceDays: 7 }),
      'pass',
    ],
    [
      'a vulnerability published a week ago, with a week of grace',
      [finding({ details: { published: '2026-11-17T12:00:00Z' } })],
      [],
      failOn({ graceDays: 7 }),
      'fail',
    ],
    [
      'a vulnerability published an hour ago, with a day of grace',
      [finding({ details: { published: '2026-11-24T11:00:00Z' } })],
      [],
      failOn({ graceDays: 1 }),
      'pass',
    ],
    ['a vulnerability without a date', [finding()], [], failOn({ graceDays: 7 }), 'fail'],
    [
      'a vulnerability with an invalid date',
      [finding({ details: { published: 'soon' } })],
      [],
      failOn({ graceDays: 7 }),
      'fail',
    ],
    [
      'a low secret, when the gate of secrets is low',
      [low({}, { check: 'secret' })],
      [],
      failOn({ checks: { secret: { severity: 'low' } } }),
      'fail',
    ],
    [
      'a lint finding, when the gate of lint is none',
      [finding({ check: 'lint' })],
      [],
      failOn({ checks: { lint: { severity: 'none' } } }),
      'pass',
    ],
    [
      'an existing medium finding with the strict preset',
      [finding({ severity: 'medium', status: 'existing' })],
      [],
      PRESETS.strict,
      'fail',
    ],
    [
      'critical malware with the audit preset',
      [finding({ check: 'malware', severity: 'critical' })],
      [missing],
      PRESETS.audit,
      'pass',
    ],
  ];
  it.each(cases.map(([name, ...rest]) => [name, rest.at(-1), ...rest] as const))(
    '%s is %s',
    (_, __, findings, incomplete, policy, outcome) => {
      expect(
        decideVerdict(findings, incomplete, { ...PLAIN, ...policy }, { now: today }).outcome,
      ).toBe(outcome);
    },
  );

  it.each<[string, object, string]>([
    ['a high vulnerability without a fix', {}, 'pass'],
    ['a high vulnerability with a fix', { details: { fixed: '3.0.2' } }, 'fail'],
    ['a high finding of the linter', { check: 'lint' }, 'fail'],
    ['a secret of any severity', { check: 'secret', severity: 'low' }, 'fail'],
    ['malware of any severity', { check: 'malware', severity: 'info' }, 'fail'],
    ['what was there before', { check: 'secret', status: 'existing' }, 'pass'],
  ])('%s, with the built-in policy, is %j %s', (_, over, outcome) => {
    expect(decideVerdict([finding(over)], [], DEFAULT_POLICY, { now: today }).outcome).toBe(
      outcome,
    );
  });

  it('several findings has a reason for each gate with the number of findings', () => {
    const policy = {
      ...PLAIN,
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
    expect(decideVerdict(found, [missing], policy, { now: today }).reasons).toEqual([
      '2 vulnerabilities known to be exploited (CVE-2030-1)',
      '2 findings at high or above (CVE-2030-1 in openssl)',
      '1 secret finding (CVE-2030-1 in openssl)',
      '1 vulnerability with an EPSS of 0.2 or more (CVE-2030-1)',
      'the signature check of app:1 is not complete: the registry does not answer',
    ]);
  });
});

describe('the reason for a failed gate', () => {
  const at = (path: string, startLine: number) => ({ location: { path, startLine } });
  const lint = (more: object = {}) =>
    finding({ rule: 'DL3002', check: 'lint', details: undefined, ...at('Dockerfile', 7), ...more });
  const reasons = (findings: Finding[], policy: Partial<Policy> = {}, compared = true) =>
    decideVerdict(findings, [], { ...DEFAULT_POLICY, ...policy }, { now: today, compared }).reasons;
  const fixed = { details: { package: 'openssl', fixed: '3.1' } };

  it('names the rule of the gate, the two most urgent findings, and what does not count', () => {
    const old = Array.from({ length: 41 }, () => lint({ status: 'existing', severity: 'low' }));
    expect(reasons([lint(), finding({ ...fixed, severity: 'critical' }), ...old])).toEqual([
      '2 new findings at high or above (CVE-2030-1 in openssl, DL3002 at Dockerfile:7)',
      '41 existing findings do not count, because the policy fails new ones only',
    ]);
    const same = [7, 7, 7, 8, 9, 9].map((line) => lint(at('Dockerfile', line)));
    expect(reasons(same)).toEqual([
      '6 new findings at high or above (DL3002 at Dockerfile:7, DL3002 at Dockerfile:8 and 2 more)',
    ]);
    const many = [1, 2, 3, 4].map((line) => lint(at('Dockerfile', line)));
    expect(reasons(many)).toEqual([
      '4 new findings at high or above (DL3002 at Dockerfile:1, DL3002 at Dockerfile:2 and 2 more)',
    ]);
  });

  it('says nothing of new and existing without a baseline, or if existing findings fail', () => {
    expect(reasons([lint()], {}, false)).toEqual([
      '1 finding at high or above (DL3002 at Dockerfile:7)',
    ]);
    expect(reasons([lint(), lint({ status: 'existing' })], PRESETS.strict)).toEqual([
      '2 findings at medium or above (DL3002 at Dockerfile:7)',
    ]);
  });

  it.each<[string, object, string]>([
    ['a secret', { check: 'secret', rule: 'aws-key' }, '1 new secret finding (aws-key at a:1)'],
    ['malware', { check: 'malware', rule: 'MAL-1' }, '1 new malware finding (MAL-1 at a:1)'],
    [
      'a vulnerability that is exploited',
      { check: 'vulnerability', severity: 'low', details: { package: 'ssl', exploited: true } },
      '1 new vulnerability known to be exploited (DL3002 in ssl)',
    ],
    [
      'an image',
      { location: undefined, subject: { image: 'app:1' } },
      '1 new finding at high or above (DL3002 in app:1)',
    ],
    [
      'a long name',
      at(`${'a/'.repeat(99)}Dockerfile`, 1),
      `1 new finding at high or above (DL3002 at …${`${'a/'.repeat(99)}Dockerfile`.slice(-59)}:1)`,
    ],
  ])('names %s', (_, over, reason) => {
    expect(reasons([lint({ ...at('a', 1), ...over })])).toEqual([reason]);
  });

  it('has the severity of the gate', () => {
    const gate = (severity: 'critical' | 'info') => ({
      failOn: { ...DEFAULT_POLICY.failOn, severity },
    });
    const critical = lint({ severity: 'critical' });
    expect(reasons([critical], gate('critical'))[0]).toMatch(/^1 new finding at critical \(/);
    expect(reasons([critical], gate('info'))[0]).toMatch(/^1 new finding \(/);
  });
});

describe('a vulnerability of the base image without a fix', () => {
  const unfixed = (more: object = {}) =>
    finding({ severity: 'critical', origin: { kind: 'base-image' }, ...more });
  it.each<[string, Policy, string]>([
    ['recommended', PRESETS.recommended, 'pass'],
    ['audit', PRESETS.audit, 'pass'],
    ['strict', PRESETS.strict, 'fail'],
    ['recommended, with --fail-on', withSeverity(PRESETS.recommended, 'low'), 'fail'],
    [
      'recommended in a file, with --fail-on',
      withSeverity({ ...PRESETS.recommended, path: 'p.yml' }, 'low'),
      'pass',
    ],
  ])('with %s', (_, policy, outcome) => {
    expect(decideVerdict([unfixed()], [], policy, { now: today }).outcome).toBe(outcome);
  });
});

describe('withSeverity', () => {
  it('sets one severity for all checks except malware and secrets', () => {
    const own = DEFAULT_POLICY.failOn.checks;
    const policy = {
      ...PLAIN,
      ...failOn({ checks: { ...own, hardening: { severity: 'low', new: false } } }),
    };
    const { severity, checks } = withSeverity(policy, 'critical').failOn;
    expect(severity).toBe('critical');
    expect(checks).toEqual({ ...own, hardening: { new: false } });
    expect(checks.secret).toEqual({ severity: 'info' });
  });

  it.each(['secret', 'malware', 'hardening'] as const)(
    'leaves %s off where the policy does',
    (check) => {
      const policy = { ...PLAIN, ...failOn({ checks: { [check]: { severity: 'none' } } }) };
      const one = finding({ check, severity: 'critical' });
      const outcomeWith = (changed: Policy) =>
        decideVerdict([one], [], changed, { now: today }).outcome;
      expect(outcomeWith(withSeverity(policy, 'low'))).toBe('pass');
      expect(outcomeWith(withSeverity({ ...PLAIN, ...failOn({ checks: {} }) }, 'low'))).toBe(
        'fail',
      );
    },
  );

  it('fails a secret of any severity with the default policy', () => {
    const one = finding({ check: 'secret', severity: 'low' });
    const policy = withSeverity(DEFAULT_POLICY, 'critical');
    expect(decideVerdict([one], [], policy, { now: today }).outcome).toBe('fail');
  });

  it('is the whole gate without a policy file, so that unfixed vulnerabilities fail too', () => {
    expect(withSeverity(DEFAULT_POLICY, 'high').failOn.fixable).toBe(false);
    const own = { ...DEFAULT_POLICY, path: 'p.yml' };
    expect(withSeverity(own, 'high').failOn.fixable).toBe(true);
  });
});

it('the default policy fails a known exploited vulnerability of any severity', () => {
  const exploited = {
    rule: 'CVE-2030-1',
    check: 'vulnerability',
    severity: 'low',
    status: 'new',
    details: { exploited: true, fixed: null },
  } as unknown as Finding;
  expect(decideVerdict([exploited], [], DEFAULT_POLICY, { now: NOW })).toEqual({
    outcome: 'fail',
    reasons: ['1 vulnerability known to be exploited (CVE-2030-1)'],
  });
});
