import { CatalogError } from '../catalog-error.js';
import type { CatalogedFile, Cataloger, FoundPackage } from '../cataloger.js';
import { cleanString, maxMebibytes, requireFullContent } from '../file-content.js';
import { type PhpArray, type PhpValue, phpValue } from '../php/serialized.js';

/**
 * PHP packages and extensions that `pear` or `pecl` installed: the registry entry of each, by channel. Source: PEAR's
 * manual, "Package definition" 1.0 and 2.0; the class PEAR_Registry writes them.
 */
export const pear: Cataloger = {
  id: 'pear',
  wants: (path, size) => (path.endsWith('.reg') && ENTRY.test(path) ? maxMebibytes(16, size) : 0),
  read,
};

const ENTRY = /(?:^|\/)\.registry\/(?:\.channel\.[^/]+\/)?[^/]+\.reg$/;
/** The channel of entries whose format has none. */
const DEFAULT_CHANNEL = 'pear.php.net';

function read(file: CatalogedFile): FoundPackage[] {
  const entry = phpValue(requireFullContent(file));
  if (!(entry instanceof Map)) throw new CatalogError('is not an entry of the registry');
  const fields: PhpArray = entry;
  const name = nameIn(fields.get('name')) ?? nameIn(fields.get('package'));
  const version = cleanString(member(fields.get('version'), 'release'), 256);
  if (!name || !version) throw new CatalogError('has no name or no version');
  const channel = nameIn(fields.get('channel')) ?? DEFAULT_CHANNEL;
  const license = fields.get('license') ?? fields.get('release_license');
  return [
    {
      type: 'pear',
      name: `${channel}/${name}`,
      version,
      license: cleanString(member(license, '_content'), 200),
    },
  ];
}

/** A name without a slash, with which it would look like another channel. */
function nameIn(value: PhpValue | undefined): string | undefined {
  const name = cleanString(value, 200);
  return name?.includes('/') ? undefined : name;
}

/** Format 2.0 has an array where 1.0 has a text. */
function member(value: PhpValue | undefined, key: string): PhpValue | undefined {
  return value instanceof Map ? value.get(key) : value;
}
