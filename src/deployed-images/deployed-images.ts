import { trustedRegistries } from '../base-images/trusted-registries.js';
import type { BaseReading } from '../baseline/base-reading.js';
import type { ProcessRunner } from '../core/host.js';
import { incompleteInspection } from '../core/incomplete-inspection.js';
import { qualify, splitReference } from '../core/reference.js';
import { EMPTY_INSPECTION, type Inspection, mergeInspections } from '../core/report.js';
import { stepLine } from '../core/step-line.js';
import type { Deadline } from '../lib/deadline.js';
import { PortsideError, reason } from '../lib/errors.js';
import { formatBytes } from '../lib/format-bytes.js';
import {
  type DeployedImage,
  type DeployedReference,
  unknownReferences,
  unscannedReferences,
} from '../manifests/select.js';
import type { CheckContext } from '../policy/check-context.js';
import type { PullRequestTrees } from '../repository/tree.js';
import { type AskedByImage, IMAGE_CHECKS } from '../scan/image.js';
import type { ImagesInspection } from '../scan/images.js';
import type { ImageRequest } from '../scan/layer-readers.js';
import { withPolicyAdvisories } from '../vulnerabilities/policy-advisories.js';
import type { DeployedBefore } from './baseline.js';
import { imagesBefore } from './before.js';
import { type ChangedPlaces, changedPlaces } from './changed-places.js';
import { otherDigests } from './digests.js';
import { type Earlier, inBoth, type Scanned, withoutNewElsewhere } from './earlier.js';
import { isAskedFor, NOT_COMPLETE, notScanned } from './gaps.js';
import { type RegistryImage, resolveDeployed } from './resolve.js';
import { scanDeployed, scanEarlier } from './scan.js';

/** Of a pull request, and of a run for which the policy asks for all. */
const LIMITS = {
  changed: { images: 5, bytes: 2e9 },
  all: { images: 50, bytes: 20e9 },
} as const;

/** What the manifests name, and what of it this run scanned already. */
export interface DeployedRequest {
  readonly images: readonly DeployedImage[];
  readonly scanned: Pick<ImagesInspection, 'names' | 'resolved'>;
  /** What there was before the pull request or push. */
  readonly baseCommit: BaseReading | undefined;
  /** How the manifests start an image with these names. */
  readonly startsOf?: ImageRequest['startsOf'];
}

/** The findings, and those that the images had before the change. */
export interface DeployedInspection extends Inspection {
  readonly before: DeployedBefore;
}

const NO_BEFORE: DeployedBefore = { findings: [], packages: [], unchanged: new Set() };

/** What the inspection of these images asks of the options. */
export type AskedByDeployed = AskedByImage | 'only' | 'images';

/**
 * Scans the images that manifests name, as the policy's `deployed-images` asks: by digest, with the findings on the lines
 * of the manifests. What is not scanned has a row of the coverage. Images that this run scanned anyway are only
 * compared: the digest that a manifest pins with the one that was checked.
 */
