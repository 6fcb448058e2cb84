import { existsSync, readdirSync } from 'node:fs';
import { posix, resolve } from 'node:path';
import { cleanContextPath } from '../dockerfile/dockerignore.js';
import { globMatcher } from '../lib/glob.js';
import type { BothVersions } from './versions.js';

/** The number of files that are looked at; with more, some count as made before the build. */
const MAX_FILES = 10_000;

interface Search {
  readonly versions: BothVersions;
  readonly isExcluded: (file: string) => boolean;
}

/**
 * Whether a source of COPY has files that Git does not track, since something makes them before the build: it is in none of
 * the folders at the base commit, or the checkout has more files in it. `folders` are the possible build contexts.
 */
export function isGenerated(source: string, folders: readonly string[], search: Search): boolean {
  if (/^[a-z+]+:\/\/|^git@|^<</.test(source)) return false;
  const path = cleanContextPath(source.replace(/^\/+/, ''));
  if (path.startsWith('..')) return true;
  const { baseFolder } = search.versions;
  const places = folders.flatMap((folder) => expanded(baseFolder, posix.join(folder, path)));
  if (places.length === 0) return true;
  return folders.length === 1 && places.some((place) => hasUntracked(place, search));
}

/** The existing files that a path with patterns names. A variable is any text. */
function expanded(base: string, path: string): string[] {
  let places = ['.'];
  for (const part of path.split('/')) {
    if (part === '.') continue;
    const isPattern = /[$*?[\\]/.test(part);
    const glob = part.replace(/\$(?:\w+|\{[^}]*\}?)|\[[^\]]*\]?|\\./g, '*');
    const matches = globMatcher(glob);
    places = places.flatMap((place) =>
      isPattern
        ? namesIn(resolve(base, place))
            .filter(matches)
            .map((name) => posix.join(place, name))
        : existsSync(resolve(base, place, part))
          ? [posix.join(place, part)]
          : [],
    );
  }
  return places.slice(0, MAX_FILES);
}

/** Whether the checkout has files in a folder that neither the base commit nor the pull request has. */
function hasUntracked(place: string, { versions, isExcluded }: Search): boolean {
  const { root, baseFolder, changed } = versions;
  const folders = [place];
  const added = new Set([...changed].flatMap((path) => [path, ...foldersOf(path)]));
  let count = 0;
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for (const entry of entriesOf(resolve(root, folder))) {
      const path = posix.join(folder, entry.name);
      count += 1;
      if (count > MAX_FILES) return true;
      if (entry.name === '.git' || isExcluded(path)) continue;
      if (!existsSync(resolve(baseFolder, path)) && !added.has(path) && !entry.isSymbolicLink())
        return true;
      if (entry.isDirectory()) folders.push(path);
    }
  }
  return false;
}

function foldersOf(path: string): string[] {
  const parts = path.split('/').slice(0, -1);
  return parts.map((_, depth) => parts.slice(0, depth + 1).join('/'));
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

function namesIn(folder: string): string[] {
  return entriesOf(folder).map(({ name }) => name);
}
