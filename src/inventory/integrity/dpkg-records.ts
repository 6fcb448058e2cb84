import { CatalogError } from '../catalog-error.js';
import { textOf } from '../file-content.js';
import { lines } from '../stanzas.js';
import type { RecordBudget } from './record-budget.js';
import { recordPath } from './record-path.js';
import type { InstalledPackage, RecordedFile, RecordSystem } from './record-system.js';
import { addSnapshot, introductions, type Snapshot } from './snapshots.js';

const STATUS = 'var/lib/dpkg/status';
const STATUS_FILE = /^var\/lib\/dpkg\/status\.d\/[^/]+$/;
const MD5SUMS = /^var\/lib\/dpkg\/(?:info|status\.d)\/[^/]+\.md5sums$/;
const DIVERSIONS = 'var/lib/dpkg/diversions';
/** dpkg installs no file under a path that is longer than Linux allows. */
const LINE = /^\\?([0-9a-f]{32}) [ *](.{1,4096})$/;

interface DpkgPackage {
  readonly name: string;
  readonly version: string;
  readonly arch: string | undefined;
  readonly conffiles: string;
}

interface Sums {
  readonly layer: number;
  readonly bytes: Buffer;
}

/**
 * The MD5 sums that dpkg stores for each package: `info/NAME.md5sums` with `status`, or `status.d/NAME.md5sums` with
 * `status.d/NAME` (distroless). Files that a diversion renames are compared under their new name. Configuration files
 * (conffiles) are left out. Sources: deb-md5sums(5), deb-conffiles(5), dpkg-divert(1).
 */
export function createDpkgRecords(budget: RecordBudget): RecordSystem {
  const statuses = new Map<string, Snapshot<DpkgPackage>[]>();
  const sums = new Map<string, Sums[]>();
  let diversions: Diversions = new Map();
  return {
    wellKnown: [STATUS, DIVERSIONS],
    wants: (path) =>
      path === STATUS || path === DIVERSIONS || MD5SUMS.test(path) || STATUS_FILE.test(path),
    read: ({ path, layer, bytes }) => {
      if (path === DIVERSIONS) diversions = diversionsIn(textOf(bytes));
      else if (MD5SUMS.test(path)) {
        budget.take(bytes.length);
        const versions = (sums.get(path) ?? []).filter((version) => version.layer !== layer);
        versions.push({ layer, bytes: Buffer.from(bytes) });
        sums.set(path, versions);
      } else {
        const snapshots = statuses.get(path) ?? [];
        addSnapshot(snapshots, { layer, packages: packagesIn(textOf(bytes)) });
        statuses.set(path, snapshots);
      }
    },
    *installed(files) {
      const used = new Set<string>();
      for (const [path, snapshots] of statuses)
        for (const { layer, found, isListed } of everInstalled(snapshots)) {
          const record = recordOf(found, path, sums);
          // dpkg removes the sums with the package, so a layer with sums and without the package hides it.
          if (!record || (!isListed && (used.has(record.path) || !files.get(record.path))))
            continue;
          used.add(record.path);
          yield installedPackage(found, layer, record, diversions);
        }
    },
  };
}

/** The packages of the last status, and those that only lower layers list. */
function* everInstalled(snapshots: readonly Snapshot<DpkgPackage>[]) {
  const seen = new Set<string>();
  for (let end = snapshots.length; end > 0; end--) {
    const all = snapshots.slice(0, end);
    for (const one of introductions(all, undefined, (key) => !seen.has(key))) {
      seen.add(one.key);
      yield { ...one, isListed: end === snapshots.length };
    }
  }
}

/** The sums as the layer that installed the package wrote them; else as the first layer above did. */
function installedPackage(
  { name, version, conffiles }: DpkgPackage,
  layer: number,
  { path, versions }: { readonly path: string; readonly versions: readonly Sums[] },
  diversions: Diversions,
): InstalledPackage {
  const own = versions.find((one) => one.layer >= layer);
  const changed =
    own && versions.find((one) => one.layer > own.layer && !one.bytes.equals(own.bytes));
  return {
    manager: 'dpkg',
    name,
    version,
    layer,
    recordPath: path,
    files: () => (own ? filesIn(own.bytes, name, conffiles, diversions) : []),
    ...(changed && { changedIn: changed.layer }),
  };
}

