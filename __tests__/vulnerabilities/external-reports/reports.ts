import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding } from '../../../src/core/finding.js';
import {
  type ExternalReport,
  readExternalReport,
} from '../../../src/vulnerabilities/external-reports/read.js';
import { temporaryFolder } from '../fixtures.js';

/** Reads a report with this content. */
export function readReport(content: unknown): Promise<ExternalReport> {
  const path = join(temporaryFolder(), 'report.json');
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return readExternalReport(path, 'app:1');
}

export async function findingsOf(content: unknown): Promise<readonly Finding[]> {
  return (await readReport(content)).findings;
}

export const PURL = 'pkg:deb/debian/libssl3@3.0.1-1?arch=amd64&distro=debian-12';

export const trivy = (...Vulnerabilities: object[]) => ({
  SchemaVersion: 2,
  ArtifactName: 'app:1',
  Results: [{ Target: 'app:1 (debian 12)', Class: 'os-pkgs', Type: 'debian', Vulnerabilities }],
});

export const trivyEntry = {
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

export const grype = (...matches: object[]) => ({
  matches,
  descriptor: { name: 'grype', version: '0.1' },
});

export const grypeMatch = {
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
