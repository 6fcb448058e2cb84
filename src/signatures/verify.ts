import { PortsideError, reason } from '../lib/errors.js';
import { findSignature } from './find-signature.js';
import type { ImageTarget, VerifyOptions } from './options.js';
import { incomplete, reportVerification, type Verification } from './outcome.js';
import { resolveImage } from './resolve.js';

/**
 * Verifies that one of the authorities signed the image: resolve, find signatures, check each until one holds.
 * No signature, or none that holds, is a finding; what could not be read is *incomplete*, never taken for none.
 * Throws PortsideError (usage) for a trusted root that is none, and for nothing that the registry says or holds.
 */
export async function verifyImage(
  target: ImageTarget,
  options: VerifyOptions,
): Promise<Verification> {
  const image = { kind: 'image', name: target.name } as const;
  try {
    const [digest, ...platforms] = await resolveImage(target);
    const outcome = await findSignature(target.source, [digest, ...platforms], options);
    return reportVerification({ ...image, digest }, outcome);
  } catch (error) {
    if (error instanceof PortsideError && error.kind === 'usage') throw error;
    return incomplete(image, reason(error));
  }
}
