import { randomBytes } from 'node:crypto';
import { lstatSync } from 'node:fs';
import { chmod, copyFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';

/** Errors of a folder in which no new file can be made. */
const NO_NEW_FILE: ReadonlySet<unknown> = new Set(['EACCES', 'EPERM', 'EROFS']);

/**
 * Writes a file in one step: a full disk or the end of the process leaves the old content, never a part of the new one.
 * Links and permissions are kept. Devices and pipes, and files in folders that cannot be written to, are written directly.
 * Throws the error of the system.
 */
export async function replaceFile(file: string, content: string | Iterable<string>): Promise<void> {
  // Synchronous: a scan of many targets writes thousands of files, and a thread would take longer.
  const entry = lstatSync(file, { throwIfNoEntry: false });
  const isLink = entry?.isSymbolicLink() === true;
  const place = isLink ? await realpath(file).catch(() => file) : file;
  const old = isLink ? await stat(place).catch(() => undefined) : entry;
  if (old && !old.isFile()) return writeFile(place, content);
  const partial = `${place}.${randomBytes(6).toString('hex')}.partial`;
  try {
    const mode = old && old.mode & 0o777;
    await writeFile(partial, content, { flag: 'wx', mode });
    // The umask took permissions from the mode.
    if (mode !== undefined) await chmod(partial, mode);
  } catch (error) {
    await rm(partial, { force: true });
    if (old && NO_NEW_FILE.has((error as NodeJS.ErrnoException).code))
      return writeFile(place, content);
    throw error;
  }
  try {
    await rename(partial, place);
  } catch (error) {
    // A file that is mounted into a container cannot be replaced.
    try {
      if ((error as NodeJS.ErrnoException).code !== 'EBUSY') throw error;
      await copyFile(partial, place);
    } finally {
      await rm(partial, { force: true });
    }
  }
}

/** Whether the system could not take all of the content: a full disk or device, a quota, a broken disk. */
export function isFull(error: unknown): boolean {
  const { code = '' } = error as NodeJS.ErrnoException;
  return ['ENOSPC', 'EDQUOT', 'EFBIG', 'EIO'].includes(code);
}
