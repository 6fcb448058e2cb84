import { pythonName } from '../core/python-name.js';
import type { FileSystem, LayerEntry } from '../image/image.js';
import { normalize } from '../image/paths.js';
import { CatalogError } from '../inventory/catalog-error.js';
import { decodeUtf8 } from '../inventory/file-content.js';
import { eachLine } from '../inventory/stanzas.js';
import type { RecordBudget } from './record-budget.js';
import { recordPath } from './record-path.js';
import type { RecordedFile, RecordedPackage, RecordSystem } from './record-system.js';
import { createListedPaths, hasRemainingFiles, readableFiles } from './remaining-files.js';
import { isWrittenWhole } from './whole-rewrite.js';

const RECORD = /^(?:(.*)\/)?([^/]+)\.dist-info\/RECORD$/;
const METADATA = /^((?:.*\/)?([^/]+)\.dist-info)\/METADATA$/;
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
  const isOfConda = ({ recordPath: path, layer }: RecordedPackage) =>
    ofConda.get(path)?.has(layer) === true;
  function* all(files: FileSystem): Generator<RecordedPackage> {
    const listed = createListedPaths(function* () {
      for (const [path, versions] of records) {
        const last = highest(versions);
        if (last && files.get(path)) yield* readableFiles(filesIn(last.bytes, baseOf(path)));
      }
    });
    for (const [path, versions] of records) {
      const found = installedPackage(path, versions, files, listed);
      if (found) yield found;
    }
  }
  return {
    wellKnown: [],
    wants: (path) => RECORD.test(path) || INSTALLER.test(path),
    read: ({ path, layer, bytes }) => {
      if (INSTALLER.test(path)) {
        const record = path.replace(/INSTALLER$/, 'RECORD');
        const layers = ofConda.get(record) ?? new Set();
        if (decodeUtf8(bytes).trim() === 'conda') ofConda.set(record, layers.add(layer));
        return;
      }
      budget.take(bytes.length);
      const versions = (records.get(path) ?? []).filter((version) => version.layer !== layer);
      versions.push({ layer, bytes: Buffer.from(bytes) });
      records.set(path, versions);
    },
    *installed(files) {
      // A later layer could write that it was conda, and so turn the comparison off.
      for (const found of all(files)) if (!isOfConda(found)) yield found;
    },
    *uncompared(files) {
      for (const found of all(files)) if (isOfConda(found)) yield found;
    },
    *unrecorded(files, isOfPackage) {
      for (const { path } of files.entries()) {
        const [, folder, project = ''] = METADATA.exec(path) ?? [];
        // Distributions leave the record out of their packages.
        if (folder === undefined || records.has(`${folder}/RECORD`) || isOfPackage(path)) continue;
        yield nameOf(project);
      }
    },
  };
}

function highest(versions: readonly Version[]): Version | undefined {
  return versions.toSorted((a, b) => b.layer - a.layer)[0];
}

function baseOf(recordPath: string): string {
  return RECORD.exec(recordPath)?.[1] ?? '';
}

/** The record as the layer wrote it that installed the package after it had been absent. */
function installedPackage(
  path: string,
  versions: readonly Version[],
  files: FileSystem,
  isListed: (path: string) => boolean,
): RecordedPackage | undefined {
  const [, base = '', project = ''] = RECORD.exec(path) ?? [];
  const remains = ({ layer, bytes }: Version, until?: number) =>
    hasRemainingFiles(filesIn(bytes, base), { from: layer, until }, files, isListed);
  const sorted = versions.toSorted((a, b) => a.layer - b.layer);
  const last = sorted.at(-1);
  const isThere = files.get(path) ?? files.get(path.replace(/RECORD$/, 'METADATA'));
  if (!last || (!isThere && !remains(last))) return undefined;
  const deletions = files.history(path).filter(({ type }) => type === 'whiteout');
  const start = sorted.findLastIndex((version, i) => {
    const before = sorted[i - 1];
    if (!before) return true;
    const isDeleted = ({ layer }: LayerEntry) => layer > before.layer && layer < version.layer;
    return deletions.some(isDeleted) && !remains(before, version.layer);
  });
  const [first = last, ...later] = sorted.slice(start);
  const { record, reinstalledIn, changedIn } = recordThatCounts(first, later, path, files);
  return {
    manager: 'pip',
    name: nameOf(project),
    version: project.slice(nameOf(project).length + 1),
    layer: first.layer,
    recordPath: path,
    files: () => filesIn(record.bytes, base),
    mayReplace: (other, file) => mayReplace(base, project, other, file),
    ...(reinstalledIn !== undefined && { reinstalledIn }),
    ...(changedIn !== undefined && { changedIn }),
  };
}

