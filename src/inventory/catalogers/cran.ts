import { CatalogError } from '../catalog-error.js';
import type { CatalogedFile, Cataloger, FoundPackage } from '../cataloger.js';
import { packageFactsOf, requirementNames } from '../clean-facts.js';
import { cleanString, decodeUtf8 } from '../file-content.js';
import { stanzas } from '../stanzas.js';

/**
 * R packages in any library, also of a user or of renv: the DESCRIPTION at the top of each. The installation adds the
 * field `Built`; without it the folder is not an installed package, like R's own `translations`, the source of a package
 * or a file of another kind. Source: "Writing R Extensions" 1.1.1.
 */
export const cran: Cataloger = {
  id: 'cran',
  wants: (path) => (path.endsWith('/DESCRIPTION') ? 1_048_576 : 0),
  read,
};

/** Elsewhere, other software may have a file of this name with such a field. */
const IN_LIBRARY = /(?:^|[/-])library\/(?:[^/]+\/){1,3}DESCRIPTION$/;

function read(file: CatalogedFile): FoundPackage[] {
  const [fields] = stanzas(decodeUtf8(file.bytes));
  const name = cleanString(fields?.get('package'), 300);
  const version = cleanString(fields?.get('version'), 256);
  if (!fields?.has('built')) return [];
  if (!name || !version) {
    const kind = IN_LIBRARY.test(file.path) ? 'malformed' : 'other-format';
    throw new CatalogError('has no name or no version', kind);
  }
  const needed = ['depends', 'imports', 'linkingto'].map((field) => fields.get(field) ?? '');
  return [
    {
      type: 'cran',
      name,
      version,
      // The file has the text of the license, or the names of its holders.
      license: cleanString(fields.get('license')?.replace(/\s*[+|]\s*file LICEN[CS]E\b/g, '')),
      facts: packageFactsOf({
        maintainer: fields.get('maintainer'),
        homepage: fields.get('url')?.split(/[\s,]/)[0],
      }),
      requires: requirementNames(
        needed
          .join(',')
          .split(',')
          .map((one) => /^\s*([\w.]+)/.exec(one)?.[1]),
      ),
    },
  ];
}
