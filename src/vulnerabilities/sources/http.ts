import { PortsideError, reason } from '../../lib/errors.js';
import {
  discard,
  HTTP_DEFAULTS,
  type HttpResponse,
  readBody,
  retryAfter,
  send,
} from '../../lib/http.js';
import { rateLimitSentence } from '../../lib/rate-limit.js';

/** A JSON API over HTTP. */
export interface JsonApi {
  /** Base URL without a trailing slash. */
  readonly url: string;
  /** Milliseconds before the first retry. */
  readonly pause: number;
  readonly now: Date;
  debug(message: string): void;
}

/** The service rejects the request itself: status 4xx. */
export class RejectedRequest extends Error {
  override readonly name = 'RejectedRequest';
}

const ATTEMPTS = 5;
/** One attempt: `fetchJson` repeats it, also after an answer that is not JSON. */
const ONE_ATTEMPT = { ...HTTP_DEFAULTS, attempts: 1 };
const MAX_RESPONSE_BYTES = 64 << 20;

/**
 * Fetches JSON; with a body the request is a POST. Retries after rate limits, server errors and broken connections, with
 * exponential backoff and jitter, so that many runs do not retry at the same time. Throws Error with the reason.
 */
export async function fetchJson(service: JsonApi, path: string, body?: unknown): Promise<unknown> {
  for (let attempt = 1; ; attempt++) {
    const outcome = await tryFetch(new URL(`${service.url}${path}`), body);
    if ('json' in outcome) return outcome.json;
    if (outcome.rejected) throw new RejectedRequest(outcome.why);
    if (!outcome.retry || attempt === ATTEMPTS) throw new Error(outcome.why);
    const pause = outcome.after ?? service.pause * 2 ** (attempt - 1) * (0.5 + Math.random());
    service.debug(`${path}: ${outcome.why}; retrying in ${Math.round(pause)} ms`);
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}

interface FailedAttempt {
  readonly why: string;
  readonly retry: boolean;
  readonly after?: number | undefined;
  readonly rejected?: boolean;
}

type Outcome = { readonly json: unknown } | FailedAttempt;

async function tryFetch(url: URL, body: unknown): Promise<Outcome> {
  const purpose = `query ${url.host}`;
  let text: string;
  try {
    const response = await send(
      {
        url,
        purpose,
        ...(body !== undefined && {
          method: 'POST',
          body: JSON.stringify(body),
          headers: { 'Content-Type': 'application/json' },
        }),
      },
      ONE_ATTEMPT,
    );
    if (response.status !== 200) return failedStatus(response);
    const bytes = await readBody(response, MAX_RESPONSE_BYTES, ONE_ATTEMPT.timeout, purpose);
    text = Buffer.from(bytes).toString('utf8');
  } catch (error) {
    if (error instanceof PortsideError && error.code === 'PSE9702')
      return { why: `its response is larger than ${MAX_RESPONSE_BYTES >> 20} MB`, retry: false };
    return { why: reason(error instanceof Error ? (error.cause ?? error) : error), retry: true };
  }
  try {
    return { json: JSON.parse(text) };
  } catch {
    return {
      why: text === '' ? 'its response is empty' : 'its response is not JSON',
      retry: true,
    };
  }
}

const MAX_PAUSE_MS = 20_000;

/** What to do when the service answers no more: a database needs no requests. */
function limitAdvice(response: HttpResponse): string {
  const { status } = response;
  if (status !== 429 && status !== 403) return '';
  const limit = rateLimitSentence((name) => response.header(name));
  const why = status === 429 ? 'Too many requests' : 'It refuses requests from this network';
  return `. ${limit || why}. Or pass a database with --advisories: portside db build makes one`;
}

function failedStatus(response: HttpResponse): FailedAttempt {
  discard(response);
  const { status } = response;
  const after = retryAfter(response.header('retry-after'));
  return {
    why: `it returned status ${status}${limitAdvice(response)}`,
    retry: status === 429 || status >= 500,
    rejected: status >= 400 && status < 500 && status !== 429,
    after: after === undefined ? undefined : Math.min(after, MAX_PAUSE_MS),
  };
}
