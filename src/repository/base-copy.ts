import { lstatSync } from 'node:fs';
import { readlink, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { PortsideError } from '../lib/errors.js';
import { groupBy } from '../lib/group-by.js';
import { makeFolder } from '../lib/make-folder.js';
import { createTemporaryFolder } from '../lib/run-resources.js';
import { differingPaths } from './changed-paths.js';
import { duplicate } from './materialize.js';
import { isFile, isLink, type PullRequestTrees, type Tree, type TreeEntry } from './tree.js';

/** The files of the base commit in a folder of their own, and how the pull request differs. */
export interface BaseCopy {
  /** Removed when the process exits. */
  readonly folder: string;
  /** The paths that differ between base and head: changed, added and removed. */
  readonly changed: ReadonlySet<string>;
}

/** The number of files that are copied. */
const MAX_FILES = 100_000;
/** The number of changed files that are read one by one, and in batches. */
const MAX_CHANGED = 500;
const MAX_CHANGED_IN_BATCHES = 20_000;

/**
 * Copies the files of the base commit: the unchanged ones from the checkout, the changed ones from their tree. Submodules
 * are left out. Throws PortsideError (incomplete) when the base commit is not known, or too large.
 */
export async function copyBase(
  root: string,
  { baseCommit, head }: PullRequestTrees,
): Promise<BaseCopy> {
  const [before, after] = await Promise.all([baseCommit.list(''), head.list('')]);
  const changed = differingPaths(before, after);
  const plain = [...before].filter(([path]) => isPlain(path));
  const files = plain.filter(([, entry]) => isFile(entry));
  const fetched = files.filter(([path]) => changed.has(path) && !isMissing(root, path, after));
  const most = baseCommit.readAll ? MAX_CHANGED_IN_BATCHES : MAX_CHANGED;
  if (files.length > MAX_FILES || fetched.length > most)
    throw new PortsideError(
      'PSE2503',
      `Cannot copy ${baseCommit.name}: it has ${files.length} files, and ${fetched.length} of them are changed`,
      'Run the workflow on pushes to the base branch, so that a report of it is stored',
    );
  const { path: folder } = createTemporaryFolder('portside-base-');
  const made = new Set<string>();
  const placeOf = async (path: string) => {
    const place = join(folder, path);
    if (!made.has(dirname(place))) await makeFolder(dirname(place));
    made.add(dirname(place));
    return place;
  };
  for await (const [path, content] of contentsOf(fetched, baseCommit))
    await writeFile(await placeOf(path), content);
  for (const [path] of files)
    if (!changed.has(path)) await duplicate(join(root, path), await placeOf(path)).catch(() => {});
  // Links come last, so that nothing is written through them. Readers do not follow those that lead out of the folder.
  for (const [path, entry] of plain) {
    if (!isLink(entry)) continue;
    const target = changed.has(path)
      ? (await baseCommit.read(entry.id)).toString('utf8')
      : await readlink(join(root, path)).catch(() => undefined);
    if (target) await symlink(target, await placeOf(path)).catch(() => {});
  }
  return { folder, changed };
}

/** Whether the checkout does not have a file of the head, as after a sparse checkout: it is not checked at the base either. */
function isMissing(root: string, path: string, after: ReadonlyMap<string, TreeEntry>): boolean {
  return after.has(path) && lstatSync(join(root, path), { throwIfNoEntry: false }) === undefined;
}

/** The contents of files, each with its path. */
async function* contentsOf(
  files: readonly (readonly [string, TreeEntry])[],
  baseCommit: Tree,
): AsyncGenerator<readonly [string, Buffer]> {
  if (!baseCommit.readAll) {
    for (const [path, { id }] of files) yield [path, await baseCommit.read(id)];
    return;
  }
  const paths = groupBy(files, ([, { id }]) => id);
  for await (const [id, content] of baseCommit.readAll([...paths.keys()]))
    for (const [path] of paths.get(id) ?? []) yield [path, content];
}

/** Git allows no such names in a checkout; a tree from elsewhere might have them. */
function isPlain(path: string): boolean {
  return !path.split('/').some((part) => part === '' || part === '..' || /^\.git$/i.test(part));
}
