import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { readBeginning } from '../lib/regular-file.js';
import { blobIdOf } from '../repository/blob.js';
import type { Tree } from '../repository/tree.js';

/**
 * The images among these names that are archives in the checkout with the content that the base commit has at the same path:
 * a build that wrote another one in its place makes it another image. Throws PortsideError (incomplete) if the files of the
 * base commit are not known.
 */
export async function sameArchives(
  names: Iterable<string>,
  root: string,
  baseCommit: Tree,
): Promise<ReadonlySet<string>> {
  const same = new Set<string>();
  const before = await baseCommit.list('');
  for (const name of new Set(names)) {
    const id = before.get(name)?.id;
    if (id === undefined) continue;
    if (await isArchiveWithId(join(root, name), id)) same.add(name);
  }
  return same;
}

/** A name without a readable archive at its path is that of an image somewhere else. */
async function isArchiveWithId(file: string, id: string): Promise<boolean> {
  const found = lstatSync(file, { throwIfNoEntry: false });
  if (!found?.isFile()) return false;
  try {
    return isArchive(file) && (await blobIdOf(file, found.size, id)) === id;
  } catch {
    return false;
  }
}

/** Whether the file is an archive of tar, plain or compressed by gzip. */
function isArchive(file: string): boolean {
  const { bytes } = readBeginning(file, 512);
  return bytes.toString('latin1', 257, 262) === 'ustar' || (bytes[0] === 0x1f && bytes[1] === 0x8b);
}
