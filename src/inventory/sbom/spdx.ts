import type { Distribution, Package } from '../../core/package.js';
import { isObject, type JsonObject, list, objects, text } from '../../lib/json.js';
import { formatLicense, MAX_LICENSE_LENGTH, parseLicense } from '../../licenses/license.js';
import { licenseReference } from '../../licenses/license-reference.js';
import { normalizeLicense } from '../../licenses/normalize-license.js';
import { namedHashes, packageFactsOf } from '../clean-facts.js';
import { cleanString } from '../file-content.js';
import { namedDistribution } from './distribution.js';
import {
  isPackagePurl,
  packageFromPurl,
  type SbomContents,
  withDependencies,
} from './package-from-purl.js';

/** Whether the document declares to be SPDX 2. */
export function isSpdx(document: JsonObject): boolean {
  return typeof document.spdxVersion === 'string' && document.spdxVersion.startsWith('SPDX-2.');
}

/** The packages of an SPDX 2.2 or 2.3 document, without the one that stands for the described image or application. */
export function readSpdx(document: JsonObject): SbomContents {
  const packages: Package[] = [];
  const ids = new Map<Package, unknown>();
  const extracted = extractedLicenses(document);
  const unidentified: string[] = [];
  let damaged = 0;
  let others = 0;
  let subject: SbomContents['subject'] | undefined;
  let distribution: Distribution | undefined;
  let ofImage = false;
  const roots = rootsOf(document);
  for (const entry of list(document.packages)) {
    if (!isObject(entry)) {
      damaged++;
      continue;
    }
    const name = cleanString(entry.name);
    const version = cleanString(entry.versionInfo);
    const purpose = text(entry.primaryPackagePurpose)?.replace('_', '-');
    if (purpose === 'OPERATING-SYSTEM') {
      if (name) distribution ??= namedDistribution(name, version, systemDetails(entry));
    }
    const purls = purlsOf(entry);
    if (purpose === 'CONTAINER') ofImage = true;
    if (roots.has(entry.SPDXID)) subject ??= { name, version };
    if (NOT_A_PACKAGE.has(purpose) && !purls.some(isPackagePurl)) continue;
    if (roots.has(entry.SPDXID)) continue;
    const found = purls.flatMap((purl) => packageOf(purl, entry, version, extracted) ?? []);
    for (const one of found) {
      packages.push(one);
      ids.set(one, entry.SPDXID);
    }
    if (found.length > 0 && found.length === purls.length) continue;
    if (!name) damaged++;
    else if (purls.length > 0 || version || purpose === 'LIBRARY')
      unidentified.push([name, version].filter(Boolean).join(' '));
    // The layers that Portside writes are of the image itself.
    else if (purpose !== 'ARCHIVE') others++;
  }
  const dependencies = dependenciesOf(document);
  const complete = withDependencies(
    packages,
    (one) => dependencies.get(ids.get(one)),
    new Map([...ids].map(([one, id]) => [id, one.purl])),
  );
  return {
    ...complete,
    ...{ distribution, ofImage, subject: subject ?? {}, unidentified, damaged, others },
  };
}

function systemDetails(entry: JsonObject) {
  return { supplier: organization(entry.supplier), cpe: cpeOf(entry) };
}

/** Without a package URL, these are no packages. */
const NOT_A_PACKAGE: ReadonlySet<string | undefined> = new Set(['CONTAINER', 'OPERATING-SYSTEM']);

/**
 * The package that the document describes and that contains others: the image or application. Of several, each may be one
 * that is installed, so that only those without a package URL are no packages.
 */
function rootsOf(document: JsonObject): ReadonlySet<unknown> {
  const described = new Set<unknown>(list(document.documentDescribes));
  const containers = new Set<unknown>();
  for (const relationship of objects(document.relationships)) {
    const { spdxElementId, relatedSpdxElement, relationshipType } = relationship;
    if (relationshipType === 'DESCRIBES' && spdxElementId === 'SPDXRef-DOCUMENT') {
      described.add(relatedSpdxElement);
    }
    if (relationshipType === 'CONTAINS' || relationshipType === 'DEPENDS_ON')
      containers.add(spdxElementId);
  }
  const roots = [...described].filter((id) => containers.has(id));
  if (described.size < 2) return new Set(roots);
  const named = objects(document.packages).filter((entry) => purlsOf(entry).some(isPackagePurl));
  const packages = new Set(named.map(({ SPDXID }) => SPDXID));
  return new Set(roots.filter((id) => !packages.has(id)));
}

/** Each of its package URLs: a package may have several names. */
function purlsOf(entry: JsonObject): string[] {
  return objects(entry.externalRefs)
    .filter(({ referenceType }) => referenceType === 'purl')
    .map(({ referenceLocator }) => text(referenceLocator) ?? '');
}

