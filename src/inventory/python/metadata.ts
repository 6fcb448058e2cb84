import { CatalogError } from '../catalog-error.js';
import type { FoundPackage } from '../cataloger.js';
import { cleanString, textOf } from '../file-content.js';
import { stanzas } from '../stanzas.js';

/**
 * The distribution that METADATA or PKG-INFO describes. Throws CatalogError when it has no name or version.
 * Source: PyPA, core metadata.
 */
export function distributionOf(metadata: Uint8Array): FoundPackage {
  const [header] = stanzas(textOf(metadata));
  const name = cleanString(header?.get('name'), 300);
  const version = cleanString(header?.get('version'), 256);
  if (!name || !version) {
    throw new CatalogError('is not the metadata of a Python distribution with a name and version');
  }
  return { type: 'pypi', name, version, license: licenseOf(header) };
}

/** The expression of metadata 2.4, else the older field, unless it contains the text of the license. */
function licenseOf(header: ReadonlyMap<string, string> | undefined): string | undefined {
  const expression = cleanString(header?.get('license-expression'));
  if (expression) return expression;
  const license = header?.get('license');
  if (!license || license.includes('\n') || license.length > 100) return undefined;
  return license.toUpperCase() === 'UNKNOWN' ? undefined : cleanString(license);
}
