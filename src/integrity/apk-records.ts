import { CatalogError } from '../inventory/catalog-error.js';
import { decodeUtf8 } from '../inventory/file-content.js';
import { eachLine } from '../inventory/stanzas.js';
import type { RecordBudget } from './record-budget.js';
import { recordPath } from './record-path.js';
import type { RecordedFile, RecordedPackage, RecordSystem } from './record-system.js';
import { createListedPaths, hasRemainingFiles, readableFiles } from './remaining-files.js';
import { addSnapshot, introductions, type Snapshot } from './snapshots.js';

const DATABASES = ['lib/apk/db/installed', 'usr/lib/apk/db/installed'];
const DEFAULT_MODE = 0o644;

interface ApkPackage {
  readonly name: string;
  readonly version: string;
  /** The lines of its files. */
  readonly files: string;
  readonly algorithm: 'sha1' | 'sha256';
  readonly replaces: string;
  readonly origin: string;
}

/**
 * The checksums in the installed database of apk: SHA-1, or the beginning of SHA-256 for packages in the format of
 * apk 3, of a file's content or a link's target. What is in /etc is configuration, which apk protects.
 * Sources: Alpine wiki, "Apk spec", installed database V2; apk-tools, src/database.c.
 */
export function createApkRecords(budget: RecordBudget): RecordSystem {
  const snapshots: Snapshot<ApkPackage>[] = [];
  return {
    wellKnown: DATABASES,
    wants: (path) => DATABASES.includes(path),
    read: ({ layer, bytes }) => {
      const below = snapshots.at(-1)?.packages;
      addSnapshot(snapshots, { layer, packages: packagesIn(decodeUtf8(bytes), below, budget) });
    },
    *installed(files) {
      const listed = createListedPaths(function* () {
        for (const found of snapshots.at(-1)?.packages.values() ?? [])
          yield* readableFiles(filesIn(found));
      });
      const pathsBySnapshot = new Map<Snapshot<ApkPackage>, ReadonlySet<string>>();
      const pathsOf = (snapshot: Snapshot<ApkPackage>) => {
        const known = pathsBySnapshot.get(snapshot) ?? allPaths(snapshot);
        pathsBySnapshot.set(snapshot, known);
        return known;
      };
      const found = introductions(snapshots, {
        isSame: (a, b, above) => hasSameFiles(a, b, () => pathsOf(above)),
        remains: (one, from, until) =>
          hasRemainingFiles(filesIn(one), { from, until }, files, listed),
      });
      const origins = new Map(found.map(({ found: { name, origin } }) => [name, origin]));
      for (const { layer, found: one, changedIn } of found)
        yield {
          manager: 'apk',
          name: one.name,
          version: one.version,
          layer,
          recordPath: 'lib/apk/db/installed',
          files: () => filesIn(one),
          mayReplace: (other) => mayReplace(one, other, origins),
          ...(changedIn !== undefined && { changedIn }),
        };
    },
  };
}

/**
 * apk knows nothing of pip. Of its own packages, one must name the others, or have the same source.
 * Source: apk-tools, src/package.c.
 */
function mayReplace(
  { replaces, origin }: ApkPackage,
  other: RecordedPackage,
  origins: ReadonlyMap<string, string>,
): boolean {
  if (other.manager !== 'apk') return other.manager === 'pip';
  if (origin !== '' && origins.get(other.name) === origin) return true;
  return replaces.split(' ').some((one) => one.split(/[<>=~]/)[0] === other.name);
}

