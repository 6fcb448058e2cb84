import { createReadStream } from 'node:fs';
import { open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { hashFor } from '../core/digest.js';
import { DAY } from '../lib/dates.js';
import { PortsideError, reason } from '../lib/errors.js';
import { makeFolder } from '../lib/make-folder.js';

/** The expected digest and size of a file, where they are known before the download. */
export interface ExpectedContent {
  readonly digest?: string;
  readonly size?: number;
}

/** Bytes of the largest download, and of all downloads of one artifact. */
export const MAX_DOWNLOAD_BYTES = 2 ** 31 - 1;

/**
 * Downloads a file to `path`, unless a file with the expected content is there. The file is complete when it appears.
 * `download` is undefined when offline; `name` is used in messages. Throws PortsideError (incomplete) when the download
 * fails or its content is not the expected one.
 */
export async function cacheDownload(
  path: string,
  expected: ExpectedContent,
  download: (() => AsyncIterable<Uint8Array>) | undefined,
  name: string,
): Promise<void> {
  if (await isCached(path, expected)) return;
  if (!download)
    throw new PortsideError(
      'PSE6505',
      `Cannot read ${name}: offline, and it is not in the cache`,
      'Run once with network access, or pass a local folder or file',
    );
  const partial = `${path}.${process.pid}.partial`;
  try {
    await makeFolder(dirname(path));
    await save(partial, expected, download(), name);
    await rename(partial, path);
  } catch (error) {
    await rm(partial, { force: true }).catch(() => undefined);
    if (error instanceof PortsideError) throw error;
    throw new PortsideError(
      'PSE6506',
      `Cannot download ${name}: ${reason(error)}`,
      undefined,
      error,
    );
  }
}

async function isCached(path: string, { digest, size }: ExpectedContent): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  if (!found?.isFile() || (size !== undefined && found.size !== size)) return false;
  if (digest === undefined) return size !== undefined;
  const hash = hashFor(digest);
  for await (const chunk of createReadStream(path)) hash.update(chunk);
  return `${digest.slice(0, digest.indexOf(':'))}:${hash.digest('hex')}` === digest;
}

async function save(
  path: string,
  { digest, size = MAX_DOWNLOAD_BYTES }: ExpectedContent,
  chunks: AsyncIterable<Uint8Array>,
  name: string,
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
  if (size !== MAX_DOWNLOAD_BYTES && length < size)
    throw new Error(`it ends after ${length} of ${size} bytes`);
  const actual = hash && digest && `${digest.slice(0, digest.indexOf(':'))}:${hash.digest('hex')}`;
  if (actual !== digest)
    throw new PortsideError(
      'PSE6507',
      `Cannot use ${name}: its digest is ${actual}, not ${digest}`,
      'Check where the digest comes from',
    );
}

const MAX_AGE_DAYS = 14;

/**
 * The folder below `cache` for one digest. Deletes the folders of other digests in which nothing was written for two
 * weeks.
 */
export async function folderFor(cache: string, digest: string, now: Date): Promise<string> {
  const own = digest.replace(':', '-');
  for (const name of await readdir(cache).catch(() => [])) {
    const path = join(cache, name);
    const changed = (await stat(path).catch(() => undefined))?.mtimeMs;
    const age = changed === undefined ? 0 : now.getTime() - changed;
    if (name !== own && /^sha(?:256|384|512)-[a-f0-9]+$/.test(name) && age > MAX_AGE_DAYS * DAY)
      await rm(path, { recursive: true, force: true }).catch(() => undefined);
  }
  return join(cache, own);
}
