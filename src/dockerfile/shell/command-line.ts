import { takesCredential } from '../../lib/credential-options.js';
import { baseName } from '../../lib/paths.js';
import type { ShellCommand, ShellWord } from './model.js';

/** The name of the command without its folder: `/usr/bin/apt-get` is `apt-get`. */
export function commandName(command: ShellCommand): string {
  return baseName(command.name?.value ?? '');
}

/** Whether the name of the command, without its folder, is one of these. */
export function isCommand(command: ShellCommand, ...names: readonly string[]): boolean {
  return names.includes(commandName(command));
}

/**
 * Whether one of these options is given: `-y`, alone or in a cluster such as `-qy`; `--yes`, also as `--yes=…`.
 * `--` ends the options.
 */
export function hasFlag(command: ShellCommand, ...names: readonly string[]): boolean {
  return flagWords(command, ...names).length > 0;
}

/** The words that contain one of these options: the word `-qy` for `-y`. */
export function flagWords(command: ShellCommand, ...names: readonly string[]): ShellWord[] {
  return optionWords(command).filter((word) => names.some((name) => contains(word.value, name)));
}

/** How often a short option is given, clusters included: 2 for both `-q -q` and `-qq`. */
export function flagCount(command: ShellCommand, option: string): number {
  let count = 0;
  for (const { value } of optionWords(command)) {
    if (CLUSTER.test(value)) count += value.split(option.replace(/^-/, '')).length - 1;
  }
  return count;
}

/** The value of an option, with the word that contains it. */
export interface FlagValue {
  readonly value: string;
  readonly word: ShellWord;
}

/** The values of an option, in order: `--name=v`, `--name v`, `-n v`, `-nv`, and `-xn v` in a cluster. */
export function flagValues(command: ShellCommand, ...names: readonly string[]): FlagValue[] {
  const values: FlagValue[] = [];
  const { args } = command;
  args.forEach((word, i) => {
    for (const name of names) {
      const next = args[i + 1];
      if (takesNext(word.value, name)) {
        if (next) values.push({ value: next.value, word: next });
      } else if (!isShort(name) && word.value.startsWith(`${name}=`)) {
        values.push({ value: word.value.slice(name.length + 1), word });
      } else if (isShort(name) && word.value.startsWith(name)) {
        values.push({ value: word.value.slice(2).replace(/^=/, ''), word });
      }
    }
  });
  return values;
}

/**
 * The words that are neither options nor values of `valueOptions` or of options for credentials, and all words after `--`.
 * For `apt-get -t stable install vim` with `valueOptions: ['-t']`: `install` and `vim`.
 */
export function operands(command: ShellCommand, valueOptions: readonly string[] = []): ShellWord[] {
  const found: ShellWord[] = [];
  const { args } = command;
  for (let i = 0; i < args.length; i++) {
    const word = args[i];
    if (!word) break;
    if (word.value === '--') return [...found, ...args.slice(i + 1)];
    if (!word.value.startsWith('-') || word.value === '-') found.push(word);
    else if (
      takesCredential(word.value) ||
      valueOptions.some((name) => takesNext(word.value, name))
    )
      i++;
  }
  return found;
}

/** Whether the first operand is one of these: `isSubcommand(command, ['install'])` for `apt-get -y install`. */
export function isSubcommand(
  command: ShellCommand,
  names: readonly string[],
  valueOptions: readonly string[] = [],
): boolean {
  const [first] = operands(command, valueOptions);
  return first !== undefined && names.includes(first.value);
}

/** Short options in one word: `-qy`. */
const CLUSTER = /^-[A-Za-z0-9]+$/;

function isShort(name: string): boolean {
  return name.length === 2 && name !== '--';
}

/** Whether a word contains an option: `-qy` contains `-y`, `--yes=true` contains `--yes`. */
function contains(word: string, option: string): boolean {
  if (word === option || word.startsWith(`${option}=`)) return true;
  return isShort(option) && CLUSTER.test(word) && word.includes(option.charAt(1), 1);
}

/** Whether a word ends with an option that takes the next word as its value. */
function takesNext(word: string, option: string): boolean {
  if (word === option) return true;
  return isShort(option) && CLUSTER.test(word) && word.endsWith(option.charAt(1));
}

/** The words that begin with `-`, up to `--`. */
function optionWords({ args }: ShellCommand): ShellWord[] {
  const end = args.findIndex((word) => word.value === '--');
  return args.slice(0, end < 0 ? undefined : end).filter((word) => word.value.startsWith('-'));
}
