import type { ShellCommand, ShellWord } from './model.js';

/** The command's name without its folder: `/usr/bin/apt-get` is `apt-get`. */
export function commandName(command: ShellCommand): string {
  const value = command.name?.value ?? '';
  return value.slice(value.lastIndexOf('/') + 1);
}

/** Whether the command's name (without folder) is one of these. */
export function isCommand(command: ShellCommand, ...names: readonly string[]): boolean {
  return names.includes(commandName(command));
}

/**
 * Whether one of the options is given: `-y` (alone or in a cluster such as `-qy`), `--yes` (also `--yes=…`).
 * Options end at `--`.
 */
export function hasFlag(command: ShellCommand, ...names: readonly string[]): boolean {
  return flagWords(command, ...names).length > 0;
}

/** The words that give one of these options. `-qq` gives `-q` once: ask for the word when its text matters. */
export function flagWords(command: ShellCommand, ...names: readonly string[]): ShellWord[] {
  return optionWords(command).filter((word) => names.some((name) => gives(word.value, name)));
}

/** How often a short option is given, in clusters too: `-q -q` and `-qq` are both 2. */
export function flagCount(command: ShellCommand, letter: string): number {
  let count = 0;
  for (const { value } of optionWords(command)) {
    if (CLUSTER.test(value)) count += value.split(letter.replace(/^-/, '')).length - 1;
  }
  return count;
}

/** Values of an option, in order: `--name=v`, `--name v`, `-n v`, `-nv`, and `-xn v` in a cluster. */
export function flagValues(
  command: ShellCommand,
  ...names: readonly string[]
): { readonly value: string; readonly word: ShellWord }[] {
  const values: { value: string; word: ShellWord }[] = [];
  const { args } = command;
  args.forEach((word, i) => {
    for (const name of names) {
      const next = args[i + 1];
      if (
        word.value === name ||
        (isShort(name) && CLUSTER.test(word.value) && word.value.endsWith(name.slice(1)))
      ) {
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
 * The words that are neither options nor values of the `valued` options. Everything behind `--` counts. For
 * `apt-get -t stable install vim` with `valued: ['-t']` these are `install` and `vim`.
 */
export function operands(command: ShellCommand, valued: readonly string[] = []): ShellWord[] {
  const found: ShellWord[] = [];
  const { args } = command;
  for (let i = 0; i < args.length; i++) {
    const word = args[i];
    if (!word) break;
    if (word.value === '--') return [...found, ...args.slice(i + 1)];
    if (!word.value.startsWith('-') || word.value === '-') found.push(word);
    else if (valued.some((name) => takesNext(word.value, name))) i++;
  }
  return found;
}

/** Whether the command's first operand is one of these: `isSubcommand(c, ['install'])` for `apt-get -y install`. */
export function isSubcommand(
  command: ShellCommand,
  names: readonly string[],
  valued: readonly string[] = [],
): boolean {
  const [first] = operands(command, valued);
  return first !== undefined && names.includes(first.value);
}

const CLUSTER = /^-[A-Za-z0-9]+$/;

function isShort(name: string): boolean {
  return name.length === 2 && name !== '--';
}

function gives(value: string, name: string): boolean {
  if (value === name || value.startsWith(`${name}=`)) return true;
  return isShort(name) && CLUSTER.test(value) && value.includes(name.charAt(1), 1);
}

function takesNext(value: string, name: string): boolean {
  return value === name || (isShort(name) && CLUSTER.test(value) && value.endsWith(name.charAt(1)));
}

function optionWords({ args }: ShellCommand): ShellWord[] {
  const end = args.findIndex((word) => word.value === '--');
  return args.slice(0, end < 0 ? undefined : end).filter((word) => word.value.startsWith('-'));
}
