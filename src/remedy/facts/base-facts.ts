import { inspectBaseImages } from '../../base-images/base-images.js';
import {
  type AskedByMeasurement,
  vulnerabilitiesOfBase,
  withTimeout,
} from '../../base-images/measure-bases.js';
import { type Finding, originOf, vulnerabilityDetails } from '../../core/finding.js';
import type { PackageIndexes } from '../../core/package-indexes.js';
import { isDistributionPackage } from '../../core/package-url.js';
import {
  familiarReference,
  formatReference,
  parseReference,
  readReference,
} from '../../core/reference.js';
import type { Inspection, Target } from '../../core/report.js';
import type { ExternalImage } from '../../dockerfile/external-images.js';
import { layerTime } from '../../image/history/layer-time.js';
import { DEFAULT_LIMITS } from '../../image/limits.js';
import { artifactImages } from '../../image/sources/registry.js';
import { reason } from '../../lib/errors.js';
import { object, objects, text } from '../../lib/json.js';
import type { CheckContext } from '../../policy/check-context.js';
import type { BaseSource, BaseSources } from '../../registry/base-sources.js';
import { ownPlatform, parsePlatform } from '../../registry/platform.js';
import { repositoryReader } from '../../repository/repository-files.js';
import { coolDown } from '../plan/cool-down.js';
import type { BaseFacts, NewerImage, RecommendedImage } from '../plan/facts.js';
import { markedUpgradeAt, retiredUpgrade, type UsableImage } from './retired-facts.js';
import { upgradeFacts } from './upgrade-facts.js';

/** Base images that are looked up. */
const MOST = 5;
/** Milliseconds for all of them. */
const TIMEOUT_MS = 10_000;

/** The findings and targets of the check, and how it looks up images. */
export interface BaseFactsInput {
  readonly inspection: Pick<Inspection, 'findings' | 'targets'>;
  readonly sources: BaseSources;
  readonly context: CheckContext<AskedByMeasurement>;
  readonly indexes: PackageIndexes;
}

/**
 * What the tags of the base images refer to today: whether it differs from the image that was used, who signed it, how old
 * it is, and which findings it does not have. What cannot be had in time is left out, and the facts are partial. Never throws.
 */
export async function baseFacts(
  images: readonly ExternalImage[],
  input: BaseFactsInput,
  timeout = TIMEOUT_MS,
): Promise<readonly BaseFacts[]> {
  const { options, host } = input.context;
  const asked = images.filter(({ isBase }) => isBase).slice(0, MOST);
  if (options.offline || asked.length === 0) return [];
  const end = performance.now() + timeout;
  const found = new Map<ExternalImage, BaseFacts>();
  const asking = asked.map(async (image) => {
    const { location, reference } = image;
    try {
      const own = await factsOf(image, input, end);
      const move = recommended(image, input, end).catch((error: unknown) => {
        host.debug(`the image that ${reference} should be is not known: ${reason(error)}`);
        return { isPartial: true };
      });
      const facts = { ...own, ...(await move) };
      found.set(image, facts);
      found.set(image, { ...facts, ...(await upgradesOf(image, facts, input, end)) });
    } catch (error) {
      host.debug(`${reference} was not compared with its registry: ${reason(error)}`);
      const notes = [`Its registry was not asked: ${reason(error)}.`];
      // What is not a reference is not asked in any run.
      const isPartial = isReference(image);
      found.set(image, { location, reference, notes, ...(isPartial && { isPartial }) });
    }
  });
  await withTimeout(Promise.all(asking), timeout);
  return asked.map((image) => found.get(image) ?? unaskedFacts(image));
}

/** The facts of a base image whose registry did not answer in time. */
export function unaskedFacts({ location, reference }: ExternalImage): BaseFacts {
  return { location, reference, notes: ['Its registry did not answer in time.'], isPartial: true };
}

function isReference({ reference }: ExternalImage): boolean {
  return readReference(reference) !== undefined;
}

async function factsOf(
  image: ExternalImage,
  input: BaseFactsInput,
  end: number,
): Promise<BaseFacts> {
  const { location, reference } = image;
  const own: BaseFacts = { location, reference };
  const parsed = parseReference(reference);
  // A digest alone does not say which tag it was.
  if (parsed.tag === undefined) return own;
  const { sources } = input;
  const { digest: _, ...tagged } = parsed;
  const name = familiarReference(tagged);
  const current = await sources(formatReference(tagged));
  if (!current.manifest)
    return { ...own, notes: [`${name} does not exist any more in ${parsed.registry}.`] };
  const built = input.inspection.targets.filter((target) => baseLayersOf(target, image).length > 0);
  const now = await describe(current, name, platformOf(built, input.context));
  const pin = parsed.digest === undefined ? undefined : await sources(formatReference(parsed));
  const used = pin && (await describe(pin, reference, platformOf(built, input.context)));
  if (used && isUnbuilt(used, built)) return { ...own, isUnbuilt: true };
  const isCurrent = used ? isSame(used, now) : isBuiltOn(now, built, image);
  if (isCurrent === undefined) return own;
  if (isCurrent) return { ...own, isCurrent };
  const { digest } = current.manifest;
  const pinned = `${formatReference(tagged)}@${digest}`;
  const newer: NewerImage = {
    digest,
    ...(now.created !== undefined && { created: now.created }),
    ...(await clearedBy(pinned, image, input, end)),
    ...(await reservations({ ...image, reference: pinned }, now.created, name, input)),
  };
  return { ...own, newer };
}

