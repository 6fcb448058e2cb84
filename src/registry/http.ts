import type { ClientRequest, IncomingMessage, RequestOptions } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { PortsideError, reason } from '../lib/errors.js';
import { redactUrl } from '../lib/redact-url.js';

export interface HttpOptions {
  /** Milliseconds without an answer, or without a byte of a body. */
  readonly timeout: number;
  /** How often a request is made in all when the registry is busy or the network fails. */
  readonly attempts: number;
  /** Milliseconds of the first wait; doubled each time, with jitter. */
  readonly firstDelay: number;
  /** Milliseconds; a longer Retry-After is not waited for. */
  readonly longestDelay: number;
}

export const HTTP_DEFAULTS: HttpOptions = {
  timeout: 30_000,
  attempts: 5,
  firstDelay: 250,
  longestDelay: 30_000,
};

export interface HttpRequest {
  readonly url: URL;
  /** Sent wherever a redirect leads. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent to the origin of `url` alone. */
  readonly authorization?: string;
  readonly method?: 'GET' | 'HEAD' | 'POST' | 'PUT';
  readonly body?: string | Uint8Array;
  /** What is being done, for messages: "read manifest app:1". */
  readonly purpose: string;
}

/** An answer whose body is still to come. Its body must be read or discarded. */
export interface HttpResponse {
  readonly status: number;
  /** Where it came from, after redirects. */
  readonly url: URL;
  header(name: string): string | undefined;
  readonly stream: IncomingMessage;
}

/**
 * Makes a request, follows redirects, and tries again after network errors, 429 and 5xx. Returns whatever answer came
 * in the end, 5xx and 429 included. Throws PortsideError (incomplete) when none did.
 * On node:http and not on fetch, whose first use alone takes longer than verifying a signature.
 */
export async function send(request: HttpRequest, options: HttpOptions): Promise<HttpResponse> {
  for (let attempt = 1; ; attempt++) {
    const outcome = await once(request, options);
    const last = attempt >= options.attempts;
    if ('status' in outcome) {
      if (!isBusy(outcome.status) || last) return outcome;
      const asked = retryAfter(outcome.header('retry-after'));
      if (asked !== undefined && asked > options.longestDelay) return outcome;
      discard(outcome);
      await sleep(asked ?? backoff(attempt, options));
    } else {
      if (last || !outcome.again) throw unreachable(request, outcome.error);
      await sleep(backoff(attempt, options));
    }
  }
}

/** The body in chunks. Throws an Error when the connection breaks or stalls. */
export async function* chunks(
  { stream }: HttpResponse,
  timeout: number,
): AsyncGenerator<Uint8Array> {
  const iterator: AsyncIterator<Buffer> = stream[Symbol.asyncIterator]();
  try {
    for (;;) {
      // Only while waiting: a slow consumer is no slow server.
      const stop = startTimeout(timeout, () =>
        stream.destroy(new Error(`no byte in ${timeout} ms`)),
      );
      const { done, value } = await iterator.next().finally(stop);
      if (done) return;
      yield value;
    }
  } finally {
    // Leaves nothing open when the consumer stops early.
    if (!stream.readableEnded) stream.destroy();
  }
}

/** The whole body, when it is at most `limit` bytes long. Throws PortsideError (incomplete) otherwise. */
export async function body(
  response: HttpResponse,
  limit: number,
  timeout: number,
  purpose: string,
): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const part of chunks(response, timeout)) {
      length += part.length;
      if (length > limit)
        throw new PortsideError('PSE4500', `Cannot ${purpose}: the answer is over ${limit} bytes`);
      parts.push(part);
    }
  } catch (error) {
    if (error instanceof PortsideError) throw error;
    throw new PortsideError('PSE4500', `Cannot ${purpose}: ${reason(error)}`, undefined, error);
  }
  return Buffer.concat(parts);
}

/** Lets an answer go that nobody will read; a short one is read so that its connection can be used again. */
export function discard(response: HttpResponse): void {
  const length = Number(response.header('content-length') ?? Number.NaN);
  if (length <= SHORT) response.stream.resume();
  else response.stream.destroy();
}

export function isLoopback(url: URL): boolean {
  const host = url.hostname;
  return host === 'localhost' || host === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(host);
}

