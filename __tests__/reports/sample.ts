import type { Finding } from '../../src/core/finding.js';
import { fingerprint } from '../../src/core/fingerprint.js';
import type { Package } from '../../src/core/package.js';
import type { Report } from '../../src/core/report.js';
import type { RuleReference } from '../../src/core/rule.js';
import { planOf } from '../../src/remedy/plan/plan-of.js';
import type { ReportContext } from '../../src/reports/format.js';

/** The Dockerfile that the findings of the sample report are about. */
export const DOCKERFILE = `FROM node:20 as build
WORKDIR /app
RUN apt-get update && apt-get install curl
COPY package.json .
CMD node server.js
`;

const IMAGE = 'registry.example:5000/shop/app:pr-42';

const RULES: ReadonlyMap<string, RuleReference> = new Map(
  (
    [
      {
        id: 'DL3008',
        name: 'pin-apt-versions',
        severity: 'medium',
        severityReason: 'The packages are signed',
        practice: 'image-security',
        title: 'Pin the versions that apt-get installs',
        why: 'The same Dockerfile gives another image tomorrow.',
        remediation: 'Write apt-get install package=version.',
        references: ['https://docs.docker.com/build/building/best-practices/'],
        wrong: 'RUN apt-get install curl',
        right: 'RUN apt-get install curl=8.*',
        check: 'lint',
      },
      {
        id: 'StageNameCasing',
        name: 'stage-name-casing',
        severity: 'low',
        severityReason: 'The image is the same',
        practice: 'maintainability',
        title: 'Write stage names in lower case',
        why: 'Names that differ in case only are mixed up.',
        remediation: 'Use lower case.',
        check: 'lint',
      },
    ] satisfies RuleReference[]
  ).map((rule) => [rule.id, rule]),
);

/** Parts of a finding, of any check: stored reports may hold parts that do not fit together. */
export type FindingParts = { readonly [K in keyof Finding]?: Finding[K] } & {
  readonly details?: object;
};

export function lint(over: FindingParts = {}): Finding {
  const rule = over.rule ?? 'DL3008';
  return {
    rule,
    aliases: [],
    check: 'lint',
    severity: 'medium',
    confidence: 'high',
    tags: ['practice:image-security'],
    message: 'Pin the version of curl',
    location: { path: 'Dockerfile', startLine: 3, startColumn: 39, endLine: 3, endColumn: 43 },
    fingerprint: fingerprint('lint', rule, JSON.stringify(over)),
    status: 'new',
    ...over,
  } as Finding;
}

