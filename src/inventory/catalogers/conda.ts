import { CatalogueError } from '../catalog-error.js';
import type { CataloguedFile, Cataloguer, FoundPackage } from '../cataloger.js';
import { jsonObject, word } from '../clean-string.js';
import { upTo, whole } from '../full-content.js';

/** Packages of a Conda environment: one JSON file each in `conda-meta`. */
export const conda: Cataloguer = {
  id: 'conda',
  wants: (path, size) => (/(?:^|\/)conda-meta\/[^/]+\.json$/.test(path) ? upTo(64, size) : 0),
  read,
};

function read(file: CataloguedFile): FoundPackage[] {
  const record = jsonObject(whole(file));
  const name = word(record.name, 300);
  const version = word(record.version, 256);
  if (!name || !version) throw new CatalogueError('has no name or no version');
  const license = word(record.license);
  return [{ type: 'conda', name, version, ...(license && { license }) }];
}
