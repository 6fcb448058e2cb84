import type { Host } from '../core/host.js';
import { DOCKER_HUB } from '../image/reference.js';
import { PortsideError, reason } from '../lib/errors.js';

/** What opens a registry. */
export type Credential =
  | { readonly kind: 'basic'; readonly username: string; readonly password: string }
  /** An OAuth2 refresh token, exchanged at the token endpoint. */
  | { readonly kind: 'identity'; readonly token: string }
  /** A bearer token that the registry itself takes. */
  | { readonly kind: 'bearer'; readonly token: string };

/** The credential for a repository of a registry; undefined is anonymous. */
export type Credentials = (registry: string, repository: string) => Promise<Credential | undefined>;

/** Docker's configuration, the parts about registries. */
export interface DockerConfig {
  readonly auths: ReadonlyMap<string, Credential>;
  /** Registry to the name of a `docker-credential-NAME` program. */
  readonly helpers: ReadonlyMap<string, string>;
  readonly store?: string;
}

/**
 * Reads docker's config.json (also containers-auth.json(5), with repositories as keys). Entries that make no sense are
 * left out. Throws PortsideError (usage) when it is not a JSON object.
 */
export function parseDockerConfig(text: string): DockerConfig {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    // The parser's message may quote the text, and the text holds passwords.
    throw new PortsideError(
      'PSE4000',
      'Cannot read docker config.json: it is not JSON',
      undefined,
      error,
    );
  }
  if (!isObject(json))
    throw new PortsideError('PSE4000', 'Cannot read docker config.json: it is not an object');
  const auths = new Map<string, Credential>();
  for (const [key, value] of entries(json.auths)) {
    const credential = parseAuth(value);
    if (credential) auths.set(registryKey(key), credential);
  }
  const helpers = new Map<string, string>();
  for (const [key, value] of entries(json.credHelpers))
    if (typeof value === 'string' && PROGRAM.test(value)) helpers.set(registryKey(key), value);
  const store = json.credsStore;
  return {
    auths,
    helpers,
    ...(typeof store === 'string' && PROGRAM.test(store) ? { store } : {}),
  };
}

/**
 * Looks credentials up as docker does: the registry's helper, else the store, else `auths`; of keys with a path the
 * longest that fits. A helper that fails is a warning and the registry is asked without credentials.
 */
export function dockerCredentials(config: DockerConfig, host: Host): Credentials {
  const known = new Map<string, Promise<Credential | undefined>>();
  const ask = (helper: string, registry: string) => {
    const key = `${helper} ${registry}`;
    const asked = known.get(key) ?? askHelper(helper, registry, host);
    known.set(key, asked);
    return asked;
  };
  return async (registry, repository) => {
    const helper = config.helpers.get(registryKey(registry));
    if (helper !== undefined) return ask(helper, registry);
    const stored = config.store === undefined ? undefined : await ask(config.store, registry);
    return stored ?? longestMatch(config.auths, registryKey(registry), repository);
  };
}

const PROGRAM = /^[A-Za-z0-9._-]+$/;
const HELPER_TIMEOUT = 30_000;
/** What docker files Docker Hub's credentials under. */
const HUB_KEY = 'https://index.docker.io/v1/';
const HUB_NAMES = [
  DOCKER_HUB,
  'index.docker.io',
  'registry-1.docker.io',
  'registry.hub.docker.com',
];

/** `https://index.docker.io/v1/` and `docker.io` are one registry; schemes and API paths say nothing. */
function registryKey(key: string): string {
  const bare = key
    .replace(/^https?:\/\//, '')
    .replace(/\/+$/, '')
    .replace(/\/v[12]$/, '');
  return HUB_NAMES.includes(bare) ? DOCKER_HUB : bare;
}

function parseAuth(value: unknown): Credential | undefined {
  if (!isObject(value)) return undefined;
  const { identitytoken, registrytoken, auth, username, password } = value;
  if (typeof identitytoken === 'string' && identitytoken !== '')
    return { kind: 'identity', token: identitytoken };
  if (typeof registrytoken === 'string' && registrytoken !== '')
    return { kind: 'bearer', token: registrytoken };
  if (typeof auth === 'string' && auth !== '') {
    const pair = Buffer.from(auth, 'base64').toString('utf8');
    const colon = pair.indexOf(':');
    return colon > 0
      ? { kind: 'basic', username: pair.slice(0, colon), password: pair.slice(colon + 1) }
      : undefined;
  }
  return typeof username === 'string' && username !== '' && typeof password === 'string'
    ? { kind: 'basic', username, password }
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
      timeout: HELPER_TIMEOUT,
    });
    if (status !== 0) {
      if (/credentials not found/i.test(stdout + stderr)) return undefined;
      throw new Error(`exit status ${status}`);
    }
    const answer: unknown = JSON.parse(stdout);
    if (!isObject(answer) || typeof answer.Secret !== 'string' || answer.Secret === '')
      return undefined;
    return answer.Username === '<token>' || typeof answer.Username !== 'string'
      ? { kind: 'identity', token: answer.Secret }
      : { kind: 'basic', username: answer.Username, password: answer.Secret };
  } catch (error) {
    // A JSON error may quote the secret.
    const why = error instanceof SyntaxError ? 'its answer is not JSON' : reason(error);
    host.warning(`${program} gave no credentials for ${registry} (${why}); asking without.`);
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

function entries(json: unknown): [string, unknown][] {
  return isObject(json) ? Object.entries(json) : [];
}

function isObject(json: unknown): json is Record<string, unknown> {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}
