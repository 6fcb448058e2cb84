import type { Coverage } from '../core/coverage.js';
import type { Finding } from '../core/finding.js';
import { fingerprint } from '../core/fingerprint.js';
import type { Fix } from '../core/fix.js';
import { imageGlob } from '../core/image-glob.js';
import { incompleteInspection } from '../core/incomplete-inspection.js';
import type { Location } from '../core/location.js';
import {
  familiarReference,
  formatReference,
  type Reference,
  readReference,
  repositoryName,
} from '../core/reference.js';
import { EMPTY_INSPECTION, type Inspection, mergeInspections } from '../core/report.js';
import type { RuleDescription } from '../core/rule.js';
import { ruleFinding } from '../core/rule-finding.js';
import type { Severity } from '../core/severity.js';
import { inSomeBuilds, type SomeBuilds } from '../core/variants.js';
import { PortsideError, reason } from '../lib/errors.js';
import type { ArtifactSource } from '../registry/artifact-source.js';
import { creationDay } from './creation-date.js';
import { findSignature } from './find-signature.js';
import type { VerifyOptions } from './options.js';
import { PUBLISHERS, type Publisher } from './publishers.js';
import { baseUnsigned, baseWrongSigner } from './signature-rules.js';
import {
  describeSigners,
  otherIdentity,
  rejectionDetails,
  type SignatureSearch,
} from './verification.js';

/** An image that a Dockerfile builds on or copies from. */
export interface BaseImageReference {
  /** The reference in the Dockerfile, with variables expanded. */
  readonly reference: string;
  /** The location of the reference. */
  readonly location: Location;
  /** The reference has no variables, so a fix can replace it. */
  readonly literal: boolean;
  /** The builds that pull it; absent: all builds of the Dockerfile. */
  readonly builds?: SomeBuilds;
}

export interface BaseImageOptions {
  /** Opens the repository of a base image and resolves its tag or digest once. Throws PortsideError (incomplete). */
  readonly open: (reference: Reference) => Promise<ResolvedBase>;
  /** Every publisher that a policy requires and that matches must have signed; else the first that matches decides. */
  readonly publishers?: readonly Publisher[];
  readonly trustedRoot?: VerifyOptions['trustedRoot'];
}

export interface ResolvedBase {
  readonly source: ArtifactSource;
  /** Undefined when the image does not exist. */
  readonly digest: string | undefined;
}

/**
 * Verifies the images that Dockerfiles build on against their publishers' signers. An image without a signature is a
 * finding: low if no known publisher signs it, medium if its publisher signs its images, high if it is younger than the day
 * from which its publisher signs all of them, or if the policy requires a signature. One by another signer is critical. All images
 * are verified at the same time, each one once. A signature that cannot be read makes the check incomplete. An image
 * without a known publisher never does: if its registry does not answer, only the fix that pins it is missing.
 * Throws PortsideError (usage) for a trusted root that cannot be used.
 */
export async function verifyBaseImages(
  images: readonly BaseImageReference[],
  options: BaseImageOptions,
): Promise<Inspection> {
  const results = new Map<string, Promise<readonly BaseImageResult[]>>();
  const inspect = async (image: BaseImageReference): Promise<Inspection> => {
    const reference = referenceOf(image);
    // The linter reports an invalid reference.
    if (!reference) return EMPTY_INSPECTION;
    const name = familiarReference(reference);
    const result = results.get(name) ?? verifyBaseImage(reference, options);
    results.set(name, result);
    try {
      return joinResults((await result).map((one) => report(image, reference, one)));
    } catch (error) {
      if (error instanceof PortsideError && error.kind === 'usage') throw error;
      return unverified(name, error);
    }
  };
  return withoutDuplicates(mergeInspections(await Promise.all(images.map(inspect))));
}

/** One finding for each problem: an image without a signature lacks that of each requirement. */
function joinResults(results: readonly Inspection[]): Inspection {
  const all = mergeInspections(results);
  return { ...all, findings: [...new Map(all.findings.map((f) => [f.message, f])).values()] };
}

function referenceOf({ reference }: BaseImageReference): Reference | undefined {
  return readReference(reference);
}

