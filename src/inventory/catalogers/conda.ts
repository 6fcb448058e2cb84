import { CatalogError } from '../catalog-error.js';
import type { CatalogedFile, Cataloger, FoundPackage } from '../cataloger.js';
import { cleanString, jsonObject } from '../clean-string.js';
import { maxMebibytes, requireFullContent } from '../full-content.js';

/** Packages of a Conda environment: one JSON file each in `conda-meta`. */
export const conda: Cataloger = {
  id: 'conda',
  wants: (path, size) =>
    /(?:^|\/)conda-meta\/[^/]+\.json$/.test(path) ? maxMebibytes(64, size) : 0,
  read,
};

function read(file: CatalogedFile): FoundPackage[] {
  const record = jsonObject(requireFullContent(file));
  const name = cleanString(record.name, 300);
  const version = cleanString(record.version, 256);
  if (!name || !version) throw new CatalogError('has no name or no version');
  const license = cleanString(record.license);
  return [{ type: 'conda', name, version, ...(license && { license }) }];
}
