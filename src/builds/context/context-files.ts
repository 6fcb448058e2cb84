import {
  closeSync,
  type Dirent,
  readdirSync,
  readSync,
  realpathSync,
  type Stats,
  statSync,
} from 'node:fs';
import { join, posix } from 'node:path';
import { cleanContextPath } from '../../dockerfile/dockerignore.js';
import { type Budget, compileGlob } from '../../dockerfile/dockerignore-glob.js';
import { decodeText } from '../../lib/decode-text.js';
import { reason } from '../../lib/errors.js';
import { isInside } from '../../lib/paths.js';
import { openWithoutWaiting, readRegularFile } from '../../lib/regular-file.js';

/** The number of files and folders that are searched in one repository. */
export const MAX_ENTRIES = 20_000;
/** Comparisons for the patterns of all sources: as many as for a .dockerignore file. */
const MAX_COMPARISONS = 60_000_000;
const MAX_DEPTH = 32;
const NEVER = new Set(['.git', 'node_modules']);
/** GitHub accepts no file of 100 MiB. */
const MAX_FILE_BYTES = 100 << 20;
/** The bytes that are read in one repository. */
const MAX_BYTES = 512 << 20;
/** A NUL in so many bytes at the beginning of a file says that it is binary. */
const HEAD_BYTES = 8_000;

/** The search of one repository. */
export interface ContextWalk {
  readonly root: string;
  /** The number of files and folders that may still be visited. */
  left: number;
  /** For the patterns of all sources. */
  readonly budget: Budget;
  /** Folders that could not be listed. */
  readonly unlisted: string[];
}

export function startContextWalk(root: string): ContextWalk {
  return { root, left: MAX_ENTRIES, budget: { comparisons: MAX_COMPARISONS }, unlisted: [] };
}

/** The text of a copied file; undefined for a binary file. Or why it was not read. */
export type CopiedFile = { readonly text: string | undefined } | { readonly reason: string };

/** A reader of the files that are copied from below `root`, up to 100 MiB each and 512 MiB together. */
export function copiedFileReader(root: string): (path: string) => CopiedFile {
  let left = MAX_BYTES;
  return (path) => {
    const file = join(root, path);
    try {
      if (isBinary(file)) return { text: undefined };
      const { size } = statSync(file);
      if (size <= MAX_FILE_BYTES && size > left)
        return { reason: 'the files that are copied are larger than 512 MiB together' };
      const bytes = readRegularFile(file, MAX_FILE_BYTES);
      left -= bytes.length;
      return { text: decodeText(bytes) };
    } catch (error) {
      return { reason: reason(error) };
    }
  };
}

function isBinary(file: string): boolean {
  const descriptor = openWithoutWaiting(file);
  try {
    const head = Buffer.alloc(HEAD_BYTES);
    const length = readSync(descriptor, head, 0, HEAD_BYTES, null);
    return decodeText(head.subarray(0, length)).includes('\0');
  } finally {
    closeSync(descriptor);
  }
}

interface ContextFile {
  /** Relative to the root of the repository. */
  readonly path: string;
  readonly inContext: string;
}

const ADDRESS = /^[a-z+]+:\/\/|^git@|^<</;
const VARIABLE = /\$\{[^}]*\}|\$\w+/g;
/** BuildKit sets these. */
const PLATFORM = /^\$\{?(?:TARGET|BUILD)(?:PLATFORM|OS|ARCH|VARIANT)\b/;

/** Whether a source is a variable without a value and nothing else, so that it can be every folder of the build context. */
export function isUnknownSource(source: string): boolean {
  if (ADDRESS.test(source) || !source.includes('$')) return false;
  const isPlatform = [...source.matchAll(VARIABLE)].some(([text]) => PLATFORM.test(text));
  return !isPlatform && cleanContextPath(source.replace(VARIABLE, '').replace(/^\/+/, '')) === '.';
}

/**
 * The files that a source of COPY or ADD names, also by a pattern; none for addresses and files that do not exist. A
 * variable without a value is a pattern of up to three folders.
 */
export function* filesOf(
  walk: ContextWalk,
  folders: readonly string[],
  source: string,
): Generator<ContextFile> {
  if (ADDRESS.test(source) || isUnknownSource(source)) return;
  for (const pattern of patternsOf(source)) {
    const clean = cleanContextPath(pattern.replace(/^\/+/, ''));
    if (clean.startsWith('..')) continue;
    if (isPattern(clean) && clean.split('/').length > MAX_DEPTH) continue;
    for (const base of new Set(folders)) {
      const found = isPattern(clean)
        ? [...expand(walk, base, clean.split('/'))]
        : [posix.join(base, clean)];
      const inside = found.flatMap((path) => entryOf(walk, path));
      for (const entry of inside) yield* filesBelow(walk, base, entry);
      if (inside.length > 0) break;
    }
  }
}

/** The source with variables replaced by patterns. */
function patternsOf(source: string): string[] {
  if (!source.includes('$')) return [source];
  return ['*', '*/*', '*/*/*'].map((pattern) => source.replace(VARIABLE, pattern));
}

function isPattern(path: string): boolean {
  return /[*?[]/.test(path);
}

/** The paths that match a pattern, part by part, as Go's filepath.Match does. */
function* expand(
  walk: ContextWalk,
  folder: string,
  [part = '', ...rest]: readonly string[],
): Generator<string> {
  const names = isPattern(part) ? namesIn(walk, folder, part) : [part];
  for (const name of names) {
    const path = posix.join(folder, name);
    if (rest.length === 0) yield path;
    else yield* expand(walk, path, rest);
  }
}

function namesIn({ root, budget }: ContextWalk, folder: string, pattern: string): string[] {
  const matches = compileGlob(pattern);
  const entries = budget.comparisons < 0 ? [] : (list(join(root, folder)) ?? []);
  return entries
    .filter((entry) => !entry.isSymbolicLink() && !NEVER.has(entry.name))
    .flatMap(({ name }) => (matches([name], budget) ? [name] : []));
}

/** A file or folder inside the repository. */
function entryOf({ root }: ContextWalk, path: string): ContextEntry[] {
  const found = statOf(join(root, path));
  if (!found || !isInside(realpathSync(root), realpathSync(join(root, path)))) return [];
  return [{ path, found, depth: 0 }];
}

/** A file or folder of the build context. */
interface ContextEntry {
  readonly path: string;
  readonly found: Stats;
  readonly depth: number;
}

function* filesBelow(
  walk: ContextWalk,
  base: string,
  { path, found, depth }: ContextEntry,
): Generator<ContextFile> {
  if (walk.left-- <= 0) return;
  if (found.isFile()) {
    yield { path, inContext: posix.relative(base, path) };
    return;
  }
  if (!found.isDirectory()) return;
  const entries = depth > MAX_DEPTH ? undefined : list(join(walk.root, path));
  if (!entries) walk.unlisted.push(path);
  for (const entry of entries ?? []) {
    if (entry.isSymbolicLink() || NEVER.has(entry.name)) continue;
    const child = posix.join(path, entry.name);
    const stats = statOf(join(walk.root, child));
    if (stats) yield* filesBelow(walk, base, { path: child, found: stats, depth: depth + 1 });
  }
}

function statOf(file: string): Stats | undefined {
  try {
    return statSync(file);
  } catch {
    return undefined;
  }
}

function list(folder: string): Dirent[] | undefined {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return undefined;
  }
}
