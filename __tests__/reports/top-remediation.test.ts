import { describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import type { Finding } from '../../src/core/finding.js';
import type { RuleReference } from '../../src/core/rule.js';
import { SEVERITIES } from '../../src/core/severity.js';
import { allRemediations } from '../../src/reports/remediations.js';
import {
  compareResolvedCounts,
  formatResolved,
  topRemediation,
} from '../../src/reports/top-remediation.js';
import { context, lint, vulnerability } from './sample.js';

const USER = { clearedBy: 'non-root-user' } as const;
const rules = new Map(
  [
    { id: 'DL3002', ...USER },
    { id: 'IMG-ROOT', ...USER },
    { id: 'PS0029', clearedBy: 'supported-base-image' as const },
  ].map((facts) => [facts.id, { ...anyRule(), ...facts }]),
);
const all = (findings: readonly Finding[]) => allRemediations(findings, rules);
const top = (findings: readonly Finding[]) => topRemediation(findings, rules);

function anyRule(): RuleReference {
  const [rule] = context().rules.values();
  if (!rule) throw new Error('the sample has no rules');
  return rule;
}

const at = (line: number) => ({
  path: 'Dockerfile',
  startLine: line,
  startColumn: 1,
  endLine: line,
  endColumn: 9,
});
const npm = (name: string, path = `app/node_modules/${name}/package.json`) => ({
  subject: { purl: `pkg:npm/${name}@1.0`, path },
});

describe('the top remediation', () => {
  it('is undefined when no edit resolves a finding of medium severity or worse', () => {
    expect(top([])).toBeUndefined();
    expect(top([lint({ severity: 'low' }), lint({ severity: 'info' })])).toBeUndefined();
    const unfixed = vulnerability('CVE-1', 'tar', {
      severity: 'critical',
      details: { fixed: null },
    });
    expect(top([unfixed])).toBeUndefined();
  });

  it('removes a malicious package before anything else', () => {
    const malware = vulnerability('MAL-1', 'evilpkg', {
      check: 'malware',
      subject: { purl: 'pkg:npm/evilpkg@1.4.1' },
      details: { package: 'evilpkg', installed: '1.4.1' },
    });
    const exploited = vulnerability('CVE-4', 'qs', {
      severity: 'critical',
      details: { exploited: true, fixed: '6.5.3' },
    });
    expect(top([exploited, malware])?.title).toBe('remove malicious package evilpkg 1.4.1');
  });

  it('prefers findings with high confidence', () => {
    const uncertain = lint({
      rule: 'DEP-ENVSECRET',
      severity: 'high',
      confidence: 'medium',
      location: at(1),
    });
    const certain = lint({
      rule: 'PS0029',
      severity: 'high',
      location: at(7),
      message: 'The image is old.',
    });
    expect(top([uncertain, certain])).toMatchObject({
      title: 'write apt-get install package=version',
      rule: 'PS0029',
    });
  });

  it('resolves one exploited vulnerability before several critical ones', () => {
    const critical = ['CVE-1', 'CVE-2', 'CVE-3'].map((id) =>
      vulnerability(id, 'lodash', { severity: 'critical', location: at(9), ...npm('lodash') }),
    );
    const exploited = vulnerability('CVE-4', 'qs', {
      severity: 'medium',
      location: at(9),
      ...npm('qs'),
      details: { exploited: true, fixed: '6.5.3' },
    });
    expect(top([...critical, exploited])?.title).toBe('upgrade qs to 6.5.3');
    expect(top(critical)).toMatchObject({
      title: 'upgrade lodash to 1.1',
      location: at(9),
      resolves: { malicious: 0, exploited: 0, critical: 3, high: 0 },
    });
  });

  it('upgrades to the version that fixes the most vulnerabilities of the package', () => {
    const details = { fixed: '1.1', upgrade: { to: '2.0', clears: 2, of: 2 } };
    expect(top([vulnerability('CVE-1', 'qs', { ...npm('qs'), details })])?.title).toBe(
      'upgrade qs to 2.0',
    );
  });

  it('uses an npm override for a nested dependency', () => {
    const path = 'app/node_modules/a/node_modules/qs/package.json';
    expect(top([vulnerability('CVE-1', 'qs', npm('qs', path))])?.title).toBe(
      'upgrade qs to 1.1 with an npm override',
    );
  });

  it('is a rebuild when several packages of the distribution have fixes', () => {
    const found = ['a', 'b'].map((name) => vulnerability(`CVE-${name}`, name, { location: at(1) }));
    expect(top(found)?.title).toMatch(
      /^rebuild with docker build --pull --no-cache to update 2 packages$/,
    );
  });

  const base = (details: Record<string, unknown>) =>
    lint({ rule: 'BASE-IMAGE', check: 'hardening', severity: 'info', location: at(1), details });

  it('is another base image when that resolves more, including the end of support', () => {
    const found = [
      base({ ended: 'debian 10 has had no support', options: [{ reference: 'debian:13' }] }),
      lint({ rule: 'PS0029', severity: 'high', location: at(1) }),
      vulnerability('CVE-1', 'a', { location: at(1) }),
      vulnerability('CVE-2', 'b', { location: at(1) }),
      vulnerability('CVE-3', 'c', { location: at(1), details: { fixed: null } }),
    ];
    expect(top(found)).toMatchObject({
      title: 'use base image debian:13',
      resolves: { high: 3 },
    });
  });

  it('uses the measured counts of both base images when there are any', () => {
    const found = [
      base({
        before: { vulnerabilities: { critical: 3, low: 200 } },
        options: [{ reference: 'debian:13', vulnerabilities: { critical: 1, low: 20 } }],
      }),
      vulnerability('CVE-1', 'a', { location: at(1) }),
    ];
    expect(top(found)?.resolves).toMatchObject({ critical: 2, low: 180, high: 0 });
  });

  it('counts all findings that one USER instruction resolves', () => {
    const found = [
      lint({ rule: 'DL3002', severity: 'medium', location: at(4) }),
      lint({ rule: 'IMG-ROOT', check: 'hardening', severity: 'high', location: at(4) }),
      lint({ rule: 'DEP-PRIV', severity: 'high', location: at(4) }),
    ];
    expect(top(found)).toMatchObject({
      title: 'add a non-root USER',
      resolves: { high: 1, medium: 1 },
    });
  });
});

test.each([
  [{ critical: 1 }, '1 critical finding'],
  [{ high: 3 }, '3 high findings'],
  [{ critical: 1, high: 2 }, '3 findings (1 critical, 2 high)'],
  [{ critical: 1, exploited: 1 }, '1 critical finding, known to be exploited'],
  [{ high: 3, exploited: 1 }, '3 high findings, 1 of them known to be exploited'],
  [{ critical: 1, malicious: 1 }, '1 critical finding'],
])('%j is written as: %s', (counts, expected) => {
  const none = { critical: 0, high: 0, medium: 0, low: 0, info: 0, malicious: 0, exploited: 0 };
  expect(formatResolved({ ...none, ...counts })).toBe(expected);
});

describe('for any findings', () => {
  const finding: fc.Arbitrary<Finding> = fc
    .record({
      rule: fc.constantFrom('DL3008', 'IMG-ROOT', 'DL3002', 'BASE-IMAGE', 'CVE-1', 'CVE-2'),
      name: fc.constantFrom('a', 'b', 'c'),
      line: fc.integer({ min: 1, max: 3 }),
      severity: fc.constantFrom(...SEVERITIES),
      exploited: fc.boolean(),
      fixed: fc.option(fc.constantFrom('1.1', '2.0', 'x')),
      options: fc.oneof(fc.constant([{ reference: 'debian:13' }]), fc.jsonValue()),
    })
    .map(({ rule, name, line, severity, exploited, fixed, options }) =>
      rule.startsWith('CVE')
        ? vulnerability(rule, name, { severity, location: at(line), details: { exploited, fixed } })
        : lint({ rule, severity, location: at(line), details: { options } }),
    );

  it('no other remediation resolves more, and none resolves more findings than there are', () => {
    fc.assert(
      fc.property(fc.array(finding, { maxLength: 30 }), (findings) => {
        const chosen = top(findings);
        for (const other of all(findings)) {
          for (const severity of SEVERITIES)
            expect(other.resolves[severity]).toBeLessThanOrEqual(
              findings.filter((f) => f.severity === severity).length,
            );
          if (chosen)
            expect(compareResolvedCounts(chosen.resolves, other.resolves)).toBeLessThanOrEqual(0);
        }
      }),
    );
  });

  it('the top remediation resolves as much in any order of findings', () => {
    fc.assert(
      fc.property(fc.array(finding, { maxLength: 30 }), (findings) => {
        const [one, other] = [top(findings), top([...findings].reverse())];
        expect(other?.resolves).toEqual(one?.resolves);
      }),
    );
  });
});
