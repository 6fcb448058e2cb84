import type { FileSystem } from '../../image/image.js';
import { normalize } from '../../image/paths.js';
import { CatalogError } from '../catalog-error.js';
import { textOf } from '../file-content.js';
import { lines } from '../stanzas.js';
import type { RecordBudget } from './record-budget.js';
import { recordPath } from './record-path.js';
import type { InstalledPackage, RecordedFile, RecordSystem } from './record-system.js';

const RECORD = /^(?:(.*)\/)?([^/]+)\.dist-info\/RECORD$/;
const INSTALLER = /\.dist-info\/INSTALLER$/;

interface Version {
  readonly layer: number;
  readonly bytes: Buffer;
}

/**
 * The digests in the RECORD of each Python package, by pip and other installers. conda rewrites files after it has
 * copied the RECORD of the package, so its packages are left out.
 * Source: Python packaging specifications, "Recording installed projects".
 */
export function createPipRecords(budget: RecordBudget): RecordSystem {
  const records = new Map<string, Version[]>();
  /** The layers in which conda installed the package, by the path of its RECORD. */
  const ofConda = new Map<string, Set<number>>();
  return {
    wellKnown: [],
    wants: (path) => RECORD.test(path) || INSTALLER.test(path),
    read: ({ path, layer, bytes }) => {
      if (INSTALLER.test(path)) {
        const record = path.replace(/INSTALLER$/, 'RECORD');
        const layers = ofConda.get(record) ?? new Set();
        if (textOf(bytes).trim() === 'conda') ofConda.set(record, layers.add(layer));
        return;
      }
      budget.take(bytes.length);
      const versions = (records.get(path) ?? []).filter((version) => version.layer !== layer);
      versions.push({ layer, bytes: Buffer.from(bytes) });
      records.set(path, versions);
    },
    *installed(files) {
      for (const [path, versions] of records) {
        const found = installedPackage(path, versions, files);
        // A later layer could write that it was conda, and so turn the comparison off.
        if (found && !ofConda.get(path)?.has(found.layer)) yield found;
      }
    },
  };
}

/** The record as the layer wrote it that installed the package after it had been absent. */
function installedPackage(
  path: string,
  versions: readonly Version[],
  files: FileSystem,
): InstalledPackage | undefined {
  const isRemoved = !files.get(path);
  if (isRemoved && !files.get(path.replace(/RECORD$/, 'METADATA'))) return undefined;
  const absentIn = files
    .history(path)
    .findLast(
      ({ type, layer }) => type === 'whiteout' && !versions.some((one) => one.layer === layer),
    );
  const lowest = isRemoved ? 0 : (absentIn?.layer ?? 0);
  const [first, ...later] = versions
    .filter(({ layer }) => layer >= lowest)
    .sort((a, b) => a.layer - b.layer);
  if (!first) return undefined;
  const [, base = '', project = ''] = RECORD.exec(path) ?? [];
  const dash = project.lastIndexOf('-');
  const changed = later.find(({ bytes }) => isChanged(first.bytes, bytes, base));
  return {
    manager: 'pip',
    name: dash < 0 ? project : project.slice(0, dash),
    version: dash < 0 ? '' : project.slice(dash + 1),
    layer: first.layer,
    recordPath: path,
    files: () => filesIn(first.bytes, base),
    ...(changed && { changedIn: changed.layer }),
  };
}

/** Whether a file has another digest. Files that were added, such as those of a cache, are no change. */
function isChanged(before: Buffer, after: Buffer, base: string): boolean {
  if (before.equals(after)) return false;
  const digests = new Map<string, string | undefined>();
  for (const { path, digest } of readable(filesIn(before, base))) digests.set(path, digest);
  for (const { path, digest } of readable(filesIn(after, base)))
    if (digests.has(path) && digests.get(path) !== digest) return true;
  return false;
}

/** The files of a record. Its damage is reported where the record is used. */
function* readable(files: Iterable<RecordedFile>): Generator<RecordedFile> {
  try {
    yield* files;
  } catch (error) {
    if (!(error instanceof CatalogError)) throw error;
  }
}

function* filesIn(bytes: Buffer, base: string): Generator<RecordedFile> {
  let damaged = 0;
  for (const line of lines(textOf(bytes))) {
    if (line === '') continue;
    const [, quoted, plain, hash] = ROW.exec(line) ?? [];
    const name = quoted?.replaceAll('""', '"') ?? plain;
    const path = name === undefined ? undefined : pathIn(base, name);
    const digest = hash === undefined ? undefined : digestOf(hash);
    if (path === undefined || digest === undefined) damaged++;
    else if (digest.digest !== undefined && !path.endsWith('.pyc')) yield { path, ...digest };
  }
  if (damaged > 0)
    throw new CatalogError(damaged === 1 ? 'has a damaged line' : `has ${damaged} damaged lines`);
}

/** A path, a hash and a size. The path may be quoted. */
const ROW = /^(?:"((?:[^"]|"")*)"|([^",]*)),([^,]*),[^,]*$/;
const LONGEST_NAME = 1024;

/** Programs are outside of the folder of the packages: `../../../bin/pip`. */
function pathIn(base: string, name: string): string | undefined {
  if (name.startsWith('/') || name.length > LONGEST_NAME) return recordPath(name);
  const depth = base === '' ? 0 : base.split('/').length;
  const [up = ''] = /^(?:\.\.\/)*/.exec(name) ?? [];
  return up.length / '../'.length > depth ? undefined : recordPath(normalize(`${base}/${name}`));
}

const DIGESTS = { sha224: 28, sha256: 32, sha384: 48, sha512: 64 } as const;

/** `sha256=` and the digest in the Base64 alphabet for URLs. Empty for a file that has none. */
function digestOf(hash: string): Pick<RecordedFile, 'algorithm' | 'digest'> | undefined {
  if (hash === '') return {};
  const [, name, encoded = ''] = /^(\w{1,10})=([\w-]{1,100})=*$/.exec(hash) ?? [];
  const algorithm = Object.keys(DIGESTS).find((one) => one === name) as keyof typeof DIGESTS;
  const value = Buffer.from(encoded, 'base64url');
  if (!algorithm || value.length !== DIGESTS[algorithm]) return undefined;
  return { algorithm, digest: value.toString('hex') };
}
