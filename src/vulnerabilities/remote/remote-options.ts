import type { Host } from '../../core/host.js';
import type { RegistryOptions } from '../../registry/connection.js';

export interface RemoteOptions {
  /** The folder that caches downloads, by digest. */
  readonly folder: string;
  /** Use only downloads in the cache. */
  readonly offline: boolean;
  /** Credentials and settings for the registry of a reference. */
  readonly registry: (reference: string) => Promise<RegistryOptions>;
  readonly host: Host;
  readonly now: Date;
}
