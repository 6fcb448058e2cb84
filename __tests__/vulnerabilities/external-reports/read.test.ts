import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { Finding } from '../../../src/core/finding.js';
import { mergeExternalFindings } from '../../../src/vulnerabilities/external-reports/merge.js';
import { readExternalReport } from '../../../src/vulnerabilities/external-reports/read.js';
import { detailsOf } from '../../core/details-of.js';
import { temporaryFolder } from '../fixtures.js';

const folder = temporaryFolder();
async function read(json: unknown): Promise<readonly Finding[]> {
  return (await readAll(json)).findings;
}

function readAll(json: unknown) {
  const path = join(folder, 'report.json');
  writeFileSync(path, typeof json === 'string' ? json : JSON.stringify(json));
  return readExternalReport(path, 'app:1');
}

const PURL = 'pkg:deb/debian/libssl3@3.0.1-1?arch=amd64&distro=debian-12';

const trivy = (...Vulnerabilities: object[]) => ({
  SchemaVersion: 2,
  ArtifactName: 'app:1',
  Results: [{ Target: 'app:1 (debian 12)', Class: 'os-pkgs', Type: 'debian', Vulnerabilities }],
});

const trivyEntry = {
  VulnerabilityID: 'CVE-2026-1',
  VendorIDs: ['DSA-1-1'],
  PkgName: 'libssl3',
  PkgIdentifier: { PURL },
  InstalledVersion: '3.0.1-1',
  FixedVersion: '3.0.2-1',
  Severity: 'HIGH',
  SeveritySource: 'debian',
  Title: 'openssl: a bad thing',
  CVSS: { nvd: { V3Score: 7.5, V3Vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N' } },
  References: ['https://example.com/1', 'javascript:alert(1)'],
};

const grype = (...matches: object[]) => ({
  matches,
  descriptor: { name: 'grype', version: '0.1' },
});

const grypeMatch = {
  vulnerability: {
    id: 'GHSA-1',
    severity: 'Critical',
    fix: { versions: ['1.2.0'], state: 'fixed' },
    epss: [{ cve: 'CVE-2026-2', epss: 0.5 }],
    knownExploited: [{ cve: 'CVE-2026-2' }],
    cvss: [
      { version: '2.0', vector: 'V2', metrics: { baseScore: 5 } },
      { version: '3.1', vector: 'V3', metrics: { baseScore: 9.8 } },
    ],
    dataSource: 'https://github.com/advisories/GHSA-1',
  },
  relatedVulnerabilities: [{ id: 'CVE-2026-2' }],
  artifact: {
    name: 'x',
    version: '1.0.0',
    type: 'npm',
    purl: 'pkg:npm/x@1.0.0',
    locations: [{ path: '/app/package.json' }],
  },
};

test('a trivy report is read', async () => {
  expect(await read(trivy(trivyEntry))).toMatchObject([
    {
      rule: 'CVE-2026-1',
      aliases: ['DSA-1-1'],
      severity: 'high',
      message:
        'libssl3 3.0.1-1 is affected by CVE-2026-1: openssl: a bad thing; fixed in 3.0.2-1 (trivy).',
      subject: { purl: PURL },
      details: {
        fixed: '3.0.2-1',
        cvss: { score: 7.5 },
        references: ['https://example.com/1'],
        sources: ['trivy'],
      },
    },
  ]);
});

test('a grype report is read', async () => {
  expect(await read(grype(grypeMatch))).toMatchObject([
    {
      rule: 'CVE-2026-2',
      aliases: ['GHSA-1'],
      severity: 'critical',
      subject: { purl: 'pkg:npm/x@1.0.0', path: 'app/package.json' },
      details: {
        fixed: '1.2.0',
        cvss: { version: '3.1', score: 9.8 },
        exploited: true,
        epss: 0.5,
        sources: ['grype'],
      },
    },
  ]);
});

test('odd entries are left out, odd texts made plain', async () => {
  const odd = {
    ...trivyEntry,
    VulnerabilityID: 'CVE-1](x)\n',
    PkgName: 'a\n::error::',
    Title: 7,
    CVSS: 'x',
    PkgIdentifier: [],
  };
  const found = await read(trivy({}, { VulnerabilityID: 'CVE-1' }, odd));
  expect(found).toHaveLength(1);
  expect(found[0]?.rule).toBe('CVE-1__x_');
  expect(found[0]?.message).not.toContain('\n');
  expect(await read(grype({}, { vulnerability: 5 }, { vulnerability: {}, artifact: {} }))).toEqual(
    [],
  );
});

test.each(['hello', '[]', '{}', '{"SchemaVersion":1}', '{"matches":[]}'])(
  '%s is an error of the user',
  async (text) => {
    await expect(read(text)).rejects.toMatchObject({ name: 'PortsideError', kind: 'usage' });
  },
);

describe('merging', () => {
  const ours = (more: object = {}): Finding =>
    ({
      rule: 'CVE-2026-1',
      aliases: ['DEBIAN-CVE-2026-1'],
      check: 'vulnerability',
      severity: 'medium',
      confidence: 'high',
      tags: [],
      message: 'ours',
      fingerprint: 'f',
      status: 'new',
      details: {
        package: 'libssl3',
        installed: '3.0.1-1',
        fixed: null,
        rating: 'unknown',
        sources: ['osv'],
        ...more,
      },
    }) as unknown as Finding;

  test('the same id on the same package is one finding with both sources', async () => {
    const merged = mergeExternalFindings([ours()], await read(trivy(trivyEntry)));
    expect(merged).toMatchObject([
      {
        message: 'ours',
        fingerprint: 'f',
        severity: 'high',
        aliases: ['DEBIAN-CVE-2026-1', 'DSA-1-1'],
        details: { fixed: '3.0.2-1', rating: 'high', ratedBy: 'trivy', sources: ['osv', 'trivy'] },
      },
    ]);
  });

  test('our own rating and fix stay', async () => {
    const [merged] = mergeExternalFindings(
      [ours({ rating: 'medium', fixed: '3.0.9' })],
      await read(trivy(trivyEntry)),
    );
    expect(merged).toMatchObject({ severity: 'medium', details: { fixed: '3.0.9' } });
  });

  test('another package, version or id is another finding', async () => {
    const others = await read(
      trivy(
        { ...trivyEntry, PkgName: 'openssl' },
        { ...trivyEntry, InstalledVersion: '3.0.0-1' },
        { ...trivyEntry, VulnerabilityID: 'CVE-2026-9', VendorIDs: [] },
      ),
    );
    expect(mergeExternalFindings([ours()], others)).toHaveLength(4);
  });

  test('an epoch that one of them leaves out makes no difference', async () => {
    const epoch = await read(trivy({ ...trivyEntry, InstalledVersion: '1:3.0.1-1' }));
    expect(mergeExternalFindings([ours()], epoch)).toHaveLength(1);
  });

  test('two imports merge with each other', async () => {
    const match = {
      ...grypeMatch,
      vulnerability: { id: 'DSA-1-1' },
      relatedVulnerabilities: [],
      artifact: { name: 'libssl3', version: '3.0.1-1' },
    };
    const merged = mergeExternalFindings(
      [],
      [...(await read(trivy(trivyEntry))), ...(await read(grype(match)))],
    );
    expect(merged).toMatchObject([
      { rule: 'CVE-2026-1', details: { sources: ['trivy', 'grype'] } },
    ]);
  });
});

describe('SARIF', () => {
  const sarif = (name: string, results: unknown, rules: unknown = []) => ({
    version: '2.1.0',
    runs: [{ tool: { driver: { name, rules } }, results }],
  });
  const lines = (...words: string[]) => ({ text: words.join('\n') });

  test.each([
    [
      'Trivy',
      sarif('Trivy', [
        {
          ruleId: 'CVE-2026-1',
          level: 'error',
          message: lines(
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
        [{ ruleId: 'CVE-2026-1-libssl3', message: lines('A high vulnerability in deb package') }],
        [
          {
            id: 'CVE-2026-1-libssl3',
            help: lines(
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
          message: lines(
            "Package 'libssl3@3.0.1-1' is vulnerable to 'CVE-2026-1' (also known as 'DSA-1-1').",
          ),
        },
      ]),
      { fixed: null, sources: ['osv-scanner'] },
    ],
    [
      'properties alone',
      sarif(
        'scout',
        [{ ruleIndex: 0 }],
        [{ id: 'CVE-2026-1', properties: { purls: [PURL], 'security-severity': '7.5' } }],
      ),
      { fixed: null, sources: ['scout'] },
    ],
  ])('of %s names the vulnerability and the package', async (_, json, details) => {
    const [finding, ...more] = await read(json);
    expect(more).toEqual([]);
    expect(finding).toMatchObject({
      rule: 'CVE-2026-1',
      severity: 'high',
      details: { package: 'libssl3', installed: '3.0.1-1', ...details },
    });
    const [own] = await read(trivy(trivyEntry));
    expect(mergeExternalFindings(own ? [own] : [], finding ? [finding] : [])).toHaveLength(1);
  });

  test('results about anything else are counted and left out', async () => {
    const results = [
      { ruleId: 'DL3006', message: { text: 'no tag' } },
      { ruleId: 'CVE-2026-1', message: { text: 'no package' } },
      'CVE-2026-2',
      {},
      null,
    ];
    const { findings, notes } = await readAll(sarif('x', results));
    expect(findings).toEqual([]);
    expect(notes).toEqual([expect.stringMatching(/^3 results of .* were left out$/)]);
  });

  test.each([
    ['no runs', { version: '2.1.0', runs: [] }],
    ['runs of nothing', { version: '2.1.0', runs: [null, 5, {}, { results: 'x', tool: [] }] }],
  ])('with %s finds nothing', async (_, json) => {
    expect(await read(json)).toEqual([]);
  });

  test('hostile texts end quickly, and stay on one line', async () => {
    const text = `Package: a\u0007|<b>\nVersion: 1${' '.repeat(100_000)}\nSeverity:${'\t'.repeat(100_000)}x`;
    const json = sarif('x'.repeat(1000), [{ ruleId: 'CVE-2026-1', message: { text } }]);
    for (const found of await read(json)) {
      const { message } = found;
      expect(message.includes('\n') || message.includes('\u0007')).toBe(false);
      expect(String(detailsOf(found).sources)).toHaveLength(40);
    }
  });
});
