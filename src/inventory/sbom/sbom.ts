import type { Distribution, Package } from '../../core/package.js';
import { PortsideError } from '../../lib/errors.js';
import { groupBy } from '../../lib/group-by.js';
import { isObject, type JsonObject, text } from '../../lib/json.js';
import { plainText, pluralize } from '../../lib/text.js';
import { allLicenses } from '../../licenses/all-licenses.js';
import { CatalogError } from '../catalog-error.js';
import { jsonOf } from '../file-content.js';
import type { InventoryGap } from '../system-coverage.js';
import { isCycloneDx, readCycloneDx } from './cyclonedx.js';
import { distributionOfPurls, hasDistributionType } from './distribution.js';
import { MAX_EDGES, type SbomContents, type SbomSubject } from './package-from-purl.js';
import { isSpdx, readSpdx } from './spdx.js';
import { statedGaps } from './stated-gaps.js';

/** The contents of an SBOM. */
export interface Sbom {
  readonly packages: readonly Package[];
  /** The operating system in the document, else the distribution in most package URLs. */
  readonly distribution?: Distribution;
  /** Whether the document says that it describes a container image. */
  readonly ofImage: boolean;
  /** What the document describes. */
  readonly subject: SbomSubject;
  /** Why not all of its packages are known. */
  readonly gaps: readonly InventoryGap[];
  /** What else is not known of the packages. */
  readonly notes: readonly string[];
}

/** Whether the bytes look like a CycloneDX or SPDX document in JSON, also inside an attestation. */
export function isSbom(bytes: Uint8Array): boolean {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return mayBeSbom(buffer) && (buffer.includes('"bomFormat"') || buffer.includes('"spdxVersion"'));
}

/** How many first bytes of a file `mayBeSbom` looks at. */
export const SBOM_HEAD_BYTES = 256;

/** Whether a file with these first bytes may be such a document: the archive of an image is not. */
export function mayBeSbom(head: Uint8Array): boolean {
  const start = Buffer.from(head.buffer, head.byteOffset, Math.min(head.length, SBOM_HEAD_BYTES));
  return start
    .toString('latin1')
    .replace(/^\xef\xbb\xbf/, '')
    .trimStart()
    .startsWith('{');
}

/**
 * Parses a CycloneDX (1.2 to 1.7) or SPDX (2.2, 2.3) document in JSON, alone or as the predicate of an in-toto statement.
 * `name` is for messages. Throws PortsideError (usage) for anything else.
 */
export function readSbom(bytes: Uint8Array, name: string): Sbom {
  const document = documentOf(bytes, name);
  const contents = isCycloneDx(document) ? readCycloneDx(document) : readSpdx(document);
  const { packages, distribution, ofImage } = contents;
  return {
    ofImage,
    subject: contents.subject,
    packages: mergePaths(withKnownOwners(packages)),
    distribution: distribution ?? distributionOfPurls(packages),
    gaps: [...gapsOfVersion(document), ...gapsOf(contents), ...statedGaps(document)],
    notes: notesOf(contents),
  };
}

/** Components that the report names; the others are counted. */
const MOST_NAMED = 5;

function gapsOf({ packages, unidentified, damaged }: SbomContents): InventoryGap[] {
  const reasons: string[] = [];
  if (damaged > 0) reasons.push(`${pluralize(damaged, 'damaged component')} cannot be read`);
  if (unidentified.length > 0) {
    const names = unidentified.slice(0, MOST_NAMED).map((name) => plainText(name, 120));
    const more = unidentified.length > MOST_NAMED ? ' …' : '';
    const count = pluralize(unidentified.length, 'component');
    reasons.push(
      `${count} without a package URL or version cannot be checked: ${names.join(', ')}${more}`,
    );
  }
  if (packages.length === 0) return [notCovered(reasons)];
  return reasons.map((reason) => ({ state: 'partial', reason }));
}

