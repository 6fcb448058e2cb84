import { pluralize } from '../../lib/text.js';
import { CatalogError, damagedRecords } from '../catalog-error.js';
import type { CatalogedFile, Cataloger, FileList, FoundPackage } from '../cataloger.js';
import { cleanString, maxMebibytes, requireFullContent, textOf } from '../file-content.js';
import { stanzas } from '../stanzas.js';

/**
 * Debian's package database: `status`, or a file for each package in `status.d` (distroless images).
 * Source: deb-control(5), dpkg(1) "package states", Debian policy 5.6.1 (Source).
 */
export const dpkg: Cataloger = {
  id: 'dpkg',
  system: true,
  wellKnown: ['var/lib/dpkg/status'],
  wants: (path, size) =>
    path === 'var/lib/dpkg/status' || isStatusFile(path) ? maxMebibytes(256, size) : 0,
  read,
  fileLists: {
    wants: (path) => LIST.test(path) || MD5SUMS.test(path),
    read: readFileList,
  },
};

const STATUS_D = 'var/lib/dpkg/status.d/';
const LIST = /^var\/lib\/dpkg\/info\/([^/:]+)(?::([^/]+))?\.list$/;
const MD5SUMS = /^var\/lib\/dpkg\/status\.d\/([^/]+)\.md5sums$/;

function isStatusFile(path: string): boolean {
  return path.startsWith(STATUS_D) && !path.endsWith('.md5sums');
}

function read(file: CatalogedFile): FoundPackage[] {
  const packages: FoundPackage[] = [];
  let fields = 0;
  let unfinished = 0;
  const text = textOf(requireFullContent(file));
  const isOnePackage = isStatusFile(file.path);
  // dpkg ends each line, so that a file without a line feed at its end was cut.
  let damaged = isOnePackage || text === '' || text.endsWith('\n') ? 0 : 1;
  // Without the blank line between them, two records look like one.
  let isMerged = false;
  const onRepeated = () => {
    isMerged = true;
  };
  for (const stanza of stanzas(text, onRepeated)) {
    fields += stanza.size;
    if (isMerged) damaged++;
    isMerged = false;
    const found = packageOf(stanza, isOnePackage);
    if (found === 'damaged') damaged++;
    else if (found === 'unfinished') unfinished++;
    else if (found) packages.push(found);
  }
  if (fields === 0 && file.bytes.some((byte) => byte > 0x20)) {
    throw new CatalogError('is not a dpkg database');
  }
  if (damaged > 0) throw damagedRecords(damaged, packages);
  if (unfinished > 0)
    throw new CatalogError(
      `has ${pluralize(unfinished, 'package')} whose installation was interrupted, with files that are not checked. Run dpkg --configure -a`,
      'malformed',
      packages,
    );
  return packages;
}

/** Undefined for a package that is not installed; a record without its name, version or status is damaged. */
function packageOf(
  stanza: ReadonlyMap<string, string>,
  withoutStatus: boolean,
): FoundPackage | 'damaged' | 'unfinished' | undefined {
  const status = stanza.get('status');
  const state = status?.trim().split(/\s+/)[2];
  if (status === undefined ? !withoutStatus : !STATES.has(state ?? '')) return 'damaged';
  if (state !== undefined && UNFINISHED.has(state)) return 'unfinished';
  if (state !== undefined && !INSTALLED.has(state)) return undefined;
  const name = cleanString(stanza.get('package'));
  const version = cleanString(stanza.get('version'));
  if (!name || !version) return 'damaged';
  return {
    type: 'deb',
    name,
    version,
    arch: cleanString(stanza.get('architecture')),
    source: sourceOf(stanza.get('source'), name, version),
    publisher: cleanString(stanza.get('origin') ?? stanza.get('maintainer')),
  };
}

/**
 * The status is "want flag state". Packages that are removed except for their configuration do not count. The files of a
 * package whose installation was interrupted are in the image, but not all of them may be.
 */
const INSTALLED: ReadonlySet<string> = new Set([
  'installed',
  'half-configured',
  'triggers-awaited',
  'triggers-pending',
]);
const UNFINISHED: ReadonlySet<string> = new Set(['unpacked', 'half-installed']);
const STATES: ReadonlySet<string> = new Set([
  ...INSTALLED,
  ...UNFINISHED,
  'not-installed',
  'config-files',
]);

/** `Source: gcc-12 (12.2.0-14)`; the field has a version only when it differs from the package's. */
function sourceOf(
  field: string | undefined,
  name: string,
  version: string,
): { name: string; version: string } {
  const match = /^\s*([^\s(]+)(?:\s*\(([^)]*)\))?/.exec(field ?? '');
  return { name: match?.[1] ?? name, version: match?.[2]?.trim() || version };
}

function readFileList(file: CatalogedFile): FileList {
  const bytes = new Uint8Array(file.bytes);
  const list = LIST.exec(file.path);
  if (list?.[1]) {
    return {
      name: list[1],
      arch: list[2],
      files: () => textOf(bytes).replace(/^\/+/gm, ''),
    };
  }
  const sums = MD5SUMS.exec(file.path);
  if (!sums?.[1]) throw new CatalogError('is not a list of files');
  return {
    name: sums[1],
    files: () => textOf(bytes).replace(/^[0-9a-f]{32} [ *](?:\.?\/)?/gm, ''),
  };
}