/** The layers that an image has from this base image. */
function baseLayersOf({ layers = [] }: Target, { location }: ExternalImage): readonly string[] {
  return layers
    .filter(
      (layer) =>
        layer.origin?.kind === 'base-image' &&
        layer.location?.path === location.path &&
        layer.location.startLine === location.startLine,
    )
    .map(({ diffID }) => diffID);
}

function platformOf(
  built: readonly Target[],
  { options }: Pick<CheckContext<'platforms'>, 'options'>,
) {
  const [requested] = options.platforms;
  const name = requested ?? built[0]?.platform;
  return name === undefined ? ownPlatform() : parsePlatform(name);
}

/** The image of one platform in a registry. */
interface Described {
  readonly digest: string | undefined;
  readonly diffIDs: readonly string[];
  readonly created: string | undefined;
}

/** Reads the manifest and the configuration; no layer. Throws PortsideError if there is no image for the platform. */
async function describe(
  { source, manifest }: BaseSource,
  name: string,
  platform: ReturnType<typeof parsePlatform>,
): Promise<Described> {
  if (!manifest) return { digest: undefined, diffIDs: [], created: undefined };
  const opened = await artifactImages(source, manifest, name, {
    reference: name,
    ...(manifest.manifests && { platforms: [platform] }),
    limits: DEFAULT_LIMITS,
  });
  try {
    const [image] = opened.images;
    return {
      digest: image?.digest,
      diffIDs: image?.layers.map(({ diffID }) => diffID) ?? [],
      created: image?.config.created,
    };
  } finally {
    await opened.close();
  }
}

/** Whether two references are one image of the platform, also if the index was published again. */
function isSame(used: Described, now: Described): boolean {
  return used.digest !== undefined && used.digest === now.digest;
}

/** Whether the image was built on this one; undefined if it is not known on which one. */
function isBuiltOn(
  { diffIDs }: Described,
  [target]: readonly Target[],
  image: ExternalImage,
): boolean | undefined {
  if (!target) return undefined;
  const used = baseLayersOf(target, image);
  return used.length === diffIDs.length && startsWith(used, diffIDs);
}

/** Whether the Dockerfile names this image, and none of the images was built on it: the line was edited since. */
function isUnbuilt({ diffIDs }: Described, built: readonly Target[]): boolean {
  const same = built.filter(({ platform }) => platform === built[0]?.platform);
  if (same.length === 0 || diffIDs.length === 0) return false;
  return !same.some(({ layers = [] }) =>
    startsWith(
      layers.map(({ diffID }) => diffID),
      diffIDs,
    ),
  );
}

function startsWith(all: readonly string[], first: readonly string[]): boolean {
  return first.every((one, i) => one === all[i]);
}

/** Who signed the newer image and how old it is, and why it is not proposed. */
async function reservations(
  image: ExternalImage,
  written: string | undefined,
  name: string,
  { sources, context }: BaseFactsInput,
): Promise<Pick<NewerImage, 'notes' | 'heldBack' | 'isPartial'>> {
  const { policy, options } = context;
  const created = layerTime({ created: written, emptyLayer: false }, options.now);
  const days = policy.minimumAgeDays;
  const { isHeld, note } = coolDown(name, created, { days, now: options.now });
  const signed = await inspectBaseImages([image], sources, context);
  const isKnown = signed.coverage?.some(({ state }) => state === 'checked');
  const rejected = isKnown ? signed.findings[0]?.message : undefined;
  const unread = (
    signed.incomplete[0] ?? signed.coverage?.find(({ state }) => state === 'not-covered')
  )?.reason;
  const why = [
    ...(rejected === undefined ? [] : ['not signed by its publisher']),
    ...(unread === undefined ? [] : ['not verified']),
    ...(isHeld ? [`younger than ${days} days`] : []),
  ];
  return {
    notes: [
      ...(note !== undefined && !isHeld ? [note] : []),
      ...signed.notes.map(({ message }) => `${message}.`),
      ...(rejected === undefined ? [] : [`${rejected}.`]),
      ...(unread === undefined ? [] : [`Its signature cannot be verified: ${unread}.`]),
    ],
    ...(why.length > 0 && { heldBack: why.join(' and ') }),
    ...(signed.incomplete.length > 0 && { isPartial: true }),
  };
}

