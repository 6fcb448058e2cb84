import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { isInside, pathWithoutLinks } from '../lib/paths.js';

/** A folder with the files of a repository, and the folder with the data of Git. Both paths are absolute, without links. */
export interface RepositoryTop {
  readonly top: string;
  readonly data: string;
}

/**
 * The folders from `folder` upwards that have a `.git`, the nearest first; of `only`, if that is passed, and of no other.
 * Git never puts a `.git` into a commit. Without one, a folder is no repository, even if its files look like one: a pull
 * request can add `HEAD`, `objects` and `refs`.
 */
export function* repositoryTops(folder: string, only?: string): Generator<RepositoryTop> {
  const start = pathWithoutLinks(resolve(folder));
  if (start === undefined) return;
  if (only !== undefined) {
    const top = pathWithoutLinks(only);
    const data = top !== undefined && isInside(top, start) ? dataFolder(top) : undefined;
    if (top !== undefined && data !== undefined) yield { top, data };
    return;
  }
  for (let top = start; ; top = dirname(top)) {
    const data = dataFolder(top);
    if (data !== undefined) yield { top, data };
    if (dirname(top) === top) return;
  }
}

/** Whether a folder, or one above it, has a `.git`, also one that leads nowhere; of `only`, if that is passed. */
export function isInRepository(folder: string, only?: string): boolean {
  const start = pathWithoutLinks(resolve(folder));
  const top = only === undefined ? undefined : pathWithoutLinks(only);
  if (start === undefined) return false;
  if (only !== undefined)
    return top !== undefined && isInside(top, start) && existsSync(join(top, '.git'));
  for (let above = start; ; above = dirname(above)) {
    if (existsSync(join(above, '.git'))) return true;
    if (dirname(above) === above) return false;
  }
}

/** The folder that `.git` is, or that it names: Git writes the place of a worktree or submodule into a file. */
function dataFolder(top: string): string | undefined {
  const git = join(top, '.git');
  try {
    if (statSync(git).isDirectory()) return pathWithoutLinks(git);
    const place = /^gitdir: (.+)$/m.exec(readFileSync(git, 'utf8'))?.[1];
    return place === undefined ? undefined : pathWithoutLinks(resolve(top, place.trim()));
  } catch {
    return undefined;
  }
}
