import { type Glob, glob, type Work } from './dockerignore-glob.js';

/** The patterns of a .dockerignore file. */
export interface Dockerignore {
  /**
   * Whether a path of the build context (slashes, relative) or one of its parent folders is left out; undefined where
   * the patterns have taken too long for all that was asked so far.
   */
  ignores(path: string): boolean | undefined;
  /** Some patterns begin with `!`. */
  readonly hasExceptions: boolean;
  /** A pattern leaves out everything in the context. */
  readonly ignoresAll: boolean;
}

/** Patterns, and lengths of them and of paths, beyond these are not what anybody writes. */
const MAX_PATTERNS = 10_000;
const MAX_LENGTH = 4096;
/** Comparisons for all questions together, seconds. Twenty thousand files and a hundred patterns take a third. */
const WORK = 60_000_000;

/**
 * Reads a .dockerignore file: one pattern a line, `#` comments, `!` exceptions; the last pattern that matches wins.
 * Source: docs.docker.com/build/concepts/context/#dockerignore-files.
 */
export function parseDockerignore(text: string): Dockerignore {
  const patterns = text
    .replace(/^\ufeff/, '')
    .split('\n', MAX_PATTERNS)
    .flatMap(readPattern);
  const plain = new Map<string, number>();
  const globs: { readonly matches: Glob; readonly index: number }[] = [];
  patterns.forEach((pattern, index) => {
    if (/[*?[\\]/.test(pattern.text)) globs.push({ matches: glob(pattern.text), index });
    else plain.set(pattern.text, index);
  });
  globs.reverse();
  const work: Work = { left: WORK };
  return {
    hasExceptions: patterns.some(({ exception }) => exception),
    ignoresAll: patterns.some(
      ({ exception, text }) => !exception && /^(?:\*\*?|\*\*\/\*)$/.test(text),
    ),
    ignores(path) {
      const clean = cleanContextPath(path);
      if (clean.length > MAX_LENGTH) return false;
      const parts = clean.split('/');
      let last = lastOf(plain, parts);
      for (const { matches, index } of globs) {
        if (index < last || work.left < 0) break;
        if (matches(parts, work)) last = index;
      }
      if (work.left < 0) return undefined;
      return last >= 0 && patterns[last]?.exception === false;
    },
  };
}

/** The last of the patterns without wildcards that is the path or a folder above it; -1 for none. */
function lastOf(plain: ReadonlyMap<string, number>, parts: readonly string[]): number {
  let last = -1;
  if (plain.size === 0) return last;
  let folder = '';
  for (const part of parts) {
    folder = folder === '' ? part : `${folder}/${part}`;
    last = Math.max(last, plain.get(folder) ?? -1);
  }
  return last;
}

/** A path as Go's filepath.Clean leaves it, without the leading slash: `./a//b/../c/` is `a/c`, the context `.`. */
export function cleanContextPath(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else if (part !== '..' || !path.startsWith('/')) parts.push(part);
  }
  return parts.join('/') || '.';
}

interface Pattern {
  readonly text: string;
  readonly exception: boolean;
}

function readPattern(line: string): Pattern[] {
  if (line.startsWith('#')) return [];
  const trimmed = line.trim();
  const exception = trimmed.startsWith('!');
  const written = exception ? trimmed.slice(1).trim() : trimmed;
  if (written === '' || written.length > MAX_LENGTH) return [];
  return [{ text: cleanContextPath(written), exception }];
}
