import { copyFile, link, readdir, writeFile } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { PortsideError } from '../lib/errors.js';
import { makeFolder } from '../lib/make-folder.js';
import { createTemporaryFolder } from '../lib/run-resources.js';
import { isChanged, resolvePath } from './resolved-path.js';
import { isFile, type PullRequestTrees, type Tree, type TreeEntry } from './tree.js';

/** The number of changed files that are read one by one. */
const MOST_FETCHED = 500;
/** The number of files that are copied of one folder. */
const MOST_COPIED = 100_000;

/**
 * The path of the base version of a file or folder: the path itself if the pull request does not change it, Git does not
 * track it, or it is outside the repository; else a copy of the base version, with the untracked files that an earlier
 * step put there. Undefined if only the pull request has it. `onChanged` gets each path that the pull request changes.
 * Throws PortsideError (incomplete) if the base version is not known.
 */
export async function materializeBaseVersion(
  root: string,
  path: string,
  change: PullRequestTrees,
  onChanged: (path: string) => void,
): Promise<string | undefined> {
  const below = relative(resolve(root), resolve(path)).split(sep).join('/');
  if (below === '' || below.split('/')[0] === '..' || isAbsolute(below)) return path;
  const { baseCommit, head } = change;
  const resolved = resolvePath(root, below);
  if (await isChanged(resolved, change)) {
    onChanged(below);
    throw new PortsideError(
      'PSE2503',
      `Cannot read ${below} as ${baseCommit.name} has it: the pull request changes ${resolved.through.join(', ')}, which is part of its path`,
    );
  }
  if (resolved.file.split('/')[0] === '..') return path;
  const [before, after] = await Promise.all([
    baseCommit.list(resolved.file),
    head.list(resolved.file),
  ]);
  const altered = new Set(
    [...before.keys(), ...after.keys()].filter((p) => !isEqual(before.get(p), after.get(p))),
  );
  for (const one of altered) onChanged(one);
  return altered.size === 0
    ? path
    : copyBaseVersion(root, resolved.file, { before, altered, baseCommit });
}

function isEqual(a: TreeEntry | undefined, b: TreeEntry | undefined): boolean {
  return a?.id === b?.id && a?.mode === b?.mode;
}

/** The files of a folder in the base commit, and the paths that the pull request changes. */
interface BaseVersion {
  readonly before: ReadonlyMap<string, TreeEntry>;
  readonly altered: ReadonlySet<string>;
  readonly baseCommit: Tree;
}

async function copyBaseVersion(
  root: string,
  path: string,
  { before, altered, baseCommit }: BaseVersion,
): Promise<string | undefined> {
  const { path: folder } = createTemporaryFolder('portside-base-');
  const place = (file: string) => join(folder, basename(path), relative(path, file));
  const fetched = [...altered].flatMap((file) => {
    const entry = before.get(file);
    return entry && isFile(entry) ? [{ file, id: entry.id }] : [];
  });
  if (fetched.length > MOST_FETCHED)
    throw new PortsideError(
      'PSE2503',
      `Cannot read ${path} as ${baseCommit.name} has it: the pull request changes ${fetched.length} files of it`,
    );
  const kept = before.has(path) ? [] : await unaltered(root, path, altered);
  for (const file of kept) {
    await makeFolder(dirname(place(file)));
    await duplicate(join(root, file), place(file));
  }
  for (const { file, id } of fetched) {
    await makeFolder(dirname(place(file)));
    await writeFile(place(file), await baseCommit.read(id));
  }
  return kept.length + fetched.length > 0 ? place(path) : undefined;
}

/** The files of a folder of the checkout, without links and without `altered` files. */
async function unaltered(
  root: string,
  path: string,
  altered: ReadonlySet<string>,
): Promise<string[]> {
  const entries = await readdir(join(root, path), { recursive: true, withFileTypes: true }).catch(
    () => [],
  );
  const files = entries.flatMap((entry) => {
    const file = relative(root, join(entry.parentPath, entry.name)).split(sep).join('/');
    return entry.isFile() && !altered.has(file) ? [file] : [];
  });
  if (files.length <= MOST_COPIED) return files;
  throw new PortsideError('PSE2503', `Cannot copy ${path}: it has ${files.length} files`);
}

/** Links the file if the file system can, else copies it. */
export async function duplicate(from: string, to: string): Promise<void> {
  await link(from, to).catch(() => copyFile(from, to));
}
