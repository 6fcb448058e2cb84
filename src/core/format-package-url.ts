import { PackageURL } from 'packageurl-js';
import type { PackageUrl } from './package-url.js';

/** The canonical text of a package URL. Separate from the parser, which loads no library. */
export function formatPackageUrl(purl: PackageUrl): string {
  const { type, namespace, name, version, qualifiers, subpath } = purl;
  const parts = [namespace, name, version, Object.fromEntries(qualifiers), subpath] as const;
  try {
    return new PackageURL(type, ...parts).toString();
  } catch {
    // The library rejects packages that exist: a JAR without a group, a Go version that is not a semantic version.
    return new PackageURL('generic', ...parts).toString().replace(/^pkg:generic\//, `pkg:${type}/`);
  }
}
