import { describe, expect, it, test } from '@jest/globals';
import type { Finding } from '../../src/core/finding.js';
import { allRemediations, stepPlace } from '../../src/reports/remediations.js';
import { context, lint, vulnerability } from './sample.js';

const NO_RULES = new Map();

test.each([
  [['4.17.19', '4.17.21', '4.17.9'], 'upgrade lodash to 4.17.21'],
  [['4.17', '4.17.1'], 'upgrade lodash to 4.17.1'],
  [['1.0-1+deb12u1', '1.0-1+deb12u1'], 'upgrade lodash to 1.0-1+deb12u1'],
  [['1.0-rc1', '1.0'], 'upgrade lodash'],
])('fixes in %j become: %s', (fixes, title) => {
  const findings = fixes.map((fixed, i) =>
    vulnerability(`CVE-${i}`, 'lodash', { details: { fixed } }),
  );
  expect(allRemediations(findings, NO_RULES).map((r) => r.title)).toContain(title);
});

test.each([
  [lint({ fix: { description: 'Use COPY instead of ADD', edits: [] } }), 'use COPY instead of ADD'],
  [
    lint({ check: 'secret', rule: 'npm-token', message: 'npm access token exposed.' }),
    'revoke and remove the secret: npm access token exposed',
  ],
  [lint({ rule: 'PS0014', message: 'ENV A holds a secret' }), 'fix PS0014: ENV A holds a secret'],
  [
    lint({ rule: 'DL1000', message: 'The build fails: unknown instruction: FORM' }),
    'fix the build error: unknown instruction: FORM',
  ],
  [
    lint({
      check: 'vulnerability',
      rule: 'end-of-life',
      message: 'alpine 3.20 reached end of life',
      details: { distribution: 'alpine 3.20', endOfLife: '2026-04-01', extendedUntil: null },
    }),
    'use a supported release instead of alpine 3.20',
  ],
  [
    lint({ rule: 'PS0029', details: { product: 'alpine 3.19', endOfLife: '2025-11-01' } }),
    'use a supported release instead of alpine 3.19',
  ],
  [lint({ details: { unpinned: ['curl'] } }), 'pin the version of curl'],
  [lint({ details: { unpinned: ['curl', 'git'] } }), 'pin the versions of curl, git'],
  [
    lint({ details: { unpinned: ['a', 'b', 'c', 'd', 'e'] } }),
    'pin the versions of a, b, c and 2 more',
  ],
  [lint({ message: 'Pin it', rule: 'DL3018', details: { unpinned: 'all' } }), 'fix DL3018: Pin it'],
])('a finding %# has its own remediation', (finding, title) => {
  expect(allRemediations([finding], NO_RULES).map((r) => r.title)).toEqual([title]);
});

test.each([
  ['DL3008', 'Dockerfile:3', ' (DL3008 at Dockerfile:3)'],
  [undefined, 'Dockerfile:3', ' (Dockerfile:3)'],
  ['DL3008', undefined, ' (DL3008)'],
  [undefined, undefined, ''],
])('rule %s and place %s are in one pair of parentheses', (rule, place, text) => {
  expect(stepPlace(rule, place)).toBe(text);
});

test('a title has no parentheses for its rule, which the place follows', () => {
  const [one] = allRemediations([lint()], context().rules);
  expect(one?.rule).toBe('DL3008');
  expect(one?.title).not.toContain('(');
});

const titles = (findings: readonly Finding[]) =>
  allRemediations(findings, NO_RULES).map(({ title }) => title);
const at = (startLine: number, path = 'Dockerfile') => ({
  path,
  startLine,
  startColumn: 1,
  endLine: startLine,
  endColumn: 9,
});
const fixable = (name: string, line: number, over: object = {}) =>
  vulnerability(`CVE-${name}`, name, { location: at(line), ...over });

describe('a rebuild', () => {
  const rebuilds = (findings: readonly Finding[]) =>
    allRemediations(findings, NO_RULES).filter(({ title }) => title.startsWith('rebuild'));
  const base = lint({
    rule: 'BASE-IMAGE',
    check: 'hardening',
    location: at(1),
    details: { options: [{ reference: 'debian:13' }] },
  });

  it('resolves the vulnerabilities of two or more packages that one line installs', () => {
    const [rebuild, ...others] = rebuilds([fixable('a', 2), fixable('b', 2), fixable('c', 3)]);
    expect(others).toEqual([]);
    expect(rebuild).toMatchObject({
      title: 'rebuild with docker build --pull --no-cache to update 2 packages',
      location: at(2),
      resolves: { high: 2 },
    });
  });

  it('is not the remediation for one package, however many vulnerabilities it has', () => {
    const more = vulnerability('CVE-2', 'a', { location: at(2) });
    expect(rebuilds([fixable('a', 2), more])).toEqual([]);
  });

  it('is not the remediation on a line with a better base image, which has the fixes', () => {
    const found = [fixable('a', 1), fixable('b', 1), fixable('c', 2), fixable('d', 2)];
    expect(rebuilds(found)).toHaveLength(2);
    expect(rebuilds([base, ...found]).map(({ location }) => location)).toEqual([at(2)]);
  });

  it('is only for packages of the distribution that have a fix', () => {
    const npm = { subject: { purl: 'pkg:npm/b@1.0' } };
    const unfixed = { details: { fixed: null } };
    expect(rebuilds([fixable('a', 2), fixable('b', 2, npm)])).toEqual([]);
    expect(rebuilds([fixable('a', 2), fixable('b', 2, unfixed)])).toEqual([]);
  });
});

