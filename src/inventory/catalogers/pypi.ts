import { CatalogError } from '../catalog-error.js';
import type { CatalogedFile, Cataloger, FoundPackage } from '../cataloger.js';
import { cleanString, textOf } from '../clean-string.js';
import { stanzas } from '../stanzas.js';

/**
 * Installed Python distributions: METADATA of `*.dist-info`, PKG-INFO of `*.egg-info` and of unpacked eggs, or the
 * `*.egg-info` file itself. Editable installations leave one of these too: pip a dist-info, setuptools' develop mode
 * an egg-info in the source tree. What lies deeper in a site directory belongs to the distribution around it (what
 * setuptools vendors, data of tests): pip lists only what is directly in one.
 * Source: PyPA, core metadata and "recording installed projects".
 */
export const pypi: Cataloger = {
  id: 'pypi',
  // The header comes first; a long description may follow, which nobody needs.
  wants: (path) => (isMetadata(path) ? 262_144 : 0),
  read,
};

function isMetadata(path: string): boolean {
  if (!METADATA.test(path) || NOT_INSTALLED.test(path)) return false;
  const site = path.match(IN_SITE)?.[1];
  return site === undefined || DIRECTLY.test(site);
}

const METADATA = /(?:\.dist-info\/METADATA|\.egg-info(?:\/PKG-INFO)?|\/EGG-INFO\/PKG-INFO)$/;
/**
 * The interpreter, which describes itself in such a file and is no distribution of PyPI; what another brings along; what
 * uv keeps to install from.
 */
const NOT_INSTALLED = /(?:^|\/)Python-\d[^/]*\.egg-info$|\/_vendor\/|(?:^|\/)\.cache\/uv\//;
/** The innermost site directory, and the rest. */
const IN_SITE = /^(?:.*\/)?(?:site|dist)-packages\/(.*)$/;
/** An unpacked egg is a site directory of its own. */
const DIRECTLY = /^(?:[^/]+\.egg\/)?[^/]+(?:\/[^/]+)?$/;

function read(file: CatalogedFile): FoundPackage[] {
  const [header] = stanzas(textOf(file.bytes));
  const name = cleanString(header?.get('name'), 300);
  const version = cleanString(header?.get('version'), 256);
  if (!name || !version) {
    if (header === undefined || !header.has('metadata-version')) {
      throw new CatalogError('is no metadata of a Python distribution');
    }
    return [];
  }
  const license = licenseOf(header);
  return [{ type: 'pypi', name, version, ...(license && { license }) }];
}

/** The expression of metadata 2.4, else the older field unless it holds the license's text. */
function licenseOf(header: ReadonlyMap<string, string> | undefined): string | undefined {
  const expression = cleanString(header?.get('license-expression'));
  if (expression) return expression;
  const license = header?.get('license');
  if (!license || license.includes('\n') || license.length > 100) return undefined;
  return license.toUpperCase() === 'UNKNOWN' ? undefined : cleanString(license);
}
