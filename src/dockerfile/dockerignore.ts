import { type Budget, compileGlob, type Glob } from './dockerignore-glob.js';

/** A .dockerignore file. */
export interface Dockerignore {
  /**
   * Whether a path of the build context (relative, with slashes) or one of its parent folders is excluded. Undefined once
   * the calls together have used up the comparisons that one file may take.
   */
  ignores(path: string): boolean | undefined;
  /** Some patterns begin with `!`. */
  readonly hasExceptions: boolean;
  /** A pattern excludes everything in the context. */
  readonly ignoresAll: boolean;
}

/** More patterns, and longer patterns and paths, are not read: real files stay far below. */
const MAX_PATTERNS = 10_000;
const MAX_LENGTH = 4096;

/** Comparisons for all calls together, a few seconds of work. 20,000 paths and 100 patterns take a third of it. */
const MAX_COMPARISONS = 60_000_000;

/**
 * Parses a .dockerignore file: one pattern per line, `#` comments, `!` exceptions. The last pattern that matches decides.
 * Source: docs.docker.com/build/concepts/context/#dockerignore-files.
 */
export function parseDockerignore(text: string): Dockerignore {
  const patterns = text
    .replace(/^\ufeff/, '')
    .split('\n', MAX_PATTERNS)
    .flatMap(parsePattern);
  const literals = new Map<string, number>();
  const globs: { readonly matches: Glob; readonly index: number }[] = [];
  patterns.forEach((pattern, index) => {
    if (/[*?[\\]/.test(pattern.text)) globs.push({ matches: compileGlob(pattern.text), index });
    else literals.set(pattern.text, index);
  });
  globs.reverse();
  const budget: Budget = { comparisons: MAX_COMPARISONS };
  return {
    hasExceptions: patterns.some(({ isException }) => isException),
    ignoresAll: patterns.some(
      ({ isException, text }) => !isException && /^(?:\*\*?|\*\*\/\*)$/.test(text),
    ),
    ignores(path) {
      const clean = cleanContextPath(path);
      if (clean.length > MAX_LENGTH) return false;
      const parts = clean.split('/');
      let last = lastLiteral(literals, parts);
      for (const { matches, index } of globs) {
        if (index < last || budget.comparisons < 0) break;
        if (matches(parts, budget)) last = index;
      }
      if (budget.comparisons < 0) return undefined;
      return last >= 0 && patterns[last]?.isException === false;
    },
  };
}

/** The index of the last pattern without wildcards that is the path or a parent folder; -1 if there is none. */
function lastLiteral(literals: ReadonlyMap<string, number>, parts: readonly string[]): number {
  let last = -1;
  if (literals.size === 0) return last;
  let folder = '';
  for (const part of parts) {
    folder = folder === '' ? part : `${folder}/${part}`;
    last = Math.max(last, literals.get(folder) ?? -1);
  }
  return last;
}

/** A path as Go's filepath.Clean returns it, without the leading slash: `./a//b/../c/` is `a/c`, the context is `.`. */
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
  readonly isException: boolean;
}

/** The pattern of a line in a list; an empty list for comments, empty lines and patterns that are too long. */
function parsePattern(line: string): Pattern[] {
  if (line.startsWith('#')) return [];
  const trimmed = line.trim();
  const isException = trimmed.startsWith('!');
  const pattern = isException ? trimmed.slice(1).trim() : trimmed;
  if (pattern === '' || pattern.length > MAX_LENGTH) return [];
  return [{ text: cleanContextPath(pattern), isException }];
}
