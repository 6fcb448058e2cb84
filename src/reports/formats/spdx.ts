import type { Package } from '../../core/package.js';
import type { Report } from '../../core/report.js';
import { sanitize, toJson } from '../escape.js';
import type { Format, ReportContext } from '../format.js';
import { contentUuid, isLicenseExpression, packageProperties, sbomSubject } from '../sbom.js';

/** SPDX 2.3 JSON: the inventory, each package annotated with its layer and Dockerfile line. */
export const spdx: Format = {
  id: 'spdx',
  description: 'SPDX 2.3 SBOM',
  render,
};

function render(report: Report, context: ReportContext): string {
  const subject = sbomSubject(report);
  const name = sanitize(subject?.name ?? context.repository?.name ?? 'repository');
  // SPDX 2.3 §6.9: seconds, no fraction.
  const created = `${context.ended.toISOString().slice(0, 19)}Z`;
  const tool = `Tool: portside-${report.tool.version}`;
  const licenses = new Licenses();
  const packages = report.packages.map((p, i) => describe(p, i, licenses, created, tool));
  const uuid = contentUuid(created, name, JSON.stringify(packages));
  const extracted = licenses.extracted();
  return `${toJson(
    {
      spdxVersion: 'SPDX-2.3',
      dataLicense: 'CC0-1.0',
      SPDXID: 'SPDXRef-DOCUMENT',
      name,
      documentNamespace: `https://spdx.org/spdxdocs/portside-${uuid}`,
      creationInfo: { created, creators: [tool] },
      documentDescribes: [ROOT],
      packages: [
        {
          SPDXID: ROOT,
          name,
          ...(subject?.digest ? { versionInfo: sanitize(subject.digest) } : {}),
          downloadLocation: 'NOASSERTION',
          filesAnalyzed: false,
          primaryPackagePurpose: subject?.kind === 'image' ? 'CONTAINER' : 'APPLICATION',
        },
        ...packages,
      ],
      ...(extracted.length > 0 ? { hasExtractedLicensingInfos: extracted } : {}),
      relationships: packages.map((p) => ({
        spdxElementId: ROOT,
        relationshipType: 'CONTAINS',
        relatedSpdxElement: p.SPDXID,
      })),
    },
    2,
  )}\n`;
}

const ROOT = 'SPDXRef-Subject';

function describe(
  entry: Package,
  index: number,
  licenses: Licenses,
  created: string,
  tool: string,
) {
  const facts = packageProperties(entry).map(({ name, value }) => `${name}=${value}`);
  const paths = entry.paths.slice(0, 100).map(sanitize).join(', ');
  return {
    SPDXID: `SPDXRef-Package-${index}`,
    name: sanitize(entry.name),
    versionInfo: sanitize(entry.version),
    downloadLocation: 'NOASSERTION',
    filesAnalyzed: false,
    licenseConcluded: 'NOASSERTION',
    licenseDeclared: licenses.declare(entry.license),
    copyrightText: 'NOASSERTION',
    ...(paths === '' ? {} : { sourceInfo: `found in ${paths}` }),
    externalRefs: [
      {
        referenceCategory: 'PACKAGE-MANAGER',
        referenceType: 'purl',
        referenceLocator: sanitize(entry.purl),
      },
    ],
    ...(facts.length > 0
      ? {
          annotations: facts.map((comment) => ({
            annotationDate: created,
            annotationType: 'OTHER',
            annotator: tool,
            comment,
          })),
        }
      : {}),
  };
}

/** Licenses in packages' own words, each kept once as an extracted text that a `LicenseRef` names (SPDX 2.3 §10). */
class Licenses {
  readonly #references = new Map<string, string>();

  declare(license: string | undefined): string {
    if (!license) return 'NOASSERTION';
    if (isLicenseExpression(license)) return license;
    const known = this.#references.get(license);
    if (known !== undefined) return known;
    const reference = `LicenseRef-portside-${this.#references.size + 1}`;
    this.#references.set(license, reference);
    return reference;
  }

  extracted() {
    return [...this.#references].map(([words, licenseId]) => ({
      licenseId,
      name: sanitize(words),
      extractedText: sanitize(words),
    }));
  }
}
