import { posix } from 'node:path';
import { fillVariablesOrDefaults } from '../../lib/shell-variables.js';
import { shellCommands } from '../../shell/commands.js';
import {
  innermost,
  isShell,
  MAX_WRAPPERS,
  unwrap,
  withoutVariables,
  wrappedScript,
  wrappedUser,
} from '../../shell/wrappers.js';
import { capabilityOf } from './privileged-commands.js';

/** Something that a start script does. */
export interface ScriptAct {
  readonly kind:
    | 'write'
    | 'remove'
    | 'mkdir'
    | 'chown'
    | 'chmod'
    | 'become'
    | 'escalate'
    | 'install'
    /** It runs a command that needs a capability, also as root: `mount`. */
    | 'administer'
    /** It runs what is only known when it runs: a variable, the text of `eval`, a file that is not there. */
    | 'indirect'
    /** The same for the program that takes the place of the script. */
    | 'indirect-exec';
  /**
   * The path, or for `become` the user, with variables replaced; undefined if it is not known. The command of `escalate` and
   * `install`; `mount, which needs SYS_ADMIN`; what an indirect one runs.
   */
  readonly target: string | undefined;
  /** Only root does it: it is below a test of the user id. */
  readonly onlyRoot: boolean;
  /** `start.sh:4` */
  readonly place: string;
}

export type ReadScript = (path: string) => string | undefined;

/** Longer scripts are read up to here. */
const MAX_LINES = 2_000;
const MAX_INCLUDED = 8;

/** A script while it is read. */
interface Reading {
  readonly path: string;
  readonly textOf: ReadScript;
  readonly variables: Map<string, string>;
  readonly acts: ScriptAct[];
  included: number;
}

/**
 * What a start script changes in the file system, and which users it becomes. Approximately: lines are read in order, and
 * whether a condition holds is not known, except a test for root. Nothing is executed.
 */
export function scriptActs(
  path: string,
  text: string,
  environment: ReadonlyMap<string, string>,
  textOf: ReadScript,
): ScriptAct[] {
  const reading: Reading = { path, textOf, variables: new Map(environment), acts: [], included: 0 };
  readLines(text, reading);
  return reading.acts;
}

function readLines(text: string, reading: Reading): void {
  /** For each open `if`, whether only root gets here. */
  const conditions: boolean[] = [];
  const name = posix.basename(reading.path);
  for (const { line, number } of logicalLines(text)) {
    if (/^\s*(?:fi)\b/.test(line)) conditions.pop();
    else if (/^\s*(?:else|elif)\b/.test(line) && conditions.length > 0)
      conditions[conditions.length - 1] = false;
    const opens = /^\s*if\b/.test(line) && !/\bfi\s*;?\s*$/.test(line);
    const isTest = ROOT_TEST.test(line);
    const onlyRoot = conditions.includes(true) || isTest;
    const folder = reading.variables.get('PWD');
    const add = (kind: ScriptAct['kind'], target: string | undefined) =>
      reading.acts.push({ kind, target, onlyRoot, place: `${name}:${number}` });
    readLine(line, reading, add);
    // A subshell leaves the folder of the script alone.
    if (/\(\s*(?:cd|pushd)\b/.test(line)) setFolder(folder, reading);
    if (opens) conditions.push(isTest);
  }
}

/** A test that root passes: `[ "$(id -u)" = "0" ]`, `[ "$EUID" -eq 0 ]`. */
const ROOT_TEST = /(?:id -u\)?`?|\$\{?E?UID\}?)"?'?\s*(?:==?|-eq)\s*["']?0\b/;

/** The lines, with those that end in a backslash joined. Here-documents and comments are left out. */
function logicalLines(text: string): { readonly line: string; readonly number: number }[] {
  const lines: { line: string; number: number }[] = [];
  let joined = '';
  let start = 0;
  let end: string | undefined;
  for (const [index, raw] of text.split('\n').slice(0, MAX_LINES).entries()) {
    if (end !== undefined) {
      if (raw.trim() === end) end = undefined;
      continue;
    }
    if (joined === '') start = index + 1;
    if (raw.endsWith('\\')) {
      joined += `${raw.slice(0, -1)} `;
      continue;
    }
    const line = (joined + raw).replace(/^\s*#.*|\s#[^"']*$/, '');
    joined = '';
    end = /<<-?\s*["']?(\w+)["']?/.exec(line)?.[1];
    if (line.trim() !== '') lines.push({ line, number: start });
  }
  return lines;
}

type Add = (kind: ScriptAct['kind'], target: string | undefined) => void;

function readLine(line: string, reading: Reading, add: Add): void {
  const value = (word: string) => expand(word, reading.variables);
  const plain = withoutQuotedRedirects(line);
  for (const { index, 1: target = '' } of line.matchAll(REDIRECT)) {
    const path = value(target.replace(/^["']|["']$/g, ''));
    if (path === undefined || /^\/(?!dev\/|proc\/)/.test(path)) add('write', path);
    else if (plain[index] === '>' && !path.startsWith('/'))
      relativePath(path, 'write', reading, add);
  }
  for (const { words } of shellCommands(line)) {
    const [first = '', ...rest] = assign(words, reading);
    runCommand([value(first) ?? first, ...rest], reading, add);
  }
}

/** The line with a blank for each `>` in quotes or in a comparison, which writes nothing. */
function withoutQuotedRedirects(line: string): string {
  return line.replace(/"(?:\\.|[^"\\])*"|'[^']*'|\(\(.*?\)\)|\[\[.*?\]\]|["'].*$/gs, (quoted) =>
    quoted.replaceAll('>', ' '),
  );
}

function runCommand(words: readonly string[], reading: Reading, add: Add): void {
  const value = (word: string) => expand(word, reading.variables);
  const [program = ''] = innermost(words);
  if (/^[$`]/.test(program) && value(program) === undefined)
    add(
      words.includes('exec') && !OWN_ARGUMENT.test(program) ? 'indirect-exec' : 'indirect',
      program,
    );
  act(words, reading, add);
}

