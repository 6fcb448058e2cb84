import { PortsideError } from '../lib/errors.js';
import type { UnverifiedSignature } from './unverified-signature.js';
import { VerificationError } from './verification-error.js';

/**
 * The first result of `verify` for the signatures of one stored object; undefined when it has none for them. An envelope
 * can have several signatures, and one of them is enough. If there is no result, throws the first error that says that a
 * signature could not be verified, else the last VerificationError. A usage error is thrown at once.
 */
export async function firstVerified<T>(
  signatures: readonly UnverifiedSignature[],
  verify: (signature: UnverifiedSignature) => Promise<T | undefined>,
): Promise<T | undefined> {
  let rejection: VerificationError | undefined;
  let unverifiable: unknown;
  for (const signature of signatures) {
    try {
      const result = await verify(signature);
      if (result !== undefined) return result;
    } catch (error) {
      if (error instanceof PortsideError && error.kind === 'usage') throw error;
      if (error instanceof VerificationError) rejection = error;
      else unverifiable ??= error;
    }
  }
  const error = unverifiable ?? rejection;
  if (error !== undefined) throw error;
  return undefined;
}