describe('another base image', () => {
  const base = (details: Record<string, unknown>) =>
    lint({ rule: 'BASE-IMAGE', check: 'hardening', severity: 'info', location: at(1), details });
  const [rule] = context().rules.values();
  const rules = new Map(
    rule ? [['PS0029', { ...rule, clearedBy: 'supported-base-image' as const }]] : [],
  );
  const reference = 'debian:13';
  const resolved = (findings: readonly Finding[]) =>
    allRemediations(findings, rules).find(({ title }) => title.startsWith('use base'))?.resolves;
  const found = [
    lint({ rule: 'PS0029', severity: 'medium', location: at(1) }),
    lint({ rule: 'DL3006', severity: 'low', location: at(1) }),
    lint({ rule: 'PS0029', severity: 'medium', location: at(2) }),
    fixable('a', 1),
    fixable('b', 1, { details: { fixed: null } }),
  ];

  it('resolves the fixable vulnerabilities of its line, and the end of support if there is one', () => {
    expect(resolved([base({ options: [{ reference }] }), ...found])).toMatchObject({
      ...{ critical: 0, high: 1, medium: 0, low: 0, info: 0 },
    });
    const ended = 'debian 10 has had no support';
    expect(resolved([base({ ended, options: [{ reference }] }), ...found])).toMatchObject({
      ...{ critical: 0, high: 1, medium: 1, low: 0, info: 0 },
    });
  });

  it('resolves the difference only when both base images were measured', () => {
    const before = { vulnerabilities: { critical: 3, low: 1 } };
    const after = { critical: 1, low: 5 };
    const one = [base({ before, options: [{ reference }] }), fixable('a', 1)];
    expect(resolved(one)).toMatchObject({ critical: 0, high: 1 });
    const other = [base({ options: [{ reference, vulnerabilities: after }] }), fixable('a', 1)];
    expect(resolved(other)).toMatchObject({ critical: 0, high: 1 });
    const both = [base({ before, options: [{ reference, vulnerabilities: after }] })];
    expect(resolved([...both, fixable('a', 1)])).toMatchObject({ critical: 2, high: 0, low: 0 });
  });
});

describe('an upgrade', () => {
  const npm = (path: string) => ({ subject: { purl: 'pkg:npm/qs@1.0', path } });

  it('needs an npm override only in the folder of another package', () => {
    const [direct, nested] = ['app/node_modules/qs', 'app/node_modules/a/node_modules/qs'];
    expect(titles([fixable('qs', 2, npm(`${direct}/package.json`))])).toEqual([
      'upgrade qs to 1.1',
    ]);
    expect(titles([fixable('qs', 2, npm(`${nested}/package.json`))])).toEqual([
      'upgrade qs to 1.1 with an npm override',
    ]);
  });

  it('resolves all vulnerabilities of one version of the package on one line', () => {
    const found = [
      fixable('qs', 2),
      vulnerability('CVE-2', 'qs', { location: at(2), details: { fixed: '1.2' } }),
      vulnerability('CVE-2', 'qs', { location: at(3), details: { fixed: '1.2' } }),
      vulnerability('CVE-2', 'qs', { location: at(2), details: { installed: '0.9' } }),
    ];
    expect(
      allRemediations(found, NO_RULES).map(({ title, location, resolves }) => [
        title,
        location?.startLine,
        resolves.high,
      ]),
    ).toEqual([
      ['upgrade qs to 1.2', 2, 2],
      ['upgrade qs to 1.2', 3, 1],
      ['upgrade qs to 1.1', 2, 1],
    ]);
  });
});

test('a finding on two lines has two remediations, and one on a line has one', () => {
  const found = [2, 2, 3].map((line) => lint({ rule: 'PS0014', location: at(line) }));
  const resolved = allRemediations(found, NO_RULES).map(({ resolves }) => resolves.medium);
  expect(resolved).toEqual([2, 1]);
});
