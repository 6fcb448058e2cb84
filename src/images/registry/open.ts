import type { ArtifactSource } from '../artifacts.js';
import { formatReference, isDigest, parseReference } from '../reference.js';
import { openRegistry } from './client.js';
import type { RegistryOptions } from './connection.js';
import { openLayout } from './layout.js';

/** Where an image's manifest and all that belongs to it can be read. */
export interface OpenedArtifact {
  /** As the user wrote it, without a scheme. */
  readonly name: string;
  readonly source: ArtifactSource;
  /** Tag or digest in the source. */
  readonly reference: string;
}

/**
 * Opens `oci:FOLDER[:TAG][@DIGEST]` or a registry reference. Throws PortsideError: usage for what is no reference,
 * incomplete for a layout that cannot be read. A registry is asked nothing yet.
 */
export async function openArtifact(
  target: string,
  options: RegistryOptions,
): Promise<OpenedArtifact> {
  if (target.startsWith('oci:')) {
    const { folder, reference } = splitLayout(target.slice('oci:'.length));
    return { name: target.slice('oci:'.length), source: await openLayout(folder), reference };
  }
  const parsed = parseReference(target.replace(/^(?:docker|registry):(?:\/\/)?/, ''));
  return {
    name: formatReference(parsed),
    source: openRegistry(parsed, options),
    // The digest decides where both are given, as everywhere.
    reference: parsed.digest ?? parsed.tag ?? 'latest',
  };
}

function splitLayout(text: string): { folder: string; reference: string } {
  const at = text.lastIndexOf('@');
  const digest = at >= 0 && isDigest(text.slice(at + 1)) ? text.slice(at + 1) : undefined;
  const path = digest === undefined ? text : text.slice(0, at);
  const colon = path.lastIndexOf(':');
  const tagged = colon > path.lastIndexOf('/') && colon > 0;
  return {
    folder: tagged ? path.slice(0, colon) : path,
    reference: digest ?? (tagged ? path.slice(colon + 1) : 'latest'),
  };
}
