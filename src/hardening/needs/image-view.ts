import { posix } from 'node:path';
import type { OwnStart } from '../../core/runtime-needs.js';
import { isFileEntry } from '../../image/entry-type.js';
import type { FileSystem, ImageConfig, LayerEntry } from '../../image/image.js';
import { normalize } from '../../image/paths.js';
import { environmentOf } from '../../start/configuration.js';
import { PATH_FOLDERS } from '../../start/find-program.js';
import type { StartedCommand } from '../../start/started-commands.js';
import { accountLines } from '../accounts.js';
import type { ProgramFacts } from './program-facts.js';
import type { ReadScript } from './start-scripts.js';

/** What the needs of an image are derived from. */
export interface ImageView {
  readonly config: ImageConfig;
  readonly files: FileSystem;
  readonly textOf: ReadScript;
  /** The paths of the configuration files whose texts are known. */
  readonly configFiles: readonly string[];
  readonly started: readonly StartedCommand[];
  /** What the file of a program names. */
  readonly factsOf: (path: string) => ProgramFacts;
  /** What a manifest sets in place of the image's own; `config` has it. */
  readonly start?: OwnStart | undefined;
}

/** An account of etc/passwd. */
export interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
  readonly home: string;
}

/** The accounts of the image, in the order of the file. */
export function accountsOf({ textOf }: Pick<ImageView, 'textOf'>): Account[] {
  return accountLines(textOf('etc/passwd'), 6).flatMap(
    ([name = '', , uid = '', gid = '', , home = '']) =>
      /^\d{1,10}$/.test(uid) && /^\d{1,10}$/.test(gid)
        ? { name, uid: Number(uid), gid: Number(gid), home }
        : [],
  );
}

/** The account of `user`, `user:group` or an id; undefined if the image has none of this name. */
export function findAccount(written: string, accounts: readonly Account[]): Account | undefined {
  const [user = '', group] = written.split(':');
  const known = accounts.find(({ name, uid }) => name === user || String(uid) === user);
  const gid = group !== undefined && /^\d{1,10}$/.test(group) ? Number(group) : undefined;
  if (known) return gid === undefined ? known : { ...known, gid };
  return /^\d{1,10}$/.test(user)
    ? { name: '', uid: Number(user), gid: gid ?? 0, home: '/' }
    : undefined;
}

/** The real path of a folder that may not exist, with the links above it followed and a leading slash. */
export function realPath(files: FileSystem, path: string): string {
  const parts = normalize(path).split('/');
  for (let count = parts.length; count > 0; count--) {
    const resolved = files.resolve(parts.slice(0, count).join('/'));
    if (resolved !== undefined) return `/${[resolved, ...parts.slice(count)].join('/')}`;
  }
  return `/${parts.join('/')}`;
}

export function entryAt(files: FileSystem, path: string): LayerEntry | undefined {
  const resolved = files.resolve(normalize(path));
  return resolved === undefined ? undefined : files.get(resolved);
}

/** Paths below one folder that are looked at. */
const MAX_BELOW = 500;

/** The folders below a folder, and whether it has a file that is not empty. */
export function contentOf(
  files: FileSystem,
  folder: string,
): { readonly folders: readonly LayerEntry[]; readonly hasFiles: boolean } {
  const folders: LayerEntry[] = [];
  let count = 0;
  for (const path of files.below?.(normalize(folder)) ?? []) {
    const entry = files.get(path);
    if (!entry) continue;
    if (++count > MAX_BELOW) return { folders, hasFiles: true };
    if (entry.type === 'directory') folders.push(entry);
    else if (entry.type === 'symlink' || entry.size > 0) {
      if (!SKELETON.test(path)) return { folders, hasFiles: true };
    }
  }
  return { folders, hasFiles: false };
}

/** Files of a new home folder, and the mark of a cache. Programs run without them. */
const SKELETON = /\/(?:\.(?:bashrc|bash_logout|profile)|CACHEDIR\.TAG)$/;

/** The file of a program as a command names it: with its folder, or through PATH. Links are followed. */
export function programFile(
  { config, files }: Pick<ImageView, 'config' | 'files'>,
  written: string,
): { readonly path: string; readonly entry: LayerEntry } | undefined {
  const path = environmentOf(config).get('PATH')?.split(':') ?? [];
  const folders = written.includes('/') ? [config.workingDir ?? '/'] : [...path, ...PATH_FOLDERS];
  for (const folder of folders) {
    const full = written.startsWith('/') ? written : posix.join('/', folder, written);
    const entry = entryAt(files, full);
    if (isFileEntry(entry)) return { path: full, entry };
  }
  return undefined;
}
