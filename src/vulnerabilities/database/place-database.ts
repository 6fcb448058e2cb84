import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { PortsideError, reason } from '../../lib/errors.js';
import { makeFolder } from '../../lib/make-folder.js';
import { fileType } from '../../lib/regular-file.js';
import { isFull } from '../../lib/replace-file.js';
import { type DatabaseManifest, MANIFEST_FILE } from './format.js';

/**
 * Writes a database with `write` into a temporary folder, and then moves its files into the folder `out`, the manifest last. An
 * earlier database is there until then, and its other files are removed after that; files that are not of it stay. Throws
 * PortsideError (usage) when the folder cannot be written to.
 */
export async function placeDatabase(
  out: string,
  earlier: DatabaseManifest | undefined,
  write: (folder: string) => Promise<DatabaseManifest>,
): Promise<DatabaseManifest> {
  const suffix = `${randomBytes(6).toString('hex')}.partial`;
  // In a folder that exists, since it may be another disk than the one above it.
  const isThere = fileType(out) !== 'missing';
  const partial = isThere ? join(out, suffix) : `${out.replace(/\/+$/, '')}.${suffix}`;
  try {
    await makeFolder(dirname(partial));
    await mkdir(partial);
    const manifest = await write(partial);
    if (isThere) await moveFiles(partial, out, earlier);
    else await rename(partial, out);
    return manifest;
  } catch (error) {
    if (error instanceof PortsideError || !isSystemError(error)) throw error;
    throw new PortsideError(
      isFull(error) ? 'PSE1011' : 'PSE1010',
      `Cannot write the database ${out}: ${reason(error)}`,
      isFull(error) ? 'Free some space, or write to another place' : 'Name another folder',
      error,
    );
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
}

function isSystemError(error: unknown): boolean {
  return error instanceof Error && 'code' in error;
}

async function moveFiles(
  from: string,
  to: string,
  earlier: DatabaseManifest | undefined,
): Promise<void> {
  const files = await readdir(from);
  for (const file of files.filter((name) => name !== MANIFEST_FILE))
    await rename(join(from, file), join(to, file));
  await rename(join(from, MANIFEST_FILE), join(to, MANIFEST_FILE));
  const old = Object.values(earlier?.ecosystems ?? {}).map(({ file }) => file);
  for (const file of old)
    if (!files.includes(file)) await rm(join(to, file), { force: true }).catch(() => undefined);
}