export function vulnerability(rule: string, name: string, over: FindingParts = {}): Finding {
  return {
    rule,
    aliases: [],
    check: 'vulnerability',
    severity: 'high',
    confidence: 'high',
    tags: ['practice:image-security'],
    message: `${name} 1.0 is vulnerable to ${rule}`,
    location: { path: 'Dockerfile', startLine: 1, startColumn: 1, endLine: 1, endColumn: 22 },
    subject: {
      image: IMAGE,
      layer: 0,
      purl: `pkg:deb/debian/${encodeURIComponent(name.replace(/\p{Cs}/gu, '?'))}@1.0`,
    },
    fingerprint: fingerprint('vulnerability', rule, name),
    status: 'new',
    ...over,
    details: {
      id: rule,
      package: name,
      installed: '1.0',
      fixed: '1.1',
      cvss: { score: 7.5, vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H' },
      references: ['https://example.org/advisory'],
      ...over.details,
    },
  } as Finding;
}

export function packageNamed(name: string, over: Partial<Package> = {}): Package {
  return {
    purl: `pkg:deb/debian/${encodeURIComponent(name.replace(/\p{Cs}/gu, '?'))}@1.0`,
    type: 'deb',
    name,
    version: '1.0',
    license: 'MIT',
    paths: ['var/lib/dpkg/status'],
    layer: { index: 0, diffID: `sha256:${'a'.repeat(64)}` },
    location: { path: 'Dockerfile', startLine: 1, startColumn: 1, endLine: 1, endColumn: 22 },
    ...over,
  };
}

/** The plan is made from the findings, as in a run. */
export function report(over: Partial<Report> = {}): Report {
  const parts = withoutPlan(over);
  const { findings, targets } = parts;
  return { ...parts, plan: planOf({ findings, targets, rules: RULES }), ...over };
}

/** The report without its plan. */
function withoutPlan(over: Partial<Report>): Report {
  return {
    schema: 'portside-report/1',
    tool: { name: 'portside', version: '1.2.3' },
    targets: [
      { kind: 'dockerfile', name: 'Dockerfile' },
      {
        kind: 'image',
        name: IMAGE,
        digest: `sha256:${'b'.repeat(64)}`,
        platform: 'linux/amd64',
        dockerfile: 'Dockerfile',
        layers: [
          {
            index: 0,
            diffID: `sha256:${'a'.repeat(64)}`,
            size: 29_000_000,
            instruction: 'ADD',
            location: {
              path: 'Dockerfile',
              startLine: 1,
              startColumn: 1,
              endLine: 1,
              endColumn: 22,
            },
          },
          { index: 1, diffID: `sha256:${'c'.repeat(64)}`, size: 512 },
        ],
      },
    ],
    packages: [packageNamed('openssl'), packageNamed('zlib1g')],
    findings: [
      lint(),
      lint({
        rule: 'StageNameCasing',
        severity: 'low',
        message: "'as' is written lower case while FROM is upper case",
        location: { path: 'Dockerfile', startLine: 1, startColumn: 14, endLine: 1, endColumn: 16 },
        fix: {
          description: 'Write AS',
          edits: [{ startLine: 1, startColumn: 14, endLine: 1, endColumn: 16, text: 'AS' }],
        },
      }),
      vulnerability('CVE-2024-0001', 'openssl', {
        severity: 'critical',
        details: { exploited: true, fixed: '1.1', cvss: { score: 9.8 }, summary: 'A short story' },
      }),
      vulnerability('CVE-2024-0002', 'openssl'),
      vulnerability('CVE-2024-0003', 'zlib1g', { severity: 'low', details: { fixed: undefined } }),
    ],
    incomplete: [
      { check: 'trust', target: IMAGE, reason: 'registry.example:5000 cannot be reached' },
    ],
    coverage: [
      { check: 'lint', target: 'Dockerfile', state: 'checked' },
      { check: 'vulnerability', target: IMAGE, state: 'checked' },
    ],
    notes: [{ check: 'lint', message: 'ShellCheck is not installed' }],
    verdict: { outcome: 'fail', reasons: ['2 findings of severity high or worse'] },
    ...over,
  };
}

/** A report with a duplicate package, a license text that is no SPDX expression, and a package without a layer. */
export const unusualPackages: Report = report({
  packages: [
    packageNamed('openssl'),
    packageNamed('openssl', { paths: ['opt/copy'] }),
    packageNamed('free-text', { license: 'GPL-2+ or <evil>' }),
    packageNamed('plain', { license: undefined, layer: undefined, location: undefined } as never),
    packageNamed('expression', {
      license: '(MIT OR Apache-2.0) AND BSD-3-Clause',
      source: { name: 'src', version: '1' },
    }),
  ],
});

export function context(over: Partial<ReportContext> = {}): ReportContext {
  return {
    rules: RULES,
    started: new Date('2026-11-24T10:00:00Z'),
    ended: new Date('2026-11-24T10:00:02Z'),
    source: (path) => (path === 'Dockerfile' ? DOCKERFILE : undefined),
    ...over,
  };
}

/** A report as large as that of an outdated image. */
export function large(findings: number): Report {
  return report({
    packages: Array.from({ length: findings / 5 }, (_, i) => packageNamed(`library-${i}`)),
    findings: Array.from({ length: findings }, (_, i) =>
      vulnerability(`CVE-2024-${10_000 + i}`, `library-${Math.floor(i / 5)}`, {
        severity: (['critical', 'high', 'medium', 'low', 'info'] as const)[i % 5] ?? 'info',
      }),
    ),
  });
}

/** An image whose packages have all that an SBOM lists. */
export const described: Report = report({
  targets: report().targets.map((target) =>
    target.kind === 'image'
      ? { ...target, distribution: { id: 'debian', version: '13', name: 'Debian GNU/Linux' } }
      : target,
  ),
  packages: [
    packageNamed('openssl', {
      license: 'Apache-2.0 AND LicenseRef-public-domain',
      supplier: 'Debian GNU/Linux',
      facts: {
        maintainer: 'OpenSSL Team <ssl@example.org>',
        homepage: 'https://openssl.org/',
        hashes: [{ algorithm: 'SHA-256', value: 'c'.repeat(64) }],
        dependencies: ['pkg:deb/debian/libc6@1.0', 'pkg:deb/debian/gone@1.0'],
      },
    }),
    packageNamed('libc6', {
      source: { name: 'glibc', version: '2.41-12' },
      facts: { dependencies: [] },
    }),
    packageNamed('nginx', {
      purl: 'pkg:generic/nginx@1.26.3',
      type: 'generic',
      cpe: 'cpe:2.3:a:f5:nginx:1.26.3:*:*:*:*:*:*:*',
    }),
  ],
});
