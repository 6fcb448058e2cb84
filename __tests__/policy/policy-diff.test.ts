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

/** What is said of a change from one policy's text to another's. */
async function change(before: string, after: string, findings: readonly Finding[] = [cve(1)]) {
  const judged = async (text: string) => {
    const policy = await loadPolicy(text, 'p.yml');
    const found = { findings, incomplete: [], targets: [], packages: [] };
    return { policy, result: applyPolicy(found, policy, { now, complete: true }) };
  };
  return diffPolicyOutcomes(await judged(before), await judged(after));
}

const except = (...exceptions: string[]) =>
  `exceptions:\n${exceptions.map((e) => `  - { ${e}, reason: x }\n`).join('')}`;

describe('what a change of the policy would change', () => {
  it('is the verdict, what is excepted, and the exception in words', async () => {
    expect(
      await change('', except('rule: CVE-2026-1, package: lib1, owner: "@sec", until: 2027-01-31')),
    ).toEqual([
      'The verdict would be pass instead of fail.',
      'It excepts 1 finding: CVE-2026-1.',
      'It adds 1 exception: CVE-2026-1 of lib1 until 2027-01-31 by @sec.',
    ]);
  });

  it('is what is excepted no longer', async () => {
    expect(await change(except('rule: CVE-2026-1'), '')).toEqual([
      'The verdict would be fail instead of pass.',
      'It no longer excepts 1 finding: CVE-2026-1.',
    ]);
  });

  it('is nothing but the verdict for a comment or an exception that moved', async () => {
    const text = except('rule: CVE-2026-1');
    expect(await change(text, `# moved\n${text}`)).toEqual(['The verdict would stay: pass.']);
  });

  it('names five of many, and counts all', async () => {
    const findings = [1, 2, 3, 4, 5, 6].map(cve);
    const [, excepted, added] = await change('', except('rule: CVE-2026-*'), findings);
    expect(excepted).toBe(
      'It excepts 6 findings: CVE-2026-1, CVE-2026-2, CVE-2026-3, CVE-2026-4, CVE-2026-5 and more.',
    );
    expect(added).toBe('It adds 1 exception: CVE-2026-* without an end.');
    const five = await change('', except('rule: CVE-2026-*'), findings.slice(1));
    expect(five[1]).toMatch(/^It excepts 5 findings: .*CVE-2026-6\.$/);
  });

  it.each([
    ['fail-on: { severity: low }', 'fail-on'],
    ['allow-incomplete: [trust]', 'allow-incomplete'],
    ['images: [app:1]', 'images'],
    ['advisories: osv', 'advisories'],
    ['registries: [ghcr.io]', 'registries'],
    ['trust: [{ images: "ghcr.io/**", provenance: { source: github.com/a/b } }]', 'trust'],
    ['base-images: ignore', 'base-images'],
    ['rules: [{ id: ORG-1, severity: low, message: m, when: "false" }]', 'rules'],
  ])('names the key of %s', async (text, key) => {
    const said = await change('', text);
    expect(said.slice(1)).toEqual([`It changes ${key}.`]);
    expect(await change(text, text)).toHaveLength(1);
  });
});