/** What a command does itself, or the one in it that wrappers start. */
function act(given: readonly string[], reading: Reading, add: Add): void {
  let words = given;
  for (let count = 0; count < MAX_WRAPPERS; count++) {
    const [written = '', ...args] = withoutVariables(words);
    const command = posix.basename(written);
    const user = wrappedUser(command, args);
    if (command === 'sudo' || command === 'doas') add('escalate', command);
    else if (user !== undefined) {
      add('become', expand(user, reading.variables));
      return;
    }
    const inner = unwrap([command, ...args]);
    if (!inner) {
      shellActs(command, args, reading, add);
      return;
    }
    // xargs adds words that are not known.
    words = command === 'xargs' ? [...inner, '$input'] : inner;
  }
}

/** What commands do that the shell runs itself, and others. */
function shellActs(command: string, given: readonly string[], reading: Reading, add: Add): void {
  const value = (word: string) => expand(word, reading.variables);
  if (command === '.' || command === 'source') {
    if (!include(value(given[0] ?? ''), reading)) add('indirect', given[0] ?? '');
  } else if (command === 'cd' || command === 'pushd')
    setFolder(folderAfter(value(given.find((word) => !/^-./.test(word)) ?? '~'), reading), reading);
  else if (command === 'popd') setFolder(undefined, reading);
  else if (command === 'eval') add('indirect', 'eval');
  else if (isShell(command)) readLine(wrappedScript(command, given)?.text ?? '', reading, add);
  else commandActs(command, given, reading, add);
}

