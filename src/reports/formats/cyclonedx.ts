import { affectedPurls } from '../../core/affected-packages.js';
import type { Finding } from '../../core/finding.js';
import type { Package } from '../../core/package.js';
import type { Report } from '../../core/report.js';
import { groupBy } from '../../lib/group-by.js';
import { formatLicense, parseLicense } from '../../licenses/license.js';
import { sanitize, toJson } from '../escape.js';
import { openFindings, withStatus } from '../finding-lists.js';
import type { Format, ReportContext } from '../format.js';
import { gapMessages, wasChecked } from '../gaps.js';
import { isNotAffected, splitSuppressed } from '../not-affected.js';
import {
  contentUuid,
  dependencyReferences,
  isCpe,
  isOfImage,
  type OperatingSystem,
  operatingSystems,
  packageProperties,
  type SbomLayer,
  sbomLayers,
  sbomSubject,
} from '../sbom.js';
import {
  isAboutPackage,
  type PackagesByPurl,
  packagesByPurl,
  remediationSentence,
  vulnerabilityFacts,
} from '../vulnerability-facts.js';

/** CycloneDX JSON: the image with its layers, packages with what is known of them, dependencies, and vulnerabilities. */
export const cyclonedx = formatOf('cyclonedx', '1.6');

/** The newest version, which not all programs read yet. */
export const cyclonedx17 = formatOf('cyclonedx-1.7', '1.7');

function formatOf(id: string, specVersion: string): Format {
  return {
    id,
    description: `CycloneDX ${specVersion} SBOM`,
    render: (report, context) => `${toJson(bomOf(report, context, specVersion), 2)}\n`,
  };
}

function bomOf(report: Report, context: ReportContext, specVersion: string) {
  const references = uniqueReferences(report.packages);
  const systems = operatingSystems(report);
  const components = [
    ...systems.map(operatingSystem),
    ...report.packages.map((p) => component(p, references.get(p) ?? p.purl)),
  ];
  const subject = sbomSubject(report);
  // SPDX has no fractions of a second, and converters copy the time.
  const time = `${context.ended.toISOString().slice(0, 19)}Z`;
  const gaps = gapMessages(report);
  const found = vulnerabilities(report, references);
  return {
    $schema: `http://cyclonedx.org/schema/bom-${specVersion}.schema.json`,
    bomFormat: 'CycloneDX',
    specVersion,
    serialNumber: `urn:uuid:${contentUuid(specVersion, time, subject?.name ?? '', JSON.stringify(components))}`,
    version: 1,
    metadata: {
      timestamp: time,
      tools: {
        components: [{ type: 'application', name: 'portside', version: report.tool.version }],
      },
      component: subjectComponent(report, context),
      properties:
        gaps.length > 0
          ? gaps.map(({ text }) => ({ name: 'portside:not-checked', value: text }))
          : undefined,
    },
    components,
    dependencies: dependencies(report.packages, references, systems),
    compositions: compositions(report.packages, references, systems, gaps),
    // An empty list would say that there are none.
    vulnerabilities: found.length > 0 || wasChecked(report, 'vulnerability') ? found : undefined,
  };
}

const SUBJECT = 'portside:subject';

/** The image, with its layers as the files that it consists of. */
function subjectComponent(report: Report, context: ReportContext) {
  const subject = sbomSubject(report);
  const layers = sbomLayers(subject);
  return {
    'bom-ref': SUBJECT,
    type: isOfImage(subject) ? 'container' : 'application',
    name: sanitize(subject?.describes ?? subject?.name ?? context.repository?.name ?? 'repository'),
    version: subject?.digest ? sanitize(subject.digest) : undefined,
    properties: subject?.platform
      ? [{ name: 'portside:platform', value: sanitize(subject.platform) }]
      : undefined,
    components: layers.length > 0 ? layers.map(layerComponent) : undefined,
  };
}

function layerComponent({ index, diffID, sha256, size, instruction }: SbomLayer) {
  return {
    'bom-ref': `portside:layer:${index}`,
    type: 'file',
    name: diffID,
    hashes: [{ alg: 'SHA-256', content: sha256 }],
    properties: [
      { name: 'portside:layer:index', value: String(index) },
      { name: 'portside:layer:size', value: String(size) },
      ...(instruction
        ? [{ name: 'portside:layer:instruction', value: sanitize(instruction) }]
        : []),
    ],
  };
}

function operatingSystem({ id, version, name, cpe }: OperatingSystem, index: number) {
  return {
    'bom-ref': systemReference(index),
    type: 'operating-system',
    supplier: name ? { name } : undefined,
    name: id,
    version,
    description: name,
    cpe,
  };
}

