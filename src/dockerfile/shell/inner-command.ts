import { wrappedCommand, wrappedScript } from '../../shell/wrappers.js';
import { commandName } from './command-line.js';
import type { ShellCommand, ShellWord } from './model.js';

/** The command that a wrapper runs. */
export type InnerCommand = Pick<ShellCommand, 'args' | 'assignments'> & {
  readonly name: ShellWord;
};

/** The command after `sudo`, `env A=1`, `xargs -n1` …; undefined when the command is not a wrapper. */
export function innerCommand(command: ShellCommand): InnerCommand | undefined {
  const { args } = command;
  const inner = wrappedCommand(commandName(command), valuesOf(args));
  const name = inner && args[inner.at];
  if (!name) return undefined;
  const assignments = inner.assignments.flatMap((at) => {
    const value = args[at];
    return value
      ? [{ name: value.value.slice(0, value.value.indexOf('=')), value, range: value.range }]
      : [];
  });
  return { name, args: args.slice(inner.at + 1), assignments };
}

/** The argument that `sh -c …`, `bash -lc …`, `su -c …` or `eval …` runs as a script. */
export function innerScript(command: ShellCommand): ShellWord | undefined {
  const { args } = command;
  const name = commandName(command);
  if (name === 'eval') return args.length === 1 ? args[0] : undefined;
  const script = wrappedScript(name, valuesOf(args));
  const word = script && args[script.at];
  return word?.value === script?.text ? word : undefined;
}

function valuesOf(words: readonly ShellWord[]): string[] {
  return words.map(({ value }) => value);
}