/**
 * The result for a base image that could not be verified. A registry that denies access is a gap in the coverage, and not a
 * failure: a run for a fork has no login.
 */
export function unverified(target: string, error: unknown): Inspection {
  if (!(error instanceof PortsideError) || error.code !== 'PSE4514')
    return incompleteInspection('trust', [target], reason(error));
  const row = { check: 'trust', target, state: 'not-covered', reason: reason(error) } as const;
  return { ...EMPTY_INSPECTION, coverage: [row] };
}

/** The coverage of a base image that was looked at, or whose signature nobody is known to make. */
function covered(target: string, publisher: Publisher | undefined): Coverage {
  return publisher && publisher.signedBy.length > 0
    ? { check: 'trust', target, state: 'checked' }
    : {
        check: 'trust',
        target,
        state: 'not-applicable',
        reason: `${whyUnverifiable(publisher)}, and the policy requires no signature`,
      };
}

/** Why there is nothing to verify, as the end of a sentence: the finding and the coverage say the same. */
function whyUnverifiable(publisher: Publisher | undefined): string {
  if (!publisher) return 'no signer is known for it';
  return publisher.unverifiable ?? `${publisher.name} are not signed`;
}

/** Notes and incomplete checks are about an image, which several lines can use. */
function withoutDuplicates(all: Inspection): Inspection {
  const distinct = <T>(items: readonly T[]) => [
    ...new Map(items.map((item) => [JSON.stringify(item), item])).values(),
  ];
  return { ...all, incomplete: distinct(all.incomplete), notes: distinct(all.notes) };
}

interface BaseImageResult {
  readonly digest?: string;
  readonly publisher?: Publisher;
  readonly search: SignatureSearch;
  /** It was built after the day from which its publisher signs every image. */
  readonly mustBeSigned?: boolean;
}

async function verifyBaseImage(
  reference: Reference,
  options: BaseImageOptions,
): Promise<readonly BaseImageResult[]> {
  const publishers = publishersOf(reference, options.publishers ?? PUBLISHERS);
  return Promise.all(publishers.map((one) => verifyPublisher(reference, one, options)));
}

async function verifyPublisher(
  reference: Reference,
  publisher: Publisher | undefined,
  options: BaseImageOptions,
): Promise<BaseImageResult> {
  // Without a signer there is nothing to verify. The digest is only for the fix.
  if (!publisher || publisher.signedBy.length === 0) {
    const base = await options.open(reference).catch(() => undefined);
    return { digest: base?.digest, publisher, search: { rejected: [], unreadable: [] } };
  }
  const { source, digest } = await options.open(reference);
  if (digest === undefined)
    throw new PortsideError(
      'PSE7501',
      `Cannot verify ${familiarReference(reference)}: the image does not exist`,
      'Check the name and the tag',
    );
  const search = await findSignature(source, [digest], {
    signedBy: publisher.signedBy,
    trustedRoot: publisher.trustedRoot ?? options.trustedRoot,
    log: publisher.log,
    requiredSigners: publisher.requiredSigners,
    ...(publisher.signedIdentity && { signedIdentity: publisher.signedIdentity }),
  });
  const { verified, rejected, unreadable } = search;
  const isUnsigned = !verified && rejected.length + unreadable.length === 0;
  const built = isUnsigned && publisher.signsSince ? await creationDay(source, digest) : undefined;
  const mustBeSigned = built !== undefined && built >= (publisher.signsSince ?? '');
  return { digest, publisher, search, mustBeSigned };
}

/** All publishers that a policy requires for the image, else the first known one; one that is undefined without any. */
function publishersOf(
  reference: Reference,
  publishers: readonly Publisher[],
): readonly (Publisher | undefined)[] {
  const name = formatReference(reference);
  const matching = publishers.filter(({ images }) => images.some((glob) => imageGlob(glob)(name)));
  const required = matching.filter(({ signatureRequired }) => signatureRequired);
  return required.length > 0 ? required : [matching[0]];
}

