import type { Distribution, Package } from '../../core/package.js';
import { cleanString } from '../clean-string.js';
import { namedDistribution } from './distribution.js';
import { type Json, type Listed, objects } from './listed.js';
import { packageOf } from './purl-package.js';

/** True for a document that says it is SPDX 2. */
export function isSpdx(document: Json): boolean {
  return typeof document.spdxVersion === 'string' && document.spdxVersion.startsWith('SPDX-2.');
}

/** The packages of an SPDX 2.2 or 2.3 document; what it describes as a whole is no package of it. */
export function readSpdx(document: Json): Listed {
  const packages: Package[] = [];
  const unidentified: string[] = [];
  let distribution: Distribution | undefined;
  const roots = rootsOf(document);
  for (const entry of objects(document.packages)) {
    const name = cleanString(entry.name);
    const version = cleanString(entry.versionInfo);
    const purpose = String(entry.primaryPackagePurpose ?? '').replace('_', '-');
    if (purpose === 'OPERATING-SYSTEM') {
      if (name) distribution ??= namedDistribution(name, version);
      continue;
    }
    if (purpose === 'CONTAINER' || roots.has(entry.SPDXID)) continue;
    const purl = purlOf(entry);
    const found = purl && read(purl, entry, version);
    if (found) packages.push(found);
    else if (name && version) unidentified.push(`${name} ${version}`);
  }
  return { packages, ...(distribution && { distribution }), unidentified };
}

/** The packages that the document describes, where they stand for a whole: others are contained in them. */
function rootsOf(document: Json): ReadonlySet<unknown> {
  const described = new Set<unknown>(
    Array.isArray(document.documentDescribes) ? document.documentDescribes : [],
  );
  const holding = new Set<unknown>();
  for (const relationship of objects(document.relationships)) {
    const { spdxElementId, relatedSpdxElement, relationshipType } = relationship;
    if (relationshipType === 'DESCRIBES' && spdxElementId === 'SPDXRef-DOCUMENT') {
      described.add(relatedSpdxElement);
    }
    if (relationshipType === 'CONTAINS' || relationshipType === 'DEPENDS_ON')
      holding.add(spdxElementId);
  }
  return new Set([...described].filter((id) => holding.has(id)));
}

function purlOf(entry: Json): string | undefined {
  const reference = objects(entry.externalRefs).find((r) => r.referenceType === 'purl');
  return typeof reference?.referenceLocator === 'string' ? reference.referenceLocator : undefined;
}

function read(purl: string, entry: Json, version: string | undefined): Package | undefined {
  const facts = annotationsOf(entry);
  const license = [entry.licenseConcluded, entry.licenseDeclared]
    .map((text) => cleanString(text))
    .find((text) => text && text !== 'NOASSERTION' && text !== 'NONE');
  const info = cleanString(entry.sourceInfo, 10_000);
  const source = sourceOf(info, facts);
  const module = facts.get('portside:module');
  const index = Number(facts.get('portside:layer:index') ?? Number.NaN);
  const diffID = facts.get('portside:layer:diffID');
  const ownedBy = facts.get('portside:ownedBy');
  return packageOf(purl, {
    ...(version && { version }),
    ...(source && { source }),
    ...(module && { module }),
    ...(license && { license }),
    paths: pathsOf(info),
    ...(Number.isInteger(index) && index >= 0 && diffID && { layer: { index, diffID } }),
    ...(ownedBy && { ownedBy }),
  });
}

/** Ours write `name=value` into annotations. */
function annotationsOf(entry: Json): Map<string, string> {
  const facts = new Map<string, string>();
  for (const { comment } of objects(entry.annotations)) {
    const match =
      typeof comment === 'string' ? /^(portside:[\w:]+)=(.*)$/.exec(comment) : undefined;
    if (match?.[1] && match[2]) facts.set(match[1], match[2]);
  }
  return facts;
}

/** trivy: `built package from: openssl 3.0.11-1`. */
function sourceOf(info: string | undefined, facts: ReadonlyMap<string, string>): Package['source'] {
  const text = facts.get('portside:source') ?? /^built package from: (.+)$/.exec(info ?? '')?.[1];
  const [name, version] = text?.split(' ') ?? [];
  return name ? { name, ...(version && { version }) } : undefined;
}

/** syft: `acquired package info from DPKG DB: /var/lib/dpkg/status`; ours: `found in PATH, PATH`. */
function pathsOf(info: string | undefined): string[] {
  const list = /^(?:acquired package info from [^:]*: |found in )(.+)$/.exec(info ?? '')?.[1];
  return list ? list.split(', ').map((path) => path.replace(/^\/+/, '')) : [];
}
