import { shellCommands } from './commands.js';

/** How a program that starts the command in its arguments is called. */
interface Wrapper {
  /** Its options that take the next word as their value. */
  readonly values?: string;
  /** How many words of its own come between the options and the command: 1 in `timeout 5 cmd`. */
  readonly operands?: number;
  /** Variables may come before the command: `env A=1 cmd`. */
  readonly assigns?: boolean;
  /** With one of these options it starts nothing. */
  readonly startsNothing?: RegExp;
  /** The options that name the user of the command; `operand` if its first operand does. */
  readonly user?: string;
  /** It is made to be the first process of a container. */
  readonly isInit?: boolean;
}

/** Programs that start the command in their arguments. Sources: their manual pages. */
const WRAPPERS: ReadonlyMap<string, Wrapper> = new Map<string, Wrapper>([
  ...named(
    'builtin nohup setsid unbuffer eatmydata with-contenv linux32 linux64 catchsegv busybox toybox',
    {},
  ),
  ...named('tini tini-static docker-init', { values: '-p -e', isInit: true }),
  ...named('gosu su-exec setuser setuidgid s6-setuidgid', { operands: 1, user: 'operand' }),
  ['dumb-init', { values: '-r --rewrite', isInit: true }],
  ['catatonit', { isInit: true }],
  ['exec', { values: '-a' }],
  ['command', { startsNothing: /^-[pvV]*[vV]/ }],
  ['env', { values: '-u -a -C --unset --argv0 --chdir', assigns: true }],
  ['nice', { values: '-n --adjustment' }],
  ['ionice', { values: '-c -n --class --classdata' }],
  ['stdbuf', { values: '-i -o -e --input --output --error' }],
  ['faketime', { values: '-p', operands: 1 }],
  ['proxychains', { values: '-f' }],
  ['proxychains4', { values: '-f' }],
  [
    'setpriv',
    {
      values:
        '--reuid --regid --ruid --euid --rgid --egid --groups --inh-caps --ambient-caps --bounding-set --securebits --pdeathsig --selinux-label --apparmor-profile',
      user: '--reuid',
    },
  ],
  ['s6-applyuidgid', { values: '-u -g -G', user: '-u' }],
  ['chpst', { values: '-u -U -b -/ -n -l -L -e -m -d -o -p -f -c -r -t', user: '-u' }],
  ['chroot', { values: '--userspec --groups', operands: 1, user: '--userspec' }],
  ['timeout', { values: '-s -k --signal --kill-after', operands: 1 }],
  ['time', { values: '-o -f --output --format' }],
  ['xargs', { values: '-n -I -P -L -d -a -E -s --max-args --max-procs --delimiter --arg-file' }],
  [
    'sudo',
    {
      values:
        '-u -g -h -p -C -r -t -T -U -D -R --user --group --host --prompt --chdir --chroot --role --type --other-user --command-timeout --close-from',
      assigns: true,
      user: '-u --user',
    },
  ],
  ['doas', { values: '-u -C', user: '-u' }],
  ['runuser', { values: '-u -g -G -s -w --user --group --supp-group --shell', user: '-u --user' }],
  ['flock', { values: '-E -w --conflict-exit-code --timeout --wait', operands: 1 }],
  ['taskset', { operands: 1 }],
  ['chrt', { values: '-T -P -D --sched-runtime --sched-period --sched-deadline', operands: 1 }],
  ['numactl', { values: '-N -m -C -i -p --cpunodebind --membind --physcpubind --interleave' }],
  ['prlimit', { values: '-o --output' }],
  ['unshare', { values: '-S -G -R -w --setuid --setgid --root --wd' }],
  ['setarch', { operands: 1 }],
  ['fakeroot', { values: '-l -s -i -b' }],
  ['strace', { values: '-e -o -s -p -u -E', user: '-u' }],
]);

function named(names: string, wrapper: Wrapper): [string, Wrapper][] {
  return names.split(' ').map((name) => [name, wrapper]);
}