/** `requests` of `requests-2.32.3`. */
function nameOf(project: string): string {
  return project.replace(/-[^-]*$/, '');
}

interface RecordThatCounts extends Pick<RecordedPackage, 'changedIn' | 'reinstalledIn'> {
  readonly record: Version;
}

/**
 * The first record, or that of a layer above that installed the package again: it wrote all files, not only those that have
 * another digest now. Programs and metadata differ between installers, and files that are compiled from one build to another.
 */
function recordThatCounts(
  first: Version,
  later: readonly Version[],
  path: string,
  files: FileSystem,
): RecordThatCounts {
  const base = baseOf(path);
  let counts: RecordThatCounts = { record: first };
  for (const version of later) {
    const { record, changedIn, reinstalledIn } = counts;
    if (!isChanged(record.bytes, version.bytes, base)) continue;
    const paths = new Set(
      [...digestsOf(record.bytes, base), ...digestsOf(version.bytes, base)].map(([one]) => one),
    );
    if (!isWrittenWhole(paths, version.layer, files))
      counts = { ...counts, changedIn: changedIn ?? version.layer };
    else {
      const isOther = !isLocal(record.bytes) && isOtherBuild(record, version, path);
      counts = { record: version, reinstalledIn: isOther ? version.layer : reinstalledIn };
    }
  }
  return counts;
}

/** What an installer notes about the installation. Source: Python packaging specifications; uv. */
const NOTES = /^(?:INSTALLER|REQUESTED|direct_url\.json|uv_[a-z]+\.json)$/;

/** Whether more differs than the notes of the installer. */
function isOtherBuild(before: Version, after: Version, path: string): boolean {
  const base = baseOf(path);
  const folder = path.slice(0, -'RECORD'.length);
  const digests = digestsOf(before.bytes, base);
  return [...digestsOf(after.bytes, base)].some(([file, digest]) => {
    const isNote = file.startsWith(folder) && NOTES.test(file.slice(folder.length));
    return !isNote && digests.has(file) && digests.get(file) !== digest;
  });
}

function digestsOf(bytes: Buffer, base: string): Map<string, string | undefined> {
  const digests = new Map<string, string | undefined>();
  for (const { path, digest } of readableFiles(filesIn(bytes, base))) digests.set(path, digest);
  return digests;
}

/** Whether the record has what pip writes for a package that no index gave it. Source: PEP 610. */
function isLocal(bytes: Buffer): boolean {
  return bytes.includes('.dist-info/direct_url.json,');
}

/**
 * pip overwrites files and programs of other packages in its folder, and the programs of a package of the distribution for
 * the same project: `py3-pip`, `python3-requests`.
 */
function mayReplace(base: string, project: string, other: RecordedPackage, path: string): boolean {
  if (SITE.test(base) && path.startsWith(`${base}/`)) return true;
  if (other.manager === 'pip' && isProgramOf(base, path) && baseOf(other.recordPath) === base)
    return true;
  const name = pythonName(nameOf(project));
  const owner = pythonName(other.name);
  return owner === name || owner.replace(/^(?:py|python)[\d.-]*/, '') === name;
}

const SITE = /(?:^|\/)(?:site|dist)-packages$/;
const SITE_IN_PREFIX = /^(.*?)\/?lib(?:64)?\/python[\d.]*t?\/(?:site|dist)-packages$/;

/** `usr/local/bin/NAME` for `usr/local/lib/python3.13/site-packages`. */
function isProgramOf(base: string, path: string): boolean {
  const [, prefix] = SITE_IN_PREFIX.exec(base) ?? [];
  if (prefix === undefined) return false;
  const folder = prefix === '' ? 'bin/' : `${prefix}/bin/`;
  return path.startsWith(folder) && !path.slice(folder.length).includes('/');
}

/**
 * Whether a file has another digest, or no file is left. Files that were added, such as those of a cache, are no change.
 */
function isChanged(before: Buffer, after: Buffer, base: string): boolean {
  if (before.equals(after)) return false;
  const digests = digestsOf(before, base);
  let common = 0;
  for (const { path, digest } of readableFiles(filesIn(after, base))) {
    if (!digests.has(path)) continue;
    common++;
    if (digests.get(path) !== digest) return true;
  }
  return common === 0 && digests.size > 0;
}

function* filesIn(bytes: Buffer, base: string): Generator<RecordedFile> {
  let damaged = 0;
  for (const line of eachLine(decodeUtf8(bytes))) {
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
  if (name.length > LONGEST_NAME) return undefined;
  if (name.startsWith('/')) return recordPath(normalize(name));
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
