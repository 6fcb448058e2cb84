import { PortsideError } from '../lib/errors.js';
import { redactUrl } from '../lib/redact-url.js';
import type { Credential } from './credentials.js';
import { body, discard, type HttpOptions, isLoopback, send } from './http.js';

/** One challenge of a WWW-Authenticate header (RFC 9110, 11.6.1). */
export interface Challenge {
  /** Lower case. */
  readonly scheme: string;
  readonly parameters: ReadonlyMap<string, string>;
}

/** What the registry is and what is wanted of it. */
export interface TokenRequest {
  /** The registry's own address, the only one whose challenges count. */
  readonly registry: URL;
  readonly repository: string;
  /** Hosts of token endpoints that may have this registry's credentials besides its own. */
  readonly realms: readonly string[];
}

/**
 * Answers a 401: the value of the Authorization header to try next, undefined when there is nothing to offer.
 * Throws PortsideError (incomplete) when the token endpoint is not to be trusted or does not answer.
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

/** Reads a WWW-Authenticate header; what does not follow the grammar ends the reading. */
export function parseChallenges(header: string): Challenge[] {
  const challenges: { scheme: string; parameters: Map<string, string> }[] = [];
  let rest = header.slice(0, LONGEST_HEADER).trim();
  while (rest !== '') {
    const parameter = PARAMETER.exec(rest);
    const scheme = parameter ? null : SCHEME.exec(rest);
    const found = parameter ?? scheme;
    if (!found) break;
    if (scheme) challenges.push({ scheme: (scheme[1] ?? '').toLowerCase(), parameters: new Map() });
    const [, name = '', quoted, plain = ''] = parameter ?? [];
    if (parameter)
      challenges
        .at(-1)
        ?.parameters.set(name.toLowerCase(), quoted?.replace(/\\(.)/g, '$1') ?? plain);
    rest = rest.slice(found[0].length).replace(/^[\s,]+/, '');
  }
  return challenges;
}

/** Whether credentials for the registry may go to a token endpoint at `realm`. */
export function mayHaveCredentials(registry: URL, realm: URL, realms: readonly string[]): boolean {
  if (realm.host === registry.host || realms.includes(realm.host)) return true;
  if (realm.port !== '' || isLoopback(realm) || isAddress(realm.hostname)) return false;
  const [a, b] = [registry.hostname, realm.hostname];
  if (a.endsWith(`.${b}`) || b.endsWith(`.${a}`)) return true;
  const parent = a.slice(a.indexOf('.') + 1);
  return isOwnDomain(parent) && b.endsWith(`.${parent}`);
}

const LONGEST_HEADER = 8192;
const LARGEST_TOKEN_ANSWER = 1 << 20;
const PARAMETER = /^([A-Za-z0-9_-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))/;
const SCHEME = /^([A-Za-z][A-Za-z0-9-]*)(?=\s|,|$)/;

async function fetchToken(
  challenge: Challenge,
  credential: Credential | undefined,
  request: TokenRequest,
  options: HttpOptions,
): Promise<string> {
  if (credential?.kind === 'bearer') return credential.token;
  const realm = parseRealm(challenge.parameters.get('realm') ?? '', request.registry);
  const trusted = mayHaveCredentials(request.registry, realm, request.realms);
  const offered = trusted ? credential : undefined;
  const service = challenge.parameters.get('service');
  const scope = challenge.parameters.get('scope') ?? `repository:${request.repository}:pull`;
  const purpose = `get a token for ${request.registry.host}/${request.repository}`;
  const response = await send(
    {
      ...(offered?.kind === 'identity'
        ? exchange(realm, service, scope, offered.token)
        : ask(realm, service, scope, offered)),
      purpose,
    },
    options,
  );
  if (response.status !== 200) {
    discard(response);
    throw refused(purpose, `${realm.host} answered ${response.status}`, credential, trusted, realm);
  }
  const token = readToken(await body(response, LARGEST_TOKEN_ANSWER, options.timeout, purpose));
  if (token === undefined)
    throw refused(purpose, `${realm.host} gave none`, credential, trusted, realm);
  return token;
}

function parseRealm(text: string, registry: URL): URL {
  const realm = URL.canParse(text) ? new URL(text) : undefined;
  const encrypted = realm?.protocol === 'https:' && (!isLoopback(realm) || isLoopback(registry));
  // A loopback registry's token server may stand beside it; a registry allowed over plain HTTP may be its own.
  const beside =
    realm?.protocol === 'http:' &&
    ((isLoopback(realm) && isLoopback(registry)) || realm.origin === registry.origin);
  if (realm && (encrypted || beside)) {
    realm.username = '';
    realm.password = '';
    return realm;
  }
  throw new PortsideError(
    'PSE4500',
    `Cannot log in to ${registry.host}: it names "${redactUrl(text).slice(0, 100)}" as its token server, which is not an https address`,
  );
}

function ask(
  realm: URL,
  service: string | undefined,
  scope: string,
  credential: Credential | undefined,
) {
  const url = new URL(realm);
  if (service !== undefined) url.searchParams.set('service', service);
  for (const one of scope.split(' ')) url.searchParams.append('scope', one);
  return credential?.kind === 'basic'
    ? { url, authorization: basic(credential.username, credential.password) }
    : { url };
}

function exchange(realm: URL, service: string | undefined, scope: string, token: string) {
  const form = new URLSearchParams({
    grant_type: 'refresh_token',
    client_id: 'portside',
    service: service ?? '',
    scope,
    refresh_token: token,
  });
  return {
    url: realm,
    method: 'POST' as const,
    body: form.toString(),
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
  };
}

function readToken(bytes: Uint8Array): string | undefined {
  let json: unknown;
  try {
    json = JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    return undefined;
  }
  if (typeof json !== 'object' || json === null) return undefined;
  const { token, access_token } = json as Record<string, unknown>;
  // Only what may stand in a header: anything else would be a header of the server's making.
  return [token, access_token].find(
    (one): one is string => typeof one === 'string' && /^[\x21-\x7e]+$/.test(one),
  );
}

function basic(username: string, password: string): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}

/** A domain that one party owns: two labels or more, and not a country's second level such as co.uk. */
function isOwnDomain(domain: string): boolean {
  const labels = domain.split('.');
  const last = labels.at(-1) ?? '';
  return (
    labels.length > 2 ||
    (labels.length === 2 && !(last.length === 2 && (labels[0] ?? '').length <= 3))
  );
}

function isAddress(hostname: string): boolean {
  return hostname.startsWith('[') || /^[\d.]+$/.test(hostname);
}

function refused(
  purpose: string,
  why: string,
  credential: Credential | undefined,
  trusted: boolean,
  realm: URL,
): PortsideError {
  const advice = !credential
    ? 'Log in to the registry first, or check the name'
    : trusted
      ? 'Check the credentials'
      : `Its credentials were not sent to ${realm.host}, which is another host; allow that host if it is the registry's token server`;
  return new PortsideError('PSE4500', `Cannot ${purpose}: ${why}`, advice);
}
