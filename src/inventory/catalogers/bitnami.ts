import { CatalogueError } from '../catalog-error.js';
import type { CataloguedFile, Cataloguer, FoundPackage } from '../cataloger.js';
import { isObject, jsonObject, word } from '../clean-string.js';
import { upTo, whole } from '../full-content.js';
import { packageOf } from '../sbom/purl-package.js';

/**
 * Bitnami's applications and what they were compiled with: an SPDX document beside each in `opt/bitnami`. Of its
 * packages those that Bitnami names are taken; jars and modules are found in their own files.
 */
export const bitnami: Cataloguer = {
  id: 'bitnami',
  wants: (path, size) =>
    /^opt\/bitnami\/(?:[^/]+\/)*\.spdx-[^/]+\.spdx$/.test(path) ? upTo(16, size) : 0,
  read,
};

function read(file: CataloguedFile): FoundPackage[] {
  const { packages } = jsonObject(whole(file));
  if (!Array.isArray(packages)) throw new CatalogueError('is an SPDX document without packages');
  return packages.filter(isObject).flatMap((item) => {
    const references = Array.isArray(item.externalRefs) ? item.externalRefs.filter(isObject) : [];
    const purl = references.find((r) => r.referenceType === 'purl')?.referenceLocator;
    const found =
      typeof purl === 'string' && purl.startsWith('pkg:bitnami/') ? packageOf(purl, {}) : undefined;
    const name = word(found?.name, 300);
    const version = word(found?.version, 256);
    if (!name || !version) return [];
    const declared = word(item.licenseDeclared);
    const license = declared === 'NOASSERTION' || declared === 'NONE' ? undefined : declared;
    return [{ type: 'bitnami', name, version, ...(license && { license }) }];
  });
}
