import { imagePath } from '../image/paths.js';
import { withoutOptions } from '../shell/wrappers.js';
import type { Follower, StartCommand } from './observer.js';

/** The commands that a program starts, as words; undefined if its options name none. */
type Launcher = (
  args: readonly string[],
  follower: Follower,
  command: StartCommand,
) => Started | undefined;
type Started = readonly (readonly string[])[];

/** Programs that start what their options or operands name, in a form of their own. */
const LAUNCHERS: ReadonlyMap<string, Launcher> = new Map<string, Launcher>([
  ['find', executed],
  ['fd', executed],
  ['start-stop-daemon', daemon],
  ['service', ([name, ...rest]) => (name === undefined ? [] : [[`/etc/init.d/${name}`, ...rest]])],
  ['invoke-rc.d', ([name, ...rest]) => (name ? [[`/etc/init.d/${name}`, ...rest]] : [])],
  ['run-parts', allOfFolder],
]);

const MAX_SCRIPTS = 200;
/** `ld-linux-x86-64.so.2 PROGRAM` starts the program. Source: ld.so(8). */
const LOADER = /^ld-(?:linux|musl).*\.so/;
const LOADER_VALUES =
  '--library-path --preload --audit --argv0 --inhibit-rpath --glibc-hwcaps-mask';

/** The commands that a program with one of the names starts with its arguments; undefined if it is no launcher. */
export function launchedBy(
  names: readonly string[],
  command: StartCommand,
  follower: Follower,
): Started | undefined {
  const { words } = command;
  if (names.some((name) => LOADER.test(name)) && words.length > 0)
    return afterOptions(words, LOADER_VALUES);
  const launcher = names.flatMap((name) => LAUNCHERS.get(name) ?? [])[0];
  return launcher?.(words, follower, command);
}

function afterOptions(args: readonly string[], values: string): Started {
  const words = withoutOptions(args, values);
  return words.length > 0 ? [words] : [];
}

/** `find FOLDER -exec PROGRAM {} +` */
function executed(args: readonly string[], { files }: Follower): Started {
  const found: string[][] = [];
  for (let at = 0; at < args.length; at++) {
    if (!/^(?:-(?:exec|execdir|ok|okdir|x|X)|--exec(?:-batch)?)$/.test(args[at] ?? '')) continue;
    const words: string[] = [];
    while (++at < args.length && !/^[;+]$/.test(args[at] ?? '')) words.push(args[at] ?? '');
    found.push(words);
  }
  return files.atMost(found, MAX_SCRIPTS, 'the commands of find are');
}

/** `start-stop-daemon --start --exec PROGRAM -- ARGUMENTS` */
function daemon(args: readonly string[]): Started {
  const end = args.indexOf('--');
  const own = end < 0 ? args : args.slice(0, end);
  const rest = end < 0 ? [] : args.slice(end + 1);
  return own.flatMap((word, at) => {
    const [, inline] = /^--(?:exec|startas)=(.+)$/.exec(word) ?? [];
    const program = /^(?:-x|-a|--exec|--startas)$/.test(word) ? own[at + 1] : inline;
    return program === undefined ? [] : [[program, ...rest]];
  });
}

/** `run-parts FOLDER` */
function allOfFolder(
  args: readonly string[],
  { files }: Follower,
  { folder }: StartCommand,
): Started {
  const [path] = withoutOptions(args, '-a -u --arg --umask --regex');
  const home = path === undefined ? undefined : files.folder(imagePath(path, folder));
  return home === undefined
    ? []
    : files
        .atMost(files.matching(home, /^[^/]+$/), MAX_SCRIPTS, `the scripts in ${home} are`)
        .map((script) => [`/${script}`]);
}
