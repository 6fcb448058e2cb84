import { PortsideError } from '../../lib/errors.js';
import {
  body,
  discard,
  HTTP_DEFAULTS,
  type HttpOptions,
  type HttpResponse,
  send,
} from '../../registry/http.js';
import { isObject } from '../json.js';
import { VerificationError } from '../verification-error.js';
import type { Candidate } from './candidate.js';

/** GitHub's store of attestations. */
export interface GitHubAttestations {
  /** `https://api.github.com`, or an Enterprise server's. */
  readonly api: string;
  /** `acme/app` */
  readonly repository: string;
  /** Needed for private repositories, and against rate limits. */
  readonly token?: string;
}

/**
 * The attestations that GitHub stores for a digest in a repository; none is an empty list. Whatever else is not an
 * answer is one that cannot be loaded: other places may still hold a good one.
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
    throw new PortsideError('PSE7000', `"${github.repository}" is not a GitHub repository`);
  const start = `${github.api.replace(/\/$/, '')}/repos/${github.repository}/attestations/${digest}?per_page=100`;
  let next: URL | undefined = new URL(start);
  for (let page = 0; next; page++) {
    if (page >= MOST_PAGES)
      throw new PortsideError('PSE7500', `Cannot ${purpose}: over ${MOST_PAGES} pages`);
    let answer: Answer;
    try {
      answer = await ask(next, github, purpose, http);
    } catch (error) {
      yield {
        place: `GitHub attestations of ${github.repository}`,
        digest,
        load: () => Promise.reject(error),
      };
      return;
    }
    for (const [i, bundle] of answer.bundles.entries()) {
      const place = `GitHub attestation ${page * 100 + i} in ${github.repository}`;
      yield { place, digest, load: () => load(bundle, place) };
    }
    next = answer.next;
  }
}

const MOST_PAGES = 20;
const LARGEST_PAGE = 64 << 20;

interface Answer {
  readonly bundles: readonly unknown[];
  readonly next?: URL;
}

async function ask(
  url: URL,
  { token }: GitHubAttestations,
  purpose: string,
  http: HttpOptions,
): Promise<Answer> {
  const headers = { Accept: 'application/vnd.github+json', 'X-GitHub-Api-Version': '2022-11-28' };
  const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const response = await send({ url, headers, ...authorization, purpose }, http);
  if (response.status === 404) {
    discard(response);
    return { bundles: [] };
  }
  if (response.status !== 200) {
    discard(response);
    const advice = token === undefined ? 'Give a token that may read attestations' : undefined;
    throw new PortsideError(
      'PSE7500',
      `Cannot ${purpose}: ${url.host} answered ${response.status}`,
      advice,
    );
  }
  const next = nextPage(response, url);
  const bytes = await body(response, LARGEST_PAGE, http.timeout, purpose);
  return { bundles: parse(bytes, purpose), ...(next ? { next } : {}) };
}

function parse(bytes: Uint8Array, purpose: string): readonly unknown[] {
  let json: unknown;
  try {
    json = JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    json = undefined;
  }
  if (!isObject(json) || !Array.isArray(json.attestations))
    throw new PortsideError(
      'PSE7500',
      `Cannot ${purpose}: the answer is not a list of attestations`,
    );
  return json.attestations.map((one: unknown) => (isObject(one) ? one.bundle : undefined));
}

/** RFC 8288; only on the same server, since the token goes along. */
function nextPage(response: HttpResponse, url: URL): URL | undefined {
  const link = response.header('link')?.slice(0, 8192) ?? '';
  const target = /<([^>]*)>\s*;[^,]*\brel="next"/.exec(link)?.[1];
  const next = target !== undefined && URL.canParse(target) ? new URL(target) : undefined;
  return next?.origin === url.origin ? next : undefined;
}

async function load(bundle: unknown, place: string) {
  if (!isObject(bundle)) throw new VerificationError('bad', 'GitHub gives no bundle for it');
  const { parseBundle } = await import('../sigstore/library.js');
  return [parseBundle(Buffer.from(JSON.stringify(bundle)), place)];
}
