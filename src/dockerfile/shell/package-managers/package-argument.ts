import type { Dockerfile, RunInstruction } from '../../parser/model.js';
import { valueAt } from '../../variables.js';
import type { ShellWord } from '../model.js';

/** Whether a word is nothing but a variable or a substitution: what it installs cannot be read here. */
export function isOpaque(word: ShellWord): boolean {
  if (word.literal) return false;
  const bare = word.value.replace(/^["']|["']$/g, '');
  return /^(?:\$\w+|\$\{[^{}]*\}|\$\(.*\)|`[^`]*`)+$/s.test(bare);
}

/** The word's value with the variables filled in that ENV or ARG give a value. */
export function expandVariables(
  dockerfile: Dockerfile,
  run: RunInstruction,
  word: ShellWord,
): string {
  if (word.literal) return word.value;
  return word.value.replace(
    /\$(?:(\w+)|\{(\w+)\})/g,
    (use: string, plain?: string, braced?: string) =>
      valueAt(dockerfile, run, plain ?? braced ?? '') ?? use,
  );
}
