import { numberedLines } from '../lockfiles/lockfile.js';
import type { LockedFile, LockedRelease } from './locked-release.js';

const MAX_PACKAGES = 50_000;

/** Where npm packages come from by their scope, as `.npmrc` says; the empty text is for all others. */
export type NpmRegistries = ReadonlyMap<string, string>;

export const NPMJS = 'https://registry.npmjs.org/';

/** The registries in a `.npmrc`. Logins are not read. Source: docs.npmjs.com, npmrc. */
export function npmRegistries(npmrc = ''): NpmRegistries {
  const found = new Map([['', NPMJS]]);
  for (const { line } of numberedLines(npmrc)) {
    const [, scope = '', address = ''] =
      /^\s*(?:(@[\w.~-]{1,214}):)?registry\s*=\s*"?(https?:\/\/[^"\s@]{1,500})"?\s*$/.exec(line) ??
      [];
    if (URL.canParse(address)) found.set(scope, `${address.replace(/\/+$/, '')}/`);
  }
  return found;
}

/**
 * The releases in a yarn.lock of version 1. Later versions only have checksums of Yarn's own archives, which no attestation
 * names: their releases have no files. Source: yarnpkg.com.
 */
export function yarnReleases(source: string): Map<string, LockedRelease> {
  const releases = new Map<string, LockedRelease>();
  let entry:
    | { key: string; name: string; line: number; version?: string; resolved?: string }
    | undefined;
  for (const { line, number } of numberedLines(source)) {
    if (/^\S.*:$/.test(line) && !line.startsWith('#')) {
      const key = line.slice(0, -1).replaceAll('"', '');
      const name = /^((?:@[^/@]+\/)?[^/@]+)@/.exec(key)?.[1];
      entry = name === undefined ? undefined : { key, name, line: number };
    }
    if (!entry || releases.size >= MAX_PACKAGES) continue;
    const [, field, value = ''] =
      /^ {2}(version|resolved|integrity) "?([^"\s]+)"?$/.exec(line) ?? [];
    if (field === 'version') entry = { ...entry, version: value, line: number };
    if (field === 'resolved') entry = { ...entry, resolved: value };
    const { version, resolved, key } = entry;
    if (field !== 'integrity' || version === undefined) continue;
    // An alias is locked under another name than that of its release.
    const name = /^[^,]*@npm:((?:@[^/@]+\/)?[^/@]+)@/.exec(key)?.[1] ?? entry.name;
    releases.set(`${name}\n${key.length > 500 ? key.slice(0, 500) : key}`, {
      ecosystem: 'npm',
      name,
      version,
      registry: npmRegistryOf(resolved, name),
      files: sha512(value),
      line: entry.line,
    });
  }
  return releases;
}

/** The releases in a pnpm-lock.yaml, whose registries are not written in it. Source: github.com/pnpm/spec. */
export function pnpmReleases(
  source: string,
  registries: NpmRegistries,
): Map<string, LockedRelease> {
  const releases = new Map<string, LockedRelease>();
  let isInPackages = false;
  let entry: { name: string; version: string; line: number } | undefined;
  for (const { line, number } of numberedLines(source)) {
    if (/^\S/.test(line)) isInPackages = line.startsWith('packages:');
    if (!isInPackages || releases.size >= MAX_PACKAGES) continue;
    const [, name, version] =
      /^ {2}(?! )'?\/?((?:@[^/@']+\/)?[^/@']+)[@/]([^:'(_]+)[^:]*'?:/.exec(line) ?? [];
    if (name !== undefined && version !== undefined) entry = { name, version, line: number };
    const resolution = /^ {4}resolution: \{(.*)/.exec(line)?.[1];
    if (!entry || resolution === undefined) continue;
    const fieldOf = (field: string) =>
      new RegExp(`(?:^|[,\\s])${field}: '?([^,}'\\s]+)`).exec(resolution)?.[1];
    const [integrity, tarball] = [fieldOf('integrity'), fieldOf('tarball')];
    if (integrity === undefined && tarball === undefined) continue;
    const registry = registryFor(entry.name, registries);
    releases.set(`${entry.name}@${entry.version}`, {
      ecosystem: 'npm',
      ...entry,
      registry: tarball === undefined ? registry : npmRegistryOf(tarball, entry.name),
      files: sha512(integrity),
    });
    entry = undefined;
  }
  return releases;
}

/** Where a package comes from whose lock file does not say it. */
export function registryFor(name: string, registries: NpmRegistries): string | undefined {
  const scope = name.startsWith('@') ? (name.split('/', 1)[0] ?? '') : '';
  return registries.get(scope) ?? registries.get('');
}

/** Of `https://registry.npmjs.org/@a/b/-/b-1.0.0.tgz` what comes before the name. Yarn's address is another name of npm's. */
export function npmRegistryOf(resolved: string | undefined, name: string): string | undefined {
  if (resolved === undefined || !URL.canParse(resolved)) return undefined;
  const { protocol, href, username, password } = new URL(resolved);
  if (!/^https?:$/.test(protocol) || username !== '' || password !== '') return undefined;
  const address = href.replace(/%2f/gi, '/').replace(/%40/g, '@');
  const at = address.indexOf(`/${name}/-/`);
  if (at < 0) return undefined;
  return address.slice(0, at + 1).replace(/^https:\/\/registry\.yarnpkg\.com\//, NPMJS);
}

/** Source: W3C, "Subresource Integrity": several digests are separated by spaces. */
export function sha512(integrity: string | undefined): LockedFile[] {
  const [, base64] = /(?:^|\s)sha512-([A-Za-z0-9+/]{86}==)(?:\s|$)/.exec(integrity ?? '') ?? [];
  if (base64 === undefined) return [];
  return [{ digest: `sha512:${Buffer.from(base64, 'base64').toString('hex')}` }];
}
