import { type Dockerfile, instructionsOf, type RunInstruction } from '../parser/model.js';
import { commandName, hasFlag } from './command-line.js';
import type { ShellCommand, ShellWord } from './model.js';

/** How a package manager leaves files behind and who removes them. */
export interface PackageCache {
  /** The word of a command that fills the cache. */
  fillingWord(command: ShellCommand): ShellWord | undefined;
  /** Whether a command empties it. */
  isEmptiedBy(command: ShellCommand): boolean;
  /** Sets of folders: with a cache or tmpfs mount on all folders of one set nothing stays in the layer. */
  readonly folders: readonly (readonly string[])[];
}

/** A RUN that fills a cache which no later command of it empties. */
export interface UncleanedCache {
  readonly run: RunInstruction;
  readonly command: ShellCommand;
  /** The word that fills it, in the last such command. */
  readonly word: ShellWord;
}

/** The RUN and ONBUILD RUN instructions that leave this cache in their layer. */
export function uncleanedCaches(dockerfile: Dockerfile, use: PackageCache): UncleanedCache[] {
  return instructionsOf(dockerfile, 'RUN', { onbuild: true }).flatMap((run) => {
    let left: Omit<UncleanedCache, 'run'> | undefined;
    for (const command of run.script.commands) {
      const word = use.fillingWord(command);
      if (word) left = { command, word };
      else if (left && use.isEmptiedBy(command)) left = undefined;
    }
    if (!left || use.folders.some((set) => set.every((f) => isMounted(run, f)))) return [];
    return [{ run, ...left }];
  });
}

/** Whether a cache or tmpfs mount lies over this folder, or ends in it when it is relative: `.cache/pip`. */
export function isMounted(run: RunInstruction, folder: string): boolean {
  return run.mounts.some(({ type, options }) => {
    if (type !== 'cache' && type !== 'tmpfs') return false;
    const target = (options.get('target') ?? '').replace(/\/+$/, '');
    if (target === '') return false;
    if (folder.startsWith('/')) return folder === target || folder.startsWith(`${target}/`);
    // A mount on the folder above covers it too: `/root/.cache` holds `.cache/pip`.
    const above = folder.slice(0, Math.max(folder.lastIndexOf('/'), 0));
    return `/${target}/`.includes(`/${folder}/`) || (above !== '' && target.endsWith(`/${above}`));
  });
}

/** Whether `rm -r` or `find -delete` removes this absolute folder, what is in it, or a folder above it. */
export function removesFolder(command: ShellCommand, folder: string): boolean {
  const name = commandName(command);
  const removes =
    name === 'rm'
      ? hasFlag(command, '-r', '-R', '--recursive')
      : name === 'find' && command.args.some(({ value }) => value === '-delete');
  if (!removes) return false;
  return command.args.some(({ value }) =>
    alternatives(value).some((path) => {
      const removed = path.replace(/\/\*?$/, '').replace(/\/+$/, '');
      return removed !== '' && (folder === removed || folder.startsWith(`${removed}/`));
    }),
  );
}

/** The first brace list of a word taken apart: `/var/{a,b}` is `/var/a` and `/var/b`. */
function alternatives(word: string): string[] {
  const [, start = '', list = '', end = ''] = /^([^{]*)\{([^{}]*)\}(.*)$/s.exec(word) ?? [];
  if (!list.includes(',')) return [word];
  return list.split(',').map((part) => start + part + end);
}
