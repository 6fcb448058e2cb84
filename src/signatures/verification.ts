import type { Coverage } from '../core/coverage.js';
import type { Finding } from '../core/finding.js';
import { fingerprint, imageName } from '../core/fingerprint.js';
import { readReference, repositoryName, withoutDigest, withoutSource } from '../core/reference.js';
import { EMPTY_INSPECTION, type Inspection, type Target } from '../core/report.js';
import type { RuleDescription } from '../core/rule.js';
import { ruleFinding } from '../core/rule-finding.js';
import type { BuilderAssessment } from './provenance/builders.js';
import {
  annotationMismatch,
  fewSigners,
  invalidSignature,
  noSignature,
  wrongSigner,
} from './signature-rules.js';
import { describeSigner, type Signer } from './signer-policy.js';
import type { RejectionKind, VerificationError } from './verification-error.js';

/** A signature or an attestation whose signer is verified and allowed. */
export interface VerifiedSignature {
  /** The digest that is signed. */
  readonly digest: string;
  /** Where it was found. */
  readonly place: string;
  readonly signer: Signer;
  /** All signers that count, if several are required; else absent or empty. */
  readonly signers?: readonly Signer[];
  /** The name of the image when it was signed, if the signature has it. */
  readonly identity?: string;
  /** Attestations only. */
  readonly predicateType?: string;
  /** Provenance only. */
  readonly builder?: BuilderAssessment;
}

/** An inspection with the signatures that were verified. Without any, the target did not pass. */
export interface Verification extends Inspection {
  readonly verified: readonly VerifiedSignature[];
}

export interface RejectedSignature {
  readonly place: string;
  readonly error: VerificationError;
}

/** A signature that could not be loaded, so it may be valid. */
export interface UnreadableSignature {
  readonly place: string;
  readonly reason: string;
}

/** The first valid signature, and those that were tried before it. */
export interface SignatureSearch {
  readonly verified?: VerifiedSignature;
  readonly rejected: readonly RejectedSignature[];
  readonly unreadable: readonly UnreadableSignature[];
  /** What an image without a signature has instead, as the end of a sentence. */
  readonly instead?: string;
}

/**
 * The result for a target: verified; else incomplete if a signature could not be read, since that one may be valid;
 * else a finding.
 */
export function reportSearch(target: Target, search: SignatureSearch): Verification {
  const { verified, unreadable } = search;
  if (verified) return reportVerified(target, verified);
  const [first] = unreadable;
  if (first) return reportIncomplete(target, `${first.place}: ${first.reason}`);
  return reportFinding(target, rejectionFinding(target, search));
}

export function reportVerified(target: Target, signature: VerifiedSignature): Verification {
  const { digest, place } = signature;
  const platform = digest === target.digest ? '' : ` (platform image ${digest})`;
  const named = otherIdentity(target.name, signature);
  const what = signature.predicateType === undefined ? '' : `${signature.predicateType} `;
  const message = `Verified ${nameWithDigest(target)}${platform}: ${what}signed by ${describeSigners(signature)} (${place})${named}`;
  return {
    ...EMPTY_INSPECTION,
    targets: [target],
    notes: [{ check: 'trust', target: target.name, message }],
    coverage: checked(target),
    verified: [signature],
    signers: [{ image: target.name, by: describeSigners(signature) }],
  };
}

export function reportFinding(target: Target, finding: Finding): Verification {
  return {
    ...EMPTY_INSPECTION,
    targets: [target],
    findings: [finding],
    coverage: checked(target),
    verified: [],
    signers: [{ image: target.name }],
  };
}

function checked({ name }: Target): readonly Coverage[] {
  return [{ check: 'trust', target: name, state: 'checked' }];
}

export function reportIncomplete(target: Target, reason: string): Verification {
  return {
    ...EMPTY_INSPECTION,
    targets: [target],
    incomplete: [{ check: 'trust', target: target.name, reason }],
    verified: [],
  };
}

/** The signer, or all that count. */
export function describeSigners({ signer, signers = [] }: VerifiedSignature): string {
  return (signers.length > 0 ? signers : [signer]).map(describeSigner).join(' and ');
}

/** A finding about the target, without a location in a file. */
export function signatureFinding(
  target: Target,
  rule: RuleDescription,
  message: string,
  details: Readonly<Record<string, unknown>> = {},
): Finding {
  return {
    ...ruleFinding(rule, 'trust'),
    message,
    subject: target.kind === 'image' ? { image: target.name } : undefined,
    fingerprint: fingerprint(rule.id, imageName(target.name)),
    details: { digest: target.digest, ...details },
  };
}

/** Rejected signatures for the details of a finding. */
export function rejectionDetails(
  rejected: readonly RejectedSignature[],
): readonly Record<string, unknown>[] {
  return rejected.slice(0, MAX_LISTED).map(({ place, error: { message, signer } }) => ({
    place,
    reason: message,
    signer,
  }));
}

/** A sentence part about a signature that was made for an image of another name; the signature may have been copied with it. */
export function otherIdentity(name: string, { identity }: VerifiedSignature): string {
  const [target, signed] = [name, identity ?? name].map(repositoryOf);
  return target === undefined || signed === undefined || target === signed
    ? ''
    : `; it was signed as ${signed}`;
}

/** The repository of a reference; undefined for an image that is not in a registry, and for other text. */
function repositoryOf(text: string): string | undefined {
  const reference = readReference(withoutSource(text));
  return reference && repositoryName(reference);
}

/** Signatures that one finding lists: anyone with push access can add more. */
const MAX_LISTED = 20;

function rejectionFinding(target: Target, { rejected, instead }: SignatureSearch): Finding {
  const [kind, rule] = mainRejection(rejected);
  const example = rejected.find(({ error }) => error.kind === kind);
  const which =
    kind === 'too-few-signers' || rejected.length === 1
      ? `Signature of ${target.name}`
      : `All ${rejected.length} signatures of ${target.name}`;
  const message = example
    ? `${which} rejected: ${example.error.message} (${example.place})`
    : `${target.name} has no signature${instead === undefined ? '' : `; ${instead}`}`;
  return signatureFinding(target, rule, message, {
    rejected: rejectionDetails(rejected),
    policyLines: kind === 'wrong-signer' ? policyLines(rejected) : undefined,
  });
}

/**
 * The kind of rejection that the finding reports. A valid signature says more than an invalid one, and one by an allowed
 * signer says the most.
 */
function mainRejection(
  rejected: readonly RejectedSignature[],
): readonly [RejectionKind | undefined, RuleDescription] {
  const kinds = new Set(rejected.map(({ error }) => error.kind));
  if (kinds.has('too-few-signers')) return ['too-few-signers', fewSigners];
  if (kinds.has('mismatch')) return ['mismatch', annotationMismatch];
  if (kinds.has('wrong-signer')) return ['wrong-signer', wrongSigner];
  return kinds.has('invalid') ? ['invalid', invalidSignature] : [undefined, noSignature];
}

/** Policy lines that would allow the identities that signed. */
function policyLines(rejected: readonly RejectedSignature[]): readonly string[] {
  const lines = rejected.flatMap(({ error: { kind, signer } }) =>
    kind === 'wrong-signer' && signer?.issuer !== undefined
      ? [
          `signed-by: { issuer: ${JSON.stringify(signer.issuer)}, subject: ${JSON.stringify(signer.name)} }`,
        ]
      : [],
  );
  return [...new Set(lines)].slice(0, MAX_LISTED);
}

function nameWithDigest({ name, digest }: Target): string {
  return digest === undefined ? name : `${withoutDigest(name)}@${digest}`;
}
