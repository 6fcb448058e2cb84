import { isShell } from '../../shell/wrappers.js';
import type { RunInstruction } from '../parser/model.js';
import { commandName, operands } from '../shell/command-line.js';
import type { ShellCommand } from '../shell/model.js';
import { lastPart } from './fetches.js';
import type { ShellValues } from './shell-values.js';

/** Whether a command that stands behind this offset of the script starts a file, by its name without a folder. */
export type StartTest = (file: string, after: number) => boolean;

const tests = new WeakMap<RunInstruction, StartTest>();

/** Tests which files the commands of a RUN instruction start: `sh f`, `./f`, `. ./f`, `python f`. Computed once, since each download asks. */
export function startsIn(run: RunInstruction, values: ShellValues): StartTest {
  const known = tests.get(run);
  if (known) return known;
  const last = new Map<string, number>();
  for (const command of run.script.commands) {
    const word = startedFile(command);
    const name = word && lastPart(values(word));
    if (name) last.set(name, Math.max(last.get(name) ?? 0, command.start));
  }
  const test: StartTest = (file, after) => (last.get(lastPart(file)) ?? -1) > after;
  tests.set(run, test);
  return test;
}

/** The file that a command starts: the script of an interpreter, or a program that is named with its folder. */
function startedFile(command: ShellCommand) {
  const { name } = command;
  if (!name) return undefined;
  const program = commandName(command);
  if (isShell(program) || RUNS_SCRIPTS.test(program))
    return operands(command, VALUE_OPTIONS).find(({ value }) => value !== '-');
  return name.value.includes('/') ? name : undefined;
}

const RUNS_SCRIPTS = /^(?:\.|source|python[\d.]*|perl|ruby|node|php|pwsh)$/;
const VALUE_OPTIONS = ['-c', '-e', '-m', '-o', '-O', '+o', '-W', '-X', '-I', '-r'];