export async function inspectDeployedImages(
  { images: named, scanned, baseCommit, startsOf }: DeployedRequest,
  context: CheckContext<AskedByDeployed>,
  deadline: Deadline,
): Promise<DeployedInspection> {
  const { policy, options } = context;
  const mode = policy.deployedImages ?? 'changed';
  if (mode === 'off' || !asksForImages(context)) return { ...EMPTY_INSPECTION, before: NO_BEFORE };
  const images = named.filter(({ isUnknown }) => !isUnknown);
  const findings = otherDigests(images, scanned.resolved, scanned.names);
  const digests = { ...EMPTY_INSPECTION, findings };
  const all = unscannedReferences(images, scanned.names);
  const unknown = unknownReferences(named, scanned.names);
  let unknownGaps = notScanned(unknown, NOT_COMPLETE, isUnasked);
  const trees = baseCommit?.trees;
  const isCompared = baseCommit !== undefined && trees?.notChecked === undefined;
  let before: readonly DeployedImage[] = [];
  let changed: ChangedPlaces = new Map(named.map((one) => [one, undefined]));
  const isChanged = ({ places }: DeployedReference) => places.some((one) => changed.has(one));
  const done = (...parts: readonly Inspection[]) => ({
    ...mergeInspections([digests, ...parts, unknownGaps]),
    before: { ...NO_BEFORE, unchanged: unchangedReferences(named, changed) },
  });
  if (all.length + unknown.length + findings.length === 0) return done();
  if (mode === 'changed' && !isCompared) return done(notScanned(all, TO_COMPARE, isUnasked));
  const asked = isAskedFor(policy);
  try {
    if (isCompared) {
      before = await deadline.within(() => imagesBefore(named, baseCommit));
      changed = changedPlaces(named, before);
    }
  } catch (error) {
    if (!(error instanceof PortsideError)) throw error;
    return done(notScanned(all, `the earlier manifests cannot be read: ${reason(error)}`, asked));
  }
  const isWanted = (one: DeployedReference) => mode === 'all' || isChanged(one);
  const wanted = all.filter(isWanted);
  const unwanted = all.filter((one) => !isWanted(one));
  const rest = notScanned(unwanted, FOR_ALL, isUnasked);
  const { images: most } = LIMITS[mode];
  const refused = reasonNotToPull(trees, context.host);
  if (refused !== undefined) return done(rest, notScanned(wanted, refused, isUnasked));
  unknownGaps = notScanned(unknown, NOT_COMPLETE, (one) => isWanted(one) && asked(one));
  if (options.offline) return done(rest, notScanned(wanted, OFFLINE, asked));
  const found = await scanAll(
    wanted.slice(0, most),
    { before, changed, trees, mode, startsOf },
    context,
    deadline,
  );
  const over = `only ${most} images are scanned in one run. Add it to images: in the policy`;
  return {
    ...done(rest, found, notScanned(wanted.slice(most), over, asked)),
    before: { ...found.before, unchanged: unchangedReferences(named, changed) },
  };
}

/** The references that no place has newly. */
function unchangedReferences(
  named: readonly DeployedImage[],
  changed: ChangedPlaces,
): ReadonlySet<string> {
  const unchanged = new Set(named.map(({ reference }) => reference));
  for (const { reference } of changed.keys()) unchanged.delete(reference);
  return unchanged;
}

const LATER = 'The run after the merge scans it';

/** Anybody may have chosen the names of the images. */
function reasonNotToPull(
  trees: PullRequestTrees | undefined,
  { untrusted }: ProcessRunner,
): string | undefined {
  if (trees?.isFork) return `images are not pulled in pull requests from forks. ${LATER}`;
  return untrusted?.isAnybody
    ? `images are not pulled, because ${untrusted.cause}. ${LATER}`
    : undefined;
}

const OFFLINE = '--offline opens no connection to its registry';

const isUnasked = () => false;

const TO_COMPARE =
  'compare with a base branch (--baseline-ref), or write deployed-images: all in the policy';
const FOR_ALL =
  'the change does not touch it. To scan it too, write deployed-images: all in the policy';

/** Whether a check that is about images is among those that this run is limited to. */
function asksForImages({ options: { only } }: Pick<CheckContext<'only'>, 'options'>): boolean {
  const about = new Set<string>([...IMAGE_CHECKS, 'trust', 'malware']);
  return only === undefined || only.some((check) => about.has(check));
}

interface ScanRequest {
  readonly before: readonly DeployedImage[];
  readonly changed: ChangedPlaces;
  readonly trees: PullRequestTrees | undefined;
  readonly mode: keyof typeof LIMITS;
  readonly startsOf: ImageRequest['startsOf'] | undefined;
}

