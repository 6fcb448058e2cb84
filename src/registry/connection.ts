import { DOCKER_HUB, type Reference, repositoryName } from '../core/reference.js';
import { PortsideError } from '../lib/errors.js';
import {
  discard,
  HTTP_DEFAULTS,
  type HttpOptions,
  type HttpResponse,
  isLoopback,
  readBody,
  send,
} from '../lib/http.js';
import { list, object } from '../lib/json.js';
import { authorize, isDenied } from './auth.js';
import type { Credentials } from './credentials.js';
import { rateLimitAdvice } from './rate-limit-advice.js';

export interface RegistryOptions extends Partial<HttpOptions> {
  /** Anonymous when absent. */
  readonly credentials?: Credentials;
  /** Registries, as host[:port], that are reached over plain HTTP. Loopback registries always are. */
  readonly plainHttp?: readonly string[];
  /** Hosts, as host[:port], of token servers that may receive the registry's credentials (see auth.ts). */
  readonly tokenServers?: readonly string[];
}

/** Sends the requests of one repository, and logs in when the registry asks for it. */
export interface Connection {
  /** `ghcr.io/acme/app` */
  readonly name: string;
  readonly options: HttpOptions;
  /**
   * Sends GET to a path below `/v2/<repository>/`, or to a full URL of this registry. Returns answers with the status
   * 200, 206, 404 or one of `accept`; throws PortsideError (incomplete) for every other.
   */
  get(path: string | URL, purpose: string, request?: GetRequest): Promise<HttpResponse>;
  /** As get, with another method. Throws PortsideError (incomplete) when a full URL is not of this registry. */
  send(path: string | URL, purpose: string, request: SendRequest): Promise<HttpResponse>;
}

interface GetRequest {
  readonly headers?: Readonly<Record<string, string>>;
  /** Further status codes that are an answer. */
  readonly accept?: readonly number[];
}

interface SendRequest extends GetRequest {
  readonly method: 'HEAD' | 'POST' | 'PUT';
  readonly body?: Uint8Array;
}

/** Sends nothing yet: the first request opens the connection. */
export function connectToRegistry(
  reference: Pick<Reference, 'registry' | 'repository'>,
  registryOptions: RegistryOptions,
): Connection {
  const session: Session = {
    reference,
    registryOptions,
    options: { ...HTTP_DEFAULTS, ...registryOptions },
    base: registryUrl(reference.registry, registryOptions.plainHttp ?? []),
    authorization: undefined,
  };
  return {
    name: repositoryName(reference),
    options: session.options,
    get: (path, purpose, request = {}) => exchange(session, path, purpose, request),
    send: (path, purpose, request) => {
      const { base } = session;
      if (path instanceof URL && path.origin !== base.origin)
        throw new PortsideError(
          'PSE4510',
          `Cannot ${purpose}: ${base.host} names an upload address on ${path.host}, another host`,
        );
      return exchange(session, path, purpose, request);
    },
  };
}

interface Session {
  readonly reference: Pick<Reference, 'registry' | 'repository'>;
  readonly registryOptions: RegistryOptions;
  readonly options: HttpOptions;
  /** Changes from http to https when the registry turns out to speak TLS. */
  base: URL;
  /** Of the last login. */
  authorization: string | undefined;
}

async function exchange(
  session: Session,
  path: string | URL,
  purpose: string,
  request: GetRequest & Partial<SendRequest>,
): Promise<HttpResponse> {
  const { registry, repository } = session.reference;
  const ask = () =>
    send(
      {
        method: request.method,
        body: request.body,
        url: path instanceof URL ? path : new URL(`/v2/${repository}/${path}`, session.base),
        headers: request.headers,
        authorization: session.authorization,
        purpose,
      },
      session.options,
    );
  let response = await ask();
  if (response.status === 400 && session.base.protocol === 'http:') {
    const bytes = await errorBody(response, purpose, session.options);
    const isAccepted = request.accept?.includes(response.status);
    if (!expectsTls(bytes) && isAccepted) return response;
    if (!expectsTls(bytes)) throw requestError(response, bytes, purpose, session);
    session.base = new URL(session.base.href.replace('http:', 'https:'));
    response = await ask();
  }
  // An old token may have expired, so one login follows a 401. A 401 to a fresh token is final.
  if (response.status === 401 && isFrom(response, session.base)) {
    discard(response);
    session.authorization = await authorize(
      response.header('www-authenticate'),
      await session.registryOptions.credentials?.(registry, repository),
      {
        registry: session.base,
        repository,
        tokenServers: tokenServers(registry, session.registryOptions),
      },
      session.options,
    );
    if (session.authorization !== undefined) response = await ask();
  }
  const accepted = [200, 206, 404, ...(request.accept ?? [])];
  if (accepted.includes(response.status)) return response;
  const bytes = await errorBody(response, purpose, session.options);
  throw requestError(response, bytes, purpose, session);
}

const MAX_ERROR_BYTES = 16 << 10;

/** Where the API of a registry is. */
export function registryUrl(registry: string, plainHttp: readonly string[]): URL {
  const host = registry === DOCKER_HUB ? 'registry-1.docker.io' : registry;
  const url = new URL(`https://${host}`);
  // Built from the text, because URL drops a port that is its scheme's default: https drops ":443", http ":80".
  return isLoopback(url) || plainHttp.includes(registry) ? new URL(`http://${host}`) : url;
}

function tokenServers(registry: string, options: RegistryOptions): readonly string[] {
  return [...(registry === DOCKER_HUB ? ['auth.docker.io'] : []), ...(options.tokenServers ?? [])];
}

/** Go's HTTP server answers with this text when a client speaks plain HTTP to its TLS port. */
function expectsTls(bytes: Uint8Array): boolean {
  return Buffer.from(bytes)
    .toString('latin1')
    .startsWith('Client sent an HTTP request to an HTTPS');
}

/** Whether the registry itself answered. The challenge of a host that it redirected to is not trusted. */
function isFrom(response: HttpResponse, base: URL): boolean {
  return response.url.origin === base.origin;
}

/** The body of an error answer, empty when it is too large or cannot be read. */
function errorBody(
  response: HttpResponse,
  purpose: string,
  options: HttpOptions,
): Promise<Uint8Array> {
  return readBody(response, MAX_ERROR_BYTES, options.timeout, purpose).catch(
    () => new Uint8Array(),
  );
}

function requestError(
  response: HttpResponse,
  bytes: Uint8Array,
  purpose: string,
  { base }: Session,
): PortsideError {
  const { status } = response;
  const message = registryMessage(bytes);
  return new PortsideError(
    isDenied(status) ? 'PSE4514' : 'PSE4508',
    `Cannot ${purpose}: ${base.host} answered ${status}${message ? ` (${message})` : ''}`,
    advice(response),
  );
}

function advice(response: HttpResponse): string | undefined {
  const { status } = response;
  if (status === 401 || status === 403) return 'Log in to the registry, or check the name';
  if (status === 429) return rateLimitAdvice(response);
  if (status >= 500) return 'The registry has a problem: try again later';
  return undefined;
}

/** The first error of the specification's error body, as one short printable line. */
function registryMessage(bytes: Uint8Array): string {
  try {
    const json: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'));
    const first = object(list(object(json).errors)[0]);
    return `${first.code ?? ''} ${first.message ?? ''}`
      .replace(/[^\x20-\x7e]+/g, ' ')
      .trim()
      .slice(0, 200);
  } catch {
    return '';
  }
}
