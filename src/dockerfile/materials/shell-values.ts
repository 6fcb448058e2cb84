import { variableNames } from '../../lib/shell-variables.js';
import type { Dockerfile, RunInstruction } from '../parser/model.js';
import type { ShellWord } from '../shell/model.js';
import { expand as expandPattern } from '../text/expansion.js';
import { variableValue } from '../variables.js';

/** Gives the value of a word in a RUN instruction, or of the part of it that is given, as far as it is known. */
export type ShellValues = (
  word: Pick<ShellWord, 'value' | 'raw' | 'literal'>,
  part?: string,
) => string;

/** Variables that refer to each other are followed this often. */
const MAX_DEPTH = 10;
/** Longer values are cut: nobody reads them, and they could double at each step. */
const MAX_LENGTH = 4096;

/**
 * The values of words in a RUN instruction: variables that ARG and ENV set, and those that the script sets once to a
 * text. A variable that is not known stays as written, and so does a substitution.
 */
export function shellValues(
  dockerfile: Dockerfile,
  run: RunInstruction,
  buildArgs?: ReadonlyMap<string, string>,
): ShellValues {
  const assigned = new Map<string, string | undefined>();
  const assign = (variable: string, text: string | undefined) =>
    assigned.set(variable, assigned.has(variable) ? undefined : text);
  for (const { assignments, name, args } of run.script.commands) {
    // `X=1 command` sets it for the command only.
    if (name && name.value !== 'export') continue;
    for (const { name: variable, value } of assignments) assign(variable, value?.value);
    for (const { value } of name ? args : []) {
      const [, variable, text] = /^([A-Za-z_]\w*)=(.*)$/s.exec(value) ?? [];
      if (variable !== undefined) assign(variable, text);
    }
  }
  const resolved = new Map<string, string | undefined>();
  const known = (variable: string, depth: number): string | undefined => {
    if (depth > MAX_DEPTH) return undefined;
    if (resolved.has(variable)) return resolved.get(variable);
    // A variable that is set from itself is not known.
    resolved.set(variable, undefined);
    const text = assigned.get(variable);
    const value = assigned.has(variable)
      ? text === undefined || isComputed(text, variable)
        ? undefined
        : expand(text, depth + 1)
      : variableValue(dockerfile, run, variable, buildArgs);
    resolved.set(variable, value);
    return value;
  };
  // All patterns of a file share the work that is left for it.
  const budget = dockerfile.source.limits.expansion;
  const expand = (text: string, depth: number): string =>
    text
      .replace(
        /\$(?:([A-Za-z_]\w*)|\{([A-Za-z_]\w*)((?::?-|[#%])[^{}$]*)?\})/g,
        (use: string, plain?: string, braced?: string, operation?: string) => {
          const value = known(plain ?? braced ?? '', depth);
          if (operation === undefined) return value ?? use;
          if (/^:?-/.test(operation)) return value ?? operation.replace(/^:?-/, '');
          return (value === undefined ? undefined : cut(value, operation, budget)) ?? use;
        },
      )
      .slice(0, MAX_LENGTH);
  return (word, part = word.value) =>
    !part.includes('$') || word.literal || word.raw.startsWith("'") ? part : expand(part, 0);
}

/** The value without what `#PATTERN` or `%PATTERN` matches; undefined for a pattern that is not followed. */
function cut(value: string, pattern: string, budget: { left: number }): string | undefined {
  // The class that official images use to cut `rc1` from a version: `%%[a-z]*`.
  const [, characters] = /^%%\[((?:a-z|A-Z|0-9|\w){1,60})\]\*$/.exec(pattern) ?? [];
  if (characters !== undefined) {
    const at = value.search(new RegExp(`[${characters}]`));
    return at < 0 ? value : value.slice(0, at);
  }
  if (pattern.includes('[')) return undefined;
  const { value: part, error } = expandPattern(`\${x${pattern}}`, () => value, { budget });
  return error === undefined ? part : undefined;
}

/** Whether a text depends on a command, or on what the variable was before: `v$(date)`, `v$VERSION` for VERSION. */
function isComputed(text: string, variable: string): boolean {
  if (!/[$`]/.test(text)) return false;
  if (/\$\(|`/.test(text)) return true;
  return variableNames(text).has(variable);
}

/** Whether a value has a variable or a substitution that is not known. */
export function hasUnknownPart(value: string): boolean {
  return /\$[\w({]|`/.test(value);
}
