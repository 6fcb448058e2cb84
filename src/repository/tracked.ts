import type { Host } from '../core/host.js';
import { foldersAbove } from '../lib/paths.js';
import { type Git, gitIn } from './git.js';

/** The files below a folder that are in the index of Git. */
export interface TrackedFiles {
  readonly files: readonly string[];
  /** The folders of submodules. */
  readonly submodules: readonly string[];
  /** Of the files, those that a sparse checkout leaves out. */
  readonly leftOut: ReadonlySet<string>;
  /** Of the files, those that the checkout has in an encoding that no reader here knows, such as EBCDIC. */
  readonly encoded: ReadonlySet<string>;
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
  encoded: new Set(),
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
  if (!git) return undefined;
  const [listed, encoded] = await Promise.all([
    git(['ls-files', '--stage', '-t', '-z']).catch(() => undefined),
    encodedFiles(git),
  ]);
  return listed && encoded && { ...parseIndex(listed.toString('utf8')), encoded };
}

/**
 * The files that the attribute `working-tree-encoding` has Git write in an encoding that is neither Unicode nor has the
 * characters of ASCII at their places; undefined if Git cannot be asked. Source: gitattributes(5).
 */
async function encodedFiles(git: Git): Promise<ReadonlySet<string> | undefined> {
  const ATTRIBUTE = 'working-tree-encoding';
  const ask = (args: readonly string[], input?: string) =>
    git(args, input).then(
      (printed) => printed?.toString('utf8'),
      () => undefined,
    );
  const files = await ask(['ls-files', '-z', '--', '.', `:(exclude,attr:!${ATTRIBUTE})`]);
  if (!files) return files === '' ? new Set() : undefined;
  const values = await ask(['check-attr', '-z', '--stdin', ATTRIBUTE], files);
  const fields = values?.split('\0');
  return (
    fields &&
    new Set(fields.filter((_, at) => at % 3 === 0 && !READ_ENCODING.test(fields[at + 2] ?? '')))
  );
}

/** Encodings that are read, and the words of Git for none. */
const READ_ENCODING =
  /^$|^(?:set|unset|unspecified|(?:us-)?ascii|utf-?8|utf-?(?:16|32)(?:le|be)?(?:-bom)?|(?:iso-?8859|windows|cp)-?\d+|latin-?\d+)$/i;

/** Parses entries such as `H 100644 3b18… 0\tsub/a.yml`, each ended by NUL. S stands for one that a sparse checkout leaves out. */
function parseIndex(listed: string): Omit<TrackedFiles, 'encoded'> {
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
