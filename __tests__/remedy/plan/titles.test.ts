import { describe, expect, it, test } from '@jest/globals';
import type { Finding } from '../../../src/core/finding.js';
import type { RuleReference } from '../../../src/core/rule.js';
import { planOf } from '../../../src/remedy/plan/plan-of.js';
import { context, lint, vulnerability } from '../../reports/sample.js';

const stepsOf = (
  findings: readonly Finding[],
  rules: ReadonlyMap<string, RuleReference> = new Map(),
) => planOf({ findings, targets: [], rules }).steps;
const titles = (findings: readonly Finding[]) => stepsOf(findings).map(({ title }) => title);

const at = (startLine: number) => ({
  path: 'Dockerfile',
  startLine,
  startColumn: 1,
  endLine: startLine,
  endColumn: 9,
});
const npm = (name: string, over: object = {}, path = `app/node_modules/${name}/package.json`) =>
  vulnerability(`CVE-${name}`, name, {
    location: at(2),
    subject: { purl: `pkg:npm/${name}@1.0`, path },
    ...over,
  });

test.each([
  [['4.17.19', '4.17.21', '4.17.9'], 'upgrade lodash to 4.17.21'],
  [['4.17', '4.17.1'], 'upgrade lodash to 4.17.1'],
  [['1.0-1+deb12u1', '1.0-1+deb12u1'], 'upgrade lodash to 1.0-1+deb12u1'],
  [['1.0-rc1', '1.0'], 'upgrade lodash'],
])('fixes in %j become: %s', (fixes, title) => {
  const found = fixes.map((fixed, i) => npm('lodash', { rule: `CVE-${i}`, details: { fixed } }));
  expect(titles(found)).toEqual([title]);
});

test.each([
  [
    ['will-not-fix', 'will-not-fix'],
    'replace the packages, or accept the risk: Debian plans no fix',
  ],
  [['will-not-fix', 'affected'], 'wait for fixes of Debian'],
])('without fixes, packages that are %j give: %s', (states, title) => {
  const subject = { purl: 'pkg:deb/debian/zlib1g@1' };
  const found = states.map((state, i) =>
    vulnerability(`CVE-${i}`, 'zlib1g', { subject, details: { fixed: null, state } }),
  );
  expect(titles(found)).toEqual([title]);
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
  [
    npm('evilpkg', { check: 'malware', details: { installed: '1.4.1', fixed: null } }),
    'remove malicious package evilpkg 1.4.1',
  ],
  [
    npm('stdlib', { subject: { purl: 'pkg:golang/stdlib@1.20' }, details: { fixed: '1.22.3' } }),
    'rebuild with Go 1.22.3',
  ],
  [npm('qs', { details: { upgrade: { to: '2.0', clears: 2, of: 2 } } }), 'upgrade qs to 2.0'],
  [
    npm('qs', {}, 'a/node_modules/b/node_modules/qs/package.json'),
    'upgrade qs to 1.1 with an npm override',
  ],
])('a finding %# has a step of its own', (finding, title) => {
  expect(titles([finding])).toEqual([title]);
});

it('names the rule of a title that is its advice, and not in the title', () => {
  const [step] = stepsOf([lint()], context().rules);
  expect(step).toMatchObject({ rule: 'DL3008' });
  expect(step?.title).not.toContain('DL3008');
});

describe('a step', () => {
  it('clears all vulnerabilities of one version of a package on one line', () => {
    const found = [
      npm('qs'),
      npm('qs', { rule: 'CVE-2', details: { fixed: '1.2' } }),
      npm('qs', { rule: 'CVE-2', location: at(3), details: { fixed: '1.2' } }),
      npm('qs', { rule: 'CVE-2', details: { installed: '0.9' } }),
    ];
    expect(stepsOf(found).map(({ title, line, clears }) => [title, line, clears.high])).toEqual([
      ['upgrade qs to 1.2', 2, 2],
      ['upgrade qs to 1.2', 3, 1],
      ['upgrade qs to 1.1', 2, 1],
    ]);
  });

  it('clears the findings of one rule on one line', () => {
    const found = [2, 2, 3].map((line) => lint({ rule: 'PS0014', location: at(line) }));
    expect(stepsOf(found).map(({ clears }) => clears.medium)).toEqual([2, 1]);
  });

  it('clears what one USER instruction clears', () => {
    const [rule] = context().rules.values();
    if (!rule) throw new Error('the sample has no rules');
    const rules = new Map(
      ['DL3002', 'IMG-ROOT'].map((id) => [
        id,
        { ...rule, id, clearedBy: 'non-root-user' as const },
      ]),
    );
    const found = [
      lint({ rule: 'DL3002', severity: 'medium', location: at(4) }),
      lint({ rule: 'IMG-ROOT', check: 'hardening', severity: 'high', location: at(4) }),
      lint({ rule: 'DEP-PRIV', severity: 'high', location: at(4) }),
    ];
    expect(stepsOf(found, rules)[0]).toMatchObject({
      title: 'add a non-root USER',
      clears: { high: 1, medium: 1 },
    });
  });

  it('adds a USER to each Dockerfile of a Compose file', () => {
    const [rule] = context().rules.values();
    if (!rule) throw new Error('the sample has no rules');
    const rules = new Map([
      ['DL3002', { ...rule, id: 'DL3002', clearedBy: 'non-root-user' as const }],
    ]);
    const found = [4, 9].map((line) =>
      lint({ rule: 'DL3002', location: { ...at(line), path: 'compose.yaml' } }),
    );
    expect(stepsOf(found, rules).map(({ path, line }) => [path, line])).toEqual([
      ['compose.yaml', 4],
      ['compose.yaml', 9],
    ]);
  });

  it('has the fix of a rule as its change', () => {
    const fix = { description: 'Write AS', edits: [] };
    expect(stepsOf([lint({ fix, location: at(7) })])[0]).toMatchObject({
      safe: true,
      risk: 'none',
      change: { kind: 'rule-fix', path: 'Dockerfile', rule: 'DL3008', line: 7 },
    });
  });
});

test('the title of several settings keeps a code span whole', () => {
  const found = ['A', 'B', 'C'].map((rule) =>
    lint({
      ...{ rule, check: 'manifest', fingerprint: rule, message: `Pod "a" has ${rule}` },
      location: { ...at(3), path: 'pod.yaml' },
    }),
  );
  const rule = (remediation: string) => ({ remediation }) as RuleReference;
  const rules = new Map([
    ['A', rule('Set `mount: false`, or give it an account')],
    ['B', rule('Set `a: b`: it is enough')],
    ['C', rule('Set c')],
  ]);
  expect(stepsOf(found, rules).map(({ title }) => title)).toEqual([
    'set `mount: false`, set `a: b` and 1 more setting of pod "a"',
  ]);
});

test.each([
  ['0.0.8', '0.2.4', 'major'],
  ['0.2.1', '0.2.4', 'patch'],
  ['1.0.8', '1.2.4', 'minor'],
])('the upgrade from %s to %s has the risk %s', (installed, fixed, risk) => {
  expect(stepsOf([npm('minimist', { details: { installed, fixed } })])[0]).toMatchObject({ risk });
});

test('secrets that one line brought are all named by their number', () => {
  const found = ['a.txt', 'b.txt', 'c.txt'].map((path) =>
    lint({ check: 'secret', rule: 'npm-token', message: `npm access token in /${path}` }),
  );
  expect(titles(found)).toEqual([
    'revoke and remove 3 secrets: npm access token in /a.txt and 2 more',
  ]);
});
