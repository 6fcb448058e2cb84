import { PortsideError, reason } from '../findings/errors.js';
import type { Finding } from '../findings/finding.js';
import { fingerprint, imageName } from '../findings/fingerprint.js';
import { type Inspection, NOTHING } from '../findings/report.js';
import type { RuleDescription } from '../findings/rule.js';
import type { Signer } from './authority.js';
import { checkSignature } from './check-signature.js';
import type { Candidate } from './layouts/candidate.js';
import { cosignSignatures } from './layouts/cosign-signatures.js';
import type { ImageTarget, VerifyOptions } from './options.js';
import { Refusal } from './refusal.js';
import { badSignature, claimsMismatch, unsigned, wrongSigner } from './rules.js';

/** What was proven. */
export interface Evidence {
  /** The digest that is signed. */
  readonly digest: string;
  /** Where the signature was found. */
  readonly place: string;
  readonly signer: Signer;
}

/** An inspection, and what it proved: nothing proven is never a pass. */
export interface Verification extends Inspection {
  readonly verified: readonly Evidence[];
}

/**
 * Verifies that one of the authorities signed the image: resolve, find signatures, check each until one holds.
 * No signature, or none that holds, is a finding; what could not be read is *incomplete*, never both none.
 * Does not throw for anything that the registry says or holds.
 */
export async function verifyImage(
  target: ImageTarget,
  options: VerifyOptions,
): Promise<Verification> {
  try {
    const digest = await resolve(target);
    const candidates = await cosignSignatures(target.source, digest);
    const outcome = await firstGood(candidates, digest, options);
    return conclude(target, digest, outcome);
  } catch (error) {
    if (error instanceof PortsideError && error.kind === 'usage') throw error;
    return incomplete(target, reason(error));
  }
}

interface Outcome {
  readonly good?: Evidence;
  readonly refused: readonly { readonly place: string; readonly refusal: Refusal }[];
  readonly unread: readonly { readonly place: string; readonly reason: string }[];
}

async function resolve(target: ImageTarget): Promise<string> {
  const digest = await target.source.resolve(target.reference);
  if (digest !== undefined) return digest;
  throw new PortsideError(
    'incomplete',
    `There is no image ${target.name}`,
    'Check the name and the tag',
  );
}

/** Any one good signature is enough: others may be left over from key rotations, or be anybody's. */
async function firstGood(
  candidates: readonly Candidate[],
  digest: string,
  options: VerifyOptions,
): Promise<Outcome> {
  const refused: { place: string; refusal: Refusal }[] = [];
  const unread: { place: string; reason: string }[] = [];
  for (const { place, load } of candidates) {
    try {
      for (const signed of await load()) {
        const signer = await checkSignature(signed, digest, options);
        return { good: { digest, place, signer }, refused, unread };
      }
    } catch (error) {
      if (error instanceof Refusal) refused.push({ place, refusal: error });
      else unread.push({ place, reason: reason(error) });
    }
  }
  return { refused, unread };
}

function conclude(target: ImageTarget, digest: string, outcome: Outcome): Verification {
  const { good, refused, unread } = outcome;
  const targets = [{ kind: 'image', name: target.name, digest } as const];
  if (good) {
    const message = `${target.name.split('@')[0]}@${digest} is signed by ${describe(good.signer)} (${good.place}).`;
    return {
      ...NOTHING,
      targets,
      notes: [{ check: 'trust', target: target.name, message }],
      verified: [good],
    };
  }
  if (unread[0])
    return { ...incomplete(target, `${unread[0].place}: ${unread[0].reason}`), targets };
  return { ...NOTHING, targets, findings: [finding(target, digest, refused)], verified: [] };
}

function finding(target: ImageTarget, digest: string, refused: Outcome['refused']): Finding {
  const rule = worst(refused);
  return {
    rule: rule.id,
    aliases: [],
    check: 'trust',
    severity: rule.severity,
    confidence: 'high',
    tags: [`practice:${rule.practice}`, ...(rule.tags ?? [])],
    message: explain(target, rule, refused),
    subject: { image: target.name },
    fingerprint: fingerprint(rule.id, imageName(target.name)),
    status: 'new',
    details: {
      digest,
      refused: refused
        .slice(0, MOST_LISTED)
        .map(({ place, refusal }) => ({ place, reason: refusal.message })),
    },
  };
}

const MOST_LISTED = 20;

/** What says most about the refused: the right signer's word about something else, then another's, then rubbish. */
function worst(refused: Outcome['refused']): RuleDescription {
  if (refused.length === 0) return unsigned;
  const kinds = new Set(refused.map(({ refusal }) => refusal.kind));
  if (kinds.has('claims')) return claimsMismatch;
  return kinds.has('signer') ? wrongSigner : badSignature;
}

function explain(target: ImageTarget, rule: RuleDescription, refused: Outcome['refused']): string {
  if (refused.length === 0) return `${target.name} has no signature.`;
  const kind = rule === claimsMismatch ? 'claims' : rule === wrongSigner ? 'signer' : 'bad';
  const telling = refused.find(({ refusal }) => refusal.kind === kind) ?? refused[0];
  const count = refused.length === 1 ? 'The signature' : `None of the ${refused.length} signatures`;
  const verb = refused.length === 1 ? 'does not count' : 'counts';
  return `${count} of ${target.name} ${verb}: ${telling?.refusal.message} (${telling?.place}).`;
}

function describe(signer: Signer): string {
  return signer.issuer === undefined ? signer.name : `${signer.name}, issuer ${signer.issuer}`;
}

function incomplete(target: ImageTarget, why: string): Verification {
  return {
    ...NOTHING,
    targets: [{ kind: 'image', name: target.name }],
    incomplete: [{ check: 'trust', target: target.name, reason: why }],
    verified: [],
  };
}
