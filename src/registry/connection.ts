import { DOCKER_HUB, type Reference, repositoryName } from '../image/reference.js';
import { PortsideError } from '../lib/errors.js';
import { authorize } from './auth.js';
import type { Credentials } from './credentials.js';
import {
  body,
  discard,
  HTTP_DEFAULTS,
  type HttpOptions,
  type HttpResponse,
  isLoopback,
  send,
} from './http.js';

export interface RegistryOptions extends Partial<HttpOptions> {
  /** Anonymous without. */
  readonly credentials?: Credentials;
  /** Registries, as host[:port], that may be spoken to over plain HTTP; a loopback one always may. */
  readonly plainHttp?: readonly string[];
  /** Hosts, as host[:port], of token servers that may have the registry's credentials (see auth.ts). */
  readonly tokenServers?: readonly string[];
}

/** What the parts of the client need of each other. */
export interface Connection {
  readonly name: string;
  readonly options: HttpOptions;
  /**
   * GETs a path below `/v2/<repository>/`, or a whole URL of this registry, logging in when asked to. Returns answers
   * of 200, 206 and 404, and of the `also` given; throws PortsideError (incomplete) for every other.
   */
  get(path: string | URL, purpose: string, request?: GetRequest): Promise<HttpResponse>;
  /** As get, with another method, for what is written; a URL must be this registry's own. */
  ask(path: string | URL, purpose: string, request: WriteRequest): Promise<HttpResponse>;
}

interface GetRequest {
  readonly headers?: Readonly<Record<string, string>>;
  readonly also?: readonly number[];
}

interface WriteRequest extends GetRequest {
  readonly method: 'HEAD' | 'POST' | 'PUT';
  readonly body?: Uint8Array;
}

/** Opens nothing yet: the first request does. */
export function connect(
  reference: Pick<Reference, 'registry' | 'repository'>,
  given: RegistryOptions,
): Connection {
  const options: HttpOptions = { ...HTTP_DEFAULTS, ...given };
  const { repository } = reference;
  const name = repositoryName(reference);
  let base = baseUrl(reference.registry, given.plainHttp ?? []);
  let authorization: string | undefined;

  const exchange = async (
    path: string | URL,
    purpose: string,
    request: GetRequest & Partial<WriteRequest>,
  ) => {
    const ask = () =>
      send(
        {
          ...(request.method ? { method: request.method } : {}),
          ...(request.body ? { body: request.body } : {}),
          url: path instanceof URL ? path : new URL(`/v2/${repository}/${path}`, base),
          ...(request.headers ? { headers: request.headers } : {}),
          ...(authorization === undefined ? {} : { authorization }),
          purpose,
        },
        options,
      );
    let response = await ask();
    if (response.status === 400 && base.protocol === 'http:') {
      const bytes = await errorBody(response, purpose, options);
      if (!speaksTls(bytes)) throw rejected(response.status, bytes, purpose, base);
      base = new URL(base.href.replace('http:', 'https:'));
      response = await ask();
    }
    // A second 401 with a fresh authorization is an answer, an old token's may only have run out.
    if (response.status === 401 && isFrom(response, base)) {
      discard(response);
      authorization = await authorize(
        response.header('www-authenticate'),
        await given.credentials?.(reference.registry, repository),
        { registry: base, repository, realms: realms(reference.registry, given) },
        options,
      );
      if (authorization !== undefined) response = await ask();
    }
    const welcome = [200, 206, 404, ...(request.also ?? [])];
    if (!welcome.includes(response.status))
      throw rejected(response.status, await errorBody(response, purpose, options), purpose, base);
    return response;
  };
  return {
    name,
    options,
    get: (path, purpose, request = {}) => exchange(path, purpose, request),
    ask: (path, purpose, request) => {
      if (path instanceof URL && path.origin !== base.origin)
        throw new PortsideError(
          'PSE4500',
          `Cannot ${purpose}: ${base.host} wants it at ${path.host}, another host`,
        );
      return exchange(path, purpose, request);
    },
  };
}

const LARGEST_ERROR = 16 << 10;

function baseUrl(registry: string, plainHttp: readonly string[]): URL {
  const host = registry === DOCKER_HUB ? 'registry-1.docker.io' : registry;
  const url = new URL(`https://${host}`);
  // The port is kept as written: https would swallow ":443", http ":80".
  return isLoopback(url) || plainHttp.includes(registry) ? new URL(`http://${host}`) : url;
}

function realms(registry: string, given: RegistryOptions): readonly string[] {
  return [...(registry === DOCKER_HUB ? ['auth.docker.io'] : []), ...(given.tokenServers ?? [])];
}

/** Go's server says so when it is spoken to in plain HTTP on its TLS port. */
function speaksTls(bytes: Uint8Array): boolean {
  return Buffer.from(bytes)
    .toString('latin1')
    .startsWith('Client sent an HTTP request to an HTTPS');
}

/** Whether the registry itself answered, not where it redirected to: a stranger's challenge counts for nothing. */
function isFrom(response: HttpResponse, base: URL): boolean {
  return response.url.origin === base.origin;
}

/** As much of an error's body as is worth reading; never an error of its own. */
function errorBody(
  response: HttpResponse,
  purpose: string,
  options: HttpOptions,
): Promise<Uint8Array> {
  return body(response, LARGEST_ERROR, options.timeout, purpose).catch(() => new Uint8Array());
}

function rejected(status: number, bytes: Uint8Array, purpose: string, base: URL): PortsideError {
  const said = registryMessage(bytes);
  const what = `Cannot ${purpose}: ${base.host} answered ${status}${said ? ` (${said})` : ''}`;
  return new PortsideError('PSE4500', what, advice(status));
}

function advice(status: number): string | undefined {
  if (status === 401 || status === 403) return 'Log in to the registry, or check the name';
  if (status === 429) return 'Too many requests: log in, or try again later';
  if (status >= 500) return 'The registry is in trouble: try again later';
  return undefined;
}

/** The first error of the specification's error body, as one short printable line. */
function registryMessage(bytes: Uint8Array): string {
  try {
    const json: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'));
    const first = (json as { errors?: { code?: unknown; message?: unknown }[] }).errors?.[0];
    return `${first?.code ?? ''} ${first?.message ?? ''}`
      .replace(/[^\x20-\x7e]+/g, ' ')
      .trim()
      .slice(0, 200);
  } catch {
    return '';
  }
}
