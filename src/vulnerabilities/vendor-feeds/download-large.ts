import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Host } from '../../core/host.js';
import { PortsideError } from '../../lib/errors.js';
import { bodyChunks, HTTP_DEFAULTS, readBody } from '../../lib/http.js';
import { cacheDownload, MAX_DOWNLOAD_BYTES } from '../download-cache.js';
import { get } from './download.js';
import type { FeedFile } from './feed.js';

/** The name of an archive. */
const MAX_NAME_BYTES = 256;

/**
 * Downloads the files of a feed into a folder, and says of each its size and digest. Returns their paths. Throws
 * PortsideError (incomplete) when one cannot be had: a database without it would look complete.
 */
export async function downloadFeed(
  files: readonly FeedFile[],
  folder: string,
  host: Host,
  maxBytes = MAX_DOWNLOAD_BYTES,
): Promise<readonly string[]> {
  const paths: string[] = [];
  for (const file of files) {
    const [address] = file.addresses;
    if (address === undefined) continue;
    const url = await addressOf(new URL(address), file.kind);
    const path = join(folder, file.name);
    const hash = createHash('sha256');
    let size = 0;
    const chunks = async function* () {
      for await (const chunk of bodyChunks(await get(url), HTTP_DEFAULTS.timeout)) {
        size += chunk.length;
        if (size > maxBytes) throw new Error(`it is larger than ${maxBytes} bytes`);
        hash.update(chunk);
        host.progress(`downloading ${file.name}`, { done: size });
        yield chunk;
      }
    };
    await cacheDownload(path, {}, chunks, `${url}`);
    host.info(`downloaded ${url}: ${size} bytes, sha256:${hash.digest('hex')}`);
    paths.push(path);
  }
  return paths;
}

/** The archive is next to the text file that has its name. */
async function addressOf(url: URL, kind: FeedFile['kind']): Promise<URL> {
  if (kind !== 'archive-name') return url;
  const response = await get(url);
  const name = Buffer.from(
    await readBody(response, MAX_NAME_BYTES, HTTP_DEFAULTS.timeout, `download ${url}`),
  )
    .toString('latin1')
    .trim();
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(name))
    throw new PortsideError(
      'PSE6506',
      `Cannot download ${url}: it has no name of an archive`,
      'Download the archive, and pass its path',
    );
  return new URL(name, url);
}
