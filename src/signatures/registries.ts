import type { Finding } from '../core/finding.js';
import { fingerprint } from '../core/fingerprint.js';
import type { Location } from '../core/location.js';
import type { ArtifactSource } from '../image/artifacts.js';
import { parseReference, repositoryName } from '../image/reference.js';
import { trustFinding } from './outcome.js';
import { registryNotAllowed, tagDrift } from './signature-rules.js';

/**
 * The finding that an image comes from elsewhere than the policy allows, if so. An entry of the list is a registry, or
 * a path in one: `docker.io/library`, `ghcr.io/acme`. Throws PortsideError (usage) for what is no reference.
 */
export function checkRegistry(
  image: string,
  allowed: readonly string[],
  location?: Location,
): Finding | undefined {
  const name = repositoryName(parseReference(image));
  const inside = (entry: string) =>
    name === entry || name.startsWith(`${entry.replace(/\/$/, '')}/`);
  if (allowed.some(inside)) return undefined;
  const message = `${image} comes from ${name}, which is not among the allowed registries.`;
  const found = trustFinding({ kind: 'image', name: image }, registryNotAllowed, message);
  return location
    ? { ...found, location, fingerprint: fingerprint(registryNotAllowed.id, location.path, name) }
    : found;
}

/**
 * The finding that a tag points elsewhere by now than the digest that was checked, if so.
 * Throws PortsideError (incomplete) when the registry cannot be asked.
 */
export async function checkDrift(
  image: string,
  source: ArtifactSource,
  tag: string,
  checked: string,
): Promise<Finding | undefined> {
  const now = await source.resolve(tag);
  if (now === checked) return undefined;
  const message = `${image} was checked as ${checked}, and ${now === undefined ? 'is gone' : `is ${now}`} now.`;
  return trustFinding({ kind: 'image', name: image, digest: checked }, tagDrift, message, {
    ...(now === undefined ? {} : { now }),
  });
}
