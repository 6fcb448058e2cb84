/** The patterns of a .dockerignore file. */
export interface IgnoreFile {
  /** Whether a path of the build context (slashes, relative) or one of its parent folders is left out. */
  ignores(path: string): boolean;
  /** Some patterns begin with `!`. */
  readonly hasExceptions: boolean;
  /** A pattern leaves out everything in the context. */
  readonly ignoresAll: boolean;
}

/**
 * Reads a .dockerignore file: one pattern a line, `#` comments, `!` exceptions; the last pattern that matches wins.
 * Source: docs.docker.com/build/concepts/context/#dockerignore-files.
 */
export function parseIgnoreFile(text: string): IgnoreFile {
  const patterns = text
    .replace(/^\ufeff/, '')
    .split('\n', MAX_PATTERNS)
    .flatMap(readPattern);
  return {
    hasExceptions: patterns.some(({ exception }) => exception),
    ignoresAll: patterns.some(
      ({ exception, text }) => !exception && /^(?:\*\*?|\*\*\/\*)$/.test(text),
    ),
    ignores(path) {
      const clean = cleanPath(path);
      let ignored = false;
      for (const { exception, tokens } of patterns) {
        if (exception === ignored && matches(tokens, clean)) ignored = !exception;
      }
      return ignored;
    },
  };
}

/** A path as Go's filepath.Clean leaves it, without the leading slash: `./a//b/../c/` is `a/c`, the context `.`. */
export function cleanPath(path: string): string {
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
  readonly tokens: readonly Token[];
}

type Token =
  | { readonly kind: 'one'; readonly test: (char: string) => boolean }
  /** `*`: any characters but slashes. */
  | { readonly kind: 'segment' }
  /** `**`: any characters. */
  | { readonly kind: 'all' }
  /** In front of any number of whole folders: they may be left out. */
  | { readonly kind: 'maybe-folders' }
  | { readonly kind: 'folders' };

/** Patterns and path lengths beyond these are not what anybody writes. */
const MAX_PATTERNS = 10_000;
const MAX_LENGTH = 4096;

function readPattern(line: string): Pattern[] {
  if (line.startsWith('#')) return [];
  const trimmed = line.trim();
  const exception = trimmed.startsWith('!');
  const written = exception ? trimmed.slice(1).trim() : trimmed;
  if (written === '' || written.length > MAX_LENGTH) return [];
  const text = cleanPath(written);
  return [{ text, exception, tokens: tokenize(text) }];
}

function tokenize(pattern: string): Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < pattern.length; at++) {
    const char = pattern.charAt(at);
    if (char === '*' && pattern.charAt(at + 1) === '*') {
      at += pattern.charAt(at + 2) === '/' ? 2 : 1;
      if (at + 1 >= pattern.length) tokens.push({ kind: 'all' });
      else tokens.push({ kind: 'maybe-folders' }, { kind: 'folders' });
    } else if (char === '*') {
      tokens.push({ kind: 'segment' });
    } else if (char === '?') {
      tokens.push({ kind: 'one', test: (c) => c !== '/' });
    } else if (char === '[') {
      const close = pattern.indexOf(']', at + 2);
      const test = close < 0 ? undefined : characterClass(pattern.slice(at + 1, close));
      // BuildKit refuses a broken class; here it matches nothing.
      tokens.push({ kind: 'one', test: test ?? (() => false) });
      if (close >= 0) at = close;
    } else {
      const literal = char === '\\' && at + 1 < pattern.length ? pattern.charAt(++at) : char;
      tokens.push({ kind: 'one', test: (c) => c === literal });
    }
  }
  return tokens;
}

function characterClass(body: string): (char: string) => boolean {
  const negated = body.startsWith('^');
  const ranges: [string, string][] = [];
  const chars = [...(negated ? body.slice(1) : body).replace(/\\(.)/g, '$1')];
  for (let i = 0; i < chars.length; i++) {
    const from = chars[i] ?? '';
    const to = chars[i + 1] === '-' ? chars[i + 2] : undefined;
    ranges.push([from, to ?? from]);
    if (to !== undefined) i += 2;
  }
  return (char) => ranges.some(([from, to]) => char >= from && char <= to) !== negated;
}

/**
 * Whether the pattern matches the path or one of its parent folders. Follows all readings at once, so that no pattern
 * makes it slow: tokens times characters.
 */
function matches(tokens: readonly Token[], path: string): boolean {
  if (path.length > MAX_LENGTH) return false;
  let states = reachable(tokens, [0]);
  for (const char of path) {
    if (states.size === 0) return false;
    if (char === '/' && states.has(tokens.length)) return true;
    const next: number[] = [];
    for (const state of states) {
      const token = tokens[state];
      if (token?.kind === 'one' && token.test(char)) next.push(state + 1);
      else if (token?.kind === 'all' || (token?.kind === 'segment' && char !== '/'))
        next.push(state);
      else if (token?.kind === 'folders') next.push(state, ...(char === '/' ? [state + 1] : []));
    }
    states = reachable(tokens, next);
  }
  return states.has(tokens.length);
}

/** The states, and those that need no character to be reached from them. */
function reachable(tokens: readonly Token[], from: readonly number[]): Set<number> {
  const states = new Set<number>();
  const todo = [...from];
  for (let state = todo.pop(); state !== undefined; state = todo.pop()) {
    if (states.has(state)) continue;
    states.add(state);
    const kind = tokens[state]?.kind;
    if (kind === 'segment' || kind === 'all') todo.push(state + 1);
    else if (kind === 'maybe-folders') todo.push(state + 1, state + 2);
  }
  return states;
}
