import { CatalogError, damagedRecords } from '../catalog-error.js';
import type { CatalogedFile, Cataloger, FileList, FoundPackage } from '../cataloger.js';
import { packageFactsOf, requirementNames } from '../clean-facts.js';
import { cleanString, decodeUtf8, maxMebibytes, requireFullContent } from '../file-content.js';
import { type PlistDictionary, type PlistValue, readPlist } from '../plist.js';

/**
 * The database of xbps (Void Linux): a property list of all packages, and one with the files of each package.
 * Source: xbps, lib/pkgdb.c and lib/package_state.c.
 */
export const xbps: Cataloger = {
  id: 'xbps',
  system: true,
  wellKnown: ['var/db/xbps/pkgdb-0.38.plist'],
  wants: (path, size) => (DATABASE.test(path) ? maxMebibytes(64, size) : 0),
  read,
  fileLists: { wants: (path) => FILES.test(path), read: readFileList },
};

const DATABASE = /^var\/db\/xbps\/pkgdb-[\w.]+\.plist$/;
const FILES = /^var\/db\/xbps\/\.([^/]+)-files\.plist$/;

function read(file: CatalogedFile): FoundPackage[] {
  const packages: FoundPackage[] = [];
  let damaged = 0;
  for (const [name, record] of readPlist(decodeUtf8(requireFullContent(file)))) {
    // Not a package: the names of alternatives.
    if (name.startsWith('_XBPS_')) continue;
    const found = record instanceof Map ? packageOf(name, record) : 'damaged';
    if (found === 'damaged') damaged++;
    else if (found) packages.push(found);
  }
  if (damaged > 0) throw damagedRecords(damaged, packages);
  return packages;
}

/** Undefined for a package that is not installed: the files of one that is `unpacked` or `half-removed` are in the image. */
function packageOf(key: string, record: PlistDictionary): FoundPackage | 'damaged' | undefined {
  const field = (name: string) => cleanString(record.get(name));
  if (field('state') === 'not-installed') return undefined;
  const name = cleanString(key);
  const whole = field('pkgver');
  if (!name || !whole?.startsWith(`${name}-`)) return 'damaged';
  const version = whole.slice(name.length + 1);
  if (!/^[^\s-]+_\d+$/.test(version)) return 'damaged';
  const source = /^([^\s:]+)/.exec(field('source-revisions') ?? '')?.[1];
  return {
    type: 'xbps',
    name,
    version,
    arch: field('architecture'),
    source: { name: source ?? name, version },
    license: field('license'),
    publisher: field('repository'),
    facts: packageFactsOf({
      maintainer: record.get('maintainer'),
      homepage: record.get('homepage'),
    }),
    requires: names(record.get('run_depends'), /[<>=]/),
    provides: names(record.get('provides'), /-[^-]*$/),
  };
}

/** `glibc>=2.39_1`, and of what a package provides `cmd:jq-1.8.2_1`: the names without versions. */
function names(list: PlistValue | undefined, version: RegExp): readonly string[] | undefined {
  if (!Array.isArray(list)) return undefined;
  return requirementNames(
    list.map((one: PlistValue) => (typeof one === 'string' ? one.split(version)[0] : undefined)),
  );
}

function readFileList(file: CatalogedFile): FileList {
  const name = FILES.exec(file.path)?.[1];
  if (!name) throw new CatalogError('is not a list of files');
  const lists = readPlist(decodeUtf8(file.bytes));
  const paths = ['files', 'conf_files', 'links'].flatMap((kind) => pathsIn(lists.get(kind)));
  const text = paths.join('\n');
  return { name, files: () => text };
}

/** `<dict><key>file</key><string>/usr/bin/a</string>…`. */
function pathsIn(value: PlistValue | undefined): string[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((entry: PlistValue) => {
    const path = entry instanceof Map ? entry.get('file') : undefined;
    return typeof path === 'string' ? [path.replace(/^\.?\/+/, '')] : [];
  });
}
