import { imagePath } from '../image/paths.js';
import { shellCommands } from '../shell/commands.js';
import { SHELL_VALUES, withoutOptions, wrappedScript } from '../shell/wrappers.js';
import { findProgramFile, findScript } from './find-program.js';
import {
  type Follower,
  type LoadStep,
  type StartCommand,
  type StartedProgram,
  starterOf,
  wholeCommand,
} from './observer.js';
import { argumentsOf, isArguments, ShellArguments, setWords } from './shell-arguments.js';
import { loopOf } from './shell-loops.js';

/** A text that a shell runs. */
interface ShellText {
  readonly text: string;
  /** The values of `$0`, `$1` … */
  readonly positional: readonly string[];
  readonly command: StartCommand;
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

/**
 * Follows `sh -c TEXT` and `sh SCRIPT`; the words of the command are the arguments of the shell. Scripts are read
 * approximately: every command of a script counts as started, on whatever condition. Variables are expanded if the image or
 * the script sets them to a constant.
 */
export function runShell(started: StartedProgram, follower: Follower): void {
  const { program, step: _, ...command } = started;
  const { words, environment } = command;
  const startup = environment.get('BASH_ENV');
  const startupPath =
    startup === undefined ? undefined : findScript(startup, command, follower.files);
  if (startupPath !== undefined) runFile(startupPath, ['sh'], command, follower);
  if (words.some((word) => /^-[a-z]*l[a-z]*$|^--login$/.test(word)))
    mentionProfile(command, follower);
  const script = wrappedScript(program, words);
  if (script) {
    const positional = words.slice(script.at + 1);
    // The text may run one of its arguments, and quotes that end it are not known anymore.
    follower.mentionPrograms(positional.join('\n'), command.by ?? SCRIPT, command);
    const names = positional.length > 0 ? positional : ['sh'];
    runText({ text: script.text, positional: names, command }, follower);
    return;
  }
  const [name, ...args] = withoutOptions(words, SHELL_VALUES);
  const path = name === undefined ? undefined : findScript(name, command, follower.files);
  const isRun = path !== undefined && runFile(path, [name ?? '', ...args], command, follower);
  if (!isRun) follower.endAt(wholeCommand(started));
  if (name === undefined) follower.openEnd('the image starts a shell, which runs what it is given');
  else if (path === undefined)
    follower.openEnd(`${name.slice(0, 200)}, which a shell runs, is not in the image`);
}

/** The scripts that a login shell runs before the others. Source: bash(1). */
function mentionProfile(command: StartCommand, follower: Follower): void {
  const { files } = follower;
  const home = imagePath(command.environment.get('HOME') ?? '/root');
  const paths = [
    'etc/profile',
    ...files.matching('etc/profile.d', /^[^/]+\.sh$/),
    ...['.bash_profile', '.bash_login', '.profile', '.bashrc'].map((name) => `${home}/${name}`),
  ];
  for (const path of paths) {
    const text = files.file(path) === undefined ? undefined : files.text(path, MAX_SCRIPT);
    if (text !== undefined) follower.mentionPrograms(text, command.by ?? SCRIPT, command);
  }
}

/** Runs a script, or includes it in another one; returns whether it could be read. */
function runFile(
  path: string,
  positional: readonly string[],
  { shared, ...command }: StartCommand & Pick<ShellText, 'shared'>,
  follower: Follower,
): boolean {
  const text = command.depth > MAX_DEPTH ? undefined : follower.files.text(path, MAX_SCRIPT);
  const by = follower.readFile(path, command.by, shared !== undefined);
  const key = [path, command.folder, command.isAside, ...positional.slice(1)].join('\0');
  if (text === undefined) follower.openEnd(`${path}, which a shell runs, cannot be read`);
  else if (!follower.ran.has(key)) {
    follower.ran.add(key);
    const inner = { ...command, by, depth: command.depth + 1, isMain: false };
    runText({ text, positional, shared, command: inner }, follower);
  }
  return text !== undefined;
}

function runText(shell: ShellText, follower: Follower): void {
  const { text, command } = shell;
  const lists = shell.shared ?? new ShellArguments(shell.positional);
  const environment = new Map(command.environment);
  const functions = functionsIn(text);
  const commands = shellCommands(text);
  if (text.length > MAX_CHARACTERS || commands.length >= MAX_SHELL_COMMANDS)
    follower.openEnd('one of its start scripts is too long to be read in full');
  const unread = NOT_FOLLOWED.exec(text)?.[1];
  if (unread !== undefined)
    follower.openEnd(`one of its start scripts has ${unread}, which is not followed`);
  const by = command.by ?? SCRIPT;
  const assigned = new Set(environment.keys());
  const folders = [command.folder];
  const loops = new Map<string, readonly string[]>();
  for (const { words, background } of commands) {
    if (++follower.count.scriptCommands > MAX_COMMANDS) {
      follower.openEnd('its start scripts have too many commands');
      return;
    }
    const isBackground = command.isBackground || background;
    const here = { ...command, environment, folder: folders[0] ?? '/', isBackground };
    const deeper = { ...here, depth: command.depth + 1, isMain: false, isAside: true };
    for (const inner of substitutionsIn(words))
      for (const positional of lists.for([inner]))
        runText({ text: inner, positional, command: deeper }, follower);
    // Substitutions inside of others are not parsed.
    for (const word of words)
      if (/\$\(|`/.test(word.replace(SUBSTITUTION, ''))) follower.mentionPrograms(word, by, here);
    if (functions.has(words[0] ?? '')) follower.mentionPrograms(words[0] ?? '', by, here);
    if (IN_SHELL.test(words[0] ?? '') || BUILT_IN.has(words[0] ?? ''))
      follower.endAt({ ...here, words });
    if (isChoice(words, text) || changesArguments(words, lists, here, follower)) continue;
    for (const positional of lists.of(words)) {
      const at = { text, positional, command: here, shared: lists };
      if (set(words, at, { environment, assigned, follower })) continue;
      if (changeFolder(words, at, folders, follower)) continue;
      if (startLoop(words, at, loops, follower)) continue;
      for (const folder of foldersOf(words, folders, follower))
        for (const values of environmentsOf(words, environment, loops))
          runCommand(words, { ...at, command: { ...here, folder, environment: values } }, follower);
    }
  }
}

/** Whether a command is the head of a loop, whose variable is added, or is not known anymore. */
function startLoop(
  words: readonly string[],
  { text, positional, command }: ShellText,
  loops: Map<string, readonly string[]>,
  { files }: Follower,
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
const SCRIPT: LoadStep = { path: 'the start command', by: undefined };
const MAX_CHANGES = 20;

/** Follows `cd FOLDER`. Any of the folders may be the one of a later command: `(cd FOLDER && a); b`. */
function changeFolder(
  words: readonly string[],
  { command, positional }: ShellText,
  folders: string[],
  follower: Follower,
): boolean {
  if (words[0] !== 'cd' && words[0] !== 'pushd') return false;
  const [given = '~'] = withoutOptions(words.slice(1), '');
  const home = command.environment.get('HOME') ?? '/root';
  const path = expand(given, command.environment, positional).replace(/^~(?=\/|$)/, home);
  if (/[$`*?~]/.test(path) || path === '-') folders.unshift(`/${UNKNOWN}`);
  else folders.unshift(`/${imagePath(path, command.folder)}`);
  if (folders.length > MAX_CHANGES) follower.openEnd('its start scripts change folders too often');
  folders.splice(MAX_CHANGES);
  return true;
}

/** A folder whose name is not known. */
const UNKNOWN = '?';

/** The folders in which a command may run: the one of the last `cd`, and others that have a file that it names. */
function foldersOf(
  words: readonly string[],
  [first = '/', ...others]: readonly string[],
  { files, openEnd }: Follower,
): string[] {
  const relative = words.filter((word) => /^[\w.]/.test(word));
  const isUsed = (folder: string) =>
    relative.some((word) => files.file(imagePath(word, folder)) !== undefined);
  if (first === `/${UNKNOWN}` && relative.some((word) => word.includes('/')))
    openEnd(`its start scripts run ${relative.join(' ').slice(0, 100)} in an unknown folder`);
  return [first, ...new Set(others.filter((folder) => folder !== first && isUsed(folder)))];
}

function runCommand(words: readonly string[], shell: ShellText, follower: Follower): void {
  const { positional, command, shared } = shell;
  const expanded = words.flatMap(
    (word) => argumentsOf(word, positional) ?? expandWords(word, command.environment, positional),
  );
  const [first = '', second = '', ...rest] = expanded;
  const who = starterOf(command);
  const inner = { ...command, depth: command.depth + 1 };
  const runInner = (text: string, isAside = command.isAside) =>
    runText({ text, positional, shared, command: { ...inner, isMain: false, isAside } }, follower);
  const isWhole = isArguments(words.find((word) => word !== 'exec') ?? '');
  if (isWhole && positional.length <= 1)
    follower.openEnd(`${who} runs the arguments of the container, of which the image has none`);
  else if (first === '.' || first === 'source') include(second, shell, follower);
  else if (first === 'eval' || first === 'trap') {
    if (first === 'eval' && expanded.some((word) => /[$`]/.test(word)))
      follower.openEnd(`${who} runs a command that it composes`);
    if (command.depth < MAX_DEPTH)
      runInner(
        [second, ...(first === 'eval' ? rest : [])].join(' '),
        first === 'trap' || command.isAside,
      );
    else follower.openEnd('its start scripts start too many others');
  } else if (first === 'alias')
    for (const word of [second, ...rest]) runInner(word.replace(/^[^=]*=?/, ''), true);
  else if (!BUILT_IN.has(first)) follower.start({ ...inner, words: expanded });
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
  command: StartCommand,
  follower: Follower,
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
      if (isStarted)
        follower.start({ ...command, words: expanded, depth: command.depth + 1, isAside: true });
      const program = expanded[0] ?? '';
      if (PROGRAM.test(program) && findProgramFile(program, command, follower.files) !== undefined)
        lists.dropOptions();
    }
  if (lists.isCut) follower.openEnd('a start script changes its arguments too often');
  return true;
}

/** `. FILE` */
function include(
  given: string,
  { text, positional, command, shared }: ShellText,
  follower: Follower,
): void {
  const home = command.environment.get('HOME') ?? '/root';
  const name = given.replace(/^~(?=\/)/, home);
  const path = name.includes('$') ? undefined : findScript(name, command, follower.files);
  if (path !== undefined) runFile(path, positional, { ...command, shared }, follower);
  else if (name.includes('$'))
    follower.openEnd(`${name.slice(0, 100)} is included, whose name is in a variable`);
  else if (name === '' || STREAM.test(name))
    follower.openEnd(`a start script includes ${name.slice(0, 100) || 'what a command prints'}`);
  else if (isWritten(name, text))
    follower.openEnd(`${name.slice(0, 100)} is written and included by a start script`);
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

/** Commands of shells that run other texts, or set variables. */
const IN_SHELL = /^(?:\.|source|eval|export)$/;
/** Commands of shells that start nothing themselves, and heads of loops. */
const BUILT_IN = new Set(
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
    readonly follower: Follower;
  },
): boolean {
  const { environment, assigned, follower } = state;
  const isExport = words[0] === 'export';
  const settings = isExport ? words.slice(1) : words;
  if (!isExport && !settings.every((word) => ASSIGNMENT.test(word))) return false;
  for (const word of settings) {
    const [, name = '', value = ''] = ASSIGNMENT.exec(expand(word, environment, positional)) ?? [];
    if (name === '') continue;
    // One of two values is the right one: what both name may be started.
    if (assigned.has(name) && name !== 'PATH')
      follower.mentionPrograms(
        `${value}\n${environment.get(name) ?? ''}`,
        command.by ?? SCRIPT,
        command,
      );
    assigned.add(name);
    // What a condition or another program decides is not known.
    if (!/[$`]/.test(value)) environment.set(name, value);
    else if (name === 'PATH') follower.openEnd('a start script composes PATH');
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
