import type { Finding } from '../core/finding.js';
import { fingerprint, imageName } from '../core/fingerprint.js';
import { EMPTY_INSPECTION, type Inspection, type Target } from '../core/report.js';
import type { RuleDescription } from '../core/rule.js';
import type { Assessment } from './provenance/builders.js';
import { badSignature, claimsMismatch, unsigned, wrongSigner } from './signature-rules.js';
import type { Signer } from './signer-policy.js';
import type { RefusalKind, VerificationError } from './verification-error.js';

/** What was proven. */
export interface Evidence {
  /** The digest that is signed. */
  readonly digest: string;
  /** Where the signature was found. */
  readonly place: string;
  readonly signer: Signer;
  /** Of an attestation. */
  readonly predicateType?: string;
  /** Of provenance. */
  readonly build?: Assessment;
}

/** An inspection, and what it proved: nothing proven is never a pass. */
export interface Verification extends Inspection {
  readonly verified: readonly Evidence[];
}

export interface Rejected {
  readonly place: string;
  readonly refusal: VerificationError;
}

export interface Unreadable {
  readonly place: string;
  readonly reason: string;
}

/** What became of the candidates: a good one, or why not. */
export interface Outcome {
  readonly good?: Evidence;
  readonly refused: readonly Rejected[];
  readonly unread: readonly Unreadable[];
}

/** The verdict on a target: verified, refused by a finding, or incomplete when what is missing might have been good. */
export function reportVerification(target: Target, outcome: Outcome): Verification {
  const { good, refused, unread } = outcome;
  if (good) return verified(target, good);
  const [first] = unread;
  if (first) return { ...incomplete(target, `${first.place}: ${first.reason}`) };
  return refusedBy(target, signatureFinding(target, refused));
}

export function verified(target: Target, good: Evidence): Verification {
  const signer = describe(good.signer);
  const which = good.digest === target.digest ? '' : `, by its platform's image ${good.digest},`;
  const message = `${withDigest(target)} is verified${which}: signed by ${signer} (${good.place}).`;
  return {
    ...EMPTY_INSPECTION,
    targets: [target],
    notes: [{ check: 'trust', target: target.name, message }],
    verified: [good],
  };
}

export function refusedBy(target: Target, finding: Finding): Verification {
  return { ...EMPTY_INSPECTION, targets: [target], findings: [finding], verified: [] };
}

export function incomplete(target: Target, reason: string): Verification {
  return {
    ...EMPTY_INSPECTION,
    targets: [target],
    incomplete: [{ check: 'trust', target: target.name, reason }],
    verified: [],
  };
}

/** A finding about a target as a whole. */
export function trustFinding(
  target: Target,
  rule: RuleDescription,
  message: string,
  details: Readonly<Record<string, unknown>> = {},
): Finding {
  return {
    rule: rule.id,
    aliases: [],
    check: 'trust',
    severity: rule.severity,
    confidence: 'high',
    tags: [`practice:${rule.practice}`, ...(rule.tags ?? [])],
    message,
    ...(target.kind === 'image' ? { subject: { image: target.name } } : {}),
    fingerprint: fingerprint(rule.id, imageName(target.name)),
    status: 'new',
    details: { ...(target.digest === undefined ? {} : { digest: target.digest }), ...details },
  };
}

/** As the details of a finding list them. */
export function listRefused(refused: readonly Rejected[]): readonly Record<string, unknown>[] {
  return refused.slice(0, MOST_LISTED).map(({ place, refusal: { message, signer } }) => ({
    place,
    reason: message,
    ...(signer ? { signer } : {}),
  }));
}

export function describe(signer: Signer): string {
  return signer.issuer === undefined ? signer.name : `${signer.name}, issuer ${signer.issuer}`;
}

const MOST_LISTED = 20;

function signatureFinding(target: Target, refused: readonly Rejected[]): Finding {
  const [kind, rule] = worst(refused);
  const telling = refused.find(({ refusal }) => refusal.kind === kind);
  const message = telling
    ? `${opening(target, refused.length)}: ${telling.refusal.message} (${telling.place}).`
    : `${target.name} has no signature.`;
  return trustFinding(target, rule, message, {
    refused: listRefused(refused),
    ...(kind === 'signer' ? { accept: policyLines(refused) } : {}),
  });
}

/** What says most about the refused: the right signer's word about something else, then another's, then rubbish. */
function worst(refused: readonly Rejected[]): readonly [RefusalKind | undefined, RuleDescription] {
  const kinds = new Set(refused.map(({ refusal }) => refusal.kind));
  if (kinds.has('claims')) return ['claims', claimsMismatch];
  if (kinds.has('signer')) return ['signer', wrongSigner];
  return kinds.has('bad') ? ['bad', badSignature] : [undefined, unsigned];
}

function opening(target: Target, count: number): string {
  return count === 1
    ? `The signature of ${target.name} does not count`
    : `None of the ${count} signatures of ${target.name} counts`;
}

/** The lines of a policy that would accept the identities that were found. */
function policyLines(refused: readonly Rejected[]): readonly string[] {
  const lines = refused.flatMap(({ refusal: { kind, signer } }) =>
    kind === 'signer' && signer?.issuer !== undefined
      ? [
          `signed-by: { issuer: ${JSON.stringify(signer.issuer)}, subject: ${JSON.stringify(signer.name)} }`,
        ]
      : [],
  );
  return [...new Set(lines)].slice(0, MOST_LISTED);
}

function withDigest({ name, digest }: Target): string {
  const [bare] = name.split('@');
  return digest === undefined ? name : `${bare}@${digest}`;
}
