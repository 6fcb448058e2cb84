import type { Distribution } from '../../core/package.js';
import { type Cpe, parseCpe } from './cpe.js';
import type { VexIdentifiers } from './statement.js';

/**
 * Whether a product that has a CPE name and no package URL is the distribution of the image: vendor, product and version
 * agree, and so does what the branches above it say. Its name is text for people. Editions such as `::appstream` are parts
 * of the same system.
 */
export function isPlatform(
  identifiers: VexIdentifiers,
  distribution: Distribution | undefined,
): boolean {
  if (!distribution || !identifiers.some(({ kind }) => kind === 'cpe')) return false;
  return identifiers.every(({ kind, value }) => {
    switch (kind) {
      case 'cpe':
        return isCpeOf(parseCpe(value), distribution);
      case 'version':
        return isRelease(value.trim(), distribution);
      // The caller compares it with the package and the image.
      case 'architecture':
      case 'name':
      case 'label':
        return true;
      default:
        return false;
    }
  });
}

function isCpeOf(cpe: Cpe | undefined, distribution: Distribution): boolean {
  const own = distribution.cpe === undefined ? undefined : parseCpe(distribution.cpe);
  if (!cpe || cpe.vendor === '' || cpe.product === '') return false;
  const name = `${cpe.vendor}:${cpe.product}`;
  const isNamed =
    (own && name === `${own.vendor}:${own.product}`) || NAMES.get(distribution.id)?.has(name);
  if (!isNamed || (cpe.part !== 'o' && cpe.part !== 'a')) return false;
  if (cpe.version === '') return cpe.update === '';
  const update = own?.update ?? '';
  return isRelease(cpe.version, distribution) && cpe.update.toLowerCase() === update.toLowerCase();
}

/** The names in NVD's dictionary and in the documents of the distribution itself. */
const NAMES: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['alpine', new Set(['alpinelinux:alpine_linux'])],
  ['debian', new Set(['debian:debian_linux'])],
  ['ol', new Set(['oracle:linux'])],
  ['rhel', new Set(['redhat:enterprise_linux'])],
  ['sles', new Set(['suse:sles', 'suse:linux_enterprise_server'])],
  ['ubuntu', new Set(['canonical:ubuntu_linux'])],
]);

/** `9` is each release 9.x. */
function isRelease(version: string, { version: own = '', cpe = '' }: Distribution): boolean {
  return own === version || own.startsWith(`${version}.`) || parseCpe(cpe)?.version === version;
}
