import { dirname } from 'node:path';
import { type Files, POLICY } from './repository.js';

/** What a run must say, by the files of two commits alone. */
export interface Expected {
  readonly outcome: 'pass' | 'fail';
  readonly fresh: readonly string[];
  readonly existing: readonly string[];
  /** All that no exception accepts. */
  readonly open: readonly string[];
}

/** A harm with its line. */
interface Harm {
  readonly name: string;
  readonly path: string;
  readonly line: number;
}

export function harmsIn(files: Files): Harm[] {
  return [...files].flatMap(([path, text]) =>
    text.split('\n').flatMap((line, at) => {
      const name = /^RUN curl \S+ https:\/\/(\S+)\.example\//.exec(line)?.[1];
      return name === undefined ? [] : [{ name, path, line: at + 1 }];
    }),
  );
}

/**
 * The verdict about `head`, compared with `base`, or with nothing, by the policy in `deciding`. A harm is the same in another
 * file: somebody moved it.
 */
export function evaluate(head: Files, base: Files | undefined, deciding: Files): Expected {
  const policy = deciding.get(POLICY) ?? '';
  const before = new Set(base && harmsIn(base).map(({ name }) => name));
  const open = harmsIn(head).filter(({ path }) => !policy.includes(`path: ${path},`));
  const fresh = open.filter(({ name }) => !before.has(name));
  const isOpen = policy.includes('severity: none');
  const names = (harms: readonly Harm[]) => harms.map(({ name }) => name).sort();
  return {
    outcome: fresh.length > 0 && !isOpen ? 'fail' : 'pass',
    fresh: names(fresh),
    existing: names(open.filter(({ name }) => before.has(name))),
    open: names(open),
  };
}

/** A policy that fails as by default, and accepts the harms of these Dockerfiles. */
export function accepting(...paths: readonly string[]): string {
  const entries = paths.map(
    (path) =>
      `  - { rule: PS0023, path: ${path}, reason: it is ${dirname(path)}, until: 2099-12-31 }\n`,
  );
  return `fail-on: { severity: high }\nexceptions:\n${entries.join('')}`;
}

/** A policy that nothing fails. */
export const LENIENT = 'fail-on: { severity: none }\n';
