import { PortsideError } from '../lib/errors.js';
import { discard, type HttpResponse, readBody } from '../lib/http.js';
import { isObject, texts } from '../lib/json.js';
import type { Connection } from './connection.js';
import {
  type Descriptor,
  MAX_MANIFEST_BYTES,
  type OciManifest,
  parseManifest,
} from './manifest.js';

/**
 * The artifacts that refer to a digest: from the referrers API, page by page, or, where a registry does not have it,
 * from the index at the fallback tag `sha256-<hex>`: also if it answers with 400, or with something else than an index, as
 * cosign's library decides. The result is not filtered by `artifactType`, because signing
 * tools leave it empty or generic.
 * Source: OCI distribution specification 1.1, "Listing Referrers" and "Referrers Tag Schema".
 */
export async function listReferrers(
  connection: Connection,
  digest: string,
  manifest: (reference: string) => Promise<OciManifest | undefined>,
): Promise<readonly Descriptor[]> {
  const purpose = `list the referrers of ${connection.name}@${digest}`;
  const found: Descriptor[] = [];
  const list = { path: `referrers/${digest}`, purpose, absent: NO_REFERRERS_API };
  for await (const page of pages(connection, list)) {
    if (page === undefined) return fallbackReferrers(digest, manifest);
    const index = readIndex(page, `of referrers of ${digest}`);
    const fallback = index || page.isIndex ? [] : await fallbackReferrers(digest, manifest);
    if (fallback.length > 0) return fallback;
    if (!index?.manifests)
      throw new PortsideError('PSE4508', `Cannot ${purpose}: the answer is not an index`);
    found.push(...index.manifests);
    if (found.length > MAX_REFERRERS) throw tooMany(purpose, MAX_REFERRERS, 'entries');
  }
  return found;
}

/** All tags of the repository; none when it does not exist. */
export async function listTags(
  connection: Connection,
  maxPages = MAX_PAGES,
): Promise<readonly string[]> {
  const purpose = `list the tags of ${connection.name}`;
  const found: string[] = [];
  for await (const page of pages(connection, { path: 'tags/list?n=1000', purpose, maxPages })) {
    if (page === undefined) return [];
    // Pushed one by one, because a page may have more tags than a call can take arguments.
    for (const tag of parseTags(page.bytes, purpose)) found.push(tag);
    if (found.length > MAX_TAGS) throw tooMany(purpose, MAX_TAGS, 'entries');
  }
  return found;
}

const MAX_REFERRERS = 10_000;
const MAX_TAGS = 200_000;
const MAX_PAGES = 1000;
/** The status of registries older than specification 1.1 for a referrers request, instead of 404. */
const NO_REFERRERS_API = [400, 405, 406];
const INDEX_TYPE = 'application/vnd.oci.image.index.v1+json';

/** The index in a page. Undefined for a page of another type that is no index, such as the web page of a proxy. */
function readIndex({ bytes, isIndex }: PageBody, name: string): OciManifest | undefined {
  try {
    const index = parseManifest(bytes, name);
    return index.manifests || isIndex ? index : undefined;
  } catch (error) {
    if (isIndex) throw error;
    return undefined;
  }
}

/** The referrers that clients store under a tag where the registry has no referrers API; none when the tag is absent. */
export async function fallbackReferrers(
  digest: string,
  manifest: (reference: string) => Promise<OciManifest | undefined>,
): Promise<readonly Descriptor[]> {
  const index = await manifest(digest.replace(':', '-'));
  // Some registries answer a request for this tag with the image itself.
  return index && index.digest !== digest ? (index.manifests ?? []) : [];
}

interface PagedList {
  readonly path: string;
  readonly purpose: string;
  /** Status codes, in addition to 404, that mean that there is no such list. */
  readonly absent?: readonly number[];
  readonly maxPages?: number;
}

interface PageBody {
  readonly bytes: Uint8Array;
  /** The registry says that it is an image index. */
  readonly isIndex: boolean;
}

/** The bodies of the pages, in order; one undefined when there is no such list. */
async function* pages(
  connection: Connection,
  { path, purpose, absent = [], maxPages = MAX_PAGES }: PagedList,
): AsyncGenerator<PageBody | undefined> {
  let next: string | URL | undefined = path;
  for (let page = 0; next !== undefined; page++) {
    if (page >= maxPages) throw tooMany(purpose, maxPages, 'pages');
    const response: HttpResponse = await connection.get(next, purpose, { accept: absent });
    if (response.status === 404 || absent.includes(response.status)) {
      discard(response);
      yield undefined;
      return;
    }
    const type = response.header('content-type')?.split(';')[0]?.trim().toLowerCase();
    const bytes = await readBody(response, MAX_MANIFEST_BYTES, connection.options.timeout, purpose);
    yield { bytes, isIndex: type === INDEX_TYPE };
    next = nextPage(response, purpose);
  }
}

/** The URL in an RFC 8288 header `<url>; rel="next"`. It must be on the registry itself, because it gets the token. */
function nextPage(response: HttpResponse, purpose: string): URL | undefined {
  const link = response.header('link')?.slice(0, 8192) ?? '';
  const target = /<([^>]*)>\s*;[^,]*\brel="?next"?/i.exec(link)?.[1];
  if (target === undefined) return undefined;
  const url = URL.canParse(target, response.url.href) ? new URL(target, response.url) : undefined;
  if (!url || url.origin !== response.url.origin)
    throw new PortsideError('PSE4510', `Cannot ${purpose}: the next page is on another host`);
  return url;
}

function parseTags(bytes: Uint8Array, purpose: string): readonly string[] {
  try {
    const json: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'));
    const tags = isObject(json) ? (json.tags ?? []) : undefined;
    if (Array.isArray(tags)) return texts(tags);
  } catch {
    // The error below covers both cases.
  }
  throw new PortsideError('PSE4508', `Cannot ${purpose}: the answer is not a list of tags`);
}

function tooMany(purpose: string, limit: number, unit: string): PortsideError {
  return new PortsideError('PSE4503', `Cannot ${purpose}: there are more than ${limit} ${unit}`);
}
