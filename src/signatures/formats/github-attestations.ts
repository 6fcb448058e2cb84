import { PortsideError, reason } from '../../lib/errors.js';
import {
  discard,
  HTTP_DEFAULTS,
  type HttpOptions,
  type HttpResponse,
  isLoopback,
  readBody,
  send,
} from '../../lib/http.js';
import { isObject, type JsonObject, object, text } from '../../lib/json.js';
import { redactUrl } from '../../lib/redact-url.js';
import { decompressSnappy } from '../../lib/snappy.js';
import { MAX_BUNDLE_SIZE, type SignatureCandidate } from '../candidate.js';

/** GitHub's attestation store. */
export interface GitHubAttestations {
  /** `https://api.github.com`, or the API of an Enterprise Server. */
  readonly api: string;
  /** `acme/app` */
  readonly repository: string;
  /** Needed for private repositories; raises the rate limit for public ones. */
  readonly token?: string;
}

/**
 * The attestations that GitHub stores for a digest in a repository. GitHub's list has their bundles, or the addresses of
 * the bundles on another host, which gets no token. A failed request gives a candidate whose load()
 * fails: the check becomes incomplete unless another storage format has a valid attestation.
 * Source: docs.github.com, REST API, "List attestations".
 */
export async function* githubAttestations(
  github: GitHubAttestations,
  digest: string,
  options: Partial<HttpOptions> = {},
): AsyncGenerator<SignatureCandidate> {
  const http = { ...HTTP_DEFAULTS, ...options };
  const purpose = `list the attestations of ${digest} in ${github.repository}`;
  if (!/^[\w.-]+\/[\w.-]+$/.test(github.repository))
    throw new PortsideError(
      'PSE7005',
      `Cannot ${purpose}: it is not a GitHub repository`,
      'Give the repository as OWNER/NAME',
    );
  const start = `${github.api.replace(/\/$/, '')}/repos/${github.repository}/attestations/${digest}?per_page=100`;
  let next: URL | undefined = new URL(start);
  for (let page = 0; next; page++) {
    if (page >= MAX_PAGES)
      throw new PortsideError('PSE7504', `Cannot ${purpose}: there are over ${MAX_PAGES} pages`);
    let response: Page;
    try {
      response = await fetchPage(next, github, purpose, http);
    } catch (error) {
      yield {
        place: `GitHub attestations of ${github.repository}`,
        digest,
        load: () => Promise.reject(error),
      };
      return;
    }
    for (const [i, stored] of response.attestations.entries()) {
      const place = `GitHub attestation ${page * 100 + i} in ${github.repository}`;
      yield { place, digest, load: () => load(stored, place, new URL(start), http) };
    }
    next = response.next;
  }
}

const MAX_PAGES = 20;
const MAX_PAGE_SIZE = 64 << 20;

interface Page {
  readonly attestations: readonly JsonObject[];
  readonly next?: URL;
}

async function fetchPage(
  url: URL,
  { token }: GitHubAttestations,
  purpose: string,
  http: HttpOptions,
): Promise<Page> {
  const headers = { Accept: 'application/vnd.github+json', 'X-GitHub-Api-Version': '2022-11-28' };
  const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const response = await send({ url, headers, ...authorization, purpose }, http);
  if (response.status === 404) {
    discard(response);
    return { attestations: [] };
  }
  if (response.status !== 200) {
    discard(response);
    const advice =
      token === undefined ? 'Give a token with permission to read attestations' : undefined;
    throw new PortsideError(
      'PSE7504',
      `Cannot ${purpose}: ${url.host} answered with status ${response.status}`,
      advice,
    );
  }
  const next = nextPage(response, url);
  const bytes = await readBody(response, MAX_PAGE_SIZE, http.timeout, purpose);
  return { attestations: parseList(bytes, purpose), next };
}

function parseList(bytes: Uint8Array, purpose: string): readonly JsonObject[] {
  let json: unknown;
  try {
    json = JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    json = undefined;
  }
  const { attestations } = object(json);
  if (!Array.isArray(attestations))
    throw new PortsideError(
      'PSE7504',
      `Cannot ${purpose}: the response is not a list of attestations`,
    );
  return attestations.map(object);
}

/** The next page (RFC 8288), only on the same server: the token is sent with the request. */
function nextPage(response: HttpResponse, url: URL): URL | undefined {
  const link = response.header('link')?.slice(0, 8192) ?? '';
  const target = /<([^>]*)>\s*;[^,]*\brel="next"/.exec(link)?.[1];
  const next = target !== undefined && URL.canParse(target) ? new URL(target) : undefined;
  return next?.origin === url.origin ? next : undefined;
}

/** The signatures in the bundle of an attestation. Throws PortsideError (incomplete) when the bundle cannot be read. */
async function load(attestation: JsonObject, place: string, api: URL, http: HttpOptions) {
  const { bundle, bundle_url: address } = attestation;
  const bytes = isObject(bundle)
    ? Buffer.from(JSON.stringify(bundle))
    : await downloadBundle(text(address), place, api, http);
  const { parseBundle } = await import('../sigstore/library.js');
  return [parseBundle(bytes, place)];
}

async function downloadBundle(
  address: string | undefined,
  place: string,
  api: URL,
  http: HttpOptions,
): Promise<Uint8Array> {
  const purpose = `read the bundle of ${place}`;
  const url = address !== undefined && URL.canParse(address) ? new URL(address) : undefined;
  if (!url) throw new PortsideError('PSE7508', `Cannot ${purpose}: GitHub names no address for it`);
  // An API on loopback is a test: anything else must not make Portside ask a server inside its own network.
  const isSafe = url.protocol === 'https:' && !isLoopback(url);
  if (!isSafe && !(isLoopback(url) && isLoopback(api)))
    throw new PortsideError(
      'PSE7508',
      `Cannot ${purpose}: ${redactUrl(url)} is not an https address`,
    );
  const response = await send({ url, purpose }, http);
  if (response.status !== 200) {
    discard(response);
    throw new PortsideError(
      'PSE7508',
      `Cannot ${purpose}: ${url.host} answered with status ${response.status}`,
    );
  }
  const bytes = await readBody(response, MAX_BUNDLE_SIZE, http.timeout, purpose);
  // JSON begins with a brace, which compressed data of more than a few bytes does not.
  if (bytes[0] === '{'.charCodeAt(0)) return bytes;
  try {
    return decompressSnappy(bytes, MAX_BUNDLE_SIZE);
  } catch (error) {
    throw new PortsideError('PSE7508', `Cannot ${purpose}: ${reason(error)}`, undefined, error);
  }
}
