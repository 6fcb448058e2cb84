import { describe, expect, it } from '@jest/globals';
import type { Finding } from '../../src/core/finding.js';
import { applyPolicy } from '../../src/policy/apply.js';
import { loadPolicy } from '../../src/policy/load.js';
import { diffPolicyOutcomes } from '../../src/policy/policy-diff.js';
import { vulnerability } from '../reports/sample.js';

const now = new Date('2026-11-24T12:00:00Z');
const cve = (n: number) =>
  vulnerability(`CVE-2026-${n}`, `lib${n}`, {
    fingerprint: n.toString(16).padStart(16, '0'),
    details: { package: `lib${n}` },
  });

/** The sentences about the change from one policy to another. */
async function change(before: string, after: string, findings: readonly Finding[] = [cve(1)]) {
  const applied = async (text: string) => {
    const policy = await loadPolicy(text, 'p.yml');
    const found = { findings, incomplete: [], targets: [], packages: [] };
    return { policy, result: applyPolicy(found, policy, { now }) };
  };
  return diffPolicyOutcomes(await applied(before), await applied(after));
}

const except = (...exceptions: string[]) =>
  `exceptions:\n${exceptions.map((e) => `  - { ${e}, reason: x }\n`).join('')}`;

describe('the sentences about a changed policy', () => {
  it('have the verdict, the newly excepted findings, and the new exceptions', async () => {
    expect(
      await change('', except('rule: CVE-2026-1, package: lib1, owner: "@sec", until: 2027-01-31')),
    ).toEqual([
      'The verdict would change from fail to pass.',
      'Exceptions would cover 1 more finding: CVE-2026-1.',
      '1 new exception: CVE-2026-1 of lib1 until 2027-01-31 by @sec.',
    ]);
  });

  it('have the findings that are no longer excepted', async () => {
    expect(await change(except('rule: CVE-2026-1'), '')).toEqual([
      'The verdict would change from pass to fail.',
      'Exceptions would no longer cover 1 finding: CVE-2026-1.',
    ]);
  });

  it('have only the verdict for a comment or an exception that moved', async () => {
    const text = except('rule: CVE-2026-1');
    expect(await change(text, `# moved\n${text}`)).toEqual([
      'The verdict would not change (pass).',
    ]);
  });

  it('name at most five findings, and count all', async () => {
    const findings = [1, 2, 3, 4, 5, 6].map(cve);
    const [, excepted, added] = await change('', except('rule: CVE-2026-*'), findings);
    expect(excepted).toBe(
      'Exceptions would cover 6 more findings: CVE-2026-1, CVE-2026-2, CVE-2026-3, CVE-2026-4, CVE-2026-5 and more.',
    );
    expect(added).toBe('1 new exception: CVE-2026-* (never expires).');
    const five = await change('', except('rule: CVE-2026-*'), findings.slice(1));
    expect(five[1]).toMatch(/^Exceptions would cover 5 more findings: .*CVE-2026-6\.$/);
  });

  it.each([
    ['fail-on: { severity: low }', 'fail-on'],
    ['allow-incomplete: [trust]', 'allow-incomplete'],
    ['images: [app:1]', 'images'],
    ['advisories: osv', 'advisories'],
    ['registries: [ghcr.io]', 'registries'],
    ['trust: [{ images: "ghcr.io/**", provenance: { source: github.com/a/b } }]', 'trust'],
    ['base-images: ignore', 'base-images'],
    ['deployed-images: off', 'deployed-images'],
    ['package-provenance: ignore', 'package-provenance'],
    ['rules: [{ id: ORG-1, severity: low, message: m, when: "false" }]', 'rules'],
  ])('name the key of %s', async (text, key) => {
    const sentences = await change('', text);
    expect(sentences.slice(1)).toEqual([`Changed keys: ${key}.`]);
    expect(await change(text, text)).toHaveLength(1);
  });
});
