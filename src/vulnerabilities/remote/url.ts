import { join } from 'node:path';
import { PortsideError } from '../../lib/errors.js';
import { bodyChunks, discard, HTTP_DEFAULTS, isLoopback, send } from '../../lib/http.js';
import { redactUrl } from '../../lib/redact-url.js';
import { isDigest } from '../../registry/digest.js';
import { MANIFEST_FILE } from '../database/format.js';
import { openDatabase } from '../database/open.js';
import { openDump } from '../sources/dump.js';
import type { AdvisorySource } from '../sources/source.js';
import { cacheDownload, folderFor } from './download-cache.js';
import type { RemoteOptions } from './open.js';

/**
 * Advisories at a web address with their digest, `https://…#sha256=…`: the manifest of a built database, beside which
 * its other files are, or one zip of records. The manifest's digest vouches for every file of a database, since it
 * holds their headers' digests and those their blocks'. Throws PortsideError: usage for an address that is not https or
 * names no digest, incomplete for what cannot be had.
 */
export async function openUrl(text: string, options: RemoteOptions): Promise<AdvisorySource> {
  const { url, digest } = readAddress(text);
  const folder = await folderFor(options.folder, digest);
  const fetch = (file: URL) => (options.offline ? undefined : () => download(file));
  const name = url.pathname.slice(url.pathname.lastIndexOf('/') + 1);
  if (name !== MANIFEST_FILE) {
    options.host.progress(`fetching ${url.host}${url.pathname}`);
    const path = join(folder, 'all.zip');
    await cacheDownload(path, { digest }, fetch(url), redactUrl(url));
    return { ...(await openDump(path)), name: redactUrl(url) };
  }
  await cacheDownload(join(folder, MANIFEST_FILE), { digest }, fetch(url), redactUrl(url));
  const source = await openDatabase(folder, async ({ file, size }) => {
    const beside = new URL(file, url);
    options.host.progress(`fetching ${beside.host}${beside.pathname}`);
    await cacheDownload(join(folder, file), { size }, fetch(beside), redactUrl(beside));
  });
  return { ...source, name: redactUrl(url) };
}

function readAddress(text: string): { readonly url: URL; readonly digest: string } {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const [, algorithm, hex] = /^#(sha256|sha384|sha512)[=:]([a-f0-9]+)$/.exec(url?.hash ?? '') ?? [];
  const digest = `${algorithm}:${hex}`;
  if (!url || !(url.protocol === 'https:' || isLoopback(url)))
    throw new PortsideError('PSE6000', `The advisories ${redactUrl(text)} are at no https address`);
  if (!isDigest(digest))
    throw new PortsideError(
      'PSE6000',
      `The address of the advisories ${redactUrl(text)} names no digest`,
      'Write https://…#sha256= and the 64 digits that sha256sum prints',
    );
  url.hash = '';
  return { url, digest };
}

async function* download(url: URL): AsyncGenerator<Uint8Array> {
  const response = await send({ url, purpose: `fetch ${redactUrl(url)}` }, HTTP_DEFAULTS);
  if (response.status !== 200) {
    discard(response);
    throw new Error(`${url.host} answered ${response.status}`);
  }
  yield* bodyChunks(response, HTTP_DEFAULTS.timeout);
}