/** Whether a program starts the command in its arguments. */
export function isWrapper(program: string): boolean {
  return WRAPPERS.has(nameOf(program));
}

/** Whether a program is a small init: it is the first process of a container, and sends signals to the program. */
export function isInit(program: string): boolean {
  return WRAPPERS.get(nameOf(program))?.isInit ?? false;
}

/** The command in the arguments of a wrapper. */
export interface WrappedCommand {
  /** Which argument is its program. */
  readonly at: number;
  /** Which arguments before it are variables. */
  readonly assignments: readonly number[];
}

/** Where the command is that a program starts with its arguments; undefined if the program is no wrapper, or gets none. */
export function wrappedCommand(
  program: string,
  args: readonly string[],
): WrappedCommand | undefined {
  const wrapper = WRAPPERS.get(nameOf(program));
  if (!wrapper || wrappedScript(program, args)) return undefined;
  const { values = '', operands = 0, assigns = false, startsNothing } = wrapper;
  let at = operandsAt(args, values);
  if (startsNothing && args.slice(0, at).some((word) => startsNothing.test(word))) return undefined;
  const assignments: number[] = [];
  for (; assigns && /^(?:[A-Za-z_]\w*=|-$)/.test(args[at] ?? ''); at++)
    if (args[at] !== '-') assignments.push(at);
  at += operands;
  return at < args.length ? { at, assignments } : undefined;
}

/**
 * The words of the command that a wrapper starts, with the variables before it, or of the shell that `su -c TEXT` starts.
 * Undefined for other programs.
 */
export function unwrap([program = '', ...args]: readonly string[]): readonly string[] | undefined {
  const words = nameOf(program) === 'env' ? splitText(args) : undefined;
  if (words) return words;
  const script = isShell(program) ? undefined : wrappedScript(program, args);
  if (script) return ['/bin/sh', '-c', script.text];
  const inner = wrappedCommand(program, args);
  return inner && args.slice(inner.assignments[0] ?? inner.at);
}

/** Wrappers around one command. */
export const MAX_WRAPPERS = 32;

/** The words of a command without the wrappers and the variables before it. */
export function innermost(words: readonly string[]): readonly string[] {
  let inner = words;
  for (let count = 0; count < MAX_WRAPPERS; count++) {
    const command = withoutVariables(inner);
    const next = unwrap(command);
    if (!next) return command;
    inner = next;
  }
  return inner;
}

/** The words of a command without the variables before it. */
export function withoutVariables(words: readonly string[]): readonly string[] {
  const start = words.findIndex((word) => !/^[A-Za-z_]\w*=/.test(word));
  return start < 0 ? [] : words.slice(start);
}

/** `env -S "A=b PROGRAM"` */
function splitText(args: readonly string[]): readonly string[] | undefined {
  const end = operandsAt(args, '-u -C --unset --chdir');
  for (const [at, word] of args.slice(0, end).entries()) {
    const [, inline] = /^(?:-[iv0]*S|--split-string=?)(.*)$/s.exec(word) ?? [];
    if (inline === undefined) continue;
    const text = inline === '' ? (args[at + 1] ?? '') : inline;
    const [first] = shellCommands(text);
    return [...(first?.words ?? []), ...args.slice(inline === '' ? at + 2 : at + 1)];
  }
  return undefined;
}

/** Options of su and runuser that take the next word. */
const SU_VALUES =
  '-c -s -g -G -w -T --command --session-command --shell --group --supp-group --whitelist-environment';

/** The user that a program starts its command as; undefined if it stays the same, or is not named. */
export function wrappedUser(program: string, args: readonly string[]): string | undefined {
  const name = nameOf(program);
  const { values = '', user = '' } = WRAPPERS.get(name) ?? {};
  const end = operandsAt(args, values);
  if (user === 'operand') return args[end];
  for (const [at, word] of args.slice(0, end).entries())
    for (const option of user === '' ? [] : user.split(' ')) {
      if (word === option) return args[at + 1];
      const prefix = option.startsWith('--') ? `${option}=` : option;
      if (word.startsWith(prefix)) return word.slice(prefix.length);
    }
  return /^(?:su|runuser)$/.test(name) ? suUser(args) : undefined;
}

