import { fillVariables } from '../../../lib/shell-variables.js';
import type { Dockerfile, RunInstruction } from '../../parser/model.js';
import type { ShellWord } from '../../shell/model.js';
import { variableValue } from '../../variables.js';

/** Whether a word consists of variables and substitutions only, so that the package is unknown. */
export function isOpaque(word: ShellWord): boolean {
  if (word.literal) return false;
  const unquoted = word.value.replace(/^["']|["']$/g, '');
  return /^(?:\$\w+|\$\{[^{}]*\}|\$\(.*\)|`[^`]*`)+$/s.test(unquoted);
}

/** The value of a word, with the variables that ENV or ARG set replaced by their values. */
export function expandedArgument(
  dockerfile: Dockerfile,
  run: RunInstruction,
  word: ShellWord,
): string {
  if (word.literal) return word.value;
  return fillVariables(word.value, (name) => variableValue(dockerfile, run, name));
}
