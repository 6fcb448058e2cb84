import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Host } from '../../core/host.js';
import type { Options } from '../../options/options.js';
import type { RegistryOptions } from '../../registry/connection.js';
import { dockerCredentials, parseDockerConfig } from '../../registry/credentials.js';

/**
 * The connection options for the registry of a reference: with the credentials of docker's config.json if it exists, else
 * anonymous. Throws PortsideError (usage) if that file is not JSON.
 */
export async function registryOptions(
  options: Options,
  host: Host,
  reference: string,
): Promise<RegistryOptions> {
  const { dockerConfig } = options.environment;
  const registry = reference.replace(/^(?:docker|registry):(?:\/\/)?/, '').split('/')[0] ?? '';
  const plainHttp = options.trust.insecureRegistry ? [registry] : [];
  const text =
    dockerConfig &&
    (await readFile(join(dockerConfig, 'config.json'), 'utf8').catch(() => undefined));
  return text
    ? { plainHttp, credentials: dockerCredentials(parseDockerConfig(text), host) }
    : { plainHttp };
}
