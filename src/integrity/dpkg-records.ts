import type { FileSystem } from '../image/image.js';
import { CatalogError } from '../inventory/catalog-error.js';
import { decodeUtf8 } from '../inventory/file-content.js';
import { eachLine } from '../inventory/stanzas.js';
import type { RecordBudget } from './record-budget.js';
import { recordPath } from './record-path.js';
import type { RecordedFile, RecordedPackage, RecordSystem } from './record-system.js';
import { createListedPaths, hasRemainingFiles, readableFiles } from './remaining-files.js';
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
  readonly replaces: ReadonlySet<string>;
}

interface Sums {
  readonly path: string;
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
      if (path === DIVERSIONS) diversions = diversionsIn(decodeUtf8(bytes));
      else if (MD5SUMS.test(path)) {
        budget.take(bytes.length);
        const versions = (sums.get(path) ?? []).filter((version) => version.layer !== layer);
        versions.push({ path, layer, bytes: Buffer.from(bytes) });
        sums.set(path, versions);
      } else {
        const snapshots = statuses.get(path) ?? [];
        addSnapshot(snapshots, { layer, packages: packagesIn(decodeUtf8(bytes)) });
        statuses.set(path, snapshots);
      }
    },
    *installed(files) {
      for (const [path, snapshots] of statuses)
        yield* installedPackages(snapshots, files, { path, sums, diversions });
    },
    // dpkg itself writes the sums of a package that brings none.
    *unrecorded(files) {
      for (const [path, snapshots] of statuses)
        for (const found of (files.get(path) && snapshots.at(-1)?.packages.values()) ?? [])
          if (recordsOf(found, { path, sums, diversions }).length === 0) yield found.name;
    },
  };
}

interface Database {
  /** Of the status. */
  readonly path: string;
  readonly sums: ReadonlyMap<string, readonly Sums[]>;
  readonly diversions: Diversions;
}

function* installedPackages(
  snapshots: readonly Snapshot<DpkgPackage>[],
  files: FileSystem,
  database: Database,
): Generator<RecordedPackage> {
  const ofRecord = ({ bytes }: Sums, { name, conffiles }: DpkgPackage) =>
    filesIn(bytes, name, conffiles, database.diversions);
  const listed = createListedPaths(function* () {
    for (const found of snapshots.at(-1)?.packages.values() ?? []) {
      const record = recordsOf(found, database).at(-1);
      if (record) yield* readableFiles(ofRecord(record, found));
    }
  });
  const found = introductions(lineages(snapshots), {
    remains: (one, from, until) => {
      const records = recordsOf(one, database);
      const record = records.findLast(({ layer }) => layer <= from) ?? records[0];
      if (!record) return false;
      // dpkg removes the sums with the package.
      if (until === undefined && files.get(record.path)) return true;
      return hasRemainingFiles(ofRecord(record, one), { from, until }, files, listed);
    },
  });
  for (const { layer, found: one } of found) {
    const records = recordsOf(one, database);
    // As the layer that installed the package wrote it; else as the first layer above did.
    const own = records.find((record) => record.layer >= layer);
    if (!own) continue;
    const isChange = (record: Sums) =>
      record.layer > own.layer && hasOtherLines(record.bytes, own.bytes);
    const changed = records.find(isChange);
    yield {
      manager: 'dpkg',
      name: one.name,
      version: one.version,
      layer,
      recordPath: changed?.path ?? own.path,
      recordedIn: own.layer,
      files: () => ofRecord(own, one),
      configuration: () => configurationOf(one),
      mayReplace: (other) => mayReplace(one, other),
      fileLists: infoPaths(one, database).map((path) => path.replace(/md5sums$/, 'list')),
      ...(changed && { changedIn: changed.layer }),
    };
  }
}

/** dpkg knows nothing of pip. Of its own packages, one must name the others. Source: Debian policy 7.6.1. */
function mayReplace({ replaces }: DpkgPackage, other: RecordedPackage): boolean {
  if (other.manager !== 'dpkg') return other.manager === 'pip';
  return replaces.has(other.name);
}

/** Debian has some twenty. */
const MAX_ARCHITECTURES = 50;

/**
 * The snapshots with a key for each package that stays the same when a layer only changes the architecture. Several
 * architectures of one package can be installed at once.
 */
