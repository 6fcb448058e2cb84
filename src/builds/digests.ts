import { createHash } from 'node:crypto';
import type { Finding } from '../core/finding.js';
import type { Host } from '../core/host.js';
import { reason } from '../lib/errors.js';
import { bodyChunks, discard, type HttpOptions, type HttpResponse, send } from '../lib/http.js';
import type { BaseSources } from '../registry/base-sources.js';

/** Bytes of a download, milliseconds for it, and names that are looked up in one run. */
const MAX_BYTES = 200_000_000;
const MAX_DURATION = 120_000;
const MAX_NAMES = 50;

/** Anybody may have written the addresses: they must not lead into the network of this machine. No login is sent. */
const HTTP: HttpOptions = {
  timeout: 20_000,
  attempts: 2,
  firstDelay: 250,
  longestDelay: 5_000,
  publicOnly: true,
};

/** Gives the digest of an address or an image, `sha256:…`; undefined if it was not looked up. */
export type DigestOf = (name: string) => string | undefined;

/**
 * Looks up the digests that the fixes of files need: of images in their registries, of downloads by downloading them. Each
 * is looked up once; why one is not known is a warning. A finding that a comment suppresses needs none.
 */
export async function lookUpDigests(
  lint: (digestOf: DigestOf) => readonly Finding[],
  known: Map<string, string | undefined>,
  { sources, host }: { readonly sources: BaseSources; readonly host: Host },
): Promise<void> {
  for (const name of neededNames(lint)) {
    if (known.has(name)) continue;
    if (known.size >= MAX_NAMES) {
      host.warning(
        `At most ${MAX_NAMES} digests are looked up in one run: run it again for the others`,
      );
      return;
    }
    host.progress(`looking up the digest of ${name}`);
    try {
      known.set(name, await digestOf(name, sources));
    } catch (error) {
      known.set(name, undefined);
      host.warning(`Not pinned: ${name}: ${reason(error)}`);
    }
  }
}

/** The names whose digests are in a fix: a placeholder for each shows which are. */
function neededNames(lint: (digestOf: DigestOf) => readonly Finding[]): string[] {
  const names = new Map<string, string>();
  const findings = lint((name) => {
    const placeholder = createHash('sha256').update(name).digest('hex');
    names.set(placeholder, name);
    return `sha256:${placeholder}`;
  });
  const texts = findings.flatMap(({ fix }) => fix?.edits.map(({ text }) => text) ?? []).join('\n');
  return [...names].flatMap(([placeholder, name]) => (texts.includes(placeholder) ? name : []));
}

async function digestOf(name: string, sources: BaseSources): Promise<string | undefined> {
  if (/^https:\/\//.test(name)) return downloadDigest(new URL(name));
  const { manifest } = await sources(name);
  if (!manifest) throw new Error('the registry has no such image');
  return manifest.digest;
}

/** The digest of a download, which is not kept. Throws Error if it is too large, takes too long or is encoded. */
export async function downloadDigest(url: URL, http = HTTP, limit = MAX_BYTES): Promise<string> {
  const response = await send({ url, purpose: `download ${url.href}` }, http);
  const problem = problemOf(response);
  if (problem !== undefined) {
    discard(response);
    throw new Error(problem);
  }
  const hash = createHash('sha256');
  const end = performance.now() + MAX_DURATION;
  let bytes = 0;
  for await (const chunk of bodyChunks(response, http.timeout)) {
    bytes += chunk.length;
    if (bytes > limit) throw new Error(`it has more than ${limit} bytes`);
    if (performance.now() > end)
      throw new Error(`it takes longer than ${MAX_DURATION / 1000} seconds`);
    hash.update(chunk);
  }
  if (bytes === 0) throw new Error('it is empty');
  return `sha256:${hash.digest('hex')}`;
}

function problemOf({ status, header }: HttpResponse): string | undefined {
  if (status !== 200) return `the server answered ${status}`;
  const encoding = header('content-encoding') ?? 'identity';
  return encoding === 'identity' ? undefined : `the server sends it encoded with ${encoding}`;
}
