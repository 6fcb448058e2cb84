import { PortsideError, reason } from '../lib/errors.js';
import { attestationCandidates } from './attestation-candidates.js';
import type { SignatureCandidate } from './candidate.js';
import { firstVerified } from './first-verified.js';
import type { ImageTarget, VerifyOptions } from './options.js';
import { resolveDigests } from './resolve-digests.js';
import type { Signer } from './signer-policy.js';
import { hasSubject, readStatement, type Statement } from './statement.js';
import type { RejectedSignature, UnreadableSignature } from './verification.js';
import { VerificationError } from './verification-error.js';
import { verifySigner } from './verify-signer.js';

/** A statement about the image, signed by an allowed signer. */
interface VerifiedAttestation {
  readonly place: string;
  /** The digest of its subject, the image. */
  readonly digest: string;
  readonly signer: Signer;
  readonly statement: Statement;
}

/** The result for every attestation that was found. */
interface AttestationSearch {
  readonly verified: readonly VerifiedAttestation[];
  readonly rejected: readonly RejectedSignature[];
  readonly unreadable: readonly UnreadableSignature[];
}

/** Predicate types that a scan can use. */
export const SCANNED_PREDICATE_TYPES = {
  sbom: [
    'https://cyclonedx.org/bom',
    'https://spdx.dev/Document',
    'https://spdx.dev/Document/v2.3',
  ],
  vex: ['https://openvex.dev/ns', 'https://openvex.dev/ns/v0.2.0'],
  vulnerability: [
    'https://cosign.sigstore.dev/attestation/vuln/v1',
    'https://in-toto.io/attestation/vulns/v0.1',
    'https://in-toto.io/attestation/vulns/v0.2',
  ],
} as const;

/**
 * Verifies the attestations of an image that have one of the predicate types: SBOMs, vulnerability reports and VEX for
 * a scan. Unsigned attestations are never used.
 * Throws PortsideError: incomplete when the image or the list of attestations cannot be read, usage for a trusted root
 * that cannot be used.
 */
export async function verifiedAttestations(
  target: ImageTarget,
  predicateTypes: readonly string[],
  options: VerifyOptions,
): Promise<AttestationSearch> {
  const verified: VerifiedAttestation[] = [];
  const rejected: RejectedSignature[] = [];
  const unreadable: UnreadableSignature[] = [];
  const digests = await resolveDigests(target);
  for await (const candidate of attestationCandidates(target.source, digests, options.github)) {
    const { place } = candidate;
    try {
      const attestation = await verifyCandidate(candidate, predicateTypes, options);
      if (attestation) verified.push(attestation);
    } catch (error) {
      if (error instanceof PortsideError && error.kind === 'usage') throw error;
      if (error instanceof VerificationError) rejected.push({ place, error });
      else unreadable.push({ place, reason: reason(error) });
    }
  }
  return { verified, rejected, unreadable };
}

async function verifyCandidate(
  { digest, place, load }: SignatureCandidate,
  predicateTypes: readonly string[],
  options: VerifyOptions,
): Promise<VerifiedAttestation | undefined> {
  return firstVerified(await load(), async (signature) => {
    if (signature.content.kind !== 'envelope') return undefined;
    const statement = readStatement(signature.content);
    if (!predicateTypes.includes(statement.predicateType)) return undefined;
    const signer = await verifySigner(signature, options);
    if (!hasSubject(statement, digest))
      throw new VerificationError('invalid', 'its subject is another image', signer);
    return { place, digest, signer, statement };
  });
}
