import { affectedPurls } from '../../core/affected-packages.js';
import type { Finding } from '../../core/finding.js';
import { formatLicense, parseLicense } from '../../core/license.js';
import type { Package } from '../../core/package.js';
import type { Report } from '../../core/report.js';
import { groupBy } from '../../lib/group-by.js';
import { sanitize, toJson } from '../escape.js';
import { openFindings, withStatus } from '../finding-lists.js';
import type { Format, ReportContext } from '../format.js';
import { gapMessages, wasChecked } from '../gaps.js';
import { isNotAffected, splitSuppressed } from '../not-affected.js';
import { contentUuid, packageProperties, sbomSubject } from '../sbom.js';
import {
  isAboutPackage,
  type PackagesByPurl,
  packagesByPurl,
  remediationSentence,
  vulnerabilityFacts,
} from '../vulnerability-facts.js';

/** CycloneDX 1.6 JSON: packages with their layers and Dockerfile lines, and vulnerabilities. */
export const cyclonedx: Format = {
  id: 'cyclonedx',
  description: 'CycloneDX 1.6 SBOM',
  render,
};

function render(report: Report, context: ReportContext): string {
  const references = uniqueReferences(report.packages);
  const components = report.packages.map((p) => component(p, references.get(p) ?? p.purl));
  const subject = sbomSubject(report);
  const time = context.ended.toISOString();
  const gaps = gapMessages(report);
  const found = vulnerabilities(report, references);
  return `${toJson(
    {
      $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
      bomFormat: 'CycloneDX',
      specVersion: '1.6',
      serialNumber: `urn:uuid:${contentUuid(time, subject?.name ?? '', JSON.stringify(components))}`,
      version: 1,
      metadata: {
        timestamp: time,
        tools: {
          components: [{ type: 'application', name: 'portside', version: report.tool.version }],
        },
        component: {
          'bom-ref': SUBJECT,
          type: subject?.kind === 'image' ? 'container' : 'application',
          name: sanitize(subject?.name ?? context.repository?.name ?? 'repository'),
          version: subject?.digest ? sanitize(subject.digest) : undefined,
          properties: subject?.platform
            ? [{ name: 'portside:platform', value: sanitize(subject.platform) }]
            : undefined,
        },
        properties:
          gaps.length > 0
            ? gaps.map(({ text }) => ({ name: 'portside:not-checked', value: text }))
            : undefined,
      },
      components,
      // Without gaps nothing is claimed: software without a package manager is not in the list.
      compositions: gaps.some(({ gap }) => gap.check === 'vulnerability')
        ? [{ aggregate: 'incomplete', assemblies: [SUBJECT] }]
        : undefined,
      // An empty list would say that there are none.
      vulnerabilities: found.length > 0 || wasChecked(report, 'vulnerability') ? found : undefined,
    },
    2,
  )}\n`;
}

const SUBJECT = 'portside:subject';

/** A reference for each package: its package URL, with a number when the same package is installed twice. */
function uniqueReferences(packages: readonly Package[]): Map<Package, string> {
  const counts = new Map<string, number>();
  return new Map(
    packages.map((p) => {
      const n = (counts.get(p.purl) ?? 0) + 1;
      counts.set(p.purl, n);
      return [p, n === 1 ? p.purl : `${p.purl}#${n}`];
    }),
  );
}

function component(entry: Package, reference: string) {
  const properties = packageProperties(entry);
  return {
    'bom-ref': reference,
    type: 'library',
    name: sanitize(entry.name),
    version: sanitize(entry.version),
    licenses: entry.license ? licenses(entry.license) : undefined,
    purl: entry.purl,
    properties: properties.length > 0 ? properties : undefined,
    evidence:
      entry.paths.length > 0
        ? { occurrences: entry.paths.map((path) => ({ location: sanitize(path) })) }
        : undefined,
  };
}

function licenses(text: string) {
  const expression = parseLicense(text);
  return expression
    ? [{ expression: formatLicense(expression) }]
    : [{ license: { name: sanitize(text) } }];
}

/**
 * Each vulnerability once with all affected packages, and once with the packages that are proved not to be affected.
 * Findings that the policy suppresses are left out.
 */
function vulnerabilities(report: Report, references: ReadonlyMap<Package, string>) {
  const packages = packagesByPurl(report);
  const byPurl = groupBy(references, ([p]) => p.purl);
  const { notAffected } = splitSuppressed(withStatus(report.findings, 'excepted'));
  const affected = groupBy(openFindings(report.findings).filter(isAboutPackage), (f) => f.rule);
  return [...affected, ...groupBy(notAffected, (f) => f.rule)].map(([id, findings]) => ({
    id: sanitize(id),
    ratings: findings.slice(0, 1).map((f) => rating(f, packages)),
    description: sanitize(describe(id, packages, findings[0])),
    recommendation: [...new Set(findings.map((f) => recommendation(f, packages)))].join(' '),
    affects: [...new Set(findings.flatMap((f) => affectedPurls(f)))].flatMap((purl) =>
      (byPurl.get(purl) ?? []).map(([, ref]) => ({ ref })),
    ),
    analysis: analysis(findings),
  }));
}

/** The analysis of a vulnerability whose code is not in the programs; undefined for another one. */
function analysis(findings: readonly Finding[]) {
  if (!findings.every(isNotAffected)) return undefined;
  const reasons = new Set(findings.flatMap(({ exception }) => exception?.reason ?? []));
  const detail = sanitize([...reasons].join('; '));
  return { state: 'not_affected', justification: 'code_not_present', detail };
}

function describe(id: string, packages: PackagesByPurl, finding: Finding | undefined): string {
  if (!finding) return id;
  return vulnerabilityFacts(finding, packages).summary ?? finding.message;
}

function rating(finding: Finding, packages: PackagesByPurl) {
  const { score, vector } = vulnerabilityFacts(finding, packages);
  const version = /^CVSS:(3\.0|3\.1|4\.0)\//.exec(vector ?? '')?.[1];
  return {
    severity: finding.severity,
    score,
    method: version && `CVSSv${version.replace('.0', '').replace('.', '')}`,
    vector: version && vector ? sanitize(vector) : undefined,
  };
}

function recommendation(finding: Finding, packages: PackagesByPurl): string {
  return sanitize(remediationSentence(vulnerabilityFacts(finding, packages)));
}
