import type { Finding } from '../core/finding.js';
import type { Target } from '../core/report.js';
import type { RuleDescription } from '../core/rule.js';
import { PortsideError, reason } from '../lib/errors.js';
import { findProvenance } from './find-provenance.js';
import type { ImageTarget, ProvenanceOptions } from './options.js';
import {
  incomplete,
  listRefused,
  type Rejected,
  refusedBy,
  trustFinding,
  type Verification,
  verified,
} from './outcome.js';
import type { Assessment } from './provenance/builders.js';
import { checkExpectations } from './provenance/expectations.js';
import { resolveImage } from './resolve.js';
import {
  badSignature,
  noProvenance,
  provenanceMismatch,
  untrustedBuilder,
} from './signature-rules.js';
import type { RefusalKind } from './verification-error.js';

/**
 * Verifies that a trusted builder made the image from the expected source: resolve, find attestations, and of each
 * provenance prove the signer, that it is about this image, who the builder is, and what it says it built.
 * No provenance, or none that holds, is a finding; what could not be read is *incomplete*.
 * Throws PortsideError (usage) for expectations that cannot be met, or that would let anybody's provenance pass.
 */
export async function verifyProvenance(
  target: ImageTarget,
  options: ProvenanceOptions,
): Promise<Verification> {
  checkOptions(options);
  const image = { kind: 'image', name: target.name } as const;
  try {
    const digests = await resolveImage(target);
    return await conclude(target, { ...image, digest: digests[0] }, digests, options);
  } catch (error) {
    if (error instanceof PortsideError && error.kind === 'usage') throw error;
    return incomplete(image, reason(error));
  }
}

function checkOptions({ provenance, signedBy }: ProvenanceOptions): void {
  checkExpectations(provenance);
  if (provenance.source === undefined && signedBy.length === 0)
    throw new PortsideError(
      'PSE7000',
      'Provenance from any source at all proves nothing: everybody can have some made',
      'Say which source is expected, or who must have signed',
    );
}

async function conclude(
  target: ImageTarget,
  image: Target,
  digests: readonly [string, ...string[]],
  options: ProvenanceOptions,
): Promise<Verification> {
  const { proven, refused, unread } = await findProvenance(target.source, digests, options);
  if (proven) {
    const { evidence, assessment } = proven;
    return withLevel(verified(image, { ...evidence, build: assessment }), image, assessment);
  }
  const [first] = unread;
  if (first) return incomplete(image, `${first.place}: ${first.reason}`);
  return refusedBy(image, provenanceFinding(image, refused));
}

function withLevel(
  verification: Verification,
  image: Target,
  assessment: Assessment,
): Verification {
  const { builder, level, limit } = assessment;
  const why = limit === undefined ? '' : `, not higher because ${limit}`;
  const message = `${image.name} was built by ${builder}: SLSA build level ${level}${why}.`;
  return {
    ...verification,
    targets: [{ ...image, buildLevel: level }],
    notes: [...verification.notes, { check: 'trust', target: image.name, message }],
  };
}

function provenanceFinding(image: Target, refused: readonly Rejected[]): Finding {
  const [kind, rule] =
    RULES.find(([one]) => refused.some(({ refusal }) => refusal.kind === one)) ?? NONE;
  const telling = refused.find(({ refusal }) => refusal.kind === kind);
  const why = telling && `${telling.refusal.message} (${telling.place})`;
  const message =
    rule === noProvenance
      ? `${image.name} has no signed provenance${why ? `: ${why}` : ''}.`
      : `The provenance of ${image.name} does not count: ${why}.`;
  return trustFinding(image, rule, message, { refused: listRefused(refused) });
}

/** What says most about the refused, first. */
const RULES: readonly (readonly [RefusalKind, RuleDescription])[] = [
  ['claims', provenanceMismatch],
  ['signer', untrustedBuilder],
  ['bad', badSignature],
  ['unsigned', noProvenance],
];
const NONE = [undefined, noProvenance] as const;
