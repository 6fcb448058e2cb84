import { pluralize } from '../../lib/text.js';
import { CatalogError, damagedRecords } from '../catalog-error.js';
import type { CatalogedFile, Cataloger, FileList, FoundPackage } from '../cataloger.js';
import { packageFactsOf, requirementNames } from '../clean-facts.js';
import { readDebianCopyright } from '../copyright/debian-copyright.js';
import { cleanString, decodeUtf8, maxMebibytes, requireFullContent } from '../file-content.js';
import { stanzas } from '../stanzas.js';

/**
 * Debian's package database: `status` with its journal, or a file for each package in `status.d` (distroless images).
 * Source: deb-control(5), dpkg(1) "package states", Debian policy 5.6.1 (Source).
 */
export const dpkg: Cataloger = {
  id: 'dpkg',
  system: true,
  wellKnown: ['var/lib/dpkg/status'],
  wants: (path, size) =>
    path === 'var/lib/dpkg/status' || isStatusFile(path) || JOURNAL.test(path)
      ? maxMebibytes(256, size)
      : 0,
  read,
  licenseFiles: {
    wants: (path, size) => (COPYRIGHT.test(path) ? maxMebibytes(8, size) : 0),
    read: (file) => readDebianCopyright(decodeUtf8(requireFullContent(file))).license,
    pathOf: ({ type, name }) => (type === 'deb' ? `usr/share/doc/${name}/copyright` : undefined),
  },
  fileLists: {
    wants: (path) => LIST.test(path) || MD5SUMS.test(path),
    read: readFileList,
  },
};

const COPYRIGHT = /^usr\/share\/doc\/[^/]+\/copyright$/;
/** Records that dpkg has not merged into `status`, which they replace. Source: dpkg, lib/dpkg/dbmodify.c. */
const JOURNAL = /^var\/lib\/dpkg\/updates\/\d+$/;
const STATUS_D = 'var/lib/dpkg/status.d/';
const LIST = /^var\/lib\/dpkg\/info\/([^/:]+)(?::([^/]+))?\.list$/;
const MD5SUMS = /^var\/lib\/dpkg\/status\.d\/([^/]+)\.md5sums$/;

function isStatusFile(path: string): boolean {
  return path.startsWith(STATUS_D) && !path.endsWith('.md5sums');
}

function read(file: CatalogedFile): FoundPackage[] {
  const packages: FoundPackage[] = [];
  let fields = 0;
  let unversioned = 0;
  const interrupted: string[] = [];
  const text = decodeUtf8(requireFullContent(file));
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
    const state = stateOf(stanza.get('status')) ?? '';
    const isUnversioned = state === 'half-installed' && !stanza.has('version');
    if (found && INTERRUPTED.has(state)) interrupted.push(`${stanza.get('package')} (${state})`);
    if (found === 'damaged' && isUnversioned) unversioned++;
    else if (found === 'damaged') damaged++;
    else if (found) packages.push(found);
  }
  if (fields === 0 && file.bytes.some((byte) => byte > 0x20)) {
    throw new CatalogError('is not a dpkg database');
  }
  if (damaged > 0) throw damagedRecords(damaged, packages);
  if (JOURNAL.test(file.path) && fields > 0) throw unmerged(packages);
  if (interrupted.length > 0) throw interruption(interrupted, packages, unversioned);
  return packages;
}

/**
 * Undefined for a package that is not installed; a record without its name, version or status is damaged. dpkg writes no
 * version while it unpacks a package for the first time.
 */
function packageOf(
  stanza: ReadonlyMap<string, string>,
  withoutStatus: boolean,
): FoundPackage | 'damaged' | undefined {
  const status = stanza.get('status');
  const state = stateOf(status);
  if (status === undefined ? !withoutStatus : !STATES.has(state ?? '')) return 'damaged';
  if (state !== undefined && ABSENT.has(state)) return undefined;
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
    facts: packageFactsOf({
      maintainer: stanza.get('maintainer'),
      homepage: stanza.get('homepage'),
    }),
    requires: relations(stanza.get('pre-depends'), stanza.get('depends')),
    provides: relations(stanza.get('provides')),
    ...(state !== undefined && UNPACKING.has(state) && { isInterrupted: true }),
  };
}

/**
 * The names in relationship fields: `libc6 (>= 2.38), default-mta | mail-transport-agent, perl:any`. Every alternative is
 * one, since any installed one fulfills the relationship. Source: deb-control(5), Debian policy 7.1.
 */
function relations(...fields: readonly (string | undefined)[]): readonly string[] | undefined {
  return requirementNames(
    fields.flatMap((field) => (field ?? '').split(/[,|]/)).map((one) => RELATION.exec(one)?.[1]),
  );
}

const RELATION = /^\s*([\w.+-]+)/;

/** The status is "want flag state". */
function stateOf(status: string | undefined): string | undefined {
  return status?.trim().split(/\s+/)[2];
}

/** Packages that are removed except for their configuration do not count. */
const ABSENT: ReadonlySet<string> = new Set(['not-installed', 'config-files']);
/** The files of such a package are in the image; of one that is half-installed, all or some. */
const INTERRUPTED: ReadonlySet<string> = new Set(['unpacked', 'half-configured', 'half-installed']);
/** dpkg was unpacking the package, or has not written its state after it did. */
const UNPACKING: ReadonlySet<string> = new Set(['unpacked', 'half-installed']);
const STATES: ReadonlySet<string> = new Set([
  ...ABSENT,
  ...INTERRUPTED,
  'installed',
  'triggers-awaited',
  'triggers-pending',
]);

const MOST_NAMED = 3;

/** The packages of both files are installed, as far as the files tell. */
function unmerged(packages: readonly FoundPackage[]): CatalogError {
  const names = namesOf(packages.map(({ name, version }) => `${name} ${version}`));
  return new CatalogError(
    `has changes that dpkg has not merged into status${names === '' ? '' : `: ${names}`}. Run dpkg --configure -a`,
    'note',
    packages,
  );
}

function namesOf(names: readonly string[]): string {
  const more = names.length - MOST_NAMED;
  return [...names.slice(0, MOST_NAMED), ...(more > 0 ? [`${more} more`] : [])].join(', ');
}

/** Without its version, a package cannot be checked. */
function interruption(
  names: readonly string[],
  packages: readonly FoundPackage[],
  unversioned: number,
): CatalogError {
  return new CatalogError(
    `has ${pluralize(names.length, 'package')} whose installation was interrupted: ${namesOf(names)}. Run dpkg --configure -a`,
    unversioned > 0 ? 'malformed' : 'note',
    packages,
  );
}

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
      files: () => decodeUtf8(bytes).replace(/^\/+/gm, ''),
    };
  }
  const sums = MD5SUMS.exec(file.path);
  if (!sums?.[1]) throw new CatalogError('is not a list of files');
  return {
    name: sums[1],
    files: () => decodeUtf8(bytes).replace(/^[0-9a-f]{32} [ *](?:\.?\/)?/gm, ''),
  };
}
