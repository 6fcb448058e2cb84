import { type PackageUrl, packageName, parsePackageUrl } from '../../core/package-url.js';
import { isObject, type JsonObject, objects, text } from '../../lib/json.js';
import { CatalogError } from '../catalog-error.js';
import type { CatalogedFile, Cataloger, FoundPackage } from '../cataloger.js';
import { cleanString, jsonObjectOf, maxMebibytes, requireFullContent } from '../file-content.js';

/**
 * Bitnami's applications and the libraries compiled into them, from the SPDX document of each application in
 * `opt/bitnami`. Only packages with Bitnami's own purl are used; jars and modules are found in their own files.
 */
export const bitnami: Cataloger = {
  id: 'bitnami',
  wants: (path, size) =>
    /^opt\/bitnami\/(?:[^/]+\/)*\.spdx-[^/]+\.spdx$/.test(path) ? maxMebibytes(16, size) : 0,
  read,
};

function read(file: CatalogedFile): FoundPackage[] {
  const { packages } = jsonObjectOf(requireFullContent(file));
  if (!Array.isArray(packages)) throw new CatalogError('is an SPDX document without packages');
  return packages.filter(isObject).flatMap((item) => {
    const purl = bitnamiPurl(item);
    const name = cleanString(purl && packageName(purl), 300);
    const version = cleanString(purl?.version, 256);
    if (!name || !version) return [];
    const declared = cleanString(item.licenseDeclared);
    const license = declared === 'NOASSERTION' || declared === 'NONE' ? undefined : declared;
    return [{ type: 'bitnami', name, version, license }];
  });
}

function bitnamiPurl(item: JsonObject): PackageUrl | undefined {
  const reference = objects(item.externalRefs).find((r) => r.referenceType === 'purl');
  const purl = parsePackageUrl(text(reference?.referenceLocator) ?? '');
  return purl?.type === 'bitnami' ? purl : undefined;
}
