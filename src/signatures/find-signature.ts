import type { ArtifactSource } from '../image/artifacts.js';
import { PortsideError, reason } from '../lib/errors.js';
import { proveSigner } from './check-signature.js';
import { checkClaims, isSignature } from './claims.js';
import type { Candidate } from './formats/candidate.js';
import { cosignSignatures } from './formats/cosign-signatures.js';
import { referrerCandidates } from './formats/referrers.js';
import type { VerifyOptions } from './options.js';
import type { Evidence, Outcome } from './outcome.js';
import { VerificationError } from './verification-error.js';

/**
 * Looks for a signature of any of the digests that one of the authorities made. Any one good signature is enough:
 * others may be left over from key rotations, or be anybody's. Throws PortsideError when the source cannot be read.
 */
export async function findSignature(
  source: ArtifactSource,
  digests: readonly string[],
  options: VerifyOptions,
): Promise<Outcome> {
  const refused: { place: string; refusal: VerificationError }[] = [];
  const unread: { place: string; reason: string }[] = [];
  for await (const candidate of candidates(source, digests)) {
    try {
      const good = await check(candidate, options);
      if (good) return { good, refused, unread };
    } catch (error) {
      if (error instanceof PortsideError && error.kind === 'usage') throw error;
      const { place } = candidate;
      if (error instanceof VerificationError) refused.push({ place, refusal: error });
      else unread.push({ place, reason: reason(error) });
    }
  }
  return { refused, unread };
}

/** Every layout, the cheapest to ask for first. */
async function* candidates(
  source: ArtifactSource,
  digests: readonly string[],
): AsyncGenerator<Candidate> {
  for (const digest of digests) yield* await cosignSignatures(source, digest);
  for (const digest of digests) yield* referrerCandidates(source, digest);
}

/** The evidence that a candidate gives; none when it is an attestation, not a signature. */
async function check(
  { digest, place, load }: Candidate,
  options: VerifyOptions,
): Promise<Evidence | undefined> {
  let refusal: VerificationError | undefined;
  for (const signed of await load()) {
    try {
      if (!isSignature(signed)) continue;
      const signer = await proveSigner(signed, options);
      checkClaims(signed, digest, options.annotations ?? new Map(), signer);
      return { digest, place, signer };
    } catch (error) {
      if (!(error instanceof VerificationError)) throw error;
      refusal = error;
    }
  }
  if (refusal) throw refusal;
  return undefined;
}
