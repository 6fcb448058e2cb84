import { lstatSync } from 'node:fs';
import { posix, resolve } from 'node:path';
import type { Dockerfile } from '../dockerfile/parser/model.js';
import { ancestorFolders } from '../lib/paths.js';
import { type BothVersions, fileTextOf } from './versions.js';

/** Folders in which the programs of commands are looked for. */
const MOST_FOLDERS = 300;
/** Longer programs are not followed. */
const MAX_TEXT = 256 * 1024;
/** Modules of one program that are followed. */
const MOST_MODULES = 500;

/** Files of the repository that commands of a Dockerfile may run. */
export interface ProgramFiles {
  /** The files of both versions that a path in an image, or in the build context, can be. */
  readonly at: (path: string) => readonly string[];
  /** The files with a name that a command in some folder of the build may mean. */
  readonly named: (name: string) => readonly string[];
  /** The texts of a file in both versions, without those that are equal; undefined for one that is too long. */
  readonly textsOf: (path: string) => readonly string[] | undefined;
  /** Whether a program in JavaScript, or a module that it imports by a path, is a changed file. */
  readonly hasChangedModule: (path: string) => boolean;
}

export function programFiles(dockerfile: Dockerfile, versions: BothVersions): ProgramFiles {
  const { root, baseFolder, changed } = versions;
  const folders = foldersOf(dockerfile, versions);
  const sides = [baseFolder, root];
  const known = new Map<string, boolean>();
  const isFile = (path: string) => {
    const found = known.get(path) ?? sides.some((side) => isFileIn(side, path));
    known.set(path, found);
    return found;
  };
  const files: ProgramFiles = {
    at: (path) => {
      const parts = posix.normalize(path).split('/').filter(Boolean);
      const tails = parts.slice(-4).map((_, i, last) => last.slice(i).join('/'));
      return unique(tails.flatMap((tail) => folders.map((one) => posix.join(one, tail)))).filter(
        (one) => !one.startsWith('..') && isFile(one),
      );
    },
    named: (name) => folders.map((one) => posix.join(one, name)).filter(isFile),
    textsOf: (path) => {
      const isLong = sides.some((side) => sizeIn(side, path) > MAX_TEXT);
      return isLong ? undefined : unique(sides.flatMap((side) => fileTextOf(side, path) ?? []));
    },
    hasChangedModule: (path) => {
      const seen = new Set<string>();
      const left = ENDINGS.map((ending) => `${path}${ending}`).filter(isFile);
      for (let one = left.pop(); one !== undefined; one = left.pop()) {
        if (changed.has(one) || seen.size >= MOST_MODULES) return true;
        if (seen.has(one)) continue;
        seen.add(one);
        const folder = posix.dirname(one);
        const imports = files.textsOf(one)?.flatMap(importsOf);
        if (!imports) return true;
        for (const name of imports)
          for (const ending of ENDINGS) {
            // TypeScript names the file that it compiles to.
            const module = posix.join(folder, name.replace(ending ? /\.[cm]?js$/ : /^$/, ''));
            if (isFile(`${module}${ending}`)) left.push(`${module}${ending}`);
          }
      }
      return false;
    },
  };
  return files;
}

/** A path below a file is none. */
function isFileIn(folder: string, path: string): boolean {
  try {
    return lstatSync(resolve(folder, path)).isFile();
  } catch {
    return false;
  }
}

function sizeIn(folder: string, path: string): number {
  return lstatSync(resolve(folder, path), { throwIfNoEntry: false })?.size ?? 0;
}

const ENDINGS = ['', ...['.js', '.mjs', '.cjs', '.ts', '.mts', '.cts', '.json', '.tsx', '.jsx']]
  .flatMap((one) => [one, `/index${one}`])
  .filter((one) => one !== '/index');

function importsOf(text: string): string[] {
  const found = text.matchAll(/\b(?:from|import|require)\s*\(?\s*["'`](\.{1,2}\/[^"'`\n]{0,200})/g);
  return [...found].flatMap(([, name]) => name ?? []);
}

/** The folders of the Dockerfile and of changed files with those above them, and those that it copies. */
function foldersOf(dockerfile: Dockerfile, { changed }: BothVersions): readonly string[] {
  const own = ancestorFolders(posix.dirname(dockerfile.path));
  const copied = dockerfile.instructions
    .flatMap((one) => (one.keyword === 'COPY' || one.keyword === 'ADD' ? one.sources : []))
    .map(({ value }) => posix.normalize(value.replace(/^\/+/, '')))
    .filter((path) => !/[$*?[]|^\.\.|:\/\//.test(path))
    .flatMap((path) =>
      own.flatMap((top) => [path, posix.dirname(path)].map((one) => posix.join(top, one))),
    );
  const others = [...changed].flatMap((file) => ancestorFolders(posix.dirname(file)));
  return unique([...own, ...copied, ...others].map((one) => one.replace(/\/+$/, '') || '.')).slice(
    0,
    MOST_FOLDERS,
  );
}

function unique(list: readonly string[]): string[] {
  return [...new Set(list)];
}
