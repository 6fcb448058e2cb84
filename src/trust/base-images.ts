import { PortsideError, reason } from '../findings/errors.js';
import type { Finding } from '../findings/finding.js';
import { fingerprint } from '../findings/fingerprint.js';
import type { Fix } from '../findings/fix.js';
import type { Location } from '../findings/location.js';
import { type Inspection, join, NOTHING } from '../findings/report.js';
import type { RuleDescription } from '../findings/rule.js';
import type { ArtifactSource } from '../images/artifacts.js';
import {
  familiarReference,
  parseReference,
  type Reference,
  repositoryName,
} from '../images/reference.js';
import { findSignature } from './find-signature.js';
import { matches } from './identity.js';
import { describe, listRefused, type Outcome } from './outcome.js';
import { PUBLISHERS, type Publisher } from './publishers.js';
import { baseUnsigned, baseWrongSigner } from './rules.js';

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
  readonly open: (reference: Reference) => ArtifactSource;
  readonly publishers?: readonly Publisher[];
  readonly trustedRoot?: string;
}

/**
 * Verifies the images that Dockerfiles build on against their publishers' identities: not signed by anybody known is
 * a low finding, signed by somebody else than the publisher a critical one. Each image is asked for once. A registry
 * that cannot be asked is *incomplete*. Throws PortsideError (usage) for a trusted root that is none.
 */
export async function verifyBaseImages(
  bases: readonly BaseImage[],
  options: BaseImageOptions,
): Promise<Inspection> {
  const known = new Map<string, Promise<Assessed>>();
  const inspections: Inspection[] = [];
  for (const base of bases) {
    try {
      const reference = parseReference(base.reference);
      const key = familiarReference(reference);
      const assessing = known.get(key) ?? assess(reference, options);
      known.set(key, assessing);
      inspections.push(report(base, reference, await assessing));
    } catch (error) {
      if (error instanceof PortsideError && error.kind === 'usage' && !isAboutName(error))
        throw error;
      const incomplete = { check: 'trust', target: base.reference, reason: reason(error) } as const;
      inspections.push({ ...NOTHING, incomplete: [incomplete] });
    }
  }
  return join(inspections);
}

interface Assessed {
  readonly digest: string;
  readonly publisher?: Publisher;
  readonly outcome: Outcome;
}

/** A name that is none is the Dockerfile's mistake; the linter says so. */
function isAboutName(error: PortsideError): boolean {
  return error.message.includes('is not an image reference');
}

async function assess(reference: Reference, options: BaseImageOptions): Promise<Assessed> {
  const source = options.open(reference);
  const digest = await source.resolve(reference.digest ?? reference.tag ?? 'latest');
  if (digest === undefined)
    throw new PortsideError('incomplete', `There is no image ${familiarReference(reference)}`);
  const name = repositoryName(reference);
  const publisher = (options.publishers ?? PUBLISHERS).find(({ images }) =>
    images.some((pattern) => matches(name, pattern)),
  );
  // Of a publisher that signs nothing, no signature could be the right one.
  if (!publisher || publisher.signedBy.length === 0)
    return { digest, ...(publisher ? { publisher } : {}), outcome: { refused: [], unread: [] } };
  const { trustedRoot } = options;
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
    return { ...NOTHING, notes: [{ check: 'trust', target: name, message }] };
  }
  const [first] = unread;
  if (first) {
    const why = `${first.place}: ${first.reason}`;
    return { ...NOTHING, incomplete: [{ check: 'trust', target: name, reason: why }] };
  }
  const [rule, message] = verdict(name, publisher, refused);
  return { ...NOTHING, findings: [finding(base, reference, assessed, rule, message)] };
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
  { digest, outcome }: Assessed,
  rule: RuleDescription,
  message: string,
): Finding {
  const fix = pin(base, reference, digest);
  return {
    rule: rule.id,
    aliases: [],
    check: 'trust',
    severity: rule.severity,
    confidence: 'high',
    tags: [`practice:${rule.practice}`, ...(rule.tags ?? [])],
    message,
    location: base.location,
    subject: { image: base.reference },
    fingerprint: fingerprint(rule.id, base.location.path, repositoryName(reference)),
    status: 'new',
    // A broken signature is no reason to hold on to these very bytes.
    ...(fix && rule === baseUnsigned ? { fix } : {}),
    details: { digest, refused: listRefused(outcome.refused) },
  };
}

function pin(base: BaseImage, reference: Reference, digest: string): Fix | undefined {
  if (!base.literal || reference.digest !== undefined) return undefined;
  const { path: _, ...range } = base.location;
  return {
    description: 'Pin the image to the digest that the tag has now',
    edits: [{ ...range, text: `${base.reference}@${digest}` }],
  };
}