/** `su - USER -c TEXT`: options may come after the user. */
function suUser(args: readonly string[]): string {
  const words = args.filter((word) => word !== '-');
  return withoutOptions(words, SU_VALUES)[0] ?? 'root';
}

const SHELLS = new Set(['sh', 'bash', 'rbash', 'dash', 'ash', 'zsh', 'ksh', 'mksh']);

/** Whether a program is a shell as POSIX describes it. */
export function isShell(program: string): boolean {
  return SHELLS.has(nameOf(program));
}

/** Programs that run the text in their option `-c` with a shell. */
const SCRIPT_RUNNERS = new Set(['su', 'runuser', 'flock', 'script', 'sg']);

/** A text that a shell runs. */
export interface WrappedScript {
  readonly text: string;
  /** Which argument it is, or has it at its end: `--command=TEXT`. */
  readonly at: number;
}

/** The script in the arguments of `sh -c TEXT`, `bash -lc TEXT`, `su USER -c TEXT`; undefined for other commands. */
export function wrappedScript(program: string, args: readonly string[]): WrappedScript | undefined {
  if (isShell(program)) {
    const at = operandsAt(args, SHELL_VALUES);
    const hasScript = args.slice(0, at).some((word) => /^-[a-zA-Z]*c/.test(word));
    return hasScript ? scriptAt(args, at) : undefined;
  }
  if (!SCRIPT_RUNNERS.has(nameOf(program))) return undefined;
  for (const [at, word] of args.slice(0, endOfOptions(program, args)).entries()) {
    if (/^(?:-[a-z]*c|--(?:session-)?command)$/.test(word)) return scriptAt(args, at + 1);
    const [, inline] = /^--(?:session-)?command=(.+)$/s.exec(word) ?? [];
    if (inline !== undefined) return { text: inline, at };
  }
  return undefined;
}

/** su and others have options after their operands, flock right after its file. */
function endOfOptions(program: string, args: readonly string[]): number {
  if (nameOf(program) === 'flock') return operandsAt(args, WRAPPERS.get('flock')?.values ?? '') + 2;
  const end = args.indexOf('--');
  return end < 0 ? args.length : end;
}

function scriptAt(args: readonly string[], at: number): WrappedScript | undefined {
  const text = args[at];
  return text === undefined ? undefined : { text, at };
}

/** Options of shells that take the next word. */
export const SHELL_VALUES = '-o -O +o +O --rcfile --init-file';

/** The words after the options; those in `values` take the next word. `--` ends them. */
export function withoutOptions(words: readonly string[], values: string): readonly string[] {
  return words.slice(operandsAt(words, values));
}

function operandsAt(words: readonly string[], values: string): number {
  const taking = new Set(values.split(' '));
  let at = 0;
  for (; at < words.length; at++) {
    const word = words[at] ?? '';
    if (word === '--') return at + 1;
    if (!/^[-+]./.test(word)) break;
    if (takesNext(word, taking)) at++;
  }
  return Math.min(at, words.length);
}

/** In `-vs KILL`, the last of the options takes the next word; in `-oL` and `-n5`, the value is in the word. */
function takesNext(word: string, taking: ReadonlySet<string>): boolean {
  if (taking.has(word)) return true;
  if (!/^[-+][A-Za-z]{2,}$/.test(word)) return false;
  const letters = [...word.slice(1)];
  const first = letters.findIndex((letter) => taking.has(`${word[0]}${letter}`));
  return first === letters.length - 1;
}

function nameOf(program: string): string {
  return program.slice(program.lastIndexOf('/') + 1);
}
