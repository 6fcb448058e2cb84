import type { Distribution, Package } from '../../core/package.js';
import { isObject, type JsonObject, list, objects, text } from '../../lib/json.js';
import { cleanString } from '../file-content.js';
import { namedDistribution } from './distribution.js';
import { packageFromPurl, type SbomContents } from './package-from-purl.js';

/** Whether the document declares to be SPDX 2. */
export function isSpdx(document: JsonObject): boolean {
  return typeof document.spdxVersion === 'string' && document.spdxVersion.startsWith('SPDX-2.');
}

/** The packages of an SPDX 2.2 or 2.3 document, without the one that stands for the described image or application. */
export function readSpdx(document: JsonObject): SbomContents {
  const packages: Package[] = [];
  const unidentified: string[] = [];
  let damaged = 0;
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
      if (name) distribution ??= namedDistribution(name, version);
      continue;
    }
    if (purpose === 'CONTAINER') ofImage = true;
    if (purpose === 'CONTAINER' || roots.has(entry.SPDXID)) continue;
    const purl = purlOf(entry);
    const found = purl && packageOf(purl, entry, version);
    if (found) packages.push(found);
    else if (!name) damaged++;
    else if (purl || version || purpose === 'LIBRARY')
      unidentified.push([name, version].filter(Boolean).join(' '));
  }
  return { packages, distribution, ofImage, unidentified, damaged };
}

/** The packages that the document describes and that contain others: images and applications. */
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
  return new Set([...described].filter((id) => containers.has(id)));
}

function purlOf(entry: JsonObject): string | undefined {
  const reference = objects(entry.externalRefs).find((r) => r.referenceType === 'purl');
  return typeof reference?.referenceLocator === 'string' ? reference.referenceLocator : undefined;
}

function packageOf(
  purl: string,
  entry: JsonObject,
  version: string | undefined,
): Package | undefined {
  const annotations = annotationsOf(entry);
  const license = [entry.licenseConcluded, entry.licenseDeclared]
    .map((text) => cleanString(text))
    .find((text) => text && text !== 'NOASSERTION' && text !== 'NONE');
  const info = cleanString(entry.sourceInfo, 10_000);
  const index = Number(annotations.get('portside:layer:index') ?? Number.NaN);
  const diffID = annotations.get('portside:layer:diffID');
  return packageFromPurl(purl, {
    version,
    source: sourceOf(info, annotations),
    module: annotations.get('portside:module'),
    license,
    paths: pathsOf(info),
    layer: Number.isInteger(index) && index >= 0 && diffID ? { index, diffID } : undefined,
    ownedBy: annotations.get('portside:ownedBy'),
  });
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
