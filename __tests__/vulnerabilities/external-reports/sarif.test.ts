import { describe, expect, test } from '@jest/globals';
import { mergeExternalFindings } from '../../../src/vulnerabilities/external-reports/merge.js';
import { detailsOf } from '../../core/details-of.js';
import { findingsOf, PURL, readReport, trivy, trivyEntry } from './reports.js';

describe('a SARIF file', () => {
  const sarif = (name: string, results: unknown, rules: unknown = []) => ({
    version: '2.1.0',
    runs: [{ tool: { driver: { name, rules } }, results }],
  });
  const message = (...lines: string[]) => ({ text: lines.join('\n') });

  test.each([
    [
      'Trivy',
      sarif('Trivy', [
        {
          ruleId: 'CVE-2026-1',
          level: 'error',
          message: message(
            'Package: libssl3',
            'Installed Version: 3.0.1-1',
            'Vulnerability CVE-2026-1',
            'Severity: HIGH',
            'Fixed Version: 3.0.2-1',
          ),
        },
      ]),
      { fixed: '3.0.2-1', sources: ['trivy'] },
    ],
    [
      'Grype',
      sarif(
        'grype',
        [{ ruleId: 'CVE-2026-1-libssl3', message: message('A high vulnerability in deb package') }],
        [
          {
            id: 'CVE-2026-1-libssl3',
            help: message(
              'Severity: high',
              'Package: libssl3',
              'Version: 3.0.1-1',
              'Fix Version: 3.0.2-1',
            ),
            properties: { purls: [PURL], 'security-severity': '7.5' },
          },
        ],
      ),
      { fixed: '3.0.2-1', sources: ['grype'] },
    ],
    [
      'OSV-Scanner',
      sarif('osv-scanner', [
        {
          ruleId: 'CVE-2026-1',
          level: 'error',
          message: message(
            "Package 'libssl3@3.0.1-1' is vulnerable to 'CVE-2026-1' (also known as 'DSA-1-1').",
          ),
        },
      ]),
      { fixed: null, sources: ['osv-scanner'] },
    ],
    [
      'a scanner that writes properties only',
      sarif(
        'scout',
        [{ ruleIndex: 0 }],
        [{ id: 'CVE-2026-1', properties: { purls: [PURL], 'security-severity': '7.5' } }],
      ),
      { fixed: null, sources: ['scout'] },
    ],
  ])('of %s has the vulnerability and the package', async (_, json, details) => {
    const [finding, ...more] = await findingsOf(json);
    expect(more).toEqual([]);
    expect(finding).toMatchObject({
      rule: 'CVE-2026-1',
      severity: 'high',
      details: { package: 'libssl3', installed: '3.0.1-1', ...details },
    });
    const [own] = await findingsOf(trivy(trivyEntry));
    expect(mergeExternalFindings(own ? [own] : [], finding ? [finding] : [])).toHaveLength(1);
  });

  test('has other results, which are counted', async () => {
    const results = [
      { ruleId: 'DL3006', message: { text: 'no tag' } },
      { ruleId: 'CVE-2026-1', message: { text: 'no package' } },
      'CVE-2026-2',
      {},
      null,
    ];
    const { findings, leftOut } = await readReport(sarif('x', results));
    expect(findings).toEqual([]);
    expect(leftOut).toBe('5 results that are not about a package');
  });

  test('with empty runs has no findings', async () => {
    const runs = [null, 5, {}, { results: 'x', tool: [] }];
    expect(await findingsOf({ version: '2.1.0', runs })).toEqual([]);
  });

  test('with hostile text has messages of one line', async () => {
    const text = `Package: a\u0007|<b>\nVersion: 1${' '.repeat(100_000)}\nSeverity:${'\t'.repeat(100_000)}x`;
    const json = sarif('x'.repeat(1000), [{ ruleId: 'CVE-2026-1', message: { text } }]);
    for (const found of await findingsOf(json)) {
      expect(found.message.includes('\n') || found.message.includes('\u0007')).toBe(false);
      expect(String(detailsOf(found).sources)).toHaveLength(40);
    }
  });
});

test.each<[string, unknown[], RegExp]>([
  ['no run', [], /has no run of a tool/],
  [
    'a run that failed',
    [{ results: [] }, { results: [], invocations: [{ executionSuccessful: false }] }],
    /the tool failed/,
  ],
])('a SARIF file with %s is refused', async (_, runs, why) => {
  const reading = readReport({ version: '2.1.0', runs });
  await expect(reading).rejects.toMatchObject({ code: 'PSE6006' });
  await expect(reading).rejects.toThrow(why);
});

test('a SARIF file of a tool that succeeded, or does not say so, is read', async () => {
  const runs = [{ results: [], invocations: [{ executionSuccessful: true }] }, { results: [] }];
  expect(await readReport({ version: '2.1.0', runs })).toMatchObject({ findings: [] });
});
