import { join } from 'node:path';
import { isDigest } from '../../core/digest.js';
import type { Host } from '../../core/host.js';
import { reportChunks } from '../../lib/chunks.js';
import { PortsideError } from '../../lib/errors.js';
import { bodyChunks, discard, HTTP_DEFAULTS, isLoopback, send } from '../../lib/http.js';
import { baseName } from '../../lib/paths.js';
import { redactUrl } from '../../lib/redact-url.js';
import { MANIFEST_FILE } from '../database/format.js';
import { openDatabase } from '../database/open.js';
import { cacheDownload, folderFor } from '../download-cache.js';
import { openDump } from '../records/dump.js';
import type { AdvisorySource } from '../records/source.js';
import type { RemoteOptions } from './remote-options.js';

/**
 * Advisories at a web address with their digest, `https://…#sha256=…`: either the manifest of a built database, whose
 * other files have the same base URL, or a zip of records. The manifest's digest covers every file of the database: the
 * manifest has the digests of the headers, and those have the digests of the blocks. Throws PortsideError: usage for an
 * address that is not https or has no digest, incomplete for a failed download.
 */
export async function openUrl(address: string, options: RemoteOptions): Promise<AdvisorySource> {
  const { now } = options;
  const { url, digest } = parseAddress(address);
  const folder = await folderFor(options.folder, digest, now);
  const downloadOf = (file: URL) =>
    options.offline ? undefined : () => download(file, options.host);
  const name = baseName(url.pathname);
  if (name !== MANIFEST_FILE) {
    const path = join(folder, 'all.zip');
    await cacheDownload(path, { digest }, downloadOf(url), redactUrl(url));
    return { ...(await openDump(path, now)), name: redactUrl(url) };
  }
  await cacheDownload(join(folder, MANIFEST_FILE), { digest }, downloadOf(url), redactUrl(url));
  const source = await openDatabase(folder, now, async ({ file, size }) => {
    const fileUrl = new URL(file, url);
    await cacheDownload(join(folder, file), { size }, downloadOf(fileUrl), redactUrl(fileUrl));
  });
  return { ...source, name: redactUrl(url) };
}

function parseAddress(address: string): { readonly url: URL; readonly digest: string } {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const [, algorithm, hex] = /^#(sha256|sha384|sha512)[=:]([a-f0-9]+)$/.exec(url?.hash ?? '') ?? [];
  const digest = `${algorithm}:${hex}`;
  if (!url || !(url.protocol === 'https:' || isLoopback(url)))
    throw new PortsideError(
      'PSE6002',
      `Cannot download advisories from ${redactUrl(address)}: it is not an https address`,
      'Use an https address',
    );
  if (!isDigest(digest))
    throw new PortsideError(
      'PSE6003',
      `Cannot download advisories from ${redactUrl(address)}: the address has no digest`,
      'Append #sha256= and the 64 digits that sha256sum prints',
    );
  url.hash = '';
  return { url, digest };
}

async function* download(url: URL, host: Host): AsyncGenerator<Uint8Array> {
  const response = await send({ url, purpose: `download ${redactUrl(url)}` }, HTTP_DEFAULTS);
  if (response.status !== 200) {
    discard(response);
    throw new Error(`${url.host} returned status ${response.status}`);
  }
  const length = Number(response.header('content-length') ?? Number.NaN);
  yield* reportChunks(
    bodyChunks(response, HTTP_DEFAULTS.timeout),
    Number.isFinite(length) ? length : undefined,
    (amount) => host.progress(`downloading ${url.host}${url.pathname}`, amount),
  );
}
