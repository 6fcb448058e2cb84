import { texts } from '../../lib/json.js';
import { CatalogError } from '../catalog-error.js';
import type { CatalogedFile, Cataloger, FoundPackage } from '../cataloger.js';
import { hexHash, packageFactsOf, requirementNames } from '../clean-facts.js';
import { cleanString, jsonObjectOf, maxMebibytes, requireFullContent } from '../file-content.js';

/** Packages of a Conda environment: a JSON file for each in `conda-meta`. */
export const conda: Cataloger = {
  id: 'conda',
  wants: (path, size) =>
    path.endsWith('.json') && /(?:^|\/)conda-meta\/[^/]+\.json$/.test(path)
      ? maxMebibytes(64, size)
      : 0,
  read,
};

function read(file: CatalogedFile): FoundPackage[] {
  const record = jsonObjectOf(requireFullContent(file));
  const name = cleanString(record.name, 300);
  const version = cleanString(record.version, 256);
  if (!name || !version) throw new CatalogError('has no name or no version');
  return [
    {
      type: 'conda',
      name,
      version,
      license: cleanString(record.license),
      facts: packageFactsOf({
        hashes: [hexHash(record.sha256), hexHash(record.md5)].filter((hash) => hash !== undefined),
      }),
      requires: requirementNames(texts(record.depends).map((one) => one.split(/[\s<>=!]/)[0])),
    },
  ];
}