function recordOf(
  { name, arch }: DpkgPackage,
  statusPath: string,
  sums: ReadonlyMap<string, Sums[]>,
): { readonly path: string; readonly versions: readonly Sums[] } | undefined {
  const info = 'var/lib/dpkg/info/';
  const paths =
    statusPath === STATUS
      ? [`${info}${name}:${arch}.md5sums`, `${info}${name}.md5sums`]
      : [`${statusPath}.md5sums`];
  for (const path of paths) {
    const versions = sums.get(path);
    if (versions) return { path, versions: versions.toSorted((a, b) => a.layer - b.layer) };
  }
  return undefined;
}

function* filesIn(
  bytes: Buffer,
  name: string,
  conffiles: string,
  diversions: Diversions,
): Generator<RecordedFile> {
  const configuration = new Set(
    [...conffiles.matchAll(/^[ \t]*(?:remove-on-upgrade )?\/(\S+)/gm)].map(([, path]) => path),
  );
  let damaged = 0;
  for (const line of lines(textOf(bytes))) {
    const [, digest, written] = LINE.exec(line) ?? [];
    const path = written === undefined ? undefined : recordPath(unescaped(line, written));
    if (digest === undefined || path === undefined) {
      if (line !== '') damaged++;
    } else if (!configuration.has(path))
      yield { path, ...divertedTo(path, name, diversions), algorithm: 'md5', digest };
  }
  if (damaged > 0)
    throw new CatalogError(damaged === 1 ? 'has a damaged line' : `has ${damaged} damaged lines`);
}

/** md5sum begins a line with a backslash when it escapes the name in it. */
function unescaped(line: string, path: string): string {
  if (!line.startsWith('\\')) return path;
  return path.replace(/\\([\\nr])/g, (_, code) =>
    code === 'n' ? '\n' : code === 'r' ? '\r' : '\\',
  );
}

/** The packages that are installed, by name and architecture. */
function packagesIn(text: string): Map<string, DpkgPackage> {
  const packages = new Map<string, DpkgPackage>();
  for (const block of text.split(/\n(?:[ \t]*\n)+/)) {
    const name = fieldOf(block, NAME);
    const version = fieldOf(block, VERSION);
    const status = fieldOf(block, STATE);
    if (!name || !version || (status !== undefined && !PRESENT.test(status))) continue;
    const arch = fieldOf(block, ARCHITECTURE);
    const [, conffiles = ''] = CONFFILES.exec(block) ?? [];
    packages.set(`${name}:${arch}`, { name, version, arch, conffiles });
  }
  return packages;
}

/** The files of an interrupted installation are there, too. */
const PRESENT = / (?:installed|unpacked|half-\w+|triggers-\w+)$/;
const NAME = /^package:[ \t]*(\S.*)$/im;
const VERSION = /^version:[ \t]*(\S.*)$/im;
const STATE = /^status:[ \t]*(\S.*)$/im;
const ARCHITECTURE = /^architecture:[ \t]*(\S.*)$/im;
const CONFFILES = /^conffiles:((?:[^\n]*\n[ \t])*[^\n]*)/im;

function fieldOf(block: string, field: RegExp): string | undefined {
  return field.exec(block)?.[1]?.trim();
}

/** By the path of a file: its new path, and the package whose file keeps the path; `:` for none. */
type Diversions = ReadonlyMap<string, { readonly to: string; readonly by: string }>;

/** Three lines for each diversion: the path, the new path, the package. */
function diversionsIn(text: string): Diversions {
  const all = [...lines(text)];
  const found = new Map<string, { to: string; by: string }>();
  for (let at = 0; at + 2 < all.length; at += 3) {
    const from = recordPath(all[at] ?? '');
    const to = recordPath(all[at + 1] ?? '');
    if (from !== undefined && to !== undefined) found.set(from, { to, by: all[at + 2] ?? '' });
  }
  return found;
}

function divertedTo(
  path: string,
  name: string,
  diversions: Diversions,
): Pick<RecordedFile, 'divertedTo'> {
  const diversion = diversions.get(path);
  return diversion && diversion.by !== name ? { divertedTo: diversion.to } : {};
}
