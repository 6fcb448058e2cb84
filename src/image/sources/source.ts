import type { RegistryOptions } from '../../registry/connection.js';
import type { Platform } from '../../registry/platform.js';
import type { ImageSet } from '../image.js';
import type { Limits } from '../limits.js';

/** The image to open, with the options of the run. */
export interface OpenRequest {
  /** Without the prefix. */
  readonly reference: string;
  /** The platforms that the user asked for; all when absent. */
  readonly platforms?: readonly Platform[] | undefined;
  readonly limits: Limits;
  readonly note: (message: string) => void;
  readonly offline: boolean;
  /** DOCKER_HOST. */
  readonly dockerHost?: string;
  /** Credentials and other options for a registry. */
  readonly registryOptions?: (registry: string) => Promise<RegistryOptions>;
}

/** A kind of place that images are read from. */
export interface ImageSource {
  /** The prefix of its references. */
  readonly scheme: string;
  /** Throws PortsideError (usage) when there is no image with this name. */
  open(request: OpenRequest): Promise<ImageSet>;
  /** For references without a prefix: the images, or undefined when this source has none with this name. */
  find?(request: OpenRequest): Promise<ImageSet | undefined>;
}
