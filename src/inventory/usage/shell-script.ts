import { shellCommands } from '../../lib/shell-commands.js';
import { findScript } from './find-program.js';
import type { Command, Follow } from './follow.js';
import { shortName } from './trace.js';
import { withoutOptions } from './wrappers.js';

/** A text that a shell runs. */
interface ShellText {
  readonly text: string;
  /** The values of `$0`, `$1` … */
  readonly positional: readonly string[];
  readonly command: Command;
}

const MAX_SCRIPT = 1 << 20;
const MAX_DEPTH = 16;
/** What shellCommands reads of one text. */
const MAX_CHARACTERS = 64 * 1024;
const MAX_SHELL_COMMANDS = 1000;
/** Most commands in all scripts of one image. */
const MAX_COMMANDS = 5000;
const counts = new WeakMap<Follow, number>();

/**
 * Follows `sh -c TEXT` and `sh SCRIPT`; the words of the command are the arguments of the shell. Scripts are read
 * approximately: every command of a script counts as started, on whatever condition. Variables are expanded if the image or
 * the script sets them to a constant.
 */
export function runShell(command: Command, follow: Follow): void {
  const { words } = command;
  const option = words.findIndex((word) => /^-[a-z]*c$/.test(word));
  const [name, ...args] = withoutOptions(words, '-o -O +o +O --rcfile --init-file');
  if (option >= 0) {
    const [text = '', ...positional] = withoutOptions(words.slice(option + 1), '');
    runText({ text, positional: positional.length > 0 ? positional : ['sh'], command }, follow);
    return;
  }
  if (name === undefined) {
    follow.trace.openEnd('the image starts a shell, which runs what it is given');
    return;
  }
  const path = findScript(name, command, follow.files);
  if (path !== undefined) runFile(path, [name, ...args], command, follow);
  else follow.trace.openEnd(`${name.slice(0, 200)}, which a shell runs, is not in the image`);
}

function runFile(
  path: string,
  positional: readonly string[],
  command: Command,
  follow: Follow,
): void {
  const { files, trace } = follow;
  const text = command.depth > MAX_DEPTH ? undefined : files.text(path, MAX_SCRIPT);
  const isNew = trace.load(path, command.by) !== undefined;
  const by = trace.loaded.get(path);
  if (text === undefined) trace.openEnd(`${path}, which a shell runs, cannot be read`);
  // A script that was loaded as a program before is run here.
  else if (isNew || command.depth < MAX_RERUN)
    runText(
      { text, positional, command: { ...command, by, depth: command.depth + 1, isMain: false } },
      follow,
    );
}

const MAX_RERUN = 6;

function runText(shell: ShellText, follow: Follow): void {
  const { text, command } = shell;
  let { positional } = shell;
  const environment = new Map(command.environment);
  const functions = functionsIn(text);
  const commands = shellCommands(text);
  if (text.length > MAX_CHARACTERS || commands.length >= MAX_SHELL_COMMANDS)
    follow.trace.openEnd('one of its start scripts is too long to be read in full');
  const unread = NOT_FOLLOWED.exec(text)?.[1];
  if (unread !== undefined)
    follow.trace.openEnd(`one of its start scripts has ${unread}, which is not followed`);
  for (const { words } of commands) {
    const count = (counts.get(follow) ?? 0) + 1;
    counts.set(follow, count);
    if (count > MAX_COMMANDS) {
      follow.trace.openEnd('its start scripts have too many commands');
      return;
    }
    for (const inner of substitutionsIn(words)) {
      const deeper = { ...command, depth: command.depth + 1, isMain: false };
      runText({ text: inner, positional, command: deeper }, follow);
    }
    if (set(words, positional, environment) || functions.has(words[0] ?? '')) continue;
    const at = { text, positional, command: { ...command, environment } };
    if (words[0] === 'set' && words[1] === '--') positional = setArguments(words, at, follow);
    else runCommand(words, at, follow);
  }
}

function runCommand(words: readonly string[], shell: ShellText, follow: Follow): void {
  const { positional, command } = shell;
  const { trace } = follow;
  const args = positional.slice(1);
  const expanded = words.flatMap((word) =>
    ARGUMENTS.test(word) ? args : expandWords(word, command.environment, positional),
  );
  const [first = '', second = ''] = expanded;
  const who = command.by === undefined ? 'the image' : shortName(command.by.path);
  const inner = { ...command, depth: command.depth + 1 };
  if (ARGUMENTS.test(words.find((word) => word !== 'exec') ?? '') && args.length === 0)
    trace.openEnd(`${who} runs the arguments of the container, of which the image has none`);
  else if (first === '.' || first === 'source') include(second, shell, follow);
  else if (first === 'eval' && expanded.some((word) => word.includes('$')))
    trace.openEnd(`${who} runs a command that it composes`);
  else if (!NOT_STARTED.has(first)) follow.start({ ...inner, words: expanded });
}

