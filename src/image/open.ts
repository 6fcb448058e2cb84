import { PortsideError } from '../lib/errors.js';
import type { RegistryOptions } from '../registry/connection.js';
import type { Image } from './image.js';
import { DEFAULT_LIMITS, type Limits } from './limits.js';
import { ownPlatform, parsePlatform } from './platform.js';
import type { OpenRequest } from './sources/source.js';
import { SOURCES } from './sources/sources.js';

export interface OpenOptions {
  /** `linux/arm64`, `linux/arm/v7`; this machine's architecture with linux when absent. */
  readonly platform?: string;
  readonly limits?: Partial<Limits>;
  /** No registry may be asked. */
  readonly offline?: boolean;
  /** DOCKER_HOST; the engine's local socket when absent. */
  readonly dockerHost?: string;
  /** How to speak to a registry, asked when one is needed: credentials, for example. Anonymous without. */
  readonly registryOptions?: (registry: string) => Promise<RegistryOptions>;
  /** Which source a reference without scheme turned out to be. */
  readonly log?: (message: string) => void;
  /** What the user should know although it is no failure: another platform was taken, for example. */
  readonly note?: (message: string) => void;
}

/**
 * Opens an image once: `docker-archive:FILE[:TAG]`, `oci:DIR[:TAG][@DIGEST]`, `oci-archive:FILE[:TAG]`, `dir:PATH`,
 * `docker:NAME` (the local engine), `registry:NAME`; without a scheme the sources are tried in order, and the log says
 * which it was. The caller closes the image.
 * Throws PortsideError: usage when there is no such image, incomplete when it is damaged.
 */
export async function openImage(reference: string, options: OpenOptions = {}): Promise<Image> {
  const note = options.note ?? (() => {});
  const request = (text: string): OpenRequest => ({
    reference: text,
    platform: options.platform ? parsePlatform(options.platform) : ownPlatform(),
    platformIsWish: options.platform !== undefined,
    limits: { ...DEFAULT_LIMITS, ...options.limits },
    note,
    offline: options.offline ?? false,
    ...(options.dockerHost ? { dockerHost: options.dockerHost } : {}),
    ...(options.registryOptions ? { registryOptions: options.registryOptions } : {}),
  });
  const colon = reference.indexOf(':');
  const source = SOURCES.find(({ scheme }) => scheme === reference.slice(0, colon));
  if (source) {
    const rest = reference.slice(colon + 1);
    if (rest === '') throw new PortsideError('PSE4000', `${reference} names no image`);
    return source.open(request(rest));
  }
  if (reference === '') throw new PortsideError('PSE4000', 'No image was named');
  for (const candidate of SOURCES) {
    const image = await candidate.find?.(request(reference));
    if (!image) continue;
    options.log?.(`${reference} is read as ${image.source}:${reference}`);
    return image;
  }
  throw new PortsideError(
    'PSE4000',
    `There is no image ${reference}`,
    'Name a file, or write where it is: docker-archive:FILE, oci:FOLDER, oci-archive:FILE, dir:FOLDER, docker:NAME, registry:NAME.',
  );
}