function report(
  image: BaseImageReference,
  reference: Reference,
  result: BaseImageResult,
): Inspection {
  const { verified, unreadable } = result.search;
  const name = familiarReference(reference);
  const coverage = [covered(name, result.publisher)];
  if (verified) {
    const by = describeSigners(verified);
    const message = `Base image ${name} (${result.digest}) is signed by ${by}${otherIdentity(name, verified)}`;
    const notes = [{ check: 'trust', target: name, message }] as const;
    return { ...EMPTY_INSPECTION, notes, coverage, signers: [{ image: name, by }] };
  }
  const [first] = unreadable;
  if (first) return incompleteInspection('trust', [name], `${first.place}: ${first.reason}`);
  const findings = [inSomeBuilds(finding(image, reference, result), image.builds)];
  return { ...EMPTY_INSPECTION, findings, coverage, signers: [{ image: name }] };
}

function finding(
  image: BaseImageReference,
  reference: Reference,
  result: BaseImageResult,
): Finding {
  const { digest, search } = result;
  const name = familiarReference(reference);
  const [rule, message] = describeProblem(name, result);
  return {
    ...ruleFinding(rule, 'trust'),
    severity: rule === baseUnsigned ? unsignedSeverity(result) : rule.severity,
    message,
    location: image.location,
    ...adviceFor(rule, reference, result),
    // As the coverage names it: with the tag that Docker reads into a bare name.
    subject: { image: name },
    fingerprint: fingerprint(rule.id, image.location.path, repositoryName(reference)),
    // An image with a rejected signature must not be pinned.
    fix:
      rule === baseUnsigned && search.rejected.length === 0
        ? pinFix(image, reference, digest)
        : undefined,
    details: { digest, rejected: rejectionDetails(search.rejected) },
  };
}

/** What to do about an image whose publisher does not sign: its user cannot sign it. */
function adviceFor(
  rule: RuleDescription,
  { digest }: Reference,
  { publisher }: BaseImageResult,
): Pick<Finding, 'advice'> {
  if (rule !== baseUnsigned || publisher?.signatureRequired) return {};
  if (publisher && publisher.signedBy.length > 0) return {};
  const pin = digest === undefined ? 'Pin its digest and add' : 'Add';
  return { advice: publisher?.advice ?? `${pin} ${ACCEPT}` };
}

const ACCEPT =
  'an exception for it to the policy, or use an image that is signed, such as gcr.io/distroless';

function unsignedSeverity({ publisher, mustBeSigned }: BaseImageResult): Severity {
  if (publisher?.signatureRequired || mustBeSigned) return 'high';
  return publisher && publisher.signedBy.length > 0 ? 'medium' : baseUnsigned.severity;
}

function describeProblem(
  name: string,
  { publisher, search, mustBeSigned }: BaseImageResult,
): readonly [RuleDescription, string] {
  const [first] = search.rejected;
  if (first?.error.kind === 'too-few-signers')
    return [baseUnsigned, `Base image ${name}: ${first.error.message}`];
  if (first) {
    const signer = publisher?.signatureRequired
      ? 'a signer that the policy requires'
      : `its publisher ${publisher?.name}`;
    return [
      baseWrongSigner,
      `Base image ${name} is not signed by ${signer}: ${first.error.message}`,
    ];
  }
  if (publisher?.signatureRequired)
    return [baseUnsigned, `Base image ${name} has no signature, and the policy requires one`];
  if (!publisher || publisher.signedBy.length === 0)
    return [baseUnsigned, `Base image ${name} cannot be verified: ${whyUnverifiable(publisher)}`];
  return [
    baseUnsigned,
    `Base image ${name} has no signature, but ${publisher.name} signs ${mustBeSigned ? `all images since ${publisher.signsSince}` : 'its images'}`,
  ];
}

function pinFix(
  image: BaseImageReference,
  reference: Reference,
  digest: string | undefined,
): Fix | undefined {
  if (!image.literal || digest === undefined || reference.digest !== undefined) return undefined;
  const { path: _, ...range } = image.location;
  return {
    description: 'Pin the image to the current digest of the tag',
    edits: [{ ...range, text: `${image.reference}@${digest}` }],
  };
}
