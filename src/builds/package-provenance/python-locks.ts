import { numberedLines } from '../lockfiles/lockfile.js';
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

/** The releases in poetry.lock, as Poetry writes it since version 1.3. Source: python-poetry.org/docs/basic-usage. */
export function poetryReleases(source: string): Map<string, LockedRelease> {
  const releases = new Map<string, LockedRelease>();
  const seen = new Map<string, number>();
  for (const { lines, line } of tables(source, true)) {
    const end = lines.findIndex(isInner);
    const own = end < 0 ? lines : lines.slice(0, end);
    const member = (key: string, all: readonly string[]) =>
      all.map((one) => new RegExp(`^${key}\\s*=\\s*"([^"]{1,500})"`).exec(one)?.[1]).find(Boolean);
    const [name, version] = [member('name', own), member('version', own)];
    if (name === undefined || version === undefined || releases.size >= MAX_PACKAGES) continue;
    const at = lines.indexOf('[package.source]');
    const index = at < 0 ? PYPI : member('url', lines.slice(at));
    const nth = seen.get(name) ?? 0;
    seen.set(name, nth + 1);
    releases.set(`${name}\n${nth}`, {
      ecosystem: 'pypi',
      name,
      version,
      registry: baseOf(index),
      files: own.flatMap(poetryFileIn).slice(0, MAX_FILES),
      line,
    });
  }
  return releases;
}

const PYPI = 'https://pypi.org/simple';

/** A line of `files`: `{file = "a-1.0-py3-none-any.whl", hash = "sha256:…"}` */
function poetryFileIn(line: string): LockedFile[] {
  const [, name, hex] =
    /\{\s*file\s*=\s*"([^"/]{1,300})",\s*hash\s*=\s*"sha256:([0-9a-f]{64})"/.exec(line) ?? [];
  return hex === undefined || name === undefined ? [] : [{ name, digest: `sha256:${hex}` }];
}

/** The tables `[[package]]`, each with the line of its version, and with the tables in them if `hasInner`. */
function tables(source: string, hasInner = false): { readonly lines: string[]; line: number }[] {
  const found: { readonly lines: string[]; line: number }[] = [];
  let current: { readonly lines: string[]; line: number } | undefined;
  for (const { line, number } of numberedLines(source)) {
    if (line.startsWith('[') && !(hasInner && isInner(line))) current = undefined;
    if (line === '[[package]]') {
      current = { lines: [], line: number };
      found.push(current);
    }
    // Tables in it may have a version, too: of Python.
    if (current && /^version\s*=/.test(line) && !current.lines.some(isInner)) current.line = number;
    current?.lines.push(line);
  }
  return found;
}

function isInner(line: string): boolean {
  return line.startsWith('[package.');
}

/** `source = { registry = "https://pypi.org/simple" }` */
function registryIn(lines: readonly string[]): string | undefined {
  const index = lines
    .map(
      (line) => /^source\s*=\s*\{\s*registry\s*=\s*"(https?:\/\/[^"@\s]{1,500})"/.exec(line)?.[1],
    )
    .find(Boolean);
  return baseOf(index);
}

/** `https://pypi.org/` of `https://pypi.org/simple` */
function baseOf(index: string | undefined): string | undefined {
  const base = /^(https?:\/\/[^@\s]{0,500}\/)simple\/?$/.exec(index ?? '')?.[1];
  return base !== undefined && URL.canParse(base) ? base : undefined;
}

/** A line of `sdist` or `wheels`: the address of a file, and its hash. */
function fileIn(line: string): LockedFile[] {
  const [, url = '', hex] =
    /\{\s*url\s*=\s*"([^"]{1,2000})",\s*hash\s*=\s*"sha256:([0-9a-f]{64})"/.exec(line) ?? [];
  const name = /([^/#?]{1,300})(?:[#?].*)?$/.exec(url)?.[1];
  return hex === undefined || name === undefined ? [] : [{ name, digest: `sha256:${hex}` }];
}
