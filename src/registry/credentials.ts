import type { Host } from '../core/host.js';
import { DOCKER_HUB } from '../core/reference.js';
import { PortsideError, reason } from '../lib/errors.js';
import { isObject, nonEmptyText, object } from '../lib/json.js';

/** How to log in to a registry. */
export type Credential =
  | { readonly kind: 'basic'; readonly username: string; readonly password: string }
  /** An OAuth2 refresh token, exchanged at the token server. */
  | { readonly kind: 'identity'; readonly token: string }
  /** A bearer token that the registry itself accepts. */
  | { readonly kind: 'bearer'; readonly token: string };

/** The credential for a repository of a registry; undefined is anonymous. */
export type Credentials = (registry: string, repository: string) => Promise<Credential | undefined>;

/** The parts of Docker's configuration that are about registries. */
export interface DockerConfig {
  readonly auths: ReadonlyMap<string, Credential>;
  /** By registry: NAME of the program `docker-credential-NAME`. */
  readonly helpers: ReadonlyMap<string, string>;
  /** NAME of the helper program for all other registries. */
  readonly store?: string;
}

/**
 * Parses Docker's config.json, and containers-auth.json(5), whose keys may be repositories. Invalid entries are
 * skipped. Throws PortsideError (usage) when the text is not a JSON object.
 */
export function parseDockerConfig(text: string): DockerConfig {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    // The parser's message is not shown: it may quote the text, which holds passwords.
    throw invalidConfig('it is not JSON', error);
  }
  if (!isObject(json)) throw invalidConfig('it is not a JSON object');
  const auths = new Map<string, Credential>();
  for (const [key, value] of Object.entries(object(json.auths))) {
    const credential = parseAuth(value);
    if (credential) auths.set(registryKey(key), credential);
  }
  const helpers = new Map<string, string>();
  for (const [key, value] of Object.entries(object(json.credHelpers)))
    if (isProgramName(value)) helpers.set(registryKey(key), value);
  return { auths, helpers, store: isProgramName(json.credsStore) ? json.credsStore : undefined };
}

/**
 * Finds credentials as docker does: from the registry's helper, else from the store, else from `auths`, where the
 * longest matching path wins. When a helper fails, a warning is logged and the registry is asked anonymously.
 */
export function dockerCredentials(config: DockerConfig, host: Host): Credentials {
  const answers = new Map<string, Promise<Credential | undefined>>();
  const ask = (helper: string, registry: string) => {
    const key = `${helper} ${registry}`;
    const answer = answers.get(key) ?? askHelper(helper, registry, host);
    answers.set(key, answer);
    return answer;
  };
  return async (registry, repository) => {
    const helper = config.helpers.get(registryKey(registry));
    if (helper !== undefined) return ask(helper, registry);
    const stored = config.store === undefined ? undefined : await ask(config.store, registry);
    return stored ?? longestMatch(config.auths, registryKey(registry), repository);
  };
}

const HELPER_TIMEOUT_MS = 30_000;
/** The key under which docker stores the credentials of Docker Hub. */
const HUB_KEY = 'https://index.docker.io/v1/';
const HUB_NAMES = [
  DOCKER_HUB,
  'index.docker.io',
  'registry-1.docker.io',
  'registry.hub.docker.com',
];

/** Removes scheme and API path, which do not identify a registry: `https://index.docker.io/v1/` is `docker.io`. */
function registryKey(key: string): string {
  const bare = key
    .replace(/^https?:\/\//, '')
    .replace(/\/+$/, '')
    .replace(/\/v[12]$/, '')
    // As references have it.
    .replace(/^[^/]*/, (host) => host.toLowerCase());
  return HUB_NAMES.includes(bare) ? DOCKER_HUB : bare;
}

function isProgramName(value: unknown): value is string {
  return typeof value === 'string' && /^[A-Za-z0-9._-]+$/.test(value);
}

function parseAuth(value: unknown): Credential | undefined {
  const { identitytoken, registrytoken, auth, username, password } = object(value);
  const identity = nonEmptyText(identitytoken);
  if (identity !== undefined) return { kind: 'identity', token: identity };
  const bearer = nonEmptyText(registrytoken);
  if (bearer !== undefined) return { kind: 'bearer', token: bearer };
  const encoded = nonEmptyText(auth);
  if (encoded !== undefined) {
    const pair = Buffer.from(encoded, 'base64').toString('utf8');
    const colon = pair.indexOf(':');
    return colon > 0
      ? { kind: 'basic', username: pair.slice(0, colon), password: pair.slice(colon + 1) }
      : undefined;
  }
  const user = nonEmptyText(username);
  return user !== undefined && typeof password === 'string'
    ? { kind: 'basic', username: user, password }
    : undefined;
}

/** Protocol: docker-credential-helpers, "get". */
async function askHelper(
  helper: string,
  registry: string,
  host: Host,
): Promise<Credential | undefined> {
  const program = `docker-credential-${helper}`;
  const server = registry === DOCKER_HUB ? HUB_KEY : registry;
  try {
    const { status, stdout, stderr } = await host.run(program, ['get'], {
      input: server,
      timeout: HELPER_TIMEOUT_MS,
    });
    if (status !== 0) {
      if (/credentials not found/i.test(stdout + stderr)) return undefined;
      throw new Error(`exit status ${status}`);
    }
    const answer = object(JSON.parse(stdout));
    const secret = nonEmptyText(answer.Secret);
    if (secret === undefined) return undefined;
    return answer.Username === '<token>' || typeof answer.Username !== 'string'
      ? { kind: 'identity', token: secret }
      : { kind: 'basic', username: answer.Username, password: secret };
  } catch (error) {
    // The message of a JSON error may quote the secret.
    const why = error instanceof SyntaxError ? 'its answer is not JSON' : reason(error);
    host.warning(
      `Cannot get credentials for ${registry} from ${program}: ${why}. The registry is asked anonymously.`,
    );
    return undefined;
  }
}

function longestMatch(
  auths: ReadonlyMap<string, Credential>,
  registry: string,
  repository: string,
): Credential | undefined {
  const path = `${registry}/${repository}`.split('/');
  for (let length = path.length; length > 0; length--) {
    const credential = auths.get(path.slice(0, length).join('/'));
    if (credential) return credential;
  }
  return undefined;
}

function invalidConfig(why: string, cause?: unknown): PortsideError {
  return new PortsideError(
    'PSE4008',
    `Cannot read Docker's config.json: ${why}`,
    'Correct it, or log in again with docker login',
    cause,
  );
}
