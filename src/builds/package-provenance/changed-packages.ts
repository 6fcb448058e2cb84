import { isObject, object, text } from '../../lib/json.js';
import { memberLines, nameAt } from '../lockfiles/npm.js';
import type { LockedRelease } from './locked-release.js';
import {
  type NpmRegistries,
  npmRegistries,
  npmRegistryOf,
  pnpmReleases,
  registryFor,
  sha512,
  yarnReleases,
} from './npm-locks.js';
import { poetryReleases, uvReleases } from './python-locks.js';

/** A package that a change updates. */
export interface ChangedPackage {
  readonly before: LockedRelease;
  readonly now: LockedRelease;
}

/** A lock file is read up to this many packages. */
const MAX_PACKAGES = 50_000;

/** Whether changedPackages() reads a lock file of this name. */
export function isComparedLock(fileName: string): boolean {
  return READERS.some(([name]) => name === fileName);
}

/**
 * The packages that have another version in the new lock file, each pair of versions once; those that were not in the old one
 * have no earlier version. Text that is no lock file gives none. `npmrc` is the text of the earlier `.npmrc`, for lock files
 * that name no registry.
 */
export function changedPackages(
  fileName: string,
  [before, now]: readonly [string, string],
  npmrc?: string,
): ChangedPackage[] {
  const read = READERS.find(([name]) => name === fileName)?.[1];
  if (!read) return [];
  const registries = npmRegistries(npmrc);
  const earlier = read(before, registries);
  const byName = new Map([...earlier.values()].map((one) => [one.name, one]));
  const known = new Set([...earlier.values()].map(keyOf));
  const changed = new Map<string, ChangedPackage>();
  for (const [place, release] of read(now, registries)) {
    const samePlace = earlier.get(place);
    const old = samePlace?.name === release.name ? samePlace : byName.get(release.name);
    if (!old || known.has(keyOf(release))) continue;
    const key = `${keyOf(old)}\n${keyOf(release)}`;
    if (!changed.has(key)) changed.set(key, { before: old, now: release });
  }
  return [...changed.values()];
}

/** The same version with other digests is another release. */
function keyOf({ name, version, files }: LockedRelease): string {
  return [name, version, ...files.map(({ digest }) => digest).sort()].join('\n');
}

/** The releases by their place in the file. */
type ReadLock = (source: string, registries: NpmRegistries) => ReadonlyMap<string, LockedRelease>;

const READERS: readonly (readonly [name: string, read: ReadLock])[] = [
  ['package-lock.json', npmReleases],
  ['npm-shrinkwrap.json', npmReleases],
  ['yarn.lock', yarnReleases],
  ['pnpm-lock.yaml', pnpmReleases],
  ['uv.lock', uvReleases],
  ['poetry.lock', poetryReleases],
];

function npmReleases(
  source: string,
  registries: NpmRegistries,
): ReadonlyMap<string, LockedRelease> {
  const releases = new Map<string, LockedRelease>();
  const lines = memberLines(source);
  for (const [path, value] of entriesOf(source)) {
    const entry = object(value);
    // An alias has another name than its folder.
    const name = text(entry.name) ?? nameAt(path);
    const version = text(entry.version);
    if (name === undefined || version === undefined || !isName(name)) continue;
    releases.set(path, {
      ecosystem: 'npm',
      name,
      version,
      registry:
        entry.resolved === undefined
          ? registryFor(name, registries)
          : npmRegistryOf(text(entry.resolved), name),
      files: sha512(text(entry.integrity)),
      line: lines.get(path) ?? 1,
    });
  }
  return releases;
}

/** Whether a text is a lock file of npm, which is JSON. */
export function isValidLockfile(fileName: string, source: string): boolean {
  return !fileName.endsWith('.json') || parsed(source) !== undefined;
}

function parsed(source: string): unknown {
  try {
    return JSON.parse(source);
  } catch {
    return undefined;
  }
}

/** The packages by their folders. Source: docs.npmjs.com, package-lock.json; version 1 has a tree of `dependencies`. */
function entriesOf(source: string): readonly (readonly [path: string, entry: unknown])[] {
  const { packages, dependencies } = object(parsed(source));
  if (isObject(packages)) return Object.entries(packages).slice(0, MAX_PACKAGES);
  const found: [string, unknown][] = [];
  const open: [string, unknown][] = [['', dependencies]];
  for (let next = open.pop(); next && found.length < MAX_PACKAGES; next = open.pop()) {
    const [folder, tree] = next;
    for (const [name, entry] of Object.entries(object(tree)).slice(0, MAX_PACKAGES)) {
      const path = `${folder}node_modules/${name}`;
      if (path.length > MAX_PATH || found.length >= MAX_PACKAGES) continue;
      found.push([path, entry]);
      open.push([`${path}/`, object(entry).dependencies]);
    }
  }
  return found;
}

/** Longer folders are not read. */
const MAX_PATH = 2_000;

/** Source: docs.npmjs.com, package.json, "name". */
function isName(name: string): boolean {
  return /^(?:@[a-z0-9~_][\w.~-]{0,213}\/)?[\w~][\w.~-]{0,213}$/i.test(name);
}
