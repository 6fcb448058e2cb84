import { PortsideError } from '../../lib/errors.js';
import {
  discard,
  HTTP_DEFAULTS,
  type HttpOptions,
  type HttpResponse,
  readBody,
  send,
} from '../../lib/http.js';
import { isObject, object } from '../../lib/json.js';
import { VerificationError } from '../verification-error.js';
import type { Candidate } from './candidate.js';

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
 * The attestations that GitHub stores for a digest in a repository. A failed request gives a candidate whose load()
 * fails: the check becomes incomplete unless another storage format has a valid attestation.
 * Source: docs.github.com, REST API, "List attestations".
 */
export async function* githubAttestations(
  github: GitHubAttestations,
  digest: string,
  options: Partial<HttpOptions> = {},
): AsyncGenerator<Candidate> {
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
    for (const [i, bundle] of response.bundles.entries()) {
      const place = `GitHub attestation ${page * 100 + i} in ${github.repository}`;
      yield { place, digest, load: () => load(bundle, place) };
    }
    next = response.next;
  }
}

const MAX_PAGES = 20;
const MAX_PAGE_SIZE = 64 << 20;

interface Page {
  readonly bundles: readonly unknown[];
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
    return { bundles: [] };
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
  return { bundles: parseBundles(bytes, purpose), next };
}

function parseBundles(bytes: Uint8Array, purpose: string): readonly unknown[] {
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
  return attestations.map((one: unknown) => object(one).bundle);
}

/** The next page (RFC 8288), only on the same server: the token is sent with the request. */
function nextPage(response: HttpResponse, url: URL): URL | undefined {
  const link = response.header('link')?.slice(0, 8192) ?? '';
  const target = /<([^>]*)>\s*;[^,]*\brel="next"/.exec(link)?.[1];
  const next = target !== undefined && URL.canParse(target) ? new URL(target) : undefined;
  return next?.origin === url.origin ? next : undefined;
}

async function load(bundle: unknown, place: string) {
  if (!isObject(bundle))
    throw new VerificationError('invalid', 'GitHub’s response has no bundle for it');
  const { parseBundle } = await import('../sigstore/library.js');
  return [parseBundle(Buffer.from(JSON.stringify(bundle)), place)];
}
