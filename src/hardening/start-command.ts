import { posix } from 'node:path';
import type { ImageConfig } from '../image/image.js';
import { shellCommands } from './shell-commands.js';
import { PATH_FOLDERS } from './text-files.js';

/** A command that the container runs when it starts. */
export interface StartedCommand {
  /** The program without its folder. */
  readonly program: string;
  readonly arguments: readonly string[];
  readonly background: boolean;
  /** The script that runs it; absent when the configuration itself does. */
  readonly script?: string;
}

const SHELLS = new Set(['sh', 'bash', 'dash', 'ash', 'zsh', 'ksh']);
/** Programs that only start another, and how many words of their own stand before it. */
const WRAPPERS: ReadonlyMap<string, number> = new Map([
  ...['tini', 'tini-static', 'dumb-init', 'catatonit', 'docker-init', 'exec', 'env'].map(of(0)),
  ...['nice', 'nohup', 'setsid', 'stdbuf', 'unbuffer', 'setpriv', 'command'].map(of(0)),
  ...['gosu', 'su-exec', 'chroot', 'timeout'].map(of(1)),
]);
/** Scripts that start scripts: as deep as this. */
const MAX_DEPTH = 5;

/**
 * What the container runs when it starts: ENTRYPOINT and CMD with their wrappers (tini, gosu, exec, sh -c) taken off,
 * start scripts read. `text` gives the text of a file of the image.
 */
export function startedCommands(
  config: Pick<ImageConfig, 'entrypoint' | 'cmd' | 'workingDir'>,
  text: (path: string) => string | undefined,
): StartedCommand[] {
  const script = (word: string) => {
    const folders = word.includes('/') ? [config.workingDir ?? '/'] : PATH_FOLDERS;
    for (const folder of word.startsWith('/') ? [''] : folders) {
      const path = posix.join('/', folder, word).slice(1);
      const found = text(path);
      if (found?.startsWith('#!')) return { path, text: found };
    }
    return undefined;
  };
  const words = [...(config.entrypoint ?? []), ...(config.cmd ?? [])];
  return started(words, false, undefined, script, 0);
}

type FindScript = (word: string) => { readonly path: string; readonly text: string } | undefined;

function started(
  all: readonly string[],
  background: boolean,
  within: string | undefined,
  script: FindScript,
  depth: number,
): StartedCommand[] {
  const words = unwrapped(all);
  const [first, ...rest] = words;
  if (first === undefined || depth > MAX_DEPTH) return [];
  const program = posix.basename(first);
  const inner = (text: string, path: string | undefined, handed: readonly string[]) =>
    shellCommands(text).flatMap((command) => {
      // `exec "$@"`: what the script was given.
      const [run, ...more] = unwrapped(command.words);
      const next = run === '$@' ? [...handed, ...more] : command.words;
      return started(next, background || command.background, path, script, depth + 1);
    });
  if (SHELLS.has(program)) {
    const option = rest.findIndex((word) => /^-[a-z]*c$/.test(word));
    if (option >= 0) return inner(rest[option + 1] ?? '', within, []);
    const file = rest.findIndex((word) => !word.startsWith('-'));
    const found = script(rest[file] ?? '');
    if (found) return inner(found.text, found.path, rest.slice(file + 1));
  }
  const found = script(first);
  if (found && /^#!.*\b(?:sh|bash|dash|ash)\b/.test(found.text))
    return inner(found.text, found.path, rest);
  return [
    { program, arguments: rest, background, ...(within === undefined ? {} : { script: within }) },
  ];
}

function unwrapped(words: readonly string[]): readonly string[] {
  let rest = words;
  for (;;) {
    while (/^[A-Za-z_]\w*=/.test(rest[0] ?? '')) rest = rest.slice(1);
    const own = WRAPPERS.get(posix.basename(rest[0] ?? ''));
    if (own === undefined || rest.length < 2) return rest;
    rest = rest.slice(1);
    while (rest[0]?.startsWith('-') && rest.length > 1) rest = rest.slice(1);
    rest = rest.slice(own);
  }
}

function of(count: number): (program: string) => [string, number] {
  return (program) => [program, count];
}
