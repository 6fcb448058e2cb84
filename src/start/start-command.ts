import { posix } from 'node:path';
import { isShell, isWrapper, unwrap } from '../shell/wrappers.js';
import { launchedBy } from './launchers.js';
import {
  type Follower,
  type LoadStep,
  type StartCommand,
  type StartedProgram,
  type StartObserver,
  starterOf,
  wholeCommand,
} from './observer.js';
import { runShell } from './shell-script.js';
import { runSupervisor } from './supervisors.js';

/** Commands that start each other are followed to this depth. */
const MAX_DEPTH = 32;
/** Most commands of one image. */
const MAX_COMMANDS = 20_000;
const TOO_MANY = 'its start scripts start too many others';
const MAX_SCRIPT = 1 << 20;

/** Words of shells that start the command after them. */
const PREFIXES = new Set(['exec', 'command', 'builtin']);

/**
 * Follows what an image starts: the program of a command, and what wrappers, launchers, supervisors and scripts start. Nothing
 * is executed. The limits hold for all commands that are passed to the function.
 */
export function followStart(observer: StartObserver): (command: StartCommand) => void {
  const follower: Follower = {
    ...observer,
    start: (command) => startCommand(command, follower),
    ran: new Set(),
    count: { scriptCommands: 0, commands: 0 },
  };
  return follower.start;
}

function startCommand(given: StartCommand, follower: Follower): void {
  const command = withAssignments(given, follower);
  const [program] = command.words;
  if (program === undefined) return;
  const starter = starterOf(command);
  const prefixed = PREFIXES.has(program) ? unwrap(command.words) : undefined;
  if (command.depth > MAX_DEPTH || ++follower.count.commands > MAX_COMMANDS)
    follower.openEnd(TOO_MANY);
  else if (prefixed) {
    const isMain = command.isMain || program === 'exec';
    startCommand({ ...command, words: prefixed, depth: command.depth + 1, isMain }, follower);
  } else if (/[$`]/.test(program)) {
    follower.endAt(command);
    follower.openEnd(`${starter} starts a program whose name is in a variable`);
  } else if (PATTERN.test(program)) {
    follower.endAt(command);
    follower.openEnd(`${starter} starts programs by a pattern`);
  } else startProgram(program, command, follower);
}

/** `/usr/bin/serve?`, `~/server`, `{}` */
const PATTERN = /\/.*(?:[*?]|\[[^\]]+\])|\{(?:[^}]*,|\})|^~\//;

/** What xargs adds to the command: it may be the program that the command starts, as in `xargs env`. */
const FROM_INPUT = '$input';

/** Programs with many names: under one of them, the own one tells nothing. */
const MULTICALL = /^(?:busybox|toybox)$/;

function startProgram(program: string, command: StartCommand, follower: Follower): void {
  const step = follower.findProgram(program, command);
  if (!step) return;
  const inner = { ...command, by: step, depth: command.depth + 1 };
  const names = [posix.basename(program), posix.basename(step.path)].filter(
    (name, index) => index === 0 || !MULTICALL.test(name),
  );
  startWith(names, { ...inner, words: command.words.slice(1), program, step }, follower);
}

/** Starts what a program starts with its arguments. */
function startWith(names: readonly string[], started: StartedProgram, follower: Follower): void {
  const { words: args, step, program: _, ...inner } = started;
  const wrapped = names.map((name) => unwrap([name, ...args])).find((words) => words);
  if (wrapped && MULTICALL.test(names[0] ?? '')) {
    const [applet = '', ...rest] = wrapped;
    const depth = started.depth + 1;
    if (depth > MAX_DEPTH) follower.openEnd(TOO_MANY);
    else startWith([applet], { ...started, words: rest, program: applet, depth }, follower);
  } else if (wrapped) {
    // Without a command, it prints what it reads.
    const words = names.includes('xargs') ? [...wrapped, FROM_INPUT] : wrapped;
    startCommand({ ...inner, words }, follower);
  } else if (names.some(isWrapper)) {
    follower.endAt(wholeCommand(started));
    if (inner.isMain)
      follower.openEnd(
        `${step.path} starts the arguments of the container, and the image has none`,
      );
  } else runProgram(names, started, follower);
}

/** Starts what the options, the configuration or the text of a program name. */
function runProgram(names: readonly string[], started: StartedProgram, follower: Follower): void {
  const { step, program: _, ...command } = started;
  const { words: _words, ...inner } = command;
  runSupervisor(names, started, follower);
  const launched = launchedBy(names, command, follower);
  if (launched) {
    follower.endAt(wholeCommand(started));
    for (const words of launched) startCommand({ ...inner, words }, follower);
  } else if (follower.runFiles(started)) follower.endAt(wholeCommand(started));
  else if (follower.isScript(step.path)) runScript(step, command, follower);
  else if (names.some(isShell)) runShell(started, follower);
  else follower.endAt(wholeCommand(started), step);
}

/** A script is run by the program in its first line. */
function runScript(step: LoadStep, command: StartCommand, follower: Follower): void {
  const { path } = step;
  const text = follower.files.text(path, MAX_SCRIPT);
  if (text === undefined) {
    follower.openEnd(`${path} cannot be read as a program`);
    return;
  }
  const [, line] = /^#![ \t]*([^\n]+)/.exec(text) ?? [];
  const interpreter = line?.trim().split(/[ \t]+/) ?? ['/bin/sh'];
  startCommand({ ...command, words: [...interpreter, `/${path}`, ...command.words] }, follower);
}

const ASSIGNMENT = /^([A-Za-z_]\w*)\+?=(.*)$/s;

/** Variables that make the loader load other libraries. Source: ld.so(8). */
const LOADER_VARIABLE = /^LD_(?:LIBRARY_PATH|PRELOAD|AUDIT)$/;

/** The command without the variables before it, which are added to its environment. */
function withAssignments(command: StartCommand, follower: Follower): StartCommand {
  const own = new Map<string, string>();
  let at = 0;
  for (; at < command.words.length; at++) {
    const [, name, value = ''] = ASSIGNMENT.exec(command.words[at] ?? '') ?? [];
    if (name === undefined) break;
    own.set(name, value);
    if (LOADER_VARIABLE.test(name))
      follower.openEnd(`${starterOf(command)} sets ${name}, which is not followed`);
  }
  if (at === 0) return command;
  return {
    ...command,
    words: command.words.slice(at),
    environment: new Map([...command.environment, ...own]),
  };
}