/** Scans the images one after the other, until the next one is too large. */
async function scanAll(
  wanted: readonly DeployedReference[],
  request: ScanRequest,
  context: CheckContext<AskedByDeployed>,
  deadline: Deadline,
): Promise<Inspection & { readonly before: Omit<DeployedBefore, 'unchanged'> }> {
  const { root, policy, options, host } = context;
  const asked = isAskedFor(policy);
  const settings = {
    ...context,
    options: { ...options, ...withPolicyAdvisories(root, policy, options) },
  };
  const isTrusted = trustTest(request, context);
  const { bytes: most } = LIMITS[request.mode];
  let left: number = most;
  const parts: Inspection[] = [];
  const scanned: Scanned[] = [];
  const scanOne = async (deployed: DeployedReference): Promise<Inspection> => {
    let image: RegistryImage;
    try {
      image = await resolveDeployed(deployed.reference, settings, isTrusted);
    } catch (error) {
      if (!(error instanceof PortsideError)) throw error;
      return notScanned([deployed], reason(error), asked);
    }
    if (image.bytes > left) return notScanned([deployed], tooLarge(image.bytes, left, most), asked);
    left -= image.bytes;
    const found = await scanDeployed(deployed, image, settings, request.startsOf);
    if (deployed.places.some((place) => request.changed.has(place)))
      scanned.push({ found, earlier: await findEarlier(deployed, request, settings, isTrusted) });
    return found;
  };
  for (const one of wanted) {
    const deployed = changedFirst(one, request.changed);
    const { reference } = deployed;
    const found = await deadline.orElse(
      () => scanOne(deployed),
      (why) => incompleteInspection('vulnerability', [reference], why),
    );
    host.step(stepLine(`image ${reference} of ${deployed.places[0].path}`, found));
    parts.push(found);
  }
  return { ...mergeInspections(parts), before: withoutNewElsewhere(scanned) };
}

/** Findings are on the line of the first place. */
function changedFirst(
  { reference, places }: DeployedReference,
  changed: ChangedPlaces,
): DeployedReference {
  const [first, ...others] = places.toSorted(
    (a, b) => Number(changed.has(b)) - Number(changed.has(a)),
  );
  return { reference, places: first ? [first, ...others] : places };
}

function tooLarge(bytes: number, left: number, most: number): string {
  const limit = left === most ? '' : `, of which ${formatBytes(left)} are left`;
  return `it has ${formatBytes(bytes)}, and one run reads ${formatBytes(most)}${limit}. Add it to images: in the policy`;
}

/** Earlier images that are read for one reference. */
const MOST_EARLIER = 3;

/**
 * What the earlier images have that this one replaces, of the same repository: of several, what all of them have. Nothing if
 * one of the places replaces none.
 */
async function findEarlier(
  deployed: DeployedReference,
  { changed, mode }: ScanRequest,
  context: CheckContext<AskedByDeployed>,
  isTrusted: (registry: string) => Promise<boolean>,
): Promise<Earlier> {
  const places = deployed.places.filter((place) => changed.has(place));
  const replaced = places.map((place) => changed.get(place));
  const old = new Set(replaced.map((one) => (one?.isUnknown ? undefined : one?.reference)));
  const isKnown = old.size > 0 && old.size <= MOST_EARLIER;
  let common: Earlier | undefined;
  for (const reference of isKnown ? old : []) {
    if (reference === undefined) return NO_BEFORE;
    const one = await readEarlier(reference, deployed, { mode, context, isTrusted });
    common = common ? inBoth(common, one) : one;
  }
  return common ?? NO_BEFORE;
}

interface EarlierRequest extends Pick<ScanRequest, 'mode'> {
  readonly context: CheckContext<AskedByImage>;
  readonly isTrusted: (registry: string) => Promise<boolean>;
}

/** What an earlier image has; nothing if it cannot be read. */
async function readEarlier(
  reference: string,
  deployed: DeployedReference,
  { mode, context, isTrusted }: EarlierRequest,
): Promise<Earlier> {
  try {
    const image = await resolveDeployed(reference, context, isTrusted);
    if (image.bytes > LIMITS[mode].bytes) return NO_BEFORE;
    return (await scanEarlier(deployed, image, context)) ?? NO_BEFORE;
  } catch (error) {
    if (!(error instanceof PortsideError)) throw error;
    context.host.info(`All findings of ${deployed.reference} count as new: ${reason(error)}`);
    return NO_BEFORE;
  }
}

/** Who runs a plain check chose the manifests. In a pull request, the base commit or the policy must name the registry. */
function trustTest(
  { trees, before }: ScanRequest,
  context: CheckContext<AskedByDeployed>,
): (registry: string) => Promise<boolean> {
  if (!trees) return async () => true;
  const named = trustedRegistries(context, trees);
  const used = new Set(before.map(({ reference }) => qualify(splitReference(reference)).registry));
  return async (registry) => used.has(registry) || named(registry);
}
