import { CatalogError } from '../catalog-error.js';
import type { CatalogedFile, Cataloger, FoundPackage } from '../cataloger.js';
import { cleanString, isObject, jsonObject } from '../clean-string.js';
import { maxMebibytes, requireFullContent } from '../full-content.js';
import { packageOf } from '../sbom/purl-package.js';

/**
 * Bitnami's applications and what they were compiled with: an SPDX document beside each in `opt/bitnami`. Of its
 * packages those that Bitnami names are taken; jars and modules are found in their own files.
 */
export const bitnami: Cataloger = {
  id: 'bitnami',
  wants: (path, size) =>
    /^opt\/bitnami\/(?:[^/]+\/)*\.spdx-[^/]+\.spdx$/.test(path) ? maxMebibytes(16, size) : 0,
  read,
};

function read(file: CatalogedFile): FoundPackage[] {
  const { packages } = jsonObject(requireFullContent(file));
  if (!Array.isArray(packages)) throw new CatalogError('is an SPDX document without packages');
  return packages.filter(isObject).flatMap((item) => {
    const references = Array.isArray(item.externalRefs) ? item.externalRefs.filter(isObject) : [];
    const purl = references.find((r) => r.referenceType === 'purl')?.referenceLocator;
    const found =
      typeof purl === 'string' && purl.startsWith('pkg:bitnami/') ? packageOf(purl, {}) : undefined;
    const name = cleanString(found?.name, 300);
    const version = cleanString(found?.version, 256);
    if (!name || !version) return [];
    const declared = cleanString(item.licenseDeclared);
    const license = declared === 'NOASSERTION' || declared === 'NONE' ? undefined : declared;
    return [{ type: 'bitnami', name, version, ...(license && { license }) }];
  });
}
