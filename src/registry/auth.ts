import { PortsideError } from '../lib/errors.js';
import { discard, type HttpOptions, isLoopback, readBody, send } from '../lib/http.js';
import { object } from '../lib/json.js';
import { redactUrl } from '../lib/redact-url.js';
import type { Credential } from './credentials.js';
import { rateLimitAdvice } from './rate-limit-advice.js';

/** One challenge of a WWW-Authenticate header (RFC 9110, 11.6.1). */
export interface Challenge {
  /** Lower case. */
  readonly scheme: string;
  readonly parameters: ReadonlyMap<string, string>;
}

/** The repository that a token is requested for. */
export interface TokenRequest {
  /** The registry's own address. Only its challenges are answered. */
  readonly registry: URL;
  readonly repository: string;
  /** Hosts of token servers, other than the registry's own, that may receive its credentials. */
  readonly tokenServers: readonly string[];
}

/**
 * Answers a 401: the value of the Authorization header for the next attempt, undefined when there is none. Throws
 * PortsideError (incomplete) when the token server must not be trusted or issues no token.
 * Sources: distribution "Token authentication" and "OAuth2 token authentication"; RFC 7617 for Basic.
 */
export async function authorize(
  header: string | undefined,
  credential: Credential | undefined,
  request: TokenRequest,
  options: HttpOptions,
): Promise<string | undefined> {
  const challenges = parseChallenges(header ?? '');
  const bearer = challenges.find(({ scheme }) => scheme === 'bearer');
  if (bearer) return `Bearer ${await fetchToken(bearer, credential, request, options)}`;
  if (credential?.kind === 'basic' && challenges.some(({ scheme }) => scheme === 'basic'))
    return basic(credential.username, credential.password);
  return undefined;
}

/** Parses a WWW-Authenticate header up to the first part that does not follow the grammar. */
export function parseChallenges(header: string): Challenge[] {
  const challenges: { scheme: string; parameters: Map<string, string> }[] = [];
  let rest = header.slice(0, MAX_HEADER_LENGTH).trim();
  while (rest !== '') {
    const parameter = PARAMETER.exec(rest);
    const scheme = parameter ? null : SCHEME.exec(rest);
    const match = parameter ?? scheme;
    if (!match) break;
    if (scheme) challenges.push({ scheme: (scheme[1] ?? '').toLowerCase(), parameters: new Map() });
    const [, name = '', quoted, plain = ''] = parameter ?? [];
    if (parameter)
      challenges
        .at(-1)
        ?.parameters.set(name.toLowerCase(), quoted?.replace(/\\(.)/g, '$1') ?? plain);
    rest = rest.slice(match[0].length).replace(/^[\s,]+/, '');
  }
  return challenges;
}

/**
 * Whether the registry's credentials may be sent to a token server: to the registry's own host, to an allowed host, or
 * to a host of the same domain.
 */
export function mayReceiveCredentials(
  tokenServer: URL,
  { registry, tokenServers }: Pick<TokenRequest, 'registry' | 'tokenServers'>,
): boolean {
  if (tokenServer.host === registry.host || tokenServers.includes(tokenServer.host)) return true;
  if (tokenServer.port !== '' || isLoopback(tokenServer) || isIpAddress(tokenServer.hostname))
    return false;
  const [a, b] = [registry.hostname, tokenServer.hostname];
  if (a.endsWith(`.${b}`) || b.endsWith(`.${a}`)) return true;
  const parent = a.slice(a.indexOf('.') + 1);
  return isOwnDomain(parent) && b.endsWith(`.${parent}`);
}

const MAX_HEADER_LENGTH = 8192;
const MAX_TOKEN_BYTES = 1 << 20;
const PARAMETER = /^([A-Za-z0-9_-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))/;
const SCHEME = /^([A-Za-z][A-Za-z0-9-]*)(?=\s|,|$)/;

