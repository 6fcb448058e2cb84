import type { Agent, ClientRequest, IncomingMessage, RequestOptions } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { readClock } from './clock.js';
import { PortsideError, reason } from './errors.js';
import {
  PrivateAddressError,
  publicLookup,
  requirePublicHost,
  requirePublicName,
} from './private-address.js';
import { proxyFor } from './proxy.js';
import { redactUrl } from './redact-url.js';

export interface HttpOptions {
  /** Milliseconds to wait for an answer, and for the next bytes of a body. */
  readonly timeout: number;
  /** How often a request is made in total when the server is busy or the network fails. */
  readonly attempts: number;
  /** Milliseconds of the first wait between attempts; doubled each time, with jitter. */
  readonly firstDelay: number;
  /** Milliseconds. When Retry-After asks for more, the request is not repeated. */
  readonly longestDelay: number;
  /** Hosts on this machine and in private networks are not asked, nor followed: untrusted text names the host. */
  readonly publicOnly?: boolean;
}

export const HTTP_DEFAULTS: HttpOptions = {
  timeout: 30_000,
  attempts: 5,
  firstDelay: 250,
  longestDelay: 30_000,
};

export interface HttpRequest {
  readonly url: URL;
  /** Sent to the URL and to every redirect. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent only to the origin of `url`. */
  readonly authorization?: string;
  /** A redirect is an error: the headers are for the server of `url` alone. */
  readonly refuseRedirects?: boolean;
  readonly method?: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE';
  readonly body?: string | Uint8Array;
  /** What the request is for; follows "Cannot" in errors: "read manifest app:1". */
  readonly purpose: string;
}

/** An answer whose body has not been read. The caller reads the body or discards it. */
export interface HttpResponse {
  readonly status: number;
  /** The URL that answered, after redirects. */
  readonly url: URL;
  header(name: string): string | undefined;
  readonly stream: IncomingMessage;
}

/**
 * Makes a request, follows redirects, and repeats it after network errors, 429 and 5xx. Returns the last answer, 5xx
 * and 429 included. Throws PortsideError (incomplete) when no server answered.
 * Uses node:http, because the first use of fetch alone takes longer than verifying a signature.
 */
export async function send(request: HttpRequest, options: HttpOptions): Promise<HttpResponse> {
  for (let attempt = 1; ; attempt++) {
    const outcome = await attemptOnce(request, options);
    const isLast = attempt >= options.attempts;
    if ('status' in outcome) {
      if (!isBusy(outcome.status) || isLast) return outcome;
      const delay = retryAfter(outcome.header('retry-after'));
      if (delay !== undefined && delay > options.longestDelay) return outcome;
      discard(outcome);
      await sleep(delay ?? backoff(attempt, options));
    } else {
      if (isLast || !outcome.mayRetry) throw unreachable(request, outcome.error);
      await sleep(backoff(attempt, options));
    }
  }
}

/** The body in chunks. Throws an Error when the connection breaks or stalls. */
export async function* bodyChunks(
  { stream }: HttpResponse,
  timeout: number,
): AsyncGenerator<Uint8Array> {
  const iterator: AsyncIterator<Buffer> = stream[Symbol.asyncIterator]();
  try {
    for (;;) {
      // The timeout runs only while waiting for bytes: a slow consumer must not abort a healthy download.
      const stop = startTimeout(timeout, () =>
        stream.destroy(new Error(`no data for ${timeout} ms`)),
      );
      const { done, value } = await iterator.next().finally(stop);
      if (done) return;
      yield value;
    }
  } finally {
    // Closes the connection when the consumer stops early.
    if (!stream.readableEnded) stream.destroy();
  }
}

/** The full body, when it has at most `limit` bytes. Throws PortsideError (incomplete) otherwise. */
export async function readBody(
  response: HttpResponse,
  limit: number,
  timeout: number,
  purpose: string,
): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const part of bodyChunks(response, timeout)) {
      length += part.length;
      if (length > limit)
        throw new PortsideError(
          'PSE9702',
          `Cannot ${purpose}: the answer is larger than ${limit} bytes`,
        );
      parts.push(part);
    }
  } catch (error) {
    if (error instanceof PortsideError) throw error;
    throw new PortsideError('PSE9701', `Cannot ${purpose}: ${reason(error)}`, undefined, error);
  }
  return Buffer.concat(parts);
}

