import type { Host } from '../core/host.js';
import { foldersAbove } from '../lib/paths.js';
import { gitIn } from './git.js';

/** The files below a folder that are in the index of Git. */
export interface TrackedFiles {
  readonly files: readonly string[];
  /** The folders of submodules. */
  readonly submodules: readonly string[];
  /** Of the files, those that a sparse checkout leaves out. */
  readonly leftOut: ReadonlySet<string>;
  /** The id of the content that the index has of a file. */
  idOf(path: string): string | undefined;
  isTracked(path: string): boolean;
  /** Whether a file below a folder is tracked. */
  hasTracked(folder: string): boolean;
}

/** Of a folder that is in no repository: what .gitignore lists is ignored. */
export const NOTHING_TRACKED: TrackedFiles = {
  files: [],
  submodules: [],
  leftOut: new Set(),
  idOf: () => undefined,
  isTracked: () => false,
  hasTracked: () => false,
};

/** Of the copy of a commit, which contains nothing else. */
export const EVERYTHING_TRACKED: TrackedFiles = {
  ...NOTHING_TRACKED,
  isTracked: () => true,
  hasTracked: () => true,
};

/** Git's mode of a submodule. */
const SUBMODULE = '160000';

/** The files below `root` that Git tracks; undefined if Git cannot be asked. */
export async function trackedFiles(root: string, host: Host): Promise<TrackedFiles | undefined> {
  const git = await gitIn(root, host);
  const listed = await git?.(['ls-files', '--stage', '-t', '-z']).catch(() => undefined);
  return listed && parseIndex(listed.toString('utf8'));
}

/** Parses entries such as `H 100644 3b18… 0\tsub/a.yml`, each ended by NUL. S stands for one that a sparse checkout leaves out. */
function parseIndex(listed: string): TrackedFiles {
  const files = new Map<string, string>();
  const submodules = new Set<string>();
  const leftOut = new Set<string>();
  const folders = new Set<string>();
  for (const entry of listed.split('\0')) {
    const path = entry.slice(entry.indexOf('\t') + 1);
    if (path === '') continue;
    if (entry.startsWith(SUBMODULE, 2)) submodules.add(path);
    else files.set(path, entry.split(' ', 3)[2] ?? '');
    if (entry.startsWith('S')) leftOut.add(path);
    for (const folder of foldersAbove(path)) {
      if (folders.has(folder)) break;
      folders.add(folder);
    }
  }
  return {
    files: [...files.keys()],
    submodules: [...submodules],
    leftOut,
    idOf: (path) => files.get(path),
    isTracked: (path) => files.has(path),
    hasTracked: (folder) => folders.has(folder),
  };
}