async function fetchToken(
  challenge: Challenge,
  credential: Credential | undefined,
  request: TokenRequest,
  options: HttpOptions,
): Promise<string> {
  if (credential?.kind === 'bearer') return credential.token;
  const server = parseRealm(challenge.parameters.get('realm') ?? '', request.registry);
  const isTrusted = mayReceiveCredentials(server, request);
  const offered = isTrusted ? credential : undefined;
  const service = challenge.parameters.get('service');
  const scope = challenge.parameters.get('scope') ?? `repository:${request.repository}:pull`;
  const purpose = `get a token for ${request.registry.host}/${request.repository}`;
  const fail = (why: string, code: 'PSE4509' | 'PSE4514' = 'PSE4509', next?: string) =>
    new PortsideError(
      code,
      `Cannot ${purpose}: ${server.host} ${why}`,
      next ?? loginAdvice(credential, isTrusted, server),
    );
  const response = await send(
    {
      ...(offered?.kind === 'identity'
        ? oauthRequest(server, service, scope, offered.token)
        : tokenRequest(server, service, scope, offered)),
      purpose,
    },
    options,
  );
  if (response.status !== 200) {
    discard(response);
    const { status } = response;
    throw fail(
      `answered ${status}`,
      isDenied(status) ? 'PSE4514' : 'PSE4509',
      status === 429 ? rateLimitAdvice(response) : undefined,
    );
  }
  const token = tokenIn(await readBody(response, MAX_TOKEN_BYTES, options.timeout, purpose));
  if (token === undefined) throw fail('sent no token');
  return token;
}

/** Whether a login would help: the repository is private, or anonymous requests are limited. */
export function isDenied(status: number): boolean {
  return status === 401 || status === 403 || status === 429;
}

/** The address of the token server. Throws PortsideError (incomplete) when it is not https. */
function parseRealm(text: string, registry: URL): URL {
  const realm = URL.canParse(text) ? new URL(text) : undefined;
  const isEncrypted = realm?.protocol === 'https:' && (!isLoopback(realm) || isLoopback(registry));
  // Plain HTTP is allowed when both are on loopback, or when a registry with plain HTTP is its own token server.
  const isAllowedHttp =
    realm?.protocol === 'http:' &&
    ((isLoopback(realm) && isLoopback(registry)) || realm.origin === registry.origin);
  if (realm && (isEncrypted || isAllowedHttp)) {
    realm.username = '';
    realm.password = '';
    return realm;
  }
  throw new PortsideError(
    'PSE4510',
    `Cannot log in to ${registry.host}: its token server "${redactUrl(text).slice(0, 100)}" is not an https address`,
  );
}

function tokenRequest(
  server: URL,
  service: string | undefined,
  scope: string,
  credential: Credential | undefined,
) {
  const url = new URL(server);
  if (service !== undefined) url.searchParams.set('service', service);
  for (const part of scope.split(' ')) url.searchParams.append('scope', part);
  return credential?.kind === 'basic'
    ? { url, authorization: basic(credential.username, credential.password) }
    : { url };
}

/** Exchanges a refresh token for an access token. */
function oauthRequest(server: URL, service: string | undefined, scope: string, token: string) {
  const form = new URLSearchParams({
    grant_type: 'refresh_token',
    client_id: 'portside',
    service: service ?? '',
    scope,
    refresh_token: token,
  });
  return {
    url: server,
    method: 'POST' as const,
    body: form.toString(),
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
  };
}

function tokenIn(bytes: Uint8Array): string | undefined {
  let json: unknown;
  try {
    json = JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    return undefined;
  }
  const { token, access_token } = object(json);
  // Other characters could end the header, so that the server would add headers of its choice.
  return [token, access_token].find(
    (value): value is string => typeof value === 'string' && /^[\x21-\x7e]+$/.test(value),
  );
}

function basic(username: string, password: string): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}

/** A domain with one owner: at least two labels, and not a second level of a country such as co.uk. */
function isOwnDomain(domain: string): boolean {
  const labels = domain.split('.');
  const last = labels.at(-1) ?? '';
  return (
    labels.length > 2 ||
    (labels.length === 2 && !(last.length === 2 && (labels[0] ?? '').length <= 3))
  );
}

function isIpAddress(hostname: string): boolean {
  return hostname.startsWith('[') || /^[\d.]+$/.test(hostname);
}

function loginAdvice(credential: Credential | undefined, isTrusted: boolean, server: URL): string {
  if (!credential) return 'Log in to the registry first, or check the name';
  return isTrusted
    ? 'Check the credentials'
    : `The credentials were not sent, because ${server.host} is another host; check the address of the registry`;
}
