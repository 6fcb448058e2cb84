import { posix } from 'node:path';
import type { ImageConfig } from '../image/image.js';
import { shellCommands } from '../lib/shell-commands.js';
import { PATH_FOLDERS } from './text-files.js';

/** A command that the container runs when it starts. */
export interface StartedCommand {
  /** The program without its folder. */
  readonly program: string;
  /** The program as it is written, with its folder if it has one. */
  readonly written: string;
  readonly arguments: readonly string[];
  readonly background: boolean;
  /** The path of the script that runs the command; undefined if the configuration runs it. */
  readonly script?: string;
}

/** Programs that run a script. */
export const SHELLS: ReadonlySet<string> = new Set(['sh', 'bash', 'dash', 'ash', 'zsh', 'ksh']);
/** Programs that only start another one, and the number of their own arguments before it, options aside. */
const WRAPPERS: ReadonlyMap<string, number> = new Map([
  ...['tini', 'tini-static', 'dumb-init', 'catatonit', 'docker-init', 'exec', 'env'].map(takes(0)),
  ...['nice', 'nohup', 'setsid', 'stdbuf', 'unbuffer', 'setpriv', 'command'].map(takes(0)),
  ...['gosu', 'su-exec', 'chroot', 'timeout'].map(takes(1)),
]);

function takes(count: number): (program: string) => [string, number] {
  return (program) => [program, count];
}

/** Scripts that start scripts are followed to this depth. */
const MAX_DEPTH = 5;

/**
 * The commands that the container runs when it starts: ENTRYPOINT and CMD without their wrappers (tini, gosu, exec,
 * sh -c), and the commands of start scripts. `textOf` returns the text of a file of the image.
 */
export function startedCommands(
  config: Pick<ImageConfig, 'entrypoint' | 'cmd' | 'workingDir'>,
  textOf: (path: string) => string | undefined,
): StartedCommand[] {
  const findScript = (program: string): Script | undefined => {
    const folders = program.includes('/') ? [config.workingDir ?? '/'] : PATH_FOLDERS;
    for (const folder of program.startsWith('/') ? [''] : folders) {
      const path = posix.join('/', folder, program).slice(1);
      const text = textOf(path);
      if (text?.startsWith('#!')) return { path, text };
    }
    return undefined;
  };
  const words = [...(config.entrypoint ?? []), ...(config.cmd ?? [])];
  return expandCommand({ words, background: false, script: undefined }, findScript, 0);
}

interface Script {
  readonly path: string;
  readonly text: string;
}

interface CommandLine {
  readonly words: readonly string[];
  readonly background: boolean;
  /** The path of the script that contains the command. */
  readonly script: string | undefined;
}

/** The command itself, or the commands that it runs if it is a shell or a script. */
function expandCommand(
  command: CommandLine,
  findScript: (program: string) => Script | undefined,
  depth: number,
): StartedCommand[] {
  const { background, script } = command;
  const [first, ...rest] = unwrap(command.words);
  if (first === undefined || depth > MAX_DEPTH) return [];
  const expandText = (text: string, path: string | undefined, scriptArguments: readonly string[]) =>
    shellCommands(text).flatMap((inner) => {
      // `exec "$@"` runs the arguments of the script.
      const [program, ...more] = unwrap(inner.words);
      const words = program === '$@' ? [...scriptArguments, ...more] : inner.words;
      const line = { words, background: background || inner.background, script: path };
      return expandCommand(line, findScript, depth + 1);
    });
  const program = posix.basename(first);
  if (SHELLS.has(program)) {
    const option = rest.findIndex((word) => /^-[a-z]*c$/.test(word));
    if (option >= 0) return expandText(rest[option + 1] ?? '', script, []);
    const operand = rest.findIndex((word) => !word.startsWith('-'));
    const found = findScript(rest[operand] ?? '');
    if (found) return expandText(found.text, found.path, rest.slice(operand + 1));
  }
  const found = findScript(first);
  if (found && /^#!.*\b(?:sh|bash|dash|ash)\b/.test(found.text))
    return expandText(found.text, found.path, rest);
  return [{ program, written: first, arguments: rest, background, script }];
}

/** The command without environment variables and wrappers. */
export function unwrap(words: readonly string[]): readonly string[] {
  let rest = words;
  for (;;) {
    while (/^[A-Za-z_]\w*=/.test(rest[0] ?? '')) rest = rest.slice(1);
    const ownArguments = WRAPPERS.get(posix.basename(rest[0] ?? ''));
    if (ownArguments === undefined || rest.length < 2) return rest;
    rest = rest.slice(1);
    while (rest[0]?.startsWith('-') && rest.length > 1) rest = rest.slice(1);
    rest = rest.slice(ownArguments);
  }
}
