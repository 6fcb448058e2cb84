import type { Coverage } from '../core/coverage.js';
import type { Finding } from '../core/finding.js';
import { fingerprint } from '../core/fingerprint.js';
import { imageGlob, requirementGlob } from '../core/image-glob.js';
import { incompleteInspection } from '../core/incomplete-inspection.js';
import {
  familiarReference,
  formatReference,
  parseReference,
  readReference,
  repositoryName,
} from '../core/reference.js';
import { EMPTY_INSPECTION, type Inspection, mergeInspections } from '../core/report.js';
import { ruleFinding } from '../core/rule-finding.js';
import { inSomeBuilds } from '../core/variants.js';
import { type ExternalImage, externalImages } from '../dockerfile/external-images.js';
import { parseDockerfile } from '../dockerfile/parser/parse.js';
import { PortsideError, reason } from '../lib/errors.js';
import { plainText } from '../lib/text.js';
import type { CheckContext } from '../policy/check-context.js';
import type { BaseSources } from '../registry/base-sources.js';
import { isTouched, type PullRequestTrees, textAt } from '../repository/tree.js';
import { type AskedByAuthorities, trustedRoot } from '../signatures/authorities.js';
import type { ImageIdentity, StoredImage } from '../signatures/earlier-signer.js';
import type { VerifyOptions } from '../signatures/options.js';
import { basePublisherChanged } from '../signatures/signature-rules.js';

/** What is compared. */
export interface BaseChange {
  readonly images: readonly ExternalImage[];
  readonly trees: PullRequestTrees | undefined;
  /** The images of the base commit, with those that builds pull; absent: those of the default values. */
  readonly imagesBefore?: (() => Promise<readonly ExternalImage[]>) | undefined;
  /** JSON of a trusted root; the current one of the public Sigstore by default. */
  readonly trustedRoot?: VerifyOptions['trustedRoot'];
}

/** More updated base images are not compared; each takes several requests. */
const MAX_PAIRS = 20;

/**
 * Compares who signed the base images that a pull request updates with who signed their earlier versions, where neither the
 * policy nor the table of publishers names the signer. What is not known of an earlier version is informational only.
 */
export async function inspectBasePublishers(
  { images, trees, imagesBefore, trustedRoot: root }: BaseChange,
  sources: BaseSources,
  context: CheckContext<AskedByAuthorities>,
): Promise<Inspection> {
  const { policy, options, host } = context;
  if (!trees || trees.notChecked || options.offline || policy.baseImages === 'ignore')
    return EMPTY_INSPECTION;
  const before = beforeReader(images, trees, imagesBefore);
  const pairs = await updatedImages(images, before, await hasKnownSigner(context));
  if (pairs.length === 0) return EMPTY_INSPECTION;
  const verifyOptions =
    root === undefined ? await trustedRoot(undefined, options, host) : { trustedRoot: root };
  const inspections: Inspection[] = [];
  for (const pair of pairs.slice(0, MAX_PAIRS))
    inspections.push(await inspectPair(pair, sources, verifyOptions));
  return mergeInspections(inspections);
}

/** An image of a Dockerfile, and the reference to the same repository that it replaces. */
interface UpdatedImage {
  readonly image: ExternalImage;
  readonly before: string;
}

/** Each pair once, where it is written first. */
async function updatedImages(
  images: readonly ExternalImage[],
  imagesBefore: (path: string) => Promise<readonly ExternalImage[] | undefined>,
  isKnown: (reference: string) => boolean,
): Promise<UpdatedImage[]> {
  const pairs = new Map<string, UpdatedImage>();
  for (const path of new Set(images.map(({ location }) => location.path))) {
    const before = (await imagesBefore(path))?.map(({ reference }) => reference);
    if (!before) continue;
    for (const image of images) {
      if (image.location.path !== path || before.includes(image.reference)) continue;
      const old = before.find((one) => isSameRepository(one, image.reference));
      const key = `${old}\n${image.reference}`;
      if (old !== undefined && !isKnown(image.reference) && !pairs.has(key))
        pairs.set(key, { image, before: old });
    }
  }
  return [...pairs.values()];
}

/**
 * Reads the images that a file had at the base commit; undefined if it has the same now. What builds pull changes with other
 * files than the Dockerfile.
 */
