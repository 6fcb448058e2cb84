import { SEVERITIES, type Severity } from '../core/severity.js';
import { PortsideError } from '../lib/errors.js';
import type { InputName } from './input-names.js';

/** The text of an input of the Action, trimmed; undefined if it is not set or empty. */
export type InputText = (name: InputName) => string | undefined;

/** Reads the runner's variables: INPUT_ and the name in upper case. */
export function inputReader(env: NodeJS.ProcessEnv): InputText {
  return (name) => env[`INPUT_${name.toUpperCase()}`]?.trim() || undefined;
}

/** A boolean of YAML 1.2, as @actions/core reads it. Throws PortsideError (usage). */
export function flag(input: InputText, name: InputName, fallback = false): boolean {
  const text = input(name);
  if (text === undefined) return fallback;
  if (/^(?:true|false)$/i.test(text)) return text.toLowerCase() === 'true';
  throw new PortsideError('PSE1003', `The input ${name} takes true or false, not "${text}"`);
}

/** One of the words, in lower case. Throws PortsideError (usage). */
export function choice<T extends string>(
  input: InputText,
  name: InputName,
  words: readonly T[],
): T | undefined {
  const text = input(name);
  const found = words.find((word) => word === text?.toLowerCase());
  if (text === undefined || found !== undefined) return found;
  throw new PortsideError('PSE1003', `The input ${name} takes ${words.join(', ')}, not "${text}"`);
}

/** Throws PortsideError (usage). */
export function severity(input: InputText, name: InputName): Severity | undefined {
  return choice(input, name, SEVERITIES);
}

/** The lines that are not empty, trimmed. */
export function lines(text: string | undefined): string[] {
  return (text ?? '')
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
}
