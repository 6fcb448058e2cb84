import { isObject, object, text } from '../../lib/json.js';
import { MAX_LOCKED, numberedLines } from './lockfile.js';
import { nameAt } from './npm.js';

/** A package of a lock file, and the address that it was locked from. */
export interface ResolvedPackage {
  readonly name: string;
  /** Undefined if the lock file has none: the package is from the registry that the project is configured with. */
  readonly resolved: string | undefined;
  /** The names that it depends on. */
  readonly needs: readonly string[];
}

/**
 * The packages of a lock file of npm, Yarn or pnpm that come from a registry; none for other files and text that is not
 * valid. Sources: docs.npmjs.com, package-lock.json; yarnpkg.com; github.com/pnpm/spec.
 */
export function resolvedPackages(fileName: string, source: string): readonly ResolvedPackage[] {
  switch (fileName) {
    case 'package-lock.json':
    case 'npm-shrinkwrap.json':
      return npmPackages(source);
    case 'yarn.lock':
      return yarnPackages(source);
    case 'pnpm-lock.yaml':
      return pnpmPackages(source);
    default:
      return [];
  }
}

const SECTIONS = ['dependencies', 'optionalDependencies', 'peerDependencies', 'requires'] as const;
const DEV_SECTIONS = [...SECTIONS, 'devDependencies'] as const;
/** Packages below each other in files of npm 6. */
const MAX_DEPTH = 50;

function npmPackages(source: string): ResolvedPackage[] {
  let lock: Record<string, unknown>;
  try {
    lock = object(JSON.parse(source));
  } catch {
    return [];
  }
  const found: ResolvedPackage[] = [];
  const addressed = new Set<string>();
  const add = (name: string | undefined, entry: Record<string, unknown>) => {
    const needs: string[] = [];
    for (const section of DEV_SECTIONS)
      for (const [dependency, range] of Object.entries(object(entry[section]))) {
        needs.push(dependency);
        if (typeof range === 'string' && isAddressed(range)) addressed.add(dependency);
      }
    const resolved = text(entry.resolved);
    if (name === undefined || entry.link === true || resolved === undefined) return;
    // Of an alias, `name` is the name in the registry.
    if (found.length < MAX_LOCKED) found.push({ name: text(entry.name) ?? name, resolved, needs });
  };
  const addNested = (dependencies: unknown, depth: number) => {
    if (depth > MAX_DEPTH) return;
    for (const [name, value] of Object.entries(object(dependencies))) {
      const entry = object(value);
      // What is below is installed there, and `requires` has the names that it needs.
      const { dependencies: below, ...own } = entry;
      if (isAddressed(text(entry.version) ?? '')) addressed.add(name);
      add(name, own);
      addNested(below, depth + 1);
    }
  };
  if (isObject(lock.packages))
    for (const [path, entry] of Object.entries(lock.packages)) add(nameAt(path), object(entry));
  else addNested(lock.dependencies, 0);
  return found.filter(({ name }) => !addressed.has(name));
}

/** A dependency that names an address, not a version, is bound to it. */
function isAddressed(range: string): boolean {
  return /^(?:https?|git\S*|ssh|file|link|github|gitlab|bitbucket):/.test(range);
}

/** Yarn 1 writes the address; later versions only one that their registry does not have by convention. */
function yarnPackages(source: string): ResolvedPackage[] {
  const found: ResolvedPackage[] = [];
  let entry: { name: string; needs: string[]; resolved?: string | undefined } | undefined;
  let isInNeeds = false;
  for (const { line } of numberedLines(source)) {
    if (/^\S.*:$/.test(line) && !line.startsWith('#')) {
      const key = line.slice(0, -1).replaceAll('"', '');
      const [, name, range = ''] = /^((?:@[^/@]+\/)?[^/@]+)@([^,]*)/.exec(key) ?? [];
      const alias = /^npm:((?:@[^/@]+\/)?[^/@]+)@/.exec(range)?.[1];
      const isBound =
        name === undefined || isAddressed(range) || /^(?:workspace|patch|portal):/.test(range);
      entry =
        isBound || found.length >= MAX_LOCKED ? undefined : { name: alias ?? name, needs: [] };
      if (entry) found.push(entry as ResolvedPackage);
      continue;
    }
    if (!entry) continue;
    if (/^ {2}\S/.test(line)) isInNeeds = /^ {2}(?:optionalD|peerD|d)ependencies:$/.test(line);
    const need = /^ {4}"?((?:@[^/@"\s]+\/)?[^/@"\s:]+)"?:? /.exec(line)?.[1];
    if (isInNeeds && need !== undefined) entry.needs.push(need);
    const [, address] = /^ {2}resolved "([^"\s]+)"$/.exec(line) ?? [];
    const [, archive] = /^ {2}resolution: "[^"\s]*::__archiveUrl=([^"\s&]+)/.exec(line) ?? [];
    if (address !== undefined || archive !== undefined)
      entry.resolved = address ?? decoded(archive ?? '');
  }
  return found.map(({ name, needs, resolved }) => ({ name, needs, resolved }));
}

/** pnpm writes the address of an archive only if its registry does not have it by convention. */
function pnpmPackages(source: string): ResolvedPackage[] {
  const found = new Map<string, { name: string; needs: string[]; resolved: string | undefined }>();
  let section = '';
  let entry: { name: string; needs: string[]; resolved: string | undefined } | undefined;
  let isInNeeds = false;
  for (const { line } of numberedLines(source)) {
    if (/^\S/.test(line)) section = line;
    if (!/^(?:packages|snapshots):/.test(section)) continue;
    if (/^ {2}\S/.test(line)) {
      const [, name, version] =
        /^ {2}'?\/?((?:@[^/@']+\/)?[^/@']+)[@/]([^:'(_]+)[^:]*'?:/.exec(line) ?? [];
      const key = `${name}@${version}`;
      entry = found.get(key);
      if (entry || name === undefined || version === undefined || found.size >= MAX_LOCKED)
        continue;
      if (isAddressed(version)) continue;
      entry = { name, needs: [], resolved: undefined };
      found.set(key, entry);
    }
    if (!entry) continue;
    if (/^ {4}\S/.test(line)) isInNeeds = /^ {4}(?:optionalD|peerD|d)ependencies:$/.test(line);
    const need = /^ {6}'?((?:@[^/@']+\/)?[^/@'\s:]+)'?: /.exec(line)?.[1];
    if (isInNeeds && need !== undefined) entry.needs.push(need);
    const tarball = /^ {4}resolution: \{.*\btarball: '?([^,}\s']+)/.exec(line)?.[1];
    if (tarball !== undefined) entry.resolved = tarball;
  }
  return [...found.values()];
}

function decoded(address: string): string | undefined {
  try {
    return decodeURIComponent(address);
  } catch {
    return undefined;
  }
}
