import type { Finding } from '../core/finding.js';
import { fingerprint } from '../core/fingerprint.js';
import type { Fix } from '../core/fix.js';
import type { Location } from '../core/location.js';
import { EMPTY_INSPECTION, type Inspection, mergeInspections } from '../core/report.js';
import type { RuleDescription } from '../core/rule.js';
import type { ArtifactSource } from '../image/artifacts.js';
import {
  familiarReference,
  formatReference,
  parseReference,
  type Reference,
  repositoryName,
} from '../image/reference.js';
import { PortsideError, reason } from '../lib/errors.js';
import { findSignature } from './find-signature.js';
import { matches } from './identity.js';
import type { VerifyOptions } from './options.js';
import { describe, listRefused, type Outcome } from './outcome.js';
import { PUBLISHERS, type Publisher } from './publishers.js';
import { baseUnsigned, baseWrongSigner } from './signature-rules.js';

/** An image that a Dockerfile builds on or copies from. */
export interface BaseImage {
  /** As the Dockerfile has it, variables resolved. */
  readonly reference: string;
  /** Of the reference's word. */
  readonly location: Location;
  /** The word is the reference, literally, so that it may be replaced. */
  readonly literal: boolean;
}

export interface BaseImageOptions {
  /** The repository of a base image, and its tag or digest resolved once. Throws PortsideError (incomplete). */
  readonly open: (reference: Reference) => Promise<ResolvedBase>;
  /** In the order in which they are asked; the first whose images match decides. */
  readonly publishers?: readonly Publisher[];
  readonly trustedRoot?: VerifyOptions['trustedRoot'];
}

export interface ResolvedBase {
  readonly source: ArtifactSource;
  /** Undefined when there is no such image. */
  readonly digest: string | undefined;
}

/**
 * Verifies the images that Dockerfiles build on against their publishers' identities: not signed by anybody known is
 * a low finding (high where the policy requires a signature), signed by somebody else than the publisher a critical
 * one. Each image is asked for once, all at the same time. A signature that cannot be asked for is *incomplete*; that
 * of an image that nobody known signs is not missed, so that a registry's suppress costs no more than the offer to pin.
 * Throws PortsideError (usage) for a trusted root that is none.
 */
export async function verifyBaseImages(
  bases: readonly BaseImage[],
  options: BaseImageOptions,
): Promise<Inspection> {
  const known = new Map<string, Promise<Assessed>>();
  const inspect = async (base: BaseImage): Promise<Inspection> => {
    const reference = referenceOf(base);
    // A name that is none is the Dockerfile's mistake, which the linter tells.
    if (!reference) return EMPTY_INSPECTION;
    const key = familiarReference(reference);
    const assessing = known.get(key) ?? assess(reference, options);
    known.set(key, assessing);
    try {
      return report(base, reference, await assessing);
    } catch (error) {
      if (error instanceof PortsideError && error.kind === 'usage') throw error;
      return incomplete(key, reason(error));
    }
  };
  const inspections = await Promise.all(bases.map(inspect));
  return once(mergeInspections(inspections));
}

function referenceOf({ reference }: BaseImage): Reference | undefined {
  try {
    return parseReference(reference);
  } catch {
    return undefined;
  }
}

function incomplete(target: string, why: string): Inspection {
  return { ...EMPTY_INSPECTION, incomplete: [{ check: 'trust', target, reason: why }] };
}

/** What is said of an image, not of a line, is said once. */
function once(all: Inspection): Inspection {
  const distinct = <T>(items: readonly T[]) => [
    ...new Map(items.map((item) => [JSON.stringify(item), item])).values(),
  ];
  return { ...all, incomplete: distinct(all.incomplete), notes: distinct(all.notes) };
}

interface Assessed {
  readonly digest?: string;
  readonly publisher?: Publisher;
  readonly outcome: Outcome;
}

async function assess(reference: Reference, options: BaseImageOptions): Promise<Assessed> {
  const name = repositoryName(reference);
  const publisher = (options.publishers ?? PUBLISHERS).find(({ images }) =>
    images.some(
      (pattern) => matches(name, pattern) || matches(formatReference(reference), pattern),
    ),
  );
  // No signature could be the right one.
  if (!publisher || publisher.signedBy.length === 0) {
    const base = await options.open(reference).catch(() => undefined);
    return {
      ...(base?.digest === undefined ? {} : { digest: base.digest }),
      ...(publisher ? { publisher } : {}),
      outcome: { refused: [], unread: [] },
    };
  }
  const { source, digest } = await options.open(reference);
  if (digest === undefined)
    throw new PortsideError('PSE7500', `There is no image ${familiarReference(reference)}`);
  const trustedRoot = publisher.trustedRoot ?? options.trustedRoot;
  const outcome = await findSignature(source, [digest], {
    signedBy: publisher.signedBy,
    ...(trustedRoot === undefined ? {} : { trustedRoot }),
  });
  return { digest, publisher, outcome };
}

function report(base: BaseImage, reference: Reference, assessed: Assessed): Inspection {
  const { digest, publisher, outcome } = assessed;
  const { good, refused, unread } = outcome;
  const name = familiarReference(reference);
  if (good) {
    const message = `The base image ${name} (${digest}) is signed by ${describe(good.signer)}.`;
    return { ...EMPTY_INSPECTION, notes: [{ check: 'trust', target: name, message }] };
  }
  const [first] = unread;
  if (first) return incomplete(name, `${first.place}: ${first.reason}`);
  const [rule, message] = verdict(name, publisher, refused);
  return { ...EMPTY_INSPECTION, findings: [finding(base, reference, assessed, rule, message)] };
}

function verdict(
  name: string,
  publisher: Publisher | undefined,
  refused: Outcome['refused'],
): readonly [RuleDescription, string] {
  const [first] = refused;
  if (first)
    return [
      baseWrongSigner,
      `The base image ${name} is not signed by ${publisher?.name}, who signs its images: ${first.refusal.message}.`,
    ];
  const why = !publisher
    ? 'nobody known signs it'
    : publisher.signedBy.length === 0
      ? `${publisher.name} are not signed`
      : `it has no signature, though ${publisher.name} signs its images`;
  return [baseUnsigned, `Nothing proves who made the base image ${name}: ${why}.`];
}

function finding(
  base: BaseImage,
  reference: Reference,
  { digest, publisher, outcome }: Assessed,
  rule: RuleDescription,
  message: string,
): Finding {
  const fix = pin(base, reference, digest);
  return {
    rule: rule.id,
    aliases: [],
    check: 'trust',
    severity: rule === baseUnsigned && publisher?.required ? 'high' : rule.severity,
    confidence: 'high',
    tags: [`practice:${rule.practice}`, ...(rule.tags ?? [])],
    message,
    location: base.location,
    subject: { image: base.reference },
    fingerprint: fingerprint(rule.id, base.location.path, repositoryName(reference)),
    status: 'new',
    // A broken signature is no reason to hold on to these very bytes.
    ...(fix && rule === baseUnsigned ? { fix } : {}),
    details: {
      ...(digest === undefined ? {} : { digest }),
      refused: listRefused(outcome.refused),
    },
  };
}

function pin(base: BaseImage, reference: Reference, digest: string | undefined): Fix | undefined {
  if (!base.literal || digest === undefined || reference.digest !== undefined) return undefined;
  const { path: _, ...range } = base.location;
  return {
    description: 'Pin the image to the digest that the tag has now',
    edits: [{ ...range, text: `${base.reference}@${digest}` }],
  };
}
