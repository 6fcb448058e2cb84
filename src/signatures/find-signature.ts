import { PortsideError, reason } from '../lib/errors.js';
import type { ArtifactSource } from '../registry/artifact-source.js';
import type { SignatureCandidate } from './candidate.js';
import { checkClaims, isSignature } from './check-claims.js';
import { firstVerified } from './first-verified.js';
import { cosignSignatures } from './formats/cosign-signatures.js';
import { referrerCandidates } from './formats/referrers.js';
import type { VerifyOptions } from './options.js';
import { Quorum, tooFewSigners } from './quorum.js';
import type {
  RejectedSignature,
  SignatureSearch,
  UnreadableSignature,
  VerifiedSignature,
} from './verification.js';
import { VerificationError } from './verification-error.js';
import { verifySigner } from './verify-signer.js';

/**
 * Looks for a signature of any of the digests that satisfies one of the signer policies, or as many as are required. Other
 * signatures can be left from key rotations, and anyone with push access can add some.
 * Throws PortsideError when the source cannot be read.
 */
export async function findSignature(
  source: ArtifactSource,
  digests: readonly string[],
  options: VerifyOptions,
): Promise<SignatureSearch> {
  const rejected: RejectedSignature[] = [];
  const unreadable: UnreadableSignature[] = [];
  const { requiredSigners: required = 1 } = options;
  const quorums = new Map(digests.map((digest) => [digest, new Quorum()]));
  for await (const candidate of candidates(source, digests)) {
    const quorum = required > 1 ? quorums.get(candidate.digest) : undefined;
    try {
      const verified = await verifyCandidate(candidate, options, quorum);
      const signers = quorum?.signers() ?? [];
      if (verified && (!quorum || signers.length >= required))
        return { verified: { ...verified, ...(quorum && { signers }) }, rejected, unreadable };
    } catch (error) {
      if (error instanceof PortsideError && error.kind === 'usage') throw error;
      const { place } = candidate;
      if (error instanceof VerificationError) rejected.push({ place, error });
      else unreadable.push({ place, reason: reason(error) });
    }
  }
  return { rejected: [...incompleteQuorums(quorums, required), ...rejected], unreadable };
}

/** The rejection for each digest that some of the required signers signed. */
function incompleteQuorums(
  quorums: ReadonlyMap<string, Quorum>,
  required: number,
): readonly RejectedSignature[] {
  return [...quorums].flatMap(([digest, quorum]) => {
    const signers = quorum.signers();
    return signers.length > 0 ? [{ place: digest, error: tooFewSigners(signers, required) }] : [];
  });
}

/** All storage formats, the one with the fewest requests first. */
async function* candidates(
  source: ArtifactSource,
  digests: readonly string[],
): AsyncGenerator<SignatureCandidate> {
  for (const digest of digests) yield* await cosignSignatures(source, digest);
  for (const digest of digests) yield* referrerCandidates(source, digest);
}

/**
 * The verified signature in a candidate, which counts for the quorum; undefined when it has attestations only.
 * Throws VerificationError.
 */
async function verifyCandidate(
  { digest, place, load }: SignatureCandidate,
  options: VerifyOptions,
  quorum: Quorum | undefined,
): Promise<VerifiedSignature | undefined> {
  return firstVerified(await load(), async (signature) => {
    if (!isSignature(signature)) return undefined;
    const signer = await verifySigner(signature, options);
    const { identity } = checkClaims(signature, digest, options, signer);
    await quorum?.add(signature, options);
    return { digest, place, signer, ...(identity === undefined ? {} : { identity }) };
  });
}
