import { CatalogError, damagedRecords } from '../catalog-error.js';
import type {
  CatalogedFile,
  Cataloger,
  FileList,
  FoundPackage,
  PackageDetails,
} from '../cataloger.js';
import { requirementNames } from '../clean-facts.js';
import { cleanString, decodeUtf8, maxMebibytes, requireFullContent } from '../file-content.js';
import { stanzas } from '../stanzas.js';

/**
 * The database of opkg (OpenWrt, Yocto): `status` in the format of dpkg, and for each package a list of its files and a
 * `control` file with its license and source. Source: opkg, libopkg/pkg_parse.c and opkg_conf.c.
 */
export const opkg: Cataloger = {
  id: 'opkg',
  system: true,
  wellKnown: ['usr/lib/opkg/status', 'var/lib/opkg/status'],
  wants: (path, size) => (STATUS.test(path) ? maxMebibytes(64, size) : 0),
  read,
  fileLists: { wants: (path) => LIST.test(path), read: readFileList },
  details: { wants: (path) => CONTROL.test(path), read: readDetails },
};

const STATUS = /^(?:usr|var)\/lib\/opkg\/status$/;
const LIST = /^(?:usr|var)\/lib\/opkg\/info\/([^/]+)\.list$/;
const CONTROL = /^(?:usr|var)\/lib\/opkg\/info\/([^/]+)\.control$/;

function read(file: CatalogedFile): FoundPackage[] {
  const packages: FoundPackage[] = [];
  const text = decodeUtf8(requireFullContent(file));
  let fields = 0;
  // opkg ends each line, so that a file without a line feed at its end was cut.
  let damaged = text === '' || text.endsWith('\n') ? 0 : 1;
  let isMerged = false;
  const onRepeated = () => {
    isMerged = true;
  };
  for (const stanza of stanzas(text, onRepeated)) {
    fields += stanza.size;
    const found = packageOf(stanza);
    if (isMerged || found === 'damaged') damaged++;
    isMerged = false;
    if (found && found !== 'damaged') packages.push(found);
  }
  if (fields === 0 && text.trim() !== '') throw new CatalogError('is not a database of opkg');
  if (damaged > 0) throw damagedRecords(damaged, packages);
  return packages;
}

/** Undefined for a package that is not installed. The files of one that is `unpacked` are in the image. */
function packageOf(stanza: ReadonlyMap<string, string>): FoundPackage | 'damaged' | undefined {
  const state = stanza.get('status')?.trim().split(/\s+/)[2];
  if (state === undefined || !STATES.has(state)) return 'damaged';
  if (ABSENT.has(state)) return undefined;
  const name = cleanString(stanza.get('package'));
  const version = cleanString(stanza.get('version'));
  if (!name || !version) return 'damaged';
  return {
    type: 'opkg',
    name,
    version,
    arch: cleanString(stanza.get('architecture')),
    requires: relations(stanza.get('depends')),
    provides: relations(stanza.get('provides')),
  };
}

/** `libc, libubox20230523 (>= 1.0)`: the names without versions. */
function relations(field: string | undefined): readonly string[] | undefined {
  return requirementNames((field ?? '').split(',').map((one) => /^\s*([^\s(]+)/.exec(one)?.[1]));
}

const ABSENT: ReadonlySet<string> = new Set(['not-installed', 'config-files']);
const STATES: ReadonlySet<string> = new Set([
  ...ABSENT,
  'unpacked',
  'half-configured',
  'installed',
  'half-installed',
  'post-inst-failed',
  'removal-failed',
]);

function readFileList(file: CatalogedFile): FileList {
  const name = LIST.exec(file.path)?.[1];
  if (!name) throw new CatalogError('is not a list of files');
  const bytes = new Uint8Array(file.bytes);
  // Yocto adds the mode and the target of links after a tab.
  return { name, files: () => decodeUtf8(bytes).replace(/^\/+|\t.*$/gm, '') };
}

function readDetails(file: CatalogedFile): PackageDetails {
  const [stanza] = stanzas(decodeUtf8(file.bytes));
  const name = cleanString(stanza?.get('package'));
  if (!stanza || !name)
    throw new CatalogError('is not the control file of a package', 'other-format');
  // OpenWrt writes the folder of the build script (package/utils/busybox) as Source.
  const source = cleanString(stanza.get('sourcename') ?? stanza.get('source')?.split('/').at(-1));
  return {
    type: 'opkg',
    name,
    version: cleanString(stanza.get('version')),
    license: cleanString(stanza.get('license')),
    ...(source && { source: { name: source } }),
    publisher: cleanString(stanza.get('maintainer')),
  };
}
