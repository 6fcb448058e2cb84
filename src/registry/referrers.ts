import {
  type Descriptor,
  LARGEST_MANIFEST,
  type Manifest,
  parseManifest,
} from '../image/artifacts.js';
import { PortsideError } from '../lib/errors.js';
import type { Connection } from './connection.js';
import { body, discard, type HttpResponse } from './http.js';

/**
 * What says it belongs to a digest: the referrers API, page by page, or where a registry has none the index behind
 * the fallback tag `sha256-<hex>`. Nothing is filtered: signing tools leave an `artifactType` that says nothing.
 * Source: OCI distribution specification 1.1, "Listing Referrers" and "Referrers Tag Schema".
 */
export async function listReferrers(
  connection: Connection,
  digest: string,
  manifest: (reference: string) => Promise<Manifest | undefined>,
): Promise<readonly Descriptor[]> {
  const purpose = `list the referrers of ${connection.name}@${digest}`;
  const found: Descriptor[] = [];
  for await (const page of pages(connection, `referrers/${digest}`, purpose, NO_SUCH_API)) {
    if (page === undefined) return fallback(digest, manifest);
    const index = parseManifest(page, `of referrers of ${digest}`);
    if (!index.manifests)
      throw new PortsideError('PSE4500', `Cannot ${purpose}: the answer is not an index`);
    found.push(...index.manifests);
    if (found.length > MOST_REFERRERS) throw tooMany(purpose, MOST_REFERRERS);
  }
  return found;
}

/** Every tag of the repository; none when it does not exist. */
export async function listTags(
  connection: Connection,
  mostPages = MOST_PAGES,
): Promise<readonly string[]> {
  const purpose = `list the tags of ${connection.name}`;
  const found: string[] = [];
  for await (const page of pages(connection, 'tags/list?n=1000', purpose, [], mostPages)) {
    if (page === undefined) return [];
    // One by one: a page may hold more than a call takes arguments.
    for (const tag of parseTags(page, purpose)) found.push(tag);
    if (found.length > MOST_TAGS) throw tooMany(purpose, MOST_TAGS);
  }
  return found;
}

const MOST_REFERRERS = 10_000;
const MOST_TAGS = 200_000;
const MOST_PAGES = 1000;
/** What registries older than specification 1.1 say to a referrers request instead of 404. */
const NO_SUCH_API = [405, 406];

async function fallback(
  digest: string,
  manifest: (reference: string) => Promise<Manifest | undefined>,
): Promise<readonly Descriptor[]> {
  const index = await manifest(digest.replace(':', '-'));
  // Some registries answer a missing tag that looks like a digest with the image itself.
  return index && index.digest !== digest ? (index.manifests ?? []) : [];
}

/** The bodies of the pages, in order; one undefined when there is no such list. */
async function* pages(
  connection: Connection,
  path: string,
  purpose: string,
  none: readonly number[],
  most = MOST_PAGES,
): AsyncGenerator<Uint8Array | undefined> {
  let next: string | URL | undefined = path;
  for (let page = 0; next !== undefined; page++) {
    if (page >= most) throw tooMany(purpose, most, 'pages');
    const response: HttpResponse = await connection.get(next, purpose, { also: none });
    if (response.status === 404 || none.includes(response.status)) {
      discard(response);
      yield undefined;
      return;
    }
    const bytes = await body(response, LARGEST_MANIFEST, connection.options.timeout, purpose);
    yield bytes;
    next = nextPage(response, purpose);
  }
}

/** RFC 8288 `<url>; rel="next"`, on the registry itself: the token goes along. */
function nextPage(response: HttpResponse, purpose: string): URL | undefined {
  const link = response.header('link')?.slice(0, 8192) ?? '';
  const target = /<([^>]*)>\s*;[^,]*\brel="?next"?/i.exec(link)?.[1];
  if (target === undefined) return undefined;
  const url = URL.canParse(target, response.url.href) ? new URL(target, response.url) : undefined;
  if (!url || url.origin !== response.url.origin)
    throw new PortsideError('PSE4500', `Cannot ${purpose}: the next page is on another host`);
  return url;
}

function parseTags(bytes: Uint8Array, purpose: string): string[] {
  try {
    const json: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'));
    const tags = (json as { tags?: unknown }).tags ?? [];
    if (Array.isArray(tags)) return tags.filter((tag): tag is string => typeof tag === 'string');
  } catch {
    // Falls through to the one error for both.
  }
  throw new PortsideError('PSE4500', `Cannot ${purpose}: the answer is not a list of tags`);
}

function tooMany(purpose: string, most: number, what = 'entries'): PortsideError {
  return new PortsideError('PSE4500', `Cannot ${purpose}: more than ${most} ${what}`);
}
