import type { AdvisorySource } from '../records/source.js';
import type { RemoteOptions } from './remote-options.js';

/**
 * Whether advisories are at a web address or in a registry: `https://…`, `oci://NAME[:TAG][@DIGEST]`, or a name with a
 * digest. Everything else is a path.
 */
export function isRemoteSource(location: string): boolean {
  return (
    /^(?:https?|oci):\/\//i.test(location) || /^[^\s@]+\/[^\s@]+@sha\d+:[a-f0-9]+$/.test(location)
  );
}

/** Advisories from a web address or a registry. Throws PortsideError as openUrl and openAdvisoryArtifact do. */
export async function openRemote(
  location: string,
  options: RemoteOptions,
): Promise<AdvisorySource> {
  if (/^https?:/i.test(location)) return (await import('./url.js')).openUrl(location, options);
  const { openAdvisoryArtifact } = await import('./artifact.js');
  return openAdvisoryArtifact(location.replace(/^oci:\/\//i, ''), options);
}
