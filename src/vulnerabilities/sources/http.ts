/** A JSON API over HTTP. */
export interface Service {
  /** Base URL without a trailing slash. */
  readonly url: string;
  /** Milliseconds before the first retry. */
  readonly pause: number;
  debug(message: string): void;
}

const ATTEMPTS = 5;
const TIMEOUT_MS = 30_000;
const MAX_RESPONSE_BYTES = 64 << 20;

/**
 * Fetches JSON; with a body the request is a POST. Retries after rate limits, server errors and broken connections, with
 * exponential backoff and jitter, so that many runs do not retry at the same time. Throws Error with the reason.
 */
export async function fetchJson(service: Service, path: string, body?: unknown): Promise<unknown> {
  for (let attempt = 1; ; attempt++) {
    const outcome = await tryFetch(`${service.url}${path}`, body);
    if ('json' in outcome) return outcome.json;
    if (!outcome.retry || attempt === ATTEMPTS) throw new Error(outcome.why);
    const pause = outcome.after ?? service.pause * 2 ** (attempt - 1) * (0.5 + Math.random());
    service.debug(`${path}: ${outcome.why}; retrying in ${Math.round(pause)} ms`);
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}

type Outcome =
  | { readonly json: unknown }
  | { readonly why: string; readonly retry: boolean; readonly after?: number | undefined };

async function tryFetch(url: string, body: unknown): Promise<Outcome> {
  let response: Response;
  let text: string;
  try {
    response = await fetch(url, {
      ...(body !== undefined && {
        method: 'POST',
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json' },
      }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    text = await readBody(response);
  } catch (error) {
    return { why: causeOf(error), retry: !(error instanceof ResponseTooLarge) };
  }
  if (!response.ok) {
    const retry = response.status === 429 || response.status >= 500;
    return { why: `it returned status ${response.status}`, retry, after: retryAfter(response) };
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

class ResponseTooLarge extends Error {}

async function readBody(response: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of response.body ?? []) {
    size += part.length;
    if (size > MAX_RESPONSE_BYTES)
      throw new ResponseTooLarge(`its response is larger than ${MAX_RESPONSE_BYTES >> 20} MB`);
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

/** fetch() throws "fetch failed"; the reason is in its cause. */
function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message || error.message : error.message;
}

const MAX_PAUSE_MS = 20_000;

/** The pause that the Retry-After header asks for, in milliseconds. */
function retryAfter(response: Response): number | undefined {
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
  return seconds >= 0 ? Math.min(seconds * 1000, MAX_PAUSE_MS) : undefined;
}
