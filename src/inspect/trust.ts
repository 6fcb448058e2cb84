import { readFile } from 'node:fs/promises';
import { PortsideError, reason } from '../findings/errors.js';
import { type Inspection, NOTHING } from '../findings/report.js';
import type { Host } from '../host.js';
import { formatReference, parseReference } from '../images/reference.js';
import { openRegistry } from '../images/registry/client.js';
import type { TrustRequirement } from '../policy/policy.js';
import { insideRepository } from '../policy-file.js';
import type { Settings } from '../settings/settings.js';
import type { Authority } from '../trust/authority.js';
import { parsePublicKey } from '../trust/keys.js';
import { verifyImage } from '../trust/verify.js';
import { registryOptions } from './registry.js';

/** Verifies an image of a registry against those who may have signed it. What cannot be asked is incomplete. */
export async function verifyRegistryImage(
  name: string,
  signedBy: readonly Authority[],
  settings: Settings,
  host: Host,
): Promise<Inspection> {
  const reference = parseReference(name);
  if (settings.offline)
    return notChecked(name, 'signatures are in a registry, and --offline opens no connection');
  const source = openRegistry(reference, await registryOptions(settings, host, reference.registry));
  const pointer = reference.digest ?? reference.tag ?? 'latest';
  return verifyImage(
    { name: formatReference(reference), source, reference: pointer },
    { signedBy },
  );
}

/** The signature check of an image that could not be made, and why. */
export function notChecked(image: string, why: string): Inspection {
  return { ...NOTHING, incomplete: [{ check: 'trust', target: image, reason: why }] };
}

/** The signers that a policy's requirement accepts. Throws PortsideError (usage) for a key that is none. */
export async function authorityOf(root: string, requirement: TrustRequirement): Promise<Authority> {
  if (requirement.key !== undefined)
    return keyAuthority(insideRepository(root, requirement.key, 'a key'));
  return { kind: 'identity', subject: requirement.subject ?? '', issuer: requirement.issuer ?? '' };
}

/** The owner of a public key file (PEM). Throws PortsideError (usage). */
export async function keyAuthority(file: string): Promise<Authority> {
  const pem = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new PortsideError(
      'usage',
      `Cannot read the key ${file}: ${reason(error)}`,
      'Check the path',
      error,
    );
  });
  return { kind: 'key', key: parsePublicKey(pem) };
}
