import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Host } from '../../core/host.js';
import { DAY } from '../../lib/dates.js';
import { reason } from '../../lib/errors.js';
import {
  bodyChunks,
  discard,
  HTTP_DEFAULTS,
  type HttpResponse,
  isLoopback,
  readBody,
  send,
} from '../../lib/http.js';
import { cacheDownload, type ExpectedContent } from '../download-cache.js';
import type { FeedFile } from './feed.js';
import { readMirrorList, readRepomd } from './repository.js';

export interface FeedCache {
  /** The folder with the files. */
  readonly folder: string;
  /** Older copies are not used when a download fails; seven days by default. */
  readonly maximumAgeDays: number | undefined;
  /** Download nothing. */
  readonly offline: boolean;
  readonly now: Date;
}

/** A file of a feed on this machine. */
export interface LocalFile {
  readonly path: string;
  /** When it was downloaded or written. */
  readonly dated: Date;
}

const MAX_AGE_DAYS = 7;

/** Shorter than the defaults: a firewall may drop what goes to a vendor. */
const FEED_HTTP = { ...HTTP_DEFAULTS, timeout: 15_000, attempts: 2 };

/** A small feed has less than 10 MB. */
const MAX_FILE_BYTES = 64 << 20;
/** A list of mirrors has a few lines, `repomd.xml` a few KB. */
const MAX_INDEX_BYTES = 1 << 20;

/**
 * Downloads a file of a feed, unless the copy in the cache is less than a day old and has the digest that it was saved
 * with. If this fails, an older copy is used, but none that is too old. Throws Error when there is none.
 */
export async function fetchFeedFile(
  file: FeedFile,
  { folder, maximumAgeDays = MAX_AGE_DAYS, offline, now }: FeedCache,
  host: Host,
): Promise<LocalFile> {
  const path = join(folder, file.name);
  const cached = await readCached(path);
  const age = cached ? now.getTime() - cached.dated.getTime() : Number.POSITIVE_INFINITY;
  if (cached && age < DAY) return cached;
  try {
    if (offline) throw new Error('offline, and the cache has no current copy');
    host.progress(`downloading ${file.name}`);
    await download(file, path, now);
  } catch (error) {
    if (!cached) throw error;
    const days = Math.floor(age / DAY);
    if (days > maximumAgeDays)
      throw new Error(`${reason(error)}; the copy in the cache is ${days} days old`);
    host.info(`${reason(error)}; using the copy of ${file.name} from ${days} days ago`);
    return cached;
  }
  return (await readCached(path)) ?? { path, dated: now };
}

/** The copy in the cache, if it has the digest that was saved next to it. */
async function readCached(path: string): Promise<LocalFile | undefined> {
  try {
    const expected = (await readFile(digestFile(path), 'utf8')).trim();
    const { mtime } = await stat(path);
    return (await digestOf(createReadStream(path))) === expected
      ? { path, dated: mtime }
      : undefined;
  } catch {
    return undefined;
  }
}

function digestFile(path: string): string {
  return `${path}.sha256`;
}

async function digestOf(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of chunks) hash.update(chunk);
  return hash.digest('hex');
}

/** Tries the addresses in their order. An archived release is at another address than a supported one. */
async function download(file: FeedFile, path: string, now: Date): Promise<void> {
  const addresses = file.addresses.map((address) => new URL(address));
  let missing: unknown;
  for (const address of addresses)
    try {
      const { url, expected } = await locate(file, address);
      await cacheDownload(path, expected, () => bytesAt(url), `${url}`);
      await writeFile(digestFile(path), `${await digestOf(createReadStream(path))}\n`);
      // The repository may have no other content than the copy: then it was only checked.
      await utimes(path, now, now);
      return;
    } catch (error) {
      if (!isNotThere(error)) throw error;
      missing ??= error;
    }
  throw missing ?? new Error('it has no HTTPS address. Pass it in the folder vendor-feeds');
}

/** Where the content of a file is, and its digest if the repository names one. */
async function locate(
  { kind }: FeedFile,
  address: URL,
): Promise<{ readonly url: URL; readonly expected: ExpectedContent }> {
  if (kind === undefined) return { url: address, expected: {} };
  const repomd =
    kind === 'repomd'
      ? address
      : new URL('repodata/repomd.xml', readMirrorList(await textAt(address), address));
  return await readRepomd(await textAt(repomd), repomd);
}

async function textAt(url: URL): Promise<string> {
  const response = await get(url);
  const bytes = await readBody(response, MAX_INDEX_BYTES, FEED_HTTP.timeout, `read ${url}`);
  return Buffer.from(bytes).toString('utf8');
}

/** The body of an answer of the fixed host. Throws Error for a large one. */
export async function* bytesAt(url: URL): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const chunk of bodyChunks(await get(url), FEED_HTTP.timeout)) {
    size += chunk.length;
    if (size > MAX_FILE_BYTES) throw new Error(`it is larger than ${MAX_FILE_BYTES >> 20} MB`);
    yield chunk;
  }
}

/** The server has no such file. */
class NotThere extends Error {
  override readonly name = 'NotThere';
}

function isNotThere(error: unknown): boolean {
  return error instanceof NotThere || (error instanceof Error && error.cause instanceof NotThere);
}

/** Throws Error unless the fixed host of the feed answers with a file, over HTTPS. */
export async function get(url: URL): Promise<HttpResponse> {
  if (url.protocol !== 'https:' && !isLoopback(url))
    throw new Error(`${url} is not an https address`);
  const response = await send({ url, purpose: `download ${url}` }, FEED_HTTP);
  const isMoved = response.url.host !== url.host || response.url.protocol !== url.protocol;
  if (response.status === 200 && !isMoved) return response;
  discard(response);
  if (isMoved) throw new Error(`${url.host} redirects to ${response.url.host}`);
  const why = `${url} returned status ${response.status}`;
  throw response.status === 404 || response.status === 403 ? new NotThere(why) : new Error(why);
}
