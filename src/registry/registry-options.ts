import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Host } from '../core/host.js';
import { DOCKER_HUB, registryOf } from '../core/reference.js';
import type { Options, RegistryLogin } from '../options/options.js';
import type { RegistryOptions } from './connection.js';
import { type Credentials, dockerCredentials, parseDockerConfig } from './credentials.js';

/** What a connection to a registry asks of the options. */
export type AskedByRegistry =
  | 'environment'
  | 'allowHttpRegistry'
  | 'registryLogin'
  | 'publicRegistriesOnly';

/** The connection options for the registry of a reference, as those for a registry. */
export async function optionsForReference(
  options: Pick<Options, AskedByRegistry>,
  host: Host,
  reference: string,
): Promise<RegistryOptions> {
  return registryOptions(options, host, registryOf(reference));
}

/**
 * The connection options for a registry, `ghcr.io` or `localhost:5000`: with the login of the options for its registry, else with the
 * credentials of docker's config.json if it exists, else anonymous. Throws PortsideError (usage) if that file is not JSON.
 */
export async function registryOptions(
  options: Pick<Options, AskedByRegistry>,
  host: Host,
  registry: string,
): Promise<RegistryOptions> {
  const { dockerConfig } = options.environment;
  // Docker Hub answers only over HTTPS, in whatever way its name is written.
  const plainHttp = options.allowHttpRegistry && registry !== DOCKER_HUB ? [registry] : [];
  const text =
    dockerConfig &&
    (await readFile(join(dockerConfig, 'config.json'), 'utf8').catch(() => undefined));
  const configured = text ? dockerCredentials(parseDockerConfig(text), host) : undefined;
  const { registryLogin: login } = options;
  const credentials = login ? withLogin(login, configured) : configured;
  return {
    plainHttp,
    ...(credentials && { credentials }),
    ...(options.publicRegistriesOnly && { publicOnly: true }),
  };
}

/** The credentials with a login for one registry, which comes first. */
function withLogin(
  { registry, username, password }: RegistryLogin,
  others: Credentials | undefined,
): Credentials {
  return async (asked, repository) =>
    asked === registry ? { kind: 'basic', username, password } : others?.(asked, repository);
}
