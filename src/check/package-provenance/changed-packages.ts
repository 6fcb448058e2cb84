import { object, text } from '../../lib/json.js';
import { linesOf, nameAt } from '../../remedy/facts/lockfiles/npm.js';
import type { LockedRelease } from './locked-release.js';
import {
  type NpmRegistries,
  npmRegistries,
  pnpmReleases,
  registryOf,
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

function npmReleases(source: string): ReadonlyMap<string, LockedRelease> {
  const releases = new Map<string, LockedRelease>();
  const lines = linesOf(source);
  for (const [path, value] of Object.entries(packagesOf(source)).slice(0, MAX_PACKAGES)) {
    const entry = object(value);
    // An alias has another name than its folder.
    const name = text(entry.name) ?? nameAt(path);
    const version = text(entry.version);
    if (name === undefined || version === undefined || !isName(name)) continue;
    releases.set(path, {
      ecosystem: 'npm',
      name,
      version,
      registry: registryOf(text(entry.resolved), name),
      files: sha512(text(entry.integrity)),
      line: lines.get(path) ?? 1,
    });
  }
  return releases;
}

function packagesOf(source: string) {
  try {
    return object(object(JSON.parse(source)).packages);
  } catch {
    return {};
  }
}

/** Source: docs.npmjs.com, package.json, "name". */
function isName(name: string): boolean {
  return /^(?:@[a-z0-9~_][\w.~-]{0,213}\/)?[\w~][\w.~-]{0,213}$/i.test(name);
}
