import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, posix, relative, resolve, sep } from 'node:path';
import type { Range } from '../../core/location.js';
import { contextPaths, takesContext } from '../../dockerfile/context-copies.js';
import { parseDockerignore } from '../../dockerfile/dockerignore.js';
import { mayHaveLockFile } from '../../dockerfile/materials/lock-file-copies.js';
import type { Dockerfile } from '../../dockerfile/parser/model.js';
import { guessBuildContext } from '../context/build-context.js';
import { verifiesPackages } from './lock-file.js';

/** Entries that are looked at, and folders below each other. */
const MAX_ENTRIES = 20_000;
const MAX_DEPTH = 8;

/** More lock files of one name are not read, and none that is larger: nothing is known of them. */
const MAX_LOCKS = 50;
const MAX_BYTES = 20_000_000;

/**
 * Tells whether a build has a lock file with one of these names from its context that verifies its packages: the Dockerfile
 * copies from the context before the place, and the probable context, else the folder of the Dockerfile or `root`, has such
 * files, which all verify what they list. Looks only when it is asked.
 */
export function contextFiles(
  root: string,
  dockerfile: Dockerfile,
): (names: readonly string[], at: Range) => boolean {
  let known: ReadonlyMap<string, Found> | undefined;
  const verified = new Map<string, boolean>();
  const pathsOf = (name: string): readonly string[] => {
    known ??= takesContext(dockerfile) ? pathsInContext(root, dockerfile) : new Map();
    const { files, paths } = known.get(name) ?? { files: [], paths: [] };
    const all =
      verified.get(name) ??
      (files.length > 0 && files.length <= MAX_LOCKS && files.every((path) => verifies(path)));
    verified.set(name, all);
    return all ? paths : [];
  };
  return (names, at) =>
    names
      .map((name) => ({ name: posix.basename(name), paths: pathsOf(posix.basename(name)) }))
      .some((lock) => lock.paths.length > 0 && mayHaveLockFile(dockerfile, lock, at));
}

/** Files of one name: where they are, and where in the contexts. */
interface Found {
  readonly files: string[];
  readonly paths: string[];
}

function verifies(path: string): boolean {
  try {
    const stats = statSync(path);
    return (
      stats.isFile() &&
      stats.size <= MAX_BYTES &&
      verifiesPackages(basename(path), readFileSync(path, 'utf8'))
    );
  } catch {
    return false;
  }
}

/** The files of the probable context by their names. */
function pathsInContext(root: string, dockerfile: Dockerfile): ReadonlyMap<string, Found> {
  const { path } = dockerfile;
  const context = guessBuildContext(root, path, contextPaths(dockerfile));
  const folders = context === undefined ? [posix.dirname(path), '.'] : [context];
  const found = new Map<string, Found>();
  let left = MAX_ENTRIES;
  const visit = (
    folder: string,
    depth: number,
    context: { readonly base: string; readonly isIgnored: (path: string) => boolean },
  ): void => {
    for (const entry of entriesOf(folder)) {
      if (left-- <= 0) return;
      if (entry.isFile() || entry.isSymbolicLink()) {
        const path = resolve(folder, entry.name);
        const inContext = relative(context.base, path).split(sep).join('/');
        if (context.isIgnored(inContext)) continue;
        const same = found.get(entry.name) ?? { files: [], paths: [] };
        found.set(entry.name, same);
        if (!same.files.includes(path)) same.files.push(path);
        same.paths.push(inContext);
      } else if (entry.isDirectory() && depth < MAX_DEPTH && !SKIPPED.has(entry.name))
        visit(resolve(folder, entry.name), depth + 1, context);
    }
  };
  for (const folder of folders) {
    const base = resolve(root, folder);
    const names = [`${resolve(root, path)}.dockerignore`, resolve(base, '.dockerignore')];
    const ignore = parseDockerignore(names.map(smallText).find((text) => text !== undefined) ?? '');
    visit(base, 0, { base, isIgnored: (file) => ignore.ignores(file) === true });
  }
  return found;
}

/** The text of a file of at most 1 MiB; undefined for another one. */
function smallText(path: string): string | undefined {
  try {
    const stats = statSync(path);
    return stats.isFile() && stats.size <= 1024 * 1024 ? readFileSync(path, 'utf8') : undefined;
  } catch {
    return undefined;
  }
}

const SKIPPED: ReadonlySet<string> = new Set(['.git', 'node_modules']);

/** None of a folder that cannot be read: then nothing is known of it. */
function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}
