import { test } from '@jest/globals';
import fc from 'fast-check';
import { CHECKS, type Finding } from '../../src/core/finding.js';
import { SEVERITIES } from '../../src/core/severity.js';
import { applyPolicy } from '../../src/policy/apply.js';
import type { Gate } from '../../src/policy/gate.js';
import type { Exception, Policy } from '../../src/policy/policy.js';
import { DEFAULT_POLICY } from '../../src/policy/presets.js';

const now = new Date('2026-11-24T12:00:00Z');
const rule = fc.constantFrom('CVE-1', 'CVE-2', 'DL3008', 'MAL-1');
const finding = fc.record({
  rule,
  aliases: fc.array(rule, { maxLength: 1 }),
  check: fc.constantFrom(...CHECKS),
  severity: fc.constantFrom(...SEVERITIES),
  confidence: fc.constant('high' as const),
  tags: fc.constant([]),
  message: fc.constant('m'),
  fingerprint: fc.uuid(),
  status: fc.constantFrom('new' as const, 'existing' as const, 'fixed' as const),
  details: fc.record({
    exploited: fc.boolean(),
    epss: fc.constantFrom(null, 0, 0.2, 0.9),
    fixed: fc.constantFrom(null, '1'),
    published: fc.constantFrom(null, '2026-11-23', '2020-01-01'),
    package: fc.constantFrom('a', 'b'),
  }),
}) as unknown as fc.Arbitrary<Finding>;
const gate = fc.record({
  severity: fc.constantFrom(...SEVERITIES, 'none' as const),
  fixable: fc.boolean(),
  new: fc.boolean(),
  knownExploited: fc.boolean(),
  epss: fc.constantFrom(0.1, 0.5, 1),
  graceDays: fc.constantFrom(0, 7),
});
const exception: fc.Arbitrary<Exception> = fc.record({
  rule: fc.oneof(rule, fc.constantFrom('*', 'CVE-*')),
  packages: fc.constantFrom([], ['a'], ['*']),
  paths: fc.constant([]),
  images: fc.constant([]),
  licenses: fc.constant([]),
  reason: fc.constant('r'),
  until: fc.constantFrom('2020-01-01', '2030-01-01'),
  file: fc.constant('p.yml'),
  line: fc.integer({ min: 1, max: 9 }),
});
const policy: fc.Arbitrary<Policy> = fc
  .tuple(gate, fc.option(gate), fc.array(exception, { maxLength: 3 }))
  .map(([general, vulnerability, exceptions]) => ({
    ...DEFAULT_POLICY,
    failOn: { ...general, checks: vulnerability ? { vulnerability } : {} },
    exceptions,
  }));
const findings = fc.array(finding, { maxLength: 6 });

const outcome = (found: readonly Finding[], by: Policy) =>
  applyPolicy({ findings: found, incomplete: [], targets: [], packages: [] }, by, {
    now,
  }).verdict.outcome;
const gated = (by: Policy, more: Partial<Gate>): Policy => ({
  ...by,
  failOn: { ...by.failOn, ...more },
});

/** Changes that can only make a policy less strict. */
test.each<[string, fc.Arbitrary<(before: Policy) => Policy>]>([
  ['another exception', exception.map((e) => (p) => ({ ...p, exceptions: [...p.exceptions, e] }))],
  [
    'a higher severity',
    fc.constant((p) => {
      const at = (SEVERITIES as readonly string[]).indexOf(p.failOn.severity);
      return gated(p, { severity: SEVERITIES[at - 1] ?? 'none' });
    }),
  ],
  ['new findings only', fc.constant((p) => gated(p, { new: true }))],
  ['fixable findings only', fc.constant((p) => gated(p, { fixable: true }))],
  ['a longer grace period', fc.constant((p) => gated(p, { graceDays: p.failOn.graceDays + 30 }))],
  ['a higher EPSS', fc.constant((p) => gated(p, { epss: (p.failOn.epss ?? 0) + 0.1 }))],
  ['no trigger on exploited', fc.constant((p) => gated(p, { knownExploited: false }))],
])('a policy with %s never fails a result that passed', (_, open) => {
  fc.assert(
    fc.property(findings, policy, open, (found, before, opening) => {
      if (outcome(found, before) !== 'pass') return true;
      return outcome(found, opening(before)) === 'pass';
    }),
    { numRuns: 1000 },
  );
});

test('another finding never passes a result that failed', () => {
  fc.assert(
    fc.property(findings, finding, policy, (found, more, by) => {
      return outcome(found, by) === 'pass' || outcome([...found, more], by) === 'fail';
    }),
    { numRuns: 1000 },
  );
});

test('the verdict does not depend on the order of the findings or of the exceptions', () => {
  fc.assert(
    fc.property(findings, policy, (found, by) => {
      const reversed = { ...by, exceptions: by.exceptions.toReversed() };
      return outcome(found.toReversed(), reversed) === outcome(found, by);
    }),
  );
});
