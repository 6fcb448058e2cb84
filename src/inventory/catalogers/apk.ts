import { CatalogError, damagedRecords } from '../catalog-error.js';
import type { CatalogedFile, Cataloger, FoundPackage } from '../cataloger.js';
import { packageFactsOf, requirementNames } from '../clean-facts.js';
import { cleanString, decodeUtf8, maxMebibytes, requireFullContent } from '../file-content.js';
import { eachLine } from '../stanzas.js';

/**
 * Alpine's package database: blocks of `X:value` lines. P is the name, V the version, A the architecture, o the origin,
 * L the license, m the maintainer, U the address, D what it depends on, p what it provides, F a folder, R a
 * file in that folder. C is a checksum of the control part of the package only, thus no hash of the package. Source: Alpine wiki, "Apk spec", installed database V2.
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
  let fields = 0;
  let invalidLines = 0;
  const text = decodeUtf8(requireFullContent(file));
  // apk ends each line, so that a file without a line feed at its end was cut.
  let damaged = text === '' || text.endsWith('\n') ? 0 : 1;
  for (const line of eachLine(text)) {
    const key = line[0];
    if (line === '') {
      endBlock();
    } else if (key === undefined || line[1] !== ':') {
      invalidLines++;
    } else if (key === 'F') {
      folder = line.slice(2);
    } else if (key === 'R') {
      files.push(folder ? `${folder}/${line.slice(2)}` : line.slice(2));
    } else {
      // Without the blank line between them, two records look like one.
      if (key === 'P' && block.has(key)) endBlock();
      else if (block.has(key)) damaged++;
      block.set(key, line.slice(2));
      fields++;
    }
  }
  endBlock();
  if (fields === 0 && invalidLines > 0) throw new CatalogError('is not an apk database');
  // A line without a field is part of a damaged record, even if the others of its block are complete.
  if (damaged + invalidLines > 0) throw damagedRecords(Math.max(damaged, 1), packages);
  return packages;

  function endBlock(): void {
    const found = packageOf(block, files);
    if (found) packages.push(found);
    else if (block.size > 0 || files.length > 0) damaged++;
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
  const origin = cleanString(block.get('o'));
  return {
    type: 'apk',
    name,
    version,
    arch: cleanString(block.get('A')),
    source: origin ? { name: origin, version } : undefined,
    license: cleanString(block.get('L')),
    publisher: cleanString(block.get('c')),
    files: files.length > 0 ? files.join('\n') : undefined,
    facts: packageFactsOf({
      maintainer: block.get('m'),
      homepage: block.get('U'),
    }),
    requires: relations(block.get('D')),
    provides: relations(block.get('p')),
  };
}

/** `so:libc.musl-x86_64.so.1=1 busybox>=1.36 !conflict`: the names without versions. */
function relations(field: string | undefined): readonly string[] | undefined {
  return requirementNames(
    (field ?? '')
      .split(' ')
      .map((one) => (one.startsWith('!') ? undefined : one.split(/[<>=~]/)[0])),
  );
}
