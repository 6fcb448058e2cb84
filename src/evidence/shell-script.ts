import { shellCommands } from '../lib/shell-commands.js';
import { findProgram, findScript } from './find-program.js';
import type { Command, Follow } from './follow.js';
import { imagePath } from './image-files.js';
import { argumentsOf, isArguments, ShellArguments, setWords } from './shell-arguments.js';
import { loopOf } from './shell-loops.js';
import { type Step, shortName } from './trace.js';
import { withoutOptions } from './wrappers.js';

/** A text that a shell runs. */
interface ShellText {
  readonly text: string;
  /** The values of `$0`, `$1` … */
  readonly positional: readonly string[];
  readonly command: Command;
  /** Those of the script that includes the text, which may change them. */
  readonly shared?: ShellArguments | undefined;
}

const MAX_SCRIPT = 1 << 20;
const MAX_DEPTH = 32;
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
  const { words, environment } = command;
  const startup = environment.get('BASH_ENV');
  const startupPath =
    startup === undefined ? undefined : findScript(startup, command, follow.files);
  if (startupPath !== undefined) runFile(startupPath, ['sh'], command, follow);
  if (words.some((word) => /^-[a-z]*l[a-z]*$|^--login$/.test(word)))
    mentionProfile(command, follow);
  const option = words.findIndex((word) => /^-[a-z]*c$/.test(word));
  const [name, ...args] = withoutOptions(words, '-o -O +o +O --rcfile --init-file');
  if (option >= 0) {
    const [text = '', ...positional] = withoutOptions(words.slice(option + 1), '');
    // The text may run one of its arguments, and quotes that end it are not known anymore.
    follow.mentionPrograms(positional.join('\n'), command.by ?? SCRIPT, command);
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

/** The scripts that a login shell runs before the others. Source: bash(1). */
function mentionProfile(command: Command, follow: Follow): void {
  const { files } = follow;
  const home = imagePath(command.environment.get('HOME') ?? '/root');
  const paths = [
    'etc/profile',
    ...files.matching('etc/profile.d', /^[^/]+\.sh$/),
    ...['.bash_profile', '.bash_login', '.profile', '.bashrc'].map((name) => `${home}/${name}`),
  ];
  for (const path of paths) {
    const text = files.file(path) === undefined ? undefined : files.text(path, MAX_SCRIPT);
    if (text !== undefined) follow.mentionPrograms(text, command.by ?? SCRIPT, command);
  }
}

function runFile(
  path: string,
  positional: readonly string[],
  { shared, ...command }: Command & Pick<ShellText, 'shared'>,
  follow: Follow,
): void {
  const { files, trace } = follow;
  const text = command.depth > MAX_DEPTH ? undefined : files.text(path, MAX_SCRIPT);
  trace.load(path, command.by);
  const by = trace.loaded.get(path);
  const key = [path, command.folder, ...positional.slice(1)].join('\0');
  const scripts = ran.get(follow) ?? new Set();
  ran.set(follow, scripts);
  if (text === undefined) trace.openEnd(`${path}, which a shell runs, cannot be read`);
  else if (!scripts.has(key)) {
    scripts.add(key);
    const inner = { ...command, by, depth: command.depth + 1, isMain: false };
    runText({ text, positional, shared, command: inner }, follow);
  }
}

/** The scripts that were run, with their arguments. */
const ran = new WeakMap<Follow, Set<string>>();

function runText(shell: ShellText, follow: Follow): void {
  const { text, command } = shell;
  const lists = shell.shared ?? new ShellArguments(shell.positional);
  const environment = new Map(command.environment);
  const functions = functionsIn(text);
  const commands = shellCommands(text);
  if (text.length > MAX_CHARACTERS || commands.length >= MAX_SHELL_COMMANDS)
    follow.trace.openEnd('one of its start scripts is too long to be read in full');
  const unread = NOT_FOLLOWED.exec(text)?.[1];
  if (unread !== undefined)
    follow.trace.openEnd(`one of its start scripts has ${unread}, which is not followed`);
  const by = command.by ?? SCRIPT;
  const assigned = new Set(environment.keys());
  const folders = [command.folder];
  const loops = new Map<string, readonly string[]>();
  for (const { words } of commands) {
    const count = (counts.get(follow) ?? 0) + 1;
    counts.set(follow, count);
    if (count > MAX_COMMANDS) {
      follow.trace.openEnd('its start scripts have too many commands');
      return;
    }
    const here = { ...command, environment, folder: folders[0] ?? '/' };
    const deeper = { ...here, depth: command.depth + 1, isMain: false };
    for (const inner of substitutionsIn(words))
      for (const positional of lists.for([inner]))
        runText({ text: inner, positional, command: deeper }, follow);
    // Substitutions inside of others are not parsed.
    for (const word of words)
      if (/\$\(|`/.test(word.replace(SUBSTITUTION, ''))) follow.mentionPrograms(word, by, here);
    if (functions.has(words[0] ?? '')) follow.mentionPrograms(words[0] ?? '', by, here);
    if (isChoice(words, text) || changesArguments(words, lists, here, follow)) continue;
    for (const positional of lists.of(words)) {
      const at = { text, positional, command: here, shared: lists };
      if (set(words, at, { environment, assigned, follow })) continue;
      if (changeFolder(words, at, folders, follow)) continue;
      if (startLoop(words, at, loops, follow)) continue;
      for (const folder of foldersOf(words, folders, follow))
        for (const values of environmentsOf(words, environment, loops))
          runCommand(words, { ...at, command: { ...here, folder, environment: values } }, follow);
    }
  }
}

/** Whether a command is the head of a loop, whose variable is added, or is not known anymore. */
function startLoop(
  words: readonly string[],
  { text, positional, command }: ShellText,
  loops: Map<string, readonly string[]>,
  { files }: Follow,
): boolean {
  const { environment, folder } = command;
  const expanded = (word: string) => expand(word, environment, positional);
  const loop = loopOf(words, { text, folder, files, expand: expanded });
  if (loop?.values)
    loops.set(loop.name, [...new Set([...(loops.get(loop.name) ?? []), ...loop.values])]);
  else if (loop) loops.delete(loop.name);
  return loop !== undefined;
}

/** The variables of a command, with each value of the one that a loop sets. */
function environmentsOf(
  words: readonly string[],
  environment: Environment,
  loops: ReadonlyMap<string, readonly string[]>,
): readonly Environment[] {
  for (const [name, values] of loops)
    if (words.some((word) => new RegExp(`\\$(?:${name}\\b|\\{${name}\\})`).test(word)))
      return values.map((value) => new Map([...environment, [name, value]]));
  return [environment];
}

/** Whether words are a pattern of `case`, which shellCommands cannot tell from a command. */
function isChoice([word = '', ...others]: readonly string[], text: string): boolean {
  if (others.length > 0 || !/[*?[]/.test(word) || !/\bcase\b/.test(text)) return false;
  return [')', ' )', '|', ' |'].some((end) => text.includes(word + end));
}

/** What has no step: the start command of the image, or its health check. */
const SCRIPT: Step = { path: 'the start command', by: undefined };
const MAX_CHANGES = 20;

/** Follows `cd FOLDER`. Any of the folders may be the one of a later command: `(cd FOLDER && a); b`. */
function changeFolder(
  words: readonly string[],
  { command, positional }: ShellText,
  folders: string[],
  follow: Follow,
): boolean {
  if (words[0] !== 'cd' && words[0] !== 'pushd') return false;
  const [given = '~'] = withoutOptions(words.slice(1), '');
  const home = command.environment.get('HOME') ?? '/root';
  const path = expand(given, command.environment, positional).replace(/^~(?=\/|$)/, home);
  if (/[$`*?~]/.test(path) || path === '-') folders.unshift(`/${UNKNOWN}`);
  else folders.unshift(`/${imagePath(path, command.folder)}`);
  if (folders.length > MAX_CHANGES)
    follow.trace.openEnd('its start scripts change folders too often');
  folders.splice(MAX_CHANGES);
  return true;
}

/** A folder whose name is not known. */
const UNKNOWN = '?';

/** The folders in which a command may run: the one of the last `cd`, and others that have a file that it names. */
function foldersOf(
  words: readonly string[],
  [first = '/', ...others]: readonly string[],
  { files, trace }: Follow,
): string[] {
  const relative = words.filter((word) => /^[\w.]/.test(word));
  const isUsed = (folder: string) =>
    relative.some((word) => files.file(imagePath(word, folder)) !== undefined);
  if (first === `/${UNKNOWN}` && relative.some((word) => word.includes('/')))
    trace.openEnd(`its start scripts run ${relative.join(' ').slice(0, 100)} in an unknown folder`);
  return [first, ...new Set(others.filter((folder) => folder !== first && isUsed(folder)))];
}

function runCommand(words: readonly string[], shell: ShellText, follow: Follow): void {
  const { positional, command, shared } = shell;
  const { trace } = follow;
  const expanded = words.flatMap(
    (word) => argumentsOf(word, positional) ?? expandWords(word, command.environment, positional),
  );
  const [first = '', second = '', ...rest] = expanded;
  const who = command.by === undefined ? 'the image' : shortName(command.by.path);
  const inner = { ...command, depth: command.depth + 1 };
  const runInner = (text: string) =>
    runText({ text, positional, shared, command: { ...inner, isMain: false } }, follow);
  const isWhole = isArguments(words.find((word) => word !== 'exec') ?? '');
  if (isWhole && positional.length <= 1)
    trace.openEnd(`${who} runs the arguments of the container, of which the image has none`);
  else if (first === '.' || first === 'source') include(second, shell, follow);
  else if (first === 'eval' || first === 'trap') {
    if (first === 'eval' && expanded.some((word) => /[$`]/.test(word)))
      trace.openEnd(`${who} runs a command that it composes`);
    if (command.depth < MAX_DEPTH) runInner([second, ...(first === 'eval' ? rest : [])].join(' '));
    else trace.openEnd('its start scripts start too many others');
  } else if (first === 'alias')
    for (const word of [second, ...rest]) runInner(word.replace(/^[^=]*=?/, ''));
  else if (!NOT_STARTED.has(first)) follow.start({ ...inner, words: expanded });
}

/** The name of a program, and not the path of a script. */
const PROGRAM = /^[\w-]+$/;

/**
 * Follows `set` and `shift`. `set -- PROGRAM "$@"` puts a program before options; on another condition, both commands may
 * run.
 */
function changesArguments(
  words: readonly string[],
  lists: ShellArguments,
  command: Command,
  follow: Follow,
): boolean {
  const given = setWords(words);
  if (words[0] === 'shift') lists.shift();
  else if (given === undefined) return false;
  else
    for (const positional of lists.for(given)) {
      const [name = 'sh', first = '-'] = positional;
      const expanded = given.flatMap(
        (word) =>
          argumentsOf(word, positional) ?? expandWords(word, command.environment, positional),
      );
      const isStarted = !first.startsWith('-');
      lists.add([name, ...expanded], isStarted);
      if (isStarted) follow.start({ ...command, words: expanded, depth: command.depth + 1 });
      const program = expanded[0] ?? '';
      if (PROGRAM.test(program) && findProgram(program, command, follow.files) !== undefined)
        lists.dropOptions();
    }
  if (lists.isCut) follow.trace.openEnd('a start script changes its arguments too often');
  return true;
}

/** `. FILE` */
function include(
  given: string,
  { text, positional, command, shared }: ShellText,
  follow: Follow,
): void {
  const home = command.environment.get('HOME') ?? '/root';
  const name = given.replace(/^~(?=\/)/, home);
  const path = name.includes('$') ? undefined : findScript(name, command, follow.files);
  if (path !== undefined) runFile(path, positional, { ...command, shared }, follow);
  else if (name.includes('$'))
    follow.trace.openEnd(`${name.slice(0, 100)} is included, whose name is in a variable`);
  else if (name === '' || STREAM.test(name))
    follow.trace.openEnd(
      `a start script includes ${name.slice(0, 100) || 'what a command prints'}`,
    );
  else if (isWritten(name, text))
    follow.trace.openEnd(`${name.slice(0, 100)} is written and included by a start script`);
}

/** Standard input, another open file, or what a command prints. */
const STREAM = /^(?:-$|[<`]|\/dev\/|\/proc\/)/;

/** Whether a script redirects to a file. */
function isWritten(name: string, text: string): boolean {
  return text.split('>').some((part) => part.replace(/^[\s"'|]*/, '').startsWith(name));
}

type Environment = ReadonlyMap<string, string>;

const ASSIGNMENT = /^([A-Za-z_]\w*)=(.*)$/s;
const SUBSTITUTION = /\$\(([^()]{1,4096})\)|`([^`]{1,4096})`/g;

/** What may load other libraries or run other scripts, in ways that are not read. */
const NOT_FOLLOWED =
  /(?:^|[\s;&|({])(BASH_ENV|ENV|LD_LIBRARY_PATH|LD_PRELOAD|LD_AUDIT|(?:bash|sh)[ \t]+(?:-l|--login))(?=[\s=])/m;

/** Built-in commands of shells that start nothing. */
const NOT_STARTED = new Set(
  'case for select [ [[ : test echo printf cd set unset readonly declare typeset local shift return exit trap read true false break continue umask ulimit wait kill let alias getopts pushd popd shopt type hash jobs fg bg'.split(
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
  { positional, command }: ShellText,
  state: {
    readonly environment: Map<string, string>;
    /** Variables that have a value. */
    readonly assigned: Set<string>;
    readonly follow: Follow;
  },
): boolean {
  const { environment, assigned, follow } = state;
  const isExport = words[0] === 'export';
  const settings = isExport ? words.slice(1) : words;
  if (!isExport && !settings.every((word) => ASSIGNMENT.test(word))) return false;
  for (const word of settings) {
    const [, name = '', value = ''] = ASSIGNMENT.exec(expand(word, environment, positional)) ?? [];
    if (name === '') continue;
    // One of two values is the right one: what both name may be started.
    if (assigned.has(name) && name !== 'PATH')
      follow.mentionPrograms(
        `${value}\n${environment.get(name) ?? ''}`,
        command.by ?? SCRIPT,
        command,
      );
    assigned.add(name);
    // What a condition or another program decides is not known.
    if (!/[$`]/.test(value)) environment.set(name, value);
    else if (name === 'PATH') follow.trace.openEnd('a start script composes PATH');
    else environment.delete(name);
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
