import { object, text } from '../../lib/json.js';
import { linesOf, nameAt } from '../../remedy/facts/lockfiles/npm.js';

/** A release in a lock file of npm. */
export interface LockedRelease {
  readonly name: string;
  readonly version: string;
  /** The address of its registry, with a slash at the end; undefined for a file, a link or a Git repository. */
  readonly registry: string | undefined;
  /** `sha512:<hex>`; undefined if the lock file has no digest of this kind. */
  readonly digest: string | undefined;
}

/** A package that a change updates. */
export interface ChangedPackage {
  readonly before: LockedRelease;
  readonly now: LockedRelease;
  /** In the new lock file. */
  readonly line: number;
}

/** A lock file is read up to this many packages. */
const MAX_PACKAGES = 50_000;

/**
 * The packages that have another version in the new package-lock.json, each pair of versions once; those that were not in the
 * old one have no earlier version. Text that is no lock file gives none.
 */
export function changedPackages(before: string, now: string): ChangedPackage[] {
  const earlier = releasesIn(before);
  const byName = new Map([...earlier.values()].map((one) => [one.name, one]));
  const known = new Set([...earlier.values()].map(keyOf));
  const lines = linesOf(now);
  const changed = new Map<string, ChangedPackage>();
  for (const [path, release] of releasesIn(now)) {
    const samePlace = earlier.get(path);
    const old = samePlace?.name === release.name ? samePlace : byName.get(release.name);
    if (!old || known.has(keyOf(release))) continue;
    const key = `${keyOf(old)}\n${keyOf(release)}`;
    if (!changed.has(key))
      changed.set(key, { before: old, now: release, line: lines.get(path) ?? 1 });
  }
  return [...changed.values()];
}

/** The same version with another digest is another release. */
function keyOf({ name, version, digest }: LockedRelease): string {
  return `${name}\n${version}\n${digest}`;
}

function releasesIn(source: string): ReadonlyMap<string, LockedRelease> {
  const releases = new Map<string, LockedRelease>();
  for (const [path, value] of Object.entries(packagesOf(source)).slice(0, MAX_PACKAGES)) {
    const entry = object(value);
    // An alias has another name than its folder.
    const name = text(entry.name) ?? nameAt(path);
    const version = text(entry.version);
    if (name === undefined || version === undefined || !isName(name)) continue;
    releases.set(path, {
      name,
      version,
      registry: registryOf(text(entry.resolved), name),
      digest: sha512(text(entry.integrity)),
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
function sha512(integrity: string | undefined): string | undefined {
  const [, base64] = /(?:^|\s)sha512-([A-Za-z0-9+/]{86}==)(?:\s|$)/.exec(integrity ?? '') ?? [];
  return base64 === undefined
    ? undefined
    : `sha512:${Buffer.from(base64, 'base64').toString('hex')}`;
}
