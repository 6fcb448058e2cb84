import { posix } from 'node:path';
import type { Range } from '../../core/location.js';
import { cleanContextPath } from '../dockerignore.js';
import { compileGlob } from '../dockerignore-glob.js';
import type {
  AddInstruction,
  CopyInstruction,
  Dockerfile,
  RunInstruction,
} from '../parser/model.js';
import { commandName, flagValues, hasFlag } from '../shell/command-line.js';
import type { ShellCommand } from '../shell/model.js';
import { expandedAt } from '../variables.js';
import { folderOfCommand, workdirAt } from '../working-folder.js';
import { lastPart } from './fetches.js';

/** A lock file by its name, and the places that it has in the build context. */
export interface LockFile {
  readonly name: string;
  readonly paths: readonly string[];
}

/**
 * Whether the command at a place may find a lock file of the build context: an instruction before takes it to the folder in
 * which the command runs, and nothing writes or downloads a file of this name instead.
 */
export function mayHaveLockFile(dockerfile: Dockerfile, lock: LockFile, at: Range): boolean {
  const before = dockerfile.instructions.filter(({ startLine }) => startLine <= at.startLine);
  const runs = before.flatMap((one) => (one.keyword === 'RUN' ? one : []));
  const run = runs.at(-1);
  const command = run?.script.commands.find(
    ({ range }) => range.startLine === at.startLine && range.startColumn === at.startColumn,
  );
  const copies = before.flatMap((one) =>
    one.keyword === 'COPY' || one.keyword === 'ADD' ? one : [],
  );
  if (
    copies.some((copy) =>
      copy.sources.some(({ value }) => isRemote(value) && lastPart(value) === lock.name),
    )
  )
    return false;
  const isEarlier = (one: ShellCommand, of: RunInstruction) =>
    of !== run || !command || one.start < command.start;
  if (
    runs.some((of) =>
      of.script.commands.some((one) => isEarlier(one, of) && writes(one, lock.name)),
    )
  )
    return false;
  const folder = run && command && folderOf(dockerfile, run, command);
  const isReached = (place: string) =>
    folder === undefined || isBelow(folder, place) || isBelow(place, folder);
  const mounted = runs.flatMap(({ mounts }) =>
    mounts.filter(({ type, options }) => type === 'bind' && !options.get('from')),
  );
  if (mounted.length > 0) return true;
  const taken = copies.flatMap((copy) => placesOf(dockerfile, copy, lock));
  const isPassedOn = copies.some(
    (copy) =>
      copy.keyword === 'COPY' &&
      copy.from &&
      isReached(posix.dirname(`${destinationOf(dockerfile, copy)}/x`)),
  );
  return taken.some(isReached) || (taken.length > 0 && isPassedOn);
}

/** Whether a folder is another one, or below it. The root is only itself. */
function isBelow(folder: string, other: string): boolean {
  return folder === other || (other !== '/' && folder.startsWith(`${other}/`));
}

function isRemote(source: string): boolean {
  return /^[a-z+]+:\/\/|^git@/i.test(source);
}

/** The folders to which an instruction copies the lock file from the context. */
function placesOf(
  dockerfile: Dockerfile,
  copy: CopyInstruction | AddInstruction,
  { name, paths }: LockFile,
): string[] {
  if (copy.keyword === 'COPY' && copy.from) return [];
  const excluded = copy.flags.flatMap((flag) =>
    flag.name === 'exclude' ? [globOf(flag.value ?? '')] : [],
  );
  const left = paths.filter(
    (path) => !excluded.some((matches) => matches(path) || matches(posix.basename(path))),
  );
  const destination = destinationOf(dockerfile, copy);
  const folder = posix.basename(destination) === name ? posix.dirname(destination) : destination;
  return copy.sources.flatMap((token) => {
    const source = expandedAt(dockerfile, copy, token);
    if (isRemote(source) || left.length === 0) return [];
    if (source.includes('$')) return [folder];
    const clean = cleanContextPath(source);
    const matches = globOf(clean);
    return left.flatMap((path) => {
      if (clean === '.' || clean === '') return [posix.join(folder, posix.dirname(path))];
      if (path === clean || matches(path)) return [folder];
      if (path.startsWith(`${clean}/`))
        return [posix.join(folder, posix.dirname(path.slice(clean.length + 1)))];
      // A folder that a pattern names.
      return parentsOf(path).some(matches) ? [folder] : [];
    });
  });
}

function parentsOf(path: string): string[] {
  const parts = path.split('/');
  return parts.slice(1).map((_, i) => parts.slice(0, i + 1).join('/'));
}

/** Comparisons of one pattern with one path. */
const MAX_COMPARISONS = 100_000;

function globOf(pattern: string): (path: string) => boolean {
  const glob = compileGlob(pattern);
  return (path) => glob(path.split('/'), { comparisons: MAX_COMPARISONS });
}

function destinationOf(dockerfile: Dockerfile, copy: CopyInstruction | AddInstruction): string {
  const path = copy.destination ? expandedAt(dockerfile, copy, copy.destination) : '.';
  return posix.resolve(workdirAt(dockerfile, copy), path);
}

/** The folder of what a command installs; undefined if variables name it. */
function folderOf(
  dockerfile: Dockerfile,
  run: RunInstruction,
  command: ShellCommand,
): string | undefined {
  const folder = folderOfCommand(dockerfile, run, command);
  const [given] = flagValues(command, '--prefix', '-C', '--cwd', '--dir');
  const path = posix.resolve(folder, given?.value ?? '.');
  return /[$`]/.test(path) ? undefined : path;
}

/** Whether a command writes a file of this name, as far as its line shows it. */
function writes(command: ShellCommand, name: string): boolean {
  const isIt = (text: string) => lastPart(text) === name;
  const values = command.args.map(({ value }) => value);
  if (
    command.redirects.some(
      ({ operator, target }) => /^\d*>/.test(operator) && isIt(target?.value ?? ''),
    )
  )
    return true;
  const program = commandName(command);
  if (/^(?:curl|wget2?|aria2c|axel|fetch|tee|sponge|truncate)$/.test(program))
    return values.some((value) => isIt(value.replace(/^--?[\w-]+=/, '')));
  if (/^(?:g?sed|perl)$/.test(program)) return hasFlag(command, '-i') && values.some(isIt);
  if (!/^(?:cp|mv|install|ln)$/.test(program)) return false;
  // Another file under this name.
  const [last = '', ...sources] = values.filter((value) => !value.startsWith('-')).reverse();
  return isIt(last) && !sources.some(isIt);
}