function notesOf({ cut, others, ofImage, subject }: SbomContents): string[] {
  const notes: string[] = [];
  if (cut > 0)
    notes.push(
      `Dependencies of ${pluralize(cut, 'package')} are not known: the SBOM has more than ${MAX_EDGES}`,
    );
  if (others > 0)
    notes.push(
      `${pluralize(others, 'component')} of the SBOM ${others === 1 ? 'is' : 'are'} not listed: files, data, or without a version and package URL`,
    );
  if (!ofImage && subject.name && subject.version)
    notes.push(
      `What the SBOM describes is not listed as a package: ${plainText(`${subject.name} ${subject.version}`, 120)}`,
    );
  return notes;
}

/** A document of a later version may say what Portside does not read. */
function gapsOfVersion(document: JsonObject): InventoryGap[] {
  const { latest, version } = versionOf(document);
  const minor = /^\d+\.(\d+)$/.exec(version ?? '')?.[1];
  if (minor === undefined || Number(minor) <= latest) return [];
  const reason = `It has the version ${version} of its format, which Portside does not know`;
  return [{ state: 'partial', reason }];
}

function versionOf(document: JsonObject) {
  return isCycloneDx(document)
    ? { latest: 7, version: text(document.specVersion) }
    : { latest: 3, version: text(document.spdxVersion)?.replace(/^SPDX-/, '') };
}

function notCovered(reasons: readonly string[]): InventoryGap {
  const reason = ['It lists no packages that can be checked', ...reasons].join('. ');
  return { state: 'not-covered', reason };
}

function documentOf(bytes: Uint8Array, name: string): JsonObject {
  const invalid = (why: string, cause?: unknown): PortsideError =>
    new PortsideError(
      'PSE5001',
      `Cannot read SBOM ${name}: it ${why}`,
      'Give a CycloneDX 1.2–1.7 or SPDX 2.2–2.3 document in JSON',
      cause,
    );
  let value: unknown;
  try {
    value = jsonOf(bytes);
  } catch (error) {
    throw invalid(error instanceof CatalogError ? error.message : 'cannot be read', error);
  }
  const document = isObject(value) ? sbomIn(value) : value;
  if (!isObject(document) || !(isCycloneDx(document) || isSpdx(document))) {
    throw invalid('is neither CycloneDX nor SPDX');
  }
  const { version } = versionOf(document);
  if (
    isCycloneDx(document) &&
    document.specVersion !== undefined &&
    !/^1\.\d+$/.test(version ?? '')
  )
    throw invalid(`is CycloneDX ${plainText(version ?? 'of an unknown version', 40)}`);
  const [field, components] = isCycloneDx(document)
    ? ['components', document.components]
    : ['packages', document.packages];
  if (components !== undefined && !Array.isArray(components))
    throw invalid(`has ${field} that are not a list`);
  return document;
}

/** The document itself, or the one that an in-toto statement has as its predicate. */
export function sbomIn(value: JsonObject): JsonObject {
  const isDocument = isCycloneDx(value) || isSpdx(value);
  return !isDocument && isObject(value.predicate) ? value.predicate : value;
}

/**
 * Removes owners that are no packages of a distribution, or that the document does not list. Packages with an owner are not matched with advisories, so an unlisted
 * owner would hide vulnerabilities.
 */
function withKnownOwners(packages: readonly Package[]): Package[] {
  const owners = new Set(packages.filter(hasDistributionType).map(({ purl }) => purl));
  return packages.map((item) => {
    if (item.ownedBy === undefined) return item;
    if (owners.has(item.ownedBy) && !hasDistributionType(item)) return item;
    const { ownedBy, ...withoutOwner } = item;
    return withoutOwner;
  });
}

/** Merges packages that differ in their paths and licenses only into one. All their licenses apply to it. */
function mergePaths(packages: readonly Package[]): Package[] {
  const copies = groupBy(
    packages,
    (item) => `${item.purl}\n${item.layer?.index ?? ''}\n${item.ownedBy ?? ''}`,
  );
  return [...copies.values()].flatMap((all) => {
    const [first] = all;
    if (!first) return [];
    const paths = new Set(all.flatMap((one) => one.paths));
    return [{ ...first, license: allLicenses(all.map((one) => one.license)), paths: [...paths] }];
  });
}
