import { existsSync, lstatSync, readdirSync } from 'node:fs';
import { posix, resolve } from 'node:path';
import type { Dockerfile } from '../dockerfile/parser/model.js';
import { ancestorFolders } from '../lib/paths.js';
import { type BothVersions, fileTextOf } from './versions.js';

/** Folders in which the programs of commands are looked for. */
const MOST_FOLDERS = 100;
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
  /** Whether there are more folders in which a program could be: then it is not known which files a command means. */
  readonly isCut: boolean;
  /** Whether a program in JavaScript, or a module that it imports by a path, is a changed file. */
  readonly hasChangedModule: (path: string) => boolean;
}

export function programFiles(dockerfile: Dockerfile, versions: BothVersions): ProgramFiles {
  const { root, baseFolder } = versions;
  const all = foldersOf(dockerfile, versions);
  const folders = all.slice(0, MOST_FOLDERS);
  const sides = [baseFolder, root];
  const isFile = fileTest(sides);
  const texts = new Map<string, readonly string[] | undefined>();
  const textsOf = (path: string) => {
    if (texts.has(path)) return texts.get(path);
    const isLong = sides.some((side) => sizeIn(side, path) > MAX_TEXT);
    const found = isLong
      ? undefined
      : unique(sides.flatMap((side) => fileTextOf(side, path) ?? []));
    texts.set(path, found);
    return found;
  };
  const at = (path: string) => placesOf(path, folders).filter(isFile);
  const isChangedModule = moduleTest(versions, { isFile, textsOf });
  return {
    at,
    named: (name) => folders.map((one) => posix.join(one, name)).filter(isFile),
    textsOf,
    isCut: folders.length < all.length,
    hasChangedModule: (path) =>
      folders.length < all.length ||
      isChangedModule(
        placesOf(path, folders)
          .filter((place) => hasFolder(sides, place))
          .flatMap((place) => ENDINGS.map((ending) => `${place}${ending}`).filter(isFile)),
      ),
  };
}

/** Where a path of an image, or of the build context, can be in the repository. */
function placesOf(path: string, folders: readonly string[]): string[] {
  const parts = posix.normalize(path).split('/').filter(Boolean);
  const tails = parts.slice(-MOST_PARTS).map((_, i, last) => last.slice(i).join('/'));
  return unique(tails.flatMap((tail) => folders.map((one) => posix.join(one, tail)))).filter(
    (one) => !one.startsWith('..'),
  );
}

/** Whether the folder of a path is there. */
function hasFolder(sides: readonly string[], path: string): boolean {
  return sides.some((side) => existsSync(resolve(side, posix.dirname(path))));
}

/** The last parts of a path in an image that can be its path in the repository. */
const MOST_PARTS = 3;

/** A test of whether one of the folders has a file. Each folder is read once. */
function fileTest(sides: readonly string[]): (path: string) => boolean {
  const known = new Map<string, ReadonlySet<string>>();
  return (path) => {
    const folder = posix.dirname(path);
    const names = known.get(folder) ?? new Set(sides.flatMap((side) => filesIn(side, folder)));
    known.set(folder, names);
    return names.has(posix.basename(path));
  };
}

function filesIn(side: string, folder: string): string[] {
  try {
    const entries = readdirSync(resolve(side, folder), { withFileTypes: true });
    return entries.flatMap((entry) => (entry.isFile() ? entry.name : []));
  } catch {
    return [];
  }
}

/** A test of whether one of some programs in JavaScript, or a module that it imports by a path, is a changed file. */
function moduleTest(
  { changed }: BothVersions,
  { isFile, textsOf }: { isFile: (path: string) => boolean } & Pick<ProgramFiles, 'textsOf'>,
): (programs: readonly string[]) => boolean {
  const changesAny = [...changed].some((path) => /\.(?:[cm]?[jt]sx?|json)$/.test(path));
  return (programs) => {
    const seen = new Set<string>();
    const left = [...programs];
    for (let one = left.pop(); one !== undefined; one = left.pop()) {
      if (changed.has(one)) return true;
      if (seen.has(one)) continue;
      seen.add(one);
      const imports = textsOf(one)?.flatMap(importsOf);
      if (!imports || seen.size > MOST_MODULES) return changesAny;
      const folder = posix.dirname(one);
      for (const name of imports)
        for (const ending of ENDINGS) {
          // TypeScript names the file that it compiles to.
          const module = posix.join(folder, name.replace(ending ? /\.[cm]?js$/ : /^$/, ''));
          if (isFile(`${module}${ending}`)) left.push(`${module}${ending}`);
        }
    }
    return false;
  };
}

function sizeIn(folder: string, path: string): number {
  return lstatSync(resolve(folder, path), { throwIfNoEntry: false })?.size ?? 0;
}

const ENDINGS = ['', ...['.js', '.mjs', '.cjs', '.ts', '.mts', '.cts', '.json', '.tsx', '.jsx']]
  .flatMap((one) => [one, `/index${one}`])
  .filter((one) => one !== '/index');

function importsOf(text: string): string[] {
  const found = text.matchAll(
    /\b(?:from|import|require)\s*(?:\(\s*)?["'`](\.{1,2}\/[^"'`\n]{0,200})/g,
  );
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
  return unique([...own, ...copied, ...others].map((one) => one.replace(/\/+$/, '') || '.'));
}

function unique(list: readonly string[]): string[] {
  return [...new Set(list)];
}
