import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { PortsideError } from '../lib/errors.js';
import { makeFolder } from '../lib/make-folder.js';
import { duplicate, temporaryFolder } from './materialize.js';
import { isFile, type PullRequestTrees } from './tree.js';

/** The files of the base commit in a folder of their own, and how the pull request differs. */
export interface BaseCopy {
  /** Removed when the process exits. */
  readonly folder: string;
  /** The paths that differ between base and head: changed, added and removed. */
  readonly changed: ReadonlySet<string>;
}

/** The number of files that are copied. */
const MAX_FILES = 100_000;
/** The number of changed files that are read one by one. */
const MAX_CHANGED = 500;

/**
 * Copies the files of the base commit: the unchanged ones from the checkout, the changed ones from their tree. Links and
 * submodules are left out. Throws PortsideError (incomplete) when the base commit is not known, or too large.
 */
export async function copyBase(root: string, { base, head }: PullRequestTrees): Promise<BaseCopy> {
  const [before, after] = await Promise.all([base.list(''), head.list('')]);
  const changed = new Set(
    [...before.keys(), ...after.keys()].filter((path) => {
      const [a, b] = [before.get(path), after.get(path)];
      return a?.id !== b?.id || a?.mode !== b?.mode;
    }),
  );
  const files = [...before].filter(([path, entry]) => isFile(entry) && isPlain(path));
  const fetched = files.filter(([path]) => changed.has(path)).length;
  if (files.length > MAX_FILES || fetched > MAX_CHANGED)
    throw new PortsideError(
      'PSE2503',
      `Cannot copy ${base.name}: it has ${files.length} files, and the pull request changes ${fetched} of them`,
      'Run the workflow on pushes to the base branch, so that a report of it is stored',
    );
  const folder = await temporaryFolder();
  const made = new Set<string>();
  for (const [path, { id }] of files) {
    const place = join(folder, path);
    if (!made.has(dirname(place))) await makeFolder(dirname(place));
    made.add(dirname(place));
    if (changed.has(path)) await writeFile(place, await base.read(id));
    // A file that the checkout does not have, as after a sparse checkout, is not checked there either.
    else await duplicate(join(root, path), place).catch(() => {});
  }
  return { folder, changed };
}

/** Git allows no such names in a checkout; a tree from elsewhere might have them. */
function isPlain(path: string): boolean {
  return !path.split('/').some((part) => part === '' || part === '..' || /^\.git$/i.test(part));
}