/** Drops an answer without using its body. A short body is read, so that the connection can be reused. */
export function discard(response: HttpResponse): void {
  const length = Number(response.header('content-length') ?? Number.NaN);
  if (length <= SHORT_BODY) response.stream.resume();
  else response.stream.destroy();
}

export function isLoopback(url: URL): boolean {
  const host = url.hostname;
  return host === 'localhost' || host === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(host);
}

/** The milliseconds that a Retry-After header asks to wait; undefined when the header is absent or invalid. */
export function retryAfter(
  header: string | undefined,
  now = readClock().getTime(),
): number | undefined {
  if (header === undefined) return undefined;
  if (/^\d{1,9}$/.test(header.trim())) return Number(header) * 1000;
  // Only an HTTP date ends in GMT. Date.parse alone accepts almost any text.
  const date = header.endsWith('GMT') ? Date.parse(header) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

const MAX_REDIRECTS = 5;
const SHORT_BODY = 64 << 10;

interface Failure {
  readonly error: unknown;
  readonly mayRetry: boolean;
}

async function attemptOnce(
  request: HttpRequest,
  options: HttpOptions,
): Promise<HttpResponse | Failure> {
  let url = request.url;
  for (let hop = 0; hop <= MAX_REDIRECTS; hop++) {
    let response: HttpResponse;
    try {
      response = await sendTo(url, request, options);
    } catch (error) {
      const isFinal = error instanceof PrivateAddressError || isUntrusted(error) || isNotTls(error);
      return { error, mayRetry: !isFinal };
    }
    const location = isRedirect(response.status) ? response.header('location') : undefined;
    if (location === undefined) return response;
    discard(response);
    const next = URL.canParse(location, url.href) ? new URL(location, url) : undefined;
    if (!next || request.refuseRedirects || request.body !== undefined || request.method === 'POST')
      return finalFailure(`it redirects to "${redactUrl(location)}"`);
    // A server must not redirect its client to addresses inside the runner's network, nor from TLS to plain HTTP.
    if (next.origin !== url.origin && !mayFollow(request.url, next))
      return finalFailure(`it redirects to ${next.origin}, which is not https`);
    url = next;
  }
  return finalFailure(`it redirects more than ${MAX_REDIRECTS} times`);
}

async function sendTo(
  url: URL,
  request: HttpRequest,
  { timeout, publicOnly = false }: HttpOptions,
): Promise<HttpResponse> {
  if (publicOnly) requirePublicHost(url);
  const isOwnOrigin = url.origin === request.url.origin;
  const { body } = request;
  const options: RequestOptions = {
    method: request.method ?? 'GET',
    // Connections of requests without this lookup are not used again.
    ...(publicOnly && { lookup: publicLookup, agent: false }),
    headers: {
      ...request.headers,
      // A compressed body would not hash to the digest in its descriptor.
      'Accept-Encoding': 'identity',
      'User-Agent': 'portside',
      ...(body === undefined ? {} : { 'Content-Length': Buffer.byteLength(body) }),
      ...(isOwnOrigin && request.authorization ? { Authorization: request.authorization } : {}),
    },
  };
  const { request: start } =
    url.protocol === 'https:' ? await import('node:https') : await import('node:http');
  const agent = await proxyAgent(url, publicOnly);
  return answerOf(start(url, { ...options, ...agent }), url, body, timeout);
}

/** The agents by proxy and protocol: an agent keeps its connections for later requests. */
const AGENTS = new Map<string, Agent>();

/** The agent that sends a request through the proxy of the environment; nothing if there is none for the address. */
async function proxyAgent(
  url: URL,
  publicOnly: boolean,
): Promise<Pick<RequestOptions, 'agent' | 'lookup'>> {
  const proxy = proxyFor(url);
  if (!proxy) return {};
  // The proxy looks the name up. A name that this machine can look up must not be private here either.
  if (publicOnly) await requirePublicName(url.hostname);
  const key = `${url.protocol} ${proxy.href}`;
  let agent = AGENTS.get(key);
  if (!agent) {
    const { HttpProxyAgent, HttpsProxyAgent } = await import('./proxy-agents.js');
    const Agent = url.protocol === 'https:' ? HttpsProxyAgent : HttpProxyAgent;
    agent = new Agent(proxy, { keepAlive: true });
    AGENTS.set(key, agent);
  }
  return { agent, lookup: undefined };
}

function answerOf(
  request: ClientRequest,
  url: URL,
  body: string | Uint8Array | undefined,
  timeout: number,
): Promise<HttpResponse> {
  return new Promise((resolve, reject) => {
    const stop = startTimeout(timeout, () =>
      request.destroy(new Error(`no answer in ${timeout} ms`)),
    );
    request.on('error', (error) => {
      stop();
      reject(error);
    });
    // Otherwise the agent returns the answer of the proxy as that of the server.
    request.on('proxyConnect', ({ statusCode }) => {
      if (statusCode !== 200) request.destroy(new Error(`the proxy answered ${statusCode}`));
    });
    request.on('response', (stream) => {
      stop();
      // The reader of the body gets the error, too. Without this handler an unread body would end the process.
      stream.on('error', () => undefined);
      const header = (name: string) => {
        const value = stream.headers[name];
        return Array.isArray(value) ? value.join(', ') : value;
      };
      resolve({ status: stream.statusCode ?? 0, url, header, stream });
    });
    request.end(body);
  });
}

/**
 * Calls `onTimeout` after the given milliseconds, unless stopped before. When this process itself was busy for that
 * long, scanning a layer for example, it first handles what has arrived meanwhile.
 */
function startTimeout(timeout: number, onTimeout: () => void): () => void {
  let isStopped = false;
  const timer = setTimeout(() => setImmediate(() => isStopped || onTimeout()), timeout);
  return () => {
    isStopped = true;
    clearTimeout(timer);
  };
}

function mayFollow(from: URL, to: URL): boolean {
  if (isLoopback(from) && isLoopback(to))
    return to.protocol === 'https:' || (to.protocol === 'http:' && from.protocol === 'http:');
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

function finalFailure(why: string): Failure {
  return { error: new Error(why), mayRetry: false };
}

function unreachable(request: HttpRequest, error: unknown): PortsideError {
  const proxy = proxyFor(request.url);
  const through = proxy ? ` through the proxy ${proxy.host}` : '';
  return new PortsideError(
    'PSE9701',
    `Cannot ${request.purpose}: ${request.url.host}${through}: ${reason(error)}`,
    adviceFor(error, proxy),
    error,
  );
}

/** The codes of Node.js for a certificate whose issuer is not trusted. */
const UNTRUSTED =
  /^(?:SELF_SIGNED_CERT_IN_CHAIN|DEPTH_ZERO_SELF_SIGNED_CERT|UNABLE_TO_(?:GET_ISSUER_CERT(?:_LOCALLY)?|VERIFY_LEAF_SIGNATURE))$/;

function isUntrusted(error: unknown): boolean {
  return UNTRUSTED.test(codeOf(error));
}

/** The codes of Node.js for an answer that is not TLS, as a server gives that expects plain HTTP. */
const NOT_TLS = /^(?:EPROTO|ERR_SSL_(?:WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|HTTP_REQUEST))$/;

function isNotTls(error: unknown): boolean {
  return NOT_TLS.test(codeOf(error));
}

function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
}

function adviceFor(error: unknown, proxy: URL | undefined): string {
  if (isUntrusted(error))
    return 'If your company has its own certificate authority, set NODE_EXTRA_CA_CERTS to its certificate (PEM)';
  return proxy
    ? 'Check the proxy, or name the host in NO_PROXY'
    : 'Check the network. Behind a proxy, set HTTPS_PROXY';
}
