import { isObject, type JsonObject, object, text } from '../../lib/json.js';
import { folderOf } from '../../lib/paths.js';
import { type LockedPackage, type LockfileFormat, MAX_LOCKED, numberedLines } from './lockfile.js';

/** package-lock.json of npm 7 and later, with the ranges of those that need a package. Source: docs.npmjs.com, package-lock.json. */
export const npmLock: LockfileFormat = {
  type: 'npm',
  manager: 'npm',
  wants: (name) => name === 'package-lock.json' || name === 'npm-shrinkwrap.json',
  read(source, wanted) {
    const packages = packagesOf(source);
    if (!packages) return [];
    const entries = Object.entries(packages)
      .slice(0, MAX_LOCKED)
      .filter(([path]) => path.length <= MAX_PATH);
    const needs = needsOf(packages, entries, wanted);
    const lines = memberLines(source);
    return entries.flatMap(([path, entry]): LockedPackage[] => {
      const name = nameAt(path);
      const version = text(object(entry).version);
      if (name === undefined || !wanted.has(name) || version === undefined) return [];
      const { ranges = [], isDirect = false, workspaces = [] } = needs.get(path) ?? {};
      const line = lines.get(path) ?? 1;
      const named = [...workspaces];
      const found = { name, version, line, ranges: [...ranges], isDirect };
      return [{ ...found, ...(named.length > 0 && { workspaces: named }) }];
    });
  },
};

function packagesOf(source: string): JsonObject | undefined {
  try {
    const { packages } = object(JSON.parse(source));
    return isObject(packages) ? packages : undefined;
  } catch {
    return undefined;
  }
}

/** `node_modules/a/node_modules/@b/c` is `@b/c`. Workspaces have other paths. */
export function nameAt(path: string): string | undefined {
  const at = path.lastIndexOf(FOLDER);
  return at < 0 || (at > 0 && path[at - 1] !== '/') ? undefined : path.slice(at + FOLDER.length);
}

const FOLDER = 'node_modules/';
/** Longer paths are not read, and more ranges of one package neither. */
const MAX_PATH = 2_000;
const MAX_RANGES = 200;
const MAX_WORKSPACES = 200;
const SECTIONS = ['dependencies', 'optionalDependencies', 'peerDependencies'] as const;

interface Needs {
  readonly ranges: Set<string>;
  readonly isDirect: boolean;
  readonly workspaces: Set<string>;
}

/** What each copy of a wanted package has to satisfy, by its path: the ranges of those for which Node finds this copy. */
function needsOf(
  packages: JsonObject,
  entries: readonly (readonly [string, unknown])[],
  wanted: ReadonlySet<string>,
): ReadonlyMap<string, Needs> {
  const needs = new Map<string, Needs>();
  for (const [path, entry] of entries)
    for (const section of path.includes(FOLDER) ? SECTIONS : [...SECTIONS, 'devDependencies'])
      for (const [name, range] of Object.entries(object(object(entry)[section]))) {
        if (!wanted.has(name) || typeof range !== 'string') continue;
        const found = resolve(packages, path, name);
        if (found === undefined) continue;
        const known = needs.get(found);
        const isDirect = !path.includes(FOLDER) || known?.isDirect === true;
        const ranges = known?.ranges ?? new Set<string>();
        if (ranges.size < MAX_RANGES) ranges.add(range);
        const workspaces = known?.workspaces ?? new Set<string>();
        if (path !== '' && !path.includes(FOLDER) && workspaces.size < MAX_WORKSPACES)
          workspaces.add(path);
        needs.set(found, { ranges, isDirect, workspaces });
      }
  return needs;
}

/** The copy that Node loads for a package at a path: the nearest one. Source: nodejs.org/api/modules.html. */
function resolve(packages: JsonObject, from: string, name: string): string | undefined {
  for (let folder = from; ; folder = folderOf(folder)) {
    const path = `${folder === '' ? '' : `${folder}/`}${FOLDER}${name}`;
    if (Object.hasOwn(packages, path)) return path;
    if (folder === '') return undefined;
  }
}

/** The line of each member of `packages`, by its path. */
export function memberLines(source: string): ReadonlyMap<string, number> {
  const lines = new Map<string, number>();
  for (const { line, number } of numberedLines(source)) {
    const key = /^\s*"([^"\\]*node_modules\/[^"\\]+)"\s*:\s*\{/.exec(line)?.[1];
    if (key !== undefined && !lines.has(key)) lines.set(key, number);
  }
  return lines;
}
