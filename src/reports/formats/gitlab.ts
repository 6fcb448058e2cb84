import type { Finding } from '../../core/finding.js';
import { imageName } from '../../core/fingerprint.js';
import { parsePackageUrl } from '../../core/package-url.js';
import type { Report } from '../../core/report.js';
import { compareByUrgency } from '../../core/urgency.js';
import { sanitize, shorten } from '../escape.js';
import type { Format, ReportContext } from '../format.js';
import { gapsOf, wasChecked } from '../gaps.js';
import { findingsFor } from '../gitlab-formats.js';
import {
  isAboutPackage,
  type PackagesByPurl,
  packagesByPurl,
  vulnerabilityFacts,
} from '../vulnerability-facts.js';
import { identifiersOf, SCHEMA_VERSION, securityEntry, securityReport } from './gitlab/document.js';

/** GitLab's container scanning report, with the findings about images and packages, apart from secrets. */
export const gitlab: Format = {
  id: 'gitlab',
  description: `GitLab container scanning report ${SCHEMA_VERSION}`,
  render,
};

/** The schema's limit in characters. */
const MAX_IMAGE = 255;

/** What is in other reports of GitLab. */
const OTHERS: readonly string[] = ['lint', 'manifest', 'secret'];

function render(report: Report, context: ReportContext): string {
  const packages = packagesByPurl(report);
  const isComplete =
    !gapsOf(report).open.some(({ check }) => !OTHERS.includes(check)) &&
    report.targets.every(
      ({ kind, name }) =>
        (kind !== 'image' && kind !== 'sbom') || wasChecked(report, 'vulnerability', name),
    );
  return securityReport(report, context, {
    type: 'container_scanning',
    isComplete,
    vulnerabilities: findingsFor(report, 'gitlab')
      .sort(compareByUrgency)
      .map((finding) =>
        isAboutPackage(finding)
          ? packageEntry(finding, report, packages)
          : imageEntry(finding, report, context),
      ),
  });
}

function packageEntry(finding: Finding, report: Report, packages: PackagesByPurl) {
  const facts = vulnerabilityFacts(finding, packages);
  const { package: name, installed = '', fixed, vector, summary = finding.message } = facts;
  const links = facts.references.map(sanitize).filter((url) => /^https?:\/\/\S+$/.test(url));
  const isValid = vector !== undefined && VECTOR.test(vector);
  return {
    ...securityEntry(finding, {
      name: finding.rule,
      description: summary,
      solution: fixed && `Update ${name} to ${fixed} or later.`,
    }),
    identifiers: identifiersOf(
      finding,
      [...new Set([finding.rule, ...facts.aliases])].map(identifier),
    ),
    links: links.length > 0 ? links.map((url) => ({ url })) : undefined,
    cvss_vectors: isValid ? [{ vendor: 'unknown', vector }] : undefined,
    location: locationOf(finding, report, { name, version: installed }),
  };
}

/** The schema has no place for a finding without a package: a file of the image, or its rule, is named instead. */
function imageEntry(finding: Finding, report: Report, { rules }: ReportContext) {
  const { rule, message, advice, subject } = finding;
  const known = rules.get(rule);
  return {
    ...securityEntry(finding, {
      name: known?.title ?? rule,
      description: message,
      solution: advice ?? known?.remediation,
    }),
    identifiers: identifiersOf(finding, [identifier(rule)]),
    location: locationOf(finding, report, { name: subject?.path ?? rule, version: '' }),
  };
}

function locationOf(
  finding: Finding,
  { targets }: Report,
  { name, version }: { readonly name: string; readonly version: string },
) {
  const image = sanitize(finding.subject?.image ?? targets[0]?.name ?? '') || 'image';
  return {
    dependency: { package: { name: sanitize(name) }, version: sanitize(version) },
    operating_system: operatingSystem(finding),
    image,
    // GitLab identifies findings by this name on every branch: with a tag in it they would appear twice.
    default_branch_image: shorten(imageName(image), MAX_IMAGE),
  };
}

function identifier(id: string) {
  const value = sanitize(id) || 'unknown';
  const type = /^(?:cve|cwe|ghsa|rhsa|usn|dsa|elsa|alas|mal)(?=-)/i.exec(value)?.[0].toLowerCase();
  return { type: type ?? 'portside_rule', name: value, value };
}

/** The distribution in the package URL, such as `debian-12`; `unknown` when there is none. */
function operatingSystem(finding: Finding): string {
  const distro = parsePackageUrl(finding.subject?.purl ?? '')?.qualifiers.get('distro');
  return distro === undefined ? 'unknown' : sanitize(distro);
}

/** The vectors that the schema accepts: CVSS 3.0 and 3.1 with the eight base metrics. */
const VECTOR = /^CVSS:3\.[01](?:\/(?:AV:[NALP]|AC:[LH]|PR:[NLH]|UI:[NR]|S:[UC]|[CIA]:[NLH])){8}$/;
