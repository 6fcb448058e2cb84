import { PortsideError } from '../lib/errors.js';
import { didYouMean } from '../lib/nearest-file.js';
import type { RegistryOptions } from '../registry/connection.js';
import { parsePlatform } from '../registry/platform.js';
import type { ImageSet } from './image.js';
import { DEFAULT_LIMITS, type Limits } from './limits.js';
import { isFolder } from './sources/oci-folder.js';
import type { OpenRequest } from './sources/source.js';
import { SOURCES } from './sources/sources.js';

export interface OpenOptions {
  /** `linux/arm64`, `linux/arm/v7`. When absent or empty: all platforms of the image. */
  readonly platforms?: readonly string[];
  readonly limits?: Partial<Limits>;
  /** No requests to registries. */
  readonly offline?: boolean;
  /** DOCKER_HOST. When absent: the engine's local socket. */
  readonly dockerHost?: string;
  /** Credentials and other options, called when a registry is needed. When absent: anonymous. */
  readonly registryOptions?: (registry: string) => Promise<RegistryOptions>;
  /** Gets the source that was found for a reference without a prefix. */
  readonly log?: (message: string) => void;
  /** Gets what the user should know although nothing failed, such as that another platform was used. */
  readonly note?: (message: string) => void;
}

/** A registry may have the name of a source, as a service container has in a workflow: `registry:5000/app`. */
const HOST_AND_PORT = /^(?:docker|registry):\d+\//;

/**
 * Opens the images of a name, one for each platform: `docker-archive:FILE[:TAG]`, `oci:DIR[:TAG][@DIGEST]`, `oci-archive:FILE[:TAG]`, `dir:PATH`,
 * `docker:NAME` (the local engine), `registry:NAME`. Without a prefix the sources are tried in this order, and the one
 * that has the image is logged. The caller closes the images.
 * Throws PortsideError: usage when there is no such image, incomplete when it is damaged.
 */
export async function openImages(reference: string, options: OpenOptions = {}): Promise<ImageSet> {
  const { platforms = [] } = options;
  const request = (text: string): OpenRequest => ({
    reference: text,
    ...(platforms.length > 0 && { platforms: platforms.map(parsePlatform) }),
    limits: { ...DEFAULT_LIMITS, ...options.limits },
    note: options.note ?? (() => {}),
    offline: options.offline ?? false,
    dockerHost: options.dockerHost || undefined,
    registryOptions: options.registryOptions,
  });
  const colon = reference.indexOf(':');
  const source = SOURCES.find(({ scheme }) => scheme === reference.slice(0, colon));
  if (source && !HOST_AND_PORT.test(reference)) {
    const rest = reference.slice(colon + 1);
    if (rest === '')
      throw new PortsideError(
        'PSE4002',
        `Cannot open ${reference}: the name of the image is missing`,
      );
    return source.open(request(rest));
  }
  if (reference === '') throw new PortsideError('PSE4002', 'Cannot open an image: no name given');
  for (const candidate of SOURCES) {
    const found = await candidate.find?.(request(reference)).catch((error: unknown) => {
      throw isFolder(reference) ? orFolder(reference, error) : error;
    });
    if (!found) continue;
    options.log?.(`${reference} is read as ${found.images[0]?.source}:${reference}`);
    return found;
  }
  if (isFolder(reference))
    throw new PortsideError(
      'PSE4002',
      `Cannot open ${reference} as an image: it is a folder without an image or an operating system`,
      folderAdvice(reference),
    );
  throw new PortsideError(
    'PSE4002',
    `Cannot find the image ${reference}`,
    `${didYouMean(reference) ?? ''} Name a file, or add where it is: docker-archive:FILE, oci:FOLDER, oci-archive:FILE, dir:FOLDER, docker:NAME, registry:NAME.`.trimStart(),
  );
}

function folderAdvice(folder: string): string {
  return `To scan its files use dir:${folder}, to check a repository use portside check ${folder}`;
}

/** A failure to find an image whose name is also that of a folder, with what to do for the folder. */
function orFolder(name: string, error: unknown): unknown {
  if (!(error instanceof PortsideError)) return error;
  const what = `${error.message}${/[.?!]$/.test(error.message) ? '' : '.'} There is also a folder ${name}`;
  return new PortsideError(error.code, what, folderAdvice(name), error);
}
