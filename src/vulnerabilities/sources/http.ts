/** A JSON service over HTTP. */
export interface Service {
  /** Base URL without a slash at its end. */
  readonly url: string;
  /** Milliseconds before the first repetition. */
  readonly pause: number;
  debug(message: string): void;
}

const TRIES = 5;
const TIMEOUT = 30_000;
const LARGEST_ANSWER = 64 << 20;

/**
 * The JSON that the service answers; a body makes it a POST. Overload, server errors and broken connections are tried
 * again after pauses that double and vary, so that many runs do not return at once. Throws Error with what went wrong.
 */
export async function fetchJson(service: Service, path: string, body?: unknown): Promise<unknown> {
  for (let attempt = 1; ; attempt++) {
    const outcome = await tryOnce(`${service.url}${path}`, body);
    if ('json' in outcome) return outcome.json;
    if (!outcome.again || attempt === TRIES) throw new Error(outcome.why);
    const pause = outcome.after ?? service.pause * 2 ** (attempt - 1) * (0.5 + Math.random());
    service.debug(`${path}: ${outcome.why}; again in ${Math.round(pause)} ms`);
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}

type Outcome =
  | { readonly json: unknown }
  | { readonly why: string; readonly again: boolean; readonly after?: number | undefined };

async function tryOnce(url: string, body: unknown): Promise<Outcome> {
  let response: Response;
  let text: string;
  try {
    response = await fetch(url, {
      ...(body !== undefined && {
        method: 'POST',
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json' },
      }),
      signal: AbortSignal.timeout(TIMEOUT),
    });
    text = await readBody(response);
  } catch (error) {
    return { why: causeOf(error), again: !(error instanceof TooLarge) };
  }
  if (!response.ok) {
    const again = response.status === 429 || response.status >= 500;
    return { why: `it answers ${response.status}`, again, after: retryAfter(response) };
  }
  try {
    return { json: JSON.parse(text) };
  } catch {
    return { why: text === '' ? 'it answers nothing' : 'its answer is not JSON', again: true };
  }
}

class TooLarge extends Error {}

async function readBody(response: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of response.body ?? []) {
    size += part.length;
    if (size > LARGEST_ANSWER) throw new TooLarge('its answer is larger than 64 MB');
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

/** `fetch failed` says nothing; its cause does. */
function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message || error.message : error.message;
}

const LONGEST_PAUSE = 20_000;

/** Milliseconds, where the service asks for a pause in seconds. */
function retryAfter(response: Response): number | undefined {
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
  return seconds >= 0 ? Math.min(seconds * 1000, LONGEST_PAUSE) : undefined;
}