/** Which upgrade an instruction can make, and which one is no longer needed. */
async function upgradesOf(
  image: ExternalImage,
  { isUnbuilt, isCurrent, newer, move }: BaseFacts,
  input: BaseFactsInput,
  end: number,
): Promise<Pick<BaseFacts, 'upgrade' | 'retired'>> {
  const { reference, location } = image;
  const findings = inBase(input.inspection.findings, image).filter(
    ({ status, fingerprint }) => status !== 'fixed' && !newer?.clears?.has(fingerprint),
  );
  const isOpen = !isUnbuilt && (isCurrent || newer?.clears);
  const upgrade = isOpen ? await upgradeFacts(reference, findings, input, end) : undefined;
  const marked = markedUpgradeAt(location, repositoryReader(input.context.root));
  const { digest: _, ...tagged } = parseReference(reference);
  const images: UsableImage[] = [
    { image: 'current', reference },
    ...(newer && reference.includes('@')
      ? [{ image: 'newer', reference: `${formatReference(tagged)}@${newer.digest}` } as const]
      : []),
    ...(move ? [{ image: 'recommended', reference: move.reference } as const] : []),
  ];
  const retired = marked && (await retiredUpgrade(marked, images, input, end));
  return { ...(upgrade && { upgrade }), ...(retired && { retired }) };
}

/** The findings in the base image that an image does not have, if its packages are known. */
async function clearedBy(
  reference: string,
  image: ExternalImage,
  { inspection, sources, context }: BaseFactsInput,
  end: number,
): Promise<{ readonly clears?: ReadonlySet<string> }> {
  const left = await vulnerabilitiesOfBase(reference, sources, context, end);
  if (!left) return {};
  const remaining = new Set(left.map(keyOf));
  const gone = inBase(inspection.findings, image).filter((one) => !remaining.has(keyOf(one)));
  return { clears: new Set(gone.map(({ fingerprint }) => fingerprint)) };
}

/** Recommended images that are looked into. */
const MOST_OPTIONS = 3;

/**
 * The recommended image: the first that does not have a vulnerability for which no fix is published, else the first of all.
 */
async function recommended(
  image: ExternalImage,
  input: BaseFactsInput,
  end: number,
): Promise<Pick<BaseFacts, 'move'>> {
  const { findings } = input.inspection;
  const advice = findings.find(
    ({ rule, location, details }) =>
      rule === 'BASE-IMAGE' &&
      (object(details).base ?? image.reference) === image.reference &&
      location?.path === image.location.path &&
      location.startLine === image.location.startLine,
  );
  const options = objects(object(advice?.details).options)
    .flatMap(({ reference }) => text(reference) ?? [])
    .slice(0, MOST_OPTIONS);
  const [first] = options;
  if (first === undefined) return {};
  const unfixed = inBase(findings, image).filter(isUnfixed);
  const looked: RecommendedImage[] = [];
  for (const reference of unfixed.length > 0 ? options : [first]) {
    const { clears } = await clearedBy(reference, image, input, end);
    looked.push({ reference, ...(clears && { clears }) });
    if (unfixed.some(({ fingerprint }) => clears?.has(fingerprint))) break;
  }
  const useful = looked.find(({ clears }) =>
    unfixed.some(({ fingerprint }) => clears?.has(fingerprint)),
  );
  const chosen = useful ?? looked[0] ?? { reference: first };
  const { reference } = chosen;
  const found = await input.sources(reference);
  const { created } = await describe(found, reference, platformOf([], input.context));
  const about = await reservations({ ...image, reference }, created, reference, input);
  return { move: { ...chosen, ...(created !== undefined && { created }), ...about } };
}

function isUnfixed(finding: Finding): boolean {
  return vulnerabilityDetails(finding)?.fixed === null;
}

/** The vulnerabilities of packages of the distribution that come from a base image. */
function inBase(findings: readonly Finding[], { location }: ExternalImage): readonly Finding[] {
  return findings.filter(
    (finding) =>
      finding.check === 'vulnerability' &&
      originOf(finding)?.kind === 'base-image' &&
      finding.location?.path === location.path &&
      finding.location.startLine === location.startLine &&
      isDistributionPackage(finding.subject?.purl ?? ''),
  );
}

/** A vulnerability of a source package, in any image. */
function keyOf(finding: Finding): string {
  const details = vulnerabilityDetails(finding);
  return `${finding.rule}\n${details?.source ?? details?.package ?? ''}`;
}