/** The script itself, or an argument of it: `$@`, `$0`, `${1}`, `$BASH_SOURCE`. */
const OWN_ARGUMENT = /^\$\{?(?:[@*\d]|BASH_SOURCE)/;

function folderAfter(path: string | undefined, { variables }: Reading): string | undefined {
  if (path === undefined || /^[~-]/.test(path)) return undefined;
  if (path.startsWith('/')) return path;
  const folder = variables.get('PWD');
  return folder && posix.join(folder, path);
}

function setFolder(path: string | undefined, { variables }: Reading): void {
  if (path === undefined) variables.delete('PWD');
  else variables.set('PWD', path);
}

/** A path below the folder that the script is in. */
function relativePath(word: string, kind: ScriptAct['kind'], reading: Reading, add: Add): void {
  // Modes, sizes and owners are operands, too.
  if (!/^[\w.@+*?/-]{1,300}$/.test(word) || /^\d+[kKMG]?$|^-/.test(word)) return;
  const folder = reading.variables.get('PWD');
  const path = folder && posix.join(folder, word);
  add(kind, path && /[*?]/.test(posix.basename(path)) ? `${posix.dirname(path)}/` : path);
}

/** A redirection to a file that is not one of standard error to standard output. */
const REDIRECT = /(?<![<>&=-])>{1,2}\|?\s*("[^"]{1,300}"|'[^']{1,300}'|[^\s;&|()<>"']{1,300})/g;

/** Sets the variables at the start of a command; returns the command. */
function assign(words: readonly string[], { variables }: Reading): readonly string[] {
  let rest = words;
  if (/^(?:export|readonly|local|declare)$/.test(rest[0] ?? '')) rest = rest.slice(1);
  for (;;) {
    const [, name, text = ''] = /^([A-Za-z_]\w*)=(.*)$/s.exec(rest[0] ?? '') ?? [];
    if (name === undefined) return rest;
    const value = expand(text, variables);
    if (value !== undefined) variables.set(name, value);
    rest = rest.slice(1);
  }
}

/** Whether the file could be read. */
function include(path: string | undefined, reading: Reading): boolean {
  if (path === undefined || !path.startsWith('/') || ++reading.included > MAX_INCLUDED)
    return false;
  const text = reading.textOf(path);
  if (text !== undefined) readLines(text, reading);
  return text !== undefined;
}

/** Commands that write to all of their operands. */
const WRITERS = new Set(['touch', 'tee', 'truncate', 'mkfifo']);
/** Commands that write to their last operand. */
const COPIERS = new Set(['cp', 'mv', 'ln', 'install']);
const INSTALLERS = /^(?:apt|apt-get|apk|dnf|yum|microdnf|pip3?|npm|gem)$/;

function commandActs(command: string, given: readonly string[], reading: Reading, add: Add): void {
  const value = (word: string) => expand(word, reading.variables);
  const operands = given.filter(
    (word) => !/^[-+]|^[<>0-9&]*[<>]/.test(word) && !/^\{\}$|^[;+]$/.test(word),
  );
  const paths = (words: readonly string[], kind: ScriptAct['kind']) => {
    for (const word of words) {
      const path = value(word);
      if (path === undefined || path.startsWith('/')) add(kind, path);
      else relativePath(path, kind, reading, add);
    }
  };
  const capability = capabilityOf(command, given);
  if (capability !== undefined) add('administer', `${command}, which needs ${capability}`);
  if (command === 'mkdir') paths(operands, 'mkdir');
  else if (WRITERS.has(command)) paths(operands, 'write');
  else if (command === 'rm') paths(operands, 'remove');
  else if (COPIERS.has(command)) {
    const makesFolder = command === 'install' && given.some((word) => /^-[a-zA-Z]*d/.test(word));
    paths(operands.slice(-1), makesFolder ? 'mkdir' : 'write');
    if (given.some((word) => /^-[a-zA-Z]*o$|^--owner/.test(word)))
      paths(operands.slice(-1), 'chown');
  } else if (command === 'sed' && given.some((word) => /^-[a-zA-Z]*i|^--in-place/.test(word)))
    paths(operands.slice(-1), 'write');
  else if (command === 'chown' || command === 'chgrp') paths(operands.slice(1), 'chown');
  else if (command === 'chmod') paths(operands.slice(1), 'chmod');
  else if (command === 'find' && given.some((word) => /^ch(?:own|grp|mod)$/.test(word)))
    paths(
      operands.slice(0, 1).map((word) => (word === '.' ? '$PWD' : word)),
      given.includes('chmod') ? 'chmod' : 'chown',
    );
  else if (command === 'ssh-keygen' && given.includes('-A'))
    add('write', '/etc/ssh/ssh_host_ed25519_key');
  else if (/^(?:user|group)(?:mod|add|del)$|^add(?:user|group)$/.test(command))
    add('write', '/etc/passwd');
  else if (command === 'start-stop-daemon') {
    const [, user] = /(?:^| )(?:-c |--chuid[ =])(\S+)/.exec(given.join(' ')) ?? [];
    if (user !== undefined) add('become', value(user));
  } else if (INSTALLERS.test(command) && given.some((word) => /^(?:install|add|i|ci)$/.test(word)))
    add('install', command);
}

/** The word with the variables that are known; undefined if another one is in it, or what a command prints. */
function expand(word: string, variables: ReadonlyMap<string, string>): string | undefined {
  const text = fillVariablesOrDefaults(word, (name) => variables.get(name));
  return /[$`]/.test(text) || text.length > 4_096 ? undefined : text;
}