function beforeReader(
  images: readonly ExternalImage[],
  trees: PullRequestTrees,
  imagesBefore: BaseChange['imagesBefore'],
): (path: string) => Promise<readonly ExternalImage[] | undefined> {
  const built = new Set(images.flatMap(({ builds, location }) => (builds ? location.path : [])));
  return async (path) => {
    if (built.has(path) && imagesBefore)
      return (await imagesBefore()).filter(({ location }) => location.path === path);
    if (!(await isTouched(path, trees))) return undefined;
    const text = await textAt(trees.baseCommit, path).catch(() => undefined);
    return text === undefined ? undefined : externalImages(parseDockerfile(path, text));
  };
}

function isSameRepository(a: string, b: string): boolean {
  const [first, second] = [readReference(a), readReference(b)];
  return (
    first !== undefined && second !== undefined && repositoryName(first) === repositoryName(second)
  );
}

/** Whether the policy or the table of publishers decides about an image: then its signer is verified already. */
async function hasKnownSigner({
  policy,
}: Pick<CheckContext<never>, 'policy'>): Promise<(reference: string) => boolean> {
  const { PUBLISHERS } = await import('../signatures/publishers.js');
  return (reference) => {
    const name = formatReference(parseReference(reference));
    return (
      policy.trust.some(({ images }) => requirementGlob(images)(name)) ||
      PUBLISHERS.some(({ images }) => images.some((glob) => imageGlob(glob)(name)))
    );
  };
}

async function inspectPair(
  { image, before }: UpdatedImage,
  sources: BaseSources,
  verifyOptions: Pick<VerifyOptions, 'trustedRoot'>,
): Promise<Inspection> {
  const { compareSigner, identityOf } = await import('../signatures/earlier-signer.js');
  const [old, now] = [before, image.reference].map((one) => familiarReference(parseReference(one)));
  let earlier: ImageIdentity | undefined;
  try {
    const stored = await storedImage(sources, before);
    earlier = stored && (await identityOf(stored, verifyOptions));
  } catch (error) {
    return unknown(`${now}`, `Who signed ${old} is not known: ${reasonOf(error)}`);
  }
  if (!earlier) return EMPTY_INSPECTION;
  try {
    const stored = await storedImage(sources, image.reference);
    // Another check reports an image that does not exist.
    if (!stored) return EMPTY_INSPECTION;
    const result = await compareSigner(earlier, stored, verifyOptions);
    if (result.kind === 'unreadable')
      return incompleteInspection('trust', [`${now}`], result.reason);
    if (result.kind === 'same') return EMPTY_INSPECTION;
    const names = { old: `${old}`, now: `${now}` };
    return {
      ...EMPTY_INSPECTION,
      findings: [inSomeBuilds(await findingOf(image, names, earlier, result.reason), image.builds)],
    };
  } catch (error) {
    return incompleteInspection('trust', [`${now}`], reasonOf(error));
  }
}

async function storedImage(
  sources: BaseSources,
  reference: string,
): Promise<StoredImage | undefined> {
  const { source, manifest } = await sources(formatReference(parseReference(reference)));
  return manifest && { source, digest: manifest.digest };
}

function reasonOf(error: unknown): string {
  if (!(error instanceof PortsideError) || error.kind === 'usage') throw error;
  return reason(error);
}

async function findingOf(
  { location, reference }: ExternalImage,
  { old, now }: { readonly old: string; readonly now: string },
  earlier: ImageIdentity,
  why: string | undefined,
): Promise<Finding> {
  const { nameOfIdentity } = await import('../signatures/earlier-signer.js');
  const rule = basePublisherChanged;
  const who = plainText(nameOfIdentity(earlier), 200);
  const problem = why === undefined ? '' : `: ${plainText(why, 200)}`;
  return {
    ...ruleFinding(rule, 'trust'),
    message: `Base image ${now} has no ${earlier.part} by ${who}, which ${old} has${problem}`,
    location,
    subject: { image: now },
    fingerprint: fingerprint(rule.id, location.path, repositoryName(parseReference(reference))),
    details: { before: old, signer: earlier.signer },
  };
}

/** An image that nobody has to sign: without its registry, only this comparison is missing. */
function unknown(target: string, why: string): Inspection {
  const row: Coverage = {
    check: 'trust',
    target,
    state: 'not-covered',
    informational: true,
    reason: why,
  };
  return { ...EMPTY_INSPECTION, coverage: [row] };
}
