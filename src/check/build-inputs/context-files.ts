import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, posix, relative, resolve, sep } from 'node:path';
import { contextPaths, mayBeCopied, takesContext } from '../../dockerfile/context-copies.js';
import { parseDockerignore } from '../../dockerfile/dockerignore.js';
import type { Dockerfile } from '../../dockerfile/parser/model.js';
import { guessBuildContext } from '../dockerfiles/build-context.js';
import { verifiesPackages } from './lock-file.js';

/** Entries that are looked at, and folders below each other. */
const MAX_ENTRIES = 20_000;
const MAX_DEPTH = 8;

/** More lock files of one name are not read, and none that is larger: nothing is known of them. */
const MAX_LOCKS = 50;
const MAX_BYTES = 20_000_000;

/**
 * Tells whether a build has a lock file with one of these names from its context that verifies its packages: the Dockerfile
 * copies from the context before the line, and the probable context, else the folder of the Dockerfile or `root`, has such files, which all
 * verify what they list. Looks only when it is asked.
 */
export function contextFiles(
  root: string,
  dockerfile: Dockerfile,
): (names: readonly string[], line: number) => boolean {
  let known: ReadonlyMap<string, readonly string[]> | undefined;
  const verified = new Map<string, boolean>();
  const isVerified = (name: string) => {
    known ??= takesContext(dockerfile) ? pathsInContext(root, dockerfile) : new Map();
    const paths = known.get(name) ?? [];
    const all =
      verified.get(name) ??
      (paths.length > 0 && paths.length <= MAX_LOCKS && paths.every((path) => verifies(path)));
    verified.set(name, all);
    return all;
  };
  return (names, line) =>
    names
      .map((name) => posix.basename(name))
      .some((name) => mayBeCopied(dockerfile, name, line) && isVerified(name));
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
function pathsInContext(
  root: string,
  dockerfile: Dockerfile,
): ReadonlyMap<string, readonly string[]> {
  const { path } = dockerfile;
  const context = guessBuildContext(root, path, contextPaths(dockerfile));
  const folders = context === undefined ? [posix.dirname(path), '.'] : [context];
  const found = new Map<string, string[]>();
  let left = MAX_ENTRIES;
  const visit = (folder: string, depth: number, isIgnored: (path: string) => boolean): void => {
    for (const entry of entriesOf(folder)) {
      if (left-- <= 0) return;
      if (entry.isFile() || entry.isSymbolicLink()) {
        const path = resolve(folder, entry.name);
        if (isIgnored(path)) continue;
        const same = found.get(entry.name);
        if (!same) found.set(entry.name, [path]);
        else if (!same.includes(path)) same.push(path);
      } else if (entry.isDirectory() && depth < MAX_DEPTH && !SKIPPED.has(entry.name))
        visit(resolve(folder, entry.name), depth + 1, isIgnored);
    }
  };
  for (const folder of folders) {
    const base = resolve(root, folder);
    const names = [`${resolve(root, path)}.dockerignore`, resolve(base, '.dockerignore')];
    const ignore = parseDockerignore(names.map(smallText).find((text) => text !== undefined) ?? '');
    visit(base, 0, (file) => ignore.ignores(relative(base, file).split(sep).join('/')) === true);
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