function lineages(snapshots: readonly Snapshot<DpkgPackage>[]): Snapshot<DpkgPackage>[] {
  /** By name: the last architecture of each lineage. */
  const byName = new Map<string, (string | undefined)[]>();
  return snapshots.map(({ layer, packages }) => {
    const keys = new Map<string, DpkgPackage>();
    for (const found of packages.values()) {
      const { name, arch } = found;
      const known = byName.get(name) ?? [];
      byName.set(name, known);
      const same = known.indexOf(arch);
      const free = known.findIndex((other) => !packages.has(`${name}:${other}`));
      const index = same >= 0 ? same : free >= 0 ? free : known.length;
      if (index < MAX_ARCHITECTURES) known[index] = arch;
      keys.set(index < MAX_ARCHITECTURES ? `${name} ${index}` : `${name}:${arch}`, found);
    }
    return { layer, packages: keys };
  });
}

/** The records of a package, lowest layer first. dpkg adds the architecture to the name if there may be several. */
function recordsOf(found: DpkgPackage, database: Database): readonly Sums[] {
  return infoPaths(found, database)
    .flatMap((one) => database.sums.get(one) ?? [])
    .sort((a, b) => a.layer - b.layer);
}

function infoPaths({ name, arch }: DpkgPackage, { path }: Database): readonly string[] {
  const info = 'var/lib/dpkg/info/';
  return path === STATUS
    ? [`${info}${name}:${arch}.md5sums`, `${info}${name}.md5sums`]
    : [`${path}.md5sums`];
}

/** Whether a line is new or no line is left. Scripts that delete documentation delete its lines, too, which hides nothing. */
function hasOtherLines(after: Buffer, before: Buffer): boolean {
  if (after.equals(before)) return false;
  const known = new Set(eachLine(decodeUtf8(before)));
  const left = [...eachLine(decodeUtf8(after))].filter((line) => line !== '');
  return left.length === 0 || left.some((line) => !known.has(line));
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
  for (const line of eachLine(decodeUtf8(bytes))) {
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

/** Source: deb822(5) of dpkg's status, Conffiles. */
function* configurationOf({ conffiles }: DpkgPackage): Generator<RecordedFile> {
  for (const [, name = '', digest = ''] of conffiles.matchAll(
    /^[ \t]*\/(\S+)[ \t]+([0-9a-f]{32})\b/gm,
  )) {
    const path = recordPath(name);
    if (path !== undefined) yield { path, algorithm: 'md5', digest };
  }
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
  for (const block of text.split(/\n[ \t]*\n/)) {
    const name = fieldOf(block, NAME);
    const version = fieldOf(block, VERSION);
    const status = fieldOf(block, STATE);
    if (!name || !version || (status !== undefined && !PRESENT.test(status))) continue;
    const arch = fieldOf(block, ARCHITECTURE);
    const [, conffiles = ''] = CONFFILES.exec(block) ?? [];
    const relations = (fieldOf(block, REPLACES) ?? '').split(/[,|]/);
    const replaces = new Set(relations.map((one) => one.trim().split(/[\s(:]/)[0] ?? ''));
    packages.set(`${name}:${arch}`, { name, version, arch, conffiles, replaces });
  }
  return packages;
}

/** The files of an interrupted installation are there, too. */
const PRESENT = / (?:installed|unpacked|half-\w+|triggers-\w+)$/;
const NAME = /^package:[ \t]*(\S.*)$/im;
const VERSION = /^version:[ \t]*(\S.*)$/im;
const STATE = /^status:[ \t]*(\S.*)$/im;
const ARCHITECTURE = /^architecture:[ \t]*(\S.*)$/im;
const REPLACES = /^replaces:[ \t]*(\S.*)$/im;
const CONFFILES = /^conffiles:((?:[^\n]*\n[ \t])*[^\n]*)/im;

function fieldOf(block: string, field: RegExp): string | undefined {
  return field.exec(block)?.[1]?.trim();
}

/** By the path of a file: its new path, and the package whose file keeps the path; `:` for none. */
type Diversions = ReadonlyMap<string, { readonly to: string; readonly by: string }>;

/** Three lines for each diversion: the path, the new path, the package. */
function diversionsIn(text: string): Diversions {
  const all = [...eachLine(text)];
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