/** Milliseconds that a Retry-After header asks for; undefined when it asks for nothing that can be read. */
export function retryAfter(header: string | undefined, now = Date.now()): number | undefined {
  if (header === undefined) return undefined;
  if (/^\d{1,9}$/.test(header.trim())) return Number(header) * 1000;
  // Nothing but an HTTP date: Date.parse makes something of almost everything.
  const date = header.endsWith('GMT') ? Date.parse(header) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

const MOST_REDIRECTS = 5;
const SHORT = 64 << 10;

interface Failure {
  readonly error: unknown;
  readonly again: boolean;
}

async function once(request: HttpRequest, options: HttpOptions): Promise<HttpResponse | Failure> {
  let url = request.url;
  for (let hop = 0; hop <= MOST_REDIRECTS; hop++) {
    let response: HttpResponse;
    try {
      response = await ask(url, request, options.timeout);
    } catch (error) {
      return { error, again: true };
    }
    const location = isRedirect(response.status) ? response.header('location') : undefined;
    if (location === undefined) return response;
    discard(response);
    const next = URL.canParse(location, url.href) ? new URL(location, url) : undefined;
    if (!next || request.body !== undefined || request.method === 'POST')
      return failure(`a redirect to "${redactUrl(location)}"`);
    // A registry must not send its client into the runner's own network, nor from TLS to plain text.
    if (next.origin !== url.origin && !mayFollow(request.url, next))
      return failure(`a redirect to ${next.origin}, which is not https`);
    url = next;
  }
  return failure(`more than ${MOST_REDIRECTS} redirects`);
}

async function ask(url: URL, request: HttpRequest, timeout: number): Promise<HttpResponse> {
  const own = url.origin === request.url.origin;
  const { body: content } = request;
  const options: RequestOptions = {
    method: request.method ?? 'GET',
    headers: {
      ...request.headers,
      // Encoded bodies would not hash to what the descriptor says.
      'Accept-Encoding': 'identity',
      'User-Agent': 'portside',
      ...(content === undefined ? {} : { 'Content-Length': Buffer.byteLength(content) }),
      ...(own && request.authorization ? { Authorization: request.authorization } : {}),
    },
  };
  const { request: start } =
    url.protocol === 'https:' ? await import('node:https') : await import('node:http');
  return answered(start(url, options), url, content, timeout);
}

function answered(
  asked: ClientRequest,
  url: URL,
  content: string | Uint8Array | undefined,
  timeout: number,
): Promise<HttpResponse> {
  return new Promise((resolve, reject) => {
    const stop = startTimeout(timeout, () =>
      asked.destroy(new Error(`no answer in ${timeout} ms`)),
    );
    asked.on('error', (error) => {
      stop();
      reject(error);
    });
    asked.on('response', (stream) => {
      stop();
      // Whoever reads the body learns of its end; where nobody does, there is nothing to tell.
      stream.on('error', () => undefined);
      const header = (name: string) => {
        const value = stream.headers[name];
        return Array.isArray(value) ? value.join(', ') : value;
      };
      resolve({ status: stream.statusCode ?? 0, url, header, stream });
    });
    asked.end(content);
  });
}

/**
 * Calls `end` after so many milliseconds, unless stopped before. A process that was busy itself for that long hears first
 * what has come in meanwhile: layers are scanned beside the requests.
 */
function startTimeout(timeout: number, end: () => void): () => void {
  let over = false;
  const timer = setTimeout(() => setImmediate(() => over || end()), timeout);
  return () => {
    over = true;
    clearTimeout(timer);
  };
}

function mayFollow(from: URL, to: URL): boolean {
  if (isLoopback(from) && isLoopback(to))
    return to.protocol === 'http:' || to.protocol === 'https:';
  return to.protocol === 'https:' && !isLoopback(to);
}

function isRedirect(status: number): boolean {
  return [301, 302, 303, 307, 308].includes(status);
}

function isBusy(status: number): boolean {
  return status === 429 || status === 408 || status >= 500;
}

function backoff(attempt: number, options: HttpOptions): number {
  const most = Math.min(options.firstDelay * 2 ** (attempt - 1), options.longestDelay);
  return most / 2 + (Math.random() * most) / 2;
}

function failure(why: string): Failure {
  return { error: new Error(why), again: false };
}

function unreachable(request: HttpRequest, error: unknown): PortsideError {
  return new PortsideError(
    'PSE4500',
    `Cannot ${request.purpose}: ${request.url.host}: ${reason(error)}`,
    undefined,
    error,
  );
}
