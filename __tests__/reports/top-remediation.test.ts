import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Finding } from '../../src/core/finding.js';
import { SEVERITIES } from '../../src/core/severity.js';
import {
  allRemediations,
  compareResolvedCounts,
  topRemediation,
} from '../../src/reports/top-remediation.js';
import { lint, vulnerability } from './sample.js';

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

describe('the one edit', () => {
  it('is nothing where nothing of medium severity or worse can be removed', () => {
    expect(topRemediation([])).toBeUndefined();
    expect(topRemediation([lint({ severity: 'low' }), lint({ severity: 'info' })])).toBeUndefined();
    const unfixed = vulnerability('CVE-1', 'tar', {
      severity: 'critical',
      details: { fixed: null },
    });
    expect(topRemediation([unfixed])).toBeUndefined();
  });

  it('puts a malicious package before everything', () => {
    const malware = vulnerability('MAL-1', 'colourz', {
      check: 'malware',
      subject: { purl: 'pkg:npm/colourz@1.4.1' },
      details: { package: 'colourz', installed: '1.4.1' },
    });
    const exploited = vulnerability('CVE-4', 'qs', {
      severity: 'critical',
      details: { exploited: true, fixed: '6.5.3' },
    });
    expect(topRemediation([exploited, malware])?.title).toBe('take out colourz 1.4.1');
  });

  it('puts what is known before what is a guess', () => {
    const guess = lint({
      rule: 'DEP-ENVSECRET',
      severity: 'high',
      confidence: 'medium',
      location: at(1),
    });
    const known = lint({
      rule: 'PS0029',
      severity: 'high',
      location: at(7),
      message: 'It is old.',
    });
    expect(topRemediation([guess, known])?.title).toBe('fix PS0029 (It is old)');
  });

  it('puts one exploited vulnerability before many critical ones', () => {
    const critical = ['CVE-1', 'CVE-2', 'CVE-3'].map((id) =>
      vulnerability(id, 'lodash', { severity: 'critical', location: at(9), ...npm('lodash') }),
    );
    const exploited = vulnerability('CVE-4', 'qs', {
      severity: 'medium',
      location: at(9),
      ...npm('qs'),
      details: { exploited: true, fixed: '6.5.3' },
    });
    expect(topRemediation([...critical, exploited])?.title).toBe('upgrade qs to 6.5.3');
    expect(topRemediation(critical)).toMatchObject({
      title: 'upgrade lodash to 1.1',
      location: at(9),
      resolves: { malicious: 0, exploited: 0, critical: 3, high: 0 },
    });
  });

  it('upgrades to the version that clears most, known from the advisories', () => {
    const details = { fixed: '1.1', upgrade: { to: '2.0', clears: 2, of: 2 } };
    expect(topRemediation([vulnerability('CVE-1', 'qs', { ...npm('qs'), details })])?.title).toBe(
      'upgrade qs to 2.0',
    );
  });

  it.each([
    [['4.17.19', '4.17.21', '4.17.9'], 'upgrade lodash to 4.17.21'],
    [['4.17', '4.17.1'], 'upgrade lodash to 4.17.1'],
    [['1.0-1+deb12u1', '1.0-1+deb12u1'], 'upgrade lodash to 1.0-1+deb12u1'],
    [['1.0-rc1', '1.0'], 'upgrade lodash'],
  ])('of fixes in %j is %s', (fixes, words) => {
    const findings = fixes.map((fixed, i) =>
      vulnerability(`CVE-${i}`, 'lodash', { details: { fixed } }),
    );
    expect(allRemediations(findings).map((e) => e.title)).toContain(words);
  });

  it('of what another npm package depends on is an override', () => {
    const path = 'app/node_modules/a/node_modules/qs/package.json';
    expect(topRemediation([vulnerability('CVE-1', 'qs', npm('qs', path))])?.title).toBe(
      'upgrade qs to 1.1, with an npm override',
    );
  });

  it('is a rebuild where several packages of the distribution on one line have fixes', () => {
    const found = ['a', 'b'].map((name) => vulnerability(`CVE-${name}`, name, { location: at(1) }));
    expect(topRemediation(found)?.title).toMatch(/^rebuild with today’s packages .* 2 have fixes$/);
  });

  const base = (details: Record<string, unknown>) =>
    lint({ rule: 'BASE-IMAGE', check: 'hardening', severity: 'info', location: at(1), details });

  it('is another base where that removes more, with the end of its support', () => {
    const found = [
      base({ ended: 'debian 10 has had no support', options: [{ reference: 'debian:13' }] }),
      lint({ rule: 'PS0029', severity: 'high', location: at(1) }),
      vulnerability('CVE-1', 'a', { location: at(1) }),
      vulnerability('CVE-2', 'b', { location: at(1) }),
      vulnerability('CVE-3', 'c', { location: at(1), details: { fixed: null } }),
    ];
    expect(topRemediation(found)).toMatchObject({
      title: 'build on debian:13',
      resolves: { high: 3 },
    });
  });

  it('counts what was measured of the two images rather than what is guessed', () => {
    const found = [
      base({
        before: { vulnerabilities: { critical: 3, low: 200 } },
        options: [{ reference: 'debian:13', vulnerabilities: { critical: 1, low: 20 } }],
      }),
      vulnerability('CVE-1', 'a', { location: at(1) }),
    ];
    expect(topRemediation(found)?.resolves).toMatchObject({ critical: 2, low: 180, high: 0 });
  });

  it('counts all that one USER answers', () => {
    const found = [
      lint({ rule: 'DL3002', severity: 'medium', location: at(4) }),
      lint({ rule: 'IMG-ROOT', check: 'hardening', severity: 'high', location: at(4) }),
      lint({ rule: 'DEP-PRIV', severity: 'high', location: at(4) }),
    ];
    expect(topRemediation(found)).toMatchObject({
      title: 'add a USER that is not root',
      resolves: { high: 1, medium: 1 },
    });
  });
});

describe('whatever was found', () => {
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

  it('no other edit removes more, and none removes more than there is', () => {
    fc.assert(
      fc.property(fc.array(finding, { maxLength: 30 }), (findings) => {
        const chosen = topRemediation(findings);
        for (const other of allRemediations(findings)) {
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

  it('is the same in any order, up to what removes as much', () => {
    fc.assert(
      fc.property(fc.array(finding, { maxLength: 30 }), (findings) => {
        const [one, other] = [topRemediation(findings), topRemediation([...findings].reverse())];
        expect(other?.resolves).toEqual(one?.resolves);
      }),
    );
  });
});
