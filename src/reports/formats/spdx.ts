import { formatLicense, parseLicense } from '../../core/license.js';
import type { Package } from '../../core/package.js';
import type { Report } from '../../core/report.js';
import { sanitize, toJson } from '../escape.js';
import type { Format, ReportContext } from '../format.js';
import { gapMessages } from '../gaps.js';
import { contentUuid, packageProperties, sbomSubject } from '../sbom.js';

/** SPDX 2.3 JSON: packages, annotated with their layers and Dockerfile lines, and the document with what was not checked. */
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
  const packages = report.packages.map((entry, i) => ({
    SPDXID: `SPDXRef-Package-${i}`,
    ...packageFields(entry, licenses),
    annotations: annotations(entry, created, tool),
  }));
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
          primaryPackagePurpose: subject?.kind === 'image' ? 'CONTAINER' : 'APPLICATION',
        },
        ...packages,
      ],
      hasExtractedLicensingInfos: extracted.length > 0 ? extracted : undefined,
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

function packageFields(entry: Package, licenses: Licenses) {
  const paths = entry.paths.slice(0, 100).map(sanitize).join(', ');
  return {
    name: sanitize(entry.name),
    versionInfo: sanitize(entry.version),
    downloadLocation: 'NOASSERTION',
    filesAnalyzed: false,
    licenseConcluded: 'NOASSERTION',
    licenseDeclared: licenses.declare(entry.license),
    copyrightText: 'NOASSERTION',
    sourceInfo: paths === '' ? undefined : `found in ${paths}`,
    externalRefs: [
      {
        referenceCategory: 'PACKAGE-MANAGER',
        referenceType: 'purl',
        referenceLocator: sanitize(entry.purl),
      },
    ],
  };
}

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

  declare(license: string | undefined): string {
    if (!license) return 'NOASSERTION';
    const expression = parseLicense(license);
    if (expression) return formatLicense(expression);
    const existing = this.#references.get(license);
    if (existing !== undefined) return existing;
    const reference = `LicenseRef-portside-${this.#references.size + 1}`;
    this.#references.set(license, reference);
    return reference;
  }

  extracted() {
    return [...this.#references].map(([text, licenseId]) => ({
      licenseId,
      name: sanitize(text),
      extractedText: sanitize(text),
    }));
  }
}
