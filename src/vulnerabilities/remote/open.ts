import type { Host } from '../../core/host.js';
import type { RegistryOptions } from '../../registry/connection.js';
import type { AdvisorySource } from '../sources/source.js';

export interface RemoteOptions {
  /** What is fetched is kept below it, by digest. */
  readonly folder: string;
  /** Only what was kept before. */
  readonly offline: boolean;
  /** How the registry of a reference is spoken to. */
  readonly registry: (reference: string) => Promise<RegistryOptions>;
  readonly host: Host;
}

/**
 * Whether advisories are somewhere else and not in a file: a web address, `oci://NAME[:TAG][@DIGEST]`, or a name with a
 * digest.
 */
export function isRemoteSource(text: string): boolean {
  return /^(?:https?|oci):\/\//i.test(text) || /^[^\s@]+\/[^\s@]+@sha\d+:[a-f0-9]+$/.test(text);
}

/** Advisories of a registry or a web address: see artifact.ts and address.ts, whose errors it throws. */
export async function openRemote(text: string, options: RemoteOptions): Promise<AdvisorySource> {
  if (/^https?:/i.test(text)) return (await import('./url.js')).openUrl(text, options);
  const { openArtifact } = await import('./artifact.js');
  return openArtifact(text.replace(/^oci:\/\//i, ''), options);
}
