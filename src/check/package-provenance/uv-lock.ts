import { numberedLines } from '../../remedy/facts/lockfiles/lockfile.js';
import type { LockedFile, LockedRelease } from './locked-release.js';

/** Files of one release. */
const MAX_FILES = 500;
const MAX_PACKAGES = 50_000;

/** The releases in uv.lock, as uv writes it, with the lines of their versions. Source: docs.astral.sh/uv/concepts/projects/layout. */
export function uvReleases(source: string): Map<string, LockedRelease> {
  const releases = new Map<string, LockedRelease>();
  const seen = new Map<string, number>();
  for (const { lines, line } of tables(source)) {
    const member = (key: string) =>
      lines
        .map((one) => new RegExp(`^${key}\\s*=\\s*"([^"]{1,200})"`).exec(one)?.[1])
        .find(Boolean);
    const [name, version] = [member('name'), member('version')];
    if (name === undefined || version === undefined || releases.size >= MAX_PACKAGES) continue;
    const files = lines.flatMap(fileIn).slice(0, MAX_FILES);
    const nth = seen.get(name) ?? 0;
    seen.set(name, nth + 1);
    releases.set(`${name}\n${nth}`, {
      ecosystem: 'pypi',
      name,
      version,
      registry: registryIn(lines),
      files,
      line,
    });
  }
  return releases;
}

/** The tables `[[package]]`, each with the line of its version. */
function tables(source: string): { readonly lines: string[]; line: number }[] {
  const found: { readonly lines: string[]; line: number }[] = [];
  let current: { readonly lines: string[]; line: number } | undefined;
  for (const { line, number } of numberedLines(source)) {
    if (line.startsWith('[')) current = undefined;
    if (line === '[[package]]') {
      current = { lines: [], line: number };
      found.push(current);
    }
    if (current && /^version\s*=/.test(line)) current.line = number;
    current?.lines.push(line);
  }
  return found;
}

/** `source = { registry = "https://pypi.org/simple" }` */
function registryIn(lines: readonly string[]): string | undefined {
  const index = lines
    .map(
      (line) => /^source\s*=\s*\{\s*registry\s*=\s*"(https?:\/\/[^"@\s]{1,500})"/.exec(line)?.[1],
    )
    .find(Boolean);
  const base = /^(.*\/)simple\/?$/.exec(index ?? '')?.[1];
  return base !== undefined && URL.canParse(base) ? base : undefined;
}

/** A line of `sdist` or `wheels`: the address of a file, and its hash. */
function fileIn(line: string): LockedFile[] {
  const [, url = '', hex] =
    /\{\s*url\s*=\s*"([^"]{1,2000})",\s*hash\s*=\s*"sha256:([0-9a-f]{64})"/.exec(line) ?? [];
  const name = /([^/#?]{1,300})(?:[#?].*)?$/.exec(url)?.[1];
  return hex === undefined || name === undefined ? [] : [{ name, digest: `sha256:${hex}` }];
}
