import { PortsideError, reason } from '../lib/errors.js';
import { findSignature } from './find-signature.js';
import type { ImageTarget, VerifyOptions } from './options.js';
import { resolveDigests } from './resolve-digests.js';
import { unsignedHint } from './unsigned-hint.js';
import { reportIncomplete, reportSearch, type Verification } from './verification.js';

/**
 * Verifies that an allowed signer signed the image: resolves the reference, then tries each signature until one is
 * valid. A missing or rejected signature is a finding; one that cannot be read makes the check incomplete.
 * Throws PortsideError (usage) for a trusted root that cannot be used, but for no response or content of a registry.
 */
export async function verifyImage(
  target: ImageTarget,
  options: VerifyOptions,
): Promise<Verification> {
  const image = { kind: 'image', name: target.name } as const;
  try {
    const [digest, ...platforms] = await resolveDigests(target);
    const digests = [digest, ...platforms];
    const search = await findSignature(target.source, digests, options);
    const isUnsigned = !search.verified && search.rejected.length + search.unreadable.length === 0;
    const instead = isUnsigned ? await unsignedHint(target.source, digests) : undefined;
    return reportSearch({ ...image, digest }, { ...search, ...(instead && { instead }) });
  } catch (error) {
    if (error instanceof PortsideError && error.kind === 'usage') throw error;
    return reportIncomplete(image, reason(error));
  }
}
