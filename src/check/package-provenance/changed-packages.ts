import { object, text } from '../../lib/json.js';
import { linesOf, nameAt } from '../../remedy/facts/lockfiles/npm.js';
import type { LockedFile, LockedRelease } from './locked-release.js';
import { uvReleases } from './uv-lock.js';

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
 * have no earlier version. Text that is no lock file gives none.
 */
export function changedPackages(fileName: string, before: string, now: string): ChangedPackage[] {
  const read = READERS.find(([name]) => name === fileName)?.[1];
  if (!read) return [];
  const earlier = read(before);
  const byName = new Map([...earlier.values()].map((one) => [one.name, one]));
  const known = new Set([...earlier.values()].map(keyOf));
  const changed = new Map<string, ChangedPackage>();
  for (const [place, release] of read(now)) {
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
type ReadLock = (source: string) => ReadonlyMap<string, LockedRelease>;

const READERS: readonly (readonly [name: string, read: ReadLock])[] = [
  ['package-lock.json', npmReleases],
  ['npm-shrinkwrap.json', npmReleases],
  ['uv.lock', uvReleases],
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

/** Of `https://registry.npmjs.org/@a/b/-/b-1.0.0.tgz` what comes before the name. */
function registryOf(resolved: string | undefined, name: string): string | undefined {
  if (resolved === undefined || !URL.canParse(resolved)) return undefined;
  const { protocol, href, username, password } = new URL(resolved);
  if (!/^https?:$/.test(protocol) || username !== '' || password !== '') return undefined;
  const address = href.replace(/%2f/gi, '/').replace(/%40/g, '@');
  const at = address.indexOf(`/${name}/-/`);
  return at < 0 ? undefined : address.slice(0, at + 1);
}

/** Source: W3C, "Subresource Integrity": several digests are separated by spaces. */
function sha512(integrity: string | undefined): LockedFile[] {
  const [, base64] = /(?:^|\s)sha512-([A-Za-z0-9+/]{86}==)(?:\s|$)/.exec(integrity ?? '') ?? [];
  if (base64 === undefined) return [];
  return [{ digest: `sha512:${Buffer.from(base64, 'base64').toString('hex')}` }];
}