/** `set -- PROGRAM "$@"` puts a program before options; on another condition, both commands may run. */
function setArguments(
  words: readonly string[],
  { positional, command }: ShellText,
  follow: Follow,
): readonly string[] {
  const [name = 'sh', ...args] = positional;
  const expanded = words
    .slice(2)
    .flatMap((word) =>
      ARGUMENTS.test(word) ? args : [expand(word, command.environment, positional)],
    );
  if (args[0] === undefined || args[0].startsWith('-')) return [name, ...expanded];
  follow.start({ ...command, words: expanded, depth: command.depth + 1 });
  return positional;
}

/** `. FILE` */
function include(name: string, { positional, command }: ShellText, follow: Follow): void {
  const path = name.includes('$') ? undefined : findScript(name, command, follow.files);
  if (path !== undefined) runFile(path, positional, command, follow);
  else if (name.includes('$'))
    follow.trace.openEnd(`${name.slice(0, 100)} is included, whose name is in a variable`);
}

type Environment = ReadonlyMap<string, string>;

const ARGUMENTS = /^\$(?:[@*]|\{[@*]\}|\{[@*]:[^}]*\})$/;
const ASSIGNMENT = /^([A-Za-z_]\w*)=(.*)$/s;
const SUBSTITUTION = /\$\(([^()]{1,4096})\)|`([^`]{1,4096})`/g;

/** What may start other programs, or load other libraries, in ways that are not read. */
const NOT_FOLLOWED =
  /(?:^|[\s;&|({])(alias|coproc|BASH_ENV|LD_LIBRARY_PATH|LD_PRELOAD|start-stop-daemon|run-parts|service|su|runuser|script|env[ \t]+-S|(?:bash|sh)[ \t]+(?:-l|--login)|trap(?=[ \t]+["'][\w/]))(?=[\s=])/m;

/** Built-in commands of shells that start nothing. */
const NOT_STARTED = new Set(
  '[ [[ : test echo printf cd set unset readonly declare typeset local shift return exit trap read true false break continue umask ulimit wait kill let alias getopts pushd popd shopt type hash jobs fg bg'.split(
    ' ',
  ),
);

function functionsIn(text: string): ReadonlySet<string> {
  return new Set(
    [
      ...text.matchAll(
        /^[ \t]{0,40}(?:function[ \t]{1,10})?([\w-]{1,100})[ \t]{0,10}\([ \t]{0,10}\)/gm,
      ),
    ].map(([, name = '']) => name),
  );
}

function substitutionsIn(words: readonly string[]): string[] {
  return words.flatMap((word) =>
    [...word.matchAll(SUBSTITUTION)].map(([, modern, old]) => modern ?? old ?? ''),
  );
}

/** Adds the variables that a command sets, if it does nothing else. */
function set(
  words: readonly string[],
  positional: readonly string[],
  environment: Map<string, string>,
): boolean {
  const isExport = words[0] === 'export';
  const settings = isExport ? words.slice(1) : words;
  if (!isExport && !settings.every((word) => ASSIGNMENT.test(word))) return false;
  for (const word of settings) {
    const [, name = '', value = ''] = ASSIGNMENT.exec(expand(word, environment, positional)) ?? [];
    if (name === '') continue;
    // What a condition or another program decides is not known.
    if (/[$`]/.test(value)) environment.delete(name);
    else environment.set(name, value);
  }
  return true;
}

const VARIABLE =
  /\$(?:(\d)|([A-Za-z_]\w*)|\{([A-Za-z_]\w*|\d)(?:(:?[-=])([^${}]*))?(?:%%?[^}]*)?\})/g;

/** A variable alone may be several words. */
function expandWords(
  word: string,
  environment: Environment,
  positional: readonly string[],
): readonly string[] {
  const expanded = expand(word, environment, positional);
  return word.startsWith('$') && !expanded.includes('$') ? expanded.split(/\s+/) : [expanded];
}

/** Replaces the variables whose values are known; the others stay, and so do all when the text becomes too long. */
function expand(word: string, environment: Environment, positional: readonly string[]): string {
  let length = word.length;
  const expanded = word.replace(VARIABLE, (whole, ...groups: readonly (string | undefined)[]) => {
    const [digit, bare, braced, operator, fallback = ''] = groups;
    const name = digit ?? bare ?? braced ?? '';
    const value = /^\d$/.test(name) ? positional[Number(name)] : environment.get(name);
    const text = value ?? (operator === undefined ? whole : fallback);
    length += text.length;
    return length > MAX_EXPANDED ? '' : text;
  });
  return length > MAX_EXPANDED ? word : expanded;
}

/** A variable that is made of itself grows without end. */
const MAX_EXPANDED = 16_384;
