import { isPredicateType } from '../core/predicate-types.js';
import type { Target } from '../core/report.js';
import { PortsideError, reason } from '../lib/errors.js';
import { attestationCandidates } from './attestation-candidates.js';
import type { SignatureCandidate } from './candidate.js';
import { checkCondition } from './condition.js';
import { firstVerified } from './first-verified.js';
import type { AttestationOptions, ImageTarget } from './options.js';
import { resolveDigests } from './resolve-digests.js';
import {
  attestationMismatch,
  invalidSignature,
  noAttestation,
  wrongSigner,
} from './signature-rules.js';
import { hasSubject, readStatement } from './statement.js';
import {
  type RejectedSignature,
  rejectionDetails,
  reportFinding,
  reportIncomplete,
  reportVerified,
  signatureFinding,
  type UnreadableSignature,
  type Verification,
  type VerifiedSignature,
} from './verification.js';
import { VerificationError } from './verification-error.js';
import { verifySigner } from './verify-signer.js';

/**
 * Verifies that an allowed signer attested a statement of the wanted predicate type about the image, for which the condition
 * holds. The first one is enough. Missing or rejected attestations are a finding; one that cannot be read makes the check
 * incomplete. Throws PortsideError (usage) for a trusted root that cannot be used.
 */
export async function verifyAttestation(
  target: ImageTarget,
  options: AttestationOptions,
): Promise<Verification> {
  const image = { kind: 'image', name: target.name } as const;
  const rejected: RejectedSignature[] = [];
  const unreadable: UnreadableSignature[] = [];
  try {
    const digests = await resolveDigests(target);
    const named = { ...image, digest: digests[0] };
    for await (const candidate of attestationCandidates(target.source, digests, options.github)) {
      const { place } = candidate;
      try {
        const verified = await verifyCandidate(candidate, options);
        if (verified) return reportVerified(named, verified);
      } catch (error) {
        if (error instanceof PortsideError && error.kind === 'usage') throw error;
        if (error instanceof VerificationError) rejected.push({ place, error });
        else unreadable.push({ place, reason: reason(error) });
      }
    }
    const [first] = unreadable;
    return first
      ? reportIncomplete(named, `${first.place}: ${first.reason}`)
      : reportFinding(named, attestationFinding(named, options.predicateType, rejected));
  } catch (error) {
    if (error instanceof PortsideError && error.kind === 'usage') throw error;
    return reportIncomplete(image, reason(error));
  }
}

/** Undefined when there is no attestation of the type. Throws VerificationError. */
async function verifyCandidate(
  { digest, place, load }: SignatureCandidate,
  options: AttestationOptions,
): Promise<VerifiedSignature | undefined> {
  return firstVerified(await load(), async (signature) => {
    if (signature.content.kind !== 'envelope') return undefined;
    const statement = readStatement(signature.content);
    const { predicateType, predicate } = statement;
    if (!isPredicateType(options.predicateType, predicateType)) return undefined;
    const signer = await verifySigner(signature, options);
    if (!hasSubject(statement, digest))
      throw new VerificationError('invalid', 'its subject is another image', signer);
    checkCondition(options.condition, { predicate, signer });
    return { digest, place, signer, predicateType };
  });
}

function attestationFinding(image: Target, wanted: string, rejected: readonly RejectedSignature[]) {
  const rule = [
    ['mismatch', attestationMismatch] as const,
    ['wrong-signer', wrongSigner] as const,
    ['invalid', invalidSignature] as const,
  ].find(([kind]) => rejected.some(({ error }) => error.kind === kind));
  const example = rejected.find(({ error }) => error.kind === rule?.[0]);
  const message = example
    ? `Attestation ${wanted} of ${image.name} rejected: ${example.error.message} (${example.place})`
    : `${image.name} has no signed attestation of the type ${wanted}`;
  return {
    ...signatureFinding(image, rule?.[1] ?? noAttestation, message, {
      rejected: rejectionDetails(rejected),
    }),
  };
}
