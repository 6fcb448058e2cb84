import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { globMatcher } from '../lib/glob.js';
import { distinctFiles } from '../lib/paths.js';

/** The Dockerfiles that names and patterns select. */
export interface NamedDockerfiles {
  readonly paths: readonly string[];
  /** The patterns that match no Dockerfile. */
  readonly unmatched: readonly string[];
  /** The patterns with `!` that exclude none. */
  readonly unused: readonly string[];
  /** The patterns with `!` that together leave out every Dockerfile that was selected; empty if one is left. */
  readonly emptying: readonly string[];
}

/** Whether a name is a pattern: a glob, unless a file has that name, or an exclusion such as `!legacy/**`. */
export function isPattern(root: string, name: string): boolean {
  return name.startsWith('!') || (/[*?]/.test(name) && !existsSync(resolve(root, name)));
}

/**
 * The files that are named, and those of the `discovered` ones that a glob matches; in both cases without those that a
 * pattern with `!` excludes. With exclusions only, all other discovered files.
 */
export function selectDockerfiles(
  root: string,
  names: readonly string[],
  discovered: readonly string[],
): NamedDockerfiles {
  const exclusions = names.filter((name) => name.startsWith('!'));
  const selections = names.filter((name) => !name.startsWith('!'));
  const matched = selections.map((name) => ({
    name,
    paths: isPattern(root, name) ? discovered.filter(globMatcher(withoutDot(name))) : [name],
  }));
  const selected = selections.length > 0 ? matched.flatMap(({ paths }) => paths) : [...discovered];
  const excluded = exclusions.map((name) => {
    const matches = globMatcher(withoutDot(name.slice(1)));
    return { name, matches: (path: string) => matches(withoutDot(path)) };
  });
  const left = selected.filter((path) => !excluded.some(({ matches }) => matches(path)));
  return {
    paths: distinctFiles(root, left),
    unmatched: matched.flatMap(({ name, paths }) => (paths.length > 0 ? [] : [name])),
    unused: excluded.flatMap(({ name, matches }) => (selected.some(matches) ? [] : [name])),
    emptying:
      left.length > 0
        ? []
        : excluded.flatMap(({ name, matches }) => (selected.some(matches) ? [name] : [])),
  };
}

/** `./a/Dockerfile` is `a/Dockerfile` for the search. */
function withoutDot(path: string): string {
  return path.replace(/^(?:\.\/)+/, '');
}
