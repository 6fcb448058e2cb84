import type { Finding } from '../core/finding.js';
import type { Target } from '../core/report.js';
import type { RuleDescription } from '../core/rule.js';
import { PortsideError, reason } from '../lib/errors.js';
import { findProvenance } from './find-provenance.js';
import type { ImageTarget, ProvenanceOptions } from './options.js';
import type { BuilderAssessment } from './provenance/builders.js';
import { checkExpectations } from './provenance/expectations.js';
import { resolveDigests } from './resolve-digests.js';
import {
  invalidSignature,
  noProvenance,
  provenanceMismatch,
  untrustedBuilder,
} from './signature-rules.js';
import {
  type RejectedSignature,
  rejectionDetails,
  reportFinding,
  reportIncomplete,
  reportVerified,
  signatureFinding,
  type Verification,
} from './verification.js';
import type { RejectionKind } from './verification-error.js';

/**
 * Verifies that a trusted builder built the image from the expected source: resolves the reference, finds the
 * attestations, and verifies for each provenance its signer, its subject, its builder and its content. Missing or
 * rejected provenance is a finding; provenance that cannot be read makes the check incomplete.
 * Throws PortsideError (usage) for expectations that are impossible, or that anyone's provenance would meet.
 */
export async function verifyProvenance(
  target: ImageTarget,
  options: ProvenanceOptions,
): Promise<Verification> {
  checkOptions(options);
  const image = { kind: 'image', name: target.name } as const;
  try {
    const digests = await resolveDigests(target);
    return await verifyDigests(target, { ...image, digest: digests[0] }, digests, options);
  } catch (error) {
    if (error instanceof PortsideError && error.kind === 'usage') throw error;
    return reportIncomplete(image, reason(error));
  }
}

function checkOptions({ provenance, signedBy }: ProvenanceOptions): void {
  checkExpectations(provenance);
  if (provenance.source === undefined && signedBy.length === 0)
    throw new PortsideError(
      'PSE7004',
      'Cannot verify provenance without an expected source or signer: anyone can create signed provenance',
      'Give the source repository (--provenance-source) or a signer',
    );
}

async function verifyDigests(
  target: ImageTarget,
  image: Target,
  digests: readonly [string, ...string[]],
  options: ProvenanceOptions,
): Promise<Verification> {
  const { verified, rejected, unreadable } = await findProvenance(target.source, digests, options);
  if (verified) {
    const { attestation, builder } = verified;
    return withBuildLevel(reportVerified(image, { ...attestation, builder }), image, builder);
  }
  const [first] = unreadable;
  if (first) return reportIncomplete(image, `${first.place}: ${first.reason}`);
  return reportFinding(image, provenanceFinding(image, rejected));
}

function withBuildLevel(
  verification: Verification,
  image: Target,
  assessment: BuilderAssessment,
): Verification {
  const { builder, level, limit } = assessment;
  const why = limit === undefined ? '' : ` (not higher: ${limit})`;
  const message = `${image.name} was built by ${builder} at SLSA build level ${level}${why}`;
  return {
    ...verification,
    targets: [{ ...image, buildLevel: level }],
    notes: [...verification.notes, { check: 'trust', target: image.name, message }],
  };
}

function provenanceFinding(image: Target, rejected: readonly RejectedSignature[]): Finding {
  const [kind, rule] =
    RULES.find(([one]) => rejected.some(({ error }) => error.kind === one)) ?? NO_PROVENANCE;
  const example = rejected.find(({ error }) => error.kind === kind);
  const why = example ? `: ${example.error.message} (${example.place})` : '';
  const message =
    rule === noProvenance
      ? `${image.name} has no signed provenance${why}`
      : `Provenance of ${image.name} rejected${why}`;
  return signatureFinding(image, rule, message, { rejected: rejectionDetails(rejected) });
}

/** The first kind among the rejected decides: the later kinds say less about the image. */
const RULES: readonly (readonly [RejectionKind, RuleDescription])[] = [
  ['mismatch', provenanceMismatch],
  ['wrong-signer', untrustedBuilder],
  ['invalid', invalidSignature],
  ['unsigned', noProvenance],
];
const NO_PROVENANCE = [undefined, noProvenance] as const;
