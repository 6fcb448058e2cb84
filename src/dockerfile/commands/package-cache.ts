import { folderOf } from '../../lib/paths.js';
import { type Dockerfile, instructionsOf, type RunInstruction } from '../parser/model.js';
import { commandName, hasFlag, isCommand } from '../shell/command-line.js';
import type { ShellCommand, ShellWord } from '../shell/model.js';
import type { Source } from '../text/source.js';

/** How commands fill and empty the cache of a package manager. */
export interface PackageCache {
  /** The word of a command that fills the cache; undefined when the command does not fill it. */
  fillingWord(command: ShellCommand): ShellWord | undefined;
  /** Whether a command empties the cache that `filling` has filled. */
  isEmptiedBy(command: ShellCommand, filling: ShellCommand): boolean;
  /** Sets of folders. Cache or tmpfs mounts on all folders of one set keep the cache out of the layer. */
  readonly folders: readonly (readonly string[])[];
}

/** A RUN that fills a cache and does not empty it afterwards. */
export interface UncleanedCache {
  readonly run: RunInstruction;
  /** The last command that fills the cache. */
  readonly command: ShellCommand;
  /** The word of the command that fills it. */
  readonly word: ShellWord;
}

/** The RUN and ONBUILD RUN instructions that leave this cache in their layer. */
export function uncleanedCaches(dockerfile: Dockerfile, cache: PackageCache): UncleanedCache[] {
  return instructionsOf(dockerfile, 'RUN', { onbuild: true }).flatMap((run) => {
    let filled: Omit<UncleanedCache, 'run'> | undefined;
    for (const command of run.script.commands) {
      const word = cache.fillingWord(command);
      if (word) filled = { command, word };
      else if (filled && cache.isEmptiedBy(command, filled.command)) filled = undefined;
    }
    if (!filled) return [];
    const isMountedOver = cache.folders.some((set) => set.every((path) => isMounted(run, path)));
    return isMountedOver ? [] : [{ run, ...filled }];
  });
}

const uses = new WeakMap<Source, Map<string, boolean>>();

/**
 * Whether a command or COPY names one of these folders, or takes the folder that it is in along: without the cache,
 * `cp -r /root/.cache/pip /wheels` fails. A folder may be the end of a path: `.cache/pip`. Looked up once per file.
 */
export function usesCache(dockerfile: Dockerfile, folders: readonly string[]): boolean {
  const known = uses.get(dockerfile.source) ?? new Map<string, boolean>();
  uses.set(dockerfile.source, known);
  const key = folders.join();
  const answer = known.get(key) ?? findsUse(dockerfile, folders);
  known.set(key, answer);
  return answer;
}

function findsUse(dockerfile: Dockerfile, folders: readonly string[]): boolean {
  const isIn = ({ value }: Word) => folders.some((folder) => `${value}/`.includes(`${folder}/`));
  const isAbove = ({ value }: Word) =>
    folders.some((folder) => value.replace(/\/(?:\*|\.)?$/, '').endsWith(folderOf(folder)));
  const isTaken = (word: Word) => isIn(word) || isAbove(word);
  const commands = instructionsOf(dockerfile, 'RUN', { onbuild: true }).flatMap(
    ({ script }) => script.commands,
  );
  return (
    instructionsOf(dockerfile, ['ADD', 'COPY'], { onbuild: true }).some(({ sources }) =>
      sources.some(isTaken),
    ) ||
    commands.some(
      (one) =>
        !isCommand(one, 'rm', 'find') &&
        one.args.some(isCommand(one, 'cp', 'mv', 'tar', 'rsync', 'zip') ? isTaken : isIn),
    )
  );
}

type Word = Pick<ShellWord, 'value'>;

/** Whether a cache or tmpfs mount covers this absolute folder, or a folder that ends with this path: `.cache/pip`. */
export function isMounted(run: RunInstruction, folder: string): boolean {
  return run.mounts.some(({ type, options }) => {
    if (type !== 'cache' && type !== 'tmpfs') return false;
    const target = (options.get('target') ?? '').replace(/\/+$/, '');
    if (target === '') return false;
    if (folder.startsWith('/')) return folder === target || folder.startsWith(`${target}/`);
    // A mount on the parent folder covers it too: `/root/.cache` contains `.cache/pip`.
    const parent = folderOf(folder);
    return (
      `/${target}/`.includes(`/${folder}/`) || (parent !== '' && target.endsWith(`/${parent}`))
    );
  });
}

/** Whether `rm -r` or `find -delete` removes this absolute folder, its content, or a parent folder. */
export function removesFolder(command: ShellCommand, folder: string): boolean {
  const name = commandName(command);
  const removes =
    name === 'rm'
      ? hasFlag(command, '-r', '-R', '--recursive')
      : name === 'find' && command.args.some(({ value }) => value === '-delete');
  if (!removes) return false;
  return command.args.some(({ value }) =>
    expandBraces(value).some((path) => {
      const removed = path.replace(/\/\*?$/, '').replace(/\/+$/, '');
      return removed !== '' && (folder === removed || folder.startsWith(`${removed}/`));
    }),
  );
}

/** Expands the first brace list of a word: `/var/{a,b}` is `/var/a` and `/var/b`. */
function expandBraces(word: string): string[] {
  const [, start = '', list = '', end = ''] = /^([^{]*)\{([^{}]*)\}(.*)$/s.exec(word) ?? [];
  if (!list.includes(',')) return [word];
  return list.split(',').map((part) => start + part + end);
}
