import { PortsideError, reason } from '../lib/errors.js';
import { attestationCandidates } from './attestation-candidates.js';
import { proveSigner } from './check-signature.js';
import type { Candidate } from './formats/candidate.js';
import type { ImageTarget, VerifyOptions } from './options.js';
import type { Rejected, Unreadable } from './outcome.js';
import { resolveImage } from './resolve.js';
import type { Signer } from './signer-policy.js';
import { isAbout, readStatement, type Statement } from './statement.js';
import { VerificationError } from './verification-error.js';

/** A statement about the image that somebody who may has signed. */
interface VerifiedAttestation {
  readonly place: string;
  /** The image's digest that it is about. */
  readonly digest: string;
  readonly signer: Signer;
  readonly statement: Statement;
}

/** Every attestation that was found, and what became of it. */
interface Attestations {
  readonly verified: readonly VerifiedAttestation[];
  readonly refused: readonly Rejected[];
  readonly unread: readonly Unreadable[];
}

/** Predicate types of what a scan can use. */
export const PREDICATE_TYPES = {
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
 * The attestations of an image that one of the authorities signed and whose predicate type is wanted: SBOMs,
 * vulnerability reports and VEX for a scan. Nothing unsigned is among them.
 * Throws PortsideError: incomplete when the image or the list cannot be read, usage for a trusted root that is none.
 */
export async function verifiedAttestations(
  target: ImageTarget,
  wanted: readonly string[],
  options: VerifyOptions,
): Promise<Attestations> {
  const verified: VerifiedAttestation[] = [];
  const refused: Rejected[] = [];
  const unread: Unreadable[] = [];
  const digests = await resolveImage(target);
  for await (const candidate of attestationCandidates(target.source, digests, options.github)) {
    const { place } = candidate;
    try {
      verified.push(...(await check(candidate, wanted, options)));
    } catch (error) {
      if (error instanceof PortsideError && error.kind === 'usage') throw error;
      if (error instanceof VerificationError) refused.push({ place, refusal: error });
      else unread.push({ place, reason: reason(error) });
    }
  }
  return { verified, refused, unread };
}

async function check(
  { digest, place, load }: Candidate,
  wanted: readonly string[],
  options: VerifyOptions,
): Promise<readonly VerifiedAttestation[]> {
  const found: VerifiedAttestation[] = [];
  for (const signed of await load()) {
    if (signed.content.kind !== 'envelope') continue;
    const statement = readStatement(signed.content);
    if (!wanted.includes(statement.predicateType)) continue;
    const signer = await proveSigner(signed, options);
    if (!isAbout(statement, digest))
      throw new VerificationError('bad', 'it is about another image', signer);
    found.push({ place, digest, signer, statement });
  }
  return found;
}
