import { PortsideError, reason } from '../lib/errors.js';
import type { ArtifactSource } from '../registry/artifact-source.js';
import { checkClaims, isSignature } from './check-claims.js';
import { firstVerified } from './first-verified.js';
import type { Candidate } from './formats/candidate.js';
import { cosignSignatures } from './formats/cosign-signatures.js';
import { referrerCandidates } from './formats/referrers.js';
import type { VerifyOptions } from './options.js';
import type {
  RejectedSignature,
  SignatureSearch,
  UnreadableSignature,
  VerifiedSignature,
} from './verification.js';
import { VerificationError } from './verification-error.js';
import { verifySigner } from './verify-signer.js';

/**
 * Looks for a signature of any of the digests that satisfies one of the signer policies. The first valid one is enough:
 * other signatures can be left from key rotations, and anyone with push access can add some.
 * Throws PortsideError when the source cannot be read.
 */
export async function findSignature(
  source: ArtifactSource,
  digests: readonly string[],
  options: VerifyOptions,
): Promise<SignatureSearch> {
  const rejected: RejectedSignature[] = [];
  const unreadable: UnreadableSignature[] = [];
  for await (const candidate of candidates(source, digests)) {
    try {
      const verified = await verifyCandidate(candidate, options);
      if (verified) return { verified, rejected, unreadable };
    } catch (error) {
      if (error instanceof PortsideError && error.kind === 'usage') throw error;
      const { place } = candidate;
      if (error instanceof VerificationError) rejected.push({ place, error });
      else unreadable.push({ place, reason: reason(error) });
    }
  }
  return { rejected, unreadable };
}

/** All storage formats, the one with the fewest requests first. */
async function* candidates(
  source: ArtifactSource,
  digests: readonly string[],
): AsyncGenerator<Candidate> {
  for (const digest of digests) yield* await cosignSignatures(source, digest);
  for (const digest of digests) yield* referrerCandidates(source, digest);
}

/** The verified signature in a candidate; undefined when it has attestations only. Throws VerificationError. */
async function verifyCandidate(
  { digest, place, load }: Candidate,
  options: VerifyOptions,
): Promise<VerifiedSignature | undefined> {
  return firstVerified(await load(), async (signature) => {
    if (!isSignature(signature)) return undefined;
    const signer = await verifySigner(signature, options);
    const { identity } = checkClaims(signature, digest, options, signer);
    return { digest, place, signer, ...(identity === undefined ? {} : { identity }) };
  });
}
