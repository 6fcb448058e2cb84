import type { RegistryOptions } from '../../registry/connection.js';
import type { Image } from '../image.js';
import type { Limits } from '../limits.js';
import type { Platform } from '../platform.js';

/** What every source gets. */
export interface OpenRequest {
  /** Without the scheme. */
  readonly reference: string;
  readonly platform: Platform;
  /** The user asked for this very platform. */
  readonly platformIsWish: boolean;
  readonly limits: Limits;
  readonly note: (message: string) => void;
  readonly offline: boolean;
  /** DOCKER_HOST. */
  readonly dockerHost?: string;
  /** How to speak to a registry: credentials, for example. */
  readonly registryOptions?: (registry: string) => Promise<RegistryOptions>;
}

/** One kind of place where images are. */
export interface ImageSource {
  readonly scheme: string;
  /** Throws PortsideError (usage) when there is nothing by that name. */
  open(request: OpenRequest): Promise<Image>;
  /** For references without a scheme: the image, or undefined when this source has nothing by that name. */
  find?(request: OpenRequest): Promise<Image | undefined>;
}
