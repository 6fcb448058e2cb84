import type { Finding } from '../core/finding.js';
import { fingerprint } from '../core/fingerprint.js';
import { isInRegistry } from '../core/image-glob.js';
import type { Location } from '../core/location.js';
import { parseReference, repositoryName } from '../core/reference.js';
import type { ArtifactSource } from '../registry/artifact-source.js';
import { registryNotAllowed, tagDrift } from './signature-rules.js';
import { signatureFinding } from './verification.js';

/**
 * The finding for an image from a registry that the policy does not allow; undefined when it is allowed. An entry of the
 * list is a registry, a path in one, or a glob: `docker.io/library`, `ghcr.io/acme`.
 * Throws PortsideError (usage) for an invalid image reference.
 */
export function checkRegistry(
  image: string,
  allowed: readonly string[],
  location?: Location,
): Finding | undefined {
  const name = repositoryName(parseReference(image));
  if (allowed.some((entry) => isInRegistry(name, entry))) return undefined;
  const message = `${image} comes from ${name}, which the policy does not allow`;
  const found = signatureFinding({ kind: 'image', name: image }, registryNotAllowed, message);
  return location
    ? { ...found, location, fingerprint: fingerprint(registryNotAllowed.id, location.path, name) }
    : found;
}

/**
 * The finding for a tag that points to another digest than the one that was checked; undefined when it does not.
 * Throws PortsideError (incomplete) when the registry does not answer.
 */
export async function checkDrift(
  image: string,
  source: ArtifactSource,
  tag: string,
  checked: string,
): Promise<Finding | undefined> {
  const now = await source.resolve(tag);
  if (now === checked) return undefined;
  const message =
    now === undefined
      ? `${image} no longer exists; checked digest: ${checked}`
      : `${image} now points to ${now}; checked digest: ${checked}`;
  return signatureFinding({ kind: 'image', name: image, digest: checked }, tagDrift, message, {
    now,
  });
}
