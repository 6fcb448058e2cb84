import { createReadStream } from 'node:fs';
import { open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DAY } from '../../lib/dates.js';
import { PortsideError, reason } from '../../lib/errors.js';
import { makeFolder } from '../../lib/make-folder.js';
import { hashFor } from '../../registry/digest.js';

/** What a file must be; a digest where it is known before the file is. */
export interface ExpectedDigest {
  readonly digest?: string;
  readonly size?: number;
}

/** Bytes of the largest file that is fetched, and of everything that one reference may bring. */
export const LARGEST = 2 ** 31 - 1;

/**
 * Writes what is fetched to `path`, unless a file that is as expected is there already. Readers never see half a file.
 * `fetch` is not called when it is; offline it is undefined. Throws PortsideError (incomplete) for anything else than
 * what is expected.
 */
export async function cacheDownload(
  path: string,
  expected: ExpectedDigest,
  fetch: (() => AsyncIterable<Uint8Array>) | undefined,
  what: string,
): Promise<void> {
  if (await isAsExpected(path, expected)) return;
  if (!fetch)
    throw new PortsideError(
      'PSE6500',
      `Cannot read ${what}: offline, and it was not fetched before`,
      'Fetch it once with a network, or give a folder',
    );
  const partial = `${path}.${process.pid}.partial`;
  try {
    await makeFolder(dirname(path));
    await write(partial, expected, fetch(), what);
    await rename(partial, path);
  } catch (error) {
    await rm(partial, { force: true }).catch(() => undefined);
    if (error instanceof PortsideError) throw error;
    throw new PortsideError('PSE6500', `Cannot fetch ${what}: ${reason(error)}`, undefined, error);
  }
}

async function isAsExpected(path: string, { digest, size }: ExpectedDigest): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  if (!found?.isFile() || (size !== undefined && found.size !== size)) return false;
  if (digest === undefined) return size !== undefined;
  const hash = hashFor(digest);
  for await (const chunk of createReadStream(path)) hash.update(chunk);
  return `${digest.slice(0, digest.indexOf(':'))}:${hash.digest('hex')}` === digest;
}

async function write(
  path: string,
  { digest, size = LARGEST }: ExpectedDigest,
  chunks: AsyncIterable<Uint8Array>,
  what: string,
): Promise<void> {
  const hash = digest === undefined ? undefined : hashFor(digest);
  const file = await open(path, 'w');
  let length = 0;
  try {
    for await (const chunk of chunks) {
      length += chunk.length;
      if (length > size) throw new Error(`it is longer than ${size} bytes`);
      hash?.update(chunk);
      await file.write(chunk);
    }
  } finally {
    await file.close();
  }
  if (size !== LARGEST && length < size)
    throw new Error(`it ends after ${length} of ${size} bytes`);
  const got = hash && digest && `${digest.slice(0, digest.indexOf(':'))}:${hash.digest('hex')}`;
  if (got !== digest)
    throw new PortsideError(
      'PSE6500',
      `${what} is not what its digest says: it has ${got}`,
      'Check the digest, and who gave it',
    );
}

const FORGET_DAYS = 14;

/** The folder for one digest below `cache`; folders that nothing was fetched into for two weeks go. */
export async function folderFor(cache: string, digest: string): Promise<string> {
  const own = digest.replace(':', '-');
  for (const name of await readdir(cache).catch(() => [])) {
    const path = join(cache, name);
    const age = Date.now() - ((await stat(path).catch(() => undefined))?.mtimeMs ?? Date.now());
    if (name !== own && /^sha(?:256|384|512)-[a-f0-9]+$/.test(name) && age > FORGET_DAYS * DAY)
      await rm(path, { recursive: true, force: true }).catch(() => undefined);
  }
  return join(cache, own);
}
