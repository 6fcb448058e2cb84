import type { Package } from '../../core/package.js';
import type { Report } from '../../core/report.js';
import { formatLicense, licensesIn, parseLicense } from '../../licenses/license.js';
import { sanitize, toJson } from '../escape.js';
import type { Format, ReportContext } from '../format.js';
import { gapMessages } from '../gaps.js';
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

/**
 * SPDX 2.3 JSON: the image with its layers, packages with what is known of them, dependencies, and annotations with the
 * layer and Dockerfile line of each package, and with what was not checked.
 */
export const spdx: Format = {
  id: 'spdx',
  description: 'SPDX 2.3 SBOM',
  render,
};

function render(report: Report, context: ReportContext): string {
  const subject = sbomSubject(report);
  const name = sanitize(
    subject?.describes ?? subject?.name ?? context.repository?.name ?? 'repository',
  );
  // SPDX 2.3 §6.9: seconds, no fraction.
  const created = `${context.ended.toISOString().slice(0, 19)}Z`;
  const tool = `Tool: portside-${report.tool.version}`;
  const licenses = new Licenses();
  const packages = report.packages.map((entry, i) => ({
    SPDXID: packageId(i),
    ...packageFields(entry, licenses),
    annotations: annotations(entry, created, tool),
  }));
  const systems = operatingSystems(report);
  const others = [...systems.map(operatingSystem), ...sbomLayers(subject).map(layerPackage)];
  const uuid = contentUuid(created, name, JSON.stringify(packages));
  const extracted = licenses.extracted();
  const gaps = gapMessages(report).map(({ text }) => annotation(text, created, tool));
  return `${toJson(
    {
      spdxVersion: 'SPDX-2.3',
      dataLicense: 'CC0-1.0',
      SPDXID: 'SPDXRef-DOCUMENT',
      name,
      documentNamespace: `https://spdx.org/spdxdocs/portside-${uuid}`,
      creationInfo: { created, creators: [tool] },
      documentDescribes: [ROOT],
      annotations: gaps.length > 0 ? gaps : undefined,
      packages: [
        {
          SPDXID: ROOT,
          name,
          versionInfo: subject?.digest ? sanitize(subject.digest) : undefined,
          downloadLocation: 'NOASSERTION',
          filesAnalyzed: false,
          primaryPackagePurpose: isOfImage(subject) ? 'CONTAINER' : 'APPLICATION',
        },
        ...others,
        ...packages,
      ],
      hasExtractedLicensingInfos: extracted.length > 0 ? extracted : undefined,
      relationships: [
        ...others.map(({ SPDXID }) => relationship(ROOT, 'CONTAINS', SPDXID)),
        ...containers(report.packages, systems),
        ...dependencies(report.packages),
      ],
    },
    2,
  )}\n`;
}

const ROOT = 'SPDXRef-Subject';

function packageId(index: number): string {
  return `SPDXRef-Package-${index}`;
}

function systemId(index: number): string {
  return `SPDXRef-OperatingSystem-${index}`;
}

function relationship(spdxElementId: string, relationshipType: string, other: string) {
  return { spdxElementId, relationshipType, relatedSpdxElement: other };
}

/** The operating system contains the packages of the distribution, as Trivy reads them; the image contains the others. */
function containers(packages: readonly Package[], systems: readonly OperatingSystem[]) {
  const systemOf = new Map(
    systems.flatMap((one, index) => one.packages.map((entry) => [entry, systemId(index)] as const)),
  );
  return packages.map((entry, i) =>
    relationship(systemOf.get(entry) ?? ROOT, 'CONTAINS', packageId(i)),
  );
}

/** A package that is known not to depend on another one depends on NONE (SPDX 2.3 §11.1). */
function dependencies(packages: readonly Package[]) {
  const ids = new Map<string, string>();
  for (const [i, { purl }] of packages.entries()) if (!ids.has(purl)) ids.set(purl, packageId(i));
  return packages.flatMap((entry, i) => {
    const others = dependencyReferences(entry, (purl) => ids.get(purl));
    const list = others?.filter((other) => other !== packageId(i));
    if (!list) return [];
    return (list.length > 0 ? list : ['NONE']).map((other) =>
      relationship(packageId(i), 'DEPENDS_ON', other),
    );
  });
}

function operatingSystem({ id, version, name, cpe }: OperatingSystem, index: number) {
  return {
    SPDXID: systemId(index),
    name: id,
    versionInfo: version,
    supplier: name ? `Organization: ${name}` : undefined,
    downloadLocation: 'NOASSERTION',
    filesAnalyzed: false,
    primaryPackagePurpose: 'OPERATING_SYSTEM',
    externalRefs: cpe ? [cpeReference(cpe)] : undefined,
  };
}

function layerPackage({ index, diffID, sha256 }: SbomLayer) {
  return {
    SPDXID: `SPDXRef-Layer-${index}`,
    name: diffID,
    downloadLocation: 'NOASSERTION',
    filesAnalyzed: false,
    primaryPackagePurpose: 'ARCHIVE',
    checksums: [{ algorithm: 'SHA256', checksumValue: sha256 }],
  };
}

function cpeReference(cpe: string) {
  return {
    referenceCategory: 'SECURITY',
    referenceType: cpe.startsWith('cpe:2.3:') ? 'cpe23Type' : 'cpe22Type',
    referenceLocator: cpe,
  };
}

function packageFields(entry: Package, licenses: Licenses) {
  const { supplier, cpe, facts } = entry;
  const paths = entry.paths.slice(0, 100).map(sanitize).join(', ');
  const found = paths === '' ? undefined : `found in ${paths}`;
  const built = builtFrom(entry);
  return {
    name: sanitize(entry.name),
    versionInfo: sanitize(entry.version),
    supplier: supplier ? supplierText(entry, supplier) : 'NOASSERTION',
    originator: facts?.maintainer ? originator(sanitize(facts.maintainer)) : undefined,
    downloadLocation: 'NOASSERTION',
    homepage: facts?.homepage && sanitize(facts.homepage),
    filesAnalyzed: false,
    checksums: facts?.hashes?.map(({ algorithm, value }) => ({
      algorithm: algorithm.replace('-', ''),
      checksumValue: value,
    })),
    licenseConcluded: 'NOASSERTION',
    licenseDeclared: licenses.declare(entry.license),
    copyrightText: 'NOASSERTION',
    sourceInfo: built ?? found,
    comment: built && found,
    externalRefs: [
      {
        referenceCategory: 'PACKAGE-MANAGER',
        referenceType: 'purl',
        referenceLocator: sanitize(entry.purl),
      },
      ...(cpe !== undefined && isCpe(cpe) ? [cpeReference(cpe)] : []),
    ],
  };
}

/** The source package in the words of Trivy, which finds advisories by it. It reads exactly a name and a version. */
function builtFrom({ source }: Package): string | undefined {
  const words = [source?.name, source?.version].filter((one) => one && /^[!-~]+$/.test(one));
  return words.length === 2 ? `built package from: ${words.join(' ')}` : undefined;
}

/** A maintainer who distributes a package alone is a person; everybody else is an organization. */
function supplierText({ facts }: Package, supplier: string): string {
  const maintainer = facts?.maintainer ?? '';
  const isSame = maintainer.replace(/\s*<[^<>]*>$/, '') === supplier;
  const kind = isSame && !ORGANIZATION.test(maintainer) ? 'Person' : 'Organization';
  return `${kind}: ${sanitize(supplier)}`;
}

/** `Person: Name (address)`, or an organization (SPDX 2.3 §7.6): a team, a company. */
function originator(maintainer: string): string {
  const kind = ORGANIZATION.test(maintainer) ? 'Organization' : 'Person';
  return `${kind}: ${maintainer.replace(/\s*<([^<>]*)>$/, ' ($1)')}`;
}

const ORGANIZATION =
  /\b(?:team|maintainers?|group|project|developers|packagers|foundation|community|inc|ltd|llc|gmbh|corp|corporation|company)\b|@lists?\.|@tracker\.|-(?:list|devel|maint)@/i;

function annotations(entry: Package, created: string, tool: string) {
  const properties = packageProperties(entry);
  if (properties.length === 0) return undefined;
  return properties.map(({ name, value }) => annotation(`${name}=${value}`, created, tool));
}

function annotation(comment: string, created: string, tool: string) {
  return { annotationDate: created, annotationType: 'OTHER', annotator: tool, comment };
}

/** License texts that are not SPDX expressions. Each is kept once, under a `LicenseRef` name (SPDX 2.3 §10). */
class Licenses {
  readonly #references = new Map<string, string>();
  /** References in expressions, such as `LicenseRef-public-domain`. */
  readonly #named = new Set<string>();

  declare(license: string | undefined): string {
    if (!license) return 'NOASSERTION';
    const expression = parseLicense(license);
    if (expression) {
      for (const { id } of licensesIn(expression))
        if (id.startsWith('LicenseRef-')) this.#named.add(id);
      return formatLicense(expression);
    }
    const existing = this.#references.get(license);
    if (existing !== undefined) return existing;
    const reference = `LicenseRef-portside-${this.#references.size + 1}`;
    this.#references.set(license, reference);
    return reference;
  }

  extracted() {
    const texts = [...this.#references].map(([text, licenseId]) => ({
      licenseId,
      name: sanitize(text),
      extractedText: sanitize(text),
    }));
    const named = [...this.#named].map((licenseId) => ({
      licenseId,
      name: licenseId,
      extractedText: 'The package names this license. Its text is not in this document.',
    }));
    return [...texts, ...named];
  }
}
