import { describe, expect, it, test } from '@jest/globals';
import type { Finding } from '../../src/core/finding.js';
import { loweredNotes, loweringTest, lowerSeverities } from '../../src/policy/lower-severities.js';
import { DEFAULT_POLICY, PRESETS } from '../../src/policy/presets.js';
import { policyOf } from './policy-of.js';

const finding = (fields: object): Finding =>
  ({
    rule: 'DL3004',
    aliases: [],
    check: 'lint',
    severity: 'high',
    confidence: 'high',
    tags: ['practice:maintainability'],
    message: 'a',
    location: { path: 'Dockerfile', startLine: 1, startColumn: 1, endLine: 1, endColumn: 2 },
    fingerprint: '0'.repeat(16),
    status: 'new',
    ...fields,
  }) as Finding;
const at = (path: string) => ({ location: { ...finding({}).location, path } });
const lowered = (one: Finding, policy = DEFAULT_POLICY) => {
  const [result] = lowerSeverities([one], policy);
  return result?.lowered ? `${result.lowered.from} → ${result.severity}` : result?.severity;
};

describe('by the default policy', () => {
  test.each([
    ['high', 'high → medium'],
    ['medium', 'medium → low'],
    ['low', 'low → info'],
    ['info', 'info'],
    ['critical', 'critical'],
  ])('a %s finding in a builder stage gets %s', (severity, expected) => {
    expect(lowered(finding({ severity, builderStage: 'build' }))).toBe(expected);
  });

  test.each([
    'tests/Dockerfile',
    'a/test/b/Dockerfile',
    'pkg/__tests__/.fixtures/a.Dockerfile',
    'pkg/testdata/pod.yaml',
    'examples/web/compose.yaml',
    'docs/Dockerfile',
    '.devcontainer/Dockerfile',
  ])('a finding in %s is lowered', (path) => {
    expect(lowered(finding(at(path)))).toBe('high → medium');
    expect(lowered(finding({ ...at(path), check: 'manifest' }))).toBe('high → medium');
  });

  test.each(['Dockerfile', 'latest/Dockerfile', 'tests.Dockerfile', 'app/contest/Dockerfile'])(
    'a finding in %s is not lowered',
    (path) => {
      expect(lowered(finding(at(path)))).toBe('high');
    },
  );

  test.each<[what: string, fields: object]>([
    ['about a secret', { tags: ['practice:secrets'] }],
    ['of a secret', { check: 'secret' }],
    ['of malware', { check: 'malware' }],
    ['of a vulnerability', { check: 'vulnerability' }],
    ['of an image', { check: 'hardening' }],
    ['of a signature', { check: 'trust' }],
  ])('a finding %s is not lowered', (_, fields) => {
    expect(lowered(finding({ ...at('tests/Dockerfile'), builderStage: 'a', ...fields }))).toBe(
      'high',
    );
  });

  it('lowers once, for one reason', () => {
    const [once = finding({})] = lowerSeverities(
      [finding({ ...at('tests/Dockerfile'), builderStage: 'build' })],
      DEFAULT_POLICY,
    );
    expect(once.lowered).toEqual({ from: 'high', reason: 'stage build is not in the image' });
    expect(lowerSeverities([once], DEFAULT_POLICY)).toEqual([once]);
  });
});

it('lowers what the policy names', () => {
  const policy = policyOf('lower: { builder-stages: false, paths: ["old/**"] }\n');
  expect(lowered(finding({ builderStage: 'build' }), policy)).toBe('high');
  expect(lowered(finding(at('tests/Dockerfile')), policy)).toBe('high');
  expect(lowered(finding(at('old/Dockerfile')), policy)).toBe('high → medium');
  const [result] = lowerSeverities([finding(at('old/Dockerfile'))], policy);
  expect(result?.lowered?.reason).toBe('its path matches old/**');
});

it('lowers nothing by the strict policy', () => {
  const one = finding({ ...at('tests/Dockerfile'), builderStage: 'build' });
  expect(lowered(one, PRESETS.strict)).toBe('high');
});

it('names the findings that would fail if they were not lowered', () => {
  const now = new Date('2026-11-24');
  const notes = (...findings: Finding[]) =>
    loweredNotes(lowerSeverities(findings, DEFAULT_POLICY), DEFAULT_POLICY, now).map(
      ({ message }) => message,
    );
  const spared = finding(at('tests/Dockerfile'));
  const others = [finding({}), finding({ ...at('tests/Dockerfile'), severity: 'medium' })];
  expect(notes(...others, finding({ ...at('tests/Dockerfile'), status: 'existing' }))).toEqual([]);
  expect(notes(...others, spared)).toEqual([
    '1 finding does not fail because the policy lowers the severity: DL3004 in tests/Dockerfile:1',
  ]);
  expect(notes(spared, spared)).toEqual([
    '2 findings do not fail because the policy lowers the severity: DL3004 in tests/Dockerfile:1 and 1 more',
  ]);
});

it('a finding counts as lowered by the policy now, or as a stored report says', () => {
  const isLowered = loweringTest(DEFAULT_POLICY);
  expect(isLowered(finding({ builderStage: 'build' }))).toBe(true);
  expect(isLowered(finding({ lowered: { from: 'high', reason: 'a' } }))).toBe(true);
  expect(isLowered(finding({ severity: 'critical', builderStage: 'build' }))).toBe(false);
  expect(isLowered(finding({}))).toBe(false);
});
