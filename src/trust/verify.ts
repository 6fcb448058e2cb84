import { PortsideError, reason } from '../findings/errors.js';
import { proveSigner } from './check-signature.js';
import { checkClaims, isSignature } from './claims.js';
import type { Candidate } from './layouts/candidate.js';
import { cosignSignatures } from './layouts/cosign-signatures.js';
import { referrerCandidates } from './layouts/referrers.js';
import type { ImageTarget, VerifyOptions } from './options.js';
import { conclude, type Evidence, incomplete, type Outcome, type Verification } from './outcome.js';
import { Refusal } from './refusal.js';
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
    const found = findSignatures(target, [digest, ...platforms]);
    return conclude({ ...image, digest }, await firstGood(found, options));
  } catch (error) {
    if (error instanceof PortsideError && error.kind === 'usage') throw error;
    return incomplete(image, reason(error));
  }
}

/** Every layout, the cheapest to ask for first. */
async function* findSignatures(
  { source }: ImageTarget,
  digests: readonly string[],
): AsyncGenerator<Candidate> {
  for (const digest of digests) yield* await cosignSignatures(source, digest);
  for (const digest of digests) yield* referrerCandidates(source, digest);
}

/** Any one good signature is enough: others may be left over from key rotations, or be anybody's. */
async function firstGood(
  candidates: AsyncIterable<Candidate>,
  options: VerifyOptions,
): Promise<Outcome> {
  const refused: { place: string; refusal: Refusal }[] = [];
  const unread: { place: string; reason: string }[] = [];
  for await (const candidate of candidates) {
    try {
      const good = await check(candidate, options);
      if (good) return { good, refused, unread };
    } catch (error) {
      if (error instanceof PortsideError && error.kind === 'usage') throw error;
      const { place } = candidate;
      if (error instanceof Refusal) refused.push({ place, refusal: error });
      else unread.push({ place, reason: reason(error) });
    }
  }
  return { refused, unread };
}

/** The evidence that a candidate gives; none when it is an attestation, not a signature. */
async function check(
  { digest, place, load }: Candidate,
  options: VerifyOptions,
): Promise<Evidence | undefined> {
  let refusal: Refusal | undefined;
  for (const signed of await load()) {
    try {
      if (!isSignature(signed)) continue;
      const signer = await proveSigner(signed, options);
      checkClaims(signed, digest, options.annotations ?? new Map(), signer);
      return { digest, place, signer };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      refusal = error;
    }
  }
  if (refusal) throw refusal;
  return undefined;
}