function packageOf(
  purl: string,
  entry: JsonObject,
  version: string | undefined,
  extracted: Extracted,
): Package | undefined {
  const annotations = annotationsOf(entry);
  const license = [entry.licenseConcluded, entry.licenseDeclared]
    .map((one) => cleanString(one, MAX_LICENSE_LENGTH))
    .find((text) => text && text !== 'NOASSERTION' && text !== 'NONE');
  const info = cleanString(entry.sourceInfo, 10_000);
  const index = Number(annotations.get('portside:layer:index') ?? Number.NaN);
  const diffID = annotations.get('portside:layer:diffID');
  return packageFromPurl(purl, {
    name: cleanString(entry.name),
    version,
    source: sourceOf(info, annotations),
    module: annotations.get('portside:module'),
    license: license && withExtracted(license, extracted),
    supplier: organization(entry.supplier),
    cpe: cpeOf(entry),
    facts: packageFactsOf({
      maintainer: organization(entry.originator)?.replace(/ \(([^()]*@[^()]*)\)$/, ' <$1>'),
      homepage: entry.homepage,
      hashes: namedHashes(
        objects(entry.checksums).map((one) => ({
          algorithm: one.algorithm,
          value: one.checksumValue,
        })),
      ),
    }),
    paths: [...pathsOf(info), ...pathsOf(cleanString(entry.comment, 10_000))],
    layer: Number.isInteger(index) && index >= 0 && diffID ? { index, diffID } : undefined,
    ownedBy: annotations.get('portside:ownedBy'),
    claimed: annotations.get('portside:claimed') === 'true',
  });
}

/** `Organization: Name`, `Person: Name (address)` */
function organization(value: unknown): string | undefined {
  return cleanString(/^(?:Organization|Person): (.+)$/.exec(text(value) ?? '')?.[1]);
}

function cpeOf(entry: JsonObject): string | undefined {
  const isCpe = ({ referenceType }: JsonObject) => /^cpe2[23]Type$/.test(text(referenceType) ?? '');
  return cleanString(objects(entry.externalRefs).find(isCpe)?.referenceLocator, 500);
}

/** By reference: the licenses that are not in the SPDX list. */
interface Extracted {
  readonly names: ReadonlyMap<string, string>;
  /** In parentheses, for expressions. */
  readonly expressions: ReadonlyMap<string, string>;
}

/** Longer names are license texts. */
function extractedLicenses(document: JsonObject): Extracted {
  const names = new Map(
    objects(document.hasExtractedLicensingInfos).flatMap(({ licenseId, name, extractedText }) => {
      const found = [name, extractedText]
        .map((one) => cleanString(one, MAX_NAME_LENGTH))
        .find((one) => one !== undefined && one !== 'NOASSERTION' && one !== 'NONE');
      return typeof licenseId === 'string' && found ? [[licenseId, found] as const] : [];
    }),
  );
  const expressions = new Map(
    [...names].map(([reference, name]) => {
      const known = parseLicense(normalizeLicense(name));
      return [reference, `(${formatLicense(known ?? licenseReference(name))})`];
    }),
  );
  return { names, expressions };
}

const MAX_NAME_LENGTH = 1_000;

/** The names that the document gives its references, also in an expression: `LicenseRef-1 AND MIT`. */
function withExtracted(license: string, { names, expressions }: Extracted): string {
  const whole = names.get(license);
  if (whole !== undefined) return whole;
  const named = license.replace(
    /LicenseRef-[A-Za-z0-9.-]+/g,
    (reference) => expressions.get(reference) ?? reference,
  );
  return named.length > MAX_LICENSE_LENGTH ? license : named;
}

/** By identifier: the identifiers of what an element depends on. */
function dependenciesOf(document: JsonObject): ReadonlyMap<unknown, readonly unknown[]> {
  const dependencies = new Map<unknown, unknown[]>();
  const add = (from: unknown, to: unknown) => {
    const known = dependencies.get(from);
    if (known) known.push(to);
    else dependencies.set(from, [to]);
  };
  for (const { spdxElementId, relationshipType, relatedSpdxElement } of objects(
    document.relationships,
  )) {
    if (relationshipType === 'DEPENDS_ON') add(spdxElementId, relatedSpdxElement);
    if (relationshipType === 'DEPENDENCY_OF') add(relatedSpdxElement, spdxElementId);
  }
  return dependencies;
}

/** Portside writes `name=value` into annotations. */
function annotationsOf(entry: JsonObject): Map<string, string> {
  const annotations = new Map<string, string>();
  for (const { comment } of objects(entry.annotations)) {
    const match =
      typeof comment === 'string' ? /^(portside:[\w:]+)=(.*)$/.exec(comment) : undefined;
    if (match?.[1] && match[2]) annotations.set(match[1], match[2]);
  }
  return annotations;
}

/** Trivy writes `built package from: openssl 3.0.11-1`. */
function sourceOf(
  info: string | undefined,
  annotations: ReadonlyMap<string, string>,
): Package['source'] {
  const source =
    annotations.get('portside:source') ?? /^built package from: (.+)$/.exec(info ?? '')?.[1];
  const [name, version] = source?.split(' ') ?? [];
  return name ? { name, version: version || undefined } : undefined;
}

/** Syft writes `acquired package info from DPKG DB: /var/lib/dpkg/status`, Portside `found in PATH, PATH`. */
function pathsOf(info: string | undefined): string[] {
  const list = /^(?:acquired package info from [^:]*: |found in )(.+)$/.exec(info ?? '')?.[1];
  return list ? list.split(', ').map((path) => path.replace(/^\/+/, '')) : [];
}
