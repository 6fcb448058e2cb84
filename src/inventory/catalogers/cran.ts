import { CatalogError } from '../catalog-error.js';
import type { CatalogedFile, Cataloger, FoundPackage } from '../cataloger.js';
import { cleanString, textOf } from '../file-content.js';
import { stanzas } from '../stanzas.js';

/**
 * R packages in a library: the DESCRIPTION at the top of each. The installation adds the field `Built`; without it the
 * folder is not an installed package, like R's own `translations`. Source: "Writing R Extensions" 1.1.1.
 */
export const cran: Cataloger = {
  id: 'cran',
  wants: (path) => (path.endsWith('/DESCRIPTION') && IN_LIBRARY.test(path) ? 1_048_576 : 0),
  read,
};

const IN_LIBRARY = /(?:^|\/)(?:site-)?library\/[^/]+\/DESCRIPTION$/;

function read(file: CatalogedFile): FoundPackage[] {
  const [fields] = stanzas(textOf(file.bytes));
  const name = cleanString(fields?.get('package'), 300);
  const version = cleanString(fields?.get('version'), 256);
  // A DESCRIPTION without this field belongs to a package that is not installed.
  if (!fields?.has('built')) return [];
  if (!name || !version) throw new CatalogError('has no name or no version');
  return [{ type: 'cran', name, version, license: cleanString(fields?.get('license')) }];
}