function systemReference(index: number): string {
  return `portside:os:${index}`;
}

/**
 * The image depends on its operating systems and on other packages, an operating system on its packages, and packages on
 * those that they require. A package whose dependencies are not known is not listed, as CycloneDX asks.
 */
function dependencies(
  packages: readonly Package[],
  references: ReadonlyMap<Package, string>,
  systems: readonly OperatingSystem[],
) {
  const refsOf = (list: readonly Package[]) => [
    ...new Set(list.map((one) => references.get(one) ?? one.purl)),
  ];
  const ofSystems = new Set(systems.flatMap((one) => one.packages));
  const others = packages.filter((one) => !ofSystems.has(one));
  const listed = new Set(packages.map(({ purl }) => purl));
  const known = (purl: string) => (listed.has(purl) ? purl : undefined);
  return [
    { ref: SUBJECT, dependsOn: [...systems.map((_, i) => systemReference(i)), ...refsOf(others)] },
    ...systems.map((one, i) => ({ ref: systemReference(i), dependsOn: refsOf(one.packages) })),
    ...packages.flatMap((one) => {
      const dependsOn = dependencyReferences(one, known);
      const ref = references.get(one) ?? one.purl;
      return dependsOn ? [{ ref, dependsOn: dependsOn.filter((other) => other !== ref) }] : [];
    }),
  ];
}

/**
 * What the list is complete for. Of the image that is never known, since it may have software without a package manager; of
 * a distribution it is, when its database was read in full. The dependencies that are listed are all.
 */
function compositions(
  packages: readonly Package[],
  references: ReadonlyMap<Package, string>,
  systems: readonly OperatingSystem[],
  gaps: ReturnType<typeof gapMessages>,
) {
  const isIncomplete = gaps.some(({ gap }) => gap.check === 'vulnerability');
  const known = packages.filter(({ facts }) => facts?.dependencies !== undefined);
  const refs = known.map((one) => references.get(one) ?? one.purl);
  return [
    { aggregate: isIncomplete ? 'incomplete' : 'unknown', assemblies: [SUBJECT] },
    ...(systems.length > 0
      ? [
          {
            aggregate: isIncomplete ? 'unknown' : 'complete',
            assemblies: systems.map((_, i) => systemReference(i)),
          },
        ]
      : []),
    ...(refs.length > 0 ? [{ aggregate: 'complete', dependencies: refs }] : []),
  ];
}

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
  const { supplier, license, cpe, paths, facts } = entry;
  const properties = [...packageProperties(entry), ...trivyProperties(entry)];
  return {
    'bom-ref': reference,
    type: PROGRAM_TYPES.has(entry.type) ? 'application' : 'library',
    supplier: supplier ? { name: sanitize(supplier) } : undefined,
    publisher: facts?.maintainer && sanitize(facts.maintainer),
    name: sanitize(entry.name),
    version: sanitize(entry.version),
    hashes: facts?.hashes?.map(({ algorithm, value }) => ({ alg: algorithm, content: value })),
    licenses: license ? licenses(license) : undefined,
    cpe: cpe !== undefined && isCpe(cpe) ? cpe : undefined,
    purl: entry.purl,
    externalReferences: facts?.homepage
      ? [{ type: 'website', url: sanitize(facts.homepage) }]
      : undefined,
    properties: properties.length > 0 ? properties : undefined,
    evidence:
      paths.length > 0
        ? { occurrences: paths.map((path) => ({ location: sanitize(path) })) }
        : undefined,
  };
}

/** The source package as Trivy reads it: without it, Trivy looks for advisories under the name of the package. */
function trivyProperties({ name, version, type, source }: Package) {
  const properties: { name: string; value: string }[] = [];
  const add = (key: string, value: string) =>
    properties.push({ name: `aquasecurity:trivy:${key}`, value: sanitize(value) });
  if (source && source.name !== name) add('SrcName', source.name);
  // Trivy splits the version of an RPM package into several properties. It is that of the package.
  if (source?.version && source.version !== version && type !== 'rpm')
    add('SrcVersion', source.version);
  return properties;
}

/** Programs without a package manager. */
const PROGRAM_TYPES: ReadonlySet<string> = new Set(['generic', 'bitnami']);

/** What the package says, as opposed to what somebody concluded from its files. */
const acknowledgement = 'declared';

function licenses(text: string) {
  const expression = parseLicense(text);
  return expression
    ? [{ expression: formatLicense(expression), acknowledgement }]
    : [{ license: { name: sanitize(text), acknowledgement } }];
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
