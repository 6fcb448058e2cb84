import { posix } from 'node:path';
import { findProgram } from './find-program.js';
import type { Command, Follow } from './follow.js';
import { imagePath } from './image-files.js';
import { launchedBy } from './launchers.js';
import type { StartedRuntime } from './runtime.js';
import { isOf, mayLoadAll, runtimeOf } from './runtimes.js';
import { runShell } from './shell-script.js';
import { runSupervisor } from './supervisors.js';
import { type Step, shortName } from './trace.js';
import { WRAPPERS, withoutOptions } from './wrappers.js';

/** Commands that start each other are followed to this depth. */
const MAX_DEPTH = 32;
const MAX_SCRIPT = 1 << 20;
const SHELLS = /^(?:sh|bash|dash|ash|zsh|ksh)$/;

/** Words of shells that start the command after them. */
const PREFIXES = new Set(['exec', 'command', 'builtin']);

/** Follows a command: its program, what wrappers and scripts start, and what runtimes run. */
export function startCommand(given: Command, follow: Follow): void {
  const command = withAssignments(given, follow);
  const [program, ...rest] = command.words;
  if (program === undefined) return;
  if (command.depth > MAX_DEPTH) follow.trace.openEnd('its start scripts start too many others');
  else if (PREFIXES.has(program))
    startCommand(
      {
        ...command,
        words: program === 'exec' ? withoutOptions(rest, '-a') : rest,
        depth: command.depth + 1,
        isMain: command.isMain || program === 'exec',
      },
      follow,
    );
  else if (/[$`]/.test(program))
    follow.trace.openEnd(`${starterOf(command)} starts a program whose name is in a variable`);
  else if (PATTERN.test(program))
    follow.trace.openEnd(`${starterOf(command)} starts programs by a pattern`);
  else startProgram(program, command, follow);
}

/** `/usr/bin/serve?`, `~/server`, `{}` */
const PATTERN = /\/.*(?:[*?]|\[[^\]]+\])|\{(?:[^}]*,|\})|^~\//;

/** What xargs adds to the command: it may be the program that the command starts, as in `xargs env`. */
const FROM_INPUT = '$input';

/** Who starts a command, for messages. */
export function starterOf({ by }: Pick<Command, 'by'>): string {
  return by === undefined ? 'the image' : shortName(by.path);
}

/** Where programs may be written while the container runs. */
const RUN_TIME = /^\/(?:tmp|run|var|dev\/shm)\//;

function startProgram(program: string, command: Command, follow: Follow): void {
  const path = findProgram(program, command, follow.files);
  if (path === undefined) {
    if (command.isMain || RUN_TIME.test(program))
      follow.trace.openEnd(`${program.slice(0, 200)}, which the image starts, is not in the image`);
    return;
  }
  const step = follow.loadNative(path, command.by) ?? follow.trace.loaded.get(path);
  if (!step) return;
  const inner = { ...command, by: step, depth: command.depth + 1 };
  const args = command.words.slice(1);
  const names = [posix.basename(program), posix.basename(path)];
  startWith(names, { ...inner, words: args, program, step }, follow);
}

/** Starts what a program starts with its arguments. */
function startWith(names: readonly string[], started: StartedRuntime, follow: Follow): void {
  const { words: args, step, program } = started;
  const { program: _, step: __, ...inner } = started;
  const path = step.path;
  const applet =
    names.includes('busybox') && posix.basename(program) === 'busybox' ? args[0] : undefined;
  if (applet !== undefined) {
    startWith([applet], { ...started, words: args.slice(1), program: applet }, follow);
    return;
  }
  runSupervisor(names, started, follow);
  const launched = launchedBy(names, started, follow);
  if (launched) {
    for (const words of launched) startCommand({ ...inner, words }, follow);
    return;
  }
  const wrapper = names.flatMap((name) => WRAPPERS.get(name) ?? [])[0];
  if (wrapper) {
    const { values = '', operands = 0 } = wrapper;
    const own = withoutOptions(args, values).slice(operands);
    // Without a command, it prints what it reads.
    const words = names.includes('xargs') && own.length > 0 ? [...own, FROM_INPUT] : own;
    if (words.length > 0) startCommand({ ...inner, words }, follow);
    else if (inner.isMain)
      follow.trace.openEnd(`${path} starts the arguments of the container, and the image has none`);
    return;
  }
  const runtime = names.flatMap((name) => runtimeOf(name) ?? [])[0];
  if (runtime?.run) {
    follow.followed.add(path);
    // An own program may have the name of one.
    if (follow.elfOf(path) && !isOf(runtime, follow.symbolsOf(path)))
      follow.trace.openEnd(`${path} is another program than its name says`);
    runtime.run(started, follow);
    return;
  }
  const isShell = names.some((name) => SHELLS.test(name));
  // Its arguments may be a command: `doppler run -- node server.js`.
  if (!isShell) {
    follow.mentionPrograms(args.join('\n'), step, started);
    for (const word of args) follow.mentionValue(word, step, started.folder);
  }
  if (follow.elfOf(path) === undefined) runScript(step, { ...inner, words: args }, follow);
  else if (isShell) runShell({ ...inner, words: args }, follow);
  else if (runtime) {
    mayLoadAll(runtime, step, follow);
    runOther({ ...inner, words: args }, step, follow);
  }
}

/** A program of a language whose imports are not followed: the packages of the language may all be loaded. */
function runOther(command: Command, step: Step, follow: Follow): void {
  const { files, trace } = follow;
  for (const word of command.words) {
    const path = word.startsWith('-') ? undefined : files.file(imagePath(word, command.folder));
    const script =
      path === undefined ? undefined : (trace.load(path, step) ?? trace.loaded.get(path));
    const text = script && files.text(script.path, MAX_SCRIPT);
    if (script && text !== undefined) follow.mentionTexts(text, script);
    follow.mentionTexts(word, step);
  }
  if (command.words.length === 0)
    trace.openEnd(`${step.path} is started without a program, and runs what it is given`);
}

/** A script is run by the program in its first line. */
function runScript(step: Step, command: Command, follow: Follow): void {
  const { path } = step;
  const text = follow.files.text(path, MAX_SCRIPT);
  if (text === undefined) {
    follow.trace.openEnd(`${path} cannot be read as a program`);
    return;
  }
  const [, line] = /^#![ \t]*([^\n]+)/.exec(text) ?? [];
  const interpreter = line?.trim().split(/[ \t]+/) ?? ['/bin/sh'];
  follow.start({ ...command, words: [...interpreter, `/${path}`, ...command.words] });
}

const ASSIGNMENT = /^([A-Za-z_]\w*)\+?=(.*)$/s;

/** Variables that make the loader load other libraries. Source: ld.so(8). */
const LOADER_VARIABLE = /^LD_(?:LIBRARY_PATH|PRELOAD|AUDIT)$/;

/** The command without the variables before it, which are added to its environment. */
function withAssignments(command: Command, follow: Follow): Command {
  const own = new Map<string, string>();
  let at = 0;
  for (; at < command.words.length; at++) {
    const [, name, value = ''] = ASSIGNMENT.exec(command.words[at] ?? '') ?? [];
    if (name === undefined) break;
    own.set(name, value);
    if (LOADER_VARIABLE.test(name))
      follow.trace.openEnd(`${starterOf(command)} sets ${name}, which is not followed`);
  }
  if (at === 0) return command;
  return {
    ...command,
    words: command.words.slice(at),
    environment: new Map([...command.environment, ...own]),
  };
}
