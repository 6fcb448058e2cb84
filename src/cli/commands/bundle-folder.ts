import { randomBytes } from 'node:crypto';
import { lstat, mkdir, readdir, realpath, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { PortsideError, reason } from '../../lib/errors.js';
import { makeFolder } from '../../lib/make-folder.js';
import { readRegularFile } from '../../lib/regular-file.js';
import { isFull } from '../../lib/replace-file.js';
import type { BundleFile } from '../../reports/compliance/bundle.js';
import { filesOfBundle } from '../../reports/compliance/bundle-index.js';

/** An index with more bytes is not ours. */
const MAX_INDEX_BYTES = 16 << 20;

/**
 * Throws PortsideError (usage) if a bundle must not replace what is at the path: anything but an empty folder and an
 * earlier bundle without further files.
 */
export async function requireReplaceable(folder: string): Promise<void> {
  const refuse = (why: string) =>
    new PortsideError(
      'PSE1013',
      `Cannot write the bundle to ${folder}: ${why}`,
      'Name a new or empty folder, or one with an earlier bundle',
    );
  const place = await realpath(folder).catch(() => undefined);
  if (place === undefined) {
    if (await lstat(folder).catch(() => undefined)) throw refuse('it is a link that leads nowhere');
    return;
  }
  if (!(await lstat(place)).isDirectory()) throw refuse('it is not a folder');
  const entries = await readdir(place).catch((error: unknown) => {
    throw refuse(reason(error));
  });
  if (entries.length === 0) return;
  const listed = earlierFiles(place);
  if (listed.length === 0) throw refuse('it is not empty');
  const other = await firstOther(place, new Set(listed));
  if (other !== undefined) throw refuse(`it has ${other}, which is not of an earlier bundle`);
}

/** The path of a file or folder that is not listed, below a folder; undefined if there is none. */
async function firstOther(
  root: string,
  listed: ReadonlySet<string>,
  folder = '',
): Promise<string | undefined> {
  for (const entry of await readdir(join(root, folder), { withFileTypes: true })) {
    const path = `${folder}${entry.name}`;
    const isFolderOfOurs = entry.isDirectory() && path === 'provenance';
    if (isFolderOfOurs) {
      const other = await firstOther(root, listed, `${path}/`);
      if (other !== undefined) return other;
    } else if (!entry.isFile() || !listed.has(path)) return path;
  }
  return undefined;
}

function earlierFiles(folder: string): readonly string[] {
  try {
    return filesOfBundle(readRegularFile(join(folder, 'index.json'), MAX_INDEX_BYTES)) ?? [];
  } catch {
    // Without an index that can be read, the folder is somebody else's.
    return [];
  }
}

/**
 * Writes the files to a new folder next to the wanted one, and then puts it in its place: there is the whole bundle, or what
 * was there before. Throws PortsideError.
 */
export async function writeBundle(folder: string, files: readonly BundleFile[]): Promise<void> {
  await requireReplaceable(folder);
  const place = await realpath(folder).catch(() => folder);
  const suffix = randomBytes(6).toString('hex');
  const partial = `${place}.${suffix}.partial`;
  const earlier = `${place}.${suffix}.earlier`;
  let isReplaced = false;
  try {
    await makeFolder(dirname(place));
    await mkdir(partial);
    for (const { path, content } of files) {
      await makeFolder(dirname(join(partial, path)));
      await writeFile(join(partial, path), content, { flag: 'wx' });
    }
    const isThere = await rename(place, earlier).then(
      () => true,
      (error: NodeJS.ErrnoException) => {
        if (error.code !== 'ENOENT') throw error;
        return false;
      },
    );
    await rename(partial, place).catch(async (error: unknown) => {
      if (isThere) await rename(earlier, place);
      throw error;
    });
    isReplaced = true;
  } catch (error) {
    throw new PortsideError(
      isFull(error) ? 'PSE1011' : 'PSE1010',
      `Cannot write the bundle ${folder}: ${reason(error)}`,
      isFull(error)
        ? 'Free some space, or write to another place'
        : 'Name a folder that does not exist, in one that can be written to',
      error,
    );
  } finally {
    await rm(partial, { recursive: true, force: true });
    // If it could not be put back, it is the only copy.
    if (isReplaced) await rm(earlier, { recursive: true, force: true });
  }
}