/** The packages of a database. What they have in common with the layer below is stored once. */
function packagesIn(
  text: string,
  below: ReadonlyMap<string, ApkPackage> | undefined,
  budget: RecordBudget,
): Map<string, ApkPackage> {
  const packages = new Map<string, ApkPackage>();
  for (const block of text.split(/\n\r?\n/)) {
    const name = /^P:(.+)$/m.exec(block)?.[1];
    const version = /^V:(.+)$/m.exec(block)?.[1];
    if (!name || !version) continue;
    const start = /^[FR]:/m.exec(block)?.index ?? block.length;
    const algorithm = /^f:.*S/m.test(block) ? 'sha256' : 'sha1';
    const before = below?.get(name);
    const files = block.slice(start);
    if (before?.version === version && before.files === files) packages.set(name, before);
    else {
      budget.take(files.length);
      // A copy, because a part of a text keeps all of it in memory.
      const copy = Buffer.from(files).toString();
      const [, replaces = ''] = /^r:(.+)$/m.exec(block) ?? [];
      const [, origin = ''] = /^o:(.+)$/m.exec(block) ?? [];
      packages.set(name, { name, version, files: copy, algorithm, replaces, origin });
    }
  }
  return packages;
}

/**
 * Without owners, modes and folders, which depend on the order of installation, and files that another package took over:
 * apk moves these to its record.
 */
function hasSameFiles(a: ApkPackage, b: ApkPackage, pathsIn: () => ReadonlySet<string>): boolean {
  const checksums = (files: string) => files.replace(/^[^FRZ]:.*\n?/gm, '').trim();
  if (a.files === b.files || checksums(a.files) === checksums(b.files)) return true;
  const before = digestsOf(a);
  const after = digestsOf(b);
  for (const [path, digest] of after) if (before.get(path) !== digest) return false;
  const missing = [...before.keys()].filter((path) => !after.has(path));
  if (missing.length === 0) return true;
  const moved = pathsIn();
  return missing.every((path) => moved.has(path));
}

function allPaths({ packages }: Snapshot<ApkPackage>): ReadonlySet<string> {
  return new Set([...packages.values()].flatMap((one) => [...digestsOf(one).keys()]));
}

function digestsOf(found: ApkPackage): Map<string, string | undefined> {
  return new Map([...readableFiles(filesIn(found))].map(({ path, digest }) => [path, digest]));
}

interface File {
  readonly path: string;
  mode: number;
  hasAttributes: boolean;
}

function* filesIn({ name, files, algorithm }: ApkPackage): Generator<RecordedFile> {
  let folder = '';
  let damaged = 0;
  let file: File | undefined;
  for (const line of eachLine(files)) {
    const value = line.slice(2);
    if (line.startsWith('F:')) folder = value;
    else if (line.startsWith('R:')) {
      const path = recordPath(folder === '' ? value : `${folder}/${value}`);
      file = path === undefined ? undefined : { path, mode: DEFAULT_MODE, hasAttributes: false };
      if (!file) damaged++;
    } else if (line.startsWith('a:') && file) {
      const [, , mode = '', attributes] = value.split(':');
      if (/^[0-7]{1,5}$/.test(mode)) file.mode = Number.parseInt(mode, 8) & 0o7777;
      else damaged++;
      file.hasAttributes = attributes !== undefined;
    } else if (line.startsWith('Z:') && file) {
      const digest = digestOf(value);
      if (digest === undefined) damaged++;
      else if (!file.path.startsWith('etc/')) yield recordedFile(file, algorithm, digest);
    }
  }
  if (damaged > 0) {
    const what = damaged === 1 ? 'a damaged line' : `${damaged} damaged lines`;
    throw new CatalogError(`has ${what} in the package ${name}`);
  }
}

function recordedFile(
  { path, mode, hasAttributes }: File,
  algorithm: ApkPackage['algorithm'],
  digest: string,
): RecordedFile {
  const capabilities = hasAttributes ? {} : { capabilities: '' };
  return { path, algorithm, digest, digestOfLink: true, mode, ...capabilities };
}

/** `Q1` and the Base64 encoding of 20 bytes. */
function digestOf(value: string): string | undefined {
  if (!/^Q1[A-Za-z0-9+/]{27}=$/.test(value)) return undefined;
  return Buffer.from(value.slice(2), 'base64').toString('hex');
}
