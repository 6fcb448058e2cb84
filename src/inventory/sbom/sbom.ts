import type { Distribution, Package } from '../../core/package.js';
import { PortsideError } from '../../lib/errors.js';
import { CatalogError } from '../catalog-error.js';
import { isObject, json } from '../clean-string.js';
import { isCycloneDx, readCycloneDx } from './cyclonedx.js';
import { distributionOfPurls } from './distribution.js';
import { isSpdx, readSpdx } from './spdx.js';

/** What an SBOM lists. */
export interface Sbom {
  readonly packages: readonly Package[];
  /** The operating system that it names, or the one that its package URLs agree on. */
  readonly distribution?: Distribution;
  /** Components that have a version but no package URL: nothing can be known about them. */
  readonly unidentified: readonly string[];
}

/** True for JSON that says of itself that it is a CycloneDX or SPDX document, an attested one too. */
export function isSbom(bytes: Uint8Array): boolean {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const start = buffer
    .toString('latin1', 0, 256)
    .replace(/^\xef\xbb\xbf/, '')
    .trimStart();
  return (
    start.startsWith('{') && (buffer.includes('"bomFormat"') || buffer.includes('"spdxVersion"'))
  );
}

/**
 * Reads a CycloneDX (1.2 to 1.7) or SPDX (2.2, 2.3) document in JSON, bare or as the predicate of an in-toto
 * statement. `name` is for messages. Throws PortsideError (usage) for anything else.
 */
export function readSbom(bytes: Uint8Array, name: string): Sbom {
  const document = documentOf(bytes, name);
  const { packages, distribution, unidentified } = isCycloneDx(document)
    ? readCycloneDx(document)
    : readSpdx(document);
  const known = distribution ?? distributionOfPurls(packages);
  return { packages: unique(owned(packages)), ...(known && { distribution: known }), unidentified };
}

function documentOf(bytes: Uint8Array, name: string): Readonly<Record<string, unknown>> {
  const refuse = (why: string, cause?: unknown): PortsideError =>
    new PortsideError(
      'PSE5001',
      `Cannot read SBOM ${name}: it ${why}`,
      'Give a CycloneDX 1.2–1.7 or SPDX 2.2–2.3 document in JSON',
      cause,
    );
  let value: unknown;
  try {
    value = json(bytes);
  } catch (error) {
    throw refuse(error instanceof CatalogError ? error.message : 'cannot be read', error);
  }
  const document = isObject(value) && isObject(value.predicate) ? value.predicate : value;
  if (!isObject(document) || !(isCycloneDx(document) || isSpdx(document))) {
    throw refuse('is neither CycloneDX nor SPDX');
  }
  return document;
}

/** An owner that is not listed owns nothing: what it claims would be matched with no advisories at all. */
function owned(packages: readonly Package[]): Package[] {
  const listed = new Set(packages.map(({ purl }) => purl));
  return packages.map((item) => {
    if (item.ownedBy === undefined || listed.has(item.ownedBy)) return item;
    const { ownedBy, ...free } = item;
    return free;
  });
}

/** A package that is listed for several files is one package with several paths. */
function unique(packages: readonly Package[]): Package[] {
  const byKey = new Map<string, { readonly first: Package; readonly paths: Set<string> }>();
  for (const item of packages) {
    const key = `${item.purl}\n${item.layer?.index ?? ''}\n${item.ownedBy ?? ''}`;
    const group = byKey.get(key) ?? { first: item, paths: new Set<string>() };
    for (const path of item.paths) group.paths.add(path);
    byKey.set(key, group);
  }
  return [...byKey.values()].map(({ first, paths }) => ({ ...first, paths: [...paths] }));
}
