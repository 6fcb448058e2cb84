import { CatalogError } from '../catalog-error.js';
import type { CatalogedFile, Cataloger, FoundPackage } from '../cataloger.js';
import { cleanString, textOf } from '../clean-string.js';
import { maxMebibytes, requireFullContent } from '../full-content.js';
import { lines } from '../stanzas.js';

/**
 * Alpine's package database. Blocks of `X:value`: P name, V version, A architecture, o origin, L license, F folder,
 * R file in that folder. Source: Alpine wiki, "Apk spec", installed database V2.
 */
export const apk: Cataloger = {
  id: 'apk',
  system: true,
  wellKnown: ['lib/apk/db/installed', 'usr/lib/apk/db/installed'],
  wants: (path, size) =>
    path === 'lib/apk/db/installed' || path === 'usr/lib/apk/db/installed'
      ? maxMebibytes(256, size)
      : 0,
  read,
};

function read(file: CatalogedFile): FoundPackage[] {
  const packages: FoundPackage[] = [];
  let block = new Map<string, string>();
  let folder = '';
  let files: string[] = [];
  let understood = 0;
  let other = 0;
  for (const line of lines(textOf(requireFullContent(file)))) {
    const key = line[0];
    if (line === '') {
      endOfBlock();
    } else if (key === undefined || line[1] !== ':') {
      other++;
    } else if (key === 'F') {
      folder = line.slice(2);
    } else if (key === 'R') {
      files.push(folder ? `${folder}/${line.slice(2)}` : line.slice(2));
    } else {
      block.set(key, line.slice(2));
      understood++;
    }
  }
  endOfBlock();
  if (understood === 0 && other > 0) throw new CatalogError('is not an apk database');
  return packages;

  function endOfBlock(): void {
    const found = packageOf(block, files);
    if (found) packages.push(found);
    block = new Map();
    folder = '';
    files = [];
  }
}

function packageOf(
  block: ReadonlyMap<string, string>,
  files: readonly string[],
): FoundPackage | undefined {
  const name = cleanString(block.get('P'));
  const version = cleanString(block.get('V'));
  if (!name || !version) return undefined;
  const arch = cleanString(block.get('A'));
  const origin = cleanString(block.get('o'));
  const license = cleanString(block.get('L'));
  return {
    type: 'apk',
    name,
    version,
    ...(arch && { arch }),
    ...(origin && { source: { name: origin, version } }),
    ...(license && { license }),
    ...(files.length > 0 && { files: files.join('\n') }),
  };
}
