import type { Finding } from '../../core/finding.js';
import { imageName } from '../../core/fingerprint.js';
import { parsePackageUrl } from '../../core/package-url.js';
import type { Report } from '../../core/report.js';
import { sanitize, shorten, toJson } from '../escape.js';
import { compareByUrgency, openFindings } from '../finding-lists.js';
import type { Format, ReportContext } from '../format.js';
import { gapMessages, gapsOf, wasChecked } from '../gaps.js';
import {
  isAboutPackage,
  type PackagesByPurl,
  packagesByPurl,
  vulnerabilityFacts,
} from '../vulnerability-facts.js';

/** GitLab's container scanning report, schema 15.2.1, with the vulnerabilities of images. */
export const gitlab: Format = {
  id: 'gitlab',
  description: 'GitLab container scanning report 15.2.1',
  render,
};

/** The schema's limits in characters. */
const LIMITS = { name: 255, description: 100_000, solution: 7_000, image: 255 } as const;

function render(report: Report, context: ReportContext): string {
  const packages = packagesByPurl(report);
  const tool = {
    id: 'portside',
    name: 'Portside',
    version: report.tool.version,
    vendor: { name: 'Portside' },
  };
  // GitLab takes what a successful scan does not list for fixed.
  const isComplete =
    !gapsOf(report).open.some(({ check }) => check === 'vulnerability') &&
    report.targets.every(
      ({ kind, name }) =>
        (kind !== 'image' && kind !== 'sbom') || wasChecked(report, 'vulnerability', name),
    );
  return `${toJson(
    {
      version: '15.2.1',
      scan: {
        analyzer: tool,
        scanner: tool,
        type: 'container_scanning',
        // The schema requires times without a zone, in UTC.
        start_time: context.started.toISOString().slice(0, 19),
        end_time: context.ended.toISOString().slice(0, 19),
        status: isComplete ? 'success' : 'failure',
        messages: gapMessages(report).map(({ isError, text }) => ({
          level: isError ? 'warn' : 'info',
          value: text,
        })),
      },
      vulnerabilities: openFindings(report.findings)
        .filter(isAboutPackage)
        .sort(compareByUrgency)
        .map((f) => entry(f, report, packages)),
    },
    2,
  )}\n`;
}

function entry(finding: Finding, report: Report, packages: PackagesByPurl) {
  const facts = vulnerabilityFacts(finding, packages);
  const image = sanitize(finding.subject?.image ?? report.targets[0]?.name ?? '') || 'image';
  const vector = facts.vector !== undefined && VECTOR.test(facts.vector) ? facts.vector : undefined;
  const links = facts.references.map(sanitize).filter((url) => /^https?:\/\/\S+$/.test(url));
  return {
    id: finding.fingerprint,
    name: shorten(sanitize(finding.rule), LIMITS.name),
    description: shorten(sanitize(facts.summary ?? finding.message), LIMITS.description),
    severity: SEVERITIES[finding.severity],
    solution:
      facts.fixed &&
      shorten(sanitize(`Update ${facts.package} to ${facts.fixed} or later.`), LIMITS.solution),
    identifiers: [finding.rule, ...new Set(facts.aliases)].map(identifier),
    links: links.length > 0 ? links.map((url) => ({ url })) : undefined,
    cvss_vectors: vector && [{ vendor: 'unknown', vector }],
    location: {
      dependency: {
        package: { name: sanitize(facts.package) },
        version: sanitize(facts.installed ?? ''),
      },
      operating_system: operatingSystem(finding),
      image,
      // GitLab identifies findings by this name on every branch: with a tag in it they would appear twice.
      default_branch_image: shorten(imageName(image), LIMITS.image),
    },
  };
}

function identifier(id: string) {
  const value = sanitize(id) || 'unknown';
  const type = /^[A-Za-z]+(?=-)/.exec(value)?.[0].toLowerCase() ?? 'portside';
  return { type, name: value, value };
}

/** The distribution in the package URL, such as `debian-12`; `unknown` when there is none. */
function operatingSystem(finding: Finding): string {
  const distro = parsePackageUrl(finding.subject?.purl ?? '')?.qualifiers.get('distro');
  return distro === undefined ? 'unknown' : sanitize(distro);
}

/** The vectors that the schema accepts: CVSS 3.0 and 3.1 with the eight base metrics. */
const VECTOR = /^CVSS:3\.[01](?:\/(?:AV:[NALP]|AC:[LH]|PR:[NLH]|UI:[NR]|S:[UC]|[CIA]:[NLH])){8}$/;

const SEVERITIES = {
  critical: 'Critical',
  high: 'High',
  medium: 'Medium',
  low: 'Low',
  info: 'Info',
} as const;
